import { Index } from "flexsearch";
import { columns, documents, locals, spelledFirst, words } from "./common.js";
import { decoded } from "./decoder.js";

// Two indexes a kind: beginnings of words, and whole words with one letter swapped or left out.
class Pair {
  constructor() {
    const encode = (text) => text.split(" ").filter(Boolean);
    this.begun = new Index({ tokenize: "forward", resolution: 9, encode });
    this.tolerant = new Index({ tokenize: "tolerant", resolution: 9, encode });
  }

  add({ id, name, address, does, unit, extra }) {
    // What stands earlier counts more.
    const text = [name, address, does, unit].filter(Boolean).join(" ");
    this.begun.add(id, `${text} ${extra}`);
    this.tolerant.add(id, text);
  }
}

export async function load(folder, decode) {
  const docs = documents(await columns(folder));
  const units = new Pair();
  const people = new Pair();
  for (const doc of docs) (doc.kind === "person" ? people : units).add(doc);
  return (query) => {
    const found = (typed, index, how) =>
      [units, people].flatMap((pair) =>
        pair[index].search(words(typed).join(" "), { limit: 50, ...how }),
      );
    let results = found(query, "begun");
    if (!results.length && decode) results = found(decoded(query), "begun");
    if (!results.length) results = found(query, "tolerant");
    if (!results.length) results = found(query, "tolerant", { suggest: true });
    return locals(spelledFirst(query, results.map((id) => docs[id])));
  };
}
