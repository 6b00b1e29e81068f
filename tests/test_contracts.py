"""The contracts on who may import whom can fail: each is broken once, in the graph of imports alone."""

from __future__ import annotations

import tomllib
from copy import deepcopy
from typing import Any

import grimp
import pytest
from importlinter.configuration import configure
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.layers import LayersContract
from importlinter.domain.contract import Contract

from tests.conftest import ROOT


def as_written(settings: dict[str, Any]) -> dict[str, Any]:
    """Settings as import-linter takes them from TOML: what is true or false in words."""
    return {key: str(value) if isinstance(value, bool) else value for key, value in settings.items()}


SETTINGS = as_written(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"])
KINDS: dict[str, type[Contract]] = {"forbidden": ForbiddenContract, "layers": LayersContract}
CONTRACTS = {settings["name"]: as_written(settings) for settings in SETTINGS["contracts"]}
# For each contract an import that nobody may write.
BREACHES = {
    "Each storey of the house stands on the ones below it": ("claimx.read.paths", "claimx.cli.console"),
    "Nothing that runs knows training or torch": ("claimx.check.marks", "torch"),
    "What works from records never sees the pipeline": ("claimx.link.events", "claimx.pipeline.indexing"),
    "The pipeline knows neither records nor their writers": ("claimx.pipeline.segment.regions", "claimx.records"),
    "Only the pipeline knows spaCy and ONNX Runtime": ("claimx.stats.counting", "spacy"),
    "Only the command line talks to people": ("claimx.evaluate.figures", "typer"),
    "Every command writes to files by console.writing, and records to folders by write_records": (
        "claimx.cli.stats",
        "claimx.write.output",
    ),
    "Inside the pipeline each room knows only those before it": (
        "claimx.pipeline.marks.pairing",
        "claimx.pipeline.coreference.resolver",
    ),
    "What checks texts and records sees nothing inside the pipeline": ("claimx.check.proof", "claimx.pipeline.model"),
    "Engines call claimx, and claimx none of them": ("claimx.extraction", "dask"),
}


@pytest.fixture(scope="module")
def imports() -> grimp.ImportGraph:
    configure()
    return grimp.build_graph("claimx", include_external_packages=True, cache_dir=None)


def holds(name: str, imports: grimp.ImportGraph) -> bool:
    options = CONTRACTS[name]
    contract = KINDS[options["type"]](name, SETTINGS, options)
    # A check takes out of the graph what a contract lets pass.
    return contract.check(deepcopy(imports), verbose=False).kept


def test_every_contract_has_a_breach():
    assert BREACHES.keys() == CONTRACTS.keys()


@pytest.mark.parametrize("name", CONTRACTS)
def test_a_contract_holds_and_fails_by_one_import(imports, name):
    assert holds(name, imports)
    importer, imported = BREACHES[name]
    assert importer in imports.modules
    if imported not in imports.modules:
        imports.add_module(imported, is_squashed=not imported.startswith("claimx"))
    imports.add_import(importer=importer, imported=imported)
    assert not holds(name, imports)
    imports.remove_import(importer=importer, imported=imported)
    assert holds(name, imports)
