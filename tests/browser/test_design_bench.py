# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every check over every component in its hardest state."""

from collections.abc import Iterator

import pytest

from tests.browser.conftest import NARROW
from tests.browser.design_bench import BENCH, ENGLISH, EVERYTHING, KHMER, build_bench
from tests.browser.server import serve
from tests.browser.test_access import double_text, moved, overflow, violations
from tests.build.rules import RULES, has_living_links
from tests.build.test_nu_checker import needs_checker
from tests.nu import checker
from tests.small_site import Build

ADDRESSES = (
    *(BENCH, EVERYTHING, KHMER, ENGLISH, "/", "/gioi-thieu/", "/cai-chinh/"),
    *("/chuyen-muc/thong-bao/", "/chuyen-muc/thong-bao/trang/2/", "/chuyen-muc/thong-bao/trang/1/"),
    *("/chuyen-muc/kinh-te/", "/chuyen-muc/y-te-giao-duc/", "/tin-tuc/2019/"),
)
each_address = pytest.mark.parametrize("address", ADDRESSES)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The site of hard cases."""
    return build_bench(tmp_path_factory.mktemp("bench"))


@pytest.fixture(scope="module")
def base(bench: Build) -> Iterator[str]:
    """Where it is served."""
    with serve(bench.output) as address:
        yield address


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_bench_keeps_the_rules(bench, rule):
    """No hard case breaks a rule that pages of the site keep."""
    pages = bench.pages()
    assert BENCH[1:] + "index.html" in pages
    assert {file: found for file, text in pages.items() if (found := rule(file, text))} == {}


def test_links_of_the_bench_lead_somewhere(bench):
    """The bench has no dead link, picture or script either."""
    pages = bench.pages()
    rule = has_living_links(pages, bench.files)
    assert {file: found for file, text in pages.items() if (found := rule(file, text))} == {}


@needs_checker
def test_bench_is_valid(bench):
    """The Nu checker has no remark on any hard case."""
    assert checker.check(bench.output / file for file in bench.files) == []


@each_address
def test_bench_is_accessible(open_page, base, address):
    """axe finds nothing: wide and narrow, light and dark; nothing stands out or moves."""
    page = open_page(address, base=base)
    page.wait_for_load_state("networkidle")
    assert (moved(page), overflow(page), violations(page)) == (0, 0, [])
    page.emulate_media(color_scheme="dark")
    assert violations(page) == []
    page = open_page(address, base=base, viewport=NARROW)
    page.wait_for_load_state("networkidle")
    assert (moved(page), overflow(page), violations(page)) == (0, 0, [])


@each_address
def test_bench_bears_text_of_double_size(open_page, base, address):
    """Large text pushes nothing out of a phone's window."""
    page = open_page(address, base=base, viewport=NARROW, bypass_csp=True)
    double_text(page)
    assert (overflow(page), violations(page)) == (0, [])


@pytest.mark.parametrize("address", [BENCH, EVERYTHING])
def test_capitals_with_two_marks_keep_clear_of_the_line_above(open_page, base, address):
    """Lines of headings stand at least 1.35 em apart, of text 1.5 em."""
    page = open_page(address, base=base)
    tight = page.evaluate(
        """() => [...document.querySelectorAll('main :is(h1, h2, h3, h4, p, li, dd, a)')]
            .map(item => [item, getComputedStyle(item)])
            .filter(([item, style]) => parseFloat(style.lineHeight) / parseFloat(style.fontSize)
                < (/^H/.test(item.tagName) || item.closest('h1, h2, h3, h4') ? 1.35 : 1.5) - 1e-6)
            .map(([item, style]) => `${item.className} ${style.lineHeight}/${style.fontSize}`)"""
    )
    assert tight == []
