// What the scripts of the decision page make of the data beside them, against what the program prints.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";

import { EIGHT_OPTIONS, PROGRAM, ROOT, build, temporaryFolder } from "./support/program.js";
import { choices as C, knowledgeOf, record, slow } from "./support/scripts.js";

/** Two computed numbers that differ by no more are equal. */
const TOLERANCE = 1e-9;

/** The decision that a fragment stands for, with all that takes longer. */
function decide(/** @type {Site} */ knowledge, /** @type {string} */ fragment) {
  const { choices, notes } = C.fromFragment(fragment, knowledge);
  assert.deepEqual(notes, [], fragment);
  const decided = C.decided(knowledge, choices, C.model(knowledge, choices));
  for (const steps = slow(decided.ranking, decided.slow); !steps.next().done; );
  return /** @type {Done} */ (decided);
}

/** The arguments of the program that say what a fragment says. */
function argumentsOf(/** @type {string} */ fragment) {
  return fragment.split("&").filter(Boolean).flatMap((pair) => {
    const [key, value] = [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)];
    if (key === "scenario" || key === "without") return [`--${key}`, value];
    const [kind, id] = [key.slice(0, key.indexOf(".")), key.slice(key.indexOf(".") + 1)];
    return [`--${kind === "w" ? "weights" : kind}`, `${id}=${value}`];
  });
}

function program(/** @type {string} */ root, /** @type {string} */ fragment, /** @type {string} */ format) {
  const told = ["decide", "--root", root, "--format", format, "--quiet", ...argumentsOf(fragment)];
  return execFileSync(PROGRAM, told, { encoding: "utf8", maxBuffer: 1 << 28 });
}

/** Holds two documents to each other: numbers by the tolerance, all else exactly. */
function same(/** @type {any} */ wanted, /** @type {any} */ found, /** @type {string} */ at) {
  if (typeof wanted === "number" && typeof found === "number") {
    assert.ok(Math.abs(wanted - found) <= TOLERANCE, `${at}: ${wanted} and ${found}`);
  } else if (wanted !== null && typeof wanted === "object" && found !== null && typeof found === "object") {
    assert.deepEqual(Object.keys(found).sort(), Object.keys(wanted).sort(), at);
    for (const key of Object.keys(wanted)) same(wanted[key], found[key], `${at}.${key}`);
  } else assert.equal(found, wanted, at);
}

/** A scenario on which two copies speak whose original nobody trusts, and others; a source has the id of an option. */
async function copies() {
  const root = await temporaryFolder();
  const write = (/** @type {string} */ name, /** @type {string} */ text) => {
    mkdirSync(path.join(root, path.dirname(name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  };
  const notes = {
    "options/nodejs": "title: Node.js\n---\n",
    "options/python": "title: Python\n---\n",
    "sources/nodejs": "title: Alpha\n---\n",
    "sources/original": "title: Original\ntrust: 0\n---\n",
    "sources/first-copy": "title: First copy\ncopy_of: original\n---\n",
    "sources/second-copy": "title: Second copy\ncopy_of: original\n---\n",
    "topics/speed": "title: Speed\ngroup: All\n---\n\n- [nodejs +] Quick. [@nodejs]\n- [python -] Slow. [@nodejs]\n",
    "scenarios/chat":
      "title: Chat\n---\n\n- [nodejs yes] Take it. [@second-copy, One]\n- [nodejs yes] Take it. [@first-copy, One]\n" +
      "- [nodejs no] Leave it. [@second-copy, Two]\n- [nodejs yes] Good. [@nodejs, One]\n- [python yes] Good. [@original]\n" +
      "- [python no] They say leave it. [@nodejs, Two] {.reports}\n- [python yes] Good. [@second-copy, Three]\n",
  };
  write("counterpoint.toml", 'format = 1\ntitle = "Servers"\n');
  for (const [name, text] of Object.entries(notes)) write(`content/${name}.md`, `---\n${text}`);
  return root;
}

const PROJECTS = [
  {
    name: "the bundled comparison",
    root: ROOT,
    fragments: [
      "",
      "scenario=real-time-chat",
      "scenario=data-heavy-product",
      "scenario=cpu-heavy-service&w.cpu-bound-work=0.5",
      "scenario=cpu-heavy-service&without=incora",
      "scenario=enterprise-web-application&w.mobile-apps=3",
      "scenario=real-time-chat&must.security=++&must.cpu-bound-work=++",
      "without=incora",
      "without=section,incora",
      "w.cpu-bound-work=5&w.ml-libraries=5&w.io-bound-work=0",
      "must.security=++&must.cpu-bound-work=+",
      "must.maintainability=+&must.concurrent-connections=+",
      "scenario=real-time-chat&suppose.can-one-thread-hold-thousands-of-connections=a",
      "must.security=++&without=8ration,incora,logrocket,section,unsigned-guide",
    ],
  },
  {
    name: "eight options",
    root: EIGHT_OPTIONS,
    fragments: [
      "",
      "suppose.found-ice-coast-road=a",
      "suppose.found-fare-suspension-bridge=b",
      "without=county-appraisal&suppose.when-can-the-ships-sail=a",
      "without=engineers-review&suppose.found-night-noise-suspension-bridge=b",
      "must.building-cost=2000&must.crossing-time=20",
      "scenario=daily-commuters&w.seabirds=5&w.capacity=0.2",
    ],
    tied: { scenario: "daily-commuters", topic: "capacity" },
  },
  {
    name: "copies",
    root: await copies(),
    fragments: ["scenario=chat&without=first-copy", "scenario=chat&without=second-copy", "scenario=chat&without=nodejs"],
  },
];

for (const { name, root, fragments, tied } of PROJECTS) {
  describe(name, async () => {
    const folder = await temporaryFolder();
    build(root, folder);
    const knowledge = knowledgeOf(folder);
    const { scenarios, callouts, sources, questions } = knowledge;
    const weightless = questions
      .filter(({ id, background }) => id.startsWith("topics/") && !background)
      .map(({ id }) => `w.${id.slice("topics/".length)}=0`);
    const all = new Set([
      weightless.join("&"),
      // What is nearly all of the weight is not said to be all.
      ...(root !== ROOT ? [] : [[...weightless.filter((one) => !/cpu-bound|latency|hiring/.test(one)), "w.cpu-bound-work=5", "w.latency=5", "w.hiring=0.04"].join("&")]),
      ...(tied
        ? [`scenario=${tied.scenario}&${weightless.filter((one) => one !== `w.${tied.topic}=0`).join("&")}`]
        : []),
      `without=${sources.map(({ id }) => id).join(",")}`,
      ...fragments,
      ...scenarios.map(({ id }) => `scenario=${id}`),
      ...sources.slice(0, 3).map(({ id }) => `without=${id}`),
      ...callouts.slice(0, 4).map(({ id }, at) => `suppose.${id}=${"ab"[at % 2]}`),
    ]);
    for (const fragment of all) {
      test(fragment || "nothing chosen", () => {
        const decided = decide(knowledge, fragment);
        const wanted = JSON.parse(program(root, fragment, "json"));
        same(wanted, JSON.parse(JSON.stringify(record.json(decided))), "decision");
        assert.equal(record.markdown(decided, "", ""), program(root, fragment, "markdown"));
      });
    }
  });
}

test("the weights that are said to flip a decision do, and those before them do not", async () => {
  for (const [root, least] of /** @type {const} */ ([[ROOT, 30], [EIGHT_OPTIONS, 10]])) {
    const folder = await temporaryFolder();
    build(root, folder);
    const knowledge = knowledgeOf(folder);
    let tried = 0;
    for (const scenario of ["", ...knowledge.scenarios.map(({ id }) => `scenario=${id}&`)]) {
      const decided = decide(knowledge, scenario.slice(0, -1));
      const leaders = decided.leaders.join();
      /** Who leads with another weight. */
      const led = (/** @type {string} */ topic, /** @type {number} */ weight) => {
        const { choices } = C.fromFragment(`${scenario}w.${topic}=${weight.toFixed(2)}`, knowledge);
        const { leaders, margin } = C.decided(knowledge, choices, C.model(knowledge, choices));
        return { leaders: leaders.join(), isTied: leaders.length > 1 && margin === 0 };
      };
      for (const { topic, sentence } of record.json(decided).stability) {
        const [, word, end] = sentence?.match(/ weighs (more|less) than ([\d.]+)$/) ?? [];
        if (!word) continue;
        tried += 1;
        const [weight, step] = [Number(end), word === "more" ? 0.01 : -0.01];
        const [at, beyond] = [led(topic, weight), led(topic, weight + step)];
        // At the very end options may be tied.
        assert.ok(at.leaders === leaders || at.isTied, `${scenario}${topic} at ${end}: ${at.leaders}`);
        assert.notEqual(beyond.leaders, leaders, `${scenario}${topic} beyond ${end}`);
      }
    }
    assert.ok(tried > least, `${tried} ends tried`);
  }
});

test("sources of one voice advise once", async () => {
  const root = await copies();
  const { recommendations } = JSON.parse(program(root, "scenario=chat", "json"));
  assert.deepEqual(recommendations, [
    { option: "nodejs", for: ["first-copy", "nodejs"], against: ["second-copy"] },
    { option: "python", for: ["second-copy"], against: [] },
  ]);
});
