"""The command line: a file a command, each typer annotations and one call.

Nothing heavy is imported here or at the top of a command's file, so that ``--help`` answers at once.
"""

from __future__ import annotations

import logging
import sys
from importlib.metadata import version
from typing import Annotated

import typer

from claimx.cli import console
from claimx.cli.check import check
from claimx.cli.convert import convert
from claimx.cli.ending import Ending, fill_standard_streams
from claimx.cli.evaluate import evaluate
from claimx.cli.explain import explain
from claimx.cli.extract import extract
from claimx.cli.link import link
from claimx.cli.report import report
from claimx.cli.rule import rule
from claimx.cli.schema import schema
from claimx.cli.segment import segment
from claimx.cli.show import show
from claimx.cli.speakers import speakers
from claimx.cli.stats import stats
from claimx.cli.verify import verify
from claimx.errors import OutputError

_PROGRAM_OPTIONS = ("--debug", "--quiet", "-q")

app = typer.Typer(
    name="claimx",
    help="Who said what, in which words, where in the text.",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(extract)
app.command()(convert)
app.command()(show)
app.command()(report)
app.command()(stats)
app.command()(segment)
app.command()(schema)
app.command()(evaluate)
app.command()(check)
app.command()(rule)
app.command()(verify)
app.command()(link)
app.command()(explain)
app.command()(speakers)


def _show_version(wanted: bool) -> None:
    if wanted:
        from claimx.models import describe_model

        typer.echo(f"claimx {version('claimx')}, schema claimx/1, model {describe_model()}")
        raise typer.Exit


@app.callback()
def options(
    show_version: Annotated[
        bool,
        typer.Option("--version", "-V", callback=_show_version, is_eager=True, help="Show program, schema and model."),
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show a traceback when something fails.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say what fails, and nothing else.")] = False,
) -> None:
    """Options of the program, which may stand before or behind the command."""
    console.debug, console.quiet = debug, quiet


def main() -> None:
    """Run the command line; exit with 0 fine, 1 findings, 2 usage or machine, 3 some input could not be read."""
    ending = Ending()
    fill_standard_streams()
    _listen()
    try:
        code = _run()
    except (Exception, KeyboardInterrupt, SystemExit) as error:
        if console.debug and not isinstance(error, BrokenPipeError | SystemExit | KeyboardInterrupt):
            raise
        code = ending.code_for(error)
    else:
        # Typer takes a KeyboardInterrupt for itself.
        code = code if ending.received is None else ending.code_for(KeyboardInterrupt())
    sys.exit(code)


def _run() -> int | None:
    if sys.stdout is None:
        raise OutputError("standard output is closed, so that nothing can be written to it")
    code: int | None = app(_in_order(sys.argv[1:]), standalone_mode=False)
    sys.stdout.flush()
    return code


def _in_order(arguments: list[str]) -> list[str]:
    """The arguments as typer expects them: the program's options first, and ``--help`` for ``help`` and for nothing."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    own = [argument for argument in arguments[:end] if argument in _PROGRAM_OPTIONS]
    rest = [argument for argument in arguments[:end] if argument not in _PROGRAM_OPTIONS] + arguments[end:]
    if not rest or rest[0] == "help":
        return [*rest[1:], "--help"]
    return [*own, *rest]


def _listen() -> None:
    """Tell people what claimx logs; what libraries log is for their own users."""
    ours = logging.getLogger("claimx")
    if not ours.handlers:
        ours.addHandler(console.Notes())
        logging.getLogger().addHandler(logging.NullHandler())
