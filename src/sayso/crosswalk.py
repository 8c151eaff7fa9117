"""Crosswalks: which class of another scheme a type and mode of a codebook stand for, as data, and why none does.

A crosswalk never guesses: where type and mode leave several classes open, there is no code but a reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from sayso.codebook import Codebook, load_codebook
from sayso.datafiles import DATA, read_yaml
from sayso.errors import DataFileError

BUILT_IN = DATA / "crosswalks"
NO_MODE_ROW = "the crosswalk has no row for this mode"


class Target(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a type or mode becomes: exactly one of a code and the reason why there is none."""

    code: str | None = None
    reason: str | None = None


class TypeTarget(Target, frozen=True, forbid_unknown_fields=True):
    """The target of a type, and those of its modes that differ from it."""

    modes: Mapping[str, Target] = {}


class Crosswalk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A crosswalk that passed every check; `classes` names each code of the other scheme that is used."""

    name: str
    version: int
    codebook: str
    definition: str
    classes: Mapping[str, str]
    types: Mapping[str, TypeTarget]

    def find(self, event_type: str, mode: str | None) -> Target:
        """The code of a type and mode, or the reason why there is none.

        A mode without a row takes the type's own code; where the type has none, neither has the mode.

        Raises:
            KeyError: the codebook that this crosswalk is for has no such type.
        """
        found = self.types[event_type]
        if mode is None:
            return Target(found.code, found.reason)
        if mode in found.modes:
            return found.modes[mode]
        return Target(found.code) if found.code is not None else Target(reason=NO_MODE_ROW)

    def rows(self) -> Iterator[tuple[str, str | None, Target]]:
        """Each type, then each of its modes that has a row of its own, with what it becomes."""
        for name, row in self.types.items():
            yield name, None, Target(row.code, row.reason)
            for mode, target in row.modes.items():
                yield name, mode, target


def crosswalk_names() -> list[str]:
    """The names of the crosswalks that ship."""
    return sorted(path.stem for path in BUILT_IN.glob("*.yml"))


def find_crosswalk(path_or_name: str) -> Crosswalk:
    """A crosswalk that ships, by its name, or that of a file; the codebook that it names must ship or lie beside it.

    Raises:
        DataFileError: there is no such crosswalk or codebook, or it does not load.
    """
    own = Path(path_or_name)
    path = own if own.exists() else BUILT_IN / f"{path_or_name}.yml"
    if not path.exists():
        known = ", ".join(crosswalk_names())
        raise DataFileError(f"no crosswalk {path_or_name!r}; those that ship are {known}", file=path_or_name)
    name = read_yaml(path, Crosswalk).codebook
    beside = path.parent / f"{name}.yml"
    return load_crosswalk(path, load_codebook(str(beside) if beside.exists() and beside != path else name))


def load_crosswalk(path: Path, codebook: Codebook) -> Crosswalk:
    """The crosswalk of a file, checked against the codebook that it is for.

    Raises:
        DataFileError: a key, type, mode or code is unknown, a type is missing, a class is never used, or a row has
            both a code and a reason, or neither.
    """
    crosswalk = read_yaml(path, Crosswalk)
    problem = next(_problems(crosswalk, codebook), None)
    if problem is not None:
        raise DataFileError(problem, file=str(path))
    return crosswalk


def _problems(crosswalk: Crosswalk, codebook: Codebook) -> Iterator[str]:
    if crosswalk.codebook != codebook.name:
        yield f"the crosswalk is for codebook {crosswalk.codebook!r}, not {codebook.name!r}"
    yield from (f"type {name!r} has no row" for name in codebook.types if name not in crosswalk.types)
    used: set[str | None] = set()
    for name, row in crosswalk.types.items():
        if name not in codebook.types:
            yield f"unknown event type {name!r}"
            return
        yield from (f"unknown mode {mode!r} of {name}" for mode in row.modes if mode not in codebook.types[name].modes)
        for target in (row, *row.modes.values()):
            used.add(target.code)
            if (target.code is None) == (target.reason is None):
                yield f"a row of {name} must have either a code or a reason"
            if target.code is not None and target.code not in crosswalk.classes:
                yield f"unknown code {target.code!r} at {name}"
    yield from (f"class {code!r} is never used" for code in crosswalk.classes if code not in used)
