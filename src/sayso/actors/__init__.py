"""Who is who: actors, their codes and identities. Start at `finding.py`."""

from sayso.actors.finding import find_actors
from sayso.actors.sources import name_sources, name_speakers
from sayso.actors.table import ActorTable, load_actors, read_actors

__all__ = ["ActorTable", "find_actors", "load_actors", "name_sources", "name_speakers", "read_actors"]
