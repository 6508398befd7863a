// How well one typed word fits each word of the dictionary, and runs of words in a text.

// Qualities, from 0 (does not fit) to 100: the order of the promises. Written diacritics that
// contradict a word's are worth less than a beginning that agrees.
const EXACT = 100;
const FEWER_MARKS = 97;
const MISSING_MARKS = 85; // where other words of the query have them
const OTHER_MARKS = 60;
const BEGINNING = 70;
const BEGINNING_OTHER_MARKS = 45;
const JOINED = 94;
const JOINED_BEGINNING = 66;
const INITIALS = 58;
const SOME_INITIALS = 48;
const ERROR = 36;
const ERROR_FIRST_LETTER = 30;
const BEGINNING_ERROR = 24;

const LONGEST_RUN = 30; // letters: their places are bits of one number
const SKIPPED = new Set(["va", "cua"]); // left out of initials: «TNMT» is Tài nguyên và Môi trường

// Builds what one token needs: `sure` and `erring` are qualities by word, `runs` what is written
// together or as initials.
export class Table {
  constructor(dictionary, token) {
    this.folds = dictionary.folds;
    this.sure = new Uint8Array(dictionary.size);
    this.runs = [];
    this.token = token;
    for (const reading of token.readings) {
      let begins = false;
      for (let word = 0; word < dictionary.size; word++) {
        const quality = fit(dictionary, word, reading, token.marked);
        if (quality > this.sure[word]) this.sure[word] = quality;
        if (quality) begins = true;
      }
      const run = runOf(dictionary.folds, reading.fold, begins, token.last ? 1 : 2);
      if (run) this.runs.push(run);
    }
    this.#dictionary = dictionary;
  }

  #dictionary;
  #erring = null;
  #fits = [new Map(), new Map()];

  // Like `sure`, and words with one typing error besides.
  get erring() {
    if (!this.#erring) {
      this.#erring = this.sure.slice();
      const folds = [...new Set(this.token.readings.map((reading) => reading.fold))];
      for (const fold of folds) {
        this.#dictionary.folds.forEach((word, number) => {
          if (this.#erring[number] || SKIPPED.has(word)) return;
          this.#erring[number] = error(fold, word, this.token.last);
        });
      }
    }
    return this.#erring;
  }

  // Returns the best fit of the token in a text (dictionary.js), with typing errors or without:
  // {quality, from, to, whole} as places of words, or null. `whole` is false where the token is a
  // word's beginning or some of a text's initials. `taken` are places (bits) of other tokens.
  fit(words, erring, taken = 0) {
    const known = this.#fits[Number(erring)];
    let found = known.get(words);
    if (found === undefined) {
      found = this.#best(words.ids, erring, 0);
      known.set(words, found);
    }
    return found && bits(found) & taken ? this.#best(words.ids, erring, taken) : found;
  }

  #best(ids, erring, taken) {
    const qualities = erring ? this.erring : this.sure;
    let found = null;
    for (let at = 0; at < ids.length; at++) {
      const quality = qualities[ids[at]];
      if (quality > (found?.quality ?? 0) && !((taken >> at) & 1)) found = { quality, from: at, to: at + 1, whole: true };
    }
    if (found) found.whole = !this.#begins(this.folds[ids[found.from]]);
    if (this.runs.length && (found?.quality ?? 0) < JOINED) {
      const run = this.run(ids, 0, ids.length, taken);
      if (run && run.quality > (found?.quality ?? 0)) return run;
    }
    return found;
  }

  #begins(fold) {
    return this.token.readings.some((one) => fold.length > one.fold.length && fold.startsWith(one.fold));
  }

  // Returns the best run of words in a text, from `begin` to `end` in `ids`, that the token writes
  // together or abbreviates, or null. `taken` are places (bits) that other tokens have.
  run(ids, begin, end, taken) {
    let found = null;
    for (const run of this.runs) {
      // A token that is a word's beginning too abbreviates nothing but a whole text.
      const whole = run.whole && !run.joined;
      if (whole && end - begin !== run.length) continue;
      for (let from = begin; from < end; from++) {
        const word = ids[from];
        if (run.mayBegin(word)) found = better(found, follow(run, ids, begin, from, end), taken);
        if (whole) break;
      }
    }
    return found;
  }
}

function better(found, other, taken) {
  if (!other || other.quality <= (found?.quality ?? 0)) return found;
  return bits(other) & taken ? found : other;
}

// The places of a fit as bits of one number.
export function bits({ from, to }) {
  return (1 << to) - (1 << from);
}

function fit(dictionary, word, reading, marked) {
  const fold = dictionary.folds[word];
  if (!fold.startsWith(reading.fold)) return 0;
  const marks = agreement(dictionary, word, reading);
  if (fold.length === reading.fold.length) {
    return [OTHER_MARKS, marked ? MISSING_MARKS : FEWER_MARKS, EXACT][marks] - reading.cost;
  }
  if (!marks) return BEGINNING_OTHER_MARKS;
  return BEGINNING + Math.floor((8 * reading.fold.length) / fold.length) + marks - reading.cost;
}

// 2 where the marks are the same, 1 where the reading has fewer, 0 where they contradict.
function agreement(dictionary, word, reading) {
  const letters = dictionary.letters[word];
  const tone = dictionary.tones[word];
  if (!reading.marked) return tone === "" && letters.startsWith(reading.fold) ? 2 : 1;
  if (reading.tone && reading.tone !== tone) return 0;
  let same = reading.tone === tone;
  for (let at = 0; at < reading.letters.length; at++) {
    if (reading.letters[at] === letters[at]) continue;
    if (reading.letters[at] !== dictionary.folds[word][at]) return 0;
    same = false;
  }
  return same ? 2 : 1;
}

// Prepares a token for runs: for each word, at which places of the token it stands in full (bits
// of `whole`), where the token ends within it (`ends`, by
// at least so many letters), where its first letter stands (`letters`).
function runOf(folds, typed, begins, least) {
  const length = typed.length;
  if (length < 2 || length > LONGEST_RUN) return null;
  const stands = new Uint32Array(folds.length);
  const ends = new Uint32Array(folds.length);
  const letters = new Uint32Array(folds.length);
  const steps = new Array(length).fill(0); // by place: the lengths of words there, as bits
  let finishes = 0;
  folds.forEach((fold, word) => {
    for (let at = 0; at < length; at++) {
      if (fold[0] !== typed[at]) continue;
      letters[word] |= 1 << at;
      if (fold.length <= length - at) {
        if (typed.startsWith(fold, at)) {
          stands[word] |= 1 << at;
          steps[at] |= 1 << Math.min(fold.length, LONGEST_RUN);
        }
      } else if (at && length - at >= least && fold.startsWith(typed.slice(at))) {
        ends[word] |= 1 << at;
        finishes |= 1 << at;
      }
    }
  });
  const joined = canBeJoined(steps, finishes, length);
  const initials = length <= 12 && (!begins || length <= 5) && /^[a-z]+$/.test(typed);
  if (!joined && !initials) return null;
  const mayBegin = (word) => (joined && stands[word] & 1) || (initials && letters[word] & 1);
  return { folds, length, stands, ends, letters, joined, initials, whole: begins, mayBegin,
    mayAbbreviate: (ids, from, end) => mayAbbreviate(ids, from, end, letters, stands, begins && length) };
}

// Tells quickly whether a text could have initials, which turns nearly everybody down.
function mayAbbreviate(ids, begin, end, letters, stands, exactly) {
  if (exactly && end - begin !== exactly) return false;
  for (let at = begin; at + 1 < end; at++) {
    const first = ids[at];
    if (stands[first] & 1) return true;
    if (letters[first] & 1 && (letters[ids[at + 1]] & 2 || stands[ids[at + 1]] & 2 || at + 2 < end && letters[ids[at + 2]] & 2)) return true;
  }
  return false;
}

function canBeJoined(steps, finishes, length) {
  let reached = 1;
  for (let at = 0; at < length; at++) {
    if (!((reached >> at) & 1)) continue;
    if (at && (finishes >> at) & 1) return true;
    for (let step = 1; at + step <= length; step++) {
      if (!((steps[at] >> step) & 1)) continue;
      if (at + step === length && at) return true;
      reached |= 1 << (at + step);
    }
  }
  return false;
}

// Follows a token through a text's words from one place on; places count from `begin`.
function follow(run, ids, begin, from, end) {
  const full = 1 << run.length;
  let joined = run.joined ? 1 : 0;
  let mixed = run.initials ? 1 : 0;
  let quality = 0;
  let to = 0;
  for (let at = from; at < end && (joined || mixed); at++) {
    const word = ids[at];
    if (!quality && joined & run.ends[word]) [quality, to] = [JOINED_BEGINNING, at + 1];
    const { length } = run.folds[word];
    joined = (joined & run.stands[word]) << length;
    if (joined & full) {
      [quality, to] = at > from ? [JOINED, at + 1] : [0, 0];
      break;
    }
    const skipped = at > from && SKIPPED.has(run.folds[word]) ? mixed : 0;
    mixed = ((mixed & run.letters[word]) << 1)
      | (run.whole || SKIPPED.has(run.folds[word]) ? 0 : (mixed & run.stands[word]) << length) | skipped;
    if (!quality && mixed & full && at > from) {
      const whole = from === begin && at + 1 === end;
      const edge = from === begin || at + 1 === end;
      if (whole || (edge && !run.whole)) [quality, to] = [whole ? INITIALS : SOME_INITIALS, at + 1];
    }
  }
  const whole = quality === JOINED || quality === INITIALS;
  return quality ? { quality, from: from - begin, to: to - begin, whole } : null;
}

function error(typed, word, last) {
  const isShort = typed.length < 3 && word.length !== 3;
  if (typed.length < 2 || (isShort && (word.length < 2 || typed[0] !== word[0]))) return 0;
  if (near(typed, word)) return typed[0] === word[0] ? ERROR : ERROR_FIRST_LETTER;
  if (!last || typed.length < 4 || word.length <= typed.length) return 0;
  const begins = [-1, 0, 1].some((more) => near(typed, word.slice(0, typed.length + more)));
  return begins ? BEGINNING_ERROR : 0;
}

// Tells whether one wrong, missing, extra or swapped letter makes one word of the other.
export function near(one, other) {
  const shorter = Math.min(one.length, other.length);
  if (Math.abs(one.length - other.length) > 1) return false;
  let start = 0;
  while (start < shorter && one[start] === other[start]) start++;
  let end = 0;
  while (end < shorter - start && one.at(-1 - end) === other.at(-1 - end)) end++;
  const left = one.slice(start, one.length - end);
  const right = other.slice(start, other.length - end);
  if (left.length <= 1 && right.length <= 1) return true;
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
}
