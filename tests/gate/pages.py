"""Hold the text of pages to what a reader should get: ``python -m tests.gate.pages [PAGES]``.

PAGES is a folder of pages with ``truth.jsonl.gz`` beside them (the dev split of the WCXB benchmark), by default
../shared/corpora/pages; where it is not there, nothing is measured. A page's F1 is over its words, in small letters;
pages without a truth are left out, and one that no article is found in counts 0.
"""

from __future__ import annotations

import gzip
import json
import logging
import re
import sys
from collections import Counter
from pathlib import Path

from claimx.errors import InputError
from claimx.read.html import read_page

PAGES = Path(__file__).parents[3] / "shared" / "corpora" / "pages"
# Measured with trafilatura 2.3.1: 93.3 on 159 pages; trafilatura by its own settings gives 93.1.
FLOOR = 93.0
_WORD = re.compile(r"\w+")


def main(folder: Path) -> int:
    """Measure the pages in ``folder``; 1 where their mean F1, in percent, is below the floor."""
    if not (folder / "truth.jsonl.gz").is_file():
        print(f"{folder.name}: not here, not measured")
        return 0
    logging.getLogger().addHandler(logging.NullHandler())
    with gzip.open(folder / "truth.jsonl.gz", "rt", encoding="utf-8") as lines:
        truth = [page for page in map(json.loads, lines) if page["main_content"]]
    scores = [f1(_text(folder / page["file"]), page["main_content"]) for page in truth]
    mean = 100 * sum(scores) / len(scores)
    print(f"{'FELL' if mean < FLOOR else 'ok':5}pages: F1 of words {mean:.2f} on {len(scores)} pages  floor {FLOOR}")
    return int(mean < FLOOR)


def f1(found: str, wanted: str) -> float:
    """The F1 of the words of ``found``, counted, against those of ``wanted``."""
    have, want = (Counter(_WORD.findall(text.lower())) for text in (found, wanted))
    shared = (have & want).total()
    return 2 * shared / (have.total() + want.total()) if shared else 0.0


def _text(path: Path) -> str:
    with gzip.open(path) as page:
        try:
            return read_page(page.read(), path.name).text
        except InputError:
            return ""


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else PAGES))
