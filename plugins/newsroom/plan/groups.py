# SPDX-License-Identifier: AGPL-3.0-or-later
"""Groups: the entries that are shown, put into the lists that they stand in."""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import merge
from itertools import chain, compress, groupby

from plugins.newsroom.article import STANDING_FOLDER, Standing
from plugins.newsroom.field_names import LANGUAGES
from plugins.newsroom.page import Link, Translation
from plugins.newsroom.plan.entry import (
    Entry,
    address_of,
    grouping_of,
    names_of,
    path_of,
    tags_of,
)
from plugins.newsroom.plan.names import assign_addresses
from plugins.newsroom.plan.settings import EditionNames, PlanSettings
from plugins.vietnamese.letters import name_key, slugify, topic_key

_AUTHORS, _TAGS = "/tac-gia/", "/chu-de/"
#: Below the front page of each language.
_ISSUERS = "van-ban/co-quan/"

Versions = Mapping[str, tuple[Entry, ...]]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What there is in a language that is not the portal's own; no list is empty.

    The maps have the keys of those of `Groups`; `by_dossier` has those of the dossiers that are
    introduced in another language.
    """

    edition: EditionNames
    sections: Mapping[str, Link]
    authors: Mapping[str, Link]
    tags: Mapping[str, Link]
    by_section: Mapping[str, Sequence[Entry]]
    by_author: Mapping[str, Sequence[Entry]]
    by_tag: Mapping[str, Sequence[Entry]]
    by_period: Mapping[str, Sequence[Entry]]
    section_periods: Mapping[str, Mapping[str, Sequence[Entry]]]
    periods: Mapping[str, Sequence[str]]
    by_dossier: Mapping[str, Sequence[Entry]]
    corrected: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Groups:
    """Everything that is shown; every sequence of entries is sorted newest first.

    `entries` are all; `common` those of lists in the portal's own language, in which an article
    and its translations never stand beside each other: the version in that language does, or
    else the original. So it is in all that lists are made of, but for `kin`, the `mentions` of
    tags and `every_by_period`.
    `featured` and `corrected` are those of `entries` that are so. `sections` maps slugs,
    `authors` maps `name_key`s and `tags` `topic_key`s to the links of their lists, and
    `by_section`, `by_author` and `by_tag` have the same keys. `kin` puts together what articles
    call related: those of a section in the portal's own language, by its slug, and those in
    another one ("in en"). `by_period` has the keys
    "2017", "2017/02" and "2017/02/23", those of `section_periods`, for each section, "2017" and
    "2017/02"; `periods` maps a year or month to the periods below
    it, newest first, and "" to the years. `unusual` maps (root, name) to the link of a name
    that a page writes otherwise than the article, or that leads elsewhere than its letters
    tell. `documents` maps each language that the site has lists in to the articles that publish
    one, sorted by the day of its issue; `dossiers` are those of the standing pages
    that introduce one, the others are `standing`;
    `by_dossier` maps their content paths to the articles that belong to them, and `dossier_of`
    the content paths of these to the links of the dossiers. `events` maps these languages to
    those that invite to one, sorted by its start, the first one first. `issuers` maps them to
    maps of `name_key`s to the links of their lists. `catalogues` maps the other languages that the
    site has pages in to what there is in them.
    """

    settings: PlanSettings
    entries: Sequence[Entry]
    common: Sequence[Entry]
    standing: Sequence[Standing]
    dossiers: Sequence[Standing]
    featured: Sequence[Entry]
    corrected: Sequence[Entry]
    sections: Mapping[str, Link]
    authors: Mapping[str, Link]
    tags: Mapping[str, Link]
    by_section: Mapping[str, Sequence[Entry]]
    by_author: Mapping[str, Sequence[Entry]]
    by_tag: Mapping[str, Sequence[Entry]]
    mentions: Mapping[str, Sequence[Entry]]
    kin: Mapping[str, Sequence[Entry]]
    by_period: Mapping[str, Sequence[Entry]]
    every_by_period: Mapping[str, Sequence[Entry]]
    section_periods: Mapping[str, Mapping[str, Sequence[Entry]]]
    periods: Mapping[str, Sequence[str]]
    unusual: Mapping[tuple[str, str], str]
    documents: Mapping[str, Sequence[Entry]]
    events: Mapping[str, Sequence[Entry]]
    issuers: Mapping[str, Mapping[str, Link]]
    catalogues: Mapping[str, Catalogue]
    by_dossier: Mapping[str, Sequence[Entry]] = field(default_factory=dict)
    dossier_of: Mapping[str, Link] = field(default_factory=dict)

    def editions_with(self, some: Mapping[str, Sequence[Entry]]) -> list[EditionNames]:
        """List the languages that have *some*, the portal's own, which comes first, anyway."""
        own, *others = self.settings.languages
        return [own, *(edition for edition in others if some[edition.lang])]

    def languages_with(
        self, some: Mapping[str, Sequence[Entry]], address_of: Callable[[EditionNames], str]
    ) -> tuple[Translation, ...]:
        """Tell where the list of *some* stands in each language; () where there is one alone."""
        found = [Translation(one.lang, address_of(one)) for one in self.editions_with(some)]
        return tuple(found) if len(found) > 1 else ()

    def in_language(self, lang: str) -> Sequence[Entry]:
        """List the entries in a language that is not the portal's own."""
        return self.kin.get(f"in {lang}", ())

    def links_of(self, entry: Entry) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
        """Tell where the authors and the tags of an article lead, in its order."""
        lists = self.catalogues.get(entry.lang, self)
        authors = tuple(lists.authors[name_key(name)] for name in entry.names)
        tags = tuple(lists.tags[topic_key(tag)] for tag in entry.tags)
        return authors, tags

    def section_in(self, slug: str, lang: str) -> Link:
        """Tell where a section is listed for readers of *lang*: in it, if anything there is."""
        lists = self.catalogues.get(lang, self)
        return lists.sections.get(slug) or self.sections[slug]

    @property
    def lists(self) -> list[tuple[EditionNames, "Groups | Catalogue"]]:
        """What there is in each language that the site has pages in, the portal's own first."""
        own, *_ = self.settings.languages
        return [(own, self), *((found.edition, found) for found in self.catalogues.values())]

    def beside(
        self,
        address: str,
        key: str,
        lists_of_kind: Callable[[Catalogue], Container[str]],
        lang: str = LANGUAGES[0],
    ) -> tuple[Translation, ...]:
        """Tell where the list at *address*, in *lang*, stands in each language.

        *lists_of_kind* gives the lists of its kind in another language, by their keys, of which it
        has *key*. () where it is in one language alone.
        """
        found = [
            Translation(other, lists.edition.place(address))
            for other, lists in self.catalogues.items()
            if key in lists_of_kind(lists)
        ]
        return (Translation(lang, address), *found) if found else ()

    def dossiers_in(self, edition: EditionNames) -> list[Standing]:
        """List the dossiers with something in a language, in the portal's own all of them."""
        lists = self.catalogues.get(edition.lang)
        return [
            page
            for page in self.dossiers
            if lists is None or page.lang == edition.lang or page.path in lists.by_dossier
        ]

    def issuer_of(self, entry: Entry) -> Link | None:
        """Tell where the documents of the one stand that issued the document of *entry*."""
        if not entry.document:
            return None
        return self.issuers[self.settings.edition(entry.lang).lang][name_key(entry.document[2])]

    def unusual_names(self, entries: Iterable[Entry]) -> list[str]:
        """Tell apart the links of names that the digests of *entries* do not tell."""
        if not self.unusual:
            return []
        return [
            self.unusual.get((root, name), "")
            for entry in entries
            for root, names in ((_AUTHORS, entry.names), (_TAGS, entry.tags))
            for name in names
        ]


def group(
    entries: Sequence[Entry],
    rare: Sequence[Entry],
    standing: Sequence[Standing],
    settings: PlanSettings,
    versions: Versions,
) -> Groups:
    """Put every entry into its groups, in one pass.

    *entries* are sorted newest first, and so are those of them that are *rare*: no other
    one is featured or corrected, or has a document, an event or a dossier. *versions* maps the
    content paths of what is there in several languages to all of them, the best first.
    """

    def listed(by: Mapping[str, Sequence[Entry]]) -> Mapping[str, Sequence[Entry]]:
        return {key: _one_version(some, versions) for key, some in by.items()}

    oldest_first = entries[::-1]
    names = dict.fromkeys(chain.from_iterable(map(names_of, oldest_first)))
    words = dict.fromkeys(chain.from_iterable(map(tags_of, oldest_first)))
    authors, tags = assign_addresses(names, _AUTHORS), assign_addresses(words, _TAGS, topic_key)
    sections = {
        slug: Link(name, f"/chuyen-muc/{slug}/") for slug, name in settings.sections.items()
    }
    by_section: dict[str, list[Entry]] = {slug: [] for slug in sections}
    by_author: dict[str, list[Entry]] = {key: [] for key in authors}
    by_tag: dict[str, list[Entry]] = {key: [] for key in tags}
    # By each spelling of a name, so that none is folded twice.
    by_name = {name: by_author[name_key(name)] for name in names}
    by_word = {word: by_tag[topic_key(word)] for word in words}
    by_period, periods = _group_by_period(_fill(entries, by_section, by_name, by_word))
    in_sections = listed(_with_further(by_section, rare))
    documents = _by_language((entry for entry in rare if entry.document), settings)
    events = _by_language((entry for entry in rare if entry.event), settings)
    kin = _kin(by_section, rare)
    dossiers = [page for page in standing if page.is_dossier]
    by_dossier, dossier_of = _in_dossiers(dossiers, rare, settings)
    return Groups(
        settings=settings,
        entries=entries,
        common=_one_version(entries, versions),
        standing=[page for page in standing if not page.is_dossier],
        dossiers=dossiers,
        featured=_one_version([entry for entry in rare if entry.featured], versions),
        corrected=_one_version([entry for entry in rare if entry.corrections], versions),
        sections=sections,
        authors=authors,
        tags=tags,
        by_section=in_sections,
        by_author=listed(by_author),
        by_tag=listed(by_tag),
        mentions=by_tag,
        kin=kin,
        by_period=listed(by_period),
        every_by_period=by_period,
        section_periods={slug: _periods_of(some) for slug, some in in_sections.items()},
        periods=periods,
        unusual={
            **_unusual(names, authors, _AUTHORS, name_key),
            **_unusual(words, tags, _TAGS, topic_key),
        },
        documents={
            lang: sorted(some, key=lambda entry: entry.document[0], reverse=True)
            for lang, some in listed(documents).items()
        },
        issuers={
            edition.lang: assign_addresses(
                (entry.document[2] for entry in reversed(documents[edition.lang])),
                f"{edition.address}{_ISSUERS}",
            )
            for edition in settings.languages
        },
        catalogues={
            edition.lang: _catalogue(
                edition,
                kin.get(f"in {edition.lang}", ()),
                sections,
                authors,
                tags,
                dossiers,
                by_dossier,
            )
            for edition in settings.editions
        },
        by_dossier=listed(by_dossier),
        dossier_of=dossier_of,
        events={
            lang: sorted(some, key=lambda entry: (entry.event[0], entry.path))
            for lang, some in listed(events).items()
        },
    )


def _fill(
    entries: Sequence[Entry],
    by_section: Mapping[str, list[Entry]],
    by_name: Mapping[str, list[Entry]],
    by_word: Mapping[str, list[Entry]],
) -> Mapping[str, list[Entry]]:
    """Put *entries* into the lists of their section, authors and topics; give those of days."""
    by_day: dict[str, list[Entry]] = defaultdict(list)
    for entry, (section, address, of_authors, of_tags) in zip(
        entries, map(grouping_of, entries), strict=True
    ):
        by_section[section].append(entry)
        # As in "/tin-tuc/2017/02/23/ten-bai/".
        by_day[address[9:19]].append(entry)
        # A byline holds each name once, in whatever spelling.
        for name in of_authors:
            by_name[name].append(entry)
        # Two spellings of one topic make one mention.
        for word in of_tags:
            mentions = by_word[word]
            if not mentions or mentions[-1] is not entry:
                mentions.append(entry)
    return by_day


def _by_language(entries: Iterable[Entry], settings: PlanSettings) -> dict[str, list[Entry]]:
    """Put *entries* into the lists of the editions that they are read in, by language."""
    found: dict[str, list[Entry]] = {edition.lang: [] for edition in settings.languages}
    for entry in entries:
        found[settings.edition(entry.lang).lang].append(entry)
    return found


def _in_dossiers(
    dossiers: Sequence[Standing], rare: Sequence[Entry], settings: PlanSettings
) -> tuple[dict[str, list[Entry]], dict[str, Link]]:
    """List the articles of each dossier by its path, and the dossier of each by the article's."""
    by_dossier: dict[str, list[Entry]] = {page.path: [] for page in dossiers}
    dossier_of: dict[str, Link] = {}
    known = dossiers_by_name(dossiers)
    for entry in rare if known else ():
        page = find_dossier(entry.dossier[0], known) if entry.dossier else None
        if page is not None:
            by_dossier[page.path].append(entry)
            # In the language of the article, where another one introduces it.
            edition, link = settings.edition(entry.lang), Link(page.title, page.address)
            dossier_of[entry.path] = link if page.lang == entry.lang else edition.below(link)
    return by_dossier, dossier_of


def _catalogue(
    edition: EditionNames,
    entries: Sequence[Entry],
    sections: Mapping[str, Link],
    authors: Mapping[str, Link],
    tags: Mapping[str, Link],
    dossiers: Iterable[Standing],
    by_dossier: Mapping[str, Sequence[Entry]],
) -> Catalogue:
    """Put the *entries* in one language into lists of their own."""
    by_day: dict[str, list[Entry]] = defaultdict(list)
    by_section: dict[str, list[Entry]] = defaultdict(list)
    by_author: dict[str, list[Entry]] = defaultdict(list)
    by_tag: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        for slug in (entry.section, *entry.also):
            by_section[slug].append(entry)
        for name in entry.names:
            by_author[name_key(name)].append(entry)
        for key in dict.fromkeys(map(topic_key, entry.tags)):
            by_tag[key].append(entry)
        by_day[entry.address[9:19]].append(entry)
    by_period, periods = _group_by_period(by_day)
    in_dossiers = {
        page.path: [entry for entry in by_dossier[page.path] if entry.lang == edition.lang]
        for page in dossiers
        if page.lang != edition.lang
    }
    names = edition.sections
    return Catalogue(
        edition,
        {
            slug: edition.below(Link(names.get(slug, link.text), link.address))
            for slug, link in sections.items()
            if slug in by_section
        },
        {key: edition.below(authors[key]) for key in by_author},
        {key: edition.below(tags[key]) for key in by_tag},
        by_section,
        by_author,
        by_tag,
        by_period,
        {slug: _periods_of(some) for slug, some in by_section.items()},
        periods,
        {path: some for path, some in in_dossiers.items() if some},
        [entry for entry in entries if entry.corrections],
    )


def _with_further(
    by_section: Mapping[str, Sequence[Entry]], rare: Iterable[Entry]
) -> dict[str, Sequence[Entry]]:
    """Put into each section those that stand in it besides their own, too; they are *rare*."""
    further: dict[str, list[Entry]] = defaultdict(list)
    for entry in rare:
        for slug in entry.also:
            further[slug].append(entry)
    # Each of the two is sorted already.
    return {
        slug: [*merge(entries, further[slug], key=_place)] if slug in further else entries
        for slug, entries in by_section.items()
    }


def _place(entry: Entry) -> tuple[float, str]:
    """Tell where an entry stands among others: newest first, then by its path."""
    return -entry.published, entry.path


def _one_version(entries: Sequence[Entry], versions: Versions) -> Sequence[Entry]:
    """Leave out of a list each version of an article beside which a better one stands."""
    if not versions:
        return entries
    found = compress(entries, map(versions.__contains__, map(path_of, entries)))
    here = {entry.path for entry in found}
    beside = {
        path
        for path in here
        if next(one.path for one in versions[path] if one.path in here) != path
    }
    return [entry for entry in entries if entry.path not in beside] if beside else entries


def dossiers_by_name(dossiers: Iterable[Standing]) -> dict[str, Standing]:
    """Map what editors may call each dossier to it: the last part of its address, its title."""
    pages = tuple(dossiers)
    return {name_key(page.title): page for page in pages} | {page.slug: page for page in pages}


def find_dossier(written: str, known: Mapping[str, Standing]) -> Standing | None:
    """Find the one of the *known* dossiers that an editor has *written*.

    "bao-so-5", "Bão số 5", "/ho-so/bao-so-5/" and "trang/ho-so/bao-so-5.md" are understood.
    """
    name = written.strip("/").removeprefix(f"{STANDING_FOLDER}/").removeprefix("ho-so/")
    name = name.removesuffix(".md").removesuffix("/index")
    names = (name, name_key(written), slugify(name))
    return next((known[one] for one in names if one in known), None)


def _kin(
    by_section: Mapping[str, Sequence[Entry]], rare: Iterable[Entry]
) -> dict[str, Sequence[Entry]]:
    """Make `kin` of `Groups`; few articles are in other languages, and these are *rare*."""
    foreign = [entry for entry in rare if entry.lang != LANGUAGES[0]]
    kin: dict[str, Sequence[Entry]] = dict(by_section)
    for slug in {entry.section for entry in foreign}:
        kin[slug] = [entry for entry in by_section[slug] if entry.lang == LANGUAGES[0]]
    for lang in LANGUAGES[1:]:
        if entries := [entry for entry in foreign if entry.lang == lang]:
            kin[f"in {lang}"] = entries
    return kin


def _group_by_period(
    by_day: Mapping[str, list[Entry]],
) -> tuple[dict[str, list[Entry]], dict[str, list[str]]]:
    """Make `by_period` and `periods` of `Groups` from the entries of each day."""
    by_period: dict[str, list[Entry]] = {}
    periods: dict[str, list[str]] = {"": []}
    for day, entries in by_day.items():
        year, month = day[:4], day[:7]
        for period, above in ((year, ""), (month, year)):
            if period not in periods:
                periods[above].append(period)
                periods[period], by_period[period] = [], []
            by_period[period] += entries
        periods[month].append(day)
        by_period[day] = entries
    return by_period, periods


def _periods_of(entries: Sequence[Entry]) -> dict[str, list[Entry]]:
    """Group entries, newest first, by year ("2017") and month ("2017/02")."""
    periods: dict[str, list[Entry]] = {}
    start = 0
    # As in "/tin-tuc/2017/02/23/ten-bai/". Most of one month stand in one run.
    for month, run in groupby([address[9:16] for address in map(address_of, entries)]):
        end = start + len(list(run))
        for period in (month[:4], month):
            periods.setdefault(period, []).extend(entries[start:end])
        start = end
    return periods


def _unusual(
    names: Iterable[str], links: Mapping[str, Link], root: str, key_of: Callable[[str], str]
) -> dict[tuple[str, str], str]:
    """Find names whose link is not what their letters alone would give."""
    found = {}
    for name in names:
        link = links[key_of(name)]
        if link.text != name or link.address != f"{root}{slugify(name)}/":
            found[root, name] = f"{link.text} {link.address}"
    return found
