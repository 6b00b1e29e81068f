"""The formats of ``claimx check``, each read back by a reader that is not ours."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from junitparser import Error, Failure, JUnitXml
from sarif_pydantic import Sarif

from claimx.check.findings import Finding, Place, Report, fingerprints
from claimx.check.rendering import FORMATS
from claimx.check.rendering.github import summary
from claimx.check.rules import RULES
from claimx.cli.check import FORMATS as NAMED
from claimx.errors import InputError
from claimx.escaping import sheet_cell, visible
from claimx.read import find_inputs
from tests.conftest import Installed

ODD = "50%, up: 𝒳 “a\r\nb” ]]> & <c> \x00\x1b\ud7ff\ufffe, `d`"
ARTICLE = "Fire, 50%\n\n𝒳: A Western official said on Monday that the road would open soon.\n"
QUOTE = "The council met on Monday.\n\n“It is the road that we all know so well, and it is closed.”\n"


def finding(code: str, line: int | None = 2, path: str = "a,b: c.txt", message: str = ODD) -> Finding:
    place = Place(path, None, line, line and 3, line, line and 7, line and 10, line and 14)
    return Finding(RULES[code], place, message, f"{message} {line}", "context")


@pytest.fixture
def report() -> Report:
    """A report with one finding of each severity, awkward texts, a clean file and one that could not be read."""
    found = [finding("CX604"), finding("CX101", None), finding("CX103", path="d.txt")]
    member = Finding(RULES["CX103"], Place("in.jsonl", "id 1", 5, 6, 5, 9, 40, 43), "m", "w")
    unread = InputError("binary", "binary file", "bad\x01.txt")
    return Report("warning", ["clean.txt", "a,b: c.txt", "d.txt", "in.jsonl[id 1]"], [*found, member], [unread])


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Articles of which one is clean, one noted and one warned of; and one run's worth of each format."""
    folder = tmp_path_factory.mktemp("formats")
    (folder / "clean.txt").write_text("It rained all day.\n", "utf-8")
    (folder / "noted 50%.txt").write_text(ARTICLE, "utf-8")
    (folder / "warned.txt").write_text(QUOTE, "utf-8")
    run = Installed(folder)("check", ".", "--ignore=CX9", "--format=jsonl", "--output=../found.json")
    assert (run.code, run.stdout) == (1, b"")
    return folder


def test_every_format_that_is_named_is_there():
    assert tuple(FORMATS) == tuple(NAMED)


def test_formats_of_a_real_run_say_the_same(folder):
    rows = [json.loads(line) for line in (folder / ".." / "found.json").read_text("utf-8").splitlines()]
    assert [(row["path"], row["line"], row["column"], row["rule"]) for row in rows] == [
        ("noted 50%.txt", 3, 4, "CX103"),
        ("warned.txt", 3, 2, "CX101"),
    ]


def test_a_run_in_github_writes_annotations_and_summary(folder):
    run = Installed(folder)(
        "check", ".", "--ignore=CX9", "--format=github", "--fail-on=error", GITHUB_STEP_SUMMARY="summary.md"
    )
    assert run.code == 0
    lines = run.stdout.decode().splitlines()
    # Worst first, whatever the order of the files.
    assert lines[0].startswith("::warning file=warned.txt,line=3,endLine=3,col=2,endColumn=60,title=claimx CX101::")
    assert lines[1].startswith("::notice file=noted 50%25.txt,line=3,endLine=3,col=4,endColumn=22,title=claimx CX103::")
    assert (folder / "summary.md").read_text("utf-8").count("\n- `") == 2


# GitHub


def test_github_escapes_what_would_end_a_command_or_a_property(report):
    commands = FORMATS["github"](report).splitlines()
    assert [re.match(r"::(\w+) ", command).group(1) for command in commands] == ["error", "warning", "notice", "notice"]
    assert commands[0].startswith("::error file=a%2Cb%3A c.txt,line=2,endLine=2,col=3,endColumn=7,title=claimx CX604::")
    assert "50%25, up: 𝒳 “a%0D%0Ab”" in commands[0]
    # Without a line the annotation is of the file; lines of an article inside a file are not the file's.
    assert commands[1].startswith("::warning file=a%2Cb%3A c.txt,title=")
    assert commands[3] == "::notice file=in.jsonl,title=claimx CX103::in.jsonl[id 1]:5:6: m"


def test_github_gives_no_columns_for_more_than_one_line():
    place = Place("a.txt", None, 1, 2, 3, 4, 0, 9)
    report = Report("warning", ["a.txt"], [Finding(RULES["CX101"], place, "m", "w")])
    assert FORMATS["github"](report) == "::warning file=a.txt,line=1,endLine=3,title=claimx CX101::m\n"


def test_github_shows_ten_of_a_level_and_the_summary_all():
    found = [finding(code, line, "a.txt", "m") for line in range(1, 13) for code in ("CX103", "CX101", "CX601")]
    report = Report("warning", ["a.txt"], found)
    lines = FORMATS["github"](report).splitlines()
    assert [sum(line.startswith(f"::{level} ") for line in lines) for level in ("error", "warning", "notice")] == [
        10
    ] * 3
    assert lines.index(next(line for line in lines if line.startswith("::warning "))) > 9
    assert [line for line in lines if "2 more of level" in line and not line.startswith("::")] != []
    assert summary(report).count("\n- `") == 36
    assert summary(report).index("CX601") < summary(report).index("CX101") < summary(report).index("CX103")


def test_a_summary_keeps_to_what_github_takes():
    report = Report("warning", ["a.txt"], [finding("CX101", line, "a.txt", "é" * 50_000) for line in range(1, 30)])
    text = summary(report)
    assert len(text.encode()) < 1 << 20
    assert re.search(r"\n- … and \d+ more\n\Z", text)


# SARIF


def test_sarif_is_read_by_another_program(report):
    text = FORMATS["sarif"](report)
    sarif = Sarif.model_validate_json(text)
    [run] = sarif.runs
    assert (sarif.version, run.tool.driver.name) == ("2.1.0", "claimx")
    assert [rule.id for rule in run.tool.driver.rules] == list(RULES)
    assert [result.rule_id for result in run.results] == ["CX604", "CX101", "CX103", "CX103"]
    assert [result.level.value for result in run.results] == ["error", "warning", "note", "note"]
    assert [run.tool.driver.rules[result.rule_index].id for result in run.results] == [
        "CX604",
        "CX101",
        "CX103",
        "CX103",
    ]


def test_sarif_has_what_github_requires(report):
    log = json.loads(FORMATS["sarif"](report))
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    [run] = log["runs"]
    for rule in run["tool"]["driver"]["rules"]:
        assert all(rule[key]["text"] for key in ("shortDescription", "fullDescription", "help"))
    for result in run["results"]:
        assert result["message"]["text"]
        [location] = result["locations"]
        region = location["physicalLocation"]["region"]
        assert {"startLine", "startColumn", "endLine", "endColumn"} <= region.keys()
        assert min(region["startLine"], region["startColumn"]) >= 1
        assert re.fullmatch("[0-9a-f]{16}", result["partialFingerprints"]["primaryLocationLineHash"])
    uris = [r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in run["results"]]
    assert uris == ["a%2Cb%3A%20c.txt", "a%2Cb%3A%20c.txt", "d.txt", "in.jsonl"]
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"], region["charOffset"], region["charLength"]) == (2, 3, 10, 4)
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["invocations"] == [
        {
            "executionSuccessful": False,
            "toolExecutionNotifications": [{"level": "error", "message": {"text": "bad\x01.txt: binary file"}}],
        }
    ]


@pytest.mark.parametrize("above", ["It rained.\n\n", "\n" * 9, "A long day\n\nIt rained all day, and all night.\n\n"])
def test_fingerprints_of_sarif_stay_when_lines_are_put_above(main, tmp_path, above):
    printed = []
    for text in (QUOTE, above + QUOTE):
        (tmp_path / "a.txt").write_text(text, "utf-8")
        [run] = json.loads(main("check", "a.txt", "--select=CX1,CX2", "--format=sarif").stdout)["runs"]
        printed.append([(r["ruleId"], r["partialFingerprints"]) for r in run["results"]])
        lines = [r["locations"][0]["physicalLocation"]["region"]["startLine"] for r in run["results"]]
    assert printed[0] == printed[1] != []
    assert lines == [3 + above.count("\n")]


def test_sarif_of_nothing_is_still_a_run():
    [run] = json.loads(FORMATS["sarif"](Report("warning", ["a.txt"])))["runs"]
    assert run["results"] == []
    assert run["invocations"][0]["executionSuccessful"]


# JUnit


def test_junit_is_read_by_another_program(report, tmp_path):
    path = tmp_path / "junit.xml"
    path.write_text(FORMATS["junit"](report), "utf-8")
    suites = JUnitXml.fromfile(str(path))
    [suite] = suites
    cases = {case.name: case for case in suite}
    assert list(cases) == ["clean.txt", "a,b: c.txt", "d.txt", "in.jsonl[id 1]", "bad.txt"]
    assert cases["clean.txt"].is_passed
    assert [type(case.result[0]) for case in cases.values() if case.result] == [Failure, Error]
    [failure] = cases["a,b: c.txt"].result
    assert failure.type == "CX604 CX101"
    assert "a,b: c.txt:2:3: error CX604" in failure.text
    # A note does not fail a case: it is what the case has to say.
    assert cases["d.txt"].is_passed
    assert "note CX103" in cases["d.txt"].system_out
    assert (suite.tests, suite.failures, suite.errors) == (5, 1, 1)


def test_junit_is_xml_whatever_a_text_holds():
    every = "".join(map(chr, range(0x300))) + "\ud800\udfff\ufffe\uffff"
    text = FORMATS["junit"](Report("note", ["a"], [finding("CX101", 1, "a", every)]))
    assert "é" in ElementTree.fromstring(text).find(".//failure").get("message")  # noqa: S314 - our own


# What Jenkins and GitLab read of a case, in the order in which their schemas have it: either of the first two, once.
CASE = re.compile(r"(error |failure )?(system-out )?")


@pytest.mark.parametrize("failures", [[], ["bad.txt"], ["a,b: c.txt", "in.jsonl", "in.jsonl", "clean.txt", "bad.txt"]])
def test_junit_keeps_the_rules_of_jenkins_and_gitlab(report, failures):
    report.failures = [InputError("binary", "binary file", path, line=n) for n, path in enumerate(failures, start=1)]
    root = ElementTree.fromstring(FORMATS["junit"](report))  # noqa: S314 - our own
    cases = root.findall("./testsuite/testcase")
    # Jenkins refuses a report without cases; GitLab takes cases of one class and name for one.
    assert len({(case.get("classname"), case.get("name")) for case in cases}) == len(cases) > 0
    for case in cases:
        assert CASE.fullmatch("".join(f"{child.tag} " for child in case)), case.get("name")
        assert all(child.get("message") and child.get("type") for child in case if child.tag != "system-out")
    for part in (root, root[0]):
        assert int(part.get("tests")) == len(cases)
        assert int(part.get("failures")) == len(root.findall(".//failure"))
        assert int(part.get("errors")) == len(root.findall(".//error")) == len(set(failures))


# Lines and data


def test_lines_are_one_a_finding(report):
    assert FORMATS["concise"](report).splitlines()[2:] == [
        f"d.txt:2:3: note CX103 {visible(' '.join(ODD.split()))}",
        "in.jsonl[id 1]:5:6: note CX103 m",
    ]
    assert FORMATS["text"](report).splitlines()[-3:] == [
        f"d.txt:2:3: note CX103 {visible(' '.join(ODD.split()))}",
        "    context",
        "in.jsonl[id 1]:5:6: note CX103 m",
    ]


def test_json_json_lines_and_csv_hold_the_same(report):
    rows = [json.loads(line) for line in FORMATS["jsonl"](report).splitlines()]
    assert json.loads(FORMATS["json"](report)) == rows
    cells = list(csv.DictReader(io.StringIO(FORMATS["csv"](report), newline="")))
    assert cells == [
        {key: "" if value is None else sheet_cell(str(value)) for key, value in row.items()} for row in rows
    ]
    assert [row["article"] for row in rows] == [None, None, None, "id 1"]


def test_gitlab_has_its_keys_and_every_fingerprint_once(report):
    report.findings *= 2
    issues = json.loads(FORMATS["gitlab"](report))
    assert len({issue["fingerprint"] for issue in issues}) == len(issues) == 8
    assert [issue["severity"] for issue in issues[:3]] == ["major", "minor", "info"]
    assert [issue["location"] for issue in issues[2:4]] == [
        {"path": "d.txt", "lines": {"begin": 2}},
        {"path": "in.jsonl", "lines": {"begin": 1}},
    ]


def test_fingerprints_stay_when_lines_move():
    one, moved = (Finding(RULES["CX101"], Place("a", None, n, 1), f"in line {n}", "a  b\nc") for n in (1, 9))
    spaced = Finding(RULES["CX101"], Place("a", None, 1, 1), "", "a b c")
    assert fingerprints([one]) == fingerprints([moved]) == fingerprints([spaced])
    assert fingerprints([one]) != fingerprints([Finding(RULES["CX102"], one.place, "", one.words)])
    assert len(set(fingerprints([one, moved]))) == 2


@pytest.mark.parametrize(
    ("format_", "name"), [("jsonl", "r.jsonl"), ("json", "r.json"), ("gitlab", "r.json"), ("csv", "r.csv")]
)
def test_findings_in_a_folder_are_no_articles(report, tmp_path, format_, name):
    (tmp_path / "a.txt").write_text(ARTICLE, "utf-8")
    (tmp_path / name).write_text(FORMATS[format_](report), "utf-8")
    inputs = find_inputs([str(tmp_path)])
    assert [file.id for file in inputs.files] == ["a.txt"]
    assert inputs.passed_over == {"with findings of claimx": 1}
    # What is named is read, and its reader says what is wrong with it.
    assert len(find_inputs([str(tmp_path / name)]).files) == 1


@pytest.mark.parametrize(
    "article", ['{"rule": "CX101", "text": "No."}', '[{"rule": "of law", "text": "No."}]', "rule,text\n1,No.\n"]
)
def test_articles_that_speak_of_rules_are_articles(tmp_path, article):
    (tmp_path / "a.jsonl").write_text(article, "utf-8")
    assert [file.id for file in find_inputs([str(tmp_path)]).files] == ["a.jsonl"]
