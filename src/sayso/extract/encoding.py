"""Bytes to text: which encoding a page is in, whatever it says of itself."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"""<(?:meta\b[^>]{0,200}?charset|\?xml\b[^>]{0,100}?encoding)\s*=\s*["']?\s*([\w.:-]{2,30})""", re.I
)
_DECLARED_WITHIN = 8192
# What browsers read these names as (Source: WHATWG Encoding Standard, names and labels).
_READ_AS = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252"}
_READ_AS |= {"gb2312": "gb18030", "gbk": "gb18030", "x-sjis": "cp932", "shift_jis": "cp932", "ks_c_5601-1987": "cp949"}
_READ_AS |= {"euc-kr": "cp949", "iso-8859-9": "cp1254", "tis-620": "cp874", "x-gbk": "gb18030"}
# Encodings that write other scripts in ASCII bytes, so that valid UTF-8 proves nothing.
_SEVEN_BIT = frozenset({"iso-2022-jp", "iso-2022-kr", "hz-gb-2312"})
# A page in UTF-8 that was cut or glued has few broken sequences among its good ones; a text in a legacy encoding has
# hardly any good ones, since one of its odd letters next to another must happen to form one.
_MAX_BROKEN_SHARE = 0.25
_GUESSED_BYTES = 20_000


def decode_body(body: bytes, *, is_html: bool) -> str:
    """The text of a page's bytes; what cannot be decoded is kept as U+FFFD, never left out.

    Tried in order: a byte order mark, UTF-8, UTF-8 with a few faults, the encoding that HTML declares, a guess.
    A byte order mark in UTF-8 stays in plain text, so that offsets hold in what was given.
    """
    for mark, name in _MARKS:
        if body.startswith(mark):
            return (
                body.decode("utf-8" if not is_html else "utf-8-sig", "replace")
                if name == "utf-8"
                else _lenient(body, name)
            )
    declared = _find_declared(body) if is_html else None
    if declared in _SEVEN_BIT:
        return _lenient(body, declared)
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if _is_faulty_utf8(body):
        return body.decode("utf-8", "replace")
    return _decode_legacy(body, declared)


def _lenient(body: bytes, name: str) -> str:
    return body.decode(name, "replace")


def _find_declared(body: bytes) -> str | None:
    match = _DECLARED.search(body[:_DECLARED_WITHIN])
    if match is None:
        return None
    name = match[1].decode("ascii").lower()
    name = _READ_AS.get(name, name)
    try:
        codecs.lookup(name)
    except LookupError:
        return None
    return name


def _is_faulty_utf8(body: bytes) -> bool:
    decoded = body.decode("utf-8", "replace")
    broken = decoded.count("\ufffd")
    good = sum(map(len, re.findall(r"[^\x00-\x7f\ufffd]+", decoded)))
    return broken <= _MAX_BROKEN_SHARE * good or (good > 0 and broken == 1 and decoded.endswith("\ufffd"))


def _decode_legacy(body: bytes, declared: str | None) -> str:
    if declared is not None and declared not in ("utf-8", "utf8", "cp65001"):
        try:
            return body.decode(declared)
        except UnicodeDecodeError:
            if declared == "cp1252":  # five of its bytes are not assigned: browsers read them as controls
                return _lenient(body, declared)
    best = from_bytes(body[:_GUESSED_BYTES]).best()
    return _lenient(body, best.encoding if best is not None else "cp1252")
