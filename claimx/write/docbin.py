"""spaCy's DocBin: a Doc an article, its marked stretches in ``doc.spans["claimx"]``, its records in ``doc.user_data``.

A span's label is Content, Cue, Source or Evidence; the id of a content is that of its record. Tokens are cut where
spans begin and end, so that each span is exactly what its record marks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from claimx.annotations import annotate
from claimx.write.articles import ArticleRecords
from claimx.write.tokens import tokenize

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

KEY = "claimx"


def write(articles: Iterable[ArticleRecords]) -> Iterator[bytes]:
    """The bytes of one DocBin."""
    import spacy
    from spacy.tokens import DocBin

    vocab = spacy.blank("en").vocab
    bin_ = DocBin(store_user_data=True)
    for article in articles:
        if article.text is not None:
            bin_.add(_doc(article, article.text, vocab))
    yield bin_.to_bytes()


def _doc(article: ArticleRecords, text: str, vocab: Vocab) -> Doc:
    from spacy.tokens import Doc, Span
    from spacy.util import get_words_and_spaces

    records = list(article.attributions)
    annotated = annotate(article.id, text, records)
    tokens = tokenize(text, (span for mark in annotated.marks for span in mark.spans))
    words, spaces = get_words_and_spaces([token.of(text) for token in tokens], text)
    doc = Doc(vocab, words=words, spaces=spaces)
    ids = iter([record.id for record in records])
    group: list[Span] = []
    for mark in annotated.marks:
        id_ = next(ids) if mark.label == "Content" else ""
        # Only white space at an end of a stretch is no token.
        found = (
            doc.char_span(span.start, span.end, mark.label, alignment_mode="contract", span_id=id_)
            for span in mark.spans
        )
        group += [span for span in found if span is not None]
    doc.spans[KEY] = group
    doc.user_data[KEY] = [record.model_dump() for record in records]
    return doc
