"""Options that are the same everywhere, and what the library says of a caller's mistakes."""

from __future__ import annotations

import re
import threading

import pytest
from spacy.language import Language

import claimx
from claimx import extraction
from claimx.cli.console import Failures
from claimx.cli.progress import Progress
from claimx.read.paths import Input
from claimx.settings import Settings

ARTICLE = "Mayor Ana Ruiz said the bridge “will be safe” by May. “We will pay,” Ruiz said. Ruiz said it will rain.\n"


@pytest.fixture
def article(tmp_path):
    (tmp_path / "a.txt").write_text(ARTICLE, "utf-8")
    return "a.txt"


# The command line


@pytest.mark.parametrize(
    "options",
    [["--kind=direct,mixed"], ["--kind=direct", "--kind=mixed"], ["--kind", "mixed", "--kind", "direct, mixed"]],
)
def test_an_option_that_takes_a_list_may_be_repeated(main, article, options):
    kinds = [record["kind"] for record in main("extract", article, *options).records]
    assert sorted(kinds) == ["direct", "mixed"]


def test_a_wrong_item_of_a_repeated_option_is_named(main, article):
    run = main("extract", article, "--kind=direct", "--kind=loud")
    assert (run.code, run.said) == (2, ["claimx: error: --kind: 'loud' is not one of direct, mixed, indirect"])


@pytest.mark.parametrize("arguments", [[], ["help"], ["--help"], ["-h"]], ids=str)
def test_the_program_alone_shows_its_help(main, arguments):
    run = main(*arguments)
    assert run.code == 0
    assert b"Commands" in run.stdout


def test_help_takes_a_command(main):
    assert main("help", "extract").stdout == main("extract", "--help").stdout


def test_the_version_has_a_short_option(main):
    assert main("-V").stdout == main("--version").stdout
    assert main("-V").stdout.startswith(b"claimx ")


@pytest.mark.parametrize(
    "arguments", [["--quiet", "extract", "."], ["extract", ".", "-q"], ["extract", "--quiet", "."]]
)
def test_quiet_says_only_what_fails(main, article, tmp_path, arguments):
    (tmp_path / "b.png").write_bytes(b"")
    (tmp_path / "c.txt").write_bytes(b"\0")
    run = main(*arguments)
    assert run.code == 3
    assert len(run.said) == 1
    assert run.said[0].startswith("claimx: error: c.txt: ")


@pytest.mark.parametrize(
    "arguments", [["--debug", "extract", "gone.txt", "-o", "a.png"], ["extract", "-o", "a.png", "b", "--debug"]]
)
def test_debug_may_stand_anywhere(main, arguments):
    with pytest.raises(claimx.ClaimxError, match="no format has this ending"):
        main(*arguments)


@pytest.mark.parametrize("name", ["out.docx", "out.records", "out.JSONX", "out.txt"])
def test_an_ending_that_is_of_no_format_is_an_error_that_lists_them(main, article, tmp_path, name):
    run = main("extract", article, "-o", name)
    assert (run.code, len(run.said)) == (2, 1)
    assert ".jsonl, .ndjson, .json, .csv" in run.said[0]
    assert not (tmp_path / name).exists()
    assert main("extract", article, "-o", name, "--format=jsonl").code == 0


# Progress


class Clock:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def run_of(style: str, seconds_each: float, capsys) -> list[str]:
    """What is said of three articles with two records each, the last of which cannot be read."""
    clock, failures = Clock(), Failures()
    files = [Input(f"{name}.txt", name) for name in "abc"]
    with Progress(style, len(files), failures, clock) as progress:
        for file in progress.reading(files):
            clock.seconds += seconds_each
            if file.id == "c":
                failures.count += 1
            else:
                progress.add(2)
    return capsys.readouterr().err.splitlines()


def test_a_long_run_says_now_and_then_how_far_it_is_and_sums_up(capsys):
    assert run_of("auto", 20, capsys) == [
        "claimx: 2 articles, 4 records, 0.1 articles a second, at file 2 of 3: b.txt",
        "claimx: 2 articles, 4 records, 1 error, 60.0 seconds, 0.0 articles a second",
    ]


def test_a_short_run_that_nobody_watches_says_nothing(capsys):
    assert run_of("auto", 1, capsys) == []
    assert run_of("plain", 1, capsys) == ["claimx: 2 articles, 4 records, 1 error, 3.0 seconds, 0.7 articles a second"]


def test_no_progress_says_nothing(capsys):
    assert run_of("none", 100, capsys) == []


SLOW = [
    *(f"{command} a.txt" for command in ("extract", "check", "link", "speakers", "stats", "report")),
    *(f"{command} saved.jsonl" for command in ("convert", "check", "link", "speakers", "stats", "report")),
    *(f"verify {name} --against=a.txt" for name in ("a.txt", "saved.jsonl")),
]


@pytest.mark.parametrize("command", SLOW)
def test_every_command_that_may_take_its_time_shows_it_alike(main, article, command):
    if "saved" in command:
        main("extract", article, "-o", "saved.jsonl")
    told = re.compile(r"claimx: 1 article, \d records, 0 errors, .* articles a second")
    loud, quiet, wrong = (
        main(*command.split(), option) for option in ("--progress=plain", "--quiet", "--progress=loud")
    )
    assert [told.fullmatch(line) is not None for line in loud.said].count(True) == 1
    assert [line for line in quiet.said if "error" not in line] == []
    assert wrong.code == 2


def test_a_bar_shows_and_ends_with_a_summary(main, article):
    run = main("extract", article, "--progress=bar")
    assert run.said[-1].startswith("claimx: 1 article, ")
    assert "articles a second" in run.said[-1]


# The library


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"He said no.", "a text is a string, not bytes; decode it first"),
        (None, "a text is a string, not NoneType"),
        (["He said no."], "a text is a string, not list"),
        ("He said \ud800 no.", "half a character \\(U\\+D800\\) at 8"),
    ],
)
def test_what_is_no_text_is_an_error_of_ours(text, reason):
    with pytest.raises(claimx.ClaimxError, match=reason):
        claimx.extract(text)


@pytest.mark.parametrize("texts", ["He said no.", b"He said no.", None, 7])
def test_one_text_where_several_are_taken_is_an_error_of_ours(texts):
    with pytest.raises(claimx.ClaimxError, match="takes several texts"):
        claimx.extract_many(texts)


@pytest.mark.parametrize(("texts", "ids"), [(["a", "b"], ["1"]), (["a"], ["1", "2"]), ([], ["1"])])
def test_ids_that_are_not_as_many_as_texts_are_an_error_of_ours(texts, ids):
    with pytest.raises(claimx.ClaimxError, match="not as many ids as texts"):
        list(claimx.extract_many(texts, ids=ids))


def test_an_id_that_is_no_string_is_an_error_of_ours():
    with pytest.raises(claimx.ClaimxError, match="id 1 is int, not a string"):
        list(claimx.extract_many(["a"], ids=[1]))


def test_threads_that_come_first_together_load_one_pipeline(monkeypatch):
    loads = []
    together = threading.Barrier(8)

    def load(settings: Settings) -> Language:
        loads.append(settings)
        return Language()

    def first_call() -> None:
        together.wait()
        extraction._loaded(Settings(select=("one load",)))

    monkeypatch.setattr(extraction, "load", load)
    threads = [threading.Thread(target=first_call) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(loads) == 1
