# SPDX-License-Identifier: AGPL-3.0-or-later
"""Runs nginx for the tests, with the configuration of the portal."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers import server
from tests.servers.server import Server, find, free_port
from tests.small_site import ROOT

_MODULE = "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so"
_MAIN = """\
daemon off;
load_module {module};
pid {folder}/nginx.pid;
error_log {folder}/error.log notice;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{http}
}}
"""


def find_nginx() -> str | None:
    """Tell where nginx stands."""
    return find("nginx")


def find_brotli() -> str | None:
    """Tell where nginx's module that sends Brotli copies stands."""
    return _MODULE if Path(_MODULE).exists() else None


def configured(output: Path, *options: str) -> str:
    """Write the portal's own configuration for an output and "{port}", with *options* on.

    An option is one of the marks of the file: "br", "tls", "hsts".
    """
    text = (ROOT / "plugins/deploy/nginx.conf").read_text(encoding="utf-8")
    assert text.count("/srv/portal/current") == 3
    text = text.replace("/srv/portal/previous", str(output.parent / "previous"))
    text = text.replace("/srv/portal/current", str(output)).replace("{", "{{").replace("}", "}}")
    for option in options:
        assert f"#{option} " in text
        text = text.replace(f"#{option} ", "")
    if "tls" in options:
        text = "".join(line for line in text.splitlines(True) if not line.endswith("#http\n"))
        text = text.replace("listen 443 ssl", "listen 127.0.0.1:{port} ssl")
        text = text.replace("listen 80;", "listen 127.0.0.1:{plain};")
    else:
        assert text.count("    listen 80; #http\n") == 1
        text = text.replace("    listen 80; #http\n", "    listen 127.0.0.1:{port};\n")
    # One address of this machine is enough, and it may have no other.
    return "".join(line for line in text.splitlines(True) if "listen [::]:" not in line)


@contextmanager
def running(folder: Path, http: str, **places: object) -> Iterator[Server]:
    """Run nginx with *http* inside its http block; "{port}" in it becomes a free port."""
    program = find_nginx()
    assert program is not None, "run: python -m tests.servers"
    port = free_port()
    folder.mkdir(parents=True, exist_ok=True)
    # A server started by root gives its work to another user.
    folder.chmod(0o755)
    http = http.format(port=port, **places)
    text = _MAIN.format(folder=folder, module=_MODULE, http=http)
    if os.geteuid() == 0:
        text = "user root;\n" + text
    settings = folder / "nginx.conf"
    settings.write_text(text, encoding="utf-8")
    command = [program, "-p", str(folder), "-c", str(settings), "-e", f"{folder}/error.log"]
    with server.running(command, port) as started:
        yield started
