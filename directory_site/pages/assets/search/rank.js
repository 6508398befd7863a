// Scores units, sections and people against a query and keeps the best ones.

import { Fits } from "./fits.js";

const UNIT_OF_SECTION = 0.9;
const UNIT_OF_PERSON = 0.6;
const WEAK = 0.3; // words that may be missing still help where they match
const NEIGHBOURS = 5;
const GIVEN = 6;
const WHOLE_NAME = 15;
const HEAD = 3;
const LOW_RANK = 0.02; // a place in the unit's list
const LOW_UNIT = 0.2; // a kind of unit
const LEAST_EXACT = 90;
const LEAST_RANK = 50;

// Keeps the best of many: {count, items} with the highest scores first, earlier ones among equals.
class Best {
  count = 0;
  items = [];

  constructor(limit) {
    this.limit = limit;
  }

  add(score, number, kind, missing) {
    this.count++;
    const { items, limit } = this;
    if (items.length >= limit && !(score > items[limit - 1]?.score)) return;
    let at = items.length;
    while (at > 0 && items[at - 1].score < score) at--;
    items.splice(at, 0, { score, number, kind, missing });
    if (items.length > limit) items.pop();
  }
}

// Ranks everything. `accept(missing)` says with which tokens missing (as bits) a record may be
// shown, and `worth[token]` what a token's match counts. Returns {units, people} as Best.
export function rank(model, fits, { limits, accept, worth }) {
  const units = new Best(limits.units);
  const people = new Best(limits.people);
  const weak = fits.tables.map((table) => Boolean(table.token.weak));
  const sum = (values, best, number, kind, bonus) => {
    let score = bonus;
    let missing = 0;
    values.forEach((value, token) => {
      score += value * worth[token] * (weak[token] ? WEAK : 1);
      if (!value && !weak[token]) missing |= 1 << token;
    });
    if (accept(missing)) best.add(score, number, kind, missing);
  };
  const strong = (value, token) => value > 0 && !weak[token];
  fits.units.forEach((unit, number) => {
    if (unit.own.some(strong)) sum(unit.values, units, number, "unit", unit.bonus);
  });
  fits.sections.forEach((section, number) => {
    const unit = fits.units[model.sections[number].unit];
    // A section of the place that was asked for is no answer by that alone.
    if (!section.values.some((value, token) => strong(value, token) && value > unit.named[token])) return;
    const values = section.values.map((value, token) => Math.max(value, unit.named[token] * UNIT_OF_SECTION));
    sum(values, units, number, "section", section.bonus + unit.namedBonus * UNIT_OF_SECTION - 2);
  });
  rankPeople(model, fits, { accept, worth, weak, people });
  return { units, people };
}

function rankPeople(model, fits, { accept, worth, weak, people: found }) {
  const { people } = model;
  const { wordStarts, words, wordsGiven } = people;
  const tokens = fits.tables.length;
  // The longest words choose first which word of the name is theirs.
  const turns = fits.tables.map((_, token) => token)
    .sort((a, b) => fits.tables[b].token.text.length - fits.tables[a].token.text.length);
  const qualities = fits.tables.map((table) => (fits.erring ? table.erring : table.sure));
  const runs = fits.tables.map((table) => (table.runs.length ? table : null));
  const from = new Int32Array(tokens);
  const to = new Int32Array(tokens);
  for (let person = 0; person < people.count; person++) {
    const begin = wordStarts[person];
    const end = wordStarts[person + 1];
    const title = fits.titles[people.title[person]];
    const unit = fits.units[people.unit[person]];
    let taken = 0;
    let score = 0;
    let missing = 0;
    let inTitle = false;
    let inUnit = false;
    let inName = 0;
    for (const token of turns) {
      const quality = qualities[token];
      let best = 0;
      let at = -1;
      for (let place = begin; place < end; place++) {
        if (quality[words[place]] >= best && quality[words[place]] && !((taken >> (place - begin)) & 1)) {
          best = quality[words[place]];
          at = place - begin;
        }
      }
      from[token] = at;
      to[token] = at + 1;
      if (best < LEAST_EXACT && runs[token]) {
        const run = runs[token].run(words, begin, end, taken);
        if (run && run.quality > best) [best, from[token], to[token]] = [run.quality, run.from, run.to];
      }
      let value = best;
      let where = best ? "name" : "";
      if (best >= LEAST_EXACT && begin + to[token] === end && wordsGiven[person]) value += GIVEN;
      if (title.values[token] > value) [value, where] = [title.values[token], "title"];
      if (unit.named[token] * UNIT_OF_PERSON > value) [value, where] = [unit.named[token] * UNIT_OF_PERSON, "unit"];
      const address = fits.boxes.people[token].get(person);
      if (address > value) [value, where] = [address, "address"];
      if (where === "name") {
        for (let place = from[token]; place < to[token]; place++) taken |= 1 << place;
        inName += to[token] - from[token];
      } else {
        from[token] = -1;
        to[token] = -2;
        if (where === "title") inTitle = true;
        if (where === "unit") inUnit = true;
      }
      if (!value && !weak[token]) {
        missing |= 1 << token;
        if (!accept(missing)) break;
      }
      score += value * worth[token] * (weak[token] ? WEAK : 1);
    }
    if (!accept(missing) || !(score > 0)) continue;
    for (let token = 1; token < tokens; token++) {
      if (from[token] >= 0 && from[token] === to[token - 1]) score += NEIGHBOURS;
    }
    if (inName && inName === end - begin) score += WHOLE_NAME;
    if (inTitle) score += title.bonus;
    if (inUnit) score += unit.namedBonus * UNIT_OF_PERSON;
    if (people.head[person]) score += HEAD;
    score -= LOW_RANK * Math.min(people.rank[person], LEAST_RANK) + LOW_UNIT * model.units[people.unit[person]].kind;
    found.add(score, person, "person", missing);
  }
}

export { Fits };
