"""Training examples out of the gold train parts: windows of pieces with their labels."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from encoder import ARGUMENTS, PARTICIPANTS
from event_lines import read_event_lines, read_modes
from marks import CERTAINTIES, MarkedEvent, Passage
from passages import read_passages
from tokenizers import Encoding, Tokenizer

MAX_PIECES = 160  # 99 % of PolNeAR's attributions stand within one paragraph, 98 % of paragraphs within 160 pieces


@dataclass
class Example:
    """One window: piece ids and case ids with `[CLS]` and `[SEP]`, and whatever labels its set has.

    Attributes:
        roles: For each piece whether it is in a source, cue, content; None where the set does not mark them.
        attributions: First piece of the cue, then the pieces of source, cue, content.
        values: First piece of a predicate and a third of its value.
        certainties: First piece of a predicate, class, negative, background.
        triggers: First piece of a trigger, type, mode (-1: none); None where the set does not mark events.
        participants: First piece of a trigger, then the pieces of each of PARTICIPANTS.
        arguments: First piece of a predicate, then the pieces of each of ARGUMENTS; None where not marked.
        names: For each piece 0, or 1 and the place in NAMES; None where names are not marked.
        parties: The pieces of the doers and of those done to, of an event whose trigger is not marked.
        groups: What kind of event is told, as two tuples of places in the head of types: one of the first is told, none
            of the second is; None where nothing is known.
    """

    pieces: list[int]
    case: list[int]
    roles: list[tuple[int, int, int]] | None = None
    attributions: list[tuple[int, ...]] = field(default_factory=list)
    values: list[tuple[int, float]] = field(default_factory=list)
    certainties: list[tuple[int, int, bool, bool]] = field(default_factory=list)
    triggers: list[tuple[int, int, int]] | None = None
    participants: list[tuple[int, ...]] = field(default_factory=list)
    arguments: list[tuple[int, ...]] | None = None
    names: list[int] | None = None
    parties: tuple[list[int], list[int]] | None = None
    groups: tuple[tuple[int, ...], tuple[int, ...]] | None = None


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
        for start, end in windows(tokenizer, passage.text):
            yield passage_example(tokenizer, passage, start, end)


def passage_example(tokenizer: Tokenizer, passage: Passage, start: int, end: int) -> Example:
    """One window of a passage with its attributions and certainties."""
    marked = [
        {role: [[a, b, ""] for a, b in spans] for role, spans in parts.items()}
        for parts in passage.attributions.values()
        if parts["cue"]
    ]
    example = attribution_example(tokenizer, passage.text, start, end, marked)
    offsets = tokenizer.encode(passage.text[start:end]).offsets
    for each in passage.predicates:
        piece = first_piece(offsets, each.start - start)
        if piece is not None:
            kind = CERTAINTIES.index(each.certainty)
            example.certainties.append((piece, kind, each.negative, each.background))
    return example


def event_examples(tokenizer: Tokenizer, seed: int) -> Iterator[Example]:
    """Event sentences with slots filled by `seed`; every eighth line in lower case, every sixteenth in capitals.

    A line without a marked attribution says nothing on attribution: PolNeAR takes plans and thoughts for such, too.
    """
    modes = mode_numbers()
    for number, passage in enumerate(read_event_lines(seed=seed, checked=False)):
        turn = (number * 7 + seed) % 16
        if len(passage.text.lower()) == len(passage.text) and turn in (0, 8):
            passage.text = passage.text.lower()
        elif len(passage.text.upper()) == len(passage.text) and turn == 4:
            passage.text = passage.text.upper()
        end = len(passage.text)
        example = passage_example(tokenizer, passage, 0, end)
        if len(example.pieces) > 2 * MAX_PIECES:
            continue
        if not passage.attributions:
            example.roles = None
        mark_events(example, passage.events.values(), tokenizer.encode(passage.text).offsets, modes)
        yield example


def mode_numbers() -> dict[tuple[str, str | None], tuple[int, int]]:
    """Type and mode to their places in the heads: types by the alphabet, modes as the codebook has them."""
    modes = read_modes()
    names = [(kind, mode) for kind in sorted(modes) for mode in modes[kind]]
    numbers = {(kind, None): (sorted(modes).index(kind), -1) for kind in modes}
    return numbers | {each: (sorted(modes).index(each[0]), index) for index, each in enumerate(names)}


def mark_events(
    example: Example,
    events: Iterable[MarkedEvent],
    offsets: list[tuple[int, int]],
    modes: dict[tuple[str, str | None], tuple[int, int]],
) -> None:
    """Adds triggers and participants to the example."""
    example.triggers = []
    for event in events:
        piece = first_piece(offsets, event.trigger.start)
        if piece is None:
            continue
        example.triggers.append((piece, *modes[event.type, event.mode]))
        parts = [
            [
                i
                for i, (a, b) in enumerate(offsets)
                if b > a and any(p < b and a < q for p, q in event.participants[role])
            ]
            for role in PARTICIPANTS
        ]
        example.participants.append((piece, *parts))


def first_piece(offsets: list[tuple[int, int]], at: int) -> int | None:
    """The piece that holds the character `at`."""
    return next((i for i, (a, b) in enumerate(offsets) if a <= at < b), None)


def argument_examples(tokenizer: Tokenizer, folder: Path, part: str, name: str) -> Iterator[Example]:
    """Sentences of PropBank with the arguments of each predicate; references and continuations are left out."""
    for row in read_rows(folder / "srl" / name / f"{part}.jsonl"):
        text, starts = " ".join(row["tokens"]), [0]
        for token in row["tokens"]:
            starts.append(starts[-1] + len(token) + 1)
        encoding, case = encode(tokenizer, text)
        if len(encoding.ids) > MAX_PIECES or not row["predicates"]:
            continue
        example = Example(encoding.ids, case, arguments=[])
        for predicate in row["predicates"]:
            piece = first_piece(encoding.offsets, starts[predicate["index"]])
            spans = [
                [(starts[a["start"]], starts[a["end"]] - 1) for a in predicate["args"] if a["role"] == role]
                for role in ARGUMENTS
            ]
            parts = [
                [i for i, (a, b) in enumerate(encoding.offsets) if b > a and any(p < b and a < q for p, q in each)]
                for each in spans
            ]
            if piece is not None:
                example.arguments.append((piece, *parts))
        yield example


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


def factuality_examples(tokenizer: Tokenizer, folder: Path, part: str, name: str) -> Iterator[Example]:
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
            piece = first_piece(encoding.offsets, at)
            if piece is not None:
                values.append((piece, target["label"] / 3))
        if values and len(encoding.ids) <= 256:
            yield Example(encoding.ids, case, values=values)
