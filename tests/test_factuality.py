"""Certainty, polarity and background of events, as their own source puts them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factory import document, parser
from sayso.datafiles import DATA
from sayso.errors import DataFileError
from sayso.factuality import grade_factuality, grade_predicates, load_certainty
from sayso.records import CERTAINTIES, Factuality, Trigger
from sayso.segment import split_sentences

LEXICON = load_certainty(DATA / "lexicons" / "en" / "certainty.yml")


def grade(text: str, word: str, *, published: str | None = None) -> Factuality:
    """The grade of the event that `word` in `text` tells of."""
    built = document(text, published=published)
    parses = parser().parse(built, split_sentences(built))
    (token, parse) = next((token, parse) for parse in parses for token in parse.tokens if token.text == word)
    span = parse.cut(token.index, token.index + 1)
    index = parse.sentence.index
    trigger = Trigger(index, token.index, (token.index,), span, "ASSAULT", None, (), "verb", 1.0)
    (graded,) = grade_factuality(built, [trigger], parses, LEXICON)
    return graded


def standing(text: str, word: str) -> tuple[str, str]:
    graded = grade(text, word)
    return graded.certainty, graded.polarity


@pytest.mark.parametrize(
    ("text", "word", "certainty"),
    [
        ("Rebels shelled the town.", "shelled", "asserted"),
        ("The army said that rebels had shelled the town.", "shelled", "asserted"),
        ("Rebels managed to storm the base.", "storm", "asserted"),
        ("Police had to open fire.", "open", "asserted"),
        ("Police have to open fire.", "open", "opinion"),
        ("She did not know that rebels had stormed the base.", "stormed", "asserted"),
        ("Rebels reportedly shelled the town.", "shelled", "alleged"),
        ("The alleged attack lasted an hour.", "attack", "alleged"),
        ("The so-called attack lasted an hour.", "attack", "alleged"),
        ("Residents demanded that he resign.", "resign", "demanded"),
        ("Residents called for a strike.", "strike", "demanded"),
        ("Residents called on him to resign.", "resign", "demanded"),
        ("The group called for the world to oppose the plan.", "oppose", "demanded"),
        ("Attack the town!", "Attack", "demanded"),
        ("The group threatened to bomb embassies.", "bomb", "threatened"),
        ("The threat of an attack worries residents.", "attack", "threatened"),
        ("The president vowed to retaliate.", "retaliate", "promised"),
        ("The army plans to attack the town.", "attack", "planned"),
        ("The army will attack the town.", "attack", "planned"),
        ("The planned attack was delayed.", "attack", "planned"),
        ("If rebels attack the town, people flee.", "attack", "conditional"),
        ("Rebels would attack the town.", "attack", "hypothetical"),
        ("Rebels may have attacked the town.", "attacked", "hypothetical"),
        ("Fears of a rebel attack grew.", "attack", "hypothetical"),
        ("Did rebels attack the town?", "attack", "questioned"),
        ("He asked whether rebels attacked the town.", "attacked", "questioned"),
        ("The government should arrest the attackers.", "arrest", "opinion"),
        ("Observers believe that rebels attacked the town.", "attacked", "opinion"),
    ],
)
def test_each_certainty_has_its_words(text: str, word: str, certainty: str) -> None:
    """The word that governs an event, or its own modal, names its class; the event stays affirmed."""
    assert standing(text, word) == (certainty, "positive")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Rebels did not attack the town.", "attack"),
        ("Rebels never attacked the town.", "attacked"),
        ("No attack was reported.", "attack"),
        ("Police arrested nobody.", "arrested"),
        ("He nearly killed his brother.", "killed"),
        ("They failed to storm the base.", "storm"),
        ("Police refused to arrest him.", "arrest"),
        ("Troops left without firing a shot.", "firing"),
        ("Police prevented an attack.", "attack"),
        ("A commander denied shelling the town.", "shelling"),
        ("The ministry denied that troops had fired.", "fired"),
    ],
)
def test_denied_and_negated_events_are_asserted_not_to_be(text: str, word: str) -> None:
    """A denial is the certain word of its source that something did not happen."""
    graded = grade(text, word)
    assert (graded.certainty, graded.polarity) == ("asserted", "negative")
    assert graded.value <= -1


def test_two_negations_make_an_affirmation() -> None:
    """Who does not deny it leaves it standing."""
    assert standing("Rebels did not deny shelling the town.", "shelling") == ("asserted", "positive")


@pytest.mark.parametrize(("accuser", "accused"), [("The army", "rebels"), ("Rebels", "the army"), ("Iran", "Israel")])
def test_an_accusing_is_asserted_and_what_it_is_about_only_alleged(accuser: str, accused: str) -> None:
    """ "X accused Y of shelling Z" is two tellings of different certainty, whoever accuses whom."""
    text = f"{accuser} accused {accused} of shelling a market."
    assert standing(text, "accused") == ("asserted", "positive")
    assert standing(text, "shelling") == ("alleged", "positive")


def test_the_same_event_is_asserted_by_one_and_denied_by_another() -> None:
    """Each telling is graded by its own words."""
    text = "Rebels shelled the town, the army said. A rebel commander denied shelling the town."
    assert standing(text, "shelled") == ("asserted", "positive")
    assert standing(text, "shelling") == ("asserted", "negative")


@pytest.mark.parametrize(
    ("first", "second"), [("Rebels", "soldiers"), ("Soldiers", "rebels"), ("Settlers", "villagers")]
)
def test_swapping_the_actors_changes_nothing(first: str, second: str) -> None:
    """The grade depends on the words around the event and not on who acts."""
    graded = grade(f"{first} threatened to kill {second}.", "kill")
    assert (graded.certainty, graded.value) == ("threatened", LEXICON.values["threatened"].past)


def test_an_order_that_is_only_possible_makes_no_deed() -> None:
    """An authority to order a massacre is no massacre, and not even an order."""
    assert standing("He has the authority to order his men to massacre people.", "massacre")[0] == "hypothetical"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The envoy urged the court to investigate the attack.", "attack"),
        ("A cell claimed responsibility for the latest bombing.", "bombing"),
        ("It was too early to know what the strike had cost.", "strike"),
        ("The dispute over the strike could be settled.", "strike"),
        ("Flags were lowered to honour the victims of Sunday's shooting.", "shooting"),
    ],
)
def test_what_is_spoken_of_as_known_has_happened(text: str, word: str) -> None:
    """What is open around "the attack" does not make the attack open."""
    assert standing(text, word) == ("asserted", "positive")


@pytest.mark.parametrize(
    ("text", "word", "certainty"),
    [
        ("The union will hold the march on Friday.", "march", "planned"),
        ("The union urged drivers to join the strike.", "strike", "demanded"),
        ("Residents demanded the arrest of the mayor.", "arrest", "demanded"),
        ("The envoy urged the king to cancel the visit.", "visit", "demanded"),
        ("An attack could be launched from the hills.", "attack", "hypothetical"),
    ],
)
def test_what_is_still_to_be_brought_about_stays_open(text: str, word: str, certainty: str) -> None:
    """Behind words that bring it about, demand it or call it off, even "the march" has not happened."""
    assert standing(text, word)[0] == certainty


@pytest.mark.parametrize(
    ("text", "word", "certainty"),
    [
        ("The army told reporters that rebels shelled the town.", "shelled", "asserted"),
        ("Rebels shelled the town, he told reporters.", "shelled", "asserted"),
        ("The general told rebels to shell the town.", "shell", "demanded"),
    ],
)
def test_what_is_told_is_said_and_whom_one_tells_to_is_ordered(text: str, word: str, certainty: str) -> None:
    """Telling that something happened is saying so; telling somebody to do it is a demand."""
    assert standing(text, word)[0] == certainty


def test_a_participle_says_whom_a_noun_means() -> None:
    """What is open about people does not make open what befell them."""
    assert standing("The men wounded in the raid may be released.", "wounded") == ("asserted", "positive")


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("Students marched before police fired on them.", "asserted"),
        ("Students stayed until police fired on them.", "asserted"),
        ("Students left before police could fire on them.", "hypothetical"),
    ],
)
def test_what_came_before_or_until_the_past_has_come(text: str, certainty: str) -> None:
    """Before and until are open only where what follows need not have come."""
    assert standing(text, "fire" if "could" in text else "fired")[0] == certainty


@pytest.mark.parametrize(
    ("text", "word", "background"),
    [
        ("Militants have attacked the town for years.", "attacked", True),
        ("In recent years militants attacked the town.", "attacked", True),
        ("After 18 years of war, militants attacked the town.", "attacked", True),
        ("In 2003, militants attacked the town.", "attacked", True),
        ("In October 2018, protests swept the country.", "swept", True),
        ("Militants had attacked the town.", "attacked", True),
        ("Last week militants attacked the town.", "attacked", False),
        ("In 2020, militants attacked the town.", "attacked", False),
        ("The army said militants had attacked the town.", "attacked", False),
        ("Militants attacked the town once again.", "attacked", False),
    ],
)
def test_history_is_told_from_news(text: str, word: str, background: bool) -> None:
    """Years, decades, old dates and the past perfect of the main clause tell history; reported speech does not."""
    assert grade(text, word, published="2020-03-11").background is background


def test_certainties_are_those_of_the_records() -> None:
    """Every class that the lexicon can give is one that a record may hold and that has a value."""
    given_out = {each.certainty for each in LEXICON.signatures.values()} - {"same"}
    given_out |= set(LEXICON.modals.values()) | (set(LEXICON.modifiers) | set(LEXICON.adverbs)) - {"negative"}
    assert given_out <= set(CERTAINTIES)
    assert set(CERTAINTIES) <= set(LEXICON.values)


@pytest.mark.parametrize("cause", sorted(LEXICON.values))
def test_negation_lowers_the_value(cause: str) -> None:
    """Whatever the class, the negated event is less certain to have happened than the affirmed one."""
    value = LEXICON.values[cause]
    assert -3 <= value.negative <= min(value.positive, value.past)
    assert max(value.positive, value.past) <= 3


def test_predicates_are_verbs_what_copulas_say_and_happenings() -> None:
    """Auxiliaries, names and things are no predicates."""
    built = document("Omar was angry that the police had arrested the baker during the protest.")
    parses = parser().parse(built, split_sentences(built))
    found = [span.text for span, _ in grade_predicates(built, parses, LEXICON)]
    assert found == ["was", "angry", "arrested", "protest"]


@settings(max_examples=30)
@given(
    st.lists(
        st.sampled_from(["not", "attack", "to", "if", "said", "?", "no", "failed", "Omar", ".", "\n\n", "🙂", "had"]),
        max_size=20,
    )
)
def test_every_predicate_gets_a_grade_whatever_the_text(pieces: list[str]) -> None:
    """Spans are cut from the text, values stay in range, and grading twice gives the same."""
    built = document(" ".join(pieces))
    parses = parser().parse(built, split_sentences(built))
    graded = grade_predicates(built, parses, LEXICON)
    for span, factuality in graded:
        assert built.text[span.start : span.end] == span.text
        assert -3 <= factuality.value <= 3
        assert factuality.certainty in CERTAINTIES
    assert graded == grade_predicates(built, parses, LEXICON)


def test_an_endless_list_is_graded_too() -> None:
    """Hundreds of coordinated words neither overflow the stack nor lose a predicate."""
    built = document("He saw " + ", ".join(["fire"] * 300) + " and ran.")
    parses = parser().parse(built, split_sentences(built))
    assert len(grade_predicates(built, parses, LEXICON)) > 300


def test_the_lexicon_refuses_unknown_keys(tmp_path: Path) -> None:
    """A misspelt list is an error with its file, not a list that is never used."""
    text = (DATA / "lexicons" / "en" / "certainty.yml").read_text()
    broken = tmp_path / "certainty.yml"
    broken.write_text(text.replace("\nmodals:", "\nmodal:"))
    with pytest.raises(DataFileError, match="modal"):
        load_certainty(broken)


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Guards shot the driver, a spokesman told reporters.", "shot", ("asserted", "positive")),
        ("The general told the guards to shoot the driver.", "shoot", ("demanded", "positive")),
        ("The mayor may resign amid protests in Lowmere.", "protests", ("asserted", "positive")),
        ("As a result of the arrest, Osei will act as mayor.", "arrest", ("asserted", "positive")),
        ("The mayor may resign in the wake of the attack.", "attack", ("asserted", "positive")),
        ("The mayor may resign despite the attack.", "attack", ("asserted", "positive")),
        ("The mayor may order an attack.", "attack", ("hypothetical", "positive")),
    ],
)
def test_telling_is_no_order_and_amid_names_what_is_known(text: str, word: str, expected: tuple[str, str]) -> None:
    """ "Told reporters" demands nothing, and what something happens amid is taken as happening."""
    assert standing(text, word) == expected
