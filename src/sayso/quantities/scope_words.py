"""Words and weights by which a page's own dead and injured are told from other events': `quantity_scope.yml`."""

from __future__ import annotations

from pathlib import Path

import msgspec

from sayso.datafiles import read_yaml


class ScopeWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`quantity_scope.yml`: words by what they hint at, and a weight for each feature of a number of a kind."""

    cues: dict[str, frozenset[str]]
    deadly: frozenset[str]
    hurt: frozenset[str]
    threshold: float
    weights: dict[str, dict[str, float]]


def load_scope(path: Path) -> ScopeWords:
    """The scope words at `path`.

    Raises:
        DataFileError: the file does not load.
    """
    return read_yaml(path, ScopeWords)
