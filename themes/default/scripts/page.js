// @ts-check
// The elements of the decision page: templates that are copied, and fields that are filled.

/** The fields of an element that have been asked for; an element keeps its fields. */
const known = /** @type {WeakMap<ParentNode, Map<string, HTMLElement[]>>} */ (new WeakMap());

/** The elements of a field. @param {ParentNode} within @param {string} name @param {string} [kind] @returns {HTMLElement[]} */
function fields(within, name, kind = "field") {
  const own = known.get(within) ?? new Map();
  if (!own.size) known.set(within, own);
  if (!own.has(name)) own.set(name, [...within.querySelectorAll(`[data-cp-${kind}="${name}"]`)]);
  return own.get(name);
}

/** The first element of a field. @param {ParentNode} within @param {string} name */
const field = (within, name) => fields(within, name)[0];

/** A part of the page. @param {string} name */
const part = (name) => fields(document, name, "part")[0];

/** A copy of what a template holds. @param {string} name @param {string} [inner] */
function copy(name, inner) {
  const { content } = /** @type {HTMLTemplateElement} */ (document.getElementById(`cp-t-${name}`));
  const found = inner ? content.querySelector(inner) : content.firstElementChild;
  return /** @type {HTMLElement} */ (found?.cloneNode(true));
}

/** @param {Node} node @param {string} text */
const say = (node, text) => {
  if (node.textContent !== text) node.textContent = text;
};

/**
 * Fills fields: with text, hidden where it is empty, or with a link.
 * @param {HTMLElement} within @param {Record<string, string | Link | undefined>} values
 */
function fill(within, values) {
  for (const [name, value = ""] of Object.entries(values)) {
    for (const node of fields(within, name)) {
      if (typeof value === "string") {
        say(node, value);
        node.hidden = !value;
      } else {
        say(node, value.title);
        node.setAttribute("href", value.path);
      }
    }
  }
  return within;
}

/** Gives an element's first shape another. @param {ParentNode} within @param {string} name  one of the page's own shapes */
const shape = (within, name) => within.querySelector("use")?.setAttribute("href", `#cp-i-${name}`);

/** Keeps the focus at a part of the page in which the element that had it is gone. @param {HTMLElement} section */
function keepFocus(section) {
  const active = document.activeElement;
  // What was hidden a moment ago has the focus still.
  if (active && section.contains(active) && active.getClientRects().length) return;
  const place = section.hidden ? /** @type {HTMLElement} */ (document.getElementById("cp-result-title")) : section.querySelector("h2");
  if (!place) return;
  place.tabIndex = -1;
  place.focus({ preventScroll: true });
}

export { copy, field, fields, fill, keepFocus, part, say, shape };
