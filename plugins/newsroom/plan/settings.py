# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the plan must know of the site."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from plugins.newsroom.codec import digest
from plugins.newsroom.field_names import LANGUAGES
from plugins.newsroom.page import Link
from plugins.newsroom.plan.names import PageNames

#: Where the front page stands.
HOME = "/"


@dataclass(frozen=True, slots=True)
class EditionNames:
    """What the site calls itself and its pages in one language.

    `news` is the name of the list of all there is in it; `sections` maps slugs to names.
    """

    lang: str
    portal: str
    news: str
    names: PageNames
    sections: Mapping[str, str]

    @property
    def address(self) -> str:
        """Tell where its front page stands; its other pages stand below."""
        return HOME if self.lang == LANGUAGES[0] else f"/{self.lang}/"

    def place(self, address: str) -> str:
        """Tell where a list in this language is, by the *address* of that in the portal's own."""
        return f"{self.address}{address[1:]}"

    def below(self, link: Link) -> Link:
        """Name the list in this language beside *link*, one in the portal's own."""
        return Link(link.text, self.place(link.address))

    @property
    def home(self) -> Link:
        """Name its front page."""
        return Link(self.names.home, self.address)


@dataclass(frozen=True, slots=True)
class PlanSettings:
    """Settings that decide which pages there are and what stands on them.

    `names` are what pages are called; `sections` maps slugs to names in their order; `notices`
    is the slug of the section that the front page shows as notices; `intros` say what a section
    is for. What is featured without an end of its own, and a lead for its photo alone, is so
    for `front_days` days. `per_page` is the number of stories
    on a full page of a list. Articles dated before `old_before` carry `old_notice`.
    In a `preview` what the public does not see is shown and badged, and no redirects are
    planned. `redirect_pages` adds a page at each old address that may have one.
    `abbreviations`, short and in full, are what queries are read by; None for a site that is
    not searched. They stand in one file alone, so that no other page has them in its key.
    `editions` are the parts of the site in other languages. `offline` plans the page for
    readers without a network, and shapes no other.
    """

    portal: str
    names: PageNames
    sections: Mapping[str, str]
    per_page: int
    notices: str | None = None
    intros: Mapping[str, str] = field(default_factory=dict)
    front_days: int = 14
    old_before: datetime | None = None
    old_notice: str = ""
    preview: bool = False
    redirect_pages: bool = False
    abbreviations: tuple[tuple[str, str], ...] | None = None
    editions: tuple[EditionNames, ...] = ()
    offline: bool = False

    @property
    def languages(self) -> tuple[EditionNames, ...]:
        """List the names in each language that the site has pages in, its own first."""
        own = EditionNames(LANGUAGES[0], self.portal, self.names.news, self.names, self.sections)
        return (own, *self.editions)

    def edition(self, lang: str) -> EditionNames:
        """Give the names in *lang*, or else in the portal's own language."""
        own, *others = self.languages
        return next((names for names in others if names.lang == lang), own)

    def home(self, lang: str = "") -> Link:
        """Name the front page of the edition in *lang*, or else of the portal."""
        return self.edition(lang).home

    def digest(self) -> str:
        """Tell all settings in one digest, a part of every key; sections in their order."""
        return digest(
            (
                self.portal,
                self.names,
                tuple(self.sections.items()),
                self.per_page,
                self.notices,
                tuple(self.intros.items()),
                self.front_days,
                self.old_before,
                self.old_notice,
                self.preview,
                self.redirect_pages,
                self.editions,
            )
        )
