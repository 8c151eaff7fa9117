"""Reading of the YAML files that analysts own: strict, typed, and every complaint names file and line.

Reading YAML is dear: the actor table takes seconds. So a build writes a compiled form beside each bundled file
(`write_compiled`, by `hatch_build.py` and `make data`): the same values as MessagePack, with the SHA-256 of the very
bytes that they were read from. It is used where that hash fits, and only then; otherwise the YAML is read, so that a
file that was changed, or a checkout without a build, costs time and nothing else.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Hashable, Iterable
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
    source = _read_source(path)
    compiled = _find_compiled(path, source)
    if compiled is not None:
        try:
            return msgspec.msgpack.decode(compiled, type=shape)
        except msgspec.DecodeError:
            pass  # the YAML says in which line it does not fit
    node = _read_node(path, source)
    try:
        return msgspec.convert(_construct(node), shape)
    except msgspec.ValidationError as error:
        message = f"{error}{_quoting_hint(str(error))}"
        raise DataFileError(message, file=str(path), line=_line_of(node, str(error))) from error


def find_item_line(path: Path, key: str, index: int) -> int:
    """The line (from 1) of item `index` of the list under `key`, in a file that `read_yaml` has read."""
    return _line_of(_compose(path.read_text(encoding="utf-8"), path), f"at `$.{key}[{index}]`")


def word_sets(words: msgspec.Struct, names: Iterable[str]) -> dict[str, frozenset[str]]:
    """The lists of words under `names` as sets, by name: how lexicons look words up."""
    return {name: frozenset(getattr(words, name)) for name in names}


def write_compiled(folder: Path = DATA) -> list[Path]:
    """Writes the compiled form beside each YAML file below `folder`; gives back those it wrote, in order.

    The same files give the same bytes. A file whose values MessagePack would change is left without.

    Raises:
        DataFileError: a file is not YAML or repeats a key.
    """
    written = []
    for path in sorted(folder.rglob("*.yml")):
        source = _read_source(path)
        value = _construct(_read_node(path, source))
        if _is_plain(value):
            target = path.with_suffix(COMPILED_SUFFIX)
            temporary = target.with_suffix(".tmp")
            temporary.write_bytes(_stamp(source) + msgspec.msgpack.encode(value))
            temporary.replace(target)
            written.append(target)
    return written


# The second part of the stamp is the form's number: raise it when other values are written for the same file.
COMPILED_SUFFIX = ".yml.msgpack"
_FORM = b"sayso data 1\n"


def _stamp(source: bytes) -> bytes:
    return _FORM + hashlib.sha256(source).digest()


def _find_compiled(path: Path, source: bytes) -> memoryview | None:
    """The compiled values of a file, or None where there are none of just these bytes."""
    try:
        compiled = path.with_suffix(COMPILED_SUFFIX).read_bytes()
    except OSError:
        return None
    stamp = _stamp(source)
    return memoryview(compiled)[len(stamp) :] if compiled.startswith(stamp) else None


def _is_plain(value: object) -> bool:
    """True for what MessagePack gives back as it was; YAML also has dates and keys of any kind."""
    if isinstance(value, dict):
        return all(type(key) in (str, int) and _is_plain(each) for key, each in value.items())
    if isinstance(value, list):
        return all(map(_is_plain, value))
    return value is None or isinstance(value, str | int | float)


def _read_source(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DataFileError(f"cannot read the file: {error.strerror}", file=str(path)) from error


def _read_node(path: Path, source: bytes) -> yaml.Node:
    try:
        text = source.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DataFileError("the file is not in UTF-8", file=str(path)) from error
    node = _compose(text, path)
    _refuse_duplicates(node, path)
    return node


def _construct(node: yaml.Node) -> object:
    value: object = _loader("").construct_document(node)
    return value


def _loader(text: str) -> yaml.CSafeLoader | yaml.SafeLoader:
    return yaml.CSafeLoader(text) if yaml.__with_libyaml__ else yaml.SafeLoader(text)


def _compose(text: str, path: Path) -> yaml.Node:
    try:
        node = _loader(text).get_single_node()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise DataFileError(f"not YAML: {error.problem}{_hint(error)}", file=str(path), line=line) from error
    if node is None:
        raise DataFileError("the file is empty", file=str(path))
    return node


def _hint(error: yaml.MarkedYAMLError) -> str:
    """What to do about the mistakes that sentences in YAML invite; empty for others."""
    problem = error.problem or ""
    if "mapping values are not allowed" in problem:
        return "; a colon in a sentence? Put the sentence between double quotes"
    if "did not find expected ',' or '}'" in problem:
        return '; a colon or a quotation mark in a sentence? Put it between double quotes and write \\" for its own'
    if "cannot start any token" in problem:
        return "; put a word that begins with @, % or ` between double quotes"
    return ""


def _quoting_hint(message: str) -> str:
    """A comma ends a value between braces, so that the rest of a sentence is read as a key."""
    unknown = re.search(r"unknown field `([^`]+)`", message)
    if unknown and " " in unknown[1].strip():
        return "; a comma in a sentence? Put the sentence between double quotes"
    return ""


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
