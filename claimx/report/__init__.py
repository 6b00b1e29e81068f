"""The report: one HTML page, without network, that shows articles, what was said in them, and by whom.

``page`` puts it together, ``contents`` is the data it carries,
``charts`` draws. The page's own files are ``page.html.j2``, ``report.css`` and ``report.js``.
"""

from __future__ import annotations

from claimx.report.page import render

__all__ = ["render"]
