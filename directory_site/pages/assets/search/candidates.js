// Who may be an answer: people are gone through token by token, and fewer are left after each.

import { LEAST_EXACT } from "./fits.js";

// What is known of a candidate, as bits.
export const EXACT = 1; // a whole word of the name, or one with an error
export const BY_TITLE = 2;
export const BY_UNIT = 4;
export const FITS = 8; // a token that says something

export class Candidates {
  #people;

  // By place, of the first `count`: the number of the person, what the tokens are worth together
  // (at most: a word of the name may have been counted for two), errors, bits.
  constructor(people) {
    this.#people = people;
    this.person = new Uint32Array(people.count);
    this.sum = new Float64Array(people.count);
    this.errors = new Uint8Array(people.count);
    this.bits = new Uint8Array(people.count);
  }

  // Begins anew with everybody.
  reset() {
    this.count = this.#people.count;
    this.sum.fill(0);
    this.errors.fill(0);
    this.bits.fill(0);
    for (let at = 0; at < this.count; at++) this.person[at] = at;
  }

  // Goes through all for one token: keeps those who have it, or everybody unless it is a `must`.
  add({ name, title, unit, box }, { weight, must, strong }) {
    const { title: titles, unit: units } = this.#people;
    const { person, sum, errors, bits } = this;
    let kept = 0;
    for (let at = 0; at < this.count; at++) {
      const one = person[at];
      let value = name[one];
      const byTitle = title[titles[one]];
      const byUnit = unit[units[one]];
      let more = value >= LEAST_EXACT ? EXACT : 0;
      if (byTitle > 0) more |= BY_TITLE;
      if (byUnit > 0) more |= BY_UNIT;
      if (byTitle > value) value = byTitle;
      if (byUnit > value) value = byUnit;
      if (box !== null && box[one] > value) value = box[one];
      if (value === 0 && must) continue;
      person[kept] = one;
      sum[kept] = sum[at] + value * weight;
      errors[kept] = errors[at];
      bits[kept] = bits[at] | more | (strong && value > 0 ? FITS : 0);
      kept++;
    }
    this.count = kept;
  }

  // The same where errors are forgiven: `sure` is without, `erring` with them.
  addErring(sure, erring, { weight, must, strong }, mostErrors) {
    const { title: titles, unit: units } = this.#people;
    const { person, sum, errors, bits } = this;
    const most = (column, one) => Math.max(column.name[one], column.title[titles[one]],
      column.unit[units[one]], column.box === null ? 0 : column.box[one]);
    let kept = 0;
    for (let at = 0; at < this.count; at++) {
      const one = person[at];
      let value = most(sure, one);
      let wrong = errors[at];
      let column = sure;
      let more = sure.name[one] >= LEAST_EXACT ? EXACT : 0;
      if (value === 0 && strong && wrong < mostErrors) {
        column = erring;
        value = most(erring, one);
        if (value > 0) wrong++;
        if (erring.name[one] > 0) more = EXACT; // a given name may be meant
      }
      if (column.title[titles[one]] > 0) more |= BY_TITLE;
      if (column.unit[units[one]] > 0) more |= BY_UNIT;
      if (value === 0 && must) continue;
      person[kept] = one;
      sum[kept] = sum[at] + value * weight;
      errors[kept] = wrong;
      bits[kept] = bits[at] | more | (strong && value > 0 ? FITS : 0);
      kept++;
    }
    this.count = kept;
  }
}

// How well a token fits every person's name: a column, made once for each token that is typed.
export class Names {
  #people;
  #starts;
  #having;

  constructor(people, words) {
    this.#people = people;
    // Whose names have a word: `#having` from `#starts[word]` to the next word's.
    this.#starts = new Uint32Array(words + 1);
    for (const word of people.words) this.#starts[word + 1]++;
    for (let word = 0; word < words; word++) this.#starts[word + 1] += this.#starts[word];
    this.#having = new Uint32Array(people.words.length);
    const next = this.#starts.slice();
    for (let person = 0; person < people.count; person++) {
      for (let at = people.wordStarts[person]; at < people.wordStarts[person + 1]; at++) {
        this.#having[next[people.words[at]]++] = person;
      }
    }
  }

  // Returns by person the best quality of a token's table (match.js) in the name.
  sure(table) {
    const column = this.#column(table.sure);
    for (const run of table.runs) this.#run(table, run, column);
    return column;
  }

  // The same with typing errors, without what is written together.
  erring(table) {
    return this.#column(table.erring);
  }

  #column(qualities) {
    const column = new Uint8Array(this.#people.count);
    for (let word = 0; word < qualities.length; word++) {
      const quality = qualities[word];
      if (!quality) continue;
      for (let at = this.#starts[word]; at < this.#starts[word + 1]; at++) {
        const person = this.#having[at];
        if (quality > column[person]) column[person] = quality;
      }
    }
    return column;
  }

  // Where a run could begin, it is followed.
  #run(table, run, column) {
    const { words, wordStarts, count } = this.#people;
    const seen = new Uint8Array(count);
    for (let word = 0; word < run.stands.length; word++) {
      if (!run.mayBegin(word)) continue;
      for (let at = this.#starts[word]; at < this.#starts[word + 1]; at++) {
        const person = this.#having[at];
        if (seen[person] || column[person] >= LEAST_EXACT) continue;
        seen[person] = 1;
        const [begin, end] = [wordStarts[person], wordStarts[person + 1]];
        if (!run.joined && !run.mayAbbreviate(words, begin, end)) continue;
        const found = table.run(words, begin, end, 0);
        if (found && found.quality > column[person]) column[person] = found.quality;
      }
    }
  }
}
