"""How names of places are compared: by a key without case, accents and dots, and by the hash of that key."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache
from typing import Final

# Letters that Unicode does not take apart into a base letter and a mark.
_LETTERS: Final = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ß": "ss", "ə": "e", "ħ": "h"}
)
_SILENT: Final = re.compile(r"[.'`´‘’ʻʼʽʾʿ‛′]")
_BREAKS: Final = re.compile(r"[\W_]+")
_SHORT_FORMS: Final = {"saint": "st", "sainte": "ste", "mount": "mt", "fort": "ft"}


# The same few thousand names come again and again in a text and in the next one; the answer depends on nothing else.
@lru_cache(maxsize=16384)
def name_key(name: str) -> str:
    """The form under which a name is looked up: no case, accents, apostrophes or dots; one blank between words.

    "Saint", "Mount" and "Fort" are shortened as in addresses, so that "St. Louis" and "Saint Louis" meet.
    """
    if name.isascii() and name.isalpha():
        word = name.lower()
        return _SHORT_FORMS.get(word, word)
    plain = name.casefold() if name.isascii() else _fold(name)
    words = _BREAKS.sub(" ", _SILENT.sub("", plain)).split()
    return " ".join(_SHORT_FORMS.get(word, word) for word in words)


def key_hash(key: str) -> int:
    """The 64-bit hash by which the file orders keys."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "little")


def _fold(name: str) -> str:
    apart = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
