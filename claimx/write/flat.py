"""CSV and TSV: a line of headings and a row an attribution, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

from claimx.checkworthiness import features
from claimx.columns import COLUMNS, row
from claimx.escaping import sheet_cell
from claimx.write.article_records import ArticleRecords

# What makes the claim worth checking: told by the other columns, and no part of the record.
WORTH = "check-worthy"


def write_csv(articles: Iterable[ArticleRecords]) -> Iterator[bytes]:
    """Cells parted by commas."""
    return _write(articles, ",")


def write_tsv(articles: Iterable[ArticleRecords]) -> Iterator[bytes]:
    """Cells parted by tabs; a cell with a tab or a line end in it stands between quotation marks."""
    return _write(articles, "\t")


def _write(articles: Iterable[ArticleRecords], delimiter: str) -> Iterator[bytes]:
    line = StringIO(newline="")
    writer = csv.writer(line, delimiter=delimiter, lineterminator="\n")
    writer.writerow((*COLUMNS, WORTH))
    for article in articles:
        for record in article.attributions:
            cells = (*row(record).values(), ", ".join(features(record)))
            writer.writerow([sheet_cell(cell) if isinstance(cell, str) else cell for cell in cells])
        yield line.getvalue().encode()
        line.seek(0)
        line.truncate()
    yield line.getvalue().encode()
