# SPDX-License-Identifier: AGPL-3.0-or-later
"""A comparison of real folders: what differs from the rows is found, and nothing else."""

import hashlib
import os
import shutil
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

import pytest

from plugins.press.cache.compare import (
    ALWAYS,
    Bundle,
    Findings,
    Row,
    look_at,
    names_digest,
    put_together,
    read_bundle,
    read_share,
    row_of,
    write_bundle,
    write_share,
)
from plugins.press.cache.stamps import digest_of

FILES = {"a/x.html": "x", "a/b/y.html": "y", "z.txt": "z"}
#: Long enough ago for any clock.
BEFORE = 1_600_000_000


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "thư mục"
    for name, text in FILES.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return folder


def rows_of(root: Path, names: bool = False) -> dict[str, bytes]:
    """Note all that stands in *root*, files and folders in bundles of their own."""
    files, folders = {}, {}
    for place in (root, *root.rglob("*")):
        name = "" if place == root else place.relative_to(root).as_posix()
        if place.is_file():
            files[name] = row_of(str(place), digest_of(place), "n")
        else:
            digest = names_digest(os.scandir(place)) if names else ""
            folders[name] = row_of(str(place), digest, "")
    return {
        "files": write_bundle(Bundle(files, {})),
        "folders": write_bundle(Bundle({}, folders)),
    }


def comparison(
    root: str, texts: dict[str, bytes], follow: bool, spared: Collection[str] = ()
) -> Findings:
    """Look at each bundle apart, as other processes do, and put together what was found."""
    shares = [
        read_share(write_share(look_at(root, [bundle], follow, digest_of, checksum)))
        for bundle in texts.items()
    ]
    return put_together(root, shares, lambda: texts, follow, spared, checksum)


def checksum(name: str, text: bytes) -> str:
    """Stand for that of the store."""
    return f"{name} {len(text)}"


def test_unchanged_folder_has_no_findings(root):
    """What stands as it was noted is nowhere told of."""
    assert comparison(str(root), rows_of(root), follow=False) == Findings()


@pytest.mark.parametrize("text", ["khác hẳn", "y"])
def test_file_with_other_bytes_is_changed(root, text):
    """Of another size or of the same one, whatever its time says."""
    texts = rows_of(root)
    place = root / "a" / "x.html"
    old = place.stat()
    place.write_text(text, "utf-8")
    os.utime(place, ns=(old.st_atime_ns, old.st_mtime_ns))
    assert comparison(str(root), texts, follow=False).changed == {"files": ["a/x.html"]}


def test_same_bytes_under_a_new_stamp_are_refreshed(root):
    """They are read once; the next comparison need not read them."""
    texts = rows_of(root)
    place = root / "a" / "x.html"
    place.unlink()
    place.write_text("x", "utf-8")
    os.utime(root / "a", (BEFORE, BEFORE))
    findings = comparison(str(root), texts, follow=False)
    assert (findings.changed, findings.shaken) == ({}, [])
    assert read_bundle(findings.refreshed["files"].text).files["a/x.html"].note == "n"


@pytest.mark.parametrize("names", [False, True])
def test_gone_file_is_changed_and_its_folder_is_not_strange(root, names):
    """A folder that only lost something holds nothing strange."""
    texts = rows_of(root, names)
    (root / "a" / "x.html").unlink()
    findings = comparison(str(root), texts, follow=False)
    assert findings.changed == {"files": ["a/x.html"]}
    assert (findings.shaken, findings.strangers) == ([], [])


@pytest.mark.parametrize("names", [False, True])
def test_strangers_are_found_with_all_below_them(root, names):
    """New files, and new folders with what they hold; spared names are nobody's business."""
    texts = rows_of(root, names)
    for name in ("a/moi.html", "a/b/c/d/e.html", ".git/config"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("?", "utf-8")
    (root / "a" / "trong").mkdir()
    findings = comparison(str(root), texts, follow=False, spared={".git"})
    assert sorted(findings.shaken) == ["a", "a/b"]
    assert sorted(findings.strangers) == [
        "a/b/c/",
        "a/b/c/d/",
        "a/b/c/d/e.html",
        "a/moi.html",
        "a/trong/",
    ]
    # The root is not strange: what is spared is nobody's business.
    looked_into = {"", "a", "a/b", "a/b/c", "a/b/c/d", "a/trong"}
    assert findings.names == {
        folder: names_digest(os.scandir(root / folder)) for folder in looked_into
    }


def test_moved_names_are_strange_even_if_their_number_is_the_same(root):
    """One file renamed: the old name is gone, the new one strange."""
    texts = rows_of(root, names=True)
    (root / "z.txt").rename(root / "zz.txt")
    findings = comparison(str(root), texts, follow=False)
    assert (findings.changed, findings.strangers) == ({"files": ["z.txt"]}, ["zz.txt"])


def test_lost_folder_takes_its_files_along(root):
    """Gone or a link by now, it is told with all folders below, and its files are changed."""
    texts = rows_of(root)
    (root / "a").rename(root.parent / "cho-khac")
    (root / "a").symlink_to(root.parent / "cho-khac")
    findings = comparison(str(root), texts, follow=False)
    assert sorted(findings.changed["files"]) == ["a/b/y.html", "a/x.html"]
    assert (findings.shaken, findings.strangers) == (["", "a", "a/b"], ["a"])
    (root / "a").unlink()
    shutil.rmtree(root.parent / "cho-khac")
    findings = comparison(str(root), texts, follow=False)
    assert sorted(findings.changed["files"]) == ["a/b/y.html", "a/x.html"]
    assert findings.shaken == ["a", "a/b"]


@pytest.mark.parametrize("names", [False, True])
def test_folder_in_the_place_of_a_file_is_strange_with_all_that_is_in_it(root, names):
    """That a row tells of the name does not hide what stands there now."""
    texts = rows_of(root, names)
    (root / "z.txt").unlink()
    (root / "z.txt").mkdir()
    (root / "z.txt" / "y").write_text("y", "utf-8")
    findings = comparison(str(root), texts, follow=False)
    assert findings.changed == {"files": ["z.txt"]}
    assert (findings.shaken, findings.strangers) == ([""], ["z.txt/", "z.txt/y"])


@pytest.mark.parametrize("names", [False, True])
def test_file_in_the_place_of_a_folder_is_strange(root, names):
    """It is told of besides all that is lost with the folder."""
    texts = rows_of(root, names)
    shutil.rmtree(root / "a")
    (root / "a").write_text("a", "utf-8")
    findings = comparison(str(root), texts, follow=False)
    assert (findings.shaken, findings.strangers) == (["", "a", "a/b"], ["a"])


def test_link_in_the_place_of_a_file_with_its_bytes_is_strange_where_links_are_followed(root):
    """Whoever follows it must see where it leads."""
    texts = rows_of(root, names=True)
    (root / "z.txt").rename(root.parent / "z.txt")
    (root / "z.txt").symlink_to(root.parent / "z.txt")
    findings = comparison(str(root), texts, follow=True)
    assert (findings.shaken, findings.strangers) == ([""], ["z.txt"])


def test_link_to_a_file_counts_as_the_file_only_where_links_are_followed(root):
    """In the output a link is a stranger's work; in the content it is an editor's."""
    texts = rows_of(root)
    (root / "z.txt").rename(root.parent / "z.txt")
    (root / "z.txt").symlink_to(root.parent / "z.txt")
    assert comparison(str(root), texts, follow=False).changed == {"files": ["z.txt"]}
    assert comparison(str(root), texts, follow=True).changed == {}


def test_row_without_times_is_compared_every_time(root):
    """Its digest decides; one without a digest is never as it was."""
    files = {"z.txt": Row(digest_of(root / "z.txt"))}
    assert comparison(str(root), {"f": write_bundle(Bundle(files, {}))}, False).changed == {}
    files = {"z.txt": Row("")}
    text = write_bundle(Bundle(files, {}))
    assert comparison(str(root), {"f": text}, False).changed == {"f": ["z.txt"]}


def test_folder_to_be_looked_into_is_shaken_every_time(root):
    """However often it is looked at, until somebody notes it otherwise."""
    files, _ = read_bundle(rows_of(root)["files"])
    folders = {"a": Row("", note=ALWAYS), "a/b": row_of(str(root / "a" / "b"), "")}
    texts = {"f": write_bundle(Bundle(files, folders))}
    for _ in range(2):
        findings = comparison(str(root), texts, follow=True)
        assert (findings.shaken, findings.strangers, findings.changed) == (["a"], [], {})
    (root / "a" / "mới.md").write_text("?", "utf-8")
    assert comparison(str(root), texts, follow=True).strangers == ["a/mới.md"]


def test_file_of_somebody_else_is_told_by_its_bytes_as_our_own(tmp_path):
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
                os.write(tell, digest_of(f"/proc/self/fd/{descriptor}").encode())
            else:
                os.write(tell, digest_of("/etc/passwd").encode())
        os._exit(0)
    os.waitpid(child, 0)
    os.close(tell)
    bytes_read = file.read_bytes() if os.getuid() == 0 else Path("/etc/passwd").read_bytes()
    assert os.read(told, 100).decode() == hashlib.sha256(bytes_read).hexdigest()
    os.close(told)
    os.close(descriptor)
