"""``claimx segment``: how a page was read, paragraph by paragraph."""

from __future__ import annotations

from typing import Annotated

import typer

from claimx.cli import console
from claimx.cli.console import Failures, Paths
from claimx.cli.input_options import reads_articles
from claimx.reading import Reading


@reads_articles
def segment(
    paths: Paths,
    full: Annotated[bool, typer.Option("--full", help="Show whole paragraphs, not their beginnings.")] = False,
    *,
    reading: Reading,
) -> None:
    """Show the region of each paragraph of a page."""
    from claimx.errors import InputError
    from claimx.pipeline.segment import lay_out
    from claimx.pipeline.segment.listing import layout_lines
    from claimx.read import find_inputs, read_inputs

    inputs = find_inputs(paths, reading)
    failures = Failures()
    for error in inputs.errors:
        failures.add(error)
    for source in read_inputs(inputs.files):
        if isinstance(source, InputError):
            failures.add(source)
        else:
            for line in layout_lines(source.id, source.text, lay_out(source.text), full=full):
                typer.echo(line)
    console.note_passed_over(inputs)
    failures.exit_if_any()
