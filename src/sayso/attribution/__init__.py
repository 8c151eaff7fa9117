"""Who says what: sources, cues and contents. Start at `attributions.py`."""

from sayso.attribution.attributions import find_attributions
from sayso.attribution.cue_words import SayingLexicon, load_saying

__all__ = ["SayingLexicon", "find_attributions", "load_saying"]
