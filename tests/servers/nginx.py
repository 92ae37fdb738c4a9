# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finds nginx for the tests, or gets it, and runs it. Run before them."""

import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

#: Debian's place is not on the path of every user.
PLACES = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"
LACKING = (
    "Không có nginx và không cài được. Hãy cài gói nginx của hệ thống "
    "(Debian: apt-get install nginx) rồi chạy lại make test."
)
PATIENCE_S = 60
_MAIN = """\
daemon off;
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


class Answer(NamedTuple):
    """What a server answered; names of headers are small."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def location(self) -> str:
        """Tell the path that a redirect leads to."""
        return urlsplit(self.headers["location"]).path


class Nginx:
    """A running nginx; asks without changing anything in what is asked for."""

    def __init__(self, port: int) -> None:
        self.port = port

    def get(self, target: str, method: str = "GET", **headers: str) -> Answer:
        """Ask for *target*, as it stands."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, target, headers={"Host": "tinh.gov.vn", **named})
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, found, answer.read())
        finally:
            connection.close()


def find_nginx() -> str | None:
    """Tell where nginx stands."""
    return shutil.which("nginx", path=PLACES)


@contextmanager
def running(folder: Path, http: str) -> Iterator[Nginx]:
    """Run nginx with *http* inside its http block; "{port}" in it becomes a free port."""
    program = find_nginx()
    assert program is not None, LACKING
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder.mkdir(parents=True, exist_ok=True)
    # A server started by root gives its work to another user.
    folder.chmod(0o755)
    text = _MAIN.format(folder=folder, http=http.replace("{port}", str(port)))
    if os.geteuid() == 0:
        text = "user root;\n" + text
    settings = folder / "nginx.conf"
    settings.write_text(text, encoding="utf-8")
    command = [program, "-p", str(folder), "-c", str(settings), "-e", f"{folder}/error.log"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8")
    try:
        _wait_for(process, port)
        yield Nginx(port)
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE_S)


def _wait_for(process: subprocess.Popen, port: int) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while True:
        if process.poll() is not None:
            raise AssertionError(f"nginx does not start: {process.communicate()[1]}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


def get_nginx() -> str | None:
    """Install nginx from the system's packages, as root."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "--yes", "--no-install-recommends", "nginx"]):
            done = subprocess.run(["apt-get", "--quiet", *command], env=environment, check=False)
            if done.returncode:
                break
    return find_nginx()


def main() -> int:
    """Make sure that the tests with a real server can run."""
    if find_nginx() is None:
        print("Chưa có nginx, đang cài …", flush=True)
        if get_nginx() is None:
            print(LACKING, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
