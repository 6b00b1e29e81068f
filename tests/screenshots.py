"""What the report and show look like, drawn from the seeds: ``python -m tests.screenshots`` (needs Chromium)."""

from __future__ import annotations

import io
import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright
from rich.console import Console

from claimx.extraction import extract
from claimx.link import link_records
from claimx.read import find_inputs, read_inputs
from claimx.read.source import Source
from claimx.report import render
from claimx.selection import Selection
from claimx.show import legend, rendered
from claimx.write.article_records import ArticleRecords
from tests.docs import ROOT

FOLDER = ROOT / ".github" / "screenshots"
ARTICLE = 3
LINES = 60


def articles() -> list[ArticleRecords]:
    """The seeds with what extract prints of them."""
    shown = Selection(classes=frozenset({"statement", "belief"}))
    sources = read_inputs(find_inputs([str(ROOT / "seeds")]).files)
    return [
        ArticleRecords(source.id, source.text, [r for r in extract(source.text, id=source.id) if shown.keeps(r)])
        for source in sources
        if isinstance(source, Source)
    ]


def draw_report(found: list[ArticleRecords]) -> None:
    """The page in headless Chromium, with one record chosen."""
    page_file = Path(tempfile.mkdtemp()) / "report.html"
    groups = link_records(record for article in found for record in article.attributions)
    page_file.write_bytes(render(found, groups, "Who said what"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1200, "height": 800})
        page.goto(page_file.as_uri())
        page.locator("select[name=article]").select_option(str(ARTICLE))
        page.locator("#records button").nth(4).click()
        page.evaluate("document.querySelector('.columns').scrollIntoView()")
        page.screenshot(path=FOLDER / "report.png")
        browser.close()
    shutil.rmtree(page_file.parent)


def draw_show(article: ArticleRecords) -> None:
    """The beginning of one article as SVG."""
    console = Console(record=True, width=100, file=io.StringIO(), force_terminal=True, height=LINES)
    console.print(legend(), rendered(article, article.text or "", 100))
    console.save_svg(str(FOLDER / "show.svg"), title=f"claimx show seeds/{article.id}")


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    seeds = articles()
    draw_show(seeds[ARTICLE])
    draw_report(seeds)
