import MiniSearch from "minisearch";
import { columns, documents } from "./common.js";
import { OPTIONS, searcher } from "./minisearch.js";

export async function load(folder, decode) {
  const [docs, index] = await Promise.all([
    columns(folder).then(documents),
    fetch(`${folder}minisearch.json`).then((answer) => answer.text()),
  ]);
  return searcher(MiniSearch.loadJSON(index, OPTIONS), docs, decode);
}
