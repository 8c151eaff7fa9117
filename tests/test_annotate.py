"""The stand-off interface, run as its users run it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pytest

from builders import tools
from sayso.annotate.corpus import annotate_corpus
from sayso.annotate.layers import LAYERS, Count, annotate_lines
from sayso.records import Document, Sentence
from sayso.syntax import Parse

TEXT = "Police said rebels attacked the village near Karbala on 3 March 2020, killing 12 people."


def answer(rows: list[object], layers: tuple[str, ...] = LAYERS) -> tuple[list[dict[str, object]], Count]:
    lines = [row if isinstance(row, bytes) else json.dumps(row).encode() for row in rows]
    count = Count()
    return [json.loads(line) for line in annotate_lines(lines, layers, tools, count)], count


def spans_in(value: object) -> Iterator[dict[str, object]]:
    if isinstance(value, dict):
        if set(value) == {"start", "end", "text"}:
            yield value
        for below in value.values():
            yield from spans_in(below)
    elif isinstance(value, list):
        for below in value:
            yield from spans_in(below)


def test_every_layer_is_answered_and_every_span_holds() -> None:
    """All layers are there, the text is the input's own, and each span's words are at its offsets."""
    (got,), count = answer([{"id": "a", "text": TEXT}])
    assert set(got) == {"id", "text", *LAYERS}
    assert got["text"] == TEXT
    spans = list(spans_in({layer: got[layer] for layer in LAYERS}))
    assert len(spans) > 10
    assert [s for s in spans if TEXT[s["start"] : s["end"]] != s["text"]] == []
    assert count.errors == 0


def test_text_comes_back_unchanged() -> None:
    """Line ends, no-break spaces and quotes of the input's text are left as they are."""
    text = "First line.\r\n\r\n“Second”\xa0line – with\u200b odd characters.\r\n"
    (got,), _ = answer([{"id": "a", "text": text}], ("article", "sentences"))
    assert got["text"] == text


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (b"not json", "bad row"),
        (b'"a string"', "bad row"),
        ({"text": TEXT}, "bad row"),
        ({"id": 7, "text": TEXT}, "bad row"),
        ({"id": "x", "text": "  \n "}, "no text"),
        ({"id": "x", "path": "/no/such/file.html"}, None),
        ({"id": "x", "text": TEXT, "published": "yesterday"}, None),
        ({"id": "x"}, None),
    ],
)
def test_a_bad_line_gives_an_error_in_its_place(row: object, code: str | None) -> None:
    """The lines around it are answered as if it were not there."""
    got, count = answer([{"id": "before", "text": TEXT}, row, {"id": "after", "text": TEXT}], ("events",))
    assert [each.get("id") for each in (got[0], got[2])] == ["before", "after"]
    assert {**got[0], "id": ""} == {**got[2], "id": ""}
    error = got[1]["error"]
    assert isinstance(error, dict)
    assert error["message"]
    assert code is None or error["code"] == code
    assert (count.lines, count.errors) == (3, 1)


def test_answers_stream() -> None:
    """A line is answered before the next one is read: the input may be endless."""
    read = 0

    def endless() -> Iterator[bytes]:
        nonlocal read
        while True:
            read += 1
            yield json.dumps({"id": str(read), "text": "A line."}).encode()

    answers = annotate_lines(endless(), ("sentences",), tools, Count())
    assert [json.loads(next(answers))["id"] for _ in range(3)] == ["1", "2", "3"]
    assert read == 3


def test_a_page_in_another_language_is_kept_and_not_coded() -> None:
    """Its article layer is given, the coded layers are empty, and the reason is there."""
    text = (
        "Miles de personas marcharon el domingo por el centro de la ciudad para pedir la renuncia del gobierno, "
        "mientras la policía bloqueaba las calles principales y detenía a varios manifestantes en la plaza."
    )
    (got,), count = answer([{"id": "es", "text": text}], ("article", "events"))
    assert got["article"]["language"] == "es"  # type: ignore[index]
    assert got["events"] == []
    assert got["not_coded"]["code"] == "unsupported language"  # type: ignore[index]
    assert count.errors == 0


def test_the_same_line_gives_the_same_bytes() -> None:
    """Coding is deterministic down to the byte."""
    line = json.dumps({"id": "a", "text": TEXT}).encode()
    first, second = (list(annotate_lines([line], LAYERS, tools, Count())) for _ in range(2))
    assert first == second


def test_where_no_mentions_are_given_all_predicates_are_chained() -> None:
    """A happening of no type of the codebook has a chain too; given mentions are chained and no others."""
    text = "The old bridge collapsed on Monday."
    rows = [{"id": "a", "text": text}, {"id": "b", "text": text, "mentions": [{"start": 4, "end": 7}]}]
    lines = [json.dumps(row).encode() for row in rows]
    first, second = (json.loads(line) for line in annotate_corpus(lines, "coreference", tools, Count()))
    assert [text[each["start"] : each["end"]] for each in first["mentions"]] == ["collapsed"]
    assert [(each["start"], each["end"]) for each in second["mentions"]] == [(4, 7)]


@dataclass(frozen=True, slots=True)
class BreakingParser:
    """A parser that fails on one text, as a library below us might."""

    name: str = "breaking"

    def parse(self, document: Document, sentences: Sequence[Sentence]) -> tuple[Parse, ...]:
        """The real parser's answer, unless the text says to break."""
        if "BREAK" in document.text:
            raise RecursionError("too deep")
        return tools().parser.parse(document, sentences)


@pytest.mark.parametrize("result", [None, "events", "coreference"])
def test_an_error_inside_costs_its_own_line_only(result: str | None) -> None:
    """An unforeseen error becomes an error object that names it; the other lines are answered."""
    lines = [json.dumps({"id": each, "text": f"{each}. {TEXT}"}).encode() for each in ("one", "BREAK", "two")]
    broken, count = replace(tools(), parser=BreakingParser()), Count()
    if result is None:
        answers = list(annotate_lines(lines, ("events",), lambda: broken, count))
    else:
        answers = list(annotate_corpus(lines, result, lambda: broken, count))
    got = [json.loads(each) for each in answers]
    assert ["error" in each for each in got] == [False, True, False]
    assert got[1]["error"]["code"] == "internal error"
    assert got[1]["error"]["message"].startswith("RecursionError: too deep (")
    assert (count.lines, count.errors) == (3, 1)
