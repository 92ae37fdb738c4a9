# SPDX-License-Identifier: AGPL-3.0-or-later
"""Brings a whole archive over: saved pages by templates, dumps of old portals, Word files."""
