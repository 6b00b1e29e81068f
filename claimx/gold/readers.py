"""Gold readers: our own JSON Lines, brat, Label Studio, saved records, a PolNeAR checkout."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import orjson

from claimx.errors import InputError
from claimx.gold.annotated import annotated_articles
from claimx.gold.file_format import GoldArticle, GoldAttribution, GoldEntity, GoldSpan, reason
from claimx.gold.statements import DETAILS, Article, Name, Statement
from claimx.quoted_stretches import kind_by_marks
from claimx.read.lines import numbered_lines
from claimx.read.saved import holds_records, is_annotated_folder
from claimx.records import text_digest
from claimx.spans import Span

SPEAKERS_SCHEMA = "claimx-gold-speakers/1"


def read_gold(path: Path, split: str = "dev", texts: Path | None = None) -> list[Article]:
    """The gold articles at ``path``: gold of ours, a PolNeAR checkout (its ``split``), or what is read as annotations.

    Those are a brat folder, an export of Label Studio, and saved records. Texts that gold or records only name by a
    path are looked for in the folder ``texts`` too. Raises InputError, with path and line, for anything that is none
    of them or does not fit its text.
    """
    if is_polnear(path, split):
        return list(_polnear(path / "data" / split))
    if path.is_file() and not holds_records(str(path)):
        return list(_json_lines(path, texts))
    if path.is_file() or is_annotated_folder(str(path)):
        return annotated_articles(path, texts)
    why = "neither gold, nor a PolNeAR checkout, nor a brat folder, nor an export of Label Studio, nor saved records"
    raise InputError("not_gold", why, str(path))


def is_polnear(path: Path, split: str = "dev") -> bool:
    """Whether ``path`` is a checkout of PolNeAR as its authors publish it, with this split."""
    return (path / "data" / split / "attributions").is_dir()


def _json_lines(path: Path, texts: Path | None) -> Iterator[Article]:
    for number, line in enumerate(path.read_bytes().split(b"\n"), start=1):
        if line.strip():
            try:
                yield _article(GoldArticle.model_validate_json(line), path, texts)
            except (ValueError, OSError) as error:
                message = f"no gold article: {reason(error)}"
                raise InputError("bad_gold", message, str(path), line=number) from None


def with_speakers(articles: Iterable[Article], layer: Path) -> list[Article]:
    """The articles of ``articles`` whose speakers ``layer`` gives, with these speakers.

    The layer is JSON Lines of schema claimx-gold-speakers/1, one article a line: its id and hash, and for each
    attribution the offsets of content and cue and the name of the speaker, without any text of the corpus. Raises
    InputError, with path and line, where it does not fit the articles.
    """
    known = {article.id: article for article in articles}
    labelled: list[Article] = []
    for number, line in numbered_lines(layer):
        try:
            labelled.append(_labelled(orjson.loads(line), known))
        except (orjson.JSONDecodeError, KeyError, TypeError, ValueError) as error:
            message = f"no layer of speakers: {type(error).__name__} {error}"
            raise InputError("bad_gold", message, str(layer), line=number) from None
    return labelled


def _labelled(data: Mapping[str, Any], known: Mapping[str, Article]) -> Article:
    if data["schema"] != SPEAKERS_SCHEMA:
        raise ValueError(f"schema {data['schema']!r} is not {SPEAKERS_SCHEMA!r}")
    article = known[data["id"]]
    if text_digest(article.text) != data["sha256"]:
        raise ValueError(f"the text of {article.id} is not the one that was annotated (sha256 differs)")
    # Where the annotators left a speaker open it is not judged.
    names = {_places(item): item["speaker"] for item in data["attributions"] if not item["optional"]}
    statements = []
    for statement in article.statements:
        place = (statement.content, statement.cue)
        judged = place in names
        statements.append(replace(statement, speaker=names.get(place), labelled=judged))
    return replace(article, statements=statements)


def _places(item: Mapping[str, Any]) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    content, cue = (tuple(Span(start, end) for start, end in item[role]) for role in ("content", "cue"))
    return content, cue


def _article(line: GoldArticle, path: Path, texts: Path | None) -> Article:
    if line.text is None and line.path is None:
        raise ValueError(f"{line.id} has neither text nor path")
    text = line.text if line.text is not None else _text_elsewhere(str(line.path), path, texts)
    if text_digest(text) != line.sha256:
        raise ValueError(f"the text of {line.id} is not the one that was annotated (sha256 differs)")
    statements = [_statement(item, text, line.entities or ()) for item in line.attributions]
    names = _names(line.entities, text) if line.entities is not None else None
    return Article(line.id, text, statements, names, urlsplit(line.source.url).hostname)


def _text_elsewhere(place: str, path: Path, texts: Path | None) -> str:
    """The text of an article whose line in the gold file only names a path."""
    in_texts = texts / place if texts else None
    found = in_texts if in_texts and in_texts.is_file() else path.parent / place
    if not found.is_file():
        raise ValueError(f"its text {place} is not there; say where with --texts")
    return found.read_bytes().decode("utf-8")


def _names(entities: Iterable[GoldEntity], text: str) -> tuple[Name, ...]:
    """All mentions of ``entities``; of those that overlap the longest."""
    found = [Name(Span(*mention), entity.type) for entity in entities for mention in entity.mentions]
    kept: list[Name] = []
    for name in sorted(found, key=lambda name: (name.span.start - name.span.end, name.span)):
        if not 0 <= name.span.start < name.span.end <= len(text):
            raise ValueError(f"{name.span.start}-{name.span.end} is no place in the text")
        if not any(name.span.overlaps(other.span) for other in kept):
            kept.append(name)
    return tuple(sorted(kept, key=lambda name: name.span))


def _statement(item: GoldAttribution, text: str, entities: Iterable[GoldEntity]) -> Statement:
    return Statement(
        source=_spans(item.source, text),
        cue=_spans(item.cue, text),
        content=_spans(item.content, text),
        kind=item.kind,
        class_=item.class_,
        speaker=item.speaker,
        aliases=item.speaker_aliases,
        labelled=True,
        optional=item.optional,
        nested=item.nested_in is not None,
        details={detail: getattr(item, detail) for detail in DETAILS if detail in item.model_fields_set},
        evidence=tuple(Span(*at) for entity in entities if entity.name == item.speaker for at in entity.mentions),
    )


def _spans(items: Iterable[GoldSpan], text: str) -> tuple[Span, ...]:
    spans = []
    for item in items:
        span = Span(item.start, item.end)
        # Gold on a text that it does not hold has none of its words either; there the hash vouches for the places.
        if item.text is not None and span.of(text) != item.text:
            raise ValueError(f"{item.start}-{item.end} is not {item.text!r}")
        spans.append(span)
    return tuple(spans)


def _polnear(split: Path) -> Iterator[Article]:
    yield from _brat(split / "attributions", split / "text", annotator=re.compile(r"_[^_]+$"))


def _brat(annotations: Path, texts: Path, annotator: re.Pattern[str] | None = None) -> Iterator[Article]:
    """One article a text; of several annotators the first by name counts."""
    seen: set[str] = set()
    for path in sorted(annotations.glob("*.ann")):
        name = annotator.sub("", path.stem) if annotator else path.stem
        text_path = texts / f"{name}.txt"
        if name in seen or not text_path.is_file():
            continue
        seen.add(name)
        text = text_path.read_bytes().decode("utf-8")
        yield Article(name, text, sorted(read_standoff(path, text), key=lambda s: s.content))


def read_standoff(path: Path, text: str) -> Iterator[Statement]:
    """The attributions of a brat file; broken lines are passed over, as the corpus has a few.

    Roles are Source, Cue and Content, which may be numbered; discontinuous spans are joined by ``;``.
    """
    # Only "\n" ends a line: the texts hold other line separators.
    lines = [line.split("\t") for line in path.read_bytes().decode("utf-8").split("\n")]
    spans: dict[str, list[Span]] = {}
    for fields in lines:
        if fields[0].startswith("T") and len(fields) >= 2:
            stretches = re.findall(r"(\d+) (\d+)", fields[1])
            spans[fields[0]] = [Span(int(a), int(b)) for a, b in stretches if int(a) < int(b)]
    for fields in lines:
        if fields[0].startswith("E") and len(fields) >= 2:
            roles: dict[str, list[Span]] = {"source": [], "cue": [], "content": []}
            for argument in fields[1].split():
                role, _, key = argument.partition(":")
                roles.get(role.rstrip("0123456789").lower(), []).extend(spans.get(key, []))
            if roles["content"]:
                yield Statement(
                    source=tuple(sorted(roles["source"])),
                    cue=tuple(sorted(roles["cue"])),
                    content=tuple(sorted(roles["content"])),
                    kind=kind_by_marks(text, roles["content"]),
                )
