"""Formats: what a user can ask for, what each consumer reads, and that the same records come back."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
import spacy
from spacy.tokens import DocBin

from claimx.cli import writing
from claimx.columns import COLUMNS, record_of, row
from claimx.errors import InputError, OutputError, SettingsError
from claimx.escaping import visible
from claimx.read.saved import holds_records, read_saved
from claimx.records import Attribution, Error
from claimx.write.article_records import ArticleRecords
from claimx.write.formats import FORMATS, FolderFormat, choose_format
from claimx.write.jsonl import to_line
from claimx.write.links import link_to
from tests.docs import _leaves
from tests.made import HOSTILE, attribution, hostile_article, speaker

# Whose files give the records back.
COME_BACK = ("jsonl", "json", "csv", "tsv", "parquet", "brat", "labelstudio", "docbin")
ACTING = ("\x1b", "\u202e", "\u202c", "\u2028")


@pytest.fixture(scope="module")
def article() -> ArticleRecords:
    return hostile_article()


def written(name: str, *articles: ArticleRecords) -> bytes:
    if FORMATS[name].package is not None:
        pytest.importorskip(FORMATS[name].package)
    return b"".join(FORMATS[name].write(articles))


def saved(folder: Path, name: str, *articles: ArticleRecords, file: str | None = None) -> Path:
    """What the format writes, in ``folder``, under a name that it would be told by."""
    file = folder / (file or f"records{(FORMATS[name].endings or ('.json',))[0]}")
    if isinstance(FORMATS[name], FolderFormat):
        file.mkdir()
        for part, data in FORMATS[name].write_files(articles):
            (file / part).write_bytes(data)
    else:
        file.write_bytes(written(name, *articles))
    return file


# What goes out comes back


@pytest.mark.parametrize("name", COME_BACK)
def test_a_hostile_article_comes_back_as_it_was(article, tmp_path, name):
    file = saved(tmp_path, name, article)
    assert holds_records(str(file)) or file.is_dir()
    assert list(read_saved(str(file))) == list(article.records)


@pytest.mark.parametrize("name", COME_BACK)
def test_no_records_come_back_as_none(tmp_path, name):
    assert list(read_saved(str(saved(tmp_path, name)))) == []


@pytest.mark.parametrize("name", ["csv", "tsv", "parquet", "xlsx", "table"])
def test_a_format_of_attributions_alone_leaves_the_others_out(article, name):
    failed = ArticleRecords("gone.txt", None, [Error.of(InputError("not_found", "gone", "gone.txt"))])
    assert len(written(name, failed)) <= len(written(name, article))


def test_every_field_of_a_record_has_a_column():
    leaves = {path for path, _ in _leaves(Attribution)} - {"schema", "record", "cospeakers", "speaker", "doc"}
    phrases = {"speaker.mention", "speaker.evidence", "speaker.organization_evidence"}
    inner = {f"{phrase}.{part}" for phrase in phrases for part in ("text", "spans")}
    assert set(COLUMNS) == leaves - phrases | inner | {"cospeakers", "record"}


def test_the_record_column_is_used_only_where_cells_cannot_hold_it(article):
    plain = attribution(HOSTILE, ("holds", False), who=speaker(HOSTILE, "Ana"), cue="said", extra={"a": 1})
    assert row(plain)["record"] is None
    assert record_of(row(plain)) == plain
    assert [row(record)["record"] is not None for record in article.attributions] == [True, True, True]


# The same files by way of the command line


@pytest.fixture
def records_file(article, tmp_path) -> Path:
    return saved(tmp_path, "jsonl", article)


@pytest.mark.parametrize("ending", ["json", "csv", "tsv", "parquet"])
def test_convert_there_and_back_gives_the_same_bytes(main, records_file, ending):
    assert main("convert", records_file.name, "-o", f"there.{ending}").code == 0
    back = main("convert", f"there.{ending}")
    assert (back.code, back.stdout) == (0, records_file.read_bytes())


@pytest.mark.parametrize(
    ("options", "kept"),
    [
        ([], lambda record: True),
        (["--kind=direct"], lambda record: record["kind"] == "direct"),
        (["--class=statement", "--min-confidence=0.5"], lambda record: record["confidence"] >= 0.5),
        (["--speaker=Ruiz"], lambda record: (record["speaker"]["name"] or "").startswith("Ana")),
        (["--region=caption"], lambda record: record["region"] == "caption"),
    ],
)
def test_convert_writes_those_that_are_asked_for(main, records_file, options, kept):
    records = [json.loads(line) for line in records_file.read_bytes().splitlines()]
    run = main("convert", records_file.name, *options)
    assert (run.code, run.records) == (0, list(filter(kept, records)))


@pytest.mark.parametrize("option", ["--kind=loud", "--class=", "--speaker=…", "--min-confidence=2"])
def test_convert_refuses_what_no_record_has(main, records_file, option):
    run = main("convert", records_file.name, option)
    assert (run.code, run.stdout) == (2, b"")


def test_a_table_that_excel_saved_comes_back(main, records_file):
    main("convert", records_file.name, "-o", "there.csv", "--excel")
    data = Path("there.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfspeaker.name,")
    Path("there.csv").write_bytes(data.replace(b"\n", b"\r\n"))
    found = [json.loads(line) for line in main("convert", "there.csv").stdout.splitlines()]
    # Line ends inside cells are Excel's now; those of the hostile article stand in the column record, as JSON.
    assert found == [json.loads(line) for line in records_file.read_bytes().splitlines()]


def test_the_format_is_told_by_name_or_by_the_name_of_the_output(tmp_path):
    assert choose_format("csv", tmp_path / "x.json").name == "csv"
    endings = {ending: format_.name for format_ in FORMATS.values() for ending in format_.endings}
    assert {ending: choose_format(None, tmp_path / f"X{ending.upper()}").name for ending in endings} == endings
    assert choose_format(None, None).name == choose_format(None, tmp_path / "x").name == "jsonl"
    with pytest.raises(SettingsError, match="no format has this ending"):
        choose_format(None, tmp_path / "x.out")


def test_help_names_every_format():
    assert tuple(FORMATS) == writing.FORMATS


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--format=docx"], "'docx' is not one of jsonl, json"),
        (["--format=parquet", "--excel"], "--excel: is for csv and tsv, not parquet"),
        (["--texts=nowhere"], "--texts: nowhere is no folder"),
    ],
)
def test_what_cannot_be_is_one_line(main, records_file, arguments, told):
    run = main("convert", records_file.name, *arguments)
    assert (run.code, run.stdout, len(run.said)) == (2, b"", 1)
    assert told in run.said[0]


def test_a_row_that_is_no_record_is_told_with_its_line(main, records_file):
    main("convert", records_file.name, "-o", "there.csv")
    lines = list(csv.reader(io.StringIO(Path("there.csv").read_text("utf-8"), newline="")))
    lines[2][COLUMNS.index("record")] = ""
    lines[2][COLUMNS.index("kind")] = "loud"
    out = io.StringIO(newline="")
    csv.writer(out).writerows(lines)
    Path("there.csv").write_text(out.getvalue(), "utf-8")
    run = main("convert", "there.csv")
    assert (run.code, len(run.records)) == (3, 2)
    assert "there.csv" in run.said[0]
    assert "direct" in run.said[0]


def test_extract_writes_what_convert_would(main, seeds):
    main("extract", seeds[3], "-o", "records.jsonl")
    assert main("extract", seeds[3], "--format=csv").stdout == main("convert", "records.jsonl", "--format=csv").stdout


def test_include_is_for_formats_that_hold_such_lines(main, seeds):
    run = main("extract", seeds[3], "--include=quoted", "--format=csv")
    assert (run.code, run.stdout) == (2, b"")
    assert "csv holds attributions alone" in run.said[0]


# Nothing acts and nothing hides


@pytest.mark.parametrize("name", ["csv", "tsv", "table"])
def test_no_character_of_a_table_acts_on_a_terminal(article, name):
    text = written(name, article).decode()
    assert not any(character in text for character in ACTING)
    assert "\\x1b[31m" in text


@pytest.mark.parametrize(("name", "delimiter"), [("csv", ","), ("tsv", "\t")])
def test_no_cell_is_a_formula(article, name, delimiter):
    rows = csv.reader(io.StringIO(written(name, article).decode(), newline=""), delimiter=delimiter)
    cells = [cell for row in list(rows)[1:] for cell in row]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)
    assert '\'=HYPERLINK("http://evil.example")' in cells


def test_excel_reads_strings_a_filter_a_heading_that_stays_and_a_link(article):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(io.BytesIO(written("xlsx", article)))
    sheet = book.active
    assert [cell.value for cell in sheet[1]] == [*COLUMNS, "check-worthy"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref.split(":")[0]) == ("B2", "A1")
    assert not any(cell.data_type == "f" for cells in sheet.iter_rows() for cell in cells)
    mention = sheet.cell(2, COLUMNS.index("speaker.mention.text") + 1)
    assert (mention.value, mention.data_type, mention.quotePrefix) == ('=HYPERLINK("http://evil.example")', "s", True)
    link = sheet.cell(2, COLUMNS.index("doc.path") + 1).hyperlink
    assert link.target.startswith("https://example.org/a-b,c")


def test_what_a_sheet_cannot_hold_is_refused_and_never_cut():
    pytest.importorskip("xlsxwriter")
    text = f"Ana said {'long ' * 7000}"
    record = attribution(text, (text[9:-1], False), who=speaker(text, "Ana", "Ana"), cue="said")
    with pytest.raises(OutputError, match=r"content\.text .* longer than a cell"):
        written("xlsx", ArticleRecords("long", text, [record]))


# Consumers


def test_spacy_reads_a_docbin_and_its_spans_are_the_records(article, tmp_path):
    docs = list(DocBin().from_disk(saved(tmp_path, "docbin", article)).get_docs(spacy.blank("en").vocab))
    [doc] = docs
    assert doc.text == HOSTILE
    contents = [(span.id_, span.text) for span in doc.spans["claimx"] if span.label_ == "Content"]
    assert contents == [(record.id, span.text) for record in article.attributions for span in record.content.spans]


def test_web_annotations_select_the_words_by_place_and_by_what_is_around_them(article):
    page = json.loads(written("w3c", article))
    assert (page["@context"], page["type"]) == ("http://www.w3.org/ns/anno.jsonld", "AnnotationPage")
    assert [item["id"] for item in page["items"]] == [f"urn:claimx:{record.id}" for record in article.attributions]
    for item in page["items"]:
        for target in item["target"]:
            position, words = target["selector"]
            assert HOSTILE[position["start"] : position["end"]] == words["exact"]
            assert f"{words['prefix']}{words['exact']}{words['suffix']}" in HOSTILE
            assert len(words["prefix"]) == min(32, position["start"])


@pytest.mark.parametrize(
    ("published", "meant"),
    [
        ("2026-03-01T09:30:00+02:00", "2026-03-01T07:30:00Z"),
        ("2026-03-01T09:30:00Z", "2026-03-01T09:30:00Z"),
        ("2026-03-01T09:30:00", None),
        ("2026-03-01", None),
        ("yesterday", None),
        (None, None),
    ],
)
def test_web_annotations_say_which_version_is_meant_where_a_time_is_known(article, published, meant):
    [record, *_] = article.attributions
    dated = record.model_copy(update={"doc": record.doc.model_copy(update={"published": published})})
    page = json.loads(written("w3c", replace(article, records=[dated])))
    states = [target.get("state") for target in page["items"][0]["target"]]
    assert set(map(json.dumps, states)) == {
        json.dumps({"type": "TimeState", "sourceDate": meant} if meant is not None else None)
    }


def test_schema_org_has_a_quotation_or_a_claim_a_record(article):
    graph = json.loads(written("schema-org", article))["@graph"]
    assert [node["@type"] for node in graph] == ["Quotation", "Claim", "Claim"]
    assert graph[0]["spokenByCharacter"]["name"] == "Ana Rui\u0301z"
    assert [who["@type"] for who in graph[1]["author"]] == ["Person", "Organization"]
    assert {node["appearance"]["@id"] for node in graph[1:]} == {"https://example.org/a-b,c"}


def test_citron_slices_by_code_points(article):
    [line] = map(json.loads, written("citron", article).splitlines())
    for quote in line["quotes"]:
        for span in (*filter(None, [quote["cue"]]), *quote["sources"], *quote["contents"], *quote["coreferences"]):
            assert line["text"][span["start"] : span["end"]] == span["text"]


def test_conll_has_every_token_once_and_tags_that_begin_before_they_go_on(article):
    heading, *lines = written("conll", article).decode().split("\n")
    assert heading == "# hostile"
    rows = [line.split("\t") for line in lines if line]
    assert all(len(row) == 2 for row in rows)
    assert "".join(token for token, _ in rows) == "".join(map(visible, HOSTILE.split()))
    tags = [tag for _, tag in rows]
    assert {"B-CONTENT", "I-CONTENT", "B-CUE", "B-SOURCE"} <= set(tags)
    assert all(before[2:] == tag[2:] for before, tag in zip(["O", *tags], tags, strict=False) if tag.startswith("I-"))


def test_duckdb_pandas_and_polars_read_parquet(article, tmp_path):
    duckdb, pandas, polars = map(pytest.importorskip, ("duckdb", "pandas", "polars"))
    file = saved(tmp_path, "parquet", article)
    names = [record.speaker.name for record in article.attributions]
    query = f"SELECT speaker.name, len(content.spans), doc.extra FROM '{file}'"  # noqa: S608 - a path of ours
    assert [found[:2] for found in duckdb.sql(query).fetchall()] == [(name, 1 + (name is None)) for name in names]
    assert [who["name"] for who in pandas.read_parquet(file)["speaker"]] == names
    assert polars.read_parquet(file)["speaker"].struct.field("name").to_list() == names


def test_duckdb_and_pandas_read_csv(article, tmp_path):
    duckdb, pandas = map(pytest.importorskip, ("duckdb", "pandas"))
    file = saved(tmp_path, "csv", article)
    found = duckdb.sql(f"SELECT id, confidence FROM '{file}'").fetchall()  # noqa: S608 - a path of ours
    assert found == [(record.id, record.confidence) for record in article.attributions]
    assert list(pandas.read_csv(file, dtype={"id": str})["content.line"]) == [3, 4, 5]


# Links


@pytest.mark.parametrize(
    ("url", "words", "link"),
    [
        ("https://a.example/x", "holds", "https://a.example/x#:~:text=holds"),
        ("https://a.example/x#top", "@SUM(A1) e\u0301", "https://a.example/x#top:~:text=%40SUM%28A1%29%20e%CC%81"),
        (
            "https://a.example",
            "src=x onerror=alert(1)> said that @SUM(A1) e\u0301 holds\tfast, \u201c+1",
            "https://a.example#:~:text=src%3Dx%20onerror%3Dalert%281%29%3E%20said%20that,e%CC%81%20holds%20fast%2C%20%E2%80%9C%2B1",
        ),
        ("javascript:alert(1)", "holds", None),
        (None, "holds", None),
    ],
)
def test_a_link_opens_the_article_at_its_words(url, words, link):
    assert link_to(attribution(HOSTILE, (words, False), who=speaker(HOSTILE, None), url=url)) == link


def test_jsonl_is_what_it_was(article):
    assert written("jsonl", article) == b"".join(map(to_line, article.records))
    assert json.loads(written("json", article)) == [json.loads(to_line(record)) for record in article.records]


# Formats that others show to people, not to programs; JSON and XML have an escaping of their own.
@pytest.mark.parametrize("name", sorted(FORMATS.keys() - {"brat", "docbin", "parquet", "xlsx"}))
def test_no_format_lets_a_hostile_article_end_what_holds_it(article, name):
    data = written(name, article)
    text = data.decode()
    assert "\x1b" not in text
    lines = text.removesuffix("\n").split("\n")
    if name in ("jsonl", "citron", "doccano", "gold", "prodigy"):
        assert all(isinstance(json.loads(line), dict) for line in lines)
    if name in ("json", "labelstudio", "w3c", "schema-org"):
        json.loads(text)
