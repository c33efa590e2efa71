"""The five articles of the bundled comparison, which stand in a folder outside the repository.

An article's file is named after its source note (`incora.txt`) or begins with its number (`001_….txt`).
"""

import pathlib
import re
import sys

NUMBERS = {
    "000": "logrocket",
    "001": "incora",
    "002": "unsigned-guide",
    "003": "section",
    "004": "8ration",
}

# As in the test that reads the hashes: what typography varies, and what nobody sees.
PLAIN = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201a\u201b\u2032`", "'")
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-")
    | dict.fromkeys("\u00ad\u200b\u200c\u200d\ufeff", None)
)
LINK_TARGET = re.compile(r"\]\((?:[^()\s]|\([^()\s]*\))*\)")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def read_articles(folder):
    """Maps each source's id to its article's text, by number; ends the program if one is missing."""
    found = {}
    for path in sorted(pathlib.Path(folder).glob("*.txt")):
        source = NUMBERS.get(path.name[:3] if path.name[3:4] == "_" else "", path.stem)
        if source in NUMBERS.values():
            if source in found:
                sys.exit(f"{folder}: two articles of {source}")
            found[source] = path.read_text(encoding="utf-8")
    missing = [source for source in NUMBERS.values() if source not in found]
    if missing:
        sys.exit(f"{folder}: no article of {', '.join(missing)}")
    return {source: found[source] for source in NUMBERS.values()}


def without_markup(text):
    """The text without the addresses of Markdown links and without comments, which nobody reads.

    >>> without_markup("the [V8](https://host/V8_(engine)) engine<!--more-->")
    'the [V8] engine'
    """
    return COMMENT.sub("", LINK_TARGET.sub("]", text))


def words(text):
    """The words of a text in small letters, with plain apostrophes; hyphens and full stops part words.

    >>> words("Don’t “copy” Node.js‑code — ‘ever’!")
    ["don't", 'copy', 'node', 'js', 'code', 'ever']
    """
    found = re.findall(r"[a-z0-9']+", text.translate(PLAIN).lower())
    return [word for word in (word.strip("'") for word in found) if word]
