// @ts-check
// The decision: from cells to a ranking that says how sure it is, rules 7 to 14 of docs/rules.md. The twin of
// src/decide; the vectors in tests/vectors hold both to the same numbers. What is weighed is in model.js, scores and
// ranks are in scores.js, the readings of contested and missing cells in readings.js, what single doubts, contradictions
// and sources would change in trials.js, what a weight would change in stability.js.
//
// For a page, in steps, with a ranking of model.js:
//
//     const result = {};
//     const steps = slow(ranking, result);  // steps.next() until done, or never again; its parts appear in `result`
//                                           // one by one
//
// `decide(knowledge, profile)` is all of it at once, in the form of tests/vectors/README.md.

import { TOLERANCE, finish } from "./analysis.js";
import { modelOf } from "./model.js";
import { askedOf } from "./profile.js";
import { shares } from "./readings.js";
import { outcome, placesFrom } from "./scores.js";
import { stability } from "./stability.js";
import { trialsOf } from "./trials.js";

/**
 * @typedef {{kind: string, whichever_side?: boolean, larger_share?: string | null, reason?: string}} Verdict
 * @typedef {{score: number | null, low: number | null, high: number | null, coverage: number}} Aggregate
 *
 * What takes longer; shares and readings by place of option, the rest in the form of tests/vectors/README.md.
 * @typedef {object} Slow
 * @property {(number | null)[]} shares
 * @property {(import("./readings.js").Method | null)[]} readings
 * @property {Verdict} verdict
 * @property {import("./trials.js").SideTrial[]} contradictions
 * @property {import("./trials.js").Doubt[]} doubts
 * @property {import("./trials.js").SourceTrial[]} sources
 * @property {{[criterion: string]: import("./stability.js").Stability}} stability
 * @property {string[][]} dominance
 */

/** The least share of readings with which a leader is clear. */
const CLEAR = 0.95;

/** The least share of readings to which a ranking leans. */
const LEANING = 0.75;

/**
 * What takes longer (rules 10 to 14), with pauses; its parts appear in `result` as soon as they are known.
 * @param {Ranking} ranking
 * @param {Partial<Slow>} [result]
 * @returns {Generator<undefined, Slow>}
 */
function* slow(ranking, result = {}) {
  Object.assign(result, yield* shares(ranking));
  result.verdict = verdict(ranking, result.shares ?? []);
  const trials = trialsOf(ranking);
  result.contradictions = yield* trials.contradictions();
  result.doubts = yield* trials.doubts();
  result.sources = yield* trials.sources();
  result.dominance = yield* dominance(ranking);
  result.stability = yield* stability(ranking);
  return /** @type {Slow} */ (result);
}

/**
 * @param {Ranking} ranking
 * @param {(number | null)[]} shares
 * @returns {Verdict}
 */
function verdict(ranking, shares) {
  const { options, criteria, total, leaders, low, high, rank, dimmed, contends } = ranking;
  const contenders = placesFrom(contends, 0);
  const isAlone = contenders.length === 1;
  if (isAlone && contends.every((score, option) => score >= 0 || dimmed[option])) return { kind: "only-choice" };
  const reasons = {
    "no-options": !options.length,
    "no-weights": !total,
    "no-evidence": !rank.some(Boolean),
    "none-meets": !contenders.length,
    "one-ranked": isAlone,
  };
  for (const [reason, holds] of Object.entries(reasons)) if (holds) return { kind: "no-ranking", reason };
  const share = (/** @type {number} */ option) => shares[option] ?? 0;
  const best = Math.max(...leaders.map(share)) + TOLERANCE;
  let [most, larger] = [best, -1];
  for (const option of contenders) {
    if (!leaders.includes(option) && share(option) > most) [most, larger] = [share(option) + TOLERANCE, option];
  }
  const [leader] = leaders;
  const isSole = leaders.length === 1;
  return {
    kind: !isSole || best < LEANING ? "close-call" : best < CLEAR ? "leaning" : "clear",
    whichever_side:
      isSole &&
      criteria.every((_, at) => ["met", null].includes(outcome(ranking, leader, at))) &&
      contenders.every((option) => option === leader || low[leader] > high[option] + TOLERANCE),
    larger_share: options[larger] ?? null,
  };
}

/**
 * Pairs of options of which the first dominates the second (rule 13).
 * @param {Ranking} ranking
 * @returns {Generator<undefined, string[][]>}
 */
function* dominance({ options, cells, weights }) {
  const pairs = [];
  for (const [one, id] of options.entries()) {
    yield;
    for (const [other, name] of options.entries()) {
      // The least and the greatest gap.
      let [least, greatest] = [0, 0];
      for (let at = 0; at < weights.length && least >= -TOLERANCE; at += 1) {
        const gap = cells[one][4 * at + 1] - cells[other][4 * at + 2];
        if (weights[at]) [least, greatest] = [Math.min(least, gap), Math.max(greatest, gap)];
      }
      if (one !== other && least >= -TOLERANCE && greatest > TOLERANCE) pairs.push([id, name]);
    }
  }
  return pairs;
}

/**
 * Score, interval and coverage of every option over some criteria alone (rule 14).
 * @param {Model} model
 * @param {Ranking} ranking
 * @param {string[]} questions
 * @returns {{[option: string]: Aggregate}}
 */
function aggregate({ options, criteria, weigh, option }, { weights, minimums }, questions) {
  const part = weigh(weights.map((weight, at) => (questions.includes(criteria[at].id) ? weight : 0)), minimums);
  const found = options.map((id, place) => {
    const { score, low, high, coverage } = option(part, place);
    return [id, { score, low, high, coverage }];
  });
  return Object.fromEntries(found);
}

/**
 * The whole decision, in the form of tests/vectors/README.md.
 * @param {Knowledge} knowledge
 * @param {Profile} [profile]
 */
function decide(knowledge, profile) {
  const model = modelOf(knowledge, profile);
  const { options, criteria, weigh, option, contributions, outcome } = model;
  const ranking = weigh(...askedOf(criteria, profile));
  const { order, leaders, margin } = ranking;
  const { shares, readings, ...rest } = finish(slow(ranking));
  const named = options.map((id, place) => {
    const outcomes = criteria.map(({ id }, at) => [id, outcome(ranking, place, at)]);
    const must = Object.fromEntries(outcomes.filter(([, outcome]) => outcome));
    const parts = { contributions: contributions(ranking, place), must };
    return [id, { ...option(ranking, place), ...parts, share: shares[place], readings: readings[place] }];
  });
  const ids = (/** @type {number[]} */ places) => places.map((place) => options[place]);
  const groups = Object.entries(profile?.groups ?? {}).map(([group, topics]) => [group, aggregate(model, ranking, topics)]);
  const inGroups = groups.length && { groups: Object.fromEntries(groups) };
  return { options: Object.fromEntries(named), order: ids(order), leaders: ids(leaders), margin, ...rest, ...inGroups };
}

export { aggregate, decide, slow };
