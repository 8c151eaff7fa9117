"""Triggers: which words tell of events, as what, and which do not."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factory import document, one_sentence_a_block, parse, parser
from sayso.codebook import Codebook, load_codebook
from sayso.headlines import mend_headlines
from sayso.records import Trigger
from sayso.triggers import find_triggers


@cache
def plover() -> Codebook:
    return load_codebook("plover")


def triggers(text: str) -> tuple[Trigger, ...]:
    return find_triggers(mend_headlines([parse(text)], plover().lexicon), plover())


def told(text: str) -> list[tuple[str, str]]:
    return [(trigger.type, trigger.span.text) for trigger in triggers(text)]


def test_an_accusation_and_what_it_says_are_two() -> None:
    """ "X accused Y of shelling Z" tells of the accusing and of the shelling."""
    assert told("The envoy accused the rebels of shelling the harbour.") == [
        ("ACCUSE", "accused"),
        ("ASSAULT", "shelling"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The minister said that trade was important.",
        "The spokesman announced the budget.",
        "The regime is a threat to peace.",
        "The protesters were mostly students.",
        "His terrorism case is famous.",
        "Violence is never the answer.",
        "The attacker was tall.",
        "Shares rallied on Monday.",
        "The film was shot in Lisbon.",
        "He was sure what he did on the night of March 10, when the inn was full.",
    ],
)
def test_plain_statements_and_abstractions_are_no_events(text: str) -> None:
    """Saying, describing, agents and abstractions have no trigger."""
    assert told(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "He did not want to be named because he feared reprisals.",
        "An aide, who asked to remain anonymous, confirmed the date.",
        "The source did not wish to be identified because she was not allowed to speak.",
        "The comedy bombed at the box office.",
        "The rally in bank shares ended on Thursday.",
        "The chess club holds its annual meeting on Friday.",
        "The team's first meeting with Lyon ended in a draw.",
        "The striker shot wide in the second half.",
        "The visitors attacked down the left wing.",
        "A demonstration of the new tractor drew farmers from the valley.",
        "The novel is about a murder in a small town.",
        "The bishop was released from hospital on Monday.",
        "He visited his aunt in the country.",
        "The recipe calls for two eggs.",
        "The road was closed because of snow.",
        "The singer resigned herself to a small audience.",
        "The engine was arrested by a safety brake.",
        "The attack on inflation must go on.",
        "The drug attacks cancer cells.",
        "The plumber charges by the hour.",
        "The bull charged the fence.",
        "The photographer shot the wedding.",
        "The team beat Norway 3-1.",
        "Frost killed the coffee crop.",
        "A gas explosion in a kitchen injured the cook.",
        "The critics attacked the play.",
        "The horse refused the third fence.",
        "The machine rejects old coins.",
        "A fallen tree blocked the road.",
        "The Strike is a film by Eisenstein.",
        "She battled cancer for ten years.",
        "The candidate released an attack ad on television.",
        "The senate killed the bill on Tuesday.",
        "The series Arrested Development returns in the autumn.",
        "The results were seen as a protest vote.",
        "A fire destroyed the warehouse on Sunday.",
        "The bank charges a fee of two per cent.",
        "The minister suspects that prices will fall.",
        "Sales fell in March after a good February.",
        "A truck overturned and killed two cyclists.",
        "Six people were injured when two cars collided on the highway.",
        "Two girls were killed and many others were hurt in town when a full bus overturned.",
        "We may get these documents executed next week.",
        "The fight against malaria goes on.",
        "The party snatched four seats from its rival.",
        "God forbid something goes wrong.",
        "He drowned in the dam.",
        "The winger stormed over for a well-deserved try.",
        "Tariffs hurt foreign companies.",
        "Families burn wood to keep warm.",
        "A late rally came up short in overtime.",
        "The dollar rallied 2 percent on Monday.",
        "Japan has demonstrated that good policies pay.",
        "The drummer kept an early demo of the song.",
        "The Battle of Marathon was fought on a plain.",
        "They hit the road at dawn.",
        "They hung the picture over the door.",
        "The party launched a charm offensive.",
        "Ten games will occupy them.",
        "A woman was hurt after being hit by a van.",
        "The children had a blast.",
        "Copying of this message is strictly prohibited.",
        "The bill laid down a new deficit.",
    ],
)
def test_words_of_force_in_other_senses_are_no_events(text: str) -> None:
    """Sport, markets, nature, works of art, services and turns of phrase borrow the words of conflict."""
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Villagers staged a noisy protest.", ("PROTEST", "staged a noisy protest")),
        ("The air force carried out raids on the camp.", ("ASSAULT", "carried out raids")),
        ("Sanctions were imposed on the bank.", ("SANCTION", "Sanctions were imposed")),
        ("The strike was called off by the union.", ("CONCEDE", "strike was called off")),
    ],
)
def test_a_light_verb_and_its_noun_are_one_trigger(text: str, trigger: tuple[str, str]) -> None:
    """Verb and noun that tell of one event together are one trigger, active or passive."""
    assert told(text) == [trigger]


@pytest.mark.parametrize(
    "text",
    [
        "The desert tribal militias attack farmers.",
        "the desert tribal militias attack farmers.",
        "Militias attack villagers",
    ],
)
def test_a_headline_verb_read_as_a_noun_is_brought_out(text: str) -> None:
    """A base form between plural nouns is the verb where nothing else can be."""
    assert [t for t, _ in told(text)] == ["ASSAULT"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The general threatened to bomb the dam.", ["THREATEN", "ASSAULT"]),
        ("The general vowed to bomb the dam.", ["THREATEN", "ASSAULT"]),
        ("The kingdom agreed to release the pilots.", ["AGREE", "RETREAT"]),
        ("The kingdom refused to release the pilots.", ["REJECT", "RETREAT"]),
        ("The kingdom will release the pilots.", ["CONCEDE"]),
        ("The kingdom will not release the pilots.", ["REJECT"]),
        ("The kingdom released the pilots.", ["RETREAT"]),
        ("Ghana will send food to Togo.", ["AGREE"]),
        ("Ghana is willing to send food to Togo.", ["AGREE", "AID"]),
        ("The envoy said that Togo must free the pilots.", ["REQUEST", "RETREAT"]),
    ],
)
def test_what_is_to_come_takes_the_type_that_goes_before(text: str, expected: list[str]) -> None:
    """PLOVER puts a type of its own before a future, promised, refused or threatened one."""
    assert [t for t, _ in told(text)] == expected


def test_a_refusal_holds_its_negation() -> None:
    """The auxiliary and the negation that made the type belong to the trigger's tokens."""
    (trigger,) = triggers("The kingdom will not release the pilots.")
    assert trigger.span.text == "will not release"
    assert trigger.tokens == (2, 3, 4)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Soldiers stormed the radio station.", "ASSAULT"),
        ("Demonstrators stormed the radio station.", "PROTEST"),
        ("The firms struck a deal.", "AGREE"),
        ("The nurses struck for higher pay.", "PROTEST"),
        ("Police closed two newspapers.", "COERCE"),
        ("Gunmen seized three engineers near the port.", "ASSAULT"),
        ("The rebels executed ten prisoners.", "ASSAULT"),
        ("The soldiers drowned their prisoners in the river.", "ASSAULT"),
        ("Activists lay down in front of the trucks.", "PROTEST"),
    ],
)
def test_who_and_whom_choose_the_sense(text: str, expected: str) -> None:
    """The same verb is another event by another actor or on another object."""
    assert [t for t, _ in told(text)] == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Students staged a sit-in at the ministry.", ("PROTEST", "staged a sit-in")),
        ("The go-slow at the docks lasted a week.", ("PROTEST", "go-slow")),
        ("The walk-out by nurses hit three hospitals.", ("PROTEST", "walk-out")),
        ("Members have been on a national go-slow since May.", ("PROTEST", "go-slow")),
        ("Police lathi-charged the farmers.", ("ASSAULT", "lathi-charged")),
        ("The two countries co-operated on the dam.", ("COOPERATE", "co-operated")),
    ],
)
def test_hyphened_words_are_found_though_they_are_cut(text: str, expected: tuple[str, str]) -> None:
    """The tokenizer takes words apart at their hyphens; the codebook's words hold all the same."""
    assert told(text) == [expected]


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("Lawyers abstained from work.", "strike"),
        ("Doctors stayed away from work over pay.", "strike"),
        ("Drivers have stopped reporting for duty.", "strike"),
        ("Villagers gheraoed the magistrate.", "obstruct"),
        ("Workers surrounded the office of the director.", "obstruct"),
        ("Activists burnt an effigy of the minister.", "vandalize"),
        ("The crowd pelted stones at the police.", "riot"),
        ("A mob set fire to a bus.", "riot"),
        ("Protesters pushed through police barriers.", "riot"),
        ("A monk set himself on fire before the ministry.", "demo"),
        ("Residents took out a procession against the dump.", "demo"),
        ("They wielded placards.", "demo"),
        ("Most wore red shirts and chanted.", "demo"),
        ("Some 200 residents gathered outside the council's office.", "demo"),
        ("Thousands converged on the capital to demand elections.", "demo"),
    ],
)
def test_dissent_is_told_in_many_words(text: str, mode: str) -> None:
    """Ways to strike, block, riot and demonstrate, from many countries."""
    first = triggers(text)[0]
    assert (first.type, first.mode) == ("PROTEST", mode)


@pytest.mark.parametrize(
    "text",
    [
        "Fans gathered outside the stadium.",
        "Mourners gathered outside the church.",
        "The monks chanted prayers.",
        "Domestic violence is a crime.",
    ],
)
def test_crowds_chants_and_violence_need_not_be_events(text: str) -> None:
    """Who gathers for sport or mourning does not protest, and violence in general has no day."""
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Violence flared up in the town.", ["ASSAULT", "ASSAULT"]),
        ("The senator was attacked over her speeches by a rival.", ["ACCUSE"]),
        ("The bishop issued a stinging attack on the tax.", ["ACCUSE"]),
        ("Gunmen attacked the hall before the mayor's speech.", ["ASSAULT"]),
    ],
)
def test_an_attack_in_words_is_none_by_force(text: str, expected: list[str]) -> None:
    """Debate and force share their words; what stands around them tells one from the other."""
    assert [t for t, _ in told(text)] == expected


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("A drone killed two herders.", "drone"),
        ("A suicide bomber killed two herders.", "suicide-attack"),
        ("Herders were killed when rockets hit the camp.", "heavy-weapons"),
        ("Herders were killed.", None),
        ("Herders blocked the road.", "obstruct"),
        ("Prisoners began a hunger strike.", "hunger"),
    ],
)
def test_words_nearby_choose_the_mode(text: str, mode: str | None) -> None:
    """Weapons and ways named beside the trigger give its mode; without them it stays open."""
    assert triggers(text)[0].mode == mode


def test_a_noun_can_tell() -> None:
    """Nouns and gerunds of events are triggers."""
    assert told("The killing of a judge by gunmen followed clashes between two clans.") == [
        ("ASSAULT", "killing"),
        ("ASSAULT", "clashes"),
    ]


def test_constructions_are_named() -> None:
    """How a trigger is built is recorded."""
    found = triggers("The town was shelled after the army launched an attack on the detained priest's church.")
    assert [trigger.construction for trigger in found] == ["passive", "verb", "adjective"]


def test_the_main_event_has_the_highest_score() -> None:
    """An event told in passing scores lower than the one that the sentence is about."""
    found = triggers("The union condemned the arrest of a miner who had protested.")
    assert max(found, key=lambda trigger: trigger.score).type == "ACCUSE"


def test_contexts_come_from_the_entry_and_the_sentence() -> None:
    """A named context and the sentence's own words give contexts, in the codebook's order."""
    (trigger,) = triggers("The court charged the senator with bribery.")
    assert trigger.contexts == ("legislative", "legal", "corruption")


def test_a_bare_gerund_title_is_no_event() -> None:
    """A heading that only names a subject tells of nothing."""
    assert told("Attacking the embassy") == []


def test_sentences_come_in_order() -> None:
    """Triggers are sorted by sentence and place; a sentence without tokens gives none."""
    built = document("Gunmen shot a farmer.\n\nPolice arrested the gunmen.")
    parses = parser().parse(built, one_sentence_a_block(built))
    assert [(t.sentence, t.type) for t in find_triggers(parses, plover())] == [(0, "ASSAULT"), (1, "COERCE")]


WORDS = "police farmers attacked arrested the protest against rejected will not strike called for of by killed".split()


@settings(max_examples=40)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12))
def test_spans_are_cut_from_the_text(words: list[str]) -> None:
    """Whatever the words, a trigger's span is the text at its offsets and no two triggers share a head."""
    text = " ".join(words)
    found = triggers(text)
    assert all(text[t.span.start : t.span.end] == t.span.text for t in found)
    assert len({t.head for t in found}) == len(found)
    assert all(0 < t.score <= 1 for t in found)


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("Canada imposed sanctions on Belarus.", None),
        ("Canada slapped tariffs on Belarus.", None),
        ("Canada broke off relations with Belarus.", "discontinue"),
        ("Canada suspended aid to Belarus.", "discontinue"),
    ],
)
def test_only_what_is_broken_off_is_discontinued(text: str, mode: str | None) -> None:
    """Economic sanctions have no mode of their own."""
    assert [each.mode for each in triggers(text) if each.type == "SANCTION"] == [mode]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The rebels said they will release the pilot.", "AGREE"),
        ("The army said the rebels will release the pilot.", "CONCEDE"),
        ("The rebels will release the pilot.", "CONCEDE"),
    ],
)
def test_what_somebody_says_he_will_do_is_promised(text: str, kind: str) -> None:
    """A retreat to come is a promise where those who are to make it announce it."""
    assert [t for t, _ in told(text)] == [kind]
