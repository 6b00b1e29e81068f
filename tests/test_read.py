"""Reading: arguments to inputs in a fixed order, bytes to the text that offsets index."""

from __future__ import annotations

import io
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.errors import InputError
from claimx.read import Source, find_inputs, read_inputs
from claimx.read.article import Article
from claimx.read.content import Content
from claimx.read.decoding import decode
from claimx.read.jsonl import read_json_lines
from claimx.reading import Reading


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """A folder of files, with the current folder set to it."""
    for name in [
        "in/b.txt",
        "in/a.TXT",
        "in/a/z.md",
        "in/c.jsonl",
        "in/.x.txt",
        "in/.git/y.txt",
        "in/d.png",
        "e.txt",
    ]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("He said no.", "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def pairs(*arguments: str) -> list[tuple[str, str]]:
    return [(found.path, found.id) for found in find_inputs(arguments).files]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (
            ["in"],
            [
                ("in/a/z.md", "a/z.md"),
                ("in/a.TXT", "a.TXT"),
                ("in/b.txt", "b.txt"),
                ("in/c.jsonl", "c.jsonl"),
            ],
        ),
        (["in/b.txt", "e.txt"], [("in/b.txt", "b.txt"), ("e.txt", "e.txt")]),
        (["e.txt", "in/b.txt"], [("e.txt", "e.txt"), ("in/b.txt", "b.txt")]),
        (["in/*.txt"], [("in/b.txt", "b.txt")]),
        (["*/*.jsonl", "in/c.jsonl"], [("in/c.jsonl", "c.jsonl")]),
        (["-"], [("-", "-")]),
        (["in/d.png"], [("in/d.png", "d.png")]),
    ],
    ids=str,
)
def test_arguments_become_files_in_order_each_once(tree, arguments, expected):
    assert pairs(*arguments) == expected


def test_a_folder_passes_over_other_kinds_and_leaves_hidden_files_alone(tree):
    assert find_inputs(["in"]).passed_over == {".png": 1}


def test_a_name_that_looks_like_a_pattern_is_a_file_first(tree):
    (tree / "[e].txt").write_text("", "utf-8")
    assert pairs("[e].txt") == [("[e].txt", "[e].txt")]


def test_what_is_not_there_is_an_error_with_its_argument(tree):
    errors = find_inputs(["gone.txt", "*.nothing"]).errors
    assert [(error.code, error.path) for error in errors] == [
        ("not_found", "gone.txt"),
        ("not_found", "*.nothing"),
    ]


def test_an_input_error_survives_the_way_back_from_a_worker():
    error = InputError("bad_json", "not JSON", "in.jsonl", line=3, column=7)
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert str(copy) == str(error) == "in.jsonl:3:7: not JSON"
    assert (copy.code, copy.line, copy.column) == ("bad_json", 3, 7)


@given(st.text())
def test_utf_8_without_nul_is_decoded_to_the_character(text):
    text = text.replace("\0", "").removeprefix("\ufeff")
    assert decode(text.encode("utf-8", "ignore"), "x") == text.encode("utf-8", "ignore").decode("utf-8")


def decoded(data: bytes) -> str | InputError:
    try:
        return decode(data, "x")
    except InputError as error:
        return error


@given(st.binary())
def test_any_bytes_are_text_without_nul_or_an_input_error(data):
    found = decoded(data)
    if isinstance(found, InputError):
        assert found.code in ("binary", "bad_encoding")
    else:
        assert "\0" not in found


def test_line_ends_and_odd_spaces_stay():
    assert decode(b"a\r\nb\rc\xc2\xa0\xe2\x80\xa8", "x") == "a\r\nb\rc\u00a0\u2028"


def json_lines(text: str) -> list[Article | InputError]:
    file = io.BufferedReader(io.BytesIO(text.encode()))
    return list(read_json_lines(Content("in.jsonl", file, 1000), Reading()))


def test_json_lines_end_at_line_feeds_only():
    line = '{"text": "a\u2028b\u0085c"}'
    [article] = json_lines(line)
    assert isinstance(article, Article)
    assert article.text == "a\u2028b\u0085c"


def test_a_broken_line_costs_itself_only():
    found = json_lines('{"text": "a"}\n{\n\n{"text": "b", "id": 4}\n')
    assert [item.number if isinstance(item, Article) else item.line for item in found] == [1, 2, 4]
    assert [type(item) for item in found] == [Article, InputError, Article]
    assert found[2].id == "4"


def test_sources_and_errors_come_in_the_order_of_the_files(tree):
    (tree / "in" / "b.txt").write_bytes(b"\0")
    found = list(read_inputs(find_inputs(["in"]).files))
    assert [item.path for item in found] == ["in/a/z.md", "in/a.TXT", "in/b.txt", "in/c.jsonl"]
    assert [isinstance(item, Source) for item in found] == [True, True, False, False]
