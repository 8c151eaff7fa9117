"""Sentences of a document."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factory import document
from sayso.extract.reading import plain_reading
from sayso.records import Block, BlockKind, Document, Span
from sayso.segment import split_sentences


def read(text: str) -> Document:
    """A document of one paragraph."""
    return Document("d0", text, plain_reading(text), (Block(BlockKind.PARAGRAPH, Span(0, len(text), text)),))


def split(text: str) -> list[str]:
    """The sentences of one paragraph."""
    return [sentence.span.text for sentence in split_sentences(read(text))]


@pytest.mark.parametrize(
    "sentences",
    [
        ["The ferry left.", "It rained."],
        ["Who left?", "Nobody!", "Really?!", "Yes."],
        ["The U.S. envoy met Gen. Ana Ruiz on Nov. 4 at the port.", "They agreed."],
        ["He met J. R. Moss.", "They spoke."],
        ["He was born in the U.S.", "The envoy was not."],
        ["The walkout began at 5 p.m. Monday.", "It ended at 9 a.m.", "Nobody was hurt."],
        ["It ended at 9 a.m.", "Police watched."],
        ["Acme Corp. bought Vane Ltd. in May.", "The price was 3.5 million."],
        ["He works for Acme Inc.", "The firm denies it."],
        ["No. 5 quay was closed.", "Was it?", "No.", "It was not."],
        ["The crowd walked down Mill St. to the port.", "It stopped at St. Paul's."],
        ["See sec. 4 of Ruiz v. Moss for that.", "It is short."],
        ["“Nobody asked us.”", "She left."],
        ['"Nobody asked us."', "She left."],
        ["(She left.)", "He stayed [for now].", "They met."],
        ["“Why now?” asked the mayor.", "Nobody knew."],
        ['"Go home!" Ms. Ruiz shouted.', "They stayed."],
        ["“Stop!”", "The men ran."],
        ["Wait... what was that?", "Nothing…", "The ferry left."],
        ["It cost . . . too much.", "She paid."],
        ["1. Withdraw the plan.", "2. Open the gate."],
        ["Visit www.vane.example today.", "It is free."],
        ["Al-Noor fell.", "al-Shams did not.", "eFerry sank."],
        ["He left .”", "She stayed."],
        ["The men left\r\nthe quay.", "It rained."],
        ["No stop at the end"],
    ],
)
def test_paragraph_is_split_into_its_sentences(sentences: list[str]) -> None:
    """Stops end sentences, but not in abbreviations, initials, numbers, lists or before who asked."""
    assert split(" ".join(sentences)) == sentences


def test_lost_blank_after_a_stop_still_parts() -> None:
    """`blast.A court` is two sentences; a web address is one word."""
    assert split("They died in the blast.A court freed him. See Vane.Example.org for more.") == [
        "They died in the blast.",
        "A court freed him.",
        "See Vane.Example.org for more.",
    ]


@pytest.mark.parametrize(
    "sentences",
    [
        ["police fired tear gas.", "no one was hurt, mr. moss said.", "the crowd left at 5 p.m. monday."],
        ["gen. ruiz met the u.s. envoy on nov. 4.", "they agreed."],
        [
            "â\x80\x9cno one was hurt,â\x80\x9d he said.",
            "the crowd of two hundred people left the eastern gate " * 4 + ".",
        ],
    ],
)
def test_text_in_small_letters_is_split(sentences: list[str]) -> None:
    """Without capitals the stop alone decides, and abbreviations still hold; stray capitals do not count."""
    assert split(" ".join(sentences)) == sentences


def test_text_in_capitals_is_split() -> None:
    """All capitals are split as any text, initials and abbreviations included."""
    sentences = ["THE U.S. ENVOY MET GEN. RUIZ.", "SHE LEFT ON 4 NOV. 1989.", "IT RAINED."]
    assert split(" ".join(sentences)) == sentences


def test_sentences_never_cross_blocks_and_know_theirs() -> None:
    """A heading without a stop is its own sentence; index and block count through the document."""
    built = document("Ferry talks fail\n\nThe council met. It rained.\n\nThe end", kind="heading")
    found = split_sentences(built)
    assert [(s.index, s.block, s.span.text) for s in found] == [
        (0, 0, "Ferry talks fail"),
        (1, 1, "The council met."),
        (2, 1, "It rained."),
        (3, 2, "The end"),
    ]
    assert {s.kind for s in found} == {BlockKind.HEADING}


@given(st.text(alphabet=st.sampled_from("aB .!?…\"”“')(\n\r\u00a0\u200b19,;-—"), max_size=120) | st.text(max_size=80))
def test_sentences_cover_all_that_shows(text: str) -> None:
    """Spans hold, are trimmed, in order, apart, and leave out nothing but blanks."""
    built = read(text)
    at = 0
    for sentence in split_sentences(built):
        start, end = sentence.span.start, sentence.span.end
        assert at <= start < end
        assert text[start:end] == sentence.span.text
        assert built.reading[start:end] == built.reading[start:end].strip()
        assert not built.reading[at:start].strip()
        at = end
    assert not built.reading[at:].strip()


@pytest.mark.parametrize(
    "unit", [".", '"', ".”", ". ", "a. ", "U.S. ", '"? x', "aaaa.Bb", ".) ", "1. ", "a", " ", ". . .A"]
)
def test_time_is_linear_in_hostile_text(unit: str) -> None:
    """Ten times the text takes about ten times as long, whatever is repeated; a quadratic way would take a hundred."""
    small, large = read(unit * (20_000 // len(unit))), read(unit * (200_000 // len(unit)))
    times = []
    for built in (small, large):
        began = time.process_time()
        split_sentences(built)
        times.append(time.process_time() - began)
    assert times[1] < 40 * max(times[0], 0.005)


def test_document_without_blocks_has_no_sentences() -> None:
    """Nothing in, nothing out."""
    assert split_sentences(Document("d0", "", "", ())) == ()


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("GOMA, Congo, Feb 16 (Wire) - Shells hit a market.", "GOMA, Congo, Feb 16 (Wire) -"),
        ("(ABC) and (XYZ / Abc): Protesters stormed the hall.", "(ABC) and (XYZ / Abc):"),
        ("KABUL, Afghanistan \u2014 The army said so.", "KABUL, Afghanistan \u2014"),
    ],
)
def test_a_dateline_is_no_part_of_the_first_sentence(text: str, head: str) -> None:
    """What heads a block stands apart, so that it is never read as a subject."""
    built = document(text)
    assert [each.span.text for each in split_sentences(built)] == [head, text[len(head) + 1 :]]
