"""Records to groups: the whole way of ``claimx link``."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from claimx.labels import CONFLICTS, GROUP_TYPES, Contradiction, Relation
from claimx.link.blocking import candidates
from claimx.link.clustering import Link, gather
from claimx.link.contradictions import contradictions
from claimx.link.copies import find_copies
from claimx.link.differences import differences, relation
from claimx.link.duplicates import DistinctReport, fold
from claimx.link.events import Events
from claimx.link.groups import Group, GroupSpeaker, LinkedDoc, Member
from claimx.link.matching import matches
from claimx.link.passages import Passage, passages
from claimx.link.reports import Article, DocKey, Report, read_reports
from claimx.link.wording import speaker_key
from claimx.names import same_speaker
from claimx.records import Attribution


def link_records(records: Iterable[Attribution]) -> list[Group]:
    """The groups of records, of one or several articles, that report the same utterance.

    The same records give the same groups, in whatever order they come; a record may be in several groups, each
    for a part of its content. Groups that say more than that an article was copied come first, then by article
    and place of their first member. A record that was given twice counts once.
    """
    reports = read_reports(records)
    originals = find_copies(reports)
    distinct = fold(reports, originals)
    utterances = gather(_links(distinct, Events(reports)), distinct)
    articles = _Articles(originals, {report.article for report in reports})
    return sorted((_group(found, articles) for found in passages(utterances, distinct)), key=_place)


class _Articles:
    """What a group says of each article, made once."""

    def __init__(self, originals: Mapping[DocKey, Article], articles: Iterable[Article]) -> None:
        self._originals = originals
        self.docs = {article.key: _doc(article, originals[article.key]) for article in articles}

    def original(self, report: Report) -> DocKey:
        """The article that a report comes from, or the one of which that is a copy."""
        return self._originals[report.article.key].key


def _doc(article: Article, original: Article) -> LinkedDoc:
    return LinkedDoc(
        id=article.id,
        path=article.path,
        title=article.title,
        published=article.published,
        url=article.url,
        copy_of=None if original is article else original.id,
    )


def _links(distinct: Sequence[DistinctReport], events: Events) -> list[Link]:
    """The links between reports.

    A tentative match counts only where it is the best that either report has in the other's article, and where no
    article reports both utterances.
    """
    links = [
        Link(one, other, match)
        for one, other in candidates(distinct)
        for match in matches(distinct[one].report, distinct[other].report, events)
    ]
    best: dict[tuple[int, DocKey], float] = defaultdict(float)
    for link in links:
        for end in _ends(link, distinct):
            best[end] = max(best[end], link.match.strength)

    def holds(link: Link) -> bool:
        if not link.match.tentative:
            return True
        strength = link.match.strength
        told_beside = not distinct[link.one].articles.isdisjoint(distinct[link.other].articles)
        return not told_beside and all(strength >= best[end] for end in _ends(link, distinct))

    return [link for link in links if holds(link)]


def _ends(link: Link, distinct: Sequence[DistinctReport]) -> tuple[tuple[int, DocKey], tuple[int, DocKey]]:
    """For each report of a link, its number and the article that the link leads to."""
    return (link.one, distinct[link.other].report.article.key), (link.other, distinct[link.one].report.article.key)


def _place(group: Group) -> tuple[bool, list[tuple[str, str, int, str]]]:
    members = ((member.doc.id, member.doc.path or "", member.passage[0].start, member.id) for member in group.members)
    return group.type == "copy", list(members)


def _group(found: Sequence[Passage], articles: _Articles) -> Group:
    """The group of passages; the reference is the first of those that quote most."""
    reference = max(found, key=lambda passage: passage.quoted)
    against = {
        passage: contradictions(reference.report, reference.stretch, passage.report, passage.stretch)
        for passage in found
    }
    members = [_member(passage, reference, articles, against[passage]) for passage in found]
    speakers = _speakers(members)
    conflicts = {"speaker"} if len(speakers) > 1 else set[str]()
    conflicts.update(*against.values())
    return Group(
        id=_group_id(members),
        type=max((m.relation for m in members if m.relation != "reference"), key=GROUP_TYPES.index),
        articles=len({passage.report.article.key for passage in found}),
        independent=len({articles.original(passage.report) for passage in found}),
        speakers=speakers,
        conflicts=tuple(conflict for conflict in CONFLICTS if conflict in conflicts),
        members=tuple(members),
    )


def _member(passage: Passage, reference: Passage, articles: _Articles, against: set[Contradiction]) -> Member:
    report, is_reference = passage.report, passage is reference
    return Member(
        id=report.id,
        doc=articles.docs[report.article.key],
        speaker=report.speaker,
        polarity=report.polarity,
        content=passage.content,
        passage=passage.spans,
        confidence=report.confidence,
        relation="reference" if is_reference else _relation(passage, reference, articles, against),
        differences=()
        if is_reference
        else tuple(differences(reference.words, passage.words, contradict="negation" in against)),
    )


def _relation(passage: Passage, reference: Passage, articles: _Articles, against: set[Contradiction]) -> Relation:
    one, other = reference.report, passage.report
    how = relation(reference.words, passage.words)
    if against and how == "same_words":
        return "other_wording"  # A negation in only one of them makes the wording another.
    if one.article is other.article:
        # One article does not translate twice.
        return "other_wording" if how == "other_translation" else how
    return "copy" if how == "same_words" and articles.original(one) == articles.original(other) else how


def _speakers(members: Iterable[Member]) -> tuple[GroupSpeaker, ...]:
    """Who is named, the most often named first; spellings go together with the fullest they are within."""
    counts = Counter(member.speaker for member in members if member.speaker)
    spellings: dict[str, list[str]] = {}
    for name in sorted(counts, key=lambda name: (-len(speaker_key(name)), name)):
        fullest = next((other for other in spellings if same_speaker(speaker_key(other), speaker_key(name))), name)
        spellings.setdefault(fullest, []).append(name)
    together = [sorted(names, key=lambda name: (-counts[name], name)) for names in spellings.values()]
    together.sort(key=lambda names: (-sum(counts[name] for name in names), names))
    return tuple(GroupSpeaker(name=names[0], spellings=tuple(names)) for names in together)


def _group_id(members: Iterable[Member]) -> str:
    """16 hex digits over articles, records and passages."""
    lines = (f"{m.doc.id}\t{m.id}\t{m.passage[0].start}-{m.passage[-1].end}" for m in members)
    return hashlib.sha256("\n".join(lines).encode("utf-8")).hexdigest()[:16]
