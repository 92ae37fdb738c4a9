# SPDX-License-Identifier: AGPL-3.0-or-later
"""From the content folder to records of articles, and faults."""
