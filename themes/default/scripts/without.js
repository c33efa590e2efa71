// @ts-check
// What leaving sources out and supposing sides right has changed in a decision.

import { TOLERANCE } from "./analysis.js";
import { decided, model, nothing, toFragment } from "./choices.js";
import { element } from "./controls.js";
import { slow } from "./decision.js";
import * as F from "./findings.js";
import { field, fill, keepFocus, part, say } from "./page.js";
import * as W from "./words.js";

/** How many of the cells that moved are listed, how many bands, and how long a slice of what takes longer may take; milliseconds. */
const [LISTED, NAMED, SLICE] = [6, 3, 8];

/** The decision for which it was last asked what that changes. @type {Decided | undefined} */
let asked;

/**
 * What leaving sources out and supposing sides right has changed: the verdict, the cells that moved most, and of sources
 * the verdict of each scenario.
 * @param {Decided} now
 */
async function paintWithout(now) {
  asked = now;
  const { knowledge, choices } = now;
  const isSupposing = W.of(now).supposed().length > 0;
  const every = isSupposing || !Object.keys(choices.suppose).length ? "every source" : "every source and what you suppose";
  const undone = [choices.without.length ? every : "", isSupposing ? "nothing supposed" : ""].filter(Boolean);
  const [place, moved] = [part("every"), part("moved")];
  const hadFocus = place.contains(document.activeElement);
  place.hidden = !undone.length;
  if (hadFocus && place.hidden) keepFocus(place);
  if (!undone.length) moved.hidden = true;
  if (undone.length) {
    place.ariaBusy = "true";
    // What is supposed of a contradiction that fell away with a source comes back with it.
    const all = { ...choices, without: [], suppose: isSupposing ? {} : choices.suppose };
    const before = decided(knowledge, all, model(knowledge, all));
    await judged(before);
    if (asked !== now) return;
    place.ariaBusy = null;
    const [then, present] = [before, now].map((decided) => W.of(decided).verdict(true));
    const bands = now.order.slice(0, NAMED).flatMap((id) => bandsOf(before, now, id));
    fill(place, {
      verdict: `With ${W.join(undone)}${then === present ? " the verdict is the same." : `: ${then}`}`,
      bands: bands.length ? `Bands: ${bands.join(", ")}.` : "",
    });
    const outcomes = outcomesOf(before, now).map((move) => moveOf(now, move, [OUTCOMES[move.from], OUTCOMES[move.to]], "must-have"));
    const found = movesOf(before, now);
    const moves = [...outcomes, ...found.map(({ item }) => item)];
    field(moved, "guess").hidden = !found.some(({ isLeft }) => isLeft);
    moved.hidden = field(place, "link").hidden = !moves.length;
    field(place, "scenarios").hidden = !choices.without.length || !knowledge.scenarios.length;
    say(field(place, "undo"), undone.length > 1 ? "Take back all of it" : "Take it back");
    // What has no choice in it would be no link to one.
    field(place, "undo").setAttribute("href", `#${toFragment(all, knowledge.digest) || "v=1"}`);
    field(moved, "entries").replaceChildren(...moves);
  }
  await paintScenarios(now);
  await paintSure(now);
}

/** From how long on what a change would do is not worked out for each; milliseconds. */
const LONG = 60;

/**
 * Says of each source and each side that is listed how sure the result would be, and which must-haves would stand otherwise.
 * @param {Decided} now
 */
async function paintSure(now) {
  const { knowledge, choices } = now;
  const present = sureness(now);
  // What is said of some alone is not promised of all.
  const promises = ["sources", "contested"].map((name) => field(part(name), "surely"));
  const promise = (/** @type {boolean} */ isMade) => steadily(() => promises.forEach((words) => (words.hidden = !isMade)));
  promise(false);
  for (const item of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-cp-part=sources] li, [data-cp-field=sides] > li"))) {
    const source = item.dataset.cpWithout;
    const button = item.querySelector("button");
    const [id, side] = button?.dataset.cpSuppose?.split("=") ?? [];
    const supposed = choices.suppose[id ?? ""];
    if (!source && (!id || supposed === side || button?.hidden)) continue;
    const chosen = source ? { ...choices, without: [...choices.without, source] } : { ...choices, suppose: { ...choices.suppose, [id]: side } };
    const start = performance.now();
    const then = decided(knowledge, chosen, model(knowledge, chosen));
    if (performance.now() - start > LONG) return;
    await judged(then);
    if (asked !== now) return;
    const would = isAlike(now, then) && !supposed ? present : sureness(then);
    const outcomes = outcomesOf(now, then)
      .filter((move) => !isSaid(now, then, move))
      .map(({ title, option, to }) => `${now.name(option)} then ${THEN[to]} ${title}`);
    const isStill = source && !outcomes.length && !now.slow.sources?.some(({ id }) => id === source);
    if (isStill) {
      say(field(item, "change"), `${F.of(now).still}${now.leaders.length ? ", nor which options meet, may miss or miss a must-have" : ", and every must-have stands as now"}`);
    }
    const moves = field(item, "sure");
    moves.classList.toggle("cp-change-moves", outcomes.length > 0);
    const still = field(item, "still");
    if (still && outcomes.length) still.hidden = true;
    // Beside words that nothing changes stands what is so then.
    const word = isStill || still?.hidden === false ? "then " : "";
    const ahead = then.margin ? `, ${W.lead(then.margin)} ahead` : "";
    const leads = supposed && `instead: ${W.of(then).whoLeads(then.leaders)}${ahead}`;
    steadily(() => fill(item, { sure: [leads, would === present && !leads ? "" : word + would, ...outcomes].filter(Boolean).join("; ") }));
  }
  promise(true);
}

/** Changes what is said, and keeps what was pressed among it where it is. @param {() => void} change */
function steadily(change) {
  const focused = document.activeElement;
  const top = focused?.getBoundingClientRect().top ?? 0;
  change();
  if (focused?.closest("#cp-reasons")) scrollBy({ top: focused.getBoundingClientRect().top - top, behavior: "instant" });
}

/** Whether two decisions are equally sure, to less than half of one of 100 ways. @param {Decided} one @param {Decided} other */
const isAlike = (one, other) =>
  one.slow.verdict?.kind === other.slow.verdict?.kind &&
  `${one.leaders}` === `${other.leaders}` &&
  Math.abs(shareOf(one) - shareOf(other)) < 0.005;

/** The share of the first leader. @param {Decided} decided */
const shareOf = ({ leaders: [leader], option }) => (leader ? option(leader).share ?? 0 : 0);

/** How sure a decision is, in short. @param {Decided} decided */
function sureness(decided) {
  const { leaders, slow: { verdict } } = decided;
  const kind = verdict?.kind.replace("-", " ") ?? "";
  const [leader] = leaders;
  // An only choice that may miss a must-have meets them in some ways alone.
  const isSure = verdict?.whichever_side === undefined && !(leader && W.of(decided).hindrance(leader));
  const other = verdict?.larger_share;
  const isOnly = kind === "only choice" && leader;
  const what = isOnly ? `${decided.name(leader)} is the only choice` : kind;
  return isSure ? what : `${what}, ${isOnly ? "meets every must-have in " : ""}${W.share(shareOf(decided))} of 100 ways${other ? `, ${decided.name(other)} in ${W.share(decided.option(other).share ?? 0)}` : ""}`;
}

/** The sources whose verdicts the scenarios are marked with. */
let marked = "";

/**
 * Marks each scenario of which the verdict is another without the sources that are left out.
 * @param {Decided} now
 */
async function paintScenarios(now) {
  const { knowledge, choices: { without } } = now;
  const note = part("scenarios");
  const supposed = Object.keys(now.choices.suppose).length ? " What you suppose does not count in them." : "";
  const what = without.length ? `${without}${supposed}` : "";
  if (!note || marked === what) return;
  marked = "";
  note.hidden = true;
  for (const tag of document.querySelectorAll(".cp-without")) tag.remove();
  const names = W.join(without.map((id) => now.source(id).name));
  // Scenarios as they are printed, but for the sources.
  const sides = [[], without].map((without) => ({ ...nothing(), without })).map((choices) => ({ choices, model: model(knowledge, choices) }));
  /** @type {[Element | null, string][]} */
  const tags = [];
  for (const { id } of without.length ? knowledge.scenarios : []) {
    const said = [];
    for (const { choices, model } of sides) {
      const found = decided(knowledge, { ...choices, scenario: id }, model);
      await judged(found);
      if (asked !== now) return;
      said.push(`${W.of(found).whoLeads(found.leaders)}, ${found.slow.verdict?.kind.replace("-", " ")}`);
    }
    if (said[0] !== said[1]) tags.push([document.querySelector(`[data-cp-scenario="${id}"] summary`), `without ${names}: ${said[1]}`]);
  }
  marked = what;
  for (const [summary, text] of tags) summary?.append(element("span", { className: "cp-tag cp-without" }, text));
  note.hidden = !without.length;
  const has = tags.length === 1 ? "has" : "have";
  const marks = tags.length
    ? `${tags.length} of these verdicts ${has} another leader or another strength, as marked.`
    : "each of these verdicts keeps its leader and its strength.";
  say(note, `Without ${names}, ${marks}${supposed}`);
}

/** Takes a decision to its verdict, in slices. @param {Decided} decided */
async function judged({ ranking, slow: result }) {
  let end = performance.now() + SLICE;
  for (const steps = slow(ranking, result); !result.verdict && !steps.next().done; ) {
    if (performance.now() < end) continue;
    await new Promise((resolve) => setTimeout(resolve));
    end = performance.now() + SLICE;
  }
}

/** How a must-have stands, by its outcome. @type {Record<string, string>} */
const OUTCOMES = { met: "met", "not-met": "missed", uncertain: "in doubt", unknown: "in doubt for want of claims" };

/** What an option that stands otherwise does to a must-have. @type {Record<string, string>} */
const THEN = { met: "meets", "not-met": "misses", uncertain: "may miss", unknown: "has no claim on" };

/** @typedef {{ question: string, option: string, title: string }} Place  a cell, and what of it is told */

/**
 * The must-haves that stand otherwise for an option, and how they stood and stand.
 * @param {Decided} before @param {Decided} after @returns {(Place & { from: string, to: string })[]}
 */
function outcomesOf(before, after) {
  const { minimum } = W.of(after);
  return after.model.options.flatMap((option) => {
    const [was, is] = [before.outcomes(option), after.outcomes(option)];
    return Object.keys(is)
      .map((question) => ({ question, option, title: minimum(question), from: was[question] ?? "", to: is[question] ?? "" }))
      .filter(({ from, to }) => from !== to);
  });
}

/**
 * Whether a change is said with an option that it dims, or that is dimmed no longer.
 * @param {Decided} before @param {Decided} after @param {ReturnType<typeof outcomesOf>[0]} move
 */
function isSaid(before, after, { option, from, to }) {
  const [was, is] = [before, after].map((decided) => decided.option(option));
  return was.dimmed ? from === "not-met" && !is.dimmed && is.score !== null : to === "not-met";
}

/** An option's band before and now, if that is another. @param {Decided} before @param {Decided} after @param {string} id */
function bandsOf(before, after, id) {
  const [was, is] = [before, after].map((decided) => {
    const { low, high } = decided.option(id);
    return low === null || high === null ? "" : `${W.percent(low)} to ${W.percent(high)}`;
  });
  return was === is || !was || !is ? [] : [`${after.name(id)} ${was} (now ${is})`];
}

/** @param {Decided} decided @param {Place} place @param {string[]} ends @param {string} by @param {string} [more] */
function moveOf(decided, { question, option, title }, [from, to], by, more = "") {
  const link = element("a", { href: `${decided.at(question).path}#cell-${option}` }, `${title}, ${decided.name(option)}`);
  return element("li", {}, element("span", {}, link, ` from ${from} to ${to}${more}`), element("span", { className: "cp-points" }, by));
}

/** Scores out of 100, with as many decimals as tell them apart. @param {(number | null)[]} scores */
function apart(scores) {
  const said = (/** @type {number} */ digits) => scores.map((score) => (score === null ? "no score, taken as 50" : digits ? (score * 100).toFixed(digits) : String(W.percent(score))));
  return [0, 1, 2].map(said).find(([was, is]) => was !== is) ?? said(0);
}

/** The cells that moved what scores are made of, the furthest first, and whether no claim is left there. @param {Decided} before @param {Decided} after */
function movesOf(before, after) {
  return after.model.options
    .flatMap((option) => {
      const [was, is] = [before.contributions(option), after.contributions(option)];
      return Object.keys(is).map((question) => ({ question, option, gain: is[question] - was[question] }));
    })
    .filter(({ gain }) => Math.abs(gain) > TOLERANCE)
    .sort((one, other) => Math.abs(other.gain) - Math.abs(one.gain))
    .slice(0, LISTED)
    .map(({ question, option, gain }) => {
      const cells = [before, after].map(({ model }) => model.cell(question, option));
      const scores = cells.map(({ score }) => score);
      const [was, is] = cells.map(({ low, high }) => (low === high ? `all at ${W.percent(low)}` : `from ${W.percent(low)} to ${W.percent(high)}`));
      const reach = was === is || scores.includes(null) ? "" : `; its claims were ${was}, now ${is}`;
      const points = W.gain(Math.abs(gain)).replace("+", gain > 0 ? "+" : "\u2212");
      const item = moveOf(after, { question, option, title: after.name(question) }, apart(scores), points, reach);
      return { item, isLeft: scores[1] === null };
    });
}

export { paintWithout };
