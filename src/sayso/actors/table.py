"""The table of known actors, and the words that tell a sector: what the actor step looks things up in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from sayso.countries import Countries, load_countries
from sayso.datafiles import read_yaml
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
    """One line of the table; `names[0]` is printed, `acronyms` are matched in capitals as they stand."""

    id: str
    names: tuple[str, ...]
    kind: str
    acronyms: tuple[str, ...] = ()
    country: str | None = None
    sectors: tuple[str, ...] = ()
    offices: tuple[Office, ...] = ()
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

    def singular(self, word: str) -> str:
        """The singular of a lower-case noun, as the lists write it."""
        if word in self.plurals:
            return self.plurals[word]
        if word in self.heads or len(word) < 4 or word.endswith(("ss", "us", "is")):
            return word
        return word[:-1] if word.endswith("s") else word


class ActorTable:
    """Known actors by name and acronym, with countries, sector words and the gazetteer."""

    def __init__(
        self, actors: Iterable[KnownActor], countries: Countries, sectors: SectorWords, gazetteer: Gazetteer
    ) -> None:
        self.countries = countries
        self.sectors = sectors
        self.gazetteer = gazetteer
        self.actors = tuple(actors)
        self._names: dict[str, KnownActor] = {}
        self._acronyms: dict[str, KnownActor] = {}
        self._longest: dict[str, int] = {}
        for actor in self.actors:
            self._add(actor)

    def _add(self, actor: KnownActor) -> None:
        for name in actor.names:
            key = name_key(name)
            self._names.setdefault(key, actor)
            words = key.split()
            for first in (words[0], name_key(name.split("'s ")[0]).split()[0]):  # "People's" is two tokens
                self._longest[first] = max(self._longest.get(first, 0), len(words))
        for acronym in actor.acronyms:
            self._acronyms.setdefault(acronym, actor)

    def longest(self, word: str) -> int:
        """The number of words of the longest name that begins with `word`; 0 where none does."""
        words = name_key(word).split()
        return self._longest.get(words[0], 0) if words else 0

    def find_name(self, name: str) -> KnownActor | None:
        """The actor of that name, compared by `name_key`."""
        return self._names.get(name_key(name))

    def find_acronym(self, text: str) -> KnownActor | None:
        """The actor with that acronym, as it is written, dots aside."""
        return self._acronyms.get(text) or self._acronyms.get(text.replace(".", ""))

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


# A smaller town's name says too little on its own about whose police or mayor is meant.
_SMALLEST_CITY = 50_000


def load_actors(folder: Path) -> ActorTable:
    """Reads the actor table and its lexicons from the data folder.

    Raises:
        DataFileError: a file does not load, names an unknown sector, or repeats an id or a name.
    """
    english = folder / "lexicons" / "en"
    countries = load_countries(english / "countries.yml")
    actors = []
    seen: dict[str, str] = {}
    for path in sorted((folder / "actors").glob("*.yml")):
        for actor in read_yaml(path, _ActorFile).actors:
            _check(actor, countries, seen, path)
            actors.append(actor)
    return ActorTable(actors, countries, load_sectors(english / "sectors.yml"), Gazetteer.load(folder / "gazetteer"))


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
    )


def _check(actor: KnownActor, countries: Countries, seen: dict[str, str], path: Path) -> None:
    for key in (f"id {actor.id}", *(f"name {name_key(name)}" for name in actor.names)):
        if seen.get(key, actor.id) != actor.id or (key.startswith("id") and key in seen):
            raise DataFileError(f"{key} of {actor.id!r} stands twice", file=str(path))
        seen[key] = actor.id
    if actor.country is not None and actor.country not in NO_COUNTRY and actor.country not in countries:
        raise DataFileError(f"unknown country {actor.country!r} of actor {actor.id!r}", file=str(path))
    _check_sectors(actor.sectors, path)
    for office in actor.offices:
        _check_sectors(office.sectors, path)


def _check_sectors(sectors: Sequence[str], path: Path) -> None:
    for sector in sectors:
        if sector not in SECTORS:
            raise DataFileError(f"unknown sector {sector!r}; known: {', '.join(sorted(SECTORS))}", file=str(path))
