"""What the wheel brings: the command, and the components that spaCy finds by their entry points."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from configparser import ConfigParser

import pytest

from tests.conftest import ROOT

# The wheel stands in front of whatever else is installed, and nothing of the checkout is on the path.
_USE = """
import sys
from importlib.metadata import entry_points
from pathlib import Path

import claimx, spacy

wheel = Path(sys.argv[1])
assert Path(claimx.__file__).is_relative_to(wheel), claimx.__file__
for group in ("console_scripts", "spacy_factories", "spacy_tokenizers", "spacy_callbacks"):
    for entry in entry_points(group=group):
        if entry.value.startswith("claimx"):
            assert callable(entry.load()), entry
nlp = spacy.blank("en")
nlp.add_pipe("claimx")
doc = nlp("Mayor Ana Ruiz said the bridge is safe.")
print([record.speaker.name for record in doc._.attributions])
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    pytest.importorskip("hatchling", reason="hatchling builds the wheel")
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    [built] = folder.glob("claimx-*.whl")
    with zipfile.ZipFile(built) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_the_wheel_names_every_entry_point_of_the_project(wheel):
    [file] = wheel.glob("claimx-*.dist-info/entry_points.txt")
    points = ConfigParser(delimiters=("=",))
    points.optionxform = str  # names of components have capitals
    points.read(file, "utf-8")
    assert points["console_scripts"]["claimx"] == "claimx.cli:main"
    assert {"claimx", "claimx_segment", "claimx_attribute", "claimx_resolve"} <= points["spacy_factories"].keys()


def test_spacy_finds_the_component_of_the_wheel(wheel, tmp_path):
    environment = os.environ | {"PYTHONPATH": str(wheel), "PYTHONSAFEPATH": "1"}
    run = subprocess.run(
        [sys.executable, "-c", _USE, str(wheel)], cwd=tmp_path, env=environment, capture_output=True, check=False
    )
    assert (run.returncode, run.stdout.decode().strip()) == (0, "['Ana Ruiz']"), run.stderr.decode()
