// Decodes indexes for test_search_engine.py: a path a line comes in, a directory as JSON goes out.

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

import { decode, full } from "../../../directory_site/pages/assets/search/index.js";

for await (const path of createInterface({ input: process.stdin })) {
  const { units, sections, functions, titles, people, domain, shown } = decode(
    new Uint8Array(readFileSync(path)));
  const members = units.map(() => []);
  for (let n = 0; n < people.count; n++) {
    const names = [...people.syllables.subarray(people.starts[n], people.starts[n + 1])];
    members[people.unit[n]].push({
      name: names.map((number) => people.texts[number]).join(" "),
      title: titles[people.title[n]].text,
      address: full(people.locals[n], domain),
      head: Boolean(people.head[n]),
    });
  }
  const found = units.map((unit, n) => ({
    id: unit.id, name: unit.name, place: unit.place, kind: unit.kind, address: unit.address,
    gone: unit.gone, functions: unit.functions.map((number) => functions[number].name),
    former: unit.former, tookOver: unit.tookOver, old: unit.old.map((one) => full(one, domain)),
    sections: unit.sections.map((number) => [sections[number].name, sections[number].address,
      sections[number].former]),
    people: members[n],
  }));
  process.stdout.write(`${JSON.stringify({ shown, units: found })}\n`);
}
