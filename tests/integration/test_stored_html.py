# SPDX-License-Identifier: AGPL-3.0-or-later
"""HTML out of the cache: all that reading writes passes, and nothing that could run."""

import itertools
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from plugins.newsroom.page import HtmlPart
from plugins.newsroom.sections import Sections
from plugins.press.photos.store import examine
from plugins.press.read.allowed_html import ATTRIBUTES, TAGS
from plugins.press.read.content_folder import ContentFolder
from plugins.press.read.reader import Reader
from plugins.press.read.stored_html import is_clean
from tests.small_site import article, write_files

Html = Callable[[str], list[str]]


@pytest.fixture(scope="module")
def html_of(tmp_path_factory: pytest.TempPathFactory) -> Html:
    """Reads a text as a build does; gives the HTML that is stored of it."""
    root = tmp_path_factory.mktemp("content")
    sections, zone = Sections({"kinh-te": "Kinh tế"}), ZoneInfo("Asia/Ho_Chi_Minh")
    write_files(root, {"b.md": article("B"), "q.pdf": b"%PDF-1.4 x"})
    numbers = itertools.count()

    def read(body: str) -> list[str]:
        name = f"{next(numbers)}.md"
        write_files(root, {name: article("A", body=body)})
        folder = ContentFolder(root)
        reading = Reader(folder, sections, zone, examine, ()).read(folder.source(name))
        (root / name).unlink()
        return [part.html for part in reading.parts if isinstance(part, HtmlPart)]

    return read


VALUES = (
    "x",
    "a>b",
    "1",
    "left",
    "https://a.example/?a=1&b=2",
    "/chuyen-muc/kinh-te/",
    "fn:1",
    "vi",
)
PIECES = st.one_of(
    st.sampled_from(
        (
            "chữ ",
            "\n\n",
            "**đậm**",
            "a < b & c > d ",
            "&lt;b&gt;",
            "\n\n| a | b |\n|:-:|--:|\n| 1 | 2 |\n\n",
            "[ra](https://a.example 'Tên \"nó\"')",
            "[bài](b.md)",
            "[tệp](q.pdf#page=2)",
            "[mục](/chuyen-muc/kinh-te/)",
            "<mailto:a@a.example>",
            "[gọi](tel:+84270)",
            "chú[^1]",
            "\n\n[^1]: Chú.\n\n",
            "\n\n# Mục\n\n",
            "\n\n> dẫn\n\n",
            "\n\n3. ba\n4. bốn\n\n",
            "`mã <b>`",
            "<!-- ghi -->",
        )
    ),
    st.builds(
        lambda name, attribute, value, inner: f'<{name} {attribute}="{value}">{inner}</{name}>',
        st.sampled_from(sorted(TAGS | {"script", "svg", "font"})),
        st.sampled_from(sorted(set().union(*ATTRIBUTES.values(), {"onclick", "style"}))),
        st.sampled_from(VALUES),
        st.sampled_from(("trong", "<b>", "</p>", "")),
    ),
)


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(pieces=st.lists(PIECES, max_size=8))
def test_all_that_reading_writes_passes(html_of, pieces):
    """Otherwise each build would throw the cache away."""
    for html in html_of("".join(pieces)):
        assert is_clean(html), html


def test_all_samples_pass():
    """The real articles, with all that they hold."""
    root = Path(__file__).resolve().parents[2] / "content"
    folder = ContentFolder(root)
    from pelicanconf import NEWS_SECTIONS

    reader = Reader(folder, Sections(NEWS_SECTIONS), ZoneInfo("Asia/Ho_Chi_Minh"), examine, ())
    found, _ = folder.sources()
    html = [
        part.html
        for source in found
        for part in reader.read(source).parts
        if isinstance(part, HtmlPart)
    ]
    assert len(html) > 60
    assert [text for text in html if not is_clean(text)] == []


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('<p class="a">a &lt; b</p>', True),
        ("<p>a<br>b</p>", True),
        ('<a href="https://a.example/" title="a>b" rel="noopener">x</a>', True),
        ('<a href="\x01page:tin/a.md\x02#m">x</a>', True),
        ("<P>x</P>", False),
        ("<p>x</p", False),
        ("<p class=a>x</p>", False),
        ("<p class='a'>x</p>", False),
        ('<p  class="a">x</p>', False),
        ('<p class="a" onclick="x">x</p>', False),
        ('<p class="a"onclick="x">x</p>', False),
        ("<p\tonclick=x>x</p>", False),
        ("<p/onclick=x>x</p>", False),
        ('<p title="x"onclick=x>x</p>', False),
        ('<p style="position:fixed">x</p>', False),
        ("<script>x</script>", False),
        ("<scr<b>ipt>x</scr</b>ipt>", False),
        ("<!-- --!><script>x</script>", False),
        ("<svg onload=x></svg>", False),
        ('<iframe src="https://xau.example/"></iframe>', False),
        ('<base href="https://xau.example/">', False),
        ('<a href="&#106;avascript:x">x</a>', False),
        ("<style>x</style>", False),
        ("<math><mi>x</mi></math>", False),
        ('<img src="/x.jpg">', False),
        ('<a href=" javascript:x">x</a>', False),
        ('<a href="data:text/html,x">x</a>', False),
        ('<a href="\x01to:x\x02">x</a>', False),
        ('<form action="/x">x</form>', False),
        ("<!-- x -->", False),
        ("<?x?>", False),
    ],
)
def test_only_the_form_that_we_write_passes(markup, expected):
    """What a browser could take for another tag or attribute is none of ours."""
    assert is_clean(markup) is expected
