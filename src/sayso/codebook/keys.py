"""The keys of a codebook's files, each as docs/codebooks.md explains it; unknown ones are refused."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec


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


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of a language that all codebooks share."""

    classes: Mapping[str, tuple[str, ...]] = {}
    light_verbs: tuple[str, ...] = ()
    intentions: tuple[str, ...] = ()
    object_control: tuple[str, ...] = ()
    oblique_control: tuple[str, ...] = ()
    transitive: tuple[str, ...] = ()
    irregular: Mapping[str, tuple[str, ...]] = {}


class Header(Words, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A whole codebook as its file has it, with words of its own beside those that all share."""

    name: str
    version: int
    definition: str
    learns: bool = False
    only_actors: OnlyActors | None = None
    contexts: Mapping[str, Context] = {}
    not_events: tuple[Entry, ...] = ()
    files: tuple[str, ...] = ()
    labelled: tuple[str, ...] = ()
    types: tuple[EventType, ...] = ()
