// `counterpoint serve` in a real browser: pages that reload, and mistakes over the last good page.

import assert from "node:assert/strict";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import http from "node:http";
import path from "node:path";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";

import { FOREIGN_HOST, launch, openPage } from "./support/browser.js";
import { ROOT, SMALL_PROJECT, copyOf, serve, temporaryFolder } from "./support/program.js";

const NOTE = "content/topics/cost.md";
const SENTENCE = "What it costs to build and to run.";

/** @type {Awaited<ReturnType<typeof launch>>} */
let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

describe("the preview", () => {
  /** @type {string} */
  let root;
  /** @type {Awaited<ReturnType<typeof serve>>} */
  let preview;
  /** @type {Awaited<ReturnType<typeof openPage>>} */
  let opened;
  beforeEach(async () => {
    root = await copyOf(SMALL_PROJECT, await temporaryFolder());
    preview = await serve(root);
    opened = await openPage(browser);
  });
  afterEach(async () => {
    await opened.close();
    assert.equal(await preview.stop(), 0, preview.said());
  });

  const at = (/** @type {string} */ name) => path.join(root, name);
  /** Replaces text of a file; the text has to be there. */
  const edit = async (/** @type {string} */ name, /** @type {string} */ from, /** @type {string} */ to) => {
    const text = await readFile(at(name), "utf8");
    assert.ok(text.includes(from), `${name} holds ${from}`);
    await writeFile(at(name), text.replace(from, to));
  };
  const shows = (/** @type {string} */ text) => opened.page.getByText(text).first().waitFor();
  const overlay = () => opened.page.locator("dialog.counterpoint-overlay");
  const overlayGoes = () => overlay().waitFor({ state: "detached" });

  test("an edited note reloads the page with its new text", async () => {
    const { page, troubles } = opened;
    await page.goto(`${preview.url}topics/cost.html`);
    await shows(SENTENCE);
    await edit(NOTE, SENTENCE, "What it costs in the first year.");
    await shows("What it costs in the first year.");
    await edit(NOTE, "in the first year", "in the second year");
    await shows("What it costs in the second year.");
    assert.deepEqual(troubles, []);
  });

  test("a page opened before an edit elsewhere follows too", async () => {
    const { page } = opened;
    await page.goto(`${preview.url}matrix.html`);
    await edit(NOTE, "title: Cost", "title: What it costs");
    await page.locator("table.cp-matrix").getByRole("link", { name: "What it costs", exact: true }).waitFor();
  });

  test("all mistakes of a broken note appear over the last good page, and go when mended", async () => {
    const { page, troubles } = opened;
    await page.goto(`${preview.url}topics/cost.html`);
    const good = await readFile(at(NOTE), "utf8");
    const broken = good
      .replace("weight: 2", "wieght: 2")
      .replace(SENTENCE, "See [[nowhere]] and ![](missing.png).")
      .replace("[@harbour] ^cheap", "[@nobody] ^cheap");
    await writeFile(at(NOTE), broken);
    await overlay().waitFor();
    const items = await page.locator(".counterpoint-overlay-item").allInnerTexts();
    for (const expected of ["`wieght`", "`nowhere`", "missing.png", "`nobody`"]) {
      const found = items.some((text) => /topics\/cost\.md:\d+:\d+/.test(text) && text.includes(expected));
      assert.ok(found, `${expected} in ${items.join("\n")}`);
    }
    assert.match(await page.locator(".counterpoint-overlay-title").innerText(), /^Build failed: \d+ errors/);
    // Behind it is the page as it was.
    assert.ok((await page.locator("main").innerText()).includes(SENTENCE));
    await writeFile(at(NOTE), good.replace(SENTENCE, "Mended."));
    await shows("Mended.");
    await overlayGoes();
    assert.deepEqual(troubles, []);
  });

  test("mending a mistake without changing the site takes the overlay away", async () => {
    const { page } = opened;
    await page.goto(`${preview.url}topics/cost.html`);
    await edit(NOTE, "weight: 2", "wieght: 2");
    await overlay().waitFor();
    await edit(NOTE, "wieght: 2", "weight: 2");
    await overlayGoes();
    assert.ok((await page.locator("main").innerText()).includes(SENTENCE));
  });

  test("a closed overlay leaves a button that brings it back", async () => {
    const { page } = opened;
    await page.goto(preview.url);
    await edit(NOTE, "weight: 2", "wieght: 2");
    await overlay().waitFor();
    await page.keyboard.press("Escape");
    await overlay().waitFor({ state: "hidden" });
    await page.locator(".counterpoint-badge").click();
    await overlay().waitFor();
  });

  test("a mistake that quotes markup stays text", async () => {
    const { page, troubles } = opened;
    await page.goto(preview.url);
    const attack = `<img src=x onerror="document.title='attacked'">`;
    await edit(NOTE, SENTENCE, `[[${attack}]]`);
    await overlay().waitFor();
    assert.ok((await overlay().innerText()).includes(attack));
    assert.equal(await overlay().locator("img").count(), 0);
    assert.notEqual(await page.title(), "attacked");
    // So it does on a page that is opened while the mistake stands.
    await page.goto(`${preview.url}matrix.html`);
    await overlay().waitFor();
    assert.equal(await overlay().locator("img").count(), 0);
    assert.deepEqual(troubles, []);
  });

  test("a note goes and comes back", async () => {
    const { page } = opened;
    const history = "content/topics/history.md";
    await page.goto(`${preview.url}index.html`);
    const link = page.locator(".cp-index a", { hasText: "History" });
    await link.waitFor({ state: "attached" });
    const text = await readFile(at(history));
    await rm(at(history));
    await link.waitFor({ state: "detached" });
    await writeFile(at(history), text);
    await link.waitFor({ state: "attached" });
    // As editors save: another file takes the place of the old one.
    await writeFile(at("content/topics/history.new"), String(text).replace("title: History", "title: Long ago"));
    await rename(at("content/topics/history.new"), at(history));
    await page.locator(".cp-index a", { hasText: "Long ago" }).waitFor({ state: "attached" });
  });

  test("a new style sheet of the project's own theme is put on", async () => {
    const { page, troubles } = opened;
    await page.goto(preview.url);
    const css = await readFile(path.join(ROOT, "themes/default/css/pages.css"), "utf8");
    await mkdir(at("themes/bay/css"), { recursive: true });
    await writeFile(at("themes/bay/css/pages.css"), `${css}\nh1 { letter-spacing: 7px; }\n`);
    const spaced = () => {
      const heading = document.querySelector("h1");
      return heading !== null && getComputedStyle(heading).letterSpacing === "7px";
    };
    await page.waitForFunction(spaced);
    await rm(at("themes/bay/css"), { recursive: true });
    await page.waitForFunction(() => {
      const heading = document.querySelector("h1");
      return heading !== null && getComputedStyle(heading).letterSpacing !== "7px";
    });
    assert.deepEqual(troubles, []);
  });

  test("a broken template says its own place and the page", async () => {
    const { page } = opened;
    await page.goto(preview.url);
    await mkdir(at("themes/bay/templates/pages"), { recursive: true });
    await writeFile(at("themes/bay/templates/pages/home.html"), "{{ page.no_such_field.at_all }}\n");
    await overlay().waitFor();
    assert.match(await overlay().innerText(), /themes\/bay\/templates\/pages\/home\.html:1:\d+/);
    await rm(at("themes/bay/templates"), { recursive: true });
    await overlayGoes();
  });

  test("a new title in the configuration is shown", async () => {
    const { page } = opened;
    await page.goto(preview.url);
    await edit("counterpoint.toml", 'title = "Ways across the bay"', 'title = "Ways over the water"');
    await page.locator(".cp-wordmark", { hasText: "Ways over the water" }).waitFor();
  });

  test("pages carry the site's policy, and run no script of a note's", async () => {
    const { page } = opened;
    const response = await page.goto(preview.url);
    const policy = response?.headers()["content-security-policy"] ?? "";
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /script-src 'self'(;|$)/);
    assert.ok(!policy.includes("unsafe"));
  });

  test("a foreign name that leads here is refused", async () => {
    const { port } = new URL(preview.url);
    const { page } = opened;
    const response = await page.goto(`http://${FOREIGN_HOST}:${port}/`);
    assert.equal(response?.status(), 403);
    assert.ok(!(await page.content()).includes("Ways across the bay"));
    assert.equal(await statusFor(port, FOREIGN_HOST), 403);
    assert.equal(await statusFor(port, `${FOREIGN_HOST}:${port}`), 403);
    assert.equal(await statusFor(port, `localhost:${port}`), 200);
    assert.equal(await statusFor(port, `127.0.0.1:${port}`), 200);
  });
});

test("a preview of a broken project waits for it to be mended", async () => {
  const root = await copyOf(SMALL_PROJECT, await temporaryFolder());
  const note = path.join(root, NOTE);
  const good = await readFile(note, "utf8");
  await writeFile(note, good.replace("weight: 2", "wieght: 2"));
  const preview = await serve(root);
  const { page, close } = await openPage(browser);
  await page.goto(`${preview.url}topics/cost.html`);
  await page.locator("dialog.counterpoint-overlay", { hasText: "wieght" }).waitFor();
  await writeFile(note, good);
  await page.getByText(SENTENCE).first().waitFor();
  await close();
  assert.equal(await preview.stop(), 0, preview.said());
});

/** The status of the home page for a request that names a host. */
function statusFor(/** @type {string} */ port, /** @type {string} */ name) {
  return new Promise((resolve, reject) => {
    const request = http.get({ host: "127.0.0.1", port, path: "/", headers: { host: name } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.once("error", reject);
  });
}
