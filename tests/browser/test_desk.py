# SPDX-License-Identifier: AGPL-3.0-or-later
"""An editor's day at the desk, as `make edit` starts it, in a browser."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.test_access import violations
from tests.browser.test_preview import PATIENCE_S, free_port, wait_for
from tests.pictures import photo
from tests.small_site import article, copy_project, environment_with, write_files
from tests.word_file import paragraph, run, word_file

#: Milliseconds in which what is typed is checked and shown, on a busy machine.
SOON_MS = 15_000
CHO = "tin-tuc/2026/11/01/cho/index.md"


class Running:
    """The desk of a project as a process; it can be killed and started again."""

    def __init__(self, project: Path) -> None:
        self.project, self.port = project, free_port()
        self.address = f"http://localhost:{self.port}/bien-tap/"

    def start(self) -> None:
        log = self.project / "log.txt"
        with log.open("wb") as stream:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "plugins.editor", "--port", str(self.port)],
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
    write_files(project / "content", {CHO: article("Chợ nổi Trà Ôn", body="Lời cũ.")})
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


def paste(page: Page, html: str) -> None:
    """Paste *html* into the text, as a browser hands it over."""
    page.locator("#f-body").evaluate(
        """(field, html) => {
            const data = new DataTransfer();
            data.setData("text/html", html);
            data.setData("text/plain", "chữ thường");
            field.focus();
            const told = {clipboardData: data, bubbles: true, cancelable: true};
            field.dispatchEvent(new ClipboardEvent("paste", told));
        }""",
        html,
    )


def drop(page: Page, selector: str, name: str, kind: str, data: bytes) -> None:
    """Drop a file onto what *selector* finds."""
    page.locator(selector).first.evaluate(
        """(node, [name, type, bytes]) => {
            const data = new DataTransfer();
            data.items.add(new File([new Uint8Array(bytes)], name, {type}));
            const told = {dataTransfer: data, bubbles: true, cancelable: true};
            node.dispatchEvent(new DragEvent("dragover", told));
            node.dispatchEvent(new DragEvent("drop", told));
        }""",
        [name, kind, list(data)],
    )


def test_article_is_written_mended_and_published(page, desk):
    """Typed, pasted, with a dropped photo where the cursor is; shown and told meanwhile."""
    page.goto(f"{desk.address}moi/")
    page.get_by_label("Tên bài").fill("Hội chợ xuân")
    page.locator("#f-date").fill("31/02/2026")
    told = page.locator("#loi-date")
    expect(told).to_contain_text("«31/02/2026» không phải ngày có thật", timeout=SOON_MS)
    expect(page.locator("#f-date")).to_have_attribute("aria-invalid", "true")
    page.locator("#f-date").fill("05/11/2026 07:30")
    expect(told).to_be_empty(timeout=SOON_MS)
    page.get_by_label("Chuyên mục").select_option("Kinh tế")
    page.get_by_label("Tác giả", exact=True).fill("Lê Lan")
    paste(page, "<p><b>Sáng nay</b> mở cửa.</p><ul><li>một<li>hai</ul>")
    body = page.locator("#f-body")
    expect(body).to_have_value("**Sáng nay** mở cửa.\n\n- một\n- hai\n\n", timeout=SOON_MS)
    drop(page, "form.article", "Chợ xuân.png", "image/png", photo())
    expect(body).to_have_value(re.compile(r"!\[\]\(cho-xuan\.png\)"), timeout=SOON_MS)
    expect(page).to_have_url(f"{desk.address}bai/tin-tuc/2026/11/05/hoi-cho-xuan/index.md")
    page.locator('[name="photos.1.caption"]').fill("Cổng chợ")
    frame = page.frame_locator("iframe[name=xem]")
    expect(frame.locator("h1")).to_have_text("Hội chợ xuân", timeout=SOON_MS)
    expect(frame.locator("figcaption")).to_contain_text("Cổng chợ", timeout=SOON_MS)
    expect(frame.locator("strong").first).to_have_text("Sáng nay")
    page.get_by_role("button", name="Cho đăng").click()
    expect(page.get_by_role("status").first).to_contain_text("Đã lưu để đăng.")
    file = desk.project / "content/tin-tuc/2026/11/05/hoi-cho-xuan/index.md"
    text = file.read_text()
    assert "caption: 'Cổng chợ'" in text
    assert "status" not in text
    assert file.with_name("cho-xuan.png").read_bytes() == photo()


def test_dropped_word_file_opens_as_a_form(page, desk):
    """Onto the list, with the importer's report above the form."""
    page.goto(desk.address)
    data = word_file(
        paragraph(run("Lễ hội cúng biển Mỹ Long", "b"), align="center"),
        paragraph("Sáng 12/11/2026, lễ hội mở ở xã Mỹ Long với hàng nghìn người dân đến dự."),
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    drop(page, "form.word", "bai.docx", kind, data)
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
    calendar = page.get_by_role("button", name="Lịch của Ngày đăng")
    expect(calendar).to_be_visible()
    page.locator("#f-date ~ input[type=datetime-local]").evaluate(
        "node => { node.value = '2026-11-07T08:05'; node.dispatchEvent(new Event('change')); }"
    )
    expect(page.locator("#f-date")).to_have_value("07/11/2026 08:05")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_desk_breaks_no_rule_of_access(browser, desk, scheme, width):
    """The list and a form with faults, scripts running; nothing is wider than the window."""
    write_files(desk.project / "content", {"tin-tuc/sai.md": article("Bài sai", date="31/02/2026")})
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    for place in ("", "bai/tin-tuc/sai.md", f"bai/{CHO}"):
        page.goto(desk.address + place)
        page.wait_for_load_state("networkidle")
        # What stands in the frame is the theme's, with tests of its own.
        page.evaluate("document.querySelector('iframe')?.remove()")
        assert violations(page) == [], place
        assert page.evaluate("document.documentElement.scrollWidth") == width, place
    context.close()
