"""Cutting of marked text: nothing is lost, every mark is where it was, nothing hidden stays hidden."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.web.highlight import Cover, Mark, Segment, cut_segments, make_visible, name_control, shift_marks

RLO = "\u202e"
TEXTS = st.text(alphabet=st.one_of(st.characters(), st.sampled_from("ab \u202e\u200d\U0001f600é")), max_size=40)
MARKS = st.lists(
    st.builds(Mark, st.integers(-3, 45), st.integers(-3, 45), st.sampled_from(("actor", "place")), st.just("")),
    max_size=8,
)


@given(TEXTS, MARKS)
def test_pieces_make_the_text_again(text: str, marks: list[Mark]) -> None:
    """No character is lost, doubled or moved, whatever the marks."""
    assert "".join(segment.text for segment in cut_segments(text, marks)) == text


@given(TEXTS, MARKS)
def test_each_mark_covers_exactly_its_characters(text: str, marks: list[Mark]) -> None:
    """The pieces under a mark, put together, are the characters that it names, clipped to the text."""
    segments = cut_segments(text, marks)
    for mark in {cover.mark for segment in segments for cover in segment.covers}:
        under = [s.text for s in segments if mark in [cover.mark for cover in s.covers]]
        assert "".join(under) == text[mark.start : mark.end]
    kept = {(max(m.start, 0), min(m.end, len(text)), m.role) for m in marks if max(m.start, 0) < min(m.end, len(text))}
    assert {(c.mark.start, c.mark.end, c.mark.role) for s in segments for c in s.covers} == kept


@given(TEXTS, MARKS)
def test_each_mark_opens_and_closes_once(text: str, marks: list[Mark]) -> None:
    """A mark's label is printed once, on its first piece, and its end is known once."""
    covers = [cover for segment in cut_segments(text, marks) for cover in segment.covers]
    for mark in {cover.mark for cover in covers}:
        assert [c.opens for c in covers if c.mark == mark].count(True) == 1
        assert [c.closes for c in covers if c.mark == mark].count(True) == 1


@given(TEXTS, MARKS)
def test_overlapping_marks_never_share_a_level(text: str, marks: list[Mark]) -> None:
    """Lines under nested or crossing marks never lie on each other."""
    for segment in cut_segments(text, marks):
        levels = [cover.level for cover in segment.covers]
        assert len(set(levels)) == len(levels)


@given(TEXTS)
def test_what_is_made_visible_can_be_encoded_and_reorders_nothing(text: str) -> None:
    """Names and titles come out as UTF-8 without any bidi control."""
    shown = make_visible(text)
    assert shown.encode("utf-8").decode("utf-8") == shown
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\u200b\ufeff")


def test_nested_marks_stand_outermost_first() -> None:
    """A place inside a recipient is the inner one of two covers; the recipient's line lies one level lower."""
    whole, place = Mark(0, 17, "recipient"), Mark(10, 17, "place")
    assert cut_segments("market in Moundou", [place, whole]) == [
        Segment("market in ", (Cover(whole, 1, opens=True, closes=False),)),
        Segment("Moundou", (Cover(whole, 1, opens=False, closes=True), Cover(place, 0, opens=True, closes=True))),
    ]


def test_crossing_marks_are_cut_at_every_edge() -> None:
    """Two marks that cross give three pieces, the middle one under both."""
    segments = cut_segments("abcd", [Mark(0, 3, "actor"), Mark(1, 4, "place")])
    assert [(s.text, [c.mark.role for c in s.covers]) for s in segments] == [
        ("a", ["actor"]),
        ("bc", ["actor", "place"]),
        ("d", ["place"]),
    ]


def test_offsets_are_code_points() -> None:
    """A character outside the basic plane counts as one."""
    segments = cut_segments("\U0001f600 army", [Mark(2, 6, "actor")])
    assert [(s.text, len(s.covers)) for s in segments] == [("\U0001f600 ", 0), ("army", 1)]


def test_bidi_control_stands_alone_and_is_named() -> None:
    """An override inside a marked name is a piece of its own, still under the mark, with its code and name."""
    segments = cut_segments(f"a{RLO}b", [Mark(0, 3, "actor")])
    assert [(s.text, s.control, len(s.covers)) for s in segments] == [
        ("a", None, 1),
        (RLO, "U+202E right-to-left override", 1),
        ("b", None, 1),
    ]


@pytest.mark.parametrize("character", ["\u2066", "\u200f", "\u200b", "\ufeff", "\x00", "\x1b", "\ud800", "\u00ad"])
def test_unseen_characters_are_named(character: str) -> None:
    """Bidi controls, zero-width and control characters and lone surrogates never reach the page as they are."""
    assert name_control(character) is not None
    assert make_visible(f"x{character}") == f"x[U+{ord(character):04X}]"


@pytest.mark.parametrize("character", ["\u200c", "\u200d", "\n", "\t", "é", "ع", "\U0001f600", "\u00a0"])
def test_needed_characters_are_left_alone(character: str) -> None:
    """Joiners of Persian and Indic scripts, blanks and letters of any script are printed as they are."""
    assert name_control(character) is None
    assert make_visible(f"x{character}") == f"x{character}"


def test_shifted_marks_count_from_the_sentence() -> None:
    """Marks of a document are counted from the sentence's start; those outside are left out, crossing ones clipped."""
    marks = [Mark(12, 15, "actor", "m"), Mark(0, 4, "place"), Mark(8, 12, "time"), Mark(18, 30, "cue")]
    assert shift_marks(marks, 10, 20) == [Mark(2, 5, "actor", "m"), Mark(0, 2, "time"), Mark(8, 10, "cue")]


def test_empty_text_has_no_pieces() -> None:
    """Nothing to show gives nothing."""
    assert cut_segments("", [Mark(0, 3, "actor")]) == []
