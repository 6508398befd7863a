// How a query fits texts: one value for each of its tokens, and what their order adds.

import { bits } from "./match.js";

const NEIGHBOURS = 5;
const FROM_THE_START = 4;
const ALL_WORDS = 12;
export const LEAST_EXACT = 90; // qualities from here on are whole words

// How much a field counts beside a name.
const FUNCTION = 0.8;
const TITLE = 0.8;
const TITLE_BESIDE = 0.95; // beside another of its words
const FORMER = 0.7;
const SECTION_OF_UNIT = 0.6;
const WEAK = 0.3;

const START_OF_TITLE = 10;
const WHOLE_PLACE = 15;
const LONG_NAME = 0.3; // a word
const LOW_KIND = 0.1;

// The fits of all titles, units and sections of a model for one query. `units` and `sections` have
// null where no token fits.
export class Fits {
  #tables;
  #turns;
  #repeated;
  #nothing;
  #texts = [new Map(), new Map()];
  #phrases = new Map();

  // `tables` are those of the tokens (match.js), `boxes` what mailboxes they could mean, by kind
  // of record and token, `erring` whether typing errors count.
  constructor(model, tables, boxes, erring) {
    this.#tables = tables;
    // The longest words choose first which word of a text is theirs.
    this.#turns = tables.map((_, token) => token)
      .sort((a, b) => tables[b].token.text.length - tables[a].token.text.length);
    // A word that is typed twice may be one of a text and one of a name.
    const folds = tables.map((table) => table.token.readings[0]?.fold);
    this.#repeated = folds.map((fold) => folds.indexOf(fold) !== folds.lastIndexOf(fold));
    this.boxes = boxes;
    this.erring = erring;
    this.#nothing = fitOf(tables.map(() => null), 0, false);
    this.titles = model.titles.map((title) => {
      const own = this.#text(title.words);
      const values = own.values.map((value, token) => value * (own.beside[token] ? TITLE_BESIDE : TITLE));
      // «Chủ tịch» is not asked for a «Phó Chủ tịch».
      const bonus = own.bonus * TITLE + (own.begins ? START_OF_TITLE : 0);
      return this.#withOne({ values, bonus }, this.#does(model, title.functions));
    });
    const unitsOfBoxes = new Set(boxes.units.flatMap((box) => [...box.keys()]));
    this.units = model.units.map((unit, number) => this.#unit(model, unit, unitsOfBoxes.has(number) ? number : -1));
    this.sections = model.sections.map((section, number) => this.#section(model, section, number));
  }

  // The fit of one text: {values, beside, bonus, begins, all, covered}; values from 0 to 100, `beside` tells which
  // tokens stand there beside another as they were typed, `begins` whether its first word is
  // there, `all` that none is missing, `covered` the same while the last one is being typed. `whole`: beginnings count only where they are still being typed.
  #text(words, whole = false) {
    const known = this.#texts[Number(whole)];
    let fit = known.get(words);
    if (!fit) {
      let [found, taken] = [null, 0];
      for (const token of this.#turns) {
        const table = this.#tables[token];
        const one = table.fit(words, this.erring, this.#repeated[token] ? 0 : taken);
        if (!one || (whole && !one.whole && !table.token.last)) continue;
        found ??= this.#tables.map(() => null);
        found[token] = one;
        taken |= bits(one);
      }
      fit = found ? fitOf(found, words.ids.length, this.#tables.at(-1).token.last) : this.#nothing;
      known.set(words, fit);
    }
    return fit;
  }

  // What of some functions' phrases fits.
  #does(model, functions) {
    let fits = this.#phrases.get(functions);
    if (!fits) {
      fits = functions.flatMap((number) => model.functions[number].phrases)
        .map((words) => this.#text(words, true))
        .filter((fit) => fit !== this.#nothing)
        .map((fit) => weighted(fit, FUNCTION, FUNCTION));
      this.#phrases.set(functions, fits);
    }
    return fits;
  }

  #several(texts, weight, bonus) {
    return texts.map((words) => this.#text(words)).filter((fit) => fit !== this.#nothing)
      .map((fit) => weighted(fit, weight, bonus));
  }

  // Returns {values, bonus, by} of a text together with the one of others that adds the most. Words
  // that are scattered over several of them mean nothing together.
  #withOne(own, others) {
    let [by, most] = [null, 0];
    for (const other of others) {
      let gain = other.bonus / 100;
      for (let token = 0; token < own.values.length; token++) {
        const more = other.values[token] - own.values[token];
        if (more > 0) gain += this.#tables[token].token.weak ? more * WEAK : more;
      }
      if (gain > most) [by, most] = [other, gain];
    }
    if (!by) return { values: own.values, bonus: own.bonus, by };
    return { values: larger(own.values, by.values), bonus: Math.max(own.bonus, by.bonus), by };
  }

  // `named`: by name and place, as people and sections are found through their unit; `own`: by
  // all but sections; `values`: by everything.
  #unit(model, unit, boxed) {
    const name = this.#text(unit.words);
    const place = this.#text(unit.placeWords);
    const does = this.#does(model, unit.functions);
    const before = this.#several([...unit.formerWords, ...unit.tookOverWords], FORMER, FORMER);
    const sections = this.#several(unit.sectionWords, SECTION_OF_UNIT, 0);
    if (name === this.#nothing && place === this.#nothing && boxed < 0 && !does.length
      && !before.length && !sections.length) return null;
    const named = {
      values: larger(name.values, place.values),
      bonus: name.bonus + (place.all ? WHOLE_PLACE : 0),
    };
    const best = this.#withOne(named, [...before, ...does, ...sections]);
    const box = boxed < 0 ? this.#nothing.values : this.boxes.units.map((fit) => fit.get(boxed) ?? 0);
    const bySection = sections.includes(best.by);
    return {
      named: named.values,
      namedBonus: named.bonus,
      wholePlace: place.covered,
      beside: name.beside.map((value, token) => value || place.beside[token]),
      own: larger(bySection ? named.values : best.values, box),
      values: larger(best.values, box),
      bySection,
      bonus: named.bonus + (best.by?.bonus ?? 0) / 2 - LONG_NAME * unit.words.ids.length - LOW_KIND * unit.kind,
    };
  }

  #section(model, section, number) {
    const own = this.#text(section.words);
    const others = [...this.#several(section.formerWords, FORMER, FORMER), ...this.#does(model, section.functions)];
    const boxed = this.boxes.sections.some((box) => box.has(number));
    if (own === this.#nothing && !others.length && !boxed) return null;
    const best = this.#withOne(this.#nothing, [own, ...others]);
    return {
      values: boxed ? larger(best.values, this.boxes.sections.map((box) => box.get(number) ?? 0)) : best.values,
      bonus: best.bonus,
      all: own.all || boxed,
    };
  }
}

function weighted(fit, weight, bonus) {
  return { ...fit, values: fit.values.map((value) => value * weight), bonus: fit.bonus * bonus };
}

function larger(some, others) {
  return some.map((value, token) => Math.max(value, others[token]));
}

// What matches and their order say: neighbours as they were typed, the text's start, all of it.
function fitOf(found, length, typing) {
  const beside = found.map((one, token) => Boolean(one)
    && (found[token - 1]?.to === one.from || one.to === found[token + 1]?.from));
  let bonus = 0;
  let covered = 0;
  let before = null;
  for (const one of found) {
    if (!one) continue;
    if (before && one.from === before.to) bonus += NEIGHBOURS;
    // All of a text's initials stand for its words.
    if (one.quality >= LEAST_EXACT || (one.whole && one.to - one.from > 1)) covered += one.to - one.from;
    before = one;
  }
  const begins = found.some((one) => one?.from === 0);
  if (found.find(Boolean)?.from === 0) bonus += FROM_THE_START;
  const all = length > 0 && covered >= length;
  const last = found.at(-1);
  const typed = typing && last && last.quality < LEAST_EXACT ? last.to - last.from : 0;
  return { values: found.map((one) => one?.quality ?? 0), beside, bonus: all ? bonus + ALL_WORDS : bonus,
    begins, all, covered: length > 0 && covered + typed >= length };
}
