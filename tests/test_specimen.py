"""The hardest ordinary input: one real partisan page, and what a careful coder takes from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from builders import code
from sayso.records import Coded, EventMention

pytestmark = pytest.mark.gold

GROUP = "National Council of Resistance of Iran and People’s Mojahedin Organization of Iran"


@pytest.fixture(scope="module")
def page(shared: Path) -> Coded:
    """The page, coded."""
    return code((shared / "specimens" / "partisan-page.txt").read_text(encoding="utf-8"))


def told(page: Coded, trigger: str) -> list[EventMention]:
    return [mention for mention in page.mentions if mention.trigger.text == trigger]


def parties(mention: EventMention) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    return [actor.codes for actor in mention.actors], [actor.codes for actor in mention.recipients]


def sources(page: Coded, mention: EventMention) -> list[str | None]:
    return [page.attributions[index].source_name for index in mention.attribution]


def test_the_storming_is_told_twice_by_the_group(page: Coded) -> None:
    """Row 1: protesters of Iraq, the consulate of Iran, Karbala, on the group's word; no day is guessed."""
    lead, body = told(page, "stormed")
    for mention in (lead, body):
        assert (mention.type, mention.factuality.certainty) == ("PROTEST", "asserted")
        assert parties(mention) == ([("IRQ OPP",)], [("IRN GOV",)])
        assert mention.place is not None
        assert (mention.place.name, mention.place.country, mention.place.basis) == ("Karbala", "IRQ", "named")
        assert sources(page, mention) == [GROUP]
    assert lead.when is None
    assert body.when is not None
    assert (body.when.span.text, body.when.first, body.when.last) == ("Sunday", None, None)
    assert body.when.reason == "relative to a publication day that is not known; that day would settle it"


def test_the_assassination_is_the_groups_word_too(page: Coded) -> None:
    """Row 2: proxy groups, the activist by name, the place inferred and marked so."""
    (mention,) = told(page, "assassinated")
    assert (mention.type, mention.mode) == ("ASSAULT", "targeted")
    assert "proxy groups" in mention.actors[0].span.text
    assert mention.recipients[0].name == "Jawad al-Wazni"
    assert sources(page, mention) == [GROUP]
    assert dict(mention.reasons)["place"].startswith("inferred")


def test_the_militias_attack_protesters(page: Coded) -> None:
    """Row 4: a headline-like sentence behind a source prefix."""
    (mention,) = told(page, "attack")
    assert (mention.type, parties(mention)) == ("ASSAULT", ([("IRQ PRM",)], [("OPP",)]))
    assert (mention.place and mention.place.country, sources(page, mention)) == ("IRQ", [GROUP])


def test_the_call_is_made_and_what_is_called_for_is_only_demanded(page: Coded) -> None:
    """Row 7: a REQUEST by the group to the international community; the opposing is not asserted."""
    (call,), (opposing,) = told(page, "called for"), told(page, "oppose")
    assert (call.type, call.factuality.certainty, call.place) == ("REQUEST", "asserted", None)
    assert parties(call) == ([("IRN OPP",)], [("IMG",)])
    assert opposing.factuality.certainty == "demanded"


def test_the_accusation_has_its_day_and_its_accused(page: Coded) -> None:
    """Row 8: an ACCUSE by both groups against the ambassador, on 15 November 2019."""
    (mention,) = told(page, "revealed")
    assert (mention.type, mention.mode) == ("ACCUSE", "allege")
    assert [actor.codes for actor in mention.actors] == [("IRN OPP",), ("IRN OPP",)]
    assert [(actor.name, actor.codes) for actor in mention.recipients] == [("Iraj Masjedi", ("IRN GOV",))]
    assert mention.when is not None
    assert (mention.when.first, mention.when.last) == ("2019-11-15", "2019-11-15")


def test_no_massacre_is_asserted(page: Coded) -> None:
    """Row 9: an authority that somebody is said to have is no killing."""
    (mention,) = told(page, "massacre")
    assert (mention.factuality.certainty, sources(page, mention)) == ("hypothetical", [GROUP])


def test_furniture_and_the_bare_heading_tell_nothing(page: Coded) -> None:
    """Row 12 and the footer: no telling stands there."""
    text = page.document.text
    footer, heading = text.index("MEK Iran (follow us"), text.index("Attacking the U.S. Embassy")
    starts = [mention.trigger.start for mention in page.mentions]
    assert max(starts) < footer
    assert [at for at in starts if heading <= at < heading + 35] == []


def test_the_groups_name_makes_no_actor_iran(page: Coded) -> None:
    """The country in "PMOI / MEK Iran" is part of a name, and the group is never its state."""
    inside = [
        actor for actor in page.actors if actor.span.text == "Iran" and "/ MEK Iran" in around(page, actor.span.start)
    ]
    assert inside == []
    group = [actor for actor in page.actors if actor.identity in ("ncri", "pmoi-mek")]
    assert {actor.codes for actor in group} == {("IRN OPP",)}


def around(page: Coded, at: int) -> str:
    return page.document.text[max(0, at - 6) : at + 4]
