"""The web pages: what they show, what they refuse, and that hostile text stays text."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from dataclasses import replace as replace_record
from pathlib import Path

import pytest
from msgspec.structs import replace
from starlette.testclient import TestClient

from link_factory import Said, coded, write_project
from sayso.errors import ProjectError, SettingsError
from sayso.store.index import build_index
from sayso.store.rows import EventFilter, FigureRow, PartyRow
from sayso.store.view import View
from sayso.web.app import KeptView, make_app, serve
from sayso.web.forms import read_form
from sayso.web.guard import CONTENT_SECURITY_POLICY, SECURITY_HEADERS
from sayso.web.pages import ROWS_A_PAGE, build_card, build_event_page, build_events_page
from sayso.web.wording import format_days, format_figure, name_parties, safe_url
from web_factory import EVENT, HOSTILE, RLO, TELLINGS, FakeView, span

HOST = "127.0.0.1:8642"
PAGES = ("/events", "/event/e1", "/event/e2", "/documents", "/document/d1", "/document/d3", "/document/d6", "/failures")


def client_of(view: View) -> TestClient:
    """A browser without a window, whose requests name the right host."""
    app = make_app(lambda: view, hosts={HOST, "localhost:8642"})
    return TestClient(app, base_url=f"http://{HOST}", follow_redirects=False, raise_server_exceptions=False)


@pytest.fixture
def client() -> Iterator[TestClient]:
    with client_of(FakeView()) as client:
        yield client


# ---------------------------------------------------------------- who may ask, and for what


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8642", "127.0.0.1", "127.0.0.1:80", "localhost", ""])
def test_any_other_host_is_refused(client: TestClient, host: str) -> None:
    """A name that was made to point here (DNS rebinding) gets 421 and no data."""
    answer = client.get("/events", headers={"Host": host})
    assert (answer.status_code, answer.text) == (421, "This server does not answer to that name.\n")


@pytest.mark.parametrize("host", [HOST, "localhost:8642", "LOCALHOST:8642"])
def test_own_hosts_are_served(client: TestClient, host: str) -> None:
    """The loopback address and its name, with the port, are let in."""
    assert client.get("/events", headers={"Host": host}).status_code == 200


def test_two_host_headers_are_refused(client: TestClient) -> None:
    """A request that names a good and a bad host is refused."""
    answer = client.get("/events", headers=[("Host", HOST), ("Host", "evil.example")])
    assert answer.status_code == 421


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("path", ["/events", "/event/e1", "/static/sayso.css", "/nothing"])
def test_only_reading_is_allowed(client: TestClient, method: str, path: str) -> None:
    """Whatever could write gets 405 with the methods that are allowed."""
    answer = client.request(method, path)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("path", [*PAGES, "/", "/static/sayso.css", "/static/sayso.svg", "/nothing", "/event/nothing"])
def test_every_answer_carries_the_security_headers(client: TestClient, path: str) -> None:
    """Pages, files, redirects and errors alike tell the browser to run and load nothing from elsewhere."""
    headers = client.get(path).headers
    assert {name: headers.get(name) for name in SECURITY_HEADERS} == SECURITY_HEADERS


def test_refusals_carry_the_security_headers(client: TestClient) -> None:
    """So do 405 and 421."""
    for answer in (client.post("/events"), client.get("/events", headers={"Host": "evil.example"})):
        assert answer.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY


def test_policy_is_the_strict_one() -> None:
    """Nothing but this server's own script, style and images; no frame, no base, no form to elsewhere."""
    assert CONTENT_SECURITY_POLICY == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )


@pytest.mark.parametrize(
    "path",
    [
        "/static/..%2fapp.py",
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/....//app.py",
        "/static/%2fetc/passwd",
    ],
)
def test_no_path_leads_out_of_the_static_files(client: TestClient, path: str) -> None:
    """Only what lies in the folder of static files is served."""
    assert client.get(path).status_code == 404


def test_head_answers_without_a_body(client: TestClient) -> None:
    """HEAD is reading too."""
    answer = client.head("/events")
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize("path", ["/nothing", "/event/e9", "/document/d9", "/mention/m9", "/report/r9", "/event/%00"])
def test_unknown_addresses_get_a_helpful_404(client: TestClient, path: str) -> None:
    """What the project does not hold is said to be missing, with a way back."""
    answer = client.get(path)
    assert answer.status_code == 404
    assert '<a class="button" href="/events">All events</a>' in answer.text


def test_crash_shows_nothing_of_its_cause() -> None:
    """An unforeseen error gives a plain page with the security headers, and no detail."""

    class Broken(FakeView):
        def count_events(self, chosen: EventFilter | None = None) -> int:
            raise RuntimeError(f"secret {chosen}")

    answer = client_of(Broken()).get("/events")
    assert (answer.status_code, "secret" in answer.text) == (500, False)
    assert answer.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY


def test_project_without_index_is_explained() -> None:
    """A project that cannot be read gives 503 with the store's own message."""

    def factory() -> View:
        raise ProjectError("there is no index; run `sayso events`", path="x")

    app = make_app(factory, hosts={HOST})
    answer = TestClient(app, base_url=f"http://{HOST}", raise_server_exceptions=False).get("/events")
    assert (answer.status_code, "there is no index" in answer.text) == (503, True)


def test_port_that_is_taken_is_an_error_that_says_so(tmp_path: Path) -> None:
    """Two servers on one port: the second names the port and the way out, and reads no project."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=f"port {port} cannot be used: .*--port") as caught:
            serve(tmp_path, port)
    assert caught.value.name == "port"


def test_view_is_closed_after_each_request() -> None:
    """No request leaves the index open."""
    view = FakeView()
    client_of(view).get("/event/e9")
    assert view.closed


def test_kept_view_is_another_one_when_the_index_is(tmp_path: Path) -> None:
    """Requests share one open view until the index on disk is replaced; then they see the new one."""
    march = [Said("Protesters marched through Basra.", "marched", "PROTEST")]
    write_project(tmp_path / "small", [coded("a", march)])
    write_project(tmp_path / "large", [coded("a", march), coded("b", march)])
    indices = [build_index(tmp_path / name) for name in ("small", "large")]
    kept = KeptView(tmp_path / "small")
    with kept() as first, kept() as second:
        assert (first is second, second.counts().n_documents) == (True, 1)
        indices[1].replace(indices[0])
        with kept() as third:
            assert third.counts().n_documents == 2
        assert first.counts().n_documents == 1


# ---------------------------------------------------------------- hostile text


@pytest.mark.parametrize("path", PAGES)
def test_page_text_is_never_markup(client: TestClient, path: str) -> None:
    """A script in a title, a sentence or a message is printed, not run; no attribute can run one either."""
    text = client.get(path).text
    assert "<script" not in text
    assert re.search(r"<[^>]*\s(?:on\w+|style|srcdoc)\s*=", text) is None


@pytest.mark.parametrize("path", PAGES)
def test_no_character_reorders_a_page(client: TestClient, path: str) -> None:
    """Bidi controls in titles and sentences are shown by their code."""
    assert RLO not in client.get(path).text


def test_bidi_control_is_shown_by_its_code(client: TestClient) -> None:
    """A reader sees that a sentence holds an override, and which."""
    text = client.get("/event/e1").text
    assert 'Mound<span class="control" title="U+202E right-to-left override">U+202E</span>uo' in text


def test_only_web_addresses_are_linked(client: TestClient) -> None:
    """An http address is a link that tells the other side nothing; a script address is plain text."""
    linked, plain = client.get("/document/d1").text, client.get("/document/d2").text
    assert 'href="https://d1.example/story" rel="noreferrer noopener"' in linked
    assert 'href="javascript' not in plain
    assert '<span class="plain-url">javascript:alert(1)</span>' in plain


@pytest.mark.parametrize("path", PAGES)
def test_all_links_stay_here_or_are_safe(client: TestClient, path: str) -> None:
    """Every link goes to a page of this server, to a place on the page, or out without a referrer."""
    for tag in re.findall(r"<a\s[^>]*>", client.get(path).text):
        href = re.search(r'href="([^"]*)"', tag)
        assert href is not None
        assert href[1].startswith(("/", "#")) or 'rel="noreferrer noopener"' in tag


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://a.example/x?y=1", True),
        ("http://a.example", True),
        ("javascript:alert(1)", False),
        ("JavaScript:alert(1)", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        ("//a.example/x", False),
        ("https://", False),
        ("http://[broken", False),
        (None, False),
    ],
)
def test_addresses_that_may_be_linked(url: str | None, linked: bool) -> None:
    """Only http and https with a host."""
    assert safe_url(url) == (url if linked else None)


# ---------------------------------------------------------------- the list of events


def test_home_leads_to_the_events(client: TestClient) -> None:
    """The bare address shows the table."""
    answer = client.get("/")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/events")


def test_filter_in_the_address_reaches_the_store() -> None:
    """Every field of the form is a field of the filter."""
    view = FakeView()
    query = (
        "type=ASSAULT&actor=army&recipient=market&source=doctors&publisher=Meridian&place=Moundou"
        "&since=2021-02-01&until=2021-02-28&text=shelled&told=denied&originators=2&disputed=yes"
    )
    client_of(view).get(f"/events?{query}&unknown=1")
    assert view.asked == [
        EventFilter(
            type="ASSAULT",
            actor="army",
            recipient="market",
            source="doctors",
            publisher="Meridian",
            place="Moundou",
            since="2021-02-01",
            until="2021-02-28",
            text="shelled",
            told="denied",
            originators=2,
            disputed=True,
        )
    ]


@pytest.mark.parametrize("query", ["since=yesterday", "until=2021-02-30", "originators=0", "originators=many"])
def test_value_that_cannot_be_used_is_said_to_be_so(query: str) -> None:
    """A day that is none narrows nothing, and the page says which value it was."""
    view = FakeView()
    answer = client_of(view).get(f"/events?{query}")
    assert (answer.status_code, view.asked) == (200, [EventFilter()])
    assert f"“{query.split('=')[1]}” is not a" in answer.text


def test_form_shows_what_was_asked(client: TestClient) -> None:
    """The filter stays in the form, escaped, and can be taken away piece by piece."""
    text = client.get("/events", params={"actor": f'"{HOSTILE}', "type": "PROTEST"}).text
    assert 'value="&#34;&lt;script&gt;alert(1)&lt;/script&gt;"' in text
    assert '<option value="PROTEST" selected>' in text
    assert 'href="/events?actor=%22%3Cscript%3Ealert%281%29%3C%2Fscript%3E"' in text


def test_type_menu_offers_the_other_types_too() -> None:
    """The counts of the type menu are those without the chosen type, so that another one can be chosen."""
    page = build_events_page(FakeView(), read_form({"type": "PROTEST"}))
    assert [(count.value, count.n) for count in page.types] == [("ASSAULT", 1), ("PROTEST", 1)]


@pytest.mark.parametrize(("asked", "shown", "first", "last"), [(1, 1, 1, 50), (3, 3, 101, 120), (99, 3, 101, 120)])
def test_paging_shows_each_row_once(asked: int, shown: int, first: int, last: int) -> None:
    """Pages hold 50 rows; one past the end shows the last."""
    page = build_events_page(FakeView(rows=120), read_form({"page": str(asked)}))
    assert ROWS_A_PAGE == 50
    assert (page.paging.page, page.paging.first_row, page.paging.last_row) == (shown, first, last)
    assert len(page.rows) == last - first + 1


def test_pager_keeps_the_filter() -> None:
    """The next page is the next page of the same filter."""
    text = client_of(FakeView(rows=120)).get("/events?type=PROTEST&page=2").text
    assert 'rel="next" href="/events?type=PROTEST&amp;page=3"' in text
    assert 'rel="prev" href="/events?type=PROTEST"' in text


def test_row_counts_sources_and_copies(client: TestClient) -> None:
    """A row says how many independent sources there are, and how many documents and copies carry it."""
    text = " ".join(re.sub(r"<[^>]+>", " ", client.get("/events").text).split())
    assert "3 sources, 1 a party to it doctors, Local officials, The army spokesman 5 documents, 1 copy" in text


def test_unknowns_are_said_to_be_unknown(client: TestClient) -> None:
    """An event without actor, place and day says so in each of the three."""
    row = client.get("/events").text.split("<tr")[-1]
    assert re.findall(r'class="unknown">([^<]+)<', row) == ["actor not stated", "place not stated", "day not stated"]


@pytest.mark.parametrize(
    ("view", "query", "advice"),
    [
        (FakeView(empty=True), "", "sayso run PAGES..."),
        (FakeView(rows=0), "", "none tells of an event that the codebook knows"),
        (FakeView(rows=0), "?actor=nobody", "Take a filter away above"),
    ],
)
def test_empty_list_says_what_to_do(view: View, query: str, advice: str) -> None:
    """No rows: the page says why that may be, and what next."""
    assert advice in client_of(view).get(f"/events{query}").text


# ---------------------------------------------------------------- one event


def test_event_page_counts_ways_of_telling(client: TestClient) -> None:
    """Two sources assert the event, one denies it; neither is taken for the truth."""
    text = client.get("/event/e1").text
    assert re.findall(r'<span class="told told-\w+">(\d [^<]+)</span>', text) == ["2 assert it", "1 denies it"]


def test_conflicting_figures_stand_side_by_side() -> None:
    """The two tolls stay apart, each with its source, and are said to differ."""
    table = build_event_page(FakeView(), "e1").figures[0]
    assert [(figure.best, figure.originator) for figure in table.figures] == [(11, "doctors"), (14, "Local officials")]
    assert table.differ


@pytest.mark.parametrize(
    ("left", "right", "differ"),
    [
        ((11, 11), (14, 14), True),
        ((11, None), (14, 14), False),
        ((10, 12), (11, 20), False),
        ((None, 9), (10, None), True),
    ],
)
def test_figures_differ_only_if_both_cannot_be_right(
    left: tuple[int | None, int | None], right: tuple[int | None, int | None], differ: bool
) -> None:
    """`At least 11` and `14` agree; `at most 9` and `at least 10` do not."""
    first, second = EVENT.figures
    figures = (replace(first, low=left[0], high=left[1]), replace(second, low=right[0], high=right[1]))
    view = FakeView(figures=figures)
    assert build_event_page(view, "e1").figures[0].differ is differ


def test_sentence_is_marked_field_by_field() -> None:
    """Actor, trigger, recipient, place, time, number, source and cue are where the sentence has them."""
    segments = build_card(TELLINGS[:1]).segments
    assert [(s.text, [cover.mark.role for cover in s.covers]) for s in segments if s.covers] == [
        ("Chadian army", ["actor"]),
        ("shelled", ["trigger"]),
        ("market", ["recipient"]),
        ("Moundou", ["place"]),
        ("Tuesday", ["time"]),
        ("11 people", ["quantity"]),
        ("doctors", ["source"]),
        ("said", ["cue"]),
    ]


def test_tellings_of_one_sentence_by_one_source_share_a_card() -> None:
    """The shelling and the killing that one source tells in one sentence are read once, each with its anchor."""
    shelling = TELLINGS[0]
    sentence = shelling.sentence
    killed = replace_record(shelling.mention, id="m9", trigger=span(sentence.text, "killing", at=sentence.start))
    killed = replace_record(killed, when=None, reasons=(("when", "no time is stated"), ("mode", "none")))
    view = FakeView(tellings=(shelling, replace(shelling, mention=killed), TELLINGS[2]))
    cards = [card for group in build_event_page(view, "e1").reports for card in group.cards]
    assert [[telling.mention.id for telling in card.tellings] for card in cards] == [["m1", "m9"], ["m3"]]
    triggers = [s.text for s in cards[0].segments if "trigger" in [cover.mark.role for cover in s.covers]]
    assert (triggers, cards[0].missing) == (["shelled", "killing"], ())
    assert 'id="m-m9"' in client_of(view).get("/event/e1").text


def test_each_role_carries_its_label(client: TestClient) -> None:
    """Colour is never alone: every mark has its role in words."""
    text = client.get("/event/e1").text
    assert '<span class="f f-place l0" title="place"><span class="tag">place&nbsp;</span>Moundou</span>' in text


def test_chain_runs_from_publisher_to_originator(client: TestClient) -> None:
    """The innermost source is named as the originator, with the cue and how its words are given."""
    chain = re.findall(r'<ol class="chain".*?</ol>', client.get("/event/e1").text, re.DOTALL)[0]
    words = " ".join(re.sub(r"<[^>]+>", " ", chain).split())
    assert words == "Meridian Wire publisher doctors “ said ” known by role, reported, originator"


def test_what_is_missing_stands_with_its_reason(client: TestClient) -> None:
    """A telling without a time says that none is stated."""
    assert "<b>time</b> (no time is stated in the sentence)" in client.get("/event/e1").text


def test_copies_stand_apart() -> None:
    """A copy's telling is not among the reports, so that it cannot pass for another source."""
    page = build_event_page(FakeView(), "e1")
    assert [group.document.id for group in page.reports] == ["d1", "d3", "d4", "d5"]
    assert [group.document.id for group in page.copies] == ["d2"]


@pytest.mark.parametrize(("path", "leads_to"), [("/mention/m3", "/event/e1#m-m3"), ("/report/rm3", "/event/e1#r-rm3")])
def test_mentions_and_reports_lead_to_their_place(client: TestClient, path: str, leads_to: str) -> None:
    """The address of a telling or report leads to it on its event's page, where its anchor is."""
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (303, leads_to)
    assert f'id="{leads_to.split("#")[1]}"' in client.get("/event/e1").text


@pytest.mark.parametrize("path", PAGES)
def test_anchors_on_a_page_exist_once(client: TestClient, path: str) -> None:
    """Every link into the same page has exactly one target."""
    text = client.get(path).text
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(ids)


# ---------------------------------------------------------------- one document


def test_document_page_shows_the_whole_text(client: TestClient) -> None:
    """Blocks hold the document's text, character for character, with only labels added."""
    text = client.get("/document/d1").text
    blocks = re.findall(r'<div class="marked">(.*?)</div>', text, re.DOTALL)
    plain = [re.sub(r'<span class="tag.*?</span>(?:\d+&nbsp;</span>)?|<[^>]+>', "", block) for block in blocks]
    assert plain == ["Army shells market in Moundou", TELLINGS[0].sentence.text]


def test_uncoded_document_says_why(client: TestClient) -> None:
    """A page in another language is kept and marked."""
    assert "This document is kept but was not coded: unsupported language." in client.get("/document/d6").text


def test_copies_of_a_document_are_linked(client: TestClient) -> None:
    """The page of a wire report leads to its copy."""
    assert 'href="/document/d2"' in client.get("/document/d1").text


def test_undated_document_says_so(client: TestClient) -> None:
    """No date is shown for a page without one; the reason is."""
    assert '<span class="unknown">no date on the page</span>' in client.get("/document/d5").text


# ---------------------------------------------------------------- wording


@pytest.mark.parametrize(
    ("tellings", "words"),
    [
        ((), ""),
        ((3,), "A"),
        ((1, 1), "A, B"),
        ((4, 2, 1), "A, B and 1 more"),
        ((9, 1, 1, 1), "A and 3 more"),
        ((2, 2, 2, 2), "A, B, C and 1 more"),
    ],
)
def test_parties_are_named_by_how_many_tell_of_them(tellings: tuple[int, ...], words: str) -> None:
    """A heading names those whom most tellings name, three at most, and says how many are left out."""
    rows = tuple(PartyRow(name, None, (), None, (), n) for name, n in zip("ABCD", tellings, strict=False))
    assert name_parties(rows) == words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2021-02-16", "2021-02-16", "16 Feb 2021"),
        ("2021-02-16", None, "16 Feb 2021"),
        ("2019-10-01", "2019-10-31", "1–31 Oct 2019"),
        ("2019-10-30", "2019-11-02", "30 Oct – 2 Nov 2019"),
        ("2019-12-30", "2020-01-02", "30 Dec 2019 – 2 Jan 2020"),
        (None, None, "not stated"),
        ("soon", None, "soon"),
    ],
)
def test_days_read_plainly(first: str | None, last: str | None, words: str) -> None:
    """A day or a range of days in words that are the same everywhere."""
    assert format_days(first, last) == words


@pytest.mark.parametrize(
    ("low", "best", "high", "vague", "words"),
    [
        (11, 11, 11, False, "11"),
        (1200000, 1200000, 1200000, False, "1,200,000"),
        (30, 30, None, False, "at least 30"),
        (None, 50, 50, False, "at most 50"),
        (100, None, 200, False, "100–200"),
        (12, 12, 12, True, "about 12"),
        (None, None, None, False, "not stated"),
    ],
)
def test_figures_read_plainly(low: int | None, best: int | None, high: int | None, vague: bool, words: str) -> None:
    """Bounds and vagueness are said, never rounded away."""
    figure = FigureRow("killed", low, best, high, vague, "doctors", "m1", EVENT.figures[0].span)
    assert format_figure(figure) == words
