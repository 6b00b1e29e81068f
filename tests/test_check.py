"""``claimx check``: each rule where it should speak and where not, records, expectations, baselines, exit codes."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from claimx.check.findings import excerpt
from claimx.check.relocation import Passages
from claimx.check.rules import RULES, rules_table
from tests.conftest import ROOT, Installed, Run, surroundings

RUIZ = "Mayor Ana Ruiz met the press.\n\nShe said the bridge “will be safe” by May.\n"
HOLLIS = "Tom Hollis, a baker, said on Monday that he “sold out before ten” and went home.\n"

# For each rule texts that break it, and texts that come near and do not.
FIRES = {
    "CX101": [
        "The council met on Monday.\n\n“Nobody told us anything about the closing of the road.”\n\nIt rained.\n",
        "Being told that Russia should “act responsibly,” the envoy, Ivan Petrov, left the room.\n",
    ],
    "CX102": [
        "The mayor met the press. She said the bridge would be safe by May.\n",
        "The road was closed. His lawyer said there would be an appeal.\n",
    ],
    "CX103": [
        "The road was closed. A Western official said on Monday that it would open soon.\n",
        "Experts say the bridge is old. The river is low.\n",
    ],
    "CX201": [
        "He said the road was “closed until further notice. It was not. The “bridge” was closed too.\n",
        'Mayor Ana Ruiz said the bridge was “safe for all" on Monday.\n',
        "Mayor Ana Ruiz said that the bridge was safe” on Monday.\n",
    ],
    "CX202": [
        "Mayor Ana Ruiz met the press.\n\nShe said: “We worked all night.\n\nThe bridge opened.\n",
        "“We worked all night,” said Ana Ruiz. “We are tired.\n\n“We will go home.\n\nThe bridge opened on Friday.\n",
    ],
    "CX401": [
        "Envoy Chang Ho-jin said Seoul would wait.\n\nOn Friday, envoy Chang Ho Jin said it would not wait.\n",
        "Mayor Ana Ruiz said the bridge was safe.\n\nOn Friday, Ana Ruis said that it was not safe.\n",
        "Mayor Ana deMarco said the bridge was safe.\n\nOn Friday, Ana DeMarco said that it was not safe.\n",
        "Mayor Ana Ruiz said the bridge was safe.\n\nOn Friday, Anna Ruiz said that it was not safe.\n",
        "Mayor Jan van Dam said the bridge was safe.\n\nOn Friday, Jan Van Dam said that it was not safe.\n",
        "Mayor Ana McDonald said the bridge was safe.\n\nOn Friday, Ana MacDonald said that it was not safe.\n",
    ],
}
SILENT = {
    "CX101": [
        RUIZ,
        "The so-called “mum tax” has dominated the week, and the shelters are “award-winning”. It rained.\n",
        "The fair had a “bring your own chair” rule, and a sign that read “Closed Until Further Notice Today”.\n",
        'The council met.\n\nAna Ruiz, mayor: "We will pay for every stone of the old bridge."\n\nIt rained.\n',
    ],
    "CX102": [
        RUIZ,
        "A police officer said the road was closed. The officer said it would open on Friday, and he thanked us.\n",
        "“My wife says I should stay at home,” said Ben Okafor. It rained.\n",
        "The court sat on Monday. Asked by the coroner, Dr Miriam Haskayne, the driver kept silent.\n",
    ],
    "CX103": [RUIZ, "The White House said the road was closed. Reuters reported that it was open.\n"],
    "CX201": [
        "“We worked all night,” said Ana Ruiz. “We are tired.\n\n“We will go home,” she said.\n",
        "It was '90s rock, the dogs' bowls were 5' 10\" wide, and Ana Ruiz said: «We will “go” home».\n",
    ],
    "CX202": ["“We worked all night,” said Ana Ruiz. “We are tired.\n\n“We will go home,” she said.\n"],
    "CX401": [
        "Envoy Chang Ho-jin said Seoul would wait.\n\nMr. Chang said Chang Ho-jin’s plan was CHANG HO-JIN’s own.\n",
        "Kim Jong Un said he would wait. Kim Jong Il said nothing of it, and Kim said he was tired.\n",
    ],
}


def rows(run: Run) -> list[dict[str, Any]]:
    """The findings, but for doubts, which come and go with the model."""
    return [row for row in every_row(run) if row["rule"] != "CX901"]


def every_row(run: Run) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run.stdout.splitlines()]


def codes(run: Run) -> list[str]:
    return [row["rule"] for row in rows(run)]


def put(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_bytes(text.encode())
    return path


def put_lines(path: Path, *objects: dict[str, Any]) -> Path:
    path.write_text("".join(f"{json.dumps(item, ensure_ascii=False)}\n" for item in objects), "utf-8")
    return path


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    put(folder, "ruiz.txt", RUIZ)
    put(folder, "hollis.txt", HOLLIS)
    return folder


@pytest.fixture
def expected(tmp_path: Path) -> Path:
    """What is expected of the two articles, as a person would write it."""
    return put_lines(
        tmp_path / "expected.jsonl",
        {
            "path": "articles/ruiz.txt",
            "expected": [{"source": "She", "content": "the bridge … will be safe … by May", "speaker": "Ana Ruiz"}],
        },
        {"path": "articles/hollis.txt", "expected": [{"content": "sold out before ten", "speaker": "Tom Hollis"}]},
    )


# Rules


@pytest.fixture(scope="module")
def cases(tmp_path_factory) -> dict[str, set[str]]:
    """The codes found in each text of FIRES and SILENT, by one run over a file a text."""
    folder = tmp_path_factory.mktemp("cases")
    for name, texts in (("fires", FIRES), ("silent", SILENT)):
        for code, of_rule in texts.items():
            for number, text in enumerate(of_rule):
                put(folder, f"{code}-{name}-{number}.txt", text)
    run = Installed(folder)("check", ".", "--format=jsonl", "--exit-zero")
    assert run.code == 0, run.stderr
    found: dict[str, set[str]] = {path.name: set() for path in folder.iterdir()}
    for row in rows(run):
        found[row["path"]].add(row["rule"])
    return found


def numbered(texts: dict[str, list[str]]) -> list[tuple[str, int]]:
    return [(code, number) for code, of_rule in texts.items() for number in range(len(of_rule))]


@pytest.mark.parametrize(("code", "number"), numbered(FIRES))
def test_rule_fires(cases, code, number):
    assert code in cases[f"{code}-fires-{number}.txt"]


@pytest.mark.parametrize(("code", "number"), numbered(SILENT))
def test_rule_is_silent(cases, code, number):
    assert code not in cases[f"{code}-silent-{number}.txt"]


def test_every_rule_about_articles_is_tried():
    assert {code for code in RULES if code[2] in "124"} == FIRES.keys() == SILENT.keys()


def test_a_finding_stands_where_its_words_are(main, tmp_path):
    text = "It rained.\r\n\r\nGood — 𝒳: A Western official said on Monday that the road would open soon.\r\n"
    put(tmp_path, "a.txt", text)
    [row] = rows(main("check", "a.txt", "--format=jsonl"))
    assert (row["path"], row["line"], row["column"]) == ("a.txt", 3, 11)
    assert text[row["start"] : row["end"]] == row["words"] == "A Western official"
    assert (row["end_line"], row["end_column"]) == (3, 11 + len(row["words"]))


def test_low_confidence_is_below_the_limit_given(main, articles):
    [record] = main("extract", "articles/ruiz.txt").records
    put_lines(Path("r.jsonl"), record | {"confidence": 0.31})
    assert every_row(main("check", "r.jsonl", "--format=jsonl")) == []
    [row] = every_row(main("check", "r.jsonl", "--format=jsonl", "--min-confidence=0.4"))
    assert (row["rule"], row["severity"], row["path"], row["line"]) == ("CX901", "note", "articles/ruiz.txt", 3)


def test_seeds_have_few_findings_and_none_of_the_kinds_that_would_be_wrong(main, seeds, seeds_run, tmp_path):
    (tmp_path / "seeds.jsonl").write_bytes(seeds_run.stdout)
    run = main("check", "seeds.jsonl", f"--texts={seeds[0].parent}", "--format=jsonl")
    assert not any("without a text" in line for line in run.said)
    found = codes(run)
    # What the articles say differently of one utterance is so: South Korea or its adviser, two translations.
    assert set(found) <= {"CX101", "CX103", "CX301", "CX302"}
    assert found.count("CX101") <= 2
    assert found.count("CX301") <= 2


@pytest.mark.parametrize(
    "block",
    [
        "> “We will pay for the road\n> and for the bridge,” said Ana Ruiz.\n",
        '> Ana Ruiz said: "We will pay\n> for the road and\n> for the bridge."\n',
        "> It rained.\n> “We will go home\n> on Friday,” Ana Ruiz said.\n",
    ],
)
def test_a_quotation_wrapped_in_a_block_is_not_left_open(main, tmp_path, block):
    put(tmp_path, "a.txt", f"The council met on Monday.\n\n{block}\nIt ended late.\n")
    assert rows(main("check", "a.txt", "--select=CX2", "--format=jsonl")) == []


# Records


@pytest.fixture
def records(main, articles) -> list[dict[str, Any]]:
    main("extract", "articles", "-o", "records.jsonl")
    return [json.loads(line) for line in Path("records.jsonl").read_text("utf-8").splitlines()]


def shift(record: dict[str, Any]) -> None:
    span = record["content"]["spans"][0]
    span["start"], span["end"] = span["start"] + 1, span["end"] + 1


def test_good_records_have_no_findings_with_and_without_texts(main, records, articles):
    run = main("check", "records.jsonl")
    assert (run.code, run.stdout) == (0, b"")
    articles.rename("elsewhere")
    run = main("check", "records.jsonl")
    assert (run.code, run.stdout) == (0, b"")
    assert sum("articles without a text that fits: 2" in line for line in run.said) == 1
    run = main("check", "records.jsonl", "--texts=elsewhere")
    assert (run.code, run.stdout) == (0, b"")
    assert not any("--texts" in line for line in run.said)


def test_a_shifted_offset_is_named(main, records):
    shift(records[1])
    put_lines(Path("records.jsonl"), *records)
    run = main("check", "records.jsonl", "--format=concise")
    assert run.code == 1
    [line] = run.stdout.decode().splitlines()
    assert line.startswith("records.jsonl:2:1: error CX504 content.spans[0]: ")


def test_a_shifted_offset_is_seen_by_the_id_where_there_is_no_text(main, records, articles):
    shift(records[1])
    put_lines(Path("records.jsonl"), *records)
    articles.rename("elsewhere")
    run = main("check", "records.jsonl", "--format=jsonl")
    assert (run.code, codes(run)) == (1, ["CX502"])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda r: r.update(id="0" * 16), "CX502"),
        (lambda r: r.update(schema="claimx/9"), "CX501"),
        (lambda r: r.update(record="rumour"), "CX501"),
        (lambda r: r.update(kind="sideways"), "CX501"),
        (lambda r: r.pop("speaker"), "CX501"),
        (lambda r: r["doc"].update(sha256="0" * 64), "CX503"),
        (lambda r: r["content"].update(line=9), "CX504"),
        (lambda r: r["content"]["spans"][0].update(start="one"), "CX501"),
        (lambda r: r["speaker"]["mention"]["spans"][0].update(text="He!"), "CX504"),
    ],
)
def test_a_broken_record_is_found(main, records, change, code):
    change(records[1])
    put_lines(Path("records.jsonl"), *records)
    run = main("check", "records.jsonl", "--format=jsonl", "--select=CX5")
    assert run.code == 1
    assert code in codes(run)
    assert {(row["path"], row["line"]) for row in rows(run)} == {("records.jsonl", 2)}


def test_a_broken_line_costs_no_other(main, records):
    with Path("records.jsonl").open("ab") as file:
        file.write(b'{"schema":\n[1]\n\xff\xfe\n')
    run = main("check", "records.jsonl", "--format=jsonl")
    assert codes(run) == ["CX501"] * 3
    assert [row["line"] for row in rows(run)] == [3, 4, 5]


def test_an_edited_text_is_one_finding_an_article(main, records, articles):
    put(articles, "ruiz.txt", RUIZ.replace("will", "may"))
    put_lines(Path("records.jsonl"), *records, *records)
    [row] = rows(main("check", "records.jsonl", "--format=jsonl", "--ignore=CX505"))
    assert (row["rule"], row["line"]) == ("CX503", 2)
    assert "(2 records)" in row["message"]


def test_records_are_held_to_the_rules_about_sources_and_marks(main, tmp_path):
    put(tmp_path, "a.txt", FIRES["CX103"][0] + "\n" + FIRES["CX101"][0])
    main("extract", "a.txt", "--class=statement,belief,intent", "-o", "a.jsonl")
    of_text, of_records = (rows(main("check", name, "--format=jsonl")) for name in ("a.txt", "a.jsonl"))
    assert {row["rule"] for row in of_text} == {"CX101", "CX103"}
    assert of_records == of_text
    Path("a.txt").unlink()
    assert codes(main("check", "a.jsonl", "--format=jsonl")) == ["CX103"]


def test_records_of_json_lines_find_their_texts_by_hash(main, tmp_path):
    put_lines(tmp_path / "in.jsonl", {"id": "a", "text": RUIZ}, {"id": "b", "text": FIRES["CX103"][0]})
    main("extract", "in.jsonl", "-o", "out.jsonl")
    run = main("check", "out.jsonl", "--format=jsonl", "--fail-on=note")
    assert [(row["path"], row["article"], row["rule"]) for row in rows(run)] == [("in.jsonl", "b", "CX103")]
    assert not any("without a text" in line for line in run.said)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda lines: lines.pop(0), "CX702"),
        (lambda lines: lines[0].update(polarity="denied"), "CX703"),
        (lambda lines: lines[0]["speaker"].update(type="group"), "CX703"),
        (lambda lines: lines[0].update(confidence=0.5), "CX703"),
    ],
)
def test_what_no_text_proves_is_told_by_making_the_records_anew(main, articles, change, code):
    put(articles, "ruiz.txt", f"{RUIZ}\nTom Hollis said on Monday that the bakery would close.\n")
    main("extract", "articles/ruiz.txt", "-o", "records.jsonl")
    records = [json.loads(line) for line in Path("records.jsonl").read_text("utf-8").splitlines()]
    assert main("check", "records.jsonl", "--rerun", "--select=CX5,CX7").code == 0
    change(records)
    put_lines(Path("records.jsonl"), *records)
    assert main("check", "records.jsonl", "--select=CX5").code == 0
    run = main("check", "records.jsonl", "--rerun", "--select=CX7", "--format=jsonl")
    assert (run.code, codes(run)) == (1, [code])


@pytest.mark.parametrize("where", [["articles"], ["--texts=articles"], ["articles/ruiz.txt", "--texts=articles"]])
@pytest.mark.parametrize("left", [(), ("hollis.txt",)])
def test_an_article_whose_records_were_all_dropped_is_told_by_making_them_anew(main, articles, where, left):
    put(articles, "ruiz.txt", RUIZ)
    put(articles, "hollis.txt", "Tom Hollis said on Monday that the bakery would close.\n")
    put(articles, "empty.txt", "Nothing happened.\n")
    main("extract", "articles", "-o", "records.jsonl")
    records = [json.loads(line) for line in Path("records.jsonl").read_text("utf-8").splitlines()]
    assert main("check", "records.jsonl", *where, "--rerun", "--select=CX7").code == 0
    kept = [record for record in records if record["doc"]["id"] in left]
    put_lines(Path("records.jsonl"), *kept)
    run = main("check", "records.jsonl", *where, "--rerun", "--select=CX7", "--format=jsonl")
    assert (run.code, codes(run)) == (1, ["CX702"] * (len(records) - len(kept)))
    assert {row["path"].rpartition("/")[2] for row in rows(run)} == {"ruiz.txt", "hollis.txt"} - set(left)


@pytest.mark.parametrize(
    "extra", ['{"schema": "claimx/1"}', '{"a": [{"schema": "claimx/9"}]}', '"\\"schema\\":\\"claimx/1\\""']
)
def test_a_schema_inside_an_article_makes_no_records_of_it(main, tmp_path, extra):
    put(tmp_path, "in.jsonl", f'{{"id": "a", "extra": {extra}, "text": {json.dumps(RUIZ)}}}\n')
    assert rows(main("check", "in.jsonl", "--select=CX5", "--format=jsonl")) == []


# Expectations


@pytest.mark.parametrize(
    ("item", "found"),
    [
        ({"content": "be safe", "part": True}, []),
        ({"content": "will be safe", "part": True, "speaker": "Ana Ruiz"}, []),
        ({"content": "will be safe", "part": True, "speaker": "Tom Hollis"}, ["CX602"]),
        ({"content": "the bridge … will be safe … by May", "polarity": "negated"}, ["CX606"]),
        ({"content": "the bridge … will be safe … by May", "class": "belief"}, ["CX606"]),
        ({"content": "the bridge … will be safe … by May", "cospeakers": ["Tom Hollis"]}, ["CX606"]),
        ({"content": "the old mill on the hill burnt down to the ground on Friday night"}, ["CX601"]),
        ({"content": "the bridge over the long river at Lindow will never again be safe"}, ["CX601"]),
    ],
    ids=str,
)
def test_an_expectation_says_how_much_of_an_attribution_counts_and_fails_once(main, articles, tmp_path, item, found):
    put_lines(tmp_path / "e.jsonl", {"path": "articles/ruiz.txt", "expected": [item]})
    assert (
        codes(main("check", "articles", "--gold=e.jsonl", "--select=CX6", "--ignore=CX603", "--format=jsonl")) == found
    )


def test_articles_as_expected_are_clean(main, articles, expected):
    run = main("check", "articles", "--gold", expected)
    assert (run.code, run.stdout) == (0, b"")


def test_a_changed_word_in_a_quotation_is_named(claimx, articles, expected):
    put(articles, "ruiz.txt", RUIZ.replace("will be safe", "may be safe"))
    run = claimx("check", "articles", "--gold", expected, "--format=concise")
    assert run.code == 1
    [line] = run.stdout.decode().splitlines()
    assert line.startswith("articles/ruiz.txt:3:22: error CX604 the text has “may” where “will” is expected")


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("will be safe", "will be quite safe", (3, 30)),
        ("will be safe", "will safe", (3, 27)),
        ("the bridge", "that bridge", (3, 10)),
    ],
)
def test_words_put_in_left_out_or_changed_are_shown_where_they_are(main, articles, expected, old, new, place):
    put(articles, "ruiz.txt", RUIZ.replace(old, new))
    found = [r for r in rows(main("check", "articles", "--gold", expected, "--format=jsonl")) if r["rule"] == "CX604"]
    assert [(row["line"], row["column"]) for row in found] == [place]


def test_a_swapped_speaker_is_named(main, articles, expected):
    put(articles, "hollis.txt", HOLLIS.replace("Tom Hollis", "Ben Okafor"))
    run = main("check", "articles", "--gold", expected, "--format=concise")
    assert run.code == 1
    assert "articles/hollis.txt:1:46: error CX602 expected Tom Hollis, found Ben Okafor on" in run.stdout.decode()


def test_a_missing_attribution_is_named(main, articles, expected):
    put(articles, "hollis.txt", "Tom Hollis, a baker, went home on Monday. It rained.\n")
    run = main("check", "articles", "--gold", expected, "--format=concise")
    assert run.code == 1
    assert run.stdout.decode().startswith("articles/hollis.txt: error CX601 Tom Hollis on “sold out before ten”")


def test_an_unexpected_attribution_is_a_note(main, articles, expected):
    put(articles, "hollis.txt", HOLLIS + "\nPolice said the road to the mill was closed on Monday.\n")
    run = main("check", "articles", "--gold", expected, "--format=jsonl")
    assert run.code == 0
    assert [(row["rule"], row["severity"], row["line"]) for row in rows(run)] == [("CX603", "note", 3)]


def test_expectations_move_with_their_words(main, articles, expected):
    put(articles, "ruiz.txt", f"It rained all day on the river.\n\n{RUIZ}")
    assert main("check", "articles", "--gold", expected).code == 0


def test_saved_records_serve_as_expectations(main, articles, records):
    assert main("check", "articles", "--gold", "records.jsonl").code == 0
    put(articles, "ruiz.txt", RUIZ.replace("Ana Ruiz", "Anna Lopez"))
    assert codes(main("check", "articles", "--gold", "records.jsonl", "--format=jsonl")) == ["CX602"]


def test_null_expects_that_nobody_is_named_and_a_source_that_it_is_there(main, tmp_path):
    put(tmp_path, "a.txt", FIRES["CX103"][0])
    content = "it would open soon"
    for speaker, source, right in (
        (None, "A Western official", True),
        (None, "a baker", False),
        ("Ann Lee", None, False),
    ):
        item = {"content": content, "speaker": speaker, "source": source}
        put_lines(tmp_path / "e.jsonl", {"path": "a.txt", "expected": [item]})
        run = main("check", "a.txt", "--gold=e.jsonl", "--select=CX6", "--format=jsonl")
        assert codes(run) == ([] if right else ["CX602"])


@pytest.mark.parametrize(
    ("speaker", "aliases"), [("A. R.", ["Ana Ruiz"]), ("The mayor", ["Ruiz", "Hollis"]), ("Ana Ruiz", [])]
)
def test_gold_holds_a_speaker_to_every_name_that_it_allows(main, tmp_path, speaker, aliases):
    text = "Mayor Ana Ruiz said the bridge is safe.\n"
    put(tmp_path, "a.txt", text)
    content = {"start": 20, "end": 38, "text": text[20:38]}
    item = {"source": [], "cue": [], "content": [content], "kind": "indirect", "class": "statement", "optional": False}
    gold = {"schema": "claimx-gold/1", "id": "a.txt", "path": "a.txt"}
    for known, found in ((aliases, []), (["Tom Hollis"] if speaker != "Ana Ruiz" else [], ["CX602"])):
        put_lines(
            tmp_path / "g.jsonl", gold | {"attributions": [item | {"speaker": speaker, "speaker_aliases": known}]}
        )
        run = main("check", "a.txt", "--gold=g.jsonl", "--select=CX6", "--format=jsonl")
        assert codes(run) == ([] if speaker == "Ana Ruiz" else found)


def test_our_gold_holds_a_seed_to_what_is_known(main, seeds, tmp_path):
    text = seeds[2].read_bytes().decode()
    put(tmp_path, seeds[2].name, text)
    gold = [json.loads(line) for line in (ROOT / "fixtures/gold/seeds.jsonl").read_text("utf-8").splitlines()]
    [ours] = [line for line in gold if line["id"] == seeds[2].name]
    put_lines(tmp_path / "gold.jsonl", ours | {"path": seeds[2].name})
    options = (
        "check",
        seeds[2].name,
        "--gold=gold.jsonl",
        "--ignore=CX603",
        "--baseline=known.jsonl",
        "--format=jsonl",
    )
    assert main(*options, "--write-baseline").code == 0
    assert main(*options).code == 0
    put(tmp_path, seeds[2].name, text.replace("as smooth as possible", "as smooth as feasible"))
    run = main(*options)
    assert run.code == 1
    assert {(row["rule"], row["line"], row["words"].split(": ")[-1]) for row in rows(run)} == {
        ("CX604", 19, "feasible")
    }


def test_expectations_that_are_none_are_errors_with_their_line(main, articles, tmp_path):
    for line in (
        '{"path": "a", "expects": []}',
        "[]",
        "{",
        '{"expected": []}',
        '{"schema": "claimx-gold/1", "id": "a"}',
    ):
        put(tmp_path, "e.jsonl", f'{{"path": "articles/ruiz.txt", "expected": []}}\n{line}\n')
        run = main("check", "articles", "--gold=e.jsonl")
        assert run.code == 3
        assert [said.startswith("claimx: error: e.jsonl:2: no expectation: ") for said in run.said] == [True]


def test_expectations_of_a_file_that_is_gone_are_an_error_and_of_one_not_named_a_note(main, articles, expected):
    run = main("check", "articles/ruiz.txt", "--gold", expected)
    assert run.code == 0
    assert any("expected of and that were not checked: 1" in line for line in run.said)
    (articles / "hollis.txt").unlink()
    run = main("check", "articles", "--gold", expected)
    assert run.code == 3
    assert any(line.startswith("claimx: error: articles/hollis.txt: no such file") for line in run.said)


# Words found again, and names


def test_passages_find_what_is_there_and_what_is_like_it():
    text = "“I will not,” she said, “go to the old mill again.” The mill is old. I will go."
    [found] = Passages(text).locate(["I will not,", "go to the old mill again."])
    assert (found.span.of(text), found.changes) == (text[1:49], ())
    [found] = Passages(text).locate(["I will not", "go to the new mill again"])
    assert [(c.expected, c.found, c.span.of(text)) for c in found.changes] == [("new", "old", "old")]
    assert [place.span.start for place in Passages(text).locate(["will"])] == [3, 71]
    assert Passages(text).locate(["nobody ever saw a whale"]) == []
    assert Passages("").locate(["a"]) == Passages(text).locate(["…"]) == []


def test_excerpt_is_one_line_of_few_words():
    assert excerpt("a\n b") == "a b"
    assert len(excerpt("word " * 100)) <= 60


# Choosing rules


def test_select_and_ignore_take_codes_and_their_beginnings(main, tmp_path):
    put(tmp_path, "a.txt", "".join(f"{FIRES[code][0]}\n" for code in ("CX103", "CX101")))
    wanted = {
        ("--select=CX1",): {"CX101", "CX103"},
        ("--select=CX101,CX201",): {"CX101"},
        ("--ignore=CX101",): {"CX103"},
        ("--select=CX1", "--ignore=CX103"): {"CX101"},
    }
    for options, found in wanted.items():
        assert set(codes(main("check", "a.txt", "--format=jsonl", *options))) == found


@pytest.mark.parametrize("option", ["--select=CX9999", "--ignore=XX", "--select=", "--format=xml", "--fail-on=never"])
def test_what_is_not_there_to_choose_is_a_usage_error(main, articles, option):
    run = main("check", "articles", option)
    assert (run.code, run.stdout, len(run.said)) == (2, b"", 1)


def test_settings_ignore_rules_and_rules_of_files(main, tmp_path):
    (tmp_path / "archive").mkdir()
    for name in ("a.txt", "archive/b.txt"):
        put(tmp_path, name, "".join(f"{FIRES[code][0]}\n" for code in ("CX103", "CX101")))
    put(
        tmp_path, "pyproject.toml", '[tool.claimx]\nignore = ["CX101"]\nper_file_ignores = { "archive/*" = ["CX10"] }\n'
    )
    found = [(row["path"], row["rule"]) for row in rows(main("check", ".", "--format=jsonl"))]
    assert found == [("a.txt", "CX103")]
    # An option wins over the setting of its name.
    assert set(codes(main("check", ".", "--format=jsonl", "--ignore=CX103"))) == {"CX101"}
    put(tmp_path, "pyproject.toml", '[tool.claimx]\nper_file_ignores = { "archive/*" = ["CX8"] }\n')
    run = main("check", ".")
    assert (run.code, run.said) == (2, ["claimx: error: per_file_ignores: no rule 'CX8'; claimx rule lists them"])


# Baseline


def test_a_baseline_lets_pass_what_is_known_though_lines_move_and_nothing_new(main, tmp_path):
    path = put(tmp_path, "a.txt", FIRES["CX101"][0])
    known = ("--baseline=known.jsonl", "--format=jsonl")
    assert main("check", "a.txt").code == 1
    assert main("check", "a.txt", "--baseline=known.jsonl", "--write-baseline").code == 0
    run = main("check", "a.txt", *known)
    assert (run.code, run.stdout) == (0, b"")
    path.write_text(f"It rained.\n\n{FIRES['CX101'][0]}\n{FIRES['CX103'][0]}", "utf-8")
    assert codes(main("check", "a.txt", *known)) == ["CX103"]
    path.write_text(RUIZ, "utf-8")
    run = main("check", "a.txt", *known)
    assert (run.code, run.stdout) == (0, b"")
    assert any("no longer found, of the baseline: 1" in line for line in run.said)


def test_a_baseline_grows_article_by_article(main, tmp_path):
    for name in "ab":
        put(tmp_path, f"{name}.txt", FIRES["CX101"][0])
    for name in "ba":
        assert main("check", f"{name}.txt", "--baseline=known.jsonl", "--write-baseline").code == 0
    entries = [json.loads(line) for line in Path("known.jsonl").read_text("utf-8").splitlines()]
    assert [entry["path"] for entry in entries] == ["a.txt", "b.txt"]
    assert main("check", "a.txt", "b.txt", "--baseline=known.jsonl").code == 0


def test_the_same_words_twice_are_two_findings(main, tmp_path):
    put(tmp_path, "a.txt", FIRES["CX101"][0])
    main("check", "a.txt", "--baseline=known.jsonl", "--write-baseline")
    put(tmp_path, "a.txt", FIRES["CX101"][0] * 2)
    assert codes(main("check", "a.txt", "--baseline=known.jsonl", "--format=jsonl")) == ["CX101"]


def test_files_of_options_are_not_taken_for_articles(main, articles, expected):
    expected.rename(articles / "expected.jsonl")
    put_lines(articles / "expected.jsonl", {"path": "ruiz.txt", "expected": []})
    options = ("check", "articles", "--gold=articles/expected.jsonl", "--baseline=articles/known.jsonl")
    assert main(*options, "--write-baseline").code == 0
    assert main(*options, "--format=jsonl", "--output=articles/found.jsonl").code == 0
    run = main(*options, "--format=jsonl", "--output=articles/found.jsonl")
    assert (run.code, run.said) == (0, ["claimx: no findings in 2 checked"])


def test_a_baseline_that_is_none_is_an_error(main, articles, tmp_path):
    assert main("check", "articles", "--baseline=none.jsonl").code == 3
    assert main("check", "articles", "--write-baseline").code == 2
    put(tmp_path, "known.jsonl", "{}\n")
    run = main("check", "articles", "--baseline=known.jsonl")
    assert run.code == 3
    assert run.said[0].startswith("claimx: error: known.jsonl:1: no line of a baseline")


# Exit codes


def test_exit_codes(main, articles):
    put(articles, "warned.txt", FIRES["CX101"][0])
    assert main("check", "articles/ruiz.txt").code == 0
    assert main("check", "articles").code == 1
    assert main("check", "articles", "--exit-zero").code == 0
    assert main("check", "articles", "--fail-on=error").code == 0
    put(articles, "warned.txt", FIRES["CX103"][0])
    assert main("check", "articles").code == 0
    assert main("check", "articles", "--fail-on=note").code == 1


def test_unreadable_input_is_3_also_with_findings_and_exit_zero_and_the_rest_is_told(main, articles):
    put(articles, "warned.txt", FIRES["CX101"][0])
    (articles / "binary.txt").write_bytes(b"\0\1")
    for options in ((), ("--exit-zero",)):
        run = main("check", "articles", "nowhere.txt", "--format=jsonl", *options)
        assert (run.code, codes(run)) == (3, ["CX101"])
        assert sum(line.startswith("claimx: error: ") for line in run.said) == 2


def test_an_empty_file_is_a_note_and_fine(main, tmp_path):
    put(tmp_path, "a.txt", " \n")
    run = main("check", "a.txt")
    assert (run.code, run.said) == (0, ["claimx: a.txt: empty, nothing to read", "claimx: no findings in 1 checked"])


def test_standard_input_is_an_article(main):
    run = main("check", "-", "--format=concise", stdin=FIRES["CX101"][0].encode())
    assert run.code == 1
    assert run.stdout.decode().startswith("-:3:2: warning CX101 ")


def test_standard_input_may_be_records(main, articles):
    written = main("extract", "articles").stdout
    assert main("check", "-", stdin=written).code == 0
    shifted = written.replace(b'"line":3', b'"line":4')
    run = main("check", "-", "--format=concise", stdin=shifted)
    assert run.code == 1
    assert run.stdout.decode().startswith("-:2:1: error CX504 content starts at line 3, column 10")


# claimx rule


def test_rule_lists_and_explains(main):
    listed = main("rule").stdout.decode().splitlines()
    assert [line.split()[:2] for line in listed] == [[rule.code, rule.severity] for rule in RULES.values()]
    assert len(main("rule", "CX1").stdout.splitlines()) == 3
    told = main("rule", "cx101").stdout.decode()
    assert all(part in told for part in ("CX101", "warning", RULES["CX101"].why, RULES["CX101"].fix, "Example:"))
    assert main("rule", "CX8").code == 2


def test_every_rule_is_explained_in_sentences_and_stands_in_the_table():
    for code, rule in RULES.items():
        assert rule.code == code
        assert all(text.endswith((".", "*.")) for text in (rule.why, rule.fix))
        assert rule.example
        assert not rule.summary.endswith(".")
        assert f"| `{code}` | {rule.severity} | {rule.summary} |" in rules_table()


# The GitHub Action, as far as it is a script


def test_the_action_gives_its_inputs_to_the_program(tmp_path):
    told = put(tmp_path, "claimx", '#!/bin/sh\nprintf "%s\\n" "$#" "$@" >> told\n')
    told.chmod(0o755)
    script = ROOT / ".github/actions/claimx/check.sh"
    inputs = {
        "CLAIMX": str(told),
        "PATHS": "a b.txt\n$(touch x)\n",
        "ARGS": "--ignore\nCX103",
        "GOLD": "g",
        "SARIF": "s",
    }
    subprocess.run(["bash", script], cwd=tmp_path, env=surroundings() | inputs, check=True)  # noqa: S607
    common = ["--ignore", "CX103", "--gold", "g"]
    paths = ["--", "a b.txt", "$(touch x)"]
    first = ["check", *common, "--exit-zero", "--format", "sarif", "--output", "s", *paths]
    second = ["check", *common, "--fail-on", "warning", "--format", "github", *paths]
    expected = [str(len(first)), *first, str(len(second)), *second]
    assert (tmp_path / "told").read_text().splitlines() == expected
    assert sorted(os.listdir(tmp_path)) == ["claimx", "told"]  # noqa: PTH208 - names alone


# Across articles


@pytest.mark.parametrize(
    ("second", "code"),
    [
        ("Tom Hollis said that “the northern harbour must never be closed to fishing boats again”.", "CX301"),
        (
            "Mayor Ana Ruiz said that “the northern harbour must never be closed to fishing boats, unless it burns”.",
            "CX302",
        ),
        ("Mayor Ana Ruiz said that “the northern harbour must never be closed to fishing boats again”.", None),
        ("Tom Hollis said that the bakery would open on Friday.", None),
    ],
)
def test_one_utterance_told_differently_in_two_articles_is_found_at_the_later(main, tmp_path, second, code):
    first = "Mayor Ana Ruiz said that “the northern harbour must never be closed to fishing boats again”."
    (tmp_path / "a.txt").write_text(f"{first}\n", "utf-8")
    (tmp_path / "b.txt").write_text(f"Talks went on.\n\n{second}\n", "utf-8")
    found = main("check", "a.txt", "b.txt", "--select", "CX3", "--format", "jsonl", "--fail-on", "note")
    assert (found.code, [(f["rule"], f["path"], f["line"]) for f in found.records]) == (
        (1, [(code, "b.txt", 3)]) if code else (0, [])
    )
