// The search itself, without a browser: load the index, ask it.

import { joined } from "./abbreviations.js";
import { Mailboxes } from "./addresses.js";
import { Names } from "./candidates.js";
import { Fits } from "./fits.js";
import { Table } from "./match.js";
import { model as read } from "./model.js";
import { parse, token as makeToken } from "./query.js";
import { rank } from "./rank.js";
import { show } from "./show.js";
import { split } from "./split.js";

const LIMITS = { units: 8, people: 20 };
// Where fewer answers than these fit to the letter, typing errors are looked for too.
const ENOUGH = 10;
const MOST_ERRORS = 2;
const MOST_TOKENS = 12;
const KEPT_TABLES = 40;
const PARTIAL = 0.7; // of the best partial answer's score

// Returns the engine of an index: search(query, limits) answers
//   {units, people, unitCount, peopleCount, partial, near, shown}
// where units and people are lists of answers (show.js), the best first. Those with `near` fit
// with a typing error only and are not counted beside others; `near` says that all are such.
// `partial` says that nothing has all words and these have the most.
export function load(bytes) {
  return new Engine(read(bytes));
}

class Engine {
  #tables = new Map();
  #names;
  #mailboxes = { units: new Mailboxes(), sections: new Mailboxes(), people: new Mailboxes() };

  constructor(model) {
    this.model = model;
    this.#names = new Names(model.people, model.dictionary.size);
    model.units.forEach(({ local, old }, number) => {
      for (const one of [...old, local]) this.#mailboxes.units.add(one, number);
    });
    model.sections.forEach(({ local }, number) => this.#mailboxes.sections.add(local, number));
    const { starts, locals } = model.people;
    locals.forEach((local, number) => {
      // A mailbox that people without a name share is a unit's or a section's.
      if (starts[number + 1] > starts[number]) this.#mailboxes.people.add(local, number);
    });
  }

  search(query, limits = LIMITS) {
    const tokens = parse(query, this.model.domain).slice(0, MOST_TOKENS);
    const found = tokens.length ? this.#find(tokens, limits) : nothing();
    const answer = (item) => show(this.model, found.tables, item);
    return {
      units: found.units.items.map(answer),
      people: found.people.items.map(answer),
      unitCount: found.units.count,
      peopleCount: found.people.count,
      partial: Boolean(found.partial),
      near: Boolean(found.near),
      shown: this.model.shown,
    };
  }

  #find(tokens, limits) {
    const short = joined(tokens, (token) => this.#begins(token));
    if (short) {
      const found = this.#ask(short).rank({ limits });
      if (count(found)) return found;
    }
    const asked = this.#ask(tokens);
    const sure = asked.rank({ limits });
    if (count(sure) >= ENOUGH) return sure;
    if (count(sure)) return withNear(sure, asked);
    for (const mostErrors of [1, MOST_ERRORS]) {
      const found = asked.rank({ limits, mostErrors });
      if (count(found)) return { ...found, near: true };
    }
    const apart = this.#apart(tokens);
    const pieces = this.#ask(apart);
    for (const mostErrors of apart.length ? [0, 1] : []) {
      const found = pieces.rank({ limits, mostErrors });
      if (count(found)) return { ...found, near: mostErrors > 0 };
    }
    return this.#partial(asked, limits);
  }

  // What has the most of the rarest words.
  #partial(asked, limits) {
    const { having, count: all } = this.model.people;
    const worth = asked.tables.map(({ token, erring }) => {
      const people = having.reduce((sum, names, word) => (erring[word] ? sum + names : sum), 0);
      return token.weak ? 0 : Math.log((all + 2) / (Math.min(people, all) + 1)) / Math.log(all + 2);
    });
    const found = asked.rank({ limits, worth, mostErrors: 1, some: true });
    const scores = [...found.units.items, ...found.people.items].map((item) => item.score);
    const least = Math.max(0, ...scores) * PARTIAL;
    for (const list of [found.units, found.people]) {
      list.items = list.items.filter((item) => item.score >= least);
      list.count = list.items.length;
    }
    return { ...found, partial: true };
  }

  // Takes words apart that were written together and are in no field of their own.
  #apart(tokens) {
    const apart = tokens.flatMap((token) => {
      if (token.weak || token.address || this.#begins(token)) return [token];
      const pieces = split(token.readings[0]?.fold ?? "", this.model.dictionary);
      return pieces.length > 1 ? pieces.map((piece) => makeToken(piece)) : [token];
    });
    if (apart.length === tokens.length || apart.length > MOST_TOKENS) return [];
    apart[apart.length - 1] = { ...apart.at(-1), last: true };
    return apart;
  }

  #ask(tokens) {
    return new Asked(this.model, tokens.map((token) => this.#table(token)));
  }

  // Whether some word of the directory begins with a token.
  #begins(token) {
    return this.#table(token).sure.some(Boolean);
  }

  #table(token) {
    const { text, local, weak, last, marked, address, exact } = token;
    const key = JSON.stringify([text, local, weak, last, marked, address, exact]);
    let table = this.#tables.get(key);
    if (!table) {
      if (this.#tables.size >= KEPT_TABLES) this.#tables.delete(this.#tables.keys().next().value);
      table = new Table(this.model.dictionary, token);
      const isWord = table.sure.some(Boolean);
      table.boxes = {};
      for (const [kind, boxes] of Object.entries(this.#mailboxes)) {
        table.boxes[kind] = boxes.fit(token, isWord);
      }
      this.#addColumns(table);
      this.#tables.set(key, table);
    }
    return table;
  }

  // What a table says of people, found out when it is asked for.
  #addColumns(table) {
    const columns = new Map();
    const once = (key, make) => {
      if (!columns.has(key)) columns.set(key, make());
      return columns.get(key);
    };
    table.names = (kind) => once(kind, () => this.#names[kind](table));
    table.boxColumn = (kind) => once(`${kind} boxes`, () => {
      const boxes = table.boxes.people[kind];
      if (!boxes.size) return null;
      const column = new Uint8Array(this.model.people.count);
      for (const [person, quality] of boxes) column[person] = quality;
      return column;
    });
  }
}

// One list of tokens: how they fit the texts is found out once, with errors only where needed.
class Asked {
  #sure = null;
  #erring = null;

  constructor(model, tables) {
    this.model = model;
    this.tables = tables;
  }

  rank({ limits, mostErrors = 0, nameOnly = false, some = false,
    worth = this.tables.map(() => 1) }) {
    this.#sure ??= this.#fits("sure");
    if (mostErrors) this.#erring ??= this.#fits("erring");
    const found = rank(this.model, this.tables, this.#sure, mostErrors ? this.#erring : null,
      { limits, mostErrors, nameOnly, some, worth });
    return { ...found, tables: this.tables };
  }

  #fits(kind) {
    const boxes = (of) => this.tables.map((table) => table.boxes[of][kind]);
    return new Fits(this.model, this.tables, { units: boxes("units"), sections: boxes("sections"),
      people: boxes("people") }, kind === "erring");
  }
}

// Adds a few people with one typing error in the name behind those without.
function withNear(sure, asked) {
  const room = ENOUGH - count(sure);
  const near = asked.rank({ limits: { units: 0, people: room }, mostErrors: 1, nameOnly: true });
  sure.people.items.push(...near.people.items.map((item) => ({ ...item, near: true })));
  return sure;
}

function count(found) {
  return found.units.count + found.people.count;
}

function nothing() {
  const none = { count: 0, items: [] };
  return { units: none, people: none };
}
