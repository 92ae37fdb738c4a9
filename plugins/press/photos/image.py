# SPDX-License-Identifier: AGPL-3.0-or-later
"""One photo: its header read, its pixels checked, its copies encoded. Bytes in, bytes out.

Pillow is imported on first use: a build without new photos never pays for it.
"""

import contextlib
import io
import itertools
import re
import warnings
import zlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from plugins.newsroom.photo import (
    AVIF_QUALITY,
    AVIF_SPEED,
    JPEG_QUALITY,
    MAX_PIXELS,
    MAX_SIDE,
    Derivative,
    Original,
    place_cut,
    plan_cuts,
    plan_derivatives,
)
from plugins.press.errors import Refusal

if TYPE_CHECKING:
    from PIL import Image, ImageFile

_ACCEPTED = "JPEG, PNG, WebP, AVIF hoặc HEIC"

# The first bytes of what editors put in place of a photo, and its name for them.
_FOREIGN = (
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"\0\0\0\x0cjP  ", "JPEG 2000"),
    (b"\0\0\0\x0cJXL ", "JPEG XL"),
    (b"\xff\x0a", "JPEG XL"),
    (b"8BPS", "Photoshop"),
    (b"\0\0\1\0", "ICO"),
    (b"%PDF", "PDF"),
    (b"PK\3\4", "ZIP hoặc Word"),
    (b"\xd0\xcf\x11\xe0", "Word 97-2003"),
)
_FOREIGN_TEXT = ((b"<svg", "SVG"), (b"<html", "trang web HTML"), (b"<!doctype", "trang web HTML"))
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_VIDEO_BRANDS = {b"isom", b"iso2", b"mp41", b"mp42", b"avc1", b"qt  ", b"M4V ", b"3gp4", b"3gp5"}

_ORIENTATION_TAG = 0x0112

#: Bytes of memory that one photo may take to decode; JPEG alone can be decoded smaller.
_MEMORY = 512_000_000
#: Bytes that decoding takes a pixel, measured, by format; a JPEG of several scans keeps all.
_BYTES_A_PIXEL = {"PNG": 8, "AVIF": 9, "HEIF": 9, "WEBP": 16}
_BYTES_A_PIXEL_OF_SCANS = 8
#: Scans of a JPEG: programs write 1, 3 or some 10, and each costs a pass over all pixels.
_MOST_SCANS = 100
#: Segments of a JPEG, or chunks of a PNG, of which a photo has some 20, or 4,000.
_MOST_SEGMENTS = 100_000
_SCAN = b"\xff\xda"
# What follows the pixels' code of a scan; FF 00 and D0 to D7 belong to it.
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")


class PhotoStoreError(RuntimeError):
    """Making copies failed for a reason that no editor can mend."""


def read_size(name: str, data: bytes) -> tuple[int, int]:
    """Tell width and height, in pixels of the upright picture, from the header in *data*.

    *name* is the file's name for messages. Raises Refusal for what is no photo.
    """
    with _open(name, data) as picture:
        width, height = picture.size
        return (height, width) if _orientation(picture, data) >= 5 else (width, height)


def check_pixels(name: str, data: bytes) -> None:
    """Decode every pixel of the photo in *data*; raises Refusal where it is broken."""
    with _open(name, data) as picture:
        # An eighth of a JPEG's pixels comes from all of its data at a third of the time.
        _decode(picture, data, (1, 1))


def encode_copies(name: str, data: bytes, original: Original) -> dict[str, bytes]:
    """Encode each copy and cut of *original*, whose bytes are *data*, by name.

    The widest is made from the photo, all others from it.
    Cuts are made of every photo: which one stands first on a page may change with a word,
    and they take a twentieth of the time.

    Raises Refusal where the photo is broken.
    """
    plan = plan_derivatives(original)
    with _open(name, data) as picture:
        image = _plain(picture, data, plan[-1].width, plan[-1].height)
    with _blaming(name):
        sized = {
            size: _resize(image, size) for size in {(copy.width, copy.height) for copy in plan}
        }
        copies = {copy.name: _encode(sized[copy.width, copy.height], copy) for copy in plan}
        for cut in plan_cuts(original):
            piece = image.crop(place_cut(cut, *image.size))
            # Readers never wait for these: a fifth of the time for 3 % more bytes.
            copies[cut.name] = _encode(piece, cut, progressive=False)
        return copies


def encode_small(name: str, data: bytes, longest: int) -> bytes:
    """Encode one JPEG of at most *longest* pixels a side; Refusal where the photo is broken."""
    width, height = read_size(name, data)
    share = min(1, longest / max(width, height))
    size = (max(1, round(width * share)), max(1, round(height * share)))
    with _open(name, data) as picture:
        image = _plain(picture, data, *size)
    written = io.BytesIO()
    image.save(written, "JPEG", quality=75)
    return written.getvalue()


def too_large(name: str) -> Refusal:
    """Refuse a photo for which the memory does not suffice."""
    return Refusal(
        f"ảnh «{name}» quá lớn khi giải nén",
        "thu nhỏ ảnh, mỗi cạnh còn chừng 4000 điểm ảnh, rồi lưu thành JPEG",
    )


@contextlib.contextmanager
def _blaming(name: str) -> Iterator[None]:
    """Tell whatever Pillow cannot do with a photo as a Refusal that names it."""
    try:
        # Pillow warns, in English, of oddities that spoil nothing.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except (Refusal, PhotoStoreError):
        raise
    except Exception as error:
        from PIL.Image import DecompressionBombError

        if isinstance(error, DecompressionBombError | MemoryError):
            raise too_large(name) from error
        raise Refusal(
            f"ảnh «{name}» bị hỏng hoặc bị cắt cụt, không giải mã được",
            "chép lại tệp ảnh gốc, hoặc mở ra và lưu lại thành JPEG",
        ) from error


@contextlib.contextmanager
def _open(name: str, data: bytes) -> Iterator["ImageFile.ImageFile"]:
    """Open the photo in *data*; what goes wrong with it in the block is a Refusal."""
    with _blaming(name):
        opener = _opener(name, data)
        _check_structure(name, data)
        with opener(io.BytesIO(data)) as picture:
            _check_size(name, picture, data)
            yield picture


def _opener(name: str, data: bytes) -> Callable[[io.BytesIO], "ImageFile.ImageFile"]:
    """Choose the decoder by content: a file's extension may be wrong.

    The classes are called without Image.open, which would try others, look for further
    pictures behind a JPEG, and know HEIC only once it is registered for the whole process.
    """
    if data.startswith(b"\xff\xd8\xff"):
        from PIL.JpegImagePlugin import JpegImageFile

        return JpegImageFile
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        from PIL.PngImagePlugin import PngImageFile

        return PngImageFile
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        from PIL.WebPImagePlugin import WebPImageFile

        return WebPImageFile
    brands = _brands(data)
    if brands & {b"avif", b"avis"}:
        from PIL.AvifImagePlugin import AvifImageFile

        return AvifImageFile
    if brands & _HEIC_BRANDS:
        from pillow_heif import HeifImageFile

        return HeifImageFile
    kind, mend = _foreign(data, brands), f"lưu lại hoặc thay bằng ảnh {_ACCEPTED}"
    if kind == "video":
        mend = (
            "xuất lại thành .mp4, đặt cạnh bài rồi viết «[chú thích](ten-phim.mp4)» trên một dòng"
        )
    raise Refusal(
        f"tệp «{name}» là {kind}, không dùng làm ảnh được"
        if kind
        else f"tệp «{name}» không phải là ảnh",
        mend,
    )


def _brands(data: bytes) -> set[bytes]:
    """List the brands that the first box of an ISO media file claims, major one included."""
    if data[4:8] != b"ftyp":
        return set()
    end = min(int.from_bytes(data[:4], "big"), 256)
    return {data[8:12], *(data[at : at + 4] for at in range(16, end - 3, 4))}


def _foreign(data: bytes, brands: set[bytes]) -> str | None:
    for start, kind in _FOREIGN:
        if data.startswith(start):
            return kind
    if brands & _VIDEO_BRANDS:
        return "video"
    head = data[:1024].lower()
    for word, kind in _FOREIGN_TEXT:
        if word in head:
            return kind
    return None


def _check_structure(name: str, data: bytes) -> None:
    """Refuse what keeps decoders busy for minutes: some thousand scans, millions of segments."""
    if data.startswith(b"\xff\xd8\xff"):
        parts = _jpeg_head(data)
        many = data.count(_SCAN) > _MOST_SCANS and _count_scans(data) > _MOST_SCANS
    else:
        parts = _png_chunks(data) if data.startswith(b"\x89PNG") else iter(())
        many = False
    if many or next(itertools.islice(parts, _MOST_SEGMENTS, None), None) is not None:
        raise Refusal(
            f"ảnh «{name}» có cấu trúc bất thường, giải mã quá lâu",
            "mở ảnh ra và lưu lại thành JPEG thường",
        )


def _check_size(name: str, picture: "ImageFile.ImageFile", data: bytes) -> None:
    width, height = picture.size
    a_pixel = _BYTES_A_PIXEL.get(picture.format, 1)
    if picture.format == "JPEG" and width * height * _BYTES_A_PIXEL_OF_SCANS > _MEMORY:
        a_pixel = _BYTES_A_PIXEL_OF_SCANS if _count_scans(data) > 1 else 1
    most = min(MAX_PIXELS, _MEMORY // a_pixel)
    if width * height > most or max(width, height) > MAX_SIDE:
        raise Refusal(
            f"ảnh «{name}» quá lớn: {width} x {height} điểm ảnh",
            f"thu nhỏ ảnh xuống dưới {most // 1_000_000} triệu điểm ảnh,"
            f" mỗi cạnh không quá {MAX_SIDE}",
        )


def _orientation(picture: "ImageFile.ImageFile", data: bytes) -> int:
    """Tell how the camera was held, 1 (upright) to 8, as EXIF counts.

    Broken or odd EXIF counts as upright, as in browsers.
    """
    from PIL.Image import Exif

    exif = Exif()
    try:
        # Pillow's own way would decode a whole PNG, since EXIF may follow the pixels.
        exif.load(_png_exif(data) if picture.format == "PNG" else picture.info.get("exif", b""))
        held = exif.get(_ORIENTATION_TAG, 1)
    except Exception:
        return 1
    return held if held in range(1, 9) else 1


def _png_exif(data: bytes) -> bytes:
    for kind, start, length in _png_chunks(data):
        if kind == b"eXIf":
            return data[start : start + length]
    return b""


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    at = 8
    while at + 8 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        yield data[at + 4 : at + 8], at + 8, length
        at += length + 12


def _decode(picture: "ImageFile.ImageFile", data: bytes, size: tuple[int, int]) -> "Image.Image":
    """Decode *picture*, if that saves time only as finely as *size* needs.

    Raises ValueError where the file is broken and Pillow would not notice.
    """
    if picture.format == "JPEG":
        _check_jpeg_end(data)
        picture.draft(None, size)
    elif picture.format == "PNG":
        _check_png_sums(data)
    picture.load()
    return picture


def _check_jpeg_end(data: bytes) -> None:
    """Find the end marker: libjpeg is content without, and draws grey what is lacking."""
    *_, scan = _jpeg_head(data)
    # In the pixels' code every FF is followed by 00 or by a marker. What follows the
    # end, as behind the photos of many phones, is no concern of ours.
    if data.find(b"\xff\xd9", scan) < 0:
        raise ValueError("no JPEG end marker")


def _jpeg_head(data: bytes) -> Iterator[int]:
    """Give each place where a decoder looks for a marker, that of the first scan at last."""
    at = 2
    while at < len(data) and data[at : at + 2] != _SCAN:
        yield at
        at = _next_marker(data, at)
    yield at


def _next_marker(data: bytes, at: int) -> int:
    """Tell where what follows the segment, or the odd byte, at *at* begins."""
    if data[at] != 0xFF or data[at + 1 : at + 2] in (b"", b"\xff"):
        return at + 1
    return at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")


def _count_scans(data: bytes) -> int:
    """Count the scans of a JPEG; more than _MOST_SCANS are not counted to their end."""
    *_, at = _jpeg_head(data)
    count = steps = 0
    while at < len(data) and data[at : at + 2] != b"\xff\xd9" and steps < _MOST_SEGMENTS:
        steps += 1
        is_scan = data[at : at + 2] == _SCAN
        at = _next_marker(data, at)
        if is_scan:
            count += 1
            after = _AFTER_SCAN.search(data, at)
            if after is None or count > _MOST_SCANS:
                break
            at = after.start()
    return count


def _check_png_sums(data: bytes) -> None:
    """Compare each chunk with its sum, which Pillow does not for pixels."""
    for kind, start, length in _png_chunks(data):
        end = start + length
        if zlib.crc32(data[start - 4 : end]) != int.from_bytes(data[end : end + 4], "big"):
            raise ValueError("a PNG chunk and its sum differ")
        if kind == b"IEND":
            return
    raise ValueError("no PNG end chunk")


def _plain(picture: "ImageFile.ImageFile", data: bytes, width: int, height: int) -> "Image.Image":
    """Bring the photo to *width* by *height* upright pixels of sRGB, and nothing else."""
    from PIL import Image

    held = _orientation(picture, data)
    size = (height, width) if held >= 5 else (width, height)
    profile = picture.info.get("icc_profile")
    image = _decode(picture, data, size)
    grey = image.mode in {"1", "L", "LA"} or image.mode.startswith("I")
    image = _resize(_resizable(image), size)
    if image.mode == "RGBA":
        # Transparent parts are shown on white, the ground of the page and of paper.
        ground = Image.new("RGB", image.size, "white")
        ground.paste(image, mask=image.getchannel("A"))
        image = ground
    image = _to_srgb(image.convert("L") if grey else image, profile)
    turn = _TURNS.get(held)
    if turn is not None:
        image = image.transpose(Image.Transpose[turn])
    # Comments, EXIF, XMP and the profile of the photo ride in here, and some encoders
    # take them along unasked.
    image.info = {}
    return image


_TURNS = {
    2: "FLIP_LEFT_RIGHT",
    3: "ROTATE_180",
    4: "FLIP_TOP_BOTTOM",
    5: "TRANSPOSE",
    6: "ROTATE_270",
    7: "TRANSVERSE",
    8: "ROTATE_90",
}


def _resizable(image: "Image.Image") -> "Image.Image":
    """Bring *image* to a mode of 8 bits a channel that can be resized without loss."""
    if image.mode.startswith("I"):
        # convert() would cut 16 bits at 255, so that all but black becomes white.
        return image.convert("F").point(lambda value: value * (1 / 257) + 0.5).convert("L")
    if image.has_transparency_data:
        # A copy of the same mode would take the memory of one more picture.
        return image if image.mode == "RGBA" else image.convert("RGBA")
    if image.mode in {"L", "RGB", "CMYK"}:
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def _resize(image: "Image.Image", size: tuple[int, int]) -> "Image.Image":
    from PIL import Image

    if image.size == size:
        return image
    # The gap lets whole pixels be averaged first: three times faster, no visible change.
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _to_srgb(image: "Image.Image", profile: bytes | None) -> "Image.Image":
    """Turn the colours of *profile* into those of sRGB; without a usable one, assume sRGB."""
    if profile:
        from PIL import ImageCms

        # Many programs write a broken profile, or leave the one of other colours behind.
        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):
            return ImageCms.profileToProfile(
                image,
                ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
                outputMode="RGB",
                flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
            )
    return image.convert("RGB")


def _encode(image: "Image.Image", copy: Derivative, progressive: bool = True) -> bytes:
    file = io.BytesIO()
    if copy.format == "avif":
        # One thread: with several the encoder divides its work, and the bytes, otherwise.
        image.save(
            file,
            "AVIF",
            quality=AVIF_QUALITY,
            speed=AVIF_SPEED,
            subsampling="4:2:0",
            max_threads=1,
        )
    else:
        image.save(
            file,
            "JPEG",
            quality=JPEG_QUALITY,
            subsampling="4:2:0",
            progressive=progressive,
            optimize=progressive,
        )
    _check_copy(file.getvalue(), copy)
    return file.getvalue()


def _check_copy(encoded: bytes, copy: Derivative) -> None:
    """Make sure that the copy is what was planned, and tells nothing but its picture.

    Raises PhotoStoreError: a copy that carries more must never reach the store.
    """
    from PIL import Image

    with Image.open(io.BytesIO(encoded), formats=(copy.format.upper(),)) as picture:
        extra = {*picture.info, *dict(getattr(picture, "applist", ()))} - _HARMLESS
        if extra or picture.size != (copy.width, copy.height) or picture.mode != "RGB":
            raise PhotoStoreError(
                f"{copy.name}: encoded as {picture.mode} {picture.size} with {sorted(extra)}"
            )


# What Pillow tells of a JPEG without any metadata: the head that names the format.
_HARMLESS = {
    "APP0",
    "jfif",
    "jfif_version",
    "jfif_unit",
    "jfif_density",
    "progressive",
    "progression",
}
