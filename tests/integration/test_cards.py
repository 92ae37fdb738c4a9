# SPDX-License-Identifier: AGPL-3.0-or-later
"""Share cards and icons: the same everywhere, drawn once, whatever a portal is called."""

import io
import random
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFont

from plugins.press.read.limits import time_limit
from plugins.press.render.card_file import CardFiles
from plugins.press.render.cards import PORTAL_CARD, CardMaker, _fit_title, _picture
from tests.small_site import ROOT

PORTAL = {
    "name": "Cổng thử",
    "lines": ("Cổng Thông tin điện tử", "Tỉnh Thử Nghiệm"),
    "colours": {"brand": "#0b5597", "brand-dark": "#073a68", "accent": "#c8161d"},
}
SECTION = "/chuyen-muc/kinh-te/"
#: Where the name of the section stands on a card.
BELOW_THE_RULE = (0, 270, 1200, 630)


def writer(store: Path, section: str = "Kinh tế", logo=None, **portal) -> CardMaker:
    return CardMaker(store, {**PORTAL, **portal}, {SECTION: section}, logo)


def drawn(card_maker: CardMaker, address: str = SECTION) -> Image.Image:
    data = card_maker.draw(card_maker.cards[address].address.removeprefix("/"))
    return Image.open(io.BytesIO(data))


def white_box(picture: Image.Image) -> tuple[int, int, int, int] | None:
    """Tell where words stand: within this box lies all that is white."""
    return picture.convert("L").point(lambda value: 255 * (value > 200)).getbbox()


def make_logo(kind: str, size: tuple[int, int] = (300, 100), colour: str = "#00ff00") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, kind)
    return file.getvalue()


def test_drawing_is_the_same_in_every_process(tmp_path):
    """Two stores, one picture under one name: byte for byte."""
    one, other = writer(tmp_path / "a"), writer(tmp_path / "b")
    assert one.files == other.files
    assert len(one.files) == 7
    for file in one.files:
        assert one.draw(file) == other.draw(file)


def test_drawing_is_drawn_once(tmp_path):
    """What the store holds is taken from there; another portal's drawings lie beside it."""
    first = writer(tmp_path)
    (file, *_) = first.files
    data = first.draw(file)
    (kept,) = tmp_path.iterdir()
    stamp = kept.stat().st_mtime_ns
    assert writer(tmp_path).draw(file) == data
    assert kept.stat().st_mtime_ns == stamp


@pytest.mark.parametrize("damage", [b"", b"x" * 5, b"\0" * 40_000])
def test_damaged_store_is_not_believed(tmp_path, damage):
    """A drawing that was cut or changed in the store is drawn again."""
    card_maker = writer(tmp_path)
    (file, *_) = card_maker.files
    data = card_maker.draw(file)
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(damage)
    assert card_maker.draw(file) == data
    kept.write_bytes(kept.read_bytes()[:-1])
    assert card_maker.draw(file) == data


def test_drawing_under_the_name_of_another_is_not_believed(tmp_path):
    """Whole as it is, it shows something else."""
    card_maker = writer(tmp_path)
    one, other, *_ = card_maker.files
    data = card_maker.draw(one)
    (kept,) = tmp_path.iterdir()
    card_maker.draw(other)
    (second,) = set(tmp_path.iterdir()) - {kept}
    kept.write_bytes(second.read_bytes())
    assert card_maker.draw(one) == data


@pytest.mark.parametrize(
    "change",
    [
        {"section": "Kinh tế - Tài chính"},
        {"lines": ("Cổng", "Tỉnh Khác")},
        {"colours": {**PORTAL["colours"], "brand": "#0b5598"}},
        {"logo": ("logo.png", make_logo("PNG"))},
        {"logo": ("logo.svg", b"<svg/>")},
    ],
    ids=["section", "lines", "colour", "logo", "drawing"],
)
def test_what_changes_the_picture_changes_its_name(tmp_path, change):
    """A file that browsers keep for ever never shows anything else."""
    before, after = writer(tmp_path), writer(tmp_path, **change)
    assert before.cards[SECTION].address != after.cards[SECTION].address
    assert drawn(before).tobytes() != drawn(after).tobytes()


def test_other_sections_keep_their_cards(tmp_path):
    """The words of one section are no concern of the portal's card and the icons."""
    before, after = writer(tmp_path), writer(tmp_path, section="Khác")
    assert before.files["favicon.ico"] == after.files["favicon.ico"]
    assert before.cards[PORTAL_CARD] == after.cards[PORTAL_CARD]
    assert before.icons == after.icons


@pytest.mark.parametrize(
    "section",
    [
        "Y tế",
        "Cải cách hành chính - Chuyển đổi số",
        "Hoạt động của Ủy ban nhân dân, Hội đồng nhân dân và Đoàn đại biểu Quốc hội tỉnh ở các"
        " xã, phường, đặc khu sau ngày sắp xếp đơn vị hành chính",
        "Nghiêngngảnghiêngngảnghiêngngảnghiêngngảnghiêngngả",
    ],
    ids=["short", "two lines", "long", "one word"],
)
def test_words_stay_within_the_margins(tmp_path, section):
    """A name of any length is set in lines and made smaller until it fits."""
    left, top, right, bottom = white_box(drawn(writer(tmp_path, section)).crop(BELOW_THE_RULE))
    assert left >= 78 and right <= 1122
    assert top >= 0 and bottom <= 360 - 60


def test_stacked_marks_are_whole(tmp_path):
    """The marks of "Ế" and "Ậ" stand above the letter, none is a box or a question mark."""
    plain, marked = (
        white_box(drawn(writer(tmp_path, words)).crop(BELOW_THE_RULE)) for words in ("EA", "ẾẬ")
    )
    assert marked[1] < plain[1] - 15
    assert marked[3] > plain[3] + 8


def test_words_that_the_font_lacks_are_left_out(tmp_path):
    """A section with a Khmer name has the portal's picture: better than empty boxes."""
    card_maker = writer(tmp_path, "ដំណឹង")
    assert drawn(card_maker).tobytes() == drawn(card_maker, PORTAL_CARD).tobytes()
    assert card_maker.cards[SECTION].alt == "Cổng thử – ដំណឹង"


def test_every_letter_of_vietnamese_is_in_the_font(tmp_path):
    """No letter, tone or case is missing: each differs from the box for what is not there."""
    font = ROOT / "plugins/press/render/fonts/NotoSans-Bold.ttf"
    face = ImageFont.truetype(font, 40, layout_engine=ImageFont.Layout.BASIC)
    box = bytes(face.getmask("\ue000"))
    letters = (
        "aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
    )
    lacking = [
        letter
        for letter in letters + letters.upper() + "0123456789–“”…"
        if bytes(face.getmask(letter)) == box
    ]
    assert lacking == []


def test_emblem_is_the_logo(tmp_path):
    """A portal with a picture for a logo shows that on its cards and icons, undistorted."""
    card_maker = writer(tmp_path, logo=("img/logo.png", make_logo("PNG", (300, 100))))
    emblem = drawn(card_maker).convert("RGB").crop((80, 64, 230, 214))
    green = ImageChops.difference(emblem, Image.new("RGB", emblem.size, "#00ff00")).convert("L")
    left, top, right, bottom = green.point(lambda value: 255 * (value < 30)).getbbox()
    assert abs((right - left) - 150) <= 2 and abs((bottom - top) - 50) <= 2
    touch = card_maker.draw(card_maker.icons["touch"].address.removeprefix("/"))
    with Image.open(io.BytesIO(touch)) as icon:
        assert icon.getpixel((90, 90)) == (0, 255, 0)
        assert icon.getpixel((90, 10)) == (255, 255, 255)


def test_logo_that_is_a_drawing_gives_no_emblem(tmp_path):
    """Pillow reads no SVG: rather no emblem and no icon than those of another portal."""
    card_maker = writer(tmp_path, logo=("img/logo.svg", b"<svg/>"))
    assert card_maker.icons == {}
    star = {(0xFF, 0xD2, 0x3F), (0xC8, 0x16, 0x1D)}
    colours = {colour for _, colour in drawn(card_maker).getcolors(1 << 20)}
    assert star - colours == star


# ── Cards of articles ────────────────────────────────────────────────────────

LONG = (
    "Chủ tịch UBND tỉnh: “Không để người dân phải đi lại nhiều lần vì một bộ hồ sơ, mọi thủ tục"
    " phải được giải quyết đúng hẹn, đúng quy định và công khai kết quả trên Cổng dịch vụ công”"
)
#: Where the title stands on the card of an article in a section.
TITLE_PLACE = (0, 240, 1200, 550)


def card(tmp_path, title: str, section: str = "Kinh tế", day: str = "23/02/2017", **portal):
    card_maker = writer(tmp_path, **portal)
    data = card_maker.draw_article(card_maker._lines, section, title, day)
    return data, Image.open(io.BytesIO(data))


@pytest.mark.parametrize(
    "title",
    [
        "Lúa",
        "HỘI NGHỊ CÁN BỘ, CÔNG CHỨC: “KẾT QUẢ” NĂM 2016",
        LONG,
        "Nghiêngngả" * 12,
        "Lúa " + "nghiêngngả" * 12 + " mới",
        "1.234.567 - 89 %",
    ],
    ids=["short", "capitals", "long", "one word", "long word within", "figures"],
)
def test_title_stands_on_its_card_within_the_margins(tmp_path, title):
    """In four lines at most, whatever it is; the file is small and of 16 colours."""
    data, picture = card(tmp_path, title)
    assert (picture.format, picture.mode, picture.size) == ("PNG", "P", (1200, 630))
    assert len(picture.getcolors()) <= 16
    assert len(data) <= 25_000
    words = white_box(picture.convert("RGB").crop(TITLE_PLACE))
    assert words is not None
    left, top, right, bottom = words
    assert left >= 78 and right <= 1122 and top >= 0 and bottom <= 310


def test_long_title_ends_in_an_ellipsis_behind_a_word():
    """What has no room goes by the word; one that has room is set whole."""
    block = _fit_title(LONG, 1040, 300)
    assert len(block.lines) == 4
    words = " ".join(block.lines)
    assert words.endswith("…") and LONG.startswith(words[:-1] + " ")
    assert " ".join(_fit_title("Hội nghị cán bộ: năm 2016", 1040, 300).lines) == (
        "Hội nghị cán bộ: năm 2016"
    )


@pytest.mark.parametrize("title", ["a" * 20_000, "Ổ" * 20_000, "l " * 10_000, "i." * 10_000])
def test_title_of_20_000_letters_is_set_at_once(title):
    """It took minutes, a letter less at a time; what has room stands there."""
    with time_limit(5):
        block = _fit_title(title, 1040, 300)
    assert block.lines[-1].endswith("…")
    assert title.startswith(" ".join(block.lines).removesuffix("…"))


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Lúa thu đông"},
        {"section": "Nông nghiệp"},
        {"day": "24/02/2017"},
        {"lines": ("Cổng", "Tỉnh Khác")},
        {"colours": {**PORTAL["colours"], "brand-dark": "#073a69"}},
        {"logo": ("logo.png", make_logo("PNG"))},
    ],
    ids=["title", "section", "day", "lines", "colour", "logo"],
)
def test_all_that_a_card_is_made_of_is_seen_on_it(tmp_path, change):
    """What shapes the style is in its key, too, but for words."""
    usual = {"title": "Lúa đông xuân"}
    assert card(tmp_path, **usual)[0] == card(tmp_path, **usual)[0]
    before, after = card(tmp_path, **usual)[1], card(tmp_path, **{**usual, **change})[1]
    assert before.convert("RGB").tobytes() != after.convert("RGB").tobytes()
    styled = {key: value for key, value in change.items() if key in ("colours", "logo")}
    keys = {writer(tmp_path).style_key, writer(tmp_path, **styled).style_key}
    assert len(keys) == (2 if styled else 1)


def test_card_is_the_same_whatever_was_drawn_before(tmp_path):
    """Pictures of words are kept; that changes no pixel."""
    first, _ = card(tmp_path, LONG)
    _picture.cache_clear()
    card(tmp_path, "Chủ tịch ỦY BAN")
    assert card(tmp_path, LONG)[0] == first


def test_file_of_a_card_shows_every_pixel_as_it_was_drawn():
    """What all begin with is packed once; each ends in its own, in all 16 colours."""
    chance = random.Random(7)
    palette = [chance.randrange(256) for _ in range(48)]
    head, *rests = (
        Image.frombytes("P", (20, rows), bytes(chance.randrange(16) for _ in range(20 * rows)))
        for rows in (3, 5, 1)
    )
    files = CardFiles(head, palette)
    for rest in (*rests, rests[0]):
        with Image.open(io.BytesIO(files.write(rest))) as picture:
            assert picture.size == (20, 3 + rest.height)
            assert picture.tobytes() == head.tobytes() + rest.tobytes()
            assert picture.getpalette() == palette


def test_section_that_the_font_lacks_is_left_out_of_a_card(tmp_path):
    """Its title takes the place."""
    _, named = card(tmp_path, "Rice", "Economy")
    _, bare = card(tmp_path, "Rice", "ដំណឹង")
    top = [white_box(one.convert("RGB").crop((0, 180, 1200, 550)))[1] for one in (named, bare)]
    assert top[0] != top[1]


def test_planning_needs_no_pillow():
    """A build without new words does not even load the image library."""
    program = (
        "import sys; from pathlib import Path; from plugins.press.render.cards import CardMaker; "
        f"CardMaker(Path('nowhere'), {PORTAL!r}, {{}}, None); "
        "sys.exit('PIL' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0
