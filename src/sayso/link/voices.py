"""For whom somebody speaks: "Army spokesman Colonel X" is the army's voice, and so is X without a title elsewhere.

A spokesman, a chief and a press office of a body add nothing to what the body says: they are one originator. Whose
voice somebody is, the documents say; it holds for the events that those documents tell of.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sayso.link.knowledge import Knowledge
from sayso.link.originators import Source, name_key, party_keys, publisher_of
from sayso.records import Actor, Attribution, Coded, Span


@dataclass(frozen=True, slots=True)
class Body:
    """A body that somebody speaks for: its name, the words of it, and its keys as a party to events."""

    name: str
    words: frozenset[str]
    parties: frozenset[str]


Voices = Mapping[frozenset[str], Body]


def find_voices(coded: Coded, knowledge: Knowledge) -> dict[frozenset[str], Body]:
    """The body that each person or office of one document speaks for, by the words of their names."""
    voices: dict[frozenset[str], Body] = {}
    for attribution in coded.attributions:
        found = _introduced(attribution, coded, knowledge)
        if found is not None:
            voices.setdefault(*found)
    publisher = publisher_of(coded.document, knowledge)
    body = knowledge.without_office(publisher.name)
    if body is not None:
        words = knowledge.name_words(body)
        voices[publisher.words] = Body(body, words, frozenset({name_key(words), *publisher.parties}))
    return voices


def join_voices(several: Iterable[Voices]) -> dict[frozenset[str], Body]:
    """The voices of several documents together; where they differ on a person, what most of them say."""
    told: defaultdict[frozenset[str], Counter[Body]] = defaultdict(Counter)
    for voices in several:
        for person, body in voices.items():
            told[person][body] += 1
    return {person: _most_told(bodies) for person, bodies in told.items()}


def _most_told(bodies: Counter[Body]) -> Body:
    return min(bodies, key=lambda body: (-bodies[body], -len(body.words), sorted(body.words), body.name))


@dataclass(frozen=True, slots=True)
class Originator:
    """Who a source goes back to in one event: itself, its fuller name, or the body that it is the voice of."""

    key: str
    name: str
    parties: frozenset[str]
    is_voice: bool


def join_originators(sources: Iterable[Source], voices: Voices) -> dict[str, Originator]:
    """The originator of each source of one event, by the source's key; sources that are one have equal keys.

    A spokesman is the body spoken for. Sources that differ only in how fully they are named are one: "doctors" and
    "doctors at the city hospital", "army" and "Chadian army". Publishers are told apart by their whole names.
    """
    named = _Named(list(sources))
    found = {}
    for key, source in named.by_key.items():
        body = voices.get(source.words)
        if body is None:
            fullest = named.fullest(source.words, source.core) if source.kind != "publisher" else None
            into = fullest or key
            found[key] = Originator(into, named.name_of(into), frozenset(), is_voice=False)
        else:
            into = named.fullest(body.words, body.words) or name_key(body.words)
            found[key] = Originator(into, named.name_of(into) or body.name, body.parties, is_voice=True)
    return found


class _Named:
    """The sources of one event by their keys, under their fullest names."""

    def __init__(self, sources: list[Source]) -> None:
        self._names: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.by_key: dict[str, Source] = {}
        for source in sorted(
            sources, key=lambda each: (each.key, len(each.words), sorted(each.words), each.name, each.kind)
        ):
            self._names[source.key][source.name] += 1
            self.by_key[source.key] = source

    def fullest(self, words: frozenset[str], core: frozenset[str]) -> str | None:
        """The key of the fullest name that has all the words, and one at least of those that say who it is."""
        having = [
            each
            for each in self.by_key.values()
            if words and words <= each.words and core & each.core and (each.kind != "publisher" or words == each.words)
        ]
        return min(having, key=lambda each: (-len(each.words), each.key)).key if having else None

    def name_of(self, key: str) -> str:
        """The name under which a source is named most, the fuller one where two tie; empty for one not among them."""
        names = self._names.get(key, Counter[str]())
        return min(names, key=lambda name: (-names[name], -len(name), name), default="")


def _introduced(attribution: Attribution, coded: Coded, knowledge: Knowledge) -> tuple[frozenset[str], Body] | None:
    """The words of a person's name and the body that the source's own words put the person into."""
    if attribution.source_name is None or not attribution.source:
        return None
    person = knowledge.name_words(attribution.source_name)
    words = _words_of(attribution.source, knowledge)
    voicing = (knowledge.mouthpieces | knowledge.chiefs) & words - person
    if not person < words or not voicing or words & knowledge.former:
        return None
    own = person | voicing | knowledge.mouthpieces | knowledge.chiefs | knowledge.ranks
    named = [actor for actor in _inside(attribution.source, coded) if _names_body(actor, own, knowledge)]
    if named:
        name = named[0].name or named[0].span.text
        return person, Body(name, knowledge.name_words(name), party_keys(named[0], knowledge))
    left = words - own - knowledge.generic
    if not left:
        return None
    return person, Body(_in_order(attribution.source, left), left, frozenset({name_key(left)}))


def _words_of(spans: Iterable[Span], knowledge: Knowledge) -> frozenset[str]:
    return knowledge.name_words(" ".join(span.text for span in spans))


def _inside(spans: Iterable[Span], coded: Coded) -> Iterator[Actor]:
    """Actors that stand inside the spans without filling one."""
    outer = list(spans)
    return (a for a in coded.actors if any(span.covers(a.span) and span != a.span for span in outer))


def _names_body(actor: Actor, own: frozenset[str], knowledge: Knowledge) -> bool:
    """True for an actor that is known by a name of which no word is the person's or the office's."""
    words = knowledge.name_words(actor.name or "")
    return actor.identity is not None and bool(words) and not words & own


def _in_order(spans: Iterable[Span], words: frozenset[str]) -> str:
    said = " ".join(span.text for span in spans).replace("'s", "").replace("’s", "").split()
    return " ".join(word for word in (each.strip(",.()") for each in said) if word.casefold() in words)
