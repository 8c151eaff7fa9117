"""Clean text with its blocks, title, publisher, language and publication day, out of the bytes of a page.

HTML goes through trafilatura and becomes a text of our own making, blocks joined by blank lines. Plain text stays as it
came, character for character, so that offsets hold in what was given; furniture in it is covered by no block.

A page without text raises `PageError` with reason `no text`, one that is nested beyond repair `nested too deeply`.
"""

from __future__ import annotations

from collections.abc import Sequence

from sayso.errors import PageError
from sayso.extract.encoding import decode_body
from sayso.extract.furniture import read_furniture
from sayso.extract.html_blocks import Passage, find_passages, parse_html
from sayso.extract.language import find_language
from sayso.extract.page_facts import host_of, read_facts
from sayso.extract.publication import (
    Publication,
    find_html_publication,
    find_publisher,
    find_text_publication,
    find_title,
)
from sayso.extract.reading import plain_lines, plain_reading
from sayso.extract.text_blocks import find_text_blocks
from sayso.records import Block, BlockKind, Document, Page, Span

BETWEEN_BLOCKS = "\n\n"


def extract_document(page: Page) -> Document:
    """The document that a page holds.

    Raises:
        PageError: the page has no text, or is nested too deeply; stage `extract`.
    """
    is_html = page.media_type == "text/html"
    source = decode_body(page.body, is_html=is_html)
    document = _extract_html(page, source) if is_html else _extract_text(page, source)
    if not document.blocks:
        raise PageError(f"{page.location} has no text", stage="extract", reason="no text")
    return document


def _extract_text(page: Page, text: str) -> Document:
    lines = plain_lines(text)
    furniture = read_furniture()
    blocks = find_text_blocks(text, lines, furniture, title=page.title)
    return _build_document(
        page,
        text,
        blocks,
        find_text_publication(page, lines, furniture),
        title=page.title or _headline_of(blocks),
        publisher=page.publisher or (host_of(page.url) if page.url else None),
    )


def _headline_of(blocks: Sequence[Block]) -> str | None:
    found = next((block.span.text for block in blocks if block.kind is BlockKind.HEADLINE), None)
    return None if found is None else " ".join(found.split())


def _extract_html(page: Page, source: str) -> Document:
    tree = parse_html(source)
    facts = read_facts(tree)
    title = find_title(page, facts)
    text, blocks = _join(find_passages(tree, title, read_furniture()))
    return _build_document(
        page,
        text,
        blocks,
        find_html_publication(page, facts, tree),
        title=title,
        publisher=find_publisher(page, facts),
        url=facts.url,
    )


def _join(passages: Sequence[Passage]) -> tuple[str, tuple[Block, ...]]:
    blocks = []
    at = 0
    for passage in passages:
        end = at + len(passage.words)
        blocks.append(Block(passage.kind, Span(at, end, passage.words)))
        at = end + len(BETWEEN_BLOCKS)
    return BETWEEN_BLOCKS.join(passage.words for passage in passages), tuple(blocks)


def _build_document(
    page: Page,
    text: str,
    blocks: tuple[Block, ...],
    publication: Publication,
    **known: str | None,
) -> Document:
    reading = plain_reading(text)
    return Document(
        id=page.id,
        text=text,
        reading=reading,
        blocks=blocks,
        location=page.location,
        url=page.url or known.get("url"),
        title=known["title"],
        publisher=known["publisher"],
        language=find_language("\n".join(reading[block.span.start : block.span.end] for block in blocks)),
        published=publication.published,
        published_reason=publication.reason,
        published_evidence=publication.evidence,
    )
