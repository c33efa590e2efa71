// @ts-check
// The decision: from cells to a ranking that says how sure it is, rules 7 to 14 of docs/rules.md. The twin of
// src/decide; the vectors in tests/vectors hold both to the same numbers.
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

import { NONE, TOLERANCE, evidence, findings, finish, tally, trusts, value } from "./analysis.js";

/**
 * What a reader says; see tests/vectors/README.md.
 * @typedef {{weights?: {[question: string]: number}, answers?: {[question: string]: string},
 *   must?: {[question: string]: string}, trust?: ArrayLike<number>, hidden?: string[],
 *   suppose?: {[contradiction: string]: number}, groups?: {[group: string]: string[]}}} Profile
 *
 * What is asked of the criteria, by place: weights from 0 to 5, and minimums as values from 0 to 1, −1 for none.
 * @typedef {{weights: Float64Array, minimums: Float64Array, total: number}} Asked
 *
 * What follows at once, by place of option. A score is −1 where there is none and a rank 0; `contends` is the score of
 * an undimmed ranked option and −1 for others. Without any weight low and high mean nothing.
 * @typedef {{asked: Asked, score: Float64Array, low: Float64Array, high: Float64Array, coverage: Float64Array,
 *   dimmed: Uint8Array, contends: Float64Array, rank: Int32Array, order: number[], leaders: number[],
 *   margin: number | null}} Ranking
 *
 * @typedef {{kind: string, whichever_side?: boolean, larger_share?: string | null, reason?: string}} Verdict
 * @typedef {{flips: boolean, leaders: string[], influence: number | null}} Change
 * @typedef {{leaders: number[], order: number[], above_zero?: string[]}} Stability
 * @typedef {{score: number | null, low: number | null, high: number | null, coverage: number}} Aggregate
 *
 * What takes longer; shares and readings by place of option, the rest in the form of tests/vectors/README.md.
 * @typedef {object} Slow
 * @property {(number | null)[]} shares
 * @property {({counted: number} | {drawn: number} | null)[]} readings
 * @property {Verdict} verdict
 * @property {({id: string, side: number} & Change)[]} contradictions
 * @property {{criterion: string, option: string, value: number, leaders: string[], influence: number | null}[]} doubts
 * @property {({id: string} & Change)[]} sources
 * @property {{[criterion: string]: Stability}} stability
 * @property {string[][]} dominance
 *
 * Values by ascending order with their probabilities and the options whose they are.
 * @typedef {{values: Float64Array, chances: Float64Array, owners: Int32Array}} Readings
 *
 * A score as a function of one weight: (fixed + weight · slope) / (the other weights + weight); whether its option is
 * ranked where that weight is 0.
 * @typedef {{fixed: number, slope: number, stays: boolean}} Line
 */

const { abs, floor, imul, max, min, round } = Math;

const LARGEST_WEIGHT = 5;

/** The least shares of readings with which a leader is clear, and to which a ranking leans. */
const [CLEAR, LEANING] = [0.95, 0.75];

/** The most ways of an option's cells that are counted out, and how many are drawn where there are more. */
const [MOST_COUNTED, DRAWN] = [10_000, 1_000];

const byId = (one = "", other = "") => (one < other ? -1 : +(one > other));

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
 * @param {ArrayLike<number>} scores
 * @param {Float64Array} sorted
 */
const ranksAmong = (scores, sorted) =>
  Int32Array.from(scores, (score) => (score < 0 ? 0 : 1 + sorted.length - countUpTo(sorted, score + TOLERANCE)));

/** @param {Float64Array} scores */
const sortedOf = (scores) => scores.filter((score) => score >= 0).sort();

// Rule 10: the ways of a cell.

/**
 * The ends of what each claim of a voice reaches, in order of the claims' ids.
 * @param {Voice} voice
 */
const endsOf = ({ counted }) =>
  [...counted].sort((one, other) => byId(one.claim.id, other.claim.id)).map(({ value: { low, high } }) => [low, high]);

/**
 * The different values of a cell, each with its probability.
 * @param {Tally} tally
 */
function waysOf(tally) {
  if (tally.ways) return tally.ways;
  /** @type {number[][]} */
  const ways = (tally.ways = []);
  if (tally.score === null) ways.push(...[0, 0.25, 0.5, 0.75, 1].map((rating) => [rating, 0.2]));
  const trust = tally.voices.reduce((sum, voice) => sum + voice.trust, 0);
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
  for (let at = 0; at < text.length; at += 1) hash = imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}

/**
 * The n-th number, from 1, of mulberry32: from 0 up to 1, which it never reaches.
 * @param {number} seed
 * @param {number} n
 */
function mulberry32(seed, n) {
  const state = (seed + imul(0x6d2b79f5, n)) | 0;
  let bits = imul(state ^ (state >>> 15), state | 1);
  bits ^= bits + imul(bits ^ (bits >>> 7), bits | 61);
  return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
}

/**
 * The value that a cell takes in each drawn reading. Every reading has three numbers, used or not: voice, claim, end.
 * @param {Tally} tally
 * @param {number} seed
 */
function draw({ voices }, seed) {
  let sum = 0;
  const limits = voices.map(({ trust }) => (sum += trust));
  const ends = voices.map(endsOf);
  return new Float64Array(DRAWN).map((_, reading) => {
    const number = (/** @type {number} */ which) => mulberry32(seed, 3 * reading + which);
    if (!voices.length) return floor(5 * number(1)) / 4;
    const voice = voices.length > 1 ? min(countUpTo(limits, number(1) * sum), voices.length - 1) : 0;
    const claims = ends[voice];
    const pair = claims[claims.length > 1 ? floor(number(2) * claims.length) : 0];
    return pair[pair[0] === pair[1] || number(3) < 0.5 ? 0 : 1];
  });
}

// Rule 10: readings and shares of options.

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
 * The leaders among undimmed ranked options, as places (rule 8).
 * @param {Float64Array} contends
 */
function leadersOf(contends) {
  const best = contends.reduce((best, score) => max(best, score), 0);
  return [...contends.keys()].filter((option) => contends[option] >= best - TOLERANCE);
}

/**
 * How far an option is ahead of the best other; null where either is missing.
 * @param {Float64Array} contends
 * @param {number} [leader]
 */
function marginOf(contends, leader = -1) {
  const best = contends.reduce((best, score, option) => (option === leader ? best : max(best, score)), -1);
  return best < 0 || !(contends[leader] >= 0) ? null : contends[leader] - best;
}

/**
 * Unknown influence first, then the greater without sign, in steps of the tolerance; then by id and side. What is not
 * told apart stays as it was.
 * @template {{influence: number | null, id?: string, side?: number}} Trial
 * @param {Trial[]} trials
 */
function ordered(trials) {
  const steps = ({ influence } = trials[0]) =>
    influence === null ? Number.MAX_VALUE : round(abs(influence) / TOLERANCE);
  return trials.sort(
    (one, other) => steps(other) - steps(one) || byId(one.id, other.id) || (one.side ?? 0) - (other.side ?? 0),
  );
}

/**
 * The cells of the options that take part, and what follows from them.
 * @param {Knowledge} knowledge
 * @param {Profile} [profile]
 */
function modelOf(knowledge, profile = {}) {
  const { hidden = [], suppose = {} } = profile;
  const known = evidence(knowledge);
  const trust = trusts(knowledge, profile.trust);
  const options = knowledge.options.filter((id) => !hidden.includes(id)).sort(byId);
  const criteria = knowledge.questions
    .filter(({ id, background }) => id.startsWith("topics/") && !background)
    .sort((one, other) => byId(one.id, other.id));
  const talliesWithout = (/** @type {ReadonlySet<string>} */ without) =>
    known.cells.map((_, cell) => tally(known, trust, cell, without));
  let tallies = talliesWithout(NONE);
  /** The claims that suppositions take out. */
  const without = new Set(NONE);
  if (Object.keys(suppose).length) {
    for (const { id, sides } of finish(findings(known, trust, tallies, NONE)).found) {
      if (id in suppose) against(sides, suppose[id]).forEach((claim) => without.add(claim));
    }
    tallies = talliesWithout(without);
  }

  // Of each option, then criterion, four numbers: score, low, high, and 1 where the score is of claims.
  const width = criteria.length;
  const cells = new Float64Array(4 * options.length * width);
  const placeOf = new Int32Array(tallies.length).fill(-1);
  const columns = options.map((id) => knowledge.options.indexOf(id));
  const rows = criteria.map((criterion) => knowledge.questions.indexOf(criterion) * knowledge.options.length);
  options.forEach((_, option) =>
    criteria.forEach((_, criterion) => {
      const [cell, at] = [rows[criterion] + columns[option], option * width + criterion];
      placeOf[cell] = at;
      cells.set(numbersOf(tallies[cell]), 4 * at);
    }),
  );

  /**
   * @param {ArrayLike<number>} given
   * @param {ArrayLike<number | null>} least
   * @returns {Asked}
   */
  function ask(given, least) {
    const held = Float64Array.from(criteria, (_, place) =>
      given[place] > TOLERANCE ? min(given[place], LARGEST_WEIGHT) : 0,
    );
    const total = held.reduce((sum, weight) => sum + weight, 0);
    return { weights: held, minimums: Float64Array.from(criteria, (_, place) => least[place] ?? -1), total };
  }

  /**
   * Rules 7 and 9 for one option, into its place.
   * @param {Ranking} into
   * @param {number} option
   */
  function assess(into, option) {
    const { weights, minimums, total } = into.asked;
    let [score, low, high, covered, dimmed] = [0, 0, 0, 0, 0];
    for (let criterion = 0, at = 4 * option * width; criterion < width; criterion += 1, at += 4) {
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
   * @param {Asked} asked
   * @returns {Ranking}
   */
  function assessed(asked) {
    const [score, low, high, coverage, contends] = [0, 1, 2, 3, 4].map(() => new Float64Array(options.length));
    const dimmed = new Uint8Array(options.length);
    const rank = new Int32Array(options.length);
    const into = { asked, score, low, high, coverage, contends, dimmed, rank, order: [], leaders: [], margin: null };
    options.forEach((_, option) => assess(into, option));
    return into;
  }

  /**
   * Scores, ranks and leaders (rules 7 to 9).
   * @param {ArrayLike<number>} given  weights by place of criterion
   * @param {ArrayLike<number | null>} least  minimums by place of criterion, as values from 0 to 1
   */
  function weigh(given, least) {
    const ranking = assessed(ask(given, least));
    const { score, contends, dimmed } = ranking;
    const undimmed = sortedOf(contends);
    ranking.rank = ranksAmong(contends, undimmed);
    ranksAmong(score, sortedOf(score.filter((_, option) => dimmed[option]))).forEach((rank, option) => {
      if (dimmed[option] && rank) ranking.rank[option] = undimmed.length + rank;
    });
    // Rank and place in one number, so that what ties stays in order of id.
    const keys = score.map((_, option) => (ranking.rank[option] || Infinity) * options.length + option);
    ranking.order = [...score.keys()].sort((one, other) => keys[one] - keys[other] || one - other);
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
  const contributions = ({ asked: { weights, total } }, option) =>
    Object.fromEntries(
      criteria.flatMap(({ id }, at) =>
        weights[at] ? [[id, (weights[at] * cells[4 * (option * width + at)]) / total]] : [],
      ),
    );

  /**
   * How an option stands to the must-have on a criterion; null where there is none (rule 9).
   * @param {Ranking} ranking
   * @param {number} option
   * @param {number} criterion
   */
  function outcome({ asked: { minimums } }, option, criterion) {
    const least = minimums[criterion] - TOLERANCE;
    if (least < -TOLERANCE) return null;
    const [, low, high, isKnown] = cells.subarray(4 * (option * width + criterion));
    return isKnown ? (low >= least ? "met" : high < least ? "not-met" : "uncertain") : "unknown";
  }

  /**
   * What follows at once for an option, in the form of tests/vectors/README.md.
   * @param {Ranking} ranking
   * @param {number} option
   */
  const optionOf = ({ asked: { total }, score, low, high, coverage, rank, dimmed }, option) => ({
    score: score[option] < 0 ? null : score[option],
    low: total ? low[option] : null,
    high: total ? high[option] : null,
    coverage: coverage[option],
    rank: rank[option] || null,
    dimmed: !!dimmed[option],
  });

  /**
   * The readings of one option that meet every must-have, and the probability of all others.
   * @param {Asked} asked
   * @param {number} option
   * @param {number} owner
   * @returns {Generator<undefined, {how: {counted: number} | {drawn: number}, readings: Readings, missing: number}>}
   */
  function* readingsOf({ weights, minimums, total }, option, owner) {
    /** @type {(values: Float64Array, chance?: number) => Readings} */
    const list = (values, chance = 1) => ({
      values,
      chances: new Float64Array(values.length).fill(chance),
      owners: new Int32Array(values.length).fill(owner),
    });
    const doubtful = [];
    let [number, certain] = [1, 0];
    for (const criterion of criteria.keys()) {
      if (!weights[criterion] && minimums[criterion] < 0) continue;
      const tally = tallies[rows[criterion] + columns[option]];
      const ways = waysOf(tally);
      const [weight, least] = [weights[criterion], minimums[criterion] - TOLERANCE];
      number *= ways.length;
      // An undimmed option meets every must-have on a cell with one value.
      if (ways.length > 1) doubtful.push({ criterion, tally, ways, weight, least });
      else certain += weight * ways[0][0];
    }
    if (number > MOST_COUNTED) {
      const sums = new Float64Array(DRAWN).fill(certain);
      for (const { criterion, tally, weight, least } of doubtful) {
        yield;
        const drawn = draw(tally, fnv1a(`${criteria[criterion].id.split("/").pop()}/${options[option]}`));
        drawn.forEach((value, reading) => (sums[reading] += value < least ? NaN : weight * value));
      }
      const values = sums.filter((sum) => !isNaN(sum)).sort();
      const readings = list(values.map((sum) => sum / total), 1 / DRAWN);
      return { how: { drawn: DRAWN }, readings, missing: 1 - values.length / DRAWN };
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
    const missing = max(1 - found.chances.reduce((sum, chance) => sum + chance, 0), 0);
    return { how: { counted: number }, readings: { ...found, values: found.values.map((sum) => sum / total) }, missing };
  }

  /**
   * @param {Ranking} ranking
   * @param {Partial<Slow>} result
   */
  function* findShares({ asked, contends }, result) {
    const contenders = [...options.keys()].filter((option) => contends[option] >= 0);
    /** @type {Slow["readings"]} */
    const how = options.map(() => null);
    /** @type {Slow["shares"]} */
    const shares = options.map(() => null);
    /** @type {Readings[]} */
    const lists = [];
    /** @type {number[]} */
    const missing = [];
    for (const [owner, option] of contenders.entries()) {
      const found = yield* readingsOf(asked, option, owner);
      how[option] = found.how;
      missing.push(found.missing);
      lists.push(found.readings);
    }
    // The shortest first, as they come.
    while (lists.length > 1) {
      yield;
      const [one, other] = lists.splice(0, 2);
      lists.push(merge(one, other));
    }
    if (lists.length) {
      (yield* sharesOf(lists[0], missing)).forEach((share, owner) => (shares[contenders[owner]] = share));
    }
    result.readings = how;
    result.shares = shares;
  }

  /**
   * @param {Ranking} ranking
   * @param {(number | null)[]} all
   * @returns {Verdict}
   */
  function verdictOf(ranking, all) {
    const { asked, leaders, low, high, rank, dimmed, contends } = ranking;
    const contenders = [...options.keys()].filter((option) => contends[option] >= 0);
    const isOnly = contenders.length === 1 && contends.every((score, option) => score >= 0 || dimmed[option]);
    if (isOnly) return { kind: "only-choice" };
    const reasons = {
      "no-options": !options.length,
      "no-weights": !asked.total,
      "no-evidence": !rank.some(Boolean),
      "none-meets": !contenders.length,
      "one-ranked": contenders.length === 1,
    };
    for (const [reason, holds] of Object.entries(reasons)) if (holds) return { kind: "no-ranking", reason };
    const share = (/** @type {number} */ option) => all[option] ?? 0;
    const best = max(...leaders.map(share)) + TOLERANCE;
    let [most, larger] = [best, -1];
    for (const option of contenders) {
      if (!leaders.includes(option) && share(option) > most) [most, larger] = [share(option) + TOLERANCE, option];
    }
    const [leader, second] = leaders;
    const isSole = second === undefined;
    return {
      kind: isSole && best >= CLEAR ? "clear" : isSole && best >= LEANING ? "leaning" : "close-call",
      whichever_side:
        isSole &&
        criteria.every((_, at) => /^(met|null)$/.test(`${outcome(ranking, leader, at)}`)) &&
        contenders.every((option) => option === leader || low[leader] > high[option] + TOLERANCE),
      larger_share: options[larger] ?? null,
    };
  }

  /**
   * Tries what would follow if some cells had other numbers (rules 10 and 11): null where nothing would change.
   * @param {Ranking} ranking
   */
  function trials(ranking) {
    const { leaders, margin, asked } = ranking;
    const scratch = assessed(asked);
    // Scores below that of the best other option change nothing.
    const bar = margin === null ? -2 : ranking.contends[leaders[0]] - margin - 2 * TOLERANCE;
    /**
     * @param {Map<number, number[]>} changes  numbers by place
     * @returns {Change | null}
     */
    return (changes) => {
      const former = [...changes.keys()].map((at) => ({ at: 4 * at, numbers: cells.slice(4 * at, 4 * at + 4) }));
      for (const [at, numbers] of changes) cells.set(numbers, 4 * at);
      const touched = [...new Set([...changes.keys()].map((at) => floor(at / width)))];
      for (const option of touched) assess(scratch, option);
      for (const { at, numbers } of former) cells.set(numbers, at);
      if (touched.every((option) => max(ranking.contends[option], scratch.contends[option]) < bar)) return null;
      const contends = ranking.contends.slice();
      for (const option of touched) contends[option] = scratch.contends[option];
      const now = leadersOf(contends);
      const after = marginOf(contends, leaders[0]);
      const influence = after === null || margin === null ? null : after - margin;
      const flips = `${now}` !== `${leaders}`;
      if (!flips && abs(influence ?? 0) <= TOLERANCE) return null;
      return { flips, leaders: now.map((option) => options[option]), influence };
    };
  }

  /**
   * The numbers that some cells would have.
   * @param {number[]} places
   * @param {Float64Array} trust
   * @param {ReadonlySet<string>} without
   */
  function* anew(places, trust, without) {
    /** @type {Map<number, number[]>} */
    const changes = new Map();
    for (const [n, cell] of places.entries()) {
      if (n % 256 === 255) yield;
      if (placeOf[cell] >= 0) changes.set(placeOf[cell], numbersOf(tally(known, trust, cell, without)));
    }
    return changes;
  }

  /**
   * @param {Ranking} ranking
   * @param {Partial<Slow>} result
   */
  function* findTrials(ranking, result) {
    const change = trials(ranking);
    const outside = new Set(knowledge.callouts?.filter((one) => one.outside_is_side).map(({ id }) => id));
    const { found } = yield* findings(known, trust, tallies, without);
    /** @type {Slow["contradictions"]} */
    const contradictions = [];
    for (const { id, sides, pair } of found) {
      for (let side = 0; side < sides.length + +(!pair && outside.has(id)); side += 1) {
        yield;
        const out = against(sides, side);
        const places = [...out].flatMap((claim) => known.claims.get(claim)?.cells ?? []);
        const what = change(yield* anew(places, trust, new Set([...without, ...out])));
        if (what) contradictions.push({ id, side, ...what });
      }
    }
    result.contradictions = ordered(contradictions);
    /** @type {Slow["doubts"]} */
    const doubts = [];
    for (const [criterion, { id }] of criteria.entries()) {
      for (const [option, name] of options.entries()) {
        if (!(option % 64)) yield;
        if (ranking.contends[option] < 0) continue;
        const at = option * width + criterion;
        const value = cells[4 * at + (ranking.leaders.includes(option) ? 1 : 2)];
        const what = change(new Map([[at, [value, value, value, 1]]]));
        if (!what?.flips) continue;
        doubts.push({ criterion: id, option: name, value, leaders: what.leaders, influence: what.influence });
      }
    }
    result.doubts = ordered(doubts);
    /** @type {Slow["sources"]} */
    const sources = [];
    for (const [source, { id }] of knowledge.sources.entries()) {
      if (!trust[source]) continue;
      yield;
      // A source lends its trust to its copies where it is silent itself.
      const places = known.members[known.voices[source]].flatMap((member) => known.reached[member]);
      const what = change(yield* anew(places, trust.map((own, at) => (at === source ? 0 : own)), without));
      if (what) sources.push({ id, ...what });
    }
    result.sources = ordered(sources);
  }

  /**
   * The range of each weight in which the leaders stay, and that in which the order stays (rule 12).
   * @param {Ranking} ranking
   * @param {Partial<Slow>} result
   */
  function* findStability({ asked: { weights }, dimmed }, result) {
    /** @type {Slow["stability"]} */
    const found = {};
    for (const [criterion, { id }] of criteria.entries()) {
      yield;
      /** @type {Line[]} */
      const lines = [];
      const others = weights.map((weight, other) => (other === criterion ? 0 : weight));
      for (const option of options.keys()) {
        const start = 4 * option * width;
        let [fixed, covered] = [0, 0];
        for (let other = 0; other < width; other += 1) {
          fixed += others[other] * cells[start + 4 * other];
          covered += others[other] * cells[start + 4 * other + 3];
        }
        const here = start + 4 * criterion;
        if (dimmed[option] || !(covered || cells[here + 3])) continue;
        lines.push({ fixed, slope: cells[here], stays: covered > 0 });
      }
      const rest = others.reduce((sum, weight) => sum + weight, 0);
      found[id] = yield* rangesOf(lines, rest, weights[criterion]);
    }
    result.stability = found;
  }

  /**
   * @param {Ranking} ranking
   * @param {Partial<Slow>} result
   */
  function* findDominance({ asked: { weights } }, result) {
    /** @type {string[][]} */
    const pairs = [];
    for (const [one, id] of options.entries()) {
      yield;
      for (const [other, name] of options.entries()) {
        // The least and the greatest gap.
        let [least, greatest] = [0, 0];
        for (let at = 0; at < width && least >= -TOLERANCE; at += 1) {
          const gap = cells[4 * (one * width + at) + 1] - cells[4 * (other * width + at) + 2];
          if (weights[at]) [least, greatest] = [min(least, gap), max(greatest, gap)];
        }
        if (one !== other && least >= -TOLERANCE && greatest > TOLERANCE) pairs.push([id, name]);
      }
    }
    result.dominance = pairs;
  }

  /**
   * What takes longer (rules 10 to 14), with pauses; its parts appear in `result` as soon as they are known.
   * @param {Ranking} ranking
   * @param {Partial<Slow>} [result]
   * @returns {Generator<undefined, Slow>}
   */
  function* slow(ranking, result = {}) {
    yield* findShares(ranking, result);
    result.verdict = verdictOf(ranking, result.shares ?? []);
    yield* findTrials(ranking, result);
    yield* findDominance(ranking, result);
    yield* findStability(ranking, result);
    return /** @type {Slow} */ (result);
  }

  /** The numbers of a cell, of a scenario too. @param {string} question @param {string} option */
  const cell = (question, option) =>
    tallies[
      knowledge.questions.findIndex(({ id }) => id === question) * knowledge.options.length + knowledge.options.indexOf(option)
    ];

  /** @type {Findings | undefined} */
  let stand;
  const standing = () => (stand ??= finish(findings(known, trust, tallies, without)));
  /** The contradictions that stand. */
  const contradictions = () => standing().found;
  /** The option and the question of a cell that a contradiction marks; for one that is found, its own. @param {string} contradiction */
  function foundIn(contradiction) {
    for (const [cell, marks] of standing().marks) {
      if (![...marks].some(({ id }) => id === contradiction)) continue;
      const { options, questions } = knowledge;
      return [options[cell % options.length], questions[floor(cell / options.length)].id];
    }
  }

  const made = { options, criteria, trust, without, cell, contradictions, foundIn };
  return { ...made, weigh, option: optionOf, contributions, outcome, slow };
}

/** @param {Tally} tally */
const numbersOf = ({ score, low, high }) => [score ?? 0.5, low, high, +(score !== null)];

/**
 * The claims that supposing a side of a contradiction right takes out (rule 11).
 * @param {string[][]} sides
 * @param {number} side
 */
const against = (sides, side) => new Set(sides.flat().filter((claim) => !sides[side]?.includes(claim)));

/**
 * The ranges of one weight in which leaders and order stay (rule 12).
 * @param {Line[]} lines
 * @param {number} rest  the sum of the other weights
 * @param {number} present
 * @returns {Generator<undefined, Stability>}
 */
function* rangesOf(lines, rest, present) {
  const scoresAt = (/** @type {number} */ weight) =>
    Float64Array.from(lines, ({ fixed, slope }) => (fixed + weight * slope) / (rest + weight || 1));
  const ranksOf = (/** @type {Float64Array} */ scores) => ranksAmong(scores, sortedOf(scores));
  const ifRanked = (/** @type {Float64Array} */ scores) =>
    scores.map((score, at) => (lines[at].stays ? score : -1));
  const [scores, atZero] = [scoresAt(present), scoresAt(0)];
  const without = ranksOf(ifRanked(atZero));
  const now = present ? ranksOf(scores) : without;
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
      if (abs(steeper) <= TOLERANCE) continue;
      let at = (lines[other].fixed - lines[one].fixed) / steeper;
      if (rest + present && abs(scores[one] - scores[other]) <= TOLERANCE) at = present;
      else if (abs(at) <= TOLERANCE) at = 0;
      // From 0, ties that go on are no crossings, and those that end are found below.
      if (at < 0 || (!present && at <= TOLERANCE)) continue;
      for (const range of soon[one] === 1 || soon[other] === 1 ? [found.order, found.leaders] : [found.order]) {
        if (at <= present) range[0] = max(range[0], at);
        if (at >= present) range[1] = min(range[1], at);
      }
    }
  }
  const above = [];
  const ifAllStayed = ranksOf(atZero);
  for (const [concern, range] of /** @type {["leaders" | "order", number[]][]} */ (Object.entries(found))) {
    const differ = (/** @type {Int32Array} */ ones, /** @type {Int32Array} */ others) =>
      ones.some((rank, at) => (concern === "order" ? rank !== others[at] : (rank === 1) !== (others[at] === 1)));
    if (!present && differ(soon, now)) range[1] = 0;
    if (present && !range[0] && differ(without, now) && differ(without, ifAllStayed)) above.push(concern);
  }
  return { ...found, ...(above.length && { above_zero: above }) };
}

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

/**
 * Score, interval and coverage of every option over some criteria alone (rule 14).
 * @param {ReturnType<typeof modelOf>} model
 * @param {Ranking} ranking
 * @param {string[]} questions
 * @returns {{[option: string]: Aggregate}}
 */
function aggregate({ options, criteria, weigh, option }, { asked: { weights, minimums } }, questions) {
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

export { aggregate, askedOf, decide, modelOf };
