"""Coreference of actors on the documents of GUM: MUC, B3, CEAFe and their mean (CoNLL), through `sayso annotate`.

    python eval/coreference.py --gold dev.jsonl.gz [--genre news] [--errors 5]

Gold: the `Entity` column of GUM's CoNLL-U. Kept are chains of type person and organization (also place and plant,
animal ... where a chain has a mention of type person or organization) with pronouns of the third person, names and
descriptions; mentions of first and second person and whole chains without two mentions are dropped, as sayso gives
no actor for "I", "we" and "you" and every scorer leaves lone mentions to the finding of mentions.

Predicted: the layer `actors`, chains by `chain`. A predicted mention is the gold mention with the same head word (the
gold `minspan`), else it is a mention that gold lacks; a word heads one mention only, the longest of each side. Lone
predicted mentions are dropped after chaining. So the figure holds both: finding mentions, and chaining them.
`given` is the same with only those mentions of both sides that the other side has: how well what was found is chained.

The text given to sayso is made of the words with the spaces that `SpaceAfter` tells, sentences joined by a blank and
blocks by an empty line. Official scores of the task keep lone mentions apart as well (LEA and CorefUD do not); figures
compare with those on other types of entity with caution.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

KINDS = frozenset({"person", "organization"})
NOT_THIRD = frozenset(
    "i me my mine myself we us our ours ourselves you your yours yourself yourselves who whom whose which that".split()
)

Chain = frozenset[int]


@dataclass
class Mention:
    """A mention of gold: words `[first, end)` of the document, the word that heads it, its chain and kind."""

    first: int
    chain: str
    kind: str
    minspan: int
    end: int = -1


@dataclass(frozen=True)
class Found:
    """A mention that sayso found: its characters `[start, end)`, and the number of its chain."""

    start: int
    end: int
    chain: int | None


@dataclass
class Text:
    """A document as sayso gets it: its words with their places in the text, and the mentions of gold."""

    text: str = ""
    words: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)

    @property
    def ends(self) -> list[int]:
        """Where each word ends."""
        return [start + len(word) for start, word in zip(self.starts, self.words, strict=True)]


def main() -> int:
    """Prints the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--genre", default="news")
    parser.add_argument("--errors", type=int, default=0, help="print so many documents' chains of both sides")
    arguments = parser.parse_args()
    with gzip.open(arguments.gold, "rt", encoding="utf-8") as lines:
        rows = [row for line in lines if (row := json.loads(line))["genre"] == arguments.genre]
    texts = [read_conllu(row["conllu"]) for row in rows]
    found = annotate([text.text for text in texts])
    pairs = [(gold_chains(text), found_chains(text, actors)) for text, actors in zip(texts, found, strict=True)]
    for text, (gold, ours) in list(zip(texts, pairs, strict=True))[: arguments.errors]:
        show(text, gold, ours)
    print(json.dumps({"documents": len(rows), **score(pairs), "given": score([restrict(*p) for p in pairs])}, indent=1))
    return 0


def read_conllu(conllu: str) -> Text:
    """The text and the mentions of a document in CoNLL-U; mentions of one word close where they open."""
    text = Text()
    opened: dict[str, list[Mention]] = {}
    joined: tuple[int, int] | None = None
    for line in conllu.splitlines():
        if line.startswith("# newpar_block") or (line.startswith("# newpar") and not text.text.endswith("\n\n")):
            text.text = text.text.rstrip() + "\n\n" if text.text else ""
        if not line or line.startswith("#"):
            continue
        index, word, *rest = line.split("\t")
        if "-" in index:
            first, last = map(int, index.split("-"))
            joined = (first, last)
            continue
        if "." in index:
            continue
        inside = joined is not None and joined[0] <= int(index) < joined[1]
        text.starts.append(len(text.text))
        text.words.append(word)
        text.text += word + ("" if inside or "SpaceAfter=No" in rest[-1] else " ")
        read_entities(rest[-1], text, opened)
    return text


def read_entities(misc: str, text: Text, opened: dict[str, list[Mention]]) -> None:
    """Opens and closes the mentions that one word's `Entity` names."""
    found = re.search(r"(?:^|\|)Entity=([^|]*)", misc)
    here = len(text.words) - 1
    for opening, closing in re.findall(r"(\([^()]+\)?)|([^()]+\))", found[1] if found else ""):
        if opening:
            chain, kind, _, _, _, minspan, *_ = opening.strip("()").split("-")
            mention = Mention(here, chain, kind, here + int(minspan.split(",")[0]) - 1)
            text.mentions.append(mention)
            if opening.endswith(")"):
                mention.end = here + 1
            else:
                opened.setdefault(chain, []).append(mention)
        elif opened.get(closing.rstrip(")")):
            opened[closing.rstrip(")")].pop().end = here + 1


def gold_chains(text: Text) -> list[Chain]:
    """Chains of actors as sets of head words, those with two mentions and more."""
    kinds: dict[str, set[str]] = {}
    for each in text.mentions:
        kinds.setdefault(each.chain, set()).add(each.kind)
    chains: dict[str, set[int]] = {}
    taken: set[int] = set()
    for each in sorted(text.mentions, key=lambda m: m.first - m.end):
        alone = each.end - each.first == 1 and text.words[each.first].lower() in NOT_THIRD
        if kinds[each.chain] & KINDS and each.minspan not in taken and not alone:
            taken.add(each.minspan)
            chains.setdefault(each.chain, set()).add(each.minspan)
    return sorted((frozenset(c) for c in chains.values() if len(c) > 1), key=min)


def found_chains(text: Text, actors: Sequence[Found]) -> list[Chain]:
    """Predicted chains as sets of head words: gold's where a mention covers one, else the last word."""
    heads = {m.minspan: m for m in text.mentions}
    ends = text.ends
    chains: dict[int | None, set[int]] = {}
    taken: set[int] = set()
    for each in sorted(actors, key=lambda found: found.start - found.end):
        inside = [i for i, s in enumerate(text.starts) if s < each.end and each.start < ends[i]]
        if not inside:
            continue
        fitting = [i for i in inside if i in heads and abs(heads[i].first - inside[0]) <= 1]
        head = fitting[0] if fitting else inside[-1]
        if head not in taken:
            taken.add(head)
            chains.setdefault(each.chain, set()).add(head)
    return sorted((frozenset(c) for c in chains.values() if len(c) > 1), key=min)


def restrict(gold: Sequence[Chain], ours: Sequence[Chain]) -> tuple[list[Chain], list[Chain]]:
    """Both sides with only those mentions that both have."""
    shared = frozenset().union(*gold) & frozenset().union(*ours)
    return [g & shared for g in gold if g & shared], [o & shared for o in ours if o & shared]


def annotate(texts: Sequence[str]) -> list[list[Found]]:
    """The layer `actors` of each text."""
    rows = "".join(json.dumps({"id": str(i), "text": text}) + "\n" for i, text in enumerate(texts))
    command = [sys.executable, "-m", "sayso", "annotate", "--layer", "actors"]
    done = subprocess.run(command, input=rows, capture_output=True, text=True, check=True)
    return [[read_actor(actor) for actor in json.loads(line)["actors"]] for line in done.stdout.splitlines()]


def read_actor(actor: dict[str, Any]) -> Found:
    """One item of the layer `actors`."""
    return Found(actor["span"]["start"], actor["span"]["end"], actor["chain"])


def score(pairs: Iterable[tuple[list[Chain], list[Chain]]]) -> dict[str, object]:
    """MUC, B3 and CEAFe over all documents, and the mean of their F1."""
    pairs = list(pairs)
    gold = [frozenset((n, i) for i in c) for n, (g, _) in enumerate(pairs) for c in g]
    ours = [frozenset((n, i) for i in c) for n, (_, o) in enumerate(pairs) for c in o]
    mentions = f1(_overlap(gold, ours), sum(map(len, gold)), sum(map(len, ours)))
    figures = {name: figure(gold, ours) for name, figure in (("muc", _muc), ("b3", _b3), ("ceafe", _ceafe))}
    mean = sum(figure["f1"] for figure in figures.values()) / len(figures)
    return {"mentions": mentions, **figures, "conll": round(mean, 4)}


Sets = Sequence[frozenset[tuple[int, int]]]


def f1(hits: float, gold: float, ours: float) -> dict[str, float]:
    """Recall, precision and F1."""
    recall, precision = hits / gold if gold else 0.0, hits / ours if ours else 0.0
    both = 2 * recall * precision / (recall + precision) if recall + precision else 0.0
    return {"recall": round(recall, 4), "precision": round(precision, 4), "f1": round(both, 4)}


def _overlap(gold: Sets, ours: Sets) -> int:
    return len(frozenset().union(*gold) & frozenset().union(*ours))


def _muc(gold: Sets, ours: Sets) -> dict[str, float]:
    def links(one: Sets, other: Sets) -> tuple[int, int]:
        of = {mention: n for n, chain in enumerate(other) for mention in chain}
        parts = [len({of.get(m, -1 - i) for i, m in enumerate(sorted(chain))}) for chain in one]
        return sum(len(c) - p for c, p in zip(one, parts, strict=True)), sum(len(c) - 1 for c in one)

    recall, precision = links(gold, ours), links(ours, gold)
    shares = [hits / whole if whole else 0.0 for hits, whole in (recall, precision)]
    return _of_shares(*shares)


def _b3(gold: Sets, ours: Sets) -> dict[str, float]:
    def share(one: Sets, other: Sets) -> float:
        of = {mention: chain for chain in other for mention in chain}
        each = [len(c & of.get(m, frozenset())) / len(c) for c in one for m in c]
        return sum(each) / len(each) if each else 0.0

    return _of_shares(share(gold, ours), share(ours, gold))


def _of_shares(recall: float, precision: float) -> dict[str, float]:
    return f1(recall * precision, precision, recall) if recall and precision else f1(0, 1, 1)


def _ceafe(gold: Sets, ours: Sets) -> dict[str, float]:
    """The best pairing of chains, found by improving a greedy one: exchanges of two pairs until none helps."""
    weights = {
        (g, o): 2 * len(gold[g] & ours[o]) / (len(gold[g]) + len(ours[o]))
        for g, o in itertools.product(range(len(gold)), range(len(ours)))
        if gold[g] & ours[o]
    }
    return f1(_best_pairing(weights), len(gold), len(ours))


def _best_pairing(weights: dict[tuple[int, int], float]) -> float:
    pairing: dict[int, int] = {}
    for (g, o), _ in sorted(weights.items(), key=lambda item: (-item[1], item[0])):
        if g not in pairing and o not in pairing.values():
            pairing[g] = o
    improved = True
    while improved:
        improved = False
        for a, b in itertools.combinations(sorted({g for g, _ in weights}), 2):
            now = weights.get((a, pairing.get(a, -1)), 0) + weights.get((b, pairing.get(b, -1)), 0)
            then = weights.get((a, pairing.get(b, -1)), 0) + weights.get((b, pairing.get(a, -1)), 0)
            if then > now + 1e-12:
                pairing[a], pairing[b] = pairing.get(b, -1), pairing.get(a, -1)
                improved = True
    return sum(weights.get(pair, 0) for pair in pairing.items())


def show(text: Text, gold: Sequence[Chain], ours: Sequence[Chain]) -> None:
    """Prints the chains of both sides to standard error."""
    for name, chains in (("gold", gold), ("ours", ours)):
        for chain in chains:
            print(name, [f"{text.words[i]}:{i}" for i in sorted(chain)], file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
