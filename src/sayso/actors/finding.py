"""Actors: the people, bodies and states of a text, who they are, and which mentions mean the same one.

`name` is the canonical name, in neutral words; the span keeps the words of the source. `identity` is, in this order:
the id of a known actor (`data/actors/*.yml`); `country:IRN` for a state, `country:IRN:GOV` for a kind of body of one
country; `name:jawad-al-wazni` for a full name that no table has; None for what cannot be told apart from others.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from sayso.actors.chains import build_chains
from sayso.actors.codes import Coding, code_phrase, find_core, find_sectors
from sayso.actors.known import Match, find_known
from sayso.actors.mention import Mention
from sayso.actors.phrases import Phrase, build_noun_phrase, find_leftmost, find_open
from sayso.actors.table import ActorTable, load_actors
from sayso.records import Actor, Document, Span
from sayso.syntax import Parse, Token, join_words

__all__ = ["ActorTable", "find_actors", "load_actors"]

# Where a name or a noun for people is somebody who acts, is acted upon, or has something.
_ROLES = frozenset({"nsubj", "nsubjpass", "dobj", "dative", "poss", "appos", "ROOT", "agent", "attr", "oprd"})
# Pronouns that are mentions where they stand for somebody before them.
_DEPENDENT = frozenset({"him", "his", "himself", "her", "herself", "them", "their", "themselves"})
_PRONOUNS = frozenset({"he", "she", "they"}) | _DEPENDENT
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_OWNERS = _SUBJECTS | {"poss"}
# Prepositions whose object takes part.
_PARTICIPANT = frozenset({"by", "with", "against", "between", "among", "for", "on", "over", "of", "to", "from", "than"})
# Those of them, and those roles, in which a country takes part and is no mere place.
_OF_STATES = _PARTICIPANT - {"of", "to", "from", "on", "over"}
_STATE_ROLES = _ROLES - {"poss", "appos"}
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
_NAMES = frozenset({"NOUN", "PROPN"})
# What the tagger makes of regions and towns.
_PLACES = frozenset({"GPE", "LOC", "NORP"})
# Entities whose nouns do nothing.
_NO_DOERS = frozenset({"PERSON", "GPE", "DATE", "TIME", "LOC"})
_BEFORE_NOUN = frozenset({"det", "amod", "compound", "poss", "nummod", "nmod", "predet", "quantmod", "case", "punct"})


@dataclass(frozen=True, slots=True)
class _Page:
    """A document's sentences, where each ends, and the known actors in each."""

    parses: tuple[Parse, ...]
    ends: list[int]
    known: dict[int, list[Match]]
    table: ActorTable
    day: str | None
    surnames: frozenset[str]


def find_actors(
    document: Document, parses: Sequence[Parse], spans: Sequence[Span], table: ActorTable
) -> tuple[Actor, ...]:
    """Actors in order of position: one for each of `spans`, with exactly that span, and all others found."""
    day = document.published.first if document.published else None
    usable = tuple(parse for parse in parses if parse.tokens)
    ends = [parse.sentence.span.end for parse in usable]
    page = _Page(usable, ends, find_known(usable, table), table, day, _find_surnames(usable))
    mentions = {span: _mention_of(span, page) for span in _in_order(set(spans))}
    taken = {(each.sentence, each.phrase.head) for each in mentions.values() if each.phrase}
    for parse in usable:
        sentence = parse.sentence.index
        certain = ((phrase, False) for phrase in _find_phrases(parse, page))
        for phrase, is_open in chain(certain, ((each, True) for each in find_open(parse, table.coreference))):
            if (sentence, phrase.head) not in taken:
                span = parse.cut(phrase.first, phrase.end)
                if span not in mentions:
                    mentions[span] = Mention(span, phrase, _code(phrase, page), is_open)
                    taken.add((sentence, phrase.head))
    ordered = [mentions[span] for span in _in_order(mentions)]
    return _without_lone(build_chains(ordered, table), ordered, frozenset(spans))


def _in_order(spans: Iterable[Span]) -> list[Span]:
    return sorted(spans, key=lambda span: (span.start, span.end, span.text))


def _without_lone(actors: Sequence[Actor], mentions: Sequence[Mention], asked: frozenset[Span]) -> tuple[Actor, ...]:
    """Actors less "his", "them", "the firm" and the like that stand for nobody else, with chains counted anew."""
    sizes = Counter(actor.chain for actor in actors)
    kept = [
        number
        for number, (actor, mention) in enumerate(zip(actors, mentions, strict=True))
        if sizes[actor.chain] > 1
        or actor.span in asked
        or not (mention.is_open or actor.span.text.lower() in _DEPENDENT)
    ]
    new: dict[int | None, int] = {old: number for number, old in enumerate(kept)}
    if len(kept) == len(actors):
        return tuple(actors)
    return tuple(replace(actors[old], chain=new[actors[old].chain]) for old in kept)


def _find_surnames(parses: Iterable[Parse]) -> frozenset[str]:
    """Last words of the full names of people in a text."""
    people = ((parse, e) for parse in parses for e in parse.entities if e.label == "PERSON" and e.end - e.first > 1)
    return frozenset(parse.tokens[e.end - 1].text for parse, e in people)


def _mention_of(span: Span, page: _Page) -> Mention:
    at = bisect_right(page.ends, span.start)
    parse = page.parses[at] if at < len(page.parses) and page.parses[at].sentence.span.overlaps(span) else None
    indices = [t.index for t in parse.tokens if t.start < span.end and span.start < t.end] if parse else []
    if parse is None or not indices:
        return Mention(span, None, Coding(span.text.strip() or None))
    phrase = Phrase(parse, indices[0], indices[-1] + 1, _head_of(parse, indices))
    return Mention(span, phrase, _code(phrase, page))


def _head_of(parse: Parse, indices: Sequence[int]) -> int:
    """The token of the span that hangs on something outside of it, or the last noun before anything else."""
    inside = set(indices)
    heads = [i for i in indices if parse.tokens[i].head not in inside or parse.tokens[i].head == i]
    nouns = [i for i in heads if parse.tokens[i].pos in ("NOUN", "PROPN", "PRON", "NUM", "ADJ")]
    return (nouns or heads or list(indices))[0]


def _code(phrase: Phrase, page: _Page) -> Coding:
    known = page.known[phrase.parse.sentence.index]
    return code_phrase(phrase, known, page.table, day=page.day, surnames=page.surnames)


def _find_phrases(parse: Parse, page: _Page) -> list[Phrase]:
    """Phrases of a sentence that name actors, none inside another of the same head."""
    known = page.known[parse.sentence.index]
    found: dict[int, Phrase] = {}
    for match in known:
        phrase = _widen(parse, match.first, match.end)
        found.setdefault(phrase.head, phrase)
    covered = {index for match in known for index in range(match.first, match.end)}
    for first, end in (*_untagged_states(parse, page.table), *_names(parse, page.table), *_lone_surnames(parse, page)):
        if covered.isdisjoint(range(first, end)):
            phrase = _widen(parse, first, end)
            found.setdefault(phrase.head, phrase)
    for token in parse.tokens:
        if token.pos not in _NOMINAL or token.index in covered or token.index in found:
            continue
        if _may_act(token, parse):
            phrase = build_noun_phrase(parse, token.index)
            if _is_actor(phrase, page.table) or (_is_overlooked(token) and _acts(token, parse)):
                found[token.index] = phrase
    kept = [found[head] for head in sorted(found)]
    return [each for each in kept if not _is_inside_name(each, kept)]


def _is_inside_name(phrase: Phrase, others: Sequence[Phrase]) -> bool:
    """True for "Students" in "Federation of Students"."""
    token = phrase.parse.tokens[phrase.head]
    if token.dep != "pobj" or phrase.parse.tokens[token.head].lower != "of":
        return False
    return any(o.first < phrase.first and phrase.end <= o.end and o.head != phrase.head for o in others)


def _names(parse: Parse, table: ActorTable) -> Iterable[tuple[int, int]]:
    """People, bodies and peoples that the tagger names, and countries and capitals that take part in something."""
    for entity in parse.entities:
        first = entity.first + (parse.tokens[entity.first].lower in ("the", "a", "an"))
        end = entity.end
        while end > first and not parse.tokens[end - 1].text[-1:].isalnum():
            end -= 1
        if first >= end:
            continue
        last = parse.tokens[end - 1]
        text = parse.cut(first, end).text
        if entity.label in ("PERSON", "ORG"):
            if last.pos in ("PROPN", "NOUN") and any(letter.isalpha() for letter in text):
                yield first, end
        elif entity.label == "NORP" and last.pos in _NAMES and _is_people(text, table):
            yield first, end
        elif entity.label in _PLACES and _takes_part(parse, first, end):
            head = parse.tokens[_head_of(parse, range(first, end))]
            acts = head.dep in _SUBJECTS and (entity.label == "GPE" or _is_part(text, head, table))
            yield from [(first, end)] if acts or _is_state(text, table) else []


def _untagged_states(parse: Parse, table: ActorTable) -> Iterable[tuple[int, int]]:
    """States whose name is longer than what the tagger knows: "Republic of China"."""
    for token in parse.tokens:
        if token.dep in _SUBJECTS and token.pos == "PROPN" and not token.entity and token.index + 2 < len(parse.tokens):
            for end in range(token.index + 5, token.index + 2, -1):
                words = parse.tokens[token.index : end]
                if table.countries.find_name(join_words(words)) is not None:
                    yield token.index, token.index + len(words)
                    break


def _lone_surnames(parse: Parse, page: _Page) -> list[tuple[int, int]]:
    """Surnames of people named in full elsewhere, which the tagger often misses."""
    alone = [t for t in parse.tokens if t.text in page.surnames and t.pos == "PROPN" and t.entity != "PERSON"]
    return [(t.index, t.index + 1) for t in alone if t.dep != "compound"]


def _is_state(text: str, table: ActorTable) -> bool:
    return table.countries.find_name(text) is not None or table.countries.find_capital(text) is not None


def _is_people(text: str, table: ActorTable) -> bool:
    sense = table.countries.find_sense(text)
    return sense is not None and (sense.people or sense.part_people) is not None


def _is_part(text: str, head: Token, table: ActorTable) -> bool:
    """True for a large town and for a region, which the tagger may also take for a landscape or a people."""
    if head.pos != "PROPN":
        return False
    sense = table.countries.find_sense(text)
    if sense is not None and sense.part is not None:
        return True
    return table.find_city_country(text, main=True) is not None or table.find_area_country(text) is not None


def _takes_part(parse: Parse, first: int, end: int) -> bool:
    head = parse.tokens[_head_of(parse, range(first, end))]
    if head.dep == "conj":
        head = next((t for t in parse.ancestors(head.index) if t.dep != "conj"), head)
    if head.dep == "pobj":
        return parse.tokens[head.head].lower in _OF_STATES
    return head.dep in _STATE_ROLES


def _may_act(token: Token, parse: Parse) -> bool:
    """True for a common noun that takes part in something, and for "he", "she", "they" as a subject."""
    if token.lower in _PRONOUNS:
        return token.pos == "PRON" and (token.lower in _DEPENDENT or token.dep in _SUBJECTS)
    if token.pos not in _NAMES or token.entity in _NO_DOERS:
        return False
    head = token
    if token.dep == "conj":
        head = next((t for t in parse.ancestors(token.index) if t.dep != "conj"), token)
    if head.dep == "pobj":
        return parse.tokens[head.head].lower in _PARTICIPANT
    return head.dep in _ROLES


def _is_actor(phrase: Phrase, table: ActorTable) -> bool:
    """True where the words tell people or a body; "group", "leader" and the like only as a subject."""
    if phrase.parse.tokens[phrase.head].lower in _PRONOUNS:
        return True
    sectors, _ = find_sectors(find_core(phrase), table)
    if sectors == ("UNK",):
        return phrase.parse.tokens[phrase.head].dep in _OWNERS
    return bool(sectors)


def _acts(token: Token, parse: Parse) -> bool:
    """True for the subject of a verb that has an object or tells something."""
    return token.dep == "nsubj" and any(each.dep in _OBJECTS for each in parse.children(token.head))


_OBJECTS = frozenset({"dobj", "ccomp", "xcomp"})


def _is_overlooked(token: Token) -> bool:
    """True for a proper name of which the tagger makes nothing; one in capitals throughout may be any word."""
    return token.pos == "PROPN" and token.text[:1].isupper() and not token.text.isupper() and not token.entity


def _widen(parse: Parse, first: int, end: int) -> Phrase:
    """The name with the words before it that belong to it: "French Foreign Minister Jean-Yves Le Drian"."""
    head = _head_of(parse, range(first, end))
    if first <= head < end and parse.tokens[head].dep != "compound":
        return Phrase(parse, min(first, find_leftmost(parse, head)), end, head)
    return Phrase(parse, first, end, head)
