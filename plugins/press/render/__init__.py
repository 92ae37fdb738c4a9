# SPDX-License-Identifier: AGPL-3.0-or-later
"""From planned pages to bytes."""
