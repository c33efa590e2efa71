// @ts-check
// What a reader says: weights, must-haves, trust, and which options to compare. The twin of src/decide/profile.rs.

import { value } from "./analysis.js";

/**
 * What a reader says; see tests/vectors/README.md.
 * @typedef {{weights?: {[question: string]: number}, answers?: {[question: string]: string},
 *   must?: {[question: string]: string}, trust?: ArrayLike<number>, hidden?: string[],
 *   suppose?: {[contradiction: string]: number}, groups?: {[group: string]: string[]}}} Profile
 */

const LARGEST_WEIGHT = 5;

/**
 * What a profile asks of criteria: their weights, and minimums as values from 0 to 1 (rules 9 and 14).
 * @param {Question[]} criteria
 * @param {Profile} [profile]
 * @returns {[number[], (number | null)[]]}
 */
function askedOf(criteria, { weights = {}, answers = {}, must = {} } = {}) {
  /** @type {{[answer: string]: number}} */
  const known = { yes: 5, somewhat: 3, no: 0 };
  return [
    criteria.map(({ id, weight = 1 }) => weights[id] ?? known[answers[id]] ?? weight),
    criteria.map((criterion) => value(criterion, must[criterion.id])?.value ?? null),
  ];
}

export { LARGEST_WEIGHT, askedOf };
