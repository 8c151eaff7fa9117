"""The table of known actors, and the words that tell a sector: what the actor step looks things up in."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from sayso.actors.words import CoreferenceWords, load_coreference
from sayso.countries import Countries, load_countries
from sayso.datafiles import find_item_line, read_yaml
from sayso.errors import DataFileError
from sayso.gazetteer import Gazetteer, name_key

# PLOVER's sectors and its "countries" of those who belong to none (manual, section "Actor codes").
SECTORS = frozenset(
    "COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC".split()
)
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


class _SectorFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    heads: dict[str, tuple[str, ...]]
    plurals: dict[str, str]
    with_country: dict[str, str]
    former: frozenset[str]
    members: frozenset[str]
    leaders: frozenset[str]
    backed: frozenset[str]
    neutral: dict[str, str]
    governments: frozenset[str]
    locative: frozenset[str]
    epithets: dict[str, str]
    sending: frozenset[str]
    generic: frozenset[str]


@dataclass(frozen=True, slots=True)
class SectorWords:
    """Words for people and bodies; keys of `heads` are singular words in lower case, joined by blanks."""

    heads: dict[str, tuple[str, ...]]
    plurals: dict[str, str]
    with_country: dict[str, str]
    former: frozenset[str]
    members: frozenset[str]
    leaders: frozenset[str]
    backed: frozenset[str]
    neutral: dict[str, str]
    governments: frozenset[str]
    locative: frozenset[str]
    epithets: dict[str, str]
    sending: frozenset[str]
    generic: frozenset[str]

    def singular(self, word: str) -> str:
        """The singular of a lower-case noun, as the lists write it."""
        if word in self.plurals:
            return self.plurals[word]
        if word in self.heads or len(word) < 4 or word.endswith(("ss", "us", "is")):
            return word
        return word[:-1] if word.endswith("s") else word


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
        self._longest: dict[str, dict[str, int]] = {}
        self._add_all(bundled)
        self._add_all(own)

    def _add_all(self, actors: Sequence[KnownActor]) -> None:
        names: dict[str, tuple[KnownActor, ...]] = {}
        acronyms: dict[str, tuple[KnownActor, ...]] = {}
        for actor in actors:
            for name in actor.names:
                key = name_key(name)
                names[key] = (*(a for a in names.get(key, ()) if a is not actor), actor)
                words = key.split()
                for first in (words[0], name_key(name.split("'s ")[0]).split()[0]):  # "People's" is two tokens
                    seconds = self._longest.setdefault(first, {})
                    second = words[1] if len(words) > 1 else ""
                    seconds[second] = max(seconds.get(second, 0), len(words))
            for acronym in actor.acronyms:
                acronyms[acronym] = (*acronyms.get(acronym, ()), actor)
        self._names |= names
        self._acronyms |= acronyms

    def longest(self, word: str, after: str) -> int:
        """The number of words of the longest name that can begin with `word` and the token `after` it; 0 for none."""
        words = name_key(word).split()
        seconds = self._longest.get(words[0]) if words else None
        if seconds is None:
            return 0
        if len(words) > 1 or not after[:1].isalnum():  # a hyphen or "'s": what follows may belong to the same word
            return max(seconds.values())
        return max(seconds.get("", 0), seconds.get(next(iter(name_key(after).split()), ""), 0))

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
        found = [e for e in self.gazetteer.find(name) if e.is_settlement and e.population >= _SMALLEST_CITY]
        towns = [e for e in found if not (main and e.alternate)]
        if not towns:
            return None
        towns.sort(key=lambda e: (e.alternate, -e.population))
        rival = next((e for e in towns[1:] if e.country != towns[0].country and not e.alternate), None)
        clear = rival is None or towns[0].population > 5 * rival.population
        return towns[0].country if clear else None


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
    seen: dict[str, KnownActor] = {}
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


def _read_file(path: Path, countries: Countries, seen: dict[str, KnownActor]) -> tuple[KnownActor, ...]:
    actors = read_yaml(path, _ActorFile).actors
    for index, actor in enumerate(actors):
        problem = _find_problem(actor, countries, seen)
        if problem is not None:
            raise DataFileError(problem, file=str(path), line=find_item_line(path, "actors", index))
        for key in _keys(actor):
            seen[key] = actor
    return tuple(actors)


def load_sectors(path: Path) -> SectorWords:
    """Reads `sectors.yml`.

    Raises:
        DataFileError: the file does not load, names an unknown sector, or gives one word two sectors.
    """
    read = read_yaml(path, _SectorFile)
    heads: dict[str, tuple[str, ...]] = {}
    _check_sectors(tuple(read.with_country.values()), path)
    for codes, words in read.heads.items():
        sectors = tuple(codes.split())
        _check_sectors(sectors, path)
        for word in words:
            if heads.get(word, sectors) != sectors:
                raise DataFileError(f"{word!r} stands under {' '.join(heads[word])} and {codes}", file=str(path))
            heads[word] = sectors
    return SectorWords(
        heads=heads,
        plurals=read.plurals,
        with_country=read.with_country,
        former=read.former,
        members=read.members,
        leaders=read.leaders,
        backed=read.backed,
        neutral=read.neutral,
        governments=read.governments,
        locative=read.locative,
        epithets=read.epithets,
        sending=read.sending,
        generic=read.generic,
    )


def _keys(actor: KnownActor) -> list[str]:
    """What must be an actor's own: its id, and each of its names within its country."""
    return [f"id {actor.id}", *(f"name {name_key(name)} {actor.country}" for name in actor.names)]


def _find_problem(actor: KnownActor, countries: Countries, seen: Mapping[str, KnownActor]) -> str | None:
    """What is wrong with a line of the table, given the lines before it."""
    if not actor.names or not all(name_key(name) for name in actor.names):
        return f"actor {actor.id!r} has no name"
    for key in _keys(actor):
        other = seen.get(key)
        if other is not None:
            shown = key if key.startswith("id ") else key.rpartition(" ")[0]
            return f"{shown} of {actor.id!r} stands twice (also: {other.id!r})"
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


def _check_sectors(sectors: Sequence[str], path: Path) -> None:
    for sector in sectors:
        if sector not in SECTORS:
            raise DataFileError(f"unknown sector {sector!r}; known: {', '.join(sorted(SECTORS))}", file=str(path))
