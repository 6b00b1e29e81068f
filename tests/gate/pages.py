"""Hold the text of pages to what a reader should get: ``python -m tests.gate.pages [CORPORA]``.

CORPORA, by default ../shared/corpora, may have a folder ``pages`` (the dev split of the WCXB benchmark) with
``truth.jsonl.gz`` in it, and a folder ``real`` of annotated articles with the ``pages`` that they came from; what is
not there is not measured. A page's F1 is over its words, in small letters; pages without a truth are left out, and
one that no article is found in counts 0. A page is exact where its words are those that were annotated, in their
order; of the benchmark's truths none is, so that those nearly whole are counted there. A page gives the same records
where all of them, for all that they say but their places, are those of the text that was annotated; what stands twice
in one of the two counts once.
"""

from __future__ import annotations

import gzip
import json
import logging
import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import claimx
from claimx.errors import InputError
from claimx.read.html import read_page

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"
# The F1 from which on a page is nearly whole.
NEARLY_WHOLE = 0.95
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Share:
    """A figure in percent over so many pages, and the floor below which it may not fall."""

    name: str
    value: float
    pages: int
    floor: float


def main(corpora: Path) -> int:
    """Measure the pages in ``corpora``; 1 where a figure is below its floor."""
    logging.getLogger().addHandler(logging.NullHandler())
    shares = [*_benchmark(corpora / "pages"), *_annotated(corpora / "real")]
    for share in shares:
        told = "FELL" if share.value < share.floor else "ok"
        print(f"{told:5}pages: {share.name} {share.value:.2f} on {share.pages} pages  floor {share.floor}")
    return int(any(share.value < share.floor for share in shares))


def _benchmark(folder: Path) -> list[Share]:
    """Measured with trafilatura 2.3.1: 93.3 and 71.7; trafilatura by its own settings gives an F1 of 93.1."""
    if not (folder / "truth.jsonl.gz").is_file():
        print(f"{folder.name}: not here, not measured")
        return []
    with gzip.open(folder / "truth.jsonl.gz", "rt", encoding="utf-8") as lines:
        truth = [page for page in map(json.loads, lines) if page["main_content"]]
    scores = [f1(_text(folder / page["file"]), page["main_content"]) for page in truth]
    whole = sum(score >= NEARLY_WHOLE for score in scores)
    return [
        Share("F1 of words", 100 * sum(scores) / len(scores), len(scores), 93.0),
        Share("nearly whole", 100 * whole / len(scores), len(scores), 70.0),
    ]


def _annotated(folder: Path) -> list[Share]:
    """Measured with trafilatura 2.3.1: exact are 90.8, 69 of 76; the same records come from 96.1, 73 of 76.

    In the other three the annotated text is not what the page shows: one lacks the first paragraph, which alone names
    a speaker in full, one lacks links, and one has a line broken in front of a name. The floor of the records leaves
    room for two articles whose texts differ, which other weights may read in another way.
    """
    if not (folder / "articles.jsonl").is_file():
        print(f"{folder.name}: not here, not measured")
        return []
    articles = map(json.loads, (folder / "articles.jsonl").read_text("utf-8").splitlines())
    pages = [
        (_text(page), one["text"]) for one in articles if (page := folder / "pages" / f"{one['id']}.html.gz").is_file()
    ]
    exact = sum(_words(found) == _words(text) for found, text in pages)
    same = sum(found == text or _said(found) == _said(text) for found, text in pages)
    return [
        Share("exact", 100 * exact / len(pages), len(pages), 90.0),
        Share("the same records", 100 * same / len(pages), len(pages), 93.0),
    ]


def f1(found: str, wanted: str) -> float:
    """The F1 of the words of ``found``, counted, against those of ``wanted``."""
    have, want = Counter(_words(found)), Counter(_words(wanted))
    shared = (have & want).total()
    return 2 * shared / (have.total() + want.total()) if shared else 0.0


def _said(text: str) -> set[tuple[object, ...]]:
    """What the records of ``text`` say: the words of content, cue and source, the speaker's name, and the labels."""
    return {
        (
            *(tuple(_words(part.text)) for part in (record.content, record.cue, record.speaker.mention) if part),
            record.speaker.name,
            record.kind,
            record.class_,
            record.polarity,
        )
        for record in claimx.extract(text)
    }


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _text(path: Path) -> str:
    with gzip.open(path) as page:
        try:
            return read_page(page.read(), path.name).text
        except InputError:
            return ""


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else CORPORA))
