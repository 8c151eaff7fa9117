"""Mends parses of headlines in which a present-tense verb was read as a noun ("militias attack protesters").

Taggers take a base form between two plural nouns for part of a name. Where such a word is a verb of the codebook, and
nothing else in the sentence can be the verb, the tree is rebuilt around it. All offsets stay.
"""

from __future__ import annotations

from dataclasses import replace

from sayso.senses import Lexicon
from sayso.syntax import Parse, Token

_PLURAL = frozenset({"NNS", "NNPS"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_STARTS_OBJECT = frozenset({"NOUN", "PROPN", "ADJ", "DET", "NUM", "PRON"})
_INSIDE_NAME = frozenset({"compound", "amod", "nmod"})


def mend_headline(parse: Parse, lexicon: Lexicon) -> Parse:
    """The parse with a hidden verb brought out, or the same parse; mending twice changes nothing more."""
    if any(token.tag in _FINITE for token in parse.tokens):
        return parse
    for token in parse.tokens[1:]:
        if token.lower in lexicon.verbs and token.pos in ("NOUN", "PROPN", "ADJ") and _is_hidden(parse, token):
            return _rebuild(parse, token)
    return parse


def _is_hidden(parse: Parse, token: Token) -> bool:
    before = parse.tokens[token.index - 1]
    after = parse.tokens[token.index + 1] if token.index + 1 < len(parse.tokens) else None
    if before.pos not in ("NOUN", "PROPN"):
        return False
    if token.dep in _INSIDE_NAME and token.head > token.index:
        return _joins(parse, before, token) and (_agrees(before, token) and after is not None)
    if token.dep != "ROOT" or before.head != token.index:
        return False
    ends = after is None or after.pos in ("ADP", "PUNCT", "ADV") or after.pos in _STARTS_OBJECT
    return ends and _agrees(before, token)


def _joins(parse: Parse, before: Token, token: Token) -> bool:
    """True where both words stand in the same noun phrase."""
    return before.head in (token.index, token.head) and parse.tokens[token.head].pos in ("NOUN", "PROPN")


def _agrees(before: Token, token: Token) -> bool:
    """A plural takes the base form; a singular name takes the form in -s."""
    if token.lower.endswith("s"):
        return before.tag in ("NNP", "NN") and token.tag in ("NNS", "NNPS", "NNP")
    return before.tag in _PLURAL and token.tag not in _PLURAL


def _rebuild(parse: Parse, token: Token) -> Parse:
    verb, subject, old = token.index, token.index - 1, token.head
    tokens = list(parse.tokens)
    noun = tokens[old]
    top_dep, top_head = ("ROOT", verb) if noun.head in (old, verb) else (noun.dep, noun.head)
    tag = "VBZ" if token.lower.endswith("s") else "VBP"
    tokens[verb] = replace(token, pos="VERB", tag=tag, dep=top_dep, head=top_head, entity="")
    for each in parse.tokens[:verb]:
        if each.index == subject:
            tokens[subject] = replace(each, dep="nsubj", head=verb)
        elif each.head in (old, verb):
            tokens[each.index] = replace(each, head=subject)
    if old != verb:
        tokens[old] = replace(noun, dep="dobj", head=verb)
    entities = tuple(e for e in parse.entities if not e.first <= verb < e.end)
    return Parse(parse.sentence, tuple(tokens), entities)
