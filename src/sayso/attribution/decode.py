"""Reads attributions out of the encoder's answer: one for each cue that begins somewhere, with the words it governs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sayso.encode import Window
from sayso.records import Document

Range = tuple[int, int]
Flags = npt.NDArray[np.bool_]

# Set on PolNeAR dev by attributions F1; see docs/evaluation.md. Retraining calls for a new look at all three.
BEGIN_AT = 0.35
MEMBER_AT = 0.5
ROLE_AT = 0.5
STRAY_AT = 0.1

_WORD = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Governed:
    """A cue with its source and content, as character ranges of the document; `score` is the cue's probability."""

    source: tuple[Range, ...]
    cue: tuple[Range, ...]
    content: tuple[Range, ...]
    score: float


@dataclass(frozen=True, slots=True)
class _Words:
    """Words of one window: `ranges` in the document, `first` and `owner` tie them to pieces."""

    ranges: list[Range]
    pieces: list[list[int]]


def read_attributions(document: Document, windows: Sequence[Window]) -> Iterator[Governed]:
    """Attributions with a cue and content, in the order of their cues."""
    for window in windows:
        words = _words(document, window)
        beginnings = _beginnings(window, words)
        if beginnings:
            members = _share_out(window, words, beginnings)
            for order, anchor in enumerate(beginnings):
                found = _govern(document, window, words, anchor, members[:, order])
                if found is not None:
                    yield found


def _words(document: Document, window: Window) -> _Words:
    start, end = int(window.starts.min(initial=0)), int(window.ends.max(initial=0))
    real = np.flatnonzero(window.ends > window.starts)
    if not len(real):
        return _Words([], [])
    start = int(window.starts[real[0]])
    ranges = [(start + m.start(), start + m.end()) for m in _WORD.finditer(document.text[start:end])]
    pieces: list[list[int]] = [[] for _ in ranges]
    at = 0
    for piece in real:
        while at + 1 < len(ranges) and ranges[at][1] <= window.starts[piece]:
            at += 1
        pieces[at].append(int(piece))
    kept = [k for k in range(len(ranges)) if pieces[k]]
    return _Words([ranges[k] for k in kept], [pieces[k] for k in kept])


def _beginnings(window: Window, words: _Words) -> list[int]:
    """Words at which a cue begins; of two that claim the same cue words, the surer."""
    sure = [(float(window.begins[pieces[0]]), k) for k, pieces in enumerate(words.pieces)]
    kept: list[int] = []
    for score, k in sorted(sure, reverse=True):
        if score < BEGIN_AT:
            break
        if not any(_claims(window, words, other, k) for other in kept):
            kept.append(k)
    return sorted(kept)


def _claims(window: Window, words: _Words, anchor: int, word: int) -> bool:
    """True where the cue that begins at `anchor` holds `word` too."""
    row = window.pairs[1, words.pieces[anchor][0]]
    return bool(row[words.pieces[word]].mean() >= MEMBER_AT)


def _share_out(window: Window, words: _Words, beginnings: Sequence[int]) -> Flags:
    """(role, cue, word) flags: which words belong to which cue.

    A word belongs to every cue that is sure of it. One that is surely in some source, cue or content, and that no cue
    is sure of, belongs to the cue that claims it most.
    """
    anchors = [words.pieces[k][0] for k in beginnings]
    pairs = np.stack([window.pairs[:, anchors][:, :, pieces].mean(axis=2) for pieces in words.pieces], axis=2)
    roles = np.stack([window.roles[pieces].mean(axis=0) for pieces in words.pieces], axis=1)
    members = pairs >= MEMBER_AT
    strays = (roles >= ROLE_AT) & ~members.any(axis=1)
    most = pairs.argmax(axis=1)
    for role, word in np.argwhere(strays):
        cue = most[role, word]
        members[role, cue, word] = pairs[role, cue, word] >= STRAY_AT
    return members


def _govern(document: Document, window: Window, words: _Words, anchor: int, member: Flags) -> Governed | None:
    source, cue, content = member.copy()
    cue[anchor] = True
    source &= ~cue
    content &= ~(source | cue)
    found = [_ranges(document, words, each) for each in (source, cue, content)]
    if not found[1] or not found[2]:
        return None
    return Governed(found[0], found[1], found[2], float(window.begins[words.pieces[anchor][0]]))


def _ranges(document: Document, words: _Words, member: Flags) -> tuple[Range, ...]:
    """Ranges over the member words; a hole of white space or punctuation only is closed, bare punctuation dropped."""
    runs: list[list[int]] = []
    for k in np.flatnonzero(member):
        begin, end = words.ranges[k]
        if runs and not re.search(r"\w", document.text[runs[-1][1] : begin]):
            runs[-1][1] = end
        else:
            runs.append([begin, end])
    return tuple((begin, end) for begin, end in runs if re.search(r"\w", document.text[begin:end]))
