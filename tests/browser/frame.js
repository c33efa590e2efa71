// How long a change of weight takes on a large comparison, in Chromium: `npm run frame`. It prints figures and judges
// nothing.
//
// The page is one that the program built, of SHOWN options and all criteria; its data are then replaced by those of
// OPTIONS options, so that it ranks them all and shows the first hundred. Each source rates two options of five, and two
// that rate the same differ by a step at most, but for one claim in a thousand. Scores lie close together, so every move
// of a weight turns the ranking over.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";

import { launch, openPage } from "./support/browser.js";
import { build, temporaryFolder } from "./support/program.js";

const [SHOWN, OPTIONS, CRITERIA, SOURCES, GROUPS] = [8, 1000, 200, 6, 10];
const RATINGS = ["--", "-", "=", "+", "++"];
/** The share of claims that contradict the others of their cell. */
const OPPOSED = 1 / 1000;
const [MOVES, FRAME] = [200, 1000 / 60];

const numbered = (/** @type {string} */ name, /** @type {number} */ length) =>
  Array.from({ length }, (_, at) => `${name}-${String(at + 1).padStart(4, "0")}`);

const [options, topics, sources, groups] = [
  numbered("option", OPTIONS), numbered("topic", CRITERIA), numbered("source", SOURCES), numbered("group", GROUPS),
];

/** @param {string} root */
async function generate(root) {
  const list = (/** @type {string[]} */ names) => names.map((name) => JSON.stringify(name)).join(", ");
  const shown = options.slice(0, SHOWN);
  /** @type {Record<string, string>} */
  const notes = {};
  for (const id of shown) notes[`options/${id}`] = `title: ${id}\n---\n\nAn option.\n`;
  for (const id of sources) notes[`sources/${id}`] = `title: ${id}\n---\n\nA source.\n`;
  for (const [at, id] of topics.entries()) {
    const head = `title: ${id}\ngroup: ${groups[at % GROUPS]}\nquestion: Does it matter?\nweight: ${1 + (at % 5)}`;
    const claims = sources.map((source) => `- [${shown[0]} +] It is so. [@${source}] ^${source}`);
    notes[`topics/${id}`] = `${head}\n---\n\nWhat it means.\n\n## Claims\n\n${claims.join("\n")}\n`;
  }
  for (const folder of ["options", "sources", "topics"]) await mkdir(path.join(root, "content", folder), { recursive: true });
  for (const [name, text] of Object.entries(notes)) await writeFile(path.join(root, `content/${name}.md`), `---\n${text}`);
  const config = `format = 1\ntitle = "Large"\noptions = [${list(shown)}]\ngroups = [${list(groups)}]\n`;
  await writeFile(path.join(root, "counterpoint.toml"), config);
}

/** Gives the page's data all options. @param {string} file */
async function enlarge(file) {
  const [start, rest] = split(await readFile(file, "utf8"), "{");
  const data = JSON.parse(rest.slice(0, rest.lastIndexOf("}") + 1));
  // Numbers from 0 up to 1, the same in every run.
  let state = 1;
  const random = () => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) / 2 ** 32;
  data.options = options;
  data.shown = options.map((id, at) => ({ id, title: id, path: `options/${id}.html`, colour: 1 + (at % 8) }));
  const bases = new Map(topics.map((topic) => [`topics/${topic}`, options.map(() => Math.floor(random() * 4))]));
  for (const claim of data.claims) {
    /** @type {number[]} */
    const base = bases.get(claim.question) ?? [];
    claim.standings = {};
    for (const [at, id] of options.entries()) {
      const rating = random() < OPPOSED ? (base[at] + 2) % 5 : base[at] + Number(random() < 0.5);
      if (random() < 0.4) claim.standings[id] = RATINGS[rating];
    }
  }
  await writeFile(file, `${start}${JSON.stringify(data)};\n`);
}

const split = (/** @type {string} */ text, /** @type {string} */ mark) => {
  const at = text.indexOf(mark);
  return [text.slice(0, at), text.slice(at)];
};

/** @param {number[]} times */
function summary(times) {
  const sorted = [...times].sort((one, other) => one - other);
  const at = (/** @type {number} */ share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))].toFixed(1);
  return `median ${at(0.5)}, 95 of 100 within ${at(0.95)}, longest ${at(1)} ms`;
}

const [root, site] = [await temporaryFolder(), await temporaryFolder()];
await generate(root);
build(root, site);
await enlarge(path.join(site, "data/decide.js"));

const browser = await launch();
const { page, troubles } = await openPage(browser);
await page.goto(`${pathToFileURL(path.join(site, "decide.html"))}`);
await page.waitForFunction(() => !document.querySelector("[aria-busy]"), undefined, { timeout: 600_000 });
const client = await page.context().newCDPSession(page);
await client.send("Performance.enable");
const measured = async () => {
  const { metrics } = await client.send("Performance.getMetrics");
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value * 1000]));
};

/** Moves a weight once a frame, and says how long each move's script ran and how far apart the frames were. */
const run = (/** @type {number} */ moves) =>
  page.evaluate(async (moves) => {
    const range = /** @type {HTMLInputElement} */ (document.querySelector('[data-cp-topic="topic-0007"] input[type=range]'));
    const [scripts, frames] = [/** @type {number[]} */ ([]), /** @type {number[]} */ ([])];
    const verdicts = new Set();
    let last = await new Promise(requestAnimationFrame);
    for (let move = 0; move < moves; move += 1) {
      const start = performance.now();
      range.valueAsNumber = (move % 11) / 2;
      range.dispatchEvent(new Event("input", { bubbles: true }));
      scripts.push(performance.now() - start);
      const next = await new Promise(requestAnimationFrame);
      frames.push(next - last);
      last = next;
      verdicts.add(document.querySelector("[data-cp-part=ranking] > li")?.textContent);
    }
    return { scripts, frames, rankings: verdicts.size };
  }, moves);

await run(20);
const before = await measured();
const { scripts, frames, rankings } = await run(MOVES);
const after = await measured();
const each = (/** @type {string} */ name) => ((after[name] - before[name]) / MOVES).toFixed(1);
console.log(`${OPTIONS} options x ${CRITERIA} criteria, ${MOVES} moves of a weight, one a frame; ${rankings} different first options shown`);
console.log(`script of a move (scores, intervals, ranks, page): ${summary(scripts)}`);
console.log(`main thread per move: ${each("TaskDuration")} ms, of it script ${each("ScriptDuration")}, style ${each("RecalcStyleDuration")}, layout ${each("LayoutDuration")}`);
console.log(`from frame to frame: ${summary(frames)}; later than one frame: ${frames.filter((time) => time > 1.5 * FRAME).length} of ${MOVES}`);
const start = performance.now();
await page.evaluate(() => document.querySelector('[data-cp-topic="topic-0007"] input[type=range]')?.dispatchEvent(new Event("change", { bubbles: true })));
await page.waitForFunction(() => !document.querySelector("[aria-busy]"), undefined, { timeout: 600_000 });
console.log(`readings and reasons after a pause: ${((performance.now() - start) / 1000).toFixed(1)} s`);
if (troubles.length) throw new Error(troubles.join("\n"));
await browser.close();
