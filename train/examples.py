"""Training examples out of the gold train parts: windows of pieces with their labels."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from passages import read_passages
from tokenizers import Encoding, Tokenizer

MAX_PIECES = 160  # 99 % of PolNeAR's attributions stand within one paragraph, 98 % of paragraphs within 160 pieces


@dataclass
class Example:
    """One window: piece ids and case ids with `[CLS]` and `[SEP]`, and whatever labels its set has."""

    pieces: list[int]
    case: list[int]
    roles: list[tuple[int, int, int]] | None = None
    # (first piece of the cue, pieces of source, of cue, of content)
    attributions: list[tuple[int, list[int], list[int], list[int]]] = field(default_factory=list)
    values: list[tuple[int, float]] = field(default_factory=list)
    weight: float = 1.0


def read_rows(path: Path) -> Iterator[dict]:
    """Rows of a `.jsonl` file, or of its `.gz` where only that is there."""
    packed = path.with_name(path.name + ".gz")
    text = path.read_bytes() if path.exists() else gzip.decompress(packed.read_bytes())
    yield from (json.loads(line) for line in text.decode().split("\n") if line.strip())


def case_of(word: str) -> int:
    """0 lower, 1 Capitalised, 2 UPPER, 3 other."""
    if word.islower():
        return 0
    if word.isupper() and len(word) > 1:
        return 2
    return 1 if word[:1].isupper() else 3


def encode(tokenizer: Tokenizer, text: str) -> tuple[Encoding, list[int]]:
    """The encoding of a text and the case of each piece."""
    encoding = tokenizer.encode(text)
    return encoding, [case_of(text[a:b]) for a, b in encoding.offsets]


def attribution_examples(tokenizer: Tokenizer, folder: Path, part: str) -> Iterator[Example]:
    """Paragraph windows of PolNeAR with every attribution that has a cue inside the window."""
    for row in read_rows(folder / "attribution" / "polnear" / f"{part}.jsonl"):
        spans = [a for a in row["annotations"][0]["attributions"] if a["cue"] and a["content"]]
        for start, end in windows(tokenizer, row["text"]):
            yield attribution_example(tokenizer, row["text"], start, end, spans)


def passage_examples(tokenizer: Tokenizer, folder: Path) -> Iterator[Example]:
    """Paragraph windows of our own passages; attributions by a prefix alone, which have no cue, are left out."""
    for passage in read_passages(folder):
        marked = [
            {role: [[start, end, ""] for start, end in spans] for role, spans in parts.items()}
            for parts in passage.attributions.values()
            if parts["cue"]
        ]
        for start, end in windows(tokenizer, passage.text):
            yield attribution_example(tokenizer, passage.text, start, end, marked)


def windows(tokenizer: Tokenizer, text: str) -> Iterator[tuple[int, int]]:
    """Paragraphs, long ones cut at sentence ends so that each window has at most MAX_PIECES pieces."""
    for match in re.finditer(r"[^\n]*\S[^\n]*", text):
        start, end = match.span()
        while len(tokenizer.encode(text[start:end]).ids) > MAX_PIECES:
            offsets = tokenizer.encode(text[start:end]).offsets
            limit = start + offsets[MAX_PIECES - 2][1]
            stops = [m.end() for m in re.finditer(r"[.!?][\"”’)]*\s", text[start:limit])]
            cut = start + stops[-1] if stops else limit
            yield start, cut
            start = cut
        if text[start:end].strip():
            yield start, end


def attribution_example(tokenizer: Tokenizer, text: str, start: int, end: int, spans: list[dict]) -> Example:
    """One window with the parts of all attributions that lie in it."""
    encoding, case = encode(tokenizer, text[start:end])
    offsets = encoding.offsets

    def inside(parts: list[list]) -> list[int]:
        return [
            i for i, (a, b) in enumerate(offsets) if b > a and any(p[0] < start + b and start + a < p[1] for p in parts)
        ]

    roles = [[0, 0, 0] for _ in offsets]
    attributions = []
    for each in spans:
        parts = [inside(each[role]) for role in ("source", "cue", "content")]
        for number, pieces in enumerate(parts):
            for piece in pieces:
                roles[piece][number] = 1
        if parts[1]:
            attributions.append((parts[1][0], *parts))
    return Example(encoding.ids, case, [tuple(each) for each in roles], attributions)


def factuality_examples(tokenizer: Tokenizer, folder: Path, part: str, name: str, weight: float) -> Iterator[Example]:
    """Sentences with the value of each marked predicate, at its first piece."""
    for row in read_rows(folder / "factuality" / name / f"{part}.jsonl"):
        text = " ".join(row["text"].split(" "))
        starts = [0]
        for token in text.split(" "):
            starts.append(starts[-1] + len(token) + 1)
        encoding, case = encode(tokenizer, text)
        values = []
        for target in row["targets"]:
            at = starts[target["span1"][0]]
            piece = next((i for i, (a, b) in enumerate(encoding.offsets) if a <= at < b), None)
            if piece is not None:
                values.append((piece, target["label"] / 3))
        if values and len(encoding.ids) <= 256:
            yield Example(encoding.ids, case, None, [], values, weight)
