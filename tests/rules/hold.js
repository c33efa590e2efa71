// Holds the rules of the pages to vectors on standard input, one a line with the folder that it would stand in.

import { createInterface } from "node:readline";
import { differences, found } from "./support.js";

let count = 0;
for await (const line of createInterface({ input: process.stdin })) {
  const { folder, name, input, expected } = JSON.parse(line);
  count++;
  for (const difference of differences(expected, found(folder, input), true)) {
    console.log(`${name}: ${difference}`);
    process.exitCode = 1;
  }
}
if (!count) process.exitCode = 2;
