// @ts-check
// The matrix without the sources that a reader does not trust.

import { analyse } from "./analysis.js";
import { fromAddress, toFragment, trust, usual } from "./choices.js";
import { LEFT, badge, element, icon, sources, stateOf, word } from "./controls.js";
import { percent, strength, topic, weight } from "./words.js";

const frame = document.querySelector(".cp-matrix-frame");
if (frame && typeof CounterpointKnowledge !== "undefined") begin(frame, CounterpointKnowledge);

/** @param {Element} frame @param {Site} knowledge */
function begin(frame, knowledge) {
  const questions = new Map(knowledge.questions.map((question) => [question.id, question]));
  const claims = new Map(knowledge.claims.map((claim) => [claim.id, claim]));
  const cells = [...document.querySelectorAll(".cp-matrix .cp-cell-link")].flatMap((link) => {
    const [, topic, option] = link.getAttribute("href")?.match(/topics\/([^/]+)\.html#cell-(.+)$/) ?? [];
    const word = link.querySelector(".cp-word")?.textContent ?? "no score";
    const state = link.querySelector(".cp-state")?.textContent?.trim().toLowerCase() ?? "";
    return topic ? [{ link, id: `topics/${topic}`, option, before: link.textContent, was: [word, state] }] : [];
  });
  const weights = [...document.querySelectorAll(".cp-matrix .cp-weight")].flatMap((place) => {
    const [, id] = place.parentElement?.querySelector("a")?.getAttribute("href")?.match(/(topics\/[^/]+)\.html$/) ?? [];
    const question = questions.get(id ?? "");
    return question ? [{ place, question, before: place.textContent }] : [];
  });
  const legend = document.querySelector(".cp-legend");
  /** The cells with every source, once they are asked for. @type {ReturnType<typeof analyse>["cells"] | undefined} */
  let whole;

  let { choices, notes } = fromAddress(knowledge);
  const said = element("p", { className: "cp-switch-note", role: "status" });
  const switches = sources(knowledge, (without) => {
    choices.without = without;
    const fragment = toFragment(choices, knowledge.digest);
    history.pushState(null, "", fragment ? `#${fragment}` : location.pathname.split("/").pop());
    show(true);
  });
  const title = element("span");
  const panel = element(
    "details",
    { className: "cp-trust" },
    element("summary", {}, title),
    element("p", {}, "Whose claims count? Leave out a source and every cell is computed again without it."),
    switches.list,
  );
  const supposed = element("p", { className: "cp-switch-note" }, "What you suppose of contradictions counts in your ranking, and not in this matrix.");
  frame.before(panel, supposed, said);
  const own = toFragment({ ...choices }, knowledge.digest);
  if (own || notes.length) panel.open = choices.without.length > 0;
  show(false);
  said.textContent = [...notes, said.textContent].filter(Boolean).join(" ");

  addEventListener("popstate", () => {
    if (location.hash && !location.hash.includes("=")) {
      // A place on this page: the choices stay, and so does their address.
      const fragment = toFragment(choices, knowledge.digest);
      if (fragment) history.replaceState(null, "", `#${fragment}`);
      return;
    }
    ({ choices, notes } = fromAddress(knowledge));
    show(true);
  });

  /** @param {boolean} always Whether to compute even where every source counts. */
  function show(always) {
    switches.show(choices.without);
    showWeights();
    supposed.hidden = !Object.keys(choices.suppose).length;
    const left = choices.without.length;
    title.textContent = left ? `Sources: ${left} left out` : "Leave out a source";
    if (!always && !left) return;
    const analysis = analyse(knowledge, trust(knowledge, choices.without));
    whole ??= analyse(knowledge, trust(knowledge, [])).cells;
    /** @type {Record<string, number>} */
    const counts = { left: 0 };
    let [changed, moved, uncounted] = [0, 0, 0];
    for (const { link, id, option, before, was: [word, formerly] } of cells) {
      const question = questions.get(id);
      const cell = analysis.cells.get(`${id}/${option}`);
      if (!question || !cell) continue;
      const state = stateOf(knowledge, cell, choices.without);
      counts[state.state] = (counts[state.state] ?? 0) + 1;
      fill(link, question, cell, option, state);
      if (link.textContent === before) {
        const [from, to] = [whole.get(`${id}/${option}`), cell].map((cell) => percent(cell?.score ?? 0));
        if (from === to) continue;
        moved += 1;
        link.append(element("span", { className: "cp-was cp-moved" }, `from ${from} to ${to}`));
        continue;
      }
      changed += 1;
      if (cell.score === null && state.state !== "left" && whole.get(`${id}/${option}`)?.score !== null) uncounted += 1;
      const isSaid = link.querySelector(".cp-word")?.textContent === word;
      link.append(element("span", { className: "cp-was" }, `was ${isSaid ? formerly : word}`));
    }
    showCounts(counts);
    const gone = counts.left;
    const [none, context] = [gone && `${gone} have no claim left`, uncounted && `${uncounted} have claims left, but none that counts`];
    const lost = [none, context].flatMap((words) => (words ? [words.replace(/^1 have/, "1 has")] : []));
    const numbers = moved ? `; in ${moved} more only the number behind the word moves, as written there` : "";
    said.textContent = left ? `${changed} of ${cells.length} cells change their word or state, and are marked${numbers}.${lost.length ? ` Of those marked, ${lost.join(", and ")}.` : ""}` : "";
  }

  /** Beside each usual weight the one that counts in the reader's ranking, where that is another. */
  function showWeights() {
    const scenario = knowledge.scenarios.find(({ id }) => id === choices.scenario);
    for (const { place, question, before } of weights) {
      const own = choices.weights[topic(question.id)] ?? usual(question, scenario);
      place.textContent = own === usual(question, undefined) ? before : `${before}, in your ranking ${weight(own)}`;
    }
  }

  /** How many cells are in each state; in the one that the page does not know, only if there are. @param {Record<string, number>} counts */
  function showCounts(counts) {
    legend?.querySelector("div:has(.cp-state-left)")?.remove();
    if (counts.left) {
      legend?.append(element("div", {}, element("dt", {}, badge(LEFT), element("span", { className: "cp-count" })), element("dd", {}, LEFT.hint)));
    }
    for (const count of legend?.querySelectorAll(".cp-count") ?? []) {
      const [, state = ""] = count.parentElement?.querySelector(".cp-state")?.className.match(/cp-state-([\w-]+)/) ?? [];
      const number = counts[state] ?? 0;
      count.replaceChildren(String(number), element("span", { className: "cp-hidden" }, ` cell${number === 1 ? "" : "s"}`));
    }
  }

  /** @param {Element} link @param {SiteQuestion} question @param {Cell} cell @param {string} option @param {import("./controls.js").State} state */
  function fill(link, question, cell, option, state) {
    const name = link.firstElementChild;
    link.className = `cp-cell-link cp-cell-${cell.state}`;
    link.replaceChildren(...(name ? [name] : []));
    if (cell.score !== null) {
      link.classList.add(`cp-v${strength(cell.score)}`);
      const text = word(question, cell, (claim) => claims.get(claim)?.standings[option]);
      const shape = text === "yes" || text === "no" ? text : `v${strength(cell.score)}`;
      link.append(
        element("span", { className: "cp-position" }, icon(shape), element("span", { className: "cp-word" }, text)),
        element("span", { className: "cp-hidden" }, ", "),
      );
    } else if (cell.state !== "empty") {
      link.append(
        element("span", { className: "cp-position cp-position-none" }, icon("empty"), element("span", { className: "cp-word" }, "no score")),
        element("span", { className: "cp-hidden" }, ", "),
      );
    }
    link.append(badge(state));
  }
}
