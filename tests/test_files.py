"""Pages out of files, folders and globs."""

from __future__ import annotations

import gzip
import json
import os
import socket
from pathlib import Path

import pytest

from sayso.errors import InputError, PageError
from sayso.ingest.files import MAX_PAGE_BYTES, Row, read_pages, read_row
from sayso.records import Drop, Page

HTML = b"<html><body><p>Dockers in Port Vane laid down their tools.</p></body></html>"


def read(*locations: Path | str) -> list[Page | Drop]:
    """All that `read_pages` yields."""
    return list(read_pages([str(location) for location in locations]))


def the_drop(*locations: Path | str) -> Drop:
    """The only thing that is read, which is a drop."""
    (found,) = read(*locations)
    assert isinstance(found, Drop)
    return found


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("a.html", "text/html"),
        ("a.HTM", "text/html"),
        ("a.xhtml", "text/html"),
        ("a.txt", "text/plain"),
        ("a.html.gz", "text/html"),
        ("a.txt.gz", "text/plain"),
    ],
)
def test_ending_of_the_name_gives_the_media_type(tmp_path: Path, name: str, media_type: str) -> None:
    """HTML and text are told by the name, gzipped or not, in any case."""
    path = tmp_path / name
    path.write_bytes(gzip.compress(HTML) if name.endswith("gz") else HTML)
    assert read(path) == [Page(str(path), HTML, media_type)]


def test_folder_is_read_by_name_without_hidden_and_other_files(tmp_path: Path) -> None:
    """A folder gives its pages and those of its folders, sorted; dot files and unknown types are passed over."""
    (tmp_path / "b").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("c.txt", "b/x.html", "a.txt", ".hidden.txt", ".git/y.txt", "picture.jpg"):
        (tmp_path / name).write_bytes(b"Some words.")
    assert [Path(page.location).name for page in read(tmp_path) if isinstance(page, Page)] == [
        "a.txt",
        "x.html",
        "c.txt",
    ]


def test_order_of_locations_is_kept_and_no_file_comes_twice(tmp_path: Path) -> None:
    """Locations are read as given; a file reached again through its folder or a link is read once."""
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(name)
    (tmp_path / "c.txt").symlink_to(tmp_path / "a.txt")
    found = read(tmp_path / "b.txt", tmp_path, tmp_path / "a.txt")
    assert [Path(page.location).name for page in found if isinstance(page, Page)] == ["b.txt", "a.txt"]


def test_glob_matches_by_name(tmp_path: Path) -> None:
    """A location with wildcards that is no file is a glob."""
    for name in ("b1.txt", "a1.txt", "a2.html", "a3.jpg"):
        (tmp_path / name).write_text(name)
    assert [Path(page.location).name for page in read(f"{tmp_path}/a*") if isinstance(page, Page)] == [
        "a1.txt",
        "a2.html",
    ]


def test_file_with_brackets_in_its_name_is_no_glob(tmp_path: Path) -> None:
    """What exists under its very name is read as that file."""
    (tmp_path / "a[1].txt").write_text("Words.")
    assert [page.location for page in read(tmp_path / "a[1].txt") if isinstance(page, Page)] == [
        str(tmp_path / "a[1].txt")
    ]


@pytest.mark.parametrize("missing", ["gone.html", "gone*.html", "x/**/gone.txt"])
def test_missing_location_is_an_error_before_anything_is_read(tmp_path: Path, missing: str) -> None:
    """A wrong location among good ones is told at once, with its name."""
    (tmp_path / "a.txt").write_text("Words.")
    with pytest.raises(InputError, match="gone") as error:
        read_pages([str(tmp_path / "a.txt"), str(tmp_path / missing)])
    assert error.value.location == str(tmp_path / missing)


def test_rows_give_pages_with_what_they_know(tmp_path: Path) -> None:
    """Each line is a page called `file#LINE`; blank lines count and give nothing."""
    path = tmp_path / "rows.jsonl"
    rows = [
        {"text": "One.", "url": "https://news.example/1", "title": "T", "published": "2024-02-29", "publisher": "P"},
        {"id": "2", "html": "<p>Two.</p>", "other": [1]},
    ]
    path.write_text(json.dumps(rows[0]) + "\n\n" + json.dumps(rows[1]))
    assert read(path) == [
        Page(f"{path}#1", b"One.", "text/plain", "https://news.example/1", "T", "2024-02-29", "P"),
        Page(f"{path}#3", b"<p>Two.</p>", "text/html"),
    ]


def test_path_of_a_row_is_relative_to_its_file(tmp_path: Path) -> None:
    """A row may point to a page beside its file."""
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.html").write_bytes(HTML)
    (tmp_path / "rows.jsonl").write_text('{"path": "pages/a.html", "publisher": "P"}\n')
    assert read(tmp_path / "rows.jsonl") == [
        Page(f"{tmp_path}/rows.jsonl#1", HTML, "text/html", publisher="P"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        b"{not json",
        b'{"title": "no text"}',
        b'{"text": "a", "html": "b"}',
        b'{"text": 5}',
        b'["text"]',
        b'{"text": "a", "published": "2024-2-30"}',
        b'{"text": "a", "published": "2024"}',
        b'{"text": "\xff"}',
    ],
)
def test_bad_row_is_dropped_and_the_next_is_read(tmp_path: Path, line: bytes) -> None:
    """A line that does not fit gives a drop with its line number; the other lines are not touched."""
    path = tmp_path / "rows.jsonl"
    path.write_bytes(line + b'\n{"text": "Fine."}\n')
    bad, good = read(path)
    assert isinstance(bad, Drop)
    assert (bad.stage, bad.reason, bad.ref) == ("ingest", "bad row", f"{path}#1")
    assert good == Page(f"{path}#2", b"Fine.", "text/plain")


def test_row_pointing_to_nothing_names_the_file(tmp_path: Path) -> None:
    """A row whose file is gone is unreadable, not fatal."""
    with pytest.raises(PageError, match=r"gone\.html") as error:
        read_row(Row(path="gone.html"), "line 7", folder=tmp_path)
    assert (error.value.stage, error.value.reason) == ("ingest", "unreadable")


def test_large_file_is_dropped_without_being_read(tmp_path: Path) -> None:
    """200 MB are refused by their size alone."""
    path = tmp_path / "large.html"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    drop = the_drop(path)
    assert (drop.reason, drop.ref) == ("too large", str(path))
    assert drop.message == f"{path} has 200 MB, more than 50 MB, the most that a page may have"


def test_gzip_bomb_is_dropped(tmp_path: Path) -> None:
    """What unpacks to more than the limit is too large, however small the file."""
    path = tmp_path / "bomb.txt.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        for _ in range(MAX_PAGE_BYTES // 1_000_000 + 1):
            file.write(bytes(1_000_000))
    assert the_drop(path).reason == "too large"


@pytest.mark.parametrize("kept", [0, 15, -6])
def test_broken_gzip_is_dropped(tmp_path: Path, kept: int) -> None:
    """A gzip file that is no gzip or is cut off is told apart from an empty page."""
    path = tmp_path / "a.html.gz"
    path.write_bytes(gzip.compress(HTML)[:kept] if kept else HTML)
    assert the_drop(path).reason == "broken gzip"


def test_rows_before_the_break_of_a_gzip_file_are_kept(tmp_path: Path) -> None:
    """Rows that were read before the file breaks off stay."""
    path = tmp_path / "rows.jsonl.gz"
    rows = b"".join(b'{"text": "%d %s"}\n' % (number, os.urandom(40).hex().encode()) for number in range(2000))
    path.write_bytes(gzip.compress(rows)[:-3000])
    *pages, last = read(path)
    assert len(pages) > 1000
    assert all(isinstance(page, Page) for page in pages)
    assert isinstance(last, Drop)
    assert last.reason == "broken gzip"


@pytest.mark.parametrize("body", [b"", b" \r\n\t\n"])
@pytest.mark.parametrize("name", ["a.html", "a.txt", "a.jsonl"])
def test_empty_file_is_dropped(tmp_path: Path, name: str, body: bytes) -> None:
    """A file without a character that shows is empty."""
    (tmp_path / name).write_bytes(body)
    assert the_drop(tmp_path / name).reason == "empty"


@pytest.mark.parametrize(
    "body",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)),
        b"%PDF-1.7\n1 0 obj\n<< >>\nendobj",
        b"text with a \x00 in it",
        bytes(range(1, 32)) * 20,
        gzip.compress(HTML),
    ],
)
def test_binary_file_is_dropped_whatever_its_name(tmp_path: Path, body: bytes) -> None:
    """Pictures, PDFs and archives called .html are no pages."""
    (tmp_path / "a.html").write_bytes(body)
    assert the_drop(tmp_path / "a.html").reason == "binary"


def test_utf16_is_no_binary(tmp_path: Path) -> None:
    """Text in UTF-16 holds NUL bytes and is text all the same."""
    (tmp_path / "a.txt").write_bytes("Words.".encode("utf-16"))
    assert [type(page) for page in read(tmp_path / "a.txt")] == [Page]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (HTML, "text/html"),
        (b"Plain words.", "text/plain"),
        (b'{"a": 1}', "unknown type"),
        (b"<rss></rss>", "unknown type"),
    ],
)
def test_named_file_of_unknown_type_is_sniffed(tmp_path: Path, body: bytes, expected: str) -> None:
    """A file that the user names is read for what it is; a feed or other JSON is dropped with a reason."""
    path = tmp_path / "page.php"
    path.write_bytes(body)
    (found,) = read(path)
    assert expected == (found.media_type if isinstance(found, Page) else found.reason)


def test_pipes_and_dangling_links_are_unreadable_and_do_not_hang(tmp_path: Path) -> None:
    """What is no regular file gives a drop; the file beside it is read."""
    os.mkfifo(tmp_path / "a.txt")
    (tmp_path / "b.txt").symlink_to(tmp_path / "nowhere")
    with socket.socket(socket.AF_UNIX) as server:
        here = Path.cwd()
        os.chdir(tmp_path)  # the path of a socket is short
        server.bind("c.txt")
        os.chdir(here)
    (tmp_path / "d.txt").write_text("Words.")
    found = read(tmp_path)
    assert [each.reason if isinstance(each, Drop) else "read" for each in found] == [
        "unreadable",
        "unreadable",
        "unreadable",
        "read",
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_folder_and_file_without_rights_are_dropped(tmp_path: Path) -> None:
    """A folder that may not be listed and a file that may not be read are drops that name them."""
    (tmp_path / "a").mkdir(mode=0o000)
    (tmp_path / "b.txt").write_text("Words.")
    (tmp_path / "b.txt").chmod(0o000)
    found = read(tmp_path)
    (tmp_path / "a").chmod(0o700)
    assert [(each.reason, each.ref) for each in found if isinstance(each, Drop)] == [
        ("unreadable", str(tmp_path / "a")),
        ("unreadable", str(tmp_path / "b.txt")),
    ]


def test_reading_is_lazy(tmp_path: Path) -> None:
    """A page is given out before the next file is opened."""
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("Words.")
    pages = read_pages([str(tmp_path)])
    next(pages)
    (tmp_path / "b.txt").unlink()
    last = next(pages)
    assert isinstance(last, Drop)
    assert last.reason == "unreadable"
