// Prints the sizes of files in bytes: node compressed.mjs FILE… → [[gzip, brotli], …] as JSON.
// A file that does not shrink (Pagefind's are gzipped already) goes out as it is.
import { readFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const sizes = process.argv.slice(2).map((file) => {
  const content = readFileSync(file);
  const brotli = brotliCompressSync(content, {
    params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length, [constants.BROTLI_PARAM_LGWIN]: 24 },
  });
  return [gzipSync(content, { level: 9 }), brotli].map((one) =>
    Math.min(one.length, content.length),
  );
});
console.log(JSON.stringify(sizes));
