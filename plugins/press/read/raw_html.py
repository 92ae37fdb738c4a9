# SPDX-License-Identifier: AGPL-3.0-or-later
"""HTML in a text: which "<" begin a tag, and where a tag's element ends.

"<Tên cơ quan>" and "a<b" are words. What is no element of HTML, has a name or an
attribute with other letters than ASCII's, or is never closed though it looks like words,
is printed with its brackets. An element that is opened and not closed is told, and
reaches no further than its paragraph; so is a comment, which is never printed.
"""

import re
from bisect import bisect_left

from markdown import Markdown
from markdown.preprocessors import Preprocessor

from plugins.press.read.allowed_html import TAGS_WITH_CONTENT
from plugins.press.read.code import FENCE, Code, write_fence
from plugins.press.read.messages import LineNumbers, Tell, Told, shortened

_NAMES = """
    a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big
    blink blockquote body br button canvas caption center cite code col colgroup data datalist
    dd del details dfn dialog dir div dl dt em embed fieldset figcaption figure font footer form
    frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe image img input ins kbd
    keygen label legend li link main map mark marquee math menu menuitem meta meter nav nobr
    noembed noframes noscript object ol optgroup option output p param picture plaintext pre
    progress q rp rt ruby s samp script search section select slot small source span strike
    strong style sub summary sup svg table tbody td template textarea tfoot th thead time title
    tr track tt u ul var video wbr xmp
"""
#: The elements of HTML, today's and those of old editors.
ELEMENTS = frozenset(_NAMES.split())
_EMPTY_NAMES = """
    area base basefont bgsound br col embed frame hr image img input keygen link meta param source
    track wbr
"""
_VOID = frozenset(_EMPTY_NAMES.split())
# Their end may be left out.
_ENDLESS_NAMES = """
    body caption colgroup dd dt head html li optgroup option p rp rt tbody td tfoot th thead tr
"""
_ENDED_BY_OTHERS = frozenset(_ENDLESS_NAMES.split())
# Their content is no text, up to their end.
_SWALLOWERS = "iframe noembed noframes noscript plaintext script style template textarea title xmp"
_SWALLOWING = frozenset(_SWALLOWERS.split())
_PROGRAMS = frozenset(("script", "style"))
_BLOCK_NAMES = """
    address article aside audio blockquote center details dialog dir div dl fieldset figcaption
    figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup main map menu nav object ol pre
    section select table ul video
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())

# What stands in a tag behind its name. Few values hold a "<", and these are short: so a
# tag is looked for hardly further than the next ones begin.
_INSIDE = r"(?>(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*)"
_INSIDE = rf"{_INSIDE}(?>(?:(?:\"[^\"\n]{{0,200}}\"|'[^'\n]{{0,200}}'){_INSIDE}){{0,3}})"
_TAG = re.compile(rf"<(?P<closing>/?)(?P<name>[^\s<>/=\"'!?]+)(?P<attributes>{_INSIDE})>")
_ANY_TAG = re.compile(r"<[^<>]*>")
_AUTOLINK = re.compile(
    r"<(?:[A-Za-z][A-Za-z0-9+.-]*://[^<>\s]*|mailto:[^<>\s]*|[^<>\s@:/]{1,100}@[^<>\s]{1,250})>"
)
#: What is a comment to browsers, and never meant as words: "<?xml …>", "<!DOCTYPE html>" and
#: Word's "<![if !supportLists]>".
DECLARATION = re.compile(
    r"<((?:\?(?:xml|php|mso)\b|!doctype\b|!\[(?:if\b|endif\b))"
    r"(?:[^<>\n]|\n(?!\s*\n)){0,300})>",
    re.IGNORECASE,
)
_ATTRIBUTES = re.compile(
    r"(?>(?:(?:\s+|/(?=[^\s/=>]+=))[A-Za-z_:@.\x04][-A-Za-z0-9_:.@\x04]*"
    r"(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'=`]*))?)*)\s*/?\s*\Z"
)
_WORD_ATTRIBUTES = re.compile(r"(?:\s+[A-Za-z]+)+\s*\Z")
# Word's own elements: "<o:p>".
_WORD_NAME = re.compile("[a-z][a-z0-9]{0,9}:[a-z][a-z0-9-]{0,30}")
_SWITCH_NAMES = """
    allowfullscreen async autoplay checked compact controls defer disabled hidden loop multiple
    muted noshade nowrap open readonly required reversed selected
"""
_SWITCHES = frozenset(_SWITCH_NAMES.split())
# Where a paragraph ends, as far as an open tag is concerned.
_PARAGRAPH_END = re.compile(r"\n(?=[ \t]*(?:\n|[-+*#>|]|[0-9]+\.[ ]|<)|\Z)|\Z")
#: The end of a line that a blank one follows, or of the text.
BLANK_LINE = re.compile(r"\n[ \t]*(?=\n)|\Z")
_WORDS = re.compile(r"<[^\W\d_][^<>\n]{0,100}>|<(?:\?|!\[?)[^\W\d_][^<>\n]{0,40}>?")

_BLOCK = (
    r" *(?P<block>(?P<fence>```(?![^\n]*[^`\n]`)|~~~)"
    r"|<(?P<name>[a-zA-Z][^\s<>/]*)|<(?P<comment>!--))"
)
_BLOCK_BEGINS = re.compile(f"^{_BLOCK}", re.MULTILINE)
# A block right behind another on the same line.
_BLOCK_FOLLOWS = re.compile(rf"(?<=>){_BLOCK}")
_BLOCK_TAG = re.compile(rf"<(/?)([a-zA-Z][^\s<>/]*){_INSIDE}>?")
_MARKDOWN_IN_HTML = re.compile(
    r"!\[[^\]\n]{0,300}\]\s?\([^()\s]{0,200}|\]\(|\*\*(?=\S)"
    r"|^ *(?:[-*+]|[0-9]{1,3}\.) +(?=\S)|^ *#{1,6} "
    r"|(?<![\w*\\/])\*(?=[^\W\d_])[^*\n]{1,200}\*(?![\w*/])|(?<![\w\\])_(?=[^\W\d_])[^_\n]{1,200}_(?!\w)",
    re.MULTILINE,
)


# A tag that some value of an attribute breaks: a quote left open, or "=" without quotes.
_BROKEN_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9]*)\s+[a-zA-Z-]+\s*=\s*[\"'\w/#][^<>\n]{0,100}>?")


def mend_tags(text: str, code: Code, first_line: int, tell: Tell) -> str:
    """Write *text* so that each "<" outside of code begins a tag or is `&lt;`.

    Keeps the number of lines, apart from unclosed comments, whose lines become empty.
    """
    return _Tags(text, code, first_line, tell).mend()


class _Tags:
    """Goes through the tags of one text once."""

    def __init__(self, text: str, code: Code, first_line: int, tell: Tell) -> None:
        self.text, self.code, self.tell = text, code, tell
        # What takes the place of a stretch of the text: start, end, words.
        self.edits: list[tuple[int, int, str]] = []
        # The open elements: name, start, end of their tag.
        self.open: list[tuple[str, re.Match[str]]] = []
        self.counts: dict[str, int] = {}
        # What was looked for and is in no later place.
        self.missing: set[str] = set()
        self._numbers = LineNumbers(text, first_line)
        self._lower: str | None = None
        self._paragraph_ends: list[int] = []
        self._end = len(text.rstrip())

    def mend(self) -> str:
        """Return the text with its edits."""
        position = self.text.find("<")
        while position >= 0:
            end = self._see(position)
            position = self.text.find("<", max(end, position + 1))
        for name, tag in reversed(self.open):
            self._tell_open(name, tag)
        pieces = []
        position = 0
        for start, end, words in sorted(self.edits, key=lambda edit: edit[:2]):
            if start < position:
                continue
            pieces += (self.text[position:start], words)
            position = end
        pieces.append(self.text[position:])
        return "".join(pieces)

    def _see(self, start: int) -> int:
        """Judge the "<" at *start*; return from where to look on."""
        text = self.text
        if (end := self.code.end_of(start)) > start:
            return end
        if _is_escaped(text, start):
            return start + 1
        if text.startswith("<!--", start):
            return self._comment(start)
        if found := DECLARATION.match(text, start):
            self.edits.append((start, found.end(), f"<!--{found[1]}-->"))
            return found.end()
        if found := _AUTOLINK.match(text, start):
            return found.end()
        if text.endswith(("](", "]:", "]: "), max(start - 3, 0), start):
            return max(text.find(">", start, start + 2000), start + 1)
        tag = _TAG.match(text, start)
        name = tag["name"].lower() if tag else ""
        if not tag or not self._is_element(tag, name):
            return self._words(start)
        if name in _VOID or (name in _ENDED_BY_OTHERS and not tag["closing"]):
            return self._words(start) if _looks_like_words(tag) else tag.end()
        if tag["closing"]:
            self._close(name, tag)
            return tag.end()
        if name in _SWALLOWING:
            return self._swallow(name, tag)
        if not tag["attributes"].rstrip().endswith("/"):
            self.open.append((name, tag))
            self.counts[name] = self.counts.get(name, 0) + 1
        return tag.end()

    def _is_element(self, tag: re.Match[str], name: str) -> bool:
        if not _ATTRIBUTES.match(tag["attributes"]):
            return False
        if self.counts.get("svg") or self.counts.get("math"):
            return name.isascii()
        # "<dd>-<mm>-<yyyy>" is a way to write a date.
        if name == "dd" and not self.counts.get("dl"):
            return False
        return name in ELEMENTS or bool(_WORD_NAME.fullmatch(name))

    def _words(self, start: int) -> int:
        self.edits.append((start, start + 1, "&lt;"))
        broken = _BROKEN_TAG.match(self.text, start)
        if broken and broken[1].lower() in ELEMENTS:
            problem = f"thẻ «{shortened(broken[0])}» viết sai, được in như chữ"
            mend = (
                'đặt mỗi giá trị trong một cặp dấu «"», không có «"» bên trong, và đóng thẻ bằng'
                " «>»; hoặc viết bằng Markdown"
            )
            self._tell(start, problem, mend)
        elif found := _WORDS.match(self.text, start):
            problem = f"«{shortened(found[0])}» không phải thẻ HTML, được in như chữ"
            mend = f"nếu đúng là chữ của bài thì viết «\\{shortened(found[0])}»"
            self._tell(start, problem, mend)
        return start + 1

    def _comment(self, start: int) -> int:
        end = self._find("-->", start + 4)
        if self.text.startswith(("<!-->", "<!--->"), start):
            return start + 5
        if end >= 0:
            return end + 3
        self._tell(
            start,
            "ghi chú HTML «<!--» mở mà không đóng",
            "đóng ghi chú bằng «-->», hoặc xóa cả ghi chú",
            warning=False,
        )
        end = BLANK_LINE.search(self.text, start).start()
        self.edits.append((start, end, "\n" * self.text.count("\n", start, end)))
        return end

    def _swallow(self, name: str, tag: re.Match[str]) -> int:
        # The name's letter case is anything, and a text is lowered once.
        end = self._find(f"</{name}", tag.end())
        if end >= 0:
            self._tell_swallowed(name, tag, end)
            closing = self.text.find(">", end)
            return closing + 1 if closing >= 0 else len(self.text)
        if _looks_like_words(tag):
            return self._words(tag.start())
        self._tell(
            tag.start(),
            f"thẻ <{name}> mở mà không đóng, phần sau của bài sẽ mất",
            f"xóa thẻ, hoặc đóng bằng «</{name}>»",
            warning=False,
        )
        self._drop(tag)
        return tag.end()

    def _tell_swallowed(self, name: str, tag: re.Match[str], end: int) -> None:
        """Tell of the words up to *end* that go with the element which *tag* begins."""
        words = shortened(_ANY_TAG.sub(" ", self.text[tag.end() : end]))
        if name in TAGS_WITH_CONTENT - _PROGRAMS and any(map(str.isalnum, words)):
            problem = f"chữ «{words}» trong thẻ <{name}> không hiện trên trang"
            mend = "viết chữ ấy ra ngoài thẻ, hoặc xóa đi nếu người đọc không cần"
            self._tell(tag.start(), problem, mend)

    def _close(self, name: str, tag: re.Match[str]) -> None:
        if not self.counts.get(name):
            if name not in _ENDED_BY_OTHERS:
                problem = f"thẻ đóng </{name}> không có thẻ mở"
                self._tell(tag.start(), problem, "xóa thẻ, hoặc thêm thẻ mở ở trước")
                self._drop(tag)
            return
        while True:
            opened, begin = self.open.pop()
            self.counts[opened] -= 1
            if opened == name:
                return
            self._tell_open(opened, begin, tag.start())

    def _tell_open(self, name: str, tag: re.Match[str], limit: int | None = None) -> None:
        """Tell of an element that is not closed, and end it, before *limit* at the latest."""
        if _looks_like_words(tag):
            self._words(tag.start())
            return
        problem = f"thẻ <{name}> mở mà không đóng"
        if name in _BLOCKS:
            mend = f"xóa thẻ, hoặc đóng bằng «</{name}>»"
            self._tell(tag.start(), problem, mend, warning=False)
            self._drop(tag)
            return
        self._tell(tag.start(), problem, f"đóng bằng «</{name}>» ở chỗ cần, hoặc xóa thẻ")
        if not self._paragraph_ends:
            self._paragraph_ends = [end.start() for end in _PARAGRAPH_END.finditer(self.text)]
        end = self._paragraph_ends[bisect_left(self._paragraph_ends, tag.end())]
        if limit is not None:
            end = min(end, limit)
        self.edits.append((end, end, f"</{name}>"))

    def _drop(self, tag: re.Match[str]) -> None:
        self.edits.append((tag.start(), tag.end(), "\n" * tag[0].count("\n")))

    def _find(self, words: str, start: int) -> int:
        """Find *words*, in small letters, from *start* on; what is not there is looked for once."""
        if words in self.missing:
            return -1
        if self._lower is None:
            self._lower = self.text if self.text.islower() else _lowered(self.text)
        end = self._lower.find(words, start)
        if end < 0:
            self.missing.add(words)
        return end

    def _tell(self, position: int, problem: str, mend: str, warning: bool = True) -> None:
        self.tell(Told(self._numbers.at(position), problem, mend, warning))


def _looks_like_words(tag: re.Match[str]) -> bool:
    """Tell whether *tag*, which is not closed, is rather words: "<i tong so>", "<B>"."""
    if len(tag["name"]) == 1 and tag["name"].isupper() and not tag["attributes"]:
        return True
    attributes = _WORD_ATTRIBUTES.match(tag["attributes"])
    return bool(attributes) and not _SWITCHES.issuperset(attributes[0].lower().split())


def _lowered(text: str) -> str:
    """Write *text* with small letters of ASCII: each letter keeps its place."""
    return text.translate(_SMALL)


_SMALL = {ord(letter): letter.lower() for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}


def _is_escaped(text: str, position: int) -> bool:
    backslashes = 0
    while backslashes < position and text[position - 1 - backslashes] == "\\":
        backslashes += 1
    return backslashes % 2 == 1


class RawBlocks(Preprocessor):
    """Puts blocks of HTML and fences of code aside, one placeholder line for each.

    The other lines of a block become empty, so that all lines keep their numbers.
    """

    def __init__(self, md: Markdown, tell: Tell) -> None:
        super().__init__(md)
        self.tell = tell
        self.first_line = 1

    def run(self, lines: list[str]) -> list[str]:
        """Rewrite the *lines* of a text."""
        source = "\n".join(lines)
        if "<" not in source and "```" not in source and "~~~" not in source:
            return lines
        code = Code(source)
        ends = self._ends(source, code) if "<" in source else {}
        self._numbers = LineNumbers(source, self.first_line)
        # The last place of what ends a comment, as soon as it is asked for.
        self._last_comment: int | None = None
        pieces: list[str] = []
        # Up to where the source is written, and from where it is read on.
        written = position = 0
        while found := _BLOCK_FOLLOWS.match(source, position) or _BLOCK_BEGINS.search(
            source, position
        ):
            start = found.start("block")
            end = self._end_of(source, found, code, ends)
            position = max(end, found.end())
            if end <= start:
                continue
            raw = source[start:end]
            if found["fence"]:
                raw = self._fence(raw, start)
            else:
                self._look_for_markdown(source, start, end)
            aside = self.md.htmlStash.store(raw)
            pieces += (source[written:start], aside, "\n" * source.count("\n", start, end))
            written = end
        pieces.append(source[written:])
        return "".join(pieces).split("\n")

    def _end_of(
        self,
        source: str,
        found: re.Match[str],
        code: Code,
        ends: dict[int, int],
    ) -> int:
        """Tell where the block ends that may begin there; where it begins if there is none."""
        start = found.start("block")
        if found["fence"]:
            return code.end_of(start)
        if code.holds(start):
            return start
        if found["comment"]:
            if self._last_comment is None:
                self._last_comment = source.rfind("-->")
            return source.find("-->", start + 2) + 3 if self._last_comment > start + 1 else start
        if not self.md.is_block_level(found["name"].partition("\x04")[0]):
            return start
        return ends.get(start, start)

    def _ends(self, source: str, code: Code) -> dict[int, int]:
        """Find the end of each block element of *source*, by its start."""
        ends: dict[int, int] = {}
        open_tags: list[tuple[str, int]] = []
        counts: dict[str, int] = {}
        unended: set[str] = set()
        position = 0
        while tag := _BLOCK_TAG.search(source, position):
            position = tag.end()
            if (end := code.end_of(tag.start())) > tag.start():
                position = end
                continue
            name = tag[2].lower()
            if name in _SWALLOWING and not tag[1] and name not in unended:
                closing = re.compile(rf"</{re.escape(name)}[^>]*>", re.IGNORECASE)
                if last := closing.search(source, position):
                    position = ends[tag.start()] = last.end()
                else:
                    unended.add(name)
                continue
            if not self.md.is_block_level(name):
                continue
            if name in _VOID or tag[0].endswith("/>"):
                ends[tag.start()] = tag.end()
            elif not tag[1]:
                open_tags.append((name, tag.start()))
                counts[name] = counts.get(name, 0) + 1
            elif counts.get(name):
                while True:
                    opened, start = open_tags.pop()
                    counts[opened] -= 1
                    ends[start] = tag.end() if opened == name else tag.start()
                    if opened == name:
                        break
        if open_tags:
            blanks = [found.start() for found in BLANK_LINE.finditer(source)]
            for _, start in open_tags:
                ends[start] = blanks[bisect_left(blanks, start)]
        return ends

    def _fence(self, raw: str, start: int) -> str:
        lines = raw.split("\n")
        opening = FENCE.match(lines[0])
        last = lines[-1].strip()
        is_closed = len(lines) > 1 and last == opening[2][0] * max(len(last), len(opening[2]))
        if not is_closed:
            problem = "khối mã «```» mở mà không đóng, phần sau của bài thành mã"
            mend = "đóng bằng một dòng «```»"
            self.tell(Told(self._numbers.at(start), problem, mend, warning=False))
        return write_fence(lines[1:-1] if is_closed else lines[1:])

    def _look_for_markdown(self, source: str, start: int, end: int) -> None:
        """Tell of Markdown within a block of HTML, where it means nothing."""
        found = _MARKDOWN_IN_HTML.search(source, start, end)
        if not found:
            return
        is_photo = found[0].startswith("![")
        sign = shortened(found[0], 200)
        problem = f"trong khối HTML dấu Markdown «{sign}» không có tác dụng"
        mend = (
            "đưa ảnh ra ngoài khối HTML"
            if is_photo
            else "bỏ các thẻ HTML quanh đoạn này, hoặc viết cả đoạn bằng HTML"
        )
        self.tell(Told(self._numbers.at(found.start()), problem, mend, warning=not is_photo))
