"""Bytes to text, in one place: what is returned is the text that every offset indexes."""

from __future__ import annotations

import codecs

from claimx.errors import InputError

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(data: bytes, path: str) -> str:
    """The text of ``data``: by its byte order mark (not part of the text), else strict UTF-8, else cp1252.

    Line ends stay as they are. Raises ``InputError`` (code ``binary``) for bytes that are no text: a NUL in
    them, or one that cp1252 does not define; ``bad_encoding`` where a byte order mark promises what the rest
    does not keep.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            try:
                text = data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise InputError(
                    "bad_encoding",
                    f"its byte order mark says {encoding}, but byte {error.start} is not",
                    path,
                ) from None
            return _without_nul(text, path)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = _decode_cp1252(data, path)
    return _without_nul(text, path)


def _without_nul(text: str, path: str) -> str:
    if "\0" in text:
        raise InputError("binary", f"binary file (a NUL at character {text.index(chr(0))})", path)
    return text


def _decode_cp1252(data: bytes, path: str) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise InputError(
            "binary",
            f"neither UTF-8 nor cp1252 (byte 0x{data[error.start]:02x} at {error.start}): binary file?",
            path,
        ) from None
