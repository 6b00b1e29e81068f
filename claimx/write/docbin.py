"""spaCy's DocBin: a Doc an article, its marked stretches in ``doc.spans["claimx"]``, its records in ``doc.user_data``.

A span's label is Content, Cue, Source or Evidence; the id of a content is that of its record. Tokens are cut where
spans begin and end, so that each span is exactly what its record marks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from claimx.annotations import annotate
from claimx.write.article_records import ArticleRecords
from claimx.write.tokens import tokenize

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span
    from spacy.vocab import Vocab

    from claimx.records import Attribution

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
    from spacy.tokens import Doc
    from spacy.util import get_words_and_spaces

    records = list(article.attributions)
    marks = annotate(article.id, text, records).marks
    tokens = tokenize(text, (span for mark in marks for span in mark.spans))
    words, spaces = get_words_and_spaces([token.of(text) for token in tokens], text)
    doc = Doc(vocab, words=words, spaces=spaces)
    put_records(doc, records)
    return doc


def put_records(doc: Doc, records: Sequence[Attribution]) -> None:
    """Give ``doc`` the records of its text, and a span for each stretch they mark.

    A stretch that begins or ends inside a token becomes the span of the whole token; its record says where exactly.
    """
    annotated = annotate("", doc.text, records)
    ids = iter([record.id for record in records])
    group: list[Span] = []
    for mark in annotated.marks:
        id_ = next(ids) if mark.label == "Content" else ""
        for stretch in mark.spans:
            places = (
                doc.char_span(stretch.start, stretch.end, mark.label, alignment_mode=mode, span_id=id_)
                for mode in ("strict", "expand")
            )
            span = next((place for place in places if place is not None), None)
            group += [span] if span is not None else []
    doc.spans[KEY] = group
    doc.user_data[KEY] = [record.model_dump() for record in records]
