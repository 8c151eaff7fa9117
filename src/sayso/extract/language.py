"""In which language a text is, and whether sayso codes it."""

from __future__ import annotations

import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

SUPPORTED = frozenset({"en"})

# Below 40 letters a name or two decide. A text is in another language only where English has less than a tenth of the
# probability and one language more than half: then no text of cameo_class, india_police_events, satp_types, muc34,
# polnear and lgl dev is taken for another language, as it is or in lower case.
_MIN_LETTERS = 40
_MAX_ENGLISH = 0.1
_MIN_OTHER = 0.5
# What the model tells apart from English and nobody who writes news does: Nigerian Pidgin, Scots.
_ENGLISH = frozenset({"en", "pcm", "sco"})
# A text in which more than one word in seven is one of these is English with foreign names in it.
_SMALL_WORDS = frozenset({"the", "of", "and", "to", "in", "a", "is", "was", "for", "on", "that", "with", "by", "said"})
_MIN_SMALL_SHARE = 0.15
# Enough to tell: at 3,000 no answer changes on the sets above; each thousand takes about a millisecond.
_READ_CHARACTERS = 1_200

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
    ranked = _identifier().rank(reading[:_READ_CHARACTERS])
    english = sum(share for language, share in ranked if language in _ENGLISH)
    language, confidence = ranked[0]
    small = sum(word.lower() in _SMALL_WORDS for word in words)
    if english >= _MAX_ENGLISH or confidence < _MIN_OTHER or small >= _MIN_SMALL_SHARE * len(words):
        return "en"
    return str(language)


def is_supported(language: str | None) -> bool:
    """True where documents in `language` are coded; a text too short to tell is taken for English."""
    return language is None or language in SUPPORTED
