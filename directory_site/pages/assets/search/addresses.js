// Which mailboxes a typed word could mean by their local part.

import { near } from "./match.js";

export const SAME = 112;
const SAME_LETTERS = 104; // without the hyphen
const BEGINS = 50;
const ERROR = 34;
const SHORTEST = 3;

// Returns how well a token fits each of some local parts, as a function of their number: 0 to
// `SAME`. Beginnings count only where they can't be meant as a word's (`isWord`).
export function addressFit(token, locals, { erring = false, isWord = false } = {}) {
  const { local } = token;
  const found = new Map();
  if (local.length < SHORTEST) return found;
  const bare = local.replaceAll("-", "");
  const begins = token.address ? !token.exact : !isWord;
  const errs = erring && local.length > SHORTEST + 1;
  locals.forEach((other, number) => {
    if (!other) return;
    if (other === local) found.set(number, SAME);
    else if (begins && other.startsWith(local)) found.set(number, BEGINS);
    else if (other.length > bare.length && other.includes("-") && other.replaceAll("-", "") === bare) {
      found.set(number, SAME_LETTERS);
    } else if (errs && near(local, other)) found.set(number, ERROR);
  });
  return found;
}
