# SPDX-License-Identifier: AGPL-3.0-or-later
"""The preview's command, for make: `python -m plugins.press.serve`.

It differs from `plugins.press.preview` in one thing: a Ctrl+C while that is loaded gives
no traceback.
"""

import sys

from plugins.press.interrupt import end_at_once, raise_again


def main() -> int:
    """Run from the Makefile."""
    end_at_once()
    from plugins.press import preview

    raise_again()
    return preview.main()


if __name__ == "__main__":
    sys.exit(main())
