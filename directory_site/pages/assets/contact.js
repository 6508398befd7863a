// A person's card: to keep, as a download and a QR code, or to show the address that is in it.
// Loaded when somebody asks for one. Cards are written by the site alone; here they are read.
// What can't be done is returned as a sentence; copy.js says it, as it says all else.

const BUSY = "Bạn đã xem nhiều địa chỉ trong một lúc. Xin chờ một phút rồi bấm lại.";
const FAILED = "Chưa tải được danh thiếp. Hãy xem lại kết nối mạng rồi bấm lại.";
const CHANGED = "Danh bạ vừa được cập nhật. Hãy tải lại trang rồi bấm lại.";

/** Show the card of the person whose address a button carries, out of its unit's file. */
export async function keep(from) {
  const address = from.dataset.keep;
  const { text, failure } = await load(from.closest("[data-card]").dataset.card);
  if (failure) return failure;
  const card = text.split(/(?=^BEGIN:VCARD)/im).find((one) => value(one, "EMAIL") === address);
  if (!card) return CHANGED;
  await show(card.trimEnd() + "\r\n");
  return "";
}

/** Put a person's address in the place of the link that leads to the card; `name` is the person's. */
export async function reveal(link, name) {
  const { text: card, failure } = await load(link.href);
  if (failure) return failure;
  // Places shift when people come and go: somebody else's card would be worse than none.
  if (value(card, "FN") !== name) return CHANGED;
  const address = value(card, "EMAIL");
  const shown = document.createElement("a");
  const subject = link.dataset.subject ? `?subject=${encodeURIComponent(link.dataset.subject)}` : "";
  shown.href = `mailto:${address}${subject}`;
  shown.append(address.split("@")[0], document.createElement("wbr"), `@${address.split("@")[1]}`);
  link.replaceWith(shown);
  // Who listens hears the link; a message at the foot could cover what is reached next.
  shown.focus();
  return "";
}

async function load(url) {
  try {
    const answer = await fetch(url);
    if (!answer.ok) return { failure: answer.status === 429 || answer.status === 503 ? BUSY : FAILED };
    const text = await answer.text();
    return text ? { text } : { failure: FAILED };
  } catch {
    return { failure: FAILED };
  }
}

/** Return a property's first value in a card (RFC 6350, 3.2 to 3.4: lines unfolded, text unescaped). */
function value(card, name) {
  const lines = card.replace(/\r?\n[ \t]/g, "").split(/\r?\n/);
  const line = lines.find((one) => new RegExp(`^${name}[;:]`, "i").test(one)) ?? ":";
  return line.slice(line.indexOf(":") + 1).replace(/\\(.)/g, (_, sign) => (/n/i.test(sign) ? "\n" : sign));
}

async function show(card) {
  const { renderSVG } = await import("./vendor/uqr/qr.js");
  const name = value(card, "FN");
  const address = value(card, "EMAIL");
  const dialog = document.createElement("dialog");
  dialog.className = "contact";
  dialog.setAttribute("aria-labelledby", "lien-he");
  const heading = element("h2", name);
  heading.id = "lien-he";
  const code = element("img");
  code.alt = `Mã QR danh thiếp của ${name}`;
  code.width = code.height = 240;
  code.src = `data:image/svg+xml,${encodeURIComponent(renderSVG(card, { border: 2 }))}`;
  const download = element("a", "Tải danh thiếp");
  download.className = "button";
  download.href = URL.createObjectURL(new Blob([card], { type: "text/vcard" }));
  download.download = `${address.split("@")[0]}.vcf`;
  const close = element("button", "Đóng");
  close.type = "button";
  close.className = "button second";
  close.addEventListener("click", () => dialog.close());
  const actions = element("p");
  actions.className = "acts";
  actions.append(download, close);
  dialog.append(
    heading,
    ...[value(card, "TITLE"), address].filter(Boolean).map((text) => element("p", text)),
    code,
    element("p", "Quét mã bằng máy ảnh của điện thoại khác, hoặc tải danh thiếp về máy này."),
    actions,
  );
  dialog.addEventListener("close", () => {
    URL.revokeObjectURL(download.href);
    dialog.remove();
  });
  document.body.append(dialog);
  dialog.showModal();
}

function element(name, text = "") {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
