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

Value = TypeVar("Value")


def digest(value: Any) -> str:
    """Tell a short name that equal values share and others do not (32 hex digits)."""
    return digest_of_dump(dump(value))


def digest_of_dump(text: str | bytes) -> str:
    """Tell the digest of a value from what `dump` wrote of it, or from that in UTF-8."""
    data = text if isinstance(text, bytes) else text.encode()
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def dump(value: Any) -> str:
    """Write *value* as JSON."""
    return _ENCODER.encode(value)


def load(kind: type[Value], text: str | bytes) -> Value:
    """Read a value of *kind* from what `dump` wrote, or from that in UTF-8.

    Raises ValueError, TypeError or LookupError where it is something else.
    """
    return decoder(kind)(json.loads(text))


def _to_plain(value: Any) -> Any:
    """Turn into plain data what JSON does not know: a moment, or the fields of a record."""
    if isinstance(value, dt.datetime):
        return value.isoformat()
    return _fields(type(value))(value)


# Values are frozen and made from the inside out, so that none holds itself.
_ENCODER = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), check_circular=False, default=_to_plain
)


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
