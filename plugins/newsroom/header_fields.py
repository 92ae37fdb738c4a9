# SPDX-License-Identifier: AGPL-3.0-or-later
"""The fields of a header under examination: what each says, and every fault of it."""

import hashlib
import re
from functools import lru_cache
from typing import TypeVar
from zoneinfo import ZoneInfo

from plugins.newsroom.article import UNTITLED, Featured, PastDate, PhotoEntry
from plugins.newsroom.fault import Fault
from plugins.newsroom.field_names import (
    NO_FIELDS,
    PHOTO_KEYS,
    PLACEHOLDERS,
    TEXT_FIELDS,
    field_name,
    foreign_name,
    inner_name,
    table_of,
)
from plugins.newsroom.front_matter import MappingNode, Node, ScalarNode, SequenceNode
from plugins.newsroom.old_address import parse_old_address, suggest_old_address
from plugins.vietnamese.dates import DateError, Moment, parse_moment
from plugins.vietnamese.letters import (
    drop_invisible,
    fold,
    name_key,
    nearest,
    one_line,
    slugify,
    strip_controls,
    topic_key,
    turns_direction,
)

#: Longer titles are warned of, in characters; search engines cut far sooner.
LONG_TITLE = 200
#: Names and topics of one article; each has a page of its own.
MOST_NAMES = 40
#: Related articles that one may name: as many as stand below it.
MOST_RELATED = 6
#: Entries of every other list.
MOST_ENTRIES = 500
_OPTIONAL_IN_DRAFT = frozenset(
    ("title", "date", "author", "authors", "category", "number", "issued", "issuer", "start")
)
# The first of each is the default.
STATUS = {"published": False, "draft": True}
# As editors say it, folded.
_SAID = {
    "nhap": "draft",
    "ban nhap": "draft",
    "bai nhap": "draft",
    "dang": "published",
    "da dang": "published",
    "xuat ban": "published",
    "da xuat ban": "published",
    "bai": "article",
    "bai viet": "article",
    "album anh": "album",
    "chum anh": "album",
    **dict.fromkeys(("phong su anh", "anh"), "album"),
    **dict.fromkeys(("vn", "vie", "vi-vn", "tieng viet", "viet", "vietnamese"), "vi"),
    **dict.fromkeys(("eng", "en-us", "en-gb", "tieng anh", "anh ngu", "english"), "en"),
    **dict.fromkeys(("kh", "km-kh", "tieng khmer", "khmer", "cambodian"), "km"),
}
# As it is typed without marks, or in English.
_YES_OR_NO_TYPED = {"yes": "có", "co": "có", "no": "không", "khong": "không"}
# What an end that there is not is called, folded.
_ENDLESS = frozenset(("khong", "khong co", "khong het han", "vo thoi han", "never", "none", "no"))
YES_OR_NO = {"không": False, "false": False, "có": True, "true": True}
# What other programs write besides: "published: no".
_TRUTHS = frozenset((*YES_OR_NO, "yes", "no"))
# What `featured` may say instead.
_PLACE = re.compile("[1-9]")
_DAY_LIKE = re.compile(r"\d\D+\d")
_UNTIL = re.compile(r"^(?:đến|tới|until)(?:\s+hết)?\s+", re.IGNORECASE)
_OR_DAY = "; ngày cuối, như 2026-12-05; thứ tự từ 1 đến 9"
_Value = TypeVar("_Value")
_BEFORE_HASHTAG = re.compile(r"\s(?=#+[^\W\d_])")
_OPENING, _CLOSING = "“„‘«‹", "”’»›"
# "24/02/2017: Sửa tên", an entry of which no field is named.
_DATE_AND_WORDS = re.compile(
    r"(?:ngày\s+)?(?P<date>[0-9][0-9/.:hgT+ -]*[0-9hg])(?:\s*[-–—:,;.]+\s*|\s+)(?P<words>\D.*)",
    re.IGNORECASE,
)
_JOINED_TOPICS = re.compile(r"\s/\s|\|")
# "- file a.jpg", whose colon is missing.
_WITHOUT_COLON = re.compile(r"([^\s:.]+(?: [^\s:.]+)?)\s+(\S+\.[A-Za-z]{3,4})")
# What an item of a list is called as if it were a table.
_NAME_OF_ITEM = frozenset(("name", "ten", "title", "label", "value", "text", "slug"))
_PHOTO_NAME = re.compile(r"[^.]*\.(?:[^.]*\.)*[A-Za-z]{3,4}")


class HeaderFields:
    """Header fields under examination; every fault is noted, none is thrown."""

    def __init__(
        self,
        path: str,
        fields: MappingNode,
        zone: ZoneInfo,
        prefix: str = "",
    ) -> None:
        self.path, self.fields, self.zone, self.prefix = path, fields, zone, prefix
        self.faults: list[Fault] = []
        self.past_dates: list[PastDate] = []
        # Where a field would stand that is missing.
        self._line = 1
        # What a draft lacks is no more than a warning.
        self.draft = False
        # The known fields that misspelt ones were probably meant to be.
        self._meant: set[str] = set()

    def inside(self, name: str, node: MappingNode) -> "HeaderFields":
        """Examine the fields of a field; what is found lands in the same lists."""
        inner = HeaderFields(self.path, node, self.zone, f"{self.prefix}{name}.")
        inner.faults, inner.past_dates = self.faults, self.past_dates
        inner._line = self.fields.key_lines.get(name, node.line)
        return inner

    def table(self, name: str, keys: tuple[str, ...]) -> "HeaderFields | None":
        """Examine the field *name*, a small table of *keys*; None, and a fault, if it is none."""
        if self.is_blank(name):
            return None
        node = self.fields.entries[name]
        if not isinstance(node, MappingNode):
            shown = f"«{node.text}»" if isinstance(node, ScalarNode) else "một danh sách"
            self.fault(
                name,
                f"{shown} không phải một bảng nhỏ",
                f"dưới dòng «{name}:» viết các trường {', '.join(keys)}, mỗi trường một dòng "
                "thụt vào hai dấu cách, không có dấu gạch",
            )
            return None
        inner = self.inside(name, node)
        inner.draft = self.draft
        inner.refuse_unknown_keys(keys)
        return inner

    def line(self, name: str) -> int:
        """Tell the line of a value; of a missing one that of its table, 1 without one."""
        node = self.fields.entries.get(name)
        return self._line if node is None else node.line

    def is_blank(self, name: str) -> bool:
        """Tell whether nothing is written there; a value of the wrong kind is something."""
        node = self.fields.entries.get(name)
        return node is None or (isinstance(node, ScalarNode) and not _clean(node.text)[0])

    def fault(
        self, name: str, problem: str, mend: str, line: int | None = None, warning: bool = False
    ) -> None:
        """Note one fault of the field *name*."""
        where = self.line(name) if line is None else line
        warning = warning or (self.draft and name.partition(".")[0] in _OPTIONAL_IN_DRAFT)
        self.faults.append(Fault(self.path, where, self.prefix + name, problem, mend, warning))

    def lack_words(self, name: str, problem: str, words: str) -> None:
        """Note that the field *name* lacks *words*, "«title: Tên bài»", or is missing."""
        # A second line of that name would be the next fault.
        self.lack(name, problem, f"{'viết' if name in self.fields.entries else 'thêm'} {words}")

    def lack(self, name: str, problem: str, mend: str) -> None:
        """Note that the field *name* is missing, unless a misspelt name of it was told."""
        if name not in self._meant or name in self.fields.entries:
            self.fault(name, problem, mend)

    def most(self, name: str, items: tuple[_Value, ...], most: int) -> tuple[_Value, ...]:
        """Refuse more than *most* items of the field *name*; go on with the first of them."""
        if len(items) > most:
            self.fault(name, f"có {len(items)} mục, quá {most}", f"giữ nhiều nhất {most} mục")
        return items[:most]

    def refuse_unknown_keys(self, known: tuple[str, ...]) -> None:
        """Note every key that is not in *known*, with the nearest that is."""
        for key, line in self.fields.key_lines.items():
            if key in known:
                continue
            foreign = foreign_name(key, self.prefix.partition(".")[0])
            near = foreign if foreign in known else nearest(key, known)
            near = None if key in NO_FIELDS and foreign is None else near
            mend = f"viết «{near}:»" if near else f"dùng một trong: {', '.join(known)}"
            if key in NO_FIELDS and not near:
                mend = f"xóa dòng này, hoặc {mend}"
            table = "" if self.prefix else table_of(key)
            if table and (not near or near in self.fields.entries):
                mend = f"viết dưới dòng «{table}:», thụt vào hai dấu cách"
            if not self.prefix and (inner := inner_name(key)):
                table, near = inner[0], None
                mend = f"dưới dòng «{table}:» viết «{inner[1]}: …», thụt vào hai dấu cách"
            if foreign == "status" or (foreign == "date" and self._is_truth(key)):
                mend = "bài nháp thì viết «status: draft», không thì xóa dòng này"
            typed = self.fields.typed.get(key, key)
            self.fault(key, f"không có trường «{typed}»", mend, line)
            self._meant.add(near or "")
        if "authors" in self._meant:
            self._meant.add("author")

    def _is_truth(self, name: str) -> bool:
        node = self.fields.entries[name]
        return isinstance(node, ScalarNode) and node.text.lower() in _TRUTHS

    def text(self, name: str) -> str:
        """Read one value as text, its white space folded; "" if there is none."""
        node = self.fields.entries.get(name)
        return self._text(name, node) if node is not None else ""

    def _text(self, name: str, node: Node) -> str:
        if not isinstance(node, ScalarNode):
            key = name.rpartition(".")[2]
            self.fault(
                name,
                "giá trị là một danh sách hay bảng, phải là một dòng chữ",
                "viết mục này thành một dòng chữ"
                if key.isdigit()
                else f"viết «{key}: …» trên một dòng",
                node.line,
            )
            return ""
        text, count = _clean(node.text)
        # A photo of such a name is missing, which is told anyway.
        if name != "file" and text and text == PLACEHOLDERS.get(name):
            self.fault(
                name,
                f"«{text}» là chữ giữ chỗ, chưa phải lời của bài",
                "thay bằng lời của bài, hoặc xóa dòng này",
                node.line,
                warning=True,
            )
        sign = text[:1]
        if sign in ("'", '"') and text.count(sign) == 1 and name.rpartition(".")[2] in TEXT_FIELDS:
            self.fault(
                name,
                f"dấu nháy mở ở đầu «{text[:40]}» không đóng lại, được in như chữ",
                "đóng dấu nháy ở cuối giá trị, hoặc xóa dấu nháy",
                node.line,
                warning=True,
            )
        if count and turns_direction(node.text):
            self.fault(
                name,
                f"«{text}» có ký tự đảo chiều chữ, người đọc sẽ thấy khác điều đã ghi",
                "xóa giá trị và gõ lại bằng tay, đừng dán",
                node.line,
            )
        elif count:
            self.fault(
                name,
                f"có {count} ký tự điều khiển, đã bỏ đi",
                "xóa các ký tự không nhìn thấy",
                node.line,
                warning=True,
            )
        return text

    def item(self, name: str, node: Node) -> str:
        """Read an item of a list as text, as `text` does."""
        return self._text(name, node)

    def title(self) -> str:
        """Read the title, which every page must have."""
        title = self.text("title")
        if not title and self.is_blank("title"):
            self.lack_words("title", "thiếu tiêu đề", "«title: Tên bài»")
        if self.draft:
            title = title or UNTITLED
        if len(title) > LONG_TITLE:
            self.fault(
                "title",
                f"tiêu đề dài {len(title)} ký tự",
                f"rút xuống dưới {LONG_TITLE} ký tự",
                warning=True,
            )
        return title

    def moment(self, name: str, required: bool = False, past: bool = False) -> Moment | None:
        """Read a date with or without its time; one of the *past* is to be compared with now."""
        written = self.text(name)
        if not written:
            if required and self.is_blank(name):
                self.lack_words(
                    name,
                    "thiếu ngày",
                    f"«{name}: năm-tháng-ngày giờ:phút», như 2017-02-23 14:57",
                )
            return None
        try:
            date = parse_moment(written, self.zone)
        except DateError as error:
            is_endless = name == "expires" and fold(written) in _ENDLESS
            mend = "không hết hạn thì xóa dòng này" if is_endless else error.mend
            self.fault(name, error.problem, mend)
            return None
        if past:
            self.past_dates.append(PastDate(self.prefix + name, self.line(name), written, date))
        return date

    def day(self, name: str, past: bool = False) -> Moment | None:
        """Read a date without a time, as `moment` does."""
        date = self.moment(name, past=past)
        if date is not None and date.precision != "day":
            self.fault(
                name, f"«{self.text(name)}» có cả giờ", f"chỉ ghi ngày: {date.date.isoformat()}"
            )
        return date

    def names(self, name: str) -> list[str]:
        """Read the items of a list, empty ones left out."""
        node = self.fields.entries[name]
        items = [
            self._text(f"{name}.{number}", self._item(f"{name}.{number}", item))
            for number, item in enumerate(node.items, start=1)
        ]
        return [item for item in items if item]

    def _item(self, name: str, node: Node) -> Node:
        """Write an item of a list of names as one line; one that is a table of its name is told."""
        line = _as_line(node)
        if line is node or fold(next(iter(node.entries))) not in _NAME_OF_ITEM:
            return line
        key, value = next(iter(node.entries.items()))
        problem = f"mục «{line.text}» là một bảng, phải là một dòng chữ"
        self.fault(name, problem, f"bỏ «{key}:», viết «- {value.text}»", node.line)
        return value

    def topics(self) -> tuple[str, ...]:
        """Read the tags, each once; a lone line is split at its commas."""
        if isinstance(self.fields.entries.get("tags"), SequenceNode):
            items = [part for item in self.names("tags") for part in item.split(";")]
        else:
            items = re.split("[,;]", self.text("tags"))
        topics: dict[str, str] = {}
        for item in items:
            if _JOINED_TOPICS.search(item):
                parted = ", ".join(part.strip() for part in re.split(r"[/|]", item))
                self.fault(
                    "tags",
                    f"«{item.strip()}» thành một chủ đề, cả dấu trong đó",
                    f"nhiều chủ đề thì ngăn bằng dấu phẩy: «{parted}»",
                    warning=True,
                )
            for key, topic in _topics_in(item):
                topics.setdefault(key, topic)
        return self.most("tags", tuple(topics.values()), MOST_NAMES)

    def choice(
        self, name: str, options: dict[str, _Value], part: str = "", besides: str = ""
    ) -> _Value:
        """Read one of a few words; the first of *options* is the default.

        Where one *part* of the value is asked for it is given; *besides* tells what else may be.
        """
        default = next(iter(options.values()))
        written = part or self.text(name)
        if not written:
            return default
        key = name_key(written)
        if key not in options:
            key = _SAID.get(fold(key)) or _YES_OR_NO_TYPED.get(key, key)
        if key in options:
            return options[key]
        words = ", ".join(options) + besides
        near = nearest(written, tuple(options))
        mend = f"có phải «{near}»? (được dùng: {words})" if near else f"dùng một trong: {words}"
        if options is STATUS and not near:
            mend = "bài chưa đăng thì viết «draft», đăng thì viết «published» hoặc xóa dòng này"
        self.fault(name, f"«{written}» không phải giá trị cho phép", mend)
        return default

    def featured(self, date: Moment | None) -> Featured | None:
        """Read how the article is featured: yes or no, or a last day, and a place beside it."""
        parts = [part.strip() for part in re.split("[,;]", self.text("featured"))]
        places = [int(part) for part in parts if _PLACE.fullmatch(part)]
        others = [part for part in parts if part and not _PLACE.fullmatch(part)]
        if len(others) > 1:
            # Beside an end yes says nothing.
            others = [part for part in others if not YES_OR_NO.get(name_key(part))] or others
        written = ", ".join(others)
        if len(places) > 1 or (others and not _DAY_LIKE.search(written)):
            yes = self.choice("featured", YES_OR_NO, "" if len(others) > 1 else written, _OR_DAY)
            return Featured(*places[:1]) if yes else None
        if not parts[0]:
            return None
        until = self._end("featured", written, date) if others else None
        return Featured((places or [0])[0], until) if until or not others else None

    def urgent(self, date: Moment | None) -> Moment | None:
        """Read until when the article is an urgent notice; what has no end is none."""
        written = self.text("urgent")
        if not written or YES_OR_NO.get(name_key(written)) is False:
            return None
        if not _DAY_LIKE.search(written):
            self.fault(
                "urgent",
                f"«{written}» không cho biết báo khẩn đến lúc nào",
                "ghi ngày giờ cuối, như «urgent: 2026-12-05 18:00»; thôi báo khẩn thì xóa dòng này",
            )
            return None
        return self._end("urgent", written, date)

    def _end(self, name: str, written: str, date: Moment | None) -> Moment | None:
        """Read the end of something that an article is from its *date* on, the day's if no hour."""
        try:
            until = parse_moment(_UNTIL.sub("", written), self.zone)
        except DateError as error:
            self.fault(name, error.problem, error.mend)
            return None
        if until.precision == "day":
            until = until.end_of_day()
        if date is not None and until.when <= date.when:
            self.fault(
                name,
                f"ngày cuối «{written}» không sau ngày đăng «{self.text('date')}»",
                "sửa lại một trong hai ngày",
            )
        return until

    def items(self, name: str) -> tuple[tuple[str, Node], ...]:
        """List the entries of a list field with their names; a lone value is a list of one."""
        if self.is_blank(name):
            return ()
        node = self.fields.entries[name]
        nodes = node.items if isinstance(node, SequenceNode) else (node,)
        nodes = self.most(name, nodes, MOST_ENTRIES)
        return tuple((f"{name}.{number}", item) for number, item in enumerate(nodes, start=1))

    def dated_records(self, name: str, keys: tuple[str, ...]) -> list[tuple]:
        """Read a list of small tables, each of *keys*: a `date` and texts; all are needed."""
        complete = []
        for item_name, node in self.items(name):
            lines = _as_lines(node, keys)
            if lines or not isinstance(node, MappingNode):
                for line in lines or [node]:
                    self._refuse_line(item_name, line, keys)
                continue
            inner = self.inside(item_name, node)
            inner.refuse_unknown_keys(keys)
            values = [inner.moment("date", required=True, past=True)]
            for key in keys[1:]:
                value = inner.text(key)
                if inner.is_blank(key):
                    inner.lack_words(key, f"thiếu «{key}»", f"«{key}: …»")
                values.append(value or None)
            if None not in values:
                complete.append(tuple(values))
        return complete

    def _refuse_line(self, name: str, node: Node, keys: tuple[str, ...]) -> None:
        """Note an entry that is a line, "24/02/2017: Sửa tên", and no small table of *keys*."""
        shown, values = "một danh sách", ["…"] * len(keys)
        if isinstance(node, ScalarNode) and not node.text.strip():
            shown = "mục trống"
        elif isinstance(node, ScalarNode):
            shown = f"«{node.text}»"
            found = _DATE_AND_WORDS.fullmatch(node.text)
            date, words = found.group("date", "words") if found else ("…", node.text)
            # Where several texts are asked for it is unknown which one the words are.
            values = [date, words if len(keys) == 2 else "…", "…"]
        written = [f"«{key}: {value}»" for key, value in zip(keys, values, strict=False)]
        self.fault(
            name,
            f"{shown} thiếu tên trường, không thành một mục",
            f"viết mỗi trường một dòng, thụt thẳng nhau: «- {written[0][1:]}, "
            + ", ".join(written[1:]),
            node.line,
        )

    def photos(self) -> tuple[PhotoEntry, ...]:
        """Read `photos`: file names, or tables with caption, alt and credit."""
        entries = []
        nodes: list[Node] = []
        for name, node in self.items("photos"):
            if isinstance(node, ScalarNode):
                nodes += self._files_in(name, node)
            elif isinstance(node, MappingNode) and all(map(_PHOTO_NAME.fullmatch, node.entries)):
                nodes += self._photos_by_name(name, node)
            else:
                nodes.append(node)
        for number, node in enumerate(self.most("photos", tuple(nodes), MOST_ENTRIES), 1):
            item_name = f"photos.{number}"
            if not isinstance(node, MappingNode):
                node = MappingNode({"file": node}, node.line, {"file": node.line})
            inner = self.inside(item_name, node)
            inner.refuse_unknown_keys(PHOTO_KEYS)
            file, caption, alt, credit = map(inner.text, PHOTO_KEYS)
            if number > 1 and node.entries and "file" not in node.entries:
                first = next(iter(node.entries))
                inner.lack(
                    "file",
                    "thiếu tên tệp ảnh",
                    f"nếu «{first}» thuộc ảnh ở trên thì bỏ dấu «-» trước nó và thụt thẳng với "
                    "«file»; nếu không thì thêm «file: ten-anh.jpg»",
                )
            elif inner.is_blank("file"):
                inner.lack_words("file", "thiếu tên tệp ảnh", "«file: ten-anh.jpg»")
            line = inner.line("file")
            words = (caption or None, alt or None, credit or None)
            entries.append(PhotoEntry(file, line, *words, number))
        return tuple(entry for entry in entries if entry.file)

    def _files_in(self, name: str, line: ScalarNode) -> list[ScalarNode]:
        """Part a line of photos, noting one that lacks the colon of its field."""
        found = _WITHOUT_COLON.fullmatch(line.text)
        if found is None or field_name(found[1], "photos") != "file":
            return _part_files(line)
        key, file = found.groups()
        problem = f"«{line.text}» thiếu dấu hai chấm sau «{key}»"
        self.fault(name, problem, f"viết «- file: {file}»", line.line)
        return [ScalarNode(file, line.line)]

    def _photos_by_name(self, name: str, node: MappingNode) -> list[MappingNode]:
        """Note the captions of a table "a.jpg: Chú thích", and make an entry of each."""
        entries = []
        for file, words in node.entries.items():
            line = node.key_lines[file]
            shown = words.text if isinstance(words, ScalarNode) else "…"
            self.fault(
                name,
                f"«{file}: {shown}» thiếu tên trường",
                f"viết mỗi trường một dòng, thụt thẳng nhau: «- file: {file}», «caption: {shown}»",
                line,
            )
            # What stands below a name are fields that have theirs.
            fields = words.entries if isinstance(words, MappingNode) else {"caption": words}
            known = {"file": ScalarNode(file, line), **fields}
            entries.append(
                MappingNode(known, line, {name: item.line for name, item in known.items()})
            )
        return entries

    def aliases(self) -> tuple[tuple[str, int], ...]:
        """Read old addresses of the page, each with its line."""
        aliases = []
        for item_name, node in self.items("aliases"):
            written = self._text(item_name, node)
            if not written:
                continue
            if "*" in written:
                self.fault(
                    item_name,
                    f"«{written}» có dấu *, mà một dòng chỉ là một địa chỉ",
                    "ghi từng địa chỉ cũ, mỗi địa chỉ một dòng (trong địa chỉ, * viết là %2A)",
                    node.line,
                )
            elif parse_old_address(written) is not None:
                aliases.append((written, node.line))
            else:
                mend = (
                    "viết phần sau tên miền, bắt đầu bằng «/», mỗi địa chỉ một dòng, "
                    "dấu cách và dấu lạ bằng mã (%20, %5C), ví dụ /tin/2016/van-nghe/"
                )
                if meant := suggest_old_address(written):
                    mend = f"viết «{meant}»"
                problem = f"«{written}» không phải địa chỉ cũ của cổng"
                self.fault(item_name, problem, mend, node.line)
        return tuple(aliases)

    def related(self) -> tuple[tuple[str, int], ...]:
        """Read which articles are related, each with its line; a lone line is split at commas."""
        node = self.fields.entries.get("related")
        if isinstance(node, SequenceNode):
            items = [(self._text(name, item), item.line) for name, item in self.items("related")]
        else:
            items = [
                (part.strip(), self.line("related")) for part in self.text("related").split(",")
            ]
        return self.most("related", tuple(item for item in items if item[0]), MOST_RELATED)

    def reason(self, name: str) -> str:
        """Read why something was done; a bare yes or no is no reason."""
        written = self.text(name)
        if name_key(written) in YES_OR_NO:
            self.fault(
                name,
                f"«{written}» không phải lý do",
                f"ghi lý do bằng một câu, ví dụ «{name}: Bài trùng với bài khác»; "
                "không gỡ nữa thì xóa dòng này",
            )
        return written

    def slug(self) -> str:
        """Find the last part of the address; "" (a fault) where nothing is left of it."""
        written = self.text("slug")
        base = written or name_of(self.path)
        slug = slugify(base)
        if not slug:
            self.fault(
                "slug",
                f"«{base}» không cho một địa chỉ bằng chữ Latinh",
                f"{'viết slug bằng chữ Latinh' if written else 'thêm trường slug'}, ví dụ "
                "«slug: tin-tieng-khmer»",
                warning=self.draft,
            )
        last = re.sub(r"\.(?:html?|aspx?|php|md)\Z", "", written.strip("/").rpartition("/")[2])
        if last != written and slugify(last):
            self.fault(
                "slug",
                f"«{written}» không phải chỉ phần cuối của địa chỉ, bài sẽ ở «…/{slug}/»",
                f"viết «slug: {slugify(last)}»",
                warning=True,
            )
        if self.draft and not slug:
            slug = f"nhap-{hashlib.sha256(self.path.encode()).hexdigest()[:8]}"
        return slug


def _clean(text: str) -> tuple[str, int]:
    """Compose *text*, fold its white space, take out controls and count these.

    Where nothing can be seen, nothing is written.
    """
    text, count = strip_controls(text)
    text = one_line(text)
    # No invisible letter is ASCII.
    return (text if text[:1].isascii() or drop_invisible(text).strip() else ""), count


def _part_files(line: ScalarNode) -> list[ScalarNode]:
    """Part a line of photos: "a.jpg, b.jpg" are two files, "Chợ, phố.jpg" is one."""
    files = [part.strip() for part in re.split("[,;]", line.text)]
    if not all(map(_PHOTO_NAME.fullmatch, files)):
        return [line]
    return [ScalarNode(file, line.line) for file in files]


# The same topics stand in many articles.
@lru_cache(maxsize=16384)
def _topics_in(item: str) -> tuple[tuple[str, str], ...]:
    """List the keys and topics in one item: "miền Tây #vinhlong" are two, as on social networks."""
    parts = item.split("#") if item.startswith("#") else _BEFORE_HASHTAG.split(item)
    topics = map(_bare_topic, parts)
    return tuple((topic_key(topic), topic) for topic in topics if topic)


def _bare_topic(text: str) -> str:
    """Take the signs of social networks and quotation marks from around a topic."""
    text = text.strip()
    if text.startswith("#"):
        text = text.strip("#").strip()
    bare = text.strip(f"{_OPENING}{_CLOSING}\"'").strip()
    # Of "Chợ “nổi”" and "“Một” và “hai”" the marks are part.
    inner = [sign for sign in bare if sign in _OPENING or sign in '”»›"']
    return text if inner else bare


def _as_line(node: Node) -> Node:
    """Give back the line "Tin, ảnh: Lê Anh" of a list, which YAML reads as a table."""
    lines = _lines_of(node) if isinstance(node, MappingNode) else []
    return lines[0] if len(lines) == 1 else node


def _as_lines(node: Node, keys: tuple[str, ...]) -> list[ScalarNode]:
    """Give back the lines "24/02/2017: Sửa tên" that YAML reads as a table, of *keys* it seems."""
    if not isinstance(node, MappingNode) or not all(
        key not in keys and any(map(str.isdigit, key)) for key in node.entries
    ):
        return []
    return _lines_of(node)


def _lines_of(node: MappingNode) -> list[ScalarNode]:
    """Write a table of one-line values as it was typed; nothing if it holds others."""
    if not all(isinstance(value, ScalarNode) for value in node.entries.values()):
        return []
    return [
        ScalarNode(f"{key}: {value.text}", node.key_lines[key])
        for key, value in node.entries.items()
    ]


def name_of(path: str) -> str:
    """Tell the name that the editor gave to a file or, for index.md, to its folder."""
    folder, _, name = path.rpartition("/")
    stem = name.rpartition(".")[0]
    if stem.lower() == "index":
        return folder.rpartition("/")[2]
    return re.sub(r"^\d{4}-\d{2}-\d{2}-", "", stem)
