"""Inputs that are odd or broken: each costs a line on stderr, never another input, never an offset."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from claimx.pipeline.marks import pair_marks
from claimx.pipeline.segment import lay_out
from tests.proof import prove, prove_keys
from tests.work import exponent, lines_run

GOOD = "Mayor Ana Ruiz said the bridge is safe.\n"


@pytest.fixture
def beside_good(main, tmp_path):
    """Extract ``name`` with ``data`` in it, then a good article; the run, without the good one's record."""

    def extract(name: str, data: bytes, *options: str):
        (tmp_path / name).write_bytes(data)
        (tmp_path / "good.txt").write_bytes(GOOD.encode())
        run = main("extract", name, "good.txt", *options)
        *found, good = run.records
        assert good["doc"]["id"] == "good.txt"
        assert good["content"]["text"] == "the bridge is safe"
        return run, found

    return extract


# What cannot be read


def broken_link(folder: Path) -> None:
    (folder / "bad.txt").symlink_to("gone.txt")


def locked_file(folder: Path) -> None:
    (folder / "bad.txt").write_bytes(GOOD.encode())
    (folder / "bad.txt").chmod(0)


@pytest.mark.skipif(sys.platform == "win32", reason="links and modes are of another kind there")
@pytest.mark.parametrize("made_by", [broken_link, locked_file])
def test_a_file_that_cannot_be_opened_is_one_line_with_path_and_reason(main, tmp_path, made_by):
    if made_by is locked_file and os.geteuid() == 0:
        pytest.skip("root opens everything")
    (tmp_path / "good.txt").write_bytes(GOOD.encode())
    made_by(tmp_path)
    run = main("extract", ".", "--include=errors")
    error, good = run.records
    assert (run.code, len(run.said)) == (3, 1)
    assert run.said[0].startswith("claimx: error: bad.txt: ")
    assert error["error"]["code"] == "unreadable"
    assert good["doc"]["id"] == "good.txt"


@pytest.mark.parametrize("missing", ["gone.txt", "no/such/folder", "*.text", "a\nb.txt", "[x].txt"])
def test_a_missing_file_is_one_line_and_the_others_are_done(main, tmp_path, missing):
    (tmp_path / "good.txt").write_bytes(GOOD.encode())
    run = main("extract", missing, "good.txt", "--include=errors")
    error, good = run.records
    assert (run.code, len(run.said)) == (3, 1)
    assert missing.replace("\n", " ") in run.said[0]
    assert (error["doc"]["path"], error["error"]["code"]) == (missing, "not_found")
    assert good["record"] == "attribution"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"He said\0 no.", "binary", id="nul"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary", id="png"),
        pytest.param(b"He said \x81 no.", "binary", id="undefined in cp1252"),
        pytest.param(b"\xff\xfeH\0e\0 ", "bad_encoding", id="half a code unit"),
        pytest.param(b"\xef\xbb\xbfHe said \xff.", "bad_encoding", id="mark of utf-8 before other bytes"),
        pytest.param("\ufeffHe said\0 no.".encode("utf-16-le"), "binary", id="nul in utf-16"),
    ],
)
def test_bytes_that_are_no_text_are_one_line_and_an_error_record(beside_good, schemas, data, code):
    run, [error] = beside_good("bad.txt", data, "--include=errors")
    assert (run.code, len(run.said)) == (3, 1)
    assert run.said[0].startswith("claimx: error: bad.txt: ")
    assert (error["doc"]["path"], error["error"]["code"]) == ("bad.txt", code)
    schemas["error"].validate(error)
    prove_keys(error)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('{"text": "He said it was late."', "bad_json"),
        ("{'text': 'He said it was late.'}", "bad_json"),
        ('{"text": NaN}', "bad_json"),
        (r'{"text": "He said \ud800 no."}', "lone_surrogate"),
        (r'{"text": "He said it was late.", "title": "\udc00"}', "lone_surrogate"),
        ('["He said it was late."]', "bad_article"),
        ("17", "bad_article"),
        ("{}", "bad_article"),
        ('{"text": null}', "bad_article"),
        ('{"text": ["He said it was late."]}', "bad_article"),
    ],
)
def test_a_broken_line_of_json_lines_is_named_and_the_other_lines_are_done(main, tmp_path, schemas, line, code):
    lines = ['{"id": "one", "text": "Ana Ruiz said no."}', "", line, '{"id": "four", "text": "He said it was late."}']
    (tmp_path / "in.jsonl").write_text("\n".join(lines), "utf-8")
    run = main("extract", "in.jsonl", "--include=errors")
    first, error, last = run.records
    assert (run.code, len(run.said)) == (3, 1)
    assert run.said[0].startswith("claimx: error: in.jsonl:3:")
    assert (error["error"]["code"], error["error"]["line"]) == (code, 3)
    schemas["error"].validate(error)
    assert (first["doc"]["id"], last["doc"]["id"]) == ("one", "four")


def test_workers_lose_no_input_beside_a_broken_one(claimx, main, tmp_path):
    (tmp_path / "a.txt").write_bytes(GOOD.encode())
    (tmp_path / "b.txt").write_bytes(b"\0")
    (tmp_path / "c.jsonl").write_bytes(b'{"text": 1}\n{"text": "Ana Ruiz said no."}')
    spread = claimx("extract", ".", "gone.txt", "--include=errors", "--jobs=2")
    alone = main("extract", ".", "gone.txt", "--include=errors")
    assert (spread.code, spread.stdout, spread.stderr) == (alone.code, alone.stdout, alone.stderr)
    assert (alone.code, len(alone.said), len(alone.records)) == (3, 3, 5)


@pytest.mark.skipif(sys.platform != "linux", reason="only there a file name may be any bytes")
def test_a_file_name_that_is_no_text_costs_no_other_file(main, tmp_path):
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt")).write_bytes(GOOD.encode())
    (tmp_path / "good.txt").write_bytes(GOOD.encode())
    assert "good.txt" in [record["doc"]["id"] for record in main("extract", ".").records]


# What holds nothing


@pytest.mark.parametrize("data", [b"", b" \n\r\n\t", b"\xef\xbb\xbf"])
def test_an_empty_file_is_no_error_but_a_note(beside_good, data):
    run, found = beside_good("empty.txt", data)
    assert (run.code, found) == (0, [])
    assert run.said == ["claimx: empty.txt: empty, nothing to read"]


def test_empty_json_lines_are_no_error_but_a_note(beside_good):
    run, found = beside_good("empty.jsonl", b"\n")
    assert (run.code, found, len(run.said)) == (0, [], 1)


@pytest.mark.parametrize("marks", ["“”\n" * 50, '"' * 51, "‘“«\n\n»”’", "'' `` ''", "“ ” “ ”", "’" * 7])
def test_a_file_of_nothing_but_quotation_marks_holds_no_record(beside_good, marks):
    run, found = beside_good("marks.txt", marks.encode(), "--include=quoted")
    assert (run.code, found) == (0, [])


@pytest.mark.parametrize(
    "text", ["said", ":", ".", "a" * 5000, "( " * 300, "said said said.", "“said", "\x0b\x0c\x1c\x85\u2028"]
)
def test_scraps_are_no_error(beside_good, text):
    assert beside_good("scrap.txt", text.encode())[0].code == 0


# What is text all the same


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_the_text_is_the_same_in_every_encoding_with_a_mark_and_in_cp1252(beside_good, encoding):
    text = "Bürgermeisterin Ana Ruiz said the café “will reopen – soon”.\n"
    marked = "\ufeff" if encoding[-2:] in ("le", "be") else ""
    run, [record] = beside_good("a.txt", (marked + text).encode(encoding), "--include=quoted")
    assert (run.code, run.stderr) == (0, "")
    prove(record, text)
    assert record["content"]["text"] == "the café … will reopen – soon"


ODD_TEXTS = {
    "carriage returns": "Ana Ruiz said it is “safe\r\nand dry”.\r\n\r\n“We stay here tonight,” she said.\r\n",
    "emoji": "🏗️ Ana Ruiz 👩🏽‍⚖️ said it is “safe 👩‍👩‍👧” 🎉.\n\n🇫🇷 “We stay here 🙂 tonight,” she said.\n",
    "combining marks": "Ana Ruiz said the cafe\u0301 is “o\u0308pen”.\n\n“We e\u0301at here tonight,” she said.\n",
    "astral letters": "Ana Ruiz said the 𝒷𝓇𝒾𝒹𝑔𝑒 is “𝓈𝒶𝒻𝑒 𠮷”.\n\n“We 𝓈𝓉𝒶𝓎 here tonight,” she said.\n",
    "right to left": "Ana Ruiz said the \u200fגשר\u200f is “safe”.\n\n“We stay here tonight,” she said.\n",
    "no-break spaces": "Ana\u00a0Ruiz said\u00a0it\u202fis “safe”.\n\n“We\u00a0stay here tonight,” she said.\n",
    "separators": "Ana Ruiz said it is “safe”.\u2028“We stay,” she said.\u2029\x0c“We go,” she said.\n",
    "zero width": "Ana\ufeff Ruiz said\u200b it is \u2060“safe”.\n\n“We stay here tonight,” she said.\u200d\n",
    "tabs": "\tAna Ruiz said the bridge is\t“safe”.\n\n\t“We stay here tonight,”\tshe said.\n",
}


@pytest.mark.parametrize("text", ODD_TEXTS.values(), ids=ODD_TEXTS)
def test_offsets_count_code_points_of_the_text_as_it_came(beside_good, text, schemas):
    run, found = beside_good("odd.txt", text.encode(), "--include=quoted")
    assert (run.code, run.stderr) == (0, "")
    assert len([record for record in found if record["record"] == "attribution"]) >= 2
    for record in found:
        prove(record, text)
        schemas[record["record"]].validate(record)


def test_a_mark_of_byte_order_is_no_part_of_the_text(beside_good):
    _, [plain] = beside_good("a.txt", GOOD.encode())
    _, [marked] = beside_good("a.txt", b"\xef\xbb\xbf" + GOOD.encode())
    assert marked == plain


# JSON Lines


def test_json_lines_carry_what_is_known_of_the_article(main, tmp_path):
    line = (
        '{"id": 7, "text": "Ana Ruiz said no.", "title": "T", "author": null, "url": "u", '
        '"section": "World", "tags": ["a", {"b": 1.5}], "ok": null}'
    )
    (tmp_path / "in.jsonl").write_text(line + "\r\n", "utf-8")
    [record] = main("extract", "in.jsonl").records
    prove(record, "Ana Ruiz said no.")
    told = {key: record["doc"][key] for key in ("id", "path", "title", "author", "published", "url", "extra")}
    assert told == {
        "id": "7",
        "path": "in.jsonl",
        "title": "T",
        "author": None,
        "published": None,
        "url": "u",
        "extra": {"section": "World", "tags": ["a", {"b": 1.5}], "ok": None},
    }


def test_a_number_that_would_lose_digits_is_an_error_of_its_line(main, tmp_path):
    (tmp_path / "in.jsonl").write_text('{"text": "Ana Ruiz said no.", "n": 123456789012345678901}', "utf-8")
    run = main("extract", "in.jsonl")
    assert (run.code, run.records) == (3, [])
    assert run.said == ["claimx: error: in.jsonl:1: an integer beyond 64 bits would lose digits"]


@pytest.mark.parametrize(
    "keys",
    [
        ['"id": "a", ', '"id": "a", ', '"id": "a", '],
        ["", "", ""],
        ['"id": "b", ', "", '"id": 3, '],
        ['"id": "in.jsonl:2", ', "", ""],
        ['"id": "more.txt", ', "", ""],
    ],
)
def test_ids_that_are_missing_or_shared_lose_no_article_and_stay_apart(main, tmp_path, keys):
    lines = [f'{{{key}"text": "Ana Ruiz said no."}}' for key in keys]
    (tmp_path / "in.jsonl").write_text("\n".join(lines), "utf-8")
    (tmp_path / "more.txt").write_bytes(GOOD.encode())
    records = main("extract", "in.jsonl", "more.txt").records
    assert len(records) == 4
    assert len({record["doc"]["id"] for record in records}) == 4


# Long texts


def test_half_a_megabyte_is_laid_out_and_its_marks_paired_to_the_end(seeds):
    article = "\n\n".join(path.read_text("utf-8") for path in seeds)
    text = (article + "\n\n") * (500_000 // len(article) + 1)
    layout = lay_out(text)
    marks = pair_marks(text, [paragraph.span for paragraph in layout.paragraphs])
    assert layout.paragraphs[-1].span.end > len(text) - 200
    assert marks.quotations[-1].span.start > len(text) - 20_000


UNITS = [".", " ", "“", "“a ", "a” ", "’", "A ", "A", "a\n", "By Ann Lee and ", "Ann Lee/", "1", "U.S. ", "—"]


def read_marks_of_page(text: str) -> None:
    pair_marks(text, [paragraph.span for paragraph in lay_out(text).paragraphs])


@pytest.mark.parametrize("unit", UNITS)
def test_work_to_lay_out_and_pair_grows_with_the_text_not_faster(unit):
    # Of one run of signs nothing may grow at all but what C does.
    costs = [lines_run(lambda count=count: read_marks_of_page(unit * count)) for count in (500, 500, 1000, 2000)]
    assert costs[3] - costs[2] <= 2.2 * max(costs[2] - costs[1], 50)


def test_patterns_do_not_go_back_over_long_runs():
    # What regular expressions do is nowhere counted; this is time of this process alone, with a wide margin.
    def seconds(count: int) -> float:
        began = time.process_time()
        for unit in UNITS:
            read_marks_of_page(unit * count)
        return time.process_time() - began

    # Linear is 8 times as long, quadratic 64 times.
    assert seconds(16_000) < 30 * seconds(2_000)


def test_work_of_the_pipeline_grows_with_the_text_not_faster(nlp):
    text = "“It rains again,” Mayor Maria Conti said.\n\n"
    assert exponent(5, lambda count: lines_run(lambda: nlp(text * count))) <= 1.2


def test_an_endless_run_without_a_blank_is_read_in_time_that_grows_with_it(nlp):
    text = '"' * 20_000 + "\n\n  Mayor Ana Ruiz said the bridge was safe.  "
    doc = nlp(text)
    assert doc.text == text
    assert [who.speaker.name for who in doc._.claimx_resolutions] == ["Ana Ruiz"]
