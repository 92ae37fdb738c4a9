# SPDX-License-Identifier: AGPL-3.0-or-later
"""Photos with their captions and credits, as Vietnamese newsrooms write them.

For any Pelican site and any theme. In the settings, where PLUGIN_PATHS names the folder in
which this `plugins/` folder stands:

    PLUGIN_PATHS = ["path/to/portal"]
    PLUGINS = ["plugins.photo_captions"]

or without Pelican: `markdown.Markdown(extensions=["plugins.photo_captions"])`. Then

    ![Sân khấu](a.jpg)
    Ảnh: Hai cá nhân nhận Bằng khen. Ảnh: Lê Anh

    ![Hội trường](b.jpg "Hội trường ngày khai mạc (Ảnh: TTXVN)")

become a `<figure>` each:

    <figure><img alt="Sân khấu" src="a.jpg">
    <figcaption>Hai cá nhân nhận Bằng khen. <span class="credit">Ảnh: Lê Anh</span></figcaption>
    </figure>

The line or paragraph behind a photo that begins with "Ảnh:" is its caption, or its credit if
the title is the caption already; "Ảnh: …" at a caption's end is the credit. A link around
a photo and attributes of the photo stay. `<img>` in raw HTML is left as it is.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from plugins.photo_captions.extension import PhotoCaptions


def makeExtension(**options: Any) -> "PhotoCaptions":
    """Make the extension that Markdown knows by the name of this package."""
    # Loaded here, so that the rules of captions alone can be had without Markdown.
    from plugins.photo_captions.extension import PhotoCaptions

    return PhotoCaptions(**options)


def add_extension(pelican: Any) -> None:
    """Name the extension among those that Pelican's Markdown reader uses."""
    pelican.settings["MARKDOWN"].setdefault("extension_configs", {})[__name__] = {}


def register() -> None:
    """Let Pelican's Markdown make figures of photos."""
    from pelican import signals

    signals.initialized.connect(add_extension)
