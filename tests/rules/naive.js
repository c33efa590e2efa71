// Rules 7 to 11 once more, the slow and plain way: every pair of readings, every trial from the beginning. For sizes
// at which the oracle in exact fractions would take too long.

const TOLERANCE = 1e-9;

/** Whether each option is ranked, dimmed or unranked, by place. `cells` is a Map as an analysis has it. */
export function eligibility(cells, { options, criteria }, weights, minimums) {
  return options.map((option) => {
    const here = criteria.map((criterion) => cells.get(`${criterion.id}/${option}`));
    if (here.some(({ score, high }, at) => score !== null && high < (minimums[at] ?? -1) - TOLERANCE)) return "dimmed";
    return here.every(({ score }, at) => score === null || !(weights[at] > 0)) ? "unranked" : "ranked";
  });
}

/** The scores of undimmed ranked options by place; null for others. */
export function contenders(cells, model, weights, minimums) {
  const eligible = eligibility(cells, model, weights, minimums);
  return model.options.map((option, at) => {
    if (eligible[at] !== "ranked") return null;
    const here = model.criteria.map((criterion) => cells.get(`${criterion.id}/${option}`));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return here.reduce((sum, { score }, at) => sum + weights[at] * (score ?? 0.5), 0) / total;
  });
}

export function leaders(scores) {
  const best = Math.max(...scores.filter((score) => score !== null));
  return [...scores.keys()].filter((at) => scores[at] !== null && scores[at] >= best - TOLERANCE);
}

export function margin(scores, leader) {
  const others = scores.filter((score, at) => score !== null && at !== leader);
  return leader === undefined || scores[leader] === null || !others.length ? null : scores[leader] - Math.max(...others);
}

/** The change from some scores to others. */
export function change(before, after) {
  const [leading, now] = [leaders(before), leaders(after)];
  const [one, other] = [margin(before, leading[0]), margin(after, leading[0])];
  return { flips: `${leading}` !== `${now}`, leaders: now, influence: one === null || other === null ? null : other - one };
}

/** The readings of every contender: value, probability, whether all must-haves are met. */
export function readings(cells, { options, criteria }, weights, minimums, scores) {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return options.map((option, at) => {
    if (scores[at] === null) return null;
    const asked = criteria
      .map(({ id }, place) => ({ id, weight: weights[place], minimum: minimums[place] ?? -1 }))
      .filter(({ weight, minimum }) => weight > 0 || minimum >= 0)
      .map((criterion) => ({ ...criterion, cell: cells.get(`${criterion.id}/${option}`) }))
      .map((criterion) => ({ ...criterion, ways: ways(criterion.cell) }));
    const number = asked.reduce((product, { ways }) => product * ways.length, 1);
    let found = [{ value: 0, chance: 1, meets: true }];
    if (number <= 10_000) {
      for (const { ways, weight, minimum } of asked) {
        found = found.flatMap((reading) =>
          ways.map(([value, chance]) => ({
            value: reading.value + weight * value,
            chance: reading.chance * chance,
            meets: reading.meets && value >= minimum - TOLERANCE,
          })),
        );
      }
    } else {
      const streams = asked.map(({ id }) => mulberry32(fnv1a(`${id.replace("topics/", "")}/${option}`)));
      found = Array.from({ length: 1_000 }, () => {
        const drawn = asked.map(({ cell }, place) => settle(cell, streams[place](), streams[place](), streams[place]()));
        return {
          value: asked.reduce((sum, { weight }, place) => sum + weight * drawn[place], 0),
          chance: 1 / 1_000,
          meets: asked.every(({ minimum }, place) => drawn[place] >= minimum - TOLERANCE),
        };
      });
    }
    for (const reading of found) reading.value /= total;
    return { how: number <= 10_000 ? { counted: number } : { drawn: 1_000 }, found };
  });
}

/** Every reading of each option against every reading of every other. */
export function shares(all) {
  return all.map((own) => {
    if (!own) return null;
    const others = all.filter((other) => other && other !== own);
    return own.found.reduce((share, { value, chance, meets }) => {
      if (!meets) return share;
      for (const other of others) {
        chance *= other.found.reduce((sum, reading) => {
          const isLower = !reading.meets || reading.value < value - TOLERANCE;
          const isTied = !isLower && reading.value <= value + TOLERANCE;
          return sum + reading.chance * (isLower ? 1 : isTied ? 0.5 : 0);
        }, 0);
      }
      return share + chance;
    }, 0);
  });
}

const reachesOf = (cell, voice) =>
  [...voice.claims].sort().map((claim) => cell.claims[claim].reach ?? [cell.claims[claim].value, cell.claims[claim].value]);

function ways(cell) {
  if (cell.score === null) return [0, 0.25, 0.5, 0.75, 1].map((rating) => [rating, 1 / 5]);
  const trust = cell.voices.reduce((sum, voice) => sum + voice.trust, 0);
  const found = [];
  for (const voice of cell.voices) {
    const ends = reachesOf(cell, voice).flat();
    for (const end of ends) {
      const same = found.find(([value]) => Math.abs(value - end) <= TOLERANCE);
      const chance = voice.trust / trust / ends.length;
      if (same) same[1] += chance;
      else found.push([end, chance]);
    }
  }
  return found;
}

function settle(cell, one, two, three) {
  if (cell.score === null) return Math.floor(5 * one) / 4;
  const trust = cell.voices.reduce((sum, voice) => sum + voice.trust, 0);
  let sum = 0;
  const voice = cell.voices.find((voice) => (sum += voice.trust) > one * trust) ?? cell.voices.at(-1);
  const claims = reachesOf(cell, voice);
  return claims[Math.floor(two * claims.length)][three < 0.5 ? 0 : 1];
}

/** The hash in exact integers. */
function fnv1a(text) {
  let hash = 0x811c9dc5n;
  for (const byte of new TextEncoder().encode(text)) hash = ((hash ^ BigInt(byte)) * 0x01000193n) % 2n ** 32n;
  return hash;
}

/** The generator in exact integers. */
function mulberry32(seed) {
  let state = seed;
  const wrap = (number) => number % 2n ** 32n;
  return () => {
    state = wrap(state + 0x6d2b79f5n);
    let bits = wrap((state ^ (state >> 15n)) * (state | 1n));
    bits ^= wrap(bits + wrap((bits ^ (bits >> 7n)) * (bits | 61n)));
    return Number(bits ^ (bits >> 14n)) / 2 ** 32;
  };
}
