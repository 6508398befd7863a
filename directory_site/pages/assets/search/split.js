// Words that were written together across fields («hotichtayphu»), taken apart.

import { near } from "./match.js";

const ERROR = 2; // what a typing error costs beside a piece
const LETTER = 3; // what a piece of one letter costs
const SHORTEST_WITH_ERROR = 3;
const LONGEST_PIECE = 8;

// Returns the fewest words of the dictionary that make up a text, the last one possibly begun,
// with at most one typing error; [] where none do.
export function split(text, dictionary) {
  const whole = new Set(dictionary.folds);
  const begun = new Set(dictionary.folds.flatMap((fold) => [...fold].map((_, n) => fold.slice(0, n + 1))));
  // By place and by errors so far: {cost, pieces}.
  const ways = Array.from({ length: text.length + 1 }, () => [null, null]);
  ways[0][0] = { cost: 0, pieces: [] };
  const better = (at, errors, way) => {
    if (!ways[at][errors] || way.cost < ways[at][errors].cost) ways[at][errors] = way;
  };
  const wrong = new Map();
  const isNear = (piece) => {
    if (!wrong.has(piece)) wrong.set(piece, dictionary.folds.some((fold) => near(piece, fold)));
    return wrong.get(piece);
  };
  for (let at = 0; at < text.length; at++) {
    for (const errors of [0, 1]) {
      const way = ways[at][errors];
      if (!way) continue;
      for (let end = at + 1; end <= Math.min(text.length, at + LONGEST_PIECE); end++) {
        const piece = text.slice(at, end);
        const next = (cost) => ({ cost: way.cost + cost, pieces: [...way.pieces, piece] });
        if (whole.has(piece)) better(end, errors, next(piece.length > 1 ? 1 : LETTER));
        else if (end === text.length && begun.has(piece)) better(end, errors, next(1.5));
        else if (!errors && piece.length >= SHORTEST_WITH_ERROR && isNear(piece)) better(end, 1, next(1 + ERROR));
      }
    }
  }
  const [sure, erring] = ways[text.length];
  return (sure ?? erring)?.pieces ?? [];
}
