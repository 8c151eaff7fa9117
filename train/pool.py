"""Plain text of the gold train parts, without any label: what a teacher reads out to the shipped encoder.

Only sets whose text may be used beyond measuring are read, and nothing that is scored as unseen (`petrarch_records`).
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from examples import Example, encode, read_rows, windows
from tokenizers import Tokenizer

SETS = (
    "causality/causal_news_corpus",
    "clustering/news_cluster",
    "event_coding/cameo_class",
    "event_coding/giveme5w1h",
    "event_coding/insight_crime",
    "event_coding/satp_types",
    "event_coref/ecbplus",
    "extraction/article_extraction_benchmark",
    "geoparsing/geovirus",
    "geoparsing/geowebnews",
    "geoparsing/lgl",
    "geoparsing/tr_news",
    "neardup/minhash_articles",
    "ner/re3d",
    "quantities/muc34",
    "srl/qanom",
)
CAP = 250_000  # pieces of one set, so that none outweighs the rest


def pool_examples(tokenizer: Tokenizer, gold: Path, seed: int) -> Iterator[Example]:
    """Windows without labels, each text once, at most CAP pieces of a set."""
    seen: set[str] = set()
    for name in SETS:
        texts = [text_of(row) for row in read_rows(gold / name / "train.jsonl")]
        random.Random(f"{seed} {name}").shuffle(texts)
        left = CAP
        for text in texts:
            if left <= 0:
                break
            for start, end in windows(tokenizer, text):
                window = text[start:end].strip()
                if window in seen or len(window) < 20:
                    continue
                seen.add(window)
                encoding, case = encode(tokenizer, window)
                if len(encoding.ids) <= 200:
                    left -= len(encoding.ids)
                    yield Example(encoding.ids, case)


def text_of(row: dict) -> str:
    """The plain text of a row of any of the sets."""
    text = row.get("text") or row.get("article_body")
    if text:
        return str(text)
    tokens = row["tokens"]
    return " ".join(token if isinstance(token, str) else token[-1] for token in tokens)
