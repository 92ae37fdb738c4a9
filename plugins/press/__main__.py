# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pelican's command, for make: `python -m plugins.press CONTENT -o OUTPUT -s SETTINGS`.

It differs from `pelican` in two things. A file of settings that cannot be loaded is told in
one sentence: Pelican loads it before anything of this project and would give a traceback.
And so would a Ctrl+C while all is loaded.
"""

import sys
from pathlib import Path

from plugins.press.interrupt import end_at_once


def main() -> None:
    """Run from the Makefile."""
    # Until the build begins (`NewsPelican.run`).
    end_at_once()
    import pelican

    from plugins.press.errors import Refusal
    from plugins.press.pelican_door import FAILURE, load_settings
    from plugins.press.report import Report

    # What is asked of the command line later on is asked of Pelican's own.
    sys.argv[0] = "pelican"
    try:
        load_settings(pelican.parse_arguments().settings or pelican.DEFAULT_CONFIG_NAME)
    except Refusal as refusal:
        Report(Path()).refusals(getattr(refusal, "refusals", [refusal]))
        raise SystemExit(FAILURE) from refusal
    pelican.main()


if __name__ == "__main__":
    main()
