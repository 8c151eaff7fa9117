"""Tests of the engine: every page once, bad pages set aside, nothing lost, the same bytes whatever happens."""

from __future__ import annotations

import json
import os
import re
import signal
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from io import StringIO
from pathlib import Path

import pytest

from coders import MakeCoder, MakeOnFullDisk, make_dying_coder, make_no_coder
from sayso import codec
from sayso.errors import InputError, ProjectError, ProjectLocked
from sayso.ingest.files import read_pages
from sayso.records import Drop, Page
from sayso.run import RunReport, RunSettings, Work, run_project
from sayso.run.progress import PlainProgress, SilentProgress, make_progress
from sayso.run.workers import MakeCode
from sayso.store.project import Project

# ---------------------------------------------------------------- builders

CHEAP = MakeCoder()


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """An empty folder for pages."""
    folder = tmp_path / "pages"
    folder.mkdir()
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A new project."""
    return Project.open(tmp_path / "sayso.d", create=True)


def write(folder: Path, *texts: str) -> None:
    """One page for each text, in order of name."""
    for number, text in enumerate(texts, start=len(list(folder.iterdir()))):
        (folder / f"{number:03}.txt").write_text(text)


def run(
    project: Project,
    *locations: Path,
    make_code: MakeCode = CHEAP,
    fingerprint: str = "one",
    **settings: float,
) -> RunReport:
    """A run with small shards, reading real files."""
    work = Work(read_pages, make_code, fingerprint)
    chosen = RunSettings(**({"shard_pages": 3} | settings))
    return run_project(project, [str(each) for each in locations], work, chosen, SilentProgress())


def files(project: Project) -> dict[str, bytes]:
    """All shard files by name."""
    return {str(path.relative_to(project.root)): path.read_bytes() for path in project.root.glob("*/*.parquet")}


def texts(project: Project) -> list[str]:
    """The texts of all documents, sorted."""
    found = (project.root / "documents").iterdir()
    return sorted(each.document.text for path in found for each in codec.read_documents(path))


def failures(project: Project) -> list[tuple[str, str, str]]:
    """File name, stage and reason of all failures, sorted."""
    found = (project.root / "failures").iterdir()
    drops = (drop for path in found for _, drop in codec.read_failures(path))
    return sorted((Path(drop.ref).name, drop.stage, drop.reason) for drop in drops)


def messages(project: Project) -> list[str]:
    """The messages of all failures, sorted."""
    found = (project.root / "failures").iterdir()
    return sorted(drop.message for path in found for _, drop in codec.read_failures(path))


# ---------------------------------------------------------------- once each


def test_all_pages_are_coded_in_shards(project: Project, pages: Path) -> None:
    """Seven pages with three in a shard make three shards that hold them all."""
    write(pages, *(f"Rebels attacked town {n}" for n in range(7)))
    report = run(project, pages)
    assert (report.n_seen, report.n_new, report.n_coded, report.n_failed, report.n_shards) == (7, 7, 7, 0, 3)
    assert report.n_mentions == 7
    assert texts(project) == [f"Rebels attacked town {n}" for n in range(7)]


def test_a_second_run_adds_nothing(project: Project, pages: Path) -> None:
    """The same input again leaves every file untouched and says that all was there."""
    write(pages, "Rebels attacked", "REFUSED", "FOREIGN")
    (pages / "empty.txt").write_text("")
    run(project, pages)
    before = {path: path.stat().st_mtime_ns for path in project.root.glob("*/*.parquet")}
    report = run(project, pages)
    assert (report.n_seen, report.n_new, report.n_skipped, report.n_failed_before, report.n_shards) == (4, 0, 4, 3, 0)
    assert {path: path.stat().st_mtime_ns for path in project.root.glob("*/*.parquet")} == before


def test_new_pages_go_into_new_shards(project: Project, pages: Path) -> None:
    """A second run codes only what is new and leaves the old shards alone."""
    write(pages, "one", "two")
    run(project, pages)
    before = files(project)
    write(pages, "three")
    report = run(project, pages)
    assert (report.n_new, report.n_coded, report.n_skipped) == (1, 1, 2)
    assert before.items() <= files(project).items()
    assert texts(project) == ["one", "three", "two"]


def test_equal_pages_are_coded_once(project: Project, pages: Path) -> None:
    """Two files of the same content are one page; the first stands for both."""
    write(pages, "same", "same", "other")
    report = run(project, pages)
    assert (report.n_seen, report.n_coded) == (2, 2)
    assert texts(project) == ["other", "same"]


def test_one_and_two_workers_write_the_same_bytes(tmp_path: Path, pages: Path) -> None:
    """The number of workers does not show in the output."""
    write(pages, *(f"Rebels attacked town {n}" for n in range(10)), "BUG", "REFUSED", "FOREIGN")
    one, two = (Project.open(tmp_path / name, create=True) for name in ("one", "two"))
    run(one, pages, workers=1)
    run(two, pages, workers=2)
    assert len(files(one)) == 15
    assert files(one) == files(two)


def test_shards_are_cut_by_bytes_too(project: Project, pages: Path) -> None:
    """Large pages stand in smaller shards, so that memory stays bounded."""
    write(pages, "a" * 60, "b" * 60, "c" * 30, "d" * 30)
    assert run(project, pages, shard_bytes=100).n_shards == 3


def test_the_ledger_tells_what_was_run(project: Project, pages: Path) -> None:
    """Each run leaves an entry at its start, with its inputs, and one at its end, with what it did."""
    write(pages, "one")
    report = run(project, pages)
    with project.open_ledger() as ledger:
        started, ended = ledger.run_log()
    assert (started.event, json.loads(started.detail)["locations"]) == ("started", [str(pages)])
    assert (ended.event, json.loads(ended.detail)) == ("finished", asdict(report))


# ---------------------------------------------------------------- bad pages


@pytest.mark.parametrize(
    ("text", "stage", "reason"),
    [
        ("REFUSED", "extract", "no text"),
        ("BUG", "code", "internal error"),
        ("DEEP", "code", "internal error"),
        ("HUGE", "code", "internal error"),
        ("HALF attacked", "code", "internal error"),
        ("FOREIGN", "language", "unsupported language"),
    ],
)
def test_a_bad_page_becomes_a_failure_and_stops_nothing(
    project: Project, pages: Path, text: str, stage: str, reason: str
) -> None:
    """Whatever a page brings about, the others are coded and it stands in the failures with its reason."""
    write(pages, "first", text, "last")
    report = run(project, pages)
    assert (report.n_coded, report.n_failed) == (2, 1)
    assert failures(project) == [("001.txt", stage, reason)]


def test_an_internal_error_says_what_and_where(project: Project, pages: Path) -> None:
    """Type, message and place are kept; addresses in memory, which differ every time, are not."""
    write(pages, "BUG")
    run(project, pages)
    (message,) = messages(project)
    assert re.fullmatch(r"ValueError: no idea what to do with <object object at 0x\.\.\.> \(coders\.py:\d+\)", message)
    assert "Traceback" in (project.logs / "workers.log").read_text()


def test_a_page_that_kills_its_worker_is_set_aside(project: Project, pages: Path) -> None:
    """The worker is replaced, the poison found and all other pages are coded."""
    write(pages, "one", "POISON", "three", "POISON too", "five", "six")
    report = run(project, pages, workers=2, shard_pages=6)
    assert texts(project) == ["five", "one", "six", "three"]
    assert failures(project) == [("001.txt", "code", "worker died"), ("003.txt", "code", "worker died")]
    assert messages(project) == ["the process that coded the page was ended by SIGKILL, twice"] * 2
    assert (report.n_coded, report.n_failed) == (4, 2)


def test_a_page_that_never_ends_is_set_aside(project: Project, pages: Path) -> None:
    """A page over the time limit costs itself, no other."""
    write(pages, "one", "HANGS", "three")
    run(project, pages, page_limit_s=0.5)
    assert texts(project) == ["one", "three"]
    assert failures(project) == [("001.txt", "code", "time limit")]


def test_a_failure_inside_sayso_can_be_tried_again(project: Project, pages: Path) -> None:
    """With retry_failed, pages of stage `code` are coded again; their neighbours stay."""
    write(pages, "one", "HANGS")
    run(project, pages, page_limit_s=0.3)
    assert run(project, pages, page_limit_s=0.3).n_shards == 0
    report = run(project, pages, page_limit_s=0.3, retry_failed=True)
    assert (report.n_new, report.n_failed) == (1, 1)
    assert (texts(project), failures(project)) == (["one"], [("001.txt", "code", "time limit")])


# ---------------------------------------------------------------- inputs that come and go


def test_what_cannot_be_read_is_a_failure_once(project: Project, pages: Path) -> None:
    """An unreadable input is a row, under one spelling of its path or two."""
    (pages / "empty.txt").write_text("")
    run(project, pages)
    run(project, pages / ".." / "pages", pages / "empty.txt")
    assert failures(project) == [("empty.txt", "ingest", "empty")]


def test_a_repaired_file_is_coded_and_its_failure_goes(project: Project, pages: Path) -> None:
    """When a file can be read at last, the page stands in the project and the failure does not."""
    write(pages, "fine")
    (pages / "empty.txt").write_text("")
    run(project, pages)
    (pages / "empty.txt").write_text("mended")
    run(project, pages)
    assert (texts(project), failures(project)) == (["fine", "mended"], [])
    (pages / "empty.txt").write_text("")
    run(project, pages)
    assert failures(project) == [("empty.txt", "ingest", "empty")]


def test_a_page_that_changes_while_it_waits_is_a_failure_until_the_next_run(project: Project, pages: Path) -> None:
    """What was listed and is not there any more is said, not lost; the new content is coded by the next run."""
    write(pages, "one", "two")

    def read(locations: Sequence[str]) -> Iterator[Page | Drop]:
        yield from read_pages(locations)
        (pages / "001.txt").write_text("changed")

    work = Work(read, MakeCoder(), "one")
    run_project(project, [str(pages)], work, RunSettings(), SilentProgress())
    assert (texts(project), failures(project)) == (["one"], [("001.txt", "ingest", "vanished")])
    run(project, pages)
    assert (texts(project), failures(project)) == (["changed", "one"], [])


def test_a_vanished_page_that_comes_back_is_coded(project: Project, pages: Path) -> None:
    """A page that was away for one run is coded when it is met again."""
    write(pages, "one", "two")
    reads = []

    def read(locations: Sequence[str]) -> Iterator[Page | Drop]:
        reads.append(locations)
        for page in read_pages(locations):
            if not (len(reads) == 2 and isinstance(page, Page) and page.body == b"two"):
                yield page

    work = Work(read, MakeCoder(), "one")
    run_project(project, [str(pages)], work, RunSettings(), SilentProgress())
    assert failures(project) == [("001.txt", "ingest", "vanished")]
    run_project(project, [str(pages)], work, RunSettings(), SilentProgress())
    assert (texts(project), failures(project)) == (["one", "two"], [])


def test_a_location_that_does_not_exist_changes_nothing(project: Project, pages: Path) -> None:
    """A misspelt input is an error before anything is coded."""
    write(pages, "one")
    with pytest.raises(InputError):
        run(project, pages, pages / "nothing")
    assert files(project) == {}


def test_metadata_that_cannot_be_stored_are_a_failure(project: Project) -> None:
    """Half a character in a title stops one page, not the run."""
    given = [Page("a#1", b"one", "text/plain", title="\ud800"), Page("a#2", b"two", "text/plain")]
    work = Work(lambda _: iter(given), MakeCoder(), "one")
    run_project(project, ["a"], work, RunSettings(), SilentProgress())
    assert (texts(project), failures(project)) == (["two"], [("a#1", "ingest", "bad text")])


def test_a_file_name_that_is_not_utf8_is_no_obstacle(project: Project, pages: Path) -> None:
    """Odd bytes in a file's name are written as escapes."""
    Path(os.fsdecode(os.fsencode(pages) + b"/\xff.txt")).write_text("one")
    run(project, pages)
    ((path,), names) = (list((project.root / "documents").iterdir()), [])
    names += [Path(each.document.location).name for each in codec.read_documents(path)]
    assert names == ["\\udcff.txt"]


# ---------------------------------------------------------------- another version


def test_another_fingerprint_codes_again_and_leaves_no_old_row(project: Project, pages: Path) -> None:
    """After a change of version or codebook, pages met again are coded anew; those not met stay as they were."""
    write(pages, "Rebels attacked", "They attacked", "away: Some attacked")
    run(project, pages)
    (pages / "002.txt").unlink()
    report = run(project, pages, fingerprint="two", make_code=MakeCoder(codebook="fake 2"))
    found = (project.root / "mentions").iterdir()
    coded = sorted((mention.codebook, mention.trigger.start) for path in found for mention in codec.read_mentions(path))
    assert report.n_coded == 2
    assert coded == [("fake 1", 11), ("fake 2", 5), ("fake 2", 7)]
    assert texts(project) == ["Rebels attacked", "They attacked", "away: Some attacked"]


def test_pages_planned_under_another_fingerprint_are_planned_anew(project: Project, pages: Path) -> None:
    """What an older version left undone is coded by the newer one, also where its inputs are not named again."""
    write(pages, "Rebels attacked", "They attacked")
    with pytest.raises(ProjectError):
        run(project, pages, make_code=make_no_coder)
    other = pages.parent / "other"
    other.mkdir()
    write(other, "calm")
    run(project, other, fingerprint="two")
    assert texts(project) == ["Rebels attacked", "They attacked", "calm"]


# ---------------------------------------------------------------- stopping and going on


@dataclass
class Interrupting(SilentProgress):
    """Sends a signal, Ctrl-C by default, so often when the first page is done."""

    times: int
    signal: signal.Signals = signal.SIGINT

    def update(self, n_done: int, n_failed: int) -> None:
        if n_done > n_failed:
            for _ in range(self.times):
                os.kill(os.getpid(), self.signal)
            self.times = 0


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_the_first_signal_finishes_the_shards_in_work_and_stops(
    project: Project, pages: Path, sent: signal.Signals
) -> None:
    """After Ctrl-C, or SIGTERM, the shard in work is written, no other is begun, and running again ends it all."""
    write(pages, *(f"Rebels attacked town {n}" for n in range(9)))
    work = Work(read_pages, MakeCoder(pause_s=0.02), "one")
    report = run_project(project, [str(pages)], work, RunSettings(shard_pages=3), Interrupting(1, sent))
    assert report.stopped
    assert report.summary() == "stopped after 3 pages; run again to go on"
    assert len(texts(project)) == 3
    again = run(project, pages)
    assert (again.n_coded, again.n_skipped, again.stopped) == (6, 3, False)
    assert len(texts(project)) == 9


def test_the_second_ctrl_c_aborts_and_loses_nothing(project: Project, pages: Path) -> None:
    """At the second Ctrl-C the run ends at once; nothing is half-written, no lock stays, and running again ends it."""
    write(pages, *(f"Rebels attacked town {n}" for n in range(4)))
    work = Work(read_pages, MakeCoder(pause_s=0.02), "one")
    with pytest.raises(KeyboardInterrupt):
        run_project(project, [str(pages)], work, RunSettings(shard_pages=3), Interrupting(times=2))
    assert (texts(project), project.locked_by()) == ([], None)
    assert run(project, pages).n_coded == 4


def test_a_project_is_written_by_one_process_at_a_time(project: Project, pages: Path) -> None:
    """The second is told which process holds it; when that ends, the project is free."""
    write(pages, "one")
    with project.lock():
        with pytest.raises(ProjectLocked, match=f"process {os.getpid()} writes to the project"):
            run(project, pages)
        assert project.locked_by() == os.getpid()
    assert project.locked_by() is None
    assert run(project, pages).n_coded == 1


def test_a_full_disk_stops_the_run_and_loses_nothing(project: Project, pages: Path) -> None:
    """The run ends with a clear error, no half file stays, and the next run goes on."""
    write(pages, *(f"Rebels attacked town {n}" for n in range(4)))
    with pytest.raises(ProjectError, match=r"cannot write .*: File too large; nothing is lost: run again"):
        run(project, pages, make_code=MakeOnFullDisk(most_bytes=4000))
    assert not list(project.root.glob("*/.*"))
    assert texts(project) == []
    assert run(project, pages).n_coded == 4
    assert len(texts(project)) == 4


def test_a_worker_that_cannot_load_stops_the_run(project: Project, pages: Path) -> None:
    """A missing model is said as it is; a worker that dies while loading is no endless loop."""
    write(pages, "one")
    with pytest.raises(ProjectError, match="the model is missing; install sayso again"):
        run(project, pages, make_code=make_no_coder)
    with pytest.raises(ProjectError, match="a worker was ended by SIGKILL before it could code a page"):
        run(project, pages, make_code=make_dying_coder)


def test_removed_shard_files_are_coded_again(project: Project, pages: Path) -> None:
    """Somebody's deletion of a file heals with the next run."""
    write(pages, "one", "two")
    run(project, pages)
    before = files(project)
    next((project.root / "mentions").iterdir()).unlink()
    run(project, pages)
    assert files(project) == before


def test_a_lost_ledger_costs_no_coding(project: Project, pages: Path) -> None:
    """Shards that stand whole are taken over; pages that would be coded again would kill their worker here."""
    write(pages, "one", "two")
    run(project, pages)
    before = files(project)
    for path in project.root.glob("ledger.sqlite*"):
        path.unlink()
    run(project, pages, make_code=make_dying_coder)
    assert files(project) == before


def test_a_damaged_shard_is_named_when_it_must_be_read(project: Project, pages: Path) -> None:
    """A file that somebody damaged is not passed over: the message says which and what to do."""
    write(pages, "one", "two")
    run(project, pages)
    (path,) = (project.root / "mentions").iterdir()
    path.write_bytes(b"no Parquet")
    (pages / "001.txt").unlink()
    with pytest.raises(ProjectError, match=rf"cannot read the shard file {path}: .*delete the file and run again"):
        run(project, pages, fingerprint="two")
    path.unlink()
    run(project, pages, fingerprint="two")
    assert (texts(project), failures(project)) == (["one"], [("001.txt", "ingest", "vanished")])


def test_a_page_that_is_gone_before_it_was_coded_is_said(project: Project, pages: Path) -> None:
    """What a broken run planned and the next cannot find is a failure of that run and forgotten by the one after."""
    write(pages, "one", "two")
    with pytest.raises(ProjectError):
        run(project, pages, make_code=make_no_coder)
    (pages / "001.txt").unlink()
    run(project, pages)
    assert (texts(project), failures(project)) == (["one"], [("001.txt", "ingest", "vanished")])
    run(project, pages)
    assert (texts(project), failures(project)) == (["one"], [])


# ---------------------------------------------------------------- project folders and progress


def test_standard_output_stays_untouched(project: Project, pages: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Neither progress nor what a library prints in a worker reaches standard output."""
    write(pages, "CHATTY")
    work = Work(read_pages, MakeCoder(), "one")
    run_project(project, [str(pages)], work, RunSettings(), make_progress(sys.stderr))
    assert capfd.readouterr().out == ""
    assert (project.logs / "workers.log").read_text() == "hello from a library\n"


def test_a_folder_with_other_things_is_no_project(tmp_path: Path) -> None:
    """A folder that holds something else is refused and not written to."""
    (tmp_path / "thesis.doc").write_text("mine")
    with pytest.raises(ProjectError, match="holds something else than a project"):
        Project.open(tmp_path, create=True)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.doc"]


def test_a_project_that_is_not_there_is_named(tmp_path: Path) -> None:
    """Without `create` nothing is made, and the message says how to make it."""
    with pytest.raises(ProjectError, match=r"there is no project at .*none; make one: sayso run PAGES"):
        Project.open(tmp_path / "none")
    assert list(tmp_path.iterdir()) == []


def test_a_project_of_another_layout_is_refused(project: Project) -> None:
    """A folder written by a later version is not touched."""
    (project.root / "format").write_text("9\n")
    with pytest.raises(ProjectError, match="has layout '9', this version of sayso knows '1'"):
        Project.open(project.root)


def test_plain_progress_speaks_now_and_then() -> None:
    """A line at the start, one every 30 seconds with rate, failures and remaining time, one at the end."""
    stream, now = StringIO(), [0.0]
    progress = PlainProgress(stream, clock=lambda: now[0])
    progress.begin(100)
    for second in range(0, 41, 10):
        now[0] = float(second)
        progress.update(second, 2)
    progress.end()
    assert stream.getvalue().splitlines() == [
        "sayso: coding 100 pages",
        "sayso: 30 of 100 pages, 1.0 a second, 2 failed, 0:01:10 left",
        "sayso: 40 of 100 pages, 1.0 a second, 2 failed, 0:01:00 left",
    ]


class Terminal(StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bar shows pages done, rate and failures, and messages stand above it."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    stream = Terminal()
    progress = make_progress(stream)
    progress.look(7)
    progress.begin(9)
    progress.update(4, 1)
    progress.tell("something [odd] happened")
    progress.end()
    shown = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", stream.getvalue())
    assert re.search(r"coding ━+╸?╺?━* 4/9 [\d.]+ pages/s [-:\d]+ 1 failed", shown)
    assert "sayso: something [odd] happened\n" in shown


@pytest.mark.parametrize(
    ("report", "summary"),
    [
        (RunReport(n_seen=3, n_coded=3, n_mentions=5, seconds=2.0), "3 pages coded, 5 mentions in 2.0 s"),
        (
            RunReport(n_seen=9, n_coded=2, n_failed=1, n_skipped=6, n_failed_before=2, seconds=2.0),
            "2 pages coded, 0 mentions, 1 failed in 2.0 s; 6 of 9 pages were there already (2 of them as failures)",
        ),
        (RunReport(n_coded=2, n_failed=1, stopped=True), "stopped after 3 pages; run again to go on"),
    ],
)
def test_a_run_is_summed_up_in_one_line(report: RunReport, summary: str) -> None:
    """What was coded, what failed, what was there before."""
    assert report.summary() == summary
