# SPDX-License-Identifier: AGPL-3.0-or-later
"""Texts that keep a reader busy, and what each costs: the worst shapes of a text per kB.

`python -m tests.bench.shapes` reads each shape at 50 kB and at 1 MB, in a process of its
own, and lists those that take the most seconds of a processor; the goals are 0.5 s and
5 s. Linux only.
"""

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

from plugins.newsroom.photo import Original
from plugins.newsroom.sections import Sections
from plugins.press.read.content_folder import ContentFolder, Found
from plugins.press.read.reader import Reader, Reading

HEADER = "---\ntitle: T\ndate: 2017-02-23\nauthor: N\ncategory: Kinh tế\nsummary: S\n---\n"
#: Seconds of a processor for a text of so many bytes.
GOALS = {50_000: 0.5, 1_000_000: 5.0}
_MEMORY_BYTES = 3 << 30


def nested(sign: str, size: int) -> str:
    """Indent a list or quotation one level more on each line."""
    lines = [sign.replace("#", "  " * depth) for depth in range(int(size**0.5))]
    return "\n".join(lines)[:size]


def table(columns: int, rows: str, count: int) -> str:
    """Write a table with *count* *rows*."""
    return "|a" * columns + "|\n" + "|-" * columns + "|\n" + rows * count


def each(pattern: str, size: int) -> str:
    """Write *pattern* with 0, 1, 2 … in place of "#"."""
    return "".join(pattern.replace("#", str(n)) for n in range(size // (len(pattern) + 3)))


#: Repeated to the size that is asked for.
REPEATED = (
    *("[a](", "[", "![", "[^", "[^1] ", "<!", "<!-- ", "<![CDATA[", "<?", "&", "&#", "&#x"),
    *("&amp;", "`", "` a ", "`` ", "*", "*a ", "*a **b ", "**a* ", "_", "_a ", "__a _b ", "***a "),
    *("~~", "~~a ", "<a ", '<a href="x" ', "<b>", "<div>", "<div>\n", "</div>", "<p>", "<ul><li>"),
    *("<table><tr><td>", "<li>", "<", "< ", "<https://", "https://a.vn/ ", "a@b.vn ", "](", "]["),
    *("[a][", "[a][b] ", "[a] ", "[a](https://b.vn) ", "(", "\\", "\\*", "\\[", "> ", "> a\n"),
    *("- a\n", "1. a\n", "# a\n", "#\n", "a\n=\n", "a\n-\n", "---\n", "a\n", "a  \n", "\n"),
    *("a\n\n", " ", "    a\n", "\t", "|", "| a | b |\n", "```\n", "```a\nb\n", "~~~\n", "{{"),
    *("{: a}", "![](a.jpg)\nẢnh: a\n", "a – ", '"', '[a](b "', "[a](<", "[a]: <\n", "[a](b ("),
    *("*[a]: b\n", "<figure>", "<figure><img src=a.jpg>", "<h1>a</h1>", "<font>", "<svg>"),
    *("<math><mtext>", '<a href="https://a.vn">', '<a href="https://a.vn"><b>'),
    *("<select><option>", "a\u0301", "\u0338", "a_b", "a", "* * * ", "- - - ", "1) a\n", "• a\n"),
    *("a\\\n", "http://", "www.", "<b>*a*</b> ", "<i>**a</i>** ", "*<b>a*</b> ", "`<b>` "),
    *("<b>`a</b>` ", "[*a](b)* ", "**[a](b)** ", "[`a](b)` ", "<a href=x>[a](b)</a> "),
    *("![*a*](a.jpg) ", "~~*a~~* ", "| [a | ](b) |\n", "| **a | b** |\n", "> - a\n", "- > a\n"),
    *("> > a\n> b\n", "> | a | b |\n", "- a\n\n  b\n\n", "- a\n- b\n\n", "1. a\n\n\n", "- # a\n"),
    *("- ```\n", "> ```\n", "- | a\n", "a[^1]\n\n[^1]: b\n\n", "[^a]: b[^a]\n"),
    *('![a](a.jpg "b[^1]")\n\n', "[a]: b\n[a]\n\n", "https://a.vn/?x=1&y=2 "),
    *("https://a.vn/(((( ", "a.b@", "@a", "a@b.vn,", "mailto:a@b.vn ", "www.a.vn ", "https://"),
    *("tinh.gov.vn/", "C:\\a ", "localhost ", "127.0.0.1 ", "://", ".vn ", "{{ a }} ", "{% a %} "),
    *("{a", "[TOC]\n\n", "xxx ", "TODO ", "………", "<<<<<<< a\n", "=======\n", ">>>>>>> a\n"),
    *("<dd/mm/yyyy> ", "a<b ", "<Tên cơ quan> ", "<i tong so>", "<b a=b ", "<b a='", '<b a="'),
    *("</", "</b", "</b>", "<b></i>", "<b><i></b></i>", "<p><div></p>", "<td>", "<tr>a"),
    *("<table>", "<table>a", "<table><table>", "<dl><dt>a<dd>b", "<blockquote>", "<pre>"),
    *("<code>", "<ul>", "<ol><li>a</ol>", "<h2>", "<h2>a\n\n", "<caption>", "<img>"),
    *("<img src=a.jpg>\n", "<br>", "<hr>\n", "<!-- a -->", "<!---->\n", "<?a?>", "<![a]>"),
    *("<a name=a>", "<p id=a>a</p>", "<style>", "<script>", "<textarea>", "<title>", "<iframe>"),
    *("<noscript>", "<template>", "<o:p>", '<p class="MsoNormal" style="a:b">a</p>\n'),
    *('<span style="a">a</span> ', "<center>a</center>", "<svg><p>", "<math><mi>", "<select><b>"),
    *("<form><input>", "<details><summary>a</summary>", "e\u0302\u0301", "\u0301", "\u200b"),
    *("a\u200b", "\xad", "a\xad", "aâ", "5°", "Ö", "nghieân", "\xa0a", "\u202e", "\u200d"),
    "\U0001f600",
    *("\U0001f468\u200d\U0001f469\u200d\U0001f467", "\u1781\u17d2\u1798", "\xa0", "\u3000"),
    *("\u2028", "\x0c", "\x01", "\x04", "\x041\x04", "\x02wzxhzdk:0\x03", "&nbsp;", "&#8203;"),
    *("&#0;", "&#x110000;", "&lt;b&gt;", "&amp;amp;", "&a", "&#1", "&copy", "\r\n", "a\r\n"),
    *("a\r\n\r\n", "\r", "a,\n", "a.\n", "a:\n- b\n", "a) b\n", "1/ a\n", "+ a\n", "– a\n"),
    *("* a\n", "*a\n", "- a\n1. b\n", "4. a\n\n", "2016. a\n", "1.a\n", "-\n", "1.\n", "+\n"),
    *("Ảnh: a\n", "![](a.jpg)\n\nẢnh: a\n\n", "![](a.jpg)\n", "![](a.jpg)![](a.jpg)", "(Ảnh: a) "),
    *("a.jpg ", "![](b.jpg)\n\n", "(a.jpg)", "[a](b.pdf) ", "[a](b.md)\n\n", "[a](#b) ", "[a]() "),
    *("[a](javascript:b) ", '[a](b "c") ', "[a](b\n", "[a\n", "[a]\n(b)", "![a]\n", "[]()"),
    *("[![](a.jpg)](b)", "\\<b\\> ", "\\\n", "\\_a\\_", "a*b", "a**b", "1*2=3 ", "a* ", "*."),
    *("(*", "_a_b_", "^", "==a==", "#a ", "#a\n", "##\n", "# a #\n\n", "# [a](b)\n\n", "# *a\n\n"),
    *("a\n===\n\n", "***\n", "a---b", "--", "'a' ", '"a" ', "“a” ", "(a) ", "[a] b ", "[x] a\n"),
    *("- [ ] a\n", "^[a] ", ":a: ", "!!! a\n", ": a\n", "a\n: b\n", "a\n: b\n\n", "*[a]: b\n*a\n"),
    *("{.a}", "{#a}\n", "{width=1}", ":::\n", "$a$ ", "$$\n"),
)  # fmt: skip
#: Made for the size that is asked for.
MADE: dict[str, Callable[[int], str]] = {
    "quotations": lambda size: "\n".join(">" * depth + " a" for depth in range(int(size**0.5))),
    "lists": lambda size: nested("#- a", size),
    "numbered lists": lambda size: nested("##1. a", size),
    "many columns": lambda size: table(size // 6, "|b", 1),
    "codes in a table": lambda size: table(2, "`|" * (size // 2), 1),
    "empty rows": lambda size: table(size // 8, "|\n", size // 4),
    "rows without pipes": lambda size: table(90, "a\n", size // 2),
    "brackets in rows": lambda size: table(2, "|[a](b|[c]|\n", size // 12),
    "one long cell": lambda size: table(2, f"|{'*a ' * (size // 3)}|b|\n", 1),
    "tables": lambda size: (table(2, "|a|b|\n", 1) + "\n") * (size // 20),
    "references": lambda size: (
        "".join(f"[a{n}]: https://b.vn\n" for n in range(size // 24))
        + "".join(f"[x][a{n}] " for n in range(size // 24))
    ),
    "notes": lambda size: (
        "".join(f"a[^{n}] " for n in range(size // 22))
        + "\n\n"
        + "".join(f"[^{n}]: a\n\n" for n in range(size // 22))
    ),
    "calls without notes": lambda size: each("a[^#] ", size),
    "notes without calls": lambda size: each("[^#]: a\n\n", size),
    "calls of one note": lambda size: "[^1]: a\n\n" + "b[^1] " * (size // 6),
    "calls of one note, each in its paragraph": lambda size: (
        "[^1]: a\n\n" + "b[^1]\n\n" * (size // 7)
    ),
    "a long note": lambda size: "a[^1]\n\n[^1]: b\n" + "    c\n\n" * (size // 7),
    "notes in captions": lambda size: each("![](a.jpg)\n\nẢnh: a[^#]\n\n[^#]: b\n\n", size),
    "brackets": lambda size: "[" * (size // 2) + "]" * (size // 2),
    "addresses": lambda size: "[a](" + "(" * (size // 2) + ")" * (size // 2),
    "bare address": lambda size: "https://a.vn/" + "a" * size,
    "bare address in brackets": lambda size: (
        "https://a.vn/" + "(" * (size // 2) + ")" * (size // 2)
    ),
    "bare address with dots": lambda size: "https://a.vn/" + "." * size,
    "a host of dots": lambda size: "a." * (size // 2),
    "a mailbox of dots": lambda size: "a." * (size // 2) + "@b.vn",
    "photos": lambda size: "![" * (size // 8) + "](a.jpg)" * (size // 12),
    "stress": lambda size: "*a **b " * (size // 16) + "c** d* " * (size // 16),
    "captions": lambda size: "![](a.jpg)\n" + "Ảnh: a<b>\n" * (size // 10),
    "a caption": lambda size: "![](a.jpg)\nẢnh: " + "a " * (size // 2),
    "a title": lambda size: '![](a.jpg "' + "a. Ảnh: b " * (size // 10) + '")',
    "words of one paragraph": lambda size: "Ủy ban nhân dân tỉnh " * (size // 27),
    "words that differ": lambda size: each("a# ", size),
    "tags that differ": lambda size: each("<a#>", size),
    "attributes": lambda size: "<b " + each("a#=1 ", size) + ">",
    "anchors": lambda size: each('<a href="#a#">x</a>\n\n', size).replace("0a", "#a"),
    "headings that differ": lambda size: each("## a #\n\n", size),
    "lines of spaces": lambda size: (" " * 99 + "\n") * (size // 100),
    "spaces before a word": lambda size: "a" + " " * size + "b",
    "tabs before words": lambda size: "a\n" + ("\t" * 99 + "b\n") * (size // 101),
    "empty lines in code": lambda size: "```\n" + "\n" * size + "```\n",
    "a fence": lambda size: "`" * size,
    "fences that grow": lambda size: "\n".join("`" * n for n in range(3, int((2 * size) ** 0.5))),
    "codes that grow": lambda size: " ".join("`" * n for n in range(3, int((2 * size) ** 0.5))),
    "stars that grow": lambda size: " ".join(
        "*" * n + "a" for n in range(1, int((2 * size) ** 0.5))
    ),
    "a list in a quotation in a list": lambda size: "- > - > - a\n" * (size // 12),
    "an item of many paragraphs": lambda size: "- a\n\n" + "  b\n\n" * (size // 5),
    "a list of two levels": lambda size: "- a\n" + "  - b\n" * (size // 6),
    "levels that go up and down": lambda size: "- a\n  - b\n    - c\n" * (size // 18),
    "numbers that count": lambda size: each("#. a\n", size),
    "numbers with blank lines": lambda size: each("#. a\n\n", size),
    "numbers with text between": lambda size: each("#. a\n\nb\n\n", size),
    "HTML list": lambda size: "<ul>\n" + "<li>a</li>\n" * (size // 11) + "</ul>\n",
    "HTML table": lambda size: "<table>\n" + "<tr><td>a</td></tr>\n" * (size // 20) + "</table>\n",
    "HTML table from Word": lambda size: (
        "<table>\n"
        + '<tr style="a"><td width=1><p class=MsoNormal>a<o:p></o:p></p></td></tr>\n' * (size // 70)
        + "</table>\n"
    ),
    "spans in a table": lambda size: (
        "<table>" + "<tr><td colspan=999 rowspan=999>a</td></tr>" * (size // 45) + "</table>"
    ),
    "blocks within each other": lambda size: "<div>" * 250 + "a" * size + "</div>" * 250,
    "stress within each other": lambda size: "<b>" * 250 + "a " * (size // 2) + "</b>" * 250,
    "one unclosed tag, then words": lambda size: "<b>" + "a\n\n" * (size // 3),
    "links within each other": lambda size: '<a href="https://a.vn">a' * (size // 24),
    "marks over a letter": lambda size: "a" + "\u0301" * (size // 2),
    "marks out of order": lambda size: "a" + "\u0301\u0323" * (size // 4),
    "a base and marks": lambda size: "a\u0323\u0302\u0301" * (size // 7),
    "Khmer without spaces": lambda size: "ខ្មែរ" * (size // 15),
    "old letters": lambda size: "§¹i héi " * (size // 10),
    "base64": lambda size: "![](data:image/png;base64," + "iVBORw0KGgo" * (size // 11) + ")",
    "base64 in HTML": lambda size: (
        '<img src="data:image/png;base64,' + "iVBOR" * (size // 5) + '">'
    ),
}


def shape(name: str, size: int) -> str:
    """Write the shape of this *name* with about *size* letters."""
    if name in MADE:
        return MADE[name](size)
    return (name * (size // len(name) + 1))[:size]


def reader_of(folder: Path) -> Callable[[str], Reading]:
    """Give what reads a body as that of an article in *folder*, beside a photo."""
    (folder / "a.jpg").write_bytes(b"x")
    sections = Sections({"kinh-te": "Kinh tế"})
    photo = Original("0" * 64, 40, 30)
    reader = Reader(
        ContentFolder(folder), sections, ZoneInfo("Asia/Ho_Chi_Minh"), lambda file: photo
    )

    def read(body: str, header: str = HEADER) -> Reading:
        file = folder / "bai.md"
        file.write_bytes((header + body).encode("utf-8", "replace"))
        return reader.read(Found("bai.md", file))

    return read


def costs(name: str, size: int, read: Callable[[str], Reading]) -> tuple[float, str]:
    """Read a shape cut to *size* bytes in a process of its own: CPU seconds, and what is told."""
    body = shape(name, size).encode("utf-8", "replace")[: size - len(HEADER.encode())]
    text = body.decode("utf-8", "ignore")
    read("a")
    receiving, sending = os.pipe()
    if (process := os.fork()) == 0:
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
        started = time.process_time()
        try:
            faults = read(text).faults
            told = f"{len(faults)} told" + "".join(
                f"; {fault.problem[:60]}" for fault in faults if not fault.warning
            )
        except BaseException as error:
            told = f"!! {type(error).__name__}: {error}"
        os.write(sending, f"{time.process_time() - started:.3f} {told}".encode()[:500])
        os._exit(0)
    os.close(sending)
    with os.fdopen(receiving, "rb") as stream:
        seconds, _, told = stream.read().decode("utf-8", "replace").partition(" ")
    os.waitpid(process, 0)
    return float(seconds or 60), told or "!! ended"


def main() -> None:
    """List the shapes that cost the most."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, action="append", help="bytes of a text")
    parser.add_argument("--most", type=int, default=30, help="shapes to list at each size")
    parser.add_argument("shapes", nargs="*", help="these shapes alone")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        read = reader_of(Path(folder))
        for size in options.size or GOALS:
            names = options.shapes or [*REPEATED, *MADE]
            found = sorted(((*costs(name, size, read), name) for name in names), reverse=True)
            print(f"{size} bytes, {len(found)} shapes, goal {GOALS.get(size, '-')} s")
            for seconds, told, name in [
                item for place, item in enumerate(found) if place < options.most or "!!" in item[1]
            ]:
                print(f"{seconds:8.3f} s  {name[:40]!r}  {told}", flush=True)


if __name__ == "__main__":
    main()
