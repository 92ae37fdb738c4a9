# SPDX-License-Identifier: AGPL-3.0-or-later
"""No reader is shut out: axe, narrow windows, large text, the keyboard."""

from collections.abc import Iterator, Sequence

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import NARROW, WIDE, Windows, axe_script, moved, wait_until
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
    "English day": "/en/tin-tuc/2026/10/12/",
    "corrections": "/cai-chinh/",
    "standing page": "/lien-he/",
    "Khmer article": "/tin-tuc/2025/04/14/chol-chnam-thmay-km/",
    "English article": "/tin-tuc/2022/06/10/pomelo-export/",
    "English front": "/en/",
    "Khmer front": "/km/",
    "documents in Khmer": "/km/van-ban/",
    "document": "/tin-tuc/2019/12/30/tet-tiet-kiem/",
    "English events of a month": "/en/lich/2026/11/",
    "Khmer map": "/km/so-do-cong/",
    "event": "/tin-tuc/2026/10/28/ngay-hoi-sach/",
    "dossier": "/ho-so/han-man/",
    "album": "/tin-tuc/2022/03/19/cuoc-thi-anh/",
    "film": "/tin-tuc/2021/10/04/pha-dinh-khao/",
    "sound": "/tin-tuc/2016/03/15/don-ca-tai-tu/",
    "search": "/tim-kiem/",
    "wrong address": "/tin-tuc/2017/02/30/",
}
each_kind = pytest.mark.parametrize("address", KINDS.values(), ids=KINDS.keys())
#: Kinds that share no part but the frame.
UNLIKE = ("front", "article with photos", "numbered list", "standing page", "wrong address")
#: There axe looks at colours; the parts of the rest all stand on the design bench.
UNLIKE_ADDRESSES = [KINDS[kind] for kind in UNLIKE]
unlike_kinds = pytest.mark.parametrize("address", UNLIKE_ADDRESSES, ids=UNLIKE)

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: What axe has to say of colours; more than half of its time goes into the first.
COLOURS = ["color-contrast", "link-in-text-block"]
#: What it has to say of sizes and places, which larger letters change.
SIZES = ["scrollable-region-focusable", "target-size"]
#: The pages whose frame is looked at in other colours and sizes, one for each language that it
#: speaks; to look at it again on all others would take half as much again.
FRAMES = [KINDS[kind] for kind in ("front", "English front", "Khmer front")]


@pytest.fixture(scope="module")
def pair(browser: Browser, site: str) -> Iterator[Windows]:
    """A wide and a narrow window on the sample site."""
    windows = Windows(browser, site)
    yield windows
    windows.close()


@pytest.fixture(scope="module", params=KINDS.values(), ids=KINDS.keys())
def shown(request: pytest.FixtureRequest, pair: Windows) -> Windows:
    """Both windows, with a page of one kind."""
    pair.show(request.param)
    return pair


def violations(
    page: Page, but: Sequence[str] = (), only: Sequence[str] = (), within: str = "html"
) -> list[str]:
    """List what axe finds: the rule, and the first place that breaks it.

    All its rules are asked for, or all *but* some, or *only* some, of what stands *within*.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe_script())
    found = page.evaluate(
        """async ([tags, but, only, within]) => {
            const rules = only.length ? only
                : axe.getRules(tags).map(rule => rule.ruleId).filter(id => !but.includes(id));
            const options = {runOnly: {type: 'rule', values: rules}, resultTypes: ['violations']};
            const result = await axe.run(within, options);
            return result.violations.map(({id, nodes: [node]}) =>
                [id, node.target, node.failureSummary]);
        }""",
        [TAGS, but, only, within],
    )
    return [f"{rule} at {target}: {summary}" for rule, target, summary in found]


def looked_at(windows: Windows) -> str:
    """Select what is looked at in other colours and sizes: all of a page, or its main part."""
    return "html" if windows.address in FRAMES else "main"


def overflow(page: Page) -> int:
    """Tell how many pixels of the page stand beyond the window's right edge."""
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


def double_text(page: Page) -> None:
    """Set the text at 200 %, as the browser's own setting does, which no policy forbids."""
    page.evaluate(
        """() => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync('html { font-size: 200% }');
            document.adoptedStyleSheets = [sheet];
        }"""
    )


def displaced_in_the_dark(page: Page) -> list[str]:
    """Give the page its dark colours; list the elements that stand elsewhere then."""
    places = """[...document.querySelectorAll('body *')].map(item => {
        const box = item.getBoundingClientRect();
        return [item, [box.x, box.y, box.width, box.height].join(' ')];
    })"""
    page.evaluate(f"() => {{ window.placesInTheLight = new Map({places}); }}")
    page.emulate_media(color_scheme="dark")
    return page.evaluate(
        f"""() => {places}.filter(([item, place]) => window.placesInTheLight.get(item) !== place)
            .map(([item, place]) => `${{item.outerHTML.slice(0, 99)}} ${{place}}`)"""
    )


def test_nothing_collapses_on_old_phones(shown):
    """Chrome 80 and iOS 13 know neither the gap of a flex row nor aspect-ratio: none is used."""
    for page in shown.both:
        assert (
            page.evaluate(
                """() => [...document.querySelectorAll('body :not(source, track)')].filter(item => {
                    const style = getComputedStyle(item);
                    const gaps = [style.columnGap, style.rowGap];
                    return style.display.includes('flex')
                        ? gaps.some(gap => gap !== 'normal' && parseFloat(gap))
                        : !style.aspectRatio.startsWith('auto');
                }).map(item => item.className)"""
            )
            == []
        )


def test_page_is_accessible(shown):
    """axe finds nothing, wide or narrow, where at 320 px nothing stands beyond the edge.

    Colours that only a narrow window has are those of the frame, and of the design bench.
    """
    but = () if shown.address in UNLIKE_ADDRESSES else COLOURS
    assert (overflow(shown.wide), violations(shown.wide, but=but)) == (0, [])
    but = () if shown.address == KINDS["front"] else COLOURS
    assert (overflow(shown.narrow), violations(shown.narrow, but=but)) == (0, [])


def test_dark_page_is_accessible(windows):
    """A device that prefers dark colours gets other colours, and they suffice."""
    page = windows.wide
    assert displaced_in_the_dark(page) == []
    if windows.address in UNLIKE_ADDRESSES:
        assert violations(page, only=COLOURS, within=looked_at(windows)) == []


def test_page_bears_text_of_double_size(windows):
    """With the text at 200 % nothing is cut off or pushed out, wide or narrow."""
    page, within = windows.wide, looked_at(windows)
    size = "parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)"
    usual = page.evaluate(size)
    double_text(page)
    assert page.evaluate(size) > 1.4 * usual
    assert (overflow(page), violations(page, only=SIZES, within=within)) == (0, [])
    page.set_viewport_size({"width": 640, "height": 900})
    assert overflow(page) == 0


def test_nothing_moves_while_a_page_loads(shown):
    """What has been drawn stays where it is, scripts and photos or not."""
    assert shown.moved == [0, 0]


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("kind", ["Khmer front", "Khmer article"])
def test_khmer_letters_that_come_late_move_nothing(open_page, site, kind, viewport):
    """A device that lacks them shows the page with them, or after 3 s, or where none will come."""
    page = open_page("/robots.txt", viewport)
    held = []
    page.route("**/*.woff2", lambda route: held.append(route))
    visible = "getComputedStyle(document.body).visibility"
    page.goto(site + KINDS[kind], wait_until="domcontentloaded")
    wait_until(page, "document.readyState === 'interactive'")
    assert page.evaluate(visible) == "hidden"
    assert [route.continue_() for route in held] == [None]
    wait_until(page, f"{visible} === 'visible'")
    assert page.evaluate("document.fonts.check('1em web-khmer', '\\u1780')")
    assert moved(page) == 0
    page.unroute("**/*.woff2")
    page.route("**/*.woff2", lambda route: route.fulfill(status=404))
    page.goto("about:blank")
    page.goto(site + KINDS[kind])
    wait_until(page, f"{visible} === 'visible'")
    assert moved(page) == 0


def test_page_that_is_not_in_khmer_waits_for_no_letters(open_page, site):
    """Nor one in Khmer whose letters do not come: it is shown after 3 s."""
    before = {"before": lambda page: page.route("**/*.woff2", lambda route: None)}
    page = open_page("/tin-tuc/", **before)
    visible = "getComputedStyle(document.body).visibility"
    assert page.evaluate(visible) == "visible"
    page.goto(site + KINDS["Khmer front"], wait_until="domcontentloaded")
    assert page.evaluate(visible) == "hidden"
    wait_until(page, f"{visible} === 'visible'")


def test_targets_are_large_enough_to_hit(shown):
    """Whatever is pressed measures 24 px at least both ways, words within a sentence apart."""
    for page in shown.both:
        small = page.evaluate(
            """() => [...document.querySelectorAll('a[href], button, input, summary')]
                .filter(item => item.checkVisibility() && !item.matches('.skip'))
                .filter(item => !item.closest(
                    '.prose p, .prose li, .prose td, .empty, .note__title'))
                .map(item => {
                    // The link of a story covers all of it, its words at least.
                    const whole = item.matches('.card__link, .row__link, .line__link');
                    return [item, (whole ? item.closest('.card__words, .row, .line') : item)
                        .getBoundingClientRect()];
                })
                .filter(([item, box]) => Math.min(box.width, box.height) < 24 - 1e-3)
                .map(([item, box]) => `${item.outerHTML} ${box.width} x ${box.height}`)"""
        )
        assert small == []


def test_nothing_glides_where_motion_is_unwelcome(windows):
    """With reduced motion no scrolling, transition or animation takes time."""
    page = windows.wide
    page.emulate_media(reduced_motion="reduce")
    moving = page.evaluate(
        """() => [...document.querySelectorAll(':not(source, track)')].filter(item => {
            const style = getComputedStyle(item);
            return style.scrollBehavior !== 'auto' || parseFloat(style.transitionDuration)
                || style.animationName !== 'none';
        }).map(item => item.outerHTML.slice(0, 99))"""
    )
    assert moving == []


def test_forced_colours_keep_edges_and_marks(windows):
    """In the reader's own colours what backgrounds told is told by lines."""
    page = windows.wide
    page.emulate_media(forced_colors="active")
    if windows.address in UNLIKE_ADDRESSES:
        assert violations(page, only=COLOURS, within=looked_at(windows)) == []
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
