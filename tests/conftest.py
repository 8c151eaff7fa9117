"""Fixtures for all tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("sayso", deadline=None, derandomize=True)
settings.load_profile("sayso")

_SHARED = Path(os.environ.get("SAYSO_SHARED", Path(__file__).resolve().parents[2] / "shared"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of gold data and specimens (SAYSO_SHARED, by default `../shared` beside the checkout)."""
    if not (_SHARED / "gold").is_dir():
        pytest.skip(f"no gold data at {_SHARED}: set SAYSO_SHARED to its folder to run this test")
    return _SHARED


def pytest_report_header() -> str:
    """Says at the top of every run whether the gold data is there."""
    there = (_SHARED / "gold").is_dir()
    return "gold data: found" if there else f"gold data: ABSENT at {_SHARED}: tests marked gold are skipped"
