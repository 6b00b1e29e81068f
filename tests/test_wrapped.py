"""Text with line ends inside sentences gives the records of the text without them."""

from __future__ import annotations

import pytest

from tests.test_cases import FOLDER, article_and_lines

CASES = ("pronoun-he-two-men", "mixed-two-quoted-parts", "government-by-capital", "last-name-alone")


def wrapped(text: str, width: int) -> str:
    """``text`` with line ends in place of blanks, so that no line is longer than ``width``; no offset changes."""
    lines = []
    for line in text.split("\n"):
        while len(line) > width and (cut := line.rfind(" ", 0, width + 1)) > 0:
            lines.append(line[:cut])
            line = line[cut + 1 :]
        lines.append(line)
    return "\n".join(lines)


def told(records) -> list[tuple[object, ...]]:
    """What records say, with the line ends of the text as blanks."""
    return [
        (
            record["speaker"]["name"],
            record["speaker"]["resolved"],
            record["speaker"]["mention"] and " ".join(record["speaker"]["mention"]["text"].split()),
            record["cue"] and record["cue"]["text"],
            " ".join(record["content"]["text"].split()),
        )
        for record in records
    ]


@pytest.mark.parametrize("width", [72, 50])
def test_a_wrapped_text_gives_the_same_spans_and_names(read, width):
    for case in CASES:
        article, _ = article_and_lines(FOLDER / f"{case}.txt")
        flat, broken = read(article), read(wrapped(article, width))
        assert told(broken) == told(flat)
        spans = [[(span["start"], span["end"]) for span in record["content"]["spans"]] for record in broken]
        assert spans == [[(span["start"], span["end"]) for span in record["content"]["spans"]] for record in flat]


def test_paragraphs_that_only_an_indent_parts_give_the_same_records(read):
    for case in CASES:
        article, _ = article_and_lines(FOLDER / f"{case}.txt")
        headline, *paragraphs = article.split("\n\n")
        indented = "\n".join(wrapped(f"    {paragraph}", 60) for paragraph in paragraphs)
        assert told(read(f"{headline}\n\n{indented}\n")) == told(read(article))


@pytest.mark.parametrize("signs", ["> ", ">", "> > "])
def test_a_text_that_a_mail_quotes_gives_the_same_records(read, signs):
    for case in CASES:
        article, _ = article_and_lines(FOLDER / f"{case}.txt")
        quoted = "\n".join(f"{signs}{line}".rstrip() for line in wrapped(article, 60).splitlines())
        found = read(f"On 3 May the desk passed this on.\n\n{quoted}\n")
        for record in found:
            record["content"]["text"] = record["content"]["text"].replace(f"\n{signs}", "\n")
        assert told(found) == told(read(article))


def test_a_name_over_a_line_end_is_one_name(read):
    [record] = read(
        "The port of Marsham was shut on Monday because of ice, and\nthe wind blew from the north. Harbour master "
        "Ingrid\nSolheim said the port would stay\nshut until the ice had gone.\n"
    )
    assert record["speaker"]["name"] == "Ingrid Solheim"
    assert record["speaker"]["evidence"]["text"] == "Ingrid\nSolheim"
