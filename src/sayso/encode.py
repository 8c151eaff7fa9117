"""The one small encoder, run once a page over all its text; every learnt step reads from what it gives.

A block is one window, a long one is cut at sentence ends. Windows are run in batches of like length on one thread.
The file is read through ONNX Runtime only, after its SHA-256 was held against the one that this version expects.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import numpy.typing as npt

from sayso.errors import ModelError
from sayso.records import Document, Sentence

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]

ROLES = ("source", "cue", "content")
PARTICIPANTS = ("actor", "recipient", "place", "when")

_PAIRED = frozenset({"pairs", "participants"})
_OUTPUTS = ("roles", "begins", "pairs", "factuality", "certainty", "types", "modes", "participants")

# As in training: windows longer than this are cut at a sentence end.
MAX_PIECES = 160

# Pieces in one batch, padding included; larger ones leave the processor's cache and cost a third more on one thread.
PIECES_A_BATCH = 512


@dataclass(frozen=True, slots=True)
class Window:
    """The encoder's answer for one stretch of text of n pieces.

    Attributes:
        starts, ends: (n,) int64, document offsets of each piece; equal for the two special pieces.
        roles: (n, 3) float32, probability that the piece is in a source, cue or content.
        begins: (n,) float32, probability that a cue begins at the piece.
        pairs: (3, n, n) float32, `[r, j, i]`: probability that piece i belongs to role r of the cue beginning at j.
        factuality: (n,) float32, value from -3 to 3 of a predicate at the piece.
        certainty: (n, 12) float32, of a predicate at the piece: probability of each of CERTAINTIES, then of being
            negative and of being told as background.
        types: (n, t) float32, probability that a trigger of each of `Labels.types` begins at the piece.
        modes: (n, m) float32, if one begins: probability of each of `Labels.modes`.
        participants: (4, n, n) float32, `[r, j, i]`: probability that piece i belongs to role r (actor, recipient,
            place, time) of the event whose trigger begins at j.
        hidden: (n, 384) float32, what the heads read; empty unless it was asked for.
    """

    starts: Integers
    ends: Integers
    roles: Floats
    begins: Floats
    pairs: Floats
    factuality: Floats
    certainty: Floats
    types: Floats
    modes: Floats
    participants: Floats
    hidden: Floats = field(default_factory=lambda: np.zeros((0, 0), np.float32))


class Labels(msgspec.Struct, frozen=True):
    """What the places of the heads stand for; a mode is written with its type ("ASSAULT/aerial")."""

    certainties: tuple[str, ...]
    types: tuple[str, ...]
    modes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Pieces:
    ids: list[int]
    case: list[int]
    starts: list[int]
    ends: list[int]


class Encoder:
    """The encoder of one process."""

    def __init__(self, session: InferenceSession, tokenizer: Tokenizer, labels: Labels, *, name: str) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self.labels = labels
        self.name = name

    @classmethod
    def load(cls, folder: Path) -> Encoder:
        """Loads `encoder.onnx`, `tokenizer.json` and `labels.json`; takes about a tenth of a second.

        Raises:
            ModelError: a file is missing, or its SHA-256 is not the one in `SHA256SUMS` beside it.
        """
        import onnxruntime
        from tokenizers import Tokenizer

        digests = _check_digests(folder)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_mem_pattern = False
        model = folder / "encoder.onnx"
        session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        labels = msgspec.json.decode((folder / "labels.json").read_bytes(), type=Labels)
        return cls(session, tokenizer, labels, name=f"encoder {digests['encoder.onnx'][:12]}")

    def encode(
        self, document: Document, sentences: Sequence[Sentence], *, with_hidden: bool = False
    ) -> tuple[Window, ...]:
        """One or more windows a block, in the order of the text; hidden states only where they are asked for."""
        outputs = [*_OUTPUTS, "hidden"] if with_hidden else [*_OUTPUTS]
        pieces = [window for group in _by_block(sentences) for window in self._cut(document, group)]
        order = sorted(range(len(pieces)), key=lambda index: (len(pieces[index].ids), index))
        answers: dict[int, Window] = {}
        for batch in _batches(order, pieces):
            for index, window in zip(batch, self._run([pieces[i] for i in batch], outputs), strict=True):
                answers[index] = window
        return tuple(answers[index] for index in range(len(pieces)))

    def _cut(self, document: Document, group: Sequence[Sentence]) -> Iterator[_Pieces]:
        """The sentences of one block as few windows as fit."""
        first = 0
        while first < len(group):
            end = len(group)
            window = self._pieces(document, group[first].span.start, group[end - 1].span.end)
            while len(window.ids) > MAX_PIECES and end > first + 1:
                share = max(1, (end - first) * MAX_PIECES // len(window.ids))
                end = first + min(share, end - first - 1)
                window = self._pieces(document, group[first].span.start, group[end - 1].span.end)
            yield _clip(window)
            first = end

    def _pieces(self, document: Document, start: int, end: int) -> _Pieces:
        text = document.text[start:end]
        encoding = self._tokenizer.encode(text)
        case = [_case_of(text[a:b]) for a, b in encoding.offsets]
        starts, ends = ([start + offset[k] for offset in encoding.offsets] for k in (0, 1))
        return _Pieces(encoding.ids, case, starts, ends)

    def _run(self, batch: Sequence[_Pieces], outputs: Sequence[str]) -> Iterator[Window]:
        length = max(len(each.ids) for each in batch)
        pieces, case, mask = (np.zeros((len(batch), length), np.int64) for _ in range(3))
        for row, each in enumerate(batch):
            n = len(each.ids)
            pieces[row, :n], case[row, :n], mask[row, :n] = each.ids, each.case, 1
        found = self._session.run(outputs, {"pieces": pieces, "case": case, "mask": mask})
        answers = dict(zip(outputs, found, strict=True))
        for row, each in enumerate(batch):
            n = len(each.ids)
            cut = {
                name: value[row, :, :n, :n] if name in _PAIRED else value[row, :n] for name, value in answers.items()
            }
            yield Window(np.array(each.starts), np.array(each.ends), **cut)


def _check_digests(folder: Path) -> dict[str, str]:
    sums = folder / "SHA256SUMS"
    try:
        lines = [line.split() for line in sums.read_text().splitlines() if line.strip()]
        expected = {name: digest for digest, name in lines}
        for name, digest in expected.items():
            found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
            if found != digest:
                raise ModelError(
                    f"{folder / name} has SHA-256 {found}, expected {digest}: install sayso again", path=name
                )
    except OSError as error:
        raise ModelError(f"cannot read the model: {error}; install sayso again", path=str(folder)) from error
    return expected


def _by_block(sentences: Sequence[Sentence]) -> list[list[Sentence]]:
    groups: list[list[Sentence]] = []
    for sentence in sentences:
        if groups and groups[-1][-1].block == sentence.block:
            groups[-1].append(sentence)
        else:
            groups.append([sentence])
    return groups


def _clip(window: _Pieces) -> _Pieces:
    """A window of one over-long sentence, cut where the encoder's positions end."""
    if len(window.ids) <= 2 * MAX_PIECES:
        return window
    return _Pieces(*(values[: 2 * MAX_PIECES] for values in (window.ids, window.case, window.starts, window.ends)))


def _batches(order: Sequence[int], pieces: Sequence[_Pieces]) -> Iterator[list[int]]:
    batch: list[int] = []
    for index in order:
        if batch and (len(batch) + 1) * len(pieces[index].ids) > PIECES_A_BATCH:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def _case_of(word: str) -> int:
    """0 lower, 1 Capitalised, 2 UPPER, 3 other: the encoder's own vocabulary has no case."""
    if word.islower():
        return 0
    if word.isupper() and len(word) > 1:
        return 2
    return 1 if word[:1].isupper() else 3
