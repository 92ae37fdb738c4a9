# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of the desk about Git: what waits, sending, taking back, the history of an article."""

import re
from collections.abc import Iterator, Sequence, Set
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from plugins.editor.differences import compare_values, compare_words, shorten
from plugins.editor.disk import content_digest
from plugins.editor.notices import address_of
from plugins.editor.publication import Live, ask_checks, ask_live, page_of_commit
from plugins.editor.sending import (
    CollisionError,
    GitError,
    Repository,
    State,
    Waiting,
    explain,
    subject_for,
)
from plugins.editor.sheet import Values, show_date
from plugins.newsroom.article import UNTITLED
from plugins.press.errors import Refusal
from plugins.press.read.content_folder import is_source
from plugins.vietnamese.letters import nfc, one_line, strip_controls

if TYPE_CHECKING:
    from plugins.editor.desk import Desk, DeskRequest

_COMMIT = re.compile(r"[0-9a-f]{40,64}")
_KINDS = {"new": "bài mới", "changed": "đã sửa", "gone": "đã xóa"}
_STASHED = (
    "Phần sửa chưa gửi ở ngoài thư mục bài không ghép được với phần người khác gửi; Git còn giữ. "
    "Sửa: nhờ người phụ trách lấy lại (git stash pop)."
)

_DELETED_THERE = "người khác đã xóa hay dời tệp này; bản của bạn còn ở đây và chờ gửi."

#: What is said of the last sending, by what CI says of it.
_CHECKS = {
    "passed": "Máy chủ đã kiểm tra lần gửi cuối: đạt.",
    "running": "Máy chủ đang kiểm tra lần gửi cuối; hỏi lại sau ít phút.",
    "": "Máy chủ chưa kiểm tra lần gửi cuối.",
}


class _FailedChecksError(Refusal):
    """CI does not take what was sent last."""


class WaitingItem(NamedTuple):
    """What waits, as the page shows it: `key` names it in the form, `errors` keep it here."""

    key: str
    title: str
    path: str
    kind: str
    is_draft: bool
    errors: int
    files: int


class SendingPages:
    """Shows what waits to be sent from *desk*, and sends it."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self._repository = Repository(desk.shelf.root)
        self.rules = {
            "gui/": ("GET", self.show_waiting),
            "gui": ("POST", self.send),
            "day": ("POST", self.push),
            "hoan-tac": ("POST", self.take_back),
            "lay-ban-kia": ("POST", self.take_theirs),
            "lich-su/<path:path>": ("GET", self.show_history),
        }

    def name_of(self, request: "DeskRequest") -> str:
        """Name who asks, as commits will."""
        return request.visitor or self._repository.name_of_editor()

    def is_there(self) -> bool:
        """Tell whether anything can be sent at all."""
        return self._repository.is_there()

    def show_waiting(self, request: "DeskRequest") -> Response:
        """Show what was changed and not sent, what was sent last, and if asked what is public."""
        messages: list[str] = []
        troubles: list[str] = []
        status = 200
        asked = (self._tell_site, self._tell_checks) if "hoi" in request.args else ()
        for ask in asked:
            try:
                messages += ask()
            except _FailedChecksError as failed:
                troubles.append(str(failed))
            except Refusal as refusal:
                status = 502
                troubles.append(str(refusal))
        return self._show(request, status, messages=messages, troubles=troubles)

    def _tell_site(self) -> list[str]:
        return self._tell_live(ask_live(self._desk.site)) if self._desk.site else []

    def _tell_checks(self) -> list[str]:
        """Say what the Git host says of the last sending that reached it."""
        state = self._repository.state() if self.is_there() else None
        if state is None or not self._checks_of(state):
            return []
        told = ask_checks(self._address_of(state), state.head.name, self._desk.git_host_token)
        if told == "failed":
            raise _FailedChecksError(
                "máy chủ kiểm tra lần gửi cuối và không nhận, nên bài chưa lên trang",
                "mở trang của lần gửi ấy ở máy chủ Git (liên kết ở dưới) xem vì sao",
            )
        return [_CHECKS[told]]

    def _address_of(self, state: State) -> str:
        """Tell where the repository is at its host, as the settings or its remote have it."""
        return self._desk.repository_url or state.url

    def _checks_of(self, state: State) -> str:
        """Tell where the Git host shows what CI said of the last sending; "" where it has none."""
        if state.head is None or state.unsent or not state.remote:
            return ""
        return page_of_commit(self._address_of(state), state.head.name)

    def _tell_live(self, live: Live) -> list[str]:
        since = show_date(live.updated, self._desk.zone)
        told = f"Trang công khai cập nhật lúc {since}"
        behind = self._repository.since(live.commit)
        if behind is None:
            return [f"{told}, từ một bản mà máy này chưa có: người khác đã gửi."]
        if not behind:
            return [f"{told}, đã có mọi bài đã gửi."]
        subjects = "; ".join(commit.subject for commit in behind[:5])
        more = f" và {len(behind) - 5} lần nữa" if len(behind) > 5 else ""
        return [f"{told}, còn chờ: {subjects}{more}."]

    def _show(
        self, request: "DeskRequest", status: int = 200, chosen: Set[str] = frozenset(), **said: Any
    ) -> Response:
        """Show what waits; what was *chosen* stays so, else all that may be published is."""
        desk = self._desk
        shown: dict[str, Any] = {
            "messages": [],
            "troubles": [],
            "collided": False,
            **said,
        }
        try:
            state = self._repository.state(request.visitor) if self.is_there() else None
        except GitError as error:
            state = None
            shown["troubles"] = [*shown["troubles"], str(error)]
        if self._repository.has_stashed:
            self._repository.has_stashed = False
            shown["troubles"] = [*shown["troubles"], _STASHED]
        items = [self._item(waiting) for waiting in state.waiting] if state else []
        shown["beside"] = list(map(self._set_aside, state.aside)) if state else []
        if request.wants_data:
            answer = desk.tell(**shown, waiting=[item._asdict() for item in items])
            answer.status_code = status
            return answer
        return desk.render(
            request,
            "sending.html",
            status=status,
            state=state,
            items=items,
            chosen=chosen or {item.key for item in items if not item.is_draft},
            kinds=_KINDS,
            date_of=lambda text: show_date(text, desk.zone),
            name=self.name_of(request),
            site=desk.site,
            checks=self._checks_of(state) if state else "",
            **shown,
        )

    def _item(self, waiting: Waiting) -> WaitingItem:
        desk, path = self._desk, waiting.path
        row = desk.archive.row(path) if path else None
        title, is_draft, errors = path or waiting.files[0], False, 0
        if row is not None and waiting.kind != "gone":
            title, is_draft = row.title, row.status == "nhap"
        if path and waiting.kind != "gone":
            try:
                version = desk.shelf.read(path)
                errors = len(desk.checker.check(path, version.data).errors)
                sheet = desk.open_sheet(path, version.data)
            except Refusal:
                # One that no form can show keeps no other from being sent.
                sheet, errors = None, 1
            if sheet is not None:
                title = sheet.values.texts["title"] or title
                is_draft = sheet.values.is_draft
        return WaitingItem(
            path or waiting.files[0],
            title,
            path,
            waiting.kind,
            is_draft,
            errors,
            len(waiting.files),
        )

    def send(self, request: "DeskRequest") -> Response:
        """Commit what was chosen in the name of its editor, and push it."""
        chosen = set(request.form.getlist("bai"))
        try:
            with self._desk.writing:
                there = self._repository.waiting()
                items = {item.key: item for item in map(self._item, there)}
                taken = [one for one in there if _key(one) in chosen]
                faulty = [items[_key(one)].title for one in taken if items[_key(one)].errors]
                if faulty:
                    raise Refusal(
                        f"chưa gửi được vì còn lỗi: {'; '.join(faulty)}", "sửa các lỗi rồi gửi"
                    )
                found = [items[_key(one)] for one in taken]
                subject = request.form.get("loi-nhan", "").strip() or subject_for(
                    [item.title for item in found],
                    ["new" if self._was_draft(item) else item.kind for item in found],
                    [item.is_draft for item in found],
                )
                files = [file for one in taken for file in one.files]
                subject = self._repository.send(files, subject, self._author_of(request))
        except Refusal as refusal:
            return self._show(request, 400, troubles=[str(refusal)], chosen=chosen)
        except GitError as error:
            trouble = f"Git không ghi được: {error}"
            return self._show(request, 500, troubles=[trouble], chosen=chosen)
        return self._push(request, [f"Đã ghi: {subject}"])

    def _author_of(self, request: "DeskRequest") -> str:
        """Name the author that a proxy told; "" where Git knows who works at this machine."""
        if not self.name_of(request):
            name = one_line(strip_controls(nfc(request.form.get("ten", "")))[0])[:80]
            if not any(map(str.isalpha, name)):
                raise Refusal(
                    "máy này chưa biết tên người gửi", "ghi tên của bạn vào ô «Tên người gửi»"
                )
            self._repository.name_editor(name)
        return request.visitor

    def _was_draft(self, item: WaitingItem) -> bool:
        """Tell whether an article that is to be published now was a draft when it was last sent."""
        if not item.path or item.is_draft or item.kind != "changed":
            return False
        before = self._repository.version("HEAD", item.path)
        sheet = self._desk.open_sheet(item.path, before)
        return sheet is not None and sheet.values.is_draft

    def push(self, request: "DeskRequest") -> Response:
        """Push what was committed and has not reached the remote."""
        return self._push(request, [])

    def _push(self, request: "DeskRequest", said: list[str]) -> Response:
        try:
            with self._desk.writing:
                said.append(self._repository.push(partial(self._holding, said)))
        except CollisionError as refusal:
            return self._show(request, 409, messages=said, troubles=[str(refusal)], collided=True)
        except Refusal as refusal:
            return self._show(request, 409, messages=said, troubles=[str(refusal)])
        except GitError as error:
            trouble = "Chưa gửi lên kho chung được; bài đã ghi ở máy này và chờ gửi. "
            trouble += f"{explain(str(error))} Git báo: {error}"
            return self._show(request, 502, messages=said, troubles=[trouble])
        return self._show(request, messages=said)

    def take_theirs(self, request: "DeskRequest") -> Response:
        """Take the version that others sent where two collide; ours is set aside in the form."""
        said: list[str] = []
        try:
            with self._desk.writing:
                self._refuse_unsettled(self._repository.sent_twice())
                hold = partial(self._holding, said)
                ours = self._repository.take_theirs(hold, self._author_of(request))
                said += filter(None, (self._keep_ours(path, data) for path, data in ours))
        except Refusal as refusal:
            return self._show(request, 400, troubles=[str(refusal)])
        except GitError as error:
            return self._show(request, 500, troubles=[f"Git không ghép được: {error}"])
        return self._push(request, said)

    @contextmanager
    def _holding(self, said: list[str], paths: Sequence[str]) -> Iterator[None]:
        """Set the changes of files aside while Git takes what others sent of the same.

        Then both versions of a text are joined; where they changed the same lines, and of any
        other file, ours stays set aside. What was deleted here and changed by others is *said*.
        """
        shelf, repository = self._desk.shelf, self._repository
        self._refuse_unsettled(paths)
        held = {
            path: (shelf.bytes_of(path), repository.find_version("HEAD", path)) for path in paths
        }
        try:
            for path, (ours, before) in held.items():
                if ours is not None:
                    shelf.set_aside(
                        path, ours, content_digest(before) if before is not None else ""
                    )
                if before is None:
                    shelf.remove(path)
                else:
                    shelf.put(path, before)
            yield
        finally:
            for path, (ours, before) in held.items():
                self._settle(path, ours, before, said)

    def _settle(self, path: str, ours: bytes | None, before: bytes | None, said: list[str]) -> None:
        """Bring *ours* of the file at content *path*, made of *before*, to what stands there."""
        shelf = self._desk.shelf
        theirs = shelf.bytes_of(path)
        if ours is None:
            if theirs == before:
                shelf.remove(path)
            elif theirs is not None:
                said.append(f"«{path}»: người khác vừa sửa tệp mà bạn đã xóa, nên tệp ấy còn.")
            return
        together: bytes | None = None
        if theirs in (before, ours, None):
            together = ours
        elif is_source(path):
            together = self._repository.join(ours, before or b"", theirs)
        if together is None:
            shelf.set_aside(path, ours, content_digest(theirs))
        else:
            shelf.put(path, together)
            shelf.drop_aside(path)
            if theirs is None and before is not None:
                said.append(f"«{path}»: {_DELETED_THERE}")

    def _refuse_unsettled(self, paths: Sequence[str]) -> None:
        """Refuse to take what others sent where another version is set aside already."""
        if kept := [path for path in paths if self._desk.shelf.take_aside(path)]:
            raise Refusal(
                f"người khác đã gửi «{kept[0]}», mà ở đây còn bản khác được cất riêng",
                "mở bản ấy ở «Hai bản chưa ghép» dưới đây, chọn xong rồi gửi lại",
            )

    def _keep_ours(self, path: str, ours: bytes | None) -> str:
        """Keep our version of a file, where theirs was taken; say what that came to, or ""."""
        shelf = self._desk.shelf
        theirs = shelf.bytes_of(path)
        if ours is None:
            return f"«{path}»: người khác đã sửa tệp mà bạn đã xóa, nên tệp ấy còn."
        if theirs is not None:
            shelf.set_aside(path, ours, content_digest(theirs))
            return ""
        if is_source(path):
            return (
                f"«{self._title_of(path, ours)}»: người khác đã xóa bài này. Bản của bạn còn ở "
                f"{address_of(path, 'lich-su')}, mở lại được thành bài mới."
            )
        shelf.put(path, ours)
        return f"«{path}»: {_DELETED_THERE}"

    def _title_of(self, path: str, data: bytes) -> str:
        sheet = self._desk.open_sheet(path, data)
        return (sheet.values.texts["title"] if sheet else "") or UNTITLED

    def _set_aside(self, path: str) -> tuple[str, str]:
        """Name the file at content *path*, of which there are two versions, and where they are."""
        kept = self._desk.shelf.take_aside(path)
        if is_source(path):
            return self._title_of(path, kept[0] if kept else b""), address_of(path)
        return path, address_of(path, "hai-ban")

    def take_back(self, request: "DeskRequest") -> Response:
        """Undo the last sending by a commit that does the opposite, and push that."""
        try:
            with self._desk.writing:
                self._repository.take_back(request.form.get("lan", ""), self._author_of(request))
        except Refusal as refusal:
            return self._show(request, 400, troubles=[str(refusal)])
        except GitError as error:
            return self._show(request, 500, troubles=[f"Git không hoàn tác được: {error}"])
        return self._push(request, ["Đã hoàn tác lần gửi ấy."])

    def show_history(self, request: "DeskRequest", path: str) -> Response:
        """List the versions of an article that were sent, and what one of them changed."""
        path = nfc(path)
        self._desk.shelf.place(path)
        try:
            commits = self._repository.history(path) if self.is_there() else []
        except GitError:
            commits = []
        wanted = request.args.get("ban", "")
        if wanted and not (
            _COMMIT.fullmatch(wanted) and wanted in {commit.name for commit in commits}
        ):
            raise NotFound("Không có bản ấy. Sửa: chọn trong danh sách các bản.")
        differences: list[Any] = []
        if wanted:
            at = [commit.name for commit in commits].index(wanted)
            older = commits[at + 1].name if at + 1 < len(commits) else ""
            before = self._repository.version(older, path) if older else b""
            differences = self._compare(path, before, self._repository.version(wanted, path))
        return self._desk.render(
            request,
            "history.html",
            path=path,
            commits=commits,
            wanted=wanted,
            differences=differences,
            date_of=lambda text: show_date(text, self._desk.zone),
        )

    def _compare(self, path: str, old: bytes, new: bytes) -> list[Any]:
        sheets = [self._desk.open_sheet(path, data or b"---\n---\n") for data in (old, new)]
        if None not in sheets:
            before, after = (sheet.values for sheet in sheets)
            return compare_values(before, after)
        texts = [data.decode("utf-8", "replace") for data in (old, new)]
        return [("body", shorten(compare_words(*texts)))]

    def older_values(self, path: str, commit: str) -> Values | None:
        """Give what the form says in an older version of the source at content *path*."""
        if not _COMMIT.fullmatch(commit):
            return None
        data = self._repository.version(commit, path)
        sheet = self._desk.open_sheet(path, data)
        return sheet.values if data and sheet is not None else None


def _key(waiting: Waiting) -> str:
    return waiting.path or waiting.files[0]
