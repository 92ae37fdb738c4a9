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
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import pelican
from pelican.log import FatalLogger
from pelican.plugins._utils import get_plugin_name
from pelican.settings import get_settings_from_file, get_settings_from_module

from plugins.press.errors import Refusal, reason_of
from plugins.press.interrupt import end_at_once, raise_again
from plugins.press.report import Report

FAILURE = 2
#: Loggers of Pelican's: of its command, of its settings, of plugins that it loads.
_COMMAND, _SETTINGS, _PLUGINS = "pelican", "pelican.settings", "pelican.plugins._utils"
#: What it says of settings that here is no fault: feeds always have whole addresses, and a
#: slash at the end of the site's address is taken off.
_NEEDLESS = ("Feeds generated without SITEURL", "Removed extraneous trailing slash from SITEURL")

_DISK_TROUBLE = {
    errno.ENOSPC: "hết chỗ trên đĩa",
    errno.EDQUOT: "hết hạn mức đĩa",
    errno.EFBIG: "tệp vượt mức cho phép",
    errno.EROFS: "đĩa chỉ đọc",
    errno.EACCES: "không có quyền ghi",
}


def tell_failures() -> None:
    """Tell in a sentence what Pelican would end for from here on, with a traceback.

    To be called before all that a file of settings says. File names are UTF-8 whatever the
    locale says, for which the command begins anew once.
    """
    if sys.getfilesystemencoding().lower() != "utf-8":
        sys.stdout.flush()
        environment = {**os.environ, "PYTHONUTF8": "1"}
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], environment)
    arguments = _arguments()
    if not arguments:
        return
    # A build makes few reference cycles; looking for them costs a tenth of its time.
    gc.disable()
    # Pelican takes a Ctrl+C while it loads settings for success.
    end_at_once()
    for logger in map(logging.getLogger, (_COMMAND, _SETTINGS)):
        if not any(isinstance(found, _Failures) for found in logger.filters):
            logger.addFilter(_Failures(arguments))


def open_door(content: str) -> None:
    """Make ready what Pelican takes for granted, once it has read the settings.

    The site's own *content* folder is there, if empty, until the process ends; a folder of
    content or a theme that the command line names is there, or the command ends with status 2.
    """
    if not Path(content).is_dir():
        Path(content).mkdir(exist_ok=True)
        atexit.register(_remove_empty, content)
    arguments = _arguments()
    if not arguments:
        return
    refusals = []
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


class _Failures(logging.Filter):
    """Tells what Pelican says of the settings, and what it would end for.

    *arguments* are those of its command. With -D it ends as Pelican does, with a traceback.
    """

    def __init__(self, arguments: Any) -> None:
        super().__init__()
        self._arguments, self._file = arguments, _file_of(arguments)

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name == _SETTINGS and record.levelno >= logging.WARNING:
            _end_with(_refusals_of(self._arguments))
            words = " ".join(record.getMessage().split())
            if words.startswith(_NEEDLESS):
                return False
            refusal = Refusal(f"Pelican nhắc về cài đặt: «{words}»", "sửa hoặc bỏ cài đặt ấy")
            if record.levelno >= FatalLogger.fatal_lvl:
                _end_with([refusal])
            Report(Path()).refusals([refusal], warning=True)
            return False
        is_debugging = logging.getLogger().level <= logging.DEBUG
        if record.levelno < logging.CRITICAL or not record.exc_info or is_debugging:
            return True
        error = record.exc_info[1]
        _end_with([_why_unloaded(error, self._file)] if _places_of(error) else [])
        _end_with(_refusals_of(self._arguments))
        problem = f"Pelican dừng giữa chừng: «{_in_words(error)}»"
        _end_with([Refusal(problem, f"xem lại «{self._file}»; -D cho thấy chỗ dừng")])
        return True


def load_settings(file: str) -> None:
    """Load a *file* of settings, as Pelican will; Refusal, with the line, where that fails."""
    try:
        settings = get_settings_from_file(file)
    except Exception as error:
        raise _why_unloaded(error, file) from error
    _refuse_for_pelican(settings, file)


def _refusals_of(arguments: Any) -> tuple[Refusal, ...]:
    """List what is wrong in the settings that Pelican has loaded, and in those of *arguments*."""
    file = _file_of(arguments)
    settings = get_settings_from_module(sys.modules.get(Path(file).stem))
    try:
        _refuse_for_pelican({**settings, **pelican.get_config(arguments)}, file)
    except Refusal as refusal:
        return getattr(refusal, "refusals", (refusal,))
    return ()


def _refuse_for_pelican(settings: dict[str, Any], file: str) -> None:
    """Raise SettingsRefusal where Pelican would stumble over the *settings* of a file."""
    # Loaded here, after the settings, for a quick start.
    from plugins.press.settings import refuse_what_pelican_cannot_take

    refuse_what_pelican_cannot_take(settings, Path(file).resolve().parent)


def _places_of(error: BaseException) -> list[tuple[str, int | None]]:
    """List where *error* came through files of settings: file and line, the innermost last.

    What these call fails by what it was given.
    """
    frames = traceback.extract_tb(error.__traceback__)
    loading = [number for number, frame in enumerate(frames) if frame.name == "load_source"]
    files = [
        (frame.filename, frame.lineno)
        for frame in frames[loading[-1] + 1 if loading else len(frames) :]
        if not frame.filename.startswith("<")
    ]
    folder = Path(files[0][0]).parent if files else None
    places = [place for place in files if Path(place[0]).parent == folder]
    if isinstance(error, SyntaxError) and error.filename:
        places.append((error.filename, error.lineno))
    return places


def _why_unloaded(error: Exception, file: str) -> Refusal:
    """Tell why a *file* of settings cannot be loaded, and where."""
    places = _places_of(error)
    if isinstance(error, FileNotFoundError) and not places:
        return Refusal(f"không có tệp «{error.filename}»", f"kiểm tra tên tệp cấu hình: -s {file}")
    place, line = places[-1] if places else (file, 1)
    words = f"{type(error).__name__}: {getattr(error, 'msg', error)}"
    mend = "xem lại dòng ấy và dòng trên nó: dấu ngoặc, dấu phẩy, dấu nháy, tên gọi"
    if isinstance(error, OSError):
        words = f"{error.filename}: {reason_of(error)}"
        mend = "xem lại tên tệp ở dòng ấy"
    elif isinstance(error, ImportError):
        mend = "cài gói mà dòng ấy gọi, hoặc bỏ dòng ấy"
    elif "null bytes" in words or "codec can't decode" in words:
        mend = "lưu lại tệp bằng bảng mã UTF-8"
    return Refusal(
        f"{os.path.relpath(place)}:{line or 1}: không nạp được tệp cấu hình: "
        f"«{' '.join(words.split())}»",
        mend,
    )


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

        arguments = _arguments()
        if arguments:
            # What Pelican has put its own default in place of, and said with -q to nobody.
            _end_with(_refusals_of(arguments))
        settings["SITENAME"] = site_name(settings) or settings["SITENAME"]
        unusual = unheeded.unusual_settings(settings)
        super().__init__(settings)
        settings["QUIET"] = logging.getLogger().level >= logging.CRITICAL
        settings["FATAL_WARNINGS"] = FatalLogger.fatal_lvl <= logging.WARNING
        stopping, told = unheeded.unheeded_settings(unusual)
        told += unheeded.unsent_signals()
        if arguments:
            refused, vain = unheeded.unheeded_options(arguments)
            # At once: Pelican would go on in a process of its own.
            _end_with(refused)
            told += vain
        if settings["FATAL_WARNINGS"]:
            stopping, told = stopping + told, []
        # Refused with all that is wrong in the settings, by each build.
        settings["UNHEEDED"] = tuple(stopping)
        report = Report(Path(settings["PATH"]), quiet=settings["QUIET"])
        report.refusals(told, warning=True)
        raise_again()

    def init_plugins(self) -> None:
        """Load the plugins that the settings ask for, noting those that Pelican does without."""
        asked = [
            plugin if isinstance(plugin, str) else get_plugin_name(plugin)
            for plugin in self.settings.get("PLUGINS") or ()
        ]
        try:
            with _plugin_errors() as errors:
                super().init_plugins()
        except Exception as error:
            # At once: Pelican would tell it as a fault of its own, with a traceback.
            problem = f"phần bổ trợ không nạp được: «{_in_words(error)}»"
            _end_with([Refusal(problem, "cài thứ nó cần, hoặc gỡ nó")])
        loaded = {name.rpartition(".")[2] for name in self.settings["PLUGINS"]}
        self.lost_plugins = {
            name: errors.get(name, "") for name in asked if name.rpartition(".")[2] not in loaded
        }

    def run(self) -> None:
        """Build the site; leaves with Pelican's exit status 1 for faults, 2 for all else."""
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
        from plugins.press.settings import SettingsRefusal, lost_plugin

        report = Report(Path(self.settings["PATH"]))
        try:
            if self.lost_plugins:
                raise SettingsRefusal(
                    lost_plugin(name, why) for name, why in self.lost_plugins.items()
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


@contextlib.contextmanager
def _plugin_errors() -> Iterator[dict[str, str]]:
    """Keep what Pelican says of plugins that it cannot load from people, by plugin.

    Of one that is not there nothing is kept: that is no more than its name says.
    """
    errors: dict[str, str] = {}

    def keep(record: logging.LogRecord) -> bool:
        if record.levelno != logging.ERROR or not record.args:
            return True
        name, error = (*record.args, record.exc_info and record.exc_info[1])[:2]
        is_missing = isinstance(error, ImportError) and f"{name}.".startswith(
            f"{error.name or name}."
        )
        if error and not is_missing:
            errors[name] = _in_words(error)
        return False

    loggers = [logging.getLogger(name) for name in (_COMMAND, _PLUGINS)]
    for logger in loggers:
        logger.addFilter(keep)
    try:
        yield errors
    finally:
        for logger in loggers:
            logger.removeFilter(keep)


def _in_words(error: BaseException) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())}"


def _remove_empty(folder: str) -> None:
    """Take away the *folder* that was made for Pelican, unless something was put there."""
    with contextlib.suppress(OSError):
        os.rmdir(folder)


def _arguments() -> Any | None:
    """Give those of the `pelican` command, as which this process was started; None for others.

    Where they ask for the settings (--print-settings, or a part of it), the reading of the
    arguments is what came here, and nothing is built.
    """
    place = Path(sys.argv[0])
    if any(word.startswith("--pr") for word in sys.argv[1:]):
        return None
    if place.stem != "pelican" and place.parts[-2:] != ("pelican", "__main__.py"):
        return None
    return pelican.parse_arguments()


def _file_of(arguments: Any) -> str:
    return arguments.settings or pelican.DEFAULT_CONFIG_NAME


def _end_with(refusals: Collection[Refusal]) -> None:
    """End the process with status 2 where there are *refusals*, a line each."""
    if refusals:
        Report(Path()).refusals(refusals)
        raise SystemExit(FAILURE)
