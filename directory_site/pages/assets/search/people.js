// Scores people against a query. This is where the time goes: plain loops over columns.

import { BY_TITLE, BY_UNIT, EXACT, FITS } from "./candidates.js";
import { LEAST_EXACT } from "./fits.js";

const IN_UNIT = 0.65; // a token found by the unit's name only
const IN_UNIT_BESIDE = 0.9; // beside another one
const NEIGHBOURS = 5;
const GIVEN = 6;
const WHOLE_NAME = 15;
const TITLE_AND_PLACE = 25; // somebody's title and unit were typed, rather than a name
const HEAD = 3;
const LOW_RANK = 0.02; // a place in the unit's list
const LEAST_RANK = 50;
const LOW_UNIT = 0.2; // a kind of unit

// Adds those whom a query fits to `found` (Best in rank.js); the options are rank.js's.
export function rankPeople(model, tables, fits, lax, options, found) {
  const { people } = model;
  const { weak, weights, mostErrors, some, nameOnly } = options;
  const sure = columns(model, tables, fits, "sure");
  const erring = lax && columns(model, tables, lax, "erring", nameOnly);
  const { candidates } = model;
  candidates.reset();
  for (const token of byRarity(people, tables, weak)) {
    const how = { weight: weights[token], must: !some && !weak[token], strong: !weak[token] };
    if (erring) candidates.addErring(sure[token], erring[token], how, mostErrors);
    else candidates.add(sure[token], how);
  }
  const scorer = new Scorer(model, tables, fits, { sure, erring }, options);
  const counted = some || apart(tables.filter((_, token) => !weak[token]));
  for (let at = 0; at < candidates.count; at++) {
    const person = candidates.person[at];
    if (!(candidates.bits[at] & FITS) || (nameOnly && candidates.errors[at] !== 1)) continue;
    // Most need no more than what they could score at most.
    if (counted && !found.takes(candidates.sum[at] + scorer.most(person, candidates.bits[at]))) {
      found.count++;
      continue;
    }
    const score = scorer.score(person);
    if (score > -Infinity) found.add("person", person, score);
  }
}

// Scores one person in full: each token takes its words, so that none counts for two.
class Scorer {
  constructor(model, tables, fits, found, options) {
    Object.assign(this, { model, tables, fits, found, options });
    const { weak } = options;
    // The longest words choose first which word of the name is theirs; those that say little last.
    this.turns = tables.map((_, token) => token).sort((a, b) => weak[a] - weak[b]
      || tables[b].token.text.length - tables[a].token.text.length);
    // Where in the name a token was found; -1 and -2 where it was not.
    this.from = new Int32Array(tables.length);
    this.to = new Int32Array(tables.length);
  }

  // What a person is worth by rank alone.
  standing(person) {
    const { people, units } = this.model;
    return (people.head[person] ? HEAD : 0) - LOW_UNIT * units[people.unit[person]].kind
      - LOW_RANK * Math.min(people.rank[person], LEAST_RANK);
  }

  // What a person can score at most beside the worth of the tokens; `bits` are a candidate's.
  most(person, bits) {
    const { people } = this.model;
    const tokens = this.tables.length;
    let most = this.standing(person) + NEIGHBOURS * (tokens - 1);
    if (bits & EXACT) {
      most += GIVEN;
      if (people.wordStarts[person + 1] - people.wordStarts[person] <= tokens) most += WHOLE_NAME;
    }
    if (bits & BY_TITLE) most += this.fits.titles[people.title[person]].bonus;
    if (bits & BY_UNIT) most += (this.fits.units[people.unit[person]]?.namedBonus ?? 0) * IN_UNIT;
    return bits & BY_TITLE && bits & BY_UNIT ? most + TITLE_AND_PLACE : most;
  }

  // Returns a person's score, -Infinity where too many tokens are missing.
  score(person) {
    const { model: { people }, tables, fits, from, to } = this;
    const { sure, erring } = this.found;
    const { weak, weights, mostErrors, some, nameOnly } = this.options;
    const { words } = people;
    const begin = people.wordStarts[person];
    const end = people.wordStarts[person + 1];
    const title = people.title[person];
    const unit = people.unit[person];
    let taken = 0;
    let score = 0;
    let fitting = 0;
    let errors = 0;
    let inTitle = false;
    let inUnit = false;
    let elsewhere = false;
    let inName = 0;
    let placeInName = false;
    for (const token of this.turns) {
      const table = tables[token];
      const known = sure[token];
      let value = 0;
      let place = -1;
      let next = -2;
      if (known.name[person]) {
        for (let at = begin; at < end; at++) {
          const quality = table.sure[words[at]];
          if (quality && quality >= value && !((taken >> (at - begin)) & 1)) {
            value = quality;
            place = at - begin;
            next = place + 1;
          }
        }
        if (value < LEAST_EXACT && table.runs.length) {
          const run = table.run(words, begin, end, taken);
          if (run && run.quality > value) {
            value = run.quality;
            place = run.from;
            next = run.to;
          }
        }
        if (value >= LEAST_EXACT && begin + next === end && people.wordsGiven[person]) value += GIVEN;
      }
      const byTitle = known.title[title];
      const byUnit = known.unit[unit];
      const byBox = known.box ? known.box[person] : 0;
      if (byTitle > value || byUnit > value || byBox > value) {
        value = Math.max(byTitle, byUnit, byBox);
        place = -1;
        next = -2;
        if (!weak[token]) elsewhere = true;
        if (value === byTitle) inTitle = true;
        else if (value === byUnit) inUnit = true;
      }
      if (!value && erring && !weak[token] && errors < mostErrors) {
        for (let at = begin; at < end; at++) {
          const quality = table.erring[words[at]];
          if (quality > value && !((taken >> (at - begin)) & 1)) {
            value = quality;
            place = at - begin;
            next = place + 1;
          }
        }
        if (value && next === end - begin && people.wordsGiven[person]) value += GIVEN;
        const other = erring[token];
        value ||= (other.box && other.box[person]) || other.title[title] || other.unit[unit];
        if (value) errors++;
      }
      from[token] = place;
      to[token] = next;
      if (place >= 0) {
        taken |= (1 << next) - (1 << place);
        if (byUnit) placeInName = true;
        if (value >= LEAST_EXACT) inName += next - place;
      }
      score += value * weights[token];
      if (weak[token]) continue;
      if (value) fitting++;
      else if (!some) return -Infinity;
    }
    if (!fitting || (nameOnly && (elsewhere || errors !== 1))) return -Infinity;
    for (let token = 1; token < tables.length; token++) {
      if (from[token] >= 0 && from[token] === to[token - 1]) score += NEIGHBOURS;
    }
    if (inName && inName === end - begin) score += WHOLE_NAME;
    if (inTitle) score += fits.titles[title].bonus;
    if (inUnit) {
      score += fits.units[unit].namedBonus * IN_UNIT;
      if (inTitle && !placeInName && fits.units[unit].wholePlace) score += TITLE_AND_PLACE;
    }
    return score + this.standing(person);
  }
}

// By token, what people are worth through the name and mailbox (by person), title and unit.
function columns(model, tables, fits, kind, nameOnly = false) {
  const found = tables.map((table) => ({
    name: table.names(kind),
    box: nameOnly ? null : table.boxColumn(kind),
    title: new Float64Array(model.titles.length),
    unit: new Float64Array(model.units.length),
  }));
  if (nameOnly) return found;
  fits.titles.forEach(({ values }, title) => found.forEach((column, token) => {
    column.title[title] = values[token];
  }));
  fits.units.forEach((unit, number) => unit && found.forEach((column, token) => {
    column.unit[number] = unit.named[token] * (unit.beside[token] ? IN_UNIT_BESIDE : IN_UNIT);
  }));
  return found;
}

// The tokens that a person must have first, the rarest in names before others.
function byRarity(people, tables, weak) {
  const having = tables.map((table) =>
    people.having.reduce((sum, count, word) => (table.sure[word] ? sum + count : sum), 0));
  return tables.map((_, token) => token).sort((a, b) => weak[a] - weak[b] || having[a] - having[b]);
}

// Tells whether no word fits two tokens that must be there, so that none can take another's place.
function apart(tables) {
  return tables[0].sure.every((_, word) => tables.filter((table) => table.sure[word]).length < 2);
}
