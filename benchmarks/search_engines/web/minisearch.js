import MiniSearch from "minisearch";
import { columns, documents, locals, spelledFirst, words } from "./common.js";
import { decoded } from "./decoder.js";

export const OPTIONS = {
  fields: ["name", "does", "unit", "extra", "address"],
  tokenize: (text) => text.split(" ").filter(Boolean),
  processTerm: (term) => term,
};
const BOOST = { name: 2, does: 2, unit: 2, extra: 2, address: 1 };
const KINDS = { unit: 2, section: 1.6, person: 1 };
const FUZZY = { fuzzy: 0.2, maxFuzzy: 1 };
// The last word may be a beginning, then any; errors only where nothing fits without.
const isLast = (_, number, terms) => number === terms.length - 1;

export const searcher = (index, docs, decode) => (query) => {
  const found = (typed, how) =>
    index.search(words(typed).join(" "), {
      boost: BOOST,
      combineWith: "AND",
      boostDocument: (id) => KINDS[docs[id].kind],
      ...how,
    });
  let results = found(query, { prefix: isLast });
  if (!results.length) results = found(query, { prefix: true });
  if (!results.length && decode) results = found(decoded(query), { prefix: isLast });
  if (!results.length) results = found(query, { prefix: isLast, ...FUZZY });
  if (!results.length) results = found(query, { prefix: isLast, ...FUZZY, combineWith: "OR" });
  return locals(spelledFirst(query, results.slice(0, 50).map((one) => docs[one.id])));
};

export async function load(folder, decode) {
  const docs = documents(await columns(folder));
  const index = new MiniSearch(OPTIONS);
  index.addAll(docs);
  return searcher(index, docs, decode);
}
