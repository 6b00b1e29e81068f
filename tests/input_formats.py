"""The files of ``fixtures/formats``: one article, written by the programs that write such files.

``python -m tests.input_formats`` makes them anew; it needs pandas, pyarrow, feedgen, python-docx, warcio, srt and
webvtt-py, which the tests themselves do not.
"""

from __future__ import annotations

import bz2
import gzip
import sys
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "fixtures" / "formats"

TITLE = "City to rebuild Tarn bridge"
AUTHOR = "Jo Field"
URL = "https://example.org/news/tarn-bridge"
PARAGRAPHS = (
    "Mayor Ana Ruiz met the press at the town hall of Tarn on Monday evening, and promised that the old bridge "
    "over the river would be rebuilt before the end of the coming year.",
    "She said the bridge “will be safe” by May. “We will pay for it,” Ruiz said, and added that no tax would rise.",
    "The council's treasurer, Tom Hale, called the plan “far too dear” in an interview with the local paper on "
    "Tuesday morning, and warned that the town had other debts.",
    "“Nobody asked the people who live there,” said Hale, who has been in office for nearly seven years and will "
    "stand again in the autumn.",
)
TEXT = "\n\n".join((TITLE, *PARAGRAPHS)) + "\n"
OTHER = "Police said the road to Hollis was closed after a “very small” landslide.\n"
ROWS: list[dict[str, Any]] = [
    {"id": "tarn", "text": TEXT, "title": TITLE, "published": date(2025, 3, 14), "words": 110, "share": 0.5},
    {"id": "hollis", "text": OTHER, "title": "Road closed", "published": date(2025, 3, 15), "words": 12, "share": None},
]

PAGE = f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{TITLE} - The Tarn Times</title>
<link rel="canonical" href="{URL}">
<meta name="author" content="The Web Desk">
<script type="application/ld+json">
{{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "{TITLE}",
 "datePublished": "2025-03-14T08:00:00Z", "author": {{"@type": "Person", "name": "{AUTHOR}"}}, "url": "{URL}"}}
</script></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article><h1>{TITLE}</h1>
<p>{PARAGRAPHS[0]}</p>
<p>{PARAGRAPHS[1].replace("“will be safe”", "<q>will be safe</q>")}</p>
<p>{PARAGRAPHS[2]}</p>
<p>{PARAGRAPHS[3]}</p>
</article>
<aside><h2>More news</h2><ul><li><a href="/a">Rain expected, forecasters say</a></li></ul></aside>
<footer><p>Copyright The Tarn Times. All rights reserved.</p></footer></body></html>
"""
FRAGMENT = "".join(f"<p>{part}</p>" for part in PARAGRAPHS)


def write_text() -> None:
    """The article as plain text, with front matter, and compressed."""
    _write("article.txt", TEXT.encode())
    matter = f"---\ntitle: {TITLE}\nauthors: [{AUTHOR}]\ndate: 2025-03-14\n---\n\n"
    _write("front-matter.md", (matter + TEXT).encode())
    _write("article.txt.gz", gzip.compress(TEXT.encode(), mtime=0))
    _write("article.txt.bz2", bz2.compress(TEXT.encode()))
    from backports import zstd

    _write("article.txt.zst", zstd.compress(TEXT.encode()))


def write_tables() -> None:
    """Two articles as pandas and pyarrow write tables."""
    import pandas as pd
    import pyarrow as pa
    from pyarrow import feather, ipc

    frame = pd.DataFrame(ROWS)
    frame.to_csv(FOLDER / "articles.csv", index=False)
    frame.to_csv(FOLDER / "semicolons.csv", index=False, sep=";")
    frame.to_csv(FOLDER / "articles.tsv", index=False, sep="\t")
    frame.to_csv(FOLDER / "for-excel.csv", index=False, encoding="utf-8-sig")
    frame.astype({"published": str}).to_json(FOLDER / "articles.jsonl", orient="records", lines=True)
    frame.astype({"published": str}).to_json(FOLDER / "articles.ndjson", orient="records", lines=True)
    frame.astype({"published": str}).to_json(FOLDER / "articles.json", orient="records", indent=1)
    frame.to_parquet(FOLDER / "articles.parquet")
    table = pa.Table.from_pylist(ROWS)
    feather.write_feather(table, FOLDER / "articles.feather")
    for name, writer in (("articles.arrow", ipc.new_file), ("articles.arrows", ipc.new_stream)):
        with writer(FOLDER / name, table.schema) as out:
            out.write_table(table)


def write_mails() -> None:
    """The article as a mail in plain text (flowed and quoted-printable), and as one with only an HTML part."""
    for name in ("plain.eml", "html.eml"):
        mail = EmailMessage()
        mail["Subject"], mail["From"] = TITLE, f"{AUTHOR} <jo@example.org>"
        mail["Date"], mail["Message-ID"] = datetime(2025, 3, 14, 8, tzinfo=UTC), "<1@example.org>"
        if name == "plain.eml":
            mail.set_content(TEXT, cte="quoted-printable")
            mail.add_attachment(b"%PDF-1.4", "application", "pdf", filename="plan.pdf")
        else:
            mail.set_content(f"<html><body><h1>{TITLE}</h1>{FRAGMENT}</body></html>", subtype="html")
        _write(name, mail.as_bytes())


def write_feeds() -> None:
    """The article as an entry of RSS and Atom, by feedgen."""
    from feedgen.feed import FeedGenerator

    feed = FeedGenerator()
    feed.title("The Tarn Times")
    feed.id("https://example.org/")
    feed.link(href="https://example.org/", rel="alternate")
    feed.description("News of Tarn")
    feed.lastBuildDate(datetime(2025, 3, 14, 9, tzinfo=UTC))
    feed.updated(datetime(2025, 3, 14, 9, tzinfo=UTC))
    entry = feed.add_entry()
    entry.id(URL)
    entry.title(TITLE)
    entry.link(href=URL)
    entry.author(name=AUTHOR, email="jo@example.org")
    entry.published(datetime(2025, 3, 14, 8, tzinfo=UTC))
    entry.updated(datetime(2025, 3, 14, 8, tzinfo=UTC))
    entry.summary("The mayor promises a new bridge.")
    entry.content(FRAGMENT, type="html")
    feed.rss_file(FOLDER / "feed.rss", pretty=True)
    feed.atom_file(FOLDER / "feed.atom", pretty=True)


def write_pages() -> None:
    """The article's page, as a file, in another charset, and in an archive beside a picture and a lost page."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    _write("page.html", PAGE.encode())
    other = PAGE.replace('charset="utf-8"', 'charset="windows-1252"')
    _write("windows-1252.html", other.encode("cp1252"))
    answers = (
        (URL, "200 OK", "text/html; charset=utf-8", PAGE.encode()),
        ("https://example.org/logo.png", "200 OK", "image/png", b"\x89PNG"),
        ("https://example.org/gone", "404 Not Found", "text/html", b"<html><p>Nothing here, she said.</p></html>"),
    )
    with (FOLDER / "pages.warc.gz").open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for url, status, kind, body in answers:
            headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(
                    url,
                    "response",
                    payload=BytesIO(body),
                    http_headers=headers,
                    warc_headers_dict={"WARC-Date": "2025-03-15T00:00:00Z"},
                )
            )


def write_document() -> None:
    """The article as a Word document."""
    from docx import Document

    document = Document()
    document.add_heading(TITLE, level=1)
    for part in PARAGRAPHS:
        document.add_paragraph(part)
    document.save(str(FOLDER / "article.docx"))


def write_subtitles() -> None:
    """What is said in it as subtitles: cues of a few words, with a pause between paragraphs."""
    import srt
    import webvtt

    cues, at = [], timedelta(seconds=1)
    for part in PARAGRAPHS:
        words = part.split(" ")
        for start in range(0, len(words), 9):
            cues.append((at, at + timedelta(seconds=3), " ".join(words[start : start + 9])))
            at += timedelta(seconds=3)
        at += timedelta(seconds=4)
    subtitles = [srt.Subtitle(number, start, end, text) for number, (start, end, text) in enumerate(cues, start=1)]
    _write("spoken.srt", srt.compose(subtitles).encode())
    captions = webvtt.from_srt(str(FOLDER / "spoken.srt"))
    captions.save(str(FOLDER / "spoken.vtt"))


def _write(name: str, data: bytes) -> None:
    (FOLDER / name).write_bytes(data)


def main() -> None:
    """Write them all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for write in (
        write_text,
        write_tables,
        write_mails,
        write_feeds,
        write_pages,
        write_document,
        write_subtitles,
    ):
        write()


if __name__ == "__main__":
    sys.exit(main())
