# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finds Chromium for the browser tests, or gets it. Run before them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: Root needs the first; the others keep a headless browser off the network.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Each process costs 1 s of CPU to begin.
    "--process-per-site",
]


def find_chromium() -> str | None:
    """Tell where a Chromium stands: the system's, or the one that Playwright downloaded."""
    for name in NAMES:
        if found := shutil.which(name):
            return found
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def get_chromium() -> str | None:
    """Install Chromium: from the system's packages as root, else by Playwright."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
            done = subprocess.run(["apt-get", "--quiet", *command], env=environment, check=False)
            if done.returncode:
                break
    if find_chromium() is None:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    return find_chromium()


def main() -> int:
    """Make sure that the browser tests can run."""
    if find_chromium() is None:
        print("Chưa có Chromium, đang cài …", flush=True)
        if get_chromium() is None:
            print(
                "Không có Chromium và không cài được. Hãy cài gói chromium của hệ thống "
                "(Debian: apt-get install chromium) rồi chạy lại make test.",
                file=sys.stderr,
            )
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
