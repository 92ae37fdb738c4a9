# SPDX-License-Identifier: AGPL-3.0-or-later
"""Builds sites on demand in a process of its own, which may be killed at any moment.

Reads orders as lines of JSON from stdin, answers each with a line of JSON: the exit
status and what the build said. An order holds `settings` to put over those of
pelicanconf.py, `portal` to put over its PORTAL, `now` in seconds, `preview`, and
`die_at`, the number of the step on the file system before which the process dies.

Called with a folder for what it shares with others of its kind, and perhaps with "small":
then it takes a few articles for many, shares out all work among processes and cuts
everything into the smallest parts, as a large archive would be.
"""

import contextlib
import gc
import io
import itertools
import json
import os
import signal
import sys
import traceback
from pathlib import Path

from pelican.settings import read_settings

from plugins.newsroom.plan import articles, lists, material
from plugins.press.build import build
from plugins.press.cache import snapshot as snapshot
from plugins.press.cache import workers as workers
from plugins.press.errors import Refusal
from plugins.press.pelican_door import NewsPelican
from plugins.press.preview import Preview
from plugins.press.publish import printing as printing
from plugins.press.read import remembered as remembered
from plugins.press.read import sources as sources
from tests import warm_build as warm_build
from tests.memory import Memory
from tests.warm_process import shared_folder

ROOT = Path(__file__).resolve().parents[2]
# Progress goes to the terminal of a build; here there is none.
ANSWERS = os.fdopen(os.dup(1), "w")
STEPS = frozenset(
    {"open", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.fork", "sqlite3.connect"}
)


#: Sizes from which on things are done otherwise, as a small site would meet them.
SMALL = {
    remembered: {"GROUPS": 5},
    sources: {"RECENT": 2, "BATCH": 3},
    workers: {"LEAST": 2, "CHUNK": 2},
    articles: {"ARTICLES_TOGETHER": 3},
    lists: {"PAGES_TOGETHER": 1},
    material: {"STORIES_HELD": 4},
    snapshot: {"MANY": 1},
    printing: {"MANY_BUNDLES": 2, "PHOTO_GROUP_DIGITS": 1},
}


def think_small() -> None:
    """Take a few articles for many from now on."""
    for module, sizes in SMALL.items():
        for name, size in sizes.items():
            if not hasattr(module, name):
                raise AttributeError(f"{module.__name__} has no {name}")
            setattr(module, name, size)


def die_at(number: int) -> None:
    """Die before the *number*-th call of this process that opens or changes a file.

    What the tests remember is no part of a build.
    """
    steps = itertools.count(1)
    process = os.getpid()

    def on_event(event: str, arguments: tuple) -> None:
        if event in STEPS and os.getpid() == process:
            place, *_ = arguments
            if not str(place).startswith(shared_folder()) and next(steps) == number:
                os.kill(process, signal.SIGKILL)

    sys.addaudithook(on_event)


def obey(order: dict) -> dict:
    """Build what *order* says."""
    settings = read_settings(str(ROOT / "pelicanconf.py"), override=order["settings"])
    # Loads the plugins.
    NewsPelican(settings)
    settings["PORTAL"] = {**settings["PORTAL"], **order["portal"]}
    os.environ["SOURCE_DATE_EPOCH"] = str(order["now"])
    if order["die_at"]:
        die_at(order["die_at"])
    said = io.StringIO()
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
        try:
            if order["preview"]:
                preview = Preview(
                    {**settings, "PREVIEW": True, "SITEURL": "http://localhost:8000"},
                    Path(settings["OUTPUT_PATH"]),
                )
                preview.build()
                status = 2 if preview.trouble else 0
            else:
                status = build(settings)
        except Refusal as error:
            said.write(f"{error}\n")
            status = 2
        except Exception:
            said.write(traceback.format_exc())
            status = 2
    gc.enable()
    return {"status": status, "said": said.getvalue()}


def main() -> None:
    """Serve until stdin ends."""
    os.environ.pop("GITHUB_ACTIONS", None)
    folder, *words = sys.argv[1:]
    if "small" in words:
        think_small()
    else:
        # One process prints all: sharing out takes 0.1 s of CPU and shows nothing here.
        printing.MANY_BUNDLES = 1_000
    # Cards, icons and copies of photos are made once; what is loaded is no garbage to look through.
    _ = Memory(folder)
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        print(json.dumps(obey(json.loads(line))), file=ANSWERS, flush=True)
        gc.collect()


if __name__ == "__main__":
    main()
