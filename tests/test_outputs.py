"""What ``-o`` names is written whole or stays as it was, and nothing else is destroyed; exit codes are true."""

from __future__ import annotations

import os
import signal
import stat
import sys
from pathlib import Path

import pytest

from claimx.errors import OutputError
from claimx.write.output import open_output

GOOD = "Mayor Ana Ruiz said the bridge is safe.\n"
posix = pytest.mark.skipif(sys.platform == "win32", reason="links, pipes and owners are of another kind there")
as_root = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give files away")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.txt").write_text(GOOD, "utf-8")
    return tmp_path


def write(path: Path, data: bytes = b"new", **options: object) -> None:
    with open_output(path, **options) as out:
        out(data)


# Every command that writes a file, with an input of its own.
WRITING = {
    "extract": ["extract", "{}", "--format=jsonl"],
    "check": ["check", "{}", "--format=jsonl"],
    "verify": ["verify", "{}", "--against=talks.txt", "--format=jsonl"],
    "link": ["link", "{}"],
    "speakers": ["speakers", "{}", "--format=jsonl"],
    "convert": ["convert", "{}"],
}


@pytest.mark.parametrize("command", WRITING.values(), ids=WRITING)
def test_no_command_writes_where_no_input_could_be_read(main, folder, command):
    (folder / "talks.txt").write_text("I was there.\n", "utf-8")
    (folder / "kept.jsonl").write_text("what stood here", "utf-8")
    (folder / "bad.txt").write_bytes(b"\0")
    for name in ("gone.txt", "bad.txt"):
        run = main(*(part.format(name) for part in command), "-o", "kept.jsonl")
        assert run.code == 3
        assert (folder / "kept.jsonl").read_text("utf-8") == "what stood here"


@pytest.mark.parametrize("command", WRITING.values(), ids=WRITING)
def test_no_command_replaces_its_input_unless_it_is_forced(main, folder, command):
    name = "a.txt"
    (folder / "talks.txt").write_text("I was there.\n", "utf-8")
    if command[0] == "convert":
        name = "saved.jsonl"
        main("extract", "a.txt", "-o", name)
    before = (folder / name).read_bytes()
    arguments = [part.format(name) for part in command]
    for spelling in (name, f"./{name}", f"talks/../{name}"):
        (folder / "talks").mkdir(exist_ok=True)
        run = main(*arguments, "-o", spelling)
        assert (run.code, len(run.said)) == (2, 1)
        assert "--force" in run.said[0]
        assert (folder / name).read_bytes() == before
    assert main(*arguments, "-o", name, "--force").code in (0, 1)


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
    (folder / "a.txt").write_text("It rained.\n\n“It is the road we all know so well, and it is closed.”\n", "utf-8")
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
    # Whoever runs the tests behind nohup ignores it, and so would the program.
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
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
