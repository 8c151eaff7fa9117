"""Chooses between the participants of the rules and those that the encoder is sure of, side by side.

The rules know which words a codebook gives a role to, the encoder how far a phrase reaches and what the sentence is
about. docs/evaluation.md ("Participants") has what each way of joining the two gave.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sayso.records import Argument, Span

# Highest mean probability over the words of a participant of the rules at which the encoder's stands in for it. Chosen
# on dev with the phrases of `FILL_AT`; look again when the encoder is trained anew.
DOUBT_BELOW = 0.1

# Prepositions that tell where somebody is: whether the encoder takes them in hangs on who acts
# (tests/test_actor_swaps.py).
_PLACING = frozenset({"at", "near", "inside", "outside"})

# Words that are a participant by themselves: what stands behind them ("us in Kenya") is no part of it.
_PERSONAL = frozenset("i me we us you he him she her it they them".split())


def choose_participants(
    own: Sequence[Argument], seen: Sequence[Argument], others: Sequence[Argument], score: Callable[[Argument], float]
) -> tuple[Argument, ...]:
    """The participants of one side that the rules found, mended by those that the encoder sees.

    Args:
        own: The rules' participants of the side.
        seen: Phrases that the encoder is sure of for the side.
        others: The rules' participants of the other side, which cannot stand on this one.
        score: The mean probability of the side over a participant's words, by the encoder.
    """
    free = tuple(each for each in seen if not meets(each, others))
    if own and free and all(score(each) < DOUBT_BELOW for each in own):
        return free
    return tuple(_reaching(each, own, seen) for each in own)


def meets(argument: Argument, others: Sequence[Argument]) -> bool:
    """True where a participant shares words with one of the others."""
    return any(argument.span.overlaps(other.span) for other in others)


def _reaching(each: Argument, own: Sequence[Argument], seen: Sequence[Argument]) -> Argument:
    """The encoder's phrase where it goes on beyond that of the rules and holds no second participant."""
    over = [other for other in seen if meets(other, (each,))]
    if len(over) != 1 or sum(meets(over[0], (other,)) for other in own) != 1:
        return each
    is_whole = each.span.text.lower() in _PERSONAL or _adds_place(each.span, over[0].span)
    return over[0] if over[0].span.covers(each.span) and not is_whole else each


def _adds_place(own: Span, seen: Span) -> bool:
    """True where all that the encoder adds behind is where somebody is, or lies beyond a dash."""
    after = seen.text[own.end - seen.start :].lstrip(" ,")
    first = after.split(" ")[0].lower()
    return first in _PLACING or (first == "in" and own.text.isdigit()) or after.startswith(("-", "\u2013", "\u2014"))
