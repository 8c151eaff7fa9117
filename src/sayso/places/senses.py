"""What a name is used for besides saying where: whose something is, who acts, and how far off something lies."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.numerals import read_digits
from sayso.places.reading import Toponym
from sayso.places.words import PlaceWords
from sayso.records import Place
from sayso.syntax import Parse, Token

# Features whose name stands for a government: countries and capitals; unions of states are no places of the gazetteer.
_STATES = frozenset({"PCLI", "PCLH", "CONT"})
_CAPITAL = "PPLC"
# Modifiers in front of a noun.
_MODIFIERS = frozenset({"compound", "nmod", "amod", "poss"})
# How far before a name its distance may be stated: "about 100 km (60 miles) to the north-east of Mosul".
_REACH = 12


def is_owner(each: Toponym, place: Place, parse: Parse, words: PlaceWords) -> bool:
    """True for a country that only says whose something is: "the U.S. embassy", "a Russia base"."""
    if place.feature not in _STATES:
        return False
    token = _head(each, parse)
    while token.dep in _MODIFIERS and token.head > token.index:
        token = parse.tokens[token.head]
        if token.lower in words.belongings:
            return True
    return False


def is_actor(each: Toponym, place: Place, parse: Parse, words: PlaceWords) -> bool:
    """True for a country or capital that does what governments do, or to which it is done: "Baghdad condemned ..."."""
    if place.feature not in _STATES and place.feature != _CAPITAL:
        return False
    token = _first_of_list(_head(each, parse), parse)
    verb = parse.tokens[token.head]
    if token.dep == "pobj" and verb.lower == "by":  # "was condemned by Baghdad"
        return verb.dep == "agent" and parse.tokens[verb.head].lemma in words.acts_of_states
    return token.dep in ("nsubj", "nsubjpass", "dobj") and verb.lemma in words.acts_of_states


def find_stated_km(each: Toponym, parse: Parse, words: PlaceWords) -> float | None:
    """The distance in "20 km north of Mosul", "30 miles from Mosul"; None where none is stated."""
    tokens = parse.tokens[max(0, each.first - _REACH) : each.first]
    if not tokens or tokens[-1].lower not in ("of", "from", *words.near):
        return None
    for at in range(len(tokens) - 1, 0, -1):
        token = tokens[at]
        if token.lower in words.lengths:
            amount = read_digits(tokens[at - 1].text)
            return None if amount is None else amount * words.lengths[token.lower]
        if not (token.lower in _ON_THE_WAY or token.lower in words.directions or token.lower in words.near):
            return None
    return None


# Words between a distance and the name it is counted from.
_ON_THE_WAY = frozenset({"of", "from", "to", "the", "away", ")", "further", "farther"})


def are_ends_of_stretch(one: Toponym, other: Toponym, parse: Parse) -> bool:
    """True for "between Mosul and Erbil"."""
    if one.sentence != other.sentence or one.first == 0 or parse.tokens[one.first - 1].lower != "between":
        return False
    return _lowered(parse.tokens[one.end : other.first]) == ["and"]


def _head(each: Toponym, parse: Parse) -> Token:
    """The token of a name whose own head lies outside it, the last one where the parse has none."""
    for token in parse.tokens[each.first : each.end]:
        if not each.first <= token.head < each.end:
            return token
    return parse.tokens[each.end - 1]


def _first_of_list(token: Token, parse: Parse) -> Token:
    while token.dep == "conj" and token.head < token.index:
        token = parse.tokens[token.head]
    return token


def _lowered(tokens: Sequence[Token]) -> list[str]:
    return [token.lower for token in tokens]
