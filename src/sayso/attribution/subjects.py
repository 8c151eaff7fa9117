"""Whose saying it is, and which words a source, cue or content ends with (part of the attribution step)."""

from __future__ import annotations

from collections.abc import Iterable

from sayso.attribution.cue_words import SayingLexicon
from sayso.syntax import Parse, Token


def can_speak(token: Token, lexicon: SayingLexicon) -> bool:
    """True for names, people, offices and documents, false for things and happenings."""
    if token.pos == "PRON":
        return token.lower not in ("it", "this", "that", "which", "what", "these", "those", "all")
    known = token.lemma in lexicon.roles or token.lemma in lexicon.anonymous or token.lemma in lexicon.documents
    return known or token.pos == "PROPN" or token.entity in ("PERSON", "ORG", "GPE", "NORP")


def find_speaker(parse: Parse, head: Token) -> int | None:
    """The token that heads the one who says, thinks or wants what `head` tells; None where nobody is named."""
    for _ in range(6):  # a chain of "went on to say" and the like is never longer
        own = _own_subject(parse, head)
        if own is not None:
            return own.index
        quoted = _quoted_somebody(parse, head)
        if quoted is not None:
            return quoted.index
        if head.head == head.index or parse.child(head.index, "nsubjpass") is not None:
            return None
        above = parse.tokens[head.head]
        if head.dep == "acl":
            return above.index if head.tag in ("VBG", "VB") else None
        if head.dep not in ("conj", "advcl", "xcomp", "ccomp", "pcomp", "prep", "dep", "acomp", "attr"):
            return None
        head = above
    return None


def _quoted_somebody(parse: Parse, head: Token) -> Token | None:
    """Who is "quoted as saying": the object of the quoting, or its subject in the passive."""
    above = parse.tokens[head.head]
    if head.dep not in ("pcomp", "advcl") or above.lower != "as":
        return None
    quoting = parse.tokens[above.head]
    if quoting.tag == "VBN" and parse.child(quoting.index, "nsubjpass") is not None:
        return parse.child(quoting.index, "nsubjpass")
    return parse.child(quoting.index, "dobj")


def _own_subject(parse: Parse, head: Token) -> Token | None:
    agent = parse.child(head.index, "agent")
    if agent is not None:
        return parse.child(agent.index, "pobj")
    return parse.child(head.index, "nsubj")


def cue_tokens(parse: Parse, head: Token, more: tuple[int, ...]) -> list[int]:
    """The cue's head with its auxiliaries, negation and particles where they touch it, and `more`."""
    near = {head.index, *more}
    for child in parse.children(head.index, "aux", "auxpass", "neg", "prt", "advmod"):
        near.add(child.index)
    first = last = head.index
    while first - 1 in near:
        first -= 1
    while last + 1 in near:
        last += 1
    return sorted({*range(first, last + 1), *more})


def all_before(parse: Parse, token: Token) -> list[int]:
    """All of the sentence up to a phrase that a comma sets off at its end; else the clause around the phrase."""
    own = parse.subtree(token.index)
    behind = [each for each in parse.tokens[own[-1] + 1 :] if each.pos != "PUNCT"]
    first = next((i for i in range(token.index - 1, 0, -1) if parse.tokens[i].text in (";", ":")), -1) + 1
    return clause_around(parse, token.index) if behind else list(range(first, token.index))


def clause_around(parse: Parse, index: int) -> list[int]:
    """The tokens of the nearest clause above a token, less that token's own."""
    own = set(parse.subtree(index))
    for above in parse.ancestors(index):
        if above.pos in ("VERB", "AUX") or above.head == above.index:
            return [i for i in parse.subtree(above.index) if i not in own]
    return []


_EDGE = frozenset({",", ".", ";", ":", "-", "--", "...", "("})


def trim(parse: Parse, indices: Iterable[int]) -> list[int]:
    """The token indices in order, without the commas, stops and dashes at either end."""
    kept = sorted(set(indices))
    while kept and (parse.tokens[kept[0]].text in _EDGE or parse.tokens[kept[0]].text == ")"):
        kept.pop(0)
    while kept and parse.tokens[kept[-1]].text in _EDGE:
        kept.pop()
    return kept
