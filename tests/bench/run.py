# SPDX-License-Identifier: AGPL-3.0-or-later
"""Measures the portal's build beside Hugo's and plain Pelican's, on the same articles.

Whole processes run in turn, ours, Hugo, ours, Hugo; the figures are medians of these
pairs, the ratios medians of the ratios within a pair. A scenario changes the portal's
content, then builds it with the cache and the output of the build before; Hugo, which
has no such thing, builds everything every time. Linux only; needs the Python package
`hugo`, which carries the binary.
"""

import argparse
import dataclasses
import importlib.metadata
import os
import platform
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from statistics import median

from tests.bench import archive
from tests.bench.chart import draw_growth, draw_times
from tests.bench.process import CommandError, Cost, measure

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
#: Half a day after the last moment that an article of the archive can have.
NOW = archive.END + timedelta(hours=12)
#: Plain Pelican compares every article with every other one.
MOST_FOR_PELICAN = 10_000
CAMERA_PX = (3000, 2000)
WARM_UP = 20
#: Where what is not needed any more waits for the end of the run.
ASIDE = "aside"


@dataclass
class Portal:
    """The portal's own build in a folder of its own; `added` counts new articles.

    Without an index for readers who search unless it is `searched`.
    """

    folder: Path
    sections: Mapping[str, str]
    count: int
    added: int = 0
    gone: set[int] = field(default_factory=set)
    searched: bool = True

    def __post_init__(self) -> None:
        self.content, self.theme = self.folder / "content", self.folder / "theme"
        self.cache, self.output = self.folder / "cache", self.folder / "output"
        self._chance = random.Random(self.count)

    @classmethod
    def over(cls, original: Path, folder: Path, searched: bool = True) -> "Portal":
        """Start from the archive in *original*, which stays as it is: files are linked."""
        stamp = archive.read_stamp(original)
        _put_aside(folder)
        shutil.copytree(original / "content", folder / "content", copy_function=os.link)
        shutil.copytree(ROOT / "theme", folder / "theme")
        return cls(folder, dict(stamp["sections"]), stamp["count"], searched=searched)

    def build(self) -> Cost:
        """Build as `make html` does."""
        command = [sys.executable, "-m", "pelican", str(self.content), "-o", str(self.output)]
        command += ["-s", "pelicanconf.py", "--cache-path", str(self.cache)]
        command += ["-t", str(self.theme), *(() if self.searched else ("-e", "SEARCH=false"))]
        environment = {"SOURCE_DATE_EPOCH": str(int(NOW.timestamp()))}
        return measure(command, self.folder / "log.txt", ROOT, environment)

    def forget(self) -> None:
        """Delete the cache and the output."""
        _put_aside(self.cache, self.output)

    def leave(self) -> None:
        """Change nothing."""

    def edit(self) -> None:
        """Add a sentence to the body of one article."""
        story = self._any_story()
        body = story.body + f"\nTòa soạn bổ sung lần {self._chance.randrange(10**6)}.\n"
        archive.write_story(self.content, dataclasses.replace(story, body=body), "portal")

    def add(self) -> None:
        """Add an article, newer than all."""
        story = archive.make_story(self.count + self.added, self.sections)
        self.added += 1
        date = archive.END + timedelta(minutes=self.added)
        archive.write_story(self.content, dataclasses.replace(story, date=date), "portal")

    def delete(self) -> None:
        """Delete an article."""
        story = self._any_story()
        self.gone.add(story.number)
        (self.content / archive.source(story, "portal")[0]).unlink()

    def replace_photo(self) -> None:
        """Put another photo in place of the one that a single article shows."""
        file = self.content / archive.PHOTO_FOLDER / archive.LONE_PHOTO
        archive.draw_photo(file, self._chance.randrange(10**6))

    def check_out(self) -> None:
        """Copy content, cache, output and theme: the same bytes in new files, of today."""
        for folder in (self.content, self.cache, self.output, self.theme):
            copy = folder.with_name("copy")
            shutil.copytree(folder, copy, copy_function=shutil.copyfile)
            _put_aside(folder)
            copy.rename(folder)

    def change_template(self) -> None:
        """Add a line to the template of articles."""
        file = self.theme / "templates" / "article.html"
        before, end, after = file.read_text("utf-8").partition("</article>")
        line = f"<p>{self._chance.randrange(10**6)}</p>\n"
        archive.replace_file(file, f"{before}{line}{end}{after}".encode())

    def _any_story(self) -> archive.Story:
        """Choose an article that is still there, but never the first with its own photo."""
        while True:
            number = self._chance.randrange(1, self.count)
            if number not in self.gone:
                return archive.make_story(number, self.sections)


@dataclass(frozen=True, slots=True)
class Hugo:
    """The same site in Hugo."""

    original: Path
    output: Path

    def build(self) -> Cost:
        """Build everything into an empty folder."""
        _put_aside(self.output)
        command = [str(_hugo_binary()), "--quiet", "--noBuildLock", "-s", str(HERE / "hugo")]
        command += ["-c", str(self.original / "content"), "-d", str(self.output)]
        command += ["--cacheDir", f"{self.output}.cache"]
        return measure(command, self.output.with_suffix(".log"), ROOT, {})


@dataclass(frozen=True, slots=True)
class Pelican:
    """The same site in plain Pelican."""

    original: Path
    output: Path

    def build(self) -> Cost:
        """Build everything into an empty folder."""
        _put_aside(self.output)
        command = [sys.executable, "-m", "pelican", "-q", "-o", str(self.output)]
        command += ["-s", str(HERE / "pelican" / "pelicanconf.py")]
        environment = {"BENCH_CONTENT": str(self.original / "content")}
        return measure(command, self.output.with_suffix(".log"), self.original, environment)


@dataclass(frozen=True, slots=True)
class Scenario:
    """What happens to the portal between two builds."""

    label: str
    happen: Callable[[Portal], None]


SCENARIOS = {
    "cold": Scenario("cold: no cache, no output", Portal.forget),
    "unchanged": Scenario("nothing changed", Portal.leave),
    "edited": Scenario("one article edited", Portal.edit),
    "added": Scenario("one article added", Portal.add),
    "deleted": Scenario("one article deleted", Portal.delete),
    "photo": Scenario("one photo replaced", Portal.replace_photo),
    "restored": Scenario("fresh checkout, cache restored", Portal.check_out),
    "template": Scenario("article template changed", Portal.change_template),
}
#: A scenario of its own: new photos only, by the photo.
PHOTOS = "photos"


@dataclass
class Figures:
    """What one archive gave: pairs of ours and Hugo's by scenario, and what was built.

    `unsearched` are pairs of ours without search and Hugo's.
    """

    count: int
    pairs: dict[str, list[tuple[Cost, Cost]]] = field(default_factory=dict)
    unsearched: dict[str, list[tuple[Cost, Cost]]] = field(default_factory=dict)
    pelican: Cost | None = None
    pages: dict[str, int] = field(default_factory=dict)

    def hugo(self) -> Cost:
        """Tell Hugo's medians over all its builds of this archive."""
        return _median([hugo for pairs in self.pairs.values() for _, hugo in pairs])


class Bench:
    """All measurements of one run, in the scratch folder *work*."""

    def __init__(self, work: Path, pairs: int, steps: int) -> None:
        self.work, self.pairs = work, pairs
        self._steps, self._done = steps, 0

    def originals(self, count: int, dialects: Sequence[str]) -> dict[str, Path]:
        """Make the archives of *count* articles, or take those of an earlier run."""
        folders = {name: self.work / "archives" / f"{name}-{count}" for name in dialects}
        for name, folder in folders.items():
            command = [sys.executable, "-m", "tests.bench.archive", "--out", str(folder)]
            command += ["--n", str(count), "--dialect", name]
            subprocess.run(command, check=True, cwd=ROOT)
        return folders

    def warm_up(self) -> None:
        """Let every builder compile what it will and the system read what it needs."""
        folders = self.originals(WARM_UP, archive.DIALECTS)
        Portal.over(folders["portal"], self.work / "warm-up").build()
        Hugo(folders["hugo"], self.work / "warm-up.hugo").build()
        Pelican(folders["pelican"], self.work / "warm-up.pelican").build()

    def compare(
        self,
        count: int,
        scenarios: Sequence[str],
        with_pelican: bool,
        with_unsearched: bool = False,
    ) -> Figures:
        """Measure *scenarios* on an archive of *count* articles."""
        dialects = archive.DIALECTS if with_pelican else ("portal", "hugo")
        folders = self.originals(count, dialects)
        portal = Portal.over(folders["portal"], self.work / "portal")
        hugo = Hugo(folders["hugo"], self.work / "hugo")
        figures = Figures(count)
        unsearched: list[Portal] = []
        if with_unsearched:
            unsearched.append(Portal.over(folders["portal"], self.work / "unsearched", False))
        if "cold" not in scenarios:
            for each in (portal, *unsearched):
                self._tell(count, "portal, first build", each.build())
        for name in scenarios:
            figures.pairs[name] = []
            for _ in range(self.pairs):
                SCENARIOS[name].happen(portal)
                ours = self._tell(count, f"portal, {SCENARIOS[name].label}", portal.build())
                theirs = self._tell(count, "Hugo, full build", hugo.build())
                figures.pairs[name].append((ours, theirs))
                for bare in unsearched:
                    SCENARIOS[name].happen(bare)
                    what = f"portal without search, {SCENARIOS[name].label}"
                    ours = self._tell(count, what, bare.build())
                    figures.unsearched.setdefault(name, []).append((ours, theirs))
            if not figures.pages:
                outputs = {"portal": portal.output, "Hugo": hugo.output}
                if with_pelican:
                    pelican = Pelican(folders["pelican"], self.work / "pelican")
                    cost = pelican.build()
                    figures.pelican = self._tell(count, "plain Pelican, full build", cost)
                    outputs["plain Pelican"] = pelican.output
                if name in ("cold", "unchanged"):
                    _refuse_other_articles(outputs, count)
                figures.pages = {name: _count_pages(folder) for name, folder in outputs.items()}
        return figures

    def photos(self, count: int) -> tuple[float, float]:
        """Measure new photos of a camera's size; return wall and CPU seconds a photo."""
        folder = self.work / "photos"
        (original,) = self.originals(WARM_UP, ("portal",)).values()
        portal = Portal.over(original, folder)
        _put_aside(portal.content)
        for number in range(count):
            name = f"lon-{number:03}.jpg"
            archive.draw_photo(portal.content / archive.PHOTO_FOLDER / name, number, CAMERA_PX)
            story = archive.make_story(number, portal.sections)
            body = f"{story.summary}\n\n![Ảnh toàn cảnh](/{archive.PHOTO_FOLDER}/{name})\n"
            archive.write_story(portal.content, dataclasses.replace(story, body=body), "portal")
        gains = []
        for _ in range(self.pairs):
            portal.forget()
            new = self._tell(count, f"portal, {count} new photos", portal.build())
            old = self._tell(count, f"portal, {count} known photos", portal.build())
            gains.append(((new.wall_s - old.wall_s) / count, (new.cpu_s - old.cpu_s) / count))
        return median(wall for wall, _ in gains), median(cpu for _, cpu in gains)

    def _tell(self, count: int, what: str, cost: Cost) -> Cost:
        self._done += 1
        _say(
            f"[{self._done}/{self._steps}] {count:,} · {what}: {cost.wall_s:.2f} s, "
            f"{cost.cpu_s:.2f} CPU s, {cost.peak_mb:.0f} MB"
        )
        return cost


def _refuse_other_articles(outputs: Mapping[str, Path], count: int) -> None:
    """Make sure that every builder made the same articles at the same addresses."""
    addresses = {
        name: {
            page.relative_to(folder).as_posix()
            for page in folder.glob("tin-tuc/[0-9]*/[0-9]*/[0-9]*/*/index.html")
        }
        for name, folder in outputs.items()
    }
    for name, found in addresses.items():
        if len(found) != count or found != addresses["portal"]:
            raise CommandError(f"{name} made {len(found)} articles, or others: not {count}")


def _count_pages(folder: Path) -> int:
    return sum(name.endswith(".html") for _, _, files in os.walk(folder) for name in files)


def _median(costs: Sequence[Cost]) -> Cost:
    return Cost(
        median(cost.wall_s for cost in costs),
        median(cost.cpu_s for cost in costs),
        median(cost.peak_mb for cost in costs),
    )


def _hugo_binary() -> Path:
    # The package's own command is a Python script around it, which would be measured too.
    name = "hugo.exe" if os.name == "nt" else "hugo"
    found = importlib.metadata.distribution("hugo").locate_file(f"hugo/binaries/{name}")
    return Path(str(found))


def _put_aside(*folders: Path) -> None:
    """Take folders out of the way without deleting them.

    Making many files soon after others were deleted is paid for in the file
    system: Hugo's system time rose tenfold within a run that deleted its outputs.
    """
    for folder in folders:
        if folder.exists():
            aside = folder.parent / ASIDE
            aside.mkdir(exist_ok=True)
            folder.rename(aside / f"{folder.name}-{time.time_ns()}")


def _remove(*folders: Path) -> None:
    for folder in folders:
        if folder.exists():
            shutil.rmtree(folder)


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


# ── What is told of it ───────────────────────────────────────────────────────


def table(figures: Figures) -> str:
    """Write the figures of one archive as a table in Markdown."""
    hugo = figures.hugo()
    lines = [
        "| build | wall s | CPU s | peak MB | wall ÷ Hugo | CPU ÷ Hugo |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
        _row("Hugo, full", hugo, 1, 1),
    ]
    if (pelican := figures.pelican) is not None:
        ratios = pelican.wall_s / hugo.wall_s, pelican.cpu_s / hugo.cpu_s
        lines.append(_row("plain Pelican, full (once)", pelican, *ratios))
    for whose, by_scenario in (
        ("portal", figures.pairs),
        ("portal without search", figures.unsearched),
    ):
        for name, pairs in by_scenario.items():
            wall = median(ours.wall_s / theirs.wall_s for ours, theirs in pairs)
            cpu = median(ours.cpu_s / theirs.cpu_s for ours, theirs in pairs)
            ours = _median([ours for ours, _ in pairs])
            lines.append(_row(f"{whose}, {SCENARIOS[name].label}", ours, wall, cpu))
    return "\n".join(lines) + "\n"


def _row(label: str, cost: Cost, wall: float, cpu: float) -> str:
    return (
        f"| {label} | {cost.wall_s:.2f} | {cost.cpu_s:.2f} | {cost.peak_mb:.0f} "
        f"| {wall:.3f} | {cpu:.3f} |"
    )


def growth_table(growth: Sequence[Figures]) -> str:
    """Write the cost of an article by the size of the archive."""
    lines = [
        "| articles | portal cold, CPU ms an article | Hugo full, CPU ms an article "
        "| portal cold, wall s | Hugo full, wall s | portal cold, peak MB | Hugo full, peak MB "
        "| portal, one edited, wall s |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for figures in growth:
        cold, hugo = _portal(figures, "cold"), figures.hugo()
        lines.append(
            f"| {figures.count:,} | {_an_article(cold, figures):.2f} "
            f"| {_an_article(hugo, figures):.2f} | {cold.wall_s:.1f} | {hugo.wall_s:.1f} "
            f"| {cold.peak_mb:.0f} | {hugo.peak_mb:.0f} "
            f"| {_portal(figures, 'edited').wall_s:.2f} |"
        )
    return "\n".join(lines) + "\n"


def _portal(figures: Figures, scenario: str) -> Cost:
    return _median([ours for ours, _ in figures.pairs[scenario]])


def _an_article(cost: Cost, figures: Figures) -> float:
    return cost.cpu_s / figures.count * 1000


def notes(figures: Figures, pairs: int) -> str:
    """Say how the figures came about."""
    pages = ", ".join(f"{name} {count:,}" for name, count in figures.pages.items())
    cpu = [hugo.cpu_s for each in figures.pairs.values() for _, hugo in each]
    return (
        f"Medians of {pairs} pair(s) of whole processes in turn; ratios within a pair. CPU is "
        "user and system time of all processes of a build. Peak memory is the larger of the "
        "largest process and the sum of all processes' memory, looked at every 100 ms (a page "
        "that several share counts once). The disk is synced before each build, not after; its "
        "cache is as warm as memory allows: an archive whose builds do not fit into it side by "
        f"side is read from the disk again. Hugo did the same work {len(cpu)} times, in "
        f"{min(cpu):.2f} to {max(cpu):.2f} CPU s: a wide span means a machine that was busy with "
        "other things.\n\n"
        f"HTML pages: {pages}. All have the same articles at the same addresses, three newer "
        "and six older ones beside each, lists of ten for all news, sections and authors, "
        "years, months, a feed for all and for each section, a sitemap. The portal's lists "
        "keep their numbers for ever, so the newest full page of a list stands twice. Plain "
        "Pelican has no lists by day and whole lists by year and month; only the portal makes "
        "copies of the photos, JSON-LD, Dublin Core, a sitemap a year, three formats of feed, "
        "checks every link and every page, and replaces its output in one move.\n"
    )


def versions() -> str:
    """Name everything that the figures depend on."""
    packages = ["Pelican", "Markdown", "Jinja2", "Pillow", "nh3", "Hugo"]
    names = [f"{name} {importlib.metadata.version(name)}" for name in packages]
    names = [f"Python {platform.python_version()}", *names]
    load = os.getloadavg()[0]
    return (
        f"{', '.join(names)}; {platform.system()} {platform.release()}, {os.cpu_count()} cores "
        f"({_processor()}), load {load:.1f} at the start."
    )


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def write_report(
    out: Path,
    figures: Figures,
    growth: Sequence[Figures],
    photos: tuple[float, float] | None,
    pairs: int,
    made_with: str,
) -> str:
    """Write tables and charts into *out*; return the tables."""
    parts = [f"# {figures.count:,} articles\n"]
    out.mkdir(parents=True, exist_ok=True)
    if figures.pairs:
        parts += [table(figures), notes(figures, pairs)]
        rows = [("Hugo, full", figures.hugo().wall_s, False)]
        if figures.pelican is not None:
            rows.append(("plain Pelican, full", figures.pelican.wall_s, False))
        rows += [
            (SCENARIOS[name].label, _portal(figures, name).wall_s, True) for name in figures.pairs
        ]
        title = f"Wall time of a build, {figures.count:,} articles"
        (out / "bench.svg").write_text(draw_times(title, rows), "utf-8")
    if photos is not None:
        parts.append(
            f"A new photo of {CAMERA_PX[0]}x{CAMERA_PX[1]} pixels takes the portal "
            f"{photos[0]:.2f} s of wall time and {photos[1]:.2f} CPU s.\n"
        )
    if growth:
        parts += ["## Growth\n", growth_table(growth)]
    if len(growth) > 1:
        series = {
            "portal, cold": [_an_article(_portal(item, "cold"), item) for item in growth],
            "Hugo, full": [_an_article(item.hugo(), item) for item in growth],
        }
        counts = [item.count for item in growth]
        title = "CPU milliseconds an article, by the size of the archive"
        (out / "growth.svg").write_text(draw_growth(title, counts, series), "utf-8")
    parts.append(made_with + "\n")
    report = "\n".join(parts)
    (out / "bench.md").write_text(report, "utf-8")
    return report


# ── The command ──────────────────────────────────────────────────────────────


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.run",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    known = ",".join((*SCENARIOS, PHOTOS))
    parser.add_argument("--n", type=int, default=10_000, help="articles (default 10000)")
    parser.add_argument("--pairs", type=int, default=3, help="pairs a scenario (default 3)")
    parser.add_argument(
        "--scenarios", default=known, help=f"joined by commas, in this order: {known} (all)"
    )
    parser.add_argument(
        "--growth", default="", help="sizes, as 1000,10000,50000: cold, edited and Hugo by size"
    )
    parser.add_argument(
        "--unsearched", action="store_true", help="each scenario also with SEARCH = False"
    )
    parser.add_argument("--photos", type=int, default=6, help="distinct photos (default 6)")
    parser.add_argument(
        "--work",
        type=Path,
        default=HERE / ".work",
        help="scratch folder; archives in it are used again (default tests/bench/.work). "
        "Outputs stay to the end: 20 kB an article, pair and scenario",
    )
    parser.add_argument("--out", type=Path, help="for bench.md, *.svg (default: WORK/out)")
    options = parser.parse_args()
    options.work = options.work.resolve()
    options.out = (options.out or options.work / "out").resolve()
    chosen = [name for name in options.scenarios.split(",") if name]
    if wrong := set(chosen) - {*SCENARIOS, PHOTOS}:
        parser.error(f"no scenario {', '.join(sorted(wrong))}; there are {known}")
    options.scenarios = [name for name in (*SCENARIOS, PHOTOS) if name in chosen]
    options.growth = sorted({int(size) for size in options.growth.split(",") if size})
    if min([options.n, *options.growth]) < WARM_UP:
        parser.error(f"an archive has {WARM_UP} articles or more")
    if min(options.pairs, options.photos) < 1:
        parser.error("there is one pair and one photo at least")
    return options


def _run(options: argparse.Namespace) -> str:
    scenarios = [name for name in options.scenarios if name != PHOTOS]
    with_photos = PHOTOS in options.scenarios
    with_pelican = bool(scenarios) and options.n <= MOST_FOR_PELICAN
    steps = (2 + options.unsearched) * options.pairs * len(scenarios) + with_pelican
    steps += (1 + options.unsearched) * (bool(scenarios) and "cold" not in scenarios)
    steps += 2 * options.pairs * with_photos + 4 * options.pairs * len(options.growth)
    made_with = versions()
    _say(made_with)
    bench = Bench(options.work, options.pairs, steps)
    bench.warm_up()
    figures, photos = Figures(options.n), None
    if scenarios:
        figures = bench.compare(options.n, scenarios, with_pelican, options.unsearched)
    if with_photos:
        photos = bench.photos(options.photos)
    growth = [bench.compare(size, ("cold", "edited"), False) for size in options.growth]
    return write_report(options.out, figures, growth, photos, options.pairs, made_with)


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


def main() -> int:
    """Measure, tell progress on stderr and print the tables."""
    options = _options()
    options.work.mkdir(parents=True, exist_ok=True)
    # Nothing in here is for git, wherever it stands.
    (options.work / ".gitignore").write_text("*\n", "utf-8")
    signal.signal(signal.SIGTERM, _stop)
    # Of a run that was killed.
    _remove(options.work / ASIDE)
    try:
        print(_run(options))
    except CommandError as error:
        _say(str(error))
        return 1
    except KeyboardInterrupt:
        _say("Stopped; nothing is left running.")
        return 130
    finally:
        _remove(*options.work.glob(ASIDE), *options.work.glob(f"*/{ASIDE}"))
    _say(f"Written to {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
