"""Names of people, organisations, places and works: those that the model read, or another ``ner``'s."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.tokens import Span as SpacySpan

from claimx.errors import ModelError
from claimx.labels import NAME_TYPES, NameType
from claimx.lexicon import governments, name_suffixes, titles
from claimx.lexicon.word_lists import word_list
from claimx.pipeline.indexing import token_bounds
from claimx.pipeline.model import ReadStream
from claimx.pipeline.model.tagging import Array
from claimx.spans import Span

# Memory grows with the length of what ner reads at once; names do not depend on words this far away.
_BLOCK_TOKENS = 2000


class NameFinder:
    """Finds names in the paragraphs of a Doc, a block of paragraphs at a time."""

    def __init__(self, model: str) -> None:
        """Load only ``ner`` (and what it listens to) of the pipeline called ``model``.

        Raises ModelError when no such pipeline is installed or it has no ``ner``.
        """
        try:
            self._nlp: Language = spacy.load(model, exclude=["tagger", "parser", "attribute_ruler", "lemmatizer"])
        except OSError as error:
            if error.errno is not None:
                raise  # the system's own, such as too many open files; spaCy's has no number
            raise ModelError(f"no spaCy pipeline named {model!r} is installed") from None
        if "ner" not in self._nlp.pipe_names:
            raise ModelError(f"the spaCy pipeline {model!r} has no ner")
        if not self._listens():
            self._nlp.select_pipes(enable=["ner"])

    def _listens(self) -> bool:
        listening = getattr(self._nlp.get_pipe("ner"), "model", None)
        return listening is not None and any("listener" in node.name for node in listening.walk())

    def find(self, doc: Doc, paragraphs: Iterable[Span]) -> list[SpacySpan]:
        """The entities of ``paragraphs`` (ascending, not overlapping) as spans of ``doc``."""
        paragraphs = list(paragraphs)
        found: list[SpacySpan] = []
        for start, end in _blocks(doc, paragraphs):
            tokens = [token for token in doc[start:end] if not _ends_line(token, paragraphs)]
            found += [
                SpacySpan(doc, tokens[entity.start].i, tokens[entity.end - 1].i + 1, label=entity.label_)
                for entity in self._read(tokens).ents
            ]
        return found

    def _read(self, tokens: Sequence[Token]) -> Doc:
        block = Doc(
            self._nlp.vocab,
            words=[token.text for token in tokens],
            spaces=[bool(token.whitespace_) for token in tokens],
            sent_starts=[bool(token.is_sent_start) for token in tokens],
        )
        for _, component in self._nlp.pipeline:
            block = component(block)
        return block


def _ends_line(token: Token, paragraphs: Sequence[Span]) -> bool:
    """Whether a token is a line end inside a paragraph: there a name goes on over it."""
    if "\n" not in token.text:
        return False
    index = bisect_right(paragraphs, token.idx, key=lambda paragraph: paragraph.start)
    return index > 0 and token.idx < paragraphs[index - 1].end


def _is_none(text: str, place: Span) -> bool:
    """Whether what the model took for a name is an adjective of a place (*Western*), or the first word of a title."""
    name = place.of(text)
    if name.lower() in word_list("adjectives_of_regions") or governments().of_demonym(name):
        return True
    word = _NEXT_WORD.match(text, place.end)
    return word is not None and " " not in name and titles().get(f"{name} {word[1]}") is not None


_NEXT_WORD = re.compile(r" (\w+)")


def _parts(text: str, place: Span, alone: Set[str]) -> Iterator[Span]:
    """The names that were read as one: over a line end or a bracket, or joined by *and* where one stands ``alone``.

    *Intel and Tarn Devices* are two names where the article has *Intel* elsewhere.
    """
    start = place.start
    for joint in _JOINT.finditer(text, *place):
        left, right = Span(start, joint.start()), Span(joint.end(), place.end)
        if joint.group() != " and " or left.of(text) in alone or right.of(text) in alone:
            yield left
            start = joint.end()
    yield Span(start, place.end)


# Brackets and line ends are in no name.
_JOINT = re.compile(r"\s+[(\[]|\s*\n\s*| and ")


def _whole(text: str, place: Span) -> Span:
    """A name with what belongs to its first and its last word: the *U.* of *U.S. Steel*, the *Jr.* of a son."""
    first = _INITIALS.search(text, max(0, place.start - _LONGEST_INITIALS), place.start)
    return _with_generation(text, Span(first.start(), place.end) if first else place)


_LONGEST_INITIALS = 8
_INITIALS = re.compile(r"(?<![\w.])(?:[A-Z]\.)+\Z")


def _with_generation(text: str, place: Span) -> Span:
    """A name with what tells a son from his father of the same name behind it, and its full stop: *Jr.*, *III*."""
    if name_suffixes().get(place.of(text).rpartition(" ")[2].rstrip(".").lower()) == "generation":
        end = place.end
    else:
        word = _NEXT_WORD.match(text, place.end)
        if word is None or not word[1][0].isupper() or name_suffixes().get(word[1].lower()) != "generation":
            return place
        end = word.end()
    dotted = text[end - 1 : end].islower() and text[end : end + 1] == "."
    return Span(place.start, end + dotted)


# What spaCy's own pipelines call the types of names.
_LABELS: Mapping[NameType, str] = {
    "person": "PERSON",
    "organization": "ORG",
    "government": "GPE",
    "work": "WORK_OF_ART",
}


_TYPES = {label: type_ for type_, label in _LABELS.items()}


def typed_names(doc: Doc) -> list[tuple[Span, NameType]]:
    """The names of ``doc`` that are of a type which claimx knows, in text order."""
    return [
        (Span(entity.start_char, entity.end_char), _TYPES[entity.label_])
        for entity in doc.ents
        if entity.label_ in _TYPES
    ]


def names_read(doc: Doc, text: str, read: Iterable[ReadStream]) -> list[SpacySpan]:
    """The names that the model read, in whole tokens of ``doc``; of two that share a token the first.

    ``text`` is the Doc's, which would put it together anew. What is called the same all over an article is of one
    type: the one that most speaks for in all places together.
    """
    of_streams = [name for stream in read for name in stream.names()]
    alone = frozenset(place.of(text) for place, _ in of_streams)
    names = sorted(
        (
            (_whole(text, part), odds)
            for place, odds in of_streams
            for part in _parts(text, place, alone)
            if not _is_none(text, part)
        ),
        key=lambda name: name[0],
    )
    together: dict[str, Array] = defaultdict(lambda: np.zeros(len(NAME_TYPES)))
    for place, odds in names:
        together[place.of(text)] += odds
    starts, ends = token_bounds(doc)
    found: list[SpacySpan] = []
    for place, _ in names:
        # Doc.char_span would look at every token for each name.
        first = int(np.searchsorted(ends, place.start, side="right"))
        last = int(np.searchsorted(starts, place.end, side="left"))
        if first < last and (not found or first >= found[-1].end):
            type_ = NAME_TYPES[int(together[place.of(text)].argmax())]
            found.append(SpacySpan(doc, first, last, label=_LABELS[type_]))
    return found


def _blocks(doc: Doc, paragraphs: Iterable[Span]) -> Iterator[tuple[int, int]]:
    """Token ranges of neighbouring paragraphs, each as long as a block may be (or one paragraph longer)."""
    block: tuple[int, int] | None = None
    for first, last in _token_ranges(doc, paragraphs):
        for start in range(first, last, _BLOCK_TOKENS):
            end = min(start + _BLOCK_TOKENS, last)
            if block is not None and block[1] <= start <= block[1] + 2 and end - block[0] <= _BLOCK_TOKENS:
                block = (block[0], end)
            else:
                if block is not None:
                    yield block
                block = (start, end)
    if block is not None:
        yield block


def _token_ranges(doc: Doc, paragraphs: Iterable[Span]) -> Iterator[tuple[int, int]]:
    token = 0
    starts, _ = token_bounds(doc)
    for paragraph in paragraphs:
        while token < len(starts) and starts[token] < paragraph.start:
            token += 1
        first = token
        while token < len(starts) and starts[token] < paragraph.end:
            token += 1
        if first < token:
            yield first, token
