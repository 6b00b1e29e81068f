"""What a saved record tells of its speakers, held to itself and to the text (CX508 and CX509)."""

from __future__ import annotations

from collections.abc import Iterator

from claimx.check.findings import Finding, excerpt
from claimx.check.judged_article import Article
from claimx.labels import Resolved
from claimx.lexicon import pronouns
from claimx.names import acronym, folded_words
from claimx.records import Attribution, Speaker

# By these rules a mention gets a name that need neither stand beside it nor anywhere in the text.
_WITHOUT_MENTION: frozenset[Resolved] = frozenset({"continued"})


def named(article: Article, record: Attribution) -> Iterator[Finding]:
    """What is told of the speakers of a record, and the text or the record itself denies."""
    for who in (record.speaker, *record.cospeakers):
        yield from _name(article, record, who)
        yield from _told(article, record, who)


def _name(article: Article, record: Attribution, who: Speaker) -> Iterator[Finding]:
    place = who.mention or record.content
    if who.name is None:
        if who.evidence is not None:
            message = f"nobody is named, and “{excerpt(who.evidence.text)}” is said to name them"
            yield article.finding_on("CX509", record, place, message)
        return
    if who.id is not None:
        return  # the name is from a file of speakers
    if who.resolved == "none" or who.evidence is None or (who.mention is None and who.resolved not in _WITHOUT_MENTION):
        lacking = "mention" if who.mention is None and who.resolved not in _WITHOUT_MENTION else "evidence"
        yield article.finding_on("CX509", record, place, f"{who.name} is named ({who.resolved}) without {lacking}")
    if who.evidence is not None and not _is_spelled(who.name, who.evidence.text):
        message = f"the name is {who.name}, and its evidence “{excerpt(who.evidence.text)}”"
        yield article.finding_on("CX508", record, who.evidence, message)
    if who.resolved == "name" and who.mention is not None and not _share_a_word(who.name, who.mention.text):
        message = f"the name is {who.name}, and its mention “{excerpt(who.mention.text)}”"
        yield article.finding_on("CX508", record, who.mention, message)
    if who.resolved == "pronoun" and who.mention is not None and not _holds_a_pronoun(who.mention.text):
        message = f"“{excerpt(who.mention.text)}” is said to be a pronoun"
        yield article.finding_on("CX508", record, who.mention, message)
    if article.text is not None and not _stands_in(who.name, article.text):
        yield article.finding_on("CX508", record, place, f"{who.name} stands nowhere in the text")


def _told(article: Article, record: Attribution, who: Speaker) -> Iterator[Finding]:
    """Role, organization and description: words of the text, and each with what it needs."""
    place = who.mention or record.content
    if who.name is not None and who.description is not None:
        message = f"{who.name} is named, and described as nobody named is: “{excerpt(who.description)}”"
        yield article.finding_on("CX508", record, place, message)
    if who.name is None and who.confidence is not None:
        message = f"nobody is named, and that is said to be {who.confidence} sure"
        yield article.finding_on("CX509", record, place, message)
    if (who.organization is None) != (who.organization_evidence is None):
        lacking = "evidence" if who.organization is not None else "a name"
        message = f"the organization behind {who.name or 'the speaker'} is without {lacking}"
        yield article.finding_on("CX509", record, who.organization_evidence or place, message)
    # A file of speakers gives roles too.
    role = who.role if who.id is None else None
    for what, words in (("role", role), ("organization", who.organization), ("description", who.description)):
        if words is not None and article.text is not None and words not in " ".join(article.text.split()):
            message = f"the {what} “{excerpt(words)}” stands nowhere in the text"
            yield article.finding_on("CX508", record, place, message)


def _is_spelled(name: str, phrase: str) -> bool:
    """Whether a name is its evidence, in one line."""
    return " ".join(name.split()) == " ".join(phrase.split())


def _holds_a_pronoun(phrase: str) -> bool:
    return any(word in pronouns() for word in phrase.split())


def _share_a_word(name: str, phrase: str) -> bool:
    return bool(_bare_words(name) & _bare_words(phrase)) or acronym(name) in phrase or acronym(phrase) in name


def _stands_in(name: str, text: str) -> bool:
    return " ".join(name.split()) in " ".join(text.split()) or _bare_words(name) <= _bare_words(text)


def _bare_words(text: str) -> set[str]:
    return {part.removesuffix("'s") for word in folded_words(text) for part in word.split("-")}
