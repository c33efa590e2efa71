// @ts-check
// What a reader chose: as the fragment of an address and back, and as the decision that follows from it.
"use strict";

const CounterpointChoices = (() => {
  const W = CounterpointWords;
  const VERSION = "1";

  /** A reader's choices where nothing is chosen. @returns {Choices} */
  const nothing = () => ({ scenario: null, weights: {}, must: {}, without: [], suppose: {}, hide: [] });

  /** Text for a fragment, as readable as it may be. @param {string} text */
  const encoded = (text) => encodeURIComponent(text).replace(/%2B/g, "+").replace(/%3E/g, ">");

  /**
   * The fragment that stands for choices, without `#`; empty where nothing is chosen.
   * @param {Choices} choices @param {string} digest
   */
  function toFragment(choices, digest) {
    /** @type {[string, string][]} */
    const pairs = [];
    if (choices.scenario) pairs.push(["scenario", choices.scenario]);
    for (const topic of Object.keys(choices.weights).sort()) pairs.push([`w.${topic}`, W.weight(choices.weights[topic])]);
    for (const topic of Object.keys(choices.must).sort()) pairs.push([`must.${topic}`, choices.must[topic]]);
    for (const key of Object.keys(choices.suppose).sort()) pairs.push([`suppose.${key}`, choices.suppose[key]]);
    if (choices.without.length) pairs.push(["without", [...choices.without].sort().join(",")]);
    if (choices.hide.length) pairs.push(["hide", [...choices.hide].sort().join(",")]);
    if (!pairs.length) return "";
    return [["v", VERSION], ...pairs, ["kb", digest]].map(([key, value]) => `${key}=${encoded(value)}`).join("&");
  }

  /**
   * The choices that a fragment stands for, and notes on what in it is not understood.
   * @param {string} fragment @param {Site} knowledge
   */
  function fromFragment(fragment, knowledge) {
    const choices = nothing();
    /** @type {string[]} */
    const notes = [];
    const unknown = [];
    const topics = new Set(
      knowledge.questions.filter(({ id, background }) => id.startsWith("topics/") && !background).map(({ id }) => W.topic(id)),
    );
    const is = {
      scenario: new Set(knowledge.scenarios.map(({ id }) => id)),
      source: new Set(knowledge.sources.map(({ id }) => id)),
      option: new Set(knowledge.options),
    };
    for (const part of fragment.replace(/^#/, "").split("&").filter(Boolean)) {
      const [key, value] = split(part);
      const dot = key.indexOf(".");
      const [kind, id] = dot < 0 ? [key, ""] : [key.slice(0, dot), key.slice(dot + 1)];
      /** @param {Set<string>} known @param {string[]} list */
      const listed = (known, list) => {
        for (const name of value.split(",").filter(Boolean)) {
          if (!known.has(name)) unknown.push(name);
          else if (!list.includes(name)) list.push(name);
        }
      };
      if (key === "v") {
        if (value !== VERSION) notes.push(`The address is of version ${value}, and this page reads version ${VERSION}.`);
      } else if (key === "kb") {
        if (value !== knowledge.digest) notes.push("The comparison has changed since this address was made, so numbers may differ.");
      } else if (key === "scenario" && is.scenario.has(value)) choices.scenario = value;
      else if (kind === "w" && topics.has(id) && value !== "" && Number(value) >= 0 && Number(value) <= 5) {
        choices.weights[id] = Number(value);
      } else if (kind === "must" && topics.has(id) && value) choices.must[id] = value;
      else if (kind === "suppose" && id && value) choices.suppose[id] = value;
      else if (key === "without") listed(is.source, choices.without);
      else if (key === "hide") listed(is.option, choices.hide);
      else unknown.push(part);
    }
    if (unknown.length) notes.push(`Not understood in the address, and ignored: ${unknown.join(", ")}.`);
    return { choices, notes };
  }

  /** @param {string} part */
  function split(part) {
    try {
      const at = part.indexOf("=");
      return at < 0 ? [decodeURIComponent(part), ""] : [part.slice(0, at), part.slice(at + 1)].map(decodeURIComponent);
    } catch {
      return [part, ""];
    }
  }

  /** A minimum as a value; null where it is none. @param {Question | undefined} question @param {string} least */
  const minimum = (question, least) => (question && CounterpointAnalysis.value(question, least)?.value) ?? null;

  /** The trust in every source where some are left out. @param {Site} knowledge @param {string[]} without */
  const trust = (knowledge, without) =>
    knowledge.sources.map(({ id, trust = 1 }) => (without.includes(id) ? 0 : trust));

  /**
   * The model that hangs on sources, suppositions and options, and not on weights.
   * @param {Site} knowledge @param {Choices} choices
   */
  const model = (knowledge, { without, hide, suppose }) =>
    CounterpointDecision.model(knowledge, {
      trust: trust(knowledge, without),
      hidden: hide,
      suppose: Object.fromEntries(Object.entries(suppose).map(([id, side]) => [id, W.sidePlace(side)])),
    });

  /**
   * What follows at once; what takes longer goes into `slow`.
   * @param {Site} knowledge @param {Choices} choices @param {Model} model
   */
  function decided(knowledge, choices, model) {
    const questions = new Map(knowledge.questions.map((question) => [question.id, question]));
    const scenario = knowledge.scenarios.find(({ id }) => id === choices.scenario);
    /** @type {Record<string, number>} */
    const weights = {};
    for (const { id, weight = 1 } of model.criteria) {
      const topic = W.topic(id);
      weights[id] = choices.weights[topic] ?? scenario?.weights[topic] ?? scenario?.others ?? weight;
    }
    /** @type {Record<string, string>} */
    const must = {};
    for (const [topic, least] of Object.entries({ ...scenario?.must, ...choices.must })) {
      if (minimum(questions.get(`topics/${topic}`), least) !== null) must[`topics/${topic}`] = least;
    }
    const ranking = model.weigh(
      model.criteria.map(({ id }) => weights[id]),
      model.criteria.map((question) => (question.id in must ? minimum(question, must[question.id]) : null)),
    );
    /** @type {Partial<Slow>} */
    const slow = {};
    const places = new Map(model.options.map((id, place) => [id, place]));
    /** @param {string} id */
    function option(id) {
      const place = places.get(id) ?? 0;
      return { ...model.option(ranking, place), share: slow.shares?.[place] ?? null, readings: slow.readings?.[place] ?? null };
    }
    /** @type {Analysis | undefined} */
    let found;
    const analysis = () => (found ??= CounterpointAnalysis.analyse(knowledge, model.trust, model.without));
    const ids = (/** @type {number[]} */ places) => places.map((place) => model.options[place]);
    const { margin } = ranking;
    return {
      ...{ knowledge, choices, scenario, weights, must, model, ranking, slow, option, analysis, margin },
      ...{ name: W.names(knowledge), order: ids(ranking.order), leaders: ids(ranking.leaders) },
    };
  }

  return { nothing, toFragment, fromFragment, minimum, trust, model, decided };
})();
