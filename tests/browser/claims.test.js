// What counts in a decision, under a reader's hands: must-haves, sources, sides and options, there and on the evidence.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { before, describe, test } from "node:test";

import { SCREENS, brief, chosen, fileOf, folders, goBy, on, program, said, settled, terminal, verdict } from "./support/desk.js";
import { EIGHT_OPTIONS, ROOT, copyOf, knowledge, temporaryFolder } from "./support/program.js";

/** @typedef {import("playwright-core").Page} Page */

/** What the comparison is where Incora has no trust. @type {ReturnType<typeof knowledge>} */
let distrusting;
before(async () => {
  const project = await temporaryFolder();
  for (const name of ["content", "counterpoint.toml"]) await copyOf(path.join(ROOT, name), path.join(project, name));
  const note = path.join(project, "content/sources/incora.md");
  writeFileSync(note, readFileSync(note, "utf8").replace("---\n", "---\ntrust: 0\n"));
  distrusting = knowledge(project);
});

for (const [name, screen] of SCREENS) {
  const seen = (/** @type {string} */ address, /** @type {(page: Page) => Promise<void>} */ run) => on(address, run, screen);

  describe(`must-haves, sources, sides and options, ${name}`, () => {
    test("a minimum that is not met dims and says why", async () => {
      await seen(fileOf("bundled", "decide.html"), async (page) => {
        await page.locator('[data-cp-group="performance"] > summary').click();
        await page.locator('[data-cp-topic="big-data-volumes"] select').selectOption("+");
        await settled(page);
        const wanted = program("--root", ROOT, "--must", "big-data-volumes=+");
        assert.equal(await verdict(page), wanted.verdict.sentence);
        for (const option of wanted.options) {
          const entry = page.locator(`[data-cp-part=ranking] > [data-cp-option="${option.id}"]`).first();
          assert.equal(await entry.evaluate((node) => node.classList.contains("cp-dimmed")), option.dimmed, option.id);
        }
        assert.ok(wanted.options.some((/** @type {{dimmed: boolean}} */ { dimmed }) => dimmed));
      });
    });

    test("where every option misses a must-have none has a rank, and it is said which must-have stands in the way", async () => {
      const must = ["security=++", "concurrent-connections=++", "event-driven=+"];
      const choice = must.map((least) => `must.${encodeURIComponent(least).replace("%3D", "=")}`).join("&");
      for (const asked of [choice, choice.replace("&must.concurrent-connections=%2B%2B", "")]) {
        await seen(fileOf("bundled", `decide.html#v=1&scenario=real-time-chat&${asked}`), async (page) => {
          const told = must.filter((least) => asked.includes(least.split("=")[0])).flatMap((least) => ["--must", least]);
          const printed = terminal("--scenario", "real-time-chat", ...told);
          assert.equal(await verdict(page), printed.split("\n")[1]);
          const entries = page.locator("[data-cp-part=ranking]").first().locator("> li");
          assert.deepEqual(await entries.locator("[data-cp-field=rank]").allInnerTexts(), ["\u2013", "\u2013"]);
          for (const hindrance of await entries.locator("[data-cp-field=hindrance]").allInnerTexts()) {
            assert.match(hindrance, /misses .* \d+ of \d+ falls? short, (from ([^,;]+, )?\d of \d sources|(all \d+ )?from [^,;]+)(, with [^;]+)?\)/);
            assert.ok(printed.includes(`\n    ${hindrance}\n`), hindrance);
          }
          const flip = await page.locator("[data-cp-field=flip]").first().innerText();
          assert.match(flip, /^Node\.js leads without the must-have Security at least strong\.$/);
          assert.ok(printed.includes(`What would let an option lead:\n  ${flip}\n`), flip);
          const sources = await page.locator("[data-cp-part=sources] [data-cp-field=change]").allInnerTexts();
          assert.ok(sources.some((text) => /^no option can lead still/.test(text)));
          assert.ok(sources.every((text) => !/does not change who leads/.test(text)));
          await settled(page);
          assert.ok((await page.locator("[data-cp-part=sources] [data-cp-field=change]", { hasText: /^no option can lead still, and every must-have stands as now$/ }).count()) > 0);
        });
      }
      await seen(fileOf("bundled", `decide.html#v=1&must.security=%2B%2B&must.asynchronous-programming=%2B%2B`), async (page) => {
        const printed = terminal("--must", "security=++", "--must", "asynchronous-programming=++");
        assert.match(printed, /What would let an option lead:\n {2}Every option with a score misses more than one must-have\.\n/);
        assert.equal(await page.locator("[data-cp-field=flip]").first().innerText(), "Every option with a score misses more than one must-have.");
      });
    });

    test("what a must-have hangs on is a link away, and it is said whose must-have it is", async () => {
      await seen(fileOf("bundled", "decide.html#v=1&scenario=real-time-chat&must.security=%2B%2B&must.latency=%2B%2B"), async (page) => {
        assert.equal(await page.locator("[data-cp-field=profile]").first().innerText(), "for Real-time chat (which asks for Real-time applications at least middling), changed: Latency at least strong, Security at least strong");
        const hold = async (/** @type {string} */ asked) => {
          for (const { id, must } of program("--root", ROOT, "--scenario", "real-time-chat", "--must", asked).options) {
            const hindering = Object.keys(must).filter((topic) => must[topic] !== "met");
            const links = page.locator(`#cp-result [data-cp-option="${id}"] .cp-hindering a`);
            assert.deepEqual(await links.evaluateAll((all) => all.map((link) => link.getAttribute("href"))), hindering.map((topic) => `topics/${topic}.html#cell-${id}`));
            assert.ok(hindering.length > 0);
          }
        };
        await hold("security=++,latency=++");
        await page.locator('[data-cp-topic="security"]').evaluate((node) => node.closest("details")?.setAttribute("open", ""));
        await page.locator('[data-cp-topic="security"] select').selectOption("");
        await settled(page);
        await hold("latency=++");
        await page.locator("#cp-result .cp-hindering a").first().click();
        await page.waitForURL(/topics\/.*#cell-/);
        await page.locator(".cp-back").waitFor();
        assert.ok(await page.locator(new URL(page.url()).hash).isVisible());
      });
      // A minimum of the reader's own stands for the scenario's.
      await seen(fileOf("bundled", "decide.html#v=1&scenario=real-time-chat&must.real-time-applications=-"), async (page) => {
        assert.equal(await page.locator("[data-cp-field=profile]").first().innerText(), "for Real-time chat, changed: Real-time applications at least weak");
        assert.equal(await page.locator("#cp-result .cp-hindering:visible").count(), 0);
      });
      // More than three changes are counted; one takes a must-have of the scenario away.
      for (const [changes, said] of [["w.security=5&w.latency=3", "changed: Latency weighs 3, Security weighs 5, no must-have on Real-time applications"], ["w.security=5&w.latency=3&w.hiring=2", "changed in 4 points"]]) {
        await seen(fileOf("bundled", `decide.html#v=1&scenario=real-time-chat&${changes}&must.real-time-applications=none`), async (page) => {
          assert.equal(await page.locator("[data-cp-field=profile]").first().innerText(), `for Real-time chat, ${said}`);
        });
      }
    });

    test("how sure an only choice would be is said before a side is supposed, as it is after", async () => {
      const choice = "v=1&scenario=real-time-chat&must.security=%2B";
      await seen(fileOf("bundled", `decide.html#${choice}`), async (page) => {
        const sides = page.locator("[data-cp-part=contested] [data-cp-field=sides] > li", { has: page.locator("[data-cp-field=sure]", { hasText: /is the only choice, / }) });
        await sides.first().waitFor();
        const foretold = await sides.first().locator("[data-cp-field=sure]").innerText();
        await sides.first().locator("button").click();
        await page.waitForFunction(() => /suppose/.test(location.hash));
        await settled(page);
        const [, title, ways] = (await verdict(page)).match(/(\S+) is the only choice: .* meets every must-have in (\d+) of 100 ways\.$/) ?? [];
        assert.equal(foretold.split(";")[0]?.replace(/^then /, ""), `${title} is the only choice, meets every must-have in ${ways} of 100 ways`);
      });
    });

    test("a source that is left out is left out of ranking, contradictions and matrix", async () => {
      await seen(fileOf("bundled", "decide.html"), async (page) => {
        await page.locator("[data-cp-sources] > summary").click();
        await page.locator('[data-cp-without="incora"] input').uncheck();
        await settled(page);
        const wanted = program("--root", ROOT, "--without", "incora");
        assert.equal(await verdict(page), wanted.verdict.sentence);
        assert.equal(await page.locator("[data-cp-field=profile]").first().innerText(), "for the usual weights, without Incora");
        assert.equal(await page.locator("[data-cp-sources] [data-cp-field=count]").innerText(), "4 of 5");
        const titles = await page.locator("[data-cp-part=contested] h3").allInnerTexts();
        const first = [...new Set(wanted.contradictions.map((/** @type {{title: string}} */ { title }) => title))].slice(0, titles.length);
        assert.deepEqual(titles, first);
        await goBy(page, "Matrix");
        assert.equal(await page.locator('.cp-trust input[value="incora"]').isChecked(), false);
        assert.ok((await page.locator(".cp-was").count()) > 5);
      });
      await seen(fileOf("bundled", "matrix.html"), async (page) => {
        const table = page.locator(".cp-matrix");
        const before = await table.innerText();
        await page.locator(".cp-trust > summary").click();
        await page.locator('.cp-trust input[value="incora"]').uncheck();
        const { cells } = JSON.parse(readFileSync(path.join(folders.bundled, "data/knowledge.json"), "utf8"));
        assert.ok(cells.length > 90);
        assert.notEqual(await table.innerText(), before);
        const [, changed] = (await page.locator("[role=status]").innerText()).match(/^(\d+) of \d+ cells/) ?? [];
        assert.equal(await page.locator(".cp-was:not(.cp-moved)").count(), Number(changed));
        const [, moved] = (await page.locator("[role=status]").innerText()).match(/in (\d+) more only the number/) ?? [];
        assert.equal(await page.locator(".cp-moved").count(), Number(moved));
        assert.ok(Number(changed) > 5);
        const counts = await page.locator(".cp-legend .cp-count").evaluateAll((nodes) => nodes.map((node) => parseInt(node.textContent ?? "")));
        assert.equal(counts.reduce((sum, count) => sum + count), cells.length);
        const legend = page.locator(".cp-legend > div", { hasText: "None left" });
        assert.equal(parseInt(await legend.locator(".cp-count").innerText()), await page.locator(".cp-cell-link .cp-state-left").count());
        const cell = page.locator(".cp-cell-link:has(.cp-was):has(.cp-word)").first();
        const word = await cell.locator(".cp-word").innerText();
        const state = await cell.locator(".cp-state").innerText();
        await cell.click();
        await page.locator(".cp-left-note").waitFor();
        const card = page.locator(`.cp-cell:target`);
        assert.match(await card.innerText(), new RegExp(`without incora\\s+${word}[\\s\\d]* of 100\\s+(claims reach|all counted claims) [\\w ]+\\s+${state}\\s`, "i"));
        const struck = await page.locator(".cp-claim-aside", { hasText: "Left out by you" }).locator(".cp-cite > a:first-child").allTextContents();
        assert.ok(struck.length > 0 && struck.every((name) => name.startsWith("Incora")), struck.join());
        await goBy(page, "Matrix");
        assert.equal(await page.locator('.cp-trust input[value="incora"]').isChecked(), false);
        await page.locator('.cp-trust input[value="incora"]').check();
        assert.equal(await table.innerText(), before);
        await goBy(page, "Decide");
        await settled(page);
        assert.equal(await chosen(page), "");
      });
    });

    test("without a source it is said what that changes, here and in each scenario", async () => {
      await seen(fileOf("bundled", "decide.html#v=1&w.latency=4&without=incora"), async (page) => {
        const note = page.locator("[data-cp-part=scenarios]");
        await note.waitFor();
        const [every, left] = [[], ["--without", "incora"]].map((without) => program("--root", ROOT, "--weights", "latency=4", ...without));
        assert.equal(await page.locator("[data-cp-part=every] [data-cp-field=verdict]").textContent(), `With every source: ${brief(every.verdict.sentence)}`);
        const band = (/** @type {any} */ { options }, /** @type {string} */ option) => {
          const { low, high } = options.find((/** @type {any} */ { id }) => id === option);
          return [low, high].map((end) => Math.round(end * 100)).join(" to ");
        };
        const bands = [["nodejs", "Node.js"], ["python", "Python"]].map(([id, title]) => `${title} ${band(every, id)} (now ${band(left, id)})`);
        assert.equal(await page.locator("[data-cp-part=every] [data-cp-field=bands]").textContent(), `Bands: ${bands.join(", ")}.`);
        // The cell that moved most.
        const moves = left.options.flatMap((/** @type {any} */ { id, contributions }) => {
          const before = every.options.find((/** @type {any} */ option) => option.id === id).contributions;
          return Object.keys(contributions).map((topic) => ({ id, topic, moved: Math.abs(contributions[topic] - before[topic]) }));
        });
        const cells = new Map(moves.map((/** @type {any} */ { id, topic, moved }) => [`topics/${topic}.html#cell-${id}`, moved]));
        const links = await page.locator("[data-cp-part=moved] li a").evaluateAll((nodes) => nodes.map((node) => node.getAttribute("href") ?? ""));
        const furthest = [...cells.values()].sort((one, other) => other - one).slice(0, links.length);
        assert.equal(links.length, 6);
        links.forEach((link, at) => assert.ok(Math.abs(cells.get(link) - furthest[at]) < 1e-9, link));
        const scenarios = await page.locator("[data-cp-scenario]").evaluateAll((nodes) =>
          nodes.map((node) => ({ id: node.getAttribute("data-cp-scenario") ?? "", tag: node.querySelector(".cp-without")?.textContent })),
        );
        let marked = 0;
        for (const { id, tag } of scenarios) {
          const [was, is] = [[], ["--without", "incora"]].map((without) => {
            const { leaders, verdict, options } = program("--root", ROOT, "--scenario", id, ...without);
            const names = leaders.map((/** @type {string} */ leader) => options.find((/** @type {any} */ { id }) => id === leader).title);
            return `${names.join(" and ")} lead${names.length > 1 ? "" : "s"}, ${verdict.kind.replace("-", " ")}`;
          });
          assert.equal(tag, was === is ? undefined : `without Incora: ${is}`, id);
          marked += Number(was !== is);
        }
        assert.ok(marked > 0 && marked < scenarios.length);
        assert.match(await note.innerText(), new RegExp(`^Without Incora, ${marked} of `));
        await page.locator("[data-cp-sources]").evaluate((node) => node.setAttribute("open", ""));
        await page.locator('[data-cp-without="incora"] input').check();
        await settled(page);
        await note.waitFor({ state: "hidden" });
        assert.equal(await page.locator(".cp-without").count(), 0);
        assert.equal(await page.locator("[data-cp-part=every]").isVisible(), false);
        assert.equal(await page.locator("[data-cp-part=moved]").isVisible(), false);
      });
    });

    test("of the cells that moved it is said how far their claims reach, and what it means that none is left", async () => {
      const said = new Set();
      let reaches = 0;
      for (const choice of ["without=incora", "scenario=real-time-chat&without=incora"]) {
        await seen(fileOf("bundled", `decide.html#v=1&${choice}`), async (page) => {
          const moved = page.locator("[data-cp-part=moved]");
          await moved.waitFor();
          const isLeft = (await moved.locator("li", { hasText: "to no score, taken as 50" }).count()) > 0;
          assert.equal(await moved.locator("[data-cp-field=guess]").isVisible(), isLeft, choice);
          // How far the claims of a cell reach, where that is another now.
          const whole = knowledge(ROOT);
          for (const line of await moved.locator("li").all()) {
            const link = (await line.locator("a").getAttribute("href")) ?? "";
            const [was, is] = [whole, distrusting].map(({ cells }) => cells.find((/** @type {any} */ { topic, option }) => link === `topics/${topic}.html#cell-${option}`));
            const [before, now] = [was, is].map(({ low, high }) => (low === high ? `all at ${Math.round(low * 100)}` : `from ${Math.round(low * 100)} to ${Math.round(high * 100)}`));
            const isSaid = before !== now && was.score !== null && is.score !== null;
            assert.match(await line.innerText(), isSaid ? new RegExp(`; its claims were ${before}, now ${now}\\s`) : /^(?!.*its claims)/s);
            reaches += Number(isSaid);
          }
          said.add(isLeft);
        });
      }
      assert.equal(said.size, 2);
      assert.ok(reaches >= 3);
    });

    test("without a source a topic says how far its cells reach, and a list of sources which is left out", async () => {
      const cells = distrusting.cells.filter((/** @type {any} */ { topic, question }) => (topic ?? question).endsWith("concurrent-connections"));
      assert.equal(cells.length, 2);
      await seen(`${fileOf("bundled", "topics/concurrent-connections.html")}?v=1&without=incora`, async (page) => {
        for (const { option, score, low, high } of cells) {
          const [least, most, middle] = [low, high, score].map((value) => Math.round(value * 100));
          const card = page.locator(`#cell-${option} .cp-cell-left`);
          const words = least === most ? `all counted claims at ${least}` : `claims reach from ${least} to ${most}`;
          assert.equal(await card.locator(".cp-cell-range p").innerText(), words);
          const drawn = await card.locator(".cp-range-span").evaluate((span) => ["x", "width"].map((name) => Number(span.getAttribute(name))));
          assert.deepEqual(drawn, [least, most - least]);
          assert.equal(Number(await card.locator(".cp-range-score").getAttribute("x")), middle * 0.985);
        }
        assert.equal(await page.locator(".cp-cell", { hasText: "claims nothing here" }).count(), 0);
        await goBy(page, "Sources");
        const left = page.locator(".cp-entries > li", { hasText: "Left out by you" });
        await left.waitFor();
        assert.equal(await left.count(), 1);
        assert.match((await left.locator("a").first().getAttribute("href")) ?? "", /sources\/incora\.html/);
        assert.doesNotMatch(await page.locator(".cp-left-note").innerText(), /changes nothing/);
      });
      // Where it claims something of one option only.
      const { claims, options } = knowledge(ROOT);
      /** The options of a topic of which Incora claims something. @param {string} topic */
      const claimed = (topic) => {
        const own = claims.filter((/** @type {any} */ claim) => claim.topic === topic && claim.source === "incora");
        return options.filter((/** @type {any} */ { id }) => own.some((/** @type {any} */ { standings }) => standings.some((/** @type {any} */ { option }) => option === id)));
      };
      const topics = distrusting.cells.map((/** @type {any} */ { topic }) => topic);
      const topic = topics.find((/** @type {string} */ topic) => claimed(topic).length === 1);
      await seen(`${fileOf("bundled", `topics/${topic}.html`)}?v=1&without=incora`, async (page) => {
        await page.locator(".cp-cell-left").first().waitFor();
        for (const { id } of options) {
          const card = page.locator(`#cell-${id}`);
          const isClaimed = claimed(topic).some((/** @type {any} */ option) => option.id === id);
          assert.equal(await card.locator(".cp-cell-left").count(), Number(isClaimed), id);
          assert.equal((await card.innerText()).includes("Incora claims nothing here."), !isClaimed, id);
        }
      });
    });

    test("the page of contradictions says how many fall away, and how many stay", async () => {
      const [all, stay] = [knowledge(ROOT), distrusting].map(({ contradictions }) => contradictions.length);
      await seen(`${fileOf("bundled", "contradictions.html")}?v=1&without=incora`, async (page) => {
        const note = await page.locator(".cp-left-note").innerText();
        assert.ok(note.includes(`Of the ${all} contradictions further down ${all - stay} fall away, ${stay} stay.`), note);
      });
    });

    test("a topic says how its options stand to what is asked of it", async () => {
      for (const [least, without] of [["+", ""], ["++", "8ration"], ["-", "incora"]]) {
        const choice = `v=1&must.security=${encodeURIComponent(least)}${without && `&without=${without}`}`;
        const hindrances = new Map();
        await seen(fileOf("bundled", `decide.html#${choice}`), async (page) => {
          for (const id of ["nodejs", "python"]) hindrances.set(id, await page.locator(`#cp-result [data-cp-option="${id}"] [data-cp-field=hindrance]`).textContent());
        });
        await seen(`${fileOf("bundled", "topics/security.html")}?${choice}`, async (page) => {
          assert.match(await page.locator(".cp-left-note").innerText(), /What is asked of it in your decision stands beside each option/);
          for (const [id, hindrance] of hindrances) {
            const asked = await page.locator(`#cell-${id} .cp-cell-asked`).innerText();
            assert.equal(asked, `In your decision it ${hindrance || "meets Security at least weak"}.`);
          }
        });
      }
      const [{ id: contradiction }] = knowledge(ROOT).contradictions;
      await seen(`${fileOf("bundled", "topics/security.html")}?v=1&must.security=%2B&suppose.${contradiction}=a`, async (page) => {
        for (const asked of await page.locator(".cp-cell-asked").allInnerTexts()) assert.match(asked, /^In your decision, with what you suppose, it /);
      });
      await seen(`${fileOf("bundled", "topics/latency.html")}?v=1&must.security=%2B`, async (page) => {
        assert.match(await page.locator(".cp-left-note").innerText(), /are kept, and do not show on this page/);
        assert.equal(await page.locator(".cp-cell-asked").count(), 0);
      });
    });

    test("a scenario keeps the weights that a reader changed in it, and no others", async () => {
      const changed = "v=1&scenario=cpu-heavy-service&w.latency=4&without=incora";
      await seen(`${fileOf("bundled", "scenarios/cpu-heavy-service.html")}?${changed}`, async (page) => {
        await page.locator(".cp-left-note").waitFor();
        const wanted = program("--root", ROOT, "--scenario", "cpu-heavy-service", "--without", "incora", "--weights", "latency=4");
        assert.equal(await page.locator(".cp-computed-box .cp-verdict").first().innerText(), wanted.verdict.sentence);
        const labels = page.locator(".cp-computed-section .cp-label");
        assert.match(await labels.first().innerText(), /^without incora, with what you changed$/i);
        assert.equal(await page.locator(".cp-computed-box .cp-note").first().innerText(), "You changed: Latency weighs 4.");
        assert.match(await page.locator("#cp-computed-title").innerText(), /, with every source, with the scenario\u2019s own weights$/i);
        await page.locator(".cp-left-note").getByRole("link", { name: "your ranking" }).click();
        await page.waitForURL(/decide\.html/);
        await settled(page);
        assert.equal(await chosen(page), changed);
        assert.equal(await verdict(page), wanted.verdict.sentence);
        await page.goBack();
        await page.locator(".cp-left-note").waitFor();
        await page.locator(".cp-more").getByRole("link", { name: "Decide for this scenario" }).click();
        await page.waitForURL(/decide\.html/);
        await settled(page);
        assert.equal(await verdict(page), wanted.verdict.sentence);
      });
      await seen(`${fileOf("bundled", "scenarios/cpu-heavy-service.html")}?v=1&scenario=cpu-heavy-service&must.security=%2B`, async (page) => {
        await page.locator(".cp-left-note").waitFor();
        const wanted = program("--root", ROOT, "--scenario", "cpu-heavy-service", "--must", "security=+");
        assert.equal(await page.locator(".cp-computed-box .cp-verdict").first().innerText(), wanted.verdict.sentence);
        assert.equal(await page.locator(".cp-computed-box .cp-note").first().innerText(), "You changed: Security at least good.");
      });
      await seen(`${fileOf("bundled", "topics/security.html")}?${changed.replace("&without=incora", "")}`, async (page) => {
        assert.match(await page.locator(".cp-left-note").innerText(), /^Your weights and must-haves are kept, and do not show on this page\./);
      });
      await seen(`${fileOf("bundled", "scenarios/iot-backend.html")}?${changed}`, async (page) => {
        await page.locator(".cp-left-note").waitFor();
        const wanted = program("--root", ROOT, "--scenario", "iot-backend", "--without", "incora");
        assert.equal(await page.locator(".cp-computed-box .cp-verdict").first().innerText(), wanted.verdict.sentence);
        const back = page.locator(".cp-left-note");
        assert.match(await back.innerText(), /are kept; here the scenario\u2019s own count\./);
        const places = await back.getByRole("link").evaluateAll((links) => links.map((link) => decodeURIComponent(link.getAttribute("href") ?? "").replace(/^.*\//, "").replace(/&?kb=[^&]*/, "")));
        const own = "v=1&scenario=iot-backend&without=incora";
        assert.deepEqual(places.slice(0, 3), [`matrix.html#${changed}`, `decide.html#${changed}`, `decide.html#${own}`]);
      });
    });

    test("a scenario says what it is without a source", async () => {
      await seen(`${fileOf("bundled", "scenarios/cpu-heavy-service.html")}?v=1&w.latency=4&without=incora`, async (page) => {
        await page.locator(".cp-left-note").waitFor();
        const wanted = program("--root", ROOT, "--scenario", "cpu-heavy-service", "--without", "incora");
        const box = page.locator(".cp-computed-box").first();
        assert.equal(await box.locator(".cp-verdict").innerText(), wanted.verdict.sentence);
        const advised = wanted.recommendations.flatMap((/** @type {any} */ { for: favour, against }) => [favour, against].filter((ids) => ids.length));
        assert.equal(await box.locator(".cp-advice-line").count(), advised.length);
        const scores = wanted.options.map((/** @type {any} */ { title, score, low, high }) => {
          const [mean, least, most] = [score, low, high].map((share) => Math.round(share * 100));
          return `${title} ${mean} (${least} to ${most})`;
        });
        assert.deepEqual((await box.locator("ol > li").allInnerTexts()).map((line) => line.replace(/\s+/g, " ")), scores);
        assert.ok(!(await box.innerText()).includes("Incora"));
        assert.match(await page.locator("#cp-computed-title").innerText(), /with every source$/i);
        assert.ok((await page.locator(".cp-advice-list .cp-chip-left").count()) > 0);
        await page.locator(".cp-left-note").getByRole("link", { name: "decide for this scenario" }).click();
        await page.waitForURL(/decide\.html/);
        await settled(page);
        assert.equal(await verdict(page), wanted.verdict.sentence);
        await page.goBack();
        await page.locator(".cp-left-note").waitFor();
        await page.locator(".cp-more").getByRole("link", { name: "Decide for this scenario" }).click();
        await page.waitForURL(/decide\.html/);
        await settled(page);
        assert.equal(await chosen(page), "scenario=cpu-heavy-service&without=incora");
        assert.equal(await verdict(page), wanted.verdict.sentence);
        await goBy(page, "Sources");
        await page.locator("main").getByRole("link", { name: /^8ration|by 8ration$/ }).first().click();
        await page.waitForURL(/sources\/8ration\.html/);
        await page.locator("main").getByRole("link", { name: /^Decide without it/ }).click();
        await page.waitForURL(/decide\.html/);
        await settled(page);
        assert.equal(await page.locator("[data-cp-field=profile]").first().innerText(), "for CPU-heavy service, without 8ration, Incora");
      });
      await seen(`${fileOf("bundled", "scenarios/cpu-heavy-service.html")}?v=1&w.latency=4&without=incora`, async (page) => {
        await page.getByRole("link", { name: "count every source again" }).click();
        await page.waitForURL((url) => !url.search.includes("without"));
        await goBy(page, "Decide");
        await settled(page);
        assert.equal(await chosen(page), "v=1&w.latency=4");
      });
    });

    test("a choice comes along to the evidence and back", async () => {
      await seen(fileOf("bundled", "decide.html#v=1&w.latency=4&without=incora"), async (page) => {
        await page.locator('[data-cp-topic="execution-speed"]').evaluate((node) => node.closest("details")?.setAttribute("open", ""));
        await page.locator('[data-cp-topic="execution-speed"] .cp-ask-title a').click();
        await page.locator(".cp-left-note").waitFor();
        const names = await page.locator(".cp-chip-name.cp-chip-left").allInnerTexts();
        assert.ok(names.length > 0 && names.every((name) => name.startsWith("Incora")), names.join());
        await page.locator(".cp-claim-aside .cp-place a").first().click();
        await page.waitForURL((url) => url.pathname.endsWith("/sources/incora.html") && url.search.includes("w.latency=4"));
        await page.locator(".cp-left-note").waitFor();
        assert.equal(await page.locator(".cp-place-section .cp-claim:not(.cp-claim-aside)").count(), 0);
        await goBy(page, "Contradictions");
        await page.locator(".cp-left-note").waitFor();
        assert.ok((await page.locator(".cp-claim-aside").count()) > 10);
        // A side is silent if all its claims are struck through, and less than two others make no contradiction.
        const own = page.locator(".cp-contradiction", { has: page.locator(".cp-claim-left") });
        const told = await own.evaluateAll((nodes) =>
          nodes.map((node) => {
            const sides = [...node.querySelectorAll(".cp-side")].map((side) => ({
              claims: side.querySelectorAll(".cp-claim").length,
              left: side.querySelectorAll(".cp-claim-left").length,
              isSilent: side.querySelectorAll(".cp-side-left").length === 1,
            }));
            return { sides, isNone: node.querySelectorAll(".cp-contradiction-left").length === 1 };
          }),
        );
        const resolutions = page.locator(".cp-contradiction .cp-resolution > .cp-label");
        const without = own.locator(".cp-resolution > .cp-label");
        const noted = (await resolutions.allTextContents()).filter((label) => label.endsWith(", written with every source"));
        assert.equal(noted.length, await without.count());
        assert.ok(noted.length > 0 && noted.length < (await resolutions.count()));
        for (const { sides, isNone } of told) {
          for (const { claims, left, isSilent } of sides) assert.equal(isSilent, claims > 0 && claims === left);
          assert.equal(isNone, sides.filter(({ isSilent }) => !isSilent).length < 2);
        }
        assert.ok(told.some(({ isNone }) => isNone) && told.some(({ isNone }) => !isNone));
        await goBy(page, "Decide");
        await settled(page);
        assert.equal(await chosen(page), "v=1&w.latency=4&without=incora");
        const every = page.locator("[data-cp-part=every] [data-cp-field=verdict]");
        await every.waitFor();
        assert.match(await every.innerText(), /^With every source: .* ahead\. /);
        // The way back is in sight from every place.
        await goBy(page, "Contradictions");
        const back = page.locator(".cp-back");
        await back.waitFor();
        await page.locator(".cp-contradiction").nth(6).scrollIntoViewIfNeeded();
        await page.waitForFunction(() => {
          const box = document.querySelector(".cp-back")?.getBoundingClientRect();
          return scrollY > innerHeight && box && box.top > 0 && box.bottom <= innerHeight;
        });
        await back.getByRole("link", { name: "your ranking" }).click();
        await settled(page);
        assert.equal(await chosen(page), "v=1&w.latency=4&without=incora");
      });
    });

    test("a side can be supposed right, and taken back", async () => {
      await seen(fileOf("bundled", "decide.html"), async (page) => {
        const before = await verdict(page);
        const button = page.locator("[data-cp-part=contested] button[data-cp-suppose]").first();
        await button.click();
        await settled(page);
        const [, id, side] = chosen(page).match(/^v=1&suppose\.([\w-]+)=([a-z])$/) ?? [];
        assert.equal(await verdict(page), program("--root", ROOT, "--suppose", `${id}=${side}`).verdict.sentence);
        const pressed = page.locator('button[data-cp-suppose][aria-pressed="true"]');
        assert.equal(await pressed.count(), 1);
        await pressed.click();
        await settled(page);
        assert.equal(await verdict(page), before);
      });
    });

    test("a side of a contradiction that nobody has explained can be supposed right, and taken back", async () => {
      const before = program("--root", EIGHT_OPTIONS);
      const { id, title, side } = before.contradictions.find((/** @type {any} */ { id }) => id.startsWith("found-"));
      await seen(fileOf("eight", `decide.html#v=1&suppose.${id}=${side}`), async (page) => {
        const now = program("--root", EIGHT_OPTIONS, "--suppose", `${id}=${side}`);
        assert.equal(await verdict(page), now.verdict.sentence);
        assert.equal(await page.locator("[data-cp-part=contested] h3").first().innerText(), title);
        const back = page.locator("[data-cp-part=every] [data-cp-field=verdict]");
        await back.waitFor();
        assert.equal(await back.textContent(), `With nothing supposed: ${brief(before.verdict.sentence)}`);
        assert.ok((await page.locator("[data-cp-part=moved] li").count()) > 0);
        await page.locator('button[data-cp-suppose][aria-pressed="true"]').click();
        await settled(page);
        assert.equal(await verdict(page), before.verdict.sentence);
        assert.equal(await page.locator("[data-cp-part=every]").isVisible(), false);
      });
    });

    test("what was supposed of a contradiction that falls away can be taken back", async () => {
      const choice = "v=1&suppose.can-one-thread-hold-thousands-of-connections=b&without=incora";
      await seen(fileOf("bundled", `decide.html#${choice}`), async (page) => {
        assert.equal(await page.locator("[data-cp-field=profile]").first().innerText(), "for the usual weights, with a supposition that counts for nothing, without Incora");
        const first = page.locator("[data-cp-part=contested] .cp-contested").first();
        assert.match(await first.innerText(), /falls away without Incora, and counts for nothing/);
        const every = page.locator("[data-cp-part=every] [data-cp-field=verdict]");
        await every.waitFor();
        assert.match(await every.innerText(), /^With every source and what you suppose: /);
        assert.match(await first.innerText(), /Incora \(left out\)/);
        await page.locator("[data-cp-part=contested] [data-cp-field=surely]:visible").waitFor();
        assert.doesNotMatch(await first.innerText(), /instead/);
        assert.equal(await first.locator("button:visible").count(), 1);
        await first.locator('button[aria-pressed="true"]').click();
        await settled(page);
        assert.equal(await chosen(page), "v=1&without=incora");
      });
      await seen(`${fileOf("bundled", "contradictions.html")}?v=1&suppose.can-one-thread-hold-thousands-of-connections=b`, async (page) => {
        assert.match(await page.locator(".cp-left-note").innerText(), /^You suppose a side/);
        const sides = page.locator("#contradiction-can-one-thread-hold-thousands-of-connections .cp-side");
        assert.match(await sides.nth(1).innerText(), /You suppose this side right/);
        assert.match(await sides.first().innerText(), /Set aside in your ranking, since you suppose another side right/);
        assert.equal(await page.locator(".cp-side .cp-side-left").count(), 2);
      });
      await seen(fileOf("bundled", "matrix.html#v=1&suppose.can-one-thread-hold-thousands-of-connections=b"), async (page) => {
        const note = page.locator(".cp-switch-note", { hasText: /^What you suppose of contradictions counts in your ranking, and not in this matrix\.$/ });
        assert.ok(await note.isVisible());
      });
      await seen(fileOf("bundled", "matrix.html#v=1&without=incora"), async (page) => {
        assert.deepEqual((await page.locator(".cp-switch-note:visible").allInnerTexts()).map((text) => /suppose/.test(text)), [false]);
      });
    });

    test("a source can be left out where it is said what it carries, and what keeps options from leading is named", async () => {
      await seen(fileOf("bundled", "decide.html#v=1&must.multithreading=%2B"), async (page) => {
        const line = page.locator("[data-cp-part=sources] li", { hasText: "LogRocket" });
        assert.match(await line.innerText(), /Python leads; Node\.js then misses Multithreading at least good/);
        await line.getByRole("link", { name: /^leave it out/ }).click();
        await page.waitForFunction(() => location.hash.includes("without=logrocket"));
        await settled(page);
        const { verdict: wanted } = program("--root", ROOT, "--must", "multithreading=+", "--without", "logrocket");
        assert.equal(await verdict(page), wanted.sentence);
        const moved = page.locator("[data-cp-part=moved] li").first();
        await moved.waitFor();
        assert.match(await moved.innerText(), /^Multithreading at least good, Node\.js from in doubt to missed\s+must-have$/);
        await page.locator("[data-cp-part=every]").getByRole("link", { name: "What it changes in each scenario" }).click();
        await page.waitForFunction(() => location.hash.includes("without=logrocket"));
        await page.locator("[data-cp-part=every]").getByRole("link", { name: "Take it back" }).click();
        await page.waitForFunction(() => !location.hash.includes("without"));
        await settled(page);
        assert.equal(await verdict(page), program("--root", ROOT, "--must", "multithreading=+").verdict.sentence);
      });
    });

    test("with must-haves it is said of every source how they would stand without it", async () => {
      const choice = "decide.html#v=1&scenario=real-time-chat&must.security=%2B&must.concurrent-connections=%2B";
      await seen(fileOf("bundled", choice), async (page) => {
        const asked = ["--root", ROOT, "--scenario", "real-time-chat", "--must", "security=+", "--must", "concurrent-connections=+"];
        const now = program(...asked);
        assert.deepEqual(now.sources.map((/** @type {any} */ { id }) => id), ["8ration"]);
        const lines = page.locator("[data-cp-part=sources] li");
        assert.equal(await lines.count(), 5);
        const line = lines.filter({ hasText: "Incora" });
        assert.match(await line.innerText(), /does not change who leads/);
        await line.locator("[data-cp-field=sure]").waitFor();
        const then = program(...asked, "--without", "incora");
        const must = (/** @type {any} */ found) => found.options.find((/** @type {any} */ { id }) => id === "nodejs").must["concurrent-connections"];
        assert.deepEqual([must(now), must(then)], ["uncertain", "met"]);
        assert.match(await line.innerText(), /Node\.js then meets Concurrent connections at least good/);
        const same = lines.filter({ hasText: "or which options meet, may miss or miss a must-have" });
        assert.ok((await same.count()) > 0);
        for (const id of await same.evaluateAll((nodes) => nodes.map((node) => node.getAttribute("data-cp-without") ?? ""))) {
          const musts = (/** @type {any} */ found) => found.options.map((/** @type {any} */ { id, must }) => [id, must]);
          assert.deepEqual(musts(program(...asked, "--without", id)), musts(now), id);
        }
        // What is said of an option that is dimmed then is not said twice.
        const carries = await lines.filter({ hasText: "8ration" }).innerText();
        assert.match(carries, /then miss(es)? Security at least good/);
        assert.doesNotMatch(carries, /Security at least good, Node\.js from/);
        // The groups of must-haves are open.
        assert.equal(await page.locator('[data-cp-topic="security"]').evaluate((node) => node.closest("details")?.open), true);
      });
    });

    test("what a source carries holds where a supposition falls away with it, and both can be taken back", async () => {
      const asked = ["scenario=real-time-chat", "must.security=%2B", "must.concurrent-connections=%2B", "suppose.does-express-bring-security-middleware=b"];
      await seen(fileOf("bundled", `decide.html#v=1&${asked.join("&")}`), async (page) => {
        const told = ["--root", ROOT, "--scenario", "real-time-chat", "--must", "security=+", "--must", "concurrent-connections=+"];
        const now = program(...told, "--suppose", "does-express-bring-security-middleware=b");
        assert.equal(await verdict(page), now.verdict.sentence);
        const then = program(...told, "--without", "8ration");
        assert.deepEqual([now.leaders, then.leaders], [["nodejs"], []]);
        const line = page.locator("[data-cp-part=sources] li", { hasText: "8ration" });
        assert.match(await line.locator("[data-cp-field=change]").innerText(), /^no option can lead; Node\.js and Python then miss|^no option can lead; Node\.js then misses/);
        await line.getByRole("link", { name: /^leave it out/ }).click();
        await page.waitForFunction(() => location.hash.includes("without=8ration"));
        await settled(page);
        assert.equal(await verdict(page), then.verdict.sentence);
        await page.locator("[data-cp-part=every]").waitFor();
      });
      await seen(fileOf("bundled", "decide.html#v=1&without=incora&suppose.can-one-thread-hold-thousands-of-connections=a"), async (page) => {
        // What is supposed counts for nothing here, and comes back with the source.
        await page.locator("[data-cp-part=every]").getByRole("link", { name: "Take it back" }).click();
        await page.waitForFunction(() => !/without/.test(location.hash));
        await settled(page);
        assert.equal(await chosen(page), "v=1&suppose.can-one-thread-hold-thousands-of-connections=a");
        assert.equal(await verdict(page), program("--root", ROOT, "--suppose", "can-one-thread-hold-thousands-of-connections=a").verdict.sentence);
      });
      await seen(fileOf("bundled", "decide.html#v=1&without=incora&suppose.does-express-bring-security-middleware=b"), async (page) => {
        await page.locator("[data-cp-part=every]").getByRole("link", { name: "Take back all of it" }).click();
        await page.waitForFunction(() => !/without|suppose/.test(location.hash));
      });
    });

    test("a must-have that an option comes to miss is named where the option misses another already", async () => {
      await seen(fileOf("bundled", "decide.html#v=1&must.event-driven=%2B&must.one-language=%2B"), async (page) => {
        const asked = ["--root", ROOT, "--must", "event-driven=+", "--must", "one-language=+"];
        const python = (/** @type {string[]} */ ...told) => program(...asked, ...told).options.find((/** @type {any} */ { id }) => id === "python");
        assert.deepEqual(python().must, { "event-driven": "not-met", "one-language": "uncertain" });
        assert.equal(python("--without", "section").must["one-language"], "not-met");
        const sure = page.locator('[data-cp-part=sources] [data-cp-without="section"] [data-cp-field=sure]');
        await sure.waitFor();
        assert.match(await sure.innerText(), /Python then misses .* at least good$/);
      });
    });

    test("what a must-have asks counts as a criterion, and what is said of ways stands where there are ways", async () => {
      await seen(fileOf("bundled", "decide.html"), async (page) => {
        const ways = page.locator("[data-cp-field=ways]");
        const reading = page.locator(".cp-reading");
        assert.match(await ways.innerText(), /is no probability/);
        for (const choice of ["scenario=data-heavy-product", "scenario=real-time-chat&must.concurrent-connections=%2B", "w.latency=4"]) {
          await page.goto(fileOf("bundled", `decide.html#v=1&${choice}`));
          await page.reload();
          await settled(page);
          const hasWays = (await verdict(page)).includes("ways");
          assert.equal(await ways.isVisible(), hasWays, choice);
          await reading.locator("summary").click();
          assert.match(await reading.innerText(), /The dot is the score/);
          // What opens at the end of a box that scrolls is in view.
          await page.waitForFunction(() => {
            const [end, box] = [".cp-reading", "#cp-result"].map((place) => document.querySelector(place)?.getBoundingClientRect().bottom ?? NaN);
            return end <= box && end <= innerHeight;
          });
          assert.equal((await reading.innerText()).includes("A way settles each doubt"), hasWays, choice);
        }
        const { groups } = JSON.parse(readFileSync(path.join(folders.bundled, "data/knowledge.json"), "utf8"));
        const group = groups.find((/** @type {any} */ { topics }) => topics.includes("concurrent-connections"));
        await page.goto(fileOf("bundled", `decide.html#v=1&scenario=ml-behind-an-api&must.concurrent-connections=${encodeURIComponent("++")}`));
        await page.reload();
        await settled(page);
        const { verdict: wanted, weights } = program("--root", ROOT, "--scenario", "ml-behind-an-api", "--must", "concurrent-connections=++");
        assert.equal(wanted.kind, "no-ranking");
        assert.ok(await ways.isHidden());
        const weighing = group.topics.filter((/** @type {string} */ topic) => weights[topic] > 0 && topic !== "concurrent-connections").length;
        const count = page.locator(`[data-cp-group="${group.id}"] > summary [data-cp-field=count]`);
        assert.match(await count.innerText(), new RegExp(`^${weighing + 1} of `));
      });
    });

    test("a side says under which conditions its claim holds", async () => {
      await seen(fileOf("bundled", "decide.html#v=1&w.latency=4&w.concurrent-connections=5"), async (page) => {
        await page.locator("[data-cp-part=contested]").getByRole("button", { name: /^Show \d+ more$/ }).click();
        await page.locator('[data-cp-suppose="does-node-js-answer-at-once-or-with-delays=b"]').waitFor();
        await settled(page);
        const { claims, contradictions } = JSON.parse(readFileSync(path.join(folders.bundled, "data/knowledge.json"), "utf8"));
        const { sides } = contradictions.find((/** @type {any} */ { id }) => id === "does-node-js-answer-at-once-or-with-delays");
        for (const [place, side] of sides.entries()) {
          const { qualifiers } = claims.find((/** @type {any} */ { id }) => id === side[0]);
          const shown = page.locator(`li:has(> [data-cp-suppose="does-node-js-answer-at-once-or-with-delays=${"ab"[place]}"]) [data-cp-field=held]`);
          assert.equal(await shown.innerText(), qualifiers.workload ? `workload: ${qualifiers.workload}` : "");
        }
      });
    });

    test("every contradiction that moves the result can be listed, the ones behind a doubted must-have first", async () => {
      await seen(fileOf("bundled", "decide.html#v=1&scenario=real-time-chat&must.security=%2B"), async (page) => {
        const titles = page.locator("[data-cp-part=contested] h3");
        const before = await titles.allInnerTexts();
        assert.ok(before.includes("Does Express bring security middleware?"));
        const side = page.locator('li:has(> [data-cp-suppose="does-express-bring-security-middleware=b"])');
        const sure = side.locator("[data-cp-field=sure]");
        await sure.waitFor();
        const then = program("--root", ROOT, "--scenario", "real-time-chat", "--must", "security=+", "--suppose", "does-express-bring-security-middleware=b");
        const [, ways] = then.verdict.sentence.match(/in ((?:over )?\d+) of 100 ways/);
        assert.equal(await sure.innerText(), `${then.verdict.kind.replace("-", " ")}, ${ways} of 100 ways; Node.js then meets Security at least good`);
        const { contradictions } = program("--root", ROOT, "--scenario", "real-time-chat", "--must", "security=+");
        const moving = new Set(contradictions.map((/** @type {any} */ { title }) => title));
        assert.ok(moving.size > before.length);
        await page.locator("[data-cp-part=contested]").getByRole("button", { name: /^Show \d+ more$/ }).click();
        await page.waitForFunction((count) => document.querySelectorAll("[data-cp-part=contested] h3").length > count, before.length);
        const all = await titles.allInnerTexts();
        assert.deepEqual(all.slice(0, before.length), before);
        for (const title of moving) assert.ok(all.includes(title), title);
        assert.ok(await page.locator("[data-cp-part=contested]").getByRole("button", { name: /more$/ }).isHidden());
      });
      await seen(fileOf("bundled", "decide.html"), async (page) => {
        const more = page.locator("[data-cp-part=contested]").getByRole("button", { name: /^Show \d+ more$/ });
        const count = Number((await more.innerText()).match(/\d+/)?.[0]);
        await more.click();
        await page.waitForFunction((all) => document.querySelectorAll("[data-cp-part=contested] h3").length === all, 6 + count);
      });
    });

    for (const place of [1, 5, 7]) {
      test(`a side that is supposed right stays under the pointer: ${place}`, async () => {
        await seen(fileOf("bundled", "decide.html#v=1&w.latency=4"), async (page) => {
          const button = page.locator("[data-cp-suppose]").nth(place);
          const name = await button.getAttribute("data-cp-suppose");
          await button.scrollIntoViewIfNeeded();
          await button.evaluate((node) => node.addEventListener("click", () => (document.body.dataset.top = String(node.getBoundingClientRect().top))));
          await button.click();
          await page.locator("[data-cp-part=moved] li").first().waitFor();
          await page.locator("[data-cp-part=contested] [data-cp-field=surely]:visible").waitFor();
          await settled(page);
          const pressed = page.locator(`[data-cp-suppose="${name}"]`);
          assert.equal(await pressed.getAttribute("aria-pressed"), "true");
          const [before, after] = await pressed.evaluate((node) => [Number(document.body.dataset.top), node.getBoundingClientRect().top]);
          assert.ok(Math.abs(after - before) < 12, `${before} ${after}`);
        });
      });
    }

    test("where a must-have leaves one option, the contradictions that it hangs on can be supposed", async () => {
      await seen(fileOf("bundled", "decide.html#v=1&scenario=real-time-chat&must.concurrent-connections=+"), async (page) => {
        const { verdict: wanted, must } = program("--root", ROOT, "--scenario", "real-time-chat", "--must", "concurrent-connections=+");
        assert.equal(wanted.kind, "only-choice");
        assert.equal(await verdict(page), wanted.sentence);
        const links = await page.locator("[data-cp-part=contested] h3 a").evaluateAll((nodes) => nodes.map((node) => node.getAttribute("href") ?? ""));
        const { cells } = JSON.parse(readFileSync(path.join(folders.bundled, "data/knowledge.json"), "utf8"));
        const marking = cells
          .filter((/** @type {any} */ { topic }) => topic in must)
          .flatMap((/** @type {any} */ { contradictions }) => contradictions);
        assert.ok(links.length > 0);
        for (const link of links) assert.ok(marking.includes(link.replace(/^.*#contradiction-/, "")), link);
      });
    });

    test("what a scenario's sources recommend stands beside its ranking", async () => {
      await seen(fileOf("bundled", "decide.html#v=1&scenario=cpu-heavy-service&without=incora"), async (page) => {
        const advice = page.locator(".cp-reasons [data-cp-part=advice]");
        await advice.waitFor();
        const { recommendations, options, verdict, leaders } = program("--root", ROOT, "--scenario", "cpu-heavy-service", "--without", "incora");
        const title = (/** @type {string} */ id) => options.find((/** @type {any} */ option) => option.id === id).title;
        const lines = recommendations.flatMap((/** @type {any} */ { option, for: favour, against }) => [
          ...(favour.length ? [`for ${title(option)}`] : []),
          ...(against.length ? [`against ${title(option)}`] : []),
        ]);
        assert.deepEqual(await advice.locator("[data-cp-field=option]").allInnerTexts(), lines);
        assert.equal(verdict.kind, "clear");
        assert.match(await advice.locator("[data-cp-field=sentence]").innerText(), new RegExp(`^Equally many sources recommend Node\\.js and Python; in the ranking ${title(leaders[0])} leads`));
        await page.locator('[data-cp-choose=""]').click();
        await settled(page);
        await advice.waitFor({ state: "hidden" });
      });
    });

    test("every entry follows a weight while it moves, and what is opened stays with its option", async () => {
      await seen(fileOf("eight", "decide.html"), async (page) => {
        const ranked = page.locator("[data-cp-part=ranking] > li");
        const opened = () => ranked.evaluateAll((all) => all.filter((one) => one.querySelector("details")?.open).map((one) => one.getAttribute("data-cp-option")));
        /** What each entry says that does not wait for the pause. */
        const said = () =>
          ranked.evaluateAll((all) =>
            all.map((one) => {
              const [mark, name, bar] = [".cp-option-mark", ".cp-ranked-name", ".cp-interval-score"].map((part) => one.querySelector(part));
              return {
                id: one.getAttribute("data-cp-option"),
                colours: [one, mark].map((node) => [...(node?.classList ?? [])].filter((name) => /^cp-option-\d/.test(name)).join()),
                shape: mark?.querySelector("use")?.getAttribute("href"),
                name: name?.textContent?.trim(),
                path: name?.getAttribute("href"),
                head: one.querySelector(".cp-ranked-head")?.textContent?.replace(/\s+/g, " "),
                interval: one.querySelector("[data-cp-field=interval]")?.textContent,
                mark: bar?.getAttribute("cx"),
                pieces: one.querySelectorAll(".cp-stack-part").length,
              };
            }),
          );
        const printed = await said();
        await ranked.nth(1).locator("summary").click();
        const before = await opened();
        assert.deepEqual(before, [printed[1].id]);
        // Enough weight on what the first lacks turns the ranking over.
        const inputs = page.locator("[data-cp-topic] input[type=range]");
        const move = () => inputs.evaluateAll((all) => {
          for (const one of /** @type {HTMLInputElement[]} */ (all)) {
            one.valueAsNumber = one.closest("[data-cp-topic]")?.getAttribute("data-cp-topic") === "fare" ? 5 : 0;
            one.dispatchEvent(new Event("input", { bubbles: true }));
          }
        });
        await move();
        const moved = await said();
        assert.ok(!(await page.locator("[data-cp-part=verdict]").innerText()).includes("ways"));
        assert.notDeepEqual(moved.map(({ id }) => id), printed.map(({ id }) => id));
        for (const { id, colours, shape, name, path } of moved) {
          const own = printed.find((entry) => entry.id === id);
          assert.deepEqual({ colours, shape, name, path }, { colours: own?.colours, shape: own?.shape, name: own?.name, path: own?.path }, id ?? "");
          assert.equal(colours[0], colours[1], id ?? "");
        }
        await settled(page);
        assert.deepEqual(await said(), moved);
        assert.deepEqual(await opened(), before);
        assert.notEqual(moved[1].id, printed[1].id);
      });
    });

    test("options can be left out, and no other score changes", async () => {
      await seen(fileOf("eight", "decide.html"), async (page) => {
        const scores = () =>
          page.locator("[data-cp-part=ranking]").first().locator("> li").evaluateAll((all) =>
            Object.fromEntries(all.map((one) => [one.getAttribute("data-cp-option"), one.querySelector("[data-cp-field=score]")?.textContent])),
          );
        const before = await scores();
        assert.equal(Object.keys(before).length, 8);
        const [first] = Object.keys(before);
        await page.locator(".cp-ask-group > summary", { hasText: "Options" }).click();
        await page.locator(`input[aria-label^="Compare it"]`).first().uncheck();
        await settled(page);
        const after = await scores();
        assert.equal(Object.keys(after).length, 7);
        for (const [id, score] of Object.entries(after)) assert.equal(score, before[id], id);
        assert.ok(first in before);
      });
    });
  });
}
