"""The one small encoder, run once a page over all its text; every learnt step reads from what it gives.

A block is one window, a long one is cut at sentence ends. Windows are run on one thread, several in one row of pieces.
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

# Pieces in one row, which holds whole windows one after the other: no piece looks at another window, nothing is padded.
# Shorter rows read the weights more often; in longer ones each piece is weighed against more pieces in vain.
PIECES_A_ROW = 128


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
        return tuple(window for row in _rows(pieces) for window in self._run(row, outputs))

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

    def _run(self, row: Sequence[_Pieces], outputs: Sequence[str]) -> Iterator[Window]:
        sizes = [len(each.ids) for each in row]
        inputs = {
            "pieces": np.concatenate([each.ids for each in row]),
            "case": np.concatenate([each.case for each in row]),
            "places": np.concatenate([np.arange(n) for n in sizes]),
            "windows": np.repeat(np.arange(len(row)), sizes),
        }
        found = self._session.run(outputs, {name: value.astype(np.int64)[None] for name, value in inputs.items()})
        answers = dict(zip(outputs, found, strict=True))
        first = 0
        for each, n in zip(row, sizes, strict=True):
            own = slice(first, first + n)
            # Copies: a view would keep the answer for the whole row alive.
            cut = {
                name: (value[0, :, own, own] if name in _PAIRED else value[0, own]).copy()
                for name, value in answers.items()
            }
            yield Window(np.array(each.starts), np.array(each.ends), **cut)
            first += n


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


def _rows(pieces: Sequence[_Pieces]) -> Iterator[list[_Pieces]]:
    """All windows, in order, as many a row as fit; at least one."""
    row: list[_Pieces] = []
    for window in pieces:
        if row and sum(len(each.ids) for each in row) + len(window.ids) > PIECES_A_ROW:
            yield row
            row = []
        row.append(window)
    if row:
        yield row


def _case_of(word: str) -> int:
    """0 lower, 1 Capitalised, 2 UPPER, 3 other: the encoder's own vocabulary has no case."""
    if word.islower():
        return 0
    if word.isupper() and len(word) > 1:
        return 2
    return 1 if word[:1].isupper() else 3
