# SPDX-License-Identifier: AGPL-3.0-or-later
"""A source file from bytes to text: size, encoding, letters that only look right."""

import stat

from plugins.newsroom.fault import Fault
from plugins.press.errors import reason_of
from plugins.press.read.content_folder import Found
from plugins.press.read.messages import shortened
from plugins.vietnamese.legacy_fonts import legacy_encoding
from plugins.vietnamese.letters import (
    has_eth,
    misread_word,
    nfc,
    strip_controls,
    thin_marks,
    turns_direction,
)
from plugins.vietnamese.numbers import format_bytes

#: Bytes of one source file; the longest article of a newspaper has a tenth of it.
MAX_SOURCE_BYTES = 1_000_000
# Letters of a text in which even nothing but marks does no harm.
_SHORT = 12_000
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def load_source(source: Found) -> tuple[bytes | None, list[Fault]]:
    """Read the bytes of *source*; None where they cannot be had, and the fault saying why."""

    def refused(problem: str, mend: str) -> tuple[None, list[Fault]]:
        return None, [Fault(source.path, 1, "tệp", problem, mend)]

    try:
        status = source.file.stat()
        # Opening a pipe would wait for ever.
        if not stat.S_ISREG(status.st_mode):
            return refused("không phải một tệp văn bản", "thay bằng một tệp Markdown")
        if status.st_size > MAX_SOURCE_BYTES:
            return refused(
                f"tệp nặng {format_bytes(status.st_size)}, quá {format_bytes(MAX_SOURCE_BYTES)}",
                "chia bài, hoặc đưa phần dài thành tệp đính kèm",
            )
        return source.file.read_bytes(), []
    except OSError as error:
        return refused(
            f"không đọc được tệp ({reason_of(error)})", "sửa quyền đọc, hoặc chép lại tệp"
        )


def decode_source(path: str, data: bytes) -> tuple[str | None, list[Fault]]:
    """Decode a source file; line ends become "\\n", letters are composed."""
    data = data.removeprefix(_BYTE_ORDER_MARK)
    # Text in UTF-16 has a zero in every other byte.
    if data[:2] in _UTF_16_MARKS or data.count(b"\0") * 4 > len(data) > 0:
        fault = Fault(
            path, 1, "bảng mã", "tệp dùng bảng mã UTF-16", "lưu lại tệp với bảng mã UTF-8"
        )
        return None, [fault]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return None, [_wrong_encoding(path, data, error)]
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    faults: list[Fault] = []
    clean, count = strip_controls(text)
    if count:
        line = next(
            number for number, part in enumerate(text.split("\n"), 1) if strip_controls(part)[1]
        )
        faults.append(
            Fault(
                path,
                line,
                "ký tự điều khiển",
                f"có {count} ký tự điều khiển, đã bỏ đi",
                "xóa các ký tự không nhìn thấy",
                warning=True,
            )
        )
        faults += _turned(path, text)
    if len(clean) > _SHORT:
        clean, place = thin_marks(clean)
        if place >= 0:
            faults.append(
                Fault(
                    path,
                    clean.count("\n", 0, place) + 1,
                    "ký tự",
                    "có hơn 30 dấu chồng lên một chữ",
                    "xóa chữ ấy rồi gõ lại, đừng dán",
                )
            )
    clean = nfc(clean)
    # What was read in a wrong encoding, and the letters of the old fonts, look like others:
    # one kind of fault says it all.
    faults += _misread(path, clean) or _legacy(path, clean) or _impostors(path, clean)
    return clean, faults


def _turned(path: str, text: str) -> list[Fault]:
    """Name each line of the header whose text reads otherwise than it is stored."""
    faults = []
    for number, line in enumerate(text.split("\n"), 1):
        if number > 1 and line.rstrip() == "---":
            break
        if turns_direction(line):
            shown = shortened(strip_controls(line.strip())[0])
            faults.append(
                Fault(
                    path,
                    number,
                    "front matter",
                    f"«{shown}» có ký tự đảo chiều chữ, người đọc sẽ thấy khác điều đã ghi",
                    "xóa dòng và gõ lại bằng tay, đừng dán",
                )
            )
    return faults


def _wrong_encoding(path: str, data: bytes, error: UnicodeDecodeError) -> Fault:
    before = data[: error.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return Fault(
        path,
        before.count(b"\n") + 1,
        "bảng mã",
        f"byte «{data[error.start]:02X}» không phải UTF-8 (có thể là Windows-1258)",
        "lưu lại tệp với bảng mã UTF-8",
    )


def _misread(path: str, text: str) -> list[Fault]:
    """Name each line with letters that an earlier program read in a wrong encoding, or lost."""
    if "\ufffd" not in text and misread_word(text) is None:
        return []
    faults = []
    for number, line in enumerate(text.split("\n"), 1):
        if "\ufffd" in line:
            word = next(word for word in line.split() if "\ufffd" in word)
            problem = f"«{shortened(word)}» có chữ đã mất, chỉ còn dấu «\ufffd»"
            mend = "gõ lại chữ ấy theo bản gốc"
        elif found := misread_word(line):
            problem = f"«{shortened(found[0])}» là chữ bị đọc sai bảng mã"
            right = f", ở đây là «{shortened(found[1])}»" if found[1] else ""
            mend = f"chép lại từ bản gốc, hoặc gõ lại chữ cho đúng{right}"
        else:
            continue
        faults.append(Fault(path, number, "bảng mã", problem, mend))
    return faults


def _impostors(path: str, text: str) -> list[Fault]:
    """Name each line with an eth, which looks like Đ and is found by no search."""
    if has_eth(text) is None:
        return []
    return [
        Fault(
            path,
            number,
            "chữ Đ",
            f"«{line[place]}» là chữ eth của tiếng Iceland, không phải chữ Đ tiếng Việt",
            "gõ lại chữ Đ hoặc đ",
        )
        for number, line in enumerate(text.split("\n"), 1)
        if (place := has_eth(line)) is not None
    ]


def _legacy(path: str, text: str) -> list[Fault]:
    """Name the first line written for an old Vietnamese font."""
    encoding = legacy_encoding(text)
    if encoding is None:
        return []
    number = next(
        (number for number, line in enumerate(text.split("\n"), 1) if legacy_encoding(line)), 1
    )
    return [
        Fault(
            path,
            number,
            "bảng mã",
            f"chữ viết theo bảng mã cũ {encoding}",
            "chuyển cả bài sang Unicode rồi đọc lại từng dòng",
        )
    ]
