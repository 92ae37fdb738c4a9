# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the preview builds, keeps and tells, build by build."""

import argparse
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from plugins.press.pelican_door import NewsPelican
from plugins.press.preview import Preview, settings_of
from tests.small_site import NOW, ROOT, article, write_files

pytestmark = pytest.mark.usefixtures("remembered")

START = "http://localhost:8000"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return write_files(
        tmp_path / "content",
        {
            "cau/index.md": article("Cầu mới", body="![Cầu](cau.png)\n\nLời."),
            "hen-gio.md": article("Bài hẹn giờ", date="2071-01-01 08:00"),
            "nhap.md": "---\nstatus: nháp\n---\n",
        },
    )


@pytest.fixture
def preview(content: Path, monkeypatch: pytest.MonkeyPatch) -> Preview:
    Image.new("RGB", (40, 30), "green").save(content / "cau/cau.png")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOW))
    settings = settings_of(
        argparse.Namespace(
            content=str(content),
            settings=str(ROOT / "pelicanconf.py"),
            cache_path=str(content.parent / "cache"),
            port="8000",
        )
    )
    NewsPelican(settings)
    settings["OUTPUT_PATH"] = str(content.parent / "output")
    return Preview(settings, content.parent / "preview")


@pytest.fixture
def build(preview: Preview, capsys: pytest.CaptureFixture[str]) -> Callable[..., list[str]]:
    """Build after saves of content paths; give the lines told but for times and faults."""

    def run(*saved: str) -> list[str]:
        preview.build(set(saved))
        lines = capsys.readouterr().err.splitlines()
        return [line for line in lines if "Đã dựng xong" not in line and ": cảnh báo: " not in line]

    return run


def test_incomplete_draft_stands_under_today(preview, build):
    """It stops nothing, is told as a warning, and its address is told at the start."""
    told = build()
    shown = [line for line in told if line.startswith("Xem ")]
    assert [line.rpartition("/content/")[2] for line in shown] == [
        f"nhap.md: {START}/tin-tuc/2026/11/10/nhap/"
    ]
    page = preview.output / "tin-tuc/2026/11/10/nhap/index.html"
    assert "(chưa có tiêu đề)" in page.read_text()
    assert all(fault.warning for fault in preview.faults)
    assert [line for line in build() if line.startswith("Xem ")] == []


def test_addresses_of_what_was_saved_are_told(build, content):
    """Of articles and of drafts, of nothing else."""
    build()
    write_files(content, {"cau/index.md": article("Cầu cũ")})
    (line,) = build("cau/index.md", "cau/cau.png", "khong-co.md")
    assert line.endswith(f"content/cau/index.md: {START}/tin-tuc/2026/11/01/cau/")
    many = {f"bai-{number:02}.md": article(f"Bài {number}") for number in range(12)}
    write_files(content, many)
    lines = build(*many)
    assert len(lines) == 11
    assert lines[-1] == "… và 2 bài nữa"


def test_embargo_is_told_once(build, content):
    """Not at every save; a new one is, and one that was lifted and put again."""

    def waiting() -> list[str]:
        return [line.rpartition("/")[2] for line in build() if line.startswith("Chờ đăng")]

    assert waiting() == ["hen-gio.md"]
    assert waiting() == []
    write_files(content, {"them.md": article("Thêm", date="2072-01-01")})
    assert waiting() == ["them.md"]
    write_files(content, {"them.md": article("Thêm")})
    assert waiting() == []
    write_files(content, {"them.md": article("Thêm", date="2072-01-01")})
    assert waiting() == ["them.md"]


def test_faulty_article_keeps_its_last_good_page(preview, build, content):
    """With its photo, until it is mended or gone; other articles are served as ever."""
    address = "/tin-tuc/2026/11/01/cau/"
    build()
    page = (preview.output / f"{address[1:]}index.html").read_bytes()
    assert preview.kept(address) is None
    for date in ("31/02/2026", "32/02/2026"):
        write_files(content, {"cau/index.md": article("Cầu hỏng", date=date)})
        build("cau/index.md")
        assert not (preview.output / address[1:]).exists()
        assert preview.kept(address) == page
    photos = set(re.findall(r"/anh/[0-9a-z.-]+", page.decode()))
    assert photos and all(preview.kept(name) for name in photos)
    assert "địa chỉ của nó hiện bản tốt gần nhất" in preview.additions().decode()
    write_files(content, {"cau/index.md": article("Cầu mới", body="![Cầu](cau.png)\n\nLời.")})
    build("cau/index.md")
    assert (preview.output / f"{address[1:]}index.html").read_bytes() == page
    assert preview.kept(address) is None
    write_files(content, {"cau/index.md": article("Cầu hỏng", date="x")})
    build()
    (content / "cau/index.md").unlink()
    build()
    assert preview.kept(address) is None


@pytest.mark.parametrize("date", ["2026-11-01", "31/02/2026"])
@pytest.mark.parametrize("folder", ["preview", "output"])
def test_preview_begun_anew_shows_what_stood_before(preview, build, content, folder, date):
    """In its own folder or in that of a build, though the article is faulty from the first."""
    address = "/tin-tuc/2026/11/01/cau/"
    build()
    page = (preview.output / f"{address[1:]}index.html").read_bytes()
    preview.output.rename(content.parent / folder)
    write_files(content, {"cau/index.md": article("Cầu hỏng", body="[x](khong.pdf)", date=date)})
    anew = Preview(preview.settings, preview.output)
    anew.build()
    assert not (preview.output / address[1:]).exists()
    assert anew.kept(address) == page
    photo = re.search(r"/anh/[0-9a-z.-]+", page.decode())[0]
    assert anew.kept(photo)


def test_faulty_article_that_was_never_good_shows_a_draft(preview, build, content):
    """As far as it can be read, with its photo; nothing of it stands in the folder."""
    address = "/tin-tuc/2026/11/01/cau/"
    assert preview.kept(address) is None
    body = "Lời dẫn.\n\n![Cầu](cau.png)\n\n[x](khong.pdf)"
    write_files(content, {"cau/index.md": article("Cầu dở", body=body)})
    build()
    page = preview.kept(address).decode()
    assert "<h1>Cầu dở</h1>" in re.sub(r"<h1[^>]*>", "<h1>", page) and "Lời dẫn." in page
    assert preview.kept(re.search(r"/anh/[0-9a-z.-]+", page)[0])
    assert preview.kept("/tin-tuc/2026/11/02/cau/") is None
    assert not (preview.output / address[1:]).exists()
    write_files(content, {"cau/index.md": article("Cầu dở", body=body, date="31/02/2026")})
    build()
    assert "Lời dẫn." in preview.kept("/tin-tuc/2026/11/05/cau/").decode()
    (content / "cau/index.md").unlink()
    assert preview.kept(address) is None


def test_slowness_is_told_on_every_page(preview, build):
    """Why saves are seen late stands beside the faults, build after build."""
    build()
    preview.slow_down("Hệ thống không còn lượt theo dõi tệp.")
    build()
    panel = preview.additions().decode()
    assert "<strong>Có cảnh báo.</strong>" in panel
    assert "<li><pre>Hệ thống không còn lượt theo dõi tệp.</pre></li>" in panel
