"""Whom "he", "she" and "the spokesman" as a source stand for, through the whole way."""

from __future__ import annotations

import pytest

from builders import code, tools
from factory import page
from sayso.pipeline import code_page


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Mary Mensah, the mayor, said that rebels burned the mill. She added that two guards were killed.",
            ["Mary Mensah", "Mary Mensah"],
        ),
        (
            "John Mensah told reporters that Peter Osei had fled. He said that soldiers burned the mill.",
            ["John Mensah", "John Mensah"],
        ),
        (
            "Mary Mensah said that the mill was burned. Robert Osei stayed away. She said that rebels killed a guard.",
            ["Mary Mensah", "Mary Mensah"],
        ),
    ],
)
def test_a_pronoun_has_the_name_of_its_chain(text: str, names: list[str]) -> None:
    """The person who is meant, not whoever was named last."""
    assert [each.source_name for each in code(text).attributions] == names


def test_a_pronoun_that_stands_for_nobody_says_so() -> None:
    """No name, and why, on the telling itself."""
    coded = code("She said that rebels killed a guard.")
    assert [each.source_name for each in coded.attributions] == [None]
    assert dict(coded.mentions[0].reasons)["attribution"] == "whom the pronoun stands for is not clear"


def test_i_is_whoever_says_the_words() -> None:
    """In quoted words "I" and "me" are their speaker, with the speaker's codes, and one chain with them."""
    coded = code('"I accuse the mayor of fraud, and troops attacked me," said General John Mensah of the Kenyan army.')
    said = {actor.span.text: actor for actor in coded.actors if actor.span.text in ("I", "me")}
    speaker = coded.actors[said["I"].chain or 0]
    assert {name: actor.name for name, actor in said.items()} == {"I": "John Mensah", "me": "John Mensah"}
    assert {actor.codes for actor in said.values()} == {speaker.codes}
    assert {actor.chain for actor in said.values()} == {coded.actors.index(speaker)}


@pytest.mark.parametrize("text", ["We attacked the police.", "I accuse the mayor of fraud.", "You attacked us."])
def test_those_who_speak_and_are_spoken_to_have_no_name_of_their_own(text: str) -> None:
    """Outside of somebody's words nobody knows who "I", "we" and "you" are: no name, and why."""
    (mention,) = code(text).mentions
    assert [actor.name for actor in mention.actors] == [None]
    assert dict(mention.reasons)["actors"] == "whom the pronoun stands for is not clear"


def test_us_is_a_pronoun_and_the_us_a_country() -> None:
    """Capitals tell them apart."""
    (mention,) = code("US troops attacked us in Kenya.").mentions
    assert [actor.codes for actor in mention.actors] == [("USA MIL",)]
    assert [actor.name for actor in mention.recipients] == [None]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Cmdr. John Osei told reporters that troops attacked Goma.", "John Osei"),
        ("The U.S. military in Lowmere reportedly has been training rebels to fight.", None),
        ("The family of Osei (26), who was found dead, said that troops attacked Goma.", "family of Osei"),
    ],
)
def test_a_source_has_its_own_name_and_no_other(text: str, name: str | None) -> None:
    """A title is no name, "reportedly" is nobody, and an age in brackets is no part of one."""
    (attribution,) = code(text).attributions
    assert attribution.source_name == name


def test_an_alleged_killing_makes_no_arrest_alleged() -> None:
    """ "Alleged" reaches as far as its noun."""
    coded = code("Police on Monday arrested a councillor in connection with the alleged killing of a clerk.")
    chains = {mention.trigger.text: mention.attribution for mention in coded.mentions}
    assert (chains["arrested"], len(chains["killing"])) == ((), 1)


def test_hostages_do_not_free_themselves() -> None:
    """Behind a noun of freeing "of" brings who is freed."""
    (mention,) = code("The deal enabled the freeing of the hostages.").mentions
    assert ([a.name for a in mention.actors], [a.name for a in mention.recipients]) == ([], ["hostages"])


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("The union called for a strike after the attack on the camp.", ()),
        ("The union called for a strike after police attacked the camp.", ()),
        ("The union said that workers struck after the attack on the camp.", (0,)),
    ],
)
def test_what_a_call_comes_after_is_no_part_of_the_call(text: str, chain: tuple[int, ...]) -> None:
    """The attack is told by whoever tells of the call; in a clause it is told by who says the clause."""
    (attack,) = [each for each in code(text).mentions if each.type == "ASSAULT"]
    assert attack.attribution == chain


def test_a_statements_own_title_names_no_source() -> None:
    """Over a page "Statement on X" says what the page is: whose page it is says it."""
    html = "<html><body><article><h1>Statement on the massacre at Lowmere market</h1><p>{}</p></article></body></html>"
    body = "Troops shelled the market on Monday while the traders were opening their stalls for the day."
    coded = code_page(page(html.format(body), media_type="text/html"), tools())
    massacre = next(each for each in coded.mentions if each.trigger.text == "massacre")
    assert coded.document.blocks[0].kind == "headline"
    assert massacre.attribution == ()
