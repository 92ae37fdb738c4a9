# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sending from the desk, with Git itself: what waits, commits, pushes, taking back, history."""

import json
import re
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import TCPServer

import pytest
from lxml import html
from werkzeug.test import TestResponse

from plugins.editor import publication
from plugins.editor.publication import page_of_commit
from plugins.editor.sending import explain
from tests.desk import DeskOfSite, form_of
from tests.pictures import photo
from tests.small_site import NOW, article, write_files

pytestmark = pytest.mark.usefixtures("remembered")

CAU = "tin-tuc/2026/11/01/cau/index.md"
CHO = "tin-tuc/cho.md"
#: Whoever commits, and nothing that Git would put into a new repository, or wait for.
GITCONFIG = """
[user]
name = Lê Lan
email = lan@x.example
[init]
templateDir =
[core]
fsync = none
"""


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=folder, capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout.strip()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskOfSite]:
    """A desk over a clone, two articles of which were sent; its remote stands beside it."""
    folder = tmp_path_factory.mktemp("sending")
    clone = folder / "site"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(NOW))
        patch.setenv("GIT_CONFIG_GLOBAL", str(folder / "gitconfig"))
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        write_files(folder, {"gitconfig": GITCONFIG})
        git(folder, "init", "--quiet", "--bare", "--initial-branch=main", "kho.git")
        git(folder, "clone", "--quiet", str(folder / "kho.git"), str(clone))
        files = {CAU: article("Cầu mới", body="Một hai ba."), CHO: article("Chợ nổi")}
        write_files(clone / "content", files)
        write_files(clone, {".gitignore": "/cache/\n/preview*\n"})
        git(clone, "add", ".")
        git(clone, "commit", "--quiet", "-m", "Đầu")
        git(clone, "push", "--quiet", "origin", "HEAD")
        made = DeskOfSite(clone)
        yield made
        made.desk.worker.close()


@pytest.fixture
def desk(site: DeskOfSite, tmp_path: Path) -> Iterator[DeskOfSite]:
    """The clone and its remote as they were, after each test."""
    clone = site.content.parent
    kept = {place: tmp_path / place.name for place in (clone / ".git", clone.parent / "kho.git")}
    for place, copy in kept.items():
        shutil.copytree(place, copy)
    yield site
    for place, copy in kept.items():
        shutil.rmtree(place)
        copy.rename(place)
    git(clone, "checkout", "--quiet", "--force", "main")
    git(clone, "clean", "--quiet", "-fd", "content")


def edit(desk: DeskOfSite, path: str, **changed: str) -> None:
    assert desk.post("luu", desk.form(path) | changed).status_code == 303


def log(folder: Path, form: str = "%s") -> list[str]:
    return git(folder, "log", f"--format={form}").splitlines()


def remote_of(desk: DeskOfSite) -> Path:
    return desk.content.parent.parent / "kho.git"


def test_what_was_saved_waits_and_is_sent(desk):
    """In the editor's name, with a plain message, and reaches the remote."""
    edit(desk, CAU, body="Một hai bốn.")
    page = desk.get("gui/").get_data(as_text=True)
    assert f'name="bai" value="{CAU}" checked' in page
    assert "Chợ nổi" not in page
    answer = desk.post("gui", {"bai": CAU})
    text = answer.get_data(as_text=True)
    assert "Đã ghi: Sửa bài: Cầu mới" in text
    assert "Đã gửi lên kho chung" in text
    assert "Không có gì chờ gửi." in text
    assert log(remote_of(desk), "%an <%ae> %s")[0] == "Lê Lan <lan@x.example> Sửa bài: Cầu mới"


def test_chosen_articles_alone_are_sent(desk):
    """With their photos; what else lies about stays, and what was staged before too."""
    sent = desk.post("luu", desk.form("") | {"title": "Hội chợ", "date": "05/11/2026"})
    path = re.search("bai/(.*)[?]", sent.location)[1]
    write_files(desk.content, {path.replace("index.md", "a.txt"): "x"})
    edit(desk, CHO, title="Chợ khác")
    write_files(desk.content.parent, {"khac.txt": "khác"})
    git(desk.content.parent, "add", "khac.txt")
    answer = desk.post("gui", {"bai": path, "loi-nhan": "Bài\nmới --amend"})
    assert "Đã ghi: Bài mới --amend" in answer.get_data(as_text=True)
    clone = desk.content.parent
    assert git(clone, "show", "--name-only", "--format=%s", "HEAD").splitlines() == [
        "Bài mới --amend",
        "",
        f"content/{path.replace('index.md', 'a.txt')}",
        f"content/{path}",
    ]
    assert git(clone, "status", "--porcelain").splitlines() == [
        f"M content/{CHO}",
        "A  khac.txt",
    ]


def test_draft_is_offered_and_not_chosen(desk):
    """Its message says what it is."""
    edit(desk, CHO, viec="nhap")
    page = desk.get("gui/").get_data(as_text=True)
    assert f'name="bai" value="{CHO}">' in page
    desk.post("gui", {"bai": CHO})
    assert log(remote_of(desk))[0] == "Lưu bản nháp: Chợ nổi"
    edit(desk, CHO, viec="dang")
    desk.post("gui", {"bai": CHO})
    assert log(remote_of(desk))[0] == "Đăng bài: Chợ nổi"


def test_article_with_a_fault_is_not_sent(desk):
    """Wherever it was written: the fault would stop the publication of all others."""
    write_files(desk.content, {CHO: article("Chợ nổi", category="Kinh tê")})
    page = desk.get("gui/").get_data(as_text=True)
    assert "1 lỗi, sửa rồi mới gửi được" in page
    answer = desk.post("gui", {"bai": CHO})
    assert answer.status_code == 400
    assert "chưa gửi được vì còn lỗi: Chợ nổi — Sửa: " in answer.get_data(as_text=True)
    assert log(remote_of(desk)) == ["Đầu"]


def test_article_that_no_form_can_show_keeps_no_other_here(desk):
    """It was written elsewhere, and is too large."""
    write_files(desk.content, {CHO: article("Chợ nổi", body="Chữ dài.\n\n" * 100_000)})
    edit(desk, CAU, title="Cầu khác")
    page = desk.get("gui/").get_data(as_text=True)
    assert "1 lỗi, sửa rồi mới gửi được" in page
    assert "Đã gửi lên kho chung" in desk.post("gui", {"bai": CAU}).get_data(as_text=True)
    assert "chưa gửi được vì còn lỗi" in desk.post("gui", {"bai": CHO}).get_data(as_text=True)


def test_article_that_was_deleted_can_be_sent(desk):
    (desk.content / CHO).unlink()
    desk.post("gui", {"bai": CHO})
    assert log(remote_of(desk))[0] == f"Xóa bài: {CHO}"


@pytest.mark.parametrize("chosen", [{}, {"bai": "khong-co.md"}])
def test_nothing_chosen_is_told(desk, chosen):
    edit(desk, CHO, title="Chợ khác")
    answer = desk.post("gui", chosen)
    assert "không chọn bài nào để gửi — Sửa: " in answer.get_data(as_text=True)
    assert log(desk.content) == ["Đầu"]


def colleague(
    desk: DeskOfSite, tmp_path: Path, path: str, text: str | bytes | None, **more: str | bytes
) -> None:
    """Have somebody else send *text* as the file at *path*, None to delete it, and *more*."""
    other = tmp_path / "other"
    git(tmp_path, "clone", "--quiet", str(remote_of(desk)), str(other))
    git(other, "config", "user.name", "Minh")
    git(other, "config", "user.email", "minh@x.example")
    if text is None:
        git(other, "rm", "--quiet", f"content/{path}")
    else:
        write_files(other / "content", {path: text, **more})
    git(other, "add", "--all")
    git(other, "commit", "--quiet", "-m", "Của người khác")
    git(other, "push", "--quiet")


def share(desk: DeskOfSite, files: dict[str, str | bytes]) -> None:
    """Send *files*, which all have then."""
    write_files(desk.content, files)
    git(desk.content, "add", "--all", ".")
    git(desk.content, "commit", "--quiet", "-m", "Chung")
    git(desk.content, "push", "--quiet")


PHOTO = CAU.replace("index.md", "cau.png")
SHARED, THEIRS, OURS = (photo(size=(40, 30 + number)) for number in range(3))


@pytest.fixture(params=["sent", "unsent"])
def two_photos(desk: DeskOfSite, tmp_path: Path, request: pytest.FixtureRequest) -> DeskOfSite:
    """A desk whose photo others changed too; ours was *sent* or just lies there."""
    rows = "photos:\n  - file: cau.png\n    caption: Cầu\n"
    text = article("Cầu mới", body="Một hai ba.").replace("---\nMột", f"{rows}---\nMột")
    share(desk, {CAU: text, PHOTO: SHARED})
    colleague(desk, tmp_path, PHOTO, THEIRS)
    write_files(desk.content, {PHOTO: OURS})
    edit(desk, CHO, title="Chợ khác")
    if request.param == "sent":
        refused = desk.post("gui", {"bai": CAU}).get_data(as_text=True)
        assert "Lấy bản kia về để so" in refused
        answer = desk.post("lay-ban-kia", {})
    else:
        answer = desk.post("gui", {"bai": CHO})
    text = answer.get_data(as_text=True)
    assert "Đã gửi lên kho chung" in text
    assert f'<a href="/bien-tap/hai-ban/{PHOTO}">{PHOTO}</a>' in text
    assert f'<a href="/bien-tap/hai-ban/{PHOTO}">' in desk.get("gui/").get_data(as_text=True)
    return desk


def choose(desk: DeskOfSite, chosen: str) -> TestResponse:
    """Press a button of the page that shows both versions of the photo."""
    page = desk.get(f"hai-ban/{PHOTO}").get_data(as_text=True)
    for query in ("", "?ban=toi"):
        assert f'src="/bien-tap/tep/{PHOTO}{query}"' in page
    goc = re.findall('name="goc" value="([^"]*)"', page)
    return desk.post("hai-ban", {"duong-dan": PHOTO, "goc": goc, "chon": chosen})


@pytest.mark.parametrize(
    ("chosen", "files", "rows"),
    [
        ("kia", {"cau.png": THEIRS}, 1),
        ("toi", {"cau.png": OURS}, 1),
        ("ca-hai", {"cau.png": THEIRS, "cau-2.png": OURS}, 2),
    ],
)
def test_photo_that_two_changed_is_chosen(two_photos, chosen, files, rows):
    """Both are shown first; of both, ours has a name of its own and stands in the article."""
    desk = two_photos
    assert desk.get(f"tep/{PHOTO}").data == THEIRS
    assert desk.get(f"tep/{PHOTO}?ban=toi").data == OURS
    assert choose(desk, chosen).status_code == 303
    folder = (desk.content / CAU).parent
    assert {file.name: file.read_bytes() for file in folder.glob("*.png")} == files
    assert (desk.content / CAU).read_text().count("file:") == rows
    assert desk.get(f"hai-ban/{PHOTO}").status_code == 404
    assert "Hai bản chưa ghép" not in desk.get("gui/").get_data(as_text=True)


def test_photo_is_chosen_among_those_that_were_shown(two_photos):
    """Nothing goes where another version came meanwhile, or none was chosen."""
    desk = two_photos
    assert "chưa chọn bản nào" in choose(desk, "").get_data(as_text=True)
    sent = {"duong-dan": PHOTO, "goc": ["0" * 64, "1" * 64], "chon": "kia"}
    assert "tệp vừa đổi thêm" in desk.post("hai-ban", sent).get_data(as_text=True)
    assert desk.get(f"tep/{PHOTO}?ban=toi").data == OURS


@pytest.mark.parametrize("sent", [True, False])
def test_path_that_two_made_is_two_articles(desk, tmp_path, sent):
    """Ours is beside theirs in the form; kept as an article of its own it has its photo."""
    path = "tin-tuc/2026/11/05/le-hoi/index.md"
    beside = path.replace("index.md", "anh.png")
    theirs = article("Lễ hội", date="2026-11-05", body="Của người kia.\n\n![](anh.png)")
    colleague(desk, tmp_path, path, theirs, **{beside: THEIRS})
    ours = article("Lễ hội", date="2026-11-05", body="Của tôi.\n\n![](anh.png)")
    write_files(desk.content, {path: ours, beside: OURS})
    if sent:
        assert desk.post("gui", {"bai": path}).status_code == 409
        answer = desk.post("lay-ban-kia", {})
    else:
        edit(desk, CHO, title="Chợ khác")
        answer = desk.post("gui", {"bai": CHO})
    text = answer.get_data(as_text=True)
    assert f'<a href="/bien-tap/bai/{path}">Lễ hội</a>' in text
    assert f'<a href="/bien-tap/hai-ban/{beside}">' in text
    assert ((desk.content / path).read_text(), (desk.content / beside).read_bytes()) == (
        theirs,
        THEIRS,
    )
    shown = desk.get(f"bai/{path}")
    assert "Giữ cả hai: phần của tôi thành bài khác" in shown.get_data(as_text=True)
    answer = desk.post("luu", form_of(shown) | {"viec": "bai-khac"})
    new = path.replace("le-hoi", "le-hoi-2")
    assert answer.location == f"/bien-tap/bai/{new}?da=bai-khac"
    assert "Của tôi." in (desk.content / new).read_text()
    assert "status: draft" in (desk.content / new).read_text()
    assert (desk.content / new).with_name("anh.png").read_bytes() == OURS
    assert (desk.content / path).read_text() == theirs
    assert "Hai bản chưa ghép" not in desk.get("gui/").get_data(as_text=True)


def test_conflict_in_the_form_can_become_another_article(desk):
    """Of two windows on one desk, too."""
    old = desk.form(CAU)
    edit(desk, CAU, title="Cầu của người kia")
    shown = desk.post("luu", old | {"title": "Cầu của tôi"})
    assert shown.status_code == 409
    answer = desk.post("luu", form_of(shown) | {"viec": "bai-khac"})
    assert "cau-cua-toi/index.md?da=bai-khac" in answer.location
    assert form_of(desk.get(f"bai/{CAU}"))["title"] == "Cầu của người kia"


@pytest.mark.parametrize("text", [article("Cầu của người khác"), None])
def test_what_was_deleted_here_and_changed_elsewhere(desk, tmp_path, text):
    """Unsent: their version comes back and that is said; deleted by both it is gone."""
    colleague(desk, tmp_path, CAU, text)
    (desk.content / CAU).unlink()
    edit(desk, CHO, title="Chợ khác")
    answer = desk.post("gui", {"bai": CHO}).get_data(as_text=True)
    assert "Đã gửi lên kho chung" in answer
    assert (desk.content / CAU).exists() == bool(text)
    assert ("người khác vừa sửa tệp mà bạn đã xóa" in answer) == bool(text)


def test_what_was_changed_here_and_deleted_elsewhere_waits(desk, tmp_path):
    """Unsent words stay, as those of a new article, and that is said."""
    colleague(desk, tmp_path, CAU, None)
    edit(desk, CAU, body="Viết dở.")
    edit(desk, CHO, title="Chợ khác")
    answer = desk.post("gui", {"bai": CHO}).get_data(as_text=True)
    assert f"«{CAU}»: người khác đã xóa hay dời tệp này" in answer
    assert "Viết dở." in (desk.content / CAU).read_text()
    assert f'name="bai" value="{CAU}" checked' in answer
    assert "Hai bản chưa ghép" not in answer


def test_changes_outside_of_the_content_are_not_lost_unsaid(desk, tmp_path):
    """Git keeps what it cannot join; that is told."""
    clone = desk.content.parent
    write_files(clone, {"ngoai.txt": "một"})
    git(clone, "add", "ngoai.txt")
    git(clone, "commit", "--quiet", "-m", "Ngoài")
    git(clone, "push", "--quiet")
    colleague(desk, tmp_path, "../ngoai.txt", "hai")
    write_files(clone, {"ngoai.txt": "ba"})
    edit(desk, CHO, title="Chợ khác")
    text = desk.post("gui", {"bai": CHO}).get_data(as_text=True)
    assert "Đã gửi lên kho chung" in text
    assert "Git còn giữ. Sửa: nhờ người phụ trách lấy lại (git stash pop)." in text
    assert "+ba" in git(clone, "stash", "show", "-p")
    git(clone, "checkout", "--quiet", "--force", "HEAD")


def test_collision_is_settled_in_the_form(desk, tmp_path):
    """Theirs is taken, ours is set aside and shown beside it; both reach the remote."""
    write_files(desk.content, {CHO: article("Chợ viết dở")})
    colleague(desk, tmp_path, CAU, article("Cầu của người khác", body="Một hai ba."))
    edit(desk, CAU, title="Cầu của tôi")
    assert "Lấy bản kia về để so" in desk.post("gui", {"bai": CAU}).get_data(as_text=True)
    text = desk.post("lay-ban-kia", {}).get_data(as_text=True)
    assert f'<li><a href="/bien-tap/bai/{CAU}">Cầu của tôi</a></li>' in text
    assert "Đã gửi lên kho chung" in text
    assert "Cầu của người khác" in (desk.content / CAU).read_text()
    assert "Chợ viết dở" in (desk.content / CHO).read_text()
    shown = desk.get(f"bai/{CAU}")
    page = shown.get_data(as_text=True)
    assert "<del>người khác</del><ins>tôi</ins>" in page
    sent = form_of(shown)
    assert sent["title"] == "Cầu của tôi"
    assert desk.post("luu", sent).status_code == 303
    assert "Đã gửi lên" in desk.post("gui", {"bai": CAU}).get_data(as_text=True)
    assert "Cầu của tôi" in git(remote_of(desk), "show", f"main:content/{CAU}")
    assert "Của người khác" in log(remote_of(desk))


def test_collision_without_a_form_is_settled_in_the_whole_file(desk, tmp_path):
    """A header that the form cannot show: both versions stand there, ours to be saved."""
    ours = (
        "---\n{title: Cầu của tôi, date: 2026-11-01, category: Kinh tế, author: Lan}\n---\nMột.\n"
    )
    colleague(desk, tmp_path, CAU, article("Cầu của người khác"))
    write_files(desk.content, {CAU: ours})
    edit(desk, CHO, title="Chợ khác")
    desk.post("gui", {"bai": CHO})
    assert "Hai bản chưa ghép" in desk.get("gui/").get_data(as_text=True)
    assert desk.get(f"bai/{CAU}").location == f"/bien-tap/ca-tep/{CAU}"
    page = desk.get(f"ca-tep/{CAU}").get_data(as_text=True)
    assert "<del>" in page
    assert "{title: Cầu của tôi" in page
    sent = dict(re.findall(r'name="(khoa|goc|duong-dan)" value="([^"]*)"', page))
    assert desk.post("luu-tep", sent | {"tep": ours, "du": "1"}).status_code == 303
    assert (desk.content / CAU).read_text() == ours
    assert "Hai bản chưa ghép" not in desk.get("gui/").get_data(as_text=True)


def test_theirs_of_what_has_no_form_can_be_kept(desk, tmp_path):
    """By the button of the page that shows both."""
    colleague(desk, tmp_path, CAU, article("Cầu của người khác"))
    write_files(desk.content, {CAU: "---\n{title: Cầu của tôi}\n---\nMột.\n"})
    edit(desk, CHO, title="Chợ khác")
    desk.post("gui", {"bai": CHO})
    page = html.document_fromstring(desk.get(f"ca-tep/{CAU}").get_data(as_text=True))
    (form,) = page.xpath("//form[@action='/bien-tap/bo']")
    assert "Giữ bản trong kho, bỏ bản của tôi" in form.text_content()
    sent = {node.get("name"): node.get("value") for node in form.iter("input")}
    assert desk.post("bo", sent).location == f"/bien-tap/bai/{CAU}?da=bo"
    assert desk.form(CAU)["title"] == "Cầu của người khác"
    assert "Hai bản chưa ghép" not in desk.get("gui/").get_data(as_text=True)


def test_both_of_what_has_no_form_can_be_kept(desk, tmp_path):
    """Ours as another article with its files; the other one stays as it is."""
    ours, theirs = "---\n{title: Cầu của tôi}\n---\n![](anh.png)\n", article("Cầu của người khác")
    colleague(desk, tmp_path, CAU, theirs)
    beside = CAU.replace("index.md", "anh.png")
    write_files(desk.content, {CAU: ours, beside: OURS})
    edit(desk, CHO, title="Chợ khác")
    desk.post("gui", {"bai": CHO})
    page = html.document_fromstring(desk.get(f"ca-tep/{CAU}").get_data(as_text=True))
    (button,) = page.xpath("//button[@value='bai-khac']")
    assert "Giữ cả hai" in button.text
    sent = {node.get("name"): node.get("value") for node in page.xpath("//form")[-1].iter("input")}
    answer = desk.post("luu-tep", sent | {"tep": ours, "viec": "bai-khac"})
    new = CAU.replace("/cau/", "/cau-2/")
    assert answer.location == f"/bien-tap/ca-tep/{new}?da=ca-hai"
    assert "Đã giữ cả hai" in desk.get(f"ca-tep/{new}?da=ca-hai").get_data(as_text=True)
    assert (desk.content / new).read_text() == ours
    assert (desk.content / new).with_name("anh.png").read_bytes() == OURS
    assert (desk.content / CAU).read_text() == theirs
    assert "Hai bản chưa ghép" not in desk.get("gui/").get_data(as_text=True)


def test_collision_with_what_was_deleted_elsewhere(desk, tmp_path):
    """The deletion stands; what was written here can be opened as a new article."""
    colleague(desk, tmp_path, CAU, None)
    edit(desk, CAU, title="Cầu của tôi")
    assert desk.post("gui", {"bai": CAU}).status_code == 409
    text = desk.post("lay-ban-kia", {}).get_data(as_text=True)
    assert f"người khác đã xóa bài này. Bản của bạn còn ở /bien-tap/lich-su/{CAU}" in text
    assert not (desk.content / CAU).exists()
    assert "Sửa bài: Cầu của tôi" in log(remote_of(desk))
    page = desk.get(f"lich-su/{CAU}").get_data(as_text=True)
    shown = [desk.get(f"bai/{CAU}?ban={name}") for name in re.findall(r'href="\?ban=(\w+)"', page)]
    opened = [form_of(answer) for answer in shown if answer.status_code == 200]
    assert "Cầu của tôi" in {form["title"] for form in opened}
    assert {form["duong-dan"] for form in opened} == {""}


def test_photo_that_was_deleted_elsewhere_stays_and_waits(desk, tmp_path):
    share(desk, {PHOTO: SHARED})
    colleague(desk, tmp_path, PHOTO, None)
    write_files(desk.content, {PHOTO: OURS})
    assert desk.post("gui", {"bai": CAU}).status_code == 409
    text = desk.post("lay-ban-kia", {}).get_data(as_text=True)
    assert "người khác đã xóa hay dời tệp này; bản của bạn còn ở đây và chờ gửi" in text
    assert (desk.content / PHOTO).read_bytes() == OURS


def test_what_is_set_aside_is_not_overwritten_by_taking_theirs(desk, tmp_path):
    colleague(desk, tmp_path, CAU, article("Cầu của người khác"))
    edit(desk, CAU, title="Cầu của tôi")
    assert desk.post("gui", {"bai": CAU}).status_code == 409
    edit(desk, CAU, title="Cầu mới hơn", date="31/02/2026")
    answer = desk.post("lay-ban-kia", {})
    assert "ở đây còn bản khác được cất riêng" in answer.get_data(as_text=True)
    assert form_of(desk.get(f"bai/{CAU}"))["title"] == "Cầu mới hơn"


def test_unsent_words_survive_what_others_sent_of_the_same(desk, tmp_path):
    """They are not chosen to be sent; theirs comes in, and ours is set aside beside it."""
    colleague(desk, tmp_path, CAU, article("Cầu của người khác", body="Một hai ba."))
    edit(desk, CAU, title="Cầu viết dở")
    edit(desk, CHO, title="Chợ khác")
    answer = desk.post("gui", {"bai": CHO}).get_data(as_text=True)
    assert "Đã gửi lên kho chung" in answer
    assert f'<li><a href="/bien-tap/bai/{CAU}">Cầu viết dở</a></li>' in answer
    assert (desk.content / CAU).read_text() == article("Cầu của người khác", body="Một hai ba.")
    assert form_of(desk.get(f"bai/{CAU}"))["title"] == "Cầu viết dở"
    aside = CAU.replace("index.md", ".index.md.sua")
    assert git(desk.content, "status", "--porcelain", "--", ".") == f"?? content/{aside}"
    assert git(desk.content, "stash", "list") == ""


def test_unsent_words_elsewhere_in_an_article_are_joined(desk, tmp_path):
    """With what others sent of it; they stay unsent."""
    before = (desk.content / CAU).read_text()
    colleague(desk, tmp_path, CAU, before.replace("Cầu mới", "Cầu của người khác"))
    edit(desk, CAU, body="Một hai bốn.")
    edit(desk, CHO, title="Chợ khác")
    assert "Đã gửi lên" in desk.post("gui", {"bai": CHO}).get_data(as_text=True)
    form = form_of(desk.get(f"bai/{CAU}"))
    assert (form["title"], form["body"]) == ("Cầu của người khác", "Một hai bốn.\r\n")
    assert git(desk.content, "status", "--porcelain", "--", ".") == f"M content/{CAU}"


def test_words_set_aside_are_not_overwritten(desk, tmp_path):
    """Those are newer: nothing is taken from others before they are settled."""
    colleague(desk, tmp_path, CAU, article("Cầu của người khác", body="Một hai ba."))
    edit(desk, CAU, title="Cầu viết dở")
    edit(desk, CAU, title="Cầu mới hơn", date="31/02/2026")
    edit(desk, CHO, title="Chợ khác")
    answer = desk.post("gui", {"bai": CHO})
    assert answer.status_code == 409
    assert "ở đây còn bản khác được cất riêng" in answer.get_data(as_text=True)
    assert form_of(desk.get(f"bai/{CAU}"))["title"] == "Cầu mới hơn"
    assert "Cầu viết dở" in (desk.content / CAU).read_text()


def test_nothing_is_sent_where_no_branch_is(desk):
    """A commit there would be lost."""
    edit(desk, CAU, title="Cầu khác")
    git(desk.content, "checkout", "--quiet", "--detach")
    answer = desk.post("gui", {"bai": CAU})
    assert "không ở nhánh nào" in answer.get_data(as_text=True)
    assert log(desk.content) == ["Đầu"]


def test_what_others_sent_is_taken_first(desk, tmp_path):
    """No merge, nothing forced; what is not sent yet stays."""
    colleague(desk, tmp_path, CAU, article("Cầu của người khác"))
    edit(desk, CHO, title="Chợ khác")
    write_files(desk.content, {"tin-tuc/cho-viet.md": article("Đang viết", status="draft")})
    answer = desk.post("gui", {"bai": CHO})
    assert "Đã gửi lên kho chung" in answer.get_data(as_text=True)
    assert log(remote_of(desk)) == ["Sửa bài: Chợ khác", "Của người khác", "Đầu"]
    assert "Cầu của người khác" in (desk.content / CAU).read_text()
    assert (desk.content / "tin-tuc/cho-viet.md").exists()


def test_collision_leaves_everything_as_it_was(desk, tmp_path):
    """It is told; our commit waits here."""
    colleague(desk, tmp_path, CAU, article("Cầu của người khác"))
    edit(desk, CAU, title="Cầu của tôi")
    answer = desk.post("gui", {"bai": CAU})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "người khác đã gửi bản khác của cùng một bài" in text
    assert "Đã ghi ở máy này, chưa lên kho chung" in text
    assert "Cầu của tôi" in (desk.content / CAU).read_text()
    assert log(desk.content)[0] == "Sửa bài: Cầu của tôi"
    assert git(desk.content, "status", "--porcelain", "-b").startswith("## main...origin/main")


def test_remote_that_does_not_answer_loses_nothing(desk):
    """What was committed waits, and is pushed by its own button."""
    remote, away = remote_of(desk), remote_of(desk).with_name("xa.git")
    edit(desk, CAU, title="Cầu khác")
    remote.rename(away)
    answer = desk.post("gui", {"bai": CAU})
    assert answer.status_code == 502
    assert "bài đã ghi ở máy này và chờ gửi" in answer.get_data(as_text=True)
    away.rename(remote)
    assert "Sửa bài: Cầu khác" in desk.get("gui/").get_data(as_text=True)
    assert "Đã gửi lên kho chung" in desk.post("day", {}).get_data(as_text=True)
    assert log(remote)[0] == "Sửa bài: Cầu khác"


def take_back(desk: DeskOfSite) -> TestResponse:
    """Press the button of the last sending."""
    page = desk.get("gui/").get_data(as_text=True)
    return desk.post("hoan-tac", {"lan": re.search(r'name="lan" value="(\w+)"', page)[1]})


def test_sending_is_taken_back_though_others_sent_since(desk, tmp_path):
    """And then the one before it; where they changed the same, nothing happens."""
    old = (desk.content / CHO).read_bytes()
    edit(desk, CHO, title="Chợ khác")
    desk.post("gui", {"bai": CHO})
    edit(desk, CAU, body="Một hai bốn.")
    desk.post("gui", {"bai": CAU})
    stale = git(desk.content, "rev-parse", "HEAD~1")
    write_files(desk.content, {"tin-tuc/khac.md": article("Của người khác")})
    git(desk.content, "add", "tin-tuc/khac.md")
    git(desk.content, "commit", "--quiet", "-m", "Không qua bàn biên tập")
    refused = desk.post("hoan-tac", {"lan": stale}).get_data(as_text=True)
    assert "không phải lần gửi gần nhất của bàn biên tập" in refused
    assert "Đã hoàn tác lần gửi ấy." in take_back(desk).get_data(as_text=True)
    assert "Một hai ba." in (desk.content / CAU).read_text()
    assert (desk.content / "tin-tuc/khac.md").exists()
    git(desk.content, "commit", "--quiet", "--allow-empty", "-m", "Thêm nữa")
    assert "Đã hoàn tác lần gửi ấy." in take_back(desk).get_data(as_text=True)
    assert (desk.content / CHO).read_bytes() == old
    assert "Hoàn tác lần gửi này" not in desk.get("gui/").get_data(as_text=True)
    edit(desk, CHO, title="Lại khác")
    desk.post("gui", {"bai": CHO})
    write_files(desk.content, {CHO: article("Sửa ngoài bàn biên tập")})
    git(desk.content, "commit", "--quiet", "-a", "-m", "Cùng chỗ")
    refused = take_back(desk).get_data(as_text=True)
    assert "bài đã được sửa ở cùng chỗ và gửi tiếp" in refused
    assert (desk.content / CHO).read_text() == article("Sửa ngoài bàn biên tập")
    assert git(desk.content, "status", "--porcelain", "--untracked-files=no") == ""


def test_saved_article_is_sent_by_one_button_below_what_is_said(desk):
    """Nothing of the kind under a draft."""
    answer = desk.post("luu", desk.form(CAU) | {"title": "Cầu khác"})
    page = desk.get(answer.location.removeprefix("/bien-tap/")).get_data(as_text=True)
    assert f'<input type="hidden" name="bai" value="{CAU}">' in page
    draft = desk.post("luu", desk.form("") | {"title": "Nháp", "date": "05/11/2026"})
    page = desk.get(draft.location.removeprefix("/bien-tap/")).get_data(as_text=True)
    assert "Gửi bài này ngay" not in page


def test_public_site_is_asked_what_readers_have(desk, monkeypatch):
    """By the state that a publication leaves; without a network it is told."""
    assert "Hỏi trang công khai" not in desk.get("gui/").get_data(as_text=True)
    edit(desk, CAU, title="Cầu khác")
    desk.post("gui", {"bai": CAU})
    states = {"commit": git(desk.content, "rev-parse", "HEAD~1"), "updated": "2026-11-10T05:00:00Z"}
    server = TCPServer(("127.0.0.1", 0), answering(lambda: json.dumps(states).encode()))
    monkeypatch.setattr(desk.desk, "site", f"http://127.0.0.1:{server.server_address[1]}")
    with server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        assert "Hỏi trang công khai" in desk.get("gui/").get_data(as_text=True)
        told = "Trang công khai cập nhật lúc 10/11/2026 12:00:00, còn chờ: Sửa bài: Cầu khác."
        assert told in desk.get("gui/?hoi=1").get_data(as_text=True)
        states["commit"] = git(desk.content, "rev-parse", "HEAD")
        assert "đã có mọi bài đã gửi" in desk.get("gui/?hoi=1").get_data(as_text=True)
        states["commit"] = "1" * 40
        assert "người khác đã gửi" in desk.get("gui/?hoi=1").get_data(as_text=True)
        for wrong in (None, "--output=x"):
            states["commit"] = wrong
            page = desk.get("gui/?hoi=1").get_data(as_text=True)
            assert "không cho biết trang ở bản nào" in page
        server.shutdown()
    answer = desk.get("gui/?hoi=1")
    assert answer.status_code == 502
    assert "không hỏi được" in answer.get_data(as_text=True)


def answering(
    body: Callable[[], bytes], place: str = "/.well-known/portal.json"
) -> type[BaseHTTPRequestHandler]:
    """Make a server that gives *body* at the address *place*, by default a portal's state."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            is_there = self.path.removesuffix("/status") == place
            self.send_response(200 if is_there else 404)
            self.end_headers()
            self.wfile.write(body())

        def log_message(self, *_: object) -> None:
            """Say nothing on the streams of the tests."""

    return Handler


GITEA, GITLAB = "/api/v1/repos/a/bai/commits/", "/api/v4/projects/a%2Fbai/repository/commits/"


@pytest.mark.parametrize(
    ("place", "state", "told"),
    [
        (GITEA, {"state": "success", "total_count": 2}, "lần gửi cuối: đạt"),
        (GITEA, {"state": "pending", "total_count": 2}, "đang kiểm tra lần gửi cuối"),
        (GITEA, {"state": "", "total_count": 0}, "chưa kiểm tra lần gửi cuối"),
        (GITEA, {"state": "failure", "total_count": 1}, "không nhận, nên bài chưa lên trang"),
        (GITLAB, {"id": "x", "status": "success"}, "lần gửi cuối: đạt"),
        (GITLAB, {"id": "x", "status": "failed"}, "không nhận, nên bài chưa lên trang"),
        (GITLAB, {"id": "x", "status": None}, "chưa kiểm tra lần gửi cuối"),
        (GITLAB, ["x"], "không cho biết kết quả kiểm tra"),
        ("/khac/", {}, "không cho biết kết quả kiểm tra (máy chủ trả lời 404)"),
        ("/khac/", {}, "nhờ người phụ trách đặt GIT_HOST_TOKEN"),
    ],
)
def test_git_host_is_asked_what_ci_says(desk, place, state, told):
    """Where it answers without an account; a folder as remote is not asked."""
    assert "Hỏi máy chủ Git" not in desk.get("gui/").get_data(as_text=True)
    head = git(desk.content, "rev-parse", "HEAD")
    serve = answering(lambda: json.dumps(state).encode(), f"{place}{head}")
    with TCPServer(("127.0.0.1", 0), serve) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        remote = f"http://127.0.0.1:{server.server_address[1]}/a/bai.git"
        git(desk.content, "remote", "set-url", "origin", remote)
        assert "Hỏi máy chủ Git" in desk.get("gui/").get_data(as_text=True)
        assert told in desk.get("gui/?hoi=1").get_data(as_text=True)
        server.shutdown()


def test_what_the_last_sending_waits_for_is_said_with_a_link(desk, monkeypatch):
    """Without asking anybody; by a setting where the remote does not tell the address."""
    page = desk.get("gui/").get_data(as_text=True)
    assert "Lần gửi cuối, «Đầu» (Lê Lan," in page
    assert "máy chủ kiểm tra đạt thì bài lên trang" in page
    assert "hỏi người phụ trách địa chỉ" in page
    monkeypatch.setattr(desk.desk, "repository_url", "https://git.tinh.vn/cong/bai")
    head = git(desk.content, "rev-parse", "HEAD")
    place = f"https://git.tinh.vn/cong/bai/commit/{head}"
    assert f'<a href="{place}" rel="noreferrer">' in desk.get("gui/").get_data(as_text=True)


def test_first_sending_of_a_branch_that_no_remote_has_waits(desk):
    """Its button is there, and nothing is said of checks."""
    git(desk.content, "switch", "--quiet", "-c", "khac")
    git(desk.content, "commit", "--quiet", "--allow-empty", "-m", "Chưa gửi")
    page = desk.get("gui/").get_data(as_text=True)
    assert "<li>Chưa gửi (" in page
    assert "Lần gửi cuối, " not in page
    assert "chưa lên kho chung nên chưa được kiểm tra" in page
    git(desk.content, "switch", "--quiet", "main")


def test_closed_repository_is_asked_with_a_token(desk, monkeypatch):
    """Which goes to the host of the repository, and to no other that it leads to."""
    seen: dict[str, str | None] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen[self.path.split("/")[1]] = self.headers["Authorization"]
            is_away = self.path.startswith("/api/v1")
            self.send_response(302 if is_away else 200)
            if is_away:
                self.send_header("Location", "/khac")
            self.end_headers()
            if not is_away:
                self.wfile.write(b'{"state": "success", "total_count": 1}')

        def log_message(self, *_: object) -> None:
            """Say nothing on the streams of the tests."""

    with TCPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        remote = f"http://127.0.0.1:{server.server_address[1]}/a/bai.git"
        git(desk.content, "remote", "set-url", "origin", remote)
        monkeypatch.setattr(desk.desk, "git_host_token", "bi-mat")
        assert "lần gửi cuối: đạt" in desk.get("gui/?hoi=1").get_data(as_text=True)
        server.shutdown()
    assert seen == {"api": "Bearer bi-mat", "khac": None}


def test_runs_of_github_are_summed_up(monkeypatch):
    """One that failed counts before those that run."""
    done = {"status": "completed", "conclusion": "success"}
    runs: list[dict[str, str | None]] = []
    asked = []
    monkeypatch.setattr(
        publication, "_fetch", lambda url, _: asked.append(url) or {"check_runs": runs}
    )
    for run, told in (
        (None, ""),
        (done, "passed"),
        ({"status": "in_progress", "conclusion": None}, "running"),
        ({"status": "completed", "conclusion": "timed_out"}, "failed"),
    ):
        runs += [run] if run else []
        assert publication.ask_checks("git@github.com:tinh/bai.git", "abc") == told
    assert set(asked) == {"https://api.github.com/repos/tinh/bai/commits/abc/check-runs"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("fatal: Authentication failed for 'https://x'", "tài khoản hay khóa"),
        ("remote: error: GH006: Protected branch update failed", "không cho máy này gửi"),
        ("fatal: unable to access: Could not resolve host", "xem lại mạng"),
    ],
)
def test_words_of_git_are_explained(words, told):
    assert told in explain(words)


@pytest.mark.parametrize(
    ("remote", "page"),
    [
        ("https://github.com/tinh/bai.git", "https://github.com/tinh/bai/commit/abc"),
        ("https://lan:x@git.tinh.vn/a/b/bai/", "https://git.tinh.vn/a/b/bai/commit/abc"),
        ("http://git.tinh.vn:3000/a/bai", "http://git.tinh.vn:3000/a/bai/commit/abc"),
        ("git@github.com:tinh/bai.git", "https://github.com/tinh/bai/commit/abc"),
        ("ssh://git@git.tinh.vn:2222/tinh/bai.git", "https://git.tinh.vn/tinh/bai/commit/abc"),
        ("ssh://git@git.tinh.vn/tinh/bai.git", "https://git.tinh.vn/tinh/bai/commit/abc"),
        ("/srv/bai.git", ""),
        ("../bai.git", ""),
        ("file:///srv/bai.git", ""),
        ("C:/kho/bai.git", ""),
        ("javascript://x/y/z", ""),
    ],
)
def test_git_host_shows_a_commit_at(remote, page):
    assert page_of_commit(remote, "abc") == page


def test_last_sending_is_taken_back(desk):
    """By a commit that does the opposite; only one of the desk's own."""
    assert "Hoàn tác" not in desk.get("gui/").get_data(as_text=True)
    refused = desk.post("hoan-tac", {"lan": git(desk.content, "rev-parse", "HEAD")})
    assert "không phải lần gửi gần nhất của bàn biên tập" in refused.get_data(as_text=True)
    before = (desk.content / CAU).read_bytes()
    edit(desk, CAU, title="Cầu khác")
    desk.post("gui", {"bai": CAU})
    assert "Hoàn tác lần gửi này" in desk.get("gui/").get_data(as_text=True)
    answer = take_back(desk)
    assert "Đã hoàn tác lần gửi ấy." in answer.get_data(as_text=True)
    assert (desk.content / CAU).read_bytes() == before
    assert log(remote_of(desk)) == ["Hoàn tác: Sửa bài: Cầu khác", "Sửa bài: Cầu khác", "Đầu"]
    assert "Hoàn tác lần gửi này" not in desk.get("gui/").get_data(as_text=True)


def test_taking_back_never_takes_what_was_written_since(desk):
    edit(desk, CAU, title="Cầu khác")
    desk.post("gui", {"bai": CAU})
    edit(desk, CAU, title="Cầu khác nữa")
    answer = take_back(desk)
    assert "đã được sửa thêm mà chưa gửi" in answer.get_data(as_text=True)
    assert "Cầu khác nữa" in (desk.content / CAU).read_text()
    assert log(desk.content)[0] == "Sửa bài: Cầu khác"


def test_unfinished_merge_is_left_alone(desk):
    """What somebody began on a terminal is for a terminal."""
    (desk.content.parent / ".git/MERGE_HEAD").write_text(git(desk.content, "rev-parse", "HEAD"))
    edit(desk, CAU, title="Cầu khác")
    answer = desk.post("gui", {"bai": CAU})
    assert "kho bài đang ghép dở" in answer.get_data(as_text=True)


def test_history_shows_differences_in_words(desk):
    """And opens an older version in the form, which saves it over the present one."""
    edit(desk, CAU, body="Một hai bốn.")
    desk.post("gui", {"bai": CAU})
    page = desk.get(f"lich-su/{CAU}").get_data(as_text=True)
    newest, oldest = re.findall(r'href="\?ban=(\w+)"', page)
    shown = desk.get(f"lich-su/{CAU}?ban={newest}").get_data(as_text=True)
    assert '<dd class="words">Một hai <del>ba</del><ins>bốn</ins>.</dd>' in shown
    form = form_of(desk.get(f"bai/{CAU}?ban={oldest}"))
    assert form["body"] == "Một hai ba.\r\n"
    assert "bốn" in (desk.content / CAU).read_text()
    desk.post("luu", form)
    assert "Một hai ba." in (desk.content / CAU).read_text()


@pytest.mark.parametrize("wanted", ["HEAD", "--output=/tmp/x", "0" * 40])
def test_version_is_one_of_the_article(desk, wanted):
    assert desk.get(f"lich-su/{CAU}?ban={wanted}").status_code == 404
    assert form_of(desk.get(f"bai/{CAU}?ban={wanted}"))["body"] == "Một hai ba.\r\n"


def test_editor_that_a_proxy_names_is_the_author(desk):
    edit(desk, CAU, title="Cầu khác")
    desk.visitor = "Minh"
    try:
        desk.post("gui", {"bai": CAU})
    finally:
        desk.visitor = ""
    assert log(remote_of(desk), "%an|%cn")[0] == "Minh|Minh"


def test_nobody_names_themselves_once(desk, monkeypatch, tmp_path):
    """In a field of the page; an address that Git does not know is no hindrance."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "none"))
    edit(desk, CAU, title="Cầu khác")
    edit(desk, CHO, body="Chưa gửi vội.")
    answer = desk.post("gui", {"bai": CAU}).get_data(as_text=True)
    assert "máy này chưa biết tên người gửi — Sửa: ghi tên của bạn vào ô" in answer
    assert '<input id="ten" name="ten"' in answer
    # What was chosen is what goes once the name is there.
    assert re.findall('name="bai" value="([^"]*)" checked', answer) == [CAU]
    assert log(desk.content) == ["Đầu"]
    colleague(desk, tmp_path, CHO, article("Chợ của người khác"))
    assert "Đã gửi lên" in desk.post("gui", {"bai": CAU, "ten": " Lê  Hoa "}).get_data(as_text=True)
    assert log(remote_of(desk), "%an|%s")[0] == "Lê Hoa|Sửa bài: Cầu khác"
    assert 'id="ten"' not in desk.get("gui/").get_data(as_text=True)


def test_content_without_git_is_told(desk):
    hidden = desk.content.parent / ".git"
    hidden.rename(hidden.with_name("git"))
    try:
        page = desk.get("gui/").get_data(as_text=True)
        assert "chưa nằm trong một kho Git" in page
        assert "chưa được gửi lần nào" in desk.get(f"lich-su/{CAU}").get_data(as_text=True)
    finally:
        hidden.with_name("git").rename(hidden)
