// Vietnamese words in parts: bare letters, letters with their hats, tone. No search lives here.

import foldings from "./letters.js";

// Tone marks as combining characters: huyền, sắc, ngã, hỏi, nặng.
const TONES = new Map([["\u0300", "f"], ["\u0301", "s"], ["\u0303", "x"], ["\u0309", "r"],
  ["\u0323", "j"]]);
const HATS = "\u0302\u0306\u031b";
const LETTERS = new Map(Object.entries(foldings)
  .flatMap(([folded, letters]) => [...letters].map((letter) => [letter, folded])));
const APOSTROPHES = /['’‘ʼʹʻ`´′＇‛ꞌ]/g;
const WORD = /[\p{L}\p{N}\p{M}'’‘ʼʹʻ`´′＇‛ꞌ]+/gu;

// Returns a text with the letters that are more than a base letter and its marks written out, as
// congvu/latin.py does: ƀ is b, æ is ae.
function spelt(text) {
  return text.normalize("NFC").replace(/[^\0-\x7f]/gu,
    (char) => LETTERS.get(char) ?? LETTERS.get(char.toLowerCase()) ?? char);
}

// Returns a word's bare letters (`fold`), its letters with hats but without the tone (`letters`,
// as long as `fold`) and the tone ("" or one of f, s, x, r, j). Where the tone mark stands does
// not matter, so hoà and hòa are the same.
export function parts(text) {
  let fold = "";
  let letters = "";
  let tone = "";
  for (const char of spelt(text).normalize("NFD").toLowerCase()) {
    if (TONES.has(char)) tone = TONES.get(char);
    else if (HATS.includes(char)) letters = letters.slice(0, -1) + hatted(letters.slice(-1), char);
    else if (char === "đ") [fold, letters] = [fold + "d", letters + "đ"];
    else if (/[a-z0-9]/.test(char)) [fold, letters] = [fold + char, letters + char];
  }
  return { fold, letters, tone };
}

function hatted(letter, hat) {
  const one = (letter + hat).normalize("NFC");
  return one.length === 1 ? one : letter;
}

// Returns a text's bare letters and digits: what a local part is guessed from (local_parts.py).
export function plain(text) {
  return spelt(text).normalize("NFD").toLowerCase().replaceAll("đ", "d").replace(/[^a-z0-9]+/g, "");
}

// Returns the words of a text with where they stand in it: [{start, end, text}].
export function words(text) {
  return [...text.matchAll(WORD)]
    .filter((match) => match[0].replace(APOSTROPHES, ""))
    .map((match) => ({ start: match.index, end: match.index + match[0].length, text: match[0] }));
}
