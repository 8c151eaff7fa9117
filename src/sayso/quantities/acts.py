"""Harm told by a noun alone: `a fatal shooting`, `a triple homicide`, `a murder-suicide`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sayso.quantities.kinds import kind_of_act
from sayso.quantities.words import QuantityLexicon
from sayso.syntax import Parse, Token


@dataclass(frozen=True, slots=True)
class Act:
    """Tokens `[first, end)` that tell of harm to at least `count` persons."""

    first: int
    end: int
    count: int
    kind: str


def find_acts(parse: Parse, lowers: Sequence[str], lexicon: QuantityLexicon) -> Iterator[Act]:
    """The nouns of a sentence that tell how many at least an act struck."""
    for token, word in zip(parse.tokens, lowers, strict=True):
        told = (word, "acts") in lexicon.forms or word in lexicon.paired_acts or word in lexicon.fatal_acts
        if told and token.tag in ("NN", "NNP") and token.dep not in _INNER:
            act = _read_act(parse, token, lexicon)
            if act is not None:
                yield act


# A noun that only qualifies another one tells of no act: `homicide detectives`.
_INNER = frozenset(("compound", "amod", "nmod"))


def _read_act(parse: Parse, token: Token, lexicon: QuantityLexicon) -> Act | None:
    below = parse.children(token.index, "amod", "compound", "nmod", "nummod")
    words = {child.lower for child in below}
    known = (token.lower, "acts") in lexicon.forms
    kind = kind_of_act(parse, token, lexicon) if known else "killed"
    if (
        words & lexicon.unreal_acts
        or any(_is_year(word) for word in words)
        or parse.child(token.index, "neg") is not None
    ):
        return None
    pair = lexicon.paired_acts.get(token.lower)
    many = [lexicon.multiples[word] for word in words if word in lexicon.multiples]
    if pair is not None:
        return (
            Act(_phrase_start(parse, token, below), token.index + 1, max([1, *many]) + 1, kind)
            if pair in words
            else None
        )
    deadly = bool(words & lexicon.deadly) or (kind == "killed" and bool({"shooting", "stabbing"} & words))
    if not known and not deadly and pair is None:
        return None
    if not many and not deadly and not (kind == "killed" and _is_one_act(parse, token, lexicon)):
        return None
    first = _phrase_start(parse, token, below)
    return Act(first, token.index + 1, max([1, *many]), kind)


def _is_year(word: str) -> bool:
    """`a 2015 murder` is told as history."""
    return word.isdecimal() and len(word) == 4


def _phrase_start(parse: Parse, token: Token, below: Sequence[Token]) -> int:
    return min(token.index, *(at for child in below for at in parse.subtree(child.index))) if below else token.index


def _is_one_act(parse: Parse, token: Token, lexicon: QuantityLexicon) -> bool:
    """True for a certain act (`the murder`) and for one that somebody is charged with; murder as such is none."""
    if parse.child(token.index, "det", "poss") is not None:
        return True
    above = list(parse.ancestors(token.index))[:3]
    return token.lower in lexicon.crimes and any(each.lower in lexicon.charges for each in above)
