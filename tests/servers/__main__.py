# SPDX-License-Identifier: AGPL-3.0-or-later
"""Makes sure that the tests with real servers can run. Run before them."""

import sys

from tests.servers.caddy import find_caddy
from tests.servers.moto import find_moto, get_moto
from tests.servers.nginx import find_brotli, find_nginx
from tests.servers.server import install
from tests.servers.sshd import find_rsync, find_ssh, find_sshd

#: What the tests need, with the package of Debian that has it.
NEEDED = {
    "nginx": find_nginx,
    "libnginx-mod-http-brotli-static": find_brotli,
    "caddy": find_caddy,
    "openssh-server": find_sshd,
    "openssh-client": find_ssh,
    "rsync": find_rsync,
}


def main() -> int:
    """Install what is lacking; tell what cannot be."""
    if find_moto() is None:
        print("Chưa có moto, đang cài …", flush=True)
        if not get_moto():
            print("Không cài được moto: cần mạng để lấy các gói của nó.", file=sys.stderr)
            return 1
    lacking = [package for package, find in NEEDED.items() if find() is None]
    if not lacking:
        return 0
    print(f"Chưa có {', '.join(lacking)}, đang cài …", flush=True)
    if install(lacking) and all(NEEDED[package]() is not None for package in lacking):
        return 0
    print(
        f"Không cài được {', '.join(lacking)}. Hãy cài các gói ấy của hệ thống "
        f"(Debian: apt-get install {' '.join(lacking)}) rồi chạy lại make test.",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
