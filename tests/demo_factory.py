"""The demonstration pages, coded with the tools that ship, for tests of what comes out at the end."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from builders import tools
from link_factory import write_project
from sayso.datafiles import DATA
from sayso.pipeline import code_page
from sayso.records import Coded, Page
from sayso.store.index import build_index

DEMO = DATA / "demo"


@cache
def coded_page(name: str) -> Coded:
    """One demonstration page by the name of its file, without `.html`; coded once a session."""
    path = DEMO / f"{name}.html"
    return code_page(Page(path.name, path.read_bytes(), "text/html"), tools())


def write_demo(folder: Path, names: list[str]) -> Path:
    """A project that holds these pages, with its index."""
    write_project(folder, [coded_page(name) for name in names])
    build_index(folder)
    return folder
