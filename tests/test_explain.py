"""``claimx explain``: the rule and the candidates behind a speaker."""

from __future__ import annotations

import json

import pytest

ARTICLE = (
    "Mayor Ana Ruiz met the engineer Tom Hollis at the old bridge on Monday.\n\n"
    "“It will hold,” she said. A woman in the crowd disagreed. “It shakes,” she said.\n\n"
    "The mayor said the river was rising. Hollis said that repairs would start in May.\n\n"
    "“We have the steel,” he said.\n\n"
    "The bridge falls under the Halden Bridge Treaty. The treaty says it is to be kept.\n"
)


INTRODUCED = (
    "A tank at the yard of Norvik Foods gave way, the police said.\n\n"
    "Dana Haddad shook her head. “Nobody was hurt. The river is safe.”\n"
)


def test_who_is_introduced_beside_a_quotation_is_explained_so(main, tmp_path):
    (tmp_path / "b.txt").write_text(INTRODUCED, "utf-8")
    run = main("extract", "b.txt")
    [record] = [r for r in map(json.loads, run.stdout.decode().splitlines()) if "Nobody was hurt" in str(r["content"])]
    said = main("explain", record["id"], "b.txt").stdout.decode()
    assert "  * Dana Haddad: in a sentence beside it\n" in said


RUN_ON = (
    "Mayor Ana Ruiz met the engineer Tom Hollis on Monday.\n\n“It will hold,” Hollis said.\n\n"
    "“We have the steel. We have the men.”\n\nIt rained.\n"
)


def test_who_goes_on_in_the_next_paragraph_is_explained_so(main, tmp_path):
    (tmp_path / "c.txt").write_text(RUN_ON, "utf-8")
    [record] = [r for r in main("extract", "c.txt").records if "steel" in r["content"]["text"]]
    said = main("explain", record["id"], "c.txt").stdout.decode()
    assert "speaker   Tom Hollis (person, resolved: continued)" in said
    assert "goes on" in said
    assert "  * Tom Hollis: spoke last" in said


@pytest.fixture
def records(main, tmp_path):
    (tmp_path / "a.txt").write_text(ARTICLE, "utf-8")
    run = main("extract", "a.txt", "-o", "out.jsonl")
    assert run.code == 0
    return [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize(
    ("content", "speaker", "rule", "considered"),
    [
        ("It will hold,", "Ana Ruiz (person, resolved: pronoun)", "most likely is meant", "  * Ana Ruiz: 0."),
        ("It shakes,", "nobody is named", "most likely is meant", "  * A woman: 0."),
        ("the river was rising", "Ana Ruiz (person, resolved: description)", "a description", "  * Ana Ruiz: 0."),
        (
            "repairs would start in May",
            "Tom Hollis (person, resolved: alias)",
            "a name heads",
            "  * Tom Hollis: here as",
        ),
        (
            "it is to be kept",
            "Halden Bridge Treaty (document, resolved: description)",
            "a description",
            "  * Halden Bridge Treaty: ",
        ),
    ],
)
def test_a_speaker_is_explained_by_its_rule_and_who_else_was_considered(
    main, records, content, speaker, rule, considered
):
    [record] = [record for record in records if record["content"]["text"] == content]
    for where in ("a.txt", "out.jsonl"):
        run = main("explain", record["id"], where)
        said = run.stdout.decode()
        assert (run.code, run.stderr) == (0, "")
        assert said.startswith(f"{record['id']}  a.txt:")
        assert f"speaker   {speaker}" in said
        assert rule in said
        assert considered in said


def test_an_id_nobody_has_is_a_usage_error(main, records):
    run = main("explain", "ffffffffffffffff", "a.txt")
    assert (run.code, len(run.said)) == (2, 1)


def test_an_article_that_is_gone_is_told(main, records, tmp_path):
    (tmp_path / "a.txt").unlink()
    run = main("explain", records[0]["id"], "out.jsonl")
    assert (run.code, len(run.said)) == (3, 1)
    assert run.said[0].startswith("claimx: error: a.txt: the record's article is not there")


@pytest.mark.parametrize("where", [["."], ["b.txt", "a.txt"], ["all.jsonl"]])
@pytest.mark.parametrize("doc", ["a.txt", "b.txt"])
def test_records_of_one_text_are_told_apart_by_their_doc(main, records, tmp_path, where, doc):
    (tmp_path / "b.txt").write_text(ARTICLE, "utf-8")
    assert main("extract", "a.txt", "b.txt", "-o", "all.jsonl").code == 0
    id_ = records[0]["id"]
    assert main("explain", id_, *where).stdout.decode().count(f"{id_}  ") == 2
    run = main("explain", id_, *where, f"--doc={doc}")
    assert (run.code, run.stdout.decode().count(f"{id_}  ")) == (0, 1)
    assert run.stdout.decode().startswith(f"{id_}  {doc}:")


def test_a_doc_that_has_no_such_record_is_a_usage_error(main, records):
    run = main("explain", records[0]["id"], "out.jsonl", "--doc=c.txt")
    assert (run.code, len(run.said)) == (2, 1)
    assert "in c.txt" in run.said[0]
