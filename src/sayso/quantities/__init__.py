"""How many: numbers of people. Start at `people.py`."""

from sayso.quantities.people import find_quantities
from sayso.quantities.words import QuantityLexicon, load_quantities

__all__ = ["QuantityLexicon", "find_quantities", "load_quantities"]
