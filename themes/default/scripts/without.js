// @ts-check
// What leaving sources out and supposing sides right has changed in a decision.

import { nothing } from "./choices.js";
import { element } from "./controls.js";
import { field, fill, part, say } from "./page.js";
import * as W from "./words.js";

/** How many of the cells that moved are listed, and how long a slice of what takes longer may take; milliseconds. */
const [LISTED, SLICE] = [6, 8];

/** The decision for which it was last asked what that changes. @type {Decided | undefined} */
let asked;

/**
 * What leaving sources out and supposing sides right has changed: the verdict, the cells that moved most, and of sources
 * the verdict of each scenario.
 * @param {Decided} now @param {typeof import("./choices.js").model} modelOf @param {typeof import("./choices.js").decided} decidedOf
 */
async function paintWithout(now, modelOf, decidedOf) {
  asked = now;
  const { knowledge, choices } = now;
  const undone = [choices.without.length ? "every source" : "", Object.keys(choices.suppose).length ? "nothing supposed" : ""].filter(Boolean);
  const [place, moved] = [part("every"), part("moved")];
  place.hidden = !undone.length;
  if (!undone.length) moved.hidden = true;
  if (undone.length) {
    place.ariaBusy = "true";
    const all = { ...choices, without: [], suppose: {} };
    const every = decidedOf(knowledge, all, modelOf(knowledge, all));
    await judged(every);
    if (asked !== now) return;
    place.ariaBusy = null;
    fill(place, { verdict: `With ${W.join(undone)}: ${W.of(every).verdict(true)}` });
    const moves = [...outcomesOf(every, now), ...movesOf(every, now)];
    moved.hidden = field(place, "link").hidden = !moves.length;
    field(moved, "entries").replaceChildren(...moves);
  }
  await paintScenarios(now, modelOf, decidedOf);
}

/** The sources whose verdicts the scenarios are marked with. */
let marked = "";

/**
 * Marks each scenario of which the verdict is another without the sources that are left out.
 * @param {Decided} now @param {typeof import("./choices.js").model} modelOf @param {typeof import("./choices.js").decided} decidedOf
 */
async function paintScenarios(now, modelOf, decidedOf) {
  const { knowledge, choices: { without } } = now;
  const note = part("scenarios");
  if (!note || marked === `${without}`) return;
  marked = "";
  note.hidden = true;
  for (const tag of document.querySelectorAll(".cp-without")) tag.remove();
  const names = W.join(without.map((id) => now.source(id).name));
  // Scenarios as they are printed, but for the sources.
  const sides = [[], without].map((without) => ({ ...nothing(), without })).map((choices) => ({ choices, model: modelOf(knowledge, choices) }));
  /** @type {[Element | null, string][]} */
  const tags = [];
  for (const { id } of without.length ? knowledge.scenarios : []) {
    const said = [];
    for (const { choices, model } of sides) {
      const decided = decidedOf(knowledge, { ...choices, scenario: id }, model);
      await judged(decided);
      if (asked !== now) return;
      said.push(`${W.of(decided).whoLeads(decided.leaders)}, ${decided.slow.verdict?.kind.replace("-", " ")}`);
    }
    if (said[0] !== said[1]) tags.push([document.querySelector(`[data-cp-scenario="${id}"] summary`), `without ${names}: ${said[1]}`]);
  }
  marked = `${without}`;
  for (const [summary, text] of tags) summary?.append(element("span", { className: "cp-tag cp-without" }, text));
  note.hidden = !without.length;
  const has = tags.length === 1 ? "has" : "have";
  say(
    note,
    tags.length
      ? `Without ${names}, ${tags.length} of these verdicts ${has} another leader or another strength, as marked.`
      : `Without ${names}, each of these verdicts keeps its leader and its strength.`,
  );
}

/** Takes a decision to its verdict, in slices. @param {Decided} decided */
async function judged({ model, ranking, slow }) {
  let end = performance.now() + SLICE;
  for (const steps = model.slow(ranking, slow); !slow.verdict && !steps.next().done; ) {
    if (performance.now() < end) continue;
    await new Promise((resolve) => setTimeout(resolve));
    end = performance.now() + SLICE;
  }
}

/** How a must-have stands, by its outcome. @type {Record<string, string>} */
const OUTCOMES = { met: "met", "not-met": "missed", uncertain: "in doubt", unknown: "unknown" };

/** The must-haves that stand otherwise for an option. @param {Decided} before @param {Decided} after */
function outcomesOf(before, after) {
  const { minimum } = W.of(after);
  return after.model.options.flatMap((option) => {
    const [was, is] = [before.outcomes(option), after.outcomes(option)];
    return Object.keys(is)
      .filter((question) => was[question] !== is[question])
      .map((question) => moveOf(after, question, option, minimum(question), [was, is].map((found) => OUTCOMES[found[question] ?? ""]), "must-have"));
  });
}

/**
 * @param {Decided} decided @param {string} question @param {string} option @param {string} title @param {string[]} ends @param {string} by
 */
function moveOf(decided, question, option, title, [from, to], by) {
  const link = element("a", { href: `${decided.at(question).path}#cell-${option}` }, `${title}, ${decided.name(option)}`);
  return element("li", {}, element("span", {}, link, ` from ${from} to ${to}`), element("span", { className: "cp-points" }, by));
}

/** The cells that moved what scores are made of, the furthest first. @param {Decided} before @param {Decided} after */
function movesOf(before, after) {
  const said = (/** @type {number | null} */ score) => (score === null ? "no score, taken as 50" : String(W.percent(score)));
  return after.model.options
    .flatMap((option) => {
      const [was, is] = [before.contributions(option), after.contributions(option)];
      return Object.keys(is).map((question) => ({ question, option, gain: is[question] - was[question] }));
    })
    .filter(({ gain }) => Math.abs(gain) > W.TOLERANCE)
    .sort((one, other) => Math.abs(other.gain) - Math.abs(one.gain))
    .slice(0, LISTED)
    .map(({ question, option, gain }) => {
      const ends = [before, after].map(({ model }) => said(model.cell(question, option).score));
      return moveOf(after, question, option, after.name(question), ends, `${gain > 0 ? "+" : "\u2212"}${W.points(Math.abs(gain))}`);
    });
}

export { paintWithout };
