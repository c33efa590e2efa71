#!/usr/bin/env python3
"""Rules 7 to 14 of the method a second time, with exact fractions, to hold the program to.

Written from the prose of the rules and slow on purpose; it shares no code and no shortcuts with the
program. Cells and contradictions come from its sibling, rules_1_to_6.py. The form of the vectors is
described in tests/vectors/README.md.

    python3 tests/oracle/rules_7_to_14.py generate   write tests/vectors/decide/generated.jsonl
    python3 tests/oracle/rules_7_to_14.py check      hold every vector, hand-written ones too, to the rules
    python3 tests/oracle/rules_7_to_14.py sweep      confirm every stability interval by moving its weight
"""

import bisect
import functools
import json
import math
import pathlib
import random
import sys
from fractions import Fraction

from rules_1_to_6 import HALF, RATINGS, SLACK, analyse, clamp, differences, is_quantity, value

VECTORS = pathlib.Path(__file__).resolve().parent.parent / "vectors" / "decide"
GENERATED = VECTORS / "generated.jsonl"
MOST_COUNTED = 10_000
DRAWN = 1_000
ANSWERS = {"yes": Fraction(5), "somewhat": Fraction(3), "no": Fraction(0)}


# What a reader says.


class Reader:
    """Criteria in order of id with weights and minimums, and the options that take part."""

    def __init__(self, given):
        profile = given.get("profile", {})
        self.options = sorted(option for option in given["options"] if option not in profile.get("hidden", []))
        rows = [q for q in given["questions"] if q["id"].startswith("topics/") and not q.get("background")]
        self.criteria = sorted(question["id"] for question in rows)
        self.weights, self.minimums = {}, {}
        for question in rows:
            weight = Fraction(question.get("weight", 1))
            if question["id"] in profile.get("answers", {}):
                weight = ANSWERS[profile["answers"][question["id"]]]
            weight = Fraction(profile.get("weights", {}).get(question["id"], weight))
            weight = min(max(weight, Fraction(0)), Fraction(5))
            self.weights[question["id"]] = weight if weight > SLACK else Fraction(0)
            if question["id"] in profile.get("must", {}):
                minimum = value(question, profile["must"][question["id"]])
                if minimum is not None:
                    self.minimums[question["id"]] = minimum["v"]


def numbers_of(analysis):
    """From cell to (score or None, low, high)."""
    return {name: (cell["score"], cell["low"], cell["high"]) for name, cell in analysis["cells"].items()}


# Rules 7, 8 and 9: scores, must-haves, ranks.


def outcome(numbers, minimum):
    score, low, high = numbers
    if score is None:
        return "unknown"
    if low >= minimum - SLACK:
        return "met"
    return "uncertain" if high >= minimum - SLACK else "not-met"


def score_of(cells, option, weights, criteria):
    """The score of an option, None where it has none."""
    here = [(weights[c], cells[f"{c}/{option}"][0]) for c in criteria if weights[c] > 0]
    if all(score is None for _, score in here):
        return None
    return sum(w * (HALF if score is None else score) for w, score in here) / sum(w for w, _ in here)


def weighted(cells, option, weights, criteria):
    """Score, interval and coverage over some criteria."""
    total = sum(weights[c] for c in criteria)
    if total == 0:
        return {"score": None, "low": None, "high": None, "coverage": Fraction(0)}
    here = {c: cells[f"{c}/{option}"] for c in criteria}
    covered = sum(weights[c] for c in criteria if here[c][0] is not None)
    return {
        "score": score_of(cells, option, weights, criteria),
        "low": sum(weights[c] * here[c][1] for c in criteria) / total,
        "high": sum(weights[c] * here[c][2] for c in criteria) / total,
        "coverage": covered / total,
    }


def dimmed(reader, cells, option):
    return any(outcome(cells[f"{c}/{option}"], m) == "not-met" for c, m in reader.minimums.items())


def contenders(reader, cells, weights):
    """Scores of the undimmed ranked options."""
    found = {}
    for option in reader.options:
        score = score_of(cells, option, weights, reader.criteria)
        if score is not None and not dimmed(reader, cells, option):
            found[option] = score
    return found


def leaders_among(scores):
    return [option for option in sorted(scores) if all(other <= scores[option] + SLACK for other in scores.values())]


def order_among(scores):
    return {option: 1 + sum(other > scores[option] + SLACK for other in scores.values()) for option in scores}


def margin(scores, leader):
    others = [score for option, score in scores.items() if option != leader]
    return scores[leader] - max(others) if leader in scores and others else None


# Rule 10: readings.


def fnv_1a(text):
    code = 2166136261
    for byte in text.encode():
        code = (code ^ byte) * 16777619 % 2**32
    return code


def mulberry32(state):
    while True:
        state = (state + 0x6D2B79F5) % 2**32
        t = (state ^ state >> 15) * (state | 1) % 2**32
        t = (t + (t ^ t >> 7) * (t | 61)) % 2**32 ^ t
        yield Fraction(t ^ t >> 14, 2**32)


def reaches(cell, voice):
    """The two ends of what each claim of a voice reaches, by id."""
    claims = [cell["claims"][name] for name in sorted(voice["claims"])]
    return [tuple(claim.get("reach", (claim["value"], claim["value"]))) for claim in claims]


def ways(cell):
    """From each different value of a cell to its probability."""
    found = {}
    if not cell["voices"]:
        return {rating: Fraction(1, 5) for rating in RATINGS.values()}
    trust = sum(voice["trust"] for voice in cell["voices"])
    for voice in cell["voices"]:
        ends = [end for pair in reaches(cell, voice) for end in pair]
        for end in ends:
            found[end] = found.get(end, 0) + voice["trust"] / trust / len(ends)
    return found


def settle(voices, one, two, three):
    if not voices:
        return Fraction(int(5 * one), 4)
    total = sum(trust for trust, _ in voices)
    reached = Fraction(0)
    for trust, claims in voices:
        reached += trust
        if reached > one * total:
            break
    return claims[int(two * len(claims))][0 if three < HALF else 1]


@functools.cache
def drawn(name, voices):
    """What a cell, by the name that seeds its stream, is taken for in each reading."""
    stream = mulberry32(fnv_1a(name))
    return [settle(voices, *(next(stream) for _ in range(3))) for _ in range(DRAWN)]


def readings(reader, analysis, option):
    """How they were had, and from (Σ w·v / Σ w, whether every must-have is met) to probability."""
    total = sum(reader.weights.values())
    asked = [c for c in reader.criteria if reader.weights[c] > 0 or c in reader.minimums]
    cells = {c: analysis["cells"][f"{c}/{option}"] for c in asked}
    meets = lambda c, v: c not in reader.minimums or v >= reader.minimums[c] - SLACK
    different = {c: ways(cells[c]) for c in asked}
    number = math.prod(map(len, different.values()))
    found = {(Fraction(0), True): Fraction(1)}
    if number <= MOST_COUNTED:
        for c in asked:
            further = {}
            for (so_far, good), chance in found.items():
                for v, part in different[c].items():
                    key = (so_far + reader.weights[c] * v / total, good and meets(c, v))
                    further[key] = further.get(key, 0) + chance * part
            found = further
        return {"counted": number}, found
    found = {}
    columns = []
    for c in asked:
        voices = tuple((voice["trust"], tuple(reaches(cells[c], voice))) for voice in cells[c]["voices"])
        settled = drawn(f"{c.split('/')[1]}/{option}", voices)
        part = {v: (reader.weights[c] * v, meets(c, v)) for v in set(settled)}
        columns.append([part[v] for v in settled])
    # Integers over one denominator are as exact as fractions, and quicker.
    shared = math.lcm(*(part.denominator for column in columns for part, _ in column))
    columns = [[(int(part * shared), good) for part, good in column] for column in columns]
    for row in zip(*columns):
        key = (Fraction(sum(part for part, _ in row), shared) / total, all(good for _, good in row))
        found[key] = found.get(key, 0) + Fraction(1, DRAWN)
    return {"drawn": DRAWN}, found


def shares(distributions):
    """The share of each option, from the distributions of all that contend."""
    below = {}
    for option, found in distributions.items():
        values = sorted(v for v, good in found if good)
        sums = [sum(chance for (_, good), chance in found.items() if not good)]
        for v in values:
            sums.append(sums[-1] + found[v, True])
        below[option] = (values, sums)
    result = {}
    for option, found in distributions.items():
        result[option] = Fraction(0)
        for (v, good), chance in found.items():
            if not good:
                continue
            for other in distributions:
                if other != option:
                    values, sums = below[other]
                    lower = sums[bisect.bisect_left(values, v - SLACK)]
                    not_above = sums[bisect.bisect_right(values, v + SLACK)]
                    chance *= (lower + not_above) / 2
            result[option] += chance
    return result


# Rule 12: the stability of a weight, by looking at every point where anything could change and between.


def stability(reader, cells, criterion):
    present = reader.weights[criterion]

    @functools.cache
    def scores_at(weight):
        return contenders(reader, cells, {**reader.weights, criterion: weight})

    points = {Fraction(0), Fraction(5), present}
    options = [option for option in reader.options if not dimmed(reader, cells, option)]
    others = [c for c in reader.criteria if c != criterion]
    middle = lambda c, option: HALF if cells[f"{c}/{option}"][0] is None else cells[f"{c}/{option}"][0]
    rest = {option: sum(reader.weights[c] * middle(c, option) for c in others) for option in options}
    for one in options:
        for other in options:
            slope = middle(criterion, one) - middle(criterion, other)
            if slope > SLACK:
                at = (rest[other] - rest[one]) / slope
                if 0 < at < 5:
                    points.add(at)
    points = sorted(points)
    total = sum(reader.weights[c] for c in others)
    # Had no option lost its rank at 0: those ranked above it, by their scores at 0.
    kept = {option: rest[option] / total if total else Fraction(0) for option in scores_at(Fraction(1))}

    shown = {}
    for name, view in (("leaders", leaders_among), ("order", order_among)):
        now = view(scores_at(present))
        place = points.index(present)
        low = high = place
        while low > 0 and view(scores_at((points[low - 1] + points[low]) / 2)) == now:
            low -= 1
            if view(scores_at(points[low])) != now:
                break
        while high < len(points) - 1 and view(scores_at((points[high] + points[high + 1]) / 2)) == now:
            high += 1
            if view(scores_at(points[high])) != now:
                break
        shown[name] = [points[low], points[high]]
        at_zero = view(scores_at(Fraction(0)))
        if points[low] == 0 and at_zero != now and at_zero != view(kept):
            shown.setdefault("above_zero", []).append(name)
    return shown


# Everything together.


def take_out(given, claims):
    kept = [{**claim, "standings": {}} if claim["id"] in claims else claim for claim in given["claims"]]
    return {**given, "claims": kept}


def against(contradiction, side):
    kept = contradiction["sides"][side] if side < len(contradiction["sides"]) else []
    return {claim for claims in contradiction["sides"] for claim in claims} - set(kept)


def supposing(given, analyse=analyse):
    """What is left of the input when the sides that the reader supposes are right, of contradictions that stand."""
    suppose = given.get("profile", {}).get("suppose")
    if not suppose:
        return given
    sides = {found["id"]: found for found in analyse(given)["contradictions"]}
    return take_out(given, set().union(*(against(sides[c], s) for c, s in suppose.items() if c in sides)))


def decide(given, analyse=analyse):
    profile = given.get("profile", {})
    whole = given
    given = supposing(given, analyse)
    analysis = analyse(given)
    reader = Reader(given)
    cells = numbers_of(analysis)
    weights = reader.weights
    total = sum(weights.values())
    scores = contenders(reader, cells, weights)
    leading = leaders_among(scores)
    leader = leading[0] if leading else None

    options = {}
    for option in reader.options:
        options[option] = weighted(cells, option, weights, reader.criteria)
        options[option]["dimmed"] = dimmed(reader, cells, option)
        options[option]["must"] = {c: outcome(cells[f"{c}/{option}"], m) for c, m in reader.minimums.items()}
        options[option]["contributions"] = {
            c: weights[c] * (HALF if cells[f"{c}/{option}"][0] is None else cells[f"{c}/{option}"][0]) / total
            for c in reader.criteria
            if weights[c] > 0
        }
        options[option].update({"rank": None, "share": None, "readings": None})
    ranked = [option for option in options if options[option]["score"] is not None]
    for option in ranked:
        this = options[option]
        above = [
            other
            for other in ranked
            if (options[other]["dimmed"], this["dimmed"]) == (False, True)
            or options[other]["dimmed"] == this["dimmed"]
            and options[other]["score"] > this["score"] + SLACK
        ]
        this["rank"] = 1 + len(above)
    distributions = {}
    for option in scores:
        options[option]["readings"], distributions[option] = readings(reader, analysis, option)
    for option, share in shares(distributions).items():
        options[option]["share"] = share

    # The verdict.
    if not options:
        verdict = {"kind": "no-ranking", "reason": "no-options"}
    elif total == 0:
        verdict = {"kind": "no-ranking", "reason": "no-weights"}
    elif not ranked:
        verdict = {"kind": "no-ranking", "reason": "no-evidence"}
    elif not scores:
        verdict = {"kind": "no-ranking", "reason": "none-meets"}
    elif len(scores) == 1 and all(options[option]["dimmed"] for option in options if option not in scores):
        verdict = {"kind": "only-choice"}
    elif len(scores) == 1:
        verdict = {"kind": "no-ranking", "reason": "one-ranked"}
    else:
        best = max(options[option]["share"] for option in leading)
        alone = len(leading) == 1
        kind = "close-call"
        if alone and best >= Fraction(3, 4) - SLACK:
            kind = "leaning"
        if alone and best >= Fraction(95, 100) - SLACK:
            kind = "clear"
        sure = alone and all(word == "met" for word in options[leader]["must"].values())
        beaten = [options[leader]["low"] > options[option]["high"] + SLACK for option in scores if option != leader]
        larger = sorted(
            (-options[option]["share"], option)
            for option in scores
            if option not in leading and options[option]["share"] > best + SLACK
        )
        verdict = {
            "kind": kind,
            "whichever_side": sure and all(beaten),
            "larger_share": larger[0][1] if larger else None,
        }

    # What single changes would do.
    def eligibility(option, cells):
        if dimmed(reader, cells, option):
            return "dimmed"
        return "unranked" if weighted(cells, option, weights, reader.criteria)["score"] is None else "ranked"

    def change(changed_cells):
        after = contenders(reader, changed_cells, weights)
        then = {option: eligibility(option, changed_cells) for option in reader.options}
        before_margin, after_margin = (margin(s, leader) for s in (scores, after))
        unknown = before_margin is None or after_margin is None
        now = leaders_among(after)
        return {
            "flips": now != leading,
            "leaders": now,
            "influence": None if unknown else after_margin - before_margin,
            "eligibility": {option: then[option] for option in then if then[option] != eligibility(option, cells)},
            "misses": {
                option: [c for c, m in sorted(reader.minimums.items()) if outcome(changed_cells[f"{c}/{option}"], m) == "not-met"]
                for option in then
                if then[option] == "dimmed" and eligibility(option, cells) != "dimmed"
            },
        }

    def ordered(trials):
        kept = [
            (key, what, *more)
            for key, what, *more in trials
            if what["flips"] or what["eligibility"] or (what["influence"] or 0) != 0
        ]

        def key(trial):
            influence = trial[1]["influence"]
            return (influence is not None, -abs(influence or 0), trial[0])

        return sorted(kept, key=key)

    doubts = []
    for c in reader.criteria:
        if weights[c] == 0 and c not in reader.minimums:
            continue
        for option in scores:
            _, low, high = cells[f"{c}/{option}"]
            supposed = low if option in leading else high
            doubts.append(((c, option), change({**cells, f"{c}/{option}": (supposed, supposed, supposed)}), supposed))
    doubts = [
        {"criterion": c, "option": option, "value": supposed, **{key: what[key] for key in what if key != "flips"}}
        for (c, option), what, supposed in ordered(doubts)
        if what["flips"]
    ]
    outside = {callout["id"]: bool(callout.get("outside_is_side")) for callout in given.get("callouts", [])}
    sides = []
    for found in analysis["contradictions"]:
        for side in range(len(found["sides"]) + outside.get(found["id"], False)):
            after = numbers_of(analyse(take_out(given, against(found, side))))
            sides.append(((found["id"], side), change(after)))
    sources = []
    own = [source.get("trust", 1) for source in given["sources"]]
    trust = list(given.get("trust", own))
    for place, source in enumerate(given["sources"]):
        if Fraction(trust[place]) > 0:
            without = trust[:place] + [0] + trust[place + 1 :]
            left = supposing({**whole, "trust": without}, analyse)
            sources.append(((source["id"],), change(numbers_of(analyse(left)))))

    dominance = []
    for one in reader.options:
        for other in reader.options:
            gaps = [cells[f"{c}/{one}"][1] - cells[f"{c}/{other}"][2] for c in reader.criteria if weights[c] > 0]
            if one != other and all(gap >= -SLACK for gap in gaps) and any(gap > SLACK for gap in gaps):
                dominance.append([one, other])

    result = {
        "options": options,
        "order": sorted(options, key=lambda option: (options[option]["rank"] or len(options) + 1, option)),
        "leaders": leading,
        "margin": margin(scores, leader) if leader else None,
        "verdict": verdict,
        "doubts": doubts,
        "contradictions": [{"id": key[0], "side": key[1], **what} for key, what in ordered(sides)],
        "sources": [{"id": key[0], **what} for key, what in ordered(sources)],
        "stability": {c: stability(reader, cells, c) for c in reader.criteria},
        "dominance": dominance,
    }
    if "groups" in profile:
        result["groups"] = {
            group: {option: weighted(cells, option, weights, criteria) for option in reader.options}
            for group, criteria in profile["groups"].items()
        }
    return result


# Vectors: reading, comparing, generating.


def to_json(thing):
    """Fractions as decimals, shorter than a float but closer than any tolerance."""
    if isinstance(thing, dict):
        return {key: to_json(entry) for key, entry in thing.items()}
    if isinstance(thing, (list, tuple)):
        return [to_json(entry) for entry in thing]
    if isinstance(thing, Fraction):
        return thing.numerator if thing.denominator == 1 else round(float(thing), 11)
    return thing


def vectors():
    for path in sorted(VECTORS.iterdir()):
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".json":
            found = json.loads(text, parse_float=Fraction)
        else:
            found = [json.loads(line, parse_float=Fraction) for line in text.splitlines()]
        yield from ((path.name, vector) for vector in found)


def check():
    count, failures = 0, []
    for name, vector in vectors():
        count += 1
        for difference in differences(vector["expected"], decide(vector["input"])):
            failures.append(f"{name}: {vector['name']}: {difference}")
    print(*failures, f"{count} vectors, {len(failures)} differences", sep="\n")
    return 1 if failures else 0


def sweep():
    """Moves each weight in steps of 1/16: inside an interval all stays, outside it does not.

    There is no way back but across 0, where an option can lose or gain its only evidence: what lies
    beyond that is no part of the interval, whoever leads there. Scores that differ within the tolerance are ranked
    alike, and no crossing: such weights are not looked at.
    """
    count, failures = 0, []
    for name, vector in vectors():
        given = vector["input"]
        if given.get("profile", {}).get("suppose"):
            continue
        reader, cells = Reader(given), numbers_of(analyse(given))
        for c in reader.criteria:
            found = stability(reader, cells, c)
            for concern, view in (("leaders", leaders_among), ("order", order_among)):
                now = view(contenders(reader, cells, reader.weights))
                low, high = found[concern]
                above_zero = concern in found.get("above_zero", [])
                if low == high == 0:
                    count += 1
                    if view(contenders(reader, cells, {**reader.weights, c: Fraction(1, 10**6)})) == now:
                        failures.append(f"{name}: {vector['name']}: {c}: {concern} just above 0")
                for step in range(81):
                    weight = Fraction(step, 16)
                    if weight in (low, high) and weight != reader.weights[c] and not (weight == 0 and above_zero):
                        continue
                    if weight == 0 < low or (low == high == 0 and weight > 0):
                        continue
                    scores = contenders(reader, cells, {**reader.weights, c: weight})
                    if any(0 < abs(one - other) <= SLACK for one in scores.values() for other in scores.values()):
                        continue
                    count += 1
                    stays = view(scores) == now
                    inside = low <= weight <= high and not (weight == 0 and above_zero)
                    if stays != inside:
                        failures.append(f"{name}: {vector['name']}: {c}: {concern} at {float(weight)}")
    print(*failures, f"{count} weights, {len(failures)} differences", sep="\n")
    return 1 if failures else 0


THEMES = [
    "ties", "missing", "contested", "quantities", "yes-no", "must", "sources", "weights", "many", "everything", "drawn",
]
SCALES = [(0, 100), (100, 0), (-20, 60), (1000, 5000), (40, 10)]


class Generator:
    """Random decisions, small enough to be read. A theme makes one clause frequent."""

    def __init__(self, seed, theme):
        self.random = random.Random(seed)
        self.theme = theme

    def often(self, themes, often, seldom):
        return self.random.random() < (often if self.theme in (*themes, "everything") else seldom)

    def input(self):
        pick = self.random
        number = pick.choice([3, 4]) if self.theme == "many" else pick.choice([2, 2, 2, 3])
        options = ["deno", "nodejs", "python", "ruby"][-number:]
        rows = {"drawn": 8, "must": 3, "many": 2}.get(self.theme, pick.choice([2, 2, 3, 4]))
        names = ["cost", "ecosystem", "hiring", "latency", "security", "speed", "tooling", "typing"]
        questions = [self.question(f"topics/{name}") for name in sorted(pick.sample(names, rows))]
        sources = self.sources()
        claims = []
        for question in questions:
            for option in options:
                for _ in range(self.number_of_claims()):
                    claims.append(self.claim(f"c{len(claims) + 1}", question, option, options, sources))
        given = {"options": options, "questions": questions, "sources": sources, "claims": claims}
        callouts = self.callouts(claims)
        if callouts:
            given["callouts"] = callouts
        if self.often(["sources"], 0.5, 0.1):
            given["trust"] = [pick.choice([0, 0.3, 1, 1]) for _ in sources]
        profile = self.profile(options, questions)
        if profile:
            given["profile"] = profile
        return given

    def number_of_claims(self):
        pick = self.random
        if self.theme == "missing":
            return pick.choice([0, 0, 0, 1])
        if self.theme == "drawn":
            return pick.choice([0, 0, 0, 0, 2, 2, 3])
        if self.theme == "ties":
            return pick.choice([0, 1, 1, 2])
        return pick.choice([0, 1, 1, 2, 2, 3] if self.theme in ("contested", "sources") else [0, 1, 1, 2])

    def question(self, key):
        pick = self.random
        question = {"id": key}
        own = {"yes-no": "yes-no", "quantities": "quantity"}.get(self.theme)
        kinds = ["rating"] if self.theme == "ties" else ["rating", "rating", "yes-no", "quantity"]
        kind = own if own and pick.random() < 0.8 else pick.choice(kinds)
        if kind == "yes-no":
            question["scale"] = "yes-no"
            if pick.random() < 0.4:
                question["better"] = "no"
        elif kind == "quantity":
            worst, best = pick.choice(SCALES)
            question["scale"] = {"worst": worst, "best": best}
        weights = {"weights": [0, 0, 0, 1, 2, 5], "drawn": [1, 2, 3, 4.5]}.get(self.theme, [0, 1, 1, 1, 2, 3, 4.5, 5])
        question["weight"] = pick.choice([1, 1, 2] if self.theme == "ties" else weights)
        return question

    def sources(self):
        pick = self.random
        sources = [{"id": name} for name in ["alpha", "beta", "gamma", "omega"][: pick.choice([2, 3, 3, 4])]]
        for place, source in enumerate(sources):
            if self.often(["sources"], 0.6, 0.2):
                source["trust"] = pick.choice([0, 0.25, 0.5, 0.8])
            if place and self.often(["sources"], 0.4, 0.06):
                source["copy_of"] = sources[pick.randrange(place)]["id"]
        return sources

    def position(self, question):
        pick = self.random
        scale = question.get("scale", "rating")
        if pick.random() < 0.04:
            return None
        if scale == "rating" or pick.random() < 0.1:
            return pick.choice(["++", "++", "+", "=", "-", "--"])
        if scale == "yes-no":
            return pick.choice(["yes", "yes", "no"])
        step = (max(scale["worst"], scale["best"]) - min(scale["worst"], scale["best"])) // 10
        low = min(scale["worst"], scale["best"]) + step * pick.randint(-2, 11)
        form = pick.random()
        if form < 0.3:
            return f"{low}..{low + step * pick.randint(1, 5)}"
        return f">{low}" if form < 0.45 else str(low)

    def claim(self, name, question, option, options, sources):
        pick = self.random
        claim = {"id": name, "question": question["id"], "source": pick.choice(sources)["id"]}
        claim["standings"] = {option: self.position(question)}
        other = pick.choice(options)
        if other != option and pick.random() < 0.2:
            claim["standings"][other] = self.position(question)
        if pick.random() < 0.4:
            claim["place"] = pick.choice(["Speed", "Cost", "Introduction"])
        if pick.random() < 0.08:
            claim["stance"] = pick.choice(["reports", "rejects"])
        return claim

    def callouts(self, claims):
        pick = self.random
        callouts = []
        names = [claim["id"] for claim in claims]
        for number in range(1, 3):
            if len(names) < 2 or not self.often(["contested"], 0.6, 0.12):
                continue
            chosen = pick.sample(names, min(len(names), pick.choice([2, 2, 3, 4])))
            callout = {"id": f"callout-{number}"}
            if pick.random() < 0.25:
                callout.update({"sides": [sorted(chosen[:2])], "outside_is_side": True})
            else:
                callout["sides"] = [[chosen[0]], sorted(chosen[1:3])] + [[name] for name in chosen[3:]]
                if pick.random() < 0.15:
                    callout["sides"][1] = sorted({chosen[0], *callout["sides"][1]})
            if pick.random() < 0.5:
                callout["resolved"] = True
                if pick.random() < 0.4:
                    callout["sets_aside"] = [pick.choice(names)]
            callouts.append(callout)
        return callouts

    def profile(self, options, questions):
        pick = self.random
        profile = {}
        ids = [question["id"] for question in questions]
        if self.often(["weights"], 0.5, 0.1):
            profile["weights"] = {key: pick.choice([0, 0.5, 2, 3.2, 5]) for key in ids if pick.random() < 0.5}
            if self.theme == "weights" and pick.random() < 0.15:
                profile["weights"] = dict.fromkeys(ids, 0)
        if pick.random() < 0.12:
            profile["answers"] = {pick.choice(ids): pick.choice(["yes", "somewhat", "no"])}
        if self.often(["must"], 1, 0.12):
            chosen = pick.sample(questions, min(len(questions), pick.choice([1, 1, 2])))
            profile["must"] = {question["id"]: self.minimum(question) for question in chosen}
        if pick.random() < 0.08:
            profile["hidden"] = [pick.choice(options)]
        if pick.random() < 0.15:
            cut = pick.randint(1, len(ids))
            profile["groups"] = {"first": ids[:cut], "rest": ids[cut:]}
        return profile

    def minimum(self, question):
        pick = self.random
        scale = question.get("scale", "rating")
        if scale == "yes-no":
            return "no" if question.get("better") == "no" else "yes"
        if isinstance(scale, dict) and pick.random() < 0.7:
            return str(scale["worst"] + (scale["best"] - scale["worst"]) * pick.choice([3, 5, 8]) // 10)
        return pick.choice(["-", "=", "+", "++"])


def generate():
    lines = []
    for seed in range(1, 275):
        theme = THEMES[seed % len(THEMES)]
        given = json.loads(json.dumps(Generator(seed, theme).input()), parse_float=Fraction)
        if seed % 9 == 0:
            found = analyse(given)["contradictions"]
            if found:
                given.setdefault("profile", {})["suppose"] = {found[-1]["id"]: seed % 2}
        vector = {"name": f"{theme} {seed}", "input": given, "expected": decide(given)}
        lines.append(json.dumps(to_json(vector), separators=(",", ":")))
    GENERATED.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} vectors, {GENERATED.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    commands = {"generate": generate, "check": check, "sweep": sweep}
    if len(sys.argv) != 2 or sys.argv[1] not in commands:
        sys.exit(__doc__)
    sys.exit(commands[sys.argv[1]]())
