// What somebody typed, as tokens: which words it could mean, and which of them say little.

import { parts, words } from "./fold.js";
import { telex, vni } from "./typing.js";

// Words around an answer rather than of it: they help where they match and harm nothing else.
const ASKING = new Set([
  "ai", "cần", "cho", "chỗ", "của", "đâu", "điện thoại", "địa chỉ", "email", "emai", "gặp",
  "gmail", "gửi", "hỏi", "hộp thư", "là", "làm", "làm sao", "liên hệ", "mail", "muốn", "nào",
  "người", "nộp", "ở", "phụ trách", "số điện thoại", "sđt", "tại", "tìm", "thủ tục",
  "thư điện tử", "tôi", "về", "với", "xin", "xin hỏi", "viết thư", "gửi thư", "hòm thư",
]);
const KINDS = new Set(["xã", "phường", "huyện", "ubnd", "tỉnh", "việt nam"]);
const TITLES = new Set(["ông", "bà", "anh", "chị", "cô", "chú", "bác", "em", "thầy", "đồng chí"]);
// Words that only look like such without their diacritics.
const MEANT = new Set(["chủ tịch"]);
const LONGEST_PHRASE = 3;
// Long forms of what the roster may abbreviate, and the other way round.
const ABBREVIATED = [
  [["uy", "ban", "nhan", "dan"], "ubnd"],
  [["uy", "ban"], "ubnd"],
  [["hoi", "dong", "nhan", "dan"], "hđnd"],
];

// Ways to read one word: what it says, after Telex or VNI, with i for y at its end.
function readings(text) {
  const found = [{ ...parts(text), cost: 0 }];
  const [plain] = found;
  const typed = text.toLowerCase();
  for (const decoded of [telex(typed), vni(typed)]) {
    if (!decoded) continue;
    const { fold } = parts(decoded.letters);
    found.push({ fold, ...decoded, cost: 2 });
  }
  for (const one of [...found]) {
    const last = one.letters.at(-1);
    if (!/^(?:[hklmst]|qu)[iy]$/.test(one.fold)) continue;
    const other = last === "y" ? "i" : "y";
    const swap = (word) => word.slice(0, -1) + other;
    found.push({ fold: swap(one.fold), letters: swap(one.letters), tone: one.tone, cost: 3 });
  }
  for (const one of found) one.marked = one.tone !== "" || one.letters !== one.fold;
  return found.filter((one, n) => one.fold && (n === 0 || one.fold !== plain.fold || one.marked));
}

// Returns {tokens} of a query. A token is {text, start, end, readings, local, last, weak}: `local`
// is what a local part could begin with, `exact` whether it was ended by @, `marked` whether the query has diacritics, `weak` is "" or why
// the word may be missing from an answer ("asking", "kind", "title").
export function parse(query, domain) {
  const text = query.normalize("NFC");
  const tokens = [];
  for (const piece of text.matchAll(/\S+/g)) {
    const at = piece[0].indexOf("@");
    const box = at < 0 ? piece[0] : piece[0].slice(0, at);
    const isDomain = at === 0 || piece[0].toLowerCase().replace(/\.$/, "") === domain;
    if (isDomain && (tokens.length || text.trim() !== piece[0])) continue;
    const part = isDomain ? piece[0].slice(at + 1).split(".")[0] : box;
    const local = part.toLowerCase().replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, "");
    if (at > 0) tokens.push(token(part, { local, exact: at < piece[0].length - 1, address: true }));
    else {
      const inside = words(part);
      inside.forEach((word) => tokens.push(token(word.text, { local: inside.length > 1 ? local : "" })));
    }
  }
  abbreviate(tokens);
  if (tokens.length) tokens.at(-1).last = true;
  // Whoever writes diacritics somewhere means it where there are none.
  const marked = tokens.some((one) => one.readings[0]?.marked);
  for (const one of tokens) one.marked = marked;
  weigh(tokens);
  return tokens;
}

export function token(text, { local = "", exact = false, address = false } = {}) {
  const found = readings(text);
  return { text, readings: found, local: local || found[0]?.fold || "", exact, address, last: false,
    marked: false, weak: "" };
}

function abbreviate(tokens) {
  for (const [long, short] of ABBREVIATED) {
    for (let at = 0; at + long.length <= tokens.length; at++) {
      const fits = long.every((fold, n) => tokens[at + n].readings.some((one) => one.fold === fold));
      if (fits) tokens.splice(at, long.length, token(short));
    }
  }
}

function weigh(tokens) {
  for (let at = 0; at < tokens.length; at++) {
    for (let length = Math.min(LONGEST_PHRASE, tokens.length - at); length; length--) {
      const isMeant = says(tokens.slice(at, at + length), MEANT);
      const why = isMeant ? "" : weakness(tokens, at, length);
      if (!why && !isMeant) continue;
      for (let n = 0; n < length; n++) tokens[at + n].weak = why;
      at += length - 1;
      break;
    }
  }
  if (tokens.every((one) => one.weak)) for (const one of tokens) one.weak = "";
}

function weakness(tokens, at, length) {
  const some = tokens.slice(at, at + length);
  if (says(some, ASKING)) return "asking";
  if (says(some, KINDS)) return "kind";
  // «Anh» at the end of a name is the name itself.
  const begins = at + length < tokens.length && tokens.slice(0, at).every((one) => one.weak);
  return begins && says(some, TITLES) ? "title" : "";
}

// Whether words are one of a set's entries, with diacritics that agree or without any.
function says(some, entries) {
  for (const entry of entries) {
    const expected = entry.split(" ");
    if (expected.length === some.length && expected.every((word, n) => agrees(some[n], word))) {
      return true;
    }
  }
  return false;
}

function agrees(one, word) {
  const { fold, letters, tone } = parts(word);
  return one.readings.some((reading) => reading.fold === fold
    && (!reading.marked || (reading.letters === letters && reading.tone === tone)));
}
