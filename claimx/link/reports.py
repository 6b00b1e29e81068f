"""A record as linking sees it: its words, who speaks, and the little that a group shows of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise

from claimx.labels import Agreement, Polarity
from claimx.link.wording import Word, is_country, key_of, speaker_key, weight_of, words_of
from claimx.names import NameKey, same_speaker
from claimx.records import Attribution, Content, Speaker

DocKey = tuple[str, str, str]

# One word, such as "government", is every country's.
_FEWEST_WORDS_OF_A_BODY = 2


@dataclass(frozen=True, slots=True, eq=False)
class Article:
    """Where reports come from; ``key`` tells two articles of one name apart."""

    key: DocKey
    id: str
    path: str | None
    title: str | None
    published: str | None
    url: str | None

    @property
    def digest(self) -> str:
        """The sha256 of its text."""
        return self.key[2]


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """One record. For each of its words: ``keys`` (folded), ``weights``, and whether it is ``quoted``.

    There may be very many, and few end in a group: the content is kept packed, as JSON.
    """

    id: str
    article: Article
    packed: bytes
    places: tuple[tuple[int, int], ...]  # start and end of the content's spans
    polarity: Polarity
    speaker: str | None
    confidence: float
    speakers: tuple[NameKey, ...]  # their names, also of those who speak with them
    bodies: tuple[NameKey, ...]  # whom they speak for, as far as the article names it
    described: frozenset[str]  # what the article calls them: words of mentions and roles, countries
    wire: int  # hash of content, cue and mention: the same in copies of an article
    keys: tuple[str, ...]
    weights: tuple[float, ...]
    quoted: tuple[bool, ...]
    names: tuple[str, ...]  # keys
    weight: float
    sentences: tuple[range, ...]  # word numbers

    @property
    def place(self) -> tuple[DocKey, int, str]:
        """The sort key of reports."""
        return self.article.key, self.places[0][0], self.id

    def quotation(self, number: int) -> range:
        """The words that stand between the same marks as the quoted word of this number."""
        start, stop = number, number + 1
        while start > 0 and self.quoted[start - 1]:
            start -= 1
        while stop < len(self.quoted) and self.quoted[stop]:
            stop += 1
        return range(start, stop)

    def content(self) -> Content:
        """The content, unpacked."""
        return Content.model_validate_json(self.packed)

    def overlaps(self, other: Report) -> bool:
        """Whether the two stand, in part, on the same words of the same article."""
        return self.article.key == other.article.key and any(
            start < other_end and other_start < end
            for start, end in self.places
            for other_start, other_end in other.places
        )


def read_reports(records: Iterable[Attribution]) -> list[Report]:
    """The records as reports, each once, in an order that does not depend on that of ``records``."""
    articles: dict[DocKey, Article] = {}
    found: dict[tuple[DocKey, str], Report] = {}
    for record in records:
        doc = record.doc
        key = (doc.id, doc.path or "", doc.sha256)
        if (key, record.id) not in found:
            if key not in articles:
                articles[key] = Article(key, doc.id, doc.path, doc.title, doc.published, doc.url)
            found[key, record.id] = _report(record, articles[key])
    return sorted(_described_together(found.values()), key=lambda report: report.place)


def _described_together(reports: Iterable[Report]) -> Iterator[Report]:
    """The reports, each with all that its article calls its speakers anywhere: Westline is *the company* throughout."""
    reports = list(reports)
    words: dict[tuple[DocKey, NameKey], frozenset[str]] = defaultdict(frozenset)
    bodies: dict[tuple[DocKey, NameKey], dict[NameKey, None]] = defaultdict(dict)
    for report in reports:
        for name in report.speakers:
            words[report.article.key, name] |= report.described
            bodies[report.article.key, name].update(dict.fromkeys(report.bodies))
    for report in reports:
        names = [(report.article.key, name) for name in report.speakers]
        described = report.described.union(*(words[name] for name in names))
        behind = tuple(dict.fromkeys(chain(report.bodies, *(bodies[name] for name in names))))
        known = (described, behind) == (report.described, report.bodies)
        yield report if known else replace(report, described=described, bodies=behind)


def agreement(one: Report, other: Report) -> Agreement:
    """What the names say: the same speaker, one who speaks for the other, nobody named (open), or another."""
    if _any_same(one.speakers, other.speakers):
        return "same"
    if _any_same(one.bodies, other.speakers) or _any_same(one.speakers, other.bodies):
        return "close"
    if _speaks_for(one, other) or _speaks_for(other, one):
        return "close"
    if one.speakers and other.speakers:
        return "other"
    return "close" if _any_same(one.bodies, other.bodies) else "open"


def _any_same(names: Iterable[NameKey], others: Sequence[NameKey]) -> bool:
    return any(same_speaker(name, other) for name in names for other in others)


def _speaks_for(one: Report, other: Report) -> bool:
    """Whether ``other`` is the country or body of ``one``, or both are described in the same words.

    *“Seoul would reconsider”, said an adviser* agrees with *South Korea “will reconsider”* elsewhere, and *“The bank
    expects”* with what its governor expects.
    """
    if not other.speakers:
        return any(weight_of(key) == 1 for key in one.described & other.described)
    return any(
        (len(name) == 1 and is_country(name[0]) and name[0] in one.keys)
        or one.described.issuperset(name)
        or _is_body_of_a_country(name, one.described)
        for name in other.speakers
    )


def _is_body_of_a_country(name: NameKey, described: frozenset[str]) -> bool:
    """Whether a body is called by its name without the country: the Norwegian Coast Guard is *the coast guard*."""
    own = [key for key in name if not is_country(key)]
    return _FEWEST_WORDS_OF_A_BODY <= len(own) < len(name) and described.issuperset(own)


def _described(who: Speaker) -> Iterator[str]:
    mention = who.mention.text if who.mention is not None else ""
    for text in (mention, who.role or ""):
        for word in speaker_key(text):
            yield word.removesuffix("'s")
            yield key_of(word)


def _report(record: Attribution, article: Article) -> Report:
    words = words_of(record.content.spans)
    keys = tuple(word.key for word in words)
    weights = tuple(word.weight for word in words)
    people = (record.speaker, *record.cospeakers)
    mention = record.speaker.mention.text if record.speaker.mention else ""
    described = {key for who in people for key in _described(who)}
    cue = record.cue.text if record.cue else ""
    return Report(
        id=record.id,
        article=article,
        packed=record.content.model_dump_json().encode("utf-8"),
        places=tuple((span.start, span.end) for span in record.content.spans),
        polarity=record.polarity,
        speaker=record.speaker.name,
        confidence=record.confidence,
        speakers=tuple(dict.fromkeys(speaker_key(who.name) for who in people if who.name)),
        bodies=tuple(dict.fromkeys(speaker_key(who.organization) for who in people if who.organization)),
        described=frozenset(described),
        wire=hash((keys, speaker_key(cue), speaker_key(mention))),
        keys=keys,
        weights=weights,
        quoted=tuple(word.quoted for word in words),
        names=tuple(word.key for word in words if word.name),
        weight=sum(weights),
        sentences=_sentences(words),
    )


def _sentences(words: Sequence[Word]) -> tuple[range, ...]:
    starts = [number for number, word in enumerate(words) if word.opens]
    return tuple(range(start, stop) for start, stop in pairwise([*starts, len(words)]))
