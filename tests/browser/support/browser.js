// Chromium, and pages that remember everything that went wrong on them.

import { accessSync, constants } from "node:fs";
import path from "node:path";
import { chromium } from "playwright-core";

/** Everything is waited for by its event; this only ends a wait whose event never comes. In milliseconds. */
export const PATIENCE = 60_000;

/** The widths at which the site is looked at: a desktop's and a phone's. */
export const WIDE = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

/** Names under which systems know Chromium; Debian's is the first. */
const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** A host name that leads to this machine, as a hostile page's name could. */
export const FOREIGN_HOST = "elsewhere.example";

/** Starts the browser that `CHROMIUM` names, or the one that the system has. */
export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM || find(NAMES),
    timeout: PATIENCE,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      `--host-resolver-rules=MAP ${FOREIGN_HOST} 127.0.0.1`,
    ],
  });
}

/**
 * A page on which every error, failed request and request to another place is written down in `troubles`.
 * @param {import("playwright-core").Browser} browser
 * @param {import("playwright-core").BrowserContextOptions} [options]
 */
export async function openPage(browser, options = {}) {
  const context = await browser.newContext({ viewport: WIDE, ...options });
  context.setDefaultTimeout(PATIENCE);
  context.setDefaultNavigationTimeout(PATIENCE);
  const page = await context.newPage();
  /** @type {string[]} */
  const troubles = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") {
      troubles.push(`console ${message.type()}: ${message.text()}`);
    }
  });
  page.on("pageerror", (error) => troubles.push(`uncaught: ${error.message}`));
  page.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText;
    // What the browser gives up itself, such as the icon of a page that it has left already.
    if (reason !== "net::ERR_ABORTED") troubles.push(`failed request: ${request.url()} (${reason})`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) troubles.push(`status ${response.status()}: ${response.url()}`);
  });
  page.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol.startsWith("http") && hostname !== "127.0.0.1") {
      troubles.push(`request to another place: ${request.url()}`);
    }
  });
  return { page, troubles, close: () => context.close() };
}

/** @param {string[]} names */
function find(names) {
  const folders = ["/usr/bin", ...(process.env.PATH ?? "").split(path.delimiter)];
  for (const name of names) {
    for (const folder of folders) {
      const file = path.join(folder, name);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {
        // Not here.
      }
    }
  }
  throw new Error(`no Chromium found; install one, or name it in CHROMIUM (looked for ${names.join(", ")})`);
}
