"""Inputs to findings: articles are extracted, records are proved, and all rules are asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from claimx.check.consistency import consistent
from claimx.check.expected import held_to
from claimx.check.findings import Finding, Place, shown_path
from claimx.check.judged_article import Article
from claimx.check.marks import odd_marks
from claimx.check.proof import prove
from claimx.check.rerun import rerun, without_records
from claimx.check.rules import RULES
from claimx.check.sources import low_confidence, unnamed_speakers, words_without_speaker
from claimx.check.spellings import names_in_two_spellings
from claimx.errors import InputError
from claimx.extraction import Extracted, extract_sources
from claimx.gold.expectations import Expectations
from claimx.read import read_inputs
from claimx.read.opening import opened
from claimx.read.paths import Input
from claimx.read.saved import holds_records
from claimx.read.texts import Texts
from claimx.records import Attribution, Doc, text_digest
from claimx.settings import Settings


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in one file: an ``article``, or the lines of a file of records (then None)."""

    file: str
    findings: list[Finding]
    article: Article | None = None

    @property
    def is_empty(self) -> bool:
        """Whether this is an article without a word."""
        return self.article is not None and self.article.text is not None and not self.article.text.strip()


@dataclass(frozen=True, slots=True)
class Checker:
    """Holds articles to the rules, and to ``expectations`` where there are any.

    ``texts`` finds what saved records were made from; ``min_confidence`` is the limit of CX901; with ``rerun`` the
    records are compared with those that are made of their texts again.
    """

    settings: Settings
    expectations: Expectations | None = None
    texts: Texts = field(default_factory=Texts)
    min_confidence: float = 0.25
    rerun: bool = False
    jobs: int = 1

    def check(
        self, files: Iterable[Input], reading: Callable[[Iterable[Input]], Iterable[Input]] = iter
    ) -> Iterator[Checked | InputError]:
        """What is found in each file; articles first, then the files of records with their articles.

        Files come to be read through ``reading``, which may look on.
        """
        articles: list[Input] = []
        records: list[Input] = []
        for file in files:
            (records if holds_records(file.path) else articles).append(file)
        made: list[Article] = []
        told: list[Article] = []
        for outcome in extract_sources(read_inputs(reading(articles)), self.settings, self.jobs):
            checked = outcome if isinstance(outcome, InputError) else self._checked(_article(outcome))
            if isinstance(checked, Checked) and checked.article is not None:
                made.append(checked.article)
            yield checked
        for file in reading(records):
            for checked in self._records(file):
                if isinstance(checked, Checked) and checked.article is not None:
                    told.append(checked.article)
                yield checked
        if self.rerun and any(_holds_records_or_nothing(file.path) for file in (*articles, *records)):
            yield from self._without_records(made, told)

    def unaccounted(self, articles: Sequence[Article], files: Iterable[Input]) -> Iterator[Finding]:
        """A finding for each article with expectations of which the saved records hold nothing."""
        first = next((file for file in files if _holds_records_or_nothing(file.path)), None)
        if first is not None and self.expectations is not None:
            place = Place(shown_path(first.path))
            for gone in self.expectations.left_out(*_paths_and_ids(articles)):
                name = shown_path(str(gone))
                yield Finding(
                    RULES["CX605"], place, f"{name}: something is expected of it, and no record is of it", name
                )

    def unused(self, articles: Sequence[Article]) -> int:
        """The number of articles with expectations that were not checked."""
        return self.expectations.unused(*_paths_and_ids(articles)) if self.expectations is not None else 0

    def missing(self) -> Iterator[InputError]:
        """An error for each file with expectations that does not exist."""
        for path in self.expectations.missing() if self.expectations is not None else ():
            yield InputError("not_found", "no such file, and something is expected of it", shown_path(str(path)))

    def _without_records(self, made: Sequence[Article], told: Sequence[Article]) -> Iterator[Checked | InputError]:
        """Findings on texts of which the saved records hold nothing.

        These are the articles whose records were ``made`` here because they are named beside the saved ones, and the
        texts of the folder; ``told`` are those that the saved records are of.
        """
        ids, texts = {article.id for article in told}, {article.text for article in told}
        named = [article for article in made if article.id not in ids and article.text not in texts]
        texts |= {article.text for article in made}
        rest = [source for source in self.texts.in_folder() if source.id not in ids and source.text not in texts]
        for outcome in extract_sources(rest, self.settings, self.jobs):
            if isinstance(outcome, InputError):
                yield outcome
            else:
                named.append(_article(outcome))
        for article in named:
            yield Checked(article.file, list(without_records(article)))

    def _records(self, file: Input) -> Iterator[Checked | InputError]:
        try:
            with opened(file.path) as lines:
                proved = prove(file.path, lines.read().split(b"\n"), self.texts)
        except InputError as error:
            yield error
            return
        anew = list(rerun(proved.articles, self.settings, self.jobs)) if self.rerun else []
        yield from (outcome for outcome in anew if isinstance(outcome, InputError))
        differing = [outcome for outcome in anew if isinstance(outcome, Finding)]
        yield Checked(shown_path(file.path), [*proved.findings, *differing])
        for article in proved.articles:
            checked = self._checked(article)
            yield replace(checked, findings=[*consistent(article), *checked.findings])

    def _checked(self, article: Article) -> Checked:
        return Checked(article.file, list(self._findings(article)), article)

    def _findings(self, article: Article) -> Iterator[Finding]:
        yield from unnamed_speakers(article)
        yield from names_in_two_spellings(article)
        yield from low_confidence(article, self.min_confidence)
        if article.text is not None:
            yield from words_without_speaker(article)
            yield from odd_marks(article)
            if self.expectations is not None:
                shares_file = article.member is not None
                expected = self.expectations.of(article.path, article.id, shares_file=shares_file)
                yield from held_to(article, expected) if expected is not None else ()


def _paths_and_ids(articles: Iterable[Article]) -> tuple[set[str], set[str]]:
    articles = list(articles)
    return {article.path for article in articles}, {article.id for article in articles}


def _holds_records_or_nothing(path: str) -> bool:
    """Whether a file holds saved records, or may have lost all it held."""
    return holds_records(path) or (path.lower().endswith(".jsonl") and not Path(path).stat().st_size)


def _article(extracted: Extracted) -> Article:
    source, index = extracted.source, extracted.index
    doc = Doc(
        id=source.id,
        path=source.path,
        sha256=text_digest(source.text),
        title=None,
        author=None,
        published=None,
        url=None,
        extra={},
        source_sha256=None,
        extractor=None,
    )
    return Article.of(doc, index, (record for record in extracted.records if isinstance(record, Attribution)))
