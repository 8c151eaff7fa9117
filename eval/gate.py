"""Scores this checkout on the dev parts with the independent scorers and holds the scores against floors.json.

    python eval/gate.py                 all tasks that have floors
    python eval/gate.py polnear lgl     only these
    python eval/gate.py --raise         write scores above their floor into floors.json (never lowers one)

The scorers and the gold data lie in a folder beside the checkout, or where SAYSO_SHARED says. Exit status 1 where a
score lies below its floor, 2 where there is nothing to score with.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FLOORS = ROOT / "eval" / "floors.json"
SHARED = Path(os.environ.get("SAYSO_SHARED", ROOT.parent / "shared"))

# Quantised sums may differ in their last digits between kinds of processor, which moves figures by tenths of a point.
MARGIN = 0.005

Floors = dict[str, dict[str, float]]

# Project-level tasks read documents on standard input and want one of these commands.
COMMANDS = {
    "SAYSO_LINK": "annotate --corpus events",
    "SAYSO_COREF": "annotate --corpus coreference",
    "SAYSO_COPIES": "annotate --corpus copies",
}


def main() -> int:
    """Runs the gate and prints one line a figure."""
    arguments = _parse_arguments()
    runner = SHARED / "score" / "run.sh"
    if not runner.is_file():
        print(f"gate: no scorers at {runner}; set SAYSO_SHARED to their folder", file=sys.stderr)
        return 2
    floors: Floors = json.loads(FLOORS.read_text())
    tasks = arguments.tasks or sorted(floors)
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(max_workers=2) as pool:
        results = dict(zip(tasks, pool.map(lambda task: score_task(task, Path(folder)), tasks), strict=True))
    below = [line for task in tasks for line in compare(task, results[task], floors.get(task, {}))]
    if arguments.raise_floors:
        FLOORS.write_text(json.dumps(raised(floors, results), indent=2, sort_keys=True) + "\n")
    if below:
        print(f"gate: {len(below)} figures below their floor", file=sys.stderr)
    return 1 if below else 0


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tasks", nargs="*")
    parser.add_argument("--raise", dest="raise_floors", action="store_true")
    return parser.parse_args()


def score_task(task: str, folder: Path) -> dict[str, object]:
    """The scorer's result for one task on its dev part."""
    sayso = f"{sys.executable} -m sayso"
    commands = {name: f"{sayso} {words}" for name, words in COMMANDS.items()}
    environment = os.environ | {"SAYSO": sayso, "OUT": str(folder / task)} | commands
    script = [str(SHARED / "score" / "run.sh"), task, "dev"]
    done = subprocess.run(["bash", *script], env=environment, capture_output=True, text=True, check=False)
    result = folder / task / f"{task}.json"
    if done.returncode != 0 or not result.is_file():
        raise SystemExit(f"gate: {task} failed\n{done.stderr}")
    found: dict[str, object] = json.loads(result.read_text())
    return found


def compare(task: str, result: dict[str, object], floors: dict[str, float]) -> list[str]:
    """Prints each figure beside its floor and gives back the lines of those below."""
    below = []
    for name, floor in floors.items():
        score = figure(result, name)
        line = f"{task:24} {name:28} {score:8.4f}   floor {floor:.4f}"
        low = math.isnan(score) or score < floor
        print(line + ("   BELOW" if low else ""))
        if low:
            below.append(line)
    return below


def figure(result: dict[str, object], name: str) -> float:
    """A figure by its dotted name; not a number where the result has none."""
    value: object = result
    for part in name.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return float(value) if isinstance(value, int | float) else math.nan


def raised(floors: Floors, results: dict[str, dict[str, object]]) -> Floors:
    """The floors, each moved up to what is reached now less MARGIN; none goes down."""
    moved = {task: dict(figures) for task, figures in floors.items()}
    for task, figures in moved.items():
        for name, floor in figures.items():
            score = figure(results.get(task, {}), name)
            counted = score > 1.0 and score == int(score)
            if not math.isnan(score):
                figures[name] = max(floor, score if counted else math.floor((score - MARGIN) * 1000) / 1000)
    return moved


if __name__ == "__main__":
    sys.exit(main())
