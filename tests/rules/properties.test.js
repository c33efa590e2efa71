// What must hold for every decision, tried on random ones.

import assert from "node:assert/strict";
import { test } from "node:test";
import { random, randomness } from "./random.js";
import { askedOf, decide as decideAll, differences, modelOf, plainly } from "./support.js";

const SEEDS = Array.from({ length: 60 }, (_, at) => at + 1);
const TOLERANCE = 1e-9;

const decide = (knowledge, profile) => plainly(decideAll(knowledge, profile));
const close = (found, wanted, what) => assert.deepEqual([...differences(wanted, found, true)], [], what);

/** A small random comparison, with what is random besides. */
function drawn(seed, form) {
  const random_ = randomness(seed + 500);
  return { ...random(seed, random_.pick([2, 3, 5]), random_.pick([2, 4, 9]), form), ...random_ };
}

const weightsOf = ({ questions }, profile) =>
  Object.fromEntries(questions.map(({ id, weight = 1 }) => [id, profile.weights[id] ?? weight]));

test("scaling all weights changes no score, share or verdict", () => {
  for (const seed of SEEDS) {
    const { knowledge, profile } = drawn(seed);
    const weights = weightsOf(knowledge, profile);
    const halves = Object.fromEntries(Object.entries(weights).map(([id, weight]) => [id, weight / 2]));
    const [one, other] = [weights, halves].map((weights) => decide(knowledge, { ...profile, weights }));
    for (const key of ["options", "order", "leaders", "margin", "verdict", "doubts", "dominance"]) {
      close(other[key], one[key], `${seed} ${key}`);
    }
  }
});

test("adding, removing or hiding an option changes no other option's score", () => {
  for (const seed of SEEDS) {
    const { knowledge, profile, pick } = drawn(seed);
    const out = pick(knowledge.options);
    const before = decide(knowledge, profile);
    const hidden = decide(knowledge, { ...profile, hidden: [out] });
    const standings = (claim) =>
      Object.fromEntries(Object.entries(claim.standings).filter(([option]) => option !== out));
    const removed = decide(
      {
        ...knowledge,
        options: knowledge.options.filter((option) => option !== out),
        claims: knowledge.claims.map((claim) => ({ ...claim, standings: standings(claim) })),
      },
      profile,
    );
    close(removed, hidden, `${seed} removed is hidden`);
    for (const [option, { score, low, high, coverage, dimmed, must }] of Object.entries(hidden.options)) {
      const found = before.options[option];
      close({ score, low, high, coverage, dimmed, must }, {
        ...{ score: found.score, low: found.low, high: found.high, coverage: found.coverage },
        ...{ dimmed: found.dimmed, must: found.must },
      });
    }
  }
});

test("a dominated option never stands before the one that dominates it", () => {
  let count = 0;
  for (const seed of SEEDS) {
    const { order, dominance } = decide(drawn(seed, { plain: true, missing: 0.05, most: 1 }).knowledge, {});
    for (const [one, other] of dominance) {
      count += 1;
      assert.ok(order.indexOf(one) < order.indexOf(other), `${seed} ${one} ${other}`);
    }
  }
  assert.ok(count > 20, `only ${count} pairs`);
});

test("raising a claim of a leader's cell never lowers its score", () => {
  const better = { "--": "-", "-": "=", "=": "+", "+": "++" };
  let count = 0;
  for (const seed of SEEDS) {
    const { knowledge, profile } = drawn(seed, { plain: true });
    const before = decide(knowledge, profile);
    const [leader] = before.leaders;
    for (const claim of knowledge.claims.filter((claim) => better[claim.standings[leader]]).slice(0, 6)) {
      const raised = { ...claim, standings: { [leader]: better[claim.standings[leader]] } };
      const claims = knowledge.claims.map((other) => (other === claim ? raised : other));
      const after = decide({ ...knowledge, claims }, profile);
      count += 1;
      assert.ok(after.options[leader].score >= before.options[leader].score - TOLERANCE, `${seed} ${claim.id}`);
      assert.ok(after.leaders.includes(leader), `${seed} ${claim.id}: no longer leads`);
    }
  }
  assert.ok(count > 100, `only ${count} claims`);
});

test("the order of options, criteria and claims changes nothing", () => {
  const inOrder = (decision) => {
    const sides = (trial) => ({ ...trial, side: undefined });
    return plainly({ ...decision, contradictions: decision.contradictions.map(sides) });
  };
  for (const seed of [...SEEDS, 501]) {
    const { knowledge, profile, shuffled } =
      seed === 501 ? { ...random(501, 3, 14, { missing: 0.4 }), ...randomness(1) } : drawn(seed);
    const { options, questions, claims } = knowledge;
    const other = { ...knowledge, options: shuffled(options), questions: shuffled(questions), claims: shuffled(claims) };
    const [one, same] = [knowledge, other].map((knowledge) => inOrder(decide(knowledge, profile)));
    close(same, one, `${seed}`);
  }
});

test("a weight of 0 equals removal where there is no must-have", () => {
  for (const seed of SEEDS) {
    const { knowledge, profile, pick } = drawn(seed, { plain: true });
    const out = pick(knowledge.questions).id;
    const without = {
      ...knowledge,
      questions: knowledge.questions.filter(({ id }) => id !== out),
      claims: knowledge.claims.filter(({ question }) => question !== out),
    };
    const zero = decide(knowledge, { ...profile, weights: { ...profile.weights, [out]: 0 } });
    const removed = decide(without, profile);
    for (const key of ["options", "order", "leaders", "margin", "verdict", "doubts", "sources", "dominance"]) {
      close(zero[key], removed[key], `${seed} ${key}`);
    }
    for (const [criterion, found] of Object.entries(removed.stability)) {
      close(zero.stability[criterion], found, `${seed} ${criterion}`);
    }
  }
});

test("the shares of two options add up to 1 where there is no must-have", () => {
  let count = 0;
  for (const seed of SEEDS) {
    const { knowledge, profile } = random(seed, 2, (seed % 9) + 1, { plain: true, missing: 0.3 });
    const shares = Object.values(decide(knowledge, profile).options).map(({ share }) => share);
    if (shares.includes(null)) continue;
    count += 1;
    assert.ok(Math.abs(shares[0] + shares[1] - 1) < TOLERANCE, `${seed} ${shares}`);
  }
  assert.ok(count > 40, `only ${count}`);
});

test("shares lie between 0 and 1 and, of all options, add up to at most 1", () => {
  for (const seed of SEEDS) {
    const { knowledge, profile } = drawn(seed);
    const shares = Object.values(decide(knowledge, profile).options).map(({ share }) => share ?? 0);
    assert.ok(shares.every((share) => share >= 0 && share <= 1 + TOLERANCE), `${seed} ${shares}`);
    assert.ok(shares.reduce((sum, share) => sum + share, 0) <= 1 + TOLERANCE, `${seed} ${shares}`);
  }
});

test("what a source or a side carries is what follows without it, or if it is right", () => {
  let [flips, fallen] = [0, 0];
  const eligibilityOf = ({ dimmed, rank }) => (dimmed ? "dimmed" : rank ? "ranked" : "unranked");
  for (const seed of SEEDS) {
    const { knowledge, profile } = drawn(seed);
    const trust = knowledge.sources.map(({ trust = 1 }, at) => profile.trust?.[at] ?? trust);
    const standing = modelOf(knowledge, profile).contradictions();
    const suppose = standing.length ? { [standing[0].id]: 0 } : {};
    const now = decide(knowledge, { ...profile, suppose });
    const follows = (trial, changed, what) => {
      const then = decide(knowledge, changed);
      assert.deepEqual(trial?.leaders ?? now.leaders, then.leaders, what);
      for (const [id, before] of Object.entries(now.options)) {
        const [was, is] = [before, then.options[id]].map(eligibilityOf);
        assert.equal(trial?.eligibility[id] ?? was, is, `${what} ${id}`);
      }
      if (trial?.influence != null && then.margin !== null && !trial.flips) {
        assert.ok(Math.abs(now.margin + trial.influence - then.margin) < 1e-8, what);
      }
      flips += trial?.flips ? 1 : 0;
    };
    for (const [at, { id }] of knowledge.sources.entries()) {
      if (!trust[at]) continue;
      const changed = { ...profile, suppose, trust: trust.with(at, 0) };
      follows(now.sources.find((trial) => trial.id === id), changed, `${seed} without ${id}`);
      const left = modelOf(knowledge, { ...profile, trust: changed.trust }).contradictions();
      fallen += standing.length && !left.some((found) => found.id === standing[0].id) ? 1 : 0;
    }
    for (const { id, side } of now.contradictions.filter((trial) => !(trial.id in suppose) && standing.some((found) => found.id === trial.id))) {
      const trial = now.contradictions.find((other) => other.id === id && other.side === side);
      follows(trial, { ...profile, suppose: { ...suppose, [id]: side } }, `${seed} ${id} ${side}`);
    }
  }
  assert.ok(flips > 30 && fallen > 30, `${flips} ${fallen}`);
});

test("moving a weight confirms every stability interval", () => {
  let count = 0;
  for (const seed of SEEDS) {
    const { knowledge, profile } = drawn(seed);
    const model = modelOf(knowledge, profile);
    const [weights, minimums] = askedOf(model.criteria, profile);
    const { stability } = decide(knowledge, profile);
    for (const [place, { id }] of model.criteria.entries()) {
      const at = (weight) => {
        const ranking = model.weigh(weights.map((own, other) => (other === place ? weight : own)), minimums);
        const order = [...ranking.rank].map((rank, option) => (ranking.dimmed[option] ? 0 : rank));
        return { leaders: `${ranking.leaders}`, order: `${order}` };
      };
      const present = Math.min(weights[place], 5);
      const found = stability[id];
      for (const concern of ["leaders", "order"]) {
        const now = at(present)[concern];
        const [low, high] = found[concern];
        const isAboveZero = found.above_zero?.includes(concern) ?? false;
        assert.ok(low <= present && present <= high, `${seed} ${id} ${concern}`);
        for (let step = 0; step <= 40; step += 1) {
          const weight = step / 8;
          // The ends themselves are ties, and nothing beyond an end at 0 is said.
          if (weight !== present && [low, high].some((end) => Math.abs(weight - end) < 1e-6) && weight > 0) continue;
          if (weight === 0 && (low > 0 || Math.abs(low) < 1e-6) && !isAboveZero && present > 0) continue;
          if (high === 0 && weight > 0) continue;
          const isInside = low <= weight && weight <= high && !(weight === 0 && isAboveZero);
          assert.equal(at(weight)[concern] === now, isInside, `${seed} ${id} ${concern} at ${weight} of ${low} to ${high}`);
          count += 1;
        }
      }
    }
  }
  assert.ok(count > 5_000, `only ${count} weights`);
});
