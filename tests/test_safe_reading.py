"""Whatever lies in a folder or a file: nothing hangs, nothing is skipped without a word, no input costs another."""

from __future__ import annotations

import json
import os
import sys

import pytest

from claimx.errors import InputError
from claimx.read import Source, find_inputs, read_inputs
from claimx.read.decoding import decode
from claimx.read.saved import holds_records
from tests.conftest import Installed

GOOD = "Mayor Ana Ruiz said the bridge is safe.\n"
posix = pytest.mark.skipif(sys.platform == "win32", reason="links, pipes and modes are of another kind there")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The current folder, with one good article in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.txt").write_text(GOOD, "utf-8")
    return tmp_path


def read(*arguments: str) -> list[Source | InputError]:
    inputs = find_inputs(arguments)
    return [*inputs.errors, *read_inputs(inputs.files)]


def told(found: list[Source | InputError]) -> list[str]:
    """The ids of what was read, and the codes of what was not."""
    return [item.id if isinstance(item, Source) else item.code for item in found]


# Folders


@posix
@pytest.mark.parametrize("target", [".", "..", "/"])
def test_links_to_folders_are_counted_and_not_followed(folder, target):
    (folder / "sub").mkdir()
    (folder / "sub" / "a").symlink_to(target)
    (folder / "sub" / "b").symlink_to(target)
    inputs = find_inputs(["."])
    assert [file.path for file in inputs.files] == ["good.txt"]
    assert inputs.passed_over == {"link to a folder": 2}


@posix
@pytest.mark.parametrize("pattern", ["**/*.txt", "*/*/*/*/*/*/*/*/*/*.txt", "**"])
def test_a_pattern_over_links_to_the_folder_itself_ends(folder, pattern):
    (folder / "sub").mkdir()
    (folder / "sub" / "a").symlink_to("..")
    (folder / "sub" / "b").symlink_to("..")
    assert {file.id for file in find_inputs([pattern]).files} in ({"good.txt"}, set())


@posix
def test_a_link_to_a_file_is_read_and_one_that_leads_nowhere_is_told_of(folder):
    (folder / "link.txt").symlink_to("good.txt")
    (folder / "nowhere.txt").symlink_to("gone.txt")
    assert told(read(".")) == ["good.txt", "link.txt", "unreadable"]


@posix
@pytest.mark.parametrize("argument", [".", "**/*.txt", "closed/*.txt"])
def test_a_folder_that_cannot_be_listed_is_an_error(folder, argument, monkeypatch):
    (folder / "closed").mkdir()
    listed = os.scandir

    def scandir(path):
        if os.fspath(path) == "closed":
            raise PermissionError(13, "Permission denied", path)
        return listed(path)

    # The tests may run as root, who may list every folder.
    monkeypatch.setattr(os, "scandir", scandir)
    errors = find_inputs([argument]).errors
    assert ("unreadable", "closed") in [(error.code, error.path) for error in errors]


@posix
@pytest.mark.parametrize("name", ["pipe.txt", "pipe.md", "pipe.jsonl"])
def test_a_pipe_in_a_folder_is_counted_and_does_not_hang(folder, name):
    os.mkfifo(folder / name)
    inputs = find_inputs([".", f"*{name[4:]}"])
    assert inputs.passed_over["pipe, socket or device"] >= 1
    assert [file.path for file in find_inputs(["."]).files] == ["good.txt"]


@pytest.mark.parametrize(
    "arguments",
    [["good.txt", "./good.txt"], ["good.txt", "sub/../good.txt"], [".", "*.txt"], ["good.txt", "{here}/good.txt"]],
)
def test_an_article_under_two_spellings_of_its_path_is_read_once(folder, arguments):
    (folder / "sub").mkdir()
    assert told(read(*(argument.format(here=folder) for argument in arguments))) == ["good.txt"]


@pytest.mark.parametrize("argument", ["", "x" * 5000, "/".join(["x" * 100] * 60), "x" * 300 + "*"])
def test_an_argument_that_can_be_no_path_is_one_line_and_the_others_are_done(folder, argument, main):
    run = main("extract", argument, "good.txt")
    assert (run.code, len(run.said), len(run.records)) == (3, 1, 1)


# Files


@pytest.mark.parametrize(
    "bad",
    [
        pytest.param(b'{"text": "He said \xe2\x80\x9cno\xe2\x80\x9d.\xff"}', id="a bad byte"),
        pytest.param(b'{"text": "He said\0 no."}', id="a NUL"),
        pytest.param(b'{"text": "He said \xe2\x80', id="cut inside a character"),
        pytest.param(b'{"text": "He said it was late.", "x": ' + b"[" * 255 + b"]" * 255 + b"}", id="255 levels"),
        pytest.param(b'{"text": "no", "x": ' + b"[" * 1000 + b"1234567890123456789" + b"]" * 1000 + b"}", id="1000"),
        pytest.param(b'{"text": "no", "x": ' + b'{"a":' * 300 + b"1" + b"}" * 300 + b"}", id="300 objects"),
        pytest.param(b'{"text": "no", "x": ' + b"9" * 5000 + b"}", id="5000 digits"),
        pytest.param(b'{"schema": "claimx/1", "record": "attribution"}', id="a record"),
    ],
)
def test_a_line_that_cannot_be_read_costs_no_other_line(main, folder, bad):
    lines = [
        b'{"id": "one", "text": "Ana Ruiz said \xe2\x80\x9cno\xe2\x80\x9d."}',
        bad,
        b'{"id": "3", "text": "He said it was late."}',
    ]
    (folder / "in.jsonl").write_bytes(b"\n".join(lines))
    run = main("extract", "in.jsonl", "--include=errors")
    first, error, last = run.records
    assert (run.code, len(run.said)) == (3, 1)
    assert (first["doc"]["id"], error["error"]["line"], last["doc"]["id"]) == ("one", 2, "3")
    assert first["content"]["text"] == "no"


TEXT = "Zażółć gęślą jaźń, “powiedziała” Ana Ruiz.\n" * 3


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(TEXT.encode()[:-21] + b"\xe2\x80", "breaks off", id="cut in a quotation mark"),
        pytest.param(b"He said \xe2\x80", "breaks off", id="cut in the only one"),
        pytest.param(TEXT.encode() + b"\xf0\x9f\x98", "breaks off", id="cut in an emoji"),
        pytest.param(TEXT.encode().replace(b"Ana", b"An\xff"), "damaged", id="one bad byte"),
        pytest.param(TEXT.encode().replace(b"Ana", b"An\xe9"), "damaged", id="one byte of cp1252"),
        pytest.param(TEXT.encode("utf-16-le"), "UTF-16", id="UTF-16 without a mark"),
        pytest.param(TEXT.encode("utf-16-be"), "UTF-16", id="UTF-16, the other way round"),
    ],
)
def test_text_that_is_not_whole_is_an_error_and_never_other_letters(data, reason):
    with pytest.raises(InputError, match=reason) as caught:
        decode(data, "x")
    assert caught.value.code == "bad_encoding"


@pytest.mark.parametrize("text", ["café", "“Yes,” said Zoë.", "CAFÉ’S “È”", "naïve – résumé"])
def test_cp1252_stays_cp1252(text):
    assert decode(text.encode("cp1252"), "x") == text


def test_no_memory_for_one_file_costs_no_other(folder, monkeypatch):
    (folder / "big.txt").write_text(GOOD, "utf-8")
    monkeypatch.setattr("claimx.read.text.decode", lambda data, path: _without_memory(data, path))
    assert told(read(".")) == ["too_large", "good.txt"]


def _without_memory(data: bytes, path: str) -> str:
    if path == "big.txt":
        raise MemoryError
    return data.decode()


# Records and articles


@pytest.fixture
def saved(main, folder) -> bytes:
    """Records of the good article, as extract writes them."""
    return main("extract", "good.txt").stdout


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda record: json.dumps(record, sort_keys=True), id="keys sorted, as jq -S does"),
        pytest.param(lambda record: "\n" + json.dumps(record), id="a blank line in front"),
        pytest.param(lambda record: "\ufeff" + json.dumps(record), id="a byte order mark"),
        pytest.param(lambda record: "not JSON\n" + json.dumps(record), id="a broken line in front"),
        pytest.param(lambda record: '{"schema":"claimx/1","record":"att\n' + json.dumps(record), id="cut in front"),
    ],
)
def test_records_are_known_whatever_stands_around_them(main, folder, saved, make):
    (folder / "saved.jsonl").write_text(make(json.loads(saved)), "utf-8")
    assert holds_records("saved.jsonl")
    assert "Ana Ruiz" in main("speakers", "saved.jsonl", "--format=jsonl").stdout.decode()
    assert told(read("saved.jsonl")) == ["no_article"]


@pytest.mark.parametrize(
    "line",
    [
        {"schema": "claimx/1", "text": GOOD},
        {"text": GOOD, "meta": {"schema": "claimx/1", "record": "attribution"}},
        {"text": '{"schema":"claimx/1"}\n' + GOOD},
    ],
)
def test_articles_that_look_like_records_are_articles(main, folder, line):
    (folder / "in.jsonl").write_text(json.dumps(line), "utf-8")
    assert not holds_records("in.jsonl")
    assert main("check", "in.jsonl").said[-1].endswith("in 1 checked")
    assert len(main("extract", "in.jsonl").records) == 1


@posix
def test_a_pipe_that_is_named_loses_no_line_to_being_looked_at(claimx: Installed, main):
    (claimx.folder / "good.txt").write_text(GOOD, "utf-8")
    (claimx.folder / "saved").write_bytes(main("extract", "good.txt").stdout * 2)
    for command in ("link --format=table", "speakers --format=jsonl"):
        named = main(*command.split(), "saved")
        piped = claimx.run(["bash", "-c", f"{claimx.program} {command} <(cat saved)"])
        assert (piped.code, piped.stdout) == (named.code, named.stdout)
        assert named.stdout
