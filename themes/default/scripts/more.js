// @ts-check
// What the decision page loads with a reader's first choice: how sure a ranking is and why, what a score is made of, and
// the decision as a file.

import { paintAdvice } from "./advice.js";
import { analyse } from "./analysis.js";
import { toFragment } from "./choices.js";
import { element, icon, word } from "./controls.js";
import { slow } from "./decision.js";
import { copy, field, fill } from "./page.js";
import { paint } from "./reasons.js";
import { csv, json, markdown } from "./record.js";
import { paintWithout } from "./without.js";
import * as W from "./words.js";

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
      const shape = score === null ? "empty" : text === "yes" || text === "no" ? text : `v${W.strength(score)}`;
      const place = field(row, "cell");
      place.setAttribute("href", `${path}#cell-${option}`);
      place.classList.toggle(`cp-v${W.strength(score ?? 0)}`, score !== null);
      place.firstElementChild?.replaceWith(icon(shape));
      fill(place, { word: text, value: score === null ? "" : String(W.percent(score)) });
      field(place, "contested").hidden = cell?.state !== "contested";
      body.append(row);
    }
    table.append(body);
  }
}

/**
 * Gives the reader a decision on paper, as a file or its link, and says what was done.
 * @param {string} kind @param {Decided} unfinished
 */
async function act(kind, unfinished) {
  const { knowledge, choices, scenario, ranking, slow: result } = unfinished;
  if (kind === "print") {
    print();
    return "";
  }
  for (const steps = slow(ranking, result); !steps.next().done; );
  const decided = /** @type {Done} */ (unfinished);
  // A link says of which comparison it is, even where nothing is chosen.
  const fragment = toFragment(choices, knowledge.digest) || `v=1&kb=${knowledge.digest}`;
  const here = location.href.replace(/#.*/, "");
  if (kind === "link") {
    try {
      await navigator.clipboard.writeText(`${here}#${fragment}`);
      return "Link copied.";
    } catch {
      return "The address of this page is the link.";
    }
  }
  // Where a reader has the site on their own disk is no concern of others, who open their copy of the page.
  const page = location.protocol === "file:" ? `${knowledge.base_url ?? ""}decide.html` : here;
  const link = `${page}#${fragment}`;
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

/**
 * Why, and what would change it; what a scenario's sources recommend, and what leaving sources out and supposing sides
 * right has changed.
 * @param {Decided} now @param {boolean} [all]  whether every contradiction is listed from now on
 */
function paintReasons(now, all) {
  paint(/** @type {Done} */ (now), all);
  paintAdvice(now);
  paintWithout(now);
}

export { act, paintPoints, paintReasons, slow };
