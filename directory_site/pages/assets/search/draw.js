// Answers as elements. Texts become text nodes only, so that nothing in them can be markup.

const UP = "../";

/** Return the elements that show an answer of the engine for a query: sections with headings. */
export function draw(answer, query, more) {
  const found = [];
  const none = !answer.units.length && !answer.people.length;
  if (answer.partial && !none) {
    found.push(element("p", { className: "note" },
      `Không có kết quả khớp đủ «${query}». Những kết quả gần nhất:`));
  }
  if (answer.near) {
    found.push(element("p", { className: "note" },
      `Không có kết quả khớp từng chữ «${query}». Những kết quả gần giống:`));
  }
  found.push(...group("Đơn vị", "don-vi", answer.units, answer.unitCount, more.units));
  found.push(...group("Cán bộ", "can-bo", answer.people, answer.peopleCount, more.people));
  return found;
}

/** Return in words how much was found. */
export function counted({ units, people, unitCount, peopleCount, partial, near }) {
  if (!units.length && !people.length) return "Không tìm thấy kết quả nào";
  const counts = [];
  if (unitCount) counts.push(`${unitCount} đơn vị`);
  if (peopleCount) counts.push(`${peopleCount} người`);
  const text = counts.join(", ") || "Không có kết quả khớp từng chữ";
  if (partial) return `Không có kết quả khớp đủ. Gần nhất: ${text}`;
  return near ? `Không có kết quả khớp từng chữ. Gần giống: ${text}` : text;
}

function group(title, id, answers, count, more) {
  if (!answers.length) return [];
  const section = element("section");
  section.setAttribute("aria-labelledby", id);
  section.append(element("h2", { id }, title));
  const fitting = answers.filter((one) => !one.near);
  const similar = answers.filter((one) => one.near);
  if (fitting.length) section.append(list(fitting));
  if (fitting.length < count) {
    const button = element("button", { type: "button", className: "button second" },
      `Xem thêm ${title.toLowerCase()} (còn ${count - fitting.length})`);
    button.addEventListener("click", () => more(fitting.length));
    section.append(element("p", {}, button));
  }
  if (similar.length) section.append(element("h3", {}, "Gần giống"), list(similar));
  return [section];
}

function list(answers) {
  return element("ol", { className: "answers" }, ...answers.map(item));
}

function item(answer) {
  const made = element("li", { className: `answer ${answer.kind}` });
  if (answer.address) made.dataset.address = answer.address;
  const { name, unit, title } = answer;
  const link = element("a", { href: `${UP}don-vi/${answer.id}/${answer.anchor ? `#${answer.anchor}` : ""}` });
  if (answer.kind === "section") link.append(...marked(name), " - ", ...marked(unit));
  else link.append(...marked(name.text ? name : title));
  made.append(element("h3", {}, link));
  if (answer.kind === "person") {
    // Three people of one name are three links of one name to who hears a list of links.
    if (name.text) link.setAttribute("aria-label", `${name.text}, ${title.text}, ${unit.text}`);
    const beside = name.text ? [...marked(title), " · "] : [];
    made.append(element("p", {}, ...beside, ...marked(unit)));
  }
  made.append(element("p", { className: "address" }, address(answer)));
  for (const { label, text, ranges } of answer.reasons) {
    made.append(element("p", { className: "why" }, `${label}: `, ...marked({ text, ranges })));
  }
  return made;
}

function address(answer) {
  const to = subject(answer);
  if (answer.address) {
    const [local, domain] = answer.address.split("@");
    const href = `mailto:${encodeURIComponent(local)}@${domain}?subject=${encodeURIComponent(to)}`;
    return element("a", { href }, ...marked({ text: local, ranges: answer.addressRanges }),
      element("wbr"), `@${domain}`);
  }
  if (answer.kind !== "person") return "Đơn vị không còn hộp thư";
  // As in the unit's page (directory_site/markdown/rows.py); assets/contact.js shows the address.
  const link = element("a", { className: "reveal", href: `${UP}the/${answer.id}/${answer.place}.vcf` }, "Xem địa chỉ");
  link.dataset.name = answer.name.text;
  link.dataset.subject = to;
  link.setAttribute("aria-label", `Xem địa chỉ của ${answer.name.text}, ${answer.unit.text}`);
  return link;
}

// What a letter is about, as everywhere in the site (directory_site/subjects.py).
function subject({ kind, name, title, unit }) {
  if (kind === "section") return `Gửi bộ phận ${name.text}, ${unit.text}`;
  return `Gửi ${name.text || title.text}`;
}

function marked({ text, ranges }) {
  const found = [];
  let at = 0;
  for (const [start, end] of ranges) {
    if (start > at) found.push(text.slice(at, start));
    found.push(element("mark", {}, text.slice(start, end)));
    at = end;
  }
  if (at < text.length) found.push(text.slice(at));
  return found;
}

export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}
