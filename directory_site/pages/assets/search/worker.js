// The engine in a thread of its own, so that typing never waits for it.
// Messages: {index: ArrayBuffer} once, then {number, query, limits}; answers are {number, answer}.

// Named here although engine.js would: the browser then loads all of them at once.
import "./abbreviations.js";
import "./addresses.js";
import "./candidates.js";
import "./dictionary.js";
import "./fits.js";
import "./fold.js";
import "./index.js";
import "./letters.js";
import "./match.js";
import "./model.js";
import "./people.js";
import "./query.js";
import "./rank.js";
import "./reader.js";
import "./show.js";
import "./split.js";
import "./typing.js";
import { load } from "./engine.js";

// Asked once between real questions, so that the browser compiles what typing will run through.
const WARMING = ["n", "ng", "nguyen van a", "ho tich tay ph", "nguyne van an", "xa hoi b"];

let engine;

function warm() {
  if (!WARMING.length) return;
  engine.search(WARMING.pop());
  setTimeout(warm);
}

onmessage = ({ data }) => {
  if (data.index) {
    engine = load(new Uint8Array(data.index));
    setTimeout(warm);
  } else postMessage({ number: data.number, answer: engine.search(data.query, data.limits) });
};
