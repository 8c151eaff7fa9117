"""Finding of the words that name places: names of the gazetteer and of the tagger, judged by a small linear model.

Every run of capitalised words that the gazetteer or a lexicon knows is a candidate, and what the tagger calls a place.
Whether a candidate names a place here is decided from what stands around it. The weights are in `place_weights.yml`
(how they were set stands there); features are in `features.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sayso.gazetteer import Entry, Gazetteer, name_key
from sayso.places.features import find_features, sum_weights
from sayso.places.reading import INNER, PLACE_LABELS, Reading, Toponym, read_document
from sayso.places.words import PlaceWords
from sayso.records import Document
from sayso.syntax import Parse, Token, join_words

# Longest name in tokens; "Saint Vincent and the Grenadines" has five.
_LONGEST = 6
# Marks that may stand inside a name.
_JOINING = frozenset("-',")
# Without capitals only settlements of this size are looked for, so that common words do not turn into hamlets.
_LARGE = 300_000


def find_toponyms(
    document: Document, parses: Sequence[Parse], gazetteer: Gazetteer, words: PlaceWords
) -> list[Toponym]:
    """Words that name places, in order of position, none overlapping another."""
    reading = read_document(document, parses, gazetteer, words)
    found = []
    for parse in parses:
        named = [each for each in _candidates(parse, reading) if _is_place(each, parse, reading)]
        found.extend(_with_tagged([_with_way(each, parse, words) for each in named], parse, reading))
    return found


def find_candidates(
    document: Document, parses: Sequence[Parse], gazetteer: Gazetteer, words: PlaceWords
) -> Iterator[tuple[Toponym, dict[str, float]]]:
    """Every candidate with its features, before any is refused: what the weights are fitted on."""
    reading = read_document(document, parses, gazetteer, words)
    for parse in parses:
        for each in _candidates(parse, reading):
            if each.kind != "demonym" and not _is_part_of_name(each, parse, reading):
                yield each, find_features(each, parse, reading)


def _candidates(parse: Parse, reading: Reading) -> list[Toponym]:
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


def _longest_at(parse: Parse, first: int, reading: Reading) -> Toponym | None:
    find, listed = reading.gazetteer.find_by_key, reading.words.listed
    for end, key in _ends(parse.tokens, first, reading):
        if key in listed or find(key):
            found = _look_up(parse, first, end, key, reading)
            if found is not None:
                return found
    return None


def _ends(tokens: Sequence[Token], first: int, reading: Reading) -> list[tuple[int, str]]:
    """Where a name that begins at `first` may end, farthest first, and the key of what would be the name."""
    ends = []
    key = ""
    for at in range(first, min(first + _LONGEST, len(tokens))):
        token = tokens[at]
        text = token.text
        is_capital = text[0].isupper()
        if not (is_capital or text in _JOINING or (text[0].isalnum() and (text in INNER or not reading.has_capitals))):
            break
        if at > first and tokens[at - 1].end == token.start:  # both may be one word
            key = name_key(join_words(tokens[first : at + 1]))
        else:
            key = f"{key} {name_key(text)}".strip()
        if is_capital or (not reading.has_capitals and text[0].isalpha()):
            ends.append((at + 1, key))
    ends.reverse()
    return ends


def _look_up(parse: Parse, first: int, end: int, key: str, reading: Reading) -> Toponym | None:
    """The place that tokens `[first, end)` may name, or None where no list has them."""
    text = join_words(parse.tokens[first:end])
    kind, entries = _find_short(parse, first, end, text, reading) or _find_listed(parse, end, key, text, reading)
    if kind is None:
        return None
    return Toponym(parse.cut(first, end), parse.sentence.index, first, end, kind, key, entries)


_Found = tuple[str | None, tuple[Entry, ...]]
_NOTHING: _Found = (None, ())


def _find_short(parse: Parse, first: int, end: int, text: str, reading: Reading) -> _Found | None:
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


def _find_listed(parse: Parse, end: int, key: str, text: str, reading: Reading) -> _Found:
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
    return before.text == "," or before.entity in PLACE_LABELS or (text.isupper() and before.lower in ("in", "from"))


def _is_held_to_be_area(parse: Parse, first: int, end: int, words: PlaceWords) -> bool:
    """True where a name stands as an area: "Spokane, Washington", "Washington state"."""
    before = parse.tokens[first - 1] if first else None
    after = parse.tokens[end].lower if end < len(parse.tokens) else ""
    if after in words.area_words:
        return True
    return first > 1 and before is not None and before.text == "," and parse.tokens[first - 2].entity in PLACE_LABELS


def _is_modifier(parse: Parse, end: int) -> bool:
    """True where an adjective of a country qualifies what follows ("Iraqi protesters")."""
    last = parse.tokens[end - 1]
    following = parse.tokens[end] if end < len(parse.tokens) else None
    return (
        following is not None and following.pos in ("NOUN", "PROPN", "ADJ") and last.dep in ("amod", "compound", "nmod")
    )


def _is_place(each: Toponym, parse: Parse, reading: Reading) -> bool:
    if each.kind == "demonym":
        return True
    if _is_part_of_name(each, parse, reading):
        return False
    if not reading.has_capitals:
        return _is_place_without_capitals(each, parse, reading)
    return sum_weights(find_features(each, parse, reading), reading.words.recognition) > 0


def _is_part_of_name(each: Toponym, parse: Parse, reading: Reading) -> bool:
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
        return parse.tokens[each.first - 2].lower in INNER
    if before.text.isupper() and before.text.isalpha() and len(before.text) > 1 and before.entity not in PLACE_LABELS:
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


def _is_place_without_capitals(each: Toponym, parse: Parse, reading: Reading) -> bool:
    words = reading.words
    before = parse.tokens[each.first - 1].lower if each.first else ""
    if each.key in words.ordinary:
        return False
    if each.kind in ("country", "region"):
        return parse.tokens[each.first].pos == "PROPN" or before in words.locative or before == "of"
    return each.kind == "name" and len(each.key) > 3 and before in words.locative


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


def _with_tagged(named: list[Toponym], parse: Parse, reading: Reading) -> list[Toponym]:
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


def _is_known_other(text: str, reading: Reading) -> bool:
    """True for words that the gazetteer knows and the judgement refused, and for people and adjectives."""
    countries = reading.words.countries
    return (
        text.lower() in reading.words.ordinary
        or reading.gazetteer.has(text)
        or countries.find_adjective(text) is not None
        or countries.find_people(text) is not None
    )
