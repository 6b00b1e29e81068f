"""Proof of a record against its text, by record.md alone: nothing here is claimx's own code."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

SPAN = ["start", "end", "text"]
PHRASE = ["text", "spans"]
DOC = ["id", "path", "sha256", "title", "author", "published", "url", "extra", "source_sha256", "extractor"]
CONTENT = ["text", "line", "column", "spans"]
CUE = ["text", "lemma", "type", "spans"]
SPEAKER_PHRASES = ["mention", "evidence", "organization_evidence"]
SPEAKER = [
    *("name", "id", "type", "role", "organization", "description", "confidence", "resolved"),
    *SPEAKER_PHRASES,
]
ATTRIBUTION = (
    "schema record id doc kind class polarity region content cue speaker cospeakers nested_in confidence by"
).split()
QUOTED = ["schema", "record", "doc", "content", "region", "reason"]
ERROR = ["schema", "record", "doc", "error"]
ERROR_DETAIL = ["code", "message", "line", "column"]

Json = dict[str, Any]


def prove(record: Json, text: str) -> None:
    """Assert that every span is its slice, and that place, hash, id and the order of keys are right."""
    prove_keys(record)
    assert record["doc"]["sha256"] == hashlib.sha256(text.encode()).hexdigest()
    for phrase in phrases(record):
        spans = phrase["spans"]
        assert all(span["text"] == text[span["start"] : span["end"]] for span in spans)
        assert all(a["end"] <= b["start"] for a, b in pairwise(spans))
        assert phrase["text"] == " … ".join(span["text"] for span in spans)
    start = record["content"]["spans"][0]["start"]
    before = text[:start].split("\n")
    assert (record["content"]["line"], record["content"]["column"]) == (len(before), len(before[-1]) + 1)
    if record["record"] == "attribution":
        assert record["id"] == expected_id(record)


def expected_id(record: Json) -> str:
    parts = [record["content"]["spans"], record["cue"]["spans"] if record["cue"] else []]
    offsets = [",".join(f"{span['start']}-{span['end']}" for span in spans) for spans in parts]
    return hashlib.sha256("\n".join([record["doc"]["sha256"], *offsets]).encode()).hexdigest()[:16]


def phrases(record: Json) -> Iterator[Json]:
    """Content, cue, and every mention and evidence."""
    speakers = [record["speaker"], *record["cospeakers"]] if "speaker" in record else []
    parts = [record["content"], record.get("cue"), *(who[key] for who in speakers for key in SPEAKER_PHRASES)]
    yield from (part for part in parts if part is not None)


def prove_keys(record: Json) -> None:
    match record["record"]:
        case "error":
            assert list(record) == ERROR
            assert list(record["doc"]) == ["path"]
            assert list(record["error"]) == ERROR_DETAIL
            return
        case "quoted":
            assert list(record) == QUOTED
        case "attribution":
            assert list(record) == ATTRIBUTION
            _prove_speakers(record)
    assert list(record["doc"]) == DOC
    assert list(record["content"]) == CONTENT
    assert all(list(span) == [*SPAN, "quoted"] for span in record["content"]["spans"])


def _prove_speakers(record: Json) -> None:
    for who in [record["speaker"], *record["cospeakers"]]:
        assert list(who) == SPEAKER
        assert who["name"] is not None or who["confidence"] is None
        assert who["name"] is None or who["description"] is None
        assert (who["organization"] is None) == (who["organization_evidence"] is None)
        assert all(list(who[key]) == PHRASE for key in SPEAKER_PHRASES if who[key])
    assert record["cue"] is None or list(record["cue"]) == CUE
    plain = [span for phrase in phrases(record) if phrase is not record["content"] for span in phrase["spans"]]
    assert all(list(span) == SPAN for span in plain)
