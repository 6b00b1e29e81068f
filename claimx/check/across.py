"""The same utterance in several articles: given to different speakers (CX301), or in different words (CX302)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from claimx.check.findings import Finding
from claimx.check.judged_article import Article
from claimx.labels import Relation
from claimx.link import Group, link_records
from claimx.link.groups import Member

# Differences of these kinds change what is said even where the words are the same; a different wording counts only
# where the group says that the words are others.
_SUBSTANCE = frozenset({"negation", "number", "hedge", "condition"})
_REWORDED = _SUBSTANCE | {"wording", "name"}


def utterances_across(articles: Sequence[Article]) -> Iterator[Finding]:
    """Findings on utterances that the records of ``articles`` report differently.

    Each report is compared with the reference of its group, as ``claimx link`` does; a finding stands at the later
    report.
    """
    places = {(article.id, record.id): (article, record) for article in articles for record in article.attributions}
    for group in link_records(record for _, record in places.values()):
        reports = [member for member in group.members if member.doc.copy_of is None]
        reference = next((index for index, member in enumerate(reports) if member.relation == "reference"), 0)
        for index, member in enumerate(reports):
            if member.doc.id != reports[reference].doc.id:
                first, later = sorted((index, reference))
                article, record = places[reports[later].doc.id, reports[later].id]
                changes = [(d.kind, d.reference, d.here) for d in member.differences]
                shown = changes if later == index else [(kind, here, there) for kind, there, here in changes]
                for code, message in _told(group, reports[first], reports[later], member.relation, shown):
                    yield article.finding_on(code, record, record.content, message)


def _told(
    group: Group,
    first: Member,
    later: Member,
    relation: Relation,
    changes: Sequence[tuple[str, str | None, str | None]],
) -> Iterator[tuple[str, str]]:
    """Each rule that the ``later`` report breaks against the ``first`` report of its group, with its message."""
    where = first.doc.path or first.doc.id
    if "speaker" in group.conflicts and _are_two(group, first.speaker, later.speaker):
        yield "CX301", f"given to {later.speaker} here, to {first.speaker} in {where}"
    elif first.speaker is not None:
        counted = _SUBSTANCE if relation == "same_words" else _REWORDED
        shown = "; ".join(f"“{there or '-'}” → “{here or '-'}”" for kind, there, here in changes if kind in counted)
        if shown:
            yield "CX302", f"{first.speaker} is quoted in other words than in {where}: {shown}"


def _are_two(group: Group, one: str | None, other: str | None) -> bool:
    """Whether two names, both given, are not spellings of one speaker."""
    spellings = (speaker.spellings for speaker in group.speakers)
    return one is not None and other is not None and not any(one in names and other in names for names in spellings)
