"""Loads codebooks: event types, modes and contexts, with the words that tell of each, all of it data in YAML.

A codebook is one YAML file or a folder with `codebook.yml` and the files that it names. Any codebook written with the
same keys codes; nothing in the code knows a type by name. docs/codebooks.md explains every key.
"""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from sayso.codebook.keys import (
    Context,
    Counterexample,
    Entry,
    EventType,
    Example,
    Header,
    OnlyActors,
    When,
    Words,
)
from sayso.codebook.labels import NO_TYPE, home_of, read_labels
from sayso.codebook.senses import ROLES, Lexicon, Rank, Sense, build_lexicon
from sayso.datafiles import DATA, read_yaml
from sayso.errors import DataFileError
from sayso.records import SECTORS

BUILT_IN = DATA / "codebooks"
ENGLISH = DATA / "lexicons" / "en" / "event_words.yml"
COMPLEMENTS = ("any", "to", "other", "none")


@dataclass(frozen=True, slots=True)
class Codebook:
    """A codebook that passed every check; `version` holds a hash of its content, so that ids follow its changes.

    `learns` is true where its heads are fitted to its examples whenever it is read (sayso/heads); `only_actors` is None
    where anybody may do what it tells of.
    """

    name: str
    version: str
    definition: str
    types: Mapping[str, EventType]
    contexts: Mapping[str, Context]
    lexicon: Lexicon
    learns: bool = False
    only_actors: OnlyActors | None = None

    def n_examples(self) -> int:
        """How many examples and counterexamples all types have together."""
        return sum(len(each.examples) + len(each.counterexamples) for each in self.types.values())

    def counts(self) -> dict[str, frozenset[str]]:
        """The kinds of quantity that can belong to each type."""
        return {name: frozenset(each.counts) for name, each in self.types.items()}


def load_codebook(path_or_name: str) -> Codebook:
    """Loads a codebook by the name of a built-in one (`plover`) or by the path of a file or folder.

    Raises:
        DataFileError: a file is missing, a key unknown, or a type, mode, context, class or role named that is not
            defined; the message names file and line.
    """
    path = find_codebook(path_or_name)
    main = path / "codebook.yml" if path.is_dir() else path
    header = read_yaml(main, Header)
    origins = {each.name: main for each in header.types}
    types = list(header.types)
    for name in header.files:
        file = main.parent / name
        each = read_yaml(file, EventType)
        origins[each.name] = file
        types.append(each)
    types = _with_labels(types, [main.parent / name for name in header.labelled])
    shared = read_yaml(ENGLISH, Words)
    classes = _merged(shared.classes, header.classes)
    _check(header, types, origins, main, classes)
    lexicon = build_lexicon(
        _senses(header, types),
        classes=classes,
        verbs={
            "light": shared.light_verbs + header.light_verbs,
            "intention": shared.intentions + header.intentions,
            "control": shared.object_control + header.object_control,
            "oblique": shared.oblique_control + header.oblique_control,
            "transitive": shared.transitive + header.transitive,
        },
        irregular={**shared.irregular, **header.irregular},
    )
    files = [ENGLISH, main, *(main.parent / name for name in (*header.files, *header.labelled))]
    version = f"{header.name}-{header.version}+{_digest(files)}"
    return Codebook(
        name=header.name,
        version=version,
        definition=header.definition,
        types={each.name: each for each in types},
        contexts=header.contexts,
        lexicon=lexicon,
        learns=header.learns,
        only_actors=header.only_actors,
    )


def find_codebook(path_or_name: str) -> Path:
    """The file or folder of a codebook, by its path or by the name of one that ships.

    Raises:
        DataFileError: there is none.
    """
    for candidate in (Path(path_or_name), BUILT_IN / path_or_name, BUILT_IN / f"{path_or_name}.yml"):
        if candidate.exists():
            return candidate
    names = sorted(each.stem for each in BUILT_IN.iterdir())
    raise DataFileError(f"no codebook {path_or_name!r}{_did_you_mean(path_or_name, names)}", file=path_or_name)


def _with_labels(types: list[EventType], files: Iterable[Path]) -> list[EventType]:
    """The types with what JSON Lines label as examples of them, or as none of them."""
    names = [each.name for each in types]
    examples: dict[str, list[Example]] = {}
    counterexamples: dict[str, list[Counterexample]] = {}
    for label in (label for file in files for label in read_labels(file, names)):
        home = home_of(label, names)
        if label.label == NO_TYPE:
            counterexamples.setdefault(home, []).append(Counterexample(label.sentence))
        else:
            trigger = label.trigger if label.type in (None, label.label) else None
            examples.setdefault(home, []).append(Example(label.sentence, trigger=trigger))
    return [
        msgspec.structs.replace(
            each,
            examples=(*each.examples, *examples.get(each.name, ())),
            counterexamples=(*each.counterexamples, *counterexamples.get(each.name, ())),
        )
        for each in types
    ]


def _merged(shared: Mapping[str, tuple[str, ...]], own: Mapping[str, tuple[str, ...]]) -> dict[str, frozenset[str]]:
    """Classes by name; a codebook's words are added to those of the same name."""
    return {name: frozenset((*shared.get(name, ()), *own.get(name, ()))) for name in (*shared, *own)}


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes() + b"\0")
    return digest.hexdigest()[:8]


def _senses(header: Header, types: list[EventType]) -> list[Sense]:
    groups = [("", header.not_events), *((each.name, each.entries) for each in types)]
    return [_sense(number, name, entry) for name, entries in groups for number, entry in enumerate(entries, 1)]


def _sense(number: int, type_name: str, entry: Entry) -> Sense:
    rank = Rank.CONDITIONAL if entry.when is not None else Rank.PLAIN
    return Sense(f"{type_name}/{number}", type_name, entry, rank)


def _check(
    header: Header, types: list[EventType], origins: Mapping[str, Path], main: Path, classes: Iterable[str]
) -> None:
    names = [each.name for each in types]
    for each in types:
        file = origins[each.name]
        if names.count(each.name) > 1:
            raise DataFileError(f"type {each.name!r} is defined twice", file=str(file), line=_line(file, each.name))
        for kind, value, known in _references(each, names, header):
            if value not in known:
                raise _unknown(kind, value, known, file)
        for entry in each.entries:
            _check_entry(entry, classes, file)
        _check_when(each.learnt_when or When(), classes, file)
        for example in each.examples:
            _check_example(example, file)
    for entry in header.not_events:
        _check_entry(entry, classes, main)
    for sector in header.only_actors.sectors if header.only_actors is not None else ():
        if sector not in SECTORS:
            raise _unknown("sector", sector, SECTORS, main)


def _references(each: EventType, names: list[str], header: Header) -> Iterator[tuple[str, str, Iterable[str]]]:
    for other in (each.future, each.refused, each.promised, each.intended, *(c.instead for c in each.counterexamples)):
        if other is not None:
            yield "event type", other, names
    modes = [each.default_mode, *(e.mode for e in each.entries), *(e.mode for e in each.examples)]
    yield from (("mode", mode, each.modes) for mode in modes if mode is not None)
    contexts = [*each.contexts, *(context for entry in each.entries for context in entry.contexts)]
    yield from (("context", context, header.contexts) for context in contexts)
    roles = [*each.verb_roles.actor, *each.verb_roles.recipient, *each.noun_roles.actor, *each.noun_roles.recipient]
    yield from (("role", role, ROLES) for role in roles)


def _check_entry(entry: Entry, classes: Iterable[str], file: Path) -> None:
    if not (entry.verbs or entry.nouns or entry.phrases or entry.adjectives):
        raise DataFileError("an entry without verbs, nouns, phrases or adjectives", file=str(file))
    for role in (*entry.actor, *entry.recipient):
        if role not in ROLES:
            raise _unknown("role", role, ROLES, file)
    _check_when(entry.when or When(), classes, file)


def _check_example(example: Example, file: Path) -> None:
    """Refuses words of an example that are not in its text: they would teach nothing, and nobody would know."""
    named = {"trigger": (example.trigger,), "actor": example.actors or (), "recipient": example.recipients or ()}
    for kind, words in named.items():
        for word in words:
            if word is not None and word not in example.text:
                message = f"{kind} {word!r} is not in the example {example.text!r}: copy it letter by letter"
                raise DataFileError(message, file=str(file), line=_line_with(file, example.text))


def _check_when(when: When, classes: Iterable[str], file: Path) -> None:
    if when.complement not in (None, *COMPLEMENTS):
        raise _unknown("complement", when.complement, COMPLEMENTS, file)
    for word in (*when.subject, *when.object, *when.not_subject, *when.not_object):
        if word.startswith("@") and word[1:] not in classes:
            raise _unknown("class", word[1:], classes, file)


def _unknown(kind: str, value: str, known: Iterable[str], file: Path) -> DataFileError:
    message = f"unknown {kind} {value!r}{_did_you_mean(value, known)}"
    return DataFileError(message, file=str(file), line=_line(file, value))


def _did_you_mean(value: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(value, sorted(known), n=1)
    return f"; did you mean {close[0]!r}?" if close else ""


def _line_with(file: Path, text: str) -> int | None:
    """The first line that holds a text, or the beginning of one that goes over several lines."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return next((n for n, line in enumerate(lines, 1) if text[:40] in line), None)


def _line(file: Path, word: str) -> int | None:
    pattern = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])")
    lines = file.read_text(encoding="utf-8").splitlines()
    return next((n for n, line in enumerate(lines, 1) if pattern.search(line.split(" #")[0])), None)
