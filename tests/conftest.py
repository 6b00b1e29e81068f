"""What tests share: the pipeline, the program as installed, its schemas, and the texts."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from inspect import signature
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from spacy.language import Language

import claimx as package
from claimx import cli
from claimx.assembly import assemble
from claimx.read import Source
from claimx.write.jsonl import to_line

pytest.register_assert_rewrite("tests.proof")

ROOT = Path(__file__).parent.parent
# What would colour or bend the program's output; tests that mean it set it themselves.
_MOODS = {"FORCE_COLOR", "NO_COLOR", "PY_COLORS", "GITHUB_ACTIONS", "TERM", "COLUMNS", "TERMINAL_WIDTH"}
# The commands that show how far they are.
_SHOWING = {
    command.callback.__name__
    for command in cli.app.registered_commands
    if command.callback is not None and "progress" in signature(command.callback).parameters
}


@dataclass(frozen=True)
class Run:
    """What one run of the command line left behind."""

    code: int
    stdout: bytes
    stderr: str

    @property
    def records(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.stdout.splitlines()]

    @property
    def said(self) -> list[str]:
        return self.stderr.splitlines()


class Installed:
    """The installed console script, run in a folder outside the checkout."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        found = shutil.which("claimx", path=str(Path(sys.executable).parent))
        assert found, "claimx is not installed beside this Python"
        self.program = found

    def __call__(self, *arguments: object, stdin: bytes = b"", **environment: str) -> Run:
        return self.run([self.program, *unwatched(arguments)], stdin, **environment)

    def run(self, command: list[str], stdin: bytes = b"", **environment: str) -> Run:
        done = subprocess.run(
            command,
            cwd=self.folder,
            input=stdin,
            capture_output=True,
            env=surroundings() | environment,
            check=False,
        )
        return Run(done.returncode, done.stdout, done.stderr.decode("utf-8"))


def unwatched(arguments: Sequence[object]) -> list[str]:
    """``arguments`` with no progress, unless they say which: a busy machine makes a long run of any."""
    asked = [str(argument) for argument in arguments]
    speaks = _SHOWING.isdisjoint(asked[:1]) or any(argument.startswith("--progress") for argument in asked)
    return asked if speaks else [*asked[:1], "--progress=none", *asked[1:]]


def surroundings() -> dict[str, str]:
    """The environment without what colours or bends output."""
    return {key: value for key, value in os.environ.items() if key not in _MOODS}


@pytest.fixture(scope="session")
def seeds() -> list[Path]:
    """The five articles the project began with, by name."""
    return sorted((ROOT / "seeds").glob("*.txt"))


@pytest.fixture
def claimx(tmp_path: Path) -> Installed:
    return Installed(tmp_path)


@pytest.fixture(scope="session")
def seeds_run(seeds: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Run:
    """What the installed program says of all seeds, every class and kind of line."""
    run = Installed(tmp_path_factory.mktemp("seeds_run"))
    return run("extract", seeds[0].parent, "--class=statement,belief,intent", "--include=quoted,errors")


@pytest.fixture(scope="session")
def schemas(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Draft202012Validator]:
    """A validator for each kind of line, of what ``claimx schema`` prints."""
    printed = Installed(tmp_path_factory.mktemp("schemas"))("schema").stdout
    return {name: Draft202012Validator(schema) for name, schema in json.loads(printed).items()}


@pytest.fixture
def main(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> Iterator[Callable[..., Run]]:
    """The command line in this process, where the pipeline is loaded once; in ``tmp_path``, on ``stdin`` if given."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object, stdin: bytes | None = None) -> Run:
        monkeypatch.setattr(sys, "argv", ["claimx", *unwatched(arguments)])
        if stdin is not None:
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capsysbinary.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = capsysbinary.readouterr()
        code = ended.value.code
        assert code is None or isinstance(code, int)
        return Run(code or 0, out, err.decode())

    yield run
    cli.console.debug = cli.console.quiet = False


@pytest.fixture(scope="session")
def nlp() -> Language:
    return package.load()


@pytest.fixture(scope="session")
def read(nlp: Language) -> Callable[[str], list[dict[str, Any]]]:
    """All attributions of a text, as the JSON that would be written."""

    def attributions(text: str) -> list[dict[str, Any]]:
        found = [json.loads(to_line(record)) for record in assemble(nlp, Source(id="text", text=text))]
        return [record for record in found if record["record"] == "attribution"]

    return attributions
