"""Killed at any moment and started again, a run ends with the same bytes as one that was never broken."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from coders import MakeCoder
from sayso.datafiles import DATA
from sayso.ingest.files import read_pages
from sayso.run import RunReport, RunSettings, Work, run_project
from sayso.run.progress import SilentProgress
from sayso.store.project import Project

# The tests' folder and the package, for a process of its own.
_PATH = os.pathsep.join(filter(None, sys.path))

_KILLS = 6


def code(root: Path, pages: Path, pause_s: float) -> RunReport:
    """One run over the pages; the subprocess below does the same."""
    work = Work(read_pages, MakeCoder(pause_s), "kill")
    settings = RunSettings(workers=2, shard_pages=4)
    return run_project(Project.open(root, create=True), [str(pages)], work, settings, SilentProgress())


def start(root: Path, pages: Path, pause_s: float) -> subprocess.Popen[bytes]:
    """A run in a process of its own."""
    script = "import sys, pathlib, test_kill; a, b, c = sys.argv[1:]; "
    script += "test_kill.code(pathlib.Path(a), pathlib.Path(b), float(c))"
    command = [sys.executable, "-c", script, str(root), str(pages), str(pause_s)]
    return subprocess.Popen(command, env=os.environ | {"PYTHONPATH": _PATH})


def files(root: Path) -> dict[str, bytes]:
    """Everything in the three folders of shards, half-written files included."""
    found = (path for folder in ("documents", "mentions", "failures") for path in (root / folder).iterdir())
    return {str(path.relative_to(root)): path.read_bytes() for path in found}


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Sixty pages, some of them bad, and an empty file."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(60):
        bad = {7: "BUG", 13: "REFUSED", 21: "FOREIGN"}.get(number, "")
        (folder / f"{number:02}.txt").write_text(f"It was calm in {number}.\nRebels attacked town {number}. {bad}")
    (folder / "empty.txt").write_text("")
    return folder


def test_a_run_killed_again_and_again_ends_with_the_same_bytes(tmp_path: Path, pages: Path) -> None:
    """SIGKILL at six moments drawn by chance: no row is lost, doubled or changed, and no half file stays."""
    code(tmp_path / "whole", pages, 0.0)
    broken = tmp_path / "broken"
    chance = random.Random(20)
    kills = 0
    while kills < _KILLS:
        process = start(broken, pages, pause_s=0.1)
        # Half of the kills strike by the clock, from the first import on; the others as soon as a shard is there,
        # or else a slow machine would kill nothing but starts.
        if kills % 2:
            _wait_for_shard(broken, process)
            time.sleep(chance.uniform(0.0, 0.15))
        else:
            time.sleep(chance.uniform(0.1, 0.9))
        process.kill()
        assert process.wait() == -signal.SIGKILL, "the run ended before it could be killed: give it a longer pause"
        kills += 1
    last = code(broken, pages, 0.0)
    assert 0 < last.n_coded < 57
    assert files(broken) == files(tmp_path / "whole")

    before = {path: path.stat().st_mtime_ns for path in broken.glob("*/*.parquet")}
    again = code(broken, pages, 0.0)
    assert (again.n_new, again.n_coded, again.n_failed, again.n_skipped) == (0, 0, 0, 61)
    assert {path: path.stat().st_mtime_ns for path in broken.glob("*/*.parquet")} == before


def _start_sayso(root: Path, workers: int) -> subprocess.Popen[bytes]:
    """`sayso run` over the demo's pages with the real coder, two pages a shard, in a process of its own."""
    command = [sys.executable, "-m", "sayso", "run", str(DATA / "demo"), "--project", str(root), "--quiet"]
    environment = os.environ | {"PYTHONPATH": _PATH, "SAYSO_SHARD_PAGES": "2"}
    return subprocess.Popen([*command, "--workers", str(workers)], env=environment, stderr=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The shards of the demo's pages, coded by one worker in one go."""
    root = tmp_path_factory.mktemp("unbroken") / "sayso.d"
    assert _start_sayso(root, workers=1).wait() == 3  # one of the pages must fail
    return files(root)


def test_two_workers_code_the_demo_to_the_same_bytes(tmp_path: Path, unbroken: dict[str, bytes]) -> None:
    """The pipeline itself, not only the engine, gives the same bytes in whatever process and order."""
    assert _start_sayso(tmp_path / "sayso.d", workers=2).wait() == 3
    assert files(tmp_path / "sayso.d") == unbroken


def test_the_demo_killed_again_and_again_ends_with_the_same_bytes(tmp_path: Path, unbroken: dict[str, bytes]) -> None:
    """SIGKILL five times, each after one more shard of the real coder was written: nothing lost, doubled or changed."""
    root = tmp_path / "sayso.d"
    chance = random.Random(5)
    for _ in range(5):
        process = _start_sayso(root, workers=2)
        _wait_for_shard(root, process)
        time.sleep(chance.uniform(0.0, 0.1))
        process.kill()
        assert process.wait() == -signal.SIGKILL, "the run ended before it could be killed"
    assert 0 < len(list(root.glob("documents/*.parquet"))) < 16
    assert _start_sayso(root, workers=2).wait() in (0, 3)
    assert files(root) == unbroken


def _wait_for_shard(root: Path, process: subprocess.Popen[bytes]) -> None:
    """Waits until one more shard is written."""
    folder = root / "documents"
    n_before = len(list(folder.glob("*.parquet")))
    while len(list(folder.glob("*.parquet"))) == n_before and process.poll() is None:
        time.sleep(0.01)


def test_workers_of_a_killed_run_leave(tmp_path: Path, pages: Path) -> None:
    """Nobody goes on working for a run that is gone."""
    root = tmp_path / "sayso.d"
    process = start(root, pages, pause_s=0.05)
    _wait_for_shard(root, process)
    workers = [int(each) for each in _children(process.pid)]
    process.kill()
    process.wait()
    deadline = time.monotonic() + 10
    while any(_is_alive(worker) for worker in workers) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert len(workers) == 2
    assert not any(_is_alive(worker) for worker in workers)


def _children(parent: int) -> list[str]:
    return Path(f"/proc/{parent}/task/{parent}/children").read_text().split()


def _is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
