# SPDX-License-Identifier: AGPL-3.0-or-later
"""Old addresses and withdrawn articles: what a host answers with 301 and 410."""

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b
from operator import attrgetter, itemgetter

from plugins.newsroom.codec import digest
from plugins.newsroom.fault import Fault
from plugins.newsroom.field_names import LANGUAGES
from plugins.newsroom.old_address import OldAddress, key_of, parse_old_address
from plugins.newsroom.page import GonePage, Move, MovedPage, Page, Redirects
from plugins.newsroom.plan.addresses import Addresses
from plugins.newsroom.plan.bundle import PageBundle
from plugins.newsroom.plan.entry import Entry
from plugins.newsroom.plan.links import Linked, other_path
from plugins.newsroom.plan.material import Material
from plugins.newsroom.plan.search_page import PARAMETERS, SEARCH

#: What answers 410 where no article left a page of its own.
GONE = "/410.html"
#: What hosts read, with the printers of the files; those that begin with a dot are shut.
_FILES = {
    "/.redirects.map": "nginx_redirects",
    "/.gone.map": "nginx_gone",
    "/.redirects.caddy": "caddy_maps",
    "/_redirects": "redirect_rules",
}
#: Folders and files of the site whose names no plan knows.
_OTHERS = ("anh/", "tep/", "theme/", "tim-kiem/", "favicon.ico", "manifest.webmanifest", "410.html")
_OTHERS += (".redirects.map", ".gone.map", ".redirects.caddy", "_redirects", ".newsroom.json")
_OTHERS += (".well-known/", "sw.js")
#: The pages that search, and their files.
_SEARCH = tuple(
    f"{place}{SEARCH.strip('/')}{file}"
    for place in ("", *(f"{lang}/" for lang in LANGUAGES[1:]))
    for file in ("", "/index.html")
)
#: How the names of compressed copies end.
_COMPRESSED = (".br", ".gz")
#: Bytes of a name that every file system takes.
_LONGEST_NAME = 240


@dataclass(frozen=True, slots=True)
class Resolved:
    """What becomes of old addresses, and of the addresses of articles that are gone.

    `aliases` maps old addresses as typed to present ones, `gone` addresses, old ones too,
    to the pages that tell so; `withdrawn` are the articles that have such a page, and
    `departed` the addresses among the gone whose files were deleted.
    """

    aliases: Mapping[str, str]
    gone: Mapping[str, str]
    withdrawn: tuple[Entry, ...]
    departed: tuple[str, ...]
    faults: tuple[Fault, ...]


@dataclass(slots=True)
class _Claims:
    """Who claims which old address, by its key."""

    owners: dict[str, tuple[Linked, str, int]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def refuse(self, item: Linked, line: int, problem: str, mend: str) -> None:
        self.faults.append(Fault(item.path, line, "aliases", problem, mend))


def resolve(
    items: Iterable[Linked],
    gone: Sequence[Entry],
    hidden: Container[str],
    addresses: Iterable[str],
    coming: Iterable[str],
    departed: Iterable[str] = (),
) -> Resolved:
    """Find where every old address leads, and name every file whose alias cannot stand.

    *items* are all that may claim one, those that are *gone* apart, which yield to them;
    *hidden* are the content paths of what the public does not see; *addresses* are those of
    all pages, *coming* those of embargoed articles, *departed* published ones whose files were
    deleted: they are gone unless something else stands there now. What leads to a hidden
    address leads on to where that one does, so that no chain is left.
    """
    claiming = [item for item in items if item.aliases]
    departed = sorted(departed)
    if not claiming and not gone and not departed:
        return Resolved({}, {}, (), (), ())
    present = set(map(key_of, addresses))
    claims = _claims(claiming, present, set(map(key_of, coming)))
    for item in gone:
        for alias, line in item.aliases:
            key = key_of(alias)
            if key not in present and not _is_file(key) and not _is_query(key):
                claims.owners.setdefault(key, (item, alias, line))
    ends = _Ends(claims, {item.path for item in gone}, hidden)
    aliases: dict[str, str] = {}
    lost: dict[str, str] = {}
    for item, alias, _ in claims.owners.values():
        end = ends.of(item)
        if end is not None and end.path in ends.gone:
            lost[alias] = _page_of(end)
        elif end is not None:
            aliases[alias] = end.address
    withdrawn = []
    for item in gone:
        key = key_of(item.address)
        if key not in claims.owners and key not in present:
            lost[item.address] = _page_of(item)
            if item.withdrawn:
                withdrawn.append(item)
    known = {*claims.owners, *present, *map(key_of, lost)}
    departed = [address for address in departed if key_of(address) not in known]
    lost.update(dict.fromkeys(departed, GONE))
    return Resolved(aliases, lost, tuple(withdrawn), tuple(departed), tuple(claims.faults))


def _page_of(item: Entry) -> str:
    return item.address if item.withdrawn else GONE


def _claims(items: Iterable[Linked], present: Set[str], waiting: Set[str]) -> _Claims:
    """Collect who claims what; name every file whose alias is taken."""
    # Of each old address the files that claim it, each once.
    claims: dict[str, dict[str, tuple[Linked, str, int]]] = defaultdict(dict)
    for item in items:
        for alias, line in item.aliases:
            claims[key_of(alias)].setdefault(item.path, (item, alias, line))
    result = _Claims()
    for key, claimants in claims.items():
        owners = [item for item, _, _ in claimants.values()]
        for item, alias, line in claimants.values():
            mend = "bỏ dòng này hoặc sửa địa chỉ"
            if key == key_of(item.address):
                taken_by, mend = "là địa chỉ của chính bài này", "bỏ dòng này"
            elif key in present or _page_of_file(key) in present:
                taken_by = "một trang của cổng đang dùng"
            elif _is_file(key):
                taken_by = "thuộc phần ảnh, tệp, tìm kiếm và cài đặt của cổng"
            elif _is_query(key):
                taken_by = "là một câu tìm kiếm trên cổng"
            elif key in waiting:
                taken_by = "một bài đang chờ ngày đăng sẽ dùng"
            elif len(owners) > 1:
                taken_by = f"{other_path(owners, item)} cũng nhận"
            else:
                result.owners[key] = item, alias, line
                continue
            result.refuse(item, line, f"địa chỉ cũ «{alias}» {taken_by}", mend)
    return result


def _is_file(key: str) -> bool:
    """Tell whether an address is, or may be, that of a file whose name no plan knows."""
    return key.startswith(_OTHERS) and "?" not in key


def _is_query(key: str) -> bool:
    """Tell whether readers who search are sent to an address: it must not lead away."""
    path, _, query = key.partition("?")
    names = (part.partition("=")[0] for part in query.split("&"))
    return path.strip("/") in _SEARCH and any(name in PARAMETERS for name in names)


def _page_of_file(key: str) -> str | None:
    """Tell the key of the page whose file an address names; None where it names none."""
    folder, _, name = key.rpartition("/")
    return folder if name == "index.html" else None


class _Ends:
    """Where claims end: each item is looked at once, however many lead through it."""

    def __init__(self, claims: _Claims, gone: Set[str], hidden: Container[str]) -> None:
        self._claims, self.gone, self._hidden = claims, gone, hidden
        self._known: dict[str, Linked | None] = {}

    def of(self, item: Linked) -> Linked | None:
        """Find what shows in place of *item*: itself, or the last in the chain; None if nothing.

        One that is gone shows nothing, but tells that it is gone.
        """
        passed: dict[str, tuple[Linked, str, int]] = {}
        end: Linked | None = item
        while end is not None and end.path not in self._known:
            if end.path not in self._hidden:
                break
            claim = self._claims.owners.get(key_of(end.address))
            if claim is None:
                end = end if end.path in self.gone else None
                break
            if end.path in passed:
                self._refuse_circle(passed, end.path)
                end = None
                break
            passed[end.path] = claim
            end = claim[0]
        if end is not None and end.path in self._known:
            end = self._known[end.path]
        self._known.update(dict.fromkeys(passed, end))
        return end

    def _refuse_circle(self, passed: Mapping[str, tuple[Linked, str, int]], first: str) -> None:
        paths = list(passed)
        circle = paths[paths.index(first) :]
        for path in circle:
            owner, alias, line = passed[path]
            others = "" if len(circle) == 1 else f" qua {path}"
            self._claims.refuse(
                owner,
                line,
                f"địa chỉ cũ «{alias}» dẫn vòng về chính nó{others}",
                "bỏ dòng này, hoặc đăng lại một trong các bài ấy",
            )


def addresses(resolved: Resolved, pages: Container[str], with_pages: bool) -> Addresses:
    """Tell the addresses of the files that hosts read, and of the pages for what is gone.

    *pages* are all others; *with_pages* adds one for each old address that may have one.
    """
    moved = _moved_pages(resolved, pages) if with_pages else ()
    own = [item.address for item in resolved.withdrawn]
    folders = [address for address, _ in moved if address.endswith("/")]
    files = [address for address, _ in moved if not address.endswith("/")]
    return Addresses([*own, *folders], [GONE, *_FILES, *files])


def bundles(
    material: Material, resolved: Resolved, pages: Container[str], with_pages: bool
) -> Iterator[PageBundle]:
    """Plan the files that hosts read together, then the pages, in groups by their addresses."""
    redirects = Redirects(_moves(resolved.aliases), _moves(resolved.gone))
    whole = digest(redirects)
    yield material.bundle(
        "redirects", tuple(_FILES.values()), partial(_files, material, redirects, whole), whole
    )
    yield material.bundle(
        "gone",
        ("gone.html",),
        partial(_gone_pages, material, resolved.withdrawn),
        *(part for item in resolved.withdrawn for part in (item.address, item.digest)),
    )
    together: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for pair in _moved_pages(resolved, pages) if with_pages else ():
        together[blake2b(pair[0].encode(), digest_size=1).hexdigest()].append(pair)
    for digits, pairs in sorted(together.items()):
        yield material.bundle(
            f"moved {digits}",
            ("moved.html",),
            partial(_pages_of_moves, material, pairs),
            digest(pairs),
        )


def _files(material: Material, redirects: Redirects, whole: str) -> Iterator[Page]:
    for address, template in _FILES.items():
        yield material.page(address, template, lambda: redirects, whole)


def _gone_pages(material: Material, withdrawn: Iterable[Entry]) -> Iterator[Page]:
    title = material.settings.names.gone
    yield material.page_of(GONE, "gone.html", GonePage(title))
    for item in withdrawn:
        make: Callable[[], GonePage] = partial(_make_gone, material, item.path, title)
        yield material.page(item.address, "gone.html", make, item.digest)


def _make_gone(material: Material, path: str, title: str) -> GonePage:
    return GonePage(title, material.fetch(path).withdrawn)


def _pages_of_moves(material: Material, pairs: Iterable[tuple[str, str]]) -> Iterator[Page]:
    title = material.settings.names.moved
    for address, target in pairs:
        yield material.page_of(address, "moved.html", MovedPage(title, target))


def _moves(targets: Mapping[str, str]) -> tuple[Move, ...]:
    """List where old addresses lead, each once, sorted."""
    moves = []
    for typed, target in targets.items():
        old = parse_old_address(typed) or OldAddress(typed, "")
        moves.append(Move(old.path, old.query, target))
    return tuple(sorted(moves, key=attrgetter("path", "query")))


def _moved_pages(resolved: Resolved, pages: Container[str]) -> list[tuple[str, str]]:
    """Pair the addresses of the pages that stand at old ones with where they lead.

    A folder of files knows no query, and a name in it is a file or a folder: what has a
    query, or stands below a file, has no page.
    """
    paths = {
        unicodedata.normalize("NFC", move.path).strip("/"): move.address
        for move in _moves(resolved.aliases)
        if not move.query
    }
    above = {path[:end] for path in paths for end in _slashes(path)}
    pairs = []
    for path, target in paths.items():
        names = path.split("/")
        is_file = names[-1].lower().endswith((".html", ".htm")) and path not in above
        if (
            max(len(name.encode()) for name in names) > _LONGEST_NAME
            or names[0].startswith(".")
            or any(name.endswith(_COMPRESSED) for name in names)
            or any(f"/{path[:end]}" in pages for end in (*_slashes(path), len(path)))
        ):
            continue
        pairs.append((f"/{path}" if is_file else f"/{path}/", target))
    return sorted(pairs, key=itemgetter(0))


def _slashes(path: str) -> list[int]:
    return [place for place, letter in enumerate(path) if letter == "/"]
