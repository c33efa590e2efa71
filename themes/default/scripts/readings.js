// @ts-check
// Readings, the ways of settling every doubt, and in what share of them each option leads, rule 10. The twin of
// src/decide/readings.rs.

import { TOLERANCE } from "./analysis.js";
import { byId, countUpTo, placesFrom, sumOf } from "./scores.js";

/**
 * Values by ascending order with their probabilities and the options whose they are.
 * @typedef {{values: Float64Array, chances: Float64Array, owners: Int32Array}} Readings
 *
 * How the readings of an option were made, and how many there are.
 * @typedef {{counted: number} | {drawn: number}} Method
 *
 * A cell that can be settled in different ways: its values with their probabilities, and the least one that meets its
 * must-have. Its stream of random numbers is seeded by its name.
 * @typedef {{tally: Tally, ways: number[][], weight: number, least: number, name: string}} Doubtful
 */

/** The most ways of an option's cells that are counted out. */
const MOST_COUNTED = 10_000;

/** How many readings are drawn where there are more. */
const DRAWN = 1_000;

// The ways of a cell.

/**
 * The ends of what each claim of a voice reaches, in order of the claims' ids.
 * @param {Voice} voice
 */
const endsOf = ({ counted }) =>
  [...counted].sort((one, other) => byId(one.claim, other.claim)).map(({ value: { low, high } }) => [low, high]);

/**
 * The different values of a cell, each with its probability.
 * @param {Tally} tally
 */
function waysOf(tally) {
  if (tally.ways) return tally.ways;
  /** @type {number[][]} */
  const ways = (tally.ways = []);
  if (tally.score === null) ways.push(...[0, 0.25, 0.5, 0.75, 1].map((rating) => [rating, 0.2]));
  const trust = sumOf(tally.voices.map((voice) => voice.trust));
  const all = tally.voices.flatMap((voice) =>
    endsOf(voice).flatMap((ends, _, { length }) => ends.map((end) => [end, voice.trust / trust / length / 2])),
  );
  for (const [end, chance] of all.sort(([one], [other]) => one - other)) {
    const last = ways[ways.length - 1];
    if (last && end - last[0] <= TOLERANCE) last[1] += chance;
    else ways.push([end, chance]);
  }
  return ways;
}

/**
 * The 32-bit FNV-1a hash of a text; ids are ASCII.
 * @param {string} text
 */
function fnv1a(text) {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}

/**
 * The n-th number, from 1, of mulberry32: from 0 up to 1, which it never reaches.
 * @param {number} seed
 * @param {number} n
 */
function mulberry32(seed, n) {
  const state = (seed + Math.imul(0x6d2b79f5, n)) | 0;
  let bits = Math.imul(state ^ (state >>> 15), state | 1);
  bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
  return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
}

/**
 * The value that a cell takes in each drawn reading. Every reading has three numbers, used or not: voice, claim, end.
 * @param {Doubtful} cell
 */
function draw({ tally: { voices }, name }) {
  const seed = fnv1a(name);
  let sum = 0;
  const limits = voices.map(({ trust }) => (sum += trust));
  const ends = voices.map(endsOf);
  return new Float64Array(DRAWN).map((_, reading) => {
    const number = (/** @type {number} */ which) => mulberry32(seed, 3 * reading + which);
    if (!voices.length) return Math.floor(5 * number(1)) / 4;
    const voice = voices.length > 1 ? Math.min(countUpTo(limits, number(1) * sum), voices.length - 1) : 0;
    const claims = ends[voice];
    const pair = claims[claims.length > 1 ? Math.floor(number(2) * claims.length) : 0];
    return pair[pair[0] === pair[1] || number(3) < 0.5 ? 0 : 1];
  });
}

// The readings of options.

/**
 * Two lists of readings as one; what is the very same number of one option becomes one reading.
 * @param {Readings} one
 * @param {Readings} other
 * @returns {Readings}
 */
function merge(one, other) {
  const length = one.values.length + other.values.length;
  const [values, chances, owners] = [new Float64Array(length), new Float64Array(length), new Int32Array(length)];
  let [here, there, end] = [0, 0, 0];
  while (here + there < length) {
    const isOne = there === other.values.length || one.values[here] <= other.values[there];
    const from = isOne ? one : other;
    const at = isOne ? here++ : there++;
    if (!end || values[end - 1] !== from.values[at] || owners[end - 1] !== from.owners[at]) end += 1;
    values[end - 1] = from.values[at];
    chances[end - 1] += from.chances[at];
    owners[end - 1] = from.owners[at];
  }
  return { values: values.subarray(0, end), chances: chances.subarray(0, end), owners: owners.subarray(0, end) };
}

/**
 * The readings of one option that meet every must-have, and the probability of all others.
 * @param {Ranking} ranking
 * @param {number} option
 * @param {number} owner
 * @returns {Generator<undefined, {method: Method, readings: Readings, missing: number}>}
 */
function* readingsOf({ options, criteria, columns, weights, minimums, total }, option, owner) {
  /** @type {(values: Float64Array, chance?: number) => Readings} */
  const list = (values, chance = 1) => ({
    values,
    chances: new Float64Array(values.length).fill(chance),
    owners: new Int32Array(values.length).fill(owner),
  });
  /** @type {Doubtful[]} */
  const doubtful = [];
  let [number, certain] = [1, 0];
  for (const [criterion, { id }] of criteria.entries()) {
    const [weight, minimum] = [weights[criterion], minimums[criterion]];
    if (!weight && minimum < 0) continue;
    const tally = columns[option][criterion];
    const ways = waysOf(tally);
    number *= ways.length;
    const name = `${id.split("/").pop()}/${options[option]}`;
    // An undimmed option meets every must-have on a cell with one value.
    if (ways.length > 1) doubtful.push({ tally, ways, weight, least: minimum - TOLERANCE, name });
    else certain += weight * ways[0][0];
  }
  if (number > MOST_COUNTED) {
    const sums = new Float64Array(DRAWN).fill(certain);
    for (const cell of doubtful) {
      yield;
      draw(cell).forEach((value, reading) => (sums[reading] += value < cell.least ? NaN : cell.weight * value));
    }
    const values = sums.filter((sum) => !isNaN(sum)).sort();
    const readings = list(values.map((sum) => sum / total), 1 / DRAWN);
    return { method: { drawn: DRAWN }, readings, missing: 1 - values.length / DRAWN };
  }
  let found = list(new Float64Array([certain]));
  for (const { ways, weight, least } of doubtful) {
    yield;
    const { values, chances, owners } = found;
    found = list(new Float64Array());
    for (const [value, chance] of ways.filter(([value]) => value >= least)) {
      const [sums, parts] = [values.map((sum) => sum + weight * value), chances.map((before) => before * chance)];
      found = merge(found, { values: sums, chances: parts, owners });
    }
  }
  const readings = { ...found, values: found.values.map((sum) => sum / total) };
  return { method: { counted: number }, readings, missing: Math.max(1 - sumOf(found.chances), 0) };
}

// The shares of options.

/**
 * In what share of its readings each of several options leads. One sweep over all readings by ascending value keeps,
 * of each option, the probability that it is beaten there, and their products in a tree, in which the product of all
 * others is a few steps away.
 * @param {Readings} readings  owners are places in `missing`
 * @param {number[]} missing  of each option, the probability that it misses a must-have
 * @returns {Generator<undefined, number[]>}
 */
function* sharesOf({ values, chances, owners }, missing) {
  let leaves = 1;
  while (leaves < missing.length) leaves *= 2;
  const tree = new Float64Array(2 * leaves).fill(1);
  const [lower, upTo] = [new Float64Array(missing.length), new Float64Array(missing.length)];
  const update = (/** @type {number} */ owner) => {
    let node = leaves + owner;
    tree[node] = missing[owner] + (lower[owner] + upTo[owner]) / 2;
    while ((node >>= 1)) tree[node] = tree[2 * node] * tree[2 * node + 1];
  };
  missing.forEach((_, owner) => update(owner));
  const shares = missing.map(() => 0);
  let [below, within] = [0, 0];
  for (let at = 0; at < values.length; at += 1) {
    if (!(at % 4096)) yield;
    for (; values[within] <= values[at] + TOLERANCE; within += 1) {
      upTo[owners[within]] += chances[within];
      update(owners[within]);
    }
    for (; values[below] < values[at] - TOLERANCE; below += 1) {
      lower[owners[below]] += chances[below];
      update(owners[below]);
    }
    let chance = chances[at];
    for (let node = leaves + owners[at]; node > 1; node >>= 1) chance *= tree[node ^ 1];
    shares[owners[at]] += chance;
  }
  return shares;
}

/**
 * How the readings of each option were made, and in what share of them it leads; null for an option that cannot.
 * @param {Ranking} ranking
 * @returns {Generator<undefined, {readings: (Method | null)[], shares: (number | null)[]}>}
 */
function* shares(ranking) {
  const contenders = placesFrom(ranking.contends, 0);
  /** @type {Readings[]} */
  const lists = [];
  /** @type {number[]} */
  const missing = [];
  /** @type {(Method | null)[]} */
  const methods = ranking.options.map(() => null);
  /** @type {(number | null)[]} */
  const shares = ranking.options.map(() => null);
  for (const [owner, option] of contenders.entries()) {
    const found = yield* readingsOf(ranking, option, owner);
    methods[option] = found.method;
    missing.push(found.missing);
    lists.push(found.readings);
  }
  // The shortest first, as they come.
  while (lists.length > 1) {
    yield;
    const [one, other] = lists.splice(0, 2);
    lists.push(merge(one, other));
  }
  for (const all of lists) {
    (yield* sharesOf(all, missing)).forEach((share, owner) => (shares[contenders[owner]] = share));
  }
  return { readings: methods, shares };
}

export { shares };
