"""Who alone does what a codebook tells of (`only_actors`): what others do goes, who is implied is marked as implied.

A codebook on police tells of nobody but police. There "was arrested" says who arrested without naming them; a codebook
on everybody leaves the actor open, with the reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sayso.codebook import OnlyActors
from sayso.records import Actor, Arguments, Trigger

# Reason beside the actors of a telling whose words name nobody: their span is then that of the trigger.
IMPLIED = "implied: the codebook tells of nobody else"

# A thing or nobody who could act is the subject; nobody is left open who could be implied.
_NOBODYS = frozenset({"not an actor"})

_FIRST_PERSONS = frozenset({"i", "we", "me", "us"})


def is_told_of(arguments: Arguments, actors: Sequence[Actor], only: OnlyActors | None) -> bool:
    """True where somebody whom the codebook tells of acts, or may be implied; always true for other codebooks."""
    if only is None:
        return True
    if actors:
        return any(not set(only.sectors).isdisjoint(actor.sectors) for actor in actors)
    return only.implied is not None and arguments.actor_reason not in _NOBODYS


def imply_actors(trigger: Trigger, actors: tuple[Actor, ...], only: OnlyActors | None) -> tuple[Actor, ...]:
    """The actors; where there are none the one whom the codebook implies, pinned to the trigger that implies it."""
    if actors or only is None or only.implied is None:
        return actors
    return (Actor(trigger.span, only.implied, only.sectors, None, only.sectors),)


def is_speaker(actor: Actor) -> bool:
    """True for "I" and "we", of whom nothing is known yet."""
    return not actor.codes and actor.span.text.lower() in _FIRST_PERSONS


def as_speaker(actor: Actor, speakers: Sequence[Actor]) -> Actor:
    """The actor, with the codes of the one who speaks where it is "I" or "we"; "we" is more than who speaks.

    So name and identity stay open.
    """
    if not is_speaker(actor) or len(speakers) != 1:
        return actor
    (speaker,) = speakers
    return replace(actor, codes=speaker.codes, country=speaker.country, sectors=speaker.sectors)
