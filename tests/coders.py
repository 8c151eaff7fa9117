"""Cheap coding functions for tests of the engine; each is made in a worker, so that it stands in a module of its own.

What a page does to its coder stands in its text: `POISON` kills the process, `BUG` raises, and so on.
"""

from __future__ import annotations

import os
import resource
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass

from sayso.errors import ModelError, PageError
from sayso.records import (
    Actor,
    Attribution,
    Block,
    BlockKind,
    Coded,
    Document,
    Drop,
    EventMention,
    Factuality,
    Page,
    Sentence,
)


@dataclass(frozen=True, slots=True)
class MakeCoder:
    """Makes the cheap coder; `pause_s` is how long it takes for a page."""

    pause_s: float = 0.0
    codebook: str = "fake 1"

    def __call__(self) -> Callable[[Page], Coded]:
        return lambda page: code_cheaply(page, self.pause_s, self.codebook)


@dataclass(frozen=True, slots=True)
class MakeOnFullDisk:
    """Makes a coder in a process that may write no file of more than `most_bytes`, as on a disk that fills up."""

    most_bytes: int

    def __call__(self) -> Callable[[Page], Coded]:
        resource.setrlimit(resource.RLIMIT_FSIZE, (self.most_bytes, self.most_bytes))
        return MakeCoder()()


def make_no_coder() -> Callable[[Page], Coded]:
    """Fails as a missing model does."""
    raise ModelError("the model is missing; install sayso again", path="model.bin")


def make_dying_coder() -> Callable[[Page], Coded]:
    """Ends the process while it loads."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def code_cheaply(page: Page, pause_s: float, codebook: str) -> Coded:
    """One sentence a line and one mention for each sentence with `attacked`."""
    text = page.body.decode()
    time.sleep(pause_s)
    _misbehave(text)
    sentences, blocks = _lines(text)
    document = Document(
        page.id, text, text.replace("’", "'"), blocks, location=page.location, language="en", publisher="Daily"
    )
    if "FOREIGN" in text:
        return Coded(document, drop=Drop("language", "unsupported language", "it is in 'fr'", document.id))
    attribution = Attribution((document.cut(0, 3),), (), (document.cut(0, len(text)),), source_name="Police")
    mentions = tuple(
        _mention(document, sentence, codebook) for sentence in sentences if "attacked" in sentence.span.text
    )
    return Coded(document, sentences, (attribution,), mentions)


def _misbehave(text: str) -> None:
    if "CHATTY" in text:
        os.write(1, b"hello from a library\n")
    if "POISON" in text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "BUG" in text:
        raise ValueError(f"no idea what to do with {object()!r}")
    if "DEEP" in text:
        _dive()
    if "HUGE" in text:
        raise MemoryError
    if "REFUSED" in text:
        raise PageError("there is no text", stage="extract", reason="no text")
    if "HANGS" in text:
        time.sleep(600)


def _dive() -> None:
    _dive()


def _lines(text: str) -> tuple[tuple[Sentence, ...], tuple[Block, ...]]:
    sentences, blocks = [], []
    at = 0
    bare = Document("", text, text, ())
    for index, line in enumerate(text.split("\n")):
        span = bare.cut(at, at + len(line))
        sentences.append(Sentence(index, index, BlockKind.PARAGRAPH, span))
        blocks.append(Block(BlockKind.PARAGRAPH, span))
        at += len(line) + 1
    return tuple(sentences), tuple(blocks)


def _mention(document: Document, sentence: Sentence, codebook: str) -> EventMention:
    start = sentence.span.start + sentence.span.text.index("attacked")
    actor = Actor(
        document.cut(sentence.span.start, start - 1), codes=("HALF\ud800",) if "HALF" in document.text else ()
    )
    return EventMention(
        f"{document.id}-{start}",
        document.id,
        codebook,
        sentence.index,
        "ASSAULT",
        None,
        (),
        document.cut(start, start + 8),
        (actor,),
        (),
        None,
        None,
        (),
        Factuality("alleged", value=1.0),
        (0,),
        0.5,
        (("place", "no place in the sentence"), ("when", "no time in the sentence")),
    )
