// @ts-check
// What the pages with controls share: elements, cells in words, and the switches of sources.

import { grouped, level } from "./words.js";

/**
 * An element with properties and children; a property with a hyphen is an attribute.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag @param {Record<string, unknown>} properties @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [key, value] of Object.entries(properties)) {
    if (key.includes("-")) made.setAttribute(key, String(value));
    else Object.assign(made, { [key]: value });
  }
  made.append(...children);
  return made;
}

/** An element of a drawing. @param {string} tag @param {Record<string, string | number>} attributes */
function drawing(tag, attributes) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

/** One of the page's own shapes. @param {string} name */
function icon(name) {
  const svg = drawing("svg", { class: "cp-icon", width: 16, height: 16, "aria-hidden": "true" });
  svg.append(drawing("use", { href: `#cp-i-${name}` }));
  return svg;
}

/**
 * The score of a cell in words, as the program says it.
 * @param {Question} question @param {Cell} cell @param {(claim: string) => string | null | undefined} position
 */
function word(question, cell, position) {
  const said = level(question, cell.score ?? 0);
  if (typeof question.scale !== "object") return said;
  const counted = Object.keys(cell.claims).filter((claim) => cell.claims[claim].counting === "counted");
  const positions = counted.map((claim) => position(claim) ?? "");
  const [first = ""] = positions;
  if (/\d/.test(first) && positions.every((other) => other === first)) {
    const [low, high] = first.replace(/^[~>]/, "").split("..").map((number) => grouped(Number(number)));
    if (high) return `${low} to ${high}`;
    return `${first[0] === "~" ? "about " : first[0] === ">" ? "more than " : ""}${low}`;
  }
  return `${positions.every((other) => other[0] === ">") ? "more than" : "about"} ${said}`;
}

/** @typedef {{ state: string, label: string, hint: string }} State */

/** The state of a cell of which every claim is left out. */
const LEFT = { state: "left", label: "None left", hint: "Only the sources that are left out say anything about this." };

/**
 * A cell's state and its words, as the program says them where it knows the state.
 * @param {Site} knowledge @param {Cell} cell @param {string[]} without  the sources that are left out
 * @returns {State}
 */
function stateOf({ states, claims }, { state, claims: own }, without) {
  const isLeft = state === "empty" && claims.some(({ id, source }) => id in own && without.includes(source));
  return isLeft ? LEFT : { state, ...states[state] };
}

/** A state as it is shown. @param {State} state */
const badge = ({ state, label, hint }) =>
  element("span", { className: `cp-state cp-state-${state}`, title: hint }, icon(state === "left" ? "empty" : state), element("span", {}, label));

/**
 * Switches of the sources that make claims: on means that its claims count.
 * @param {Site} knowledge @param {(without: string[]) => void} changed
 */
function sources(knowledge, changed) {
  const claiming = new Set(knowledge.claims.map(({ source }) => source));
  const boxes = knowledge.sources
    .filter(({ id, trust = 1 }) => claiming.has(id) && trust > 0)
    .map((source) => {
      const box = element("input", { type: "checkbox", value: source.id });
      const label = element("label", { className: "cp-switch" }, box, source.name === source.title ? source.title : `${source.name}: ${source.title}`);
      return { box, row: element("li", {}, label, element("a", { href: source.path, className: "cp-switch-more" }, "About this source")) };
    });
  const list = element("ul", { className: "cp-switches" }, ...boxes.map(({ row }) => row));
  list.addEventListener("change", () =>
    changed(boxes.filter(({ box }) => !box.checked).map(({ box }) => box.value)),
  );
  /** @param {string[]} without */
  const show = (without) => boxes.forEach(({ box }) => (box.checked = !without.includes(box.value)));
  return { list, show };
}

export { LEFT, drawing, element, icon, word, stateOf, badge, sources };
