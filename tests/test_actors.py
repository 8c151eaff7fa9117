"""Actors: who a phrase names, of which country and sector, and which mentions mean the same one."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factory import document, one_sentence_a_block, parser
from sayso.actors import find_actors
from sayso.actors.sectors import load_sectors
from sayso.actors.table import ActorTable, KnownActor, Office, load_actors, read_actors
from sayso.datafiles import DATA
from sayso.errors import DataFileError
from sayso.records import Actor, Document, Span

TABLE = load_actors(DATA)
OWN = Path(__file__).parent / "cases" / "own_actors"


def actors(text: str, *phrases: str, published: str | None = None) -> tuple[Actor, ...]:
    built = document(text, published=published)
    parses = parser().parse(built, one_sentence_a_block(built))
    return find_actors(built, parses, [span_of(built, phrase) for phrase in phrases], TABLE)


def span_of(built: Document, phrase: str) -> Span:
    start = built.text.index(phrase)
    return built.cut(start, start + len(phrase))


def actor(text: str, phrase: str, *, published: str | None = None) -> Actor:
    return next(a for a in actors(text, phrase, published=published) if a.span.text == phrase)


@pytest.mark.parametrize(
    ("text", "phrase", "codes"),
    [
        ("Iraqi protesters marched on Friday.", "Iraqi protesters", ("IRQ OPP",)),
        ("They stormed the Iranian regime's Consulate in Karbala.", "the Iranian regime's Consulate", ("IRN GOV",)),
        ("The mullahs' regime arrested her.", "The mullahs' regime", ("IRN GOV",)),
        ("Police in Nairobi fired shots.", "Police in Nairobi", ("KEN COP",)),
        (
            "additional director-general of police r k example left.",
            "additional director-general of police r k example",
            ("COP",),
        ),
        ("personnel of the rapid action force marched.", "personnel of the rapid action force", ("IND COP",)),
        ("three cid officials left.", "three cid officials", ("COP",)),
        ("Kyiv police arrested him.", "Kyiv police", ("UKR COP",)),
        ("The British ambassador to Iraq left.", "The British ambassador to Iraq", ("GBR GOV",)),
        ("Kenya's ambassador to Sudan left.", "Kenya's ambassador to Sudan", ("KEN GOV",)),
        ("Iraqi Shiite militias attacked them.", "Iraqi Shiite militias", ("IRQ PRM",)),
        ("Members of Boko Haram fled.", "Members of Boko Haram", ("NGA REB",)),
        ("A group of armed men took him.", "A group of armed men", ("UAF",)),
        ("Two Kenyan farmers were killed.", "Two Kenyan farmers", ("KEN AGR",)),
        ("Peru's defence ministry denied it.", "Peru's defence ministry", ("PER GOV", "PER MIL")),
        ("A former Chilean minister spoke.", "A former Chilean minister", ("CHL ELI", "CHL GOV")),
        ("Baghdad condemned the attack.", "Baghdad", ("IRQ GOV",)),
        ("Iraq condemned the attack.", "Iraq", ("IRQ",)),
        ("Egyptians voted on Sunday.", "Egyptians", ("EGY CVL",)),
        ("The European Union objected.", "The European Union", ("EUR",)),
        ("European Union lawmakers objected.", "European Union lawmakers", ("EUR LEG",)),
        ("The U.N. Security Council met.", "The U.N. Security Council", ("UNO",)),
        ("The NCRI said so.", "The NCRI", ("IRN OPP",)),
    ],
)
def test_phrase_is_coded(text: str, phrase: str, codes: tuple[str, ...]) -> None:
    """Country and sectors come from the actor's own words, never from those around it."""
    assert actor(text, phrase).codes == codes


@pytest.mark.parametrize(
    ("text", "phrase", "codes"),
    [
        ("Chechen fighters left the town.", "Chechen fighters", ("RUS REB",)),
        ("Londoners voted on Sunday.", "Londoners", ("GBR CVL",)),
        ("Tibetan monks marched.", "Tibetan monks", ("CHN REL",)),
        ("Catalonia rejected the offer.", "Catalonia", ("ESP",)),
        ("Police in Darfur fired shots.", "Police in Darfur", ("SDN COP",)),
        ("Bavarian police arrested him.", "Bavarian police", ("DEU COP",)),
        ("The Ontario government denied it.", "The Ontario government", ("CAN GOV",)),
        ("Lufthansa cancelled the flights.", "Lufthansa", ("DEU BUS",)),
    ],
)
def test_parts_and_companies_have_their_home_country(text: str, phrase: str, codes: tuple[str, ...]) -> None:
    """A region, its people, a town's people and a company with one home belong to that country."""
    assert actor(text, phrase).codes == codes


def test_title_and_surname_name_the_office_holder_of_the_day() -> None:
    """A title before a surname means who held such an office on the day of the text."""
    found = actor("Secretary Blinken objected.", "Secretary Blinken", published="2022-04-01")
    assert (found.identity, found.codes) == ("antony-blinken", ("USA GOV",))
    assert actor("Secretary Blinken objected.", "Secretary Blinken", published="2009-04-01").country is None


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Ruth Blinken runs a school. Minister Blinken objected.", "Minister Blinken"),  # the text names another
        ("Nurse Blinken objected.", "Nurse Blinken"),  # no office
        ("Kenyan Minister Blinken objected.", "Kenyan Minister Blinken"),  # another country
    ],
)
def test_title_and_surname_of_somebody_else_name_no_office_holder(text: str, phrase: str) -> None:
    """Another full name in the text, a title of no office and another country each speak against it."""
    assert actor(text, phrase, published="2022-04-01").identity != "antony-blinken"


@pytest.mark.parametrize("phrase", ["Iranian-backed militias", "Turkish-supported rebels", "US-allied fighters"])
def test_backer_is_not_the_actor(phrase: str) -> None:
    """Who backs an actor lends it no country."""
    assert actor(f"{phrase} took the town.", phrase).country is None


@pytest.mark.parametrize(
    "text",
    [
        "(PMOI / MEK Iran): protesters marched.",
        "The People's Mujahedin of Iran (PMOI / MEK Iran) said so.",
        "The National Council of Resistance of Iran said so.",
    ],
)
def test_country_in_a_group_name_is_no_actor(text: str) -> None:
    """The country that closes the name of an opposition group is neither an actor nor the group's state."""
    found = actors(text)
    assert not [a for a in found if a.identity == "country:IRN"]
    assert {a.codes for a in found if a.country == "IRN"} == {("IRN OPP",)}


def test_acronym_takes_the_country_after_it() -> None:
    """Acronyms joined by a stroke, and the country after them, are one name."""
    (group,) = [a for a in actors("(PMOI / MEK Iran): protesters marched.") if a.country == "IRN"]
    assert (group.span.text, group.identity) == ("PMOI / MEK Iran", "pmoi-mek")


def test_partisan_words_are_printed_plain() -> None:
    """The name is neutral; the span keeps the source's own words."""
    found = actor("The mullahs' regime arrested her.", "The mullahs' regime")
    assert (found.name, found.span.text) == ("Government of Iran", "The mullahs' regime")
    assert actor("Two terrorists fled.", "Two terrorists").name == "Two armed militants"


@pytest.mark.parametrize(
    ("day", "sectors"), [("2019-04-01", ("GOV",)), ("2022-04-01", ("ELI",)), ("2025-03-01", ("GOV",))]
)
def test_office_depends_on_the_day(day: str, sectors: tuple[str, ...]) -> None:
    """Who held an office on the day of the text is coded with it, and as one of the elite outside of it."""
    assert actor("Donald Trump spoke on Monday.", "Donald Trump", published=day).sectors == sectors


def test_title_tells_office_where_the_day_is_unknown() -> None:
    """Without a date the title before a name decides."""
    assert actor("President Obama spoke.", "President Obama").sectors == ("GOV",)
    assert actor("Barack Obama spoke.", "Barack Obama").sectors == ("ELI",)


@pytest.mark.parametrize("titled", ["police commissioner p c mehta", "inspector r k mehta"])
def test_a_titled_name_in_small_letters_is_met_again(titled: str) -> None:
    """The tagger seldom knows a name in small letters; the office before it makes it one."""
    found = actors(f"{titled} reached the spot.\n\nmehta said that he had arrested two men.", titled)
    assert [(each.sectors, each.chain) for each in found[:2]] == [(("COP",), 0)] * 2


def test_surname_of_somebody_else_is_not_the_known_person() -> None:
    """A known surname after another first name is another person."""
    assert actor("Ivanka Trump visited the school.", "Ivanka Trump").identity == "name:ivanka-trump"


def test_given_spans_come_back_as_they_are() -> None:
    """Each span asked for is an actor with exactly that span, found or not."""
    text = "Yesterday the old mill burned while nobody watched."
    found = actors(text, "the old mill", "nobody")
    assert [a.span.text for a in found if a.span.text in ("the old mill", "nobody")] == ["the old mill", "nobody"]


def test_unknown_person_gets_identity_from_the_full_name() -> None:
    """A full name can be met again in another text; a lone surname cannot."""
    assert actor("Jawad al-Wazni was killed.", "Jawad al-Wazni").identity == "name:jawad-al-wazni"


@pytest.mark.parametrize(
    ("text", "first", "later"),
    [
        ("Prime Minister Jane Okello spoke. \n\nOkello left.", "Prime Minister Jane Okello", "Okello"),
        ("The Federation of Students met.\n\nFOS called a strike.", "The Federation of Students", "FOS"),
        ("Hamas fired rockets.\n\nThe group said so.", "Hamas", "The group"),
        ("The Iranian regime denied it.\n\nThe regime blamed others.", "The Iranian regime", "The regime"),
        ("The police fired.\n\nThe police denied it.", "The police", "The police"),
        ("Jane Okello spoke.\n\nShe left.", "Jane Okello", "She"),
        ("Protesters marched.\n\nThey threw stones.", "Protesters", "They"),
        ("Jane Okello spoke.\n\nPolice followed her.", "Jane Okello", "her"),
        ("Protesters marched.\n\nPolice beat them.", "Protesters", "them"),
        ("Jane Okello spoke.\n\nShe left.\n\nIt rained.\n\nSo she returned.", "Jane Okello", "she"),
        (
            "The Tarabo Dam Committee met.\n\nPolice freed the Tarabo Dam Committee.",
            "The Tarabo Dam Committee",
            "the Tarabo Dam Committee",
        ),
        (
            "The NCRI met.\n\nThe National Council of Resistance of Iran said so.",
            "The NCRI",
            "The National Council of Resistance of Iran",
        ),
    ],
)
def test_mentions_of_one_actor_are_chained(text: str, first: str, later: str) -> None:
    """Surnames, acronyms, definite nouns and pronouns lead back to the first mention and take its name."""
    found = actors(text)
    heads = [n for n, a in enumerate(found) if a.span.text == first]
    tails = [a for a in found if a.span.text == later and a.span.start > found[heads[0]].span.start]
    assert [a.chain for a in tails] == [heads[0]]
    assert tails[0].name == found[heads[0]].name


@pytest.mark.parametrize(
    ("text", "phrase", "name", "codes"),
    [
        (
            "The Iranian regime's ambassador to Iraq, Omar Saleh, denied it.",
            "The Iranian regime's ambassador to Iraq",
            "Omar Saleh",
            ("IRN GOV",),
        ),
        (
            "Gunmen killed a prominent activist, Jawad al-Wazni, near his home.",
            "a prominent activist",
            "Jawad al-Wazni",
            ("OPP",),
        ),
        ("The mayor, Lena Haddad, was arrested.", "The mayor", "Lena Haddad", ("GOV",)),
        ("The lawyer Lena Haddad demanded an inquiry.", "The lawyer", "Lena Haddad", ("JUD",)),
        ("Army spokesman Colonel Omar Saleh denied it.", "Army spokesman Colonel Omar Saleh", "Omar Saleh", ("MIL",)),
    ],
)
def test_a_name_beside_a_noun_is_the_persons(text: str, phrase: str, name: str, codes: tuple[str, ...]) -> None:
    """The noun tells country and sector, the name beside or behind it tells who it is."""
    found = actor(text, phrase)
    assert (found.name, found.codes) == (name, codes)
    assert found.identity == f"name:{name.lower().replace(' ', '-')}"


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Police arrested an activist, Lena Haddad said.", "an activist"),
        ("The soldiers, Omar Saleh and Lena Haddad, left.", "The soldiers"),
    ],
)
def test_a_name_that_is_somebody_elses_stays_there(text: str, phrase: str) -> None:
    """Who says so behind a comma is not the one spoken of; several are not one."""
    assert actor(text, phrase).identity is None


def test_the_group_takes_up_an_unknown_body() -> None:
    """A front that no table has is "the group" afterwards, also where something is the group's."""
    found = actors("The River Front met.\n\nThe group's chief spoke.", "The River Front")
    group = next(each for each in found if each.span.text == "The group")
    assert (group.name, group.identity) == ("River Front", "name:river-front")


def test_they_are_the_many_of_a_sentence() -> None:
    """ "Them" after a body and some officials are the officials."""
    text = "The European Union imposed sanctions on 40 officials, accusing them of fraud."
    assert actor(text, "them").name == actor(text, "40 officials").name


def test_a_body_is_not_of_a_town_whose_other_name_it_bears() -> None:
    """ "Human" is a name of Uman, but not in the name of a front."""
    assert actor("The Civil Human Rights Front called a march.", "The Civil Human Rights Front").country is None


def test_a_common_noun_in_capitals_is_no_name() -> None:
    """ "Army" at the head of a headline is any army."""
    assert actor("Army denies shelling market", "Army").identity is None


def test_she_is_not_taken_up_by_he() -> None:
    """A person whom the text calls "she" is not "he" afterwards."""
    found = actors("Jane Okello met Omar Saleh.\n\nShe left.\n\nOmar Saleh stayed.\n\nHe slept.")
    chains = {each.span.text: found[each.chain or 0].span.text for each in found}
    assert chains["He"] == "Omar Saleh"


@pytest.mark.parametrize("text", ["Police beat them.", "His house burned."])
def test_dependent_pronoun_without_antecedent_is_no_mention(text: str) -> None:
    """ "Them" and "his" are mentions only where they stand for somebody before them."""
    assert not [a for a in actors(text) if a.span.text.lower() in ("them", "his")]


def test_pronoun_without_antecedent_stays_open() -> None:
    """A pronoun that nothing explains has no name, code or identity."""
    found = actor("He was arrested.", "He")
    assert (found.name, found.codes, found.identity) == (None, (), None)


def test_order_is_that_of_position() -> None:
    """Actors come in order, whatever the order of the spans asked for."""
    text = "Police arrested Jane Okello and Iraqi protesters."
    found = actors(text, "Iraqi protesters", "Police")
    assert [a.span for a in found] == sorted(a.span for a in found)


_WORDS = st.sampled_from(
    "Iraqi police the of Hamas said he Iran , ( ) Jane Okello group and MEK's a 's in Baghdad .".split()
)


@given(st.lists(_WORDS, min_size=1, max_size=14))
def test_actors_are_well_formed_for_any_words(words: list[str]) -> None:
    """Spans hold their words, are in order, and chains lead to a first mention that leads to itself."""
    text = " ".join(words)
    found = actors(text)
    for number, each in enumerate(found):
        assert text[each.span.start : each.span.end] == each.span.text
        assert each.chain is not None
        assert each.chain <= number
        assert found[each.chain].chain == each.chain
    assert len({a.span for a in found}) == len(found)


def test_office_days_are_inclusive() -> None:
    """The first and the last day of an office belong to it."""
    office = Office(("GOV",), "2001-01-20", "2009-01-20")
    assert [office.holds_on(day) for day in ("2001-01-19", "2001-01-20", "2009-01-20", "2009-01-21")] == [
        False,
        True,
        True,
        False,
    ]


def test_table_knows_what_it_says() -> None:
    """Acronyms match in capitals only, names in any spelling of accents."""
    assert TABLE.find_acronym("U.N.") == TABLE.find_acronym("UN") == TABLE.find_name("United Nations")
    assert TABLE.find_acronym("un") == ()
    assert TABLE.find_name("Medecins sans frontieres") == TABLE.find_name("Doctors Without Borders")


def test_table_is_large_and_checked() -> None:
    """All bundled lines load, and each known actor has a country or is deliberately without one."""
    assert len(TABLE.actors) > 6000
    assert all(isinstance(each, KnownActor) and each.names for each in TABLE.actors)


def _data_with(tmp_path: Path, actors_yml: str) -> Path:
    (tmp_path / "actors").mkdir()
    (tmp_path / "actors" / "own.yml").write_text(actors_yml, encoding="utf-8")
    (tmp_path / "lexicons").symlink_to(DATA / "lexicons")
    (tmp_path / "gazetteer").symlink_to(DATA / "gazetteer")
    return tmp_path


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{id: x, names: [X], kind: armed, sectors: [ARMY]}", "unknown sector 'ARMY'"),
        ("{id: x, names: [X], kind: armed, country: IRK}", "unknown country 'IRK' of actor 'x'"),
        ("{id: x, names: [X], kind: armed, colour: red}", "unknown field `colour`"),
        ("{id: x, names: [X], kind: armed}\n  - {id: y, names: [x], kind: armed}", "name x of 'y' stands twice"),
        ("{id: x, names: [X], kind: armed}\n  - {id: x, names: [Z], kind: armed}", "id x of 'x' stands twice"),
        ("{id: x, names: [], kind: armed}", "actor 'x' has no name"),
        ("{id: x, names: ['...'], kind: armed}", "actor 'x' has no name"),
        (
            "{id: x, names: [X], kind: person, offices: [{sectors: [GOV], from: May}]}",
            "'May' of actor 'x' is not a day YYYY-MM-DD",
        ),
        (
            "{id: x, names: [X], kind: person, offices: [{sectors: [GOV], from: '2020-01-02', to: '2020-01-01'}]}",
            r"an office of 'x' ends \(2020-01-01\) before it begins \(2020-01-02\)",
        ),
    ],
)
def test_wrong_table_is_refused(tmp_path: Path, line: str, message: str) -> None:
    """The loader names what is wrong and in which file."""
    with pytest.raises(DataFileError, match=message) as caught:
        load_actors(_data_with(tmp_path, f"actors:\n  - {line}\n"))
    assert caught.value.file.endswith("own.yml")


def test_wrong_line_is_named() -> None:
    """A complaint about a line of the table says which line."""
    own = OWN / "wrong.yml"
    with pytest.raises(DataFileError) as caught:
        read_actors(own, DATA)
    assert (Path(caught.value.file).name, caught.value.line) == ("wrong.yml", 4)


def test_own_actors_go_over_the_bundled_ones(tmp_path: Path) -> None:
    """A user's line replaces the bundled one with its id, and has a name that it shares with others alone."""
    own = tmp_path / "mine.yml"
    own.write_text(
        "actors:\n"
        "  - {id: hamas, names: [Hamas], country: PSE, sectors: [PTY], kind: party}\n"
        "  - {id: my-reuters, names: [Reuters], country: CAN, sectors: [JRN], kind: media}\n"
        "  - {id: river-front, names: [River Front], acronyms: [RF], country: KEN, sectors: [REB], kind: armed}\n",
        encoding="utf-8",
    )
    table = load_actors(DATA, own)
    assert [a.sectors for a in table.find_name("hamas")] == [("PTY",)]
    assert [a.id for a in table.find_name("Islamic Resistance Movement")] == []
    assert [a.id for a in table.find_name("Reuters")] == ["my-reuters"]
    assert [a.id for a in table.find_acronym("RF")] == ["river-front"]
    assert len(table.actors) == len(TABLE.actors) + 2


@pytest.mark.parametrize(
    ("text", "identity"),
    [
        ("Ghana's opposition called a march.\n\nThe XFP said so.", "xfp-gha"),
        ("Police in Lima fired.\n\nThe XFP said so.", "xfp-per"),
        ("Ghana met Peru.\n\nThe Front of Peru said so.\n\nThe XFP said so.", "xfp-per"),
        ("Ghana met Peru.\n\nThe XFP of Ghana said so.", "xfp-gha"),
    ],
)
def test_shared_acronym_is_told_by_the_text(text: str, identity: str) -> None:
    """Of two actors with one acronym, the text means that whose full name or country it has."""
    found = _with_two_fronts(text)
    assert next(a.identity for a in found if "XFP" in a.span.text) == identity


def test_shared_acronym_stays_open_where_the_text_does_not_tell() -> None:
    """Nothing is guessed where both could be meant."""
    for text in ("The XFP said so.", "Ghana met Peru.\n\nThe XFP said so."):
        assert not [a for a in _with_two_fronts(text) if a.identity in ("xfp-gha", "xfp-per")]


def _with_two_fronts(text: str) -> tuple[Actor, ...]:
    fronts = [
        KnownActor("xfp-gha", ("Front of Ghana",), "party", acronyms=("XFP",), country="GHA", sectors=("PTY",)),
        KnownActor("xfp-per", ("Front of Peru",), "party", acronyms=("XFP",), country="PER", sectors=("PTY",)),
    ]
    table = ActorTable(fronts, TABLE.countries, TABLE.sectors, TABLE.gazetteer, coreference=TABLE.coreference)
    built = document(text)
    return find_actors(built, parser().parse(built, one_sentence_a_block(built)), [], table)


@pytest.mark.parametrize(
    ("text", "phrase"), [("Marsh Forces arrived.", "Marsh Forces"), ("The marsh forces arrived.", "The marsh forces")]
)
def test_names_of_groups_need_their_capitals(text: str, phrase: str) -> None:
    """ "The marsh forces" are no group of that name."""
    table = ActorTable(
        [KnownActor("marsh-forces", ("Marsh Forces",), "armed", country="KEN", sectors=("REB",))],
        TABLE.countries,
        TABLE.sectors,
        TABLE.gazetteer,
        coreference=TABLE.coreference,
    )
    built = document(text)
    found = find_actors(built, parser().parse(built, one_sentence_a_block(built)), [span_of(built, phrase)], table)
    assert [a.identity == "marsh-forces" for a in found if a.span.text == phrase] == [phrase == "Marsh Forces"]


@pytest.mark.parametrize(
    ("text", "identity"),
    [
        ("The Labour Party lost the vote.", "labour-gbr"),
        ("Britain voted.\n\nThe Labour Party lost the vote.", "labour-gbr"),
        ("Norway voted.\n\nThe Labour Party lost the vote.", "labour-party-nor"),
        ("The Popular Front lost the vote.", None),
        ("Tunisia voted.\n\nThe Popular Front lost the vote.", "popular-front"),
    ],
)
def test_plain_names_are_told_by_the_country(text: str, identity: str | None) -> None:
    """A name of words that many names are made of is told by the country, or is that of the prominent one."""
    known = {each.id for each in TABLE.actors}
    assert next((a.identity for a in actors(text) if a.identity in known), None) == identity


def test_part_of_a_known_name_is_the_known_actor() -> None:
    """Where another step gives half a name, the whole name says who it is."""
    assert actor("Shin Bet Security Service arrested him.", "Shin Bet").identity == "shin-bet"


def test_long_name_of_a_state_is_the_state() -> None:
    """ "Republic of China" is Taiwan, with "People's" before it China."""
    assert actor("Republic of China objected.", "Republic of China").codes == ("TWN",)
    assert actor("People's Republic of China objected.", "People's Republic of China").codes == ("CHN",)


def test_town_stands_for_its_people() -> None:
    """A town that is no capital is its people."""
    assert actor("Mariupol mourned its dead.", "Mariupol").codes == ("UKR CVL",)


def test_word_with_two_sectors_is_refused(tmp_path: Path) -> None:
    """One word tells one set of sectors."""
    text = (DATA / "lexicons" / "en" / "sectors.yml").read_text(encoding="utf-8")
    path = tmp_path / "sectors.yml"
    path.write_text(text.replace("  COP: [\n", "  COP: [\n    soldier,\n", 1), encoding="utf-8")
    with pytest.raises(DataFileError, match="'soldier' stands under COP and MIL"):
        load_sectors(path)


@pytest.mark.parametrize(
    ("text", "pronoun", "name"),
    [
        ("Ada Mensah met Kofi Boateng in Accra. She thanked the crowd.", "She", "Ada Mensah"),
        ("Peter Boateng met Mary Mensah in Accra. She thanked the crowd.", "She", "Mary Mensah"),
        (
            "John Mensah, a strategist for the governor, spoke first. “Peter Osei is a candidate I like,” he said.",
            "he",
            "John Mensah",
        ),
        ("Mary Owusu spoke on Monday. Mr. Owusu stayed away. She thanked the crowd.", "She", "Mary Owusu"),
        ("Mary Darko, the mayor, told reporters that she would resign.", "she", "Mary Darko"),
    ],
)
def test_a_pronoun_stands_for_whom_it_can_mean(text: str, pronoun: str, name: str) -> None:
    """Sex by title and given name, one's own report, subjects before others, and nobody out of quoted words."""
    assert actor(text, pronoun).name == name


def test_who_stands_beside_a_name_is_the_same() -> None:
    """A noun set beside a name is a mention of its chain; one that stands for nobody else is none."""
    found = actors("Mary Darko, a lecturer, met the strategist.")
    assert [(each.span.text, each.chain) for each in found if each.chain == found[0].chain][1:] == [("a lecturer", 0)]
    assert "the strategist" not in [each.span.text for each in actors("Rain fell on the strategist.")]


def test_no_two_offices_of_one_person_overlap() -> None:
    """The days of each person's offices follow one another, in order; `load_actors` sees that none ends too early."""
    wrong = [
        known.id
        for known in TABLE.actors
        for one, other in pairwise(known.offices)
        if one.last is None or one.last > other.first
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "phrase", "codes"),
    [
        ("Georgetown University students marched.", "Georgetown University students", ("EDU",)),
        ("Baghdad University students marched.", "Baghdad University students", ("IRQ EDU",)),
        ("Talks with Union ministers have failed.", "Union ministers", ("GOV",)),
        ("NFU president Minette Osei met farmers.", "NFU president Minette Osei", ()),
        ("Ghana's president Minette Osei met farmers.", "Ghana's president Minette Osei", ("GHA GOV",)),
    ],
)
def test_a_name_that_others_bear_too_gives_no_country_and_no_office(
    text: str, phrase: str, codes: tuple[str, ...]
) -> None:
    """A namesake of a capital, a town called like a body, and the president of a union code nobody."""
    assert actor(text, phrase).codes == codes


def test_two_of_one_surname_stay_two() -> None:
    """Another first name is another person; the surname alone or an initial is not."""
    text = "Hunter Osei left. Joe Osei stayed. H. Osei slept. Osei woke."
    found = {each.span.text: each for each in actors(text, "Hunter Osei", "Joe Osei", "H. Osei", "Osei woke")}
    assert found["Joe Osei"].name == "Joe Osei"
    assert found["Joe Osei"].chain != found["Hunter Osei"].chain
    assert found["H. Osei"].chain == found["Hunter Osei"].chain


def test_two_states_that_and_joins_are_no_one_actor() -> None:
    """The tagger takes "Russia and Syria" for one name; Russia alone keeps its own."""
    text = "Russia and Syria: Rebels Block Return\n\nIran, Russia and Syria have pressed the U.S. to leave."
    assert actor(text, "Russia").name == "Russia"


def test_a_country_is_no_acronym_of_a_name_before_it() -> None:
    """ "Unpredictable Sanneh" is not the U.S."""
    text = "Unpredictable Sanneh spoke on Monday. The U.S. sent aid."
    assert actor(text, "The U.S.").name == "United States"
