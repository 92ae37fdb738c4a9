# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a browser asks of the desk, within limits."""

from werkzeug.wrappers import Request

from plugins.press.preview_server import VISITOR

#: Bytes of a request with files, of the text in one, and fields of it.
MAX_REQUEST, MAX_TEXT, MAX_FIELDS = 250_000_000, 8_000_000, 5_000


class DeskRequest(Request):
    """A request within limits."""

    max_form_memory_size = MAX_TEXT
    max_form_parts = MAX_FIELDS
    #: Whether a form of this run was sent.
    is_trusted = False

    @property
    def max_content_length(self) -> int:
        """Bytes that are read at most; files come in one kind of form only."""
        return MAX_REQUEST if self.mimetype == "multipart/form-data" else MAX_TEXT

    @property
    def visitor(self) -> str:
        """Who asks, as the gate named them."""
        return self.environ.get(VISITOR, "")

    @property
    def wants_data(self) -> bool:
        """Whether a script asks, which reads JSON."""
        return self.accept_mimetypes.best == "application/json"


def files_of(request: DeskRequest, field: str = "tep") -> list[tuple[str, bytes]]:
    """Read the files of a *field* of a form, by the names that their editor knows."""
    sent = request.files.getlist(field)
    return [(file.filename, file.read()) for file in sent if file.filename]
