"""Records made by hand, without the pipeline: what a text holds is said in its own words."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from claimx.records import Attribution, Content, Cue, Doc, Phrase, Speaker, record_id, text_digest
from claimx.spans import Span
from claimx.write.article_records import ArticleRecords

# Letters outside the Basic Multilingual Plane (two units of UTF-16 each), an emoji of several code points, combining
# marks, a line end of Windows; and what would act: escape codes, formulas, markup, an override of direction.
HOSTILE = (
    "Caf\u00e9 na\u0131ve: \U0001f469\u200d\U0001f680 Ana Rui\u0301z \U0001d49c\r\n\r\n"
    '=HYPERLINK("http://evil.example") told us \u201cthe \U0001f309 bridge\x1b[31m will be \u202esafe\u202c\u201d.\r\n'
    "</script><img src=x onerror=alert(1)> said that @SUM(A1) e\u0301 holds\tfast, "
    "\u201c+1 \U0001f44d\U0001f3fd\u201d in part.\n"
    "Nobody \U0001f937 wrote: \u201c'=2+2 is four\u201d."
)


def at(text: str, phrase: str) -> Span:
    """Where ``phrase`` stands first in ``text``."""
    start = text.index(phrase)
    return Span(start, start + len(phrase))


def speaker(
    text: str, name: str | None, mention: str | None = None, evidence: str | None = None, **more: Any
) -> Speaker:
    """Who speaks in ``text``; ``mention`` and ``evidence`` are words of it."""
    phrases = {
        key: Phrase.at(text, [at(text, phrase)]) if phrase is not None else None
        for key, phrase in (("mention", mention), ("evidence", evidence))
    }
    fields = {"id": None, "type": "person", "role": None, "resolved": "name" if name else "none"}
    return Speaker(name=name, **{**fields, **phrases, **more})


def attribution(
    text: str, *content: tuple[str, bool], who: Speaker, cue: str | None = None, **more: Any
) -> Attribution:
    """A record of ``text``: ``content`` are its stretches, each with whether it is quoted."""
    doc = Doc(
        id=more.pop("doc_id", "hostile"), path=more.pop("path", None), sha256=text_digest(text), title="=1+1",
        author=None, published="2024-06-20", url=more.pop("url", None), extra=more.pop("extra", {}),
    )  # fmt: skip
    found = Content.at(text, [(at(text, phrase), quoted) for phrase, quoted in content])
    reporting = Cue.at(text, [at(text, cue)], None, "verb") if cue is not None else None
    assert all(a.end <= b.start for a, b in pairwise(found.spans))
    fields = {
        "kind": "mixed", "class_": "statement", "polarity": "affirmed", "region": "main", "cospeakers": (),
        "nested_in": None, "confidence": 0.93, "by": "claimx 0.0.0 (made by hand)",
    }  # fmt: skip
    id_ = record_id(doc.sha256, found.spans, reporting.spans if reporting else ())
    return Attribution(id=id_, doc=doc, content=found, cue=reporting, speaker=who, **{**fields, **more})


def hostile_article() -> ArticleRecords:
    """Three records of the hostile text: nested, joint, in parts, without cue; with odd ends of every field."""
    text = HOSTILE
    first = attribution(
        text,
        ("the \U0001f309 bridge\x1b[31m will be \u202esafe\u202c", True),
        who=speaker(
            text, "Ana Rui\u0301z", '=HYPERLINK("http://evil.example")', "Ana Rui\u0301z", role="-Mayor", id="@1"
        ),
        cue="told",
        url="https://example.org/a-b,c",
        extra={"=key": ["\u2028", {"deep": None}], "n": 1.5, "": ""},
        kind="direct",
    )
    second = attribution(
        text,
        ("@SUM(A1) e\u0301 holds\tfast", False),
        ("+1 \U0001f44d\U0001f3fd", True),
        who=speaker(text, None, "</script><img src=x onerror=alert(1)>", role=""),
        cue="said",
        cospeakers=(speaker(text, "Caf\u00e9 na\u0131ve", "Caf\u00e9", type="organization"),),
        nested_in=first.id,
        url="https://example.org/a-b,c",
        extra=first.doc.extra,
    )
    third = attribution(
        text,
        ("'=2+2 is four", True),
        who=speaker(text, "'=Nobody", resolved="continued", type="unknown"),
        url="https://example.org/a-b,c",
        extra=first.doc.extra,
    )
    return ArticleRecords("hostile", text, (first, second, third))
