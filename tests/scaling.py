"""How a run scales, in ratios: ``python -m tests.scaling``, over the texts of fixtures/gold.

Each ratio is of two measurements of one run of this command, one right behind the other. Time is that of the
processor, so that other programs matter little; only that of two jobs over one is by the clock too, which says nothing
where there are not two idle cores. All figures are for one process of the program and leave out its start.
"""

from __future__ import annotations

import multiprocessing
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path

from claimx.errors import InputError
from claimx.extraction import extract_many, extract_sources
from claimx.gold.readers import read_gold
from claimx.read import Source
from claimx.settings import Settings
from claimx.write.jsonl import to_line

ROOT = Path(__file__).parent.parent
ARTICLES = 120
FEW, MANY = 1_000, 10_000
LONG = 100


def main() -> None:
    """Print the ratios, each beside what it is to be."""
    texts = [one.text for path in sorted((ROOT / "fixtures" / "gold").glob("*.jsonl")) for one in read_gold(path)]
    sources = [Source(f"{n}", f"Report {n}.\n\n{text}") for n, text in enumerate(islice(cycle(texts), ARTICLES))]
    run(sources[:1])
    _jobs("two jobs", lambda jobs: run(sources, jobs=jobs))
    articles = [source.text for source in sources]
    _jobs("extract_many with two jobs", lambda jobs: list(extract_many(articles, jobs=jobs)))
    _cache(sources)
    _length(texts)
    _memory()


def run(sources: Sequence[Source], **how: object) -> int:
    """Extract and write to nowhere, as the program does; how many records there were."""
    found = 0
    with Path("/dev/null").open("wb") as nowhere:
        for outcome in extract_sources(sources, Settings(), **how):
            assert not isinstance(outcome, InputError), outcome
            for record in outcome.records:
                nowhere.write(to_line(record))
                found += 1
    return found


def _jobs(what: str, work: Callable[[int], object]) -> None:
    """How much faster ``work`` is by two jobs than by one."""
    one, one_clock = _spent(lambda: work(1))
    before = _of_children()
    parent, two_clock = _spent(lambda: work(2))
    # Each worker loads the models, as one job has done before.
    start = _start()
    workers = (_of_children() - before) / 2 - start
    busiest = max(parent, workers)
    _say(f"{what}, times as fast as one", one / busiest, ">= 1.7")
    print(f"    by the clock {one_clock / (two_clock - start):.2f}; the parent takes {100 * parent / one:.1f} % of one")


def _start() -> float:
    before = _of_children()
    list(extract_sources([Source("a", "A.")], Settings(), jobs=2))
    return (_of_children() - before) / 2


def _cache(sources: Sequence[Source]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        cold, warm = (_spent(lambda: run(sources, cache=Path(folder)))[0] for _ in range(2))
    _say("a warm cache, times as fast as a cold one", cold / warm, ">= 50")


def _length(texts: Sequence[str]) -> None:
    chosen = texts[:: max(1, len(texts) // 5)]
    each = [_per_word([text] * 5) for text in chosen]
    long = [_per_word(["\n\n".join([text] * LONG)]) for text in chosen]
    _say(f"a word of an article of {LONG} times the length", sum(long) / sum(each), "<= 1.15 of one")


def _per_word(texts: Sequence[str]) -> float:
    sources = [Source(str(number), text) for number, text in enumerate(texts)]
    return _spent(lambda: run(sources))[0] / sum(len(text.split()) for text in texts)


def _memory() -> None:
    few, many = (_in_process(_most_memory, number) for number in (FEW, MANY))
    _say(f"memory at {MANY} articles", many / few, f"<= 1.10 of {FEW}")
    print(f"    {few / 1024:.0f} and {many / 1024:.0f} MB")


def _most_memory(number: int) -> float:
    run(list(_new_words(number)))
    # The system's own count of the most, ru_maxrss, takes over that of the process which began this one.
    status = Path("/proc/self/status").read_text("ascii", "ignore")
    return float(status.partition("VmHWM:")[2].split()[0])


def _new_words(number: int) -> Iterator[Source]:
    """Short articles of words and names that no other one has."""
    chance = random.Random(number)
    for place in range(number):
        words = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=8)) for _ in range(24)]
        name = f"{words[0].title()} {words[1].title()}"
        yield Source(str(place), f"{name}, mayor of {words[2].title()}, said the {' '.join(words[3:])} was safe.")


def _in_process(work: Callable[[int], float], number: int) -> float:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, (number,))


def _spent(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of this process, and by the clock."""
    began, clock = time.process_time(), time.monotonic()
    work()
    return time.process_time() - began, time.monotonic() - clock


def _of_children() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def _say(what: str, ratio: float, wanted: str) -> None:
    print(f"{what}: {ratio:.2f}, wanted {wanted}")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
