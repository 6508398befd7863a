// Scores units, sections and people against a query and keeps the best ones.

import { rankPeople } from "./people.js";

const UNIT_OF_SECTION = 0.9;
const WEAK = 0.3; // words that may be missing still help where they match
const BEHIND_ITS_UNIT = 15;

// Keeps the best of many: `items` with the highest scores first, earlier ones among equals.

class Best {
  count = 0;
  items = [];

  constructor(limit) {
    this.limit = limit;
  }

  // Whether a score would be kept.
  takes(score) {
    return this.items.length < this.limit || score > this.items[this.limit - 1]?.score;
  }

  add(kind, number, score) {
    this.count++;
    if (!this.takes(score)) return;
    const { items, limit } = this;
    let at = items.length;
    while (at > 0 && items[at - 1].score < score) at--;
    items.splice(at, 0, { kind, number, score });
    if (items.length > limit) items.pop();
  }
}

// Ranks everything and returns {units, people} as Best. `fits` are a query's (fits.js), `lax`
// those with typing errors or null. Options:
//   limits: {units, people}, how many to keep;
//   mostErrors: how many tokens may have a typing error;
//   some: whether some tokens are enough;
//   nameOnly: whether only people count who have all tokens in their name, one with an error;
//   worth: by token, what it counts.
export function rank(model, tables, fits, lax, options) {
  const asked = {
    ...options,
    weak: tables.map((table) => Boolean(table.token.weak)),
    weights: tables.map((table, token) => options.worth[token] * (table.token.weak ? WEAK : 1)),
  };
  const units = new Best(options.limits.units);
  const people = new Best(options.limits.people);
  if (!options.nameOnly) rankUnits(model, fits, lax, asked, units);
  rankPeople(model, tables, fits, lax, asked, people);
  return { units, people };
}

function rankUnits(model, fits, lax, { weak, weights, mostErrors, some }, found) {
  const strong = (value, token) => value > 0 && !weak[token];
  // The score of values by token; -Infinity where too many are missing.
  const score = (values, others) => {
    let [sum, errors, any] = [0, 0, false];
    for (let token = 0; token < weak.length; token++) {
      let value = values ? values[token] : 0;
      if (!value && others && !weak[token] && errors < mostErrors) {
        value = others[token];
        if (value) errors++;
      }
      if (value) sum += value * weights[token];
      if (weak[token]) continue;
      if (value) any = true;
      else if (!some) return -Infinity;
    }
    return any ? sum : -Infinity;
  };
  const scores = new Float64Array(model.units.length).fill(-Infinity);
  fits.units.forEach((unit, number) => {
    const other = lax?.units[number];
    if (!unit?.own.some(strong) && !other?.own.some(strong)) return;
    const sum = score(unit?.values, other?.values) + (unit ?? other).bonus;
    if (sum === -Infinity) return;
    scores[number] = sum;
    found.add("unit", number, sum);
  });
  model.sections.forEach(({ unit: of }, number) => {
    const section = fits.sections[number];
    const other = lax?.sections[number];
    if (!section && !other) return;
    const unit = fits.units[of];
    // A section of the place that was asked for is no answer by that alone.
    const adds = (own, named) => own?.values.some((value, token) => strong(value, token)
      && value > (named ? named[token] : 0));
    if (!adds(section, unit?.named) && !adds(other, lax?.units[of]?.named)) return;
    let sum = score(together(section, unit), lax && together(other, lax.units[of]));
    if (sum === -Infinity) return;
    sum += (section ?? other).bonus + (unit?.namedBonus ?? 0) * UNIT_OF_SECTION;
    // Who types all of a section's name means it; by its work the unit itself is asked for.
    if (section?.all) sum = Math.max(sum, scores[of] + 1);
    else sum = (unit?.bySection || scores[of] === -Infinity ? sum : Math.min(sum, scores[of])) - BEHIND_ITS_UNIT;
    found.add("section", number, sum);
  });
}

function together(section, unit) {
  if (!unit) return section?.values;
  const named = unit.named.map((value) => value * UNIT_OF_SECTION);
  return section ? named.map((value, token) => Math.max(value, section.values[token])) : named;
}
