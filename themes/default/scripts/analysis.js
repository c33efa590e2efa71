// @ts-check
// The analysis: from evidence to cells and contradictions, rules 1 to 6 of docs/rules.md. The twin of
// src/analysis; the vectors in tests/vectors hold both to the same numbers.

/**
 * What the page knows: the input form of tests/vectors/README.md. It is read once and must not change.
 * @typedef {{worst: number, best: number, tolerance?: number}} Anchors
 * @typedef {{id: string, scale?: string | Anchors, better?: string, background?: boolean, weight?: number}} Question
 * @typedef {{id: string, trust?: number, copy_of?: string}} Source
 * @typedef {{[key: string]: string | undefined}} Qualifiers
 * @typedef {{id: string, question: string, source: string, standings: {[option: string]: string | null},
 *   place?: string | null, stance?: string, qualifiers?: Qualifiers}} Claim
 * @typedef {{id: string, kind?: string, sides: string[][], outside_is_side?: boolean, resolved?: boolean,
 *   sets_aside?: string[]}} Callout
 * @typedef {{options: string[], questions: Question[], sources: Source[], claims: Claim[], callouts?: Callout[]}}
 *   Knowledge
 *
 * A claim's value (rule 1): v, before clamping too, and what it reaches from `low` to `high`, before clamping from
 * `lowest` to `highest`.
 * @typedef {{value: number, unclamped: number, low: number, high: number, lowest: number, highest: number,
 *   isQuantity: boolean}} Value
 *
 * A claim with places for names; `sides` are pairs of callout and side that have it.
 * @typedef {{id: string, source: number, given: Claim, aside: boolean, cells: number[],
 *   sides: number[][]}} KnownClaim
 * @typedef {{claim: KnownClaim, value: Value | null}} Entry
 * @typedef {{claim: KnownClaim, value: Value}} Counted
 *
 * Knowledge, indexed. A cell's place is `question · options + option`. Of each source there are those that it copies,
 * nearest first, the cells that its claims reach, and the smallest source of its voice; of each such source, who is
 * joined with it.
 * @typedef {{knowledge: Knowledge, claims: Map<string, KnownClaim>, cells: Entry[][], copies: number[][],
 *   reached: number[][], voices: number[], members: number[][]}} Evidence
 *
 * @typedef {"counted" | "context" | "reported" | "rejected" | "set-aside" | "distrusted" | "copy"} Counting
 * @typedef {{sources: number[], trust: number, score: number, counted: Counted[]}} Voice
 *
 * A cell as far as numbers go; the score is null where no claim counts. Ways are its different values with their
 * probabilities (rule 10).
 * @typedef {{entries: Entry[], counting: Counting[], counted: Counted[], voices: Voice[], score: number | null,
 *   low: number, high: number, ways?: number[][]}} Tally
 *
 * @typedef {{id: string, status: "open" | "resolved" | "unexplained", kind?: string, sides: string[][],
 *   pair?: string[]}} Contradiction
 * @typedef {{found: Contradiction[], marks: Map<number, Set<Contradiction>>, conditional: Set<number>}} Findings
 * @typedef {{claims: {[claim: string]: {counting: Counting, value?: number}}, voices: {claims: string[]}[],
 *   score: number | null, low: number, high: number,
 *   state: string, independent_sources: number, contradictions: string[]}} Cell
 */

/** Two computed numbers that differ by no more are equal. */
const TOLERANCE = 1e-9;

const RATINGS = ["--", "-", "=", "+", "++"];

/** @type {ReadonlySet<string>} */
const NONE = new Set();

const clamp = (number = 0) => Math.min(Math.max(number, 0), 1);

const ascending = (one = 0, other = 0) => one - other;

// Rule 1.

/**
 * What a position is worth on the scale of its question; null where it has no value there.
 * @param {Question} question
 * @param {string | null} [position]
 * @returns {Value | null}
 */
function value({ scale, better }, position) {
  const written = position ?? "";
  const rating = RATINGS.indexOf(written);
  if (rating >= 0) return valued(rating / 4);
  const says = ["no", "yes"].indexOf(written);
  if (says >= 0) return scale === "yes-no" ? valued(better === "no" ? 1 - says : says) : null;
  const parts = /^([~>]?)(-?[\d.]+?)(?:\.\.(-?[\d.]+))?$/.exec(written);
  if (!parts || typeof scale !== "object") return null;
  const [, sign, low, high = low] = parts;
  const middle = between(scale, +low / 2 + +high / 2);
  const ends = [between(scale, +low), between(scale, +high)].sort(ascending);
  if (isNaN(middle + ends[0] + ends[1])) return null;
  if (sign === ">") scale.best > scale.worst ? (ends[1] = Infinity) : (ends[0] = -Infinity);
  return valued(middle, ends[0], ends[1], true);
}

/**
 * (number − worst) / (best − worst), always finite; NaN where the anchors give none.
 * @param {Anchors} anchors
 * @param {number} number
 */
function between({ worst, best }, number) {
  // Two finite numbers can lie further apart than the largest one: then a quarter of each does not.
  const part = isFinite(number - worst) && isFinite(best - worst) ? 1 : 0.25;
  const fraction = (number * part - worst * part) / (best * part - worst * part);
  if (worst === best || !isFinite(number + 0 * (worst + best))) return NaN;
  return Math.min(Math.max(fraction, -Number.MAX_VALUE), Number.MAX_VALUE);
}

const valued = (unclamped = 0, lowest = unclamped, highest = unclamped, isQuantity = false) => ({
  value: clamp(unclamped),
  unclamped,
  low: clamp(lowest),
  high: clamp(highest),
  lowest,
  highest,
  isQuantity,
});

// What is known, indexed.

/** @type {WeakMap<Knowledge, Evidence>} */
const indexed = new WeakMap();

/**
 * @param {Knowledge} knowledge
 * @returns {Evidence}
 */
function evidence(knowledge) {
  const before = indexed.get(knowledge);
  if (before) return before;
  const { options, questions, sources, callouts = [] } = knowledge;
  const places = (/** @type {string[]} */ ids) => new Map(ids.map((id, place) => [id, place]));
  const optionAt = places(options);
  const questionAt = places(questions.map(({ id }) => id));
  const sourceAt = places(sources.map(({ id }) => id));
  const aside = new Set(callouts.flatMap(({ sets_aside = [] }) => sets_aside));
  const cells = Array.from({ length: questions.length * options.length }, () => /** @type {Entry[]} */ ([]));
  /** @type {Map<string, KnownClaim>} */
  const claims = new Map();
  /** @type {Map<string | null, Value | null>[]} */
  const values = questions.map(() => new Map());
  const reached = sources.map(() => /** @type {number[]} */ ([]));
  for (const given of knowledge.claims) {
    const [place, source] = [questionAt.get(given.question), sourceAt.get(given.source)];
    if (place === undefined || source === undefined) continue;
    /** @type {KnownClaim} */
    const claim = { id: given.id, source, given, aside: aside.has(given.id), cells: [], sides: [] };
    claims.set(claim.id, claim);
    for (const [name, position] of Object.entries(given.standings)) {
      const option = optionAt.get(name);
      if (option === undefined || questions[place].background) continue;
      if (!values[place].has(position)) values[place].set(position, value(questions[place], position));
      const cell = place * options.length + option;
      cells[cell].push({ claim, value: values[place].get(position) ?? null });
      claim.cells.push(cell);
      reached[source].push(cell);
    }
  }
  callouts.forEach(({ sides }, callout) =>
    sides.forEach((ids, side) => ids.forEach((id) => claims.get(id)?.sides.push([callout, side]))),
  );
  const originals = sources.map(({ copy_of = "" }) => sourceAt.get(copy_of));
  // Trust has no part in voices: copies of one text stay one voice when the text itself is dropped.
  let voices = [...sources.keys()];
  const copies = voices.map((source) => {
    /** @type {number[]} */
    const chain = [];
    // Copies may run in a circle.
    for (let at = originals[source]; at !== undefined && at !== source && !chain.includes(at); at = originals[at]) {
      chain.push(at);
      const joined = [voices[source], voices[at]];
      voices = voices.map((voice) => (joined.includes(voice) ? Math.min(...joined) : voice));
    }
    return chain;
  });
  const members = voices.map((_, voice) => [...voices.keys()].filter((source) => voices[source] === voice));
  const found = { knowledge, claims, cells, copies, reached, voices, members };
  indexed.set(knowledge, found);
  return found;
}

/**
 * The trust in each source: a reader's, or else the sources' own.
 * @param {Knowledge} knowledge
 * @param {ArrayLike<number>} [given]
 */
const trusts = ({ sources }, given) =>
  Float64Array.from(sources, ({ trust = 1 }, source) => clamp((given ? given[source] : trust) || 0));

// Rules 2 and 3.

/**
 * The numbers of a cell, as if some claims had not been made.
 * @param {Evidence} evidence
 * @param {Float64Array} trust
 * @param {number} cell
 * @param {ReadonlySet<string>} without
 * @returns {Tally}
 */
function tally({ cells, copies, voices, members }, trust, cell, without) {
  const entries = without.size ? cells[cell].filter(({ claim }) => !without.has(claim.id)) : cells[cell];
  const counting = entries.map((entry) => countsAlone(entry, trust));
  const speaking = entries.filter((_, at) => counting[at] === "counted" || counting[at] === "set-aside");
  const counted = /** @type {Counted[]} */ (
    entries.filter(({ claim }, at) => {
      if (counting[at] !== "counted") return false;
      const silenced = copies[claim.source].some(
        (from) => trust[from] > 0 && speaking.some((entry) => entry.claim.source === from),
      );
      if (silenced) counting[at] = "copy";
      return !silenced;
    })
  );
  /** @type {Tally} */
  const found = { entries, counting, counted, voices: [], score: null, low: 0, high: 1 };
  if (!counted.length) return found;
  let [sum, weighted] = [0, 0];
  for (const voice of [...new Set(counted.map(({ claim }) => voices[claim.source]))].sort(ascending)) {
    const own = counted.filter(({ claim }) => voices[claim.source] === voice);
    const sources = members[voice].filter((source) => trust[source] > 0);
    const score = own.reduce((sum, { value }) => sum + value.value, 0) / own.length;
    // Whoever of them is trusted most, whether or not that one has a claim here.
    const most = Math.max(...sources.map((source) => trust[source]));
    found.voices.push({ sources, trust: most, score, counted: own });
    sum += most;
    weighted += most * score;
  }
  found.score = weighted / sum;
  found.low = Math.min(...counted.map(({ value }) => value.low));
  found.high = Math.max(...counted.map(({ value }) => value.high));
  return found;
}

/**
 * Rule 2: whether a claim counts, as far as the other claims of its cell have no say.
 * @param {Entry} entry
 * @param {Float64Array} trust
 * @returns {Counting}
 */
function countsAlone({ claim, value }, trust) {
  if (!value) return "context";
  if (claim.given.stance === "reports") return "reported";
  if (claim.given.stance === "rejects") return "rejected";
  if (claim.aside) return "set-aside";
  return trust[claim.source] > 0 ? "counted" : "distrusted";
}

// Rules 4 and 5.

/**
 * A text with hyphens, quotes, spaces and capitals made plain and without what cannot be seen, as in src/text.rs.
 * @param {string} text
 */
const plain = (text) =>
  text
    .replace(/[\u00AD\u200B-\u200D\uFEFF]/g, "")
    .replace(/\p{White_Space}+/gu, " ")
    .replace(/^ | $/g, "")
    .replace(/[\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]/g, "-")
    .replace(/[\u2018-\u201B\u2032`]/g, "'")
    .replace(/[\u201C-\u201F\u2033\u00AB\u00BB]/g, '"')
    // Letter by letter, since a sigma at the end of a word is no other letter.
    .replace(/./gsu, (letter) => letter.toLowerCase());

/**
 * Whether two times have a day in common, ends included: 2020 means all of 2020, and what is no date means always.
 * @param {(string | undefined)[][]} times
 */
function overlap(times) {
  const day = (/** @type {string | undefined} */ date, rest = "", otherwise = "") =>
    date && /^\d{4}(-\d\d){0,2}$/.test(date) ? date + rest.slice(date.length - 4) : otherwise;
  return times.every(([from]) => times.every(([, until]) => day(from, "-01-01") <= day(until, "-12-31", "~")));
}

/** What can make two claims speak of different questions. */
const CONDITIONS = ["version", "workload", "metric", "scope"];

/**
 * Whether two entries of one option's cell speak of the same question (rule 4).
 * @param {string} option
 * @param {Counted[]} pair
 */
function sameQuestion(option, pair) {
  const both = pair.map(({ claim }) => claim.given.qualifiers ?? {});
  const same = (/** @type {(string | undefined)[]} */ [one, other]) =>
    one === undefined || other === undefined || plain(one) === plain(other);
  return (
    CONDITIONS.every((key) => same(both.map((own) => own[key]))) &&
    same(both.map(({ about = option }) => about)) &&
    overlap(both.map(({ from, until }) => [from, until])) &&
    (!pair.every(({ value }) => value.isQuantity) || overlap(both.map(({ as_of }) => [as_of, as_of])))
  );
}

/**
 * Whether two values on one scale are as far apart as opposed claims are (rule 5).
 * @param {Question["scale"]} scale
 * @param {Value} one
 * @param {Value} other
 */
function farApart(scale, one, other) {
  if (!one.isQuantity || !other.isQuantity) return Math.abs(one.value - other.value) >= 0.5 - TOLERANCE;
  const { tolerance = 0.05 } = /** @type {Anchors} */ (scale);
  // Infinite ends never meet here: the higher low end and the lower high end lie between.
  return Math.max(one.lowest, other.lowest) - Math.min(one.highest, other.highest) > Math.max(tolerance, 0) + TOLERANCE;
}

/**
 * The contradictions that stand, which cells they mark, and in which cells claims are opposed but for rule 4. Pauses
 * now and then.
 * @param {Evidence} evidence
 * @param {Float64Array} trust
 * @param {Tally[]} tallies
 * @param {ReadonlySet<string>} without
 * @returns {Generator<undefined, Findings>}
 */
function* findings({ knowledge, claims, voices }, trust, tallies, without) {
  const { options, questions, callouts = [] } = knowledge;
  /** @type {Findings} */
  const { found, marks, conditional } = { found: [], marks: new Map(), conditional: new Set() };
  const add = (/** @type {Contradiction} */ contradiction, /** @type {number[]} */ cells) => {
    found.push(contradiction);
    for (const cell of cells) marks.set(cell, (marks.get(cell) ?? new Set()).add(contradiction));
  };
  const trusted = (/** @type {string} */ id) => trust[claims.get(id)?.source ?? -1] > 0;
  for (const { id, kind, sides, outside_is_side, resolved, sets_aside = [] } of callouts) {
    if (sides.filter((side) => side.some(trusted)).length + +!!outside_is_side < 2) continue;
    const marking = [...sides.flat(), ...sets_aside].filter((id) => trusted(id) && !without.has(id));
    add(
      { id, status: resolved ? "resolved" : "open", ...(kind && { kind }), sides },
      marking.flatMap((id) => claims.get(id)?.cells ?? []),
    );
  }
  const taken = new Set(found.map(({ id }) => id));
  const placeOf = (/** @type {KnownClaim} */ { given: { place } }) => place && plain(place);
  for (const [cell, { counted }] of tallies.entries()) {
    if (!(cell % 256)) yield;
    const question = questions[Math.floor(cell / options.length)];
    const option = options[cell % options.length];
    /** @type {Counted[][]} */
    const pairs = [];
    counted.forEach((one, at) => {
      for (const other of counted.slice(at + 1)) {
        if (!farApart(question.scale, one.value, other.value)) continue;
        const [here, there] = [one.claim, other.claim];
        const mayBePaired =
          voices[here.source] !== voices[there.source] ||
          (here.source === there.source && placeOf(here) !== placeOf(there));
        if (!mayBePaired) continue;
        if (sameQuestion(option, [one, other])) pairs.push([one, other]);
        else conditional.add(cell);
      }
    });
    const explained = new Set(
      pairs
        .filter(([{ claim }, other]) =>
          claim.sides.some(([callout, side]) =>
            other.claim.sides.some(([same, against]) => callout === same && side !== against),
          ),
        )
        .flat(),
    );
    const pair = pairs.find((both) => !both.every((entry) => explained.has(entry)));
    if (!pair) continue;
    const opposed = counted.filter((entry) => pairs.flat().includes(entry));
    const values = opposed.map(({ value }) => value.unclamped);
    const [lowest, highest] = [Math.min(...values), Math.max(...values)];
    // Nearer to the highest than to the lowest; so the highest itself is above the middle, however small the scale.
    const isAbove = values.map((value) => value - lowest - (highest - value) > TOLERANCE);
    const plainly = `found-${question.id.split("/").pop()}-${option}`;
    let id = plainly;
    for (let number = 2; taken.has(id); number += 1) id = `${plainly}-${number}`;
    taken.add(id);
    const ids = opposed.map(({ claim }) => claim.id);
    const sides = [true, false].map((side) => ids.filter((_, at) => isAbove[at] === side));
    add({ id, status: "unexplained", sides, pair: pair.map(({ claim }) => claim.id) }, [cell]);
  }
  return { found, marks, conditional };
}

// Rule 6.

/**
 * Groups of sources with a counted claim in a cell: joined as one voice, or by a study that both rest on.
 * @param {Evidence} evidence
 * @param {Counted[]} counted
 */
function independentSources({ voices }, counted) {
  let groups = counted.map(({ claim }) => voices[claim.source]);
  const studies = counted.map(({ claim }) => claim.given.qualifiers?.based_on);
  studies.forEach((study, at) => {
    const joined = [groups[at], groups[study ? studies.indexOf(study) : at]];
    groups = groups.map((group) => (joined.includes(group) ? joined[0] : group));
  });
  return new Set(groups).size;
}

/**
 * The cells and contradictions of a comparison, in the form of tests/vectors/README.md, for a reader who trusts each
 * source as given and supposes that some claims had not been made.
 * @param {Knowledge} knowledge
 * @param {ArrayLike<number>} [given]
 * @param {ReadonlySet<string>} [without]
 */
function analyse(knowledge, given, without = NONE) {
  const known = evidence(knowledge);
  const trust = trusts(knowledge, given);
  const tallies = known.cells.map((_, cell) => tally(known, trust, cell, without));
  const { found, marks, conditional } = finish(findings(known, trust, tallies, without));
  const { options, questions, sources } = knowledge;
  /** @type {Map<string, Cell>} */
  const cells = new Map();
  for (const [cell, { entries, counting, counted, voices, score, low, high }] of tallies.entries()) {
    const question = questions[Math.floor(cell / options.length)];
    if (question.background) continue;
    const marking = [...(marks.get(cell) ?? [])];
    const independent = independentSources(known, counted);
    const values = counted.map(({ value }) => value.value);
    let state = "mixed";
    if (!entries.some(({ claim }) => trust[claim.source] > 0)) state = "empty";
    else if (marking.some(({ status }) => status !== "resolved")) state = "contested";
    else if (marking.length || conditional.has(cell)) state = "explained";
    else if (score === null) state = "background";
    else if (independent === 1) state = "single-source";
    else if (Math.max(...values) - Math.min(...values) <= 0.25 + TOLERANCE) state = "agreed";
    cells.set(`${question.id}/${options[cell % options.length]}`, {
      claims: Object.fromEntries(
        entries.map(({ claim, value }, at) => [claim.id, { counting: counting[at], ...(value && shown(value)) }]),
      ),
      voices: voices.map((voice) => ({
        sources: voice.sources.map((source) => sources[source].id),
        trust: voice.trust,
        claims: voice.counted.map(({ claim }) => claim.id),
        score: voice.score,
      })),
      score,
      low,
      high,
      state,
      independent_sources: independent,
      contradictions: marking.map(({ id }) => id),
    });
  }
  return { cells, contradictions: found };
}

/**
 * A value with what is not plain from the rest of it.
 * @param {Value} value
 */
function shown({ value, unclamped, low, high, lowest, highest }) {
  const differ = (/** @type {number[]} */ ones, /** @type {number[]} */ others) =>
    ones.some((one, at) => Math.abs(one - others[at]) > TOLERANCE);
  return {
    value,
    ...(differ([unclamped], [value]) && { unclamped }),
    ...(differ([low, high], [value, value]) && { reach: [low, high] }),
    ...(differ([lowest, highest], [low, high]) && {
      unclamped_reach: [lowest, highest].map((end) => (isFinite(end) ? end : null)),
    }),
  };
}

/**
 * Runs what pauses to its end.
 * @template Result
 * @param {Generator<unknown, Result>} steps
 */
function finish(steps) {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

export { CONDITIONS, TOLERANCE, NONE, analyse, evidence, trusts, value, tally, findings, finish };
