"""Plain reading of a text, character for character."""

from __future__ import annotations

# Every value is one character, so that the reading has the length of the text.
_QUOTES = dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4\u0060\uff07\u02b9\u2039\u203a", "'")
_DOUBLE_QUOTES = dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\uff02\u301d\u301e\u301f", '"')
_HYPHENS = dict.fromkeys("\u00ad\u2010\u2011\u2012\u2043\u2212\ufe63\uff0d", "-")
# The parser was trained on web text in which a dash between clauses is one of these two.
_DASHES = {"\u2013": "\u2013", "\u2014": "\u2014", "\u2015": "\u2014", "\ufe58": "\u2014"}
_BLANKS = dict.fromkeys(
    "\t\u00a0\u1680\u180e\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "
)
_ZERO_WIDTH = dict.fromkeys(
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\ufffc", " "
)
_CONTROLS = {
    chr(code): " " for code in (*range(9), *range(14, 32), *range(127, 160)) if chr(code) not in "\x85\x1c\x1d\x1e"
}

_PLAIN = str.maketrans(_QUOTES | _DOUBLE_QUOTES | _HYPHENS | _DASHES | _BLANKS | _ZERO_WIDTH | _CONTROLS)
_LINE_ENDS = str.maketrans(dict.fromkeys("\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029", " "))


def plain_lines(text: str) -> str:
    """`text` with plain quotes, hyphens and blanks, of the same length; line ends stay what they are."""
    return text.translate(_PLAIN)


def plain_reading(text: str) -> str:
    """`text` with plain quotes, hyphens and blanks and line ends made blanks, of the same length."""
    return text.translate(_PLAIN).translate(_LINE_ENDS)
