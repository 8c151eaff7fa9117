"""The time of an event is that of its own words, not the nearest one in the sentence."""

from __future__ import annotations

import pytest

from builders import code
from sayso.records import EventMention


def find(text: str, trigger: str) -> EventMention:
    coded = code(text, published="2021-03-03")
    (mention,) = (each for each in coded.mentions if each.trigger.text == trigger)
    return mention


@pytest.mark.parametrize(
    ("text", "trigger", "when"),
    [
        ("Two people injured in Sunday's bombing died on Tuesday.", "injured", "Sunday"),
        ("Two people injured in Sunday's bombing died on Tuesday.", "died", "Tuesday"),
        ("Sunday's attack on the church killed ten people.", "killed", "Sunday"),
        ("The attack that killed ten people on Sunday was condemned by the president on Tuesday.", "attack", "Sunday"),
        ("The attack that killed ten people on Sunday was condemned by the president.", "condemned", None),
        ("Workers plan to strike on Friday over the arrest of their leader on Tuesday.", "plan to strike", "Friday"),
        ("Workers plan to strike on Friday over the arrest of their leader on Tuesday.", "arrest", "Tuesday"),
        ("Since Friday, when police killed a student, thousands have marched.", "killed", "Friday"),
        ("It began on Sunday, when gunmen attacked a church.", "attacked", "Sunday"),
        ("Ahead of Sunday's vote, police arrested ten activists.", "arrested", None),
        ("Hours after Monday's vote, police raided the party's office.", "raided", None),
        ("He was arrested on 3 February, days after leading a protest.", "leading a protest", None),
        ("The rebels, who seized the town in 2014, shelled the market on Sunday.", "shelled", "Sunday"),
        ("The rebels, who seized the town in 2014, shelled the market on Sunday.", "seized", "2014"),
        ("On Sunday, gunmen attacked a church; the bishop condemned it on Monday.", "attacked", "Sunday"),
        ("Rebels released on Tuesday a priest whom they had kidnapped in December.", "kidnapped", "December"),
        ("Police arrested a man on Tuesday on suspicion of killing two tourists in 2019.", "killing", "2019"),
        ("Thousands marched on Saturday to mark the anniversary of the 1989 massacre.", "massacre", "1989"),
        ("The group threatened on Monday to attack the capital next week.", "attack", "next week"),
        ("A blast killed five people, hours after the army shelled a suburb on Monday.", "killed", None),
    ],
)
def test_an_event_has_the_time_of_its_own_words(text: str, trigger: str, when: str | None) -> None:
    """A time that belongs to another event, to the saying or to a bound is not taken, however near it stands."""
    mention = find(text, trigger)
    assert (mention.when.span.text if mention.when else None) == when


def test_a_time_that_is_another_s_leaves_a_reason() -> None:
    """Null, and why: there is a time in the sentence, but none is the event's."""
    mention = find("Ahead of Sunday's vote, police arrested ten activists.", "arrested")
    assert dict(mention.reasons)["when"] == "no time is stated for it"


def test_since_bounds_what_goes_on_and_not_what_happened_that_day() -> None:
    """ "Since Friday, when police killed a student, thousands have marched": one day, and the days from it."""
    text = "Since Friday, when police killed a student, thousands have marched."
    killed, marched = find(text, "killed").when, find(text, "marched").when
    assert killed is not None
    assert marched is not None
    assert (killed.first, killed.last) == ("2021-02-26", "2021-02-26")
    assert (marched.first, marched.last) == ("2021-02-26", "2021-03-03")
