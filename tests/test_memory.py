"""What a long run keeps in memory: nothing of an article that is done, however many there are."""

from __future__ import annotations

import functools
import gc
import random
from itertools import pairwise

import claimx
from claimx import extraction
from claimx.pipeline import loading
from claimx.settings import Settings

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def new_words(seed: int) -> str:
    """An article of words, and of names, that no other one has."""
    chance = random.Random(seed)
    words = ["".join(chance.choices(LETTERS, k=8)) for _ in range(60)]
    name = f"{words[0].title()} {words[1].title()}"
    return f"{name}, the mayor of {words[2].title()}, said “{' '.join(words[3:])}.” She said it was {words[0]}."


def test_a_pipeline_that_has_seen_many_words_gives_place_to_another(monkeypatch):
    monkeypatch.setattr(loading, "_MOST_KEPT_WORDS", 2500)
    settings = Settings(select=("another pipeline than that of other tests",))
    known = [len(extraction._loaded(settings).vocab.strings)]
    for seed in range(40):
        claimx.extract(new_words(seed), settings=settings)
        known.append(len(extraction._loaded(settings).vocab.strings))
    assert max(known) <= 2500
    assert sum(later < before for before, later in pairwise(known)) >= 2


def kept_for_good() -> int:
    """How many answers are in those caches of claimx that have no limit."""
    caches = [thing for thing in gc.get_objects() if isinstance(thing, functools._lru_cache_wrapper)]
    ours = [cache.cache_info() for cache in caches if cache.__module__.startswith("claimx")]
    assert all(info.maxsize is None or info.maxsize <= 1 << 14 for info in ours)
    return sum(info.currsize for info in ours if info.maxsize is None)


def test_no_cache_without_a_limit_grows_with_the_articles(main, tmp_path):
    commands = (["extract"], ["check"], ["verify", "--against=talk.md"], ["link"])
    (tmp_path / "talk.md").write_text("I was there.", "utf-8")
    kept = []
    for seeds in (range(2), range(2, 4), range(4, 8)):
        (tmp_path / "a").mkdir(exist_ok=True)
        for seed in seeds:
            (tmp_path / "a" / f"{seed}.txt").write_text(new_words(seed), "utf-8")
        for command in commands:
            assert main(*command, "a").code in (0, 1)
        kept.append(kept_for_good())
    assert kept[1] == kept[2]
