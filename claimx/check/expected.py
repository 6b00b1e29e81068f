"""Articles held to expectations (CX601 to CX604): each attribution there, in its words, by the right speaker."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from claimx.check.findings import Finding, excerpt
from claimx.check.judged_article import Article
from claimx.check.relocation import Change, Located, Passages
from claimx.gold.expectations import Expected
from claimx.gold.words import MATCHED, overlap
from claimx.names import names_agree
from claimx.records import SEPARATOR, Attribution
from claimx.spans import Span, words

# A part of a content counts as found when this share of its words is found.
_PART_FOUND = 0.9
# A content that lacks more of the expected words is cut.
_MOST_LACKING = 0.2
_ARTICLE_WORDS = frozenset({"a", "an", "the"})


@dataclass(frozen=True, slots=True)
class _Found:
    """An attribution that has the words of an expectation: how well it fits, and at which places of the text."""

    number: int
    score: float
    places: list[Located]


@dataclass(slots=True)
class _Wanted:
    """Several expectations of the same content by the same speaker.

    It holds their numbers, the places where the content stands, and the attributions that have it, the best first.
    """

    expected: deque[int]
    is_part: bool
    places: Sequence[Located]
    found: deque[tuple[bool, _Found]]

    @property
    def offer(self) -> tuple[float, bool, int, int]:
        """The attribution that the first of the expectations would take; a better one sorts before the others."""
        is_wrong, best = self.found[0]
        return -best.score, is_wrong, self.expected[0], best.number


def held_to(article: Article, expectations: Sequence[Expected]) -> Iterator[Finding]:
    """Findings on what an article lacks of its expectations, has in another form, or has besides them."""
    passages = Passages(article.known_text)
    contents = [passages.numbers(Span(s.start, s.end) for s in r.content.spans) for r in article.attributions]
    wanted = _wanted_of(expectations, article.attributions, contents, passages)
    accounted = {found.number for each in wanted for _, found in each.found}
    places = {number: each.places for each in wanted for number in each.expected}
    pairs = dict(_one_to_one(wanted))
    for number, expected in enumerate(expectations):
        if not expected.optional:
            pair = pairs.get(number)
            located = _nearest(pair.places if pair is not None else places[number], expected.start)
            record = article.attributions[pair.number] if pair is not None else None
            yield from _judge(article, expected, located, record)
            if pair is not None and record is not None and located is not None and not located.changes:
                yield from _otherwise(article, expected, record, located.words - contents[pair.number], located)
    for number, record in enumerate(article.attributions):
        if number not in accounted:
            message = f"not expected: {_speaker(record)} on “{excerpt(record.content.text)}”"
            yield article.finding_on("CX603", record, record.content, message)


def _nearest(places: Sequence[Located], start: int | None) -> Located | None:
    """The place nearest to where a content was, the first where that is not said; None where there is no place."""
    at = bisect_left(places, start, key=lambda place: place.span.start) if start is not None else 0
    near = places[max(0, at - 1) : at + 1]
    return min(near, key=lambda place: abs(place.span.start - (start or 0)), default=None)


def _wanted_of(
    expectations: Sequence[Expected],
    records: Sequence[Attribution],
    contents: Sequence[frozenset[int]],
    passages: Passages,
) -> list[_Wanted]:
    """The expectations, grouped by what they want, so that a page of many equal lines is searched only once."""
    by_word: defaultdict[int, list[int]] = defaultdict(list)
    for number, content in enumerate(contents):
        for word in content:
            by_word[word].append(number)
    there: dict[tuple[object, ...], tuple[list[Located], list[_Found]]] = {}
    wanted: dict[tuple[object, ...], _Wanted] = {}
    for number, expected in enumerate(expectations):
        words = (*expected.content, expected.is_part)
        whole = (*words, expected.names_speaker, expected.speaker, *expected.aliases, expected.source)
        if whole in wanted:
            wanted[whole].expected.append(number)
            continue
        if words not in there:
            places = sorted(passages.locate(expected.content), key=lambda place: place.span.start)
            there[words] = places, list(_having(places, contents, by_word, is_part=expected.is_part))
        places, having = there[words]
        found = [(not _is_right(records[each.number], expected), each) for each in having]
        found.sort(key=lambda pair: (-pair[1].score, pair[0], pair[1].number))
        wanted[whole] = _Wanted(deque([number]), expected.is_part, places, deque(found))
    return list(wanted.values())


def _having(
    places: Sequence[Located],
    contents: Sequence[frozenset[int]],
    by_word: Mapping[int, Sequence[int]],
    *,
    is_part: bool,
) -> Iterator[_Found]:
    """The attributions that have enough of the words that stand at one of ``places``."""
    found: dict[int, _Found] = {}
    for place in places:
        for number in {number for word in place.words for number in by_word.get(word, ())}:
            score = _share(place.words, contents[number], is_part=is_part)
            known = found.get(number)
            if known is None or score > known.score:
                found[number] = _Found(number, score, [place])
            elif score == known.score:
                known.places.append(place)
    least = _PART_FOUND if is_part else MATCHED
    return (each for each in found.values() if each.score >= least)


def _share(expected: frozenset[int], found: frozenset[int], *, is_part: bool) -> float:
    """The share of words that both contents have; for an expectation of a part, the share of the part that is there."""
    return len(expected & found) / len(expected) if is_part else overlap(expected, found)


def _one_to_one(wanted: Sequence[_Wanted]) -> Iterator[tuple[int, _Found]]:
    """The best pairs, each expectation and each attribution once; of equally good ones those with the right speaker.

    An attribution may have several of the parts that are expected: this is no assignment as in scoring, where each
    side has each of the other once, and needs none of what scoring is installed with.
    """
    taken: set[int] = set()
    offers = [(each.offer, number) for number, each in enumerate(wanted) if each.found]
    heapify(offers)
    while offers:
        _, number = heappop(offers)
        each = wanted[number]
        _, best = each.found[0]
        if each.is_part or best.number not in taken:
            yield each.expected.popleft(), best
        if not each.is_part:
            taken.add(best.number)
            each.found.popleft()
        if each.expected and each.found:
            heappush(offers, (each.offer, number))


def _judge(
    article: Article, expected: Expected, place: Located | None, record: Attribution | None
) -> Iterator[Finding]:
    """Findings on expected words at ``place`` and on the attribution that has them, if there is one."""
    content = SEPARATOR.join(expected.content)
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
    elif record is None:
        message = f"{_wanted(expected)} on “{excerpt(content)}” is expected and was not found"
        yield article.finding("CX601", place.span, message, content)
    elif not _is_right(record, expected):
        message = f"expected {_wanted(expected)}, found {_speaker(record)} on “{excerpt(content)}”"
        yield article.finding("CX602", place.span, message, f"{content}: {_speaker(record)}")


def _changed(change: Change) -> str:
    there = f"the text has “{excerpt(change.found)}”" if change.found else "the text has nothing"
    wanted = f"“{excerpt(change.expected)}” is" if change.expected else "nothing is"
    return f"{there} where {wanted} expected"


def _otherwise(
    article: Article, expected: Expected, record: Attribution, lacking: frozenset[int], located: Located
) -> Iterator[Finding]:
    """What differs from the expectation in an attribution that is there: labels, cospeakers, and missing words."""
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
    allowed = 0 if expected.is_whole else _MOST_LACKING * len(located.words)
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
    return bool((_words(source) - _ARTICLE_WORDS) & _words(told))


def _words(text: str) -> set[str]:
    return {span.of(text).casefold() for span in words(text)}


def _wanted(expected: Expected) -> str:
    return expected.speaker or (f"“{excerpt(expected.source)}”" if expected.source else "somebody")


def _speaker(record: Attribution) -> str:
    """The speaker of a record for a message: the name, else the words of the mention, else *nobody*."""
    if record.speaker.name is not None:
        return record.speaker.name
    return f"“{excerpt(record.speaker.mention.text)}”" if record.speaker.mention else "nobody"
