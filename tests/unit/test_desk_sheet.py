# SPDX-License-Identifier: AGPL-3.0-or-later
"""A source file as the values of the desk's form, and back."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plugins.editor.sheet import (
    ROWS,
    SINGLE_FIELDS,
    Values,
    empty_sheet,
    lost_remarks,
    open_sheet,
    tidy_values,
    write_sheet,
)
from plugins.newsroom.field_names import ARTICLE_KEYS
from plugins.newsroom.sections import Sections

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
SECTIONS = Sections({"kinh-te": "Kinh tế", "thong-bao": "Thông báo"})
PATH = "tin-tuc/2026/11/01/cau/index.md"

#: Everything that people leave in a file, and that a form does not show.
ODD = (
    "\ufeff---\r\n"
    "# Bài của phòng Nội dung\r\n"
    "Tiêu đề:   Cầu mới: «thông» xe # 1  \r\n"
    "date: Thứ Hai, 02/11/2026 8h30\r\n"
    "authors:\r\n  - Hồng Giang - Đức Lam\r\n  - N.H\r\n"
    "category: kinh-te\r\n"
    "photos: cau.jpg, cho.jpg\r\n"
    "màu: xanh\r\n"
    "\r\n"
    "# hết\r\n"
    "---\r\n"
    "Đoạn một.\r\n\r\nĐoạn hai.  \r\n\r\n\r\n"
)


def opened(text: str, path: str = PATH):
    sheet = open_sheet(path, text.encode(), ZONE, SECTIONS)
    assert sheet is not None
    return sheet


def changed(text: str, path: str = PATH, **texts: str) -> str:
    """Open a file, change values of its form, and write it."""
    sheet = opened(text, path)
    values = Values({**sheet.values.texts, **texts}, sheet.values.rows, sheet.values.body)
    return write_sheet(sheet, values, ZONE, SECTIONS).decode()


def test_form_shows_what_the_file_says():
    """Dates day first, the section by its name, several authors in one line."""
    values = opened(ODD).values
    assert values.texts["title"] == "Cầu mới: «thông» xe # 1"
    assert values.texts["date"] == "02/11/2026 08:30"
    assert values.texts["author"] == "Hồng Giang - Đức Lam; N.H"
    assert values.texts["category"] == "Kinh tế"
    assert [row["file"] for row in values.rows["photos"]] == ["cau.jpg", "cho.jpg"]
    assert values.body == "Đoạn một.\n\nĐoạn hai.  \n\n\n"
    assert opened(ODD).unknown == ("màu",)


def test_file_that_was_not_changed_stays_byte_for_byte():
    """Byte order mark, line ends, comments, spaces and all, whatever browsers do to line ends."""
    sheet = opened(ODD)
    values = Values(sheet.values.texts, sheet.values.rows, sheet.values.body.replace("\n", "\r\n"))
    assert write_sheet(sheet, values, ZONE, SECTIONS) == ODD.encode()


def test_changed_value_leaves_all_other_lines():
    """Of one field the lines are new; a new field stands where it belongs."""
    assert changed(ODD, title="Cầu 'mới'") == ODD.replace(
        "Tiêu đề:   Cầu mới: «thông» xe # 1  ", "title: 'Cầu ''mới'''"
    )
    assert changed(ODD, summary="Sapo") == ODD.replace(
        "category: kinh-te\r\n", "category: kinh-te\r\nsummary: 'Sapo'\r\n"
    )
    assert changed(ODD, category="", date="31/02/2026") == ODD.replace(
        "category: kinh-te\r\n", ""
    ).replace("date: Thứ Hai, 02/11/2026 8h30", "date: '31/02/2026'")


def test_changed_body_leaves_the_header():
    sheet = opened(ODD)
    values = Values(sheet.values.texts, sheet.values.rows, "Một.\r\n\r\nHai.")
    head, fence, _ = ODD.partition("# hết\r\n---\r\n")
    written = write_sheet(sheet, values, ZONE, SECTIONS).decode()
    assert written == f"{head}{fence}Một.\r\n\r\nHai.\r\n"


def test_comments_of_a_field_that_is_written_anew_stay():
    """Those on lines of their own stay; of those behind a value it is told that they went."""
    text = "---\ntitle: A\ntags:\n  # của Sở\n  - cầu\ndate: 2026-11-02 # họp\n---\nLời.\n"
    assert changed(text, tags="cầu, đường") == text.replace(
        "tags:\n  # của Sở\n  - cầu\n", "# của Sở\ntags:\n  - 'cầu'\n  - 'đường'\n"
    )
    written = changed(text, date="03/11/2026 07:05")
    assert written == text.replace("date: 2026-11-02 # họp", "date: 2026-11-03T07:05")
    assert lost_remarks(opened(text), written.encode()) == ["họp"]
    assert lost_remarks(opened(text), text.encode()) == []


def test_field_of_another_shape_is_locked():
    """What the form cannot show stays, and is named."""
    text = "---\ntitle:\n  - a\nphotos:\n  - file: a.jpg\n    khổ: 3\n---\n"
    sheet = opened(text)
    assert sheet.locked == {"title", "photos"}
    assert changed(text, title="B", slug="b") == text.replace("---\n", "---\nslug: b\n", 1).replace(
        "---\nslug: b\ntitle:\n  - a\nphotos:\n  - file: a.jpg\n    khổ: 3\n",
        "---\ntitle:\n  - a\nphotos:\n  - file: a.jpg\n    khổ: 3\nslug: b\n",
    )


@pytest.mark.parametrize(
    "data",
    [
        b"Kh\xf4ng ph\xe3i UTF-8",
        "Không có phần đầu.\n".encode(),
        b"---\ntitle: A\n",
        b"---\ntags: [a, b\n---\n",
        b"---\n{title: A, date: 2026-11-02}\n---\n",
        b"---\n  title: A\n---\n",
    ],
    ids=["encoding", "no header", "not closed", "not YAML", "one table", "indented"],
)
def test_file_that_has_no_form(data):
    """It is edited as a whole."""
    assert open_sheet(PATH, data, ZONE, SECTIONS) is None


def test_new_article_is_valid_yaml_in_the_readers_order():
    sheet = empty_sheet(PATH, ZONE, SECTIONS)
    texts = dict.fromkeys(SINGLE_FIELDS, "") | {
        "title": "Hội nghị: kết quả",
        "date": "23/02/2017 14:57:36",
        "author": "Tin, ảnh: N.H",
        "category": "Kinh tế",
        "tags": "cầu, đường",
        "source.name": "TTXVN",
        "source.url": "https://ttxvn.example/1",
        "status": "draft",
        "featured": "có",
        "aliases": "/cu/1\n/cu/2",
    }
    rows = {
        "photos": [{"file": "bằng khen.jpg", "caption": "Hai: người", "alt": "", "credit": "A"}],
        "corrections": [{"date": "24/02/2017", "wrong": "sai", "right": "đúng"}],
    }
    written = write_sheet(sheet, Values(texts, rows, "Lời."), ZONE, SECTIONS).decode()
    assert written == (
        "---\ntitle: 'Hội nghị: kết quả'\ndate: 2017-02-23T14:57:36\nauthor: 'Tin, ảnh: N.H'\n"
        "category: 'Kinh tế'\nphotos:\n  - file: 'bằng khen.jpg'\n    caption: 'Hai: người'\n"
        "    credit: 'A'\ntags:\n  - 'cầu'\n  - 'đường'\nsource:\n  name: 'TTXVN'\n"
        "  url: 'https://ttxvn.example/1'\ncorrections:\n  - date: 2017-02-24\n"
        "    wrong: 'sai'\n    right: 'đúng'\nstatus: draft\nfeatured: true\n"
        "aliases:\n  - '/cu/1'\n  - '/cu/2'\n---\nLời.\n"
    )


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        *(("true", "có"), ("Có", "có"), ("không", "không"), ("2", "2")),
        *(("2026-12-05", "2026-12-05"), ("2026-12-05, 2", "2026-12-05, 2")),
    ],
)
def test_how_an_article_is_featured_is_shown_and_stays(written, shown):
    """With its last day and its place; a change of another field leaves its line as it was."""
    text = f"---\ntitle: A\nfeatured: {written}\n---\nB.\n"
    assert opened(text).values.texts["featured"] == shown
    assert changed(text, title="C") == text.replace("title: A", "title: 'C'")


def test_last_day_of_featuring_is_typed():
    text = changed("---\ntitle: A\nfeatured: true\n---\nB.\n", featured="05/12/2026, 2")
    assert text == "---\ntitle: A\nfeatured: '05/12/2026, 2'\n---\nB.\n"


def test_every_field_of_articles_has_a_place_in_the_form():
    """A field that is new to articles is new to the desk, too."""
    shown = {name.partition(".")[0] for name in SINGLE_FIELDS} | set(ROWS) | {"authors"}
    assert shown == set(ARTICLE_KEYS)


WORDS = st.text(
    st.sampled_from("aĐệ0 :#'\"&*!|>%@`,;-[]{}\\\n\r\t\u200b\u00a0\u2028~null\u0302\ufeff.?=/")
    | st.characters(exclude_categories=("Cs",)),
    max_size=12,
)
FREE = ("title", "author", "category", "summary", "tags", "withdrawn", "aliases", "slug")
FREE += ("date", "expires", "source.name", "source.author", "source.url", "source.published")
FREE += (
    "document.number",
    "document.issued",
    "document.issuer",
    "document.file",
    "event.start",
    "event.place",
    "dossier",
)


@example({**dict.fromkeys(FREE, ""), "aliases": ':\xad"\\', "tags": "a:\u200bb"}, {}, "")
@example(dict.fromkeys(FREE, ""), {}, "Ba\u0300n ve\u0302\u0300 ca\u0302\u0300u \uf900")
@given(
    st.fixed_dictionaries(dict.fromkeys(FREE, WORDS)),
    st.fixed_dictionaries(
        {
            key: st.lists(st.fixed_dictionaries(dict.fromkeys(columns, WORDS)), max_size=2)
            for key, columns in ROWS.items()
        }
    ),
    WORDS,
)
def test_whatever_is_typed_is_read_back(texts, rows, body):
    """Each value of the form, in any letters, is what the file that was written says."""
    sheet = empty_sheet(PATH, ZONE, SECTIONS)
    values = Values(dict.fromkeys(SINGLE_FIELDS, "") | texts, rows, body)
    data = write_sheet(sheet, values, ZONE, SECTIONS)
    again = opened(data.decode())
    assert tidy_values(again.values, ZONE).texts == tidy_values(values, ZONE).texts
    assert write_sheet(again, again.values, ZONE, SECTIONS) == data


@given(st.text(st.sampled_from("---\ntitle: a\r#'é[{|>&-  :date2026-11-02"), max_size=60), WORDS)
def test_untouched_file_is_never_changed(head, body):
    """Whatever a file holds: if it has a form, that form gives the same bytes back."""
    data = f"---\n{head}\n---\n{body}".encode()
    sheet = open_sheet(PATH, data, ZONE, SECTIONS)
    if sheet is not None:
        assert write_sheet(sheet, sheet.values, ZONE, SECTIONS) == data
