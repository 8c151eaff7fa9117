"""Countries with their names, adjectives and capitals, as the place and the actor step look them up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from sayso.datafiles import read_yaml
from sayso.errors import DataFileError
from sayso.gazetteer import name_key


class Country(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One country or territory; `iso` is ISO 3166-1 alpha-3, `point` latitude and longitude."""

    iso: str
    names: tuple[str, ...]
    point: tuple[float, float]
    adjectives: tuple[str, ...] = ()
    capital: tuple[str, ...] = ()


class Parts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Names of regions of a country, and what people of its regions and towns are called."""

    names: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    countries: list[Country]
    parts: dict[str, Parts] = {}


# Words kept in memory with what they say of countries, about 2 MB.
_REMEMBERED = 16_384


class Sense(NamedTuple):
    """The codes of the countries whose name, adjective, people and capital a text is, or those of a part of it.

    `part_people` is also for what is of a part ("Catalan", "Londoners").
    """

    name: str | None
    adjective: str | None
    people: str | None
    capital: str | None
    part: str | None
    part_people: str | None


class Countries:
    """Countries by code, name, adjective, people and capital; names are compared by `name_key`."""

    def __init__(self, countries: Iterable[Country], parts: Mapping[str, Parts]) -> None:
        self._by_code = {country.iso: country for country in countries}
        self._names: dict[str, str] = {}
        self._initials: set[str] = set()
        self._adjectives: dict[str, str] = {}
        self._people: dict[str, str] = {}
        self._capitals: dict[str, str] = {}
        self._parts: dict[str, str] = {}
        self._part_people: dict[str, str] = {}
        self._first_words: frozenset[str] = frozenset()
        for country in self._by_code.values():
            self._add(country)
        for code, part in parts.items():
            self._parts |= {name_key(name): code for name in part.names}
            singular = [name_key(adjective) for adjective in part.adjectives]
            self._part_people |= {form: code for word in singular for form in (word, *_plurals(word))}
        known = (*self._names, *self._adjectives, *self._people, *self._capitals, *self._parts, *self._part_people)
        self._first_words = frozenset(key.split()[0] for key in known)
        # The answers depend on the lists alone, and every page asks for the same words.
        self._begins = lru_cache(maxsize=_REMEMBERED)(self._can_begin)
        self._sense = lru_cache(maxsize=_REMEMBERED)(self._read_sense)

    def _add(self, country: Country) -> None:
        for name in country.names:
            self._names.setdefault(name_key(name), country.iso)
            if name.isupper():
                self._initials.add(name_key(name))
        for adjective in country.adjectives:
            self._adjectives.setdefault(name_key(adjective), country.iso)
            for plural in _plurals(name_key(adjective)):
                self._people.setdefault(plural, country.iso)
        for town in country.capital:
            self._capitals.setdefault(name_key(town), country.iso)

    def can_begin_with(self, word: str) -> bool:
        """True where a name, adjective, people or capital begins with that word; a cheap look before the others."""
        return self._begins(word)

    def keys(self) -> frozenset[str]:
        """The keys (`name_key`) of all names and adjectives."""
        return frozenset((*self._names, *self._adjectives))

    def find_sense(self, text: str) -> Sense | None:
        """What a text says of countries, None where nothing; initials ("US", "CAR") must be in capitals."""
        return self._sense(text)

    def find_name(self, name: str) -> str | None:
        """The code of the country of that name; initials ("US", "CAR") must be in capitals."""
        sense = self._sense(name)
        return sense.name if sense else None

    def find_adjective(self, word: str) -> str | None:
        """The code of the country that an adjective or singular demonym belongs to ("Iraqi", "Briton")."""
        sense = self._sense(word)
        return sense.adjective if sense else None

    def find_people(self, word: str) -> str | None:
        """The code of the country whose people a plural names ("Iraqis", "Frenchmen")."""
        sense = self._sense(word)
        return sense.people if sense else None

    def find_capital(self, name: str) -> str | None:
        """The code of the country whose government is called by that town's name."""
        sense = self._sense(name)
        return sense.capital if sense else None

    def _can_begin(self, word: str) -> bool:
        words = name_key(word).split()
        return bool(words) and words[0] in self._first_words

    def _read_sense(self, text: str) -> Sense | None:
        key = name_key(text)
        name = None if key in self._initials and not text.isupper() else self._names.get(key)
        of_state = name, self._adjectives.get(key), self._people.get(key), self._capitals.get(key)
        sense = Sense(*of_state, self._parts.get(key), self._part_people.get(key))
        return sense if any(sense) else None

    def get_name(self, code: str) -> str:
        """The name that is printed for a country.

        Raises:
            KeyError: no country has that code.
        """
        return self._by_code[code].names[0]

    def __iter__(self) -> Iterator[Country]:
        return iter(self._by_code.values())

    def __contains__(self, code: object) -> bool:
        return code in self._by_code


def load_countries(path: Path) -> Countries:
    """Reads `countries.yml`.

    Raises:
        DataFileError: the file does not load, two countries share a code, or parts are of no country.
    """
    read = read_yaml(path, _File)
    countries = read.countries
    seen: set[str] = set()
    for country in countries:
        if country.iso in seen:
            raise DataFileError(f"country {country.iso} stands twice", file=str(path))
        seen.add(country.iso)
    unknown = next((code for code in read.parts if code not in seen), None)
    if unknown is not None:
        raise DataFileError(f"parts of the unknown country {unknown}", file=str(path))
    return Countries(countries, read.parts)


def _plurals(word: str) -> list[str]:
    if word.endswith("man"):
        return [word[:-3] + "men"]
    if word.endswith(("ese", "ish", "ch", "ss", "ois", "tian")):
        return [word + "s"] if word.endswith("tian") else []
    return [word + "s"]
