// @ts-check
// What every page has: the button that changes its colours.

import { apply, read, write } from "./scheme.js";

/** @type {Record<import("./scheme.js").ColourScheme, { label: string, icon: string, next: import("./scheme.js").ColourScheme }>} */
const schemes = {
  auto: { label: "Auto", icon: "auto", next: "light" },
  light: { label: "Light", icon: "light", next: "dark" },
  dark: { label: "Dark", icon: "dark", next: "auto" },
};

const tools = document.querySelector("[data-cp-tools]");
if (tools) tools.append(schemeButton());

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
