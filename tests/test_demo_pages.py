"""The bundled demonstration pages: listed, harmless, and showing what they are there to show."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from demo_factory import DEMO, coded_page, write_demo
from sayso.records import EventMention
from sayso.store.rows import EventDetail, EventFilter
from sayso.store.view import View

MANIFEST = (DEMO / "README.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| ([\w-]+\.html) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", MANIFEST, re.MULTILINE)
FILES = sorted(path.name for path in DEMO.glob("*.html"))

KINDS = {
    "toll of 11": 1,
    "toll of 14": 1,
    "denial of the shelling": 1,
    "wire copy": 2,
    "the wire text that two outlets copy": 1,
    "state television > army spokesman": 1,
    "opinion": 1,
    "no date": 1,
    "party to the conflict": 1,
    "accused Y of shelling Z": 1,
    "crowd number": 3,
    "arrests": 2,
    "sanctions": 1,
    "meeting": 2,
    "aid deliver": 2,
    "strike": 1,
    "ceasefire": 1,
    "withdrawal": 2,
    "cyber attack": 1,
    "heading inside the text": 2,
    "live blog": 1,
    "other language": 1,
    "relative dates": 2,
    "caption": 2,
    "old HTML": 3,
}


def _html(name: str) -> str:
    body = (DEMO / name).read_bytes()
    return body.decode("cp1252" if b"windows-1252" in body else "utf-8")


def _words(name: str) -> str:
    """The page without its tags, a blank between words."""
    return " ".join(re.sub(r"<[^>]+>", " ", _html(name)).split())


def test_manifest_lists_every_page_once_in_order() -> None:
    """The manifest's rows and the files on disk are the same, sorted by name."""
    assert [name for name, *_ in ROWS] == FILES


def test_about_thirty_pages_from_eight_outlets() -> None:
    """The bundle has some 30 pages by eight outlets, as the documentation says."""
    assert 28 <= len(FILES) <= 36
    assert len({outlet for _, outlet, *_ in ROWS}) == 8


@pytest.mark.parametrize(("kind", "at_least"), KINDS.items())
def test_every_kind_of_page_is_there(kind: str, at_least: int) -> None:
    """Each situation that the demonstration promises is shown by so many pages at least."""
    assert sum(kind in shows for *_, shows in ROWS) >= at_least


@pytest.mark.parametrize(("name", "outlet", "subject"), [row[:3] for row in ROWS])
def test_page_names_its_outlet_and_says_that_it_is_a_demonstration(name: str, outlet: str, subject: str) -> None:
    """No page can be taken for the journalism of anyone, and its row says whether the event took place."""
    assert subject in ("documented", "invented")
    assert outlet.removeprefix("The ") in _html(name)
    assert _html(name).count("Demonstration page written for sayso. It is not journalism") == 2


@pytest.mark.parametrize("name", FILES)
def test_addresses_lead_nowhere(name: str) -> None:
    """Outlets' own addresses are in .example; others are vocabularies that pages name and nothing fetches."""
    hosts = set(re.findall(r"https?://([\w.-]+)", _html(name)))
    assert {host for host in hosts if not host.endswith(".example")} <= {"schema.org", "ogp.me"}


@pytest.mark.parametrize("name", [name for name, _, _, shows in ROWS if "Moundou" in _html(name) or "Maroua" in shows])
def test_pages_about_invented_places_are_marked_invented(name: str) -> None:
    """The invented conflict is never marked as documented."""
    assert [subject for each, _, subject, _ in ROWS if each == name] == ["invented"]


def test_wire_copies_carry_the_wire_text() -> None:
    """The full copy has every paragraph of the wire's report, the shortened one some, word for word."""
    original = re.findall(r"<p>(.+?)</p>", _html("meridian-moundou-shelling.html"))
    told = [paragraph.split("(Meridian Wire) - ")[-1] for paragraph in original if "&copy;" not in paragraph][:6]
    full, short = _words("kestrel-moundou-wire.html"), _words("northgate-moundou-wire.html")
    assert [paragraph in full for paragraph in told] == [True] * 6
    assert [paragraph in short for paragraph in told] == [True, True, False, True, False, False]


def test_undated_page_has_no_date_anywhere() -> None:
    """Neither the visible text nor the metadata of the undated page holds a year."""
    assert re.findall(r"\b(?:19|20)\d\d\b", _html("plainrecord-maroua-abduction.html")) == []


def test_tolls_of_one_shelling_differ() -> None:
    """The wire tells of 11 dead, the other outlet of 14, and neither page names the other's figure."""
    wire, other = _words("meridian-moundou-shelling.html"), _words("harbour-moundou-toll.html")
    assert ("killing 11 people" in wire, "14" in wire) == (True, False)
    assert ("killing 14 people" in other, re.search(r"\b11\b", other) is not None) == (True, False)


# ---------------------------------------------------------------- what sayso makes of them

MOUNDOU = [
    "meridian-moundou-shelling",
    "kestrel-moundou-wire",
    "northgate-moundou-wire",
    "harbour-moundou-toll",
    "ledger-moundou-denial",
    "plainrecord-moundou-accusation",
    "front-moundou-statement",
]


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    """The pages on Moundou, as a project."""
    with View.open(write_demo(tmp_path_factory.mktemp("moundou"), MOUNDOU)) as opened:
        yield opened


@pytest.fixture(scope="module")
def shelling(view: View) -> EventDetail:
    """The shelling: the event of heavy weapons that most documents tell of."""
    chosen = view.events(EventFilter(type="ASSAULT", place="Moundou"))
    return view.event(max(chosen, key=lambda event: event.n_documents).id)


def _slugs(detail: EventDetail) -> set[str]:
    return {telling.document.location.removesuffix(".html") for telling in detail.tellings}


def test_all_tellings_of_the_shelling_are_one_event(shelling: EventDetail) -> None:
    """The wire, its copies, the other toll, the denial, the accusation and the party's own page tell of one event."""
    assert _slugs(shelling) == set(MOUNDOU)
    assert (shelling.event.n_documents, shelling.event.first, shelling.event.last) == (7, "2021-02-16", "2021-02-16")


def test_wire_copies_are_counted_as_copies(view: View, shelling: EventDetail) -> None:
    """Three documents carry the wire's text, two of them as copies; they add no source."""
    (cluster,) = view.copies()
    assert cluster.publishers == ("Kestrel Online", "Meridian Wire", "Northgate Post")
    assert shelling.event.n_copies == 2
    assert {"Kestrel Online", "Northgate Post"}.isdisjoint(shelling.event.originators)


def test_tolls_stand_side_by_side(shelling: EventDetail) -> None:
    """The tolls of 11 and 14 are both kept, each with its source, and are said to conflict."""
    told = {(figure.best, figure.originator) for figure in shelling.event.figures if figure.kind == "killed"}
    assert {best for best, _ in told} == {11, 14}
    assert (14, "local officials") in told
    assert shelling.event.has_conflicting_figures


def test_denial_is_kept_beside_the_assertion(shelling: EventDetail) -> None:
    """The army denies what others assert; the event is disputed and neither side is dropped."""
    told = {stance.told for stance in shelling.stances}
    assert {"asserted", "denied"} <= told
    assert shelling.event.is_disputed
    denying = {stance.originator for stance in shelling.stances if stance.told == "denied"}
    assert denying == {"Chadian army (Ousmane Dara)"}


def test_accusation_gives_two_mentions() -> None:
    """`X accused Y of shelling Z`: an asserted accusation told by the publisher, and a shelling that X alleges."""
    coded = coded_page("plainrecord-moundou-accusation")
    said = next(each for each in coded.sentences if each.span.text.startswith("The Logone Front on Wednesday"))
    accusation, shelling = [mention for mention in coded.mentions if mention.sentence == said.index]
    assert (accusation.type, [actor.name for actor in accusation.actors]) == ("ACCUSE", ["Logone Front"])
    assert (accusation.factuality.certainty, accusation.attribution) == ("asserted", ())
    assert (shelling.type, [actor.span.text for actor in shelling.actors]) == ("ASSAULT", ["the Chadian army"])
    assert shelling.factuality.certainty == "alleged"
    assert [coded.attributions[index].source_name for index in shelling.attribution] == ["Logone Front"]


def test_chain_is_nested() -> None:
    """Publisher > state television > army spokesman: both links are there, outermost first."""
    coded = coded_page("harbour-moundou-television")
    lead = next(each for each in coded.sentences if each.span.text.startswith("State television reported"))
    (shelling,) = [each for each in coded.mentions if each.sentence == lead.index and each.type == "ASSAULT"]
    names = [coded.attributions[index].source[0].text for index in shelling.attribution]
    assert names == ["State television", "the army spokesman"]
    assert [actor.span.text for actor in shelling.actors] == ["fighters of the Logone Front"]


def test_opinion_asserts_no_violence() -> None:
    """A columnist's wishes and suppositions never come out as an asserted assault."""
    mentions = coded_page("harbour-moundou-opinion").mentions
    assert [each.trigger.text for each in mentions if each.type == "ASSAULT" and _is_asserted(each)] == []


def test_undated_page_resolves_no_relative_day() -> None:
    """`Sunday` on the page without a date stays open, with its reason."""
    coded = coded_page("plainrecord-maroua-abduction")
    assert coded.document.published is None
    (abduction,) = [each for each in coded.mentions if each.trigger.text == "abducted"]
    assert abduction.when is not None
    assert (abduction.when.span.text, abduction.when.first) == ("Sunday", None)
    reason = "relative to a publication day that is not known; that day would settle it"
    assert dict(abduction.reasons)["when"] == reason


def test_page_in_another_language_is_kept_uncoded() -> None:
    """The Spanish page is there, marked, without a mention."""
    coded = coded_page("cordillera-santiago-marcha")
    assert (coded.document.language, coded.mentions) == ("es", ())
    assert coded.drop is not None
    assert coded.drop.reason == "unsupported language"


@pytest.mark.parametrize(
    ("name", "kind", "at_least"),
    [
        ("meridian-sudan-strike", "PROTEST", 1),
        ("kestrel-minsk-arrests", "COERCE", 1),
        ("meridian-eu-sanctions", "SANCTION", 2),
        ("meridian-moundou-ceasefire", "AGREE", 1),
        ("northgate-asmara-meeting", "CONSULT", 1),
        ("harbour-beirut-aid", "AID", 1),
        ("ledger-moundou-withdrawal", "RETREAT", 2),
        ("kestrel-costa-rica-cyberattack", "COERCE", 1),
    ],
)
def test_each_kind_of_event_is_found(name: str, kind: str, at_least: int) -> None:
    """A page that is there for a kind of event has it asserted."""
    found = [each for each in coded_page(name).mentions if each.type == kind and _is_asserted(each)]
    assert len(found) >= at_least


def test_crowd_of_the_organisers_is_a_number_of_participants() -> None:
    """The organisers' two million marchers are coded as participants of a protest, on their word."""
    coded = coded_page("harbour-hongkong-march")
    (march,) = [each for each in coded.mentions if each.type == "PROTEST" and each.trigger.text == "marched"]
    assert [(each.kind, each.best) for each in march.quantities] == [("participants", 2_000_000)]
    assert [coded.attributions[index].source[0].text for index in march.attribution] == ["organisers"]


def _is_asserted(mention: EventMention) -> bool:
    return (mention.factuality.certainty, mention.factuality.polarity) == ("asserted", "positive")


@pytest.mark.parametrize("name", FILES)
def test_no_source_is_an_article_alone(name: str) -> None:
    """A source names somebody, or is left open."""
    coded = coded_page(name.removesuffix(".html"))
    assert {"the", "a", "an"}.isdisjoint(span.text.lower() for each in coded.attributions for span in each.source)
