"""Fits the weights that tell a page's own dead and injured from other events' (`quantity_scope.yml`).

    python train/quantities.py GOLD_FOLDER      writes the weights behind the words, prints what it got by halves

Logistic, one model a kind, on the train parts of the GVA incidents and GVDB: a number above the incident's final one is
not the page's own. Numbers below it may be parts or early ones and count a third. Fitted with Adam, full batch, from
zero, so that the same gold gives the same weights. Only numpy is needed; reading the pages takes ten minutes.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sayso.codebook import load_codebook
from sayso.datafiles import DATA
from sayso.extract import extract_document
from sayso.headlines import mend_headlines
from sayso.ingest.files import Row, read_row
from sayso.parse import SpacyParser
from sayso.quantities import load_quantities
from sayso.quantities.people import read_page
from sayso.quantities.scope import SCOPED, find_features, view_page
from sayso.segment import split_sentences
from sayso.titles import read_title

ENGLISH = DATA / "lexicons" / "en"
FILE = ENGLISH / "quantity_scope.yml"
SETS = ("gva_incidents", "gvdb")
# Found by five folds on the train parts; a feature must stand on this many numbers.
PENALTY, STEPS, RATE, LEAST = 2e-4, 300, 0.06, 20
BELOW = 0.3

Array = NDArray[np.float64]
Number = tuple[str, int, dict[str, float]]
Gold = dict[str, int]


def read_gold(row: dict[str, object]) -> Gold | None:
    """The final numbers of the incident that a page is filed under."""
    gold = row.get("gold")
    if not isinstance(gold, dict):
        return None
    if "num_killed" in gold:
        return {"killed": gold["num_killed"], "injured": gold["num_injured"]}
    was = [set(victim.get("victim-was") or []) for victim in gold.get("victim-section") or []]
    hurt = sum("killed" not in each and bool(each & {"injured", "hospitalized"}) for each in was)
    return {"killed": sum("killed" in each for each in was), "injured": hurt} if was else None


def read_pages(folder: Path) -> Iterator[tuple[Gold, list[Number]]]:
    """The gold of each page and its numbers with their features."""
    parser, lexicon = SpacyParser.load(), load_quantities(ENGLISH / "quantities.yml")
    verbs = load_codebook("plover").lexicon
    for name in SETS:
        with gzip.open(folder / "quantities" / name / "train.jsonl.gz", "rt", encoding="utf-8") as file:
            for row in map(json.loads, file):
                gold = read_gold(row)
                if gold is None:
                    continue
                given = Row(id=str(row["doc_id"]), text=row["text"], title=row.get("title"), published=row.get("dct"))
                document = extract_document(read_row(given, name))
                parses = mend_headlines(parser.parse(document, split_sentences(document)), verbs)
                told = read_page(document, parses, lexicon, read_title(document, parser, verbs))
                found = find_features(told, view_page(document, parses), lexicon.scope)
                yield gold, [(told[at].quantity.kind, told[at].quantity.best or 0, each) for at, each in found]


def fit_kind(pages: Sequence[tuple[Gold, list[Number]]], kind: str) -> dict[str, float]:
    """The weights of one kind."""
    times = Counter(name for _, numbers in pages for k, _, features in numbers if k == kind for name in features)
    names = sorted(name for name, count in times.items() if count >= LEAST)
    place = {name: at for at, name in enumerate(names)}
    rows, own, weight = [], [], []
    for gold, numbers in pages:
        mine = [(best, features) for k, best, features in numbers if k == kind]
        for best, features in mine:
            row = np.zeros(len(names))
            for name, value in features.items():
                if name in place:
                    row[place[name]] = value
            rows.append(row)
            own.append(float(best <= gold[kind]))
            weight.append((1.0 if best >= gold[kind] else BELOW) / len(mine) ** 0.5)
    fitted = _descend(np.array(rows), np.array(own), np.array(weight), np.array([name != "bias" for name in names]))
    return {name: round(float(value), 2) for name, value in zip(names, fitted, strict=True) if abs(value) >= 0.05}


def _descend(features: Array, own: Array, weight: Array, held: NDArray[np.bool_]) -> Array:
    fitted, mean, square = (np.zeros(features.shape[1]) for _ in range(3))
    for step in range(1, STEPS + 1):
        likely = 1 / (1 + np.exp(-features @ fitted))
        slope = features.T @ ((likely - own) * weight) / weight.sum() + PENALTY * fitted * held
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        fitted = fitted - RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return fitted


def score_kind(pages: Sequence[tuple[Gold, list[Number]]], kind: str, weights: dict[str, float], least: float) -> float:
    """The share of pages whose largest number that is held to be its own is the gold one."""
    right = 0
    for gold, numbers in pages:
        kept = [best for k, best, features in numbers if k == kind and _likely(features, weights) >= least]
        right += max(kept, default=0) == gold[kind]
    return right / len(pages)


def _likely(features: dict[str, float], weights: dict[str, float]) -> float:
    return float(1 / (1 + np.exp(-sum(weights.get(name, 0.0) * value for name, value in features.items()))))


def write_weights(weights: dict[str, dict[str, float]]) -> None:
    """Puts the weights in the place of those that the file holds; the words above them stay."""
    head = FILE.read_text().split("\nweights:\n")[0]
    lines = [f"  {kind}:\n" + "".join(f'    "{n}": {v}\n' for n, v in sorted(weights[kind].items())) for kind in SCOPED]
    FILE.write_text(head + "\nweights:\n" + "".join(lines))


def main(folder: Path) -> None:
    """Fits on every second page, scores on the others and the other way round, then fits on all."""
    pages = list(read_pages(folder))
    for kind in SCOPED:
        halves = [pages[0::2], pages[1::2]]
        fitted = [fit_kind(half, kind) for half in halves]
        for least in (0.0, 0.2, 0.3, 0.4, 0.5):
            scores = [score_kind(halves[1 - at], kind, fitted[at], least) for at in (0, 1)]
            print(f"{kind}: set apart below {least}: exact {sum(scores) / 2:.4f}")
    write_weights({kind: fit_kind(pages, kind) for kind in SCOPED})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
