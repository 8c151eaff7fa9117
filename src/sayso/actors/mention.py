"""A mention of an actor with its phrase and coding, and what the words of it tell: number, sex, whether one person."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

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
# Those who speak and those who are spoken to: the text alone, without who says it, names neither.
FIRST_PERSON = frozenset({"i", "me", "my", "mine", "myself"})
SPEECH = "speech"
_IN_SPEECH = FIRST_PERSON | frozenset("we us our ours ourselves you your yours yourself yourselves".split())
_FAMILY = {word: family for family, words in PRONOUNS.items() for word in words} | dict.fromkeys(_IN_SPEECH, SPEECH)
_SEXES = ("he", "she")


@dataclass(frozen=True, slots=True)
class Mention:
    """A span with its phrase (None where no sentence holds it) and its coding, and what its words tell for itself.

    `is_open` marks one that counts only where it takes up another one or is taken up. The rest is worked out once:
    `sentence` is -1 where no sentence holds it, `head` the token that heads it, `family` that of a pronoun (`he`,
    `she`, `they`, `it`, or `speech` for "I", "we" and "you") and else empty.
    `is_lone_name` is set for one capitalised word that the tagger makes nothing
    of, `is_plural` where the head is a plural noun. `names` are the words of a person's name, `proper` is any other
    proper name.
    """

    span: Span
    phrase: Phrase | None
    coding: Coding
    is_open: bool = False
    sentence: int = field(init=False, compare=False)
    head: Token | None = field(init=False, compare=False)
    family: str = field(init=False, compare=False)
    is_person: bool = field(init=False, compare=False)
    is_lone_name: bool = field(init=False, compare=False)
    is_plural: bool = field(init=False, compare=False)
    names: list[str] = field(init=False, compare=False)
    proper: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        phrase, put = self.phrase, partial(object.__setattr__, self)
        head = phrase.parse.tokens[phrase.head] if phrase else None
        is_name = head is not None and head.pos == "PROPN"
        is_titled = _is_titled(phrase, self.coding) if phrase else False
        is_person = head is not None and (head.entity == "PERSON" or is_titled)
        is_lone = head is not None and is_name and head.text == self.span.text and not self.coding.codes
        put("sentence", phrase.parse.sentence.index if phrase else -1)
        put("head", head)
        put("family", "" if self.span.text == "US" else _FAMILY.get(self.span.text.strip().lower(), ""))
        put("is_person", is_person)
        put("is_lone_name", is_lone)
        put("is_plural", head is not None and head.tag in ("NNS", "NNPS"))
        put("names", _name_words(phrase, is_lone=is_lone or is_titled) if phrase and (is_person or is_lone) else [])
        put("proper", _proper_name(phrase) if phrase and is_name and not is_person else "")

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
        told = next((sex for sex in _SEXES if not own.isdisjoint(words.gendered[sex])), "")
        if told or not self.is_person or not self.names:
            return told
        return next((sex for sex in _SEXES if self.names[0] in words.given_names[sex]), "")


def _is_titled(phrase: Phrase, coding: Coding) -> bool:
    """True for a name in small letters, unknown to the tagger, behind an office ("inspector r k example")."""
    head = phrase.parse.tokens[phrase.head]
    if head.pos != "PROPN" or head.entity or not head.text.islower() or not coding.head:
        return False
    before = {token.lower for token in phrase.parse.tokens[phrase.first : phrase.head]}
    return head.lower not in coding.head.split() and before.issuperset(coding.head.split())


def _name_words(phrase: Phrase, *, is_lone: bool) -> list[str]:
    """The words of a person's name without title and country before it."""
    tokens = phrase.parse.tokens
    first = end = phrase.head
    while first > phrase.first and tokens[first - 1].entity == "PERSON":
        first -= 1
    while end < phrase.end and (is_lone or tokens[end].entity == "PERSON"):
        end += 1
    if any(token.pos == "CCONJ" for token in tokens[first:end]):
        return []  # "Russia and Syria", which the tagger takes for one
    return name_key(join_words([t for t in tokens[first:end] if t.text != "'s"])).split() if end > first else []


def _proper_name(phrase: Phrase) -> str:
    """The proper name that heads a mention, without what stands before it in small letters."""
    first = phrase.head
    while first > phrase.first and phrase.parse.tokens[first - 1].pos == "PROPN":
        first -= 1
    return name_key(join_words(phrase.parse.tokens[first : phrase.head + 1]))


@dataclass(slots=True)
class Earlier:
    """What stands before a mention, in order: mentions with codings and chains, and what is worked out once of each.

    `sexes` are those that chains have; `by_identity` tells where an identity stood first, `by_name` where a proper name
    that is no person's stood last.
    """

    mentions: list[Mention] = field(default_factory=list)
    codings: list[Coding] = field(default_factory=list)
    chains: list[int] = field(default_factory=list)
    sexes: dict[int, str] = field(default_factory=dict)
    by_identity: dict[str, int] = field(default_factory=dict)
    by_name: dict[str, int] = field(default_factory=dict)

    def add(self, mention: Mention, coding: Coding, chain: int, sex: str) -> None:
        """Takes in the mention that was just told."""
        number = len(self.mentions)
        self.mentions.append(mention)
        self.codings.append(coding)
        self.chains.append(chain)
        if sex:
            self.sexes.setdefault(chain, sex)
        if coding.identity is not None:
            self.by_identity.setdefault(coding.identity, number)
        if mention.proper:
            self.by_name[mention.proper] = number

    def sex_of(self, number: int) -> str:
        """The sex that the chain of a mention has, or empty."""
        return self.sexes.get(self.chains[number], "")
