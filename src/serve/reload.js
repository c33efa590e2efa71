// The preview's part of a page: it reloads the page when the site has changed, and shows over the last
// good page what keeps a build from succeeding. Text only ever reaches the page as text.
(function () {
  "use strict";

  const version = Number(document.currentScript.dataset.version);
  const scrollKey = "counterpoint-scroll";
  // A browser reconnects by itself unless it has given up on the address.
  const retryAfter = 1000;

  let source = null;
  let timer = 0;
  let shown = null;

  function connect() {
    disconnect();
    source = new EventSource("/_counterpoint/events");
    source.addEventListener("state", (event) => receive(JSON.parse(event.data)));
    source.addEventListener("error", () => {
      if (source && source.readyState === EventSource.CLOSED) {
        disconnect();
        timer = setTimeout(connect, retryAfter);
      }
    });
  }

  function disconnect() {
    clearTimeout(timer);
    if (source) {
      source.close();
      source = null;
    }
  }

  /** @param {{version: number, failed: boolean, diagnostics: object[]}} state */
  function receive(state) {
    if (state.version !== version) {
      disconnect();
      remember();
      location.reload();
    } else if (state.failed) {
      show(state.diagnostics);
    } else {
      hide();
    }
  }

  // The place on the page, across a reload.

  function remember() {
    try {
      sessionStorage.setItem(scrollKey, JSON.stringify([location.href, scrollX, scrollY]));
    } catch {
      // Without storage the browser's own memory has to do.
    }
  }

  function restore() {
    try {
      const [address, x, y] = JSON.parse(sessionStorage.getItem(scrollKey) || "[]");
      sessionStorage.removeItem(scrollKey);
      if (address === location.href) {
        scrollTo({ left: x, top: y, behavior: "instant" });
      }
    } catch {
      // See above.
    }
  }

  // The overlay.

  function show(diagnostics) {
    const key = JSON.stringify(diagnostics);
    if (shown && shown.key === key) {
      return;
    }
    hide();
    const title = summary(diagnostics);
    const badge = element("button", "badge", title);
    badge.type = "button";
    badge.hidden = true;
    const dialog = overlay(title, diagnostics);
    badge.addEventListener("click", () => {
      badge.hidden = true;
      dialog.showModal();
    });
    // Escape closes it too; the badge brings it back.
    dialog.addEventListener("close", () => {
      badge.hidden = false;
    });
    document.body.append(dialog, badge);
    dialog.showModal();
    shown = { key, dialog, badge };
  }

  function hide() {
    if (shown) {
      shown.dialog.close();
      shown.dialog.remove();
      shown.badge.remove();
      shown = null;
    }
  }

  function overlay(title, diagnostics) {
    const dialog = element("dialog", "overlay");
    dialog.setAttribute("role", "alertdialog");
    dialog.setAttribute("aria-labelledby", "counterpoint-overlay-title");
    const heading = element("h2", "overlay-title", title);
    heading.id = "counterpoint-overlay-title";
    const close = element("button", "overlay-close", "Close");
    close.type = "button";
    close.autofocus = true;
    close.addEventListener("click", () => dialog.close());
    const list = element("ol", "overlay-list");
    list.append(...diagnostics.map(item));
    const waiting = document.body.classList.contains("counterpoint-waiting");
    const note = waiting ? "No build has succeeded yet." : "Behind this is the last good build.";
    dialog.append(heading, close, element("p", "overlay-note", note), list);
    return dialog;
  }

  function item(diagnostic) {
    const entry = element("li", "overlay-item");
    const head = element("p", "overlay-head");
    const severity = element("strong", "overlay-severity", `${diagnostic.severity}[${diagnostic.code}]`);
    severity.dataset.severity = diagnostic.severity;
    head.append(severity, " ", element("span", "overlay-place", place(diagnostic)));
    entry.append(head, element("p", "overlay-message", diagnostic.message));
    if (diagnostic.line > 0) {
      entry.append(excerpt(diagnostic));
    }
    if (diagnostic.label) {
      entry.append(element("p", "overlay-label", `^ ${diagnostic.label}`));
    }
    for (const related of diagnostic.related) {
      entry.append(element("p", "overlay-related", `${place(related)}: ${related.text}`));
    }
    if (diagnostic.hint) {
      entry.append(element("p", "overlay-hint", `Hint: ${diagnostic.hint}`));
    }
    return entry;
  }

  /** The line of the file with the faulty part marked. Lines of prose are long and wrap, so the mark is
   *  in the line and not under it. */
  function excerpt(diagnostic) {
    const characters = Array.from(diagnostic.source_line);
    const start = diagnostic.caret_start;
    const end = start + diagnostic.caret_length;
    const line = element("pre", "overlay-source");
    const marked = characters.slice(start, end).join("");
    line.append(
      element("span", "overlay-line", `${diagnostic.line} | `),
      characters.slice(0, start).join(""),
      element("mark", "overlay-mark", marked || "^"),
      characters.slice(end).join(""),
    );
    return line;
  }

  function place(at) {
    return at.line > 0 ? `${at.path}:${at.line}:${at.column}` : at.path;
  }

  function summary(diagnostics) {
    const count = (severity) => diagnostics.filter((entry) => entry.severity === severity).length;
    const words = ["error", "warning", "note"]
      .map((severity) => [count(severity), severity])
      .filter(([number]) => number > 0)
      .map(([number, severity]) => `${number} ${severity}${number === 1 ? "" : "s"}`);
    return `Build failed: ${words.join(", ")}`;
  }

  function element(name, kind, text) {
    const made = document.createElement(name);
    made.className = `counterpoint-${kind}`;
    if (text !== undefined) {
      made.textContent = text;
    }
    return made;
  }

  // A browser opens only six connections to one address, so a page that nobody sees gives up its own.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      disconnect();
    } else {
      connect();
    }
  });
  addEventListener("pagehide", disconnect);
  addEventListener("pageshow", (event) => {
    if (event.persisted) {
      connect();
    }
  });
  addEventListener("load", restore);
  if (!document.hidden) {
    connect();
  }
})();
