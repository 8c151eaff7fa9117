"""What linking knows of words and types, read from `data/linking.yml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from sayso.datafiles import DATA, read_yaml

_WORD = re.compile(r"[^\W_]+")


class _LinkingFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    families: Mapping[str, tuple[str, ...]]
    speech: frozenset[str]
    mouthpieces: frozenset[str]
    fillers: frozenset[str]
    pronouns: frozenset[str]
    unorganised: frozenset[str]
    bodies: frozenset[str]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Type families and word lists of linking.

    `family_of` holds only types that share a family; `speech` holds types that are acts of speech; `unorganised`
    sectors whose members are no group; `bodies` sectors that speak with one voice for their country.
    """

    family_of: Mapping[str, str]
    speech: frozenset[str]
    mouthpieces: frozenset[str]
    fillers: frozenset[str]
    pronouns: frozenset[str]
    unorganised: frozenset[str]
    bodies: frozenset[str]

    def family(self, event_type: str) -> str:
        """The family of types that may tell of the same event; a type alone is its own family."""
        return self.family_of.get(event_type, event_type)

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
    family_of = {each: family for family, types in file.families.items() for each in types}
    words = (file.mouthpieces, file.fillers, file.pronouns)
    return Knowledge(family_of, file.speech, *words, file.unorganised, file.bodies)
