"""What happens: the words that tell of events. Start at `finding.py`."""

from sayso.triggers.finding import find_triggers

__all__ = ["find_triggers"]
