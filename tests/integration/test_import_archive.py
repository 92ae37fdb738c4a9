# SPDX-License-Identifier: AGPL-3.0-or-later
"""An archive comes over as a whole: by its map, each text once, nothing invented."""

import csv
import os
from pathlib import Path

import pytest

from plugins.importer.archive import run
from plugins.importer.archive.command import Order, import_archive
from plugins.importer.archive.dumps import paragraphs_of_wordpress, rows_of
from plugins.importer.archive.mapping import MapError, read_map
from plugins.importer.archive.run import PageReader
from plugins.importer.archive.twins import likeness, sketch_of
from plugins.press.errors import Refusal
from tests.importing import PORTAL
from tests.pictures import photo

MAP = """
templates:
  - name: bai
    body: '#bai'
    title: h1
    date: .ngay
    author: .tac-gia
    category: .muc
    remove: .lien-quan
sections:
  Tin kinh tế: Kinh tế
"""


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch):
    """Starting two interpreters for each test would take most of its time."""
    monkeypatch.setattr(run, "read_all", lambda reader, jobs: map(reader.read, jobs))


def page(number: int, text: str = "", **fields: str) -> str:
    known = {"h1": f"Bài số {number}", "ngay": "Thứ năm, 23/02/2017 | 2:57 PM", **fields}
    return (
        f"<html><body><div class=menu>Menu</div><h1>{known['h1']}</h1>"
        f"<span class=ngay>{known['ngay']}</span><i class=muc>{known.get('muc', 'Tin kinh tế')}</i>"
        f"<b class=tac-gia>{known.get('tac_gia', 'Lê Anh')}</b>"
        f"<div id=bai><p>{text or f'Nội dung của bài số {number}.'}</p>"
        "<div class=lien-quan>Tin khác</div></div></body></html>"
    )


class Site:
    """An archive of saved pages, and where it goes."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.kho = folder, folder / "kho"
        self.map = MAP

    def write(self, name: str, text: str | bytes) -> None:
        file = self.kho / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())

    def bring(self, trial: int = 0, publish: bool = False, source: str = "kho") -> int:
        (self.folder / "khuon.yml").write_text(self.map, "utf-8")
        order = Order(self.folder / source, self.folder / "khuon.yml", trial, publish)
        return import_archive(order, self.folder / "content", self.folder / "cache", PORTAL)

    @property
    def articles(self) -> dict[str, str]:
        content = self.folder / "content"
        return {
            file.relative_to(content).parent.as_posix(): file.read_text("utf-8")
            for file in sorted(content.rglob("index.md"))
        }

    @property
    def report(self) -> list[dict[str, str]]:
        (table,) = self.folder.glob("cache/nhap/*/bao-cao.csv")
        with table.open(encoding="utf-8-sig", newline="") as opened:
            return list(csv.DictReader(opened))


@pytest.fixture
def site(tmp_path: Path, monkeypatch) -> Site:
    monkeypatch.chdir(tmp_path)
    return Site(tmp_path)


def test_pages_become_drafts(site, capsys):
    """Fields by the map, photos from the mirror, the old address kept with its query."""
    site.write(
        "a.vn/tin/bai.aspx@ID=1.html",
        page(
            1,
            "Chữ.<img src='../anh/a.png?x=1'><img src='/anh/a.png'><img src='https://b.vn/khong-co.png'>",
        ),
    )
    site.write("a.vn/anh/a.png", photo())
    site.write("a.vn/index.html", "<html><body><p>Danh sách</p></body></html>")
    assert site.bring() == 0
    assert site.articles == {
        "tin-tuc/2017/02/23/bai-so-1": (
            "---\ntitle: 'Bài số 1'\ndate: 2017-02-23T14:57\nauthor: 'Lê Anh'\n"
            "category: 'Kinh tế'\nphotos:\n  - file: anh-1.png\nstatus: draft\n"
            "aliases:\n  - '/tin/bai.aspx?ID=1'\n---\nChữ.\n\n![](anh-1.png)\n\n![](anh-1.png)\n"
        )
    }
    second, first = site.report
    assert first["kết quả"] == "thành bài" and first["địa chỉ cũ"] == "/tin/bai.aspx?ID=1"
    assert "ảnh không có trong bản lưu: https://b.vn/khong-co.png" in first["được báo"]
    assert second["kết quả"] == "không khớp khuôn nào (trang danh sách?)"
    assert "1 trang thành bài" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("note", "address"),
    [
        ("<!-- Mirrored from a.vn/x.aspx?ItemID=9 by HTTrack -->", "/x.aspx?ItemID=9"),
        ("<!-- saved from url=(0030)https://a.vn/y/?p=2 -->", "/y/?p=2"),
        ("<link rel=canonical href='https://a.vn/z.html'>", "/z.html"),
        ("", "/thu-muc/bai.html"),
    ],
)
def test_old_address(site, note, address):
    """As the page tells it, else as its file is called."""
    site.write("thu-muc/bai.html", note + page(1))
    site.bring()
    (text,) = site.articles.values()
    assert f"aliases:\n  - '{address}'\n" in text


def test_equal_texts_stand_once_with_both_addresses(site):
    """The second page gives its address to the first; near twins are told."""
    long = " ".join(f"từ thứ {number}" for number in range(200))
    site.write("a.html", page(1, long))
    site.write("b.html", page(1, long))
    site.write("c.html", page(3, f"{long} thêm"))
    site.bring()
    assert [
        text.count("aliases:\n  - '/a.html'\n  - '/b.html'\n") for text in site.articles.values()
    ] == [
        1,
        0,
    ]
    assert [row["giống bài"] for row in site.report] == ["", "a.html", "a.html"]
    assert likeness(sketch_of(long.split()), sketch_of(["một", "hai"])) == 0


def test_trial_writes_nothing(site, capsys):
    """TRY shows what would come, with counts."""
    for number in range(5):
        site.write(f"{number}.html", page(number))
    assert site.bring(trial=3) == 0
    told = capsys.readouterr().out
    assert "0.html: Bài số 0 | 2017-02-23T14:57 | Lê Anh | Kinh tế | 6 chữ\n" in told
    assert "3 trang thành bài\n" in told and not (site.folder / "content").exists()


def test_title_that_repeats_stops(site):
    """A selector that takes the same wrong title from each page is found out."""
    for number in range(3):
        site.write(f"{number}.html", page(number, h1="Cổng thông tin"))
    with pytest.raises(Refusal, match="tên «Cổng thông tin» lặp lại ở các bài khác nhau"):
        site.bring()
    assert not (site.folder / "content").exists()
    site.map += "repeated_titles:\n  - Cổng thông tin\n"
    assert site.bring() == 0
    assert len(site.articles) == 3


def test_pages_without_title_or_date_stop(site):
    """Fewer than half have both: the map is wrong."""
    for number in range(4):
        site.write(f"{number}.html", page(number, **({} if number == 1 else {"ngay": "hôm qua"})))
    with pytest.raises(Refusal, match="chỉ 1 trong 4 bài đã thử có cả tên và ngày"):
        site.bring()


def test_import_that_was_killed_goes_on(site, monkeypatch):
    """What is done is not done again; what was written twice stands once."""
    for number in range(4):
        site.write(f"{number}.html", page(number))
    real, seen = PageReader.read, []

    def killed(reader, job):
        if len(seen) == 6:
            raise KeyboardInterrupt
        seen.append(job.origin)
        return real(reader, job)

    monkeypatch.setattr(PageReader, "read", killed)
    with pytest.raises(KeyboardInterrupt):
        site.bring()
    assert len(site.articles) == 2
    monkeypatch.setattr(PageReader, "read", real)
    assert site.bring() == 0
    assert len(site.articles) == 4
    before = site.articles
    assert site.bring() == 0 and site.articles == before


def test_other_map_is_refused_once_articles_are_written(site):
    """Or each article would come twice."""
    site.write("a.html", page(1))
    site.bring()
    site.map += "defaults:\n  author: N.H\n"
    with pytest.raises(Refusal, match="khuôn hay PUBLISH đã đổi"):
        site.bring()


def test_publish_only_what_lacks_and_lost_nothing(site):
    """A photo that is missing, an account for an author, an unknown section: a draft."""
    site.write("a.html", page(1))
    site.write("b.html", page(2, "Hai.<img src=khong-co.png>"))
    site.write("c.html", page(3, tac_gia="admin"))
    site.write("d.html", page(4, muc="Chuyên mục lạ"))
    site.write("e.html", page(5, muc="Thông báo"))
    site.bring(publish=True)
    drafts = ["status: draft" in text for text in site.articles.values()]
    assert drafts == [False, True, True, True, False]
    assert "tài khoản đăng bài, không phải tác giả: admin" in site.report[2]["được báo"]


@pytest.mark.parametrize(
    ("text", "line"), [("templates:\n  - body: '#a\nx: 1\n", 2), ("a: 1\n b: [\n", 2)]
)
def test_map_that_cannot_be_read_is_told_with_its_file_and_line(site, capsys, text, line):
    """A quote that is never closed where it opens."""
    site.map = text
    assert site.bring() == 1
    told = capsys.readouterr().err
    assert told.startswith(f"{site.folder}/khuon.yml:{line}: khuôn: không đọc được dòng này — Sửa:")


def test_map_with_faults():
    """All that is wrong is told in one run, with the nearest name."""
    text = "templates:\n  - titel: h1\n    date: '??'\nsections:\n  A: Kinh té\naddress: x\n"
    with pytest.raises(MapError) as refused:
        read_map(text, PORTAL.sections)
    told = [line.removeprefix("khuon.yml:1: khuôn: ") for line in refused.value.tell("khuon.yml")]
    assert told == [
        "templates.1: không có trường «titel» — Sửa: có phải «title»?",
        "«templates.1» thiếu body — Sửa: ghi bộ chọn CSS của phần nội dung bài",
        "«templates.1.date: ??» không phải bộ chọn CSS — Sửa: viết bộ chọn CSS, như «#noi-dung» "
        "hay «.ngay-dang»",
        "sections: không có chuyên mục «Kinh té» — Sửa: có phải «Kinh tế»?",
        "address: «x» không bắt đầu bằng «/» — Sửa: viết /…/{alias}-{id}.html",
    ]


NUKEVIET = r"""
CREATE TABLE `nv4_vi_news_cat` (
  `catid` int, `title` varchar(250), `alias` varchar(250)
);
INSERT INTO `nv4_vi_news_cat` (`catid`, `title`, `alias`) VALUES (3, 'Tin kinh tế', 'tin-kinh-te');
INSERT INTO `nv4_vi_news_rows` (`id`, `catid`, `author`, `publtime`, `title`, `alias`, `hometext`)
VALUES (7, 3, 'N.H', 1487836656, 'Hội chợ; \'Xuân\' ''2017''', 'hoi-cho', 'Sapo của bài.'),
(8, 3, '', 0, 'Bài hai', 'bai-hai', NULL);
INSERT INTO `nv4_vi_news_detail` (`id`, `bodyhtml`) VALUES
(7, '<p>Câu một;\nCâu hai.</p>'), (8, '<p>Chữ.</p>');
"""
COLUMNS = (
    "CREATE TABLE `nv4_vi_news_rows` (`id` int(11) NOT NULL, `status` tinyint(4), `title` "
    "varchar(250), `hometext` text, PRIMARY KEY (`id`), KEY `k` (`id` ASC, `title` DESC));\n"
)
HIDDEN = COLUMNS + (
    "INSERT INTO `nv4_vi_news_rows` VALUES (1, 1, 'Một', 'Chữ.'), (2, 0, 'Hai', 'Kín.');\n"
)


def test_what_was_hidden_is_told_and_stays_out(site):
    """Only what readers of the old portal saw comes over."""
    site.write("nukeviet.sql", HIDDEN)
    assert [(row.fields["title"], row.unwanted) for row in rows_of(site.kho / "nukeviet.sql")] == [
        ("Một", ""),
        ("Hai", "không công khai ở cổng cũ (status 0)"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        HIDDEN.removeprefix(COLUMNS),
        HIDDEN.replace("'Kín.');\n", ""),
        HIDDEN.replace("'Kín.'", "'Kín.', 3"),
    ],
)
def test_row_that_does_not_fit_its_columns_is_refused(site, text):
    """No article is passed over: the dump lacks its columns, or its end."""
    site.write("nukeviet.sql", text)
    with pytest.raises(Refusal, match=r"«nv4_vi_news_rows» có dòng \d giá trị mà bảng có"):
        list(rows_of(site.kho / "nukeviet.sql"))


def test_nukeviet(site):
    """Title, date to the second, sapo, author and section; the address as the map tells."""
    site.write("nukeviet.sql", NUKEVIET)
    site.map = "sections:\n  Tin kinh tế: Kinh tế\naddress: /{category}/{alias}-{id}.html\n"
    assert site.bring(source="kho/nukeviet.sql") == 0
    assert next(iter(site.articles.values())) == (
        "---\ntitle: 'Hội chợ; ''Xuân'' ''2017'''\ndate: 2017-02-23T14:57:36\nauthor: 'N.H'\n"
        "category: 'Kinh tế'\nsummary: 'Sapo của bài.'\nstatus: draft\n"
        "aliases:\n  - '/tin-kinh-te/hoi-cho-7.html'\n---\nCâu một; Câu hai.\n"
    )
    assert [row["ngày"] for row in site.report] == ["2017-02-23T14:57:36", ""]


def test_source_and_photo_of_nukeviet(site):
    """By the name in its own table or beside the text; a photo for lists alone is none."""
    text = """
INSERT INTO `nv4_vi_news_sources` (`sourceid`, `title`) VALUES (4, 'TTXVN');
INSERT INTO `nv4_vi_news_rows` (`id`, `publtime`, `title`, `hometext`, `sourceid`, `homeimgfile`,
 `homeimgalt`) VALUES (1, 1487836656, 'Một', '', 4, '2017/a.jpg', 'Chợ &amp; sông'),
 (2, 1487836657, 'Hai', '', 0, '2017/b.jpg', ''), (3, 1487836658, 'Ba', '', 0, '2017/c.jpg', '');
INSERT INTO `nv4_vi_news_detail` (`id`, `bodyhtml`, `sourcetext`, `imgposition`) VALUES
 (1, '<p>Chữ một.</p>', '', 2), (2, '<p>Chữ hai.</p>', 'Báo Vĩnh Long', 0),
 (3, '<img src="/uploads/news/2017/c.jpg"><p>Chữ ba.</p>', '', 1);
"""
    site.write("nukeviet.sql", text)
    found = list(rows_of(site.kho / "nukeviet.sql"))
    assert [row.fields["source"] for row in found] == ["TTXVN", "Báo Vĩnh Long", ""]
    assert [row.markup for row in found] == [
        '<figure><img src="/uploads/news/2017/a.jpg"><figcaption>Chợ &amp; sông</figcaption>'
        "</figure><p>Chữ một.</p>",
        "<p>Chữ hai.</p>",
        '<img src="/uploads/news/2017/c.jpg"><p>Chữ ba.</p>',
    ]
    site.map = "sections: {}\n"
    assert site.bring(source="kho/nukeviet.sql") == 0
    assert "source: 'TTXVN'" in site.articles["tin-tuc/2017/02/23/mot"]


WORDPRESS = """
INSERT INTO `wp_users` (`ID`, `user_login`, `display_name`) VALUES (2, 'anh', 'Lê Anh');
INSERT INTO `wp_posts` (`ID`, `post_author`, `post_date`, `post_content`, `post_title`,
 `post_excerpt`, `post_status`, `post_type`) VALUES
(5, 2, '2017-02-23 14:57:36', 'Đoạn một.\\n\\nĐoạn hai.', 'Hội chợ', '', 'publish', 'post'),
(6, 2, '2017-02-24 14:57:36', 'Nháp.', 'Nháp', '', 'draft', 'post'),
(7, 2, '2017-02-24 14:57:36', 'Trang.', 'Trang', '', 'publish', 'page'),
(8, 2, '2017-02-24 14:57:36', 'Cũ.', 'Cũ', '', 'inherit', 'revision');
"""


def test_wordpress_sql(site):
    """Published posts, with the name that readers saw and the address by number; others told."""
    site.write("wp.sql", WORDPRESS)
    site.map = ""
    order = Order(site.kho / "wp.sql", None)
    assert import_archive(order, site.folder / "content", site.folder / "cache", PORTAL) == 0
    assert site.articles == {
        "tin-tuc/2017/02/23/hoi-cho": (
            "---\ntitle: 'Hội chợ'\ndate: 2017-02-23T14:57:36\nauthor: 'Lê Anh'\n"
            "status: draft\naliases:\n  - '/?p=5'\n---\nĐoạn một.\n\nĐoạn hai.\n"
        )
    }
    assert [row.unwanted for row in rows_of(site.kho / "wp.sql")] == [
        "",
        "không công khai ở cổng cũ (draft)",
        "không phải bài mà là «page» của WordPress",
    ]


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_wordpress_wxr(tmp_path, version):
    """Each version has another namespace, and the same articles."""
    file = tmp_path / "xuat.xml"
    file.write_text(
        '<?xml version="1.0"?><rss version="2.0" '
        f'xmlns:excerpt="http://wordpress.org/export/{version}/excerpt/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" '
        f'xmlns:wp="http://wordpress.org/export/{version}/"><channel>'
        "<wp:author><wp:author_login>anh</wp:author_login>"
        "<wp:author_display_name>Lê Anh</wp:author_display_name></wp:author>"
        "<item><title>Hội chợ</title><link>https://a.vn/hoi-cho/?x=1</link>"
        "<dc:creator>anh</dc:creator><category domain='post_tag'>x</category>"
        "<category domain='category'>Kinh tế</category>"
        "<content:encoded><![CDATA[Đoạn một.]]></content:encoded>"
        "<excerpt:encoded><![CDATA[Sapo.]]></excerpt:encoded><wp:post_id>5</wp:post_id>"
        "<wp:post_date>2017-02-23 14:57:36</wp:post_date><wp:status>publish</wp:status>"
        "<wp:post_type>post</wp:post_type></item>"
        "<item><title>x</title><wp:post_type>page</wp:post_type></item></channel></rss>",
        "utf-8",
    )
    (article,) = rows_of(file)
    assert article.fields == {
        "title": "Hội chợ",
        "date": "2017-02-23 14:57:36",
        "summary": "Sapo.",
        "author": "Lê Anh",
        "category": "Kinh tế",
    }
    assert (article.markup, article.address) == ("<p>Đoạn một.</p>", "/hoi-cho/?x=1")


def test_paragraphs_of_wordpress():
    """Blank lines part paragraphs, marks of blocks and short codes go."""
    assert paragraphs_of_wordpress("a\nb\n\nc") == "<p>a<br>b</p><p>c</p>"
    assert paragraphs_of_wordpress("<!-- wp:paragraph -->\n<p>a</p>\n<!-- /wp:paragraph -->") == (
        "\n<p>a</p>\n"
    )
    assert paragraphs_of_wordpress('[caption id="x"]<img src="a.jpg"> Bến <b>đò</b>[/caption]') == (
        '<p><figure><img src="a.jpg"><figcaption> Bến <b>đò</b></figcaption></figure></p>'
    )
    assert paragraphs_of_wordpress('a\n\n[gallery ids="1,2"]\n\n[embed]https://a.vn/b[/embed]') == (
        '<p>a</p><p><embed src="[gallery ids=&quot;1,2&quot;]"></p><p>https://a.vn/b</p>'
    )


def test_account_of_wordpress_is_no_author(site):
    """Nor is its gallery lost unsaid."""
    text = "Đoạn một của bài.\\n\\n[gallery ids=3]\\n\\nĐoạn hai của bài."
    dump = WORDPRESS.replace("'Lê Anh'", "'anh'").replace("Đoạn một.\\n\\nĐoạn hai.", text)
    site.write("wp.sql", dump)
    site.map = ""
    order = Order(site.kho / "wp.sql", None)
    assert import_archive(order, site.folder / "content", site.folder / "cache", PORTAL) == 0
    assert "author" not in site.articles["tin-tuc/2017/02/23/hoi-cho"]
    (told,) = [row["được báo"] for row in site.report if row["kết quả"] == "thành bài"]
    assert "[gallery ids=3]" in told
    assert "anh" in told


def test_two_processes_give_the_results_in_order(tmp_path, monkeypatch):
    """As one process would."""
    monkeypatch.undo()
    folder = tmp_path / "kho"
    folder.mkdir()
    for number in range(20):
        (folder / f"{number:02}.html").write_text(page(number))
    reader = PageReader(folder, read_map(MAP, PORTAL.sections), PORTAL, publish=False)
    jobs = [run.Job(name, "") for name in sorted(os.listdir(folder))]
    assert [result.title for result in run.read_all(reader, jobs)] == [
        f"Bài số {number}" for number in range(20)
    ]
