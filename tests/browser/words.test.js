// What the scripts say of a cell when a reader leaves sources out, against what the program says of the
// same project without trust in them.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";

import { build, temporaryFolder } from "./support/program.js";
import { analyse, choices as C, controls, findings, knowledgeOf, words } from "./support/scripts.js";

const SOURCES = ["alpha", "beta", "gamma"];

/** Lines about a scale, and positions on it; a rating can stand on any. @type {Record<string, [string, string[]]>} */
const SCALES = {
  jobs: ["scale: { unit: open positions, worst: 0, best: 5000 }", [">1000", ">3000", "1000", "~1000", "900..1200.5", "++"]],
  packages: ["scale: { unit: packages, worst: 0, best: 2000000 }", [">1000000", "1234567.8", "-"]],
  latency: ["scale: { unit: ms, worst: 200, best: 20 }", [">250", ">100", "33.3333", "~20"]],
  frost: ["scale: { unit: degrees, worst: -40, best: 10 }", [">-30", "-30", "~-12.5", "-20..-10", "-0.0001"]],
  streams: ["scale: yes-no", ["yes", "no", "yes"]],
  license: ["scale: yes-no\nbetter: no", ["yes", "no"]],
  speed: ["", ["++", "+", "=", "-", "--"]],
};

/** Every position of a scale by each source beside every other one by the next. */
function topics() {
  return Object.entries(SCALES).flatMap(([scale, [line, positions]]) =>
    positions.flatMap((first, at) =>
      positions.slice(at).map((second, after) => {
        const said = [first, second, positions[(at + after) % positions.length]];
        const claims = said.map((position, source) => `- [nodejs ${position}] So it is. [@${SOURCES[source]}]\n`);
        const head = `title: ${scale} ${at} ${after}\ngroup: All\n${line}\n`;
        return { id: `${scale}-${at}-${after}`, text: `---\n${head}---\n\n${claims.join("")}` };
      }),
    ),
  );
}

async function project(/** @type {string[]} */ without) {
  const root = await temporaryFolder();
  const write = (/** @type {string} */ name, /** @type {string} */ text) => {
    mkdirSync(path.join(root, path.dirname(name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  };
  write("counterpoint.toml", 'format = 1\ntitle = "Servers"\n');
  write("content/options/nodejs.md", "---\ntitle: Node.js\n---\n");
  for (const source of SOURCES) {
    write(`content/sources/${source}.md`, `---\ntitle: ${source}\n${without.includes(source) ? "trust: 0\n" : ""}---\n`);
  }
  for (const { id, text } of topics()) write(`content/topics/${id}.md`, text);
  const site = path.join(root, "site");
  build(root, site);
  return site;
}

/** The word of every cell with a score, by topic, as the matrix shows it. */
function shown(/** @type {string} */ site) {
  const html = readFileSync(path.join(site, "matrix.html"), "utf8");
  const cells = html.matchAll(/href="topics\/([^"#]+)\.html#[^"]*"><span class="cp-hidden">.*?<\/a>/g);
  return Object.fromEntries(
    [...cells].flatMap(([cell, topic]) => {
      const word = cell.match(/<span class="cp-word">([^<]*)<\/span>/);
      return word ? [[topic, word[1]]] : [];
    }),
  );
}

const whole = await project([]);
const knowledge = knowledgeOf(whole);

for (const without of [[], ["alpha"], ["beta"], ["gamma"], ["alpha", "beta"], ["beta", "gamma"]]) {
  test(without.length ? `without ${without.join(" and ")}` : "with all sources", async () => {
    const { choices } = C.fromFragment(`without=${without}`, knowledge);
    const { cells } = analyse(knowledge, C.trust(knowledge, choices.without));
    const standings = new Map(knowledge.claims.map(({ id, standings }) => [id, standings]));
    const said = Object.fromEntries(
      topics().map(({ id }) => {
        const question = knowledge.questions.find((question) => question.id === `topics/${id}`);
        const cell = cells.get(`topics/${id}/nodejs`);
        assert.ok(question && cell);
        return [id, controls.word(question, cell, (claim) => standings.get(claim)?.nodejs)];
      }),
    );
    assert.deepEqual(said, shown(without.length ? await project(without) : whole));
  });
}

test("a coverage is whole only if all is covered", () => {
  assert.deepEqual([0, 0.001, 0.746, 0.946, 0.996, 1].map(words.coverage), ["0", "under 1", "75", "95", "over 99", "100"]);
});

test("what is gained, and where a weight may lie, is said as the program says it", () => {
  assert.deepEqual([0.0001, 0.0006, 0.125].map(words.gain), ["under 0.1", "+0.1", "+12.5"]);
  const said = (/** @type {number} */ low, /** @type {number} */ high, aboveZero = false) => findings.around([low, high], aboveZero, 2).join(" Speed ");
  assert.equal(said(0, 3.2), "until Speed weighs more than 3.2");
  assert.equal(said(1.2001, 3.9999), "while Speed weighs 1.21 to 3.99");
  assert.equal(said(2, 2), "only while Speed weighs exactly 2");
  assert.equal(said(1.998, 2.001), "only while Speed weighs 2, give or take less than 0.01");
  assert.equal(said(0, 0), "only while Speed has no weight");
  assert.equal(said(0, 0.004), "only while Speed has next to no weight");
  assert.equal(said(0, 3, true), "while Speed has any weight, until it weighs more than 3");
});
