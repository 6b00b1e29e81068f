"""Nothing heavy is imported before there is work, and the library's few names do what they say."""

from __future__ import annotations

import subprocess
import sys

import pytest

import claimx

HEAVY = {"spacy", "onnxruntime", "tokenizers", "numpy", "pydantic", "orjson"}
RUN_CONSOLE = "import sys; from claimx.cli import main; sys.argv = ['claimx', *{arguments!r}]; main()"
COMMANDS = "extract show stats convert report segment schema evaluate explain speakers check rule verify link".split()
SHOW_HELPS = """
import sys
from claimx.cli import main
for command in {commands!r}:
    sys.argv = ["claimx", command, "--help"]
    try:
        main()
    except SystemExit as ended:
        assert not ended.code
    print(command, *sorted({heavy!r}.intersection(sys.modules)), file=sys.stderr)
"""
ARTICLE = "Mayor Ana Ruiz said the bridge “will be safe” by May."


def imported_by(code: str, folder) -> set[str]:
    """The top-level modules that are there when ``code`` has run in a Python of its own."""
    tell = "import atexit, sys; atexit.register(lambda: print(*sorted(sys.modules), file=sys.stderr))\n"
    done = subprocess.run([sys.executable, "-c", tell + code], cwd=folder, capture_output=True, check=True)
    return {name.partition(".")[0] for name in done.stderr.decode().split()}


@pytest.mark.parametrize("arguments", [["--help"], ["--version"]], ids=str)
def test_help_and_version_import_nothing_heavy(arguments, tmp_path):
    assert not HEAVY & imported_by(RUN_CONSOLE.format(arguments=arguments), tmp_path)


def test_help_of_a_command_imports_nothing_heavy_but_what_typer_does(tmp_path):
    # One Python shows the help of them all, and names what is heavy and there by then behind each.
    code = SHOW_HELPS.format(commands=COMMANDS, heavy=HEAVY - {"pydantic"})
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stderr.splitlines() == COMMANDS


def test_importing_claimx_imports_nothing_heavy(tmp_path):
    modules = imported_by("import claimx", tmp_path)
    assert "claimx" in modules
    assert not (HEAVY | {"typer", "rich"}) & modules


def test_every_public_name_is_there_and_no_other():
    assert all(getattr(claimx, name) for name in claimx.__all__)
    assert set(dir(claimx)) == set(claimx.__all__)
    with pytest.raises(AttributeError, match="nonsense"):
        claimx.nonsense  # noqa: B018 - reading it is the test


def test_extract_gives_the_attributions_of_a_text():
    [record] = claimx.extract(ARTICLE, id="ruiz")
    assert isinstance(record, claimx.Attribution)
    assert (record.doc.id, record.doc.path) == ("ruiz", None)
    assert (record.speaker.name, record.content.text) == ("Ana Ruiz", "the bridge … will be safe … by May")


def test_extract_many_keeps_order_and_lets_articles_be_without_any():
    found = list(claimx.extract_many([ARTICLE, "", "It rained all day."], ids=iter("abc")))
    assert [[record.doc.id for record in records] for records in found] == [["a"], [], []]
    [[record]] = claimx.extract_many([ARTICLE])
    assert record.doc.id == "text-1"


def test_extract_gives_all_classes():
    [record] = claimx.extract("Mayor Ana Ruiz wants to sell the old town hall to a brewery.")
    assert record.class_ == "intent"


def test_load_gives_a_spacy_pipeline(nlp):
    doc = nlp(ARTICLE)
    assert doc.text == ARTICLE
    [found] = doc._.claimx_attributions
    [resolution] = doc._.claimx_resolutions
    assert (found.cue.span.of(doc.text), resolution.speaker.name) == ("said", "Ana Ruiz")


def test_an_unknown_name_model_is_an_error_that_names_it():
    with pytest.raises(claimx.ClaimxError, match="no_such_pipeline"):
        claimx.load(claimx.Settings(ner_model="no_such_pipeline"))
