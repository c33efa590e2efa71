// What is in a built site, and what each page must be.

import { readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";

/** Every kind of page. A kind that is not here fails the tests: look at it, then add it. */
export const KINDS = [
  "contradictions",
  "decide",
  "group",
  "home",
  "list",
  "matrix",
  "not-found",
  "option",
  "page",
  "redirect",
  "scenario",
  "source",
  "tag",
  "topic",
];

/** The names of a site's files, sorted. */
export async function filesOf(/** @type {string} */ folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"))
    .sort();
}

/** The names of a site's pages, sorted. */
export async function pagesOf(/** @type {string} */ folder) {
  return (await filesOf(folder)).filter((name) => name.endsWith(".html"));
}

/** The kind that a page says it is. */
export function kindOf(/** @type {string} */ folder, /** @type {string} */ name) {
  const html = readFileSync(path.join(folder, name), "utf8");
  return html.match(/<body class="cp-page cp-page-([a-z-]+)/)?.[1] ?? `no kind (${name})`;
}

/**
 * The page of each kind that has most on it.
 * @param {string} folder
 * @returns {Promise<Map<string, string>>} names by kind
 */
export async function fullestOfEachKind(folder) {
  const fullest = new Map();
  for (const name of await pagesOf(folder)) {
    const size = readFileSync(path.join(folder, name)).length;
    const kind = kindOf(folder, name);
    if (size > (fullest.get(kind)?.size ?? 0)) fullest.set(kind, { name, size });
  }
  return new Map([...fullest].sort().map(([kind, { name }]) => [kind, name]));
}

/** The places of a page as it is written: scripts may take some away. @param {string} folder @param {string} name */
export function idsOf(folder, name) {
  const html = readFileSync(path.join(folder, name), "utf8");
  return new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
}

/** The scripts beside a script that it names, which it can load. @param {string} folder @param {string} name */
export function loadedBy(folder, name) {
  const script = readFileSync(path.join(folder, name), "utf8");
  return [...script.matchAll(/"([\w-]+\.js)"/g)].map(([, other]) => path.posix.join(path.posix.dirname(name), other));
}

/** Runs in the page: everything about it that tests ask for. */
export function facts() {
  const all = (/** @type {string} */ selector) => [...document.querySelectorAll(selector)];
  const outline = (/** @type {Element} */ element) => {
    const copy = /** @type {Element} */ (element.cloneNode(false));
    return copy.outerHTML.slice(0, 200);
  };
  const ids = all("[id]").map((element) => element.id);
  const data = ["application/json", "application/ld+json"];
  const inline = all("style, [style], script:not([src])").filter(
    (element) => !(element instanceof HTMLScriptElement && data.includes(element.type)),
  );
  const handlers = all("*").filter((element) =>
    element.getAttributeNames().some((attribute) => attribute.toLowerCase().startsWith("on")),
  );
  const links = all("[href], [src]").map((element) => ({
    written: element.getAttribute("href") ?? element.getAttribute("src") ?? "",
    absolute: new URL(
      element.getAttribute("href") ?? element.getAttribute("src") ?? "",
      document.baseURI,
    ).href,
  }));
  return {
    kind: [...document.body.classList].find((name) => name.startsWith("cp-page-"))?.slice("cp-page-".length),
    title: document.title,
    language: document.documentElement.lang,
    headings: all("h1").map((heading) => heading.textContent?.trim()),
    ids,
    duplicateIds: ids.filter((id, index) => ids.indexOf(id) !== index),
    policy: document.querySelector("meta[http-equiv='Content-Security-Policy' i]")?.getAttribute("content"),
    inline: [...inline, ...handlers].map(outline),
    links,
    brokenImages: all("img")
      .filter((image) => image instanceof HTMLImageElement && image.complete && image.naturalWidth === 0)
      .map(outline),
    unlabelledImages: all("img:not([alt])").map(outline),
  };
}

/** Runs in the page: what makes it wider than the window, if anything does. */
export function tooWideHere() {
  const reach = document.documentElement.clientWidth;
  const overflow = document.documentElement.scrollWidth - reach;
  if (overflow <= 0) return [];
  const beyond = [...document.querySelectorAll("body *")].filter(
    (element) => element.getBoundingClientRect().right > reach + 1,
  );
  const names = beyond.slice(0, 5).map((element) => `${element.localName}.${element.className}`);
  return [`${overflow} pixels wider than ${reach}: ${names.join(", ")}`];
}
