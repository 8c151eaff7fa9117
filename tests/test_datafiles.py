"""Data files: their compiled form says what the YAML says, and is used for just the bytes that it was made from."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import pytest

from sayso.datafiles import COMPILED_SUFFIX, DATA, read_yaml, write_compiled
from sayso.errors import DataFileError


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: dict[str, int]


def _folder(tmp_path: Path, text: str) -> Path:
    (tmp_path / "words.yml").write_text(text, encoding="utf-8")
    return tmp_path / "words.yml"


def test_compiled_data_is_what_the_yaml_says(tmp_path: Path) -> None:
    """Every bundled file has a compiled form, with the values of the YAML and the same bytes each time."""
    for path in DATA.rglob("*.yml"):
        target = tmp_path / path.relative_to(DATA)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    from_yaml = {path: read_yaml(path, object) for path in sorted(tmp_path.rglob("*.yml"))}
    written = write_compiled(tmp_path)
    first = [path.read_bytes() for path in written]
    assert [path.with_suffix(COMPILED_SUFFIX) for path in from_yaml] == written
    assert {path: read_yaml(path, object) for path in from_yaml} == from_yaml
    assert [path.read_bytes() for path in write_compiled(tmp_path)] == first


def test_compiled_form_is_used_where_the_bytes_fit(tmp_path: Path) -> None:
    """The compiled form is read in the place of the YAML: here its values are marked."""
    path = _folder(tmp_path, "words: {one: 1}\n")
    (compiled,) = write_compiled(tmp_path)
    compiled.write_bytes(compiled.read_bytes().replace(b"one", b"two"))
    assert read_yaml(path, _Words) == _Words({"two": 1})


@pytest.mark.parametrize("changed", ["words: {one: 2}\n", "words: {one: 1}\n# a comment\n"])
def test_changed_file_is_never_read_from_its_old_compiled_form(tmp_path: Path, changed: str) -> None:
    """Where one byte of the YAML is another, the YAML is read."""
    path = _folder(tmp_path, "words: {one: 1}\n")
    (compiled,) = write_compiled(tmp_path)
    compiled.write_bytes(compiled.read_bytes().replace(b"one", b"two"))
    _folder(tmp_path, changed)
    assert read_yaml(path, _Words) == _Words({"one": 2 if "2" in changed else 1})


def test_cut_compiled_form_is_not_used(tmp_path: Path) -> None:
    """A compiled form that was written in part gives way to the YAML."""
    path = _folder(tmp_path, "words: {one: 1}\n")
    (compiled,) = write_compiled(tmp_path)
    compiled.write_bytes(compiled.read_bytes()[:-2])
    assert read_yaml(path, _Words) == _Words({"one": 1})


def test_unknown_key_is_refused_with_its_line_from_a_compiled_form(tmp_path: Path) -> None:
    """A compiled file is held to its shape as the YAML is, and the complaint names the line."""
    path = _folder(tmp_path, "words: {one: 1}\nmore: 2\n")
    write_compiled(tmp_path)
    with pytest.raises(DataFileError) as caught:
        read_yaml(path, _Words)
    assert (caught.value.file, caught.value.line) == (str(path), 2)


def test_values_that_would_change_are_not_compiled(tmp_path: Path) -> None:
    """YAML's dates and true-or-false keys stay YAML."""
    path = _folder(tmp_path, "day: 2024-05-01\n")
    assert write_compiled(tmp_path) == []
    with pytest.raises(DataFileError):
        read_yaml(path, dict[str, int])
