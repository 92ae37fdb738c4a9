# SPDX-License-Identifier: AGPL-3.0-or-later
"""The desk: what an editor's browser asks and sends, and what becomes of the files."""

import errno
import io
import itertools
import re
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from urllib.parse import unquote

import pillow_heif
import pytest
from PIL import Image

from plugins.editor.__main__ import refuse_open_desk
from plugins.editor.gate import Gate
from plugins.press.errors import Refusal
from plugins.press.preview_server import VISITOR
from tests.desk import HOST, DeskOfSite, form_of
from tests.pictures import photo
from tests.small_site import NOW, article, write_files
from tests.word_file import paragraph, picture, run, word_file

pytestmark = pytest.mark.usefixtures("remembered")

_NUMBERS = itertools.count(1)
CAU = "tin-tuc/2026/11/01/cau/index.md"
SITE = {
    CAU: article("Cầu mới ở Mỹ Thuận", category="kinh-te", tags="cầu, đường"),
    "tin-tuc/2026/11/02/cho-noi.md": article("Chợ nổi Trà Ôn", date="2026-11-02 09:00"),
    "tin-tuc/hen.md": article("Bài hẹn", date="2071-01-01 08:00"),
    "tin-tuc/het-han.md": article("Bài hết hạn", expires="2026-11-05"),
    "tin-tuc/loi.md": article("Bài có lỗi", category="Kinh tê"),
    "tin-tuc/hong.md": "---\ntags: [a\n---\nLời.\n",
    "tin-tuc/nhap.md": "---\nstatus: nháp\n---\n",
    "trang/gioi-thieu.md": "---\ntitle: Giới thiệu\n---\nLời.\n",
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskOfSite]:
    folder = tmp_path_factory.mktemp("desk")
    write_files(folder / "content", SITE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(NOW))
        made = DeskOfSite(folder, visitor="Lan")
        yield made
        made.desk.worker.close()


@pytest.fixture
def bai(desk: DeskOfSite) -> str:
    """A healthy published article of the test's own; gives its content path."""
    path = f"tin-tuc/2026/11/03/bai-{next(_NUMBERS)}/index.md"
    write_files(desk.content, {path: article("Bài của phép thử")})
    return path


def titles(desk: DeskOfSite, query: str) -> list[str]:
    page = desk.get(query).get_data(as_text=True)
    return re.findall(r'<th scope="row"><a [^>]*>([^<]*)</a>', page)


# -- the list -------------------------------------------------------------------------------


def test_list_shows_everything_newest_first(desk):
    """What cannot be read and undated drafts stand first, for they are to be mended."""
    first, *shown = titles(desk, "")
    assert first == "hong.md"
    assert shown[:4] == ["(chưa có tiêu đề)", "Bài hẹn", "Chợ nổi Trà Ôn", "Cầu mới ở Mỹ Thuận"]
    assert shown[-1] == "Giới thiệu"
    page = desk.get("").get_data(as_text=True)
    assert "Chờ đến ngày đăng</span>" in page
    assert '<span class="badge badge--co-loi">1 lỗi</span>' in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=cho+noi", ["Chợ nổi Trà Ôn"]),
        ("q=MY+THUẬN", ["Cầu mới ở Mỹ Thuận"]),
        ("q=duong", ["Cầu mới ở Mỹ Thuận"]),
        ("q=khong+co", []),
        ("trang-thai=co-loi", ["hong.md", "Bài có lỗi"]),
        ("trang-thai=nhap", ["(chưa có tiêu đề)"]),
        ("trang-thai=cho-dang", ["Bài hẹn"]),
        ("trang-thai=het-han", ["Bài hết hạn"]),
        ("trang-thai=trang", ["Giới thiệu"]),
        ("muc=kinh-te&q=cau", ["Cầu mới ở Mỹ Thuận"]),
        ("muc=thong-bao", []),
        ("muc=tin-tuc-su-kien&trang-thai=nhap", []),
        ("tac-gia=n.h&q=noi", ["Chợ nổi Trà Ôn"]),
    ],
)
def test_list_finds_without_diacritics(desk, query, found):
    assert titles(desk, f"?{query}") == found


# -- one article ----------------------------------------------------------------------------


def test_list_answers_before_the_first_build(tmp_path, monkeypatch):
    """By the lines of the headers, as the list after it does; articles are written meanwhile."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOW))
    draft = article("Bản thảo", date="05/11/2026 9h", author="Lê Lan", status="nháp")
    quoted = article("'Tên ''trong'' nháy'", date="2026-11-04", category="Kinh tế")
    more = {"tin-tuc/thao.md": draft, "tin-tuc/nhay.md": quoted, "tin-tuc/.an/x.md": draft}
    write_files(tmp_path / "content", SITE | more)
    early = DeskOfSite(tmp_path, is_built=False)
    page = early.get("").get_data(as_text=True)
    assert f"Đã đọc tên của {len(SITE) + 2} bài, đang dựng bản xem trước." in page
    for query in ("", "?q=my+thuan", "?trang-thai=nhap", "?tac-gia=lan", "?trang-thai=trang"):
        before = titles(early, query)
        assert before, query
        if not query:
            early_titles = before
    assert titles(early, "?q=my+thuan") == ["Cầu mới ở Mỹ Thuận"]
    assert titles(early, "?trang-thai=nhap&tac-gia=le+lan") == ["Bản thảo"]
    assert titles(early, "?muc=kinh-te&q=nhay") == ["Tên &#39;trong&#39; nháy"]
    form = early.form(CAU)
    assert early.post("xem", form).status_code == 503
    assert "kho bài chưa đọc xong" in unquote(early.post("xem", form).headers["X-Desk-Told"])
    assert early.post("luu", form | {"body": "Lời mới."}).status_code == 303
    # A build that ends early is no build that goes on.
    (tmp_path / "preview").mkdir()
    (tmp_path / "preview/cua-toi.txt").write_text("x")
    early.preview.build()
    page = early.get("").get_data(as_text=True)
    assert "đang dựng" not in page
    assert re.search("Bản xem trước chưa dựng được: .*preview.*— Sửa: ", page)
    told = unquote(early.post("xem", early.form(CAU)).headers["X-Desk-Told"])
    assert "bản xem trước chưa dựng được" in told
    (tmp_path / "preview/cua-toi.txt").unlink()
    early.preview.build()
    assert "chưa dựng được" not in early.get("").get_data(as_text=True)
    assert "đang dựng bản xem trước" not in early.get("").get_data(as_text=True)
    assert len(titles(early, "")) == len(early_titles)
    early.desk.worker.close()


def test_article_that_is_loaded_and_saved_stays_byte_for_byte(desk):
    """Every source that has a form."""
    for path in SITE:
        if path in ("tin-tuc/hong.md", "tin-tuc/loi.md"):
            continue
        before = (desk.content / path).read_bytes()
        answer = desk.post("luu", desk.form(path))
        assert (answer.status_code, answer.location) == (303, f"/bien-tap/bai/{path}?da=luu")
        assert (desk.content / path).read_bytes() == before


def test_change_is_saved_and_said(desk, bai):
    """The one line that changed."""
    sent = desk.form(bai) | {"title": "Bài đã sửa"}
    before = (desk.content / bai).read_text()
    answer = desk.post("luu", sent)
    assert (desk.content / bai).read_text() == before.replace(
        "title: Bài của phép thử", "title: 'Bài đã sửa'"
    )
    page = desk.get(answer.location.removeprefix("/bien-tap/"))
    assert "Đã lưu." in page.get_data(as_text=True)
    assert form_of(page)["title"] == "Bài đã sửa"


def test_new_article_is_a_draft_in_a_folder_of_its_day_and_title(desk):
    """Valid YAML; what it lacks is a warning until it is to be published."""
    sent = desk.form("") | {"title": "Hội chợ: ngày đầu", "date": "05/11/2026 7h30", "body": "Lời."}
    answer = desk.post("luu", sent)
    path = "tin-tuc/2026/11/05/hoi-cho-ngay-dau/index.md"
    assert answer.location == f"/bien-tap/bai/{path}?da=luu"
    assert (desk.content / path).read_text() == (
        "---\ntitle: 'Hội chợ: ngày đầu'\ndate: 2026-11-05T07:30\nauthor: 'Lan'\n"
        "status: draft\n---\nLời.\n"
    )
    refused = desk.post("luu", desk.form(path) | {"viec": "dang"})
    assert refused.location.endswith("?da=nhap-loi")
    page = desk.get(refused.location.removeprefix("/bien-tap/")).get_data(as_text=True)
    assert "Chưa đăng được vì bài còn lỗi. Đã lưu thành bản nháp" in page
    assert '<h2 id="tom-tat-ten">Bài có 1 lỗi</h2>' in page
    assert "thiếu chuyên mục — Sửa: chọn trong danh sách ở ô này" in page
    assert "status: draft" in (desk.content / path).read_text()
    mended = desk.form(path) | {"category": "Kinh tế", "viec": "dang"}
    assert desk.post("luu", mended).location.endswith("?da=dang")
    assert "status" not in (desk.content / path).read_text()


def test_second_article_of_one_title_gets_a_folder_of_its_own(desk):
    named = {"title": "Trùng tên", "date": "06/11/2026"}
    places = [desk.post("luu", desk.form("") | named).location for _ in range(2)]
    assert places == [
        "/bien-tap/bai/tin-tuc/2026/11/06/trung-ten/index.md?da=luu",
        "/bien-tap/bai/tin-tuc/2026/11/06/trung-ten-2/index.md?da=luu",
    ]


def test_draft_takes_its_name_with_its_title(desk):
    """What was saved before it had a title moves, photos and all."""
    first = desk.post("luu", desk.form("") | {"date": "07/11/2026", "body": "Lời."})
    path = "tin-tuc/2026/11/07/chua-co-ten/index.md"
    assert first.location == f"/bien-tap/bai/{path}?da=luu"
    write_files(desk.content, {path.replace("index.md", "a.jpg"): b"x"})
    second = desk.post("luu", desk.form(path) | {"title": "Tên bài sau"})
    assert second.location.startswith("/bien-tap/bai/tin-tuc/2026/11/07/ten-bai-sau/index.md?")
    assert (desk.content / "tin-tuc/2026/11/07/ten-bai-sau/a.jpg").read_bytes() == b"x"
    assert not (desk.content / path).exists()


def test_fault_stands_beside_its_field_in_the_words_of_the_check(desk):
    """In the summary, which leads to the field; and what the file says is shown."""
    page = desk.get("bai/tin-tuc/loi.md").get_data(as_text=True)
    words = "không có chuyên mục «Kinh tê» — Sửa: có phải «Kinh tế»?"
    assert '<a href="#f-category">Chuyên mục: không có chuyên mục «Kinh tê»</a>' in page
    field = page[page.index('id="loi-category"') : page.index('id="f-title"')]
    assert words in field
    assert 'name="category" aria-describedby="loi-category" aria-invalid="true"' in page
    assert "<option selected>Kinh tê</option>" in page


@pytest.mark.parametrize(
    ("changed", "name", "line", "problem"),
    [
        ({"date": "31/02/2026 8:00"}, "date", 0, "«31/02/2026 8:00» không phải ngày có thật"),
        ({"photos.1.file": "khong-co.jpg"}, "photos.1.file", 0, "không có tệp «khong-co.jpg»"),
        ({"body": "Một.\n\n[Hai](khong-co.pdf)"}, "body", 3, "không có tệp «khong-co.pdf»"),
        ({"aliases": "/a/\ncu"}, "aliases", 0, "«cu» không phải địa chỉ cũ của cổng"),
        ({"corrections.1.wrong": "sai"}, "corrections.1.date", 0, "thiếu ngày"),
        ({"source.name": "TTXVN", "source.url": "x"}, "source.url", 0, "«x» không phải"),
        ({"body": "[Bài](/tin-tuc/2026/11/09/khong/)"}, "body", 1, "/tin-tuc/2026/11/09/khong/"),
        ({"slug": "cau", "date": "01/11/2026 08:00"}, "slug", 0, "địa chỉ"),
    ],
)
def test_fault_of_a_text_that_is_typed_is_told_where_it_is(desk, bai, changed, name, line, problem):
    """As JSON, for a script that asks while an editor writes; nothing is saved."""
    before = (desk.content / bai).read_bytes()
    faults = desk.post("kiem", desk.form(bai) | changed).json["faults"]
    places = [(fault["name"], fault["line"]) for fault in faults if problem in fault["problem"]]
    assert places == [(name, line)]
    assert (desk.content / bai).read_bytes() == before


def test_public_article_with_a_fault_stays_as_it_is(desk, bai):
    """What was typed is set aside, shown again, and saved once it is mended."""
    before = (desk.content / bai).read_bytes()
    answer = desk.post("luu", desk.form(bai) | {"date": "31/02/2026", "body": "Chữ mới."})
    assert answer.location.endswith("?da=sua-loi")
    assert (desk.content / bai).read_bytes() == before
    page = desk.get(answer.location.removeprefix("/bien-tap/"))
    again = form_of(page)
    assert "Phần đã sửa được cất riêng" in page.get_data(as_text=True)
    assert (again["date"], again["body"]) == ("31/02/2026", "Chữ mới.\r\n")
    assert desk.post("luu", again | {"date": "04/11/2026"}).location.endswith("?da=luu")
    assert "Chữ mới." in (desk.content / bai).read_text()
    assert [file.name for file in (desk.content / bai).parent.iterdir()] == ["index.md"]


def test_draft_at_the_address_of_a_published_article_is_its_own_fault(tmp_path, monkeypatch):
    """The article stays savable; the draft cannot be published there."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOW))
    files = {CAU: article("Cầu"), "tin-tuc/cau.md": article("Bài nháp", status="draft")}
    write_files(tmp_path / "content", files)
    own = DeskOfSite(tmp_path)
    assert own.post("luu", own.form(CAU) | {"body": "Lời mới."}).location.endswith("?da=luu")
    assert "Lời mới." in (own.content / CAU).read_text()
    draft = own.form("tin-tuc/cau.md")
    assert [told["name"] for told in own.post("kiem", draft).json["faults"]] == ["slug"]
    assert own.post("luu", draft | {"viec": "dang"}).location.endswith("?da=nhap-loi")
    own.desk.worker.close()


def test_form_that_was_cut_off_on_its_way_saves_nothing(desk, bai):
    """Its last field is missing: what stands behind the cut would be taken for emptied."""
    before = (desk.content / bai).read_bytes()
    sent = desk.form(bai)
    assert list(sent)[-1] == "du"
    cut = {name: sent[name] for name in ("duong-dan", "goc", "category")}
    for task in ("luu", "dang", "lay-lai"):
        answer = desk.post("luu", cut | {"viec": task})
        assert answer.status_code == 400
        assert "Phần gửi lên bị đứt giữa chừng" in answer.get_data(as_text=True)
    assert desk.post("luu-tep", {"duong-dan": bai, "goc": sent["goc"]}).status_code == 400
    garbage = desk.client.post(
        "/bien-tap/luu",
        data=b"--y garbage",
        content_type="multipart/form-data; boundary=x",
        headers={
            "Host": HOST,
            "Origin": f"http://{HOST}",
            "X-Desk-Token": desk.gate.token("Lan"),
        },
        environ_base={VISITOR: "Lan"},
    )
    assert garbage.status_code == 400
    assert (desk.content / bai).read_bytes() == before


def test_new_form_that_is_sent_twice_is_one_article(desk):
    """Pressed twice, or gone back to; another's save between is still not overwritten."""
    sent = desk.form("") | {"title": "Bấm hai lần", "date": "06/11/2026", "body": "Một."}
    first, second = desk.post("luu", sent), desk.post("luu", sent | {"body": "Hai."})
    path = "tin-tuc/2026/11/06/bam-hai-lan/index.md"
    assert first.location == second.location == f"/bien-tap/bai/{path}?da=luu"
    assert (desk.content / path).read_text().endswith("---\nHai.\n")
    assert desk.post("luu", desk.form(path) | {"body": "Của người khác."}).status_code == 303
    assert desk.post("luu", sent | {"body": "Ba."}).status_code == 409
    other = desk.form("") | {"title": "Bấm hai lần", "date": "06/11/2026"}
    assert desk.post("luu", other).location.endswith("/bam-hai-lan-2/index.md?da=luu")


@pytest.mark.parametrize(
    ("changed", "name", "problem", "mend"),
    [
        ({"date": ""}, "date", "thiếu ngày", "ghi ngày/tháng/năm giờ:phút, như 23/02/2026 14:57"),
        ({"author": ""}, "author", "thiếu tác giả", "ghi vào ô này; bài đăng lại thì ghi Nguồn"),
        ({"title": ""}, "title", "thiếu tiêu đề", "ghi vào ô này"),
        (
            {"kind": "album"},
            "kind",
            "bài là album ảnh mà mục Ảnh có 0 ảnh",
            "ghi ít nhất 3 ảnh vào mục Ảnh, hoặc để trống ô này",
        ),
        ({"expires": "mai"}, "expires", "không đọc được ngày «mai»", "viết như 23/02/2017 14:57"),
        (
            {"body": "Lời.\n\n![x](khong-co.png)"},
            "body",
            "không có tệp «khong-co.png»",
            "kiểm tra tên tệp, hoặc thêm tệp ở «Thêm ảnh và tệp đính kèm»",
        ),
        ({"body": ""}, "body", "bài không có nội dung", "viết vào ô này"),
        (
            {"corrections.1.date": "04/11/2026", "corrections.1.wrong": "x"},
            "corrections.1.right",
            "còn trống",
            "ghi vào ô này",
        ),
        (
            {"body": "Lời.\n\n![](a.png)", "photos.1.file": "b.png", "photos.2.file": "a.png"},
            "photos.2.alt",
            "ảnh «a.png» không có chú thích, cũng không có mô tả",
            "ghi «Chú thích» hoặc «Ảnh chụp gì», để người không thấy ảnh biết ảnh có gì",
        ),
    ],
)
def test_mend_is_told_in_the_words_of_the_form(desk, bai, changed, name, problem, mend):
    """Which has fields where the file has signs."""
    for file in ("a.png", "b.png"):
        (desk.content / bai).with_name(file).write_bytes(photo())
    faults = desk.post("kiem", desk.form(bai) | changed).json["faults"]
    assert (name, problem, mend) in [
        (fault["name"], fault["problem"], fault["mend"]) for fault in faults
    ]


def test_day_that_came_since_the_last_build_is_not_told(desk, bai, monkeypatch):
    """A correction of today, while the preview was built yesterday; one of tomorrow is told."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOW + 86_400))
    sent = desk.form(bai) | {"corrections.1.wrong": "Một", "corrections.1.right": "Hai"}
    for day, count in (("11/11/2026 11:00", 0), ("12/11/2026 11:00", 1)):
        faults = desk.post("kiem", sent | {"corrections.1.date": day}).json["faults"]
        assert sum(f"«{day}» là ngày chưa tới" in fault["problem"] for fault in faults) == count


def test_line_of_the_text_is_the_same_typed_and_saved(desk):
    """A draft's faults are those of the article to be, which has a line less in its header."""
    sent = desk.form("") | {"title": "", "date": "06/11/2026", "body": "Một.\r\n\r\n![x](y.png)"}
    (typed,) = [fault for fault in desk.post("kiem", sent).json["faults"] if fault["line"]]
    assert typed["line"] == 3
    refused = desk.post("luu", sent | {"viec": "dang"}).location.removeprefix("/bien-tap/")
    page = desk.get(refused).get_data(as_text=True)
    assert "Nội dung, dòng 3: không có tệp «y.png»" in page


def test_draft_can_be_dropped_and_is_kept_in_the_cache(desk, bai):
    """With its photos, said once on the list; no published article, and none saved meanwhile."""
    new = desk.form("") | {"title": "Nháp thừa", "date": "08/11/2026"}
    sent = new | {"tep": files(("a.png", photo()))}
    path = desk.post("luu", sent).location.removeprefix("/bien-tap/bai/").removesuffix("?da=luu")
    form = desk.form(path)
    stale = desk.post("bo-nhap", {"duong-dan": path, "goc": "0" * 64})
    assert "người khác đã lưu bản nháp này" in stale.get_data(as_text=True)
    dropped = desk.post("bo-nhap", {"duong-dan": path, "goc": form["goc"]})
    assert dropped.location == "/bien-tap/"
    assert not (desk.content / path).parent.exists()
    kept = desk.content.parent / "cache/ban-nhap-da-bo/nhap-thua"
    assert sorted(file.name for file in kept.iterdir()) == ["a.png", "index.md"]
    assert "Đã bỏ bản nháp «Nháp thừa»" in desk.get("").get_data(as_text=True)
    assert "Đã bỏ bản nháp" not in desk.get("").get_data(as_text=True)
    public = desk.post("bo-nhap", {"duong-dan": bai, "goc": desk.form(bai)["goc"]})
    assert "bài này không phải bản nháp" in public.get_data(as_text=True)
    assert (desk.content / bai).exists()


def test_dropped_draft_takes_no_other_article_along(desk):
    """A lone file, and one in whose folder others stand."""
    folder = "tin-tuc/2026/11/08/chung"
    draft = "---\ntitle: Nháp\nstatus: draft\n---\nLời.\n"
    write_files(
        desk.content,
        {f"{folder}/index.md": draft, f"{folder}/b/index.md": article("B"), "tin-tuc/n.md": draft},
    )
    for path in (f"{folder}/index.md", "tin-tuc/n.md"):
        desk.post("bo-nhap", {"duong-dan": path, "goc": desk.form(path)["goc"]})
        assert not (desk.content / path).exists()
    assert (desk.content / f"{folder}/b/index.md").exists()
    assert (desk.content / CAU).exists()
    (desk.content / f"{folder}/b/index.md").unlink()


def test_what_was_set_aside_can_be_dropped(desk, bai):
    desk.post("luu", desk.form(bai) | {"date": "31/02/2026"})
    assert desk.post("bo", {"duong-dan": bai}).location.endswith("?da=bo")
    assert desk.form(bai)["date"] == "01/11/2026 08:00"


def test_two_editors_of_one_article_see_both_versions(desk, bai):
    """The second one overwrites nothing, and saves over what was shown only."""
    first, second = desk.form(bai), desk.form(bai)
    desk.post("luu", first | {"title": "Bản của người thứ nhất", "viec": "nhap"})
    saved = (desk.content / bai).read_bytes()
    answer = desk.post("luu", second | {"body": "Chữ của người thứ hai."})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert (desk.content / bai).read_bytes() == saved
    title = "<del>Bản</del><ins>Bài</ins> của <del>người thứ nhất</del><ins>phép thử</ins>"
    assert f'<dd class="words">{title}</dd>' in page
    assert "<del>Nội dung</del><ins>Chữ của người thứ hai</ins>." in page
    # Whether it is a draft is no matter of either form.
    assert "Trạng thái" not in page
    again = form_of(answer)
    assert again["body"] == "Chữ của người thứ hai."
    assert desk.post("luu", again).location.endswith("?da=luu")
    assert "Chữ của người thứ hai." in (desk.content / bai).read_text()


def test_article_that_was_deleted_meanwhile_is_not_lost(desk, bai):
    sent = desk.form(bai) | {"body": "Chữ mới."}
    (desk.content / bai).unlink()
    answer = desk.post("luu", sent)
    assert answer.status_code == 409
    assert form_of(answer)["body"] == "Chữ mới."


@pytest.mark.parametrize("path", ["", CAU])
def test_more_than_an_article_holds_is_not_saved(desk, path):
    """It could not be opened again: it is told beside the text, and stays in the form."""
    before = sorted(desk.content.rglob("*.md*"))
    sent = desk.form(path) | {"title": "Bài quá dài", "body": "Chữ dài.\n\n" * 100_000}
    (told,) = [item for item in desk.post("kiem", sent).json["faults"] if item["name"] == "body"]
    assert told["problem"] == "tệp nặng 1,3 MB, quá 1 MB"
    answer = desk.post("luu", sent)
    assert answer.status_code == 400
    assert "Chưa làm được: bài nặng 1,3 MB, quá 1 MB" in answer.get_data(as_text=True)
    assert form_of(answer)["body"].count("Chữ dài.") == 100_000
    assert sorted(desk.content.rglob("*.md*")) == before


def test_full_disk_is_told_with_the_text_still_in_the_form(desk, bai, monkeypatch):
    """The file stays, and nothing half-written stands beside it."""
    before = (desk.content / bai).read_bytes()
    sent = desk.form(bai) | {"body": "Chữ mới."}

    def refuse(handle: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("os.fsync", refuse)
    answer = desk.post("luu", sent)
    assert answer.status_code == 507
    assert "không ghi được đĩa (hết chỗ trên đĩa)" in answer.get_data(as_text=True)
    assert form_of(answer)["body"] == "Chữ mới."
    assert (desk.content / bai).read_bytes() == before
    assert [file.name for file in (desk.content / bai).parent.iterdir()] == ["index.md"]
    # Of a new article nothing stays, so that its name is free for the next try.
    new = desk.form("") | {"title": "Đĩa đầy", "date": "07/11/2026", "body": "Chữ."}
    assert form_of(desk.post("luu", new))["body"] == "Chữ."
    dropped = {"duong-dan": bai, "tep": files(("a.png", photo()))}
    told = desk.post("tai", dropped, Accept="application/json").json["troubles"]
    assert told == [
        "Không ghi hay đọc được đĩa: hết chỗ trên đĩa. Sửa: dọn đĩa rồi làm lại; chữ đang viết còn "
        "nguyên."
    ]
    monkeypatch.undo()
    saved = desk.post("luu", new).location
    assert saved == "/bien-tap/bai/tin-tuc/2026/11/07/dia-day/index.md?da=luu"


def test_rows_are_added_moved_and_taken_out_without_a_script(desk, bai):
    """By buttons of the form, which save nothing."""
    sent = desk.form(bai) | {
        "photos.1.file": "a.jpg",
        "photos.2.file": "b c.jpg",
        "photos.2.caption": "Hai",
    }
    up = form_of(desk.post("luu", sent | {"viec": "len:photos:2"}))
    assert [up[f"photos.{n}.file"] for n in (1, 2)] == ["b c.jpg", "a.jpg"]
    gone = form_of(desk.post("luu", up | {"viec": "bo:photos:2"}))
    assert "photos.2.file" not in gone
    put = form_of(desk.post("luu", gone | {"viec": "chen:photos:1"}))
    assert put["body"] == "Nội dung.\r\n\r\n![](<b c.jpg>)\r\n"
    more = form_of(desk.post("luu", put | {"viec": "them:corrections"}))
    assert more["corrections.1.wrong"] == ""
    assert more["corrections.1.date"] == "10/11/2026 12:00"
    assert (desk.content / bai).read_text() == article("Bài của phép thử")


def test_file_without_a_form_is_edited_as_a_whole(desk):
    """A save that leaves faults is refused, unless the article is a draft."""
    opened = desk.get("bai/tin-tuc/hong.md")
    assert opened.location == "/bien-tap/ca-tep/tin-tuc/hong.md"
    page = desk.get("ca-tep/tin-tuc/hong.md").get_data(as_text=True)
    assert "không đọc được dòng «tags: [a»" in page
    base = re.search(r'name="goc" value="(\w+)"', page)[1]
    sent = {
        "duong-dan": "tin-tuc/hong.md",
        "goc": base,
        "du": "1",
        "tep": "---\r\ntags: [a\r\n---\r\nHai.\r\n",
    }
    refused = desk.post("luu-tep", sent)
    assert refused.status_code == 422
    assert "Hai." in refused.get_data(as_text=True)
    assert (desk.content / "tin-tuc/hong.md").read_text() == SITE["tin-tuc/hong.md"]
    mended = sent | {"tep": sent["tep"].replace("[a", "[a]\r\nstatus: draft")}
    assert desk.post("luu-tep", mended).status_code == 303
    stale = desk.post("luu-tep", sent)
    assert stale.status_code == 409
    shown = stale.get_data(as_text=True)
    assert "<del>" in shown
    assert "Mở bản mới nhất, bỏ phần của tôi" in shown
    saved = "---\ntags: [a]\nstatus: draft\n---\nHai.\n"
    assert (desk.content / "tin-tuc/hong.md").read_text() == saved
    apart = desk.post("luu-tep", sent | {"viec": "bai-khac"})
    assert apart.location == "/bien-tap/ca-tep/tin-tuc/hong-2.md?da=ca-hai"
    assert (desk.content / "tin-tuc/hong-2.md").read_text() == "---\ntags: [a\n---\nHai.\n"
    assert (desk.content / "tin-tuc/hong.md").read_text() == saved


# -- the page -----------------------------------------------------------------------------


def test_page_is_shown_as_citizens_will_see_it(desk):
    """By the theme, with its neighbours and links, before anything is saved."""
    body = "Lời mới. Xem [chợ](../../02/cho-noi.md).\n\n![Cầu](cau.png)"
    Image.new("RGB", (400, 300), "green").save(desk.content / CAU.replace("index.md", "cau.png"))
    sent = desk.form(CAU) | {"title": "Tên chưa lưu", "body": body, "author": "Lan; N.H"}
    answer = desk.post("xem", sent)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert ">Tên chưa lưu</h1>" in page
    assert '<a href="/tin-tuc/2026/11/02/cho-noi/">chợ</a>' in page
    assert 'href="/tac-gia/lan/"' in page
    (photo,) = set(re.findall(r'src="(/anh/[^"]+\.jpg)"', page))
    assert desk.desk.fetch(photo)[:3] == b"\xff\xd8\xff"
    assert desk.desk.fetch("/anh/khac-400.jpg") is None
    assert desk.desk.fetch("/tep/khac.pdf") is None
    assert "Tên chưa lưu" not in (desk.content / CAU).read_text()


def test_page_shows_the_newer_and_older_ones_of_its_section(desk):
    """As the build has them."""
    path = "tin-tuc/2026/11/02/cho-noi.md"
    built = (desk.preview.output / "tin-tuc/2026/11/02/cho-noi/index.html").read_text()
    shown = desk.post("xem", desk.form(path)).get_data(as_text=True)
    assert shown == built
    standing = "trang/gioi-thieu.md"
    built = (desk.preview.output / "gioi-thieu/index.html").read_text()
    assert desk.post("xem", desk.form(standing)).get_data(as_text=True) == built


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"date": "31/02/2026"}, "«31/02/2026» không phải ngày có thật; ngày tạm lấy hôm nay."),
        ({"date": "x" * 30_000}, "dài 30.000 ký tự, quá 20.000; ngày tạm lấy hôm nay."),
        ({"title": "x" * 30_000}, "dài 30.000 ký tự, quá 20.000."),
        ({"slug": "???"}, "«???» không cho một địa chỉ bằng chữ Latinh."),
        ({"photos.1.file": "cau.png", "photos.1.alt": "x" * 30_000}, "dài 30.000 ký tự"),
        ({"date": ""}, ""),
        ({"category": "không có"}, ""),
        ({"source.url": "không phải địa chỉ"}, ""),
        ({"changes.1.date": "32/13/2026", "changes.1.note": "x"}, ""),
        ({"body": "<<<<<<< HEAD\nmột\n=======\nhai\n>>>>>>> x\n![](khong.jpg)"}, ""),
    ],
)
def test_page_with_a_fault_is_shown_without_what_is_faulty(desk, changed, told):
    """What keeps an article from any page is told above the page; the text is always there."""
    sent = desk.form(CAU) | {"body": "Lời còn đây."} | changed
    answer = desk.post("xem", sent, X_Desk_Token=desk.gate.token(desk.visitor))
    assert answer.status_code == 200
    page = answer.get_data(as_text=True)
    assert ("Lời còn đây." if "body" not in changed else "hai") in page
    words = unquote(answer.headers.get("X-Desk-Told", ""))
    assert told in words
    assert bool(words) == bool(told)
    # Without a script it is told in the page itself.
    assert (f"<strong>{words}</strong>" in desk.post("xem", sent).get_data(as_text=True)) == bool(
        words
    )


def test_page_of_a_field_that_has_no_place_in_the_form_is_shown(desk):
    """A header that others wrote has what nobody can read; the rest is shown."""
    path = "tin-tuc/khoa.md"
    header = "title: Khóa\ndate: [2026, 1]\nauthor: Lan\ncategory: kinh-te"
    write_files(desk.content, {path: f"---\n{header}\n---\nLời.\n"})
    answer = desk.post("xem", desk.form(path))
    assert ">Khóa</h1>" in answer.get_data(as_text=True)
    (desk.content / path).unlink()


def test_page_that_there_cannot_be_is_told(desk):
    answer = desk.post("xem", desk.form(CAU) | {"body": "x " * 600_000})
    assert answer.status_code == 422
    assert unquote(answer.headers["X-Desk-Told"]).startswith("chưa dựng được trang — Sửa: ")


# -- what comes in ------------------------------------------------------------------------


def files(*pairs: tuple[str, bytes]) -> list[tuple[io.BytesIO, str]]:
    """Files of a form, as the test's client takes them."""
    return [(io.BytesIO(data), name) for name, data in pairs]


def test_photos_and_files_come_with_the_form(desk, bai):
    """Photos become rows, attached files links behind the text; names become plain letters."""
    sent = {"tep": files(("Cầu Mỹ.PNG", photo()), ("Quyết định [2].pdf", b"%PDF-1.4 x"))}
    answer = desk.post("luu", desk.form(bai) | sent)
    folder = (desk.content / bai).parent
    assert sorted(file.name for file in folder.iterdir()) == [
        "cau-my.png",
        "index.md",
        "quyet-dinh-2.pdf",
    ]
    again = form_of(desk.get(answer.location.removeprefix("/bien-tap/")))
    assert again["photos.1.file"] == "cau-my.png"
    assert again["body"].endswith("\r\n\r\n[Quyết định \\[2\\]](quyet-dinh-2.pdf)\r\n")


def test_equal_files_are_one_and_others_get_a_number(desk, bai):
    """For a script, with the Markdown that shows each."""
    red, blue = photo("red"), photo("blue")
    sent = {"duong-dan": bai, "tep": files(("a.png", red), ("a.png", blue), ("a.png", red))}
    told = desk.post("tai", sent).json
    assert [item["file"] for item in told["files"]] == ["a.png", "a-2.png", "a.png"]
    assert told["files"][1]["markdown"] == "![](a-2.png)"
    assert told["troubles"] == []


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("a.jpg", b"khong phai anh", "a.jpg"),
        ("cut.png", photo()[:200], "cut.png"),
        ("a.exe", b"MZ", "«a.exe» không phải ảnh hay loại tệp đính kèm được"),
        ("a.pdf", b"MZ\x90", "«a.pdf»"),
        ("a.svg", b"<svg/>", "«a.svg» không phải ảnh hay loại"),
        ("index.md", b"---\n---\n", "«index.md» không phải ảnh hay loại"),
        ("a.docx", b"PK\3\4x", "«a.docx»"),
    ],
)
def test_file_that_may_not_go_out_is_refused_by_name(desk, bai, name, data, problem):
    """Nothing of it stays, and the others are taken."""
    sent = {"duong-dan": bai, "tep": files((name, data), ("../../b.png", photo()))}
    told = desk.post("tai", sent).json
    assert [item["file"] for item in told["files"]] == ["b.png"]
    assert len(told["troubles"]) == 1
    assert told["troubles"][0].startswith("Không nhận tệp: ")
    assert problem in told["troubles"][0]
    assert " — Sửa: " in told["troubles"][0]
    names = sorted(file.name for file in (desk.content / bai).parent.iterdir())
    assert names == ["b.png", "index.md"]


def test_word_file_becomes_a_draft_with_its_photos(desk):
    """The report is shown once above the form, which is filled in."""
    data = word_file(
        paragraph(run("Hội chợ xuân ở Bình Minh", "b"), align="center"),
        paragraph("Sáng 12/11/2026, hội chợ mở cửa với ba trăm gian hàng của các xã trong huyện."),
        paragraph("Lê Lan", align="right"),
    )
    answer = desk.post("word", {"tep": files(("bai.docx", data), ("chợ.png", photo()))})
    place = "tin-tuc/nhap/hoi-cho-xuan-o-binh-minh"
    assert answer.location == f"/bien-tap/bai/{place}/index.md?da=word"
    page = desk.get(answer.location.removeprefix("/bien-tap/"))
    form = form_of(page)
    assert form["title"] == "Hội chợ xuân ở Bình Minh"
    assert form["photos.1.file"] == "cho.png"
    assert "ba trăm gian hàng" in form["body"] + form["summary"]
    text = page.get_data(as_text=True)
    assert (
        "Nhận ra:\n  tên bài: «Hội chợ xuân ở Bình Minh» — đoạn nổi bật ở đầu (đậm, giữa, hoặc chữ "
        "lớn)\n" in text
    )
    assert "Còn thiếu, phải có trước khi đăng:\n  chưa có ngày đăng\n  chưa có chuyên mục" in text
    assert "status: draft" in (desk.content / place / "index.md").read_text()
    assert "Nhận ra:" not in desk.get(f"bai/{place}/index.md").get_data(as_text=True)


def test_word_file_of_an_article_that_there_is_already_is_told(desk):
    """Its draft would take the address of that one."""
    title = paragraph(run("Chợ nổi Trà Ôn", "b"), align="center")
    data = word_file(title, "Sáng nay chợ họp.", "Người bán đông.")
    answer = desk.post("word", {"tep": files(("cho.docx", data))}, Accept="application/json").json
    told = "Đã có bài cùng tên ở «tin-tuc/2026/11/02/cho-noi.md» (02/11/2026 09:00)."
    assert answer["report"][-1] == f"{told} Nếu là cùng một bài thì bỏ bản nháp này."


def test_word_file_fills_the_open_article(desk, bai):
    """Empty fields and what stands behind the text; what was typed stays, nothing is saved."""
    (desk.content / bai).with_name("anh-1.png").write_bytes(photo("red"))
    data = word_file(
        paragraph(run("Hội chợ xuân ở Bình Minh", "b"), align="center"),
        paragraph("Sáng 12/11/2026, hội chợ mở cửa với ba trăm gian hàng của các xã trong huyện."),
        f"<w:p>{picture()}</w:p>",
        media={"anh": photo("blue")},
    )
    before = (desk.content / bai).read_bytes()
    sent = desk.form(bai) | {"body": "Lời có sẵn.", "viec": "word"}
    page = desk.post("luu", sent | {"word": files(("bai.docx", data), ("chợ.png", photo()))})
    form, text = form_of(page), page.get_data(as_text=True)
    assert form["title"] == "Bài của phép thử"
    assert form["body"].startswith("Lời có sẵn.\r\n\r\nSáng 12/11/2026")
    assert "Hội chợ xuân ở Bình Minh" in text
    assert "Đã thêm chữ của tệp Word vào khung viết." in text
    assert [form[f"photos.{n}.file"] for n in (1, 2)] == ["anh-1-2.png", "cho.png"]
    assert "![](anh-1-2.png)" in form["body"]
    assert (desk.content / bai).with_name("anh-1-2.png").read_bytes() == photo("blue")
    assert (desk.content / bai).read_bytes() == before
    blank = desk.form("") | {"viec": "word", "word": files(("bai.docx", data))}
    opened = desk.post("luu", blank)
    form = form_of(desk.get(opened.location.removeprefix("/bien-tap/")))
    assert form["title"] == "Hội chợ xuân ở Bình Minh"
    assert "ba trăm gian hàng" in form["summary"] + form["body"]
    refused = desk.post("luu", sent | {"word": files(("a.png", photo()))})
    assert refused.status_code == 400
    assert "không có tệp Word nào" in refused.get_data(as_text=True)
    assert form_of(refused)["body"] == "Lời có sẵn."


def test_draft_of_a_word_file_gets_its_place_when_it_is_published(desk):
    """By day and title, with its photos: its first name was the Word file's."""
    data = word_file(paragraph("Sáng nay hội chợ mở cửa với ba trăm gian hàng của các xã."))
    answer = desk.post("word", {"tep": files(("bai gui lan 2.docx", data), ("a.png", photo()))})
    draft = "tin-tuc/nhap/bai-gui-lan-2/index.md"
    assert answer.location == f"/bien-tap/bai/{draft}?da=word"
    named = desk.form(draft) | {"title": "Hội chợ mở cửa", "date": "07/11/2026", "author": "Lan"}
    assert desk.post("luu", named).location == f"/bien-tap/bai/{draft}?da=luu"
    sent = desk.form(draft) | {"category": "Kinh tế", "viec": "dang"}
    path = "tin-tuc/2026/11/07/hoi-cho-mo-cua/index.md"
    assert desk.post("luu", sent).location == f"/bien-tap/bai/{path}?da=dang"
    assert (desk.content / path).with_name("a.png").read_bytes() == photo()
    assert not (desk.content / draft).parent.exists()


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        ([("a.png", photo())], "trong các tệp vừa gửi không có tệp Word nào"),
        ([("a.docx", b"x"), ("b.docx", b"x")], "trong các tệp vừa gửi có nhiều tệp Word"),
        ([("a.docx", b"%PDF-1.4")], "tệp này là PDF"),
        ([("a.docx", b"chu")], "«a.docx» không phải tệp Word"),
    ],
)
def test_what_is_no_word_file_is_told(desk, sent, problem):
    answer = desk.post("word", {"tep": files(*sent)})
    assert answer.status_code == 400
    assert problem in answer.get_data(as_text=True)


def word_item(label: str, words: str, level: int = 1) -> str:
    """Write an item of a list as Word puts it on the clipboard."""
    return (
        f"<p class=MsoListParagraph style='mso-list:l0 level{level} lfo1'><![if !supportLists]>"
        f"<span style='font-family:Symbol'><span style='mso-list:Ignore'>{label}"
        f"<span style='font:7.0pt \"Times New Roman\"'>&nbsp; </span></span></span>"
        f"<![endif]>{words}</p>"
    )


@pytest.mark.parametrize(
    ("html", "markdown", "told"),
    [
        (
            word_item("·", "Một") + word_item("o", "Hai", 2) + word_item("§", "Ba", 2),
            "- Một\n    - Hai\n    - Ba",
            ["dấu đầu dòng của Word thành «-»: «o»"],
        ),
        (word_item("1.", "Một") + word_item("2.", "Hai"), "1. Một\n2. Hai", []),
        (word_item("3.", "Ba") + word_item("4.", "Bốn"), "3. Ba\n4. Bốn", []),
        (
            word_item("1.", "Một") + word_item("a)", "Hai", 2) + word_item("2.", "Ba"),
            "1. Một\n    a) Hai\n2. Ba",
            [],
        ),
        (
            word_item("I.", "Một")
            + word_item("1.", "Hai", 2)
            + word_item("1.1.", "Ba", 3)
            + word_item("-", "Bốn", 4)
            + word_item("1.2.", "Năm", 3)
            + word_item("II.", "Sáu"),
            "I. Một\n\n1. Hai\n\n    1.1. Ba\n\n    - Bốn\n\n    1.2. Năm\n\nII. Sáu",
            [],
        ),
        (
            word_item("1.", "Một")
            + word_item("·", "Hai", 2)
            + "<p>Ba</p>"
            + word_item("a)", "Bốn", 2),
            "1. Một\n    - Hai\n\nBa\n\na) Bốn",
            [],
        ),
        (word_item("Điều 1.", "Một") + word_item("I.", "Hai"), "Điều 1. Một\n\nI. Hai", []),
        (word_item("1.", "") + "<p>Sau</p>", "1\\.\n\nSau", []),
        ("<ol><li>Một<li>Hai</ol>", "1. Một\n2. Hai", []),
        ("<div>Tin:</div><div>- Một</div><div>- Hai</div>", "Tin:\n\n- Một\n- Hai", []),
        ("<p>- # Một</p><p>- 1. Hai</p>", "\\- # Một\n\n\\- 1. Hai", []),
        ("<p>- Một</p><p>1. Hai</p>", "\\- Một\n\n1\\. Hai", []),
        ("<p>1. Một</p><p>Hai</p><p>2. Ba</p>", "1\\. Một\n\nHai\n\n2\\. Ba", []),
    ],
)
def test_pasted_list_of_word_stays_a_list(desk, html, markdown, told):
    """Its signs are words of a font of their own in what Word copies."""
    assert desk.post("dan", {"html": html}).json == {
        "markdown": markdown,
        "told": told,
        "photos": [],
    }


def test_pasted_pictures_stand_where_they_stood(desk):
    """As files that were put beside the article; no other address is one."""
    html = (
        '<p>Trước</p><figure><img src="anh-dan-1.png" alt="Cổng chợ"><figcaption>Chợ sáng nay'
        '</figcaption></figure><p>Sau</p><img src="../x.png"><img src="https://a.example/b.png">'
    )
    told = desk.post("dan", {"html": html, "anh": ["anh-dan-1.png", "../x.png"]}).json
    assert told["markdown"] == "Trước\n\n![](anh-dan-1.png)\n\nSau"
    assert told["photos"] == [
        {"file": "anh-dan-1.png", "caption": "Chợ sáng nay", "alt": "Cổng chợ"}
    ]
    assert told["told"] == ["2 ảnh trong phần dán không vào theo: kéo tệp ảnh vào mục Ảnh"]


def test_pasted_html_becomes_markdown(desk):
    """What cannot come along is told."""
    page = (
        "<html><body><!--StartFragment--><p class=MsoNormal><b>Điều 1.</b> Mức <i>mới</i> 2 * 3</p>"
        "<ul><li>một<li>hai</ul><table><tr><td>A<td>B<tr><td>1<td>2</table>"
        '<p><a href="https://a.example/x">đây</a><img src="file:///c:/a.png"></p>'
        "<script>alert(1)</script><!--EndFragment--></body></html>"
    )
    told = desk.post("dan", {"html": page}).json
    assert told["markdown"] == (
        "**Điều 1.** Mức *mới* 2 \\* 3\n\n- một\n- hai\n\n"
        "| --- | --- |\n| A | B |\n| 1 | 2 |\n\n[đây](https://a.example/x)"
    )
    assert told["told"][-1].startswith("1 ảnh trong phần dán không vào theo")


def test_pasted_table_is_as_large_as_an_article(desk):
    """What Word writes around its cells does not count; more words are refused at once."""
    cell = f"<td style='mso-a:{'x' * 400}'>ô</td>"
    rows = f"<tr>{cell * 4}</tr>" * 6_000
    told, refused = (
        desk.post("dan", {"html": html}, Accept="application/json").json
        for html in (f"<table border=1>{rows}</table>", f"<p>{'chữ ' * 300_000}</p>")
    )
    assert told["markdown"].count("| ô | ô | ô | ô |") == 6_000
    (trouble,) = refused["troubles"]
    assert trouble == (
        "phần dán có 1,8 MB chữ, một bài chứa nhiều nhất 1 MB. Sửa: dán từng phần, hoặc đính kèm "
        "tệp gốc."
    )


# -- who may write --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "token", "status"),
    [
        ({}, None, 303),
        ({"Origin": ""}, None, 403),
        ({"Origin": "null"}, None, 403),
        ({"Origin": "http://evil.example"}, None, 403),
        ({"Origin": "http://localhost:8001"}, None, 403),
        ({"Origin": f"ftp://{HOST}"}, None, 403),
        ({}, "", 403),
        ({}, "0" * 64, 403),
        ({}, "é", 403),
    ],
)
def test_write_needs_the_token_and_the_origin(desk, bai, headers, token, status):
    """Any web page can make a browser post to localhost."""
    sent = desk.form(bai) | {"title": "Bị sửa"}
    if token is not None:
        sent["khoa"] = token
    assert desk.post("luu", sent, **headers).status_code == status
    assert ("Bị sửa" in (desk.content / bai).read_text()) == (status == 303)
    for address in ("bo", "kiem", "xem", "tai", "word", "dan", "luu-tep"):
        told = desk.post(address, sent, **headers).status_code
        assert (told == 403) == (status == 403)


def test_form_of_an_earlier_run_loses_nothing(desk, bai):
    """It is shown again with what was typed, saves nothing, and bears a token that counts."""
    answer = desk.post("luu", desk.form(bai) | {"khoa": "cũ", "body": "Chữ mới."})
    assert "Chưa lưu: trang này mở từ trước" in answer.get_data(as_text=True)
    assert desk.post("luu", form_of(answer)).status_code == 303
    assert "Chữ mới." in (desk.content / bai).read_text()


def test_token_outlives_the_desk_and_is_of_one_editor(desk):
    """It is kept where no other account can read it."""
    folder = Path(desk.desk.settings["CACHE_PATH"])
    again = Gate("", (), folder)
    assert again.is_token(desk.gate.token("Lan"), "Lan")
    assert not again.is_token(desk.gate.token("Lan"), "Minh")
    assert (folder / "desk.key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "path",
    [
        "../ngoai.md",
        "tin-tuc/../../ngoai.md",
        "/etc/passwd.md",
        "tin-tuc/.an/index.md",
        "tin-tuc//index.md",
        "tin-tuc/a.txt",
        "tin-tuc/a\\..\\b.md",
        "README.md",
        "tin-tuc/thu-muc.md",
        "tin-tuc/ra-ngoai/index.md",
        "tin-tuc/a\n.md",
    ],
)
def test_no_path_leaves_the_content_folder(desk, path):
    """Neither to read nor to write."""
    outside = desk.content.parent / "ngoai"
    outside.mkdir(exist_ok=True)
    (desk.content / "tin-tuc/thu-muc.md").mkdir(exist_ok=True)
    link = desk.content / "tin-tuc/ra-ngoai"
    if not link.is_symlink():
        link.symlink_to(outside)
    sent = desk.form("") | {"duong-dan": path, "title": "Lọt ra"}
    before = sorted(desk.content.parent.rglob("*"))
    assert desk.post("luu", sent).status_code in (400, 409)
    assert sorted(desk.content.parent.rglob("*")) == before
    assert desk.get(f"bai/{path}").status_code in (400, 404, 308)


@pytest.mark.parametrize(
    "path",
    [
        "C:/x.md",
        "tin-tuc/C:/x.md",
        "bai.md",
        "khong-co/bai.md",
        "tin-tuc/con/index.md",
        "tin-tuc/LPT1.md",
        "tin-tuc/aux.b.md",
        "tin-tuc/a b/index.md",
        "tin-tuc/a./index.md",
        "tin-tuc/bài/index.md",
        "tin-tuc/a?b.md",
        "tin-tuc/-a/index.md",
        "tin-tuc/" + "a/" * 120 + "index.md",
        "tin-tuc/" + "a" * 250 + ".md",
    ],
)
def test_new_file_stands_where_the_desk_would_put_it(desk, path):
    """What another system could not have is refused in a sentence, with all that was typed."""
    before = sorted(desk.content.rglob("*"))
    sent = desk.form("") | {"duong-dan": path, "title": "Chỗ lạ", "body": "Chữ đã gõ."}
    answer = desk.post("luu", sent)
    assert answer.status_code == 400
    assert "lưu thành bài mới, máy tự chọn chỗ" in answer.get_data(as_text=True)
    shown = form_of(answer)
    assert (shown["duong-dan"], shown["body"]) == ("", "Chữ đã gõ.")
    whole = {"duong-dan": path, "goc": "", "tep": "---\nstatus: draft\n---\n", "du": "1"}
    assert desk.post("luu-tep", whole).status_code == 400
    assert sorted(desk.content.rglob("*")) == before


def test_article_whose_title_is_a_device_has_another_folder(desk):
    """Git could not put it on Windows."""
    answer = desk.post("luu", desk.form("") | {"title": "Con", "date": "05/11/2026"})
    assert "/05/con-1/index.md" in answer.location


@pytest.mark.parametrize(
    "path", ["../cache/desk.key", ".an", CAU, "tin-tuc/khong-co.jpg", "tin-tuc"]
)
def test_only_files_of_the_content_are_shown(desk, path):
    assert desk.get(f"tep/{path}").status_code == 404


def test_file_that_was_uploaded_runs_nothing(desk):
    """A drawing or page is handed over as a file, in a sandbox."""
    write_files(desk.content, {"tin-tuc/a.svg": "<svg/>", "tin-tuc/a.jpg": b"\xff\xd8\xff"})
    drawing, photo = desk.get("tep/tin-tuc/a.svg"), desk.get("tep/tin-tuc/a.jpg")
    assert drawing.headers["Content-Disposition"] == "attachment"
    assert drawing.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert (photo.status_code, photo.headers["Content-Type"]) == (200, "image/jpeg")
    assert "Content-Disposition" not in photo.headers


def test_photo_that_browsers_do_not_show_is_shown_as_a_small_copy(desk):
    """HEIC of phones, upright; what only bears such a name is none."""
    folder = desk.content / "tin-tuc"
    image = Image.new("RGB", (1600, 1200), "green")
    pillow_heif.from_pillow(image).save(folder / "a.heic")
    (folder / "b.heic").write_bytes(b"GIF89a")
    shown = desk.get("tep/tin-tuc/a.heic")
    assert shown.mimetype == "image/jpeg"
    with Image.open(io.BytesIO(shown.data)) as copy:
        assert copy.size == (640, 480)
    assert desk.get("tep/tin-tuc/b.heic").status_code == 404


@pytest.mark.parametrize("address", ["khong-co", "luu", "bai/", "tep/", "tinh/x/desk.css"])
def test_address_that_there_is_not_is_told_in_vietnamese(desk, address):
    answer = desk.get(address)
    assert answer.status_code in (404, 405)
    assert "Sửa: " in answer.get_data(as_text=True) or "Không có tệp này." in answer.get_data(True)
    assert desk.get("moi").location == "/bien-tap/moi/"


@pytest.mark.parametrize(
    ("method", "address", "allowed"),
    [("GET", "luu", "POST"), ("PUT", f"bai/{CAU}", "GET, HEAD"), ("DELETE", "", "GET, HEAD")],
)
def test_method_that_a_page_does_not_take_is_told(desk, method, address, allowed):
    """An address that only a button leads to can be typed, too."""
    answer = desk.client.open(f"/bien-tap/{address}", method=method, headers={"Host": HOST})
    assert (answer.status_code, answer.headers["Allow"]) == (405, allowed)
    assert "Sửa: mở bài trong danh sách" in answer.get_data(as_text=True)


def test_too_much_is_refused_in_words(desk):
    """With the way back to what was typed."""
    answer = desk.client.post(
        "/bien-tap/luu",
        data=b"body=" + b"a" * 9_000_000,
        content_type="application/x-www-form-urlencoded",
        headers={"Host": HOST, "Origin": f"http://{HOST}"},
    )
    assert answer.status_code == 413
    assert "chữ đã viết còn nguyên" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("bind", "header", "proxies", "problem"),
    [
        ("0.0.0.0", "", [], "BIND=«0.0.0.0» cho cả mạng sửa bài mà không biết ai là ai"),
        ("may-chu", "", [], "BIND=«may-chu» cho cả mạng"),
        ("127.0.0.1", "Remote User", [], "EDITOR_HEADER=«Remote User» không phải tên"),
        ("0.0.0.0", "Remote-User", ["proxy"], "PROXY=«proxy» không phải địa chỉ IP"),
    ],
)
def test_desk_that_anybody_could_write_at_does_not_begin(bind, header, proxies, problem):
    with pytest.raises(Refusal) as caught:
        refuse_open_desk(bind, header, proxies)
    assert caught.value.problem.startswith(problem)


@pytest.mark.parametrize("bind", ["127.0.0.1", "localhost", "::1", "127.0.0.2"])
def test_desk_of_this_machine_alone_begins(bind):
    refuse_open_desk(bind, "", [])
    refuse_open_desk("0.0.0.0", "Remote-User", ["10.0.0.2"])


@pytest.mark.parametrize(
    ("header", "peer", "proxies", "name"),
    [
        ([("Remote-User", "Lan")], "127.0.0.1", [], "Lan"),
        ([("Remote-User", "Lê Thị Lan".encode().decode("latin-1"))], "::1", [], "Lê Thị Lan"),
        ([("Remote-User", "a <b@c>\td")], "127.0.0.1", [], "a b@c d"),
        ([("Remote-User", "Lan")], "10.0.0.2", ["10.0.0.2"], "Lan"),
        ([("Remote-User", "Lan")], "::ffff:10.0.0.2", ["10.0.0.2"], "Lan"),
        ([("Remote-User", "Lan")], "10.0.0.3", ["10.0.0.2"], None),
        ([("Remote-User", "Lan")], "127.0.0.1", ["10.0.0.2"], None),
        ([("Remote-User", "Lan")], "10.0.0.2", [], None),
        ([("Remote-User", "")], "127.0.0.1", [], None),
        ([("Remote-User", "Lan"), ("Remote-User", "Minh")], "127.0.0.1", [], None),
        ([("Remote_User", "Lan")], "127.0.0.1", [], None),
        ([], "127.0.0.1", [], None),
    ],
)
def test_editor_is_named_by_the_proxy_alone(tmp_path, header, peer, proxies, name):
    """By one header, from the address that is the proxy's."""
    headers = Message()
    for key, value in header:
        headers[key] = value
    assert Gate("Remote-User", proxies, tmp_path).find_visitor(headers, peer) == name
