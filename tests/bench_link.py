"""How fast ``claimx link`` is: ``python -m tests.bench_link`` makes records and prints times and ratios.

The records are made to be like news: matters with their own names, speakers and words, each utterance told by a
few articles in full, in part or in other words, some articles copied, and phrases that everybody says. There are
more matters where there are more records.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from claimx.link import link_records
from claimx.read.saved import read_saved
from claimx.records import Attribution, Content, Cue, Doc, Phrase, Speaker, record_id, text_digest
from claimx.spans import Span
from claimx.write.jsonl import to_line

SIZES = (10_000, 100_000)
FUNCTION = "the of to and a in that is for it on was with as be by at this have from or an not".split()
SAID_BY_ALL = ("no comment", "we are looking into it", "nothing to worry about", "a very big mistake")
SYLLABLES = [a + b for a in "b c d f g h k l m n p r s t v w".split() for b in "a e i o u".split()]
ARTICLES_OF_A_MATTER, RECORDS_OF_AN_ARTICLE, UTTERANCES_OF_A_MATTER = 8, 12, 40


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    each: list[float] = []
    for size in parser.parse_args().sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "records.jsonl"
            with path.open("wb") as file:
                file.writelines(map(to_line, records(size)))
            # Of this process alone: the machine may be busy.
            start = time.process_time()
            groups = link_records(record for record in read_saved(str(path)) if isinstance(record, Attribution))
            seconds = time.process_time() - start
        each.append(seconds / size)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        largest = max((len(group.members) for group in groups), default=0)
        print(
            f"{size:>8} records  {seconds:7.1f} s  {1e6 * each[-1]:6.0f} µs each  {memory:6.0f} MB  "
            f"{len(groups)} groups, the largest of {largest}"
        )
        sys.stdout.flush()
    if len(each) > 1:
        print(f"each takes {each[-1] / each[0]:.2f} times as long as in the first run")


def records(size: int, seed: int = 1) -> Iterator[Attribution]:
    """``size`` records of made-up news."""
    chance = random.Random(seed)
    vocabulary = ["".join(chance.choices(SYLLABLES, k=chance.choice((2, 2, 3, 3, 4)))) for _ in range(30_000)]
    left = size
    while left > 0:
        for record in matter(chance, vocabulary):
            if left > 0:
                yield record
                left -= 1


def matter(chance: random.Random, vocabulary: list[str]) -> Iterator[Attribution]:
    """The records of the articles on one matter."""
    topic = [vocabulary[int(len(vocabulary) * chance.random() ** 2)] for _ in range(60)]
    names = [word.capitalize() for word in chance.sample(vocabulary, 5)]
    speakers = [" ".join(chance.sample(vocabulary, 2)).title() for _ in range(6)]
    utterances = [
        (chance.choice(speakers), sentence(chance, vocabulary, topic, names)) for _ in range(UTTERANCES_OF_A_MATTER)
    ]
    told: list[tuple[str, list[str], bool]] = []
    for _ in range(ARTICLES_OF_A_MATTER):
        if not told or chance.random() > 0.15:  # else a copy of the one before
            told = [
                (speaker, retold(chance, words, topic), chance.random() < 0.5)
                for speaker, words in chance.sample(utterances, RECORDS_OF_AN_ARTICLE - 1)
            ]
            told.append((chance.choice(speakers), chance.choice(SAID_BY_ALL).split(), True))
        yield from article(chance, told)


def sentence(chance: random.Random, vocabulary: list[str], topic: list[str], names: list[str]) -> list[str]:
    """Some 8 to 40 words: function words, a matter's own, any, and names."""
    common = vocabulary[: len(vocabulary) // 20]
    return [
        chance.choice(chance.choices((FUNCTION, topic, common, names), weights=(45, 25, 22, 8))[0])
        for _ in range(chance.randint(8, 40))
    ]


def retold(chance: random.Random, words: list[str], topic: list[str]) -> list[str]:
    """An utterance as one article tells it: whole, in part, or with some words changed."""
    how = chance.random()
    if how < 0.4:
        return words
    if how < 0.7:
        start = chance.randrange(len(words) // 2)
        return words[start : start + max(6, len(words) // 2)]
    return [chance.choice(topic) if chance.random() < 0.15 else word for word in words]


def article(chance: random.Random, told: list[tuple[str, list[str], bool]]) -> Iterator[Attribution]:
    """The records of an article that tells it."""
    parts, places, at = [], [], 0
    for speaker, words, quoted in told:
        marks = "“”" if quoted else ("", "")
        part = f"{speaker} said {marks[0]}{' '.join(words)}{marks[1]}.\n"
        start = at + len(f"{speaker} said {marks[0]}")
        places.append((speaker, quoted, Span(at, at + len(speaker)), Span(start, start + len(" ".join(words)))))
        parts.append(part)
        at += len(part)
    text = "".join([*parts, str(chance.random())])
    digest = text_digest(text)
    doc = Doc(
        id=f"{digest[:12]}.txt", path=None, sha256=digest, title=None, author=None, published=None, url=None, extra={}
    )
    for name, quoted, mention, content in places:
        said = Span(mention.end + 1, mention.end + 5)
        phrase = Phrase.at(text, [mention])
        yield Attribution(
            id=record_id(digest, [content], [said]),
            doc=doc,
            kind="direct" if quoted else "indirect",
            class_="statement",
            polarity="affirmed",
            region="main",
            content=Content.at(text, [(content, quoted)]),
            cue=Cue.at(text, [said], "say", "verb"),
            speaker=Speaker(
                name=name, id=None, type="person", role=None, resolved="name", mention=phrase, evidence=phrase
            ),
            cospeakers=(),
            nested_in=None,
            confidence=0.9,
            by="bench",
        )


if __name__ == "__main__":
    main()
