// @ts-check
// Runs before the first paint, so that a reader who chose a colour scheme never sees the other one.
"use strict";

/**
 * How the site is coloured: as the reader's system says, or as the reader chose.
 * @typedef {"auto" | "light" | "dark"} ColourScheme
 */

/** Everything of ours, under one name. */
const Counterpoint = {
  scheme: {
    /** Where the choice is kept. */
    key: "counterpoint.scheme",

    /**
     * The saved choice; `auto` where there is none or the browser keeps nothing for this page.
     * @returns {ColourScheme}
     */
    read() {
      try {
        const saved = localStorage.getItem(Counterpoint.scheme.key);
        return saved === "light" || saved === "dark" ? saved : "auto";
      } catch {
        return "auto";
      }
    },

    /**
     * Keeps the choice, as far as the browser allows it.
     * @param {ColourScheme} scheme
     */
    write(scheme) {
      try {
        if (scheme === "auto") localStorage.removeItem(Counterpoint.scheme.key);
        else localStorage.setItem(Counterpoint.scheme.key, scheme);
      } catch {
        // Blocked storage, as on some file: pages: the choice holds for this page alone.
      }
    },

    /**
     * Colours the page.
     * @param {ColourScheme} scheme
     */
    apply(scheme) {
      if (scheme === "auto") delete document.documentElement.dataset.cpScheme;
      else document.documentElement.dataset.cpScheme = scheme;
    },
  },
};

Counterpoint.scheme.apply(Counterpoint.scheme.read());
