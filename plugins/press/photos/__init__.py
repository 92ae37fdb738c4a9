# SPDX-License-Identifier: AGPL-3.0-or-later
"""Copies of photos for the site."""
