// What pages compute in steps, at sizes that no vector has, against the slow and plain way.

import assert from "node:assert/strict";
import { test } from "node:test";
import { change, contenders, eligibility, leaders, margin, readings, shares } from "./naive.js";
import { random } from "./random.js";
import { analyse, askedOf, decide, differences, modelOf, plainly, slow } from "./support.js";

const SIZES = [
  [1, 1, {}],
  [2, 1, {}],
  [1, 4, {}],
  [2, 3, {}],
  [2, 10, {}],
  [3, 12, { most: 3 }],
  [5, 8, {}],
  [8, 5, { missing: 0.4 }],
  [12, 20, { missing: 0.02, cells: 0.1 }],
  [30, 6, { missing: 0.05 }],
  [4, 40, {}],
  [9, 40, { missing: 0.02, cells: 0.1, plain: true }],
  [30, 40, { missing: 0.02, cells: 0.15 }],
];

const close = (found, wanted, what) => assert.deepEqual([...differences(plainly(wanted), plainly(found), true)], [], what);

let drawn = 0;
for (const [options, criteria, form] of SIZES) {
  test(`${options} options and ${criteria} criteria`, () => {
    // The plain way takes long where there are many of both.
    const seeds = options * criteria <= 30 ? 6 : options < 6 ? 3 : 1;
    for (let seed = 1; seed <= seeds; seed += 1) {
      drawn += tried(random(seed * 1000 + options, options, criteria, form));
    }
  });
}
test("drawn readings are among them", () => assert.ok(drawn >= 20, `only of ${drawn} options`));

/** Tries one knowledge and profile; returns how many options have drawn readings. */
function tried({ knowledge, profile }) {
  const model = modelOf(knowledge, profile);
  const asked = askedOf(model.criteria, profile);
  const ranking = model.weigh(...asked);
  const result = {};
  const steps = slow(ranking, result);
  while (!steps.next().done);
  const { weights } = ranking;
  const [, minimums] = asked;
  const analysis = analyse(knowledge);
  const scored = (cells) => contenders(cells, model, [...weights], minimums);
  const now = scored(analysis.cells);
  close([...ranking.contends].map((score) => (score < 0 ? null : score)), now, "scores");
  close(ranking.leaders, leaders(now), "leaders");
  close(ranking.margin, margin(now, ranking.leaders[0]), "margin");

  const all = readings(analysis.cells, model, [...weights], minimums, now);
  close(result.readings, all.map((entry) => entry && entry.how), "readings");
  close(result.shares, shares(all), "shares");

  const eligible = (cells) => eligibility(cells, model, [...weights], minimums);
  const moved = (cells) => {
    const [before, after] = [eligible(analysis.cells), eligible(cells)];
    return Object.fromEntries(model.options.map((id, at) => [id, after[at]]).filter(([, word], at) => word !== before[at]));
  };
  const missed = (cells) => {
    const misses = (option) =>
      model.criteria.flatMap(({ id }, at) => {
        const { score, high } = cells.get(`${id}/${option}`);
        return score !== null && high < (minimums[at] ?? -1) - 1e-9 ? [id] : [];
      });
    const dimmed = Object.entries(moved(cells)).filter(([, word]) => word === "dimmed");
    return Object.fromEntries(dimmed.map(([option]) => [option, misses(option)]));
  };
  const named = ({ flips, leaders, influence }) => ({ flips, leaders: leaders.map((at) => model.options[at]), influence });
  const wanted = (trials) =>
    trials
      .map(([key, cells]) => ({ ...key, ...named(change(now, scored(cells))), eligibility: moved(cells), misses: missed(cells) }))
      .filter(({ flips, influence, eligibility }) =>
        flips || Object.keys(eligibility).length || (influence !== null && Math.abs(influence) > 1e-9),
      );
  const sorted = (trials) => [...trials].sort((one, other) => (key(one) < key(other) ? -1 : 1));
  const key = (trial) => [trial.id, trial.side, trial.criterion, trial.option].join(" ");

  const trust = knowledge.sources.map((source) => source.trust ?? 1);
  const sources = knowledge.sources.map(({ id }, at) => {
    const other = trust.map((own, place) => (place === at ? 0 : own));
    return [{ id }, analyse(knowledge, other).cells];
  });
  close(sorted(result.sources), sorted(wanted(sources)), "sources");

  const sides = analysis.contradictions.slice(0, 12).flatMap(({ id, sides }) => {
    const outside = knowledge.callouts.some((callout) => callout.id === id && callout.outside_is_side);
    return Array.from({ length: sides.length + Number(outside) }, (_, side) => {
      const kept = sides[side] ?? [];
      const out = sides.flat().filter((claim) => !kept.includes(claim));
      const claims = knowledge.claims.map((claim) => (out.includes(claim.id) ? { ...claim, standings: {} } : claim));
      const supposed = { ...knowledge, claims };
      const inSteps = modelOf(knowledge, { ...profile, suppose: { [id]: side } }).weigh(...asked);
      const anew = modelOf(supposed, profile).weigh(...asked);
      close([...inSteps.score], [...anew.score], `supposing ${id} ${side}`);
      return [{ id, side }, analyse(supposed).cells];
    });
  });
  const tried = new Set(analysis.contradictions.slice(0, 12).map(({ id }) => id));
  close(sorted(result.contradictions.filter(({ id }) => tried.has(id))), sorted(wanted(sides)), "contradictions");

  const doubts = model.criteria.flatMap((criterion, place) =>
    model.options.flatMap((option, at) => {
      if (now[at] === null || !(weights[place] > 0 || minimums[place] >= 0)) return [];
      const name = `${criterion.id}/${option}`;
      const cell = analysis.cells.get(name);
      const value = ranking.leaders.includes(at) ? cell.low : cell.high;
      const supposed = new Map(analysis.cells).set(name, { ...cell, score: value, low: value, high: value });
      return [[{ criterion: criterion.id, option, value }, supposed]];
    }),
  );
  const flipping = wanted(doubts).filter(({ flips }) => flips);
  close(sorted(result.doubts), sorted(flipping.map(({ flips, ...doubt }) => doubt)), "doubts");
  return result.readings.filter((entry) => entry?.drawn).length;
}

test("a page may drop what it has begun, and weigh again", () => {
  const { knowledge, profile } = random(5, 6, 8);
  const model = modelOf(knowledge, profile);
  const asked = askedOf(model.criteria, profile);
  const ranking = model.weigh(...asked);
  const wanted = plainly(decide(knowledge, profile));
  const dropped = slow(ranking);
  for (let step = 0; step < 5; step += 1) dropped.next();
  const other = model.weigh(asked[0].map(() => 1), asked[1]);
  assert.notDeepEqual([...other.score], [...ranking.score]);
  const steps = slow(model.weigh(...asked));
  let step = steps.next();
  while (!step.done) {
    dropped.next();
    step = steps.next();
  }
  assert.deepEqual(plainly(step.value.shares), model.options.map((option) => wanted.options[option].share));
  for (const key of ["doubts", "contradictions", "sources", "stability", "verdict"]) {
    assert.deepEqual(plainly(step.value[key]), wanted[key], key);
  }
});

test("what is odd or missing gives a decision", () => {
  const knowledge = {
    options: ["nodejs", "python"],
    questions: [
      { id: "topics/speed", scale: { worst: 5, best: 5 } },
      { id: "topics/size", scale: { worst: 0, best: 1e308 } },
      { id: "topics/tools" },
    ],
    sources: [{ id: "alpha", trust: NaN }, { id: "beta", trust: 7, copy_of: "nobody" }, { id: "gamma", copy_of: "gamma" }],
    claims: [
      { id: "c1", question: "topics/speed", source: "beta", standings: { nodejs: "3" } },
      { id: "c2", question: "topics/size", source: "beta", standings: { nodejs: "-1", python: "9".repeat(400) } },
      { id: "c3", question: "topics/tools", source: "beta", standings: { nodejs: "+++", ruby: "+", python: null } },
      { id: "c4", question: "topics/tools", source: "gamma", standings: { python: "++" }, qualifiers: { from: "20x0" } },
      { id: "c5", question: "topics/tools", source: "beta", standings: { python: "--" }, qualifiers: { until: "soon" } },
      { id: "c6", question: "topics/nothing", source: "beta", standings: { python: "--" } },
      { id: "c7", question: "topics/tools", source: "nobody", standings: { python: "--" } },
    ],
    callouts: [{ id: "odd", sides: [["c99"], ["c4"]], sets_aside: ["c98"] }],
  };
  for (const profile of [
    {},
    { trust: [] },
    { trust: [Infinity, -1, NaN] },
    { weights: { "topics/tools": NaN, "topics/other": 3 }, must: { "topics/tools": "?", "topics/other": "+" } },
    { hidden: ["ruby"], suppose: { nothing: 3, "found-tools-python": 9 }, answers: { "topics/tools": "maybe" } },
    { hidden: ["nodejs", "python"], groups: { none: [], odd: ["topics/other"] } },
  ]) {
    const decision = plainly(decide(knowledge, profile));
    assert.ok(decision.verdict.kind);
  }
  const { contradictions } = analyse(knowledge);
  assert.deepEqual(plainly(contradictions.map(({ id }) => id)), ["found-tools-python"]);
});
