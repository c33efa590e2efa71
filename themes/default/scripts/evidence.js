// @ts-check
// A page for a reader who chose something on the matrix or in a decision: which claims are of sources that they left out,
// which contradictions fall away, and what a topic's cells and a scenario's ranking are then.

import { agreementOf, linesOf } from "./advice.js";
import { analyse } from "./analysis.js";
import { decided, fromFragment, model, nothing, toFragment, trust } from "./choices.js";
import { badge, drawing, element, icon, stateOf, word } from "./controls.js";
import { slow } from "./decision.js";
import { home } from "./load.js";
import * as W from "./words.js";

/** What is said of a list that is in the order that it has with every source. */
const EVERY = ", with every source";

/** How many options a scenario's ranking shows, as the program's. */
const RANKED = 5;

const { choices } = fromFragment(location.search.slice(1), CounterpointKnowledge);
/** What claims come to. @typedef {ReturnType<typeof analyse>} Analysis */

/** What a reader asks for, other than that they believe something or not. */
const asked = Object.keys({ ...choices.weights, ...choices.must }).length > 0;
if (choices.without.length || asked || choices.scenario || choices.hide.length || Object.keys(choices.suppose).length) begin(CounterpointKnowledge, choices);

/** @param {Site} knowledge @param {Choices} choices */
function begin(knowledge, choices) {
  const { without } = choices;
  const root = home();
  const page = here();
  const scenario = knowledge.scenarios.find(({ path }) => path === page);
  const question = scenario ? undefined : knowledge.questions.find(({ path }) => path === page);
  const changes = [];
  const names = W.join(knowledge.sources.filter(({ id }) => without.includes(id)).map(({ name }) => name));
  const every = analyse(knowledge, trust(knowledge, []));
  const left = without.length ? analyse(knowledge, trust(knowledge, without)) : every;
  if (without.length) {
    const struck = strikeClaims(knowledge, without, root);
    const listed = markSources(knowledge, without, root);
    if (knowledge.sources.some(({ id, path }) => without.includes(id) && path === page)) {
      document.querySelector("[data-cp-trust]")?.replaceChildren("left out by you, so nothing of it counts in your ranking");
      document.querySelector("[data-cp-decide]")?.remove();
    }
    const [fallen, all] = markContradictions(knowledge, without, every, left, names);
    if (question && struck) showCells(knowledge, question, every, left, without, names);
    const moved = markCells(knowledge, every, left, root);
    changes.push(`You left out ${names}.`);
    if (struck) changes.push(`${without.length > 1 ? "Their" : "Its"} claims are struck through here.`);
    if (moved) changes.push("Cells that change say what they are now, or how their score of 100 moves.");
    if (fallen) changes.push(`Of the ${all} contradictions further down ${fallen} fall${fallen === 1 ? "s" : ""} away${fallen < all ? `, ${all - fallen} stay${all - fallen === 1 ? "s" : ""}` : ""}.`);
    if (struck || moved || listed) changes.push("What is not marked is as with every source.");
    if (changes.length === 1 && !scenario && !listed) changes.push("That changes nothing on this page.");
  }
  const isOwn = asked && choices.scenario === scenario?.id;
  if (scenario && (isOwn || without.length)) showScenario(knowledge, scenario, choices, names);
  if (isOwn) changes.push("What you changed in this scenario is counted below.");
  else if (asked && scenario) changes.push("Your weights and must-haves are kept; here the scenario\u2019s own count.");
  else if (question && showMust(knowledge, question, choices)) changes.push("What is asked of it in your decision stands beside each option.");
  else if (asked) changes.push("Your weights and must-haves are kept, and do not show on this page.");
  if (choices.hide.length) changes.push("Options that you do not compare are shown here too.");
  note(knowledge, choices, changes, left);
}

/** Which page of the site this is, as the program names it. */
function here() {
  return decodeURIComponent(location.href.replace(/[?#].*/, "").slice(home().length));
}

/**
 * Says what the reader's choices change on this page, and leads back to where they were made.
 * @param {Site} knowledge @param {Choices} choices @param {string[]} changes @param {Analysis} left
 */
function note(knowledge, choices, changes, { contradictions }) {
  const { digest } = knowledge;
  const supposed = Object.entries(choices.suppose);
  const back = () => element("a", { href: `${home()}decide.html#${toFragment(choices, digest)}`, "data-cp-choice": "own" }, "Back to your ranking");
  const standing = new Set(contradictions.map(({ id }) => id));
  for (const [id, side] of supposed.filter(([id]) => standing.has(id))) {
    for (const link of document.querySelectorAll(`.cp-questions li > a[href$="#contradiction-${id}"]`)) {
      link.parentElement?.append(element("span", { className: "cp-side-left" }, "you suppose a side of it right"));
    }
    const sides = document.getElementById(`contradiction-${id}`)?.querySelectorAll(".cp-side") ?? [];
    for (const [place, claims] of [...sides].entries()) {
      const said = place === W.sidePlace(side) ? ["You suppose this side right. ", back()] : ["Set aside in your ranking, since you suppose another side right."];
      claims.querySelector(".cp-side-label")?.after(element("p", { className: "cp-side-left" }, ...said));
    }
  }
  const said = supposed.length ? [`You suppose ${supposed.length === 1 ? "a side of a contradiction" : "sides of contradictions"} right, which counts in your ranking and not on this page.`] : [];
  const scenario = knowledge.scenarios.find(({ path }) => path === here());
  const own = toFragment(choices, digest);
  const isOther = scenario && choices.scenario !== scenario.id;
  const forThis = toFragment(scenario ? { ...choices, ...forScenario(choices, scenario) } : choices, digest);
  const others = toFragment({ ...choices, without: [] }, digest);
  const page = here().replace(/^.*\//, "");
  const link = (/** @type {string} */ page, /** @type {string} */ text, fragment = own) =>
    element("a", { href: `${home()}${page}#${fragment}`, "data-cp-choice": "own" }, text);
  const again = element("a", { href: others ? `${page}?${others}` : page, "data-cp-choice": "own" }, "count every source again");
  const paragraph = element(
    "p",
    { className: "cp-left-note", role: "status" },
    `${[...changes, ...said].join(" ")} `,
    link("matrix.html", "Back to your matrix"),
    " or ",
    link("decide.html", "your ranking"),
    ...(isOther ? [", or ", link("decide.html", asked ? "decide for this scenario, with its own weights" : "decide for this scenario", forThis)] : []),
    ...(choices.without.length ? [", or ", again] : []),
    ".",
  );
  const head = document.querySelector(".cp-head, .cp-option-head");
  const main = document.querySelector("main");
  if (head) head.append(paragraph);
  else main?.prepend(paragraph);
  // Who lands at a place further down does not see the head. Nothing that has the focus is behind the line.
  document.documentElement.style.scrollPaddingBottom = "3.5rem";
  main?.append(element("p", { className: "cp-back" }, link("matrix.html", "Back to your matrix"), " or ", link("decide.html", "your ranking")));
}

/** What a reader asks of a scenario: what they changed in it, and nothing of what they changed elsewhere. @param {Choices} choices @param {Scenario} scenario */
function forScenario({ scenario, weights, must }, { id }) {
  return { scenario: id, ...(scenario === id ? { weights, must } : { weights: {}, must: {} }) };
}

/** Marks what is left out, for eyes and for ears. @param {Element} link */
function leave(link) {
  link.classList.add("cp-chip-left");
  link.append(element("span", { className: "cp-hidden" }, ", left out by you"));
}

/** Marks the sources that are left out where sources are listed; gives how many there are. @param {Site} knowledge @param {string[]} without @param {string} root */
function markSources(knowledge, without, root) {
  const left = new Set(knowledge.sources.flatMap(({ id, path }) => (without.includes(id) ? [root + path] : [])));
  const links = [.../** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll(":is(.cp-entry-title, .cp-source-title) a"))];
  const listed = links.filter(({ href }) => left.has(href.replace(/[?#].*/, "")));
  for (const link of listed) {
    link.classList.add("cp-chip-left");
    link.parentElement?.after(element("p", { className: "cp-side-left" }, "Left out by you"));
  }
  return listed.length;
}

/** Strikes through the claims of sources that are left out; gives how many there are. @param {Site} knowledge @param {string[]} without @param {string} root */
function strikeClaims(knowledge, without, root) {
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
    claim.querySelector(".cp-claim-source")?.before(element("p", { className: "cp-aside-note" }, icon("no"), "Left out by you"));
  }
  for (const chip of document.querySelectorAll(".cp-chips .cp-chip")) {
    const links = [...chip.querySelectorAll("a")];
    links.filter(isLeft).forEach(leave);
    if (links.every(isLeft)) chip.querySelector(".cp-chip-name")?.classList.add("cp-chip-left");
  }
  for (const link of document.querySelectorAll(".cp-digest-source a")) {
    if (!isLeft(link)) continue;
    leave(link);
    link.closest("li")?.querySelector(".cp-digest-text")?.classList.add("cp-chip-left");
  }
  return struck;
}

/**
 * Marks the contradictions that fall away, and the sides that lose every claim; gives how many fall, of how many.
 * @param {Site} knowledge @param {string[]} without @param {Analysis} every @param {Analysis} left @param {string} names
 */
function markContradictions(knowledge, without, every, left, names) {
  const claims = new Set(knowledge.claims.flatMap(({ id, source }) => (without.includes(source) ? [id] : [])));
  const isLeft = (/** @type {string} */ claim) => claims.has(claim);
  const sides = new Map(every.contradictions.map(({ id, sides }) => [id, sides]));
  const standing = new Set(left.contradictions.map(({ id }) => id));
  const falls = new Set(every.contradictions.flatMap(({ id }) => (standing.has(id) ? [] : [id])));
  /** Takes away what it is called with every source: its status and kind. @param {Element | null} place */
  const uncall = (place) => place?.querySelectorAll(".cp-status, .cp-contradiction-kind").forEach((label) => label.remove());
  const idOf = (/** @type {string} */ anchor) => anchor.replace(/^.*#?contradiction-/, "");
  const [fallen, all] = [new Set(), new Set()];
  for (const contradiction of document.querySelectorAll(".cp-contradiction, .cp-digest")) {
    for (const side of contradiction.querySelectorAll(".cp-side")) {
      if (!side.querySelector(".cp-claim-left") || side.querySelector(".cp-claim:not(.cp-claim-left)")) continue;
      side.querySelector(".cp-claims")?.before(element("p", { className: "cp-side-left" }, "No claim of this side is left."));
      side.querySelector("summary")?.append(", left out too");
    }
    const id = idOf(contradiction.id || contradiction.querySelector(":is(.cp-contradiction-title, .cp-digest-title) a")?.getAttribute("href") || "");
    for (const [place, side] of [...contradiction.querySelectorAll(".cp-digest-sides > li")].entries()) {
      if (sides.get(id)?.[place]?.every(isLeft)) side.append(element("p", { className: "cp-side-left" }, "No claim of this side is left."));
    }
    if (contradiction.querySelector(".cp-claim-left")) {
      contradiction.querySelector(".cp-resolution > .cp-label")?.append(", written with every source");
    }
    all.add(id);
    if (!falls.has(id)) continue;
    fallen.add(id);
    uncall(contradiction.querySelector(".cp-kicker"));
    contradiction.querySelector(".cp-contradiction-hint")?.remove();
    contradiction.querySelector(".cp-sides, .cp-digest-sides")?.before(element("p", { className: "cp-contradiction-left" }, `Without ${names} there is no contradiction here.`));
  }
  for (const link of document.querySelectorAll(".cp-questions li > a, .cp-mentions li > a, .cp-cell-contradictions a, [aria-labelledby=cp-elsewhere-title] li > a")) {
    const id = idOf(link.getAttribute("href") ?? "");
    all.add(id);
    if (!falls.has(id)) continue;
    fallen.add(id);
    uncall(link.parentElement);
    link.parentElement?.append(element("span", { className: "cp-side-left" }, `falls away without ${names}`));
  }
  return [fallen.size, all.size];
}

/**
 * What a scenario's ranking and its sources' advice are, before what they are with every source.
 * @param {Site} knowledge @param {Scenario} scenario @param {Choices} choices @param {string} names  of the sources that are left out
 */
function showScenario(knowledge, scenario, choices, names) {
  const { without } = choices;
  const left = new Set(knowledge.sources.flatMap(({ id, path }) => (without.includes(id) ? [home() + path] : [])));
  for (const advice of document.querySelectorAll(".cp-advice-list dd a")) {
    if (advice instanceof HTMLAnchorElement && left.has(advice.href.replace(/[?#].*/, ""))) leave(advice);
  }
  const { hide } = choices;
  const chosen = { ...nothing(), ...forScenario(choices, scenario), without, hide };
  const found = decided(knowledge, chosen, model(knowledge, chosen));
  for (const steps = slow(found.ranking, found.slow); !found.slow.verdict && !steps.next().done; );
  const agreement = agreementOf(found);
  const said = W.of(found);
  const asks = said.own();
  const changed = asks.length ? ", with what you changed" : "";
  const lines = linesOf(found).map(({ icon: shape, option, sources }) =>
    element("li", { className: "cp-advice-line" }, icon(shape), element("span", {}, element("strong", {}, option), `: ${sources}`)),
  );
  const section = element(
    "section",
    { className: "cp-computed-section" },
    element("h2", { className: "cp-label" }, `${names ? `Without ${names}` : "With every source"}${changed}`),
    element(
      "div",
      { className: "cp-computed-box" },
      element("p", { className: "cp-verdict" }, said.verdict()),
      element("ol", { className: "cp-lines" }, ...found.order.slice(0, RANKED).map((id) => scoreOf(found, id))),
      ...(asks.length ? [element("p", { className: "cp-note" }, `You changed: ${asks.join("; ")}.`)] : []),
      ...(agreement
        ? [
            element(
              "p",
              { className: `cp-agreement-line${agreement.agrees ? "" : " cp-agreement-differs"}` },
              icon(agreement.agrees ? "agreed" : "contested"),
              element("span", {}, agreement.sentence),
            ),
          ]
        : []),
      ...(lines.length ? [element("ul", { className: "cp-lines" }, ...lines)] : []),
    ),
  );
  document.querySelector(".cp-advice, .cp-computed-section")?.before(section);
  document.querySelector(".cp-computed-section .cp-more a")?.append(changed);
  const every = names && EVERY;
  const own = `${every}${asks.length ? ", with the scenario\u2019s own weights" : ""}`;
  for (const [id, words] of Object.entries({ advice: every, computed: own, must: own, weights: own })) {
    document.getElementById(`cp-${id}-title`)?.append(words);
  }
}

/** One line of a ranking in brief: an option, what it misses, its score. @param {Decided} decided @param {string} id */
function scoreOf(decided, id) {
  const { low, high } = decided.option(id);
  const said = W.of(decided);
  const missed = said.hindrance(id);
  return element(
    "li",
    {},
    element("span", {}, element("strong", {}, decided.name(id)), missed && `: ${missed}`),
    element("span", { className: "cp-points" }, `${said.score(id)}${low === null || high === null ? "" : ` (${W.percent(low)} to ${W.percent(high)})`}`),
  );
}

/**
 * Says beside each option how it stands to what is asked of a topic; gives whether anything is.
 * @param {Site} knowledge @param {SiteQuestion} question @param {Choices} choices
 */
function showMust(knowledge, question, choices) {
  const found = decided(knowledge, choices, model(knowledge, choices));
  const said = W.of(found);
  if (!(question.id in found.must)) return false;
  for (const id of found.order) {
    const outcome = found.outcomes(id)[question.id];
    const verb = outcome === "not-met" ? "misses" : "may miss";
    const supposing = Object.keys(choices.suppose).length ? ", with what you suppose," : "";
    const text = outcome === "met" ? `meets ${said.minimum(question.id)}` : `${verb} ${said.reached(question.id, id)}`;
    const note = element("p", { className: `cp-cell-asked${outcome === "met" ? "" : " cp-cell-hindered"}` }, `In your decision${supposing} it ${text}.`);
    document.getElementById(`cell-${id}`)?.querySelector("h3")?.after(note);
  }
  return true;
}

/** How far the claims of a cell reach, drawn and in words. @param {number} low @param {number} high @param {number} score */
function reachOf(low, high, score) {
  const [least, most, middle] = [low, high, score].map(W.percent);
  const bar = drawing("svg", { class: `cp-range cp-v${W.strength(score)}`, viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" });
  bar.append(
    drawing("rect", { class: "cp-range-track", x: 0, y: 3, width: 100, height: 2 }),
    drawing("rect", { class: "cp-range-span", x: least, y: 2, width: most - least, height: 4 }),
    drawing("rect", { class: "cp-range-score", x: middle * 0.985, y: 0, width: 1.5, height: 8 }),
  );
  const words = least === most ? `all counted claims at ${least}` : `claims reach from ${least} to ${most}`;
  return element("div", { className: "cp-cell-range" }, bar, element("p", {}, words));
}

/**
 * Says beside each cell that is listed what it is without the sources that are left out, where that is another word or score; gives
 * how many there are.
 * @param {Site} knowledge @param {Analysis} every @param {Analysis} left @param {string} root
 */
function markCells(knowledge, every, left, root) {
  const claims = new Map(knowledge.claims.map((claim) => [claim.id, claim]));
  const questions = new Map(knowledge.questions.map((question) => [root + question.path, question]));
  let moved = 0;
  for (const said of document.querySelectorAll('a[href*="#cell-"] .cp-word')) {
    const link = /** @type {HTMLAnchorElement} */ (said.closest("a"));
    const [page, option] = link.href.replace(/\?[^#]*/, "").split("#cell-");
    const question = questions.get(page);
    if (!question || question.path === here()) continue;
    const [[was, from], [is, to]] = [every, left].map(({ cells }) => {
      const cell = cells.get(`${question.id}/${option}`);
      const score = cell?.score ?? null;
      return cell && score !== null ? [word(question, cell, (claim) => claims.get(claim)?.standings[option]), W.percent(score)] : ["no score"];
    });
    if (was === is && from === to) continue;
    moved += 1;
    link.append(element("span", { className: was === is ? "cp-was cp-moved" : "cp-was" }, was === is ? `from ${from} to ${to}` : `now ${is}`));
  }
  if (moved) document.querySelectorAll(".cp-ledger h2").forEach((heading) => heading.append(EVERY));
  return moved;
}

/**
 * What a topic's cells are, before what they are with every source.
 * @param {Site} knowledge @param {SiteQuestion} question @param {Analysis} every @param {Analysis} left @param {string[]} without @param {string} names
 */
function showCells(knowledge, question, every, left, without, names) {
  const claims = new Map(knowledge.claims.map((claim) => [claim.id, claim]));
  for (const { id: option } of knowledge.shown) {
    const cell = left.cells.get(`${question.id}/${option}`);
    const place = document.getElementById(`cell-${option}`)?.querySelector("h3");
    if (!cell || !place) continue;
    const isOther = Object.keys(cell.claims).some((claim) => without.includes(claims.get(claim)?.source ?? ""));
    // A source lends its trust to its copies, where it is silent too.
    if (!isOther && cell.score === every.cells.get(`${question.id}/${option}`)?.score) {
      place.after(element("p", { className: "cp-cell-counted" }, `${names} claim${without.length > 1 ? "" : "s"} nothing here.`));
      continue;
    }
    const { score } = cell;
    const said =
      score === null
        ? [icon("empty"), element("span", { className: "cp-word" }, "no score")]
        : [
            icon(`v${W.strength(score)}`),
            element("span", { className: "cp-word" }, word(question, cell, (claim) => claims.get(claim)?.standings[option])),
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
        element("p", { className: `cp-cell-score ${score === null ? "cp-cell-missing" : `cp-v${W.strength(score)}`}` }, ...said),
        ...(score === null ? [] : [reachOf(cell.low, cell.high, score)]),
        ...(number || ["left", "empty"].includes(state.state)
          ? [element("p", { className: "cp-cell-state" }, badge(state), element("span", { className: "cp-cell-hint" }, state.hint))]
          : []),
        element("p", { className: "cp-cell-counted" }, number ? counted : "No claim that counts is left."),
      ),
      element("p", { className: "cp-label cp-cell-label" }, "With every source"),
    );
  }
}
