"""Actors: the people, bodies and states of a text, who they are, and which mentions mean the same one.

`name` is the canonical name, in neutral words; the span keeps the words of the source. `identity` is, in this order:
the id of a known actor (`data/actors/*.yml`); `country:IRN` for a state, `country:IRN:GOV` for a kind of body of one
country; `name:jawad-al-wazni` for a full name that no table has; None for what cannot be told apart from others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sayso.actors.chains import build_chains
from sayso.actors.codes import Coding, code_phrase, find_core, find_sectors
from sayso.actors.known import Match, find_known
from sayso.actors.mention import Mention
from sayso.actors.phrases import Phrase, build_noun_phrase, find_open, words_before
from sayso.actors.table import ActorTable, load_actors
from sayso.records import Actor, Document, Span
from sayso.syntax import Parse, Token, join_words

__all__ = ["ActorTable", "find_actors", "load_actors"]

# Where a name or a noun for people is somebody who acts, is acted upon, or has something.
_ROLES = frozenset({"nsubj", "nsubjpass", "dobj", "dative", "poss", "appos", "ROOT", "agent", "attr", "oprd"})
_PRONOUNS = frozenset({"he", "she", "they"})
# Pronouns that are mentions where they stand for somebody before them.
_DEPENDENT = frozenset({"him", "his", "himself", "her", "herself", "them", "their", "themselves"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
# Prepositions whose object takes part.
_PARTICIPANT = frozenset({"by", "with", "against", "between", "among", "for", "on", "over", "of", "to", "from", "than"})
_BEFORE_NOUN = frozenset({"det", "amod", "compound", "poss", "nummod", "nmod", "predet", "quantmod", "case", "punct"})


@dataclass(frozen=True, slots=True)
class _Page:
    """A document's sentences with the known actors in each."""

    parses: tuple[Parse, ...]
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
    known = find_known(usable, table)
    page = _Page(usable, known, table, day, _find_surnames(usable))
    mentions = {span: _mention_of(span, page) for span in sorted(set(spans))}
    for parse in usable:
        taken = {m.phrase.head for m in mentions.values() if m.phrase and m.phrase.parse is parse}
        for phrase in _find_phrases(parse, page):
            span = parse.cut(phrase.first, phrase.end)
            if phrase.head not in taken and span not in mentions:
                mentions[span] = Mention(span, phrase, _code(phrase, page))
        taken |= {m.phrase.head for m in mentions.values() if m.phrase and m.phrase.parse is parse}
        for phrase in find_open(parse, table.coreference):
            span = parse.cut(phrase.first, phrase.end)
            if phrase.head not in taken and span not in mentions:
                mentions[span] = Mention(span, phrase, _code(phrase, page), is_open=True)
    ordered = [mentions[span] for span in sorted(mentions)]
    return _without_lone(build_chains(ordered, table), ordered, frozenset(spans))


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
    return tuple(replace(actors[old], chain=new[actors[old].chain]) for old in kept)


def _find_surnames(parses: Iterable[Parse]) -> frozenset[str]:
    """Last words of the full names of people in a text."""
    people = ((parse, e) for parse in parses for e in parse.entities if e.label == "PERSON" and e.end - e.first > 1)
    return frozenset(parse.tokens[e.end - 1].text for parse, e in people)


def _mention_of(span: Span, page: _Page) -> Mention:
    parse = next((p for p in page.parses if p.sentence.span.overlaps(span)), None)
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
    return code_phrase(phrase, page.known[phrase.parse.sentence.index], page.table, day=page.day)


def _find_phrases(parse: Parse, page: _Page) -> list[Phrase]:
    """Phrases of a sentence that name actors, none inside another of the same head."""
    known = page.known[parse.sentence.index]
    found: dict[int, Phrase] = {}
    for match in known:
        phrase = _widen(parse, match.first, match.end)
        found.setdefault(phrase.head, phrase)
    covered = {index for match in known for index in range(match.first, match.end)}
    for first, end in (*_untagged_states(parse, page.table), *_names(parse, page.table), *_lone_surnames(parse, page)):
        if not covered & set(range(first, end)):
            phrase = _widen(parse, first, end)
            found.setdefault(phrase.head, phrase)
    for token in parse.tokens:
        if token.index not in covered and token.index not in found and _may_act(token, parse):
            phrase = build_noun_phrase(parse, token.index)
            if _is_actor(phrase, page.table):
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
        elif entity.label == "NORP":
            if table.countries.find_people(text) and last.pos in ("PROPN", "NOUN"):
                yield first, end
        elif entity.label == "GPE" and _takes_part(parse, first, end):
            head = parse.tokens[_head_of(parse, range(first, end))]
            yield from [(first, end)] if head.dep in _SUBJECTS or _is_state(text, table) else []


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


def _takes_part(parse: Parse, first: int, end: int) -> bool:
    head = parse.tokens[_head_of(parse, range(first, end))]
    if head.dep == "conj":
        head = next((t for t in parse.ancestors(head.index) if t.dep != "conj"), head)
    if head.dep == "pobj":
        return parse.tokens[head.head].lower in _PARTICIPANT - {"of", "to", "from", "on", "over"}
    return head.dep in _ROLES - {"poss", "appos"}


def _may_act(token: Token, parse: Parse) -> bool:
    """True for a common noun that takes part in something, and for "he", "she", "they" as a subject."""
    if token.lower in _PRONOUNS | _DEPENDENT:
        return token.pos == "PRON" and (token.lower in _DEPENDENT or token.dep in _SUBJECTS)
    if token.pos not in ("NOUN", "PROPN") or token.entity in ("PERSON", "GPE", "DATE", "TIME", "LOC"):
        return False
    head = token
    if token.dep == "conj":
        head = next((t for t in parse.ancestors(token.index) if t.dep != "conj"), token)
    if head.dep == "pobj":
        return parse.tokens[head.head].lower in _PARTICIPANT
    return head.dep in _ROLES


def _is_actor(phrase: Phrase, table: ActorTable) -> bool:
    """True where the words tell people or a body; "group", "leader" and the like only as a subject."""
    if phrase.parse.tokens[phrase.head].lower in _PRONOUNS | _DEPENDENT:
        return True
    sectors, _ = find_sectors(find_core(phrase), table)
    if sectors == ("UNK",):
        return phrase.parse.tokens[phrase.head].dep in (*_SUBJECTS, "poss")
    return bool(sectors)


def _widen(parse: Parse, first: int, end: int) -> Phrase:
    """The name with the words before it that belong to it: "French Foreign Minister Jean-Yves Le Drian"."""
    head = _head_of(parse, range(first, end))
    if first <= head < end and parse.tokens[head].dep != "compound":
        left = min([first, *(i for i in words_before(parse, head))])
        return Phrase(parse, left, end, head)
    return Phrase(parse, first, end, head)
