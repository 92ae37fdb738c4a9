# SPDX-License-Identifier: AGPL-3.0-or-later
r"""The search index: which files hold what. Readers ask static files, newest articles first.

A single syllable tells little in Vietnamese; two that stand side by side tell much. So the
index holds every syllable and every pair of neighbours of every article, as *keys*, by their
hashes. All files stand below `/tim-kiem/`; the page there reads them by script.

**Order.** Articles stand by the *months* of their addresses ("2017/02"), oldest first; those
of a month form *blocks* of 100 (`BLOCK`), of which the last may hold fewer. Blocks form
*volumes*: `moi` is the newest block, with those before it as long as they have fewer than 50
articles together (`FEW`), so that on the first of a month, too, it answers most queries;
`2025-12`, by the newest month, its other blocks, if there are any; all other blocks form volumes
of one year, or of as many in a row as have 500 articles together (`LEAST`), called by the first:
`2024`. The keys of a volume are shared out among 2**bits files.

**`/tim-kiem/muc-luc.json`**, the table of contents, one line of JSON:

    {"version": 3,
     "sections": [["kinh-te", "Kinh tế", 3529686416], …],
     "abbreviations": [["UBND", "Ủy ban nhân dân"], …],
     "volumes": [["moi", 5, "7b0c11d2", [["2025/12", 37]]],
                 ["2025-12", 7, "90ab34ef", [["2025/12", 200]]],
                 ["2025", 10, "1d2e3f40", [["2025/01", 310], ["2025/02", 95], …]], …],
     "newest": [["12/30/hoi-nghi-van-phong", "Hội nghị văn phòng", 3], …]}

A section: slug, name, hash of its filter word. Volumes, newest first: name; bits; stamp, 8 hex
digits of which articles have which numbers; months, oldest first, with the number of their
articles in this volume. The blocks of a volume follow from that: 310 articles of a month are
100, 100, 100 and 10. An empty site has no volumes. Abbreviations are those of the settings,
for queries to be read by. Newest: the rows of the 100 (`BLOCK`) newest articles, newest first, as
the files of rows have them, so that what most queries show first is there with the table.

**`/tim-kiem/<volume>/<part>.bin`**, part in lower-case hex from "0", for keys whose hash
begins with these bits; of a volume with 0 bits all keys stand in "0":

    file  = "TK" | version: 1 byte, 3 | bits: 1 byte | stamp: 4 bytes
            | number of blocks | size of each blob in bytes … | blobs, oldest block first
    blob  = number of keys n | n low bytes | n middle bytes | n high bytes of the keys,
            which are sorted | articles of each key …, in the order of the keys
    key   = 24 bits: 18 bits of the hash behind those of the part | 1 bit: stands in the title
            | 5 bits that tell marks apart
    articles of a key = one byte each, its number in the block, from 0, ascending; 0x80 is
            added to the first

Numbers and sizes are LEB128: 7 bits a byte, the lowest first, 0x80 where more follow. A blob
without a key has no bytes. A pair that is spelt in two ways, or that stands in titles and
elsewhere, has a key for each; in an article's title it has no second key for its text.

**`/tim-kiem/<year>/<n>.json`**, from "2017/0.json": the rows of 25 (`CHUNK`) articles of a
year, the 25n-th and those behind it, all months and volumes counted from the year's oldest:

    [["02/23/hoi-nghi-van-phong", "Hội nghị văn phòng", 3, ["0123456789abcdef", 320, 213]], …]

Month, day and slug (the address is "/tin-tuc/2017/" + that + "/"); title, no line of which ends
between a number and its unit; number of the section in the table of contents; then, where they
differ from null, "vi" and null: photo (its copies are `/anh/<key>-<width>.avif` and `.jpg`, of
this width and height), language, badge (preview only: "Bản nháp", "Chờ đến ngày đăng"…). A row
that ends in such values is cut short. Excerpts are made from the article's own page.

**`/tim-kiem/bo-loc.json`**: what a reader may filter by besides years and sections, and may
have meant: the 1,000 authors and topics with most articles, by their addresses:

    {"authors": [["Minh Anh", "minh-anh", 305419896], …], "topics": [["Sầu riêng", …], …]}

Name; last part of the address of its list; hash of its filter word.

**Text.** `newsroom.search_text` tells what of an article is searched and how text becomes
tokens and keys; the scripts of the page do the same.

**Fresh.** No name holds a digest: every file is served `no-cache`, kept and asked for again.
Of the table of contents and the parts one may be older than the other: a part is believed
only if its version and stamp are those of the table, and a file that is missing (404) tells
that the table is old: then the table is asked for anew, and the query begins again. Rows have
no stamp: a table more than a minute old is asked for again beside them. One article edited
changes a few parts of its volume and neither stamp nor table, but for the rows of the newest.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, islice, pairwise

from msgspec.structs import replace

from plugins.newsroom.codec import digest, digest_of_parts
from plugins.newsroom.page import (
    Link,
    Page,
    SearchBlock,
    SearchContents,
    SearchFilters,
    SearchPart,
    SearchRows,
    SearchVolume,
)
from plugins.newsroom.plan.addresses import Addresses
from plugins.newsroom.plan.bundle import PageBundle
from plugins.newsroom.plan.entry import Entry, address_of, digest_of, path_of
from plugins.newsroom.plan.groups import Groups
from plugins.newsroom.plan.material import Material
from plugins.newsroom.search_text import author_word, section_word, topic_word

#: Articles of a block, and of a file of rows.
BLOCK, CHUNK = 100, 25
#: Fewer of the newest articles answer too little by themselves.
FEW = 50
#: Authors, and topics, that a reader may filter by: those with most articles.
MOST_FILTERS = 1000
#: Articles of a volume that no further year joins.
LEAST = 500
#: A volume has as many files as a number of so many bits tells, at most.
MOST_BITS = 14

FOLDER = "/tim-kiem/"
_CONTENTS, _FILTERS = f"{FOLDER}muc-luc.json", f"{FOLDER}bo-loc.json"
_NEWEST = "moi"


def addresses(groups: Groups) -> Addresses:
    """Tell the addresses of the files with one name for ever; no page leads to the others."""
    return Addresses(files=[_CONTENTS, _FILTERS] if _is_wanted(groups) else [])


def _is_wanted(groups: Groups) -> bool:
    return groups.settings.abbreviations is not None


def bundles(material: Material) -> Iterator[PageBundle]:
    """Plan the table of contents with the filters, the rows of each year, and each volume."""
    groups = material.groups
    if not _is_wanted(groups):
        return
    months = {month: groups.every_by_period[month][::-1] for month in sorted(_months(groups))}
    volumes = _volumes(months)
    contents, filters = _contents(groups, volumes), _filters(groups)
    newest = list(islice(chain.from_iterable(map(reversed, reversed(months.values()))), BLOCK))
    yield material.bundle(
        "search",
        ("search_contents", "search_filters"),
        partial(_fixed_pages, material, contents, newest, filters),
        digest(contents),
        digest(filters),
        *material.story_digests(newest),
        entries=newest,
    )
    for year, entries in _by_year(months).items():
        yield material.bundle(
            f"search rows {year}",
            ("search_rows",),
            partial(_row_pages, material, year, entries),
            *material.story_digests(entries),
            entries=entries,
        )
    for volume in volumes:
        yield PageBundle(
            f"search {volume.name}",
            volume.key,
            partial(_part_pages, volume),
            ("search_part",),
            # The longest work comes first: a process that is done early helps with the rest.
            time=float("-inf"),
        )


def _months(groups: Groups) -> Iterator[str]:
    for year in groups.periods[""]:
        yield from groups.periods[year]


def _by_year(months: Mapping[str, Sequence[Entry]]) -> dict[str, list[Entry]]:
    years: dict[str, list[Entry]] = {}
    for month, entries in months.items():
        years.setdefault(month[:4], []).extend(entries)
    return years


def _volumes(months: Mapping[str, Sequence[Entry]]) -> tuple[SearchVolume, ...]:
    """Put the articles of *months*, all oldest first, into volumes, newest first."""
    if not months:
        return ()
    *_, last = months
    # By volume, which is called by its first year, the number of articles of its years.
    sizes: dict[str, int] = {}
    volume_of: dict[str, str] = {}
    for year, entries in _by_year(months).items():
        name = next(reversed(sizes), "")
        if not name or sizes[name] >= LEAST:
            name = year
        volume_of[year] = name
        sizes[name] = sizes.get(name, 0) + len(entries)
    bits = _bits(sizes)
    blocks: dict[str, list[SearchBlock]] = {name: [] for name in sizes}
    for month, entries in months.items():
        if month != last:
            blocks[volume_of[month[:4]]] += _blocks(month, entries)
    *others, newest = _blocks(last, months[last])
    name = last.replace("/", "-")
    bits[name] = _bits({month: len(entries) for month, entries in months.items()})[last]
    bits[_NEWEST] = _bits_for(min(BLOCK, sum(sizes.values())))
    blocks[name], blocks[_NEWEST] = others, [newest]
    older = [(some, block) for _, some in list(blocks.items())[:-1] for block in some]
    while older and sum(len(block.paths) for block in blocks[_NEWEST]) < FEW:
        some, block = older.pop()
        some.remove(block)
        blocks[_NEWEST].insert(0, block)
    return tuple(
        SearchVolume(name, bits[name], tuple(blocks[name]))
        for name in reversed(blocks)
        if blocks[name]
    )


def _blocks(month: str, entries: Sequence[Entry]) -> Iterator[SearchBlock]:
    paths, digests = list(map(path_of, entries)), list(map(digest_of, entries))
    places = list(map(address_of, entries))
    for number, start in enumerate(range(0, len(entries), BLOCK)):
        run = slice(start, start + BLOCK)
        yield SearchBlock(
            f"{month}-{number}",
            tuple(paths[run]),
            digest_of_parts(*digests[run]),
            digest_of_parts(*places[run]),
        )


def _bits(sizes: Mapping[str, int]) -> dict[str, int]:
    """Choose the bits of each period, in whose order *sizes* are.

    One that grows begins with as many files as the one before it came to, so that it is not
    shared out anew each time that it has doubled.
    """
    before = [0, *sizes.values()]
    return {
        period: _bits_for(max(pair)) for period, pair in zip(sizes, pairwise(before), strict=True)
    }


def _bits_for(count: int) -> int:
    """Choose the bits of a volume of *count* articles: a file for 2.5 to 5, of 4 to 9 kB."""
    return min(MOST_BITS, max(0, (count * 2 // 5).bit_length() - 1))


def _contents(groups: Groups, volumes: Iterable[SearchVolume]) -> SearchContents:
    return SearchContents(
        sections=tuple(
            (slug, link.text, section_word(slug)) for slug, link in groups.sections.items()
        ),
        abbreviations=groups.settings.abbreviations or (),
        volumes=tuple(
            (volume.name, volume.bits, volume.stamp, volume.months) for volume in volumes
        ),
        newest=SearchRows((), ()),
    )


def _filters(groups: Groups) -> SearchFilters:
    return SearchFilters(
        authors=_most_used(groups.authors, groups.by_author, author_word),
        topics=_most_used(groups.tags, groups.by_tag, topic_word),
    )


def _most_used(
    links: Mapping[str, Link],
    lists: Mapping[str, Sequence[Entry]],
    word_of: Callable[[str], str],
) -> tuple[tuple[str, str, str], ...]:
    """List name, last part of the address and filter word of the longest *lists*."""
    keys = sorted(links, key=lambda key: (-len(lists[key]), links[key].address))[:MOST_FILTERS]
    named = [(links[key].text, links[key].address.split("/")[-2], key) for key in keys]
    return tuple(
        (name, slug, word_of(key)) for name, slug, key in sorted(named, key=lambda item: item[1])
    )


def _fixed_pages(
    material: Material, contents: SearchContents, newest: Sequence[Entry], filters: SearchFilters
) -> Iterator[Page]:
    yield material.page(
        _CONTENTS,
        "search_contents",
        lambda: replace(contents, newest=_rows(material, newest)),
        digest(contents),
        *material.story_digests(newest),
    )
    yield material.page_of(_FILTERS, "search_filters", filters)


def _row_pages(material: Material, year: str, entries: Sequence[Entry]) -> Iterator[Page]:
    for number, start in enumerate(range(0, len(entries), CHUNK)):
        some = entries[start : start + CHUNK]
        yield material.page(
            f"{FOLDER}{year}/{number}.json",
            "search_rows",
            partial(_rows, material, some),
            *material.story_digests(some),
        )


def _rows(material: Material, entries: Sequence[Entry]) -> SearchRows:
    numbers = {slug: number for number, slug in enumerate(material.groups.sections)}
    return SearchRows(material.stories(entries), tuple(numbers[entry.section] for entry in entries))


def _part_pages(volume: SearchVolume) -> Iterator[Page]:
    key = volume.key
    for number in range(1 << volume.bits):
        yield Page(
            f"{FOLDER}{volume.name}/{number:x}.bin",
            "search_part",
            partial(SearchPart, volume, number),
            key,
        )
