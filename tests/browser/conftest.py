# SPDX-License-Identifier: AGPL-3.0-or-later
"""One Chromium for all tests, and the sample site on a server."""

import json
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Request,
    ViewportSize,
    sync_playwright,
)

from tests.browser.chromium import ARGUMENTS, find_chromium
from tests.browser.server import serve
from tests.small_site import Build

#: A wide and a narrow window, in CSS pixels.
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 320, "height": 640}


@cache
def axe_script() -> str:
    """Give what makes axe known to a page."""
    return next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text()


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
        self._page, self._site = page, site
        self.complaints: list[str] = []
        self.foreign: list[str] = []
        self._listeners = {
            "console": self._console,
            "pageerror": lambda error: self.complaints.append(str(error)),
            "request": self._request,
        }
        for event, listener in self._listeners.items():
            page.on(event, listener)

    def _console(self, message: ConsoleMessage) -> None:
        # The browser itself reports every 404; a wrong address is one on purpose.
        if message.type in {"error", "warning"} and "status of 404" not in message.text:
            self.complaints.append(message.text)

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self._site}/", "data:", "blob:")):
            self.foreign.append(request.url)

    def end(self) -> None:
        """Look away."""
        for event, listener in self._listeners.items():
            self._page.remove_listener(event, listener)


#: What a window is told of its reader where a test says nothing.
USUAL = {"color_scheme": "light", "reduced_motion": "no-preference", "forced_colors": "none"}


def undo_media(page: Page) -> None:
    """Undo what a page was told of its reader; to be told again draws it anew."""
    if not page.evaluate(
        """() => ['screen', '(prefers-color-scheme: light)', '(forced-colors: none)',
            '(prefers-reduced-motion: no-preference)'].every(query => matchMedia(query).matches)"""
    ):
        page.emulate_media(media="null", **USUAL)


class Opener:
    """Opens pages, each in a window as its options say; once closed, they must have been quiet.

    A new window costs 0.4 s of CPU, and its process 0.5 s. So a test is handed the window of
    the one before, where the options allow it, with nothing of what pages store and of what
    the test told the window; the page is loaded anew.
    """

    def __init__(self, browser: Browser, idle: dict[str, Page], site: str) -> None:
        self._browser, self._idle, self._site = browser, idle, site
        self._open: list[tuple[str, Page, Watch | None]] = []

    def __call__(
        self,
        address: str,
        viewport: ViewportSize = WIDE,
        init: str = "",
        color_scheme: str = USUAL["color_scheme"],
        reduced_motion: str = USUAL["reduced_motion"],
        before: Callable[[Page], object] | None = None,
        quiet: bool = True,
        **options: object,
    ) -> Page:
        """Open an address of the site, with what is to be done *before* the page is loaded.

        A page that is not *quiet* may complain, as one whose line is cut.
        """
        key = json.dumps([init, options], sort_keys=True)
        page = self._idle.pop(key, None)
        if page is None:
            vietnamese = {"locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh"}
            context = self._browser.new_context(viewport=viewport, **vietnamese | options)
            if init:
                context.add_init_script(init)
            page = context.new_page()
            page.set_default_timeout(10_000)
        elif page.viewport_size != viewport:
            page.set_viewport_size(viewport)
        if (color_scheme, reduced_motion) != (USUAL["color_scheme"], USUAL["reduced_motion"]):
            page.emulate_media(color_scheme=color_scheme, reduced_motion=reduced_motion)
        self._open.append((key, page, Watch(page, self._site) if quiet else None))
        if before:
            before(page)
        if "#" in address:
            # Within one page it would load nothing.
            page.goto("about:blank")
        page.goto(self._site + address)
        return page

    def close(self) -> None:
        """Check that the pages were quiet, and leave nothing to the next ones."""
        for key, page, watch in self._open:
            if watch:
                watch.end()
            if page.evaluate("localStorage.clear(), sessionStorage.clear(), document.cookie"):
                page.context.clear_cookies()
            page.unroute_all()
            undo_media(page)
            if self._idle.setdefault(key, page) is not page:
                page.context.close()
        watches = [watch for _, _, watch in self._open if watch]
        assert [item for watch in watches for item in watch.complaints] == []
        assert [item for watch in watches for item in watch.foreign] == []


@pytest.fixture(scope="session")
def idle_windows() -> dict[str, Page]:
    """The windows that no test has now, by their options."""
    return {}


@pytest.fixture
def open_page(browser: Browser, idle_windows: dict[str, Page], site: str) -> Iterator[Opener]:
    """Opens windows of a test, and checks afterwards that the pages were quiet."""
    opener = Opener(browser, idle_windows, site)
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
        for page in self.both:
            # Nothing that a page says of itself; half of what it costs to hand it over later.
            page.add_init_script(axe_script())
        self.wide, self.narrow = self.both
        self._watches = [Watch(page, site) for page in self.both]
        for page in self.both:
            devtools = page.context.new_cdp_session(page)
            devtools.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def show(self, address: str) -> None:
        """Load a page in both."""
        self.address = address
        for page in self.both:
            page.goto(self._site + address)
        for page in self.both:
            page.wait_for_load_state("networkidle")
        #: The layout shifts while the page was loaded, in each window.
        self.moved = [moved(page) for page in self.both]

    def restore(self) -> None:
        """Undo what a test told the windows of their reader."""
        for page, size in zip(self.both, self._sizes, strict=True):
            undo_media(page)
            # A size or list of sheets that is set draws the page anew, also the one it has.
            if page.viewport_size != size:
                page.set_viewport_size(size)
            page.evaluate(
                "if (document.adoptedStyleSheets.length) document.adoptedStyleSheets = []"
            )

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
    deadline, pause_ms = time.monotonic() + 30, 10
    while not page.evaluate(expression):
        assert time.monotonic() < deadline, f"{expression} does not come to hold"
        page.wait_for_timeout(pause_ms)
        # Each look takes 6 ms of CPU.
        pause_ms = min(2 * pause_ms, 160)
