"""The country that an actor belongs to by its own words: a name, an adjective, a people, a town; never its backer's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sayso.actors.known import Match
from sayso.actors.phrases import Phrase
from sayso.actors.table import ActorTable
from sayso.countries import Sense
from sayso.syntax import Parse, Token, join_words

# Longest name of a country or city in tokens.
_LONGEST_COUNTRY = 5


@dataclass(frozen=True, slots=True)
class _Origin:
    """Tokens `[first, end)` that name a country; `kind` is `name`, `adjective`, `people`, `capital` or `city`."""

    first: int
    end: int
    code: str
    kind: str


def find_country(core: Phrase, inside: Sequence[Match], table: ActorTable) -> str | None:
    """The country that a phrase's actor belongs to, or None where its words tell none."""
    covered = {index for match in inside for index in range(match.first, match.end)}
    origins = [
        o
        for o in _origins(core, table)
        if not covered & set(range(o.first, o.end)) and not is_backed(core.parse, o.end, table)
    ]
    before = [o for o in origins if o.end <= core.head + 1]
    for kinds in (("adjective", "name", "people"), ("capital", "city")):
        own = [o for o in before if o.kind in kinds]
        if own:
            return own[-1].code
    epithet = next((table.sectors.epithets[t.lower] for t in core.tokens if t.lower in table.sectors.epithets), None)
    known = next((m.actor.country for m in inside if m.actor.country and not is_backed(core.parse, m.end, table)), None)
    after = next((o.code for o in origins if o.first > core.head), None)
    return epithet or known or after or _find_location(core, table)


def is_backed(parse: Parse, end: int, table: ActorTable) -> bool:
    """True where what ends at `end` only backs the actor: "Iranian-backed", "Iranian regime-backed"."""
    for index in range(end, min(end + 3, len(parse.tokens) - 1)):
        if parse.tokens[index].text == "-" and parse.tokens[index + 1].lower in table.sectors.backed:
            return True
        if parse.tokens[index].lower.rpartition("-")[2] in table.sectors.backed and "-" in parse.tokens[index].text:
            return True
    return False


def _origins(core: Phrase, table: ActorTable) -> Iterator[_Origin]:
    tokens, at = core.parse.tokens, core.first
    while at < core.end:
        found = _origin_at(tokens, at, core.end, table)
        if found is not None:
            yield found
        at = found.end if found else at + 1


def _origin_at(tokens: Sequence[Token], first: int, stop: int, table: ActorTable) -> _Origin | None:
    token = tokens[first]
    if not token.text[:1].isalpha():
        return None
    can_be_country = table.countries.can_begin_with(token.text)
    if token.pos != "PROPN" and token.entity != "GPE" and not can_be_country:
        return None
    longest = _LONGEST_COUNTRY if token.text[:1].isupper() else 1
    for end in range(min(first + longest, stop), first, -1):
        last = tokens[end - 1].text
        if last == "'s" or not (last[-1:].isalnum() or "." in last):
            continue
        text = join_words(tokens[first:end])
        found = _find_origin(text, token, table.countries.find_sense(text) if can_be_country else None, table)
        if found is not None:
            return _Origin(first, end, *found)
    return None


def _find_origin(text: str, token: Token, sense: Sense | None, table: ActorTable) -> tuple[str, str] | None:
    if sense is not None and sense.adjective is not None:
        return sense.adjective, "adjective"
    if token.entity == "PERSON" and token.pos == "PROPN":
        return None
    if sense is not None and sense.part_people is not None:
        return sense.part_people, "adjective"
    if sense is not None:
        named = (("name", sense.name), ("people", sense.people), ("capital", sense.capital), ("city", sense.part))
        for kind, code in named:
            if code is not None and not _is_namesake(text, token, kind, table):
                return code, kind
    if token.lower in table.sectors.heads:
        return None  # "Union ministers", "Front leaders": no town
    if token.text[:1].isupper() and (token.entity == "GPE" or (token.pos == "PROPN" and token.entity in _TOWN_LABELS)):
        place = table.find_city_country(text, main=token.entity == "ORG") or table.find_area_country(text)
        return (place, "city") if place else None
    return None


def _is_namesake(text: str, token: Token, kind: str, table: ActorTable) -> bool:
    """True for a capital's name in a body's where no town of that name stands out: Georgetown University."""
    return kind == "capital" and token.entity == "ORG" and table.find_city_country(text, main=True) is None


# What the tagger can make of a town's name, empty where it makes nothing of it.
_TOWN_LABELS = frozenset({"GPE", "LOC", "FAC", "ORG", "NORP", ""})


def _find_location(core: Phrase, table: ActorTable) -> str | None:
    """The country of a place that the actor is said to be in or from."""
    for prep in core.parse.children(core.head, "prep"):
        if prep.lower not in table.sectors.locative:
            continue
        for place in core.parse.children(prep.index, "pobj"):
            indices = core.parse.subtree(place.index)
            around = Phrase(core.parse, indices[0], indices[-1] + 1, place.index)
            found = next((o.code for o in _origins(around, table)), None)
            if found is not None:
                return found
    return None
