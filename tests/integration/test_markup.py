# SPDX-License-Identifier: AGPL-3.0-or-later
"""Markdown to clean HTML: what stays, what goes, and on which line it stood."""

import re

import html5lib
import pytest

from plugins.press.read.markup import LinkTarget, MarkupConverter
from tests.small_site import ROOT

CONVERTER = MarkupConverter()
FIRST_LINE = 10


def convert(body: str) -> tuple[str, list[tuple[str, int]]]:
    """Convert a body that begins on line 10; every address resolves to itself."""
    markup, told = CONVERTER.convert(body, lambda written, line: LinkTarget(written), FIRST_LINE)
    html5lib.HTMLParser(strict=True).parseFragment(markup)
    return markup.strip(), [
        (item.problem.removesuffix(" không được dùng, đã bỏ đi"), item.line) for item in told
    ]


def links(body: str) -> list[tuple[str, int]]:
    """List the addresses that were to be resolved, and their lines."""
    seen: list[tuple[str, int]] = []
    CONVERTER.convert(
        body, lambda written, line: seen.append((written, line)) or LinkTarget("/x/"), FIRST_LINE
    )
    return seen


# ── What goes ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("body", "left", "removed"),
    [
        ("a\n\n<script>alert(1)</script>", "<p>a</p>", [("thẻ <script>", 12)]),
        ("a <ScRiPt src=x>b</sCrIpT> c", "<p>a  c</p>", [("thẻ <script>", 10)]),
        ("<scr<script>x</script>ipt>alert</script>", None, [("thẻ <script>", 10)]),
        ("<style>p{}</style>\n\nb", "<p>b</p>", [("thẻ <style>", 10)]),
        ("<iframe src=https://a.vn>x</iframe>", "", [("thẻ <iframe>", 10)]),
        ("a\n\n<iframe\n\tsrc='//a.vn'>", "<p>a</p>",
         [("thẻ <iframe> mở mà không đóng, phần sau của bài sẽ mất", 12)]),
        ("<p style='color:red'>a</p>", "<p>a</p>", [("thuộc tính style của thẻ <p>", 10)]),
        ("a\n\n<b ONCLICK=x>b</b>", "<p>a</p>\n<p><b>b</b></p>",
         [("thuộc tính onclick của thẻ <b>", 12)]),
        ("<p id=y>a</p>", "<p>a</p>", [("thuộc tính id của thẻ <p>", 10)]),
        ("<a href=/x target=_blank>a</a>", '<p><a href="/x">a</a></p>',
         [("thuộc tính target của thẻ <a>", 10)]),
        ("<svg/onload=alert(1)>", "", [("thẻ <svg>", 10)]),
        ("<svg><script>x</script><text>chữ</text></svg>", None, [("thẻ <svg>", 10)]),
        ("<math><mi xlink:href='javascript:x'>y</mi></math>", None, [("thẻ <math>", 10)]),
        ("<form action=x><input name=a><button>Gửi</button></form>", None,
         [("thẻ <form>", 10), ("thẻ <input>", 10), ("thẻ <button>", 10)]),
        ("<object data=x>lời</object>", None, [("thẻ <object>", 10)]),
        ("<embed src=x>", "", [("thẻ <embed>", 10)]),
        ('a\n<meta http-equiv="refresh" content="0;url=https://a.vn">', "<p>a\n</p>",
         [("thẻ <meta>", 11)]),
        ("<base href=https://a.vn/>", "", [("thẻ <base>", 10)]),
        ("<link rel=stylesheet href=x>", "", [("thẻ <link>", 10)]),
        ("a\n\n<!-- ghi nhớ -->\n\nb", "<p>a</p>\n\n<p>b</p>", [("ghi chú HTML <!--…-->", 12)]),
        ("<!DOCTYPE html>\n\na", "<p>a</p>", [("khai báo <!…>", 10)]),
        ("<?php x ?>\n\na", "<p>a</p>", [("chỉ thị <?…>", 10)]),
        ('<?XML:namespace prefix = o ns = "urn:x" />Chữ', "<p>Chữ</p>", [("chỉ thị <?…>", 10)]),
        ("a <![if !vml]>b<![endif]> c", "<p>a b c</p>", None),
        ("<!doctype html\n>a", "<p>a</p>", [("khai báo <!…>", 10)]),
        ("<center>a</center><center>b</center>", "<div>a</div>\n<div>b</div>",
         [("thẻ <center>", 10)]),
        ("<section>a</section><section>b</section>", "<div>a</div>\n<div>b</div>",
         [("thẻ <section>", 10)]),
        ("<font color=red>a</font>", "<p>a</p>", [("thẻ <font>", 10)]),
        ("<strike>a</strike>", "<p>a</p>", [("thẻ <strike>", 10)]),
        ("<td colspan='x'>", None, None),
        ("<table><tr><td colspan=0>a</td></tr></table>", None,
         [("thuộc tính colspan của thẻ <td>", 10)]),
        ("<ol start=a><li>b</li></ol>", "<ol><li>b</li></ol>",
         [("thuộc tính start của thẻ <ol>", 10)]),
        ("<blockquote cite='x.md'>a</blockquote>", "<blockquote>a</blockquote>",
         [("thuộc tính cite của thẻ <blockquote>", 10)]),
        ("<a name=x>a</a>", "<p>a</p>", [("thuộc tính name của thẻ <a>", 10)]),
        ("<a line=5 href=/x>a</a>", '<p><a href="/x">a</a></p>',
         [("thuộc tính line của thẻ <a>", 10)]),
    ],
)  # fmt: skip
def test_what_readers_must_not_get_goes_with_a_warning(body, left, removed):
    """Scripts, styles, frames, handlers, foreign elements: out, each told with its line."""
    markup, told = convert(body)
    if left is not None:
        assert re.sub(r"\n+", "\n", markup) == re.sub(r"\n+", "\n", left)
    if removed is not None:
        assert set(removed) <= set(told)
    tree = html5lib.parseFragment(markup, namespaceHTMLElements=False)
    names = {element.tag for element in tree.iter() if isinstance(element.tag, str)}
    assert not names & {
        "script",
        "style",
        "iframe",
        "svg",
        "math",
        "form",
        "meta",
        "base",
        "object",
    }
    assert not [key for element in tree.iter() for key in element.attrib if key[:2] == "on"]


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)",
        "java\tscript:alert(1)",
        "java&#10;script:alert(1)", "&#106;avascript:alert(1)", "&#x6A;avascript&colon;alert(1)",
        "\x01javascript:alert(1)", "&#1;javascript:alert(1)", "vbscript:x", "data:text/html,x",
        "DATA:text/html;base64,eA==", "file:///etc/passwd", "view-source:x", "feed:javascript:x",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "form", ['<a href="{}">lời</a>', "<a href='{}'>lời</a>", "[lời](<{}>)", "[lời][r]\n\n[r]: {}"]
)
def test_address_that_runs_something_is_never_printed(form, address):
    """Whatever the disguise, no link has another scheme than web, mail and telephone."""
    markup, _ = convert("a\n\n" + form.format(address))
    for link in re.findall(r'href="([^"]*)"', markup):
        assert not re.match("[a-z][a-z-]*:", as_browsers_read(link), re.IGNORECASE)
    assert "lời" in markup


def as_browsers_read(value: str) -> str:
    """Read an address: references, then without controls at its ends and line ends in it."""
    (link,) = html5lib.parseFragment(f'<a href="{value}">', namespaceHTMLElements=False)
    return re.sub("^[\x00-\x20]+|[\t\n\r]", "", link.get("href"))


@pytest.mark.parametrize(
    "body", ["a\n\n[lời](javascript:x)", "a\n\n<a href='javascript:x'>lời</a>"]
)
def test_dangerous_link_is_told_and_its_words_stay(body):
    """The warning names the address and its line."""
    markup, removed = convert(body)
    assert markup == "<p>a</p>\n<p>lời</p>"
    assert removed == [("liên kết không an toàn «javascript:x»", 12)]


def test_code_that_shows_html_is_no_html():
    """An article about the web loses nothing, without a warning."""
    body = '`<script>` và `<a href="javascript:x">`\n\n```\n<p onclick="x">\n[a](b)\n```\n'
    markup, removed = convert(body)
    assert removed == []
    assert markup == (
        '<p><code>&lt;script&gt;</code> và <code>&lt;a href="javascript:x"&gt;</code></p>\n'
        '<pre><code>&lt;p onclick="x"&gt;\n[a](b)\n</code></pre>'
    )


def test_lines_are_those_of_each_use():
    """What is removed twice is told with both lines; what only looks like it, with none."""
    body = "onclick\n\n`<b onclick=x>`\n\n<b onclick=x>a</b>\n\n<b onclick=x>b</b>"
    assert convert(body)[1] == [
        ("thuộc tính onclick của thẻ <b>", 14),
        ("thuộc tính onclick của thẻ <b>", 16),
    ]


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("a&#1;b", "ab"), ("a&#x2;b", "ab"), ("a&#0000000000000000000000001;b", "ab"),
        ("&#&#1;1;photo:0&#&#2;2;", None), ("a&#x202E;b", "ab"), ("a&#13;b", "ab"),
        ("a&#xFEFF;b", "ab"), ("1990&#150;1995", "1990–1995"), ("a&#" + "9" * 5000 + ";b", None),
    ],
)  # fmt: skip
def test_control_characters_have_no_other_road(body, shown):
    """ "&#1;" is as good as the character; "&#150;" is the dash that Word writes."""
    markup, _ = convert(body)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e\ufeff]", markup)
    assert shown is None or markup == f"<p>{shown}</p>"


def test_control_character_is_told_with_its_line():
    """The warning shows what was typed."""
    assert convert("a\n\nb&#1;")[1] == [("ký tự điều khiển &#1;", 12)]


@pytest.mark.parametrize("body", ["\x01photo:0\x02", "klzzwxh:0000", "\x040\x04", "\x04t0\x04"])
def test_tokens_of_the_press_cannot_be_forged(body):
    """Not even text with control characters, which never gets here, becomes a token."""
    markup, _ = convert(body + " <b>x</b> [a](b)")
    assert not re.search("[\x01-\x08]", markup)


# ── What stays ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "markup",
    [
        '<p>H<sub>2</sub>O, m<sup>2</sup>, <abbr title="Ủy ban">UB</abbr></p>',
        "<dl><dt>Một</dt><dd>Hai</dd></dl>",
        '<blockquote cite="https://a.vn/x"><p>Lời</p><cite>Ai</cite></blockquote>',
        '<p>Ngày <time datetime="2017-02-23">23/02</time></p>',
        '<p lang="en">One <span lang="km">x</span></p>',
        '<ol start="3" type="a" reversed=""><li value="2">x</li></ol>',
        "<p><del>a</del> <ins>b</ins> <mark>c</mark> <kbd>d</kbd> <q>e</q></p>",
        "<figure><pre>x</pre><figcaption>y</figcaption></figure>",
    ],
)
def test_what_an_article_is_made_of_stays(markup):
    """Legitimate HTML passes unchanged and unremarked."""
    clean, removed = convert(markup)
    assert removed == []
    tree, other = (html5lib.parseFragment(text) for text in (clean, markup))
    assert html5lib.serialize(tree) == html5lib.serialize(other)


def test_table_keeps_alignment_and_spans():
    """A table scrolls in itself, has a name, and its cells their alignment."""
    markup, removed = convert("| a | b |\n|:-:|--:|\n| 1 | 2 |")
    assert removed == []
    assert '<th class="align-center">a</th>' in markup
    assert '<td class="align-right">2</td>' in markup
    assert markup.startswith(
        '<div class="table-scroll" tabindex="0" role="region" aria-label="Bảng số liệu"><table>'
    )
    markup, _ = convert(
        "<table><caption>Giá <b>lúa</b></caption>"
        "<tr><th scope=col colspan=2>a</th></tr><tr><td rowspan=2>b</td></tr></table>"
    )
    assert 'aria-label="Bảng: Giá lúa"' in markup
    assert '<th scope="col" colspan="2">' in markup
    assert '<td rowspan="2">' in markup


def test_tables_have_different_names_and_may_nest():
    """Regions are told apart by a screen reader; a table in a table stays whole."""
    table = "<table><tr><td>a</td></tr></table>"
    markup, _ = convert(f"{table}\n\n{table}\n\n<table><tr><td>{table}</td></tr></table>")
    assert re.findall('aria-label="([^"]*)"', markup) == [
        "Bảng số liệu",
        "Bảng số liệu 2",
        "Bảng số liệu 3",
    ]


@pytest.mark.parametrize(
    ("body", "levels"),
    [
        ("# a", "2"),
        ("## a\n\n### b", "23"),
        ("# a\n\n### b\n\n###### c", "234"),
        ("### a\n\n# b\n\n### c", "223"),
        ("###### a", "2"),
        ("# a\n\n## b\n\n### c\n\n#### d\n\n##### e\n\n###### f", "234566"),
        ("a\n===\n\nb\n---", "23"),
    ],
)
def test_headings_begin_with_h2_and_leave_no_gap(body, levels):
    """The title of the page is its only `h1`; no level is skipped on the way down."""
    markup, _ = convert(body)
    assert "".join(re.findall(r"<h(\d)>", markup)) == levels
    assert "".join(re.findall(r"</h(\d)>", markup)) == levels


def test_footnotes_lead_there_and_back():
    """Every number has its note, every note leads back to each of its numbers."""
    body = "a[^1] b[^chú thích] c[^1]\n\n[^1]: Một [x](https://a.vn)\n\n[^chú thích]: Hai\n"
    markup, removed = convert(body)
    assert removed == []
    ids = re.findall(r'id="([^"]*)"', markup)
    targets = re.findall(r'href="#([^"]*)"', markup)
    assert sorted(ids) == ["fn:1", "fn:chú-thích", "fnref2:1", "fnref:1", "fnref:chú-thích"]
    assert sorted(set(targets)) == sorted(ids)
    assert 'class="footnote"' in markup


def test_footnote_without_a_number_has_no_way_back():
    """What no text refers to is still printed, without a link to nowhere."""
    markup, _ = convert("a\n\n[^1]: Chú giải")
    assert "Chú giải" in markup
    assert "<a" not in markup


def test_ids_cannot_be_given_twice():
    """A note forged in HTML does not take the place of a real one twice."""
    markup, _ = convert(
        'a[^1] <sup id="fnref:1">x</sup>\n\n[^1]: b\n\n<ul><li id="fn:1">c</li></ul>'
    )
    ids = re.findall(r'id="([^"]*)"', markup)
    assert len(ids) == len(set(ids)) == 2


def test_letters_are_composed_across_references():
    """What references and tags left apart is put together, and no tag is spoilt by it."""
    assert convert("a&#x301; [a](javascript:x)&#x301;")[0] == "<p>á á</p>"
    assert convert("<b>&#x338;a</b>")[0] == "<p><b>&#824;a</b></p>"
    assert convert("\u0338a")[0] == "<p>&#824;a</p>"


# ── Links ────────────────────────────────────────────────────────────────────


def test_line_of_each_link_is_its_own():
    """The same address used again has the line of that use; prose and code count for nothing."""
    body = (
        "x.md [a](x.md)\n\n`[a](x.md)` [b](x.md)\n[c][r] <a\nhref='x.md'>d</a>\n\n"
        "[e]( x.md ) [f](<a b.md>) <https://a.vn/>\n\n[r]: x.md\n\nchú[^1]\n\n[^1]: [g](x.md)\n"
    )
    assert links(body) == [
        ("x.md", 10),
        ("x.md", 12),
        ("x.md", 18),
        ("x.md", 14),
        ("x.md", 16),
        ("a b.md", 16),
        ("https://a.vn/", 16),
        ("x.md", 22),
    ]


def test_link_out_of_the_site_says_so():
    """The target learns nothing of the page that leads to it."""
    assert convert("[a](https://a.vn)")[0] == (
        '<p><a href="https://a.vn" rel="noopener noreferrer">a</a></p>'
    )


def test_link_to_a_file_tells_type_and_size():
    """Readers know before they load it."""
    target = LinkTarget("/tep/q.pdf", "PDF, 1 KB")
    markup, _ = CONVERTER.convert("[Quyết <b>định</b>](q.pdf)", lambda written, line: target)
    assert markup == (
        '<p><a href="/tep/q.pdf" class="file-link">Quyết <b>định</b> '
        '<span class="file-link__info">(PDF, 1 KB)</span></a></p>'
    )


def test_link_that_leads_nowhere_leaves_its_words():
    """Neither an empty element nor an attribute without its link stays behind."""
    markup, _ = CONVERTER.convert(
        "[a *b*](x 'Đề') <a rel=nofollow hreflang=en href=y>c</a>", lambda written, line: None
    )
    assert markup == "<p>a <em>b</em> c</p>"


def test_links_within_links_are_parted():
    """HTML knows none: the outer one ends where the inner one begins."""
    markup, _ = convert("<a href=/a>x<table><tr><td><a href=/b>y</a></td></tr></table></a>")
    assert re.findall("<a href[^>]*>[^<]*</a>", markup) == [
        '<a href="/a">x</a>',
        '<a href="/b">y</a>',
    ]


def test_address_is_escaped_once():
    """`&` and quotes arrive at the server as typed."""
    assert links("[a](https://a.vn/?x=1&y=%222%22)") == [("https://a.vn/?x=1&y=%222%22", 10)]
    assert 'href="https://a.vn/?x=1&amp;y=2"' in convert("[a](https://a.vn/?x=1&y=2)")[0]


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("<script>x()</script>", "bản đồ, biểu đồ thì đặt liên kết"),
        ("<style>p {}</style>", "cổng tự trình bày mọi bài như nhau"),
        ("<font color=red>x</font>", "giữ chữ; muốn nhấn mạnh thì viết **chữ đậm**"),
        ("<center>x</center>", "giữ chữ: cổng tự trình bày mọi bài như nhau"),
        ("<embed src=a.pdf>", "viết [Tên tệp](ten-tep.pdf)"),
        ("<p style='color: red'>x</p>", "muốn nhấn mạnh thì viết **chữ đậm**"),
    ],
)
def test_what_is_taken_out_is_told_with_what_to_write_instead(text, mend):
    """ "Delete it" is no help where something was meant by it."""
    _, told = CONVERTER.convert(text, lambda written, line: LinkTarget(written))
    assert [item.mend.endswith(mend) for item in told] == [True]


def test_path_of_a_disk_is_not_told_twice():
    """Paths are told wherever they stand, in links too."""
    _, told = CONVERTER.convert("[a](C:\\Users\\a.pdf) [b](file:///C:/b.pdf)", lambda *_: None)
    assert told == []


def test_patterns_match_alike_in_every_python():
    """Before Python 3.11.5 a possessive group, "(…)*+", matched less than it should."""
    group = re.compile(r"\)(?:[*?+]|\{{1,2}[0-9,]+\}{1,2})\+(?!,)")
    assert group.search("(?:a|b)*+") and group.search("(a){0,3}+") and not group.search("(?>a*)")
    found = [
        f"{file.relative_to(ROOT)}:{number}"
        for file in sorted((ROOT / "plugins").rglob("*.py"))
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if group.search(line)
    ]
    assert found == []
