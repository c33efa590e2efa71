// @ts-check
// What a decision is weighed on: the cells of the options that take part, by trust and suppositions, rules 7 to 9 of
// docs/rules.md. Known at once, so that a page can follow a weight while it moves; how sure it is, is in decision.js.
//
// Options and criteria are known by their places in `model.options` and `model.criteria`, both in order of id:
//
//     const model = modelOf(knowledge, profile);       // anew for other trust, suppositions, hidden options
//     const ranking = model.weigh(weights, minimums);  // at every move of a slider
//     model.option(ranking, place), model.contributions(ranking, place), model.outcome(ranking, place, criterion)

import { NONE, evidence, findings, finish, tally, trusts } from "./analysis.js";
import { againstSide, contributions, optionOf, outcome, tableOf, weigh } from "./scores.js";

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
    ...{ cell, contradictions, marked, option: optionOf, contributions, outcome },
    /** Weights and minimums by place of criterion. @param {ArrayLike<number>} weights @param {ArrayLike<number | null>} minimums */
    weigh: (weights, minimums) => weigh(table, weights, minimums),
  };
}

export { modelOf };
