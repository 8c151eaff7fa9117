"""Numbers of people: bounds, kinds, what is counted, what contains what."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factory import document, one_sentence_a_block, parser
from sayso.datafiles import DATA
from sayso.errors import DataFileError
from sayso.numerals import load_numerals, read_number, read_spoken_year
from sayso.quantities import find_quantities, load_quantities
from sayso.quantities.identity import Mention, find_identities
from sayso.quantities.persons import DEFINITE, INDEFINITE, NAMED, PRONOUN, Person, may_be_same
from sayso.records import Quantity

ENGLISH = DATA / "lexicons" / "en"
LEXICON = load_quantities(ENGLISH / "quantities.yml")
NUMERALS = load_numerals(ENGLISH)


def quantities(text: str) -> tuple[Quantity, ...]:
    built = document(text)
    return find_quantities(built, parser().parse(built, one_sentence_a_block(built)), LEXICON)


def only(text: str) -> Quantity:
    (found,) = quantities(text)
    return found


@pytest.mark.parametrize(
    ("text", "words", "low", "best", "high", "vague"),
    [
        ("Twelve villagers were killed.", "Twelve", 12, 12, 12, False),
        ("1,200 villagers were killed.", "1,200", 1200, 1200, 1200, False),
        ("Twenty-five villagers were killed.", "Twenty-five", 25, 25, 25, False),
        ("At least 12 villagers were killed.", "At least 12", 12, 12, None, False),
        ("More than 100 villagers were killed.", "More than 100", 100, 100, None, False),
        ("Up to 50 villagers were killed.", "Up to 50", None, None, 50, False),
        ("Fewer than 50 villagers were killed.", "Fewer than 50", None, None, 49, False),
        ("Nearly 200 villagers were killed.", "Nearly 200", None, 200, None, False),
        ("20 to 30 villagers were killed.", "20 to 30", 20, None, 30, False),
        ("20-30 villagers were killed.", "20-30", 20, None, 30, False),
        ("Between 20 and 30 villagers were killed.", "Between 20 and 30", 20, None, 30, False),
        ("A dozen villagers were killed.", "A dozen", 12, 12, 12, False),
        ("More than a dozen villagers were killed.", "More than a dozen", 12, 12, None, False),
        ("Tens of villagers were killed.", "Tens", 10, 10, None, True),
        ("Dozens of villagers were killed.", "Dozens", 12, 12, None, True),
        ("Hundreds of villagers were killed.", "Hundreds", 100, 100, None, True),
        ("Tens of thousands of villagers were killed.", "Tens of thousands", 10000, 10000, None, True),
        ("Several villagers were killed.", "Several", 3, None, None, True),
        ("No villagers were killed.", "No", 0, 0, 0, False),
        ("No one was killed.", "No one", 0, 0, 0, False),
    ],
)
def test_the_words_bound_the_number(
    text: str, words: str, low: int | None, best: int | None, high: int | None, vague: bool
) -> None:
    """Open sides stay None; vague words map as ACLED maps them and stay marked."""
    found = only(text)
    assert (found.span.text, found.low, found.best, found.high, found.vague) == (words, low, best, high, vague)
    assert found.kind == "killed"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The blast killed 12 villagers.", "killed"),
        ("12 villagers died in the blast.", "killed"),
        ("The blast left 12 villagers dead.", "killed"),
        ("Police found 12 bodies in a well.", "killed"),
        ("The death toll rose to 12.", "killed"),
        ("The ministry put the toll at 12.", "killed"),
        ("The crowd numbered 12.", "participants"),
        ("They mourned the deaths of 12 villagers.", "killed"),
        ("12 villagers were shot dead.", "killed"),
        ("12 dead in market blast", "killed"),
        ("The blast wounded 12 villagers.", "injured"),
        ("12 villagers were taken to hospital with burns.", "injured"),
        ("Police arrested 12 villagers.", "arrested"),
        ("12 villagers were detained on Friday.", "arrested"),
        ("Gunmen kidnapped 12 schoolgirls.", "abducted"),
        ("12 villagers fled the fighting.", "displaced"),
        ("12 families were displaced.", "displaced"),
        ("12 protesters chanted slogans.", "participants"),
        ("12 people marched through the capital.", "participants"),
        ("12 villagers met the governor.", "other"),
    ],
)
def test_the_governing_words_tell_the_kind(text: str, kind: str) -> None:
    """One number, one kind."""
    found = only(text)
    assert (found.best, found.kind) == (12, kind)


def test_two_fates_in_one_sentence_are_two_quantities() -> None:
    """Each number goes with its own participle."""
    found = quantities("At least 12 people were killed and 30 injured in the blast.")
    assert [(each.best, each.kind) for each in found] == [(12, "killed"), (30, "injured")]


def test_fates_in_a_list_go_with_the_word_beside_them() -> None:
    """`Killed seven and kidnapped 15` is not 22 dead."""
    found = quantities("Rebels killed seven soldiers and kidnapped 15.")
    assert [(each.best, each.kind) for each in found] == [(7, "killed"), (15, "abducted")]


def test_a_rising_toll_is_two_numbers_and_no_range() -> None:
    """`From 9 to 14` is an update: nine then, fourteen now."""
    found = quantities("The toll has risen from 9 to 14.")
    assert [(each.low, each.best, each.high, each.kind) for each in found] == [
        (9, 9, 9, "killed"),
        (14, 14, 14, "killed"),
    ]


def test_a_part_taken_out_of_a_number_is_counted_by_its_noun() -> None:
    """`One of the three hostages`."""
    one, three = quantities("One of the three hostages was freed.")
    assert (one.best, one.of and one.of.text, three.best) == (1, "hostages", 3)


def test_those_who_shoot_are_not_those_who_are_shot() -> None:
    """The officers are counted, but not among the dead."""
    found = quantities("A jury cleared two officers who fatally shot a man.")
    assert [(each.best, each.kind) for each in found] == [(2, "other"), (1, "killed")]


def test_the_children_of_a_victim_are_no_victims() -> None:
    """`A mother of three` is one person."""
    assert only("A mother of three was killed.").best == 1


def test_a_second_name_of_a_person_is_not_a_second_victim() -> None:
    """`An activist, Jane Doe` is one."""
    assert only("Gunmen killed an activist, Jane Doe.").best == 1


def test_what_is_counted_is_kept_beside_the_number() -> None:
    """`of` covers the noun with its adjectives."""
    found = only("Rebels killed 12 unarmed civilians.")
    assert found.of is not None
    assert (found.span.text, found.of.text) == ("12", "unarmed civilians")


@pytest.mark.parametrize(
    "text",
    [
        "Rebels killed 12 civilians, including three children.",
        "Rebels killed 12 people, among them three children.",
        "Rebels killed 12 people; three of them were children.",
    ],
)
def test_a_part_points_to_the_number_that_contains_it(text: str) -> None:
    """The three are not added to the twelve."""
    whole, part = quantities(text)
    assert (whole.best, whole.includes) == (12, None)
    assert (part.best, part.kind, part.includes) == (3, "killed", 0)


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("A man was killed.", "A man", "killed"),
        ("A 25-year-old teacher was wounded.", "A 25-year-old teacher", "injured"),
        ("Gunmen killed her brother.", "her brother", "killed"),
        ("They mourned the death of a nurse.", "a nurse", "killed"),
        ("The victim died on Friday.", "The victim", "killed"),
        ("Police arrested a suspect.", "a suspect", "arrested"),
    ],
)
def test_a_single_person_without_a_number_word_is_one(text: str, words: str, kind: str) -> None:
    """The span is the noun phrase that stands for the number."""
    found = only(text)
    assert (found.span.text, found.kind, found.low, found.best, found.high) == (words, kind, 1, 1, 1)


def test_persons_named_one_by_one_are_added_up() -> None:
    """Their own number words become parts of the sum."""
    whole, part = quantities("Two policemen and a civilian were killed.")
    assert (whole.span.text, whole.best, whole.kind) == ("Two policemen and a civilian", 3, "killed")
    assert (part.span.text, part.includes) == ("Two", 0)


@pytest.mark.parametrize(
    "text",
    [
        "If attacked, a man could be killed.",
        "The driver was not injured.",
        "They threatened to kill a judge.",
    ],
)
def test_a_single_person_is_no_victim_of_what_did_not_happen(text: str) -> None:
    """Possible, denied and threatened harm has no victim."""
    assert quantities(text) == ()


def test_people_who_were_hit_are_injured_less_the_page_s_dead() -> None:
    """Five shot, two dead: three live, five at most were hurt."""
    hit, dead = quantities("Five people were shot in a bar.\n\nTwo people died, police said.")
    assert (hit.kind, hit.low, hit.best, hit.high) == ("injured", 3, 3, 5)
    assert (dead.kind, dead.best) == ("killed", 2)


def test_a_war_s_toll_takes_nobody_off_the_injured() -> None:
    """More dead than were hit belong to something else."""
    hit, dead = quantities("Five people were shot in a bar.\n\nThe war has killed 60,000 people.")
    assert (hit.kind, hit.best, dead.best) == ("injured", 5, 60000)


@pytest.mark.parametrize(
    "text",
    [
        "The 25-year-old plan killed the talks.",
        "The strike cost $500 and 14 percent of sales.",
        "The village lies 3 miles away and was hit on March 4, 2020.",
        "The home side won 3-2.",
        "Police were called to 221 Baker Street at 11 p.m.",
        "Shelling destroyed 12 houses and three cars.",
        "The suspect faces 12 counts.",
        "In 2016 the deaths were not recorded.",
    ],
)
def test_numbers_of_other_things_are_left_alone(text: str) -> None:
    """Ages, money, shares, distances, dates, scores, addresses, hours, things."""
    assert quantities(text) == ()


@pytest.mark.parametrize("text", ["twelve villagers were killed", "TWELVE VILLAGERS WERE KILLED"])
def test_the_case_of_the_letters_does_not_matter(text: str) -> None:
    """Lower-cased corpora and wires in capitals read the same."""
    found = only(text)
    assert (found.best, found.kind) == (12, "killed")


def test_a_lexicon_with_an_unknown_list_is_refused(tmp_path: Path) -> None:
    """The loader names file and line."""
    broken = tmp_path / "quantities.yml"
    broken.write_text("modifierz: {at least: least}\n")
    with pytest.raises(DataFileError, match=r"quantities\.yml:1"):
        load_quantities(broken)


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("twelve", 12),
        ("twenty - five", 25),
        ("two hundred and five", 205),
        ("a hundred", 100),
        ("2.5 million", 2_500_000),
        ("1,200", 1200),
        ("three hundred thousand", 300_000),
        ("two dozen", 24),
        ("1/2", 0.5),
    ],
)
def test_number_words_are_read(words: str, number: float) -> None:
    """Digits and words mix as newspapers mix them."""
    assert read_number(words.split(), NUMERALS) == number


@pytest.mark.parametrize("words", ["three four", "twenty thirty", "five people", "and", "", "1/0"])
def test_what_is_not_one_number_is_none(words: str) -> None:
    """Two numbers side by side are not added up."""
    assert read_number(words.split(), NUMERALS) is None


@pytest.mark.parametrize(
    ("words", "year"), [("nineteen ninety - one", 1991), ("twenty twelve", 2012), ("ninety one", None)]
)
def test_a_spoken_year_is_read(words: str, year: int | None) -> None:
    """Two halves, the first from eleven to twenty."""
    assert read_spoken_year(words.split(), NUMERALS) == year


_PIECES = st.sampled_from(
    "12 99999999999999999999 1,200 20-30 0 dozen dozens of hundreds thousands hundred and a an at least up to between "
    "no one nobody both several people man woman soldiers killed dead died injured were was his wife including them "
    "three two , . - : ( ) ; toll rose shot fatally John Smith 24 children others not could be is %".split()
)


@given(st.lists(_PIECES, max_size=30).map(" ".join))
def test_every_quantity_lies_on_its_text_within_its_bounds(text: str) -> None:
    """Spans are cut from the text, bounds are in order, and a part points to another quantity of the page."""
    found = quantities(text)
    for at, each in enumerate(found):
        assert text[each.span.start : each.span.end] == each.span.text
        assert each.of is None or text[each.of.start : each.of.end] == each.of.text
        known = [bound for bound in (each.low, each.best, each.high) if bound is not None]
        assert known == sorted(known)
        assert known
        assert each.includes is None or (0 <= each.includes < len(found) and each.includes != at)


@given(st.integers(1, 999_999))
def test_a_written_number_is_read_back(number: int) -> None:
    """With and without thousands separators."""
    assert [only(f"The blast killed {form} people.").best for form in (str(number), f"{number:,}")] == [number] * 2


@pytest.mark.parametrize(
    ("text", "words", "best"),
    [
        ("Organisers said 338,000 people took part in the march.", "338,000", 338000),
        ("Police estimated the crowd at 20,000.", "20,000", 20000),
        ("The union put the number of marchers at 50,000.", "50,000", 50000),
        ("Some 4,000 students turned out.", "Some 4,000", 4000),
    ],
)
def test_those_who_take_part_are_participants(text: str, words: str, best: int) -> None:
    """A crowd is told by who took part, turned out, or by what it is estimated at."""
    found = only(text)
    assert (found.kind, found.span.text, found.best) == ("participants", words, best)


@pytest.mark.parametrize("text", ["Rockets struck Logone Matin.", "Fighters captured Logone Matin on Sunday."])
def test_a_bare_name_that_may_be_a_town_is_nobody(text: str) -> None:
    """Verbs that take towns as readily as people make no victim of a name."""
    assert quantities(text) == ()


@pytest.mark.parametrize(
    "text",
    ["Gunmen killed a prominent poet, Jawad al-Wazni.", "A prominent poet, Jawad al-Wazni, was shot dead."],
)
def test_a_victim_named_twice_is_one(text: str) -> None:
    """A name in apposition is the same person."""
    assert [(each.kind, each.best) for each in quantities(text)] == [("killed", 1)]


def told(text: str) -> list[tuple[str, int | None]]:
    return [(each.kind, each.best) for each in quantities(text)]


@pytest.mark.parametrize(
    ("text", "words", "kind", "best", "high"),
    [
        ("Police spoke of a fatal shooting.", "fatal shooting", "killed", 1, None),
        ("Police spoke of a triple homicide.", "triple homicide", "killed", 3, None),
        ("Police spoke of a double stabbing.", "double stabbing", "injured", 2, None),
        ("Police spoke of a murder-suicide.", "murder-suicide", "killed", 2, None),
        ("The baker was charged with murder.", "murder", "killed", 1, None),
        ("The gunman then took his own life.", "his own life", "killed", 1, 1),
    ],
)
def test_an_act_tells_how_many_it_struck_at_least(
    text: str, words: str, kind: str, best: int, high: int | None
) -> None:
    """A noun alone can tell of the dead; nothing bounds them from above."""
    found = only(text)
    assert (found.span.text, found.kind, found.low, found.best, found.high) == (words, kind, best, best, high)


@pytest.mark.parametrize(
    "text",
    [
        "Murder is rare in the valley.",
        "The homicide detectives went home.",
        "He was charged with attempted murder.",
    ],
)
def test_an_act_that_nobody_says_happened_strikes_nobody(text: str) -> None:
    """Acts as such, acts that only qualify, and attempts have no dead."""
    assert quantities(text) == ()


@pytest.mark.parametrize(
    ("text", "best", "kind"),
    [
        ("Four women and one man were shot.", 5, "injured"),
        ("The blast left three women and one man injured.", 4, "injured"),
        ("The blast killed two cooks, two guards and a nurse.", 5, "killed"),
    ],
)
def test_coordinated_numbers_of_one_fate_are_parts_of_their_sum(text: str, best: int, kind: str) -> None:
    """The whole comes first and its parts point to it."""
    whole, *parts = quantities(text)
    assert (whole.best, whole.kind, whole.includes) == (best, kind, None)
    assert {(part.kind, part.includes) for part in parts} == {(kind, 0)}


def test_a_whole_with_its_parts_beside_it_is_not_added_to_them() -> None:
    """`Four bodies, two males and two females` are four."""
    found = quantities("Four bodies, two males and two females, were found in a well.")
    assert max(each.best or 0 for each in found) == 4


def test_who_killed_and_then_died_by_the_own_hand_is_one_of_the_dead() -> None:
    """`Killed six people and then himself` are seven, six and one."""
    found = quantities("A guard killed six people and then killed himself.")
    assert [(each.kind, each.best, each.includes) for each in found if each.kind == "killed"] == [
        ("killed", 7, None),
        ("killed", 6, 0),
        ("killed", 1, 0),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "A 20-year-old man was shot and died. A 31-year-old man was also shot.",
        "A man was shot and died. A woman was hospitalized with wounds and is expected to survive.",
    ],
)
def test_who_cannot_be_the_dead_is_told_injured(text: str) -> None:
    """Age, sex or `also` keep two persons apart."""
    assert told(text) == [("killed", 1), ("injured", 1)]


@pytest.mark.parametrize(
    "text",
    [
        "A man was shot on Maple Street. He died in hospital.",
        "John Marsh, 24, was shot on Maple Street. Marsh was pronounced dead at the scene.",
        "A teacher was wounded.\n\nThe teacher was later pronounced dead.",
    ],
)
def test_who_was_hit_and_died_is_told_dead_only(text: str) -> None:
    """The later telling holds: wounded first, dead afterwards."""
    assert told(text) == [("killed", 1)]


@pytest.mark.parametrize(
    "text",
    [
        "So far this year, 344 people have been killed in the city.",
        "At least 60 people are shot there each year.",
        "The 22 homicides in 2014 worry the mayor.",
    ],
)
def test_a_tally_over_a_period_is_no_event_s_number(text: str) -> None:
    """Counts of many events are kept, as `other`."""
    assert [each.kind for each in quantities(text)] == ["other"]


def test_those_not_hurt_are_not_injured() -> None:
    """A denied harm leaves people who are counted, and no injured."""
    assert told("Three children were not injured.") == [("other", 3)]


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Two boys, ages 7 and 10, were found slain.", [2]),
        ("Another teen, also 15, was wounded.", [1]),
        ("The victims, who ranged in age from 25 to 45, were shot.", []),
        ("He fired a six-shot revolver.", []),
        ("It is not clear who did the 1991 killings.", []),
    ],
)
def test_ages_years_and_sizes_of_things_count_nobody(text: str, counts: list[int]) -> None:
    """Figures in lists, behind `also`, of years and inside compounds."""
    assert [each.best for each in quantities(text)] == counts


_PERSONS = st.builds(
    Person,
    st.sampled_from((PRONOUN, NAMED, DEFINITE, INDEFINITE)),
    st.frozensets(st.sampled_from(("ada", "marsh", "omar")), max_size=2),
    st.sampled_from((None, 20, 31)),
    st.sampled_from((None, "f", "m")),
)


@given(_PERSONS, _PERSONS)
def test_being_the_same_goes_both_ways(one: Person, other: Person) -> None:
    """Nothing keeps anybody apart from himself, and the order of two mentions does not matter."""
    assert may_be_same(one, one)
    assert may_be_same(one, other) == may_be_same(other, one)


@given(st.lists(st.tuples(_PERSONS, st.sampled_from(("killed", "injured", "hit")), st.booleans()), max_size=8))
def test_every_mention_is_of_one_person(told_of: list[tuple[Person, str, bool]]) -> None:
    """Identities share out the mentions: none is lost, none is in two."""
    mentions = [Mention(at, person, kind, others, at) for at, (person, kind, others) in enumerate(told_of)]
    victims = find_identities(mentions)
    assert sorted(mention.at for victim in victims for mention in victim.mentions) == list(range(len(mentions)))
