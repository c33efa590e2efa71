// Random knowledge and profiles of any size, always the same for a seed.

const RATINGS = ["++", "+", "=", "-", "--"];
const id = (prefix, number) => `${prefix}-${String(number).padStart(3, "0")}`;

/** Numbers from 0 up to 1, by Lehmer's generator: no relation of the one that draws readings. */
export function randomness(seed) {
  let state = (seed * 48271 + 11) % 2147483647;
  const next = () => (state = (state * 48271) % 2147483647) / 2147483647;
  const pick = (all) => all[Math.floor(next() * all.length)];
  const often = (chance) => next() < chance;
  const shuffled = (all) => {
    const keys = all.map((entry) => [next(), entry]);
    return keys.sort(([one], [other]) => one - other).map(([, entry]) => entry);
  };
  return { next, pick, often, shuffled };
}

/** Knowledge with so many options and criteria; `plain` leaves out copies, callouts and must-haves. */
export function random(seed, options, criteria, { plain = false, missing = 0.15, most = 2, cells = 1 } = {}) {
  const { pick, often } = randomness(seed);
  const knowledge = {
    options: Array.from({ length: options }, (_, at) => id("option", at)),
    questions: Array.from({ length: criteria }, (_, at) => question(at)),
    sources: Array.from({ length: 6 }, (_, at) => source(at)),
    claims: [],
    callouts: [],
  };
  function question(at) {
    const scale = pick(["rating", "rating", "yes-no", { worst: 0, best: 100 }, { worst: 40, best: 10, tolerance: 0.2 }]);
    const better = scale === "yes-no" && often(0.3) ? { better: "no" } : {};
    return { id: `topics/${id("topic", at)}`, scale, weight: pick([0, 0.5, 1, 1, 2, 3, 5]), ...better };
  }
  function source(at) {
    const copies = !plain && at && often(0.2) ? { copy_of: id("source", at - 1) } : {};
    return { id: id("source", at), trust: pick([1, 1, 1, 0.5, 0.25]), ...copies };
  }
  function position({ scale }) {
    if (scale === "rating" || often(0.1)) return pick(RATINGS);
    if (scale === "yes-no") return pick(["yes", "no"]);
    const low = pick([-5, 10, 25, 30, 45, 60, 120]);
    return pick([`${low}`, `~${low}`, `>${low}`, `${low}..${low + 15}`]);
  }
  for (const asked of knowledge.questions) {
    for (const option of knowledge.options) {
      const count = often(missing) ? 0 : often(cells) ? pick(Array.from({ length: most }, (_, at) => at + 1)) : 1;
      for (let at = 0; at < count; at += 1) {
        knowledge.claims.push({
          id: `${asked.id}#c${knowledge.claims.length}`,
          question: asked.id,
          source: pick(knowledge.sources).id,
          standings: { [option]: position(asked) },
          place: pick(["one", "two"]),
          ...(often(0.1) && { qualifiers: { version: pick(["1", "2"]) } }),
          ...(often(0.05) && { stance: "reports" }),
        });
      }
    }
  }
  const names = knowledge.claims.map((claim) => claim.id);
  for (let at = 0; !plain && names.length > 3 && at < 3; at += 1) {
    knowledge.callouts.push({
      id: id("callout", at),
      sides: [[pick(names)], [pick(names), pick(names)]],
      outside_is_side: often(0.3),
      resolved: often(0.5),
      ...(often(0.3) && { sets_aside: [pick(names)] }),
    });
  }
  const profile = { weights: {}, must: {} };
  for (const asked of knowledge.questions) {
    if (often(0.2)) profile.weights[asked.id] = pick([0, 1, 2.5, 4, 5]);
    if (!plain && often(1.2 / criteria)) profile.must[asked.id] = asked.scale === "rating" ? pick(["-", "="]) : "-";
  }
  return { knowledge, profile };
}
