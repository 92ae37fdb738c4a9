# SPDX-License-Identifier: AGPL-3.0-or-later
"""A comparison of real folders: what differs from the rows is found, and nothing else."""

import dataclasses
import hashlib
import os
import shutil
import time
from contextlib import suppress
from pathlib import Path

import pytest

from plugins.press.cache.compare import (
    FileGroup,
    Findings,
    Marks,
    Row,
    View,
    compare,
    read_findings,
    read_group,
    read_marks,
    row_of,
    write_findings,
    write_group,
)
from plugins.press.cache.snapshot import see_all
from plugins.press.cache.stamps import file_digest
from plugins.press.read import content_folder

FILES = {"a/x.html": "x", "a/b/y.html": "y", "z.txt": "z"}
#: Long enough ago for any clock; a time of change alone, which the system keeps for itself.
BEFORE = 1_600_000_000


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "thư mục"
    write(folder, FILES)
    return folder


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


def row_as_it_is(file: Path) -> Row:
    """Note a file with its stamp, however fresh."""
    status = file.stat()
    stamp = (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
    return Row(file_digest(file), *stamp, "khóa")


def rows_of(root: Path) -> dict[str, bytes]:
    """Note all files in *root*, in two groups."""
    rows = {name: row_as_it_is(root / name) for name in FILES}
    odd = {name: rows.pop(name) for name in ("z.txt",)}
    return {"trang": write_group(rows), "khác": write_group(odd)}


def comparison(root: Path, texts: dict[str, bytes], view: View = see_all) -> Findings:
    """Compare, and tell what was found, but for the marks, as another process would."""
    findings, _ = comparison_with_marks(root, texts, view, frozenset())
    return findings


def comparison_with_marks(
    root: Path, texts: dict[str, bytes], view: View, marks: Marks
) -> tuple[Findings, Marks]:
    """Compare; tell what was found, and the marks of the next time."""
    found = compare(str(root), texts.items(), view, file_digest, checksum, marks)
    findings = read_findings(write_findings(found))
    told = read_marks(findings.marks.decode()) if findings.marks else marks
    return dataclasses.replace(findings, marks=b""), told


def checksum(name: str, text: bytes) -> str:
    """Stand for that of the store."""
    return f"{name} {len(text)}"


def group(files: FileGroup) -> dict[str, bytes]:
    return {"f": write_group(files)}


def test_unchanged_folder_has_no_findings(root):
    """What stands as it was noted is nowhere told of."""
    assert comparison(root, rows_of(root)) == Findings()


@pytest.mark.parametrize("text", ["khác hẳn", "y"])
def test_file_with_other_bytes_is_changed(root, text):
    """Of another size or of the same one, whatever its time says."""
    texts = rows_of(root)
    place = root / "a" / "x.html"
    old = place.stat()
    place.write_text(text, "utf-8")
    os.utime(place, ns=(old.st_atime_ns, old.st_mtime_ns))
    assert comparison(root, texts) == Findings(changed={"trang": ["a/x.html"]})


def test_same_bytes_under_a_new_stamp_are_refreshed(root):
    """They are read once; the row keeps its key, and the other rows of its group stay."""
    texts = rows_of(root)
    place = root / "a" / "x.html"
    place.unlink()
    place.write_text("x", "utf-8")
    findings = comparison(root, texts)
    text, told = findings.refreshed.pop("trang")
    assert findings == Findings()
    rows = read_group(text)
    assert (rows["a/x.html"].key, rows["a/x.html"].digest) == ("khóa", file_digest(place))
    assert rows["a/b/y.html"] == read_group(texts["trang"])["a/b/y.html"]
    assert told == checksum("trang", text)


def test_fresh_stamp_is_not_believed(root, monkeypatch):
    """Within a tick of the clock a file could change again; later the same stamp is believed."""
    texts = group({"z.txt": Row(file_digest(root / "z.txt"))})
    changed_ns = (root / "z.txt").stat().st_ctime_ns
    stamps = []
    for later_ns in (1_000_000, 90_000_000, 200_000_000):
        monkeypatch.setattr("time.time_ns", lambda later=later_ns: changed_ns + later)
        text, _ = comparison(root, texts).refreshed["f"]
        stamps.append(read_group(text)["z.txt"].ctime_ns)
        assert row_of(str(root / "z.txt"), "d").ctime_ns == stamps[-1]
    assert stamps == [0, 0, changed_ns]


@pytest.mark.parametrize(
    "text",
    [
        # As earlier versions wrote it, and columns that are not of one length.
        '{"z.txt":["0f",1,2,3,4,""]}',
        '[["z.txt"],[1],[2],[3],[4],["0f"],[]]',
        '[["z.txt"],[1,1],[2,2],[3,3],[4,4],["0f"],[""]]',
        '[["z.txt"],[1],[2],[3],[4]]',
    ],
)
def test_group_of_another_shape_is_none(text):
    with pytest.raises(ValueError):
        read_group(text)


def test_gone_file_is_changed(root):
    """So is one that went with its folder."""
    texts = rows_of(root)
    (root / "z.txt").unlink()
    shutil.rmtree(root / "a" / "b")
    findings = comparison(root, texts)
    assert findings == Findings(changed={"trang": ["a/b/y.html"], "khác": ["z.txt"]})


def test_what_no_row_tells_of_is_new(root):
    """Files, those in new folders too, and folders that hold nothing."""
    texts = rows_of(root)
    write(root, {"a/moi.html": "?", "a/b/c/d/e.html": "?"})
    (root / "a" / "trong").mkdir()
    findings = comparison(root, texts)
    assert sorted(findings.new) == ["a/b/c/d/e.html", "a/moi.html", "a/trong/"]
    assert (findings.changed, findings.odd) == ({}, [])


def test_new_name_may_hold_any_bytes(root):
    """What was put into the output from elsewhere goes again, whatever its name."""
    texts = rows_of(root)
    name = os.fsdecode(b"a/l\xea\n.html")
    (root / name).write_text("?", "utf-8")
    assert comparison(root, texts).new == [name]


def test_only_what_the_view_lets_be_seen_counts(root):
    """What is spared is not looked into; a folder may be told to be odd."""
    texts = rows_of(root)
    write(root, {".git/config": "?", "a/.git/config": "?"})

    def spare(folder: str, found: list[os.DirEntry[str]]) -> tuple[list[os.DirEntry[str]], bool]:
        return [entry for entry in found if folder or entry.name != ".git"], folder == "a/"

    findings = comparison(root, texts, spare)
    assert findings == Findings(new=["a/.git/config"], odd=["a"])


def test_renamed_file_is_gone_and_new(root):
    """That the number of names is the same hides nothing."""
    texts = rows_of(root)
    (root / "z.txt").rename(root / "zz.txt")
    assert comparison(root, texts) == Findings(changed={"khác": ["z.txt"]}, new=["zz.txt"])


def test_files_behind_a_link_that_took_the_place_of_their_folder_are_gone(root):
    """The link itself is new; nothing behind it is looked at."""
    texts = rows_of(root)
    (root / "a").rename(root.parent / "cho-khac")
    (root / "a").symlink_to(root.parent / "cho-khac")
    findings = comparison(root, texts)
    assert sorted(findings.changed["trang"]) == ["a/b/y.html", "a/x.html"]
    assert findings.new == ["a"]


def test_folder_in_the_place_of_a_file_is_looked_into(root):
    """That a row tells of the name does not hide what stands there now."""
    texts = rows_of(root)
    (root / "z.txt").unlink()
    write(root, {"z.txt/y": "y"})
    assert comparison(root, texts) == Findings(changed={"khác": ["z.txt"]}, new=["z.txt/y"])


def test_file_in_the_place_of_a_folder_is_new(root):
    """It is told of besides all that went with the folder."""
    texts = rows_of(root)
    shutil.rmtree(root / "a")
    (root / "a").write_text("a", "utf-8")
    findings = comparison(root, texts)
    assert (sorted(findings.changed["trang"]), findings.new) == (["a/b/y.html", "a/x.html"], ["a"])


@pytest.mark.parametrize("target", ["../z.txt", "khong-co", "z.txt"])
def test_link_in_the_place_of_a_file_is_never_taken_for_it(root, target):
    """Not even if it leads to the same bytes: the owner must see where it leads."""
    texts = rows_of(root)
    (root / "z.txt").rename(root.parent / "z.txt")
    (root / "z.txt").symlink_to(target)
    assert comparison(root, texts) == Findings(changed={"khác": ["z.txt"]}, new=["z.txt"])


def test_pipe_in_the_place_of_a_file_is_not_waited_for(root):
    """It is no file, so its bytes are not asked for."""
    texts = rows_of(root)
    (root / "z.txt").unlink()
    os.mkfifo(root / "z.txt")
    assert comparison(root, texts) == Findings(changed={"khác": ["z.txt"]})


def test_row_without_times_is_compared_every_time(root):
    """Its digest decides; one without a digest is never as it was."""
    (text, _) = comparison(root, group({"z.txt": Row(file_digest(root / "z.txt"))})).refreshed["f"]
    assert read_group(text)["z.txt"].digest == file_digest(root / "z.txt")
    assert comparison(root, group({"z.txt": Row("")})).changed == {"f": ["z.txt"]}


def test_row_with_a_stamp_and_no_digest_is_as_it_was_until_the_stamp_changes(root):
    """Of a file that is not used only its being there is known."""
    bare = {"z.txt": row_as_it_is(root / "z.txt")}
    bare["z.txt"] = Row("", *(getattr(bare["z.txt"], name) for name in Row.__struct_fields__[1:]))
    assert comparison(root, group(bare)).changed == {}
    os.utime(root / "z.txt", (BEFORE, BEFORE))
    assert comparison(root, group(bare)).changed == {"f": ["z.txt"]}


class Noted:
    """A folder made long ago that was compared before, its files in one group, "f"."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root, self._patch = root, monkeypatch
        write(root, {"x/1.html": "1", "x/1.html.br": "2", "y/z/1.html": "3"})
        self.texts = self.note("x/1.html", "x/1.html.br", "y/z/1.html")
        self.marks: Marks = frozenset()
        self.read: list[str] = []
        self.compare()
        assert sorted(self.read) == [".", "x", "y", "y/z"]

    def note(self, *names: str) -> dict[str, bytes]:
        """Make the rows of files as if all were done an hour ago."""
        later_ns = time.time_ns() + 3_600_000_000_000
        with self._patch.context() as patch:
            patch.setattr("time.time_ns", lambda: later_ns)
            places = {name: str(self.root / name) for name in names}
            return group({name: row_of(file, file_digest(file)) for name, file in places.items()})

    def compare(self, view: View = see_all, later_s: int = 3600) -> Findings:
        """Compare, so long after now, noting which folders are read."""
        look = os.scandir

        def look_and_note(place: int) -> object:
            self.read.append(os.path.relpath(os.readlink(f"/proc/self/fd/{place}"), self.root))
            return look(place)

        self.read.clear()
        later_ns = time.time_ns() + later_s * 1_000_000_000
        with self._patch.context() as patch:
            patch.setattr("time.time_ns", lambda: later_ns)
            patch.setattr(os, "scandir", look_and_note)
            found = comparison_with_marks(self.root, self.texts, view, self.marks)
        findings, self.marks = found
        return findings


@pytest.fixture
def noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Noted:
    return Noted(tmp_path / "gốc", monkeypatch)


def test_folder_that_stands_as_it_did_is_not_read(noted):
    """Nor is one that holds folders."""
    assert noted.compare() == Findings()
    assert noted.read == []


@pytest.mark.parametrize(
    ("change", "changed", "new"),
    [
        (lambda x: (x / "1.html").write_text("khác", "utf-8"), ["x/1.html"], []),
        (lambda x: (x / "1.html").unlink(), ["x/1.html"], []),
        (lambda x: (x / "la.html").write_text("?", "utf-8"), [], ["x/la.html"]),
        (lambda x: (x / "sau").mkdir(), [], ["x/sau/"]),
        (lambda x: (x / "1.html").rename(x / "2.html"), ["x/1.html"], ["x/2.html"]),
        (lambda x: shutil.rmtree(x), ["x/1.html", "x/1.html.br"], []),
        (lambda x: (x.parent / "la").mkdir(), [], ["la/"]),
        (lambda x: write(x.parent, {"y/la/a/b.html": "?"}), [], ["y/la/a/b.html"]),
        (lambda x: (x.parent / "y/z").rename(x.parent / "y/w"), ["y/z/1.html"], ["y/w/1.html"]),
        (
            lambda x: x.rename(x.parent / "y/x"),
            ["x/1.html", "x/1.html.br"],
            ["y/x/1.html", "y/x/1.html.br"],
        ),
    ],
)
def test_what_happens_in_a_folder_that_was_noted_is_seen(noted, change, changed, new):
    """Within its files, which leaves no trace in the folder, and among their names."""
    change(noted.root / "x")
    findings = noted.compare()
    assert (findings.changed, sorted(findings.new)) == ({"f": changed} if changed else {}, new)
    assert noted.read or not new


def test_folder_that_another_took_the_place_of_is_read(noted):
    """Whatever its name and number of files."""
    write(noted.root.parent, {"khac/1.html": "1", "khac/la.html": "2"})
    (noted.root / "x").rename(noted.root.parent / "x")
    (noted.root.parent / "khac").rename(noted.root / "x")
    findings = noted.compare()
    assert (findings.changed, findings.new) == ({"f": ["x/1.html.br"]}, ["x/la.html"])


def test_link_in_the_place_of_a_folder_that_was_noted_is_not_followed(noted):
    """Though it leads to the very folder."""
    (noted.root / "x").rename(noted.root.parent / "x")
    (noted.root / "x").symlink_to(noted.root.parent / "x")
    findings = noted.compare()
    assert (findings.changed, findings.new) == ({"f": ["x/1.html", "x/1.html.br"]}, ["x"])


def test_file_whose_row_is_lost_is_new(noted):
    """That its folder stands as it did hides nothing."""
    rows = read_group(noted.texts["f"])
    del rows["x/1.html.br"]
    noted.texts = group(rows)
    assert noted.compare() == Findings(new=["x/1.html.br"])


def test_lost_row_and_a_file_that_came_hide_nothing_from_each_other(noted):
    """Though the folder holds as many files as are known."""
    rows = read_group(noted.texts["f"])
    rows["x/0.html"] = rows.pop("x/1.html.br")
    noted.texts = group(rows)
    findings = noted.compare()
    assert (findings.changed, findings.new) == ({"f": ["x/0.html"]}, ["x/1.html.br"])


def test_folder_that_changed_a_moment_ago_is_read_the_next_time(noted):
    """Within a tick of the clock something could come into it once more."""
    write(noted.root, {"x/3.html": "3"})
    noted.texts = noted.note("x/1.html", "x/1.html.br", "x/3.html", "y/z/1.html")
    for later_s, read in ((-3600, ["x"]), (-3600, ["x"]), (3600, ["x"]), (3600, [])):
        assert noted.compare(later_s=later_s) == Findings()
        assert noted.read == read


def test_what_stands_behind_what_the_view_hides_is_gone(noted):
    """A file and a folder that counted before, and whose stamps are as they were."""
    for name in ("x", "y"):
        os.utime(noted.root / name, (BEFORE, BEFORE))
    hidden = {"1.html.br", "z"}

    def hide(_: str, found: list[os.DirEntry[str]]) -> tuple[list[os.DirEntry[str]], bool]:
        return [entry for entry in found if entry.name not in hidden], False

    findings = noted.compare(hide)
    assert findings == Findings({"f": ["x/1.html.br", "y/z/1.html"]}, new=["y/"])


def test_odd_folder_is_read_every_time(noted):
    """Its owner is to be told each time; the others are not read again."""
    os.utime(noted.root / "y", (BEFORE, BEFORE))

    def find_odd(folder: str, found: list[os.DirEntry[str]]) -> tuple[list[os.DirEntry[str]], bool]:
        return found, folder == "y/"

    for _ in range(3):
        assert noted.compare(find_odd) == Findings(odd=["y"])
        assert noted.read == ["y"]


def test_folder_that_is_not_there_is_odd(root):
    """All that was in it is gone."""
    texts = rows_of(root)
    shutil.rmtree(root)
    findings = comparison(root, texts)
    assert (findings.odd, len(findings.changed["trang"])) == ([""], 2)


@pytest.mark.parametrize(
    ("names", "seen", "is_odd"),
    [
        (["a.md", "Lễ hội.md"], ["Lễ hội.md", "a.md"], False),
        ([".an.md", ".git/x.md", "a/.b/c.md", "a/d.md"], ["a/d.md"], False),
        (["e\u0301.md"], ["e\u0301.md"], False),
        # Of two names that compose alike the one that sorts first is meant.
        (["\u00e9.md", "e\u0301.md"], ["e\u0301.md"], True),
        (["\u00e9/a.md", "e\u0301/b.md"], ["e\u0301/b.md"], True),
        (["a\x01.md", "b.md"], ["b.md"], True),
        (["a\x01/c.md", "b.md"], ["b.md"], True),
    ],
)
def test_content_shows_what_texts_can_mean(tmp_path, names, seen, is_odd):
    """Hidden names are left out; strange and doubled ones are, and are told in every build."""
    write(tmp_path, dict.fromkeys(names, "x"))
    findings = comparison(tmp_path, {}, content_folder.view)
    files = sorted(name for name in findings.new if not name.endswith("/"))
    assert (files, findings.odd) == (seen, [""] if is_odd else [])


def test_folder_of_the_content_with_a_link_is_odd(tmp_path):
    """Where a link leads may change without a trace in its folder."""
    write(tmp_path, {"a/x.md": "x", "b/y.md": "y"})
    (tmp_path / "b" / "z.md").symlink_to("y.md")
    findings = comparison(tmp_path, {}, content_folder.view)
    assert (sorted(findings.new), findings.odd) == (["a/x.md", "b/y.md", "b/z.md"], ["b"])


def test_file_from_elsewhere_is_told_by_its_bytes_as_our_own(tmp_path):
    """Only the owner may read a file without a note of it on the disk; others read all the same."""
    file = tmp_path / "của ai.txt"
    file.write_bytes(b"x" * 200_000)
    file.chmod(0o644)
    told, tell = os.pipe()
    descriptor = os.open(file, os.O_RDONLY)
    child = os.fork()
    if child == 0:
        with suppress(BaseException):
            if os.getuid() == 0:
                os.setuid(65534)
                # The way to the file may be closed to others; what is open is not.
                os.write(tell, file_digest(f"/proc/self/fd/{descriptor}").encode())
            else:
                os.write(tell, file_digest("/etc/passwd").encode())
        os._exit(0)
    os.waitpid(child, 0)
    os.close(tell)
    bytes_read = file.read_bytes() if os.getuid() == 0 else Path("/etc/passwd").read_bytes()
    assert os.read(told, 100).decode() == hashlib.sha256(bytes_read).hexdigest()
    os.close(told)
    os.close(descriptor)
