# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the search index finds, against a plain scan of every article's page.

`python -m tests.bench.truth OUTPUT` draws 300 queries of one to four syllables from the articles
of a built site, once without and once with marks, and prints a table.
"""

import argparse
from multiprocessing import Pool
from pathlib import Path

from tests.search_reader import SearchReader
from tests.search_truth import ARTICLE_FILE, draw_truth, lines_of


def _scan(file: Path) -> list[list[str]]:
    return lines_of(file.read_text(encoding="utf-8"))


def main() -> None:
    """Print the table of the site that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("output", type=Path, metavar="OUTPUT")
    parser.add_argument("--queries", type=int, default=300)
    arguments = parser.parse_args()
    output: Path = arguments.output
    files = [
        file
        for file in sorted((output / "tin-tuc").glob("*/*/*/*/index.html"))
        if ARTICLE_FILE.fullmatch(file.relative_to(output).as_posix())
    ]
    with Pool() as pool:
        lines = pool.map(_scan, files, chunksize=64)
    addresses = [f"/{file.relative_to(output).parent.as_posix()}/" for file in files]
    scanned = dict(zip(addresses, lines, strict=True))
    reader = SearchReader(output)
    print(f"{len(files)} articles\n")
    print("| marks | syllables | queries | articles with it | missed | found besides |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for exact in (False, True):
        for size, truth in draw_truth(scanned, reader, exact, arguments.queries).items():
            numbers = (size, truth.queries, truth.true, truth.missed, truth.others)
            print(f"| {'with' if exact else 'without'} | {' | '.join(map(str, numbers))} |")


if __name__ == "__main__":
    main()
