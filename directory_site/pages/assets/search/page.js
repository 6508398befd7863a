// The search page: takes the query from the address and the field, keeps both alike, asks the
// worker and shows its answers. What is found and how it looks is decided elsewhere.

import { addButtons } from "../copy.js";
import { counted, draw, element } from "./draw.js";

const FIRST = { units: 8, people: 20 };
const MORE = 20;
// Browsers limit how often an address may change; screen readers should not be interrupted.
const WRITE_AFTER = 300;
const SAY_AFTER = 700;

const script = document.querySelector("script[data-index]");
const form = document.querySelector("form.search");
const field = form.querySelector("input[name=q]");
const results = document.getElementById("ket-qua");
const shown = document.getElementById("so-ket-qua");
const said = document.getElementById("doc-ket-qua");
const hints = document.getElementById("goi-y");
const list = results.appendChild(element("div"));
const site = document.title;

let worker = null;
let ready = false;
let busy = false; // the worker has a question; the next one waits in `asked`
let asked = null;
let number = 0;
let limits = FIRST;
let focusOn = null;
const timers = {};

function start() {
  worker?.terminate();
  [ready, busy] = [false, false];
  worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
  worker.onmessage = ({ data }) => receive(data);
  worker.onerror = (event) => {
    event.preventDefault();
    fail();
  };
  fetch(script.dataset.index)
    .then((answer) => (answer.ok ? answer.arrayBuffer() : Promise.reject(new Error(answer.status))))
    .then((index) => {
      worker.postMessage({ index }, [index]);
      ready = true;
      send();
    })
    .catch(fail);
}

function fail() {
  worker.terminate();
  ready = false;
  const again = element("button", { type: "button", className: "button" }, "Thử lại");
  again.addEventListener("click", () => {
    list.replaceChildren();
    field.focus();
    start();
    ask();
  });
  const text = "Chưa tải được dữ liệu tìm kiếm. Hãy kiểm tra kết nối mạng rồi bấm «Thử lại».";
  list.replaceChildren(element("p", { className: "note" }, text), element("p", {}, again));
  hints.hidden = false;
  count("");
  said.textContent = text;
}

/** Ask for what stands in the field. */
function ask() {
  number++;
  const query = field.value.trim();
  document.title = query ? `${query} – ${site}` : site;
  if (!query) return clear();
  asked = { number, query, limits };
  if (!ready && !list.childElementCount) {
    hints.hidden = true;
    count("Đang tải dữ liệu…");
  }
  send();
}

function send() {
  if (!ready || busy || !asked) return;
  busy = true;
  worker.postMessage(asked);
  asked = null;
}

function receive({ number: of, answer }) {
  busy = false;
  // An answer to what is no longer in the field is none.
  if (of === number) show(answer);
  send();
}

function show(answer) {
  const more = (kind) => (from) => {
    focusOn = { kind, from };
    limits = { ...limits, [kind]: limits[kind] + MORE };
    ask();
  };
  list.replaceChildren(...draw(answer, field.value.trim(), { units: more("units"), people: more("people") }));
  addButtons(list);
  hints.hidden = answer.units.length + answer.people.length > 0;
  const text = counted(answer);
  count(text);
  later("say", SAY_AFTER, () => (said.textContent = text));
  if (focusOn) {
    const of = list.querySelectorAll(focusOn.kind === "people" ? ".person h3 a" : ".unit h3 a, .section h3 a");
    of[focusOn.from]?.focus();
    focusOn = null;
  }
}

function clear() {
  asked = null;
  list.replaceChildren();
  hints.hidden = false;
  count("");
  later("say", 0, () => (said.textContent = ""));
}

function count(text) {
  shown.textContent = text;
  shown.hidden = !text;
}

function later(name, wait, action) {
  clearTimeout(timers[name]);
  timers[name] = setTimeout(action, wait);
}

function address() {
  const query = field.value.trim();
  return query ? `?${new URLSearchParams({ q: query })}` : location.pathname;
}

function fromAddress() {
  field.value = new URLSearchParams(location.search).get("q") ?? "";
  limits = FIRST;
  ask();
}

// What can be walked with the arrow keys: the field, then every answer's link.
function step(event) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!by || event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
  const stops = [field, ...list.querySelectorAll("h3 a")];
  const next = stops[stops.indexOf(document.activeElement) + by];
  if (!next || !stops.includes(document.activeElement)) return;
  event.preventDefault();
  next.focus();
}

field.addEventListener("input", () => {
  limits = FIRST;
  ask();
  later("write", WRITE_AFTER, () => history.replaceState(null, "", address()));
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(timers.write);
  // Each search that was sent is a step back; what was typed on the way is none.
  history.pushState(null, "", address());
  ask();
});
addEventListener("popstate", () => {
  clearTimeout(timers.write);
  fromAddress();
});
field.addEventListener("keydown", step);
list.addEventListener("keydown", step);

start();
fromAddress();
