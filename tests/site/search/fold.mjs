// Prints what the browser's engine folds each text to that comes in as a JSON list.

import { readFileSync } from "node:fs";

import { parts, plain } from "../../../directory_site/pages/assets/search/fold.js";

const texts = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(texts.map((text) => [plain(text), parts(text)])));
