// @ts-check
// What a scenario's sources recommend, beside the ranking (rule 15).

import { copy, field, fields, fill, shape } from "./page.js";
import * as W from "./words.js";

/** The scenario's sources for and against each option that they speak of, one of each voice. @param {Decided} decided */
function adviceOf({ knowledge, model, scenario }) {
  if (!scenario) return [];
  return knowledge.shown.flatMap(({ id }) => {
    if (!model.options.includes(id)) return [];
    const { voices } = model.cell(`scenarios/${scenario.id}`, id);
    /** @param {(value: number) => boolean} wanted */
    const sources = (wanted) =>
      voices
        .map(({ counted }) => counted.filter(({ value }) => wanted(value.value)).map(({ claim }) => claim.source))
        .flatMap((said) => (said.length ? [Math.min(...said)] : []))
        .sort((one, other) => one - other)
        .map((first) => knowledge.sources[first].id);
    const found = { option: id, for: sources((value) => value > 0.5), against: sources((value) => value < 0.5) };
    return found.for.length + found.against.length ? [found] : [];
  });
}

/** Whether the ranking and the sources' advice agree, and the sentence that says so; null without both. @param {Decided} decided */
function agreementOf(decided) {
  const { leaders, name } = decided;
  const found = adviceOf(decided);
  const most = Math.max(0, ...found.map((advice) => advice.for.length));
  if (!most || !leaders.length) return null;
  const favoured = found.filter((advice) => advice.for.length === most).map(({ option }) => option);
  const agrees = leaders.every((leader) => favoured.includes(leader));
  const leads = W.of(decided).whoLeads(leaders);
  const { against = [] } = (favoured.length === 1 && found.find(({ option }) => option === favoured[0])) || {};
  const counts = against.length ? ` (${most} for it, ${against.length} against)` : "";
  return {
    agrees,
    sentence: !agrees
      ? `The ranking differs: ${leads}, while sources recommend ${W.join(favoured.map(name))} most${counts}.`
      : favoured.length > leaders.length
        ? `Equally many sources recommend ${W.join(favoured.map(name))}; in the ranking ${leads}.`
        : `${leads}, and sources recommend ${leaders.length > 1 ? "them" : "it"} most too.`,
  };
}

/** The advice line by line: for an option, and against it. A source that does both does either in part. @param {Decided} decided */
function linesOf(decided) {
  const { name, source } = decided;
  return adviceOf(decided).flatMap(({ option, for: favour, against }) =>
    [favour, against].flatMap((ids) => {
      if (!ids.length) return [];
      const [icon, word, others] = ids === favour ? ["yes", "for", against] : ["no", "against", favour];
      const names = ids.map((id) => `${source(id).name}${others.includes(id) ? " (in part)" : ""}`);
      return [{ icon, option: `${word} ${name(option)}`, sources: names.join(", ") }];
    }),
  );
}

/** @param {Decided} decided */
function paintAdvice(decided) {
  const { scenario } = decided;
  const [advice] = fields(document, "advice", "part");
  advice.hidden = !scenario;
  if (!scenario) return;
  const lines = linesOf(decided).map(({ icon, ...words }) => {
    const line = fill(copy("advice-line"), words);
    shape(line, icon);
    return line;
  });
  const agreement = agreementOf(decided);
  fill(advice, { scenario, none: lines.length ? "" : "No source recommends an option for it.", sentence: agreement?.sentence });
  field(advice, "entries").replaceChildren(...lines);
  const line = field(advice, "agreement");
  line.hidden = !agreement;
  line.classList.toggle("cp-agreement-differs", !agreement?.agrees);
  shape(line, agreement?.agrees ? "agreed" : "contested");
}

export { adviceOf, agreementOf, linesOf, paintAdvice };
