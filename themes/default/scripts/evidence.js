// @ts-check
// A page for a reader who left out sources on the matrix or in a decision: which of its claims are theirs, and what a
// topic's cells are without them.

import { analyse } from "./analysis.js";
import { fromFragment, toFragment, trust } from "./choices.js";
import { element, icon, strength, word } from "./controls.js";
import * as W from "./words.js";

const { choices } = fromFragment(location.search.slice(1), CounterpointKnowledge);
if (choices.without.length) begin(CounterpointKnowledge, choices);

/** @param {Site} knowledge @param {Choices} choices */
function begin(knowledge, choices) {
  const { without } = choices;
  const { href: root } = new URL(".", /** @type {HTMLAnchorElement} */ (document.querySelector(".cp-wordmark")).href);
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
    claim.classList.add("cp-claim-aside");
    claim.querySelector(".cp-claim-source")?.before(element("p", { className: "cp-aside-note" }, icon("no"), "Left out by you, counted nowhere"));
  }
  for (const chip of document.querySelectorAll(".cp-chips a")) {
    if (!isLeft(chip)) continue;
    chip.classList.add("cp-chip-left");
    chip.append(element("span", { className: "cp-hidden" }, ", left out by you"));
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
    const label = (/** @type {string} */ text) => element("p", { className: "cp-label cp-cell-label" }, text);
    place.after(
      label(`Without ${names}`),
      element("p", { className: `cp-cell-score ${score === null ? "cp-cell-missing" : `cp-v${strength(score)}`}` }, ...said),
      label("With every source"),
    );
  }
}
