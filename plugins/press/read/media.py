# SPDX-License-Identifier: AGPL-3.0-or-later
"""Films and sounds of ISO media files (MP4, M4A): what is in them, and how large they look.

They are boxes within boxes: four bytes of size, four of name, and what they hold. Nothing is
decoded; a few hundred bytes are read of a file however long it plays.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

#: Boxes that are passed over before their list is given up, and bytes of the one with the tracks.
_MOST_BOXES, _MOST_MOVIE_BYTES = 1_000, 16_000_000
# Sides in pixels that are believed.
_LARGEST_SIDE = 16_384
# Seconds that are believed.
_LONGEST_S = 360_000


class Tracks(NamedTuple):
    """What is in a file; `width` and `height` are pixels as it is shown, 0 if it does not tell.

    So are the `seconds` that it plays.
    """

    film: bool
    sound: bool
    width: int = 0
    height: int = 0
    seconds: int = 0


def tracks_of(file: Path) -> Tracks | None:
    """Tell what is in an ISO media *file*; None where its list of tracks cannot be read.

    Raises OSError where the file cannot.
    """
    with file.open("rb") as stream:
        movie = _movie(stream)
    if movie is None:
        return None
    film = sound = False
    width = height = seconds = 0
    for name, start, end in _boxes(movie, 0, len(movie)):
        if name == b"mvhd":
            seconds = _seconds(movie[start:end])
        if name != b"trak":
            continue
        kind, size = _track(movie, start, end)
        film, sound = film or kind == b"vide", sound or kind == b"soun"
        if kind == b"vide" and not width:
            width, height = size
    return Tracks(film, sound, width, height, seconds)


def length_of(file: Path) -> str:
    """Tell how long an ISO media *file* plays, as players do: "0:45", "1:02:03"; "" if unknown."""
    tracks = tracks_of(file)
    if tracks is None or not tracks.seconds:
        return ""
    minutes, seconds = divmod(tracks.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def _movie(stream: BinaryIO) -> bytes | None:
    """Read the box with the tracks, which may stand first or last in its file."""
    for _ in range(_MOST_BOXES):
        head = stream.read(8)
        if len(head) < 8:
            return None
        size, taken = int.from_bytes(head[:4], "big"), 8
        if size == 1:
            size, taken = int.from_bytes(stream.read(8), "big"), 16
        if head[4:] == b"moov":
            return stream.read(min(size - taken, _MOST_MOVIE_BYTES)) if size > taken else None
        # One that goes to the end of the file has no other behind it.
        if size < taken:
            return None
        stream.seek(size - taken, 1)
    return None


def _seconds(head: bytes) -> int:
    """Read of the head of a film how long it plays, begun seconds as whole ones; 0 if unknown."""
    # Version 1 has dates and the length in eight bytes, all others in four.
    place, size = (20, 8) if head[:1] == b"\1" else (12, 4)
    unit = int.from_bytes(head[place : place + 4], "big")
    length = int.from_bytes(head[place + 4 : place + 4 + size], "big")
    # All bits set say that the length is not known.
    if not unit or length == (1 << 8 * size) - 1:
        return 0
    seconds = -(-length // unit)
    return seconds if seconds <= _LONGEST_S else 0


def _track(movie: bytes, start: int, end: int) -> tuple[bytes, tuple[int, int]]:
    """Tell of which kind a track is ("vide", "soun"), and its size on the screen."""
    kind, size = b"", (0, 0)
    for name, begin, stop in _boxes(movie, start, end):
        if name == b"tkhd" and stop - begin >= 44:
            size = _size(movie[stop - 44 : stop])
        elif name == b"mdia":
            for inner, first, _ in _boxes(movie, begin, stop):
                if inner == b"hdlr":
                    kind = movie[first + 8 : first + 12]
    return kind, size


def _size(tail: bytes) -> tuple[int, int]:
    """Read the end of a track's head: nine numbers that turn and stretch it, then its size."""
    sides = [int.from_bytes(tail[at : at + 2], "big") for at in (36, 40)]
    if not all(0 < side <= _LARGEST_SIDE for side in sides):
        return 0, 0
    # A phone that was held upright writes that the picture is to be turned by a quarter.
    is_turned = tail[:4] == bytes(4) and tail[4:8] != bytes(4)
    width, height = reversed(sides) if is_turned else sides
    return width, height


def _boxes(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """List the boxes in a part of *data*: name, and where what they hold begins and ends."""
    for _ in range(_MOST_BOXES):
        size = int.from_bytes(data[start : start + 4], "big")
        if size < 8 or start + size > end:
            return
        yield data[start + 4 : start + 8], start + 8, start + size
        start += size
