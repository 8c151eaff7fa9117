"""What comes into a run: the identity of every page and failure that is read, and pages gathered into shards."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from sayso.errors import InputError
from sayso.records import Drop, Page
from sayso.run.workers import Item, Task
from sayso.store.ledger import VANISHED, Ledger, PlannedPage, SeenPage

ReadPages = Callable[[Sequence[str]], Iterator[Page | Drop]]


def identify(found: Page | Drop) -> SeenPage:
    """The id under which the ledger knows a page, or the failure that stands in its place."""
    location = storable(found.ref if isinstance(found, Drop) else found.location)
    place = os.path.normpath(Path(location).absolute())
    if isinstance(found, Page):
        try:
            return SeenPage(found.id, location, place, len(found.body))
        except UnicodeEncodeError:
            found = Drop("ingest", "bad text", f"the metadata of {location} holds half a character", location)
    drop = Drop(found.stage, found.reason, storable(found.message), location)
    return SeenPage(_drop_id(drop), location, place, 0, drop)


def storable(text: str) -> str:
    """The text with what UTF-8 cannot hold (odd bytes of file names) written as escapes."""
    return text.encode("utf-8", "backslashreplace").decode()


def read_again(read: ReadPages, sources: Sequence[str]) -> Iterator[tuple[str, Page]]:
    """Every page of the inputs with its id; failures and inputs that are gone are passed over."""
    for source in sources:
        try:
            for found in read([source]):
                seen = identify(found)
                if isinstance(found, Page) and seen.drop is None:
                    yield seen.page_id, found
        except InputError:
            # Said when the inputs were listed; the pages concerned become failures.
            continue


def gather_tasks(pages: Iterable[tuple[str, Page]], ledger: Ledger) -> Iterator[Task]:
    """Each planned shard as a task, as soon as all its pages are there; at the end those with pages missing.

    Shards are cut in the order of reading, so that hardly more than one is held at a time. What is missing becomes a
    failure with reason `vanished`.
    """
    waiting = {name: _Gathering(name) for name in ledger.planned_shards()}
    for page_id, page in pages:
        gathering = waiting.get(ledger.planned_shard_of(page_id) or "")
        if gathering is not None:
            gathering.add(page_id, page, ledger)
            if gathering.is_complete():
                yield waiting.pop(gathering.name).task(ledger)
        if not waiting:
            return
    for gathering in waiting.values():
        yield gathering.task(ledger)


@dataclass(slots=True)
class _Gathering:
    """A shard whose pages come in one by one."""

    name: str
    planned: tuple[PlannedPage, ...] = ()
    pages: dict[str, Page] = field(default_factory=dict)

    def add(self, page_id: str, page: Page, ledger: Ledger) -> None:
        if not self.planned:
            self.planned = ledger.pages_of(self.name)
        self.pages.setdefault(page_id, page)

    def is_complete(self) -> bool:
        return len(self.pages) == sum(each.drop is None for each in self.planned)

    def task(self, ledger: Ledger) -> Task:
        planned = self.planned or ledger.pages_of(self.name)
        return Task(self.name, tuple(self._item(each) for each in planned))

    def _item(self, planned: PlannedPage) -> Item:
        if planned.drop is not None:
            return Item(planned.page_id, planned.location, planned.drop)
        page = self.pages.get(planned.page_id)
        if page is None:
            message = f"{planned.location} was listed and could not be read again with the same content"
            return Item(planned.page_id, planned.location, Drop("ingest", VANISHED, message, planned.location))
        return Item(planned.page_id, planned.location, replace(page, location=planned.location))


def _drop_id(drop: Drop) -> str:
    # Without the message: sizes and system texts in it may change where the failure is still the same.
    return hashlib.sha256("\x1f".join(("drop", drop.ref, drop.stage, drop.reason)).encode()).hexdigest()[:20]
