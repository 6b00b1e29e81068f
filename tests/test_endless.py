"""Inputs without an end, small ones that unpack to large ones, and files that go while a run comes to them."""

from __future__ import annotations

import bz2
import gzip
import io
import sys
import zipfile
from pathlib import Path

import pytest

from claimx.cli import console
from claimx.read import Source, find_inputs, read_inputs
from claimx.reading import Reading
from tests.conftest import ROOT

GOOD = "“The bridge is safe,” Mayor Ana Ruiz said.\n"
LIMIT = 100_000
PIECE = 1 << 16


# Endless


class Endless(io.RawIOBase):
    """A stream that goes on with ``unit`` for ever, and remembers how much it gave at most and in all."""

    def __init__(self, unit: bytes) -> None:
        self.unit, self.most, self.total = unit * (PIECE // len(unit) + 2), 0, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:  # type: ignore[override]
        assert self.total < 1 << 24, "it is read without end"
        self.most, start = max(self.most, len(buffer)), self.total % (len(self.unit) // 2)
        size = min(len(buffer), len(self.unit) - start)
        buffer[:size] = self.unit[start : start + size]
        self.total += size
        return size


@pytest.mark.parametrize(
    "unit",
    [b"He said no. ", b"a", b"\n", b'{"text": ', b"[" * 9, b"<p>He said no.</p>", b"text,id", b"\0", b"\xff"],
    ids=repr,
)
def test_standard_input_without_an_end_is_given_up_and_read_in_pieces(main, monkeypatch, unit):
    endless = Endless(unit)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(endless, PIECE)))
    run = main("extract", "-", f"--max-bytes={LIMIT}")
    assert (run.code, run.stdout) == (3, b"")
    assert endless.most <= PIECE
    assert endless.total <= 20 * LIMIT


# Blown up

BLOWN_UP = {
    "gzip": ("bomb.txt.gz", lambda: gzip.compress(b"a" * 20 * LIMIT)),
    "gzip in gzip": ("bomb.txt.gz", lambda: gzip.compress(gzip.compress(b"a" * 200 * LIMIT, 1) * 9)),
    "bzip2": ("bomb.md.bz2", lambda: bz2.compress(b"a" * 20 * LIMIT)),
    "a line of JSON": ("bomb.jsonl.gz", lambda: gzip.compress(b'{"text": "' + b"a" * 20 * LIMIT + b'"}\n')),
    "a document": ("bomb.docx", lambda: document(b" " * 20 * LIMIT)),
    "entities": ("bomb.rss", lambda: laughs()),
    "rows": ("bomb.parquet", lambda: rows("a" * 20 * LIMIT)),
}


def document(filling: bytes) -> bytes:
    """A Word document of ours with that much more in it."""
    data = io.BytesIO((ROOT / "fixtures" / "formats" / "article.docx").read_bytes())
    with zipfile.ZipFile(data, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/more.xml", filling)
    return data.getvalue()


def laughs() -> bytes:
    """A feed of a kilobyte that stands for gigabytes."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    return f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY l0 "ha">{entities}]><rss><item>&l11;</item></rss>'.encode()


def rows(text: str) -> bytes:
    """A table whose one long text stands in it once for many rows."""
    pyarrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    data = io.BytesIO()
    parquet.write_table(pyarrow.table({"text": [text] * 3}), data)
    return data.getvalue()


@pytest.mark.parametrize(("name", "make"), BLOWN_UP.values(), ids=BLOWN_UP)
def test_what_unpacks_to_more_than_an_article_may_have_is_an_error(tmp_path, name, make):
    (tmp_path / name).write_bytes(make())
    found = list(read_inputs(find_inputs([str(tmp_path)], Reading(max_bytes=LIMIT)).files))
    assert found
    assert {item.code for item in found if not isinstance(item, Source)} <= {"too_long", "bad_xml", "binary"}
    assert not [item for item in found if isinstance(item, Source)]


# Gone


def deleted(path: Path) -> None:
    path.unlink()


def made_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def made_a_link_to_nothing(path: Path) -> None:
    path.unlink()
    path.symlink_to("gone")


COMMANDS = [
    *(f"{name} a.txt b.txt" for name in ("extract", "check", "link", "speakers", "stats", "report", "segment")),
    *(f"{name} a.jsonl b.jsonl" for name in ("convert", "check", "link", "speakers", "stats", "report")),
    *(f"verify {names} --against=talk.txt" for names in ("a.txt b.txt", "a.jsonl b.jsonl")),
]


@pytest.mark.skipif(sys.platform == "win32", reason="links are of another kind there")
@pytest.mark.parametrize("gone", [deleted, made_a_folder, made_a_link_to_nothing])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_that_goes_while_a_run_comes_to_it_costs_no_other(main, tmp_path, monkeypatch, command, gone):
    for name in ("a.txt", "b.txt", "talk.txt"):
        (tmp_path / name).write_text(GOOD, "utf-8")
    main("extract", "a.txt", "-o", "a.jsonl")
    main("extract", "b.txt", "-o", "b.jsonl")
    found = console.find if "segment" not in command else find_inputs

    def find(*arguments, **options):
        inputs = found(*arguments, **options)
        gone(tmp_path / command.split()[2])
        return inputs

    monkeypatch.setattr(*((console, "find") if found is console.find else ("claimx.read.find_inputs",)), find)
    run = main(*command.split())
    assert run.code == 3
    assert [line for line in run.said if line.startswith("claimx: error: ")] == [
        line for line in run.said if line.startswith(f"claimx: error: {command.split()[2]}: ")
    ]
    assert run.stdout or command.startswith(("report", "check", "link"))
