"""What linking knows of words and types, read from `data/linking.yml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from sayso.datafiles import DATA, read_yaml
from sayso.numerals import load_numerals, read_digits

_WORD = re.compile(r"[^\W_]+")

# Quantifiers that stand for a number; the others only stand beside one.
_VAGUE = frozenset(
    {"both", "dozens", "few", "hundreds", "many", "millions", "scores", "several", "some", "tens", "thousands"}
)


class _LinkingFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    families: Mapping[str, tuple[str, ...]]
    speech: frozenset[str]
    mouthpieces: frozenset[str]
    chiefs: frozenset[str]
    ranks: frozenset[str]
    former: frozenset[str]
    offices: tuple[str, ...]
    locatives: frozenset[str]
    generic: frozenset[str]
    fillers: frozenset[str]
    pronouns: frozenset[str]
    unorganised: frozenset[str]
    bodies: frozenset[str]
    quantifiers: frozenset[str]
    anybody: frozenset[str]
    beside: frozenset[str]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Type families and word lists of linking.

    `family_of` holds only types that share a family; the other fields are the lists of `linking.yml`, which explains
    them.
    """

    family_of: Mapping[str, str]
    speech: frozenset[str]
    mouthpieces: frozenset[str]
    chiefs: frozenset[str]
    ranks: frozenset[str]
    former: frozenset[str]
    offices: tuple[str, ...]
    locatives: frozenset[str]
    generic: frozenset[str]
    fillers: frozenset[str]
    pronouns: frozenset[str]
    unorganised: frozenset[str]
    bodies: frozenset[str]
    quantifiers: frozenset[str]
    anybody: frozenset[str]
    beside: frozenset[str]
    numbers: frozenset[str]

    def family(self, event_type: str) -> str:
        """The family of types that may tell of the same event; a type alone is its own family."""
        return self.family_of.get(event_type, event_type)

    def core_words(self, text: str) -> frozenset[str]:
        """The words of a name that say who it is, without where or near whom: "doctors at the hospital" are doctors."""
        words = _WORD.findall(text.casefold())
        cut = next((at for at, word in enumerate(words) if at > 0 and word in self.locatives), len(words))
        return self.name_words(" ".join(words[:cut]))

    def head_of(self, name: str) -> str:
        """The noun that heads a name, in the singular as far as an -s tells: "central market of X" is a market."""
        words = _WORD.findall(name.casefold().replace("’s", "").replace("'s", ""))
        ends = self.locatives | {"of", "for"}
        cut = next((at for at, word in enumerate(words) if at > 0 and word in ends), len(words))
        head = words[cut - 1] if words else ""
        return head[:-1] if len(head) > 3 and head.endswith("s") and not head.endswith("ss") else head

    def without_office(self, name: str) -> str | None:
        """The name of the body whose press office this is; None for any other name."""
        plain = " ".join(name.split())
        office = next((each for each in self.offices if plain.casefold().endswith(f" {each}")), None)
        return plain[: -len(office)].strip() if office is not None else None

    def uncounted(self, name: str) -> str:
        """A name without the number that it begins with: "at least 11 people" are "people"; empty for a mere number."""
        words = name.split()
        at = 0
        while at < len(words) and self._counts(words[at].casefold().strip(",.")):
            at += 1
        counted = any(self._is_number(word.casefold().strip(",.")) for word in words[:at])
        return " ".join(words[at:]) if counted else name

    def _counts(self, word: str) -> bool:
        return word in self.quantifiers or self._is_number(word)

    def _is_number(self, word: str) -> bool:
        """True for a number in digits or words, and for "dozens", "several"."""
        parts = word.split("-")
        return all(read_digits(part) is not None or part in self.numbers for part in parts) or word in _VAGUE

    def name_words(self, text: str) -> frozenset[str]:
        """The words of a name or description that carry weight, in lower case; none for a pronoun."""
        words = frozenset(word.casefold() for word in _WORD.findall(text.replace("’s", "").replace("'s", "")))
        return words - self.fillers - self.pronouns


def load_knowledge() -> Knowledge:
    """Reads `data/linking.yml`.

    Raises:
        DataFileError: the file does not load.
    """
    file = read_yaml(DATA / "linking.yml", _LinkingFile)
    numerals = load_numerals(DATA / "lexicons" / "en")
    family_of = {each: family for family, types in file.families.items() for each in types}
    return Knowledge(
        family_of=family_of,
        speech=file.speech,
        mouthpieces=file.mouthpieces,
        chiefs=file.chiefs,
        ranks=file.ranks,
        former=file.former,
        offices=file.offices,
        locatives=file.locatives,
        generic=file.generic,
        fillers=file.fillers,
        pronouns=file.pronouns,
        unorganised=file.unorganised,
        bodies=file.bodies,
        quantifiers=file.quantifiers,
        anybody=file.anybody,
        beside=file.beside,
        numbers=frozenset((*numerals.cardinals, *numerals.scales)),
    )
