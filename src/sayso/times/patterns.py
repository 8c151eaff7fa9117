"""The grammar of time expressions, as patterns over the roles of words (words.py).

One letter stands for one word. Every repetition is bounded by the letter classes on either side of it, so that a match
takes linear time. Letters:

    M m month, doubtful month     Y D N n number: year, day of month, other, word     d ordinal
    w V weekday, weekdays         S season     U u unit, units     r l W quarter, half, weekend     Q "Q3"
    p s part(s) of the day        K clock      A am/pm     Z zone    R today, tonight ...    O holiday    C "1990s"
    j "end" after a unit           @ ~ Islamic, Persian month     # a year that may be theirs
    = ! full, more (with units)
    h H this, that   L P v last, past, previous   x c y next, coming, following   k latest, current   e recent
    g b ago, earlier/later        E early, late, end of ...    J every    B daily    T once, twice, times    * now ...
    X about, more than ...        q several ...    F fiscal    z period    G long    I / dates in figures
    t a f i o & the, a, of, other prepositions, to, and    _ any other word    | end of a sentence
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sayso.times.words import Word

_NUMBER = "(?:[DNY#][DN]?n?|n(?:-?n){0,3})"
_COUNT = f"(?:{_NUMBER}|aq|a|q)"
_PART = "(?:t?[Eb](?:ft?|-)?t?)"  # "the end of the", "early", "mid-"
_NEAR = "[hLPvxcyk]"  # this, last, past, previous, next, coming, following, latest
_MONTH_DAY = "[Mm]t?[Dd]"
_DAY_MONTH = "t?[Dd]f?[Mm]"

# Rule, the roles of which one must occur in the text for the pattern to be tried at all, pattern. Where two match
# equally much from the same word, the earlier row is tried first.
PATTERNS: tuple[tuple[str, str, str], ...] = (
    ("iso", "I", "I"),
    ("slashed", "/", "/"),
    ("date_range", "Mm", r"(?:w,?)?(?:[Mm]D[-o]D(?:,?Y)?|D[-o]D[Mm](?:,?Y)?)"),
    ("date", "Mm", rf"(?:w,?|t?{_NEAR})?{_PART}?{_MONTH_DAY}(?:,?Y)?(?![uU%])"),
    ("week_of", "U", rf"tUf(?:{_MONTH_DAY}(?:,?Y)?|{_DAY_MONTH}(?:,?Y)?)"),
    ("date", "Mm", rf"(?:w,?)?{_PART}?{_DAY_MONTH}(?:,?[YN])?"),
    ("month", "Mm", rf"(?:{_PART}|t?{_NEAR})?[Mm](?:,?f?Y)?"),
    ("year", "Y", rf"(?:{_PART}t?|tU|t?FU?|tUF)?Y|tYz"),
    ("spoken_year", "n", "nn(?:-?n)?"),
    ("fiscal_year", "F", rf"{_PART}?t?{_NEAR}?FU"),
    ("decade", "C", rf"{_PART}?t?E?-?C"),
    ("century", "d", rf"t?{_PART}?-?d-?U"),
    ("quarter", "r", rf"{_PART}?t?Y?(?:{_NEAR}U'|U-?[gb])?F?-?d-?r(?:f?t?F?(?:Y|{_NEAR}U))?"),
    ("quarter", "Q", r"Q(?:f?Y)?|YQ"),
    ("quarter", "r", rf"traU[gb]|t?{_NEAR}-?r|tr|t?U-?[gb]-?r|t?Yr"),
    ("half", "l", rf"t?[dL]-?lf(?:t?{_NEAR}?F?(?:U|Y))"),
    ("near_unit", "UW", rf"{_PART}?t?h?{_NEAR}[UW](?:'?E)?"),
    ("that_unit", "H", rf"{_PART}?t?H[Ur]"),
    ("the_unit", "UW", rf"{_PART}?t=?U|X?U(?:-|')?j|tW|{_PART}tU"),
    ("ago", "gb", rf"X?t?{_COUNT}-?[uU]-?[gb]|uX?g|t?U-?[gb]z?"),
    ("near_span", "uU", rf"t?(?:{_NEAR}|d|cG)(?:{_NUMBER}|q|aq)-?[uU]"),
    ("period", "z", r"t?kz"),
    ("vague_span", "u", r"t?[ecPLxk]u"),
    (
        "duration",
        "uU",
        rf"X?t?{_COUNT}(?:[-o]|&?)?[!=]?-?[uU](?:-?G)?(?:&al)?|X?laU|X?{_NUMBER}&al-?u|X?{_NUMBER}o{_NUMBER}-?[uU]|[uU]-?G",
    ),
    ("bare_span", "u", r"u"),
    ("next_part", "p", r"t?[xy]E?p"),
    ("part_of_day", "pKR", rf"(?:{_PART}?(?:[hL]|[wR],?)E?-?[pK]|t?E-?pR|tp)(?:f?(?:{_MONTH_DAY}(?:,?Y)?|w))?"),
    ("clock", "KA", rf"X?(?:[KNDn]A|K)Z?(?:,?i?(?:w|R|{_MONTH_DAY}(?:,?Y)?))?"),
    ("one_weekday", "w", r"aw(?:[if][Mm](?:,?f?Y)?|(?=[.,|]))"),
    ("weekday", "w", rf"(?:{_PART}-?|t?h?{_NEAR})?w(?:_?O)?"),
    ("relative_day", "R", r"[Eb]?R"),
    ("season", "S", rf"(?:{_PART}?t?h?{_NEAR}?|t?E)S(?:f?Y)?"),
    ("holiday", "O", r"t?[hLxv]?O(?:,?f?Y)?"),
    (
        "other_calendar",
        "@~",
        rf"(?:w,?)?(?:t?[Dd]f?[@~]|[@~]t?[Dd])(?:,?[Y#])?|(?:t?{_NEAR})?[@~](?:,?f?[Y#])?",
    ),
    ("set", "JVBTs", rf"J{_NUMBER}?[UurpWSMwO]|V(?:s|p)?|w[s]|B|TaU"),
    ("reference", "*keP", r"\*|k|e|tP"),
)


@dataclass(frozen=True, slots=True)
class Found:
    """Words `[first, end)` that match one pattern; `rule` is its name."""

    rule: str
    words: Sequence[Word]
    first: int
    end: int

    @property
    def inside(self) -> Sequence[Word]:
        """The words of the match."""
        return self.words[self.first : self.end]

    @property
    def before(self) -> Word | None:
        """The word before the match, or None."""
        return self.words[self.first - 1] if self.first else None

    @property
    def after(self) -> Word | None:
        """The word after the match, or None."""
        return self.words[self.end] if self.end < len(self.words) else None

    @property
    def next_text(self) -> str:
        """The text of the word after the match, empty at the end."""
        return self.words[self.end].text if self.end < len(self.words) else ""

    def pick(self, roles: str) -> Word | None:
        """The first word of the match that plays one of `roles`."""
        return next((word for word in self.inside if word.role in roles), None)


_COMPILED = tuple((rule, frozenset(needed), re.compile(pattern)) for rule, needed, pattern in PATTERNS)


def find_candidates(words: Sequence[Word]) -> Iterator[Found]:
    """Every match of every pattern, from left to right, at each place the longest first."""
    roles = "".join(word.role for word in words)
    present = set(roles)
    spans = [
        (match.start(), -match.end(), order)
        for order, (_, needed, pattern) in enumerate(_COMPILED)
        if not needed.isdisjoint(present)
        for match in pattern.finditer(roles)
    ]
    for start, end, order in sorted(spans):
        yield Found(_COMPILED[order][0], words, start, -end)
