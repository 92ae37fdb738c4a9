# SPDX-License-Identifier: AGPL-3.0-or-later
r"""The search index: which files hold what. Readers ask static files, newest articles first.

A single syllable tells little in Vietnamese; two that stand side by side tell much. So the
index holds every syllable and every pair of neighbours of every article, as *keys*, by their
hashes. All files stand below `/tim-kiem/`; the page there reads them by script.

**Order.** The articles of a *month* ("2017/02", as in their addresses) stand oldest first, in
*blocks* of 100 (`BLOCK`), of which the last may hold fewer. Blocks form *volumes*, newest
first: `moi` is the newest block of the newest month; `2025-12` the other blocks of that
month, if there are any; `2025` those of the other months of its year; `2024` and so on all
blocks of a year before it. The keys of a volume are shared among 2**bits files.

**`/tim-kiem/muc-luc.json`**, the table of contents, one line of JSON:

    {"version": 1,
     "sections": [["kinh-te", "Kinh tế", 2996841117], …],
     "abbreviations": [["UBND", "Ủy ban nhân dân"], …],
     "volumes": [["moi", 5, "7b0c11d2", 2, [["2025/12", 37]]],
                 ["2025-12", 7, "90ab34ef", 0, [["2025/12", 200]]],
                 ["2025", 10, "1d2e3f40", 0, [["2025/01", 310], ["2025/02", 95], …]], …]}

A section: slug, name, hash of its filter word. A volume: name; bits; stamp, 8 hex digits of
which articles it numbers, in which order; number of its first block within that block's
month (0 but for `moi`); its months, oldest first, with the number of its articles of each.
The blocks of a volume follow from that: of 310 articles 100, 100, 100 and 10. An empty site
has no volumes. Abbreviations are those of the settings, for the query to be read by.

**`/tim-kiem/<volume>/<part>.bin`**, part in lower-case hex from "0", for keys whose hash
begins with these bits; of a volume with 0 bits all keys stand in "0":

    file  = "TK" | version: 1 byte, 1 | bits: 1 byte | stamp: 4 bytes
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

**`/tim-kiem/<year>/<month>-<block>-<chunk>.json`**, as "2017/02-0-1.json": the rows of 25
(`CHUNK`) articles of a block, in the order of their numbers, the month's blocks numbered
from 0 in all volumes alike:

    [["23/hoi-nghi-van-phong", "Hội nghị văn phòng", 3, ["0123456789abcdef", 320, 213]], …]

Day and slug (the address is "/tin-tuc/2017/02/" + that + "/"); title; number of the section
in the table of contents; then, where they differ from null, "vi" and null: photo (its copies
are `/anh/<key>-<width>.avif` and `.jpg`, of this width and height), language, badge (preview
only: "Bản nháp", "Chờ đến ngày đăng"…). A row that ends in such values is cut short.
Excerpts are made from the article's own page.

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
changes a few parts of its volume and neither stamp nor table.
"""
