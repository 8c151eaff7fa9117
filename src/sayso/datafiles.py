"""Reading of the YAML files that analysts own: strict, typed, and every complaint names file and line."""

from __future__ import annotations

import re
from collections.abc import Hashable
from pathlib import Path
from typing import TypeVar

import msgspec
import yaml

from sayso.errors import DataFileError

T = TypeVar("T")

DATA = Path(__file__).parent / "data"


def read_yaml(path: Path, shape: type[T]) -> T:
    """Reads a YAML file into `shape` (a frozen msgspec Struct or dataclass, or a container of them).

    Raises:
        DataFileError: the file is missing, is not YAML, repeats a key, or does not fit `shape`; unknown keys are
            refused where `shape` forbids them (`msgspec.Struct, frozen=True, forbid_unknown_fields=True`).
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise DataFileError(f"cannot read the file: {error.strerror}", file=str(path)) from error
    node = _compose(text, path)
    _refuse_duplicates(node, path)
    try:
        return msgspec.convert(_loader(text).construct_document(node), shape)
    except msgspec.ValidationError as error:
        raise DataFileError(str(error), file=str(path), line=_line_of(node, str(error))) from error


def find_item_line(path: Path, key: str, index: int) -> int:
    """The line (from 1) of item `index` of the list under `key`, in a file that `read_yaml` has read."""
    return _line_of(_compose(path.read_text(encoding="utf-8"), path), f"at `$.{key}[{index}]`")


def _loader(text: str) -> yaml.CSafeLoader | yaml.SafeLoader:
    return yaml.CSafeLoader(text) if yaml.__with_libyaml__ else yaml.SafeLoader(text)


def _compose(text: str, path: Path) -> yaml.Node:
    try:
        node = _loader(text).get_single_node()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise DataFileError(f"not YAML: {error.problem}", file=str(path), line=line) from error
    if node is None:
        raise DataFileError("the file is empty", file=str(path))
    return node


def _refuse_duplicates(node: yaml.Node, path: Path) -> None:
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _refuse_duplicates(item, path)
    elif isinstance(node, yaml.MappingNode):
        seen: set[Hashable] = set()
        for key, value in node.value:
            if key.value in seen:
                raise DataFileError(f"{key.value!r} stands twice", file=str(path), line=key.start_mark.line + 1)
            seen.add(key.value)
            _refuse_duplicates(value, path)


def _line_of(node: yaml.Node, message: str) -> int:
    """The line that msgspec's path (`... - at $.types[3].name`) leads to, or the nearest one above it."""
    match = re.search(r"at `\$(.*)`", message)
    for key, index in re.findall(r"\.([^.\[]+)|\[(\d+|\.\.\.)\]", match.group(1) if match else ""):
        below = _step(node, key, index)
        if below is None:
            break
        node = below
    unknown = re.search(r"unknown field `([^`]+)`", message)
    if unknown and isinstance(node, yaml.MappingNode):
        return next((key.start_mark.line for key, _ in node.value if key.value == unknown[1]), node.start_mark.line) + 1
    return int(node.start_mark.line) + 1


def _step(node: yaml.Node, key: str, index: str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for each, value in node.value if each.value == key), None)
    if isinstance(node, yaml.SequenceNode) and index.isdigit() and int(index) < len(node.value):
        value: yaml.Node = node.value[int(index)]
        return value
    return None
