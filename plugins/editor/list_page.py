# SPDX-License-Identifier: AGPL-3.0-or-later
"""The list of articles."""

from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from werkzeug.wrappers import Response

from plugins.editor.archive import STATUSES, Query, end_of
from plugins.press.preview_server import DESK_ADDRESS
from plugins.vietnamese.numbers import format_number

if TYPE_CHECKING:
    from plugins.editor.desk import Desk
    from plugins.editor.request import DeskRequest

#: Articles on a page of the list.
PER_PAGE = 50


class SourceList:
    """Lists the articles that *desk* knows."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self.rules = {"": ("GET", self.show_list)}

    def show_list(self, request: "DeskRequest") -> Response:
        """List articles, newest first."""
        asked = request.args
        query = Query(
            asked.get("q", "")[:200],
            asked.get("trang-thai", "") if asked.get("trang-thai", "") in STATUSES else "",
            asked.get("muc", "") if asked.get("muc", "") in self._desk.sections.names else "",
            asked.get("tac-gia", "")[:100],
        )
        rows = self._desk.archive.find(query)
        number = max(asked.get("so", 1, type=int), 1)
        start = (number - 1) * PER_PAGE
        return self._desk.render(
            request,
            "list.html",
            rows=rows[start : start + PER_PAGE],
            count=len(rows),
            query=query,
            number=number,
            last=max(-(-len(rows) // PER_PAGE), 1),
            address_of=partial(_list_address, query),
            statuses=STATUSES,
            messages=self._desk.notes.take(""),
            reading=_told(self._desk.archive.reading, trouble := self._desk.archive.trouble()),
            trouble=trouble,
        )


def _told(reading: tuple[int, int] | None, trouble: str) -> str:
    """Say how far the archive was read, or the *trouble* that ended it; "" once it was read."""
    if reading is None:
        return ""
    if trouble:
        return f"Bản xem trước chưa dựng được: {end_of(trouble)}"
    read, count = map(format_number, reading)
    if read == count:
        return f"Đã đọc tên của {count} bài, đang dựng bản xem trước"
    return f"Đang đọc bài: {read}/{count}" if reading[1] else f"Đang đọc bài: {read}"


def _list_address(query: Query, number: int) -> str:
    asked = {
        "q": query.words,
        "trang-thai": query.status,
        "muc": query.section,
        "tac-gia": query.author,
        "so": str(number) if number > 1 else "",
    }
    told = urlencode({name: value for name, value in asked.items() if value})
    return f"{DESK_ADDRESS}?{told}" if told else DESK_ADDRESS
