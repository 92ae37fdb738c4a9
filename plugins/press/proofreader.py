# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reads every page once more when it is printed, before anybody else can.

What it finds is a mistake of the theme or the press, never of an editor: the
texts were checked before. Relies on how our printer writes HTML: attributes in
double quotes, "<" and ">" escaped everywhere but around tags.
"""

import html
import json
import re
import unicodedata
from collections.abc import Collection
from itertools import pairwise
from urllib.parse import unquote
from xml.etree import ElementTree

_TAG = re.compile(r"<([a-z][a-z0-9]*)((?:\s[^<>]*)?)>")
_START = "<!DOCTYPE html>\n<html lang="
_ATTRIBUTE = re.compile(r'\s([a-z][a-z0-9:-]*)="([^"]*)"')


class ProofError(Exception):
    """A printed page that must not go out; names the page and everything wrong with it."""

    def __init__(self, address: str, problems: list[str]) -> None:
        super().__init__(f"{address}: {'; '.join(problems)}")


class Proofreader:
    """Checks printed files; *files* are all that the site will have, *root* its path."""

    def __init__(self, files: Collection[str], root: str) -> None:
        self.files, self.root = files, root
        # Values seen to lead somewhere; most stand on many pages.
        self._good: set[str] = set()

    def check(self, address: str, data: bytes) -> None:
        """Raise ProofError where the file for *address* must not go out."""
        text = data.decode()
        if not unicodedata.is_normalized("NFC", text):
            raise ProofError(address, ["the text is not NFC"])
        if address.endswith((".xml", "/feed.json", ".txt")):
            self._check_data(address, text)
            return
        # The quick look takes words for attributes now and then; the exact one decides.
        if self._looks_wrong(text) and (problems := self._problems(text)):
            raise ProofError(address, problems)

    def _check_data(self, address: str, text: str) -> None:
        try:
            if address.endswith(".xml"):
                ElementTree.fromstring(text)
            elif address.endswith(".json"):
                json.loads(text)
        except (ElementTree.ParseError, ValueError) as error:
            raise ProofError(address, [str(error)]) from error

    def _looks_wrong(self, text: str) -> bool:
        if not text.startswith(_START) or text.count("<h1") != 1:
            return True
        parts = text.split('id="')
        ids = [part[: part.find('"')] for before, part in pairwise(parts) if before[-1:].isspace()]
        known = set(ids)
        if len(known) < len(ids):
            return True
        links = {*_values(text, 'href="'), *_values(text, 'src="')}
        for key, values in (("href", links), ("srcset", {*_values(text, 'srcset="')})):
            for value in values - self._good:
                if value[:1] != "#":
                    if not self._is_good(key, value):
                        return True
                    self._good.add(value)
                elif value[1:] not in known and value != "#":
                    return True
        return False

    def _is_good(self, key: str, value: str) -> bool:
        if key == "srcset":
            return all(
                self._leads_somewhere(candidate.split(" ")[0]) for candidate in value.split(", ")
            )
        return not value.startswith("/") or self._leads_somewhere(value)

    def _problems(self, text: str) -> list[str]:
        problems: list[str] = []
        ids: set[str] = set()
        fragments: set[str] = set()
        headings = 0
        if not text.startswith(_START):
            problems.append("no doctype or no lang")
        for name, attributes in _TAG.findall(text):
            headings += name == "h1"
            if not attributes:
                continue
            for key, value in _ATTRIBUTE.findall(attributes):
                if key == "id":
                    if value in ids:
                        problems.append(f"id {value!r} stands twice")
                    ids.add(value)
                elif key in ("href", "src", "srcset"):
                    if value.startswith("#"):
                        fragments.add(unquote(html.unescape(value[1:])))
                    elif not self._is_good(key, value):
                        problems.append(f"{key} {value!r} leads nowhere")
        if headings != 1:
            problems.append(f"{headings} h1 elements")
        missing = fragments - {html.unescape(value) for value in ids} - {""}
        problems += [f"no element has the id {fragment!r}" for fragment in sorted(missing)]
        return problems

    def _leads_somewhere(self, value: str) -> bool:
        path = unquote(html.unescape(value.partition("#")[0].partition("?")[0]))
        if not path.startswith(self.root + "/"):
            return False
        return path.removeprefix(self.root + "/") in self.files


def _values(text: str, attribute: str) -> list[str]:
    """List what stands in quotation marks behind *attribute*, which ends in one."""
    return [part[: part.find('"')] for part in text.split(attribute)[1:]]
