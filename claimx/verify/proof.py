"""Saved records held to their articles before anything is compared."""

from __future__ import annotations

from collections.abc import Sequence

from claimx.records import Attribution, misfits, text_digest

Misfit = tuple[Attribution, list[str]]


def proved(records: Sequence[Attribution], text: str | None) -> tuple[list[Attribution], list[Misfit]]:
    """Those of an article's records that fit its text, and those that do not, with why.

    Where the text is another than the records were made from, the first of them stands for all. Where it is not
    known (None), nothing can be proved, and all are taken as they are.
    """
    if text is None:
        return list(records), []
    if records and records[0].doc.sha256 != text_digest(text):
        return [], [(records[0], misfits(records[0], text))]
    reasons = [(record, misfits(record, text)) for record in records]
    return [record for record, why in reasons if not why], [(record, why) for record, why in reasons if why]
