"""The marks of our own training text (train/data/README.md and train/data/events/README.md), read into plain spans."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

CERTAINTIES = tuple(
    "asserted alleged demanded threatened promised planned conditional hypothetical questioned opinion".split()
)
ROLES = {"S": "source", "C": "cue", "T": "content"}
PARTICIPANTS = {"A": "actor", "R": "recipient", "P": "place", "W": "when"}
QUANTITIES = frozenset("killed injured arrested abducted displaced participants".split())

# Share of word 4-grams that two passages may have in common; above it one of them is a copy with other names.
TOO_ALIKE = 0.5

_MARK = re.compile(
    r"\{(?:(?P<role>[SCT])(?P<number>\d+)"
    r"|(?P<participant>[ARPW])(?P<events>\d+(?:,\d+)*)"
    r"|E(?P<event>\d+):(?P<type>[A-Z]+)(?:/(?P<mode>[a-z-]+))?(?::(?P<told>[a-z]+)(?P<told_not>-?)(?P<told_past>~?))?"
    r"|Q:(?P<quantity>[a-z]+)"
    r"|F:(?P<certainty>[a-z]+)(?P<negative>-?)(?P<background>~?))\|"
)

Spans = list[tuple[int, int]]


class PassageError(ValueError):
    """A passage that does not fit the format; the message names file and line."""


@dataclass(frozen=True)
class Predicate:
    """A predicate `[start, end)` as its own source puts it."""

    start: int
    end: int
    certainty: str
    negative: bool
    background: bool


@dataclass
class MarkedEvent:
    """One event: its type and mode in the codebook, its trigger and its participants by role."""

    type: str
    mode: str | None
    trigger: Predicate
    participants: dict[str, Spans] = field(default_factory=lambda: {name: [] for name in PARTICIPANTS.values()})


@dataclass
class Passage:
    """One passage: its plain text and what is marked in it, as code points `[start, end)`.

    `attributions` maps a number to its spans by role; `quantities` are (start, end, kind).
    """

    id: str
    text: str = ""
    attributions: dict[int, dict[str, Spans]] = field(default_factory=dict)
    predicates: list[Predicate] = field(default_factory=list)
    events: dict[int, MarkedEvent] = field(default_factory=dict)
    quantities: list[tuple[int, int, str]] = field(default_factory=list)


def read_marks(passage: Passage, marked: str) -> Passage:
    """Fills the passage with the plain text of `marked` and all that is marked in it, and checks it.

    Raises:
        PassageError: a mark is unknown, empty, not closed, crosses another, or lacks what belongs to it.
    """
    loose: list[tuple[str, int, int, int]] = []
    _unmark(marked, passage, loose)
    for role, number, start, end in loose:
        if number not in passage.events:
            raise PassageError(f"a participant of event {number}, which is not marked")
        passage.events[number].participants[role].append((start, end))
    _check(passage)
    return passage


def _unmark(marked: str, passage: Passage, loose: list[tuple[str, int, int, int]]) -> None:
    text: list[str] = []
    open_marks: list[tuple[re.Match[str], int]] = []
    at = length = 0
    while at < len(marked):
        match = _MARK.match(marked, at)
        if match:
            open_marks.append((match, length))
            at = match.end()
        elif marked[at] == "}":
            if not open_marks:
                raise PassageError(f"a closing brace too many behind {''.join(text)[-40:]!r}")
            _close(*open_marks.pop(), length, passage, loose)
            at += 1
        elif marked[at] == "{":
            raise PassageError(f"no such mark: {marked[at : at + 30]!r}")
        else:
            text.append(marked[at])
            at, length = at + 1, length + 1
    if open_marks:
        raise PassageError(f"a mark is not closed: {open_marks[-1][0].group()!r}")
    passage.text = "".join(text)


def _close(
    match: re.Match[str], start: int, end: int, passage: Passage, loose: list[tuple[str, int, int, int]]
) -> None:
    if start == end:
        raise PassageError(f"an empty mark: {match.group()!r}")
    if match["role"]:
        spans = passage.attributions.setdefault(int(match["number"]), {name: [] for name in ROLES.values()})
        spans[ROLES[match["role"]]].append((start, end))
    elif match["participant"]:
        role = PARTICIPANTS[match["participant"]]
        loose.extend((role, int(number), start, end) for number in match["events"].split(","))
    elif match["event"]:
        told = _predicate(start, end, match["told"] or "asserted", match["told_not"], match["told_past"])
        if int(match["event"]) in passage.events:
            raise PassageError(f"event {match['event']} has two triggers")
        passage.events[int(match["event"])] = MarkedEvent(match["type"], match["mode"], told)
        passage.predicates.append(told)
    elif match["quantity"]:
        if match["quantity"] not in QUANTITIES:
            raise PassageError(f"unknown kind of quantity {match['quantity']!r}")
        passage.quantities.append((start, end, match["quantity"]))
    else:
        told = _predicate(start, end, match["certainty"], match["negative"], match["background"])
        passage.predicates.append(told)


def _predicate(start: int, end: int, certainty: str, negative: str | None, background: str | None) -> Predicate:
    if certainty not in CERTAINTIES:
        raise PassageError(f"unknown certainty {certainty!r}")
    return Predicate(start, end, certainty, bool(negative), bool(background))


def _check(passage: Passage) -> None:
    if len(passage.text.split()) < 3:
        raise PassageError("fewer than three words")
    for number, spans in passage.attributions.items():
        if not spans["content"]:
            raise PassageError(f"attribution {number} has no content (T{number})")
        if not spans["source"] and not spans["cue"]:
            raise PassageError(f"attribution {number} has neither source nor cue")
        own = [(a, b) for a, b in (*spans["source"], *spans["cue"])]
        if any(a < d and c < b for a, b in own for c, d in spans["content"]):
            raise PassageError(f"attribution {number}: source or cue inside its own content")


def refuse_copies(passages: Sequence[Passage]) -> None:
    """Raises where an id stands twice or two passages share more than TOO_ALIKE of their word 4-grams.

    Raises:
        PassageError: with the ids of both.
    """
    twice = [each for each, n in Counter(p.id for p in passages).items() if n > 1]
    if twice:
        raise PassageError(f"ids that stand twice: {', '.join(twice)}")
    holding: dict[tuple[str, ...], list[int]] = {}
    shingles = [_shingles(p.text) for p in passages]
    for index, grams in enumerate(shingles):
        shared = Counter(other for gram in grams for other in holding.get(gram, ()))
        for other, n in shared.items():
            if n > TOO_ALIKE * min(len(grams), len(shingles[other])):
                raise PassageError(f"{passages[index].id} and {passages[other].id} are too much alike")
        for gram in grams:
            holding.setdefault(gram, []).append(index)


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3))}
