"""When, under what title and by whom a page was published, by its own word.

A day is taken only from evidence that states a full date. In this order, the first that does is believed:

1. `given`: the input row says it (basis `stated`);
2. `meta`: a meta element named in publication.yml, and `json-ld`: `datePublished` of an article (basis `stated`);
3. `marked`: an element marked as the publication date (`itemprop`, `pubdate`) (basis `stated`);
   or in plain text a line such as "Published: 4 March 2020" (`stamp`) or a dateline (basis `stated`);
4. `url`: a date in the page's address (basis `published`);
5. `time`, `text`: a `<time>` element or a date in an element whose class says so (basis `published`).

All evidence is kept, believed or not. A copyright year or a month alone is evidence only.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from sayso.extract.day import build_day, find_day, read_publication_words
from sayso.extract.furniture import Furniture
from sayso.extract.page_facts import PageFacts, Thing, host_of, plain
from sayso.records import Page, TimeInterval

NO_EVIDENCE = "no date on the page"
NO_DAY = "no full date among the evidence"

_MAX_OF_A_KIND = 3
_UTC = re.compile(r"\d:?\d\d(?::?\d+(?:\.\d+)?)?\s*(?:Z|UTC|[+-]00:?00|GMT(?![+-]\d*[1-9]))", re.I)
_MAX_WORDS_OF_EVIDENCE = 120
_URL_DAY = re.compile(r"[/_-](\d{4})([/_-])(\d{1,2})\2(\d{1,2})(?=[/_.-]|$)")
_URL_COMPACT = re.compile(r"[/_-]((?:19|20)\d{2})(\d{2})(\d{2})(?=[/_.-]|$)")
_URL_MONTH = re.compile(r"/(?:19|20)\d{2}/\d{2}/(?!\d{1,2}(?:/|$))")
_COPYRIGHT = re.compile(r"(?:copyright|©|\(c\))\s*(?:©|\(c\))?\s*(?:\d{4}\s*[-–]\s*)?((?:19|20)\d{2})\b", re.I)
# A dateline's full date: at the very start of the text, before the dash that closes the dateline.
_DATELINE = re.compile(r"^.{0,160}?(?:--|[-–—])\s", re.S)
# An element that is marked as a date holds little else: a name, a section, a button or two.
_MAX_DATE_CHARACTERS = 100
_MAX_DATE_ELEMENTS = 12
# Second-level domains such as co.uk and com.au are no longer than this; `bbc.co.uk` is no machine of `co.uk`.
_SECOND_LEVEL = 3
# A main heading shares more than this share of its words with a title stated elsewhere on the page.
_MIN_SHARED_WORDS = 0.5


@dataclass(frozen=True, slots=True)
class Evidence:
    """One place that may say when the page was published: `day` is None where it holds no full date."""

    kind: str
    words: str
    day: str | None

    def __str__(self) -> str:
        note = "" if self.day is not None else " (no full date, not used)"
        return f"{self.kind} {self.words[:_MAX_WORDS_OF_EVIDENCE]}{note}"


@dataclass(frozen=True, slots=True)
class Publication:
    """What is known of a page's publication; `reason` says why `published` is None."""

    published: TimeInterval | None
    reason: str | None
    evidence: tuple[str, ...]


_BASES = {
    "given": "stated",
    "meta": "stated",
    "json-ld": "stated",
    "marked": "stated",
    "dateline": "stated",
    "stamp": "stated",
}


def find_html_publication(page: Page, facts: PageFacts, tree: HtmlElement) -> Publication:
    """The publication day of an HTML page, with all evidence for and against it."""
    found = [*_given(page), *_meta(facts), *_json_ld(facts), *_marked(tree)]
    found += _url(page.url or facts.url)
    found += _time_elements(tree)
    if all(each.day is None or _UTC.search(each.words) for each in found):  # a search of the whole page, else spared
        found += _classed(tree)
    return _decide([*found, *_copyright_years(_tail_of(tree))])


def find_text_publication(page: Page, reading: str, furniture: Furniture) -> Publication:
    """The publication day of plain text: given, in a line that says so, in its address or in its dateline."""
    found = [*_given(page), *_stamps(reading, furniture), *_url(page.url), *_dateline(reading)]
    return _decide([*found, *_copyright_years(reading)])


def _decide(found: list[Evidence]) -> Publication:
    kept = _thin_out(found)
    evidence = tuple(str(each) for each in kept)
    best = next((each for each in kept if each.day is not None), None)
    if best is None or best.day is None:
        return Publication(None, NO_DAY if found else NO_EVIDENCE, evidence)
    best = _prefer_local(best, kept)
    basis = _BASES.get(best.kind.split()[0], "published")
    return Publication(TimeInterval(best.day or "", best.day or "", basis), None, evidence)


def _thin_out(found: list[Evidence]) -> list[Evidence]:
    """The first few distinct pieces of each kind, in order."""
    counts: Counter[str] = Counter()
    kept = []
    for each in dict.fromkeys(found):
        counts[each.kind] += 1
        if counts[each.kind] <= _MAX_OF_A_KIND:
            kept.append(each)
    return kept


def _prefer_local(best: Evidence, found: list[Evidence]) -> Evidence:
    """Other evidence for the day before or after, where the best is a time in UTC and the other is local.

    A page of Los Angeles stamped 02:00 UTC was published on the evening before by its own calendar.
    """
    if best.day is None or best.kind == "given" or not _UTC.search(best.words):
        return best
    day = datetime.date.fromisoformat(best.day)
    for each in found:
        if each.day is not None and not _UTC.search(each.words):
            apart = abs((datetime.date.fromisoformat(each.day) - day).days)
            if apart <= 1:
                return each
    return best


def _given(page: Page) -> Iterator[Evidence]:
    if page.published is not None:
        yield Evidence("given", page.published, page.published)


def _meta(facts: PageFacts) -> Iterator[Evidence]:
    for name in read_publication_words().meta:
        for content in facts.meta.get(name, ()):
            yield Evidence(f"meta {name}", content, find_day(content))


def _json_ld(facts: PageFacts) -> Iterator[Evidence]:
    for thing in _articles(facts):
        if thing.published:
            yield Evidence("json-ld datePublished", thing.published, find_day(thing.published))


def _articles(facts: PageFacts) -> list[Thing]:
    """JSON-LD objects that are the page's article, the most article-like type first."""
    rank = {name: at for at, name in enumerate(read_publication_words().article_types)}
    fit = [
        (min(rank[each] for each in thing.types if each in rank), at, thing)
        for at, thing in enumerate(facts.things)
        if any(each in rank for each in thing.types)
    ]
    return [thing for _, _, thing in sorted(fit, key=lambda each: each[:2])]


def _marked(tree: HtmlElement) -> Iterator[Evidence]:
    for element in tree.xpath(
        "//*[not(self::meta)][@itemprop][contains(@itemprop, 'datePublished')] | //time[@pubdate]"
    ):
        words = element.get("content") or element.get("datetime") or element.get("title") or element.text_content()
        yield Evidence("marked datePublished", plain(words), find_day(words))


def _url(url: str | None) -> Iterator[Evidence]:
    month_only = url and _URL_MONTH.search(url)
    if month_only:
        yield Evidence("url", month_only.group(), None)
    match = url and (_URL_DAY.search(url) or _URL_COMPACT.search(url))
    if match:
        year, month, day = (part for part in match.groups() if part.isdigit())
        yield Evidence("url", match.group(), build_day(int(year), int(month), int(day)))


def _time_elements(tree: HtmlElement) -> Iterator[Evidence]:
    for element in tree.iter("time"):
        words = element.get("datetime") or element.text_content()
        if not _is_elsewhere(element):
            yield Evidence("time element", plain(words), find_day(words))


def _is_elsewhere(element: HtmlElement) -> bool:
    """True where an element stands in a part of the page that holds other pages' dates."""
    words = read_publication_words().other_pages
    for each in (element, *element.iterancestors()):
        if each.tag in ("aside", "footer", "nav", "li"):
            return True
        name = f"{each.get('class') or ''} {each.get('id') or ''}".lower()
        if each.tag not in ("body", "html") and any(word in name for word in words):
            return True
    return False


def _classed(tree: HtmlElement) -> Iterator[Evidence]:
    marked = [
        (f"{each.get('class') or ''} {each.get('id') or ''}".lower(), each)
        for each in tree.iterfind(".//body//*[@class]")
    ]
    for word in read_publication_words().date_classes:
        for name, element in marked:
            if word in name and (found := _short_date(element)) and not _is_elsewhere(element):
                yield found
                break


def _short_date(element: HtmlElement) -> Evidence | None:
    """The date in an element of a few words; `<abbr>` has the full one in its title."""
    stated = element.get("title", "") if element.tag == "abbr" else ""
    words = plain(stated or element.text_content()) if len(element) < _MAX_DATE_ELEMENTS else ""
    day = find_day(words) if 0 < len(words) <= _MAX_DATE_CHARACTERS else None
    return None if day is None else Evidence("text", words, day)


def _stamps(reading: str, furniture: Furniture) -> Iterator[Evidence]:
    for line in reading.splitlines():
        if furniture.is_publication_stamp(line):
            yield Evidence("stamp", plain(line), find_day(line))


def _dateline(reading: str) -> Iterator[Evidence]:
    match = _DATELINE.match(reading)
    if match and (day := find_day(match.group())):
        yield Evidence("dateline", plain(match.group()), day)


def _tail_of(tree: HtmlElement) -> str:
    footers = tree.xpath("//footer | //*[contains(@class, 'copyright') or contains(@id, 'footer')]")
    return " ".join(plain(each.text_content()) for each in footers[:4])


def _copyright_years(text: str) -> Iterator[Evidence]:
    for match in _COPYRIGHT.finditer(text):
        yield Evidence("copyright", match[1], None)


def find_title(page: Page, facts: PageFacts) -> str | None:
    """The page's title: given, or its main heading, or what its head says without the site's name."""
    if page.title:
        return page.title
    headlines = [thing.headline for thing in _articles(facts) if thing.headline]
    shared = facts.first_meta("og:title", "twitter:title")
    sites = _site_names(page, facts)
    stated = [each for each in (shared, *headlines, facts.title) if each and _bare(each) not in sites]
    heading = _main_heading(facts.headings, stated)
    if heading is not None:
        return heading
    return _strip_site(stated[0], sites) if stated else None


def _main_heading(headings: tuple[str, ...], stated: list[str]) -> str | None:
    """The h1 that shares the most words with the titles stated elsewhere; the only h1 where none is stated."""
    if not stated:
        return headings[0] if len(headings) == 1 else None
    known = [_words(each) for each in stated]
    best, best_share = None, _MIN_SHARED_WORDS
    for heading in headings:
        words = _words(heading)
        share = max((len(words & each) / max(len(words), 1) for each in known), default=0.0)
        if len(words) > 1 and share > best_share:
            best, best_share = heading, share
    return best


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def _site_names(page: Page, facts: PageFacts) -> set[str]:
    url = page.url or facts.url
    names = [facts.first_meta("og:site_name"), host_of(url) if url else None, page.publisher]
    names += [thing.publisher for thing in facts.things]
    return {_bare(name) for name in names if name}


def _bare(name: str) -> str:
    """A name's letters and digits without the end of a host name: `Example News` and `examplenews.org` are one."""
    return "".join(re.findall(r"\w+", re.sub(r"\.[a-z]{2,6}$", "", name.casefold())))


def _strip_site(title: str, sites: set[str]) -> str:
    for separator in read_publication_words().title_separators:
        before, found, after = title.rpartition(separator)
        if found and before and _bare(after) in sites:
            return before.strip()
        first, found, rest = title.partition(separator)
        if found and rest and _bare(first) in sites:
            return rest.strip()
    return title


def find_publisher(page: Page, facts: PageFacts) -> str | None:
    """The outlet: given, or the publisher in JSON-LD, the site's name, or the host of the address."""
    named = next((thing.publisher for thing in _articles(facts) if thing.publisher), None)
    url = page.url or facts.url
    host = host_of(url) if url else None
    stated = (each for each in (named, facts.first_meta("og:site_name")) if each and not _is_machine(each, host))
    return page.publisher or next(stated, None) or host


def _is_machine(name: str, host: str | None) -> bool:
    """True where a name is no more than that of the machine in a longer host name: "Hosted" of `hosted.example.org`."""
    labels = host.split(".") if host else []
    return len(labels) > 2 and len(labels[1]) > _SECOND_LEVEL and _bare(name) == labels[0]
