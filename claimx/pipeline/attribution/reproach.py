"""Reproach: what somebody is blamed, praised or punished for saying is theirs.

In *Hale mocked Ruiz for saying that the poor “like the rain”* Hale mocks, and Ruiz says. The model reads the mocking
alone, or takes Hale for the one who says it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from claimx.lexicon.word_lists import word_list
from claimx.pipeline.attribution.attributed import Attributed, FoundCue
from claimx.pipeline.attribution.classification import cue_labels, kind_of
from claimx.pipeline.attribution.phrases import clean_source, without_that
from claimx.spans import Span

_AS = r"(?: as [^,;:]{1,60}?)?"
# The content of a reproach: **Ruiz** *as a dreamer for* **saying** *that …*.
_FOR_SAYING = re.compile(rf"(?:(?P<who>[^,;:]{{1,80}}?){_AS}\s+)?for\s+(?P<cue>[a-z]+ing)\b\s*")
# What stands between one who reproaches and *saying*: *mocked* **Ruiz** *for*.
_REPROACHED = re.compile(rf"\s+(?:ha[sd] |have )?[a-z]+ed\s+(?P<who>[A-ZÀ-Þ][^,;:]{{1,80}}?){_AS}\s+for\s+")


def with_reproached(text: str, found: Iterable[Attributed]) -> Iterator[Attributed]:
    """``found``, with what somebody is reproached for saying attributed to them.

    Who apologises for what they said is both in one, and the saying alone counts.
    """
    for item in found:
        (first, quoted), *_ = item.content
        reproach = _FOR_SAYING.match(text, *first) if _reproaches(item) and not quoted else None
        said = _said(text, item, reproach) if reproach is not None else None
        if reproach is None or said is None:
            yield _by_reproached(text, item)
        else:
            yield from (item, said) if reproach["who"] else (said,)


def _reproaches(item: Attributed) -> bool:
    lemma = item.cue.lemma if item.cue is not None else None
    return lemma is not None and lemma.split()[0] in word_list("verbs_of_blame_and_praise")


def _said(text: str, item: Attributed, reproach: re.Match[str]) -> Attributed | None:
    """What is said in ``item``, the report of a reproach; None where no verb reports it or nobody says it."""
    cue = Span(*reproach.span("cue"))
    labels = cue_labels(text, cue)
    source = clean_source(text, Span(*reproach.span("who"))) if reproach["who"] else _apologising(item)
    (first, _), *rest = item.content
    behind = [(Span(reproach.end(), first.end), False)] if reproach.end() < first.end else []
    content = tuple(without_that(text, [*behind, *rest]))
    if labels.lemma is None or labels.class_ != "statement" or source is None or not content:
        return None
    return replace(
        item,
        content=content,
        cue=FoundCue(cue, labels.lemma, labels.type),
        source=source,
        kind=kind_of(text, content),
        class_=labels.class_,
        polarity=labels.polarity,
    )


def _apologising(item: Attributed) -> Span | None:
    return item.source if item.cue is not None and (item.cue.lemma or "").startswith("apologize") else None


def _by_reproached(text: str, item: Attributed) -> Attributed:
    """``item``, with the one who is reproached for its cue as its source, where that is not the one it has."""
    if item.source is None or item.cue is None or not item.cue.span.of(text).endswith("ing"):
        return item
    reproach = _REPROACHED.fullmatch(text, item.source.end, item.cue.span.start)
    who = clean_source(text, Span(*reproach.span("who"))) if reproach is not None else None
    return replace(item, source=who) if who is not None else item
