// Reads the index's blocks, one after the other (directory_site/search/pack.py writes them).

const HEAD = [0x43, 0x56, 1];

export class Reader {
  #bytes;
  #at = HEAD.length;

  constructor(bytes) {
    check(HEAD.every((byte, place) => bytes[place] === byte));
    this.#bytes = bytes;
  }

  // A list of whole numbers.
  numbers() {
    const block = this.#block();
    const found = [];
    for (let at = 0; at < block.length;) {
      let value = 0;
      let factor = 1;
      for (; block[at] > 0x7f; at++, factor *= 128) value += (block[at] & 0x7f) * factor;
      check(at < block.length);
      found.push(value + block[at++] * factor);
    }
    return found;
  }

  // A list of texts.
  texts() {
    return new TextDecoder().decode(this.#block()).split("\n").slice(0, -1);
  }

  // Lists of numbers.
  lists() {
    return cut(this.numbers(), this.numbers());
  }

  // Lists of texts.
  textLists() {
    return cut(this.numbers(), this.texts());
  }

  // `count` texts of which most are missing ("").
  optional(count) {
    const found = new Array(count).fill("");
    const gaps = this.numbers();
    let place = -1;
    this.texts().forEach((text, number) => {
      place += gaps[number] + 1;
      check(place < count);
      found[place] = text;
    });
    return found;
  }

  // A dictionary and its numbers: the texts that they mean.
  column() {
    const texts = this.texts();
    return { texts, numbers: this.numbers() };
  }

  // All blocks were read.
  end() {
    check(this.#at === this.#bytes.length);
  }

  #block() {
    let length = 0;
    let factor = 1;
    for (; this.#bytes[this.#at] > 0x7f; this.#at++, factor *= 128) {
      length += (this.#bytes[this.#at] & 0x7f) * factor;
    }
    length += this.#bytes[this.#at++] * factor;
    check(this.#at + length <= this.#bytes.length);
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }
}

// Refuses a file whose blocks don't belong together, before a loop could follow its numbers.
export function check(holds) {
  if (!holds) throw new Error("not this index");
}

export function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}

function cut(lengths, values) {
  check(sum(lengths) === values.length);
  let at = 0;
  return lengths.map((length) => values.slice(at, (at += length)));
}
