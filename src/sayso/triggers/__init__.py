"""What happens: the words that tell of events. Start at `finding.py`; `learnt.py` holds them against the encoder."""

from sayso.triggers.finding import find_triggers
from sayso.triggers.learnt import weigh_triggers

__all__ = ["find_triggers", "weigh_triggers"]
