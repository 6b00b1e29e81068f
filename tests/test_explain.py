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
    "Norvik Foods has published a statement. In full:\n\n“Nobody was hurt. The river is safe.”\n"
)


def test_who_is_introduced_beside_a_quotation_is_explained_so(main, tmp_path):
    (tmp_path / "b.txt").write_text(INTRODUCED, "utf-8")
    run = main("extract", "b.txt")
    [record] = [r for r in map(json.loads, run.stdout.decode().splitlines()) if "Nobody was hurt" in str(r["content"])]
    said = main("explain", record["id"], "b.txt").stdout.decode()
    assert "  * Norvik Foods: in a sentence beside it\n" in said


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
    assert run.code == 2
    assert run.said
