"""Documents out of pages: text, blocks, title, publisher, language and publication day."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import PageError
from sayso.extract import extract_document, is_supported
from sayso.extract.day import find_day
from sayso.extract.furniture import read_furniture
from sayso.extract.reading import plain_lines, plain_reading
from sayso.records import Document, Page

CASES = Path(__file__).parent / "cases"
WORDS = "The council of Port Vane met for nine hours and found no answer to the question of the night ferry. "


def read_text(text: str, **known: str) -> Document:
    """The document of plain text."""
    return extract_document(Page("page.txt", text.encode(), "text/plain", **known))


def read_html(source: str | bytes, **known: str) -> Document:
    """The document of an HTML page."""
    body = source.encode() if isinstance(source, str) else source
    return extract_document(Page("page.html", body, "text/html", **known))


def article(head: str = "", body: str = "") -> str:
    """An HTML page with one paragraph that is long enough to be its main text."""
    return f"<html><head>{head}</head><body><article>{body}<p>{WORDS * 5}</p></article></body></html>"


def kinds(document: Document) -> list[tuple[str, str]]:
    """Kind and words of each block."""
    return [(block.kind.value, block.span.text) for block in document.blocks]


def reason_of(page: Page) -> str:
    """The reason why a page gives no document."""
    with pytest.raises(PageError) as error:
        extract_document(page)
    assert error.value.stage == "extract"
    return error.value.reason


# ---- plain text


def test_text_is_given_back_unchanged() -> None:
    """Offsets point into the very text that came, line ends, marks and odd blanks included."""
    text = "\ufeffTitle Of It\r\n\r\nOne\u00a0line.\r\nAnother line.\u2028Third.\r\n"
    assert read_text(text).text == text


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300))
def test_blocks_of_any_text_are_cut_from_it_in_order(text: str) -> None:
    """Whatever the text, spans hold in it, do not overlap, and the reading has its length."""
    given = f"{text}\nDone."
    document = read_text(given)
    text = document.text
    assert text == given
    assert len(document.reading) == len(text)
    at = 0
    for block in document.blocks:
        assert at <= block.span.start < block.span.end
        assert text[block.span.start : block.span.end] == block.span.text
        at = block.span.end


@given(st.text(max_size=200))
def test_reading_has_the_length_of_the_text(text: str) -> None:
    """Each character is read as exactly one."""
    assert len(plain_reading(text)) == len(plain_lines(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We’re” ‹here›", "\"We're\" 'here'"),
        ("a\u00a0b\u2009c\u200bd\ufeffe", "a b c d e"),
        ("non\u2011stop \u2212 half\u00adway", "non-stop - half-way"),
        ("one\r\ntwo\u2028three", "one  two three"),
        ("ash – dash — end", "ash – dash — end"),
    ],
)
def test_reading_makes_odd_characters_plain(text: str, expected: str) -> None:
    """Quotes, blanks, hyphens and line ends are read as the plain ones; dashes between clauses stay."""
    assert plain_reading(text) == expected


def test_blank_lines_part_blocks_and_headings_are_told_from_paragraphs() -> None:
    """A short title-like line without a full stop heads what follows it."""
    text = "Ferry Talks Fail\n\nThe council met. It found no answer.\n \nWhat comes next\n\nThe ferry stays in port."
    assert kinds(read_text(text)) == [
        ("headline", "Ferry Talks Fail"),
        ("paragraph", "The council met. It found no answer."),
        ("heading", "What comes next"),
        ("paragraph", "The ferry stays in port."),
    ]


def test_headline_in_title_case_may_end_with_a_full_stop() -> None:
    """A first line written as headlines are is one, though it ends with a stop; the page's title is that line."""
    document = read_text("Council Of Vane Rejects Night Ferry.\n\nThe council met for nine hours on Monday.")
    assert kinds(document)[0] == ("headline", "Council Of Vane Rejects Night Ferry.")
    assert document.title == "Council Of Vane Rejects Night Ferry."


def test_first_line_that_says_the_title_is_the_headline() -> None:
    """Where the title is known the line that repeats it is the headline, whatever its form."""
    text = "Council rejects the night ferry.\n\nThe council met for nine hours on Monday."
    assert kinds(read_text(text, title="Council rejects the night ferry"))[0][0] == "headline"


@pytest.mark.parametrize("text", ["protesters stormed the consulate", "Police shot a man", "RIOT IN VANE", "Hello\n"])
def test_lone_line_is_a_paragraph(text: str) -> None:
    """One sentence alone is text, not the heading of nothing."""
    assert kinds(read_text(text)) == [("paragraph", text.strip())]


def test_repeated_short_line_is_a_caption_and_kept_once() -> None:
    """The second copy of a short line is covered by no block; a headline is never such a line."""
    text = "Men at the gate\n\nFerry talks fail\n\nMen at the gate\n\nThe council met for nine hours on Monday."
    assert kinds(read_text(text)) == [
        ("caption", "Men at the gate"),
        ("headline", "Ferry talks fail"),
        ("paragraph", "The council met for nine hours on Monday."),
    ]


@pytest.mark.parametrize(
    "caption",
    [
        "Dockers at the gate. (Photo: Lee Moss)",
        "Photo: Dockers at the gate",
        "Dockers at the gate. (AP Photo/Lee Moss)",
    ],
)
def test_picture_credit_makes_a_caption(caption: str) -> None:
    """A short block that names who took the picture is its caption."""
    assert kinds(read_text(f"{caption}\n\nFerry talks fail\n\n{WORDS}"))[:2] == [
        ("caption", caption),
        ("headline", "Ferry talks fail"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Copyright © 2020 All Rights Reserved | XML Sitemap",
        "© Vane Courier Ltd",
        "Tags: , , , ,",
        "Follow us on Twitter",
        "Vane Ferry Club (follow us on Twitter and Facebook)",
        "Vane Ferry Club – VANE – YouTube",
        "Social media & sharing icons powered by ShareBox",
        "Subscribe to our newsletter",
        "All rights reserved.",
        "Share Tweet Print Email",
        "Powered by WordPress",
        "Read more",
        "Related: Storm closes the coast road",
        "Terms of Use | Privacy Policy | Contact Us",
        "By Ana Ruiz",
        "By: Ana Ruiz and Lee Moss",
        "Facebook Twitter Linkedin Mail",
        "This story is from March 17, 2002",
        "Last updated: 01/26/2015 10:24 PM",
        "Please enable Javascript to watch this video",
        "READ MORE | Storm closes the coast road",
        "BY ANA RUIZ, Vane Courier",
        "* * *",
        "This material may not be published, broadcast, rewritten or redistributed.",
        "(Reporting by Ana Ruiz in Vane; Editing by Lee Moss)",
        "Additional reporting by Lee Moss",
        "Edited by Ana Ruiz and Lee Moss",
        "Courier writers Ana Ruiz and Lee Moss contributed to this report.",
        "Staff and agencies",
        "Posted by Ana Ruiz, Vane Courier",
        "Got a tip? Write to Ana Ruiz at ruiz@vanecourier.example.",
        "ana.ruiz@vanecourier.example",
        "Follow our full coverage of the ferry strike here.",
        "For all the latest news, visit our homepage.",
        "CLICK HERE TO GET THE VANE COURIER APP",
        "To read the whole story, please subscribe to the Vane Courier.",
        "If you are already a subscriber, log in.",
        "Like this story? Share it with a friend!",
        "This article was originally published by the Vane Courier.",
        "World",
        "Africa | World News",
        "November 20, 2019 - 11:28 AMT",
        "13 Jan 2020, 22:11 GMT+10",
        "Updated at 1:23 p.m.",
        "All rights of the publication are reserved by Vane Courier Ltd.",
    ],
)
def test_furniture_is_covered_by_no_block(line: str) -> None:
    """Lines that every page carries are left out of the blocks and stay in the text."""
    document = read_text(f"{WORDS}\n\n{line}\n\n{WORDS}It rained.")
    assert [block.span.text for block in document.blocks] == [WORDS.strip(), f"{WORDS}It rained."]
    assert line in document.text


@pytest.mark.parametrize(
    "line",
    [
        "The court ruled that the copyright law of 1976 protects the banner.",
        "The turbine is powered by the wind that comes down the valley.",
        "The group said in its newsletter that it would march on Friday.",
        "Officials urged people to follow the rules.",
        "Thousands signed up for the march, the union said.",
        "By Friday the rebels had taken the bridge.",
        "More on the way, the general said.",
        "Police print the names of those they seek.",
        "They share a border with Kaltria.",
        "Search teams found two men alive.",
        "Published accounts of 2019 differ from what the men said.",
        "Posted sentries of the 1914 war were shot.",
        "Written by the rebels, the letter asks for a truce.",
        "Edited by Ana Ruiz, the book was banned in Vane.",
        "Nine other states contributed to the force.",
        "Kaltria is already a member of the alliance.",
        "Officials asked voters to please register by Friday.",
        "World leaders met in Vane.",
        "Staff walked out on Monday.",
        "Posted on a bridge, the soldiers opened fire on the crowd below them.",
    ],
)
def test_sentences_that_look_like_furniture_are_kept(line: str) -> None:
    """News about copyright, newsletters or borders is news."""
    assert read_furniture().name_rule(line) is None


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    """Line ends that a machine set at a column part nothing; the blank line does."""
    words = (
        "the council of the port met again and heard the captain of the night ferry who asked for time " * 6
    ).split()
    lines, line = [], "The"
    for word in words:
        if len(line) + 1 + len(word) > 64:
            lines.append(line)
            line = word
        else:
            line += f" {word}"
    wrapped = "\n".join([*lines, line + "."])
    assert [block.span.text for block in read_text(f"{wrapped}\n\n{wrapped[:-1]}!").blocks] == [
        wrapped,
        wrapped[:-1] + "!",
    ]


def test_lines_that_are_paragraphs_part() -> None:
    """Where each line is a paragraph, long or short, each is its own block."""
    lines = [WORDS.strip(), "It rained.", (WORDS * 3).strip(), '"No," the captain said.']
    assert [block.span.text for block in read_text("\n".join(lines)).blocks] == lines


def test_sentence_broken_by_a_link_is_joined() -> None:
    """A line that stops in mid-sentence before a small letter goes on."""
    text = "The captain of the ferry again\ntold the council that he would not sail.\nThe council voted."
    assert [block.span.text for block in read_text(text).blocks] == [
        "The captain of the ferry again\ntold the council that he would not sail.",
        "The council voted.",
    ]


def test_bulleted_lines_are_a_list() -> None:
    """Neighbouring lines with bullets are list items; a lone dash is not."""
    text = f"{WORDS}\n- no night shifts\n- a doctor on each quay\n\n{WORDS}It rained.\n\n- Who said so?"
    assert [kind for kind, _ in kinds(read_text(text))] == ["paragraph", "list", "list", "paragraph", "paragraph"]


@pytest.mark.parametrize("text", ["", " \n\t ", "\ufeff", "* * *", "All rights reserved."])
def test_text_without_words_of_its_own_has_no_text(text: str) -> None:
    """Nothing but blanks or furniture is no document."""
    assert reason_of(Page("a.txt", text.encode(), "text/plain")) == "no text"


@pytest.mark.gold
def test_specimen_gives_its_paragraphs_and_no_furniture(shared: Path) -> None:
    """The partisan page: captions once, headings apart, footer out, no publication day out of its copyright year."""
    text = (shared / "specimens" / "partisan-page.txt").read_text(encoding="utf-8")
    document = read_text(text)
    found = kinds(document)
    assert found[:2] == [("caption", "Iraqi protesters"), ("headline", "MEK: Protests in Iraq Against Iran")]
    assert [words for kind, words in found if words == "Iraqi protesters"] == ["Iraqi protesters"]
    assert sum(kind == "paragraph" and words.startswith("(NCRI) and (PMOI / MEK Iran): ") for kind, words in found) == 5
    assert ("heading", "Attacking the U.S. Embassy in Iraq") in found
    assert found[-1][1].startswith("(NCRI) and (PMOI / MEK Iran): The U.S. State Department")
    assert (document.published, document.published_reason) == (None, "no full date among the evidence")
    assert document.published_evidence == ("copyright 2020 (no full date, not used)",)


@pytest.mark.gold
@pytest.mark.parametrize(
    "name", ["attribution/polnear", "geoparsing/lgl", "geoparsing/geowebnews", "geoparsing/tr_news"]
)
def test_no_paragraph_of_the_gold_sets_is_lost(shared: Path, name: str) -> None:
    """At least 99 of 100 characters of news text stand in blocks; what does not is short lines."""
    texts = [
        json.loads(line)["text"] for line in (shared / "gold" / name / "dev.jsonl").read_text("utf-8").splitlines()
    ]
    covered = total = 0
    for text in texts:
        document = read_text(text)
        covered += sum(len("".join(block.span.text.split())) for block in document.blocks)
        total += len("".join(text.split()))
        assert is_supported(document.language)
    assert covered >= 0.99 * total


# ---- HTML


@pytest.mark.parametrize("case", sorted(path.name for path in CASES.iterdir() if (path / "expected.json").exists()))
def test_case_gives_what_it_should(case: str) -> None:
    """Each folder of tests/cases holds a page and what it must give; of long blocks the beginning is compared."""
    expected = json.loads((CASES / case / "expected.json").read_text("utf-8"))
    document = read_html((CASES / case / "page.html").read_bytes())
    assert len(document.blocks) == len(expected["blocks"])
    for (kind, words), (expected_kind, beginning) in zip(kinds(document), expected["blocks"], strict=True):
        assert (kind, words[: len(beginning)]) == (expected_kind, beginning)
    for name in ("title", "publisher", "language", "url"):
        assert getattr(document, name) == expected[name]
    assert document.published is not None
    assert (document.published.first, document.published.last) == (expected["published"], expected["published"])


def test_html_text_is_its_blocks_between_blank_lines() -> None:
    """The text that is handed out is the blocks, joined; all spans hold in it."""
    document = read_html(article("<title>Night ferry fails</title>", "<h1>Night ferry fails</h1>"))
    assert document.text == "\n\n".join(block.span.text for block in document.blocks)
    assert all(document.cut(block.span.start, block.span.end) == block.span for block in document.blocks)


def test_headline_is_put_first_where_the_main_text_lacks_it() -> None:
    """A title that stands outside of the article, or only in the head, is the first block."""
    document = read_html(article('<meta property="og:title" content="Night ferry stays in port">'))
    assert kinds(document)[0] == ("headline", "Night ferry stays in port")


def test_line_breaks_part_paragraphs() -> None:
    """Text that is set with <br> is parted at line breaks and joined where a sentence runs on."""
    document = read_html(article("", f"<p>{WORDS}<br><br>{WORDS}It rained<br>and it blew.</p>"))
    assert [block.span.text for block in document.blocks][:2] == [WORDS.strip(), f"{WORDS}It rained and it blew."]


@pytest.mark.parametrize("tag", ["div", "span", "blockquote", "ul><li", "table><tr><td", "b", "made-up"])
@pytest.mark.parametrize("depth", [300, 3_000])
def test_deep_nesting_loses_no_words(tag: str, depth: int) -> None:
    """A page nested deeper than any parser goes gives its words, inside and after the depth."""
    opening, closing = f"<{tag}>", "".join(f"</{each}>" for each in reversed(tag.split("><")))
    source = (
        f"<html><body>{opening * depth}<p>{WORDS * 5}Inside.</p>{closing * depth}<p>{WORDS * 5}After.</p></body></html>"
    )
    document = read_html(source)
    assert "Inside." in document.text
    assert "After." in document.text


def test_nesting_beyond_repair_is_told() -> None:
    """Where end tags lie about what they close the levels cannot be counted; the page is refused, not cut short."""
    source = f"<html><body>{'<made-up></b>' * 1_000}<p>{WORDS * 5}</p></body></html>"
    assert reason_of(Page("a.html", source.encode(), "text/html")) == "nested too deeply"


@pytest.mark.parametrize("cut", ["</p>", "</p><p><a href='", "</p><p", "</p><!-- a comment", "</p><p>It"])
def test_truncated_page_keeps_what_came(cut: str) -> None:
    """A page that breaks off anywhere gives the paragraphs before."""
    document = read_html(f"<html><head><title>Night ferry</title></head><body><article><p>{WORDS * 5}{cut}")
    assert (WORDS * 5).strip() in document.text


@pytest.mark.parametrize(
    "source",
    [
        "<html></html>",
        "<",
        "<html><body><script>var a = 1;</script></body></html>",
        "<html><body><img src=a></body></html>",
    ],
)
def test_page_without_words_has_no_text(source: str) -> None:
    """Scripts and pictures are no text."""
    assert reason_of(Page("a.html", source.encode(), "text/html")) == "no text"


def test_declaration_of_xhtml_is_no_text() -> None:
    """An XML declaration, whatever encoding it names, is read over."""
    source = f'<?xml version="1.0" encoding="iso-8859-1"?>\n<!DOCTYPE html>\n{article("", f"<p>Zoë. {WORDS}</p>")}'
    assert read_html(source).text.startswith("Zoë. The council")


def test_fragment_is_a_page() -> None:
    """HTML without <html> and <body> is read as if it had them."""
    assert read_html(f"<p>{WORDS * 3}</p>").text == (WORDS * 3).strip()


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "utf-8"),
        ("utf-8", "iso-8859-1"),
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("cp1252", "iso-8859-1"),
        ("cp1252", "utf-8"),
        ("cp1252", ""),
        ("cp1251", "windows-1251"),
        ("shift_jis", "x-sjis"),
        ("iso-2022-jp", "iso-2022-jp"),
    ],
)
def test_encoding_is_found_whatever_the_page_declares(encoding: str, declared: str) -> None:
    """The bytes decide where they can: UTF-8 is proved by its form, a wrong label is overruled."""
    odd = {"cp1251": "Площадь полна", "shift_jis": "東京の広場", "iso-2022-jp": "東京の広場"}.get(
        encoding, "Café “Zoë”"
    )
    head = f'<meta charset="{declared}">' if declared else ""
    assert odd in read_html(article(head, f"<p>{WORDS} {odd} {WORDS}</p>").encode(encoding)).text


def test_broken_utf8_keeps_its_good_characters() -> None:
    """A few bad bytes in UTF-8 become U+FFFD; the rest is not taken for another encoding."""
    body = article("", f"<p>{WORDS} Zoë’s “café” – naïve señor Ångström’s {WORDS}</p>").encode()
    at = body.index(b"council")
    document = read_html(body[:at] + b"\xff" + body[at:])
    assert "\ufffdcouncil" in document.text
    assert "Zoë’s “café” – naïve" in document.text


# ---- language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (WORDS, "en"),
        (WORDS.lower(), "en"),
        (WORDS.upper(), "en"),
        ("Riots in Vane", None),
        ("Der Rat der Stadt tagte neun Stunden lang und fand keine Antwort auf die Frage nach der Fähre.", "de"),
        ("El consejo se reunió durante nueve horas y no encontró respuesta a la pregunta del ferry.", "es"),
        ("اجتمع مجلس المدينة تسع ساعات ولم يجد جوابا على سؤال العبارة الليلية في الميناء", "ar"),
    ],
)
def test_language_is_told_of_text_long_enough(text: str, language: str | None) -> None:
    """Case does not matter; a few words are too little to tell."""
    assert read_text(text).language == language


@pytest.mark.parametrize(("language", "supported"), [("en", True), (None, True), ("de", False)])
def test_only_english_is_supported(language: str | None, supported: bool) -> None:
    """What is too short to tell is taken for English."""
    assert is_supported(language) is supported


@pytest.mark.gold
def test_english_sentences_are_not_taken_for_other_languages(shared: Path) -> None:
    """Single sentences of event sets, as they are and in lower case, are English or too short."""
    for name in ("cameo_class", "india_police_events"):
        for line in (shared / "gold" / "event_coding" / name / "dev.jsonl").read_text("utf-8").splitlines():
            text = json.loads(line)["text"]
            assert is_supported(read_text(text).language)
            assert is_supported(read_text(text.lower()).language)


# ---- publication


@pytest.mark.parametrize(
    ("head", "body", "known", "day", "basis"),
    [
        ("", "", {"published": "2021-01-02"}, "2021-01-02", "stated"),
        ('<meta name="date" content="2020-03-04">', "", {}, "2020-03-04", "stated"),
        ('<meta itemprop="datePublished" content="2020-03-04T10:00+01:00">', "", {}, "2020-03-04", "stated"),
        ("", '<time itemprop="datePublished" datetime="2020-03-04">Mittwoch</time>', {}, "2020-03-04", "stated"),
        ("", "", {"url": "https://a.example/2020/03/04/ferry"}, "2020-03-04", "published"),
        ("", "", {"url": "https://a.example/news/20200304-ferry.html"}, "2020-03-04", "published"),
        ("", '<time datetime="2020-03-04T09:00">9:00</time>', {}, "2020-03-04", "published"),
        ("", '<abbr class="published" title="2020-03-04T05:11:00-05:00">5:11</abbr>', {}, "2020-03-04", "published"),
        ("", '<div class="post-meta">4 March 2020 | Ana Ruiz</div>', {}, "2020-03-04", "published"),
        (
            '<meta property="article:published_time" content="2020-03-05T01:00:00Z">',
            "",
            {"url": "https://a.example/2020/03/04/ferry"},
            "2020-03-04",
            "published",
        ),
        (
            '<meta property="article:published_time" content="2020-03-04T09:00:00+02:00">',
            '<time datetime="2019-01-01">old</time>',
            {},
            "2020-03-04",
            "stated",
        ),
    ],
)
def test_publication_day_comes_from_the_best_evidence(
    head: str, body: str, known: dict[str, str], day: str, basis: str
) -> None:
    """Given before metadata before address before visible dates; a UTC stamp yields to the local day beside it."""
    published = read_html(article(head, body), **known).published
    assert published is not None
    assert (published.first, published.last, published.basis) == (day, day, basis)


@pytest.mark.parametrize(
    ("head", "body", "known", "reason"),
    [
        ("", "", {}, "no date on the page"),
        ("", "<footer>Copyright © 2020 Vane Courier</footer>", {}, "no full date among the evidence"),
        ('<meta name="date" content="2020">', "", {}, "no full date among the evidence"),
        ('<meta name="date" content="03/04/2020">', "", {}, "no full date among the evidence"),
        ('<meta property="article:modified_time" content="2020-03-04">', "", {}, "no date on the page"),
        ('<meta name="date" content="1970-01-01">', "", {}, "no full date among the evidence"),
        ("", "", {"url": "https://a.example/2020/03/ferry"}, "no full date among the evidence"),
        ("", '<aside><time datetime="2020-03-04">x</time></aside>', {}, "no date on the page"),
    ],
)
def test_weak_evidence_gives_no_day(head: str, body: str, known: dict[str, str], reason: str) -> None:
    """A year, a month, an ambiguous or foreign date is never made a publication day."""
    document = read_html(article(head, body), **known)
    assert (document.published, document.published_reason) == (None, reason)


def test_conflicting_evidence_is_kept() -> None:
    """All that speaks for a day is listed, believed or not, the best first."""
    head = '<meta property="article:published_time" content="2020-03-04T09:00:00+02:00">'
    document = read_html(article(head), url="https://a.example/2020/03/09/ferry")
    assert document.published_evidence == (
        "meta article:published_time 2020-03-04T09:00:00+02:00",
        "url /2020/03/09",
    )


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("This story is from March 17, 2002", "2002-03-17"),
        ("Published: 4 March 2020, 10:15", "2020-03-04"),
        ("Posted: Tuesday, May 27, 2014 4:43 PM EDT", "2014-05-27"),
        ("Updated: March 17, 2002", None),
        ("Published: March 2002", None),
    ],
)
def test_stamp_of_text_dates_it(line: str, day: str | None) -> None:
    """A line that says when the text was published dates it; a change or a month alone does not."""
    published = read_text(f"Night Ferry Fails\n{line}\n\n{WORDS}").published
    assert (published and published.first) == day


def test_dateline_of_text_counts_with_its_year_only() -> None:
    """A dateline with day, month and year dates the text; one without the year does not."""
    full = read_text(f"PORT VANE, 27 November 1998 (Wire) -- {WORDS}")
    assert full.published is not None
    assert (full.published.first, full.published.basis) == ("1998-11-27", "stated")
    assert read_text(f"PORT VANE, Nov 4 (Wire) - {WORDS}").published is None


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2020-03-04T23:59:59-05:00", "2020-03-04"),
        ("20200304T1200", "2020-03-04"),
        ("Wed, 04 Mar 2020 10:00:00 GMT", "2020-03-04"),
        ("March 4th, 2020", "2020-03-04"),
        ("4. März 2020", "2020-03-04"),
        ("04.03.2020", "2020-03-04"),
        ("2020/3/4", "2020-03-04"),
        ("25/12/2020", "2020-12-25"),
        ("12/25/2020", "2020-12-25"),
        ("04/03/2020", None),
        ("March 2020", None),
        ("2020-02-30", None),
        ("1234567890", None),
        ("version 2.10.2020.1", None),
        ("Mayor 4, 2020", None),
    ],
)
def test_full_days_are_read_and_nothing_less(words: str, day: str | None) -> None:
    """Every usual way to write a full date is understood; what could be two days is none."""
    assert find_day(words) == day


# ---- title and publisher


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Night ferry fails | Vane Courier</title>", "<h1>Night ferry fails</h1>", "Night ferry fails"),
        (
            '<title>Night ferry fails - Vane Courier</title><meta property="og:site_name" content="Vane Courier">',
            "",
            "Night ferry fails",
        ),
        ('<meta property="og:title" content="Ferry &amp; port">', "<h1>Vane Courier</h1>", "Ferry & port"),
        ("<title>Ferry - what now</title>", "", "Ferry - what now"),
    ],
)
def test_title_is_without_the_name_of_the_site(head: str, body: str, title: str) -> None:
    """The main heading, or the stated title without the site's own name where that is known."""
    assert read_html(article(head, body)).title == title


@pytest.mark.parametrize(
    ("head", "known", "publisher"),
    [
        ('<meta property="og:site_name" content="Vane Courier">', {}, "Vane Courier"),
        ('<meta property="og:site_name" content="Vane Courier">', {"publisher": "Given"}, "Given"),
        ("", {"url": "https://www.vane.example/a"}, "vane.example"),
        (
            '<meta property="og:site_name" content="Hosted">',
            {"url": "https://hosted.vane.example/a"},
            "hosted.vane.example",
        ),
        ('<meta property="og:site_name" content="Vane">', {"url": "https://vane.co.uk/a"}, "Vane"),
        ('<link rel="canonical" href="https://vane.example/b">', {}, "vane.example"),
        ("", {}, None),
    ],
)
def test_publisher_is_given_or_named_or_the_host(head: str, known: dict[str, str], publisher: str | None) -> None:
    """Without a name, or with that of a machine, the address's host stands in; without an address nobody does."""
    assert read_html(article(head), **known).publisher == publisher


def test_broken_json_ld_is_passed_over() -> None:
    """JSON-LD that does not parse, even mended, takes nothing else with it."""
    head = '<script type="application/ld+json">{"@type": "NewsArticle", oops</script>'
    published = read_html(article(f'{head}<meta name="date" content="2020-03-04">')).published
    assert published is not None
    assert published.first == "2020-03-04"


def test_document_has_the_id_of_its_page() -> None:
    """The id is the hash of bytes and metadata."""
    page = Page("a.txt", WORDS.encode(), "text/plain")
    assert extract_document(page).id == page.id
