"""CPU time and memory of coding a page, as ratios against spaCy's parse of the same pages in the same run.

    python benchmarks/throughput.py [FOLDER]      HTML pages; by default the demonstration pages that ship

A ratio says more than a rate: the machine's speed and what else runs on it cancel out.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from sayso.datafiles import DATA
from sayso.errors import PageError
from sayso.extract import extract_document
from sayso.pipeline import code_page, code_reading, read_document
from sayso.records import Document, Page
from sayso.segment import split_sentences
from sayso.toolkit import Tools, load_tools

ROUNDS = 3


def main() -> None:
    """Prints one line a stage."""
    started = time.perf_counter()
    tools = load_tools("plover")
    loading = time.perf_counter() - started
    pages = read_pages(Path(sys.argv[1]) if len(sys.argv) > 1 else DATA / "demo")
    documents = [document for document in map(extract, pages) if document is not None and document.language != "es"]
    words = sum(len(document.text.split()) for document in documents)
    readings = [read_document(document, tools) for document in documents]
    stages: list[tuple[str, Callable[[], object]]] = [
        ("reference: parse", lambda: [parse(document, tools) for document in documents]),
        ("extract", lambda: [extract(page) for page in pages]),
        ("encode", lambda: [tools.encoder.encode(each.document, each.sentences) for each in readings]),
        ("code what was read", lambda: [code_reading(reading, tools) for reading in readings]),
        ("whole page", lambda: [code(page, tools) for page in pages]),
    ]
    best = {name: min(cpu_time(run) for _ in range(ROUNDS)) for name, run in stages}
    reference = best["reference: parse"]
    print(f"{len(documents)} pages of {words / len(documents):.0f} words; best of {ROUNDS}; loading {loading:.1f} s")
    for name, spent in best.items():
        print(f"{name:20} {spent / words * 400e3:7.1f} ms a 400 words   {spent / reference:5.2f} x reference")
    print(f"peak memory          {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:7.0f} MB")


def read_pages(folder: Path) -> list[Page]:
    """The HTML pages of a folder."""
    return [Page(str(path), path.read_bytes(), "text/html") for path in sorted(folder.glob("*.html"))]


def extract(page: Page) -> Document | None:
    """The page's document, or None where it has none."""
    try:
        return extract_document(page)
    except PageError:
        return None


def parse(document: Document, tools: Tools) -> object:
    """spaCy's work on one document."""
    return tools.parser.parse(document, split_sentences(document))


def code(page: Page, tools: Tools) -> object:
    """Everything."""
    try:
        return code_page(page, tools)
    except PageError:
        return None


def cpu_time(run: Callable[[], object]) -> float:
    """Seconds of CPU that a call takes."""
    before = time.process_time()
    run()
    return time.process_time() - before


if __name__ == "__main__":
    main()
