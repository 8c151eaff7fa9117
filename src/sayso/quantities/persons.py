"""What the words of one person's mention tell of who it is: names, age, sex; and whether two can be the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sayso.quantities.words import QuantityLexicon
from sayso.syntax import Parse, Token

# How a mention points to its person.
PRONOUN, NAMED, DEFINITE, INDEFINITE = "pronoun", "named", "definite", "indefinite"


@dataclass(frozen=True, slots=True)
class Person:
    """One mention of one person: names in lower case, age in years, sex where the words tell them.

    `pointing` is how the mention points to its person; `own_hand` is true for who did it to themselves.
    """

    pointing: str
    names: frozenset[str] = frozenset()
    age: int | None = None
    sex: str | None = None
    own_hand: bool = False
    nouns: frozenset[str] = frozenset()


def describe_person(parse: Parse, token: Token, first: int, lexicon: QuantityLexicon) -> Person:
    """The person whom a noun, a name or a pronoun stands for; its phrase begins at token `first`."""
    pronoun = token.lower in lexicon.pronouns or token.lower in lexicon.reflexives
    words = [each.lower for each in parse.tokens[first : token.index + 1]]
    names = _find_names(parse, token)
    if pronoun:
        pointing = PRONOUN
    elif names:
        pointing = NAMED
    else:
        pointing = DEFINITE if any(word in lexicon.definite for word in words) else INDEFINITE
    return Person(
        pointing,
        names,
        None if pronoun else _find_age(parse.tokens, first, token.index),
        _find_sex(words, lexicon),
        token.lower in lexicon.reflexives or token.lower in lexicon.own_lives,
        frozenset(() if pronoun or token.pos == "PROPN" else (token.lower,)),
    )


def may_be_same(one: Person, other: Person) -> bool:
    """True where nothing that is told of two mentions keeps them from being one person."""
    if one.age is not None and other.age is not None and one.age != other.age:
        return False
    if one.sex is not None and other.sex is not None and one.sex != other.sex:
        return False
    return not one.names or not other.names or one.names <= other.names or other.names <= one.names


def join_persons(one: Person, other: Person) -> Person:
    """What two mentions of one person tell of it together."""
    return Person(
        one.pointing,
        one.names | other.names,
        one.age if one.age is not None else other.age,
        one.sex or other.sex,
        one.own_hand or other.own_hand,
        one.nouns | other.nouns,
    )


_SUFFIXES = frozenset(("jr.", "jr", "sr.", "sr", "ii", "iii"))


def _find_names(parse: Parse, token: Token) -> frozenset[str]:
    """The words of the person's name: of the noun itself, or of a name in apposition."""
    named = [token, *parse.children(token.index, "appos", "compound", "nmod")]
    words = (
        word.lower
        for name in named
        if name.entity == "PERSON" and name.pos == "PROPN"
        for word in (name, *parse.children(name.index, "compound", "nmod"))
        if word.entity == "PERSON"
    )
    return frozenset(word for word in words if word not in _SUFFIXES and len(word) > 2)


_OLDEST = 110


def _find_age(tokens: Sequence[Token], first: int, noun: int) -> int | None:
    """`a 25-year-old teacher`, `John Smith, 25,`; the figure that stands before `year` or behind a comma."""
    for at in range(first, noun + 1):
        if tokens[at].lower.startswith("year") and at > first:
            number = tokens[at - 1] if tokens[at - 1].text != "-" or at - 2 < first else tokens[at - 2]
            return _read_age(number.lower)
        if "-year" in tokens[at].lower:
            return _read_age(tokens[at].lower.split("-")[0])
    if noun + 2 < len(tokens) and tokens[noun + 1].text == ",":
        return _read_age(tokens[noun + 2].lower)
    return None


def _read_age(word: str) -> int | None:
    return int(word) if word.isdecimal() and int(word) < _OLDEST else None


def _find_sex(words: Sequence[str], lexicon: QuantityLexicon) -> str | None:
    """The sex that the phrase's last telling word tells (`her brother` is male)."""
    return next((lexicon.sexes[word] for word in reversed(words) if word in lexicon.sexes), None)
