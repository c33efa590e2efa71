// @ts-check
// The decision's result, which follows at once: verdict, ranking, bars, and what each score is made of.

import { copy, field, fill, part, say, shape } from "./page.js";
import { choices, groups, loadMore, now, result, root, words } from "./state.js";
import * as W from "./words.js";

/** How many options are ranked, as without scripts, and how many of them explained. */
const [RANKED, EXPLAINED] = [100, 8];
/** How many follow at least while a weight moves, and how many cells share what time there is for more. */
const [AT_ONCE, CELLS] = [2, 20_000];
/** From what width on a piece of a bar has room for its number; percent. */
const ROOM = 3.5;

/** The entries of the ranking, by option. @type {Map<string, HTMLElement>} */
const entries = new Map();

/** Takes over what the page shows without scripts. */
function takeResult() {
  for (const entry of /** @type {HTMLCollectionOf<HTMLElement>} */ (part("ranking").children)) {
    take(entry, /** @type {string} */ (entry.dataset.cpOption));
  }
  new IntersectionObserver(([{ isIntersecting }]) => {
    part("short").hidden = isIntersecting;
    paintShort();
  }).observe(result);
}

/** What is known at once: verdict, ranking, bars. */
function paintResult() {
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
  }
  const ranking = part("ranking");
  const visible = now.order.slice(0, RANKED);
  for (const [id, entry] of entries) {
    if (!verdict || visible.includes(id)) continue;
    entry.remove();
    entries.delete(id);
  }
  // While a weight moves, the first few follow it, the fewer the more there is to compute; the others in the pause.
  const few = Math.min(EXPLAINED, CELLS / (now.order.length * now.model.criteria.length));
  visible.slice(0, verdict ? RANKED : Math.max(AT_ONCE, few)).forEach((id, place) => {
    const entry = entries.get(id) ?? entryOf(id);
    if (ranking.children[place] !== entry) ranking.insertBefore(entry, ranking.children[place] ?? null);
    paintEntry(entry, id, place < EXPLAINED);
  });
  const left = now.order.length - visible.length;
  fill(root, { profile: profileText(), others: left ? `and ${left} more option${left > 1 ? "s" : ""}` : "" });
  paintShort();
}

function profileText() {
  const { weights, must, suppose, without } = choices;
  const isChanged = Object.keys({ ...weights, ...must }).length > 0;
  return [
    now.scenario ? `for ${now.scenario.title}` : `for ${isChanged ? "your" : "the usual"} weights`,
    now.scenario && isChanged ? "changed" : "",
    Object.keys(suppose).length && now.model.contradictions().some(({ id }) => id in suppose) ? "with suppositions" : "",
    without.length ? `without ${without.map((id) => now.source(id).name).join(", ")}` : "",
  ]
    .filter(Boolean)
    .join(", ");
}

/** @param {string} id */
function entryOf(id) {
  const entry = copy("option");
  const { colour, path } = now.at(id);
  entry.dataset.cpOption = id;
  entry.classList.add(`cp-option-${colour}`);
  shape(entry, `option-${colour}`);
  field(entry, "option").setAttribute("href", path);
  fill(entry, { title: now.name(id) });
  return take(entry, id);
}

/** Takes an entry into the ranking. @param {HTMLElement} entry @param {string} id */
function take(entry, id) {
  entries.set(id, entry);
  const parts = /** @type {HTMLDetailsElement} */ (field(entry, "parts"));
  parts.addEventListener("toggle", () => parts.open && paintTable(entry, id));
  return entry;
}

/** A share of a bar in percent. @param {number} share */
const ofBar = (share) => `${Math.round(share * 10000) / 100}%`;

/** @param {HTMLElement} entry @param {string} id @param {boolean} explained */
function paintEntry(entry, id, explained) {
  const { score, low, high, coverage, rank, dimmed, share } = now.option(id);
  const { verdict } = now.slow;
  const known = W.share(coverage);
  const isRanking = verdict?.whichever_side !== undefined;
  entry.classList.toggle("cp-dimmed", dimmed);
  fill(entry, {
    rank: String((now.leaders[0] && rank) || "\u2013"),
    score: words.score(id),
    interval: low === null || high === null ? "" : `${W.percent(low)} to ${W.percent(high)}`,
    share: isRanking && share !== null ? `leads in ${W.share(share)} of 100 ways` : "",
    coverage: known === "100" ? "" : `evidence on ${known} of 100 of the weight, the rest taken as 50`,
    hindrance: words.hindrance(id),
  });
  field(entry, "bar").hidden = low === null;
  const [span, mark] = [field(entry, "span"), field(entry, "mark")];
  span.setAttribute("x", ofBar(low ?? 0));
  span.setAttribute("width", ofBar((high ?? 0) - (low ?? 0)));
  mark.setAttribute("cx", ofBar(score ?? 0));
  mark.setAttribute("visibility", score === null ? "hidden" : "inherit");
  const parts = /** @type {HTMLDetailsElement} */ (field(entry, "parts"));
  const stack = explained ? partsOf(id) : [];
  parts.hidden = !stack.length;
  const svg = field(entry, "stack");
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
  const { paintPoints } = await loadMore();
  paintPoints(entry, now, id, partsOf(id));
}

/** The ranking in short, where the whole is out of sight: the heads and bars of its first entries. */
function paintShort() {
  const short = part("short");
  if (short.hidden) return;
  say(field(short, "verdict"), words.verdict(true));
  field(short, "entries").replaceChildren(
    ...[...part("ranking").children].slice(0, 3).map((entry) => {
      const line = entry.cloneNode();
      for (const child of [...entry.children].slice(0, 2)) line.appendChild(child.cloneNode(true));
      return line;
    }),
  );
}

export { takeResult, paintResult };
