# SPDX-License-Identifier: AGPL-3.0-or-later
"""The desk: the pages in the browser where an editor writes, beside the preview."""
