# SPDX-License-Identifier: AGPL-3.0-or-later
"""One Chromium for all tests, and the sample site on a server."""

import time
from collections.abc import Callable, Iterator

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
    """The one browser; each test has a context of its own."""
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


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Opens an address of the sample site, or of the one at *base*, in a window.

    Checks afterwards that the pages were quiet.
    """
    contexts: list[BrowserContext] = []
    watches: list[Watch] = []

    def open_page(
        address: str,
        viewport: dict[str, int] = WIDE,
        init: str = "",
        base: str = site,
        **options: object,
    ) -> Page:
        vietnamese = {"locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh"}
        context = browser.new_context(viewport=viewport, **{**vietnamese, **options})
        contexts.append(context)
        if init:
            context.add_init_script(init)
        page = context.new_page()
        page.set_default_timeout(10_000)
        watches.append(Watch(page, base))
        page.goto(base + address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [item for watch in watches for item in watch.complaints] == []
    assert [item for watch in watches for item in watch.foreign] == []


def wait_until(page: Page, expression: str) -> None:
    """Wait until *expression* holds on *page*, whose policy forbids Playwright's own waiting.

    That evaluates a string in the page itself where the first look is too early.
    """
    deadline = time.monotonic() + 30
    while not page.evaluate(expression):
        assert time.monotonic() < deadline, f"{expression} does not come to hold"
        page.wait_for_timeout(20)
