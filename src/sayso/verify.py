"""Holds every span of a coded page against the page's text: a field whose words are elsewhere is never stored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import is_dataclass

from sayso.errors import PageError
from sayso.records import Coded, Document, Span


def check_spans(coded: Coded) -> None:
    """Does nothing where `document.text[start:end] == span.text` for every span of every layer.

    Raises:
        PageError: a span does not match (stage `verify`); the message names the layer and the span.
    """
    text = coded.document.text
    for name in Coded.__dataclass_fields__:
        for span in _spans(getattr(coded, name)):
            if span.start < 0 or span.end < span.start or text[span.start : span.end] != span.text:
                message = f"{name}: the words {span.text!r} are not at [{span.start}:{span.end}]"
                raise PageError(message, stage="verify", reason="span does not match")


def check_document(document: Document) -> None:
    """Does nothing where the blocks match the text and the reading is as long as the text.

    Raises:
        PageError: as `check_spans`.
    """
    if len(document.reading) != len(document.text):
        raise PageError("the reading is not as long as the text", stage="verify", reason="span does not match")
    check_spans(Coded(document))


def _spans(value: object) -> Iterator[Span]:
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _spans(item)
    elif is_dataclass(value):
        for name in value.__dataclass_fields__:
            yield from _spans(getattr(value, name))
