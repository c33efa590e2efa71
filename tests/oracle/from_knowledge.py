#!/usr/bin/env python3
"""Holds program and pages to the oracle on whole projects: the bundled one and tests/fixtures/eight-options.

A project's data/knowledge.json becomes the input of rules_1_to_6.py and rules_7_to_14.py. What they say in
exact fractions has to be what the program says in that file and on `counterpoint decide --format json`, and
what the theme's scripts make of the same input.

    python3 tests/oracle/from_knowledge.py check --program PATH    compares, on a fixed choice of arguments
    python3 tests/oracle/from_knowledge.py check --program PATH --everything    on all of them, for minutes
    python3 tests/oracle/from_knowledge.py generate --program PATH    writes the oracle's outcomes for the fixture
"""

import argparse
import itertools
import json
import pathlib
import random
import subprocess
import sys
import time
from fractions import Fraction

import rules_1_to_6
import rules_7_to_14
from rules_1_to_6 import Sources, analyse, differences, stands
from rules_7_to_14 import decide, to_json

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
FIXTURE = ROOT / "tests" / "fixtures" / "eight-options"
HOLD = ROOT / "tests" / "rules" / "hold.js"
EXPECTED = ROOT / "tests" / "fixtures" / "eight-options.decisions.jsonl"
PROJECTS = {"the bundled project": ROOT, "eight-options": FIXTURE}
# What words a person is no part of the rules.
# How many decisions of each are compared, so that it takes less than a minute.
SAMPLED = {"the bundled project": 12, "eight-options": 20}
WORDS = {"$schema", "generator", "title", "sentence"}


class Project:
    """A project as the program exports it, and as the oracle takes it."""

    def __init__(self, program, root):
        self.program, self.root = program.resolve(), root
        self.knowledge = json.loads(self.run("export", "json"), parse_float=Fraction)
        self.given = given(self.knowledge)
        self.analyse = Rows()

    def run(self, *arguments):
        command = [self.program, *arguments, "--quiet", "--root", self.root]
        return subprocess.run(command, stdout=subprocess.PIPE, check=True, encoding="utf-8").stdout


class Rows:
    """The analysis of a project, row by row, since most of what is asked changes few rows.

    A row hangs on its own claims, the trust in those who speak there or are joined to them by copies, and the
    callouts that stand.
    """

    def __init__(self):
        self.known, self.believed = {}, {}

    def __call__(self, given):
        said = {question["id"]: [] for question in given["questions"]}
        for claim in given["claims"]:
            if claim["standings"]:
                said[claim["question"]].append(claim["id"])
        trust = tuple(given.get("trust", ()))
        if trust not in self.believed:
            self.believed[trust] = self.belief(given)
        cells, declared, found = {}, [], []
        for question in given["questions"]:
            key = (question["id"], tuple(said[question["id"]]), self.believed[trust][question["id"]])
            if key not in self.known:
                self.known[key] = analyse({**given, "questions": [question]})
            cells.update(self.known[key]["cells"])
            contradictions = self.known[key]["contradictions"]
            declared = [entry for entry in contradictions if entry["status"] != "unexplained"]
            found += [entry for entry in contradictions if entry["status"] == "unexplained"]
        return {"cells": cells, "contradictions": declared + found}

    def belief(self, given):
        """For each question, the trust in those who speak there, and the callouts that stand."""
        sources = Sources(given)
        by_id = {claim["id"]: claim for claim in given["claims"]}
        standing = tuple(callout["id"] for callout in given["callouts"] if stands(callout, by_id, sources))
        heard = {question["id"]: set() for question in given["questions"]}
        for claim in given["claims"]:
            heard[claim["question"]] |= sources.voice(claim["source"])
        return {
            question: (tuple(sources.trust[source] for source in sources.sort(voices)), standing)
            for question, voices in heard.items()
        }


def given(knowledge):
    """The input form of tests/vectors/README.md."""
    questions = [question(topic) for topic in sorted(knowledge["topics"], key=identity)]
    questions += [
        {"id": f"scenarios/{scenario['id']}", "scale": "yes-no"}
        for scenario in sorted(knowledge["scenarios"], key=identity)
    ]
    place = {entry["id"]: number for number, entry in enumerate(questions)}
    claims = sorted(map(claim, knowledge["claims"]), key=lambda claim: place[claim["question"]])
    callouts = [callout(entry) for entry in knowledge["contradictions"] if entry["found"] is None]
    # A claim stays aside where its callout stands no longer and so is not exported.
    named = {claim for entry in callouts for claim in entry["sets_aside"]}
    aside = [entry["id"] for entry in knowledge["claims"] if entry["set_aside"] and entry["id"] not in named]
    if aside:
        callouts.append({"id": "no-longer-standing", "sides": [], "sets_aside": aside})
    return {
        "options": sorted(option["id"] for option in knowledge["options"]),
        "questions": questions,
        "sources": [source(entry) for entry in sorted(knowledge["sources"], key=identity)],
        "claims": claims,
        "callouts": callouts,
    }


def identity(record):
    return record["id"]


def question(topic):
    found = {"id": f"topics/{topic['id']}"}
    if topic["background"]:
        return {**found, "background": True}
    scale = topic["scale"]
    if scale["kind"] == "quantity":
        found["scale"] = {key: scale[key] for key in ("worst", "best", "tolerance")}
    elif scale["kind"] == "yes-no":
        found["scale"] = "yes-no"
        if scale["better"] == "no":
            found["better"] = "no"
    return {**found, "weight": topic["weight"]}


def source(entry):
    found = {"id": entry["id"], "trust": entry["trust"]}
    return {**found, "copy_of": entry["copy_of"]} if entry["copy_of"] else found


def claim(entry):
    of_topic = entry["topic"] is not None
    qualifiers = dict(entry["qualifiers"])
    if entry["based_on"]:
        qualifiers["based_on"] = entry["based_on"]
    found = {
        "id": entry["id"],
        "question": f"topics/{entry['topic']}" if of_topic else f"scenarios/{entry['scenario']}",
        "source": entry["source"],
        "standings": {
            standing["option"]: standing["position"] and standing["position"]["text"]
            for standing in entry["standings"]
        },
    }
    if entry["place"] is not None:
        found["place"] = entry["place"]
    if entry["stance"] != "asserts":
        found["stance"] = entry["stance"]
    return {**found, "qualifiers": qualifiers} if qualifiers else found


def callout(entry):
    found = {
        "id": entry["id"],
        "sides": entry["sides"],
        "outside_is_side": entry["outside_is_side"],
        "resolved": entry["status"] == "resolved",
        "sets_aside": entry["sets_aside"],
    }
    return {**found, "kind": entry["kind"]} if entry["kind"] else found


# The numbers and states of cells, in the form of docs/knowledge-json.md.


def evidence(project):
    """What the program exports and what the oracle says instead, for cells, claims and contradictions."""
    analysis = analyse(project.given)
    exported, expected = {}, {}
    for cell in project.knowledge["cells"]:
        name = f"topics/{cell['topic']}/{cell['option']}"
        exported[name] = {key: cell[key] for key in cell if key not in ("topic", "option", "address")}
    for name, cell in analysis["cells"].items():
        if name.startswith("topics/"):
            entry = {key: cell[key] for key in cell if key != "claims"}
            counted = [claim for claim, found in cell["claims"].items() if found["counting"] == "counted"]
            expected[name] = {**entry, "counted_claims": counted}
    for claim in project.knowledge["claims"]:
        of_topic = claim["topic"] is not None
        note = f"topics/{claim['topic']}" if of_topic else f"scenarios/{claim['scenario']}"
        for standing in claim["standings"]:
            cell = analysis["cells"].get(f"{note}/{standing['option']}")
            if cell is None:
                continue
            name = f"{claim['id']} for {standing['option']}"
            position = standing["position"]
            exported[name] = {"counting": standing["counting"], "position": None}
            if position:
                exported[name]["position"] = [position[key] for key in ("value", "low", "high")]
            found = cell["claims"][claim["id"]]
            expected[name] = {"counting": found["counting"], "position": None}
            if "value" in found:
                reach = found.get("reach", [found["value"]] * 2)
                expected[name]["position"] = [found["value"], *reach]
    for entry in project.knowledge["contradictions"]:
        pair = entry["found"] and entry["found"]["pair"]
        exported["contradiction " + entry["id"]] = [entry["status"], entry["kind"], entry["sides"], pair]
    for entry in analysis["contradictions"]:
        shown = [entry["status"], entry.get("kind"), entry["sides"], entry.get("pair")]
        expected["contradiction " + entry["id"]] = shown
    return expected, exported


# A decision, in the form of docs/decide-json.md.


def arguments(run):
    """The command line of a run."""
    found = ["--scenario", run["scenario"]] if "scenario" in run else []
    for key in ("weights", "must", "suppose"):
        for name, chosen in run.get(key, {}).items():
            chosen = letter(chosen) if key == "suppose" else chosen
            found += [f"--{key}", f"{name}={chosen}"]
    for key in ("only", "without"):
        for name in run.get(key, []):
            found += [f"--{key}", name]
    return found


def letter(side):
    return "abcdefghijklmnopqrstuvwxyz"[side]


def asked(project, run):
    """The oracle's input for a run."""
    knowledge = project.knowledge
    criteria = [topic["id"] for topic in knowledge["topics"] if not topic["background"]]
    weights, must = {}, {}
    if "scenario" in run:
        scenario = next(entry for entry in knowledge["scenarios"] if entry["id"] == run["scenario"])
        if scenario["others"] is not None:
            weights = dict.fromkeys(criteria, scenario["others"])
        weights.update(scenario["weights"])
        must.update(scenario["must"])
    weights.update({topic: Fraction(weight) for topic, weight in run.get("weights", {}).items()})
    if "only" in run:
        weights.update({topic: 0 for topic in criteria if topic not in run["only"]})
    must.update(run.get("must", {}))
    profile = {
        "weights": {f"topics/{topic}": weight for topic, weight in weights.items() if topic in criteria},
        "must": {f"topics/{topic}": minimum for topic, minimum in must.items()},
        "groups": {
            group["id"]: [f"topics/{topic}" for topic in group["topics"] if topic in criteria]
            for group in knowledge["groups"]
            if any(topic in criteria for topic in group["topics"])
        },
    }
    if "suppose" in run:
        profile["suppose"] = run["suppose"]
    found = {**project.given, "profile": profile}
    if "without" in run:
        found["trust"] = [0 if entry["id"] in run["without"] else entry["trust"] for entry in found["sources"]]
    return found


def document(project, run, given, found):
    """The oracle's decision in the program's form, without words."""
    reader = rules_7_to_14.Reader(given)
    short = lambda criterion: criterion.split("/")[1]
    by_topic = lambda entries: {short(criterion): entry for criterion, entry in entries.items()}
    trust = given.get("trust", [entry["trust"] for entry in given["sources"]])
    trial = lambda found: {
        **found,
        "misses": {option: [short(criterion) for criterion in missed] for option, missed in found["misses"].items()},
    }
    verdict = {"reason": None, "whichever_side": False, "larger_share": None, **found["verdict"]}
    verdict["deciding_doubts"] = [
        {**trial({key: doubt[key] for key in doubt if key != "criterion"}), "topic": short(doubt["criterion"]), "flips": True}
        for doubt in found["doubts"]
    ]
    options = []
    for option in found["order"]:
        entry = dict(found["options"][option])
        if entry["readings"]:
            [(method, number)] = entry["readings"].items()
            entry["readings"] = {"method": method, "number": number}
        entry["must"] = by_topic(entry["must"])
        entry["contributions"] = by_topic(entry["contributions"])
        options.append({"id": option, **entry})
    stability = []
    for criterion, ranges in found["stability"].items():
        entry = {"topic": short(criterion), "weight": reader.weights[criterion]}
        for concern in ("leaders", "order"):
            low, high = ranges[concern]
            above_zero = concern in ranges.get("above_zero", [])
            entry[concern] = {"low": low, "high": high, "above_zero": above_zero}
        stability.append(entry)
    return {
        "format": 1,
        "scenario": run.get("scenario"),
        "weights": by_topic(reader.weights),
        "must": by_topic(given["profile"]["must"]),
        "trust": {entry["id"]: trust[place] for place, entry in enumerate(given["sources"])},
        "suppose": [{"contradiction": name, "side": letter(side)} for name, side in run.get("suppose", {}).items()],
        "verdict": verdict,
        "leaders": found["leaders"],
        "margin": found["margin"],
        "options": options,
        "groups": [
            {"id": group, "options": [{"id": option, **entry} for option, entry in aggregate.items()]}
            for group, aggregate in found.get("groups", {}).items()
        ],
        "contradictions": [{**trial(entry), "side": letter(entry["side"])} for entry in found["contradictions"]],
        "sources": [trial(entry) for entry in found["sources"]],
        "stability": stability,
        "dominance": [{"option": one, "dominates": other} for one, other in found["dominance"]],
        "recommendations": recommendations(project, run, given),
    }


def recommendations(project, run, given):
    """Which sources counted for and against each option of a scenario, one of each voice, in order of display."""
    if "scenario" not in run:
        return []
    analysis = project.analyse(rules_7_to_14.supposing(given, project.analyse))
    sources = {entry["id"]: entry["source"] for entry in given["claims"]}
    advice = []
    for option in project.knowledge["options"]:
        cell = analysis["cells"][f"scenarios/{run['scenario']}/{option['id']}"]
        sides = {"for": [], "against": []}
        for voice in cell["voices"]:
            said = [(sources[name], cell["claims"][name]["value"]) for name in voice["claims"]]
            for side, fitting in (
                ("for", [source for source, value in said if value > Fraction(1, 2)]),
                ("against", [source for source, value in said if value < Fraction(1, 2)]),
            ):
                sides[side] += [min(fitting)] if fitting else []
        sides = {side: sorted(names) for side, names in sides.items()}
        if sides["for"] or sides["against"]:
            advice.append({"option": option["id"], **sides})
    return advice


# What to run.


def runs(project):
    """Lists of runs, by what they are about."""
    pick = random.Random(20)
    knowledge = project.knowledge
    topics = [topic for topic in knowledge["topics"] if not topic["background"]]
    names = [topic["id"] for topic in topics]
    spoken = {claim["source"] for claim in knowledge["claims"]}
    scenarios = [{"scenario": scenario["id"]} for scenario in knowledge["scenarios"]]
    sources = [source["id"] for source in knowledge["sources"]]
    sources.sort(key=lambda source: source not in spoken)
    some = lambda number: pick.sample(names, number)
    must = lambda number: {topic["id"]: minimum(pick, topic) for topic in pick.sample(topics, number)}
    suppose = [
        {"suppose": {found["id"]: side}}
        for found in project.analyse(project.given)["contradictions"]
        for side in range(sides(project.given, found))
    ]
    pick.shuffle(suppose)
    several = [dict(one["suppose"], **other["suppose"]) for one, other in zip(suppose[::2], suppose[1::2])]
    mixed = []
    for scenario in scenarios:
        run = {**scenario, "without": [pick.choice(sources)], "must": must(2), "weights": random_weights(pick, some(3))}
        found = pick.choice(project.analyse(asked(project, run))["contradictions"])
        mixed.append({**run, "suppose": {found["id"]: pick.randrange(sides(project.given, found))}})
    return {
        "default": [{}],
        "scenario": scenarios,
        "without": [{"without": [source]} for source in sources],
        "without two": [{"without": pick.sample(sources, 2)} for _ in sources],
        "without any": [{"without": sources}],
        "only": [{"only": some(number)} for number in (3, 1, 8, 2)],
        "must": [{"must": must(number)} for number in (2, 1, 5, 3)],
        "weights": [{"weights": random_weights(pick, some(number))} for number in (9, 4, 12)],
        "no weight": [{"weights": dict.fromkeys(names, 0)}],
        "suppose": suppose,
        "suppose two": [{"suppose": entry} for entry in several if len(entry) == 2],
        "mixed": mixed,
    }


def sides(given, contradiction):
    outside = {entry["id"] for entry in given["callouts"] if entry.get("outside_is_side")}
    return len(contradiction["sides"]) + (contradiction["id"] in outside)


def minimum(pick, topic):
    """One that an option can miss."""
    scale = topic["scale"]
    if scale["kind"] == "yes-no":
        return scale["better"]
    if scale["kind"] == "rating":
        return pick.choice(["-", "=", "+", "++"])
    return number(scale["worst"] + (scale["best"] - scale["worst"]) * Fraction(pick.choice([2, 5, 8]), 10))


def number(fraction):
    return f"{float(fraction):g}" if fraction < 1_000_000 else str(round(fraction))


def random_weights(pick, topics):
    return {topic: pick.choice(["0", "0.1", "1", "2.7", "4", "5"]) for topic in topics}


def sample(runs, most):
    """The first of each list, then the second of each, until there are enough."""
    chosen = [run for row in itertools.zip_longest(*runs.values()) for run in row if run is not None]
    return chosen[:most]


# Comparing.


def not_wanted(wanted, got, path=""):
    """Keys of the program's that the oracle does not have."""
    if isinstance(wanted, dict) and isinstance(got, dict):
        for key, entry in got.items():
            if key in wanted:
                yield from not_wanted(wanted[key], entry, f"{path}.{key}")
            elif key not in WORDS:
                yield f"{path}.{key}: not wanted"
    elif isinstance(wanted, list) and isinstance(got, list):
        for place, pair in enumerate(zip(wanted, got)):
            yield from not_wanted(*pair, f"{path}[{place}]")


def compare(wanted, got):
    yield from differences(wanted, got)
    yield from not_wanted(wanted, got)


def check(program, most):
    failures, vectors, begun = [], [], time.monotonic()
    for name, root in PROJECTS.items():
        project = Project(program, root)
        failures += [f"{name}: evidence{difference}" for difference in compare(*evidence(project))]
        vectors.append({**analysis_vector(project, name), "folder": "analysis"})
        for run in sample(runs(project), most.get(name)):
            given = asked(project, run)
            if project.analyse(given) != analyse(given):
                failures.append(f"{title(name, run)}: the analysis row by row is another")
            decision = decide(given, project.analyse)
            wanted = document(project, run, given, decision)
            got = json.loads(project.run("decide", "--format", "json", *arguments(run)), parse_float=Fraction)
            said = title(name, run)
            failures += [f"decide: {said}: {difference}" for difference in compare(wanted, got)]
            vectors.append({**vector(said, given, decision), "folder": "decide"})
    failures += [f"in JavaScript: {difference}" for difference in in_javascript(vectors)]
    print(*(failure[:400] for failure in failures), sep="\n", end="\n" if failures else "")
    decisions = len(vectors) - len(PROJECTS)
    print(f"{decisions} decisions, {len(failures)} differences, {time.monotonic() - begun:.0f} seconds")
    return 1 if failures else 0


def in_javascript(vectors):
    lines = "".join(line(vector) + "\n" for vector in vectors)
    run = subprocess.run(["node", HOLD], input=lines, stdout=subprocess.PIPE, encoding="utf-8")
    found = run.stdout.splitlines()
    if run.returncode not in (0, 1) or run.returncode == 1 and not found:
        found.append(f"node ended with {run.returncode}")
    return found


# What is kept of the fixture, and vectors.


def generate(program):
    """The fixture's decisions as documents, and as vectors for all who hold themselves to vectors."""
    project = Project(program, FIXTURE)
    chosen = [{}, *runs(project)["scenario"]]
    documents, vectors = [], []
    for run in chosen:
        given = asked(project, run)
        decision = decide(given, project.analyse)
        documents.append({"arguments": arguments(run), "decision": document(project, run, given, decision)})
        vectors.append(vector(title("eight-options", run), given, decision))
    write(EXPECTED, documents)
    write(rules_7_to_14.VECTORS / "eight-options.jsonl", vectors)
    write(rules_1_to_6.VECTORS / "eight-options.jsonl", [analysis_vector(project, "eight-options")])
    return 0


def write(path, entries):
    text = "".join(line(entry) + "\n" for entry in entries)
    path.write_text(text, encoding="utf-8")
    print(f"{path.relative_to(ROOT)}: {len(entries)} lines, {path.stat().st_size} bytes")


def line(entry):
    return json.dumps(to_json(entry), ensure_ascii=False, separators=(",", ":"))


def analysis_vector(project, name):
    return short_ids({"name": name, "input": project.given, "expected": project.analyse(project.given)})


def vector(name, given, decision):
    return short_ids({"name": name, "input": given, "expected": decision})


def title(name, run):
    return " ".join([name, *arguments(run)])


def short_ids(vector):
    """Claims of vectors are named as notes are: `topics-fare-toll-45` for `topics/fare#toll-45`."""
    names = {claim["id"]: claim["id"].replace("/", "-").replace("#", "-") for claim in vector["input"]["claims"]}
    assert len(set(names.values())) == len(names)

    def short(thing):
        if isinstance(thing, dict):
            return {names.get(key, key): short(entry) for key, entry in thing.items()}
        if isinstance(thing, (list, tuple)):
            return [short(entry) for entry in thing]
        return names.get(thing, thing) if isinstance(thing, str) else thing

    return short(vector)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["check", "generate"])
    parser.add_argument("--program", required=True, type=pathlib.Path)
    parser.add_argument("--everything", action="store_true")
    chosen = parser.parse_args()
    if chosen.command == "check":
        return check(chosen.program, {} if chosen.everything else SAMPLED)
    return generate(chosen.program)


if __name__ == "__main__":
    sys.exit(main())
