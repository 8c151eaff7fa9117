"""Blocks of plain text: paragraphs, headings and captions told apart by their form.

The text itself is never changed. Blank lines part blocks; single line ends do unless the text is hard-wrapped. Lines of
site furniture and second copies of a short line are covered by no block.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sayso.extract.furniture import Furniture
from sayso.records import Block, BlockKind, Span

# A hard wrap is set by machines at 60 to 100 columns; lines of per-line paragraphs run longer or much shorter.
_MAX_WRAP_COLUMNS = 130
_MIN_WRAP_COLUMNS = 40
# Greedy wrapping fills every line but a paragraph's last: at least this share of the inner line ends must look so,
_MIN_FULL_SHARE = 0.6
# and at most this share of the full lines may end a sentence. MUC-3/4 dev: full .83, closed .13 at the median.
_MAX_CLOSED_SHARE = 0.5
# A heading has at most so many words and characters; PolNeAR dev's longest headline has 20 words.
_MAX_HEADING_WORDS = 22
_MAX_HEADING_CHARACTERS = 160
# A short line's second copy is a caption or teaser said again; longer ones may be a refrain of the text.
_MAX_REPEATED_CHARACTERS = 160
_MIN_DEK_WORDS = 8
_MIN_TITLE_CASE_SHARE = 0.75
_SHORT_WORD = 4  # words that title case leaves small have at most so many letters less one

_LINE = re.compile(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_CLOSED = re.compile(r"[.!?\u2026:;]['\")\]]*$")
_FULL_STOP = re.compile(r"[.!?\u2026]['\")\]]*$")
_BULLET = re.compile(r"(?:[\u2022\u00b7\u25aa\u25e6\u2023\u2043]|[*-](?=\s)|\(?\d{1,2}[.)](?=\s))\s*")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run of characters that will be one block; `lines` is the number of lines it goes over."""

    start: int
    end: int
    lines: int


def find_text_blocks(text: str, reading: str, furniture: Furniture, *, title: str | None = None) -> tuple[Block, ...]:
    """The blocks of plain text in order, never overlapping.

    Args:
        text: The text as it came; spans are cut from it.
        reading: Its plain reading, of the same length.
        furniture: Rules for lines to leave out.
        title: The page's title where it is known; a first line that says the same is the headline.
    """
    pieces = [piece for piece in _find_pieces(reading) if furniture.name_rule(_cut(reading, piece)) is None]
    said = Counter(_key(_cut(reading, piece)) for piece in pieces)
    kept = list(_drop_copies(pieces, reading))
    repeated = {piece for piece in kept if said[_key(_cut(reading, piece))] > 1}
    kinds = _Kinds(reading, furniture, kept, repeated, title).tell()
    return tuple(
        Block(kind, Span(piece.start, piece.end, text[piece.start : piece.end]))
        for piece, kind in zip(kept, kinds, strict=True)
    )


def _cut(reading: str, piece: _Piece) -> str:
    return reading[piece.start : piece.end]


def _key(words: str) -> str:
    return " ".join(words.split()).casefold()


def _drop_copies(pieces: Sequence[_Piece], reading: str) -> Iterator[_Piece]:
    seen: set[str] = set()
    for piece in pieces:
        key = _key(_cut(reading, piece))
        if len(key) > _MAX_REPEATED_CHARACTERS or key not in seen:
            yield piece
        seen.add(key)


def _find_pieces(reading: str) -> Iterator[_Piece]:
    groups = list(_group_lines(reading))
    width = _find_wrap_width(groups, reading)
    for group in groups:
        yield from _join_lines(group, reading, width)


def _group_lines(reading: str) -> Iterator[list[tuple[int, int]]]:
    """Trimmed lines, as spans, in groups that blank lines part."""
    group: list[tuple[int, int]] = []
    end_before = 0
    for match in _LINE.finditer(reading):
        words = match.group().strip()
        if not words:
            continue
        start = match.start() + match.group().index(words[0])
        between = reading[end_before:start]
        if group and _count_line_ends(between) > 1:
            yield group
            group = []
        end_before = start + len(words)
        group.append((start, end_before))
    if group:
        yield group


def _count_line_ends(between: str) -> int:
    return len(f"x{between}x".splitlines()) - 1


def _find_wrap_width(groups: Sequence[Sequence[tuple[int, int]]], reading: str) -> int | None:
    """The column at which the text is hard-wrapped, or None where each line end is meant."""
    widths = sorted(end - start for group in groups for start, end in group[:-1])
    if not widths:
        return None
    width = widths[(len(widths) - 1) * 19 // 20]  # the longest but a few: a web address may stand out
    if not _MIN_WRAP_COLUMNS <= width <= _MAX_WRAP_COLUMNS:
        return None
    inner = [(line, after) for group in groups for line, after in pairwise(group)]
    full = [line for line, after in inner if _is_full(line, after, reading, width)]
    closed = sum(bool(_FULL_STOP.search(reading[max(start, end - 4) : end])) for start, end in full)
    wrapped = len(full) >= _MIN_FULL_SHARE * len(inner) and closed <= _MAX_CLOSED_SHARE * len(full)
    return width if wrapped else None


def _is_full(line: tuple[int, int], after: tuple[int, int], reading: str, width: int) -> bool:
    """True where the first word of the line after would not have fitted into this line."""
    word = reading[after[0] : min(after[1], after[0] + width)].split(maxsplit=1)[0]
    return line[1] - line[0] + 1 + len(word) > width


def _join_lines(group: Sequence[tuple[int, int]], reading: str, width: int | None) -> Iterator[_Piece]:
    first, lines = group[0], 1
    for line, after in pairwise(group):
        if _runs_on(line, after, reading, width):
            lines += 1
            continue
        yield _Piece(first[0], line[1], lines)
        first, lines = after, 1
    yield _Piece(first[0], group[-1][1], lines)


def _runs_on(line: tuple[int, int], after: tuple[int, int], reading: str, width: int | None) -> bool:
    """True where a line end stands inside a paragraph."""
    closed = _CLOSED.search(reading[max(line[0], line[1] - 4) : line[1]])
    if width is not None and _is_full(line, after, reading, width):
        return True
    if width is not None and not closed and line[1] - line[0] > width // 2:
        return True
    if closed or not reading[after[0]].islower():
        return False
    # where a line that begins with a capital is followed by small letters a link or a tag stood between them
    return reading[line[0]].isupper() or line[1] - line[0] >= _MIN_WRAP_COLUMNS


class _Kinds:
    """Tells what kind each piece is; reads the pieces once, in order."""

    def __init__(
        self, reading: str, furniture: Furniture, pieces: Sequence[_Piece], repeated: set[_Piece], title: str | None
    ) -> None:
        self._words = [_cut(reading, piece) for piece in pieces]
        self._repeated = [piece in repeated for piece in pieces]
        self._furniture = furniture
        self._title = None if title is None else _key(title).rstrip(".")
        self._is_lower = not any(letter.isupper() for letter in reading)

    def tell(self) -> list[BlockKind]:
        """One kind a piece."""
        if len(self._words) == 1:
            return [BlockKind.PARAGRAPH]
        kinds: list[BlockKind] = []
        for at, words in enumerate(self._words):
            kinds.append(self._tell_one(at, words, kinds))
        return kinds

    def _tell_one(self, at: int, words: str, before: list[BlockKind]) -> BlockKind:
        is_top = BlockKind.PARAGRAPH not in before
        if BlockKind.HEADLINE not in before and is_top and self._is_headline(at, words):
            return BlockKind.HEADLINE
        if self._furniture.is_caption(words):
            return BlockKind.CAPTION
        if self._is_list_item(at):
            return BlockKind.LIST
        if not self._looks_like_heading(words):
            return BlockKind.PARAGRAPH
        if self._repeated[at]:
            return BlockKind.CAPTION
        if before and before[-1] is BlockKind.HEADLINE and len(words.split()) >= _MIN_DEK_WORDS:
            return BlockKind.DEK
        # what no text follows heads nothing
        return BlockKind.HEADING if at + 1 < len(self._words) else BlockKind.PARAGRAPH

    def _is_headline(self, at: int, words: str) -> bool:
        if self._title is not None and _key(words).rstrip(".") == self._title:
            return True
        if self._repeated[at] or at + 1 == len(self._words) or self._furniture.is_caption(words):
            return False
        return self._looks_like_heading(words) or (at == 0 and _is_title_case(words))

    def _looks_like_heading(self, words: str) -> bool:
        fits = len(words) <= _MAX_HEADING_CHARACTERS and len(words.split()) <= _MAX_HEADING_WORDS
        if not fits or _CLOSED.search(words[-4:]):
            return False
        letter = next((sign for sign in words if sign.isalnum()), None)
        return letter is not None and (self._is_lower or not letter.islower())

    def _is_list_item(self, at: int) -> bool:
        """True where the piece has a bullet and a neighbour has one too: a lone dash may begin a quotation."""
        if not _BULLET.match(self._words[at]):
            return False
        return any(_BULLET.match(self._words[other]) for other in (at - 1, at + 1) if 0 <= other < len(self._words))


def _is_title_case(words: str) -> bool:
    """True where a line that ends with a full stop is written as headlines are."""
    long = [word for word in re.findall(r"[^\W\d_]+(?:'\w+)?", words) if len(word) >= _SHORT_WORD]
    fits = 3 <= len(words.split()) <= _MAX_HEADING_WORDS and len(words) <= _MAX_HEADING_CHARACTERS
    return fits and len(long) > 1 and sum(word[0].isupper() for word in long) >= _MIN_TITLE_CASE_SHARE * len(long)
