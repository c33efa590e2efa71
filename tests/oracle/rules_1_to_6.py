#!/usr/bin/env python3
"""Rules 1 to 6 of the method a second time, with exact fractions, to hold the program to.

Written from the prose of the rules and slow on purpose; it shares no code and no shortcuts with the
program. The form of the vectors is described in tests/vectors/README.md.

    python3 tests/oracle/rules_1_to_6.py generate   write tests/vectors/analysis/generated.jsonl
    python3 tests/oracle/rules_1_to_6.py check      hold every vector, hand-written ones too, to the rules
"""

import calendar
import datetime
import json
import math
import pathlib
import random
import sys
from fractions import Fraction
from itertools import combinations

VECTORS = pathlib.Path(__file__).resolve().parent.parent / "vectors" / "analysis"
GENERATED = VECTORS / "generated.jsonl"
SLACK = Fraction(1, 10**9)
HALF = Fraction(1, 2)
QUARTER = Fraction(1, 4)
RATINGS = {"--": Fraction(0), "-": QUARTER, "=": HALF, "+": 1 - QUARTER, "++": Fraction(1)}
CONDITIONS = ("version", "workload", "metric", "scope")


# Rule 1: the value of a claim.


def is_quantity(position):
    return position not in RATINGS and position not in ("yes", "no")


def clamp(number):
    return min(max(number, Fraction(0)), Fraction(1))


def value(question, position):
    """v, v before clamping, reach, reach before clamping; None where position and scale do not fit."""
    if position in RATINGS:
        v = RATINGS[position]
        return {"v": v, "raw": v, "reach": (v, v), "raw_reach": (v, v)}
    if position in ("yes", "no"):
        if question.get("scale") != "yes-no":
            return None
        good = "no" if question.get("better") == "no" else "yes"
        v = Fraction(1 if position == good else 0)
        return {"v": v, "raw": v, "reach": (v, v), "raw_reach": (v, v)}
    scale = question.get("scale", "rating")
    if not isinstance(scale, dict):
        return None
    worst, best = Fraction(scale["worst"]), Fraction(scale["best"])
    if worst == best:
        return None

    def on_scale(number):
        return (number - worst) / (best - worst)

    if ".." in position:
        ends = [Fraction(end) for end in position.split("..")]
        raw = on_scale(sum(ends) / 2)
        raw_reach = tuple(sorted(on_scale(end) for end in ends))
    elif position.startswith(">"):
        raw = on_scale(Fraction(position[1:]))
        raw_reach = (raw, math.inf) if best > worst else (-math.inf, raw)
    else:
        raw = on_scale(Fraction(position.removeprefix("~")))
        raw_reach = (raw, raw)
    return {"v": clamp(raw), "raw": raw, "reach": tuple(map(clamp, raw_reach)), "raw_reach": raw_reach}


# Who is trusted, who copies whom, who speaks with one voice.


class Sources:
    def __init__(self, given):
        self.order = [source["id"] for source in given["sources"]]
        own = [source.get("trust", 1) for source in given["sources"]]
        self.trust = {name: clamp(Fraction(trust)) for name, trust in zip(self.order, given.get("trust", own))}
        self.copy_of = {s["id"]: s["copy_of"] for s in given["sources"] if "copy_of" in s}
        self.trusted = {source for source in self.order if self.trust[source] > 0}
        # Components of the graph whose edges are the copies, whoever is trusted.
        self.voices = [{source} for source in self.order]
        changed = True
        while changed:
            changed = False
            for copy, original in self.copy_of.items():
                if original in self.order:
                    one, other = self.voice(copy), self.voice(original)
                    if one is not other:
                        self.voices.remove(other)
                        one |= other
                        changed = True

    def voice(self, source):
        return next(voice for voice in self.voices if source in voice)

    def originals(self, source):
        """Everything that it copies, directly or through another, trusted or not."""
        found = set()
        while source in self.copy_of and self.copy_of[source] not in found:
            source = self.copy_of[source]
            found.add(source)
        return found

    def trusted_originals(self, source):
        return (self.originals(source) & self.trusted) - {source}

    def sort(self, sources):
        return sorted(sources, key=self.order.index)


# Rules 2 and 3: which claims count, and the numbers of a cell.


def counting(claim, v, here, values, aside, sources):
    if v is None:
        return "context"
    stance = claim.get("stance", "asserts")
    if stance != "asserts":
        return {"reports": "reported", "rejects": "rejected"}[stance]
    if claim["id"] in aside:
        return "set-aside"
    if claim["source"] not in sources.trusted:
        return "distrusted"
    for other in here:
        asserted = other.get("stance", "asserts") == "asserts" and values[other["id"]] is not None
        if asserted and other["source"] in sources.trusted_originals(claim["source"]):
            return "copy"
    return "counted"


# Rule 4: the same question.


def plain(text):
    """Hyphens, quotes and spaces made plain, letters made small, without what cannot be seen."""
    for sign in "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d":
        text = text.replace(sign, "-")
    for sign in "\u2018\u2019\u201a\u201b\u2032`":
        text = text.replace(sign, "'")
    for sign in "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb":
        text = text.replace(sign, '"')
    for unseen in "\u00ad\u200b\u200c\u200d\ufeff":
        text = text.replace(unseen, "")
    return "".join(letter.lower() for letter in " ".join(text.split()))


def days(date):
    parts = [int(part) for part in date.split("-")]
    if len(parts) == 3:
        return datetime.date(*parts), datetime.date(*parts)
    if len(parts) == 2:
        return datetime.date(*parts, 1), datetime.date(*parts, calendar.monthrange(*parts)[1])
    return datetime.date(parts[0], 1, 1), datetime.date(parts[0], 12, 31)


def share_a_day(spans):
    return max(first for first, _ in spans) <= min(last for _, last in spans)


def validity(qualifiers):
    first = days(qualifiers["from"])[0] if "from" in qualifiers else datetime.date.min
    last = days(qualifiers["until"])[1] if "until" in qualifiers else datetime.date.max
    return first, last


def same_question(option, pair):
    qualifiers = [claim.get("qualifiers", {}) for claim in pair]
    for condition in CONDITIONS:
        if all(condition in q for q in qualifiers) and len({plain(q[condition]) for q in qualifiers}) == 2:
            return False
    if len({plain(q.get("about", option)) for q in qualifiers}) == 2:
        return False
    if not share_a_day([validity(q) for q in qualifiers]):
        return False
    if all(is_quantity(claim["standings"][option]) and "as_of" in claim.get("qualifiers", {}) for claim in pair):
        return share_a_day([days(q["as_of"]) for q in qualifiers])
    return True


# Rule 5: opposed.


def far_apart(question, option, pair, values):
    one, other = (values[claim["id"]] for claim in pair)
    if all(is_quantity(claim["standings"][option]) for claim in pair):
        tolerance = Fraction(question["scale"].get("tolerance", Fraction(5, 100)))
        lower, upper = sorted((one["raw_reach"], other["raw_reach"]))
        return upper[0] - lower[1] > tolerance + SLACK
    return abs(one["v"] - other["v"]) >= HALF - SLACK


def pairable(pair, sources):
    one, other = pair
    if one["source"] == other["source"]:
        places = [claim["place"] if "place" in claim else None for claim in pair]
        if None in places:
            return places != [None, None]
        return plain(places[0]) != plain(places[1])
    return sources.voice(one["source"]) is not sources.voice(other["source"])


def stands(callout, claims, sources):
    kept = [side for side in callout["sides"] if any(claims[c]["source"] in sources.trusted for c in side)]
    return len(kept) + (1 if callout.get("outside_is_side") else 0) >= 2


def explains(callout, one, other):
    sides = range(len(callout["sides"]))
    return any(
        one in callout["sides"][a] and other in callout["sides"][b] for a in sides for b in sides if a != b
    )


# Everything together, and rule 6.


def independent(counted, sources):
    """Groups of sources: joined as one voice, or by a study that counted claims of both rest on."""
    groups = []
    for claim in counted:
        marks = {("source", source) for source in sources.voice(claim["source"])}
        if "based_on" in claim.get("qualifiers", {}):
            marks.add(("study", claim["qualifiers"]["based_on"]))
        touching = [group for group in groups if group & marks]
        groups = [group for group in groups if not group & marks] + [marks.union(*touching)]
    return len(groups)


def analyse(given):
    sources = Sources(given)
    claims = {claim["id"]: claim for claim in given["claims"]}
    callouts = given.get("callouts", [])
    standing = [callout for callout in callouts if stands(callout, claims, sources)]
    aside = {claim for callout in callouts for claim in callout.get("sets_aside", [])}
    contradictions = []
    for callout in standing:
        status = "resolved" if callout.get("resolved") else "open"
        contradiction = {"id": callout["id"], "status": status, "sides": callout["sides"]}
        if "kind" in callout:
            contradiction["kind"] = callout["kind"]
        contradictions.append(contradiction)
    cells = {}
    for question in given["questions"]:
        if question.get("background"):
            continue
        row = [claim for claim in given["claims"] if claim["question"] == question["id"]]
        for option in given["options"]:
            here = [claim for claim in row if option in claim["standings"]]
            values = {}
            for claim in here:
                position = claim["standings"][option]
                values[claim["id"]] = None if position is None else value(question, position)
            words = {
                claim["id"]: counting(claim, values[claim["id"]], here, values, aside, sources) for claim in here
            }
            counted = [claim for claim in here if words[claim["id"]] == "counted"]

            voices = []
            for voice in sorted(sources.voices, key=lambda voice: min(map(sources.order.index, voice))):
                said = [claim for claim in counted if claim["source"] in voice]
                if said:
                    voices.append(
                        {
                            "sources": sources.sort(voice & sources.trusted),
                            "trust": max(sources.trust[source] for source in voice),
                            "claims": [claim["id"] for claim in said],
                            "score": sum(values[claim["id"]]["v"] for claim in said) / len(said),
                        }
                    )
            score, low, high = None, Fraction(0), Fraction(1)
            if counted:
                total = sum(voice["trust"] for voice in voices)
                score = sum(voice["trust"] * voice["score"] for voice in voices) / total
                low = min(values[claim["id"]]["reach"][0] for claim in counted)
                high = max(values[claim["id"]]["reach"][1] for claim in counted)

            opposed, conditional = [], False
            for pair in combinations(counted, 2):
                if far_apart(question, option, pair, values) and pairable(pair, sources):
                    if same_question(option, pair):
                        opposed.append((pair[0]["id"], pair[1]["id"]))
                    else:
                        conditional = True
            in_opposition = [claim["id"] for claim in counted if any(claim["id"] in pair for pair in opposed)]
            unexplained = {
                claim
                for claim in in_opposition
                if not any(
                    explains(callout, *pair) for callout in standing for pair in opposed if claim in pair
                )
            }

            marks = []
            for callout in standing:
                named = [c for side in callout["sides"] for c in side] + callout.get("sets_aside", [])
                if any(c in values and claims[c]["source"] in sources.trusted for c in named):
                    marks.append(next(c for c in contradictions if c["id"] == callout["id"]))
            if unexplained:
                numbers = [values[claim]["raw"] for claim in in_opposition]
                middle = (min(numbers) + max(numbers)) / 2
                upper = [c for c in in_opposition if values[c]["raw"] > middle]
                plain_id = f"found-{question['id'].split('/')[1]}-{option}"
                taken = {contradiction["id"] for contradiction in contradictions}
                free = [plain_id] + [f"{plain_id}-{number}" for number in range(2, 99)]
                found = {
                    "id": next(candidate for candidate in free if candidate not in taken),
                    "status": "unexplained",
                    "sides": [upper, [c for c in in_opposition if c not in upper]],
                    "pair": list(next(pair for pair in opposed if unexplained & set(pair))),
                }
                contradictions.append(found)
                marks.append(found)

            groups = independent(counted, sources)
            numbers = [values[claim["id"]]["v"] for claim in counted]
            if not any(claim["source"] in sources.trusted for claim in here):
                state = "empty"
            elif any(mark["status"] in ("unexplained", "open") for mark in marks):
                state = "contested"
            elif marks or conditional:
                state = "explained"
            elif not counted:
                state = "background"
            elif groups == 1:
                state = "single-source"
            elif max(numbers) - min(numbers) <= QUARTER + SLACK:
                state = "agreed"
            else:
                state = "mixed"
            cells[f"{question['id']}/{option}"] = {
                "claims": {c["id"]: show_claim(values[c["id"]], words[c["id"]]) for c in here},
                "voices": voices,
                "score": score,
                "low": low,
                "high": high,
                "state": state,
                "independent_sources": groups,
                "contradictions": [mark["id"] for mark in marks],
            }
    return {"cells": cells, "contradictions": contradictions}


def show_claim(v, word):
    shown = {"counting": word}
    if v is None:
        return shown
    shown["value"] = v["v"]
    if v["raw"] != v["v"]:
        shown["unclamped"] = v["raw"]
    if v["reach"] != (v["v"], v["v"]):
        shown["reach"] = list(v["reach"])
    if v["raw_reach"] != v["reach"]:
        shown["unclamped_reach"] = [None if abs(end) == math.inf else end for end in v["raw_reach"]]
    return shown


# Vectors: reading, comparing, generating.


def to_json(thing):
    """Fractions as decimals, shorter than a float but closer than any tolerance."""
    if isinstance(thing, dict):
        return {key: to_json(entry) for key, entry in thing.items()}
    if isinstance(thing, (list, tuple)):
        return [to_json(entry) for entry in thing]
    if isinstance(thing, Fraction):
        return thing.numerator if thing.denominator == 1 else round(float(thing), 12)
    return thing


def differences(wanted, got, path=""):
    if isinstance(wanted, dict) and isinstance(got, dict):
        for key, entry in wanted.items():
            if key in got:
                yield from differences(entry, got[key], f"{path}.{key}")
            else:
                yield f"{path}.{key}: missing"
    elif isinstance(wanted, list) and isinstance(got, list) and len(wanted) == len(got):
        for place, pair in enumerate(zip(wanted, got)):
            yield from differences(*pair, f"{path}[{place}]")
    elif isinstance(wanted, (int, float, Fraction)) and isinstance(got, (int, float, Fraction)):
        if abs(Fraction(wanted) - Fraction(got)) > SLACK:
            yield f"{path}: wanted {float(wanted)}, got {float(got)}"
    elif wanted != got:
        yield f"{path}: wanted {wanted}, got {got}"


def check():
    count, failures = 0, []
    for path in sorted(VECTORS.iterdir()):
        text = path.read_text(encoding="utf-8")
        lines = [text] if path.suffix == ".json" else text.splitlines()
        parsed = [json.loads(line, parse_float=Fraction) for line in lines]
        for vector in parsed[0] if path.suffix == ".json" else parsed:
            count += 1
            for difference in differences(vector["expected"], analyse(vector["input"])):
                failures.append(f"{path.name}: {vector['name']}: {difference}")
    print(*failures, f"{count} vectors, {len(failures)} differences", sep="\n")
    return 1 if failures else 0


PLACES = ["Speed > Python", "speed > python", "Long\u2011term support", "long-term support", "Introduction"]
DATES = ["2019", "2020", "2020-06", "2020-06-30", "2020-07-01", "2021-02", "2021", "2022-12-31"]
VALIDITIES = [
    {"until": "2019"},
    {"until": "2020"},
    {"until": "2020-06"},
    {"until": "2020-06-30"},
    {"from": "2019-03", "until": "2020-05"},
    {"from": "2020-06", "until": "2020-06"},
    {"from": "2020-06-30"},
    {"from": "2020-07-01"},
    {"from": "2020-12-31", "until": "2022"},
    {"from": "2021"},
]
THEMES = ["ratings", "mild", "yes-no", "quantities", "qualifiers", "dates", "copies", "callouts", "everything"]


class Generator:
    """Random comparisons, small enough that claims meet in cells. A theme makes one clause frequent."""

    def __init__(self, seed, theme):
        self.random = random.Random(seed)
        self.theme = theme
        self.silent = None

    def often(self, theme, often, seldom):
        return self.random.random() < (often if self.theme in (theme, "everything") else seldom)

    def comparison(self):
        pick = self.random
        options = ["nodejs", "python"][: 1 if pick.random() < 0.4 else 2]
        questions = [self.question("topics/speed")]
        if pick.random() < 0.35:
            questions.append(self.question("topics/tools"))
        if pick.random() < 0.15:
            questions.append({"id": "scenarios/chat", "scale": "yes-no"})
        sources = self.sources()
        claims = []
        for question in questions:
            for _ in range(pick.choice([2, 3, 4, 5, 6]) if question is questions[0] else pick.choice([1, 2, 3])):
                claims.append(self.claim(f"c{len(claims) + 1}", question, options, sources))
        given = {"options": options, "questions": questions, "sources": sources, "claims": claims}
        callouts = self.callouts(claims)
        if callouts:
            given["callouts"] = callouts
        if pick.random() < 0.25:
            trust = [source.get("trust", 1) for source in sources]
            trust[pick.randrange(len(trust))] = pick.choice([0, 0, 0.3])
            given["trust"] = trust
        return given

    def question(self, key):
        pick = self.random
        question = {"id": key}
        kind = {"yes-no": "yes-no", "quantities": "quantity", "dates": "quantity", "mild": "quantity"}.get(self.theme)
        kind = kind if kind and pick.random() < 0.8 else pick.choice(["rating", "rating", "yes-no", "quantity"])
        if kind == "yes-no":
            question["scale"] = "yes-no"
            if pick.random() < 0.5:
                question["better"] = "no"
        elif kind == "quantity":
            worst, best = pick.choice([(0, 100), (100, 0), (-20, 60), (0.5, 0.1), (1000, 5000), (40, 10)])
            question["scale"] = {"worst": worst, "best": best}
            if pick.random() < 0.5 or self.theme == "mild":
                question["scale"]["tolerance"] = pick.choice([0, 0.1, 0.25, 0.4])
                if self.theme == "mild":
                    question["scale"]["tolerance"] = 0.4
        if key == "topics/tools" and pick.random() < 0.2:
            question["background"] = True
        return question

    def sources(self):
        pick = self.random
        sources = []
        for name in ["alpha", "beta", "gamma", "delta", "omega"][: pick.choice([2, 3, 3, 4, 5])]:
            source = {"id": name}
            if pick.random() < 0.5:
                source["trust"] = pick.choice([0, 0.25, 0.5, 0.8, 0.9])
            sources.append(source)
        for place, source in enumerate(sources):
            if self.often("copies", 0.6, 0.08):
                others = [other["id"] for other in sources if other is not source]
                source["copy_of"] = pick.choice(others) if pick.random() < 0.5 else others[place - 1]
        if self.often("copies", 0.4, 0) and len(sources) > 2:
            self.silent = "alpha"
            for source in sources[1:3]:
                source["copy_of"] = "alpha"
        sources.sort(key=lambda source: source["id"])
        return sources

    def position(self, question):
        pick = self.random
        scale = question.get("scale", "rating")
        if pick.random() < 0.08:
            return None
        if scale == "rating" or pick.random() < (0.5 if self.theme == "mild" else 0.15):
            mild = self.theme == "mild"
            return pick.choice(["+", "+", "=", "=", "-"] if mild else ["++", "++", "+", "=", "-", "--", "--"])
        if scale == "yes-no":
            return pick.choice(["yes", "no"])
        ends = sorted([scale["worst"], scale["best"]])
        step = Fraction(str(ends[1] - ends[0])).limit_denominator(100) / 20
        low = Fraction(str(ends[0])).limit_denominator(100)
        steps = (6, 14) if self.theme == "mild" else (-8, 28)
        number = lambda: low + step * pick.randint(*steps)
        show = lambda at: str(to_json(at))
        form = pick.random()
        if form < 0.2:
            one = number()
            return f"{show(one)}..{show(one + step * pick.randint(1, 9))}"
        if form < 0.35:
            return f">{show(number())}"
        return ("~" if form < 0.5 else "") + show(number())

    def claim(self, name, question, options, sources):
        pick = self.random
        named = [option for option in options if pick.random() < 0.75] or ([] if pick.random() < 0.2 else options[:1])
        speakers = [source["id"] for source in sources if source["id"] != self.silent]
        claim = {"id": name, "question": question["id"], "source": pick.choice(speakers)}
        claim["standings"] = {option: self.position(question) for option in named}
        if pick.random() < 0.6:
            claim["place"] = pick.choice(PLACES)
        if pick.random() < 0.12:
            claim["stance"] = pick.choice(["reports", "rejects"])
        qualifiers = {}
        if self.often("qualifiers", 0.6, 0.05):
            qualifiers[pick.choice(["version", "workload", "scope"])] = pick.choice(["3.10", "3.12", "Small", "small"])
        if self.often("qualifiers", 0.3, 0.03):
            qualifiers["metric"] = pick.choice(["cold start", "Cold\u00a0start", "throughput"])
        if self.often("qualifiers", 0.25, 0.03):
            qualifiers["about"] = pick.choice(["JavaScript", "javascript", "CPython"])
        if self.often("dates", 0.3, 0.05):
            qualifiers["as_of"] = pick.choice(DATES)
        if self.often("dates", 0.75, 0.03):
            qualifiers.update(pick.choice(VALIDITIES))
        if pick.random() < 0.2:
            qualifiers["based_on"] = pick.choice(sources)["id"]
        if qualifiers:
            claim["qualifiers"] = qualifiers
        return claim

    def callouts(self, claims):
        pick = self.random
        callouts = []
        names = [claim["id"] for claim in claims]
        for number in range(1, 4):
            if not self.often("callouts", 0.6, 0.12):
                continue
            pick.shuffle(names)
            callout = {"id": f"callout-{number}"}
            if pick.random() < 0.5:
                callout["kind"] = pick.choice(["conflict", "verdict", "scope", "time", "definition", "error"])
            if pick.random() < 0.2:
                callout["sides"] = [sorted(names[: pick.choice([1, 2])])]
                callout["outside_is_side"] = True
            else:
                cut = pick.choice([1, 1, 2])
                callout["sides"] = [sorted(names[:cut]), sorted(names[cut : cut + pick.choice([1, 2])])]
                if len(names) > 5 and pick.random() < 0.2:
                    callout["sides"].append([names[5]])
                callout["sides"] = [side for side in callout["sides"] if side]
            if pick.random() < 0.6:
                callout["resolved"] = True
                if pick.random() < 0.35:
                    callout["sets_aside"] = [pick.choice(names)]
            callouts.append(callout)
        return callouts


def generate():
    lines = []
    for seed in range(1, 235):
        theme = THEMES[seed % len(THEMES)]
        given = json.loads(json.dumps(Generator(seed, theme).comparison()), parse_float=Fraction)
        vector = {"name": f"{theme} {seed}", "input": given, "expected": analyse(given)}
        lines.append(json.dumps(to_json(vector), ensure_ascii=False, separators=(",", ":")))
    GENERATED.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} vectors, {GENERATED.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    commands = {"generate": generate, "check": check}
    if len(sys.argv) != 2 or sys.argv[1] not in commands:
        sys.exit(__doc__)
    sys.exit(commands[sys.argv[1]]())
