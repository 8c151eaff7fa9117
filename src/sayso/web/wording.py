"""How values read on a page: plain words that take no side, and `not stated` where nothing is."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlsplit

from sayso.store.rows import EventRow, FigureRow, LinkRow, PartyRow

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

# How one source puts an event, as a verb of which the source is the subject; then the same of several sources.
TOLD = {
    "asserted": ("asserts it", "assert it"),
    "denied": ("denies it", "deny it"),
    "alleged": ("alleges it", "allege it"),
    "denied-alleged": ("reportedly denies it", "reportedly deny it"),
    "demanded": ("demands it", "demand it"),
    "threatened": ("threatens it", "threaten it"),
    "promised": ("promises it", "promise it"),
    "planned": ("says it is planned", "say it is planned"),
    "conditional": ("says it depends", "say it depends"),
    "hypothetical": ("supposes it", "suppose it"),
    "questioned": ("questions it", "question it"),
    "opinion": ("gives it as opinion", "give it as opinion"),
}

# How a source is known, and how its words are given.
SOURCE_KINDS = {"named": "named", "role": "known by role", "anonymous": "anonymous", "document": "a document"}
QUOTING = {"direct": "quoted", "indirect": "reported", "mixed": "partly quoted"}

# What is known of a day or place, in words; anything else is shown as it stands in the record.
BASES = {
    "stated": "date given in the text",
    "anchored": "worked out from the publication day",
    "published": "publication day only",
    "named": "named in the text",
    "nearby": "near the place named",
    "admin-capital": "capital of the region named",
    "centroid": "middle of the area named",
    "demonym": "says whose, not where",
    "metonym": "stands for a government",
}

# How a document's day of publication is known.
PUBLISHED = {"stated": "stated by the page", "published": "from the address or the layout"}

# The parts of a telling, as the legend explains them, in the order in which they are listed.
ROLES = {
    "trigger": "words that tell of the event",
    "actor": "who does it",
    "recipient": "to whom it is done",
    "place": "where",
    "time": "when",
    "quantity": "how many",
    "source": "who says so",
    "cue": "the saying words",
}

# The fields of a mention under the names of the legend.
FIELD_ROLES = {"actors": "actor", "recipients": "recipient", "when": "time", "quantities": "quantity"}


def format_day(day: str | None) -> str:
    """`16 Feb 2021` for `2021-02-16`; text that is no such day is given back as it is."""
    if day is None:
        return "not stated"
    try:
        known = date.fromisoformat(day)
    except ValueError:
        return day
    return f"{known.day} {MONTHS[known.month - 1]} {known.year}"


def format_days(first: str | None, last: str | None) -> str:
    """One day or a range of days, as short as it can be said."""
    if first is None or last is None or first == last:
        return format_day(first if first is not None else last)
    left, right = format_day(first), format_day(last)
    if first[:7] == last[:7] and len(first) == 10:
        return f"{int(first[8:])}–{right}"
    if first[:4] == last[:4]:
        return f"{left[:-5]} – {right}"
    return f"{left} – {right}"


def format_figure(figure: FigureRow) -> str:
    """`11`, `100–200`, `at least 30`, `at most 50`; vague words are marked with `about`."""
    low, best, high = figure.low, figure.best, figure.high
    if low is not None and high is not None and low != high:
        said = f"{low:,}–{high:,}"
    elif low is not None and high is None:
        said = f"at least {low:,}"
    elif high is not None and low is None:
        said = f"at most {high:,}"
    else:
        exact = best if best is not None else low
        said = "not stated" if exact is None else f"{exact:,}"
    return f"about {said}" if figure.vague else said


def count_of(number: int, one: str, many: str | None = None) -> str:
    """`1 document`, `2 documents`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def told_words(told: str, number: int = 1) -> str:
    """How so many sources put it, as a verb; a word that is not known here stands as it is."""
    one, many = TOLD.get(told, (told, told))
    return one if number == 1 else many


def kind_words(kind: str) -> str:
    """How a source is known; a kind that is not known here stands as it is."""
    return SOURCE_KINDS.get(kind, kind)


def link_words(link: LinkRow) -> str:
    """What a link of a chain is: `publisher`, `known by role, reported`."""
    kind = kind_words(link.kind)
    return kind if link.quoted is None else f"{kind}, {QUOTING.get(link.quoted, link.quoted)}"


def basis_words(basis: str | None) -> str:
    """How a day or place is known, in words."""
    return "" if basis is None else BASES.get(basis, basis)


def published_words(basis: str) -> str:
    """How a document's day of publication is known, in words."""
    return PUBLISHED.get(basis, basis)


def name_parties(parties: tuple[PartyRow, ...]) -> str:
    """Up to three names, those that most tellings give, and how many more; empty where nobody is named.

    A name that fewer than half as many tellings give as the first one does is not among them: it is often the same
    party under another name, and the list of all of them stands elsewhere.
    """
    most = max((party.n_tellings for party in parties), default=0)
    names = [party.name for party in parties if 2 * party.n_tellings >= most][:3]
    rest = len(parties) - len(names)
    return ", ".join(names) + (f" and {rest} more" if rest else "")


def name_place(event: EventRow) -> str:
    """The place with its country's code, or an empty text."""
    place = event.place
    if place is None:
        return ""
    parts = [part for part in (place.name, place.country) if part]
    return ", ".join(dict.fromkeys(parts))


def safe_url(url: str | None) -> str | None:
    """The address if a browser may be sent there: http or https with a host, otherwise None."""
    if url is None:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None
