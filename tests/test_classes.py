"""The classes of a crosswalk, added to events as they come out of the commands."""

from __future__ import annotations

import json

import pytest

from sayso.classes import add_classes
from sayso.crosswalk import crosswalk_names, find_crosswalk
from sayso.errors import DataFileError, InputError


def test_json_lines_get_a_class_or_the_reason_why_not() -> None:
    """An event has the code of its type and mode; where they leave it open, the reason."""
    lines = [b'{"type": "PROTEST", "mode": "riot"}\n', b"\n", b'{"type": "AID", "mode": null}\n']
    riot, aid = (json.loads(line) for line in add_classes(lines, find_crosswalk("acled-like")))
    assert riot == {"type": "PROTEST", "mode": "riot", "class": "violent-demonstration", "class_reason": None}
    assert aid["class"] is None
    assert aid["class_reason"] == "the scheme has no class for it"


def test_the_events_of_annotate_and_the_mention_of_mentions_get_classes() -> None:
    """The class stands beside the type, wherever that is; error lines stay as they are."""
    lines = [
        b'{"id": "1", "events": [{"type": "ASSAULT", "mode": "aerial"}]}\n',
        b'{"mention": {"type": "COERCE", "mode": "arrest"}}\n',
        b'{"id": "2", "error": {"code": "bad row"}}\n',
    ]
    annotated, telling, error = (json.loads(line) for line in add_classes(lines, find_crosswalk("acled-like")))
    assert annotated["events"][0]["class"] == "air-or-drone-strike"
    assert telling["mention"]["class"] == "arrests"
    assert error == {"id": "2", "error": {"code": "bad row"}}


def test_csv_gets_two_columns_and_keeps_its_cells() -> None:
    """The columns come last; what was made harmless for spreadsheets is not escaped twice."""
    lines = [b"event_id,type,mode,sentence\n", b"1,PROTEST,riot,'=1+1\n"]
    assert b"".join(add_classes(lines, find_crosswalk("cameo"))).decode().splitlines() == [
        "event_id,type,mode,sentence,class,class_reason",
        "1,PROTEST,riot,'=1+1,145,",
    ]


def test_a_type_of_another_codebook_is_an_error() -> None:
    """Events of a codebook that the crosswalk is not for are refused with the line."""
    with pytest.raises(InputError, match="line 1: crosswalk 'cameo' is for codebook 'plover', without type 'KILL'"):
        list(add_classes([b'{"type": "KILL"}'], find_crosswalk("cameo")))


def test_the_crosswalks_that_ship_are_found_by_name() -> None:
    """Each loads with its codebook; an unknown name is told with those that there are."""
    assert crosswalk_names() == ["acled-like", "cameo", "police-to-plover"]
    assert {name: find_crosswalk(name).codebook for name in crosswalk_names()} == {
        "acled-like": "plover",
        "cameo": "plover",
        "police-to-plover": "police-actions",
    }
    with pytest.raises(DataFileError, match="no crosswalk 'camea'; those that ship are acled-like, cameo"):
        find_crosswalk("camea")


def test_the_rows_of_a_crosswalk_are_all_its_types_and_modes() -> None:
    """Types come with no mode, and each of their own rows behind."""
    rows = [(kind, mode, target.code) for kind, mode, target in find_crosswalk("police-to-plover").rows()]
    assert rows == [
        ("KILL", None, "ASSAULT/targeted"),
        ("ARREST", None, "COERCE/arrest"),
        ("FORCE", None, "ASSAULT"),
        ("FAIL", None, None),
        ("ACT", None, "MOBILIZE/police"),
    ]
