"""``claimx check``: what an editor should look at, in articles or in saved records; made for CI."""

from __future__ import annotations

import os
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from claimx.cli import console
from claimx.cli.console import AllowEmpty, Force, Jobs, NerModel, Output, Paths
from claimx.cli.input_options import reads_articles
from claimx.cli.progress import Progress, ProgressStyle
from claimx.errors import InputError, OutputError, SettingsError
from claimx.labels import SEVERITIES, Severity
from claimx.reading import Reading

if TYPE_CHECKING:
    from claimx.check.baseline import Baseline
    from claimx.check.choosing import Choice
    from claimx.check.findings import Report
    from claimx.check.judged_article import Article
    from claimx.check.running import Checker
    from claimx.read import Inputs
    from claimx.read.paths import Input

# Each with the endings of file names that choose it.
FORMATS = {
    "text": (".txt",),
    "concise": (),
    "jsonl": (".jsonl", ".ndjson"),
    "json": (".json",),
    "github": (),
    "gitlab": (),
    "sarif": (".sarif", ".sarif.json"),
    "junit": (".xml",),
    "csv": (".csv",),
}


@reads_articles
def check(
    paths: Paths,
    gold: Annotated[
        Path | None,
        typer.Option(help="Expected attributions: each must be found, by the right speaker.", show_default=False),
    ] = None,
    texts: Annotated[
        Path | None,
        typer.Option(help="Where the texts of saved records are, if not at their own paths.", show_default=False),
    ] = None,
    select: Annotated[
        list[str] | None,
        typer.Option(help="Only these rules, or beginnings of their codes: CX1,CX201.", show_default=False),
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option(help="Not these rules, or beginnings of their codes.", show_default=False)
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option(help="Let the findings in this file pass.", show_default=False)
    ] = None,
    write_baseline: Annotated[
        bool, typer.Option("--write-baseline", help="Write what is found now to the file of --baseline.")
    ] = False,
    format_: Annotated[str | None, console.format_option(FORMATS, "text")] = None,
    output: Output = None,
    fail_on: Annotated[
        str, typer.Option(help="Exit with 1 from this severity on: error, warning or note.")
    ] = "warning",
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit with 0 where it would be 1.")] = False,
    min_confidence: Annotated[
        float, typer.Option(min=0, max=1, help="Below this an attribution is to be looked at (CX901).")
    ] = 0.25,
    allow_empty: AllowEmpty = False,
    force: Force = False,
    rerun: Annotated[
        bool, typer.Option("--rerun", help="Make saved records anew from their texts: differences are findings.")
    ] = False,
    progress: ProgressStyle = "auto",
    jobs: Jobs = 1,
    ner_model: NerModel = None,
    *,
    reading: Reading,
) -> None:
    """Find what an editor should look at: words without a speaker, odd marks, records that do not fit."""
    _one_of(SEVERITIES, fail_on, "--fail-on")
    if write_baseline and baseline is None:
        raise SettingsError("--write-baseline: say where with --baseline FILE")
    if texts is not None and not texts.is_dir():
        raise SettingsError(f"--texts: {texts} is no folder")

    from claimx.check.baseline import Baseline
    from claimx.check.choosing import Choice
    from claimx.check.rendering import FORMATS as RENDERINGS
    from claimx.check.running import Checker
    from claimx.gold.expectations import Expectations
    from claimx.read.texts import Texts
    from claimx.settings import Settings
    from claimx.write.endings import choose

    chosen = choose(format_, output, FORMATS, "text")
    settings = Settings.find(ner_model=ner_model, select=_codes(select), ignore=_codes(ignore))
    choice = Choice.of(settings.select, settings.ignore, settings.per_file_ignores)
    console.note_settings()
    if not choice.codes:
        console.note("no rule is asked: select and ignore leave none")
    is_new = write_baseline and baseline is not None and not baseline.exists()
    known = Baseline.read(baseline) if baseline is not None and not is_new else Baseline(())
    expectations = Expectations.read(gold) if gold is not None else None
    checker = Checker(settings, expectations, Texts(texts, near=paths), min_confidence, rerun, jobs)
    inputs, failures = console.find(paths, output, reading=reading, force=force), console.Failures()
    # Files that options name may lie in the folder that is checked, and nobody takes them for articles.
    inputs.files, inputs.left_out = _without(inputs.files, gold, baseline), []
    with Progress(progress, len(inputs.files), failures) as shown:
        report = _report(checker, inputs, choice, failures, shown)
    if not report.findings:  # records that are all gone are a finding with --gold
        failures.exit_if_nothing_checked(inputs, allow_empty=allow_empty)
    console.note_passed_over(inputs)
    report.fail_on = cast("Severity", fail_on)
    if write_baseline and baseline is not None:
        renewed = known.renewed(report.findings, report.checked)
        with console.writing(baseline, inputs=inputs, also=[gold], force=force) as write:
            renewed.write(write)
        count = len(renewed.entries)
        console.note(f"{count} {'finding' if count == 1 else 'findings'} in {baseline}")
    else:
        _let_pass(known, report)
        with console.writing(output, inputs=inputs, also=[gold, baseline], force=force) as write:
            write(RENDERINGS[chosen](report).encode())
        _tell(report, chosen)
    failures.exit_if_any()
    if report.fails and not (exit_zero or write_baseline):
        raise typer.Exit(console.FINDINGS)


def _one_of(allowed: tuple[str, ...], value: str, option: str) -> None:
    if value not in allowed:
        raise SettingsError(f"{option}: {value!r} is not one of {', '.join(allowed)}")


def _codes(values: list[str] | None) -> list[str] | None:
    codes = None if values is None else console.listed(values)
    if codes == []:
        raise SettingsError("an empty choice of rules: claimx rule lists their codes")
    return codes


def _without(files: list[Input], *ours: Path | None) -> list[Input]:
    """``files`` without those that other options name: they may lie in the folder that is checked."""
    taken = {path.resolve() for path in ours if path is not None}
    return [file for file in files if Path(file.path).resolve() not in taken]


def _report(checker: Checker, inputs: Inputs, choice: Choice, failures: console.Failures, shown: Progress) -> Report:
    """The report over all inputs.

    Inputs that cannot be read are told of at once, and what was not checked is told of at the end.
    """
    from claimx.check.across import utterances_across
    from claimx.check.findings import Report

    report, articles = Report(), []
    for outcome in chain(inputs.errors, checker.missing(), checker.check(inputs.files, shown.reading)):
        if isinstance(outcome, InputError):
            failures.add(outcome)
            report.failures.append(outcome)
        else:
            failures.done += 1
            report.checked.append(outcome.file)
            report.findings += filter(choice.wants, outcome.findings)
            if outcome.article is not None:
                articles.append(outcome.article)
                shown.add(len(outcome.article.attributions))
            if outcome.is_empty:
                console.note(f"{outcome.file}: empty, nothing to read")
    report.findings += filter(choice.wants, utterances_across(articles))
    report.findings += filter(choice.wants, checker.unaccounted(articles, inputs.files))
    report.sort()
    _note_skipped(checker, articles)
    return report


def _note_skipped(checker: Checker, articles: list[Article]) -> None:
    """Say what was not looked at: rules for want of a text, and expectations of articles that are not here."""
    from claimx.check.rules import RULES

    textless = sum(article.text is None for article in articles)
    if textless:
        codes = ", ".join(rule.code for rule in RULES.values() if rule.needs_text)
        console.note(f"articles without a text that fits: {textless}; not asked of them (see --texts): {codes}")
    unused = checker.unused(articles)
    if unused:
        console.note(f"articles that something is expected of and that were not checked: {unused}")


def _let_pass(known: Baseline, report: Report) -> None:
    """Leave out the findings that are known, and say which of the known are gone."""
    gone = known.gone(report.findings, report.checked)
    if gone:
        console.note(f"no longer found, of the baseline: {gone}; write it anew with --write-baseline")
    report.findings = known.new(report.findings)


def _tell(report: Report, format_: str) -> None:
    from claimx.check.findings import counted

    if format_ == "github":
        _append_summary(report)
    console.note(f"{counted(report.findings)} in {len(report.checked)} checked")


def _append_summary(report: Report) -> None:
    """Add all findings to the summary of the GitHub job, where this runs in one."""
    from claimx.check.rendering.github import summary

    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if path and report.findings:
        try:
            with Path(path).open("ab") as file:  # other steps write to it too
                file.write(summary(report).encode())
        except OSError as error:
            raise OutputError(f"cannot write {path}: {error.strerror or error}") from None
