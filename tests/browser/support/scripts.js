// The modules of the theme, and the data that a built site has for them, without a page.

import { readFileSync } from "node:fs";
import path from "node:path";
import vm from "node:vm";

export { analyse } from "../../../themes/default/scripts/analysis.js";
export * as choices from "../../../themes/default/scripts/choices.js";
export { slow } from "../../../themes/default/scripts/decision.js";
export * as controls from "../../../themes/default/scripts/controls.js";
export * as findings from "../../../themes/default/scripts/findings.js";
export * as words from "../../../themes/default/scripts/words.js";
export * as record from "../../../themes/default/scripts/record.js";

/** The data of a built site. @param {string} folder @returns {Site} */
export function knowledgeOf(folder) {
  const text = readFileSync(path.join(folder, "data/decide.js"), "utf8");
  return JSON.parse(JSON.stringify(vm.runInNewContext(`${text}; CounterpointKnowledge`)));
}
