"""Articles as people annotated them in brat or Label Studio, and as saved records have them: for either side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from claimx.annotations import Annotated, attributions
from claimx.errors import InputError
from claimx.gold.recorded import statement_of
from claimx.gold.statements import Article, Statement
from claimx.read.saved import read_records
from claimx.read.saved.brat import is_annotated_folder, read_folder
from claimx.read.saved.labelstudio import holds_tasks, read_tasks
from claimx.read.texts import Texts
from claimx.records import Attribution, text_digest


def annotated_articles(path: Path, texts: Path | None = None) -> list[Article]:
    """The articles at ``path``, with those in which nothing was marked; ``texts`` is where records find theirs.

    Raises InputError for what cannot be read, and for a record whose text is not at hand.
    """
    if is_annotated_folder(str(path)):
        return [_article(annotated, path) for annotated in _good(read_folder(path))]
    if holds_tasks(str(path)):
        return [_article(annotated, path) for annotated in _good(read_tasks(str(path)))]
    return list(_of_records(read_records(path), Texts(texts), path))


def _good(annotations: Iterable[Annotated | InputError]) -> Iterator[Annotated]:
    for annotated in annotations:
        if isinstance(annotated, InputError):
            raise annotated
        yield annotated


def _article(annotated: Annotated, path: Path) -> Article:
    marks = sorted((mark for mark in annotated.marks if mark.label == "Content"), key=lambda mark: mark.spans)
    statements: list[Statement] = []
    for mark, record in zip(marks, attributions(annotated, str(path)), strict=True):
        if isinstance(record, InputError):
            raise record
        # Where nothing was chosen or written for a content, nobody has judged its class and its speaker.
        judged = bool(mark.choices or mark.texts)
        class_ = mark.choices.get("class")
        statement = replace(statement_of(record), resolved=None, confidence=None, details={}, evidence=())
        statements.append(replace(statement, class_=class_, labelled=judged))
    return Article(annotated.id, annotated.text, statements)


def _of_records(records: Iterable[Attribution], texts: Texts, path: Path) -> Iterator[Article]:
    found: defaultdict[tuple[str, str], list[Attribution]] = defaultdict(list)
    for record in records:
        found[record.doc.id, record.doc.sha256].append(record)
    for (id_, digest), group in found.items():
        text = texts.find(digest, id_, group[0].doc.path)
        if text is None or text_digest(text) != digest:
            raise InputError("no_text", f"the text of {id_} is not where it was; say where with --texts", str(path))
        yield Article(id_, text, [statement_of(record) for record in group])
