# SPDX-License-Identifier: AGPL-3.0-or-later
"""The settings of the public site: those of pelicanconf.py under its real address."""

import os
import sys
from pathlib import Path

# Pelican loads this file by its path, which does not make its neighbours importable.
sys.path.insert(0, str(Path(__file__).resolve().parent))

from plugins.press.pelican_door import tell_failures

tell_failures()

import pelicanconf  # noqa: E402  (what fails in it is told)
from pelicanconf import *  # noqa: E402, F403  (a settings file is the names it holds)

SITEURL = str(os.environ.get("SITEURL") or getattr(pelicanconf, "PORTAL_URL", "")).rstrip("/")

# Addresses that were published and would vanish stop a publication, unless they are
# named here, one by one or with a "*" at the end: make publish ALLOW_GONE="/a/ /b/".
GUARD_ADDRESSES = True
ALLOW_GONE = os.environ.get("ALLOW_GONE", "").split()

# The part of the published addresses, from 0 to 1, that one publication may take away
# without naming them one by one.
MAX_SHRINK = os.environ.get("MAX_SHRINK") or 0.1

# What was published is read from the previous output. Where CI starts without one: from a
# copy of its .newsroom.json, or from the address of the live one.
PUBLISHED_FILE = os.environ.get("PUBLISHED_FILE")
PUBLISHED_URL = os.environ.get("PUBLISHED_URL")

# Set for the very first publication where the above cannot be read.
FIRST_RELEASE = os.environ.get("FIRST_RELEASE")

# Today, as 2026-11-29, if a publication was refused for its clock and the clock is right.
CLOCK_OK = os.environ.get("CLOCK_OK")

# Old addresses lead on by the files .redirects.map, .gone.map (nginx) and _redirects (other
# hosts). For a host that reads neither: a small page at each of them that has no query.
REDIRECT_PAGES = False

# Compressed copies, .br and .gz, beside texts and parts of the search index of more than 1 kB,
# which nginx and Caddy send as they are.
PRECOMPRESS = True
