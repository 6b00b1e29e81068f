"""Columns of articles to columns of records: what Ray, Spark, Dask and pandas map over their batches.

No engine is imported here. A batch is a dict of lists (or of NumPy arrays), an Arrow table or a pandas frame, and what
comes back is of the same make.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from claimx.columns import FIELDS, NUMERIC, Cell, fields
from claimx.errors import ClaimxError, InputError, SettingsError
from claimx.extraction import Extracted, extract_sources, whole_text
from claimx.read import Source
from claimx.read.fields import article_of
from claimx.reading import Reading
from claimx.records import Attribution, Error, text_digest
from claimx.settings import Settings
from claimx.write.jsonl import to_line

# What an article that could not be worked on has in place of the fields of a record, and every row as one text.
ERROR_CODE, ERROR_MESSAGE, JSON = "error.code", "error.message", "json"
COLUMNS = (*FIELDS, ERROR_CODE, ERROR_MESSAGE, JSON)

# The types of columns as Arrow, pandas and Spark call them.
_ARROW = {str: "string", int: "int64", float: "float64"}
_PANDAS = {str: "object", int: "Int64", float: "Float64"}
_SPARK = {str: "string", int: "bigint", float: "double"}


class BatchExtractor:
    """Maps a batch of articles, a row each, to a row a record: an instance is called with the one and gives the other.

    A batch has a column ``text`` and, where there are any, ``id``, ``title``, ``author``, ``published`` and ``url``,
    which the records show; whatever other columns it has come back in ``doc.extra``. Those named in ``carry`` are
    also columns of the result, as they are. An article without an id goes by the first 16 digits of its hash.

    The result has the columns ``COLUMNS``, in the order of the articles: each the path of a field of the record,
    as in CSV, and in ``json`` the whole record as a line of JSON. Records are of all classes. An article that cannot
    be worked on is a row with its ``doc.id``, ``error.code`` and ``error.message``, and costs no other article.

    ``settings`` are those of ``claimx.Settings``; raises SettingsError for a wrong one. An instance can be pickled:
    the pipeline is no part of it, and is loaded with the first batch, once in a process.
    """

    def __init__(
        self, *, text_column: str = "text", id_column: str = "id", carry: Sequence[str] = (), **settings: object
    ) -> None:
        taken = [name for name in carry if name in COLUMNS]
        if isinstance(carry, str) or taken:
            reason = f"records have a column {taken[0]!r} of their own" if taken else "a list of columns, not a string"
            raise SettingsError(f"carry: {reason}")
        self._carry = tuple(carry)
        self._reading = Reading(text_column=text_column, id_column=id_column)
        self._settings = Settings.of(settings, "BatchExtractor")

    def __call__(self, batch: Any) -> Any:  # noqa: ANN401 - of the libraries that there are, none is imported
        """The records of a ``batch``; raises ClaimxError where that is none, or lacks a column that is carried."""
        rows = [(place, cells) for place, row in enumerate(_rows(batch)) for cells in self._cells(row)]
        columns = {name: [cells.get(name) for _, cells in rows] for name in COLUMNS}
        return _made_like(batch, columns, {name: _column(batch, name) for name in self._carry}, [at for at, _ in rows])

    @staticmethod
    def spark_schema() -> str:
        """The columns of the result, as Spark's ``mapInPandas`` and ``mapInArrow`` want them declared."""
        return ", ".join(f"`{name}` {_SPARK[_type(name)]}" for name in COLUMNS)

    def _cells(self, row: Mapping[str, object]) -> Iterator[dict[str, Cell]]:
        outcome = self._outcome(row)
        if isinstance(outcome, InputError):
            yield {
                "doc.id": outcome.path,
                ERROR_CODE: outcome.code,
                ERROR_MESSAGE: outcome.message,
                JSON: _line(Error.of(outcome)),
            }
            return
        for record in outcome.records:
            if isinstance(record, Attribution):
                yield {**fields(record), JSON: _line(record)}

    def _outcome(self, row: Mapping[str, object]) -> Extracted | InputError:
        identity = row.get(self._reading.id_column)
        try:
            name = "an article without an id" if identity is None else str(identity)
            article = article_of(row, self._reading, name, None)
            text = whole_text(article.text, name)
        except InputError as error:
            return error
        source = Source(
            id=article.id or text_digest(text)[:16],
            text=text,
            title=article.title,
            author=article.author,
            published=article.published,
            url=article.url,
            extra=article.extra,
        )
        return next(extract_sources([source], self._settings))


def _line(record: Attribution | Error) -> str:
    return to_line(record).decode().removesuffix("\n")


def _type(column: str) -> type:
    return NUMERIC.get(column, str)


def _library(batch: object) -> str:
    """The library that a batch is of: pyarrow, pandas, or builtins for a dict."""
    name = type(batch).__module__.partition(".")[0]
    if name not in ("pyarrow", "pandas") and not isinstance(batch, Mapping):
        raise ClaimxError(f"a batch is a dict of lists, an Arrow table or a pandas frame, not {type(batch).__name__}")
    return name


def _rows(batch: Any) -> Iterator[dict[str, object]]:  # noqa: ANN401
    """The articles of a batch, each a dict of values that Python knows."""
    names = [str(name) for name in (batch.column_names if _library(batch) == "pyarrow" else batch)]
    columns = [_values(_column(batch, name)) for name in names]
    if len({len(column) for column in columns}) > 1:
        raise ClaimxError("the columns of the batch are not of one length")
    return (dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True))


def _column(batch: Any, name: str) -> Any:  # noqa: ANN401
    try:
        return batch[name]
    except KeyError:
        raise ClaimxError(f"the batch has no column {name!r}") from None


def _values(column: Any) -> list[object]:  # noqa: ANN401
    """The values of a column, None for what pandas calls missing."""
    if hasattr(column, "to_pylist"):
        return list(column.to_pylist())
    if hasattr(column, "notna"):
        column = column.astype(object).where(column.notna(), None)
    return [value.tolist() if hasattr(value, "tolist") else value for value in column]


def _made_like(batch: Any, columns: dict[str, list[Cell]], carried: dict[str, Any], places: list[int]) -> Any:  # noqa: ANN401
    """A batch of the same library as ``batch``.

    It holds ``columns``, and of each of the ``carried`` columns the values at ``places``.
    """
    library = _library(batch)
    if library == "pyarrow":
        import pyarrow as pa

        types = {name: pa.type_for_alias(_ARROW[_type(name)]) for name in columns}
        made = {name: pa.array(values, types[name]) for name, values in columns.items()}
        return pa.table(made | {name: column.take(pa.array(places, "int64")) for name, column in carried.items()})
    if library == "pandas":
        import pandas as pd

        made = {name: pd.array(values, _PANDAS[_type(name)]) for name, values in columns.items()}
        return pd.DataFrame(made | {name: column.iloc[places].array for name, column in carried.items()})
    return columns | {name: [column[place] for place in places] for name, column in carried.items()}
