"""How far the phrase of a participant reaches in the text, from its head."""

from __future__ import annotations

from sayso.codebook.senses import Lexicon
from sayso.syntax import Parse, Token

_INSIDE = frozenset("det amod compound poss nummod quantmod nmod advmod predet npadvmod case punct neg preconj".split())
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_PAIRING = frozenset({"both", "either", "neither"})
_SHORT_FORM = 3  # most words of a short form in brackets


class Phrases:
    """Phrases of one parse; holds nothing but the parse and the codebook's words."""

    def __init__(self, parse: Parse, lexicon: Lexicon) -> None:
        self._parse = parse
        self._lexicon = lexicon

    def find_bounds(self, head: Token) -> tuple[int, int]:
        """The noun phrase without what follows it, save "of" and the like: no relative clause, no apposition."""
        first = head.index
        while first > 0 and self._is_inside(first - 1, head.index):
            first -= 1
        while first < head.index and (
            self._parse.tokens[first].pos in ("PUNCT", "CCONJ")
            or self._is_result(self._parse.tokens[first])
            or self._is_day(first)
            or self._opens_pair(first, head)
        ):
            first += 1
        return self._with_prefix(first), self._with_short_form(first, self._end(head))

    def _opens_pair(self, index: int, head: Token) -> bool:
        """The first word of "both A and B", which belongs to neither."""
        paired = self._parse.tokens[index].lower in _PAIRING
        return paired and self._parse.child(head.index, "conj") is not None

    def _is_result(self, token: Token) -> bool:
        """What belongs to the verb before a phrase ("shoot dead three villagers")."""
        after = self._parse.tokens[token.index + 1]
        return self._lexicon.in_class(token.lower, "results") and after.pos in ("NUM", "DET")

    def _is_day(self, index: int) -> bool:
        """A day behind a preposition, which the parser took into the phrase ("on Sunday marsh farmers met")."""
        tokens = self._parse.tokens
        return tokens[index].entity == "DATE" and index > 0 and tokens[index - 1].pos == "ADP"

    def _with_short_form(self, first: int, end: int) -> int:
        """The end with a short form in brackets ("the Workers' League (WL)"), and never between brackets."""
        tokens = self._parse.tokens
        opened = any(each.text == "(" for each in tokens[first:end]) and not any(
            t.text == ")" for t in tokens[first:end]
        )
        if opened or (end + 2 < len(tokens) and tokens[end].text == "(" and _is_name(tokens[end + 1])):
            inside = tokens[end : end + _SHORT_FORM + 2]
            closing = next((each.index for each in inside if each.text == ")"), None)
            return end if closing is None else closing + 1
        return end

    def _with_prefix(self, first: int) -> int:
        """The start with a prefix that a hyphen ties to it ("Ex-president")."""
        tokens = self._parse.tokens
        if first < 2 or tokens[first - 1].text != "-" or tokens[first - 1].end != tokens[first].start:
            return first
        return first - 2 if tokens[first - 2].end == tokens[first - 1].start else first

    def _is_inside(self, index: int, head: int) -> bool:
        while index != head:
            token = self._parse.tokens[index]
            if token.dep not in _INSIDE and not (token.dep in ("prep", "pobj", "conj", "cc") and token.index < head):
                return False
            if token.head == index or (token.head > head and token.index < head):
                return False
            if token.head == head and token.dep in ("conj", "cc", "prep"):
                return False
            index = token.head
        return True

    def _end(self, head: Token) -> int:
        end = head.index + 1
        for child in self._parse.children(head.index):
            if child.index < end or child.text == ",":
                continue
            if self._names(child, end):
                end = self._end(child)
                continue
            if head.dep in _SUBJECTS and self._describes(child, end):
                end = self._end(child)
                continue
            adjacent = self._parse.subtree(child.index)[0] == end
            if child.dep in ("appos", "nummod") and adjacent and child.pos in ("PROPN", "NUM"):
                end = self._end(child)
            elif child.dep == "prep" and adjacent and self._takes(head, child):
                below = self._parse.child(child.index, "pobj")
                if below is not None:
                    end = self._end(below)
            else:
                break
        return end

    def _names(self, child: Token, end: int) -> bool:
        """A person's name between commas that says who an office is ("the president, Ada Example,")."""
        if child.dep != "appos" or child.entity != "PERSON" or self._parse.tokens[child.head].pos == "PROPN":
            return False
        return self._parse.tokens[end].text == "," and self._parse.subtree(child.index)[0] == end + 1

    def _describes(self, child: Token, end: int) -> bool:
        """What else an actor is called, between commas ("Ada Example, a spokeswoman for the port,")."""
        if child.dep != "appos" or child.pos not in ("NOUN", "PROPN") or self._parse.tokens[end].text != ",":
            return False
        is_list = child.entity == self._parse.tokens[child.head].entity and child.entity in ("GPE", "ORG", "NORP")
        return not is_list and self._parse.subtree(child.index)[0] == end + 1

    def _takes(self, head: Token, preposition: Token) -> bool:
        if preposition.lower == "of":
            above = self._parse.tokens[head.head]
            return not (head.dep in ("dobj", "nsubjpass") and self._lexicon.in_class(above.lower, "charging"))
        below = self._parse.child(preposition.index, "pobj")
        if below is None or below.entity in ("DATE", "TIME"):
            return False
        if head.pos == "PROPN":
            return preposition.lower == "in" and below.entity in ("GPE", "LOC") and head.entity == "ORG"
        if preposition.lower == "for":
            return self._lexicon.in_class(head.lemma, "offices")
        if preposition.lower == "in":
            owned = self._parse.child(head.index, "poss") is not None
            return not owned
        return preposition.lower in ("from", "by")


def _is_name(token: Token) -> bool:
    """True for a short form's first word ("PETA", "Asean")."""
    return token.pos in ("PROPN", "NOUN", "X") and token.text[:1].isupper()
