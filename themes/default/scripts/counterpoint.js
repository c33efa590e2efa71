// @ts-check
// What every page has: the button that changes its colours, and links that keep what a reader chose.

import { folder, home, load } from "./load.js";
import { apply, read, write } from "./scheme.js";

/** @type {Record<import("./scheme.js").ColourScheme, { label: string, icon: string, next: import("./scheme.js").ColourScheme }>} */
const schemes = {
  auto: { label: "Auto", icon: "auto", next: "light" },
  light: { label: "Light", icon: "light", next: "dark" },
  dark: { label: "Dark", icon: "dark", next: "auto" },
};

const tools = document.querySelector("[data-cp-tools]");
if (tools) tools.append(schemeButton());

const root = home();
/** Pages where choices are made keep them in the fragment; the others, which have places, in the query. */
const CHOOSING = /\/(decide|matrix)\.html$/;
const choice = () => (location.hash.includes("=") ? location.hash : location.search).slice(1);
for (const event of ["pointerover", "focusin"]) addEventListener(event, keepChoice);
if (!CHOOSING.test(location.pathname) && /[?&](v|scenario|without|hide|(w|must|suppose)\.[^=]+)=/.test(location.search)) {
  // Rarely asked for, so it is no part of the page.
  load(`${root}data/decide.js`).then(() => load(`${folder}evidence.js`));
}

/**
 * A link that is about to be followed takes the choice along; one that leads to a choice of its own adds it to that.
 * @param {Event} event
 */
function keepChoice({ target }) {
  const link = target instanceof Element && target.closest("a");
  if (!link || !link.href.startsWith(root) || !link.pathname.endsWith(".html") || link.dataset.cpChoice === "own") return;
  if (!CHOOSING.test(link.pathname)) link.search = choice();
  else if (link.pathname === location.pathname && !link.ariaCurrent) return;
  else if (!link.hash || link.dataset.cpChoice) {
    link.dataset.cpChoice = "kept";
    link.hash = choice();
  } else if (link.hash.includes("=") && choice()) {
    link.dataset.cpChoice = "own";
    link.hash = joined(link.hash.slice(1), choice());
  }
}

/**
 * A choice with another. A scenario has weights and must-haves of its own, and keeps of those of another what the reader
 * believes.
 * @param {string} own @param {string} other
 */
function joined(own, other) {
  const [pairs, others] = [own, other].map((choice) => choice.split("&"));
  const scenario = pairs.find((pair) => pair.startsWith("scenario="));
  const kept = scenario && !others.includes(scenario) ? others.filter((pair) => /^(without|suppose)/.test(pair)) : others;
  const isLeft = (/** @type {string} */ pair) => pair.startsWith("without=");
  const left = [...pairs, ...kept].filter(isLeft).map((pair) => pair.slice("without=".length));
  return [...new Set([...kept, ...pairs])]
    .filter((pair) => !isLeft(pair))
    .concat(left.length ? `without=${left}` : [])
    .join("&");
}

/** A button that goes through the colour schemes. */
function schemeButton() {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "cp-scheme";
  const label = document.createElement("span");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  button.append(iconAround(use), label);

  let scheme = read();
  show();
  button.addEventListener("click", () => {
    scheme = schemes[scheme].next;
    write(scheme);
    apply(scheme);
    show();
  });
  return button;

  function show() {
    const { label: text, icon, next } = schemes[scheme];
    label.textContent = text;
    use.setAttribute("href", `#cp-i-${icon}`);
    button.setAttribute("aria-label", `${text} colours. Change to ${schemes[next].label.toLowerCase()}`);
    button.title = `Colours: ${text.toLowerCase()}`;
  }
}

/**
 * One of the page's own shapes.
 * @param {SVGUseElement} use
 */
function iconAround(use) {
  const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  icon.setAttribute("class", "cp-icon");
  icon.setAttribute("aria-hidden", "true");
  icon.append(use);
  return icon;
}
