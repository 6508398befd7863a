// What every candidate is given alike: folded texts, abbreviations, initials, names without spaces.

export const fold = (text) =>
  text
    .normalize("NFD")
    .replace(/[\u0300-\u036f'’]/g, "")
    .toLowerCase()
    .replaceAll("đ", "d");

export const words = (text) => fold(text.split("@")[0]).match(/[a-z0-9]+/g) ?? [];

// Only where the tone mark stands makes no difference: «hoà» is «hòa».
const spelling = (text) =>
  text
    .toLowerCase()
    .normalize("NFD")
    .replace(/[a-z\u0300-\u036f]+/g, (word) => {
      const tones = word.match(/[\u0300\u0301\u0303\u0309\u0323]/g) ?? [];
      return word.replace(/[\u0300\u0301\u0303\u0309\u0323]/g, "") + tones.join("");
    });

const initials = (text) =>
  words(text)
    .filter((word) => word !== "va")
    .map((word) => word[0])
    .join("");

const withoutFirst = (text) => text.split(" ").slice(1).join(" ");

const UNABRIDGED = [
  ["UBND", "UBND Ủy ban nhân dân"],
  ["HĐND", "HĐND Hội đồng nhân dân"],
];
const unabridged = (text) =>
  UNABRIDGED.reduce((done, [short, long]) => done.replace(short, long), text);

// Opens the columns that `columns.py` writes: one document a unit, section and person.
export function documents(columns) {
  const { units, sections, functions, titles, people } = columns;
  const found = [];
  const add = (kind, shown, local, fields) =>
    found.push({
      id: found.length,
      kind,
      shown,
      local,
      ...Object.fromEntries(Object.entries(fields).map(([key, text]) => [key, words(text).join(" ")])),
      address: words(local).join(" "),
    });
  const places = units.map(([name]) => unabridged(name));
  units.forEach(([name, local, does], unit) => {
    add("unit", name, local, {
      name: places[unit],
      does: does.map((one) => functions[one]).join(" "),
      extra: `${initials(withoutFirst(name))} ${words(withoutFirst(name)).join("")} ${words(withoutFirst(withoutFirst(name))).join("")}`,
    });
  });
  for (const [unit, name, local] of sections) {
    add("section", name, local, { name, unit: places[unit], extra: words(name).join("") });
  }
  const names = people.names.split("\n");
  const locals = people.locals.split("\n");
  let person = 0;
  people.counts.forEach((count, unit) => {
    for (const end = person + count; person < end; person++) {
      const name = names[person];
      add("person", name, locals[person], {
        name,
        does: titles[people.titles[person]],
        unit: places[unit],
        extra: `${initials(name)} ${words(name).join("")}`,
      });
    }
  });
  return found;
}

// Who types diacritics means them: among the first fifty, those that are spelled so come first.
export function spelledFirst(query, found) {
  if (fold(query) === query.toLowerCase()) return found;
  const wanted = spelling(query);
  const asTyped = found.filter((one) => spelling(one.shown).includes(wanted));
  return [...asTyped, ...found.filter((one) => !asTyped.includes(one))];
}

export const locals = (found) => found.slice(0, 10).map((one) => one.local);

export const columns = async (folder) => (await fetch(`${folder}columns.json`)).json();
