# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finds Chromium for the browser tests, or gets it. Run before them."""

import shutil
import subprocess
import sys
from pathlib import Path

from tests.servers.server import install

#: Debian's package and command without a browser's own toolbar, which is a page of its own in
#: each window: a load takes half the CPU, a new window a third.
SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
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
    if not install([SHELL]) and find_chromium() is None and not install(["chromium"]):
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    return find_chromium()


def main() -> int:
    """Make sure that the browser tests can run."""
    if find_chromium() is None:
        print("Chưa có Chromium, đang cài …", flush=True)
        if get_chromium() is None:
            print(
                f"Không có Chromium và không cài được. Hãy cài gói {SHELL} hoặc chromium của hệ "
                f"thống (Debian: apt-get install {SHELL}) rồi chạy lại make test.",
                file=sys.stderr,
            )
            return 1
    elif shutil.which(SHELL) is None and install([SHELL]):
        print(f"Đã cài {SHELL}, nhẹ bằng nửa Chromium.", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
