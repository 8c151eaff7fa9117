"""Examples from gold sets that say less than our marks do: names, the class of a whole sentence, its two parties.

The class of `cameo_class` is coarse and stands for the sentence; which words tell of the event is not marked. So the
loss asks only that some piece has a type of the class, and that the parties belong to that piece (see `losses.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from encoder import NAMES
from event_lines import read_modes
from examples import MAX_PIECES, Example, encode, read_rows
from tokenizers import Tokenizer

# Types of PLOVER whose events make up each class of the set; REQUEST is an appeal in some, a demand in others.
CLASSES: dict[int, tuple[str, ...]] = {
    0: (),
    1: ("AGREE", "CONSULT", "SUPPORT"),
    2: ("COOPERATE", "AID", "CONCEDE", "RETREAT"),
    3: ("ACCUSE", "REJECT", "THREATEN", "SANCTION", "REQUEST"),
    4: ("PROTEST", "MOBILIZE", "COERCE", "ASSAULT"),
}
OPEN = ("REQUEST",)
WIKIGOLD = {"PER": "person", "LOC": "place", "ORG": "organisation", "MISC": "other"}


def class_examples(tokenizer: Tokenizer, folder: Path, part: str = "train") -> Iterator[Example]:
    """Sentences with the class of their main event and, where the set of parties has them, its two parties."""
    parties = {
        squeezed(" ".join(row["tokens"])): row
        for row in read_rows(folder / f"event_coding/cameo_source_target/{part}.jsonl")
    }
    kinds = sorted(read_modes())
    for row in read_rows(folder / f"event_coding/cameo_class/{part}.jsonl"):
        wanted = CLASSES[int(row["label"])]
        others = tuple(i for i, kind in enumerate(kinds) if kind not in wanted + OPEN)
        known = parties.get(squeezed(row["text"]))
        text, starts = joined(known["tokens"]) if known else (row["text"], [])
        encoding, case = encode(tokenizer, text)
        if len(encoding.ids) > MAX_PIECES:
            continue
        example = Example(encoding.ids, case, groups=(tuple(kinds.index(kind) for kind in wanted), others))
        if known:
            spans = [
                [
                    (starts[i], starts[i] + len(known["tokens"][i]))
                    for i, tag in enumerate(known["tags"])
                    if tag[2:] == letter
                ]
                for letter in ("S", "T")
            ]
            example.parties = tuple(inside(encoding.offsets, each) for each in spans)
        yield example


def name_examples(tokenizer: Tokenizer, folder: Path, part: str = "train") -> Iterator[Example]:
    """Sentences of Wikipedia with the names in them."""
    for row in read_rows(folder / f"ner/wikigold/{part}.jsonl"):
        text, starts = joined(row["tokens"])
        encoding, case = encode(tokenizer, text)
        spans = {name: [] for name in NAMES}
        for token, tag, start in zip(row["tokens"], row["tags"], starts, strict=True):
            if tag[2:] in WIKIGOLD:
                spans[WIKIGOLD[tag[2:]]].append((start, start + len(token)))
        if len(encoding.ids) <= MAX_PIECES:
            yield Example(encoding.ids, case, names=marked(encoding.offsets, spans))


def marked(offsets: list[tuple[int, int]], spans: dict[str, list[tuple[int, int]]]) -> list[int]:
    """For each piece the number of its name's kind, 0 outside names."""
    numbers = [0] * len(offsets)
    for kind, each in spans.items():
        for piece in inside(offsets, each):
            numbers[piece] = NAMES.index(kind) + 1
    return numbers


def inside(offsets: list[tuple[int, int]], spans: list[tuple[int, int]]) -> list[int]:
    """The pieces that touch one of the spans."""
    return [i for i, (a, b) in enumerate(offsets) if b > a and any(p < b and a < q for p, q in spans)]


def joined(tokens: list[str]) -> tuple[str, list[int]]:
    """The tokens with one blank between each, and where each begins."""
    starts = [0]
    for token in tokens:
        starts.append(starts[-1] + len(token) + 1)
    return " ".join(tokens), starts[:-1]


def squeezed(text: str) -> str:
    """The text without white space, by which the two sets share their sentences."""
    return "".join(text.split())
