"""What is taken for true of a corpus that nobody annotated by the rules of claimx: names, and what contents hold.

Names of people, organizations and places come from CoreNLP, which agrees with gold on 93 of 100 people and 85 of 100
organizations where both are there. Where only the ``ner`` of a spaCy pipeline sees a name, or CoreNLP cannot say of
what, nothing is known. Attributions inside the contents of others come from the records that an earlier claimx wrote
for the same texts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from claimx.errors import InputError
from claimx.evaluate.scoring import ROLES
from claimx.gold.recorded import statement_of
from claimx.gold.statements import Name, Statement
from claimx.labels import NameType
from claimx.read.lines import numbered_lines
from claimx.read.saved import read_records
from claimx.records import text_digest
from claimx.spans import Span

SCHEMA = "claimx-silver/1"
_CORENLP: Mapping[str, NameType] = {"PERSON": "person", "ORGANIZATION": "organization", "LOCATION": "government"}
# These labels of spaCy are no names.
_NUMBERS = frozenset({"DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL", "CARDINAL"})


@dataclass(frozen=True, slots=True)
class Silver:
    """Names and the places where they are not known, and the attributions inside others; None where unknown."""

    names: tuple[Name, ...] | None = None
    unsure: tuple[Span, ...] = ()
    inner: tuple[Statement, ...] | None = None


def read_silver(path: Path) -> dict[str, Silver]:
    """Silver by the hash of its text; raises InputError, with the line, for a line that is none."""
    found = {}
    for number, line in numbered_lines(path):
        try:
            data = orjson.loads(line)
            found[data["sha256"]] = _silver(data)
        except (orjson.JSONDecodeError, KeyError, TypeError, ValueError) as error:
            raise InputError("bad_gold", f"no silver: {type(error).__name__} {error}", str(path), line=number) from None
    return found


def _silver(data: Mapping[str, Any]) -> Silver:
    if data["schema"] != SCHEMA:
        raise ValueError(f"schema {data['schema']!r} is not {SCHEMA!r}")
    return Silver(
        tuple(Name(Span(start, end), type_) for start, end, type_ in data["names"]),
        tuple(Span(*place) for place in data["unsure"]),
        tuple(_read_statement(item) for item in data["inner"]),
    )


def _read_statement(item: Mapping[str, Any]) -> Statement:
    source, cue, content = (tuple(Span(*place) for place in item[role]) for role in ROLES)
    return Statement(source, cue, content, item["kind"])


def _written_statement(statement: Statement) -> dict[str, Any]:
    places = {role: [list(span) for span in getattr(statement, role)] for role in ROLES}
    return {**places, "kind": statement.kind}


def make_silver(corpus: Path, records: Path, ner_model: str) -> Iterator[bytes]:
    """One line of JSON for each article of the train split of a PolNeAR checkout that ``records`` hold.

    ``corpus`` holds CoreNLP's layer in ``corenlp/train.jsonl.gz`` beside ``data``; ``records`` are claimx records of
    its texts; ``ner_model`` is the name of an installed spaCy pipeline.
    """
    import gzip

    import spacy

    ner = spacy.load(ner_model, enable=["ner"])
    inner = _inner(records)
    with gzip.open(corpus / "corenlp" / "train.jsonl.gz") as lines:
        for line in lines:
            article = orjson.loads(line)
            text_path = corpus / "data" / "train" / "text" / f"{article['name']}.txt"
            if not text_path.is_file():
                continue
            text = text_path.read_bytes().decode("utf-8")
            names, unsure = trusted(
                [(Span(e.start_char, e.end_char), e.label_) for e in ner(text).ents],
                [(Span(start, end), label) for start, end, label in article["entities"]],
            )
            yield written_silver(text, names, unsure, inner[text_digest(text)])


def written_silver(text: str, names: Iterable[Name], unsure: Iterable[Span], inner: Iterable[Statement]) -> bytes:
    """A line of JSON with what is taken for true of ``text``."""
    return orjson.dumps(
        {
            "schema": SCHEMA,
            "sha256": text_digest(text),
            "names": [[*name.span, name.type] for name in names],
            "unsure": [list(place) for place in unsure],
            "inner": [_written_statement(statement) for statement in inner],
        },
        option=orjson.OPT_APPEND_NEWLINE,
    )


def _inner(records: Path) -> Mapping[str, Sequence[Statement]]:
    """By the hash of their text the statements that stand inside others and have a source and a cue."""
    found: dict[str, list[Statement]] = defaultdict(list)
    for record in read_records(records):
        statement = statement_of(record)
        if record.nested_in is not None and statement.source and statement.cue:
            found[record.doc.sha256].append(statement)
    return found


def trusted(spacy: Iterable[tuple[Span, str]], corenlp: Iterable[tuple[Span, str]]) -> tuple[list[Name], list[Span]]:
    """The names that CoreNLP types, and in text order the places where only a name of no known type may stand."""
    spans = list(corenlp)
    names = [Name(span, _CORENLP[label]) for span, label in spans if label in _CORENLP]
    others = {span for span, label in spans if label not in _CORENLP}
    others |= {span for span, label in spacy if label not in _NUMBERS}
    return sorted(names, key=lambda name: name.span), sorted(
        span for span in others if not any(span.overlaps(name.span) for name in names)
    )
