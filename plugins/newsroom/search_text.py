# SPDX-License-Identifier: AGPL-3.0-or-later
r"""What of an article is searched, and the keys that find it.

**Searched** are, each a line of its own: title, sapo, every paragraph, heading, item and cell
of the text, the words below each photo as the page has them ("Cầu mới Ảnh: Lê Anh", in English
"A bridge Photo: Lê Anh"), the notes of changes, corrections (wrong and right), the byline, the
source as the page names it ("Nguồn: TTXVN, tác giả Lê Anh"), tags; of a document its number, day
of issue ("30/11/2026"), issuer, day of coming into force and file; of an event its place. A line
break within a paragraph (`<br>`) is a space; numbers of footnotes are left out. Filter words
besides: section ("chuyen-muc kinh-te"), language ("ngon-ngu vi"), authors, tags, and the day of
its address, its month, and the day of any year ("ngay 2017-02-23", "ngay 2017-02", "ngay 02-23");
the same of the first and the last day of an event and of the days of a document. Of a date that
is searched, however it is written ("23/2/2017", "ngày 23 tháng 02 năm 2017"), the day and the day
of any year, or, where it has no day ("tháng 2/2017"), the month, or no year, the day of any year.
Of a telephone's number, however it is grouped ("0270.3823.456", "+84 270 3823456", "1900 1234"),
its figures ("dien 02703823456").

**Tokens.** A text is put into NFC and lower case, and loses what shows nothing (`INVISIBLE`);
then every match of `TOKEN` is a token: a run of figures; a run of Latin, Greek or Cyrillic
letters, combining marks and figures that begins with none of these; one cluster of Khmer; a run
of its figures; one letter of Thai, Lao, Chinese, Japanese or Korean. So "16.143" is two tokens
that stand side by side, as "30ha" is, "30/2020/NĐ-CP" is four, and "m2" and "covid19" are one.

**Folded**, a token has no marks: `vietnamese.letters.fold`, for scripts: NFKD; ß, ẞ → ss,
ς → σ, ſ → s; đ ð ɖ → d, ø → o, ł → l, æ → ae, œ → oe, þ → th, ı → i; marks U+0300 to U+036F go;
NFC. **Spelt**, it has its marks, and its tones (U+0300, 0301, 0303, 0309, 0323) stand at its
end: NFKD; tones taken out; NFC of the rest; tones in their order. So "hoà" and "hòa" are one.

**Hashes.** h(text) = CRC-32 of the UTF-8 (as in zlib) × 0x9E3779B1, mod 2^32.

- a token alone: hash h(folded), marks h(spelt) >> 27
- two tokens side by side in one line: hash 3 × h(folded first) + h(folded second), mod 2^32, of
  which the first 5 bits are those of h(folded first); marks 3 × (h(spelt first) >> 27)
  + (h(spelt second) >> 27), mod 32
- a filter word: hash h(word), marks 0

Of a hash, the first bits choose the part, the 18 bits behind them stand in the key. So in a
volume of at most 32 parts all pairs that begin with a token are in one part, with the token: a
reader who has typed "hội " has all that "hội nghị" asks for of the newest articles.
"""

import datetime as dt
import html
import re
import struct
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from plugins.newsroom.page import BodyPart, Document, Figure, HtmlPart, Player, SiteCard, Source
from plugins.newsroom.photo import Photo
from plugins.vietnamese.dates import day_in
from plugins.vietnamese.letters import fold, name_key, nfc, spell, topic_key

if TYPE_CHECKING:
    from plugins.newsroom.article import Article

#: What shows nothing, and is no part of any word.
INVISIBLE = re.compile("[\xad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+")
TOKEN = re.compile(
    "[0-9]+|[²³0-9a-zß-öø-ɏ\u0300-\u036f\u0370-\u0373\u0376\u0377\u037b-\u037d\u0386-\u0481"
    "\u048a-\u052fḀ-ỿἀ-ῼ]+"
    "|[ក-ឳ](?:្[ក-ឳ])*[ា-៓៝]*|[០-៩]+"
    "|[\u0e01-\u0e4e\u0e80-\u0ede\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3]"
)

#: A key: 32 bits of hash, one that is set where the key stands in the title, 5 bits of marks.
FLAG_BITS, TITLED, MARKS = 6, 1 << 5, (1 << 5) - 1

# CRC-32 alone is linear, so that sums of two would tell pairs badly apart.
_FACTOR = 0x9E3779B1
_SHIFT = 27
_MONTHS = 12
# The bits of a pair's hash that are those of its first token.
_OF_FIRST = 0xF8000000
# Tokens are reckoned with in lanes of 64 bits, all those of a text in one number: the marks
# are the lowest bits of a lane, the hash stands above these, and the end of a line is a bit
# of its own, which no sum of four reaches from below.
_LANE, _HASH_AT, _END_AT = 8, 16, 56
_END = 1 << _END_AT
_WITH_HASH = 0xFFFFFFFF << FLAG_BITS
# A line's end among words, which no word is: a control, of which texts are free.
_BREAK = "\x1e"

# Words whose lanes are remembered, and letters of the longest one.
_MOST_WORDS, _LONGEST_WORD = 60_000, 60

_NOTE_NUMBER = re.compile(r'<sup[^>]*><a [^>]*class="footnote-ref"[^>]*>.*?</a></sup>')
_TAG = re.compile(r"</?([a-z][a-z0-9]*)[^>]*>")
# An exponent behind a figure is none of its figures; the page's script parts them likewise.
_BEHIND_FIGURE = re.compile(r"(?<=[0-9])<su[bp](?: [^>]*)?>(?=[+−-]?[0-9])")
# 23/02/2017, 23-2-2017, ngày 23/2, ngày 23 tháng 2 năm 2017, tháng 2/2017, 2/2017; as in the
# page's script.
_DATE = re.compile(
    r"([0-9](?<![0-9A-Za-z_].)[0-9]?)(?:( ?[./-] ?| tháng )([0-9]{1,2}))?"
    r"(?:(?: ?[./-] ?|,? năm )([0-9]{4})(?![0-9A-Za-z_/])|(?![0-9A-Za-z_/]|[.,-][0-9A-Za-z_]))",
    re.IGNORECASE,
)
# 0270.3823.456, (0270) 3823456, +84 912 345 678, 1900 1234; as in the page's script.
_PHONE = re.compile(
    r"(?:84(?<=\+84)\)?[ .-]?(?:\(?0\)?)?|0(?<![0-9A-Za-z_.,+-]0)|1(?<![0-9A-Za-z_.,+-]1)"
    r"(?=[89]00))(?:[ .()-]{0,2}[0-9]){7,10}(?![0-9])"
)
_NOT_FIGURES = re.compile("[^0-9]+")
#: Figures of a telephone's number: with its first nought; of one that begins with 1800 or 1900.
_FIGURES, _SHORT_FIGURES = range(10, 12), range(8, 11)
_INLINE = frozenset(
    (
        *("a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd"),
        *("mark", "q", "s", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr"),
    )
)


class Labels(NamedTuple):
    """What a page says around names, in its language: "Ảnh: {name}", "đăng lần đầu: {date}".

    A credit that begins with `credit_begins`, in lower case, says by itself what it is of.
    """

    credit: str
    credit_begins: str
    source: str
    source_author: str
    source_published: str


def lines_of(article: "Article", parts: Iterable[BodyPart], labels: Labels) -> Iterator[str]:
    """List what is searched of an article besides its title; a line has no line's end in it.

    *labels* are those of the article's language.
    """
    yield article.summary
    for part in parts:
        if isinstance(part, HtmlPart):
            yield from _lines_of_html(part.html)
            continue
        if isinstance(part, Player):
            yield _words_below(part, labels)
            continue
        if isinstance(part, SiteCard):
            yield f"{part.words} {part.address}"
            continue
        for figure in (part,) if isinstance(part, Figure) else part.figures:
            yield _words_below(figure.photo, labels)
    for change in article.changes:
        yield change.note
    for correction in article.corrections:
        yield correction.wrong
        yield correction.right
    yield article.byline.text
    if article.source is not None:
        yield _words_of_source(article.source, labels)
    yield from article.tags
    if article.document is not None:
        yield from _words_of_document(article.document, article.lang)
    if article.event is not None:
        yield article.event.place


def _words_of_document(document: Document, lang: str) -> Iterator[str]:
    """List the cells of the table that a page shows of a document."""
    yield document.number
    yield day_in(document.issued, lang)
    yield document.issuer
    if document.in_force:
        yield day_in(document.in_force, lang)
    if document.file:
        yield f"{document.file.name} ({document.file.info})"


def _words_below(shown: Photo | Player, labels: Labels) -> str:
    """Tell the line below a photo or film, as the theme prints it."""
    credit = shown.credit or ""
    says_itself = isinstance(shown, Player) and ":" in credit
    if credit and not (says_itself or credit.lower().startswith(labels.credit_begins)):
        credit = labels.credit.format(name=credit)
    return f"{shown.caption or ''} {credit}"


def _words_of_source(source: Source, labels: Labels) -> str:
    """Tell the line that names a source, as the theme prints it, without the date."""
    line = labels.source.format(name=source.name)
    if source.author:
        line += labels.source_author.format(name=source.author)
    if source.published:
        line += labels.source_published.format(date="")
    return line


def _lines_of_html(markup: str) -> list[str]:
    if 'class="footnote-ref"' in markup:
        markup = _NOTE_NUMBER.sub("", markup)
    if "<su" in markup:
        markup = _BEHIND_FIGURE.sub("^", markup)
    return html.unescape(_TAG.sub(_gap, markup.replace("\n", " "))).split("\n")


def _gap(tag: re.Match[str]) -> str:
    name = tag[1]
    return "" if name in _INLINE else " " if name == "br" else "\n"


def words_of(article: "Article") -> Iterator[str]:
    """List the filter words of an article."""
    yield from map(section_word, (article.section, *article.also))
    yield f"ngon-ngu {article.lang}"
    yield from map(author_word, article.byline.names)
    yield from map(topic_word, article.tags)
    days = [article.date.date]
    if article.event is not None:
        days += [article.event.start.date, article.event.last.date]
    if article.document is not None:
        days += [day.date for day in (article.document.issued, article.document.in_force) if day]
    for day in dict.fromkeys(days):
        yield from day_words(day)


def section_word(slug: str) -> str:
    """Name a section as a filter."""
    return f"chuyen-muc {slug}"


def author_word(name: str) -> str:
    """Name an author as a filter, by any spelling that is the same name."""
    return f"tac-gia {name_key(name)}"


def topic_word(tag: str) -> str:
    """Name a topic as a filter, by any spelling that is the same topic."""
    return f"chu-de {topic_key(tag)}"


def day_words(day: dt.date) -> tuple[str, str, str]:
    """Name a day as queries do: by its year, by its month alone, without its year."""
    month = f"{day.year:04}-{day.month:02}"
    return f"ngay {month}-{day.day:02}", f"ngay {month}", f"ngay {day.month:02}-{day.day:02}"


def days_in(text: str) -> Iterator[str]:
    """Name the dates that *text* tells, as queries do."""
    for found in _DATE.finditer(text):
        first, sign, second, year = found.groups()
        month = int(second or first)
        if not 0 < month <= _MONTHS:
            continue
        if second and year:
            yield f"ngay {year}-{month:02}-{first:0>2}"
        if second and (
            year or "t" in sign.lower() or text[: found.start()][-5:].lower() == "ngày "
        ):
            yield f"ngay {month:02}-{first:0>2}"
        if year and not second:
            yield f"ngay {year}-{month:02}"


def phones_in(text: str) -> Iterator[str]:
    """Name the telephones whose numbers *text* tells, as queries do."""
    for found in _PHONE.finditer(text):
        figures = _NOT_FIGURES.sub("", found[0])
        if figures[0] == "8":
            figures = "0" + figures.removeprefix("84").removeprefix("0")
        if len(figures) in (_FIGURES if figures[0] == "0" else _SHORT_FIGURES):
            yield f"dien {figures}"


def hash_of(text: str) -> int:
    """Tell the hash of a folded or spelt token, or of a filter word."""
    return crc32(text.encode()) * _FACTOR & 0xFFFFFFFF


def tokens_of(text: str) -> list[str]:
    """Cut a line of text into its tokens."""
    return TOKEN.findall(INVISIBLE.sub("", nfc(text).lower()))


def key_of(first: str, second: str = "") -> int:
    """Tell the key of a token, or of two that stand side by side, outside of titles."""
    hashed, marks = hash_of(fold(first)), hash_of(spell(first)) >> _SHIFT
    if second:
        both = 3 * hashed + hash_of(fold(second))
        hashed = hashed & _OF_FIRST | both & ~_OF_FIRST & 0xFFFFFFFF
        marks = 3 * marks + (hash_of(spell(second)) >> _SHIFT) & MARKS
    return hashed << FLAG_BITS | marks


def key_of_word(word: str) -> int:
    """Tell the key of a filter word."""
    return hash_of(word) << FLAG_BITS


def keys_of(title: str, lines: Iterable[str], words: Iterable[str] = ()) -> bytes:
    """Tell all keys of an article, each once, each in 8 bytes, the lowest first.

    *lines* are those besides its title, *words* its filter words. What stands in the title
    has no second key for its other places.
    """
    texts = list(lines)
    in_title = _keys_in([title])
    keys = _keys_in(texts)
    keys -= in_title
    keys.update([key | TITLED for key in in_title])
    text = "\n".join((title, *texts))
    keys.update(map(key_of_word, (*words, *days_in(text), *phones_in(text))))
    listed = [key for key in keys if key < _END]
    return struct.pack(f"<{len(listed)}Q", *listed)


class _Lanes(dict[str, bytes]):
    """The lanes of the tokens of each word, as it stands between two spaces."""

    def __missing__(self, word: str) -> bytes:
        tokens = tokens_of(word)
        lanes = b"".join(
            (hash_of(fold(token)) << _HASH_AT | hash_of(spell(token)) >> _SHIFT).to_bytes(
                _LANE, "little"
            )
            for token in tokens
        )
        if len(self) > _MOST_WORDS:
            self.clear()
            self[_BREAK] = _END.to_bytes(_LANE, "little")
        if len(word) <= _LONGEST_WORD:
            self[word] = lanes
        return lanes


_lanes = _Lanes({_BREAK: _END.to_bytes(_LANE, "little")})


def _keys_in(lines: Iterable[str]) -> set[int]:
    """Tell the keys of the tokens in *lines*, and of those side by side in one of them.

    Keys from `_END` on are those of the ends of lines, and none.
    All tokens are reckoned with at a time, in one number of many lanes: that takes a third of
    the time that it takes one by one.
    """
    words = list(map(_lanes.__getitem__, f" {_BREAK} ".join(lines).split(" ")))
    lanes = b"".join(words)
    if not lanes:
        return set()
    row = int.from_bytes(lanes, "little")
    # Each lane three times, and once the one behind it. The last has none behind it.
    pairs = 3 * row + (row >> 8 * _LANE)
    pairs ^= (pairs ^ row) & repeat_lane(_OF_FIRST << _HASH_AT, len(lanes) // _LANE)
    values = b"".join((*set(words), pairs.to_bytes(len(lanes), "little")[:-_LANE]))
    count = len(values) // _LANE
    row = int.from_bytes(values, "little")
    row = row >> _HASH_AT - FLAG_BITS & repeat_lane(_WITH_HASH, count) | row & repeat_lane(
        MARKS | 7 << _END_AT, count
    )
    return set(struct.unpack(f"<{count}Q", row.to_bytes(len(values), "little")))


def repeat_lane(value: int, count: int) -> int:
    """Make a number of *count* lanes of 64 bits that all hold *value*."""
    # Cut off a longer one: that takes a tenth of making it.
    longer = 1 << max(count - 1, 0).bit_length()
    return _lanes_of(value, longer) >> 8 * _LANE * (longer - count)


@lru_cache(maxsize=32)
def _lanes_of(value: int, count: int) -> int:
    return int.from_bytes(value.to_bytes(_LANE, "little") * count, "little")
