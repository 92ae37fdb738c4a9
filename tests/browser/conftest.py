# SPDX-License-Identifier: AGPL-3.0-or-later
"""One Chromium for all tests, and the sample site on a server."""

import json
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.browser.chromium import ARGUMENTS, find_chromium
from tests.browser.server import serve
from tests.small_site import Build

#: A wide and a narrow window, in CSS pixels.
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 320, "height": 640}


@pytest.fixture(scope="session")
def site(sample: Build) -> Iterator[str]:
    """The address of the sample site."""
    with serve(sample.output) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The one browser of a worker."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        yield browser
        browser.close()


class Watch:
    """Notes what a page must never do: complain, or ask another host."""

    def __init__(self, page: Page, site: str) -> None:
        self.complaints: list[str] = []
        self.foreign: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self._request(request.url, site))

    def _console(self, message: ConsoleMessage) -> None:
        # The browser itself reports every 404; a wrong address is one on purpose.
        if message.type in {"error", "warning"} and "status of 404" not in message.text:
            self.complaints.append(message.text)

    def _request(self, url: str, site: str) -> None:
        if not url.startswith((f"{site}/", "data:", "blob:")):
            self.foreign.append(url)


class Opener:
    """Opens pages, each in a window as its options say; once closed, they must have been quiet.

    A process for pages costs 1 s of CPU to begin. So windows with the same options share a
    context, emptied after each test of what pages store, and with it the process, for as
    long as a page of it is open: the last one of a test is closed by the next test.
    """

    def __init__(self, browser: Browser, contexts: dict[str, BrowserContext], site: str) -> None:
        self._browser, self._contexts, self._site = browser, contexts, site
        self._pages: list[Page] = []
        self._watches: list[Watch] = []

    def __call__(
        self, address: str, viewport: dict[str, int] = WIDE, init: str = "", **options: object
    ) -> Page:
        """Open an address of the site."""
        vietnamese = {"locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh"}
        options = {"viewport": viewport, **vietnamese, **options}
        key = json.dumps([init, options], sort_keys=True)
        if key not in self._contexts:
            self._contexts[key] = self._browser.new_context(**options)
            if init:
                self._contexts[key].add_init_script(init)
        context = self._contexts[key]
        page = context.new_page()
        self._pages.append(page)
        page.set_default_timeout(10_000)
        self._watches.append(Watch(page, self._site))
        page.goto(self._site + address)
        for other in context.pages:
            if other not in self._pages:
                other.close()
        return page

    def close(self) -> None:
        """Check that the pages were quiet, and leave nothing to the next ones."""
        for page in self._pages:
            page.evaluate("localStorage.clear()")
            page.context.clear_cookies()
            if page is not page.context.pages[-1]:
                page.close()
        assert [item for watch in self._watches for item in watch.complaints] == []
        assert [item for watch in self._watches for item in watch.foreign] == []


@pytest.fixture(scope="session")
def contexts() -> dict[str, BrowserContext]:
    """The contexts that windows share, by their options."""
    return {}


@pytest.fixture
def open_page(browser: Browser, contexts: dict[str, BrowserContext], site: str) -> Iterator[Opener]:
    """Opens windows of a test, and checks afterwards that the pages were quiet."""
    opener = Opener(browser, contexts, site)
    yield opener
    opener.close()


class Windows:
    """A wide and a narrow window that show one address after the other, each for many tests.

    The files of a page are asked for anew each time, as by a first visitor.
    """

    def __init__(self, browser: Browser, site: str) -> None:
        self._site = site
        self._sizes = (WIDE, NARROW)
        self.both = [browser.new_page(viewport=size, locale="vi-VN") for size in self._sizes]
        self.wide, self.narrow = self.both
        self._watches = [Watch(page, site) for page in self.both]
        for page in self.both:
            devtools = page.context.new_cdp_session(page)
            devtools.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def show(self, address: str) -> None:
        """Load a page in both."""
        for page in self.both:
            page.goto(self._site + address)
        for page in self.both:
            page.wait_for_load_state("networkidle")
        #: The layout shifts while the page was loaded, in each window.
        self.moved = [moved(page) for page in self.both]

    def restore(self) -> None:
        """Undo what a test told the windows of their reader."""
        for page, size in zip(self.both, self._sizes, strict=True):
            page.emulate_media(
                color_scheme="light", reduced_motion="no-preference", forced_colors="none"
            )
            page.set_viewport_size(size)
            page.evaluate("document.adoptedStyleSheets = []")

    def close(self) -> None:
        """Close both; what they showed must have been quiet."""
        for page in self.both:
            page.close()
        assert [item for watch in self._watches for item in watch.complaints] == []
        assert [item for watch in self._watches for item in watch.foreign] == []


@pytest.fixture
def windows(shown: Windows) -> Iterator[Windows]:
    """Two windows as a page was loaded into them, by the fixture `shown` of a file."""
    yield shown
    shown.restore()


def moved(page: Page) -> float:
    """Sum up the layout shifts of the page so far."""
    return page.evaluate(
        """() => new Promise(done => {
            let sum = 0;
            new PerformanceObserver(list => {
                for (const entry of list.getEntries()) sum += entry.value;
            }).observe({type: 'layout-shift', buffered: true});
            // Buffered entries come in a task of their own.
            requestAnimationFrame(() => setTimeout(() => done(sum), 50));
        })"""
    )


def wait_until(page: Page, expression: str) -> None:
    """Wait until *expression* holds on *page*, whose policy forbids Playwright's own waiting.

    That evaluates a string in the page itself where the first look is too early.
    """
    deadline = time.monotonic() + 30
    while not page.evaluate(expression):
        assert time.monotonic() < deadline, f"{expression} does not come to hold"
        page.wait_for_timeout(20)
