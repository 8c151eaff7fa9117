"""Arguments: who did it to whom, wherever the grammar puts them."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factory import parse
from sayso.arguments import find_arguments
from sayso.codebook import Codebook, load_codebook
from sayso.headlines import mend_headlines
from sayso.records import Arguments, Trigger
from sayso.triggers import find_triggers


@cache
def plover() -> Codebook:
    return load_codebook("plover")


def read(text: str) -> list[tuple[Trigger, Arguments]]:
    parses = mend_headlines([parse(text)], plover().lexicon)
    triggers = find_triggers(parses, plover())
    return list(zip(triggers, find_arguments(triggers, parses, plover()), strict=True))


def sides(text: str, trigger: str) -> tuple[list[str], list[str]]:
    (found,) = [arguments for each, arguments in read(text) if each.span.text == trigger]
    return [a.span.text for a in found.actors], [r.span.text for r in found.recipients]


@pytest.mark.parametrize(
    ("text", "trigger", "actors", "recipients"),
    [
        ("Soldiers beat the priest.", "beat", ["Soldiers"], ["the priest"]),
        ("The priest was beaten by soldiers.", "beaten", ["soldiers"], ["The priest"]),
        ("Soldiers beat the priest and arrested his wife.", "arrested", ["Soldiers"], ["his wife"]),
        ("Soldiers and policemen beat the priest.", "beat", ["Soldiers", "policemen"], ["the priest"]),
        ("Soldiers beat the priest and the nun.", "beat", ["Soldiers"], ["the priest", "the nun"]),
        ("The soldiers who beat the priest fled.", "beat", ["The soldiers"], ["the priest"]),
        ("The priest whom soldiers beat is old.", "beat", ["soldiers"], ["The priest"]),
        ("The army condemned troops firing on crowds.", "firing on", ["troops"], ["crowds"]),
        ("Rebels ambushed a convoy, killing two drivers.", "killing", ["Rebels"], ["two drivers"]),
        ("The king ordered the army to attack the port.", "attack", ["the army"], ["the port"]),
        ("The envoy accused the rebels of shelling the port.", "shelling", ["the rebels"], ["the port"]),
        ("The envoy accused the rebels of shelling the port.", "accused", ["The envoy"], ["the rebels"]),
        ("The rebels were accused of shelling the port.", "accused", [], ["The rebels"]),
        ("The rebels were accused of shelling the port.", "shelling", ["The rebels"], ["the port"]),
    ],
)
def test_verbs(text: str, trigger: str, actors: list[str], recipients: list[str]) -> None:
    """Passives, coordination, relative and participial clauses and control give the logical sides."""
    assert sides(text, trigger) == (actors, recipients)


@pytest.mark.parametrize(
    ("text", "trigger", "actors", "recipients"),
    [
        ("The killing of a judge by gunmen was reported.", "killing", ["gunmen"], ["a judge"]),
        ("The militia's attack on the hospital was reported.", "attack", ["The militia"], ["the hospital"]),
        ("A protest by miners against the minister was reported.", "protest", ["miners"], ["the minister"]),
        (
            "Clashes between herders and farmers were reported.",
            "Clashes",
            ["herders", "farmers"],
            ["herders", "farmers"],
        ),
        ("An attack carried out by gunmen was reported.", "attack carried out", ["gunmen"], []),
    ],
)
def test_nouns(text: str, trigger: str, actors: list[str], recipients: list[str]) -> None:
    """Possessors, "of", "by", "on", "against" and "between" give a noun's sides."""
    assert sides(text, trigger) == (actors, recipients)


def test_the_reporter_is_not_the_actor() -> None:
    """Who tells of an event is never taken for who did it."""
    text = "The council reported that villagers stormed the governor's office in Basra."
    assert sides(text, "stormed") == (["villagers"], ["the governor's office"])


def test_roles_go_by_meaning() -> None:
    """The giver is the actor also where the taker is the subject."""
    assert sides("The clinic received aid from Norway.", "received") == (["Norway"], ["The clinic"])


def test_visitors_act_and_hosts_receive() -> None:
    """PLOVER takes the visitor for the actor, whoever the subject is."""
    assert sides("The king received the Danish ambassador.", "received") == (["the Danish ambassador"], ["The king"])


def test_a_demand_in_reported_speech_binds_its_subject() -> None:
    """Who says that somebody must is the actor, who must is the recipient."""
    assert sides("The envoy said that Togo must free the pilots.", "must") == (["The envoy"], ["Togo"])


def test_a_promise_takes_the_recipient_of_what_is_promised() -> None:
    """Words of agreeing that name nobody reach whom the thing agreed to reaches."""
    assert sides("Ghana is willing to send food to Togo.", "is willing to") == (["Ghana"], ["Togo"])


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("The masked gunmen, who fled, shot a farmer.", "The masked gunmen"),
        ("Dozens of angry miners attacked the office.", "Dozens of angry miners"),
        ("The provincial government's guards beat a man.", "The provincial government's guards"),
        ("At least 30 farmers attacked the office.", "At least 30 farmers"),
        ("Soldiers from the north attacked the office.", "Soldiers from the north"),
        ("President Maria Silva of Brazil condemned the vote.", "President Maria Silva of Brazil"),
    ],
)
def test_phrases_are_whole_but_bare(text: str, phrase: str) -> None:
    """A participant is its noun phrase without relative clause or apposition."""
    (first, *_) = [arguments for _, arguments in read(text)]
    assert [a.span.text for a in first.actors] == [phrase]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("The priest was beaten.", "passive without agent"),
        ("A bomb killed two herders.", "not an actor"),
        ("The killing of two herders was reported.", "not stated"),
        ("Arrest the minister!", "implicit subject"),
    ],
)
def test_an_empty_actor_has_a_reason(text: str, reason: str) -> None:
    """Why nobody is named as actor is said, never guessed."""
    (first, *_) = [arguments for _, arguments in read(text)]
    assert first.actors == ()
    assert first.actor_reason == reason


def test_no_agent_is_made_up_in_a_headline() -> None:
    """A past form without object of a verb that needs one is a passive: the subject is who suffers."""
    assert sides("Two killed in hotel blast", "killed") == ([], ["Two"])


@pytest.mark.parametrize(
    "text", ["Two herders were killed when police opened fire.", "Two herders were killed in police firing."]
)
def test_how_it_came_about_tells_the_actor(text: str) -> None:
    """A passive without agent takes the actor of the same kind of event that brought it about."""
    assert sides(text, "killed") == (["police"], ["Two herders"])


def test_who_dies_does_not_act() -> None:
    """The subject of dying is the recipient; the actor comes from what killed."""
    assert sides("Two herders died when police opened fire.", "died") == (["police"], ["Two herders"])


def test_what_merely_came_before_tells_no_actor() -> None:
    """Clashes have no one side that killed, and another kind of event names nobody."""
    assert sides("Two herders were killed when police clashed with miners.", "killed")[0] == []
    assert sides("Two herders were killed when farmers held a rally.", "killed")[0] == []


def test_pronouns_are_kept() -> None:
    """A pronoun is a participant as it stands; whom it means is another step's to find."""
    assert sides("They attacked us.", "attacked") == (["They"], ["us"])


WORDS = "police farmers attacked arrested the protest against rejected who and by killed of in Basra".split()


@settings(max_examples=40)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12))
def test_every_trigger_has_arguments_or_reasons(words: list[str]) -> None:
    """Spans are the text at their offsets; an empty side has a reason and a filled one none."""
    text = " ".join(words)
    for _, arguments in read(text):
        assert (arguments.actor_reason is None) == bool(arguments.actors)
        assert (arguments.recipient_reason is None) == bool(arguments.recipients)
        for each in (*arguments.actors, *arguments.recipients):
            assert text[each.span.start : each.span.end] == each.span.text


@pytest.mark.parametrize(
    ("text", "trigger", "actors", "recipients"),
    [
        ("The union called on both sides to stop the fighting.", "stop the fighting", ["both sides"], []),
        ("The group called on its followers to attack embassies.", "attack", ["its followers"], ["embassies"]),
        ("The envoy appealed to the junta to release the editor.", "release", ["the junta"], ["the editor"]),
        ("The bishop urged the rebels to release the pilots.", "release", ["the rebels"], ["the pilots"]),
        ("The general ordered his men to fire on the crowd.", "fire on", ["his men"], ["the crowd"]),
        ("The mediator asked the army to withdraw from the town.", "withdraw from", ["the army"], ["the town"]),
        ("The judge told the police to free the student.", "free", ["the police"], ["the student"]),
        ("Gunmen forced the driver to attack the checkpoint.", "attack", ["the driver"], ["the checkpoint"]),
        ("Qatar helped the rebels capture the airport.", "capture", ["the rebels"], ["the airport"]),
        ("The governor allowed the marchers to demonstrate.", "demonstrate", ["the marchers"], []),
        ("The militia threatened to kill the mayor.", "kill", ["The militia"], ["the mayor"]),
        ("The chief promised the miners to free their leader.", "free", ["The chief"], ["their leader"]),
        ("The soldiers were ordered to attack the camp.", "attack", ["The soldiers"], ["the camp"]),
        ("The opposition accused the army of torture.", "torture", ["the army"], []),
        ("The minister blamed the rebels for the massacre.", "massacre", ["the rebels"], []),
    ],
)
def test_whoever_is_to_do_it_acts(text: str, trigger: str, actors: list[str], recipients: list[str]) -> None:
    """Who is asked, told, forced, helped or blamed does what is told below; who threatens or promises does it too."""
    assert sides(text, trigger) == (actors, recipients)


@pytest.mark.parametrize(
    ("text", "trigger", "actors"),
    [
        ("The town was attacked, residents said, killing at least four people.", "killing", []),
        ("Warplanes struck the camp, the monitors said, killing a child.", "killing", ["Warplanes"]),
        ("Soldiers opened fire, the minister added, wounding two students.", "wounding", ["Soldiers"]),
        ("Demonstrators threw stones, police claimed, injuring an officer.", "injuring", ["Demonstrators"]),
        ("The convoy was attacked, say local officials, wounding the driver.", "wounding", []),
        ("The editor was arrested on Friday, his lawyer said, and beaten.", "beaten", []),
        ("A rocket landed on a school, a teacher recalled, killing two girls.", "killing", []),
        ("The market was shelled, killing 11, doctors said.", "killing", []),
        ("The army, doctors said, shelled the market.", "shelled", ["The army"]),
        ("Gunmen, police said, kidnapped the bishop.", "kidnapped", ["Gunmen"]),
        ("The rebels had attacked the convoy, the ministry said.", "attacked", ["The rebels"]),
        ("Troops had withdrawn from the base, the general told the radio.", "withdrawn from", ["Troops"]),
        ("The rebels were ambushed at dawn, killing nine.", "killing", []),
    ],
)
def test_who_says_so_does_not_act(text: str, trigger: str, actors: list[str]) -> None:
    """A clause that only names the speaker lends nobody its subject, nor does the victim of a passive act."""
    assert sides(text, trigger)[0] == actors


@pytest.mark.parametrize(
    ("text", "trigger", "recipients"),
    [
        ("Norway condemned the decision of the mayor.", "condemned", ["the decision of the mayor"]),
        ("Turkey attacked Kurdish positions.", "attacked", ["Kurdish positions"]),
        ("The union condemned the attack on the hospital.", "condemned", []),
        ("The mayor condemned the killing of a reporter by the police.", "condemned", ["the police"]),
        ("The envoy met the prime minister, Abiy Ahmed, on Monday.", "met", ["the prime minister, Abiy Ahmed"]),
        ("The court banned the Workers' League (WL).", "banned", ["the Workers' League (WL)"]),
    ],
)
def test_a_recipient_s_phrase_stays_whole(text: str, trigger: str, recipients: list[str]) -> None:
    """What belongs to somebody keeps its noun; who is hit by what is condemned is not condemned."""
    assert sides(text, trigger)[1] == recipients


@pytest.mark.parametrize(
    ("text", "trigger", "actors", "recipients"),
    [
        ("The army said it had attacked the port.", "attacked", ["The army"], ["the port"]),
        ("The rebels say they will release the pilot.", "will release", ["The rebels"], ["the pilot"]),
        ("The minister says he condemned the rebels.", "condemned", ["The minister"], ["the rebels"]),
        ("The minister called the envoy and urged him to leave.", "urged", ["The minister"], ["the envoy"]),
        # Somebody else may be meant, or one pronoun cannot stand for it.
        ("The army told the navy it had attacked the port.", "attacked", ["it"], ["the port"]),
        ("The minister said they had attacked the port.", "attacked", ["they"], ["the port"]),
    ],
)
def test_pronouns_of_what_is_said(text: str, trigger: str, actors: list[str], recipients: list[str]) -> None:
    """A pronoun gives way to the words that it stands for where the sentence leaves one only."""
    assert sides(text, trigger) == (actors, recipients)


def test_list_of_names_read_as_apposition() -> None:
    """All names of a list act, also where the parser takes the second for another name of the first."""
    names = ["The US", "Russia", "Switzerland"]
    assert sides("The US, Russia, and Switzerland met yesterday", "met") == (names, names)


@pytest.mark.parametrize(
    ("text", "trigger", "actors"),
    [
        ("Ukraine says Russia was behind the attacks.", "attacks", ["Russia"]),
        ("The army was responsible for the massacre of villagers.", "massacre", ["The army"]),
        ("The officers responsible for the massacre fled.", "massacre", ["The officers"]),
        ("Students took part in the protest.", "protest", ["Students"]),
        ("The town was sorry for the massacre.", "massacre", []),
    ],
)
def test_who_answers_for_a_noun(text: str, trigger: str, actors: list[str]) -> None:
    """Who is behind, answers for or takes part in what a noun tells did it."""
    assert sides(text, trigger)[0] == actors


@pytest.mark.parametrize(
    ("text", "trigger", "actors", "recipients"),
    [
        (
            "Ada Mensah, a spokeswoman for the port, condemned the rebels.",
            "condemned",
            ["Ada Mensah, a spokeswoman for the port"],
            ["the rebels"],
        ),
        ("Both France and Italy condemned the rebels.", "condemned", ["France", "Italy"], ["the rebels"]),
        ("Israeli missiles killed the priest.", "killed", ["Israeli missiles"], ["the priest"]),
        ("Ghana closed its border with Togo.", "closed", ["Ghana"], ["Togo"]),
        ("The king on Tuesday called on miners to return.", "called on", ["The king"], ["miners"]),
        (
            "France returned a painting stolen from a gallery in Lyon to Nigeria.",
            "returned",
            ["France"],
            ["Nigeria"],
        ),
    ],
)
def test_reach_of_phrases(text: str, trigger: str, actors: list[str], recipients: list[str]) -> None:
    """What else an actor is called belongs to it; "both" and what is the actor's own do not tell who is reached."""
    assert sides(text, trigger) == (actors, recipients)
