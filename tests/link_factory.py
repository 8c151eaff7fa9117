"""Builds coded documents by hand, sentence by sentence, for tests of linking, of the index and of the read side."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sayso.records import (
    Actor,
    Attribution,
    Block,
    BlockKind,
    Coded,
    Document,
    Drop,
    EventMention,
    Factuality,
    Place,
    Quantity,
    Sentence,
    Span,
    TimeExpression,
    TimeInterval,
)
from sayso.store.project import Project
from sayso.store.writer import FOLDERS, build_tables, write_shard

KARBALA = Place(Span(0, 0, ""), "Karbala", 94824, 32.616, 44.0249, 10.0, "IRQ", "IQ.03", "PPLA", "named")
BASRA = Place(Span(0, 0, ""), "Basra", 99532, 30.5085, 47.7804, 10.0, "IRQ", "IQ.02", "PPLA", "named")
IRAQ = Place(Span(0, 0, ""), "Iraq", 99237, 33.0, 44.0, 600.0, "IRQ", None, "PCLI", "centroid")

ARMY = Actor(Span(0, 0, ""), "army", ("IRQ MIL",), "IRQ", ("MIL",), None, None)
POLICE = Actor(Span(0, 0, ""), "police", ("IRQ COP",), "IRQ", ("COP",), None, None)
PROTESTERS = Actor(Span(0, 0, ""), "protesters", ("IRQ CVL",), "IRQ", ("CVL",), None, None)


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence that tells of one event; `actor`, `recipient`, `place`, `when`, `toll` and `by` are words in it.

    `by_name` is the name that `by` was resolved to, `kind` the part of the page that the sentence is.
    """

    text: str
    trigger: str
    type: str = "ASSAULT"
    mode: str | None = None
    actor: tuple[str, Actor] | None = None
    recipient: tuple[str, Actor] | None = None
    place: tuple[str, Place] | None = None
    when: tuple[str, str, str] | None = None
    toll: tuple[str, int] | None = None
    by: str | None = None
    by_actor: Actor | None = None
    by_name: str | None = None
    kind: BlockKind = BlockKind.PARAGRAPH
    polarity: str = "positive"
    certainty: str = "asserted"
    background: bool = False


def coded(
    document_id: str, said: Sequence[Said], *, published: str | None = "2019-11-04", publisher: str | None = None
) -> Coded:
    """A document that says these sentences, one a block, each with one mention."""
    text = "\n\n".join(each.text for each in said)
    document = Document(document_id, text, text, (), location=f"{document_id}.txt", publisher=publisher, language="en")
    if published is not None:
        document = replace(document, published=TimeInterval(published, published, "stated"))
    sentences, blocks, mentions, attributions, actors = [], [], [], [], []
    at = 0
    for index, each in enumerate(said):
        span = document.cut(at, at + len(each.text))
        blocks.append(Block(each.kind, span))
        sentences.append(Sentence(index, index, each.kind, span))
        chain: tuple[int, ...] = ()
        if each.by is not None:
            source = _find(document, span, each.by)
            chain = (len(attributions),)
            kind = "named" if each.by_name else "role"
            attributions.append(Attribution((source,), (), (span,), source_kind=kind, source_name=each.by_name))
            if each.by_actor is not None:
                actors.append(replace(each.by_actor, span=source))
        mentions.append(_mention(document, index, span, each, chain))
        at += len(each.text) + 2
    document = replace(document, blocks=tuple(blocks))
    return Coded(document, tuple(sentences), tuple(attributions), tuple(mentions), actors=tuple(actors))


def _mention(document: Document, index: int, span: Span, said: Said, chain: tuple[int, ...]) -> EventMention:
    trigger = _find(document, span, said.trigger)
    return EventMention(
        id=hashlib.sha256(f"{document.id} {trigger.start} {said.type}".encode()).hexdigest()[:20],
        document_id=document.id,
        codebook="plover-1",
        sentence=index,
        type=said.type,
        mode=said.mode,
        contexts=(),
        trigger=trigger,
        actors=_actors(document, span, said.actor),
        recipients=_actors(document, span, said.recipient),
        place=replace(said.place[1], span=_find(document, span, said.place[0])) if said.place else None,
        when=_when(document, span, said.when),
        quantities=_toll(document, span, said.toll),
        factuality=Factuality(
            said.certainty, said.polarity, said.background, 3.0 if said.polarity == "positive" else -3.0
        ),
        attribution=chain,
        score=1.0,
        reasons=(),
    )


def _actors(document: Document, sentence: Span, actor: tuple[str, Actor] | None) -> tuple[Actor, ...]:
    return (replace(actor[1], span=_find(document, sentence, actor[0])),) if actor else ()


def _when(document: Document, sentence: Span, when: tuple[str, str, str] | None) -> TimeExpression | None:
    if when is None:
        return None
    words, first, last = when
    return TimeExpression(_find(document, sentence, words), "date", first, last, first, "anchored")


def _toll(document: Document, sentence: Span, toll: tuple[str, int] | None) -> tuple[Quantity, ...]:
    if toll is None:
        return ()
    words, number = toll
    return (Quantity(_find(document, sentence, words), "killed", number, number, number),)


def _find(document: Document, sentence: Span, words: str) -> Span:
    start = document.text.index(words, sentence.start)
    assert start + len(words) <= sentence.end
    return document.cut(start, start + len(words))


def write_project(folder: Path, documents: Sequence[Coded], failures: Sequence[tuple[str, Drop]] = ()) -> Project:
    """A project folder with one shard that holds these documents, as after the ledger was lost."""
    project = Project.open(folder, create=True)
    for name in FOLDERS:
        (folder / name).mkdir(exist_ok=True)
    write_shard(folder, "shard", "fingerprint", build_tables(list(documents), list(failures)))
    return project
