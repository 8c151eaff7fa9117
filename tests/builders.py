"""Builders that need the whole pipeline; `factory.py` has those that need records only."""

from __future__ import annotations

from functools import cache

from factory import page
from sayso.pipeline import code_page
from sayso.records import Actor, Attribution, Coded, EventMention
from sayso.toolkit import Tools, load_tools


@cache
def tools() -> Tools:
    """The tools that ship, loaded once a session."""
    return load_tools("plover")


def code(text: str, *, published: str | None = None, publisher: str | None = None) -> Coded:
    """A text as a page, coded."""
    return code_page(page(text, published=published, publisher=publisher), tools())


def only(coded: Coded, kind: str) -> EventMention:
    """The one mention of a type."""
    (found,) = [mention for mention in coded.mentions if mention.type == kind]
    return found


def words(actors: tuple[Actor, ...]) -> list[str]:
    """The words of participants."""
    return [actor.span.text for actor in actors]


def chain(coded: Coded, mention: EventMention) -> list[str]:
    """The words of the sources of a mention, outermost first."""
    return [source_words(coded.attributions[index]) for index in mention.attribution]


def source_words(attribution: Attribution) -> str:
    """The words of one source."""
    return " / ".join(span.text for span in attribution.source)
