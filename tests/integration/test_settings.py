# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the settings may say: every slip is told with its mend, all in one run."""

import re
from pathlib import Path

import pytest
from pelican.settings import DEFAULT_CONFIG

import pelicanconf
from plugins.press.contrast import contrast, darkened, passes
from plugins.press.settings import (
    ICONS,
    OPTIONAL_SETTINGS,
    OWN_SETTINGS,
    SettingsRefusal,
    refuse_settings,
    refuse_what_pelican_cannot_take,
)
from plugins.press.unheeded import HONOURED

ROOT = Path(__file__).resolve().parents[2]
SOUND = {
    **DEFAULT_CONFIG,
    **{name: value for name, value in vars(pelicanconf).items() if name.isupper()},
}
# What a section is for is told of the sections of the project.
INTROS = SOUND.pop("SECTION_INTROS")
PORTAL = SOUND["PORTAL"]


def told(**settings: object) -> list[str]:
    """List what is told of the project's settings with *settings* over them; None takes away."""
    if "NEWS_SECTIONS" in settings:
        # Other sections have other names in other languages.
        settings.setdefault("PORTAL_IN", {})
    try:
        refuse_settings({**SOUND, **settings})
    except SettingsRefusal as refusal:
        return str(refusal).splitlines()
    return []


def told_of_portal(**portal: object) -> list[str]:
    return told(PORTAL={**PORTAL, **portal})


def test_sections_that_are_none_are_told_once():
    """What else names sections cannot be compared with them."""
    rest = {"PORTAL_IN": pelicanconf.PORTAL_IN, "SECTION_INTROS": INTROS}
    (line,) = told(NEWS_SECTIONS={}, **rest)
    assert line.startswith("không dùng được NEWS_SECTIONS là «{}»")


def test_settings_of_the_project_are_sound():
    """Nothing is told of them."""
    assert told() == []


def test_portal_in_another_language_is_whole_or_not_there():
    """All faults of it in one run, each with its mend; a section may keep its own name."""
    english = pelicanconf.PORTAL_IN["en"]
    assert told(PORTAL_IN={"en": {**english, "sections": {}}}) == []
    assert told(PORTAL_IN={}) == []
    rest = {key: value for key, value in english.items() if key not in ("credit", "licence")}
    faulty = {**rest, "licences": "1", "name": " ", "lines": ("a",), "sections": {"x": "X"}}
    name = "PORTAL_IN của tiếng «en»"
    assert told(PORTAL_IN={"en": faulty, "fr": {}, "km": []}) == [
        f"không có khóa «licences» trong {name} — Sửa: sửa thành «licence»",
        f"{name} thiếu khóa «credit» — Sửa: thêm nó bằng tiếng ấy, hoặc bỏ cả tiếng ấy",
        f"không dùng được name của {name} là « » — Sửa: ghi một dòng chữ trong ngoặc kép",
        f"không dùng được lines của {name} là «('a',)» — Sửa: ghi đúng hai dòng: "
        '("Dòng trên", "Dòng dưới")',
        f"sections của {name} có mục lạ «x» — Sửa: bỏ dòng ấy",
        "không có tiếng «fr» trong PORTAL_IN — Sửa: được dùng: en, km",
        "không dùng được PORTAL_IN của tiếng «km» là «[]» — Sửa: ghi một dict, "
        "như trong pelicanconf.py",
    ]


@pytest.mark.parametrize(
    "portal",
    [
        {"links": ()},
        {"links": [["Tỉnh", "https://tinh.gov.vn/a?b=1#c"], ["Liên hệ", "/lien-he/"]]},
        {"lines": ["Một", "Hai"]},
        {"logo": "img/quoc-huy.png"},
        {"colours": {"brand": "#005A3C", "brand-dark": "#003c28"}},
        {"email": "ban.bien-tap@xa.tinh.gov.vn"},
    ],
)
def test_what_portal_may_say(portal):
    """Lists serve as well as tuples; links, logo and accent may lack."""
    assert told_of_portal(**portal) == []


def without(name: str) -> dict[str, object]:
    return {key: value for key, value in PORTAL.items() if key != name}


@pytest.mark.parametrize(
    ("portal", "line"),
    [
        ("Vĩnh Long", "không dùng được PORTAL là «Vĩnh Long» — Sửa: ghi một dict, như trong"),
        (
            {**without("email"), "emial": "a@b.vn"},
            "không có khóa «emial» trong PORTAL — Sửa: sửa thành «email»",
        ),
        (
            {**without("licence"), "license": "Số 1"},
            "không có khóa «license» trong PORTAL — Sửa: sửa thành «licence»",
        ),
        (without("phone"), "PORTAL thiếu khóa «phone» — Sửa: thêm nó, như trong pelicanconf.py"),
        (without("colours"), "PORTAL thiếu khóa «colours» — Sửa: "),
        ({**PORTAL, "fax": "1"}, "không có khóa «fax» trong PORTAL — Sửa: bỏ nó; được dùng: name"),
        ({**PORTAL, "name": 5}, "không dùng được name của PORTAL là «5» — Sửa: ghi một dòng chữ"),
        ({**PORTAL, "editor": " "}, "không dùng được editor của PORTAL là « » — Sửa: "),
        (
            {**PORTAL, "lines": ("Một",)},
            "không dùng được lines của PORTAL là «('Một',)» — Sửa: ghi đúng hai dòng",
        ),
        (
            {**PORTAL, "lines": ("1", "2", "3")},
            "không dùng được lines của PORTAL là «('1', '2', '3')» — Sửa: ",
        ),
        ({**PORTAL, "lines": "Một dòng"}, "không dùng được lines của PORTAL là «Một dòng» — Sửa: "),
        (
            {**PORTAL, "email": "bientap"},
            "không dùng được email của PORTAL là «bientap» — Sửa: ghi địa chỉ thư",
        ),
        ({**PORTAL, "logo": 3}, "không dùng được logo của PORTAL là «3» — Sửa: "),
        ({**PORTAL, "links": "x"}, "không dùng được links của PORTAL là «x» — Sửa: ghi các cặp"),
        (
            {**PORTAL, "links": ("Tỉnh",)},
            "không dùng được một dòng links của PORTAL là «Tỉnh» — Sửa: ghi một cặp",
        ),
        (
            {**PORTAL, "links": (("Tỉnh",),)},
            "không dùng được một dòng links của PORTAL là «('Tỉnh',)» — Sửa: ",
        ),
        (
            {**PORTAL, "links": (("Tỉnh", "tinh.gov.vn"),)},
            "không dùng được địa chỉ của «Tỉnh» trong links là «tinh.gov.vn» — Sửa: ghi «https://tinh.gov.vn»",
        ),
        (
            {**PORTAL, "links": (("Tỉnh", "htttps://tinh.gov.vn/"),)},
            "không dùng được địa chỉ của «Tỉnh» trong links là «htttps://tinh.gov.vn/» — Sửa: ghi «https://tinh.gov.vn/»",
        ),
        (
            {**PORTAL, "links": (("Tỉnh", "javascript:alert(1)"),)},
            "không dùng được địa chỉ của «Tỉnh» trong links là «javascript:alert(1)» — Sửa: ",
        ),
        (
            {**PORTAL, "links": (("Thư", "mailto:a@b.vn"),)},
            "không dùng được địa chỉ của «Thư» trong links là «mailto:a@b.vn» — Sửa: ghi địa chỉ",
        ),
        (
            {**PORTAL, "links": (("Tỉnh", "https://tinh.vn:99999/"),)},
            "không dùng được địa chỉ của «Tỉnh» trong links là «https://tinh.vn:99999/» — Sửa: ",
        ),
        (
            {**PORTAL, "links": (("Tỉnh", "https://tinh.gov.vn/\0"),)},
            "không dùng được địa chỉ của «Tỉnh» trong links là «https://tinh.gov.vn/\0» — Sửa: ",
        ),
        (
            {**PORTAL, "colours": {"brand-dark": "#073a68"}},
            "colours của PORTAL thiếu «brand» — Sửa: ",
        ),
        (
            {**PORTAL, "colours": "#0b5597"},
            "không dùng được colours của PORTAL là «#0b5597» — Sửa: ",
        ),
        (
            {**PORTAL, "colours": {"brand": "#0b5597"}},
            "colours của PORTAL thiếu «brand-dark» — Sửa: ",
        ),
        (
            {**PORTAL, "colours": {**PORTAL["colours"], "acent": "#c00000"}},
            "không có màu «acent» trong PORTAL — Sửa: được dùng: accent",
        ),
        (
            {**PORTAL, "colours": {**PORTAL["colours"], "brand": "xanh"}},
            "không dùng được màu brand của PORTAL là «xanh» — Sửa: ghi sáu chữ số",
        ),
    ],
)
def test_slip_in_portal_is_told(portal, line):
    """One line, with the value seen and what to write instead."""
    lines = told(PORTAL=portal)
    assert len(lines) == 1
    assert lines[0].startswith(line)


@pytest.mark.parametrize(
    ("colour", "value", "line"),
    [
        (
            "brand",
            "#ffd34d",
            "màu brand của PORTAL là «#ffd34d» khó đọc: chữ và nền của cổng cần tương phản 4,5:1 "
            "theo WCAG AA — Sửa: ghi «#846d27», hoặc một màu sẫm hơn",
        ),
        (
            "brand-dark",
            "#5599dd",
            "màu brand-dark của PORTAL là «#5599dd» khó đọc: chữ trắng trên nền ấy cần tương phản "
            "4,5:1 theo WCAG AA — Sửa: ghi «#447ab0», hoặc một màu sẫm hơn",
        ),
        (
            "accent",
            "#ffcc00",
            "màu accent của PORTAL là «#ffcc00» khó đọc: đường kẻ trên nền sáng cần tương phản 3:1 "
            "theo WCAG AA — Sửa: ghi «#ad8a00», hoặc một màu sẫm hơn",
        ),
    ],
)
def test_colour_that_cannot_be_read_is_told_with_the_nearest_that_can(colour, value, line):
    """And that one passes, while the next lighter one does not."""
    assert told_of_portal(colours={**PORTAL["colours"], colour: value}) == [line]
    mended = re.search("ghi «(#[0-9a-f]{6})»", line)[1]
    assert told_of_portal(colours={**PORTAL["colours"], colour: mended}) == []


def test_contrast_is_that_of_wcag():
    """21 for black on white, 1 for equal colours; #767676 is the lightest grey for text."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#0b5597", "#0b5597") == pytest.approx(1)
    assert passes("#767676", ["#ffffff"], 4.5)
    assert not passes("#777777", ["#ffffff"], 4.5)
    assert darkened("#ffffff", ["#ffffff"], 4.5) == "#767676"
    assert darkened("#000000", ["#ffffff"], 4.5) == "#000000"


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        (
            "TIMEZONE",
            "Asia/Ho_Chi_Min",
            "không dùng được TIMEZONE là «Asia/Ho_Chi_Min» — Sửa: ghi «Asia/Ho_Chi_Minh»",
        ),
        ("TIMEZONE", "", "không dùng được TIMEZONE là «» — Sửa: ghi «Asia/Ho_Chi_Minh»"),
        ("TIMEZONE", 7, "không dùng được TIMEZONE là «7» — Sửa: ghi «Asia/Ho_Chi_Minh»"),
        ("TIMEZONE", "GMT+7", "không dùng được TIMEZONE là «GMT+7» — Sửa: ghi «Asia/Ho_Chi_Minh»"),
        ("TIMEZONE", "Asia/Hanoi", "không dùng được TIMEZONE là «Asia/Hanoi» — Sửa: ghi «Asia/Ho_"),
        (
            "PORTAL_URL",
            "tinh.gov.vn",
            "không dùng được PORTAL_URL là «tinh.gov.vn» — Sửa: ghi địa chỉ đầy đủ, ví dụ "
            "https://tinh.gov.vn",
        ),
        ("PORTAL_URL", "", "không dùng được PORTAL_URL là «» — Sửa: "),
        ("SITEURL", "//tinh.gov.vn", "không dùng được SITEURL là «//tinh.gov.vn» — Sửa: "),
        ("NEWS_SECTIONS", {}, "không dùng được NEWS_SECTIONS là «{}» — Sửa: "),
        ("NEWS_SECTIONS", ["Kinh tế"], "không dùng được NEWS_SECTIONS là «['Kinh tế']» — Sửa: "),
        (
            "NEWS_SECTIONS",
            {"thong-bao": "Thông báo", "Kinh tế": "Kinh tế"},
            'không dùng được địa chỉ của một mục trong NEWS_SECTIONS là «Kinh tế» — Sửa: ghi "kinh',
        ),
        (
            "NEWS_SECTIONS",
            {"thong-bao": "Thông báo", "a/b": "B"},
            'không dùng được địa chỉ của một mục trong NEWS_SECTIONS là «a/b» — Sửa: ghi "a-b": ',
        ),
        (
            "NEWS_SECTIONS",
            {"thong-bao": ""},
            "không dùng được tên của mục «thong-bao» trong NEWS_SECTIONS là «» — Sửa: ghi tên mục",
        ),
        (
            "NEWS_SECTIONS",
            {"thong-bao": "Tin", "tin": "TIN"},
            "hai mục «thong-bao» và «tin» của NEWS_SECTIONS cùng tên «TIN» — Sửa: đổi tên một mục",
        ),
        (
            "NOTICES_SECTION",
            "thong-baoo",
            "không có chuyên mục «thong-baoo» của NOTICES_SECTION — Sửa: chọn một trong: tin-tuc",
        ),
        (
            "OLD_NOTICE",
            "2025-07-01",
            "không dùng được OLD_NOTICE là «2025-07-01» — Sửa: ghi (ngày, lời)",
        ),
        ("OLD_NOTICE", ("2025-07-01",), "không dùng được OLD_NOTICE là «('2025-07-01',)» — Sửa: "),
        (
            "OLD_NOTICE",
            ("31/02/2025", "Cũ."),
            "ngày của OLD_NOTICE: «31/02/2025» không phải ngày có thật — Sửa: xem lại ngày",
        ),
        (
            "DATE_PATTERNS",
            "dd/MM/y",
            "không dùng được DATE_PATTERNS là «dd/MM/y» — Sửa: ghi đủ ba khóa: second, minute, day",
        ),
        (
            "DATE_PATTERNS",
            {"second": "y", "minute": "y"},
            "DATE_PATTERNS thiếu khóa «day» — Sửa: thêm «day»: 'Ngày' dd/MM/y",
        ),
        (
            "DATE_PATTERNS",
            {"second": "y", "minute": "y", "day": "y", "dya": "y"},
            "không có khóa «dya» trong DATE_PATTERNS — Sửa: sửa thành «day»",
        ),
        (
            "DATE_PATTERNS",
            {"second": "y", "minutes": "y", "day": "y"},
            "không có khóa «minutes» trong DATE_PATTERNS — Sửa: sửa thành «minute»",
        ),
        (
            "DATE_PATTERNS",
            {"second": "y", "minute": "y", "day": "y", "ngay": "y"},
            "không có khóa «ngay» trong DATE_PATTERNS — Sửa: được dùng: second, minute, day",
        ),
        (
            "DATE_PATTERNS",
            {"second": "y", "minute": "y", "day": "%d/%m/%Y"},
            "không dùng được mẫu «day» của DATE_PATTERNS là «%d/%m/%Y» — Sửa: ghi chữ",
        ),
        (
            "NEWS_SECTIONS",
            {"thong-bao": "Thông báo", 3: "Ba"},
            'không dùng được địa chỉ của một mục trong NEWS_SECTIONS là «3» — Sửa: ghi "3": ',
        ),
        (
            "DATE_PATTERNS",
            {"second": "y", "minute": "y", "day": "Ngày dd"},
            "không dùng được mẫu «day» của DATE_PATTERNS là «Ngày dd» — Sửa: ghi chữ",
        ),
        (
            "DATE_PATTERNS",
            {"second": "y", "minute": "y", "day": "'Ngày dd"},
            "không dùng được mẫu «day» của DATE_PATTERNS là «'Ngày dd» — Sửa: ",
        ),
        (
            "DATE_PATTERNS",
            {"second": "y", "minute": "", "day": "y"},
            "không dùng được mẫu «minute» của DATE_PATTERNS là «» — Sửa: ",
        ),
        (
            "DATE_PATTERNS",
            {"second": 1, "minute": "y", "day": "y"},
            "không dùng được mẫu «second» của DATE_PATTERNS là «1» — Sửa: ",
        ),
        ("PER_PAGE", 0, "không dùng được PER_PAGE là «0» — Sửa: ghi một số nguyên từ 1 trở lên"),
        ("PER_PAGE", "10", "không dùng được PER_PAGE là «10» — Sửa: "),
        ("PER_PAGE", True, "không dùng được PER_PAGE là «True» — Sửa: "),
        ("PER_PAGE", 2.5, "không dùng được PER_PAGE là «2.5» — Sửa: "),
        ("SEARCH", "no", "không dùng được SEARCH là «no» — Sửa: ghi True hoặc False"),
        (
            "SEARCH_ABBREVIATIONS",
            ["UBND"],
            "không dùng được SEARCH_ABBREVIATIONS là «['UBND']» — Sửa: ghi một dict: {",
        ),
        (
            "SEARCH_ABBREVIATIONS",
            {"…": "Ủy ban nhân dân"},
            "không dùng được một chữ viết tắt của SEARCH_ABBREVIATIONS là «…» — Sửa: ghi chữ",
        ),
        (
            "SEARCH_ABBREVIATIONS",
            {"UBND": "ủyban"},
            "không dùng được nghĩa của «UBND» trong SEARCH_ABBREVIATIONS là «ủyban» — Sửa: ghi đủ",
        ),
        (
            "SEARCH_ABBREVIATIONS",
            {"HĐND": "Hội đồng nhân dân", "hdnd": "Hội đồng nhân dân"},
            "«HĐND» và «hdnd» của SEARCH_ABBREVIATIONS là một khi tìm không dấu — Sửa: giữ một",
        ),
        ("SITENAME", "", "không dùng được SITENAME là «» — Sửa: ghi tên của cổng"),
        (
            "DEFAULT_LANG",
            "fr",
            "không dùng được DEFAULT_LANG là «fr» — Sửa: ghi tiếng của bài không có trường lang, "
            "một trong: vi, en, km",
        ),
        ("IGNORE_FILES", "*.bak", "không dùng được IGNORE_FILES là «*.bak» — Sửa: ghi danh sách"),
        ("THEME", str(ROOT / "content"), f"«{ROOT}/content» không phải giao diện của cổng — Sửa: "),
        (
            "JINJA_ENVIRONMENT",
            {"trim_blocks": True},
            "không dùng được JINJA_ENVIRONMENT là «{'trim_blocks': True}» — Sửa: giữ",
        ),
        (
            "JINJA_ENVIRONMENT",
            {"autoescape": True, "auto_reload": True},
            "không đổi được «auto_reload» của JINJA_ENVIRONMENT — Sửa: bỏ nó",
        ),
        (
            "JINJA_ENVIRONMENT",
            {"autoescape": True, "extensions": ["khong_co.Ext"]},
            "không dùng được JINJA_ENVIRONMENT là «{'autoescape': True, ",
        ),
        ("JINJA_FILTERS", [len], "không dùng được JINJA_FILTERS là «[<built-in function len>]»"),
        ("JINJA_GLOBALS", {1: 2}, "không dùng được JINJA_GLOBALS là «{1: 2}» — Sửa: ghi một dict"),
        ("JINJA_GLOBALS", {"site": 1}, "tên «site» của JINJA_GLOBALS là của giao diện — Sửa: đặt"),
        ("JINJA_FILTERS", {"href": len}, "tên «href» của JINJA_FILTERS là của giao diện — Sửa: "),
        ("JINJA_FILTERS", {"x": "len"}, "không dùng được «x» của JINJA_FILTERS là «len» — Sửa: "),
        ("JINJA_TESTS", {"x": 3}, "không dùng được «x» của JINJA_TESTS là «3» — Sửa: ghi một hàm"),
        ("PLUGINS", ["plugins.vietnamese_dates"], "PLUGINS thiếu «plugins.photo_captions», nên "),
        ("GUARD_ADDRESSES", "có", "không dùng được GUARD_ADDRESSES là «có» — Sửa: ghi True hoặc"),
        ("ALLOW_GONE", "/a/", "không dùng được ALLOW_GONE là «/a/» — Sửa: ghi danh sách địa chỉ"),
        ("PUBLISHED_FILE", 7, "không dùng được PUBLISHED_FILE là «7» — Sửa: ghi tên tệp"),
        ("PUBLISHED_URL", "a.vn", "không dùng được PUBLISHED_URL là «a.vn» — Sửa: ghi địa chỉ"),
        ("CLOCK_OK", 20261129, "không dùng được CLOCK_OK là «20261129» — Sửa: ghi ngày hôm nay"),
        (
            "PORTAL_URL",
            "http//tinh.vn/a",
            "không dùng được PORTAL_URL là «http//tinh.vn/a» — Sửa: "
            "ghi địa chỉ đầy đủ, ví dụ https://tinh.vn/a",
        ),
        (
            "SITEURL",
            "localhost:8000",
            "không dùng được SITEURL là «localhost:8000» — Sửa: "
            "ghi địa chỉ đầy đủ, ví dụ http://localhost:8000",
        ),
    ],
)
def test_slip_in_a_setting_is_told(name, value, line):
    """One line, with the value seen and what to write instead."""
    lines = told(**{name: value})
    assert len(lines) == 1
    assert lines[0].startswith(line)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OLD_NOTICE", None),
        ("NOTICES_SECTION", None),
        ("SITEURL", ""),
        ("DATE_PATTERNS", {"second": "y", "minute": "EEEE, d.M.y", "day": "'Ngày' d 'tháng' M"}),
        ("PER_PAGE", 1),
        ("TIMEZONE", "UTC"),
        ("IGNORE_FILES", ["*.bak", "~*"]),
        ("OLD_NOTICE", ["01/07/2025", "Cũ."]),
        ("ALLOW_GONE", ["/a/"]),
        ("PUBLISHED_URL", "https://a.vn/.newsroom.json"),
        ("PUBLISHED_FILE", None),
        ("CLOCK_OK", "2026-11-29"),
    ],
)
def test_what_a_setting_may_say(name, value):
    """The same settings with something that serves."""
    assert told(**{name: value}) == []


@pytest.mark.parametrize("name", OWN_SETTINGS)
def test_missing_setting_is_told(name):
    """One line, without a second one that follows from it."""
    settings = {key: value for key, value in SOUND.items() if key != name}
    with pytest.raises(SettingsRefusal) as refusal:
        refuse_settings(settings)
    assert str(refusal.value) == (
        f"thiếu cài đặt {name} — Sửa: ghi nó vào tệp cấu hình, đúng tên như trong pelicanconf.py"
    )


def test_all_slips_are_told_in_one_run():
    """Of PORTAL and of the rest."""
    lines = told(PORTAL={**PORTAL, "lines": (), "fax": "1"}, PER_PAGE=0, TIMEZONE="x")
    assert len(lines) == 4
    # Without one of them every template would be at fault.
    assert len(told(PORTAL={**PORTAL, "colours": {}})) == 2


def told_before_pelican(**settings: object) -> list[str]:
    """List what is told of settings before Pelican takes them."""
    given = {name: value for name, value in SOUND.items() if name not in DEFAULT_CONFIG}
    given |= {"JINJA_ENVIRONMENT": SOUND["JINJA_ENVIRONMENT"], "PLUGINS": SOUND["PLUGINS"]}
    given |= {"TIMEZONE": SOUND["TIMEZONE"]}
    try:
        refuse_what_pelican_cannot_take({**given, **settings}, ROOT)
    except SettingsRefusal as refusal:
        return str(refusal).splitlines()
    return []


@pytest.mark.parametrize(
    ("name", "value", "mend"),
    [
        ("PLUGINS", "plugins.photo_captions", 'ghi một danh sách, ví dụ ["plugins'),
        ("PLUGINS", None, "ghi một danh sách"),
        ("IGNORE_FILES", "*.bak", 'ghi một danh sách, ví dụ ["*.bak"]'),
        ("SITEURL", None, "ghi một dòng chữ trong ngoặc kép"),
        ("DEFAULT_LANG", ["vi"], 'ghi một dòng chữ trong ngoặc kép, ví dụ "vi"'),
        ("OUTPUT_PATH", 5, "ghi một dòng chữ"),
        ("CACHE_PATH", [], "ghi một dòng chữ"),
        ("PATH", None, "ghi một dòng chữ"),
        ("THEME", "giao-dien", "sửa cho đúng thư mục theme/"),
        ("PELICAN_CLASS", "x", "giữ PELICAN_CLASS"),
        ("JINJA_ENVIRONMENT", [], 'ghi một dict có "autoescape": True'),
        ("PLUGIN_PATHS", "bo-tro", 'ghi một danh sách, ví dụ ["phan-bo-tro"]'),
        ("PLUGIN_PATHS", [5], 'ghi tên các thư mục, ví dụ ["phan-bo-tro"]'),
        ("PLUGINS", [5], "«5» không có register(): ghi tên một phần bổ trợ, hoặc bỏ nó"),
        ("LOCALE", 5, "bỏ nó, hoặc ghi như tài liệu của Pelican (Pelican báo «TypeError: 'int'"),
        ("ARTICLE_PATHS", None, "bỏ nó, hoặc ghi như tài liệu của Pelican ("),
        ("PAGINATION_PATTERNS", [1], "bỏ nó, hoặc ghi như tài liệu của Pelican ("),
    ],
)
def test_what_pelican_would_stumble_over_is_told(name, value, mend):
    """It would end with a traceback, or take its own default with a warning in English."""
    (line,) = told_before_pelican(**{name: value})
    assert line.startswith(f"không dùng được {name} là «{value}» — Sửa: {mend}")


def test_all_else_is_told_with_what_pelican_would_stumble_over():
    """In the same run."""
    assert told_before_pelican() == []
    lines = told_before_pelican(LOCALE=5, PAGE_EXCLUDES=None, PER_PAGE="10")
    assert [line.partition(" là ")[0].split()[-1] for line in lines] == [
        "PAGE_EXCLUDES", "LOCALE", "PER_PAGE",
    ]  # fmt: skip
    assert told_before_pelican(PER_PAGE="10", OLD_NOTICE=5) == []
    lines = told_before_pelican(PER_PAGE="10", OLD_NOTICE=5, SITEURL=7, PLUGINS="a")
    assert [line.partition(" là ")[0].split()[-1] for line in lines] == [
        "PLUGINS", "SITEURL", "OLD_NOTICE", "PER_PAGE",
    ]  # fmt: skip


def test_every_setting_that_code_reads_is_known():
    """Of one that is not, every build would say that nothing reads it."""
    read = re.compile(r"""settings(?:\[|\.get\()"([A-Z_]+)\"""")
    files = (ROOT / "plugins/press").rglob("*.py")
    names = {name for file in files for name in read.findall(file.read_text(encoding="utf-8"))}
    # Put there by the door itself, or asked for what Pelican makes of another.
    names -= {"QUIET", "FATAL_WARNINGS", "UNHEEDED", "ARTICLE_PATHS", "PAGE_PATHS"}
    assert names - HONOURED - {*OWN_SETTINGS, *OPTIONAL_SETTINGS} == set()
    assert names >= {"PORTAL", "PER_PAGE", "SITENAME", "CHECK_ONLY"}


TILE = ("Dịch vụ công", "https://dichvucong.gov.vn/", "form")


@pytest.mark.parametrize(
    "services",
    [
        (),
        [],
        [list(TILE)],
        (TILE, ("Liên hệ", "/lien-he/", "speech"), ("1022", "tel:1022", "phone")),
    ],
)
def test_what_services_may_say(services):
    """None, or some tiles that lead to a site, a page or a telephone."""
    assert told(SERVICES=services) == []


@pytest.mark.parametrize(
    ("services", "line"),
    [
        ("x", 'không dùng được SERVICES là «x» — Sửa: ghi các bộ ba tên, địa chỉ, hình: (("Dịch'),
        ((TILE[:2],), "không dùng được một ô của SERVICES là «('Dịch vụ công', 'https://dichvuc"),
        ((TILE[0],), "không dùng được một ô của SERVICES là «Dịch vụ công» — Sửa: ghi một bộ ba: "),
        (
            (("A", "dichvucong.gov.vn", "form"),),
            "không dùng được địa chỉ của ô «A» trong SERVICES là «dichvucong.gov.vn»"
            " — Sửa: ghi «https://dichvucong.gov.vn»",
        ),
        (
            (("A", "0270 382 2222", "phone"),),
            "không dùng được địa chỉ của ô «A» trong SERVICES là «0270 382 2222»"
            " — Sửa: ghi «tel:02703822222»",
        ),
        (
            (("A", "javascript:alert(1)", "form"),),
            "không dùng được địa chỉ của ô «A» trong SERVICES là «javascript:alert(1)»"
            " — Sửa: ghi địa chỉ đầy đủ, hoặc /trang/, hoặc số điện thoại như tel:1022",
        ),
        (
            ((*TILE[:2], "phones"),),
            "không dùng được hình của ô «Dịch vụ công» trong SERVICES là «phones»"
            " — Sửa: sửa thành «phone»",
        ),
        (
            ((*TILE[:2], "?"),),
            "không dùng được hình của ô «Dịch vụ công» trong SERVICES là «?» — Sửa: được dùng: ",
        ),
        ((TILE, TILE), "hai ô của SERVICES cùng tên «Dịch vụ công» — Sửa: đổi tên hoặc bỏ một ô"),
        ([(str(n), *TILE[1:]) for n in range(9)], "SERVICES có 9 ô — Sửa: giữ nhiều nhất 8 ô"),
    ],
)
def test_slip_in_services_is_told(services, line):
    """With what to write instead."""
    (said,) = told(SERVICES=services)
    assert said.startswith(line)


@pytest.mark.parametrize("days", [0, -1, 14.0, "14", True, 367])
def test_days_of_the_front_page_are_a_number(days):
    (said,) = told(FRONT_DAYS=days)
    assert said == (
        f"không dùng được FRONT_DAYS là «{days}» — Sửa: ghi một số nguyên từ 1 đến 366, ví dụ 14"
    )


def test_every_drawing_may_be_named():
    """What the theme can draw is what the setting may name."""
    text = (ROOT / "theme/templates/macros/icon.html").read_text(encoding="utf-8")
    assert re.findall(r'^  "(\w+)": ', text, re.MULTILINE) == list(ICONS)


def test_what_sections_are_for_may_be_told():
    assert told(SECTION_INTROS=INTROS) == []


@pytest.mark.parametrize(
    ("intros", "line"),
    [
        ("x", "không dùng được SECTION_INTROS là «x» — Sửa: ghi một dict: "),
        (
            {"kinh-tee": "A"},
            "không có chuyên mục «kinh-tee» của SECTION_INTROS — Sửa: sửa thành «kinh-te»",
        ),
        (
            {"kinh-te": " "},
            "không dùng được lời của mục «kinh-te» trong SECTION_INTROS là « » — Sửa:",
        ),
    ],
)
def test_slip_in_what_sections_are_for_is_told(intros, line):
    (said,) = told(SECTION_INTROS=intros)
    assert said.startswith(line)
