"""The append-only log of judgements in a project's ledger: nothing is overwritten, undoing is one more entry."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.errors import NotFound
from sayso.records import Judgement
from sayso.store.ledger import Ledger


@dataclass(frozen=True, slots=True)
class JudgementEntry:
    """One entry of the log, numbered from 1; `undoes` is the number of the entry that it takes back, or None."""

    number: int
    judgement: Judgement
    undoes: int | None


class JudgementLog:
    """The judgements of an open ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def add(self, judgement: Judgement) -> int:
        """Appends a judgement and gives its number."""
        return self._append(judgement, undoes=None)

    def undo(self, number: int, *, by: str, at: str) -> int:
        """Appends an entry that takes entry `number` back, and gives its number; undoing an undo brings it back.

        Raises:
            NotFound: there is no entry of that number.
        """
        undone = next((entry for entry in self.entries() if entry.number == number), None)
        if undone is None:
            raise NotFound(f"there is no judgement number {number}", id=str(number))
        taken = undone.judgement
        back = Judgement(taken.kind, taken.left, taken.right, taken.verdict, by, at)
        return self._append(back, undoes=number)

    def entries(self) -> list[JudgementEntry]:
        """The whole log, oldest first, undone entries and undoings included."""
        entries = []
        for number, *texts, undoes in self._ledger.run("judgement_log"):
            judgement = Judgement(*(str(text) for text in texts))
            entries.append(JudgementEntry(_whole(number), judgement, None if undoes is None else _whole(undoes)))
        return entries

    def in_force(self) -> list[Judgement]:
        """Judgements that nobody took back, oldest first; where two speak of one pair, both are here."""
        entries = self.entries()
        undone: set[int] = set()
        # An undoing is always younger than what it undoes, so that one pass from the youngest settles all.
        for entry in reversed(entries):
            if entry.undoes is not None and entry.number not in undone:
                undone.add(entry.undoes)
        return [entry.judgement for entry in entries if entry.undoes is None and entry.number not in undone]

    def _append(self, judgement: Judgement, *, undoes: int | None) -> int:
        parameters = {
            "kind": judgement.kind,
            "left": judgement.left,
            "right": judgement.right,
            "verdict": judgement.verdict,
            "by": judgement.by,
            "at": judgement.at,
            "undoes": undoes,
        }
        return _whole(self._ledger.run("add_judgement", parameters)[0][0])


def _whole(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(f"the ledger holds {value!r} where a number belongs")
    return value
