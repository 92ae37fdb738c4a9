# SPDX-License-Identifier: AGPL-3.0-or-later
"""Links of texts: what leads where, and what leads nowhere."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from plugins.newsroom.article import Standing
from plugins.newsroom.fault import Fault
from plugins.newsroom.field_names import LANGUAGES
from plugins.newsroom.plan.entry import Entry


class Linker(NamedTuple):
    """What links, aliases and addresses need of a standing page.

    The fields are those of `Entry`; path and address have the same places too.
    """

    path: str
    address: str
    draft: bool
    aliases: Sequence[Sequence]
    links: Sequence[Sequence]
    address_line: int

    @classmethod
    def of_standing(cls, page: Standing) -> "Linker":
        links = [[link.target, link.written, link.line] for link in page.text.links]
        return cls(page.path, page.address, page.draft, page.aliases, links, page.address_line)


Linked = Entry | Linker


def other_path(items: Sequence[Linked], one: Linked) -> str:
    """Name the first file of *items* that is not *one*: naming all would be quadratic."""
    more = f" và {len(items) - 2} tệp khác" if len(items) > 2 else ""
    return (items[1] if items[0] is one else items[0]).path + more


def as_links_write_them(aliases: Mapping[str, str]) -> dict[str, str]:
    """Write old addresses with a slash at their ends too, as links to them are kept."""
    return aliases | {f"{alias.rstrip('/')}/": address for alias, address in aliases.items()}


def resolve_links(
    linking: Sequence[Linked],
    shown: Iterable[Linked],
    hidden: Iterable[Linked],
    pages: Container[str],
    aliases: Mapping[str, str],
) -> dict[str, tuple[tuple[str, str], ...]]:
    """Pair the link targets of the texts that are *linking* with their addresses.

    An old address of *aliases* leads where it does by now. A target that the public
    does not see, or that is none of the *pages*, has the address "", and is printed
    as words without a link until it is seen.
    """
    targets = {target for item in linking for target, _, _ in item.links}
    if not targets:
        return {}
    addresses = dict.fromkeys([key for item in hidden for key in (item.path, item.address)], "")
    addresses.update((item.path, item.address) for item in shown if item.path in targets)
    # By now the address of what is hidden may be an old address of something else.
    addresses.update(aliases)

    def leads_to(target: str) -> str | None:
        address = addresses.get(target)
        if address is None and target.startswith("/") and target not in pages:
            return ""
        return address

    return {
        item.path: tuple(
            (target, address)
            for target in dict.fromkeys(target for target, _, _ in item.links)
            if (address := leads_to(target)) is not None
        )
        for item in linking
    }


#: What there is below the front page of a language, as articles in it come and go.
_PARTS = ("trang", "van-ban", "lich", "chuyen-muc", "tac-gia", "chu-de", "cai-chinh")
#: Beginnings of the addresses that come and go with articles.
_OF_ARTICLES = (
    *("/tin-tuc/", "/tac-gia/", "/chu-de/", "/van-ban/", "/lich/", "/ho-so/"),
    *(f"/{lang}/{part}/" for lang in LANGUAGES[1:] for part in _PARTS),
)


def link_faults(
    complete: bool,
    items: Iterable[Linked],
    hidden: Iterable[Linked],
    addresses: Container[str],
    of_aliases: Container[str],
) -> Iterator[Fault]:
    """Name links to addresses that no page has, and links to what is not public.

    A draft may lead to other drafts, and to lists that begin with it.
    """
    unseen = {
        key: item for item in hidden for key in (item.path, item.address) if key not in of_aliases
    }
    for item in items:
        for link_target, written, line in item.links:
            target = unseen.get(link_target)
            if target is not None:
                if item.draft:
                    continue
                yield Fault(
                    item.path,
                    line,
                    "liên kết",
                    f"«{written}» dẫn đến bài chưa đăng, đã hết hạn hoặc đã gỡ",
                    "bỏ liên kết, hoặc đăng bài kia; cho đến lúc đó chỉ in chữ, không có liên kết",
                    warning=not target.draft,
                )
            elif (
                link_target.startswith("/")
                and link_target not in addresses
                and link_target not in of_aliases
            ):
                # It may be the page of an article that could not be read.
                uncertain = not complete and link_target.startswith(_OF_ARTICLES)
                yield Fault(
                    item.path,
                    line,
                    "liên kết",
                    f"chưa thấy trang «{written}», có thể là của bài đang có lỗi"
                    if uncertain
                    else f"cổng không có trang «{written}»",
                    "sửa địa chỉ, hoặc dẫn đến tệp .md của bài",
                    warning=item.draft or uncertain,
                )
