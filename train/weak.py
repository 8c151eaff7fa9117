"""Examples from gold sets that say less than our marks do: names, the class of a whole sentence, its two parties.

The class of `cameo_class` is coarse and stands for the sentence; which words tell of the event is not marked. So the
loss asks only that some piece has a type of the class, and that the parties belong to that piece (see `losses.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from encoder import NAMES
from event_lines import read_modes
from examples import MAX_PIECES, Example, encode, read_rows, windows
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
APPEALS = (0, 3)  # the classes in which REQUEST may stand
QUIET_GENRES = ("reviews", "answers")
QUIET_CATEGORIES = ("science", "technology", "entertainment", "sports")
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


def plain_class_examples(tokenizer: Tokenizer, folder: Path, part: str = "train") -> Iterator[Example]:
    """The same sentences without parties; REQUEST is no type of classes that hold neither appeals nor demands."""
    kinds = sorted(read_modes())
    for row in read_rows(folder / f"event_coding/cameo_class/{part}.jsonl"):
        label = int(row["label"])
        spared = CLASSES[label] + (OPEN if label in APPEALS else ())
        yield from told_and_not(tokenizer, row["text"], CLASSES[label], [kind for kind in kinds if kind not in spared])


def protest_examples(tokenizer: Tokenizer, folder: Path, part: str = "train") -> Iterator[Example]:
    """Sentences that tell of a protest, riots and armed militancy among them, and sentences that do not."""
    for row in read_rows(folder / f"event_coding/glocon_sample/{part}.jsonl"):
        if row["level"] == "sentence" and row["label"] == 1:
            yield from told_and_not(tokenizer, row["text"], ("PROTEST", "ASSAULT"), ())
        elif row["level"] == "sentence" and row["label"] == 0:
            yield from told_and_not(tokenizer, row["text"], (), ("PROTEST",))


def quiet_examples(tokenizer: Tokenizer, folder: Path) -> Iterator[Example]:
    """Text about other things (reviews and questions of the web, news of sport and science), held to tell no event."""
    kinds = sorted(read_modes())
    for row in read_rows(folder / "srl/propbank_ewt/train.jsonl"):
        if row["genre"] in QUIET_GENRES:
            yield from told_and_not(tokenizer, row["text"], (), kinds)
    for row in read_rows(folder / "clustering/news_cluster/train.jsonl"):
        if row["category"] in QUIET_CATEGORIES:
            for start, end in windows(tokenizer, row["text"]):
                yield from told_and_not(tokenizer, row["text"][start:end].strip(), (), kinds)


def told_and_not(tokenizer: Tokenizer, text: str, told: Sequence[str], untold: Sequence[str]) -> Iterator[Example]:
    """One example of some types of which at least one is told, and others of which none is; nothing if too long."""
    kinds = sorted(read_modes())
    encoding, case = encode(tokenizer, text)
    if 4 < len(encoding.ids) <= MAX_PIECES:
        groups = tuple(tuple(kinds.index(kind) for kind in side) for side in (told, untold))
        yield Example(encoding.ids, case, groups=groups)


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
