// How well a token fits every person's name: a column, made once for each token that is typed.

import { LEAST_EXACT } from "./fits.js";

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
