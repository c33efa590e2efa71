// Makes the theme's scripts from their modules: `npm run bundle`.
//
// Pages that are opened from the file system load no modules, so each page's modules become one classic script;
// minified, since a reader's browser need not read what is written for us.

import { writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { minify } from "terser";

const theme = new URL("../../themes/default/", import.meta.url);

/** The modules that become scripts, with all that they import. */
export const NAMES = ["early", "counterpoint", "decide", "evidence", "matrix", "more"];

/** The script that a page loads later, and the one that is there before and lends it what both need. */
const [LATER, LENDER] = ["more", "decide"];

/** Where a script is, of which pages know. @param {string} name */
export const target = (name) => new URL(`js/${name}.js`, theme);

/** @param {string} name */
const moduleOf = (name) => fileURLToPath(new URL(`scripts/${name}.js`, theme));

/** @satisfies {import("esbuild").BuildOptions} */
const settings = { bundle: true, write: false, minifySyntax: true, target: "es2022", logLevel: "error" };

/** A module and all that it imports as one classic script. @param {import("esbuild").BuildOptions} from */
async function classic(from) {
  const { outputFiles } = await build({ ...settings, ...from, format: "iife", write: false });
  return outputFiles[0].text;
}

/**
 * One of the two scripts that share modules. What they share is in the lender, which puts it where the other finds it;
 * what the page asks the other for is put beside it.
 * @param {string} name
 */
async function sharing(name) {
  const [outdir, entryPoints] = ["/", [LATER, LENDER].map(moduleOf)];
  const { outputFiles, metafile } = await build({ ...settings, entryPoints, outdir, format: "esm", splitting: true, write: false, metafile: true });
  const parts = outputFiles.map(({ path, text }) => ({ path, text, exports: exportsOf(metafile, path) }));
  const [own, shared] = [parts.find(({ path }) => path === `/${name}.js`), parts.find(({ path }) => path.startsWith("/chunk-"))];
  if (!own || !shared || parts.length > 3) throw new Error(`${name} is not made of two parts: ${parts.map(({ path }) => path)}`);
  const given = name === LENDER ? shared : own;
  const global = name === LENDER ? "CounterpointLent" : "CounterpointMore";
  /** @type {Record<string, string>} */
  const texts = {
    "/": `import "${own.path}"; import { ${given.exports} } from "${given.path}"; globalThis.${global} = { ${given.exports} };`,
    [own.path]: own.text,
    [shared.path]: name === LENDER ? shared.text : `export const { ${shared.exports} } = CounterpointLent;`,
  };
  /** @type {import("esbuild").Plugin} */
  const plugin = {
    name: "parts",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /./ }, ({ path }) => ({ path: path.replace(/^\.?\//, "/"), namespace: "parts" }));
      onLoad({ filter: /./, namespace: "parts" }, ({ path }) => ({ contents: texts[path] }));
    },
  };
  return classic({ entryPoints: ["/"], plugins: [plugin] });
}

/** What a part gives to others. @param {import("esbuild").Metafile} metafile @param {string} name */
function exportsOf({ outputs }, name) {
  const found = Object.entries(outputs).find(([output]) => path.basename(output) === path.basename(name));
  return found?.[1].exports ?? [];
}

/** A script. @param {string} name */
export async function script(name) {
  const isShared = name === LATER || name === LENDER;
  const text = await (isShared ? sharing(name) : classic({ entryPoints: [moduleOf(name)] }));
  // Smaller by a tenth than what esbuild makes by itself.
  const compress = { passes: 5, inline: 1, conditionals: false, unsafe: true, unsafe_arrows: true, unsafe_methods: true, pure_getters: true, keep_fargs: false, lhs_constants: false };
  const { code } = await minify(text, { ecma: 2020, compress });
  return `${code}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const name of NAMES) writeFileSync(target(name), await script(name));
}
