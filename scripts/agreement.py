#!/usr/bin/env python3
"""Compares a second, blind reading of ratings with the ratings in the notes.

    python3 scripts/agreement.py tests/content/second-ratings.tsv --binary target/debug/counterpoint
    counterpoint export json | python3 scripts/agreement.py tests/content/second-ratings.tsv

The file has four columns with tabs between: the claim as `topic#id`, the option, the second rating (`++ + = -
--`, or `none` for no position), and a note, which may be left out. Empty lines and lines that begin with
`claim` + tab (the head of the table) are passed over.
"""

import argparse
import json
import pathlib
import subprocess
import sys
from fractions import Fraction

# In order, so that a rating's place is its number of steps above the lowest.
RATINGS = ["--", "-", "=", "+", "++"]
NONE = "none"
STEPS = len(RATINGS) - 1
REPOSITORY = pathlib.Path(__file__).resolve().parent.parent
WORST = 10


class Pair:
    """Two ratings of one claim for one option: the one in the notes, and the second reader's."""

    def __init__(self, claim, option, first, second, note):
        self.claim, self.option, self.first, self.second, self.note = claim, option, first, second, note

    def distance(self):
        """The number of steps between two ratings, which must both be there."""
        return abs(RATINGS.index(self.first) - RATINGS.index(self.second))

    def __str__(self):
        line = f"{self.claim} {self.option}: notes {self.first}, second {self.second}"
        return f"{line} ({self.note})" if self.note else line


def main():
    parser = argparse.ArgumentParser(description="Compare second ratings with those in the notes.")
    parser.add_argument("second_ratings")
    parser.add_argument("--binary", help="the program that exports the notes [default: read standard input]")
    arguments = parser.parse_args()
    if arguments.binary:
        command = [arguments.binary, "--quiet", "export", "json", "--root", REPOSITORY]
        exported = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    else:
        exported = sys.stdin.buffer.read()
    with open(arguments.second_ratings, encoding="utf-8") as file:
        second = read_second(file)
    pairs, others = match(read_first(json.loads(exported)), second)
    print("\n".join(report(pairs, others)))


def read_first(exported):
    """Maps claim and option to the position in the notes, as written, or to `none`."""
    unrated = {"text": NONE}
    return {
        (claim["id"].removeprefix("topics/"), standing["option"]): (standing["position"] or unrated)["text"]
        for claim in exported["claims"]
        for standing in claim["standings"]
    }


def read_second(lines):
    """The rows of a second reading; ends the program with the line of the first mistake."""
    rows, seen = [], set()
    for number, line in enumerate(lines, 1):
        columns = [column.strip() for column in line.rstrip("\r\n").split("\t")]
        if columns == [""] or columns[0] == "claim":
            continue
        if len(columns) not in (3, 4):
            sys.exit(f"line {number}: {len(columns)} columns, not claim, option, rating and note")
        claim, option, rating = columns[:3]
        claim = claim.removeprefix("topics/")
        if rating not in [*RATINGS, NONE]:
            sys.exit(f"line {number}: `{rating}` is no rating and not `{NONE}`")
        if (claim, option) in seen:
            sys.exit(f"line {number}: {claim} is rated twice for {option}")
        seen.add((claim, option))
        rows.append((number, claim, option, rating, columns[3] if len(columns) == 4 else ""))
    return rows


def match(first, second):
    """The pairs of ratings, and apart from them those where the notes hold a quantity, yes or no."""
    pairs, others = [], []
    for number, claim, option, rating, note in second:
        if (claim, option) not in first:
            sys.exit(f"line {number}: no claim {claim} with a place for {option}")
        pair = Pair(claim, option, first[claim, option], rating, note)
        (pairs if pair.first in [*RATINGS, NONE] else others).append(pair)
    return pairs, others


def weighted_kappa(pairs, power):
    """Cohen's weighted kappa of two readings; None where chance alone would give no disagreement.

    kappa = 1 - sum(w[i][j] * observed[i][j]) / sum(w[i][j] * expected[i][j]), with observed the share of
    pairs rated i in the notes and j by the second reader, expected the product of the two readings' own
    shares of i and of j, and w[i][j] = (|i - j| / steps) ** power the weight of the disagreement: power 1 for
    linear, 2 for quadratic weights.

    Source: J. Cohen, Weighted kappa: nominal scale agreement with provision for scaled disagreement or
    partial credit. Psychological Bulletin 70 (1968), 213-220.
    """
    weights = [[Fraction(abs(i - j), STEPS) ** power for j in range(STEPS + 1)] for i in range(STEPS + 1)]
    first = [RATINGS.index(pair.first) for pair in pairs]
    second = [RATINGS.index(pair.second) for pair in pairs]
    # Both sums are over pairs of readings; the second is the mean over every way to pair the two columns.
    observed = sum(weights[i][j] for i, j in zip(first, second)) * len(pairs)
    expected = sum(weights[i][j] for i in first for j in second)
    return 1 - observed / expected if expected else None


def report(pairs, others):
    """The lines to print."""
    rated = [pair for pair in pairs if NONE not in (pair.first, pair.second)]
    one_sided = [pair for pair in pairs if (pair.first == NONE) != (pair.second == NONE)]
    lines = [
        f"pairs: {len(pairs)}",
        f"  rated by both: {len(rated)}",
        f"  rated by neither: {len(pairs) - len(rated) - len(one_sided)}",
        f"  rated by one alone: {len(one_sided)}",
        f"not compared, since the notes hold no rating but a quantity, yes or no: {len(others)}",
    ]
    if rated:
        lines += [
            "of the pairs rated by both:",
            f"  exact agreement: {share(rated, 0)}",
            f"  within one step: {share(rated, 1)}",
            f"  weighted kappa, linear: {shown(weighted_kappa(rated, 1))}",
            f"  weighted kappa, quadratic: {shown(weighted_kappa(rated, 2))}",
        ]
    differing = [pair for pair in rated if pair.distance()]
    worst = sorted(differing, key=lambda pair: (-pair.distance(), pair.claim, pair.option))
    lines += listed(f"the {min(WORST, len(worst))} worst disagreements of {len(worst)}:", worst[:WORST])
    lines += listed("rated by one alone:", one_sided)
    return lines


def share(pairs, steps):
    near = sum(pair.distance() <= steps for pair in pairs)
    return f"{near} of {len(pairs)} ({100 * near / len(pairs):.1f} %)"


def shown(kappa):
    return "undefined, every rating is the same" if kappa is None else f"{float(kappa):.3f}"


def listed(title, pairs):
    return [title, *(f"  {pair}" for pair in pairs)] if pairs else []


if __name__ == "__main__":
    main()
