"""Settings: flag > environment (`SAYSO_*`) > `sayso.toml` or `[tool.sayso]` > the user's own file > default.

Unknown keys are errors, so that a misspelt setting is never silently without effect. The environment is shared with
other programs: there a name is refused only where it looks like a setting that was misspelt.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import msgspec
import platformdirs

from sayso.errors import SettingsError

PREFIX = "SAYSO_"


@dataclass(frozen=True, slots=True)
class Own:
    """What a user sets in the place of, or besides, the data that ship.

    `gazetteer` is `bundled` or a file written by `sayso gazetteer build`, `extra_places` is `none` or a CSV file,
    `actors` is `none` or a YAML file of actors, which goes over the bundled table.
    """

    gazetteer: str = "bundled"
    extra_places: str = "none"
    actors: str = "none"

    def files(self) -> list[Path]:
        """The files that these name, in a fixed order."""
        unset = ((self.gazetteer, "bundled"), (self.extra_places, "none"), (self.actors, "none"))
        return [Path(path) for path, word in unset if path != word]


# Only what ships.
BUNDLED = Own()


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that a user can set.

    Attributes:
        project: Folder of the project.
        codebook: Name of a codebook that ships, or path of a YAML file.
        workers: Worker processes of `sayso run`; the output does not depend on it.
        shard_pages: Pages in one shard of `sayso run`; smaller ones are written more often.
        gazetteer: `bundled`, or path of a file that `sayso gazetteer build` wrote.
        extra_places: `none`, or path of a CSV file of the user's own places.
        actors: `none`, or path of a YAML file of the user's own actors, over the bundled table.
        port: Port of `sayso serve` on the loopback address.
    """

    project: str = "sayso.d"
    codebook: str = "plover"
    workers: int = 1
    shard_pages: int = 64
    gazetteer: str = "bundled"
    extra_places: str = "none"
    actors: str = "none"
    port: int = 8750

    def own(self) -> Own:
        """What the user sets in the place of, or besides, the data that ship."""
        return Own(self.gazetteer, self.extra_places, self.actors)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the value of one setting came from."""

    name: str
    value: str | int
    origin: str


def load_settings(
    flags: Mapping[str, str | int | None], environment: Mapping[str, str], folder: Path
) -> tuple[Settings, tuple[Origin, ...]]:
    """The settings in force in `folder` and where each came from.

    Args:
        flags: Values given on the command line; None where a flag was not given.
        environment: The process's environment.
        folder: The folder whose `sayso.toml` or `pyproject.toml` counts.

    Raises:
        SettingsError: a key is unknown, a value does not fit, or a file is not TOML.
    """
    origins = {field.name: Origin(field.name, _default(field.name), "default") for field in fields(Settings)}
    for origin, values in _layers(flags, environment, folder):
        for name, value in values.items():
            known = _known(name, origin)
            origins[known] = Origin(known, _fitting(known, value, origin), origin)
    settings = msgspec.convert({name: each.value for name, each in origins.items()}, Settings)
    return settings, tuple(origins.values())


def user_file() -> Path:
    """The user's own settings file; it need not exist."""
    return platformdirs.user_config_path("sayso") / "sayso.toml"


def _layers(
    flags: Mapping[str, str | int | None], environment: Mapping[str, str], folder: Path
) -> list[tuple[str, Mapping[str, object]]]:
    """Sources of settings, weakest first."""
    project = folder / "pyproject.toml"
    table = _read_toml(project).get("tool", {})
    tool = table.get("sayso", {}) if isinstance(table, dict) else {}
    variables = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in sorted(environment.items())
        if name.startswith(PREFIX) and _looks_like_a_setting(name.removeprefix(PREFIX).lower())
    }
    return [
        (str(user_file()), _read_toml(user_file())),
        (f"{project} [tool.sayso]", tool),
        (str(folder / "sayso.toml"), _read_toml(folder / "sayso.toml")),
        ("environment", variables),
        ("flag", {name: value for name, value in flags.items() if value is not None}),
    ]


def _read_toml(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is not TOML: {error}", name="", origin=str(path)) from error
    except OSError as error:
        raise SettingsError(f"cannot read {path}: {error.strerror}", name="", origin=str(path)) from error


def _looks_like_a_setting(name: str) -> bool:
    return bool(difflib.get_close_matches(name, [field.name for field in fields(Settings)], n=1))


def _known(name: str, origin: str) -> str:
    names = [field.name for field in fields(Settings)]
    if name in names:
        return name
    near = difflib.get_close_matches(name, names, n=1)
    hint = f"; did you mean {near[0]!r}?" if near else f"; known are {', '.join(names)}"
    raise SettingsError(f"unknown setting {name!r} ({origin}){hint}", name=name, origin=origin)


def _default(name: str) -> str | int:
    default: str | int = getattr(Settings(), name)
    return default


def _fitting(name: str, value: object, origin: str) -> str | int:
    default = _default(name)
    if isinstance(default, str) and isinstance(value, str) and value:
        return value
    if isinstance(default, int):
        number = _whole_number(value)
        if number is not None and number >= 1:
            return number
    wanted = "a whole number from 1" if isinstance(default, int) else "a text that is not empty"
    raise SettingsError(f"setting {name!r} must be {wanted}, not {value!r} ({origin})", name=name, origin=origin)


def _whole_number(value: object) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().isdecimal():
        return int(value)
    return None
