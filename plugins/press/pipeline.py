# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pipeline of the site: read → plan → print → release, with Pelican's settings."""

import datetime as dt
import json
from collections.abc import Callable, Container, Iterable, Mapping
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import jinja2

from plugins.newsroom.codec import digest, digest_of_parts
from plugins.newsroom.fault import Fault
from plugins.newsroom.field_names import LANGUAGES
from plugins.newsroom.page import Link
from plugins.newsroom.photo import Original
from plugins.newsroom.plan.corrections import corrections_of
from plugins.newsroom.plan.material import FetchArticle
from plugins.newsroom.plan.offline import OFFLINE
from plugins.newsroom.plan.planner import PlanSettings, SitePlan, plan_entries
from plugins.newsroom.plan.search_page import SEARCH, search_address
from plugins.newsroom.plan.settings import EditionNames
from plugins.newsroom.sections import Sections
from plugins.press.errors import Refusal
from plugins.press.photos.store import PhotoStore
from plugins.press.publish.printing import Printing, Supplies
from plugins.press.read.content_folder import ContentFolder
from plugins.press.read.remembered import ReadingGroups
from plugins.press.read.sources import ReadResult, Sources
from plugins.press.render.additions import additions_of, extend
from plugins.press.render.cards import CardMaker
from plugins.press.render.scripts import join_scripts
from plugins.press.render.site import Edition, Site, root_of
from plugins.press.render.theme import SHEET, THEME_FOLDER, Theme
from plugins.press.render.words import OWN, Words, read_words
from plugins.press.report import Report
from plugins.press.session import Session
from plugins.press.settings import abbreviations_of, site_name, site_url
from plugins.vietnamese.dates import parse_moment

if TYPE_CHECKING:
    from plugins.press.read.reader import Reader

FEEDS = (Link("RSS", "/rss.xml"), Link("Atom", "/atom.xml"), Link("JSON Feed", "/feed.json"))

#: The theme's own emblem, for a portal without a logo.
ROUNDEL, FAVICON = "img/roundel.svg", "img/favicon.svg"


class Pipeline:
    """Makes the site that Pelican's *settings* describe, as it is at the moment *now*.

    *groups* are what earlier builds of this process took out of the store.
    """

    def __init__(
        self,
        settings: Mapping[str, Any],
        now: dt.datetime,
        report: Report,
        session: Session,
        groups: ReadingGroups,
    ) -> None:
        portal = {**settings["PORTAL"], "name": site_name(settings)}
        self.settings = settings = {**settings, "PORTAL": portal}
        self.now, self.report = now, report
        self.session, self.store = session, session.store
        self.zone = ZoneInfo(settings["TIMEZONE"])
        self.url = site_url(settings)
        self.sections: Mapping[str, str] = settings["NEWS_SECTIONS"]
        self.check_only = bool(settings.get("CHECK_ONLY"))
        self.photo_store = PhotoStore(session.cache / "photos", session.processes)
        self.folder = ContentFolder(Path(settings["PATH"]), settings["IGNORE_FILES"])
        self.sources = Sources(
            self.folder,
            session.store,
            session.content,
            self._make_reader,
            session.processes,
            groups,
        )

    def _make_reader(self, examine: Callable[[Path], Original]) -> "Reader":
        return make_reader(self.settings, self.folder, examine)

    def read(self) -> ReadResult:
        """Find out what every source says, and make the copies of every new photo."""
        result = self.sources.update(self.report.progress)
        jobs = result.jobs
        work = self.photo_store.check_all if self.check_only else self.photo_store.make_all
        failed = dict(
            work(
                [(job.file, job.original) for job in jobs],
                partial(self.report.progress, "Làm ảnh"),
            )
        )
        for job in jobs:
            if error := failed.get(job.file):
                result.faults.append(
                    Fault(job.path, job.line, job.field, error.problem, error.mend)
                )
                self.sources.forget(job.path)
        self.sources.save()
        self.store.commit()
        return result

    def plan(
        self,
        result: ReadResult,
        without: Container[str] = (),
        departed: Iterable[str] = (),
        fetch: FetchArticle | None = None,
        now: dt.datetime | None = None,
        only_faults: bool = False,
    ) -> SitePlan:
        """Plan every page, those of the sources at the paths in *without* left out.

        *departed* are published addresses whose files were deleted on purpose. *fetch* gives
        whole articles, where they are not the sources'; *now* is that of the build, if not told.
        A plan of *only_faults* has no pages.
        """
        old_before, old_notice = self.settings["OLD_NOTICE"] or (None, "")
        plan_settings = PlanSettings(
            portal=self.settings["PORTAL"]["name"],
            names=self._words[OWN].page_names(),
            sections=self.sections,
            per_page=self.settings["PER_PAGE"],
            notices=self.settings["NOTICES_SECTION"],
            intros=self.settings.get("SECTION_INTROS", {}),
            front_days=self.settings.get("FRONT_DAYS", 14),
            old_before=parse_moment(old_before, self.zone).when if old_before else None,
            old_notice=old_notice,
            preview=bool(self.settings.get("PREVIEW")),
            redirect_pages=bool(self.settings.get("REDIRECT_PAGES")),
            abbreviations=abbreviations_of(self.settings),
            editions=self._edition_names(),
            offline=bool(self.settings.get("OFFLINE")) and not self.settings.get("PREVIEW"),
        )
        entries = result.entries
        return plan_entries(
            [item for item in entries if item.path not in without] if without else entries,
            [item for item in result.standing if item.path not in without],
            plan_settings,
            now or self.now,
            fetch or self.sources.article,
            complete=not (result.unread or without),
            departed=departed,
            only_faults=only_faults,
        )

    @cached_property
    def _words(self) -> dict[str, Words]:
        return read_words(Path(self.settings["THEME"]))[0]

    def _edition_names(self) -> tuple[EditionNames, ...]:
        """Name the parts of the site in other languages, in the order of `LANGUAGES`."""
        told = self.settings.get("PORTAL_IN", {})
        if not told:
            return ()
        words = self._words
        return tuple(
            EditionNames(
                lang,
                told[lang]["name"],
                words[lang].plain("front.newest"),
                words[lang].page_names(),
                told[lang]["sections"],
            )
            for lang in LANGUAGES
            if lang in told
        )

    def _editions(self, site_plan: SitePlan) -> dict[str, Edition]:
        """Put together what pages in other languages see in place of the portal's own names."""
        settings, editions = self.settings, {}
        is_searched = SEARCH in site_plan.addresses
        for names in self._edition_names():
            told = settings["PORTAL_IN"][names.lang]
            home = names.address
            sections = [
                names.below(Link(told["sections"].get(slug, link.text), link.address))
                for slug, link in zip(self.sections, self._section_links(), strict=True)
            ]
            corrected = corrections_of(names)
            editions[names.lang] = Edition(
                lang=names.lang,
                portal={**settings["PORTAL"], "links": (), **told},
                home=home,
                search=search_address(names) if is_searched else "",
                sections=tuple(link for link in sections if link.address in site_plan.addresses),
                pages=tuple(
                    Link(page.title, page.address)
                    for page in site_plan.standing
                    if page.lang == names.lang and not page.is_dossier
                ),
                feeds=tuple(Link(feed.text, f"{home}{feed.address[1:]}") for feed in FEEDS),
                names={
                    link.address: told["sections"].get(slug, link.text)
                    for slug, link in zip(self.sections, self._section_links(), strict=True)
                },
                corrections=corrected if corrected in site_plan.addresses else "",
            )
        return editions

    def printing(self, site_plan: SitePlan) -> Printing:
        """Prepare to put every file of the site that is not there yet into the release."""
        run = self._printing(site_plan)
        run.warm_up()
        return run

    def _printing(self, site_plan: SitePlan) -> Printing:
        settings, session = self.settings, self.session
        theme, environment, card_maker = self._furnish()
        return Printing(
            site_plan,
            theme,
            environment,
            self.site(site_plan, theme, card_maker),
            Supplies(self.sources, self.photo_store, card_maker),
            session.release,
            session.output,
            session.code,
            digest_of_parts(
                repr(sorted(settings["DATE_PATTERNS"].items())),
                additions_of(environment, settings),
            ),
            bool(settings.get("PRECOMPRESS")),
            session.processes,
            self.report.progress,
        )

    def rehearse(self, site_plan: SitePlan) -> list[Refusal]:
        """Print every page, nowhere, and list those that must not go out.

        So a check, too, tells of what the settings name and is not there, and of mistakes
        in templates: these are raised, as a build would. Pages that passed are remembered.
        """
        known = self.store.get("rehearsed", "pages")
        passed, refusals = self._printing(site_plan).rehearse(json.loads(known or "{}"))
        self.store.put("rehearsed", {"pages": json.dumps(passed)})
        self.store.commit()
        return refusals

    def _furnish(self) -> tuple[Theme, jinja2.Environment, CardMaker]:
        """Prepare what pages are printed with."""
        settings = self.settings
        theme = Theme(Path(settings["THEME"]), settings["PORTAL"]["colours"], self._join_scripts)
        environment = theme.environment(settings["JINJA_ENVIRONMENT"])
        extend(environment, settings)
        return theme, environment, self.card_maker(theme)

    def _join_scripts(self, files: Mapping[str, str]) -> dict[str, str]:
        """Join the theme's scripts once for all builds: to shorten their names takes 0.06 s."""
        key = digest(list(files.items()))
        known = json.loads(self.store.get("scripts", "joined") or "{}")
        if known.get("key") != key:
            known = {"key": key, "files": join_scripts(files)}
            self.store.put("scripts", {"joined": json.dumps(known)})
        return known["files"]

    def card_maker(self, theme: Theme) -> CardMaker:
        """Plan the cards and icons that the site draws itself."""
        portal = self.settings["PORTAL"]
        name = portal.get("logo")
        try:
            logo = (name, theme.files[theme.address(name).removeprefix("/")]) if name else None
        except Refusal as error:
            raise Refusal(
                f"không có tệp «{name}» mà PORTAL gọi là logo",
                f"đặt tệp ấy vào {THEME_FOLDER}/static, hoặc ghi None",
            ) from error
        sections = {link.address: link.text for link in self._section_links()}
        return CardMaker(self.session.cache / "cards", portal, sections, logo)

    def _section_links(self) -> tuple[Link, ...]:
        return tuple(Link(name, f"/chuyen-muc/{slug}/") for slug, name in self.sections.items())

    def site(self, site_plan: SitePlan, theme: Theme, card_maker: CardMaker) -> Site:
        """Put together what every template sees."""
        settings = self.settings
        logo = settings["PORTAL"].get("logo")
        links = _leading(settings["PORTAL"].get("links", ()), "links", "PORTAL", site_plan)
        portal = {**settings["PORTAL"], "links": links}
        editions = self._editions(site_plan)
        return Site(
            portal={**portal, "logo": logo or ROUNDEL, "icon": logo or FAVICON},
            url=self.url,
            root=root_of(self.url),
            sections=self._section_links(),
            pages=tuple(
                Link(page.title, page.address)
                for page in site_plan.standing
                if page.lang not in editions and not page.is_dossier
            ),
            feeds=FEEDS,
            services=_leading(settings.get("SERVICES", ()), "SERVICES", "SERVICES", site_plan),
            stylesheets=(theme.address(SHEET),),
            script=theme.address("js/site.js"),
            asset=theme.address,
            zone=str(self.zone),
            search=SEARCH if SEARCH in site_plan.addresses else "",
            offline=OFFLINE if OFFLINE in site_plan.addresses else "",
            cards=card_maker.cards,
            icons=card_maker.icons,
            words={
                lang: words.naming(editions[lang].names) if lang in editions else words
                for lang, words in theme.words.items()
            },
            editions=editions,
        )


def make_reader(
    settings: Mapping[str, Any], folder: ContentFolder, examine: Callable[[Path], Original]
) -> "Reader":
    """Make the reader of the sources in *folder*, as a site with *settings* has it."""
    # Loaded here: Markdown and its rules cost a build that reads nothing 0.2 s.
    from plugins.press.read.reader import Reader

    return Reader(
        folder,
        Sections(settings["NEWS_SECTIONS"]),
        ZoneInfo(settings["TIMEZONE"]),
        examine,
        (settings["PORTAL_URL"],),
        settings["DEFAULT_LANG"],
    )


def _leading(
    links: Iterable[tuple[str, ...]], place: str, name: str, site_plan: SitePlan
) -> tuple[tuple[str, ...], ...]:
    """Choose what leads somewhere of *links*, which begin with words and address."""
    found = []
    for link in links:
        words, address = link[:2]
        if not address.startswith("/") or address in site_plan.addresses:
            found.append(tuple(link))
        # In a preview the page may be missing because it has a fault.
        elif site_plan.complete:
            raise Refusal(
                f"cổng không có trang «{address}» mà {name} dẫn đến bằng «{words}»",
                f"sửa địa chỉ ấy trong {place}, hoặc bỏ dòng ấy",
            )
    return tuple(found)
