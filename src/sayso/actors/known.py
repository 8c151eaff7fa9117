"""Finding the actors of the table in a text: names, acronyms, and the country that a group has in its name.

Where several actors share a name or an acronym, the text decides: the one whose full name it has, or else the one whose
country it speaks of most, first in the same sentence. Where it speaks of none of their countries, the one that is
prominent everywhere is meant, if there is one; else none is taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sayso.actors.table import NO_COUNTRY, ActorTable, Beginning, KnownActor
from sayso.gazetteer import name_key
from sayso.syntax import Parse, Token, join_words

# Hyphens and "'s" are tokens but no words of a name ("Tehrik-i-Taliban").
_EXTRA_TOKENS = 3


# Kinds whose names are often written without capitals ("the security council"); other names are not told from
# ordinary words then ("new forces").
_WRITTEN_SMALL = frozenset({"state", "igo"})
# Kinds whose names tell enough, however plain their words.
_TOLD_BY_NAME = frozenset({"person", "company"})


@dataclass(frozen=True, slots=True)
class Match:
    """Tokens `[first, end)` that name a known actor."""

    first: int
    end: int
    actor: KnownActor


@dataclass(frozen=True, slots=True)
class _Found:
    """Tokens `[first, end)` that name one of `actors`; an `open` name is taken only where the text speaks of them."""

    first: int
    end: int
    actors: tuple[KnownActor, ...]
    open: bool


def find_known(parses: Sequence[Parse], table: ActorTable) -> dict[int, list[Match]]:
    """Known actors by the index of their sentence, in order, longest first where they overlap.

    "MEK Iran", "PMOI / MEK Iran": an acronym takes a country's name right after it, and the same actor after a stroke,
    into its own name.
    """
    found = {parse.sentence.index: _find_all(parse, table) for parse in parses}
    shared = any(each.open for matches in found.values() for each in matches)
    named = {each.actors[0].id for matches in found.values() for each in matches if not each.open}
    spoken = {p.sentence.index: _count_countries(p, table) for p in parses} if shared else {}
    whole: Counter[str] = Counter()
    for counts in spoken.values():
        whole.update(counts)
    known: dict[int, list[Match]] = {}
    for parse in parses:
        index = parse.sentence.index
        hints = (spoken.get(index, whole), whole)
        chosen = [(each, _choose(each, named, hints)) for each in found[index]]
        matches = [Match(each.first, each.end, actor) for each, actor in chosen if actor is not None]
        known[index] = _join_matches(matches, parse, table)
    return known


def _choose(found: _Found, named: set[str], hints: Sequence[Mapping[str, int]]) -> KnownActor | None:
    """The one of several actors that a text means; None where it does not tell."""
    if not found.open:
        return found.actors[0]
    spelt_out = [actor for actor in found.actors if actor.id in named]
    if len(spelt_out) == 1:
        return spelt_out[0]
    for counts in hints:
        ranked = sorted(found.actors, key=lambda actor: -counts.get(actor.country or "", 0))
        spoken = [counts.get(actor.country or "", 0) for actor in ranked]
        if spoken[0] > max(spoken[1:], default=0):
            return ranked[0]
    if any(counts.get(actor.country or "") for counts in hints for actor in found.actors):
        return None
    prominent = [actor for actor in found.actors if actor.prominent]
    return prominent[0] if len(prominent) == 1 else None


def _is_open(actors: Sequence[KnownActor], text: str, table: ActorTable) -> bool:
    """True where the name alone does not tell whose it is: several have it, or it says nothing of its own."""
    if len(actors) > 1:
        return True
    (actor,) = actors
    has_state = actor.country is not None and actor.country not in NO_COUNTRY
    told = actor.kind in _TOLD_BY_NAME or (actor.kind == "media" and text.isupper())
    return has_state and not told and table.is_generic(text)


def _count_countries(parse: Parse, table: ActorTable) -> Counter[str]:
    """How often a sentence speaks of each country: by its name, its people, its capital or one of its towns."""
    counts: Counter[str] = Counter()
    for entity in parse.entities:
        if entity.label in ("GPE", "NORP", "LOC", "ORG"):
            text = parse.cut(entity.first, entity.end).text
            words = [text.removeprefix("the "), *text.split()] if entity.label == "ORG" else [text.removeprefix("the ")]
            code = next((code for word in words if (code := _country_of(word, table, entity.label))), None)
            if code is not None:
                counts[code] += 1
    return counts


def _country_of(text: str, table: ActorTable, label: str) -> str | None:
    countries = table.countries
    code = countries.find_name(text) or countries.find_adjective(text) or countries.find_people(text)
    town = table.find_city_country(text) if code is None and label == "GPE" else None
    return code or countries.find_capital(text) or town


def _find_all(parse: Parse, table: ActorTable) -> list[_Found]:
    found: list[_Found] = []
    begin = table.find_beginning
    taken = 0
    for first, token in enumerate(parse.tokens):
        if first < taken:
            continue
        beginning = begin(token.text)
        match = _longest_match(parse, first, beginning, table) if beginning is not None else None
        if match is not None:
            found.append(match)
            taken = match.end
    return found


def _join_matches(found: Sequence[Match], parse: Parse, table: ActorTable) -> list[Match]:
    matches: list[Match] = []
    for each in found:
        match = _with_country(each, parse, table)
        joined = _join(matches[-1], match, parse) if matches else None
        if joined is not None:
            matches[-1] = joined
        else:
            matches.append(match)
    return matches


def _longest_match(parse: Parse, first: int, beginning: Beginning, table: ActorTable) -> _Found | None:
    tokens = parse.tokens
    found = _found(parse, first, first + 1, beginning.acronyms, table) if beginning.acronyms else None
    longest = beginning.longest(tokens[first + 1].text if first + 1 < len(tokens) else "")
    extra = _EXTRA_TOKENS if longest > 1 else 0
    widest = min(first + longest + extra, len(tokens)) if longest else first
    for end in range(widest, first, -1):
        if found is not None and end <= found.end:
            break
        named = _actors_named(parse, first, end, table) if _may_end(tokens, first, end, beginning) else ()
        if named:
            return _found(parse, first, end, named, table)
    return found


def _may_end(tokens: Sequence[Token], first: int, end: int, beginning: Beginning) -> bool:
    """A quick look whether a name that begins at `first` can end before `end`: its last word is that of a name."""
    last = tokens[end - 1]
    if not last.text[-1:].isalnum():
        return last.text == "'s"
    if end - first == 1 or (
        tokens[end - 2].end == last.start and tokens[end - 2].text != "-"
    ):  # one word in two tokens
        return True
    return name_key(last.text).rpartition(" ")[2] in beginning.lasts


def _found(parse: Parse, first: int, end: int, actors: tuple[KnownActor, ...], table: ActorTable) -> _Found:
    return _Found(first, end, actors, _is_open(actors, join_words(parse.tokens[first:end]), table))


def _actors_named(parse: Parse, first: int, end: int, table: ActorTable) -> tuple[KnownActor, ...]:
    text = join_words(parse.tokens[first:end])
    actors = table.find_name(text)
    if not actors:
        return table.find_acronym(text)
    named = tuple(actor for actor in actors if _is_name(text, actor))
    if (
        end - first == 1
        and first > 0
        and named
        and named[0].kind == "person"
        and _is_somebody_else(parse, first, table)
    ):
        return ()
    return named


def _is_name(text: str, actor: KnownActor) -> bool:
    """True where the capitals are those of a name; a table's own lower-case words need none."""
    key = name_key(text)
    if not any(letter.isupper() for letter in text):
        small = any(name.islower() and name_key(name) == key for name in actor.names)
        return small or (" " in text and actor.kind in _WRITTEN_SMALL)
    if text[0].islower() and text[0] not in "aebyd":
        return False
    written = text.split()
    return actor.kind in _WRITTEN_SMALL or any(
        _has_capitals(written, name.split()) for name in actor.names if name_key(name) == key
    )


def _has_capitals(written: Sequence[str], name: Sequence[str]) -> bool:
    """True where each word but the first has a capital if the table's has one; else the last words alone tell."""
    pairs = list(zip(written, name, strict=True)) if len(written) == len(name) else [(written[-1], name[-1])]
    return all(ours[:1].isupper() or not theirs[:1].isupper() for ours, theirs in (pairs[1:] or pairs))


def _is_somebody_else(parse: Parse, first: int, table: ActorTable) -> bool:
    """True for the surname of somebody else: "Eric Trump"."""
    before: Token = parse.tokens[first - 1]
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
