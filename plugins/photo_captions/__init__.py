# SPDX-License-Identifier: AGPL-3.0-or-later
"""Captions and credits of photos."""
