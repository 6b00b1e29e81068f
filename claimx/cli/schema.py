"""``claimx schema``: what each line of output looks like, as JSON Schema."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from claimx.cli import console

RECORDS = ("attribution", "quoted", "error", "group")
LABEL_STUDIO = "labelstudio"


def schema(
    record: Annotated[
        str | None,
        typer.Argument(
            metavar="RECORD",
            help="attribution, quoted, error or group; all of them by default. labelstudio: its labelling interface.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Print the JSON Schema of the lines claimx writes, or the interface with which people correct them."""
    console.choices(record, (*RECORDS, LABEL_STUDIO), "RECORD")
    if record == LABEL_STUDIO:
        from claimx.write.labelstudio import interface

        typer.echo(interface(), nl=False)
        return
    from claimx.link import group_schema
    from claimx.records import json_schemas

    schemas = {**json_schemas(), "group": group_schema()}
    typer.echo(json.dumps(schemas[record] if record else schemas, indent=2, ensure_ascii=False))
