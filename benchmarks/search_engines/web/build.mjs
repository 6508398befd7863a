// Builds what is built beforehand: node build.mjs FOLDER ENGINE…; the folder holds columns.json.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import MiniSearch from "minisearch";
import * as pagefind from "pagefind";
import { documents } from "./common.js";
import { OPTIONS } from "./minisearch.js";

const [folder, ...engines] = process.argv.slice(2);
const docs = documents(JSON.parse(readFileSync(`${folder}/columns.json`, "utf-8")));

const escaped = (text) => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
const page = (doc) => `<html lang="vi"><body data-pagefind-body>
<i data-pagefind-meta="shown[data-text]" data-text="${escaped(doc.shown)}"></i>
<i data-pagefind-meta="local[data-text]" data-text="${escaped(doc.local)}"></i>
<p data-pagefind-weight="${{ unit: 9, section: 7, person: 5 }[doc.kind]}">${doc.name} ${doc.address}</p>
<p data-pagefind-weight="3">${doc.does ?? ""} ${doc.unit ?? ""}</p><p>${doc.extra}</p></body></html>`;

if (engines.includes("minisearch_prebuilt")) {
  const mini = new MiniSearch(OPTIONS);
  mini.addAll(docs);
  writeFileSync(`${folder}/minisearch.json`, JSON.stringify(mini));
}

if (engines.includes("pagefind")) {
  const { index } = await pagefind.createIndex({ forceLanguage: "vi" });
  for (const doc of docs) {
    const { errors } = await index.addHTMLFile({ url: `/${doc.id}`, content: page(doc) });
    if (errors.length) throw new Error(errors.join("\n"));
  }
  rmSync(`${folder}/pagefind`, { recursive: true, force: true });
  await index.writeFiles({ outputPath: `${folder}/pagefind` });
  await pagefind.close();
}
