"""Which mentions in one document mean the same actor: equal identities, surnames, "the ministry", pronouns.

Each mention looks back for the nearest one that it can mean. No weights for coreference are to be had, so the rules are
few and cautious: what they cannot tell stays a chain of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sayso.actors.codes import Coding
from sayso.actors.phrases import Phrase
from sayso.actors.table import ActorTable
from sayso.gazetteer import name_key
from sayso.records import Actor, Span
from sayso.syntax import join_words

# How many sentences back a pronoun and a definite noun ("the group") may reach.
_PRONOUN_REACH = 2
_NOUN_REACH = 12

_HE = frozenset({"he", "him", "his", "himself"})
_SHE = frozenset({"she", "her", "hers", "herself"})
_THEY = frozenset({"they", "them", "their", "themselves"})
_IT = frozenset({"it", "its", "itself"})
_PRONOUNS = _HE | _SHE | _THEY | _IT
_FAMILIES = (("he", _HE), ("she", _SHE), ("they", _THEY))
# Words in a person's phrase that tell what "he" and "she" can take up.
_TITLES = (
    (
        "he",
        frozenset(
            {"mr", "sir", "king", "prince", "man", "boy", "businessman", "spokesman", "father", "husband", "son"}
        ),
    ),
    (
        "she",
        frozenset(
            {"mrs", "ms", "miss", "queen", "princess", "woman", "girl", "spokeswoman", "mother", "wife", "daughter"}
        ),
    ),
)
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

    @property
    def pronoun(self) -> str:
        """The pronoun that the mention is, or empty."""
        text = self.span.text.strip().lower()
        return text if text in _PRONOUNS else ""

    @property
    def is_person(self) -> bool:
        """True for the name of a person."""
        return self.phrase is not None and self.phrase.parse.tokens[self.phrase.head].entity == "PERSON"

    @property
    def is_lone_name(self) -> bool:
        """True for one capitalised word that the tagger makes nothing of."""
        token = self.phrase.parse.tokens[self.phrase.head] if self.phrase else None
        return token is not None and token.pos == "PROPN" and token.text == self.span.text and not self.coding.codes

    @property
    def is_plural(self) -> bool:
        """True where its head is a plural noun, or a body of people."""
        return self.phrase is not None and self.phrase.parse.tokens[self.phrase.head].tag in ("NNS", "NNPS")

    @property
    def gender(self) -> str:
        """`he`, `she` or `they` where a pronoun or a title tells; else empty."""
        if self.pronoun:
            return next((name for name, family in _FAMILIES if self.pronoun in family), "")
        words = {token.lower.rstrip(".") for token in self.phrase.tokens} if self.phrase else set()
        return next((name for name, told in _TITLES if words & told), "")


@dataclass(frozen=True, slots=True)
class Earlier:
    """What stands before a mention, in order: mentions, their codings and chains, and what is worked out once of each.

    `genders` are those that their chains have; `names` the words of people's names, `proper` other proper names.
    """

    mentions: Sequence[Mention]
    codings: Sequence[Coding]
    chains: Sequence[int]
    genders: Sequence[str]
    names: Sequence[list[str]]
    proper: Sequence[str]


def build_chains(mentions: Sequence[Mention], table: ActorTable) -> list[Actor]:
    """Actors of mentions in their order; a mention that takes up an earlier one has its name, codes and identity."""
    actors: list[Actor] = []
    codings: list[Coding] = []
    chains: list[int] = []
    genders: dict[int, str] = {}
    names = [_name_words(mention) for mention in mentions]
    proper = [_proper_name(mention) for mention in mentions]
    for number, mention in enumerate(mentions):
        told = [genders.get(chain, "") for chain in chains]
        before = _find_antecedent(mention, Earlier(mentions[:number], codings, chains, told, names, proper), table)
        chain = number if before is None else chains[before]
        if mention.gender:
            genders.setdefault(chain, mention.gender)
        coding = mention.coding if before is None else _take_over(mention, codings[before])
        if mention.pronoun and before is None:
            coding = Coding()
        chains.append(chain)
        codings.append(coding)
        actors.append(
            Actor(mention.span, coding.name, coding.codes, coding.country, coding.sectors, coding.identity, chain)
        )
    return actors


def _take_over(mention: Mention, coding: Coding) -> Coding:
    own = mention.coding
    if mention.pronoun:
        return coding
    return Coding(
        coding.name or own.name,
        coding.country or own.country,
        coding.sectors or (() if own.sectors == ("UNK",) else own.sectors),
        coding.identity or own.identity,
        coding.head or own.head,
    )


def _find_antecedent(mention: Mention, earlier: Earlier, table: ActorTable) -> int | None:
    before, codings = earlier.mentions, earlier.codings
    if mention.pronoun:
        return _find_for_pronoun(mention, earlier)
    if mention.coding.identity is not None:
        same = next((i for i, c in enumerate(codings) if c.identity == mention.coding.identity), None)
        if same is not None:
            return same
    if mention.is_person or mention.is_lone_name:
        full = _find_full_name(earlier)
        if full is not None or mention.is_person:
            return full
    acronym = _find_spelt_out(mention, before)
    if acronym is None:
        acronym = _find_same_name(earlier)
    return acronym if acronym is not None else _find_for_noun(mention, before, codings, table)


def _find_full_name(earlier: Earlier) -> int | None:
    """The earlier full name that a surname or a first name stands for; its last mention keeps two of a family apart."""
    words = earlier.names[len(earlier.mentions)]
    if not words:
        return None
    for number in range(len(earlier.mentions) - 1, -1, -1):
        full = earlier.names[number]
        fits = full[-1:] == words[-1:] or (len(words) == 1 and full[:1] == words)
        if fits and len(full) >= len(words) and earlier.mentions[number].is_person:
            return number
    return None


def _find_same_name(earlier: Earlier) -> int | None:
    """The earlier mention with the same proper name: names that no table has are the same within a text."""
    last = len(earlier.mentions)
    name = earlier.proper[last]
    return next((i for i in range(last - 1, -1, -1) if earlier.proper[i] == name), None) if name else None


def _proper_name(mention: Mention) -> str:
    """The proper name that heads a mention, without what stands before it in small letters."""
    phrase = mention.phrase
    if phrase is None or mention.is_person or phrase.parse.tokens[phrase.head].pos != "PROPN":
        return ""
    first = phrase.head
    while first > phrase.first and phrase.parse.tokens[first - 1].pos == "PROPN":
        first -= 1
    return name_key(join_words(phrase.parse.tokens[first : phrase.head + 1]))


def _name_words(mention: Mention) -> list[str]:
    """The words of a person's name without title and country before it."""
    if mention.phrase is None:
        return []
    tokens = [t for t in mention.phrase.tokens if (t.entity == "PERSON" or mention.is_lone_name) and t.text != "'s"]
    return name_key(join_words(tokens)).split() if tokens else []


def _find_spelt_out(mention: Mention, before: Sequence[Mention]) -> int | None:
    """The earlier name whose initials an acronym is."""
    text = mention.span.text.strip("() ").replace(".", "")
    if not (2 <= len(text) <= 8 and text.isupper() and text.isalpha()):
        return None
    for number in range(len(before) - 1, -1, -1):
        words = before[number].span.text.replace("-", " ").split()
        capitals = "".join(word[0] for word in words if word[:1].isupper())
        letters = "".join(word[0] for word in words if word.lower() != "the").upper()
        if len(words) > 1 and text in (capitals, letters):
            return number
    return None


def _find_for_noun(
    mention: Mention, before: Sequence[Mention], codings: Sequence[Coding], table: ActorTable
) -> int | None:
    """What "the ministry", "the regime", "the group" takes up: the nearest one of its kind."""
    if mention.phrase is None or not _is_bare_definite(mention):
        return None
    head = mention.coding.head
    wanted = _TAKES_UP.get(head)
    for number in range(len(before) - 1, -1, -1):
        if mention.sentence - before[number].sentence > _NOUN_REACH:
            return None
        coding = codings[number]
        if head and coding.head == head and _same_number(mention, before[number]):
            return number
        if not head and _same_head(mention, before[number]):
            return number
        if wanted is not None and coding.identity is not None and wanted & set(coding.sectors):
            return number
        if head in _ANY_BODY and _is_unknown_body(before[number], coding):
            return number
        if head in table.sectors.governments and coding.identity == f"country:{coding.country}:GOV":
            return number
    return None


def _is_unknown_body(earlier: Mention, coding: Coding) -> bool:
    """True for a proper name in two words and more that is no person's and that no table has."""
    named = coding.identity is not None and coding.identity.startswith("name:") and not coding.sectors
    return named and not earlier.is_person and "-" in (coding.identity or "") and coding.country is None


def _same_head(mention: Mention, earlier: Mention) -> bool:
    """True where both are headed by the same noun in the same number."""
    if mention.phrase is None or earlier.phrase is None:
        return False
    return (
        mention.phrase.parse.tokens[mention.phrase.head].lower == earlier.phrase.parse.tokens[earlier.phrase.head].lower
    )


def _same_number(mention: Mention, earlier: Mention) -> bool:
    if mention.phrase is None or earlier.phrase is None:
        return False
    words = [each.parse.tokens[each.head].lower for each in (mention.phrase, earlier.phrase)]
    return words[0] == words[1] or mention.is_plural == earlier.is_plural


def _is_bare_definite(mention: Mention) -> bool:
    phrase = mention.phrase
    if phrase is None:
        return False
    tokens = [token for token in phrase.tokens if token.pos != "PUNCT"]
    first = phrase.parse.tokens[phrase.first - 1] if phrase.first else None
    if len(tokens) == 1:
        return first is not None and first.lower in _DEFINITE
    return len(tokens) == 2 and tokens[0].lower in _DEFINITE


def _find_for_pronoun(mention: Mention, before: Earlier) -> int | None:
    """The nearest earlier mention that a pronoun can stand for; within a sentence plurals for "they", then subjects.

    An earlier pronoun of the same kind leads on to what it stands for.
    """
    best: tuple[int, bool, bool, int] | None = None
    for number, earlier in enumerate(before.mentions):
        distance = mention.sentence - earlier.sentence
        if earlier.phrase is None or not 0 <= distance <= _PRONOUN_REACH or _is_own_subject(mention, earlier):
            continue
        if before.genders[number] not in ("", mention.gender) or not _agrees(mention, earlier, before.codings[number]):
            continue
        head = earlier.phrase.parse.tokens[earlier.phrase.head]
        fits_number = mention.pronoun in _THEY and earlier.is_plural
        rank = (-distance, fits_number, head.dep in ("nsubj", "nsubjpass"), number)
        best = rank if best is None or rank > best else best
    return best[3] if best else None


def _is_own_subject(mention: Mention, earlier: Mention) -> bool:
    """True for the subject of the verb whose object a pronoun is: "police beat them" are two, "themselves" is one."""
    if mention.phrase is None or earlier.phrase is None or mention.phrase.parse is not earlier.phrase.parse:
        return False
    tokens = mention.phrase.parse.tokens
    one, other = tokens[mention.phrase.head], tokens[earlier.phrase.head]
    is_object = one.dep in ("dobj", "dative") and not mention.pronoun.endswith(("self", "selves"))
    return is_object and other.dep in ("nsubj", "nsubjpass") and one.head == other.head


def _agrees(mention: Mention, earlier: Mention, coding: Coding) -> bool:
    pronoun = mention.pronoun
    if earlier.pronoun:
        return bool(mention.gender) and mention.gender == earlier.gender and bool(coding.name)
    if pronoun in _HE | _SHE:
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
