// The directory as the search sees it: the decoded index with all texts as words.

import { Candidates } from "./candidates.js";
import { decode } from "./index.js";
import { Dictionary } from "./dictionary.js";

// Returns the decoded index with `dictionary`, `candidates` (room for them, made once) and `words` beside what has texts:
//   units: name, place (numbers of words), functions (numbers; one list for those that do the
//   same), former, tookOver (texts), sectionWords; sections: name, former; functions: phrases (the name and citizens' words); titles: name;
//   people: wordStarts, words (numbers, in columns), wordsGiven (how many are the given name),
//   having (by word, how many names have it).
export function model(bytes) {
  const index = decode(bytes);
  const dictionary = new Dictionary();
  const text = (value) => dictionary.text(value);
  for (const unit of index.units) {
    unit.words = text(unit.name);
    unit.placeWords = text(unit.place);
    unit.formerWords = unit.former.map(text);
    unit.tookOverWords = unit.tookOver.map(text);
  }
  for (const section of index.sections) {
    section.words = text(section.name);
    section.formerWords = section.former.map(text);
  }
  for (const one of index.functions) one.phrases = [one.name, ...one.words].map(text);
  for (const title of index.titles) title.words = text(title.text);
  const lists = new Map();
  for (const one of [...index.units, ...index.sections, ...index.titles]) {
    const key = one.functions.join();
    if (!lists.has(key)) lists.set(key, one.functions);
    one.functions = lists.get(key);
  }
  for (const unit of index.units) unit.sectionWords = unit.sections.map((n) => index.sections[n].words);
  nameWords(index.people, dictionary);
  return { ...index, dictionary, candidates: new Candidates(index.people) };
}

function nameWords(people, dictionary) {
  const ids = people.texts.map((syllable) => dictionary.ids(syllable));
  const starts = new Uint32Array(people.count + 1);
  const given = new Uint8Array(people.count);
  const words = [];
  for (let person = 0; person < people.count; person++) {
    const end = people.starts[person + 1];
    const from = end - people.given[person];
    for (let at = people.starts[person]; at < end; at++) {
      for (const id of ids[people.syllables[at]]) words.push(id);
      if (at >= from) given[person] += ids[people.syllables[at]].length;
    }
    starts[person + 1] = words.length;
  }
  people.having = new Uint32Array(dictionary.size);
  for (const id of words) people.having[id]++;
  people.wordStarts = starts;
  people.words = Uint32Array.from(words);
  people.wordsGiven = given;
}

// Returns a person's name as it is shown; "" where only the function is listed.
export function nameOf(people, person) {
  return Array.from(
    people.syllables.subarray(people.starts[person], people.starts[person + 1]),
    (number) => people.texts[number],
  ).join(" ");
}
