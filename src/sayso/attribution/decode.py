"""Reads attributions out of the encoder's answer: one for each cue that begins somewhere, with the words it governs.

Three heads speak: `roles` says which words are in some source, cue or content, and is the surest; `begins` where a cue
begins; `pairs` which words belong to which cue. So the roles decide whether a word counts, the pairs only whose it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sayso.encode import Floats, Window
from sayso.records import Document

Range = tuple[int, int]
Flags = npt.NDArray[np.bool_]

SOURCE, CUE, CONTENT = range(3)

# Set on PolNeAR dev by attributions F1; see docs/evaluation.md. Retraining calls for a new look at all of them.
BEGIN_AT = 0.5  # a cue begins here
LONE_BEGIN_AT = 0.4  # the same for words that are surely in a cue, none of whose words begins one more surely
LAST_BEGIN_AT = 0.05  # the same where content would have no cue at all
MEMBER_AT = 0.5  # a cue is sure of a word
ROLE_AT = 0.65  # a word is surely in a source, cue or content
WEAK_ROLE_AT = 0.3  # below this it is in none, whatever the cues claim
STRAY_AT = 0.1  # least claim by which a sure word that no cue is sure of goes to the cue that claims it most
SCRAP = 2  # words of content apart from the rest that another cue may take away
LEAST_ORPHANS = 3  # words of content without any cue that call for one

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
    """The encoder's answer for the n words of one window: means over their pieces.

    Attributes:
        ranges: Their characters in the document.
        roles: (3, n) float32.
        begins: (n,) float32, of the first piece of each.
        pairs: (3, n, n) float32, `[r, j, i]`: word i in role r of the cue that begins at word j.
    """

    ranges: list[Range]
    roles: Floats
    begins: Floats
    pairs: Floats


def read_attributions(document: Document, windows: Sequence[Window]) -> Iterator[Governed]:
    """Attributions with a cue, in the order of their cues; one that announces the next block has no content yet."""
    for window in windows:
        words = _words(document, window)
        beginnings = _beginnings(words) if words is not None else []
        if words is None or not beginnings:
            continue
        members = _share_out(words, beginnings)
        for order, anchor in enumerate(beginnings):
            found = _govern(document, words, anchor, members[:, order])
            if found is not None:
                yield found


def find_orphans(document: Document, windows: Sequence[Window]) -> list[Range]:
    """Stretches that are surely content, in windows where nothing looks like a cue: what goes on from before."""
    orphans: list[Range] = []
    for window in windows:
        words = _words(document, window)
        if words is not None and not _beginnings(words):
            orphans.extend(_ranges(document, words, words.roles[CONTENT] >= ROLE_AT))
    return orphans


def _words(document: Document, window: Window) -> _Words | None:
    real = np.flatnonzero(window.ends > window.starts)
    if not len(real):
        return None
    start, end = int(window.starts[real[0]]), int(window.ends.max())
    ranges = [(start + m.start(), start + m.end()) for m in _WORD.finditer(document.text[start:end])]
    if not ranges:
        return None
    pieces: list[list[int]] = [[] for _ in ranges]
    at = 0
    for piece in real:
        while at + 1 < len(ranges) and ranges[at][1] <= window.starts[piece]:
            at += 1
        pieces[at].append(int(piece))
    kept = [k for k in range(len(ranges)) if pieces[k]]
    pieces = [pieces[k] for k in kept]
    first = [each[0] for each in pieces]
    return _Words(
        [ranges[k] for k in kept],
        np.stack([window.roles[each].mean(axis=0) for each in pieces], axis=1),
        window.begins[first],
        np.stack([window.pairs[:, first][:, :, each].mean(axis=2) for each in pieces], axis=2),
    )


# ---------------------------------------------------------------- where cues begin


def _beginnings(words: _Words) -> list[int]:
    """Words at which a cue begins; of two that claim the same cue words, the surer."""
    kept: list[int] = []
    for k in np.argsort(-words.begins, kind="stable"):
        if words.begins[k] < BEGIN_AT:
            break
        if not any(words.pairs[CUE, other, k] >= MEMBER_AT for other in kept):
            kept.append(int(k))
    kept += _lone_cues(words, kept)
    if not kept and int((words.roles[CONTENT] >= ROLE_AT).sum()) >= LEAST_ORPHANS:
        likeliest = int(words.begins.argmax())
        kept = [likeliest] if words.begins[likeliest] >= LAST_BEGIN_AT else []
    return sorted(kept)


def _lone_cues(words: _Words, beginnings: Sequence[int]) -> list[int]:
    """The likeliest beginning of each run of sure cue words that belong to none of the beginnings."""
    free = words.roles[CUE] >= ROLE_AT
    for anchor in beginnings:
        free &= words.pairs[CUE, anchor] < MEMBER_AT
        free[anchor] = False
    edges = np.flatnonzero(np.diff(np.concatenate(([0], free.astype(np.int8), [0]))))
    runs = [(int(a), int(b)) for a, b in edges.reshape(-1, 2)]
    likeliest = [a + int(words.begins[a:b].argmax()) for a, b in runs]
    return [k for k in likeliest if words.begins[k] >= LONE_BEGIN_AT]


# ---------------------------------------------------------------- what belongs to which


def _share_out(words: _Words, beginnings: Sequence[int]) -> Flags:
    """(role, cue, word) flags: which words belong to which cue.

    A word belongs to every cue that is sure of it. One that is surely in some source, cue or content, and that no cue
    is sure of, belongs to the cue that claims it most. Words of cues, and all sources of a cue but one, belong to one
    cue alone.
    """
    pairs = words.pairs[:, beginnings].copy()
    members: Flags = (pairs >= MEMBER_AT) & (words.roles >= WEAK_ROLE_AT)[:, None, :]
    members[CUE] &= pairs[CUE] >= pairs[CUE].max(axis=0)
    for cue in range(len(beginnings)):
        members[SOURCE, cue] = _own_runs(members[SOURCE, cue], pairs[SOURCE], cue, longest=len(words.ranges))
        members[CONTENT, cue] = _own_runs(members[CONTENT, cue], pairs[CONTENT], cue, longest=SCRAP)
    begin = np.arange(len(words.ranges)) == np.array(beginnings)[:, None]
    own = members[SOURCE] | members[CUE] | begin
    pairs[CONTENT] *= ~own
    sure = words.roles >= ROLE_AT
    held: Flags = np.asarray(members.any(axis=1))
    held[CONTENT] = (members[CONTENT] & ~own).any(axis=0)
    most = pairs.argmax(axis=1)
    for role, word in np.argwhere(sure & ~held):
        cue = int(most[role, word])
        members[role, cue, word] = bool(pairs[role, cue, word] >= STRAY_AT)
    return members


def _own_runs(member: Flags, claims: Floats, cue: int, *, longest: int) -> Flags:
    """The words of a cue's role without runs, up to a length, that another cue claims more; one run always stays."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], member.astype(np.int8), [0]))))
    runs = [(int(a), int(b)) for a, b in edges.reshape(-1, 2)]
    if len(runs) < 2:
        return member
    means = [claims[:, a:b].mean(axis=1) for a, b in runs]
    most = max(range(len(runs)), key=lambda k: float(means[k][cue]))
    own = member.copy()
    kept = [b - a > longest or float(mean[cue]) >= float(mean.max()) for (a, b), mean in zip(runs, means, strict=True)]
    if not any(kept):
        kept[most] = True
    for keep, (a, b) in zip(kept, runs, strict=True):
        own[a:b] &= keep
    return own


def _govern(document: Document, words: _Words, anchor: int, member: Flags) -> Governed | None:
    source, cue, content = member.copy()
    cue[anchor] = True
    source &= ~cue
    content &= ~(source | cue)
    found = [_ranges(document, words, each) for each in (source, cue, content)]
    if not found[CUE] or not (found[CONTENT] or _announces(document, words, found[CUE])):
        return None
    return Governed(found[SOURCE], found[CUE], found[CONTENT], float(words.begins[anchor]))


def _announces(document: Document, words: _Words, cue: Sequence[Range]) -> bool:
    """True where the window ends in a colon right behind the cue: what is told stands in the next block."""
    return document.text[cue[-1][0] : words.ranges[-1][1]].endswith(":") and words.ranges[-1][1] - cue[-1][1] <= 1


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
