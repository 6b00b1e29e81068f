"""What the pipeline sets on a Doc, as spaCy saves it: to bytes, in a DocBin, and between the processes of ``nlp.pipe``.

spaCy saves the extensions of a Doc with srsly's msgpack, which asks the functions registered here about every object
that it does not know. pydantic takes the dataclasses apart and puts them together again, checked against their types.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from pydantic import TypeAdapter
from srsly.msgpack import msgpack_decoders, msgpack_encoders

from claimx.article import TextIndex
from claimx.pipeline.attribution import Attributed
from claimx.pipeline.speakers import Resolution

# What the extensions hold, by the name that stands beside it in saved data.
_SAVED_TYPES = {f"claimx.{type_.__name__}": type_ for type_ in (TextIndex, Attributed, Resolution)}
_NAMES: dict[type[object], str] = {type_: name for name, type_ in _SAVED_TYPES.items()}
_TYPE_KEY, _VALUE_KEY = "claimx", "value"

Chain = Callable[[object], object]


def _encode(value: object, chain: Chain | None = None) -> object:
    """One of the types above as plain values under its name; anything else is handed on."""
    name = _NAMES.get(type(value))
    if name is not None:
        return {_TYPE_KEY: name, _VALUE_KEY: _adapter(name).dump_python(value, mode="json")}
    return chain(value) if chain is not None else value


def _decode(value: object, chain: Chain | None = None) -> object:
    """The object that ``_encode`` was given; raises pydantic's ValidationError for data that fit no type."""
    if isinstance(value, dict) and value.keys() == {_TYPE_KEY, _VALUE_KEY} and value[_TYPE_KEY] in _SAVED_TYPES:
        return _adapter(value[_TYPE_KEY]).validate_python(value[_VALUE_KEY])
    return chain(value) if chain is not None else value


@cache
def _adapter(name: str) -> TypeAdapter[object]:
    return TypeAdapter(_SAVED_TYPES[name])


def register() -> None:
    """Let spaCy save what the pipeline sets on a Doc; a second time changes nothing."""
    msgpack_encoders.register("claimx", func=_encode)
    msgpack_decoders.register("claimx", func=_decode)
