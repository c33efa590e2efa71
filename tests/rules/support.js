// Loads the theme's rules, reads the vectors, and compares.

import { readdirSync, readFileSync } from "node:fs";

const scripts = new URL("../../themes/default/scripts/", import.meta.url);
const vectors = new URL("../vectors/", import.meta.url);

/** RULES names another folder to load the rules from. */
const folder = process.env.RULES ? new URL(`file://${process.env.RULES}/`) : scripts;
export const { analyse } = await import(new URL("analysis.js", folder).href);
export const { decide, slow } = await import(new URL("decision.js", folder).href);
export const { modelOf } = await import(new URL("model.js", folder).href);
export const { askedOf } = await import(new URL("profile.js", folder).href);

/** The vectors of a folder: hand-written ones, and generated ones in which no other keys may occur. */
export function read(folder) {
  const at = new URL(`${folder}/`, vectors);
  return readdirSync(at)
    .sort()
    .flatMap((file) => {
      const text = readFileSync(new URL(file, at), "utf8");
      const isGenerated = file.endsWith(".jsonl");
      const found = isGenerated ? text.trimEnd().split("\n").map((line) => JSON.parse(line)) : JSON.parse(text);
      return found.map((vector) => ({ ...vector, file, isGenerated }));
    });
}

/** The profile of a vector's input, with the reader's trust. */
export const profileOf = (input) => ({ ...input.profile, trust: input.trust });

/** What the scripts make of a vector's input, as plain data. */
export function found(folder, input) {
  if (folder === "decide") return plainly(decide(input, profileOf(input)));
  const { cells, contradictions } = analyse(input, input.trust);
  return plainly({ cells: Object.fromEntries(cells), contradictions });
}

/** A copy without anything of the scripts' own scope; what is no number shows. */
export const plainly = (value) =>
  JSON.parse(
    JSON.stringify(value, (_, entry) => {
      if (typeof entry === "number" && !Number.isFinite(entry)) throw new Error(`${entry} in a result`);
      return entry;
    }),
  );

/** In words, how something found differs from what is wanted. */
export function* differences(wanted, found, refusesOthers, path = "expected") {
  if (Array.isArray(wanted) && Array.isArray(found)) {
    if (wanted.length !== found.length) {
      yield `${path}: wanted ${JSON.stringify(wanted)}, found ${JSON.stringify(found)}`;
      return;
    }
    for (const [at, entry] of wanted.entries()) yield* differences(entry, found[at], refusesOthers, `${path}[${at}]`);
  } else if (isObject(wanted) && isObject(found)) {
    for (const [key, entry] of Object.entries(wanted)) {
      if (key in found) yield* differences(entry, found[key], refusesOthers, `${path}.${key}`);
      else yield `${path}.${key}: missing, wanted ${JSON.stringify(entry)}`;
    }
    for (const key of Object.keys(found)) if (refusesOthers && !(key in wanted)) yield `${path}.${key}: not wanted`;
  } else if (typeof wanted === "number" && typeof found === "number") {
    if (!(Math.abs(wanted - found) <= 1e-9)) yield `${path}: wanted ${wanted}, found ${found}`;
  } else if (wanted !== found) {
    yield `${path}: wanted ${JSON.stringify(wanted)}, found ${JSON.stringify(found)}`;
  }
}

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
