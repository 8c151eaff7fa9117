"""Who did it and to whom: participants of each trigger. Start in `finding.py`; `learnt.py` is the encoder's part."""

from sayso.arguments.finding import find_arguments
from sayso.arguments.learnt import join_learnt

__all__ = ["find_arguments", "join_learnt"]
