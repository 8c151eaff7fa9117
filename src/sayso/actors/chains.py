"""Which mentions in one document mean the same actor: equal identities, surnames, "the ministry", pronouns.

Each mention looks back for the nearest one that it can mean. No weights for coreference are to be had, so the rules are
few and cautious: what they cannot tell stays a chain of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from sayso.actors.codes import Coding
from sayso.actors.mention import SPEECH, Earlier, Mention
from sayso.actors.phrases import Phrase
from sayso.actors.pronouns import find_for_pronoun
from sayso.actors.table import ActorTable
from sayso.records import Actor

# How many sentences back a definite noun ("the group") may reach.
_NOUN_REACH = 12

_DEFINITE = frozenset({"the", "this", "that", "these", "those"})


def build_chains(mentions: Sequence[Mention], table: ActorTable) -> list[Actor]:
    """Actors of mentions in their order; a mention that takes up an earlier one has its name, codes and identity."""
    actors: list[Actor] = []
    earlier = Earlier()
    for number, mention in enumerate(mentions):
        sex = mention.find_sex(table.coreference)
        before = _find_antecedent(mention, sex, earlier, table)
        chain = number if before is None else earlier.chains[before]
        coding = mention.coding if before is None else _take_over(mention, earlier.codings[before])
        if mention.family and before is None:
            coding = Coding()
        earlier.add(mention, coding, chain, sex)
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


def _find_antecedent(mention: Mention, sex: str, earlier: Earlier, table: ActorTable) -> int | None:
    if mention.family:
        return None if mention.family == SPEECH else find_for_pronoun(mention, earlier, table.coreference)
    beside = _find_apposed(mention, earlier.mentions)
    if beside is not None:
        return beside
    identity = mention.coding.identity
    if identity is not None and identity in earlier.by_identity:
        return earlier.by_identity[identity]
    if mention.is_person or mention.is_lone_name:
        full = _find_full_name(mention, sex, earlier)
        if full is not None or mention.is_person:
            return full
    is_state = identity is not None and identity.startswith("country:")
    acronym = None if is_state else _find_spelt_out(mention, earlier.mentions)
    if acronym is None and mention.proper:
        acronym = earlier.by_name.get(mention.proper)
    return acronym if acronym is not None else _find_for_noun(mention, earlier, table)


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


def _find_full_name(mention: Mention, sex: str, earlier: Earlier) -> int | None:
    """The earlier full name that a surname or a first name stands for.

    Its last mention and the sex that a title or a given name tells keep two of a family apart.
    """
    words = mention.names
    if not words:
        return None
    for number in range(len(earlier.mentions) - 1, -1, -1):
        full = earlier.mentions[number].names
        fits = _same_surname(full, words) or (len(words) == 1 and full[:1] == words)
        same_sex = not sex or earlier.sex_of(number) in ("", sex)
        if fits and len(full) >= len(words) and same_sex and earlier.mentions[number].is_person:
            return number
    return None


def _same_surname(full: Sequence[str], words: Sequence[str]) -> bool:
    """True where two names end alike and begin with the same letter, or one has the surname alone.

    "Ada Example" is not "Ben Example", but may be "A. Example".
    """
    return full[-1:] == words[-1:] and (len(words) == 1 or full[0][:1] == words[0][:1])


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


def _find_for_noun(mention: Mention, earlier: Earlier, table: ActorTable) -> int | None:
    """What "the ministry", "the regime", "the group" takes up: the nearest one of its kind."""
    if mention.phrase is None:
        return None
    if not _is_bare_definite(mention.phrase):
        return _find_several(mention, earlier.mentions)
    head = mention.coding.head
    wanted = table.coreference.takes_up.get(head)
    for number in range(len(earlier.mentions) - 1, -1, -1):
        before, coding = earlier.mentions[number], earlier.codings[number]
        if mention.sentence - before.sentence > _NOUN_REACH:
            return None
        if head and coding.head == head and _same_number(mention, before):
            return number
        if not head and _same_head(mention, before):
            return number
        if wanted is not None and coding.identity is not None and wanted & set(coding.sectors):
            return number
        if head in table.coreference.any_body and _is_unknown_body(before, coding):
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
    return mention.head is not None and earlier.head is not None and mention.head.lower == earlier.head.lower


def _same_number(mention: Mention, earlier: Mention) -> bool:
    if mention.head is None or earlier.head is None:
        return False
    return mention.head.lower == earlier.head.lower or mention.is_plural == earlier.is_plural


def _is_bare_definite(phrase: Phrase) -> bool:
    tokens = [token for token in phrase.tokens if token.pos != "PUNCT"]
    if len(tokens) == 1:
        return phrase.first > 0 and phrase.parse.tokens[phrase.first - 1].lower in _DEFINITE
    return len(tokens) == 2 and tokens[0].lower in _DEFINITE
