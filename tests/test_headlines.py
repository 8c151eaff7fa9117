"""Headlines: verbs read as nouns, two subjects with a bare comma, sources behind a dash or a comma."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builders import code, tools, words
from factory import parse
from sayso.headlines import mend_headline
from sayso.syntax import Parse

# Headline, trigger, type, actors, recipients.
HEADLINES = [
    ("Army shells market in Chad's Moundou, killing 11, doctors say", "shells", "ASSAULT", ["Army"], None),
    ("Army shells market in Chad's Moundou, killing 11, doctors say", "killing", "ASSAULT", ["Army"], ["11"]),
    ("Militia shells refugee camp, UN says", "shells", "ASSAULT", ["Militia"], ["refugee camp"]),
    ("Hackers attack power grid, ministry says", "attack", "ASSAULT", ["Hackers"], ["power grid"]),
    ("Court sentences editor to 5 years", "sentences", "SANCTION", ["Court"], ["editor"]),
    ("Court jails opposition leader", "jails", "COERCE", ["Court"], ["opposition leader"]),
    ("Opposition boycotts vote", "boycotts", "PROTEST", ["Opposition"], ["vote"]),
    ("Teachers' union threatens strike", "threatens", "THREATEN", ["Teachers' union"], None),
    ("Insurgents overrun army base, killing 30", "killing", "ASSAULT", ["Insurgents"], ["30"]),
    ("Kenya, Uganda sign trade deal", "sign trade deal", "AGREE", ["Kenya", "Uganda"], None),
    ("Rebels, army trade fire near airport", "trade fire", "ASSAULT", ["Rebels", "army"], []),
    ("Sudan, rebels agree truce", "agree", "AGREE", ["Sudan", "rebels"], None),
    ("Russia, Ukraine swap prisoners", "swap prisoners", "COOPERATE", ["Russia", "Ukraine"], None),
    ("Police, protesters clash in Lima", "clash", "PROTEST", ["Police", "protesters"], ["Police", "protesters"]),
    ("Troops fire on crowd; dozens hurt", "fire on", "ASSAULT", ["Troops"], ["crowd"]),
    ("Troops fire on crowd; dozens hurt", "hurt", "ASSAULT", [], ["dozens"]),
    ("Soldiers shoot dead three villagers - rights group", "shoot dead", "ASSAULT", ["Soldiers"], ["three villagers"]),
    ("Activist shot dead in Manila", "shot dead", "ASSAULT", [], ["Activist"]),
    ("Ex-president arrested on graft charges", "arrested", "COERCE", [], ["Ex-president"]),
    ("Blast kills 12 in Kabul market - police", "kills", "ASSAULT", [], ["12"]),
    ("3 dead as police clash with miners", "clash with", "PROTEST", ["police"], ["miners"]),
    ("Thousands rally against tax law", "rally against", "PROTEST", ["Thousands"], ["tax law"]),
    ("Union calls off strike", "calls off strike", "CONCEDE", ["Union"], []),
    ("Bus drivers call off walkout", "call off walkout", "CONCEDE", ["Bus drivers"], []),
    ("Opposition accuses army of torture", "torture", "ASSAULT", ["army"], []),
    ("Norway backs peace talks", "backs", "SUPPORT", ["Norway"], None),
    ("Sweden grants asylum to blogger", "grants asylum", "AID", ["Sweden"], ["blogger"]),
    ("Turkey shells Kurdish positions in Syria", "shells", "ASSAULT", ["Turkey"], None),
]


@pytest.mark.parametrize(("text", "trigger", "kind", "actors", "recipients"), HEADLINES)
def test_headlines(text: str, trigger: str, kind: str, actors: list[str], recipients: list[str] | None) -> None:
    """A headline tells who did it to whom; who says so at its end does not act."""
    (mention,) = [each for each in code(text).mentions if each.trigger.text == trigger]
    assert (mention.type, words(mention.actors)) == (kind, actors)
    assert recipients is None or words(mention.recipients) == recipients


@pytest.mark.parametrize(
    "text",
    [
        "Army raids have gone on for weeks, doctors say",
        "Yesterday, police arrested two men",
        "On Monday, the ministers met.",
        "The report - a first of its kind - names three firms.",
        "Peace talks deadline passes",
    ],
)
def test_a_sentence_with_its_verb_in_place_is_left_alone(text: str) -> None:
    """Where the parse has its verb and its subjects nothing is mended."""
    built = parse(text)
    assert mend_headline(built, tools().codebook.lexicon) == built


@pytest.mark.parametrize("text", sorted({each[0] for each in HEADLINES}))
def test_mending_twice_changes_nothing_more(text: str) -> None:
    """A mended tree is still a tree, and needs no mending."""
    once = mend_headline(parse(text), tools().codebook.lexicon)
    assert mend_headline(once, tools().codebook.lexicon) == once
    roots = [token.index for token in once.tokens if token.head == token.index]
    assert {next(iter(reversed([t.index for t in once.ancestors(i)])), i) for i in range(len(once.tokens))} == set(
        roots
    )


def test_a_circle_is_no_tree() -> None:
    """A word above itself is found out, so that a mended parse is never walked for ever."""
    whole = parse("Rebels attacked the village.")
    assert whole.is_tree()
    first, second = whole.tokens[0], whole.tokens[1]
    circle = (replace(first, head=1), replace(second, head=0), *whole.tokens[2:])
    assert not Parse(whole.sentence, circle).is_tree()
