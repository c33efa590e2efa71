// @ts-check
// Scripts that are loaded when a reader first asks for what they do.

/** Where the theme's scripts are; its end is a slash. */
const folder = /** @type {HTMLScriptElement} */ (document.currentScript).src.replace(/[^/]*$/, "");

/** Loads a script. @param {string} address */
const load = (address) =>
  new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.addEventListener("load", resolve);
    script.addEventListener("error", reject);
    document.head.append(script);
  });

export { folder, load };
