// The theme's scripts over the data of a built site, without a page.

import { readFileSync } from "node:fs";
import path from "node:path";
import vm from "node:vm";

import { ROOT } from "./program.js";

/**
 * Runs scripts of the theme, and gives what they and the site's data define.
 * @param {string} folder the built site
 * @param {string[]} scripts
 * @param {string[]} names
 */
export function load(folder, scripts, names) {
  const context = vm.createContext({});
  const files = [
    path.join(folder, "data/decide.js"),
    ...scripts.map((name) => path.join(ROOT, `themes/default/js/${name}.js`)),
  ];
  for (const file of files) vm.runInContext(readFileSync(file, "utf8"), context, { filename: file });
  return vm.runInContext(`({ CounterpointKnowledge, ${names.join(", ")} })`, context);
}
