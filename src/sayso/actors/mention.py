"""A mention of an actor with its phrase and coding, and what the words of it tell: number, sex, whether one person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sayso.actors.codes import Coding
from sayso.actors.phrases import Phrase
from sayso.actors.words import CoreferenceWords
from sayso.gazetteer import name_key
from sayso.records import Span
from sayso.syntax import Token, join_words

PRONOUNS = {
    "he": frozenset({"he", "him", "his", "himself"}),
    "she": frozenset({"she", "her", "hers", "herself"}),
    "they": frozenset({"they", "them", "their", "theirs", "themselves"}),
    "it": frozenset({"it", "its", "itself"}),
}
_FAMILY = {word: family for family, words in PRONOUNS.items() for word in words}
_SEXES = ("he", "she")


@dataclass(frozen=True, slots=True)
class Mention:
    """A span with its phrase (None where no sentence holds it) and its coding.

    `is_open` marks one that counts only where it takes up another one or is taken up.
    """

    span: Span
    phrase: Phrase | None
    coding: Coding
    is_open: bool = False

    @property
    def sentence(self) -> int:
        """The index of its sentence, -1 where none holds it."""
        return self.phrase.parse.sentence.index if self.phrase else -1

    @property
    def head(self) -> Token | None:
        """The token that heads it."""
        return self.phrase.parse.tokens[self.phrase.head] if self.phrase else None

    @property
    def family(self) -> str:
        """`he`, `she`, `they` or `it` for a pronoun of that family, else empty."""
        return _FAMILY.get(self.span.text.strip().lower(), "")

    @property
    def is_person(self) -> bool:
        """True for the name of a person."""
        return self.head is not None and self.head.entity == "PERSON"

    @property
    def is_lone_name(self) -> bool:
        """True for one capitalised word that the tagger makes nothing of."""
        token = self.head
        return token is not None and token.pos == "PROPN" and token.text == self.span.text and not self.coding.codes

    @property
    def is_plural(self) -> bool:
        """True where its head is a plural noun."""
        return self.head is not None and self.head.tag in ("NNS", "NNPS")

    @property
    def is_coordinated(self) -> bool:
        """True for the first of several that "and" joins."""
        return self.phrase is not None and self.phrase.parse.child(self.phrase.head, "conj") is not None

    def find_sex(self, words: CoreferenceWords) -> str:
        """`he` or `she` where a pronoun, a title, a noun or a given name tells; else empty."""
        if self.family:
            return self.family if self.family in _SEXES else ""
        phrase = self.phrase
        before = phrase.parse.tokens[phrase.first : phrase.head + 1] if phrase else ()
        own = {token.lower.rstrip(".") for token in before}
        told = next((sex for sex in _SEXES if own & words.gendered[sex]), "")
        if told or not self.is_person:
            return told
        first = self.person_name()[:1]
        return next((sex for sex in _SEXES if first and first[0] in words.given_names[sex]), "")

    def person_name(self) -> list[str]:
        """The words of a person's name without title and country before it."""
        if self.phrase is None:
            return []
        tokens = self.phrase.parse.tokens
        first = end = self.phrase.head
        while first > self.phrase.first and tokens[first - 1].entity == "PERSON":
            first -= 1
        while end < self.phrase.end and (tokens[end].entity == "PERSON" or self.is_lone_name):
            end += 1
        return name_key(join_words([t for t in tokens[first:end] if t.text != "'s"])).split() if end > first else []

    def proper_name(self) -> str:
        """The proper name that heads a mention, without what stands before it in small letters; not a person's."""
        phrase = self.phrase
        if phrase is None or self.is_person or phrase.parse.tokens[phrase.head].pos != "PROPN":
            return ""
        first = phrase.head
        while first > phrase.first and phrase.parse.tokens[first - 1].pos == "PROPN":
            first -= 1
        return name_key(join_words(phrase.parse.tokens[first : phrase.head + 1]))


@dataclass(frozen=True, slots=True)
class Earlier:
    """What stands before a mention, in order: mentions, their codings and chains, and what is worked out once of each.

    `sexes` are those that their chains have; `names` the words of people's names, `proper` other proper names.
    """

    mentions: Sequence[Mention]
    codings: Sequence[Coding]
    chains: Sequence[int]
    sexes: Sequence[str]
    names: Sequence[list[str]]
    proper: Sequence[str]
