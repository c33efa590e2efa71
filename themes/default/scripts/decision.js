// @ts-check
// The decision: from cells to a ranking that says how sure it is, rules 7 to 14 of docs/rules.md. The twin of
// src/decide; the vectors in tests/vectors hold both to the same numbers. Scores and ranks are in scores.js, the
// readings of contested and missing cells in readings.js, what single doubts, contradictions and sources would change
// in trials.js, what a weight would change in stability.js.
//
// For a page, in steps. Options and criteria are known by their places in `model.options` and `model.criteria`, both
// in order of id:
//
//     const model = modelOf(knowledge, profile);       // anew for other trust, suppositions, hidden options
//     const ranking = model.weigh(weights, minimums);  // at every move of a slider
//     model.option(ranking, place), model.contributions(ranking, place), model.outcome(ranking, place, criterion)
//     const result = {};
//     const steps = model.slow(ranking, result);       // steps.next() until done, or never again; its parts appear in
//                                                      // `result` one by one
//
// `decide(knowledge, profile)` is all of it at once, in the form of tests/vectors/README.md.

import { NONE, TOLERANCE, evidence, findings, finish, tally, trusts } from "./analysis.js";
import { askedOf } from "./profile.js";
import { shares } from "./readings.js";
import { contributions, dominance, optionOf, outcome, placesFrom, tableOf, weigh } from "./scores.js";
import { stability } from "./stability.js";
import { againstSide, trialsOf } from "./trials.js";

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
 * The cells of the options that take part, and what follows from them.
 * @param {Knowledge} knowledge
 * @param {Profile} [profile]
 */
function modelOf(knowledge, { hidden, suppose = {}, trust: given } = {}) {
  const known = evidence(knowledge);
  const trust = trusts(knowledge, given);
  const talliesOf = (/** @type {Float64Array} */ trust, /** @type {ReadonlySet<string>} */ without) =>
    known.cells.map((_, cell) => tally(known, trust, cell, without));
  /**
   * With some trust, what stood before anything was supposed, where something is, and the claims that that takes out.
   * @param {Float64Array} trust
   */
  const supposing = (trust) => {
    const before = Object.keys(suppose).length ? finish(findings(known, trust, talliesOf(trust, NONE), NONE)) : undefined;
    const out = before?.found.flatMap(({ id, sides }) => (id in suppose ? [...againstSide(sides, suppose[id])] : []));
    return { before, without: new Set(out) };
  };
  const { before, without } = supposing(trust);
  const tallies = talliesOf(trust, without);
  const table = tableOf({ known, trust, without, tallies, supposing }, hidden);

  /** The numbers of a cell, of a scenario too. @param {string} question @param {string} option */
  const cell = (question, option) =>
    tallies[
      knowledge.questions.findIndex(({ id }) => id === question) * knowledge.options.length + knowledge.options.indexOf(option)
    ];

  /** @type {Findings | undefined} */
  let cachedFindings;
  const standing = () => (cachedFindings ??= finish(findings(known, trust, tallies, without)));
  /** The contradictions that stand, after those that stood before one of their sides was supposed right. */
  const contradictions = () => [...(before?.found ?? []), ...standing().found];
  /** By place of cell, the contradictions that mark it; now, and before anything was supposed. */
  const marked = () => [standing(), before].map((found) => [...(found?.marks ?? [])]);

  return {
    ...table,
    ...{ cell, contradictions, marked, option: optionOf, contributions, outcome, slow },
    /** Weights and minimums by place of criterion. @param {ArrayLike<number>} weights @param {ArrayLike<number | null>} minimums */
    weigh: (weights, minimums) => weigh(table, weights, minimums),
  };
}

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
 * Score, interval and coverage of every option over some criteria alone (rule 14).
 * @param {ReturnType<typeof modelOf>} model
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
  const { options, criteria, weigh, option, contributions, outcome, slow } = model;
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

export { aggregate, decide, modelOf };
