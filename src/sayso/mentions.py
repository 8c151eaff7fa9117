"""Puts the layers of one document together into event mentions.

Every mention takes its participants from the arguments of its trigger, its time and place from the words that hang on
the trigger in the parse, and its chain of sources from the attributions whose content holds it. What is not stated
stays None, and `reasons` says why.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from sayso.codebook import OnlyActors
from sayso.doers import IMPLIED, as_speaker, imply_actors, is_speaker, is_told_of
from sayso.hanging import find_governor, find_head, find_scope, is_day_when, is_of_another
from sayso.hearsay import UNCLEAR, find_chain, find_innermost, why_unnamed
from sayso.records import (
    Actor,
    Argument,
    Arguments,
    Attribution,
    BlockKind,
    Document,
    EventMention,
    Factuality,
    Place,
    Quantity,
    Span,
    TimeExpression,
    Trigger,
)
from sayso.scenes import NOWHERE, share_scenes
from sayso.syntax import Parse

# GeoNames' feature code of an independent country.
COUNTRY_FEATURE = "PCLI"

T = TypeVar("T", TimeExpression, Place)

# Prepositions that say where something happens; "to", "from", "of" and "for" do not.
_LOCATIVE = frozenset("in at near across outside inside around throughout on along within over through into".split())

# Features of what may act as well as be a place.
_STATES = frozenset({COUNTRY_FEATURE, "PCLH", "CONT"})

# Prepositions before a happening in whose course another one falls: "injured in a shooting".
_DURING = frozenset({"in", "during", "at", "amid"})

# Prepositions that make a day a bound of when something happens, not its day.
_BOUNDS = frozenset({"since", "until", "till", "before", "after"})

# Prepositions before the first of two days, and the words before the second.
_OPENING = frozenset({"from", "between"})
_CLOSING = frozenset({"to", "until", "till", "through", "and", "-"})

NO_CODE = "no code is known"
UP_TO_UNKNOWN_DAY = "it lasts up to a publication day that is not known"
BOUND_ALONE = "only a day before or after it is stated"


@dataclass(frozen=True, slots=True)
class Layers:
    """All layers of one document; `arguments` and `factualities` hold one item a trigger.

    `counts` maps each event type to the kinds of quantity that can belong to it: a number of dead in a sentence on a
    meeting is not the meeting's. `only_actors` are those of whom alone the codebook tells.
    """

    document: Document
    parses: tuple[Parse, ...]
    triggers: tuple[Trigger, ...]
    arguments: tuple[Arguments, ...]
    factualities: tuple[Factuality, ...]
    attributions: tuple[Attribution, ...]
    times: tuple[TimeExpression, ...]
    places: tuple[Place, ...]
    quantities: tuple[Quantity, ...]
    actors: tuple[Actor, ...]
    codebook: str
    counts: Mapping[str, frozenset[str]]
    only_actors: OnlyActors | None = None


def build_mentions(layers: Layers) -> tuple[EventMention, ...]:
    """One mention for each trigger that tells of an event, in the order of the text."""
    actor_at = {actor.span: actor for actor in layers.actors}
    layers = _without_others(layers, actor_at)
    told = zip(layers.triggers, layers.arguments, layers.factualities, strict=True)
    mentions = [
        _build_mention(layers, trigger, arguments, factuality, actor_at)
        for trigger, arguments, factuality in told
        if not _is_label(layers.parses[trigger.sentence], trigger)
    ]
    sentences = [parse.sentence.span for parse in layers.parses]
    return share_scenes(mentions, layers.document, sentences, layers.places)


def _without_others(layers: Layers, actor_at: Mapping[Span, Actor]) -> Layers:
    """The layers less the triggers that tell what others do than those of whom the codebook tells."""
    if layers.only_actors is None:
        return layers
    told = [
        index
        for index, (trigger, arguments) in enumerate(zip(layers.triggers, layers.arguments, strict=True))
        if is_told_of(arguments, _find_actors(layers, trigger, arguments, actor_at), layers.only_actors)
    ]
    return replace(
        layers,
        triggers=tuple(layers.triggers[index] for index in told),
        arguments=tuple(layers.arguments[index] for index in told),
        factualities=tuple(layers.factualities[index] for index in told),
    )


def _build_mention(
    layers: Layers, trigger: Trigger, arguments: Arguments, factuality: Factuality, actor_at: Mapping[Span, Actor]
) -> EventMention:
    when, when_reason = _find_when(layers, trigger)
    place, place_reason = _find_place(layers, trigger)
    quantities = _find_quantities(layers, trigger, arguments)
    chain = find_chain(layers.attributions, trigger.span)
    stated = _find_actors(layers, trigger, arguments, actor_at)
    recipients = _coded(arguments.recipients, actor_at)
    actors = imply_actors(trigger, stated, layers.only_actors)
    reasons = {
        "actors": IMPLIED if actors != stated else _why_uncoded(stated, arguments.actor_reason),
        "recipients": _why_uncoded(recipients, arguments.recipient_reason),
        "mode": None if trigger.mode else "no mode is stated",
        "when": when_reason,
        "place": place_reason,
        "quantities": None if quantities else "no number is stated",
        "attribution": why_unnamed(layers.attributions, chain),
    }
    return EventMention(
        id=_mention_id(layers, trigger),
        document_id=layers.document.id,
        codebook=layers.codebook,
        sentence=trigger.sentence,
        type=trigger.type,
        mode=trigger.mode,
        contexts=trigger.contexts,
        trigger=trigger.span,
        actors=actors,
        recipients=recipients,
        place=place,
        when=when,
        quantities=quantities,
        factuality=factuality,
        attribution=chain,
        score=trigger.score,
        reasons=tuple(sorted((field, reason) for field, reason in reasons.items() if reason)),
    )


def _mention_id(layers: Layers, trigger: Trigger) -> str:
    """Content hash of document, trigger, type and codebook version: coding the same page again gives the same id."""
    key = (layers.document.id, str(trigger.span.start), str(trigger.span.end), trigger.type, layers.codebook)
    return hashlib.sha256("\x1f".join(key).encode()).hexdigest()[:20]


def _is_label(parse: Parse, trigger: Trigger) -> bool:
    """True for a section heading or caption without a finite verb: it names a topic and tells nothing."""
    if parse.sentence.kind not in (BlockKind.HEADING, BlockKind.CAPTION, BlockKind.LIST):
        return False
    return trigger.construction not in ("verb", "passive", "light-verb") or not any(
        token.tag in ("VBD", "VBP", "VBZ", "MD") or (token.index == trigger.head and token.tag not in ("VBG", "VB"))
        for token in parse.tokens
    )


def _coded(arguments: Sequence[Argument], actor_at: Mapping[Span, Actor]) -> tuple[Actor, ...]:
    """The actors of one side, each once: "Customs and Border Protection" is one, though the parser sees two."""
    actors = [actor_at[argument.span] for argument in arguments]
    first: dict[int | None, Actor] = {}
    for actor in actors:
        first.setdefault(actor.chain, actor)
    return tuple(actor for actor in actors if actor.chain is None or first[actor.chain] is actor)


def _find_actors(
    layers: Layers, trigger: Trigger, arguments: Arguments, actor_at: Mapping[Span, Actor]
) -> tuple[Actor, ...]:
    """The actors of a trigger; "we" in quoted words is of the kind of whoever says them."""
    actors = _coded(arguments.actors, actor_at)
    if not any(is_speaker(actor) for actor in actors):
        return actors
    told = find_innermost(layers.attributions, trigger.span)
    sources = told.source if told is not None and told.quoted != "indirect" else ()
    speakers = [actor_at[span] for span in sources if span in actor_at]
    return tuple(as_speaker(actor, speakers) for actor in actors)


def _why_uncoded(side: Sequence[Actor], reason: str | None) -> str | None:
    """Why a side has no codes: nobody stands there, a pronoun for nobody clear, or nobody of whom a code is known."""
    if not side:
        return reason or "not stated"
    if all(actor.name is None for actor in side):
        return UNCLEAR
    return None if any(actor.codes for actor in side) else NO_CODE


# ---------------------------------------------------------------- when


def _find_when(layers: Layers, trigger: Trigger) -> tuple[TimeExpression | None, str | None]:
    parse = layers.parses[trigger.sentence]
    dates = [t for t in layers.times if _can_be_when(t) and parse.sentence.span.covers(t.span)]
    dated = next((t for t in dates if is_day_when(parse, t.span, trigger)), None)
    if dated is not None:
        return dated, dated.reason
    own = [t for t in dates if not is_of_another(parse, t.span, trigger)]
    found = _nearest(layers, trigger, own, _find_below(layers, trigger))
    if found is None:
        return None, "no time is stated for it" if dates else "no time is stated in the sentence"
    bounded = _between_bounds(layers, parse, found)
    return bounded, bounded.reason


def _can_be_when(time: TimeExpression) -> bool:
    """Dates, times of day, and a stretch tied to a day (`the past three days`); never how long or how often."""
    return time.kind in ("date", "time") or (time.kind == "duration" and time.first is not None)


def _between_bounds(layers: Layers, parse: Parse, time: TimeExpression) -> TimeExpression:
    """The days from `since Friday` to the publication day; none for `until Friday`, which names the end alone."""
    head = find_head(parse, time.span)
    bound = None if head is None or head.dep != "pobj" else parse.tokens[head.head].lower
    if time.first is None or bound not in _BOUNDS | _OPENING:
        return time
    if bound in _OPENING:
        return _up_to_end(layers, time)
    published = layers.document.published
    if bound == "since" and published is not None and published.last >= time.first:
        value = f"{time.first}/{published.last}"
        return replace(time, last=published.last, value=value, basis="anchored")
    reason = UP_TO_UNKNOWN_DAY if bound == "since" else BOUND_ALONE
    return replace(time, first=None, last=None, basis=None, reason=reason)


def _up_to_end(layers: Layers, time: TimeExpression) -> TimeExpression:
    """`From Friday to Sunday`: the days of both and those between."""
    document = layers.document
    for other in layers.times:
        between = document.reading[time.span.end : other.span.start].strip().lower()
        if between in _CLOSING and other.last is not None and time.last is not None and other.last >= time.last:
            return replace(time, last=other.last, value=f"{time.first}/{other.last}")
    return time


# ---------------------------------------------------------------- where


def _find_place(layers: Layers, trigger: Trigger) -> tuple[Place | None, str | None]:
    parse = layers.parses[trigger.sentence]
    here = [p for p in layers.places if parse.sentence.span.covers(p.span) and p.basis not in NOWHERE]
    found = _nearest(layers, trigger, [p for p in here if _is_where(parse, p.span)], _find_below(layers, trigger))
    if found is None:
        found = next((p for p in here if _names_event(parse, p, trigger)), None)
    if found is not None:
        return found, found.reason
    alone = sum(each.sentence == trigger.sentence for each in layers.triggers) == 1
    country = _one_country(layers, parse) if alone or not here else None
    if country is not None:
        return country, "inferred: the paragraph names no other country"
    return None, "no place is stated for it" if here else "no place is stated in the sentence"


def _one_country(layers: Layers, parse: Parse) -> Place | None:
    """The country in which all places of the sentence's block lie, where the page names it; never a finer place.

    One of them at least must tell where something is. On 53 news pages half of the countries that nothing put there
    were those of somebody who acts.
    """
    block = layers.document.blocks[parse.sentence.block].span
    near = [p for p in layers.places if block.covers(p.span) and p.country is not None and p.basis not in NOWHERE]
    if len({p.country for p in near}) != 1 or not any(_locates(layers, p) for p in near):
        return None
    country = near[0].country
    named = [
        p for p in layers.places if (p.country, p.feature) == (country, COUNTRY_FEATURE) and p.basis not in NOWHERE
    ]
    return min(named, key=lambda place: (not block.covers(place.span), place.span.start), default=None)


def _locates(layers: Layers, place: Place) -> bool:
    """True where a place stands as where something or somebody is ("in Iraq", "the governor of Iraq").

    "Aid to Ukraine" and "the U.S. urged" put nothing there.
    """
    parse = next((each for each in layers.parses if each.sentence.span.covers(place.span)), None)
    head = find_head(parse, place.span) if parse is not None else None
    if parse is None or head is None:
        return False
    return _is_where(parse, place.span) or (head.dep == "pobj" and parse.tokens[head.head].lower == "of")


def _is_where(parse: Parse, span: Span) -> bool:
    """True where the nearest preposition above the place, "of" aside, is one that locates."""
    head = find_head(parse, span)
    if head is None:
        return False
    for token in (head, *parse.ancestors(head.index)):
        if token.pos in ("VERB", "AUX"):
            return token is not head and head.dep in ("npadvmod", "advmod", "appos", "dobj")
        if token.pos == "ADP" and token.lower != "of":
            return token.lower in _LOCATIVE
    return head.dep in ("npadvmod", "ROOT", "appos")


def _find_below(layers: Layers, trigger: Trigger) -> list[int]:
    """Tokens below the trigger that tell of the same happening: "shot and killed", "injured in a shooting".

    So do "the bombing killed ten" and "the attack that killed ten".
    """
    parse = layers.parses[trigger.sentence]
    others = {t.head: t.type for t in layers.triggers if t.sentence == trigger.sentence and t is not trigger}
    joined = [t for t in parse.children(trigger.head, "conj") if others.get(t.index) == trigger.type]
    same = [t for t in parse.children(trigger.head, "nsubj", "relcl") if others.get(t.index) == trigger.type]
    during = [t for t in parse.children(trigger.head, "prep") if t.lower in _DURING]
    return [t.index for t in joined if parse.child(t.index, "nsubj", "nsubjpass") is None] + [
        t.index
        for t in (*same, *(each for preposition in during for each in parse.children(preposition.index, "pobj")))
        if t.index in others
    ]


def _names_event(parse: Parse, place: Place, trigger: Trigger) -> bool:
    """True for a town or area right before the noun that tells of the event: "the Aleppo shelling".

    Not for countries: "the Iran strikes" may be Iran's or in Iran.
    """
    head = find_head(parse, place.span)
    modifies = head is not None and head.head == trigger.head and head.dep in ("compound", "nmod", "poss")
    return modifies and parse.tokens[trigger.head].pos in ("NOUN", "PROPN") and place.feature not in _STATES


# ---------------------------------------------------------------- what hangs on what


def _nearest(layers: Layers, trigger: Trigger, candidates: Sequence[T], below: Sequence[int] = ()) -> T | None:
    """The candidate that hangs on the trigger, or on a clause that the trigger shares, by the fewest steps.

    Tokens of `below` come after all above the trigger.
    """
    parse = layers.parses[trigger.sentence]
    heads = {t.head for t in layers.triggers if t.sentence == trigger.sentence}
    told = find_innermost(layers.attributions, trigger.span)
    scope = find_scope(parse, trigger, told) + list(below)
    ranked = []
    for candidate in candidates:
        governor = find_governor(parse, candidate.span, heads)
        if governor in scope:
            ranked.append((scope.index(governor), _precision(candidate), candidate.span.start, candidate))
    return min(ranked, key=lambda each: each[:3])[3] if ranked else None


def _precision(candidate: TimeExpression | Place) -> float:
    """Smaller is finer: the radius of a place, nothing for a time (its position decides)."""
    return (candidate.radius_km or 1e6) if isinstance(candidate, Place) else 0.0


# ---------------------------------------------------------------- how many


def _find_quantities(layers: Layers, trigger: Trigger, arguments: Arguments) -> tuple[Quantity, ...]:
    sentence = layers.parses[trigger.sentence].sentence.span
    participants = (*arguments.actors, *arguments.recipients)
    return tuple(
        quantity
        for quantity in layers.quantities
        if quantity.span is not None
        and sentence.covers(quantity.span)
        and (
            any(argument.span.overlaps(quantity.span) for argument in participants)
            or _closest_fitting(layers, quantity.kind, quantity.span, trigger.sentence) is trigger
        )
    )


def _closest_fitting(layers: Layers, kind: str, span: Span, sentence: int) -> Trigger | None:
    """The trigger of a type that fits a quantity of a kind, nearest to its span in the sentence."""
    fitting = [t for t in layers.triggers if t.sentence == sentence and kind in layers.counts.get(t.type, frozenset())]
    return min(fitting, key=lambda t: (_gap(t.span, span), t.span.start), default=None)


def _gap(one: Span, other: Span) -> int:
    return max(other.start - one.end, one.start - other.end, 0)
