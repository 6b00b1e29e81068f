"""The command line as a user meets it: what stands on stdout, what on stderr, and the exit codes."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from importlib.metadata import version

import pytest

from tests.conftest import Installed, surroundings
from tests.proof import ATTRIBUTION, prove, prove_keys

ALL = ("--class=statement,belief,intent", "--include=quoted,errors")
ARTICLE = "Mayor Ana Ruiz met the press.\n\nShe said the bridge “will be safe” by May.\n"


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "ruiz.txt"
    path.write_bytes(ARTICLE.encode())
    return path


def by_doc(stdout: bytes) -> dict[str, list[bytes]]:
    lines = defaultdict(list)
    for line in stdout.splitlines():
        lines[json.loads(line)["doc"]["id"]].append(line)
    return lines


# Records


def test_extract_reads_every_seed_and_says_nothing_else(seeds_run, seeds):
    assert seeds_run.code == 0
    assert seeds_run.stderr == ""
    assert list(by_doc(seeds_run.stdout)) == [path.name for path in seeds]


def test_stdout_is_one_json_object_a_line(seeds_run):
    assert seeds_run.stdout.endswith(b"}\n")
    assert b"\r" not in seeds_run.stdout
    assert all(isinstance(record, dict) for record in seeds_run.records)


def test_every_line_fits_its_schema(seeds_run, schemas):
    for record in seeds_run.records:
        schemas[record["record"]].validate(record)


def test_every_record_proves_itself_against_the_file(seeds_run, seeds):
    texts = {path.name: path.read_bytes().decode("utf-8") for path in seeds}
    for record in seeds_run.records:
        prove(record, texts[record["doc"]["id"]])


def test_records_stand_in_the_order_of_their_contents(seeds_run):
    for lines in by_doc(seeds_run.stdout).values():
        starts = [json.loads(line)["content"]["spans"][0]["start"] for line in lines]
        assert starts == sorted(starts)


def test_ids_are_unique_and_nested_in_names_one_of_them(seeds_run):
    found = [record for record in seeds_run.records if record["record"] == "attribution"]
    ids = [record["id"] for record in found]
    assert len(ids) == len(set(ids))
    assert {record["nested_in"] for record in found} - {None} <= set(ids)


def test_confidence_has_two_decimals(seeds_run):
    values = {record["confidence"] for record in seeds_run.records if record["record"] == "attribution"}
    assert all(round(value, 2) == value and 0 <= value <= 1 for value in values)


def test_nothing_is_read_from_furniture(seeds_run):
    assert {record["region"] for record in seeds_run.records} <= {"headline", "main", "caption", "teaser"}


# The same bytes


def test_a_second_run_with_two_jobs_gives_the_same_bytes(seeds_run, seeds, claimx):
    assert claimx("extract", seeds[0].parent, *ALL, "--jobs=2").stdout == seeds_run.stdout


def test_files_in_another_order_give_the_same_bytes_each(seeds_run, seeds, main):
    backwards = main("extract", *reversed(seeds), *ALL)
    lines = by_doc(backwards.stdout)
    assert list(lines) == [path.name for path in reversed(seeds)]
    assert lines == by_doc(seeds_run.stdout)


def test_folder_glob_and_file_give_the_same_bytes(main, article):
    runs = [main("extract", argument) for argument in (".", "*.txt", "ruiz.txt", "./ruiz.txt")]
    assert {run.stdout for run in runs} == {runs[0].stdout}
    assert runs[0].stdout


def test_a_file_named_twice_is_read_once(main, article):
    assert main("extract", article.name, f"./{article.name}", ".").stdout == main("extract", ".").stdout


def test_standard_input_gives_the_records_of_the_file(claimx, main, article):
    [piped] = claimx("extract", "-", stdin=ARTICLE.encode()).records
    [named] = main("extract", article.name).records
    assert piped.pop("doc")["id"] == "-"
    named.pop("doc")
    assert piped == named


def test_documents_with_the_same_name_keep_apart_by_path(main, tmp_path):
    for folder in "ab":
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.txt").write_text(ARTICLE, "utf-8")
    assert list(by_doc(main("extract", "a", "b").stdout)) == ["a/x.txt", "b/x.txt"]
    assert list(by_doc(main("extract", "a").stdout)) == ["x.txt"]


def test_no_path_but_the_one_given_is_told(main, article, tmp_path):
    run = main("extract", article.name, *ALL)
    assert str(tmp_path) not in run.stdout.decode() + run.stderr
    assert {record["doc"]["path"] for record in run.records} == {article.name}


# --output


def test_output_file_holds_the_same_bytes_and_nothing_stands_beside_it(main, article, tmp_path):
    told = main("extract", article.name)
    written = main("extract", article.name, "-o", "out.jsonl")
    assert (tmp_path / "out.jsonl").read_bytes() == told.stdout
    assert written.stdout == b""
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.jsonl", article.name]


def test_output_file_is_written_though_an_input_is_missing(main, article, tmp_path):
    run = main("extract", "gone.txt", article.name, "-o", "out.jsonl")
    assert run.code == 3
    assert (tmp_path / "out.jsonl").read_bytes() == main("extract", article.name).stdout


def test_failing_leaves_the_old_output_and_nothing_else(main, article, tmp_path):
    (tmp_path / "out.jsonl").write_bytes(b"old\n")
    run = main("extract", article.name, "-o", "out.jsonl", "--ner-model=no_such_pipeline")
    assert run.code == 2
    assert run.said == ["claimx: error: no spaCy pipeline named 'no_such_pipeline' is installed"]
    assert (tmp_path / "out.jsonl").read_bytes() == b"old\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.jsonl", article.name]


@pytest.mark.parametrize("place", ["no/such/folder/out.jsonl", "."])
def test_an_output_that_cannot_be_written_is_one_line_with_its_path(main, article, place, tmp_path):
    run = main("extract", article.name, "-o", place)
    assert (run.code, len(run.said)) == (2, 1)
    assert f" {place}: " in run.said[0]
    assert [path.name for path in tmp_path.iterdir()] == [article.name]


# What is kept


@pytest.fixture(scope="module")
def first_seed(seeds_run, seeds):
    return [record for record in seeds_run.records if record["doc"]["id"] == seeds[0].name]


KEPT = [
    (["--class=statement"], lambda r: r["class"] == "statement"),
    (["--class=belief, intent"], lambda r: r["class"] in ("belief", "intent")),
    (["--kind=direct"], lambda r: r["kind"] == "direct"),
    (["--kind=mixed,indirect"], lambda r: r["kind"] != "direct"),
    (["--region=teaser"], lambda r: r["region"] == "teaser"),
    (["--region=main"], lambda r: r["region"] == "main"),
    (["--speaker=putin"], lambda r: "Putin" in (r["speaker"]["name"] or "").split()),
    (["--speaker=VLADIMIR PUTIN"], lambda r: r["speaker"]["name"] == "Vladimir Putin"),
]


@pytest.mark.parametrize(("options", "wanted"), KEPT, ids=[" ".join(options) for options, _ in KEPT])
def test_a_filter_keeps_what_it_says_and_all_of_it(main, seeds, first_seed, options, wanted):
    found = [record for record in first_seed if record["record"] == "attribution"]
    classes = [] if options[0].startswith("--class") else ["--class=statement,belief,intent"]
    kept = main("extract", seeds[0], *classes, *options).records
    assert ids(kept) == [record["id"] for record in found if wanted(record)]
    assert 0 < len(kept) < len(found)


def test_min_confidence_keeps_the_surer_ones(main, seeds, first_seed):
    found = [record for record in first_seed if record["record"] == "attribution"]
    middle = sorted(record["confidence"] for record in found)[len(found) // 2]
    kept = main("extract", seeds[0], *ALL[:1], f"--min-confidence={middle}").records
    assert ids(kept) == [record["id"] for record in found if record["confidence"] >= middle]


def test_filters_add_up(main, seeds, first_seed):
    kept = main("extract", seeds[0], "--kind=mixed", "--class=statement", "--speaker=Putin").records
    assert kept
    assert {(r["kind"], r["class"]) for r in kept} == {("mixed", "statement")}
    assert set(ids(kept)) < {record.get("id") for record in first_seed}


def test_statements_and_beliefs_are_kept_when_nothing_is_said(main, seeds):
    run = main("extract", seeds[0])
    assert run.stdout == main("extract", seeds[0], "--class=statement,belief").stdout
    assert {record["class"] for record in run.records} == {"statement", "belief"}


def test_a_filter_leaves_nested_in_as_it_is(main, tmp_path):
    text = "The Baltic News Agency said Minister Jan Ozols had warned that gas would run short in May.\n"
    (tmp_path / "a.txt").write_text(text, "utf-8")
    outer, inner = main("extract", "a.txt").records
    assert inner["nested_in"] == outer["id"]
    assert main("extract", "a.txt", "--speaker=Ozols").records == [inner]


def test_quoted_lines_come_only_when_included(main, tmp_path, schemas):
    text = "The “ghost platform” under Mill Street has stood empty since the war. Ana Ruiz said it is safe.\n"
    (tmp_path / "a.txt").write_text(text, "utf-8")
    with_quoted = main("extract", "a.txt", "--include=quoted").records
    [quoted] = [record for record in with_quoted if record["record"] == "quoted"]
    schemas["quoted"].validate(quoted)
    prove(quoted, text)
    assert (quoted["content"]["text"], quoted["reason"]) == ("ghost platform", "term")
    assert main("extract", "a.txt").records == [r for r in with_quoted if r["record"] == "attribution"]


def test_error_lines_come_only_when_included(main, article, schemas):
    [error, *_] = main("extract", "gone.txt", article.name, "--include=errors").records
    schemas["error"].validate(error)
    prove_keys(error)
    assert (error["doc"]["path"], error["error"]["code"]) == ("gone.txt", "not_found")
    assert [r["record"] for r in main("extract", "gone.txt", article.name).records] == ["attribution"]


def ids(records) -> list[str]:
    return [record["id"] for record in records]


# Mistakes


@pytest.mark.parametrize(
    ("option", "value"),
    [("--kind", "quoted"), ("--class", "thought"), ("--region", "furniture"), ("--include", "error")],
)
def test_a_wrong_choice_is_one_line_that_names_option_value_and_choices(main, article, option, value):
    run = main("extract", article.name, option, value)
    assert (run.code, run.stdout, len(run.said)) == (2, b"", 1)
    assert run.said[0].startswith(f"claimx: error: {option}: '{value}' ")
    assert run.said[0].count(",") >= 1


@pytest.mark.parametrize("option", ["--min-confidence=2", "--min-confidence=high", "--jobs=-1", "--nonsense", "--kind"])
def test_wrong_usage_is_one_line_that_names_the_option(main, article, option):
    run = main("extract", article.name, option)
    assert (run.code, run.stdout, len(run.said)) == (2, b"", 1)
    assert option.partition("=")[0] in run.said[0]


@pytest.mark.parametrize(
    "arguments",
    [
        ["extract"],
        ["no-such-command"],
    ],
    ids=str,
)
def test_missing_or_unknown_words_are_one_line(main, arguments):
    run = main(*arguments)
    assert (run.code, run.stdout, len(run.said)) == (2, b"", 1)
    assert run.said[0].removeprefix("claimx: error:").strip()


@pytest.mark.parametrize("option", ["--kind=", "--class=,", "--region= ", "--speaker=", "--speaker=."])
def test_an_empty_choice_is_a_mistake(main, article, option):
    assert main("extract", article.name, option).code == 2


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("speed = 3", "speed: unknown setting"),
        ("ner_model = 3", "ner_model: "),
        ("model = 'other'", "model: only the library"),
        ("speed: 3", ""),
    ],
)
def test_a_wrong_settings_file_is_one_line_with_its_path(main, article, tmp_path, line, reason):
    (tmp_path / "claimx.toml").write_text(line, "utf-8")
    run = main("extract", article.name)
    assert (run.code, len(run.said)) == (2, 1)
    assert run.said[0].startswith(f"claimx: error: {tmp_path / 'claimx.toml'}: {reason}")


def test_debug_shows_the_traceback(claimx, article):
    run = claimx("--debug", "extract", article.name, "--kind=quoted")
    assert run.code != 0
    assert "Traceback" in run.stderr


def test_files_of_other_kinds_are_passed_over_and_counted(main, article, tmp_path):
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / ".hidden.txt").write_text(ARTICLE, "utf-8")
    run = main("extract", ".")
    assert run.code == 0
    assert len(run.records) == 1
    assert len(run.said) == 1
    assert run.said == ["claimx: 1 file passed over: 1 .png"]


def test_a_folder_with_nothing_to_read_is_a_note(main, tmp_path):
    (tmp_path / "empty").mkdir()
    run = main("extract", "empty")
    assert (run.code, run.stdout, len(run.said)) == (0, b"", 1)


# Evaluate


@pytest.fixture
def gold(tmp_path):
    """A gold file in which one of two statements is what is found."""
    text = "Mayor Ana Ruiz said the bridge is safe.\n\nIt rained all day in the valley of the Aare.\n"

    def item(source: str, cue: str, content: str) -> dict[str, object]:
        places = {"source": source, "cue": cue, "content": content}
        spans = {
            role: [{"start": text.index(part), "end": text.index(part) + len(part), "text": part}]
            for role, part in places.items()
        }
        return spans | {"kind": "indirect", "class": "statement", "speaker": source, "optional": False}

    items = [item("Ana Ruiz", "said", "the bridge is safe"), item("the valley", "rained", "all day in")]
    line = {"schema": "claimx-gold/1", "id": "a", "text": text, "attributions": items}
    line["sha256"] = hashlib.sha256(text.encode()).hexdigest()
    (tmp_path / "gold.jsonl").write_text(json.dumps(line), "utf-8")
    (tmp_path / "a.txt").write_bytes(text.encode())
    return "gold.jsonl"


def test_evaluate_says_the_same_of_saved_records_as_of_a_run(main, gold):
    main("extract", "a.txt", "-o", "out.jsonl")
    saved, run = main("evaluate", gold, "out.jsonl"), main("evaluate", gold, "--run")
    assert saved.stdout == run.stdout
    assert (saved.code, saved.stderr) == (0, "")
    assert re.search(r"^relation recall +50\.0 .* 1/2$", saved.stdout.decode(), re.MULTILINE)


@pytest.mark.parametrize(
    ("floors", "code"),
    [(["relation=0.5"], 0), (["relation recall=0.51"], 1), (["relation=0.5", "relation precision=1"], 0)],
    ids=str,
)
def test_a_figure_below_its_floor_is_exit_code_1(main, gold, floors, code):
    run = main("evaluate", gold, "--run", *(f"--min={floor}" for floor in floors))
    assert (run.code, len(run.said)) == (code, code)


@pytest.mark.parametrize(
    "option",
    ["--min=relation", "--min=nonsense=0.5", "--format=csv", "--class=thought", "out.jsonl", "--compare=out.jsonl"],
)
def test_evaluate_tells_wrong_values_in_one_line(main, gold, option):
    run = main("evaluate", gold, "--run", option)
    assert (run.code, len(run.said)) == (2, 1)


def test_a_polnear_checkout_is_measured_by_its_own_conventions_and_by_ours_beside_them(main, tmp_path):
    text = "Ana Ruiz said on Monday that the bridge is safe. She wants the council to close the old mill.\n"
    standoff = (
        "T1\tSource 0 8\tAna Ruiz\nT2\tCue 9 13\tsaid\nT3\tContent 24 47\tthat the bridge is safe\n"
        "T4\tSource 49 52\tShe\nT5\tCue 53 58\twants\nT6\tContent 59 92\tthe council to close the old mill\n"
        "E1\tCue:T2 Source:T1 Content:T3\nE2\tCue:T5 Source:T4 Content:T6\n"
    )
    for kind, name, what in (("text", "a.txt", text), ("attributions", "a_one.ann", standoff)):
        folder = tmp_path / "polnear" / "data" / "dev" / kind
        folder.mkdir(parents=True)
        (folder / name).write_text(what, "utf-8")
    run = main("evaluate", "polnear", "--run", "--format=json")
    figures = {
        name: {figure["name"]: figure["right"] for figure in table} for name, table in json.loads(run.stdout).items()
    }
    # That somebody wants something is no statement or belief.
    assert (figures["figures"]["relation"], figures["default_output"]["relation"]) == (2, 1)
    assert "The default output" in main("evaluate", "polnear", "--run").stdout.decode()


def test_evaluate_wants_to_know_what_it_measures(main, gold):
    run = main("evaluate", gold)
    assert (run.code, run.said) == (2, ["claimx: error: evaluate: give either RECORDS or --run"])


@pytest.mark.parametrize(
    "missing",
    [["gone.jsonl", "--run"], ["gold.jsonl", "gone.jsonl"], ["gold.jsonl", "--run", "--speakers=gone.jsonl"]],
    ids=str,
)
def test_evaluate_without_its_input_is_exit_code_3(main, gold, missing):
    run = main("evaluate", *missing)
    assert (run.code, len(run.said)) == (3, 1)


# The program itself


def test_version_names_program_schema_and_model(claimx):
    run = claimx("--version")
    assert run.code == 0
    assert re.fullmatch(
        rf"claimx {re.escape(version('claimx'))}, schema claimx/1, model en_attribution \d+\n",
        run.stdout.decode(),
    )


def test_records_name_the_version_and_the_model(seeds_run, claimx):
    program, _, model = claimx("--version").stdout.decode().strip().split(", ")
    made_by = {record["by"] for record in seeds_run.records if record["record"] == "attribution"}
    assert made_by == {f"{program} ({model.removeprefix('model ')})"}


def test_python_m_claimx_is_the_same_program(claimx):
    for arguments in (["--version"], ["schema"], ["extract", "gone.txt"]):
        module = claimx.run([sys.executable, "-m", "claimx", *arguments])
        assert module == claimx(*arguments)


def test_schema_prints_a_valid_schema_of_each_kind_of_line(main, schemas):
    for name, validator in schemas.items():
        validator.check_schema(validator.schema)
        assert json.loads(main("schema", name).stdout) == validator.schema
    assert set(schemas) == {"attribution", "quoted", "error", "group"}
    assert main("schema", "claim").code == 2


def test_schema_refuses_a_line_with_a_key_added(seeds_run, schemas):
    record = next(r for r in seeds_run.records if r["record"] == "attribution")
    assert schemas["attribution"].is_valid(record)
    assert not schemas["attribution"].is_valid(record | {"mood": "good"})


@pytest.mark.parametrize("key", ATTRIBUTION)
def test_schema_refuses_a_line_with_a_key_missing(seeds_run, schemas, key):
    record = next(r for r in seeds_run.records if r["record"] == "attribution")
    assert not schemas["attribution"].is_valid({k: v for k, v in record.items() if k != key})


def test_segment_shows_line_region_and_beginning_of_each_paragraph(main, seeds, tmp_path):
    run = main("segment", seeds[3])
    heading, title, *lines = run.stdout.decode().splitlines()
    assert heading == f"# {seeds[3].name}"
    assert title.startswith("# title: South Korea considers supplying arms to Ukraine after Russia, North")
    text = seeds[3].read_text("utf-8").split("\n")
    for line in lines:
        number, region, beginning = line.split(maxsplit=2)
        assert region in ("headline", "main", "caption", "teaser", "furniture")
        assert " ".join(text[int(number) - 1].split()).startswith(beginning.removesuffix("…"))
    assert len(main("segment", "--full", seeds[3]).stdout) > len(run.stdout)


def test_segment_goes_on_after_a_missing_file(main, article):
    run = main("segment", "gone.txt", article.name)
    assert run.code == 3
    assert run.said == ["claimx: error: gone.txt: no such file or folder"]
    assert b"# ruiz.txt" in run.stdout


@pytest.fixture(scope="module", params=["segment", "extract"])
def left_alone(request, seeds, tmp_path_factory) -> tuple[int, bytes]:
    """Exit code and stderr of a command whose reader left after one line."""
    program = Installed(tmp_path_factory.mktemp("left_alone"))
    # More than a pipe holds, so that the program is still writing when the reader leaves.
    long = program.folder / "long.txt"
    long.write_text("The river rose again on Monday and then it fell.\n\n" * 4000, "utf-8")
    files = [long] if request.param == "segment" else seeds
    with subprocess.Popen(
        [program.program, request.param, *files],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=surroundings(),
    ) as running:
        assert running.stdout
        assert running.stderr
        running.stdout.readline()
        running.stdout.close()
        return running.wait(60), running.stderr.read()


def test_a_reader_that_leaves_hears_no_complaint(left_alone):
    assert left_alone[1] == b""


def test_a_reader_that_leaves_ends_it_with_0(left_alone):
    assert left_alone[0] == 0


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminal")
def test_no_color_is_honoured_in_a_terminal(claimx):
    coloured = re.compile(rb"\x1b\[[\d;]*3\d[\d;]*m")
    assert coloured.search(in_terminal([claimx.program, "--help"], TERM="xterm-256color"))
    assert not coloured.search(in_terminal([claimx.program, "--help"], TERM="xterm-256color", NO_COLOR="1"))


def test_a_pipe_gets_no_escapes_unless_forced(claimx):
    assert b"\x1b" not in claimx("--help").stdout
    assert b"\x1b" in claimx("--help", FORCE_COLOR="1").stdout


def test_data_is_utf_8_whatever_the_locale(claimx, main, article):
    plain = main("extract", article.name)
    assert "“" not in plain.stderr
    ascii_only = claimx(
        "extract", article.name, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0", PYTHONIOENCODING="ascii"
    )
    assert ascii_only.stdout == plain.stdout
    assert b" \xe2\x80\xa6 " in plain.stdout


def in_terminal(command: list[str], **environment: str) -> bytes:
    """What ``command`` shows on a pseudo-terminal."""
    import pty

    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command, stdout=theirs, stderr=theirs, stdin=theirs, env=surroundings() | environment
    ) as running:
        os.close(theirs)
        shown = b""
        while True:
            try:
                more = os.read(ours, 4096)
            except OSError:  # how Linux says that the other side is closed
                break
            if not more:
                break
            shown += more
        running.wait(60)
    os.close(ours)
    return shown
