# SPDX-License-Identifier: AGPL-3.0-or-later
"""What earlier builds left, and what has changed since."""
