"""The words of a codebook made ready for look-up: by any inflected form, the most particular sense first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sayso.codebook.keys import Entry

PREPOSITIONS = frozenset(
    "about across after against along among around as at before behind between by during for from in inside into near "
    "of off on onto out outside over through to toward towards under until up upon with within without".split()
)
ROLES = PREPOSITIONS | {"subject", "object", "indirect", "clause", "possessive", "owner", "modifier"}

# Stands for any verb at all in the `verbs` of an entry, tried after all entries that name the verb.
ANY_VERB = "*"

_VOWELS = frozenset("aeiou")


class Rank(IntEnum):
    """How particular a sense is; the lowest that fits wins."""

    PHRASE = 0
    PARTICLE = 1
    CONDITIONAL = 2
    PLAIN = 3


@dataclass(frozen=True, slots=True)
class Sense:
    """One codebook entry with the id that triggers carry; `type` is empty where the words tell of no event."""

    id: str
    type: str
    entry: Entry
    rank: Rank


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way to say a sense: further words (each a set of alternatives) beside the word that it is indexed by."""

    sense: Sense
    words: tuple[frozenset[str], ...]
    kind: str
    rank: Rank


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Patterns by the inflected form of their head word, and the codebook's classes of words."""

    verbs: Mapping[str, tuple[Pattern, ...]]
    nouns: Mapping[str, tuple[Pattern, ...]]
    adjectives: Mapping[str, tuple[Pattern, ...]]
    senses: Mapping[str, Sense]
    classes: Mapping[str, frozenset[str]]
    light_verbs: frozenset[str]
    intentions: frozenset[str]
    object_control: frozenset[str]
    transitive: frozenset[str]
    oblique_control: frozenset[str]

    def in_class(self, word: str, name: str) -> bool:
        """True where a lemma (or, in upper case, the kind of a name) belongs to the class."""
        return word in self.classes.get(name, frozenset())


def build_lexicon(
    senses: list[Sense],
    *,
    classes: Mapping[str, frozenset[str]],
    verbs: Mapping[str, Iterable[str]],
    irregular: Mapping[str, tuple[str, ...]],
) -> Lexicon:
    """The look-up tables over all senses, in the codebook's order within each rank.

    `verbs` are the codebook's lists of `light`, `intention`, `control`, `oblique` and `transitive` verbs.
    """
    heads: dict[str, list[Pattern]] = {}
    nouns: dict[str, list[Pattern]] = {}
    adjectives: dict[str, list[Pattern]] = {}
    for sense in senses:
        for words in sense.entry.phrases:
            _add_verb(heads, words, sense, irregular)
        for words in sense.entry.verbs:
            _add_verb(heads, words, sense, irregular, kind="particle")
        for words in sense.entry.nouns:
            _add_noun(nouns, words, sense)
        for word in sense.entry.adjectives:
            adjectives.setdefault(word, []).append(Pattern(sense, (), "adjective", sense.rank))
    return Lexicon(
        _frozen(heads),
        _frozen(nouns),
        _frozen(adjectives),
        {sense.id: sense for sense in senses},
        classes,
        *(
            frozenset(form for words in verbs[name] for form in _inflect_phrase(words, irregular))
            for name in ("light", "intention", "control", "transitive", "oblique")
        ),
    )


def _inflect_phrase(words: str, irregular: Mapping[str, tuple[str, ...]]) -> list[str]:
    """All forms of a verb with the words after it, if any ("calls on")."""
    verb, *rest = words.split()
    return [" ".join((form, *rest)) for form in inflect(verb, irregular)]


def _frozen(table: dict[str, list[Pattern]]) -> dict[str, tuple[Pattern, ...]]:
    return {form: tuple(sorted(patterns, key=lambda p: p.rank)) for form, patterns in table.items()}


def _add_verb(
    table: dict[str, list[Pattern]],
    words: str,
    sense: Sense,
    irregular: Mapping[str, tuple[str, ...]],
    *,
    kind: str = "phrase",
) -> None:
    if "-" in words:
        _add_hyphened(table, words, sense, irregular)
    heads, *rest = (part.split("|") for part in words.split())
    more = tuple(frozenset(part) for part in rest)
    rank = sense.rank if not more else Rank.PARTICLE if kind == "particle" else Rank.PHRASE
    if more and sense.entry.when is not None and kind == "particle":
        rank = Rank.PHRASE
    pattern = Pattern(sense, more, kind if more else "word", rank)
    for head in heads:
        for form in inflect(head, irregular):
            table.setdefault(form, []).append(pattern)


def _add_hyphened(
    table: dict[str, list[Pattern]], words: str, sense: Sense, irregular: Mapping[str, tuple[str, ...]]
) -> None:
    """The verb as the tokenizer takes it apart: "baton-charged" is a form of "charge" with "baton" before it."""
    verb, *after = words.split()
    *before, head = verb.split("-")
    if not before or after or "|" in verb:
        return
    more = tuple(frozenset((part,)) for part in before)
    for form in inflect(head, irregular):
        table.setdefault(form, []).append(Pattern(sense, more, "noun", Rank.PARTICLE))


def _add_noun(table: dict[str, list[Pattern]], words: str, sense: Sense) -> None:
    if "-" in words:  # the tokenizer takes "sit-in" apart; hyphens between the words of a noun count for nothing
        _add_noun(table, words.replace("-", " "), sense)
    *before, heads = (part.split("|") for part in words.split())
    more = tuple(frozenset(part) for part in before)
    pattern = Pattern(sense, more, "noun", Rank.PARTICLE if more else sense.rank)
    for head in heads:
        for form in dict.fromkeys((head, plural(head))):
            table.setdefault(form, []).append(pattern)


def inflect(verb: str, irregular: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """All forms of an English verb, with British and American doubling both, from its base form."""
    forms = [verb, plural(verb)]
    if verb in irregular:
        forms.extend(irregular[verb])
    elif verb.endswith("e"):
        forms.append(verb + "d")
    elif verb.endswith("y") and verb[-2] not in _VOWELS:
        forms.append(verb[:-1] + "ied")
    else:
        forms.append(verb + "ed")
    if verb.endswith("ie"):
        forms.append(verb[:-2] + "ying")
    elif verb.endswith("e") and not verb.endswith("ee"):
        forms.append(verb[:-1] + "ing")
    else:
        forms.append(verb + "ing")
    if _may_double(verb):
        forms.extend((verb + verb[-1] + "ing", *(() if verb in irregular else (verb + verb[-1] + "ed",))))
    return tuple(dict.fromkeys(forms))


def plural(word: str) -> str:
    """The form in -s of a noun or verb."""
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "ies"
    return word + "s"


def _may_double(verb: str) -> bool:
    return len(verb) > 2 and verb[-1] in "bdglmnprt" and verb[-2] in _VOWELS and verb[-3] not in _VOWELS
