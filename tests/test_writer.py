"""Tests of the shards: records survive the way there and back, files are whole or absent, equal rows equal bytes."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coders import MakeCoder
from sayso import codec
from sayso.errors import ProjectError
from sayso.records import (
    CERTAINTIES,
    Actor,
    Attribution,
    Block,
    BlockKind,
    Coded,
    Document,
    Drop,
    EventMention,
    Factuality,
    Page,
    Place,
    Quantity,
    Sentence,
    Span,
    TimeExpression,
    TimeInterval,
)
from sayso.store.schema import DOCUMENTS, FAILURES, MENTIONS
from sayso.store.writer import (
    FOLDERS,
    build_tables,
    join_tables,
    read_finished,
    read_tables,
    remove_leftovers,
    serialise,
    shard_paths,
    without_pages,
    write_atomically,
    write_shard,
)

# ---------------------------------------------------------------- builders

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
maybe = st.none() | words
counts = st.none() | st.integers(0, 2**62)
offsets = st.integers(0, 2**31 - 1)
numbers = st.none() | st.floats(allow_nan=False)
spans = st.builds(Span, offsets, offsets, words)
many_words = st.lists(words, max_size=3).map(tuple)
many_spans = st.lists(spans, max_size=2).map(tuple)
actors = st.builds(
    Actor, spans, maybe, many_words, maybe, many_words, identity=maybe, chain=st.none() | st.integers(0, 99)
)
times = st.builds(TimeExpression, spans, words, maybe, maybe, maybe, basis=maybe, reason=maybe)
places = st.builds(
    Place,
    spans,
    maybe,
    counts,
    numbers,
    numbers,
    radius_km=numbers,
    country=maybe,
    admin1=maybe,
    feature=maybe,
    basis=maybe,
    reason=maybe,
)
quantities = st.builds(
    Quantity,
    spans,
    words,
    counts,
    counts,
    counts,
    of=st.none() | spans,
    includes=st.none() | st.integers(0, 9),
    vague=st.booleans(),
)
attributions = st.builds(
    Attribution,
    many_spans,
    many_spans,
    many_spans,
    st.none() | st.integers(0, 9),
    words,
    source_kind=words,
    source_name=maybe,
)
factualities = st.builds(Factuality, st.sampled_from(CERTAINTIES), words, st.booleans(), st.floats(-3, 3))
intervals = st.builds(TimeInterval, words, words, words, st.none() | spans)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A document whose blocks lie in its text and whose reading differs from it here and there."""
    text = draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
    reading = "".join(draw(st.sampled_from([char, "'"])) for char in text)
    cuts = draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))), max_size=3))
    blocks = tuple(
        Block(draw(st.sampled_from(BlockKind)), Span(start, end, text[start:end])) for start, end in map(sorted, cuts)
    )
    return Document(
        draw(words),
        text,
        reading,
        blocks,
        *draw(st.tuples(words, maybe, maybe, maybe, maybe)),
        published=draw(st.none() | intervals),
        published_reason=draw(maybe),
        published_evidence=draw(many_words),
    )


@st.composite
def coded_pages(draw: st.DrawFn) -> Coded:
    """A coded page with every layer; mentions point to sentences and attributions that are there."""
    document = draw(documents())
    sentences = tuple(Sentence(i, i, block.kind, block.span) for i, block in enumerate(document.blocks))
    told = draw(st.lists(attributions, max_size=2).map(tuple))
    chains = st.lists(st.integers(0, len(told) - 1), max_size=2).map(tuple) if told else st.just(())
    mentions = st.builds(
        EventMention,
        words,
        words,
        words,
        st.integers(0, max(0, len(sentences) - 1)),
        words,
        maybe,
        many_words,
        spans,
        actors=st.lists(actors, max_size=2).map(tuple),
        recipients=st.lists(actors, max_size=2).map(tuple),
        place=st.none() | places,
        when=st.none() | times,
        quantities=st.lists(quantities, max_size=1).map(tuple),
        factuality=factualities,
        attribution=chains,
        score=st.floats(0, 1),
        reasons=st.lists(st.tuples(words, words), max_size=2).map(tuple),
    )
    return Coded(
        document,
        sentences,
        told,
        draw(st.lists(mentions, max_size=2).map(tuple)) if sentences else (),
        draw(st.lists(times, max_size=1).map(tuple)),
        draw(st.lists(places, max_size=1).map(tuple)),
        draw(st.lists(quantities, max_size=1).map(tuple)),
        draw(st.lists(actors, max_size=1).map(tuple)),
        draw(st.none() | st.builds(Drop, words, words, words, words)),
    )


def coded(text: str) -> Coded:
    """What the cheap coder makes of a text."""
    return MakeCoder()()(Page("page.txt", text.encode(), "text/plain"))


# ---------------------------------------------------------------- records


@settings(max_examples=60)
@given(st.lists(coded_pages(), max_size=2))
def test_every_field_of_every_record_survives_the_file(pages: list[Coded]) -> None:
    """Documents, layers and mentions that were written are read back equal."""
    tables = build_tables(pages, [])
    there = list(codec.documents_of(tables.documents))
    assert [
        Coded(*(getattr(each, name) for name in ("document", "sentences", "attributions")), (), *_later_layers(each))
        for each in pages
    ] == there
    assert list(codec.mentions_of(tables.mentions)) == [mention for each in pages for mention in each.mentions]


def _later_layers(each: Coded) -> tuple[object, ...]:
    return each.times, each.places, each.quantities, each.actors, each.drop


@given(st.lists(st.tuples(words, st.builds(Drop, words, words, words, words)), max_size=3))
def test_failures_survive_the_file(failures: list[tuple[str, Drop]]) -> None:
    """Failures that were written are read back equal, with their page ids."""
    assert list(codec.failures_of(build_tables([], failures).failures)) == failures


def test_tables_have_the_columns_of_the_schemas() -> None:
    """What is built fits the documented columns, also where there are no rows."""
    full, empty = build_tables([coded("Rebels attacked it")], []), join_tables([])
    assert full.documents.schema == empty.documents.schema == DOCUMENTS
    assert full.mentions.schema == empty.mentions.schema == MENTIONS
    assert full.failures.schema == empty.failures.schema == FAILURES


def test_mentions_repeat_their_sentence_and_who_says_so() -> None:
    """A reader of the mentions alone sees the sentence and the chain, the publisher first."""
    (row,) = build_tables([coded("It was calm.\nRebels attacked it.")], []).mentions.to_pylist()
    assert row["sentence_text"] == "Rebels attacked it."
    assert row["sources"] == ["Daily", "Police"]


def test_a_link_without_words_has_no_name() -> None:
    """An attribution that names nobody is a null in the chain, no invented name."""
    document = Document("d", "It was said.", "It was said.", ())
    link = Attribution((), (document.cut(3, 11),), ())
    named = Attribution((document.cut(0, 2), document.cut(3, 6)), (), ())
    assert codec.source_names(document, [link, named]) == [None, None, "It was"]


def test_a_reading_of_another_length_is_refused() -> None:
    """Offsets of the reading hold in the text, or the document is not stored."""
    with pytest.raises(ValueError, match="the reading has 2 characters where the text has 3"):
        codec.documents_table([Coded(Document("d", "abc", "ab", ()))])


def test_an_uncoded_document_is_kept_with_its_reason() -> None:
    """A page in another language stands among the documents, marked as not coded."""
    (row,) = build_tables([coded("FOREIGN")], []).documents.to_pylist()
    assert (row["coded"], row["drop_reason"], row["text"]) == (False, "unsupported language", "FOREIGN")


# ---------------------------------------------------------------- files


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with the three folders of a project."""
    for folder in FOLDERS:
        (tmp_path / folder).mkdir()
    return tmp_path


def test_the_same_rows_give_the_same_bytes_however_they_came_together() -> None:
    """The bytes of a file do not depend on how many pieces its rows were built in."""
    pages = [coded(f"Rebels attacked town {n}") for n in range(5)]
    at_once = build_tables(pages, [])
    one_by_one = join_tables([build_tables([page], []) for page in pages])
    assert bytes(serialise(at_once.documents, "f")) == bytes(serialise(one_by_one.documents, "f"))
    assert bytes(serialise(at_once.mentions, "f")) == bytes(serialise(one_by_one.mentions, "f"))


def test_a_file_names_the_fingerprint_it_was_coded_under(root: Path) -> None:
    """Format and fingerprint stand in the file itself."""
    write_shard(root, "s", "abc", build_tables([coded("calm")], []))
    metadata = pq.read_schema(shard_paths(root, "s")[0]).metadata
    assert metadata == {b"sayso:format": b"1", b"sayso:fingerprint": b"abc"}


def test_a_shard_that_is_there_already_is_not_touched(root: Path) -> None:
    """Writing the same rows again leaves the files as they are."""
    tables = build_tables([coded("Rebels attacked it")], [])
    first = write_shard(root, "s", "f", tables)
    before = [path.stat().st_ino for path in shard_paths(root, "s")]
    assert write_shard(root, "s", "f", tables) == first == read_finished(root, "s")
    assert [path.stat().st_ino for path in shard_paths(root, "s")] == before


def test_a_shard_counts_what_is_in_it(root: Path) -> None:
    """A page kept uncoded is a document and a failure and counts as one page."""
    uncoded = coded("FOREIGN")
    assert uncoded.drop is not None
    tables = build_tables([coded("Rebels attacked it"), uncoded], [(uncoded.document.id, uncoded.drop)])
    done = write_shard(root, "s", "f", tables)
    assert (done.n_pages, done.n_coded, done.n_mentions) == (2, 1, 1)
    assert done.failures == ((uncoded.document.id, uncoded.drop),)


def test_a_shard_with_a_broken_file_does_not_count_as_written(root: Path) -> None:
    """A cut file is noticed, not taken over."""
    write_shard(root, "s", "f", build_tables([coded("calm")], []))
    path = shard_paths(root, "s")[1]
    path.write_bytes(path.read_bytes()[:-9])
    assert read_finished(root, "s") is None


def test_rows_of_a_page_are_taken_out_of_all_three_tables(root: Path) -> None:
    """Without a page, its document, mentions and failures are gone and all others are there."""
    keep, away = coded("Rebels attacked it"), coded("They attacked him")
    drop = Drop("code", "internal error", "", "x")
    write_shard(root, "s", "f", build_tables([keep, away], [("p", drop), ("q", drop)]))
    left = without_pages(read_tables(root, "s"), {away.document.id, "p"})
    assert left.documents["id"].to_pylist() == [keep.document.id]
    assert left.mentions["document_id"].to_pylist() == [keep.document.id]
    assert left.failures["page_id"].to_pylist() == ["q"]


def test_a_disk_that_is_full_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    """What cannot be written whole is not there at all, and the message says what to do."""
    path = tmp_path / "file"
    path.write_bytes(b"old")

    def write(file: int, content: memoryview) -> int:
        if os.fstat(file).st_size:
            raise OSError(errno.ENOSPC, "No space left on device")
        return os.write(file, content[:3])

    with pytest.raises(ProjectError, match="No space left on device; nothing is lost: run again"):
        write_atomically(path, b"new content", write=write)
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == {"file": b"old"}


def test_a_write_that_takes_part_of_the_bytes_goes_on(tmp_path: Path) -> None:
    """Short writes are completed."""
    write_atomically(tmp_path / "file", b"abcdefg", write=lambda file, content: os.write(file, content[:2]))
    assert (tmp_path / "file").read_bytes() == b"abcdefg"


def test_leftovers_of_a_broken_run_are_removed(root: Path) -> None:
    """Half-written files go, whole ones stay."""
    (root / "mentions" / ".a.parquet.77.tmp").write_bytes(b"half")
    (root / "mentions" / "a.parquet").write_bytes(b"whole")
    assert remove_leftovers(root) == 1
    assert [path.name for path in (root / "mentions").iterdir()] == ["a.parquet"]
