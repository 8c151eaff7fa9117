"""Where: places and the points they mean. Start at `toponyms.py`."""

from sayso.places.toponyms import find_places
from sayso.places.words import PlaceWords, load_place_words

__all__ = ["PlaceWords", "find_places", "load_place_words"]
