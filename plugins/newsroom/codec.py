# SPDX-License-Identifier: AGPL-3.0-or-later
"""Newsroom values as plain JSON data and back, after their own type hints.

A value becomes a list of its fields in their order: no name of a class is ever
stored, so that damaged or hostile data can make wrong values but run nothing.
The form is the same for equal values, on every machine; digests rely on it.
"""

import dataclasses
import datetime as dt
import functools
import hashlib
import json
import operator
import types
import typing
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

Value = TypeVar("Value")


def digest(value: Any) -> str:
    """Tell a short name that equal values share and others do not (32 hex digits)."""
    return digest_of_dump(encode(value))


def digest_of_dump(text: bytes) -> str:
    """Tell the digest of a value from what `encode` wrote of it."""
    return hashlib.blake2b(text, digest_size=16).hexdigest()


def dump(value: Any) -> str:
    """Write *value* as JSON."""
    return encode(value).decode()


def encode(value: Any) -> bytes:
    """Write *value* as `dump` does, in UTF-8."""
    return msgspec.json.encode(_to_plain(value))


def load(kind: type[Value], text: str | bytes) -> Value:
    """Read a value of *kind* from what `dump` or `encode` wrote.

    Raises ValueError, TypeError or LookupError where it is something else.
    """
    return decoder(kind)(json.loads(text))


def _to_plain(value: Any) -> Any:
    """Turn into what JSON knows whatever it does not: moments, and records into their fields."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is dt.datetime:
        return value.isoformat()
    items = value if isinstance(value, (tuple, list)) else _fields(kind)(value)
    # Most are plain, and asking here is far cheaper than calling.
    return [item if type(item) in _PLAIN else _to_plain(item) for item in items]


_PLAIN = frozenset((str, int, bool, float, types.NoneType))


@functools.cache
def _fields(kind: type) -> Callable[[Any], tuple]:
    """Make the function that takes the fields of a record of *kind* in their order."""
    names = _field_names(kind)
    if len(names) == 1:
        return lambda value: (getattr(value, names[0]),)
    return operator.attrgetter(*names)


@functools.cache
def _field_names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


@functools.cache
def decoder(kind: Any) -> Callable[[Any], Any]:
    """Make the function that reads values of *kind*, a type hint, from plain data."""
    if kind in (str, int, float, bool) or typing.get_origin(kind) is typing.Literal:
        return _same
    if kind is dt.datetime:
        return dt.datetime.fromisoformat
    arguments = typing.get_args(kind)
    if typing.get_origin(kind) is tuple:
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            return _tuple_of(decoder(arguments[0]))
        return _fixed_tuple(tuple(decoder(argument) for argument in arguments))
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        return _union(arguments)
    hints = typing.get_type_hints(kind)
    return _record(kind, tuple(decoder(hints[name]) for name in _field_names(kind)))


def _same(value: Any) -> Any:
    return value


def _tuple_of(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    if read is _same:
        return tuple
    return lambda values: tuple([read(value) for value in values])


def _fixed_tuple(readers: tuple[Callable[[Any], Any], ...]) -> Callable[[Any], Any]:
    return lambda values: tuple(read(value) for read, value in zip(readers, values, strict=True))


def _record(kind: type, readers: tuple[Callable[[Any], Any], ...]) -> Callable[[Any], Any]:
    # Most fields are what JSON makes of them.
    others = [(place, read) for place, read in enumerate(readers) if read is not _same]

    def read_record(values: Any) -> Any:
        fields = list(values)
        if len(fields) != len(readers):
            raise ValueError(f"{len(fields)} fields are no {kind.__name__}")
        for place, read in others:
            fields[place] = read(fields[place])
        return kind(*fields)

    return read_record


def _union(kinds: tuple[Any, ...]) -> Callable[[Any], Any]:
    """Read an optional value, or one of several records told apart by their `kind`."""
    real = [kind for kind in kinds if kind is not types.NoneType]
    if len(real) == 1:
        read = decoder(real[0])
        if read is _same:
            return _same
        return lambda value: None if value is None else read(value)
    by_kind = {_default(kind, "kind"): decoder(kind) for kind in real}
    places = {_field_names(kind).index("kind") - len(_field_names(kind)) for kind in real}
    (place,) = places
    return lambda value: by_kind[value[place]](value)


def _default(kind: type, name: str) -> Any:
    return next(field.default for field in dataclasses.fields(kind) if field.name == name)
