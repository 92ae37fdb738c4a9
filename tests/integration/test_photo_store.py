# SPDX-License-Identifier: AGPL-3.0-or-later
"""Photos of every kind that editors bring, whole and broken, through the real libraries."""

import faulthandler
import hashlib
import io
import json
import multiprocessing
import os
import signal
import struct
import subprocess
import sys
import tempfile
import textwrap
import time
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageOps

from plugins.newsroom.photo import Derivative, Original, plan_cuts, plan_derivatives
from plugins.press.errors import Refusal
from plugins.press.photos import image as photo_image
from plugins.press.photos import processes as photo_processes
from plugins.press.photos import store as photo_store
from plugins.press.photos.image import PhotoStoreError
from plugins.press.photos.store import Examiner, PhotoStore, check_photo, examine, make_copies
from tests.integration.broken_images import (
    BROKEN,
    deep_colour_png,
    deep_grey_png,
    draw,
    encode,
    telling_exif,
    wide_gamut_profile,
)

ROOT = Path(__file__).parents[2]


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def copies_of(tmp_path: Path, data: bytes) -> dict[str, Image.Image]:
    """Make the copies of *data*; give them by "width.format"."""
    path = put(tmp_path, "anh", data)
    original = examine(path)
    make_copies(path, original, tmp_path / "kho")
    return {
        f"{copy.width}.{copy.format}": Image.open(
            io.BytesIO((tmp_path / "kho" / copy.name).read_bytes())
        )
        for copy in plan_derivatives(original)
    }


def difference(one: Image.Image, other: Image.Image) -> float:
    """The mean distance of two pictures' channels, 0 to 255."""
    pixels = ImageChops.difference(one.convert("RGB"), other.convert("RGB")).resize(
        (1, 1), Image.Resampling.BOX
    )
    return max(pixels.getpixel((0, 0)))


def store_with(tmp_path: Path, count: int, processes: int = 1):
    """A store and the jobs of *count* photos, none like another."""
    jobs = []
    for number in range(count):
        picture = draw((330 + number, 300))
        path = put(tmp_path / "bai", f"{number}.jpg", encode(picture))
        jobs.append((path, examine(path)))
    return PhotoStore(tmp_path / "kho", processes), jobs


def test_header_is_read_within_limits(tmp_path):
    """A frame of 268 million pixels, claimed by 44 bytes, takes no memory of the build."""
    frame = b"\x02\0\0\0" + (16_382).to_bytes(3, "little") * 2
    body = b"WEBPVP8X" + struct.pack("<I", 10) + frame + b"ANIM" + struct.pack("<I", 6) + bytes(6)
    bomb = put(tmp_path, "bom.webp", b"RIFF" + struct.pack("<I", len(body)) + body)
    examined = Examiner()
    refused = examined(bomb)
    assert isinstance(refused, Refusal)
    assert refused.problem == "ảnh «bom.webp» quá lớn khi giải nén"
    assert examined(put(tmp_path, "anh.jpg", encode(draw()))).width == 400
    assert isinstance(examined(tmp_path / "khong-co.jpg"), Refusal)
    examined.close()


# -- Sources of every kind


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "AVIF", "HEIF"])
def test_format_accepted(tmp_path, format_):
    """The formats of cameras, phones and the web become the same picture in both formats."""
    picture = draw((700, 525))
    copies = copies_of(tmp_path, encode(picture, format_, quality=95))
    assert {name: copy.size for name, copy in copies.items()} == {
        "320.avif": (320, 240),
        "320.jpeg": (320, 240),
        "640.avif": (640, 480),
        "640.jpeg": (640, 480),
    }
    for name, copy in copies.items():
        assert copy.format == name.split(".")[1].upper()
        assert copy.mode == "RGB"
        assert difference(copy, picture.resize(copy.size)) < 3


def test_extension_misleads(tmp_path):
    """The content decides: a PNG under the name of a JPEG is one."""
    path = put(tmp_path, "anh.jpg", encode(draw((330, 300)), "PNG"))
    assert (examine(path).width, examine(path).height) == (330, 300)


def test_digest(tmp_path):
    """The digest of an original is the SHA-256 of its bytes, as any tool tells it."""
    data = encode(draw())
    original = examine(put(tmp_path, "anh.jpg", data))
    assert original == Original(hashlib.sha256(data).hexdigest(), 400, 300)


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("held", range(1, 9))
def test_orientation(tmp_path, held, format_):
    """However the camera was held, the published picture stands upright."""
    upright = draw((480, 300))
    turns = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    stored = upright if turns[held] is None else upright.transpose(turns[held])
    data = encode(stored, format_, exif=telling_exif(held), quality=95)
    path = put(tmp_path, "anh", data)
    assert (examine(path).width, examine(path).height) == (480, 300)
    copies = copies_of(tmp_path, data)
    assert set(copies) == {"320.avif", "320.jpeg", "480.avif", "480.jpeg"}
    for copy in copies.values():
        assert difference(copy, upright.resize(copy.size)) < 3


def test_orientation_heic(tmp_path):
    """A phone's HEIC, turned by its container, stands upright once and not twice."""
    upright = draw((480, 300))
    data = encode(upright.transpose(Image.Transpose.ROTATE_90), "HEIF", exif=telling_exif(6))
    copies = copies_of(tmp_path, data)
    assert copies["480.jpeg"].size == (480, 300)
    assert difference(copies["480.jpeg"], upright) < 4


@pytest.mark.parametrize("value", [0, 9, 700])
def test_orientation_absurd(tmp_path, value):
    """An orientation that EXIF does not know counts as upright."""
    original = examine(put(tmp_path, "anh.jpg", encode(draw(), exif=telling_exif(value))))
    assert (original.width, original.height) == (400, 300)


def test_exif_broken(tmp_path):
    """EXIF that is no EXIF spoils no photo."""
    data = encode(draw(), exif=b"Exif\0\0" + b"khong phai exif")
    copies = copies_of(tmp_path, data)
    assert copies["400.jpeg"].size == (400, 300)


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "AVIF", "HEIF"])
def test_metadata_gone(tmp_path, format_):
    """Place, owner, serial number, XMP, comment and profile stay with the original."""
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">CHU-MAY-ANH</x:xmpmeta>'
    options = {"exif": telling_exif(), "icc_profile": wide_gamut_profile(), "xmp": xmp}
    if format_ == "JPEG":
        options["comment"] = b"GHI-CHU-RIENG"
    data = encode(draw((700, 525)), format_, **options)
    assert b"SO-MAY-12345" in data
    copies = copies_of(tmp_path, data)
    files = [path for path in (tmp_path / "kho").iterdir() if path.suffix != ".json"]
    assert len(files) == len(copies) == 4
    for path in files:
        published = path.read_bytes()
        for secret in (b"Exif", b"MAY", b"xmpmeta", b"GHI-CHU", b"ICC_PROFILE", b"P3\0", b"prof"):
            assert secret not in published
    for copy in copies.values():
        assert not copy.getexif()
        assert not {"exif", "xmp", "icc_profile", "comment"} & set(copy.info)
        assert [marker for marker, _ in getattr(copy, "applist", [])] in ([], ["APP0"])


@pytest.mark.parametrize(
    ("format_", "options"),
    [
        ("JPEG", {"comment": b"GHI-CHU"}),
        ("JPEG", {"exif": telling_exif()}),
        ("JPEG", {"icc_profile": wide_gamut_profile()}),
        ("JPEG", {"xmp": b"<x/>"}),
        ("AVIF", {"exif": telling_exif()}),
        ("AVIF", {"icc_profile": wide_gamut_profile()}),
        ("AVIF", {"xmp": b"<x/>"}),
    ],
)
def test_metadata_found(format_, options):
    """Should an encoder ever let metadata through, the copy is not published."""
    copy = Derivative(format_.lower(), 400, 300, "anh")
    with pytest.raises(PhotoStoreError, match="anh: encoded as"):
        photo_image._check_copy(encode(draw(), format_, **options), copy)
    photo_image._check_copy(encode(draw(), format_), copy)


@pytest.mark.parametrize(
    ("mode", "colour", "format_", "expected"),
    [
        ("CMYK", (0, 255, 255, 0), "JPEG", (255, 0, 0)),
        ("L", 90, "JPEG", (90, 90, 90)),
        ("L", 90, "PNG", (90, 90, 90)),
        ("1", 1, "PNG", (255, 255, 255)),
        ("P", 0, "PNG", (0, 0, 0)),
        # transparent parts lie on white
        ("RGBA", (200, 0, 0, 0), "PNG", (255, 255, 255)),
        ("RGBA", (200, 0, 0, 255), "WEBP", (200, 0, 0)),
        ("RGBA", (0, 0, 0, 128), "AVIF", (127, 127, 127)),
        ("LA", (0, 0), "PNG", (255, 255, 255)),
        ("LA", (60, 255), "PNG", (60, 60, 60)),
    ],
)
def test_mode(tmp_path, mode, colour, format_, expected):
    """Print colours, greys, palettes and transparency all end as opaque sRGB."""
    options = {"lossless": True} if format_ == "WEBP" else {}
    copies = copies_of(tmp_path, encode(Image.new(mode, (330, 300), colour), format_, **options))
    for copy in copies.values():
        assert copy.mode == "RGB"
        seen = copy.getpixel((160, 150))
        assert max(abs(a - b) for a, b in zip(seen, expected, strict=True)) <= 3


def test_palette_transparent(tmp_path):
    """The see-through colour of a palette becomes white, the others stay."""
    picture = Image.new("P", (330, 300), 1)
    picture.putpalette([0, 0, 0, 0, 120, 240])
    picture.paste(0, (0, 0, 165, 300))
    copies = copies_of(tmp_path, encode(picture, "PNG", transparency=0))
    for copy in copies.values():
        left, right = copy.getpixel((40, 150)), copy.getpixel((280, 150))
        assert min(left) >= 252
        assert max(abs(a - b) for a, b in zip(right, (0, 120, 240), strict=True)) <= 4


def test_deep_grey(tmp_path):
    """Sixteen bits of grey keep their middle: they are scaled, not cut off at white."""
    copies = copies_of(tmp_path, deep_grey_png())
    for copy in copies.values():
        row = [copy.getpixel((share * (copy.width - 1) // 4, 20))[0] for share in range(5)]
        assert all(abs(a - b) <= 4 for a, b in zip(row, (0, 64, 128, 191, 255), strict=True))


def test_deep_colour(tmp_path):
    """Sixteen bits a channel become eight."""
    copies = copies_of(tmp_path, deep_colour_png())
    for copy in copies.values():
        seen = copy.getpixel((100, 100))
        assert max(abs(a - b) for a, b in zip(seen, (233, 117, 19), strict=True)) <= 4


@pytest.mark.parametrize("format_", ["PNG", "WEBP", "AVIF"])
def test_animation(tmp_path, format_):
    """Of a moving picture the first frame is published, and it does not move."""
    first, second = draw((330, 300)), Image.new("RGB", (330, 300), "black")
    data = encode(first, format_, save_all=True, append_images=[second, second], quality=95)
    for copy in copies_of(tmp_path, data).values():
        assert getattr(copy, "n_frames", 1) == 1
        assert difference(copy, first.resize(copy.size)) < 3


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "AVIF", "HEIF"])
def test_profile_converted(tmp_path, format_):
    """Colours of a wide-gamut phone are turned into those that every screen shows."""
    picture = Image.new("RGB", (330, 300), (120, 160, 90))
    data = encode(picture, format_, icc_profile=wide_gamut_profile(), quality=95)
    for copy in copies_of(tmp_path, data).values():
        seen = copy.getpixel((160, 150))
        assert max(abs(a - b) for a, b in zip(seen, (109, 163, 79), strict=True)) <= 4


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_profile_useless(tmp_path, mode):
    """A profile that is broken, or made for other colours, is passed over."""
    picture = draw((330, 300)).convert(mode)
    for profile in (b"khong phai profile", wide_gamut_profile() if mode != "RGB" else b"x" * 200):
        copies = copies_of(tmp_path, encode(picture, icc_profile=profile, quality=95))
        assert difference(copies["320.jpeg"], picture.convert("RGB").resize((320, 291))) < 3


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((200, 150), [(200, 150)]),
        ((1, 1), [(1, 1)]),
        ((3000, 2), [(320, 1), (640, 1), (960, 1), (1440, 1)]),
        ((350, 8000), [(320, 7314)]),
        ((1201, 801), [(320, 213), (640, 427), (960, 640), (1201, 801)]),
    ],
)
def test_size(tmp_path, size, expected):
    """No copy is wider than its photo, however narrow, wide or tall that is."""
    copies = copies_of(tmp_path, encode(draw(size) if min(size) > 8 else Image.new("RGB", size)))
    assert [copy.size for name, copy in copies.items() if name.endswith("avif")] == expected
    assert [copy.size for name, copy in copies.items() if name.endswith("jpeg")] == expected


def test_padded_markers(tmp_path):
    """Odd but lawful bytes between the parts of a JPEG are stepped over."""
    data = encode(draw())
    assert data[2:4] == b"\xff\xe0"
    padded = data[:2] + b"\xff\xff" + data[2:]
    assert copies_of(tmp_path, padded)["400.jpeg"].size == (400, 300)


def test_phone_trailer(tmp_path):
    """What phones write behind the end of a JPEG (depth, a film) spoils nothing."""
    data = encode(draw()) + b"\xff\xda" + bytes(5000) + b"SEFT"
    assert copies_of(tmp_path, data)["400.jpeg"].size == (400, 300)


def test_picture_behind_picture(tmp_path):
    """Of the several pictures in one phone JPEG the first is published."""
    first, second = draw((330, 300)), Image.new("RGB", (330, 300), "black")
    data = encode(first, "MPO", save_all=True, append_images=[second])
    assert difference(copies_of(tmp_path, data)["320.jpeg"], first.resize((320, 291))) < 4


# -- Broken and foreign files


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_broken(tmp_path, name):
    """Each broken or foreign file is refused by name, before anything is published."""
    path = put(tmp_path, name, BROKEN[name]())
    with pytest.raises(Refusal) as seen:
        make_copies(path, examine(path), tmp_path / "kho")
    assert f"«{name}»" in seen.value.problem
    assert seen.value.mend
    assert not list(tmp_path.glob("kho/*"))


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("rong.jpg", "ảnh «rong.jpg» rỗng (0 byte)"),
        ("van-ban.jpg", "tệp «van-ban.jpg» không phải là ảnh"),
        ("trang-web.jpg", "tệp «trang-web.jpg» là trang web HTML, không dùng làm ảnh được"),
        ("gif-gia.jpg", "tệp «gif-gia.jpg» là GIF, không dùng làm ảnh được"),
        ("ve-vector.png", "tệp «ve-vector.png» là SVG, không dùng làm ảnh được"),
        ("quay-phim.jpg", "tệp «quay-phim.jpg» là video, không dùng làm ảnh được"),
        ("bom.png", "ảnh «bom.png» quá lớn: 60000 x 60000 điểm ảnh"),
        ("bom.webp", "ảnh «bom.webp» quá lớn khi giải nén"),
    ],
)
def test_broken_told(tmp_path, name, problem):
    """The editor learns what the file is, not just that it failed."""
    with pytest.raises(Refusal) as seen:
        examine(put(tmp_path, name, BROKEN[name]()))
    assert seen.value.problem == problem


@pytest.mark.parametrize(
    ("format_", "options"),
    [
        ("JPEG", {}),
        ("JPEG", {"progressive": True}),
        ("JPEG", {"exif": telling_exif(6), "comment": b"x"}),
        ("PNG", {}),
        ("PNG", {"exif": telling_exif(6)}),
        ("WEBP", {}),
        ("WEBP", {"lossless": True}),
        ("AVIF", {}),
        ("HEIF", {}),
    ],
)
def test_truncated(tmp_path, format_, options):
    """A photo cut anywhere is refused, at its last bytes too; whole, it is accepted."""
    whole = encode(draw((160, 120)), format_, **options)
    cuts = [*range(0, len(whole), 97), *range(len(whole) - 12, len(whole))]
    for cut in cuts:
        path = put(tmp_path, "anh", whole[:cut])
        with pytest.raises(Refusal):
            check_photo(path, examine(path))
    path = put(tmp_path, "anh", whole)
    check_photo(path, examine(path))


def test_damaged_bytes(tmp_path):
    """Whatever a bad disk made of a photo, it is published or refused: nothing else."""
    for format_ in ("JPEG", "PNG", "WEBP", "AVIF", "HEIF"):
        whole = encode(draw((160, 120)), format_, exif=telling_exif(6))
        for at in range(0, len(whole), 41):
            damaged = whole[:at] + bytes([whole[at] ^ 0xA5]) + whole[at + 1 :]
            path = put(tmp_path, "anh", damaged)
            try:
                check_photo(path, examine(path))
            except Refusal as error:
                assert "«anh»" in error.problem


def test_file_missing(tmp_path):
    """A photo that is not there is told as such."""
    with pytest.raises(Refusal, match=r"không tìm thấy ảnh «thieu\.jpg»"):
        examine(tmp_path / "thieu.jpg")


def test_file_name_composed(tmp_path):
    """A name that a Mac wrote decomposed is told composed."""
    with pytest.raises(Refusal, match="«\u1ea3nh»"):
        examine(tmp_path / "a\u0309nh")


def test_file_name_endless(tmp_path):
    """A name that no disk can hold is refused like any file that cannot be read."""
    with pytest.raises(Refusal, match="không đọc được ảnh"):
        examine(tmp_path / ("a" * 300))


def test_file_is_folder(tmp_path):
    """A folder is no photo."""
    with pytest.raises(Refusal, match="không phải là tệp"):
        examine(tmp_path)


def test_file_is_pipe(tmp_path):
    """A pipe is refused at once instead of being waited for."""
    os.mkfifo(tmp_path / "ong.jpg")
    with pytest.raises(Refusal, match="không phải là tệp"):
        examine(tmp_path / "ong.jpg")


def test_file_unreadable():
    """A photo that the build may not read is told as such."""
    code = (
        "import os, pathlib\n"
        "from plugins.press.errors import Refusal\n"
        "from plugins.press.photos.store import examine\n"
        # Root may read everything: ask as nobody.
        "if os.geteuid() == 0: os.setuid(65534)\n"
        "try: examine(pathlib.Path('kin.jpg'))\n"
        "except Refusal as error: print(error.problem)\n"
    )
    # Not tmp_path: pytest closes the folders above it to all but their owner.
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        put(Path(folder), "kin.jpg", encode(draw())).chmod(0)
        told = subprocess.run(
            [sys.executable, "-c", code],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            encoding="utf-8",
        )
    assert told.stdout == "không có quyền đọc ảnh «kin.jpg»\n", told.stderr


def test_file_heavy(tmp_path):
    """A file beyond 30 MB is refused without being read."""
    path = put(tmp_path, "nang.jpg", encode(draw()))
    os.truncate(path, 31_000_000)
    with pytest.raises(Refusal, match=r"ảnh «nang\.jpg» nặng 31 MB"):
        examine(path)


def test_file_replaced(tmp_path):
    """A photo that was saved anew during the build is not published half."""
    path = put(tmp_path, "anh.jpg", encode(draw()))
    original = examine(path)
    path.write_bytes(encode(draw((500, 300))))
    for work in (
        lambda: make_copies(path, original, tmp_path),
        lambda: check_photo(path, original),
    ):
        with pytest.raises(Refusal, match="vừa bị thay"):
            work()


def test_store_unwritable(tmp_path):
    """A store that cannot be written is no fault of the photo."""
    path = put(tmp_path, "anh.jpg", encode(draw()))
    with pytest.raises(OSError):
        make_copies(path, examine(path), path / "kho")


def test_store_blocked(tmp_path):
    """A write that fails leaves no half-written file behind."""
    path = put(tmp_path, "anh.jpg", encode(draw()))
    original = examine(path)
    for copy in plan_derivatives(original):
        (tmp_path / "kho" / copy.name).mkdir(parents=True)
    with pytest.raises(IsADirectoryError):
        make_copies(path, original, tmp_path / "kho")
    assert not list(tmp_path.glob("kho/.*"))


# -- The store


def test_derivatives_unmade(tmp_path):
    """Copies that were never made are not there."""
    room, jobs = store_with(tmp_path, 1)
    assert room.derivatives(jobs[0][1]) is None


def test_derivatives(tmp_path):
    """The store gives each planned copy, and the bytes that lie at its path."""
    room, jobs = store_with(tmp_path, 1)
    assert room.make_all(jobs) == []
    copies = room.derivatives(jobs[0][1])
    assert list(copies) == [copy.name for copy in plan_derivatives(jobs[0][1])]
    for name, data in copies.items():
        assert room.path_of(name).read_bytes() == data


def store_state(folder: Path) -> dict[str, tuple[int, int]]:
    return {
        str(path.relative_to(folder)): (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_made_once(tmp_path):
    """A second build finds the copies of the first and touches none."""
    room, jobs = store_with(tmp_path, 2)
    room.make_all(jobs)
    before = store_state(tmp_path / "kho")
    told = []
    PhotoStore(tmp_path / "kho", 1).make_all(jobs, lambda *numbers: told.append(numbers))
    assert store_state(tmp_path / "kho") == before
    assert told == []


@pytest.mark.parametrize("held", [1, 6])
def test_cuts_show_the_middle_and_more_of_the_top(tmp_path, held):
    """Cuts are the pixels of the widest copy, neither enlarged nor turned, as plain JPEGs."""
    picture = Image.new("RGB", (1440, 1440), "white")
    # Thirds of what a 16:9 cut leaves out: above it one, below it two.
    for top, colour in ((0, "red"), (210, "white"), (1020, "blue")):
        picture.paste(colour, (0, top, 1440, 1440))
    exif = Image.Exif()
    exif[0x0112] = held
    turned = picture.transpose(Image.Transpose.ROTATE_90) if held == 6 else picture
    path = put(tmp_path, "a.jpg", encode(turned, "JPEG", exif=exif, quality=95))
    original = examine(path)
    make_copies(path, original, tmp_path / "kho")
    cuts = {}
    for cut in plan_cuts(original):
        with Image.open(tmp_path / "kho" / cut.name) as opened:
            assert opened.size == (cut.width, cut.height)
            assert (opened.format, opened.mode) == ("JPEG", "RGB")
            assert "progressive" not in opened.info
            cuts[opened.size] = opened.copy()
    assert list(cuts) == [(1440, 810), (1440, 1080)]
    narrow, tall = cuts.values()
    assert difference(narrow, Image.new("RGB", narrow.size, "white")) < 3
    assert tall.getpixel((700, 10))[0] > 240 > 15 > tall.getpixel((700, 10))[1]
    assert tall.getpixel((700, 1070))[2] > 240 > 15 > tall.getpixel((700, 1070))[1]


def test_store_from_before_the_cuts(tmp_path):
    """Copies whose list names no cuts are made again, with them."""
    room = PhotoStore(tmp_path / "kho", 1)
    path = put(tmp_path, "a.jpg", encode(draw((1200, 800))))
    jobs = [(path, examine(path))]
    room.make_all(jobs)
    whole = room.derivatives(jobs[0][1])
    cuts = [cut.name for cut in plan_cuts(jobs[0][1])]
    assert len(cuts) == 3
    listing_file = room.path_of(f"{jobs[0][1].key}.json")
    listing = json.loads(listing_file.read_bytes())
    for name in cuts:
        room.path_of(name).unlink()
        del listing["sums"][name]
    listing_file.write_text(json.dumps(listing))
    assert room.derivatives(jobs[0][1]) is None
    assert room.make_all(jobs) == []
    assert room.derivatives(jobs[0][1]) == whole


def test_same_bytes_made_once(tmp_path):
    """Two articles with the same photo share its copies."""
    room, jobs = store_with(tmp_path, 1)
    other = put(tmp_path, "khac/anh-khac.jpg", jobs[0][0].read_bytes())
    told = []
    room.make_all([*jobs, (other, examine(other))], lambda *numbers: told.append(numbers))
    assert told == [(1, 1)]


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:-1]),
        lambda path: path.write_bytes(path.read_bytes()[:-1] + b"?"),
        lambda path: path.unlink(),
    ],
    ids=["emptied", "cut", "changed", "removed"],
)
def test_store_damaged(tmp_path, damage):
    """A copy or list that was damaged in the store is never given out, but made again."""
    room, jobs = store_with(tmp_path, 1)
    room.make_all(jobs)
    whole = room.derivatives(jobs[0][1])
    for path in sorted(path for path in (tmp_path / "kho").rglob("*") if path.is_file()):
        damage(path)
        assert room.derivatives(jobs[0][1]) is None
        assert room.make_all(jobs) == []
        assert room.derivatives(jobs[0][1]) == whole


@pytest.mark.parametrize(
    "listing", [b"[]", b"null", b"7", b'{"sums": {}}', b"[" * 100_000, b"\xff\xfe", b"{}"]
)
def test_store_foreign(tmp_path, listing):
    """A list of digests that is not ours counts as none."""
    room, jobs = store_with(tmp_path, 1)
    room.make_all(jobs)
    room.path_of(f"{jobs[0][1].key}.json").write_bytes(listing)
    assert room.derivatives(jobs[0][1]) is None


def test_store_other_versions(tmp_path):
    """Copies that another version of the libraries made are made again."""
    room, jobs = store_with(tmp_path, 1)
    room.make_all(jobs)
    listing = room.path_of(f"{jobs[0][1].key}.json")
    text = listing.read_text()
    listing.write_text(text.replace("pillow ", "pillow 1."))
    assert room.derivatives(jobs[0][1]) is None
    room.make_all(jobs)
    assert listing.read_text() == text


def test_interrupted(tmp_path):
    """The half-written file of a killed build disturbs no later one."""
    room, jobs = store_with(tmp_path, 1)
    copy = plan_derivatives(jobs[0][1])[0]
    rest = put(room.path_of(copy.name).parent, f".{copy.name}.0123abcd.tmp", b"nua chung")
    assert room.make_all(jobs) == []
    assert room.derivatives(jobs[0][1]) is not None
    assert rest.read_bytes() == b"nua chung"
    assert [path for path in rest.parent.iterdir() if path.suffix == ".tmp"] == [rest]


def test_killed_before_list(tmp_path):
    """Copies whose list was never written are not believed."""
    room, jobs = store_with(tmp_path, 1)
    room.make_all(jobs)
    room.path_of(f"{jobs[0][1].key}.json").unlink()
    assert room.derivatives(jobs[0][1]) is None


# -- Work, alone and together


def test_processes_same_result(tmp_path):
    """One process or two: the same copies, the same faults in the same order."""
    names = ["cut-nua.jpg", "lat-bit.png", "cut-nua.heic"]
    results, stores = [], []
    for processes in (1, 2):
        _, jobs = store_with(tmp_path, 3)
        for place, name in enumerate(names):
            path = put(tmp_path / "bai", name, BROKEN[name]())
            jobs.insert(2 * place, (path, examine(path)))
        room = PhotoStore(tmp_path / f"kho-{processes}", processes)
        told = []
        errors = room.make_all(jobs, lambda *numbers, told=told: told.append(numbers))
        assert told == [(done, 6) for done in range(1, 7)]
        results.append([(path, error.problem, error.mend) for path, error in errors])
        stores.append([room.derivatives(original) for _, original in jobs])
    assert results[0] == results[1]
    assert [path.name for path, *_ in results[0]] == names
    assert stores[0] == stores[1]
    assert [copies is None for copies in stores[0]] == [True, False, True, False, True, False]


def test_check_makes_nothing(tmp_path):
    """A check finds the broken photos without making a copy of the others."""
    room, jobs = store_with(tmp_path, 1)
    path = put(tmp_path / "bai", "cut-nua.jpg", BROKEN["cut-nua.jpg"]())
    errors = room.check_all([*jobs, (path, examine(path))])
    assert [(path.name, error.problem) for path, error in errors] == [
        ("cut-nua.jpg", "ảnh «cut-nua.jpg» bị hỏng hoặc bị cắt cụt, không giải mã được")
    ]
    assert not (tmp_path / "kho").exists()


def test_error_for_every_path(tmp_path):
    """A broken photo that lies in two articles is told for both, each by its name."""
    data = BROKEN["cut-nua.jpg"]()
    paths = [put(tmp_path, name, data) for name in ("a/mot.jpg", "b/hai.jpg")]
    errors = PhotoStore(tmp_path / "kho", 1).make_all([(path, examine(path)) for path in paths])
    assert [path for path, _ in errors] == paths
    assert [error.problem.split("»")[0] for _, error in errors] == ["ảnh «mot.jpg", "ảnh «hai.jpg"]


def test_error_of_one_path(tmp_path):
    """A photo that vanished from one article still gets its copies for the other."""
    paths = [put(tmp_path, name, encode(draw())) for name in ("a/mot.jpg", "b/hai.jpg")]
    jobs = [(path, examine(path)) for path in paths]
    paths[0].unlink()
    room = PhotoStore(tmp_path / "kho", 1)
    assert [path for path, _ in room.make_all(jobs)] == [paths[0]]
    assert room.derivatives(jobs[1][1]) is not None


def test_worker_killed(tmp_path):
    """A photo whose process dies is told by its name; all others get their copies."""
    room, jobs = store_with(tmp_path, 12, processes=2)
    killed = []

    def kill_one(done: int, total: int) -> None:
        if not killed:
            killed.append(multiprocessing.active_children()[0].pid)
            os.kill(killed[0], signal.SIGKILL)

    ((path, refusal),) = room.make_all(jobs, kill_one)
    assert refusal.problem == f"ảnh «{path.name}» làm dừng tiến trình giải mã (tín hiệu 9)"
    assert [room.derivatives(original) is None for _, original in jobs] == [
        other == path for other, _ in jobs
    ]


def test_parent_killed(tmp_path):
    """A build that is killed leaves no workers behind."""
    store_with(tmp_path, 40)
    script = put(
        tmp_path,
        "build.py",
        textwrap.dedent("""\
            import multiprocessing, pathlib, sys
            from plugins.press.photos.store import PhotoStore, examine

            def tell(done, total):
                pids = [child.pid for child in multiprocessing.active_children()]
                print(*pids, flush=True)

            if __name__ == "__main__":
                paths = sorted(pathlib.Path("bai").iterdir())
                jobs = [(path, examine(path)) for path in paths]
                PhotoStore(pathlib.Path("kho"), 2).make_all(jobs, tell)
            """).encode(),
    )
    with subprocess.Popen(
        [sys.executable, script],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    ) as build:
        workers = [int(pid) for pid in build.stdout.readline().split()]
        build.kill()
    assert len(workers) == 2
    deadline = time.monotonic() + 10
    while any(alive(pid) for pid in workers):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.mark.parametrize(
    ("crash", "problem"),
    [
        (lambda: os.kill(os.getpid(), signal.SIGBUS), "làm dừng tiến trình giải mã (tín hiệu 7)"),
        (lambda: [None for _ in iter(int, 1)], "giải mã quá lâu"),
        (lambda: time.sleep(3600), "giải mã quá lâu"),
        (lambda: bytearray(4 * photo_processes.MEMORY_BYTES), "quá lớn khi giải nén"),
    ],
    ids=["crash", "busy", "asleep", "greedy"],
)
@pytest.mark.parametrize("count", [1, 2])
def test_decoder_beyond_its_limits(tmp_path, monkeypatch, crash, problem, count):
    """Whatever a decoder does over one photo, it is told, and the others get their copies."""
    monkeypatch.setattr(photo_processes, "CPU_SECONDS", 1)
    monkeypatch.setattr(photo_processes, "CLOCK_SECONDS", 4)
    room, jobs = store_with(tmp_path, 4, count)
    check = photo_store.check_pixels

    def check_or_crash(name: str, data: bytes) -> None:
        if name == "1.jpg":
            faulthandler.disable()
            crash()
        check(name, data)

    monkeypatch.setattr(photo_store, "check_pixels", check_or_crash)
    told = []
    errors = room.check_all(jobs, lambda *numbers: told.append(numbers))
    assert [(path.name, error.problem) for path, error in errors] == [
        ("1.jpg", f"ảnh «1.jpg» {problem}")
    ]
    assert told == [(done, 4) for done in range(1, 5)]
    assert multiprocessing.active_children() == []


def many_scans(count: int, between: bytes = b"") -> bytes:
    """A JPEG of *count* scans, the last of them again and again with *between* before each."""
    data = encode(draw(), "JPEG", progressive=True)
    scans = data.count(b"\xff\xda")
    last = data.rindex(b"\xff\xda")
    scan = data[last:-2]
    return data[:last] + scan + (between + scan) * (count - scans) + b"\xff\xd9"


@pytest.mark.parametrize("between", [b"", b"\xff\xfe\0\6\xff\xd9\xff\xd9", b"\xff\xff\xff"])
def test_many_scans(tmp_path, between):
    """Each scan costs a pass over all pixels: some hundred are refused by the header."""
    assert examine(put(tmp_path, "it.jpg", many_scans(100, between))).width == 400
    with pytest.raises(Refusal, match=r"«nhieu.jpg» có cấu trúc bất thường, giải mã quá lâu"):
        examine(put(tmp_path, "nhieu.jpg", many_scans(101, between)))


def test_hundred_scans_are_a_photo(tmp_path):
    """What is let pass is decoded like any other."""
    assert copies_of(tmp_path, many_scans(100))["400.jpeg"].size == (400, 300)


def test_scans_behind_the_end(tmp_path):
    """A phone's film behind the photo holds such bytes by chance."""
    assert examine(put(tmp_path, "a.jpg", encode(draw()) + b"\xff\xda\0\2" * 500)).width == 400


def jpeg_of(width: int, height: int, **options) -> bytes:
    """The head of a JPEG that claims to have this size."""
    data = bytearray(encode(draw(), "JPEG", **options))
    frame = data.index(b"\xff\xc2" if options.get("progressive") else b"\xff\xc0")
    data[frame + 5 : frame + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def png_of(width: int, height: int, kind: str = "RGBA") -> bytes:
    """The head of a PNG that claims to have this size."""
    data = bytearray(encode(Image.new(kind, (8, 8)), "PNG"))
    data[16:24] = struct.pack(">II", width, height)
    data[29:33] = struct.pack(">I", zlib.crc32(data[12:29]))
    return bytes(data)


def webp_of(width: int, height: int) -> bytes:
    """The head of a WebP that claims to have this size."""
    data = bytearray(encode(Image.new("L", (8, 8)), "WEBP"))
    size = data.index(b"\x9d\x01\x2a") + 3
    data[size : size + 4] = struct.pack("<HH", width, height)
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "most"),
    [
        (jpeg_of(10_001, 8_000), 80),
        (jpeg_of(8_001, 8_000, progressive=True), 64),
        (png_of(8_001, 8_000), 64),
        (png_of(8_001, 8_000, "L"), 64),
        (png_of(10_000, 8_000, "P"), 64),
        (webp_of(7_000, 4_600), 32),
    ],
    ids=["jpeg", "progressive", "rgba", "grey", "palette", "webp"],
)
def test_too_many_pixels(tmp_path, data, most):
    """What decoding would fill half a gigabyte with is told before it is decoded."""
    with pytest.raises(Refusal, match=r"«lon» quá lớn: \d+ x \d+ điểm ảnh") as refusal:
        examine(put(tmp_path, "lon", data))
    assert refusal.value.mend.startswith(f"thu nhỏ ảnh xuống dưới {most} triệu điểm ảnh")


@pytest.mark.parametrize(
    "data",
    [jpeg_of(10_000, 8_000), jpeg_of(8_000, 8_000, progressive=True), png_of(8_000, 8_000)],
    ids=["jpeg", "progressive", "png"],
)
def test_as_many_pixels_as_may_be(tmp_path, data):
    """The photos of a phone that is set to give all it has are not told."""
    assert examine(put(tmp_path, "anh", data)).height == 8_000


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xd8" + b"\xff\xe1\0\2" * 100_001,
        b"\xff\xd8" + b"\xff" * 100_001,
        b"\xff\xd8\xff\xe0\0\2" + b"\0" * 100_001,
    ],
    ids=["segments", "padding", "junk"],
)
def test_many_segments(tmp_path, data):
    """A head that decoders read byte by byte is refused before they do."""
    picture = encode(draw())
    with pytest.raises(Refusal, match=r"«dau.jpg» có cấu trúc bất thường"):
        examine(put(tmp_path, "dau.jpg", data + picture[2:]))


def test_many_chunks(tmp_path):
    """So is a PNG of a hundred thousand chunks; one chunk for each line is common."""
    picture = encode(draw(), "PNG")
    chunk = b"\0\0\0\0teXt" + struct.pack(">I", zlib.crc32(b"teXt"))
    assert examine(put(tmp_path, "it.png", picture[:33] + chunk * 9_000 + picture[33:])).width
    with pytest.raises(Refusal, match=r"«nhieu.png» có cấu trúc bất thường"):
        examine(put(tmp_path, "nhieu.png", picture[:33] + chunk * 100_000 + picture[33:]))


def test_imports_lazy():
    """A build without new photos does not pay for the image libraries."""
    code = (
        "import sys, pathlib\n"
        "from plugins.press.photos.store import PhotoStore\n"
        "from plugins.newsroom.photo import Original\n"
        "room = PhotoStore(pathlib.Path('khong-co'), 2)\n"
        "assert room.derivatives(Original('a' * 64, 400, 300)) is None\n"
        "assert room.make_all([]) == []\n"
        "print(sorted({'PIL', 'pillow_heif'} & set(sys.modules)))\n"
    )
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert told.stdout == "[]\n", told.stderr


def test_reference_turns():
    """The turns of these tests are those of EXIF, as Pillow knows them."""
    picture = draw((64, 40))
    stored = picture.transpose(Image.Transpose.ROTATE_90)
    turned = Image.open(io.BytesIO(encode(stored, "PNG", exif=telling_exif(6))))
    assert difference(ImageOps.exif_transpose(turned), picture) == 0
