# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sending: commits in the editor's name, pushes where there is a remote, what waits, history.

Git's own command does all of it, in the folder of the content. A commit holds the files of the
articles that were chosen and nothing else that lies about; nothing is ever forced or reset.
"""

import os
import secrets
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from plugins.editor.disk import SET_ASIDE
from plugins.press.errors import Refusal
from plugins.vietnamese.letters import nfc, one_line, strip_controls

#: Seconds for what is done here, and for what needs the network.
_PATIENCE_S, _NETWORK_PATIENCE_S = 30, 90
#: Letters of a subject, and versions of an article that its history lists.
_LONGEST_SUBJECT, VERSIONS = 150, 50
#: In the message of a commit: that the desk made it, and what it takes back.
_MARK = "Ban-bien-tap"
_FIELDS, _RECORD = "%x1f", "%x1e"
_LOG = f"--format={_RECORD}" + _FIELDS.join(
    ("%H", "%an", "%aI", "%s", f"%(trailers:key={_MARK},valueonly)")
)


# What the remote or the way to it lacks, by the words of Git.
_REASONS = (
    (
        ("authentication failed", "could not read username", "permission denied", "403"),
        "Sửa: nhờ người phụ trách xem lại tài khoản hay khóa của máy này ở máy chủ Git; máy chủ "
        "không nhận.",
    ),
    (
        ("protected branch", "hook declined", "not allowed to push"),
        "Sửa: hỏi người phụ trách; máy chủ Git không cho máy này gửi vào nhánh chính.",
    ),
    (
        ("would be overwritten", "cannot autostash", "index.lock"),
        "Sửa: đợi một phút rồi gửi lại; vẫn thế thì nhờ người phụ trách xem kho bài ở máy này.",
    ),
    (
        ("no space left", "disk quota"),
        "Sửa: nhờ người phụ trách dọn đĩa của máy chủ Git, rồi bấm «Gửi lên kho chung».",
    ),
)


#: Keeps changes of these content paths out of the way, within a block.
Hold = Callable[[Sequence[str]], AbstractContextManager[None]]


class GitError(Exception):
    """Git did not do what it was asked; the words are its own."""


class CollisionError(Refusal):
    """Others sent another version of what was committed here; all is as it was."""


class Waiting(NamedTuple):
    """A folder or lone file whose changes were not sent: content path, its files, what changed.

    `path` is that of its article, "" where it has none; `kind` is "new", "changed" or "gone".
    """

    path: str
    files: tuple[str, ...]
    kind: str


class Commit(NamedTuple):
    """A commit: its name, who made it and when (ISO 8601), what it says, what the desk noted."""

    name: str
    author: str
    date: str
    subject: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """What Git tells of the content: what waits, and how far the remote is behind.

    `unsent` commits are here and not at the remote; `remote` is "" where there is none.
    `last` is the last sending that was not taken back, of the editor who asks. `url` is the
    address of the remote, and `head` the newest commit. `aside` are the content paths of files
    of which another version is set aside.
    """

    waiting: tuple[Waiting, ...]
    unsent: tuple[Commit, ...]
    branch: str
    remote: str
    last: Commit | None
    url: str = ""
    head: Commit | None = None
    aside: tuple[str, ...] = ()


class Repository:
    """The Git repository that holds *content*."""

    def __init__(self, content: Path) -> None:
        self._content = content
        #: Whether changes outside of the content collided with what others sent: Git keeps them.
        self.has_stashed = False

    def is_there(self) -> bool:
        """Tell whether the content is under Git at all."""
        try:
            return self._git("rev-parse", "--is-inside-work-tree").strip() == "true"
        except GitError:
            return False

    def name_of_editor(self) -> str:
        """Tell the name under which this person commits; "" where there is none."""
        try:
            return one_line(self._git("config", "user.name"))
        except GitError:
            return ""

    def name_editor(self, name: str) -> None:
        """Remember the *name* of who works at this machine, for all their commits."""
        self._git("config", "user.name", name)

    def state(self, author: str = "") -> State:
        """Look at what waits; the last sending is that of *author*, if one is named."""
        branch = self._try("symbolic-ref", "--short", "HEAD")
        upstream = self._try("rev-parse", "--abbrev-ref", "@{upstream}")
        remote = upstream or self._first_remote()
        unsent: list[Commit] = []
        has_commits = self._has_commits()
        if remote and has_commits:
            there = ("@{upstream}..HEAD",) if upstream else ("HEAD", "--not", "--remotes")
            unsent = self._log(*there, f"-{VERSIONS}")
        name = remote.partition("/")[0]
        return State(
            self.waiting(),
            tuple(unsent),
            branch,
            remote,
            self._last_sending(author),
            self._try("remote", "get-url", name) if name else "",
            self._log("HEAD", "-1")[0] if has_commits else None,
            self._set_aside(),
        )

    def _set_aside(self) -> tuple[str, ...]:
        """List the files of which another version is kept beside them, hidden."""
        told = self._git("ls-files", "--others", "-z", "--", f":(glob)**/.*{SET_ASIDE}")
        found = []
        for file in filter(None, map(nfc, told.split("\0"))):
            folder, slash, name = file.rpartition("/")
            found.append(f"{folder}{slash}{name[1:].removesuffix(SET_ASIDE)}")
        return tuple(sorted(found))

    def _last_sending(self, author: str) -> Commit | None:
        """Find the newest sending that was not taken back, among the newest commits."""
        taken_back: set[str] = set()
        for commit in self._log("HEAD", f"-{VERSIONS}") if self._has_commits() else ():
            verb, _, number = commit.mark.partition(" ")
            if verb == "hoan-tac":
                taken_back.add(number)
            elif verb == "gui" and number not in taken_back and author in ("", commit.author):
                return commit
        return None

    def since(self, commit: str) -> list[Commit] | None:
        """List the commits behind *commit*, newest first; None where that is not known here."""
        try:
            if not self._git("merge-base", "--is-ancestor", commit, "HEAD"):
                return self._log(f"{commit}..HEAD", f"-{VERSIONS}")
        except GitError:
            return None
        return None

    def waiting(self) -> tuple[Waiting, ...]:
        """List what changed in the content since it was committed, by article."""
        told = self._git(
            "status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames", "--", "."
        )
        prefix = self._git("rev-parse", "--show-prefix").rstrip("\n")
        places: dict[str, list[tuple[str, str]]] = {}
        for entry in told.split("\0"):
            file = entry[3:].removeprefix(prefix)
            if not file or "/." in f"/{file}":
                continue
            places.setdefault(self._place_of(file), []).append((entry[:2], file))
        return tuple(
            _waiting(place, entries, self._content) for place, entries in sorted(places.items())
        )

    def _place_of(self, file: str) -> str:
        """Tell what a file is part of: the folder of its article, or itself."""
        folder, _, name = file.rpartition("/")
        if name == "index.md":
            return folder
        while folder:
            if (self._content / folder / "index.md").exists():
                return folder
            folder = folder.rpartition("/")[0]
        return file

    def send(self, files: Sequence[str], subject: str, author: str, email: str = "") -> str:
        """Commit *files* (content paths) in the name of *author*, "" for Git's own.

        Returns the subject. What else changed stays as it is. Refusal where there is nothing
        to commit.
        """
        files = sorted(set(files))
        if not files:
            raise Refusal("không chọn bài nào để gửi", "chọn ít nhất một bài")
        self._refuse_unfinished()
        subject = one_line(strip_controls(nfc(subject))[0])[:_LONGEST_SUBJECT] or "Sửa bài"
        message = f"{subject}\n\n{_MARK}: gui {secrets.token_hex(6)}\n"
        paths = [f":(literal){file}" for file in files]
        self._git("add", "--all", "--", *paths)
        try:
            self._commit(message, author, email, "--only", "--", *paths)
        except GitError as error:
            self._try("reset", "--quiet", "--", *paths)
            if not self._try("status", "--porcelain", "--", *paths):
                raise Refusal("các bài này đã gửi rồi", "tải lại trang") from error
            raise
        return subject

    def take_back(self, wanted: str, author: str, email: str = "") -> None:
        """Undo the last sending, the commit *wanted*, by a commit that does the opposite.

        *author* is the editor whose sending it must be, "" for any editor's. Others may have
        sent since; where they changed the same, nothing happens and that is told.
        """
        last = self._last_sending(author)
        if last is None or last.name != wanted:
            raise Refusal(
                "lần gửi ấy không phải lần gửi gần nhất của bàn biên tập",
                "tải lại trang «Gửi bài» rồi xem lần gửi gần nhất ở đó",
            )
        self._refuse_unfinished()
        files = self._git(
            *("diff-tree", "--root", "--no-commit-id", "--name-only", "-r", "-z", "--relative"),
            last.name,
        )
        paths = [f":(literal){file}" for file in files.split("\0") if file]
        if self._git("status", "--porcelain", "--", *paths).strip():
            raise Refusal(
                "bài của lần gửi ấy đã được sửa thêm mà chưa gửi", "gửi phần sửa trước, hoặc bỏ đi"
            )
        number = last.mark.partition(" ")[2]
        message = f"Hoàn tác: {last.subject}"[:_LONGEST_SUBJECT]
        message += f"\n\n{_MARK}: hoan-tac {number}\n"
        try:
            self._git("revert", "--no-commit", last.name)
        except GitError as error:
            self._try("revert", "--abort")
            raise Refusal(
                "sau lần gửi ấy, bài đã được sửa ở cùng chỗ và gửi tiếp",
                "mở bài, vào «Các bản đã gửi» rồi mở bản muốn trở lại",
            ) from error
        try:
            self._commit(message, author, email, "--only", "--", *paths)
        except GitError:
            self._try("revert", "--abort")
            raise
        self._try("revert", "--quit")

    def push(self, hold: Hold) -> str:
        """Push to the remote, after taking what others sent; say what came of it.

        *hold* keeps the changes of these paths, which are not committed, out of the way
        meanwhile: others changed the same files.
        Raises GitError where it did not reach the remote; the commits stay here and wait.
        """
        remote = self._first_remote()
        branch = self._try("symbolic-ref", "--short", "HEAD")
        if not remote or not branch:
            return "Kho bài này không có nơi để gửi lên; bài đã nằm trong kho ở máy này."
        upstream = self._try("rev-parse", "--abbrev-ref", "@{upstream}")
        if upstream:
            remote, _, branch_there = upstream.partition("/")
            self._git("fetch", "--quiet", remote, patience=_NETWORK_PATIENCE_S)
            if self._git("rev-list", "--count", "HEAD..@{upstream}").strip() != "0":
                with self._holding(hold):
                    self._rebase()
            self._git(
                "push", "--quiet", remote, f"HEAD:{branch_there}", patience=_NETWORK_PATIENCE_S
            )
        else:
            self._git(
                "push", "--quiet", "--set-upstream", remote, branch, patience=_NETWORK_PATIENCE_S
            )
        return "Đã gửi lên kho chung. Máy chủ kiểm tra bài rồi mới đăng."

    def _rebase(self) -> None:
        """Put our commits behind those of others; leave all as it was where they collide."""
        try:
            self._git(
                *("rebase", "--quiet", "--autostash", "@{upstream}"), environment=self._who("", "")
            )
        except GitError as error:
            collided = self._collided()
            self._try("rebase", "--abort")
            if not collided:
                raise
            raise CollisionError(
                "người khác đã gửi bản khác của cùng một bài, hai bản không tự ghép được",
                "bấm «Lấy bản kia về để so»; bài của bạn còn nguyên ở đây",
            ) from error

    @contextmanager
    def _holding(self, hold: Hold) -> Iterator[None]:
        """Keep what is not committed here and what others changed too out of the way."""
        theirs = self._changed("HEAD...@{upstream}")
        others = set(self._git("ls-files", "--others", "-z").split("\0"))
        shared = sorted(theirs & (self._changed("HEAD") | others))
        if shared:
            # What is in the index alone would be joined by Git, where it can.
            self._git("reset", "--quiet", "--", *(f":(literal){path}" for path in shared))
        stash = self._try("rev-parse", "--verify", "--quiet", "refs/stash")
        with hold([nfc(path) for path in shared]):
            yield
        if self._try("rev-parse", "--verify", "--quiet", "refs/stash") != stash:
            self.has_stashed = True

    def _changed(self, *which: str) -> set[str]:
        """List the files of the content that differ between two versions."""
        told = self._git("diff", "--name-only", "--no-renames", "--relative", "-z", *which)
        return set(filter(None, told.split("\0")))

    def sent_twice(self) -> list[str]:
        """List the files of the content that were committed here and that others changed too."""
        return sorted(
            map(nfc, self._changed("@{upstream}...HEAD") & self._changed("HEAD...@{upstream}"))
        )

    def join(self, ours: bytes, before: bytes, theirs: bytes) -> bytes | None:
        """Join two versions made of *before*; None where they changed the same lines."""
        with tempfile.TemporaryDirectory(prefix="ghep-") as folder:
            files = [Path(folder, name) for name in ("ours", "before", "theirs")]
            for file, data in zip(files, (ours, before, theirs), strict=True):
                file.write_bytes(data)
            done = self._run("merge-file", "--stdout", "--quiet", *map(str, files))
        return None if done.returncode else done.stdout

    def _collided(self) -> list[str]:
        """List the files in which two versions do not fit together, from the top of all."""
        told = self._try("diff", "--name-only", "--diff-filter=U", "-z")
        return [file for file in told.split("\0") if file]

    def take_theirs(
        self, hold: Hold, author: str, email: str = ""
    ) -> list[tuple[str, bytes | None]]:
        """Join what others sent by a commit that has their version where two collide.

        *hold* is that of `push`.
        Returns what stood here instead, by content path, None for what was deleted here; both
        versions stay in the history.
        Refusal where something else than content collides: all is as it was then.
        """
        self._refuse_unfinished()
        with self._holding(hold):
            return self._merge(self._who(author, email))

    def _merge(self, who: dict[str, str]) -> list[tuple[str, bytes | None]]:
        prefix = self._git("rev-parse", "--show-prefix").rstrip("\n")
        try:
            self._git(
                *("merge", "--quiet", "--no-ff", "--autostash", "--message"),
                *(f"Ghép bài của kho chung\n\n{_MARK}: ghep\n", "@{upstream}"),
                environment=who,
            )
            return []
        except GitError:
            collided = self._collided()
            if not collided or not all(file.startswith(prefix) for file in collided):
                self._try("merge", "--abort")
                raise
        ours = []
        try:
            for file in collided:
                path = file.removeprefix(prefix)
                ours.append((nfc(path), self.find_version("HEAD", path)))
                literal = f":(literal){path}"
                if self._run("cat-file", "-e", f"MERGE_HEAD:{file}").returncode:
                    self._git("rm", "--quiet", "--force", "--", literal)
                else:
                    self._git("checkout", "--quiet", "MERGE_HEAD", "--", literal)
            self._git("commit", "--quiet", "--no-edit", environment=who)
        except GitError:
            self._try("merge", "--abort")
            raise
        return ours

    def history(self, path: str) -> list[Commit]:
        """List the commits that touched the source at content *path*, newest first."""
        return (
            self._log("HEAD", f"-{VERSIONS}", "--follow", "--", path) if self._has_commits() else []
        )

    def version(self, commit: str, path: str) -> bytes:
        """Give the source at content *path* as it was in *commit*; b"" where it was not there."""
        return self.find_version(commit, path) or b""

    def find_version(self, commit: str, path: str) -> bytes | None:
        """Give a file of the content as it was in *commit*; None where it was not there."""
        prefix = self._git("rev-parse", "--show-prefix").rstrip("\n")
        done = self._run("cat-file", "blob", f"{commit}:{prefix}{path}")
        return done.stdout if not done.returncode else None

    def _log(self, *arguments: str) -> list[Commit]:
        told = self._git("log", "--no-show-signature", _LOG, *arguments)
        return [
            Commit(*(part.strip() for part in record.split("\x1f")))
            for record in told.split("\x1e")
            if record.strip()
        ]

    def _has_commits(self) -> bool:
        return bool(self._try("rev-parse", "--verify", "--quiet", "HEAD"))

    def _first_remote(self) -> str:
        remotes = self._try("remote").split()
        return "origin" if "origin" in remotes else next(iter(remotes), "")

    def _refuse_unfinished(self) -> None:
        """Refuse to commit amid a merge or rebase that was begun on a terminal.

        And where no branch is checked out: what is committed there is lost sooner or later.
        """
        folder = Path(self._git("rev-parse", "--absolute-git-dir").rstrip("\n"))
        names = ("MERGE_HEAD", "rebase-merge", "rebase-apply", "CHERRY_PICK_HEAD", "REVERT_HEAD")
        if any((folder / name).exists() for name in names):
            raise Refusal(
                "kho bài đang ghép dở (merge, rebase)", "nhờ người phụ trách làm xong rồi gửi lại"
            )
        if not self._try("symbolic-ref", "--short", "HEAD"):
            raise Refusal(
                "kho bài đang ở một bản cũ, không ở nhánh nào, nên bài gửi đi sẽ mất",
                "nhờ người phụ trách về nhánh chính (git switch main) rồi gửi lại",
            )

    def _commit(self, message: str, author: str, email: str, *arguments: str) -> None:
        who = self._who(author, email)
        self._git("commit", "--quiet", "--message", message, *arguments, environment=who)

    def _who(self, author: str, email: str) -> dict[str, str]:
        """Give Git's variables for a commit; none without *author* where its settings have one."""
        if not author:
            if self._try("config", "user.name") and self._try("config", "user.email"):
                return {}
            author = self.name_of_editor() or "Bàn biên tập"
        address = email or "ban-bien-tap@localhost"
        return {
            **{f"GIT_{role}_NAME": author for role in ("AUTHOR", "COMMITTER")},
            **{f"GIT_{role}_EMAIL": address for role in ("AUTHOR", "COMMITTER")},
        }

    def _try(self, *arguments: str) -> str:
        """Ask Git; "" where it has no answer."""
        try:
            return self._git(*arguments).strip()
        except GitError:
            return ""

    def _git(
        self,
        *arguments: str,
        environment: dict[str, str] | None = None,
        patience: int = _PATIENCE_S,
    ) -> str:
        done = self._run(*arguments, environment=environment, patience=patience)
        if done.returncode:
            words = done.stderr.decode("utf-8", "replace").strip()
            raise GitError(words[-600:] or f"git {arguments[0]}: {done.returncode}")
        return done.stdout.decode("utf-8", "surrogateescape")

    def _run(
        self,
        *arguments: str,
        environment: dict[str, str] | None = None,
        patience: int = _PATIENCE_S,
    ) -> subprocess.CompletedProcess[bytes]:
        # Nothing is asked: without a stored password a push fails.
        variables = {
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_EDITOR": "true",
            "GIT_OPTIONAL_LOCKS": "0" if arguments[0] == "status" else "1",
            "LC_ALL": "C.UTF-8",
        }
        if "GIT_SSH_COMMAND" not in os.environ:
            variables["GIT_SSH_COMMAND"] = "ssh -oBatchMode=yes"
        try:
            return subprocess.run(
                ["git", "-c", "core.quotepath=off", *arguments],
                cwd=self._content,
                env={**os.environ, **variables, **(environment or {})},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=patience,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise GitError(f"git {arguments[0]}: quá {patience} giây") from error
        except OSError as error:
            raise GitError(f"không chạy được git: {error.strerror}") from error


def explain(words: str) -> str:
    """Say in Vietnamese what to do where the remote was not reached, by the *words* of Git."""
    folded = words.lower()
    for signs, told in _REASONS:
        if any(sign in folded for sign in signs):
            return told
    return "Sửa: xem lại mạng, rồi bấm «Gửi lên kho chung»."


def _waiting(place: str, entries: Iterable[tuple[str, str]], content: Path) -> Waiting:
    """Sum up what changed of one article."""
    entries = list(entries)
    files = tuple(nfc(file) for _, file in entries)
    source = next(
        (file for file in files if file in (place, f"{place}/index.md") and file.endswith(".md")),
        "",
    )
    if not source and (content / place / "index.md").is_file():
        source = f"{place}/index.md"
    states = {code for code, file in entries if nfc(file) == source} or {c for c, _ in entries}
    kind = "changed"
    if states <= {"??", "A ", "AM"}:
        kind = "new"
    elif all("D" in code for code in states):
        kind = "gone"
    return Waiting(source, tuple(file for _, file in entries), kind)


def subject_for(titles: Sequence[str], kinds: Sequence[str], drafts: Sequence[bool]) -> str:
    """Say plainly what a sending does."""
    if len(titles) != 1:
        return f"Gửi {len(titles)} bài"
    (title,), (kind,), (draft,) = titles, kinds, drafts
    if kind == "gone":
        return f"Xóa bài: {title}"
    if draft:
        return f"Lưu bản nháp: {title}"
    return f"{'Đăng' if kind == 'new' else 'Sửa'} bài: {title}"
