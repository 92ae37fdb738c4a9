# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which copies of a photo the site publishes, and under which names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.newsroom.photo import (
    RECIPE,
    WIDTHS,
    Derivative,
    Original,
    Photo,
    has_shared,
    place_cut,
    plan_cuts,
    plan_derivatives,
    plan_shared,
    shared_photo,
)

DIGEST = "a3" * 32

originals = st.builds(
    Original,
    digest=st.just(DIGEST),
    width=st.integers(1, 40_000),
    height=st.integers(1, 40_000),
)


def sizes(original: Original, format_: str = "avif") -> list[tuple[int, int]]:
    return [
        (copy.width, copy.height) for copy in plan_derivatives(original) if copy.format == format_
    ]


@pytest.mark.parametrize(
    ("width", "height", "expected"),
    [
        # wider than every column
        (4000, 3000, [(320, 240), (640, 480), (960, 720), (1440, 1080)]),
        (1440, 1080, [(320, 240), (640, 480), (960, 720), (1440, 1080)]),
        # between two columns: its own width only when it shows a quarter more
        (1439, 1439, [(320, 320), (640, 640), (960, 960), (1439, 1439)]),
        (1200, 600, [(320, 160), (640, 320), (960, 480), (1200, 600)]),
        (1199, 1199, [(320, 320), (640, 640), (960, 960)]),
        (800, 800, [(320, 320), (640, 640), (800, 800)]),
        (799, 799, [(320, 320), (640, 640)]),
        (400, 100, [(320, 80), (400, 100)]),
        (399, 399, [(320, 320)]),
        # exactly a column
        (640, 480, [(320, 240), (640, 480)]),
        (320, 240, [(320, 240)]),
        # narrower than the narrowest column
        (319, 500, [(319, 500)]),
        (1, 1, [(1, 1)]),
        # very wide and very tall
        (30_000, 10, [(320, 1), (640, 1), (960, 1), (1440, 1)]),
        (1000, 30_000, [(320, 9600), (640, 19_200), (960, 28_800)]),
        # half a pixel counts as one
        (640, 5, [(320, 3), (640, 5)]),
        (640, 7, [(320, 4), (640, 7)]),
    ],
)
def test_sizes(width, height, expected):
    """A photo has one copy for each column it can fill, in the same proportions."""
    original = Original(DIGEST, width, height)
    assert sizes(original, "avif") == expected
    assert sizes(original, "jpeg") == expected


def test_order_and_names():
    """Copies go from narrow to wide, AVIF first; the name tells source, width, format."""
    copies = plan_derivatives(Original(DIGEST, 800, 600))
    key = copies[0].name[:16]
    assert [copy.name for copy in copies] == [
        f"{key}-320.avif",
        f"{key}-320.jpg",
        f"{key}-640.avif",
        f"{key}-640.jpg",
        f"{key}-800.avif",
        f"{key}-800.jpg",
    ]
    assert set(key) <= set("0123456789abcdef")
    assert copies[1].address == f"/anh/{key}-320.jpg"


def test_name_other_source():
    """Photos that differ in one byte share no name."""
    one = {copy.name for copy in plan_derivatives(Original("a" * 64, 800, 600))}
    other = {copy.name for copy in plan_derivatives(Original("b" * 64, 800, 600))}
    assert not one & other


def test_name_other_recipe(monkeypatch):
    """A copy made another way has another name, since browsers keep the first for ever."""
    before = Original(DIGEST, 800, 600).key
    monkeypatch.setattr("plugins.newsroom.photo.RECIPE", RECIPE + " sharper")
    assert Original(DIGEST, 800, 600).key != before


@pytest.mark.parametrize(("width", "height"), [(0, 600), (800, 0), (-1, 600), (0, 0)])
def test_size_impossible(width, height):
    """A photo without pixels is refused, with the size seen."""
    with pytest.raises(ValueError, match=f"{width}x{height}"):
        plan_derivatives(Original(DIGEST, width, height))


@given(originals)
def test_never_wider_than_original(original):
    """No copy shows more pixels than the photo has, and there is always one."""
    copies = plan_derivatives(original)
    assert copies
    assert all(1 <= copy.width <= min(original.width, WIDTHS[-1]) for copy in copies)
    assert all(1 <= copy.height <= original.height for copy in copies)


@given(originals)
def test_same_proportions(original):
    """A copy is off its photo's proportions by half a pixel at most."""
    for copy in plan_derivatives(original):
        exact = original.height * copy.width / original.width
        assert abs(copy.height - exact) <= 0.5 or (copy.height == 1 and exact < 0.5)


@given(originals)
def test_widths_climb(original):
    """The widths of one format climb; both formats have the same."""
    assert sizes(original, "avif") == sizes(original, "jpeg")
    widths = [width for width, _ in sizes(original)]
    assert widths == sorted(set(widths))


def test_photo_copies():
    """A template finds its copies by format, and one JPEG for those that choose none."""
    photo = Photo(Original(DIGEST, 4032, 3024), alt="Cầu Mỹ Thuận", credit="Minh Anh")
    assert [copy.width for copy in photo.avif] == [320, 640, 960, 1440]
    assert [copy.width for copy in photo.jpeg] == [320, 640, 960, 1440]
    assert {copy.format for copy in photo.avif} == {"avif"}
    assert {copy.format for copy in photo.jpeg} == {"jpeg"}
    assert (photo.fallback.format, photo.fallback.width) == ("jpeg", 640)
    assert (photo.largest.format, photo.largest.width) == ("jpeg", 1440)
    assert (photo.width, photo.height) == (1440, 1080)
    assert photo.caption is None


@pytest.mark.parametrize(
    ("width", "fallback"),
    [(200, 200), (399, 320), (500, 500), (640, 640), (799, 640), (2000, 640)],
)
def test_photo_fallback(width, fallback):
    """The copy for old readers is the one nearest to 640 px."""
    assert Photo(Original(DIGEST, width, 300), alt="").fallback.width == fallback


@pytest.mark.parametrize(
    ("width", "height", "expected"),
    [
        # the shape of most cameras: all three, each as large as the widest copy allows
        (3000, 2000, [(1440, 810), (1280, 960), (960, 960)]),
        # the shapes that a photo has itself are left out
        (4000, 3000, [(1440, 810), (1080, 1080)]),
        (1920, 1080, [(1080, 810), (810, 810)]),
        (1440, 1440, [(1440, 810), (1440, 1080)]),
        # a pixel more or less makes no other shape
        (1440, 811, [(1080, 810), (811, 811)]),
        (1440, 1081, [(1440, 810), (1081, 1081)]),
        (3000, 2251, [(1440, 810), (1080, 1080)]),
        # held upright
        (3000, 4000, [(1440, 810), (1440, 1080), (1440, 1440)]),
        (1080, 1440, [(960, 540), (960, 720), (960, 960)]),
        # too small for some shapes, or for all
        (800, 600, [(800, 450)]),
        (704, 2000, []),
        (640, 480, []),
        (1044, 696, [(960, 540), (852, 639)]),
        (1200, 696, [(1200, 675), (928, 696), (696, 696)]),
        (1200, 695, [(1200, 675), (924, 693)]),
        (30_000, 10, []),
        (1, 1, []),
    ],
)
def test_cuts(width, height, expected):
    """A photo is cut to each shape that it has not, at least 696 px wide, never enlarged."""
    cuts = plan_cuts(Original(DIGEST, width, height))
    assert [(cut.width, cut.height) for cut in cuts] == expected
    assert Photo(Original(DIGEST, width, height), "").cuts == cuts


@given(originals)
def test_cuts_are_exact_and_inside(original):
    """A cut is 16:9, 4:3 or 1:1 to the pixel, and lies within the widest copy."""
    widest = plan_derivatives(original)[-1]
    for cut in plan_cuts(original):
        assert any(cut.width * y == cut.height * x for x, y in ((16, 9), (4, 3), (1, 1)))
        assert cut.format == "jpeg"
        left, top, right, bottom = place_cut(cut, widest.width, widest.height)
        assert 0 <= left < right <= widest.width
        assert 0 <= top < bottom <= widest.height
        assert (right - left, bottom - top) == (cut.width, cut.height)


@given(originals)
def test_names_of_cuts_are_their_own(original):
    """No cut has the name of another or of a copy; all begin with the key of the photo."""
    names = [copy.name for copy in (*plan_derivatives(original), *plan_cuts(original))]
    assert len(set(names)) == len(names)
    assert {name[:16] for name in names} == {original.key}


@pytest.mark.parametrize(
    ("cut", "width", "height", "place"),
    [
        ((1280, 960), 1440, 960, (80, 0, 1360, 960)),
        ((1440, 810), 1440, 960, (0, 50, 1440, 860)),
        ((1440, 810), 1440, 1920, (0, 370, 1440, 1180)),
    ],
)
def test_place_of_a_cut(cut, width, height, place):
    """What is cut away goes alike at both sides, and twice as much below as above."""
    assert place_cut(Derivative("jpeg", *cut, "a.jpg"), width, height) == place


def test_word_of_an_original():
    """Digest and size, of which the original is made again."""
    original = Original(DIGEST, 800, 600)
    assert original.word == f"{DIGEST}-800x600"
    assert Original.of_word(f"{DIGEST}-800x600") == original


@given(originals)
def test_word_tells_all_of_an_original(original):
    """A bundle of photos is remembered by their words alone."""
    assert Original.of_word(original.word) == original


@pytest.mark.parametrize(
    ("width", "height", "shared"),
    [
        # whole, in every usual shape
        (3000, 2000, (1440, 960)),
        (1080, 1920, (960, 1707)),
        (600, 315, (600, 315)),
        (320, 250, (320, 250)),
        (399, 250, (320, 201)),
        (320, 240, (320, 240)),
        (300, 200, (300, 200)),
        (1000, 2000, (960, 1920)),
        (3000, 1000, (1440, 480)),
        # a logo, an icon, a line, a strip
        (90, 60, None),
        (60, 40, None),
        (200, 200, None),
        (299, 598, None),
        (399, 240, None),
        (1000, 199, None),
        (1, 1, None),
        # beyond these shapes: the widest cut
        (1080, 9000, (960, 540)),
        (1000, 2001, (960, 540)),
        (4000, 700, None),
        (8000, 2600, (832, 468)),
        (720, 30000, None),
        # too narrow for a cut
        (640, 9000, None),
    ],
)
def test_shared_copy(width, height, shared):
    """A share card shows a whole photo that is large enough, or a cut of an extreme shape."""
    original = Original(DIGEST, width, height)
    copy = plan_shared(original)
    assert (copy and (copy.width, copy.height)) == shared
    assert has_shared(original) == (shared is not None)


@given(originals)
def test_shared_copy_is_one_that_networks_show(original):
    """It is a JPEG of at least 200 pixels a side, at most twice as high and thrice as wide."""
    copy = plan_shared(original)
    assert has_shared(original) == (copy is not None)
    if copy is not None:
        assert copy in (*plan_derivatives(original), *plan_cuts(original))
        assert copy.format == "jpeg"
        assert min(copy.width, copy.height) >= 200
        assert copy.height <= 2 * copy.width + 1
        assert copy.width <= 3 * copy.height + 3


def test_first_photo_that_is_fit_is_shared():
    """A logo in front of the photos is passed over; without a fit one there is none."""
    logo, strip, one, other = (
        Photo(Original(digit * 64, *size), "")
        for digit, size in zip("abcd", ((90, 60), (4000, 700), (800, 600), (900, 600)), strict=True)
    )
    assert shared_photo((logo, strip, one, other)) == one
    assert shared_photo((logo, strip)) is None
    assert shared_photo(()) is None
