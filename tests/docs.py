"""What the documents show of the program, made by the program: ``python -m tests.docs`` writes it anew.

A generated block stands between ``<!-- name -->`` and ``<!-- /name -->``; ``DOCUMENTS`` says where it stands and what
makes it. The schemas in ``schemas/`` are what ``claimx schema`` prints. ``tests/test_docs.py`` holds both to the
program.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shutil
import subprocess
import sysconfig
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import typer
from pydantic import BaseModel

from claimx import records
from claimx.check.rules import rules_table
from claimx.cli import app
from claimx.read import formats as input_formats
from claimx.write.formats import formats_table
from tests.capacity import tables

ROOT = Path(__file__).parent.parent
SCHEMAS = ("attribution", "quoted", "error", "group")

SAMPLE_ARTICLE = "003"
SAMPLE_LINES = 6
SPEAKER_LINES = 4
SPEAKER = "Vladimir Putin"

_PYTHON = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# Recipes for engines print nothing; tests/engines/test_recipes.py runs them.
_RECIPE = re.compile(r"^(import ray|from pyspark)", re.MULTILINE)
_SPAN = re.compile(r'\{\s+("start": \d+),\s+("end": \d+),\s+("text": "(?:[^"\\]|\\.)*")(?:,\s+("quoted": \w+))?\s+\}')

# What each field of an attribution says; a key may name several. Where one has few values they go in front.
FIELDS = {
    "schema": "Fields may be added under this number; it rises when one goes or changes its meaning.",
    "record": "The kind of line; the other kinds are `quoted` and `error`.",
    "id": "16 hex digits over the text's hash and the offsets of content and cue; labels do not change it.",
    "doc.id": "Unique within a run: the path below the argument, or the `id` of a JSON Lines input.",
    "doc.path": "The file; null from the library.",
    "doc.sha256": "Of the UTF-8 bytes of the text that the offsets index.",
    "doc.title, doc.author, doc.published, doc.url": "What the input or the page says of itself, else null.",
    "doc.extra": "The other keys or columns of the input, as they came.",
    "doc.source_sha256": "Of the bytes of the page, mail or document that the text was taken out of; null for text.",
    "doc.extractor": "The program that took it out, with its version; null for text.",
    "kind": "All, some or none of the content stands between quotation marks.",
    "class": "Said or written; thought or hoped; wanted, planned or refused.",
    "polarity": "`denied`: the source denies the content. `negated`: the source did not say it.",
    "region": "The part of the page.",
    "content.text": "The spans joined with ` … `, for people.",
    "content.line, content.column": "Where the content starts, both from 1.",
    "content.spans": "Each with `start`, `end`, `text` and `quoted` (stands between quotation marks).",
    "cue.text, cue.spans": "The reporting words. `cue` is null when a quotation runs on without any.",
    "cue.lemma": "The cue's dictionary form, null where it is not known.",
    "cue.type": "The shape of the cue.",
    "speaker.name": "The fullest name in the article, in its spelling; null when nobody is named.",
    "speaker.id": "From your speakers file (`--speakers`), else null.",
    "speaker.type": "The sort of source.",
    "speaker.role": "The title or description the article gives, or null.",
    "speaker.organization": "The body behind the speaker: whom a spokesperson speaks for, whose chief somebody is, who "
    "issued a report; else null.",
    "speaker.description": "What the article calls a speaker it does not name, at its fullest; null for the named.",
    "speaker.confidence": "0 to 1: how sure the name is, apart from the record's own confidence; null without one.",
    "speaker.resolved": "How the name was found; `label`: a line, a credit or a turn of the layout gives it.",
    "speaker.mention": "The words that stand for the source here; null when the speaker is carried on.",
    "speaker.evidence": "The place the name was taken from, or null.",
    "speaker.organization_evidence": "The place the organization was taken from, or null.",
    "cospeakers": "Further speakers of a joint statement, each shaped like `speaker`.",
    "nested_in": "The id of the attribution this one stands inside, or null.",
    "confidence": "0 to 1, two decimals.",
    "by": "The versions of program and model.",
}


# The program


def run(*arguments: str, **environment: str) -> str:
    """What the installed ``claimx`` prints, from the project's folder."""
    program = shutil.which("claimx", path=sysconfig.get_path("scripts")) or shutil.which("claimx")
    if program is None:
        raise RuntimeError("claimx is not installed in this environment")
    command, surroundings = [program, *arguments], {"PYTHONUTF8": "1", **os.environ, **environment}
    done = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise RuntimeError(f"{command} ended with {done.returncode}: {done.stderr}")
    return done.stdout


def commands() -> dict[str, Any]:
    """Every command by its name (``""`` is the program itself), as typer built it."""
    program = typer.main.get_command(app)
    return {"": program, **dict(_below(program, ""))}


def _below(group: Any, path: str) -> Iterator[tuple[str, Any]]:
    for name, command in getattr(group, "commands", {}).items():
        if not command.hidden:
            yield f"{path}{name}", command
            yield from _below(command, f"{path}{name} ")


@cache
def seed_lines() -> tuple[str, ...]:
    """What ``claimx extract seeds/`` prints."""
    return tuple(run("extract", "seeds/").splitlines())


def sample_article_lines() -> Iterator[str]:
    """What ``claimx extract seeds/003*`` prints."""
    return (line for line in seed_lines() if json.loads(line)["doc"]["id"].startswith(SAMPLE_ARTICLE))


# The blocks


def sample() -> str:
    """The first records of one article that have a named speaker and quoted words."""
    found = (json.loads(line) for line in sample_article_lines())
    named = (record for record in found if record["speaker"]["name"] and record["kind"] != "indirect")
    rows = (
        [r["content"]["line"], r["speaker"]["name"], r["cue"] and r["cue"]["text"], r["content"]["text"]] for r in named
    )
    shown = (json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
    return _code("json", "\n".join(islice(shown, SAMPLE_LINES)))


def record() -> str:
    """One record in full: the first of the article that is partly quoted and whose speaker was a pronoun."""
    found = [json.loads(line) for line in sample_article_lines()]
    chosen = [r for r in found if r["kind"] == "mixed" and r["speaker"]["resolved"] == "pronoun"] or found
    text = json.dumps(chosen[0], ensure_ascii=False, indent=2)
    return _code("json", _SPAN.sub(lambda m: f"{{{', '.join(filter(None, m.groups()))}}}", text))


def speaker() -> str:
    """The first contents of one speaker in all seeds."""
    found = (json.loads(line) for line in seed_lines())
    texts = (r["content"]["text"] for r in found if r["speaker"]["name"] == SPEAKER)
    return _code("text", "\n".join(islice(texts, SPEAKER_LINES)))


def fields() -> str:
    """The table of an attribution's fields."""
    meanings = {path: meaning for paths, meaning in FIELDS.items() for path in paths.split(", ")}
    values = dict(_leaves(records.Attribution))
    if set(meanings) != set(values):
        raise RuntimeError(f"FIELDS and records.py differ in {sorted(set(meanings) ^ set(values))}")
    rows = [
        f"| `{paths.replace(', ', '`, `')}` | {values[paths.split(', ')[0]]}{meaning} |"
        for paths, meaning in FIELDS.items()
    ]
    return "\n".join(["| field | what it says |", "|---|---|", *rows])


def _leaves(model: type[BaseModel], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Each field by its path, with its values where they are few; spans and phrases stay whole."""
    for name, field in model.model_fields.items():
        path = prefix + (field.serialization_alias or name)
        inner = _without_none(field.annotation)
        if not prefix and isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from _leaves(inner, f"{path}.")
        elif get_origin(inner) is Literal:
            yield path, ", ".join(f"`{value}`" for value in get_args(inner)) + ". "
        else:
            yield path, ""


def _without_none(annotation: Any) -> Any:
    if get_origin(annotation) is Annotated:
        return _without_none(get_args(annotation)[0])
    if get_origin(annotation) in (UnionType, Union):
        return _without_none(next(part for part in get_args(annotation) if part is not type(None)))
    return annotation


# Gold and what README calls it; figures and what README calls them.
GOLD = {
    "fixtures/gold/fresh.jsonl": "12 fresh articles",
    "fixtures/gold/other-reporting.jsonl": "15 in other registers",
    "fixtures/gold/speakers-reporting.jsonl": "6 hard for speakers",
    "fixtures/gold/seeds.jsonl": "the 5 seeds",
}
REAL = ROOT / "claimx" / "models" / "en_attribution" / "real-news.json"
FIGURES = {
    "content@0.5": "content found (IoU ≥ 0.5), F1",
    "relation": "content and source, F1",
    "relation precision": "… precision",
    "relation recall": "… recall",
    "precision when confident": "… precision at confidence ≥ 0.8",
    "quoted": "quoted stretches to the right source, F1",
    "speaker": "right name, of matched records with one",
    "speaker end to end": "right name, of all named gold",
    "invented": "a name where nobody is named",
}


NAMES = {
    "name person": "names of people, exact, F1",
    "name organization": "names of organizations, exact, F1",
    "name government": "names of places, exact, F1",
    "name work": "names of works, exact, F1",
}
MORE = {
    "exact source": "source spans exact, F1",
    "exact cue": "cue spans exact, F1",
    "exact content": "content spans exact, F1",
    "relation direct": "recall of direct speech",
    "relation mixed": "recall of mixed speech",
    "relation indirect": "recall of indirect speech",
    "speaker pronoun": "right name behind a pronoun",
    "speaker description": "right name behind a description",
}


def figures() -> str:
    """The table of real news, as measured by folds, beside what the gate measured last."""
    held = json.loads((ROOT / "tests" / "gate" / "floors.json").read_text("utf-8"))
    columns = [json.loads(REAL.read_text("utf-8")), *(held[path]["measured"] for path in GOLD)]
    return _table(["252 real articles", *GOLD.values()], columns, FIGURES)


def real_news() -> str:
    """The table of real news, with all that was measured of it."""
    return _table(["252 real articles"], [json.loads(REAL.read_text("utf-8"))], FIGURES | MORE | NAMES)


def headline() -> str:
    """The figures of real news that a reader wants first."""
    real = json.loads(REAL.read_text("utf-8"))
    f1, low, high = real["relation"]
    precision, recall, speaker, invented = (
        real[name][0] for name in ("relation precision", "relation recall", "speaker", "invented")
    )
    return f"""\
On 252 real news articles of about 70 publishers, each read by a model that had not seen it, content and source are
right by F1 in {f1} % [{low} to {high}], by precision in {precision} and by recall in {recall} (claimx 0.4.0: 77.4,
70.8, 85.4). The right name stands on {speaker} % of matched records; where nobody is named, a name stands
on {invented} %."""


def _table(titles: Sequence[str], columns: Sequence[Mapping[str, Sequence[float]]], rows: Mapping[str, str]) -> str:
    lines = [
        f"| {title} | " + " | ".join("{} [{} to {}]".format(*column[name]) for column in columns) + " |"
        for name, title in rows.items()
    ]
    return "\n".join([f"| | {' | '.join(titles)} |", "|---" * (len(titles) + 1) + "|", *lines])


def explain() -> str:
    """Why one record of the sample article has its speaker: the first that *he* or *she* stood for."""
    found = (json.loads(line) for line in sample_article_lines())
    record = next(r for r in found if (r["speaker"]["resolved"], r["speaker"]["type"]) == ("pronoun", "person"))
    path = record["doc"]["path"]
    return _code("text", f"$ claimx explain {record['id']} {path}\n{run('explain', record['id'], path)}")


def help_texts() -> str:
    """The help of the program and of each command, plain: without boxes, colours or the terminal's width."""
    plain = {"TYPER_USE_RICH": "0", "NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "90"}
    return "\n\n".join(
        f"### `claimx {name}`\n\n" * bool(name) + _code("text", run(*name.split(), "--help", **plain))
        for name in commands()
    )


def _code(language: str, text: str) -> str:
    lines = "\n".join(line.rstrip() for line in text.strip("\n").splitlines())
    return f"```{language}\n{lines}\n```"


# Which document holds which generated blocks.
DOCUMENTS: dict[str, dict[str, Callable[[], str]]] = {
    "README.md": {"sample": sample, "speaker": speaker, "headline": headline, "figures": figures, "core": tables.core},
    "claimx/models/en_attribution/README.md": {"real-news": real_news},
    "schemas/README.md": {"record": record, "fields": fields},
    "claimx/pipeline/README.md": {},
    "claimx/engines/README.md": {"ways": tables.ways, "cores": tables.cores, "services": tables.services},
    "claimx/cli/README.md": {
        "help": help_texts,
        "explain": explain,
        "rules": rules_table,
        "inputs": input_formats.formats_table,
        "formats": formats_table,
    },
}


# Documents and schemas


def documents() -> Iterator[Path]:
    """Every Markdown file of the project, but for what others wrote or wrote once."""
    folders = (".github", "claimx", "fixtures", "schemas")
    yield ROOT / "README.md"
    yield from (path for folder in folders for path in (ROOT / folder).rglob("*.md"))


def text_of(document: str) -> str:
    """What stands in a document, by its path in the project."""
    return (ROOT / document).read_text("utf-8")


def block(text: str, name: str) -> str:
    """What stands between the markers of ``name``."""
    found = re.findall(rf"^<!-- {name} -->\n(.*?)\n<!-- /{name} -->$", text, re.MULTILINE | re.DOTALL)
    if len(found) != 1:
        raise RuntimeError(f"there are {len(found)} blocks named {name}")
    return str(found[0])


def programs(text: str) -> list[tuple[str, str]]:
    """Each block of Python code, with the name of the generated block behind it that shows what it prints."""
    codes = [code for code in _PYTHON.findall(text) if not _RECIPE.search(code)]
    return [(code, f"printed {number}") for number, code in enumerate(codes, start=1)]


def printed(code: str, folder: Path) -> str:
    """The block that shows what ``code`` prints, run here: a program of its own would load the pipeline anew."""
    with contextlib.chdir(folder), contextlib.redirect_stdout(io.StringIO()) as shown:
        exec(compile(code, "document", "exec"), {"__name__": "__main__"})  # noqa: S102 - what the documents show
    return _code("text", shown.getvalue())


def schema(name: str) -> str:
    """What ``claimx schema NAME`` prints."""
    return run("schema", name)


def rewrite() -> None:
    """Write the generated blocks of every document, and the schemas, anew."""
    for document, blocks in DOCUMENTS.items():
        text = text_of(document)
        fresh = {name: make() for name, make in blocks.items()}
        fresh |= {name: printed(code, ROOT / "tests") for code, name in programs(text)}
        for name, content in fresh.items():
            old = f"<!-- {name} -->\n{block(text, name)}\n<!-- /{name} -->"
            text = text.replace(old, f"<!-- {name} -->\n{content}\n<!-- /{name} -->")
        (ROOT / document).write_text(text, "utf-8", newline="\n")
    for name in SCHEMAS:
        (ROOT / "schemas" / f"{name}.schema.json").write_text(schema(name), "utf-8", newline="\n")


if __name__ == "__main__":
    rewrite()
