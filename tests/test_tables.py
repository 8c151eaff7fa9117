"""CSV and JSON Lines out of rows."""

from __future__ import annotations

import csv
import io

import pytest

from sayso.tables import csv_line, safe_cell


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_cells_that_a_spreadsheet_would_run_are_made_harmless(text: str) -> None:
    """Text from a page that looks like a formula gets a leading apostrophe."""
    assert safe_cell(text) == "'" + text


@pytest.mark.parametrize(("cell", "expected"), [(None, ""), (True, "true"), (-1.5, "-1.5"), ("Karbala", "Karbala")])
def test_other_cells_are_plain(cell: object, expected: str) -> None:
    """Numbers keep their sign, nothing is added to ordinary text, null is empty."""
    assert safe_cell(cell) == expected


def test_a_line_reads_back_as_it_was() -> None:
    """Quotes, commas and line ends inside cells survive."""
    cells = ['say "no"', "a,b", "two\nlines", ""]
    assert next(csv.reader(io.StringIO(csv_line(cells), newline=""))) == cells
