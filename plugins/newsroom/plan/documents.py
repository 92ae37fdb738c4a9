# SPDX-License-Identifier: AGPL-3.0-or-later
"""Documents: the lists of articles that publish one, and what is published twice.

They stand by the day of their issue, the newest first; the lists are those of all, of each
year and of each issuer, in each language by itself.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence

from plugins.newsroom.fault import Fault
from plugins.newsroom.page import Link, Translation
from plugins.newsroom.plan.addresses import Addresses
from plugins.newsroom.plan.bundle import PageBundle
from plugins.newsroom.plan.entry import Entry
from plugins.newsroom.plan.groups import Groups
from plugins.newsroom.plan.lists import StoryList, list_addresses, list_bundles
from plugins.newsroom.plan.material import Material
from plugins.newsroom.plan.settings import EditionNames
from plugins.vietnamese.letters import name_key


def documents_of(edition: EditionNames) -> str:
    """Tell where all documents in a language stand."""
    return f"{edition.address}van-ban/"


def addresses(groups: Groups) -> Addresses:
    """Tell the addresses of all lists; that of all documents is there, empty or not."""
    lists = ((one.link.address, one.entries) for one in _lists(groups))
    return list_addresses(lists, groups.settings.per_page)


def bundles(material: Material) -> Iterator[PageBundle]:
    """Plan the lists."""
    for one in _lists(material.groups):
        yield from list_bundles(material, one)


def _lists(groups: Groups) -> Iterator[StoryList]:
    languages = groups.languages_with(groups.documents, documents_of)
    for edition in groups.editions_with(groups.documents):
        yield from _lists_in(groups, edition, languages)


def _lists_in(
    groups: Groups, edition: EditionNames, languages: tuple[Translation, ...]
) -> Iterator[StoryList]:
    every, links, lang = groups.documents[edition.lang], groups.issuers[edition.lang], edition.lang
    by_year: dict[str, list[Entry]] = {}
    by_issuer: dict[str, list[Entry]] = {key: [] for key in links}
    for entry in every:
        by_year.setdefault(entry.document[0][:4], []).append(entry)
        by_issuer[name_key(entry.document[2])].append(entry)
    names, address = edition.names, documents_of(edition)
    whole = Link(names.documents, address)
    years = tuple(
        Link(names.documents_year.format(year=year), f"{address}{year}/") for year in by_year
    )
    chips = tuple(Link(names.period_beside(year), f"{address}{year}/") for year in by_year)
    issuers = tuple(sorted(links.values(), key=lambda link: name_key(link.text)))
    home = (edition.home,)
    yield StoryList(
        "documents",
        whole,
        every,
        home,
        periods=chips,
        related=issuers,
        lang=lang,
        languages=languages,
    )
    above = (*home, whole)
    beside: Sequence[Link | None] = (None, *years, None)
    for place, entries in enumerate(by_year.values(), 1):
        later, link, earlier = beside[place - 1 : place + 2]
        yield StoryList("documents", link, entries, above, earlier=earlier, later=later, lang=lang)
    for key, entries in by_issuer.items():
        yield StoryList("issuer", links[key], entries, above, lang=lang)


def faults(entries: Iterable[Entry], gone: Collection[str]) -> Iterator[Fault]:
    """Warn of two documents of one number, issuer and year, in one language.

    What is *gone* counts for nothing.
    """
    first: dict[tuple[str, ...], Entry] = {}
    for entry in entries:
        if entry.document is None or entry.path in gone:
            continue
        issued, number, issuer, line = entry.document
        key = ("".join(name_key(number).split()), name_key(issuer), issued[:4], entry.lang)
        other = first.setdefault(key, entry)
        if other is not entry:
            yield Fault(
                entry.path,
                line,
                "document.number",
                f"văn bản «{number}» của «{issuer}» đã có ở {other.path}",
                "sửa số hoặc cơ quan; nếu là một văn bản thì giữ trường document ở một bài",
                warning=True,
            )
