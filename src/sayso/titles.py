"""The title of a page whose text does not hold it: read as a document of its own, since no offset points into it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.codebook.senses import Lexicon
from sayso.extract.reading import plain_reading
from sayso.headlines import mend_headlines
from sayso.parse import Parser
from sayso.records import Block, BlockKind, Document, Span
from sayso.segment import split_sentences
from sayso.syntax import Parse


@dataclass(frozen=True, slots=True)
class Title:
    """The title as a document, with its parses; offsets point into the title."""

    document: Document
    parses: tuple[Parse, ...]


def read_title(document: Document, parser: Parser, lexicon: Lexicon) -> Title | None:
    """The page's title; None where there is none, or where a headline in the text is it."""
    words = _without_site(document.title or "")
    headlines = (block.span.text for block in document.blocks if block.kind is BlockKind.HEADLINE)
    if not words or any(_folded(words) in _folded(headline) for headline in headlines):
        return None
    reading = plain_reading(words)
    block = Block(BlockKind.HEADLINE, Span(0, len(words), words))
    titled = Document(document.id, words, _plain_case(reading), (block,))
    return Title(titled, mend_headlines(parser.parse(titled, split_sentences(titled)), lexicon))


def _folded(words: str) -> str:
    return "".join(filter(str.isalnum, words.lower()))


# What stands between a headline and the name of the site: "Two killed in blast - The Daily Post", " | ", " :: ".
_JOINT = re.compile(r"\s+(?:\||::|\u2013|-)\s+")

# A name of a site may stand first: what is shorter than this before the joint is none of a headline.
_MIN_HEADLINE = 25


def _without_site(title: str) -> str:
    joint = _JOINT.search(title, _MIN_HEADLINE)
    return (title[: joint.start()] if joint else title).strip()


# Of the longer words of a headline, how many begin with a capital where every word has one.
_TITLE_CASE = 0.8


def _plain_case(reading: str) -> str:
    """The title in lower case where all its words have capitals, which parsers take for one long name."""
    words: Sequence[str] = re.findall(r"[A-Za-z]{4,}", reading)
    capitals = sum(word[0].isupper() for word in words)
    lowered = reading.lower()
    return lowered if words and capitals >= _TITLE_CASE * len(words) and len(lowered) == len(reading) else reading
