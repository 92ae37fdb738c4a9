# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Nu checker, the W3C's own: HTML, CSS and SVG as the standards have them.

It is a Java program that npm brings, at the version of package-lock.json, and with it Acorn,
which reads scripts as browsers of a year do, and Biome, the linter of styles and scripts. Run
before the tests, this gets them where Java and npm are there.
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
#: It runs for seconds only: code that is compiled for long runs, and a collector of many
#: threads, took 22 s of CPU for the sample site instead of 14. The schemas are deeply nested.
JAVA = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss8m")
ACORN = FOLDER / "node_modules/acorn"
BIOME = FOLDER / "node_modules/@biomejs/biome"
#: Tells where scripts are not of an edition of ECMAScript: "address:line: message".
_PARSE = """
const { parse } = require(process.argv[1]);
for (const file of process.argv.slice(3)) {
    try {
        const text = require("fs").readFileSync(file, "utf8");
        parse(text, { ecmaVersion: Number(process.argv[2]), sourceType: "module" });
    } catch (error) {
        console.log(`${file}:${error.loc.line}: ${error.message}`);
    }
}
"""


def missing() -> str | None:
    """Tell why the checker cannot run here, None where it can."""
    if shutil.which("java") is None:
        return "there is no Java for the Nu checker"
    if not JAR.exists():
        return "there is no Nu checker: run npm ci --ignore-scripts in tests/nu"
    return None


def check(files: Iterable[Path]) -> list[str]:
    """List what the checker has to say of *files*: errors, warnings, information alike."""
    command = ["java", *JAVA, "-jar", str(JAR), "--format", "json", "--exit-zero-always"]
    command += ["--also-check-css", "--also-check-svg"]
    chosen = [str(file) for file in files if file.suffix in KINDS]
    done = subprocess.run([*command, *chosen], capture_output=True, encoding="utf-8", check=True)
    return [
        f"{found['url']}:{found.get('lastLine')}: {found['message']}"
        for found in json.loads(done.stderr)["messages"]
    ]


def parser_missing() -> str | None:
    """Tell why scripts cannot be parsed and linted here, None where they can."""
    if shutil.which("node") is None:
        return "there is no Node for Acorn and Biome"
    lacking = not ACORN.exists() or not BIOME.exists()
    return "there is no Acorn or no Biome: run npm ci in tests/nu" if lacking else None


def parse_scripts(files: Iterable[Path], edition: int) -> list[str]:
    """List the scripts that a browser of that *edition* of ECMAScript, a year, cannot read."""
    command = ["node", "-e", _PARSE, str(ACORN), str(edition), *map(str, files)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout.split(
        "\n"
    )[:-1]


def lint(*places: Path) -> list[str]:
    """List what the linter has to say of the styles and scripts at *places*, warnings alike."""
    command = ["node", str(BIOME / "bin/biome"), "lint", "--reporter=github"]
    command += ["--max-diagnostics=none", f"--config-path={FOLDER / 'biome.jsonc'}"]
    done = subprocess.run(
        [*command, *map(str, places)], capture_output=True, encoding="utf-8", check=False
    )
    found = [line for line in done.stdout.splitlines() if line.startswith("::")]
    if done.returncode and not found:
        raise RuntimeError(done.stdout + done.stderr)
    return found


def main() -> int:
    """Get the checker where that is possible; in CI it must be."""
    lacking = shutil.which("java") and not JAR.exists()
    lacking = lacking or not (ACORN.exists() and BIOME.exists())
    if shutil.which("npm") and lacking:
        print("Chưa có bộ kiểm tra Nu, Acorn, Biome, đang cài …", flush=True)
        subprocess.run(["npm", "ci", "--ignore-scripts", "--silent"], cwd=FOLDER, check=False)
    reason = missing() or parser_missing()
    if reason:
        print(f"Không kiểm tra được hết bằng Nu, Acorn, Biome: {reason}", file=sys.stderr)
    return 1 if reason and "CI" in os.environ else 0


if __name__ == "__main__":
    sys.exit(main())
