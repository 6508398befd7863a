// Loads the engine that the address names over the data that it names, and answers the harness.
//   ?engine=minisearch&data=invented&decode=1
// An engine is a module with `load(folder, decode)`, whose promise gives `search(query)`; that
// gives, or promises, at most ten local parts, the best first.

const options = new URLSearchParams(location.search);
const { load } = await import(`./engines/${options.get("engine")}.js`);
const search = await load(`./data/${options.get("data")}/`, options.has("decode"));
window.ready = performance.now();

window.answers = async (queries) => {
  const found = [];
  for (const query of queries) found.push(await search(query));
  return found;
};

// Types each query letter by letter; gives the milliseconds of every keystroke.
window.keystrokes = async (queries) => {
  const times = [];
  for (const query of queries) {
    for (let length = 1; length <= query.length; length++) {
      const begun = performance.now();
      await search(query.slice(0, length));
      times.push(performance.now() - begun);
    }
  }
  return times;
};
