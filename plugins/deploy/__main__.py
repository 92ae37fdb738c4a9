# SPDX-License-Identifier: AGPL-3.0-or-later
"""Carries the finished output to a host, or has the host go back to the release before.

    python -m plugins.deploy deploy | rollback

`make deploy` and `make rollback` hand everything on in the environment: TARGET, KEEP,
CHECK_URL, VERIFY.
"""

import argparse
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.press.errors import Refusal, reason_of
from plugins.press.interrupt import end_at_once, raise_again

if TYPE_CHECKING:
    from plugins.deploy.target import Target

FAILURE = 2
#: Releases that a host keeps, unless KEEP says otherwise.
KEEP, LEAST_KEPT, MOST_KEPT = 5, 2, 999


def main() -> int:
    """Run from the Makefile."""
    end_at_once()
    from plugins.deploy.deployment import deploy, roll_back
    from plugins.deploy.finished_output import FinishedOutput
    from plugins.press.report import Report

    raise_again()
    parser = argparse.ArgumentParser(description="Đưa trang đã dựng lên máy chủ.")
    parser.add_argument("action", choices=["deploy", "rollback"])
    parser.add_argument("--output", type=Path, default=Path("output"), metavar="FOLDER")
    parser.add_argument("--cache-path", type=Path, default=Path("cache"), metavar="FOLDER")
    parser.add_argument("--purge", type=Path, default=Path("purge.txt"), metavar="FILE")
    arguments = parser.parse_args()
    report = Report(Path())
    check_url = os.environ.get("CHECK_URL", "").strip().rstrip("/")
    try:
        target = _target(arguments.cache_path / "deploy", report.say, arguments.action == "deploy")
        if arguments.action == "rollback":
            roll_back(target, check_url, arguments.purge, report)
        else:
            with FinishedOutput(arguments.output, arguments.cache_path) as output:
                deploy(output, target, check_url, arguments.purge, report)
    except Refusal as refusal:
        report.refusals([refusal])
        return FAILURE
    except OSError as error:
        problem = f"không đọc hay ghi được «{error.filename or arguments.output}»"
        mend = "xem lại tệp ấy, quyền và chỗ trên đĩa, rồi chạy lại"
        report.refusals([Refusal(f"{problem} ({reason_of(error)})", mend)])
        return FAILURE
    except KeyboardInterrupt:
        report.say("Đã dừng theo yêu cầu; chạy lại để đưa lên cho xong.")
        return FAILURE
    return 0


def _target(cache: Path, say: Callable[[str], None], makes: bool) -> "Target":
    """Make the target that the environment tells; *cache* keeps what is known of it.

    Only where it *makes* one is a folder made that is not there yet.
    """
    from plugins.deploy.target import BucketPlace, parse_target

    place = parse_target(os.environ.get("TARGET", ""))
    keep = _keep(os.environ.get("KEEP") or str(KEEP))
    verify = _verify(os.environ.get("VERIFY", ""))
    if isinstance(place, BucketPlace):
        from plugins.deploy.s3 import BucketTarget

        return BucketTarget(place, keep, verify, cache, say)
    from plugins.deploy.folder import FolderTarget

    return FolderTarget(place, keep, verify, cache, say, makes=makes)


def _keep(text: str) -> int:
    text = text.strip()
    # Longer digits are no number that Python reads.
    if not re.fullmatch("[0-9]{1,9}", text) or not LEAST_KEPT <= int(text) <= MOST_KEPT:
        raise Refusal(
            f"không dùng được KEEP là «{text}»",
            f"ghi số bản giữ lại, từ {LEAST_KEPT} đến {MOST_KEPT}, ví dụ KEEP={KEEP}",
        )
    return int(text)


def _verify(text: str) -> bool:
    if text.strip() not in ("", "0", "1"):
        raise Refusal(
            f"không dùng được VERIFY là «{text}»", "ghi VERIFY=1 để so từng tệp, hoặc bỏ VERIFY"
        )
    return text.strip() == "1"


if __name__ == "__main__":
    sys.exit(main())
