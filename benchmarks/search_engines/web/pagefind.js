import { spelledFirst, words } from "./common.js";
import { decoded } from "./decoder.js";

export async function load(folder, decode) {
  const address = new URL(`${folder}pagefind/pagefind.js`, location.href).href;
  const pagefind = await import(/* not bundled */ address);
  await pagefind.options({ excerptLength: 5 });
  await pagefind.init();
  const found = async (typed) => {
    const { results } = await pagefind.search(words(typed).join(" "));
    return Promise.all(results.slice(0, 10).map((one) => one.data()));
  };
  return async (query) => {
    let results = await found(query);
    if (!results.length && decode && decoded(query)) results = await found(decoded(query));
    const shown = results.map((one) => ({ shown: one.meta.shown, local: one.meta.local }));
    return spelledFirst(query, shown).map((one) => one.local);
  };
}
