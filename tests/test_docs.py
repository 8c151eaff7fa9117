"""The documentation says what is so: links lead somewhere, commands exist, tables name what the code has."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

import msgspec
import pyarrow as pa
import pytest

from builders import tools, words
from factory import page
from sayso import records, tables, toolkit
from sayso.arguments import find_arguments
from sayso.cli import cli
from sayso.codebook import keys, load_codebook, senses
from sayso.errors import DataFileError
from sayso.extract import extract_document, publication
from sayso.pipeline import code_page
from sayso.records import CERTAINTIES, EventMention
from sayso.segment import split_sentences
from sayso.store import rows, schema
from sayso.times import values
from sayso.toolkit import Tools
from sayso.triggers import find_triggers

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "sayso"
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
CODEBOOKS = (ROOT / "docs" / "codebooks.md").read_text(encoding="utf-8")
FORMATS = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    """The code blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def section(text: str, heading: str) -> str:
    """What stands under a heading, down to the next one of its depth or above."""
    depth = len(heading) - len(heading.lstrip("#"))
    found = re.search(rf"^{re.escape(heading)}\n(.*?)(?=^#{{1,{depth}}} |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found is not None, heading
    return found[1]


def table(text: str) -> list[list[str]]:
    """The cells of all table rows, heads and rules left out."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    body = [line for line, after in zip(lines, [*lines[1:], ""], strict=True) if not re.match(r"\|[-|]+$", after)]
    cells = [re.split(r"(?<!\\)\|", line.strip("|")) for line in body if not re.match(r"\|[-|]+$", line)]
    return [[cell.strip() for cell in row] for row in cells]


def named(text: str) -> set[str]:
    """Everything that a text sets in backticks."""
    return set(re.findall(r"`([^`\n]+)`", text))


# ---------------------------------------------------------------- links and commands


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_relative_link_leads_somewhere(path: Path) -> None:
    """What a page links to is there, a heading of it included."""
    text = path.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        file, _, anchor = target.partition("#")
        if "://" in file:
            continue
        found = (path.parent / file) if file else path
        assert found.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.*)$", found.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in headings}, target


def test_every_command_of_the_readme_exists() -> None:
    """The README's shell blocks name subcommands of sayso and targets of make that there are."""
    shell = "\n".join(blocks(PAGES[0].read_text(encoding="utf-8"), "(?:sh|bash)?"))
    used = re.findall(r"^(?:\$ )?(sayso|make) ([a-z]+)", shell, re.MULTILINE)
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    known = {"sayso": set(cli.commands), "make": set(targets)}
    assert [each for each in used if each[1] not in known[each[0]]] == []
    assert {("make", "demo"), ("make", "test"), ("sayso", "run")} <= set(used)


# ---------------------------------------------------------------- codebooks.md


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Tools:
    """The example codebook, loaded."""
    path = tmp_path_factory.mktemp("codebook") / "mine.yml"
    path.write_text(blocks(CODEBOOKS, "yaml")[0], encoding="utf-8")
    return replace(tools(), codebook=load_codebook(str(path)))


def told(example: Tools, text: str) -> list[EventMention]:
    """The tellings of a sentence, the plainest first."""
    return sorted(code_page(page(text), example).mentions, key=lambda each: -each.score)


def test_the_example_codebook_codes(example: Tools) -> None:
    """The worked example gives types, modes, sides and numbers of its own."""
    (mention,) = told(example, "Officers arrested dozens of teachers outside the court, journalists said.")
    assert (mention.type, mention.mode, mention.contexts) == ("DETAIN", "mass", ("press",))
    assert (words(mention.actors), words(mention.recipients)) == (["Officers"], ["dozens of teachers"])
    assert [each.kind for each in mention.quantities] == ["arrested"]
    assert mention.codebook == example.codebook.version


def test_the_example_codebook_puts_what_is_to_come_first(example: Tools) -> None:
    """`future` retypes what police will do; what they did keeps its type."""
    (to_come,) = told(example, "Police will break up the vigil.")
    assert (to_come.type, words(to_come.recipients)) == ("WARN", ["the vigil"])
    (done,) = told(example, "Police broke up the vigil.")
    assert (done.type, words(done.recipients)) == ("DISPERSE", ["the vigil"])


@pytest.mark.parametrize(
    ("was", "now", "status", "printed"),
    [("", "", False, ""), ("trigger: detained", "trigger: reporters", True, "DETAIN Police detained three reporters")],
)
def test_the_script_of_the_page_runs_the_examples_of_the_page(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    *,
    was: str,
    now: str,
    status: bool,
    printed: str,
) -> None:
    """The script finds nothing wrong with the example codebook, and names what is wrong in a broken one."""
    path = tmp_path / "mine.yml"
    path.write_text(blocks(CODEBOOKS, "yaml")[0].replace(was, now), encoding="utf-8")
    monkeypatch.setattr(toolkit, "load_tools", lambda name: replace(tools(), codebook=load_codebook(name)))
    monkeypatch.setattr(sys, "argv", ["check.py", str(path)])
    script = next(each for each in blocks(CODEBOOKS, "python") if "counterexamples" in each)
    with pytest.raises(SystemExit) as ended:
        exec(compile(script, "check.py", "exec"), {"__name__": "__main__"})
    out = capsys.readouterr().out
    assert ended.value.code is status, out
    assert out.startswith(printed)
    assert bool(out) is status


def test_the_mistakes_that_the_page_warns_of_are_mistakes(tmp_path: Path) -> None:
    """Bare `on` and bare `@` do not load, and one side of `verb_roles` leaves the other to the encoder."""
    path = tmp_path / "mine.yml"
    good = blocks(CODEBOOKS, "yaml")[0]
    for was, now in (("[at, against]", "[on, against]"), ('["@police"]', "[@police]")):
        assert was in good
        path.write_text(good.replace(was, now), encoding="utf-8")
        with pytest.raises(DataFileError, match=r"mine\.yml:\d+"):
            load_codebook(str(path))
    path.write_text(good.replace("{actor: [subject], recipient: [object]}", "{actor: [subject]}"), encoding="utf-8")
    one_sided = replace(tools(), codebook=load_codebook(str(path)))
    document = extract_document(page("Police detained three reporters near the bridge."))
    parses = one_sided.parser.parse(document, split_sentences(document))
    (found,) = find_arguments(find_triggers(parses, one_sided.codebook), parses, one_sided.codebook)
    assert (words(found.actors), words(found.recipients)) == (["Police"], [])


PRECEDENCE = [
    ("The army will attack the port.", ["THREATEN"]),
    ("The army will not attack the port.", ["REJECT"]),
    ("France will send aid to the islands.", ["AGREE"]),
    ("The army will withdraw its troops from the valley.", ["CONCEDE"]),
    ("The union will march against the tax on Friday.", ["PROTEST"]),
    ("The union will not march against the tax.", ["CONCEDE"]),
    ("The army will deploy troops along the border.", ["MOBILIZE"]),
    ("Iran and Iraq will hold talks.", ["AGREE"]),
]


@pytest.mark.parametrize(("text", "types"), PRECEDENCE)
def test_what_is_to_come_is_of_the_type_that_the_page_says(text: str, types: list[str]) -> None:
    """PLOVER's precedence, rule by rule, as the page tells it."""
    assert [each.type for each in told(tools(), text)] == types


KEYS = {
    "### Of the codebook": (keys.Header,),
    "### Of a type": (keys.EventType,),
    "### Of an entry": (keys.Entry,),
    "### Of a condition": (keys.When,),
    "### Of an example": (keys.Example, keys.Counterexample),
}


@pytest.mark.parametrize("heading", KEYS)
def test_every_key_of_a_codebook_is_explained(heading: str) -> None:
    """The first column of each table of keys holds the keys that the loader knows, no more and no less."""
    explained = {key for row in table(section(CODEBOOKS, heading)) for key in named(row[0])}
    assert explained == {name for shape in KEYS[heading] for name in shape.__struct_fields__}


def test_every_place_of_a_role_is_explained() -> None:
    """The table of places has each one that is no preposition."""
    explained = {key for row in table(section(CODEBOOKS, "## How it works")) for key in named(row[0])}
    assert explained == senses.ROLES - senses.PREPOSITIONS


def test_the_table_of_plover_is_the_codebook_that_ships() -> None:
    """Types, modes in their order and types that go before are those of the data."""
    names = ("future", "promised", "intended", "refused")
    wanted = [
        [name, ", ".join(kind.modes) or "-", *(getattr(kind, each) or "-" for each in names)]
        for name, kind in load_codebook("plover").types.items()
    ]
    assert [row for row in table(section(CODEBOOKS, "## PLOVER as shipped")) if len(row) == 6] == wanted


def test_what_is_said_of_plover_holds() -> None:
    """Defaults, required recipients, and the modes and contexts of the conversion file that are not taken."""
    plover = load_codebook("plover")
    assert {n: k.default_mode for n, k in plover.types.items() if k.default_mode} == {
        "PROTEST": "demo",
        "MOBILIZE": "troops",
    }
    assert [n for n, k in plover.types.items() if k.recipient_required] == ["COOPERATE", "AID", "SANCTION"]
    foreign = {
        "RETREAT": {"return", "ease"},
        "THREATEN": {"ban", "political"},
        "COERCE": {"ban"},
        "ASSAULT": {"seize", "assassinate", "pro_autocracy", "cleansing", "massacre"},
    }
    assert {n: modes & set(plover.types[n].modes) for n, modes in foreign.items()} == {name: set() for name in foreign}
    assert not {"humanitarian", "democracy"} & set(plover.contexts)


# ---------------------------------------------------------------- formats.md

# Fields of each struct; what a cell says of a field stands in brackets.
STRUCTS = {
    tuple(re.findall(r"`(\w+)`", re.sub(r"\([^)]*\)", "", row[1]))): row[0]
    for row in table(section(FORMATS, "### Structs"))
}
TYPES = {
    pa.string(): "text",
    pa.int32(): "integer",
    pa.int64(): "integer",
    pa.float64(): "number",
    pa.bool_(): "boolean",
}


def described(kind: pa.DataType) -> str:
    """A type in the page's words."""
    if pa.types.is_list(kind):
        return f"list of {described(kind.value_type)}"
    if pa.types.is_struct(kind):
        return STRUCTS[tuple(field.name for field in kind)]
    return TYPES[kind]


@pytest.mark.parametrize("name", ["documents", "mentions", "failures"])
def test_every_column_is_explained_with_its_type(name: str) -> None:
    """Each Parquet table of the page has the columns of the schema, in order, with their types."""
    listed = [[cell.strip("`") for cell in row[:2]] for row in table(section(FORMATS, f"### {name}"))]
    fields_of = getattr(schema, name.upper())
    assert listed == [[field.name, described(field.type)] for field in fields_of]


def test_the_columns_of_the_csv_are_explained() -> None:
    """The page has the columns of `sayso events --csv` in their order, and counts them rightly for Stata."""
    listed = [row[0].strip("`") for row in table(section(FORMATS, "## CSV of events"))]
    assert tuple(listed) == tables.EVENT_COLUMNS
    positions = re.search(r"stringcols\(([\d ]+)\)", FORMATS)
    assert positions is not None
    text = [tables.EVENT_COLUMNS[int(each) - 1] for each in positions[1].split()]
    assert text == ["event_id", "document_id", "mention_id"]


def names_of(*shapes: type) -> set[str]:
    """The fields of structs and dataclasses."""
    return {
        name
        for shape in shapes
        for name in (
            shape.__struct_fields__ if issubclass(shape, msgspec.Struct) else (field.name for field in fields(shape))
        )
    }


JSON_LINES = {
    "events": (rows.EventRow, rows.PlaceRow, rows.PartyRow, rows.FigureRow),
    "mentions": (rows.TellingRow, records.EventMention, records.Factuality, rows.DocumentRow, rows.LinkRow),
    "reports": (rows.ReportRow,),
    "copies": (rows.CopyCluster,),
    "failures": (rows.FailureRow,),
}


@pytest.mark.parametrize("command", JSON_LINES)
def test_every_field_of_json_lines_is_named(command: str) -> None:
    """Each row of JSON Lines has its fields on the page."""
    text = section(section(FORMATS, "## JSON Lines"), f"### {command}")
    assert names_of(*JSON_LINES[command]) - named(text) == set()


def test_every_certainty_is_explained() -> None:
    """The table of factuality has the certainties in their order."""
    listed = [row[0].strip("`") for row in table(section(FORMATS, "## Factuality"))]
    assert tuple(listed) == CERTAINTIES


def reasons_in(tree: ast.AST) -> Iterator[str]:
    """Reasons that code gives: phrases, and the one-word ones that it hands back or over as reasons."""
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, (ast.Expr, ast.Attribute))}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            if re.fullmatch(r"[a-z][a-z,:;']*(?: [a-z,:;']+)+", node.value):
                yield node.value
        elif isinstance(node, ast.FunctionDef) and "reason" in node.name:
            yield from (n.value.value for n in ast.walk(node) if isinstance(n, ast.Return) and _is_text(n.value))
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_open" and _is_text(node.args[1]):
            yield node.args[1].value


def _is_text(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


@pytest.mark.parametrize(
    "name", ["mentions.py", "arguments/finding.py", "places/toponyms.py", "times/values.py", "times/counts.py"]
)
def test_every_reason_is_explained(name: str) -> None:
    """Whatever the code gives as the reason of a gap stands in the page's table, word for word."""
    given = set(reasons_in(ast.parse((SOURCE / name).read_text(encoding="utf-8"))))
    assert given - named(section(FORMATS, "## Reasons")) == set()
    assert given


def test_every_reason_in_the_table_is_one_that_the_code_gives() -> None:
    """The table holds no reason that nothing gives any more."""
    listed = [row[1].strip("`") for row in table(section(FORMATS, "## Reasons").split("Failures (")[0])]
    code = "\n".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py"))
    assert [each for each in listed if f'"{each}"' not in code] == []
    known = {publication.NO_EVIDENCE, publication.NO_DAY, values.NO_ANCHOR, values.VAGUE, values.HOW_LONG}
    assert known <= set(listed)


def test_every_failure_is_explained() -> None:
    """Each stage and reason that a page is given up for stands in the table of failures, and no other."""
    listed = set()
    stage = ""
    for row in table(section(FORMATS, "## Reasons").split("Failures (")[1]):
        stage = row[0] or stage
        listed.add((stage, row[1].strip("`")))
    code = "\n".join(path.read_text(encoding="utf-8") for path in sorted(SOURCE.rglob("*.py")))
    given = {(stage, reason) for stage, reason in re.findall(r'stage="(\w+)", reason="([\w ]+)"', code)}
    given |= {(stage, reason) for stage, reason in re.findall(r'Drop\("(\w+)", "([\w ]+)"', code)}
    files = (SOURCE / "ingest" / "files.py").read_text(encoding="utf-8")
    given |= {("ingest", reason) for reason in re.findall(r'_bad\(.*, "([\w ]+)"\)', files)}
    workers = (SOURCE / "run" / "workers.py").read_text(encoding="utf-8")
    given |= {("code", reason) for reason in re.findall(r'_set_aside\([\w., ]*"([\w ]+)"', workers)}
    vanished = re.search(r'VANISHED = "(\w+)"', code)
    assert vanished is not None
    assert listed == given | {("ingest", vanished[1])}


def test_the_crosswalk_of_the_page_gives_what_it_says() -> None:
    """The example on crosswalks runs and its assertions hold."""
    (script,) = blocks(section(CODEBOOKS, "## Crosswalks"), "python")
    exec(compile(script, "crosswalk.py", "exec"), {"__name__": "__main__"})
