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

  let struck = 0;
  for (const claim of document.querySelectorAll(".cp-claim")) {
    if (![...claim.querySelectorAll(".cp-claim-tools a, .cp-claim-topic a")].some(isLeft)) continue;
    struck += 1;
    claim.classList.add("cp-claim-aside", "cp-claim-left");
    claim.querySelector(".cp-claim-source")?.before(element("p", { className: "cp-aside-note" }, icon("no"), "Left out by you, counted nowhere"));
  }
  for (const chip of document.querySelectorAll(".cp-chips a")) {
    if (!isLeft(chip)) continue;
    chip.classList.add("cp-chip-left");
    chip.append(element("span", { className: "cp-hidden" }, ", left out by you"));
  }
  for (const contradiction of document.querySelectorAll(".cp-contradiction")) {
    const sides = [...contradiction.querySelectorAll(".cp-side")];
    const silent = sides.filter((side) => side.querySelector(".cp-claim-left") && !side.querySelector(".cp-claim:not(.cp-claim-left)"));
    for (const side of silent) side.querySelector(".cp-claims")?.before(element("p", { className: "cp-side-left" }, "No claim of this side is left."));
    if (silent.length && sides.length - silent.length < 2) {
      contradiction.querySelector(".cp-sides")?.before(element("p", { className: "cp-contradiction-left" }, `Without ${names} there is no contradiction here.`));
    }
  }
  const fragment = toFragment(choices, knowledge.digest);
  const link = (/** @type {string} */ page, /** @type {string} */ text) => element("a", { href: `${root}${page}#${fragment}` }, text);
  const all = element("a", { href: page.replace(/^.*\//, ""), "data-cp-choice": "none" }, "show this page with every source");
  const note = element(
    "p",
    { className: "cp-left-note", role: "status" },
    `You left out ${names}. ${struck ? `${without.length > 1 ? "Their" : "Its"} claims are struck through here; the rest of the page is as with every source.` : "This page is as with every source."} `,
    ...[link("matrix.html", "Back to your matrix"), " or ", link("decide.html", "your ranking"), ", or ", all, "."],
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
