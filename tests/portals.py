# SPDX-License-Identifier: AGPL-3.0-or-later
"""Outputs as a publication leaves them, written without a build, and their deployment."""

import functools
import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from tests.small_site import ROOT, environment_with, warm_process, write_files
from tests.warm_process import Child, WarmProcess

DAY = "tin-tuc/2026/11/01"


class Deployed(NamedTuple):
    """What the command said."""

    status: int
    told: str


def write_output(
    folder: Path, files: Mapping[str, str | bytes], url: str = "http://localhost:9", **said: object
) -> Path:
    """Write an output of *files* at *folder*; *said* goes into its marker's manifest."""
    manifest = {"addresses": [], "public": True, "clock": "2026-11", **said}
    return write_files(
        folder,
        {
            "index.html": "<p>Trang chủ",
            f"{DAY}/cau/index.html": "<p>Cầu mới",
            "robots.txt": f"User-agent: *\n\nSitemap: {url}/sitemap.xml\n",
            "tin-moi.json": json.dumps({"stories": [{"address": f"/{DAY}/cau/"}]}),
            "_redirects": f"# Old\n/cu.html /{DAY}/cau/ 301\n",
            ".redirects.map": f'map $uri $portal_redirect {{ "/cu.html" "/{DAY}/cau/"; }}\n',
            ".gone.map": 'map $uri $portal_gone { default ""; }\n',
            ".newsroom.json": json.dumps({"format": 1, "manifest": manifest}),
            **files,
        },
    )


@functools.cache
def _warm() -> WarmProcess:
    modules = ("deployment", "finished_output", "folder", "connection")
    places = (f"plugins.deploy.{name}" for name in modules)
    return warm_process("plugins.deploy.__main__", "tests.short_pauses", *places)


def start(action: str, folder: Path, target: str, **variables: str | None) -> Child:
    """Begin to deploy the output in *folder*, or to have the target go back."""
    arguments = [action, f"--output={folder}/output", f"--cache-path={folder}/cache"]
    arguments.append(f"--purge={folder}/purge.txt")
    environment = environment_with({"TARGET": target, "CHECK_URL": "none", **variables})
    return _warm().start(arguments, ROOT, environment)


def run(action: str, folder: Path, target: str, **variables: str | None) -> Deployed:
    """Deploy the output in *folder*, or have the target go back, to the end."""
    status, stdout, told = start(action, folder, target, **variables).wait()
    assert stdout == ""
    return Deployed(status, told)
