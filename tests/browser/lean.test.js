// The scripts of a built site: their sources without comments and indentation, and nothing else.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import ts from "typescript";

import { ROOT, SMALL_PROJECT, build, temporaryFolder } from "./support/program.js";
import { filesOf } from "./support/site.js";

/** A script as the compiler prints it, without comments and indentation of its own. */
function printed(/** @type {string} */ script) {
  const compilerOptions = { removeComments: true, target: ts.ScriptTarget.ESNext };
  return ts.transpileModule(script, { compilerOptions }).outputText.replace(/^\s+/gm, "");
}

test("scripts lose their comments and nothing else", async () => {
  const folder = await temporaryFolder();
  build(SMALL_PROJECT, folder);
  const scripts = (await filesOf(folder)).filter((name) => /^assets\/.*\.js$/.test(name));
  assert.ok(scripts.length >= 4);
  for (const name of scripts) {
    const source = readFileSync(path.join(ROOT, "themes/default/js", path.basename(name)), "utf8");
    const built = readFileSync(path.join(folder, name), "utf8");
    assert.ok(built.length < source.length, `${name} is shorter`);
    assert.equal(printed(built), printed(source), name);
  }
});
