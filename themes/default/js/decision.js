// @ts-check
// The decision: from cells to a ranking that says how sure it is, rules 7 to 14 of docs/rules.md. The twin of
// src/decide; the vectors in tests/vectors hold both to the same numbers.
//
// For a page, in steps. Options and criteria are known by their places in `model.options` and `model.criteria`, both
// in order of id:
//
//     const model = CounterpointDecision.model(knowledge, profile);  // anew for other trust, suppositions, hidden options
//     const ranking = model.weigh(weights, minimums);                // at every move of a slider; both have defaults
//     model.option(ranking, place), model.contributions(ranking, place), model.aggregate(ranking, questions)
//     const result = {};
//     const steps = model.slow(ranking, result);                     // steps.next() until done, or never again; its
//                                                                    // parts appear in `result` one by one
//
// `CounterpointDecision.decide(knowledge, profile)` is all of it at once, in the form of tests/vectors/README.md.
"use strict";

/**
 * What a reader says; see tests/vectors/README.md.
 * @typedef {{weights?: {[question: string]: number}, answers?: {[question: string]: string},
 *   must?: {[question: string]: string}, trust?: ArrayLike<number>, hidden?: string[],
 *   suppose?: {[contradiction: string]: number}, groups?: {[group: string]: string[]}}} Profile
 *
 * What is asked of the criteria, by place: weights from 0 to 5, and minimums as values from 0 to 1 or null.
 * @typedef {{weights: Float64Array, minimums: (number | null)[], total: number}} Asked
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
 * @property {{[group: string]: {[option: string]: Aggregate}}} [groups]
 *
 * Values by ascending order with their probabilities and the options whose they are.
 * @typedef {{values: Float64Array, chances: Float64Array, owners: Int32Array}} Readings
 *
 * @typedef {Tally & {ways?: number[][]}} DoubtfulTally  `ways` are its different values with their probabilities
 */

const CounterpointDecision = (() => {
  const { TOLERANCE, NONE, evidence, trusts, value, tally, findings, against, finish } = CounterpointAnalysis;

  const LARGEST_WEIGHT = 5;

  /** The least shares of readings with which a leader is clear, and to which a ranking leans. */
  const [CLEAR, LEANING] = [0.95, 0.75];

  /** The most ways of an option's cells that are counted out, and how many are drawn where there are more. */
  const [MOST_COUNTED, DRAWN] = [10_000, 1_000];

  /** @type {{[answer: string]: number}} */
  const ANSWERS = { yes: 5, somewhat: 3, no: 0 };

  /**
   * @param {string} one
   * @param {string} other
   */
  const byId = (one, other) => (one < other ? -1 : Number(one > other));

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

  // Rule 10: a cell's different values, and draws among them.

  /**
   * @param {DoubtfulTally} tally
   * @returns {number[][]}
   */
  function waysOf(tally) {
    if (tally.ways) return tally.ways;
    /** @type {number[][]} */
    const ways = [];
    if (tally.score === null) for (let rating = 0; rating < 5; rating += 1) ways.push([rating / 4, 0.2]);
    else {
      const trust = tally.voices.reduce((sum, voice) => sum + voice.trust, 0);
      const all = tally.voices.flatMap((voice) => {
        const each = voice.trust / trust / voice.entries.length / 2;
        return endsOf(voice).flatMap(([low, high]) => [[low, each], [high, each]]);
      });
      for (const [at, chance] of all.sort(([one], [other]) => one - other)) {
        const last = ways[ways.length - 1];
        if (last && at - last[0] <= TOLERANCE) last[1] += chance;
        else ways.push([at, chance]);
      }
    }
    return (tally.ways = ways);
  }

  /**
   * The ends of what each claim of a voice reaches, in order of the claims' ids.
   * @param {Voice} voice
   */
  const endsOf = ({ entries }) =>
    [...entries]
      .sort((one, other) => byId(one.claim.id, other.claim.id))
      .map(({ value }) => (value ? [value.low, value.high] : [0.5, 0.5]));

  /**
   * The 32-bit FNV-1a hash of a text; ids are plain ASCII.
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
    return ((bits ^ (bits >>> 14)) >>> 0) / 4294967296;
  }

  /**
   * The values that a cell takes in the drawn readings. Three numbers a reading, used or not: voice, claim, end.
   * @param {DoubtfulTally} tally
   * @param {number} seed
   */
  function draw(tally, seed) {
    const drawn = new Float64Array(DRAWN);
    const voices = tally.voices.map(endsOf);
    const limits = tally.voices.map(({ trust }) => trust);
    for (let at = 1; at < limits.length; at += 1) limits[at] += limits[at - 1];
    const last = limits.length - 1;
    for (let reading = 0; reading < DRAWN; reading += 1) {
      const n = 3 * reading;
      const one = last ? mulberry32(seed, n + 1) : 0;
      if (last < 0) {
        drawn[reading] = Math.floor(5 * one) / 4;
        continue;
      }
      const claims = voices[Math.min(countUpTo(limits, one * limits[last]), last)];
      const two = claims.length > 1 ? mulberry32(seed, n + 2) : 0;
      const [low, high] = claims[Math.floor(two * claims.length)];
      drawn[reading] = low === high || mulberry32(seed, n + 3) < 0.5 ? low : high;
    }
    return drawn;
  }

  // Rule 10: readings of options.

  /**
   * Two lists of readings as one; what is the very same number of one option becomes one reading.
   * @param {Readings} one
   * @param {Readings} other
   * @returns {Readings}
   */
  function merge(one, other) {
    const length = one.values.length + other.values.length;
    const values = new Float64Array(length);
    const chances = new Float64Array(length);
    const owners = new Int32Array(length);
    let [here, there, end] = [0, 0, 0];
    while (here + there < length) {
      const isOne = there === other.values.length || one.values[here] <= other.values[there];
      const from = isOne ? one : other;
      const at = isOne ? here++ : there++;
      if (end && values[end - 1] === from.values[at] && owners[end - 1] === from.owners[at]) {
        chances[end - 1] += from.chances[at];
        continue;
      }
      values[end] = from.values[at];
      chances[end] = from.chances[at];
      owners[end] = from.owners[at];
      end += 1;
    }
    return { values: values.subarray(0, end), chances: chances.subarray(0, end), owners: owners.subarray(0, end) };
  }

  /**
   * In what share of its readings each of several options leads. One sweep over all readings by ascending value keeps,
   * of each option, the probability that it is beaten there, and their product in a tree, so that the product of all
   * others is had in a few steps.
   * @param {Readings} readings  owners are places from 0
   * @param {number[]} missing  of each option, the probability that it misses a must-have
   * @returns {Generator<undefined, number[]>}
   */
  function* sharesOf({ values, chances, owners }, missing) {
    let leaves = 1;
    while (leaves < missing.length) leaves *= 2;
    const tree = new Float64Array(2 * leaves).fill(1);
    const [lower, upTo] = [new Float64Array(missing.length), new Float64Array(missing.length)];
    const beaten = (/** @type {number} */ owner) => {
      let at = leaves + owner;
      tree[at] = missing[owner] + lower[owner] + (upTo[owner] - lower[owner]) / 2;
      for (at >>= 1; at > 0; at >>= 1) tree[at] = tree[2 * at] * tree[2 * at + 1];
    };
    missing.forEach((_, owner) => beaten(owner));
    const shares = missing.map(() => 0);
    let [below, within] = [0, 0];
    for (let at = 0; at < values.length; at += 1) {
      if (at % 4096 === 4095) yield;
      for (; within < values.length && values[within] <= values[at] + TOLERANCE; within += 1) {
        upTo[owners[within]] += chances[within];
        beaten(owners[within]);
      }
      for (; values[below] < values[at] - TOLERANCE; below += 1) {
        lower[owners[below]] += chances[below];
        beaten(owners[below]);
      }
      let chance = chances[at];
      for (let node = leaves + owners[at]; node > 1; node >>= 1) chance *= tree[node ^ 1];
      shares[owners[at]] += chance;
    }
    return shares;
  }

  /**
   * How each cell of an option stands to a minimum (rule 9).
   * @param {boolean} isKnown
   * @param {number} low
   * @param {number} high
   * @param {number} minimum
   */
  function outcome(isKnown, low, high, minimum) {
    if (!isKnown) return "unknown";
    if (low >= minimum - TOLERANCE) return "met";
    return high < minimum - TOLERANCE ? "not-met" : "uncertain";
  }

  /**
   * The leaders among undimmed ranked options, as places.
   * @param {Float64Array} contends
   */
  function leadersOf(contends) {
    let best = -1;
    for (const score of contends) if (score > best) best = score;
    /** @type {number[]} */
    const found = [];
    contends.forEach((score, place) => score >= 0 && score >= best - TOLERANCE && found.push(place));
    return found;
  }

  /**
   * How far an option is ahead of the best other; null where either is missing.
   * @param {Float64Array} contends
   * @param {number | undefined} leader
   */
  function marginOf(contends, leader) {
    let best = -1;
    contends.forEach((score, place) => place !== leader && score > best && (best = score));
    return leader === undefined || contends[leader] < 0 || best < 0 ? null : contends[leader] - best;
  }

  /**
   * Unknown influence first, then the greater without sign; amounts that differ by no more than the tolerance come out
   * equal through rounding to it, which keeps the order a total one.
   * @param {{influence: number | null}} one
   * @param {{influence: number | null}} other
   */
  function byInfluence(one, other) {
    const [left, right] = [one, other].map(({ influence }) =>
      influence === null ? Infinity : Math.round(Math.abs(influence) / TOLERANCE),
    );
    return left === right ? 0 : right - left;
  }

  /**
   * The cells of the options that take part, and what follows from them.
   * @param {Knowledge} knowledge
   * @param {Profile} [profile]
   */
  function model(knowledge, profile = {}) {
    const known = evidence(knowledge);
    const trust = trusts(knowledge, profile.trust);
    const hidden = new Set(profile.hidden);
    const options = knowledge.options.filter((id) => !hidden.has(id)).sort(byId);
    const optionAt = new Map(knowledge.options.map((id, place) => [id, place]));
    const criteria = knowledge.questions
      .map((question, place) => ({ id: question.id, question, place }))
      .filter(({ id, question }) => id.startsWith("topics/") && !question.background)
      .sort((one, other) => byId(one.id, other.id));
    const without = supposed();
    const tallies = known.cells.map((_, cell) => /** @type {DoubtfulTally} */ (tally(known, trust, cell, without)));

    // The numbers of the cells that take part, by option, then criterion; a score of −1 is none.
    const [width, size] = [criteria.length, options.length * criteria.length];
    const [scores, lows, highs] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
    const cellAt = new Int32Array(size);
    const placeOf = new Int32Array(tallies.length).fill(-1);
    options.forEach((id, option) =>
      criteria.forEach(({ place }, criterion) => {
        const at = option * width + criterion;
        const cell = place * knowledge.options.length + (optionAt.get(id) ?? 0);
        cellAt[at] = cell;
        placeOf[cell] = at;
        set(at, tallies[cell]);
      }),
    );

    /** The claims that suppositions take out. */
    function supposed() {
      const sides = Object.entries(profile.suppose ?? {});
      if (!sides.length) return NONE;
      const all = known.cells.map((_, cell) => tally(known, trust, cell));
      const contradictions = finish(findings(known, trust, all)).found;
      return new Set(
        sides.flatMap(([id, side]) => [
          ...against(contradictions.find((found) => found.id === id)?.sides ?? [], side),
        ]),
      );
    }

    /**
     * @param {number} at
     * @param {{score: number | null, low: number, high: number}} numbers
     */
    function set(at, { score, low, high }) {
      scores[at] = score ?? -1;
      lows[at] = low;
      highs[at] = high;
    }

    const middle = (/** @type {number} */ at) => (scores[at] < 0 ? 0.5 : scores[at]);

    const weights = criteria.map(
      ({ id, question }) =>
        profile.weights?.[id] ?? ANSWERS[profile.answers?.[id] ?? ""] ?? question.weight ?? 1,
    );
    const minimums = criteria.map(({ id, question }) => value(question, profile.must?.[id])?.value ?? null);

    /**
     * @param {ArrayLike<number>} given
     * @param {(number | null)[]} least
     * @returns {Asked}
     */
    function asked(given, least) {
      const held = Float64Array.from(criteria, (_, place) =>
        given[place] > TOLERANCE ? Math.min(given[place], LARGEST_WEIGHT) : 0,
      );
      return { weights: held, minimums: least, total: held.reduce((sum, weight) => sum + weight, 0) };
    }

    /**
     * Rules 7 and 9 for one option, into its place.
     * @param {Ranking} into
     * @param {number} option
     */
    function assess(into, option) {
      const { weights, minimums, total } = into.asked;
      let [score, low, high, covered, dimmed] = [0, 0, 0, 0, 0];
      for (let criterion = 0, at = option * width; criterion < width; criterion += 1, at += 1) {
        const minimum = minimums[criterion];
        if (minimum != null && scores[at] >= 0 && highs[at] < minimum - TOLERANCE) dimmed = 1;
        const weight = weights[criterion];
        if (weight === 0) continue;
        score += weight * middle(at);
        low += weight * lows[at];
        high += weight * highs[at];
        if (scores[at] >= 0) covered += weight;
      }
      into.score[option] = covered > 0 ? score / total : -1;
      into.low[option] = total > 0 ? low / total : 0;
      into.high[option] = total > 0 ? high / total : 0;
      into.coverage[option] = total > 0 ? covered / total : 0;
      into.dimmed[option] = dimmed;
      into.contends[option] = dimmed ? -1 : into.score[option];
    }

    /**
     * @param {Asked} asked
     * @returns {Ranking}
     */
    function assessed(asked) {
      const numbers = () => new Float64Array(options.length);
      const into = {
        ...{ asked, score: numbers(), low: numbers(), high: numbers(), coverage: numbers(), contends: numbers() },
        ...{ dimmed: new Uint8Array(options.length), rank: new Int32Array(options.length) },
        ...{ order: [], leaders: [], margin: null },
      };
      for (let option = 0; option < options.length; option += 1) assess(into, option);
      return into;
    }

    /**
     * Scores, ranks and leaders for other weights and minimums (rules 7 to 9).
     * @param {ArrayLike<number>} [given]  weights by place of criterion
     * @param {(number | null)[]} [least]  minimums by place of criterion, as values from 0 to 1
     * @returns {Ranking}
     */
    function weigh(given = weights, least = minimums) {
      const ranking = assessed(asked(given, least));
      const { score, contends, dimmed, rank } = ranking;
      const undimmed = contends.filter((score) => score >= 0).sort();
      const others = score.filter((score, option) => dimmed[option] && score >= 0).sort();
      // Rank and place in one number, so that what ties stays in order of id.
      const keys = score.map((score, option) => {
        const [group, before] = dimmed[option] ? [others, undimmed.length] : [undimmed, 0];
        if (score >= 0) rank[option] = 1 + before + group.length - countUpTo(group, score + TOLERANCE);
        return (rank[option] || options.length + 1) * options.length + option;
      });
      ranking.order = Array.from(keys.sort(), (key) => key % options.length);
      ranking.leaders = leadersOf(contends);
      ranking.margin = marginOf(contends, ranking.leaders[0]);
      return ranking;
    }

    /**
     * What each criterion adds to an option's score, by place (rule 7); 0 without weight.
     * @param {Ranking} ranking
     * @param {number} option
     */
    const contributions = ({ asked: { weights, total } }, option) =>
      weights.map((weight, criterion) => (weight ? (weight * middle(option * width + criterion)) / total : 0));

    /**
     * How an option stands to the must-have on a criterion; null where there is none (rule 9).
     * @param {Ranking} ranking
     * @param {number} option
     * @param {number} criterion
     */
    function must({ asked: { minimums } }, option, criterion) {
      const at = option * width + criterion;
      const minimum = minimums[criterion];
      return minimum == null ? null : outcome(scores[at] >= 0, lows[at], highs[at], minimum);
    }

    /**
     * @param {Ranking} ranking
     * @param {number} option
     * @returns {Aggregate}
     */
    const aggregateOf = ({ asked: { total }, score, low, high, coverage }, option) => ({
      score: score[option] < 0 ? null : score[option],
      low: total > 0 ? low[option] : null,
      high: total > 0 ? high[option] : null,
      coverage: coverage[option],
    });

    /**
     * Score, interval and coverage of each option over some criteria alone, by place (rule 14).
     * @param {Ranking} ranking
     * @param {string[]} questions
     */
    function aggregate({ asked: { weights, minimums } }, questions) {
      const part = weights.map((weight, criterion) => (questions.includes(criteria[criterion].id) ? weight : 0));
      const found = assessed(asked(part, minimums));
      return options.map((_, option) => aggregateOf(found, option));
    }

    /**
     * An option, in the form of tests/vectors/README.md but for its share and readings.
     * @param {Ranking} ranking
     * @param {number} option
     */
    function optionOf(ranking, option) {
      /** @type {{[criterion: string]: number}} */
      const parts = {};
      /** @type {{[criterion: string]: string}} */
      const outcomes = {};
      const added = contributions(ranking, option);
      criteria.forEach(({ id }, criterion) => {
        if (ranking.asked.weights[criterion]) parts[id] = added[criterion];
        const stands = must(ranking, option, criterion);
        if (stands) outcomes[id] = stands;
      });
      return {
        ...aggregateOf(ranking, option),
        rank: ranking.rank[option] || null,
        dimmed: Boolean(ranking.dimmed[option]),
        contributions: parts,
        must: outcomes,
      };
    }

    /**
     * Whether a criterion's cells can change anything.
     * @param {Asked} asked
     * @param {number} criterion
     */
    const matters = ({ weights, minimums }, criterion) => weights[criterion] > 0 || minimums[criterion] != null;

    /**
     * The readings of one option (rule 10), those that meet every must-have.
     * @param {Asked} asked
     * @param {number} option
     * @param {number} owner
     * @returns {Generator<undefined, {how: {counted: number} | {drawn: number}, readings: Readings, missing: number}>}
     */
    function* readingsOf(asked, option, owner) {
      const { weights, minimums, total } = asked;
      const meets = (/** @type {number} */ criterion, /** @type {number} */ at) =>
        at >= (minimums[criterion] ?? 0) - TOLERANCE;
      let [number, certain, possible] = [1, 0, true];
      /** @type {number[]} */
      const doubtful = [];
      for (let criterion = 0; criterion < width; criterion += 1) {
        if (!matters(asked, criterion)) continue;
        const ways = waysOf(tallies[cellAt[option * width + criterion]]);
        number *= ways.length;
        if (ways.length > 1) doubtful.push(criterion);
        else {
          certain += weights[criterion] * ways[0][0];
          possible &&= meets(criterion, ways[0][0]);
        }
      }
      /** @param {Float64Array} values @param {number} chance @returns {Readings} */
      const list = (values, chance) => ({
        values,
        chances: new Float64Array(values.length).fill(chance),
        owners: new Int32Array(values.length).fill(owner),
      });
      let missing = possible ? 0 : 1;
      if (number <= MOST_COUNTED) {
        let found = list(new Float64Array(1 - missing).fill(certain), 1);
        for (const criterion of doubtful) {
          yield;
          const all = waysOf(tallies[cellAt[option * width + criterion]]);
          const mass = found.chances.reduce((sum, chance) => sum + chance, 0);
          const start = found;
          found = list(new Float64Array(0), 0);
          for (const [at, chance] of all) {
            if (!meets(criterion, at)) missing += mass * chance;
            else {
              found = merge(found, {
                values: start.values.map((sum) => sum + weights[criterion] * at),
                chances: start.chances.map((before) => before * chance),
                owners: start.owners,
              });
            }
          }
        }
        const values = found.values.map((sum) => sum / total);
        return { how: { counted: number }, readings: { ...found, values }, missing };
      }
      const sums = new Float64Array(DRAWN).fill(certain);
      const good = new Uint8Array(DRAWN).fill(Number(possible));
      for (const criterion of doubtful) {
        yield;
        const name = `${criteria[criterion].id.replace(/^.*\//, "")}/${options[option]}`;
        const drawn = draw(tallies[cellAt[option * width + criterion]], fnv1a(name));
        const weight = weights[criterion];
        for (let reading = 0; reading < DRAWN; reading += 1) {
          sums[reading] += weight * drawn[reading];
          if (!meets(criterion, drawn[reading])) good[reading] = 0;
        }
      }
      const values = sums.filter((_, reading) => good[reading]).sort();
      return {
        how: { drawn: DRAWN },
        readings: list(values.map((sum) => sum / total), 1 / DRAWN),
        missing: 1 - values.length / DRAWN,
      };
    }

    /**
     * @param {Ranking} ranking
     * @returns {Generator<undefined, {shares: (number | null)[], readings: Slow["readings"]}>}
     */
    function* readings({ asked, contends }) {
      const contenders = options.map((_, option) => option).filter((option) => contends[option] >= 0);
      /** @type {Slow["readings"]} */
      const how = options.map(() => null);
      /** @type {(number | null)[]} */
      const shares = options.map(() => null);
      /** @type {Readings[]} */
      let lists = [];
      /** @type {number[]} */
      const missing = [];
      for (const [owner, option] of contenders.entries()) {
        const found = yield* readingsOf(asked, option, owner);
        how[option] = found.how;
        missing.push(found.missing);
        lists.push(found.readings);
      }
      while (lists.length > 1) {
        /** @type {Readings[]} */
        const merged = [];
        for (let at = 0; at < lists.length; at += 2) {
          merged.push(at + 1 < lists.length ? merge(lists[at], lists[at + 1]) : lists[at]);
          yield;
        }
        lists = merged;
      }
      if (lists.length) {
        (yield* sharesOf(lists[0], missing)).forEach((share, owner) => (shares[contenders[owner]] = share));
      }
      return { shares, readings: how };
    }

    /**
     * @param {Ranking} ranking
     * @param {(number | null)[]} shares
     * @returns {Verdict}
     */
    function verdictOf(ranking, shares) {
      const { asked, leaders, low, high, rank, dimmed, contends } = ranking;
      const contenders = contends.reduce((count, score) => count + Number(score >= 0), 0);
      const none = (/** @type {string} */ reason) => ({ kind: "no-ranking", reason });
      if (!options.length) return none("no-options");
      if (asked.total <= 0) return none("no-weights");
      if (!rank.some(Boolean)) return none("no-evidence");
      if (!contenders) return none("none-meets");
      if (contenders === 1) {
        return contends.every((score, option) => score >= 0 || dimmed[option])
          ? { kind: "only-choice" }
          : none("one-ranked");
      }
      const best = Math.max(...leaders.map((leader) => shares[leader] ?? 0)) + TOLERANCE;
      let [larger, most] = [/** @type {string | null} */ (null), best];
      options.forEach((id, option) => {
        const share = shares[option] ?? 0;
        if (leaders.includes(option) || share <= most) return;
        [larger, most] = [id, share + TOLERANCE];
      });
      const [leader] = leaders;
      const isSole = leaders.length === 1;
      const isAhead = () =>
        criteria.every((_, criterion) => (must(ranking, leader, criterion) ?? "met") === "met") &&
        contends.every((score, option) => option === leader || score < 0 || low[leader] > high[option] + TOLERANCE);
      return {
        kind: isSole && best >= CLEAR ? "clear" : isSole && best >= LEANING ? "leaning" : "close-call",
        whichever_side: isSole && isAhead(),
        larger_share: larger,
      };
    }

    /**
     * What would follow if some cells had other numbers (rules 10 and 11).
     * @param {Ranking} ranking
     */
    function trials(ranking) {
      const scratch = assessed(ranking.asked);
      /**
       * @param {Map<number, {score: number | null, low: number, high: number}>} changes  by place
       * @returns {Change}
       */
      return (changes) => {
        const contends = ranking.contends.slice();
        const before = [...changes.keys()].map((at) => ({ at, score: scores[at], low: lows[at], high: highs[at] }));
        changes.forEach((numbers, at) => set(at, numbers));
        for (const option of new Set(before.map(({ at }) => Math.floor(at / width)))) {
          assess(scratch, option);
          contends[option] = scratch.contends[option];
        }
        for (const { at, ...numbers } of before) set(at, numbers);
        const leaders = leadersOf(contends);
        const margin = marginOf(contends, ranking.leaders[0]);
        return {
          flips: leaders.join() !== ranking.leaders.join(),
          leaders: leaders.map((option) => options[option]),
          influence: margin === null || ranking.margin === null ? null : margin - ranking.margin,
        };
      };
    }

    /** @param {Change} change */
    const isReported = ({ flips, influence }) => flips || (influence !== null && Math.abs(influence) > TOLERANCE);

    /**
     * The numbers that some cells would have, those alone that can change anything.
     * @param {Asked} asked
     * @param {Iterable<number>} cells
     * @param {Float64Array} trust
     * @param {ReadonlySet<string>} without
     */
    function anew(asked, cells, trust, without) {
      const changes = new Map();
      for (const cell of cells) {
        const at = placeOf[cell];
        if (at >= 0 && matters(asked, at % width)) changes.set(at, tally(known, trust, cell, without));
      }
      return changes;
    }

    /**
     * @param {Ranking} ranking
     * @returns {Generator<undefined, Slow["contradictions"]>}
     */
    function* contradictionTrials(ranking) {
      const change = trials(ranking);
      const outside = new Set((knowledge.callouts ?? []).filter((one) => one.outside_is_side).map(({ id }) => id));
      const { found } = yield* findings(known, trust, tallies, without);
      /** @type {Slow["contradictions"]} */
      const kept = [];
      for (const { id, sides, pair } of found) {
        const count = sides.length + Number(!pair && outside.has(id));
        for (let side = 0; side < count; side += 1) {
          yield;
          const out = against(sides, side);
          const cells = [...out].flatMap((claim) => known.claims.get(claim)?.cells ?? []);
          const what = change(anew(ranking.asked, cells, trust, new Set([...without, ...out])));
          if (isReported(what)) kept.push({ id, side, ...what });
        }
      }
      return kept.sort((one, other) => byInfluence(one, other) || byId(one.id, other.id) || one.side - other.side);
    }

    /**
     * @param {Ranking} ranking
     * @returns {Generator<undefined, Slow["sources"]>}
     */
    function* sourceTrials(ranking) {
      const change = trials(ranking);
      /** @type {Slow["sources"]} */
      const kept = [];
      for (const [source, { id }] of knowledge.sources.entries()) {
        if (!(trust[source] > 0)) continue;
        yield;
        const other = trust.slice();
        other[source] = 0;
        // A source's trust is that of its voice in cells where copies alone speak.
        const cells = known.members[known.voices[source]].flatMap((member) => known.reached[member]);
        const what = change(anew(ranking.asked, cells, other, without));
        if (isReported(what)) kept.push({ id, ...what });
      }
      return kept.sort((one, other) => byInfluence(one, other) || byId(one.id, other.id));
    }

    /**
     * @param {Ranking} ranking
     * @returns {Generator<undefined, Slow["doubts"]>}
     */
    function* doubtTrials(ranking) {
      const change = trials(ranking);
      const { asked, contends, leaders } = ranking;
      const best = contends[leaders[0]];
      /** @type {Slow["doubts"]} */
      const kept = [];
      for (const [criterion, { id }] of criteria.entries()) {
        if (!matters(asked, criterion)) continue;
        yield;
        for (const [option, name] of options.entries()) {
          if (contends[option] < 0) continue;
          const at = option * width + criterion;
          const isLeader = leaders.includes(option);
          const value = isLeader ? lows[at] : highs[at];
          // Another option taken at its high has no must-have to miss, and does nothing below the leaders.
          const gain = (asked.weights[criterion] * (value - middle(at))) / asked.total;
          if (!isLeader && contends[option] + gain < best - 2 * TOLERANCE) continue;
          const { flips, ...what } = change(new Map([[at, { score: value, low: value, high: value }]]));
          if (flips) kept.push({ criterion: id, option: name, value, ...what });
        }
      }
      return kept.sort(byInfluence);
    }

    /**
     * The range of each weight in which the leaders stay, and that in which the order stays (rule 12).
     * @param {Ranking} ranking
     * @returns {Generator<undefined, Slow["stability"]>}
     */
    function* stabilityOf({ asked: { weights }, dimmed }) {
      /** @type {Slow["stability"]} */
      const found = {};
      for (const [criterion, { id }] of criteria.entries()) {
        // A score is (fixed + weight · slope) / (rest + weight).
        /** @type {{fixed: number, slope: number, stays: boolean}[]} */
        const lines = [];
        const rest = weights.reduce((sum, weight, other) => (other === criterion ? sum : sum + weight), 0);
        for (let option = 0; option < options.length; option += 1) {
          if (dimmed[option]) continue;
          let [fixed, stays] = [0, false];
          for (let other = 0, at = option * width; other < width; other += 1, at += 1) {
            if (other === criterion || weights[other] === 0) continue;
            fixed += weights[other] * middle(at);
            stays ||= scores[at] >= 0;
          }
          const here = option * width + criterion;
          if (stays || scores[here] >= 0) lines.push({ fixed, slope: middle(here), stays });
        }
        yield;
        const leaders = yield* rangeOf(lines, rest, weights[criterion], true);
        const order = yield* rangeOf(lines, rest, weights[criterion], false);
        const above = [leaders.isAboveZero && "leaders", order.isAboveZero && "order"].filter(Boolean);
        found[id] = {
          leaders: [leaders.low, leaders.high],
          order: [order.low, order.high],
          ...(above.length && { above_zero: /** @type {string[]} */ (above) }),
        };
      }
      return found;
    }

    /**
     * @param {Ranking} ranking
     * @returns {Generator<undefined, string[][]>}
     */
    function* dominanceOf({ asked: { weights } }) {
      const weighed = [...weights.keys()].filter((criterion) => weights[criterion] > 0);
      /** @type {string[][]} */
      const pairs = [];
      for (const [one, id] of options.entries()) {
        yield;
        for (const [other, name] of options.entries()) {
          if (one === other) continue;
          let isGreater = false;
          const neverWorse = weighed.every((criterion) => {
            const gap = lows[one * width + criterion] - highs[other * width + criterion];
            isGreater ||= gap > TOLERANCE;
            return gap >= -TOLERANCE;
          });
          if (neverWorse && isGreater) pairs.push([id, name]);
        }
      }
      return pairs;
    }

    /**
     * What takes longer (rules 10 to 14), with pauses; its parts appear in `result` as soon as they are known.
     * @param {Ranking} ranking
     * @param {Partial<Slow>} [result]
     * @returns {Generator<undefined, Slow>}
     */
    function* slow(ranking, result = {}) {
      const { shares, readings: how } = yield* readings(ranking);
      result.readings = how;
      result.shares = shares;
      result.verdict = verdictOf(ranking, shares);
      result.contradictions = yield* contradictionTrials(ranking);
      result.doubts = yield* doubtTrials(ranking);
      result.sources = yield* sourceTrials(ranking);
      result.dominance = yield* dominanceOf(ranking);
      result.stability = yield* stabilityOf(ranking);
      if (profile.groups) {
        result.groups = Object.fromEntries(
          Object.entries(profile.groups).map(([group, questions]) => {
            const found = aggregate(ranking, questions);
            return [group, Object.fromEntries(options.map((id, option) => [id, found[option]]))];
          }),
        );
      }
      return /** @type {Slow} */ (result);
    }

    return {
      options,
      criteria,
      trust,
      without,
      weights,
      minimums,
      weigh,
      option: optionOf,
      contributions,
      must,
      aggregate,
      slow,
    };
  }

  // Rule 12.

  /**
   * The rank of each item by number, 0 for those that are null; where only leaders concern us, of those with rank 1.
   * @param {(number | null)[]} numbers
   * @param {boolean} leadersAlone
   */
  function standing(numbers, leadersAlone) {
    const sorted = Float64Array.from(/** @type {number[]} */ (numbers.filter((number) => number !== null))).sort();
    return numbers.map((number) => {
      const rank = number === null ? 0 : 1 + sorted.length - countUpTo(sorted, number + TOLERANCE);
      return leadersAlone && rank > 1 ? 0 : rank;
    });
  }

  /**
   * @param {{fixed: number, slope: number, stays: boolean}[]} lines
   * @param {number} rest  the sum of the other weights
   * @param {number} present
   * @param {boolean} leadersAlone
   * @returns {Generator<undefined, {low: number, high: number, isAboveZero: boolean}>}
   */
  function* rangeOf(lines, rest, present, leadersAlone) {
    const range = { low: 0, high: LARGEST_WEIGHT, isAboveZero: false };
    const scoresAt = (/** @type {number} */ weight) =>
      lines.map(({ fixed, slope }) => (rest + weight > 0 ? (fixed + weight * slope) / (rest + weight) : null));
    const scores = scoresAt(present);
    const ranked = (/** @type {(number | null)[]} */ scores) =>
      scores.map((score, at) => (lines[at].stays ? score : null));
    const now = standing(present > 0 ? scores : ranked(scores), leadersAlone);
    let concerned = now;
    if (present === 0) {
      concerned = standingAboveZero(lines, scores, leadersAlone);
      if (concerned.join() !== now.join()) return { ...range, high: 0 };
    }
    for (let one = 0; one < lines.length; one += 1) {
      if (one % 64 === 63) yield;
      const { fixed, slope } = lines[one];
      for (let other = one + 1; other < lines.length; other += 1) {
        const steeper = slope - lines[other].slope;
        if (Math.abs(steeper) <= TOLERANCE) continue;
        if (leadersAlone && concerned[one] !== 1 && concerned[other] !== 1) continue;
        const [left, right] = [scores[one], scores[other]];
        let at = (lines[other].fixed - fixed) / steeper;
        if (left !== null && right !== null && Math.abs(left - right) <= TOLERANCE) at = present;
        else if (Math.abs(at) <= TOLERANCE) at = 0;
        else if (at < 0) continue;
        if (present > 0 && at <= present) range.low = Math.max(range.low, at);
        // From 0, ties that go on are no crossings, and those that end have been found above.
        if (present > 0 ? at >= present : at > TOLERANCE) range.high = Math.min(range.high, at);
      }
    }
    if (present > 0 && range.low <= 0) {
      const without = scoresAt(0);
      const differs = (/** @type {number[]} */ other) => other.join() !== now.join();
      const atZero = standing(ranked(without), leadersAlone);
      const ifAllStayed = standing(without.map((score) => score ?? 0), leadersAlone);
      range.isAboveZero = differs(atZero) && atZero.join() !== ifAllStayed.join();
    }
    return range;
  }

  /**
   * The ranks just above a weight of 0.
   * @param {{slope: number}[]} lines
   * @param {(number | null)[]} scores
   * @param {boolean} leadersAlone
   */
  const standingAboveZero = (lines, scores, leadersAlone) =>
    lines.map((line, at) => {
      const above = lines.filter((other, place) => {
        const gap = (scores[place] ?? 0) - (scores[at] ?? 0);
        return gap > TOLERANCE || (gap >= -TOLERANCE && other.slope - line.slope > TOLERANCE);
      });
      return leadersAlone && above.length ? 0 : 1 + above.length;
    });

  /**
   * The whole decision, in the form of tests/vectors/README.md.
   * @param {Knowledge} knowledge
   * @param {Profile} [profile]
   */
  function decide(knowledge, profile) {
    const { options, weigh, option, slow } = model(knowledge, profile);
    const ranking = weigh();
    const { shares, readings, ...rest } = finish(slow(ranking));
    return {
      options: Object.fromEntries(
        options.map((id, place) => [
          id,
          { ...option(ranking, place), share: shares[place], readings: readings[place] },
        ]),
      ),
      order: ranking.order.map((place) => options[place]),
      leaders: ranking.leaders.map((place) => options[place]),
      margin: ranking.margin,
      ...rest,
    };
  }

  return { model, decide };
})();
