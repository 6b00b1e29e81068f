"""Bytes to text, in one place: what is returned is the text that every offset indexes."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from contextlib import suppress

from claimx.errors import InputError
from claimx.read.content import Content

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE_MARKS = tuple(mark for mark, encoding in _BYTE_ORDER_MARKS if encoding != "utf-8")


# In UTF-16 without a byte order mark most letters of English have a NUL beside them; so many bytes show it.
_ENOUGH = 1 << 10
# Characters of UTF-8 whose bytes are, in cp1252, letters that hardly stand together: Ã©, â€œ.
_SURELY_UTF_8 = re.compile(rb"[\xc2\xc3][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def decode(data: bytes, path: str) -> str:
    """The text of ``data``: by its byte order mark (not part of the text), else strict UTF-8, else cp1252.

    Line ends stay as they are. Raises ``InputError``: code ``binary`` for bytes that are no text (a NUL in them, or
    one that cp1252 does not define), ``bad_encoding`` for text that is not whole: where a byte order mark promises
    what the rest does not keep, and where UTF-8 is damaged or breaks off.
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
    _hold_to_a_mark(data, path)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        _hold_to_utf_8(data, error, path)
        text = _decode_cp1252(data, path)
    return _without_nul(text, path)


def decode_page(data: bytes, path: str, charset: str | None) -> str:
    """The text of a page that says it is in ``charset``, which counts where neither a mark nor UTF-8 tells it."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        if charset and not data.startswith(_WIDE_MARKS):
            # It may be one that nobody knows, or none of letters, such as base64.
            with suppress(LookupError, ValueError):
                return _without_nul(data.decode(charset, "replace"), path)
    return decode(data, path)


def decoded_lines(content: Content) -> Iterator[tuple[int, str | InputError]]:
    """The lines of an input, numbered from 1, each decoded by itself: an InputError costs no other line.

    Only a line feed ends a line: ``str.splitlines`` would also cut at separators that texts hold.
    """
    if content.head.startswith(_WIDE_MARKS):
        # The byte of a line feed stands inside other characters here.
        yield from enumerate(decode(content.whole(), content.path).split("\n"), start=1)
        return
    _hold_to_a_mark(content.head, content.path)
    for number, line in content.lines():
        try:
            yield number, decode(line, content.path) if isinstance(line, bytes) else line
        except InputError as error:
            yield number, InputError(error.code, error.message, content.path, line=number)


def _hold_to_a_mark(data: bytes, path: str) -> None:
    """Raise InputError for UTF-16 that has no byte order mark: whether its bytes come in twos cannot be seen."""
    start = data[:_ENOUGH]
    fewer, more = sorted(start[place::2].count(0) for place in (0, 1))
    if len(start) > 2 and more > len(start) / 4 and more > 2 * fewer:
        message = "it looks like UTF-16 or UTF-32 without a byte order mark; save it as UTF-8"
        raise InputError("bad_encoding", message, path)


def _hold_to_utf_8(data: bytes, error: UnicodeDecodeError, path: str) -> None:
    """Raise InputError where bytes that are no UTF-8 are a fault in a text that is UTF-8 otherwise.

    To read such a text as cp1252 would garble every character that is right.
    """
    if error.end == len(data) and error.end - error.start > 1:
        message = f"UTF-8 that breaks off inside a character (byte {error.start}): is the file cut?"
        raise InputError("bad_encoding", message, path)
    broken = data.decode("utf-8", "replace").count("\ufffd") - data.count("\ufffd".encode())
    if sum(1 for _ in _SURELY_UTF_8.finditer(data)) > broken:
        message = f"damaged UTF-8: byte 0x{data[error.start]:02x} at {error.start} fits nothing around it"
        raise InputError("bad_encoding", message, path)


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
