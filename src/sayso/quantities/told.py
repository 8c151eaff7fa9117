"""What a sentence tells of numbers of people, before the page as a whole is settled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sayso.quantities.persons import Person
from sayso.records import Document, Quantity, Span
from sayso.syntax import Parse


@dataclass(frozen=True, slots=True)
class Reading:
    """One sentence with its words in lower case."""

    document: Document
    parse: Parse
    lowers: Sequence[str]

    def cut(self, first: int, end: int) -> Span:
        """The span from token `first` up to, not including, token `end`."""
        return self.document.cut(self.parse.tokens[first].start, self.parse.tokens[end - 1].end)


@dataclass(frozen=True, slots=True)
class Told:
    """A quantity over tokens `[first, end)`; `others` marks people beside those told of before."""

    first: int
    end: int
    of_end: int
    quantity: Quantity
    others: bool = False
    container: Told | None = None
    persons: tuple[Person, ...] = ()
    sentence: int = 0
    title: bool = False

    @property
    def span(self) -> Span:
        """Where the words stand, in the text or in the title."""
        if self.quantity.span is None:
            raise ValueError("a number whose offsets were taken away is told no more")
        return self.quantity.span
