"""The bundled demonstration pages: listed, harmless, and showing what they are there to show."""

from __future__ import annotations

import re

import pytest

from sayso.datafiles import DATA

DEMO = DATA / "demo"
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
