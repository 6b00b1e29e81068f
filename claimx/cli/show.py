"""``claimx show``: articles in the terminal, with what was said in them."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext
from typing import Annotated

import typer

from claimx.cli import console
from claimx.cli.console import Jobs, NerModel
from claimx.cli.gathering import TextsFolder, articles_of
from claimx.cli.input_options import reads_articles
from claimx.cli.progress import Progress
from claimx.errors import InputError
from claimx.reading import Reading


@reads_articles
def show(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATHS",
            help="Articles, as for extract, or saved records in any format that gives them back.",
            show_default=False,
        ),
    ],
    only: Annotated[
        str | None,
        typer.Option(metavar="SPEAKER", help="Mark only what is said by speakers of this name.", show_default=False),
    ] = None,
    pager: Annotated[bool, typer.Option(help="Page through it, where standard output is a terminal.")] = True,
    texts: TextsFolder = None,
    jobs: Jobs = 1,
    ner_model: NerModel = None,
    *,
    reading: Reading,
) -> None:
    """Show articles in the terminal: quotations, claims, cues and sources in colour, who speaks in the margin."""
    from rich.console import Console

    from claimx.read import find_inputs
    from claimx.read.texts import Texts
    from claimx.selection import Selection
    from claimx.show import legend, rendered
    from claimx.write.article_records import ArticleRecords

    settings = console.settings(ner_model=ner_model)
    inputs = find_inputs(paths, reading)
    failures = console.Failures()
    # Nothing moves on a screen that is read.
    unshown = Progress("none", len(inputs.files), failures)
    selection = Selection(speaker=only)
    out = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    # As git has it: less shows colours, leaves short texts standing, and asks for no key to end them.
    os.environ.setdefault("LESS", "FRX")
    with out.pager(styles=True) if pager and sys.stdout.isatty() else nullcontext():
        out.print(legend())
        for article in articles_of(inputs, settings, jobs, failures, unshown, Texts(texts)):
            if article.text is None:
                why = "its text is not where it was; say where with --texts"
                failures.add(InputError("no_text", why, article.id))
            else:
                kept = [record for record in article.records if selection.keeps(record)]
                out.print(rendered(ArticleRecords(article.id, article.text, kept), article.text, out.width))
    console.note_passed_over(inputs)
    failures.exit_if_any()
