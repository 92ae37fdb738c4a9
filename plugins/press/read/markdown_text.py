# SPDX-License-Identifier: AGPL-3.0-or-later
"""Markdown to HTML, with a short way for the plain blocks that news is made of.

Most paragraphs hold nothing that Markdown treats, others a photo or some words in
bold, and python-markdown takes a millisecond and more to find that out for a whole
article. Where the blocks of a text cannot influence each other, plain ones are
written here as the long way would write them, the sanitiser included; only the
others go that way, each by itself. A property-based test holds that the HTML is the
same.
"""

import re
import xml.etree.ElementTree as etree

import markdown
from markdown.extensions.footnotes import FootnoteExtension
from markdown.inlinepatterns import (
    IMAGE_LINK_RE,
    LINK_RE,
    BacktickInlineProcessor,
    ImageInlineProcessor,
    InlineProcessor,
    LinkInlineProcessor,
    SubstituteTagInlineProcessor,
)
from markdown.util import INLINE_PLACEHOLDER_RE

from plugins.press.read.bare_addresses import WITH_SIGNS, with_signs
from plugins.press.read.blocks import LineParser
from plugins.press.read.code import BEGINS_CODE, Code
from plugins.press.read.emphasis import register_emphasis
from plugins.press.read.messages import Told
from plugins.press.read.paragraphs import BREAK, JOIN, PART, gaps_of, may_be_wrapped
from plugins.press.read.raw_html import RawBlocks
from plugins.press.read.references import missing_references, used_labels
from plugins.press.read.signs import signs_of

# What reaches beyond its own block, wherever it stands in a text: HTML, code, tables,
# lists, quotations, references and footnotes, and stand-ins of the converter's own.
_REACHING_SIGNS = re.compile(r"[<\t\x02-\x04\\|`&]|~~~")
_STAND_IN = "klzzwxh"
_REACHING_BRACKETS = ("[^", "]:", "][", "]( ", "](\n")
_REACHING_START = re.compile(
    r"\n(?: {4}| {0,3}(?:[>:]|\*(?!\*?[^\s*])|[-+](?![^\s+-])|[0-9]+[.)])|(?<=\A\n)[^\S\n])"
)
# Words, figures and the marks of prose; every line begins with a word, a figure that
# numbers nothing, a quotation mark or a bracket, and ends in something to be seen.
# Underscores, which \w holds too, are looked for apart.
# The letters of Vietnamese, which \w holds too, are found sooner by their numbers.
_LETTERS = "A-Za-z0-9À-ÖØ-öø-ɏẠ-ỹ"
_MARKS = ".,;:%/“”‘’«»–—…?!+°²³₫-"
_INK = rf"{_LETTERS}\w\"'(){_MARKS}"
_LINE = rf"(?![0-9]+[.)])[\w\"'“‘«(][ \u00a0{_INK}]*+(?<![ \u00a0])"
_PLAIN = re.compile(rf"{_LINE}(?>(?:\n{_LINE})*)")
# Words without quotation marks and brackets, with single spaces between them.
_WORD = rf"(?>(?:[{_LETTERS}{_MARKS}]|[^\W_])+)"
_WORDS = rf"{_WORD}(?>(?: {_WORD})*)"
# What ends a clause or quotation begins no marked words, what opens one ends none.
_FIRST = r"(?![.,;:!?%/…”’»])"
_LAST = "(?<![“‘«])"
_INLINE = re.compile(
    rf"!\[(?P<alt>{_WORDS})\]\((?P<src>/?\w[\w./-]*)(?: \"(?P<title>{_WORDS})\")?\)"
    # Each begins with its sign, and looks behind only then: so it is found soonest.
    rf"|\*(?<![^\s(“\"]\*)\*(?P<strong>{_FIRST}{_WORDS}{_LAST})\*\*(?![\w*])"
    rf"|\*(?<![^\s(“\"]\*)(?P<em>{_FIRST}{_WORDS}{_LAST})\*(?![\w*])"
)
# The library's own, but for what begins code; and a run of backticks is taken whole. The library
# tries each part of it, which takes 4 s of CPU for runs that grow to 4 kB, and finds other code
# than `Code` does.
_BACKTICK = (
    rf"(?:(?<!\\)((?:\\{{2}})+)(?=`+)"
    rf"|(?<!\\){BEGINS_CODE}(?:(?<!`)|(?<=\\`))(`++)(.+?)(?<!`)\2(?!`))"
)
_PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
# What each inline pattern looks for; most texts hold little of it.
_SIGNS_OF = {
    "backtick": ("`",),
    "escape": ("\\",),
    "footnote": ("[^",),
    **dict.fromkeys(("reference", "link", "image_link", "image_reference"), ("[",)),
    **dict.fromkeys(("short_reference", "short_image_ref"), ("[",)),
    **dict.fromkeys(("autolink", "automail", "html"), ("<",)),
    "address": ("://", "www."),
    "entity": ("&",),
    "em_strong": ("*", "_", "~"),
    "linebreak": ("\n",),
    "backslash_break": ("\\",),
}
_GAPS = {JOIN: "\n", BREAK: "<br>\n", PART: "</p>\n<p>"}
_BLANK_START = re.compile(r"(?: *\n)+")
_BLANK_LINES = re.compile(r"\n(?: *\n)+")


class _Footnotes(FootnoteExtension):
    """Footnotes of which one may be called as often as a text has room for."""

    def unique_ref(self, reference: str, found: bool = False) -> str:
        """Name the place of a call as the extension does, which tries all names before it."""
        if not found:
            return reference
        number = self.found_refs[reference] = self.found_refs.get(reference, 0) + 1
        return reference if number == 1 else reference.replace(":", f"{number}:", 1)


# The label of a link, right behind its words: of "[…] [Xem][nghi-dinh]" the last two are one.
_LABEL_BEHIND = re.compile(r"\[([^\]]*)\]", re.DOTALL)
# An address that its bracket ends at once: no title follows, whatever quotes it has.
_WITHIN = r"[^\s()<>]{0,500}"
_ADDRESS_ALONE = re.compile(
    rf"\(([^\s()<>]{{0,2000}}(?:\({_WITHIN}(?:\({_WITHIN}\){_WITHIN}){{0,3}}\){_WITHIN}){{0,5}})\)"
)


class _AddressesWithQuotes:
    """What a link or image leads to; the library takes any quote for the start of a title."""

    def getLink(self, data: str, index: int) -> tuple[str, str | None, int, bool]:
        """Read the address in round brackets at *index* of *data*, and its title."""
        if found := _ADDRESS_ALONE.match(data, index):
            return self.unescape(found[1]), None, found.end(), True
        return super().getLink(data, index)


# The call of a note, in what the library puts aside for it.
_CALL = "a[@class='footnote-ref']"


class _Links(_AddressesWithQuotes, LinkInlineProcessor):
    """Links, [words](address)."""


class _Images(_AddressesWithQuotes, ImageInlineProcessor):
    """Images, ![words](address), whose words and title have no call of a note."""

    def unescape(self, text: str) -> str:
        """Write *text* as an attribute has it; the number of a note would join a figure."""
        stash = self.md.treeprocessors["inline"].stashed_nodes

        def is_call(found: re.Match[str]) -> bool:
            node = stash.get(found[1])
            return isinstance(node, etree.Element) and node.find(_CALL) is not None

        text = INLINE_PLACEHOLDER_RE.sub(lambda found: "" if is_call(found) else found[0], text)
        return super().unescape(text)


class _Address(InlineProcessor):
    """Addresses that stand bare, whose signs mark no words."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:
        """Keep the address that begins at *m* of *data* as it was typed."""
        end = with_signs(data, m.start(), m.end())
        return data[m.start() : end], m.start(), end


class MarkdownText:
    """Converts texts, one after the other, as CommonMark, GitHub and Word users write them."""

    def __init__(self) -> None:
        self._footnotes = _Footnotes(BACKLINK_TITLE="Trở lại chỗ có chú thích {}")
        self._markdown = markdown.Markdown(extensions=[self._footnotes], output_format="html")
        self._told: list[Told] = []
        self._markdown.ESCAPED_CHARS = list(_PUNCTUATION)
        self._parser = LineParser(self._markdown, self._footnotes, self._tell)
        self._markdown.parser = self._footnotes.parser = self._parser
        self._raw = RawBlocks(self._markdown, self._tell)
        self._markdown.preprocessors.register(self._raw, "html_block", 20)
        # After emphasis, to which the end of a line is a space.
        for name, sign in (("linebreak", r"  \n"), ("backslash_break", r"\\\n")):
            line_break = SubstituteTagInlineProcessor(sign, "br")
            self._markdown.inlinePatterns.register(line_break, name, 50)
        self._markdown.inlinePatterns.register(BacktickInlineProcessor(_BACKTICK), "backtick", 190)
        self._markdown.inlinePatterns.register(_Address(WITH_SIGNS), "address", 85)
        self._markdown.inlinePatterns.register(_Links(LINK_RE, self._markdown), "link", 160)
        images = _Images(IMAGE_LINK_RE, self._markdown)
        self._markdown.inlinePatterns.register(images, "image_link", 150)
        register_emphasis(self._markdown)
        patterns = self._markdown.inlinePatterns
        for name in ("reference", "image_reference"):
            patterns[name].RE_LINK = _LABEL_BEHIND
        names = sorted(_SIGNS_OF, key=patterns.get_index_for_name)
        self._patterns = [(_SIGNS_OF[name], patterns[name]) for name in names]

    def _tell(self, item: Told) -> None:
        self._told.append(item)

    def lines_of_notes(self) -> dict[int, str]:
        """Tell which lines of the file hold a note of the text converted last, and its label."""
        return self._parser.lines_of_notes()

    def convert(
        self, marked: str, text: str, code: Code, first_line: int
    ) -> tuple[str, list[Told]]:
        """Convert *marked*, which is *text* with marks; also tell what is wrong with it.

        *code* is that of *text*, *first_line* its line in the file.
        """
        self._told = []
        self._parser.first_line = self._raw.first_line = first_line
        self._parser.labels = used_labels(text)
        # The patterns are tried on each piece of each paragraph.
        self._markdown.treeprocessors["inline"].inlinePatterns = [
            pattern for signs, pattern in self._patterns if any(sign in marked for sign in signs)
        ]
        rough = self._markdown.reset().convert(marked)
        labels, notes = self._markdown.references, self._footnotes.footnotes
        return rough, self._told + missing_references(text, code, first_line, labels, notes)


def blocks_of(text: str, first_line: int) -> list[tuple[int, str]]:
    """Cut *text* into blocks that can be converted each by itself, with their lines.

    Where that cannot be, the whole text is one block. *first_line* is that of *text*.
    """
    signs = signs_of(text)
    if (
        _REACHING_SIGNS.search(signs)
        or ("zzw" in signs and _STAND_IN in text)
        or (("[" in signs or "]" in signs) and any(sign in text for sign in _REACHING_BRACKETS))
        or _REACHING_START.search(f"\n{text}")
    ):
        return [(first_line, text)]
    start = _BLANK_START.match(text)
    position = start.end() if start else 0
    line = first_line + text.count("\n", 0, position)
    end = len(text.rstrip("\n"))
    blocks = []
    for gap in _BLANK_LINES.finditer(text, position, end):
        block = text[position : gap.start()]
        blocks.append((line, block))
        line += block.count("\n") + gap[0].count("\n")
        position = gap.end()
    return [*blocks, (line, text[position:end])]


def write_block(block: str, line: int) -> str | None:
    """Write a plain block as clean HTML; None for a block that is something else.

    *line* is that of its beginning; an image keeps its own as an attribute.
    """
    # What is written here counts as a word of its line.
    has_inline = "*" in block or "](" in block
    plain = _INLINE.sub("x", block) if has_inline else block
    if "_" in plain or not _PLAIN.fullmatch(plain):
        return None
    written = _INLINE.sub(lambda found: _write_inline(found, line), block) if has_inline else block
    if "\n" in block:
        lines = block.split("\n")
        gaps = gaps_of(lines)
        if may_be_wrapped(lines, gaps):
            return None
        ends = [*(_GAPS[gap] for gap in gaps), ""]
        written = "".join(map("".join, zip(written.split("\n"), ends, strict=True)))
    return f"<p>{written}</p>".replace("\u00a0", "&nbsp;")


def _write_inline(found: re.Match[str], line: int) -> str:
    """Write the image or the strong or stressed words *found* in a block."""
    alt, address, title, strong, stressed = found.groups()
    if strong:
        return f"<strong>{strong}</strong>"
    if stressed:
        return f"<em>{stressed}</em>"
    line += found.string.count("\n", 0, found.start())
    title = f' title="{title}"' if title else ""
    return f'<img line="{line}" alt="{alt}" src="{address}"{title}>'
