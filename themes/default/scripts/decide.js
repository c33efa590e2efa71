// @ts-check
// The decision page: what a reader chooses, and what follows from it at once.

import * as C from "./choices.js";
import { copy, field, fill, say, shape } from "./page.js";
import * as W from "./words.js";

const place = /** @type {HTMLElement | null} */ (document.querySelector("[data-cp-result]"));
if (place && typeof CounterpointKnowledge !== "undefined") begin(place, CounterpointKnowledge);

/** @param {HTMLElement} root @param {Site} knowledge */
function begin(root, knowledge) {
  /** As many as the page shows without scripts. */
  const [RANKED, EXPLAINED, LISTED, WEIGHTS, ROOM] = [100, 8, 6, 5, 3.5];
  const AT_ONCE = 5;
  /** How long a reader pauses before what takes longer is computed, and how long a slice of it may take; milliseconds. */
  const [PAUSE, SLICE] = [150, 8];

  const questions = new Map(knowledge.questions.map((question) => [question.id, question]));
  const claims = new Map(knowledge.claims.map((claim) => [claim.id, claim]));
  const shown = new Map(knowledge.shown.map((option) => [option.id, option]));
  const moreScript = /** @type {HTMLScriptElement} */ (document.currentScript).src.replace(/[^/]*$/, "more.js");

  /** Criteria by group, in the order of the page. */
  const groups = [.../** @type {NodeListOf<HTMLDetailsElement>} */ (root.querySelectorAll("[data-cp-group]"))].map((place) => {
    const places = /** @type {HTMLElement[]} */ ([...place.querySelectorAll("[data-cp-topic]")]);
    return { place, places, title: place.querySelector("h3")?.textContent ?? "", ids: places.map(({ dataset }) => `topics/${dataset.cpTopic}`) };
  });

  // ---- Elements ----

  /** @param {string} name */
  const part = (name) => /** @type {HTMLElement} */ (root.querySelector(`[data-cp-part="${name}"]`));

  /** @param {HTMLElement} within @param {Change} change */
  function fillChange(within, change) {
    const node = field(within, "change");
    say(node, words.change(change));
    node.classList.toggle("cp-change-flips", change.flips !== false);
    return within;
  }

  /** @param {string} id  of a question */
  const link = (id) => ({ title: now.name(id), path: questions.get(id)?.path ?? "" });

  /** @param {string | undefined} id */
  const sourceOf = (id) => knowledge.sources.find((source) => source.id === id);

  /** The address of a cell. @param {string} question @param {string} option */
  const cellPath = (question, option) => `${questions.get(question)?.path}#cell-${option}`;

  // ---- What the reader chose, and what follows ----

  let { choices, notes } = C.fromAddress(knowledge);
  let model = C.model(knowledge, choices);
  let now = C.decided(knowledge, choices, model);
  let words = W.of(now);

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
    root.ariaBusy = "true";
    const slice = () => {
      const end = performance.now() + SLICE;
      while (performance.now() < end) {
        if (steps.next().done) {
          root.ariaBusy = null;
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
  const others = part("others");

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
    for (const [id, entry] of entries) {
      if (!now.slow.verdict || visible.includes(id)) continue;
      entry.remove();
      entries.delete(id);
    }
    // While a weight moves, the first few of many follow it, and the others in the pause.
    visible.slice(0, now.slow.verdict || visible.length <= EXPLAINED ? RANKED : AT_ONCE).forEach((id, place) => {
      const entry = entries.get(id) ?? entryOf(id);
      entries.set(id, entry);
      if (ranking.children[place] !== entry) ranking.insertBefore(entry, ranking.children[place] ?? null);
      paintEntry(entry, id, place < EXPLAINED);
    });
    const left = now.order.length - visible.length;
    say(others, left ? `and ${left} more option${left > 1 ? "s" : ""}` : "");
    others.hidden = !left;
    paintShort();
  }

  function profileText() {
    const { weights, must, suppose, without } = choices;
    const isChanged = Object.keys({ ...weights, ...must }).length > 0;
    return [
      now.scenario ? `for ${now.scenario.title}` : `for ${isChanged ? "your" : "the usual"} weights`,
      now.scenario && isChanged ? "changed" : "",
      Object.keys(suppose).length ? "with suppositions" : "",
      without.length ? `without ${without.map((id) => sourceOf(id)?.name).join(", ")}` : "",
    ]
      .filter(Boolean)
      .join(", ");
  }

  /** @param {string} id */
  function entryOf(id) {
    const entry = copy("option");
    entry.dataset.cpOption = id;
    paintMark(entry, id);
    field(entry, "option").setAttribute("href", shown.get(id)?.path ?? "");
    fill(entry, { title: now.name(id) });
    return wired(entry, id);
  }

  /** @param {HTMLElement} entry @param {string} id */
  function wired(entry, id) {
    const parts = /** @type {HTMLDetailsElement} */ (field(entry, "parts"));
    parts.addEventListener("toggle", () => parts.open && paintTable(entry, id));
    return entry;
  }

  /** @param {HTMLElement} entry @param {string} id */
  function paintMark(entry, id) {
    const colour = shown.get(id)?.colour;
    entry.classList.add(`cp-option-${colour}`);
    entry.querySelector(".cp-option-mark")?.setAttribute("class", `cp-option-mark cp-option-${colour}`);
    shape(entry, `option-${colour}`);
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
    const { score, low, high, coverage, rank, dimmed, share } = now.option(id);
    const { verdict } = now.slow;
    const known = W.share(coverage);
    const isRanking = verdict && !/^no|^on/.test(verdict.kind);
    entry.classList.toggle("cp-dimmed", dimmed);
    fill(entry, {
      rank: rank === null ? "\u2013" : String(rank),
      score: words.score(id),
      interval: low === null || high === null ? "" : `${W.percent(low)} to ${W.percent(high)}`,
      share: isRanking && share !== null ? `leads in ${W.share(share)} of 100 ways` : "",
      coverage: known === "100" ? "" : `evidence on ${known} of 100 of the weight`,
      hindrance: words.hindrance(id),
    });
    field(entry, "bar").hidden = low === null;
    paintBar(entry, low, high, score);
    const parts = /** @type {HTMLDetailsElement} */ (field(entry, "parts"));
    const stack = explained ? partsOf(id) : [];
    parts.hidden = !stack.length;
    const svg = field(entry, "stack");
    // The first is the track.
    while (svg.children.length > stack.length + 1) svg.lastElementChild?.remove();
    while (svg.children.length < stack.length + 1) svg.append(copy("stack", "g"));
    stack.forEach(({ number, start, points }, at) => {
      const [rect, text] = svg.children[at + 1].children;
      rect.setAttribute("x", ofBar(start));
      rect.setAttribute("width", ofBar(points));
      text.setAttribute("x", ofBar(start + points / 2));
      text.setAttribute("visibility", points * 100 < ROOM ? "hidden" : "inherit");
      say(text, String(number));
    });
    if (parts.open && stack.length) paintTable(entry, id);
  }

  /** What a score is made of, by group. @param {string} id */
  function partsOf(id) {
    const contributions = now.contributions(id);
    let start = 0;
    return groups.flatMap(({ title, ids }, place) => {
      const rows = ids.filter((question) => question in contributions);
      const points = rows.reduce((sum, question) => sum + contributions[question], 0);
      start += points;
      return rows.length ? [{ number: place + 1, title, rows, points, start: start - points, contributions }] : [];
    });
  }

  /** Shows what the points of an entry are made of, once the script is there that knows. @param {HTMLElement} entry @param {string} id */
  async function paintTable(entry, id) {
    const { table } = await loadMore();
    const place = /** @type {HTMLTableElement} */ (entry.querySelector("table"));
    for (const body of [...place.tBodies]) body.remove();
    place.append(...table(now, id, partsOf(id)));
  }

  // ---- The reasons ----

  /**
   * Shows a part; where it has no entries, what it says then, or nothing.
   * @param {string} name @param {HTMLElement[]} items @param {string} [list]
   */
  function paintList(name, items, list = "entries") {
    const section = part(name);
    const nothing = field(section, "nothing");
    const isEmpty = !items.length;
    if (nothing) nothing.hidden = !isEmpty;
    else section.hidden = isEmpty;
    field(section, list).replaceChildren(...items);
  }

  /** What is known after a pause. */
  function paintReasons() {
    const { slow } = /** @type {Done} */ (now);
    const [first, second] = now.order;
    const pair = second !== undefined && [first, second].every((id) => now.option(id).score !== null);
    paintList("gains", pair ? [gainsOf(first, second), gainsOf(second, first)] : [], "list");
    const dominance = part("dominance");
    dominance.replaceChildren(
      ...slow.dominance
        .slice(0, LISTED)
        .map(([one, other]) => fill(copy("dominance"), { one: now.name(one), other: now.name(other) })),
    );
    dominance.hidden = !dominance.children.length;
    paintStability(slow);
    paintList(
      "doubts",
      slow.doubts.slice(0, LISTED).map((doubt) => {
        const item = fill(copy("doubt"), {
          topic: now.name(doubt.criterion), option: now.name(doubt.option), value: String(W.percent(doubt.value)),
        });
        field(item, "cell").setAttribute("href", cellPath(doubt.criterion, doubt.option));
        return fillChange(item, { flips: true, ...doubt });
      }),
    );
    paintList(
      "sources",
      slow.sources.slice(0, LISTED).map((trial) => {
        const { name = "", path = "" } = sourceOf(trial.id) ?? {};
        return fillChange(fill(copy("source"), { source: { title: name, path } }), trial);
      }),
    );
    const focused = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset.cpSuppose;
    paintContested(slow);
    if (focused) /** @type {HTMLElement | null} */ (root.querySelector(`[data-cp-suppose="${focused}"]`))?.focus();
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

  /** @param {Slow} slow */
  function paintStability(slow) {
    const section = part("flips");
    const found = Object.entries(slow.stability).flatMap(([question, { leaders: [low, high], above_zero }]) => {
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
    const still = now.leaders.length ? field(section, "nothing").textContent : "";
    const flip = nearest && `${nearest.around.join(now.name(nearest.question))} (now ${W.weight(nearest.weight)}).`;
    say(part("flip"), flip ?? still ?? "");
    const rest = field(section, "rest");
    rest.hidden = items.length <= WEIGHTS;
    say(field(rest, "count"), String(items.length - WEIGHTS));
    paintList("flips", items.slice(0, WEIGHTS));
    field(rest, "entries").replaceChildren(...items.slice(WEIGHTS));
  }

  /** @param {Slow} slow */
  function paintContested(slow) {
    const contradictions = now.model.contradictions();
    const trials = slow.contradictions;
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
        shape(article, found.status);
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
    // One that counts, if there is one, speaks for its side.
    const claim = claims.get(side.find((id) => !choices.without.includes(claims.get(id)?.source ?? "")) ?? side[0]);
    const source = sourceOf(claim?.source);
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
    const supposed = choices.suppose[id];
    const isSupposed = supposed === W.side(place);
    // Beside a side that is supposed right, another would come on top of it, and not in its place.
    field(item, "moves").hidden = !trial || Boolean(supposed);
    field(item, "still").hidden = Boolean(trial ?? supposed);
    if (trial) fillChange(item, trial);
    const button = /** @type {HTMLButtonElement} */ (copy("suppose"));
    button.dataset.cpSuppose = `${id}=${place}`;
    button.ariaPressed = String(isSupposed);
    say(button, isSupposed ? "Supposed right" : "Suppose this");
    button.ariaLabel = `${button.textContent}: ${label} of ${words.contradiction(id)}`;
    button.addEventListener("click", () => {
      if (isSupposed) delete choices.suppose[id];
      else choices.suppose[id] = W.side(place);
      commit("model");
    });
    item.append(button);
    return item;
  }

  const advice = copy("advice");
  part("gains").before(advice);

  /** What the scenario's sources recommend, beside the ranking. */
  function paintAdvice() {
    const { scenario } = now;
    advice.hidden = !scenario;
    if (!scenario) return;
    const lines = words.advice().flatMap(({ option, for: favour, against }) =>
      [
        { icon: "yes", word: "for", ids: favour },
        { icon: "no", word: "against", ids: against },
      ]
        .filter(({ ids }) => ids.length)
        .map(({ icon, word, ids }) => {
          const sources = ids.map((id) => sourceOf(id)?.name).join(", ");
          const line = fill(copy("advice-line"), { option: `${word} ${now.name(option)}`, sources });
          shape(line, icon);
          return line;
        }),
    );
    const agreement = words.agreement();
    fill(advice, { scenario, none: lines.length ? "" : "No source recommends an option for it.", sentence: agreement?.sentence });
    field(advice, "entries").replaceChildren(...lines);
    const line = field(advice, "agreement");
    line.hidden = !agreement;
    line.classList.toggle("cp-agreement-differs", !agreement?.agrees);
    shape(line, agreement?.agrees ? "agreed" : "contested");
  }

  // ---- The controls ----

  /** What shows the choices on the page, called when they change other than by its own control. @type {(() => void)[]} */
  const mirrors = [];
  const showChoices = () => mirrors.forEach((mirror) => mirror());

  for (const { places, ids } of groups) {
    places.forEach((place, at) => controlsOf(place, /** @type {SiteQuestion} */ (questions.get(ids[at]))));
  }

  /** @param {HTMLElement} place @param {SiteQuestion} question */
  function controlsOf(place, question) {
    const { id, title, scale } = question;
    const topic = W.topic(id);
    const { content } = /** @type {HTMLTemplateElement} */ (place.querySelector("template"));
    const range = /** @type {HTMLInputElement} */ (field(content, "weight"));
    const output = field(content, "value");
    const answers = content.querySelectorAll("button");
    const control = /** @type {HTMLInputElement | HTMLSelectElement} */ (field(content, "least"));
    place.append(content);
    field(place, "usual").hidden = true;

    const show = () => {
      const weight = now.weights[id];
      // A weight from an address may lie between two steps.
      range.step = weight % 0.5 ? "any" : "0.5";
      range.valueAsNumber = weight;
      range.ariaValueText = `${W.weight(weight)} of 5`;
      say(output, W.weight(weight));
      for (const button of answers) button.ariaPressed = String(Number(button.value) === weight);
    };
    /** @param {number} weight */
    const weigh = (weight) => {
      choices.weights[topic] = weight;
      if (C.usual(question, now.scenario) === weight) delete choices.weights[topic];
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
        weigh(Number(button.value));
        commit();
      });
    }
    control.addEventListener("change", () => {
      const least = control.value;
      // The worst of a scale is a minimum that nothing can miss.
      const isWrong = control.matches(":invalid") || (typeof scale === "object" && least !== "" && Number(least) === scale.worst);
      control.ariaInvalid = String(isWrong);
      if (isWrong) return announce(`${title}: ${control.title}`);
      if (least === (now.scenario?.must?.[topic] ?? "")) delete choices.must[topic];
      else choices.must[topic] = least || "none";
      commit();
    });
    mirrors.push(show, () => {
      control.value = now.must[id]?.replace(/^[~>]/, "") ?? "";
      control.ariaInvalid = null;
    });
  }

  /** How many criteria of each group count. */
  function showCounts() {
    for (const { place, ids } of groups) {
      say(field(place, "count"), `${ids.filter((id) => now.weights[id] > 0).length} of ${ids.length}`);
    }
  }
  mirrors.push(showCounts);

  /** Opens the groups that matter to a scenario, and no other. */
  function openGroups() {
    for (const { place: group, places, ids } of groups) {
      const set = (/** @type {string} */ id) => (now.scenario?.weights[W.topic(id)] ?? choices.weights[W.topic(id)] ?? 0) > 0;
      group.open = ids.some(set);
      const idle = ids.filter((id) => now.scenario && !(now.weights[id] || id in now.must));
      const isFolded = group.open && idle.length > 0;
      group.classList.toggle("cp-folded", isFolded);
      places.forEach((place, at) => place.classList.toggle("cp-idle", idle.includes(ids[at])));
      group.querySelector(".cp-all")?.remove();
      if (!isFolded) continue;
      const all = fill(copy("all"), { count: String(idle.length) });
      all.addEventListener("click", () => {
        group.classList.remove("cp-folded");
        /** @type {HTMLElement | null} */ (group.querySelector(".cp-idle input"))?.focus();
        all.remove();
      });
      group.append(all);
    }
  }

  // Scenarios.

  for (const chooser of document.querySelectorAll("[data-cp-choose]")) {
    const id = /** @type {HTMLElement} */ (chooser).dataset.cpChoose ?? "";
    chooser.addEventListener("click", (event) => {
      event.preventDefault();
      choices = { ...choices, scenario: id || null, weights: {}, must: {} };
      commit();
      openGroups();
      if (!root.contains(chooser)) result.scrollIntoView();
    });
    mirrors.push(() => {
      chooser.ariaCurrent = (choices.scenario ?? "") === id ? "true" : null;
    });
  }

  // Sources and options.

  for (const key of /** @type {const} */ (["without", "hide"])) {
    const places = root.querySelectorAll(`[data-cp-${key}]`);
    for (const place of places) {
      const id = place.getAttribute(`data-cp-${key}`) ?? "";
      place.append(/** @type {HTMLTemplateElement} */ (place.querySelector("template")).content);
      const box = /** @type {HTMLInputElement} */ (place.querySelector("input"));
      box.addEventListener("change", () => {
        choices[key] = box.checked ? choices[key].filter((other) => other !== id) : [...choices[key], id];
        commit("model");
      });
      mirrors.push(() => (box.checked = !choices[key].includes(id)));
    }
    const list = places[0]?.closest("details");
    if (!list) continue;
    list.hidden = false;
    mirrors.push(() => say(field(list, "count"), `${places.length - choices[key].length} of ${places.length}`));
  }

  // What can be done with a decision.

  const actions = copy("actions");
  document.querySelector("[data-cp-actions]")?.append(actions);
  const said = field(actions, "said");
  mirrors.push(() => {
    fill(root, { remarks: notes.join(" ") });
    C.carry("matrix", C.toFragment(choices, knowledge.digest));
  });

  /** Says to who cannot see it what follows from a choice. @param {string} text */
  function announce(text) {
    said.textContent = "";
    say(part("heard"), text);
  }

  /** What is loaded when it is first asked for. @type {Promise<More> | undefined} */
  let more;

  const loadMore = () =>
    (more ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = moreScript;
      script.addEventListener("load", () => resolve(CounterpointMore));
      script.addEventListener("error", reject);
      document.head.append(script);
    }));

  actions.addEventListener("click", async (event) => {
    const action = /** @type {Element} */ (event.target).closest("button")?.dataset.cpAction;
    if (action === "reset") {
      choices = C.nothing();
      commit("model");
      openGroups();
    } else if (action === "print") print();
    else if (action) {
      try {
        const { act } = await loadMore();
        for (const steps = now.model.slow(now.ranking, now.slow); !steps.next().done; );
        say(said, await act(action, /** @type {Done} */ (now)));
      } catch {
        say(said, "That could not be made here.");
      }
    }
  });

  // ---- The ranking in short, where the whole is out of sight ----

  const short = part("short");
  function paintShort() {
    say(field(short, "verdict"), words.verdict());
    field(short, "entries").replaceChildren(
      ...now.order.slice(0, 3).map((id) => {
        const { score, low, high } = now.option(id);
        const line = fill(copy("short"), { title: now.name(id), score: words.score(id) });
        paintMark(line, id);
        paintBar(line, low, high, score);
        return line;
      }),
    );
  }

  const result = /** @type {HTMLElement} */ (document.getElementById("cp-result"));
  new IntersectionObserver(([{ isIntersecting }]) => (short.hidden = isIntersecting)).observe(result);

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
    ({ choices, notes } = C.fromAddress(knowledge));
    follow("model", true);
    showChoices();
    openGroups();
  });
}
