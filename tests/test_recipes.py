"""What the page on other programs shows runs as it stands there."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, surroundings

PAGE = (ROOT / "claimx" / "write" / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(sh|python)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
SHELL = [code for language, code in BLOCKS if language == "sh"]
PYTHON = [code for language, code in BLOCKS if language == "python"]
SERVICE = next(code for code in PYTHON if "FastAPI" in code)


@pytest.fixture(scope="module")
def folder(seeds: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where every shell block has been run, one behind the other, on one of the seeds."""
    for package in ("pyarrow", "xlsxwriter"):
        pytest.importorskip(package)
    if shutil.which("jq") is None:
        pytest.skip("jq is not installed")
    made = tmp_path_factory.mktemp("recipes")
    (made / "seeds").mkdir()
    shutil.copy(seeds[3], made / "seeds")
    path = f"{Path(sys.executable).parent}:{surroundings()['PATH']}"
    for code in SHELL:
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", code],  # noqa: S607 - wherever it is installed
            cwd=made,
            env=surroundings() | {"PATH": path},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, (code, done.stderr)
    return made


def test_every_shell_block_makes_what_it_says(folder):
    named = set(re.findall(r" -o (\S+)", "".join(SHELL)))
    assert {path.name for path in folder.iterdir()} == named | {"seeds"}
    assert all(path.is_dir() or path.stat().st_size > 100 for path in folder.iterdir())


@pytest.mark.parametrize("code", PYTHON, ids=lambda code: re.findall(r"^(?:import|from) (\w+)", code, re.MULTILINE)[0])
def test_every_python_block_runs(folder, monkeypatch, capsys, code):
    for package in ("duckdb", "pandas", "polars", "fastapi"):
        if re.search(rf"^(?:import|from) {package}\b", code, re.MULTILINE):
            pytest.importorskip(package)
    monkeypatch.chdir(folder)
    exec(compile(code, "README.md", "exec"), {"__name__": "recipe"})  # noqa: S102 - our own page
    assert ("print" in code) == bool(capsys.readouterr().out)


def test_the_service_answers_with_records():
    pytest.importorskip("fastapi")
    client = pytest.importorskip("fastapi.testclient")
    names: dict[str, Any] = {"__name__": "service"}
    exec(compile(SERVICE, "service.py", "exec"), names)  # noqa: S102 - our own page
    service = client.TestClient(names["app"])
    text = "Mayor Ana Ruiz said the bridge is safe."
    answer = service.post("/attributions", content=text, headers={"Content-Type": "text/plain"})
    assert answer.status_code == 200
    assert [record["speaker"]["name"] for record in answer.json()] == ["Ana Ruiz"]
    assert len(SERVICE.strip().splitlines()) <= 12
