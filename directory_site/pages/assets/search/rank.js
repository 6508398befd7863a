// Scores units, sections and people against a query and keeps the best ones.

import { JOINED } from "./match.js";

const UNIT_OF_SECTION = 0.9;
const UNIT_OF_PERSON = 0.65;
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

  get isFull() {
    return this.items.length >= this.limit;
  }

  // Whether a score would still be kept.
  takes(score) {
    return !this.isFull || score > this.items[this.limit - 1]?.score;
  }

  add(kind, number, score, missing, errors) {
    this.count++;
    if (!this.takes(score)) return;
    const { items, limit } = this;
    let at = items.length;
    while (at > 0 && items[at - 1].score < score) at--;
    items.splice(at, 0, { kind, number, score, missing, errors });
    if (items.length > limit) items.pop();
  }
}

// Ranks everything and returns {units, people} as Best. `fits` are a query's (fits.js), `lax`
// those with typing errors or null. Options:
//   limits: {units, people}, how many to keep;
//   accept(missing, errors): whether a record may be shown that lacks some tokens (bits) and has
//     others only with a typing error;
//   mostErrors: how many tokens may have one;
//   some: whether some tokens are enough;
//   nameOnly: whether a record with errors must have all tokens in its name;
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
  const sum = (kind, number, bonus, values, others, named) => {
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
    if (errors && options.nameOnly && named.some((value, token) => !value && values[token] && !weak[token])) return;
    if (accept(missing, errors)) found.add(kind, number, score, missing, errors);
  };
  fits.units.forEach((unit, number) => {
    const other = lax?.units[number];
    if (!unit.own.some(strong) && !other?.own.some(strong)) return;
    sum("unit", number, unit.bonus, unit.values, options.nameOnly ? other?.named : other?.values, unit.named);
  });
  fits.sections.forEach((section, number) => {
    const unit = fits.units[model.sections[number].unit];
    // A section of the place that was asked for is no answer by that alone.
    if (!section.values.some((value, token) => strong(value, token) && value > unit.named[token])) return;
    const values = section.values.map((value, token) => Math.max(value, unit.named[token] * UNIT_OF_SECTION));
    const others = lax?.units[model.sections[number].unit].named.map((value, token) =>
      Math.max(lax.sections[number].values[token], value * UNIT_OF_SECTION));
    const bonus = section.bonus + unit.namedBonus * UNIT_OF_SECTION - BEHIND_ITS_UNIT;
    sum("section", number, bonus, values, others, values);
  });
}

// This is where the time goes: plain loops over columns, and nothing is made in them.
function rankPeople(model, fits, lax, options, found) {
  const { accept, some, weak, worth, mostErrors, nameOnly } = options;
  const { people } = model;
  const { wordStarts, words, wordsGiven } = people;
  const tokens = fits.tables.length;
  // The longest words choose first which word of the name is theirs; those that say little last.
  const turns = fits.tables.map((_, token) => token).sort((a, b) => weak[a] - weak[b]
    || fits.tables[b].token.text.length - fits.tables[a].token.text.length);
  const sure = fits.tables.map((table) => table.sure);
  const erring = lax?.tables.map((table) => table.erring);
  const runs = fits.tables.map((table) => (table.runs.length ? table : null));
  const boxes = fits.boxes.people.map((fit) => (fit.size ? fit : null));
  const outside = outsideNames(fits);
  const laxOutside = lax && !nameOnly ? outsideNames(lax) : null;
  const selective = some ? [] : byRarity(people, fits, weak);
  const fails = some ? null : new Uint8Array(people.count);
  for (const token of selective) {
    addFails(fails, mostErrors, people, fits.tables[token], outside.titles[token], outside.units[token], boxes[token]);
  }
  // Where nothing is left to find out, most people need no more than the most they could score.
  const simple = !some && !lax && !weak.some(Boolean) && apart(sure);
  const most = simple ? mostOf(people, fits, { sure, runs, outside, boxes, worth }) : null;
  // Where in the name a token was found; -1 and -2 where it was not.
  const from = new Int32Array(tokens);
  const to = new Int32Array(tokens);
  for (let person = 0; person < people.count; person++) {
    const begin = wordStarts[person];
    const end = wordStarts[person + 1];
    const title = people.title[person];
    const unit = people.unit[person];
    if (fails && fails[person] > mostErrors) continue;
    const standing = (people.head[person] ? HEAD : 0) - LOW_UNIT * model.units[unit].kind
      - LOW_RANK * Math.min(people.rank[person], LEAST_RANK);
    if (most && found.isFull && !found.takes(standing + most(person, begin, end, title, unit))) {
      found.count++;
      continue;
    }
    let taken = 0;
    let score = 0;
    let missing = 0;
    let errors = 0;
    let inTitle = false;
    let inUnit = false;
    let elsewhere = false;
    let inName = 0;
    for (let turn = 0; turn < tokens; turn++) {
      const token = turns[turn];
      const qualities = sure[token];
      let value = 0;
      let place = -1;
      for (let at = begin; at < end; at++) {
        const quality = qualities[words[at]];
        if (quality && quality >= value && !((taken >> (at - begin)) & 1)) {
          value = quality;
          place = at - begin;
        }
      }
      let next = place < 0 ? -2 : place + 1;
      if (value < LEAST_EXACT && runs[token] && runs[token].mayRun(words, begin, end)) {
        const run = runs[token].run(words, begin, end, taken);
        if (run && run.quality > value) {
          value = run.quality;
          place = run.from;
          next = run.to;
        }
      }
      if (value >= LEAST_EXACT && begin + next === end && wordsGiven[person]) value += GIVEN;
      const byTitle = outside.titles[token][title];
      const byUnit = outside.units[token][unit];
      const byAddress = boxes[token] ? boxes[token].get(person) ?? 0 : 0;
      if (byTitle > value || byUnit > value || byAddress > value) {
        value = Math.max(byTitle, byUnit, byAddress);
        place = -1;
        next = -2;
        elsewhere = true;
        if (value === byTitle) inTitle = true;
        else if (value === byUnit) inUnit = true;
      }
      if (!value && lax && !weak[token] && errors < mostErrors) {
        const others = erring[token];
        for (let at = begin; at < end; at++) {
          const quality = others[words[at]];
          if (quality > value && !((taken >> (at - begin)) & 1)) {
            value = quality;
            place = at - begin;
            next = place + 1;
          }
        }
        value ||= lax.boxes.people[token].get(person) ?? 0;
        if (laxOutside) value ||= laxOutside.titles[token][title] || laxOutside.units[token][unit];
        if (value) errors++;
      }
      from[token] = place;
      to[token] = next;
      if (place >= 0) {
        taken |= (1 << next) - (1 << place);
        if (value >= LEAST_EXACT) inName += next - place;
      }
      if (value) score += value * worth[token] * (weak[token] ? WEAK : 1);
      else if (!weak[token]) {
        missing |= 1 << token;
        if (!accept(missing, errors)) break;
      }
    }
    if (!score || !accept(missing, errors) || (errors && nameOnly && elsewhere)) continue;
    for (let token = 1; token < tokens; token++) {
      if (from[token] >= 0 && from[token] === to[token - 1]) score += NEIGHBOURS;
    }
    if (inName && inName === end - begin) score += WHOLE_NAME;
    if (inTitle) score += fits.titles[title].bonus;
    if (inUnit) score += fits.units[unit].namedBonus * UNIT_OF_PERSON;
    found.add("person", person, score + standing, missing, errors);
  }
}

// The tokens that a person must have, the rarest in names first.
function byRarity(people, fits, weak) {
  const having = fits.tables.map((table) =>
    people.having.reduce((sum, count, word) => (table.sure[word] ? sum + count : sum), 0));
  return fits.tables.map((_, token) => token)
    .filter((token) => !weak[token])
    .sort((a, b) => having[a] - having[b]);
}

// Adds to each person's fails where a token is in none of the fields. A small loop of its own, since
// it turns nearly everybody down.
function addFails(fails, mostErrors, people, table, titles, units, box) {
  const qualities = table.sure;
  const runs = table.runs.length > 0;
  const { count, wordStarts, words, title, unit } = people;
  for (let person = 0; person < count; person++) {
    if (fails[person] > mostErrors || titles[title[person]] || units[unit[person]]) continue;
    const begin = wordStarts[person];
    const end = wordStarts[person + 1];
    let at = begin;
    while (at < end && !qualities[words[at]]) at++;
    if (at < end || (box && box.has(person))) continue;
    if (!runs || !table.mayRun(words, begin, end) || !table.run(words, begin, end, 0)) fails[person]++;
  }
}

// Tells whether no word fits two tokens, so that none can take another's place.
function apart(sure) {
  return sure[0].every((_, word) => sure.filter((qualities) => qualities[word]).length < 2);
}

// Returns a function of what a person, whom all tokens fit, can score at most.
function mostOf(people, fits, { sure, runs, outside, boxes, worth }) {
  const { words, wordsGiven } = people;
  const tokens = sure.length;
  return (person, begin, end, title, unit) => {
    let most = NEIGHBOURS * (tokens - 1) + (end - begin <= tokens ? WHOLE_NAME : 0);
    let [elsewhere, inName] = [0, 0];
    for (let token = 0; token < tokens; token++) {
      const qualities = sure[token];
      let value = 0;
      for (let at = begin; at < end; at++) if (qualities[words[at]] > value) value = qualities[words[at]];
      if (value < JOINED && runs[token] && runs[token].mayRun(words, begin, end)) return Infinity;
      if (value) inName++;
      const other = Math.max(outside.titles[token][title], outside.units[token][unit]);
      if (other) elsewhere = 1;
      if (end > begin && wordsGiven[person] && qualities[words[end - 1]] >= LEAST_EXACT) most += GIVEN;
      value = Math.max(value, other, boxes[token] ? boxes[token].get(person) ?? 0 : 0);
      most += value * worth[token];
    }
    if (inName < 2) most -= NEIGHBOURS * (tokens - 1);
    if (elsewhere) most += fits.titles[title].bonus + fits.units[unit].namedBonus * UNIT_OF_PERSON;
    return most;
  };
}

// By token and by number of a title or unit: what a person is worth through them.
function outsideNames(fits) {
  const by = (list, value) => fits.tables.map((_, token) => Float64Array.from(list, (fit) => value(fit, token)));
  return {
    titles: by(fits.titles, (fit, token) => fit.values[token]),
    units: by(fits.units, (fit, token) => fit.named[token] * UNIT_OF_PERSON),
  };
}
