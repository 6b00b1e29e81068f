"""Formats of annotation tools: offsets in each tool's own unit, and what people correct comes back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from claimx.annotations import BY_HAND, CHOICES, LABELS
from claimx.errors import InputError
from claimx.read.saved import read_saved
from claimx.records import Attribution
from claimx.utf16 import Utf16
from claimx.write.article_records import ArticleRecords
from claimx.write.formats import FORMATS
from claimx.write.labelstudio import interface
from tests.made import HOSTILE, hostile_article
from tests.test_formats import saved, written

PLAIN = "Mayor Ana Ruiz \U0001f309 said the old bridge is safe. Tom Hollis said “we need a new one”.\n"


@pytest.fixture(scope="module")
def article() -> ArticleRecords:
    return hostile_article()


def utf16(text: str, start: int, end: int) -> str:
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")


def phrases(article: ArticleRecords) -> set[tuple[str, str]]:
    """Every stretch that the records mark, with its label."""
    found = set()
    for record in article.attributions:
        found |= {("Content", span.text) for span in record.content.spans}
        found |= {("Cue", span.text) for span in record.cue.spans} if record.cue else set()
        for who in (record.speaker, *record.cospeakers):
            found |= {("Source", span.text) for span in who.mention.spans} if who.mention else set()
        found |= (
            {("Evidence", span.text) for span in record.speaker.evidence.spans} if record.speaker.evidence else set()
        )
    return found


# Units


@pytest.mark.parametrize("text", ["", "plain", HOSTILE, "\U0001f469\u200d\U0001f680" * 3, "e\u0301\U0001d49c"])
def test_utf_16_is_what_slicing_utf_16_says(text):
    units = Utf16(text)
    for offset in range(len(text) + 1):
        assert units.units(offset) == len(text[:offset].encode("utf-16-le")) // 2
        assert units.offset(units.units(offset)) == offset


def test_a_place_inside_a_character_is_refused():
    with pytest.raises(ValueError, match="inside a character"):
        Utf16("a\U0001f309b").offset(2)


# Offsets, proved by slicing what was written in its own unit


def test_brat_counts_code_points_and_marks_no_line_end(article, tmp_path):
    folder = saved(tmp_path, "brat", article)
    text = (folder / "hostile.txt").read_bytes().decode()
    assert text == HOSTILE
    lines = [line.split("\t", 2) for line in (folder / "hostile.ann").read_bytes().decode().split("\n")]
    for _, place, words in (line for line in lines if line[0].startswith("T")):
        spans = [tuple(map(int, part.split())) for part in place.partition(" ")[2].split(";")]
        assert " ".join(text[start:end] for start, end in spans) == words


def test_label_studio_counts_units_of_utf_16(article):
    [task] = json.loads(written("labelstudio", article))
    regions = [item["value"] for item in task["predictions"][0]["result"] if item["type"] == "labels"]
    text = task["data"]["text"]
    assert all(utf16(text, value["start"], value["end"]) == value["text"] for value in regions)
    assert {(value["labels"][0], value["text"]) for value in regions} == phrases(article)


def test_doccano_counts_units_of_utf_16(article):
    [line] = map(json.loads, written("doccano", article).splitlines())
    found = {(e["label"], utf16(line["text"], e["start_offset"], e["end_offset"])) for e in line["entities"]}
    assert found == phrases(article)
    ids = {entity["id"] for entity in line["entities"]}
    assert line["relations"]
    assert all({relation["from_id"], relation["to_id"]} <= ids for relation in line["relations"])


def test_prodigy_counts_code_points_and_its_tokens_fit_its_spans(article):
    [task] = map(json.loads, written("prodigy", article).splitlines())
    text, tokens = task["text"], task["tokens"]
    assert all(text[token["start"] : token["end"]] == token["text"] for token in tokens)
    assert [token["id"] for token in tokens] == list(range(len(tokens)))
    assert "".join(token["text"] for token in tokens) == "".join(text.split())
    assert {(span["label"], text[span["start"] : span["end"]]) for span in task["spans"]} == phrases(article)
    for span in task["spans"]:
        assert tokens[span["token_start"]]["start"] == span["start"]
        assert tokens[span["token_end"]]["end"] == span["end"]
    assert all(relation["head"] == relation["head_span"]["token_end"] for relation in task["relations"])


# Consumers


def test_brat_is_read_by_a_reader_of_brat(article, tmp_path):
    bratly = pytest.importorskip("bratly.io")
    file = saved(tmp_path, "brat", article) / "hostile.ann"
    as_it_is = {"no_duplicates": False, "sorting": False, "renumerotize": False, "grammar_check": False}
    found = bratly.read_and_load_ann_file(str(file), **as_it_is).annotations
    assert len(found) == len(file.read_bytes().split(b"\n")) - 1


def test_label_studio_takes_the_predictions_for_its_interface(article):
    interfaces = pytest.importorskip("label_studio_sdk.label_interface")
    [task] = json.loads(written("labelstudio", article))
    checker = interfaces.LabelInterface(interface())
    checker.validate()
    [prediction] = task["predictions"]
    assert checker.validate_prediction(prediction, return_errors=True) == []


# Corrections


def corrected(folder: Path, *lines: str) -> list[Attribution | InputError]:
    (folder / "a.txt").write_bytes(PLAIN.encode())
    (folder / "a.ann").write_bytes("\n".join(lines).encode())
    return list(read_saved(str(folder)))


def test_what_somebody_adds_in_brat_becomes_a_record(tmp_path):
    [record] = corrected(
        tmp_path,
        "T1\tSource 46 56\tTom Hollis",
        "T2\tCue 57 61\tsaid",
        "T3\tContent 63 80\twe need a new one",
        "R1\tsource Arg1:T3 Arg2:T1",
        "R2\tcue Arg1:T3 Arg2:T2",
        "A1\tclass T3 intent",
        '#1\tAnnotatorNotes T3\t{"speaker": "Tom Hollis"}',
        "#2\tAnnotatorNotes T3\tlooks right to me",
        "",
    )
    assert isinstance(record, Attribution)
    assert (record.kind, record.class_, record.speaker.name, record.speaker.resolved) == (
        "direct",
        "intent",
        "Tom Hollis",
        "name",
    )
    assert (record.cue.text, record.content.text, record.content.spans[0].quoted) == ("said", "we need a new one", True)
    assert (record.by, record.confidence) == (BY_HAND, 1.0)


def test_events_of_brat_become_records_too(tmp_path):
    [record] = corrected(
        tmp_path,
        "T1\tSource 6 14\tAna Ruiz",
        "T2\tCue 17 21\tsaid",
        "T3\tContent 22 36\tthe old bridge",
        "T4\tContent 40 44\tsafe",
        "T5\tAttribution 17 21\tsaid",
        "E1\tAttribution:T5 Source:T1 Cue:T2 Content:T3 Content2:T4",
    )
    assert isinstance(record, Attribution)
    assert (record.content.text, record.cue.text, record.speaker.mention.text) == (
        "the old bridge … safe",
        "said",
        "Ana Ruiz",
    )
    assert (record.speaker.name, record.kind) == (None, "indirect")


@pytest.mark.parametrize(
    "line",
    ["T1\tContent 5 900\tx", "T1\tContent 9 5\tx", "T1\tContent\tx", "R1\tsource", "A1\tkind T9 direct", "T1"],
)
def test_a_broken_line_of_brat_is_told_with_its_place(tmp_path, line):
    [told] = corrected(tmp_path, "T7\tCue 0 5\tMayor", line)
    assert isinstance(told, InputError)
    assert (Path(told.path).name, told.line) == ("a.ann", 2)


def test_a_label_that_is_none_is_told_with_its_mark(tmp_path):
    [told] = corrected(tmp_path, "T1\tContent 22 36\tthe old bridge", "A1\tkind T1 loud")
    assert isinstance(told, InputError)
    assert "T1" in told.message


def edited(task: dict[str, Any]) -> dict[str, Any]:
    """What an export holds when somebody has taken the prediction, and changed a name, a class and a cue."""
    result = json.loads(json.dumps(task["predictions"][0]["result"]))
    content = next(item["id"] for item in result if item.get("value", {}).get("labels") == ["Content"])
    for item in result:
        if (item.get("id"), item.get("from_name")) == (content, "speaker"):
            item["value"]["text"] = ["Somebody Else"]
        if (item.get("id"), item.get("from_name")) == (content, "class"):
            item["value"]["choices"] = ["belief"]
    kept = [item for item in result if item.get("labels") != ["cue"]]
    cancelled = {"was_cancelled": True, "result": []}
    return {"id": 7, "annotations": [cancelled, {"was_cancelled": False, "result": kept}], "data": task["data"]}


def test_what_somebody_corrects_in_label_studio_comes_back(article, tmp_path):
    [task] = json.loads(written("labelstudio", article))
    (tmp_path / "export.json").write_text(json.dumps([edited(task)]), "utf-8")
    found = list(read_saved(str(tmp_path / "export.json")))
    before = list(article.attributions)
    assert [record.content for record in found] == [record.content for record in before]
    assert (found[0].speaker.name, found[0].class_, found[0].cue) == ("Somebody Else", "belief", None)
    assert found[0].id != before[0].id
    assert (found[1].nested_in, found[1].cospeakers) == (found[0].id, before[1].cospeakers)
    assert found[2] == before[2]


def test_the_interface_offers_every_label_and_choice():
    xml = interface()
    assert all(f'<Label value="{label}"/>' in xml for label in LABELS)
    assert all(f'<Choice value="{value}"/>' in xml for values in CHOICES.values() for value in values)


# Articles without records, without text, and of odd names


def test_an_article_without_records_is_there_to_be_annotated(tmp_path):
    folder = saved(tmp_path, "brat", ArticleRecords("a/ruiz.txt", PLAIN, []), ArticleRecords("a_ruiz.txt", PLAIN, []))
    assert {path.name for path in folder.iterdir()} == {
        "a_ruiz.txt", "a_ruiz.ann", "a_ruiz.2.txt", "a_ruiz.2.ann", "annotation.conf", "documents.json",
    }  # fmt: skip
    assert list(read_saved(str(folder))) == []


@pytest.mark.parametrize("id_", ["../../etc/passwd", "/abs", "..", ".hidden", "con:1", "\u202eevil", ""])
def test_no_id_leads_out_of_the_folder(tmp_path, id_):
    names = [name for name, _ in FORMATS["brat"].write_files([ArticleRecords(id_, PLAIN, [])])]
    assert all(Path(name).name == name and not name.startswith(".") for name in names)


def test_an_article_whose_text_is_gone_is_told_and_costs_no_other(main, article, tmp_path):
    there = hostile_article()
    (tmp_path / "hostile").write_bytes(HOSTILE.encode())
    moved = [
        record.model_copy(update={"doc": record.doc.model_copy(update={"path": "gone.txt"})})
        for record in there.attributions
    ]
    saved(tmp_path, "json", article, ArticleRecords("moved", None, moved))
    run = main("convert", "records.json", "--format=prodigy", "--texts=.")
    assert run.code in (0, 3)
    (tmp_path / "empty").mkdir()
    run = main("convert", "records.json", "--format=prodigy", "--texts=empty")
    assert (run.code, run.stdout) == (3, b"")
    assert "prodigy needs its text" in run.said[0]


def test_a_folder_is_written_whole_and_over_nothing(main, article, tmp_path):
    saved(tmp_path, "json", article)
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "hostile.txt").write_bytes(HOSTILE.encode())
    assert main("convert", "records.json", "--format=brat").said == [
        "claimx: error: --output: brat is a folder; say where"
    ]
    assert main("convert", "records.json", "--format=brat", "-o", "out", "--texts=texts").code == 0
    again = main("convert", "records.json", "--format=brat", "-o", "out", "--texts=texts")
    assert (again.code, again.said) == (2, ["claimx: error: cannot write out: it is there already"])
    assert main("convert", "out", "-o", "back.json").said == []
    assert (tmp_path / "back.json").read_bytes() == (tmp_path / "records.json").read_bytes()
