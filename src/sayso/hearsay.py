"""Which sources stand between the publisher and a telling, outermost first (part of putting mentions together)."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.records import Attribution, Span

UNCLEAR = "whom the pronoun stands for is not clear"

# Pronouns that stand for a source named before.
_PERSONAL = frozenset({"he", "she", "they", "it"})


def find_chain(attributions: Sequence[Attribution], trigger: Span) -> tuple[int, ...]:
    """Indices of the attributions whose content holds the trigger, outermost first."""
    holding = _holding(attributions, trigger)
    if not holding:
        return ()
    chain = [min(holding)[2]]
    while (parent := attributions[chain[-1]].parent) is not None and parent not in chain:
        chain.append(parent)
    return tuple(reversed(chain))


def find_innermost(attributions: Sequence[Attribution], trigger: Span) -> Attribution | None:
    """The attribution whose content holds the trigger, the smallest of several."""
    holding = _holding(attributions, trigger)
    return attributions[min(holding)[2]] if holding else None


def why_unnamed(attributions: Sequence[Attribution], chain: Sequence[int]) -> str | None:
    """Why the innermost source has no name though a pronoun stands for somebody."""
    source = attributions[chain[-1]] if chain else None
    if source is None or source.source_name is not None or len(source.source) != 1:
        return None
    return UNCLEAR if source.source[0].text.lower() in _PERSONAL else None


def _holding(attributions: Sequence[Attribution], trigger: Span) -> list[tuple[int, int, int]]:
    """Length of content, depth below zero, and index of each attribution whose content holds the trigger.

    The smallest is the innermost: of two with the same content, the one that stands inside the other.
    """
    return [
        (sum(span.end - span.start for span in attribution.content), -_depth(attributions, index), index)
        for index, attribution in enumerate(attributions)
        if any(span.covers(trigger) for span in attribution.content)
    ]


def _depth(attributions: Sequence[Attribution], index: int) -> int:
    seen = {index}
    while (parent := attributions[index].parent) is not None and parent not in seen:
        seen.add(parent)
        index = parent
    return len(seen)
