# SPDX-License-Identifier: AGPL-3.0-or-later
"""The door from Pelican to the press: settings and command line are Pelican's."""

import errno
import gc
import sys
import traceback

from pelican import Pelican
from pelican.plugins._utils import get_plugin_name

FAILURE = 2

_DISK_TROUBLE = {
    errno.ENOSPC: "hết chỗ trên đĩa",
    errno.EDQUOT: "hết hạn mức đĩa",
    errno.EFBIG: "tệp vượt mức cho phép",
    errno.EROFS: "đĩa chỉ đọc",
    errno.EACCES: "không có quyền ghi",
}


class NewsPelican(Pelican):
    """Pelican with our pipeline in place of its generators and writer.

    Its own article generator keeps every article twice, writes in place, drops
    what it cannot read and exits 0. Set as `PELICAN_CLASS`.
    """

    def init_plugins(self) -> None:
        """Load the plugins that the settings ask for, noting those that Pelican does without."""
        asked = [
            plugin if isinstance(plugin, str) else get_plugin_name(plugin)
            for plugin in self.settings.get("PLUGINS") or ()
        ]
        super().init_plugins()
        loaded = {name.rpartition(".")[2] for name in self.settings["PLUGINS"]}
        self.lost_plugins = [name for name in asked if name.rpartition(".")[2] not in loaded]

    def run(self) -> None:
        """Build the site; leaves with Pelican's exit status 1 for faults, 2 for all else."""
        # A build makes few cycles and ends soon; looking for them costs a tenth of its time.
        gc.disable()
        # What it holds goes back to the system with the process, in one piece: in a circle
        # that nobody looks for, nothing is taken apart. Object by object would cost a seventh.
        self._held: list[object] = [self]
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
        from plugins.press.errors import Refusal

        try:
            if self.lost_plugins:
                raise Refusal(
                    f"không nạp được «{', '.join(self.lost_plugins)}» của PLUGINS",
                    "cài nó, hoặc bỏ nó khỏi tệp cấu hình",
                )
            return build(self.settings, self._held)
        except Refusal as error:
            print(error, file=sys.stderr)
        except OSError as error:
            if error.errno not in _DISK_TROUBLE:
                traceback.print_exc()
                return FAILURE
            print(
                f"{_DISK_TROUBLE[error.errno]} ({error.filename or 'thư mục đệm'}), "
                "bản cũ còn nguyên — Sửa: dọn bớt đĩa hoặc cấp quyền ghi, rồi chạy lại",
                file=sys.stderr,
            )
        except Exception:
            traceback.print_exc()
        return FAILURE
