# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a browser asks of the desk, within limits."""

from werkzeug.wrappers import Request

from plugins.importer.web.saved_page import LARGEST_PAGE
from plugins.press.preview_server import DESK_ADDRESS, VISITOR

#: Bytes of a request with files, of the text in one, and fields of it.
MAX_REQUEST, MAX_TEXT, MAX_FIELDS = 250_000_000, 8_000_000, 5_000
#: Bytes of pasted HTML, in which Word has 400 for each cell of a table.
MAX_PASTED = LARGEST_PAGE


class DeskRequest(Request):
    """A request within limits."""

    max_form_parts = MAX_FIELDS
    #: Whether a form of this run was sent.
    is_trusted = False

    @property
    def max_form_memory_size(self) -> int:
        """Bytes of text that are read at most."""
        return MAX_PASTED if self.path == f"{DESK_ADDRESS}dan" else MAX_TEXT

    @property
    def max_content_length(self) -> int:
        """Bytes that are read at most; files come in one kind of form only."""
        is_form = self.mimetype == "multipart/form-data"
        return MAX_REQUEST if is_form else self.max_form_memory_size

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
