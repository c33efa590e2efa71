// @ts-check
// What would change the decision: single doubts (rule 10), each side of each contradiction and each source (rule 11).
// The twin of src/decide/trials.rs.

import { TOLERANCE, findings, tally } from "./analysis.js";
import { againstSide, assess, assessed, byId, leadersOf, marginOf, numbersOf, outcome } from "./scores.js";

/**
 * @typedef {{flips: boolean, leaders: string[], influence: number | null, eligibility: {[option: string]: string},
 *   misses: {[option: string]: string[]}}} Change
 *
 * In the form of tests/vectors/README.md.
 * @typedef {{id: string, side: number} & Change} SideTrial
 * @typedef {{criterion: string, option: string, value: number} & Omit<Change, "flips">} Doubt
 * @typedef {{id: string} & Change} SourceTrial
 */

/** Whether an option takes part in the ranking, and if not what keeps it out. @param {Ranking} result @param {number} option */
const eligibilityOf = ({ dimmed, score }, option) => (dimmed[option] ? "dimmed" : score[option] < 0 ? "unranked" : "ranked");

/**
 * Tries what a decision would be if something were otherwise: generators, each of all trials of a kind.
 * @param {Ranking} ranking
 */
function trialsOf(ranking) {
  const { known, trust, without, tallies, supposing, options, criteria, columns, cells, contends, leaders, margin } = ranking;
  const { knowledge } = known;
  // The places of options and criteria, −1 for others, by theirs in what is known.
  const optionAt = knowledge.options.map((id) => options.indexOf(id));
  const criterionAt = knowledge.questions.map((question) => criteria.indexOf(question));
  const scratch = assessed(ranking);
  // Scores below that of the best other option change nothing.
  const bar = margin === null ? -2 : contends[leaders[0]] - margin - 2 * TOLERANCE;

  /**
   * What would follow if some cells had other numbers; null where nothing would change.
   * @param {[number, number, number[]][]} changes  option, criterion, numbers
   * @returns {Change | null}
   */
  function change(changes) {
    for (const [option, criterion, numbers] of changes) cells[option].set(numbers, 4 * criterion);
    const touched = [...new Set(changes.map(([option]) => option))];
    for (const option of touched) assess(scratch, option);
    const moved = touched
      .filter((option) => eligibilityOf(scratch, option) !== eligibilityOf(ranking, option))
      .sort((one, other) => one - other);
    const misses = Object.fromEntries(
      moved
        .filter((option) => scratch.dimmed[option])
        .map((option) => [
          options[option],
          criteria.flatMap(({ id }, at) => (outcome(ranking, option, at) === "not-met" ? [id] : [])),
        ]),
    );
    for (const [option, criterion] of changes) cells[option].set(numbersOf(columns[option][criterion]), 4 * criterion);
    if (!moved.length && touched.every((option) => Math.max(contends[option], scratch.contends[option]) < bar)) return null;
    const after = contends.slice();
    for (const option of touched) after[option] = scratch.contends[option];
    const now = leadersOf(after);
    const ahead = marginOf(after, leaders[0]);
    const influence = ahead === null || margin === null ? null : ahead - margin;
    const flips = `${now}` !== `${leaders}`;
    if (!flips && !moved.length && Math.abs(influence ?? 0) <= TOLERANCE) return null;
    const eligibility = Object.fromEntries(moved.map((option) => [options[option], eligibilityOf(scratch, option)]));
    return { flips, leaders: now.map((option) => options[option]), influence, eligibility, misses };
  }

  /**
   * The change if some cells were computed anew.
   * @param {number[]} touched
   * @param {Float64Array} trust
   * @param {ReadonlySet<string>} without
   * @returns {Generator<undefined, Change | null>}
   */
  function* anew(touched, trust, without) {
    /** @type {[number, number, number[]][]} */
    const changes = [];
    for (const [n, cell] of touched.entries()) {
      if (n % 256 === 255) yield;
      const option = optionAt[cell % optionAt.length];
      const criterion = criterionAt[Math.floor(cell / optionAt.length)];
      if (option < 0 || criterion < 0) continue;
      changes.push([option, criterion, numbersOf(tally(known, trust, cell, without))]);
    }
    return change(changes);
  }

  /** Every side of every contradiction, its claims against those of the other sides. */
  function* contradictions() {
    const outside = new Set(knowledge.callouts?.filter((one) => one.outside_is_side).map(({ id }) => id));
    const { found } = yield* findings(known, trust, tallies, without);
    /** @type {SideTrial[]} */
    const trials = [];
    for (const { id, sides, pair } of found) {
      for (let side = 0; side < sides.length + +(!pair && outside.has(id)); side += 1) {
        yield;
        const out = againstSide(sides, side);
        const touched = [...out].flatMap((claim) => known.claims.get(claim)?.cells ?? []);
        const what = yield* anew(touched, trust, new Set([...without, ...out]));
        if (what) trials.push({ id, side, ...what });
      }
    }
    return ordered(trials);
  }

  /** Deciding doubts: a cell of a leader at its lowest, or of another at its highest. */
  function* doubts() {
    /** @type {Doubt[]} */
    const trials = [];
    for (const [criterion, { id }] of criteria.entries()) {
      for (const [option, name] of options.entries()) {
        if (!(option % 64)) yield;
        if (contends[option] < 0) continue;
        const value = cells[option][4 * criterion + (leaders.includes(option) ? 1 : 2)];
        const { flips, ...what } = change([[option, criterion, [value, value, value, 1]]]) ?? {};
        if (flips) trials.push(/** @type {Doubt} */ ({ criterion: id, option: name, value, ...what }));
      }
    }
    return ordered(trials);
  }

  /** Every source, left out. What is supposed is settled anew, since a contradiction can fall away with a source. */
  function* sources() {
    /** @type {SourceTrial[]} */
    const trials = [];
    for (const [source, { id }] of knowledge.sources.entries()) {
      if (!trust[source]) continue;
      yield;
      // A source lends its trust to its copies where it is silent itself.
      const touched = known.members[known.voices[source]].flatMap((member) => known.reached[member]);
      const others = trust.map((own, at) => (at === source ? 0 : own));
      const out = supposing(others).without;
      for (const claim of [...without, ...out]) touched.push(...(known.claims.get(claim)?.cells ?? []));
      const what = yield* anew(touched, others, out);
      if (what) trials.push({ id, ...what });
    }
    return ordered(trials);
  }

  return { contradictions, doubts, sources };
}

/**
 * Unknown influence first, then the greater without sign, in steps of the tolerance; then by id and side. What is not
 * told apart stays as it was.
 * @template {{influence: number | null, id?: string, side?: number}} Trial
 * @param {Trial[]} trials
 */
function ordered(trials) {
  const steps = (/** @type {Trial} */ { influence }) => Math.round(Math.abs(influence ?? Infinity) / TOLERANCE);
  return trials.sort(
    (one, other) => steps(other) - steps(one) || byId(one, other) || (one.side ?? 0) - (other.side ?? 0),
  );
}

export { trialsOf };
