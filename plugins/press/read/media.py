# SPDX-License-Identifier: AGPL-3.0-or-later
"""Films and sounds: what is in their files, how large they look, how long they play.

ISO media files (MP4, M4A) are boxes within boxes: four bytes of size, four of name, and what
they hold. WebM has elements instead, whose names and sizes are as long as their first bits say.
Nothing is decoded; a few hundred bytes are read of a file however long it plays.
"""

import math
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

if TYPE_CHECKING:
    from mutagen.mp3 import MPEGInfo

#: Boxes that are passed over before their list is given up, and bytes of the one with the tracks.
_MOST_BOXES, _MOST_MOVIE_BYTES = 1_000, 16_000_000
# Sides in pixels that are believed.
_LARGEST_SIDE = 16_384
# Seconds that are believed.
_LONGEST_S = 360_000

# The elements of WebM that lead to the length: all of the film, what is told of it, the
# nanoseconds of its unit, and the length in that.
_SEGMENT, _INFO = b"\x18\x53\x80\x67", b"\x15\x49\xa9\x66"
# The element that tells what is shown and heard.
_TRACKS = b"\x16\x54\xae\x6b"
_UNIT_NS, _LENGTH = b"\x2a\xd7\xb1", b"\x44\x89"
_USUAL_UNIT_NS = 1_000_000
#: Bytes of WebM in which its length is sought; it stands before the film itself.
_WEBM_HEAD_BYTES = 1 << 16


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


def plays(file: Path, kind: str) -> bool:
    """Tell whether there is a film or a sound in *file*, which begins as one of this *kind* does.

    One that was copied in part, or is something else behind its first bytes, has none. Raises
    OSError where it cannot be read.
    """
    with file.open("rb") as stream:
        match kind:
            case "mp4" | "m4a":
                tracks = tracks_of(file)
                return tracks is not None and (tracks.film or tracks.sound) and _is_whole(stream)
            case "webm":
                return _has_tracks(stream.read(_WEBM_HEAD_BYTES))
    return _mp3(file) is not None


def seconds_of(file: Path) -> int:
    """Tell how long *file* plays, begun seconds as whole ones; 0 if that is unknown.

    Its kind is that of its name. Raises OSError where it cannot be read.
    """
    match file.suffix.lower():
        case ".mp4" | ".m4a":
            tracks = tracks_of(file)
            return tracks.seconds if tracks else 0
        case ".webm":
            with file.open("rb") as stream:
                return _seconds_of_webm(stream.read(_WEBM_HEAD_BYTES))
        case ".mp3":
            return _seconds_of_mp3(file)
    return 0


def clock(seconds: int) -> str:
    """Write how long something plays as players do: "0:45", "1:02:03"."""
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def _believed(seconds: float) -> int:
    return math.ceil(seconds) if 0 < seconds <= _LONGEST_S else 0


def _seconds_of_mp3(file: Path) -> int:
    told = _mp3(file)
    return _believed(told.length) if told else 0


def _mp3(file: Path) -> "MPEGInfo | None":
    """Read what an MP3 tells of itself; None of what only may be a sound."""
    # Loaded here: few builds read a sound.
    from mutagen import MutagenError
    from mutagen.mp3 import MP3

    with file.open("rb") as stream:
        try:
            told = MP3(stream).info
        except MutagenError:
            return None
    return None if told.sketchy else told


def _has_tracks(head: bytes) -> bool:
    return any(
        inner == _TRACKS
        for name, start, end in _elements(head, 0, len(head))
        if name == _SEGMENT
        for inner, _, _ in _elements(head, start, end)
    )


def _seconds_of_webm(head: bytes) -> int:
    unit, length = _USUAL_UNIT_NS, 0.0
    for name, start, end in _elements(head, 0, len(head)):
        if name != _SEGMENT:
            continue
        for inner, first, last in _elements(head, start, end):
            if inner != _INFO:
                continue
            for told, at, stop in _elements(head, first, last):
                if told == _UNIT_NS:
                    unit = int.from_bytes(head[at:stop], "big")
                elif told == _LENGTH and stop - at in (4, 8):
                    (length,) = struct.unpack(">f" if stop - at == 4 else ">d", head[at:stop])
    return _believed(length * unit / 1e9)


def _elements(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """List the elements in a part of WebM: name, and where what they hold begins and ends.

    One of unknown size, or that goes on behind the part, ends with it.
    """
    for _ in range(_MOST_BOXES):
        name = 9 - data[start].bit_length() if start < end else 9
        if name > 4 or start + name >= end:
            return
        place = start + name
        taken = 9 - data[place].bit_length()
        if taken > 8 or place + taken > end:
            return
        size = int.from_bytes(data[place : place + taken], "big") & (1 << 7 * taken) - 1
        begin = place + taken
        stop = end if size == (1 << 7 * taken) - 1 else min(begin + size, end)
        yield data[start:place], begin, stop
        start = stop


def _movie(stream: BinaryIO) -> bytes | None:
    """Read the box with the tracks, which may stand first or last in its file."""
    for name, size in _top_boxes(stream):
        if name == b"moov":
            return stream.read(min(size, _MOST_MOVIE_BYTES)) if size else None
    return None


def _is_whole(stream: BinaryIO) -> bool:
    """Tell whether what is shown and heard goes no further than the file."""
    end = stream.seek(0, 2)
    stream.seek(0)
    return all(
        name != b"mdat" or size is None or stream.tell() + size <= end
        for name, size in _top_boxes(stream)
    )


def _top_boxes(stream: BinaryIO) -> Iterator[tuple[bytes, int | None]]:
    """List the outermost boxes, from the first on: name, and bytes of what they hold.

    None is said of one that goes to the end of the file, and has no other behind it. The
    *stream* stands where the box's content begins.
    """
    place = 0
    for _ in range(_MOST_BOXES):
        stream.seek(place)
        head = stream.read(8)
        if len(head) < 8:
            return
        size, taken = int.from_bytes(head[:4], "big"), 8
        if size == 1:
            size, taken = int.from_bytes(stream.read(8), "big"), 16
        yield head[4:], size - taken if size >= taken else None
        if size < taken:
            return
        place += size


def _seconds(head: bytes) -> int:
    """Read of the head of a film how long it plays, begun seconds as whole ones; 0 if unknown."""
    # Version 1 has dates and the length in eight bytes, all others in four.
    place, size = (20, 8) if head[:1] == b"\1" else (12, 4)
    unit = int.from_bytes(head[place : place + 4], "big")
    length = int.from_bytes(head[place + 4 : place + 4 + size], "big")
    # All bits set say that the length is not known.
    if not unit or length == (1 << 8 * size) - 1:
        return 0
    return _believed(length / unit)


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
