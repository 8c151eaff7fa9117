"""The encoder: what it reads, and that nothing but the expected file is loaded."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import code, tools
from factory import document, one_sentence_a_block
from sayso.encode import MAX_PIECES, Encoder
from sayso.errors import ModelError
from sayso.segment import split_sentences
from sayso.toolkit import ENCODER


def test_a_model_that_is_not_the_expected_one_is_refused(tmp_path: Path) -> None:
    """One changed byte is enough, and the message names both hashes."""
    folder = tmp_path / "encoder"
    shutil.copytree(ENCODER, folder)
    model = folder / "encoder.onnx"
    content = bytearray(model.read_bytes())
    content[1000] ^= 1
    model.write_bytes(content)
    with pytest.raises(ModelError, match=r"has SHA-256 [0-9a-f]{64}, expected [0-9a-f]{64}"):
        Encoder.load(folder)


def test_a_missing_model_is_a_clear_error(tmp_path: Path) -> None:
    """The message says what to do."""
    with pytest.raises(ModelError, match="install sayso again"):
        Encoder.load(tmp_path)


def test_windows_never_cross_a_block_and_hold_at_most_their_size() -> None:
    """Each window lies in one block; long blocks are cut at sentence ends."""
    sentence = "The ministry said that the talks in the capital would go on until the end of the week. "
    built = document((sentence * 30).strip() + "\n\n" + sentence.strip())
    windows = tools().encoder.encode(built, split_sentences(built))
    borders = [block.span for block in built.blocks]
    assert len(windows) > 3
    for window in windows:
        assert len(window.starts) <= MAX_PIECES
        real = window.ends > window.starts
        first, last = int(window.starts[real].min()), int(window.ends[real].max())
        assert sum(span.start <= first and last <= span.end for span in borders) == 1


def test_a_window_is_read_as_if_it_stood_alone() -> None:
    """Windows share a row, but none sees another; what is left is the rounding, whose steps fit the whole row."""
    lines = ["Rebels attacked the village.", "The minister said talks would go on.", "Nobody was hurt?"] * 8
    built = document("\n\n".join(lines))
    together = tools().encoder.encode(built, split_sentences(built))
    assert len(together) == len(lines)
    for line, window in zip(lines, together, strict=True):
        single = document(line)
        (alone,) = tools().encoder.encode(single, split_sentences(single))
        assert np.array_equal(alone.ends - alone.starts, window.ends - window.starts)
        assert np.abs(alone.roles - window.roles).mean() < 0.06
        assert np.abs(alone.pairs - window.pairs).mean() < 0.06


@settings(max_examples=20)
@given(st.text(max_size=200))
def test_any_text_can_be_encoded(text: str) -> None:
    """Odd characters give windows of the right shapes and values in their ranges, or none."""
    built = document(text)
    for window in tools().encoder.encode(built, one_sentence_a_block(built)):
        n = len(window.starts)
        assert window.roles.shape == (n, 3)
        assert window.pairs.shape == (3, n, n)
        assert np.isfinite(window.pairs).all()
        assert ((window.begins >= 0) & (window.begins <= 1)).all()
        assert (np.abs(window.factuality) <= 3).all()


def test_encoding_twice_gives_the_same_numbers() -> None:
    """One thread, no randomness: every number is the same."""
    built = document("Police said rebels attacked the village.")
    first, second = (tools().encoder.encode(built, split_sentences(built))[0] for _ in range(2))
    assert np.array_equal(first.pairs, second.pairs)


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("Police said rebels attacked the village.", "Police", "rebels attacked the village"),
        ("“We are ready,” the mayor told reporters.", "the mayor", "“We are ready,"),
        ("Rebels attacked the village, according to residents.", "residents", "Rebels attacked the village"),
    ],
)
def test_sources_and_contents_are_read_from_the_encoder(text: str, source: str, content: str) -> None:
    """The plain forms of attribution come out with their source and content."""
    (found,) = code(text).attributions
    assert [span.text for span in found.source] == [source]
    assert content in found.content[0].text


def test_what_is_told_indirectly_ends_with_its_sentence() -> None:
    """Only a quotation carries a content on into the next sentence."""
    coded = code("The Front reported that soldiers stormed the camp. Rebels killed a doctor.")
    assert all("killed" not in span.text for each in coded.attributions for span in each.content)
