"""Pages that do not say when, where or who: every field is null, and says why."""

from __future__ import annotations

import pytest

from builders import code, tools
from factory import page
from sayso.pipeline import code_page
from sayso.records import Coded, EventMention

NOBODY = "Zarnu fired on the Brolniks. The Brolniks were arrested. Zarnu accused the Vorrels of lying."
OPEN_TIMES = (
    "Zarnu fired on the Brolniks on Friday. The Brolniks were arrested yesterday. "
    "Zarnu shelled the Vorrels 20 minutes later, and attacked the Vorrels again at noon."
)
HTML = f"<html><head><title>Zarnu and the Brolniks</title></head><body><article><p>{NOBODY}</p></article>" + (
    "<p>Copyright 2019 The Zarnu Gazette. All rights reserved.</p></body></html>"
)


def coded_html() -> Coded:
    return code_page(page(HTML, media_type="text/html", location="page.html"), tools())


@pytest.fixture(scope="module", params=["text", "open times", "html"])
def coded(request: pytest.FixtureRequest) -> Coded:
    texts = {"text": NOBODY, "open times": OPEN_TIMES}
    return coded_html() if request.param == "html" else code(texts[request.param])


def test_the_pages_tell_of_events(coded: Coded) -> None:
    """The truths below are about something."""
    assert len(coded.mentions) >= 3


def test_the_publication_day_is_null_with_a_reason(coded: Coded) -> None:
    """No day of download, of the file, of a copyright line."""
    assert coded.document.published is None
    assert coded.document.published_reason is not None


def test_no_event_has_a_day(coded: Coded) -> None:
    """Neither today nor the day of another event, and `reasons` says why."""
    for mention in coded.mentions:
        assert reason_of(mention, "when") is not None
        if mention.when is not None:
            assert (mention.when.first, mention.when.last, mention.when.basis) == (None, None, None)
            assert mention.when.reason == reason_of(mention, "when")


def test_no_time_has_a_day(coded: Coded) -> None:
    """The layer of times alone says the same."""
    assert [each.span.text for each in coded.times if each.first is not None and each.span.text != "2019"] == []
    assert [each.span.text for each in coded.times if each.first is None and not each.reason] == []


def test_no_event_has_a_place(coded: Coded) -> None:
    """Neither a capital nor the publisher's country."""
    for mention in coded.mentions:
        assert (mention.place, reason_of(mention, "place") is not None) == (None, True)
    assert [place.name for place in coded.places if place.latitude is not None] == []


def test_no_party_has_a_code(coded: Coded) -> None:
    """A name that no table has gets neither country nor sector nor identity, and `reasons` says why for each side."""
    for mention in coded.mentions:
        for party in (*mention.actors, *mention.recipients):
            assert (party.codes, party.country, party.sectors, party.identity) == ((), None, (), None)
        assert reason_of(mention, "actors") is not None
        assert reason_of(mention, "recipients") is not None


def test_what_is_missing_is_named_in_the_same_words_every_time() -> None:
    """The exact reasons of one page."""
    fired, arrested = code("Zarnu fired on the Brolniks. The Brolniks were arrested.").mentions
    assert dict(fired.reasons) == {
        "actors": "no code is known",
        "recipients": "no code is known",
        "place": "no place is stated in the sentence",
        "when": "no time is stated in the sentence",
        "quantities": "no number is stated",
    }
    assert dict(arrested.reasons)["actors"] == "passive without agent"


def test_an_event_whose_time_hangs_on_another_says_so() -> None:
    """ "20 minutes later" has no day, and the day before it in the text is not taken for it."""
    later = code("Zarnu shelled the Vorrels 20 minutes later.").mentions[0]
    assert reason_of(later, "when") == "counted from another event; that event's time would settle it"


def reason_of(mention: EventMention, field: str) -> str | None:
    return dict(mention.reasons).get(field)
