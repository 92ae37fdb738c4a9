# SPDX-License-Identifier: AGPL-3.0-or-later
"""No word lost: what an editor typed stands on the page in its order, or is told.

A text and its HTML are read as two rows of words, letters and figures of any script
and the signs of money and measure. The row of the text knows which words Markdown
makes attributes of (addresses, the words for a photo that is not seen, the labels of
notes) or the sanitiser tells of itself: these may stand on the page or not. Of all
others each must stand there, as often and in the same order; the notes apart, whose
place is the end. The numbers of lists are words on both sides.

Most texts are compared in one step; only where the rows differ, word for word. What
that costs is bounded: it looks ahead by a fixed number of words, a fixed number of
times, and then only counts.
"""

import html
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from plugins.photo_captions.figures import ASIDE, RAISED, Placed
from plugins.press.read.left_signs import (
    mark_strays,
    may_be_left,
    may_hold_sign,
    means_stars,
    mend_of,
    signs_left,
)
from plugins.press.read.messages import Told
from plugins.press.read.source_words import (
    WORD,
    Token,
    gram_of,
    hidden_spans,
    ink_of,
    label_of,
    part_notes,
    resolve,
    tokens_of,
)
from plugins.vietnamese.letters import nfc

#: Differences of one text that are told one by one.
MOST_TOLD = 50
#: Words that one message shows of what was lost.
SHOWN_WORDS = 12
# What a message quotes, and the signs of a photo that is none.
_QUOTED = re.compile("«([^«»]*)")
_OF_PHOTOS = ("![", "](", "]")
# Words of a loss that are enough to find it in another message about its line.
_KNOWN_BY = 4
# Words that are looked ahead, letters of the page in which they are sought, and how
# often before words are only counted.
_AHEAD_WORDS, _AHEAD_LETTERS, _AHEAD_TIMES = 200, 3000, 200
# What captions have raised, as letters of the line.
_LOWERED = str.maketrans({raised: plain for plain, raised in RAISED.items()})
_ANY_TAG = re.compile(r"<[^>]*>")
_BLOCK_TAG = re.compile(
    r"</?(?:blockquote|br|caption|dd|div|dl|dt|figcaption|figure|h[1-6]|hr|li|ol|p|pre|table|td|th"
    r"|tr|ul)(?: [^>]*)?>"
)
_LIST_TAG = re.compile(r"<(/?)(ol|ul|li)((?: [^>]*)?)>")
_START = re.compile(r' (?:start|value)="(-?[0-9]+)"')
_FOOTNOTE = re.compile(r'<li id="fn:([^"]*)">')
_CODE = re.compile(r"<(code|pre)>.*?</\1>", re.DOTALL)
# Two figures that only a sign of Markdown parts.
_PARTED = re.compile(r"(?<![\w*~])[0-9]+(?:(?:\*{1,3}|_{1,3}|~~)[0-9]+)+")
# The same, found soonest by the sign that each begins with.
_PARTING = {
    "*": re.compile(r"\*(?<=[0-9]\*)\**[0-9]"),
    "_": re.compile(r"_(?<=[0-9]_)_*[0-9]"),
    "~~": re.compile(r"~~(?<=[0-9]~~)[0-9]"),
}
_STRESS = re.compile(r"\*{1,3}|_{1,3}|~~")
# A photo alone with its caption, as most are written.
_PHOTO = re.compile(
    r"!\[[^\[\]]*\]\([^\s()\"<>]+(?: \"([^\"\n&\\]*)\")?\)(?:\n(?:Ảnh: )([^\n&\\<*_\[]*))?"
)


@dataclass(frozen=True, slots=True)
class Difference:
    """Words of a text that its page does not show as they were typed, and their line.

    `kind` is "lost", "moved" (they stand elsewhere), "joined" (two figures became
    one), or "sign" (a sign of Markdown is left on the page).
    """

    line: int
    words: str
    kind: str

    def is_told_by(self, problem: str) -> bool:
        """Tell whether *problem*, told of the same line, is that of this sign or these words.

        One that only quotes the line is another: «- 5 độ **chưa» thành một mục.
        """
        if self.kind == "sign":
            return any(map(self._is_sign_of, _QUOTED.findall(problem)))
        words = " ".join(WORD.findall(self.words)[:_KNOWN_BY])
        return (
            problem.startswith("chữ «") and f" {words} " in f" {' '.join(WORD.findall(problem))} "
        )

    def is_within(self, words: str) -> bool:
        """Tell whether all of these words are among *words*."""
        return set(WORD.findall(self.words)) <= set(WORD.findall(words))

    def _is_sign_of(self, quoted: str) -> bool:
        """Tell whether what is *quoted* is this sign, or a whole that begins with it."""
        return (
            quoted == self.words
            or (quoted.startswith("![") and self.words in _OF_PHOTOS)
            or (quoted.startswith("[^") and self.words == "[^")
            or (quoted.startswith("[") and "] (" in quoted and self.words == "]")
            or (quoted.startswith("[") and "](" in quoted and self.words == "](")
            or (quoted.startswith("|||||||") and self.words == "|")
            or (self.words in ("*", "_") and quoted[:1] == quoted[-1:] == self.words)
        )


def tell_differences(differences: Sequence[Difference]) -> list[Told]:
    """Say of each of *differences* what is the matter and how to mend it, of many in short."""
    told = list(map(_tell, differences[:MOST_TOLD]))
    if rest := differences[MOST_TOLD:]:
        told.append(
            Told(
                rest[0].line,
                f"còn {len(rest)} chỗ nữa từ dòng này mà trang không giống bài",
                "sửa các chỗ đã nêu trước, rồi kiểm tra lại",
                warning=all(item.kind in ("moved", "sign") for item in rest),
            )
        )
    return told


def _tell(item: Difference) -> Told:
    words = item.words
    if item.kind == "lost":
        return Told(
            item.line,
            f"chữ «{words}» trong bài không hiện trên trang",
            "viết lại dòng này bằng chữ thường, bỏ dấu Markdown và thẻ HTML quanh chữ ấy",
            warning=False,
        )
    if item.kind == "moved":
        return Told(
            item.line,
            f"chữ «{words}» hiện ở chỗ khác trên trang, không theo thứ tự của bài",
            "đặt chữ này ra ngoài bảng, khung hay tiêu đề đang chứa nó",
        )
    if item.kind == "joined":
        joined = _STRESS.sub("", words)
        return Told(
            item.line,
            f"«{words}» hiện thành «{joined}» trên trang",
            f"viết «{_STRESS.sub(' × ', words)}», hoặc thêm dấu «\\» trước mỗi dấu giữa hai số",
            warning=False,
        )
    return Told(item.line, f"còn dấu Markdown «{words}» trên trang", mend_of(words))


@dataclass(frozen=True, slots=True)
class ReadWords:
    """What readers see of a text: words of its HTML, the notes at its end apart.

    `notes` pairs the label of each note with its words.
    """

    words: str
    notes: tuple[tuple[str, str], ...] = ()


def find_differences(
    source: str,
    first_line: int,
    pieces: Sequence[str | int],
    placed: Sequence[Placed],
    notes: Mapping[int, str] = MappingProxyType({}),
) -> list[Difference]:
    """Compare the Markdown *source* with its HTML, in which numbers stand for *placed* photos.

    *first_line* is that of *source* in its file, *notes* tells which lines of the file hold
    a note, and its label. The differences come by line.
    """
    found: list[Difference] = []
    if "<sup" in source and placed:
        source = source.translate(_LOWERED)
        pieces = [item.translate(_LOWERED) if isinstance(item, str) else item for item in pieces]
        placed = [
            replace(
                photo,
                caption=photo.caption.translate(_LOWERED),
                credit=photo.credit.translate(_LOWERED),
            )
            for photo in placed
        ]
    if not _is_copy(source, pieces, placed):
        blocks, paragraphs = _without_copies(source, pieces, placed)
        if not _are_alike("\n\n".join(blocks), _read_page(paragraphs, placed)):
            page = _read_page(pieces, placed)
            found += _Comparison(source, first_line).with_page(page, notes)
        if (blocks or paragraphs) and _parts_figures(source):
            found += _joined_figures(source, first_line, _read_page(pieces, placed))
    captions = [f"{photo.caption}\n{photo.credit}" for photo in placed]
    if may_be_left(source, [*captions, *(piece for piece in pieces if isinstance(piece, str))]):
        shown = _without_code(pieces, placed, not means_stars(source))
        found += [
            Difference(line, sign, "sign") for line, sign in signs_left(source, first_line, shown)
        ]
    return sorted(found, key=lambda item: item.line)


def _is_copy(source: str, pieces: Sequence[str | int], placed: Sequence[Placed]) -> bool:
    """Tell whether the page is the text letter for letter, photos set and words marked.

    So most are; it is seen soonest in whole runs of paragraphs.
    """
    source = source.strip("\n")
    position = 0
    for piece in pieces:
        if isinstance(piece, int):
            end = source.find("\n\n", position)
            end = len(source) if end < 0 else end
            if not _is_plain_photo(source[position:end], placed[piece]):
                return False
        else:
            written = piece[3:-4].replace("</p>\n<p>", "\n\n")
            if "<" in written:
                if _PARTING["*"].search(source):
                    return False
                written = written.replace("</", "<").replace("<strong>", "**")
                written = written.replace("<em>", "*") if "<" in written else written
            end = position + len(written)
            if not (
                piece[:3] == "<p>" and piece[-4:] == "</p>" and source.startswith(written, position)
            ):
                return False
        if end < len(source) and not source.startswith("\n\n", end):
            return False
        position = end + 2
    return position >= len(source)


def _without_copies(
    source: str, pieces: Sequence[str | int], placed: Sequence[Placed]
) -> tuple[list[str], list[str | int]]:
    """Leave out the paragraphs at both ends that are copies of the text: most are, soon seen.

    Returns the blocks of the text that are left, and the paragraphs of the page.
    """
    blocks = [block for block in source.strip("\n").split("\n\n") if block]
    paragraphs: list[str | int] = []
    for piece in pieces:
        if isinstance(piece, int):
            paragraphs.append(piece)
        else:
            inside = piece.removeprefix("<p>").removesuffix("</p>")
            paragraphs += inside.split("</p>\n<p>")
    at = start = 0
    while at < len(blocks) and start < len(paragraphs):
        shown = paragraphs[start]
        if isinstance(shown, int):
            size = _size_of_photo(blocks, at, placed[shown])
        else:
            size = int(blocks[at] == shown or _is_stressed_copy(blocks[at], shown))
        if not size:
            break
        at += size
        start += 1
    while at < len(blocks) and start < len(paragraphs) and blocks[-1] == paragraphs[-1]:
        blocks.pop()
        paragraphs.pop()
    return blocks[at:], paragraphs[start:]


def _size_of_photo(blocks: list[str], at: int, photo: Placed) -> int:
    """Tell how many of *blocks*, from place *at*, are *photo* with its words; 0 if none is."""
    block = blocks[at]
    if _is_plain_photo(block, photo):
        return 1
    words = ink_of(photo.caption + photo.credit)
    if "![" in block and _seen_ink(block) == words:
        return 1
    below = blocks[at + 1] if at + 1 < len(blocks) else ""
    return 2 if _seen_ink(f"{block}\n{below}") == words else 0


def _is_stressed_copy(block: str, paragraph: str) -> bool:
    """Tell whether *paragraph* shows the words of *block*, some of them stressed, say."""
    if _parts_figures(block):
        return False
    for sign, tag in (("**", "strong>"), ("*", "em>")):
        if sign in block:
            block = block.replace(sign, "")
            paragraph = paragraph.replace(f"<{tag}", "").replace(f"</{tag}", "")
    return block == paragraph or _seen_ink(block) == ink_of(_words_of(paragraph))


def _is_plain_photo(block: str, photo: Placed) -> bool:
    found = _PHOTO.fullmatch(block)
    if found is None:
        return False
    title, following = found.groups()
    if title is None or following is None:
        words = title or following or ""
        return words in (photo.caption, f"{photo.caption} Ảnh: {photo.credit}")
    return title == photo.caption and following in (photo.credit, f"{photo.credit}.")


def _parts_figures(text: str) -> bool:
    return any(
        sign in text and pattern.search(text) is not None for sign, pattern in _PARTING.items()
    )


def _seen_ink(block: str) -> str:
    """Write the letters of a block that are to be seen, in the simple cases."""
    if spans := hidden_spans(block):
        ends = [0, *(end for _, end in spans)]
        starts = [*(start for start, _ in spans), len(block)]
        block = "\n".join(block[end:start] for end, start in zip(ends, starts, strict=True))
    return ink_of(nfc(resolve(block)) if "&" in block else block)


#: Stands around the number of a list item, which no letter of the HTML shows.
_NUMBER = "\x03"


def _read_page(pieces: Sequence[str | int], placed: Sequence[Placed]) -> ReadWords:
    """Tell what readers see of *pieces*, the numbers of list items among it."""
    markup = "\n".join(
        piece if isinstance(piece, str) else f"<p>{_words_of_photo(placed[piece])}</p>"
        for piece in pieces
    )
    if 'class="f' in markup:
        markup = ASIDE.sub("", markup)
    start = markup.find('<div class="footnote">')
    notes: list[tuple[str, str]] = []
    if start >= 0:
        _, *rest = _FOOTNOTE.split(markup[start:])
        notes = [
            (html.unescape(label), _words_of(words))
            for label, words in zip(rest[::2], rest[1::2], strict=True)
        ]
        markup = markup[:start]
    if "<ol" in markup:
        markup = _write_numbers(markup)
    return ReadWords(_words_of(markup), tuple(notes))


def _words_of_photo(photo: Placed) -> str:
    return html.escape(f"{photo.caption} {photo.credit}", quote=False)


def _words_of(markup: str) -> str:
    text = _ANY_TAG.sub("", _BLOCK_TAG.sub("\n", markup))
    return html.unescape(text) if "&" in text else text


def _write_numbers(markup: str) -> str:
    """Write its number before each item of a numbered list."""
    lists: list[tuple[bool, int]] = []  # whether it is numbered, and its next number

    def write(found: re.Match[str]) -> str:
        closing, name, attributes = found.groups()
        if name == "li":
            if closing or not lists or not lists[-1][0]:
                return found[0]
            value = _START.search(attributes)
            number = int(value[1]) if value else lists[-1][1]
            lists[-1] = True, number + 1
            return f"{found[0]}{_NUMBER}{number}{_NUMBER}"
        if closing:
            if lists:
                lists.pop()
        else:
            begin = _START.search(attributes)
            lists.append((name == "ol", int(begin[1]) if begin else 1))
        return found[0]

    return _LIST_TAG.sub(write, markup)


def _part_numbers(words: str) -> tuple[str, dict[int, int]]:
    """Tell the letters of *words*, and where the numbers of list items begin and end in them."""
    if _NUMBER not in words:
        return ink_of(words), {}
    page = ""
    numbers: dict[int, int] = {}
    for index, part in enumerate(words.split(_NUMBER)):
        if index % 2:
            numbers[len(page)] = len(page) + len(part)
        page += part if index % 2 else ink_of(part)
    return page, numbers


def _without_code(pieces: Sequence[str | int], placed: Sequence[Placed], with_strays: bool) -> str:
    texts = []
    for piece in pieces:
        if isinstance(piece, int):
            texts.append(f"{placed[piece].caption}\n{placed[piece].credit}")
            continue
        if "<code" in piece or "<pre" in piece:
            piece = _CODE.sub("x", piece)
        if with_strays:
            piece = mark_strays(piece)
        if may_hold_sign(piece):
            texts.append(_words_of(piece))
    return "\n".join(texts)


def _are_alike(source: str, page: ReadWords) -> bool:
    """Tell whether text and page hold the same letters, in the simple cases."""
    if page.notes or "[^" in source:
        return False
    return _seen_ink(source) == ink_of(page.words)


class _Comparison:
    """Compares one text with its page word for word."""

    def __init__(self, source: str, first_line: int) -> None:
        self.source, self.first_line = source, first_line
        #: Words that the page does not show where they should be, and what it shows besides.
        self.lost: list[list[Token]] = []
        self.besides: list[str] = []
        self._times = 0
        # The place behind the last of them, and behind the last hidden words that were passed.
        self._lost_until, self._hidden_until = -1, 0

    def with_page(self, page: ReadWords, lines_of_notes: Mapping[int, str]) -> list[Difference]:
        """List what is lost or has moved."""
        source, notes = self.source, []
        if lines_of_notes:
            source, notes = part_notes(source, self.first_line, lines_of_notes)
        labels = {label_of(label) for label, *_ in notes}
        self._align(tokens_of(source, self.first_line, labels), page.words)
        shown = {label_of(label): words for label, words in page.notes}
        written: dict[str, list[Token]] = {}
        for label, line, words in notes:
            # Two notes of one label stand on the page as one.
            written.setdefault(label_of(label), []).extend(tokens_of(words, line, labels))
        for label, tokens in written.items():
            self._align(tokens, shown.pop(label, ""))
        self.besides += map(ink_of, shown.values())
        return [*self._judge()]

    def _judge(self) -> Iterator[Difference]:
        besides = "\n".join(self.besides)
        for run in self.lost:
            words = "".join(token.word for token in run)
            # What stands elsewhere stands there once.
            kind = "moved" if words in besides else "lost"
            if kind == "moved":
                besides = besides.replace(words, "\n", 1)
            text = " ".join(token.word for token in run[:SHOWN_WORDS])
            yield Difference(run[0].line, text + " …" * (len(run) > SHOWN_WORDS), kind)

    def _align(self, tokens: list[Token], words: str) -> None:
        """Walk through *tokens* and the *words* of the page together."""
        page, numbers = _part_numbers(words)
        self._lost_until = -1
        self._hidden_until = 0
        place = at = 0
        while at < len(tokens):
            token = tokens[at]
            if token.hidden:
                at, place = self._pass_hidden(tokens, at, page, place)
            elif page.startswith(token.word, place):
                place += len(token.word)
                at += 1
            elif place in numbers:
                place = numbers[place]
            elif self._times >= _AHEAD_TIMES:
                self._count(tokens, at, page[place:])
                return
            else:
                self._times += 1
                at, place = self._catch_up(tokens, at, page, place)
        if place < len(page):
            self.besides.append(page[place:])

    def _pass_hidden(self, tokens: list[Token], at: int, page: str, place: int) -> tuple[int, int]:
        """Go past words that may be hidden, together with those of them that are seen."""
        end = max(at, self._hidden_until)
        while end < len(tokens) and tokens[end].hidden:
            end += 1
        # The next call may come from within the same run, which may have thousands of words.
        self._hidden_until = end
        after = gram_of(tokens, end, 4) or gram_of(tokens, end, 1)
        if page.startswith(after, place) and (after or place == len(page)):
            return end, place
        for start in range(at, min(end, at + 40)):
            gram = "".join(token.word for token in tokens[start : min(start + 2, end)])
            if page.startswith(gram, place):
                while start < end and page.startswith(tokens[start].word, place):
                    place += len(tokens[start].word)
                    start += 1
                return start, place
        return end, place

    def _catch_up(self, tokens: list[Token], at: int, page: str, place: int) -> tuple[int, int]:
        """Find where text and page agree again; note what is lost, and what stands besides."""
        sought = [index for index in range(at, len(tokens)) if not tokens[index].hidden]
        sought = sought[:_AHEAD_WORDS]
        for size, ahead, letters in ((4, _AHEAD_WORDS, _AHEAD_LETTERS), (2, 50, 200), (1, 20, 60)):
            for index in sought[:ahead]:
                gram = gram_of(tokens, index, size)
                if not gram:
                    break
                found = page.find(gram, place, place + letters + len(gram))
                if found >= 0:
                    self._note_lost(tokens, at, index)
                    if found > place:
                        self.besides.append(page[place:found])
                    return index, found
        self._note_lost(tokens, at, at + 1)
        return at + 1, place

    def _note_lost(self, tokens: Sequence[Token], start: int, end: int) -> None:
        """Note *tokens* from *start* to *end*, a run a line; what follows a run goes on with it."""
        run = self.lost.pop() if self.lost and start == self._lost_until else []
        for token in tokens[start:end]:
            if token.hidden:
                continue
            if run and token.line != run[-1].line:
                self.lost.append(run)
                run = []
            run.append(token)
        if run:
            self.lost.append(run)
        self._lost_until = end

    def _count(self, tokens: Sequence[Token], start: int, page: str) -> None:
        """Note what is lost of a text that differs in too many places to be followed."""
        left = Counter(page)
        for index in range(start, len(tokens)):
            if tokens[index].hidden:
                continue
            letters = Counter(tokens[index].word)
            if letters <= left:
                left -= letters
            else:
                self._note_lost(tokens, index, index + 1)


def _joined_figures(source: str, first_line: int, page: ReadWords) -> Iterator[Difference]:
    """Find figures that a sign parted and that stand on the page as one."""
    shown = "\n".join([page.words, *(words for _, words in page.notes)])
    for found in _PARTED.finditer(source):
        joined = re.sub(r"[*_~]", "", found[0])
        if found[0] not in shown and joined in shown:
            yield Difference(first_line + source.count("\n", 0, found.start()), found[0], "joined")
