"""When: time expressions and the days they mean. Start at `expressions.py`."""

from sayso.times.expressions import find_times
from sayso.times.lexicon import TimeLexicon, load_times

__all__ = ["TimeLexicon", "find_times", "load_times"]
