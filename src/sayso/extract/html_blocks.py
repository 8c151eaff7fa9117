"""Blocks of an HTML page's main text, by trafilatura.

trafilatura finds the main text and throws the rest of the page away; here its tree becomes blocks. What it leaves out
and we want, the headline and the captions of figures, is put back from the page's own tree.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.metadata import Document as ExtractedPage
from trafilatura.utils import load_html

from sayso.errors import PageError
from sayso.extract.furniture import Furniture
from sayso.extract.page_facts import plain
from sayso.extract.reading import plain_reading
from sayso.records import BlockKind

# libxml2 gives up at 256 levels and loses what is below, and trafilatura walks trees recursively; pages of the
# extraction sets have at most 60 levels.
MAX_DEPTH = 200
_PARSER_DEPTH = 250
_TAG = re.compile(r"<(/?)([a-z][\w:-]*)[^<>]*>", re.I)
# Elements that hold nothing, and those that the parser closes by itself in a sound page: they make no depth.
_EMPTY_TAGS = frozenset(
    "area base br col embed hr img input link meta param source track wbr html head body title script style".split()
)
_CLOSED_TAGS = frozenset("p li dt dd option optgroup tr td th thead tbody tfoot colgroup caption".split())
_LEVELS = {"table": 4, "ul": 2, "ol": 2, "dl": 2, "select": 3}
_IS_MARKED_UP = re.compile(r"<(?:html|body|head|!doctype)\b", re.I)
_MAX_DEK_WORDS = 60
_MIN_DEK_WORDS = 6
_MAX_CAPTION_CHARACTERS = 1_000
# Two texts are the same paragraph when their first characters are.
_KEY_CHARACTERS = 60
_MIN_PARAGRAPH_CELL = 200
_BLOCKS_BELOW = ("p", "head", "list", "quote", "table", "code")


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of one block before it has a place in a text."""

    kind: BlockKind
    words: str


def parse_html(source: str) -> HtmlElement:
    """The tree of an HTML page, which may be cut off, malformed or a mere fragment.

    Raises:
        PageError: there is no element in it, or it stays nested too deeply after superfluous levels were taken out.
    """
    if not _IS_MARKED_UP.search(source[:4096]):
        source = f"<html><body>{source}</body></html>"
    tree = load_html(source)
    for flat_tags, depth in ((_EMPTY_TAGS | _CLOSED_TAGS, MAX_DEPTH), (_EMPTY_TAGS, MAX_DEPTH // 4)):
        if tree is not None and _is_deep(tree):
            tree = load_html(_flatten(source, flat_tags, depth))
    if tree is None:
        raise PageError("the page has no element of HTML", stage="extract", reason="no text")
    if _is_deep(tree):
        raise PageError(
            f"elements are nested more than {_PARSER_DEPTH} deep", stage="extract", reason="nested too deeply"
        )
    return tree


@cache
def _deep_path() -> str:
    return "boolean(/" + "/".join(["*"] * _PARSER_DEPTH) + ")"


def _is_deep(tree: HtmlElement) -> bool:
    return bool(tree.getroottree().xpath(_deep_path()))


def _flatten(source: str, flat_tags: frozenset[str], max_depth: int) -> str:
    """The source without the start and end tags of elements below `max_depth` levels; their words stay, on new lines.

    End tags without a start, and the other way round, make the count of levels a guess; the caller looks again.
    """
    depth, at = 0, 0
    kept: list[str] = []
    for match in _TAG.finditer(source):
        tag = match[2].lower()
        if tag in flat_tags:
            continue
        levels = _LEVELS.get(tag, 1)
        inner = depth if match[1] else depth + levels
        depth = max(0, depth - levels) if match[1] else inner
        if inner > max_depth:
            kept += [source[at : match.start()], "\n"]
            at = match.end()
    return "".join([*kept, source[at:]])


def find_passages(tree: HtmlElement, title: str | None, furniture: Furniture) -> list[Passage]:
    """The blocks of the page's main text in order, the headline first; empty where the page has no text.

    Args:
        tree: The page's tree; it is left as it is.
        title: The page's title, which becomes the headline where the main text lacks it.
        furniture: Rules for short lines to leave out.
    """
    body = _find_body(tree)
    found = [] if body is None else list(_walk(body))
    found = [each for each in found if furniture.name_rule(plain_reading(each.words)) is None]
    if not found:
        return []
    found = _put_captions(_drop_copies(found), tree)
    return _mark_captions(_put_headline(found, title), furniture)


def _find_body(tree: HtmlElement) -> HtmlElement | None:
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it gives up on is our error to report
    try:
        extracted = bare_extraction(tree, fast=True, include_comments=False, include_tables=True)
    except RecursionError as error:
        raise PageError("elements are nested too deeply", stage="extract", reason="nested too deeply") from error
    return extracted.body if isinstance(extracted, ExtractedPage) else None


def _walk(element: HtmlElement) -> Iterator[Passage]:
    """Passages below `element`, its own loose words included."""
    yield from _loose(element.text)
    for child in element:
        yield from _read_child(child)
        yield from _loose(child.tail)


def _loose(words: str | None) -> Iterator[Passage]:
    if words and (line := plain(words)):
        yield Passage(BlockKind.PARAGRAPH, line)


def _read_child(child: HtmlElement) -> Iterator[Passage]:
    match child.tag:
        case "head":
            kind = BlockKind.HEADLINE if child.get("rend") == "h1" else BlockKind.HEADING
            yield from _lines(child, kind)
        case "list":
            for item in child:
                yield from _nested(item, BlockKind.LIST)
        case "quote":
            yield from _nested(child, BlockKind.QUOTE)
        case "table":
            for row in child.iter("row"):
                yield from _read_row(row)
        case "div" | "section" | "body" | "ab":
            yield from _walk(child)
        case _:
            yield from _nested(child, BlockKind.PARAGRAPH)


def _nested(element: HtmlElement, kind: BlockKind) -> Iterator[Passage]:
    """An element as one passage a line; as several where it holds blocks of its own."""
    if not any(child.tag in _BLOCKS_BELOW for child in element):
        yield from _lines(element, kind)
        return
    for passage in _walk(element):
        keeps_own = passage.kind is not BlockKind.PARAGRAPH
        yield passage if keeps_own else Passage(kind, passage.words)


def _lines(element: HtmlElement, kind: BlockKind) -> Iterator[Passage]:
    """Words of an element, parted where a line break is followed by no running on of the sentence."""
    parts = [""]
    for node in element.iter():
        if node.tag == "lb":
            parts.append("")
        elif isinstance(node.tag, str):
            parts[-1] += node.text or ""
        if node is not element:
            parts[-1] += node.tail or ""
    lines = [line for line in (plain(part) for part in parts) if line]
    joined: list[str] = []
    for line in lines:
        if joined and line[0].islower() and joined[-1][-1] not in '.!?:;"”’':
            joined[-1] += f" {line}"
        else:
            joined.append(line)
    for line in joined:
        yield Passage(kind, line)


def _read_row(row: HtmlElement) -> Iterator[Passage]:
    """One passage a row of data; cells that hold whole paragraphs are layout and give their own."""
    cells = [plain(" ".join(cell.itertext())) for cell in row if cell.tag == "cell"]
    if any(len(cell) > _MIN_PARAGRAPH_CELL for cell in cells):
        for cell in row:
            yield from _nested(cell, BlockKind.PARAGRAPH)
    elif any(cells):
        yield Passage(BlockKind.TABLE, " | ".join(filter(None, cells)))


def _key(words: str) -> str:
    return re.sub(r"\W+", "", words).casefold()[:_KEY_CHARACTERS]


def _drop_copies(passages: list[Passage]) -> list[Passage]:
    """Passages without second copies of headings, and of paragraphs that stand right after each other."""
    kept: list[Passage] = []
    headings: set[str] = set()
    for passage in passages:
        key = _key(passage.words)
        is_heading = passage.kind in (BlockKind.HEADLINE, BlockKind.HEADING)
        is_copy = (is_heading and key in headings) or (bool(kept) and kept[-1].words == passage.words)
        if not is_copy:
            kept.append(passage)
        if is_heading:
            headings.add(key)
    return kept


def _put_headline(passages: list[Passage], title: str | None) -> list[Passage]:
    """Passages with the headline first; other top headings are headings, a long one right below it is the dek."""
    title_key = _key(title or "")
    at = next((i for i, each in enumerate(passages[:6]) if title_key and _key(each.words) == title_key), None)
    if at is None:
        at = next((i for i, each in enumerate(passages[:3]) if each.kind is BlockKind.HEADLINE), None)
    before = [] if at is None else passages[:at]
    rest = passages if at is None else passages[at + 1 :]
    words = passages[at].words if at is not None else title
    headline = [Passage(BlockKind.HEADLINE, words)] if words else []
    lowered = [_lower_heading(each) for each in (*before, *rest)]
    if lowered and lowered[0].kind is BlockKind.HEADING and not before:
        words_in_dek = len(lowered[0].words.split())
        if _MIN_DEK_WORDS < words_in_dek <= _MAX_DEK_WORDS:
            lowered[0] = Passage(BlockKind.DEK, lowered[0].words)
    return headline + lowered


def _lower_heading(passage: Passage) -> Passage:
    return Passage(BlockKind.HEADING, passage.words) if passage.kind is BlockKind.HEADLINE else passage


def _put_captions(passages: list[Passage], tree: HtmlElement) -> list[Passage]:
    """Passages with the captions of the figures that stand among them, each after the passage before it."""
    if next(tree.iter("figcaption"), None) is None:
        return passages
    places: dict[int, list[Passage]] = {}
    at_of = {_key(each.words): at for at, each in reversed(list(enumerate(passages)))}
    at = None
    for element in tree.iter("p", "h1", "h2", "h3", "li", "figcaption"):
        words = plain(element.text_content())
        key = _key(words)
        if element.tag != "figcaption":
            at = at_of.get(key, at)
        elif at is not None and words and len(words) <= _MAX_CAPTION_CHARACTERS and key not in at_of:
            at_of[key] = at
            places.setdefault(at, []).append(Passage(BlockKind.CAPTION, words))
    last = len(passages) - 1
    found: list[Passage] = []
    for index, passage in enumerate(passages):
        found.append(passage)
        # what follows the last passage is the figure of some other text
        found += places.get(index, []) if index < last else []
    return found


def _mark_captions(passages: list[Passage], furniture: Furniture) -> list[Passage]:
    return [
        Passage(BlockKind.CAPTION, each.words)
        if each.kind is BlockKind.PARAGRAPH and furniture.is_caption(plain_reading(each.words))
        else each
        for each in passages
    ]
