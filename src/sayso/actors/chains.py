"""Which mentions in one document mean the same actor: equal identities, surnames, "the ministry", pronouns.

Each mention looks back for the nearest one that it can mean. No weights for coreference are to be had, so the rules are
few and cautious: what they cannot tell stays a chain of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from sayso.actors.codes import Coding
from sayso.actors.mention import Earlier, Mention
from sayso.actors.pronouns import find_for_pronoun
from sayso.actors.table import ActorTable
from sayso.records import Actor

# How many sentences back a definite noun ("the group") may reach.
_NOUN_REACH = 12

_DEFINITE = frozenset({"the", "this", "that", "these", "those"})


def build_chains(mentions: Sequence[Mention], table: ActorTable) -> list[Actor]:
    """Actors of mentions in their order; a mention that takes up an earlier one has its name, codes and identity."""
    actors: list[Actor] = []
    codings: list[Coding] = []
    chains: list[int] = []
    sexes: dict[int, str] = {}
    names = [mention.person_name() for mention in mentions]
    proper = [mention.proper_name() for mention in mentions]
    for number, mention in enumerate(mentions):
        told = [sexes.get(chain, "") for chain in chains]
        before = _find_antecedent(mention, Earlier(mentions[:number], codings, chains, told, names, proper), table)
        chain = number if before is None else chains[before]
        if sex := mention.find_sex(table.coreference):
            sexes.setdefault(chain, sex)
        coding = mention.coding if before is None else _take_over(mention, codings[before])
        if mention.family and before is None:
            coding = Coding()
        chains.append(chain)
        codings.append(coding)
        actors.append(
            Actor(mention.span, coding.name, coding.codes, coding.country, coding.sectors, coding.identity, chain)
        )
    return actors


def _take_over(mention: Mention, coding: Coding) -> Coding:
    own = mention.coding
    if mention.family:
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
    if mention.family:
        return find_for_pronoun(mention, earlier, table.coreference)
    beside = _find_apposed(mention, before)
    if beside is not None:
        return beside
    if mention.coding.identity is not None:
        same = next((i for i, c in enumerate(codings) if c.identity == mention.coding.identity), None)
        if same is not None:
            return same
    if mention.is_person or mention.is_lone_name:
        full = _find_full_name(earlier, mention.find_sex(table.coreference))
        if full is not None or mention.is_person:
            return full
    acronym = _find_spelt_out(mention, before)
    if acronym is None:
        acronym = _find_same_name(earlier)
    return acronym if acronym is not None else _find_for_noun(mention, before, codings, table)


def _find_apposed(mention: Mention, before: Sequence[Mention]) -> int | None:
    """Whom a noun beside a name tells more of: "Ada Example, a spokeswoman for the union"; never two names."""
    head, phrase = mention.head, mention.phrase
    if head is None or phrase is None or head.dep != "appos" or head.pos != "NOUN":
        return None
    if phrase.parse.child(head.index, "conj") is not None or phrase.parse.child(head.head, "conj") is not None:
        return None
    for number in range(len(before) - 1, -1, -1):
        other = before[number]
        if other.phrase is not None and other.phrase.parse is phrase.parse and other.phrase.head == head.head:
            return number if other.head is not None and other.head.pos == "PROPN" else None
    return None


def _find_full_name(earlier: Earlier, sex: str) -> int | None:
    """The earlier full name that a surname or a first name stands for.

    Its last mention and the sex that a title or a given name tells keep two of a family apart.
    """
    words = earlier.names[len(earlier.mentions)]
    if not words:
        return None
    for number in range(len(earlier.mentions) - 1, -1, -1):
        full = earlier.names[number]
        fits = full[-1:] == words[-1:] or (len(words) == 1 and full[:1] == words)
        same_sex = not sex or earlier.sexes[number] in ("", sex)
        if fits and len(full) >= len(words) and same_sex and earlier.mentions[number].is_person:
            return number
    return None


def _find_same_name(earlier: Earlier) -> int | None:
    """The earlier mention with the same proper name: names that no table has are the same within a text."""
    last = len(earlier.mentions)
    name = earlier.proper[last]
    return next((i for i in range(last - 1, -1, -1) if earlier.proper[i] == name), None) if name else None


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
    if mention.phrase is None:
        return None
    if not _is_bare_definite(mention):
        return _find_several(mention, before)
    head = mention.coding.head
    wanted = table.coreference.takes_up.get(head)
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
        if head in table.coreference.any_body and _is_unknown_body(before[number], coding):
            return number
        if head in table.sectors.governments and coding.identity == f"country:{coding.country}:GOV":
            return number
    return None


def _find_several(mention: Mention, before: Sequence[Mention]) -> int | None:
    """The nearest mention of several in the very same words: "striking miners ... the striking miners"."""
    own = _content_words(mention)
    if not mention.is_plural or mention.is_coordinated or not own:
        return None
    for number in range(len(before) - 1, -1, -1):
        if mention.sentence - before[number].sentence > _NOUN_REACH:
            return None
        if before[number].is_plural and not before[number].is_coordinated and _content_words(before[number]) == own:
            return number
    return None


def _content_words(mention: Mention) -> list[str]:
    """The words of a phrase without articles; empty with a number, of which there may be others."""
    tokens = mention.phrase.tokens if mention.phrase else ()
    if any(token.pos == "NUM" for token in tokens):
        return []
    return [token.lower for token in tokens if token.pos not in ("DET", "PUNCT")]


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
