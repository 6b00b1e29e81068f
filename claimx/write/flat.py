"""CSV and TSV: a line of headings and a row an attribution, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

from claimx.columns import COLUMNS, row
from claimx.escaping import sheet_cell
from claimx.write.articles import ArticleRecords


def write_csv(articles: Iterable[ArticleRecords]) -> Iterator[bytes]:
    """Cells parted by commas."""
    return _write(articles, ",")


def write_tsv(articles: Iterable[ArticleRecords]) -> Iterator[bytes]:
    """Cells parted by tabs; a cell with a tab or a line end in it stands between quotation marks."""
    return _write(articles, "\t")


def _write(articles: Iterable[ArticleRecords], delimiter: str) -> Iterator[bytes]:
    line = StringIO(newline="")
    writer = csv.writer(line, delimiter=delimiter, lineterminator="\n")
    writer.writerow(COLUMNS)
    for article in articles:
        for record in article.attributions:
            cells = row(record).values()
            writer.writerow([sheet_cell(cell) if isinstance(cell, str) else cell for cell in cells])
        yield line.getvalue().encode()
        line.seek(0)
        line.truncate()
    yield line.getvalue().encode()
