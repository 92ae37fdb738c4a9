# SPDX-License-Identifier: AGPL-3.0-or-later
"""A desk over a small site, asked without a network: as an editor's browser asks it."""

import argparse
import re
from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

from lxml import html
from werkzeug.test import Client, TestResponse, encode_multipart

from plugins.editor.archive import KnownSources
from plugins.editor.desk import Desk
from plugins.editor.gate import Gate
from plugins.newsroom.sections import Sections
from plugins.press.pelican_door import NewsPelican
from plugins.press.preview import Preview, settings_of
from plugins.press.preview_server import VISITOR
from tests.small_site import ROOT

HOST = "localhost:8000"
_HIDDEN = re.compile(r'name="(khoa|goc|duong-dan)" value="([^"]*)"')


class DeskOfSite:
    """The desk of the site in *folder* ("content", "cache", "preview"); it *is_built* once."""

    def __init__(self, folder: Path, visitor: str = "", is_built: bool = True) -> None:
        self.content, self.visitor = folder / "content", visitor
        settings = settings_of(
            argparse.Namespace(
                content=str(self.content),
                settings=str(ROOT / "pelicanconf.py"),
                cache_path=str(folder / "cache"),
                port="8000",
            )
        )
        NewsPelican(settings)
        self.preview = Preview(settings, folder / "preview")
        zone, sections = ZoneInfo("Asia/Ho_Chi_Minh"), Sections(settings["NEWS_SECTIONS"])
        self.archive = KnownSources(self.content, zone, sections, lambda: self.preview.trouble)
        self.preview.learn = self.archive.learn
        self.gate = Gate("", (), folder / "cache")
        self.desk = Desk(settings, self.archive, self.gate)
        self.client = Client(self.desk.respond)
        if is_built:
            self.preview.build()

    def get(self, address: str, **headers: str) -> TestResponse:
        """Ask for a page below /bien-tap/."""
        return self.client.get(
            f"/bien-tap/{address}", headers={"Host": HOST, **headers}, environ_base=self._who()
        )

    def post(self, address: str, sent: Mapping[str, object], **headers: str) -> TestResponse:
        """Send a form, as a page of the desk does; "" leaves a header out."""
        told = {"Host": HOST, "Origin": f"http://{HOST}", **headers}
        data: object = {"khoa": self.gate.token(self.visitor), **sent}
        kind = "multipart/form-data"
        if all(isinstance(value, str) for value in sent.values()):
            # Of a long form the client of Werkzeug leaves a file open.
            boundary, data = encode_multipart(data)
            kind += f"; boundary={boundary}"
        return self.client.post(
            f"/bien-tap/{address}",
            data=data,
            headers={name.replace("_", "-"): value for name, value in told.items() if value},
            content_type=kind,
            environ_base=self._who(),
        )

    def form(self, path: str) -> dict[str, str]:
        """Load the form of an article; give what a browser would send of it unchanged."""
        return form_of(self.get(f"bai/{path}" if path else "moi/"))

    def _who(self) -> dict[str, str]:
        return {VISITOR: self.visitor}


def form_of(page: TestResponse) -> dict[str, str]:
    """Read what a browser would send of the article's form on *page*."""
    tree = html.document_fromstring(page.get_data(as_text=True))
    (form,) = tree.xpath("//form[@class='article']")
    sent: dict[str, str] = {}
    for node in form.iter("input", "textarea", "select"):
        name = node.get("name")
        in_template = any(above.tag == "template" for above in node.iterancestors())
        if name is None or in_template or node.get("type") in ("file", "submit"):
            continue
        if node.tag == "textarea":
            # The parser of browsers, unlike this one, drops the first line end.
            sent[name] = (node.text or "").removeprefix("\n").replace("\n", "\r\n")
        elif node.tag == "select":
            sent[name] = node.value or ""
        elif node.get("type") != "checkbox" or node.get("checked") is not None:
            sent[name] = node.get("value", "")
    return sent
