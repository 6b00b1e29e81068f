"""Excel: a sheet with a row an attribution, a heading that stays, a filter, and a link to each place.

Every string is written as a string, with the prefix that keeps it one when somebody edits the cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from claimx.checkworthiness import features
from claimx.columns import COLUMNS, row
from claimx.errors import OutputError
from claimx.escaping import visible
from claimx.records import Attribution
from claimx.write.article_records import ArticleRecords
from claimx.write.flat import WORTH
from claimx.write.links import link_to

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

# Limits of Excel; XlsxWriter would shorten the one and leave out what is beyond the other two.
_LONGEST_CELL = 32_767
_MOST_ROWS = 1_048_575
_MOST_LINKS = 65_530
_LONGEST_LINK = 2_079

# The cell that carries the link to the place.
_LINKED = COLUMNS.index("doc.path")
_WIDTHS = {"speaker.name": 24, "content.text": 80, "cue.text": 14, "doc.title": 40, "doc.path": 30}
_USUAL_WIDTH = 12


def write(articles: Iterable[ArticleRecords]) -> Iterator[bytes]:
    """The bytes of one workbook. Raises OutputError where Excel could not hold all of it."""
    from xlsxwriter import Workbook

    records = [record for article in articles for record in article.attributions]
    if len(records) > _MOST_ROWS:
        raise OutputError(f"xlsx: {len(records)} records are more rows than Excel has; write csv or parquet")
    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("claimx")
        heading, link = book.add_format({"bold": True}), book.add_format({"valign": "top", "underline": 1})
        text = {"valign": "top", "quote_prefix": True}
        short, long = book.add_format(text), book.add_format(text | {"text_wrap": True})
        looks = [long if column in _WIDTHS else short for column in COLUMNS]
        for at, column in enumerate((*COLUMNS, WORTH)):
            sheet.set_column(at, at, _WIDTHS.get(column, _USUAL_WIDTH))
            sheet.write_string(0, at, column, heading)
        for number, record in enumerate(records, start=1):
            _write_row(sheet, number, record, looks)
            sheet.write_string(number, len(COLUMNS), ", ".join(features(record)), short)
            place = _place(record)
            if place is not None and number <= _MOST_LINKS:
                sheet.write_url(number, _LINKED, place, link, record.doc.path or record.doc.url)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(1, len(records)), len(COLUMNS))
    yield file.getvalue()


def _write_row(sheet: Worksheet, number: int, record: Attribution, looks: Sequence[Format]) -> None:
    for at, (column, cell) in enumerate(row(record).items()):
        if isinstance(cell, str):
            shown = visible(cell, but="\n")
            if len(shown) > _LONGEST_CELL:
                raise OutputError(
                    f"xlsx: {column} of record {record.id} is longer than a cell of Excel holds; write csv or parquet"
                )
            sheet.write_string(number, at, shown, looks[at])
        elif cell is not None:
            sheet.write_number(number, at, cell, looks[at])


def _place(record: Attribution) -> str | None:
    """The article on the web at its words, else its file, which Excel looks for beside the workbook."""
    file = f"external:{record.doc.path}" if record.doc.path not in (None, "-") else None
    place = link_to(record) or file
    return place if place is not None and len(place) <= _LONGEST_LINK else None
