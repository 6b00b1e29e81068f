"""The articles to learn from, each with what every annotator found in it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from claimx.article import Paragraph
from claimx.errors import InputError
from claimx.gold.readers import read_gold, read_standoff
from claimx.gold.statements import Article, Name, Statement
from claimx.labels import Layer
from claimx.pipeline.segment import lay_out
from claimx.records import text_digest
from claimx.spans import Span
from claimx.training.silver import Silver, read_silver


@dataclass(frozen=True, slots=True)
class Annotation:
    """What one annotator says of an article.

    ``statements`` holds the attributions of each layer that was annotated, in the order of their contents. What is
    ``open`` counts neither way in the layers of claimx, because a careful reader may count it or not. ``names`` are
    all names, or None where nobody marked them; whether a name stands at the places of ``unsure`` is not known.
    """

    statements: Mapping[Layer, Sequence[Statement]]
    open: Sequence[Statement] = ()
    names: Sequence[Name] | None = None
    unsure: Sequence[Span] = ()


@dataclass(frozen=True, slots=True)
class AnnotatedArticle:
    """A text, its paragraphs, and what each of its annotators found."""

    id: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    annotations: tuple[Annotation, ...]


@dataclass(frozen=True, slots=True)
class Fold:
    """The ``number``-th of ``of`` parts of gold, from 1, which is kept for measuring."""

    number: int
    of: int

    @classmethod
    def parse(cls, text: str) -> Fold:
        """The fold called ``2/5``; raises ValueError for anything else."""
        match = re.fullmatch(r"(\d+)/(\d+)", text)
        fold = cls(int(match[1]), int(match[2])) if match else cls(0, 0)
        if not 1 <= fold.number <= fold.of:
            raise ValueError(f"{text!r} is no fold such as 2/5")
        return fold

    def split(self, articles: Sequence[Article]) -> tuple[list[Article], list[Article]]:
        """The articles of one file outside and inside this fold.

        Articles of one site are in one fold, but for a site that has more than a tenth of them all.
        """
        of_site = Counter(article.site for article in articles)
        groups = [
            article.site if article.site and 10 * of_site[article.site] <= len(articles) else article.id
            for article in articles
        ]
        ranked = sorted(set(groups), key=lambda group: sha256(group.encode()).digest())
        inside = set(ranked[self.number - 1 :: self.of])
        kept = [article for article, group in zip(articles, groups, strict=True) if group not in inside]
        return kept, [article for article, group in zip(articles, groups, strict=True) if group in inside]


@dataclass(frozen=True, slots=True)
class Training:
    """What a model learns from: gold in the conventions of claimx, and a large corpus in its own.

    ``always`` is gold too, of which an epoch may see a part only; ``texts`` nobody has annotated.
    """

    gold: list[AnnotatedArticle] = field(default_factory=list)
    always: list[AnnotatedArticle] = field(default_factory=list)
    corpus: list[AnnotatedArticle] = field(default_factory=list)
    texts: list[AnnotatedArticle] = field(default_factory=list)


def read_training(
    corpus: Path,
    gold: Sequence[Path] = (),
    silver: Path | None = None,
    fold: Fold | None = None,
    always: Sequence[Path] = (),
    texts: Sequence[Path] = (),
) -> Training:
    """What to learn from: ``gold`` outside ``fold``, ``always``, and the train split of a PolNeAR checkout.

    A text that the fold keeps is not learnt from, wherever else it stands. All annotators of an article of the corpus
    are kept, by turns; where an article of the corpus is gold too, it is gold that has the layer of the corpus as well.
    ``silver`` is a file of ``claimx.training.silver`` with what else is taken for true of the corpus and of ``texts``,
    files in the form of gold of which nothing but the text is read. Raises InputError where there is nothing to learn
    from, or a file does not fit.
    """
    split = corpus / "data" / "train"
    of_text = read_silver(silver) if silver else {}
    articles = _polnear(split, of_text)
    if not articles:
        raise InputError("no_corpus", "no PolNeAR checkout: it has no data/train with .ann and .txt files", str(corpus))
    theirs = {text_digest(article.text): article for article in articles}
    files = [read_gold(path, texts=split / "text") for path in gold]
    kept = {text_digest(article.text) for ours in files for article in (fold.split(ours)[1] if fold else ())}
    measured = [article for ours in files for article in ours if text_digest(article.text) not in kept]
    more = (article for path in always for article in read_gold(path, texts=split / "text"))
    unmeasured = [article for article in more if text_digest(article.text) not in kept]
    known = {text_digest(article.text) for ours in (*files, unmeasured) for article in ours}
    return Training(
        gold=[_gold(article, theirs.get(text_digest(article.text))) for article in measured],
        always=[_gold(article, theirs.get(text_digest(article.text))) for article in unmeasured],
        corpus=[article for article in articles if text_digest(article.text) not in known],
        texts=[
            _as_silver(article, of_text[digest])
            for path in texts
            for article in read_gold(path, texts=split / "text")
            if (digest := text_digest(article.text)) not in kept and digest in of_text
        ],
    )


def read_dev(corpus: Path) -> list[Article]:
    """The dev split of a PolNeAR checkout; empty where it has none."""
    return read_gold(corpus, "dev") if (corpus / "data" / "dev" / "attributions").is_dir() else []


def _gold(article: Article, of_corpus: AnnotatedArticle | None) -> AnnotatedArticle:
    """``article`` with its annotations; where ``of_corpus`` holds its text, those of the corpus are added."""
    counted = [statement for statement in article.statements if not statement.optional]
    layers: dict[Layer, Sequence[Statement]] = {
        "outer": _ordered(statement for statement in counted if not statement.nested),
        "inner": _ordered(statement for statement in counted if statement.nested),
    }
    alone = Annotation(layers, [statement for statement in article.statements if statement.optional], article.names)
    of_annotators = [annotation.statements["polnear"] for annotation in of_corpus.annotations] if of_corpus else []
    both = tuple(replace(alone, statements={**layers, "polnear": theirs}) for theirs in of_annotators)
    return AnnotatedArticle(article.id, article.text, lay_out(article.text).paragraphs, both or (alone,))


def _as_silver(article: Article, silver: Silver) -> AnnotatedArticle:
    """``article`` with nothing but what ``silver`` takes for names."""
    names = Annotation({}, names=silver.names, unsure=silver.unsure)
    return AnnotatedArticle(article.id, article.text, lay_out(article.text).paragraphs, (names,))


def _ordered(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    return tuple(sorted(statements, key=lambda statement: statement.content))


def _polnear(split: Path, extra: Mapping[str, Silver]) -> list[AnnotatedArticle]:
    annotators: dict[str, list[Path]] = defaultdict(list)
    for path in sorted((split / "attributions").glob("*.ann")):
        annotators[path.stem.rpartition("_")[0]].append(path)
    articles = []
    for name, paths in annotators.items():
        text_path = split / "text" / f"{name}.txt"
        # Of one article of the corpus there is no text.
        if text_path.is_file():
            text = text_path.read_bytes().decode("utf-8")
            silver = extra.get(text_digest(text), Silver())
            annotations = tuple(_as_polnear(_ordered(read_standoff(path, text)), silver) for path in paths)
            articles.append(AnnotatedArticle(name, text, lay_out(text).paragraphs, annotations))
    return articles


def _as_polnear(statements: Sequence[Statement], silver: Silver) -> Annotation:
    """PolNeAR's statements, and silver for what stands inside others.

    Statements of PolNeAR inside others that silver does not have are open: the corpus counts more than claimx does.
    """
    layers: dict[Layer, Sequence[Statement]] = {"polnear": statements}
    if silver.inner is not None:
        layers["inner"] = silver.inner
    inside = [statement for statement in statements if any(_holds(other, statement) for other in statements)]
    return Annotation(layers, open=inside, names=silver.names, unsure=silver.unsure)


def _holds(outer: Statement, inner: Statement) -> bool:
    """Whether cue and content of ``inner`` lie in the content of another statement, ``outer``."""
    parts = (*inner.cue, *inner.content)
    return outer is not inner and all(any(span.contains(part) for span in outer.content) for part in parts)
