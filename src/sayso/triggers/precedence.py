"""Joins and retypes hits: light verbs with their nouns, and the codebook's precedence of what is to come or refused.

PLOVER prefers a type of its own over a type with an auxiliary: aid that will be sent is AGREE, aid that will not be
sent is REJECT, an attack that is vowed is THREATEN. Which type goes before which is the codebook's to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sayso.codebook import Codebook, Entry, EventType
from sayso.codebook.senses import Lexicon, Rank, Sense
from sayso.syntax import Parse, Token
from sayso.triggers.hits import Hit

_FUTURE = frozenset({"will", "'ll", "shall", "wo"})
_CONDITIONAL = frozenset({"would"})
_SAYING = frozenset({"say", "announce", "state", "declare", "insist", "add", "tell", "reiterate"})
_NOT_FUTURE = frozenset({"relcl", "advcl"})
_OWN_WORDS = Entry(recipient=("with", "to"))


def join_light_verbs(parse: Parse, hits: list[Hit], lexicon: Lexicon) -> list[Hit]:
    """Noun hits together with the light verb that they complete, one trigger instead of none or two."""
    heads = {index for hit in hits for index in hit.tokens}
    joined = []
    for hit in hits:
        verb = _light_verb(parse, hit, lexicon) if hit.construction == "noun" and hit.sense.type else None
        if verb is None or verb in heads:
            joined.append(hit)
            continue
        tokens = tuple(sorted({verb, *hit.tokens}))
        joined.append(replace(hit, head=verb, tokens=tokens, construction="light-verb", noun=hit.head))
        heads.add(verb)
    return joined


def _light_verb(parse: Parse, hit: Hit, lexicon: Lexicon) -> int | None:
    noun = parse.tokens[hit.head]
    if noun.dep == "conj":
        return None
    if noun.dep in ("dobj", "nsubjpass") and parse.tokens[noun.head].lower in lexicon.light_verbs:
        return noun.head
    above = parse.tokens[noun.head]
    if noun.dep == "pobj" and above.dep in ("prep", "prt") and above.lower in ("in", "on", "out"):
        verb = parse.tokens[above.head]
        if verb.lower in lexicon.light_verbs and verb.pos == "VERB" and parse.child(verb.index, "dobj") is None:
            return verb.index
    return None


def apply_precedence(parse: Parse, hits: list[Hit], codebook: Codebook) -> list[Hit]:
    """Hits with the type that the codebook puts before theirs: what is to come, refused, promised or meant."""
    at = {hit.head: hit for hit in hits}
    result = [_to_come(parse, hit, codebook.types[hit.type]) for hit in hits]
    result = [_promising(parse, hit, at, codebook) for hit in result]
    taken = {index for hit in result for index in hit.tokens}
    for token in parse.tokens:
        if token.index not in taken and token.lower in codebook.lexicon.intentions:
            meant = _intending(parse, token, at, codebook)
            if meant is not None:
                result.append(meant)
    return result


def _to_come(parse: Parse, hit: Hit, event_type: EventType) -> Hit:
    if hit.construction in ("noun", "adjective") or not (event_type.future or event_type.refused):
        return hit
    modal = _modal(parse, hit.head)
    if modal is None:
        return hit
    negation = parse.child(hit.head, "neg")
    to_come = event_type.promised if _is_own_word(parse, hit.head) else None
    new = event_type.refused if negation is not None else to_come or event_type.future
    if new is None:
        return hit
    extra = [modal.index] if negation is None else [modal.index, negation.index]
    return replace(hit, type=new, tokens=tuple(sorted({*hit.tokens, *extra})))


def _is_own_word(parse: Parse, verb: int) -> bool:
    """True where those who are to do it say so themselves ("the rebels said they will free the pilot"): a promise."""
    token = parse.tokens[verb]
    says = parse.tokens[token.head]
    own = parse.child(verb, "nsubj")
    if (
        token.dep != "ccomp"
        or says.lemma not in _SAYING
        or own is None
        or own.lower not in ("they", "it", "he", "she", "we")
    ):
        return False
    return parse.child(says.index, "nsubj") is not None


def _modal(parse: Parse, verb: int) -> Token | None:
    """The auxiliary that puts a main or reported clause into the future."""
    token = parse.tokens[verb]
    mark = parse.child(verb, "mark")
    if token.dep in _NOT_FUTURE or (mark is not None and mark.lower in ("if", "unless")):
        return None
    for child in parse.children(verb, "aux"):
        if child.lower in _FUTURE:
            return child
        above = parse.tokens[token.head]
        if child.lower in _CONDITIONAL and token.dep == "ccomp" and above.lemma in _SAYING:
            return child
    if token.dep == "conj" and parse.child(verb, "nsubj", "nsubjpass", "aux") is None:
        return _modal(parse, token.head)
    return None


def _complements(parse: Parse, tokens: Iterable[int]) -> Iterator[int]:
    """What stands below words of promise: clauses, their coordinates, and objects."""
    for index in tokens:
        for child in parse.children(index, "xcomp", "ccomp", "acl", "advcl", "dobj"):
            if child.dep == "advcl" and child.index < index:
                continue
            yield from (each.index for each in parse.conjuncts(child.index))
        for preposition in parse.children(index, "prep"):
            if preposition.lower == "to":
                yield from (child.index for child in parse.children(preposition.index, "pcomp"))


def _type_below(parse: Parse, tokens: Iterable[int], at: dict[int, Hit], codebook: Codebook) -> EventType | None:
    """The type of the first event that stands below words of promise or intent."""
    hits = (at.get(index) for index in _complements(parse, tokens))
    return next((codebook.types[hit.sense.type] for hit in hits if hit is not None), None)


def _promising(parse: Parse, hit: Hit, at: dict[int, Hit], codebook: Codebook) -> Hit:
    if not hit.sense.entry.promise:
        return hit
    below = _type_below(parse, hit.tokens, at, codebook)
    return hit if below is None or below.promised is None else replace(hit, type=below.promised)


def _intending(parse: Parse, token: Token, at: dict[int, Hit], codebook: Codebook) -> Hit | None:
    """Words of intent that have no type of their own take one from what is meant."""
    below = _type_below(parse, (token.index,), at, codebook)
    if below is None or below.intended is None or token.pos not in ("VERB", "ADJ"):
        return None
    intended = below.intended
    sense = Sense(f"{intended}/intent", intended, _OWN_WORDS, Rank.PLAIN)
    return Hit(token.index, (token.index,), sense, Rank.PLAIN, "verb", intended)


def find_demands(parse: Parse, codebook: Codebook) -> Iterator[Hit]:
    """What somebody says that somebody else must do."""
    wanted = {word: each for each in codebook.types.values() for word in each.modals}
    for token in parse.tokens:
        event_type = wanted.get(token.lower) if token.dep == "aux" else None
        clause = parse.tokens[token.head]
        if event_type is None or clause.dep != "ccomp" or parse.tokens[clause.head].lemma not in _SAYING:
            continue
        if parse.child(clause.index, "nsubj", "nsubjpass") is not None:
            sense = Sense(f"{event_type.name}/modal", event_type.name, _OWN_WORDS, Rank.PLAIN)
            yield Hit(token.index, (token.index,), sense, Rank.PLAIN, "verb", event_type.name)
