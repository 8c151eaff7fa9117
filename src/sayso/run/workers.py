"""Worker processes that code shards and write them; a page that kills its worker is found and set aside.

Each worker has a pipe of its own and tells which page it begins. So the parent knows what a worker died of: that page
is tried once more, first of all in a fresh worker, and set aside as a failure when it kills that one as well. A
process pool of the standard library breaks as a whole instead, and its workers outlive a parent that is killed; ours
see the end of their pipe and go.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from pathlib import Path

from sayso.errors import PageError, ProjectError, SaysoError, describe_error
from sayso.records import Coded, Drop, Page
from sayso.store.ledger import FinishedShard
from sayso.store.writer import ShardTables, build_tables, join_tables, write_shard

log = logging.getLogger("sayso.run.workers")

Code = Callable[[Page], Coded]
MakeCode = Callable[[], Code]

# A page that killed two fresh workers, once alone, is to blame; one death may have come from outside.
_MAX_DEATHS = 2

# Time for an idle worker to leave; Python needs about 0.1 s with a model loaded.
_LEAVE_S = 5.0


@dataclass(frozen=True, slots=True)
class Item:
    """One planned page of a shard, or the drop that stands for it."""

    page_id: str
    location: str
    content: Page | Drop


@dataclass(frozen=True, slots=True)
class Task:
    """One shard to code; the pages at `suspects` are coded before the others."""

    shard: str
    items: tuple[Item, ...]
    suspects: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Workplace:
    """What a worker is told once: how to make the coding function, and where results go under what fingerprint."""

    make_code: MakeCode
    root: Path
    fingerprint: str
    page_limit_s: float


# What a worker tells: it is ready for a task; it begins the page at `index` (None: it writes the shard); the shard is
# written; it cannot go on.


@dataclass(frozen=True, slots=True)
class _Ready:
    pass


@dataclass(frozen=True, slots=True)
class _Began:
    index: int | None
    n_done: int
    n_failed: int


@dataclass(frozen=True, slots=True)
class _Broken:
    message: str


@dataclass(slots=True)
class _Worker:
    process: subprocess.Popen[bytes]
    connection: Connection
    ready: bool = False
    task: Task | None = None
    page: int | None = None
    page_since: float = 0.0
    n_done: int = 0
    n_failed: int = 0


@dataclass(slots=True)
class WorkerPool:
    """A number of worker processes; use it as a context manager, so that none is left behind."""

    workplace: Workplace
    size: int
    _workers: list[_Worker] = field(default_factory=list)
    _deaths: dict[tuple[str, int | None], int] = field(default_factory=dict)
    _again: list[Task] = field(default_factory=list)

    def __enter__(self) -> WorkerPool:
        for _ in range(self.size):
            self._workers.append(_start(self.workplace))
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.connection.close()
        for worker in self._workers:
            _end(worker)

    def has_room(self) -> bool:
        """True where a worker waits for a task."""
        return not self._again and any(worker.ready and worker.task is None for worker in self._workers)

    def is_busy(self) -> bool:
        """True while a task is not finished."""
        return bool(self._again) or any(worker.task is not None for worker in self._workers)

    def in_work(self) -> tuple[int, int]:
        """Pages done and pages failed in the shards that are in work."""
        return sum(worker.n_done for worker in self._workers), sum(worker.n_failed for worker in self._workers)

    def submit(self, task: Task) -> None:
        """Gives a task to a worker that waits for one."""
        worker = next(each for each in self._workers if each.ready and each.task is None)
        worker.task, worker.page, worker.n_done, worker.n_failed = task, None, 0, 0
        worker.page_since = time.monotonic()
        try:
            worker.connection.send(task)
        except (BrokenPipeError, ConnectionResetError):
            self._bury(worker)

    def wait(self, timeout_s: float) -> list[FinishedShard]:
        """The shards that are finished by now; waits for something to happen, at most so long.

        Raises:
            ProjectError: results cannot be written, or workers cannot start.
        """
        while self._again and any(worker.ready and worker.task is None for worker in self._workers):
            self.submit(self._again.pop(0))
        by_connection = {worker.connection: worker for worker in self._workers}
        finished = []
        for connection in wait(list(by_connection), timeout_s):
            if isinstance(connection, Connection):
                done = self._hear(by_connection[connection])
                finished += [done] if done else []
        self._stop_overdue()
        return finished

    def _hear(self, worker: _Worker) -> FinishedShard | None:
        try:
            said = worker.connection.recv()
        except (EOFError, OSError):
            self._bury(worker)
            return None
        if isinstance(said, _Broken):
            raise ProjectError(said.message, path=str(self.workplace.root))
        if isinstance(said, _Began):
            worker.page, worker.n_done, worker.n_failed = said.index, said.n_done, said.n_failed
            worker.page_since = time.monotonic()
            return None
        worker.ready = True
        if not isinstance(said, FinishedShard):
            return None
        worker.task, worker.page, worker.n_done, worker.n_failed = None, None, 0, 0
        return said

    def _stop_overdue(self) -> None:
        for worker in list(self._workers):
            if worker.page is None or worker.task is None:
                continue
            if time.monotonic() - worker.page_since > self.workplace.page_limit_s:
                worker.process.kill()
                limit = f"the page took longer than {self.workplace.page_limit_s:g} s"
                self._again.append(_set_aside(worker.task, worker.page, "time limit", limit))
                worker.task = None
                self._replace(worker)

    def _bury(self, worker: _Worker) -> None:
        """Puts a fresh worker in the place of one that died, and its task back with the page it died of."""
        task, page = worker.task, worker.page
        worker.process.wait()
        how = _describe_end(worker.process.returncode)
        if task is None and worker.ready:
            self._replace(worker)
            return
        if task is None:
            message = f"a worker {how} before it could code a page; see {_log_of(self.workplace)}"
            raise ProjectError(message, path=str(self.workplace.root))
        deaths = self._deaths.get((task.shard, page), 0) + 1
        self._deaths[task.shard, page] = deaths
        if deaths < _MAX_DEATHS:
            log.warning("a worker %s in shard %s; its page is tried again", how, task.shard)
            self._again.append(task if page is None else replace(task, suspects=(page,)))
        elif page is None:
            raise ProjectError(f"a worker {how} twice while it wrote shard {task.shard}", path=str(self.workplace.root))
        else:
            self._again.append(_set_aside(task, page, "worker died", f"the process that coded the page {how}, twice"))
        self._replace(worker)

    def _replace(self, worker: _Worker) -> None:
        worker.connection.close()
        _end(worker)
        self._workers[self._workers.index(worker)] = _start(self.workplace)


def _set_aside(task: Task, index: int, reason: str, message: str) -> Task:
    item = task.items[index]
    dropped = replace(item, content=Drop("code", reason, message, item.location))
    return Task(task.shard, (*task.items[:index], dropped, *task.items[index + 1 :]))


def _describe_end(exit_code: int) -> str:
    if exit_code >= 0:
        return f"ended with status {exit_code}"
    known = {each.value: each.name for each in signal.Signals}
    return f"was ended by {known.get(-exit_code, f'signal {-exit_code}')}"


def _start(workplace: Workplace) -> _Worker:
    ours, theirs = socket.socketpair()
    # A session of its own keeps Ctrl-C away: the parent alone decides what then happens. Threads inside numeric
    # libraries would only fight with the other workers. Not multiprocessing: it runs the caller's script once more.
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
    }
    with theirs, _log_of(workplace).open("ab") as log_file:
        process = subprocess.Popen(
            [sys.executable, "-P", "-c", f"from sayso.run.workers import work; work({theirs.fileno()})"],
            stdin=subprocess.DEVNULL,
            stdout=log_file,
            stderr=log_file,
            pass_fds=[theirs.fileno()],
            env=environment,
            start_new_session=True,
        )
    # Only the worker holds the far end now: its death is the end of the pipe.
    connection = Connection(ours.detach())
    try:
        connection.send(workplace)
    except (BrokenPipeError, ConnectionResetError):
        # It died at once; the end of the pipe is heard later, with what it died of.
        log.warning("a worker died at once")
    return _Worker(process, connection)


def _log_of(workplace: Workplace) -> Path:
    return workplace.root / "logs" / "workers.log"


def _end(worker: _Worker) -> None:
    # An idle worker goes by itself when its pipe is closed; one at work has nothing to lose: shards are atomic.
    if worker.task is not None or not worker.ready:
        worker.process.kill()
    try:
        worker.process.wait(timeout=_LEAVE_S)
    except subprocess.TimeoutExpired:
        worker.process.kill()
        worker.process.wait()


# ---------------------------------------------------------------- inside the worker


def work(file: int) -> None:
    """Codes shards until the pipe at this file descriptor ends: the main function of a worker process."""
    logging.basicConfig(format="%(asctime)s %(process)d %(levelname)s %(name)s %(message)s")
    connection = Connection(file)
    try:
        workplace: Workplace = connection.recv()
        try:
            code = workplace.make_code()
            connection.send(_Ready())
            while True:
                connection.send(_code_shard(connection.recv(), code, workplace, connection))
        except SaysoError as error:
            connection.send(_Broken(str(error)))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        # The parent is gone. What was not written is coded again by the next run.
        return


def _code_shard(task: Task, code: Code, workplace: Workplace, connection: Connection) -> FinishedShard:
    parts: dict[int, ShardTables] = {}
    n_failed = 0
    others = (index for index in range(len(task.items)) if index not in task.suspects)
    for index in (*task.suspects, *others):
        connection.send(_Began(index, len(parts), n_failed))
        parts[index] = code_item(task.items[index], code)
        n_failed += parts[index].failures.num_rows
    connection.send(_Began(None, len(parts), n_failed))
    tables = join_tables([parts[index] for index in range(len(task.items))])
    return write_shard(workplace.root, task.shard, workplace.fingerprint, tables)


def code_item(item: Item, code: Code) -> ShardTables:
    """The rows that one page gives: its document and mentions, or a failure, or both where it is kept uncoded."""
    if isinstance(item.content, Drop):
        return _failed(item, item.content)
    try:
        return _tables(item, code(item.content))
    except PageError as error:
        return _failed(item, Drop(error.stage, error.reason, str(error), item.location))
    # The one deliberate catch of everything: whatever a hostile page brings about in us or in a library below us
    # costs this page and no other. Ends of the process (SystemExit, KeyboardInterrupt) still pass.
    except Exception as error:
        log.exception("internal error in page %s (%s)", item.page_id, item.location)
        return _failed(item, Drop("code", "internal error", describe_error(error), item.location))


def _tables(item: Item, coded: Coded) -> ShardTables:
    if coded.document.id != item.page_id:
        raise ValueError(f"the document has id {coded.document.id!r} and its page {item.page_id!r}")
    return build_tables([coded], [(item.page_id, replace(coded.drop, ref=item.location))] if coded.drop else [])


def _failed(item: Item, drop: Drop) -> ShardTables:
    readable = drop.message.encode("utf-8", "backslashreplace").decode()
    return build_tables([], [(item.page_id, replace(drop, message=readable, ref=item.location))])
