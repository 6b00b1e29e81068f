"""What was worked on is kept, in a cache or beside the output of a run that was ended; little is held of the rest."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from operator import attrgetter
from pathlib import Path

import pytest

import claimx
from claimx import extraction, workers
from claimx.cache import Cache
from claimx.cli.progress import Progress
from claimx.read import Source
from claimx.settings import Settings

ARTICLE = "Mayor Ana Ruiz said the bridge “will be safe” by May. “We will pay,” Ruiz said. Ruiz said it will rain.\n"


@pytest.fixture
def article(tmp_path):
    (tmp_path / "a.txt").write_text(ARTICLE, "utf-8")
    return "a.txt"


# The cache


def test_what_is_in_the_cache_is_not_worked_on_again(main, article, tmp_path, monkeypatch):
    (tmp_path / "b.jsonl").write_text('{"id": "b", "title": "T", "text": "Mayor Ana Ruiz said no."}', "utf-8")
    plain = main("extract", ".", "--include=quoted")
    cold = main("extract", ".", "--include=quoted", "--cache=kept")

    def never(settings: Settings) -> object:
        raise AssertionError("the pipeline is loaded")

    monkeypatch.setattr(extraction, "_loaded", never)
    warm = main("extract", ".", "--include=quoted", "--cache=kept")
    assert plain.stdout == cold.stdout == warm.stdout
    assert len(warm.records) >= 3
    # An article that was moved is the same article.
    (tmp_path / "a.txt").rename(tmp_path / "moved.txt")
    moved = main("extract", "moved.txt", "--include=quoted", "--cache=kept")
    assert {record["doc"]["id"] for record in moved.records} == {"moved.txt"}
    assert [r["id"] for r in moved.records if "id" in r] == [
        r["id"] for r in warm.records if r["doc"]["id"] == "a.txt" and "id" in r
    ]


def test_other_text_title_and_settings_are_worked_on_anew(tmp_path):
    kept = Cache(tmp_path / "kept")
    source = Source(id="a", text=ARTICLE)
    kept.keep(source, Settings(), [])
    assert kept.find(replace(source, id="b", path="b.txt"), Settings()) == []
    assert kept.find(replace(source, text=ARTICLE + " "), Settings()) is None
    assert kept.find(replace(source, title="T"), Settings()) is None
    assert kept.find(source, Settings(conventions="polnear")) is None


def test_a_cache_that_is_none_is_one_line(main, article, tmp_path):
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "claimx.sqlite").write_bytes(b"no database, but some other file of bytes" * 50)
    run = main("extract", article, "--cache=kept")
    assert (run.code, len(run.said)) == (2, 1)
    assert "cannot use the cache " in run.said[0]


# What is done is kept


ARTICLES = ("a.txt", "b.txt", "c.txt")


class Ended(list):
    """Articles at the third of which somebody ends the run."""

    def __iter__(self):
        for number, file in enumerate(super().__iter__()):
            if number == 2:
                raise KeyboardInterrupt
            yield file


@pytest.fixture
def three(tmp_path):
    for name in ARTICLES:
        (tmp_path / name).write_text(ARTICLE.replace("Ruiz", f"Ruiz{name[0]}"), "utf-8")
    return tmp_path


@pytest.mark.parametrize("format_", ["jsonl", "csv", "json", "brat"])
def test_a_run_that_was_ended_goes_on_from_what_it_has_done(main, three, monkeypatch, format_):
    out = f"out.{format_}"
    undisturbed = main("extract", *ARTICLES, "-o", "all", f"--format={format_}")
    with monkeypatch.context() as patch:
        patch.setattr(Progress, "reading", lambda self, files: iter(Ended(files)))
        ended = main("extract", *ARTICLES, "-o", out, f"--format={format_}", "--resume")
    assert ended.code != 0
    assert not (three / out).exists()
    assert (three / f".{out}.claimx").is_dir()
    worked_on = []
    work = extraction._worked_on
    monkeypatch.setattr(extraction, "_worked_on", lambda source, *_: worked_on.append(source.id) or work(source, *_))
    resumed = main("extract", *ARTICLES, "-o", out, f"--format={format_}", "--resume")
    assert (resumed.code, undisturbed.code) == (0, 0)
    assert worked_on == ["c.txt"]
    assert written(three / out) == written(three / "all")
    assert not (three / f".{out}.claimx").exists()


def written(path: Path) -> list[bytes]:
    return [file.read_bytes() for file in sorted(path.rglob("*"))] if path.is_dir() else [path.read_bytes()]


def test_people_who_end_a_run_hear_what_is_kept(main, three, monkeypatch):
    monkeypatch.setattr(Progress, "reading", lambda self, files: iter(Ended(files)))
    for options, kept in {
        (): "nothing of this run is kept",
        ("--resume",): "what is done is kept in .out.jsonl.claimx",
        ("--cache=kept",): "what is done is kept in kept",
        ("--cache=kept", "--resume"): "what is done is kept in kept",
    }.items():
        run = main("extract", ".", "-o", "out.jsonl", *options)
        assert f"claimx: out.jsonl stays as it was; {kept}" in run.said


def test_to_resume_takes_a_file_to_keep_it_beside(main, three):
    for options in ([], ["-o", "/dev/null"]):
        run = main("extract", ".", "--resume", *options)
        assert (run.code, len(run.said)) == (2, 1)
        assert "--resume: " in run.said[0]


def test_nothing_is_kept_of_a_run_that_could_read_nothing(main, tmp_path):
    assert main("extract", "gone.txt", "-o", "out.jsonl", "--resume").code == 3
    assert list(tmp_path.iterdir()) == []


# Work handed out to processes


@pytest.mark.parametrize("number", [0, 1, 2, 5])
def test_few_or_no_articles_come_to_an_end(number):
    sources = [Source(str(n), "text") for n in range(number)]
    assert list(workers.in_workers(attrgetter("id"), sources, 2)) == [source.id for source in sources]


def test_extract_many_spreads_articles_over_processes_and_gives_what_a_loop_gives(monkeypatch):
    texts = [f"Mayor Ana Ruiz said the {place} was safe." for place in ("bridge", "ferry", "road", "tower", "market")]
    alone = [claimx.extract(text, id=f"text-{number}") for number, text in enumerate(texts, start=1)]
    read_by: Counter[int] = Counter()

    class Counted(workers._Worker[object]):
        def take(self) -> object:
            read_by[self._process.pid] += 1
            return super().take()

    def never(settings: Settings) -> object:
        raise AssertionError("the process that hands the articles out reads one itself")

    monkeypatch.setattr(workers, "_Worker", Counted)
    monkeypatch.setattr(extraction, "_loaded", never)
    assert list(claimx.extract_many(texts, jobs=2)) == alone
    assert all(len(records) == 1 for records in alone)
    assert len(read_by) == 2
    assert read_by.total() == len(texts)


@pytest.mark.parametrize(("length", "most"), [(10, 16), (300, 4), (2000, 1)])
def test_texts_are_read_ahead_by_their_length(monkeypatch, length, most):
    monkeypatch.setattr(workers, "_CHARACTERS_AHEAD", 1000)
    read = passed_on = most_ahead = 0

    def sources():
        nonlocal read, most_ahead
        for number in range(24):
            read += 1
            most_ahead = max(most_ahead, read - passed_on)
            yield Source(str(number), "x" * length)

    for _ in workers.in_workers(attrgetter("id"), sources(), 2):
        passed_on += 1
    assert passed_on == 24
    assert most_ahead <= most
