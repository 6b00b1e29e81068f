"""show and stats: what a terminal is given, in any width and of any article, and what is counted."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from claimx.errors import SettingsError
from claimx.show import legend, rendered
from claimx.stats import DIMENSIONS, by_dimension, by_time
from claimx.write.article_records import ArticleRecords
from tests.conftest import surroundings
from tests.made import attribution, hostile_article, speaker
from tests.test_formats import saved

TEXT = (
    "Mayor Ana Ruiz said the bridge is safe.\n\n"
    "東京の橋は Tom Hollis said “we need a new one”, あ\U0001f469\u200d\U0001f680.\n"
)
ESCAPE = re.compile(r"\x1b\[([\d;]*)m")


@pytest.fixture(scope="module")
def article() -> ArticleRecords:
    records = [
        attribution(TEXT, ("the bridge is safe", False), who=speaker(TEXT, "Ana Ruiz", "Mayor Ana Ruiz"), cue="said"),
        attribution(TEXT, ("we need a new one", True), who=speaker(TEXT, "Tom Hollis", "Tom Hollis"), kind="direct"),
    ]
    return ArticleRecords("ruiz", TEXT, records)


def drawn(article: ArticleRecords, width: int, **options) -> str:
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=True, color_system="standard", **options)
    console.print(legend(), rendered(article, article.text or "", width))
    return out.getvalue()


def plain(text: str) -> str:
    return " ".join(ESCAPE.sub("", text).split())


@pytest.mark.parametrize("width", [40, 71, 72, 120, 200])
def test_no_line_is_wider_than_the_terminal_and_no_word_is_lost(article, width):
    from rich.cells import cell_len

    shown = drawn(article, width)
    assert max(cell_len(ESCAPE.sub("", line)) for line in shown.split("\n")) <= width
    words = {word for word in TEXT.split() if word.isascii()}
    assert words <= set(plain(shown).split())


def test_who_speaks_stands_beside_or_above_the_paragraph(article):
    beside, above = drawn(article, 100), drawn(article, 50)
    assert re.search(r"Ana Ruiz +Mayor Ana Ruiz said", ESCAPE.sub("", beside))
    assert re.search(r"Ana Ruiz\n +mixed, 0\.93\nMayor Ana Ruiz said", re.sub(r" +\n", "\n", ESCAPE.sub("", above)))


def test_looks_differ_with_colour_and_without(article):
    for shown in (drawn(article, 100), drawn(article, 100, no_color=True)):
        looks = {}
        for style, words in re.findall(r"\x1b\[([\d;]+)m([^\x1b]+)\x1b\[0m", shown):
            looks.setdefault(words.strip(), style)
        assert len({looks[name] for name in ("source", "cue", "quoted words")}) == 3
        assert looks["we need a new one"] == looks["quoted words"]
        assert looks["said"] == looks["cue"]


def test_nothing_of_a_hostile_article_reaches_the_terminal():
    shown = ESCAPE.sub("", drawn(hostile_article(), 100))
    assert not any(character in shown for character in "\x1b\u202e\u202c")
    assert "\\u202esafe" in shown


def test_show_marks_only_the_speaker_that_is_asked_for(main, article, tmp_path):
    saved(tmp_path, "jsonl", article)
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "ruiz.txt").write_bytes(TEXT.encode())
    run = main("show", "records.jsonl", "--texts=texts", "--only=hollis")
    out = run.stdout.decode()
    assert run.code == 0
    assert "direct, 0.93" in out
    assert "mixed, 0.93" not in out
    gone = main("show", "records.jsonl")
    assert (gone.code, gone.said) == (
        3,
        ["claimx: error: hostile: its text is not where it was; say where with --texts"],
    )


@pytest.mark.skipif(os.name != "posix", reason="needs a terminal of its own")
@pytest.mark.parametrize(("options", "paged"), [([], True), (["--no-pager"], False)])
def test_a_terminal_gets_a_pager_that_shows_colours(article, tmp_path, options, paged):
    import pty

    saved(tmp_path, "jsonl", article)
    (tmp_path / "ruiz.txt").write_bytes(TEXT.encode())
    pager = tmp_path / "pager"
    pager.write_text(f'#!/bin/sh\necho "$LESS" > {tmp_path}/less\ncat > {tmp_path}/paged\n', "utf-8")
    pager.chmod(0o700)
    main_end, terminal = pty.openpty()
    environment = surroundings() | {"PAGER": str(pager), "TERM": "xterm", "COLUMNS": "80"}
    environment.pop("LESS", None)
    command = [sys.executable, "-m", "claimx", "show", "records.jsonl", f"--texts={tmp_path}", *options]
    run = subprocess.run(
        command, cwd=tmp_path, stdin=terminal, stdout=terminal, stderr=terminal, env=environment, check=False
    )
    os.close(terminal)
    os.close(main_end)
    assert run.returncode == 0
    assert (tmp_path / "paged").exists() is paged
    if paged:
        assert "R" in (tmp_path / "less").read_text("utf-8")
        assert "the bridge is safe" in plain((tmp_path / "paged").read_text("utf-8"))
        assert "\x1b[" in (tmp_path / "paged").read_text("utf-8")


def test_speakers_are_readable_in_fifty_columns(article, tmp_path, monkeypatch):
    from claimx.cli.speakers import _table
    from claimx.people import list_speakers
    from claimx.write import table

    monkeypatch.setattr(table, "width", lambda *, in_terminal: 50)
    lines = _table(list_speakers(article.attributions), True).decode().splitlines()
    assert max(map(len, lines)) <= 50
    assert any(line.split() == ["Ana", "Ruiz", "0", "1", "0", "1"] for line in lines)


# Counting


def test_every_dimension_counts_every_record_once(article):
    counts = by_dimension([*article.attributions, *hostile_article().attributions])
    for name in DIMENSIONS:
        assert sum(count.records for count in counts if count.dimension == name) == 5
    [named] = [count for count in counts if (count.dimension, count.value) == ("named", "named")]
    assert (named.records, named.articles) == (4, 2)
    [ruiz] = [count for count in counts if count.value == "Ana Ruiz"]
    assert (ruiz.records, ruiz.words) == (1, 4)


@pytest.mark.parametrize(
    ("published", "unit", "value"),
    [
        ("2024-06-20", "day", "2024-06-20"),
        ("2024-06-20T23:59:59Z", "month", "2024-06"),
        ("2024-12-30", "week", "2025-W01"),
        ("June 20, 2024", "month", None),
        (None, "day", None),
    ],
)
def test_time_is_that_of_iso_8601(article, published, unit, value):
    record = next(article.attributions)
    dated = record.model_copy(update={"doc": record.doc.model_copy(update={"published": published})})
    assert [count.value for count in by_time([dated], unit)] == [value]


def test_times_are_in_their_order_and_a_unit_must_be_one(article):
    record = next(article.attributions)
    days = ["2024-02-01", None, "2023-12-31", "2024-02-01"]
    dated = [record.model_copy(update={"doc": record.doc.model_copy(update={"published": day})}) for day in days]
    found = [(count.value, count.records) for count in by_time(dated, "day")]
    assert found == [("2023-12-31", 1), ("2024-02-01", 2), (None, 1)]
    with pytest.raises(SettingsError, match="--by: 'year'"):
        by_time(dated, "year")


def test_stats_are_written_as_csv_json_and_a_table(main, article, tmp_path):
    saved(tmp_path, "jsonl", article, hostile_article())
    rows = list(csv.DictReader(io.StringIO(main("stats", "records.jsonl").stdout.decode(), newline="")))
    assert rows[0].keys() == {"dimension", "value", "records", "words", "articles"}
    assert not any(row["value"].startswith("=") for row in rows)
    main("stats", "records.jsonl", "-o", "stats.json", "--by=month")
    assert json.loads(Path("stats.json").read_bytes()) == [
        {"dimension": "month", "value": "2024-06", "records": 5, "words": 25, "articles": 2}
    ]
    table = main("stats", "records.jsonl", "--format=table").stdout.decode()
    assert re.search(r"mixed +3 .*█", table)
    assert "\x1b" not in table
