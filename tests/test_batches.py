"""BatchExtractor: columns of articles to columns of records, whatever library the columns are of."""

from __future__ import annotations

import json
import pickle
from datetime import date

import numpy as np
import pytest

import claimx
from claimx.batches import COLUMNS, BatchExtractor
from tests.test_lazy_import import imported_by

ARTICLES = {
    "id": ["pay", "road", None, "bad", "quiet"],
    "text": [
        "“We will pay,” the mayor, Ana Ruiz, said.",
        "Police said the road was closed.",
        "She said the bridge “will be safe” by May.",
        None,
        "Nothing was heard.",
    ],
    "title": ["Pay", "", None, None, None],
    "site": ["a.org", "b.org", "c.org", "d.org", "e.org"],
    "words": [7, 6, 8, 0, 3],
}


@pytest.fixture(scope="module")
def found() -> dict[str, list]:
    return BatchExtractor(carry=["site"])(ARTICLES)


def records(columns) -> list[dict]:
    return [json.loads(line) for line in columns["json"]]


def test_a_record_is_a_row_and_stands_whole_in_its_json(found):
    assert list(found) == [*COLUMNS, "site"]
    for at, text in ((0, ARTICLES["text"][0]), (1, ARTICLES["text"][1])):
        [expected] = claimx.extract(text, id=ARTICLES["id"][at])
        shown = records(found)[at]
        assert shown["content"] == expected.model_dump()["content"]
        assert found["content.text"][at] == shown["content"]["text"]
        assert found["id"][at] == shown["id"] == expected.id
        assert found["confidence"][at] == shown["confidence"]
        assert found["content.spans"][at].startswith(f"{expected.content.spans[0].start}-")


def test_what_a_row_says_of_its_article_is_in_the_record(found):
    first = records(found)[0]["doc"]
    assert (first["id"], first["title"], first["path"]) == ("pay", "Pay", None)
    assert first["extra"] == {"site": "a.org", "words": 7}
    assert found["site"] == ["a.org", "b.org", "c.org", "d.org"]


def test_an_article_without_an_id_goes_by_its_hash(found):
    doc = records(found)[2]["doc"]
    assert doc["id"] == doc["sha256"][:16]


def test_an_error_is_a_row_of_its_own(found):
    assert found["doc.id"][3] == "bad"
    assert found["error.code"] == [None, None, None, "bad_article"]
    assert found["error.message"][3] == 'the key "text" must be a string'
    assert found["speaker.name"][3] is None
    assert records(found)[3]["record"] == "error"


@pytest.mark.parametrize("text", [7, "half \ud800 a character", ["a list"], float("nan")])
def test_a_text_that_is_none_costs_no_other_article(text):
    batch = {"id": ["a", "b"], "text": [text, "Police said the road was closed."]}
    assert [bool(code) for code in BatchExtractor()(batch)["error.code"]] == [True, False]


def test_an_article_in_which_claimx_fails_is_an_error_too(monkeypatch):
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("claimx.extraction.analyse", fail)
    assert BatchExtractor()({"text": ["Police said so."]})["error.code"] == ["internal"]


def test_arrow_tables_become_arrow_tables(found):
    pa = pytest.importorskip("pyarrow")
    made = BatchExtractor(carry=["site"])(pa.table(ARTICLES))
    assert made.to_pydict() == found
    assert str(made.schema.field("content.line").type) == "int64"
    assert str(made.schema.field("nested_in").type) == "string", "also where all of it is null"
    assert BatchExtractor()(pa.table(ARTICLES).slice(4)).schema.names == list(COLUMNS)


def test_pandas_frames_become_pandas_frames(found):
    pd = pytest.importorskip("pandas")
    made = BatchExtractor(carry=["site"])(pd.DataFrame(ARTICLES, index=[9, 8, 7, 6, 5]))
    assert list(made["json"]) == found["json"]
    assert list(made["site"]) == found["site"]
    assert made["content.line"].dropna().tolist() == [line for line in found["content.line"] if line is not None]
    assert made["content.line"].dtype == "Int64"


def test_numpy_arrays_are_read_as_lists(found):
    batch = {name: np.array(values, dtype=object if name != "words" else "int32") for name, values in ARTICLES.items()}
    assert BatchExtractor(carry=["site"])(batch)["json"] == found["json"]


def test_dates_and_missing_values_of_frames_are_values_of_json():
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame(
        {
            "text": ["Police said the road was closed."],
            "published": pd.to_datetime(["2024-10-11"]),
            "seen": [pd.NaT],
            "day": [date(2024, 10, 12)],
            "tags": [np.array(["x", "y"])],
        }
    )
    [doc] = [record["doc"] for record in records(BatchExtractor()(frame))]
    assert doc["published"].startswith("2024-10-11")
    assert doc["extra"] == {"seen": None, "day": "2024-10-12", "tags": ["x", "y"]}


def test_columns_may_have_other_names():
    extractor = BatchExtractor(text_column="body", id_column="key")
    assert extractor({"body": ["Police said the road was closed."], "key": [12]})["doc.id"] == ["12"]


def test_it_is_pickled_without_the_pipeline(found):
    sent = pickle.dumps(BatchExtractor(carry=["site"]))
    assert len(sent) < 2_000
    assert pickle.loads(sent)(ARTICLES) == found  # noqa: S301 - our own


def test_an_empty_batch_gives_empty_columns():
    assert BatchExtractor()({"id": [], "text": []}) == {name: [] for name in COLUMNS}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"modell": "x"}, "BatchExtractor: modell: unknown setting"),
        ({"conventions": "mine"}, "BatchExtractor: conventions: "),
        ({"carry": ["id"]}, "carry: records have a column 'id' of their own"),
        ({"carry": "site"}, "carry: a list of columns, not a string"),
    ],
)
def test_a_wrong_setting_is_told_before_there_is_work(options, message):
    with pytest.raises(claimx.ClaimxError, match=message):
        BatchExtractor(**options)


@pytest.mark.parametrize(
    ("batch", "message"),
    [
        ([{"text": "a"}], "not list"),
        ("a text", "not str"),
        ({"text": ["a", "b"], "id": ["a"]}, "not of one length"),
        ({"text": ["a"]}, "no column 'site'"),
    ],
)
def test_what_is_no_batch_is_told(batch, message):
    with pytest.raises(claimx.ClaimxError, match=message):
        BatchExtractor(carry=["site"])(batch)


def test_no_engine_and_no_table_library_is_imported(tmp_path):
    code = "import claimx; claimx.BatchExtractor()({'text': ['Police said the road was closed.']})"
    assert not {"ray", "dask", "distributed", "pyspark", "pandas", "pyarrow"} & imported_by(code, tmp_path)
