// @ts-check
// Stability: how far one weight can go before the leaders or the order change, rule 12. The twin of
// src/decide/stability.rs.

import { TOLERANCE } from "./analysis.js";
import { LARGEST_WEIGHT } from "./profile.js";
import { ranksAmong, sumOf } from "./scores.js";

/**
 * @typedef {{leaders: number[], order: number[], above_zero?: string[]}} Stability
 *
 * A score as a function of one weight: (fixed + weight · slope) / (the other weights + weight); whether its option is
 * ranked where that weight is 0.
 * @typedef {{fixed: number, slope: number, stays: boolean}} Line
 */

/**
 * The range of each weight in which the leaders stay, and that in which the order stays.
 * @param {Ranking} ranking
 */
function* stability(ranking) {
  const { criteria, weights } = ranking;
  /** @type {{[criterion: string]: Stability}} */
  const found = {};
  for (const [criterion, { id }] of criteria.entries()) {
    yield;
    const others = weights.map((weight, other) => (other === criterion ? 0 : weight));
    found[id] = yield* rangesOf(linesOf(ranking, criterion, others), sumOf(others), weights[criterion]);
  }
  return found;
}

/**
 * The lines of undimmed options with evidence on any criterion that has a weight while this one has.
 * @param {Ranking} ranking
 * @param {number} criterion
 * @param {Float64Array} others  the weights, and 0 for the criterion itself
 */
function linesOf({ cells, dimmed }, criterion, others) {
  /** @type {Line[]} */
  const lines = [];
  cells.forEach((column, option) => {
    let [fixed, covered] = [0, 0];
    others.forEach((weight, other) => {
      fixed += weight * column[4 * other];
      covered += weight * column[4 * other + 3];
    });
    const [slope, , , isKnown] = column.subarray(4 * criterion);
    if (!dimmed[option] && (covered || isKnown)) lines.push({ fixed, slope, stays: covered > 0 });
  });
  return lines;
}

/**
 * The ranges of one weight in which leaders and order stay.
 * @param {Line[]} lines
 * @param {number} rest  the sum of the other weights
 * @param {number} present
 * @returns {Generator<undefined, Stability>}
 */
function* rangesOf(lines, rest, present) {
  const scoresAt = (/** @type {number} */ weight) =>
    Float64Array.from(lines, ({ fixed, slope }) => (fixed + weight * slope) / (rest + weight || 1));
  const [scores, atZero] = [scoresAt(present), scoresAt(0)];
  const without = ranksAmong(atZero.map((score, at) => (lines[at].stays ? score : -1)));
  const now = present ? ranksAmong(scores) : without;
  // Just above 0, what is tied at 0 goes by the slopes.
  const soon = present
    ? now
    : now.map((_, one) =>
        lines.reduce((rank, { slope }, other) => {
          const gap = scores[other] - scores[one];
          return rank + +(gap > TOLERANCE || (gap >= -TOLERANCE && slope - lines[one].slope > TOLERANCE));
        }, 1),
      );
  const found = { leaders: [0, LARGEST_WEIGHT], order: [0, LARGEST_WEIGHT] };
  for (let one = 0; one < lines.length; one += 1) {
    if (!(one % 64)) yield;
    for (let other = 0; other < one; other += 1) {
      const steeper = lines[one].slope - lines[other].slope;
      if (Math.abs(steeper) <= TOLERANCE) continue;
      let at = (lines[other].fixed - lines[one].fixed) / steeper;
      if (rest + present && Math.abs(scores[one] - scores[other]) <= TOLERANCE) at = present;
      else if (Math.abs(at) <= TOLERANCE) at = 0;
      // From 0, ties that go on are no crossings, and those that end are found below.
      if (at < 0 || (!present && at <= TOLERANCE)) continue;
      for (const range of soon[one] === 1 || soon[other] === 1 ? [found.order, found.leaders] : [found.order]) {
        if (at <= present) range[0] = Math.max(range[0], at);
        if (at >= present) range[1] = Math.min(range[1], at);
      }
    }
  }
  const above = [];
  const ifAllStayed = ranksAmong(atZero);
  for (const [concern, range] of /** @type {["leaders" | "order", number[]][]} */ (Object.entries(found))) {
    const differ = (/** @type {Int32Array} */ ones, /** @type {Int32Array} */ others) =>
      ones.some((rank, at) => (concern === "order" ? rank !== others[at] : (rank === 1) !== (others[at] === 1)));
    if (!present && differ(soon, now)) range[1] = 0;
    if (present && !range[0] && differ(without, now) && differ(without, ifAllStayed)) above.push(concern);
  }
  return { ...found, ...(above.length && { above_zero: above }) };
}

export { stability };
