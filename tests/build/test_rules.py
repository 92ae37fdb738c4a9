# SPDX-License-Identifier: AGPL-3.0-or-later
"""Each rule catches what it is for, and lets good pages be."""

import pytest

from tests.build import rules

GOOD = """<!DOCTYPE html>
<html lang="vi">
<head><meta charset="utf-8"><title>Tin</title>
<link rel="canonical" href="https://x.vn/tin-tuc/">
<link rel="stylesheet" href="/site.css">
<script type="application/ld+json">{"name":"**"}</script>
</head>
<body><h1 id="a">Tin</h1><h2>Mục</h2>
<p>Giá 2*3*4 đồng (xem [1]) - <code>**</code> <a href="#a">lên</a></p>
<p data-module="today"></p>
<img src="/a.jpg" srcset="/a.jpg 320w, /b.jpg 640w" sizes="100vw" width="640" height="480" alt="">
<img src="/a.jpg" srcset="/a.jpg 320w" sizes="100vw" width="640" height="480" alt="" loading="lazy">
<time datetime="2017-02-23T14:57:36+07:00">Ngày 23/02/2017 14:57:36</time>
</body></html>
"""


def page(body: str, head: str = "") -> str:
    """Make a page that is good but for what is put into it."""
    start = (
        '<!DOCTYPE html>\n<html lang="vi">\n<head><meta charset="utf-8"><title>Tin</title>'
        f'<meta name="robots" content="noindex">{head}</head>\n<body>'
    )
    return f"{start}<h1>Tin</h1>{body}</body></html>\n"


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_rule_allows_a_good_page(rule):
    """No rule cries wolf."""
    assert rule("tin-tuc/index.html", GOOD) == []


@pytest.mark.parametrize(
    ("rule", "text", "problems"),
    [
        (rules.is_strict_html, page("<p>a</b></p>"), ["line 4: Unexpected end tag (b). Ignored."]),
        (
            rules.is_strict_html,
            page("<p>a</p>").replace("<!DOCTYPE html>\n", "<!DOCTYPE html>"),
            ["does not begin with <!DOCTYPE html>"],
        ),
        (
            rules.tells_encoding_and_language,
            page('<p lang="fr">a</p>'),
            ["<p lang='fr'>"],
        ),
        (
            rules.tells_encoding_and_language,
            page("").replace('<html lang="vi">', "<html>"),
            ["<html lang=None>"],
        ),
        (
            rules.tells_encoding_and_language,
            page("").replace('<meta charset="utf-8">', ""),
            ["no <meta charset> in the first 1024 characters"],
        ),
        (
            rules.marks_khmer,
            page('<p>ខ្មែរ</p><p lang="km">ខ្មែរ <b lang="vi">a</b> ខ្មែរ</p>'),
            ["Khmer in <p> of language 'vi'"],
        ),
        (rules.is_composed, page("<p>Mo\u0309 Cày</p>"), ["not NFC"]),
        (rules.has_ordered_headings, page("<h1>Tin</h1>"), ["2 h1 elements"]),
        (rules.has_ordered_headings, page("<h3>Tin</h3>"), ["h3 follows h1"]),
        (
            rules.has_unique_ids,
            page('<p id="a">1</p><p id="a">2</p><label for="b">3</label>'),
            ["id 'a' stands twice", "for='b' names no element"],
        ),
        (
            rules.has_no_markdown,
            page("<p>Số **16.143** văn bản</p>"),
            ["'**' in 'Số **16.143** văn bản'"],
        ),
        (rules.has_no_markdown, page("<p>xem [ở đây](a.md)</p>"), ["'](' in 'xem [ở đây](a.md)'"]),
        (rules.has_no_markdown, page("<li>![](a.jpg)</li>"), ["'![' in '![](a.jpg)'"]),
        (rules.has_no_markdown, page("<p>a\n---\nb</p>"), ["'---' in 'a --- b'"]),
        (rules.has_no_markdown, page("<p>## Mục</p>"), ["'##' in '## Mục'"]),
        (rules.has_no_markdown, page("<p>| a | b |</p>"), ["'| a | b |' in '| a | b |'"]),
        (
            rules.has_no_code_inside,
            page('<p style="x" onclick="y">a</p><script>z</script><iframe></iframe>'),
            ["<p style=…>", "<p onclick=…>", "a script in the page", "<iframe>"],
        ),
        (
            rules.has_no_code_inside,
            page('<a href=" JavaScript:x">a</a>'),
            ["<a href=' JavaScript:x'>"],
        ),
        (
            rules.loads_nothing_foreign,
            page(
                '<script src="https://x.vn/a.js"></script><img src="/a.jpg" srcset="//y.vn/b 1w">'
            ),
            ["<script> loads 'https://x.vn/a.js'", "<img> loads '//y.vn/b'"],
        ),
        (
            rules.loads_nothing_foreign,
            page("", '<link rel="stylesheet" href="//z.vn/a.css">'),
            ["<link> loads '//z.vn/a.css'"],
        ),
        (
            rules.has_sized_pictures,
            page(
                '<img src="/a.jpg" width="3"><img src="/b.jpg" srcset="/b.jpg 2w" alt="" '
                'width="2" height="1"><img src="/c.jpg" srcset="/c.jpg 2w" sizes="1px" alt="" '
                'width="2" height="1">'
            ),
            [
                "/a.jpg: no alt",
                "/a.jpg: height=None",
                "/b.jpg: srcset without sizes",
                "2 photos load at once",
            ],
        ),
        (
            rules.has_machine_times,
            page('<time datetime="23/02/2017">23/02/2017</time>'),
            ["datetime='23/02/2017'"],
        ),
        (
            rules.has_machine_times,
            page('<time datetime="2017-02-23T14:57:36">Ngày 24/02/2017</time>'),
            [
                "2017-02-23T14:57:36 has no offset",
                "2017-02-23T14:57:36 is shown as 'Ngày 24/02/2017'",
            ],
        ),
        (
            rules.has_no_empty_blocks,
            page('<ul class="chips"></ul><a href="/"><img src="/a.jpg" alt=""></a>'),
            ["<ul class='chips'> is empty"],
        ),
        (
            rules.names_one_address,
            page("").replace('<meta name="robots" content="noindex">', ""),
            ["canonical []"],
        ),
        (
            rules.names_one_address,
            GOOD.replace("x.vn/tin-tuc/", "x.vn/tin-tuc/2017/"),
            ["canonical ['https://x.vn/tin-tuc/2017/']"],
        ),
        (
            rules.names_one_address,
            GOOD.replace("https://x.vn", ""),
            ["canonical '/tin-tuc/' is not absolute"],
        ),
    ],
)
def test_rule_catches(rule, text, problems):
    """What a rule is for does not pass it."""
    assert rule("tin-tuc/index.html", text) == problems


def test_workshop_rule_catches_and_allows():
    """Only a trace that was named is one."""
    rule = rules.tells_nothing_of_the_workshop(["/home/an"])
    assert rule("a.html", page("<p>/home/an/tin</p>")) == ["tells '/home/an'"]
    assert rule("a.html", page("<p>/home/</p>")) == []


@pytest.mark.parametrize(
    ("link", "problems"),
    [
        ("/b/", []),
        ("/b/#x", []),
        ("#y", []),
        ("#", []),
        ("/tệp.pdf", []),
        ("/t%E1%BB%87p.pdf", []),
        ("https://x.vn/c/", []),
        ("mailto:a@x.vn", []),
        ("/c/", ["'/c/' leads nowhere"]),
        ("/b", ["'/b' leads nowhere"]),
        ("b/", ["'b/' is not rooted at the site"]),
        ("/b/#y", ["'/b/#y': no such place on that page"]),
        ("#x", ["'#x': no such place on that page"]),
    ],
)
def test_link_rule(link, problems):
    """An inner link leads to a file of the site, and to an id that stands there."""
    pages = {
        "index.html": page(f'<a id="y" href="{link}">a</a>'),
        "b/index.html": page('<p id="x">b</p>'),
    }
    rule = rules.has_living_links(pages, [*pages, "tệp.pdf"])
    assert rule("index.html", pages["index.html"]) == problems


def test_link_rule_of_a_site_below_a_path():
    """A site under /tin has all its addresses there."""
    pages = {"index.html": page('<a href="/tin/">a</a><a href="/">b</a>')}
    rule = rules.has_living_links(pages, pages, root="/tin")
    assert rule("index.html", pages["index.html"]) == ["'/' is not rooted at the site"]
