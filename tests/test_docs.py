"""The documents and schemas say what the program does: ``python -m tests.docs`` would change nothing."""

import json
import re
import shutil
import subprocess
import tomllib
from importlib.metadata import version

import pytest
from jsonschema import Draft202012Validator

from tests import docs

TEXTS = {document: docs.text_of(document) for document in docs.DOCUMENTS}
README = TEXTS["README.md"]
COMMANDS = TEXTS["claimx/cli/README.md"]
CHANGELOG = docs.text_of("CHANGELOG.md")
PROGRAMS = [(document, *program) for document, text in TEXTS.items() for program in docs.programs(text)]
# Every document of the project, by its path.
MARKDOWN = sorted(str(path.relative_to(docs.ROOT)) for path in docs.documents())
STALE = "out of date: run python -m tests.docs"

# int8 kernels differ in the last digit between processors.
_CONFIDENCE = re.compile(r'"confidence": [\d.]+')
# What the model read stands in these blocks, as it reads with the kernels of today.
_OF_RECORDS = {"sample", "speaker", "explain", "record"}
_OTHER_KERNELS = tuple(map(int, version("onnxruntime").split(".")[:2])) < (1, 30)
_WHY_NOT = "other kernels of ONNX Runtime: of 105 records of the seeds, three have another name"


def squeezed(text: str) -> str:
    return "".join(text.split())


# Generated blocks


@pytest.mark.parametrize(
    ("document", "name"), [(path, name) for path, blocks in docs.DOCUMENTS.items() for name in blocks if name != "help"]
)
def test_block_is_what_the_program_makes(document, name):
    if name in _OF_RECORDS and _OTHER_KERNELS:
        pytest.skip(_WHY_NOT)
    shown, fresh = docs.block(TEXTS[document], name), docs.DOCUMENTS[document][name]()
    assert _CONFIDENCE.sub("", shown) == _CONFIDENCE.sub("", fresh), STALE


@pytest.mark.parametrize(("document", "code", "name"), PROGRAMS, ids=[f"{path} {name}" for path, _, name in PROGRAMS])
def test_python_runs_and_prints_what_stands_behind_it(document, code, name, tmp_path):
    assert docs.block(TEXTS[document], name) == docs.printed(code, tmp_path), STALE


@pytest.mark.parametrize("document", docs.DOCUMENTS)
def test_every_block_is_generated(document):
    names = re.findall(r"^<!-- ([^/].*?) -->$", TEXTS[document], re.MULTILINE)
    printed = [name for _, name in docs.programs(TEXTS[document])]
    assert sorted(names) == sorted([*docs.DOCUMENTS[document], *printed])


def test_readme_is_read_in_one_sitting():
    assert len(README.splitlines()) <= 250


def anchors(text: str) -> set[str]:
    """What the headings can be linked by, as GitHub makes it: *Articles, and CI* is ``articles-and-ci``."""
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", MARKDOWN, ids=str)
def test_what_a_document_links_to_is_there(document):
    for target, anchor in re.findall(r"\]\((?!https?:|mailto:)([^)#]*)#?([\w-]*)\)", docs.text_of(document)):
        path = (docs.ROOT / document).parent / target if target else docs.ROOT / document
        assert path.exists(), target
        assert not anchor or anchor in anchors(path.read_text("utf-8")), anchor


def test_every_test_that_holds_a_promise_is_there():
    promises = README.partition("## What is promised")[2].partition("\n## ")[0]
    held_by = re.findall(r"^\|.*\|([^|]*)\|$", promises, re.MULTILINE)[2:]
    assert len(held_by) > 5
    for cell in held_by:
        named = re.findall(r"`([\w./]+)`", cell)
        assert named, cell
        assert [path for path in named if not (docs.ROOT / path).exists()] == []


def test_every_path_of_the_errands_is_there():
    named = re.findall(r"`((?:claimx|tests|fixtures)/[\w./-]+|\.ci/run)`", docs.text_of(".github/CONTRIBUTING.md"))
    assert len(named) > 20
    assert [path for path in named if not (docs.ROOT / path).exists()] == []


@pytest.mark.parametrize("document", MARKDOWN, ids=str)
def test_the_options_a_document_shows_are_the_commands_own(document):
    shells = re.findall(r"^```sh\n(.*?)^```$", docs.text_of(document), re.MULTILINE | re.DOTALL)
    for name, arguments in re.findall(r"\bclaimx ([a-z]+)([^|&\n]*)", "".join(shells)):
        own = {option for parameter in docs.commands()[name].params for option in parameter.opts}
        assert set(re.findall(r"(?<!\S)--?[a-z][a-z-]*", arguments)) <= own, name


@pytest.mark.parametrize("name", docs.SCHEMAS)
def test_schema_file_is_what_the_program_prints(name):
    written = json.loads((docs.ROOT / "schemas" / f"{name}.schema.json").read_text("utf-8"))
    assert written == json.loads(docs.schema(name)), STALE
    Draft202012Validator.check_schema(written)


def test_the_lines_shown_fit_the_schema():
    schema = json.loads((docs.ROOT / "schemas" / "attribution.schema.json").read_text("utf-8"))
    validator = Draft202012Validator(schema)
    for line in docs.seed_lines():
        validator.validate(json.loads(line))


# Help: each text, default and name of an option; how they are laid out is for typer to say.


def help_block(name: str) -> str:
    parts = re.split(r"^### `claimx (.+)`\n", docs.block(COMMANDS, "help"), flags=re.MULTILINE)
    return {"": parts[0], **dict(zip(parts[1::2], parts[2::2], strict=True))}[name]


def test_help_shows_every_command_and_no_other():
    headings = re.findall(r"^### `claimx (.+)`$", docs.block(COMMANDS, "help"), re.MULTILINE)
    assert ["", *headings] == list(docs.commands()), STALE


@pytest.mark.parametrize("name", docs.commands())
def test_help_says_what_the_command_says(name):
    command, shown = docs.commands()[name], help_block(name)
    parameters = [parameter for parameter in command.params if not getattr(parameter, "hidden", False)]
    texts = [command.help, *(getattr(parameter, "help", None) for parameter in parameters)]
    texts += [f"default: {p.default}" for p in parameters if p.show_default and type(p.default) in (str, int, float)]
    for text in filter(None, texts):
        assert squeezed(text) in squeezed(shown), STALE
    options = {option for p in parameters for option in (*p.opts, *p.secondary_opts) if option.startswith("-")}
    assert set(re.findall(r"(?<![\w-])--?[a-zA-Z][\w-]*", shown)) == options | {"-h", "--help"}, STALE


# Commands in the text


@pytest.mark.parametrize(
    "command",
    [
        "python -m pip install . && claimx extract seeds/",
        "python -m pip install '.[test]' && python -m pytest",
    ],
)
def test_command_stands_once_alone_in_a_code_block(command):
    assert README.count(command) == 1
    assert f"```sh\n{command}\n```\n" in README


@pytest.mark.skipif(_OTHER_KERNELS, reason=_WHY_NOT)
@pytest.mark.skipif(shutil.which("jq") is None, reason="jq is not installed")
def test_jq_prints_what_is_shown():
    commands = re.findall(r"^claimx extract (\S+) \| jq (-\w) '(.+?)'", README, re.MULTILINE)
    inputs = {"seeds/003*": docs.sample_article_lines, "seeds/": docs.seed_lines}
    for (paths, option, program), name in zip(commands, ("sample", "speaker"), strict=True):
        lines = subprocess.run(
            ["jq", option, program],  # noqa: S607 - wherever it is installed
            input="\n".join(inputs[paths]()),
            capture_output=True,
            encoding="utf-8",
            check=True,
        ).stdout.splitlines()
        shown = docs.block(README, name).splitlines()[1:-1]
        assert lines[: len(shown)] == shown


# CHANGELOG


def test_changelog_begins_with_this_version():
    project = tomllib.loads((docs.ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    released = re.findall(r"^## \[(\d.*)\] - \d{4}-\d\d-\d\d$", CHANGELOG, re.MULTILINE)
    assert released[0] == project["version"] == version("claimx")


@pytest.mark.parametrize(("name", "starts"), [("show.svg", b"<svg "), ("report.png", b"\x89PNG\r\n\x1a\n")])
def test_a_screenshot_is_a_picture_that_a_document_shows_and_describes(name, starts):
    data = (docs.ROOT / ".github" / "screenshots" / name).read_bytes()
    assert data.startswith(starts)
    assert len(data) > 10_000
    shown = "".join(
        path.read_text("utf-8") for path in (docs.ROOT / "README.md", *docs.ROOT.glob("claimx/*/README.md"))
    )
    assert re.search(rf"!\[[^\]]{{30,}}\]\([^)]*screenshots/{re.escape(name)}\)", shown)
