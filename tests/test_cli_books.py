"""Codebooks and crosswalks on the command line, from examples to coded pages, each command in a process of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from test_cli import Said, sayso
from test_heads import BOOK

PAGE = "Bakers in Asker stopped work on Friday. The weather stays fine until Sunday."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a codebook of examples only and a page."""
    folder = tmp_path_factory.mktemp("books")
    (folder / "bread.yml").write_text(BOOK, encoding="utf-8")
    (folder / "page.txt").write_text(PAGE, encoding="utf-8")
    return folder


def run(folder: Path, *pages: str) -> Said:
    return sayso(
        "run", *(pages or ("page.txt",)), "--codebook", "bread.yml", "--project", "b.d", "--quiet", folder=folder
    )


def test_from_examples_to_events(folder: Path) -> None:
    """Untrained, a codebook says what to run; trained, its examples code and suggest; changed, it stops."""
    untrained = run(folder)
    assert untrained.status == 0
    assert "the 12 examples of bread are not learnt, only its words code: run `sayso codebook train bread.yml`" in (
        untrained.err
    )
    refused = sayso("suggest", "page.txt", "--codebook", "bread.yml", folder=folder)
    assert (refused.status, refused.out) == (1, "")
    assert refused.err.endswith("sayso: bread.yml is not trained: run `sayso codebook train bread.yml`\n")
    trained = sayso("codebook", "train", "bread.yml", folder=folder)
    assert trained.err.startswith("bread.heads.json: 2 types, 12 examples, SHA-256 ")
    assert run(folder).status == 0
    events = sayso("events", "--project", "b.d", "--json", folder=folder)
    assert [row["type"] for row in events.rows] == ["STRIKE"]
    flags = ("--codebook", "bread.yml", "--limit", "1")
    suggested = sayso("suggest", "--project", "b.d", *flags, folder=folder)
    assert suggested.rows == sayso("suggest", "page.txt", *flags, folder=folder).rows
    assert suggested.rows[0]["label"] is None
    (folder / "bread.yml").write_text(BOOK + "# changed\n", encoding="utf-8")
    stopped = run(folder)
    assert stopped.status == 1
    assert "run `sayso codebook train bread.yml`" in stopped.err


def test_a_check_prints_a_table(folder: Path) -> None:
    """`sayso codebook check` gives text, or one object."""
    said = sayso("codebook", "check", "bread.yml", folder=folder)
    assert said.status == 0
    assert said.out.splitlines()[0].endswith(": 12 examples, 5-fold cross-validation")
    (row,) = sayso("codebook", "check", "bread.yml", "--json", folder=folder).rows
    assert (row["folds"], row["examples"]) == (5, 12)
    assert sum(number for _, _, number in row["confusions"]) == len(row["misses"])
    assert all(f"      {each['text']}" in said.out.splitlines() for each in row["misses"])
    assert row["few"] == [[name, number] for name, number in row["few"] if number < 8] != []
    assert said.out.splitlines()[1].startswith("fewer than 8 examples teach little and figures on them say little: ")


def test_one_example_cannot_be_checked_by_another(folder: Path) -> None:
    """With one example there is nothing to check it by, and the command says that instead of a table of nothing."""
    (folder / "one.yml").write_text(
        "name: one\nversion: 1\ndefinition: x\ntypes:\n  - name: CLOSE\n    definition: A shop shuts.\n"
        '    examples: [{text: "The bakery shut its doors.", trigger: shut}]\n',
        encoding="utf-8",
    )
    said = sayso("codebook", "check", "one.yml", folder=folder)
    assert said.out.endswith(": it takes two examples or more to check one by another\n")


def test_a_codebook_that_ships_is_nobodys_to_train(folder: Path) -> None:
    """`sayso suggest` without a codebook of one's own says that it needs one."""
    said = sayso("suggest", "page.txt", folder=folder)
    assert (said.status, said.out) == (1, "")
    assert said.err.endswith(
        "sayso: plover ships and codes by its words: name a codebook of your own with --codebook FILE\n"
    )


def test_crosswalks_are_listed_shown_and_applied(folder: Path) -> None:
    """Three ship; one is shown a row a line; events on standard input get its classes."""
    assert [line.split()[0] for line in sayso("crosswalk", "list", folder=folder).out.splitlines()] == [
        "acled-like",
        "cameo",
        "police-to-plover",
    ]
    shown = sayso("crosswalk", "show", "police-to-plover", folder=folder).out.splitlines()
    assert shown[0] == "KILL\t\tASSAULT/targeted\tSomebody killed"
    applied = sayso("crosswalk", "apply", "cameo", folder=folder, lines='{"type": "PROTEST", "mode": "riot"}\n')
    assert applied.rows == [{"type": "PROTEST", "mode": "riot", "class": "145", "class_reason": None}]
