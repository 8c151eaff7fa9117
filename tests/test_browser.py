"""The pages in a real browser: no error, no breach of the content policy, no sideways scrolling, wide and narrow."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from demo_factory import write_demo
from sayso.store.view import View
from sayso.web.app import KeptView, ViewFactory, make_app
from web_factory import FakeView

pytestmark = pytest.mark.browser

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PAGES = (
    "/events",
    "/events?type=PROTEST&since=soon",
    "/event/e1",
    "/event/e2",
    "/documents",
    "/document/d3",
    "/failures",
)
WIDTHS = (1440, 390)

_FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
# What a finger must hit: 44 px high, text links that run in a line of text apart. The check box has a label of 44 px.
_SMALL_TARGETS = """() => [...document.querySelectorAll(
    'input:not([type=hidden], [type=checkbox]), select, button, .button, summary, nav a, .chip, .line.check')]
  .filter(each => each.checkVisibility() && each.getBoundingClientRect().height < 43.5)
  .map(each => `${each.getBoundingClientRect().height} ${each.outerHTML}`)"""
_NAMELESS = """() => [...document.querySelectorAll('input:not([type=hidden]), select')]
  .filter(each => each.labels.length === 0).map(each => each.outerHTML)"""
# The contrast of every text against the nearest background behind it, after WCAG 2; AA asks for 4.5.
_FAINT = """() => {
  const parse = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = element => {
    for (let each = element; each; each = each.parentElement) {
      const colour = parse(getComputedStyle(each).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const faint = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || !element.checkVisibility() || element.closest('.unseen, option, datalist')) continue;
    const [one, two] = [light(parse(getComputedStyle(element).color)), light(behind(element))];
    const contrast = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
    if (contrast < 4.5) faint.push(`${contrast.toFixed(2)} ${element.className} ${node.data.trim()}`);
  }
  return faint;
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's chromium, without a window."""
    if not CHROMIUM.exists():
        pytest.skip(f"NO BROWSER TEST WAS RUN: {CHROMIUM} is absent; install it with `apt-get install chromium`")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The small project, served."""
    with served(FakeView) as where:
        yield where


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Demonstration pages, coded, linked and served; with the id of the event that most documents tell of."""
    pages = ["meridian-moundou-shelling", "kestrel-moundou-wire", "harbour-moundou-toll", "ledger-moundou-denial"]
    folder = write_demo(tmp_path_factory.mktemp("demo"), pages)
    with View.open(folder) as view:
        event = max(view.events(), key=lambda row: row.n_documents)
    with served(KeptView(folder)) as where:
        yield where, event.id


@contextmanager
def served(factory: ViewFactory) -> Iterator[str]:
    """A running server on a free port of the loopback address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        app = make_app(factory, hosts={f"127.0.0.1:{port}"})
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        thread.join(timeout=10)


@contextmanager
def opened(
    browser: Browser, address: str, *, width: int = 1440, scheme: str = "light"
) -> Iterator[tuple[Page, list[str]]]:
    """A page of a fresh browser session, with the list of what its console and network complained of."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark" if scheme == "dark" else "light"
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
    page.on("requestfailed", lambda request: complaints.append(f"failed: {request.url}"))
    page.on("request", lambda request: request.url.startswith(address) or complaints.append(f"outside: {request.url}"))
    page.add_init_script(
        "addEventListener('securitypolicyviolation', event => console.error('policy: ' + event.violatedDirective))"
    )
    yield page, complaints
    context.close()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", [*PAGES, "/failures"])
def test_page_opens_cleanly_and_fits(browser: Browser, address: str, path: str, width: int) -> None:
    """No console message, no breach of the policy, no request elsewhere, nothing wider than the window."""
    with opened(browser, address, width=width) as (page, complaints):
        answer = page.goto(address + path)
        assert answer is not None
        assert answer.status == 200
        assert page.evaluate(_FITS)
        assert page.locator("main h1").count() == 1
        assert complaints == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", ["/events?type=PROTEST&since=soon", "/event/e1", "/document/d3"])
def test_controls_are_large_enough_and_named(browser: Browser, address: str, path: str, width: int) -> None:
    """Every control is 44 px high and has a label."""
    with opened(browser, address, width=width) as (page, _):
        page.goto(address + path)
        assert page.evaluate(_SMALL_TARGETS) == []
        assert page.evaluate(_NAMELESS) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/events?type=PROTEST&since=soon", "/events", "/event/e1", "/document/d3"])
def test_text_stands_out_from_its_ground(browser: Browser, address: str, path: str, scheme: str) -> None:
    """Every text has a contrast of 4.5 to 1 or more, in light and dark."""
    with opened(browser, address, scheme=scheme) as (page, _):
        page.goto(address + path)
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        assert page.evaluate(_FAINT) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_demonstration_opens_cleanly_from_list_to_text(browser: Browser, demo: tuple[str, str], width: int) -> None:
    """List, event and document of really coded pages: no complaint, nothing wider than the window."""
    address, event = demo
    with opened(browser, address, width=width) as (page, complaints):
        page.goto(f"{address}/events")
        fits = [page.evaluate(_FITS)]
        page.locator(f"a.title[href='/event/{event}']").click()
        page.wait_for_url(f"**/event/{event}")
        assert page.locator(".flag.disputed, .flag.differ").count() >= 2
        fits.append(page.evaluate(_FITS))
        page.get_by_role("link", name="In the text").first.click()
        page.wait_for_url("**/document/**")
        assert page.locator(".text .f-trigger").count() >= 1
        fits.append(page.evaluate(_FITS))
        assert (fits, complaints) == ([True, True, True], [])


def test_hostile_text_is_shown_and_not_run(browser: Browser, address: str) -> None:
    """A script in a sentence is read on the screen as the source has it."""
    with opened(browser, address) as (page, complaints):
        page.goto(f"{address}/event/e1")
        assert page.get_by_text("<script>alert(1)</script> in Mound").count() == 1
        assert page.locator("main script").count() == 0
        assert complaints == []


def test_filter_is_a_link_that_can_be_kept(browser: Browser, address: str) -> None:
    """Choosing a type with the keyboard narrows the table, and the address says so."""
    with opened(browser, address) as (page, complaints):
        page.goto(f"{address}/events")
        page.get_by_label("Type").select_option("PROTEST")
        page.get_by_role("button", name="Show").press("Enter")
        page.wait_for_url("**/events?type=PROTEST**")
        assert page.locator("table.events tbody tr").count() == 1
        page.get_by_role("link", name="PROTEST").click()
        assert page.locator("table.events tbody tr").count() == 2
        assert complaints == []


def test_from_list_to_event_to_text_and_back(browser: Browser, address: str) -> None:
    """A reader goes from the table to the event, to the sentence in its document, and back to the event."""
    with opened(browser, address) as (page, complaints):
        page.goto(f"{address}/events")
        page.get_by_role("link", name="Chadian army to market").click()
        page.wait_for_url("**/event/e1")
        page.get_by_role("link", name="In the text of Army denies shelling").click()
        page.wait_for_url("**/document/d4#m-m4")
        assert page.locator("#m-m4").inner_text().endswith("shelled")
        page.get_by_role("link", name="The event as all sources tell it").click()
        page.wait_for_url("**/event/e1#m-m4")
        assert complaints == []


def test_first_tab_stop_skips_to_the_content(browser: Browser, address: str) -> None:
    """A keyboard user reaches the content with two keys."""
    with opened(browser, address) as (page, _):
        page.goto(f"{address}/events")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"


def test_copying_a_sentence_leaves_the_labels_out(browser: Browser, address: str) -> None:
    """Selected words can be pasted as the source has them."""
    with opened(browser, address) as (page, _):
        page.goto(f"{address}/event/e1")
        page.evaluate("getSelection().selectAllChildren(document.querySelector('#m-m1 blockquote'))")
        copied = page.evaluate("getSelection().toString()")
        assert " ".join(copied.split()) == (
            "The Chadian army shelled a market in Moundou on Tuesday, killing 11 people, doctors said."
        )
