"""Who did what a noun tells, where other words say so: "accused the army of torture", "was behind the attack"."""

from __future__ import annotations

from typing import Protocol

from sayso.codebook.senses import Lexicon
from sayso.syntax import Parse, Token

# What somebody has in what somebody did ("its role in the massacre").
_SHARES_IN = frozenset({"role", "part", "hand", "involvement", "complicity"})


class Clauses(Protocol):
    """Who stands where around a verb (see `Roles`)."""

    def subjects(self, verb: int) -> list[Token]:
        """Who does what the verb tells."""

    def surface_subjects(self, verb: int) -> list[Token]:
        """The grammatical subject."""

    def objects(self, verb: int) -> list[Token]:
        """Whom the verb's act reaches."""


def find_blamed(parse: Parse, clauses: Clauses, lexicon: Lexicon, noun: int) -> list[Token]:
    """Heads of those who are said to have done what a noun tells; nobody where the words around it do not say."""
    while parse.tokens[noun].dep == "conj":
        noun = parse.tokens[noun].head
    preposition = parse.tokens[parse.tokens[noun].head]
    if parse.tokens[noun].dep != "pobj":
        return []
    if found := _answering(parse, clauses, preposition):
        return found
    if preposition.lower not in ("of", "for", "with", "over"):
        return []
    above = parse.tokens[preposition.head]
    if above.dep in ("dobj", "nsubjpass"):
        verb = parse.tokens[above.head]
        return [above] if lexicon.in_class(verb.lemma, "blaming") else []
    return clauses.objects(above.index) if above.pos == "VERB" and lexicon.in_class(above.lemma, "blaming") else []


def _answering(parse: Parse, clauses: Clauses, preposition: Token) -> list[Token]:
    """Who "is behind" something, "is responsible for" it or "played a role in" it."""
    above = parse.tokens[preposition.head]
    if preposition.lower == "behind":
        return clauses.surface_subjects(above.index) if above.lemma == "be" else []
    if preposition.lower == "in":
        share = above if above.dep == "dobj" else parse.child(above.index, "dobj")
        is_share = share is not None and share.lower in _SHARES_IN
        return clauses.subjects(share.head) if share is not None and is_share else []
    if preposition.lower != "for" or above.lower != "responsible":
        return []
    if above.dep == "amod":
        return [parse.tokens[above.head]]
    verb = parse.tokens[above.head]
    return clauses.surface_subjects(verb.index) if verb.lemma == "be" else []
