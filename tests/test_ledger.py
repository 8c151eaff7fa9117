"""Tests of the ledger: planning in one step, logs that only grow, judgements that can be undone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import NotFound, ProjectError
from sayso.records import Drop, Judgement
from sayso.store.judgements import JudgementLog
from sayso.store.ledger import FinishedShard, Ledger, PlannedPage, RunEntry, SeenPage, ShardLimits, Totals, shard_name

LIMITS = ShardLimits(pages=2, bytes=100)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A new ledger."""
    with Ledger.open(tmp_path / "ledger.sqlite") as opened:
        yield opened


def see(ledger: Ledger, *page_ids: str, place: str = "/in") -> None:
    """One enumeration that finds these pages."""
    ledger.start_enumeration()
    (source,) = ledger.add_inputs([place])
    for page_id in page_ids:
        ledger.add_seen(SeenPage(page_id, page_id, f"{place}/{page_id}", 10), source)
    ledger.end_input(source)


def finished(name: str, *failures: tuple[str, Drop]) -> FinishedShard:
    """A shard with one coded page."""
    return FinishedShard(name, 1 + len(failures), 1, 2, failures, ("a", "b", "c"))


# ---------------------------------------------------------------- planning


def test_pages_are_planned_in_the_order_in_which_they_were_seen(ledger: Ledger) -> None:
    """Three pages with two in a shard make two shards, named after what is in them."""
    see(ledger, "c", "a", "b")
    assert ledger.plan("f", LIMITS) == 3
    first, second = shard_name(["c", "a"], "f"), shard_name(["b"], "f")
    assert sorted(ledger.planned_shards()) == sorted([first, second])
    assert ledger.pages_of(first) == (PlannedPage("c", "c"), PlannedPage("a", "a"))
    assert (ledger.planned_shard_of("b"), ledger.planned_shard_of("d")) == (second, None)


def test_planning_twice_plans_nothing_more(ledger: Ledger) -> None:
    """What is planned or done is not new."""
    see(ledger, "a", "b")
    ledger.plan("f", LIMITS)
    see(ledger, "a", "b", "c")
    assert ledger.plan("f", LIMITS) == 1
    assert ledger.count_planned() == 3


def test_a_plan_that_breaks_leaves_nothing(ledger: Ledger) -> None:
    """All pages of one enumeration are planned or none: here the second shard cannot be."""
    see(ledger, "a", "b", "c")
    in_the_way = shard_name(["c"], "f")
    ledger.run("add_shard", {"name": in_the_way, "fingerprint": "f"})
    with pytest.raises(ProjectError, match="UNIQUE constraint failed"):
        ledger.plan("f", LIMITS)
    assert (ledger.planned_shards(), ledger.count_planned()) == ([in_the_way], 0)


def test_what_gave_no_page_is_planned_with_its_reason(ledger: Ledger) -> None:
    """A failure to read waits for its shard like a page."""
    ledger.start_enumeration()
    (source,) = ledger.add_inputs(["/in"])
    drop = Drop("ingest", "empty", "x is empty", "x")
    ledger.add_seen(SeenPage("d", "x", "/in/x", 0, drop), source)
    ledger.plan("f", LIMITS)
    (shard,) = ledger.planned_shards()
    assert ledger.pages_of(shard) == (PlannedPage("d", "x", drop),)


def test_inputs_of_unfinished_shards_are_remembered(ledger: Ledger) -> None:
    """The inputs of what is left to do are known until it is done, whatever bytes their names have."""
    ledger.start_enumeration()
    (source,) = ledger.add_inputs(["/odd\udcff"])
    ledger.add_seen(SeenPage("a", "a", "/odd", 10), source)
    ledger.plan("f", LIMITS)
    assert ledger.pending_inputs() == ["/odd\udcff"]
    ledger.finish(finished(ledger.planned_shards()[0]))
    assert ledger.pending_inputs() == []


def test_finished_shards_are_counted(ledger: Ledger) -> None:
    """Totals are over finished shards; failures are known by their pages."""
    see(ledger, "a", "b")
    ledger.plan("f", LIMITS)
    (shard,) = ledger.planned_shards()
    ledger.finish(finished(shard, ("b", Drop("extract", "no text", "m", "b"))))
    assert (ledger.done_shards(), ledger.planned_shards()) == ([shard], [])
    assert ledger.totals() == Totals(n_shards=1, n_coded=1, n_failed=1, n_mentions=2)
    assert (ledger.count_failed_of_seen("f"), ledger.count_failed_of_seen("g")) == (1, 0)


def test_a_replaced_shard_gives_its_pages_to_the_new_one(ledger: Ledger) -> None:
    """The old shard is retired, pages that are kept move and the others are forgotten.

    Until then the new one counts as retired, so that a break in between leaves no row twice.
    """
    see(ledger, "a", "b")
    ledger.plan("f", LIMITS)
    (old,) = ledger.planned_shards()
    ledger.finish(finished(old))
    new = shard_name(["b"], "f")
    ledger.announce(new, "f")
    assert ledger.retired_shards() == [new]
    ledger.replace(old, finished(new), ["b"])
    assert (ledger.done_shards(), ledger.retired_shards()) == ([new], [old])
    assert [page.page_id for page in ledger.pages_of(new)] == ["b"]
    assert ledger.fingerprint_of(new) == "f"
    assert ledger.plan("f", LIMITS) == 1


def test_a_shard_that_was_retired_can_be_planned_again(ledger: Ledger) -> None:
    """The same pages make the same shard, also after it was taken back."""
    see(ledger, "a")
    ledger.plan("f", LIMITS)
    (shard,) = ledger.planned_shards()
    ledger.finish(finished(shard))
    ledger.replace(shard, None, [])
    ledger.plan("f", LIMITS)
    assert (ledger.planned_shards(), ledger.retired_shards()) == ([shard], [])


@given(st.lists(st.text("abc", min_size=1), unique=True, min_size=1), st.text("fg"))
def test_the_name_of_a_shard_tells_its_pages_their_order_and_the_fingerprint(ids: list[str], fingerprint: str) -> None:
    """Other pages, another order or another fingerprint give another name."""
    name = shard_name(ids, fingerprint)
    assert shard_name([*ids, "d"], fingerprint) != name
    assert shard_name(ids, fingerprint + "f") != name
    assert (shard_name(ids[::-1], fingerprint) == name) == (len(ids) == 1)


def test_a_file_that_is_no_ledger_is_refused(tmp_path: Path) -> None:
    """Damage is a clear error that names the file."""
    path = tmp_path / "ledger.sqlite"
    path.write_bytes(b"no database at all" * 100)
    with pytest.raises(ProjectError, match=r"cannot use the ledger .*: file is not a database; see `sayso doctor`"):
        Ledger.open(path)


# ---------------------------------------------------------------- logs


def judgement(left: str, right: str, verdict: str = "same") -> Judgement:
    """Somebody's word on two mentions."""
    return Judgement("mention", left, right, verdict, "ana", "2026-01-01T00:00:00+00:00")


def test_the_log_of_runs_is_kept_in_order(ledger: Ledger) -> None:
    """Entries come back as they were written."""
    ledger.log_run("started", "{}", at="2026-01-01T00:00:00+00:00")
    ledger.log_run("finished", '{"n_new":1}', at="2026-01-01T00:00:09+00:00")
    assert ledger.run_log() == [
        RunEntry("2026-01-01T00:00:00+00:00", "started", "{}"),
        RunEntry("2026-01-01T00:00:09+00:00", "finished", '{"n_new":1}'),
    ]


@pytest.mark.parametrize("table", ["runs", "judgements"])
@pytest.mark.parametrize("change", ["DELETE FROM {}", "UPDATE {} SET at = ''"])
def test_logs_only_grow(tmp_path: Path, ledger: Ledger, table: str, change: str) -> None:
    """Entries cannot be changed or deleted, not even past sayso."""
    ledger.log_run("started", "{}", at="now")
    JudgementLog(ledger).add(judgement("a", "b"))
    other = sqlite3.connect(tmp_path / "ledger.sqlite")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        other.execute(change.format(table))
    other.close()


def test_a_judgement_is_in_force_until_it_is_undone(ledger: Ledger) -> None:
    """Undoing takes it out of force and leaves it in the log."""
    log = JudgementLog(ledger)
    first, second = judgement("a", "b"), judgement("c", "d", "different")
    number = log.add(first)
    log.add(second)
    log.undo(number, by="ben", at="2026-01-02T00:00:00+00:00")
    assert log.in_force() == [second]
    assert [(entry.number, entry.judgement.by, entry.undoes) for entry in log.entries()] == [
        (1, "ana", None),
        (2, "ana", None),
        (3, "ben", 1),
    ]


@given(st.integers(0, 6))
def test_undoing_an_undoing_restores(n_undoings: int) -> None:
    """Each undoing of the latest entry turns the judgement off and on again."""
    with Ledger.open(Path(":memory:")) as ledger:
        log = JudgementLog(ledger)
        number = log.add(judgement("a", "b"))
        for _ in range(n_undoings):
            number = log.undo(number, by="ana", at="")
        assert log.in_force() == ([judgement("a", "b")] if n_undoings % 2 == 0 else [])


def test_what_was_never_judged_cannot_be_undone(ledger: Ledger) -> None:
    """A wrong number is an error, not an empty undoing."""
    with pytest.raises(NotFound, match="there is no judgement number 5"):
        JudgementLog(ledger).undo(5, by="ana", at="")
