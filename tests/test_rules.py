"""The rules that carry the design (docs/how-it-works.md): each test fails when its rule is broken."""

from __future__ import annotations

import pytest

from builders import chain, code, only, words
from factory import document
from sayso.errors import PageError
from sayso.link.knowledge import load_knowledge
from sayso.link.link import link_project
from sayso.records import Coded, Judgement, Place, Sentence, Span, TimeExpression
from sayso.store.project import FOLDERS
from sayso.store.schema import DOCUMENTS, FAILURES, MENTIONS
from sayso.verify import check_spans


def test_rule_1_nothing_merged_is_stored() -> None:
    """The shards hold documents, tellings and failures; no event, report or other merger has a column or a file."""
    assert set(FOLDERS) == {"documents", "mentions", "failures"}
    columns = {name for schema in (DOCUMENTS, MENTIONS, FAILURES) for name in schema.names}
    assert {"id", "document_id", "trigger"} <= columns
    assert [name for name in columns if name.startswith(("event", "report", "cluster", "copies"))] == []


def test_rule_1_an_undone_judgement_splits_the_event_again() -> None:
    """Two tellings that somebody called the same are one event until that judgement is undone."""
    pages = [
        code(text, publisher=who) for text, who in (("Rebels attacked Kisumu.", "A"), ("Gunmen raided a farm.", "B"))
    ]
    left, right = (page.mentions[0].id for page in pages)
    same = Judgement("mention", left, right, "same", "tester", "2021-01-01T00:00:00Z")

    def count_events(*judgements: Judgement) -> int:
        return len(set(link_project(pages, load_knowledge(), judgements).events.values()))

    assert (count_events(), count_events(same), count_events()) == (2, 1, 2)


def test_rule_2_an_accusation_is_two_mentions() -> None:
    """ "X accused Y of shelling Z" is an asserted ACCUSE, told by the publisher, and an alleged ASSAULT, told by X."""
    coded = code("The government accused the rebels of shelling the market.", publisher="Eastern Ledger")
    accuse, assault = only(coded, "ACCUSE"), only(coded, "ASSAULT")
    assert (words(accuse.actors), words(accuse.recipients)) == (["The government"], ["the rebels"])
    assert (accuse.factuality.certainty, accuse.factuality.polarity, accuse.attribution) == ("asserted", "positive", ())
    assert (words(assault.actors), words(assault.recipients)) == (["the rebels"], ["the market"])
    assert (assault.factuality.certainty, assault.factuality.polarity) == ("alleged", "positive")
    assert chain(coded, assault) == ["The government"]


def test_rule_3_chains_nest() -> None:
    """A source quoted by another source stands inside it, outermost first."""
    coded = code("State television reported that an army spokesman said rebels had attacked the village.")
    assault = only(coded, "ASSAULT")
    assert chain(coded, assault) == ["State television", "an army spokesman"]
    assert words(assault.actors) == ["rebels"]


def test_rule_3_what_nobody_is_said_to_say_is_unattributed() -> None:
    """A plain telling has an empty chain: the publisher alone stands behind it."""
    coded = code("Rebels attacked the village.", publisher="Eastern Ledger")
    assert only(coded, "ASSAULT").attribution == ()


@pytest.mark.parametrize(
    ("sentence", "certainty", "polarity"),
    [
        ("Soldiers attacked the village.", "asserted", "positive"),
        ("Police said soldiers attacked the village.", "asserted", "positive"),
        ("The army denied that soldiers attacked the village.", "asserted", "negative"),
        ("Soldiers did not attack the village.", "asserted", "negative"),
        ("Residents accused soldiers of attacking the village.", "alleged", "positive"),
        ("Soldiers allegedly attacked the village.", "alleged", "positive"),
        ("If soldiers attack the village, residents will flee.", "conditional", "positive"),
    ],
)
def test_rule_4_factuality_is_the_sources_own(sentence: str, certainty: str, polarity: str) -> None:
    """The attack is graded as its own source puts it."""
    found = [m.factuality for m in code(sentence).mentions if m.type == "ASSAULT"]
    assert [(f.certainty, f.polarity) for f in found] == [(certainty, polarity)]


def test_rule_4_one_asserts_what_another_denies() -> None:
    """Two sources on one page keep their own word each."""
    coded = code(
        "Residents said soldiers shelled the town on Monday.\n\nThe army denied that soldiers shelled the town."
    )
    told = [(chain(coded, m), m.factuality.polarity) for m in coded.mentions if m.type == "ASSAULT"]
    assert told == [(["Residents"], "positive"), (["The army"], "negative")]


def test_rule_5_nothing_is_guessed() -> None:
    """Without a date, place or known actor every field is null with its reason."""
    mention = only(code("They attacked the village on Sunday."), "ASSAULT")
    assert mention.when is not None
    assert (mention.when.first, mention.when.last, mention.when.basis) == (None, None, None)
    assert mention.when.reason
    assert mention.place is None
    assert mention.quantities == ()
    reasons = dict(mention.reasons)
    assert set(reasons) >= {"when", "place", "quantities"}
    assert all(reasons.values())


@pytest.mark.parametrize(
    "text",
    [
        "The weather was mild and the streets were empty.",
        "The committee published its annual report on Tuesday.",
        "He is a well-known author of novels.",
    ],
)
def test_rule_5_no_event_is_made_up(text: str) -> None:
    """A sentence that tells of no event gives none: there is no default event."""
    assert code(text).mentions == ()


def test_rule_5_a_publication_day_is_not_the_events_day() -> None:
    """A telling without a day has none, whatever day the page was published."""
    mention = only(code("Rebels attacked the village.", published="2021-05-04"), "ASSAULT")
    assert mention.when is None
    assert dict(mention.reasons)["when"] == "no time is stated in the sentence"


def test_rule_5_an_agent_that_is_not_named_stays_open() -> None:
    """A passive without an agent has no actor, and says so."""
    mention = only(code("Three activists were arrested in Karbala."), "COERCE")
    assert mention.actors == ()
    assert dict(mention.reasons)["actors"] == "passive without agent"


@pytest.mark.parametrize(
    "layer",
    [
        {"sentences": (Sentence(0, 0, document("x").blocks[0].kind, Span(0, 6, "rebels")),)},
        {"times": (TimeExpression(Span(0, 6, "Sunday"), "date"),)},
        {"places": (Place(Span(3, 99, "Karbala")),)},
        {"places": (Place(Span(-1, 5, "ebels")),)},
    ],
)
def test_rule_6_a_span_whose_words_are_elsewhere_is_rejected(layer: dict[str, tuple[object, ...]]) -> None:
    """A field is never stored with words that are not at its characters."""
    coded = Coded(document("Rebels attacked Karbala."), **layer)
    with pytest.raises(PageError, match="are not at"):
        check_spans(coded)


def test_rule_6_spans_hold_in_text_with_odd_characters() -> None:
    """No-break spaces, typographic quotes and characters beyond the basic plane move no offset."""
    coded = code("\U0001f534 Police\xa0said: “Rebels\xa0attacked\xa0the town of Karbala.” 12\xa0people were\xa0killed…")
    check_spans(coded)
    assert "ASSAULT" in {mention.type for mention in coded.mentions}
