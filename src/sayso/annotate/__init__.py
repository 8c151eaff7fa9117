"""The stand-off interface over JSON Lines: `layers.py` a line at a time, `corpus.py` all at once."""
