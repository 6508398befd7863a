// Telex and VNI keystrokes as they come out when the Vietnamese keyboard was off.

const TELEX_TONES = { s: "s", f: "f", r: "r", x: "x", j: "j" };
const VNI_TONES = { 1: "s", 2: "f", 3: "r", 4: "x", 5: "j" };
const CIRCUMFLEX = { a: "â", e: "ê", o: "ô" };
const HORN = { o: "ơ", u: "ư" };
const VOWEL = /[aeiouyăâêôơư]/;
// One Vietnamese syllable, or its beginning; d, gi and qu included. Keystrokes that decode to
// anything else were none ("hotichs").
const SYLLABLE = /^[bcdđghklmnpqrstvx]{0,3}[aeiouyăâêôơư]{0,3}[cghmnpt]{0,2}$/;

// Returns what Telex would have made of a word, as {letters, tone}, or null if nothing.
export function telex(word) {
  return decode(word, telexKey);
}

// The same for VNI.
export function vni(word) {
  return decode(word, vniKey);
}

function decode(word, press) {
  if (!/^[a-z][a-z0-9]+$/.test(word)) return null;
  const state = { letters: [], tone: "", changed: false };
  for (const key of word) {
    if (press(state, key)) state.changed = true;
    else state.letters.push(key);
  }
  const letters = state.letters.join("");
  if (!state.changed || !SYLLABLE.test(letters) || !VOWEL.test(letters)) return null;
  return { letters, tone: state.tone };
}

function telexKey(state, key) {
  const hasVowel = state.letters.some((letter) => VOWEL.test(letter));
  if (TELEX_TONES[key]) return hasVowel && setTone(state, TELEX_TONES[key]);
  if (key === "z") return state.tone !== "" && setTone(state, "");
  if (CIRCUMFLEX[key]) return replaceLast(state, key, CIRCUMFLEX[key]);
  if (key === "d") return state.letters[0] === "d" && replaceLast(state, "d", "đ");
  if (key === "w") return horn(state) || replaceLast(state, "a", "ă") || bareHorn(state);
  return false;
}

function vniKey(state, key) {
  if (VNI_TONES[key]) return setTone(state, VNI_TONES[key]);
  if (key === "0") return state.tone !== "" && setTone(state, "");
  if (key === "6") return ["a", "e", "o"].some((l) => replaceLast(state, l, CIRCUMFLEX[l]));
  if (key === "7") return horn(state);
  if (key === "8") return replaceLast(state, "a", "ă");
  if (key === "9") return replaceLast(state, "d", "đ");
  return false;
}

function setTone(state, tone) {
  state.tone = tone;
  return true;
}

function replaceLast(state, letter, by) {
  const place = state.letters.lastIndexOf(letter);
  if (place < 0) return false;
  state.letters[place] = by;
  return true;
}

// Telex and VNI put the horn on both letters of "uo", on the last o or u otherwise.
function horn(state) {
  const text = state.letters.join("");
  const place = text.search(/uo|ưo|uơ/);
  if (place >= 0) {
    state.letters.splice(place, 2, "ư", "ơ");
    return true;
  }
  return replaceLast(state, "o", HORN.o) || replaceLast(state, "u", HORN.u);
}

function bareHorn(state) {
  state.letters.push("ư");
  return true;
}
