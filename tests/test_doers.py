"""Who alone does what a codebook tells of: others' acts go, and who is implied is marked as implied."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import tools
from factory import page
from sayso.codebook import OnlyActors, load_codebook
from sayso.doers import IMPLIED, as_speaker, imply_actors, is_speaker, is_told_of
from sayso.errors import DataFileError
from sayso.pipeline import code_page
from sayso.records import SECTORS, Actor, Arguments, EventMention, Span, Trigger
from sayso.toolkit import Tools

POLICE = OnlyActors(("COP",), "police")

BOOK = """
name: detentions
version: 1
definition: Whom police take into custody.
only_actors: {sectors: [COP], implied: police}
types:
  - name: DETAIN
    definition: Police take somebody into custody.
    entries:
      - verbs: [arrest, detain]
  - name: FAIL
    definition: Police do not step in.
    entries:
      - verbs: [intervene]
        when: {negated: true}
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A small codebook on police alone."""
    path = tmp_path / "detentions.yml"
    path.write_text(BOOK, encoding="utf-8")
    return path


@cache
def police() -> Tools:
    """The codebook on police that ships, by its words."""
    return replace(tools(), codebook=load_codebook("police-actions"), heads=None)


def told(text: str, found: Tools) -> list[EventMention]:
    """The mentions of a text."""
    return list(code_page(page(text), found).mentions)


def test_nobody_named_is_implied_and_marked(book: Path) -> None:
    """A passive without agent has the implied actor, pinned to the trigger, with the reason beside it."""
    (mention,) = told("Three men were arrested on Sunday.", replace(tools(), codebook=load_codebook(str(book))))
    assert mention.actors == (Actor(mention.trigger, "police", ("COP",), None, ("COP",)),)
    assert dict(mention.reasons)["actors"] == IMPLIED


def test_what_others_do_is_no_event_of_the_codebook(book: Path) -> None:
    """Of two arrests the one by police is kept, with its actor as stated and no reason beside it."""
    found = replace(tools(), codebook=load_codebook(str(book)))
    (mention,) = told("The army detained two men. The police arrested three men.", found)
    assert [actor.span.text for actor in mention.actors] == ["The police"]
    assert "actors" not in dict(mention.reasons)


def test_a_codebook_on_everybody_implies_nobody() -> None:
    """Under PLOVER a passive without agent has no actor but the reason."""
    (mention,) = told("Three men were arrested on Sunday.", tools())
    assert mention.actors == ()
    assert dict(mention.reasons)["actors"] == "passive without agent"


def test_a_negation_that_makes_the_type_is_used_up(book: Path) -> None:
    """What was not done is asserted as not done; done, it is no event of the type."""
    found = replace(tools(), codebook=load_codebook(str(book)))
    (mention,) = told("The police did not intervene.", found)
    assert (mention.type, mention.factuality.certainty, mention.factuality.polarity) == ("FAIL", "asserted", "positive")
    assert told("The police intervened.", found) == []


def test_an_unknown_sector_is_refused(book: Path) -> None:
    """A misspelt sector is told with the file, before it silently drops every event."""
    book.write_text(BOOK.replace("[COP]", "[COPS]"), encoding="utf-8")
    with pytest.raises(DataFileError, match="unknown sector 'COPS'; did you mean 'COP'"):
        load_codebook(str(book))


@pytest.mark.parametrize(
    ("text", "types", "actor"),
    [
        ("inspector r k example arrested the two brothers.", ["ARREST"], "inspector r k example"),
        ("police opened fire on the mob. they also arrested three persons.", ["FORCE", "ARREST"], "they"),
        ('"we arrested him in the market," police sources said.', ["ARREST"], "we"),
        ("five persons were killed in police firing at the crossing.", ["KILL", "FORCE"], "police"),
        ("two companies of srp have been deployed in the town.", ["ACT"], "deployed"),
        ("the mob was lathicharged near the bus stand.", ["FORCE"], "lathicharged"),
        ("the police did not intervene when the shops were burnt.", ["FAIL"], "the police"),
        ("police remained silent spectators.", ["FAIL"], "police"),
        ("police were attacked by a mob.", [], None),
        ("three persons were killed in the violence.", [], None),
        ("prices were hit by the shutdown.", [], None),
        ("the team failed to score.", [], None),
    ],
)
def test_police_are_told_by_name_rank_and_pronoun(text: str, types: list[str], actor: str | None) -> None:
    """Lower-case news: who acts is police by whatever word, and nobody else's acts are told."""
    mentions = told(text, police())
    assert [each.type for each in mentions] == types
    assert (mentions[-1].actors[0].span.text if mentions else None) == actor


def test_we_in_quoted_words_is_of_the_kind_of_the_speaker() -> None:
    """ "We" has the codes of who is quoted, and neither their name nor their identity."""
    (arrest,) = told('"we arrested him in the market," police sources said.', police())
    (actor,) = arrest.actors
    assert (actor.span.text, actor.sectors, actor.identity) == ("we", ("COP",), None)


ACTORS = st.builds(
    Actor, st.just(Span(0, 2, "we")), sectors=st.lists(st.sampled_from(sorted(SECTORS)), max_size=3).map(tuple)
)


@given(st.lists(ACTORS, max_size=4))
def test_stated_actors_are_never_replaced(actors: list[Actor]) -> None:
    """Whoever is stated stays; somebody is implied only where nobody is, and is then of the codebook."""
    trigger = Trigger(0, 0, (0,), Span(3, 6, "hit"), "X", None, (), "verb", 1.0)
    found = imply_actors(trigger, tuple(actors), POLICE)
    assert found == (tuple(actors) or (Actor(trigger.span, "police", ("COP",), None, ("COP",)),))
    assert imply_actors(trigger, tuple(actors), None) == tuple(actors)
    assert is_told_of(Arguments(), actors, None)
    assert is_told_of(Arguments(), actors, POLICE) == (not actors or any("COP" in each.sectors for each in actors))


@given(ACTORS, st.lists(ACTORS, max_size=3))
def test_only_a_lone_speaker_is_taken(actor: Actor, speakers: list[Actor]) -> None:
    """With nobody or with several who speak, "we" stays as it is."""
    found = as_speaker(actor, speakers)
    assert found.span == actor.span
    assert found.sectors == (speakers[0].sectors if is_speaker(actor) and len(speakers) == 1 else actor.sectors)
