// Every page of the built site, in a real browser, at a desktop's width and at a phone's.

import assert from "node:assert/strict";
import path from "node:path";
import { after, before, describe, test } from "node:test";

import { PHONE, WIDE, launch, openPage } from "./support/browser.js";
import { host } from "./support/host.js";
import { ROOT, SMALL_PROJECT, build, temporaryFolder } from "./support/program.js";
import { KINDS, facts, filesOf, idsOf, kindOf, loadedBy, pagesOf, tooWideHere } from "./support/site.js";

/** How many pages are looked at side by side. */
const TABS = 4;

const POLICY = {
  "default-src": "'none'",
  "script-src": "'self'",
  "style-src": "'self'",
  "font-src": "'self'",
  "base-uri": "'none'",
  "form-action": "'none'",
};

/** @type {Awaited<ReturnType<typeof launch>>} */
let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

const PROJECTS = [
  { name: "the bundled comparison", root: ROOT },
  { name: "a project that uses everything", root: SMALL_PROJECT },
];

for (const project of PROJECTS) {
  describe(project.name, () => {
    /** @type {string} */
    let folder;
    /** @type {Awaited<ReturnType<typeof host>>} */
    let site;
    /** @type {Map<string, Awaited<ReturnType<typeof look>>>} */
    let pages;

    before(async () => {
      folder = await temporaryFolder();
      build(project.root, folder);
      site = await host(folder);
      pages = await visitAll(folder, site.url);
    });
    after(() => site.close());

    test("every kind of page is known, and there is one of each", async () => {
      const kinds = new Set([...pages.values()].map(({ kind }) => kind));
      assert.deepEqual([...kinds].sort(), KINDS);
    });

    test("no page has an error, a failed request or a request to another place", () => {
      assertNone(pages, ({ troubles }) => troubles);
    });

    test("every page has a title, a language, one main heading and no id twice", () => {
      assertNone(pages, (page) => [
        ...(page.title ? [] : ["no title"]),
        ...(page.language ? [] : ["no language"]),
        ...(page.headings.length === 1 && page.headings[0] ? [] : [`headings: ${page.headings.join(", ")}`]),
        ...page.duplicateIds.map((id) => `id twice: ${id}`),
      ]);
    });

    test("every page has the policy, and nothing inline that it would stop", () => {
      assertNone(pages, ({ inline }) => inline);
      for (const [name, { policy }] of pages) {
        const directives = (policy ?? "").split(";").map((directive) => directive.trim().split(/ (.*)/));
        const given = Object.fromEntries(directives);
        for (const [directive, expected] of Object.entries(POLICY)) {
          assert.equal(given[directive], expected, `${directive} of ${name}`);
        }
        assert.ok(!policy?.includes("unsafe"), `the policy of ${name}`);
      }
    });

    test("every image is there and has a text in its place", () => {
      assertNone(pages, ({ brokenImages, unlabelledImages }) => [...brokenImages, ...unlabelledImages]);
    });

    test("every link within the site leads to a file, and to a place in it", async () => {
      const files = await filesOf(folder);
      const places = new Map(files.map((name) => [name, name.endsWith(".html") ? idsOf(folder, name) : new Set()]));
      assertNone(pages, ({ links }) => links.map((link) => fault(link, site.url, places)).filter(Boolean));
    });

    test("no file is missing from the pages' reach", async () => {
      // Read by programs and by licence readers, or asked for by hosts.
      const apart = /^(404\.html|data\/.*|\.counterpoint-manifest|assets\/[^/]*\/fonts\/.*)$/;
      const linked = new Set([...pages.values()].flatMap(({ links }) => links.map((link) => target(link, site.url).file)));
      const redirects = new Set([...pages].filter(([, { kind }]) => kind === "redirect").map(([name]) => name));
      for (const script of [...linked].filter((name) => name?.endsWith(".js"))) {
        for (const other of loadedBy(folder, String(script))) linked.add(other);
      }
      const lost = (await filesOf(folder)).filter(
        (name) => !linked.has(name) && !redirects.has(name) && !apart.test(name),
      );
      assert.deepEqual(lost, []);
    });

    test("no page is wider than a desktop's window or a phone's", () => {
      assertNone(pages, ({ tooWide }) => tooWide);
    });

    /** What is wrong with a link, if anything. */
    function fault(
      /** @type {{written: string, absolute: string}} */ link,
      /** @type {string} */ base,
      /** @type {Map<string, Set<string>>} */ places,
    ) {
      const { scheme, file, anchor } = target(link, base);
      if (file === undefined) return /^(https?|mailto|tel|data)$/.test(scheme) ? "" : `unsafe: ${link.written}`;
      const there = places.get(file);
      if (!there) return `leads nowhere: ${link.written}`;
      if (anchor && !there.has(anchor)) return `no such place: ${link.written}`;
      return "";
    }

    async function visitAll(/** @type {string} */ folder, /** @type {string} */ base) {
      const names = await pagesOf(folder);
      /** @type {Map<string, Awaited<ReturnType<typeof look>>>} */
      const visited = new Map();
      const left = [...names];
      const tab = async () => {
        const opened = await openPage(browser);
        for (let name = left.shift(); name !== undefined; name = left.shift()) {
          visited.set(name, await look(opened, base + name, kindOf(folder, name)));
        }
        await opened.close();
      };
      await Promise.all(Array.from({ length: TABS }, tab));
      assert.equal(visited.size, names.length);
      return visited;
    }
  });
}

/** Opens a page and says everything about it, as on a desktop; and what sticks out on a phone. */
async function look(
  /** @type {Awaited<ReturnType<typeof openPage>>} */ { page, troubles },
  /** @type {string} */ url,
  /** @type {string} */ kind,
) {
  troubles.length = 0;
  // A redirect's own document is gone before anybody could look at it, unless it does not refresh.
  if (kind === "redirect") {
    await page.route(url, async (route) => {
      const response = await route.fetch();
      const body = (await response.text()).replace(/<meta http-equiv="refresh"[^>]*>/, "");
      await route.fulfill({ response, body });
    });
  }
  await page.setViewportSize(WIDE);
  await page.goto(url);
  const seen = await page.evaluate(facts);
  const tooWide = await page.evaluate(tooWideHere);
  await page.setViewportSize(PHONE);
  tooWide.push(...(await page.evaluate(tooWideHere)));
  return { ...seen, tooWide, troubles: [...troubles] };
}

/** Where a link leads: a file of the site, or somewhere else. */
function target(/** @type {{absolute: string}} */ link, /** @type {string} */ base) {
  const url = new URL(link.absolute);
  const scheme = url.protocol.slice(0, -1);
  if (!link.absolute.startsWith(base)) return { scheme, file: undefined, anchor: "" };
  const name = decodeURIComponent(url.pathname.slice(new URL(base).pathname.length));
  const file = name === "" || name.endsWith("/") ? path.posix.join(name, "index.html") : name;
  return { scheme, file, anchor: decodeURIComponent(url.hash.slice(1)) };
}

/** Fails with the complaints about all pages, not only about the first. */
function assertNone(
  /** @type {Map<string, Awaited<ReturnType<typeof look>>>} */ pages,
  /** @type {(page: Awaited<ReturnType<typeof look>>) => string[]} */ complaints,
) {
  assert.ok(pages.size > 0);
  const found = [...pages].flatMap(([name, page]) => complaints(page).map((complaint) => `${name}: ${complaint}`));
  assert.deepEqual(found, []);
}
