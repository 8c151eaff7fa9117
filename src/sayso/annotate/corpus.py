"""Corpus-level results in one step over JSON Lines: which documents copy each other, tell of one event, chain mentions.

All input is read before the first answer; answers come in the order of the input (docs/interface.md).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import msgspec

from sayso.annotate.layers import Answer, Count, error_answer, id_of
from sayso.errors import PageError, describe_error
from sayso.extract import extract_document
from sayso.factuality import grade_predicates
from sayso.ingest.files import Row, read_row
from sayso.link.corpus import CorpusDocument, Target, answer_copies, answer_coreference, answer_events
from sayso.link.knowledge import load_knowledge
from sayso.pipeline import Reading, code_reading, read_document
from sayso.records import Coded, Document
from sayso.syntax import Parse
from sayso.toolkit import Tools

log = logging.getLogger("sayso.annotate")

RESULTS = ("events", "coreference", "copies")


class GivenMention(msgspec.Struct, frozen=True):
    """An event mention given with the input: code points `[start, end)` of its text."""

    start: int
    end: int


class CorpusRow(Row, frozen=True):
    """One line of input; where `mentions` is given, exactly those are chained."""

    mentions: tuple[GivenMention, ...] | None = None


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of input: a document, coded where the result needs it, or the answer that says why there is none."""

    document: CorpusDocument | None
    error: Answer | None = None


def annotate_corpus(lines: Iterable[bytes], result: str, load: Callable[[], Tools], count: Count) -> Iterator[bytes]:
    """One JSON object for each line that is not blank, all of them after the last line was read.

    Args:
        lines: JSON objects as docs/interface.md has them.
        result: One of RESULTS.
        load: Gives the tools; called only where documents must be coded.
        count: Is brought up to date as lines are read.
    """
    tools = None if result == "copies" else load()
    read = [_read(line, number, tools, count) for number, line in enumerate(lines, start=1) if line.strip()]
    answers = iter(_answer([each.document for each in read if each.document is not None], result))
    encoder = msgspec.json.Encoder()
    for each in read:
        yield encoder.encode(each.error or next(answers)) + b"\n"


def _read(line: bytes, number: int, tools: Tools | None, count: Count) -> _Line:
    count.lines += 1
    try:
        row = msgspec.json.decode(line, type=CorpusRow)
        if row.id is None:
            raise PageError(f"line {number} has no `id`", stage="ingest", reason="bad row")
        return _Line(_code(row, extract_document(read_row(row, f"line {number}")), tools))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        code, message = "bad row", f"line {number}: {error}"
    except PageError as error:
        code, message = error.reason, str(error)
    # As in a run: whatever a hostile line brings about in us or in a library costs this line and no other.
    except Exception as error:
        log.exception("internal error in line %s", number)
        code, message = "internal error", describe_error(error)
    count.add_error(code)
    identity = id_of(line)
    return _Line(None, {"doc_id": identity, **error_answer(identity, code, message)})


def _answer(documents: Sequence[CorpusDocument], result: str) -> Iterable[Answer]:
    if result == "copies":
        return answer_copies([(each.id, each.coded.document.text) for each in documents])
    if result == "events":
        return answer_events(documents, load_knowledge())
    return answer_coreference(documents)


def _code(row: CorpusRow, document: Document, tools: Tools | None) -> CorpusDocument:
    identity = row.id or ""
    if tools is None:
        return CorpusDocument(identity, Coded(document))
    reading = read_document(document, tools)
    coded = code_reading(reading, tools)
    if row.mentions is None:
        spans = _find_targets(reading, coded, tools)
    else:
        spans = [(mention.start, mention.end) for mention in row.mentions]
    targets = tuple(Target(start, end, _lemma(reading, start, end)) for start, end in spans)
    return CorpusDocument(identity, coded, targets)


def _find_targets(reading: Reading, coded: Coded, tools: Tools) -> list[tuple[int, int]]:
    """Triggers of the codebook and all other predicates, in the order of the text.

    Chains are about happenings of any kind: on ecbplus dev both together gave .659 CoNLL, triggers alone .470.
    """
    triggers = [mention.trigger for mention in coded.mentions]
    predicates = (span for span, _ in grade_predicates(reading.document, reading.parses, tools.certainty))
    others = (span for span in predicates if not any(span.overlaps(trigger) for trigger in triggers))
    return sorted({(span.start, span.end) for span in (*triggers, *others)})


def _lemma(reading: Reading, start: int, end: int) -> str | None:
    """The base form of the word that heads `[start, end)`."""
    for parse in reading.parses:
        if parse.sentence.span.start <= start < parse.sentence.span.end:
            return _head_lemma(parse, start, end)
    return None


def _head_lemma(parse: Parse, start: int, end: int) -> str | None:
    inside = [token for token in parse.tokens if token.start < end and start < token.end]
    within = {token.index for token in inside}
    heads = [token for token in inside if token.head not in within or token.head == token.index]
    return heads[0].lemma if heads else None
