"""Tests of the scripts in this folder.

    python3 -m unittest discover --start-directory scripts --pattern 'test_*.py'
"""

import doctest
import unittest
from fractions import Fraction

import agreement
import articles
import draw_sentences
import word_runs


def load_tests(_loader, tests, _pattern):
    for module in (articles, draw_sentences, word_runs):
        tests.addTests(doctest.DocTestSuite(module))
    return tests


def pairs_of(*ratings):
    return [agreement.Pair(f"topic#c{number}", "nodejs", *pair, "") for number, pair in enumerate(ratings)]


class Agreement(unittest.TestCase):
    # Worked out by hand. Steps apart: 0, 1, 2, 0, so of at most 4 each the linear weights are 0, 1/4, 1/2, 0
    # (sum 3/4, mean 3/16), the quadratic ones 0, 1/16, 1/4, 0 (sum 5/16, mean 5/64).
    # The notes' column is ++ + = --, the second ++ ++ ++ --. By chance each of the 4 meets each of the 4:
    #   ++ (4): 0 0 0 4    + (3): 1 1 1 3    = (2): 2 2 2 2    -- (0): 4 4 4 0
    # Steps sum to 4 + 6 + 8 + 12 = 30, their squares to 16 + 12 + 16 + 48 = 92; the mean linear weight is
    # 30/4/16 = 15/32, the quadratic one 92/16/16 = 23/64.
    WORKED = [("++", "++"), ("+", "++"), ("=", "++"), ("--", "--")]

    def test_kappa_of_the_worked_example(self):
        pairs = pairs_of(*self.WORKED)
        self.assertEqual(agreement.weighted_kappa(pairs, 1), 1 - Fraction(3, 16) / Fraction(15, 32))  # 0.6
        self.assertEqual(agreement.weighted_kappa(pairs, 2), Fraction(18, 23))  # 1 - 5/23

    def test_kappa_at_its_ends(self):
        self.assertEqual(agreement.weighted_kappa(pairs_of(("++", "++"), ("--", "--")), 1), 1)
        self.assertEqual(agreement.weighted_kappa(pairs_of(("++", "--"), ("--", "++")), 2), -1)
        self.assertIsNone(agreement.weighted_kappa(pairs_of(("+", "+"), ("+", "+")), 1))

    def test_report(self):
        pairs = pairs_of(*self.WORKED, ("none", "none"), ("none", "+"), ("-", "none"))
        self.assertEqual(
            agreement.report(pairs, pairs_of(("2300", "+"))),
            [
                "pairs: 7",
                "  rated by both: 4",
                "  rated by neither: 1",
                "  rated by one alone: 2",
                "not compared, since the notes hold no rating but a quantity, yes or no: 1",
                "of the pairs rated by both:",
                "  exact agreement: 2 of 4 (50.0 %)",
                "  within one step: 3 of 4 (75.0 %)",
                "  weighted kappa, linear: 0.600",
                "  weighted kappa, quadratic: 0.783",
                "the 2 worst disagreements of 2:",
                "  topic#c2 nodejs: notes =, second ++",
                "  topic#c1 nodejs: notes +, second ++",
                "rated by one alone:",
                "  topic#c5 nodejs: notes none, second +",
                "  topic#c6 nodejs: notes -, second none",
            ],
        )

    def test_no_more_than_ten_are_listed(self):
        lines = agreement.report(pairs_of(*[("+", "-")] * 12, ("++", "--")), [])
        self.assertIn("the 10 worst disagreements of 13:", lines)
        self.assertEqual(sum(line.startswith("  topic#") for line in lines), 10)
        self.assertEqual(lines[lines.index("the 10 worst disagreements of 13:") + 1].split()[0], "topic#c12")

    def test_reading(self):
        first = agreement.read_first(
            {
                "claims": [
                    {"id": "topics/speed#fast", "standings": [{"option": "nodejs", "position": {"text": "++"}}]},
                    {"id": "topics/speed#slow", "standings": [{"option": "python", "position": None}]},
                    {"id": "topics/jobs#open", "standings": [{"option": "python", "position": {"text": "2800"}}]},
                ]
            }
        )
        rows = agreement.read_second(
            [
                "claim\toption\trating\tnote\n",
                "speed#fast\tnodejs\t+\tno superlative\n",
                "\n",
                "topics/speed#slow\tpython\tnone\n",
                "jobs#open\tpython\t+\t\n",
            ]
        )
        pairs, others = agreement.match(first, rows)
        self.assertEqual(
            [str(pair) for pair in pairs],
            [
                "speed#fast nodejs: notes ++, second + (no superlative)",
                "speed#slow python: notes none, second none",
            ],
        )
        self.assertEqual([str(pair) for pair in others], ["jobs#open python: notes 2800, second +"])

    def test_mistakes_name_their_line(self):
        def mistake(*lines):
            with self.assertRaises(SystemExit) as caught:
                agreement.match({("speed#fast", "nodejs"): "+"}, agreement.read_second(lines))
            return caught.exception.code

        self.assertEqual(mistake("", "speed#fast\tnodejs"), "line 2: 2 columns, not claim, option, rating and note")
        self.assertEqual(mistake("speed#fast\tnodejs\t+-"), "line 1: `+-` is no rating and not `none`")
        row = "speed#fast\tnodejs\t+"
        self.assertEqual(mistake(row, row), "line 2: speed#fast is rated twice for nodejs")
        self.assertEqual(mistake("speed#slow\tnodejs\t+"), "line 1: no claim speed#slow with a place for nodejs")


if __name__ == "__main__":
    unittest.main()
