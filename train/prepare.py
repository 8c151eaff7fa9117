"""Reads every set once and writes its examples as one file, which each training run then begins from."""

from __future__ import annotations

import argparse
import gzip
import pickle
from dataclasses import dataclass
from pathlib import Path

from examples import (
    Example,
    argument_examples,
    attribution_examples,
    event_examples,
    factuality_examples,
    passage_examples,
)
from passages import DATA
from pool import pool_examples
from tokenizers import Tokenizer
from weak import class_examples, name_examples

DRAWS = 8  # how often the names in the event sentences are drawn anew
SEED = 13


@dataclass
class Prepared:
    """Train examples by the name of the set, one list for each draw of its names; dev examples by name."""

    train: dict[str, list[list[Example]]]
    dev: dict[str, list[Example]]


def main() -> None:
    """Reads the arguments and writes the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    prepared = prepare(read_tokenizer(arguments.tokenizer), arguments.gold)
    for name, draws in prepared.train.items():
        print(f"{name}: {len(draws[0])} examples, {sum(len(e.pieces) for e in draws[0])} pieces")
    arguments.out.write_bytes(gzip.compress(pickle.dumps((prepared.train, prepared.dev)), 5, mtime=0))


def prepare(tokenizer: Tokenizer, gold: Path) -> Prepared:
    """Every set."""
    train = {
        "attribution": [list(attribution_examples(tokenizer, gold, "train"))],
        "passages": [list(passage_examples(tokenizer, DATA))],
        "events": [list(event_examples(tokenizer, SEED + draw)) for draw in range(DRAWS)],
        "values": [list(factuality_examples(tokenizer, gold, "train", "fact_uds_ih2"))],
        "news_values": [list(factuality_examples(tokenizer, gold, "train", "fact_meantime"))],
        "arguments": [list(argument_examples(tokenizer, gold, "train", "propbank_ewt"))],
        "news_arguments": [list(argument_examples(tokenizer, gold, "train", "propbank_masc"))],
        "classes": [list(class_examples(tokenizer, gold))],
        "names": [list(name_examples(tokenizer, gold))],
        "pool": [list(pool_examples(tokenizer, gold, SEED))],
    }
    dev = {
        "attribution": list(attribution_examples(tokenizer, gold, "dev")),
        "values": list(factuality_examples(tokenizer, gold, "dev", "fact_uds_ih2")),
        "news_values": list(factuality_examples(tokenizer, gold, "dev", "fact_meantime")),
        "classes": list(class_examples(tokenizer, gold, "dev")),
        "names": list(name_examples(tokenizer, gold, "dev")),
    }
    return Prepared(train, dev)


def read_prepared(path: Path) -> Prepared:
    """What `prepare.py` wrote; our own file, so a pickle will do."""
    return Prepared(*pickle.loads(gzip.decompress(path.read_bytes())))


def read_tokenizer(path: Path) -> Tokenizer:
    """The tokenizer, without padding or cutting."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


if __name__ == "__main__":
    main()
