"""Persons told of without a number word: `a man was killed`, `the death of his wife`, `a woman and her son`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sayso.quantities.kinds import is_told_wounded, kind_after, kind_of_token
from sayso.quantities.numbers import Number
from sayso.quantities.persons import Person, describe_person
from sayso.quantities.words import QuantityLexicon
from sayso.syntax import Parse, Token


@dataclass(frozen=True, slots=True)
class Victims:
    """Persons who share one fate: tokens `[first, end)`, how many they are, and the nouns that name them.

    `others` marks people beside those told of before (`another man`); `persons` tells who they are, one by one, where
    each of them is told of singly.
    """

    first: int
    end: int
    count: int
    kind: str
    nouns: tuple[int, ...]
    others: bool
    persons: tuple[Person, ...] = ()


def find_victims(
    parse: Parse, lowers: Sequence[str], numbers: Sequence[Number], lexicon: QuantityLexicon
) -> Iterator[Victims]:
    """Single persons, and groups of persons named one by one, whom an event word makes victims."""
    counts = {number.anchor: number.bounds.best for number in numbers}
    seen: set[int] = set()
    for token, word in zip(parse.tokens, lowers, strict=True):
        if token.index in seen or not (token.index in counts or _is_single(token, word, lexicon)):
            continue
        group = [each for each in parse.conjuncts(token.index) if _may_be_person(each, counts, lexicon)]
        seen.update(each.index for each in group)
        if all(each.index in counts for each in group) or _is_told_already(parse, token, lexicon):
            continue
        kind = _victim_kind(parse, lowers, token, lexicon)
        if kind is not None and all(counts.get(each.index, 1) is not None for each in group):
            sizes = [counts.get(each.index, 1) for each in group]
            first, end = _group_start(parse, group), max(each.index for each in group) + 1
            others = any(word in lexicon.others for word in lowers[first:end]) or _is_also(parse, token, lexicon)
            count = sum(size or 0 for size in sizes)
            if is_whole_and_parts([size or 0 for size in sizes]):
                continue
            persons = tuple(
                describe_person(parse, each, _noun_start(parse, each), lexicon)
                for each in group
                if counts.get(each.index, 1) == 1
            )
            yield Victims(first, end, count, kind, tuple(each.index for each in group), others, persons)


def is_whole_and_parts(counts: Sequence[int]) -> bool:
    """True where the largest of several counts is the sum of the others: `four bodies, two males and two females`."""
    return len(counts) > 2 and max(counts) * 2 == sum(counts)


def _before(parse: Parse, token: Token) -> int:
    return max(_noun_start(parse, token) - 1, 0)


def _is_also(parse: Parse, token: Token, lexicon: QuantityLexicon) -> bool:
    """True where the verb tells of one more: `a woman was also shot`."""
    return token.dep == "nsubjpass" and any(
        child.lower in lexicon.also for child in parse.children(token.head, "advmod")
    )


def _is_told_already(parse: Parse, token: Token, lexicon: QuantityLexicon) -> bool:
    """True for a second name of the same person: `an activist, Jane Doe`."""
    return token.dep == "appos" and _is_single(parse.tokens[token.head], parse.tokens[token.head].lower, lexicon)


def _group_start(parse: Parse, group: Sequence[Token]) -> int:
    return min(_noun_start(parse, each) for each in group)


def _victim_kind(parse: Parse, lowers: Sequence[str], token: Token, lexicon: QuantityLexicon) -> str | None:
    """The kind that the governing words give a person, where they tell of something that happened."""
    if token.lower in lexicon.own_lives:
        kind = "killed" if _is_own_life(parse, token, lexicon) else None
    elif token.lower in lexicon.reflexives and _is_turned_on(parse, token, lexicon):
        kind = "killed"
    else:
        kind = kind_of_token(parse, token, lexicon)
    if (
        kind is None
        and token.dep in ("nsubj", "nsubjpass", "dobj")
        and is_told_wounded(lowers, _noun_start(parse, token), token.index + 1, lexicon)
    ):
        kind = "hit"
    if kind is None and token.dep in _LOOSE:
        kind = kind_after(lowers, _after_age(lowers, token.index + 1), lexicon)
    if (
        kind is None
        or kind == "participants"
        or lexicon.neither.intersection(lowers[_before(parse, token) : token.index])
    ):
        return None
    if token.pos == "PROPN" and token.entity != "PERSON" and token.lower not in lexicon.people and kind != "killed":
        return None
    if (
        token.pos == "PROPN"
        and parse.tokens[token.head].lower in lexicon.of_places
        and token.lower not in lexicon.people
    ):
        return None
    for above in parse.ancestors(token.index):
        if above.pos in ("VERB", "AUX"):
            return None if _is_unreal(parse, above, lexicon) else kind
    return kind


# What a headline without its auxiliaries is often misread as: "Boy, 14, fatally shot".
_LOOSE = frozenset(("intj", "npadvmod", "dep", "ROOT", "meta"))


def _after_age(lowers: Sequence[str], at: int) -> int:
    """The token behind an age between commas, or `at` where there is none."""
    aged = lowers[at : at + 1] == [","] and lowers[at + 1 : at + 2] and lowers[at + 1].isdecimal()
    return at + 3 if aged and lowers[at + 2 : at + 3] == [","] else at


def _is_own_life(parse: Parse, token: Token, lexicon: QuantityLexicon) -> bool:
    """`took his own life`, `committed suicide`."""
    verbs = lexicon.own_lives[token.lower]
    own = token.lower != "life" or any(child.lower == "own" for child in parse.children(token.index, "amod"))
    return own and parse.tokens[token.head].lower in verbs


def _is_turned_on(parse: Parse, token: Token, lexicon: QuantityLexicon) -> bool:
    """`turned the gun on himself`: where nobody says that they lived, those who do so died."""
    above = [each.lower for each in list(parse.ancestors(token.index))[:2]]
    return above[:1] == ["on"] and not lexicon.turns.isdisjoint(above[1:])


def _is_unreal(parse: Parse, verb: Token, lexicon: QuantityLexicon) -> bool:
    """Denied, possible, wished or conditional."""
    below = parse.children(verb.index, "neg", "aux", "mark")
    return any(child.dep == "neg" or child.lower in lexicon.unreal for child in below)


def _may_be_person(token: Token, counts: dict[int, int | None], lexicon: QuantityLexicon) -> bool:
    return token.index in counts or _is_single(token, token.lower, lexicon)


def _is_single(token: Token, word: str, lexicon: QuantityLexicon) -> bool:
    """A noun in the singular that names a person, a person's name, `he` or `her`; `word` is it in lower case."""
    known = word in lexicon.people
    if not known and token.tag != "NNP" and word not in lexicon.stand_ins:
        return False
    if word in lexicon.pronouns or word in lexicon.reflexives:
        return token.tag == "PRP"
    if word in lexicon.own_lives:
        return token.dep == "dobj"
    if token.dep in ("compound", "amod", "nmod") or word in lexicon.not_single or word in lexicon.units:
        return False
    if token.pos == "PROPN" and token.tag == "NNP" and token.entity in ("PERSON", ""):
        plural = token.text.isupper() and word.endswith("s")
        named = token.dep in ("nsubjpass", "dobj", "pobj") and not plural
        return token.entity == "PERSON" or named or known
    if word == "old" and token.dep in _NOUN_ROLES:
        return True
    misread = token.tag == "JJ" and token.dep in ("dobj", "conj")
    return known and (token.tag in ("NN", "NNP") or misread)


# `a 15-year-old was shot`: the age stands for the person.
_NOUN_ROLES = ("nsubj", "nsubjpass", "dobj", "pobj", "conj")


def _noun_start(parse: Parse, noun: Token) -> int:
    """The first token of a noun's determiner, adjectives and names before it."""
    left = [
        child.index for child in parse.children(noun.index, "det", "amod", "compound", "poss", "nummod", "quantmod")
    ]
    first = min([noun.index, *(index for index in left if index < noun.index)])
    while first > 0 and parse.tokens[first - 1].end == parse.tokens[first].start and first - 1 > noun.index - 8:
        first -= 1
    return first
