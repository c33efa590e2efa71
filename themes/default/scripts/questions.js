// @ts-check
// What a reader is asked on the decision page: situations, weights and must-haves, sources, options.

import * as C from "./choices.js";
import { copy, field, fill, part, say } from "./page.js";
import { announce, choices, commit, follow, groups, now, result, root, words } from "./state.js";
import * as W from "./words.js";

/** What shows the choices that were made. @type {(() => void)[]} */
const mirrors = [];

const showChoices = () => mirrors.forEach((mirror) => mirror());

/** Asks from now on. */
function ask() {
  for (const { places, ids } of groups) {
    places.forEach((place, at) => controlsOf(place, now.at(ids[at])));
  }
  mirrors.push(showCounts, showAside);
  for (const chooser of document.querySelectorAll("[data-cp-choose]")) situation(/** @type {HTMLElement} */ (chooser));
  switches("without");
  switches("hide");
}

/** @param {HTMLElement} place @param {SiteQuestion} question */
function controlsOf(place, question) {
  const { id, title, scale } = question;
  const topic = W.topic(id);
  const { content } = /** @type {HTMLTemplateElement} */ (place.querySelector("template"));
  const range = /** @type {HTMLInputElement} */ (field(content, "weight"));
  const output = field(content, "value");
  const answers = content.querySelectorAll("button");
  const control = /** @type {HTMLInputElement | HTMLSelectElement} */ (field(content, "least"));
  place.append(content);
  field(place, "usual").hidden = true;

  const show = () => {
    const weight = now.weights[id];
    // A weight from an address may lie between two steps.
    range.step = weight % 0.5 ? "any" : "0.5";
    range.valueAsNumber = weight;
    range.ariaValueText = `${W.weight(weight)} of 5`;
    say(output, W.weight(weight));
    for (const button of answers) button.ariaPressed = String(Number(button.value) === weight);
  };
  /** @param {number} weight */
  const weigh = (weight) => {
    choices.weights[topic] = weight;
    if (C.usual(question, now.scenario) === weight) delete choices.weights[topic];
  };
  range.addEventListener("input", () => {
    range.step = "0.5";
    weigh(range.valueAsNumber);
    follow("weights");
    show();
    showCounts();
  });
  range.addEventListener("change", () => commit());
  for (const button of answers) {
    button.addEventListener("click", () => {
      weigh(Number(button.value));
      commit();
    });
  }
  control.addEventListener("change", () => {
    // A number may be written in more ways than an address has for it.
    const least = typeof scale === "object" && control.value ? String(Number(control.value)) : control.value;
    const isWrong = control.matches(":invalid") || (least !== "" && C.minimum(question, least) === null);
    control.ariaInvalid = String(isWrong);
    if (isWrong) {
      const wrong = `${control.title}. ${now.must[id] ? `${words.minimum(id)} counts` : "Nothing is asked"} until then.`;
      fill(place, { wrong });
      return announce(`${title}: ${wrong}`);
    }
    if (least === (now.scenario?.must?.[topic] ?? "")) delete choices.must[topic];
    else choices.must[topic] = least || "none";
    commit();
  });
  mirrors.push(show, () => {
    control.value = now.must[id]?.replace(/^(~|[+=-]+$)/, control.type === "number" ? "" : "$&") ?? "";
    control.ariaInvalid = null;
    // A rating is a minimum on any scale, and has no place in a field for numbers.
    fill(place, { wrong: now.must[id] && !control.value ? `${words.minimum(id)} counts; another choice here replaces it.` : "" });
  });
}

/** How many criteria of each group count, by their weight or as a must-have. */
function showCounts() {
  for (const { place, ids } of groups) {
    say(field(place, "count"), `${ids.filter((id) => now.weights[id] > 0 || id in now.must).length} of ${ids.length}`);
  }
}

/** Opens the groups that matter to a scenario, and no other; the sources too, where one is left out. */
function openGroups() {
  if (choices.without.length) root.querySelector("[data-cp-sources]")?.setAttribute("open", "");
  for (const { place: group, places, ids } of groups) {
    const set = (/** @type {string} */ id) => (choices.weights[W.topic(id)] ?? now.scenario?.weights[W.topic(id)] ?? 0) > 0 || id in now.must;
    group.open = ids.some(set);
    const idle = ids.filter((id) => now.scenario && !(now.weights[id] || id in now.must));
    const isFolded = group.open && idle.length > 0;
    group.classList.toggle("cp-folded", isFolded);
    places.forEach((place, at) => place.classList.toggle("cp-idle", idle.includes(ids[at])));
    group.querySelector(".cp-all")?.remove();
    if (!isFolded) continue;
    const all = fill(copy("all"), { count: String(idle.length) });
    all.addEventListener("click", () => {
      group.classList.remove("cp-folded");
      /** @type {HTMLElement | null} */ (group.querySelector(".cp-idle input"))?.focus();
      all.remove();
    });
    group.append(all);
  }
}

/** A situation that sets weights and must-haves. @param {HTMLElement} chooser */
function situation(chooser) {
  const id = chooser.dataset.cpChoose;
  chooser.addEventListener("click", (event) => {
    event.preventDefault();
    if (words.own().length) put = { weights: choices.weights, must: choices.must };
    commit("weights", { ...choices, scenario: id || null, weights: {}, must: {} });
    openGroups();
    if (!root.contains(chooser)) result.scrollIntoView();
  });
  mirrors.push(() => {
    const isUsual = !choices.scenario && !Object.keys({ ...choices.weights, ...choices.must }).length;
    chooser.ariaCurrent = (id ? choices.scenario === id : isUsual) ? "true" : null;
  });
}

/**
 * What the reader last asked for otherwise than a situation, before a situation put it aside.
 * @type {{ weights: Choices["weights"], must: Choices["must"] } | undefined}
 */
let put;

/** Says what a situation has put aside, and offers to count it there too, until the reader asks for something else. */
function showAside() {
  const place = part("aside");
  if (!place) return;
  if (words.own().length) put = undefined;
  place.hidden = true;
  if (!put) return;
  // What this situation asks for as well needs no offer.
  const fragment = C.toFragment({ ...choices, ...put }, now.knowledge.digest);
  const kept = C.fromFragment(fragment, now.knowledge).choices;
  const own = W.of(C.decided(now.knowledge, kept, now.model)).own();
  if (!own.length) return;
  place.hidden = false;
  const left = choices.without.map((id) => now.source(id).name);
  fill(place, { own: own.join(", "), kept: left.length ? `${W.join(left)} stay${left.length === 1 ? "s" : ""} left out.` : "" });
  field(place, "again").setAttribute("href", `#${C.toFragment(kept, now.knowledge.digest)}`);
}

/** Forgets what was put aside. */
const forget = () => (put = undefined);

/** Switches of what takes part: sources, or options. @param {"without" | "hide"} key */
function switches(key) {
  const places = root.querySelectorAll(`[data-cp-${key}]`);
  for (const place of places) {
    const id = /** @type {string} */ (place.getAttribute(`data-cp-${key}`));
    place.append(/** @type {HTMLTemplateElement} */ (place.querySelector("template")).content);
    const box = /** @type {HTMLInputElement} */ (place.querySelector("input"));
    box.addEventListener("change", () => {
      choices[key] = box.checked ? choices[key].filter((other) => other !== id) : [...choices[key], id].sort();
      commit("model");
    });
    mirrors.push(() => (box.checked = !choices[key].includes(id)));
  }
  const list = places[0]?.closest("details");
  if (!list) return;
  mirrors.push(() => say(field(list, "count"), `${places.length - choices[key].length} of ${places.length}`));
}

export { ask, forget, openGroups, mirrors, showChoices };
