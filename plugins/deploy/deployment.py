# SPDX-License-Identifier: AGPL-3.0-or-later
"""A deployment and a rollback, whatever the target: carry, switch, ask the live site."""

import time
from pathlib import Path
from urllib.parse import urlsplit

from plugins.deploy.check import Question, ask, questions
from plugins.deploy.digests import DigestList, compare
from plugins.deploy.finished_output import FinishedOutput, redirects_in, url_in
from plugins.deploy.purge import purge_list
from plugins.deploy.target import Target
from plugins.press.errors import Refusal
from plugins.press.report import Report

_REDIRECTS = "_redirects"


def deploy(
    output: FinishedOutput, target: Target, check_url: str, purge: Path, report: Report
) -> None:
    """Give readers what is in *output*, and write the addresses that changed to *purge*.

    Afterwards the site is asked, as `address_to_ask` says; where it answers wrongly, the
    release before is served again, and Refusal raised.
    """
    started = time.monotonic()
    url = address_to_ask(check_url, output.url)
    with target:
        # While the host is being reached.
        new = output.digests
        served = target.served()
        difference = compare(served.digests if served else DigestList({}), new)
        asked = list(questions(new, output.newest, output.redirects, output.root))
        if served and not difference.all:
            _check_again(url, asked, served.name)
            report.say(
                f"Không có gì mới: bản «{served.name}» đang phục vụ đã là bản mà make publish "
                "để lại (tệp sửa tay trong output/ không được đưa lên)."
            )
            return
        before = output.redirects
        if served and _REDIRECTS in difference.all:
            before = redirects_in(_fetch(target, _REDIRECTS))
        purge.write_text(
            purge_list(output.url, difference.all, before, output.redirects), encoding="utf-8"
        )
        sent = target.upload(output.folder, new, report.progress)
        name = target.switch()
        output.let_go()
        problem = ask(url, asked) if url else None
        if problem is not None:
            raise _undone(target, name, problem)
        target.settle()
    report.say(
        f"Đã đưa lên bản «{name}»: {new.count} tệp; thêm {len(difference.added)}, "
        f"sửa {len(difference.changed)}, gỡ {len(difference.removed)}; truyền {sent} byte; "
        f"{time.monotonic() - started:.1f} giây. Địa chỉ thay đổi: {purge}"
    )
    if not url:
        report.say("Chưa hỏi trang đang phục vụ (CHECK_URL=none).")


def roll_back(target: Target, check_url: str, purge: Path, report: Report) -> None:
    """Give readers the release before the one that is served, and say which that is.

    Addresses that changed are written to *purge*.
    """
    with target:
        served = target.served()
        if served is None:
            raise Refusal("ở đó chưa có bản nào", "chạy make deploy trước")
        before = _fetch(target, _REDIRECTS)
        release = target.roll_back()
        site = url_in(_fetch(target, "robots.txt"))
        url = address_to_ask(check_url, site)
        rules = redirects_in(before), redirects_in(_fetch(target, _REDIRECTS))
        changed = compare(served.digests, release.digests).all
        purge.write_text(purge_list(site, changed, *rules), encoding="utf-8")
        asked = list(questions(release.digests, None, {}, urlsplit(site).path))
        problem = ask(url, asked) if url else None
    report.say(
        f"Đã quay về bản «{release.name}», thay bản «{served.name}». Địa chỉ thay đổi: {purge}"
    )
    if problem is not None:
        raise Refusal(
            f"đã quay về bản «{release.name}», nhưng {problem}",
            "xem lại máy chủ web và CHECK_URL",
        )


def address_to_ask(told: str, site: str) -> str:
    """Tell where a site is asked: where CHECK_URL has *told*, else at the *site*'s own address.

    "" where it is not to be asked (CHECK_URL=none). Raises Refusal for no address.
    """
    if told == "none":
        return ""
    url = told or site
    if not _can_be_asked(url):
        raise Refusal(
            f"không dùng được CHECK_URL là «{url}»",
            "ghi địa chỉ đầy đủ của trang, ví dụ https://tinh.gov.vn, hoặc CHECK_URL=none",
        )
    return url


def _can_be_asked(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _fetch(target: Target, path: str) -> str:
    return target.fetch(path).decode(errors="replace")


def _check_again(url: str, asked: list[Question], name: str) -> None:
    problem = ask(url, asked) if url else None
    if problem is not None:
        raise Refusal(
            f"bản «{name}» đang phục vụ đã là bản này, nhưng {problem}",
            "xem lại máy chủ web và CHECK_URL",
        )


def _undone(target: Target, name: str, problem: str) -> Refusal:
    back = target.undo()
    state = f"đã quay về bản «{back}»" if back else "trước đó chưa có bản nào để quay về"
    return Refusal(
        f"bản «{name}» vừa đưa lên không qua được kiểm tra: {problem}; {state}",
        "xem lại máy chủ web (nó phục vụ đúng thư mục trong TARGET, và nginx đọc chuyển hướng mới "
        "khi nạp lại) và CHECK_URL, rồi chạy lại",
    )
