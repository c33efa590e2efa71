// @ts-check
// What the decision page loads when a reader asks for it: what a score is made of, and the decision as a file.

import { analyse } from "./analysis.js";
import { nothing, toFragment } from "./choices.js";
import { element, icon, strength, word } from "./controls.js";
import { copy, field, fields, fill, say } from "./page.js";
import { csv, json, markdown } from "./record.js";
import * as W from "./words.js";

/** How many of the cells that moved are listed, and how long a slice of what takes longer may take; milliseconds. */
const [LISTED, SLICE] = [6, 8];

/** A part of the page. @param {string} name */
const part = (name) => fields(document, name, "part")[0];

/**
 * Fills the table of what an option's points are made of, a body for each group.
 * @param {HTMLElement} entry @param {Decided} decided @param {string} option
 * @param {{ number: number, place: Element, rows: string[], points: number, contributions: Record<string, number> }[]} parts
 */
function paintPoints(entry, { knowledge, model, weights }, option, parts) {
  const { cells } = analyse(knowledge, model.trust, model.without);
  const questions = new Map(knowledge.questions.map((question) => [question.id, question]));
  const positions = new Map(knowledge.claims.map(({ id, standings }) => [id, standings[option]]));
  const table = /** @type {HTMLTableElement} */ (entry.querySelector("table"));
  for (const body of [...table.tBodies]) body.remove();
  for (const { number, place, points, rows, contributions } of parts) {
    const body = fill(copy("part", "tbody"), { number: String(number), title: place.querySelector("h3")?.textContent ?? "", points: W.points(points) });
    for (const id of rows) {
      const question = /** @type {SiteQuestion} */ (questions.get(id));
      const { title, path, unit = "" } = question;
      const row = fill(copy("contribution", "tr"), {
        topic: { title, path },
        unit: unit.toLowerCase() === title.toLowerCase() ? "" : unit,
        weight: W.weight(weights[id]),
        points: W.points(contributions[id]),
      });
      const cell = cells.get(`${id}/${option}`);
      const score = cell?.score ?? null;
      const text = cell && score !== null ? word(question, cell, (claim) => positions.get(claim)) : "no score, taken as 50";
      const shape = score === null ? "empty" : text === "yes" || text === "no" ? text : `v${strength(score)}`;
      const place = field(row, "cell");
      place.setAttribute("href", `${path}#cell-${option}`);
      place.classList.toggle(`cp-v${strength(score ?? 0)}`, score !== null);
      place.firstElementChild?.replaceWith(icon(shape));
      fill(place, { word: text, value: score === null ? "" : String(W.percent(score)) });
      field(place, "contested").hidden = cell?.state !== "contested";
      body.append(row);
    }
    table.append(body);
  }
}

/** The decision for which it was last asked what leaving sources out changes. @type {Decided | undefined} */
let asked;

/**
 * What leaving sources out has changed: the verdict, the cells that moved most, and the verdict of each scenario.
 * @param {Decided} now @param {typeof import("./choices.js").model} modelOf @param {typeof import("./choices.js").decided} decidedOf
 */
async function paintWithout(now, modelOf, decidedOf) {
  asked = now;
  const { knowledge, choices } = now;
  const { without } = choices;
  const place = part("every");
  place.hidden = !without.length;
  if (without.length) {
    place.ariaBusy = "true";
    const all = { ...choices, without: [] };
    const every = decidedOf(knowledge, all, modelOf(knowledge, all));
    await judged(every);
    if (asked !== now) return;
    place.ariaBusy = null;
    fill(place, { verdict: `With every source: ${W.of(every).verdict()}`, names: namesOf(now) });
    const moves = movesOf(every, now);
    field(place, "moved").hidden = !moves.length;
    field(place, "entries").replaceChildren(...moves.slice(0, LISTED));
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
  const names = namesOf(now);
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
  const changed = tags.length ? `${tags.length} of these verdicts ${tags.length === 1 ? "has" : "have"} another leader or another strength, and ${tags.length === 1 ? "is" : "are"} marked` : "each of these verdicts keeps its leader and its strength";
  say(note, `Without ${names}, ${changed}.`);
}

/** @param {Decided} now */
const namesOf = (now) => W.join(now.choices.without.map((id) => now.source(id).name));

/** Takes a decision to its verdict, in slices. @param {Decided} decided */
async function judged({ model, ranking, slow }) {
  let end = performance.now() + SLICE;
  for (const steps = model.slow(ranking, slow); !slow.verdict && !steps.next().done; ) {
    if (performance.now() < end) continue;
    await new Promise((resolve) => setTimeout(resolve));
    end = performance.now() + SLICE;
  }
}

/** Which cells moved what scores are made of, the furthest first. @param {Decided} before @param {Decided} after */
function movesOf(before, after) {
  const said = (/** @type {number | null} */ score) => (score === null ? "no score, taken as 50" : String(W.percent(score)));
  return after.model.options
    .flatMap((option) => {
      const [was, is] = [before.contributions(option), after.contributions(option)];
      return Object.keys(is).map((question) => ({ question, option, gain: is[question] - was[question] }));
    })
    .filter(({ gain }) => Math.abs(gain) > W.TOLERANCE)
    .sort((one, other) => Math.abs(other.gain) - Math.abs(one.gain))
    .map(({ question, option, gain }) => {
      const [from, to] = [before, after].map(({ model }) => said(model.cell(question, option).score));
      const link = element("a", { href: `${after.at(question).path}#cell-${option}` }, `${after.at(question).title}, ${after.name(option)}`);
      const points = `${gain > 0 ? "+" : "\u2212"}${W.points(Math.abs(gain))}`;
      return element("li", {}, element("span", {}, link, ` from ${from} to ${to}`), element("span", { className: "cp-points" }, points));
    });
}

/**
 * Gives the reader a decision on paper, as a file or its link, and says what was done.
 * @param {string} kind @param {Decided} unfinished
 */
async function act(kind, unfinished) {
  const { knowledge, choices, scenario, model, ranking, slow } = unfinished;
  if (kind === "print") {
    print();
    return "";
  }
  for (const steps = model.slow(ranking, slow); !steps.next().done; );
  const decided = /** @type {Done} */ (unfinished);
  const fragment = toFragment(choices, knowledge.digest);
  const here = location.href.replace(/#.*/, "");
  if (kind === "link") {
    try {
      await navigator.clipboard.writeText(`${here}#${fragment}`);
      return "Link copied.";
    } catch {
      return "The address of this page is the link.";
    }
  }
  // A file of the reader's own is no place where others could look at the decision again.
  const page = location.protocol === "file:" ? knowledge.base_url && `${knowledge.base_url}decide.html` : here;
  const link = page && fragment ? `${page}#${fragment}` : page || "";
  const today = new Date();
  const date = [today.getFullYear(), today.getMonth() + 1, today.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  const [text, type] =
    kind === "json"
      ? [`${JSON.stringify(json(decided), null, 2)}\n`, "application/json"]
      : kind === "csv"
        ? [csv(decided), "text/csv"]
        : [markdown(decided, date, link), "text/markdown"];
  const name = `decision${scenario ? `-${scenario.id}` : ""}.${kind === "markdown" ? "md" : kind}`;
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  element("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  return `Saved as ${name}.`;
}

export { act, paintPoints, paintWithout };
