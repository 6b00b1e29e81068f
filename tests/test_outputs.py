"""What ``-o`` names is written whole or stays as it was, and nothing else is destroyed; exit codes are true."""

from __future__ import annotations

import os
import signal
import stat
import sys
from pathlib import Path

import pytest
import typer

from claimx import cli
from claimx.errors import OutputError
from claimx.write.output import open_output

GOOD = "Mayor Ana Ruiz said the bridge is safe.\n"
UNNAMED = "It rained.\n\n“It is the road we all know so well, and it is closed.”\n"
posix = pytest.mark.skipif(sys.platform == "win32", reason="links, pipes and owners are of another kind there")
as_root = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give files away")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.txt").write_text(GOOD, "utf-8")
    return tmp_path


def write(path: Path, data: bytes = b"new", **options: object) -> None:
    with open_output(path, **options) as out:
        out(data)


# Every command that writes a file: how it is called with an input, and the option that names the file.
WRITING = {
    "extract": ["extract", "{}", "--format=jsonl", "-o"],
    "check": ["check", "{}", "--format=jsonl", "-o"],
    "verify": ["verify", "{}", "--against=talks.txt", "--format=jsonl", "-o"],
    "link": ["link", "{}", "--format=jsonl", "-o"],
    "speakers": ["speakers", "{}", "--format=jsonl", "-o"],
    "stats": ["stats", "{}", "--format=json", "-o"],
    "report": ["report", "{}", "-o"],
    "convert": ["convert", "{}", "--format=jsonl", "-o"],
    "evaluate": ["evaluate", "{}", "saved.jsonl", "--errors"],
}
ARTICLES = [name for name in WRITING if name not in ("convert", "evaluate")]
commands = pytest.mark.parametrize("name", WRITING)


def test_the_list_has_every_command_that_writes():
    """A command that gets an option for a file that it writes belongs into the list above."""
    click = typer.main.get_command(cli.app)
    writes = {
        name
        for name, command in click.commands.items()
        for option in command.params
        if str(getattr(option, "help", "")).startswith(("Write", "The page to write"))
    }
    assert writes == set(WRITING)


@pytest.fixture
def called(main, folder):
    """A call of a command of the list, with an input and the file that it is to write."""
    (folder / "talks.txt").write_text("I was there.\n", "utf-8")
    assert main("extract", "a.txt", "-o", "saved.jsonl").code == 0

    def call(name: str, source: str, output: str, *more: str):
        return main(*(part.format(source) for part in WRITING[name]), output, *more)

    return call


@commands
def test_no_command_writes_where_no_input_could_be_read(called, folder, name):
    (folder / "bad.txt").write_bytes(b"\0")
    output = "kept.html" if name == "report" else "kept.jsonl"
    (folder / output).write_text("what stood here", "utf-8")
    for source in ("gone.txt", "bad.txt"):
        # What evaluate is given is no article: it is read or the run ends.
        assert called(name, source, output).code in ((2, 3) if name == "evaluate" else (3,))
        assert (folder / output).read_text("utf-8") == "what stood here"


@commands
def test_no_command_replaces_its_input_unless_it_is_forced(called, folder, name):
    source = "a.txt" if name in ARTICLES else "saved.jsonl"
    if name == "report":
        source = "a.html"
        (folder / source).write_text(f"<html><body><article><p>{GOOD * 9}</p></article></body></html>", "utf-8")
    before = (folder / source).read_bytes()
    (folder / "talks").mkdir()
    for spelling in (source, f"./{source}", f"talks/../{source}"):
        run = called(name, source, spelling)
        assert (run.code, "--force" in run.said[-1]) == (2, True)
        assert (folder / source).read_bytes() == before
    assert called(name, source, source, "--force").code in (0, 1)


@commands
@pytest.mark.parametrize("output", ["out.docx", "out.tar.gz", "out.htmlx"])
def test_an_ending_of_no_format_is_an_error_that_lists_those_there_are(main, folder, name, output):
    if name == "evaluate":
        return  # It writes JSON Lines alone.
    arguments = [part.format("a.txt") for part in WRITING[name] if not part.startswith("--format")]
    run = main(*arguments, output)
    assert (run.code, len(run.said)) == (2, 1)
    assert f"{output}: no format has this ending; there are ." in run.said[0]
    assert not (folder / output).exists()


ENDINGS = [
    ("check", "out.json", b"["),
    ("check", "out.jsonl", b'{"rule"'),
    ("check", "out.sarif", b'{\n  "$schema"'),
    ("check", "out.sarif.json", b'{\n  "$schema"'),
    ("check", "out.xml", b"<?xml"),
    ("check", "out.csv", b"rule,"),
    ("check", "out.txt", b"a.txt:"),
    ("check", "out", b"a.txt:"),
    ("verify", "out.ndjson", b'{"schema"'),
    ("verify", "out.TXT", b"a.txt:"),
    ("link", "out.jsonl", b""),
    ("speakers", "out.csv", b"name,"),
    ("speakers", "out.jsonl", b"{"),
    ("stats", "out.json", b"["),
    ("stats", "out.csv", b"dimension,"),
]


@pytest.mark.parametrize(("command", "output", "begins"), ENDINGS, ids=[f"{c} {o}" for c, o, _ in ENDINGS])
def test_the_ending_of_the_output_chooses_the_format(main, folder, command, output, begins):
    (folder / "a.txt").write_text(f"{UNNAMED}\n{GOOD}", "utf-8")
    (folder / "talks.txt").write_text("I was there.\n", "utf-8")
    against = ["--against=talks.txt"] if command == "verify" else []
    assert main(command, "a.txt", *against, "-o", output).code in (0, 1)
    assert (folder / output).read_bytes().lstrip().startswith(begins)


@pytest.mark.parametrize("output", ["r.txt", "r.csv", "r.json", "r.jsonl", "r.ndjson", "github.txt", "gitlab.json"])
@pytest.mark.parametrize("command", ["check", "verify"])
def test_what_a_check_wrote_among_the_articles_is_no_article(main, folder, command, output):
    if command == "verify" and not output.endswith(("txt", "jsonl", "ndjson")):
        return
    (folder / "a.txt").write_text(f"{UNNAMED}\n{GOOD}", "utf-8")
    (folder / "talks").mkdir()
    (folder / "talks" / "t.md").write_text("I was there.\n", "utf-8")
    format_ = [f"--format={output.split('.')[0]}"] if output.startswith("g") and command == "check" else []
    first = main(command, "a.txt", *(["--against=talks"] if command == "verify" else format_), "-o", output)
    assert first.code == 1
    again = main("check", ".", "--ignore=CX3")
    assert "claimx: 1 file passed over: 1 with findings of claimx" in again.said


@pytest.mark.parametrize("option", ["--gold", "--baseline"])
def test_files_that_options_name_are_inputs_too(main, folder, option):
    (folder / "known.jsonl").write_text("", "utf-8")
    run = main("check", "a.txt", option, "known.jsonl", "-o", "known.jsonl")
    assert (run.code, "--force" in run.said[-1]) == (2, True)


def test_an_article_below_the_folder_is_not_replaced(main, folder):
    run = main("extract", ".", "-o", "a.txt", "--format=jsonl")
    assert (run.code, "--force" in run.said[0]) == (2, True)
    assert (folder / "a.txt").read_text("utf-8") == GOOD


@pytest.mark.parametrize("paths", [["."], ["*"], [".", "*.jsonl"]])
def test_a_run_does_not_read_what_it_wrote_before(main, folder, paths):
    first = main("extract", *paths[:1], "-o", "all.jsonl")
    written = (folder / "all.jsonl").read_bytes()
    again = main("extract", *paths, "-o", "all.jsonl")
    assert (first.code, again.code) == (0, 0)
    assert (folder / "all.jsonl").read_bytes() == written
    assert again.said == ["claimx: all.jsonl: not read, since it is written to"]


@pytest.mark.parametrize("edit", [lambda rows: rows[:-1], lambda rows: [*rows, "x"], lambda rows: [rows[0].lower()]])
def test_a_speakers_file_is_replaced_as_long_as_nobody_edited_it(main, folder, edit):
    (folder / "b.txt").write_text("Tom Hollis said the road is closed.\n", "utf-8")
    assert main("speakers", ".", "-o", "people.csv").code == 0
    assert main("speakers", "a.txt", "-o", "people.csv").code == 0
    assert main("speakers", ".", "-o", "people.csv").code == 0
    rows = (folder / "people.csv").read_text("utf-8").splitlines()
    edited = "\n".join(edit(rows) if edit(rows) != [rows[0]] else [rows[0].replace("written", "note")])
    (folder / "people.csv").write_text(edited, "utf-8")
    run = main("speakers", ".", "-o", "people.csv")
    assert (run.code, "--force" in run.said[0]) == (2, True)
    assert (folder / "people.csv").read_text("utf-8") == edited
    assert main("speakers", ".", "-o", "people.csv", "--force").code == 0


# What stands at the name


@posix
@pytest.mark.parametrize("target", ["there.jsonl", "not-yet.jsonl", "sub/there.jsonl"])
def test_a_link_stays_a_link_and_what_it_leads_to_is_written(folder, target):
    (folder / "sub").mkdir()
    for name in ("there.jsonl", "sub/there.jsonl"):
        (folder / name).write_bytes(b"old")
    (folder / "link").symlink_to(target)
    write(folder / "link")
    assert (folder / "link").is_symlink()
    assert (folder / target).read_bytes() == b"new"


@posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755])
def test_the_mode_stays(folder, mode):
    (folder / "out").write_bytes(b"old")
    (folder / "out").chmod(mode)
    write(folder / "out")
    assert (stat.S_IMODE((folder / "out").stat().st_mode), (folder / "out").read_bytes()) == (mode, b"new")


@as_root
@pytest.mark.parametrize("owner", [(12345, 0), (12345, 12345), (0, 12345)])
def test_the_owner_stays(folder, owner):
    (folder / "out").write_bytes(b"old")
    os.chown(folder / "out", *owner)
    write(folder / "out")
    after = (folder / "out").stat()
    assert ((after.st_uid, after.st_gid), (folder / "out").read_bytes()) == (owner, b"new")


@posix
def test_an_owner_that_cannot_be_kept_by_a_rename_is_kept_by_writing_in_place(folder, monkeypatch):
    (folder / "out").write_bytes(b"old and longer")
    before = (folder / "out").stat().st_ino

    def chown(*arguments: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "chown", chown)
    write(folder / "out")
    assert ((folder / "out").stat().st_ino, (folder / "out").read_bytes()) == (before, b"new")


@posix
def test_the_other_names_of_a_file_go_on_being_its_names(folder):
    (folder / "out").write_bytes(b"old")
    (folder / "other").hardlink_to(folder / "out")
    write(folder / "out")
    assert (folder / "other").read_bytes() == b"new"


@posix
def test_a_pipe_is_written_to_and_stays_a_pipe(folder):
    os.mkfifo(folder / "pipe")
    reader = os.open(folder / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    write(folder / "pipe")
    assert os.read(reader, 10) == b"new"
    os.close(reader)
    assert stat.S_ISFIFO((folder / "pipe").stat().st_mode)


@posix
def test_the_null_device_stays_a_device():
    write(Path("/dev/null"))
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


@posix
def test_what_stands_in_the_file_of_standard_output_stays_in_front(claimx, folder):
    command = f"{{ echo first; {claimx.program} extract a.txt -o /dev/stdout; }} > out"
    assert claimx.run(["bash", "-c", command]).code == 0
    assert [line[:5] for line in (folder / "out").read_text("utf-8").splitlines()] == ["first", '{"sch']


@pytest.mark.parametrize("options", [{}, {"force": True}])
def test_a_folder_is_never_an_output(folder, options):
    with pytest.raises(OutputError, match="folder"):
        write(folder, **options)


def test_an_error_on_the_way_leaves_the_file_and_nothing_beside_it(folder):
    (folder / "out").write_bytes(b"old")
    writing = open_output(folder / "out")
    writing.__enter__()(b"half")
    assert not writing.__exit__(ValueError, ValueError("in the middle"), None)
    assert (folder / "out").read_bytes() == b"old"
    assert sorted(path.name for path in folder.iterdir()) == ["a.txt", "out"]


# Exit codes


@posix
@pytest.mark.parametrize(
    "command",
    [
        "{claimx} extract a.txt > /dev/full",
        "{claimx} extract a.txt -o /dev/full",
        "{claimx} segment a.txt > /dev/full",
        "ulimit -f 0; {claimx} extract a.txt -o out.jsonl",
        "{claimx} extract a.txt >&-",
        "{claimx} extract - <&-",
        "ulimit -n 5; {claimx} extract a.txt",
    ],
)
def test_what_the_machine_refuses_is_one_line_and_exit_code_2(claimx, folder, command):
    if "/dev/full" in command and not Path("/dev/full").exists():
        pytest.skip("there is no device here that is always full")
    run = claimx.run(["bash", "-c", command.format(claimx=claimx.program)])
    # Libraries say things of their own when there are no more handles.
    ours = [line for line in run.said if line.startswith(("claimx: ", "Traceback"))]
    assert (run.code, len(ours)) == (2, 1)
    assert ours[0].startswith("claimx: error: ")
    assert not (folder / "out.jsonl").exists()


@posix
def test_a_report_that_holds_findings_exits_with_1_though_nobody_listens(claimx, folder):
    (folder / "a.txt").write_text(UNNAMED, "utf-8")
    command = f"set -o pipefail; {claimx.program} check a.txt -o report 2>&1 >&2 | true"
    assert claimx.run(["bash", "-c", command]).code == 1
    assert (folder / "report").stat().st_size > 0


@pytest.mark.parametrize("command", [["check", "empty"], ["verify", "empty", "--against=a.txt"]], ids=lambda c: c[0])
def test_a_check_of_nothing_is_no_pass(main, folder, command):
    (folder / "empty").mkdir()
    run = main(*command)
    assert (run.code, run.stdout) == (2, b"")
    assert run.said[-1] == "claimx: error: nothing was checked; --allow-empty lets that pass"
    assert main(*command, "--allow-empty").code == 0


@posix
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_is_one_line_a_true_code_and_leaves_everything_as_it_was(main, folder, monkeypatch, number):
    (folder / "out.jsonl").write_text("what stood here", "utf-8")

    def interrupted(*arguments: object, **options: object) -> None:
        # Raised in this thread, which handles it at once; one that is sent may come a few lines later.
        signal.raise_signal(number)

    before = {each: signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)}
    monkeypatch.setattr("claimx.extraction._work", interrupted)
    # Tests that run behind nohup or in the background ignore these, and so would the program.
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        run = main("extract", "a.txt", "-o", "out.jsonl")
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
    assert run.code == 128 + number
    assert [line for line in run.said if line] == [
        "claimx: out.jsonl stays as it was; nothing of this run is kept",
        f"claimx: error: ended by {signal.Signals(number).name}",
    ]
    assert (folder / "out.jsonl").read_text("utf-8") == "what stood here"
    assert sorted(path.name for path in folder.iterdir()) == ["a.txt", "out.jsonl"]
