# SPDX-License-Identifier: AGPL-3.0-or-later
"""What ten queries cost a reader with a slow phone on a slow network, in Chromium.

`python -m tests.bench.search OUTPUT` prints a table for a built site: 400 kbit/s, 400 ms a
request, a quarter of this machine's speed (`--slower`). Each query is asked three times: cold, as
the first page that the reader opens, and as the second query on a page that is open, put there
whole and sent at once, and typed, 180 ms a key, and sent with the last key.
"""

import argparse
import re
import statistics
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import ARGUMENTS, find_chromium
from tests.browser.server import serve

QUERIES = (
    "hội nghị",
    "hoi nong dan",
    "tiến độ công trình",
    "ủy ban nhân dân",
    '"liên đoàn lao động tỉnh"',
    "khánh thành cầu",
    "nông nghiệp -hội",
    "tổng kết",
    "dang bo",
    "hooij nghij",
)
#: What the reader asked before the second query.
BEFORE = "nông thôn"
LATENCY_MS, BYTES_PER_S = 400, 400_000 // 8
KB = 1024
_INDEX = re.compile(r"/tim-kiem/.+\.(?:bin|json)$")
#: How it is asked then: put into the field whole, or key by key.
_PUT = """
query => {
    const [field] = document.querySelectorAll('#tim');
    field.value = query;
    window.seen = {};
    const now = performance.now();
    field.form.querySelector('button').click();
    return now;
}
"""
_TYPE = """
async query => {
    const [field] = document.querySelectorAll('#tim');
    field.value = '';
    for (const key of query) {
        await new Promise(go => setTimeout(go, 180));
        field.value += key;
        field.dispatchEvent(new InputEvent('input', {bubbles: true, data: key}));
    }
    document.querySelector('.found').textContent = '';
    window.seen = {};
    const now = performance.now();
    field.form.querySelector('button').click();
    return now;
}
"""
#: Notes when the first row and the first excerpt of each answer stand on the page.
_WATCH = """
window.seen = {};
new MutationObserver(() => {
    const note = (name, selector) => {
        if (!(name in seen) && document.querySelector(selector)) seen[name] = performance.now();
    };
    note('row', '.found:not([aria-busy]) .row');
    note('excerpt', '.found:not([aria-busy]) .row__summary:not(:empty)');
    note('none', '.found__understood');
}).observe(document, {subtree: true, childList: true, attributes: true});
"""


@dataclass
class Traffic:
    """What a page asked for: address → bytes on the line."""

    bytes: dict[str, int] = field(default_factory=dict)

    def of(self, page: Page, slower: float) -> "Traffic":
        """Note what *page* asks for from now on, on a slow network and a slow machine."""
        devtools = page.context.new_cdp_session(page)
        devtools.send("Network.enable")
        addresses: dict[str, str] = {}
        devtools.on(
            "Network.requestWillBeSent",
            lambda event: addresses.update({event["requestId"]: event["request"]["url"]}),
        )
        devtools.on(
            "Network.loadingFinished",
            lambda event: self.bytes.update(
                {addresses.get(event["requestId"], "?"): int(event["encodedDataLength"])}
            ),
        )
        line = {"latency": LATENCY_MS, "downloadThroughput": BYTES_PER_S}
        devtools.send(
            "Network.emulateNetworkConditions",
            {"offline": False, "uploadThroughput": BYTES_PER_S, **line},
        )
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": slower})
        return self

    def index(self) -> list[int]:
        """List the sizes of the files of the index."""
        return [size for url, size in self.bytes.items() if _INDEX.search(url)]


def answered(page: Page) -> None:
    """Wait until the first excerpt stands, or that nothing was found is told."""
    for _ in range(1200):
        if page.evaluate("'excerpt' in seen || 'none' in seen"):
            break
        page.wait_for_timeout(100)
    page.wait_for_timeout(1500)


def seconds(page: Page, since: float = 0) -> tuple[float, float]:
    """Tell when the first row and the first excerpt stood, in seconds after *since*, in ms."""
    seen = page.evaluate("seen")
    row = seen.get("row", seen.get("none", 0))
    return (row - since) / 1000, (seen.get("excerpt", row) - since) / 1000


def measure(browser: Browser, site: str, query: str, slower: float) -> tuple[str, list[float]]:
    """Ask *query* cold and twice as a second one: the answer's words, the row of the table."""
    context = browser.new_context(viewport={"width": 360, "height": 640}, locale="vi-VN")
    context.add_init_script(_WATCH)
    page = context.new_page()
    traffic = Traffic().of(page, slower)
    page.goto(f"{site}/tim-kiem/?q={quote(query)}", timeout=120_000)
    answered(page)
    cold = seconds(page)
    files, everything = traffic.index(), sum(traffic.bytes.values())
    requests = len(traffic.bytes)
    said = page.locator(".found__said").inner_text()
    context.close()
    second = [ask_second(browser, site, query, slower, way) for way in (_PUT, _TYPE)]
    return said, [len(files), sum(files) / KB, requests, everything / KB, *cold, *second]


def ask_second(browser: Browser, site: str, query: str, slower: float, way: str) -> float:
    """Ask another query, then *query* in a *way*; tell the seconds until its first row."""
    context = browser.new_context(viewport={"width": 360, "height": 640}, locale="vi-VN")
    context.add_init_script(_WATCH)
    page = context.new_page()
    Traffic().of(page, slower)
    page.goto(f"{site}/tim-kiem/?q={quote(BEFORE)}", timeout=120_000)
    answered(page)
    page.wait_for_timeout(3000)
    asked = page.evaluate(way, query)
    answered(page)
    row, _ = seconds(page, asked)
    context.close()
    return row


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("output", type=Path)
    parser.add_argument("--slower", type=float, default=4, help="how many times (4)")
    options = parser.parse_args()
    print("| query | answer | files of the index | kB | all requests | kB | first row, s "
          "| first excerpt, s | second query: first row, s | typed: first row, s |")  # fmt: skip
    print("| --- | --- |" + " ---: |" * 8)
    table = []
    with serve(options.output) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        for query in QUERIES:
            said, numbers = measure(browser, site, query, options.slower)
            table.append(numbers)
            print(f"| {query} | {said} | {_row(numbers)} |", flush=True)
        browser.close()
    medians = [statistics.median(column) for column in zip(*table, strict=True)]
    print(f"| median | | {_row(medians)} |")


def _row(numbers: list[float]) -> str:
    places = (0, 0, 0, 0, 2, 2, 2, 2)
    return " | ".join(f"{value:.{n}f}" for value, n in zip(numbers, places, strict=True))


if __name__ == "__main__":
    main()
