// Who may be an answer: people are gone through token by token, and fewer are left after each.

import { LEAST_EXACT } from "./fits.js";

// What is known of a candidate, as bits.
export const EXACT = 1; // a whole word of the name
export const BY_TITLE = 2;
export const BY_UNIT = 4;
export const FITS = 8; // a token that says something

export class Candidates {
  #people;

  // By place, of the first `count`: the number of the person, what the tokens are worth together
  // (at most: a word of the name may have been counted for two), errors, bits.
  constructor(people) {
    this.#people = people;
    this.count = people.count;
    this.person = new Uint32Array(this.count);
    this.sum = new Float64Array(this.count);
    this.errors = new Uint8Array(this.count);
    this.bits = new Uint8Array(this.count);
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
      if (value === 0 && strong && wrong < mostErrors) {
        value = most(erring, one);
        if (value > 0) wrong++;
      }
      if (value === 0 && must) continue;
      person[kept] = one;
      sum[kept] = sum[at] + value * weight;
      errors[kept] = wrong;
      bits[kept] = bits[at] | EXACT | BY_TITLE | BY_UNIT | (strong && value > 0 ? FITS : 0);
      kept++;
    }
    this.count = kept;
  }
}
