"""Texts, and calls of the command line, that nobody thought of; what readers take is fuzzed beside their tests."""

from __future__ import annotations

import json

import typer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimx import cli
from claimx.assembly import assemble
from claimx.read import Source
from claimx.write.jsonl import to_line
from tests.made import hostile_article
from tests.proof import prove

ARTICLE = "“The bridge is safe,” Mayor Ana Ruiz said.\n"
RECORDS = b"".join(to_line(record) for record in hostile_article().records)
few = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))

# What rules look for, in any order, among whatever a text may hold.
PIECES = [
    "Mayor Ana Ruiz", "Ruiz", "the mayor", "She", "officials", "The World Bank", "RUIZ:", "Q:", "A:", "— Ana Ruiz",
    "said", "said:", "according to", "did not say", "believes that", "told", "warned", "asked whether", "wants to",
    "the bridge is safe", "it will rain by May", "“", "”", "‘", "’", '"', "'", "«", "»", "„", ">", "> ", "(", ")",
    ",", ".", ":", "…", "–", "-", "\n", "\n\n", "\r\n", "\u2028", " ", "\u00a0", "\u200b", "e\u0301", "\U0001f600",
    "By Tom Hollis", "Updated 3 May 2024", "Share this", "•", "1.", "**", "[", "](https://a.example)", "\x1b[0m",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=60).map(" ".join)


@few
@given(TEXTS)
def test_any_text_gives_records_that_fit_it(nlp, text):
    text = text.encode("utf-8", "ignore").decode()
    for record in assemble(nlp, Source(id="text", text=text)):
        prove(json.loads(to_line(record)), text)


CLICK = typer.main.get_command(cli.app)
# What starts processes is left out, since each takes a second.
OPTIONS = {
    name: [
        option
        for parameter in command.params
        for option in parameter.opts
        if option.startswith("-") and option not in ("--engine", "--address", "--jobs", "-j")
    ]
    for name, command in CLICK.commands.items()
}
VALUES = [
    *("a.txt", "b.jsonl", "gone.txt", "", ".", "-", "--", "*", "[", "\x1b[0m", "é", "\udce9", "out.csv", "out.x"),
    *("0", "-1", "1e9", "nan", "csv", "jsonl", "text", "brat", "CX1", "statement", "direct,", "relation=0.7", "="),
]


@st.composite
def calls(draw):
    """A command with a few of its options and with values, in any order."""
    command = draw(st.sampled_from([*OPTIONS, "", "help", "extrct"]))
    rest = st.sampled_from([*OPTIONS.get(command, ["--version"]), *VALUES])
    return [command, *draw(st.lists(rest, max_size=6))]


@settings(few, max_examples=100)
@given(calls())
def test_any_call_ends_with_a_true_code_and_says_why(main, tmp_path, call):
    (tmp_path / "a.txt").write_text(ARTICLE, "utf-8")
    (tmp_path / "b.jsonl").write_bytes(RECORDS)
    run = main(*call, stdin=ARTICLE.encode())
    assert run.code in (0, 1, 2, 3)
    assert run.code in (0, 1) or run.said
    assert "Traceback" not in run.stderr
