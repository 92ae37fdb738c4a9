# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every check over every component in its hardest state."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from plugins.press.render.styles import layers_of, minify_style
from plugins.press.render.theme import SHEET
from tests.browser.conftest import NARROW, Windows
from tests.browser.design_bench import BENCH, ENGLISH, EVERYTHING, KHMER, build_bench
from tests.browser.server import serve
from tests.browser.test_access import (
    COLOURS,
    SIZES,
    displaced_in_the_dark,
    double_text,
    looked_at,
    overflow,
    violations,
)
from tests.build.rules import RULES, has_living_links
from tests.build.test_nu_checker import needs_checker
from tests.nu import checker
from tests.small_site import ROOT, Build

ADDRESSES = (
    *(BENCH, EVERYTHING, KHMER, ENGLISH, "/", "/gioi-thieu/", "/cai-chinh/"),
    *("/chuyen-muc/thong-bao/", "/chuyen-muc/thong-bao/trang/2/", "/chuyen-muc/thong-bao/trang/1/"),
    *("/chuyen-muc/kinh-te/", "/chuyen-muc/y-te-giao-duc/", "/tin-tuc/2019/"),
)
#: Every component in every state stands on the first; the colours of the others are theirs.
WITH_ALL_PARTS = (BENCH, EVERYTHING, "/")


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The site of hard cases."""
    return build_bench(tmp_path_factory.mktemp("bench"))


@pytest.fixture(scope="module")
def pair(bench: Build, browser: Browser) -> Iterator[Windows]:
    """A wide and a narrow window on it."""
    with serve(bench.output) as address:
        windows = Windows(browser, address)
        yield windows
        windows.close()


@pytest.fixture(scope="module", params=ADDRESSES)
def shown(request: pytest.FixtureRequest, pair: Windows) -> Windows:
    """Both windows, with a page of the bench."""
    pair.show(request.param)
    return pair


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


@pytest.mark.parametrize("media", ["screen", "print"])
def test_flat_sheet_shows_what_its_layers_would(bench, browser, media):
    """A browser without layers shows the same: no stronger selector stands in a lower layer."""
    folder = ROOT / "theme/static"
    files = {f"css/{file.name}": file.read_text("utf-8") for file in folder.glob("css/*.css")}
    layers = [
        layer
        for name in (SHEET, "css/front.css", "css/list.css")
        for layer in layers_of(name, files)
    ]
    apart = ("gallery", "player", "site_card")
    layers += [("components", f"css/components/{name}.css") for name in apart]
    layers.append(("print", "css/print.css"))
    layered = f"@layer {', '.join(dict(layers))};" + "".join(
        f"@layer {layer}{{{minify_style(path, (folder / path).read_text('utf-8'))}}}"
        for layer, path in layers
    )
    with serve(bench.output) as address:
        page = browser.new_page(viewport=NARROW)
        page.goto(address + BENCH)
        page.wait_for_load_state("networkidle")
        page.emulate_media(media=media)
        told, compared = page.evaluate(
            """layered => {
                const names = new Set();
                const collect = rules => [...rules].forEach(rule => {
                    // Addresses are seen from the sheet.
                    [...rule.style ?? []].filter(name => !/^--|^background-image/.test(name))
                        .forEach(name => names.add(name));
                    collect(rule.cssRules ?? []);
                });
                [...document.styleSheets].forEach(sheet => collect(sheet.cssRules));
                const items = [...document.querySelectorAll('body *')];
                const parts = [null, '::before', '::after'];
                const look = () => items.flatMap(item => parts.map(part => {
                    const style = getComputedStyle(item, part);
                    return [...names].map(name => `${name}: ${style.getPropertyValue(name)}`);
                }));
                const flat = look();
                const sheet = new CSSStyleSheet();
                sheet.replaceSync(layered);
                document.adoptedStyleSheets = [sheet];
                [...document.styleSheets].forEach(other => { other.disabled = other !== sheet; });
                const others = look();
                const differs = (style, at) => style.some((value, n) => value !== others[at][n]);
                const told = flat.flatMap((style, at) => !differs(style, at) ? [] : [
                    [items[Math.floor(at / 3)].className, parts[at % 3],
                     ...style.filter((value, n) => value !== others[at][n])].join(' ')]);
                return [told, flat.length * names.size];
            }""",
            layered,
        )
        page.close()
    assert told == []
    assert compared > 100_000


def test_bench_is_accessible(shown):
    """axe finds nothing, wide and narrow; nothing stands out or moves."""
    assert shown.moved == [0, 0]
    but = () if shown.address in WITH_ALL_PARTS else COLOURS
    for page in shown.both:
        assert (overflow(page), violations(page, but=but)) == (0, [])


def test_dark_bench_is_accessible(windows):
    """The other colours suffice everywhere, and nothing but them is other."""
    page = windows.wide
    assert displaced_in_the_dark(page) == []
    if windows.address in WITH_ALL_PARTS:
        assert violations(page, only=COLOURS, within=looked_at(windows)) == []


def test_bench_bears_text_of_double_size(windows):
    """Large text pushes nothing out of a phone's window."""
    double_text(windows.narrow)
    assert (overflow(windows.narrow), violations(windows.narrow, only=SIZES)) == (0, [])


def test_capitals_with_two_marks_keep_clear_of_the_line_above(shown):
    """Lines of headings stand at least 1.35 em apart, of text 1.5 em."""
    tight = shown.wide.evaluate(
        """() => [...document.querySelectorAll('main :is(h1, h2, h3, h4, p, li, dd, a)')]
            .map(item => [item, getComputedStyle(item)])
            .filter(([item, style]) => parseFloat(style.lineHeight) / parseFloat(style.fontSize)
                < (/^H/.test(item.tagName) || item.closest('h1, h2, h3, h4') ? 1.35 : 1.5) - 1e-6)
            .map(([item, style]) => `${item.className} ${style.lineHeight}/${style.fontSize}`)"""
    )
    assert tight == []
