"""Whom a pronoun stands for: everybody named before whom it can mean, ranked by where and how they stand.

A pronoun and the last mention of each chain before it make a pair; a table of weights (`coreference_weights.yml`)
gives each pair a score, and "nobody" one too. The best one is taken where its share of all, nobody among them, is large
enough: a wrong link is worse than none.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sayso.actors.codes import Coding
from sayso.actors.mention import Earlier, Mention
from sayso.actors.words import CoreferenceWords
from sayso.syntax import Parse

# How many sentences back a pronoun may reach.
REACH = 5

# The share that the best antecedent must have of all, by the pronoun's family. Set on the news of GUM's
# train part; look again when the weights change.
CLEAR = {"he": 0.4, "she": 0.4, "they": 0.3, "it": 0.7}

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_OBJECTS = frozenset({"dobj", "dative", "attr", "oprd"})
_SAYING = frozenset("say tell add ask claim state argue announce explain note insist warn write report declare".split())

Features = dict[str, float]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Whom a pronoun may mean: the number of the last mention of a chain before it, and the features of the pair.

    Where the last sentence with a mention of the chain has a subject among them, it is that one.
    """

    number: int
    features: Features


def find_for_pronoun(mention: Mention, earlier: Earlier, words: CoreferenceWords) -> int | None:
    """The number of the earlier mention that a pronoun takes up, or None where none is clear."""
    candidates = find_candidates(mention, earlier, words)
    if not candidates:
        return None
    weights = words.weights[mention.family]
    shares = share_out([*(each.features for each in candidates), {"nobody": 1.0}], weights)
    best = max(range(len(candidates)), key=lambda index: (shares[index], index))
    return candidates[best].number if shares[best] >= CLEAR[mention.family] else None


def share_out(features: Sequence[Features], weights: Mapping[str, float]) -> list[float]:
    """The share of each in all of them, adding up to one."""
    scores = [sum(weights.get(name, 0.0) * value for name, value in each.items()) for each in features]
    highest = max(scores)
    powers = [math.exp(score - highest) for score in scores]
    return [power / sum(powers) for power in powers]


def find_candidates(mention: Mention, earlier: Earlier, words: CoreferenceWords) -> list[Candidate]:
    """Whom a pronoun can mean, in the order of the text, each with the features of the pair."""
    counts: dict[int, int] = {}
    last: dict[int, int] = {}
    named: dict[int, list[int]] = {}
    for number, each in enumerate(earlier.mentions):
        chain = earlier.chains[number]
        counts[chain] = counts.get(chain, 0) + 1
        if _can_stand_near(mention, each) and not _stands_behind(each, earlier.mentions, last.get(chain)):
            last[chain] = number
        if not each.family:
            named.setdefault(chain, []).append(number)
    fitting = [
        (number, chain)
        for chain, number in last.items()
        if chain in named and _agrees(mention, earlier, named[chain], words) and _is_free(mention, earlier, chain)
    ]
    fitting.sort()
    return [
        Candidate(number, dict(_features(mention, earlier, number, (len(fitting) - 1 - rank, counts[chain]))))
        for rank, (number, chain) in enumerate(fitting)
    ]


def _can_stand_near(mention: Mention, each: Mention) -> bool:
    distance = mention.sentence - each.sentence
    return each.phrase is not None and 0 <= distance <= REACH and not each.span.covers(mention.span)


def _stands_behind(mention: Mention, mentions: Sequence[Mention], other: int | None) -> bool:
    """True where another mention of its chain in its sentence is a subject and it is none."""
    if other is None or mentions[other].sentence != mention.sentence:
        return False
    return _place_of(mentions[other]) == "subject" != _place_of(mention)


def _agrees(mention: Mention, earlier: Earlier, named: Sequence[int], words: CoreferenceWords) -> bool:
    """Whether number, sex and kind of who is named let the pronoun mean them."""
    single = any(_is_single(earlier.mentions[number], earlier.codings[number], words) for number in named)
    last = earlier.mentions[named[-1]]
    if mention.family in ("he", "she"):
        return single and not last.is_plural and earlier.sex_of(named[-1]) in ("", mention.family)
    if mention.family == "they":
        return last.is_plural or last.is_coordinated or not single
    return not single and not last.is_plural


def _is_single(mention: Mention, coding: Coding, words: CoreferenceWords) -> bool:
    """True for the name of a person and a noun for one."""
    if mention.head is None or mention.is_plural:
        return False
    return mention.is_person or mention.head.lemma.lower() in words.single or coding.head in words.single


def _is_free(mention: Mention, earlier: Earlier, chain: int) -> bool:
    """False where a mention of the chain is the subject of the verb whose object the pronoun is ("police beat them").

    Nor does "his" in "his father" mean the father: a chain with a mention that holds the pronoun is not free.
    """
    own = [each for each, of in zip(earlier.mentions, earlier.chains, strict=True) if of == chain]
    if any(each.span.covers(mention.span) for each in own):
        return False
    head = mention.head
    if head is None or mention.phrase is None or mention.span.text.lower().endswith(("self", "selves")):
        return True
    parse = mention.phrase.parse
    verb = _verb_over(parse, head.index)
    if head.dep not in _OBJECTS and not (head.dep == "pobj" and parse.tokens[head.head].head == verb):
        return True
    over = _with_shared_subject(parse, verb)
    subjects = (each.head for each in own if each.phrase is not None and each.phrase.parse is parse)
    return not any(each is not None and each.dep in _SUBJECTS and each.head in over for each in subjects)


def _with_shared_subject(parse: Parse, verb: int) -> set[int]:
    """A verb and those above it whose subject is its own too: "imposed" above "accusing them"."""
    over = {verb}
    while parse.child(verb, *_SUBJECTS) is None and parse.tokens[verb].dep in ("advcl", "xcomp", "conj", "pcomp"):
        verb = parse.tokens[verb].head
        if verb in over:
            break
        over.add(verb)
    return over


def _verb_over(parse: Parse, index: int) -> int:
    """The verb that a token hangs on, through a preposition."""
    above = parse.tokens[parse.tokens[index].head]
    return above.head if above.dep in ("prep", "agent") else above.index


def _features(
    mention: Mention, earlier: Earlier, number: int, standing: tuple[int, int]
) -> Iterator[tuple[str, float]]:
    """What tells for or against a pair; `standing` holds how many candidates are nearer, and mentions in the chain."""
    antecedent, (nearer, count) = earlier.mentions[number], standing
    distance, place = mention.sentence - antecedent.sentence, _place_of(antecedent)
    yield f"back {min(distance, 3)}", 1.0
    yield f"nearer {min(nearer, 3)}", 1.0
    yield "mentions", math.log(count)
    yield f"place {place}", 1.0
    if place == _place_of(mention):
        yield "parallel", 1.0
        if place == "subject" and distance == 1:
            yield "subject after subject", 1.0
    yield _kind_of(mention, antecedent), 1.0
    if antecedent.is_plural:
        yield "plural", 1.0
    if earlier.sex_of(number):
        yield "sex", 1.0
    yield from _speech(mention, antecedent)
    yield from _within(mention, antecedent)


def _kind_of(mention: Mention, antecedent: Mention) -> str:
    if antecedent.family:
        return "pronoun" if antecedent.family == mention.family else "other pronoun"
    if antecedent.is_person:
        return "person"
    if antecedent.head is not None and antecedent.head.pos == "PROPN":
        return "name"
    return "indefinite" if _is_indefinite(antecedent) else "noun"


def _speech(mention: Mention, antecedent: Mention) -> Iterator[tuple[str, float]]:
    """Who says something, and who stands in whose quoted words."""
    if _says(antecedent):
        yield "says", 1.0
        if _says(mention):
            yield "says too", 1.0
    if mention.phrase is not None and antecedent.phrase is not None:
        quoted = [_is_quoted(each.parse, each.head) for each in (mention.phrase, antecedent.phrase)]
        if quoted == [False, True]:
            yield "out of quotes", 1.0
        if quoted == [True, False] and _says(antecedent) and mention.sentence - antecedent.sentence <= 1:
            yield "quoted by", 1.0


def _within(mention: Mention, antecedent: Mention) -> Iterator[tuple[str, float]]:
    """What tells within one sentence: who governs the pronoun, and whose report it stands in."""
    if mention.phrase is None or antecedent.phrase is None or mention.phrase.parse is not antecedent.phrase.parse:
        return
    parse = mention.phrase.parse
    above = {each.index for each in parse.ancestors(mention.phrase.head)}
    head = parse.tokens[antecedent.phrase.head]
    if head.dep in _SUBJECTS and head.head in above:
        yield "governs", 1.0
    if head.dep in _SUBJECTS and _says(antecedent) and head.head in above:
        yield "own report", 1.0


def _is_quoted(parse: Parse, index: int) -> bool:
    """True where an odd number of quotation marks of the sentence stands before a token, or its one mark behind it."""
    marks = [token.index for token in parse.tokens if token.text == '"']
    before = sum(mark < index for mark in marks)
    if len(marks) % 2 and not before:
        return True
    return before % 2 == 1


def _is_indefinite(mention: Mention) -> bool:
    """True for a noun without "the" or a possessor, alone or behind "a": nobody yet whom one could take up."""
    if mention.phrase is None:
        return True
    determiner = mention.phrase.parse.child(mention.phrase.head, "det", "poss")
    return determiner is None or determiner.lower in ("a", "an", "any", "no", "every", "another")


def _says(mention: Mention) -> bool:
    head = mention.head
    if head is None or mention.phrase is None or head.dep not in _SUBJECTS:
        return False
    return mention.phrase.parse.tokens[head.head].lemma in _SAYING


def _place_of(mention: Mention) -> str:
    """The part that a mention plays in its sentence."""
    head = mention.head
    if head is None:
        return "none"
    if head.dep in _SUBJECTS:
        return "subject"
    if head.dep in _OBJECTS:
        return "object"
    return head.dep if head.dep in ("poss", "pobj", "conj", "appos", "compound") else "other"
