"""Which of the dead and injured told on a page are not those of what it reports: another day's, another place's.

A page tells other attacks' numbers beside its own. Nothing of them is lost: what is set apart keeps words and bounds
and, in `told_kind`, what they say; only `kind` becomes `other`, as it does for tallies over a period. The size of a
number plays no part: whether a blast killed two or two hundred says nothing of whose dead they are.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sayso.quantities.scope_words import ScopeWords
from sayso.quantities.told import Told
from sayso.records import BlockKind, Document
from sayso.syntax import Parse

ELSEWHERE, TALLY = "elsewhere", "tally"
SCOPED = ("killed", "injured")


@dataclass(frozen=True, slots=True)
class PageView:
    """What a number is held against: the words, places and persons of each sentence, the title's words, the year."""

    words: tuple[tuple[str, ...], ...]
    places: tuple[frozenset[str], ...]
    persons: tuple[frozenset[str], ...]
    opening: frozenset[str]
    title: frozenset[str]
    headlines: frozenset[int]
    year: str | None


# How many sentences make the opening of a page, in which news says what it is about.
_OPENING = 5
_LATE = 15


def view_page(document: Document, parses: Sequence[Parse]) -> PageView:
    """A page as the features see it."""
    places = tuple(_named(parse, ("GPE", "LOC", "FAC")) for parse in parses)
    title = frozenset((document.title or "").lower().replace(",", " ").replace(":", " ").split())
    return PageView(
        tuple(tuple(token.lower for token in parse.tokens) for parse in parses),
        places,
        tuple(_named(parse, ("PERSON",)) for parse in parses),
        frozenset().union(*places[: _OPENING + 1], title),
        title,
        frozenset(at for at, parse in enumerate(parses) if parse.sentence.kind is BlockKind.HEADLINE),
        None if document.published is None else document.published.first[:4],
    )


def _named(parse: Parse, labels: tuple[str, ...]) -> frozenset[str]:
    return frozenset(token.lower for token in parse.tokens if token.entity in labels)


def set_apart(told: Sequence[Told], page: PageView, scope: ScopeWords) -> list[Told]:
    """The numbers, those of other events as `other`, with what the words say of them."""
    apart = {at for at, features in find_features(told, page, scope) if _is_elsewhere(told[at], features, scope)}
    return [_mark(each, ELSEWHERE) if at in apart else each for at, each in enumerate(told)]


def mark_tally(each: Told) -> Told:
    """A number over a period: of no event, with what the words say of it."""
    return _mark(each, TALLY)


def _mark(each: Told, scope: str) -> Told:
    quantity = each.quantity
    told_kind = None if quantity.kind == "other" else quantity.kind
    return replace(each, quantity=replace(quantity, kind="other", told_kind=told_kind, scope=scope))


def _is_elsewhere(each: Told, features: Mapping[str, float], scope: ScopeWords) -> bool:
    weights = scope.weights[each.quantity.kind]
    log_odds = sum(weights.get(name, 0.0) * value for name, value in features.items())
    return 1 / (1 + math.exp(-log_odds)) < scope.threshold


def find_features(told: Sequence[Told], page: PageView, scope: ScopeWords) -> list[tuple[int, dict[str, float]]]:
    """(place in `told`, features by name) of each number of dead or injured that has a best count above none."""
    found = []
    for kind in SCOPED:
        mine = [(at, each) for at, each in enumerate(told) if each.quantity.kind == kind and each.quantity.best]
        same = [each for _, each in mine]
        for at, each in mine:
            names = ["bias", *_among_numbers(each, same), *_by_title(each, same, page, scope)]
            names += [] if each.title else [*_by_place(each, page), *_by_words(each, page, scope)]
            found.append((at, dict.fromkeys(names, 1.0)))
    return found


def _among_numbers(each: Told, same: Sequence[Told]) -> list[str]:
    """How a number stands among the others of its kind on the page."""
    best = each.quantity.best or 0
    times = Counter(other.quantity.best for other in same)
    early = [other.quantity.best or 0 for other in same if other.sentence < _OPENING]
    word = each.span.text.lower()
    told = {
        "alone": times[best] == 1,
        "often": times[best] > 2,
        "largest": best == max(other.quantity.best or 0 for other in same),
        "others smaller": any((other.quantity.best or 0) < best for other in same),
        "none early": not early,
        "more than early": bool(early) and best > max(early),
        "by a noun": not each.persons and each.quantity.of == each.quantity.span,
        "figure": word[:1].isdecimal(),
        "pronoun": word in ("he", "she", "him", "her", "himself", "herself"),
    }
    return [name for name, is_so in told.items() if is_so]


def _by_title(each: Told, same: Sequence[Told], page: PageView, scope: ScopeWords) -> list[str]:
    heads = [other.quantity.best or 0 for other in same if other.title or other.sentence in page.headlines]
    best = each.quantity.best or 0
    names = ["title deadly"] if page.title & scope.deadly else ["title hurt"] if page.title & scope.hurt else []
    if not heads:
        return [*names, "title none"]
    order = "same" if best == max(heads) else "less" if best > max(heads) else "more"
    return [*names, f"title {order}"]


def _by_place(each: Told, page: PageView) -> list[str]:
    """Where in the page a number stands, and whether its sentence names places and persons told of before."""
    at = each.sentence
    named, persons = page.places[at], page.persons[at]
    before = frozenset().union(*page.persons[:at])
    told = {
        "first": at < 2,
        "early": at < _OPENING,
        "late": at > _LATE,
        "new place": bool(named) and not named & page.opening,
        "known place": bool(named & page.opening),
        "known person": bool(persons & before),
    }
    return [name for name, is_so in told.items() if is_so]


def _by_words(each: Told, page: PageView, scope: ScopeWords) -> list[str]:
    words = page.words[each.sentence]
    names = [f"cue {cue}" for cue, listed in scope.cues.items() if not listed.isdisjoint(words)]
    years = {word for word in words if len(word) == 4 and word.isdecimal() and word[:2] in ("19", "20")}
    return [*names, "other year"] if page.year is not None and years - {page.year} else names
