// Takes the index apart: units, sections and people as the directory has them. Blocks come in the
// order of directory_site/search/write.py. Nothing is searched here.

import { plain } from "./fold.js";
import { check, Reader, sum } from "./reader.js";

const MOST_GIVEN = 8;
const ENDINGS = 5;
const TEXT = 4;

// Returns {domain, shown, functions, titles, units, sections, people} of an index's bytes.
// `people` is in columns: `starts[n]` to `starts[n + 1]` are the places of a person's syllables in
// `syllables` (numbers in `texts`), `given[n]` how many of them are the given name.
export function decode(bytes) {
  const reader = new Reader(bytes);
  const [domain] = reader.texts();
  const shown = reader.numbers()[0] === 1;
  const functionNames = reader.texts();
  const functionWords = reader.textLists();
  const functions = functionNames.map((name, n) => ({ name, words: functionWords[n] }));
  const units = readUnits(reader, domain);
  const sections = readSections(reader, units, domain);
  const people = readPeople(reader, units, sections, shown);
  reader.end();
  return { domain, shown, functions, units, sections, ...people };
}

function readUnits(reader, domain) {
  const [count] = reader.numbers();
  const names = reader.texts();
  const ids = reader.optional(names.length);
  const kinds = reader.numbers();
  const starts = reader.numbers();
  const otherLocals = reader.texts();
  const places = reader.numbers();
  const otherPlaces = reader.texts();
  const [functions, former, gone, old] = [
    reader.lists(), reader.textLists(), reader.textLists(), reader.textLists()];
  let locals = 0;
  let texts = 0;
  return names.map((name, n) => {
    const words = name.split(" ");
    const local = starts[n] ? plain(words.slice(starts[n] - 1).join("")) : otherLocals[locals++];
    let place = "";
    if (places[n] === 1) place = otherPlaces[texts++];
    else if (places[n] > 1) place = words.slice(2 - places[n]).join(" ");
    return {
      name, id: ids[n] || slug(name), kind: kinds[n], local, address: full(local, domain), place,
      gone: n >= count, functions: functions[n] ?? [], former: former[n] ?? [],
      tookOver: gone[n] ?? [], old: old[n] ?? [], sections: [],
    };
  });
}

function readSections(reader, units, domain) {
  const names = reader.texts();
  const functions = reader.lists();
  const byUnit = reader.lists();
  const total = sum(byUnit.map((list) => list.length));
  check(byUnit.length <= units.length && byUnit.flat().every((number) => number < names.length));
  const former = reader.textLists();
  const locals = reader.optional(total);
  const sections = [];
  byUnit.forEach((list, unit) => list.forEach((number) => {
    const name = names[number];
    const n = sections.length;
    const local = locals[n] || `${plain(name)}-${plain(units[unit].place)}`;
    units[unit].sections.push(n);
    sections.push({ name, unit, local, address: full(local, domain), functions: functions[number],
      former: former[n] });
  }));
  return sections;
}

function readPeople(reader, units, sections, shown) {
  const counts = reader.numbers();
  const heads = reader.numbers();
  const titleNames = reader.texts();
  const titleFunctions = reader.lists();
  const titles = titleNames.map((text, n) => ({ text, functions: titleFunctions[n] }));
  const title = reader.numbers();
  const shapes = reader.numbers();
  const columns = [reader.column(), reader.column(), reader.column()];
  check(counts.length <= units.length && sum(counts) === title.length && title.length === shapes.length);
  check(title.every((number) => number < titles.length));
  const { texts, starts, syllables, given } = readNames(shapes, columns);
  const unit = new Uint32Array(title.length);
  const rank = new Uint32Array(title.length);
  const head = new Uint8Array(title.length);
  let person = 0;
  counts.forEach((members, number) => {
    if (heads[number]) head[person + heads[number] - 1] = 1;
    for (let place = 0; place < members; place++, person++) [unit[person], rank[person]] = [number, place];
  });
  const people = { count: title.length, title, unit, rank, head, texts, starts, syllables, given };
  people.locals = readLocals(reader, people, shapes, { units, sections, shown });
  return { titles, people };
}

// Puts names together out of the columns of first, middle and given syllables.
function readNames(shapes, columns) {
  const offsets = [0, columns[0].texts.length, columns[0].texts.length + columns[1].texts.length];
  const texts = columns.flatMap((column) => column.texts);
  const next = [0, 0, 0];
  const take = (column) => offsets[column] + columns[column].numbers[next[column]++];
  const total = sum(columns.map((column) => column.numbers.length));
  check(sum(shapes.map((shape) => Math.floor(shape / MOST_GIVEN) + (shape % MOST_GIVEN))) === total);
  check(columns.every(({ texts: of, numbers }) => numbers.every((number) => number < of.length)));
  const starts = new Uint32Array(shapes.length + 1);
  const syllables = new Uint32Array(total);
  const given = new Uint8Array(shapes.length);
  let at = 0;
  shapes.forEach((shape, person) => {
    const rest = Math.floor(shape / MOST_GIVEN);
    given[person] = shape % MOST_GIVEN;
    for (let n = 0; n < rest; n++) syllables[at++] = take(n ? 1 : 0);
    for (let n = 0; n < given[person]; n++) syllables[at++] = take(2);
    starts[person + 1] = at;
  });
  return { texts, starts, syllables, given };
}

// Local parts: of people without a name the mailbox that they share, of others a guess and what
// follows it (local_parts.py); "" where people's addresses are not in the index.
function readLocals(reader, people, shapes, { units, sections, shown }) {
  const shared = reader.numbers();
  const otherShared = reader.texts();
  const codes = shown ? reader.numbers() : [];
  const digits = shown ? [reader.numbers(), reader.numbers(), reader.numbers()] : [];
  const endings = shown ? reader.texts() : [];
  const plains = people.texts.map(plain);
  const next = { shared: 0, other: 0, code: 0, digits: [0, 0, 0], ending: 0 };
  const ending = (kind) => {
    if (kind === TEXT) return endings[next.ending++];
    let text = "";
    for (let n = 0; n < kind; n++) text += String(digits[n][next.digits[n]++]).padStart(n > 1 ? 4 : 2, "0");
    return text;
  };
  return shapes.map((shape, person) => {
    if (!shape) {
      const code = shared[next.shared++];
      if (!code) return otherShared[next.other++];
      const unit = units[people.unit[person]];
      return code === 1 ? unit.local : sections[unit.sections[code - 2]].local;
    }
    if (!shown) return "";
    const code = codes[next.code++];
    const name = [...people.syllables.subarray(people.starts[person], people.starts[person + 1])]
      .map((number) => plains[number]);
    const split = name.length - people.given[person];
    return guess(Math.floor(code / ENDINGS), name.slice(0, split), name.slice(split).join(""))
      + ending(code % ENDINGS);
  });
}

function guess(form, rest, given) {
  const letters = rest.map((syllable) => syllable.slice(0, 1));
  if (form === 0) return given + letters.join("");
  if (form === 1) return (rest.at(-1) ?? "") + given + letters.slice(0, -1).join("");
  return form === 2 ? rest.join("") + given : "";
}

// Returns the full address of a local part; what is one already stays.
export function full(local, domain) {
  return local && !local.includes("@") ? `${local}@${domain}` : local;
}

// Returns a name as ids of pages have it («UBND xã Tây Phú» is ubnd-xa-tay-phu).
function slug(name) {
  return name.split(/[ ‐‑‒–—―−﹣－-]+/).map(plain).filter(Boolean).join("-");
}
