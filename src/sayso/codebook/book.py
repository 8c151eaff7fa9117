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

from sayso.codebook.labels import NO_TYPE, home_of, read_labels
from sayso.codebook.senses import ROLES, Lexicon, Rank, Sense, build_lexicon
from sayso.datafiles import DATA, read_yaml
from sayso.errors import DataFileError
from sayso.records import SECTORS

BUILT_IN = DATA / "codebooks"
ENGLISH = DATA / "lexicons" / "en" / "event_words.yml"
COMPLEMENTS = ("any", "to", "other", "none")


class Roles(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where actor and recipient stand, as places to look in, best first.

    `subject`, `object`, `indirect`, `clause` (the subject of the clause below), `possessive`, `owner` (a possessive
    where "of" brings the other side), `modifier` (a nationality or name before a noun), or a preposition.
    """

    actor: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()


class When(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Conditions on an entry, all of which must hold; `@name` is a class of nouns, upper case the kind of a name.

    `not_in_sentence` are words that must stand nowhere in the sentence: what they tell is another kind of thing.

    `subject` and `object` hold for the logical ones, so that a passive is the same as its active; `none` among them
    means that there is no such participant, and `OWNED` an object that is somebody's ("her plan"). `near` and
    `not_near` look at words up to eight away. `complement` asks for a clause below (`any`), for an infinitive (`to`),
    for one with a subject of its own (`other`) or for none (`none`). `negated` asks for a negation ("did not act"),
    which is then part of the trigger and says nothing more about it, or for none.
    """

    subject: tuple[str, ...] = ()
    object: tuple[str, ...] = ()
    not_subject: tuple[str, ...] = ()
    not_object: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    not_near: tuple[str, ...] = ()
    not_in_sentence: tuple[str, ...] = ()
    prepositions: tuple[str, ...] = ()
    complement: str | None = None
    passive: bool | None = None
    negated: bool | None = None


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that tell of a type or mode, with what must hold and where the participants stand.

    `verbs` are lemmas, with particles or prepositions after them ("call for"); `nouns` are lemmas, with words before
    them ("hunger strike"); `phrases` start with a verb, `|` parts alternatives ("impose|lift ban|curfew");
    `adjectives` stand before the noun that is their recipient ("detained"). `symmetric` makes all sides actors and
    recipients; `promise` marks words that take their type from what is promised below them.
    """

    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    when: When | None = None
    actor: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    symmetric: bool = False
    promise: bool = False
    weight: float = 1.0


class Mode(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A way in which a type of event is done; `words` near a trigger choose it where the entry leaves it open."""

    definition: str
    words: tuple[str, ...] = ()


class Context(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an event is about; `words` in the sentence choose it."""

    definition: str
    words: tuple[str, ...] = ()


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sentence that tells of the type; what is given must come out, what is left out is not looked at."""

    text: str
    mode: str | None = None
    trigger: str | None = None
    actors: tuple[str, ...] | None = None
    recipients: tuple[str, ...] | None = None


class Counterexample(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sentence that does not tell of the type; `instead` is the type that it tells of, if any."""

    text: str
    instead: str | None = None


class EventType(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One type of the codebook with everything that an analyst decides on it.

    `future`, `refused`, `promised` and `intended` name the type that replaces this one where it is only to come ("will
    send"), will not come ("will not send") or stands under words of promise ("vowed to") or intent ("is willing to").
    `counts` are the kinds of quantity that belong to such events. Where `things` is true a recipient may be what is no
    actor and no place.
    `learnt_when` must hold for what trained heads find and no entry does.
    `modals` are auxiliaries that make a reported clause an event of this type ("said that Syria must").
    """

    name: str
    definition: str
    boundaries: tuple[str, ...] = ()
    modes: Mapping[str, Mode] = {}
    default_mode: str | None = None
    recipient_required: bool = False
    things: bool = False
    contexts: tuple[str, ...] = ()
    counts: tuple[str, ...] = ()
    future: str | None = None
    refused: str | None = None
    promised: str | None = None
    intended: str | None = None
    modals: tuple[str, ...] = ()
    verb_roles: Roles = Roles(("subject",), ("object",))
    noun_roles: Roles = Roles(("subject", "possessive", "by", "modifier"), ("against", "on", "of"))
    entries: tuple[Entry, ...] = ()
    learnt_when: When | None = None
    examples: tuple[Example, ...] = ()
    counterexamples: tuple[Counterexample, ...] = ()


class OnlyActors(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who alone does what a codebook tells of: somebody of one of these `sectors`.

    What is told of nobody of them is no event. `implied` is the name of who is meant where the words name nobody ("was
    arrested"); without it nobody is taken to be meant.
    """

    sectors: tuple[str, ...]
    implied: str | None = None


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    classes: Mapping[str, tuple[str, ...]] = {}
    light_verbs: tuple[str, ...] = ()
    intentions: tuple[str, ...] = ()
    object_control: tuple[str, ...] = ()
    oblique_control: tuple[str, ...] = ()
    transitive: tuple[str, ...] = ()
    irregular: Mapping[str, tuple[str, ...]] = {}


class _Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    version: int
    definition: str
    learns: bool = False
    only_actors: OnlyActors | None = None
    contexts: Mapping[str, Context] = {}
    classes: Mapping[str, tuple[str, ...]] = {}
    light_verbs: tuple[str, ...] = ()
    intentions: tuple[str, ...] = ()
    object_control: tuple[str, ...] = ()
    oblique_control: tuple[str, ...] = ()
    transitive: tuple[str, ...] = ()
    irregular: Mapping[str, tuple[str, ...]] = {}
    not_events: tuple[Entry, ...] = ()
    files: tuple[str, ...] = ()
    labelled: tuple[str, ...] = ()
    types: tuple[EventType, ...] = ()


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
    header = read_yaml(main, _Header)
    origins = {each.name: main for each in header.types}
    types = list(header.types)
    for name in header.files:
        file = main.parent / name
        each = read_yaml(file, EventType)
        origins[each.name] = file
        types.append(each)
    types = _with_labels(types, [main.parent / name for name in header.labelled])
    shared = read_yaml(ENGLISH, _Words)
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


def _senses(header: _Header, types: list[EventType]) -> list[Sense]:
    groups = [("", header.not_events), *((each.name, each.entries) for each in types)]
    return [_sense(number, name, entry) for name, entries in groups for number, entry in enumerate(entries, 1)]


def _sense(number: int, type_name: str, entry: Entry) -> Sense:
    rank = Rank.CONDITIONAL if entry.when is not None else Rank.PLAIN
    return Sense(f"{type_name}/{number}", type_name, entry, rank)


def _check(
    header: _Header, types: list[EventType], origins: Mapping[str, Path], main: Path, classes: Iterable[str]
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


def _references(each: EventType, names: list[str], header: _Header) -> Iterator[tuple[str, str, Iterable[str]]]:
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
