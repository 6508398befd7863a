// The directory's own engine, in the files in which the site serves it.

export async function load(folder) {
  const script = new URL("./own/engine.js", location.href).href;
  const [engine, index] = await Promise.all([
    import(/* not bundled */ script),
    fetch(`${folder}chi-muc.bin`).then((answer) => answer.arrayBuffer()),
  ]);
  const own = engine.load(new Uint8Array(index));
  // In the order in which the page shows them: units and sections, then people.
  return (query) => {
    const { units, people } = own.search(query);
    return [...units, ...people].slice(0, 10).map((one) => one.address.split("@")[0]);
  };
}
