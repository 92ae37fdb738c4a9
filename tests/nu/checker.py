# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Nu checker, the W3C's own: HTML, CSS and SVG as the standards have them.

It is a Java program that npm brings, at the version of package-lock.json. Run
before the tests, this gets it where Java and npm are there.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

FOLDER = Path(__file__).parent
JAR = FOLDER / "node_modules/vnu-jar/build/dist/vnu.jar"
KINDS = (".html", ".css", ".svg")


def missing() -> str | None:
    """Tell why the checker cannot run here, None where it can."""
    if shutil.which("java") is None:
        return "there is no Java for the Nu checker"
    if not JAR.exists():
        return "there is no Nu checker: run npm ci --ignore-scripts in tests/nu"
    return None


def check(files: Iterable[Path]) -> list[str]:
    """List what the checker has to say of *files*: errors, warnings, information alike."""
    command = ["java", "-jar", str(JAR), "--format", "json", "--exit-zero-always"]
    command += ["--also-check-css", "--also-check-svg"]
    chosen = [str(file) for file in files if file.suffix in KINDS]
    done = subprocess.run([*command, *chosen], capture_output=True, encoding="utf-8", check=True)
    return [
        f"{found['url']}:{found.get('lastLine')}: {found['message']}"
        for found in json.loads(done.stderr)["messages"]
    ]


def main() -> int:
    """Get the checker where that is possible; in CI it must be."""
    if shutil.which("java") and shutil.which("npm") and not JAR.exists():
        print("Chưa có bộ kiểm tra Nu, đang cài …", flush=True)
        subprocess.run(["npm", "ci", "--ignore-scripts", "--silent"], cwd=FOLDER, check=False)
    reason = missing()
    if reason:
        print(f"Các trang không được bộ kiểm tra Nu xem: {reason}", file=sys.stderr)
    return 1 if reason and "CI" in os.environ else 0


if __name__ == "__main__":
    sys.exit(main())
