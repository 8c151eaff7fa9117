"""Whoever stands in the slot, the telling is the same: type, factuality and attribution hang on what is told.

Twelve actors (state forces, rebels, an ethnic group, a party, protesters, police, a ministry, herders, students, an
NGO, fighters of a people, a government) in 33 sentences of our own. Left out are frames in which PLOVER itself tells
actors apart: who storms, burns or attacks is PROTEST (riot) where protesters do it, taking people is COERCE (arrest)
where police do it and ASSAULT (abduct) where they were captured in combat.

In the frames with an actor or a recipient the attribution that is compared is the chain of each telling; in the frames
with a source it is the whole attribution. Frames that are known not to be even stand at the end, marked as failing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import pytest

from builders import code
from sayso.records import Coded, EventMention, Span

ACTORS = (
    "government forces",
    "the rebels",
    "Hausa tribesmen",
    "the Socialist Party",
    "protesters",
    "police",
    "the interior ministry",
    "herders",
    "students",
    "a women's rights group",
    "Kurdish fighters",
    "the regional government",
)


@dataclass(frozen=True)
class Told:
    """One telling as it is expected: `who` and `whom` are the words of its sides, with `#` for the swapped actor."""

    type: str
    trigger: str
    certainty: str
    who: str | None
    whom: str | None
    polarity: str = "positive"
    sources: tuple[str, ...] = ()


AS_ACTOR = {
    "{x} killed two farmers near Bor on Monday.": (Told("ASSAULT", "killed", "asserted", "#", "two farmers"),),
    "the bridge was bombed by {x} on Sunday.": (Told("ASSAULT", "bombed", "asserted", "#", "The bridge"),),
    "{x} kidnapped three traders on the road to Bor.": (
        Told("ASSAULT", "kidnapped", "asserted", "#", "three traders"),
    ),
    "{x} criticised the governor over the price of bread.": (
        Told("ACCUSE", "criticised", "asserted", "#", "the governor"),
    ),
    "{x} accused the governor of ordering the killing of two nurses.": (
        Told("ACCUSE", "accused", "asserted", "#", "the governor"),
        Told("ASSAULT", "ordering the killing", "alleged", "the governor", "two nurses", sources=("#",)),
    ),
    "{x} met the mayor of Bor on Friday.": (Told("CONSULT", "met", "asserted", "#", "the mayor of Bor"),),
    "{x} rejected the proposal of the mediators.": (
        Told("REJECT", "rejected", "asserted", "#", "the proposal of the mediators"),
    ),
    "{x} threatened to bomb the bridge at Bor.": (
        Told("THREATEN", "threatened", "asserted", "#", "the bridge"),
        Told("ASSAULT", "bomb", "threatened", "#", "the bridge", sources=("#",)),
    ),
    "{x} signed an agreement with the union on Tuesday.": (
        Told("AGREE", "signed an agreement", "asserted", "#", "the union"),
    ),
    "{x} sent food to families in the valley.": (Told("AID", "sent food", "asserted", "#", "families in the valley"),),
    "{x} demanded the resignation of the minister.": (Told("REQUEST", "demanded", "asserted", "#", "the minister"),),
    "{x} did not kidnap the two farmers.": (
        Told("ASSAULT", "kidnap", "asserted", "#", "the two farmers", polarity="negative"),
    ),
    "{x} did not kill the two farmers.": (
        Told("ASSAULT", "kill", "asserted", "#", "the two farmers", polarity="negative"),
    ),
    "{x} promised to send food to families in the valley.": (
        Told("AGREE", "promised", "asserted", "#", "families in the valley"),
        Told("AID", "send food", "promised", "#", "families in the valley", sources=("#",)),
    ),
    "on Sunday {x} kidnapped three traders on the road to Bor.": (
        Told("ASSAULT", "kidnapped", "asserted", "#", "three traders"),
    ),
    "the mediators and {x} agreed on a truce.": (
        Told("AGREE", "agreed on", "asserted", "The mediators / #", None),
        Told("RETREAT", "truce", "planned", None, None, sources=("The mediators and #",)),
    ),
    "the mediators and {x} signed a pact in Bor.": (
        Told("AGREE", "signed a pact", "asserted", "The mediators / #", None),
    ),
}

AS_RECIPIENT = {
    "gunmen attacked {x} near Bor on Sunday.": (Told("ASSAULT", "attacked", "asserted", "Gunmen", "#"),),
    "the president condemned {x} on Thursday.": (Told("ACCUSE", "condemned", "asserted", "The president", "#"),),
    "the envoy met {x} on Friday.": (Told("CONSULT", "met", "asserted", "The envoy", "#"),),
    "the bishop thanked {x} for the help.": (Told("SUPPORT", "thanked", "asserted", "The bishop", "#"),),
    "the general threatened {x} with war.": (Told("THREATEN", "threatened", "asserted", "The general", "#"),),
    "the union signed an agreement with {x} on Tuesday.": (
        Told("AGREE", "signed an agreement", "asserted", "The union", "#"),
    ),
    "the envoy accused {x} of shelling the harbour.": (
        Told("ACCUSE", "accused", "asserted", "The envoy", "#"),
        Told("ASSAULT", "shelling", "alleged", "#", "the harbour", sources=("The envoy",)),
    ),
    "the bishop urged {x} to free the pilots.": (
        Told("REQUEST", "urged", "asserted", "The bishop", "#"),
        Told("RETREAT", "free", "demanded", "#", "the pilots", sources=("The bishop",)),
    ),
    "the mayor apologised to {x} on Monday.": (Told("CONCEDE", "apologised to", "asserted", "The mayor", "#"),),
}

KILLED = Told("ASSAULT", "killed", "asserted", "soldiers", "two farmers", sources=("#",))
BURNED = Told("ASSAULT", "burned", "alleged", "the gunmen", "four houses", sources=("#",))

# The sentence, its telling, and the cue and the content of the one attribution in it.
AS_SOURCE = (
    ("{x} said that soldiers killed two farmers.", KILLED, "said", "that soldiers killed two farmers"),
    ("according to {x}, soldiers killed two farmers.", KILLED, "According to", "soldiers killed two farmers"),
    (
        "the soldiers killed two farmers, {x} said.",
        replace(KILLED, who="The soldiers"),
        "said",
        "The soldiers killed two farmers",
    ),
    (
        "{x} denied that the soldiers had shelled the school.",
        Told("ASSAULT", "shelled", "asserted", "the soldiers", "the school", "negative", ("#",)),
        "denied",
        "that the soldiers had shelled the school",
    ),
    ("{x} claimed that the gunmen burned four houses.", BURNED, "claimed", "that the gunmen burned four houses"),
    (
        "“soldiers burned four houses,” {x} said in a statement.",
        Told("ASSAULT", "burned", "asserted", "soldiers", "four houses", sources=("#",)),
        "said in a statement",
        "“soldiers burned four houses,”",
    ),
    (
        "{x} reported on Friday that gunmen had kidnapped three traders.",
        Told("ASSAULT", "kidnapped", "asserted", "gunmen", "three traders", sources=("#",)),
        "reported",
        "that gunmen had kidnapped three traders",
    ),
)


def put(frame: str, actor: str) -> str:
    """The frame with the actor in its slot, beginning with a capital."""
    text = frame.format(x=actor)
    return text[0].upper() + text[1:]


def masked(spans: list[Span], actor: str) -> str | None:
    """The words of spans, with `#` in the place of the actor; None where there are none."""
    swapped = re.compile(rf"(?<!\w){re.escape(actor)}(?!\w)" if actor else r"(?!)", re.IGNORECASE)
    words = [swapped.sub("#", span.text) for span in spans]
    return " / ".join(words) or None


def read(coded: Coded, mention: EventMention, actor: str) -> Told:
    """A mention as it compares."""
    return Told(
        mention.type,
        mention.trigger.text,
        mention.factuality.certainty,
        masked([each.span for each in mention.actors], actor),
        masked([each.span for each in mention.recipients], actor),
        mention.factuality.polarity,
        tuple(masked(list(coded.attributions[i].source), actor) or "" for i in mention.attribution),
    )


def tellings(frame: str) -> dict[str, tuple[Told, ...]]:
    """What is told in a frame, by actor."""
    found = {}
    for actor in ACTORS:
        coded = code(put(frame, actor))
        found[actor] = tuple(read(coded, mention, actor) for mention in coded.mentions)
    return found


@pytest.mark.parametrize(("frame", "told"), AS_ACTOR.items(), ids=list(AS_ACTOR))
def test_whoever_acts_the_telling_is_the_same(frame: str, told: tuple[Told, ...]) -> None:
    """Type, words, factuality, both sides and the chain of sources, with each actor as the one who acts."""
    assert tellings(frame) == dict.fromkeys(ACTORS, told)


@pytest.mark.parametrize(("frame", "told"), AS_RECIPIENT.items(), ids=list(AS_RECIPIENT))
def test_whoever_it_is_done_to_the_telling_is_the_same(frame: str, told: tuple[Told, ...]) -> None:
    """Type, words, factuality, both sides and the chain of sources, with each actor as the recipient."""
    assert tellings(frame) == dict.fromkeys(ACTORS, told)


@pytest.mark.parametrize(("frame", "told", "cue", "content"), AS_SOURCE, ids=[each[0] for each in AS_SOURCE])
def test_whoever_says_it_the_telling_is_the_same(frame: str, told: Told, cue: str, content: str) -> None:
    """Each actor as the source: the same telling, and one attribution with the same cue and the same content."""
    assert tellings(frame) == dict.fromkeys(ACTORS, (told,))
    for actor in ACTORS:
        (found,) = code(put(frame, actor)).attributions
        assert masked(list(found.source), actor) == "#"
        assert (masked(list(found.cue), ""), masked(list(found.content), "")) == (cue, content)


# Frames of other shapes, with the type and the trigger of each telling: passives, nouns, several actors, orders.
OTHER_SHAPES = {
    "{x} were attacked by gunmen near Bor.": ("ASSAULT attacked",),
    "two farmers were killed by {x} on Monday.": ("ASSAULT killed",),
    "a convoy of {x} was ambushed near Bor.": ("ASSAULT ambushed",),
    "the arrest of {x} was condemned by the bishop.": ("COERCE arrest", "ACCUSE condemned"),
    "talks between {x} and the envoy began on Monday.": ("CONSULT Talks",),
    "{x} and the mayor condemned the killing of two nurses.": ("ACCUSE condemned", "ASSAULT killing"),
    "the siege of Bor by {x} ended on Monday.": ("ASSAULT siege",),
    "{x} called for talks with the governor.": ("REQUEST called for", "CONSULT talks"),
    "food was sent to {x} by the bishop.": ("AID Food was sent",),
    "{x} released nine hostages on Monday.": ("RETREAT released",),
    "the bishop praised {x} on Monday.": ("SUPPORT praised",),
    "gunmen who attacked {x} fled.": ("ASSAULT attacked",),
    "{x} marched through Bor on Monday.": ("PROTEST marched through",),
    "the general ordered soldiers to attack {x}.": ("REQUEST ordered", "ASSAULT attack"),
    "{x} said they would meet the envoy.": ("AGREE would meet",),
    "{x} blamed the governor for the fire.": ("ACCUSE blamed",),
    "the union promised to support {x}.": ("AGREE promised", "SUPPORT support"),
    "the governor rejected a demand by {x}.": ("REJECT rejected", "REQUEST demand"),
}


@pytest.mark.parametrize(("frame", "events"), OTHER_SHAPES.items(), ids=list(OTHER_SHAPES))
def test_other_shapes_are_even_too(frame: str, events: tuple[str, ...]) -> None:
    """Everything that is told is the same whoever stands in the slot."""
    (told,) = set(tellings(frame).values())
    assert tuple(f"{each.type} {each.trigger}" for each in told) == events


UNEVEN = {
    "{x} and herdsmen clashed near Bor on Monday.": "clashes of protesters are PROTEST, and 'rights' hides one",
    "the envoy met the mayor and {x} on Friday.": "the parser takes a verb out of the second of two recipients",
    "the attack by {x} on the mill killed two guards.": "the encoder makes a source of most who attack",
    "a bomb killed three of {x}.": "the encoder takes the bomb for who acts beside some recipients",
    "{x} shelled the harbour, killing four fishermen.": "the encoder makes a source of an adjective",
    "the killing of two farmers by {x} shocked Bor.": "the encoder reads a shock as something that somebody says",
    "the envoy met {x} in Bor on Friday.": "the encoder takes the place along with some recipients",
    "the mayor, citing {x}, said that gunmen had kidnapped three traders.": "the chain behind the second cue varies",
}

UNEVEN_ATTRIBUTIONS = (
    "the union signed an agreement with {x} on Tuesday.",
    "the mayor apologised to {x} on Monday.",
)


@pytest.mark.parametrize(
    "frame",
    [pytest.param(frame, marks=pytest.mark.xfail(reason=why, strict=True)) for frame, why in UNEVEN.items()],
    ids=list(UNEVEN),
)
def test_frames_that_are_not_even_yet(frame: str) -> None:
    """The telling is the same whoever stands in the slot."""
    assert len(set(tellings(frame).values())) == 1


@pytest.mark.xfail(reason="the encoder's cues and contents vary where no event is told inside them", strict=True)
@pytest.mark.parametrize("frame", UNEVEN_ATTRIBUTIONS)
def test_attributions_without_a_telling_are_not_even_yet(frame: str) -> None:
    """All attributions of a sentence are the same whoever stands in the slot, those that hold no event too."""
    found = set()
    for actor in ACTORS:
        layer = code(put(frame, actor)).attributions
        words = [tuple(span.text for span in (*each.cue, *each.content)) for each in layer]
        found.add(repr(words).replace(actor, "#"))
    assert len(found) == 1


def test_there_are_enough_sentences() -> None:
    """More than 200 sentences, and as many with the actor acting as not."""
    frames = len(AS_ACTOR) + len(AS_RECIPIENT) + len(AS_SOURCE)
    assert (frames, frames * len(ACTORS)) == (33, 396)
