"""The filter of the events table, as it stands in the address: every list of events is a link that can be kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

import msgspec

from sayso.store.rows import EventFilter

WORDS = ("type", "actor", "recipient", "source", "publisher", "place", "text", "told")
DAYS = ("since", "until")
# Longer than any name that a user would type; keeps an absurd address out of the query.
_LONGEST = 200
_MOST_ORIGINATORS = 1000


@dataclass(frozen=True, slots=True)
class Form:
    """What the filter form holds: `values` as typed, `problems` by field, `chosen` as the store understands it."""

    values: dict[str, str]
    problems: dict[str, str]
    chosen: EventFilter
    page: int = 1

    @property
    def is_active(self) -> bool:
        """True where anything narrows the list."""
        return self.chosen != EventFilter()

    def address(self, **changes: str | int | None) -> str:
        """The list's address with some fields changed; None takes a field away. The page starts again at 1."""
        values: dict[str, str | int | None] = {**self.values, **changes}
        if values.get("page") == 1:
            values["page"] = None
        query = urlencode({name: value for name, value in values.items() if value not in (None, "")})
        return f"/events?{query}" if query else "/events"


def read_form(query: Mapping[str, str]) -> Form:
    """The form from an address; a value that cannot be used becomes a problem beside its field and narrows nothing."""
    values = {name: query.get(name, "").strip()[:_LONGEST] for name in (*WORDS, *DAYS, "originators", "disputed")}
    problems: dict[str, str] = {}
    chosen = EventFilter(
        type=values["type"] or None,
        actor=values["actor"] or None,
        recipient=values["recipient"] or None,
        source=values["source"] or None,
        publisher=values["publisher"] or None,
        place=values["place"] or None,
        text=values["text"] or None,
        told=values["told"] or None,
        since=_day(values, "since", problems),
        until=_day(values, "until", problems),
        originators=_least(values, problems),
        disputed=True if values["disputed"] == "yes" else None,
    )
    if chosen.since and chosen.until and chosen.since > chosen.until:
        problems["until"] = "This day is before the first one, so no event can match."
    return Form({name: value for name, value in values.items() if value}, problems, chosen, _page(query))


def without(chosen: EventFilter, name: str) -> EventFilter:
    """The same filter with one field taken away."""
    return msgspec.structs.replace(chosen, **{name: None})


def _day(values: dict[str, str], name: str, problems: dict[str, str]) -> str | None:
    if not values[name]:
        return None
    try:
        return date.fromisoformat(values[name]).isoformat()
    except ValueError:
        problems[name] = f"“{values[name]}” is not a day. Write it as 2019-11-03."
        return None


def _least(values: dict[str, str], problems: dict[str, str]) -> int | None:
    typed = values["originators"]
    if not typed:
        return None
    if typed.isascii() and typed.isdigit() and 1 <= int(typed) <= _MOST_ORIGINATORS:
        return int(typed)
    problems["originators"] = f"“{typed}” is not a whole number from 1 to {_MOST_ORIGINATORS}."
    return None


def _page(query: Mapping[str, str]) -> int:
    typed = query.get("page", "")
    return max(int(typed), 1) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 1
