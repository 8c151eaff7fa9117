"""Settings: which layer wins, and that nothing misspelt passes."""

from __future__ import annotations

from pathlib import Path

import pytest

from sayso import settings
from sayso.errors import SettingsError
from sayso.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def _own_user_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "user_file", lambda: tmp_path / "user" / "sayso.toml")


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_defaults_hold_where_nothing_is_set(tmp_path: Path) -> None:
    """Without files, variables and flags the defaults are in force and say so."""
    found, origins = load_settings({}, {}, tmp_path)
    assert found == Settings()
    assert {each.origin for each in origins} == {"default"}


def test_each_layer_wins_over_the_one_below(tmp_path: Path) -> None:
    """Flag over environment over sayso.toml over pyproject over the user's file, and the origin names the winner."""
    layers = [
        ("workers", 2, "user"),
        ("workers", 3, "pyproject"),
        ("workers", 4, "toml"),
        ("workers", 5, "environment"),
        ("workers", 6, "flag"),
    ]
    write(tmp_path / "user" / "sayso.toml", "workers = 2")
    assert load_settings({}, {}, tmp_path)[0].workers == layers[0][1]
    write(tmp_path / "pyproject.toml", "[tool.sayso]\nworkers = 3")
    assert load_settings({}, {}, tmp_path)[0].workers == layers[1][1]
    write(tmp_path / "sayso.toml", "workers = 4")
    assert load_settings({}, {}, tmp_path)[0].workers == layers[2][1]
    assert load_settings({}, {"SAYSO_WORKERS": "5"}, tmp_path)[0].workers == layers[3][1]
    found, origins = load_settings({"workers": 6}, {"SAYSO_WORKERS": "5"}, tmp_path)
    assert found.workers == layers[4][1]
    assert next(each.origin for each in origins if each.name == "workers") == "flag"


def test_a_flag_that_was_not_given_changes_nothing(tmp_path: Path) -> None:
    """None from the command line leaves the environment's value in force."""
    assert load_settings({"port": None}, {"SAYSO_PORT": "9000"}, tmp_path)[0].port == 9000


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("worker = 2", "unknown setting 'worker'"),
        ("workers = 0", "setting 'workers' must be a whole number from 1, not 0"),
        ("workers = true", "setting 'workers' must be a whole number from 1, not True"),
        ("project = ''", "setting 'project' must be a text that is not empty"),
        ("workers = ", "is not TOML"),
    ],
)
def test_what_does_not_fit_is_an_error_that_names_the_file(tmp_path: Path, text: str, message: str) -> None:
    """An unknown key or a wrong value is refused, with the file in the message."""
    write(tmp_path / "sayso.toml", text)
    with pytest.raises(SettingsError) as caught:
        load_settings({}, {}, tmp_path)
    assert message in str(caught.value)
    assert "sayso.toml" in str(caught.value)


def test_a_near_miss_gets_a_suggestion(tmp_path: Path) -> None:
    """The message suggests the setting that was probably meant."""
    with pytest.raises(SettingsError, match="did you mean 'codebook'"):
        load_settings({}, {"SAYSO_CODEBOK": "plover"}, tmp_path)


def test_variables_of_other_programs_are_left_alone(tmp_path: Path) -> None:
    """A variable that shares the prefix and resembles no setting is not ours to refuse."""
    assert load_settings({}, {"SAYSO_LINK": "x", "SAYSO_SHARED": "y"}, tmp_path)[0] == Settings()
