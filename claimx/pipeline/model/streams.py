"""What the model reads in one go."""

from __future__ import annotations

from collections.abc import Sequence

from claimx.article import Paragraph
from claimx.spans import Span


def streams(paragraphs: Sequence[Paragraph]) -> list[list[Span]]:
    """The paragraphs of the article; headlines, each caption and each teaser by themselves."""
    article: list[Span] = []
    others: list[list[Span]] = []
    region = None
    for paragraph in paragraphs:
        body = paragraph.body
        if body is not None and paragraph.region == "main":
            article.append(body)
        elif body is not None:
            if paragraph.region != region or paragraph.region == "caption":
                others.append([])
            others[-1].append(body)
        region = paragraph.region
    return [stream for stream in (article, *others) if stream]
