// @ts-check
// The decision page's state: what its reader chose, and what follows from it, at once and in the pause.

import * as C from "./choices.js";
import { folder, load } from "./load.js";
import { fill, part } from "./page.js";
import * as W from "./words.js";

/** How long a reader pauses before what takes longer is computed, and how long a slice of it may take; milliseconds. */
const [PAUSE, SLICE] = [150, 8];

/** @type {HTMLElement} */
let root;
/** The part of the page that says what follows at once. @type {HTMLElement} */
let result;
/** @type {Site} */
let knowledge;
/** @type {Choices} */
let choices;
/** What in the address was not understood. @type {string[]} */
let notes;
/** @type {Model} */
let model;
/** @type {Decided} */
let now;
/** @type {ReturnType<typeof W.of>} */
let words;

/** Criteria by group, in the order of the page. @type {Group[]} */
let groups;

/**
 * A group's place, and its criteria with the place of each.
 * @typedef {{ place: HTMLDetailsElement, places: HTMLElement[], ids: string[] }} Group
 */

/**
 * What shows what follows at once, and what shows the choices, called when they change other than by their own controls.
 * @typedef {{ result: (all?: boolean) => void, choices: () => void }} Shows
 */

/** @type {Shows} */
let shows;

/** @param {HTMLElement} place @param {Site} site @param {Shows} painters */
function start(place, site, painters) {
  [root, knowledge, shows] = [place, site, painters];
  result = /** @type {HTMLElement} */ (document.getElementById("cp-result"));
  groups = [.../** @type {NodeListOf<HTMLDetailsElement>} */ (root.querySelectorAll("[data-cp-group]"))].map((place) => {
    const places = /** @type {HTMLElement[]} */ ([...place.querySelectorAll("[data-cp-topic]")]);
    return { place, places, ids: places.map(({ dataset }) => `topics/${dataset.cpTopic}`) };
  });
  read();
  decide("model");
}

function read() {
  ({ choices, notes } = C.fromAddress(knowledge));
}

/** What stands for the choices in an address. */
const fragment = () => C.toFragment(choices, knowledge.digest);

/** What is loaded once it is asked for. @type {Promise<More> | undefined} */
let more;
const loadMore = () =>
  (more ??= load(`${folder}more.js`).then(
    () => CounterpointMore,
    (error) => {
      // What failed can be tried again.
      more = undefined;
      throw error;
    },
  ));

/** @param {"weights" | "model"} changed  what has to be computed anew */
function decide(changed) {
  if (changed === "model") model = C.model(knowledge, choices);
  now = C.decided(knowledge, choices, model);
  words = W.of(now);
}

/**
 * Computes and shows what follows from the choices.
 * @param {"weights" | "model"} changed  what has to be computed anew @param {boolean} [announced]  whether it is said when done
 */
function follow(changed, announced = false) {
  decide(changed);
  shows.result();
  later(announced);
}

/**
 * A choice that is made: it goes into the address, as a step that the reader can take back.
 * @param {"weights" | "model"} [changed] @param {Choices} [chosen]  where it is other than what was changed in place
 */
function commit(changed = "weights", chosen = choices) {
  [choices, notes] = [chosen, []];
  const address = fragment();
  if (address !== location.hash.slice(1)) {
    history.pushState(null, "", address ? `#${address}` : location.pathname + location.search);
  }
  follow(changed, true);
  shows.choices();
}

/** The choices of the address, after a step back. */
function restore() {
  read();
  follow("model", true);
  shows.choices();
}

/** What begins when the reader pauses; dropped with the next change. */
let pending = 0;

/**
 * Says in the pause how sure it is and why.
 * @param {boolean} [announced]  whether it is said when done @param {boolean} [all]  whether every contradiction that counts is listed
 */
function later(announced, all) {
  clearTimeout(pending);
  root.ariaBusy = "true";
  pending = window.setTimeout(explain, PAUSE, announced, all);
}

/** @param {boolean} [announced] @param {boolean} [all] */
async function explain(announced, all) {
  const done = now;
  shows.result(true);
  const loaded = await loadMore().catch(() => undefined);
  if (done !== now) return;
  const steps = loaded?.slow(done.ranking, done.slow);
  while (steps && !done.slow.stability) {
    const end = performance.now() + SLICE;
    while (performance.now() < end && !steps.next().done);
    await new Promise((resolve) => setTimeout(resolve));
    if (done !== now) return;
  }
  // Better no reasons than those of another decision.
  /** @type {HTMLElement} */ (document.getElementById("cp-reasons")).hidden = !loaded;
  if (loaded) {
    shows.result(true);
    loaded.paintReasons(done, all);
  } else fill(root, { flip: "The reasons could not be loaded." });
  root.ariaBusy = null;
  if (announced) announce(words.verdict());
}

/** Says to who cannot see it what follows from a choice. @param {string} text */
const announce = (text) => part("heard").replaceChildren(text);

export { root, result, knowledge, groups, choices, notes, now, words };
export { start, fragment, loadMore, follow, commit, restore, later, announce };
