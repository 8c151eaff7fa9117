"""Builders of small records for tests; every value that a test does not name is plain and fixed."""

from __future__ import annotations

from functools import cache

from sayso.parse import SpacyParser
from sayso.records import Block, BlockKind, Document, Page, Sentence, Span, TimeInterval
from sayso.syntax import Parse


def page(text: str, *, media_type: str = "text/plain", location: str = "page.txt", **known: str | None) -> Page:
    """A page whose body is `text` in UTF-8."""
    return Page(location, text.encode(), media_type, **known)


def document(
    text: str, *, kind: str = "paragraph", published: str | None = None, publisher: str | None = None
) -> Document:
    """A document with one block for every run between blank lines."""
    blocks = []
    at = 0
    for piece in text.split("\n\n"):
        blocks.append(Block(BlockKind(kind), Span(at, at + len(piece), piece)))
        at += len(piece) + 2
    day = TimeInterval(published, published, "stated") if published else None
    return Document(
        "d0",
        text,
        text.replace("\xa0", " ").replace("’", "'").replace("“", '"').replace("”", '"'),
        tuple(blocks),
        publisher=publisher,
        language="en",
        published=day,
        published_reason=None if day else "no date on the page",
    )


def one_sentence_a_block(built: Document) -> tuple[Sentence, ...]:
    """Each block of a document as one sentence."""
    return tuple(Sentence(i, i, block.kind, block.span) for i, block in enumerate(built.blocks))


@cache
def parser() -> SpacyParser:
    """The real parser, loaded once a session."""
    return SpacyParser.load()


def parse(text: str) -> Parse:
    """The parse of `text` as one sentence."""
    built = document(text)
    return parser().parse(built, one_sentence_a_block(built))[0]
