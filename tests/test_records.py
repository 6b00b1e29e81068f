"""Records: what one must be to exist, and that it can be proved against a text."""

from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from claimx import records
from claimx.errors import InputError
from claimx.records import Attribution, Content, ContentSpan, Cue, Doc, Phrase, Speaker, TextSpan
from claimx.spans import Span
from claimx.write.jsonl import to_line
from tests.proof import prove

# The example of the record's own description.
TEXT = "Mayor Ana Ruiz met the press.\n\nShe said the bridge “will be safe” by May."
CONTENT = [(Span(40, 50), False), (Span(52, 64), True), (Span(66, 72), False)]
CUE = [Span(35, 39)]


def doc(text: str = TEXT) -> Doc:
    facts = dict.fromkeys(("path", "title", "author", "published", "url"))
    return Doc(id="ruiz.txt", sha256=records.text_digest(text), extra={"z": 1, "a": [None]}, **facts)


def attribution(**changes) -> Attribution:
    fields = {
        "id": records.record_id(records.text_digest(TEXT), (span for span, _ in CONTENT), CUE),
        "doc": doc(),
        "kind": "mixed",
        "class_": "statement",
        "polarity": "affirmed",
        "region": "main",
        "content": Content.at(TEXT, CONTENT),
        "cue": Cue.at(TEXT, CUE, "say", "verb"),
        "speaker": Speaker(
            name="Ana Ruiz",
            id=None,
            type="person",
            role="Mayor",
            resolved="pronoun",
            mention=Phrase.at(TEXT, [Span(31, 34)]),
            evidence=Phrase.at(TEXT, [Span(6, 14)]),
        ),
        "cospeakers": (),
        "nested_in": None,
        "confidence": 0.93,
        "by": "claimx 0.1.0 (en_attribution 1)",
    }
    return Attribution(**fields | changes)


def test_the_example_is_written_with_every_key_in_order():
    line = to_line(attribution())
    record = json.loads(line)
    prove(record, TEXT)
    assert record["content"]["text"] == "the bridge … will be safe … by May"
    assert (record["content"]["line"], record["content"]["column"]) == (3, 10)
    assert record["schema"] == "claimx/1"
    assert line.endswith(b"}\n")
    assert "“".encode() not in line
    assert "…".encode() in line


def test_a_written_record_is_read_back_the_same():
    assert Attribution.model_validate_json(to_line(attribution())) == attribution()


def test_the_id_depends_on_text_and_spans_but_not_on_labels():
    digest = records.text_digest(TEXT)
    plain = records.record_id(digest, [Span(1, 5)], [Span(6, 7)])
    assert attribution(kind="direct", confidence=0.1).id == attribution().id
    assert plain != records.record_id(digest, [Span(1, 4)], [Span(6, 7)])
    assert plain != records.record_id(digest, [Span(1, 5)], [])
    assert plain != records.record_id(digest, [Span(1, 5), Span(6, 7)], [])
    assert plain != records.record_id(records.text_digest(""), [Span(1, 5)], [Span(6, 7)])


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "0123456789abcdef"},
        {"id": "short"},
        {"kind": "quoted"},
        {"class_": "thought"},
        {"region": "furniture"},
        {"confidence": 1.01},
        {"confidence": float("nan")},
        {"nested_in": "nobody"},
        {"mood": "good"},
        {"cue": None},
        {"content": Content.at(TEXT, CONTENT[:1])},
    ],
    ids=str,
)
def test_a_record_that_contradicts_itself_is_refused(changes):
    with pytest.raises(ValidationError):
        attribution(**changes)


@pytest.mark.parametrize("start_end_text", [(0, 2, "a"), (1, 1, ""), (-1, 0, "a"), (2, 1, "a")])
def test_a_span_is_as_long_as_its_text(start_end_text):
    start, end, text = start_end_text
    with pytest.raises(ValidationError):
        TextSpan(start=start, end=end, text=text)


@pytest.mark.parametrize(
    ("joined", "spans"),
    [
        ("b … a", [Span(1, 2), Span(0, 1)]),
        ("ab … b", [Span(0, 2), Span(1, 2)]),
        ("a, c", [Span(0, 1), Span(2, 3)]),
        ("", []),
    ],
    ids=["out of order", "overlapping", "joined otherwise", "none"],
)
def test_a_phrase_joins_ascending_spans(joined, spans):
    cut = tuple(TextSpan.at("abc", span) for span in spans)
    with pytest.raises(ValidationError):
        Phrase(text=joined, spans=cut)


def test_a_place_counts_from_one():
    span = ContentSpan(start=0, end=1, text="a", quoted=False)
    with pytest.raises(ValidationError):
        Content(text="a", line=0, column=1, spans=(span,))


def test_a_record_is_frozen():
    with pytest.raises(ValidationError):
        attribution().confidence = 1.0


def test_misfits_is_silent_only_on_the_right_text():
    assert records.misfits(attribution(), TEXT) == []
    assert records.misfits(attribution(), TEXT.replace("May", "Mai")) == [
        "the text is not the one the record was made from (sha256 differs)"
    ]


def test_misfits_names_each_slice_and_place_that_is_wrong():
    record = attribution()
    span = record.content.spans[0].model_copy(update={"text": "the fridge"[:10]})
    content = record.content.model_copy(update={"spans": (span, *record.content.spans[1:]), "line": 2})
    wrong = record.model_copy(update={"content": content})
    assert records.misfits(wrong, TEXT) == [
        "40-50 is 'the bridge', not 'the fridge'",
        "content starts at line 3, column 10",
    ]


def test_an_error_record_tells_code_path_and_place():
    error = records.Error.of(InputError("bad_json", "not JSON", "in.jsonl", line=3, column=7))
    assert json.loads(to_line(error)) == {
        "schema": "claimx/1",
        "record": "error",
        "doc": {"path": "in.jsonl"},
        "error": {"code": "bad_json", "message": "not JSON", "line": 3, "column": 7},
    }


def test_schemas_are_one_for_each_kind_of_line():
    assert set(records.json_schemas()) == {"attribution", "quoted", "error"}
