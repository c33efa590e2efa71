// Makes the theme's scripts from their modules: `npm run bundle`.
//
// Pages that are opened from the file system load no modules, so each page's modules become one classic script;
// minified, since a reader's browser need not read what is written for us.

import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { minify } from "terser";

const theme = new URL("../../themes/default/", import.meta.url);

/** The modules that become scripts, with all that they import. */
export const NAMES = ["early", "counterpoint", "decide", "evidence", "matrix", "more"];

/** Where a script is, of which pages know. @param {string} name */
export const target = (name) => new URL(`js/${name}.js`, theme);

/** A script. @param {string} name */
export async function script(name) {
  const bundled = await build({
    entryPoints: [fileURLToPath(new URL(`scripts/${name}.js`, theme))],
    bundle: true,
    write: false,
    format: "iife",
    minifySyntax: true,
    // What a page asks for of a script that it loads by itself.
    globalName: name === "more" ? "CounterpointMore" : undefined,
    target: "es2022",
    logLevel: "error",
  });
  // Smaller by a tenth than what esbuild makes by itself.
  const compress = { passes: 5, inline: 1, conditionals: false, unsafe: true, unsafe_arrows: true, unsafe_methods: true, pure_getters: true, keep_fargs: false, lhs_constants: false };
  const { code } = await minify(bundled.outputFiles[0].text, { ecma: 2020, compress });
  return `${code}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const name of NAMES) writeFileSync(target(name), await script(name));
}
