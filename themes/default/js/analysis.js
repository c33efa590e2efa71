// @ts-check
// The analysis: from evidence to cells and contradictions, rules 1 to 6 of docs/rules.md. The twin of
// src/analysis; the vectors in tests/vectors hold both to the same numbers.
"use strict";

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
 *   quantity: boolean}} Value
 *
 * A claim with places for names, and the sides on which callouts have it.
 * @typedef {{id: string, source: number, given: Claim, aside: boolean, cells: number[],
 *   sides: {callout: number, side: number}[]}} KnownClaim
 * @typedef {{claim: KnownClaim, value: Value | null}} Entry
 *
 * Knowledge, indexed. A cell's place is `question · options + option`. Of each source there are those that it copies,
 * nearest first, the smallest source of its voice, and the cells in which it has claims.
 * @typedef {{knowledge: Knowledge, claims: Map<string, KnownClaim>, cells: (Entry[] | undefined)[], copies: number[][],
 *   voices: number[], members: number[][], reached: number[][]}} Evidence
 *
 * @typedef {"counted" | "context" | "reported" | "rejected" | "set-aside" | "distrusted" | "copy"} Counting
 * @typedef {{sources: number[], trust: number, score: number, entries: Entry[]}} Voice
 *
 * A cell as far as numbers go; the score is null where no claim counts.
 * @typedef {{entries: Entry[], counting: Counting[], voices: Voice[], score: number | null, low: number,
 *   high: number}} Tally
 *
 * @typedef {{id: string, status: "open" | "resolved" | "unexplained", kind?: string, sides: string[][],
 *   pair?: string[]}} Contradiction
 * @typedef {{found: Contradiction[], marks: Map<number, Contradiction[]>, conditional: Set<number>}} Findings
 * @typedef {{claims: {[claim: string]: object}, voices: object[], score: number | null, low: number, high: number,
 *   state: string, independent_sources: number, contradictions: string[]}} Cell
 */

const CounterpointAnalysis = (() => {
  /** Two computed numbers that differ by no more are equal. */
  const TOLERANCE = 1e-9;

  const RATINGS = ["--", "-", "=", "+", "++"];

  /** @type {Tally} */
  const EMPTY = { entries: [], counting: [], voices: [], score: null, low: 0, high: 1 };

  /** @type {ReadonlySet<string>} */
  const NONE = new Set();

  /** @param {number} number */
  const clamp = (number) => Math.min(Math.max(number, 0), 1);

  // Rule 1.

  /**
   * (number − worst) / (best − worst), always finite; null where the anchors give none.
   * @param {Anchors} anchors
   * @param {number} number
   */
  function between({ worst, best }, number) {
    if (worst === best || ![worst, best, number].every(Number.isFinite)) return null;
    // Two finite numbers can lie further apart than the largest one: then a quarter of each does not.
    const part = Number.isFinite(number - worst) && Number.isFinite(best - worst) ? 1 : 0.25;
    const fraction = (number * part - worst * part) / (best * part - worst * part);
    return Number.isNaN(fraction) ? null : Math.min(Math.max(fraction, -Number.MAX_VALUE), Number.MAX_VALUE);
  }

  /**
   * What a position is worth on the scale of its question; null where it has no value there.
   * @param {Question} question
   * @param {string | null | undefined} position
   * @returns {Value | null}
   */
  function value({ scale = "rating", better }, position) {
    const rating = RATINGS.indexOf(position ?? "");
    if (rating >= 0) return valued(rating / 4);
    if (position === "yes" || position === "no") {
      const swapped = scale === "yes-no" && better === "no";
      return valued((position === "yes") === swapped ? 0 : 1);
    }
    const parts = /^([~>]?)(-?[\d.]+?)(?:\.\.(-?[\d.]+))?$/.exec(position ?? "");
    if (!parts || typeof scale !== "object" || !scale) return null;
    const [first, last] = [Number(parts[2]), Number(parts[3] ?? parts[2])];
    const [one, other] = [between(scale, first), between(scale, last)];
    const middle = between(scale, first / 2 + last / 2);
    if (one === null || other === null || middle === null) return null;
    const isOpen = parts[1] === ">";
    const rises = scale.best > scale.worst;
    const lowest = isOpen && !rises ? -Infinity : Math.min(one, other);
    const highest = isOpen && rises ? Infinity : Math.max(one, other);
    return valued(middle, lowest, highest, true);
  }

  const valued = (unclamped = 0, lowest = unclamped, highest = unclamped, quantity = false) => ({
    value: clamp(unclamped),
    unclamped,
    low: clamp(lowest),
    high: clamp(highest),
    lowest,
    highest,
    quantity,
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
    const places = (/** @type {{id: string}[]} */ named) => new Map(named.map(({ id }, place) => [id, place]));
    const [questionAt, sourceAt] = [places(questions), places(sources)];
    const optionAt = new Map(options.map((id, place) => [id, place]));
    const aside = new Set(callouts.flatMap((callout) => callout.sets_aside ?? []));
    /** @type {(Entry[] | undefined)[]} */
    const cells = new Array(questions.length * options.length).fill(undefined);
    /** @type {Map<string, KnownClaim>} */
    const claims = new Map();
    /** @type {Map<string, Value | null>[]} */
    const values = questions.map(() => new Map());
    const reached = sources.map(() => /** @type {number[]} */ ([]));
    for (const given of knowledge.claims) {
      const [place, source] = [questionAt.get(given.question), sourceAt.get(given.source)];
      if (place === undefined || source === undefined) continue;
      /** @type {KnownClaim} */
      const claim = { id: given.id, source, given, aside: aside.has(given.id), cells: [], sides: [] };
      claims.set(claim.id, claim);
      const question = questions[place];
      if (question.background) continue;
      for (const [name, position] of Object.entries(given.standings)) {
        const option = optionAt.get(name);
        if (option === undefined) continue;
        const known = values[place];
        const written = String(position);
        if (!known.has(written)) known.set(written, value(question, position));
        const cell = place * options.length + option;
        (cells[cell] ??= []).push({ claim, value: known.get(written) ?? null });
        claim.cells.push(cell);
        reached[source].push(cell);
      }
    }
    callouts.forEach(({ sides }, callout) =>
      sides.forEach((names, side) => names.forEach((name) => claims.get(name)?.sides.push({ callout, side }))),
    );
    const originals = sources.map(({ copy_of }) => sourceAt.get(copy_of ?? ""));
    const copies = sources.map((_, source) => {
      /** @type {number[]} */
      const chain = [];
      // Copies may run in a circle.
      for (let at = originals[source]; at !== undefined && at !== source && !chain.includes(at); at = originals[at]) {
        chain.push(at);
      }
      return chain;
    });
    // Trust has no part in this: copies of one text stay one voice when the text itself is dropped.
    const voices = sources.map((_, source) => source);
    copies.forEach(([original], source) => {
      if (original === undefined) return;
      const [first, second] = [voices[source], voices[original]].sort((one, other) => one - other);
      voices.forEach((voice, at) => voice === second && (voices[at] = first));
    });
    const members = sources.map((_, voice) => [...sources.keys()].filter((source) => voices[source] === voice));
    const found = { knowledge, claims, cells, copies, voices, members, reached };
    indexed.set(knowledge, found);
    return found;
  }

  /**
   * The trust in each source: a reader's, or else the sources' own.
   * @param {Knowledge} knowledge
   * @param {ArrayLike<number>} [given]
   */
  const trusts = (knowledge, given) =>
    Float64Array.from(knowledge.sources, (source, place) => clamp((given ? given[place] : (source.trust ?? 1)) || 0));

  // Rules 2 and 3.

  /**
   * The numbers of a cell, as if some claims had not been made.
   * @param {Evidence} evidence
   * @param {Float64Array} trust
   * @param {number} cell
   * @param {ReadonlySet<string>} [without]
   * @returns {Tally}
   */
  function tally(evidence, trust, cell, without = NONE) {
    const all = evidence.cells[cell];
    const entries = all && without.size ? all.filter(({ claim }) => !without.has(claim.id)) : all;
    if (!entries?.length) return EMPTY;
    const counting = entries.map((entry) => countsAlone(entry, trust));
    const speaks = (/** @type {number} */ source) =>
      entries.some(({ claim }, at) => claim.source === source && /^(counted|set-aside|copy)$/.test(counting[at]));
    entries.forEach(({ claim }, at) => {
      const copies = evidence.copies[claim.source];
      if (counting[at] === "counted" && copies.some((from) => trust[from] > 0 && speaks(from))) counting[at] = "copy";
    });
    /** @type {Tally} */
    const tally = { entries, counting, voices: [], score: null, low: 0, high: 1 };
    const counted = countedIn(tally);
    if (!counted.length) return tally;
    tally.voices = voicesOf(evidence, trust, counted);
    let [sum, weighted] = [0, 0];
    for (const voice of tally.voices) {
      sum += voice.trust;
      weighted += voice.trust * voice.score;
    }
    tally.score = weighted / sum;
    [tally.low, tally.high] = [1, 0];
    for (const { value } of counted) {
      tally.low = Math.min(tally.low, value.low);
      tally.high = Math.max(tally.high, value.high);
    }
    return tally;
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

  /**
   * @param {Tally} tally
   * @returns {{claim: KnownClaim, value: Value}[]}
   */
  const countedIn = ({ entries, counting }) =>
    /** @type {{claim: KnownClaim, value: Value}[]} */ (entries.filter((_, at) => counting[at] === "counted"));

  /**
   * @param {Evidence} evidence
   * @param {Float64Array} trust
   * @param {{claim: KnownClaim, value: Value}[]} counted
   * @returns {Voice[]}
   */
  function voicesOf({ voices, members }, trust, counted) {
    const found = [...new Set(counted.map(({ claim }) => voices[claim.source]))].sort((one, other) => one - other);
    return found.map((voice) => {
      const entries = counted.filter(({ claim }) => voices[claim.source] === voice);
      const sources = members[voice].filter((source) => trust[source] > 0);
      return {
        sources,
        // Whoever of them is trusted most, whether or not that one has a claim here.
        trust: Math.max(...sources.map((source) => trust[source])),
        score: entries.reduce((sum, { value }) => sum + value.value, 0) / entries.length,
        entries,
      };
    });
  }

  // Rules 4 and 5.

  /**
   * A text with hyphens, quotes, spaces and capitals made plain, as in src/text.rs.
   * @param {string} text
   */
  const plain = (text) =>
    text
      .replace(/\p{White_Space}+/gu, " ")
      .replace(/^ | $/g, "")
      .replace(/[\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]/g, "-")
      .replace(/[\u2018-\u201B\u2032`]/g, "'")
      .replace(/[\u201C-\u201F\u2033\u00AB\u00BB]/g, '"')
      .replace(/[\u00AD\u200B-\u200D\uFEFF]/g, "")
      .replace(/^ +/, "")
      // Letter by letter, since a sigma at the end of a word is no other letter.
      .replace(/./gsu, (letter) => letter.toLowerCase());

  /**
   * The days from one date to another, ends included, as texts that can be compared; 2020 means all of 2020, and what
   * is no date means always.
   * @param {string} [from]
   * @param {string} [until]
   */
  function days(from, until) {
    const isDate = (/** @type {string | undefined} */ date) => /^\d{4}(-\d\d){0,2}$/.test(date ?? "");
    return [
      isDate(from) ? from + "-01-01".slice(/** @type {string} */ (from).length - 4) : "",
      isDate(until) ? until + "-12-31".slice(/** @type {string} */ (until).length - 4) : "~",
    ];
  }

  /**
   * @param {string[]} one
   * @param {string[]} other
   */
  const overlap = (one, other) => [one[0], other[0]].every((first) => first <= one[1] && first <= other[1]);

  /**
   * Whether two entries of one option's cell speak of the same question (rule 4).
   * @param {string} option
   * @param {Entry} one
   * @param {Entry} other
   */
  function sameQuestion(option, one, other) {
    const [first, second] = [one.claim.given.qualifiers ?? {}, other.claim.given.qualifiers ?? {}];
    const apart = (/** @type {string} */ key, /** @type {string | undefined} */ otherwise) => {
      const [left, right] = [first[key] ?? otherwise, second[key] ?? otherwise];
      return left !== undefined && right !== undefined && left !== right && plain(left) !== plain(right);
    };
    return !(
      ["version", "workload", "metric", "scope"].some((key) => apart(key, undefined)) ||
      apart("about", option) ||
      !overlap(days(first.from, first.until), days(second.from, second.until)) ||
      (one.value?.quantity &&
        other.value?.quantity &&
        !overlap(days(first.as_of, first.as_of), days(second.as_of, second.as_of)))
    );
  }

  /**
   * Whether two values on one scale are as far apart as opposed claims are (rule 5).
   * @param {Question["scale"]} scale
   * @param {Value} one
   * @param {Value} other
   */
  function farApart(scale, one, other) {
    if (!one.quantity || !other.quantity) return Math.abs(one.value - other.value) >= 0.5 - TOLERANCE;
    const tolerance = Math.max((typeof scale === "object" ? scale.tolerance : undefined) ?? 0.05, 0);
    // Infinite ends never meet here: the higher low end and the lower high end lie between.
    return Math.max(one.lowest, other.lowest) - Math.min(one.highest, other.highest) > tolerance + TOLERANCE;
  }

  /**
   * Whether two counted claims are of different voices or of one source in two places.
   * @param {Evidence} evidence
   * @param {KnownClaim} one
   * @param {KnownClaim} other
   */
  const mayBePaired = ({ voices }, one, other) =>
    voices[one.source] !== voices[other.source] ||
    (one.source === other.source && placeOf(one) !== placeOf(other));

  /** @param {KnownClaim} claim */
  const placeOf = ({ given: { place } }) => (place == null ? null : plain(place));

  /**
   * Whether some callout has two claims on different sides.
   * @param {KnownClaim} one
   * @param {KnownClaim} other
   */
  const setsAgainst = (one, other) =>
    one.sides.some((here) => other.sides.some((there) => here.callout === there.callout && here.side !== there.side));

  /**
   * The contradictions that stand, which cells they mark, and in which cells claims are opposed but for rule 4.
   * Pauses after every few cells.
   * @param {Evidence} evidence
   * @param {Float64Array} trust
   * @param {Tally[]} tallies
   * @param {ReadonlySet<string>} [without]
   * @returns {Generator<undefined, Findings>}
   */
  function* findings(evidence, trust, tallies, without = NONE) {
    const { knowledge, claims } = evidence;
    const { options, questions, callouts = [] } = knowledge;
    /** @type {Findings} */
    const { found, marks, conditional } = { found: [], marks: new Map(), conditional: new Set() };
    const mark = (/** @type {number} */ cell, /** @type {Contradiction} */ contradiction) => {
      const here = marks.get(cell);
      if (!here) marks.set(cell, [contradiction]);
      else if (!here.includes(contradiction)) here.push(contradiction);
    };
    const trusted = (/** @type {string} */ name) => trust[claims.get(name)?.source ?? -1] > 0;
    for (const { id, kind, sides, outside_is_side, resolved, sets_aside = [] } of callouts) {
      if (sides.filter((side) => side.some(trusted)).length + Number(outside_is_side ?? false) < 2) continue;
      /** @type {Contradiction} */
      const contradiction = { id, status: resolved ? "resolved" : "open", ...(kind && { kind }), sides };
      found.push(contradiction);
      for (const name of [...sides.flat(), ...sets_aside]) {
        if (trusted(name) && !without.has(name)) claims.get(name)?.cells.forEach((cell) => mark(cell, contradiction));
      }
    }
    const ids = new Set(found.map(({ id }) => id));
    for (let cell = 0; cell < tallies.length; cell += 1) {
      if (cell % 256 === 255) yield;
      const counted = countedIn(tallies[cell]);
      if (counted.length < 2) continue;
      const question = questions[Math.floor(cell / options.length)];
      const option = options[cell % options.length];
      /** @type {Entry[][]} */
      const pairs = [];
      counted.forEach((one, at) => {
        for (const other of counted.slice(at + 1)) {
          if (!farApart(question.scale, one.value, other.value)) continue;
          if (!mayBePaired(evidence, one.claim, other.claim)) continue;
          if (sameQuestion(option, one, other)) pairs.push([one, other]);
          else conditional.add(cell);
        }
      });
      const explained = new Set(pairs.filter(([one, other]) => setsAgainst(one.claim, other.claim)).flat());
      const pair = pairs.find((both) => !both.every((entry) => explained.has(entry)));
      if (!pair) continue;
      const opposed = new Set(pairs.flat());
      const sided = counted.filter((entry) => opposed.has(entry));
      const lowest = sided.reduce((least, { value }) => Math.min(least, value.unclamped), Infinity);
      const highest = sided.reduce((most, { value }) => Math.max(most, value.unclamped), -Infinity);
      // Nearer to the highest than to the lowest; so the highest itself is above the middle, however small the scale.
      const above = ({ unclamped } = valued()) => unclamped - lowest - (highest - unclamped) > TOLERANCE;
      const name = `found-${question.id.replace(/^.*\//, "")}-${option}`;
      let id = name;
      for (let number = 2; ids.has(id); number += 1) id = `${name}-${number}`;
      ids.add(id);
      const idsOf = (/** @type {Entry[]} */ entries) => entries.map(({ claim }) => claim.id);
      /** @type {Contradiction} */
      const contradiction = {
        id,
        status: "unexplained",
        sides: [true, false].map((side) => idsOf(sided.filter(({ value }) => above(value) === side))),
        pair: idsOf(pair),
      };
      found.push(contradiction);
      mark(cell, contradiction);
    }
    return { found, marks, conditional };
  }

  /**
   * The claims that supposing a side of a contradiction right takes out (rule 11).
   * @param {string[][]} sides
   * @param {number} side
   */
  const against = (sides, side) => new Set(sides.flat().filter((claim) => !sides[side]?.includes(claim)));

  // Rule 6.

  /**
   * Groups of sources with a counted claim in a cell: joined as one voice, or by a study that both rest on.
   * @param {Evidence} evidence
   * @param {Entry[]} counted
   */
  function independentSources({ voices }, counted) {
    let groups = counted.map(({ claim }) => voices[claim.source]);
    /** @type {Map<string, number>} */
    const users = new Map();
    counted.forEach(({ claim }, at) => {
      const study = claim.given.qualifiers?.based_on;
      if (!study) return;
      const [own, first] = [groups[at], groups[users.get(study) ?? at]];
      users.set(study, users.get(study) ?? at);
      groups = groups.map((group) => (group === own ? first : group));
    });
    return new Set(groups).size;
  }

  /**
   * @param {Evidence} evidence
   * @param {Float64Array} trust
   * @param {Tally} tally
   * @param {Contradiction[]} marks
   * @param {boolean} conditional
   * @returns {Cell}
   */
  function cellOf(evidence, trust, tally, marks, conditional) {
    const counted = countedIn(tally);
    const values = counted.map(({ value }) => value.value);
    const independent = independentSources(evidence, counted);
    let state = "mixed";
    if (!tally.entries.some(({ claim }) => trust[claim.source] > 0)) state = "empty";
    else if (marks.some(({ status }) => status !== "resolved")) state = "contested";
    else if (marks.length || conditional) state = "explained";
    else if (tally.score === null) state = "background";
    else if (independent === 1) state = "single-source";
    else if (Math.max(...values) - Math.min(...values) <= 0.25 + TOLERANCE) state = "agreed";
    const { sources } = evidence.knowledge;
    return {
      claims: Object.fromEntries(
        tally.entries.map(({ claim, value }, at) => [claim.id, { counting: tally.counting[at], ...shown(value) }]),
      ),
      voices: tally.voices.map((voice) => ({
        sources: voice.sources.map((source) => sources[source].id),
        trust: voice.trust,
        claims: voice.entries.map(({ claim }) => claim.id),
        score: voice.score,
      })),
      score: tally.score,
      low: tally.low,
      high: tally.high,
      state,
      independent_sources: independent,
      contradictions: marks.map(({ id }) => id),
    };
  }

  /**
   * A value with what is not plain from the rest of it.
   * @param {Value | null} found
   */
  function shown(found) {
    if (!found) return {};
    const { value, unclamped, low, high, lowest, highest } = found;
    const differ = (/** @type {number} */ one, /** @type {number} */ other) => Math.abs(one - other) > TOLERANCE;
    const ends = [lowest, highest].map((end) => (Number.isFinite(end) ? end : null));
    return {
      value,
      ...(differ(unclamped, value) && { unclamped }),
      ...((differ(low, value) || differ(high, value)) && { reach: [low, high] }),
      ...((differ(lowest, low) || differ(highest, high)) && { unclamped_reach: ends }),
    };
  }

  /**
   * The cells and contradictions of a comparison, for a reader who trusts each source as given and supposes that some
   * claims had not been made.
   * @param {Knowledge} knowledge
   * @param {ArrayLike<number>} [trust]
   * @param {ReadonlySet<string>} [without]
   */
  function analyse(knowledge, trust, without) {
    const known = evidence(knowledge);
    const heard = trusts(knowledge, trust);
    const tallies = known.cells.map((_, cell) => tally(known, heard, cell, without));
    const { found, marks, conditional } = finish(findings(known, heard, tallies, without));
    /** @type {Map<string, Cell>} */
    const cells = new Map();
    const { options, questions } = knowledge;
    questions.forEach((question, row) => {
      if (question.background) return;
      options.forEach((option, column) => {
        const cell = row * options.length + column;
        const marked = marks.get(cell) ?? [];
        cells.set(
          `${question.id}/${option}`,
          cellOf(known, heard, tallies[cell], marked, conditional.has(cell)),
        );
      });
    });
    return { cells, contradictions: found };
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

  return { TOLERANCE, NONE, analyse, evidence, trusts, value, tally, findings, against, finish };
})();
