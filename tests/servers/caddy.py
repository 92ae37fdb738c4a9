# SPDX-License-Identifier: AGPL-3.0-or-later
"""Runs Caddy for the tests, with the configuration of the portal."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers import server
from tests.servers.server import Server, find, free_port
from tests.small_site import ROOT

_MAIN = """\
{
	admin off
	auto_https off
}
"""


def find_caddy() -> str | None:
    """Tell where Caddy stands."""
    return find("caddy")


def configured(output: Path, *options: str) -> str:
    """Write the portal's own configuration for an output and "<port>", with *options* on."""
    text = (ROOT / "plugins/deploy/Caddyfile").read_text(encoding="utf-8")
    assert text.count("/srv/portal/current") == 3 and text.count("portal.example {") == 1
    for option in options:
        assert f"#{option} " in text
        text = text.replace(f"#{option} ", "")
    text = text.replace("portal.example {", "http://:<port> {")
    text = text.replace("/srv/portal/previous", str(output.parent / "previous"))
    return text.replace("/srv/portal/current", str(output))


@contextmanager
def running(folder: Path, site: str) -> Iterator[Server]:
    """Run Caddy with *site*; "<port>" in it becomes a free port."""
    program = find_caddy()
    assert program is not None, "run: python -m tests.servers"
    port = free_port()
    folder.mkdir(parents=True, exist_ok=True)
    settings = folder / "Caddyfile"
    settings.write_text(_MAIN + site.replace("<port>", str(port)), encoding="utf-8")
    homes = {"XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "HOME": str(folder)}
    command = [program, "run", "--config", str(settings), "--adapter", "caddyfile"]
    with server.running(command, port, env={**os.environ, **homes}) as started:
        yield started
