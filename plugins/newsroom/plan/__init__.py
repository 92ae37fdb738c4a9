# SPDX-License-Identifier: AGPL-3.0-or-later
"""The plan: from all articles to every page of the site, without files or clocks."""
