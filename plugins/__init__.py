# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rooms of the house.

    newsroom/   what a newsroom knows: articles, dates, bylines, captions, the
                plan of all pages. Plain Python, no framework, no files.
    press/      what a press does: reads the content folder, makes copies of photos,
                prints the plan with the theme, releases it. Pelican, Markdown,
                Pillow and the disk live here.

Imports run one way: pelicanconf → press → newsroom.
"""
