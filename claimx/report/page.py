"""The page as a whole: its frame, its data, and the policy that lets nothing run but its own script."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from importlib.resources import files

import orjson
from jinja2 import Environment, StrictUndefined

from claimx.escaping import visible
from claimx.link import Group
from claimx.report.charts import months, speakers
from claimx.report.contents import contents
from claimx.write.article_records import ArticleRecords


def render(articles: Sequence[ArticleRecords], groups: Sequence[Group], title: str) -> bytes:
    """The page for ``articles``, UTF-8; an article without its text is shown by its records alone."""
    style, script = _own("report.css"), _own("report.js")
    records = [record for article in articles for record in article.attributions]
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["visible"] = visible
    page = environment.from_string(_own("page.html.j2")).render(
        title=title,
        style=style,
        script=script,
        policy=_policy(style, script),
        data=_embedded(orjson.dumps(contents(articles, groups))),
        counts={"articles": len(articles), "records": len(records)},
        charts={"Records by speaker": speakers(records), "Records by month": months(records)},
    )
    return page.encode()


def _own(name: str) -> str:
    return (files("claimx.report") / name).read_text("utf-8")


def _policy(style: str, script: str) -> str:
    """Nothing is fetched, nothing is sent, and only this style and this script count."""
    return (
        f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(source: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"


def _embedded(data: bytes) -> str:
    """JSON in which nothing ends the element that holds it, or begins another."""
    return data.decode().replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
