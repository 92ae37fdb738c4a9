# SPDX-License-Identifier: AGPL-3.0-or-later
"""The door from Pelican to the press: settings and command line are Pelican's."""

import atexit
import contextlib
import errno
import gc
import logging
import os
import sys
import traceback
from collections.abc import Collection
from pathlib import Path
from typing import Any

import pelican
from pelican.log import FatalLogger
from pelican.plugins._utils import get_plugin_name
from pelican.settings import configure_settings, get_settings_from_file

from plugins.press.errors import Refusal
from plugins.press.interrupt import raise_again
from plugins.press.report import Report

FAILURE = 2

_DISK_TROUBLE = {
    errno.ENOSPC: "hết chỗ trên đĩa",
    errno.EDQUOT: "hết hạn mức đĩa",
    errno.EFBIG: "tệp vượt mức cho phép",
    errno.EROFS: "đĩa chỉ đọc",
    errno.EACCES: "không có quyền ghi",
}


def open_door(content: str, theme: str) -> None:
    """Make ready what Pelican takes for granted while it reads the settings.

    File names are UTF-8 whatever the locale says, for which the command begins anew once;
    the site's own *content* folder is there, if empty, until the process ends; its *theme*,
    and a folder of content or a theme that the command line names, is there, or the command
    ends with status 2.
    """
    if sys.getfilesystemencoding().lower() != "utf-8":
        sys.stdout.flush()
        environment = {**os.environ, "PYTHONUTF8": "1"}
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], environment)
    if not Path(content).is_dir():
        Path(content).mkdir(exist_ok=True)
        atexit.register(_remove_empty, content)
    arguments = pelican.parse_arguments() if _is_started_by_pelican() else None
    refusals = []
    if not (arguments and arguments.theme) and not Path(theme).is_dir():
        refusals.append(
            Refusal(f"không có thư mục giao diện «{theme}» của THEME", "sửa THEME, hoặc lấy lại nó")
        )
    if not arguments:
        _end_with(refusals)
        return
    if arguments.path and not Path(arguments.path).expanduser().is_dir():
        refusals.append(
            Refusal(f"không có thư mục nội dung «{arguments.path}»", "kiểm tra lại tên thư mục")
        )
    if arguments.theme and not Path(arguments.theme).expanduser().is_dir():
        refusals.append(
            Refusal(
                f"«{arguments.theme}» không phải giao diện của cổng", "bỏ -t, hoặc chỉ đúng theme/"
            )
        )
    _end_with(refusals)


def load_settings(file: str) -> None:
    """Load a *file* of settings, as Pelican will; Refusal, with the line, where that fails."""
    # Loaded here, because plain Pelican has no need of it.
    from plugins.press.settings import refuse_what_pelican_cannot_take

    try:
        settings = get_settings_from_file(file)
    except FileNotFoundError as error:
        raise Refusal(
            f"không có tệp «{error.filename}»", f"kiểm tra tên tệp cấu hình: -s {file}"
        ) from error
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        # The last frame in a file of settings: code that it calls fails for what it passes.
        folder = Path(file).resolve().parent
        places = [frame for frame in frames if Path(frame.filename).resolve().parent == folder]
        if isinstance(error, SyntaxError):
            place, line = error.filename, error.lineno
        elif places:
            place, line = places[-1].filename, places[-1].lineno
        else:
            raise
        words = " ".join(str(getattr(error, "msg", error)).split())
        raise Refusal(
            f"{os.path.relpath(place)}:{line}: không nạp được tệp cấu hình: "
            f"«{type(error).__name__}: {words}»",
            "xem lại dòng ấy và dòng trên nó: dấu ngoặc, dấu phẩy, dấu nháy, tên gọi",
        ) from error
    refuse_what_pelican_cannot_take(settings, Path(file).resolve().parent)
    level = logging.root.manager.disable
    # Silent: Pelican itself calls this later on, and warns then.
    logging.disable(logging.CRITICAL)
    try:
        configure_settings(settings)
    except Exception as error:
        words = " ".join(str(error).split())
        raise Refusal(
            f"Pelican không nhận các cài đặt của «{file}»: «{type(error).__name__}: {words}»",
            "xem lại những cài đặt không có trong pelicanconf.py gốc",
        ) from error
    finally:
        logging.disable(level)


class NewsPelican(pelican.Pelican):
    """Pelican with our pipeline in place of its generators and writer.

    Its own article generator keeps every article twice, writes in place, drops
    what it cannot read and exits 0. Set as `PELICAN_CLASS`.
    """

    def __init__(self, settings: dict[str, Any]) -> None:
        # Pelican's spinner would take hold of the terminal, and break and rewrite our lines.
        pelican.console.status = lambda *_, **__: contextlib.nullcontext()
        from plugins.press import unheeded
        from plugins.press.settings import site_name

        settings["SITENAME"] = site_name(settings) or settings["SITENAME"]
        unusual = unheeded.unusual_settings(settings)
        super().__init__(settings)
        settings["QUIET"] = logging.getLogger().level >= logging.CRITICAL
        settings["FATAL_WARNINGS"] = FatalLogger.fatal_lvl <= logging.WARNING
        stopping, told = unheeded.unheeded_settings(unusual)
        told += unheeded.unsent_signals()
        if _is_started_by_pelican():
            refused, vain = unheeded.unheeded_options(pelican.parse_arguments())
            # At once: Pelican would go on in a process of its own.
            _end_with(refused)
            told += vain
        if settings["FATAL_WARNINGS"]:
            stopping, told = stopping + told, []
        # Refused with all that is wrong in the settings, by each build.
        settings["UNHEEDED"] = tuple(stopping)
        report = Report(Path(settings["PATH"]), quiet=settings["QUIET"])
        report.refusals(told, warning=True)

    def init_plugins(self) -> None:
        """Load the plugins that the settings ask for, noting those that Pelican does without."""
        asked = [
            plugin if isinstance(plugin, str) else get_plugin_name(plugin)
            for plugin in self.settings.get("PLUGINS") or ()
        ]
        try:
            super().init_plugins()
        except Exception as error:
            # At once: Pelican would tell it as a fault of its own, with a traceback.
            words = " ".join(str(error).split())
            problem = f"phần bổ trợ không nạp được: «{type(error).__name__}: {words}»"
            _end_with([Refusal(problem, "cài thứ nó cần, hoặc gỡ nó")])
        loaded = {name.rpartition(".")[2] for name in self.settings["PLUGINS"]}
        self.lost_plugins = [name for name in asked if name.rpartition(".")[2] not in loaded]

    def run(self) -> None:
        """Build the site; leaves with Pelican's exit status 1 for faults, 2 for all else."""
        raise_again()
        # A build makes few reference cycles; looking for them costs a tenth of its time.
        gc.disable()
        try:
            status = self._build()
        except KeyboardInterrupt:
            print("Đã dừng theo yêu cầu; chạy lại để dựng cho xong.", file=sys.stderr)
            status = FAILURE
        gc.freeze()
        if status:
            raise SystemExit(status)

    def _build(self) -> int:
        # Loaded here, because Pelican takes a Ctrl+C while it loads settings for success.
        from plugins.press.build import build
        from plugins.press.settings import SettingsRefusal

        report = Report(Path(self.settings["PATH"]))
        try:
            if self.lost_plugins:
                raise Refusal(
                    f"không nạp được «{', '.join(self.lost_plugins)}» của PLUGINS",
                    "cài nó, hoặc bỏ nó khỏi tệp cấu hình",
                )
            return build(self.settings)
        except SettingsRefusal as error:
            report.refusals(error.refusals)
        except Refusal as error:
            report.refusals([error])
        except OSError as error:
            if error.errno in _DISK_TROUBLE:
                place = os.fsdecode(error.filename or "thư mục đệm")
                trouble = Refusal(
                    f"{_DISK_TROUBLE[error.errno]} ({place}), bản cũ còn nguyên",
                    "dọn bớt đĩa hoặc cấp quyền ghi, rồi chạy lại",
                )
                report.refusals([trouble])
            else:
                report.say(traceback.format_exc())
        except Exception:
            report.say(traceback.format_exc())
        return FAILURE


def _remove_empty(folder: str) -> None:
    """Take away the *folder* that was made for Pelican, unless something was put there."""
    with contextlib.suppress(OSError):
        os.rmdir(folder)


def _is_started_by_pelican() -> bool:
    """Tell whether this process is the `pelican` command, whose arguments are `sys.argv`.

    Where they ask for the settings (--print-settings, or a part of it), the reading of the
    arguments is what came here, and nothing is built.
    """
    place = Path(sys.argv[0])
    if any(word.startswith("--pr") for word in sys.argv[1:]):
        return False
    return place.stem == "pelican" or place.parts[-2:] == ("pelican", "__main__.py")


def _end_with(refusals: Collection[Refusal]) -> None:
    """End the process with status 2 where there are *refusals*, a line each."""
    if refusals:
        Report(Path()).refusals(refusals)
        raise SystemExit(FAILURE)
