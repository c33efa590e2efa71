// @ts-check
// A decision as a record in Markdown, as JSON and as CSV.

import { adviceOf, agreementOf } from "./advice.js";
import { TOLERANCE, analyse } from "./analysis.js";
import { usual } from "./choices.js";
import { aggregate } from "./decision.js";
import * as F from "./findings.js";
import * as W from "./words.js";

/** Keys in order, each without its kind. @template T, U @param {Record<string, T>} map @param {(value: T) => U} of */
const byTopic = (map, of) =>
  Object.fromEntries(Object.keys(map).sort().map((question) => [W.topic(question), of(map[question])]));

/**
 * The document of `counterpoint decide --format json`.
 * @param {Done} decided
 */
function json(decided) {
  const { knowledge, choices, slow, model, ranking } = decided;
  const say = F.of(decided);
  const { verdict } = slow;
  /** @param {Omit<Change, "flips"> & { flips?: boolean }} change */
  const change = ({ flips = true, leaders, influence, eligibility, misses }) => ({
    flips, leaders, influence, eligibility,
    misses: Object.fromEntries(Object.entries(misses).map(([option, questions]) => [option, questions.map(W.topic)])),
  });
  /** @param {number[]} range @param {boolean} above_zero */
  const range = ([low, high], above_zero) => ({ low, high, above_zero });
  return {
    format: 1,
    generator: "counterpoint",
    title: knowledge.title,
    scenario: choices.scenario,
    weights: byTopic(decided.weights, (weight) => weight),
    must: byTopic(decided.must, (minimum) => minimum),
    trust: Object.fromEntries(knowledge.sources.map(({ id }, place) => [id, model.trust[place]])),
    suppose: Object.entries(choices.suppose).map(([contradiction, side]) => ({ contradiction, side })),
    verdict: {
      kind: verdict.kind,
      reason: verdict.reason ?? null,
      whichever_side: Boolean(verdict.whichever_side),
      larger_share: verdict.larger_share ?? null,
      sentence: say.verdict(),
      deciding_doubts: slow.doubts.map((doubt) => ({
        topic: W.topic(doubt.criterion), option: doubt.option, value: doubt.value, ...change(doubt),
      })),
    },
    leaders: decided.leaders,
    margin: decided.margin,
    options: decided.order.map((id) => {
      const { readings, ...option } = decided.option(id);
      const [method, number] = Object.entries(readings ?? {})[0] ?? [];
      return {
        id,
        title: decided.name(id),
        ...option,
        readings: readings && { method, number },
        must: byTopic(decided.outcomes(id), (outcome) => outcome),
        contributions: byTopic(decided.contributions(id), (part) => part),
      };
    }),
    groups: knowledge.groups.map(({ id, title, topics }) => ({
      id,
      title,
      options: Object.entries(aggregate(model, ranking, topics.map((topic) => `topics/${topic}`))).map(
        ([id, found]) => ({ id, ...found }),
      ),
    })),
    contradictions: slow.contradictions.map((trial) => ({
      id: trial.id, title: say.contradiction(trial.id).title, side: W.side(trial.side), ...change(trial),
    })),
    sources: slow.sources.map((trial) => ({ id: trial.id, ...change(trial) })),
    stability: Object.entries(slow.stability).map(([question, { leaders, order, above_zero = [] }]) => ({
      topic: W.topic(question),
      weight: decided.weights[question] ?? 0,
      leaders: range(leaders, above_zero.includes("leaders")),
      order: range(order, above_zero.includes("order")),
      sentence: stability(decided, question),
    })),
    dominance: slow.dominance.map(([option, dominates]) => ({ option, dominates })),
    recommendations: adviceOf(decided),
  };
}

/** How far a weight can go, as a sentence; null where nothing changes. @param {Done} decided @param {string} question */
function stability(decided, question) {
  const around = F.of(decided).stability(question);
  return around && around.join(decided.name(question));
}

/** On how many criteria it is named what an option is ahead. */
const LISTED = 6;

/** Text in which nothing is Markdown or HTML. @param {string} text */
const escaped = (text) => text.replace(/[\\`*_[\]<>|#~]/g, "\\$&").replace(/[\u0000-\u001f\u007f-\u009f]/g, " ");

/** Criteria with a weight, the heaviest first. @param {Done} decided */
const weighed = ({ slow, weights }) =>
  Object.keys(slow.stability)
    .map((question) => ({ question, weight: weights[question] ?? 0 }))
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight);

/**
 * A decision as a record to keep in a repository: what `counterpoint decide --format markdown` prints.
 * @param {Done} decided @param {string} date ISO 8601 @param {string} link
 */
function markdown(decided, date, link) {
  const { knowledge, choices, scenario, slow } = decided;
  const say = F.of(decided);
  const name = (/** @type {string} */ id) => escaped(decided.name(id));
  const sources = (/** @type {string[]} */ ids) => escaped(ids.map((id) => decided.source(id).title).join("; "));
  const lines = [`# ${escaped(scenario?.title ?? knowledge.title)}`, ""];
  if (date) lines.push(`Date: ${date}`, "");
  if (link) lines.push(`Link: <${link}>`, "");
  lines.push("Status: proposed", "", "## Context", "");
  lines.push(
    `The question of ${escaped(knowledge.title)}${scenario ? `, for ${escaped(scenario.title)}` : ""}, ` +
      "decided by what sources claim, what weighs how much, and what must be met.",
  );
  const left = knowledge.sources.map(({ id }) => id).filter((id) => choices.without.includes(id));
  if (left.length) lines.push("", `Left out: ${sources(left)}.`);
  if (choices.hide.length) lines.push("", `Not compared: ${escaped(choices.hide.map(decided.name).join("; "))}.`);
  const contradictions = new Map(decided.model.contradictions().map((found) => [found.id, found]));
  for (const [id, side] of Object.entries(choices.suppose)) {
    const gone = contradictions.has(id) ? "" : ", which falls away without what is left out and counts for nothing";
    lines.push("", `Supposed right: side ${side} of \u201c${escaped(say.contradiction(id).title)}\u201d${gone}.`);
  }
  /** @param {string} title @param {string[]} entries @param {string} [none] */
  const section = (title, entries, none = "None.") =>
    lines.push("", `## ${title}`, "", ...(entries.length ? entries : none ? [none] : []));

  section("Weights", weighed(decided).map(({ question, weight }) => {
    const [before, now] = [usual(decided.at(question), scenario), weight].map(W.weight);
    return `- ${name(question)}: ${now}${before === now ? "" : ` (${scenario ? "in the scenario" : "usually"} ${before})`}`;
  }));
  section("Must-haves", Object.keys(decided.must).sort().map((question) => `- ${escaped(say.minimum(question))}`));
  section("Decision", [
    escaped(say.verdict()),
    "",
    "| rank | option | score | lowest | highest | leads in | evidence | remarks |",
    "| ---: | --- | ---: | ---: | ---: | ---: | ---: | --- |",
    ...table(decided).map((row) => `| ${row.map((cell) => escaped(String(cell))).join(" | ")} |`),
    "",
    "Numbers are of 100; evidence is the share of the weight that rests on claims. An option leads in so many of 100 ways of",
    "settling where sources differ or are silent, each on the word of one of them: that sums up what they say and is no",
    "probability.",
  ]);
  const [first, second] = decided.order.filter((id) => decided.option(id).score !== null);
  if (second) section("Who is better at what", [[first, second], [second, first]].map(([one, other]) => gained(decided, one, other)));
  const telling = slow.contradictions.filter(isTelling);
  const rest = slow.contradictions.length - telling.length;
  const unknown = decided.leaders.length > 0 && decided.margin === null;
  section("Contested points", [
    ...(unknown ? ["- By how much a side or a source moves the lead can only be said while another option could lead"] : []),
    ...slow.doubts.map(
      (doubt) =>
        `- ${name(doubt.criterion)}, ${name(doubt.option)} at ${W.percent(doubt.value)}: ${escaped(say.change(doubt))}`,
    ),
    ...telling.map((trial) => {
      const { status, sides } = /** @type {Contradiction} */ (contradictions.get(trial.id));
      const said = sideText(decided, sides[trial.side]);
      return escaped(
        `- ${say.contradiction(trial.id).title} (${status}): if side ${W.side(trial.side)}${said && `, ${said},`} is right, ${say.change(trial)}`,
      );
    }),
    ...(rest ? [`- ${rest} more side${rest > 1 ? "s" : ""} would move the lead by less than a point`] : []),
    ...slow.sources
      .filter(decides)
      .map((trial) => `- Without ${sources([trial.id])}: ${escaped(say.change(trial))}`),
  ], "None that moves the result.");
  section(
    "Consequences",
    [F.of(decided).waysOut(), ...Object.keys(slow.stability).map((question) => stability(decided, question))].flatMap((sentence) =>
      sentence ? [`- ${escaped(sentence)}`] : [],
    ),
    decided.leaders.length ? "- No weight from 0 to 5, changed alone, changes who leads." : "- No option can lead, whatever a single weight is.",
  );
  const agreement = agreementOf(decided);
  if (agreement) {
    const lists = adviceOf(decided).flatMap((advice) => [
      ...(advice.for.length ? [`- For ${name(advice.option)}: ${sources(advice.for)}`] : []),
      ...(advice.against.length ? [`- Against ${name(advice.option)}: ${sources(advice.against)}`] : []),
    ]);
    section("What the sources recommend", [...lists, "", escaped(agreement.sentence)]);
  }
  section("Sources", used(decided).map(({ title, publisher, published, url }) =>
    [`- ${escaped(title)}`, publisher && escaped(publisher), published, url && `<${url}>`].filter(Boolean).join(", "),
  ));
  return `${lines.join("\n")}\n`;
}

/** On what an option is ahead of another, as an entry of a list. @param {Done} decided @param {string} one @param {string} other */
function gained(decided, one, other) {
  const say = F.of(decided);
  const gains = say.gains(one, other);
  const entries = gains
    .slice(0, LISTED)
    .map(({ question, gain }) => `${decided.name(question)} ${W.gain(gain)}${say.guess(question, [one, other])}`);
  const more = gains.length > LISTED ? [`${gains.length - LISTED} more`] : [];
  return escaped(`- ${decided.name(one)}: ${[...entries, ...more].join(", ") || "nothing that has weight"}`);
}

/** Whether other options would lead, or could. @param {Change} change */
const decides = ({ flips, eligibility }) => flips || Object.keys(eligibility).length > 0;

/**
 * Whether a change is worth a line: other leaders, an option that stands otherwise, a lead that is not known, or one other
 * by a point or more.
 * @param {Change} change
 */
const isTelling = (change) => decides(change) || change.influence === null || Math.abs(change.influence) > 0.01 - TOLERANCE;

/** What a side of a contradiction says; nothing for one that no source states. @param {Done} decided @param {string[]} [side] */
function sideText(decided, side) {
  const speaker = F.of(decided).speaker(side);
  return speaker ? `\u201c${speaker.claim.text}\u201d${speaker.held && `, ${speaker.held},`} (${speaker.source.name}${speaker.more})` : "";
}

/** Sources whose claims count on what has a weight or a must-have. @param {Done} decided */
function used({ knowledge, model, slow, order, weights, must }) {
  const { cells } = analyse(knowledge, model.trust, model.without);
  const sources = new Map(knowledge.claims.map(({ id, source }) => [id, source]));
  const found = new Set();
  for (const question of Object.keys(slow.stability)) {
    if (!((weights[question] ?? 0) > 0 || question in must)) continue;
    for (const option of order) {
      for (const voice of cells.get(`${question}/${option}`)?.voices ?? []) {
        for (const claim of voice.claims) found.add(sources.get(claim));
      }
    }
  }
  return knowledge.sources.filter(({ id }) => found.has(id));
}

/** The ranking, a row for each option: words in every cell, and nothing where there is nothing. @param {Done} decided */
function table(decided) {
  const say = F.of(decided);
  return decided.order.map((id) => {
    const { rank, low, high, coverage, share, readings } = decided.option(id);
    const end = (/** @type {number | null} */ value) => (value === null ? "" : W.percent(value));
    const remarks = [say.hindrance(id), readings ? F.readings(readings) : ""].filter(Boolean).join("; ");
    const leads = share === null ? "" : W.share(share);
    return [(decided.leaders.length && rank) || "\u2013", decided.name(id), say.score(id), end(low), end(high), leads, W.coverage(coverage), remarks];
  });
}

/**
 * The ranking and what every criterion adds, as CSV (RFC 4180).
 * @param {Done} decided
 */
function csv(decided) {
  const say = F.of(decided);
  const questions = weighed(decided).map(({ question }) => question);
  const { contributions, order } = decided;
  const rows = [
    ["rank", "option", "score", "lowest", "highest", "leads in", "evidence", "remarks", ...questions.map(decided.name)],
    ...table(decided).map((row, place) => [
      ...row,
      ...questions.map((question) => W.points(contributions(order[place])[question])),
    ]),
  ];
  /** A cell that a spreadsheet takes for a formula is text. @param {string | number} cell */
  const quoted = (cell) => {
    const text = /^[=+\-@\t]/.test(String(cell)) ? `'${cell}` : String(cell);
    return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
  };
  return rows.map((row) => `${row.map(quoted).join(",")}\r\n`).join("");
}

export { json, markdown, csv };
