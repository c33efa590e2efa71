// @ts-check
// The decision's reasons, which follow in the pause: who is better at what, what would flip it, and what is contested.

import { toFragment } from "./choices.js";
import * as F from "./findings.js";
import { copy, field, fill, keepFocus, part, say, shape } from "./page.js";
import * as W from "./words.js";

/** How many entries a list shows, how many that of weights, and how many contradictions each doubted must-have adds. */
const [LISTED, WEIGHTS, EACH] = [6, 5, 3];

/** What a side says that no source states. */
const OUTSIDE = "What no source here says; it stands where the contradiction is explained.";

/** The decision that is explained, and what can be said of it. @type {Done} */
let now;
/** @type {ReturnType<typeof F.of>} */
let words;

/** @param {HTMLElement} within @param {Change} change */
function fillChange(within, change) {
  const node = field(within, "change");
  say(node, words.change(change));
  node.classList.toggle("cp-change-flips", change.flips !== false);
  return within;
}

/**
 * Shows a part; where it has no entries, what it says then, or nothing.
 * @param {string} name @param {HTMLElement[]} items @param {string} [list]
 */
function paintList(name, items, list = "entries") {
  const section = part(name);
  const nothing = field(section, "nothing");
  const isEmpty = !items.length;
  const hadFocus = section.contains(document.activeElement);
  if (nothing) nothing.hidden = !isEmpty;
  else section.hidden = isEmpty;
  field(section, list).replaceChildren(...items);
  if (hadFocus) keepFocus(section);
}

/** Whether every contradiction that moves a decision is listed. */
let isAll = false;

/** Shows why a decision is as it is. @param {Done} decided @param {boolean} [all]  whether every contradiction is listed from now on */
function paint(decided, all) {
  [now, words, isAll] = [decided, F.of(decided), isAll || Boolean(all)];
  const button = /** @type {HTMLElement | null} */ (document.activeElement?.closest("[data-cp-suppose]") ?? null);
  const top = button?.getBoundingClientRect().top ?? 0;
  const { slow } = now;
  const [first, second] = now.order.filter((id) => now.option(id).score !== null);
  paintList("gains", second ? [gainsOf(first, second), gainsOf(second, first)] : [], "list");
  part("dominance").replaceChildren(
    ...slow.dominance
      .slice(0, LISTED)
      .map(([one, other]) => fill(copy("dominance"), { one: now.name(one), other: now.name(other) })),
  );
  paintStability(slow);
  paintList(
    "doubts",
    slow.doubts.slice(0, LISTED).map((doubt) => {
      const item = fill(copy("doubt"), {
        topic: now.name(doubt.criterion), option: now.name(doubt.option), value: String(W.percent(doubt.value)),
      });
      field(item, "cell").setAttribute("href", `${now.at(doubt.criterion).path}#cell-${doubt.option}`);
      return fillChange(item, { flips: true, ...doubt });
    }),
  );
  paintList("sources", sourcesOf(slow));
  for (const name of ["sources", "contested"]) field(part(name), "lead").hidden = now.margin === null;
  field(part("sources"), "besides").hidden = !now.choices.without.length;
  field(part("sources"), "unknown").hidden = now.margin !== null || !slow.sources.length;
  paintContested(slow);
  if (!button) return;
  // The button stays under the pointer that pressed it.
  const again = /** @type {HTMLElement | null} */ (document.querySelector(`[data-cp-suppose="${button.dataset.cpSuppose}"]`));
  again?.focus({ preventScroll: true });
  if (again) scrollBy({ top: again.getBoundingClientRect().top - top, behavior: "instant" });
}

/**
 * What the sources carry, those first that move the result; with must-haves all, since how these stand is said of each.
 * @param {Slow} slow
 */
function sourcesOf(slow) {
  const { knowledge, choices, must } = now;
  const trials = new Map(slow.sources.map((trial) => [trial.id, trial]));
  const claiming = new Set(knowledge.claims.map(({ source }) => source));
  const others = knowledge.sources.map(({ id }) => id).filter((id) => claiming.has(id) && !choices.without.includes(id));
  const ids = [...new Set([...trials.keys(), ...(Object.keys(must).length ? others : [])])];
  return ids.slice(0, LISTED).map((id) => {
    const { name, path } = now.source(id);
    const item = fill(copy("source"), { source: { title: name, path }, name });
    const trial = trials.get(id);
    item.dataset.cpWithout = id;
    field(item, "try").setAttribute("href", `#${toFragment({ ...choices, without: [...choices.without, id] }, knowledge.digest)}`);
    if (trial) return fillChange(item, trial);
    say(field(item, "change"), words.still);
    return item;
  });
}

/** @param {string} one @param {string} other */
function gainsOf(one, other) {
  const gains = words.gains(one, other);
  const left = gains.length - LISTED;
  const made = fill(copy("gains"), {
    option: now.name(one), other: now.name(other), more: left > 0 ? `and on ${left} more` : "",
  });
  field(made, "none").hidden = gains.length > 0;
  field(made, "entries").replaceChildren(
    ...gains.slice(0, LISTED).map(({ question, gain }) =>
      fill(copy("gain"), { topic: now.at(question), points: `${W.gain(gain)}${words.guess(question, [one, other])}` }),
    ),
  );
  return made;
}

/** @param {Slow} slow */
function paintStability(slow) {
  const section = part("flips");
  const found = Object.entries(slow.stability).flatMap(([question, { leaders: [low, high], above_zero }]) => {
    const around = words.stability(question);
    if (!around) return [];
    const weight = now.weights[question];
    const down = low > 0 || above_zero?.includes("leaders") ? weight - low : Infinity;
    return [{ question, around, weight, distance: Math.min(high < 5 ? high - weight : Infinity, down) }];
  });
  found.sort((one, other) => one.distance - other.distance || 0);
  const items = found.map(({ question, around: [before, after], weight }) =>
    fill(copy("stability"), { before, topic: now.at(question), after, weight: W.weight(weight) }),
  );
  const [nearest] = found;
  const nothing = field(section, "nothing");
  const still = (nothing.dataset.cpStill ??= nothing.textContent ?? "");
  const unweighed = slow.verdict.reason === "no-weights" ? words.waysOut() : "";
  say(nothing, now.leaders.length ? still : unweighed || "No option can lead, whatever a single weight is.");
  const flip = nearest && `${nearest.around.join(now.name(nearest.question))} (now ${W.weight(nearest.weight)}).`;
  fill(document.body, { flip: flip ?? (now.leaders.length ? otherwise(slow, still) : words.waysOut()) });
  const rest = field(section, "rest");
  rest.hidden = items.length <= WEIGHTS;
  say(field(rest, "count"), String(items.length - WEIGHTS));
  paintList("flips", items.slice(0, WEIGHTS));
  field(rest, "entries").replaceChildren(...items.slice(WEIGHTS));
}

/** What changes who leads where no weight does: a doubt, a source. @param {Slow} slow @param {string} still */
function otherwise({ doubts, sources }, still) {
  const [doubt] = doubts;
  const without = sources.find(({ flips }) => flips);
  const what = doubts.length > 1 ? `Each of ${doubts.length} doubts changes who leads; one is this` : "One doubt changes who leads";
  return [
    ...(doubt ? [`${what}: ${words.doubt(doubt)}.`] : []),
    ...(without ? [`Without ${now.source(without.id).name} ${words.wouldLead(without)}.`] : []),
    still,
  ].join(" ");
}

/** @param {Slow} slow */
function paintContested(slow) {
  const contradictions = new Map(now.model.contradictions().map((found) => [found.id, found]));
  const trials = slow.contradictions;
  const supposed = Object.keys(now.choices.suppose);
  // What a must-have hangs on is of interest even where it moves no lead, or not by much.
  const outcomes = now.order.map(now.outcomes);
  const moving = [...new Set(trials.map(({ id }) => id))];
  const rest = words.marking(now.must);
  let settled = false;
  const doubted = Object.keys(now.must).sort().flatMap((question) => {
    const options = now.order.filter((_, place) => outcomes[place][question] === "uncertain");
    if (!options.length) return [];
    const marking = new Set(words.marking({ [question]: true }));
    const short = options.map((option) => words.short(question, option).map(({ claim }) => claim.id));
    /** Whether a side, taken for right, takes out every claim on an option that falls short. @param {string} id */
    const settles = (id) => {
      const { sides = [] } = contradictions.get(id) ?? {};
      return sides.some((right) => short.some((claims) => claims.every((claim) => sides.some((side) => side !== right && side.includes(claim)))));
    };
    const settling = [...marking].filter(settles);
    settled ||= settling.length > 0;
    return [...new Set([...settling, ...moving.filter((id) => marking.has(id)), ...marking])].slice(0, EACH);
  });
  const first = [...supposed, ...moving.slice(0, LISTED), ...doubted];
  const all = new Set([...first, ...(first.length < LISTED ? rest.slice(0, LISTED) : []), ...moving, ...rest]);
  const ids = [...all].slice(0, isAll ? Infinity : Math.max(LISTED, new Set(first).size));
  const more = field(part("contested"), "all");
  const hadFocus = more.contains(document.activeElement);
  more.hidden = ids.length === all.size;
  if (hadFocus && more.hidden) keepFocus(part("contested"));
  say(field(more, "count"), String(all.size - ids.length));
  paintList(
    "contested",
    ids.map((id) => {
      const shown = words.contradiction(id);
      // Without some sources there may be none; what was supposed of it can still be taken back.
      const { without } = now.choices;
      const gone = { status: "gone", kind: without.length ? `falls away without ${W.join(without.map((id) => now.source(id).name))}, and counts for nothing` : "has no effect now" };
      const { status, kind, sides } = contradictions.get(id) ?? { ...gone, sides: shown.sides ?? words.fallen(id) ?? [] };
      const article = fill(copy("contested"), { title: shown, status: status === "gone" ? "" : status, kind });
      article.classList.add(`cp-status-${status}`);
      shape(article, status === "gone" ? "no" : status);
      const outside = shown.outside_is_side ? [[]] : [];
      field(article, "sides").replaceChildren(
        ...[...sides, ...outside].map((claims, place) => {
          const trial = trials.find((trial) => trial.id === id && trial.side === place);
          return sideOf({ contradiction: shown.title, id, place, claims, trial, isOutside: place >= sides.length, stands: status !== "gone" });
        }),
      );
      return article;
    }),
  );
  // What is listed for its must-haves alone moves nothing.
  field(part("contested"), "nothing").hidden = moving.length > 0;
  fill(part("contested"), {
    which: moving.length ? "that move it most" : "in this decision",
    doubted: settled ? "What could settle a must-have that is in doubt comes first." : doubted.length ? "No single one of them settles a must-have that is in doubt; those that bear on it come first." : "",
  });
}

/**
 * One side of a contradiction, which may have fallen away.
 * @param {{ contradiction: string, id: string, place: number, claims: string[], trial?: Change, isOutside: boolean, stands: boolean }} side
 */
function sideOf({ contradiction, id, place, claims, trial, isOutside, stands }) {
  const speaker = words.speaker(claims);
  const label = isOutside ? "Outside the sources" : `Side ${W.side(place).toUpperCase()}`;
  const item = fill(copy("side"), { label, text: speaker?.claim.text ?? OUTSIDE });
  field(item, "quoted").hidden = !speaker;
  if (speaker) {
    const { claim, held, source, more } = speaker;
    const path = `${now.at(claim.question).path}#claim-${claim.id.replace(/^.*#/, "")}`;
    fill(item, { held, claim: { title: source.name, path } });
    const left = words.left(claims);
    say(field(item, "more"), left < claims.length ? `${more}${left ? `, ${left} left out` : ""}` : ` (left out)${more}`);
  }
  const supposed = now.choices.suppose[id];
  const isSupposed = supposed !== undefined && W.sidePlace(supposed) === place;
  // Beside a side that is supposed right, another would come on top of it, and not in its place.
  field(item, "moves").hidden = !trial || Boolean(supposed);
  field(item, "still").hidden = Boolean(trial ?? supposed);
  // Where no other option could lead, there is no lead to speak of.
  say(field(item, "still"), now.margin === null ? words.still : `${words.still}, or by how much`);
  if (trial) fillChange(item, trial);
  const button = /** @type {HTMLButtonElement} */ (item.querySelector("button"));
  // What fell away can only be taken back.
  button.hidden = !isSupposed && !stands;
  button.dataset.cpSuppose = `${id}=${W.side(place)}`;
  button.ariaPressed = String(isSupposed);
  say(button, isSupposed ? "Supposed right: undo" : supposed ? "Suppose this instead" : "Suppose this");
  button.ariaLabel = `${button.textContent}: ${label} of ${contradiction}`;
  return item;
}

export { paint };
