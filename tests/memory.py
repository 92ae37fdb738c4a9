# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the builds of a run of tests are given of what earlier ones made."""

import contextlib
import gc
import marshal
import os
import sys
import sysconfig
from collections.abc import Callable, Iterable
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import Environment
from jinja2.bccache import Bucket

from plugins.newsroom.photo import RECIPE, Original
from plugins.press.photos import store
from plugins.press.publish import compression
from plugins.press.render.cards import CardMaker, Drawing
from plugins.press.render.theme import _Compiled

ROOT = Path(__file__).resolve().parents[1]

#: Where modules lie that are the same for every command.
_LASTING = (f"{ROOT}/plugins/", *map(sysconfig.get_path, ("stdlib", "purelib", "platlib")))


class Memory:
    """What all commands of a run of tests are given: results of functions, by all they depend on.

    Compiled templates, drawings, copies of photos and compressed files lie in *folder*, where
    every process finds them, also one that a command began; templates stay in this process
    besides, and those of a copy of the theme are what they were, but for the place that a
    traceback names.
    """

    #: Templates compiled for 40 settings or so.
    AT_MOST = 1000

    def __init__(self, folder: str, put: Callable[[Any, str, Any], None] = setattr) -> None:
        """Put what remembers in the place of the functions, by *put*."""
        self._folder = folder
        plan, encode, squeeze = CardMaker._plan, store.encode_copies, compression.compress
        load, dump = _Compiled.load_bytecode, _Compiled.dump_bytecode
        find = _Compiled.get_bucket

        def plan_kept(maker: CardMaker, *arguments: Any, **options: Any) -> Drawing:
            drawing = plan(maker, *arguments, **options)
            file = drawing.address[1:]
            key, name, make = maker._plans[file]
            maker._plans[file] = (key, name, lambda: self._kept(name, make))
            return drawing

        def encode_kept(name: str, data: bytes, original: Original) -> dict[str, bytes]:
            key = f"{RECIPE} {sha256(data).hexdigest()} {original}"
            return self._kept(key, lambda: encode(name, data, original))

        def squeeze_kept(file: str, data: bytes, quality: int) -> Iterable[tuple[str, bytes]]:
            # Nine pages of ten are as another build had them, which saves 1 ms of CPU each.
            key = f"{quality} {file} {sha256(data).hexdigest()}"
            return self._kept(key, lambda: [*squeeze(file, data, quality)])

        def load_kept(compiled: _Compiled, bucket: Bucket) -> None:
            load(compiled, bucket)
            key = f"{compiled._version} {bucket.checksum} {bucket.key}"
            if bucket.code is None and (code := self._read(key)) is not None:
                bucket.code = compiled._codes[key] = code

        def dump_kept(compiled: _Compiled, bucket: Bucket) -> None:
            dump(compiled, bucket)
            self._write(f"{compiled._version} {bucket.checksum} {bucket.key}", bucket.code)

        def find_anywhere(
            compiled: _Compiled, environment: Environment, name: str, file: str, source: str
        ) -> Bucket:
            bucket = find(compiled, environment, name, None, source)
            if bucket.code is not None:
                bucket.code = _placed(bucket.code, file)
            return bucket

        put(_Compiled, "load_bytecode", load_kept)
        put(_Compiled, "dump_bytecode", dump_kept)
        put(_Compiled, "get_bucket", find_anywhere)
        put(CardMaker, "_plan", plan_kept)
        put(store, "encode_copies", encode_kept)
        put(compression, "compress", squeeze_kept)

    def _kept(self, key: str, make: Callable[[], Any]) -> Any:
        """Give what was made by *key*, or *make* it now."""
        made = self._read(key)
        if made is None:
            made = make()
            self._write(key, made)
        return made

    def _place(self, key: str) -> str:
        return f"{self._folder}/{sha256(key.encode()).hexdigest()}"

    def _read(self, key: str) -> Any:
        """Give what was made by *key*, None if it was not."""
        with contextlib.suppress(FileNotFoundError), open(self._place(key), "rb") as stream:
            return marshal.load(stream)
        return None

    def _write(self, key: str, made: Any) -> None:
        """Keep what was made by *key*."""
        # Whole or not at all: the process may be killed, and others look for it.
        draft = f"{self._place(key)}.{os.getpid()}"
        # A command without room or right goes as it would without a memory.
        with contextlib.suppress(OSError):
            with open(draft, "wb") as stream:
                marshal.dump(made, stream)
            os.replace(draft, self._place(key))

    def look(self) -> None:
        """Note what is loaded and compiled, for what follows to be told."""
        self._known, self._loaded = {*_Compiled._codes}, {*sys.modules}

    def tell(self, file: str) -> None:
        """Write to *file* what was loaded and compiled since."""
        codes = {name: code for name, code in _Compiled._codes.items() if name not in self._known}
        modules = [
            name
            for name, module in sys.modules.copy().items()
            if name not in self._loaded
            and (getattr(module, "__file__", None) or "").startswith(_LASTING)
        ]
        if codes or modules:
            with open(file, "wb") as stream:
                marshal.dump((codes, modules), stream)

    def take(self, file: str) -> None:
        """Read what a command has told, if it lived so long, and load what it had to load."""
        with (
            contextlib.suppress(OSError, EOFError, ValueError, TypeError),
            open(file, "rb") as stream,
        ):
            codes, modules = marshal.load(stream)
            if len(_Compiled._codes) > self.AT_MOST:
                _Compiled._codes.clear()
            _Compiled._codes.update(codes)
            for name in modules:
                import_module(name)
            gc.collect()
            gc.freeze()


def _placed(code: CodeType, file: str) -> CodeType:
    """Give *code* as if it stood in *file*."""
    if code.co_filename == file:
        return code
    parts = (_placed(part, file) if isinstance(part, CodeType) else part for part in code.co_consts)
    return code.replace(co_filename=file, co_consts=tuple(parts))
