// @ts-check
// Numbers and findings of a decision in words, as the program says them.

import { CONDITIONS, TOLERANCE, value } from "./analysis.js";

/** A share as a whole number from 0 to 100, rounded half away from zero. @param {number} value */
const percent = (value) => Math.floor(Math.min(100, Math.max(0, value * 100)) + 0.5 + TOLERANCE);

/**
 * A share out of 100, which is 0 only if it is none, and 75, 95 or 100 only if it is not less: `under 1`, `over 94`.
 * @param {number} value @param {number[]} [ends]
 */
const share = (value, ends = [75, 95, 100]) => {
  const rounded = percent(value);
  const isShort = ends.includes(rounded) && value < rounded / 100 - TOLERANCE;
  return isShort ? `over ${rounded - 1}` : !rounded && value > TOLERANCE ? "under 1" : String(rounded);
};

/** A coverage out of 100, which is 0 only if nothing is covered, and 100 only if all is. @param {number} value */
const coverage = (value) => share(value, [100]);

/** A difference of scores out of 100, with one decimal unless it is none. @param {number} difference */
const points = (difference) => (difference === 0 ? "0" : (Math.round(difference * 1000 + TOLERANCE) / 10).toFixed(1));

/** A lead in points of 100, which is not 0. @param {number} lead */
const lead = (lead) => (lead < 0.0005 ? "under 0.1" : points(lead));

/** What an option gains on another, in points of 100: `+4.2`. @param {number} gain */
const gain = (gain) => (gain < 0.0005 ? "" : "+") + lead(gain);

/** A weight with at most two decimals. @param {number} value */
const weight = (value) => String(Math.round(value * 100 + TOLERANCE) / 100);

/** `a`, `a and b`, `a, b and c`. @param {string[]} words */
const join = (words) => new Intl.ListFormat("en-GB").format(words);

/** The name of a side: its letter, or its number beyond the alphabet. @param {number} side  from 0 */
const side = (side) => (side < 26 ? String.fromCharCode(97 + side) : String(side + 1));

/** The place of a side by its letter or number, from 0; −1 for what is no name. @param {string} name */
const sidePlace = (name) => (/^[a-z]$/i.test(name) ? name.toLowerCase().charCodeAt(0) - 97 : /^\d+$/.test(name) ? Number(name) - 1 : -1);

/** A number with its thousands grouped and at most three decimals. @param {number} value */
function grouped(value) {
  const size = Math.abs(value).toLocaleString("en", { maximumFractionDigits: 3 });
  return value < 0 && size !== "0" ? `\u2212${size}` : size;
}

/** The nearest of five strengths, 0 to 4. @param {number} score */
const strength = (score) => Math.floor(Math.min(1, Math.max(0, score)) * 4 + 0.5 + TOLERANCE);

/** A value from 0 to 1 in the words of a scale; a quantity without its unit. @param {Question} question @param {number} value */
function level({ scale, better }, value) {
  if (typeof scale === "object") return grouped(scale.worst + value * (scale.best - scale.worst));
  return scale === "yes-no"
    ? ["no", "mostly no", "disputed", "mostly yes", "yes"][strength(better === "no" ? 1 - value : value)]
    : ["poor", "weak", "middling", "good", "strong"][strength(value)];
}

/** The ratings that can be a minimum, the best first. @type {Record<string, string>} */
const RATINGS = { "++": "strong", "+": "good", "=": "middling", "-": "weak" };

/** @type {Record<string, string>} */
const strengths = { clear: "Clear", leaning: "Leaning that way", "close-call": "A close call" };

/** @type {Record<string, string>} */
const reasons = {
  "no-options": "there is no option",
  "no-weights": "nothing has a weight",
  "no-evidence": "no option has evidence that counts on what has a weight",
  "none-meets": "every option with a score misses a must-have, named beside it",
  "one-ranked": "only one option has evidence that counts on what has a weight",
};

/** Under which conditions a claim holds: `version: 3.9, scope: Docker`. @param {Pick<Claim, "qualifiers">} claim */
const conditions = ({ qualifiers = {} }) =>
  CONDITIONS.flatMap((key) => (qualifiers[key] ? [`${key}: ${qualifiers[key]}`] : [])).join(", ");

/**
 * What can be said at once of one decision, and in the pause of its verdict.
 * @param {Decided} decided
 */
function of({ model, at, name, source, option, outcomes, order, leaders, margin, choices, weights, must, slow }) {
  /** `Python leads`, `Node.js and Python lead`, `no option can lead`. @param {string[]} leaders */
  const whoLeads = (leaders) =>
    leaders.length ? `${join(leaders.map(name))} lead${leaders.length > 1 ? "" : "s"}` : "no option can lead";

  /** The contradictions that stand of which a side is supposed right. */
  function supposed() {
    const ids = Object.keys(choices.suppose);
    const standing = new Set(ids.length ? model.contradictions().map(({ id }) => id) : []);
    return ids.filter((id) => standing.has(id));
  }

  /** A score out of 100. @param {string} id */
  const score = (id) => {
    const { score } = option(id);
    return score === null ? "no score" : String(percent(score));
  };

  /** The verdict in a sentence or two; before it is known, who leads and by how much. @param {boolean} [brief] */
  function verdict(brief) {
    const { kind, reason, whichever_side, larger_share } = slow.verdict ?? /** @type {import("./decision.js").Verdict} */ ({});
    const [leader] = leaders;
    if (kind === "no-ranking") return `No ranking: ${reasons[/** @type {string} */ (reason)]}.`;
    if (!leader) return "No ranking.";
    const hindered = hindrance(leader, minimum);
    /** How many of 100 ways an option leads in. @param {string} id */
    const ways = (id) => share(/** @type {number} */ (option(id).share));
    if (kind === "only-choice") {
      const [other] = order.filter((id) => id !== leader);
      const rest = order.length > 2 ? "every other option" : other && name(other);
      const others = rest ? `${rest} misses a must-have` : "no other option is compared";
      const warning = hindered && "No option is sure to meet every must-have. ";
      return `${warning}${name(leader)} is the only choice: ${others}${hindered && `, and ${name(leader)} itself ${hindered}; it meets every must-have in ${ways(leader)} of 100 ways`}.`;
    }
    const settling = "of settling where sources differ or are silent";
    /** @param {string} words */
    const others = (words) => {
      if (!larger_share) return "";
      return ` ${name(larger_share)} ${words}: ${ways(larger_share)}${ways(larger_share) === ways(leader) ? ", though hardly" : ""}.`;
    };
    const strength = strengths[kind];
    const leads = `${whoLeads(leaders)} with ${score(leader)} of 100`;
    if (leaders.length > 1) return `${leads} each. ${strengths["close-call"]}.${brief ? "" : others(`leads in more ways ${settling}`)}`;
    const ahead = `${leads}${margin === null ? "" : `, ${lead(margin)} ahead`}`;
    if (!kind) return `${ahead}. How sure that is, and why, follows.`;
    const why = hindered && kind === "close-call" ? ", counting that it may miss a must-have" : "";
    const meets = hindered && " and meets every must-have";
    const sure = `${ahead}. ${strength}${why}: it leads${meets} in ${ways(leader)} of 100 ways`;
    const more = others(`leads${meets} in more of them`);
    if (brief) return `${sure}.${more}`;
    return `${sure} ${settling}${whichever_side ? `, whichever side is right${supposed().length ? " of what is left" : ""}` : ""}.${hindered && ` It ${hindered}.`}${more}`;
  }

  /** `Security at least good`, `Streams: yes`, `Latency at most 200 ms`. @param {string} question */
  function minimum(question) {
    const { title, scale, unit } = at(question);
    const least = must[question];
    const rating = RATINGS[least];
    if (rating) return `${title} at least ${rating}`;
    if (typeof scale !== "object") return `${title}: ${least}`;
    return `${title} at ${scale.best < scale.worst ? "most" : "least"} ${grouped(Number(least.replace("~", "")))} ${unit}`;
  }

  /** The claims on an option that fall short of a must-have. @param {string} question @param {string} id */
  function short(question, id) {
    const asked = value(at(question), must[question])?.value ?? 0;
    return model.cell(question, id).counted.filter(({ value }) => value.low < asked - TOLERANCE);
  }

  /** A must-have, how far an option's claims reach beside what is asked, and where those that fall short hold. @param {string} question @param {string} id */
  function reached(question, id) {
    const { score, counted, voices } = model.cell(question, id);
    const falling = short(question, id);
    if (score === null) return `${minimum(question)} (no claim counts there)`;
    // What claims say lies beyond the anchors too.
    const ends = [Math.min(...counted.map(({ value }) => value.lowest)), Math.max(...counted.map(({ value }) => value.highest))];
    const [least, most] = ends.map((end) => (isFinite(end) ? level(at(question), end) : `beyond ${level(at(question), +(end > 0))}`));
    const reach = `claims ${least === most ? "say" : `from ${least} to`} ${most}`;
    const lacking = voices.filter((voice) => voice.counted.some((claim) => falling.includes(claim)));
    // Where one source alone falls short, it is named.
    const [one, ...others] = new Set((voices.length === 1 ? counted : falling).map(({ claim }) => claim.given.source));
    const only = others.length ? "" : source(one).name;
    const sources = voices.length === 1
      ? `${counted.length > 1 ? `all ${counted.length} ` : ""}from ${only || "1 source"}`
      : `from ${only && `${only}, `}${lacking.length} of ${voices.length} sources`;
    const [held, ...more] = new Set(falling.map(({ claim }) => conditions(claim.given)));
    const where = held && !more.length ? `, with ${held}` : "";
    return `${minimum(question)} (${reach}; ${falling.length} of ${counted.length} fall${falling.length === 1 ? "s" : ""} short, ${sources}${where})`;
  }

  /**
   * What keeps an option from leading, beside its score.
   * @param {string} id @param {(question: string, id: string) => string} [words]  for a must-have that it misses or may miss
   */
  function hindrance(id, words = reached) {
    const { rank, low } = option(id);
    const found = outcomes(id);
    const parts = [];
    for (const [verb, ...outcomes] of [["misses", "not-met"], ["may miss", "uncertain", "unknown"]]) {
      const missed = Object.keys(found).filter((question) => outcomes.includes(found[question] ?? ""));
      if (missed.length) parts.push(`${verb} ${join(missed.map((question) => words(question, id)))}`);
    }
    // Where nothing has a weight there is no interval, and the verdict says so.
    if (rank === null && low !== null) parts.push("no evidence that counts on what has a weight");
    return parts.join("; ");
  }

  /** What the reader asks for otherwise than the usual weights, or their scenario's: `Security weighs 5`. */
  const own = () => [
    ...Object.keys(choices.weights).sort().map((topic) => `${name(`topics/${topic}`)} weighs ${weight(weights[`topics/${topic}`])}`),
    ...Object.keys(choices.must).sort().map((topic) =>
      must[`topics/${topic}`] ? minimum(`topics/${topic}`) : `no must-have on ${name(`topics/${topic}`)}`,
    ),
  ];

  return { whoLeads, supposed, score, verdict, minimum, short, reached, hindrance, own };
}

/** The id of a question without its kind. @param {string} question */
const topic = (question) => question.slice(question.indexOf("/") + 1);

export { of, percent, share, coverage, points, lead, gain, weight, join, side, sidePlace, topic, grouped, strength, level, conditions, RATINGS };
