"""Runs `sayso` and turns the types of its events into those of a crosswalk: a codebook scored as another one.

    SAYSO_CODEBOOK=police-actions SAYSO="python eval/through_crosswalk.py police-to-plover" \
        ../shared/score/run.sh india_police_events dev

The classes of the crosswalk are `TYPE` or `TYPE/mode`; what has no class there is no event of the other codebook and
is left out. All else that `sayso annotate` answers stays as it is.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from sayso.crosswalk import Crosswalk, find_crosswalk


def main() -> int:
    """Answers standard input as `sayso` with the arguments behind the crosswalk's name does."""
    name, *arguments = sys.argv[1:]
    crosswalk = find_crosswalk(name)
    command = [sys.executable, "-m", "sayso", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        for line in process.stdout or ():
            answer = json.loads(line)
            if "events" in answer:
                answer["events"] = list(translate(answer["events"], crosswalk))
            print(json.dumps(answer, ensure_ascii=False), flush=True)
    return process.returncode


def translate(events: list[dict[str, Any]], crosswalk: Crosswalk) -> Iterator[dict[str, Any]]:
    """The events that have a class, with its type and mode."""
    for event in events:
        code = crosswalk.find(event["type"], event["mode"]).code
        if code is not None:
            kind, _, mode = code.partition("/")
            yield event | {"type": kind, "mode": mode or None}


if __name__ == "__main__":
    sys.exit(main())
