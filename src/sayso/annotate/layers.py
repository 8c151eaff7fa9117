"""The stand-off interface: any layer of the pipeline over JSON Lines (docs/interface.md).

One answer a line, in order, as it is ready; a line that cannot be processed gives an error object in its place.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import msgspec

from sayso.errors import PageError, describe_error
from sayso.extract import extract_document
from sayso.factuality import grade_predicates
from sayso.ingest.files import Row, read_row
from sayso.pipeline import Reading, code_reading, find_drop, read_document
from sayso.records import Coded, Document, EventMention
from sayso.segment import split_sentences
from sayso.toolkit import Tools

log = logging.getLogger("sayso.annotate")

TEXT_LAYERS = ("article", "sentences")
CODED_LAYERS = ("attributions", "events", "times", "places", "quantities", "actors")
LAYERS = (*TEXT_LAYERS, *CODED_LAYERS, "predicates")

Answer = dict[str, object]


@dataclass(slots=True)
class Count:
    """How many lines were answered and how many of these with an error."""

    lines: int = 0
    errors: int = 0
    codes: dict[str, int] = field(default_factory=dict)

    def add_error(self, code: str) -> None:
        """Counts one line that could not be processed."""
        self.errors += 1
        self.codes[code] = self.codes.get(code, 0) + 1


def annotate_lines(
    lines: Iterable[bytes], layers: Sequence[str], load: Callable[[], Tools], count: Count
) -> Iterator[bytes]:
    """Answers one JSON object for each line that is not blank.

    Args:
        lines: JSON objects as docs/interface.md has them.
        layers: Names out of LAYERS.
        load: Gives the tools; called once, and only where a layer needs them.
        count: Is brought up to date as answers are given.
    """
    tools = load() if set(layers) - set(TEXT_LAYERS) else None
    encoder = msgspec.json.Encoder()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        count.lines += 1
        yield encoder.encode(_answer_line(line, number, layers, tools, count)) + b"\n"


def _answer_line(line: bytes, number: int, layers: Sequence[str], tools: Tools | None, count: Count) -> Answer:
    try:
        row = msgspec.json.decode(line, type=Row)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        count.add_error("bad row")
        return error_answer(id_of(line), "bad row", f"line {number}: {error}")
    try:
        if row.id is None:
            raise PageError(f"line {number} has no `id`", stage="ingest", reason="bad row")
        return {"id": row.id, **_answer_row(row, number, layers, tools)}
    except PageError as error:
        code, message = error.reason, str(error)
    # As in a run: whatever a hostile line brings about in us or in a library costs this line and no other.
    except Exception as error:
        log.exception("internal error in line %s", number)
        code, message = "internal error", describe_error(error)
    count.add_error(code)
    return error_answer(row.id, code, message)


def id_of(line: bytes) -> str | None:
    """The id of a line that does not fit otherwise, where it has one."""
    try:
        found = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    identity = found.get("id") if isinstance(found, dict) else None
    return identity if isinstance(identity, str) else None


def error_answer(identity: str | None, code: str, message: str) -> Answer:
    """What stands in the place of a line that cannot be processed."""
    return {"id": identity, "error": {"code": code, "message": message}}


def _answer_row(row: Row, number: int, layers: Sequence[str], tools: Tools | None) -> Answer:
    document = extract_document(read_row(row, f"line {number}"))
    sentences = split_sentences(document)
    answer: Answer = {"text": document.text}
    if "article" in layers:
        answer["article"] = article_layer(document)
    if "sentences" in layers:
        answer["sentences"] = [msgspec.to_builtins(sentence.span) for sentence in sentences]
    if tools is None:
        return answer
    drop = find_drop(document)
    if drop is not None:
        answer |= {layer: [] for layer in layers if layer not in TEXT_LAYERS}
        answer["not_coded"] = {"code": drop.reason, "message": drop.message}
        return answer
    reading = read_document(document, tools)
    if set(layers) & set(CODED_LAYERS):
        coded = code_reading(reading, tools)
        answer |= {layer: coded_layer(coded, layer) for layer in layers if layer in CODED_LAYERS}
    if "predicates" in layers:
        answer["predicates"] = predicates_layer(reading, tools)
    return answer


def article_layer(document: Document) -> Answer:
    """The layer `article`: what the page says of itself, and its blocks."""
    published: Answer | None = None
    if document.published is not None:
        day = document.published
        evidence = list(document.published_evidence)
        published = {"first": day.first, "last": day.last, "basis": day.basis, "evidence": evidence}
    return {
        "title": document.title,
        "publisher": document.publisher,
        "language": document.language,
        "published": published,
        "published_reason": document.published_reason,
        "blocks": [{"kind": block.kind.value, "span": msgspec.to_builtins(block.span)} for block in document.blocks],
    }


def coded_layer(coded: Coded, layer: str) -> list[Answer]:
    """One of CODED_LAYERS as plain values."""
    if layer == "events":
        return [mention_answer(mention) for mention in coded.mentions]
    items: list[Answer] = msgspec.to_builtins(getattr(coded, layer))
    return items


def mention_answer(mention: EventMention) -> Answer:
    """One item of the layer `events`."""
    item: Answer = msgspec.to_builtins(mention)
    item["reasons"] = dict(mention.reasons)
    return item


def predicates_layer(reading: Reading, tools: Tools) -> list[Answer]:
    """The layer `predicates`: every predicate with its factuality, event of the codebook or not."""
    graded = grade_predicates(reading.document, reading.parses, tools.certainty, reading.windows)
    return [{"span": msgspec.to_builtins(span), "factuality": msgspec.to_builtins(fact)} for span, fact in graded]
