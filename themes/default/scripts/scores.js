// @ts-check
// Scores, intervals, coverage, must-haves, ranks and dominance, rules 7, 8, 9 and 13. The twin of src/decide/scores.rs.

import { TOLERANCE } from "./analysis.js";
import { LARGEST_WEIGHT } from "./profile.js";

/**
 * The evidence, and the cells of the options that take part: a column for each option, in order of id, with the tally
 * of each criterion, in order of id. `cells` has four numbers of each: score, low, high, and 1 where the score is of
 * claims. `supposing` says which claims suppositions take out with some trust.
 * @typedef {{known: Evidence, trust: Float64Array, without: ReadonlySet<string>, tallies: Tally[],
 *   supposing: (trust: Float64Array) => {without: ReadonlySet<string>}, options: string[], criteria: Question[], columns: Tally[][], cells: Float64Array[]}} Table
 *
 * What is asked of the criteria, by place: weights from 0 to 5, and minimums as values from 0 to 1, −1 for none.
 * @typedef {{weights: Float64Array, minimums: Float64Array, total: number}} Asked
 *
 * What follows at once, by place of option. A score is −1 where there is none and a rank 0; `contends` is the score
 * of an undimmed ranked option and −1 for others. Without any weight low and high mean nothing.
 * @typedef {{score: Float64Array, low: Float64Array, high: Float64Array, coverage: Float64Array, dimmed: Uint8Array,
 *   contends: Float64Array, rank: Int32Array, order: number[], leaders: number[], margin: number | null}} Result
 *
 * @typedef {Table & Asked & Result} Ranking
 */

/** @param {{id?: string}} one @param {{id?: string}} other */
const byId = ({ id: one = "" }, { id: other = "" }) => (one < other ? -1 : +(one > other));

/** @param {Iterable<number>} numbers */
const sumOf = (numbers) => [...numbers].reduce((sum, number) => sum + number, 0);

/**
 * How many of some ascending numbers are at most a limit.
 * @param {ArrayLike<number>} numbers
 * @param {number} limit
 */
function countUpTo(numbers, limit) {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The rank of each score among some that are ascending; 0 for −1, which is none (rule 8).
 * @param {Float64Array} scores
 * @param {Float64Array} [sorted]
 */
const ranksAmong = (scores, sorted = sortedOf(scores)) =>
  Int32Array.from(scores, (score) => (score < 0 ? 0 : 1 + sorted.length - countUpTo(sorted, score + TOLERANCE)));

/** @param {Float64Array} scores */
const sortedOf = (scores) => scores.filter((score) => score >= 0).sort();

/**
 * The places of the scores that are not less than one.
 * @param {Float64Array} scores
 * @param {number} least
 */
const placesFrom = (scores, least) => [...scores.keys()].filter((place) => scores[place] >= least);

/**
 * The leaders among undimmed ranked options, as places (rule 8).
 * @param {Float64Array} contends
 */
const leadersOf = (contends) => placesFrom(contends, Math.max(0, ...contends) - TOLERANCE);

/**
 * How far an option is ahead of the best other; null where either is missing.
 * @param {Float64Array} contends
 * @param {number} [leader]
 */
function marginOf(contends, leader = -1) {
  const best = Math.max(-1, ...contends.filter((_, option) => option !== leader));
  return best < 0 || !(contends[leader] >= 0) ? null : contends[leader] - best;
}

/** The numbers of a cell. @param {Tally} tally */
const numbersOf = ({ score, low, high }) => [score ?? 0.5, low, high, +(score !== null)];

/**
 * The table of some evidence, without the options that are hidden.
 * @param {Omit<Table, "options" | "criteria" | "columns" | "cells">} evidence
 * @param {string[]} [hidden]
 * @returns {Table}
 */
function tableOf(evidence, hidden = []) {
  const { known, tallies } = evidence;
  const { knowledge } = known;
  const options = knowledge.options.filter((id) => !hidden.includes(id)).sort();
  const criteria = knowledge.questions
    .filter(({ id, background }) => id.startsWith("topics/") && !background)
    .sort(byId);
  const rows = criteria.map((criterion) => knowledge.questions.indexOf(criterion) * knowledge.options.length);
  const columns = options.map((id) => {
    const place = knowledge.options.indexOf(id);
    return rows.map((row) => tallies[row + place]);
  });
  const cells = columns.map((column) => new Float64Array(column.flatMap(numbersOf)));
  return { ...evidence, options, criteria, columns, cells };
}

/**
 * Rules 7 and 9 for one option, into its place.
 * @param {Ranking} into
 * @param {number} option
 */
function assess(into, option) {
  const { weights, minimums, total } = into;
  const cells = into.cells[option];
  let [score, low, high, covered, dimmed] = [0, 0, 0, 0, 0];
  for (let criterion = 0, at = 0; criterion < weights.length; criterion += 1, at += 4) {
    const weight = weights[criterion];
    score += weight * cells[at];
    low += weight * cells[at + 1];
    high += weight * cells[at + 2];
    covered += weight * cells[at + 3];
    // A missing cell has the high 1, which misses nothing.
    if (cells[at + 2] < minimums[criterion] - TOLERANCE) dimmed = 1;
  }
  const over = total || 1;
  into.score[option] = covered ? score / over : -1;
  into.low[option] = low / over;
  into.high[option] = high / over;
  into.coverage[option] = covered / over;
  into.dimmed[option] = dimmed;
  into.contends[option] = dimmed ? -1 : into.score[option];
}

/**
 * Every option assessed, and none ranked yet.
 * @param {Table & Asked} table
 * @returns {Ranking}
 */
function assessed(table) {
  const { length } = table.options;
  const [score, low, high, coverage, contends] = [0, 1, 2, 3, 4].map(() => new Float64Array(length));
  const [dimmed, rank] = [new Uint8Array(length), new Int32Array(length)];
  const into = { ...table, score, low, high, coverage, contends, dimmed, rank, order: [], leaders: [], margin: null };
  table.options.forEach((_, option) => assess(into, option));
  return into;
}

/**
 * Scores, ranks and leaders (rules 7 to 9).
 * @param {Table} table
 * @param {ArrayLike<number>} given  weights by place of criterion
 * @param {ArrayLike<number | null>} least  minimums by place of criterion, as values from 0 to 1
 */
function weigh(table, given, least) {
  const weights = Float64Array.from(table.criteria, (_, at) =>
    given[at] > TOLERANCE ? Math.min(given[at], LARGEST_WEIGHT) : 0,
  );
  const minimums = Float64Array.from(table.criteria, (_, at) => least[at] ?? -1);
  const ranking = assessed({ ...table, weights, minimums, total: sumOf(weights) });
  const { score, contends, dimmed } = ranking;
  const undimmed = sortedOf(contends);
  const rank = (ranking.rank = ranksAmong(contends, undimmed));
  ranksAmong(score.map((own, option) => (dimmed[option] ? own : -1))).forEach((place, option) => {
    if (place) rank[option] = undimmed.length + place;
  });
  // What ties stays in order of id.
  const key = (/** @type {number} */ option) => rank[option] || dimmed.length + 1;
  ranking.order = [...rank.keys()].sort((one, other) => key(one) - key(other));
  ranking.leaders = leadersOf(contends);
  ranking.margin = marginOf(contends, ranking.leaders[0]);
  return ranking;
}

/**
 * What each criterion with a weight adds to an option's score (rule 7).
 * @param {Ranking} ranking
 * @param {number} option
 * @returns {{[criterion: string]: number}}
 */
const contributions = ({ criteria, cells, weights, total }, option) =>
  Object.fromEntries(
    criteria.flatMap(({ id }, at) =>
      weights[at] ? [[id, (weights[at] * cells[option][4 * at]) / total]] : [],
    ),
  );

/**
 * How an option stands to the must-have on a criterion; null where there is none (rule 9).
 * @param {Ranking} ranking
 * @param {number} option
 * @param {number} criterion
 */
function outcome({ cells, minimums }, option, criterion) {
  const least = minimums[criterion] - TOLERANCE;
  if (least < -TOLERANCE) return null;
  const [, low, high, isKnown] = cells[option].subarray(4 * criterion);
  return isKnown ? (low >= least ? "met" : high < least ? "not-met" : "uncertain") : "unknown";
}

/**
 * What follows at once for an option, in the form of tests/vectors/README.md.
 * @param {Ranking} ranking
 * @param {number} option
 */
const optionOf = ({ total, score, low, high, coverage, rank, dimmed }, option) => ({
  score: score[option] < 0 ? null : score[option],
  low: total ? low[option] : null,
  high: total ? high[option] : null,
  coverage: coverage[option],
  rank: rank[option] || null,
  dimmed: !!dimmed[option],
});

/**
 * The claims that supposing a side of a contradiction right takes out (rule 11).
 * @param {string[][]} sides
 * @param {number} side
 */
const againstSide = (sides, side) => new Set(sides.flat().filter((claim) => !sides[side]?.includes(claim)));

export {
  againstSide, assess, assessed, byId, contributions, countUpTo, leadersOf, marginOf, numbersOf, optionOf, outcome,
  placesFrom, ranksAmong, sumOf, tableOf, weigh,
};
