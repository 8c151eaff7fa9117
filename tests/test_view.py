"""Tests of the index and of the read side over it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from link_factory import ARMY, BASRA, KARBALA, PROTESTERS, Said, coded, write_project
from sayso.duck import Database
from sayso.errors import NotFound, ProjectError
from sayso.records import Coded, Drop, Judgement
from sayso.store.index import build_index
from sayso.store.judgements import JudgementLog
from sayso.store.project import Project
from sayso.store.rows import Count, EventFilter, FigureRow, StanceRow
from sayso.store.view import View, index_stamp

DAY = ("Monday", "2019-11-04", "2019-11-04")
SHELLING = Said(
    "The army shelled a market in Karbala on Monday, killing 12 people.",
    "shelled",
    actor=("The army", ARMY),
    place=("Karbala", KARBALA),
    when=DAY,
    toll=("12", 12),
)
DOCTORS = Said(
    "Monday's shelling of the market in Karbala by the army left 30 dead, doctors said.",
    "shelling",
    actor=("the army", ARMY),
    place=("Karbala", KARBALA),
    when=DAY,
    toll=("30", 30),
    by="doctors",
)
DENIAL = Said(
    "The army denied shelling Karbala on Monday.",
    "shelling",
    actor=("The army", ARMY),
    place=("Karbala", KARBALA),
    when=DAY,
    by="The army",
    by_actor=ARMY,
    polarity="negative",
)
MARCH = Said(
    "Protesters marched through Basra.",
    "marched",
    "PROTEST",
    mode="demo",
    actor=("Protesters", PROTESTERS),
    place=("Basra", BASRA),
)
BODY = [
    Said(f"In street {number} of the {word} quarter nobody had heard of it.", "heard", "CONSULT", background=True)
    for number, word in enumerate(["old", "new", "upper", "lower", "eastern", "western"])
]


def documents() -> list[Coded]:
    """One disputed shelling in four documents, one of them a copy, and a march in one without a date."""
    return [
        coded("alpha", [SHELLING, *BODY], publisher="Alpha"),
        coded("beta", [DOCTORS], publisher="Beta"),
        coded("copy", [SHELLING, *BODY], publisher="Copying Post", published="2019-11-05"),
        coded("gamma", [DENIAL], publisher="Gamma"),
        coded("march", [MARCH], publisher="Alpha", published=None),
    ]


FAILURE = ("p1", Drop("extract", "no text", "the page has no text", "empty.html"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with an index, for all tests that only read."""
    folder = tmp_path_factory.mktemp("built") / "project"
    write_project(folder, documents(), [FAILURE])
    build_index(folder)
    return folder


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    """A copy of that project to change."""
    return Path(shutil.copytree(built, tmp_path / "project"))


@pytest.fixture(scope="module")
def view(built: Path) -> Iterator[View]:
    """The read side of the project."""
    with View.open(built) as opened:
        yield opened


def shelling(view: View) -> str:
    """The id of the shelling."""
    (event,) = view.events(EventFilter(type="ASSAULT"))
    return event.id


def test_an_event_counts_originators_and_not_documents(view: View) -> None:
    """Four documents, one of them a copy, have three originators: an outlet, doctors, and the army on itself."""
    event = view.event(shelling(view)).event
    assert (event.n_mentions, event.n_documents, event.n_copies) == (4, 4, 1)
    assert (event.n_originators, event.n_party_originators) == (3, 1)
    assert event.originators == ("Alpha", "army", "doctors")


def test_an_event_states_who_asserts_and_who_denies_it(view: View) -> None:
    """The army, a party, denies what others assert; the copy adds a telling to its first publisher and no source."""
    alpha, army, doctors = view.event(shelling(view)).stances
    assert alpha == replace_ids(alpha, StanceRow("Alpha", "publisher", "asserted", False, 2, 2, ()))
    assert army == replace_ids(army, StanceRow("army", "role", "denied", True, 1, 1, ()))
    assert doctors == replace_ids(doctors, StanceRow("doctors", "role", "asserted", False, 1, 1, ()))
    assert view.event(shelling(view)).event.is_disputed


def replace_ids(found: StanceRow, expected: StanceRow) -> StanceRow:
    """The expected stance with the found mention ids, which are hashes."""
    fields = (expected.originator, expected.kind, expected.told, expected.is_party, expected.n_tellings)
    return StanceRow(*fields, expected.n_documents, found.mention_ids)


def test_figures_stand_side_by_side_with_who_gives_them(view: View) -> None:
    """12 dead by the outlet and 30 by the doctors stay two figures, and the event says that they conflict."""
    event = view.event(shelling(view)).event
    assert [(each.kind, each.best, each.originator) for each in event.figures] == [
        ("killed", 30, "doctors"),
        ("killed", 12, "Alpha"),
    ]
    assert event.has_conflicting_figures


def test_every_telling_leads_back_to_the_characters(view: View) -> None:
    """Sentence, trigger and figures of each telling stand in its document at their offsets."""
    detail = view.event(shelling(view))
    assert len(detail.tellings) == 4
    for telling in detail.tellings:
        text = view.document(telling.document.id).text
        spans = [telling.sentence, telling.mention.trigger, *(each.span for each in telling.mention.quantities)]
        assert [text[span.start : span.end] for span in spans] == [span.text for span in spans]


def test_the_chain_of_sources_starts_with_the_publisher(view: View) -> None:
    """Beta tells what doctors told it."""
    (telling,) = view.document("beta").tellings
    assert [(link.depth, link.name, link.kind) for link in telling.chain] == [
        (0, "Beta", "publisher"),
        (1, "doctors", "role"),
    ]
    assert [span.text for span in telling.chain[1].source] == ["doctors"]
    assert telling.originator == "doctors"


def test_a_day_that_is_not_stated_stays_unknown(view: View) -> None:
    """The undated march has no day, and no publication day is passed off as one."""
    (march,) = view.events(EventFilter(type="PROTEST"))
    assert (march.first, march.last, march.day_basis, march.published_first) == (None, None, None, None)


@pytest.mark.parametrize(
    ("chosen", "n"),
    [
        (EventFilter(), 2),
        (EventFilter(type="PROTEST"), 1),
        (EventFilter(mode="demo"), 1),
        (EventFilter(actor="ARM"), 1),
        (EventFilter(actor="irq mil"), 1),
        (EventFilter(actor="mil"), 0),
        (EventFilter(recipient="army"), 0),
        (EventFilter(source="doctor"), 1),
        (EventFilter(publisher="alpha"), 2),
        (EventFilter(place="karb"), 1),
        (EventFilter(place="IRQ"), 2),
        (EventFilter(country="IRQ"), 2),
        (EventFilter(since="2019-11-04", until="2019-11-04"), 1),
        (EventFilter(since="2019-11-05"), 0),
        (EventFilter(text="MARKET"), 1),
        (EventFilter(text="%"), 0),
        (EventFilter(told="denied"), 1),
        (EventFilter(disputed=True), 1),
        (EventFilter(disputed=False), 1),
        (EventFilter(originators=3), 1),
        (EventFilter(document="march"), 1),
        (EventFilter(type="PROTEST", place="karb"), 0),
    ],
)
def test_a_filter_leaves_what_all_its_fields_hold_for(view: View, chosen: EventFilter, n: int) -> None:
    """Names match by a part, codes and ids as a whole; events without a day are left out by a day."""
    found = view.events(chosen)
    assert sum(event.type != "CONSULT" for event in found) == n
    assert view.count_events(chosen) == len(found)


def test_events_are_paged_in_a_fixed_order(view: View) -> None:
    """Pages of one event each give all events once, in the order of the whole list."""
    everything = view.events()
    assert [view.events(limit=1, offset=n)[0] for n in range(len(everything))] == everything


def test_an_id_may_be_a_prefix_that_only_one_record_has(view: View) -> None:
    """`al` is `alpha`; a prefix of several names them; an unknown or empty one is not found."""
    assert view.document("al").document.id == "alpha"
    with pytest.raises(NotFound, match="there is no document 'zeta'"):
        view.document("zeta")
    with pytest.raises(NotFound):
        view.event("")


def test_an_ambiguous_prefix_names_the_candidates(tmp_path: Path) -> None:
    """Which records begin so stands in the message."""
    write_project(tmp_path / "p", [coded("ab1", [MARCH]), coded("ab2", [DENIAL]), coded("ab", [SHELLING])])
    build_index(tmp_path / "p")
    with View.open(tmp_path / "p") as view:
        with pytest.raises(NotFound, match="several documents begin with 'a': ab, ab1, ab2"):
            view.document("a")
        assert view.document("ab").document.id == "ab"


def test_copies_name_the_first_published(view: View) -> None:
    """Alpha published first; the copy is on either document's page."""
    (cluster,) = view.copies()
    assert (cluster.first_id, cluster.document_ids) == ("alpha", ("alpha", "copy"))
    assert [each.id for each in view.document("alpha").copies] == ["copy"]
    assert [telling.is_copy for telling in view.document("copy").tellings][:1] == [True]


def test_reports_and_mentions_tie_documents_to_events(view: View) -> None:
    """Each report of the shelling leads to its event and holds one telling."""
    event_id = shelling(view)
    reports = list(view.reports(EventFilter(type="ASSAULT")))
    assert sorted(report.document_id for report in reports) == ["alpha", "beta", "copy", "gamma"]
    assert {report.event_id for report in reports} == {event_id}
    tellings = view.report(reports[0].id).tellings
    assert [view.mention(telling.mention.id) for telling in tellings] == list(tellings)
    assert len(list(view.mentions(EventFilter(type="ASSAULT")))) == 4


def test_counts_and_failures(view: View) -> None:
    """What the project holds, and what it could not process."""
    counts = view.counts()
    assert (counts.n_documents, counts.n_failures, counts.n_copies) == (5, 1, 1)
    assert (counts.first, counts.last) == ("2019-11-04", "2019-11-04")
    (failure,) = view.failures()
    assert (failure.stage, failure.reason, failure.ref) == ("extract", "no text", "empty.html")


def test_facets_count_events_under_the_filter(view: View) -> None:
    """Each value says how many of the chosen events have it."""
    facets = view.facets(EventFilter(type="ASSAULT"))
    assert facets.types == (Count("ASSAULT", 1),)
    assert facets.months == (Count("2019-11", 1),)
    assert facets.certainties == (Count("asserted", 1), Count("denied", 1))
    assert view.facets(EventFilter(type="NONE")).types == ()


def test_points_have_coordinates_with_their_radius(view: View) -> None:
    """The map gets a place as it is known, never without its radius."""
    (point,) = view.points(EventFilter(type="PROTEST"))
    assert (point.latitude, point.longitude, point.radius_km) == (30.5085, 47.7804, 10.0)


# ---------------------------------------------------------------- judgements and the index on disk


def judge(project: Path, verdict: str, left: str, right: str) -> int:
    with Project.open(project).open_ledger() as ledger:
        judgement = Judgement("report", left, right, verdict, "somebody", "2026-01-01T00:00:00Z")
        return JudgementLog(ledger).add(judgement)


def test_a_judgement_splits_an_event_and_undoing_it_restores_the_same_event(project: Path) -> None:
    """Nothing merged is stored: the index after the undo shows what the first one did."""
    with View.open(project) as view:
        before = view.events(EventFilter(type="ASSAULT"))
        ids = [report.id for report in view.reports(EventFilter(document="beta"))]
        reports = {report.document_id: report.id for report in view.reports(EventFilter(type="ASSAULT"))}
    assert len(ids) == 4
    numbers = [judge(project, "different", reports["beta"], reports[each]) for each in ("alpha", "copy", "gamma")]
    build_index(project)
    with View.open(project) as view:
        parted = view.events(EventFilter(type="ASSAULT"))
        assert sorted(event.n_documents for event in parted) == [1, 3]
        assert len(view.judgements()) == 3
    with Project.open(project).open_ledger() as ledger:
        for number in numbers:
            JudgementLog(ledger).undo(number, by="somebody", at="2026-01-02T00:00:00Z")
    build_index(project)
    with View.open(project) as view:
        assert view.events(EventFilter(type="ASSAULT")) == before


def test_an_index_that_is_up_to_date_is_left_alone(project: Path) -> None:
    """Building again changes no file; a new shard does."""
    before = index_stamp(project)
    build_index(project)
    assert index_stamp(project) == before
    judge(project, "unsure", "a", "b")
    build_index(project)
    assert index_stamp(project) != before


def test_an_open_view_goes_on_reading_the_index_that_it_opened(project: Path) -> None:
    """A swap under an open view neither breaks it nor shows through; a new view sees the new index."""
    with View.open(project) as old:
        judge(project, "unsure", "a", "b")
        build_index(project)
        with View.open(project) as new:
            assert (len(old.judgements()), len(new.judgements())) == (0, 1)
            assert old.stamp != new.stamp


def test_a_damaged_index_is_built_again(project: Path) -> None:
    """An index is nothing but a cache: what is not one is replaced."""
    index = project / "index.duckdb"
    index.write_bytes(b"not a database")
    with pytest.raises(ProjectError, match="cannot open the index"):
        View.open(project)
    build_index(project)
    with View.open(project) as view:
        assert view.counts().n_documents == 5


def test_no_temporary_file_is_left(project: Path) -> None:
    """Beside the index there is nothing of its making."""
    assert sorted(path.name for path in project.glob("index*")) == ["index.duckdb"]


def test_a_project_without_an_index_says_how_to_build_one(tmp_path: Path) -> None:
    """The message names the command."""
    with pytest.raises(ProjectError, match="sayso events"):
        View.open(tmp_path)


def test_an_empty_project_has_an_empty_view(tmp_path: Path) -> None:
    """Before the first run there is nothing, and that is no error."""
    write_project(tmp_path / "p", [])
    build_index(tmp_path / "p")
    with View.open(tmp_path / "p") as view:
        assert view.events() == []
        assert view.counts().n_events == 0
        assert view.counts().first is None


def test_the_same_project_gives_the_same_rows(tmp_path: Path) -> None:
    """Two builds of the same shards agree in every row, whatever the order of documents in the shard."""
    shown = []
    for name, order in (("one", 1), ("two", -1)):
        write_project(tmp_path / name, documents()[::order])
        build_index(tmp_path / name)
        with View.open(tmp_path / name) as view:
            shown.append(
                (view.events(), list(view.mentions()), view.facets(), [view.event(e.id) for e in view.events()])
            )
    assert shown[0] == shown[1]


def test_queries_reach_nothing_outside_the_index(project: Path) -> None:
    """The read side can open no file, change no setting and write nothing."""
    database = Database.open(project / "index.duckdb")
    for sql in (
        "SELECT * FROM read_csv('/etc/hostname')",
        "SET enable_external_access = true",
        "DELETE FROM events",
        f"ATTACH '{project / 'other.duckdb'}'",
    ):
        with pytest.raises(Exception, match=r"(?i)permission|cannot|read-only"):
            database.run(sql)
    database.close()


def test_a_query_may_run_between_two_rows_of_another(project: Path) -> None:
    """Streams do not block each other."""
    with View.open(project) as view:
        stream = view.mentions()
        first = next(stream)
        assert view.counts().n_mentions == 1 + len(list(stream))
        assert first.document.id == "alpha"


def test_a_figure_keeps_its_words(view: View) -> None:
    """The span of a figure is the number's."""
    figures = {each.originator: each for each in view.event(shelling(view)).event.figures}
    assert isinstance(figures["Alpha"], FigureRow)
    assert figures["Alpha"].span.text == "12"


def test_conflict_needs_two_originators(tmp_path: Path) -> None:
    """One outlet that raises its own figure is not in conflict with itself."""
    later = replace(SHELLING, text=SHELLING.text.replace("12", "14"), toll=("14", 14))
    pages = [coded("a", [SHELLING], publisher="Alpha"), coded("b", [later], publisher="Alpha", published="2019-11-05")]
    write_project(tmp_path / "p", pages)
    build_index(tmp_path / "p")
    with View.open(tmp_path / "p") as view:
        (event,) = view.events()
        assert [each.best for each in event.figures] == [14, 12]
        assert not event.has_conflicting_figures
