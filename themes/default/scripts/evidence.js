// @ts-check
// A topic's page for a reader who left out sources on the matrix or in a decision: what its cells are without them, and
// which of its claims are theirs.

import { analyse } from "./analysis.js";
import { fromFragment, toFragment, trust } from "./choices.js";
import { element, icon, strength, word } from "./controls.js";
import * as W from "./words.js";

const head = document.querySelector(".cp-head");
const { choices } = fromFragment(location.search.slice(1), CounterpointKnowledge);
if (head && choices.without.length) begin(head, CounterpointKnowledge, choices);

/** @param {Element} head @param {Site} knowledge @param {Choices} choices */
function begin(head, knowledge, choices) {
  const { without } = choices;
  const id = `topics/${decodeURIComponent(location.pathname).replace(/^.*\/|\.html$/g, "")}`;
  const question = knowledge.questions.find((question) => question.id === id);
  const names = W.join(knowledge.sources.filter(({ id }) => without.includes(id)).map(({ name }) => name));
  const claims = new Map(knowledge.claims.map((claim) => [claim.id, claim]));
  const left = knowledge.claims.filter((claim) => claim.question === id && without.includes(claim.source));

  const fragment = toFragment(choices, knowledge.digest);
  const root = /** @type {HTMLAnchorElement} */ (document.querySelector(".cp-wordmark")).href;
  const link = (/** @type {string} */ page, /** @type {string} */ text) =>
    element("a", { href: `${new URL(page, root).href}#${fragment}` }, text);
  const what = left.length
    ? `You left out ${names}: ${left.length === 1 ? "one claim here is" : `${left.length} claims here are`} struck through. The rest of the page is as with every source. `
    : `You left out ${names}, which claims nothing here. `;
  head.append(
    element("p", { className: "cp-left-note", role: "status" },
      what, link("matrix.html", "Back to your matrix"), " or ", link("decide.html", "your ranking"), ", or ",
      element("a", { href: location.pathname.replace(/^.*\//, "") }, "show this page with every source"), "."),
  );
  for (const claim of left) {
    const anchor = `#claim-${claim.id.replace(/^.*#/, "")}`;
    for (const tool of document.querySelectorAll(`.cp-claim-tools a[href$="${anchor}"]`)) {
      const place = tool.closest(".cp-claim");
      place?.classList.add("cp-claim-aside");
      place?.querySelector(".cp-claim-source")?.before(element("p", { className: "cp-aside-note" }, icon("no"), "Left out by you, counted nowhere"));
    }
    for (const chip of document.querySelectorAll(`.cp-chips a[href$="${anchor}"]`)) {
      chip.classList.add("cp-chip-left");
      chip.append(element("span", { className: "cp-hidden" }, ", left out by you"));
    }
  }
  if (!question || !left.length) return;
  const { cells } = analyse(knowledge, trust(knowledge, without));
  for (const { id: option } of knowledge.shown) {
    const cell = cells.get(`${id}/${option}`);
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
