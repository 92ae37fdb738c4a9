# SPDX-License-Identifier: AGPL-3.0-or-later
"""A build in a process of its own, to be killed, starved or made to wait.

    kill_release.py OUTPUT CONTENT STATES [options]

STATES is a JSON file: a list of sites, each `{path: text}`. They are released one
after the other with the manifest `{"state": <index>}`. Ends with 3 and the sentence
on stderr when the release is refused, with 4 when the step to stop at never came.
"""

import argparse
import errno
import itertools
import json
import os
import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from plugins.press.cache.workers import each
from plugins.press.errors import Refusal
from plugins.press.publish.release import Release

STEPS = frozenset({"open", "os.mkdir", "os.remove", "os.rename", "os.rmdir"})
NOBODY = 65534


def stop_before_step(number: int, kind: str) -> Iterator[int]:
    """Die or fail right before the *number*-th call that opens or changes a file.

    *kind* is "kill", or "fail" for a disk that does not answer. Gives the counter
    of such calls.
    """
    steps = itertools.count(1)

    def on_event(event: str, _: tuple) -> None:
        if event not in STEPS or next(steps) != number:
            return
        if kind == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        raise OSError(errno.EIO, "Input/output error")

    sys.addaudithook(on_event)
    return steps


def lose_lock(lock: Path) -> None:
    """Unlink the lock between its opening and its locking, as a build that ends just then."""
    times = itertools.count()

    def on_event(event: str, _: tuple) -> None:
        if event == "fcntl.flock" and next(times) == 0:
            lock.unlink()

    sys.addaudithook(on_event)


def share_out(release: Release, site: dict[str, str], whose_end: str) -> None:
    """Let two other processes write the files; one may be killed in the midst of them."""
    paths = list(site)

    def write(path: str) -> list[bytes]:
        if whose_end == "worker" and path == paths[len(paths) // 2]:
            os.kill(os.getpid(), signal.SIGKILL)
        return [release.write(path, site[path].encode()).encode()]

    release.prepare()
    with closing(each(paths, write, 2, chunk=1, least=1)) as pieces:
        for number, piece in pieces:
            release.take(paths[number], piece.decode())


def release_site(place: argparse.Namespace, site: dict[str, str], state: int) -> None:
    """Release one site; with --hold wait for the end of stdin before the commit."""
    with Release(place.output, place.content, wait_s=place.wait) as release:
        if place.share:
            share_out(release, site, place.share)
        for path, text in site.items() if not place.share else ():
            release.stage(path, text.encode())
        if place.hold:
            print("staged", flush=True)
            sys.stdin.read()
        release.commit({"state": state})


def main() -> int:
    """Release the sites as the arguments say."""
    parser = argparse.ArgumentParser()
    parser.add_argument("output", type=Path)
    parser.add_argument("content", type=Path)
    parser.add_argument("states", type=Path)
    parser.add_argument("--first", type=int, default=0, help="index of the first state")
    parser.add_argument("--loop", action="store_true", help="go round for ever")
    parser.add_argument("--hold", action="store_true")
    parser.add_argument(
        "--share",
        choices=["whole", "worker"],
        default="",
        help="let other processes write; one of them is killed",
    )
    parser.add_argument("--wait", type=float, default=30.0, help="for the lock, in seconds")
    parser.add_argument("--stop", choices=["kill", "fail"], default="kill")
    parser.add_argument("--before", type=int, metavar="STEP", help="stop right before this step")
    parser.add_argument("--lose-lock", type=Path, metavar="FILE")
    parser.add_argument("--largest", type=int, help="no file may grow beyond so many bytes")
    parser.add_argument("--as-nobody", action="store_true", help="root gives up its rights")
    place = parser.parse_args()
    states = list(enumerate(json.loads(place.states.read_text("utf-8"))))[place.first :]
    if place.as_nobody and os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    if place.largest:
        resource.setrlimit(resource.RLIMIT_FSIZE, (place.largest, place.largest))
    if place.lose_lock:
        lose_lock(place.lose_lock)
    steps = stop_before_step(place.before, place.stop) if place.before else None
    try:
        for state, site in itertools.cycle(states) if place.loop else states:
            release_site(place, site, state)
    except Refusal as error:
        print(error, file=sys.stderr)
        return 3
    return 4 if steps and next(steps) <= place.before else 0


if __name__ == "__main__":
    sys.exit(main())
