// What scripts add to every page: buttons that copy an address or keep a person as a contact, and
// addresses shown on request. Without it all addresses are still links, all cards downloads.

const main = document.querySelector("main");
const said = document.body.appendChild(document.createElement("p"));
said.className = "said";
said.setAttribute("role", "status");
let silence;

/** Say something to everybody: shown at the page's foot, read aloud by screen readers. */
function say(text) {
  clearTimeout(silence);
  said.textContent = text;
  silence = setTimeout(() => (said.textContent = ""), 6000);
}

/** Return the address that a mailto link writes to. */
const addressOf = (link) => decodeURIComponent(link.href.slice("mailto:".length).split("?")[0]);

/** Make a button; `kind` is what it does, a `data-` attribute whose value tells with what. */
function button(kind, value, text, label) {
  const made = document.createElement("button");
  made.type = "button";
  made.dataset[kind] = value;
  made.textContent = text;
  if (label) made.setAttribute("aria-label", `${text} ${label}`);
  return made;
}

const LINKS = ["td", ".answer"].map((of) => `${of} a[href^="mailto:"]`).join() + ', a.button[href^="mailto:"]';

/** Put the buttons beside addresses: in tables, in answers of the search, beside «Viết thư». */
export function addButtons(within) {
  const links = [...within.querySelectorAll(LINKS)];
  // A hundred at a time, so that a long list doesn't hold up the first scroll.
  (function some() {
    for (const link of links.splice(0, 100)) addTo(link);
    if (links.length) setTimeout(some);
  })();
}

function addTo(link) {
  const address = addressOf(link);
  if (link.matches(".button")) {
    const copy = button("copy", address, "Chép địa chỉ");
    copy.className = "button second";
    link.after(copy);
    return;
  }
  const tools = document.createElement("span");
  tools.className = "tools";
  tools.append(button("copy", address, "Chép", `địa chỉ ${address}`));
  const name = link.closest("[data-card]") && personIn(link);
  if (name) tools.append(button("keep", address, "Lưu", `liên hệ ${name}`));
  link.after(tools);
}

/** Return the name of the person in whose row an element stands. */
const personIn = (element) => element.closest("tr")?.querySelector("th")?.textContent.trim();

async function copy(from) {
  const address = from.dataset.copy;
  if ((await toClipboard(address)) || copyBySelection(from, address)) say(`Đã chép ${address}`);
  else say(`Máy không cho chép. Hãy bấm giữ vào địa chỉ ${address} để chép.`);
}

async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // over plain http there is no clipboard, or the visitor forbids it
  }
}

function copyBySelection(from, text) {
  const area = document.createElement("textarea");
  area.value = text;
  area.readOnly = true;
  area.className = "unseen";
  // Beside the button: what is outside of an open dialog can't be selected.
  from.after(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  from.focus();
  return done;
}

document.addEventListener("click", async (event) => {
  const from = event.target.closest?.("[data-copy], [data-keep], [data-print], a.reveal");
  if (!from) return;
  if (from.dataset.copy) return copy(from);
  if ("print" in from.dataset) return print();
  // A plain click alone: with a key held down the visitor wants the file in a tab of its own.
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const { keep, reveal } = await import("./contact.js");
  const place = from.parentElement;
  const name = from.dataset.name ?? personIn(from);
  const failure = from.dataset.keep ? await keep(from) : await reveal(from, name);
  if (failure) say(failure);
  else if (!from.dataset.keep) addButtons(place);
});

for (const print of document.querySelectorAll("[data-print]")) print.hidden = false;
addButtons(main);
