"""What a codebook's examples teach: heads, their file, the check of a codebook, suggestions and labels."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import tools
from factory import page
from sayso.checking import check_codebook, summarise
from sayso.codebook import Codebook, load_codebook
from sayso.errors import DataFileError
from sayso.extract import extract_document
from sayso.heads.fitting import Read, fit_codebook, fit_heads, labelled_examples, read_background, read_examples
from sayso.heads.linear import Regression, probability
from sayso.heads.model import Heads, heads_path, read_heads, write_heads
from sayso.pipeline import code_page
from sayso.suggesting import suggest_sentences
from sayso.terminal import check_lines
from sayso.toolkit import Tools, find_heads
from sayso.triggers import find_triggers
from sayso.triggers.trained import join_sentence

SHIPPED = ("police-actions", "acled-like")

BOOK = """
name: bread
version: 1
definition: What bakers do.
types:
  - name: STRIKE
    definition: Bakers stop work.
    examples:
      - {text: "The bakers of Lowmere went on strike on Monday.", trigger: strike}
      - {text: "Bakers walked out over night shifts.", trigger: walked}
      - {text: "All ovens stayed cold as the bakers stopped work.", trigger: stopped}
      - {text: "Forty bakers downed tools at noon.", trigger: downed}
      - text: "A walkout of bakers left the town without bread."
    counterexamples:
      - text: "Lightning will strike the tower."
  - name: DEAL
    definition: Bakers and owners agree.
    examples:
      - {text: "The bakers and the owners signed a contract.", trigger: signed}
      - {text: "Both sides agreed on a rise of four percent.", trigger: agreed}
      - {text: "The bakers accepted the offer of the mill.", trigger: accepted}
      - {text: "A mediator brought the bakers and the owners to a settlement.", trigger: settlement}
      - {text: "The bakers and the chain reached an accord.", trigger: reached}
    counterexamples:
      - text: "The club signed a goalkeeper."
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "bread.yml"
    path.write_text(BOOK, encoding="utf-8")
    return path


@cache
def background() -> tuple[Read, ...]:
    return read_background(tools().parser, tools().encoder)


def trained(path: str) -> Tools:
    """The tools with a codebook and the heads that its examples teach."""
    codebook = load_codebook(path)
    examples = read_examples(labelled_examples(codebook), tools().parser, tools().encoder)
    return replace(tools(), codebook=codebook, heads=fit_heads(examples, background(), codebook, tools().encoder.name))


# ---------------------------------------------------------------- the regression


def test_a_regression_parts_what_can_be_parted() -> None:
    """Rows on two sides of a line get log-odds of two signs."""
    rows = np.array([[1.0, 0.0], [2.0, 1.0], [1.5, -1.0], [-1.0, 0.0], [-2.0, 1.0], [-1.5, -1.0]])
    told = np.array([1.0, 1.0, 1.0, 0.0, 0.0, 0.0])
    head = Regression(rows, np.ones(6), ridge=0.1).head(told, np.ones(6))
    assert ((rows @ head[:-1] + head[-1]) > 0).tolist() == [True, True, True, False, False, False]


@pytest.mark.parametrize("told", [np.zeros(4), np.ones(4)])
def test_one_answer_alone_teaches_nothing(told: np.ndarray) -> None:
    """Without rows of both answers a head is all zero: it has no opinion."""
    rows = np.arange(8.0).reshape(4, 2)
    assert Regression(rows, np.ones(4), ridge=1.0).head(told, np.ones(4)).tolist() == [0.0, 0.0, 0.0]


@given(st.floats(-1e6, 1e6))
def test_a_probability_is_one(odds: float) -> None:
    """Whatever the log-odds, what comes out lies between nothing and certainty, and the opposite is the rest."""
    there, back = probability(np.array([odds, -odds]))
    assert 0 < there < 1
    assert there + back == pytest.approx(1.0)


# ---------------------------------------------------------------- the file


def test_heads_come_back_as_they_were_written(book: Path) -> None:
    """The file holds all of the heads; the same codebook gives the same bytes."""
    codebook = load_codebook(str(book))
    heads = fit_codebook(codebook, tools().parser, tools().encoder)
    digest = write_heads(heads, heads_path(book))
    again = read_heads(heads_path(book))
    assert (again.codebook, again.encoder, again.types) == (codebook.version, tools().encoder.name, ("STRIKE", "DEAL"))
    assert again.examples == 12
    for name in ("centre", "spread", "sentences", "words"):
        assert np.array_equal(getattr(again, name), getattr(heads, name))
    assert write_heads(fit_codebook(codebook, tools().parser, tools().encoder), heads_path(book)) == digest


def test_heads_of_another_state_of_the_codebook_are_refused(book: Path) -> None:
    """After a change of the codebook, coding stops and says what to run."""
    found = trained(str(book))
    assert found.heads is not None
    write_heads(found.heads, heads_path(book))
    assert find_heads(str(book), found.codebook, found.parser, found.encoder) is not None
    book.write_text(BOOK + "# changed\n", encoding="utf-8")
    with pytest.raises(DataFileError, match="run `sayso codebook train"):
        find_heads(str(book), load_codebook(str(book)), found.parser, found.encoder)


def test_what_is_no_file_of_heads_is_named(tmp_path: Path) -> None:
    """A broken file is an error that names it."""
    path = tmp_path / "bread.heads.json"
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(DataFileError, match=r"bread\.heads\.json"):
        read_heads(path)


# ---------------------------------------------------------------- coding


def test_examples_code_without_any_word_in_the_codebook(book: Path) -> None:
    """Sentences like the examples get their types, with the words that tell them; others get none."""
    with_heads = trained(str(book))

    def told(text: str) -> list[tuple[str, str]]:
        return [(each.type, each.trigger.text) for each in code_page(page(text), with_heads).mentions]

    assert told("Bakers in Asker stopped work on Friday.") == [("STRIKE", "stopped")]
    assert told("The bakers and the council reached an accord on Sunday.") == [("DEAL", "reached")]
    assert told("The weather stays fine until Friday.") == []
    assert code_page(page("Bakers stopped work."), replace(with_heads, heads=None)).mentions == ()


@pytest.mark.parametrize("name", SHIPPED)
def test_a_codebook_that_ships_has_eight_examples_a_type(name: str) -> None:
    """Every type has at least eight sentences of its own, and every trigger that is marked stands in its sentence."""
    for kind in load_codebook(name).types.values():
        assert len(kind.examples) >= 8
        assert [each.text for each in kind.examples if each.trigger and each.trigger not in each.text] == []


@pytest.mark.parametrize("name", SHIPPED)
def test_the_examples_of_a_codebook_that_ships_are_coded_as_they_say(name: str) -> None:
    """Words and heads together find the type of two examples in three and more; the rest cannot be told yet."""
    found = trained(name)
    assert found.heads is not None
    examples = read_examples(labelled_examples(found.codebook), found.parser, found.encoder)
    told = [(each, _types(each, found.codebook, found.heads)) for each in examples if each.labelled.type]
    missed = [each.labelled.text for each, types in told if each.labelled.type not in types]
    assert len(missed) <= len(told) / 3, missed


def _types(example: Read, codebook: Codebook, heads: Heads) -> set[str]:
    own = find_triggers([example.seen.parse], codebook)
    return {each.type for each in join_sentence(own, example.seen, codebook, heads)}


def test_any_verb_is_tried_last() -> None:
    """`*` takes what police do where no entry names the verb, and nothing that others do."""
    found = replace(tools(), codebook=load_codebook("police-actions"))
    for text, types in (
        ("Police counted the votes.", ["ACT"]),
        ("Police arrested two men.", ["ARREST"]),
        ("Police hoped so.", []),
        ("The clerks counted the votes.", []),
    ):
        assert [each.type for each in code_page(page(text), found).mentions] == types


# ---------------------------------------------------------------- checking


def test_a_check_counts_what_the_examples_teach(book: Path) -> None:
    """Every example is answered once; a codebook without words finds nothing by words; the text says so."""
    summary = summarise(check_codebook(load_codebook(str(book)), tools().parser, tools().encoder))
    assert (summary.examples, [(each.type, each.examples) for each in summary.types]) == (
        12,
        [("STRIKE", 5), ("DEAL", 5), ("none", 2)],
    )
    assert [(each.words_precision, each.words_recall) for each in summary.types[:2]] == [(None, 0.0), (None, 0.0)]
    assert next(check_lines(summary)) == f"{summary.codebook}: 12 examples, 5-fold cross-validation"


def test_examples_that_contradict_each_other_are_named(book: Path) -> None:
    """The same news under two types is found out."""
    twice = '      - {text: "The bakers of Lowmere went on strike on Tuesday.", trigger: strike}\n'
    at = BOOK.index('      - {text: "The bakers and the owners signed')
    book.write_text(BOOK[:at] + twice + BOOK[at:], encoding="utf-8")
    (found, *_) = check_codebook(load_codebook(str(book)), tools().parser, tools().encoder).contradictions
    assert {found.one.type, found.other.type} == {"STRIKE", "DEAL"}
    assert {found.one.text, found.other.text} == {
        "The bakers of Lowmere went on strike on Monday.",
        "The bakers of Lowmere went on strike on Tuesday.",
    }


# ---------------------------------------------------------------- suggesting and labelling


def test_suggestions_stand_in_their_documents_and_are_no_examples(book: Path) -> None:
    """Offsets cut the sentence out of the document; examples and repeats are left out; the order is fixed."""
    found = trained(str(book))
    assert found.heads is not None
    text = (
        "Bakers stopped work on Friday. The bakers of Lowmere went on strike on Monday. "
        "Rain is on its way to the coast.\n\nBakers stopped work on Friday. The mill and the bakers spoke for hours."
    )
    document = extract_document(page(text))
    given = suggest_sentences([document], found, found.heads, limit=10)
    assert {each.sentence for each in given} == {
        "Bakers stopped work on Friday.",
        "Rain is on its way to the coast.",
        "The mill and the bakers spoke for hours.",
    }
    assert [document.text[each.start : each.end] for each in given] == [each.sentence for each in given]
    assert suggest_sentences([document], found, found.heads, limit=2) == given[:2]


def test_a_labelled_line_becomes_an_example(book: Path) -> None:
    """A label makes an example, `none` a counterexample of what was suggested, null nothing."""
    lines = [
        {"sentence": "The ovens are cold.", "type": "DEAL", "trigger": "cold", "margin": 0.1, "label": "STRIKE"},
        {"sentence": "The bakers signed up.", "type": "DEAL", "trigger": "signed", "label": "none"},
        {"sentence": "Bakers met.", "type": "DEAL", "label": None},
        {"sentence": "The bakers shook hands.", "type": "DEAL", "trigger": "shook", "label": "DEAL"},
    ]
    labels = book.parent / "labels.jsonl"
    labels.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    book.write_text(BOOK.replace("version: 1", "version: 2\nlabelled: [labels.jsonl]"), encoding="utf-8")
    types = load_codebook(str(book)).types
    assert (types["STRIKE"].examples[-1].text, types["STRIKE"].examples[-1].trigger) == ("The ovens are cold.", None)
    assert (types["DEAL"].examples[-1].text, types["DEAL"].examples[-1].trigger) == ("The bakers shook hands.", "shook")
    assert [each.text for each in types["DEAL"].counterexamples] == [
        "The club signed a goalkeeper.",
        "The bakers signed up.",
    ]
    assert len(types["STRIKE"].counterexamples) == 1


def test_an_unknown_label_is_named_with_its_line(book: Path) -> None:
    """A label that is no type is an error with file and line."""
    labels = book.parent / "labels.jsonl"
    labels.write_text('\n{"sentence": "So it is.", "label": "STRIK"}\n', encoding="utf-8")
    book.write_text(BOOK.replace("version: 1", "version: 2\nlabelled: [labels.jsonl]"), encoding="utf-8")
    with pytest.raises(DataFileError, match=r"unknown label 'STRIK'.*labels\.jsonl:2"):
        load_codebook(str(book))


def test_a_trigger_that_is_not_in_its_line_is_named(book: Path) -> None:
    """A label whose trigger the sentence does not have would teach nothing: it is an error with file and line."""
    labels = book.parent / "labels.jsonl"
    labels.write_text('{"sentence": "Bakers went out.", "label": "STRIKE", "trigger": "walked"}\n', encoding="utf-8")
    book.write_text(BOOK.replace("version: 1", "version: 2\nlabelled: [labels.jsonl]"), encoding="utf-8")
    with pytest.raises(DataFileError, match=r"trigger 'walked' is not in the sentence .*labels\.jsonl:1"):
        load_codebook(str(book))
