// @ts-check
// The decision page: what a reader chooses, and what follows from it at once.
"use strict";

(() => {
  const root = /** @type {HTMLElement | null} */ (document.querySelector("[data-cp-result]"));
  if (!root || typeof CounterpointKnowledge === "undefined") return;
  const knowledge = CounterpointKnowledge;
  const W = CounterpointWords;
  const C = CounterpointChoices;
  const { element, icon, strength, word } = CounterpointControls;

  /** As many as the page shows without scripts. */
  const [RANKED, EXPLAINED, LISTED, WEIGHTS, ROOM] = [100, 8, 6, 5, 3.5];
  /** How long a reader pauses before what takes longer is computed, and how long a slice of it may take; milliseconds. */
  const [PAUSE, SLICE] = [150, 8];

  const questions = new Map(knowledge.questions.map((question) => [question.id, question]));
  const claims = new Map(knowledge.claims.map((claim) => [claim.id, claim]));
  const shown = new Map(knowledge.shown.map((option) => [option.id, option]));
  const recordScript = document.currentScript?.getAttribute("src")?.replace(/[^/]*$/, "record.js") ?? "";

  const grouped = new Set(knowledge.groups.flatMap(({ topics }) => topics));
  /** Criteria by group, in the order of the page. */
  const groups = [
    ...knowledge.groups.map(({ id, title, topics }) => ({ id, title, ids: topics.map((topic) => `topics/${topic}`) })),
    { id: "", title: "Others", ids: [...questions.keys()].filter((id) => id.startsWith("topics/") && !grouped.has(W.topic(id))) },
  ]
    .map((group) => ({ ...group, ids: group.ids.filter((id) => !questions.get(id)?.background) }))
    .filter(({ ids }) => ids.length);

  // ---- Elements ----

  /** @param {string} name @param {ParentNode} [within] */
  const part = (name, within = root) => /** @type {HTMLElement} */ (within.querySelector(`[data-cp-part="${name}"]`));

  /** The first element of a field. @param {ParentNode} within @param {string} name */
  const field = (within, name) => /** @type {HTMLElement} */ (within.querySelector(`[data-cp-field="${name}"]`));

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
      for (const found of within.querySelectorAll(`[data-cp-field="${name}"]`)) {
        const node = /** @type {HTMLElement} */ (found);
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

  /** @param {HTMLElement} within @param {Change} change */
  function fillChange(within, change) {
    const node = field(within, "change");
    say(node, words.change(change));
    node.classList.toggle("cp-change-flips", change.flips !== false);
    return within;
  }

  /** @param {string} id  of a question */
  const link = (id) => ({ title: now.name(id), path: questions.get(id)?.path ?? "" });

  /** The address of a cell. @param {string} question @param {string} option */
  const cellPath = (question, option) => `${questions.get(question)?.path}#cell-${option}`;

  // ---- What the reader chose, and what follows ----

  let { choices, notes } = readAddress();
  let model = C.model(knowledge, choices);
  let now = C.decided(knowledge, choices, model);
  let words = W.of(now);

  function readAddress() {
    const hash = location.hash.includes("=") ? location.hash : "";
    const read = C.fromFragment(hash, knowledge);
    const { must } = read.choices;
    for (const [topic, least] of Object.entries(must)) {
      if (least === "none" || C.minimum(questions.get(`topics/${topic}`), least) !== null) continue;
      delete must[topic];
      read.notes.push(`Not understood in the address, and ignored: a minimum of ${least} on ${topic}.`);
    }
    return read;
  }

  /** Puts the choices into the address, as a step that the reader can take back. */
  function writeAddress() {
    const fragment = C.toFragment(choices, knowledge.digest);
    if (`#${fragment}` === location.hash || (!fragment && !location.hash)) return;
    history.pushState(null, "", fragment ? `#${fragment}` : location.pathname + location.search);
  }

  /**
   * Computes and shows what follows from the choices.
   * @param {"weights" | "model"} changed  what has to be computed anew @param {boolean} [announced]  whether it is said when done
   */
  function follow(changed, announced = false) {
    if (changed === "model") model = C.model(knowledge, choices);
    now = C.decided(knowledge, choices, model);
    words = W.of(now);
    paintAtOnce();
    later(announced);
  }

  /** A choice that is made. @param {"weights" | "model"} [changed] */
  function commit(changed = "weights") {
    notes = [];
    writeAddress();
    follow(changed, true);
    showChoices();
  }

  /** What is computed while the reader pauses; dropped with the next change. */
  let pending = 0;

  /** @param {boolean} announced */
  function later(announced) {
    clearTimeout(pending);
    const steps = model.slow(now.ranking, now.slow);
    root?.setAttribute("aria-busy", "true");
    const slice = () => {
      const end = performance.now() + SLICE;
      while (performance.now() < end) {
        if (steps.next().done) {
          root?.removeAttribute("aria-busy");
          paintAtOnce();
          paintReasons();
          if (announced) announce(words.verdict());
          return;
        }
      }
      pending = window.setTimeout(slice);
    };
    pending = window.setTimeout(slice, PAUSE);
  }

  // ---- The ranking ----

  const ranking = part("ranking");
  /** @type {Map<string, HTMLElement>} */
  const entries = new Map();
  const more = element("p", { className: "cp-rest" });
  for (const rest of ranking.parentElement?.querySelectorAll(".cp-rest") ?? []) rest.remove();
  ranking.after(more);

  /** What is known at once: verdict, ranking, bars. */
  function paintAtOnce() {
    const box = part("verdict");
    // What is said while weights move is shorter; the bars stay where they are.
    if (now.slow.verdict) box.style.minHeight = "";
    else box.style.minHeight ||= `${box.offsetHeight}px`;
    say(box, words.verdict());
    const result = box.closest(".cp-result");
    const { verdict } = now.slow;
    if (result && verdict) result.className = `cp-result cp-verdict-${verdict.kind}`;
    say(field(document, "profile"), profileText());
    const visible = now.order.slice(0, RANKED);
    for (const id of entries.keys()) {
      if (visible.includes(id)) continue;
      entries.get(id)?.remove();
      entries.delete(id);
    }
    visible.forEach((id, place) => {
      const entry = entries.get(id) ?? entryOf(id);
      entries.set(id, entry);
      if (ranking.children[place] !== entry) ranking.insertBefore(entry, ranking.children[place] ?? null);
      paintEntry(entry, id, place < EXPLAINED);
    });
    const left = now.order.length - visible.length;
    say(more, left ? `and ${left} more option${left > 1 ? "s" : ""}` : "");
    more.hidden = !left;
    paintShort();
  }

  function profileText() {
    if (now.scenario) return `for ${now.scenario.title}${Object.keys(choices.weights).length ? ", changed" : ""}`;
    return Object.keys(choices.weights).length ? "for your weights" : "for the usual weights";
  }

  /** @param {string} id */
  function entryOf(id) {
    const entry = copy("option");
    const option = shown.get(id);
    entry.dataset.cpOption = id;
    paintMark(entry, option?.colour ?? 1);
    field(entry, "option").setAttribute("href", option?.path ?? "");
    fill(entry, { title: now.name(id) });
    return wired(entry, id);
  }

  /** @param {HTMLElement} entry @param {string} id */
  function wired(entry, id) {
    const parts = /** @type {HTMLDetailsElement} */ (field(entry, "parts"));
    parts.addEventListener("toggle", () => parts.open && paintTable(entry, id));
    return entry;
  }

  /** @param {HTMLElement} entry @param {number} colour */
  function paintMark(entry, colour) {
    entry.classList.add(`cp-option-${colour}`);
    const mark = entry.querySelector(".cp-option-mark");
    mark?.setAttribute("class", `cp-option-mark cp-option-${colour}`);
    mark?.replaceChildren(icon(`option-${colour}`));
  }

  /** A share of a bar in percent. @param {number} share */
  const ofBar = (share) => `${Math.round(share * 10000) / 100}%`;

  /** @param {Element} bar @param {number | null} low @param {number | null} high @param {number | null} score */
  function paintBar(bar, low, high, score) {
    const [span, mark] = [field(bar, "span"), field(bar, "mark")];
    span.setAttribute("x", ofBar(low ?? 0));
    span.setAttribute("width", ofBar((high ?? 0) - (low ?? 0)));
    mark.setAttribute("cx", ofBar(score ?? 0));
    mark.setAttribute("visibility", score === null ? "hidden" : "inherit");
  }

  /** @param {HTMLElement} entry @param {string} id @param {boolean} explained */
  function paintEntry(entry, id, explained) {
    const { score, low, high, coverage, rank, dimmed, share, readings } = now.option(id);
    const { verdict } = now.slow;
    const isRanking = verdict && !/^no-ranking|^only-choice/.test(verdict.kind);
    entry.classList.toggle("cp-dimmed", dimmed);
    fill(entry, {
      rank: rank === null ? "\u2013" : String(rank),
      score: words.score(id),
      interval: low === null || high === null ? "" : `${W.percent(low)} to ${W.percent(high)}`,
      share: isRanking && share !== null ? `leads in ${W.share(share)} of 100 ways` : "",
      coverage: `evidence for ${W.percent(coverage)} of 100 of the weight`,
      readings: isRanking && readings ? W.readings(readings) : "",
      hindrance: words.hindrance(id),
    });
    field(entry, "bar").hidden = low === null;
    paintBar(entry, low, high, score);
    const parts = /** @type {HTMLDetailsElement} */ (field(entry, "parts"));
    const stack = explained ? partsOf(id) : [];
    parts.hidden = !stack.length;
    const svg = field(entry, "stack");
    svg.replaceChildren(
      ...[...svg.children].slice(0, 1),
      ...stack.map(({ number, start, points }) => {
        const piece = copy("stack", "g");
        const [rect, text] = [...piece.children];
        piece.dataset.cpPartNumber = String(number);
        rect.setAttribute("x", ofBar(start));
        rect.setAttribute("width", ofBar(points));
        text.setAttribute("x", ofBar(start + points / 2));
        text.setAttribute("visibility", points * 100 < ROOM ? "hidden" : "inherit");
        say(text, String(number));
        return piece;
      }),
    );
    if (parts.open && stack.length) paintTable(entry, id);
  }

  /** What a score is made of, by group. @param {string} id */
  function partsOf(id) {
    const { contributions } = now.option(id);
    let start = 0;
    return groups.flatMap(({ title, ids }, place) => {
      const rows = ids.filter((question) => question in contributions);
      const points = rows.reduce((sum, question) => sum + contributions[question], 0);
      start += points;
      return rows.length ? [{ number: place + 1, title, rows, points, start: start - points, contributions }] : [];
    });
  }

  /** @param {HTMLElement} entry @param {string} id */
  function paintTable(entry, id) {
    const cells = now.analysis().cells;
    const table = /** @type {HTMLTableElement} */ (entry.querySelector("table"));
    const bodies = partsOf(id).map(({ number, title, points, rows, contributions }) => {
      const body = fill(copy("part", "tbody"), { number: String(number), title, points: W.points(points) });
      for (const question of rows) {
        const cell = cells.get(`${question}/${id}`);
        const { title, unit = "" } = /** @type {SiteQuestion} */ (questions.get(question));
        const row = fill(copy("contribution", "tr"), {
          topic: link(question),
          unit: unit.toLowerCase() === title.toLowerCase() ? "" : unit,
          weight: W.weight(now.weights[question]),
          points: W.points(contributions[question]),
        });
        paintCell(field(row, "cell"), question, id, cell);
        body.append(row);
      }
      return body;
    });
    for (const body of [...table.tBodies]) body.remove();
    table.append(...bodies);
  }

  /** @param {HTMLElement} place @param {string} question @param {string} id @param {Cell | undefined} cell */
  function paintCell(place, question, id, cell) {
    const score = cell?.score ?? null;
    const text =
      cell && score !== null
        ? word(/** @type {Question} */ (questions.get(question)), cell, (claim) => claims.get(claim)?.standings[id])
        : "no score";
    const shape = score === null ? "empty" : text === "yes" || text === "no" ? text : `v${strength(score)}`;
    place.setAttribute("href", cellPath(question, id));
    place.classList.toggle(`cp-v${strength(score ?? 0)}`, score !== null);
    place.firstElementChild?.replaceWith(icon(shape));
    fill(place, { word: text });
    field(place, "contested").hidden = cell?.state !== "contested";
  }

  // ---- The reasons ----

  /**
   * Shows a part, or hides it where it has no entries.
   * @param {string} name @param {HTMLElement[]} items @param {string} [list]
   */
  function paintList(name, items, list = "entries") {
    const section = part(name);
    section.hidden = !items.length;
    field(section, list).replaceChildren(...items);
  }

  /** What is known after a pause. */
  function paintReasons() {
    const { slow } = now;
    const [first, second] = now.order;
    const pair = second !== undefined && [first, second].every((id) => now.option(id).score !== null);
    paintList("gains", pair ? [gainsOf(first, second), gainsOf(second, first)] : [], "list");
    const dominance = part("dominance");
    dominance.replaceChildren(
      ...(slow.dominance ?? []).slice(0, LISTED).map(([one, other]) =>
        element("li", {}, `${now.name(one)} is at least as good as ${now.name(other)} on everything that has weight.`),
      ),
    );
    dominance.hidden = !dominance.children.length;
    paintStability();
    paintList(
      "doubts",
      (slow.doubts ?? []).slice(0, LISTED).map((doubt) => {
        const item = fill(copy("doubt"), {
          topic: now.name(doubt.criterion), option: now.name(doubt.option), value: String(W.percent(doubt.value)),
        });
        field(item, "cell").setAttribute("href", cellPath(doubt.criterion, doubt.option));
        return fillChange(item, { flips: true, ...doubt });
      }),
    );
    paintList(
      "sources",
      (slow.sources ?? []).slice(0, LISTED).map((trial) => {
        const source = knowledge.sources.find(({ id }) => id === trial.id);
        return fillChange(fill(copy("source"), { source: { title: source?.name ?? "", path: source?.path ?? "" } }), trial);
      }),
    );
    const focused = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset.cpSuppose;
    paintContested();
    if (focused) /** @type {HTMLElement | null} */ (root?.querySelector(`[data-cp-suppose="${focused}"]`))?.focus();
    paintAdvice();
  }

  /** @param {string} one @param {string} other */
  function gainsOf(one, other) {
    const gains = words.gains(one, other);
    const left = gains.length - LISTED;
    const made = fill(copy("gains"), {
      option: now.name(one), other: now.name(other), more: left > 0 ? `and on ${left} more` : "",
    });
    field(made, "none").hidden = gains.length > 0;
    field(made, "entries").replaceChildren(
      ...gains.slice(0, LISTED).map(({ question, gain }) =>
        fill(copy("gain"), { topic: link(question), points: `+${W.points(gain)}` }),
      ),
    );
    return made;
  }

  function paintStability() {
    const section = part("flips");
    const found = Object.entries(now.slow.stability ?? {}).flatMap(([question, { leaders: [low, high], above_zero }]) => {
      const around = words.stability(question);
      if (!around) return [];
      const weight = now.weights[question];
      const down = low > 0 || above_zero?.includes("leaders") ? weight - low : Infinity;
      return [{ question, around, weight, distance: Math.min(high < 5 ? high - weight : Infinity, down) }];
    });
    found.sort((one, other) => one.distance - other.distance || 0);
    const items = found.map(({ question, around: [before, after], weight }) =>
      fill(copy("stability"), { before, topic: link(question), after, weight: W.weight(weight) }),
    );
    const [nearest] = found;
    const still = now.leaders.length ? "No weight from 0 to 5, changed alone, changes who leads." : "";
    const flip = nearest && `${nearest.around.join(now.name(nearest.question))} (now ${W.weight(nearest.weight)}).`;
    say(part("flip"), flip ?? still);
    field(section, "none").hidden = items.length > 0;
    field(section, "list").hidden = !items.length;
    const rest = field(section, "rest");
    rest.hidden = items.length <= WEIGHTS;
    say(field(rest, "count"), String(items.length - WEIGHTS));
    const [shown, folded] = section.querySelectorAll('[data-cp-field="entries"]');
    shown.replaceChildren(...items.slice(0, WEIGHTS));
    folded.replaceChildren(...items.slice(WEIGHTS));
  }

  function paintContested() {
    const { contradictions } = now.analysis();
    const trials = now.slow.contradictions ?? [];
    const supposed = Object.keys(choices.suppose);
    const ids = [...new Set([...supposed, ...trials.map(({ id }) => id)])].slice(0, Math.max(LISTED, supposed.length));
    paintList(
      "contested",
      ids.flatMap((id) => {
        const found = contradictions.find((found) => found.id === id);
        const callout = knowledge.callouts.find((callout) => callout.id === id);
        if (!found) return [];
        const article = fill(copy("contested"), {
          title: {
            title: words.contradiction(id),
            path: callout?.path ?? `contradictions.html#contradiction-${id}`,
          },
          status: { open: "Open", resolved: "Resolved", unexplained: "Unexplained" }[found.status],
          kind: found.kind,
        });
        article.classList.add(`cp-status-${found.status}`);
        article.querySelector(".cp-status use")?.setAttribute("href", `#cp-i-${found.status}`);
        const sides = [...found.sides, ...(callout?.outside_is_side ? [[]] : [])];
        field(article, "sides").replaceChildren(
          ...sides.map((side, place) => sideOf(id, side, place, trials.find((trial) => trial.id === id && trial.side === place))),
        );
        return [article];
      }),
    );
  }

  /** @param {string} id @param {string[]} side @param {number} place @param {Change | undefined} trial */
  function sideOf(id, side, place, trial) {
    const claim = claims.get(side[0]);
    const source = knowledge.sources.find(({ id }) => id === claim?.source);
    const left = side.length - 1;
    const label = claim ? `Side ${W.side(place).toUpperCase()}` : "Outside the sources";
    const item = fill(copy("side"), { label, text: claim?.text });
    field(item, "quoted").hidden = !claim;
    if (claim && source) {
      fill(item, {
        claim: { title: source.name, path: `${questions.get(claim.question)?.path}#claim-${claim.id.replace(/^.*#/, "")}` },
      });
      say(field(item, "more"), left > 0 ? ` and ${left} more claim${left > 1 ? "s" : ""}` : "");
    }
    const isSupposed = choices.suppose[id] === W.side(place);
    field(item, "moves").hidden = !trial;
    field(item, "still").hidden = Boolean(trial) || isSupposed;
    if (trial) {
      field(item, "moves").append(element("span", { className: "cp-change", "data-cp-field": "change" }));
      fillChange(item, trial);
    }
    const button = /** @type {HTMLButtonElement} */ (copy("suppose"));
    button.dataset.cpSuppose = `${id}=${place}`;
    button.setAttribute("aria-pressed", String(isSupposed));
    say(button, isSupposed ? "Supposed right" : "Suppose this");
    button.setAttribute("aria-label", `${button.textContent}: ${label} of ${words.contradiction(id)}`);
    button.addEventListener("click", () => {
      if (isSupposed) delete choices.suppose[id];
      else choices.suppose[id] = W.side(place);
      commit("model");
    });
    item.append(button);
    return item;
  }

  const advice = element("section", { className: "cp-reason", hidden: true, "aria-labelledby": "cp-advice-title" });
  part("gains").before(advice);

  /** What the scenario's sources recommend, beside the ranking. */
  function paintAdvice() {
    const agreement = now.scenario && words.agreement();
    advice.hidden = !now.scenario;
    if (!now.scenario) return;
    const lines = words.advice().flatMap(({ option, for: favour, against }) =>
      /** @type {[string, string, string[]][]} */ ([["yes", "for", favour], ["no", "against", against]])
        .filter(([, , sources]) => sources.length)
        .map(([shape, word, sources]) =>
          element(
            "li",
            { className: "cp-advice-line" },
            icon(shape),
            element("span", {}, element("strong", {}, `${word} ${now.name(option)}`), `: ${sources.map(now.name).join(", ")}`),
          ),
        ),
    );
    advice.replaceChildren(
      element("h2", { id: "cp-advice-title" }, "What the sources recommend"),
      element("p", { className: "cp-note" }, "For ", element("a", { href: now.scenario.path }, now.scenario.title), ". It is no part of the ranking."),
      lines.length ? element("ul", { className: "cp-lines" }, ...lines) : element("p", {}, "No source recommends an option for it."),
    );
    if (agreement) {
      advice.append(
        element(
          "p",
          { className: `cp-agreement-line${agreement.agrees ? "" : " cp-agreement-differs"}` },
          icon(agreement.agrees ? "agreed" : "contested"),
          element("span", {}, agreement.sentence),
        ),
      );
    }
  }

  // ---- The controls ----

  /** What shows the choices on the page, called when they change other than by its own control. @type {(() => void)[]} */
  const mirrors = [];
  const showChoices = () => mirrors.forEach((mirror) => mirror());
  const ANSWERS = /** @type {const} */ ({ yes: 5, somewhat: 3, no: 0 });

  for (const place of root.querySelectorAll("[data-cp-topic]")) {
    const id = `topics/${/** @type {HTMLElement} */ (place).dataset.cpTopic}`;
    const question = questions.get(id);
    if (question) controlsOf(/** @type {HTMLElement} */ (place), question);
  }

  /** @param {HTMLElement} place @param {SiteQuestion} question */
  function controlsOf(place, question) {
    const { id, title, scale, better, unit } = question;
    const topic = W.topic(id);
    const controls = copy("controls");
    field(place, "usual").hidden = true;

    const range = /** @type {HTMLInputElement} */ (field(controls, "weight"));
    const output = field(controls, "value");
    const answers = [...field(controls, "answers").querySelectorAll("button")];
    field(controls, "answers").setAttribute("aria-label", question.question ?? title);
    range.setAttribute("aria-label", `Weight of ${title}`);
    const show = () => {
      const weight = now.weights[id];
      // A weight from an address may lie between two steps.
      range.step = weight % 0.5 ? "any" : "0.5";
      range.valueAsNumber = weight;
      range.setAttribute("aria-valuetext", `${W.weight(weight)} of 5`);
      say(output, W.weight(weight));
      for (const button of answers) {
        button.setAttribute("aria-pressed", String(ANSWERS[/** @type {"yes"} */ (button.dataset.cpAnswer)] === weight));
      }
    };
    /** @param {number} weight */
    const weigh = (weight) => {
      choices.weights[topic] = weight;
      const { weights } = C.decided(knowledge, { ...choices, weights: {} }, model);
      if (weights[id] === weight) delete choices.weights[topic];
    };
    range.addEventListener("input", () => {
      range.step = "0.5";
      weigh(range.valueAsNumber);
      follow("weights");
      show();
      showCounts();
    });
    range.addEventListener("change", () => commit());
    for (const button of answers) {
      button.addEventListener("click", () => {
        weigh(ANSWERS[/** @type {"yes"} */ (button.dataset.cpAnswer)]);
        commit();
      });
    }

    const select = /** @type {HTMLSelectElement} */ (field(controls, "least"));
    const input = /** @type {HTMLInputElement} */ (field(controls, "quantity"));
    const isQuantity = typeof scale === "object";
    const control = isQuantity ? input : select;
    control.hidden = false;
    (isQuantity ? select : input).remove();
    control.setAttribute("aria-label", `${title}: at least`);
    if (isQuantity) {
      input.placeholder = unit ?? "";
      input.title = `A number from ${Math.min(scale.worst, scale.best)} to ${Math.max(scale.worst, scale.best)}`;
    } else {
      const positive = better === "no" ? "no" : "yes";
      for (const [value, text] of scale === "yes-no" ? [[positive, positive]] : Object.entries(W.RATINGS)) {
        select.append(element("option", { value }, text));
      }
    }
    control.addEventListener("change", () => {
      const least = control.value.trim().replace(/,/g, "");
      const own = now.scenario?.must?.[topic] ?? "";
      const isWrong = least !== "" && (C.minimum(question, least) === null || (isQuantity && !within(scale, Number(least))));
      control.setAttribute("aria-invalid", String(isWrong));
      if (isWrong) return announce(`${title}: ${control.title}`);
      if (least === own) delete choices.must[topic];
      else choices.must[topic] = least || "none";
      commit();
    });
    mirrors.push(show, () => {
      control.value = now.must[id] ?? "";
      control.removeAttribute("aria-invalid");
    });
    place.append(controls);
  }

  /** Whether a quantity can be a minimum: within the anchors, and one that something can miss. @param {Anchors} scale @param {number} least */
  const within = ({ worst, best }, least) =>
    least >= Math.min(worst, best) && least <= Math.max(worst, best) && least !== worst;

  /** How many criteria of each group count. */
  function showCounts() {
    for (const { id, ids } of groups) {
      const count = field(root?.querySelector(`[data-cp-group="${id}"]`) ?? document, "count");
      say(count, `${ids.filter((id) => now.weights[id] > 0).length} of ${ids.length}`);
    }
  }
  mirrors.push(showCounts);

  /** Opens the groups that matter to a scenario, and no other. */
  function openGroups() {
    for (const { id, ids } of groups) {
      const group = /** @type {HTMLDetailsElement | null} */ (root?.querySelector(`[data-cp-group="${id}"]`));
      const set = (/** @type {string} */ id) => (now.scenario?.weights[W.topic(id)] ?? choices.weights[W.topic(id)] ?? 0) > 0;
      if (!group) continue;
      group.open = ids.some(set);
      const idle = ids.filter((id) => now.scenario && !(now.weights[id] || id in now.must));
      group.classList.toggle("cp-folded", group.open && idle.length > 0);
      for (const place of group.querySelectorAll("[data-cp-topic]")) {
        place.classList.toggle("cp-idle", idle.includes(`topics/${/** @type {HTMLElement} */ (place).dataset.cpTopic}`));
      }
      group.querySelector(".cp-all")?.remove();
      if (!group.classList.contains("cp-folded")) continue;
      const all = element("button", { className: "cp-button cp-all", type: "button" }, `Show ${idle.length} that do not count here`);
      all.addEventListener("click", () => {
        group.classList.remove("cp-folded");
        /** @type {HTMLElement | null} */ (group.querySelector(".cp-idle input"))?.focus();
        all.remove();
      });
      group.append(all);
    }
  }

  // Scenarios.

  const usual = element("a", { href: "#", "data-cp-choose": "" }, "The usual weights");
  root.querySelector(".cp-ask-scenarios ul")?.prepend(element("li", {}, usual));
  for (const chooser of document.querySelectorAll("[data-cp-choose]")) {
    const id = /** @type {HTMLElement} */ (chooser).dataset.cpChoose ?? "";
    chooser.addEventListener("click", (event) => {
      event.preventDefault();
      choices = { ...choices, scenario: id || null, weights: {}, must: {} };
      commit();
      openGroups();
      if (!root?.contains(chooser)) document.getElementById("cp-result")?.scrollIntoView();
    });
    mirrors.push(() => {
      if ((choices.scenario ?? "") === id) chooser.setAttribute("aria-current", "true");
      else chooser.removeAttribute("aria-current");
    });
  }

  // Sources and options.

  /**
   * A switch for one of a list of choices; on means not in it.
   * @param {string} name @param {string} label @param {string} id @param {() => string[]} list @param {(list: string[]) => void} set
   */
  function switchOf(name, label, id, list, set) {
    const made = copy("trust");
    const box = /** @type {HTMLInputElement} */ (field(made, "trusted"));
    say(/** @type {HTMLElement} */ (made.querySelector("span")), label);
    box.setAttribute("aria-label", `${label}: ${name}`);
    box.addEventListener("change", () => {
      set(box.checked ? list().filter((other) => other !== id) : [...list(), id]);
      commit("model");
    });
    mirrors.push(() => (box.checked = !list().includes(id)));
    return made;
  }

  for (const place of root.querySelectorAll("[data-cp-source]")) {
    const { id, title } = knowledge.sources.find(({ id }) => id === /** @type {HTMLElement} */ (place).dataset.cpSource) ?? {};
    if (id === undefined || title === undefined) continue;
    place.append(switchOf(title, "Count its claims", id, () => choices.without, (without) => (choices.without = without)));
  }

  if (knowledge.options.length > 2) {
    const list = element("ul", { className: "cp-ask-list" });
    for (const { id, title } of knowledge.shown) {
      const made = switchOf(title, "Compare it", id, () => choices.hide, (hide) => (choices.hide = hide));
      list.append(element("li", { className: "cp-ask-topic" }, element("p", { className: "cp-ask-title" }, title), made));
    }
    const count = element("span", { className: "cp-count" });
    mirrors.push(() => say(count, `${knowledge.options.length - choices.hide.length} of ${knowledge.options.length}`));
    root.querySelector("[data-cp-sources]")?.after(
      element(
        "details",
        { className: "cp-ask-group" },
        element("summary", {}, element("h3", { className: "cp-minor" }, "Options"), " ", count),
        list,
      ),
    );
  }

  // What can be done with a decision.

  const actions = copy("actions");
  document.querySelector("[data-cp-actions]")?.append(actions);
  const said = field(actions, "said");
  const remarks = element("p", { className: "cp-remarks" });
  document.querySelector(".cp-desk-result")?.prepend(remarks);
  mirrors.push(() => {
    remarks.textContent = notes.join(" ");
    remarks.hidden = !notes.length;
  });

  const heard = element("p", { className: "cp-hidden", role: "status" });
  actions.after(heard);

  /** Says to who cannot see it what follows from a choice. @param {string} text */
  function announce(text) {
    said.textContent = "";
    heard.textContent = text;
  }

  /** The record's script, loaded when it is first asked for. @type {Promise<void> | undefined} */
  let record;

  /** @returns {Promise<void>} */
  const loadRecord = () =>
    (record ??= new Promise((resolve, reject) => {
      const script = element("script", { src: recordScript });
      script.addEventListener("load", () => resolve());
      script.addEventListener("error", reject);
      document.head.append(script);
    }));

  /** Where this decision can be looked at again; nothing where the address is a file of the reader's own. */
  function address() {
    const fragment = C.toFragment(choices, knowledge.digest);
    const page = location.protocol === "file:" ? knowledge.base_url && `${knowledge.base_url}decide.html` : location.href.replace(/#.*/, "");
    return page && fragment ? `${page}#${fragment}` : page || "";
  }

  /** @param {string} kind */
  async function save(kind) {
    await loadRecord();
    for (const steps = model.slow(now.ranking, now.slow); !steps.next().done; );
    const done = /** @type {Done} */ (now);
    const today = new Date();
    const date = [today.getFullYear(), today.getMonth() + 1, today.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
    const [text, type] =
      kind === "json"
        ? [`${JSON.stringify(CounterpointRecord.json(done), null, 2)}\n`, "application/json"]
        : kind === "csv"
          ? [CounterpointRecord.csv(done), "text/csv"]
          : [CounterpointRecord.markdown(done, date, address()), "text/markdown"];
    const name = `decision${now.scenario ? `-${now.scenario.id}` : ""}.${kind === "markdown" ? "md" : kind}`;
    const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
    element("a", { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
    (said.textContent = `Saved as ${name}.`);
  }

  actions.addEventListener("click", (event) => {
    const action = /** @type {Element} */ (event.target).closest("button")?.dataset.cpAction;
    if (action === "reset") {
      choices = C.nothing();
      commit("model");
      openGroups();
    } else if (action === "print") print();
    else if (action === "link") {
      const text = `${location.href.replace(/#.*/, "")}#${C.toFragment(choices, knowledge.digest)}`;
      const copied = navigator.clipboard?.writeText(text) ?? Promise.reject();
      copied.then(() => (said.textContent = "Link copied."), () => (said.textContent = "The address of this page is the link."));
    } else if (action) save(action).catch(() => (said.textContent = "That could not be made here."));
  });

  // ---- The ranking in short, where the whole is out of sight ----

  const short = part("short");
  /** @type {Map<string, HTMLElement>} */
  const lines = new Map();

  function paintShort() {
    say(field(short, "verdict"), words.verdict());
    const visible = now.order.slice(0, 3);
    field(short, "entries").replaceChildren(
      ...visible.map((id) => {
        const line = lines.get(id) ?? copy("short");
        if (!lines.has(id)) {
          const colour = shown.get(id)?.colour ?? 1;
          paintMark(line, colour);
          lines.set(id, line);
        }
        const { score, low, high } = now.option(id);
        fill(line, { title: now.name(id), score: words.score(id) });
        paintBar(line, low, high, score);
        return line;
      }),
    );
  }

  const result = document.getElementById("cp-result");
  if (result && "IntersectionObserver" in window) {
    new IntersectionObserver(([{ isIntersecting }]) => (short.hidden = isIntersecting)).observe(result);
  }

  // ---- Begin ----

  document.documentElement.classList.add("cp-live");
  // Without scripts an address of choices leads to its scenario; with them it is the choice, and the page begins at its head.
  for (const anchor of document.querySelectorAll('[id*="="]')) anchor.removeAttribute("id");
  if (location.hash.includes("=")) {
    for (const open of document.querySelectorAll("[data-cp-scenario] details[open]")) open.removeAttribute("open");
    scrollTo(0, 0);
    addEventListener("load", () => scrollTo(0, 0));
  }
  for (const entry of ranking.querySelectorAll("[data-cp-option]")) {
    const id = /** @type {HTMLElement} */ (entry).dataset.cpOption ?? "";
    if (field(entry, "span")) entries.set(id, wired(/** @type {HTMLElement} */ (entry), id));
    else entry.remove();
  }
  showChoices();
  openGroups();
  // Without choices what is printed is what follows.
  if (C.toFragment(choices, "")) paintAtOnce();
  later(false);

  addEventListener("popstate", () => {
    if (location.hash && !location.hash.includes("=")) {
      // A place on this page: the choices stay, and so does their address.
      const fragment = C.toFragment(choices, knowledge.digest);
      if (fragment) history.replaceState(null, "", `#${fragment}`);
      return;
    }
    ({ choices, notes } = readAddress());
    follow("model", true);
    showChoices();
    openGroups();
  });
})();
