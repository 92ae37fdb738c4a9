# SPDX-License-Identifier: AGPL-3.0-or-later
"""The press: Pelican, Markdown, Pillow and the disk around the newsroom."""
