// Records as answers: their texts with what to highlight, and why they match where their name,
// title and unit don't tell.

import { words as wordsOf } from "./fold.js";
import { full } from "./index.js";
import { nameOf } from "./model.js";

const HIDDEN = 0.8; // what fields are worth that are not shown, beside a name
const UNIT = 0.65;
const TITLE = 0.8;
const LEAST = 40; // below are typing errors: no reason by themselves where a token fits elsewhere

// Returns an answer: {kind, near, id, anchor, place, name, title, unit, address, addressRanges,
// reasons}. `id` and `anchor` lead to the unit's page and the place in it, `place` is a person's in
// the unit's list from 1. Name, title and unit are {text, ranges}, reasons {label, text, ranges};
// ranges are pairs of start and end of what to highlight.
export function show(model, tables, { kind, number, near = false }) {
  const record = { unit, section, person }[kind](model, number);
  const withWords = (field) => {
    field.words = model.dictionary.text(field.text);
    field.ranges = [];
    return field;
  };
  const fields = record.shown.map(withWords);
  const hidden = record.hidden.map(withWords);
  const reasons = new Set();
  for (const table of tables) {
    const here = bestOf(fields, table);
    const there = bestOf(hidden, table, reasons);
    if (there && there.value > (here?.value ?? 0)) {
      reasons.add(there.field);
      mark(there, table);
    } else if (here) mark(here, table);
  }
  const text = (name) => {
    const field = fields.find((one) => one.key === name);
    return field ? { text: field.text, ranges: merged(field.ranges) } : { text: "", ranges: [] };
  };
  const { local, id, anchor } = record;
  return {
    kind, near, id, anchor, place: record.place ?? 0,
    name: text("name"), title: text("title"), unit: text("unit"),
    address: full(local, model.domain),
    addressRanges: merged(tables.flatMap((table) => inLocal(local, table.token))),
    reasons: [...reasons, ...oldAddresses(record, tables)]
      .map(({ label, text: said, ranges }) => ({ label, text: said, ranges: merged(ranges) })),
  };
}

function unit(model, number) {
  const one = model.units[number];
  return {
    id: one.id, anchor: "", local: one.local, old: one.old,
    shown: [{ key: "name", text: one.name, weight: 1 }],
    hidden: [
      ...(one.name.includes(one.place) ? [] : [reason("Địa bàn", one.place, 1)]),
      ...does(model, one.functions),
      ...one.former.map((text) => reason("Tên cũ", text)),
      ...one.tookOver.map((text) => reason("Thay cho", text)),
      ...one.sections.map((n) => reason("Bộ phận", model.sections[n].name, 0.6)),
    ],
  };
}

function section(model, number) {
  const one = model.sections[number];
  const of = model.units[one.unit];
  return {
    id: of.id, anchor: one.local, local: one.local, old: [],
    shown: [
      { key: "name", text: one.name, weight: 1 }, { key: "unit", text: of.name, weight: 0.9 },
    ],
    hidden: [
      ...does(model, one.functions),
      ...one.former.map((text) => reason("Tên cũ", text)),
    ],
  };
}

function person(model, number) {
  const { people } = model;
  const title = model.titles[people.title[number]];
  const of = model.units[people.unit[number]];
  const place = people.rank[number] + 1;
  const name = nameOf(people, number);
  return {
    id: of.id, anchor: name && (people.locals[number] || `nguoi-${place}`), place,
    local: people.locals[number], old: [],
    shown: [
      { key: "name", text: name, weight: 1 },
      { key: "title", text: title.text, weight: TITLE }, { key: "unit", text: of.name, weight: UNIT },
    ],
    hidden: [
      ...(of.name.includes(of.place) ? [] : [reason("Địa bàn", of.place, UNIT)]),
      ...does(model, title.functions),
    ],
  };
}

function does(model, functions) {
  return functions.flatMap((number) => {
    const { name, words } = model.functions[number];
    return [reason("Việc", name), ...words.map((word) => reason("Việc", `${word} (${name})`))];
  });
}

function reason(label, text, weight = HIDDEN) {
  return { label, text, weight };
}

// The field where a token fits best; among equals one that was a reason before.
function bestOf(fields, table, known = new Set()) {
  let best = null;
  for (const field of fields) {
    const fit = table.fit(field.words, false) ?? table.fit(field.words, true);
    if (!fit) continue;
    const value = fit.quality * field.weight + (known.has(field) ? 1 : 0) + (fit.quality < LEAST ? -1 : 0);
    if (!best || value > best.value) best = { field, fit, value };
  }
  return best;
}

function mark({ field, fit }, table) {
  const places = wordsOf(field.text);
  for (let at = fit.from; at < fit.to; at++) {
    const { start, end } = places[at];
    // A beginning is marked as far as it was typed.
    const fold = table.folds[field.words.ids[at]];
    const typed = table.token.readings.find((one) => fold.startsWith(one.fold))?.fold.length;
    const whole = fit.to > fit.from + 1 || !typed || fold.length !== end - start;
    field.ranges.push([start, whole ? end : start + typed]);
  }
}

function inLocal(local, { local: typed, address }) {
  const long = address || typed.length > 2;
  return long && local.startsWith(typed) ? [[0, typed.length]] : [];
}

function oldAddresses({ old, local }, tables) {
  return tables.flatMap(({ token }) => old
    .filter((one) => one !== local && one === token.local)
    .map((one) => ({ ...reason("Địa chỉ cũ", one), ranges: [[0, one.length]] })));
}

// Ranges in order, without overlaps.
function merged(ranges) {
  const found = [];
  for (const [start, end] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = found.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else found.push([start, end]);
  }
  return found;
}
