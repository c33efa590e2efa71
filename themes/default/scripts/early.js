// @ts-check
// Runs before the first paint, so that a reader who chose a colour scheme never sees the other one.

import { apply, read } from "./scheme.js";

apply(read());
