# SPDX-License-Identifier: AGPL-3.0-or-later
"""Runs a module as `python -m` does; a build is given what others of the tests made.

python tests/remembering.py -m MODULE [ARGUMENT …]
"""

import os
import runpy
import sys
from pathlib import Path

#: Commands that print pages; what others load costs less than a memory.
BUILDING = ("plugins.press", "plugins.press.preview", "plugins.editor")


def main() -> None:
    """Run from the command line."""
    option, module, *arguments = sys.argv[1:]
    if option != "-m":
        raise SystemExit(f"-m is expected, not {option}")
    sys.path[0] = os.getcwd()
    if module in BUILDING:
        # Where "tests" is; the plugins are those of the working directory.
        sys.path.append(str(Path(__file__).resolve().parents[1]))
        from tests.memory import Memory
        from tests.warm_process import shared_folder

        Memory(shared_folder())
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
