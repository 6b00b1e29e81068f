"""The articles to learn from, each with what every annotator found in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from claimx.article import Paragraph
from claimx.errors import InputError
from claimx.gold.articles import Article, Statement
from claimx.gold.reading import read_gold, read_standoff
from claimx.pipeline.segment import lay_out

Annotation = tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class AnnotatedArticle:
    """A text, its paragraphs, and the statements each of its annotators found, in the order of their contents."""

    id: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    annotations: tuple[Annotation, ...]


def read_training(corpus: Path, gold: Sequence[Path] = ()) -> list[AnnotatedArticle]:
    """The train split of a PolNeAR checkout, all annotators of each article, and the articles of ``gold`` files.

    Raises InputError where there are none.
    """
    articles = _polnear(corpus / "data" / "train")
    articles += [
        _annotated(article.id, article.text, [article.statements]) for path in gold for article in read_gold(path)
    ]
    if not articles:
        raise InputError("no_corpus", "no PolNeAR checkout: it has no data/train with .ann and .txt files", str(corpus))
    return articles


def read_dev(corpus: Path) -> list[Article]:
    """The dev split of a PolNeAR checkout; empty where it has none."""
    return read_gold(corpus, "dev") if (corpus / "data" / "dev" / "attributions").is_dir() else []


def _polnear(split: Path) -> list[AnnotatedArticle]:
    annotators: dict[str, list[Path]] = defaultdict(list)
    for path in sorted((split / "attributions").glob("*.ann")):
        annotators[path.stem.rpartition("_")[0]].append(path)
    articles = []
    for name, paths in annotators.items():
        text_path = split / "text" / f"{name}.txt"
        # Of one article of the corpus there is no text.
        if text_path.is_file():
            text = text_path.read_bytes().decode("utf-8")
            articles.append(_annotated(name, text, [list(read_standoff(path, text)) for path in paths]))
    return articles


def _annotated(name: str, text: str, annotations: Sequence[Sequence[Statement]]) -> AnnotatedArticle:
    ordered = tuple(tuple(sorted(found, key=lambda statement: statement.content)) for found in annotations)
    return AnnotatedArticle(name, text, lay_out(text).paragraphs, ordered)
