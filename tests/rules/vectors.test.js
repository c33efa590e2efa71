// Holds the rules of the pages to the vectors, which other implementations made or which were worked out by hand.

import assert from "node:assert/strict";
import { test } from "node:test";
import { differences, found, read } from "./support.js";

for (const [folder, least] of [["analysis", 300], ["decide", 300]]) {
  const vectors = read(folder);
  for (const file of new Set(vectors.map((vector) => vector.file))) {
    test(`${folder}/${file}`, () => {
      const failures = [];
      for (const { name, input, expected, isGenerated } of vectors.filter((vector) => vector.file === file)) {
        const differ = [...differences(expected, found(folder, input), isGenerated)];
        if (differ.length) failures.push(`${name}:\n  ${differ.join("\n  ")}`);
      }
      assert.deepEqual(failures, []);
    });
  }
  test(`${folder} has its vectors`, () => assert.ok(vectors.length >= least, `only ${vectors.length}`));
}
