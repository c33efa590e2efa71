// @ts-check
// How the site is coloured.

/**
 * As the reader's system says, or as the reader chose.
 * @typedef {"auto" | "light" | "dark"} ColourScheme
 */

/** Where the choice is kept. */
const KEY = "counterpoint.scheme";

/**
 * The saved choice; `auto` where there is none or the browser keeps nothing for this page.
 * @returns {ColourScheme}
 */
export function read() {
  try {
    const saved = localStorage.getItem(KEY);
    return saved === "light" || saved === "dark" ? saved : "auto";
  } catch {
    return "auto";
  }
}

/**
 * Keeps the choice, as far as the browser allows it.
 * @param {ColourScheme} scheme
 */
export function write(scheme) {
  try {
    if (scheme === "auto") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, scheme);
  } catch {
    // Blocked storage, as on some file: pages: the choice holds for this page alone.
  }
}

/**
 * Colours the page.
 * @param {ColourScheme} scheme
 */
export function apply(scheme) {
  if (scheme === "auto") delete document.documentElement.dataset.cpScheme;
  else document.documentElement.dataset.cpScheme = scheme;
}
