#!/usr/bin/env python3
"""Hashes every run of eight consecutive words of each article, so that a test can tell whether a note
repeats one although no article stands in the repository.

    python3 scripts/word_runs.py ARTICLE_FOLDER     writes tests/content/runs/SOURCE.txt

A hash is the first 6 bytes of the SHA-256 of the words with single spaces between them, as 12 hexadecimal
digits, one a line, sorted. About 9,000 hashes among 2 to the 48th leave a chance of less than one in a
hundred thousand that any of the content's runs (some 50,000) meets one by accident.
"""

import argparse
import hashlib
import pathlib

from articles import read_articles, without_markup, words

RUN = 8
DIGITS = 12
RUNS = pathlib.Path(__file__).resolve().parent.parent / "tests" / "content" / "runs"


def run_hash(run):
    """The hash of one run of words.

    The expected digits are those of `printf 'one two three four five six seven eight' | sha256sum`.

    >>> run_hash("one two three four five six seven eight".split())
    '62d51a1fd36f'
    """
    return hashlib.sha256(" ".join(run).encode()).hexdigest()[:DIGITS]


def run_hashes(text):
    """The sorted hashes of all runs of a text.

    >>> len(run_hashes("One, two: three-four five six seven eight nine!"))
    2
    >>> run_hashes("only seven words stand in this text")
    []
    """
    found = words(without_markup(text))
    return sorted({run_hash(found[start : start + RUN]) for start in range(len(found) - RUN + 1)})


def main():
    parser = argparse.ArgumentParser(description="Hash every run of eight words of each article.")
    parser.add_argument("article_folder")
    arguments = parser.parse_args()
    RUNS.mkdir(parents=True, exist_ok=True)
    for source, text in read_articles(arguments.article_folder).items():
        hashes = run_hashes(text)
        (RUNS / f"{source}.txt").write_text("".join(f"{digits}\n" for digits in hashes), encoding="ascii")
        print(f"{source}: {len(hashes)} runs")


if __name__ == "__main__":
    main()
