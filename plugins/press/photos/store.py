# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where editors' photos are examined, and the copies made that the site publishes.

A photo is first examined (`examine`: is it one, of what size?), then planned by
newsroom.photo, then developed (`PhotoStore.make_all`) into a store of copies that
outlives builds. Its pixels are only trusted once they were decoded: developing does
that, and `PhotoStore.check_all` for those who want the faults and no copies.

Pillow is imported on first use: a build without new photos never pays for it.
"""

import contextlib
import functools
import hashlib
import importlib.metadata
import io
import json
import os
import signal
import stat
import threading
import unicodedata
import warnings
import zlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.newsroom.photo import (
    AVIF_QUALITY,
    AVIF_SPEED,
    JPEG_QUALITY,
    MAX_BYTES,
    MAX_PIXELS,
    MAX_SIDE,
    RECIPE,
    Derivative,
    Original,
    place_cut,
    plan_cuts,
    plan_derivatives,
)

if TYPE_CHECKING:
    from PIL import Image, ImageFile

Job = tuple[Path, Original]
Progress = Callable[[int, int], None]

# A pool takes 0.4 s to start, a photo 0.5 s to develop.
LEAST_FOR_A_POOL = 3

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


class PhotoError(Exception):
    """A photo that cannot be published: what is wrong, and how an editor mends it.

    Both are in Vietnamese, worded for Fault's `problem` and `mend`.
    """

    def __init__(self, problem: str, mend: str) -> None:
        super().__init__(problem, mend)
        self.problem = problem
        self.mend = mend


class PhotoStoreError(RuntimeError):
    """Developing failed for a reason that no editor can mend."""


def examine(path: Path) -> Original:
    """Read what the header of the photo at *path* tells, and the digest of its bytes.

    The pixels stay unread: that they are whole is only known when the photo was
    developed or proofed.

    Raises PhotoError for whatever cannot be published.
    """
    data = _read(path)
    with _open(_name(path), data) as picture:
        width, height = picture.size
        if _orientation(picture, data) >= 5:
            width, height = height, width
    return Original(hashlib.sha256(data).hexdigest(), width, height)


def check_photo(path: Path, original: Original) -> None:
    """Decode every pixel of the photo at *path*, examined before as *original*.

    Raises PhotoError when it is broken, or no longer the one that was examined.
    """
    data = _read_again(path, original)
    with _open(_name(path), data) as picture:
        # An eighth of a JPEG's pixels comes from all of its data at a third of the time.
        _decode(picture, data, (1, 1))


def make_copies(path: Path, original: Original, folder: Path) -> None:
    """Make all copies of the photo at *path* in *folder*, examined before as *original*.

    Each file appears whole or not at all, and the list of their digests last, so that
    a copy without its list counts as not made.

    Raises PhotoError when the photo is broken, or no longer the one that was examined;
    OSError when *folder* cannot be written.
    """
    data = _read_again(path, original)
    copies = _copies(_name(path), data, original)
    for name, encoded in copies.items():
        write_whole(folder / name, encoded)
    listing = _listing(original, copies)
    write_whole(folder / f"{original.key}.json", json.dumps(listing).encode())


class PhotoStore:
    """A store of developed photos, and the workers that fill it.

    The store may be deleted at any time and is never believed: what lies in it counts
    only if its bytes have the digests that were listed when they were made, by this
    recipe and these versions of the image libraries.
    """

    def __init__(self, store: Path, processes: int) -> None:
        self._store = store
        self._processes = processes

    def path_of(self, name: str) -> Path:
        """Where the copy *name* lies in the store, made or not."""
        return self._store / name[:2] / name

    def derivatives(self, original: Original) -> dict[str, bytes] | None:
        """Read all copies and cuts of *original* by name; None if one is missing or damaged.

        Reading checks every byte, 1 ms a photo: ask only for what must be copied.
        """
        try:
            listing = json.loads(self.path_of(f"{original.key}.json").read_bytes())
        except (OSError, ValueError, RecursionError):
            return None
        copies = {}
        for copy in (*plan_derivatives(original), *plan_cuts(original)):
            try:
                copies[copy.name] = self.path_of(copy.name).read_bytes()
            except OSError:
                return None
        return copies if listing == _listing(original, copies) else None

    def make_all(
        self, jobs: Iterable[Job], progress: Progress | None = None
    ) -> list[tuple[Path, PhotoError]]:
        """Make the copies that *jobs* need and the store lacks; list the photos that fail.

        Photos with the same bytes are made once. *progress* is told how many of how many
        are done. The list is in the order of *jobs*, whatever the number of processes.

        Raises PhotoStoreError when a worker dies, OSError when the store cannot be written.
        """
        return self._work(_make_copies_in, jobs, progress)

    def check_all(
        self, jobs: Iterable[Job], progress: Progress | None = None
    ) -> list[tuple[Path, PhotoError]]:
        """Find what make_all would find, and make nothing."""
        return self._work(_check_in, jobs, progress)

    def _work(
        self,
        task: Callable[[Path, Original, Path], PhotoError | None],
        jobs: Iterable[Job],
        progress: Progress | None,
    ) -> list[tuple[Path, PhotoError]]:
        wanted = list(jobs)
        lacking: dict[Original, Path] = {}
        known: set[Original] = set()
        for path, original in wanted:
            if original not in known and self.derivatives(original) is None:
                lacking[original] = path
            known.add(original)
        arguments = [
            (path, original, self.path_of(original.key).parent)
            for original, path in lacking.items()
        ]
        if min(self._processes, len(arguments)) < 2 or len(arguments) < LEAST_FOR_A_POOL:
            results = _work_alone(task, arguments)
        else:
            results = _work_together(task, arguments, min(self._processes, len(arguments)))
        errors = {}
        for done, (original, error) in enumerate(results, start=1):
            errors[original] = error
            if progress is not None:
                progress(done, len(arguments))
        failures = []
        for path, original in wanted:
            error = errors.get(original)
            if error is not None and path != lacking[original]:
                # The same bytes in another place: the error must name that one, and may
                # not hold for it, if only the first has vanished since.
                error = task(path, original, self.path_of(original.key).parent)
            if error is not None:
                failures.append((path, error))
        return failures


# -- Work, alone or together


def _make_copies_in(path: Path, original: Original, folder: Path) -> PhotoError | None:
    try:
        make_copies(path, original, folder)
    except PhotoError as error:
        return error
    return None


def _check_in(path: Path, original: Original, folder: Path) -> PhotoError | None:
    try:
        check_photo(path, original)
    except PhotoError as error:
        return error
    return None


def _work_alone(task, arguments) -> Iterator[tuple[Original, PhotoError | None]]:
    for path, original, folder in arguments:
        yield original, task(path, original, folder)


def _work_together(task, arguments, processes) -> Iterator[tuple[Original, PhotoError | None]]:
    # Not "fork": Pelican keeps a thread for its progress display, and a forked child
    # may inherit a lock that this thread held and nobody will open.
    pool = ProcessPoolExecutor(processes, get_context("spawn"), initializer=_begin_worker)
    try:
        originals: dict[Future, Original] = {}
        for path, original, folder in arguments:
            originals[pool.submit(task, path, original, folder)] = original
        for future in as_completed(originals):
            yield originals[future], future.result()
    except BrokenProcessPool as error:
        raise PhotoStoreError(
            "a process that developed photos died; was it killed for lack of memory?"
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _begin_worker() -> None:
    # Ctrl-C reaches the whole group: the parent alone tells of it and ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # A parent that was killed tells nobody, and its workers would wait for ever.
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent_process().join()
    os._exit(1)


# -- Files


def _name(path: Path) -> str:
    return unicodedata.normalize("NFC", path.name)


def _read(path: Path) -> bytes:
    """Read the file, and no more than an editor may give."""
    name = _name(path)
    try:
        status = path.stat()
        # Opening a pipe would wait for ever.
        if not stat.S_ISREG(status.st_mode):
            raise PhotoError(f"«{name}» không phải là tệp", f"thay «{name}» bằng một tệp ảnh")
        if status.st_size > MAX_BYTES:
            raise PhotoError(
                f"ảnh «{name}» nặng {status.st_size // 1_000_000} MB",
                f"thu nhỏ ảnh xuống dưới {MAX_BYTES // 1_000_000} MB",
            )
        with path.open("rb") as file:
            data = file.read(MAX_BYTES)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise PhotoError(
            f"không tìm thấy ảnh «{name}»", "đặt ảnh vào đúng chỗ hoặc sửa tên tệp"
        ) from error
    except PermissionError as error:
        raise PhotoError(
            f"không có quyền đọc ảnh «{name}»", "cấp quyền đọc cho tệp (chmod a+r)"
        ) from error
    except (OSError, ValueError) as error:
        raise PhotoError(f"không đọc được ảnh «{name}»", "chép lại tệp ảnh") from error
    if not data:
        raise PhotoError(f"ảnh «{name}» rỗng (0 byte)", "chép lại tệp ảnh gốc")
    return data


def _read_again(path: Path, original: Original) -> bytes:
    data = _read(path)
    if hashlib.sha256(data).hexdigest() != original.digest:
        raise PhotoError(f"ảnh «{_name(path)}» vừa bị thay trong lúc dựng trang", "dựng lại trang")
    return data


def write_whole(path: Path, data: bytes) -> None:
    """Put *data* at *path*, whole or not at all, also when another process does the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.urandom(4).hex()}.tmp")
    try:
        draft.write_bytes(data)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


@functools.cache
def _versions() -> str:
    # Other versions encode other bytes: what they made is made again, so that a warm
    # store gives the same site as none.
    return " ".join(f"{name} {importlib.metadata.version(name)}" for name in _LIBRARIES)


_LIBRARIES = ("pillow", "pillow-heif")


def _listing(original: Original, copies: dict[str, bytes]) -> dict[str, object]:
    return {
        "source": original.digest,
        "recipe": RECIPE,
        "versions": _versions(),
        "sums": {name: hashlib.sha256(data).hexdigest() for name, data in copies.items()},
    }


# -- Pictures


@contextlib.contextmanager
def _blaming(name: str) -> Iterator[None]:
    """Tell whatever Pillow cannot do with a photo as a PhotoError that names it."""
    try:
        # Pillow warns, in English, of oddities that spoil nothing.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except (PhotoError, PhotoStoreError):
        raise
    except Exception as error:
        from PIL.Image import DecompressionBombError

        if isinstance(error, DecompressionBombError | MemoryError):
            raise PhotoError(
                f"ảnh «{name}» quá lớn khi giải nén",
                f"thu nhỏ ảnh xuống dưới {MAX_PIXELS // 1_000_000} triệu điểm ảnh",
            ) from error
        raise PhotoError(
            f"ảnh «{name}» bị hỏng hoặc bị cắt cụt, không giải mã được",
            "chép lại tệp ảnh gốc, hoặc mở ra và lưu lại thành JPEG",
        ) from error


@contextlib.contextmanager
def _open(name: str, data: bytes) -> Iterator["ImageFile.ImageFile"]:
    """Open the photo in *data*; what goes wrong with it in the block is a PhotoError."""
    with _blaming(name), _opener(name, data)(io.BytesIO(data)) as picture:
        _check_size(name, *picture.size)
        yield picture


def _opener(name: str, data: bytes) -> Callable[[io.BytesIO], "ImageFile.ImageFile"]:
    """Choose the decoder by content: a file's extension says what someone typed.

    The classes are called without Image.open, which would try others, look for further
    pictures behind a JPEG, and know HEIC only once it is registered for everybody.
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
    kind = _foreign(data, brands)
    raise PhotoError(
        f"tệp «{name}» là {kind}, không dùng làm ảnh được"
        if kind
        else f"tệp «{name}» không phải là ảnh",
        f"lưu lại hoặc thay bằng ảnh {_ACCEPTED}",
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


def _check_size(name: str, width: int, height: int) -> None:
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise PhotoError(
            f"ảnh «{name}» quá lớn: {width} x {height} điểm ảnh",
            f"thu nhỏ ảnh xuống dưới {MAX_PIXELS // 1_000_000} triệu điểm ảnh,"
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
    at = 2
    while data[at : at + 2] != b"\xff\xda":
        if data[at] != 0xFF or data[at + 1] == 0xFF:
            at += 1
        else:
            at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    # In the pixels' code every FF is followed by 00 or by a marker. What follows the
    # end, as behind the photos of many phones, is no concern of ours.
    if data.find(b"\xff\xd9", at) < 0:
        raise ValueError("no JPEG end marker")


def _check_png_sums(data: bytes) -> None:
    """Compare each chunk with its sum, which Pillow does not for pixels."""
    for kind, start, length in _png_chunks(data):
        end = start + length
        if zlib.crc32(data[start - 4 : end]) != int.from_bytes(data[end : end + 4], "big"):
            raise ValueError("a PNG chunk and its sum differ")
        if kind == b"IEND":
            return
    raise ValueError("no PNG end chunk")


def _copies(name: str, data: bytes, original: Original) -> dict[str, bytes]:
    """Encode each copy and cut, by name: the widest from the photo, all others from it.

    Cuts are made of every photo: which one stands first on a page may change with a word,
    and they take a twentieth of the time.
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
        return image.convert("RGBA")
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

    Raises PhotoStoreError: a copy that carries more must never leave the photo_store.
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
