// Which mailboxes a typed word could mean by their local part.

import { near } from "./match.js";

const SAME = 112;
const SAME_LETTERS = 104; // without the hyphen
const BEGINS = 50;
const ERROR = 34;
const SHORTEST = 3;
const SHORTEST_WITH_ERROR = 5;

export class Mailboxes {
  #locals = [];
  #numbers = [];
  #bare = new Map();

  // Adds a local part of the record with a number; a record may have several.
  add(local, number) {
    if (!local) return;
    this.#bare.set(local.replaceAll("-", ""), this.#locals.length);
    this.#locals.push(local);
    this.#numbers.push(number);
  }

  // Returns {sure, erring}: how well a token fits records, by number, to the letter and with one
  // typing error. Beginnings count only where they can't be meant as a word's (`isWord`).
  fit(token, isWord) {
    const sure = new Map();
    const erring = new Map();
    const { local } = token;
    if (local.length < SHORTEST) return { sure, erring };
    const begins = token.address ? !token.exact : !isWord;
    const errs = !isWord && local.length >= SHORTEST_WITH_ERROR;
    if (begins || errs) {
      this.#locals.forEach((other, at) => {
        if (begins && other.startsWith(local)) sure.set(this.#numbers[at], BEGINS);
        else if (errs && near(local, other)) erring.set(this.#numbers[at], ERROR);
      });
    }
    const at = this.#bare.get(local.replaceAll("-", ""));
    if (at !== undefined) {
      sure.set(this.#numbers[at], this.#locals[at] === local ? SAME : SAME_LETTERS);
    }
    return { sure, erring };
  }
}
