"""Finding the actors of the table in a sentence: names, acronyms, and the country that a group has in its name."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.actors.table import ActorTable, KnownActor
from sayso.gazetteer import name_key
from sayso.syntax import Parse, join_words

# Hyphens and "'s" are tokens but no words of a name ("Tehrik-i-Taliban").
_EXTRA_TOKENS = 3


@dataclass(frozen=True, slots=True)
class Match:
    """Tokens `[first, end)` that name a known actor."""

    first: int
    end: int
    actor: KnownActor


def find_known(parse: Parse, table: ActorTable) -> list[Match]:
    """Known actors in a sentence, in order, longest first where they overlap.

    "MEK Iran", "PMOI / MEK Iran": an acronym takes a country's name right after it, and the same actor after a stroke,
    into its own name.
    """
    matches: list[Match] = []
    at = 0
    while at < len(parse.tokens):
        match = _longest_match(parse, at, table)
        if match is None:
            at += 1
            continue
        match = _with_country(match, parse, table)
        joined = _join(matches[-1], match, parse) if matches else None
        if joined is not None:
            matches[-1] = joined
        else:
            matches.append(match)
        at = match.end
    return matches


def _longest_match(parse: Parse, first: int, table: ActorTable) -> Match | None:
    tokens = parse.tokens
    acronym = table.find_acronym(tokens[first].text)
    found = Match(first, first + 1, acronym) if acronym else None
    longest = table.longest(tokens[first].text)
    widest = min(first + longest + _EXTRA_TOKENS, len(tokens)) if longest else first
    for end in range(widest, first, -1):
        if found is not None and end <= found.end:
            break
        if not tokens[end - 1].text[-1:].isalnum() and tokens[end - 1].text != "'s":
            continue
        text = join_words(tokens[first:end])
        actor = table.find_name(text)
        if (
            actor is not None
            and _is_name(text, actor)
            and not _is_part_of_person(parse, Match(first, end, actor), table)
        ):
            return Match(first, end, actor)
        if actor is None and (short := table.find_acronym(text)) is not None:
            return Match(first, end, short)
    return found


def _is_name(text: str, actor: KnownActor) -> bool:
    """True where the capitals are those of a name; a table's own lower-case name needs none."""
    if any(letter.isupper() for letter in text):
        return not (text[0].islower() and text[0] not in "aebyd")
    key = name_key(text)
    return any(name.islower() and name_key(name) == key for name in actor.names) or " " in text


def _is_part_of_person(parse: Parse, match: Match, table: ActorTable) -> bool:
    """True for the surname of somebody else: "Eric Trump"."""
    if match.actor.kind != "person" or match.end - match.first > 1 or match.first == 0:
        return False
    before = parse.tokens[match.first - 1]
    if before.pos != "PROPN" or before.dep not in ("compound", "nmod") or before.text.endswith("."):
        return False
    is_title = table.sectors.singular(before.lower) in table.sectors.heads
    return not is_title and table.countries.find_adjective(before.text) is None and before.entity != "GPE"


def _with_country(match: Match, parse: Parse, table: ActorTable) -> Match:
    tokens = parse.tokens
    if not tokens[match.first].text.isupper() or match.end >= len(tokens) or match.actor.country is None:
        return match
    code = table.countries.find_name(tokens[match.end].text)
    return Match(match.first, match.end + 1, match.actor) if code == match.actor.country else match


def _join(before: Match, match: Match, parse: Parse) -> Match | None:
    between = [token.text for token in parse.tokens[before.end : match.first]]
    same = before.actor.id == match.actor.id
    return Match(before.first, match.end, match.actor) if same and between in (["/"], ["-"], []) else None
