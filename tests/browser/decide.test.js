// The decision page under a reader's hands: its result, its weights, its addresses and what is kept.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { describe, test } from "node:test";
import { pathToFileURL } from "node:url";

import { PHONE, WIDE, openPage } from "./support/browser.js";
import { SCREENS, browser, chosen, fileOf, on, program, said, settled, site, verdict } from "./support/desk.js";
import { EIGHT_OPTIONS, ROOT, build, copyOf, temporaryFolder } from "./support/program.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** @typedef {import("playwright-core").Page} Page */

describe("the first result", () => {
  for (const project of /** @type {const} */ (["bundled", "eight"])) {
    test(`of ${project} is what is printed in the page`, async () => {
      /** @type {string[]} */
      let printed = [];
      await on(fileOf(project, "decide.html"), async (page) => void (printed = await said(page)), { javaScriptEnabled: false });
      assert.ok(printed.some((part) => /^verdict: .*of100/.test(part)));
      await on(fileOf(project, "decide.html"), async (page) => {
        assert.deepEqual(await said(page), printed);
        // With a first choice the reasons are made anew, and stay as they are printed once it is taken back.
        await page.locator(".cp-ask-scenarios [data-cp-choose]").nth(1).click();
        await settled(page);
        assert.notDeepEqual(await said(page), printed);
        await page.locator("[data-cp-action=reset]").click();
        await settled(page);
        // What an entry is made of is made anew when it is opened.
        for (const entry of await page.locator("#cp-result .cp-parts > summary").all()) await entry.click();
        await page.waitForFunction(() => [...document.querySelectorAll("#cp-result .cp-parts table")].every((table) => table.querySelector("tbody")));
        assert.deepEqual(await said(page), printed);
      });
    });

    test(`of every scenario of ${project} is what is printed beside it`, async () => {
      await on(fileOf(project, "decide.html"), async (page) => {
        const ids = await page.locator(".cp-scenario[data-cp-scenario]").evaluateAll((all) => all.map((one) => one.getAttribute("data-cp-scenario") ?? ""));
        assert.ok(ids.length >= 3);
        for (const id of ids) {
          const printed = await page.locator(`[data-cp-scenario="${id}"] .cp-verdict`).first().textContent();
          await page.locator(`.cp-ask-scenarios [data-cp-choose="${id}"]`).click();
          await settled(page);
          assert.equal(await verdict(page), printed, id);
          assert.equal(chosen(page), `v=1&scenario=${id}`);
        }
      });
    });
  }
});

describe("the reasons", () => {
  test("say of one doubt that it flips what no weight does, as is printed", async () => {
    const project = await temporaryFolder();
    for (const name of ["content", "counterpoint.toml"]) await copyOf(path.join(ROOT, name), path.join(project, name));
    const scenario = path.join(project, "content/scenarios/real-time-chat.md");
    writeFileSync(scenario, readFileSync(scenario, "utf8").replace("\nmust:\n", '\nmust:\n  security: "+"\n'));
    const folder = await temporaryFolder();
    build(project, folder);
    await on(`${pathToFileURL(path.join(folder, "decide.html"))}#v=1&scenario=real-time-chat`, async (page) => {
      const flip = await page.locator("[data-cp-field=flip]").first().innerText();
      assert.equal(flip, "One doubt changes who leads: if Security of Node.js is middling, the rest as it is, Python is the only choice. Without 8ration no option can lead. No weight from 0 to 5, changed alone, changes who leads.");
      const printed = page.locator('[data-cp-scenario="real-time-chat"]');
      assert.equal(await printed.locator(".cp-flip").textContent(), flip);
      assert.deepEqual(
        await printed.locator(".cp-hindering a").evaluateAll((all) => all.map((link) => link.getAttribute("href"))),
        await page.locator("#cp-result .cp-hindering a").evaluateAll((all) => all.map((link) => link.getAttribute("href"))),
      );
      // What is listed for a must-have alone moves nothing.
      const nothing = page.locator("[data-cp-part=contested] [data-cp-field=nothing]");
      assert.ok(await nothing.isHidden());
    });
    // The same with a second doubt.
    writeFileSync(scenario, readFileSync(scenario, "utf8").replace('\n  security: "+"\n', '\n  security: "+"\n  concurrent-connections: "="\n'));
    build(project, folder);
    await on(`${pathToFileURL(path.join(folder, "decide.html"))}#v=1&scenario=real-time-chat`, async (page) => {
      const { verdict, leaders } = program("--root", project, "--scenario", "real-time-chat");
      assert.deepEqual([verdict.deciding_doubts.length, leaders], [2, ["nodejs"]]);
      const flip = await page.locator("[data-cp-field=flip]").first().innerText();
      assert.match(flip, /^Each of 2 doubts changes who leads; one is this: if .*, the rest as it is, .*\. Without 8ration .*\. No weight from 0 to 5, changed alone, changes who leads\.$/);
      assert.equal(await page.locator('[data-cp-scenario="real-time-chat"] .cp-flip').textContent(), flip);
    });
    const blocked = ["security", "concurrent-connections"].map((id) => `must.${id}=%2B%2B`).join("&");
    await on(`${fileOf("bundled", "decide.html")}#v=1&scenario=real-time-chat&${blocked}`, async (page) => {
      assert.ok((await page.locator("[data-cp-part=contested] .cp-contested").count()) > 0);
      const moves = await page.locator("[data-cp-part=contested] [data-cp-field=moves]:visible").count();
      assert.equal(await page.locator("[data-cp-part=contested] [data-cp-field=nothing]").isVisible(), moves === 0);
      assert.equal(moves, 0);
    });
  });

  /** The theme's scripts that the page has. @param {Page} page */
  const scripts = (page) =>
    page.evaluate(() => [...document.scripts].flatMap(({ src }) => src.match(/([a-z]+)\.js$/)?.[1] ?? []).sort());
  const more = /\/more\.js$/;

  test("come with a script of their own, which is loaded with the first choice", async () => {
    await on(`${site.url}decide.html`, async (page) => {
      assert.deepEqual(await scripts(page), ["counterpoint", "decide", "decide", "early"]);
      await page.locator("[data-cp-suppose]").first().click();
      await settled(page);
      assert.deepEqual(await scripts(page), ["counterpoint", "decide", "decide", "early", "more"]);
      assert.equal(await page.locator("[data-cp-suppose][aria-pressed=true]").count(), 1);
    });
  });

  test("and their numbers are not worked out before; the ranking in short then says what is printed", async () => {
    await on(
      `${site.url}decide.html`,
      async (page) => {
        await page.locator("[data-cp-sources]").evaluate((node) => node.scrollIntoView());
        await page.locator(".cp-short-verdict").waitFor();
        assert.equal(await page.locator(".cp-short-verdict").innerText(), await verdict(page));
        assert.deepEqual(await scripts(page), ["counterpoint", "decide", "decide", "early"]);
      },
      { viewport: PHONE },
    );
  });

  test("of the usual weights do not stand beside another decision while its own are on their way", async () => {
    const { page, close } = await openPage(browser);
    /** @type {() => void} */
    let release = () => {};
    const held = new Promise((resolve) => (release = () => resolve(undefined)));
    const asked = page.waitForRequest(more);
    await page.route(more, async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(`${site.url}decide.html#v=1&scenario=real-time-chat`, { waitUntil: "domcontentloaded" });
    await asked;
    const reasons = page.locator("#cp-reasons");
    assert.ok(await reasons.isHidden());
    release();
    await settled(page);
    assert.ok(await reasons.isVisible());
    await close();
  });

  test("of another decision are not left where those of this one cannot be had", async () => {
    const { page, close } = await openPage(browser);
    await page.route(more, (route) => route.abort());
    await page.goto(`${site.url}decide.html`);
    await settled(page);
    const reasons = page.locator("#cp-reasons");
    const flip = page.locator(".cp-flip [data-cp-field=flip]");
    assert.ok(await reasons.isVisible());
    const choose = async (/** @type {number} */ at) => {
      await page.locator(".cp-ask-scenarios [data-cp-choose]").nth(at).click();
      await settled(page);
    };
    await choose(1);
    assert.ok(await reasons.isHidden());
    assert.equal(await flip.innerText(), "The reasons could not be loaded.");
    await page.unroute(more);
    await choose(2);
    assert.ok(await reasons.isVisible());
    assert.notEqual(await flip.innerText(), "The reasons could not be loaded.");
    await close();
  });
});
describe("a large comparison", () => {
  test("has its first stacks follow a weight at once, with those that are opened, and the others in the pause", async () => {
    const folder = await temporaryFolder();
    build(EIGHT_OPTIONS, folder);
    const file = path.join(folder, "data/decide.js");
    const text = readFileSync(file, "utf8");
    const start = text.indexOf("{");
    const data = JSON.parse(text.slice(start, text.lastIndexOf("}") + 1));
    // Each option 32 times, so that there is time for four stacks.
    const copies = (/** @type {string} */ id) => Array.from({ length: 32 }, (_, at) => (at ? `${id}-${at}` : id));
    data.options = data.options.flatMap(copies);
    data.shown = data.shown.flatMap((/** @type {{ id: string }} */ shown) => copies(shown.id).map((id) => ({ ...shown, id, title: id })));
    for (const claim of data.claims) {
      claim.standings = Object.fromEntries(Object.entries(claim.standings).flatMap(([id, standing]) => copies(id).map((copy) => [copy, standing])));
    }
    writeFileSync(file, `${text.slice(0, start)}${JSON.stringify(data)};\n`);
    await on(`${pathToFileURL(path.join(folder, "decide.html"))}#v=1&w.fare=2`, async (page) => {
      assert.equal(data.options.length * (await page.locator("[data-cp-topic]").count()), 256 * 20);
      await page.locator("#cp-result .cp-ranked").nth(5).locator("summary").click();
      await page.locator("#cp-result .cp-parts[open] table a").first().waitFor();
      /** Which of the first stacks are seen, and whether these end where their option's score is. */
      const stacks = () =>
        page.evaluate(() =>
          [...document.querySelectorAll("#cp-result .cp-ranked")].slice(0, 8).map((entry) => {
            const stack = /** @type {SVGElement} */ (entry.querySelector(".cp-stack"));
            const rects = [...stack.querySelectorAll("g rect")].map((rect) => ["x", "width"].reduce((sum, name) => sum + parseFloat(rect.getAttribute(name) ?? ""), 0));
            const mark = entry.querySelector("[data-cp-field=mark]")?.getAttribute("cx") ?? "";
            return stack.style.visibility === "hidden" ? "hidden" : Math.abs(Math.max(...rects) - parseFloat(mark)) < 0.1;
          }),
        );
      const all = Array(8).fill(true);
      assert.deepEqual(await stacks(), all);
      const range = page.locator('[data-cp-topic="fare"] input[type=range]');
      await range.evaluate((/** @type {HTMLInputElement} */ node) => {
        node.valueAsNumber = 5;
        node.dispatchEvent(new Event("input", { bubbles: true }));
        const isSeen = [...document.querySelectorAll("#cp-result .cp-ranked .cp-stack")].slice(0, 8).map((stack) => /** @type {SVGElement} */ (stack).style.visibility !== "hidden");
        Object.assign(window, { isSeen });
      });
      const opened = await page.locator("#cp-result .cp-ranked").evaluateAll((entries) => entries.findIndex((entry) => entry.querySelector("details[open]")));
      assert.ok(opened >= 4);
      const seen = await page.evaluate(() => /** @type {{ isSeen: boolean[] }} */ (/** @type {unknown} */ (window)).isSeen);
      assert.deepEqual(seen, all.map((_, at) => at < 4 || at === opened));
      await range.evaluate((node) => node.dispatchEvent(new Event("change", { bubbles: true })));
      await settled(page);
      assert.deepEqual(await stacks(), all);
    });
  });
});

for (const [name, screen] of SCREENS) {
  const seen = (/** @type {string} */ address, /** @type {(page: Page) => Promise<void>} */ run) => on(address, run, screen);

  describe(`weights, ${name}`, () => {
    test("follow the keyboard alone, and are said once, when they are committed", async () => {
      await seen(fileOf("bundled", "decide.html"), async (page) => {
        await page.evaluate(() => {
          const heard = /** @type {any} */ (window);
          heard.said = [];
          for (const live of document.querySelectorAll("[role=status], [aria-live], output")) {
            new MutationObserver(() => live.textContent && heard.said.push(live.textContent)).observe(live, {
              childList: true, characterData: true, subtree: true,
            });
          }
        });
        const group = page.locator('[data-cp-group="performance"] > summary');
        await group.focus();
        await page.keyboard.press("Enter");
        const range = page.locator('[data-cp-topic="cpu-bound-work"] input[type=range]');
        // While it is dragged, nothing is said.
        const dragged = await range.evaluate((/** @type {HTMLInputElement} */ node) => {
          for (const weight of [2, 3, 2.5]) {
            node.valueAsNumber = weight;
            node.dispatchEvent(new Event("input", { bubbles: true }));
          }
          return document.querySelector("[data-cp-part=verdict]")?.textContent;
        });
        await settled(page);
        assert.notEqual(await verdict(page), dragged);
        assert.deepEqual(await page.evaluate(() => /** @type {any} */ (window).said), []);
        await range.focus();
        await page.keyboard.press("End");
        await settled(page);
        assert.equal(await range.getAttribute("aria-valuetext"), "5 of 5");
        assert.equal(chosen(page), "v=1&w.cpu-bound-work=5");
        assert.deepEqual(await page.evaluate(() => /** @type {any} */ (window).said), [await verdict(page)]);
        await page.keyboard.press("ArrowLeft");
        await settled(page);
        assert.equal(chosen(page), "v=1&w.cpu-bound-work=4.5");
        await page.locator('[data-cp-topic="cpu-bound-work"] button[value="0"]').focus();
        await page.keyboard.press("Space");
        await settled(page);
        assert.equal(chosen(page), "v=1&w.cpu-bound-work=0");
        assert.equal(await page.locator('[data-cp-topic="cpu-bound-work"] button[value="0"]').getAttribute("aria-pressed"), "true");
      });
    });

    test("are put aside by a situation, which says so and can count them too", async () => {
      await seen(fileOf("bundled", "decide.html#v=1&scenario=mobile-api&w.security=5&must.security=%2B&without=incora"), async (page) => {
        const aside = page.locator("[data-cp-part=aside]");
        assert.ok(await aside.isHidden());
        await page.locator('.cp-ask-scenarios [data-cp-choose="real-time-chat"]').click();
        await settled(page);
        assert.equal(chosen(page), "v=1&scenario=real-time-chat&without=incora");
        assert.equal(await aside.innerText(), "What you asked for yourself is put aside: Security weighs 5, Security at least good. Incora stays left out. Count it here too");
        await aside.getByRole("link").click();
        await settled(page);
        assert.equal(chosen(page), "v=1&scenario=real-time-chat&w.security=5&must.security=+&without=incora");
        const wanted = program("--root", ROOT, "--scenario", "real-time-chat", "--weights", "security=5", "--must", "security=+", "--without", "incora");
        assert.equal(await verdict(page), wanted.verdict.sentence);
        assert.ok(await aside.isHidden());
        // It is offered until the reader asks for something else, or starts over.
        for (const id of ["iot-backend", "mobile-api"]) {
          await page.locator(`.cp-ask-scenarios [data-cp-choose="${id}"]`).click();
          await settled(page);
          assert.ok(await aside.isVisible(), id);
          assert.match((await aside.getByRole("link").getAttribute("href")) ?? "", new RegExp(`scenario=${id}&w\\.security=5&must\\.security=\\+&without=incora`));
        }
        await page.locator('[data-cp-without="incora"] input').check();
        await settled(page);
        assert.equal(await aside.innerText(), "What you asked for yourself is put aside: Security weighs 5, Security at least good. Count it here too");
        await page.locator("[data-cp-action=reset]").click();
        await settled(page);
        assert.ok(await aside.isHidden());
        await page.locator('.cp-ask-scenarios [data-cp-choose="iot-backend"]').click();
        await settled(page);
        assert.ok(await aside.isHidden());
      });
    });

    test("are taken back and given again by the browser's buttons", async () => {
      await seen(fileOf("bundled", "decide.html"), async (page) => {
        const first = await verdict(page);
        await page.locator('[data-cp-choose="data-heavy-product"]').first().click();
        await settled(page);
        const second = await verdict(page);
        assert.notEqual(second, first);
        await page.goBack();
        await settled(page);
        assert.equal(await verdict(page), first);
        await page.goForward();
        await settled(page);
        assert.equal(await verdict(page), second);
        await page.locator("[data-cp-action=reset]").click();
        await settled(page);
        assert.equal(await verdict(page), first);
        assert.equal(chosen(page), "");
        assert.equal(await page.locator('[data-cp-choose=""]').getAttribute("aria-current"), "true");
      });
    });

    test("stay while the page leads to one of its places", async () => {
      await seen(fileOf("bundled", "decide.html#v=1&w.cpu-bound-work=4"), async (page) => {
        await page.evaluate(() => location.assign("#cp-result"));
        await page.waitForFunction(() => location.hash.includes("w.cpu-bound-work=4"));
        assert.equal(await page.locator('[data-cp-topic="cpu-bound-work"] input[type=range]').inputValue(), "4");
        // These are not the usual weights any more.
        assert.equal(await page.locator('[data-cp-choose=""]').getAttribute("aria-current"), null);
      });
    });
  });
}

describe("an address", () => {
  test("opens the same decision elsewhere", async () => {
    const choice = "v=1&scenario=mvp-in-weeks&w.cpu-bound-work=3.2&must.security=-&suppose.what-does-netflix-run-on=a&without=incora";
    await on(fileOf("bundled", `decide.html#${choice}`), async (page) => {
      const arguments_ = ["--root", ROOT, "--scenario", "mvp-in-weeks", "--weights", "cpu-bound-work=3.2", "--must", "security=-"];
      const wanted = program(...arguments_, "--suppose", "what-does-netflix-run-on=a", "--without", "incora");
      assert.equal(await verdict(page), wanted.verdict.sentence);
      assert.equal(await page.locator('[data-cp-without="incora"] input').isChecked(), false);
      assert.equal(await page.locator(".cp-remarks").isVisible(), false);
    });
  });

  test("says what in it is not understood, and that the comparison has changed", async () => {
    await on(fileOf("bundled", "decide.html#v=9&w.nonsense=3&must.security=most&without=nobody&suppose.what-does-netflix-run-on=z&suppose.nothing=a&w.latency=4&kb=0"), async (page) => {
      const remarks = await page.locator(".cp-remarks").innerText();
      for (const part of ["version 9", "w.nonsense=3", "nobody", "must.security=most", "run-on=z", "suppose.nothing=a", "has changed since"]) {
        assert.ok(remarks.includes(part), `${part} in: ${remarks}`);
      }
      assert.equal(await page.locator('[data-cp-topic="latency"] input[type=range]').inputValue(), "4");
    });
  });
});

describe("a decision to keep", () => {
  test("is JSON, CSV and a record with its link", async () => {
    await on(`${site.url}decide.html#scenario=real-time-chat`, async (page) => {
      const saved = async (/** @type {string} */ kind) => {
        const [download] = await Promise.all([page.waitForEvent("download"), page.locator(`[data-cp-action=${kind}]`).click()]);
        return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
      };
      const json = await saved("json");
      assert.equal(json.name, "decision-real-time-chat.json");
      const wanted = program("--root", ROOT, "--scenario", "real-time-chat");
      assert.deepEqual(JSON.parse(json.text).verdict, wanted.verdict);
      const record = await saved("markdown");
      assert.match(record.text, /^# .*\n\nDate: \d{4}-\d\d-\d\d\n\nLink: <http:\/\/127\.0\.0\.1:\d+\/decide\.html#v=1&scenario=real-time-chat&kb=[0-9a-f]{16}>\n/);
      const csv = await saved("csv");
      const rows = csv.text.split("\r\n");
      assert.match(rows[0], /^rank,option,score,lowest,highest,leads in,evidence,remarks,/);
      assert.equal(rows.length, wanted.options.length + 2);
    });
  });

  test("can be printed without its controls", async () => {
    await on(fileOf("bundled", "decide.html"), async (page) => {
      await page.emulateMedia({ media: "print" });
      assert.equal(await page.locator(".cp-controls:visible, .cp-actions:visible, .cp-short:visible, [data-cp-suppose]:visible").count(), 0);
      assert.equal(await page.locator("[data-cp-part=verdict]").isVisible(), true);
    });
  });
});

describe("with everything open", () => {
  for (const [name, viewport, colorScheme] of /** @type {const} */ ([["wide", WIDE, "light"], ["narrow", PHONE, "dark"]])) {
    test(`axe has nothing to complain about, ${name} and ${colorScheme}`, async () => {
      await on(
        `${site.url}decide.html#scenario=enterprise-web-application`,
        async (page) => {
          await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
          await settled(page);
          await page.evaluate(AXE);
          const found = await page.evaluate(async () => {
            const { violations } = await /** @type {any} */ (window).axe.run(document, {
              runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"],
            });
            return violations.map((/** @type {any} */ one) => `${one.id}: ${one.nodes[0].html.slice(0, 120)}`);
          });
          assert.deepEqual(found, []);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          assert.ok(wide <= 0, `the page is ${wide} px too wide`);
        },
        { viewport, colorScheme },
      );
    });
  }

  test("a situation that is chosen further down shows what follows", async () => {
    for (const viewport of [WIDE, PHONE]) {
      await on(
        `${site.url}decide.html`,
        async (page) => {
          for (const id of ["real-time-chat", "data-heavy-product"]) {
            await page.locator(`.cp-ask-scenarios [data-cp-choose="${id}"]`).click();
            await settled(page);
            const verdicts = page.locator("[data-cp-part=verdict], .cp-short-verdict");
            await page.waitForFunction(() =>
              [...document.querySelectorAll("[data-cp-part=verdict], .cp-short-verdict, #cp-result [data-cp-option]:first-child")].some((node) => {
                const { top, bottom, height } = node.getBoundingClientRect();
                return height > 0 && top + bottom >= 0 && top + bottom <= 2 * innerHeight;
              }),
            );
            assert.ok((await verdicts.allInnerTexts()).filter(Boolean).length > 0);
          }
        },
        { viewport },
      );
    }
  });

  test("what is cut at the foot of the result fades, until there is no more", async () => {
    await on(
      `${site.url}decide.html#v=1&scenario=real-time-chat&must.security=%2B%2B&without=incora`,
      async (page) => {
        const result = page.locator("#cp-result");
        const fade = () => result.evaluate((node) => Number(getComputedStyle(node, "::after").opacity));
        assert.ok(await result.evaluate((node) => node.scrollHeight > node.clientHeight));
        assert.equal(await fade(), 1);
        await result.evaluate((node) => node.scrollTo(0, node.scrollHeight));
        await page.waitForFunction(() => Number(getComputedStyle(/** @type {Element} */ (document.querySelector("#cp-result")), "::after").opacity) < 0.05);
      },
      { viewport: WIDE },
    );
    await on(`${site.url}decide.html`, async (page) => assert.equal(await page.locator("#cp-result").evaluate((node) => Number(getComputedStyle(node, "::after").opacity)), 0), {
      viewport: { width: 1440, height: 1600 },
    });
  });

  test("what is left of a ranking at the top of a phone is no result in view", async () => {
    await on(
      fileOf("bundled", "decide.html#v=1&scenario=real-time-chat"),
      async (page) => {
        for (const [place, isShort] of /** @type {[number, boolean][]} */ ([[100, true], [600, false], [100, true]])) {
          await page.evaluate((place) => scrollBy(0, /** @type {Element} */ (document.querySelector("[data-cp-part=ranking]")).getBoundingClientRect().bottom - place), place);
          await page.locator(".cp-short-verdict").waitFor({ state: isShort ? "visible" : "hidden" });
        }
      },
      { viewport: PHONE },
    );
    // Beside the questions the ranking stays at the top, however tall the screen is.
    await on(
      fileOf("bundled", "decide.html#v=1&scenario=real-time-chat"),
      async (page) => {
        await page.evaluate(() => scrollTo(0, 400));
        await page.locator("#cp-result").evaluate((node) => new Promise((seen) => new IntersectionObserver(seen).observe(node)));
        await page.locator(".cp-short-verdict").waitFor({ state: "hidden" });
      },
      { viewport: { width: WIDE.width, height: 3000 } },
    );
  });

  test("the result stays in view while the questions scroll by", async () => {
    for (const viewport of [WIDE, PHONE]) {
      await on(
        `${site.url}decide.html#scenario=enterprise-web-application`,
        async (page) => {
          await page.locator('[data-cp-topic="security"]').scrollIntoViewIfNeeded();
          await page.evaluate(() => document.querySelector('[data-cp-topic="security"]')?.scrollIntoView({ block: "center" }));
          await page.waitForFunction(() => {
            const shown = [...document.querySelectorAll("[data-cp-part=verdict], .cp-short-verdict")].some((node) => {
              const box = node.getBoundingClientRect();
              return box.height > 0 && box.top >= 0 && box.bottom <= innerHeight;
            });
            return shown;
          });
          const covered = await page.locator(".cp-short").evaluate((node) => node.getBoundingClientRect().height / innerHeight);
          assert.ok(covered <= 0.34, `${covered} of the screen`);
        },
        { viewport },
      );
    }
  });
});
