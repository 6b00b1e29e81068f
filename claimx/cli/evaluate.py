"""``claimx evaluate``: how right the records are, against gold."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimx.cli import console
from claimx.cli.console import Force
from claimx.cli.extract import DEFAULT_CLASSES
from claimx.cli.gathering import TextsFolder
from claimx.errors import SettingsError
from claimx.labels import CLASSES

if TYPE_CHECKING:
    from claimx.evaluate.figures import Figure

FORMATS = ("text", "json", "markdown")


def evaluate(
    gold: Annotated[
        Path,
        typer.Argument(
            metavar="GOLD",
            help="Gold: a .jsonl of ours, a brat folder, an export of Label Studio, saved records, a PolNeAR checkout.",
            show_default=False,
        ),
    ],
    records: Annotated[
        Path | None,
        typer.Argument(
            metavar="RECORDS", help="Saved records to measure, or what another annotator made.", show_default=False
        ),
    ] = None,
    run: Annotated[bool, typer.Option("--run", help="Run the pipeline over the texts of GOLD instead.")] = False,
    speakers: Annotated[
        Path | None,
        typer.Option(help="Names for a corpus that has none; only its articles are measured.", show_default=False),
    ] = None,
    class_: Annotated[
        list[str] | None,
        typer.Option(
            "--class", help="Classes that count, on both sides; by default statement,belief.", show_default=False
        ),
    ] = None,
    format_: Annotated[str, typer.Option("--format", help="text, json or markdown.")] = "text",
    compare: Annotated[
        Path | None,
        typer.Option(help="Other saved records: show what is gained over them, paired.", show_default=False),
    ] = None,
    errors: Annotated[
        Path | None,
        typer.Option(help="Write a line of JSON for each disagreement to this file.", show_default=False),
    ] = None,
    texts: TextsFolder = None,
    minimum: Annotated[
        list[str] | None,
        typer.Option("--min", help="Exit with 1 when a figure is lower: relation=0.70.", show_default=False),
    ] = None,
    force: Force = False,
) -> None:
    """Compare records with gold: precision, recall, F1 and speakers, with 95 % intervals."""
    classes = console.choices(class_ or DEFAULT_CLASSES, CLASSES, "--class") or frozenset()
    console.choices(format_, FORMATS, "--format")
    floors = dict(_floor(text) for text in minimum or ())

    if run == (records is not None):
        raise SettingsError("evaluate: give either RECORDS or --run")
    if run and compare is not None:
        raise SettingsError("--compare: compares RECORDS with other records")
    if errors is not None and (run or compare is not None):
        raise SettingsError("--errors: works with RECORDS alone")
    if speakers is not None and not run:
        raise SettingsError("--speakers: works with --run")
    if find_spec("scipy") is None or find_spec("krippendorff") is None:
        raise SettingsError("evaluate needs scipy and krippendorff: python -m pip install 'claimx[evaluate]'")
    import orjson

    from claimx.evaluate.rendering import render
    from claimx.evaluate.running import evaluate_records, evaluate_run
    from claimx.read import Inputs

    if records is not None:
        evaluation = evaluate_records(gold, records, classes, compare, texts)
        _name("articles of GOLD that RECORDS do not have, counted as nothing found", evaluation.only_gold)
        _name("articles of RECORDS that GOLD does not have, not counted", evaluation.only_records)
    else:
        evaluation = evaluate_run(gold, classes, speakers, texts)
    typer.echo(render(evaluation, format_))
    if errors is not None:
        read = [gold, records, speakers]
        with console.writing(errors, inputs=Inputs(), also=read, force=force) as write:
            for line in evaluation.disagreements:
                write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
    _hold_to(evaluation.figures, floors)


def _name(what: str, ids: list[str]) -> None:
    if ids:
        more = f" and {len(ids) - _NAMED_ARTICLES} more" if len(ids) > _NAMED_ARTICLES else ""
        console.note(f"{what}: {', '.join(ids[:_NAMED_ARTICLES])}{more}")


_NAMED_ARTICLES = 10


def _floor(text: str) -> tuple[str, float]:
    name, _, value = text.partition("=")
    try:
        return name, 100 * float(value)
    except ValueError:
        raise SettingsError(f"--min: {text!r} is not of the form relation=0.70") from None


def _hold_to(figures: list[Figure], floors: dict[str, float]) -> None:
    values = {figure.name: figure.value for figure in figures}
    for name in floors.keys() - values.keys():
        raise SettingsError(f"--min: no figure {name!r} here; there are {', '.join(values)}")
    low = [f"{name} is {values[name]}, below {floor:g}" for name, floor in floors.items() if values[name] < floor]
    for line in low:
        console.complain(line)
    if low:
        raise typer.Exit(console.FINDINGS)
