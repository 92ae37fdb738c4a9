# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rooms of the house.

    vietnamese/        dates, letters, numbers of Vietnamese. Plain Python.
    vietnamese_dates/  a Pelican plugin for any site: reads and prints Vietnamese dates.
    photo_captions/    a Pelican plugin for any site: photo, caption, credit → figure.
    newsroom/          articles, dates, bylines, the plan of all pages. Plain Python,
                       no framework, no files.
    press/             the engine: reads the content folder, makes copies of photos,
                       prints the plan with the theme, releases it. Pelican, Markdown,
                       Pillow and the disk are used here.
    importer/          brings Word files, saved pages and old archives in, as drafts.
    editor/            the desk: editors write, see and send articles in the browser.
    deploy/            carries what was released to a host, and back.

Imports run one way: deploy, editor, importer → press → newsroom → vietnamese.
"""
