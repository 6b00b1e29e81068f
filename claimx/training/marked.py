"""Articles in which it is marked who is meant: what the ranking of antecedents learns from."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from claimx.errors import InputError
from claimx.gold.file_format import GOLD_SCHEMA, GoldArticle, GoldAttribution
from claimx.names import names_agree
from claimx.pipeline.coreference.entities import Entity
from claimx.pipeline.coreference.mentions import Mention
from claimx.read.lines import numbered_lines
from claimx.records import text_digest
from claimx.spans import Span

SCHEMA = "claimx-antecedents/1"
# What stands before the label of somebody the article does not name, and between those meant together.
UNNAMED, TOGETHER = "~", " + "
# A mark that reaches so far beyond a name still marks that name: its title, its brackets.
_AROUND_NAME = 12


@dataclass(frozen=True, slots=True)
class MarkedArticle:
    """An article and who is meant where: the fullest name it gives, or a label behind ``~``.

    ``marks`` are in text order. ``names_marked`` says whether names are marked too; where they are not, a name
    means whoever is called so. ``speakers_only`` says that of pronouns and descriptions only those that speak are
    marked, so that nothing is known of any other.
    """

    id: str
    text: str
    marks: tuple[tuple[Span, str], ...]
    names_marked: bool
    speakers_only: bool = False


def read_marked(path: Path, corpus: Path | None = None) -> list[MarkedArticle]:
    """The articles of a JSON Lines file; those without a text are articles of the train split of ``corpus``.

    The file may be gold too, whose names and speakers are marks. Raises InputError with the line for one that does not
    parse, or whose text is not the one that was marked.
    """
    articles: list[MarkedArticle] = []
    for number, line in numbered_lines(path):
        try:
            articles.append(_article(orjson.loads(line), corpus))
        except (orjson.JSONDecodeError, OSError, KeyError, TypeError, ValueError) as error:
            message = f"no marked article: {type(error).__name__} {error}"
            raise InputError("bad_gold", message, str(path), line=number) from None
    return articles


def _article(data: Mapping[str, Any], corpus: Path | None) -> MarkedArticle:
    if data["schema"] not in (SCHEMA, GOLD_SCHEMA):
        raise ValueError(f"schema {data['schema']!r} is not {SCHEMA!r}")
    text = data["text"] if "text" in data else _text_in(corpus, data)
    if data["schema"] == GOLD_SCHEMA:
        return MarkedArticle(data["id"], text, _marks_of(GoldArticle.model_validate(data)), True, speakers_only=True)
    marks = tuple((Span(start, end), who) for start, end, who in sorted(data["mentions"]))
    return MarkedArticle(data["id"], text, marks, names_marked="text" in data)


def _text_in(corpus: Path | None, data: Mapping[str, Any]) -> str:
    if corpus is None:
        raise ValueError(f"the text of {data['id']} is in a corpus, and none is given")
    text = (corpus / "data" / "train" / "text" / f"{data['id']}.txt").read_bytes().decode("utf-8")
    if text_digest(text) != data["sha256"]:
        raise ValueError(f"the text of {data['id']} is not the one that was marked (sha256 differs)")
    return text


def _marks_of(gold: GoldArticle) -> tuple[tuple[Span, str], ...]:
    """The marks that gold makes: every name, and every source that holds none of its own."""
    names = [(Span(*place), entity.name) for entity in gold.entities or () for place in entity.mentions]
    named = {entity.name for entity in gold.entities or ()}
    sources = [
        (source, _speaker(item, named))
        for item in gold.attributions
        for source in (Span(part.start, part.end) for part in item.source)
        if not any(who == item.speaker and source.contains(name) for name, who in names)
    ]
    return tuple(sorted({*names, *sources}))


def _speaker(item: GoldAttribution, named: Set[str]) -> str:
    """Whom gold gives an attribution: the entity of that name, a label for somebody without one."""
    if item.speaker is None:
        return UNNAMED + (item.description or item.type or "somebody")
    known = next((name for name in (item.speaker, *item.speaker_aliases) if name in named), item.speaker)
    return TOGETHER.join((known, *item.cospeakers))


class Key:
    """The right answers for a marked article: who its mentions mean, and who its entities are."""

    def __init__(self, article: MarkedArticle) -> None:
        self._article = article
        self._by_start: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for span, who in article.marks:
            self._by_start[span.start].append((span.end, who))
        # How often each name is marked, the names in text order.
        self._meant = Counter(
            name for _, who in article.marks for name in who.split(TOGETHER) if not name.startswith(UNNAMED)
        )
        self._entities: dict[int, str | None] = {}

    @property
    def names_marked(self) -> bool:
        """Whether the names of the article are marked too."""
        return self._article.names_marked

    @property
    def speakers_only(self) -> bool:
        """Whether only those pronouns and descriptions are marked that speak."""
        return self._article.speakers_only

    def meant_at(self, mention: Mention) -> str | None:
        """Who is meant by a mention; None where it is not marked, or several are meant together."""
        if mention.entity is not None:
            return self.identity(mention.entity)
        marked = self._by_start.get(mention.span.start, ())
        if mention.kind == "pronoun":
            marked = [mark for mark in marked if mark[0] == mention.span.end]
        else:
            # In *his sister* the mark of *his* is somebody else's.
            first_word = mention.span.start + len(mention.span.of(self._article.text).split()[0])
            marked = [mark for mark in marked if mark[0] > first_word or mention.span.end == first_word]
        if not marked:
            return None
        _, who = min(marked, key=lambda mark: abs(mark[0] - mention.span.end))
        return None if TOGETHER in who else who

    def identity(self, entity: Entity) -> str | None:
        """Who an entity of the article's cast is; None where that is not marked."""
        if entity.id not in self._entities:
            self._entities[entity.id] = (
                self._by_marks(entity) if self._article.names_marked else self._by_name(entity.name)
            )
        return self._entities[entity.id]

    def _by_name(self, name: str) -> str | None:
        """The one most often meant of those called ``name``; a last name goes before a first one or a body's."""
        agreeing = [other for other in self._meant if names_agree(other, name)]
        last = [other for other in agreeing if other.split()[-1].casefold() == name.split()[-1].casefold()]
        return max(last or agreeing, key=lambda other: self._meant[other], default=None)

    def _by_marks(self, entity: Entity) -> str | None:
        found = Counter(who for name in entity.names if (who := self._marked_around(name.span)) is not None)
        return found.most_common(1)[0][0] if found else None

    def _marked_around(self, name: Span) -> str | None:
        marks: Sequence[tuple[Span, str]] = self._article.marks
        reach = name.end - name.start + _AROUND_NAME
        close = [mark for mark in marks if mark[0].contains(name) and mark[0].end - mark[0].start <= reach]
        # A source beside the name is wider than the name's own mark: *a Ruiz aide*.
        around = [who for span, who in sorted(close, key=lambda mark: mark[0].end - mark[0].start)]
        inside = [who for span, who in marks if name.contains(span)]
        return next(iter((*around, *inside)), None)
