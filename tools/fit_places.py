"""Fits the weights of the place step on the train parts of LGL, GeoWebNews, TR-News and GeoVirus.

    python tools/fit_places.py GOLD_FOLDER      writes src/sayso/data/lexicons/en/place_weights.yml, prints what it got

Two linear models: does a run of words name a place (logistic), and which candidate of a name is meant (softmax over the
candidates, any within 161 km of the gold point being right). Both are fitted with Adam, full batch, from zero, so that
the same gold gives the same weights. Takes three minutes.
"""

from __future__ import annotations

import json
import math
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sayso.datafiles import DATA
from sayso.extract import extract_document
from sayso.gazetteer import Gazetteer
from sayso.parse import SpacyParser
from sayso.places.candidates import find_candidates, find_toponyms
from sayso.places.geocode import Company, choose_places
from sayso.places.reading import Toponym
from sayso.places.toponyms import build_names
from sayso.places.words import PlaceWords, load_place_words
from sayso.records import Document, Page
from sayso.segment import split_sentences
from sayso.syntax import Parse

SETS = ("lgl", "geowebnews", "tr_news", "geovirus")
# GeoWebNews marks these too; they are no names of places (shared/score/places.py).
NO_PLACES = {"Non_Lit_Expression", "Literal_Expression", "Non_Toponym", "Demonym", "Homonym", "Language"}
# LGL has half of all toponyms and local US news only; the others count more, so that it does not decide alone.
SET_WEIGHT = {"lgl": 1.0, "geowebnews": 1.2, "tr_news": 2.0, "geovirus": 1.2}
RIGHT_KM = 161.0
WEIGHTS = DATA / "lexicons" / "en" / "place_weights.yml"
HEAD = """\
# Weights of the place step's two linear models, written by tools/fit_places.py (train parts of LGL, GeoWebNews, TR-News
# and GeoVirus). Fit again when features, lexicons or the gazetteer change.

"""

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Text:
    """One gold text, read and parsed; `gold` are its toponyms."""

    part: str
    document: Document
    parses: tuple[Parse, ...]
    gold: tuple[dict[str, float], ...]


def main(gold: Path) -> int:
    """Fits, writes and reports."""
    gazetteer, words = Gazetteer.load(), load_place_words(DATA / "lexicons" / "en")
    texts = list(read_texts(gold))
    words = replace(words, recognition=fit_recognition(texts, gazetteer, words))
    words = replace(words, resolution=fit_resolution(texts, gazetteer, words))
    write_weights(words)
    report_probabilities(texts, gazetteer, words)
    return 0


def read_texts(gold: Path) -> Iterator[Text]:
    """All train texts with a parse."""
    parser = SpacyParser.load()
    for part in SETS:
        for line in (gold / "geoparsing" / part / "train.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            document = extract_document(Page(row["doc_id"], row["text"].encode(), "text/plain"))
            if document.text != row["text"]:
                continue
            kept = [t for t in row["toponyms"] if t.get("type") not in NO_PLACES and t.get("offset_ok", True)]
            yield Text(part, document, parser.parse(document, split_sentences(document)), tuple(kept))


def find_gold(text: Text, toponym: Toponym) -> dict[str, float] | None:
    """The first gold toponym that shares a character with the words."""
    span = toponym.span
    return next((g for g in text.gold if span.start < g["end"] and g["start"] < span.end), None)


def fit_recognition(texts: Sequence[Text], gazetteer: Gazetteer, words: PlaceWords) -> dict[str, float]:
    """Weights that tell candidates that name a place from the others."""
    rows, answers, weights = [], [], []
    for text in texts:
        for toponym, features in find_candidates(text.document, text.parses, gazetteer, words):
            rows.append(features)
            answers.append(find_gold(text, toponym) is not None)
            weights.append(SET_WEIGHT[text.part])
    names, matrix = _matrix(rows)
    truth, weight = np.array(answers, dtype=float), np.array(weights)

    def slope(fitted: Array) -> Array:
        return np.asarray(matrix.T @ (weight * (1 / (1 + np.exp(-matrix @ fitted)) - truth)) / weight.sum())

    fitted = _fit(slope, len(names), rounds=3000, decay=2e-4)
    said = matrix @ fitted > 0
    right = float((said * truth).sum())
    _say(f"recognition: precision {right / said.sum():.3f}, recall of known names {right / truth.sum():.3f}")
    return {name: round(float(value), 2) for name, value in zip(names, fitted, strict=True) if abs(value) >= 0.05}


def fit_resolution(texts: Sequence[Text], gazetteer: Gazetteer, words: PlaceWords) -> dict[str, float]:
    """Weights that rank the right candidate of a name first."""
    rows: list[dict[str, float]] = []
    segment: list[int] = []
    right: list[bool] = []
    weights: list[float] = []
    for text in texts:
        for features, near, count in _ambiguous(text, gazetteer, words):
            segment += [len(weights)] * len(features)
            rows += features
            right += near
            weights.append(math.sqrt(count) * (1.0 if text.part == "lgl" else 1.5))
    names, matrix = _matrix(rows)
    at, truth, weight = np.array(segment), np.array(right, dtype=float), np.array(weights)

    def share(score: Array, only: Array) -> Array:
        raised = np.exp(score - _per(np.maximum, score, at, -np.inf)[at]) * only
        return np.asarray(raised / np.maximum(_per(np.add, raised, at, 0.0), 1e-12)[at])

    def slope(fitted: Array) -> Array:
        score = matrix @ fitted
        wrong = share(score, np.ones_like(truth)) - share(score, truth)
        return np.asarray(matrix.T @ (wrong * weight[at]) / weight.sum())

    fitted = _fit(slope, len(names), rounds=2000, decay=3e-4)
    score = matrix @ fitted
    best = _per(np.maximum, score, at, -np.inf)[at] == score
    hit = _per(np.maximum, best * truth, at, 0.0)
    _say(f"resolution: {hit.mean():.3f} of {len(weight)} ambiguous names with a right candidate")
    return {name: round(float(value), 2) for name, value in zip(names, fitted, strict=True) if abs(value) >= 0.02}


def _ambiguous(
    text: Text, gazetteer: Gazetteer, words: PlaceWords
) -> Iterator[tuple[list[dict[str, float]], list[bool], int]]:
    """Features of a name's candidates, which of them are right, and how often gold has the name."""
    toponyms = find_toponyms(text.document, text.parses, gazetteer, words)
    names = build_names(toponyms, {parse.sentence.index: parse for parse in text.parses})
    company = Company(names, gazetteer)
    points = defaultdict(list)
    for toponym in toponyms:
        gold = find_gold(text, toponym)
        if toponym.kind in ("name", "country", "area", "town") and gold and gold.get("lat") is not None:
            points[toponym.key].append((gold["lat"], gold["lon"]))
    for name in names:
        if points[name.key]:
            latitude, longitude = points[name.key][0]
            entries = company.entries[name.key]
            near = [_km(latitude, longitude, e.latitude, e.longitude) <= RIGHT_KM for e in entries]
            if any(near) and not all(near):
                yield company.features(name), near, len(points[name.key])


def report_probabilities(texts: Sequence[Text], gazetteer: Gazetteer, words: PlaceWords) -> None:
    """Prints, for each tenth of probability, how many choices were right: what `_AMBIGUOUS` was set on."""
    table = defaultdict(lambda: [0, 0])
    for text in texts:
        toponyms = find_toponyms(text.document, text.parses, gazetteer, words)
        names = build_names(toponyms, {parse.sentence.index: parse for parse in text.parses})
        choices = choose_places(names, gazetteer, words)
        for toponym in toponyms:
            gold, choice = find_gold(text, toponym), choices.get(toponym.key)
            if choice is not None and gold is not None and gold.get("lat") is not None:
                distance = _km(gold["lat"], gold["lon"], choice.entry.latitude, choice.entry.longitude)
                row = table[min(9, int(choice.probability * 10))]
                row[0] += distance <= RIGHT_KM
                row[1] += 1
    for tenth, (hits, count) in sorted(table.items()):
        _say(f"probability {tenth / 10:.1f}: {hits} of {count} right ({hits / count:.2f})")


def write_weights(words: PlaceWords) -> None:
    """Writes both weight tables in order of name."""
    lines = [
        HEAD,
        "# Log-odds that a run of words names a place (places/features.py).\n",
        "recognition:\n",
    ]
    lines += [f"  {json.dumps(name)}: {value}\n" for name, value in sorted(words.recognition.items())]
    lines += [
        "\n# Score of a candidate among those of its name (places/geocode.py).\n",
        "resolution:\n",
    ]
    lines += [f"  {json.dumps(name)}: {value}\n" for name, value in sorted(words.resolution.items())]
    WEIGHTS.write_text("".join(lines), encoding="utf-8")


def _matrix(rows: Sequence[dict[str, float]]) -> tuple[list[str], Array]:
    names = sorted({name for row in rows for name in row})
    column = {name: index for index, name in enumerate(names)}
    matrix = np.zeros((len(rows), len(names)))
    for index, row in enumerate(rows):
        for name, value in row.items():
            matrix[index, column[name]] = value
    return names, matrix


def _fit(slope: Callable[[Array], Array], size: int, *, rounds: int, decay: float) -> Array:
    fitted, first, second = np.zeros(size), np.zeros(size), np.zeros(size)
    for step in range(1, rounds + 1):
        down = slope(fitted) + decay * fitted
        first, second = 0.9 * first + 0.1 * down, 0.99 * second + 0.01 * down * down
        fitted = fitted - 0.03 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    return fitted


def _per(operation: np.ufunc, values: Array, at: NDArray[np.int_], start: float) -> Array:
    result = np.full(int(at.max()) + 1, start)
    operation.at(result, at, values)
    return result


def _km(a_latitude: float, a_longitude: float, b_latitude: float, b_longitude: float) -> float:
    a, b = math.radians(a_latitude), math.radians(b_latitude)
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(b_longitude - a_longitude) / 2) ** 2
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(half)))


def _say(message: str) -> None:
    sys.stdout.write(message + "\n")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
