"""brat standoff: a folder with the text of each article and the marks in it, and what brat is to know of them.

Contents are discontinuous where they are; cue, source and evidence are tied to them by relations, labels are
attributes, and a note on each content holds the speaker's name and the rest of its record. Offsets are code points.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson

from claimx.annotations import CHOICES, LABELS, ROLE_LABELS, TEXTS, Annotated, Mark, annotate, cut_at_lines
from claimx.write.article_records import ArticleRecords

# What each article is, by the name of its files; brat passes over it.
DOCUMENTS = "documents.json"
_NOT_IN_NAMES = re.compile(r"[^\w.-]+", re.ASCII)


def write_files(articles: Iterable[ArticleRecords]) -> Iterator[tuple[str, bytes]]:
    """The name and bytes of each file of the folder: two an article, and at the end those of the whole."""
    documents: dict[str, Any] = {}
    for article in articles:
        if article.text is not None:
            annotated = annotate(article.id, article.text, article.attributions)
            name = _free_name(article.id, documents)
            documents[name] = annotated.doc or {"id": article.id}
            yield f"{name}.txt", article.text.encode()
            yield f"{name}.ann", "".join(f"{line}\n" for line in _lines(annotated)).encode()
    yield "annotation.conf", _configuration().encode()
    yield DOCUMENTS, orjson.dumps(documents, option=orjson.OPT_INDENT_2)


def _free_name(id_: str, taken: Mapping[str, object]) -> str:
    """A name for the files of an article: its id in letters that every file system has, not in another one's way."""
    name = _NOT_IN_NAMES.sub("_", id_.removesuffix(".txt")).lstrip(".") or "article"
    number = 2
    free = name
    while free.casefold() in {other.casefold() for other in taken}:
        free, number = f"{name}.{number}", number + 1
    return free


def _lines(annotated: Annotated) -> Iterator[str]:
    for mark in annotated.marks:
        spans = cut_at_lines(annotated.text, mark.spans)
        places = ";".join(f"{span.start} {span.end}" for span in spans)
        yield f"{mark.key}\t{mark.label} {places}\t{' '.join(span.of(annotated.text) for span in spans)}"
    for number, tie in enumerate(annotated.ties, start=1):
        yield f"R{number}\t{tie.role} Arg1:{tie.content} Arg2:{tie.mark}"
    contents = [mark for mark in annotated.marks if mark.label == "Content"]
    chosen = ((mark.key, *choice) for mark in contents for choice in mark.choices.items())
    for number, (key, choice, value) in enumerate(chosen, start=1):
        yield f"A{number}\t{choice} {key} {value}"
    for number, mark in enumerate(contents, start=1):
        yield f"#{number}\tAnnotatorNotes {mark.key}\t{_note(mark)}"


def _note(mark: Mark) -> str:
    """One line of JSON: what people may change first, and no character that acts or hides."""
    line = json.dumps({name: mark.texts.get(name) for name in TEXTS} | {"rest": mark.rest}, ensure_ascii=False)
    return "".join(character if character.isprintable() else json.dumps(character)[1:-1] for character in line)


def _configuration() -> str:
    relations = (f"{role}\tArg1:Content, Arg2:{label}" for role, label in ROLE_LABELS.items())
    attributes = (f"{choice}\tArg:Content, Value:{'|'.join(values)}" for choice, values in CHOICES.items())
    sections = {
        "entities": LABELS,
        "relations": ("<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>", *relations),
        "events": (),
        "attributes": attributes,
    }
    return "\n".join(f"[{name}]\n" + "".join(f"{line}\n" for line in lines) for name, lines in sections.items())
