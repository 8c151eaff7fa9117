"""How far a run is, for people: a bar on a terminal, else one plain line now and then; always on standard error."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol, TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

# Often enough to see that a run lives, seldom enough for the log of a cluster job.
PLAIN_INTERVAL_S = 30.0


class Progress(Protocol):
    """Hears how a run goes on."""

    def look(self, n_found: int) -> None:
        """Inputs are being listed; `n_found` pages so far."""

    def begin(self, n_pages: int) -> None:
        """Coding begins, of so many pages."""

    def update(self, n_done: int, n_failed: int) -> None:
        """So many pages are done, so many of them failed."""

    def tell(self, message: str) -> None:
        """Something that the user should read."""

    def end(self) -> None:
        """No more is to come."""


class SilentProgress:
    """Says nothing but what the user must read, and that nowhere: for tests and library use."""

    def look(self, n_found: int) -> None:
        """Nothing."""

    def begin(self, n_pages: int) -> None:
        """Nothing."""

    def update(self, n_done: int, n_failed: int) -> None:
        """Nothing."""

    def tell(self, message: str) -> None:
        """Nothing."""

    def end(self) -> None:
        """Nothing."""


@dataclass(slots=True)
class PlainProgress:
    """One line at the start, every 30 seconds and at the end."""

    stream: TextIO
    clock: Callable[[], float] = time.monotonic
    _n_pages: int = 0
    _n_done: int = 0
    _n_failed: int = 0
    _began: float = 0.0
    _spoke: float | None = None

    def look(self, n_found: int) -> None:
        """A line every 30 seconds."""
        now = self.clock()
        if self._spoke is None:
            self._spoke = now
        if now - self._spoke >= PLAIN_INTERVAL_S:
            self._say(f"reading the inputs: {n_found} pages so far")

    def begin(self, n_pages: int) -> None:
        """A line."""
        self._n_pages, self._n_done, self._n_failed, self._began = n_pages, 0, 0, self.clock()
        self._say(f"coding {n_pages} pages")

    def update(self, n_done: int, n_failed: int) -> None:
        """A line every 30 seconds."""
        self._n_done, self._n_failed = n_done, n_failed
        if self._spoke is None or self.clock() - self._spoke >= PLAIN_INTERVAL_S:
            self._say(self._state())

    def tell(self, message: str) -> None:
        """A line."""
        self._say(message)

    def end(self) -> None:
        """A line where coding had begun."""
        if self._n_pages:
            self._say(self._state())
            self._n_pages = 0

    def _state(self) -> str:
        seconds = self.clock() - self._began
        rate = self._n_done / seconds if seconds > 0 else 0.0
        left = f", {_duration((self._n_pages - self._n_done) / rate)} left" if 0 < self._n_done < self._n_pages else ""
        return f"{self._n_done} of {self._n_pages} pages, {rate:.1f} a second, {self._n_failed} failed{left}"

    def _say(self, message: str) -> None:
        self._spoke = self.clock()
        print(f"sayso: {message}", file=self.stream, flush=True)


@dataclass(slots=True)
class BarProgress:
    """A bar with rate, remaining time and failures."""

    stream: TextIO
    _bar: Bar = field(init=False)
    _n_pages: int = 0
    _began: float = 0.0

    def __post_init__(self) -> None:
        self._bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            TextColumn("{task.fields[failed]}"),
            console=Console(file=self.stream),
            transient=True,
        )

    def look(self, n_found: int) -> None:
        """Shows how many pages were found."""
        self._show("reading", n_done=n_found)

    def begin(self, n_pages: int) -> None:
        """Starts the bar."""
        self._n_pages, self._began = n_pages, time.monotonic()
        self.update(0, 0)

    def update(self, n_done: int, n_failed: int) -> None:
        """Moves the bar."""
        seconds = time.monotonic() - self._began
        rate = f"{n_done / seconds:.1f} pages/s" if n_done and seconds > 0 else ""
        self._show("coding", n_done=n_done, rate=rate, failed=f"{n_failed} failed" if n_failed else "")

    def tell(self, message: str) -> None:
        """Prints above the bar."""
        self._bar.console.print(f"sayso: {message}", highlight=False, markup=False)

    def end(self) -> None:
        """Takes the bar away."""
        self._bar.stop()

    def _show(self, what: str, *, n_done: int, rate: str = "", failed: str = "") -> None:
        self._bar.start()
        if not self._bar.tasks:
            self._bar.add_task(what, total=None, rate="", failed="")
        task = self._bar.tasks[0].id
        self._bar.update(
            task, description=what, total=self._n_pages or None, completed=n_done, rate=rate, failed=failed
        )


def make_progress(stream: TextIO) -> Progress:
    """A bar where `stream` is a terminal, plain lines where it is none."""
    return BarProgress(stream) if stream.isatty() else PlainProgress(stream)


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}"
