// The built sites that a reader decides with, and what is done and read there.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import path from "node:path";
import { after, before } from "node:test";
import { pathToFileURL } from "node:url";

import { PHONE, WIDE, launch, openPage } from "./browser.js";
import { host } from "./host.js";
import { EIGHT_OPTIONS, PROGRAM, ROOT, build, temporaryFolder } from "./program.js";

/** @typedef {import("playwright-core").Page} Page */

/** @type {Awaited<ReturnType<typeof launch>>} */
export let browser;
/** @type {Record<"bundled" | "eight", string>} */
export let folders;
/** @type {Awaited<ReturnType<typeof host>>} */
export let site;

before(async () => {
  browser = await launch();
  folders = { bundled: await temporaryFolder(), eight: await temporaryFolder() };
  build(ROOT, folders.bundled);
  build(EIGHT_OPTIONS, folders.eight);
  site = await host(folders.bundled);
});
after(async () => {
  await site.close();
  await browser.close();
});

/** A page of a built site from the file system. @param {"bundled" | "eight"} project @param {string} place */
export const fileOf = (project, place) => {
  const [name, fragment] = place.split("#");
  return `${pathToFileURL(path.join(folders[project], name))}${fragment ? `#${fragment}` : ""}`;
};

/** Waits until all that follows from the choices is shown. @param {Page} page */
export const settled = (page) =>
  page.waitForFunction(
    () => document.documentElement.classList.contains("cp-live") && !document.querySelector("[aria-busy]"),
  );

/** @param {Page} page */
export const verdict = (page) => page.locator("[data-cp-part=verdict]").innerText();

/** A verdict in short. @param {string} sentence */
export const brief = (sentence) => sentence.replace(/ of settling where .*$/, ".");

/** The choices in the address. @param {Page} page */
export const chosen = (page) => decodeURIComponent(page.url().split("#")[1] ?? "").replace(/&?kb=.*/, "");

/** Follows a link of the menu. @param {Page} page @param {string} name */
export async function goBy(page, name) {
  const menu = page.locator(".cp-menu > summary");
  if (await menu.isVisible()) await menu.click();
  await page.locator(".cp-mainnav a:visible, .cp-menu-panel a:visible", { hasText: name }).first().click();
}

/** What the page says of the decision, without controls and white space. @param {Page} page */
export const said = (page) =>
  page.evaluate(() => {
    const parts = ["verdict", "ranking", "gains", "flips", "doubts", "contested", "sources", "dominance"];
    const offers = [...document.querySelectorAll("[data-cp-suppose]")].map((button) => `${button.getAttribute("data-cp-suppose")}: ${button.ariaLabel}`);
    return offers.concat(parts.map((name) => {
      const part = document.querySelector(`[data-cp-part="${name}"]`)?.cloneNode(true);
      if (!(part instanceof HTMLElement)) return `${name}: missing`;
      for (const control of part.querySelectorAll("button, [hidden], [data-cp-field=sure], [data-cp-field=surely]")) control.remove();
      const isShown = !part.hidden;
      return `${name}: ${isShown ? (part.textContent ?? "").replace(/\s+/g, "") : ""}`;
    }));
  });

/** Opens a page, runs a test on it, and expects that nothing went wrong there. */
export async function on(
  /** @type {string} */ address,
  /** @type {(page: Page) => Promise<void>} */ run,
  /** @type {import("playwright-core").BrowserContextOptions} */ options = {},
) {
  const { page, troubles, close } = await openPage(browser, options);
  await page.goto(address);
  if (options.javaScriptEnabled !== false && address.includes("decide.html")) await settled(page);
  await run(page);
  assert.deepEqual(troubles, []);
  await close();
}

/** The JSON that the program prints. */
export const program = (/** @type {string[]} */ ...told) =>
  JSON.parse(execFileSync(PROGRAM, ["decide", "--format", "json", "--quiet", ...told], { encoding: "utf8", maxBuffer: 1 << 28 }));

/** What the program prints in the terminal. */
export const terminal = (/** @type {string[]} */ ...told) => execFileSync(PROGRAM, ["decide", "--quiet", "--root", ROOT, ...told], { encoding: "utf8" });

/** What a reader has before them. @type {[string, import("playwright-core").BrowserContextOptions][]} */
export const SCREENS = [
  ["wide", { viewport: WIDE }],
  ["on a phone", { viewport: PHONE, hasTouch: true, isMobile: true }],
];
