"""CPU time of the place, time and actor steps, as ratios against spaCy's parse of the same pages in the same run.

    python benchmarks/where_when_who.py [FOLDER]      HTML pages; by default the demonstration pages that ship

The first round is told apart: it meets every name for the first time, the later ones find the latest names in memory.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from sayso.actors import find_actors
from sayso.arguments import find_arguments
from sayso.attribution import find_attributions
from sayso.datafiles import DATA
from sayso.pipeline import _spans_of_actors, read_document
from sayso.places import find_places
from sayso.times import find_times
from sayso.toolkit import load_tools
from sayso.triggers import find_triggers
from throughput import ROUNDS, cpu_time, extract, parse, read_pages


def main() -> None:
    """Prints one line a step: first round, best of the others, and its ratio to the parse."""
    tools = load_tools("plover")
    pages = read_pages(Path(sys.argv[1]) if len(sys.argv) > 1 else DATA / "demo")
    documents = [document for document in map(extract, pages) if document is not None and document.language != "es"]
    words = sum(len(document.text.split()) for document in documents)
    readings = [read_document(document, tools) for document in documents]
    spans = []
    for each in readings:
        arguments = find_arguments(find_triggers(each.parses, tools.codebook), each.parses, tools.codebook)
        attributions = find_attributions(each.document, each.parses, tools.saying, each.windows)
        spans.append(_spans_of_actors(arguments, attributions))
    steps: list[tuple[str, Callable[[], object]]] = [
        ("reference: parse", lambda: [parse(document, tools) for document in documents]),
        ("places", lambda: [find_places(r.document, r.parses, tools.gazetteer, tools.place_words) for r in readings]),
        ("times", lambda: [find_times(r.document, r.parses, tools.times) for r in readings]),
        (
            "actors",
            lambda: [find_actors(r.document, r.parses, s, tools.actors) for r, s in zip(readings, spans, strict=True)],
        ),
    ]
    print(f"{len(documents)} pages of {words / len(documents):.0f} words; first round, best of {ROUNDS} later ones")
    reference = total = 0.0
    for name, run in steps:
        first, best = cpu_time(run), min(cpu_time(run) for _ in range(ROUNDS))
        reference = reference or best
        total += best if name != "reference: parse" else 0.0
        per_page = f"{first / words * 400e3:7.2f} {best / words * 400e3:7.2f} ms a 400 words"
        print(f"{name:18} {per_page} {best / reference:6.3f} x")
    print(f"{'all three':18} {'':7} {total / words * 400e3:7.2f} ms a 400 words {total / reference:6.3f} x")


if __name__ == "__main__":
    main()
