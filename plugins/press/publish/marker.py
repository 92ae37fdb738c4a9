# SPDX-License-Identifier: AGPL-3.0-or-later
"""The marker of an output: it says that the folder is ours, and what it publishes."""

from pathlib import Path
from typing import Any

import msgspec

from plugins.press.errors import Refusal, reason_of
from plugins.press.publish.disk import is_plain_file

#: The marker's path in the output.
MARKER = ".newsroom.json"
#: A marker of a higher format is a newer program's.
FORMAT = 1


class Marker(msgspec.Struct):
    """What a marker says; one that is damaged says nothing."""

    format: int = 0
    # Taken apart only where it is asked for: 50,000 addresses take 10 ms.
    manifest: msgspec.Raw = msgspec.Raw(b"null")

    def published(self) -> dict[str, Any] | None:
        """Read the manifest of the release; None in a damaged marker."""
        try:
            manifest = msgspec.json.decode(self.manifest)
        except (msgspec.DecodeError, ValueError, RecursionError):
            return None
        return manifest if isinstance(manifest, dict) else None


def read_marker(output: Path) -> Marker | None:
    """Read the marker of *output*; None where there is none.

    Raises Refusal when the marker is a newer program's or cannot be read.
    """
    file = output.resolve() / MARKER
    try:
        if not is_plain_file(str(file)):
            return None
        marker = msgspec.json.decode(file.read_bytes(), type=Marker)
    except OSError as error:
        raise Refusal(
            f"không đọc được dấu «{file}» ({reason_of(error)})", "cấp quyền đọc, rồi chạy lại"
        ) from error
    except (msgspec.DecodeError, ValueError, RecursionError):
        return Marker()
    if marker.format > FORMAT:
        raise Refusal(
            f"thư mục «{output}» do bản mới hơn của chương trình làm ra "
            f"(dấu kiểu «{marker.format}», bản này chỉ biết đến kiểu {FORMAT})",
            "cập nhật chương trình, hoặc chọn cho -o một thư mục khác",
        )
    return marker


def marker_text(manifest: dict[str, Any]) -> str:
    """Write a marker, each address on a line of its own, so that two can be compared."""
    marker = {"format": FORMAT, "manifest": manifest}
    text = msgspec.json.format(msgspec.json.encode(marker, order="sorted"), indent=1)
    return text.decode() + "\n"
