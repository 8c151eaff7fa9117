"""Crosswalks: what type and mode decide has a code, all else a reason."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from sayso.codebook import load_codebook
from sayso.crosswalk import BUILT_IN, NO_MODE_ROW, Crosswalk, Target, load_crosswalk
from sayso.errors import DataFileError

PLOVER = load_codebook("plover")
ROWS = [(name, mode) for name, kind in PLOVER.types.items() for mode in (None, *kind.modes)]


@cache
def crosswalk(name: str) -> Crosswalk:
    return load_crosswalk(BUILT_IN / f"{name}.yml", PLOVER)


@pytest.mark.parametrize("name", ["cameo", "acled-like"])
@pytest.mark.parametrize(("kind", "mode"), ROWS)
def test_every_type_and_mode_has_a_code_or_a_reason(name: str, kind: str, mode: str | None) -> None:
    """Nothing falls through: each pair gives exactly one of the two, and a code that has a name."""
    found = crosswalk(name).find(kind, mode)
    assert (found.code is None) != (found.reason is None)
    assert found.code is None or found.code in crosswalk(name).classes


@pytest.mark.parametrize(
    ("kind", "mode", "code"),
    [
        ("AGREE", None, "03"),
        ("REQUEST", "yield", "10"),
        ("PROTEST", None, "14"),
        ("PROTEST", "strike", "143"),
        ("PROTEST", "vandalize", "14"),
        ("ACCUSE", None, None),
        ("ACCUSE", "investigate", "09"),
        ("ACCUSE", "allege", "11"),
        ("RETREAT", "ceasefire", "087"),
        ("COERCE", "arrest", "173"),
        ("COERCE", "restrict", None),
        ("ASSAULT", None, None),
        ("ASSAULT", "abduct", "181"),
        ("ASSAULT", "targeted", "18"),
    ],
)
def test_cameo_is_a_root_unless_mode_decides_more(kind: str, mode: str | None, code: str | None) -> None:
    """Three digits stand only where the mode decides them, no code where it leaves roots open."""
    assert crosswalk("cameo").find(kind, mode).code == code


@pytest.mark.parametrize(
    ("kind", "mode", "code"),
    [
        ("PROTEST", "demo", "peaceful-protest"),
        ("PROTEST", "riot", "violent-demonstration"),
        ("PROTEST", None, None),
        ("ASSAULT", "aerial", "air-or-drone-strike"),
        ("ASSAULT", "firearms", None),
        ("COERCE", "arrest", "arrests"),
        ("CONSULT", "visit", None),
    ],
)
def test_acled_like_classes_follow_mode(kind: str, mode: str | None, code: str | None) -> None:
    """What depends on who was hit has no class from type and mode alone."""
    assert crosswalk("acled-like").find(kind, mode).code == code


def test_a_mode_without_a_row_of_its_own_says_so() -> None:
    """Where the type has no code either, the reason names the missing row."""
    assert crosswalk("cameo").find("ASSAULT", "drone") == Target(reason=NO_MODE_ROW)


@pytest.mark.parametrize(
    ("was", "now", "message"),
    [
        ('AID: {code: "07"}', 'AID: {code: "77"}', "unknown code '77' at AID"),
        ('AID: {code: "07"}', 'AID: {code: "07", reason: none}', "a row of AID must have either"),
        ('  AID: {code: "07"}\n', "", "type 'AID' has no row"),
        ("      phone:", "      fax:", "unknown mode 'fax' of CONSULT"),
        ("codebook: plover", "codebook: mine", "is for codebook 'mine', not 'plover'"),
        ('"07": Provide aid', '"07": Provide aid\n  "99": Never', "class '99' is never used"),
        ("version: 1", "version: 1\nnote: x", "unknown field `note`"),
    ],
)
def test_a_wrong_row_is_refused(tmp_path: Path, was: str, now: str, message: str) -> None:
    """The loader names what does not fit, and takes nothing that it does not know."""
    text = (BUILT_IN / "cameo.yml").read_text(encoding="utf-8")
    assert was in text
    path = tmp_path / "mine.yml"
    path.write_text(text.replace(was, now), encoding="utf-8")
    with pytest.raises(DataFileError, match=r"mine\.yml") as raised:
        load_crosswalk(path, PLOVER)
    assert message in str(raised.value)
