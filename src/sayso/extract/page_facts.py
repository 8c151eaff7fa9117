"""What an HTML page says of itself: meta elements, JSON-LD, title, headings, address.

Everything is read as it stands; which of it to believe is decided by `publication.py`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import msgspec
from lxml.html import HtmlElement

_SPACE = re.compile(r"\s+")
# Line ends and tabs inside JSON strings are the commonest fault of JSON-LD; blanks mend it.
_JSON_CONTROLS = re.compile(r"[\x00-\x1f]+")
_JSON_COMMENTS = re.compile(r"^\s*(?://\s*)?<!\[CDATA\[|(?://\s*)?\]\]>\s*$|^\s*<!--|-->\s*$")
_MAX_JSON_DEPTH = 12


@dataclass(frozen=True, slots=True)
class Thing:
    """A schema.org object out of JSON-LD: its types and the plain values that matter here."""

    types: tuple[str, ...]
    headline: str | None = None
    published: str | None = None
    modified: str | None = None
    publisher: str | None = None


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What the head and the marked-up parts of a page say.

    `meta` maps lower-case names to contents in page order; `things` are the JSON-LD objects in page order.
    """

    meta: dict[str, tuple[str, ...]] = field(default_factory=dict)
    things: tuple[Thing, ...] = ()
    title: str | None = None
    headings: tuple[str, ...] = ()
    url: str | None = None

    def first_meta(self, *names: str) -> str | None:
        """The first content that is not blank among the named meta elements, or None."""
        return next((content for name in names for content in self.meta.get(name, ()) if content), None)


def read_facts(tree: HtmlElement) -> PageFacts:
    """Collects a page's facts from its tree, which is left as it is."""
    meta = _read_meta(tree)
    title = tree.find(".//title")
    return PageFacts(
        meta=meta,
        things=tuple(_read_things(tree)),
        title=None if title is None else plain(title.text_content()) or None,
        headings=tuple(filter(None, (plain(heading.text_content()) for heading in tree.iter("h1")))),
        url=_read_url(tree, meta),
    )


def plain(text: str) -> str:
    """Text with character references resolved and white space made single blanks."""
    return _SPACE.sub(" ", html.unescape(text)).strip()


def host_of(url: str) -> str | None:
    """The host of an address without `www.`, or None where there is none."""
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def _read_meta(tree: HtmlElement) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = plain(element.get("content") or "")
        for key in ("property", "name", "itemprop"):
            name = (element.get(key) or "").strip().lower()
            if name and content:
                found.setdefault(name, []).append(content)
    return {name: tuple(contents) for name, contents in found.items()}


def _read_url(tree: HtmlElement, meta: dict[str, tuple[str, ...]]) -> str | None:
    links = [link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    candidates = [*links, *meta.get("og:url", ())]
    return next((url.strip() for url in candidates if url and url.strip().startswith(("http://", "https://"))), None)


def _read_things(tree: HtmlElement) -> Iterator[Thing]:
    for script in tree.iter("script"):
        if (script.get("type") or "").lower().startswith("application/ld+json") and script.text:
            yield from _walk_json(_decode_json(script.text), 0)


def _decode_json(text: str) -> object:
    """The value that a script holds; None where it is no JSON even when mended."""
    mended = _JSON_CONTROLS.sub(" ", _JSON_COMMENTS.sub("", text.strip()))
    try:
        return msgspec.json.decode(mended)
    except (msgspec.DecodeError, RecursionError, UnicodeEncodeError):
        return None


def _walk_json(value: object, depth: int) -> Iterator[Thing]:
    if depth > _MAX_JSON_DEPTH:
        return
    if isinstance(value, list):
        for item in value:
            yield from _walk_json(item, depth + 1)
    elif isinstance(value, dict):
        if "@type" in value:
            yield _read_thing(value)
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            if isinstance(value.get(key), dict | list):
                yield from _walk_json(value[key], depth + 1)


def _read_thing(value: dict[str, object]) -> Thing:
    types = value["@type"]
    publisher = value.get("publisher")
    if isinstance(publisher, list) and publisher:
        publisher = publisher[0]
    return Thing(
        types=tuple(str(each).rsplit("/", 1)[-1] for each in (types if isinstance(types, list) else [types])),
        headline=_text(value.get("headline")),
        published=_text(value.get("datePublished")),
        modified=_text(value.get("dateModified")),
        publisher=_text(publisher.get("name")) if isinstance(publisher, dict) else _text(publisher),
    )


def _text(value: object) -> str | None:
    return plain(value) or None if isinstance(value, str) else None
