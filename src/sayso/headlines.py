"""Mends parses of headlines in which a present-tense verb was read as a noun ("militias attack protesters").

Taggers take a base form between two plural nouns for part of a name. Where such a word is a verb of the codebook, and
nothing else in the sentence can be the verb, the tree is rebuilt around it. All offsets stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sayso.codebook.senses import Lexicon
from sayso.syntax import Parse, Token

_PLURAL = frozenset({"NNS", "NNPS"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_STARTS_OBJECT = frozenset({"NOUN", "PROPN", "ADJ", "DET", "NUM", "PRON"})
_INSIDE_NAME = frozenset({"compound", "amod", "nmod"})


def mend_headlines(parses: Sequence[Parse], lexicon: Lexicon) -> tuple[Parse, ...]:
    """The parses, each with a verb of the codebook brought out where it was hidden in a name."""
    return tuple(mend_headline(parse, lexicon) for parse in parses)


def mend_headline(parse: Parse, lexicon: Lexicon) -> Parse:
    """The parse with a hidden verb brought out, or the same parse; mending twice changes nothing more."""
    if any(token.tag in _FINITE for token in parse.tokens):
        return parse
    for token in parse.tokens[1:]:
        if token.lower in lexicon.verbs and token.pos in ("NOUN", "PROPN", "ADJ") and _is_hidden(parse, token, lexicon):
            return _rebuild(parse, token, lexicon)
    return parse


def _is_hidden(parse: Parse, token: Token, lexicon: Lexicon) -> bool:
    before = parse.tokens[token.index - 1]
    after = parse.tokens[token.index + 1] if token.index + 1 < len(parse.tokens) else None
    if before.pos not in ("NOUN", "PROPN"):
        return False
    if token.dep in _INSIDE_NAME and token.head > token.index:
        if _far_subject(parse, token, lexicon) is not None:
            return True
        return _joins(parse, before, token) and _agrees(before, token, lexicon)
    if token.dep != "ROOT" or before.head != token.index:
        return False
    ends = after is None or after.pos in ("ADP", "PUNCT", "ADV") or after.pos in _STARTS_OBJECT
    return ends and _agrees(before, token, lexicon)


def _joins(parse: Parse, before: Token, token: Token) -> bool:
    """True where both words stand in the same noun phrase."""
    return before.head in (token.index, token.head) and parse.tokens[token.head].pos in ("NOUN", "PROPN")


def _agrees(before: Token, token: Token, lexicon: Lexicon) -> bool:
    """A plural takes the base form; a singular name takes the form in -s."""
    if token.lower.endswith("s"):
        return before.tag in ("NNP", "NN") and token.tag in ("NNS", "NNPS", "NNP")
    plural = before.tag in _PLURAL or lexicon.in_class(before.lower, "collectives")
    return plural and token.tag not in _PLURAL


def _far_subject(parse: Parse, token: Token, lexicon: Lexicon) -> Token | None:
    """A plural subject with a phrase of its own before the verb ("People from all parts stage protests")."""
    noun = parse.tokens[token.head]
    above = parse.tokens[noun.head]
    if noun.dep == "pobj" and above.dep == "prep":
        above = parse.tokens[above.head]
    elif noun.dep != "appos":
        return None
    is_top = above.dep == "ROOT" and above.index < token.index - 1 and above.pos in ("NOUN", "NUM")
    object_is_event = noun.lower in lexicon.nouns and token.lower in lexicon.light_verbs
    if is_top and _agrees(above, token, lexicon) and (noun.dep == "pobj" or object_is_event):
        return above
    return None


def _rebuild(parse: Parse, token: Token, lexicon: Lexicon) -> Parse:
    """The tree with `token` as a verb: what stood before it is its subject, what it stood before its object."""
    verb, before, old = token.index, token.index - 1, token.head
    noun = parse.tokens[old]
    far = _far_subject(parse, token, lexicon) if old != verb else None
    subject = far.index if far is not None else before
    outside = noun.head in (old, verb) or far is not None
    tokens = list(parse.tokens)
    tag = "VBZ" if token.lower.endswith("s") else "VBP"
    dep, head = ("ROOT", verb) if outside else (noun.dep, noun.head)
    tokens[verb] = replace(token, pos="VERB", tag=tag, dep=dep, head=head, entity="")
    for each in parse.tokens[:verb]:
        if each.head in (old, verb) and each.index != before:
            tokens[each.index] = replace(each, head=before)
    if far is not None and noun.dep == "pobj":
        tokens[before] = replace(tokens[before], dep="pobj", head=noun.head)
    tokens[subject] = replace(tokens[subject], dep="nsubj", head=verb)
    if old != verb:
        tokens[old] = replace(noun, dep="dobj", head=verb)
    entities = tuple(e for e in parse.entities if not e.first <= verb < e.end)
    return Parse(parse.sentence, tuple(tokens), entities)
