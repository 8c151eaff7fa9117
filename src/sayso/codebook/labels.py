"""Examples of a codebook out of JSON Lines: the lines that `sayso suggest` gives, with a label written into them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from sayso.errors import DataFileError

# The label of a sentence that tells of no type at all.
NO_TYPE = "none"


class Label(msgspec.Struct, frozen=True):
    """One line; other keys (document_id, start, end, margin ...) are kept by the user and not read.

    `label` is the type that the sentence tells of, `none` where it tells of no type, and null or left out where nobody
    has decided yet. `type` is what the codebook took it for when it was suggested.
    """

    sentence: str
    label: str | None = None
    type: str | None = None
    trigger: str | None = None


def read_labels(path: Path, types: Sequence[str]) -> list[Label]:
    """The decided lines of a file, in their order.

    Raises:
        DataFileError: the file cannot be read, a line does not fit, or its label is no type of the codebook.
    """
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise DataFileError(f"cannot read the file: {error.strerror}", file=str(path)) from error
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            label = msgspec.json.decode(line, type=Label)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            message = f"{error}; a label is a word between double quotes, or null"
            raise DataFileError(message, file=str(path), line=number) from error
        if label.label is None:
            continue
        if label.label != NO_TYPE and label.label not in types:
            known = ", ".join((*types, NO_TYPE))
            raise DataFileError(f"unknown label {label.label!r}; known are {known}", file=str(path), line=number)
        if label.trigger is not None and label.trigger not in label.sentence:
            raise DataFileError(f"trigger {label.trigger!r} is not in the sentence", file=str(path), line=number)
        found.append(label)
    return found


def home_of(label: Label, types: Iterable[str]) -> str:
    """The type that a labelled line belongs to: its label's, or that which it was wrongly taken for."""
    names = tuple(types)
    if label.label in names:
        return str(label.label)
    return label.type if label.type in names else names[0]
