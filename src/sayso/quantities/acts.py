"""Harm told by a noun alone: `a fatal shooting`, `a triple homicide`, `a murder-suicide`."""

from __future__ import annotations

from collections.abc import Iterator
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


def find_acts(parse: Parse, lexicon: QuantityLexicon) -> Iterator[Act]:
    """The nouns of a sentence that tell how many at least an act struck."""
    for token in parse.tokens:
        if (token.lower, "acts") in lexicon.forms and token.tag in ("NN", "NNP") and token.dep not in _INNER:
            act = _read_act(parse, token, lexicon)
            if act is not None:
                yield act


# A noun that only qualifies another one tells of no act: `homicide detectives`.
_INNER = frozenset(("compound", "amod", "nmod"))


def _read_act(parse: Parse, token: Token, lexicon: QuantityLexicon) -> Act | None:
    below = parse.children(token.index, "amod", "compound", "nmod", "nummod")
    words = {child.lower for child in below}
    kind = kind_of_act(parse, token, lexicon)
    if words & lexicon.unreal_acts or parse.child(token.index, "neg") is not None:
        return None
    many = [lexicon.multiples[word] for word in words if word in lexicon.multiples]
    deadly = bool(words & lexicon.deadly) or (kind == "killed" and bool({"shooting", "stabbing"} & words))
    if not many and not deadly:
        return None
    first = min([token.index, *(child.index for child in below)])
    return Act(first, token.index + 1, max([1, *many]), kind)
