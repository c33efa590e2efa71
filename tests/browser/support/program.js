// The program under test: builds, exports and previews.

import { execFileSync, spawn } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { cp, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { PATIENCE } from "./browser.js";

/** The repository's root. */
export const ROOT = path.resolve(import.meta.dirname, "../../..");

/** A small project of ours that uses everything notes can hold. */
export const SMALL_PROJECT = path.join(ROOT, "tests/browser/project");

/** A comparison of eight options with every kind of doubt. */
export const EIGHT_OPTIONS = path.join(ROOT, "tests/fixtures/eight-options");

/** The program: `COUNTERPOINT` names it, or it is cargo's release build, or else its debug build. */
export const PROGRAM = program();

function program() {
  const target = path.resolve(ROOT, process.env.CARGO_TARGET_DIR ?? "target");
  const built = ["release", "debug"].map((profile) => path.join(target, profile, "counterpoint"));
  const found = process.env.COUNTERPOINT ?? built.find((file) => existsSync(file));
  if (!found) throw new Error("build the program first: cargo build --release");
  return path.resolve(ROOT, found);
}

/** @type {string[]} */
const temporary = [];
process.once("exit", () => temporary.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** A folder that is removed when the tests of a file have ended. */
export async function temporaryFolder() {
  const folder = await mkdtemp(path.join(tmpdir(), "counterpoint-"));
  temporary.push(folder);
  return folder;
}

/**
 * Builds a project into a folder.
 * @param {string} root the project
 * @param {string} folder
 * @param {string[]} options
 */
export function build(root, folder, ...options) {
  execFileSync(PROGRAM, ["build", "--root", root, "--output-dir", folder, "--quiet", ...options], {
    stdio: ["ignore", "inherit", "inherit"],
  });
}

/** What `counterpoint export json` says about a project. */
export function knowledge(/** @type {string} */ root) {
  const options = { encoding: /** @type {const} */ ("utf8"), maxBuffer: 1 << 28 };
  return JSON.parse(execFileSync(PROGRAM, ["export", "json", "--root", root, "--quiet"], options));
}

/** A copy of a project that a test may change. */
export async function copyOf(/** @type {string} */ project, /** @type {string} */ folder) {
  await cp(project, folder, { recursive: true });
  return folder;
}

/**
 * Starts `counterpoint serve` and waits until it listens.
 * @param {string} root the project
 * @param {string[]} options
 */
export async function serve(root, ...options) {
  const child = spawn(PROGRAM, ["serve", "--root", root, "--port", "0", "--color", "never", ...options], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  let said = "";
  const url = await new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error(`not serving yet:\n${said}`)), PATIENCE);
    child.stderr.setEncoding("utf8").on("data", (text) => {
      said += text;
      const line = said.match(/Serving at (\S+)/);
      if (line) {
        clearTimeout(limit);
        resolve(line[1]);
      }
    });
    child.once("error", reject);
    child.once("exit", (code) => {
      clearTimeout(limit);
      reject(new Error(`serve ended with ${code}:\n${said}`));
    });
  });
  const stop = async () => {
    child.kill("SIGINT");
    return ended;
  };
  return { url, stop, said: () => said };
}
