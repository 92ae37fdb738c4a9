# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reads saved pages, old portals' dumps and pasted text."""
