"""What the words of one actor tell: who it is, of which country, in which sectors.

The table of known actors comes first. Otherwise the country is that of the nearest name, adjective or possessive that
is the actor's own (not "ambassador to Iraq", not "Iranian-backed"), and the sectors are those of the noun that
heads the phrase.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

from sayso.actors.known import Match
from sayso.actors.origins import find_country, is_backed
from sayso.actors.phrases import Phrase, find_appositive, find_name, name_identity
from sayso.actors.sectors import Told
from sayso.actors.table import NO_COUNTRY, ActorTable, KnownActor
from sayso.syntax import Token, join_words

# Adjectives and nouns of governments below the state's.
_LEVELS = frozenset({"provincial", "regional", "local", "state", "city", "municipal", "county"})
# Sectors whose holders are the elite (ELI) afterwards.
_OFFICE_SECTORS = frozenset({"GOV", "LEG", "JUD", "MIL", "SPY"})


@dataclass(frozen=True, slots=True)
class Coding:
    """Who an actor is: `head` is the singular of the noun that names its kind, empty for a proper name."""

    name: str | None = None
    country: str | None = None
    sectors: tuple[str, ...] = ()
    identity: str | None = None
    head: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        """PLOVER codes, the main one first: `IRN GOV`, `IRN`, `GOV`."""
        if not self.sectors:
            return (self.country,) if self.country else ()
        return tuple(f"{self.country} {sector}" if self.country else sector for sector in self.sectors)


def code_phrase(
    phrase: Phrase,
    known: Sequence[Match],
    table: ActorTable,
    *,
    day: str | None = None,
    surnames: Set[str] = frozenset(),
) -> Coding:
    """Who a phrase's actor is.

    Args:
        phrase: The words.
        known: The known actors of their sentence.
        table: What to look things up in.
        day: The day of the text, where it is known.
        surnames: Surnames of people whom the text names in full: no office-holder is made out of one of these.
    """
    core = find_core(phrase)
    inside = [m for m in known if phrase.first <= m.first and m.end <= core.end and m.end > core.first]
    whole = next((m for m in known if m.first <= core.first and core.end <= m.end), None)
    if whole is not None and whole not in inside:
        return of_known(whole.actor, day)
    named = _code_known(core, inside, table, day=day) or _code_appositive(phrase, core, known, day=day)
    coded = named or _code_country(core, table) or _code_noun(core, inside, table)
    is_open = named is None and (coded.identity is None or coded.identity.startswith("name:"))
    if is_open and core.parse.tokens[core.head].text not in surnames:
        holder = _find_holder(core, coded, table, day)
        if holder is not None:
            return of_known(holder, day, titled=day is None)
    person = find_appositive(phrase.parse, core.head) if named is None and _is_one_person(core, coded) else None
    if person is not None:
        coded = _with_name(coded, person)
    if coded.identity is None or not coded.identity.startswith("country:"):
        coded = _as_former(coded, core, table)
    return coded


def find_core(phrase: Phrase) -> Phrase:
    """The phrase up to what only adds to it: a relative clause, a comma, a preposition other than "of" and "for"."""
    first, end = phrase.first, phrase.end
    tokens = phrase.parse.tokens
    while first < phrase.head and (tokens[first].pos == "DET" or tokens[first].text in ("(", '"', "'", "-", ",")):
        first += 1
    for index in range(max(phrase.head, first), end):
        token = tokens[index]
        if index > phrase.head and _closes(token):
            end = index
            break
    return Phrase(phrase.parse, first, max(end, phrase.head + 1), phrase.head)


def _closes(token: Token) -> bool:
    if token.text in (",", "(", ")", ";", ":", '"') or token.tag in ("WDT", "WP", "WRB", "WP$"):
        return True
    if token.pos in ("VERB", "AUX") and token.dep in ("relcl", "acl", "aux", "auxpass", "ROOT"):
        return True
    return token.dep == "prep" and token.lower not in ("of", "for")


def _code_known(core: Phrase, inside: Sequence[Match], table: ActorTable, *, day: str | None) -> Coding | None:
    """The known actor that the phrase names, or that it is a part or the voice of."""
    for match in inside:
        if match.first <= core.head < match.end:
            titled = day is None and any(_tells_office(t, table) for t in core.parse.tokens[core.first : match.first])
            return of_known(match.actor, day, titled=titled)
    head = core.parse.tokens[core.head]
    word = table.sectors.singular(head.lower)
    for match in reversed(inside):
        whole = [t for t in core.tokens if t.pos not in ("DET", "PUNCT", "PART")]
        if match.end - match.first >= len(whole):
            return of_known(match.actor, day)
        if word in table.sectors.leaders | table.sectors.members and not is_backed(core.parse, match.end, table):
            coded = of_known(match.actor, day)
            return Coding(neutral_name(core, table), coded.country, coded.sectors, None, word)
    return None


def of_known(actor: KnownActor, day: str | None, *, titled: bool = False) -> Coding:
    """The coding of a known actor on a day; `titled` where a title before the name says that an office is held."""
    sectors = actor.offices[-1].sectors if titled and actor.offices else actor.find_sectors(day)
    return Coding(actor.names[0], actor.country, sectors, actor.id)


def _find_holder(core: Phrase, coded: Coding, table: ActorTable, day: str | None) -> KnownActor | None:
    """The only office-holder of that surname whom the title before it fits: "Secretary Blinken", "President Kenyatta".

    Whose title it is tells apart those of one surname, where the words tell it.
    """
    head = core.parse.tokens[core.head]
    if head.pos != "PROPN" or core.head == core.first or core.end != core.head + 1:
        return None
    told = set(coded.sectors) & _OFFICE_SECTORS
    if not told or head.lower in coded.head.split() or not _tells_office(core.parse.tokens[core.head - 1], table):
        return None
    found = [
        each
        for each in table.find_holders(head.text, day)
        if (coded.country is None or each.country == coded.country)
        and any(told & set(office.sectors) for office in each.offices if day is None or office.holds_on(day))
    ]
    return found[0] if len(found) == 1 else None


def _tells_office(token: Token, table: ActorTable) -> bool:
    sectors = table.sectors.heads.get(table.sectors.singular(token.lower), ())
    return bool(_OFFICE_SECTORS & set(sectors))


def _code_appositive(phrase: Phrase, core: Phrase, known: Sequence[Match], *, day: str | None) -> Coding | None:
    """A known person set beside the noun: "the ambassador, Iraj Masjedi"."""
    appositives = {token.index for token in phrase.parse.children(core.head, "appos")}
    for match in known:
        if match.actor.kind == "person" and any(match.first <= index < match.end for index in appositives):
            return of_known(match.actor, day)
    return None


def _is_one_person(core: Phrase, coded: Coding) -> bool:
    """True for a singular noun for somebody: what a person's name can stand beside."""
    is_office = coded.identity is None or coded.identity.count(":") > 1
    return bool(coded.head) and core.parse.tokens[core.head].tag == "NN" and is_office


def _with_name(coded: Coding, person: Phrase) -> Coding:
    name = join_words(person.tokens)
    return Coding(name, coded.country, coded.sectors, name_identity(name), coded.head)


def _code_country(core: Phrase, table: ActorTable) -> Coding | None:
    """A country by its name ("Iraq"), its people ("Iraqis") or its capital ("Baghdad condemned")."""
    kept = [token for token in core.tokens if token.pos != "DET"]
    text = join_words(kept[:-1] if kept and kept[-1].text in ("'s", "'") else kept)
    sense = table.countries.find_sense(text)
    if sense is None:
        return None
    if sense.name is not None:
        return Coding(table.countries.get_name(sense.name), sense.name, (), f"country:{sense.name}")
    if sense.people is not None:
        return Coding(text, sense.people, ("CVL",), f"country:{sense.people}:CVL:people", "people")
    if sense.part_people is not None and core.parse.tokens[core.head].pos != "ADJ":
        return Coding(text, sense.part_people, ("CVL",), name_identity(text), "people")
    return of_government(sense.capital, table) if sense.capital is not None else None


def of_government(code: str, table: ActorTable) -> Coding:
    """The coding of a country's government."""
    return Coding(
        f"Government of {table.countries.get_name(code)}", code, ("GOV",), f"country:{code}:GOV", "government"
    )


def _code_noun(core: Phrase, inside: Sequence[Match], table: ActorTable) -> Coding:
    sectors, head = find_sectors(core, table)
    country = find_country(core, inside, table)
    if (
        sectors[:1] == ("GOV",)
        and country is None
        and head in table.sectors.leaders
        and _leads_body(core, head, inside)
    ):
        sectors = ()
    if sectors in ((), ("UNK",)) and country is not None and country not in NO_COUNTRY:
        told = table.sectors.with_country.get(head or table.sectors.singular(core.parse.tokens[core.head].lower))
        sectors = (told,) if told else sectors
    if not sectors and country is not None and _is_town(core, table):
        return Coding(neutral_name(core, table), country, ("CVL",))
    is_government = head in table.sectors.governments and not _has_level(core)
    if is_government and country is not None and country not in NO_COUNTRY:
        return of_government(country, table)
    name = _person_name(core, table) or neutral_name(core, table)
    identity = None
    if _is_person(core) or (not sectors and _is_all_name(core)):
        identity = name_identity(name) if name and " " in name else None
    elif country is not None and sectors and sectors != ("UNK",) and _is_definite_kind(core):
        identity = f"country:{country}:{sectors[0]}:{head.replace(' ', '-')}"
    elif _is_organisation(core) and name and name.lower() != head:
        identity = name_identity(name)
    return Coding(name or None, country, sectors, identity, head)


def _leads_body(core: Phrase, office: str, inside: Sequence[Match]) -> bool:
    """True for the office in a body that is no state's and that no table has: "Millers' League president A B"."""
    tokens = core.parse.tokens
    at = next((token.index for token in core.tokens if token.lower == office), core.first)
    before = tokens[at - 1] if at > core.first else None
    return before is not None and before.entity == "ORG" and not any(m.first < at <= m.end for m in inside)


def _is_town(core: Phrase, table: ActorTable) -> bool:
    """True where the phrase is a town's name and no more; a capital stands for its government instead."""
    if not all(token.pos == "PROPN" and token.entity != "PERSON" for token in core.tokens):
        return False
    is_body = core.parse.tokens[core.head].entity == "ORG"
    return table.find_city_country(join_words(core.tokens), main=is_body) is not None


def _has_level(core: Phrase) -> bool:
    """True for the government of a part of a country ("Kano State government")."""
    words = {token.lower for token in core.tokens}
    return bool(words & _LEVELS - {core.parse.tokens[core.head].lower})


def find_sectors(core: Phrase, table: ActorTable) -> Told:
    """Sectors of a phrase, and the noun that tells them."""
    return table.find_sectors(tuple([token.lower for token in core.tokens]), core.head - core.first)


def _as_former(coded: Coding, core: Phrase, table: ActorTable) -> Coding:
    """An office-holder of the past is one of the elite."""
    is_former = any(token.lower in table.sectors.former for token in core.tokens)
    if not is_former or not coded.sectors or coded.sectors[0] not in _OFFICE_SECTORS:
        return coded
    return Coding(coded.name, coded.country, ("ELI", *coded.sectors), coded.identity, coded.head)


def neutral_name(core: Phrase, table: ActorTable) -> str:
    """The words of a phrase without articles and possessive pronouns, words of one side made plain."""
    kept = [t for t in core.tokens if t.pos != "DET" and t.tag != "PRP$"]
    pieces: list[str] = []
    for before, token in zip([None, *kept], kept, strict=False):
        text = table.sectors.neutral.get(token.lower, token.text)
        apart = before is not None and token.start > before.end
        pieces.append((" " if apart else "") + text)
    return " ".join("".join(pieces).split()).strip(" '\"(),-")


def _person_name(core: Phrase, table: ActorTable) -> str | None:
    """The name of the person whom a phrase names in full, without office and title: "army spokesman Colonel X Y"."""
    if not _is_person(core):
        return None
    named = find_name(core.parse, core.head)
    if named is None or named.first < core.first or named.end > core.end:
        return None
    first = named.first
    while first < named.end and table.sectors.singular(core.parse.tokens[first].lower) in table.sectors.heads:
        first += 1
    return join_words(core.parse.tokens[first : named.end]) if named.end - first > 1 else None


def _is_person(core: Phrase) -> bool:
    return core.parse.tokens[core.head].entity == "PERSON"


def _is_all_name(core: Phrase) -> bool:
    """True where every word is part of a proper name."""
    return all(token.pos == "PROPN" and token.text[:1].isupper() for token in core.tokens)


def _is_organisation(core: Phrase) -> bool:
    head = core.parse.tokens[core.head]
    return head.entity == "ORG" and head.pos == "PROPN"


def _is_definite_kind(core: Phrase) -> bool:
    """True where words such as "Iraqi police" can mean the same body elsewhere: no number, no "a"."""
    before = core.parse.tokens[core.first - 1] if core.first else None
    if before is not None and before.lower in ("a", "an", "some", "another", "any"):
        return False
    if any(token.pos == "CCONJ" and token.index < core.head for token in core.tokens):
        return False  # "the Russian and Syrian ministries" are two
    return not any(
        token.pos == "NUM" or token.lower in ("several", "many", "dozens", "hundreds") for token in core.tokens
    )
