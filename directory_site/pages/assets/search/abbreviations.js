// Abbreviations as offices write them, in pieces: «GD&ĐT», «TC-KH», «LĐ - TB&XH», «tn mt».

import { token as makeToken } from "./query.js";

// No Vietnamese syllable is without a vowel.
const NO_SYLLABLE = /^[b-df-hj-np-tv-xz]+$/;
const LEAST_LETTERS = 2; // «v v phuoc» is somebody's initials

// Returns tokens (query.js) with pieces that stand beside one another joined, «GD ĐT» as «GDĐT», or
// null where there are none. `begins` tells whether a word of the directory begins with a token:
// «ng th» are beginnings of a name, unless a piece beside them is none.
export function joined(tokens, begins) {
  const found = [];
  for (let at = 0; at < tokens.length;) {
    let end = at;
    while (end < tokens.length && isPiece(tokens[end])) end++;
    const run = tokens.slice(at, end);
    if (run.length > 1 && !run.every(begins)) {
      const [first, last] = [run[0], run.at(-1)];
      const one = makeToken(run.map(({ text }) => text).join(""));
      found.push({ ...one, last: last.last, marked: first.marked });
    } else found.push(...(run.length ? run : [tokens[end++]]));
    at = end;
  }
  return found.length < tokens.length ? found : null;
}

function isPiece({ readings, last, address, weak }) {
  const fold = readings[0]?.fold ?? "";
  // The last one may still be being typed.
  return !address && !weak && fold.length >= (last ? 1 : LEAST_LETTERS) && NO_SYLLABLE.test(fold);
}
