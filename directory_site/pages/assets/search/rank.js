// Scores units, sections and people against a query and keeps the best ones.

const UNIT_OF_SECTION = 0.9;
const UNIT_OF_PERSON = 0.6;
const WEAK = 0.3; // words that may be missing still help where they match
const NEIGHBOURS = 5;
const GIVEN = 6;
const WHOLE_NAME = 15;
const HEAD = 3;
const LOW_RANK = 0.02; // a place in the unit's list
const LEAST_RANK = 50;
const LOW_UNIT = 0.2; // a kind of unit
const LEAST_EXACT = 90;
const BEHIND_ITS_UNIT = 2;

// Keeps the best of many: `items` with the highest scores first, earlier ones among equals.
class Best {
  count = 0;
  items = [];

  constructor(limit) {
    this.limit = limit;
  }

  add(item) {
    this.count++;
    const { items, limit } = this;
    if (items.length >= limit && !(item.score > items[limit - 1]?.score)) return;
    let at = items.length;
    while (at > 0 && items[at - 1].score < item.score) at--;
    items.splice(at, 0, item);
    if (items.length > limit) items.pop();
  }
}

// Ranks everything and returns {units, people} as Best. `fits` are a query's (fits.js), `lax`
// those with typing errors or null. Options:
//   limits: {units, people}, how many to keep;
//   accept(missing, errors): whether a record may be shown that lacks some tokens (bits) and has
//     others only with a typing error;
//   mostErrors, nameOnly: how many errors are tried, and whether outside of names;
//   worth: by token, what it counts.
export function rank(model, fits, lax, options) {
  const units = new Best(options.limits.units);
  const people = new Best(options.limits.people);
  const weak = fits.tables.map((table) => Boolean(table.token.weak));
  rankUnits(model, fits, lax, { ...options, weak }, units);
  rankPeople(model, fits, lax, { ...options, weak }, people);
  return { units, people };
}

function rankUnits(model, fits, lax, options, found) {
  const { accept, weak, worth } = options;
  const strong = (value, token) => value > 0 && !weak[token];
  const sum = (kind, number, bonus, values, others) => {
    let [score, missing, errors] = [bonus, 0, 0];
    values.forEach((sure, token) => {
      let value = sure;
      if (!value && !weak[token] && others && errors < options.mostErrors) {
        value = others[token];
        if (value) errors++;
      }
      if (value) score += value * worth[token] * (weak[token] ? WEAK : 1);
      else if (!weak[token]) missing |= 1 << token;
    });
    if (accept(missing, errors)) found.add({ kind, number, score, missing, errors });
  };
  fits.units.forEach((unit, number) => {
    const other = lax?.units[number];
    if (!unit.own.some(strong) && !other?.own.some(strong)) return;
    sum("unit", number, unit.bonus, unit.values, options.nameOnly ? other?.named : other?.values);
  });
  fits.sections.forEach((section, number) => {
    const unit = fits.units[model.sections[number].unit];
    // A section of the place that was asked for is no answer by that alone.
    if (!section.values.some((value, token) => strong(value, token) && value > unit.named[token])) return;
    const values = section.values.map((value, token) => Math.max(value, unit.named[token] * UNIT_OF_SECTION));
    const others = lax?.units[model.sections[number].unit].named.map((value, token) =>
      Math.max(lax.sections[number].values[token], value * UNIT_OF_SECTION));
    const bonus = section.bonus + unit.namedBonus * UNIT_OF_SECTION - BEHIND_ITS_UNIT;
    sum("section", number, bonus, values, others);
  });
}

function rankPeople(model, fits, lax, options, found) {
  const { accept, weak, worth, mostErrors, nameOnly } = options;
  const { people } = model;
  const { wordStarts, words, wordsGiven } = people;
  const tokens = fits.tables.length;
  // The longest words choose first which word of the name is theirs.
  const turns = fits.tables.map((_, token) => token)
    .sort((a, b) => fits.tables[b].token.text.length - fits.tables[a].token.text.length);
  const sure = fits.tables.map((table) => table.sure);
  const erring = lax?.tables.map((table) => table.erring);
  const runs = fits.tables.map((table) => (table.runs.length ? table : null));
  const boxes = fits.boxes.people.map((fit) => (fit.size ? fit : null));
  const laxBoxes = lax?.boxes.people.map((fit) => (fit.size ? fit : null));
  // Where in the name a token was found; -1 and -2 where it was not.
  const from = new Int32Array(tokens);
  const to = new Int32Array(tokens);
  for (let person = 0; person < people.count; person++) {
    const begin = wordStarts[person];
    const end = wordStarts[person + 1];
    const title = fits.titles[people.title[person]];
    const unit = fits.units[people.unit[person]];
    let [taken, score, missing, errors, inName] = [0, 0, 0, 0, 0];
    let [inTitle, inUnit] = [false, false];
    for (const token of turns) {
      let [value, place] = [0, -1];
      const qualities = sure[token];
      for (let at = begin; at < end; at++) {
        const quality = qualities[words[at]];
        if (quality && quality >= value && !((taken >> (at - begin)) & 1)) [value, place] = [quality, at - begin];
      }
      from[token] = place;
      to[token] = place < 0 ? -2 : place + 1;
      if (value < LEAST_EXACT && runs[token]) {
        const run = runs[token].run(words, begin, end, taken);
        if (run && run.quality > value) [value, from[token], to[token]] = [run.quality, run.from, run.to];
      }
      if (value >= LEAST_EXACT && begin + to[token] === end && wordsGiven[person]) value += GIVEN;
      const named = value;
      const byTitle = title.values[token];
      const byUnit = unit.named[token] * UNIT_OF_PERSON;
      const byAddress = boxes[token]?.get(person) ?? 0;
      value = Math.max(value, byTitle, byUnit, byAddress);
      if (!value && lax && !weak[token] && errors < mostErrors) {
        const others = erring[token];
        for (let at = begin; at < end; at++) {
          const quality = others[words[at]];
          if (quality > value && !((taken >> (at - begin)) & 1)) [value, place] = [quality, at - begin];
        }
        if (value) [from[token], to[token]] = [place, place + 1];
        value ||= laxBoxes[token]?.get(person) ?? 0;
        if (!nameOnly) value ||= lax.titles[people.title[person]].values[token];
        if (!nameOnly) value ||= lax.units[people.unit[person]].named[token] * UNIT_OF_PERSON;
        if (value) errors++;
      } else if (value > named) {
        [from[token], to[token]] = [-1, -2];
        if (value === byTitle) inTitle = true;
        else if (value === byUnit) inUnit = true;
      }
      if (from[token] >= 0) {
        taken |= (1 << to[token]) - (1 << from[token]);
        inName += to[token] - from[token];
      }
      if (value) score += value * worth[token] * (weak[token] ? WEAK : 1);
      else if (!weak[token]) missing |= 1 << token;
      if (missing && !accept(missing, errors)) break;
    }
    if (!score || !accept(missing, errors)) continue;
    for (let token = 1; token < tokens; token++) {
      if (from[token] >= 0 && from[token] === to[token - 1]) score += NEIGHBOURS;
    }
    if (inName && inName === end - begin) score += WHOLE_NAME;
    if (inTitle) score += title.bonus;
    if (inUnit) score += unit.namedBonus * UNIT_OF_PERSON;
    if (people.head[person]) score += HEAD;
    score -= LOW_RANK * Math.min(people.rank[person], LEAST_RANK)
      + LOW_UNIT * model.units[people.unit[person]].kind;
    found.add({ kind: "person", number: person, score, missing, errors });
  }
}
