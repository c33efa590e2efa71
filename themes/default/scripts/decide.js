// @ts-check
// The decision page: what a reader chooses, and what follows from it at once.

import * as C from "./choices.js";
import { field, fill, part, say } from "./page.js";
import { ask, forget, mirrors, openGroups, showChoices } from "./questions.js";
import { paintResult, takeResult } from "./result.js";
import { choices, commit, fragment, later, loadMore, notes, now, restore, root, start } from "./state.js";
import * as W from "./words.js";

const place = /** @type {HTMLElement | null} */ (document.querySelector("[data-cp-result]"));
if (place && typeof CounterpointKnowledge !== "undefined") begin(place, CounterpointKnowledge);

/** @param {HTMLElement} place @param {Site} knowledge */
function begin(place, knowledge) {
  start(place, knowledge, { result: paintResult, choices: showChoices });
  takeResult();
  ask();
  offerActions();
  offerSides();
  document.documentElement.classList.add("cp-live");
  // Without scripts an address of choices leads to its scenario; with them it is the choice, and the page begins at its head.
  for (const anchor of document.querySelectorAll('[id*="="]')) anchor.removeAttribute("id");
  if (location.hash.includes("=")) {
    for (const open of document.querySelectorAll("[data-cp-scenario] details[open]")) open.removeAttribute("open");
    scrollTo(0, 0);
    addEventListener("load", () => scrollTo(0, 0));
  }
  showChoices();
  openGroups();
  // Without choices what is printed is what follows; with some, the printed reasons are those of another decision.
  if (fragment()) {
    paintResult(true);
    /** @type {HTMLElement} */ (document.getElementById("cp-reasons")).hidden = true;
    later();
  }
  addEventListener("popstate", () => {
    if (!location.hash || location.hash.includes("=")) {
      restore();
      openGroups();
    } else if (fragment()) {
      // A place on this page: the choices stay, and so does their address.
      history.replaceState(null, "", `#${fragment()}`);
    }
  });
}

/** Each side of a contradiction can be supposed right, and that taken back. */
function offerSides() {
  part("contested").addEventListener("click", ({ target }) => {
    const button = /** @type {Element} */ (target).closest("button");
    if (button?.dataset.cpField === "all" && !root.ariaBusy) later(false, true);
    const [id, side] = button?.dataset.cpSuppose?.split("=") ?? [];
    if (!id) return;
    if (W.sidePlace(choices.suppose[id]) === W.sidePlace(side)) delete choices.suppose[id];
    else choices.suppose[id] = side;
    commit("model");
  });
}

/** What can be done with a decision. */
function offerActions() {
  const actions = part("actions");
  const said = field(actions, "said");
  mirrors.push(() => {
    say(said, "");
    fill(root, { remarks: notes.join(" ") });
  });
  actions.addEventListener("click", async (event) => {
    const action = /** @type {Element} */ (event.target).closest("button")?.dataset.cpAction;
    if (action === "reset") {
      forget();
      commit("model", C.nothing());
      openGroups();
    } else if (action) {
      try {
        const { act } = await loadMore();
        say(said, await act(action, now));
      } catch {
        say(said, "That could not be made here.");
      }
    }
  });
}
