"""What the encoder makes of participants, joined with what the rules found (part of the argument step).

The encoder gives, for the word at which a trigger begins, the pieces that it takes for its actors and recipients. Runs
of such pieces become phrases by the parse. They fill a side that the rules leave empty, and mend one that they fill
(`choosing.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import takewhile

import numpy as np

from sayso.arguments.choosing import choose_participants, meets
from sayso.encode import Floats, Window
from sayso.records import Argument, Arguments, Trigger
from sayso.syntax import Parse

ACTOR, RECIPIENT = 0, 1

# Chosen on dev among several ways of use (docs/evaluation.md, "Participants").
MEMBER_AT = 0.5  # a word belongs to a participant
FILL_AT = (0.85, 0.75)  # least mean over a phrase that fills an empty side: actor, recipient

# Clauses whose parties are those of the sentence, and places of a recipient that leave no doubt.
_MAIN = frozenset({"ROOT", "ccomp", "conj", "parataxis"})
_CERTAIN = frozenset({"nsubjpass", "dobj", "dative"})


@dataclass(frozen=True, slots=True)
class _Place:
    window: Window
    piece: int


def join_learnt(
    found: Sequence[Arguments], triggers: Sequence[Trigger], parses: Sequence[Parse], windows: Sequence[Window]
) -> tuple[Arguments, ...]:
    """The arguments of each trigger, rules and encoder joined; as the rules have them without windows."""
    places = {
        int(start): _Place(window, index)
        for window in windows
        for index, (start, end) in enumerate(zip(window.starts, window.ends, strict=True))
        if end > start
    }
    by_sentence = {parse.sentence.index: parse for parse in parses}
    sides: dict[int, list[Arguments]] = defaultdict(list)
    for arguments, trigger in zip(found, triggers, strict=True):
        sides[trigger.sentence].append(arguments)
    return tuple(
        _join(arguments, trigger, by_sentence[trigger.sentence], places, sides[trigger.sentence])
        for arguments, trigger in zip(found, triggers, strict=True)
    )


def _join(
    arguments: Arguments, trigger: Trigger, parse: Parse, places: dict[int, _Place], sides: Sequence[Arguments]
) -> Arguments:
    """The arguments with empty sides filled; a noun takes no actor who does something else in the sentence.

    `sides` are the arguments of all events of the sentence.
    """
    place = _trigger_place(trigger, parse, places)
    if place is None:
        return arguments
    actors = _phrases(place, ACTOR, trigger, parse)
    if trigger.construction == "noun":
        actors = [each for each in actors if not meets(each, [actor for side in sides for actor in side.actors])]
    recipients = _phrases(place, RECIPIENT, trigger, parse)
    doing, reached = (_score(place, role, trigger, parse) for role in (ACTOR, RECIPIENT))
    own_actors = choose_participants(arguments.actors, actors, arguments.recipients, doing)
    own_recipients = choose_participants(arguments.recipients, recipients, own_actors, reached)
    if not own_actors and arguments.actor_reason != "passive without agent":
        own_actors = tuple(each for each in actors if not meets(each, own_recipients))
    if not own_recipients:
        reached_beside = [each for side in sides for each in side.recipients if _is_beside(each, trigger, parse)]
        own_recipients = tuple(each for each in recipients if not meets(each, [*own_actors, *reached_beside]))
    return Arguments(
        own_actors,
        own_recipients,
        None if own_actors else arguments.actor_reason or "not stated",
        None if own_recipients else arguments.recipient_reason or "not stated",
    )


def _is_beside(argument: Argument, trigger: Trigger, parse: Parse) -> bool:
    """True for whom a clause beside the event reaches: "declared an emergency after hackers attacked the ministry"."""
    way = [parse.tokens[argument.head], *parse.ancestors(argument.head)]
    below = list(takewhile(lambda token: token.index != trigger.head, way))
    return len(below) < len(way) and any(token.dep in ("advcl", "relcl") for token in below)


def _trigger_place(trigger: Trigger, parse: Parse, places: dict[int, _Place]) -> _Place | None:
    """The piece of the trigger's words at which the encoder sees an event begin most surely."""
    tokens = [parse.tokens[index] for index in sorted({*trigger.tokens, trigger.head})]
    seen = [places[token.start] for token in tokens if token.start in places]
    return max(seen, key=lambda each: float(each.window.types[each.piece].max()), default=None)


def _phrases(place: _Place, role: int, trigger: Trigger, parse: Parse) -> list[Argument]:
    """Runs of words that the encoder takes for the role, within the sentence and outside the trigger."""
    row = place.window.participants[role, place.piece]
    scores = _token_scores(parse, place.window, row)
    taken = {*trigger.tokens, trigger.head}
    runs: list[list[int]] = []
    for token in parse.tokens:
        if scores[token.index] < MEMBER_AT or token.index in taken:
            continue
        if runs and runs[-1][-1] == token.index - 1:
            runs[-1].append(token.index)
        else:
            runs.append([token.index])
    phrases = []
    for run in runs:
        trimmed = _close_bracket(parse, _trim(parse, run))
        if trimmed and float(np.mean([scores[i] for i in trimmed])) >= FILL_AT[role]:
            phrases.append(Argument(parse.cut(trimmed[0], trimmed[-1] + 1), _top(parse, trimmed)))
    return phrases


def _score(place: _Place, role: int, trigger: Trigger, parse: Parse) -> Callable[[Argument], float]:
    """Gives the mean probability that the words of a participant have the role; one for those beyond doubt."""
    scores = _token_scores(parse, place.window, place.window.participants[role, place.piece])

    def score(argument: Argument) -> float:
        if not _may_doubt(argument, role, trigger, parse):
            return 1.0
        own = [scores[t.index] for t in parse.tokens if argument.span.start <= t.start < argument.span.end]
        return float(np.mean(own)) if own else 0.0

    return score


def _may_doubt(argument: Argument, role: int, trigger: Trigger, parse: Parse) -> bool:
    """True for pronouns, and for whom the verb of a main or reported clause does not have as its object.

    The encoder learnt parties from the main events of sentences, and gives them to what is told besides as well: in
    "X condemned Y's plan to attack" it takes X for the attacker.
    """
    head = parse.tokens[argument.head]
    if head.pos == "PRON":
        return True
    verb = parse.tokens[trigger.head]
    is_main = trigger.construction != "noun" and verb.dep in _MAIN
    return role == RECIPIENT and is_main and not (head.head in trigger.tokens and head.dep in _CERTAIN)


def _token_scores(parse: Parse, window: Window, row: Floats) -> list[float]:
    """The mean probability of each token's pieces; zero for tokens outside the window."""
    scores = []
    first = 0
    for token in parse.tokens:
        while first < len(window.ends) and window.ends[first] <= token.start:
            first += 1
        last = first
        while last < len(window.starts) and window.starts[last] < token.end:
            last += 1
        scores.append(float(row[first:last].mean()) if last > first else 0.0)
    return scores


def _trim(parse: Parse, run: list[int]) -> list[int]:
    """The run without punctuation, conjunctions and prepositions at its ends."""
    loose = ("PUNCT", "CCONJ", "ADP", "SPACE", "SCONJ", "VERB", "AUX")
    while run and parse.tokens[run[0]].pos in loose:
        run = run[1:]
    while run and parse.tokens[run[-1]].pos in loose:
        run = run[:-1]
    return run


def _close_bracket(parse: Parse, run: list[int]) -> list[int]:
    """The run with the bracket that closes a short form at its end ("the Workers' League (WL)")."""
    words = [parse.tokens[index].text for index in run]
    after = run[-1] + 1 if run else 0
    is_open = "(" in words and ")" not in words and after < len(parse.tokens) and parse.tokens[after].text == ")"
    return [*run, after] if is_open else run


def _top(parse: Parse, run: list[int]) -> int:
    """The token of the run whose head lies outside."""
    within = set(run)
    tops = [i for i in run if parse.tokens[i].head not in within or parse.tokens[i].head == i]
    return min(tops, key=lambda i: (parse.tokens[i].pos not in ("NOUN", "PROPN", "PRON", "NUM"), i))
