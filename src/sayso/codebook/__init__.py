"""What counts as an event: codebooks and the words they look for. Start at `book.py`."""

from sayso.codebook.book import Codebook, find_codebook, load_codebook
from sayso.codebook.keys import Counterexample, Entry, EventType, Example, OnlyActors, When

__all__ = [
    "Codebook",
    "Counterexample",
    "Entry",
    "EventType",
    "Example",
    "OnlyActors",
    "When",
    "find_codebook",
    "load_codebook",
]
