"""Arrow schemas of the three Parquet tables that a project holds side by side: documents, mentions, failures.

Offsets are code points into `documents.text`, half-open. A null is a field that is not stated; its reason stands in
`reasons`, `published_reason` or the `reason` of the struct. docs/formats.md describes the columns for users.
"""

from __future__ import annotations

import pyarrow as pa

# Goes up whenever a column changes its name, type or meaning: files of another format are coded anew.
FORMAT = "1"

_TEXTS = pa.list_(pa.string())
_SPAN = pa.struct([("start", pa.int32()), ("end", pa.int32()), ("text", pa.string())])
_SPANS = pa.list_(_SPAN)

_BLOCK = pa.struct([("kind", pa.string()), ("start", pa.int32()), ("end", pa.int32())])
_SENTENCE = pa.struct(
    [
        ("index", pa.int32()),
        ("block", pa.int32()),
        ("kind", pa.string()),
        ("start", pa.int32()),
        ("end", pa.int32()),
    ]
)
_PLAIN = pa.struct([("start", pa.int32()), ("text", pa.string())])
_ATTRIBUTION = pa.struct(
    [
        ("source", _SPANS),
        ("cue", _SPANS),
        ("content", _SPANS),
        ("parent", pa.int32()),
        ("quoted", pa.string()),
        ("source_kind", pa.string()),
        ("source_name", pa.string()),
    ]
)
_TIME = pa.struct(
    [
        ("span", _SPAN),
        ("kind", pa.string()),
        ("first", pa.string()),
        ("last", pa.string()),
        ("value", pa.string()),
        ("basis", pa.string()),
        ("reason", pa.string()),
    ]
)
_PLACE = pa.struct(
    [
        ("span", _SPAN),
        ("name", pa.string()),
        ("geoname_id", pa.int64()),
        ("latitude", pa.float64()),
        ("longitude", pa.float64()),
        ("radius_km", pa.float64()),
        ("country", pa.string()),
        ("admin1", pa.string()),
        ("feature", pa.string()),
        ("basis", pa.string()),
        ("reason", pa.string()),
    ]
)
_QUANTITY = pa.struct(
    [
        ("span", _SPAN),
        ("kind", pa.string()),
        ("low", pa.int64()),
        ("best", pa.int64()),
        ("high", pa.int64()),
        ("of", _SPAN),
        ("includes", pa.int32()),
        ("vague", pa.bool_()),
        ("title_words", pa.string()),
        ("told_kind", pa.string()),
        ("scope", pa.string()),
    ]
)
_ACTOR = pa.struct(
    [
        ("span", _SPAN),
        ("name", pa.string()),
        ("codes", _TEXTS),
        ("country", pa.string()),
        ("sectors", _TEXTS),
        ("identity", pa.string()),
        ("chain", pa.int32()),
    ]
)
_REASON = pa.struct([("field", pa.string()), ("reason", pa.string())])

DOCUMENTS = pa.schema(
    [
        ("id", pa.string()),
        ("location", pa.string()),
        ("url", pa.string()),
        ("title", pa.string()),
        ("publisher", pa.string()),
        ("language", pa.string()),
        ("published_first", pa.string()),
        ("published_last", pa.string()),
        ("published_basis", pa.string()),
        ("published_span", _SPAN),
        ("published_reason", pa.string()),
        ("published_evidence", _TEXTS),
        ("text", pa.string()),
        ("plain", pa.list_(_PLAIN)),  # where `Document.reading` differs from the text, and what it has there
        ("blocks", pa.list_(_BLOCK)),
        ("sentences", pa.list_(_SENTENCE)),
        ("attributions", pa.list_(_ATTRIBUTION)),
        ("times", pa.list_(_TIME)),
        ("places", pa.list_(_PLACE)),
        ("quantities", pa.list_(_QUANTITY)),
        ("actors", pa.list_(_ACTOR)),
        ("coded", pa.bool_()),
        ("drop_stage", pa.string()),
        ("drop_reason", pa.string()),
        ("drop_message", pa.string()),
        ("drop_ref", pa.string()),
    ]
)

MENTIONS = pa.schema(
    [
        ("id", pa.string()),
        ("document_id", pa.string()),
        ("codebook", pa.string()),
        ("sentence", pa.int32()),
        ("type", pa.string()),
        ("mode", pa.string()),
        ("contexts", _TEXTS),
        ("trigger", _SPAN),
        ("actors", pa.list_(_ACTOR)),
        ("recipients", pa.list_(_ACTOR)),
        ("place", _PLACE),
        ("when", _TIME),
        ("quantities", pa.list_(_QUANTITY)),
        ("certainty", pa.string()),
        ("polarity", pa.string()),
        ("background", pa.bool_()),
        ("value", pa.float64()),
        ("attribution", pa.list_(pa.int32())),
        ("score", pa.float64()),
        ("reasons", pa.list_(_REASON)),
        ("sources", _TEXTS),  # who says so, outermost first, the publisher included; null where a link has no name
        ("sentence_text", pa.string()),
    ]
)

FAILURES = pa.schema(
    [
        ("page_id", pa.string()),
        ("location", pa.string()),
        ("stage", pa.string()),
        ("reason", pa.string()),
        ("message", pa.string()),
    ]
)
