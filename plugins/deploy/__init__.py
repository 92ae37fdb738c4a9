# SPDX-License-Identifier: AGPL-3.0-or-later
"""A finished output → a host: what changed is sent, then one switch."""
