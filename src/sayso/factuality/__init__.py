"""How sure each source is. Start at `grading.py`."""

from sayso.factuality.certainty import CertaintyLexicon, load_certainty
from sayso.factuality.grading import grade_factuality, grade_predicates

__all__ = ["CertaintyLexicon", "grade_factuality", "grade_predicates", "load_certainty"]
