"""Which mentions in one document mean the same actor: equal identities, surnames, "the ministry", pronouns.

Each mention looks back for the nearest one that it can mean. No weights for coreference are to be had, so the rules are
few and cautious: what they cannot tell stays a chain of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sayso.actors.codes import Coding
from sayso.actors.phrases import Phrase
from sayso.actors.table import ActorTable
from sayso.gazetteer import name_key
from sayso.records import Actor, Span
from sayso.syntax import Token, join_words

# How many sentences back a pronoun and a definite noun ("the group") may reach.
_PRONOUN_REACH = 2
_NOUN_REACH = 12

_HE = frozenset({"he", "him", "his", "himself"})
_SHE = frozenset({"she", "her", "hers", "herself"})
_THEY = frozenset({"they", "them", "their", "themselves"})
_IT = frozenset({"it", "its", "itself"})
_HE_OR_SHE = _HE | _SHE
_PRONOUNS = _HE_OR_SHE | _THEY | _IT
_FAMILIES = (("he", _HE), ("she", _SHE), ("they", _THEY))
# Words in a person's phrase that tell what "he" and "she" can take up.
_HE_TITLES = "mr sir king prince man boy businessman spokesman father husband son"
_SHE_TITLES = "mrs ms miss queen princess woman girl spokeswoman mother wife daughter"
_TITLES = dict.fromkeys(_HE_TITLES.split(), "he") | dict.fromkeys(_SHE_TITLES.split(), "she")
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
# A body that "the group", "the party" ... can take up, by the sector of what was named before.
_TAKES_UP = {
    "group": frozenset({"REB", "UAF", "PRM", "OPP", "SOC", "CRM", "PTY", "REL"}),
    "organization": frozenset({"REB", "OPP", "SOC", "PTY", "MED"}),
    "organisation": frozenset({"REB", "OPP", "SOC", "PTY", "MED"}),
    "movement": frozenset({"REB", "OPP", "PTY"}),
    "militia": frozenset({"PRM"}),
    "party": frozenset({"PTY"}),
    "agency": frozenset({"JRN", "COP", "SPY"}),
    "newspaper": frozenset({"JRN"}),
    "company": frozenset({"BUS"}),
}

# Nouns that can take up a body of which no more than the name is known.
_ANY_BODY = frozenset({"group", "movement", "organization", "organisation"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A span with its phrase (None where no sentence holds it) and its coding."""

    span: Span
    phrase: Phrase | None
    coding: Coding

    @property
    def sentence(self) -> int:
        """The index of its sentence, -1 where none holds it."""
        return self.phrase.parse.sentence.index if self.phrase else -1


@dataclass(frozen=True, slots=True)
class _Seen:
    """A mention with what its words tell for itself, worked out once.

    `head` is the token that heads it, None where it has no phrase. `pronoun` is empty for others; `gender` is `he`,
    `she` or `they` where a pronoun or a title tells. `is_lone_name` is set for one capitalised word that the tagger
    makes nothing of, `is_plural` where the head is a plural noun. `names` are the words of a person's name, `proper` is
    any other proper name.
    """

    mention: Mention
    head: Token | None
    sentence: int
    pronoun: str
    gender: str
    is_person: bool
    is_lone_name: bool
    is_plural: bool
    names: list[str]
    proper: str


def _look_at(mention: Mention) -> _Seen:
    phrase = mention.phrase
    text = mention.span.text.strip().lower()
    pronoun = text if text in _PRONOUNS else ""
    if phrase is None:
        return _Seen(mention, None, -1, pronoun, _gender_of(pronoun, ()), False, False, False, [], "")
    head = phrase.parse.tokens[phrase.head]
    is_person = head.entity == "PERSON"
    is_lone = head.pos == "PROPN" and head.text == mention.span.text and not mention.coding.codes
    return _Seen(
        mention,
        head,
        phrase.parse.sentence.index,
        pronoun,
        _gender_of(pronoun, phrase.tokens),
        is_person,
        is_lone,
        head.tag in ("NNS", "NNPS"),
        _name_words(phrase, is_lone=is_lone),
        "" if is_person or head.pos != "PROPN" else _proper_name(phrase),
    )


def _gender_of(pronoun: str, tokens: Sequence[Token]) -> str:
    if pronoun:
        return next((name for name, family in _FAMILIES if pronoun in family), "")
    told = {_TITLES[word] for token in tokens if (word := token.lower.rstrip(".")) in _TITLES}
    return next((name for name in ("he", "she") if name in told), "")


@dataclass(slots=True)
class _Story:
    """The mentions of a text up to one: with codings and chains, and where identities and names stood first or last."""

    seen: list[_Seen] = field(default_factory=list)
    codings: list[Coding] = field(default_factory=list)
    chains: list[int] = field(default_factory=list)
    genders: dict[int, str] = field(default_factory=dict)
    by_identity: dict[str, int] = field(default_factory=dict)
    by_name: dict[str, int] = field(default_factory=dict)

    def add(self, seen: _Seen, coding: Coding, chain: int) -> None:
        """Takes in the mention that was just told."""
        number = len(self.seen)
        self.seen.append(seen)
        self.codings.append(coding)
        self.chains.append(chain)
        if seen.gender:
            self.genders.setdefault(chain, seen.gender)
        if coding.identity is not None:
            self.by_identity.setdefault(coding.identity, number)
        if seen.proper:
            self.by_name[seen.proper] = number


def build_chains(mentions: Sequence[Mention], table: ActorTable) -> list[Actor]:
    """Actors of mentions in their order; a mention that takes up an earlier one has its name, codes and identity."""
    actors: list[Actor] = []
    story = _Story()
    for number, mention in enumerate(mentions):
        seen = _look_at(mention)
        before = _find_antecedent(seen, story, table)
        chain = number if before is None else story.chains[before]
        coding = mention.coding if before is None else _take_over(seen, story.codings[before])
        if seen.pronoun and before is None:
            coding = Coding()
        story.add(seen, coding, chain)
        actors.append(
            Actor(mention.span, coding.name, coding.codes, coding.country, coding.sectors, coding.identity, chain)
        )
    return actors


def _take_over(seen: _Seen, coding: Coding) -> Coding:
    own = seen.mention.coding
    if seen.pronoun:
        return coding
    return Coding(
        coding.name or own.name,
        coding.country or own.country,
        coding.sectors or (() if own.sectors == ("UNK",) else own.sectors),
        coding.identity or own.identity,
        coding.head or own.head,
    )


def _find_antecedent(seen: _Seen, story: _Story, table: ActorTable) -> int | None:
    if seen.pronoun:
        return _find_for_pronoun(seen, story)
    identity = seen.mention.coding.identity
    if identity is not None and identity in story.by_identity:
        return story.by_identity[identity]
    if seen.is_person or seen.is_lone_name:
        full = _find_full_name(seen, story)
        if full is not None or seen.is_person:
            return full
    acronym = _find_spelt_out(seen, story)
    if acronym is None and seen.proper:
        acronym = story.by_name.get(seen.proper)
    return acronym if acronym is not None else _find_for_noun(seen, story, table)


def _find_full_name(seen: _Seen, story: _Story) -> int | None:
    """The earlier full name that a surname or a first name stands for; its last mention keeps two of a family apart."""
    words = seen.names
    if not words:
        return None
    for number in range(len(story.seen) - 1, -1, -1):
        full = story.seen[number].names
        fits = full[-1:] == words[-1:] or (len(words) == 1 and full[:1] == words)
        if fits and len(full) >= len(words) and story.seen[number].is_person:
            return number
    return None


def _proper_name(phrase: Phrase) -> str:
    """The proper name that heads a mention, without what stands before it in small letters."""
    first = phrase.head
    while first > phrase.first and phrase.parse.tokens[first - 1].pos == "PROPN":
        first -= 1
    return name_key(join_words(phrase.parse.tokens[first : phrase.head + 1]))


def _name_words(phrase: Phrase, *, is_lone: bool) -> list[str]:
    """The words of a person's name without title and country before it."""
    tokens = [token for token in phrase.tokens if (token.entity == "PERSON" or is_lone) and token.text != "'s"]
    return name_key(join_words(tokens)).split() if tokens else []


def _find_spelt_out(seen: _Seen, story: _Story) -> int | None:
    """The earlier name whose initials an acronym is."""
    text = seen.mention.span.text.strip("() ").replace(".", "")
    if not (2 <= len(text) <= 8 and text.isupper() and text.isalpha()):
        return None
    for number in range(len(story.seen) - 1, -1, -1):
        words = story.seen[number].mention.span.text.replace("-", " ").split()
        capitals = "".join(word[0] for word in words if word[:1].isupper())
        letters = "".join(word[0] for word in words if word.lower() != "the").upper()
        if len(words) > 1 and text in (capitals, letters):
            return number
    return None


def _find_for_noun(seen: _Seen, story: _Story, table: ActorTable) -> int | None:
    """What "the ministry", "the regime", "the group" takes up: the nearest one of its kind."""
    if seen.mention.phrase is None or not _is_bare_definite(seen.mention.phrase):
        return None
    head = seen.mention.coding.head
    wanted = _TAKES_UP.get(head)
    for number in range(len(story.seen) - 1, -1, -1):
        earlier, coding = story.seen[number], story.codings[number]
        if seen.sentence - earlier.sentence > _NOUN_REACH:
            return None
        if head and coding.head == head and _same_number(seen, earlier):
            return number
        if not head and _same_head(seen, earlier):
            return number
        if wanted is not None and coding.identity is not None and wanted & set(coding.sectors):
            return number
        if head in _ANY_BODY and _is_unknown_body(earlier, coding):
            return number
        if head in table.sectors.governments and coding.identity == f"country:{coding.country}:GOV":
            return number
    return None


def _is_unknown_body(earlier: _Seen, coding: Coding) -> bool:
    """True for a proper name in two words and more that is no person's and that no table has."""
    named = coding.identity is not None and coding.identity.startswith("name:") and not coding.sectors
    return named and not earlier.is_person and "-" in (coding.identity or "") and coding.country is None


def _same_head(seen: _Seen, earlier: _Seen) -> bool:
    """True where both are headed by the same noun in the same number."""
    return seen.head is not None and earlier.head is not None and seen.head.lower == earlier.head.lower


def _same_number(seen: _Seen, earlier: _Seen) -> bool:
    if seen.head is None or earlier.head is None:
        return False
    return seen.head.lower == earlier.head.lower or seen.is_plural == earlier.is_plural


def _is_bare_definite(phrase: Phrase) -> bool:
    tokens = [token for token in phrase.tokens if token.pos != "PUNCT"]
    if len(tokens) == 1:
        return phrase.first > 0 and phrase.parse.tokens[phrase.first - 1].lower in _DEFINITE
    return len(tokens) == 2 and tokens[0].lower in _DEFINITE


def _find_for_pronoun(seen: _Seen, story: _Story) -> int | None:
    """The nearest earlier mention that a pronoun can stand for; within a sentence plurals for "they", then subjects.

    An earlier pronoun of the same kind leads on to what it stands for.
    """
    best: tuple[int, bool, bool, int] | None = None
    if seen.head is None:
        return None
    for number in range(len(story.seen) - 1, -1, -1):
        earlier = story.seen[number]
        if earlier.head is None:
            continue
        distance = seen.sentence - earlier.sentence
        if distance > _PRONOUN_REACH or (best is not None and -distance < best[0]):
            break
        if _can_stand_for(seen, number, story):
            fits_number = seen.pronoun in _THEY and earlier.is_plural
            rank = (-distance, fits_number, earlier.head.dep in ("nsubj", "nsubjpass"), number)
            best = rank if best is None or rank > best else best
    return best[3] if best else None


def _can_stand_for(seen: _Seen, number: int, story: _Story) -> bool:
    earlier = story.seen[number]
    return (
        story.genders.get(story.chains[number], "") in ("", seen.gender)
        and not _is_own_subject(seen, earlier)
        and _agrees(seen, earlier, story.codings[number])
    )


def _is_own_subject(seen: _Seen, earlier: _Seen) -> bool:
    """True for the subject of the verb whose object a pronoun is: "police beat them" are two, "themselves" is one."""
    one, other = seen.head, earlier.head
    if one is None or other is None or seen.sentence != earlier.sentence:
        return False
    is_object = one.dep in ("dobj", "dative") and not seen.pronoun.endswith(("self", "selves"))
    return is_object and other.dep in ("nsubj", "nsubjpass") and one.head == other.head


def _agrees(seen: _Seen, earlier: _Seen, coding: Coding) -> bool:
    pronoun = seen.pronoun
    if earlier.pronoun:
        return bool(seen.gender) and seen.gender == earlier.gender and bool(coding.name)
    if pronoun in _HE_OR_SHE:
        return earlier.is_person or (not earlier.is_plural and coding.head in _SINGLE_PEOPLE)
    if pronoun in _THEY:
        return earlier.is_plural or (not earlier.is_person and coding.identity is not None)
    return not earlier.is_person and not earlier.is_plural and coding.head not in _SINGLE_PEOPLE


# Nouns for one person, which "he" and "she" can take up and "it" cannot.
_SINGLE_PEOPLE = frozenset(
    "president minister premier governor mayor ambassador activist protester spokesman spokeswoman man woman suspect "
    "official judge lawyer prosecutor senator lawmaker soldier general commander leader doctor nurse teacher student "
    "journalist reporter priest cleric bishop imam farmer worker director chief king queen boy girl".split()
) | {"prime minister", "foreign minister", "police officer"}
