"""What happens: the words that tell of events. Start at `finding.py`; `learnt.py` holds them against the encoder,
`trained.py` joins what a user's examples teach."""

from sayso.triggers.finding import find_triggers
from sayso.triggers.learnt import weigh_triggers
from sayso.triggers.trained import join_trained

__all__ = ["find_triggers", "join_trained", "weigh_triggers"]
