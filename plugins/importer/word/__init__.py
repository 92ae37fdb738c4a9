# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reads .docx: the package, its styles, numbering and old fonts, then its blocks."""
