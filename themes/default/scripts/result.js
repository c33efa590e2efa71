// @ts-check
// The decision's result, which follows at once: verdict, ranking, bars, and what each score is made of.

import { element } from "./controls.js";
import { copy, field, fill, part, say, shape } from "./page.js";
import { choices, fragment, groups, knowledge, loadMore, now, result, root, words } from "./state.js";
import * as W from "./words.js";

/** How many options are ranked, as without scripts, and how many of them explained. */
const [RANKED, EXPLAINED] = [100, 8];
/** How many stacks follow at least while a weight moves, and how many cells share what time there is for more. */
const [STACKED, CELLS] = [2, 20_000];
/** How many changes of a scenario are named. */
const NAMED = 3;
/** From what share of ways on it is said what is left of them. */
const LEFT = 0.005;
/** From what width on a piece of a bar has room for its number; percent. */
const ROOM = 3.5;

/** The options of which it is shown what their points are made of. @type {Set<string>} */
const opened = new Set();

/** Takes over what the page shows without scripts. */
function takeResult() {
  for (const entry of /** @type {HTMLCollectionOf<HTMLElement>} */ (part("ranking").children)) take(entry);
  // What is left of a result at the top of the screen is no result in view; nor is its small print.
  const seen = new Set();
  const observer = new IntersectionObserver(
    (changes) => {
      for (const { target, isIntersecting } of changes) seen[isIntersecting ? "add" : "delete"](target);
      part("short").hidden = seen.size > 0;
      paintShort();
    },
    { rootMargin: "-200px 0px 0px" },
  );
  // What is opened at the end of a box that scrolls would open out of sight.
  result.querySelector(".cp-reading")?.addEventListener("toggle", ({ target }) => /** @type {Element} */ (target).scrollIntoView({ block: "nearest" }));
  for (const name of ["verdict", "ranking"]) observer.observe(part(name));
  // On paper everything is unfolded, and controls do not show. Without a choice all is as it is printed in the page.
  addEventListener("beforeprint", () => {
    if (typeof CounterpointMore === "undefined") return;
    for (const entry of /** @type {HTMLCollectionOf<HTMLElement>} */ (part("ranking").children)) {
      const id = /** @type {string} */ (entry.dataset.cpOption);
      if (entry.querySelector("table")) CounterpointMore.paintPoints(entry, now, id, partsOf(id));
    }
    const [own, must] = [words.own(), Object.keys(now.must).sort().map(words.minimum)];
    fill(root, { asked: `${own.length ? `Changed: ${own.join(", ")}. ` : ""}${must.length ? `Must-haves: ${must.join(", ")}.` : ""}` });
  });
}

/** What is known at once: verdict, ranking, bars. @param {boolean} [all]  whether entries that are out of sight follow too */
function paintResult(all) {
  const { verdict } = now.slow;
  const box = part("verdict");
  // What is said while weights move is shorter; the bars stay where they are.
  if (verdict) box.style.minHeight = "";
  else box.style.minHeight ||= `${box.offsetHeight}px`;
  const sentence = words.verdict();
  say(box, sentence);
  if (verdict) {
    result.className = `cp-result cp-verdict-${verdict.kind}`;
    field(root, "ways").hidden = verdict.whichever_side === undefined && !sentence.includes("ways");
    const ways = now.order.reduce((sum, id) => sum + (now.option(id).share ?? 0), 0);
    field(root, "left").hidden = ways > 1 - LEFT || !Object.keys(now.must).length;
  }
  const ranking = part("ranking");
  const visible = now.order.slice(0, RANKED);
  // An entry stays where it is and takes the option of its rank: to move it would cost more than a frame has.
  const stacked = all ? EXPLAINED : Math.max(STACKED, CELLS / (now.order.length * now.model.criteria.length));
  visible.slice(0, all ? RANKED : EXPLAINED).forEach((id, place) => {
    const entry = /** @type {HTMLElement} */ (ranking.children[place] ?? ranking.appendChild(take(copy("option"))));
    if (entry.dataset.cpOption !== id) assign(entry, id);
    paintEntry(entry, id);
    if (place < EXPLAINED) paintParts(entry, id, place < stacked);
  });
  while (ranking.children.length > visible.length) ranking.lastElementChild?.remove();
  const left = now.order.length - visible.length;
  fill(root, { profile: profileText(), others: left ? `and ${left} more option${left > 1 ? "s" : ""}` : "" });
  paintShort();
}

function profileText() {
  const { must, without, hide } = choices;
  const own = words.own();
  // What is not the reader's own must-have.
  const asked = Object.keys(now.scenario?.must ?? {}).flatMap((id) => (id in must || !(`topics/${id}` in now.must) ? [] : [`topics/${id}`]));
  const asks = asked.length ? ` (which asks for ${W.join(asked.map(words.minimum))})` : "";
  return [
    now.scenario ? `for ${now.scenario.title}${asks}` : `for ${own.length ? "your" : "the usual"} weights`,
    now.scenario && own.length ? (own.length > NAMED ? `changed in ${own.length} points` : `changed: ${own.join(", ")}`) : "",
    supposedText(),
    without.length ? `without ${without.map((id) => now.source(id).name).join(", ")}` : "",
    hide.length ? `${hide.map(now.name).join(", ")} not compared` : "",
  ]
    .filter(Boolean)
    .join(", ");
}

/** What the reader supposes of contradictions that stand. */
function supposedText() {
  const [id, ...others] = words.supposed();
  if (others.length) return `with ${others.length + 1} suppositions`;
  const callout = knowledge.callouts.find((callout) => callout.id === id);
  if (callout) return `supposing side ${choices.suppose[id].toUpperCase()} of \u201c${callout.title}\u201d`;
  return id ? "with a supposition" : Object.keys(choices.suppose).length ? "with a supposition that counts for nothing" : "";
}

/** Gives an entry to an option. @param {HTMLElement} entry @param {string} id */
function assign(entry, id) {
  const { colour, path } = now.at(id);
  entry.dataset.cpOption = id;
  entry.className = `cp-ranked cp-option-${colour}`;
  /** @type {Element} */ (entry.querySelector(".cp-option-mark")).className = `cp-option-mark cp-option-${colour}`;
  shape(entry, `option-${colour}`);
  field(entry, "option").setAttribute("href", path);
  fill(entry, { name: now.name(id) });
  /** @type {HTMLDetailsElement} */ (field(entry, "parts")).open = opened.has(id);
}

/** Takes an entry into the ranking. @param {HTMLElement} entry */
function take(entry) {
  const parts = /** @type {HTMLDetailsElement} */ (field(entry, "parts"));
  parts.addEventListener("toggle", () => {
    const id = /** @type {string} */ (entry.dataset.cpOption);
    if (parts.open) {
      opened.add(id);
      paintTable(entry, id);
    } else opened.delete(id);
  });
  return entry;
}

/** A share of a bar in percent. @param {number} share */
const ofBar = (share) => `${Math.round(share * 10000) / 100}%`;

/** @param {HTMLElement} entry @param {string} id */
function paintEntry(entry, id) {
  const { score, low, high, coverage, rank, dimmed, share } = now.option(id);
  const { verdict } = now.slow;
  const known = W.coverage(coverage);
  const isRanking = verdict?.whichever_side !== undefined;
  entry.classList.toggle("cp-dimmed", dimmed);
  fill(entry, {
    rank: String((now.leaders[0] && rank) || "\u2013"),
    score: words.score(id),
    interval: low === null || high === null ? "" : `${W.percent(low)} to ${W.percent(high)}`,
    share: isRanking && share !== null ? `leads in ${W.share(share)} of 100 ways` : "",
    coverage: known === "100" || low === null ? "" : `evidence on ${known} of 100 of the weight, the rest taken as 50`,
    hindrance: words.hindrance(id),
  });
  paintHindering(entry, id);
  field(entry, "bar").hidden = low === null;
  const [span, mark] = [field(entry, "span"), field(entry, "mark")];
  span.setAttribute("x", ofBar(low ?? 0));
  span.setAttribute("width", ofBar((high ?? 0) - (low ?? 0)));
  mark.setAttribute("cx", ofBar(score ?? 0));
  mark.setAttribute("visibility", score === null ? "hidden" : "inherit");
}

/** Leads to the claims on what an option misses or may miss. @param {HTMLElement} entry @param {string} id */
function paintHindering(entry, id) {
  const found = now.outcomes(id);
  const questions = Object.keys(found).filter((question) => found[question] !== "met");
  const place = field(entry, "hindering");
  const what = [id, ...questions].join();
  place.hidden = !questions.length;
  if (place.dataset.cpOf === what) return;
  place.dataset.cpOf = what;
  field(place, "cells").replaceChildren(
    ...questions.flatMap((question, at) => [
      at ? ", " : "",
      element("a", { href: `${now.at(question).path}#cell-${id}` }, now.name(question)),
    ]),
  );
}

/** What an entry's score is made of. @param {HTMLElement} entry @param {string} id @param {boolean} drawn */
function paintParts(entry, id, drawn) {
  const parts = /** @type {HTMLDetailsElement} */ (field(entry, "parts"));
  const svg = field(entry, "stack");
  // Better none than another option's.
  svg.style.visibility = drawn || parts.open ? "" : "hidden";
  // Better no table than that of another decision.
  if (!parts.open) entry.querySelectorAll("tbody").forEach((body) => body.remove());
  if (!drawn && !parts.open) return;
  const stack = partsOf(id);
  parts.hidden = !stack.length;
  // The first is the track.
  while (svg.children.length > stack.length + 1) svg.lastElementChild?.remove();
  while (svg.children.length < stack.length + 1) svg.append(copy("stack", "g"));
  stack.forEach(({ number, start, points }, at) => {
    const [rect, text] = svg.children[at + 1].children;
    rect.setAttribute("x", ofBar(start));
    rect.setAttribute("width", ofBar(points));
    text.setAttribute("x", ofBar(start + points / 2));
    text.setAttribute("visibility", points * 100 < ROOM ? "hidden" : "inherit");
    say(text, String(number));
  });
  if (parts.open && stack.length) paintTable(entry, id);
}

/** What a score is made of, by group. @param {string} id */
function partsOf(id) {
  const contributions = now.contributions(id);
  let start = 0;
  return groups.flatMap(({ place, ids }, at) => {
    const rows = ids.filter((question) => question in contributions);
    const points = rows.reduce((sum, question) => sum + contributions[question], 0);
    start += points;
    return rows.length ? [{ number: at + 1, place, rows, points, start: start - points, contributions }] : [];
  });
}

/** Shows what the points of an entry are made of, once the script is there that knows. @param {HTMLElement} entry @param {string} id */
async function paintTable(entry, id) {
  const loaded = await loadMore().catch(() => undefined);
  loaded?.paintPoints(entry, now, id, partsOf(id));
}

/** The ranking in short, where the whole is out of sight: the heads and bars of its first entries. */
function paintShort() {
  const short = part("short");
  if (short.hidden) return;
  // Until something is chosen, what is printed is what follows.
  say(field(short, "verdict"), now.slow.verdict || fragment() ? words.verdict(true) : part("verdict").textContent ?? "");
  field(short, "entries").replaceChildren(
    ...[...part("ranking").children].slice(0, 3).map((entry) => {
      const line = entry.cloneNode();
      for (const child of [...entry.children].slice(0, 2)) line.appendChild(child.cloneNode(true));
      return line;
    }),
  );
}

export { takeResult, paintResult };
