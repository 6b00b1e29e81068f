"""Bytes that coverage leads to: ``python -m tests.fuzzing TARGET [FOLDER] [OPTIONS OF LIBFUZZER]``.

TARGET is ``readers`` (any bytes as a file of any format), ``texts`` (any text laid out, its marks paired, its
sentences found) or ``pipeline`` (records of any text, each proved against it). A corpus of the project's own articles
is put into FOLDER first; what libFuzzer finds goes there too. Needs ``atheris``, which is for Linux.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["claimx"]):
    import claimx.pipeline
    from claimx.assembly import assemble
    from claimx.pipeline import index_text
    from claimx.read import Source, find_inputs, read_inputs
    from claimx.read.formats import FORMATS
    from claimx.records import misfits

ROOT = Path(__file__).parents[2]
ENDINGS = sorted({ending for format_ in FORMATS for ending in format_.endings})
# Longer inputs find little more and take long.
LONGEST = 4096


def readers(data: bytes) -> None:
    """The first byte chooses the ending, the others are the file."""
    if not data:
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"input{ENDINGS[data[0] % len(ENDINGS)]}"
        path.write_bytes(data[1:])
        for item in read_inputs(find_inputs([str(path)]).files):
            assert isinstance(item, Source) or item.code != "internal", item


def texts(data: bytes) -> None:
    """What is known of a text as such lies in it, in order."""
    text = data.decode("utf-8", "ignore")
    index = index_text(text)
    ends = [0, *(paragraph.span.end for paragraph in index.layout.paragraphs)]
    assert all(before <= after for before, after in pairwise(ends))
    assert ends[-1] <= len(text)
    assert all(0 <= quotation.span.start < quotation.span.end <= len(text) for quotation in index.marks.quotations)


def pipeline(data: bytes) -> None:
    """Every record fits the text."""
    text = data.decode("utf-8", "ignore")
    for record in assemble(_loaded(), Source("fuzz", text)):
        assert misfits(record, text) == []


@cache
def _loaded() -> claimx.pipeline.Language:
    return claimx.pipeline.load()


TARGETS: dict[str, Callable[[bytes], None]] = {"readers": readers, "texts": texts, "pipeline": pipeline}


def main() -> None:
    """Fill the folder, and hand over to libFuzzer, which never comes back."""
    target, *options = sys.argv[1:]
    folders = [Path(option) for option in options if not option.startswith("-")]
    for folder in folders[:1]:
        folder.mkdir(parents=True, exist_ok=True)
        for path in (*(ROOT / "fixtures" / "formats").iterdir(), *(ROOT / "fixtures" / "cases").glob("*.txt")):
            data = path.read_bytes()[:LONGEST]
            ending = next((number for number, one in enumerate(ENDINGS) if path.name.endswith(one)), 0)
            (folder / path.name).write_bytes(bytes([ending]) + data if target == "readers" else data)
    atheris.Setup([sys.argv[0], f"-max_len={LONGEST}", *options], TARGETS[target])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
