# SPDX-License-Identifier: AGPL-3.0-or-later
"""No reader is shut out: axe, narrow windows, large text, the keyboard."""

from functools import cache
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Page

from tests.browser.conftest import NARROW, WIDE
from tests.browser.server import POLICY
from tests.small_site import ROOT

#: One address of every kind of page; the last is an address that does not exist.
KINDS = {
    "front": "/",
    "article with photos": "/tin-tuc/2019/07/14/cho-noi-tra-on/",
    "text article": "/tin-tuc/2017/01/09/van-phong-ubnd-tinh-ninh-binh/",
    "article with a correction": "/tin-tuc/2017/06/09/vu-lua-he-thu/",
    "list": "/chuyen-muc/tin-tuc-su-kien/",
    "numbered list": "/tin-tuc/trang/3/",
    "year": "/tin-tuc/2017/",
    "corrections": "/cai-chinh/",
    "standing page": "/lien-he/",
    "Khmer article": "/tin-tuc/2025/04/14/chol-chnam-thmay-km/",
    "English article": "/tin-tuc/2022/06/10/pomelo-export/",
    "wrong address": "/tin-tuc/2017/02/30/",
}
each_kind = pytest.mark.parametrize("address", KINDS.values(), ids=KINDS.keys())
#: Kinds that share no part but the frame.
UNLIKE = ("front", "article with photos", "numbered list", "standing page", "wrong address")
unlike_kinds = pytest.mark.parametrize("address", [KINDS[kind] for kind in UNLIKE], ids=UNLIKE)

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@cache
def axe_script() -> str:
    return next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text()


def violations(page: Page) -> list[str]:
    """List what axe finds: the rule, and the first place that breaks it."""
    page.evaluate(axe_script())
    found = page.evaluate(
        """async tags => {
            const only = {type: 'tag', values: tags};
            const result = await axe.run({runOnly: only, resultTypes: ['violations']});
            return result.violations.map(({id, nodes: [node]}) =>
                [id, node.target, node.failureSummary]);
        }""",
        TAGS,
    )
    return [f"{rule} at {target}: {summary}" for rule, target, summary in found]


def overflow(page: Page) -> int:
    """Tell how many pixels of the page stand beyond the window's right edge."""
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


def double_text(page: Page) -> None:
    page.add_style_tag(content="html { font-size: 200% }")


@each_kind
def test_page_is_accessible_in_light_and_dark(open_page, address):
    """axe finds nothing, whichever colours the reader's device prefers."""
    page = open_page(address, color_scheme="light")
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page) == []


@each_kind
def test_page_reflows_in_a_narrow_window(open_page, address):
    """At 320 px nothing stands beyond the edge, and axe finds nothing."""
    page = open_page(address, viewport=NARROW)
    assert overflow(page) == 0
    assert violations(page) == []


@each_kind
def test_page_bears_text_of_double_size(open_page, address):
    """With the text at 200 % nothing is cut off or pushed out, wide or narrow."""
    # The policy forbids the test's own style as well; the browser's setting is not CSS.
    page = open_page(address, bypass_csp=True)
    double_text(page)
    assert overflow(page) == 0
    assert violations(page) == []
    page.set_viewport_size({"width": 640, "height": 900})
    assert overflow(page) == 0


@each_kind
def test_nothing_moves_while_a_page_loads(open_page, address):
    """What has been drawn stays where it is, scripts and photos or not."""
    for viewport in (WIDE, NARROW):
        page = open_page(address, viewport=viewport)
        page.wait_for_load_state("networkidle")
        assert moved(page) == 0


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


@each_kind
@pytest.mark.parametrize("viewport", [NARROW, WIDE], ids=["narrow", "wide"])
def test_targets_are_large_enough_to_hit(open_page, address, viewport):
    """Whatever is pressed measures 24 px at least both ways, words within a sentence apart."""
    page = open_page(address, viewport=viewport)
    page.wait_for_load_state("networkidle")
    small = page.evaluate(
        """() => [...document.querySelectorAll('a[href], button, input, summary')]
            .filter(item => item.checkVisibility() && !item.matches('.skip'))
            .filter(item => !item.closest('.prose p, .prose li, .prose td, .empty, .note__title'))
            .map(item => {
                // The link of a story covers all of it.
                const whole = item.matches('.card__link, .row__link, .line__link');
                return [item, (whole ? item.closest('.card, .row, .line') : item)
                    .getBoundingClientRect()];
            })
            .filter(([item, box]) => Math.min(box.width, box.height) < 24 - 1e-3)
            .map(([item, box]) => `${item.outerHTML} ${box.width} x ${box.height}`)"""
    )
    assert small == []


@each_kind
def test_nothing_glides_where_motion_is_unwelcome(open_page, address):
    """With reduced motion no scrolling, transition or animation takes time."""
    page = open_page(address, reduced_motion="reduce")
    moving = page.evaluate(
        """() => [...document.querySelectorAll('*')].filter(item => {
            const style = getComputedStyle(item);
            return style.scrollBehavior !== 'auto' || parseFloat(style.transitionDuration)
                || style.animationName !== 'none';
        }).map(item => item.outerHTML.slice(0, 99))"""
    )
    assert moving == []


@unlike_kinds
def test_forced_colours_keep_edges_and_marks(open_page, address):
    """In the reader's own colours what backgrounds told is told by lines."""
    page = open_page(address, forced_colors="active")
    assert violations(page) == []
    bare = page.evaluate(
        """() => [...document.querySelectorAll('.box, .note, .badge, .chip, .button, .field')]
            .filter(item => item.checkVisibility())
            .filter(item => getComputedStyle(item).borderTopStyle === 'none')
            .map(item => item.outerHTML.slice(0, 99))"""
    )
    assert bare == []
    current = page.locator(".sections__link[aria-current]")
    for link in current.all():
        assert link.evaluate("link => getComputedStyle(link).outlineStyle") == "solid"
    assert page.evaluate("getComputedStyle(document.querySelector('.banner')).backgroundImage") == (
        "none"
    )


def test_policy_of_the_tests_is_the_one_that_hosts_are_told():
    """The policy of the documents is that under which every page is read here, nothing unsafe."""
    readme = (ROOT / "plugins/README.md").read_text(encoding="utf-8")
    assert f"Content-Security-Policy: {POLICY}\n" in readme
    assert "unsafe" not in POLICY


def test_policy_is_in_force(browser, site):
    """What a page must not do is refused: the quiet of the other tests has a meaning."""
    page = browser.new_page()
    page.goto(site)
    refused = page.evaluate(
        """() => new Promise(done => {
            document.addEventListener('securitypolicyviolation',
                event => done(event.effectiveDirective));
            new Image().src = 'https://b.example/a.png';
        })"""
    )
    page.close()
    assert refused == "img-src"
