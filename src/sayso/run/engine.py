"""The engine: pages of any number of inputs into the shards of a project, once each, whatever happens meanwhile.

A run lists the inputs and hashes every page, plans those that the project does not hold into shards in one
transaction, reads the inputs a second time and hands each shard that is complete to a worker. A shard is written whole
or not at all, and its bytes depend on its pages alone: killed and started again, with one worker or many, the outcome
is the same. Running again over the same input adds nothing.

Failures of the engine's own making have stage `code`: `internal error` (an error in sayso), `worker died` (the process
that coded the page was killed, twice), `time limit`; stage `ingest`: `vanished` (the page was listed and could not be
read again), `bad text` (its metadata cannot be stored). What reading refuses has stage `ingest` as well.
"""

from __future__ import annotations

import hashlib
import itertools
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

import msgspec

from sayso.errors import InputError
from sayso.records import Coded, Page
from sayso.run.intake import ReadPages, gather_tasks, identify, read_again, storable
from sayso.run.progress import Progress, SilentProgress, make_progress
from sayso.run.workers import MakeCode, Task, WorkerPool, Workplace
from sayso.settings import BUNDLED, Own, Settings
from sayso.store.ledger import FinishedShard, Ledger, ShardLimits, shard_name
from sayso.store.project import Project
from sayso.store.schema import FORMAT
from sayso.store.writer import (
    read_finished,
    read_tables,
    remove_leftovers,
    remove_shard,
    shard_paths,
    without_pages,
    write_shard,
)

# How often a waiting run looks up: for Ctrl-C, the time limit and the progress bar.
_TICK_S = 0.2


@dataclass(frozen=True, slots=True)
class Work:
    """What a run does: how it reads its inputs, and how a worker makes the function that codes a page.

    `make_code` is called once in every worker and must survive pickling; `fingerprint` stands for all that decides the
    output besides the pages.
    """

    read: ReadPages
    make_code: MakeCode
    fingerprint: str


@dataclass(frozen=True, slots=True)
class RunSettings:
    """How a run works; none of it changes what stands in the project, but for the cut into shards.

    Attributes:
        workers: Worker processes.
        shard_pages: Pages in a shard at most.
        shard_bytes: Bytes of pages in a shard at most, which bounds the memory of the run: about two shards a worker.
        page_limit_s: Seconds that one page may take before it is set aside; the largest page that is read at all takes
            the extractor about a fifth of it.
        retry_failed: Code pages again that failed inside sayso (stage `code`).
    """

    workers: int = 1
    shard_pages: int = 64
    shard_bytes: int = 32 << 20
    page_limit_s: float = 300.0
    retry_failed: bool = False


@dataclass(frozen=True, slots=True)
class RunReport:
    """What one run did.

    Attributes:
        n_seen: Different pages and unreadable things in the inputs.
        n_new: How many of them the project did not hold, neither coded nor as a failure nor planned.
        n_skipped: How many it held.
        n_coded: Pages coded by this run, those left by an earlier run included.
        n_failed: Failures written by this run.
        n_failed_before: Failures among the skipped.
        n_mentions: Mentions written by this run.
        n_shards: Shards written by this run.
        seconds: Duration.
        stopped: True where the run was asked to stop before it was done; running again goes on.
    """

    n_seen: int = 0
    n_new: int = 0
    n_skipped: int = 0
    n_coded: int = 0
    n_failed: int = 0
    n_failed_before: int = 0
    n_mentions: int = 0
    n_shards: int = 0
    seconds: float = 0.0
    stopped: bool = False

    def summary(self) -> str:
        """One line for people."""
        if self.stopped:
            return f"stopped after {self.n_coded + self.n_failed} pages; run again to go on"
        if not self.n_seen and not self.n_shards:
            return "no page in the inputs: folders are searched for .html, .htm, .xhtml, .txt and .jsonl, also with .gz"
        done = f"{self.n_coded} pages coded, {self.n_mentions} mentions"
        failed = f", {self.n_failed} failed" if self.n_failed else ""
        skipped = f"; {self.n_skipped} of {self.n_seen} pages were there already" if self.n_skipped else ""
        before = f" ({self.n_failed_before} of them as failures)" if self.n_failed_before else ""
        return f"{done}{failed} in {self.seconds:.1f} s{skipped}{before}"


@dataclass(frozen=True, slots=True)
class MakePipeline:
    """Makes the real coding function, with the codebook of that name or path and the user's own data.

    Loading takes seconds: once a worker.
    """

    codebook: str
    own: Own = BUNDLED

    def __call__(self) -> Callable[[Page], Coded]:
        """`code_page` with its tools."""
        from sayso.pipeline import code_page
        from sayso.toolkit import load_tools

        tools = load_tools(self.codebook, self.own)
        return lambda page: code_page(page, tools)


def code_into_project(settings: Settings, locations: Sequence[str], *, show_progress: bool) -> RunReport:
    """Codes the pages of files, folders and globs into the project that the settings name; what `sayso run` does.

    Raises:
        InputError: a location does not exist.
        ProjectError: the project cannot be used or written.
        DataFileError: the codebook or one of the user's own files does not load.
    """
    from sayso.ingest.files import read_pages
    from sayso.toolkit import find_fingerprint

    read_pages(locations)  # complains about a misspelt location before a folder is made
    own = settings.own()
    work = Work(read_pages, MakePipeline(settings.codebook, own), find_fingerprint(settings.codebook, own))
    project = Project.open(Path(settings.project), create=True)
    how = RunSettings(workers=settings.workers, shard_pages=settings.shard_pages)
    progress = make_progress(sys.stderr) if show_progress else SilentProgress()
    return run_project(project, locations, work, how, progress)


def run_project(
    project: Project, locations: Sequence[str], work: Work, settings: RunSettings, progress: Progress
) -> RunReport:
    """Codes the pages of `locations`, and those that an earlier run left undone, into the project.

    The first Ctrl-C (or SIGTERM) finishes the shards in work and stops, the second aborts.

    Raises:
        InputError: a location does not exist.
        ProjectLocked: another process writes to the project.
        ProjectError: the project cannot be written (full disk), or a worker cannot start.
    """
    work.read(locations)  # complains about a misspelt location before anything is touched
    with project.lock(), project.open_ledger() as ledger, _listen() as stop:
        try:
            return _Run(project, ledger, work, settings, progress, stop).run(locations)
        finally:
            progress.end()


@dataclass(slots=True)
class _Stop:
    """Set by the first Ctrl-C."""

    asked: bool = False


@contextmanager
def _listen() -> Iterator[_Stop]:
    stop = _Stop()

    def hear(_number: int, _frame: FrameType | None) -> None:
        if stop.asked:
            raise KeyboardInterrupt
        stop.asked = True

    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = {each: signal.signal(each, hear) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


@dataclass(slots=True)
class _Run:
    """One run over a locked project."""

    project: Project
    ledger: Ledger
    work: Work
    settings: RunSettings
    progress: Progress
    stop: _Stop
    report: RunReport = RunReport()
    n_finished: int = 0

    @property
    def root(self) -> Path:
        return self.project.root

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(f"{FORMAT}\n{self.work.fingerprint}".encode()).hexdigest()[:20]

    def run(self, locations: Sequence[str]) -> RunReport:
        began = time.monotonic()
        self.log("started", {"fingerprint": self.fingerprint, "locations": [storable(each) for each in locations]})
        self.mend()
        sources = self.list_sources(locations)
        self.enumerate_pages(sources)
        if not self.stop.asked:
            self.plan()
            self.clear_retired()
            self.adopt_written_shards()
            self.code(sources)
        if not self.stop.asked:
            self.withdraw(self.ledger.find_superseded(self.fingerprint))
        self.report = replace(self.report, seconds=time.monotonic() - began, stopped=self.stop.asked)
        self.log("stopped" if self.stop.asked else "finished", asdict(self.report))
        return self.report

    def log(self, event: str, detail: dict[str, object]) -> None:
        at = datetime.now(UTC).isoformat(timespec="seconds")
        self.ledger.log_run(event, msgspec.json.encode(detail).decode(), at=at)

    # ---------------------------------------------------------------- before coding

    def mend(self) -> None:
        """Clears what a broken run left, and opens shards again whose files somebody removed."""
        remove_leftovers(self.root)
        self.clear_retired()
        for name in self.ledger.done_shards():
            if not all(path.is_file() for path in shard_paths(self.root, name)):
                self.progress.tell(f"files of shard {name} are gone; its pages are coded again")
                self.ledger.reopen(name)

    def list_sources(self, locations: Sequence[str]) -> dict[str, int]:
        """The inputs of this run and those of pages that an earlier run left undone, with their numbers."""
        given = {str(Path(location).absolute()): location for location in locations}
        left = {path: path for path in self.ledger.pending_inputs() if path not in given}
        sources = given | left
        return dict(zip(sources.values(), self.ledger.add_inputs(sources), strict=True))

    def enumerate_pages(self, sources: dict[str, int]) -> None:
        """Hashes every page of the inputs; nothing but the hash is kept."""
        self.ledger.start_enumeration()
        n_found = 0
        for source, number in sources.items():
            try:
                for found in self.work.read([source]):
                    if self.stop.asked:
                        return
                    self.ledger.add_seen(identify(found), number)
                    n_found += 1
                    self.progress.look(n_found)
                self.ledger.end_input(number)
            except InputError as error:
                self.progress.tell(f"{error} (an input of an earlier run that was not finished)")

    def plan(self) -> None:
        self.withdraw(self.ledger.find_repaired())
        self.withdraw(self.ledger.find_worth_another_try(every=self.settings.retry_failed))
        n_new = self.ledger.plan(self.fingerprint, ShardLimits(self.settings.shard_pages, self.settings.shard_bytes))
        n_seen = self.ledger.count_seen()
        self.report = replace(
            self.report,
            n_seen=n_seen,
            n_new=n_new,
            n_skipped=max(0, n_seen - self.ledger.count_planned()),
            n_failed_before=self.ledger.count_failed_of_seen(self.fingerprint),
        )

    def adopt_written_shards(self) -> None:
        """Takes over shards whose files stand whole and of which the ledger does not know: the run was killed then."""
        for name in self.ledger.planned_shards():
            written = read_finished(self.root, name)
            if written is not None:
                self.finish(written)

    # ---------------------------------------------------------------- coding

    def code(self, sources: dict[str, int]) -> None:
        n_shards = len(self.ledger.planned_shards())
        if not n_shards:
            return
        self.progress.begin(self.ledger.count_planned())
        self.n_finished = 0
        workplace = Workplace(self.work.make_code, self.root.absolute(), self.fingerprint, self.settings.page_limit_s)
        with WorkerPool(workplace, min(self.settings.workers, n_shards)) as pool:
            for task in self.tasks(list(sources)):
                while not pool.has_room() and not self.stop.asked:
                    self.settle(pool)
                if self.stop.asked:
                    break
                pool.submit(task)
            while pool.is_busy():
                self.settle(pool)

    def tasks(self, sources: Sequence[str]) -> Iterator[Task]:
        # Where reading ends early because the user stops, what is then given as incomplete is not submitted any more.
        reading = read_again(self.work.read, sources)
        yield from gather_tasks(itertools.takewhile(lambda _: not self.stop.asked, reading), self.ledger)

    def settle(self, pool: WorkerPool) -> None:
        for shard in pool.wait(_TICK_S):
            self.finish(shard)
        n_done, n_failed = pool.in_work()
        self.progress.update(self.n_finished + n_done, self.report.n_failed + n_failed)

    def finish(self, shard: FinishedShard) -> None:
        self.ledger.finish(shard)
        report = self.report
        self.n_finished += shard.n_pages
        self.report = replace(
            report,
            n_coded=report.n_coded + shard.n_coded,
            n_failed=report.n_failed + len(shard.failures),
            n_mentions=report.n_mentions + shard.n_mentions,
            n_shards=report.n_shards + 1,
        )

    # ---------------------------------------------------------------- after coding

    def withdraw(self, found: dict[str, set[str]]) -> None:
        """Takes the rows of these pages out of finished shards, which are written anew without them."""
        for old, page_ids in found.items():
            kept = [page.page_id for page in self.ledger.pages_of(old) if page.page_id not in page_ids]
            fingerprint = self.ledger.fingerprint_of(old)
            new = None
            if kept:
                tables = without_pages(read_tables(self.root, old), page_ids)
                name = shard_name(kept, fingerprint)
                self.ledger.announce(name, fingerprint)
                new = write_shard(self.root, name, fingerprint, tables)
            self.ledger.replace(old, new, kept)
        self.clear_retired()

    def clear_retired(self) -> None:
        for name in self.ledger.retired_shards():
            remove_shard(self.root, name)
            self.ledger.forget_retired(name)
