# SPDX-License-Identifier: AGPL-3.0-or-later
"""The door from Pelican to the press: settings and command line are Pelican's."""

import sys
import traceback

from pelican import Pelican

from plugins.press.ledger import LedgerBusyError
from plugins.press.production import SettingError, build
from plugins.press.release import ReleaseError

FAULTS = 1
FAILURE = 2


class NewsPelican(Pelican):
    """Pelican with our production in place of its generators and writer.

    Its own article generator keeps every article twice, writes in place, drops
    what it cannot read and exits 0. Set as `PELICAN_CLASS`.
    """

    def run(self) -> None:
        """Build the site; leaves with Pelican's exit status 1 for faults, 2 for all else."""
        try:
            status = build(self.settings)
        except (ReleaseError, LedgerBusyError, SettingError) as error:
            print(error, file=sys.stderr)
            status = FAILURE
        except KeyboardInterrupt:
            print("Đã dừng theo yêu cầu; bản cũ còn nguyên.", file=sys.stderr)
            status = FAILURE
        except Exception:
            traceback.print_exc()
            status = FAILURE
        if status:
            raise SystemExit(status)
