"""Quoted words compared with transcripts of what was said.

``verify(quotations, collection)`` looks up every quoted stretch of an article in the transcripts and says how it
differs. Nothing here sees the pipeline: it works from records and from plain text.
"""

from __future__ import annotations

from claimx.verify.findings import Finding
from claimx.verify.lookup import misfit, verify
from claimx.verify.proof import proved
from claimx.verify.quotations import Quotation, quotations
from claimx.verify.rendering import RENDERINGS, summary
from claimx.verify.transcripts import Collection

__all__ = [
    "RENDERINGS",
    "Collection",
    "Finding",
    "Quotation",
    "misfit",
    "proved",
    "quotations",
    "summary",
    "verify",
]
