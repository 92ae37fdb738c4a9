# SPDX-License-Identifier: AGPL-3.0-or-later
"""Translations: which articles are one in several languages, and which cannot be.

A translation names its original; each of them then leads to the others. So a new translation
prints the pages of its original and of its sisters again, a handful at most, and no others.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from plugins.newsroom.fault import Fault
from plugins.newsroom.field_names import LANGUAGES
from plugins.newsroom.page import Translation
from plugins.newsroom.plan.entry import Entry
from plugins.newsroom.plan.named_articles import find_named, is_elsewhere, places_of

_FIELD = "translation_of"
#: How messages call the languages.
_CALLED = {"vi": "tiếng Việt", "en": "tiếng Anh", "km": "tiếng Khmer"}


@dataclass(frozen=True, slots=True)
class Translations:
    """What articles there are in several languages; `of` maps content paths to all of them.

    These stand in the order of `LANGUAGES`, the article itself among them. `versions` maps
    content paths to all that is shown of the article, the best for readers of the portal's own
    language first: one in that, or else the original.
    """

    of: Mapping[str, tuple[Translation, ...]]
    versions: Mapping[str, tuple[Entry, ...]]
    faults: tuple[Fault, ...]


def aliases_of(rare: Iterable[Entry]) -> dict[str, str]:
    """Tell where old addresses of articles lead, before all addresses are known."""
    return {alias: entry.address for entry in rare for alias, _ in entry.aliases}


def join(
    entries: Iterable[Entry],
    rare: Iterable[Entry],
    hidden: Mapping[str, str],
    gone: Collection[str],
    preview: bool,
    aliases: Mapping[str, str],
    complete: bool,
) -> Translations:
    """Find the original of each translation among *entries*; the *rare* ones have them all.

    *hidden* are content paths of what the public does not see, *gone* those of them that are
    past their end or withdrawn; a *preview* shows them nevertheless. *aliases* are old
    addresses, as links write them. Where some sources could not be read the entries are not
    *complete*.
    """
    telling = {
        entry.path: places_of(entry.translation_of, entry.path, aliases)
        for entry in rare
        if entry.translation_of
    }
    if not telling:
        return Translations({}, {}, ())
    named = find_named(entries, telling.values())
    by_path = {entry.path: entry for entry in rare if entry.path in telling}
    faults: list[Fault] = []
    sisters: dict[str, list[Entry]] = defaultdict(list)
    originals: dict[str, Entry] = {}
    for path, places in telling.items():
        entry = by_path[path]
        original = named.get(places)
        fault = _fault(entry, original, hidden, complete)
        if fault is not None and path not in gone:
            faults.append(fault)
        if original is not None and (fault is None or fault.warning):
            originals[original.path] = original
            sisters[original.path].append(entry)
    of: dict[str, tuple[Translation, ...]] = {}
    alike: dict[str, tuple[Entry, ...]] = {}
    for path, entry in originals.items():
        faults += _repeated(sisters[path], gone)
        group = [item for item in (entry, *sisters[path]) if preview or item.path not in hidden]
        versions = {
            item.lang: Translation(item.lang, item.address, item is entry)
            for item in reversed(group)
        }
        if len(versions) > 1:
            ordered = tuple(versions[lang] for lang in LANGUAGES if lang in versions)
            of.update(dict.fromkeys((item.path for item in group), ordered))
            # The original stands first in its group.
            best = tuple(sorted(group, key=lambda item: item.lang != LANGUAGES[0]))
            alike.update(dict.fromkeys((item.path for item in group), best))
    return Translations(of, alike, tuple(faults))


def _fault(
    entry: Entry, original: Entry | None, hidden: Mapping[str, str], complete: bool
) -> Fault | None:
    """Tell what is wrong with a translation and the original that it names, if anything."""
    written = f"«{entry.translation_of}»"
    warning = entry.draft
    if original is None:
        certain = complete or is_elsewhere(entry.translation_of)
        problem = f"chưa thấy bài {written}, có thể là bài đang có lỗi"
        if certain:
            problem = f"cổng không có bài {written}"
        mend = (
            "ghi đường dẫn đến tệp .md của bài gốc, như ../bai-goc/index.md, "
            "hoặc địa chỉ của bài ấy, như /tin-tuc/2022/06/10/bai-goc/"
        )
        if is_elsewhere(entry.translation_of):
            problem = f"{written} là địa chỉ của trang khác"
            mend = f"{mend}; dịch bài của trang khác thì ghi trường source, xóa dòng này"
        warning = warning or not certain
    elif original.path == entry.path:
        problem, mend = f"{written} là chính bài này", "ghi bài gốc, hoặc xóa dòng này"
    elif original.translation_of:
        problem = f"{written} cũng là bản dịch, của «{original.translation_of}»"
        mend = "ghi bài gốc mà cả hai dịch; trong bài gốc thì xóa dòng translation_of"
    elif original.lang == entry.lang:
        called = _CALLED[entry.lang]
        problem = f"bài gốc {written} cũng bằng {called}, như bài này"
        mend = "ghi đúng trường lang của hai bài, hoặc xóa dòng này"
    elif original.path in hidden and not entry.draft:
        problem = f"bài gốc {written} không ai xem được ({hidden[original.path].lower()})"
        mend = "đăng bài gốc, hoặc xóa dòng này"
        if not original.draft:
            # Its dates or another editor hid it: the page links to it again once it is public.
            mend = "xóa dòng này nếu bài gốc không trở lại; trang chỉ dẫn đến bài xem được"
            warning = True
    else:
        return None
    return Fault(entry.path, entry.translation_line, _FIELD, problem, mend, warning)


def _repeated(entries: list[Entry], gone: Collection[str]) -> Iterator[Fault]:
    """Name the translations of one original that are in one language; drafts are warned."""
    by_lang: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.path not in gone:
            by_lang[entry.lang].append(entry)
    for lang, alike in by_lang.items():
        public = [entry for entry in alike if not entry.draft]
        for entry in alike:
            others = [item for item in (public[:2] or alike[:2]) if item is not entry]
            if len(alike) > 1 and others:
                yield Fault(
                    entry.path,
                    entry.translation_line,
                    _FIELD,
                    f"«{entry.translation_of}» đã có bản dịch {_CALLED[lang]}: {others[0].path}",
                    "giữ một bản dịch cho mỗi thứ tiếng; ở bài kia xóa dòng này hoặc sửa lang",
                    warning=entry.draft,
                )
