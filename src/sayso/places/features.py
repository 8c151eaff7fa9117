"""Features of a candidate name: by the tagger, by what stands around it, by the document and by the gazetteer."""

from __future__ import annotations

import math
from collections.abc import Iterator

from sayso.places.reading import INNER, PLACE_LABELS, Reading, Toponym
from sayso.syntax import Parse, Token


def find_features(each: Toponym, parse: Parse, reading: Reading) -> dict[str, float]:
    """The features of a candidate, by name; `place_weights.yml` has a weight for each that counts."""
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
    if all(t.pos == "PROPN" or t.text in INNER for t in tokens):
        yield "proper"
    if tokens[0].text.isupper() and len(tokens[0].text) > 1:
        yield "capitals"


def _before_features(each: Toponym, parse: Parse, reading: Reading) -> Iterator[str]:
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
        yield "before=Proper place" if before.entity in PLACE_LABELS else "before=Proper"
    elif before.lower in ("the", "a", "an"):
        yield "before=article"
    elif before.lower == "and":
        yield "before=and"


def _after_features(each: Toponym, parse: Parse, reading: Reading) -> Iterator[str]:
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


def _names_area(token: Token, reading: Reading) -> bool:
    words = reading.words
    if token.text in words.areas or words.countries.find_name(token.text) is not None:
        return True
    return any(e.feature == "ADM1" and not e.alternate for e in reading.gazetteer.find(token.text))


def _document_features(each: Toponym, parse: Parse, reading: Reading) -> Iterator[str]:
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


def _share_tagged(each: Toponym, parse: Parse, reading: Reading) -> float:
    word = parse.tokens[each.first].lower
    tagged, untagged = reading.tagged[word], reading.untagged[word]
    return tagged / (tagged + untagged) if tagged + untagged else 0.0


def sum_weights(features: dict[str, float], weights: dict[str, float]) -> float:
    """The weighted sum of features; one without a weight counts nothing."""
    return math.fsum([value * weights.get(name, 0.0) for name, value in features.items()])
