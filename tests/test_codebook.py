"""Loading of codebooks: what is right loads, what is wrong is named with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from factory import parse
from sayso.codebook import Codebook, load_codebook
from sayso.codebook.senses import inflect, plural
from sayso.errors import DataFileError
from sayso.triggers import find_triggers

SMALL = """\
name: strikes
version: 3
definition: Only work stopped.
contexts:
  economic: {definition: Work and money.}
classes:
  workers: [worker, docker]
light_verbs: [stage]
types:
  - name: STOPPAGE
    definition: Work stopped by those who do it.
    modes:
      wildcat: {definition: Without a ballot., words: [wildcat]}
    contexts: [economic]
    entries:
      - verbs: [down tools, strike]
        when: {subject: ["@workers"]}
      - nouns: [walkout]
        mode: wildcat
"""


def written(folder: Path, text: str = SMALL) -> str:
    path = folder / "small.yml"
    path.write_text(text)
    return str(path)


def types_in(text: str, codebook: Codebook) -> list[tuple[str, str | None]]:
    return [(trigger.type, trigger.mode) for trigger in find_triggers((parse(text),), codebook)]


def test_a_codebook_of_ones_own_codes(tmp_path: Path) -> None:
    """A codebook with other types than PLOVER's is coded with as it stands."""
    codebook = load_codebook(written(tmp_path))
    assert types_in("The dockers struck over pay.", codebook) == [("STOPPAGE", None)]
    assert types_in("The clock struck noon.", codebook) == []
    assert types_in("Nurses staged a walkout.", codebook) == [("STOPPAGE", "wildcat")]


def test_version_follows_the_content(tmp_path: Path) -> None:
    """The version names the codebook, its number and a hash that moves with any change."""
    before = load_codebook(written(tmp_path)).version
    after = load_codebook(written(tmp_path, SMALL.replace("walkout", "stayaway"))).version
    assert before.startswith("strikes-3+")
    assert len(before) == len("strikes-3+") + 8
    assert before != after


def test_loading_twice_gives_the_same_version(tmp_path: Path) -> None:
    """The hash depends on nothing but the content."""
    path = written(tmp_path)
    assert load_codebook(path).version == load_codebook(path).version


def test_a_folder_is_read_through_its_main_file(tmp_path: Path) -> None:
    """A folder's `codebook.yml` names the files of its types."""
    head, types = SMALL.split("types:\n")
    one = "\n".join(line[4:] for line in types.splitlines())
    (tmp_path / "codebook.yml").write_text(head + "files: [stoppage.yml]\n")
    (tmp_path / "stoppage.yml").write_text(one)
    assert list(load_codebook(str(tmp_path)).types) == ["STOPPAGE"]


@pytest.mark.parametrize(
    ("right", "wrong", "message", "line"),
    [
        ("mode: wildcat", "mode: wildcart", "unknown mode 'wildcart'; did you mean 'wildcat'?", 19),
        ("[economic]", "[economics]", "unknown context 'economics'; did you mean 'economic'?", 14),
        ("@workers", "@worker", "unknown class 'worker'; did you mean 'workers'?", 7),
        ("mode: wildcat", "actor: [subjekt]", "unknown role 'subjekt'; did you mean 'subject'?", 19),
        ("mode: wildcat", "when: {complement: yess}", "unknown complement 'yess'", 19),
        ("contexts: [economic]", "future: STOPAGE", "unknown event type 'STOPAGE'; did you mean 'STOPPAGE'?", 14),
    ],
)
def test_an_undefined_name_is_refused(tmp_path: Path, right: str, wrong: str, message: str, line: int) -> None:
    """A mode, context, class, role or type that is not defined is named with its place and the nearest name."""
    path = written(tmp_path, SMALL.replace(right, wrong))
    with pytest.raises(DataFileError) as caught:
        load_codebook(path)
    assert str(caught.value) == f"{message} ({path}:{line})"


def test_an_unknown_key_is_refused_with_its_line(tmp_path: Path) -> None:
    """A key that no codebook has is an error of its line."""
    path = written(tmp_path, SMALL.replace("    definition: Work stopped", "    definitoin: Work stopped"))
    with pytest.raises(DataFileError) as caught:
        load_codebook(path)
    assert caught.value.line == 11


def test_an_entry_without_words_is_refused(tmp_path: Path) -> None:
    """An entry must have verbs, nouns, phrases or adjectives."""
    path = written(tmp_path, SMALL.replace("nouns: [walkout]\n        mode", "mode"))
    with pytest.raises(DataFileError, match="without verbs, nouns, phrases or adjectives"):
        load_codebook(path)


def test_a_type_may_not_be_defined_twice(tmp_path: Path) -> None:
    """Two types of one name are refused."""
    again = SMALL[SMALL.index("  - name: STOPPAGE") :]
    with pytest.raises(DataFileError, match="type 'STOPPAGE' is defined twice"):
        load_codebook(written(tmp_path, SMALL + again))


def test_an_unknown_codebook_is_named_with_the_nearest() -> None:
    """A name that is no built-in codebook and no path is an error with a suggestion."""
    with pytest.raises(DataFileError, match="no codebook 'plovr'; did you mean 'plover'"):
        load_codebook("plovr")


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("kill", {"kill", "kills", "killed", "killing"}),
        ("seize", {"seize", "seizes", "seized", "seizing"}),
        ("deny", {"deny", "denies", "denied", "denying"}),
        ("ban", {"ban", "bans", "baned", "banned", "baning", "banning"}),
        ("shoot", {"shoot", "shoots", "shot", "shooting"}),
    ],
)
def test_a_verb_is_found_in_all_its_forms(verb: str, forms: set[str]) -> None:
    """All inflected forms are made; a form that English lacks does no harm, as no text has it."""
    assert set(inflect(verb, {"shoot": ("shot",)})) == forms


@pytest.mark.parametrize(("word", "form"), [("clash", "clashes"), ("sentry", "sentries"), ("raid", "raids")])
def test_plural(word: str, form: str) -> None:
    """Forms in -s follow English spelling."""
    assert plural(word) == form


ONE_EXAMPLE = """\
name: borders
version: 1
definition: Borders shut.
types:
  - name: CLOSE
    definition: A state shuts a border.
    examples:
      - EXAMPLE
"""


@pytest.mark.parametrize(
    ("example", "said"),
    [
        (
            '{text: "Kenya shut its border.", trigger: closed}',
            r"trigger 'closed' is not in the example 'Kenya shut its border\.': copy it letter by letter",
        ),
        ('{text: "Kenya shut its border.", actors: [Somalia]}', r"actor 'Somalia' is not in the example"),
        (
            "{text: On Monday, Kenya shut its border.}",
            r"a comma in a sentence\? Put the sentence between double quotes",
        ),
        ("text: Kenya: the border is shut.", r"a colon in a sentence\? Put the sentence between double quotes"),
        ('{text: "Kenya said: "shut it"."}', r"a colon or a quotation mark in a sentence\?"),
        ("text: @kenya shut its border", r"put a word that begins with @, % or ` between double quotes"),
    ],
)
def test_a_slip_in_an_example_is_named_with_what_to_do(tmp_path: Path, example: str, said: str) -> None:
    """Words that are not in the sentence, and sentences that YAML reads otherwise, are told with line and remedy."""
    with pytest.raises(DataFileError, match=said) as error:
        load_codebook(written(tmp_path, ONE_EXAMPLE.replace("EXAMPLE", example)))
    assert error.value.line == 8
