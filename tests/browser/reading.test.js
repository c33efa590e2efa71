// The site as readers meet it: without scripts, from the file system, under a base path, on paper and by
// keyboard.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";

import { PHONE, launch, openPage } from "./support/browser.js";
import { host } from "./support/host.js";
import { ROOT, build, knowledge, temporaryFolder } from "./support/program.js";
import { fullestOfEachKind } from "./support/site.js";

/** What the matrix says in words about each state of a cell. */
const STATES = {
  empty: "No claims",
  contested: "Contested",
  explained: "Explained",
  background: "Background",
  "single-source": "One source",
  agreed: "Agreed",
  mixed: "Mixed",
};

/** @type {Awaited<ReturnType<typeof launch>>} */
let browser;
/** @type {string} */
let folder;
/** @type {any} */
let known;
before(async () => {
  browser = await launch();
  folder = await temporaryFolder();
  build(ROOT, folder);
  known = knowledge(ROOT);
});
after(() => browser.close());

/** The address of a page in the file system. */
const file = (/** @type {string} */ name) => `${pathToFileURL(folder).href}/${name}`;

test("the first page counts every claim, and sources and scenarios add up to the same", async () => {
  const { page, close } = await openPage(browser, { javaScriptEnabled: false });
  await page.goto(file("index.html"));
  const on = (/** @type {string} */ kind) => known.claims.filter((/** @type {any} */ claim) => claim[kind]).length;
  const { topics, scenarios, sources } = known;
  assert.equal(on("topic") + on("scenario"), known.claims.length);
  assert.equal(
    await page.locator(".cp-tally").innerText(),
    `${on("topic")} claims on ${topics.length} topics and ${on("scenario")} on ${scenarios.length} scenarios, from ${sources.filter((/** @type {any} */ { id }) => known.claims.some((/** @type {any} */ { source }) => source === id)).length} sources`,
  );
  await close();
});

test("a topic names every contradiction that touches a cell, and where it is explained", async () => {
  const { page, close } = await openPage(browser, { javaScriptEnabled: false });
  const titles = new Map(known.contradictions.map((/** @type {any} */ found) => [found.id, found]));
  const topics = known.topics.filter((/** @type {any} */ { background }) => !background);
  let elsewhere = 0;
  for (const { id, address } of topics.slice(0, 20)) {
    await page.goto(file(address));
    for (const cell of known.cells.filter((/** @type {any} */ { topic }) => topic === id)) {
      const wanted = cell.contradictions.map((/** @type {string} */ found) => {
        const { title, topic, scenario, status } = titles.get(found);
        if (topic === id || !(topic || scenario)) return [title, status];
        elsewhere += 1;
        const notes = topic ? known.topics : known.scenarios;
        return [title, `${status}, on ${notes.find((/** @type {any} */ note) => note.id === (topic ?? scenario)).title}`];
      });
      const lines = page.locator(`#cell-${cell.option} .cp-cell-contradictions li`);
      const said = await lines.evaluateAll((all) => all.map((one) => [...one.querySelectorAll("a, .cp-contradiction-home")].map(({ textContent }) => textContent)));
      assert.deepEqual(said, wanted, `${id} ${cell.option}`);
    }
  }
  assert.ok(elsewhere > 10);
  await close();
});

for (const javaScriptEnabled of [false, true]) {
  describe(`from the file system, ${javaScriptEnabled ? "with" : "without"} scripts`, () => {
    test("the matrix says the state of every cell in words and leads to its claims", async () => {
      const { page, troubles, close } = await openPage(browser, { javaScriptEnabled });
      await page.goto(file("matrix.html"));
      const rows = await page.locator("table.cp-matrix tbody tr:has(td)").evaluateAll((rows) =>
        rows.map((row) => ({
          topic: row.querySelector("th[scope=row] a")?.getAttribute("href"),
          cells: [...row.querySelectorAll("td")].map((cell) => ({
            text: /** @type {HTMLElement} */ (cell).innerText.replace(/\s+/g, " "),
            link: cell.querySelector("a")?.getAttribute("href"),
          })),
        })),
      );
      const criteria = known.topics.filter((/** @type {any} */ topic) => !topic.background);
      assert.ok(criteria.length >= 12);
      assert.equal(rows.length, criteria.length);
      for (const criterion of criteria) {
        const row = rows.find(({ topic }) => topic === criterion.address);
        assert.ok(row, `a row for ${criterion.id}`);
        assert.equal(row.cells.length, known.options.length);
        known.options.forEach((/** @type {any} */ option, /** @type {number} */ index) => {
          const cell = known.cells.find(
            (/** @type {any} */ cell) => cell.topic === criterion.id && cell.option === option.id,
          );
          const { text, link } = row.cells[index];
          const state = STATES[/** @type {keyof typeof STATES} */ (cell.state)];
          assert.ok(text.includes(state), `${criterion.id} of ${option.id} is ${cell.state}: ${text}`);
          assert.equal(link, `${criterion.address}#cell-${option.id}`);
        });
      }
      assert.deepEqual(troubles, []);
      await close();
    });

    test("a cell leads to its claims, a claim to its source and to the place there", async () => {
      const { page, troubles, close } = await openPage(browser, { javaScriptEnabled });
      const cell = known.cells.find((/** @type {any} */ cell) => cell.counted_claims.length > 1);
      const claim = known.claims.find((/** @type {any} */ claim) => claim.id === cell.counted_claims[0]);
      const topic = known.topics.find((/** @type {any} */ topic) => topic.id === cell.topic);
      await page.goto(file("matrix.html"));
      await page.locator(`a[href="${topic.address}#cell-${cell.option}"]`).click();
      await page.waitForURL(file(`${topic.address}#cell-${cell.option}`));
      await page.locator(`#cell-${cell.option}`).waitFor();
      const anchor = claim.address.split("#")[1];
      await page.locator(`#cell-${cell.option} a[href$="#${anchor}"]`).click();
      await page.waitForURL(file(claim.address));
      const text = await page.locator(`#${anchor}`).innerText();
      // The claim's Markdown and what is shown of it begin with the same word.
      assert.ok(text.includes(claim.text.split(" ")[0]), text);
      await page.locator(`#${anchor} a[href*="sources/${claim.source}.html"]`).first().click();
      await page.waitForURL((url) => url.pathname.endsWith(`/sources/${claim.source}.html`));
      const source = known.sources.find((/** @type {any} */ source) => source.id === claim.source);
      assert.equal((await page.locator("h1").innerText()).replace(/\s+/g, " "), source.title);
      await page.goBack();
      await page.locator(`#${anchor} .cp-place a`).click();
      await page.waitForURL((url) => url.pathname.endsWith(`/sources/${claim.source}.html`) && url.hash.startsWith("#said-"));
      // The place was folded away; its claims are open now, and this one is marked.
      const said = page.locator(".cp-claim:target");
      await said.locator(`a[href$="${claim.address}"]`).first().waitFor();
      assert.ok((await said.innerText()).includes(claim.text.split(" ")[0]));
      assert.ok(await said.evaluate((node) => node.getBoundingClientRect().top >= 0 && node.getBoundingClientRect().top < innerHeight));
      assert.deepEqual(troubles, []);
      await close();
    });

    test("every kind of page shows without an error", async () => {
      const { page, troubles, close } = await openPage(browser, { javaScriptEnabled });
      for (const [kind, name] of await fullestOfEachKind(folder)) {
        // Served at any depth, so its links begin at the host's root; see the base path below.
        if (kind === "not-found") continue;
        await page.goto(file(name));
        assert.ok((await page.locator("h1").innerText()).trim(), name);
      }
      assert.deepEqual(troubles, []);
      await close();
    });
  });
}

test("an old address leads to the new one, without scripts too", async () => {
  const { page, close } = await openPage(browser, { javaScriptEnabled: false });
  const name = (await fullestOfEachKind(folder)).get("redirect") ?? "";
  await page.goto(file(name));
  await page.locator("body:not(.cp-page-redirect) h1").waitFor();
  assert.notEqual(page.url(), file(name));
  await close();
});

test("the site works under a base path, its page for lost readers at any depth", async () => {
  const base = "/some/base/";
  const under = await temporaryFolder();
  const site = await host(under, base);
  build(ROOT, under, "--base-url", site.url);
  const { page, troubles, close } = await openPage(browser);
  for (const [kind, name] of await fullestOfEachKind(under)) {
    await page.goto(site.url + name);
    if (kind === "redirect") await page.locator("body:not(.cp-page-redirect) h1").waitFor();
  }
  assert.deepEqual(troubles, []);
  await page.goto(`${site.url}matrix.html`);
  const canonical = await page.locator("link[rel=canonical]").getAttribute("href");
  assert.equal(canonical, `${site.url}matrix.html`);

  await page.goto(`${site.url}no/such/page.html`);
  const expected = /^(status 404: .*\/no\/such\/page\.html|console error: .* 404 .*)$/;
  assert.deepEqual(troubles.filter((trouble) => !expected.test(trouble)), []);
  assert.equal(await page.evaluate(() => document.styleSheets.length > 0 && document.fonts.size > 0), true);
  await page.locator(".cp-wordmark").click();
  await page.waitForURL(`${site.url}index.html`);
  await close();
  await site.close();
});

test("a plain folder works under a base path that it does not know", async () => {
  const site = await host(folder, "/some/base/");
  const { page, troubles, close } = await openPage(browser);
  for (const [kind, name] of await fullestOfEachKind(folder)) {
    if (kind !== "not-found" && kind !== "redirect") await page.goto(site.url + name);
  }
  assert.deepEqual(troubles, []);
  await close();
  await site.close();
});

test("on paper every kind of page is black on white, without its navigation", async () => {
  const { page, troubles, close } = await openPage(browser, { colorScheme: "dark" });
  for (const [kind, name] of await fullestOfEachKind(folder)) {
    if (kind === "not-found" || kind === "redirect") continue;
    await page.emulateMedia({ media: "screen" });
    await page.goto(file(name));
    await page.emulateMedia({ media: "print" });
    const shown = await page.evaluate(() => {
      /** The brightness of a colour as the browser paints it, 0 to 255. */
      const brightness = (/** @type {string} */ colour) => {
        const context = document.createElement("canvas").getContext("2d");
        if (!context) throw new Error("no canvas");
        context.fillStyle = "#fff";
        context.fillRect(0, 0, 1, 1);
        context.fillStyle = colour;
        context.fillRect(0, 0, 1, 1);
        const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
        return (red + green + blue) / 3;
      };
      const style = (/** @type {string} */ selector) => {
        const element = document.querySelector(selector);
        if (!element) throw new Error(`no ${selector}`);
        return getComputedStyle(element);
      };
      return {
        paper: brightness(style("html").backgroundColor),
        ink: brightness(style("h1").color),
        navigation: [...document.querySelectorAll("nav.cp-mainnav, .cp-tools, .cp-index")].filter((element) =>
          /** @type {HTMLElement} */ (element).checkVisibility(),
        ).length,
      };
    });
    assert.equal(shown.paper, 255, name);
    assert.ok(shown.ink < 80, `${name}: ${shown.ink}`);
    assert.equal(shown.navigation, 0, name);
    const pdf = await page.pdf({ format: "A4" });
    assert.equal(pdf.subarray(0, 5).toString(), "%PDF-", name);
    assert.ok(pdf.length > 5_000, name);
  }
  assert.deepEqual(troubles, []);
  await close();
});

describe("by keyboard", () => {
  test("the first stop is a link past the navigation, seen while it has the focus", async () => {
    const { page, close } = await openPage(browser);
    await page.goto(file("matrix.html"));
    const skip = page.locator(".cp-skip");
    assert.equal(await inView(skip), false);
    await page.keyboard.press("Tab");
    assert.equal(await skip.evaluate((link) => link === document.activeElement), true);
    await page.waitForFunction(() => {
      const box = document.querySelector(".cp-skip")?.getBoundingClientRect();
      return box && box.top >= 0 && box.left >= 0 && box.height > 0;
    });
    await page.keyboard.press("Enter");
    await page.waitForURL(/#cp-main$/);
    await page.keyboard.press("Tab");
    const inMain = await page.evaluate(() => document.activeElement?.closest("main") !== null);
    assert.equal(inMain, true);
    await close();
  });

  test("whatever has the focus shows it", async () => {
    const { page, close } = await openPage(browser);
    await page.goto(file("matrix.html"));
    const stops = new Set();
    for (let stop = 0; stop < 40; stop += 1) {
      await page.keyboard.press("Tab");
      const { name, marked } = await page.evaluate(() => {
        const element = document.activeElement ?? document.body;
        const style = getComputedStyle(element);
        const outlined = style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 1;
        return { name: element.outerHTML.slice(0, 120), marked: outlined || style.boxShadow !== "none" };
      });
      assert.ok(marked, name);
      stops.add(name);
    }
    assert.ok(stops.size > 20, `${stops.size} stops`);
    await close();
  });

  test("the colours change, and stay as chosen", async () => {
    const site = await host(folder);
    const { page, troubles, close } = await openPage(browser, { colorScheme: "light" });
    await page.goto(site.url);
    const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const button = page.locator("button.cp-scheme");
    const light = await paper();
    await button.focus();
    await page.keyboard.press("Enter");
    assert.match((await button.getAttribute("aria-label")) ?? "", /^Light colours/);
    assert.equal(await paper(), light);
    await page.keyboard.press("Space");
    assert.match((await button.getAttribute("aria-label")) ?? "", /^Dark colours/);
    const dark = await paper();
    assert.notEqual(dark, light);
    await page.goto(`${site.url}matrix.html`);
    assert.equal(await paper(), dark);
    await page.locator("button.cp-scheme").press("Enter");
    assert.equal(await paper(), light);
    assert.deepEqual(troubles, []);
    await close();
    await site.close();
  });

  test("on a phone the menu opens and leads on", async () => {
    const { page, troubles, close } = await openPage(browser, { viewport: PHONE, javaScriptEnabled: false });
    await page.goto(file("index.html"));
    const matrix = page.locator(".cp-menu-panel a", { hasText: "Matrix" });
    assert.equal(await matrix.isVisible(), false);
    await page.locator(".cp-menu summary").press("Enter");
    await matrix.press("Enter");
    await page.waitForURL(file("matrix.html"));
    assert.deepEqual(troubles, []);
    await close();
  });
});

/** Whether any of an element is in the window. */
function inView(/** @type {import("playwright-core").Locator} */ locator) {
  return locator.evaluate((element) => {
    const box = element.getBoundingClientRect();
    return box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
  });
}
