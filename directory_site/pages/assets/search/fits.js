// How a query fits texts: one value for each of its tokens, and what their order adds.

const NEIGHBOURS = 5;
const FROM_THE_START = 4;
const ALL_WORDS = 12;
const LEAST_EXACT = 90; // qualities from here on are whole words

// How much a field counts beside a name.
export const FUNCTION = 0.8;
const TITLE = 0.8;
const FORMER = 0.7;
const SECTION_OF_UNIT = 0.6;

const WHOLE_PLACE = 15;
const LONG_NAME = 0.3; // a word
const LOW_KIND = 0.1;

// The fits of all titles, units and sections of a model for one query: {values, bonus} each.
export class Fits {
  #nothing;
  #noUnit;
  #cache = new Map();
  #together = new Map();

  // `tables` are those of the tokens (match.js), `boxes` what mailboxes they could mean, by kind
  // of record and token, `erring` whether typing errors count.
  constructor(model, tables, boxes, erring) {
    this.tables = tables;
    this.boxes = boxes;
    this.erring = erring;
    const zeros = tables.map(() => 0);
    this.#nothing = { values: zeros, bonus: 0 };
    this.#noUnit = { named: zeros, namedBonus: 0, own: zeros, values: zeros, bonus: 0 };
    this.functions = model.functions.map((one) => this.#most(one.phrases));
    this.titles = model.titles.map((title) => {
      const own = this.text(title.words);
      const does = this.#does(title.functions);
      return { values: larger(scaled(own, TITLE), scaled(does, FUNCTION)), bonus: Math.max(own.bonus, does.bonus) };
    });
    this.units = model.units.map((unit, number) => this.#unit(model, unit, number));
    this.sections = model.sections.map((section, number) => this.#section(section, number));
  }

  // The fit of one text: {values, bonus}; values from 0 to 100.
  text(words) {
    let fit = this.#cache.get(words);
    if (!fit) {
      const found = this.tables.map((table) => table.fit(words, this.erring));
      fit = found.some(Boolean)
        ? { values: found.map((one) => one?.quality ?? 0), bonus: order(found, words.ids.length) }
        : this.#nothing;
      this.#cache.set(words, fit);
    }
    return fit;
  }

  #does(functions) {
    const key = functions.join();
    let fit = this.#together.get(key);
    if (!fit) {
      fit = this.#highest(functions.map((number) => this.functions[number]));
      this.#together.set(key, fit);
    }
    return fit;
  }

  // `named`: by name and place, as people and sections are found through their unit; `own`: by
  // all but sections; `values`: by everything.
  #unit(model, unit, number) {
    const name = this.text(unit.words);
    const place = this.text(unit.placeWords);
    const before = this.#most([...unit.formerWords, ...unit.tookOverWords]);
    const does = this.#does(unit.functions);
    const sections = this.#most(unit.sections.map((n) => model.sections[n].words));
    const fits = [name, place, before, does, sections];
    if (fits.every((fit) => fit === this.#nothing) && !this.boxes.units.some((box) => box.has(number))) {
      return this.#noUnit;
    }
    const named = larger(name.values, place.values);
    const own = larger(larger(named, scaled(does, FUNCTION)),
      larger(scaled(before, FORMER), box(this.boxes.units, number)));
    const isPlace = place.bonus >= ALL_WORDS ? WHOLE_PLACE : 0;
    return {
      named,
      namedBonus: name.bonus + isPlace,
      own,
      values: larger(own, scaled(sections, SECTION_OF_UNIT)),
      bonus: Math.max(name.bonus, FORMER * before.bonus) + does.bonus / 2 + isPlace
        - LONG_NAME * unit.words.ids.length - LOW_KIND * unit.kind,
    };
  }

  #section(section, number) {
    const own = this.text(section.words);
    const does = this.#does(section.functions);
    const before = this.#most(section.formerWords);
    return {
      values: larger(larger(own.values, scaled(before, FORMER)),
        larger(scaled(does, FUNCTION), box(this.boxes.sections, number))),
      bonus: Math.max(own.bonus, FORMER * before.bonus, FUNCTION * does.bonus),
    };
  }

  #highest(fits) {
    return fits.filter((fit) => fit !== this.#nothing).reduce((one, other) => (one === this.#nothing
      ? other
      : { values: larger(one.values, other.values), bonus: Math.max(one.bonus, other.bonus) }), this.#nothing);
  }

  #most(texts) {
    return this.#highest(texts.map((words) => this.text(words)));
  }
}

function box(fits, number) {
  return fits.map((fit) => fit.get(number) ?? 0);
}

function scaled(fit, weight) {
  return fit.values.map((value) => value * weight);
}

function larger(some, others) {
  return some.map((value, token) => Math.max(value, others[token]));
}

// What the order of matches in a text adds: neighbours as they were typed, its start, all of it.
function order(found, length) {
  let bonus = 0;
  let covered = 0;
  let before = null;
  for (const one of found) {
    if (!one) continue;
    if (before && one.from === before.to) bonus += NEIGHBOURS;
    if (one.quality >= LEAST_EXACT) covered += one.to - one.from;
    before = one;
  }
  if (found.find(Boolean)?.from === 0) bonus += FROM_THE_START;
  return covered >= length && length ? bonus + ALL_WORDS : bonus;
}
