# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reads every page once more when it is printed, before it goes out.

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
# Maps of old addresses.
_FOR_HOSTS = (".map", ".caddy")
_START = "<!DOCTYPE html>\n<html lang="
#: Links that are remembered at most.
_GOOD_AT_MOST = 30_000
_ATTRIBUTE = re.compile(r'\s([a-z][a-z0-9:-]*)="([^"]*)"')


class PageCheckError(Exception):
    """A printed page that must not go out; names the page and everything wrong with it."""

    def __init__(self, address: str, problems: list[str]) -> None:
        super().__init__(f"{address}: {'; '.join(problems)}")
        self.problems = problems


class PageChecker:
    """Checks printed files; *files* are all that the site will have, *root* its path."""

    def __init__(self, files: Collection[str], root: str) -> None:
        self.files, self.root = files, root
        # Links that were looked at.
        self._good: set[str] = set()

    def check(self, address: str, text: str) -> None:
        """Raise PageCheckError where the file for *address* must not go out with *text*."""
        self._check_letters(address, text)
        if not address.endswith(("/", ".html", ".htm")):
            self._check_data(address, text)
            return
        # The quick look takes words for attributes now and then; the exact one decides.
        if not (text.startswith(_START) and self._looks_well(text)) and (
            problems := self._problems(text)
        ):
            raise PageCheckError(address, problems)

    def _check_letters(self, address: str, text: str) -> None:
        # Maps of old addresses hold letters both composed and decomposed (NFC, NFD).
        if address.endswith(_FOR_HOSTS):
            return
        # Composed text comes back as the same object, in less time than `is_normalized` takes.
        if unicodedata.normalize("NFC", text) != text:
            raise PageCheckError(address, ["the text is not NFC"])

    def _check_data(self, address: str, text: str) -> None:
        try:
            if address.endswith(".xml"):
                ElementTree.fromstring(text)
            elif address.endswith(".json"):
                json.loads(text)
        except (ElementTree.ParseError, ValueError) as error:
            raise PageCheckError(address, [str(error)]) from error

    def _looks_well(self, text: str) -> bool:
        """Tell for sure that all is well with a page."""
        parts = text.split('id="')
        ids = [part[: part.find('"')] for before, part in pairwise(parts) if before[-1:].isspace()]
        known = {"#", *(f"#{value}" for value in ids)}
        links = {*_values(text, 'href="'), *_values(text, 'src="')} - known
        photos = {copy for value in _values(text, 'srcset="') for copy in _candidates(value)}
        links = (links | photos) - self._good
        if (
            text.count("<h1") != 1
            or len(known) != len(ids) + 1
            or not all(copy.startswith("/") for copy in photos)
            or any(value[:1] == "#" or not self._is_good(value) for value in links)
        ):
            return False
        if len(self._good) > _GOOD_AT_MOST:
            self._good.clear()
        self._good |= links
        return True

    def _is_good(self, value: str) -> bool:
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
                    elif not (
                        all(map(self._leads_somewhere, _candidates(value)))
                        if key == "srcset"
                        else self._is_good(value)
                    ):
                        problems.append(f"{key} {value!r} leads nowhere")
        if headings != 1:
            problems.append(f"{headings} h1 elements")
        missing = fragments - {html.unescape(value) for value in ids} - {""}
        problems += [f"no element has the id {fragment!r}" for fragment in sorted(missing)]
        return problems

    def _leads_somewhere(self, value: str) -> bool:
        path = value.partition("#")[0].partition("?")[0]
        return self._is_file(path) or self._is_file(unquote(html.unescape(path)))

    def _is_file(self, path: str) -> bool:
        start = len(self.root) + 1
        return path[:start] == f"{self.root}/" and path[start:] in self.files


def _candidates(srcset: str) -> list[str]:
    """List the copies of a photo, which stand on the site itself."""
    return [candidate.partition(" ")[0] for candidate in srcset.split(", ")]


def _values(text: str, attribute: str) -> list[str]:
    """List what stands in quotation marks behind *attribute*, which ends in one."""
    return [part[: part.find('"')] for part in text.split(attribute)[1:]]
