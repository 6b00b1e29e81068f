"""``claimx report``: one HTML page to look at what was said, by whom, and where."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from claimx.cli import console
from claimx.cli.console import Force, Jobs, NerModel
from claimx.cli.gathering import TextsFolder, articles_of
from claimx.cli.input_options import reads_articles
from claimx.cli.progress import Progress, ProgressStyle
from claimx.errors import SettingsError
from claimx.reading import Reading


@reads_articles
def report(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATHS",
            help="Articles, as for extract, or saved records in any format that gives them back.",
            show_default=False,
        ),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="The page to write, complete or not at all.")] = Path(
        "report.html"
    ),
    title: Annotated[str, typer.Option(help="What stands at the top of the page.")] = "Who said what",
    texts: TextsFolder = None,
    force: Force = False,
    progress: ProgressStyle = "auto",
    jobs: Jobs = 1,
    ner_model: NerModel = None,
    *,
    reading: Reading,
) -> None:
    """Write one HTML page, for any browser and without network, that shows the articles and what was said in them."""
    from claimx.link import link_records
    from claimx.read.texts import Texts
    from claimx.report import render
    from claimx.write.endings import choose

    choose(None, output, {"html": (".html", ".htm")}, "html")
    settings = console.settings(ner_model=ner_model)
    inputs = console.find(paths, output, reading=reading, force=force)
    failures = console.Failures()
    with Progress(progress, len(inputs.files), failures) as shown:
        articles = list(articles_of(inputs, settings, jobs, failures, shown, Texts(texts, near=paths)))
    groups = link_records(record for article in articles for record in article.attributions)
    if not articles:
        console.note_passed_over(inputs)
        failures.exit_if_any()
        raise SettingsError("report: there is no article to show")
    with console.writing(output, inputs=inputs, force=force) as write:
        write(render(articles, groups, title))
    console.note(f"{output}: {sum(len(list(article.attributions)) for article in articles)} records")
    console.note_passed_over(inputs)
    failures.exit_if_any()
