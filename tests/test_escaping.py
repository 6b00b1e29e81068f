"""What others wrote reaches terminals, CI logs and sheets as something to read, never as something to obey."""

from __future__ import annotations

import csv
import io
import re

import pytest

from claimx.escaping import github_message, github_property, log_line, read_sheet_cell, sheet_cell, visible
from claimx.people import ListedSpeaker, read_known_speakers
from claimx.people.rendering import to_csv

ORDERS = {
    "colour": "\x1b[31mred",
    "title of the window": "\x1b]0;owned\x07",
    "C1 control": "\x9b2J",
    "carriage return": "safe\rgone",
    "line end": "one\ntwo",
    "line separator": "one\u2028two",
    "right to left": "\u202egnp.exe",
    "isolate": "\u2067txt",
    "half a character": "\udce9",
}
COMMANDS = {
    "GitHub": "::error file=a.txt::owned",
    "GitHub, indented": "  ::add-mask::e",
    "GitHub, behind another blank": "\u00a0::stop-commands::x",
    "older GitHub": "ok ##[error]owned",
    "Azure": "ok ##vso[task.setvariable variable=PATH]owned",
    "TeamCity": "##teamcity[buildStatus text='owned']",
}
FORMULAS = ["=1+2", "+1", "-1", "@SUM(A1)", "＝1", "\n=1", "\t=1", "\r=1"]
# What a terminal acts on, or no reader sees; joiners of scripts and emoji are none of them.
ACTING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
OBEYED = re.compile(r"^\s*::|##(\[|vso\[|teamcity\[)", re.M)


@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
def test_a_terminal_finds_nothing_to_act_on(order):
    for escape in (visible, log_line, github_message, github_property, sheet_cell):
        assert not ACTING.search(escape(order))
    assert "\n" not in log_line(order)


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_ci_runner_finds_nothing_to_obey(command):
    assert OBEYED.search(command)
    assert not OBEYED.search(log_line(command))


@pytest.mark.parametrize("text", ["“Zażółć,” she said: 50 %.", "a::b ## c [d]", "👩‍🚀 क्‍ष", "a\u00a0b"])
def test_ordinary_words_stay_as_they_are(text):
    assert visible(text) == log_line(text) == sheet_cell(text) == text


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_cell_is_no_formula_and_reads_back(formula):
    assert sheet_cell(formula)[0] in "'\\"
    assert read_sheet_cell(sheet_cell(formula)) == visible(formula, but="\n")
    assert read_sheet_cell("'Tis") == "'Tis"


NAMES = ["::error file=x,line=1::owned \x1b[2J.txt", "##vso[task.complete]\u202eowned\r.txt", "\x9bowned\u2028.txt"]
TEXT = """The council of Tarn met on Monday, and the =mayor was there.

“It is \x1b[31mthe road \u202ethat we all ##[error]know so well, and it is closed.”

=Ana Ruiz\x9b said “the bridge \x1b[2Jis ::error::safe for all of us.
"""


@pytest.fixture(params=range(len(NAMES)))
def folder(request, tmp_path):
    """A folder with an article that gives orders, in its text and by its name, and one that is no article."""
    (tmp_path / NAMES[request.param]).write_text(TEXT, "utf-8")
    (tmp_path / f"bad {NAMES[request.param]}").write_bytes(b"\0\1\2")
    return tmp_path


COMMANDS_TRIED = [
    ["check", ".", "--format=text"],
    ["check", ".", "--format=concise"],
    ["check", ".", "--format=csv"],
    ["check", ".", "--format=github"],
    ["segment", "."],
    ["segment", ".", "--full"],
    ["verify", ".", "--against", "."],
    ["explain", "", "."],
    ["link", ".", "--format=table"],
    ["speakers", ".", "--format=table"],
    ["speakers", ".", "--format=csv"],
]


@pytest.mark.parametrize("arguments", COMMANDS_TRIED, ids=" ".join)
def test_no_command_passes_orders_on(arguments, folder, main):
    run = main(*arguments)
    out = run.stdout.decode()
    assert run.code == 3
    assert out.strip()
    assert "owned" in run.stderr
    for said in (out, run.stderr):
        assert not ACTING.search(said)
    ours = r"^::(warning|notice|error) file=[^:]*,title=claimx CX\d+::" if "--format=github" in arguments else r"(?!)"
    for line in (*out.splitlines(), *run.stderr.splitlines()):
        assert re.match(ours, line) or not OBEYED.search(line)
    if "--format=csv" in arguments:
        cells = [cell for row in csv.reader(io.StringIO(out, newline="")) for cell in row]
        assert [cell for cell in cells if cell[:1] in "=+-@\t\r" and cell] == []


@pytest.mark.parametrize("name", ["@ana_ruiz", "=Ana Ruiz", "-Ana Ruiz"])
def test_a_speakers_file_of_odd_names_reads_back(name, tmp_path):
    found = ListedSpeaker(name, "ana", "person", "+1", None, ("@ana",), ("@ana",), 1, 0, 0, 1)
    (tmp_path / "people.csv").write_bytes(to_csv([found]))
    [known] = read_known_speakers(tmp_path / "people.csv").rows
    assert (known.name, known.role, known.aliases) == (name, "+1", ("@ana",))
