"""Numbers that may count people: their words, their bounds and the noun that they count.

Source: ACLED codebook and FAQ on vague fatality figures (tens 10, dozens 12, hundreds 100).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sayso.numerals import read_digits, read_number
from sayso.quantities.words import Phrases, QuantityLexicon
from sayso.syntax import Parse, Token


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a number expression lets the count be."""

    low: int | None
    best: int | None
    high: int | None
    vague: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """Tokens `[first, end)` of a number expression with its bounds.

    `noun` is the index of the noun that it counts and `[of_first, of_end)` that noun with its modifiers; None where the
    number stands alone. `people` is true where the noun is one of persons.
    """

    first: int
    end: int
    bounds: Bounds
    noun: int | None
    of_first: int
    of_end: int
    people: bool
    of_them: bool = False

    @property
    def anchor(self) -> int:
        """The token by which the expression hangs in the sentence."""
        return self.end - 1 if self.noun is None or self.of_them else self.noun


def find_numbers(parse: Parse, lowers: Sequence[str], lexicon: QuantityLexicon) -> Iterator[Number]:
    """The number expressions of a sentence that may count people, in order; none overlap."""
    at = 0
    while at < len(lowers):
        starts = lowers[at] in lexicon.starters or lowers[at][0].isdecimal()
        read = _read_expression(lowers, at, lexicon) if starts else None
        if read is None:
            at += 1
            continue
        end, bounds = read
        number = _with_noun(parse, lowers, (at, end, bounds), lexicon)
        if number is not None:
            yield number
        at = end


def _read_expression(lowers: Sequence[str], at: int, lexicon: QuantityLexicon) -> tuple[int, Bounds] | None:
    """(end, bounds) of the number expression that begins at a token, modifiers included."""
    effects = []
    for _ in range(3):
        phrase = _match_phrase(lowers, at, lexicon.phrases)
        if phrase is None or phrase[1] not in _EFFECTS:
            break
        effects.append(phrase[1])
        at = phrase[0]
    opened = at < len(lowers) and lowers[at] == "between"
    rising = at > 0 and lowers[at - 1] == "from"
    core = _read_core(lowers, at + 1 if opened else at, lexicon)
    if core is None:
        return None
    end, bounds = core
    if opened or (end < len(lowers) and lowers[end] in ("to", "-", "or") and not rising):
        upper = _read_core(lowers, end + 1, lexicon) if lowers[end : end + 1] else None
        joined = _join_range(bounds, upper, lowers[end] if end < len(lowers) else "", opened)
        if joined is not None:
            return joined
        if opened:
            return None
    if tuple(lowers[end : end + 2]) == ("or", "more"):
        return end + 2, Bounds(bounds.low, bounds.best, None, bounds.vague)
    for effect in reversed(effects):
        bounds = _apply(effect, bounds)
    return end, bounds


_EFFECTS = frozenset(("least", "most", "about", "below", "exact"))


def _apply(effect: str, bounds: Bounds) -> Bounds:
    best = bounds.best
    if best is None or effect == "exact":
        return bounds
    if effect == "least":
        return Bounds(best, best, None, bounds.vague)
    if effect == "about":
        return Bounds(None, best, None, bounds.vague)
    return Bounds(None, None, best if effect == "most" else best - 1, bounds.vague)


def _join_range(low: Bounds, upper: tuple[int, Bounds] | None, joint: str, opened: bool) -> tuple[int, Bounds] | None:
    """`20 to 30`, `20-30`, `between 20 and 30`, `two or three`."""
    if upper is None or low.best is None or joint not in ("to", "-", "or", *(("and",) if opened else ())):
        return None
    high = upper[1].best
    return (upper[0], Bounds(low.best, None, high)) if high is not None and low.best < high else None


# More people than have lived: no count of people.
_MOST = 10**10


def _read_core(lowers: Sequence[str], at: int, lexicon: QuantityLexicon) -> tuple[int, Bounds] | None:
    """(end, bounds) of a number without modifiers."""
    phrase = _match_phrase(lowers, at, lexicon.phrases)
    if phrase is not None and phrase[1] not in _EFFECTS:
        return _read_phrase(lowers, phrase, lexicon)
    end = _number_end(lowers, at, lexicon)
    value = read_number(lowers[at:end], lexicon.numerals) if end > at else None
    if value is None or value > _MOST or value != int(value):
        return None
    return end, Bounds(int(value), int(value), int(value))


def _read_phrase(
    lowers: Sequence[str], phrase: tuple[int, str, int], lexicon: QuantityLexicon
) -> tuple[int, Bounds] | None:
    end, what, number = phrase
    if what in ("none", "small"):
        return end, Bounds(number, number, number)
    scale = lexicon.numerals.scales.get(lowers[end]) if end < len(lowers) else None
    if what == "open" and scale is not None:
        return end + 1, Bounds(number * scale, number * scale, None, True)
    if what == "open":
        return end, Bounds(number, None, None, True)
    if lowers[end : end + 1] == ["of"]:
        further = _match_phrase(lowers, end + 1, lexicon.phrases)
        if further is not None and further[1] == "vague":
            end, number = further[0], number * further[2]
    return end, Bounds(number, number, None, True)


def _number_end(lowers: Sequence[str], at: int, lexicon: QuantityLexicon) -> int:
    """The end of the longest run of number words at a token; a leading `a` needs a scale word (`a hundred`)."""
    numerals, end = lexicon.numerals, at
    if at + 1 < len(lowers) and lowers[at] == "a" and lowers[at + 1] in numerals.scales:
        end = at + 2
    while end < len(lowers):
        word = lowers[end]
        if word in numerals.cardinals or word in numerals.scales or read_digits(word) is not None:
            if end > at and read_number(lowers[at : end + 1], numerals) is None:
                break
            end += 1
        elif word in ("-", "and") and end > at and end + 1 < len(lowers) and lowers[end + 1] in numerals.cardinals:
            if word == "and" and lowers[end - 1] not in numerals.scales:
                break
            if read_number(lowers[at : end + 2], numerals) is None:
                break
            end += 2
        else:
            break
    return end


def _with_noun(
    parse: Parse, lowers: Sequence[str], read: tuple[int, int, Bounds], lexicon: QuantityLexicon
) -> Number | None:
    """The expression with the noun that it counts; None where it is an age, a date, money, an address and the like."""
    first, end, bounds = read
    if _is_no_count(parse, lowers, first, end, lexicon):
        return None
    noun, of_first, of_end = _find_noun(parse, lowers, end, lexicon)
    if noun is not None and lowers[noun] in lexicon.units:
        return None
    people = noun is not None and (lowers[noun] in lexicon.people or lowers[noun] in lexicon.groups)
    counted = noun is not None and (lowers[noun], "counted") in lexicon.forms
    bare = _looks_like_age(parse.tokens, lowers, first, end) or _is_in_list_of_figures(lowers, first, end)
    if noun is None and (bare or _lacks_noun(parse, first, end)):
        return None
    if not people and (
        _looks_like_year(parse.tokens, end, bounds) or (not counted and _looks_like_name(parse.tokens, first, end))
    ):
        return None
    of_them = noun is not None and lowers[end] == "of"
    return Number(first, end, bounds, noun, of_first, of_end, people or counted, of_them)


# These stand for people only with a noun: "they both left", "shot multiple times", "no".
_NEED_NOUN = frozenset(("both", "multiple", "various", "no", "several", "few"))


def _lacks_noun(parse: Parse, first: int, end: int) -> bool:
    """True for a number word that needs a noun and has none; `both were pronounced dead` stands by itself."""
    token = parse.tokens[end - 1]
    return token.lower in _NEED_NOUN and not (token.lower == "both" and first == 0 and token.dep == "nsubjpass")


def _looks_like_year(tokens: Sequence[Token], end: int, bounds: Bounds) -> bool:
    """`the 1991 killings`."""
    return bounds.best is not None and 1900 <= bounds.best <= 2100 and tokens[end - 1].text.isdecimal()


def _looks_like_name(tokens: Sequence[Token], first: int, end: int) -> bool:
    """A figure before a name that is no people's (`224 Main`)."""
    after = tokens[end] if end < len(tokens) else None
    return after is not None and after.pos == "PROPN" and after.entity != "NORP" and tokens[first].text.isdecimal()


_NO_PEOPLE = frozenset(("DATE", "TIME", "MONEY", "PERCENT", "QUANTITY"))


def _is_no_count(parse: Parse, lowers: Sequence[str], first: int, end: int, lexicon: QuantityLexicon) -> bool:
    before = lowers[first - 1] if first else ""
    after = [*lowers[end : end + 2], "", ""]
    tight = first > 0 and parse.tokens[first - 1].end == parse.tokens[first].start
    if (
        (before.rstrip(".") in lexicon.before_units and (tight or before.isalpha() or before.endswith(".")))
        or (after[0] in lexicon.units and not ((after[0], "acts") in lexicon.forms and after[1] in lexicon.people))
        or (after[0] == "-" and after[1] in lexicon.units)
    ):
        return True
    if before == "of" and first > 1 and lowers[first - 2] in lexicon.parents:
        return True
    if (lowers[first].isdecimal() and lowers[first] in lexicon.units) or (
        lowers[first][0] == "0" and len(lowers[first]) > 1
    ):
        return True
    if first > 1 and before in ("of", "/") and lowers[first - 2].isdecimal():
        return True
    if after[0] == "-" and after[1].isalpha() and parse.tokens[end].end == parse.tokens[end + 1].start:
        return True
    if (before == "(" and after[0] == ")") or after[0] in ("/", ":"):
        return True
    if any(parse.tokens[at].entity in _NO_PEOPLE for at in range(first, end)):
        return not (
            after[0] in lexicon.people
            or after[0] in lexicon.event_words
            or after[1] in lexicon.people
            or any((word, "tolls") in lexicon.forms for word in lowers[max(first - 5, 0) : first])
        )
    return False


def _is_in_list_of_figures(lowers: Sequence[str], first: int, end: int) -> bool:
    """Bare figures side by side are ages, scores and the like: `ages 7 and 10`, `17, 19 and 20`."""
    joints = (",", "and")
    back = first - 1
    while back > 0 and lowers[back] in joints:
        back -= 1
    before = 0 <= back < first - 1 and lowers[back].isdecimal()
    after = lowers[end : end + 1] == [","] and lowers[end + 1 : end + 2] and lowers[end + 1].isdecimal()
    return lowers[first].isdecimal() and bool(before or after)


def _looks_like_age(tokens: Sequence[Token], lowers: Sequence[str], first: int, end: int) -> bool:
    """`Smith, 24, was ...`: a lone figure after a name and a comma."""
    if first < 2 or not lowers[first].isdecimal() or end - first > 1:
        return False
    after = lowers[end] if end < len(lowers) else "."
    if "age" in lowers[max(first - 4, 0) : first]:
        return True
    if lowers[first - 1] in _BEFORE_AGES:
        return True
    named = tokens[first - 2].pos in ("PROPN", "NOUN") and (not after.isalpha() or tokens[first - 2].entity == "PERSON")
    return lowers[first - 1] == "," and (named or after in ("of", "was", "who", "is"))


# `Another teen, also 15,`, `both 16,`.
_BEFORE_AGES = frozenset(("also", "age", "both"))


def _find_noun(parse: Parse, lowers: Sequence[str], end: int, lexicon: QuantityLexicon) -> tuple[int | None, int, int]:
    """(noun, first, end) of what a number before token `end` counts."""
    at = end
    while (
        at < len(lowers)
        and at < end + 4
        and (lowers[at] in lexicon.steps or _is_inner_number(lowers, at, end, lexicon))
    ):
        at += 1
    if (
        at > end
        and lowers[at - 1] in ("other", "more")
        and (at == len(lowers) or not _in_noun_group(parse, at, lexicon))
    ):
        at -= 1
        return at, at, at + 1
    first, noun = at, None
    while at < len(lowers) and at < first + 7:
        if at == first and (lowers[at] in lexicon.groups or _is_counted_state(lowers, at, lexicon)):
            return at, at, at + 1
        if lowers[at] in lexicon.people or (
            (lowers[at], "counted") in lexicon.forms and parse.tokens[at].pos == "NOUN"
        ):
            noun = at
        elif not _in_noun_group(parse, at, lexicon) or (noun is not None and lowers[at] in lexicon.units):
            break
        elif parse.tokens[at].pos in ("NOUN", "PROPN"):
            noun = at
        at += 1
    return noun, first, (end if noun is None else noun + 1)


def _is_counted_state(lowers: Sequence[str], at: int, lexicon: QuantityLexicon) -> bool:
    """The `wounded` in `seven of the wounded`."""
    return at > 0 and lowers[at - 1] == "the" and (lowers[at], "counted") in lexicon.forms


def _is_inner_number(lowers: Sequence[str], at: int, end: int, lexicon: QuantityLexicon) -> bool:
    """The `three` in `one of the three hostages`."""
    return lowers[end] == "of" and at > end + 1 and lowers[at] in lexicon.numerals.cardinals


def _in_noun_group(parse: Parse, at: int, lexicon: QuantityLexicon) -> bool:
    """True for a word that may stand between a number and its noun, and for the noun."""
    token = parse.tokens[at]
    if token.lower in lexicon.people:
        return True
    if token.lower in lexicon.event_words and token.pos in ("VERB", "ADJ", "AUX", "PROPN"):
        below = parse.tokens[at + 1 : at + 3]
        return any(each.lower in lexicon.people for each in below)
    if token.text in ("-", "'s"):
        return at + 1 < len(parse.tokens) and parse.tokens[at + 1].pos in ("NOUN", "PROPN", "ADJ", "VERB")
    return token.pos in ("ADJ", "NOUN", "PROPN") or (token.pos == "VERB" and token.dep == "amod")


def _match_phrase(lowers: Sequence[str], at: int, phrases: Phrases) -> tuple[int, str, int] | None:
    """(end, what, number) of the longest phrase at a token."""
    if at >= len(lowers):
        return None
    for rest, what, number in phrases.get(lowers[at], ()):
        end = at + 1 + len(rest)
        if tuple(lowers[at + 1 : end]) == rest:
            return end, what, number
    return None
