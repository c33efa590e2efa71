// @ts-check
// Scripts that are loaded when a reader first asks for what they do.

/** Where the theme's scripts are; its end is a slash. */
const folder = /** @type {HTMLScriptElement} */ (document.currentScript).src.replace(/[^/]*$/, "");

/** The folder of the home page; its end is a slash. */
const home = () => new URL(".", /** @type {HTMLAnchorElement} */ (document.querySelector(".cp-wordmark")).href).href;

/** Loads a script. @param {string} address */
const load = (address) =>
  new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.addEventListener("load", resolve);
    script.addEventListener("error", reject);
    document.head.append(script);
  });

export { folder, home, load };
