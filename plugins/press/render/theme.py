# SPDX-License-Identifier: AGPL-3.0-or-later
"""The theme: templates to print with, and the files that pages load."""

import hashlib
import os
import re
import sys
import traceback
from collections.abc import Callable, Mapping, MutableMapping, Set
from contextlib import suppress
from functools import cached_property
from importlib.util import cache_from_source
from pathlib import Path
from types import CodeType
from typing import Any, ClassVar

import jinja2
from jinja2.bccache import Bucket

from plugins.press.errors import Refusal
from plugins.press.render.scripts import join_scripts
from plugins.press.render.styles import join_styles
from plugins.press.render.words import read_words

#: The style sheet of all pages.
SHEET = "css/site.css"
THEME_FOLDER = "theme"
#: Where compiled templates are kept, and of how many versions of settings and program.
COMPILED = Path(cache_from_source(__file__)).parent / "templates"
VERSIONS_KEPT = 4
#: The colours that stand for the portal's own in the theme's SVG files.
DRAWN_IN = {"brand": b"#0b5597", "brand-dark": b"#073a68", "accent": b"#c8161d"}


#: A tag that names one other template; what else a name is made of is not understood here.
_REFERENCE = re.compile(
    r"""\{%[-+]?\s*(?:extends|include|import|from)\s*("[^"\\]*"|'[^'\\]*')"""
    r"""(?:\s*(?:import|as|ignore|with|without)\b[^%"']*)?\s*[-+]?%\}"""
)
_REFERRING = re.compile(r"\b(?:extends|include|import)\b")


class Theme:
    """The theme in *folder*, in the colours of one portal.

    `files` maps output paths to contents. All lie in a folder named by their
    digest, so that browsers may keep them for ever. `words` are those of each language.
    *join* does the work of `join_scripts`.
    """

    def __init__(
        self,
        folder: Path,
        colours: Mapping[str, str],
        join: Callable[[Mapping[str, str]], dict[str, str]] = join_scripts,
    ) -> None:
        self.folder = folder
        contents = _files_below(folder / "static")
        for name in contents:
            if name.endswith(".svg"):
                contents[name] = _paint(contents[name], colours)
        self._join(contents, "css", join_styles, "kiểu")
        self._join(contents, "js", join, "mã")
        if SHEET in contents:
            contents[SHEET] = _portal_colours(colours).encode() + contents[SHEET]
        digest = hashlib.sha256()
        for name, data in sorted(contents.items()):
            digest.update(f"{name}\0{len(data)}\0".encode() + data)
        self._named: dict[str, Set[str]] = {}
        self._root = f"{THEME_FOLDER}/{digest.hexdigest()[:12]}"
        self.words, data = read_words(folder)
        #: Covers all files that pages ask for, and the words that they say.
        self.static_digest = hashlib.sha256(digest.digest() + data).hexdigest()
        self.files = {f"{self._root}/{name}": data for name, data in contents.items()}

    def _join(
        self,
        contents: dict[str, bytes],
        kind: str,
        join: Callable[[Mapping[str, str]], dict[str, str]],
        words: str,
    ) -> None:
        """Put what *join* makes of the files of a *kind* in their place; Refusal if it cannot."""
        names = [name for name in contents if name.startswith(kind) and name.endswith(f".{kind}")]
        try:
            joined = join({name: contents.pop(name).decode() for name in names})
        except (KeyError, ValueError) as error:
            raise Refusal(
                f"giao diện «{self.folder}» thiếu hoặc hỏng tệp {words} trong static/{kind} "
                f"({error})",
                f"lấy lại bằng Git các tệp của static/{kind}",
            ) from error
        contents.update((name, text.encode()) for name, text in joined.items())

    def address(self, name: str) -> str:
        """Tell where the file *name* of `static/` stands on the site; Refusal without one."""
        path = f"{self._root}/{name}"
        if path not in self.files:
            raise Refusal(
                f"giao diện không có tệp «{name}» trong {THEME_FOLDER}/static",
                "lấy lại tệp ấy bằng Git, hoặc sửa tên",
            )
        return f"/{path}"

    def worker(self, name: str) -> str:
        """Read a script of `workers/`, which the build completes; Refusal without one."""
        try:
            return (self.folder / "workers" / f"{name}.js").read_text("utf-8")
        except (OSError, ValueError) as error:
            raise Refusal(
                f"giao diện thiếu hoặc hỏng tệp «{name}.js» trong {THEME_FOLDER}/workers",
                "lấy lại tệp ấy bằng Git",
            ) from error

    @cached_property
    def _templates(self) -> dict[str, bytes]:
        return _files_below(self.folder / "templates")

    def needed_by(self, name: str) -> set[str]:
        """List a template ("" is none) and all that it extends, includes and imports.

        Rather too many than too few; some may not be there.
        """
        needed = {name} if name else set()
        waiting = list(needed)
        while waiting:
            found = self._named_by(waiting.pop())
            waiting += found - needed
            needed |= found
        return needed

    def template_digest(self, name: str) -> str:
        """Tell apart states of a template and of all that it needs."""
        digest = hashlib.sha256()
        for other in sorted(self.needed_by(name)):
            # One that is missing may be meant to be, and may come.
            data = self._templates.get(other)
            digest.update(f"{other}\0{'none' if data is None else len(data)}\0".encode())
            digest.update(data or b"")
        return digest.hexdigest()

    def _named_by(self, name: str) -> Set[str]:
        """List the templates that a template may name."""
        if name not in self._named:
            self._named[name] = self._named_in(self._templates.get(name, b""))
        return self._named[name]

    def _named_in(self, data: bytes) -> Set[str]:
        text = data.decode(errors="replace")
        if _REFERRING.search(_REFERENCE.sub("", text)):
            # A list, an expression, signs that settings put in place of "{%": all may be meant.
            return self._templates.keys()
        return {name[1:-1] for name in _REFERENCE.findall(text)}

    def _load(self, name: str) -> tuple[str, str, None] | None:
        """Give a template and the file that a traceback shall name; None if there is none."""
        data = self._templates.get(name)
        if data is None:
            return None
        place = str(self.folder / "templates" / name)
        try:
            return data.decode(), place, None
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise jinja2.TemplateSyntaxError("not UTF-8", line, name, place) from error

    def environment(self, options: Mapping[str, object]) -> jinja2.Environment:
        """Make the environment that prints this theme's templates and no others.

        *options* are those of `jinja2.Environment`, as JINJA_ENVIRONMENT holds them. A name
        that is not there is an error; a template is loaded once and never looked for again.
        """
        return _Environment(
            loader=jinja2.FunctionLoader(self._load),
            undefined=jinja2.StrictUndefined,
            auto_reload=False,
            **options,
        )


def refusal_of(error: Exception) -> Refusal | None:
    """Tell of a mistake in a template, with its file and line; None where it is none of theirs."""
    place: str | None = None
    if isinstance(error, jinja2.TemplateSyntaxError):
        place, line = error.filename or error.name or "?", error.lineno
    for frame in traceback.extract_tb(error.__traceback__):
        # Jinja names the template in the frames of what it compiled.
        if frame.filename.endswith(".html"):
            place, line = frame.filename, frame.lineno
    if isinstance(error, jinja2.TemplateNotFound):
        words = f"không có mẫu «{error.name}»"
    else:
        kind = "" if isinstance(error, jinja2.TemplateError) else f"{type(error).__name__}: "
        words = f"mẫu trang có lỗi: «{kind}{' '.join(str(error).split())}»"
    if place is None and not isinstance(error, jinja2.TemplateError):
        return None
    shown = f"{os.path.relpath(place)}:{line}: " if place else ""
    return Refusal(shown + words, "sửa chỗ ấy trong mẫu, hoặc lấy lại tệp cũ bằng Git")


class _Environment(jinja2.Environment):
    """An environment that loads a template once and never looks for a newer one."""

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self._loaded: dict[str, jinja2.Template] = {}

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Give a template its globals in one mapping, which is looked through for each part."""
        return {**self.globals, **(d or {})}

    def get_template(self, name: str, *arguments: Any, **options: Any) -> jinja2.Template:
        template = self._loaded.get(name)
        if template is None:
            template = self._loaded[name] = super().get_template(name, *arguments, **options)
        return template


def reuse_compiled(environment: jinja2.Environment, version: str) -> None:
    """Let *environment* use again what was compiled before for the same *version*.

    It must cover all that filters and globals do: Jinja works out constants when it compiles.
    """
    environment.bytecode_cache = _Compiled(version)


class _Compiled(jinja2.FileSystemBytecodeCache):
    """Templates that this process compiled, or another did before; compiling takes 0.3 s.

    They lie beside Python's own bytecode of this program, and only where Python keeps that:
    what runs is never taken out of the cache folder, which others may fill.
    """

    _codes: ClassVar[dict[str, CodeType]] = {}

    def __init__(self, version: str) -> None:
        super().__init__(str(COMPILED), f"{version}-%s.pyc")
        self._version = version

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what the same text, under the same name, was compiled to."""
        bucket.code = self._codes.get(f"{self._version} {bucket.checksum} {bucket.key}")
        if bucket.code is None:
            try:
                super().load_bytecode(bucket)
            except Exception:
                # A damaged file can raise anything; the template is compiled again.
                bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what a text was compiled to."""
        self._codes[f"{self._version} {bucket.checksum} {bucket.key}"] = bucket.code
        if sys.dont_write_bytecode:
            return
        # Where the program may not be written it is compiled each time.
        with suppress(OSError):
            COMPILED.mkdir(parents=True, exist_ok=True)
            self._forget_old()
            super().dump_bytecode(bucket)

    def _forget_old(self) -> None:
        """Leave the files of the last few versions."""
        newest: dict[str, float] = {}
        for file in COMPILED.iterdir():
            version = file.name.partition("-")[0]
            newest[version] = max(newest.get(version, 0), file.stat().st_mtime)
        newest.pop(self._version, None)
        for version in sorted(newest, key=newest.__getitem__)[: -VERSIONS_KEPT + 1]:
            for file in COMPILED.glob(f"{version}-*"):
                file.unlink(missing_ok=True)


def _files_below(folder: Path) -> dict[str, bytes]:
    """Read the files below *folder*, by path and in its order, but for hidden ones."""
    found = [
        Path(place, name)
        for place, _, names in os.walk(folder, followlinks=True)
        for name in names
        if not name.startswith(".")
    ]
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(found)}


def _paint(drawing: bytes, colours: Mapping[str, str]) -> bytes:
    """Give a drawing of the theme, made in the colours of `DRAWN_IN`, those of the portal."""
    for name, drawn in DRAWN_IN.items():
        drawing = drawing.replace(drawn, colours.get(name, drawn.decode()).encode())
    return drawing


def _portal_colours(colours: Mapping[str, str]) -> str:
    """Write the portal's colours as custom properties that the tokens build on."""
    properties = "".join(f"--portal-{name}:{value};" for name, value in colours.items())
    return f":root{{{properties}}}"
