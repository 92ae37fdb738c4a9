# SPDX-License-Identifier: AGPL-3.0-or-later
"""Newsroom values as plain JSON data and back, after their own type hints.

A value becomes a list of its fields in their order: no name of a class is ever
stored, so that damaged or hostile data can make wrong values but run nothing.
The form is the same for equal values, on every machine; digests rely on it.
"""

import functools
import hashlib
from typing import Any, TypeVar

import msgspec

Value = TypeVar("Value")


class Record(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True, gc=False):
    """A value that is kept: its fields, in the order in which it names them.

    Renaming a field changes nothing that is stored; moving one does. Where a field may
    hold one of several kinds of record, each names itself in front (`tag`).
    """


def digest(value: Any) -> str:
    """Tell the digest of a value: 32 hex digits, the same for equal values and no others."""
    return digest_of_dump(encode(value))


def digest_of_dump(text: bytes) -> str:
    """Tell the digest of a value from what `encode` wrote of it."""
    return hashlib.blake2b(text, digest_size=16).hexdigest()


def dump(value: Any) -> str:
    """Write *value* as JSON."""
    return encode(value).decode()


def encode(value: Any) -> bytes:
    """Write *value* as `dump` does, in UTF-8."""
    return msgspec.json.encode(value)


def load(kind: type[Value], text: str | bytes) -> Value:
    """Read a value of *kind* from what `dump` or `encode` wrote; ValueError if it is not one."""
    try:
        return _decoder(kind).decode(text)
    except msgspec.DecodeError as error:
        raise ValueError(str(error)) from error


@functools.cache
def _decoder(kind: Any) -> msgspec.json.Decoder:
    """Make what reads values of *kind*, a type hint."""
    return msgspec.json.Decoder(kind)


def digest_of_parts(*parts: str) -> str:
    """Tell the digest of a row of texts, none of which holds a NUL: 32 hex digits."""
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()
