"""Persons and numbers read from the order of words alone, where terse text or a long list misleads the parse.

`6 shot at party`, `Boy, 14, fatally shot`, `9-year-old dies`, `found a man and a woman dead`, `killed were A and B`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sayso.quantities.identity import HARM as _HARM
from sayso.quantities.numbers import Number
from sayso.quantities.persons import describe_person
from sayso.quantities.told import Reading, Told
from sayso.quantities.victims import is_whole_and_parts
from sayso.quantities.words import QuantityLexicon
from sayso.records import Quantity
from sayso.syntax import Parse, Token


@dataclass(frozen=True, slots=True)
class Phrase:
    """One person, or one number of people: tokens `[first, end)`, its noun or number at `head`.

    `number` is None where one person is told of without a number.
    """

    first: int
    end: int
    head: int
    number: Number | None


@dataclass(frozen=True, slots=True)
class Row:
    """People told of side by side whom one fate of `kind` met."""

    phrases: tuple[Phrase, ...]
    kind: str


def find_rows(
    parse: Parse, lowers: Sequence[str], numbers: Sequence[Number], lexicon: QuantityLexicon
) -> Iterator[Row]:
    """The rows of a sentence, in order; none overlap."""
    reader = _Reader(parse, lowers, {number.first: number for number in numbers}, lexicon)
    at = 0
    while at < len(lowers):
        phrases = reader.read_list(at) if reader.may_begin(at) else ()
        kind = reader.find_fate(phrases) if phrases else None
        if kind is not None:
            yield Row(phrases, kind)
        at = phrases[-1].end if phrases else at + 1


_SEPARATORS = frozenset((",", "and", ";"))
_LONGEST = 8
_TIMES = frozenset(("times", "twice", "once"))
_INSIDE = frozenset(("DET", "ADJ", "NOUN", "PROPN", "NUM", "PART"))
_LEFT = frozenset(("left", "leaves", "leaving", "leave"))
_BE = frozenset(("was", "were", "is", "are", "been", "being", "be", "got", "gets"))
_OBJECTS = frozenset(("DET", "PRON", "NOUN", "PROPN", "ADJ", "NUM"))
_SUFFIXES = frozenset(("jr.", "jr", "sr.", "sr", "ii", "iii"))


@dataclass(frozen=True, slots=True)
class _Reader:
    parse: Parse
    lowers: Sequence[str]
    numbers: Mapping[int, Number]
    lexicon: QuantityLexicon

    def may_begin(self, at: int) -> bool:
        """True where a phrase that begins at a token is no part of a longer one, and nobody else's."""
        if at == 0 or self.lowers[at - 1] in _LEFT or self.lowers[at - 1] in self.lexicon.finds:
            return True
        before = self.parse.tokens[at - 1]
        if not self.lexicon.neither.isdisjoint(self.lowers[max(at - 4, 0) : at + 1]):
            return False
        if before.lower == "of" or before.lower in _BE:
            return self._is_inverted(at)
        if self._strikes(at - 1):
            return True
        return before.pos in ("PUNCT", "CCONJ", "SCONJ") or before.lemma in ("say", "report")

    def _strikes(self, at: int) -> bool:
        """True for a verb whose object comes next: `killed a woman, her two sons and a neighbour`."""
        token = self.parse.tokens[at]
        done = (self.lowers[at], "done") in self.lexicon.forms and token.pos == "VERB"
        return done and token.dep not in ("acl", "amod") and self.parse.child(at, "auxpass", "nsubjpass") is None

    def _is_inverted(self, at: int) -> bool:
        """True after `found the bodies of`, `killed were`, `the dead are`."""
        before = self.lowers[max(at - 7, 0) : at]
        if before[-1] == "of":
            return before[-2:-1] in (["bodies"], ["body"]) and not self.lexicon.finds.isdisjoint(before)
        return before[-2:-1] in (["killed"], ["dead"], ["injured"], ["wounded"])

    def read_list(self, at: int) -> tuple[Phrase, ...]:
        """The phrases side by side from a token on."""
        phrases: list[Phrase] = []
        while at < len(self.lowers):
            phrase = self._read_phrase(at)
            if phrase is None:
                break
            if self._is_other_name(phrases, phrase):
                phrases[-1] = replace(phrases[-1], end=phrase.end)
            else:
                phrases.append(phrase)
            at = phrase.end
            while at < len(self.lowers) and self.lowers[at] in _SEPARATORS:
                at += 1
            if at == phrase.end:
                break
        return tuple(self._without_names(phrases))

    def _without_names(self, phrases: Sequence[Phrase]) -> Iterator[Phrase]:
        """The phrases, a number's own names taken into it: `their two children, Ali, 9, and Omar, 6`."""
        at = 0
        while at < len(phrases):
            number = phrases[at].number
            count = 0 if number is None else _least(number)
            named = phrases[at + 1 : at + 1 + count]
            is_named = (
                count > 1
                and len(named) == count
                and all(each.number is None and self.parse.tokens[each.head].entity == "PERSON" for each in named)
            )
            yield replace(phrases[at], end=named[-1].end) if is_named else phrases[at]
            at += 1 + (count if is_named else 0)

    def _is_other_name(self, phrases: Sequence[Phrase], phrase: Phrase) -> bool:
        """True where a comma alone stands between a person and another name of it: `the owner, James Baker`."""
        if not phrases or phrase.number is not None or phrases[-1].number is not None:
            return False
        between = self.lowers[phrases[-1].head + 1 : phrase.first]
        one, other = (self.parse.tokens[each.head].entity == "PERSON" for each in (phrases[-1], phrase))
        return (list(between) in ([","], []) and one != other) or self.lowers[phrase.head] in _SUFFIXES

    def _read_phrase(self, at: int) -> Phrase | None:
        number = self.numbers.get(at) or (self.numbers.get(at + 1) if self._owns(at) else None)
        if number is not None and not self._is_age(at):
            counted = number.noun is not None and number.people
            end = number.of_end if counted else number.end
            return Phrase(at, end, number.anchor if counted else number.end - 1, number) if _least(number) else None
        head = None
        for index in range(at, min(at + _LONGEST, len(self.lowers))):
            token = self.parse.tokens[index]
            if head is not None and self._is_fate(index):
                break
            if self._is_one_person(token, index):
                head = index
            elif head is not None or not self._is_inside(token):
                break
        return None if head is None else Phrase(at, self._after_age(head + 1), head, None)

    def _owns(self, at: int) -> bool:
        """The `her` of `her two sons`."""
        return self.parse.tokens[at].tag == "PRP$"

    def _is_inside(self, token: Token) -> bool:
        """True for a word that may stand before the noun of one person."""
        return (token.pos in _INSIDE or token.text in ("-", "year", "old")) and token.tag not in ("NNS", "NNPS")

    def _is_age(self, at: int) -> bool:
        return "year" in self.lowers[at + 1 : at + 3]

    def _is_one_person(self, token: Token, index: int) -> bool:
        word = token.lower
        if word == "old":
            return "year" in self.lowers[max(index - 2, 0) : index]
        if word.endswith("-year-old") or word == "another":
            return True
        named = token.pos == "PROPN" and token.entity == "PERSON"
        known = word in self.lexicon.people and word not in self.lexicon.not_single and word not in self.lexicon.units
        return (named or known) and token.tag not in ("NNS", "NNPS", "PRP")

    def _after_age(self, at: int) -> int:
        """The token behind an age between commas."""
        aged = self.lowers[at : at + 1] == [","] and "".join(self.lowers[at + 1 : at + 2]).isdecimal()
        if not aged:
            return at
        return at + 3 if self.lowers[at + 2 : at + 3] == [","] else at + 2

    def _is_fate(self, at: int) -> bool:
        return any((self.lowers[at], use) in self.lexicon.forms for use in ("states", "done", "own"))

    def find_fate(self, phrases: Sequence[Phrase]) -> str | None:
        """What became of a list's people by the words behind it, or by those before it where these are turned round."""
        first, end = phrases[0].first, phrases[-1].end
        before = self.lowers[first - 1] if first else ""
        if before == "of" or before in _BE:
            return "killed" if before == "of" else self.lexicon.forms.get((self.lowers[first - 2], "done"), "killed")
        if first and self._strikes(first - 1):
            joined = len(phrases) > 1 and self.lowers[phrases[-1].first - 1] == "and"
            return self.lexicon.forms[before, "done"] if joined and ";" not in self.lowers[first:end] else None
        at = end
        while at < min(end + 4, len(self.lowers)) and self._is_between(at):
            at += 1
        if at == len(self.lowers):
            return None
        found = before in self.lexicon.finds or before in _LEFT
        return self._fate_at(at, helped=not _BE.isdisjoint(self.lowers[end:at]), state_only=found, phrases=phrases)

    def _is_between(self, at: int) -> bool:
        word = self.lowers[at]
        return (
            word in _BE
            or word in self.lexicon.also
            or word in ("has", "have", "had", "both", "all")
            or (self.parse.tokens[at].tag == "RB" and word not in ("not", "n't", "never", "nearly", "almost"))
        )

    def _fate_at(self, at: int, *, helped: bool, state_only: bool, phrases: Sequence[Phrase]) -> str | None:
        token, word, forms = self.parse.tokens[at], self.lowers[at], self.lexicon.forms
        if token.tag == "NNP" and not token.text.islower():
            return None
        kind = forms.get((word, "states"))
        if kind is not None:
            return None if self._qualifies(at) else kind
        if state_only or self.lowers[phrases[-1].head] == "another":
            return None
        kind = forms.get((word, "own"))
        if kind is None and token.tag not in ("VBG", "VBZ", "NNS"):
            kind = forms.get((word, "done"))
            if kind is not None and not helped and self._has_object(at, phrases):
                return None
        return "killed" if kind in ("hit", "injured") and self._is_deadly(at) else kind

    def _qualifies(self, at: int) -> bool:
        """True for a state that belongs to the noun behind it: `two injured subjects`."""
        after = self.parse.tokens[at + 1 : at + 2]
        return any(each.pos in ("NOUN", "PROPN") and each.entity not in ("DATE", "TIME") for each in after)

    def _is_deadly(self, at: int) -> bool:
        """True for `fatally shot`, `shot dead`, `shot to death`, `shot and killed`, `shot, killed`."""
        after = [*self.lowers[at + 1 : at + 4], "", ""]
        joined = after[0] in ("and", ",", "to") and (
            after[1] in self.lexicon.fatal or self.lexicon.forms.get((after[1], "done")) == "killed"
        )
        return self.lowers[at - 1] in self.lexicon.fatal or after[0] in self.lexicon.fatal or joined

    def _has_object(self, at: int, phrases: Sequence[Phrase]) -> bool:
        """True where an object follows (`boy shot a man`), or the one at whom somebody fired (`officer shot at`)."""
        after = self._next(at + 1)
        if after is not None and after.pos == "CCONJ":
            verb = self._next(after.index + 1)
            after = None if verb is None else self._next(verb.index + 1) if verb.pos == "VERB" else after
        if after is None or after.lower in self.lexicon.fatal:
            return False
        if after.lower == "at":
            return all(phrase.number is None for phrase in phrases)
        if after.entity in ("DATE", "TIME") or not _TIMES.isdisjoint(self.lowers[after.index : after.index + 3]):
            return False
        return after.pos in _OBJECTS or after.lower in _BE

    def _next(self, at: int) -> Token | None:
        """The first token from a place on that is no adverb."""
        return next((token for token in self.parse.tokens[at:] if token.pos != "ADV"), None)


def add_row(reading: Reading, row: Row, told: list[Told], lexicon: QuantityLexicon) -> list[Told]:
    """Adds what a row tells where the parse brought out less; numbers inside become parts of it."""
    first, end = row.phrases[0].first, row.phrases[-1].end
    sizes = [1 if each.number is None else _least(each.number) for each in row.phrases]
    inside = [each for each in told if each.first < end and first < each.end]
    known = [each for each in inside if each.quantity.kind in _HARM]
    if len(sizes) > 1 and any(each.number is not None and each.number.bounds.best is None for each in row.phrases):
        return told
    if is_whole_and_parts(sizes) or any((each.quantity.best or each.quantity.low or 0) >= sum(sizes) for each in known):
        return told
    if not known and len(sizes) == 1 and row.phrases[0].number is not None:
        return _tell_number_again(reading, row, told)
    span = reading.cut(first, end)
    persons = tuple(
        describe_person(reading.parse, reading.parse.tokens[each.head], each.first, lexicon)
        for each in row.phrases
        if each.number is None
    )
    others = any(word in lexicon.others for word in reading.lowers[first:end])
    quantity = Quantity(span, row.kind, sum(sizes), sum(sizes), sum(sizes), span)
    whole = Told(first, end, end, quantity, others, None, persons)
    return [*(replace(each, container=each.container or whole) if each in inside else each for each in told), whole]


def _least(number: Number) -> int:
    return number.bounds.best or number.bounds.low or 0


def _tell_number_again(reading: Reading, row: Row, told: list[Told]) -> list[Told]:
    """The kind of a number that the parse left open."""
    number = row.phrases[0].number
    if number is None:
        return told
    bounds, span = number.bounds, reading.cut(number.first, number.end)
    quantity = Quantity(span, row.kind, bounds.low, bounds.best, bounds.high, None, vague=bounds.vague)
    kept = [each for each in told if each.first != number.first]
    return [*kept, Told(number.first, number.end, number.end, quantity)]
