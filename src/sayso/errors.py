"""Every error that sayso raises on purpose.

SaysoError
├── SettingsError          a setting that is unknown or has a wrong value
├── DataFileError          a codebook, lexicon or table that does not load (file, line)
├── InputError             an input that cannot be read at all (location)
├── PageError              one page that cannot be coded: becomes a row in `failures` (stage, reason)
├── ProjectError           a project folder that cannot be used (path)
│   └── ProjectLocked      another sayso writes to it
├── NotFound               an id that the project does not hold, or holds several of (id, candidates)
└── ModelError             a model file that is missing or has the wrong hash (path)
"""

from __future__ import annotations

import re
import traceback
from pathlib import Path

# Message texts of foreign errors can be pages long.
_MAX_MESSAGE = 400


class SaysoError(Exception):
    """Base of all errors raised on purpose; the message says what happened, with which value, and what to do."""


class SettingsError(SaysoError):
    """A setting is unknown or its value does not fit; `name` is the setting, `origin` where it stood."""

    def __init__(self, message: str, *, name: str, origin: str) -> None:
        super().__init__(message)
        self.name = name
        self.origin = origin


class DataFileError(SaysoError):
    """A data file does not load; `file` and `line` (from 1, or None) say where."""

    def __init__(self, message: str, *, file: str, line: int | None = None) -> None:
        where = file if line is None else f"{file}:{line}"
        super().__init__(f"{message} ({where})")
        self.file = file
        self.line = line


class InputError(SaysoError):
    """An input named by the user cannot be read; `location` is that input."""

    def __init__(self, message: str, *, location: str) -> None:
        super().__init__(message)
        self.location = location


class PageError(SaysoError):
    """One page cannot be coded; `stage` and `reason` (a short code) are what `failures` keeps with the message."""

    def __init__(self, message: str, *, stage: str, reason: str) -> None:
        super().__init__(message)
        self.stage = stage
        self.reason = reason


class ProjectError(SaysoError):
    """A project folder cannot be used; `path` is that folder or the file in it."""

    def __init__(self, message: str, *, path: str) -> None:
        super().__init__(message)
        self.path = path


class ProjectLocked(ProjectError):
    """Another sayso process writes to the project."""


class NotFound(SaysoError):
    """The project holds nothing with this id, or several things; `candidates` are the ids that begin so."""

    def __init__(self, message: str, *, id: str, candidates: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.id = id
        self.candidates = candidates


class ModelError(SaysoError):
    """A model is missing or is not the one expected; `path` says which."""

    def __init__(self, message: str, *, path: str) -> None:
        super().__init__(message)
        self.path = path


def describe_error(error: BaseException) -> str:
    """Type, message and innermost place inside sayso of an error; the same for the same error in every process."""
    frames = traceback.extract_tb(error.__traceback__)
    # The first frame is where it was caught, which says nothing.
    ours = [frame for frame in frames[1:] if Path(__file__).parent in Path(frame.filename).parents]
    place = "".join(f" ({Path(frame.filename).name}:{frame.lineno})" for frame in (ours or frames)[-1:])
    # Addresses differ from process to process and would make shards differ.
    message = re.sub(r"0x[0-9a-fA-F]{6,}", "0x...", str(error))[:_MAX_MESSAGE]
    return f"{type(error).__name__}: {message}{place}"
