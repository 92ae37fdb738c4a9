# SPDX-License-Identifier: AGPL-3.0-or-later
"""Real web servers, as provinces run them, on the loopback."""
