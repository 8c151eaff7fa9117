"""Finding of the words that name places: names of the gazetteer and of the tagger, judged by a small linear model.

Every run of capitalised words that the gazetteer or a lexicon knows is a candidate, and what the tagger calls a place.
Whether a candidate names a place here is decided from what stands around it. The weights are in `place_weights.yml`
(how they were set stands there); features are named in `_features`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sayso.gazetteer import Entry, Gazetteer, name_key
from sayso.places.words import PlaceWords
from sayso.records import Document, Span
from sayso.syntax import Parse, Token, join_words

# Longest name in tokens; "Saint Vincent and the Grenadines" has five.
_LONGEST = 6
# Words that may stand without a capital inside a name.
_INNER = frozenset(
    "of the and de del la las los el al da do dos di du des sur upon on y bin ibn kwa le les am - ' 's".split()
)
# Marks that may stand inside a name.
_JOINING = frozenset("-',")
_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
# Text with fewer capitals than this (share of letters) is taken as written without capitals; edited English has 3-6 %.
_FEWEST_CAPITALS = 0.005
# A sentence with more words in capitals than this is written like a title: a capital tells little there.
_TITLE_CAPITALS = 0.6
# Without capitals only settlements of this size are looked for, so that common words do not turn into hamlets.
_LARGE = 300_000


@dataclass(frozen=True, slots=True)
class Toponym:
    """Words that name a place: tokens `[first, end)` of the sentence at `sentence`.

    `kind` is `name`, `country`, `region`, `area` (short form of a first-level area), `town` (short form of a town),
    `demonym` ("Iraqi") or `unknown` (tagged as a place, found nowhere); `entries` are its candidates in the gazetteer.
    """

    span: Span
    sentence: int
    first: int
    end: int
    kind: str
    key: str
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class _Reading:
    """What holds for a whole document; `titles` are sentences with nearly all words in capitals."""

    gazetteer: Gazetteer
    words: PlaceWords
    surnames: frozenset[str]
    tagged: Counter[str]
    untagged: Counter[str]
    titles: frozenset[int]
    has_capitals: bool


def find_toponyms(
    document: Document, parses: Sequence[Parse], gazetteer: Gazetteer, words: PlaceWords
) -> list[Toponym]:
    """Words that name places, in order of position, none overlapping another."""
    reading = _read(document, parses, gazetteer, words)
    found = []
    for parse in parses:
        named = [each for each in _candidates(parse, reading) if _is_place(each, parse, reading)]
        found.extend(_with_tagged([_with_way(each, parse, words) for each in named], parse, reading))
    return found


def find_candidates(
    document: Document, parses: Sequence[Parse], gazetteer: Gazetteer, words: PlaceWords
) -> Iterator[tuple[Toponym, dict[str, float]]]:
    """Every candidate with its features, before any is refused: what the weights are fitted on."""
    reading = _read(document, parses, gazetteer, words)
    for parse in parses:
        for each in _candidates(parse, reading):
            if each.kind != "demonym" and not _is_part_of_name(each, parse, reading):
                yield each, _features(each, parse, reading)


def _read(document: Document, parses: Sequence[Parse], gazetteer: Gazetteer, words: PlaceWords) -> _Reading:
    surnames, titles, tagged, untagged = set(), set(), Counter[str](), Counter[str]()
    for parse in parses:
        n_capitals = 0
        for entity in parse.entities:
            if entity.label == "PERSON" and entity.end - entity.first > 1:
                surnames.add(parse.tokens[entity.end - 1].lower)
        for token in parse.tokens:
            if token.text[0].isupper():
                (tagged if token.entity in _PLACE_LABELS else untagged)[token.lower] += 1
                n_capitals += 1
        if n_capitals > _TITLE_CAPITALS * len(parse.tokens):
            titles.add(parse.sentence.index)
    capitals = sum(map(str.isupper, document.reading))
    has_capitals = capitals > _FEWEST_CAPITALS * len(document.reading) or (
        capitals > _FEWEST_CAPITALS * sum(map(str.isalpha, document.reading))
    )
    return _Reading(gazetteer, words, frozenset(surnames), tagged, untagged, frozenset(titles), has_capitals)


def _candidates(parse: Parse, reading: _Reading) -> list[Toponym]:
    found: list[Toponym] = []
    free = 0  # up to here tokens are taken by the name before
    for at, token in enumerate(parse.tokens):
        may_begin = token.text[0].isupper() or (not reading.has_capitals and token.pos in ("PROPN", "NOUN", "ADJ"))
        if may_begin and at >= free:
            longest = _longest_at(parse, at, reading)
            if longest is not None:
                found.append(longest)
                free = longest.end
    return found


def _longest_at(parse: Parse, first: int, reading: _Reading) -> Toponym | None:
    for end in _ends(parse.tokens, first, reading):
        found = _look_up(parse, first, end, reading)
        if found is not None:
            return found
    return None


def _ends(tokens: Sequence[Token], first: int, reading: _Reading) -> list[int]:
    """Where a name that begins at `first` may end, farthest first."""
    ends = []
    for at in range(first, min(first + _LONGEST, len(tokens))):
        text = tokens[at].text
        is_capital = text[0].isupper()
        if not (is_capital or text in _JOINING or (text[0].isalnum() and (text in _INNER or not reading.has_capitals))):
            break
        if is_capital or (not reading.has_capitals and text[0].isalpha()):
            ends.append(at + 1)
    ends.reverse()
    return ends


def _look_up(parse: Parse, first: int, end: int, reading: _Reading) -> Toponym | None:
    """The place that tokens `[first, end)` may name, or None where no list has them."""
    text = join_words(parse.tokens[first:end]) if end - first > 1 else parse.tokens[first].text
    key = name_key(text)
    kind, entries = _find_short(parse, first, end, text, reading) or _find_listed(parse, end, key, text, reading)
    if kind is None:
        return None
    return Toponym(parse.cut(first, end), parse.sentence.index, first, end, kind, key, entries)


_Found = tuple[str | None, tuple[Entry, ...]]
_NOTHING: _Found = (None, ())


def _find_short(parse: Parse, first: int, end: int, text: str, reading: _Reading) -> _Found | None:
    """What a short form of a town or area stands for ("L.A.", "Ala."), or None where the text is none."""
    words, gazetteer = reading.words, reading.gazetteer
    short = text if text in words.towns else text.title() if text.isupper() else ""
    if short in words.towns and not _is_held_to_be_area(parse, first, end, words):
        country, name = words.towns[short]
        return "town", tuple(e for e in gazetteer.find(name) if e.country == country and e.is_settlement)[:1]
    if text in words.areas and _may_be_area(parse, first, text):
        country, name = words.areas[text]
        return "area", tuple(e for e in gazetteer.find(name) if e.country == country and e.feature == "ADM1")
    return None


def _find_listed(parse: Parse, end: int, key: str, text: str, reading: _Reading) -> _Found:
    """What a name or an adjective that is written out stands for."""
    words, gazetteer = reading.words, reading.gazetteer
    if "," in text:
        return _NOTHING
    if key in words.historic:
        return "region", ()
    if words.countries.find_name(text) is not None:
        return "country", gazetteer.find(text)
    if key in words.regions:
        return "region", gazetteer.find(text)
    if words.countries.find_adjective(text) is not None or key in words.adjectives:
        return ("demonym", ()) if _is_modifier(parse, end) else _NOTHING
    entries = gazetteer.find(text) if len(key) > 2 else ()
    if not reading.has_capitals:
        entries = tuple(e for e in entries if e.population >= _LARGE and not e.alternate)
    return ("name", entries) if entries else _NOTHING


def _may_be_area(parse: Parse, first: int, text: str) -> bool:
    """True where a short form can be one: "IN", "ME" and "OR" are words unless a town's name stands before them."""
    if len(text) > 3 or "." in text[:-1]:
        return True
    if first == 0:
        return False
    before = parse.tokens[first - 1]
    return before.text == "," or before.entity in _PLACE_LABELS or (text.isupper() and before.lower in ("in", "from"))


def _is_held_to_be_area(parse: Parse, first: int, end: int, words: PlaceWords) -> bool:
    """True where a name stands as an area: "Spokane, Washington", "Washington state"."""
    before = parse.tokens[first - 1] if first else None
    after = parse.tokens[end].lower if end < len(parse.tokens) else ""
    if after in words.area_words:
        return True
    return first > 1 and before is not None and before.text == "," and parse.tokens[first - 2].entity in _PLACE_LABELS


def _is_modifier(parse: Parse, end: int) -> bool:
    """True where an adjective of a country qualifies what follows ("Iraqi protesters")."""
    last = parse.tokens[end - 1]
    following = parse.tokens[end] if end < len(parse.tokens) else None
    return (
        following is not None and following.pos in ("NOUN", "PROPN", "ADJ") and last.dep in ("amod", "compound", "nmod")
    )


def _is_place(each: Toponym, parse: Parse, reading: _Reading) -> bool:
    if each.kind == "demonym":
        return True
    if _is_part_of_name(each, parse, reading):
        return False
    if not reading.has_capitals:
        return _is_place_without_capitals(each, parse, reading)
    return sum_weights(_features(each, parse, reading), reading.words.recognition) > 0


def sum_weights(features: dict[str, float], weights: dict[str, float]) -> float:
    """The weighted sum of features; one without a weight counts nothing."""
    return math.fsum(value * weights.get(name, 0.0) for name, value in features.items())


def _is_part_of_name(each: Toponym, parse: Parse, reading: _Reading) -> bool:
    """True where a place's name belongs to a body's name: "MEK Iran", "National Council of Resistance of Iran"."""
    words = reading.words
    kinds = (words.facilities, words.ways, words.directions, words.bodies)
    if each.end - each.first == 1 and any(each.key in kind for kind in kinds):
        return True
    before = parse.tokens[each.first - 1] if each.first else None
    if before is None:
        return False
    if before.lower == "of":
        return _closes_body(parse, each.first, words)
    if before.text == "-" and before.end == parse.tokens[each.first].start and each.first > 1:
        return parse.tokens[each.first - 2].lower in _INNER
    if before.text.isupper() and before.text.isalpha() and len(before.text) > 1 and before.entity not in _PLACE_LABELS:
        return not parse.sentence.span.text.isupper() and before.text not in words.areas
    return False


def _closes_body(parse: Parse, first: int, words: PlaceWords) -> bool:
    """True where capitalised words joined by "of" lead back from `first` to a kind of body."""
    at = first - 1
    while at >= 0:
        token = parse.tokens[at]
        if token.text[:1].isupper() and token.lower in words.bodies_of:
            return True
        if not token.text[:1].isupper() and token.lower not in ("of", "the", "for", "and", "'s"):
            return False
        at -= 1
    return False


def _is_place_without_capitals(each: Toponym, parse: Parse, reading: _Reading) -> bool:
    words = reading.words
    before = parse.tokens[each.first - 1].lower if each.first else ""
    if each.key in words.ordinary:
        return False
    if each.kind in ("country", "region"):
        return parse.tokens[each.first].pos == "PROPN" or before in words.locative or before == "of"
    return each.kind == "name" and len(each.key) > 3 and before in words.locative


def _features(each: Toponym, parse: Parse, reading: _Reading) -> dict[str, float]:
    features = {"bias": 1.0, f"kind={each.kind}": 1.0, f"tokens={min(each.end - each.first, 3)}": 1.0}
    for name in (
        *_tag_features(each, parse),
        *_before_features(each, parse, reading),
        *_after_features(each, parse, reading),
        *_document_features(each, parse, reading),
    ):
        features[name] = 1.0
    features.update(_gazetteer_features(each))
    features["tagged elsewhere"] = _share_tagged(each, parse, reading)
    return features


def _tag_features(each: Toponym, parse: Parse) -> Iterator[str]:
    tokens = parse.tokens[each.first : each.end]
    covering = [e for e in parse.entities if e.first < each.end and each.first < e.end]
    if not covering:
        yield "tag=none"
    for entity in covering[:1]:
        same = entity.first >= each.first - 1 and entity.end <= each.end + 1
        exact = entity.end == each.end and (entity.first == each.first or parse.tokens[entity.first].lower == "the")
        fit = "exact" if exact else "about" if same else "inside"
        label = entity.label if entity.label in ("GPE", "LOC", "FAC", "ORG", "PERSON", "NORP") else "other"
        yield f"tag={label} {fit}"
    if all(t.pos == "PROPN" or t.text in _INNER for t in tokens):
        yield "proper"
    if tokens[0].text.isupper() and len(tokens[0].text) > 1:
        yield "capitals"


def _before_features(each: Toponym, parse: Parse, reading: _Reading) -> Iterator[str]:
    words = reading.words
    if each.first == 0:
        yield "before=start"
        return
    before = parse.tokens[each.first - 1]
    earlier = parse.tokens[each.first - 2] if each.first > 1 else None
    if before.lower in words.locative:
        yield "before=locative"
    elif before.lower == "of":
        named = earlier is not None and earlier.text[:1].isupper() and earlier.lower not in words.titles
        yield "before=Name of" if named else "before=of"
    elif before.lower.rstrip(".") in words.titles:
        yield "before=title"
    elif before.text in (",", "(", "-"):
        yield f"before={before.text}"
    elif before.text[:1].isupper() and before.pos == "PROPN":
        yield "before=Proper place" if before.entity in _PLACE_LABELS else "before=Proper"
    elif before.lower in ("the", "a", "an"):
        yield "before=article"
    elif before.lower == "and":
        yield "before=and"


def _after_features(each: Toponym, parse: Parse, reading: _Reading) -> Iterator[str]:
    words = reading.words
    if each.end >= len(parse.tokens):
        yield "after=end"
        return
    after = parse.tokens[each.end]
    following = parse.tokens[each.end + 1] if each.end + 1 < len(parse.tokens) else None
    if after.lower in words.bodies and after.text[:1].isupper():
        yield "after=body"
    elif after.lower.rstrip(".") in words.ways and after.text[:1].isupper():
        yield "after=way"
    elif after.lower in words.facilities and after.text[:1].isupper():
        yield "after=facility"
    elif after.text[:1].isupper() and after.pos == "PROPN":
        yield "after=Proper"
    elif after.text == "," and following is not None and _names_area(following, reading):
        yield "after=, area"
    elif after.text in (",", "(", "-", "'s", "."):
        yield f"after={after.text}"
    elif after.pos in ("VERB", "AUX"):
        yield "after=verb"
    elif after.pos == "NOUN":
        yield "after=noun"


def _names_area(token: Token, reading: _Reading) -> bool:
    words = reading.words
    if token.text in words.areas or words.countries.find_name(token.text) is not None:
        return True
    return any(e.feature == "ADM1" and not e.alternate for e in reading.gazetteer.find(token.text))


def _document_features(each: Toponym, parse: Parse, reading: _Reading) -> Iterator[str]:
    if each.key in reading.words.ordinary:
        yield "ordinary"
    if parse.tokens[each.end - 1].lower in reading.surnames:
        yield "surname"
    if parse.sentence.index in reading.titles:
        yield "title case"


def _gazetteer_features(each: Toponym) -> dict[str, float]:
    main = [e for e in each.entries if not e.alternate]
    features = {"size": math.log10(1 + max((e.population for e in main), default=0)) / 7}
    features["size alternate"] = math.log10(1 + max((e.population for e in each.entries), default=0)) / 7
    if not main:
        features["only alternate"] = 1.0
    if any(e.feature == "ADM1" for e in main):
        features["first-level area"] = 1.0
    if each.entries and all(e.feature == "ADM2" for e in each.entries):
        features["second-level area"] = 1.0
    return features


def _share_tagged(each: Toponym, parse: Parse, reading: _Reading) -> float:
    word = parse.tokens[each.first].lower
    tagged, untagged = reading.tagged[word], reading.untagged[word]
    return tagged / (tagged + untagged) if tagged + untagged else 0.0


def _with_way(each: Toponym, parse: Parse, words: PlaceWords) -> Toponym:
    """The name with the road, water or height that follows it, which is another place and in no list."""
    end = each.end
    if each.kind != "name" or end >= len(parse.tokens):
        return each
    after = parse.tokens[end]
    if not after.text[:1].isupper() or after.lower.rstrip(".") not in words.ways:
        return each
    span = parse.cut(each.first, end + 1)
    return replace(each, span=span, end=end + 1, kind="unknown", key=name_key(span.text), entries=())


def _with_tagged(named: list[Toponym], parse: Parse, reading: _Reading) -> list[Toponym]:
    """Adds what the tagger calls a place and no list knows, where the words before it say the same."""
    found = list(named)
    for entity in parse.entities:
        if entity.label not in ("GPE", "LOC"):
            continue
        first = entity.first + (parse.tokens[entity.first].lower in ("the", "a", "an"))
        if first < entity.end and not any(n.first < entity.end and first < n.end for n in named):
            text = join_words(parse.tokens[first : entity.end])
            span = parse.cut(first, entity.end)
            before = parse.tokens[first - 1].lower if first else ""
            is_where = before in reading.words.locative or before == "of"
            if is_where and text[:1].isupper() and not _is_known_other(text, reading):
                found.append(Toponym(span, parse.sentence.index, first, entity.end, "unknown", name_key(text)))
    return sorted(found, key=lambda each: each.first)


def _is_known_other(text: str, reading: _Reading) -> bool:
    """True for words that the gazetteer knows and the judgement refused, and for people and adjectives."""
    countries = reading.words.countries
    return (
        text.lower() in reading.words.ordinary
        or reading.gazetteer.has(text)
        or countries.find_adjective(text) is not None
        or countries.find_people(text) is not None
    )
