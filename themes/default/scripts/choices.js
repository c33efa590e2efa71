// @ts-check
// What a reader chose: as the fragment of an address and back, and as the decision that follows from it.

import { analyse, value } from "./analysis.js";
import { modelOf } from "./model.js";
import * as W from "./words.js";

const VERSION = "1";

/** A reader's choices where nothing is chosen. @returns {Choices} */
const nothing = () => ({ scenario: null, weights: {}, must: {}, without: [], suppose: {}, hide: [] });

/**
 * The fragment that stands for choices, without `#`; empty where nothing is chosen.
 * @param {Choices} choices @param {string} digest
 */
function toFragment({ scenario, weights, must, suppose, without, hide }, digest) {
  /** @param {string} kind @param {Record<string, unknown>} map */
  const mapped = (kind, map) => Object.keys(map).sort().map((id) => [`${kind}.${id}`, map[id]]);
  /** @param {string} kind @param {string[]} list */
  const listed = (kind, list) => (list.length ? [[kind, [...list].sort().join(",")]] : []);
  const pairs = [
    ...listed("scenario", scenario ? [scenario] : []),
    ...mapped("w", weights),
    ...mapped("must", must),
    ...mapped("suppose", suppose),
    ...listed("without", without),
    ...listed("hide", hide),
  ];
  const all = pairs.length ? [["v", VERSION], ...pairs, ["kb", digest]] : [];
  // Ids and minimums hold nothing that parts an address.
  return encodeURI(all.map((pair) => pair.join("=")).join("&")).replace(/%3E/g, ">");
}

/**
 * The choices that a fragment stands for, and notes on what in it is not understood.
 * @param {string} fragment @param {Site} knowledge
 */
function fromFragment(fragment, knowledge) {
  const choices = nothing();
  const notes = [];
  /** @type {string[]} */
  const unknown = [];
  /** @param {string} value @param {string[]} known */
  const listed = (value, known) => {
    const names = [...new Set(value.split(",").filter(Boolean))];
    unknown.push(...names.filter((name) => !known.includes(name)));
    return names.filter((name) => known.includes(name));
  };
  /** How many sides a contradiction can have; one that is found has two. @param {string} id */
  const sides = (id) => {
    const callout = knowledge.callouts.find((callout) => callout.id === id);
    if (callout) return callout.sides.length + +!!callout.outside_is_side;
    return [[], choices.without].some((without) => analyse(knowledge, trust(knowledge, without)).contradictions.some((found) => found.id === id)) ? 2 : 0;
  };
  /** @type {[string, string][]} */
  const supposed = [];
  // A plus stands for itself.
  for (const [key, value] of new URLSearchParams(fragment.replace(/^#/, "").replace(/\+/g, "%2B"))) {
    const [kind, id] = key.split(/\.(.*)/);
    const criterion = knowledge.questions.find((question) => question.id === `topics/${id}` && !question.background);
    const weight = /^\d+(\.\d+)?$/.test(value) ? Number(value) : NaN;
    if (key === "v") {
      if (value !== VERSION) notes.push(`The address is of version ${value}, this page reads ${VERSION}.`);
    } else if (key === "kb") {
      if (value !== knowledge.digest) notes.push("The comparison has changed since this address was made, so numbers may differ.");
    } else if (key === "scenario" && knowledge.scenarios.some(({ id }) => id === value)) choices.scenario = value;
    else if (kind === "w" && criterion && weight <= 5) choices.weights[id] = weight;
    else if (kind === "must" && criterion && (value === "none" || minimum(criterion, value) !== null)) choices.must[id] = value.replace(/\d[\d.]*/, (number) => String(Number(number)));
    else if (kind === "suppose" && id) supposed.push([id, value]);
    else if (key === "without") choices.without = listed(value, knowledge.sources.map(({ id }) => id));
    else if (key === "hide") choices.hide = listed(value, knowledge.options);
    else unknown.push(`${key}=${value}`);
  }
  for (const [id, value] of supposed) {
    const place = W.sidePlace(value);
    if (place >= 0 && place < sides(id)) choices.suppose[id] = W.side(place);
    else unknown.push(`suppose.${id}=${value}`);
  }
  // What is as the scenario has it is no choice.
  const scenario = knowledge.scenarios.find(({ id }) => id === choices.scenario);
  for (const question of knowledge.questions) {
    const topic = W.topic(question.id);
    if (choices.weights[topic] === usual(question, scenario)) delete choices.weights[topic];
    if (choices.must[topic] === (scenario?.must?.[topic] ?? "none")) delete choices.must[topic];
  }
  if (unknown.length) notes.push(`Not understood in the address, and ignored: ${unknown.join(", ")}.`);
  return { choices, notes };
}

/** What the address says; nothing where it leads to a place of the page. @param {Site} knowledge */
const fromAddress = (knowledge) => fromFragment(location.hash.includes("=") ? location.hash : "", knowledge);

/**
 * A minimum as a value: one rating, yes or no, or one quantity within the anchors, rule 9; null for what is none, or what
 * nothing can miss.
 * @param {Question | undefined} question @param {string} least
 */
function minimum(question, least) {
  const found = question && !/^>|\.\./.test(least) ? value(question, least) : null;
  return found && found.value > 0 && found.unclamped <= 1 ? found.value : null;
}

/** The trust in every source where some are left out. @param {Site} knowledge @param {string[]} without */
const trust = (knowledge, without) =>
  knowledge.sources.map(({ id, trust = 1 }) => (without.includes(id) ? 0 : trust));

/**
 * The model that hangs on sources, suppositions and options, and not on weights.
 * @param {Site} knowledge @param {Choices} choices
 */
const model = (knowledge, { without, hide, suppose }) =>
  modelOf(knowledge, {
    trust: trust(knowledge, without),
    hidden: hide,
    suppose: Object.fromEntries(Object.entries(suppose).map(([id, side]) => [id, W.sidePlace(side)])),
  });

/**
 * The weight that a criterion has where the reader gives it none.
 * @param {Question} question @param {Scenario | undefined} scenario
 */
const usual = ({ id, weight = 1 }, scenario) => scenario?.weights[W.topic(id)] ?? scenario?.others ?? weight;

/**
 * What follows at once; what takes longer goes into `slow`.
 * @param {Site} knowledge @param {Choices} choices @param {Model} model
 */
function decided(knowledge, choices, model) {
  const things = new Map([...knowledge.shown, ...knowledge.questions].map((thing) => [thing.id, thing]));
  /** An option or a question. */
  const at = (/** @type {string} */ id) => /** @type {SiteQuestion & Site["shown"][0]} */ (things.get(id));
  const source = (/** @type {string} */ id) => /** @type {SiteSource} */ (knowledge.sources.find((source) => source.id === id));
  const scenario = knowledge.scenarios.find(({ id }) => id === choices.scenario);
  /** @type {Record<string, number>} */
  const weights = {};
  for (const question of model.criteria) weights[question.id] = choices.weights[W.topic(question.id)] ?? usual(question, scenario);
  /** @type {Record<string, string>} */
  const must = {};
  for (const [topic, least] of Object.entries({ ...scenario?.must, ...choices.must })) {
    if (minimum(at(`topics/${topic}`), least) !== null) must[`topics/${topic}`] = least;
  }
  const ranking = model.weigh(
    model.criteria.map(({ id }) => weights[id]),
    model.criteria.map((question) => (question.id in must ? minimum(question, must[question.id]) : null)),
  );
  /** @type {Partial<Slow>} */
  const slow = {};
  const places = new Map(model.options.map((id, place) => [id, place]));
  const placeOf = (/** @type {string} */ id) => /** @type {number} */ (places.get(id));
  /** @param {string} id */
  function option(id) {
    const place = placeOf(id);
    return { ...model.option(ranking, place), share: slow.shares?.[place] ?? null, readings: slow.readings?.[place] ?? null };
  }
  /** What each criterion with a weight adds to a score. @param {string} id */
  const contributions = (id) => model.contributions(ranking, placeOf(id));
  /** How an option stands to each must-have. @param {string} id */
  const outcomes = (id) =>
    Object.fromEntries(
      model.criteria.flatMap((question, at) =>
        question.id in must ? [[question.id, model.outcome(ranking, placeOf(id), at)]] : [],
      ),
    );
  const ids = (/** @type {number[]} */ places) => places.map((place) => model.options[place]);
  const { margin } = ranking;
  return {
    ...{ knowledge, choices, scenario, weights, must, model, ranking, slow, option, contributions, outcomes, margin },
    ...{ at, name: (/** @type {string} */ id) => at(id).title, source, order: ids(ranking.order), leaders: ids(ranking.leaders) },
  };
}

export { nothing, toFragment, fromFragment, fromAddress, minimum, trust, model, usual, decided };
