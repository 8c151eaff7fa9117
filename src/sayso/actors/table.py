"""The table of known actors, with all that the actor step looks up besides: countries, sector words, the gazetteer."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence, Set
from functools import lru_cache, partial
from pathlib import Path
from typing import NamedTuple

import msgspec

from sayso.actors.sectors import SectorWords, Told, load_sectors, search_sectors
from sayso.actors.words import CoreferenceWords, load_coreference
from sayso.countries import Countries, load_countries
from sayso.datafiles import find_item_line, read_yaml
from sayso.errors import DataFileError
from sayso.gazetteer import Gazetteer, name_key
from sayso.records import SECTORS

# PLOVER's "countries" of those who belong to none (manual, section "Actor codes").
NO_COUNTRY = frozenset("IGO UNO EUR NGO ISM IMG MNC".split())


class Office(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"first": "from", "last": "to"}):
    """Sectors held from one day to another, both inclusive; `last` is None where it goes on."""

    sectors: tuple[str, ...]
    first: str
    last: str | None = None

    def holds_on(self, day: str) -> bool:
        """True where the office is held on that day (`YYYY-MM-DD`)."""
        return self.first <= day and (self.last is None or day <= self.last)


class KnownActor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of the table; `names[0]` is printed, `acronyms` are matched in capitals as they stand.

    `prominent` is set for the one of several of a name who is meant far from home: "the Republican Party".
    """

    id: str
    names: tuple[str, ...]
    kind: str
    acronyms: tuple[str, ...] = ()
    country: str | None = None
    sectors: tuple[str, ...] = ()
    offices: tuple[Office, ...] = ()
    prominent: bool = False
    notes: str | None = None

    def find_sectors(self, day: str | None) -> tuple[str, ...]:
        """Sectors on a day; where the day is not known, those of an office that goes on, else those out of office."""
        if day is None:
            held = [office for office in self.offices if office.last is None]
        else:
            held = [office for office in self.offices if office.holds_on(day)]
        return held[-1].sectors if held else self.sectors


class _ActorFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    actors: list[KnownActor]


class _Names(NamedTuple):
    """The names that begin with one word: the length of the longest by second word (empty for none), their last words.

    Lengths and words are those of name keys.
    """

    seconds: dict[str, int]
    lasts: set[str]


class Beginning(NamedTuple):
    """What can begin with a token: the actors whose acronym it is, and names.

    `seconds` has the longest name by its second word, `lasts` the words in which names and acronyms end; `is_whole` is
    False where the token is more than the name's first word ("Coca-Cola").
    """

    acronyms: tuple[KnownActor, ...]
    seconds: Mapping[str, int]
    lasts: Set[str]
    is_whole: bool

    def longest(self, after: str) -> int:
        """The number of words of the longest name that can go on with the token `after`; 0 for none."""
        if not self.seconds:
            return 0
        if not self.is_whole or not after[:1].isalnum():  # a hyphen or "'s": what follows may belong to the same word
            return max(self.seconds.values())
        return max(self.seconds.get("", 0), self.seconds.get(next(iter(name_key(after).split()), ""), 0))


class ActorTable:
    """Known actors by name and acronym, with countries, sector words and the gazetteer.

    Two actors may share a name or an acronym ("PDP" is a party in several countries): the text then decides.
    A user's `own` actors replace bundled ones with the same id, and have the names that they share with others alone.
    """

    def __init__(
        self,
        actors: Iterable[KnownActor],
        countries: Countries,
        sectors: SectorWords,
        gazetteer: Gazetteer,
        *,
        coreference: CoreferenceWords,
        own: Sequence[KnownActor] = (),
    ) -> None:
        self.countries = countries
        self.sectors = sectors
        self.gazetteer = gazetteer
        self.coreference = coreference
        replaced = {actor.id for actor in own}
        bundled = tuple(actor for actor in actors if actor.id not in replaced)
        self.actors = (*bundled, *own)
        self._names: dict[str, tuple[KnownActor, ...]] = {}
        self._acronyms: dict[str, tuple[KnownActor, ...]] = {}
        self._by_first: dict[str, _Names] = {}
        self._holders: dict[str, list[KnownActor]] = {}
        self._add_all(bundled)
        self._add_all(own)
        # The answers depend on the lists alone, and news uses the same words and nouns day by day.
        self._beginning = lru_cache(maxsize=_REMEMBERED)(self._read_beginning)
        self._sectors = lru_cache(maxsize=_REMEMBERED)(partial(search_sectors, lists=sectors))
        self._city = lru_cache(maxsize=_REMEMBERED)(self._read_city)
        self._area = lru_cache(maxsize=_REMEMBERED)(self._read_area)

    def find_holders(self, surname: str, day: str | None) -> list[KnownActor]:
        """The people of a surname who hold an office on a day, or ever held one where the day is not known."""
        people = self._holders.get(name_key(surname), ())
        return [each for each in people if day is None or any(office.holds_on(day) for office in each.offices)]

    def _add_all(self, actors: Sequence[KnownActor]) -> None:
        names: dict[str, tuple[KnownActor, ...]] = {}
        acronyms: dict[str, tuple[KnownActor, ...]] = {}
        for actor in actors:
            for name in actor.names:
                key = name_key(name)
                others = names.get(key, ())
                names[key] = (*(a for a in others if a is not actor), actor) if others else (actor,)
                self._index_name(name, key.split())
            if actor.offices:
                for surname in {name_key(name.split()[-1]) for name in actor.names}:
                    self._holders.setdefault(surname, []).append(actor)
            for acronym in actor.acronyms:
                acronyms[acronym] = (*acronyms.get(acronym, ()), actor)
                if words := name_key(acronym).split():
                    self._by_first.setdefault(words[0], _Names({}, set())).lasts.add(words[-1])
        self._names |= names
        self._acronyms |= acronyms

    def _index_name(self, name: str, words: list[str]) -> None:
        firsts = [words[0]]
        if "'s " in name:  # "People's" is two tokens
            firsts.append(name_key(name.split("'s ")[0]).split()[0])
        second = words[1] if len(words) > 1 else ""
        for first in firsts:
            known = self._by_first.get(first)
            if known is None:
                known = self._by_first[first] = _Names({}, set())
            known.seconds[second] = max(known.seconds.get(second, 0), len(words))
            known.lasts.add(words[-1])

    def find_beginning(self, text: str) -> Beginning | None:
        """What names and acronyms can begin with a token; None for most tokens, and quick for those met before."""
        return self._beginning(text)

    def _read_beginning(self, text: str) -> Beginning | None:
        acronyms = self.find_acronym(text)
        words = name_key(text).split() if text[:1].isalnum() else []
        seconds, lasts = self._by_first.get(words[0], _NO_NAMES) if words else _NO_NAMES
        return Beginning(acronyms, seconds, lasts, len(words) == 1) if acronyms or seconds else None

    def find_sectors(self, lower: tuple[str, ...], head: int) -> Told:
        """Sectors of a phrase in lower case whose head is the word at `head`, and the noun that tells them."""
        return self._sectors(lower, head)

    def find_name(self, name: str) -> tuple[KnownActor, ...]:
        """The actors of that name, compared by `name_key`."""
        return self._names.get(name_key(name), ())

    def find_acronym(self, text: str) -> tuple[KnownActor, ...]:
        """The actors with that acronym, as it is written, dots aside."""
        return self._acronyms.get(text) or self._acronyms.get(text.replace(".", ""), ())

    def is_generic(self, name: str) -> bool:
        """True for a name of words that names in many countries are made of, and for an acronym of two letters."""
        words = name_key(name).split()
        if len(name) == _SHORT_ACRONYM and name.isupper():
            return True
        return all(
            word in self.sectors.generic or self.sectors.singular(word) in self.sectors.generic for word in words
        )

    def find_city_country(self, name: str, *, main: bool = False) -> str | None:
        """The country of the largest town of that name, where no other of the name comes near it in size.

        Args:
            name: The town's name.
            main: Take no other names of towns: in the name of a body, "Human" is hardly Uman.
        """
        return self._city(name, main)

    def find_area_country(self, name: str) -> str | None:
        """The country of the first-level areas of that name, main names before others, where all lie in one."""
        return self._area(name)

    def _read_city(self, name: str, main: bool) -> str | None:
        found = [e for e in self.gazetteer.find(name) if e.is_settlement and e.population >= _SMALLEST_CITY]
        towns = [e for e in found if not (main and e.alternate)]
        if not towns:
            return None
        towns.sort(key=lambda e: (e.alternate, -e.population))
        rival = next((e for e in towns[1:] if e.country != towns[0].country and not e.alternate), None)
        clear = rival is None or towns[0].population > 5 * rival.population
        return towns[0].country if clear else None

    def _read_area(self, name: str) -> str | None:
        found = [e for e in self.gazetteer.find(name) if e.feature == "ADM1"]
        areas = [e for e in found if not e.alternate] or found
        return areas[0].country if areas and len({e.country for e in areas}) == 1 else None


# Tokens and phrases kept in memory with what was found for them, about 5 MB of each.
_REMEMBERED = 16_384
_NO_NAMES = _Names({}, set())
# So short, letters mean many things.
_SHORT_ACRONYM = 2
# A smaller town's name says too little on its own about whose police or mayor is meant.
_SMALLEST_CITY = 50_000


def load_actors(folder: Path, own: Path | None = None) -> ActorTable:
    """Reads the actor table and its lexicons from the data folder, and a user's own file over it.

    Raises:
        DataFileError: a file does not load, names an unknown sector or country, or repeats an id or a name.
    """
    english = folder / "lexicons" / "en"
    countries = load_countries(english / "countries.yml")
    seen: dict[tuple[str, ...], KnownActor] = {}
    bundled = [a for path in sorted((folder / "actors").glob("*.yml")) for a in _read_file(path, countries, seen)]
    return ActorTable(
        bundled,
        countries,
        load_sectors(english / "sectors.yml"),
        Gazetteer.load(folder / "gazetteer"),
        coreference=load_coreference(english),
        own=read_actors(own, folder) if own is not None else (),
    )


def read_actors(path: Path, folder: Path) -> tuple[KnownActor, ...]:
    """The actors of a user's file, checked as the bundled ones are.

    Raises:
        DataFileError: as `load_actors`; `line` says where.
    """
    return _read_file(path, load_countries(folder / "lexicons" / "en" / "countries.yml"), {})


def _read_file(path: Path, countries: Countries, seen: dict[tuple[str, ...], KnownActor]) -> tuple[KnownActor, ...]:
    actors = read_yaml(path, _ActorFile).actors
    for index, actor in enumerate(actors):
        keys = _keys(actor)
        problem = _find_problem(actor, keys, countries, seen)
        if problem is not None:
            raise DataFileError(problem, file=str(path), line=find_item_line(path, "actors", index))
        for key in keys:
            seen[key] = actor
    return tuple(actors)


def _keys(actor: KnownActor) -> list[tuple[str, ...]]:
    """What must be an actor's own: its id, and each of its names within its country."""
    return [("id", actor.id), *[("name", name_key(name), actor.country or "") for name in actor.names]]


def _find_problem(
    actor: KnownActor, keys: Sequence[tuple[str, ...]], countries: Countries, seen: Mapping[tuple[str, ...], KnownActor]
) -> str | None:
    """What is wrong with a line of the table, given the lines before it."""
    if len(keys) < 2 or not all(key[1] for key in keys[1:]):
        return f"actor {actor.id!r} has no name"
    for key in keys:
        if key in seen:
            return f"{key[0]} {key[1]} of {actor.id!r} stands twice (also: {seen[key].id!r})"
    if actor.country is not None and actor.country not in NO_COUNTRY and actor.country not in countries:
        return f"unknown country {actor.country!r} of actor {actor.id!r}"
    named = (*actor.sectors, *(sector for office in actor.offices for sector in office.sectors))
    unknown = next((sector for sector in named if sector not in SECTORS), None)
    if unknown is not None:
        return f"unknown sector {unknown!r} of actor {actor.id!r}; known: {', '.join(sorted(SECTORS))}"
    return next((p for office in actor.offices if (p := _find_day_problem(office, actor.id))), None)


def _find_day_problem(office: Office, identity: str) -> str | None:
    for day in (office.first, office.last):
        if day is not None and not _is_day(day):
            return f"{day!r} of actor {identity!r} is not a day YYYY-MM-DD; write it between quotes"
    if office.last is not None and office.last < office.first:
        return f"an office of {identity!r} ends ({office.last}) before it begins ({office.first})"
    return None


def _is_day(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
