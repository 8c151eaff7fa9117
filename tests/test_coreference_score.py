"""The figures of `eval/coreference.py` on chains that can be counted by hand."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

PATH = Path(__file__).resolve().parents[1] / "eval" / "coreference.py"


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("coreference_score", PATH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["coreference_score"] = module
    spec.loader.exec_module(module)
    return module


SCORER = _load()


def test_equal_chains_score_one() -> None:
    """The same chains on both sides are right in every figure."""
    chains = [frozenset({1, 2, 3}), frozenset({4, 5})]
    found = SCORER.score([(chains, chains)])
    assert [found[name]["f1"] for name in ("mentions", "muc", "b3", "ceafe")] == [1.0, 1.0, 1.0, 1.0]
    assert found["conll"] == 1.0


def test_split_chain_loses_as_the_definitions_say() -> None:
    """One chain of four, found as two of two: MUC recall 2/3, B3 recall 1/2, CEAFe 2/3 on one of two pairs."""
    found = SCORER.score([([frozenset({1, 2, 3, 4})], [frozenset({1, 2}), frozenset({3, 4})])])
    assert found["muc"] == {"recall": 0.6667, "precision": 1.0, "f1": 0.8}
    assert found["b3"] == {"recall": 0.5, "precision": 1.0, "f1": 0.6667}
    assert found["ceafe"] == {"recall": 0.6667, "precision": 0.3333, "f1": 0.4444}


def test_reader_gives_text_and_chains() -> None:
    """Words, joined words and mentions that open inside each other, from CoNLL-U of our own."""
    rows = [
        ("1", "Ada", "Entity=(1-person-new-x-cf1-1,2-coref", "_"),
        ("2", "Example", "Entity=1)", "_"),
        ("3", "met", "_", "_"),
        ("4", "her", "Entity=(2-person-new-x-cf2-2-coref(1-person-giv-x-cf1-1-ana)", "_"),
        ("5", "aide", "Entity=2)|SpaceAfter=No", "_"),
        ("6", ".", "_", "_"),
    ]
    conllu = "# newpar\n" + "\n".join("\t".join([i, word, *["_"] * 7, misc]) for i, word, misc, _ in rows)
    text = SCORER.read_conllu(conllu)
    assert text.text == "Ada Example met her aide. "
    assert SCORER.gold_chains(text) == [frozenset({0, 3})]
