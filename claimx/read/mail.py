"""Mail (.eml): the text of a message, without its attachments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from typing import cast

from claimx.errors import InputError
from claimx.read.article import Article
from claimx.read.content import Content
from claimx.read.decoding import decode_page
from claimx.read.derived import derived
from claimx.read.markup import text_of_markup
from claimx.reading import Reading

# A header that only a mail has, among the lines in front of the first empty one.
_HEADERS = re.compile(
    rb"(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?(?:MIME-Version|Message-ID|Received|Return-Path):", re.I
)
# Text in "flowed" form: a line that ends with a blank goes on in the next one (RFC 3676).
_FLOWED = re.compile(r" \r?\n(?!\r?\n)")


def looks_like_mail(head: bytes) -> bool:
    """Whether ``head`` begins with the headers of a message."""
    return _HEADERS.match(head) is not None


def read_mail(content: Content, _: Reading) -> Iterator[Article | InputError]:
    """The message: its plain text, or the text of its HTML part where it has no other."""
    data = content.whole()
    message = BytesParser(policy=policy.default).parsebytes(data)
    part = message.get_body(("plain", "html"))
    if part is None:
        raise InputError("no_text", "the message has neither plain text nor HTML", content.path)
    yield derived(
        data,
        _text(cast("EmailMessage", part), content.path),
        title=_header(message, "Subject"),
        author=_sender(message),
        published=iso_date(_header(message, "Date")),
    )


def _text(part: EmailMessage, path: str) -> str:
    payload = cast("bytes", part.get_payload(decode=True))
    text = decode_page(payload, path, part.get_content_charset()).replace("\r\n", "\n")
    if part.get_content_subtype() == "html":
        return text_of_markup(text)
    return _FLOWED.sub(" ", text) if part.get_param("format") == "flowed" else text


def _header(message: EmailMessage, name: str) -> str | None:
    value = _value(message, name)
    return str(value).strip() or None if value is not None else None


def _sender(message: EmailMessage) -> str | None:
    value = _value(message, "From")
    if not hasattr(value, "addresses"):
        return _header(message, "From")
    return next((address.display_name or address.addr_spec for address in value.addresses), None)


def _value(message: EmailMessage, name: str) -> object:
    """A header as Python reads it, or as it stands where that fails; None where there is none."""
    try:
        return message.get(name)
    except Exception:  # An address that is cut short breaks Python's parser in several ways.
        return next((value for key, value in message.raw_items() if key.lower() == name.lower()), None)


def iso_date(stated: str | None) -> str | None:
    """A date as mails and feeds write it, in ISO 8601; as it stands where it is no such date."""
    try:
        return parsedate_to_datetime(stated).isoformat() if stated else None
    except ValueError:
        return stated
