"""Our own training text: it loads, is as large as promised, and no name in it stands for a type."""

from __future__ import annotations

import importlib
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

TRAIN = Path(__file__).parents[1] / "train"


@pytest.fixture(scope="module")
def train() -> Iterator[dict[str, ModuleType]]:
    """The modules of train/ that need nothing but Python."""
    sys.path.insert(0, str(TRAIN))
    yield {name: importlib.import_module(name) for name in ("marks", "passages", "event_lines")}
    sys.path.remove(str(TRAIN))


def test_the_passages_load_and_are_enough(train: dict[str, ModuleType]) -> None:
    """At least 1,500 marked passages, no two alike."""
    assert len(train["passages"].read_passages()) >= 1500


def test_the_event_sentences_load_and_are_enough(train: dict[str, ModuleType]) -> None:
    """At least 4,000 sentences over all types, 1,000 of them hard negatives, no two alike."""
    lines = train["event_lines"].read_event_lines()
    types = Counter(event.type for each in lines for event in each.events.values())
    assert len(lines) >= 4000
    assert sum(not each.events for each in lines) >= 1000
    assert len(types) == 16
    assert min(types.values()) >= 100


def test_no_name_stands_for_a_type(train: dict[str, ModuleType]) -> None:
    """No drawn name is a participant of one type in more than half of its uses."""
    uses: dict[str, Counter[str]] = defaultdict(Counter)
    names = {row[0] for table in ("rebels", "people", "country") for row in train["event_lines"].read_slots()[table]}
    for passage in train["event_lines"].read_event_lines(checked=False):
        for event in passage.events.values():
            for start, end in (*event.participants["actor"], *event.participants["recipient"]):
                uses[passage.text[start:end]][event.type] += 1
    shares = {name: max(uses[name].values()) / uses[name].total() for name in names if uses[name].total() >= 12}
    assert [name for name, share in shares.items() if share > 0.5] == []


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{E1:RIOT|Riots} broke out in town.", "unknown type 'RIOT'"),
        ("{E1:PROTEST/aerial|Riots} broke out in town.", "PROTEST has no mode 'aerial'"),
        ("{A2|Police} {E1:COERCE|arrested} two men.", "a participant of event 2"),
        ("{A1|Police {E1:COERCE|arrested} two men.", "a mark is not closed"),
        ("{E1:COERCE:perhaps|Arrests} were made there.", "unknown certainty 'perhaps'"),
        ("The $planet government fell today.", r"unknown slot \$planet"),
    ],
)
def test_a_faulty_line_is_named(train: dict[str, ModuleType], tmp_path: Path, line: str, message: str) -> None:
    """The message says what is wrong, with file and line."""
    path = tmp_path / "lines.txt"
    path.write_text(f"# A comment.\n{line}\n")
    with pytest.raises(train["marks"].PassageError, match=rf"lines\.txt:2: .*{message}"):
        train["event_lines"].read_event_lines([path])


def test_equal_digits_keep_their_draw(train: dict[str, ModuleType]) -> None:
    """The capital and the state of one digit are of one country."""
    slots = {"country": [["Arda", "Ardan", "Minas", "Bree", "the Shire"], ["Rohan", "Rohir", "Edoras", "Dale", "Fold"]]}
    filled = train["event_lines"].fill("$state1 $capital1 $state1", slots, random.Random(1))
    assert filled in ("Arda Minas Arda", "Rohan Edoras Rohan")
