"""Who of those hit on a page lived: nobody is told injured of whose death the same page tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sayso.quantities.identity import HARM, Mention, Victim, find_identities, outlives
from sayso.quantities.kinds import HIT
from sayso.quantities.told import Told

_HURT = (HIT, "injured")


def settle(told: Sequence[Told]) -> list[Told]:
    """Tells people who were hit as injured, less those whose death the same page tells.

    "Five were shot" leaves open who lived. Where the page tells of fewer dead, the rest are the injured and all of them
    the upper bound; where it tells of as many dead, nobody is told injured by these words. More dead than were hit
    belong to something else (a war's toll) and do not count here. A single person is told injured unless it is one of
    whose death the page tells.
    """
    victims = find_identities(_find_mentions(told))
    hurt = [each.quantity.best or 0 for each in told if each.quantity.kind == HIT]
    deaths = [each.quantity.best or 0 for each in told if each.quantity.kind == "killed"]
    deaths.append(sum(victim.is_dead for victim in victims))
    dead = max((count for count in deaths if count <= max(hurt, default=0)), default=0)
    lives = {
        mention.at for victim in victims for mention in victim.mentions if outlives(victim, mention, victims, deaths)
    }
    settled = []
    for at, each in enumerate(told):
        if each.quantity.kind in _HURT and len(each.persons) == each.quantity.best == 1:
            if at in lives:
                settled.append(replace(each, quantity=replace(each.quantity, kind="injured")))
        else:
            known = _known_dead(at, each, victims, deaths)
            settled.extend(_settle_group(each, dead if known is None else known))
    return settled


def _known_dead(at: int, each: Told, victims: Sequence[Victim], deaths: Sequence[int]) -> int | None:
    """How many of a group told one by one are dead.

    None where that is open: the page counts dead whom it never tells of singly.
    """
    died = [victim for victim in victims if victim.is_dead]
    inside = sum(mention.at == at for victim in died for mention in victim.mentions)
    whole = len(each.persons) == each.quantity.best
    return inside if whole and (inside or len(died) >= max(deaths)) else None


def _settle_group(each: Told, dead: int) -> list[Told]:
    """A number of people with its outcome, where `dead` of those who were hit on the page died."""
    quantity, count = each.quantity, each.quantity.best
    if quantity.kind != HIT:
        return [each]
    if not each.others and count is not None and 0 < count <= dead:
        return []
    quantity = replace(quantity, kind="injured")
    if count and dead and quantity.low is not None and not each.others:
        quantity = replace(quantity, low=count - dead, best=count - dead)
    return [replace(each, quantity=quantity)]


def _find_mentions(told: Sequence[Told]) -> list[Mention]:
    return [
        Mention(at, person, each.quantity.kind, each.others, each.sentence)
        for at, each in enumerate(told)
        if each.quantity.kind in HARM
        for person in each.persons
    ]
