import MiniSearch from "minisearch";
import { columns, documents, locals, spelledFirst, words } from "./common.js";
import { decoded } from "./decoder.js";

export const OPTIONS = {
  fields: ["name", "does", "unit", "extra", "address"],
  tokenize: (text) => text.split(" ").filter(Boolean),
  processTerm: (term) => term,
};
const BOOST = { name: 3, does: 1.5, unit: 1.5, extra: 1, address: 2 };
const KINDS = { unit: 2, section: 1.6, person: 1 };
const FUZZY = { fuzzy: 0.2, maxFuzzy: 1 };

export const searcher = (index, docs, decode) => (query) => {
  const found = (typed, how) =>
    index.search(words(typed).join(" "), {
      boost: BOOST,
      prefix: true,
      combineWith: "AND",
      boostDocument: (id) => KINDS[docs[id].kind],
      ...how,
    });
  let results = found(query);
  if (!results.length && decode && decoded(query)) results = found(decoded(query));
  if (!results.length) results = found(query, FUZZY);
  if (!results.length) results = found(query, { ...FUZZY, combineWith: "OR" });
  return locals(spelledFirst(query, results.slice(0, 50).map((one) => docs[one.id])));
};

export async function load(folder, decode) {
  const docs = documents(await columns(folder));
  const index = new MiniSearch(OPTIONS);
  index.addAll(docs);
  return searcher(index, docs, decode);
}
