// Every word that the directory has, once, and texts as numbers of those words.

import { parts, words } from "./fold.js";

export class Dictionary {
  // By number of a word: bare letters, letters with hats, tone ("" or a Telex key).
  folds = [];
  letters = [];
  tones = [];
  #numbers = new Map();
  #seen = new Map();
  #texts = new Map();

  get size() {
    return this.folds.length;
  }

  // Returns a text with the numbers of its words: {text, ids}; the same value for the same text.
  text(text) {
    if (!this.#texts.has(text)) this.#texts.set(text, { text, ids: this.ids(text) });
    return this.#texts.get(text);
  }

  // Returns the numbers of a text's words, in order.
  ids(text) {
    return words(text).map((word) => this.#number(word.text));
  }

  #number(word) {
    const known = this.#seen.get(word);
    if (known !== undefined) return known;
    const { fold, letters, tone } = parts(word);
    const key = letters + tone.toUpperCase();
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.folds.length;
      this.#numbers.set(key, number);
      this.folds.push(fold);
      this.letters.push(letters);
      this.tones.push(tone);
    }
    this.#seen.set(word, number);
    return number;
  }
}
