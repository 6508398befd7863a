// The search itself, without a browser: load the index, ask it.

import { addressFit } from "./addresses.js";
import { full } from "./index.js";
import { Table } from "./match.js";
import { model as read, nameOf } from "./model.js";
import { parse, token as makeToken } from "./query.js";
import { Fits, rank } from "./rank.js";
import { split } from "./split.js";

const LIMITS = { units: 8, people: 20 };
// Where fewer answers than these fit to the letter, typing errors are looked for too.
const ENOUGH = 10;
const MOST_TOKENS = 12;
const KEPT_TABLES = 40;
const PARTIAL = 0.7; // of the best partial answer's score

// Returns the engine of an index: search(query, limits) answers
//   {units, people, unitCount, peopleCount, partial, shown}
// where units and people are lists of {kind, address, …} with the best first.
export function load(bytes) {
  return new Engine(read(bytes));
}

class Engine {
  #tables = new Map();

  constructor(model) {
    this.model = model;
    this.locals = {
      units: model.units.map((unit) => unit.local),
      sections: model.sections.map((section) => section.local),
      people: model.people.locals.map((local, n) => (model.people.starts[n] === model.people.starts[n + 1] ? "" : local)),
    };
  }

  search(query, limits = LIMITS) {
    const tokens = parse(query, this.model.domain).slice(0, MOST_TOKENS);
    const found = this.#find(tokens, limits);
    return {
      units: found.units.items.map((item) => this.#show(item)),
      people: found.people.items.map((item) => this.#show(item)),
      unitCount: found.units.count,
      peopleCount: found.people.count,
      partial: found.partial,
      shown: this.model.shown,
    };
  }

  #find(tokens, limits) {
    if (!tokens.length) return nothing();
    const all = { limits, accept: (missing) => !missing, worth: tokens.map(() => 1) };
    const sure = this.#rank(tokens, all, false);
    if (count(sure) >= ENOUGH) return sure;
    const erring = this.#rank(tokens, all, true);
    if (count(erring)) return erring;
    const apart = tokens.flatMap((token) => this.#apart(token));
    if (apart.length > tokens.length && apart.length <= MOST_TOKENS) {
      apart.at(-1).last = true;
      const found = this.#rank(apart, { ...all, worth: apart.map(() => 1) }, true);
      if (count(found)) return found;
    }
    return this.#partial(tokens, limits);
  }

  #rank(tokens, options, erring) {
    const tables = tokens.map((token) => this.#table(token));
    const boxes = {};
    for (const [kind, locals] of Object.entries(this.locals)) {
      boxes[kind] = tables.map((table) => addressFit(table.token, locals,
        { erring, isWord: table.sure.some(Boolean) }));
    }
    const fits = new Fits(this.model, tables, boxes, erring);
    return { ...rank(this.model, fits, options), partial: false };
  }

  // What has the most of the rarest words.
  #partial(tokens, limits) {
    const each = tokens.map((token) => (token.weak ? 0 : count(this.#rank([{ ...token, weak: "" }],
      { limits, accept: (missing) => !missing, worth: [1] }, true))));
    const total = this.model.units.length + this.model.people.count + 1;
    const worth = each.map((number) => Math.log((total + 1) / (number + 1)) / Math.log(total + 1));
    const everything = (1 << tokens.length) - 1;
    const found = this.#rank(tokens, { limits, accept: (missing) => missing !== everything, worth }, true);
    const best = Math.max(0, ...[...found.units.items, ...found.people.items].map((item) => item.score));
    for (const list of [found.units, found.people]) {
      list.items = list.items.filter((item) => item.score >= best * PARTIAL);
      list.count = list.items.length;
    }
    return { ...found, partial: true };
  }

  #apart(token) {
    if (token.weak || token.address || this.#table(token).sure.some(Boolean)) return [token];
    const pieces = split(token.readings[0]?.fold ?? "", this.model.dictionary);
    return pieces.length > 1 ? pieces.map((piece) => makeToken(piece)) : [token];
  }

  #table(token) {
    const key = `${token.text} ${token.local} ${token.weak} ${token.last} ${token.address} ${token.exact}`;
    let table = this.#tables.get(key);
    if (!table) {
      if (this.#tables.size >= KEPT_TABLES) this.#tables.delete(this.#tables.keys().next().value);
      table = new Table(this.model.dictionary, token);
      this.#tables.set(key, table);
    }
    return table;
  }

  #show({ number, kind }) {
    const { model } = this;
    if (kind === "unit") {
      const unit = model.units[number];
      return { kind, id: unit.id, name: unit.name, address: unit.address };
    }
    if (kind === "section") {
      const section = model.sections[number];
      const unit = model.units[section.unit];
      return { kind, id: unit.id, section: section.id, name: `${section.name} - ${unit.name}`, address: section.address };
    }
    const unit = model.units[model.people.unit[number]];
    return {
      kind, id: unit.id, place: model.people.rank[number] + 1, name: nameOf(model.people, number),
      title: model.titles[model.people.title[number]].text, unit: unit.name,
      address: full(model.people.locals[number], model.domain),
    };
  }
}

function count(found) {
  return found.units.count + found.people.count;
}

function nothing() {
  const none = { count: 0, items: [] };
  return { units: none, people: none, partial: false };
}
