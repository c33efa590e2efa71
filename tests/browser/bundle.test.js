// The scripts that pages load.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

import { NAMES, script, target } from "./bundle.js";

/** The scripts that the decision page loads, before its reader chooses anything. */
const LOADED = ["early", "counterpoint", "decide"];
/** The one that comes with the first choice. */
const LATER = ["more"];
/** The most that the ones and the other may weigh, compressed; in bytes. */
const MOST = 15_000;

test("every script is what its modules make: npm run bundle", async () => {
  for (const name of NAMES) assert.equal(readFileSync(target(name), "utf8"), await script(name), name);
  const there = readdirSync(new URL(".", target(NAMES[0])));
  assert.deepEqual(there.sort(), NAMES.map((name) => `${name}.js`).sort());
});

test("the decision page's scripts are small", () => {
  for (const names of [LOADED, LATER]) {
    const sizes = names.map((name) => gzipSync(readFileSync(target(name)), { level: 9 }).length);
    const size = sizes.reduce((sum, size) => sum + size);
    assert.ok(size <= MOST, `${names}: ${size} bytes`);
  }
});
