"""Build hook: writes the compiled form of the YAML data files, so that an installed sayso starts quickly."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class DataHook(BuildHookInterface):
    """Compiles `src/sayso/data` before a wheel or an editable install is made; the wheel takes the results along."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Called by hatchling."""
        source = Path(self.root) / "src"
        sys.path.insert(0, str(source))
        from sayso.datafiles import COMPILED_SUFFIX, write_compiled

        write_compiled(source / "sayso" / "data")
        build_data["artifacts"].append(f"*{COMPILED_SUFFIX}")
