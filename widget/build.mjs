/** Builds the element into the one file that the connector serves. Run by `npm run build`. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build, transform } from "esbuild";
import { minify } from "terser";

const HERE = new URL(".", import.meta.url).pathname;
const OUT = `${HERE}../mesoguide/channels/static/widget.js`;
const LIMIT = 20_000;
const TARGET = ["chrome105", "firefox110", "safari16.4"];
/** All that the built file depends on. tests/widget/test_built_file.py reads it the same way. */
const SOURCES = [
  "build.mjs",
  "package-lock.json",
  "package.json",
  "tsconfig.json",
  ...readdirSync(`${HERE}src`).map((name) => `src/${name}`),
].sort();

function sourceHash() {
  const hash = createHash("sha256");
  for (const name of SOURCES)
    hash
      .update(`${name}\0`)
      .update(readFileSync(HERE + name))
      .update("\0");
  return hash.digest("hex");
}

const smallCss = {
  name: "small-css",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const css = readFileSync(path, "utf8");
      const { code } = await transform(css, { loader: "css", minify: true, target: TARGET });
      return { contents: code.trim(), loader: "text" };
    });
  },
};

const { version } = JSON.parse(readFileSync(`${HERE}package.json`, "utf8"));
const bundle = await build({
  entryPoints: [`${HERE}src/index.ts`],
  write: false,
  bundle: true,
  minify: true,
  format: "iife",
  target: TARGET,
  charset: "utf8",
  legalComments: "none",
  plugins: [smallCss],
});
// A second pass: 3 % smaller than esbuild alone, which is what keeps the file under its limit.
const { code } = await minify(bundle.outputFiles[0].text, {
  ecma: 2020,
  toplevel: true,
  compress: { passes: 3, unsafe_arrows: true },
});
const header = `MesoGuide widget ${version}. Built from widget/ by "npm run build"; do not edit.`;
const built = `/* ${header} source-sha256: ${sourceHash()} */\n${code}\n`;
writeFileSync(OUT, built);
const gzipped = gzipSync(built, { level: 9 }).length;
console.log(`${Buffer.byteLength(built)} bytes, ${gzipped} gzipped`);
if (gzipped >= LIMIT) throw new Error(`the limit is ${LIMIT} bytes, gzipped`);
