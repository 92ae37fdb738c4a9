# SPDX-License-Identifier: AGPL-3.0-or-later
"""Brings articles in from Word, saved pages, pasted text and dumps: as drafts, nothing lost."""
