"""Articles held to expectations (CX601 to CX604): each attribution there, in its words, by the right speaker."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claimx.check.articles import Article
from claimx.check.findings import Finding, excerpt
from claimx.check.passages import Change, Located, Passages
from claimx.gold.expectations import Expected
from claimx.gold.words import MATCHED, overlap
from claimx.names import names_agree
from claimx.records import SEPARATOR, Attribution
from claimx.spans import Span, words

# A part of a content is there when nearly all of its words are.
_PART_FOUND = 0.9
# A content that lacks more of the expected words is cut.
_MOST_LACKING = 0.2
_ARTICLES = frozenset({"a", "an", "the"})


@dataclass(frozen=True, slots=True)
class _Pair:
    """An expectation and an attribution that may be the same, better ones first in order."""

    score: float
    right: bool
    expected: int
    found: int
    located: Located


def held_to(article: Article, expectations: Sequence[Expected]) -> Iterator[Finding]:
    """What an article lacks of its expectations, or has otherwise, or has besides."""
    passages = Passages(article.known_text)
    places = [_by_hint(passages.locate(expected.content), expected.start) for expected in expectations]
    contents = [passages.numbers(Span(s.start, s.end) for s in r.content.spans) for r in article.attributions]
    candidates = list(_candidates(article.attributions, contents, expectations, places))
    pairs = {pair.expected: pair for pair in _one_to_one(candidates, expectations)}
    for number, expected in enumerate(expectations):
        if not expected.optional:
            pair = pairs.get(number)
            yield from _judge(article, expected, places[number], pair)
            if pair is not None and not pair.located.changes:
                yield from _otherwise(article, expected, pair, contents[pair.found])
    accounted = {pair.found for pair in candidates}
    for number, record in enumerate(article.attributions):
        if number not in accounted:
            message = f"not expected: {_speaker(record)} on “{excerpt(record.content.text)}”"
            yield article.finding_on("CX603", record, record.content, message)


def _by_hint(places: list[Located], start: int | None) -> list[Located]:
    """The places of a content, the one nearest to where it was first."""
    return places if start is None else sorted(places, key=lambda place: abs(place.span.start - start))


def _candidates(
    records: Sequence[Attribution],
    contents: Sequence[frozenset[int]],
    expectations: Sequence[Expected],
    places: Sequence[Sequence[Located]],
) -> Iterator[_Pair]:
    for e, expected in enumerate(expectations):
        for r, record in enumerate(records):
            scored = [(_share(p.words, contents[r], is_part=expected.is_part), p) for p in places[e] if p.words]
            score, place = max(scored, key=lambda item: item[0], default=(0.0, None))
            if place is not None and score >= (_PART_FOUND if expected.is_part else MATCHED):
                yield _Pair(score, _is_right(record, expected), e, r, place)


def _share(expected: frozenset[int], found: frozenset[int], *, is_part: bool) -> float:
    """The part of all words that both have; of an expectation of a part, the part of its words."""
    return len(expected & found) / len(expected) if is_part else overlap(expected, found)


def _one_to_one(candidates: Sequence[_Pair], expectations: Sequence[Expected]) -> Iterator[_Pair]:
    """The best pairs, each expectation and each attribution once; of equally good ones those with the right speaker.

    An attribution may have several of the parts that are expected: this is no assignment as in scoring, where each
    side has each of the other once, and needs none of what scoring is installed with.
    """
    expected: set[int] = set()
    found: set[int] = set()
    for pair in sorted(candidates, key=lambda p: (p.score, p.right), reverse=True):
        is_part = expectations[pair.expected].is_part
        if pair.expected not in expected and (is_part or pair.found not in found):
            expected.add(pair.expected)
            found |= set() if is_part else {pair.found}
            yield pair


def _judge(article: Article, expected: Expected, places: Sequence[Located], pair: _Pair | None) -> Iterator[Finding]:
    content = SEPARATOR.join(expected.content)
    place = pair.located if pair is not None else next(iter(places), None)
    if place is None:
        message = f"{_wanted(expected)} on “{excerpt(content)}” is expected; the words are not in the text"
        yield article.finding("CX601", None, message, content)
        return
    if place.changes:
        # One finding for one cause: words that were changed may well have lost their attribution with it.
        told = "; ".join(map(_changed, place.changes))
        first = place.changes[0]
        message = f"{told}, in “{excerpt(content)}”"
        yield article.finding("CX604", first.span, message, f"{content}: {first.expected}: {first.found}")
    elif pair is None:
        message = f"{_wanted(expected)} on “{excerpt(content)}” is expected and was not found"
        yield article.finding("CX601", place.span, message, content)
    elif not pair.right:
        record = article.attributions[pair.found]
        message = f"expected {_wanted(expected)}, found {_speaker(record)} on “{excerpt(content)}”"
        yield article.finding("CX602", place.span, message, f"{content}: {_speaker(record)}")


def _changed(change: Change) -> str:
    there = f"the text has “{excerpt(change.found)}”" if change.found else "the text has nothing"
    wanted = f"“{excerpt(change.expected)}” is" if change.expected else "nothing is"
    return f"{there} where {wanted} expected"


def _otherwise(article: Article, expected: Expected, pair: _Pair, found: frozenset[int]) -> Iterator[Finding]:
    """What else is not as expected of an attribution that is there: labels, cospeakers, how far its words go."""
    record = article.attributions[pair.found]
    told = [
        f"{name.rstrip('_')} is {getattr(record, name)}, not {label}"
        for name, label in expected.labels.items()
        if getattr(record, name) != label
    ]
    if expected.cospeakers is not None:
        there = [who.name for who in record.cospeakers if who.name is not None]
        if len(there) != len(expected.cospeakers) or not all(
            any(names_agree(name, other) for other in there) for name in expected.cospeakers
        ):
            told.append(f"cospeakers are {', '.join(there) or 'none'}, not {', '.join(expected.cospeakers) or 'none'}")
    lacking = pair.located.words - found
    allowed = 0 if expected.is_whole else _MOST_LACKING * len(pair.located.words)
    if not expected.is_part and len(lacking) > allowed:
        told.append(f"{len(lacking)} of the expected words are not in its content")
    if told:
        content = SEPARATOR.join(expected.content)
        message = f"{'; '.join(told)}: “{excerpt(content)}”"
        yield article.finding_on("CX606", record, record.content, message)


def _is_right(record: Attribution, expected: Expected) -> bool:
    if expected.names_speaker and expected.speaker is not None:
        return any(expected.is_named(who.name) for who in (record.speaker, *record.cospeakers))
    if expected.names_speaker and record.speaker.name is not None:
        return False
    return expected.source is None or _shares_word(expected.source, record)


def _shares_word(source: str, record: Attribution) -> bool:
    speaker = record.speaker
    told = f"{speaker.mention.text if speaker.mention else ''} {speaker.name or ''}"
    return bool((_words(source) - _ARTICLES) & _words(told))


def _words(text: str) -> set[str]:
    return {span.of(text).casefold() for span in words(text)}


def _wanted(expected: Expected) -> str:
    return expected.speaker or (f"“{excerpt(expected.source)}”" if expected.source else "somebody")


def _speaker(record: Attribution) -> str:
    """Who a record says it was: the name, the words where there is none, or nobody."""
    if record.speaker.name is not None:
        return record.speaker.name
    return f"“{excerpt(record.speaker.mention.text)}”" if record.speaker.mention else "nobody"
