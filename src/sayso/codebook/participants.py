"""What conditions of the codebook see of a participant: its words, classes and kinds of name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sayso.codebook.senses import Lexicon
from sayso.syntax import Parse, Token

# Kinds of names that stand in lists of participants.
_NAMES = frozenset({"GPE", "ORG", "NORP", "PERSON"})


def labels(parse: Parse, token: Token, lexicon: Lexicon) -> frozenset[str]:
    """The words that conditions may name a participant by: lemma, form, kind of name, and what stands below "of"."""
    found = {token.lemma, token.lower}
    if token.entity:
        found.add(token.entity)
    if token.pos == "PRON":
        found.add("PRON")
    if lexicon.in_class(token.lemma, "partitives") or token.pos == "NUM":
        for preposition in parse.children(token.index, "prep"):
            inner = parse.child(preposition.index, "pobj")
            if preposition.lower == "of" and inner is not None:
                found |= labels(parse, inner, lexicon)
    return frozenset(found)


def fits(words: Iterable[str], found: list[frozenset[str]], lexicon: Lexicon, *, stands: bool) -> bool:
    """True where one of the participants is one of the words or classes.

    `none` asks that nobody stand in the place itself, `any` that somebody do; `stands` says which it is.
    """
    return any(
        (word == "none" and not stands) or (word == "any" and stands) or _is(word, found, lexicon) for word in words
    )


def _is(word: str, found: list[frozenset[str]], lexicon: Lexicon) -> bool:
    if word.startswith("@"):
        return any(each & lexicon.classes[word[1:]] for each in found)
    return any(word in each for each in found)


def conjuncts(parse: Parse, tokens: Iterable[Token]) -> Iterator[Token]:
    """The tokens with what is coordinated with each, names and nouns only."""
    for token in tokens:
        for first in (token, *_listed(parse, token)):
            for each in parse.conjuncts(first.index):
                if each.index == first.index or each.pos in ("NOUN", "PROPN", "PRON", "NUM", "ADJ"):
                    yield each


def _listed(parse: Parse, token: Token) -> Iterator[Token]:
    """The second of a list of names, where it was read as another name of the first ("A, B, and C met")."""
    if token.entity not in _NAMES or parse.child(token.index, "conj") is not None:
        return
    for each in parse.children(token.index, "appos"):
        ends_list = any(parse.child(last.index, "cc") for last in parse.conjuncts(each.index)[:-1])
        if each.entity in _NAMES and (each.entity == "PERSON") == (token.entity == "PERSON") and ends_list:
            yield each
