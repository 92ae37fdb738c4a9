# SPDX-License-Identifier: AGPL-3.0-or-later
"""From an editor's Markdown to clean HTML in which every link is accounted for.

Neither Markdown nor the sanitiser knows lines. So before the conversion every
start of a tag, link, image or comment gets a mark with its line, which no text
can hold; afterwards each link, image and forbidden tag still has its mark, and
all others are taken out.
"""

import html
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import groupby

import nh3

from plugins.photo_captions.figures import TAG, VOID, plain_text
from plugins.press.read.allowed_html import ATTRIBUTES, TAGS, TAGS_WITH_CONTENT
from plugins.press.read.bare_addresses import may_hold_address, split_at_addresses, target_of
from plugins.press.read.code import Code
from plugins.press.read.hosts import mend_address, part_words
from plugins.press.read.markdown_text import MarkdownText, blocks_of, write_block
from plugins.press.read.messages import LineNumbers, Told, shortened
from plugins.press.read.raw_html import mend_tags
from plugins.press.read.references import looks_like_address
from plugins.press.read.remnants import is_on_a_disk
from plugins.vietnamese.letters import nfc, strip_controls

SCHEMES = {"http", "https", "mailto", "tel"}

_FOOTNOTE = re.compile(r"fn:[^\"]+")
_WEB_ADDRESS = re.compile(r"https?://\S+")
_ALIGN = re.compile("left|center|right")
_COUNT = re.compile("[1-9][0-9]{0,2}")
_NUMBER = re.compile("-?[0-9]{1,6}")
_TAG_OF_LANGUAGE = re.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_LINE = re.compile("\x04[0-9]+\x04")
_LINE_OF_HEADING = re.compile("\x04h[0-9]+\x04")
#: Attributes that may hold these values only.
_EXACT = {
    ("a", "class"): re.compile("footnote-ref|footnote-backref"),
    ("a", "hreflang"): _TAG_OF_LANGUAGE,
    ("a", "line"): _LINE,
    ("blockquote", "cite"): _WEB_ADDRESS,
    ("col", "span"): _COUNT,
    ("colgroup", "span"): _COUNT,
    ("div", "class"): re.compile("footnote"),
    **{(f"h{level}", "line"): _LINE_OF_HEADING for level in range(1, 7)},
    ("img", "line"): _LINE,
    ("li", "id"): _FOOTNOTE,
    ("li", "value"): _NUMBER,
    ("ol", "start"): _NUMBER,
    ("ol", "type"): re.compile("[1aAiI]"),
    ("q", "cite"): _WEB_ADDRESS,
    ("sup", "id"): re.compile(r"fnref\d*:[^\"]+"),
    ("td", "align"): _ALIGN,
    ("td", "colspan"): _COUNT,
    ("td", "rowspan"): _COUNT,
    ("th", "align"): _ALIGN,
    ("th", "colspan"): _COUNT,
    ("th", "rowspan"): _COUNT,
    ("th", "scope"): re.compile("row|col|rowgroup|colgroup"),
}
# Sizes that editors' pages bring along, and addresses beside one: our own take their place.
_SILENTLY_REPLACED = {
    *(("img", name) for name in ("width", "height", "loading", "data-src")),
    ("a", "rel"),
}
# Blocks that are not allowed, but part what stands in them.
_FOREIGN_BLOCK = re.compile(
    r"<(/?)(?:address|article|aside|center|details|dir|fieldset|footer|form|header|hgroup|legend"
    r"|main|menu|nav|object|option|section|summary)(?=[\s/>])",
    re.IGNORECASE,
)

# Python-Markdown stumbles over "&#" that begins no reference; the mark parts the two.
_NO_REFERENCE = r"&(?=\#)(?!\#(?:[0-9]+|[xX][0-9a-fA-F]+)(?:[^0-9a-fA-F]|\Z))"
# [words](address), [words](<address>), [id]: address
_MARKDOWN_ADDRESS = (
    r"\](?:\([ ]*\n?[ ]*(?:<(?=[^<>]*>\s*[)\"'])|(?![\s<]))"
    r"|:[ ]*\n?[ ]*(?:<(?=[^<>\s]*>[ ]*(?:[\n\"'(]|\Z))|(?![\s<])))"
)
_MARKDOWN_PLACES = re.compile(rf"(?P<address>{_MARKDOWN_ADDRESS}|{_NO_REFERENCE})")
# What gets a mark: the address of a link or image, and what the sanitiser may take out.
# "t" stands for a tag, whose mark is an attribute of its own.
_PLACES = re.compile(
    rf"""
    (?P<address>
        {_MARKDOWN_ADDRESS}
      | \b(?:href|HREF|Href|src|SRC|Src)\s*=\s*["']?
      | <(?<!(?<!\\)\\<)https?://[^<>\s]*(?<!\\)(?=>)             # the mark stands behind this one
      | <!--(?!-?>)
      | {_NO_REFERENCE}
    )
    | <(?<!(?<!\\)\\<)[a-zA-Z][^\s<>/@]*(?=[\s/>])
    """,
    re.VERBOSE,
)
# A page that loads its photos late has their addresses in "data-src".
_ATTRIBUTE_BEGINS = re.compile(r"(?<=[\s\"'])(?:href|(?:data-)?src)\s*=\s*[\"']?\Z", re.IGNORECASE)
_MARK = re.compile("\x04(t?[0-9]+)\x04")
_SPILT = re.compile("[\x00-\x03\x05-\x08\x0b-\x1f\x7f-\x9f]")
# The beginning of a line that may define a link, up to its "]".
_LABEL = re.compile(r"[ \t]*\[(?!\^)[^\[\]\n]*")
_TARGET = re.compile(r"\S{1,300}")
# Where code shows "href=…" the mark was moved as in a link, and stays there.
_LEFT_OVER = re.compile("line=\x04[0-9]+\x04 ?")

_REFERENCE = re.compile(r"&#(?:[xX]0*([0-9a-fA-F]{1,6})(?![0-9a-fA-F])|0*([0-9]{1,7})(?![0-9]));?")
_REFERENCE_BEGINS = re.compile(r"(?:&#?[xX]?[0-9a-fA-F]*|[0-9a-fA-F]{64})\Z")
_HEADING = re.compile(r"<(/?)h([1-6])(?=[ >])")
_HEADING_BEGINS = re.compile(
    r'<h([1-6])(?: line="\x04h([0-9]+)\x04")?>((?:\s|&nbsp;|<br>)*</h[1-6]>\n?)?'
)
_HEADING_WITHOUT_WORDS = re.compile(r"<h[1-6][^<>]*>(?=\s*<)", re.IGNORECASE)
_CELL_ALIGN = re.compile(r'(<t[dh](?: [^>]*)?) align="(left|center|right)"')
# Written as HTML these may lack what they belong into.
_PARENTS = {
    "li": ("ul", "ol"),
    "dt": ("dl", "div"),
    "dd": ("dl", "div"),
    "figcaption": ("figure",),
}
_LINK_OR_IMAGE = re.compile(r"<(/a|a|img)((?: [^>]*)?)>")
_ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*)"')
_ID = re.compile(r' id="([^"]*)"')
_TABLE = re.compile(r"<(/?)table(?: [^>]*)?>")
_CAPTION = re.compile(r"<caption(?: [^>]*)?>(.*?)</caption>", re.DOTALL)
# What Word leaves of how a text looked, as `removed` names it, and how much is told singly.
_STYLING = re.compile(
    r"(?:thuộc tính |thẻ <|dấu )(\[if\]|style|class|align|valign|border|width|height|bgcolor|color"
    r"|face|size|cellspacing|cellpadding|nowrap|hspace|vspace|id|name|[a-z0-9]+:[a-z0-9]+|font"
    r"|center)(?!\w)"
)
_SHOWN_STYLING = 1
_BLANK_PARAGRAPH = re.compile(r"<p(?: [^>]*)?>(?:\s|&nbsp;|<br>)*</p>\n?")


_MENDS = {
    "thẻ <iframe>": "đặt một liên kết đến trang ấy: [Xem video](https://…)",
    "thẻ <video>": "đặt tệp .mp4 cạnh bài rồi viết [Xem video](ten-tep.mp4)",
    "thẻ <audio>": "đặt tệp .mp3 cạnh bài rồi viết [Nghe](ten-tep.mp3)",
    "thẻ <embed>": "đặt tệp cạnh bài rồi viết [Tên tệp](ten-tep.pdf)",
    "thẻ <object>": "đặt tệp cạnh bài rồi viết [Tên tệp](ten-tep.pdf)",
    **dict.fromkeys(
        ("thẻ <svg>", "thẻ <canvas>"),
        "lưu hình thành tệp ảnh (PNG, JPEG) đặt cạnh bài rồi viết ![mô tả](ten-anh.png), chữ trong "
        "hình viết vào mô tả; rồi xóa cả khối này",
    ),
    **dict.fromkeys(("thẻ <text>", "thẻ <tspan>"), "viết chữ ấy thành câu của bài, rồi xóa thẻ"),
    "thẻ <script>": "xóa đi: bài viết không chạy chương trình; bản đồ, biểu đồ thì đặt liên kết",
    "thẻ <style>": "xóa đi: cổng tự trình bày mọi bài như nhau",
    "thẻ <font>": "xóa thẻ, giữ chữ; muốn nhấn mạnh thì viết **chữ đậm**",
    "thẻ <strike>": "chữ bị gạch bỏ thì viết ~~chữ~~",
    "thẻ <center>": "xóa thẻ, giữ chữ: cổng tự trình bày mọi bài như nhau",
    "liên kết không an toàn": "thay bằng địa chỉ bắt đầu bằng «https://», hoặc chỉ để lại chữ",
    "ghi chú HTML": "xóa ghi chú; việc cần nhớ thì ghi ở chỗ khác, ngoài bài",
    "thuộc tính style": "xóa thuộc tính; muốn nhấn mạnh thì viết **chữ đậm**",
}


def removed(what: str, line: int) -> Told:
    """Tell of something on *line* that readers do not get."""
    mend = next(
        (mend for name, mend in _MENDS.items() if what.startswith(name)),
        "xóa đi, hoặc viết bằng Markdown",
    )
    return Told(line, f"{what} không được dùng, đã bỏ đi", mend)


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """Where a link leads in the page, and for a file what it is: "PDF, 120 KB"."""

    href: str
    file: str = ""


#: Gets an address as written and its line; None where the link must go.
Resolve = Callable[[str, int], LinkTarget | None]


class MarkupConverter:
    """Turns Markdown into HTML; one object serves for all texts, one after the other."""

    def __init__(self) -> None:
        self._markdown = MarkdownText()
        self._cleaner = nh3.Cleaner(
            tags=set(TAGS),
            clean_content_tags=set(TAGS_WITH_CONTENT),
            attributes=ATTRIBUTES,
            attribute_filter=self._filter_attribute,
            url_schemes=SCHEMES,
            link_rel=None,
        )
        self._ids: set[str] = set()

    def convert(self, text: str, resolve: Resolve, first_line: int = 1) -> tuple[str, list[Told]]:
        """Convert the Markdown *text*; also tell what is wrong with it.

        *first_line* is that of *text* in its file. Images keep their line in an
        attribute `line`: they are not for readers yet, but for `place_photos`.
        """
        pieces: list[str] = []
        told: list[Told] = []
        blocks = (
            (line, block, write_block(block, line)) for line, block in blocks_of(text, first_line)
        )
        for is_written, run in groupby(blocks, lambda item: item[2] is not None):
            if is_written:
                pieces += [piece for _, _, piece in run]
            else:
                line, words = _join_blocks((line, block) for line, block, _ in run)
                pieces.append(self._convert_block(words, resolve, line, told))
        pieces = [piece for piece in pieces if piece]
        return _finish("\n".join(pieces), text, resolve, first_line), told

    def lines_of_notes(self) -> dict[int, str]:
        """Tell which lines of the file hold a note of the text converted last, and its label."""
        return self._markdown.lines_of_notes()

    def convert_whole(
        self, text: str, resolve: Resolve, first_line: int = 1
    ) -> tuple[str, list[Told]]:
        """Convert as `convert` does, but the long way alone, which takes far longer."""
        told: list[Told] = []
        clean = self._convert_block(text, resolve, first_line, told)
        return _finish(clean, text, resolve, first_line), told

    def _convert_block(self, text: str, resolve: Resolve, first_line: int, told: list[Told]) -> str:
        code = Code(text)
        if "<" in text:
            text = mend_tags(text, code, first_line, told.append)
            code = Code(text)
        marks = _Marks(first_line)
        rough, found = self._markdown.convert(marks.put(text), text, code, first_line)
        told += found
        if "&#" in rough:
            rough = _drop_control_references(rough, text, first_line, told)
        if marks.lines:
            if "<" in text:
                told += _fold_styling(marks.audit(rough))
                rough = _FOREIGN_BLOCK.sub(r"<\1div", rough)
            rough = marks.move(rough)
        clean = self._clean(rough)
        if "<" in text:
            # What stood in a forbidden element may not stand where that has left it.
            clean = self._clean(_make_strays_plain(clean))
        # The converter may spill its own stand-ins over broken HTML.
        clean = _SPILT.sub("", clean)
        if "<a" in clean or "<img" in clean:
            clean = _LinkTargets(marks, resolve, told).fill_in(clean)
        if "</h" in clean and ("<" in text or "&" in text):
            clean = _drop_empty_headings(clean, text, first_line, told)
        if marks.lines:
            clean = _LEFT_OVER.sub("", clean).replace("\x04", "")
        if "</table>" in clean:
            clean = _scroll_tables(_CELL_ALIGN.sub(r'\1 class="align-\2"', clean))
        if "<" in text or "&" in text:
            clean = _BLANK_PARAGRAPH.sub("", clean)
        return clean

    def _clean(self, rough: str) -> str:
        self._ids.clear()
        return self._cleaner.clean(rough)

    def _filter_attribute(self, tag: str, name: str, value: str) -> str | None:
        exact = _TAG_OF_LANGUAGE if name == "lang" else _EXACT.get((tag, name))
        if exact is None:
            return value
        if not exact.fullmatch(value):
            return None
        if name == "id":
            value = _address_of_note(value)
            if value in self._ids:
                return None
            self._ids.add(value)
        return value


def _join_blocks(blocks: Iterable[tuple[int, str]]) -> tuple[int, str]:
    """Join *blocks* that follow each other, each with its line, so that all lines stay."""
    first = line = 0
    pieces: list[str] = []
    for number, block in blocks:
        first = first or number
        pieces += ("\n" * (number - line) if pieces else "", block)
        line = number + block.count("\n")
    return first, "".join(pieces)


def _fold_styling(told: list[Told]) -> list[Told]:
    """Tell in one line of the many classes and styles that Word leaves in a pasted text."""
    styling = [item for item in told if _STYLING.match(item.problem)]
    if len(styling) <= _SHOWN_STYLING:
        return told
    names = ", ".join(dict.fromkeys(_STYLING.match(item.problem)[1] for item in styling[:20]))
    problem = f"có {len(styling)} chỗ mang kiểu trình bày của Word ({names}), đã bỏ đi"
    mend = "dán lại dạng văn bản thuần (Ctrl+Shift+V), hoặc xóa các thẻ và thuộc tính ấy, giữ chữ"
    first = min(item.line for item in styling)
    folded = set(styling)
    return [Told(first, problem, mend), *(item for item in told if item not in folded)]


def _finish(clean: str, text: str, resolve: Resolve, first_line: int) -> str:
    """Do to clean HTML what needs the whole of a text, whose source is *text*."""
    if "</h" in clean:
        clean = _level_headings(clean)
    clean = compose(clean)
    return _link_addresses(clean, text, resolve, first_line) if may_hold_address(clean) else clean


def _link_addresses(clean: str, text: str, resolve: Resolve, first_line: int) -> str:
    """Make links of the addresses that stand bare in *clean*, whose source is *text*."""
    numbers = LineNumbers(text, first_line)
    pieces: list[str] = []
    position = 0
    is_sought = True
    for words, address in split_at_addresses(clean):
        pieces.append(words)
        if not address:
            continue
        written = html.unescape(address)
        # What is written otherwise, "a&#46;vn", has the line of the address before it.
        if (found := text.find(written, position) if is_sought else -1) >= 0:
            position = found + len(written)
        else:
            is_sought = False
        target = resolve(target_of(address), numbers.at(position))
        if target is None:
            pieces.append(address)
        else:
            opening, closing = _link_to(target, {})
            pieces += (opening, address, closing)
    return "".join(pieces)


def compose(markup: str) -> str:
    """Compose the letters of HTML (NFC), where "&#x301;" or a tag taken out left them apart."""
    # This mark would take the ">" of a tag for its letter, also past other marks.
    return nfc(markup.replace("\u0338", "&#824;"))


def _may_define(text: str, found: re.Match[str]) -> bool:
    """Tell whether the "]:" *found* is that of a line which may define a link."""
    label = _LABEL.match(text, text.rfind("\n", 0, found.start()) + 1)
    target = _TARGET.match(text, found.end())
    return (
        label is not None
        and label.end() == found.start()
        and target is not None
        and looks_like_address(target[0])
    )


class _Marks:
    """The marks of one text: from numbers to lines and addresses."""

    def __init__(self, first_line: int) -> None:
        self.first_line = first_line
        self.lines: list[int] = []
        self.addresses: dict[int, str] = {}

    def put(self, text: str) -> str:
        """Mark every place of *text* that may matter."""
        if not any(sign in text for sign in ("<", "](", "]:", "&#")):
            return text
        line, position = self.first_line, 0

        def put_one(found: re.Match[str]) -> str:
            nonlocal line, position
            if found[0].startswith("]:") and not _may_define(text, found):
                return found[0]
            line += text.count("\n", position, found.end())
            position = found.end()
            number = len(self.lines)
            self.lines.append(line)
            mark = f" \x04t{number}\x04" if found["address"] is None else f"\x04{number}\x04"
            return found[0] + mark

        return (_PLACES if "<" in text else _MARKDOWN_PLACES).sub(put_one, text)

    def move(self, rough: str) -> str:
        """Put the marks of links and images into attributes, and take out all others.

        They cannot stay within the address: the sanitiser must see its scheme.
        """
        first, *rest = _MARK.split(rough)
        pieces = [first]
        for mark, after in zip(rest[::2], rest[1::2], strict=True):
            before = pieces[-1]
            if mark.startswith("t"):
                pieces[-1] = before.removesuffix(" ")
                if pieces[-1][-4:].lower() == "<img" and ">" in after:
                    # One without an address, whose mark would tell its line.
                    pieces[-1] += f" line=\x04{mark[1:]}\x04"
            elif begin := _ATTRIBUTE_BEGINS.search(before[-40:]):
                cut = len(before) - len(begin[0])
                pieces[-1] = f"{before[:cut]}line=\x04{mark}\x04 {before[cut:]}"
                end = before[-1] if before[-1] in "\"'" else " "
                self.addresses[int(mark)] = html.unescape(after.partition(end)[0])
            elif after.startswith('"') and (cut := before.rfind(' href="')) >= 0:
                pieces[-1] = f"{before[:cut]} line=\x04{mark}\x04{before[cut:]}"
            pieces.append(after)
        return "".join(pieces)

    def audit(self, rough: str) -> list[Told]:
        """List what the sanitiser is going to take out of *rough*."""
        auditor = _Auditor(self)
        auditor.feed(rough)
        auditor.close()
        return list(dict.fromkeys(auditor.told))

    def line_of(self, text: str) -> int | None:
        """Tell the line of the first mark in *text*."""
        found = _MARK.search(text)
        return self.lines[int(found[1].removeprefix("t"))] if found else None


# What a comment is, by how it begins: `mend_tags` makes comments of declarations.
_COMMENTS = {
    "?": "chỉ thị <?…>",
    "!doctype": "khai báo <!…>",
    **dict.fromkeys(("[if", "[endif", "![if", "![endif"), "dấu [if] của Word"),
    "": "ghi chú HTML <!--…-->",
}


class _Auditor(HTMLParser):
    """Notes every element and attribute that is not allowed."""

    def __init__(self, marks: _Marks) -> None:
        super().__init__(convert_charrefs=True)
        self.marks = marks
        self.line = marks.first_line
        self.told: list[Told] = []

    def _note(self, what: str) -> None:
        self.told.append(removed(what, self.line))

    def _see(self, text: str | None) -> None:
        self.line = self.marks.line_of(text or "") or self.line

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._see(self.get_starttag_text())
        if tag not in TAGS:
            self._note(f"thẻ <{_MARK.sub('', tag)}>")
            return
        allowed = ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set())
        for name, value in attrs:
            if name.startswith("\x04") or (tag, name) in _SILENTLY_REPLACED:
                continue
            exact = _TAG_OF_LANGUAGE if name == "lang" else _EXACT.get((tag, name))
            if name not in allowed or (exact and not exact.fullmatch(value or "")):
                self._note(f"thuộc tính {_MARK.sub('', name)} của thẻ <{tag}>")

    def handle_comment(self, data: str) -> None:
        self._see(data)
        words = _MARK.sub("", data).lower()
        kinds = (kind for kind in _COMMENTS if words.startswith(kind))
        self._note(_COMMENTS[next(kinds, "")])

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        """Read "<![…" as browsers do; the original raises on words that it does not know."""
        return self.parse_bogus_comment(i)


class _LinkTargets:
    """Gives links and images of clean HTML what they lead to, or takes them out."""

    def __init__(self, marks: _Marks, resolve: Resolve, told: list[Told]) -> None:
        self.marks, self.resolve, self.told = marks, resolve, told
        self.line = marks.first_line

    def fill_in(self, clean: str) -> str:
        """Rewrite every `<a>` and `<img>` of *clean*."""
        ids = set(_ID.findall(clean))
        pieces: list[str] = []
        # For each open link: where it begins among the pieces, what closes it, whether
        # its words go with it.
        open_links: list[tuple[int, str, bool]] = []
        position = 0
        for found in _LINK_OR_IMAGE.finditer(clean):
            pieces.append(clean[position : found.start()])
            position = found.end()
            if found[1] == "/a":
                start, closing, dropped = open_links.pop()
                if closing and not dropped and not _can_be_seen(pieces[start + 1 :]):
                    self._tell_empty_link(pieces[start])
                    dropped = True
                if dropped:
                    del pieces[start:]
                    continue
                if not closing and "<h" in "".join(pieces[start:]):
                    # A heading may not come to stand in another one.
                    pieces[start], closing = "<div>", "</div>"
                pieces.append(closing)
                continue
            attributes = {
                name: html.unescape(value) for name, value in _ATTRIBUTE.findall(found[2])
            }
            written = self._take_mark(attributes)
            if found[1] == "img":
                attributes.setdefault("src", written)
                pieces.append(_tag("img", {"line": str(self.line), **attributes}))
                continue
            if attributes.get("class") == "footnote-backref" and (
                _address_of_note(attributes.get("href", ""))[1:] not in ids
            ):
                open_links.append((len(pieces), "", True))
                continue
            opening, closing = "", ""
            if not any(closing for _, closing, _ in open_links):
                opening, closing = self._link(attributes, written, ids)
            open_links.append((len(pieces), closing, False))
            pieces.append(opening)
        pieces.append(clean[position:])
        return "".join(pieces)

    def _tell_empty_link(self, opening: str) -> None:
        """Tell of a link without words: there is nothing to click or to read out."""
        href = html.unescape(dict(_ATTRIBUTE.findall(opening)).get("href", ""))
        # What leads within the site is written when its address is known.
        shown = f" «{shortened(href)}»" if href.isprintable() else ""
        problem = f"liên kết{shown} không có chữ để bấm, đã bỏ đi"
        self.told.append(Told(self.line, problem, "viết chữ giữa «[» và «]», hoặc xóa liên kết"))

    def _take_mark(self, attributes: dict[str, str]) -> str:
        """Note the line of a tag; return the address that was written there."""
        found = _MARK.match(attributes.pop("line", ""))
        if not found:
            return ""
        number = int(found[1])
        self.line = self.marks.lines[number]
        return self.marks.addresses.get(number, "")

    def _link(self, attributes: dict[str, str], written: str, ids: set[str]) -> tuple[str, str]:
        """Write the tags that open and close a link; both are empty if it must go."""
        href = attributes.pop("href", None)
        kind = attributes.pop("class", "")
        if href is None:
            # Of a web address the sanitiser dislikes the form: «https://» alone, say.
            if is_on_a_disk(written):
                # Told by `find_remnants`, as every path on a disk.
                return "", ""
            may_mend = (
                written.lower().startswith(("http:", "https:"))
                or mend_address(written)
                or part_words(written)
            )
            if written and (not may_mend or self.resolve(written, self.line) is not None):
                self.told.append(removed(f"liên kết không an toàn «{written}»", self.line))
            return "", ""
        if href.startswith("#fn") and (note := _address_of_note(href)[1:]) in ids:
            extra = {"class": kind} if kind else {}
            return _tag("a", {**attributes, **extra, "href": f"#{note}"}), "</a>"
        target = self.resolve(href, self.line)
        if target is None:
            return "", ""
        return _link_to(target, attributes)


def _can_be_seen(pieces: list[str]) -> bool:
    """Tell whether these pieces of a page show letters, signs or a picture."""
    shown = "".join(pieces)
    return "<img" in shown or bool(plain_text(shown).strip("\u200b\xad\ufeff\u2060 \n"))


def _link_to(target: LinkTarget, attributes: dict[str, str]) -> tuple[str, str]:
    """Write the tags that open and close a link to *target*."""
    attributes["href"] = target.href
    closing = "</a>"
    if target.href.startswith(("http:", "https:")):
        attributes["rel"] = "noopener noreferrer"
    if target.file:
        attributes["class"] = "file-link"
        closing = f' <span class="file-link__info">({html.escape(target.file)})</span></a>'
    return _tag("a", attributes), closing


def _tag(name: str, attributes: dict[str, str]) -> str:
    written = "".join(f' {key}="{html.escape(value)}"' for key, value in attributes.items())
    return f"<{name}{written}>"


def _address_of_note(written: str) -> str:
    """Write the address of a footnote without white space, which "[^chú thích]" brings."""
    return "-".join(written.split())


def _drop_control_references(rough: str, source: str, first_line: int, told: list[Told]) -> str:
    """Take out "&#1;" and the like: control characters by another road."""

    def check(found: re.Match[str]) -> str:
        code = int(found[1], 16) if found[1] else int(found[2])
        # As browsers do: 128 to 159 are letters of Windows, what is too large a box.
        character = html.unescape(f"&#{code};")
        if character and not strip_controls(character)[1]:
            return found[0]
        line = first_line + source.count("\n", 0, max(source.find(found[0]), 0))
        told.append(removed(f"ký tự điều khiển {found[0]}", line))
        # "&#&#1;1;" must not become what has just been taken out.
        before = rough[max(found.start() - 64, 0) : found.start()]
        return " " if _REFERENCE_BEGINS.search(before) else ""

    return _REFERENCE.sub(check, rough)


def _make_strays_plain(clean: str) -> str:
    """Make the items of no list and the captions of no figure plain blocks."""
    # The names of the open elements, and what closes each.
    stack: list[tuple[str, str]] = [("", "")]

    def rename(found: re.Match[str]) -> str:
        closing, name, _ = found.groups()
        if name in VOID:
            return found[0]
        if closing:
            return stack.pop()[1]
        if stack[-1][0] in _PARENTS.get(name, (stack[-1][0],)):
            stack.append((name, f"</{name}>"))
            return found[0]
        stack.append(("div", "</div>"))
        return "<div>"

    return TAG.sub(rename, clean)


def _drop_empty_headings(clean: str, text: str, first_line: int, told: list[Told]) -> str:
    """Take out headings that hold no word, and take off the lines of all others."""

    def check(found: re.Match[str]) -> str:
        level, line, nothing = found.groups()
        if nothing is None:
            return f"<h{level}>"
        if line is None:
            written = _HEADING_WITHOUT_WORDS.search(text)
            line = first_line + (text.count("\n", 0, written.start()) if written else 0)
        problem = "tiêu đề không có chữ, đã bỏ đi"
        told.append(Told(int(line), problem, "viết chữ của tiêu đề, hoặc xóa dòng"))
        return ""

    return _HEADING_BEGINS.sub(check, clean)


def _level_headings(clean: str) -> str:
    """Move headings so that the highest is an `h2`, below the page's title, without gaps."""
    levels = sorted({int(level) for _, level in _HEADING.findall(clean)})
    places = {level: min(rank, 6) for rank, level in enumerate(levels, start=2)}
    last = 1

    def move(found: re.Match[str]) -> str:
        nonlocal last
        if not found[1]:
            # One step down at most, as screen readers expect.
            last = min(places[int(found[2])], last + 1)
        return f"<{found[1]}h{last}"

    return _HEADING.sub(move, clean)


def _scroll_tables(clean: str) -> str:
    """Let each table scroll in itself, reachable by keyboard and named."""
    pieces: list[str] = []
    labels: list[str] = []
    depth = start = position = 0
    for found in _TABLE.finditer(clean):
        depth += -1 if found[1] else 1
        if depth == 1 and not found[1]:
            start = found.start()
        elif depth == 0:
            table = clean[start : found.end()]
            caption = _CAPTION.search(table)
            label = f"Bảng: {plain_text(caption[1])}" if caption else "Bảng số liệu"
            labels.append(label)
            # Two regions with one name could not be told apart.
            if labels.count(label) > 1:
                label += f" {labels.count(label)}"
            pieces += (
                clean[position:start],
                f'<div class="table-scroll" tabindex="0" role="region" '
                f'aria-label="{html.escape(label)}">{table}</div>',
            )
            position = found.end()
    pieces.append(clean[position:])
    return "".join(pieces)
