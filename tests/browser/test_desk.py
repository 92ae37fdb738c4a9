# SPDX-License-Identifier: AGPL-3.0-or-later
"""An editor's day at the desk, as `make edit` starts it, in a browser."""

import re
import subprocess
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import NARROW, WIDE
from tests.browser.test_access import COLOURS, displaced_in_the_dark, overflow, violations
from tests.browser.test_preview import PATIENCE_S, free_port, wait_for
from tests.pictures import photo
from tests.small_site import REMEMBERING, article, copy_project, environment_with, write_files
from tests.word_file import paragraph, run, word_file

#: Milliseconds in which what is typed is checked and shown, on a busy machine.
SOON_MS = 15_000
CHO = "tin-tuc/2026/11/01/cho/index.md"
CHO_PHOTO = "tin-tuc/2026/11/01/cho/cho.png"
CAU = "tin-tuc/2026/11/02/cau/index.md"


class Running:
    """The desk of a project as a process; it can be killed and started again."""

    def __init__(self, project: Path) -> None:
        self.project, self.port = project, free_port()
        self.address = f"http://localhost:{self.port}/bien-tap/"

    def start(self) -> None:
        log = self.project / "log.txt"
        with log.open("wb") as stream:
            self.process = subprocess.Popen(
                [*REMEMBERING, "-m", "plugins.editor", "--port", str(self.port)],
                cwd=self.project,
                env=environment_with({}),
                stdout=stream,
                stderr=stream,
            )
        wait_for(self.address, self.process, log)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(PATIENCE_S)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    project = copy_project(tmp_path_factory.mktemp("desk"))
    texts = {CHO: article("Chợ nổi Trà Ôn", body="Lời cũ."), CAU: article("Cầu mới")}
    write_files(project / "content", texts)
    remote = str(project.parent / "kho.git")
    git(project, "init", "--quiet", "--bare", remote)
    git(project, "init", "--quiet", "--initial-branch=main")
    git(project, "config", "user.name", "Lê Lan")
    git(project, "config", "user.email", "lan@x.example")
    git(project, "remote", "add", "origin", remote)
    git(project, "add", "content")
    git(project, "commit", "--quiet", "-m", "Đầu")
    git(project, "push", "--quiet", "-u", "origin", "main")
    running = Running(project)
    running.start()
    yield running
    running.kill()


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, desk: Running) -> Iterator[Page]:
    """A window whose page never complains."""
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    page.close()
    assert complaints == []


def picture(number: int) -> bytes:
    """Make a photo that no other number has."""
    return photo(size=(40, 30 + number))


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", folder, *arguments], capture_output=True, check=True)
    return done.stdout.decode()


def log(folder: Path) -> list[str]:
    """List what the commits say."""
    return git(folder, "log", "--format=%s", "main").splitlines()


def paste(page: Page, html: str, rtf: str = "", plain: str = "chữ thường") -> None:
    """Paste *html* into the text, as a browser hands it over."""
    page.locator("#f-body").evaluate(
        """(field, [html, rtf, plain]) => {
            const data = new DataTransfer();
            data.setData("text/html", html);
            data.setData("text/rtf", rtf);
            data.setData("text/plain", plain);
            field.focus();
            const told = {clipboardData: data, bubbles: true, cancelable: true};
            field.dispatchEvent(new ClipboardEvent("paste", told));
        }""",
        [html, rtf, plain],
    )


def drop(page: Page, selector: str, *files: tuple[str, str, bytes]) -> None:
    """Drop files, by name, kind and bytes, onto what *selector* finds."""
    page.locator(selector).first.evaluate(
        """(node, files) => {
            const data = new DataTransfer();
            for (const [name, type, bytes] of files)
                data.items.add(new File([new Uint8Array(bytes)], name, {type}));
            const told = {dataTransfer: data, bubbles: true, cancelable: true};
            node.dispatchEvent(new DragEvent("dragover", told));
            node.dispatchEvent(new DragEvent("drop", told));
        }""",
        [[name, kind, list(data)] for name, kind, data in files],
    )


def select(page: Page, start: int, end: int) -> None:
    """Choose letters of the text."""
    page.locator("#f-body").evaluate(
        "(field, [start, end]) => { field.focus(); field.setSelectionRange(start, end); }",
        [start, end],
    )


def test_article_is_written_mended_and_published(page, desk):
    """Typed, pasted, with a dropped photo where the cursor is; shown and told meanwhile."""
    page.goto(f"{desk.address}moi/")
    page.get_by_label("Tên bài").fill("Hội chợ xuân")
    page.locator("#f-date").fill("31/02/2026")
    told = page.locator("#loi-date")
    expect(told).to_contain_text("«31/02/2026» không phải ngày có thật", timeout=SOON_MS)
    expect(page.locator("#f-date")).to_have_attribute("aria-invalid", "true")
    # The page stays, without what is faulty.
    frame = page.frame_locator("iframe[name=xem]")
    expect(frame.locator("h1")).to_have_text("Hội chợ xuân", timeout=SOON_MS)
    expect(page.locator("section.page .hint")).to_contain_text("ngày tạm lấy hôm nay")
    page.locator("#f-date").fill("05/11/2026 07:30")
    expect(told).to_be_empty(timeout=SOON_MS)
    page.get_by_label("Chuyên mục").select_option("Kinh tế")
    page.get_by_label("Tác giả", exact=True).fill("Lê Lan")
    paste(page, "<p><b>Sáng nay</b> mở cửa.</p><ul><li>một<li>hai</ul>")
    body = page.locator("#f-body")
    expect(body).to_have_value("**Sáng nay** mở cửa.\n\n- một\n- hai\n\n", timeout=SOON_MS)
    drop(page, "form.article", *((f"Chợ {n}.png", "image/png", picture(n)) for n in (1, 2, 3)))
    expect(body).to_have_value(re.compile(r"cho-1\.png.*cho-3\.png", re.DOTALL), timeout=SOON_MS)
    expect(page.get_by_role("heading", level=1)).to_have_text("Hội chợ xuân")
    expect(page).to_have_url(f"{desk.address}bai/tin-tuc/2026/11/05/hoi-cho-xuan/index.md")
    page.locator('[name="photos.1.caption"]').fill("Cổng chợ")
    expect(frame.locator("figcaption")).to_contain_text("Cổng chợ", timeout=SOON_MS)
    expect(frame.locator("strong").first).to_have_text("Sáng nay")
    expect(frame.locator("a[href]:not([tabindex='-1'])")).to_have_count(0)
    page.locator('[name="photos.2.alt"]').fill("Gian hàng")
    text = body.input_value()
    select(page, 0, 0)
    page.get_by_role("button", name="Đặt ảnh này vào nội dung").nth(1).click()
    expect(body).to_have_value(f"![](cho-2.png)\n\n{text}")
    page.keyboard.press("Control+z")
    expect(body).to_have_value(text)
    page.get_by_role("button", name="Đưa ảnh 3 lên").click()
    page.get_by_role("button", name="Bỏ ảnh 3").click()
    expect(page.locator('[name="photos.2.file"]')).to_have_value("cho-3.png")
    expect(page.locator("#photos")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Lấy lại phần ấy")).to_have_count(0)
    page.locator('[name="photos.2.alt"]').fill("Người xem")
    page.get_by_role("button", name="Cho đăng").click()
    expect(page.get_by_role("status").first).to_contain_text("Đã lưu để đăng.")
    file = desk.project / "content/tin-tuc/2026/11/05/hoi-cho-xuan/index.md"
    text = file.read_text()
    assert "caption: 'Cổng chợ'" in text
    assert "alt: 'Người xem'" in text
    assert "status" not in text
    assert file.with_name("cho-2.png").read_bytes() == picture(2)
    page.get_by_role("button", name="Gửi bài này ngay").click()
    expect(page.get_by_role("status").first).to_have_text("Đã ghi: Đăng bài: Hội chợ xuân")
    assert "Đăng bài: Hội chợ xuân" in log(desk.project.parent / "kho.git")


def test_article_is_corrected_and_the_sending_taken_back(page, desk):
    """A row of its own, dated; two windows on one article are shown both versions."""
    page.goto(f"{desk.address}bai/{CAU}")
    other = page.context.new_page()
    other.goto(f"{desk.address}bai/{CAU}")
    page.get_by_text("Cải chính", exact=True).first.click()
    page.get_by_role("button", name="Thêm mục cải chính").click()
    expect(page.locator('[name="corrections.1.date"]')).to_have_value(re.compile(r"\d\d/\d\d/"))
    page.locator('[name="corrections.1.wrong"]').fill("500 m")
    page.locator('[name="corrections.1.right"]').fill("450 m")
    page.get_by_role("button", name="Lưu", exact=True).last.click()
    expect(page.get_by_role("status").first).to_have_text("Đã lưu.")
    other.get_by_label("Tên bài").fill("Cầu dài")
    other.get_by_role("button", name="Lưu", exact=True).last.click()
    expect(other.locator("#tom-tat")).to_contain_text("người khác đã lưu bài này")
    expect(other.locator(".conflict dd del").first).to_have_text("mới")
    expect(other.locator(".conflict")).to_contain_text("450 m")
    other.close()
    page.get_by_role("button", name="Gửi bài này ngay").click()
    expect(page.get_by_role("status").first).to_have_text("Đã ghi: Sửa bài: Cầu mới")
    assert "right: '450 m'" in (desk.project / "content" / CAU).read_text()
    page.get_by_role("button", name="Hoàn tác lần gửi này").click()
    expect(page.get_by_role("status").first).to_have_text("Đã hoàn tác lần gửi ấy.")
    assert "450 m" not in (desk.project / "content" / CAU).read_text()
    assert log(desk.project.parent / "kho.git")[0] == "Hoàn tác: Sửa bài: Cầu mới"


def test_pictures_come_along_with_what_is_pasted(page, desk):
    """Those in the HTML itself, and those that Word has in its RTF."""
    page.goto(f"{desk.address}moi/")
    page.get_by_label("Tên bài").fill("Dán có ảnh")
    inline, hidden = picture(4), picture(5)
    html = (
        "<p>Một</p><p><img src='file:///C:/Temp/clip_image002.png' alt='Bến đò'></p><p>Hai</p>"
        f"<p><img src='data:image/png;base64,{b64encode(inline).decode()}'></p><p>Ba</p>"
    )
    rtf = (
        r"{\rtf1{\*\shppict{\pict{\*\picprop\shplid1025{\sp{\sn a}{\sv 1}}}\picscalex10"
        r"\pngblip\bliptag-12{\*\blipuid 00ff}" + f"\n{hidden.hex()}}}}}\n"
        r"{\nonshppict{\pict\wmetafile8 0100}}}"
    )
    paste(page, html, rtf)
    told = "Một\n\n![](anh-dan-1.png)\n\nHai\n\n![](anh-dan-2.png)\n\nBa\n\n"
    expect(page.locator("#f-body")).to_have_value(told, timeout=SOON_MS)
    expect(page.locator('[name="photos.1.alt"]')).to_have_value("Bến đò")
    folder = desk.project / "content" / page.locator('[name="duong-dan"]').input_value()
    assert folder.with_name("anh-dan-1.png").read_bytes() == hidden
    assert folder.with_name("anh-dan-2.png").read_bytes() == inline
    paste(page, "<table><tr><td>1</table>", plain="1\t2\n" * 300_000)
    expect(page.locator("form.article .said")).to_contain_text("Chưa dán: một bài chứa nhiều nhất")
    expect(page.locator("#f-body")).to_have_value(told)


def test_dropped_word_file_opens_as_a_form(page, desk):
    """Onto the list, with the importer's report above the form."""
    page.goto(desk.address)
    page.get_by_role("button", name="Tạo bản nháp").click()
    expect(page.get_by_text("Chưa chọn tệp nào.")).to_be_visible()
    expect(page.get_by_text("Chọn tệp Word và ảnh")).to_be_visible()
    data = word_file(
        paragraph(run("Lễ hội cúng biển Mỹ Long", "b"), align="center"),
        paragraph("Sáng 12/11/2026, lễ hội mở ở xã Mỹ Long với hàng nghìn người dân đến dự."),
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    drop(page, "form.word", ("bai.docx", kind, data))
    expect(page.get_by_label("Tên bài")).to_have_value("Lễ hội cúng biển Mỹ Long")
    expect(page.locator(".note--lines").last).to_contain_text("Nhận ra:")


def test_desk_that_is_killed_takes_nothing(page, desk):
    """What was typed is offered by the browser and saved by the next run."""
    page.goto(f"{desk.address}bai/{CHO}")
    page.locator("#f-body").fill("Lời viết dở.")
    page.get_by_label("Tên bài").fill("Chợ nổi, bản mới")
    # Kept a moment after the last key.
    page.wait_for_timeout(600)
    assert "bản mới" in page.evaluate("JSON.stringify(localStorage)")
    desk.kill()
    desk.start()
    page.goto(f"{desk.address}bai/{CHO}")
    expect(page.locator("#f-body")).to_have_value("Lời cũ.\n")
    page.get_by_role("button", name="Lấy lại phần ấy").click()
    expect(page.locator("#f-body")).to_have_value("Lời viết dở.")
    page.get_by_role("button", name="Lưu", exact=True).last.click()
    expect(page.get_by_role("status").first).to_contain_text("Đã lưu.")
    assert "Lời viết dở." in (desk.project / "content" / CHO).read_text()
    expect(page.get_by_role("button", name="Lấy lại phần ấy")).to_have_count(0)


def test_toolbar_puts_signs_around_what_is_chosen(page, desk):
    """As if typed: it can be undone."""
    page.goto(f"{desk.address}moi/")
    body = page.locator("#f-body")
    body.fill("chữ")
    body.select_text()
    page.get_by_role("button", name="Đậm").click()
    expect(body).to_have_value("**chữ**")
    page.keyboard.press("Control+z")
    expect(body).to_have_value("chữ")
    body.fill("một hai\n\nba")
    select(page, 4, 8)
    page.keyboard.press("Control+b")
    expect(body).to_have_value("một **hai**\n\nba")
    page.keyboard.press("Control+b")
    expect(body).to_have_value("một hai\n\nba")
    select(page, 2, 2)
    page.get_by_role("button", name="Tiêu đề").click()
    expect(body).to_have_value("## một hai\n\nba")
    select(page, 0, 14)
    page.get_by_role("button", name="Đánh số").click()
    expect(body).to_have_value("1. ## một hai\n2. ba\n\n")
    body.fill("")
    page.get_by_role("button", name="Nghiêng").click()
    page.keyboard.type("gõ đè")
    expect(body).to_have_value("*gõ đè*")
    calendar = page.get_by_role("button", name="Lịch của Ngày đăng")
    expect(calendar).to_be_visible()
    page.locator("#f-date ~ input[type=datetime-local]").evaluate(
        "node => { node.value = '2026-11-07T08:05'; node.dispatchEvent(new Event('change')); }"
    )
    expect(page.locator("#f-date")).to_have_value("07/11/2026 08:05")


def test_list_begins_on_the_first_screen_of_a_phone(browser, desk):
    """What filters it and what takes Word files is folded there; not where a filter is chosen."""
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(desk.address)
    expect(page.get_by_role("row").nth(1)).to_be_in_viewport()
    expect(page.get_by_label("Trạng thái")).to_be_hidden()
    page.goto(f"{desk.address}?trang-thai=nhap")
    expect(page.get_by_label("Trạng thái")).to_be_visible()
    page.set_viewport_size(WIDE)
    page.goto(desk.address)
    expect(page.get_by_label("Trạng thái")).to_be_visible()
    expect(page.get_by_label("Tệp Word")).to_be_attached()
    page.close()
    # Without a script all is there, and nothing is wider than the window.
    page = browser.new_page(viewport=NARROW, java_script_enabled=False)
    page.goto(desk.address)
    box = page.get_by_label("Tệp Word").bounding_box()
    assert box["x"] + box["width"] <= NARROW["width"]
    page.close()


def test_desk_breaks_no_rule_of_access(browser, desk):
    """The list, forms, two versions; scripts running, and nothing is wider than the window.

    In the dark the colours alone are others, and in a narrow window no colour is.
    """
    aside = b"0" * 64 + b"\n" + photo(size=(1600, 900))
    files = {"tin-tuc/sai.md": article("Bài sai", date="31/02/2026"), CHO_PHOTO: picture(9)}
    files[CHO_PHOTO.replace("cho.png", ".cho.png.sua")] = aside
    write_files(desk.project / "content", files)
    page = browser.new_page(color_scheme="light")
    for place in ("", "bai/tin-tuc/sai.md", f"bai/{CHO}", "gui/", f"hai-ban/{CHO_PHOTO}"):
        page.goto(desk.address + place)
        page.wait_for_load_state("networkidle")
        # What stands in the frame is the theme's, with tests of its own.
        page.evaluate("document.querySelector('iframe')?.remove()")
        for window in (WIDE, NARROW):
            page.set_viewport_size(window)
            assert violations(page, but=COLOURS if window == NARROW else ()) == [], (place, window)
            assert displaced_in_the_dark(page) == [], place
            if window == WIDE:
                assert violations(page, only=COLOURS) == [], place
            assert overflow(page) == 0, place
            page.emulate_media(color_scheme="light")
    page.close()
