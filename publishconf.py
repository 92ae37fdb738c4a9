# SPDX-License-Identifier: AGPL-3.0-or-later
"""The settings of the public site: those of pelicanconf.py under its real address."""

import os
import sys
from pathlib import Path

# Pelican loads this file by its path, which does not make its neighbours importable.
sys.path.insert(0, str(Path(__file__).resolve().parent))

from pelicanconf import *  # noqa: E402, F403  (a settings file is the names it holds)
from pelicanconf import PORTAL_URL  # noqa: E402

SITEURL = os.environ.get("SITEURL") or PORTAL_URL
