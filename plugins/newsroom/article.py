# SPDX-License-Identifier: AGPL-3.0-or-later
"""An article or standing page as its editor wrote it."""

from plugins.newsroom.byline import Byline
from plugins.newsroom.codec import Record
from plugins.newsroom.page import Change, Correction, Document, Event, Player, Source
from plugins.newsroom.photo import Photo
from plugins.vietnamese.dates import Moment

#: The folder of the standing pages, below the content folder.
STANDING_FOLDER = "trang"
#: Where the introductions of dossiers stand.
DOSSIER_FOLDER = f"{STANDING_FOLDER}/ho-so"
#: What a draft is called, and when it was, until its editor says so.
UNTITLED = "(chưa có tiêu đề)"


class PhotoEntry(Record):
    """One entry of `photos`, as written; `line` is that of its file name.

    `number` is its place among the entries, from 1, those without a file included.
    """

    file: str
    line: int
    caption: str | None = None
    alt: str | None = None
    credit: str | None = None
    number: int = 1


class WrittenLink(Record):
    """A link of the text to another page of the site, and the line it stands on.

    `target` is the content path of an article ("tin-tuc/…/index.md") or an
    address of the site ("/chuyen-muc/kinh-te/").
    """

    target: str
    written: str
    line: int


class Attachment(Record):
    """A file that the text links to: its content path and its published name."""

    path: str
    name: str


class Text(Record):
    """What the text under the header came to.

    `digest` names the stored body. `photos` are all of the page in page order.
    `first_paragraph` is plain text, empty unless it serves as the sapo. `audio` is the
    recording of the whole article, which the header names.
    """

    digest: str = ""
    photos: tuple[Photo, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    links: tuple[WrittenLink, ...] = ()
    first_paragraph: str = ""
    audio: Player | None = None


class PastDate(Record):
    """A date of something past, as its editor wrote it, and the field and line of it."""

    field: str
    line: int
    written: str
    date: Moment


class Featured(Record):
    """How an article is featured: in which `place`, from 1 on (0 is behind them), and until when.

    Without an end of its own it is for as long as the front page's setting says.
    """

    place: int = 0
    until: Moment | None = None


class Article(Record):
    """A news article. `path` is relative to the content folder, parts joined by `/`.

    `aliases` pairs old addresses with their lines; `address_line` is where the
    editor can change the address, `title_line` where the title stands. `past_dates` are
    those of what an article tells as done; a draft that is `undated` takes the day on which
    it is looked at. `withdrawn` says why the public sees it no more, "" if it does.
    `translation_of` names the original as its editor did, "" for an article that is none.
    `dossier` names one as its editor did. `urgent` is until when it is an urgent notice.
    `document_line` is that of the document's number;
    `document_file` its file as written, with the line; `audio` the file in which
    the article is read aloud, likewise; `related` are articles that stand first below it,
    as written, with their lines. `also` are the sections besides its own in whose lists it
    stands. An `album` shows its photos first.
    """

    path: str
    title: str
    slug: str
    date: Moment
    byline: Byline
    section: str
    summary: str = ""
    photos: tuple[PhotoEntry, ...] = ()
    tags: tuple[str, ...] = ()
    source: Source | None = None
    modified: Moment | None = None
    changes: tuple[Change, ...] = ()
    corrections: tuple[Correction, ...] = ()
    draft: bool = False
    expires: Moment | None = None
    featured: Featured | None = None
    aliases: tuple[tuple[str, int], ...] = ()
    lang: str = "vi"
    address_line: int = 1
    text: Text = Text()
    past_dates: tuple[PastDate, ...] = ()
    undated: bool = False
    title_line: int = 2
    withdrawn: str = ""
    translation_of: str = ""
    translation_line: int = 1
    urgent: Moment | None = None
    urgent_line: int = 1
    document: Document | None = None
    document_line: int = 1
    document_file: tuple[str, int] | None = None
    audio: tuple[str, int] | None = None
    related: tuple[tuple[str, int], ...] = ()
    also: tuple[str, ...] = ()
    event: Event | None = None
    dossier: str = ""
    dossier_line: int = 1
    album: bool = False

    @property
    def address(self) -> str:
        """Tell where the article stands on the site."""
        day = self.date.date
        return f"/tin-tuc/{day.year:04}/{day.month:02}/{day.day:02}/{self.slug}/"


class Standing(Record):
    """A standing page, such as the contact page, or the introduction of a dossier."""

    path: str
    title: str
    slug: str
    summary: str = ""
    photos: tuple[PhotoEntry, ...] = ()
    draft: bool = False
    aliases: tuple[tuple[str, int], ...] = ()
    lang: str = "vi"
    address_line: int = 1
    text: Text = Text()

    @property
    def address(self) -> str:
        """Tell where the page stands on the site."""
        return f"/ho-so/{self.slug}/" if self.is_dossier else f"/{self.slug}/"

    @property
    def is_dossier(self) -> bool:
        """Tell whether it introduces a dossier, by the folder of its file."""
        return is_dossier(self.path)


def is_standing(path: str) -> bool:
    """Tell whether the source file at *path* is a standing page."""
    return path.startswith(STANDING_FOLDER + "/")


def is_dossier(path: str) -> bool:
    """Tell whether the source file at *path* introduces a dossier."""
    # A file that speaks for the folder itself is none of those in it.
    return path.startswith(f"{DOSSIER_FOLDER}/") and path != f"{DOSSIER_FOLDER}/index.md"
