// @ts-check
// A page for a reader who left out sources on the matrix or in a decision: which of its claims are theirs, and what a
// topic's cells are without them.

import { analyse } from "./analysis.js";
import { fromFragment, toFragment, trust } from "./choices.js";
import { badge, element, icon, stateOf, strength, word } from "./controls.js";
import { home } from "./load.js";
import * as W from "./words.js";

const { choices } = fromFragment(location.search.slice(1), CounterpointKnowledge);
if (choices.without.length) begin(CounterpointKnowledge, choices);

/** @param {Site} knowledge @param {Choices} choices */
function begin(knowledge, choices) {
  const { without } = choices;
  const root = home();
  const page = decodeURIComponent(location.href.replace(/[?#].*/, "").slice(root.length));
  const question = knowledge.questions.find(({ path }) => path === page);
  const names = W.join(knowledge.sources.filter(({ id }) => without.includes(id)).map(({ name }) => name));
  const claims = new Map(knowledge.claims.map((claim) => [claim.id, claim]));
  const paths = new Map(knowledge.questions.map(({ id, path }) => [id, path]));
  const left = new Set(
    knowledge.claims
      .filter(({ source }) => without.includes(source))
      .map(({ id, question }) => `${root}${paths.get(question)}#claim-${id.replace(/^.*#/, "")}`),
  );
  const isLeft = (/** @type {Element} */ link) => link instanceof HTMLAnchorElement && left.has(link.href.replace(/\?[^#]*/, ""));

  const leave = (/** @type {Element} */ link) => {
    link.classList.add("cp-chip-left");
    link.append(element("span", { className: "cp-hidden" }, ", left out by you"));
  };

  let struck = 0;
  for (const claim of document.querySelectorAll(".cp-claim")) {
    if (![...claim.querySelectorAll(".cp-claim-tools a, .cp-claim-topic a")].some(isLeft)) continue;
    struck += 1;
    claim.classList.add("cp-claim-aside", "cp-claim-left");
    claim.querySelector(".cp-claim-source")?.before(element("p", { className: "cp-aside-note" }, icon("no"), "Left out by you, counted nowhere"));
  }
  for (const chip of document.querySelectorAll(".cp-chips a")) {
    if (isLeft(chip)) leave(chip);
  }
  let fallen = 0;
  for (const contradiction of document.querySelectorAll(".cp-contradiction")) {
    const sides = [...contradiction.querySelectorAll(".cp-side")];
    const silent = sides.filter((side) => side.querySelector(".cp-claim-left") && !side.querySelector(".cp-claim:not(.cp-claim-left)"));
    for (const side of silent) side.querySelector(".cp-claims")?.before(element("p", { className: "cp-side-left" }, "No claim of this side is left."));
    if (!silent.length || sides.length - silent.length > 1) continue;
    fallen += 1;
    contradiction.querySelector(".cp-sides")?.before(element("p", { className: "cp-contradiction-left" }, `Without ${names} there is no contradiction here.`));
    const entry = contradiction.id && document.querySelector(`.cp-questions a[href="#${contradiction.id}"]`);
    if (entry) entry.parentElement?.append(element("span", { className: "cp-side-left" }, `falls away without ${names}`));
  }
  const scenario = knowledge.scenarios.find(({ path }) => path === page);
  if (scenario) {
    const pages = knowledge.sources.filter(({ id }) => without.includes(id)).map(({ path }) => root + path);
    for (const advice of document.querySelectorAll(".cp-advice-list dd a")) {
      if (advice instanceof HTMLAnchorElement && pages.includes(advice.href.replace(/[?#].*/, ""))) leave(advice);
    }
    document.querySelector(".cp-computed-box")?.prepend(element("p", { className: "cp-label" }, "With every source"));
  }
  const fragment = toFragment(scenario ? { ...choices, scenario: scenario.id, weights: {}, must: {} } : choices, knowledge.digest);
  const link = (/** @type {string} */ page, /** @type {string} */ text) => element("a", { href: `${root}${page}#${fragment}` }, text);
  const all = element("a", { href: page.replace(/^.*\//, ""), "data-cp-choice": "none" }, "show this page with every source");
  const own = without.length > 1 ? "Their" : "Its";
  const rest = scenario ? "what is recommended and computed here is" : "the rest of the page is";
  const note = element(
    "p",
    { className: "cp-left-note", role: "status" },
    `You left out ${names}. ${struck ? `${own} claims are struck through here; ${rest} as with every source.` : "This page is as with every source."} `,
    fallen ? `${fallen === 1 ? "One contradiction here falls" : `${fallen} contradictions here fall`} away without ${names}. ` : "",
    ...[link("matrix.html", "Back to your matrix"), " or ", link("decide.html", scenario ? `the ranking for it without ${names}` : "your ranking"), ", or ", all, "."],
  );
  const head = document.querySelector(".cp-head, .cp-option-head");
  if (head) head.append(note);
  else document.querySelector("main")?.prepend(note);
  if (!question || !struck) return;
  const { cells } = analyse(knowledge, trust(knowledge, without));
  for (const { id: option } of knowledge.shown) {
    const cell = cells.get(`${question.id}/${option}`);
    const place = document.getElementById(`cell-${option}`)?.querySelector("h3");
    if (!cell || !place) continue;
    const position = (/** @type {string} */ claim) => claims.get(claim)?.standings[option];
    const { score } = cell;
    const said =
      score === null
        ? [icon("empty"), element("span", { className: "cp-word" }, "no score")]
        : [
            icon(`v${strength(score)}`),
            element("span", { className: "cp-word" }, word(question, cell, position)),
            element("span", { className: "cp-cell-percent" }, `${W.percent(score)} of 100`),
          ];
    const state = stateOf(knowledge, cell, without);
    const number = Object.values(cell.claims).filter(({ counting }) => counting === "counted").length;
    const { independent_sources: independent } = cell;
    const counted = `${number} claim${number === 1 ? "" : "s"} that count${number === 1 ? "s" : ""}, from ${independent} independent source${independent === 1 ? "" : "s"}`;
    place.after(
      element(
        "div",
        { className: "cp-cell-left" },
        element("p", { className: "cp-label" }, `Without ${names}`),
        element("p", { className: `cp-cell-score ${score === null ? "cp-cell-missing" : `cp-v${strength(score)}`}` }, ...said),
        element("p", { className: "cp-cell-state" }, badge(state), element("span", { className: "cp-cell-hint" }, state.hint)),
        ...(number ? [element("p", { className: "cp-cell-counted" }, counted)] : []),
      ),
      element("p", { className: "cp-label cp-cell-label" }, "With every source"),
    );
  }
}
