"""Countries with their names, adjectives and capitals, as the place and the actor step look them up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

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


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    countries: list[Country]


class Countries:
    """Countries by code, name, adjective, people and capital; names are compared by `name_key`."""

    def __init__(self, countries: Iterable[Country]) -> None:
        self._by_code = {country.iso: country for country in countries}
        self._names: dict[str, str] = {}
        self._initials: set[str] = set()
        self._adjectives: dict[str, str] = {}
        self._people: dict[str, str] = {}
        self._capitals: dict[str, str] = {}
        self._first_words: frozenset[str] = frozenset()
        for country in self._by_code.values():
            self._add(country)
        known = (*self._names, *self._adjectives, *self._people, *self._capitals)
        self._first_words = frozenset(key.split()[0] for key in known)

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
        words = name_key(word).split()
        return bool(words) and words[0] in self._first_words

    def find_name(self, name: str) -> str | None:
        """The code of the country of that name; initials ("US", "CAR") must be in capitals."""
        key = name_key(name)
        return None if key in self._initials and not name.isupper() else self._names.get(key)

    def find_adjective(self, word: str) -> str | None:
        """The code of the country that an adjective or singular demonym belongs to ("Iraqi", "Briton")."""
        return self._adjectives.get(name_key(word))

    def find_people(self, word: str) -> str | None:
        """The code of the country whose people a plural names ("Iraqis", "Frenchmen")."""
        return self._people.get(name_key(word))

    def find_capital(self, name: str) -> str | None:
        """The code of the country whose government is called by that town's name."""
        return self._capitals.get(name_key(name))

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
        DataFileError: the file does not load, or two countries share a code.
    """
    countries = read_yaml(path, _File).countries
    seen: set[str] = set()
    for country in countries:
        if country.iso in seen:
            raise DataFileError(f"country {country.iso} stands twice", file=str(path))
        seen.add(country.iso)
    return Countries(countries)


def _plurals(word: str) -> list[str]:
    if word.endswith("man"):
        return [word[:-3] + "men"]
    if word.endswith(("ese", "ish", "ch", "ss", "ois", "tian")):
        return [word + "s"] if word.endswith("tian") else []
    return [word + "s"]
