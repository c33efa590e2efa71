// What a reader's choices are read from and go into: addresses, fields, links, paper.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { pathToFileURL } from "node:url";

import { chosen, fileOf, folders, goBy, on, program, settled, site, terminal, verdict } from "./support/desk.js";
import { EIGHT_OPTIONS, PROGRAM, ROOT, build, copyOf, temporaryFolder } from "./support/program.js";
import { choices as C, knowledgeOf } from "./support/scripts.js";

/** @typedef {import("playwright-core").Page} Page */

describe("an address", () => {
  test("asks for no minimum that the program would refuse, and for what it would take", () => {
    const knowledge = knowledgeOf(folders.bundled);
    const accepts = (/** @type {string} */ pair) => {
      try {
        execFileSync(PROGRAM, ["decide", "--root", ROOT, "--quiet", "--must", pair], { stdio: "pipe" });
        return true;
      } catch {
        return false;
      }
    };
    for (const [topic, minimums] of Object.entries({
      "open-positions": ["2500", "~2500", "2000..3000", ">2000", "99999999", "0", "-5", "+", "--", "yes", "2.5e3", "", "5000"],
      "cpu-bound-work": ["++", "+", "=", "-", "--", "yes", "3", "best"],
      "one-language": ["yes", "no", "+", "--", "1"],
    })) {
      for (const minimum of minimums) {
        const { choices, notes } = C.fromFragment(`v=1&must.${topic}=${minimum}`, knowledge);
        const isTaken = accepts(`${topic}=${minimum}`);
        assert.equal(choices.must[topic], isTaken ? minimum : undefined, `${topic}=${minimum}`);
        assert.equal(notes.length, isTaken ? 0 : 1, `${topic}=${minimum}`);
      }
    }
  });

  test("holds weights and sides in one form, and what is as it would be anyway is no choice", () => {
    const knowledge = knowledgeOf(folders.bundled);
    const [{ id, sides }] = knowledge.callouts;
    const read = (/** @type {string} */ fragment) => C.fromFragment(fragment, knowledge);
    for (const odd of ["w.latency=0x3", "w.latency=%20", "w.latency=1e0", "w.latency=6", "w.latency.x=2", "w.latency=", `suppose.${id}=1.5`, `suppose.${id}=0`, `suppose.${id}=${sides.length + 2}`, "suppose.found-nothing-here=a", "suppose.=a"]) {
      const { choices, notes } = read(odd);
      assert.deepEqual(choices, C.nothing(), odd);
      assert.equal(notes.length, 1, odd);
    }
    for (const [written, side] of [["A", "a"], ["2", "b"], ["b", "b"]]) {
      assert.deepEqual(read(`suppose.${id}=${written}`).choices.suppose, { [id]: side });
    }
    const scenario = knowledge.scenarios.find(({ weights }) => "latency" in weights);
    assert.ok(scenario);
    const { choices, notes } = read(`scenario=${scenario.id}&w.latency=${scenario.weights.latency}&w.hiring=4.5`);
    assert.deepEqual([choices.weights, notes], [{ hiring: 4.5 }, []]);
    const minimum = Object.entries(scenario.must ?? {})[0];
    assert.deepEqual(read(`must.latency=none${minimum ? `&scenario=${scenario.id}&must.${minimum[0]}=${minimum[1]}` : ""}`).choices.must, {});
  });

  test("that is copied says of which comparison it is, even where nothing is chosen", async () => {
    await on(`${site.url}decide.html`, async (page) => {
      await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
      await page.locator("[data-cp-action=link]").click();
      await page.locator(".cp-said", { hasText: "Link copied." }).waitFor();
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      assert.match(copied, /decide\.html#v=1&kb=[0-9a-f]{16}$/);
      await page.goto(copied.replace(/kb=.*/, "kb=0000000000000000"));
      await page.reload();
      await settled(page);
      assert.match(await page.locator(".cp-remarks").innerText(), /has changed since/);
      assert.equal(await page.locator("#cp-reasons").isVisible(), true);
    });
  });
});

describe("a field for a number", () => {
  test("takes a number however it is written, and says what is wrong with one and what counts", async () => {
    await on(fileOf("bundled", "decide.html"), async (page) => {
      await page.locator('[data-cp-group]:has([data-cp-topic="open-positions"]) > summary').click();
      const place = page.locator('[data-cp-topic="open-positions"]');
      const [field, wrong] = [place.locator("input[type=number]"), place.locator(".cp-wrong")];
      const put = async (/** @type {string} */ text) => {
        await field.fill(text);
        await field.press("Tab");
        await settled(page);
      };
      await put("99999");
      assert.equal(await wrong.innerText(), "A number from 0 to 5,000, other than 0. Nothing is asked until then.");
      assert.equal(await field.evaluate((node) => node.matches("[aria-invalid=true]") && getComputedStyle(node).outlineStyle), "solid");
      assert.equal(await field.evaluate((node) => document.getElementById(node.getAttribute("aria-describedby") ?? "")?.textContent), await wrong.textContent());
      assert.equal(chosen(page), "");
      await put("2.5e3");
      assert.equal(chosen(page), "v=1&must.open-positions=2500");
      assert.equal(await field.inputValue(), "2500");
      assert.equal(await wrong.isVisible(), false);
      const wanted = program("--root", ROOT, "--must", "open-positions=2500");
      assert.equal(await verdict(page), wanted.verdict.sentence);
      await put("0");
      assert.equal(await wrong.innerText(), "A number from 0 to 5,000, other than 0. Open positions at least 2,500 open positions counts until then.");
      assert.equal(await verdict(page), wanted.verdict.sentence);
    });
  });
});

test("every change is said, where the verdict stays too", async () => {
  await on(fileOf("bundled", "decide.html#v=1&scenario=streaming-service"), async (page) => {
    await page.evaluate(() => {
      const heard = /** @type {any} */ (window);
      heard.said = 0;
      const live = /** @type {Element} */ (document.querySelector("[data-cp-part=heard]"));
      new MutationObserver(() => (heard.said += 1)).observe(live, { childList: true, characterData: true, subtree: true });
    });
    await page.locator('[data-cp-group]:has([data-cp-topic="hiring"]) > summary').click();
    const least = page.locator('[data-cp-topic="hiring"] select');
    for (const [at, minimum] of ["weak", "middling", "good"].entries()) {
      await least.selectOption({ label: minimum });
      await settled(page);
      assert.equal(await page.evaluate(() => /** @type {any} */ (window).said), at + 1);
    }
  });
});

test("without scripts there is no button that does nothing", async () => {
  await on(
    fileOf("bundled", "decide.html"),
    async (page) => {
      for (const button of await page.locator("main button").all()) assert.equal(await button.isVisible(), false, await button.innerText());
      assert.doesNotMatch(await page.locator("main").innerText(), /how sure that would be/);
    },
    { javaScriptEnabled: false },
  );
});

test("what a situation put aside and asks for itself is no change of it", async () => {
  await on(fileOf("bundled", "decide.html#v=1&w.latency=4&w.hiring=5"), async (page) => {
    await page.locator('.cp-ask-scenarios [data-cp-choose="real-time-chat"]').click();
    await settled(page);
    await page.locator("[data-cp-part=aside] a").click();
    await settled(page);
    const { weights } = /** @type {Site["scenarios"][0]} */ (knowledgeOf(folders.bundled).scenarios.find(({ id }) => id === "real-time-chat"));
    assert.equal(weights.latency, 4);
    assert.equal(await page.locator("#cp-result [data-cp-field=profile]").innerText(), "for Real-time chat (which asks for Real-time applications at least middling), changed: Hiring weighs 5");
    await page.locator("[data-cp-topic=hiring] button", { hasText: "No" }).click();
    await settled(page);
    assert.equal(chosen(page), "v=1&scenario=real-time-chat");
  });
});

test("the group of what a reader weighs is open, whatever the scenario says of it", async () => {
  await on(fileOf("eight", "decide.html#v=1&scenario=daily-commuters&w.seabirds=5"), async (page) => {
    assert.equal(await page.locator('[data-cp-group]:has([data-cp-topic="seabirds"])').evaluate((group) => group.hasAttribute("open")), true);
  });
});

describe("where nothing has a weight", () => {
  test("the page says what would let an option lead, and nothing of evidence", async () => {
    const weightless = knowledgeOf(folders.bundled).questions.flatMap(({ id, background }) => (id.startsWith("topics/") && !background ? [`w.${id.slice(7)}=0`] : []));
    await on(fileOf("bundled", `decide.html#v=1&${weightless.join("&")}`), async (page) => {
      assert.equal(await verdict(page), "No ranking: nothing has a weight.");
      assert.equal(await page.locator("[data-cp-field=flip]").first().innerText(), "An option can lead once a criterion has a weight.");
      assert.equal(await page.locator("[data-cp-part=flips] [data-cp-field=nothing]").innerText(), "An option can lead once a criterion has a weight.");
      assert.equal(await page.locator("#cp-result", { hasText: "evidence on" }).count(), 0);
    });
  });
});

describe("on paper", () => {
  for (const fragment of ["v=1&scenario=data-heavy-product", "v=1&scenario=real-time-chat&without=incora&w.latency=5&must.security=%3D", "v=1&w.latency=5&must.security=%3D"]) {
    test(`are the numbers of the decision: ${fragment}`, async () => {
      await on(fileOf("bundled", `decide.html#${fragment}`), async (page) => {
        await page.emulateMedia({ media: "print" });
        // Until it is printed there is no table rather than another decision's.
        assert.equal(await page.locator("#cp-result tbody").count(), 0);
        assert.equal(await page.locator("main :is(button, input, select):visible, .cp-every a:visible").count(), 0);
        const paper = await page.pdf();
        assert.ok(paper.length > 1000);
        const told = fragment.split("&").slice(1).map((pair) => pair.split("="));
        const arguments_ = told.flatMap(([key, value]) => (key.startsWith("w.") ? ["--weights", `${key.slice(2)}=${value}`] : key.startsWith("must.") ? ["--must", `${key.slice(5)}=${decodeURIComponent(value)}`] : [`--${key}`, value]));
        const wanted = program("--root", ROOT, ...arguments_);
        for (const [at, option] of wanted.options.entries()) {
          const entry = page.locator("#cp-result .cp-ranked").nth(at);
          const rows = entry.locator("tbody tr:has([data-cp-field=cell])");
          assert.equal(await rows.count(), Object.keys(option.contributions).length);
          for (const row of await rows.all()) {
            const link = (await row.locator("[data-cp-field=cell]").getAttribute("href")) ?? "";
            const [, topic, of] = /** @type {RegExpMatchArray} */ (link.match(/topics\/(.*)\.html#cell-(.*)$/));
            assert.equal(of, option.id);
            assert.equal(Number(await row.locator("[data-cp-field=weight]").textContent()), wanted.weights[topic]);
            const points = Number(await row.locator("[data-cp-field=points]").textContent());
            assert.ok(Math.abs(points - option.contributions[topic] * 100) <= (points < 10 ? 0.05 : 0.5) + 1e-6, `${topic}: ${points}`);
          }
        }
        const asked = page.locator("#cp-result [data-cp-field=asked]");
        assert.equal(await asked.isVisible(), Object.keys(wanted.must).length > 0 || /&w\./.test(fragment));
        if (fragment.includes("must.security")) assert.match(await asked.innerText(), /^Changed: Latency weighs 5, Security at least middling\. Must-haves: .*Security at least middling/);
      });
    });
  }
});

/** Whether it is said why ways are left over. @param {Page} page */
async function leftIsSaid(page) {
  await page.locator("#cp-result summary", { hasText: "How to read this" }).click();
  return page.locator("#cp-result [data-cp-field=left]").isVisible();
}

test("what is said of ways that are left over holds", async () => {
  const address = fileOf("bundled", "decide.html#v=1&w.cpu-bound-work=5");
  await on(address, async (page) => {
    assert.equal(await leftIsSaid(page), false);
  });
  const blocked = fileOf("bundled", "decide.html#v=1&scenario=automation-and-scripting-tools&must.security=%2B");
  await on(blocked, async (page) => {
    const { options } = program("--root", ROOT, "--scenario", "automation-and-scripting-tools", "--must", "security=+");
    const left = 1 - options.reduce((/** @type {number} */ sum, /** @type {any} */ { share }) => sum + (share ?? 0), 0);
    assert.ok(left > 0.005);
    assert.equal(await leftIsSaid(page), true);
  });
});

test("where no other option could lead, nothing is said of by how much", async () => {
  await on(fileOf("bundled", "decide.html#v=1&scenario=real-time-chat&must.concurrent-connections=%2B"), async (page) => {
    const { verdict, margin } = program("--root", ROOT, "--scenario", "real-time-chat", "--must", "concurrent-connections=+");
    assert.deepEqual([verdict.kind, margin], ["only-choice", null]);
    const still = await page.locator("[data-cp-part=contested] [data-cp-field=still]:visible").allInnerTexts();
    assert.ok(still.length > 0);
    assert.deepEqual([...new Set(still)], ["does not change who leads"]);
  });
});

test("an only choice that may miss something is not said to be sure, in the list of sources either", async () => {
  await on(fileOf("bundled", "decide.html#v=1&scenario=real-time-chat&must.ml-libraries=%3D"), async (page) => {
    const { verdict, leaders, options } = program("--root", ROOT, "--scenario", "real-time-chat", "--must", "ml-libraries==", "--without", "8ration");
    const { share } = options.find((/** @type {any} */ { id }) => id === leaders[0]);
    assert.equal(verdict.kind, "only-choice");
    assert.ok(share < 0.6);
    const sure = page.locator('[data-cp-part=sources] li:has([data-cp-field=try][href*="8ration"]) [data-cp-field=sure]');
    assert.match(await sure.innerText(), new RegExp(`^Python is the only choice, meets every must-have in ${Math.round(share * 100)} of 100 ways`));
  });
});

test("a side of which the page only knows that it fell away is told to the program alike", () => {
  const told = ["--root", EIGHT_OPTIONS, "--without", "county-appraisal", "--suppose", "when-can-the-ships-sail=a"];
  const { suppose } = program(...told);
  assert.deepEqual(suppose, [{ contradiction: "when-can-the-ships-sail", side: "a" }]);
  const human = execFileSync(PROGRAM, ["decide", "--quiet", ...told], { encoding: "utf8" });
  assert.match(human, /Supposing side a of .*, which falls away without what is left out and counts for nothing\n/);
});

test("a source's page says in which scenarios others lead or miss something without it", async () => {
  const { sources, scenarios } = knowledgeOf(folders.bundled);
  for (const { id } of sources.filter(({ id }) => ["8ration", "incora", "logrocket"].includes(id))) {
    const found = { flipped: /** @type {string[]} */ ([]), moved: /** @type {string[]} */ ([]) };
    for (const scenario of scenarios) {
      const [before, after] = [[], ["--without", id]].map((without) => program("--root", ROOT, "--scenario", scenario.id, ...without));
      const standing = (/** @type {any} */ { options }) => JSON.stringify(options.map((/** @type {any} */ { id, dimmed, rank }) => [id, dimmed, rank === null]).sort());
      if (`${before.leaders}` !== `${after.leaders}`) found.flipped.push(scenario.title);
      else if (standing(before) !== standing(after)) found.moved.push(scenario.title);
    }
    await on(fileOf("bundled", `sources/${id}.html`), async (page) => {
      const text = await page.locator("dt:has-text('Without it') + dd").innerText();
      const [, flipped = ""] = text.match(/\. In (.*?) other options lead then\./) ?? [];
      const [, moved = ""] = text.match(/\. In ((?:(?!\. ).)*?) who leads stays, but which options miss a must-have, or may, changes\./) ?? [];
      assert.equal(flipped, new Intl.ListFormat("en-GB").format(found.flipped), id);
      assert.equal(moved, new Intl.ListFormat("en-GB").format(found.moved), id);
      assert.equal(text.includes(`In none of the ${scenarios.length} scenarios`), !flipped && !moved, id);
    });
  }
});

test("a source's page says that nothing moves only of a source that moves neither the lead nor who has it", async () => {
  const [all, ...without] = [[], ["--without", "strandline-brochure"], ["--without", "gazette-digest"]].map((told) => program("--root", EIGHT_OPTIONS, ...told));
  for (const [at, id] of ["strandline-brochure", "gazette-digest"].entries()) {
    assert.deepEqual([without[at].leaders, without[at].margin.toFixed(9)], [all.leaders, all.margin.toFixed(9)]);
    await on(fileOf("eight", `sources/${id}.html`), async (page) => {
      assert.match(await page.locator("dt:has-text('Without it') + dd").innerText(), /^who leads stays, and by how much, at the usual weights\./);
    });
  }
});

test("nothing is said of must-haves in ways that are left over where options tie", async () => {
  const weightless = knowledgeOf(folders.eight).questions.flatMap(({ id, background }) => (id.startsWith("topics/") && !background && id !== "topics/walkers" ? [`w.${id.slice(7)}=0`] : []));
  await on(fileOf("eight", `decide.html#v=1&w.walkers=3&${weightless.join("&")}`), async (page) => {
    assert.equal(await page.locator("#cp-result [data-cp-field=ways]").isVisible(), true);
    assert.equal(await leftIsSaid(page), false);
  });
});

test("what claims say beyond the anchors is quoted as they say it", async () => {
  await on(fileOf("eight", "decide.html#v=1&must.building-cost=2000&must.crossing-time=20"), async (page) => {
    const said = async (/** @type {string} */ option) => page.locator(`#cp-result [data-cp-option="${option}"] [data-cp-field=hindrance]`).innerText();
    assert.match(await said("bored-tunnel"), /Cost of building at most 2,000 million crowns \(claims say 4,800;/);
    assert.match(await said("suspension-bridge"), /Cost of building at most 2,000 million crowns \(claims from 4,600 to /);
    assert.match(await said("cable-ferry"), /Time to cross at most 20 minutes \(claims from beyond \d+ to 30;/);
  });
  await on(fileOf("eight", "scenarios/daily-commuters.html"), async (page) => {
    assert.match(await page.locator("main").innerText(), /Time to cross\s+at most\s+30 minutes/);
    assert.doesNotMatch(await page.locator("main").innerText(), /at least\s+30 minutes/);
  });
});

test("what was supposed of a found contradiction that fell away is named, quoted, and set aside nowhere", async () => {
  const choice = "v=1&suppose.found-night-noise-suspension-bridge=b&without=engineers-review";
  await on(fileOf("eight", `decide.html#${choice}`), async (page) => {
    const card = page.locator("[data-cp-part=contested] .cp-contested").first();
    assert.equal(await card.locator("h3").innerText(), "Suspension bridge on Noise at night");
    assert.doesNotMatch(await card.innerText(), /No source here says|What no source/);
    assert.equal(await card.locator("[data-cp-field=claim]:visible").count(), 2);
  });
  await on(`${fileOf("eight", "contradictions.html")}?${choice}`, async (page) => {
    await page.locator(".cp-left-note").waitFor();
    const found = page.locator("#contradiction-found-night-noise-suspension-bridge");
    assert.match(await found.innerText(), /there is no contradiction here/);
    const called = ".cp-status, .cp-contradiction-kind";
    assert.equal(await found.locator(called).count(), 0);
    assert.ok((await page.locator(".cp-contradiction .cp-status").count()) > 0);
    const entry = page.locator(".cp-questions li", { hasText: "falls away without" }).first();
    assert.ok((await entry.isVisible()) && !(await entry.locator(called).count()));
    assert.doesNotMatch(await found.innerText(), /Set aside in your ranking|You suppose this side right/);
  });
});

test("options that are not compared take no part in what is recommended, and are named", async () => {
  const hidden = ["car-ferry", "immersed-tunnel", "suspension-bridge"];
  await on(fileOf("eight", `decide.html#v=1&scenario=daily-commuters&hide=${hidden}`), async (page) => {
    const { shown } = knowledgeOf(folders.eight);
    const names = hidden.map((id) => shown.find((option) => option.id === id)?.title ?? "");
    const advice = await page.locator("section[data-cp-part=advice]").innerText();
    for (const name of names) assert.ok(!advice.includes(name), `${name} in: ${advice}`);
    assert.ok((await page.locator("#cp-result [data-cp-field=profile]").innerText()).endsWith(`${names.join(", ")} not compared`));
  });
  await on(`${fileOf("eight", "scenarios/daily-commuters.html")}?v=1&hide=${hidden}`, async (page) => {
    assert.match(await page.locator(".cp-left-note").innerText(), /^Options that you do not compare are shown here too\. Back to your matrix or your ranking, or decide for this scenario/);
    await page.locator(".cp-left-note a", { hasText: "decide for this scenario" }).click();
    await settled(page);
    assert.equal(chosen(page), `v=1&scenario=daily-commuters&hide=${hidden}`);
  });
});

test("two sources of one publisher are not named as one that falls short alone", async () => {
  const root = await copyOf(EIGHT_OPTIONS, path.join(await temporaryFolder(), "project"));
  const source = path.join(root, "content/sources/engineers-review.md");
  writeFileSync(source, readFileSync(source, "utf8").replace(/^publisher: .*$/m, "publisher: Hallin County Roads Office"));
  const warning = "Cost of building at most 2,000 million crowns (claims from 3,300 to 2,400; 2 of 2 fall short, from 2 of 2 sources)";
  const human = execFileSync(PROGRAM, ["decide", "--quiet", "--root", root, "--must", "building-cost=2000"], { encoding: "utf8" });
  assert.ok(human.includes(warning));
  const folder = path.join(root, "site");
  build(root, folder);
  await on(`${pathToFileURL(folder)}/decide.html#v=1&must.building-cost=2000`, async (page) => {
    await page.locator('#cp-result [data-cp-option="immersed-tunnel"] [data-cp-field=hindrance]', { hasText: warning }).waitFor();
  });
});

test("a must-have names the condition of the claims that fall short, and a supposed side its alternative", async () => {
  const [id, must] = ["can-one-thread-hold-thousands-of-connections", "concurrent-connections=+"];
  const warning = "1 of 20 falls short, from Incora, 1 of 4 sources, with workload: CPU-bound)";
  assert.ok(terminal("--scenario", "real-time-chat", "--must", must).includes(warning));
  await on(fileOf("bundled", `decide.html#v=1&scenario=real-time-chat&must.${must}`), async (page) => {
    assert.ok((await page.locator("#cp-result").innerText()).includes(warning));
    const sides = page.locator("[data-cp-part=contested] .cp-contested", { hasText: "Can one thread hold" }).locator("button");
    assert.deepEqual(await sides.allInnerTexts(), ["Suppose this", "Suppose this"]);
    // What takes out the claim that falls short comes before what moves the must-have less.
    const contested = page.locator("[data-cp-part=contested] .cp-contested");
    assert.match(await contested.first().innerText(), /^Can one thread hold thousands of connections/);
    assert.ok(await page.locator("[data-cp-part=contested] [data-cp-field=doubted]").isVisible());
    const other = contested.first().locator("[data-cp-field=sides] > li").last().locator("[data-cp-field=sure]");
    const halved = "Node.js is the only choice, meets every must-have in 50 of 100 ways";
    await other.filter({ hasText: halved }).waitFor();
    await sides.first().click();
    await settled(page);
    assert.deepEqual(await sides.allInnerTexts(), ["Supposed right: undo", "Suppose this instead"]);
    await other.filter({ hasText: `instead: Node.js leads; ${halved}` }).waitFor();
    const profile = page.locator("#cp-result [data-cp-field=profile]");
    assert.match(await profile.innerText(), /, supposing side A of \u201cCan one thread hold thousands of connections\?\u201d$/);
    await sides.last().click();
    await settled(page);
    assert.equal(chosen(page), `v=1&scenario=real-time-chat&must.${must}&suppose.${id}=b`);
    assert.match(await verdict(page), /meets every must-have in 50 of 100 ways/);
    await page.locator("[data-cp-part=sources] [data-cp-field=try]", { hasText: "Section" }).click();
    await settled(page);
    await page.locator("[data-cp-part=scenarios]", { hasText: "What you suppose does not count in them." }).waitFor();
    await goBy(page, "Contradictions");
    await page.locator(".cp-questions li", { hasText: "Can one thread hold" }).filter({ hasText: "you suppose a side of it right" }).waitFor();
  });
});

test("what a side would do in place of the supposed one holds when done, and no side is said to be open that is not", async () => {
  const id = "can-one-thread-hold-thousands-of-connections";
  const [first, second] = ["a", "b"].map((side) => terminal("--scenario", "real-time-chat", "--suppose", `${id}=${side}`).split("\n")[2] ?? "");
  assert.match(first, /whichever side is right of what is left\.$/);
  const [, leads, ahead, strength, ways] = second.match(/^(.+ leads) with \d+ of 100, (\S+) ahead\. (\w+): it leads in (.+?) of 100 ways/) ?? [];
  await on(fileOf("bundled", `decide.html#v=1&scenario=real-time-chat&suppose.${id}=a`), async (page) => {
    assert.ok((await verdict(page)).endsWith("whichever side is right of what is left."));
    const other = page.locator(`[data-cp-field=sides] > li:has([data-cp-suppose="${id}=b"]) [data-cp-field=sure]`);
    await other.filter({ hasText: `instead: ${leads}, ${ahead} ahead; ${strength?.toLowerCase()}, ${ways} of 100 ways` }).waitFor();
  });
});

test("a source that is left out stays so on every way through the site", async () => {
  await on(fileOf("bundled", "sources/incora.html"), async (page) => {
    const note = page.locator(".cp-left-note");
    const trust = page.locator("[data-cp-trust]");
    assert.match(await trust.innerText(), /^1 of 1, so it counts in full/);
    const without = page.getByRole("link", { name: /^Decide without it/ });
    await without.click();
    await settled(page);
    await goBy(page, "Contradictions");
    assert.match(await note.innerText(), /^You left out Incora\..* fall away/);
    await goBy(page, "Matrix");
    await page.locator(".cp-matrix .cp-cell-link[href*='data-and-ml-products.html#cell-nodejs']").click();
    assert.match(await note.innerText(), /^You left out Incora\./);
    await goBy(page, "Home");
    assert.match(await note.innerText(), /^You left out Incora\..* What is not marked is as with every source\./);
    const [, fall] = (await note.innerText()).match(/ Of the \d+ contradictions further down (\d+) fall/) ?? [];
    const fallen = page.locator(".cp-digest", { hasText: "Without Incora there is no contradiction here." });
    assert.equal(await fallen.count(), Number(fall));
    assert.equal(await fallen.locator(".cp-status, .cp-contradiction-kind").count(), 0);
    const whole = fallen.locator(".cp-digest-sides > li", { hasText: "No claim of this side is left." });
    const { callouts, claims } = knowledgeOf(folders.bundled);
    const incora = new Set(claims.flatMap(({ id, source }) => (source === "incora" ? [id] : [])));
    const titles = await page.locator(".cp-digest-title").allInnerTexts();
    const silent = titles.flatMap((title) => callouts.find((callout) => callout.title === title)?.sides ?? []).filter((side) => side.every((id) => incora.has(id)));
    assert.equal(await page.locator(".cp-digest-sides > li", { hasText: "No claim of this side is left." }).count(), silent.length);
    for (const text of await whole.allInnerTexts()) assert.match(text, /left out by you/);
    assert.match(await fallen.first().innerText(), /Incora\s*, left out by you/);
    await goBy(page, "Sources");
    await page.locator("main a[href*='sources/incora.html']").first().click();
    assert.match(await note.innerText(), /^You left out Incora\./);
    assert.equal(await trust.innerText(), "left out by you, so nothing of it counts in your ranking");
    assert.equal(await without.count(), 0);
    await goBy(page, "Matrix");
    for (const place of ["Fit for use cases", "What the states mean"]) {
      await page.locator(".cp-jump a, main a[href^='#']", { hasText: place }).first().click();
      await page.waitForFunction(() => location.hash.includes("="));
      assert.equal(chosen(page), "v=1&without=incora");
      assert.ok((await page.evaluate(() => scrollY)) > 200, `${place} is not in view`);
    }
    // The page that the menu says one is on is no way out of the choices either.
    for (const name of ["Matrix", "Decide", "Decide"]) await goBy(page, name);
    await settled(page);
    assert.match(await page.locator("#cp-result [data-cp-field=profile]").innerText(), /without Incora/);
  });
});

test("what a choice of claims moved is told with scores that differ", async () => {
  let finer = 0;
  for (const choice of ["scenario=data-heavy-product&without=8ration", "without=section", "scenario=real-time-chat&without=unsigned-guide"]) {
    await on(fileOf("bundled", `decide.html#v=1&${choice}`), async (page) => {
      const lines = await page.locator("[data-cp-part=moved] [data-cp-field=entries] li").allInnerTexts();
      assert.ok(lines.length > 2, choice);
      for (const line of lines) {
        const [, was, is] = line.match(/ from ([\d.]+) to ([\d.]+)/) ?? ["", 0, 1];
        assert.notEqual(was, is, line);
        assert.doesNotMatch(line, /[+\u2212]0\.0/);
        finer += Number(String(was).includes("."));
      }
    });
  }
  assert.ok(finer > 0, "no two scores are near each other here");
});

test("every page that lists cells says what they are without a source, as the matrix does", async () => {
  /** What each cell's link says, by its address, and what stands beside it. @param {Page} page @param {string} mark */
  const cellsOf = (page, mark) =>
    page.locator('a[href*="#cell-"]:has(.cp-word)').evaluateAll(
      (links, mark) =>
        links.map((link) => {
          const [, id] = link.getAttribute("href")?.match(/topics\/([^?]+\.html)\S*(?=#)/) ?? [];
          const shown = [link.querySelector(".cp-word")?.textContent ?? "", link.querySelector(mark)?.textContent ?? ""];
          return [`${id}#${link.getAttribute("href")?.split("#")[1]}`, ...shown];
        }),
      mark,
    );
  /** @type {Record<string, string>[]} */
  const [without, moved] = [{}, {}];
  await on(fileOf("bundled", "matrix.html#v=1&without=incora"), async (page) => {
    for (const [id, word, mark] of await cellsOf(page, ".cp-moved")) [without[id], moved[id]] = [word, mark];
  });
  assert.ok(Object.keys(without).length > 90);
  for (const name of ["options/nodejs.html", "groups/performance.html", "scenarios/data-heavy-product.html"]) {
    await on(`${fileOf("bundled", name)}?v=1&without=incora`, async (page) => {
      assert.match(await page.locator(".cp-left-note").innerText(), /Cells that change say what they are now, or how their score of 100 moves\./);
      const cells = await cellsOf(page, ".cp-was");
      assert.ok(cells.some(([, , mark]) => mark), name);
      for (const [id, word, mark] of cells.filter(([id]) => id in without)) {
        // A unit is part of what the matrix does not repeat.
        const isMoved = /^from \d+ to \d+$/.test(mark ?? "");
        // Where its state changes too, the matrix says that.
        assert.equal(moved[id] || (isMoved ? mark : ""), isMoved ? mark : "", `${name}: ${id}`);
        if (isMoved) continue;
        if (mark) assert.equal(mark, `now ${without[id]}`, `${name}: ${id}`);
        else assert.ok(word.startsWith(without[id]), `${name}: ${id}: ${word}, ${without[id]}`);
      }
    });
  }
});

test("the matrix says which weights count in the reader's ranking, where they are other than usual", async () => {
  const knowledge = knowledgeOf(folders.bundled);
  const scenario = knowledge.scenarios.find(({ id }) => id === "real-time-chat");
  assert.ok(scenario);
  await on(fileOf("bundled", "matrix.html#v=1&scenario=real-time-chat&w.latency=0.5"), async (page) => {
    const rows = page.locator(".cp-matrix th[scope=row]:has(.cp-weight)");
    const said = await rows.evaluateAll((rows) => rows.map((row) => [row.querySelector("a")?.getAttribute("href")?.match(/topics\/(.+)\.html/)?.[1] ?? "", row.querySelector(".cp-weight")?.textContent]));
    const criteria = knowledge.questions.filter(({ id, background }) => id.startsWith("topics/") && !background);
    const expected = criteria.map(({ id, weight: before = 1 }) => {
      const topic = id.slice("topics/".length);
      const own = topic === "latency" ? 0.5 : (scenario.weights[topic] ?? scenario.others ?? before);
      return [topic, `usual weight ${before}${own === before ? "" : `, in your ranking ${own}`}`];
    });
    assert.deepEqual(said.sort(), expected.sort());
    await page.setViewportSize({ width: 390, height: 844 });
    const wide = await rows.evaluateAll((rows) => rows.filter((row) => row.scrollWidth > row.clientWidth).map((row) => row.textContent));
    assert.deepEqual(wide, []);
  });
});

test("a topic that a scenario asks something of says how its options stand, and leads back", async () => {
  await on(fileOf("eight", "decide.html#v=1&scenario=daily-commuters"), async (page) => {
    const link = page.locator("#cp-result .cp-hindering a").first();
    await link.click();
    await page.locator(".cp-left-note").waitFor();
    assert.ok((await page.locator(".cp-cell-asked").count()) > 0);
    await page.locator(".cp-left-note a", { hasText: "your ranking" }).click();
    await settled(page);
    assert.equal(chosen(page), "v=1&scenario=daily-commuters");
  });
});

test("the focus stays near when what had it is gone, and the page where it is", async () => {
  await on(fileOf("bundled", "decide.html#v=1&scenario=real-time-chat&must.security=%2B"), async (page) => {
    const all = page.locator("[data-cp-part=contested] [data-cp-field=all]");
    await all.focus();
    await page.keyboard.press("Enter");
    await settled(page);
    await all.waitFor({ state: "hidden" });
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Contradictions that move it most");
  });
  await on(fileOf("bundled", "decide.html#v=1&w.latency=4"), async (page) => {
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    await page.locator('[data-cp-part=sources] [data-cp-field=try][href*="incora"]').focus();
    await page.keyboard.press("Enter");
    await settled(page);
    await page.waitForFunction(() => document.activeElement !== document.body);
    assert.equal(await focused(), "What each source carries");
    await page.locator("[data-cp-part=every] [data-cp-field=undo]").focus();
    await page.keyboard.press("Enter");
    await settled(page);
    await page.waitForFunction(() => document.activeElement !== document.body);
    assert.match((await focused()) ?? "", /^Ranking/);
  });
  await on(fileOf("bundled", "decide.html#v=1&without=incora"), async (page) => {
    const undo = page.locator("[data-cp-part=every] [data-cp-field=undo]");
    await undo.scrollIntoViewIfNeeded();
    await page.evaluate(() => scrollTo(0, 300));
    const before = await page.evaluate(() => scrollY);
    assert.ok(before > 0);
    await undo.focus();
    await page.keyboard.press("Enter");
    await settled(page);
    assert.equal(await page.evaluate(() => scrollY), before);
    assert.equal(chosen(page), "v=1");
  });
});

test("a rating that is asked of a quantity is said beside its field", async () => {
  await on(fileOf("eight", "decide.html#v=1&must.crossing-time=%2B"), async (page) => {
    const place = page.locator('[data-cp-topic="crossing-time"]');
    assert.equal(await place.locator("[data-cp-field=wrong]").innerText(), "Time to cross at least good counts; another choice here replaces it.");
    assert.equal(await place.locator("input[type=number]").inputValue(), "");
    await place.locator("input[type=number]").fill("30");
    await place.locator("input[type=number]").press("Tab");
    await settled(page);
    assert.equal(chosen(page), "v=1&must.crossing-time=30");
    assert.equal(await place.locator("[data-cp-field=wrong]").isVisible(), false);
  });
});

test("points, and what moves most, are announced only where there are any", async () => {
  const notes = ["sources", "contested"].map((part) => `[data-cp-part=${part}] > h2 + .cp-note`).join();
  for (const [choice, heading, hasLead] of /** @type {[string, string, boolean][]} */ ([
    ["scenario=real-time-chat&must.real-time-applications=%2B%2B&without=8ration", "Contradictions in this decision", false],
    ["scenario=real-time-chat", "Contradictions that move it most", true],
  ])) {
    await on(fileOf("bundled", `decide.html#v=1&${choice}`), async (page) => {
      assert.equal(await page.locator("#cp-contested-title").innerText(), heading);
      for (const text of await page.locator(notes).allInnerTexts()) assert.equal(text.startsWith("Who leads, and by how many points, if one s"), hasLead, text);
      assert.equal((await page.locator(notes).first().innerText()).includes("besides what you left out"), !hasLead);
      if (!hasLead) assert.match(await page.locator("[data-cp-part=contested]").innerText(), /No single one of them settles a must-have that is in doubt; those that bear on it come first\./);
    });
  }
});

test("cells that lose what counts are told from those that lose every claim", async () => {
  await on(fileOf("bundled", "matrix.html#v=1&without=incora"), async (page) => {
    const cells = await page.locator(".cp-cell-link:has(.cp-was)").allInnerTexts();
    const [left, uncounted] = [cells.filter((text) => text.includes("None left")), cells.filter((text) => text.includes("no score"))].map(({ length }) => length);
    assert.ok(left && uncounted);
    const said = `Of those marked, ${left} have no claim left, and ${uncounted} have claims left, but none that counts.`;
    await page.getByText(said).waitFor();
  });
  await on(`${fileOf("bundled", "topics/hiring.html")}?v=1&without=incora`, async (page) => {
    assert.match(await page.locator("#cell-nodejs .cp-cell-left").innerText(), /^Without Incora\s+no score\s+No claim that counts is left\.$/);
  });
  await on(`${fileOf("bundled", "contradictions.html")}?v=1&without=incora`, async (page) => {
    const sides = page.locator(".cp-side", { hasText: "No claim of this side is left." });
    const folded = sides.filter({ has: page.locator("summary") });
    assert.ok((await folded.count()) > 0);
    for (const text of await folded.locator("summary").allInnerTexts()) assert.match(text, /on this side, left out too$/);
  });
  await on(`${fileOf("bundled", "sources.html")}?v=1&without=incora`, async (page) => {
    const entry = page.locator("li", { has: page.locator("a[href*='sources/incora.html']") }).first();
    assert.match(await entry.innerText(), /^[^\n]+\s+Left out by you\n/);
  });
  await on(`${fileOf("bundled", "options/nodejs.html")}?v=1&without=incora`, async (page) => {
    for (const text of await page.locator(".cp-ledger h2").allInnerTexts()) assert.match(text, /, with every source$/);
  });
});

test("who leads in more ways is named beside who leads, before a source is left out and after", async () => {
  const asked = ["--scenario", "real-time-chat", "--must", "real-time-applications=++", "--without", "8ration,unsigned-guide"];
  const { options, leaders } = program("--root", ROOT, ...asked);
  const share = (/** @type {string} */ id) => Math.round(options.find((/** @type {any} */ option) => option.id === id).share * 100);
  assert.ok(leaders.includes("nodejs") && share("python") > share("nodejs"));
  const sentence = `Python leads and meets every must-have in more of them: ${share("python")}.`;
  assert.ok(terminal(...asked).includes(sentence));
  await on(fileOf("bundled", "decide.html#v=1&scenario=real-time-chat&must.real-time-applications=%2B%2B&without=8ration"), async (page) => {
    const source = page.locator('[data-cp-part=sources] [data-cp-without="unsigned-guide"]');
    await source.locator("[data-cp-field=sure]", { hasText: `close call, ${share("nodejs")} of 100 ways, Python in ${share("python")}` }).waitFor();
    await source.locator("[data-cp-field=try]").click();
    await settled(page);
    assert.ok((await verdict(page)).endsWith(sentence));
  });
});
