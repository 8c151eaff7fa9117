"""In which language a text is, and whether sayso codes it."""

from __future__ import annotations

import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

SUPPORTED = frozenset({"en"})

# Below 40 letters a name or two decide. At .9 no text of cameo_class, india_police_events, satp_types, muc34, polnear
# and lgl dev is taken for another language, as it is or in lower case (one of 1,838 is, at .51).
_MIN_LETTERS = 40
_MIN_CONFIDENCE = 0.9
# A text in which more than one word in seven is one of these is English with foreign names in it.
_SMALL_WORDS = frozenset({"the", "of", "and", "to", "in", "a", "is", "was", "for", "on", "that", "with", "by", "said"})
_MIN_SMALL_SHARE = 0.15
_READ_CHARACTERS = 3_000

_WORD = re.compile(r"[^\W\d_]+")


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def find_language(reading: str) -> str | None:
    """The language of a text (ISO 639-1, 639-3 where that has none); None where it is too short to tell.

    A doubtful text counts as English: a wrong answer would keep it from being coded.
    """
    words = _WORD.findall(reading[:_READ_CHARACTERS])
    if sum(map(len, words)) < _MIN_LETTERS:
        return None
    language, confidence = _identifier().classify(reading[:_READ_CHARACTERS])
    small = sum(word.lower() in _SMALL_WORDS for word in words)
    if confidence < _MIN_CONFIDENCE or small >= _MIN_SMALL_SHARE * len(words):
        return "en"
    return str(language)


def is_supported(language: str | None) -> bool:
    """True where documents in `language` are coded; a text too short to tell is taken for English."""
    return language is None or language in SUPPORTED
