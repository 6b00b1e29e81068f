"""Files in parts: every line and row stands in one of them, with the number that it has in the file."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimx.read.content import open_content
from claimx.read.cutting import cut
from claimx.read.paths import Input

pa = pytest.importorskip("pyarrow")


def lines_of(path, item=None):
    with open_content(str(path), 1 << 20, item.part if item else None) as content:
        return list(content.lines())


@settings(deadline=None, max_examples=50)
@given(
    lines=st.lists(st.sampled_from([b'{"text": "a"}', b"", b"{bad", b"x" * 50, b"\r"]), max_size=40),
    end=st.sampled_from([b"", b"\n", b"\n\n"]),
    most=st.integers(1, 120),
)
def test_the_parts_of_a_file_have_its_lines_and_their_numbers(tmp_path_factory, lines, end, most):
    path = tmp_path_factory.mktemp("cut") / "in.jsonl"
    path.write_bytes(b'{"text": "first"}\n' + b"\n".join(lines) + end)
    parts = cut(Input(str(path), "in"), most)
    assert [line for item, _ in parts for line in lines_of(path, item)] == lines_of(path)
    assert sum(size for _, size in parts) == path.stat().st_size
    longest = max(len(line) for _, line in lines_of(path))
    assert all(size <= most + longest for _, size in parts)


@pytest.mark.parametrize("rows", [1, 3, 64, 1000])
@pytest.mark.parametrize("most", [1, 700, 10**9])
def test_the_parts_of_a_table_have_its_rows_and_their_numbers(tmp_path, rows, most):
    from pyarrow.parquet import write_table

    from claimx.read.source import read_input

    path = tmp_path / "in.parquet"
    table = pa.table({"text": [f"text {number} " * 9 for number in range(200)]})
    write_table(table, path, row_group_size=rows)
    parts = [item for item, _ in cut(Input(str(path), "in"), most)]
    whole = [(source.id, source.text) for source in read_input(Input(str(path), "in"))]
    assert [(source.id, source.text) for item in parts for source in read_input(item)] == whole
    assert whole[4][0] == f"{path}:5"


@pytest.mark.parametrize("data", [b"", b"Not a line of JSON.\n" * 9, b"\x1f\x8b\x08 damaged"])
def test_what_is_no_table_has_no_parts(tmp_path, data):
    (tmp_path / "in.jsonl.txt").write_bytes(data)
    assert cut(Input(str(tmp_path / "in.jsonl.txt"), "in"), 10) == []
    assert cut(Input(str(tmp_path / "gone"), "in"), 10) == []
