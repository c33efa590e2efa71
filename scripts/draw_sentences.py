#!/usr/bin/env python3
"""Draws sentences from each article, to try whether a reader finds in the site what an article says.

    python3 scripts/draw_sentences.py ARTICLE_FOLDER --seed 1 [--count 30] [--source incora]

Prints article, number of the sentence in its article, and its text, with tabs between. Nothing is written
to a file: the articles stay outside the repository, and a record names a sentence by article and number.
The same seed draws the same sentences everywhere, and a larger count draws more beside them.
"""

import argparse
import hashlib
import re

from articles import NUMBERS, read_articles, without_markup, words

# Lines with fewer words are headings, buttons and other furniture of a page; the shortest items of lists
# go with them.
LEAST_WORDS = 5
FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
MARKER = re.compile(r"^\s*(?:[-*•]\s+|\d+\.\s+|#+\s+)+")
# A stop, with what closes a quotation or bracket, before something that begins like a sentence.
SENTENCE_END = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=[\"'“‘(]*[A-Z0-9])")
ABBREVIATION = re.compile(r"(?:\b(?:vs|e\.g|i\.e|etc|approx)\.)$", re.IGNORECASE)


def sentences(text):
    """The sentences of an article, in order. A line never shares a sentence with the next.

    >>> text = "A heading\\n\\n- Node.js vs. Python is asked often. It has no answer!\\nRead more"
    >>> print("\\n".join(sentences(text)))
    Node.js vs. Python is asked often.
    It has no answer!
    """
    found = []
    for line in without_markup(FRONT_MATTER.sub("", text)).splitlines():
        line = " ".join(MARKER.sub("", line).split())
        if len(words(line)) < LEAST_WORDS:
            continue
        start = 0
        for end in SENTENCE_END.finditer(line):
            if not ABBREVIATION.search(line[: end.start()]):
                found.append(line[start : end.end()].strip())
                start = end.end()
        found.append(line[start:])
    return [sentence for sentence in found if sentence]


def draw(source, count_of_sentences, seed, count):
    """The numbers, from 1, of the sentences drawn from one article, in order.

    They are those with the smallest hashes, so no library's way of drawing matters.

    >>> draw("incora", 5, 1, 9)
    [1, 2, 3, 4, 5]
    >>> set(draw("incora", 90, 1, 10)) < set(draw("incora", 90, 1, 30))
    True
    >>> draw("incora", 90, 1, 10) == draw("incora", 90, 2, 10)
    False
    """

    def lot(number):
        return hashlib.sha256(f"{seed} {source} {number}".encode()).digest()

    return sorted(sorted(range(1, count_of_sentences + 1), key=lot)[:count])


def main():
    parser = argparse.ArgumentParser(description="Draw sentences from each article.")
    parser.add_argument("article_folder")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--count", type=int, default=30, help="how many from each article [default: 30]")
    parser.add_argument("--source", choices=list(NUMBERS.values()), help="only from this one")
    arguments = parser.parse_args()
    for source, text in read_articles(arguments.article_folder).items():
        if arguments.source in (None, source):
            found = sentences(text)
            for number in draw(source, len(found), arguments.seed, arguments.count):
                print(source, number, found[number - 1], sep="\t")


if __name__ == "__main__":
    main()
