// Rules that a program can check of accessibility, on each kind of page, light and dark, wide and narrow.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";

import { PHONE, WIDE, launch, openPage } from "./support/browser.js";
import { host } from "./support/host.js";
import { ROOT, SMALL_PROJECT, build, temporaryFolder } from "./support/program.js";
import { KINDS, fullestOfEachKind } from "./support/site.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What WCAG 2.2 asks for at level AA, and at A. */
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"];

/** @typedef {{colorScheme: "light" | "dark", viewport: {width: number, height: number}}} Look */

/** @satisfies {Record<string, Look>} */
const LOOKS = {
  wideLight: { colorScheme: "light", viewport: WIDE },
  wideDark: { colorScheme: "dark", viewport: WIDE },
  narrowLight: { colorScheme: "light", viewport: PHONE },
  narrowDark: { colorScheme: "dark", viewport: PHONE },
};

const PROJECTS = [
  // It takes long, so each width is looked at in one scheme; in the other two looks, each kind of page of the other project.
  { name: "the bundled comparison", root: ROOT, looks: [LOOKS.wideLight, LOOKS.narrowDark] },
  { name: "a project that uses everything", root: SMALL_PROJECT, looks: [LOOKS.wideDark, LOOKS.narrowLight] },
];

/** @type {Awaited<ReturnType<typeof launch>>} */
let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

for (const { name, root, looks } of PROJECTS) {
  test(`${name}: nothing to complain about on any kind of page`, async () => {
    const folder = await temporaryFolder();
    build(root, folder);
    const pages = await fullestOfEachKind(folder);
    assert.deepEqual([...pages.keys()], KINDS);
    const site = await host(folder);
    const found = await Promise.all(looks.map((look) => violations(site.url, pages, look)));
    await site.close();
    assert.deepEqual(found.flat(), []);
  });
}

test("nothing to complain about where a source is left out", async () => {
  const folder = await temporaryFolder();
  build(ROOT, folder);
  const site = await host(folder);
  const choice = "v=1&without=incora";
  const chosen = ["decide.html", "matrix.html"].map((name) => `${name}#${choice}`);
  const read = ["topics/cpu-bound-work.html", "sources/incora.html", "scenarios/cpu-heavy-service.html", "contradictions.html", "options/nodejs.html"];
  const pages = new Map([...chosen, ...read.map((name) => `${name}?${choice}`)].map((name) => [name.replace(/\W.*/, ""), name]));
  const found = await Promise.all(
    [LOOKS.wideLight, LOOKS.narrowDark].map((look) => violations(site.url, pages, look, ".cp-left-note, .cp-was, [data-cp-part=scenarios]:not([hidden])")),
  );
  await site.close();
  assert.deepEqual(found.flat(), []);
});

/**
 * What axe has against pages.
 * @param {string} base
 * @param {Map<string, string>} pages
 * @param {Look} look
 * @param {string} [awaited]  what is there once scripts have done their work
 */
async function violations(base, pages, look, awaited = "body") {
  const { page, troubles, close } = await openPage(browser, look);
  const found = [];
  for (const [kind, name] of pages) {
    // It sends readers on at once; its own document is looked at without that.
    if (kind === "redirect") await page.route(base + name, withoutRefresh);
    await page.goto(base + name);
    await page.locator(awaited).first().waitFor();
    // What is folded up is there to be read as well; the menu lies over the page while it is open.
    await page.evaluate(() =>
      document.querySelectorAll("details").forEach((details) => (details.open = !details.matches(".cp-menu"))),
    );
    await page.evaluate(AXE);
    const result = await page.evaluate(
      (tags) =>
        /** @type {any} */ (window).axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] }),
      TAGS,
    );
    assert.ok(result.passes.length > 5, `axe looked at ${name}`);
    const where = `${kind} (${name}) ${look.colorScheme} ${look.viewport.width}`;
    for (const { id, nodes } of result.violations) {
      const first = nodes[0];
      found.push(`${where}: ${id}, ${nodes.length} times: ${first.target.join(" ")}: ${first.failureSummary}`);
    }
  }
  await close();
  return [...found, ...troubles];
}

/** @param {import("playwright-core").Route} route */
async function withoutRefresh(route) {
  const response = await route.fetch();
  const body = (await response.text()).replace(/<meta http-equiv="refresh"[^>]*>/, "");
  await route.fulfill({ response, body });
}
