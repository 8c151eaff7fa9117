"""Whom a pronoun of the same sentence stands for, where grammar leaves one only ("the army said it had left").

Only two places are read: the subject of what somebody says, and the object of a verb that goes on with the one before
("called the envoy and urged him"). Elsewhere the pronoun stays, and the chain of mentions says whom it means.
"""

from __future__ import annotations

from sayso.codebook.participants import labels
from sayso.codebook.senses import Lexicon
from sayso.syntax import Parse, Token

_ONE = frozenset({"he", "she", "him", "her"})
_MANY = frozenset({"they", "them"})
_THING = frozenset({"it"})
_SUBJECTS = ("nsubj", "nsubjpass")
_OBJECTS = ("dobj", "dative")
_LOOSE = frozenset({"conj", "xcomp"})


def find_antecedent(parse: Parse, lexicon: Lexicon, token: Token) -> Token:
    """The name or noun that a pronoun stands for, else the token itself."""
    if token.pos != "PRON" or token.lower not in _ONE | _MANY | _THING:
        return token
    found = None
    if token.dep in _SUBJECTS:
        found = _speaker(parse, token)
    elif token.dep in _OBJECTS and token.lower != "it":
        found = _object_before(parse, token)
    return found if found is not None and _agrees(parse, lexicon, token, found) else token


def _speaker(parse: Parse, token: Token) -> Token | None:
    """Who says what the pronoun is the subject of, unless it is said to somebody, who may be meant as well."""
    verb = parse.tokens[token.head]
    while verb.dep in _LOOSE and verb.head < verb.index:
        verb = parse.tokens[verb.head]
    if verb.dep != "ccomp" or verb.head > verb.index:
        return None
    says = parse.tokens[verb.head]
    if parse.child(says.index, *_OBJECTS) is not None or any(
        c.lower == "to" for c in parse.children(says.index, "prep")
    ):
        return None
    while parse.child(says.index, *_SUBJECTS) is None and says.dep in _LOOSE and says.head < says.index:
        says = parse.tokens[says.head]
    return parse.child(says.index, "nsubj")


def _object_before(parse: Parse, token: Token) -> Token | None:
    """The object of the verb that the pronoun's verb goes on with, where both have one subject."""
    verb = parse.tokens[token.head]
    above = parse.tokens[verb.head]
    infinitive = any(child.lower == "to" for child in parse.children(verb.index, "aux"))
    goes_on = verb.dep == "conj" or (verb.dep in ("xcomp", "advcl") and infinitive)
    if not goes_on or above.index >= verb.index or parse.child(verb.index, *_SUBJECTS) is not None:
        return None
    return parse.child(above.index, "dobj")


def _agrees(parse: Parse, lexicon: Lexicon, pronoun: Token, token: Token) -> bool:
    if token.pos not in ("NOUN", "PROPN"):
        return False
    words = labels(parse, token, lexicon)
    several = token.tag in ("NNS", "NNPS") or parse.child(token.index, "conj") is not None
    body = bool(words & {"GPE", "ORG", "NORP"}) or bool(words & lexicon.classes.get("groups", frozenset()))
    person = "PERSON" in words or bool(words & lexicon.classes.get("people", frozenset()))
    if pronoun.lower in _ONE:
        return person and not several and not words & {"GPE", "ORG"}
    if pronoun.lower in _THING:
        return body and not several and "PERSON" not in words
    return several or body or bool(words & lexicon.classes.get("collectives", frozenset()))
