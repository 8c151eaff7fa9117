"""Who says what, with which words: sources, cues, contents, chains, quotations and names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factory import document, parser
from sayso.attribution import find_attributions, load_saying
from sayso.datafiles import DATA
from sayso.errors import DataFileError
from sayso.records import Attribution, Document
from sayso.segment import split_sentences

LEXICON = load_saying(DATA / "lexicons" / "en" / "saying.yml")


def attributions(text: str, *, built: Document | None = None) -> tuple[Attribution, ...]:
    built = built or document(text)
    return find_attributions(built, parser().parse(built, split_sentences(built)), LEXICON)


def words(attribution: Attribution) -> tuple[list[str], list[str], list[str]]:
    """Source, cue and content as texts."""
    return (
        [span.text for span in attribution.source],
        [span.text for span in attribution.cue],
        [span.text for span in attribution.content],
    )


def only(text: str) -> Attribution:
    (found,) = attributions(text)
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Police said that rebels burned the bridge.", (["Police"], ["said"], ["that rebels burned the bridge"])),
        ("Rebels burned the bridge, police said.", (["police"], ["said"], ["Rebels burned the bridge"])),
        (
            "Rebels burned the bridge, said Omar Latif, a shopkeeper.",
            (["Omar Latif, a shopkeeper"], ["said"], ["Rebels burned the bridge"]),
        ),
        (
            "According to the army, rebels burned the bridge.",
            (["the army"], ["According to"], ["rebels burned the bridge"]),
        ),
        (
            "Rebels burned the bridge, according to the army.",
            (["the army"], ["according to"], ["Rebels burned the bridge"]),
        ),
        ("The mayor is said to have fled.", ([], ["is said"], ["The mayor", "to have fled"])),
        ("It was reported that the bridge had burned.", ([], ["was reported"], ["that the bridge had burned"])),
        ("There were accusations that police beat detainees.", ([], ["accusations"], ["that police beat detainees"])),
        ("The opposition demanded that he resign.", (["The opposition"], ["demanded"], ["that he resign"])),
        ("Teachers called for an inquiry.", (["Teachers"], ["called for"], ["an inquiry"])),
        ("Teachers called for the mayor to resign.", (["Teachers"], ["called for"], ["the mayor to resign"])),
        ("The group threatened to burn the bridge.", (["The group"], ["threatened"], ["to burn the bridge"])),
        ("The mayor denied taking bribes.", (["The mayor"], ["denied"], ["taking bribes"])),
        (
            "The network said in a statement that five people died.",
            (["The network"], ["said"], ["that five people died"]),
        ),
    ],
)
def test_source_cue_and_content_are_found(text: str, expected: tuple[list[str], list[str], list[str]]) -> None:
    """Each common form of saying gives its three parts and nothing else."""
    assert words(only(text)) == expected


@pytest.mark.parametrize(("accuser", "accused"), [("The army", "rebels"), ("Rebels", "the army"), ("Iran", "Israel")])
def test_an_accusation_is_the_accusers_and_holds_the_deed(accuser: str, accused: str) -> None:
    """Who is accused never counts as the source, whoever it is; what they are accused of is content."""
    found = only(f"{accuser} accused {accused} of shelling a market.")
    assert words(found) == ([accuser], ["accused"], [f"{accused} of shelling a market"])


def test_chains_nest() -> None:
    """State television > an army spokesman > content: the inner attribution stands inside the outer one's content."""
    outer, inner = attributions("State television reported that an army spokesman said that rebels shelled the town.")
    assert (outer.source_name, outer.source_kind, outer.parent) == ("State television", "role", None)
    assert (inner.source_name, inner.source_kind, inner.parent) == ("army spokesman", "role", 0)
    assert words(inner)[2] == ["that rebels shelled the town"]


def test_a_cited_source_stands_inside_the_one_that_cites_it() -> None:
    """ "State media reported, citing officials": the officials say the same, told by the media."""
    outer, inner = attributions("Police arrested 30 people, state media reported, citing officials.")
    assert words(outer) == (["state media"], ["reported"], ["Police arrested 30 people"])
    assert words(inner) == (["officials"], ["citing"], ["Police arrested 30 people"])
    assert (inner.parent, inner.source_kind) == (0, "anonymous")


def test_quoted_as_saying_gives_the_words_to_the_one_quoted() -> None:
    """The agency quotes; the officer says."""
    outer, inner = attributions("The agency quoted an army officer as saying twelve rebels died.")
    assert outer.source[0].text == "The agency"
    assert words(inner) == (["an army officer"], ["saying"], ["twelve rebels died"])
    assert inner.parent == 0


def test_asserted_by_one_and_denied_by_another_are_two_attributions() -> None:
    """The same deed told by A and denied by B keeps both tellers apart."""
    told, denied = attributions("Rebels shelled the town, the army said. A rebel commander denied shelling the town.")
    assert words(told) == (["the army"], ["said"], ["Rebels shelled the town"])
    assert words(denied) == (["A rebel commander"], ["denied"], ["shelling the town"])


# ---------------------------------------------------------------- quotations


def test_a_quotation_goes_on_behind_its_speaker() -> None:
    """Sentences quoted before and after "she said" are one discontinuous content."""
    found = only('"We will stay," Mona Aziz said. "Nobody will move us."')
    assert words(found)[2] == ['"We will stay,"', '"Nobody will move us."']
    assert found.quoted == "direct"


def test_a_quotation_may_have_its_speaker_in_the_middle() -> None:
    """ "X, she said, Y" is one content of two pieces."""
    found = only('"We did not," said Karim, "attack anybody."')
    assert words(found) == (["Karim"], ["said"], ['"We did not,"', '"attack anybody."'])


def test_a_quotation_that_never_closes_ends_with_its_paragraph() -> None:
    """A missing closing mark does not swallow the next paragraph."""
    first, second = attributions('The mayor announced: "The market will open\n\nPolice said that the road was closed.')
    assert words(first) == (["The mayor"], ["announced"], ['"The market will open'])
    assert words(second)[0] == ["Police"]


def test_a_quotation_over_two_paragraphs_has_one_speaker() -> None:
    """The newspapers' way: the mark opens again in the next paragraph without having closed."""
    text = 'Omar Latif said: "The market has burned down.\n\n"Nobody came to help us here."'
    found = only(text)
    assert words(found)[2] == ['"The market has burned down.\n\n"Nobody came to help us here."']


def test_curly_quotation_marks_work_like_straight_ones() -> None:
    """Marks are told apart by their own shape where they have one."""
    found = only("“The road is closed to everybody,” police said.")
    assert words(found) == (["police"], ["said"], ["“The road is closed to everybody,”"])


def test_partly_quoted_content_is_mixed() -> None:
    """Indirect speech around quoted words is neither direct nor indirect."""
    found = only('The mayor said the raid was "a crime that nobody will ever forget" and left.')
    assert found.quoted == "mixed"


@pytest.mark.parametrize("text", ['Troops entered the "safe zone" at noon.', 'She starred in "The Long Road" in May.'])
def test_scare_quotes_and_titles_are_no_speech(text: str) -> None:
    """Quoted names and single phrases without a speaker give no attribution."""
    assert attributions(text) == ()


def test_asides_inside_quoted_words_are_left_out() -> None:
    """ "I think" in a quotation adds no link to the chain; a third party reported there does."""
    (thought,) = attributions('"I think the army burned the bridge," the mayor said.')
    assert words(thought)[0] == ["the mayor"]
    inner, outer = sorted(
        attributions('"The army said that rebels burned the bridge," the mayor said.'),
        key=lambda each: len(each.content[0].text),
    )
    assert (words(inner)[0], words(outer)[0]) == (["The army"], ["the mayor"])


# ---------------------------------------------------------------- prefixes


@pytest.mark.parametrize(
    ("text", "source", "kind", "name"),
    [
        ("KABUL (Newswire) - Gunmen burned a bridge.", ["Newswire"], "named", "Newswire"),
        (
            "(ABX) and (QRS / Qrs Now): Gunmen burned a bridge.",
            ["ABX", "QRS / Qrs Now"],
            "named",
            "ABX and QRS / Qrs Now",
        ),
        (
            "Foreign Ministry statement: Gunmen burned a bridge.",
            ["Foreign Ministry statement"],
            "document",
            "Foreign Ministry",
        ),
    ],
)
def test_a_prefix_heads_its_paragraph(text: str, source: list[str], kind: str, name: str) -> None:
    """The rest of the paragraph is what the source in front of it says."""
    found = only(text)
    assert (words(found)[0], found.source_kind, found.source_name) == (source, kind, name)
    assert words(found)[2] == ["Gunmen burned a bridge."]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("“Gunmen burned the old bridge.” ― Mona Aziz", ["Mona Aziz"]),
        ('"Gunmen burned the old bridge." - Mona Aziz, teacher', ["Mona Aziz"]),
        ('"Gunmen burned the old bridge."\n\n- Aziz.', ["Aziz."]),
    ],
)
def test_a_signed_quotation_is_its_signers(text: str, source: list[str]) -> None:
    """A quotation, a dash and a name: all that is quoted is that person's word."""
    found = only(text)
    assert (words(found)[0], found.quoted) == (source, "direct")
    assert "Gunmen burned the old bridge" in words(found)[2][0]


def test_a_dash_in_running_text_signs_nothing() -> None:
    """What stands behind the dash is a clause."""
    assert attributions('"Gunmen" burned the old bridge - Mona saw it burn.') == ()


def test_a_label_that_is_no_source_is_no_prefix() -> None:
    """ "Update:" tells nothing of who speaks."""
    assert attributions("Update: The bridge burned down.") == ()


# ---------------------------------------------------------------- who the source is


@pytest.mark.parametrize(
    ("source", "kind", "name"),
    [
        ("Mona Aziz", "named", "Mona Aziz"),
        ("An army spokesman", "role", "army spokesman"),
        ("Police", "role", "Police"),
        ("Officials", "anonymous", None),
        ("A doctor who asked not to be named", "anonymous", None),
        ("A report", "document", None),
        ("The ministry's report", "document", None),
    ],
)
def test_kinds_of_sources(source: str, kind: str, name: str | None) -> None:
    """Names, offices, unnamed people and documents are told apart; nobody is given a name that the text lacks."""
    found = attributions(f"{source} said that the bridge had burned.")[0]
    assert (found.source_kind, found.source_name) == (kind, name)


def test_an_unattributed_passive_has_no_source() -> None:
    """Where nobody is named, nobody is made up."""
    found = only("The mayor was reported to have fled.")
    assert (found.source, found.source_kind, found.source_name) == ((), "anonymous", None)


def test_a_short_form_takes_the_long_name() -> None:
    """An acronym stands for the name that it was introduced with, a document for its owner."""
    text = (
        "The Lakeside Rights Network (LRN) said that five people died. LRN called for an inquiry. "
        "LRN's report reads: “The guards shot at a crowd of people.”"
    )
    assert [each.source_name for each in attributions(text)] == ["Lakeside Rights Network"] * 3
    assert attributions(text)[2].source_kind == "document"


def test_a_pronoun_takes_the_speaker_before() -> None:
    """ "She added" goes on with the last person who spoke."""
    text = "Mona Aziz said that the road was closed.\n\nShe added that nobody would come."
    assert [each.source_name for each in attributions(text)] == ["Mona Aziz", "Mona Aziz"]


def test_a_pronoun_skips_names_that_do_not_fit() -> None:
    """A name that the text itself calls "she" is not taken for "he"."""
    text = (
        "Omar Latif said that the road was closed. Mona Aziz said that she saw nobody. "
        "He added that the bridge had burned."
    )
    assert [each.source_name for each in attributions(text)][-1] == "Omar Latif"


def test_a_surname_takes_the_full_name() -> None:
    """The longest form of a name in the text stands for the shorter ones."""
    text = "Mona Aziz said that the road was closed. Aziz added that nobody would come."
    assert [each.source_name for each in attributions(text)] == ["Mona Aziz", "Mona Aziz"]


@pytest.mark.parametrize("text", ["The unrest shows that prices matter.", "It is safe to say that the war is over."])
def test_things_do_not_speak(text: str) -> None:
    """What the writer makes of a happening is the writer's own."""
    assert attributions(text) == ()


# ---------------------------------------------------------------- whatever the text


def test_lower_case_text_works() -> None:
    """Text without capitals has sources too."""
    found = only("rebels burned the bridge, the army said.")
    assert words(found) == (["the army"], ["said"], ["rebels burned the bridge"])


@settings(max_examples=40)
@given(
    st.lists(
        st.sampled_from(['"', "“", "”", "'", "he said", "Omar", ",", ".", "\n\n", "that", "(AB):", " - ", "🙂", "é"]),
        max_size=25,
    )
)
def test_spans_are_cut_from_the_text_whatever_it_is(pieces: list[str]) -> None:
    """Every span's words are the text at its offsets, parents point at others, and order is by first character."""
    built = document(" ".join(pieces))
    found = attributions("", built=built)
    for index, each in enumerate(found):
        for span in (*each.source, *each.cue, *each.content):
            assert built.text[span.start : span.end] == span.text
        assert each.parent is None or (each.parent != index and 0 <= each.parent < len(found))
    starts = [min(span.start for span in (*each.source, *each.cue, *each.content)) for each in found]
    assert starts == sorted(starts)


def test_the_lexicon_refuses_unknown_keys(tmp_path: Path) -> None:
    """A misspelt list is an error with its file, not a list that is never used."""
    text = (DATA / "lexicons" / "en" / "saying.yml").read_text()
    broken = tmp_path / "saying.yml"
    broken.write_text(text.replace("\nroles:", "\nrolls:"))
    with pytest.raises(DataFileError, match="rolls"):
        load_saying(broken)


@pytest.mark.gold
def test_the_specimens_sources_are_resolved(shared: Path) -> None:
    """On the partisan page the prefixes, the report and the quoted department each have their full name."""
    text = (shared / "specimens" / "partisan-page.txt").read_text()
    found = attributions(re.sub(r"\n{2,}", "\n\n", text))
    group = "National Council of Resistance of Iran and People’s Mojahedin Organization of Iran"
    named = [each.source_name for each in found if [span.text for span in each.cue] == [":"]]
    assert named == [group] * 5
    (report,) = (each for each in found if [span.text for span in each.cue] == ["reads"])
    assert (report.source_name, report.source_kind, report.quoted) == (group, "document", "direct")
    (department,) = (each for each in found if each.source_name == "U.S. State Department")
    assert found[department.parent or 0].source_name == group
