# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files as the desk shows them: photos and attachments, its own style and scripts."""

import hashlib
import mimetypes
from pathlib import Path
from typing import TYPE_CHECKING

from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from plugins.press.errors import Refusal
from plugins.press.photos.image import encode_small
from plugins.vietnamese.letters import nfc

if TYPE_CHECKING:
    from plugins.editor.desk import Desk
    from plugins.editor.request import DeskRequest


# Photos of phones, which most browsers do not show.
_UNSEEN = (".heic", ".heif")
#: Small copies of such photos that are remembered, and the pixels of their longer side.
_COPIES_KEPT, _LONGEST_SIDE = 100, 640


def small_copy(name: str, data: bytes) -> bytes:
    """Make a small JPEG of the photo *data*; Refusal where it is none. Meant to run apart."""
    return encode_small(name, data, _LONGEST_SIDE)


class FilePages:
    """Shows the files of the content folder of *desk*, and those that its pages load."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self._copies: dict[str, bytes] = {}
        folder = Path(__file__).parent / "static"
        self._static = {file.name: file.read_bytes() for file in sorted(folder.iterdir())}
        #: Names these files in addresses, so that browsers may keep them.
        self.version = hashlib.sha256(b"".join(self._static.values())).hexdigest()[:12]
        self.rules = {
            "tep/<path:path>": ("GET", self.show_file),
            "tinh/<version>/<name>": ("GET", self.show_static),
        }

    def show_file(self, request: "DeskRequest", path: str) -> Response:
        """Show a photo or attached file of the content folder, with `ban` what is set aside."""
        path, kept = nfc(path), None
        file = self._desk.shelf.file(path)
        if file is not None and "ban" in request.args:
            kept = self._desk.shelf.take_aside(path)
            file = file if kept else None
        if file is None:
            raise NotFound("Không có tệp này.")
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        data = kept[0] if kept else file.read_bytes()
        if file.suffix.lower() in _UNSEEN:
            kind, data = "image/jpeg", self._copy_of(file.name, data)
        response = Response(data, mimetype=kind)
        # What an editor uploaded may hold scripts: it runs none and reaches nothing.
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        if not kind.startswith("image/") or kind == "image/svg+xml":
            response.headers["Content-Disposition"] = "attachment"
        return response

    def _copy_of(self, name: str, data: bytes) -> bytes:
        """Make a small JPEG of a photo that browsers do not show; NotFound for one that is none."""
        key = hashlib.sha256(data).hexdigest()
        if key not in self._copies:
            try:
                self._copies[key] = self._desk.worker(small_copy, name, data)
            except Refusal as refusal:
                raise NotFound(f"Không có ảnh này: {refusal.problem}.") from refusal
            while len(self._copies) > _COPIES_KEPT:
                self._copies.pop(next(iter(self._copies)))
        return self._copies[key]

    def show_static(self, request: "DeskRequest", version: str, name: str) -> Response:
        """Give a style sheet or script of the desk."""
        if version != self.version or name not in self._static:
            raise NotFound("Không có tệp này.")
        kind = "text/javascript" if name.endswith(".js") else mimetypes.guess_type(name)[0]
        response = Response(self._static[name], mimetype=kind)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response
