"""Whether a clause tells an event as history and not as news (part of the factuality step)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.records import Document
from sayso.syntax import Parse, Token


class History:
    """Recognises history in one document; `patterns` are regular expressions over a clause's words in lower case."""

    def __init__(self, document: Document, patterns: Sequence[str]) -> None:
        self._patterns = re.compile("|".join(patterns))
        self._year = _find_year(document)

    def tells(self, parse: Parse, token: Token) -> bool:
        """True where the event's own clause tells it as history: long ago, over years, or in the past perfect."""
        clause = _clause_of(parse, token)
        words = " ".join(parse.tokens[i].lower for i in _clause_words(parse, clause))
        if self._patterns.search(words) or self._is_of_old_year(words):
            return True
        had = any(child.lower in ("had", "'d") and child.tag != "MD" for child in parse.children(clause.index, "aux"))
        return had and clause.tag == "VBN" and clause.dep in ("ROOT", "conj")

    def _is_of_old_year(self, words: str) -> bool:
        """True where the clause names a year before the document's, as "in 2003", or a month of it, not a day."""
        if self._year is None:
            return False
        found = [int(match.group("year")) for match in _YEAR.finditer(words)]
        return bool(found) and max(found) < self._year


# A year alone or with its month: a full date may well be the news itself, whatever the page's own date.
_YEAR = re.compile(
    r"\b(?:in|since|from|until|by|of|during|early|late|before|after|and|to) "
    r"(?:(?:[a-z]+uary|march|april|may|june|july|august|[a-z]+ber) )?(?P<year>1[89]\d\d|20\d\d)\b"
)
_ANY_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b")


def _find_year(document: Document) -> int | None:
    """The document's year: of its publication, else the latest that its text names, else None."""
    if document.published is not None:
        return int(document.published.first[:4])
    years = [int(year) for year in _ANY_YEAR.findall(document.reading)]
    return max(years, default=None)


def _clause_of(parse: Parse, token: Token) -> Token:
    """The verb of a word's clause: the word itself, or the nearest verb above it that is not a mere complement."""
    clause = token
    for above in parse.ancestors(token.index):
        if clause.pos in ("VERB", "AUX") and clause.dep not in ("xcomp", "aux", "auxpass"):
            break
        clause = above
    return clause


_CLAUSES = frozenset({"ccomp", "advcl", "relcl", "acl", "parataxis", "csubj", "pcomp"})


def _clause_words(parse: Parse, clause: Token) -> list[int]:
    """Tokens of one clause without the clauses inside it."""
    found, queue = [clause.index], [clause.index]
    while queue:
        for child in parse.children(queue.pop()):
            is_clause = child.dep in _CLAUSES or (child.dep == "conj" and child.pos in ("VERB", "AUX"))
            if not is_clause:
                found.append(child.index)
                queue.append(child.index)
    return sorted(found)
