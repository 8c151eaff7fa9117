"""The command line as its users meet it: a small project coded once, every command in a process of its own."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from sayso.datafiles import DATA

PAGES = (
    "meridian-moundou-shelling",
    "northgate-moundou-wire",
    "ledger-karbala-consulate",
    "plainrecord-moundou-accusation",
)

COMMANDS = (
    "run annotate codebook suggest crosswalk gazetteer "
    "events mentions reports copies failures show serve demo config doctor"
).split()


@dataclass(frozen=True, slots=True)
class Said:
    """What a command answered."""

    status: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.out.splitlines()]


Say = Callable[..., Said]


def sayso(*arguments: str, folder: Path, environment: Mapping[str, str] | None = None, lines: str = "") -> Said:
    """Runs `sayso` in `folder`, in a process of its own, without the settings of whoever runs the tests."""
    done = subprocess.run(
        [sys.executable, "-m", "sayso", *arguments],
        cwd=folder,
        env=_environment(folder) | dict(environment or {}),
        input=lines,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return Said(done.returncode, done.stdout, done.stderr)


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SAYSO_") and name != "COLUMNS"}
    return kept | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "XDG_CONFIG_HOME": str(folder / "config")}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with four of the demo's pages, an empty one, and the project coded from them."""
    folder = tmp_path_factory.mktemp("cli")
    pages = folder / "pages"
    pages.mkdir()
    for name in PAGES:
        (pages / f"{name}.html").write_bytes((DATA / "demo" / f"{name}.html").read_bytes())
    (pages / "empty.html").write_bytes(b"")
    said = sayso("run", "pages", folder=folder)
    assert said.status == 3, said.err
    assert said.out == ""
    return folder


@pytest.fixture(scope="module")
def say(folder: Path) -> Say:
    """Runs a command beside the project."""
    return lambda *arguments, **environment: sayso(*arguments, folder=folder, environment=environment)


# ---------------------------------------------------------------- run


def test_a_run_with_a_bad_page_says_so_once(say: Say) -> None:
    """The first run gave 3; the second has nothing to do, gives 0 and still mentions the failure."""
    again = say("run", "pages", "--quiet")
    assert (again.status, again.out) == (0, "")
    assert "5 of 5 pages were there already (1 of them as failures)" in again.err
    said = say("failures")
    assert (said.status, said.out) == (0, "ingest: empty: pages/empty.html\n    pages/empty.html is empty\n")


@pytest.mark.parametrize("location", ["nowhere.html", "pages/*.pdf"])
def test_a_location_that_does_not_exist_is_a_usage_error(say: Say, folder: Path, location: str) -> None:
    """Status 2, the location in the message, and no project folder made."""
    said = say("run", location, "--project", "other.d")
    assert (said.status, said.out) == (2, "")
    assert said.err == f"sayso: there is no file, folder or match for {location!r}\n"
    assert not (folder / "other.d").exists()


def test_a_folder_without_pages_is_said(say: Say, tmp_path: Path) -> None:
    """Nothing to code is no failure, but is told with what would have been read."""
    (tmp_path / "none").mkdir()
    said = say("run", str(tmp_path / "none"), "--project", str(tmp_path / "p.d"))
    assert said.status == 0
    assert said.err.startswith("no page in the inputs: folders are searched for .html, ")


def test_a_codebook_that_does_not_exist_is_named(say: Say, tmp_path: Path) -> None:
    """Status 1, and nothing is made."""
    said = say("run", "pages", "--codebook", "nope", "--project", str(tmp_path / "p.d"))
    assert (said.status, said.out) == (1, "")
    assert "no codebook 'nope'" in said.err
    assert not (tmp_path / "p.d").exists()


def test_own_actors_are_coded_and_part_of_the_fingerprint(say: Say, tmp_path: Path) -> None:
    """A user's file says who is who, and a change of it codes the pages again that are given."""
    (tmp_path / "page.txt").write_text("The River Front attacked the town of Maroua on Monday, police said.")
    mine = tmp_path / "mine.yml"
    project = str(tmp_path / "p.d")
    arguments = ("run", str(tmp_path / "page.txt"), "--actors", str(mine), "--quiet", "--project", project)
    for sector in ("REB", "PRM"):
        mine.write_text(
            f"actors:\n  - {{id: river, names: [River Front], country: CMR, sectors: [{sector}], kind: armed}}\n"
        )
        assert say(*arguments).err.startswith("1 pages coded")
        told = say("mentions", "--project", project).out
        assert [a["codes"] for a in json.loads(told)["mention"]["actors"]] == [[f"CMR {sector}"]]
    assert say(*arguments).err.startswith("0 pages coded")


def test_own_actors_that_do_not_load_are_named(say: Say, tmp_path: Path) -> None:
    """Status 1, file and line in the message, and nothing is made."""
    mine = tmp_path / "mine.yml"
    mine.write_text("actors:\n  - {id: river, names: [River Front], sectors: [ARMY], kind: armed}\n")
    said = say("run", "pages", "--actors", str(mine), "--project", str(tmp_path / "p.d"))
    assert (said.status, said.out) == (1, "")
    assert said.err.startswith("sayso: unknown sector 'ARMY' of actor 'river'; known: AGR, ")
    assert said.err.endswith(f"({mine}:2)\n")
    assert not (tmp_path / "p.d").exists()


def test_ctrl_c_stops_a_run_and_the_next_one_goes_on(say: Say, folder: Path, tmp_path: Path) -> None:
    """Status 130 and a message, never a traceback; what was not coded is coded by the same command."""
    for number in range(16):
        text = f"Rebels attacked the town of Maroua on Monday, police said. It was attack number {number}."
        (tmp_path / f"{number:02}.txt").write_text(text)
    command = [sys.executable, "-m", "sayso", "run", str(tmp_path), "--project", str(tmp_path / "p.d")]
    environment = _environment(folder) | {"SAYSO_SHARD_PAGES": "1"}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        while not list(tmp_path.glob("p.d/documents/*.parquet")) and process.poll() is None:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert err.splitlines()[-1].startswith("stopped after ")
    assert "Traceback" not in err
    last = say("run", str(tmp_path), "--project", str(tmp_path / "p.d"))
    assert last.status == 0
    assert len(say("mentions", "--project", str(tmp_path / "p.d")).rows) >= 16


# ---------------------------------------------------------------- tables and streams


def test_csv_reads_back_and_holds_the_same_events_as_json(say: Say) -> None:
    """One record an event, in the same order; its header names the columns."""
    rows = list(csv.DictReader(io.StringIO(say("events", "--csv").out, newline="")))
    events = say("events", "--json").rows
    assert [row["event_id"] for row in rows] == [event["id"] for event in events]
    assert [row["type"] for row in rows] == [event["type"] for event in events]
    assert len(rows) > 5


def test_a_table_shows_every_event_within_the_width(say: Say) -> None:
    """At 80, 100 and 160 columns no line is longer than that, and each event's id stands at the start of a line."""
    ids = [str(event["id"])[:10] for event in say("events", "--json").rows]
    for width in (80, 100, 160):
        lines = say("events", COLUMNS=str(width)).out.splitlines()
        assert max(map(len, lines)) <= width
        assert [line[:10] for line in lines if line[:10] in ids] == ids


def test_standard_output_holds_data_only(say: Say) -> None:
    """What is said about the table goes to standard error."""
    said = say("events")
    assert "See one in full: sayso show ID" in said.err
    assert "sayso show" not in said.out


@pytest.mark.parametrize("command", ["mentions", "events"])
def test_a_reader_that_leaves_is_no_failure(folder: Path, command: str) -> None:
    """`sayso mentions | head -0` ends quietly, and so does the table."""
    asked = [sys.executable, "-m", "sayso", command]
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        asked, cwd=folder, env=_environment(folder), stdout=writer, stderr=subprocess.PIPE, timeout=60, check=False
    )
    os.close(writer)
    assert (done.returncode, b"Error" in done.stderr, b"Traceback" in done.stderr) == (0, False, False)


def test_filters_combine(say: Say) -> None:
    """Each filter narrows what the others leave; day bounds are inclusive, case does not matter."""
    shelled = say("events", "--json", "--type", "assault", "--place", "moundou").rows
    assert shelled
    assert {event["type"] for event in shelled} == {"ASSAULT"}
    dated = next(event for event in shelled if event["first"])
    day = str(dated["first"])
    bounds = ("--since", day, "--until", day)
    found = say("events", "--json", "--type", "ASSAULT", "--place", "Moundou", *bounds).rows
    assert dated["id"] in [event["id"] for event in found]
    assert say("events", "--json", "--type", "PROTEST", "--place", "Moundou", *bounds).rows == []
    assert say("events", "--json", "--actor", "no such actor").rows == []


def test_mentions_and_reports_belong_to_the_events_chosen(say: Say) -> None:
    """The same filter gives the tellings and the reports of those events only."""
    chosen = {event["id"] for event in say("events", "--json", "--type", "ACCUSE").rows}
    assert chosen
    assert {row["event_id"] for row in say("mentions", "--type", "ACCUSE").rows} == chosen
    assert {row["event_id"] for row in say("reports", "--type", "ACCUSE").rows} == chosen


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("events", "--since", "yesterday"), "Error: Invalid value for '--since': 'yesterday' is not a day YYYY-MM-DD"),
        (("events", "--json", "--csv"), "Error: --json and --csv exclude each other"),
        (("events", "--limit", "0"), "Error: Invalid value for '--limit': 0 is not in the range x>=1."),
        (("annotate",), "Error: give --layer (once or more) or --corpus"),
        (("run",), "Error: Missing argument 'PAGES...'."),
        (("fly",), "Error: No such command 'fly'."),
    ],
)
def test_a_command_used_wrongly_gives_two(say: Say, arguments: tuple[str, ...], message: str) -> None:
    """The last line says what is wrong; nothing is on standard output."""
    said = say(*arguments)
    assert (said.status, said.out) == (2, "")
    assert said.err.splitlines()[-1] == message


def test_a_project_that_is_not_there_is_a_failure(say: Say) -> None:
    """Status 1, with what to do."""
    said = say("events", "--project", "nowhere.d")
    assert (said.status, said.out) == (1, "")
    assert said.err == "sayso: there is no project at nowhere.d; make one: sayso run PAGES --project nowhere.d\n"


def test_an_index_that_does_not_fit_on_the_disk_is_said(folder: Path, tmp_path: Path) -> None:
    """Status 1, a message without a traceback, and no half-written index; with room again it is built."""
    shutil.copytree(folder / "sayso.d", tmp_path / "sayso.d", ignore=shutil.ignore_patterns("index.duckdb"))
    limited = f'ulimit -f 200; exec "{sys.executable}" -m sayso events --json'
    done = subprocess.run(
        ["bash", "-c", limited], cwd=tmp_path, env=_environment(tmp_path), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("sayso: cannot write the index sayso.d/index.")
    assert "Traceback" not in done.stderr
    assert list((tmp_path / "sayso.d").glob("index*")) == []
    assert sayso("events", "--json", folder=tmp_path).out == sayso("events", "--json", folder=folder).out


# ---------------------------------------------------------------- show


@pytest.fixture(scope="module")
def ids(say: Say) -> dict[str, str]:
    """An id of each kind."""
    told = say("mentions").rows[0]
    mention = told["mention"]
    assert isinstance(mention, dict)
    named = {"EVENT": told["event_id"], "REPORT": told["report_id"], "DOCUMENT": mention["document_id"]}
    return {kind: str(id_) for kind, id_ in named.items()} | {"MENTION": str(mention["id"])}


@pytest.mark.parametrize("kind", ["EVENT", "REPORT", "DOCUMENT"])
def test_show_takes_an_id_or_a_prefix_of_any_kind(say: Say, ids: dict[str, str], kind: str) -> None:
    """The whole id and its first ten characters show the same."""
    whole = say("show", ids[kind])
    assert (whole.status, whole.out.splitlines()[0]) == (0, f"{kind} {ids[kind]}")
    assert say("show", ids[kind][:10]) == whole


def test_show_gives_a_mention_with_its_words_and_what_is_missing(say: Say, ids: dict[str, str]) -> None:
    """Its sentence, its chain, its trigger with characters."""
    out = say("show", ids["MENTION"]).out
    assert f"mention  {ids['MENTION']}" in out
    for label in ("chain", "told as", "what", "missing"):
        assert f"\n       {label} " in out


def test_show_as_json_is_one_object(say: Say, ids: dict[str, str]) -> None:
    """The event with its tellings."""
    (row,) = say("show", ids["EVENT"], "--json").rows
    event = row["event"]
    assert isinstance(event, dict)
    assert event["id"] == ids["EVENT"]
    assert row["tellings"]


@pytest.mark.parametrize("id_", ["zzz", ""])
def test_an_id_that_nothing_has_is_said(say: Say, id_: str) -> None:
    """Status 1, and how to list ids."""
    said = say("show", id_)
    assert (said.status, said.out) == (1, "")
    assert said.err == (
        f"sayso: the project holds no event, report, mention or document {id_!r}; list them: sayso events\n"
    )


def test_a_prefix_of_several_names_them(say: Say) -> None:
    """Some character begins several ids; each is named with its kind, whatever kinds they are."""
    ids = [str(event["id"]) for event in say("events", "--json").rows]
    first = next(id_[0] for id_ in ids if sum(other[0] == id_[0] for other in ids) > 1)
    said = say("show", first)
    assert (said.status, said.out) == (1, "")
    assert said.err.startswith(f"sayso: several ids begin with {first!r}: ")
    assert "event " in said.err
    assert said.err.endswith("; give more of the id\n")


# ---------------------------------------------------------------- a user's own places


def test_a_built_gazetteer_and_own_places_answer(tmp_path: Path) -> None:
    """`gazetteer build` writes a file that `annotate` takes, together with a CSV of the user's own."""
    town = "13\tTestville\tTestville\t\t36.41\t43.41\tP\tPPL\tIQ\t\t77\t12\t\t\t4000\t\t0\tAsia/Baghdad\t2020-01-01\n"
    (tmp_path / "IQ.txt").write_text(town, encoding="utf-8")
    built = sayso("gazetteer", "build", "IQ.txt", "--out", "mine.bin", folder=tmp_path)
    assert (built.status, built.out) == (0, "")
    assert re.fullmatch(r"mine\.bin: \d+ places, 0\.\d MB\n", built.err)
    (tmp_path / "own.csv").write_text("name,latitude,longitude,country\nBravo Camp,36,44,IRQ\n", encoding="utf-8")
    lines = json.dumps({"id": "a", "text": "Shells fell in Testville and in Bravo Camp in Iraq."})
    options = ("--layer", "places", "--gazetteer", "mine.bin", "--extra", "own.csv")
    said = sayso("annotate", *options, folder=tmp_path, lines=lines)
    places = said.rows[0]["places"]
    assert isinstance(places, list)
    assert [(p["name"], p["latitude"], p["geoname_id"]) for p in places[:2]] == [
        ("Testville", 36.41, 13),
        ("Bravo Camp", 36.0, None),
    ]


def test_a_mistake_in_the_own_places_is_told_with_its_line(tmp_path: Path) -> None:
    """Status 1, file and line, and no project is made."""
    (tmp_path / "page.txt").write_text("Shells fell.", encoding="utf-8")
    (tmp_path / "own.csv").write_text("name,latitude,longitude\nBravo,north,44\n", encoding="utf-8")
    said = sayso("run", "page.txt", "--extra", "own.csv", folder=tmp_path)
    assert (said.status, said.err) == (1, "sayso: latitude 'north' is no number from -90 to 90 (own.csv:2)\n")
    assert not (tmp_path / "sayso.d").exists()


# ---------------------------------------------------------------- settings, help, doctor


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(say: Say, command: str) -> None:
    """`--help` gives status 0 and a sentence."""
    said = say(command, "--help")
    assert (said.status, said.err) == (0, "")
    assert f" {command} [OPTIONS]" in said.out.splitlines()[0]
    assert len(said.out.splitlines()[2]) > len("  Code pages.")


def test_config_says_where_a_setting_comes_from(say: Say) -> None:
    """The environment wins over the default."""
    lines = say("config", "--origin", SAYSO_SHARD_PAGES="7").out.splitlines()
    assert "shard_pages = 7    # environment" in lines
    assert "workers = 1    # default" in lines


def test_an_unknown_setting_is_a_usage_error(tmp_path: Path) -> None:
    """The message names the file and the setting that was probably meant."""
    (tmp_path / "sayso.toml").write_text("worker = 2\n")
    said = sayso("events", folder=tmp_path)
    assert (said.status, said.out) == (2, "")
    assert said.err == f"sayso: unknown setting 'worker' ({tmp_path}/sayso.toml); did you mean 'workers'?\n"


def test_doctor_finds_nothing_wrong(say: Say) -> None:
    """Versions, model and project, one a line, all well."""
    said = say("doctor")
    names = [line.split()[1] for line in said.out.splitlines()]
    assert {"sayso", "python", "spacy", "codebook", "places.bin", "project", "disk", "lock"} <= set(names)
    wrong = [line for line in said.out.splitlines() if not line.startswith("ok ")]
    assert [line for line in wrong if " disk " not in line] == []


def test_doctor_names_a_codebook_that_does_not_load(say: Say) -> None:
    """Status 1 and the line that is bad."""
    said = say("doctor", SAYSO_CODEBOOK="nope")
    assert said.status == 1
    assert any(line.startswith("BAD  codebook") for line in said.out.splitlines())
