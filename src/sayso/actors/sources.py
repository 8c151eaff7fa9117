"""Who a source is that is told by a pronoun or a bare noun, and who "I" is: those who say the words that it is in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sayso.actors.mention import FIRST_PERSON, PRONOUNS
from sayso.records import Actor, Attribution, Span

_ONE_PERSON = PRONOUNS["he"] | PRONOUNS["she"]
_SEVERAL = PRONOUNS["they"] | PRONOUNS["it"]
_BARE_WORDS = 2


def name_sources(attributions: Sequence[Attribution], actors: Sequence[Actor]) -> tuple[Attribution, ...]:
    """The attributions, with the names that "he" and "the spokesman" have in their chains of mentions.

    "He" and "she" are whom the chain names, and nobody where it has no mention before; "they" and "it" keep their name
    only where the chain has no other, for those are the ones that are mistaken most.
    """
    at = {actor.span: actor for actor in actors}
    chains: defaultdict[int | None, list[Actor]] = defaultdict(list)
    for actor in actors:
        chains[actor.chain].append(actor)
    return tuple(_name_source(each, at, chains) for each in attributions)


def name_speakers(actors: Sequence[Actor], attributions: Sequence[Attribution]) -> tuple[Actor, ...]:
    """The actors, with "I" and "me" in somebody's own words as that somebody; elsewhere they stay nobody known."""
    at = {actor.span: actor for actor in actors}
    named = [_name_speaker(each, at, attributions) for each in actors]
    first: dict[int | None, int] = {}
    for number, each in enumerate(named):
        first.setdefault(each.chain, number)
    return tuple(replace(each, chain=first[each.chain]) for each in named)


def _name_speaker(actor: Actor, at: Mapping[Span, Actor], attributions: Sequence[Attribution]) -> Actor:
    if actor.span.text.lower() not in FIRST_PERSON:
        return actor
    holding = [each for each in attributions if any(span.covers(actor.span) for span in each.content)]
    innermost = min(holding, key=_length, default=None)
    if innermost is None or innermost.quoted == "indirect":
        return actor
    speaker = next((at[span] for span in innermost.source if span in at and at[span].name is not None), None)
    return actor if speaker is None else replace(speaker, span=actor.span)


def _length(attribution: Attribution) -> int:
    return sum(span.end - span.start for span in attribution.content)


def _name_source(
    attribution: Attribution, at: Mapping[Span, Actor], chains: Mapping[int | None, Sequence[Actor]]
) -> Attribution:
    word = attribution.source[0].text.lower() if len(attribution.source) == 1 else ""
    actor = at.get(attribution.source[0]) if attribution.source else None
    if actor is None or not word:
        return attribution
    mates = chains[actor.chain]
    name = _fullest_name([each.name for each in mates if each.span != actor.span])
    if word in _ONE_PERSON:
        if len(mates) == 1:
            return replace(attribution, source_kind="anonymous", source_name=None)
        if name is None or _ends_with(attribution.source_name or "", name):
            return attribution
        return replace(attribution, source_kind="named", source_name=name)
    if word in _SEVERAL:
        differs = name is not None and attribution.source_name is not None and not _shares_word(name, attribution)
        return replace(attribution, source_kind="anonymous", source_name=None) if differs else attribution
    is_bare = word.startswith("the ") and len(word.split()) == _BARE_WORDS
    if is_bare and attribution.source_kind == "role" and name is not None:
        return replace(attribution, source_kind="named", source_name=name)
    return attribution


def _fullest_name(names: Sequence[str | None]) -> str | None:
    """The name with most words, the first of equals; only of words with a capital."""
    proper = [each for each in names if each and all(word[:1].isupper() for word in each.split())]
    return max(proper, key=lambda each: len(each.split()), default=None)


def _ends_with(longer: str, name: str) -> bool:
    """True for a fuller form of a name."""
    words = name.split()
    return longer.split()[-len(words) :] == words


def _shares_word(name: str, attribution: Attribution) -> bool:
    return bool(set(name.lower().split()) & set((attribution.source_name or "").lower().split()))
