"""Durations, sets and points without days: how long, how often, and words such as `now`."""

from __future__ import annotations

from sayso.numerals import read_number
from sayso.times.calendar_days import shifted
from sayso.times.lexicon import TimeLexicon
from sayso.times.patterns import Found
from sayso.times.values import HOW_LONG, NO_ANCHOR, VAGUE, Meaning, Moment, Resolver, untold
from sayso.times.words import Word

_OFTEN = "how often, not when"
# Units that TIMEX3 writes in smaller ones, and what a half of a unit is written as.
_SCALED = {"E": ("Y", 10), "C": ("Y", 100), "Q": ("M", 3), "2W": ("W", 2)}
_HALVES = {"Y": "6M", "D": "T12H", "TH": "30M", "TM": "30S", "E": "5Y"}


# More units than this are no length of time that a page tells; they stay open.
_MOST = 1_000_000


def read_count(found: Found, lexicon: TimeLexicon) -> float | None:
    """How many units the match counts; None where the number is open (`several`)."""
    vague = found.pick("q")
    if vague is not None:
        return None if vague.code == "X" else float(vague.code)
    figures = []
    for word in found.inside:
        if word.role in "DNY#n":
            figures.append(word)
        elif word.role in "oU&" and figures:
            break
    if figures:
        return _sum_fraction([word.text for word in figures], lexicon)
    return 0.5 if found.pick("l") is not None and found.inside[-1].role in "U" else 1.0


def duration_value(count: float | None, unit: str) -> str:
    """The TIMEX3 value of so many units: `P3D`, `PT30M`, `P2Y6M`, `PXW`."""
    if count is None:
        return f"PT{'X'}{unit[1]}" if unit.startswith("T") else f"PX{_SCALED[unit][0] if unit in 'EC' else unit[-1]}"
    base, factor = _SCALED.get(unit, (unit, 1))
    total = count * factor
    if base == "TH" and total >= 24 and total % 24 == 0:
        base, total = "D", total / 24
    whole = int(total)
    half = _HALVES.get(base, "") if total - whole == 0.5 else ""
    text = f"{whole}{base[-1]}" if whole else ""
    prefix = "PT" if base.startswith("T") or (not whole and half.startswith("T")) else "P"
    return f"{prefix}{text}{half if whole else half.lstrip('T')}" if text or half else "P0D"


def resolve_duration(found: Found, _moment: Moment, lexicon: TimeLexicon) -> Meaning | None:
    """`three days`, `five-year`, `half an hour`; an age is none."""
    unit = found.pick("uU")
    if unit is None or _is_age(found) or _is_rate(found):
        return None
    count = None if found.inside[0].role == "u" else read_count(found, lexicon)
    if found.pick("l") is not None and found.pick("&") is not None:
        count = (count or 1.0) + 0.5
    if count is None and unit.role == "U" and found.pick("-") is None:
        return None
    if unit.code == "Q" and found.pick("-") is not None and found.next_text == "of":
        return None
    return untold(duration_value(count, unit.code), HOW_LONG, kind="duration")


def resolve_near_span(found: Found, moment: Moment, lexicon: TimeLexicon) -> Meaning | None:
    """`the past three days`: a duration that ends, or begins, on the publication day."""
    unit = found.pick("uU")
    near = next((word for word in found.inside if word.role in "hLPvxcykd"), None)
    if unit is None or near is None or _is_age(found):
        return None
    count = read_count(found, lexicon)
    value = duration_value(count, unit.code)
    if near.role not in "LPxc":
        return untold(value, HOW_LONG, kind="duration")
    if count is None or unit.code.startswith("T"):
        return untold(value, VAGUE, kind="duration")
    if moment.anchor is None:
        return untold(value, NO_ANCHOR, kind="duration")
    back = near.role in "LP"
    end = shifted(unit.code, -int(count) if back else int(count), moment.anchor)
    if end is None:
        return untold(value, VAGUE, kind="duration")
    days = (end.first, moment.anchor) if back else (moment.anchor, end.last)
    return Meaning("duration", value, *days, "anchored")


def resolve_bare_span(found: Found, _moment: Moment, lexicon: TimeLexicon) -> Meaning | None:
    """`for weeks`, `within days`: a length without a number."""
    before = "" if found.before is None else found.before.text
    if before not in lexicon.span_cues or found.next_text in lexicon.bounded_by or _is_age(found):
        return None
    return untold(duration_value(None, found.inside[0].code), HOW_LONG, kind="duration")


def resolve_vague_span(found: Found, _moment: Moment, _lexicon: TimeLexicon) -> Meaning | None:
    """`recent weeks`, `the coming days`."""
    unit = found.pick("u")
    return None if unit is None else untold(duration_value(None, unit.code), VAGUE, kind="duration")


def resolve_set(found: Found, _moment: Moment, lexicon: TimeLexicon) -> Meaning | None:
    """`every day`, `each Thursday`, `Fridays`, `daily`."""
    last = found.inside[-1] if found.inside[-1].role != "'" else found.inside[-2]
    value = _set_value(found, last, lexicon)
    return None if value is None else untold(value, _OFTEN, kind="set")


def resolve_reference(found: Found, moment: Moment, _lexicon: TimeLexicon) -> Meaning | None:
    """`now`, `recently`, `the past`: a point without days; a `soon` that lies behind is none of the future."""
    word = found.inside[0]
    if word.code == "FUTURE_REF" and moment.tense == "past":
        return None
    if found.before is not None and found.before.role == "H" and word.text.endswith("ago"):
        return None
    if (word.role == "k" and word.text != "current") or found.next_text == "as":
        return None
    return untold(word.code or ("PRESENT_REF" if word.role == "k" else "PAST_REF"), VAGUE)


def _set_value(found: Found, last: Word, lexicon: TimeLexicon) -> str | None:
    weekday = found.pick("wV")
    if weekday is not None:
        part = found.pick("ps")
        return f"XXXX-WXX-{int(weekday.number)}" + (f"T{part.code}" if part else "")
    simple = {"B": last.code, "p": f"XXXX-XX-XXT{last.code}", "r": "P3M", "W": "XXXX-WXX-WE", "S": f"XXXX-{last.code}"}
    if last.role in simple:
        return simple[last.role]
    if last.role == "M":
        return f"XXXX-{int(last.number):02d}"
    if last.role not in "Uu":
        return None
    return duration_value(read_count(found, lexicon) or 1.0, last.code)


def _sum_fraction(texts: list[str], lexicon: TimeLexicon) -> float | None:
    """`2 1/2` is two and a half; other runs are read as one number."""
    if len(texts) == 2 and "/" in texts[1]:
        whole, part = read_number(texts[:1], lexicon.numerals), read_number(texts[1:], lexicon.numerals)
        return None if whole is None or part is None else whole + part
    count = read_number(texts, lexicon.numerals)
    return count if count is not None and count <= _MOST else None


def _is_rate(found: Found) -> bool:
    """`$2 million a year`, `24 hours a day`: how much in a year or a day, not how long."""
    before = found.before
    return before is not None and before.role in "NnDY#%uU" and [word.role for word in found.inside] == ["a", "U"]


def _is_age(found: Found) -> bool:
    """`25-year-old`, `25 years old`, `25 years of age`."""
    after = found.words[found.end : found.end + 2]
    texts = [word.text for word in after]
    return "old" in texts[:1] or texts == ["-", "old"] or texts == ["of", "age"] or texts[:1] == ["olds"]


RESOLVERS: dict[str, Resolver] = {
    "duration": resolve_duration,
    "near_span": resolve_near_span,
    "bare_span": resolve_bare_span,
    "vague_span": resolve_vague_span,
    "set": resolve_set,
    "reference": resolve_reference,
}
