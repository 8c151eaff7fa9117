"""Which mentions of single persons on one page are of the same person, and what became of each of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sayso.quantities.kinds import HIT
from sayso.quantities.persons import DEFINITE, PRONOUN, Person, join_persons, may_be_same

HARM = ("killed", "injured", HIT)


@dataclass(frozen=True, slots=True)
class Mention:
    """One telling of one person's fate; `at` is the place of its quantity in the page, `others` as in `Victims`.

    `sentence` is the number of its sentence on the page.
    """

    at: int
    person: Person
    kind: str
    others: bool
    sentence: int


@dataclass(slots=True)
class Victim:
    """One person with all mentions that are taken to be of it."""

    person: Person
    mentions: list[Mention] = field(default_factory=list)

    @property
    def is_dead(self) -> bool:
        """True where one of the mentions tells of the person's death."""
        return any(mention.kind == "killed" for mention in self.mentions)


def find_identities(mentions: Iterable[Mention]) -> list[Victim]:
    """The persons whom the mentions, in the order of the page, tell of; in the order of their first mention."""
    victims: list[Victim] = []
    for mention in mentions:
        victim = _find_same(mention, victims)
        if victim is None:
            victims.append(Victim(mention.person, [mention]))
        else:
            victim.person = join_persons(victim.person, mention.person)
            victim.mentions.append(mention)
    return victims


def _find_same(mention: Mention, victims: Sequence[Victim]) -> Victim | None:
    """The victim told of before whom a mention means; None where it brings in somebody new."""
    person = mention.person
    able = [each for each in victims if may_be_same(each.person, person) and not _stands_beside(each, mention)]
    if mention.others:
        able = [each for each in able if each.mentions[0].others or each.person.names & person.names]
    if person.pointing == PRONOUN:
        return max(able, key=lambda each: each.mentions[-1].at, default=None)
    if person.pointing != DEFINITE:
        able = [each for each in able if _fates_fit(each, mention) or _likeness(each.person, person)]
    return max(able, key=lambda each: (*_rank(each, mention), each.mentions[-1].at), default=None)


def _stands_beside(victim: Victim, mention: Mention) -> bool:
    """True where one sentence tells of both, neither by a pronoun nor by the same name: they are two."""
    last = victim.mentions[-1]
    return (
        last.sentence == mention.sentence
        and PRONOUN not in (last.person.pointing, mention.person.pointing)
        and not last.person.names & mention.person.names
    )


def _likeness(one: Person, other: Person) -> int:
    """How much speaks for two mentions being of one person: a name most, then an age, then the noun."""
    name = 4 * bool(one.names & other.names)
    age = 2 * (one.age is not None and one.age == other.age)
    return name + age + bool(one.nouns & other.nouns)


def _rank(victim: Victim, mention: Mention) -> tuple[int, bool]:
    return _likeness(victim.person, mention.person), _fates_fit(victim, mention)


def _fates_fit(victim: Victim, mention: Mention) -> bool:
    """True where the mention's outcome is that of the victim, or one of the two is open."""
    told = {each.kind for each in victim.mentions} - {HIT}
    return not told or mention.kind == HIT or mention.kind in told


def outlives(victim: Victim, mention: Mention, victims: Sequence[Victim], deaths: Sequence[int]) -> bool:
    """True where a mention of somebody who was hurt is of one of whose death the page does not tell.

    Told hurt, a person lives unless the same person is told dead. Told hit, it lives where nobody is told dead, or
    where it cannot be one of the dead: they are all known, and something keeps it apart from each of them.
    """
    dead = [each for each in victims if each.is_dead]
    if victim.is_dead:
        return False
    told = {each.kind for each in victim.mentions}
    if not any(deaths) or "injured" in told or mention.others:
        return True
    return len(dead) >= max(deaths) and not any(may_be_same(each.person, victim.person) for each in dead)
