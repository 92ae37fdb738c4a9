# SPDX-License-Identifier: AGPL-3.0-or-later
"""The plan: from all articles to every page of the site and what it shows.

A pure function without files or clocks. What holds for all of it:

- It is linear in the number of articles: they are sorted once, newest first, and of one
  time by path; they are grouped in one pass, and every list is a slice of its group.
- No page holds what changes with every new article, but for the front page and the newest
  page of each list.
- Planning needs little of each article (an `Entry`); the data of a page is made from whole
  articles, and only when the page is printed.
- Pages come in bundles, counted from the oldest as list pages are, so that a new article
  touches few of them. The key of a page covers the digests of all that its data is made
  of, and the key of a bundle those of all its pages: equal keys mean equal bytes.

Each kind of page is a module with `addresses(groups)`, needed before links are resolved,
and `bundles(material)`; here they are joined. The redirects come last: whether an old
address is free shows when all others are known.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, compress, islice, takewhile

from plugins.newsroom.article import Standing
from plugins.newsroom.fault import Fault
from plugins.newsroom.plan import (
    articles,
    corrections,
    directories,
    documents,
    dossiers,
    editions,
    events,
    feeds,
    front,
    lists,
    offline,
    periods,
    redirects,
    related,
    script_files,
    search,
    search_page,
    sitemaps,
    standing_pages,
    translations,
    urgent,
)
from plugins.newsroom.plan.addresses import Addresses
from plugins.newsroom.plan.bundle import PageBundle
from plugins.newsroom.plan.clock import date_drafts, future_faults
from plugins.newsroom.plan.entry import USUAL, Entry, path_of, published_of, rarities_of
from plugins.newsroom.plan.groups import group
from plugins.newsroom.plan.hidden import find_hidden
from plugins.newsroom.plan.links import (
    Linked,
    Linker,
    as_links_write_them,
    link_faults,
    resolve_links,
)
from plugins.newsroom.plan.material import FetchArticle, Material
from plugins.newsroom.plan.repeats import shared_addresses, shared_headlines
from plugins.newsroom.plan.settings import PlanSettings

__all__ = ["PageBundle", "PlanSettings", "SitePlan", "plan_entries"]

#: The kinds of page; the front page and the sitemaps and events need the clock too.
_KINDS = (
    *(articles, lists, periods, feeds, corrections, script_files, search, search_page),
    *(documents, dossiers, standing_pages, editions, directories, urgent, offline),
)


@dataclass(frozen=True, slots=True)
class SitePlan:
    """Every page of the site, and what was noticed while planning.

    `addresses` are those of all pages, listed only when they are iterated. `shown` and
    `standing` are what the pages show, `shown` newest first. `aliases` maps old addresses
    to present ones. `gone` maps the addresses, old ones too, of articles that are past their
    end or withdrawn to the pages that tell so, and with them `departed`, those of deleted files.
    `embargoed` are moments and content paths of the articles whose day has not come, the
    next one first; `due` is when the next embargo or expiry falls, `turn` when the front page
    may next change by time alone, `since` the latest of such moments that is past. A plan is
    `complete` if every source could be read and none was left out.
    """

    bundles: tuple[PageBundle, ...]
    addresses: Addresses
    shown: tuple[Entry, ...]
    standing: tuple[Standing, ...]
    faults: tuple[Fault, ...]
    aliases: Mapping[str, str]
    gone: Mapping[str, str]
    departed: tuple[str, ...]
    embargoed: tuple[tuple[datetime, str], ...]
    due: datetime | None
    turn: datetime | None
    since: datetime | None
    complete: bool


def plan_entries(
    entries: Iterable[Entry],
    standing: Iterable[Standing],
    plan_settings: PlanSettings,
    now: datetime,
    fetch: FetchArticle,
    complete: bool = True,
    departed: Iterable[str] = (),
    only_faults: bool = False,
) -> SitePlan:
    """Plan all pages that the site has at the moment *now* (with its time zone).

    *fetch* gives a whole article when a page needs it. Where some articles could not
    be read, the entries are not *complete*: then a link to an address that may be theirs
    is no more than a warning. *departed* are published addresses whose files were deleted
    on purpose. A plan of *only_faults* has no pages.
    """
    entries, fetch = date_drafts(list(entries), fetch, now)
    entries.sort(key=path_of)
    # Sorting keeps what is equal in its order: the path decides between equal times.
    entries.sort(key=published_of, reverse=True)
    standing = sorted(standing, key=lambda item: item.path)
    moment = now.timestamp()
    # Only these are looked at one by one below.
    rare = _rare(entries, moment)
    hidden = find_hidden(rare, moment)
    shown, shown_rare = entries, rare
    if hidden.badges and not plan_settings.preview:
        shown, shown_rare = (
            [item for item in some if item.path not in hidden.badges] for some in (entries, rare)
        )
    shown_standing = [item for item in standing if plan_settings.preview or not item.draft]
    gone = {item.path for item in hidden.gone}
    old = as_links_write_them(translations.aliases_of(rare))
    translated = translations.join(
        entries, rare, hidden.badges, gone, plan_settings.preview, old, complete
    )
    groups = group(shown, shown_rare, shown_standing, plan_settings, translated.versions)
    addresses = Addresses.union(
        kind.addresses(groups) for kind in (*_KINDS, events, front, sitemaps)
    )

    linkers = list(map(Linker.of_standing, standing))
    present = [*shown, *map(Linker.of_standing, shown_standing)]
    everything = [*entries, *linkers]
    unseen = _unseen(present, everything)
    linking = [item for item in (*shown_rare, *present[len(shown) :]) if item.links]
    # Drafts and embargoed articles are checked before they become public.
    to_be_seen = [
        item for item in (*rare, *linkers) if (item.links or item.aliases) and item.path not in gone
    ]
    own = {item.address for item in (*rare, *linkers) if item.path in hidden.badges or item.draft}
    resolved = redirects.resolve(
        to_be_seen,
        hidden.gone,
        {item.path for item in unseen},
        # The preview has pages that may be given up to the old addresses of others.
        (address for address in addresses if address not in own)
        if plan_settings.preview
        else addresses,
        [item.address for item in hidden.embargoed],
        departed,
    )
    with_pages, pages = plan_settings.redirect_pages, addresses
    if not plan_settings.preview:
        addresses = Addresses.union((pages, redirects.addresses(resolved, pages, with_pages)))
    old = as_links_write_them(resolved.aliases)
    chosen = related.choose(
        entries,
        rare,
        hidden.badges,
        gone,
        plan_settings.preview,
        old,
        complete,
        translated.versions,
    )
    material = Material(
        groups,
        hidden.badges if plan_settings.preview else {},
        resolve_links(linking, present, unseen, addresses, old),
        translated.of,
        fetch,
        urgent.choose((item for item in shown_rare if item.path not in gone), moment),
        chosen.of,
    )
    # Four fifths of the time go into the pages, which the faults do not need.
    bundles = [] if only_faults else list(_bundles(material, now))
    if not plan_settings.preview and not only_faults:
        bundles += redirects.bundles(material, resolved, pages, with_pages)
    turns = [*front.turns(groups), *urgent.turns(shown_rare), *events.turns(groups)]
    return SitePlan(
        bundles=tuple(sorted(bundles, key=lambda bundle: bundle.time)),
        addresses=addresses,
        shown=tuple(shown),
        standing=tuple(shown_standing),
        faults=(
            *shared_addresses(everything, plan_settings.preview),
            *shared_headlines(entries, gone),
            *resolved.faults,
            *future_faults(rare, now),
            *link_faults(complete, to_be_seen, unseen, addresses, old),
            *translated.faults,
            *chosen.faults,
            *urgent.faults(rare, moment),
            *documents.faults(rare, gone),
            *dossiers.faults(rare, standing, gone, complete),
        ),
        aliases=resolved.aliases,
        gone=resolved.gone,
        departed=resolved.departed,
        embargoed=tuple(
            (datetime.fromtimestamp(item.published, now.tzinfo), item.path)
            for item in hidden.embargoed
        ),
        due=_moment(hidden.due, now),
        turn=_moment(min((turn for turn in turns if turn > moment), default=None), now),
        since=_moment(max(_fallen(shown, hidden.gone, turns, moment), default=None), now),
        complete=complete,
    )


def _rare(entries: Sequence[Entry], now: float) -> list[Entry]:
    """List those of *entries*, newest first, that are of the future or have something unusual."""
    coming = sum(1 for _ in takewhile(lambda item: item.published > now, entries))
    is_unusual = map(USUAL.__ne__, map(rarities_of, entries[coming:]))
    return [*entries[:coming], *compress(entries[coming:], is_unusual)]


def _unseen(present: Sequence[Linked], everything: Sequence[Linked]) -> list[Linked]:
    if len(present) == len(everything):
        return []
    visible = {item.path for item in present}
    return [item for item in everything if item.path not in visible]


def _fallen(
    shown: Iterable[Entry], gone: Iterable[Entry], turns: Iterable[float], now: float
) -> Iterator[float]:
    """List the moments, up to *now*, at which time alone showed or hid something last."""
    yield from (turn for turn in turns if turn <= now)
    yield from (entry.published for entry in islice(shown, 1))
    yield from (entry.ends for entry in gone if entry.ends is not None and entry.ends <= now)


def _moment(seconds: float | None, now: datetime) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, now.tzinfo)


def _bundles(material: Material, now: datetime) -> Iterator[PageBundle]:
    yield from chain.from_iterable(kind.bundles(material) for kind in _KINDS)
    yield from front.bundles(material, now.timestamp())
    yield from events.bundles(material, now.timestamp())
    yield from sitemaps.bundles(material, now)
