// @ts-check
// What else can be said of a decision: how it would change, and who says what.

import { TOLERANCE } from "./analysis.js";
import { modelOf } from "./model.js";
import * as W from "./words.js";

/**
 * Where a weight may lie, as the rest of a sentence about who leads, around the criterion's name.
 * @param {number[]} range @param {boolean} aboveZero @param {number} now
 */
function around([low, high], aboveZero, now) {
  if (high <= 0) return ["only while", "has no weight"];
  if (high - low <= TOLERANCE) return ["only while", `weighs exactly ${now}`];
  if (low > 0 && high < 5 && high - low < 0.01) return ["only while", `weighs ${now}, give or take less than 0.01`];
  // Ends are rounded inwards, so that what is said to lie in the range does.
  const [least, most] = [Math.ceil((low - TOLERANCE) * 100), Math.floor((high + TOLERANCE) * 100)].map((end) => W.weight(end / 100));
  if (aboveZero) return ["while", `has any weight${high < 5 ? `, until it weighs more than ${most}` : ""}`];
  if (low > 0 && high < 5) return ["while", `weighs ${least} to ${most}`];
  if (low <= 0 && most === "0") return ["only while", "has next to no weight"];
  return ["until", low > 0 ? `weighs less than ${least}` : `weighs more than ${most}`];
}

/** How the readings were had. @param {{ counted?: number, drawn?: number }} readings */
const readings = ({ counted, drawn }) =>
  counted === 1 ? "in no doubt" : counted ? `all ${counted} ways counted` : `${drawn} ways drawn`;

/** What is said of an option that would stand otherwise, said of several. @param {string} words */
const plural = (words) => words.replace("then misses", "then miss").replace("then has", "then have").replace(/^is/, "are");

/**
 * What can be said of one decision.
 * @param {Decided} decided
 */
function of(decided) {
  const { knowledge, choices, model, at, name, source, option, contributions, order, leaders, margin, must, weights, slow } = decided;
  const words = W.of(decided);
  const { whoLeads } = words;

  /** The sentence around a weight that changes the leaders; null where it never does. @param {string} question */
  function stability(question) {
    const { leaders: range, above_zero } = slow.stability?.[question] ?? { leaders: [0, 5] };
    const aboveZero = Boolean(above_zero?.includes("leaders"));
    if ((range[0] <= 0 && !aboveZero && range[1] >= 5) || slow.verdict?.reason === "no-weights") return null;
    if (!leaders.length) return ["An option can lead once ", " has a weight"];
    const [before, after] = around(range, aboveZero, weights[question]);
    return [`${whoLeads(leaders)} ${before} `, ` ${after}`];
  }

  /**
   * Who would lead after a change: `Python leads`, or, where every other option would miss a must-have, `Python is the only
   * choice`.
   * @param {Pick<Change, "leaders" | "eligibility">} change
   */
  const wouldLead = ({ leaders: [leader, ...others], eligibility }) => {
    const isDimmed = (/** @type {string} */ id) => (eligibility[id] ? eligibility[id] === "dimmed" : option(id).dimmed);
    const isOnly = leader && !others.length && order.length > 1 && order.every((id) => id === leader || isDimmed(id));
    return isOnly ? `${name(leader)} is the only choice` : whoLeads(leader ? [leader, ...others] : []);
  };

  /** What follows from a change. @param {Omit<Change, "flips"> & { flips?: boolean }} change */
  const change = ({ flips, leaders: leading, influence, eligibility, misses }) => {
    const lead = influence === null ? 0 : (margin ?? 0) + influence;
    const ahead = Math.abs(lead) > TOLERANCE ? `, ${W.lead(Math.abs(lead))} ahead` : "";
    const behind = ahead && lead < 0 ? ` of ${name(leaders[0])}` : "";
    /** Options by what is said of one of them. @type {Map<string, string[]>} */
    const moved = new Map();
    for (const id of Object.keys(eligibility)) {
      const said = movedWords(id, eligibility[id], misses[id]);
      moved.set(said, [...(moved.get(said) ?? []), id]);
    }
    const rest = [...moved].map(([said, ids]) => `; ${W.join(ids.map(name))} ${ids.length > 1 ? plural(said) : said}`);
    return `${whoLeads(leading)}${flips === false ? " still" : ""}${ahead}${behind}${rest.join("")}`;
  };

  /** What one doubt, settled at an end, does. @param {import("./trials.js").Doubt} doubt */
  const doubt = ({ option, value, criterion, ...change }) => {
    const { title, scale, unit } = at(criterion);
    const level = `${W.level(at(criterion), value)}${typeof scale === "object" ? ` ${unit}` : ""}`;
    return `if ${title} of ${name(option)} is ${level}, the rest as it is, ${wouldLead(change)}`;
  };

  /** What is said of an option that would stand otherwise. @param {string} id @param {string} then @param {string[]} missed */
  function movedWords(id, then, missed) {
    if (then === "dimmed") return `then misses ${W.join(missed.map(words.minimum))}`;
    if (then === "unranked") return "then has no score";
    if (!option(id).dimmed) return "then has a score";
    const found = decided.outcomes(id);
    const now = Object.keys(found).filter((question) => found[question] === "not-met");
    return `is then no longer known to miss ${W.join(now.map(words.minimum))}`;
  }

  /** What is said of a source or a side that changes no leader. */
  const still = leaders.length ? "does not change who leads" : "no option can lead still";

  /** Where nothing has a weight, or must-haves keep every option from leading, what would let one lead; empty elsewhere. */
  function waysOut() {
    if (slow.verdict?.reason === "no-weights") return "An option can lead once a criterion has a weight.";
    if (slow.verdict?.reason !== "none-meets") return "";
    const ids = Object.keys(must).sort();
    const ways = ids.flatMap((question) => {
      const freed = order.filter((id) => {
        const found = decided.outcomes(id);
        return option(id).score !== null && ids.every((other) => (found[other] === "not-met") === (other === question));
      });
      if (!freed.length) return [];
      const best = Math.max(...freed.map((id) => option(id).score ?? 0));
      const leading = freed.filter((id) => (option(id).score ?? 0) >= best - TOLERANCE).sort();
      return [`${whoLeads(leading)} without the must-have ${words.minimum(question)}`];
    });
    return ways.length ? `${ways.join("; ")}.` : "Every option with a score misses more than one must-have.";
  }

  /** On which criteria one option gains on another, the greatest gain first. @param {string} one @param {string} other */
  function gains(one, other) {
    const [mine, its] = [contributions(one), contributions(other)];
    return Object.keys(mine)
      .map((question) => ({ question, gain: mine[question] - its[question] }))
      .filter(({ gain }) => gain > TOLERANCE)
      .sort((one, other) => other.gain - one.gain);
  }

  /** What is said of a criterion on which one of two options has no score. @param {string} question @param {string[]} options */
  const guess = (question, options) => {
    const none = options.find((id) => model.cell(question, id).score === null);
    return none ? ` (${name(none)} taken as 50)` : "";
  };

  /** The option and the question of a cell, by its place. @param {number} cell */
  const placeOf = (cell) => [
    knowledge.options[cell % knowledge.options.length],
    knowledge.questions[Math.floor(cell / knowledge.options.length)].id,
  ];

  /** The contradictions that mark cells of some questions, of the options that are compared. @param {Record<string, unknown>} wanted */
  const marking = (wanted) =>
    model.marked()[0].flatMap(([cell, marks]) => {
      const [option, question] = placeOf(cell);
      return question in wanted && model.options.includes(option) ? [...marks].map(({ id }) => id) : [];
    });

  /** The model with every source and nothing supposed, for what falls away without. @type {Model | undefined} */
  let whole;
  const everything = () => (whole ??= modelOf(knowledge));

  /** A contradiction as it is shown; a found one by the cell that it is in. @param {string} id @returns {Link & Partial<Callout>} */
  function contradiction(id) {
    const isOf = (/** @type {Model} */ model) => model.marked().flat().find(([, marks]) => [...marks].some((found) => found.id === id));
    const [cell] = isOf(model) ?? isOf(everything()) ?? [];
    return (
      knowledge.callouts.find((callout) => callout.id === id) ?? {
        title: cell === undefined ? id : placeOf(cell).map(name).join(" on "),
        path: `contradictions.html#contradiction-${id}`,
      }
    );
  }

  /** Claims. @param {string[]} ids */
  const claimsOf = (ids) => ids.map((id) => /** @type {Site["claims"][0]} */ (knowledge.claims.find((claim) => claim.id === id)));
  const isLeft = (/** @type {Site["claims"][0]} */ { source }) => choices.without.includes(source);
  /** How many claims of a side are of sources that are left out. @param {string[]} side */
  const left = (side) => claimsOf(side).filter(isLeft).length;

  /**
   * The claim that speaks for a side, the first whose source is not left out, under which conditions it holds, and how many
   * more of these there are; of all where every source is left out; nothing for a side that no source states.
   * @param {string[]} [side]
   */
  function speaker(side = []) {
    const claims = claimsOf(side);
    const kept = claims.filter((claim) => !isLeft(claim));
    const [claim, ...others] = kept.length ? kept : claims;
    const more = others.length ? ` and ${others.length} more claim${others.length > 1 ? "s" : ""}` : "";
    return claim && { claim, held: W.conditions(claim), source: source(claim.source), more };
  }

  /** The sides of a contradiction that has fallen away. @param {string} id */
  const fallen = (id) => everything().contradictions().find((found) => found.id === id)?.sides;

  return { ...words, fallen, speaker, left, wouldLead, stability, still, waysOut, marking, change, doubt, gains, guess, contradiction };
}

export { around, of, readings };
