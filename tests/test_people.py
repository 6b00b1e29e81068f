"""Speakers across articles: the speakers file, the records it names, and the list of who speaks."""

from __future__ import annotations

import csv
import json
import random
from itertools import permutations

import pytest

import claimx
from claimx.names import spelling
from claimx.people import KnownSpeaker, KnownSpeakers, SpeakersFileError, list_speakers, read_known_speakers
from claimx.people.see_also import likely_variants
from claimx.records import Attribution, Speaker
from tests.proof import prove_keys

HEADER = "name,aliases,id,role,type\n"
RUIZ = "Mayor Ana Ruiz said the bridge is safe.\n\n“We will pay for it,” Ruiz said.\n"


def speaker(name: str | None, type_: str = "person", role: str | None = None) -> Speaker:
    return Speaker(
        name=name, id=None, type=type_, role=role, resolved="name" if name else "none", mention=None, evidence=None
    )


def found_id(rows: list[KnownSpeaker], who: Speaker) -> str | None:
    """The id a speaker gets, which the order of rows must not change."""
    ids = {(row := KnownSpeakers(order).find(who)) and row.id for order in permutations(rows)}
    [one] = ids
    return one


@pytest.fixture
def people(tmp_path):
    """Writes a speakers file."""

    def write(rows: str | bytes, name: str = "people.csv"):
        path = tmp_path / name
        path.write_bytes(rows if isinstance(rows, bytes) else (HEADER + rows).encode())
        return path

    return write


@pytest.fixture(scope="module")
def seeds_records(seeds_run):
    """All records of the seeds, as the library has them."""
    return [Attribution.model_validate(r) for r in seeds_run.records if r["record"] == "attribution"]


# Names


# Whom a record's speaker is


def test_names_and_aliases_match_whole():
    row = KnownSpeaker("Donald Trump", aliases=("Trump", "Donald J. Trump"), id="dt")
    for name in ("Donald Trump", "TRUMP", "Donald J Trump", "Mr. Trump"):
        assert found_id([row], speaker(name)) == "dt"
    for name in ("Donald", "Ivanka Trump", "Trump Organization", "", "…", None):
        assert found_id([row], speaker(name)) is None


@pytest.mark.parametrize("type_", ["organization", "government", "media", "group", "document"])
def test_a_person_is_never_a_body(type_):
    assert found_id([KnownSpeaker("Ford", id="car", type=type_)], speaker("Ford", "person")) is None
    assert found_id([KnownSpeaker("Ford", id="man", type="person")], speaker("Ford", type_)) is None


def test_a_type_that_is_not_said_or_not_known_fits():
    assert found_id([KnownSpeaker("Ford", id="x")], speaker("Ford", "media")) == "x"
    assert found_id([KnownSpeaker("Ford", id="x", type="person")], speaker("Ford", "unknown")) == "x"
    assert found_id([KnownSpeaker("Reuters", id="x", type="media")], speaker("Reuters", "organization")) == "x"


def test_of_homonyms_the_type_decides():
    rows = [KnownSpeaker("Ford", id="man", type="person"), KnownSpeaker("Ford", id="car", type="organization")]
    assert found_id(rows, speaker("Ford", "person")) == "man"
    assert found_id(rows, speaker("Ford", "media")) == "car"
    assert found_id(rows, speaker("Ford", "unknown")) is None


def test_of_homonyms_the_role_decides():
    rows = [
        KnownSpeaker("Ana Ruiz", id="mayor", role="Mayor", type="person"),
        KnownSpeaker("Ana Ruiz", id="deputy", role="deputy mayor", type="person"),
        KnownSpeaker("Ana Ruiz", id="judge", role="Judge", type="person"),
    ]
    assert found_id(rows, speaker("Ana Ruiz", role="mayor of Lima")) == "mayor"
    assert found_id(rows, speaker("Ana Ruiz", role="Deputy Mayor")) == "deputy"
    assert found_id(rows, speaker("ana ruiz", role="judge")) == "judge"


@pytest.mark.parametrize("role", [None, "singer", "Spanish"])
def test_who_fits_two_rows_equally_stays_without_id(role):
    rows = [KnownSpeaker("Ana Ruiz", id=role, role=role, type="person") for role in ("mayor", "judge")]
    assert found_id(rows, speaker("Ana Ruiz", role=role)) is None


def test_a_row_without_a_type_is_not_passed_over_for_one_with():
    rows = [
        KnownSpeaker("Ana Ruiz", id="a", role="judge"),
        KnownSpeaker("Ana Ruiz", id="b", role="mayor", type="person"),
    ]
    assert found_id(rows, speaker("Ana Ruiz")) is None
    assert found_id(rows, speaker("Ana Ruiz", role="judge")) == "a"


def test_of_rows_that_a_hyphen_parts_the_spelling_decides():
    rows = [KnownSpeaker("Kim Jong-un", id="a"), KnownSpeaker("Kim Jong Un", id="b")]
    assert found_id(rows, speaker("Kim Jong-Un")) == "a"
    assert found_id(rows, speaker("Kim Jong Un")) == "b"
    assert found_id(rows, speaker("Kim-Jong Un")) is None
    assert found_id(rows[:1], speaker("Kim Jong Un")) == "a"


def test_one_person_in_two_roles_is_one_person(seeds_records):
    rows = [KnownSpeaker("Ana Ruiz", id="a", role="mayor"), KnownSpeaker("Ana Ruiz", id="a", role="senator")]
    assert found_id(rows, speaker("Ana Ruiz")) == "a"
    record = seeds_records[0].model_copy(update={"speaker": speaker("Ana Ruiz")})
    assert KnownSpeakers(rows).identify(record).speaker.role is None


# Records


def test_extract_gives_id_preferred_name_and_missing_role(main, people, tmp_path):
    (tmp_path / "a.txt").write_text(RUIZ, "utf-8")
    (tmp_path / "b.txt").write_text("“It is safe,” Lena Moss said.\n", "utf-8")
    people("Ana María Ruiz,Ana Ruiz,q1,head of the town,person\nLENA MOSS,,,engineer,person\n")
    plain = main("extract", "a.txt", "b.txt").records
    named = main("extract", "a.txt", "b.txt", "--speakers=people.csv").records
    assert [r["speaker"]["id"] for r in named] == ["q1", "q1", None]
    assert [r["speaker"]["name"] for r in named] == ["Ana María Ruiz", "Ana María Ruiz", "LENA MOSS"]
    assert [r["speaker"]["role"] for r in named] == ["Mayor", "Mayor", "engineer"]
    for before, after in zip(plain, named, strict=True):
        prove_keys(after)
        for key in ("name", "id", "role"):
            after["speaker"][key] = before["speaker"][key]
        assert after == before


def test_the_option_speaker_selects_by_the_preferred_name(main, people, tmp_path):
    (tmp_path / "a.txt").write_text(RUIZ, "utf-8")
    people("Ana Gómez,Ana Ruiz,q1,,\n")
    assert len(main("extract", "a.txt", "--speakers=people.csv", "--speaker=Gómez").records) == 2
    assert main("extract", "a.txt", "--speakers=people.csv", "--speaker=Ruiz").records == []


def test_cospeakers_get_ids_and_who_is_not_named_stays_so(seeds_records):
    known = KnownSpeakers([KnownSpeaker("Russia", aliases=("Moscow",), id="ru", type="government")])
    records = [*seeds_records, *claimx.extract("Both Seoul and Moscow said on Monday that the old pact was over.")]
    named = [known.identify(record) for record in records]
    assert any(who.id == "ru" for record in named for who in record.cospeakers)
    assert [r.id for r in named] == [r.id for r in records]
    for before, after in zip(records, named, strict=True):
        if before.speaker.name is None:
            assert after.speaker == before.speaker


def test_quoted_and_error_lines_are_left_as_they_are(main, people, tmp_path):
    (tmp_path / "a.txt").write_text("The “ghost platform” has stood empty. Ana Ruiz said it is safe.\n", "utf-8")
    people("Ana Ruiz,,q1,,\n")
    lines = main("extract", "gone.txt", "a.txt", "--include=quoted,errors", "--speakers=people.csv").records
    assert sorted(line["record"] for line in lines) == ["attribution", "error", "quoted"]


# The file


def test_columns_stand_in_any_order_with_more_of_them_a_byte_order_mark_and_blank_lines(people):
    rows = "ID,Type, Role,note,Name,aliases\r\n\r\nq1,Person,,x,Ana Ruiz, A. Ruiz | Anita \r\n\r\n"
    [row] = read_known_speakers(people(b"\xef\xbb\xbf" + rows.encode())).rows
    assert row == KnownSpeaker("Ana Ruiz", ("A. Ruiz", "Anita"), "q1", None, "person")


BAD = {
    "too few fields": ("Ana Ruiz,,q1,\n", [(2, "4 fields")]),
    "too many fields": ("Ruiz, Ana,,q1,mayor,person\n", [(2, "6 fields")]),
    "no name": (",Ana,q1,,\n", [(2, "the name is empty")]),
    "a name without letters": ("?!,,q1,,\n", [(2, "'?!'")]),
    "an unknown type": ("Ana Ruiz,,q1,,persona\n", [(2, "'persona'")]),
    "an id of two": ("Ana Ruiz,,q1,,\nBo Lind,,q1,,\n", [(3, "'q1' is that of 'Ana Ruiz' on line 2")]),
    "a name twice": ("Ana Ruiz,,q1,,\nANA RUÍZ,,q2,,\n", [(3, "line 2")]),
    "an alias twice": ("Ana Ruiz,Anita,q1,,\nBo Lind,anita,q2,,\n", [(3, "alias 'anita'")]),
    "an alias that is a name": ("Ana Ruiz,Bo Lind,q1,,\nBo Lind,,q2,,\n", [(3, "name 'Bo Lind'")]),
    "an alias twice in a row": ("Ana Ruiz,Anita|Anita,q1,,\n", [(2, "twice")]),
    "homonyms of one type": ("Ford,,a,,person\nFord,,b,,person\n", [(3, "line 2")]),
    "homonyms with one role": ("Ana Ruiz,,a,mayor,\nAna Ruiz,,b,,\n", [(3, "line 2")]),
    "no CSV": ('Ana Ruiz,,q1,,\n"Bo" Lind,,q2,,\n', [(3, "not CSV")]),
    "an open quotation mark": ('Ana Ruiz,,q1,,\n"Bo Lind,,q2,,\n', [(3, "not CSV")]),
    "lines inside a field": ('"Ana\nRuiz",,q1,,\n,,,,\n', [(4, "the name is empty")]),
    "all of them": (
        "Ana Ruiz,,q1,,persona\n,,,,\nBo Lind,,q2\nCy Dahl,,q3,,\nDee Ek,,q3,,\n",
        [(2, "persona"), (3, "empty"), (4, "3 fields"), (6, "'q3'")],
    ),
}


@pytest.mark.parametrize(("rows", "problems"), BAD.values(), ids=BAD)
def test_each_bad_row_is_a_line_with_its_number(main, people, tmp_path, rows, problems):
    (tmp_path / "a.txt").write_text(RUIZ, "utf-8")
    people(rows)
    run = main("extract", "a.txt", "--speakers=people.csv", "-o", "out.jsonl")
    assert (run.code, run.stdout, len(run.said)) == (2, b"", len(problems))
    for line, (number, what) in zip(run.said, problems, strict=True):
        assert line.startswith(f"claimx: error: people.csv:{number}: ")
        assert what in line
    assert not (tmp_path / "out.jsonl").exists()


@pytest.mark.parametrize(
    ("data", "problems"),
    [
        (b"", ["people.csv:1: empty"]),
        (b"\n\n", ["people.csv:1: empty"]),
        (b"name,aliases,role,type\nAna,,,\n", ["people.csv:1: no column id; "]),
        (b"name;aliases;id;role;type\n", ["people.csv:1: no column name, aliases, id, role, type; "]),
        (b"name,name,aliases,id,role,type\n", ["people.csv:1: more than one column name"]),
        (b"Ana Ruiz,,q1,,\n", ["people.csv:1: no column name, aliases, id, role, type; "]),
        (HEADER.encode() + b"Ana,,q1,,\nJos\xe9,,q2,,\n", ["people.csv:3: byte 0xe9 is not UTF-8"]),
        (HEADER.encode("utf-16"), ["people.csv:1: byte 0xff is not UTF-8"]),
    ],
    ids=str,
)
def test_a_file_that_is_no_speakers_file_says_why(people, data, problems):
    with pytest.raises(SpeakersFileError) as raised:
        read_known_speakers(people(data))
    assert len(raised.value.problems) == len(problems)
    for said, start in zip(raised.value.problems, problems, strict=True):
        assert start in said


@pytest.mark.parametrize("command", ["extract", "speakers"])
def test_a_missing_speakers_file_is_wrong_usage(main, command, tmp_path):
    (tmp_path / "a.txt").write_text(RUIZ, "utf-8")
    run = main(command, "a.txt", "--speakers=gone.csv")
    assert (run.code, run.stdout, run.said) == (2, b"", ["claimx: error: gone.csv: No such file or directory"])


@pytest.mark.parametrize(
    "rows",
    [
        "Ford,,a,,person\nFord,,b,,organization\n",
        "Ana Ruiz,,a,mayor,\nAna Ruiz,,b,judge,\n",
        "Kim Jong-un,,a,,\nKim Jong Un,,b,,\n",
        "Ana Ruiz,Ana Ruíz|ana ruiz,a,,\n",
        "Ana Ruiz,,a,mayor,\nAna Ruiz,,a,senator,\n",
        "Ana Ruiz,,,,\nBo Lind,,,,\n",
    ],
)
def test_homonyms_that_a_record_can_tell_apart_are_fine(people, rows):
    assert read_known_speakers(people(rows)).rows


# The list


def test_the_seeds_list_their_speakers_with_variants_side_by_side(main, seeds):
    run = main("speakers", seeds[0].parent)
    assert (run.code, run.stderr) == (0, "")
    listed = {line["name"]: line for line in run.records}
    assert len(listed) == len(run.records)
    for one, other in (
        ("Kim Jong-un", "Kim Jong Un"),
        ("Chang Ho-jin", "Chang Ho Jin"),
        ("Vladimir Putin", "Vladimir V. Putin"),
    ):
        assert other in listed[one]["see_also"]
        assert one in listed[other]["see_also"]
    putin = listed["Vladimir Putin"]
    assert putin["aliases"] == ["Putin"]
    assert (putin["type"], putin["articles"]) == ("person", 4)
    assert "Yoon Suk Yeol" not in listed["Yoon Suk Yeol’s office"]["see_also"]
    for line in run.records:
        assert line["records"] == line["direct"] + line["mixed"] + line["indirect"] > 0
    order = [(-line["records"], spelling(line["name"])) for line in run.records]
    assert order == sorted(order)


def test_its_csv_is_a_speakers_file_that_gives_every_named_speaker_an_id(main, seeds, seeds_run, tmp_path):
    (tmp_path / "all.jsonl").write_bytes(seeds_run.stdout)
    assert main("speakers", "all.jsonl", "-o", "people.csv").stdout == b""
    table = (tmp_path / "people.csv").read_bytes()
    assert main("speakers", "all.jsonl", "--format=csv").stdout == table
    run = main("extract", seeds[0].parent, "--class=statement,belief,intent", "--speakers=people.csv")
    assert (run.code, run.stderr) == (0, "")
    for record in run.records:
        for who in (record["speaker"], *record["cospeakers"]):
            assert (who["id"] is None) == (who["name"] is None)
    again = main("speakers", "-", "--format=csv", "--speakers=people.csv", stdin=run.stdout).stdout
    rows, before = (list(csv.DictReader(text.decode().splitlines())) for text in (again, table))
    assert [(row["name"], row["id"], row["records"]) for row in rows] == [
        (row["name"], row["id"], row["records"]) for row in before
    ]


def test_an_edited_file_joins_what_stood_side_by_side(main, seeds_run, people, tmp_path):
    (tmp_path / "all.jsonl").write_bytes(seeds_run.stdout)
    people("Kim Jong Un,Kim Jong-un,kju,leader,person\nVladimir Putin,Vladimir V. Putin,vp,,person\n")
    apart = {line["name"]: line for line in main("speakers", "all.jsonl").records}
    joined = {line["name"]: line for line in main("speakers", "all.jsonl", "--speakers=people.csv").records}
    kim = joined["Kim Jong Un"]
    assert (kim["id"], kim["role"], kim["see_also"]) == ("kju", "leader", [])
    assert kim["records"] == apart["Kim Jong Un"]["records"] + apart["Kim Jong-un"]["records"]
    assert kim["aliases"] == ["Kim", "Kim Jong-un"]
    assert "Vladimir V. Putin" not in joined


def test_saved_records_and_articles_give_the_same_list(main, tmp_path):
    (tmp_path / "a.txt").write_text(RUIZ, "utf-8")
    (tmp_path / "b.txt").write_text(RUIZ.replace("Ana", "Ana María"), "utf-8")
    main("extract", "a.txt", "b.txt", "-o", "saved.jsonl")
    (tmp_path / "half.jsonl").write_bytes(b"\xef\xbb\xbf" + main("extract", "a.txt").stdout)
    told = main("speakers", "a.txt", "b.txt")
    assert told.stdout == main("speakers", "saved.jsonl").stdout == main("speakers", "b.txt", "half.jsonl").stdout
    assert told.stdout == main("speakers", "b.txt", "a.txt").stdout
    assert {line["name"]: line["see_also"] for line in told.records} == {
        "Ana Ruiz": ["Ana María Ruiz"],
        "Ana María Ruiz": ["Ana Ruiz"],
    }


def test_saved_records_of_another_writer_are_read(main, tmp_path, seeds_run):
    lines = [json.dumps(record, indent=None) for record in seeds_run.records]
    (tmp_path / "a.jsonl").write_text("\n\n".join(lines), "utf-8")
    (tmp_path / "b.jsonl").write_bytes(seeds_run.stdout)
    assert main("speakers", "a.jsonl").stdout == main("speakers", "b.jsonl").stdout


def test_a_line_that_is_no_record_costs_no_other(main, seeds_run, tmp_path):
    lines = seeds_run.stdout.splitlines(keepends=True)
    (tmp_path / "good.jsonl").write_bytes(b"".join(lines[:3]))
    (tmp_path / "bad.jsonl").write_bytes(lines[0] + b'{"record":"attribution"}\n' + lines[1] + b"{\xff\n" + lines[2])
    run = main("speakers", "bad.jsonl", "gone.txt")
    assert run.code == 3
    assert [line.split(": ")[2] for line in run.said] == ["gone.txt", "bad.jsonl:2", "bad.jsonl:4"]
    assert run.stdout == main("speakers", "good.jsonl").stdout


def test_the_order_of_records_changes_nothing(seeds_records):
    listed = list_speakers(seeds_records)
    mixed = list(seeds_records)
    random.Random(7).shuffle(mixed)
    assert list_speakers(mixed) == listed


def test_a_table_holds_every_name_and_colours_only_where_wanted(main, claimx, seeds_run, tmp_path):
    (tmp_path / "all.jsonl").write_bytes(seeds_run.stdout)
    table = main("speakers", "all.jsonl", "--format=table").stdout.decode()
    for line in main("speakers", "all.jsonl").records:
        assert f" {line['name']} " in table
    assert "see also Kim Jong-un" in table
    assert "\x1b" not in table
    assert "\x1b[" in claimx("speakers", "all.jsonl", "--format=table", FORCE_COLOR="1").stdout.decode()
    main("speakers", "all.jsonl", "--format=table", "-o", "table.txt")
    assert (tmp_path / "table.txt").read_text("utf-8") == table


def test_an_article_without_speakers_is_an_empty_list(main, tmp_path):
    (tmp_path / "a.txt").write_text("It rained all day.\n", "utf-8")
    assert main("speakers", "a.txt").stdout == b""
    assert main("speakers", "a.txt", "--format=csv").stdout.startswith(HEADER.strip().encode())


def test_a_wrong_format_names_the_choices(main):
    run = main("speakers", ".", "--format=xml")
    assert (run.code, run.said) == (2, ["claimx: error: --format: 'xml' is not one of table, jsonl, csv"])


# What the list joins, and what it only hints at


def said_by(record: Attribution, *who: Speaker, article: str = "a.txt") -> Attribution:
    doc = record.doc.model_copy(update={"id": article})
    return record.model_copy(update={"speaker": who[0], "cospeakers": who[1:], "doc": doc})


def test_person_and_office_of_one_name_are_two_rows_without_a_hint(seeds_records, people, tmp_path):
    from claimx.people.rendering import to_csv

    one = seeds_records[0]
    records = [said_by(one, speaker("Ford", type_)) for type_ in ("person", "organization", "media", "media")]
    bodies, person = list_speakers(records)
    assert (bodies.type, bodies.records, bodies.see_also) == ("media", 3, ())
    assert (person.type, person.records, person.see_also) == ("person", 1, ())
    known = read_known_speakers(people(to_csv([bodies, person])))
    assert [known.identify(record).speaker.id for record in records] == ["ford.person", "ford", "ford", "ford"]


def test_a_record_counts_once_and_an_article_once(seeds_records):
    one = seeds_records[0]
    twice = said_by(one, speaker("Ana Ruiz"), speaker("ANA RUIZ"), speaker("Bo Lind"))
    ruiz, lind = list_speakers([twice, said_by(one, speaker("Ana Ruiz")), said_by(one, speaker(None))])
    assert (ruiz.name, ruiz.aliases, ruiz.records, ruiz.articles) == ("Ana Ruiz", ("ANA RUIZ",), 2, 1)
    assert (lind.records, lind.articles) == (1, 1)


def test_who_fits_two_known_speakers_is_listed_but_gets_no_row(seeds_records, people):
    from claimx.people.rendering import to_csv

    rows = [KnownSpeaker("Ana Ruiz", id=role, role=role, type="person") for role in ("mayor", "judge")]
    roles = ("mayor", "judge", None, None)
    records = [said_by(seeds_records[0], speaker("Ana Ruiz", role=role)) for role in roles]
    listed = list_speakers(records, KnownSpeakers(rows))
    assert [(who.id, who.records) for who in listed] == [(None, 2), ("judge", 1), ("mayor", 1)]
    assert {row.id for row in read_known_speakers(people(to_csv(listed))).rows} == {"judge", "mayor"}


HINTS = [
    ("Kim Jong-un", "Kim Jongun", True),
    ("George Bush", "George W. Bush", True),
    ("V. Putin", "Vladimir Putin", True),
    ("Volodymyr Zelensky", "Volodymyr Zelenskyy", True),
    ("Martin King", "Martin King Jr.", True),
    ("Ana Ruiz", "Ana María Ruiz", True),
    ("John Smith", "Joan Smith", False),
    ("George H. Bush", "George W. Bush", False),
    ("Kim Jong Un", "Kim Jong Il", False),
    ("Iceland", "Ireland", False),
    ("Smith", "John Smith", False),
]


@pytest.mark.parametrize(("one", "other", "likely"), HINTS)
def test_likely_variants_are_hinted_at(seeds_records, one, other, likely):
    listed = list_speakers([said_by(seeds_records[0], speaker(name)) for name in (one, other)])
    assert {who.name: who.see_also for who in listed} == {one: (other,) * likely, other: (one,) * likely}
    assert likely_variants([]) == []
