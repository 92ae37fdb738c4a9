# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a newsroom knows: plain Python, without frameworks and without files."""
