"""Blocks headed by their source: "CAIRO (Agency) - ...", "(ABC) and (XYZ): ...", "Ministry statement: ..."."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.attribution.cue_words import SayingLexicon
from sayso.records import Document
from sayso.syntax import Parse


@dataclass(frozen=True, slots=True)
class Prefix:
    """Where a prefix starts; ranges of the names in it, of the mark behind them and of the rest of the block."""

    start: int
    names: tuple[tuple[int, int], ...]
    mark: tuple[int, int]
    content: tuple[int, int]


_BRACKETS = r"\([A-Z][^()\n:]{0,40}\)"
_PREFIX = re.compile(
    # "CAIRO (Agency) - ", "Jan 5 (Agency) - ", "(Agency) - "
    rf"(?:[A-Z][\w .,'/-]{{0,60}} )?(?P<agency>\((?![RDI]-)[A-Z][\w .&]{{1,30}}\))\s*(?:--?|:)\s+(?=\S)"
    # "(ABC) and (XYZ / Abc): "
    rf"|(?:{_BRACKETS}(?:,? and |, ?| ?/ ?|(?=\s*:)))+\s*:\s+(?=\S)"
    # "Ministry statement: ", "Ali Hassan: "
    r"|(?P<label>[A-Z][\w.'-]*(?: [\w.'-]+){0,5}):\s+(?=[\"'A-Z(])"
)
_BRACKETED = re.compile(r"\(([A-Z][^()\n:]{0,40})\)")


def find_prefixes(document: Document, parses: Sequence[Parse], lexicon: SayingLexicon) -> list[Prefix]:
    """Blocks headed by their source, as in "(ABC) and (XYZ): ..." or "CAIRO (Agency) - ..."."""
    found = []
    people = _speaking_names(parses)
    for block in document.blocks:
        start, end = block.span.start, block.span.end
        match = _PREFIX.match(document.reading, _behind_mark(document, start), end)
        if match is None:
            continue
        if match.group("label"):
            if not _is_speaker_label(match.group("label"), people, lexicon):
                continue
            names: tuple[tuple[int, int], ...] = (match.span("label"),)
        else:
            names = tuple(each.span(1) for each in _BRACKETED.finditer(document.reading, start, match.end()))
        mark = start + len(document.reading[start : match.end()].rstrip())
        found.append(Prefix(start, names, (mark - 1, mark), (match.end(), end)))
    return found


def _behind_mark(document: Document, start: int) -> int:
    """Behind a quotation mark that opens the block: transcripts put one before each speaker's label."""
    return start + 1 if document.reading[start : start + 1] and document.reading[start] in '"“”«' else start


def _speaking_names(parses: Sequence[Parse]) -> frozenset[str]:
    """Last words of people and bodies named in running text, lower case."""
    return frozenset(
        parse.tokens[entity.end - 1].lower
        for parse in parses
        for entity in parse.entities
        if entity.label in ("PERSON", "ORG") and parse.tokens[entity.end - 1].text != ":"
    )


def _is_speaker_label(label: str, people: frozenset[str], lexicon: SayingLexicon) -> bool:
    """True for "Army spokesman", "Ministry statement" and names of people that the text knows; not for "Update"."""
    words = label.lower().split()
    last = words[-1].rstrip(".")
    if len(words) == 1:
        return last in people
    return last in people or last in lexicon.roles or last in ("statement", "communique", "report", "letter")
