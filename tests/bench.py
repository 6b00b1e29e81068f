"""Speed, in ratios: ``python -m tests.bench [TEXTS…]``; the texts of fixtures/gold by default.

Every stage is measured in processor time within one run, over the same articles, interleaved, so that a noisy machine
slows all of them alike. The unit is the bare ``ner`` of the spaCy pipeline that finds the names.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from pathlib import Path

import spacy

from claimx.gold.reading import read_gold
from claimx.pipeline import load
from claimx.settings import NER_MODEL

ROOT = Path(__file__).parent.parent


def main() -> None:
    """Print words a second of processor time, and each stage's time as a share and over that of bare ner."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__.splitlines()[0])
    parser.add_argument("texts", nargs="*", type=Path)
    given = [path.read_text("utf-8") for path in parser.parse_args().texts]
    texts = given or [a.text for path in sorted((ROOT / "fixtures" / "gold").glob("*.jsonl")) for a in read_gold(path)]
    nlp, ner = load(), spacy.load(NER_MODEL, enable=["ner"])
    spent: Counter[str] = Counter()
    # What is loaded late is not measured.
    ner(texts[0]), nlp(texts[0])
    for text in texts:
        spent["bare ner"] += _timed(lambda text=text: ner(text))[0]
        seconds, doc = _timed(lambda text=text: nlp.make_doc(text))
        spent["tokens"] += seconds
        for name, component in nlp.pipeline:
            seconds, doc = _timed(lambda component=component, doc=doc: component(doc))
            spent[name] += seconds
    bare = spent.pop("bare ner")
    total = spent.total()
    words = sum(len(text.split()) for text in texts)
    print(f"{words} words, {words / total:.0f} a second; bare ner {words / bare:.0f}, ratio {bare / total:.2f}")
    for name, seconds in spent.items():
        print(f"{name:18} {100 * seconds / total:5.1f} %   {seconds / bare:5.2f} of bare ner")


def _timed(work):
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


if __name__ == "__main__":
    main()
