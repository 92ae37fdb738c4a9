# SPDX-License-Identifier: AGPL-3.0-or-later
"""Newsroom values survive being stored, and nothing else passes for one."""

import datetime as dt
import json
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.newsroom.article import Article, Attachment, PhotoEntry, Standing, Text, WrittenLink
from plugins.newsroom.byline import Byline
from plugins.newsroom.codec import digest, digest_of_dump, dump, encode, load
from plugins.newsroom.page import (
    BodyPart,
    Change,
    Correction,
    Figure,
    Gallery,
    HtmlPart,
    Robots,
    Source,
)
from plugins.newsroom.photo import Original, Photo
from plugins.vietnamese.dates import Moment

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
MOMENT = Moment(dt.datetime(2017, 2, 23, 14, 57, 36, tzinfo=HANOI), "second")
PHOTO = Photo(Original("ab" * 32, 1600, 900), "Hai người", "Chú thích", None)
ARTICLE = Article(
    path="tin-tuc/a/index.md",
    title="Tên «bài»",
    slug="a",
    date=MOMENT,
    byline=Byline("Tin, ảnh: N.H", ("N.H",)),
    section="kinh-te",
    photos=(PhotoEntry("a.jpg", 7, caption="Chú thích"),),
    tags=("Mở", "Mơ"),
    source=Source("TTXVN", url="https://example.com/", published=MOMENT),
    changes=(Change(MOMENT, "Sửa tên"),),
    corrections=(Correction(MOMENT, "sai", "đúng"),),
    expires=MOMENT.end_of_day(),
    aliases=(("/tin/cu/", 12),),
    text=Text(
        digest="d",
        photos=(PHOTO,),
        attachments=(Attachment("a/qd.pdf", "qd-1.pdf"),),
        links=(WrittenLink("b.md", "../b.md", 3),),
    ),
)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Article, ARTICLE),
        (Standing, Standing(path="trang/a.md", title="Giới thiệu", slug="gioi-thieu")),
        (
            tuple[BodyPart, ...],
            (HtmlPart("<p>Một</p>"), Figure(PHOTO, first=True), Gallery((Figure(PHOTO),))),
        ),
    ],
)
def test_value_comes_back_as_it_was(kind, value):
    """What is loaded is equal to what was dumped, and dumps alike."""
    loaded = load(kind, dump(value))
    assert loaded == value
    assert dump(loaded) == dump(value)
    assert load(kind, dump(value).encode()) == value


def test_form_is_plain_json_without_names_of_classes():
    """Stored data says nothing that could be run."""
    assert dump((HtmlPart("<p>"), Change(MOMENT, "Sửa"))) == (
        '[["markup","<p>"],[["2017-02-23T14:57:36+07:00","second"],"Sửa"]]'
    )
    assert dump(Robots("/sitemap.xml")) == '["/sitemap.xml"]'
    assert dump("/sitemap.xml") == '"/sitemap.xml"'


@given(st.text() | st.text('\x00\x01\t\n"\\/\x7f\x85\u2028\ufeff'), st.integers(-9, 9999))
def test_text_is_what_any_json_is(text, number):
    """What is stored is written as Python's own JSON would be, without needless escapes."""
    value = [text, number, None, True, [text]]
    assert dump(value) == json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    assert encode(value) == dump(value).encode()


def test_digest_tells_values_apart():
    """Equal values share a digest; a precision of a date is a difference."""
    day = Moment(MOMENT.when, "day")
    assert digest(MOMENT) == digest(Moment(MOMENT.when, "second"))
    assert digest(MOMENT) != digest(day)
    assert len(digest(MOMENT)) == 32
    assert digest("Mở") == digest_of_dump(encode("Mở"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "[1]",
        '["a"]',
        "null",
        '[["unknown","x"]]',
        '[["figure",["a",1]]]',
        '[["markup","<p>",1]]',
    ],
)
def test_foreign_data_is_refused(text):
    """What no dump wrote makes no value."""
    with pytest.raises(ValueError):
        load(tuple[Figure | HtmlPart, ...] if text != "[]" else Article, text)


@given(st.text(), st.lists(st.text()), st.booleans())
def test_any_text_survives(title, tags, draft):
    """Whatever an editor writes is stored as it is."""
    page = Standing(
        path="trang/a.md",
        title=title,
        slug="a",
        draft=draft,
        aliases=tuple((tag, 1) for tag in tags),
    )
    assert load(Standing, dump(page)) == page
