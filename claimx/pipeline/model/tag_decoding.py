"""Decoding the model's scores: spans of source, cue, content and names, and the links between them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from claimx.labels import Layer
from claimx.pipeline.model.session import Scores
from claimx.pipeline.model.tagging import OUTSIDE_TAG, TAGS, Array, Tagged, TaggedWindow
from claimx.pipeline.model.windows import Window
from claimx.pipeline.model.word_pieces import Pieces

_LEAST_PROBABILITY = 1e-6


@dataclass(slots=True, eq=False)
class Stretch:
    """Pieces ``[start, end)`` with one role; ``certainty`` is the mean probability of their tags.

    A stretch is the same as itself alone: it grows where a window goes on with it.
    """

    role: str
    start: int
    end: int
    certainty: float = 1.0


@dataclass(slots=True, eq=False)
class Cue(Stretch):
    """A cue, the source that it points at, and the certainty of that link."""

    source: Stretch | None = None
    source_certainty: float = 1.0


@dataclass(slots=True)
class Link:
    """One attribution in pieces: contents that point at the same cue; a content without any cue stands alone.

    ``cue_certainty`` is how sure the least sure of its contents points at the cue, or at none.
    """

    layer: Layer
    cue: Cue | None
    contents: list[Stretch] = field(default_factory=list)
    cue_certainty: float = 1.0


@dataclass(slots=True)
class NamedStretch:
    """Pieces ``[start, end)`` that name something; ``odds`` (4,) sums over its words how likely is each type."""

    start: int
    end: int
    odds: Array


def read_links(pieces: Pieces, tagged: Iterable[TaggedWindow], layer: Layer) -> tuple[list[Link], list[Cue]]:
    """The links of one layer in a stream ordered by their first contents, and all cues, those without a link too."""
    decoder = _Decoder(pieces, layer)
    for words in tagged:
        decoder.add(words)
    return decoder.links, decoder.cues


def read_names(tagged: Iterable[TaggedWindow]) -> list[NamedStretch]:
    """The names of a stream, in order."""
    found: list[NamedStretch] = []
    for words in tagged:
        types = _type_odds(words.names.scores)
        for number, tag in enumerate(words.names.tags):
            if tag == OUTSIDE_TAG:
                continue
            if tag % 2 == 1:
                found.append(NamedStretch(words.starts[number], words.ends[number], types[number]))
            else:
                found[-1].end = words.ends[number]
                found[-1].odds = found[-1].odds + types[number]
    return found


def _type_odds(scores: Array) -> Array:
    """How much (n, 9) scores of name tags speak for each type, as (n, 4) log probabilities."""
    probabilities = _softmax(scores)
    return np.log(probabilities[:, 1::2] + probabilities[:, 2::2] + _LEAST_PROBABILITY)


class _Decoder:
    """Decodes window after window of one layer; a later one may point back at cues and sources of an earlier one."""

    def __init__(self, pieces: Pieces, layer: Layer) -> None:
        self.pieces = pieces
        self.layer = layer
        self.cues: list[Cue] = []
        self.sources: list[Stretch] = []
        self.links: list[Link] = []
        self._last: Stretch | None = None
        self._link_of: dict[Cue, Link] = {}

    def add(self, words: TaggedWindow) -> None:
        window, reading = words.window, words.reading.layers[self.layer]
        tagged = words.layers[self.layer]
        stretches = [
            Cue("cue", s.start, s.end, s.certainty) if s.role == "cue" else s for s in _stretches(words, tagged)
        ]
        if stretches and self._goes_on(window, stretches[0], tagged.tags[0]):
            del stretches[0]
        if stretches:
            self._last = stretches[-1]
        cues = [stretch for stretch in stretches if isinstance(stretch, Cue)]
        self.cues += cues
        self.sources += [s for s in stretches if s.role == "source"]
        for cue in cues:
            self._point_at_source(cue, window, reading)
        for content in stretches:
            if content.role == "content":
                self._point_at_cue(content, window, reading)

    def _goes_on(self, window: Window, first: Stretch, tag: int) -> bool:
        """Whether ``first`` continues a stretch that the end of the window before has cut; if so they are joined.

        ``tag`` is that of the first word of the window.
        """
        if first.start != window.core or tag % 2 == 1:
            return False
        last = self._last
        if last is None or last.end != first.start or last.role != first.role:
            return False
        last.end = first.end
        return True

    def _point_at_source(self, cue: Cue, window: Window, reading: Scores) -> None:
        candidates = self.sources[_place(self.sources, window.start) :]
        query = reading.cue_of[cue.start - window.start]
        scores = [float(query @ reading.no_source)]
        scores += [float(query @ reading.source[source.start - window.start]) for source in candidates]
        probabilities = _softmax(np.array([scores]) / _SCALE)[0]
        best = int(np.argmax(scores))
        cue.source = candidates[best - 1] if best else None
        cue.source_certainty = float(probabilities[best])

    def _point_at_cue(self, content: Stretch, window: Window, reading: Scores) -> None:
        candidates: list[Cue | None] = [*self.cues[_place(self.cues, window.start) :]]
        keys = [reading.cue[cue.start - window.start] for cue in candidates if cue is not None]
        # In PolNeAR each content has a cue wherever its window holds one.
        if self.layer != "polnear" or not candidates:
            candidates.append(None)
            keys.append(reading.no_cue)
        heads = np.flatnonzero(self.pieces.firsts[content.start : content.end]) + content.start - window.start
        scores = (reading.content[heads] @ np.array(keys).T).mean(axis=0)
        best = int(np.argmax(scores))
        cue = candidates[best]
        certainty = float(_softmax(scores[None] / _SCALE)[0, best])
        if cue is None:
            self.links.append(Link(self.layer, None, [content], certainty))
            return
        link = self._link_of.get(cue)
        if link is None:
            link = self._link_of[cue] = Link(self.layer, cue)
            self.links.append(link)
        link.contents.append(content)
        link.cue_certainty = min(link.cue_certainty, certainty)


def _place(stretches: Sequence[Stretch], start: int) -> int:
    """How many of ``stretches``, in order, start before the piece ``start``."""
    return bisect_left(stretches, start, key=lambda stretch: stretch.start)


# The pointers are scaled dot products of 64 dimensions.
_SCALE = 8.0


def _stretches(words: TaggedWindow, tagged: Tagged) -> list[Stretch]:
    """Runs of words with one role; the end of a paragraph ends a run."""
    probabilities = _softmax(tagged.scores)[np.arange(len(tagged.tags)), tagged.tags].tolist()
    found: list[Stretch] = []
    current: Stretch | None = None
    count = 0
    for start, end, closing, tag, probability in zip(
        words.starts, words.ends, words.closing, tagged.tags, probabilities, strict=True
    ):
        if tag == OUTSIDE_TAG:
            current = None
            continue
        role = TAGS[tag][2:]
        if tag % 2 == 1 or current is None or current.role != role:
            current = Stretch(role, start, end, certainty=0.0)
            count = 0
            found.append(current)
        count += 1
        current.end = end
        current.certainty += (probability - current.certainty) / count
        if closing:
            current = None
    return found


def _softmax(scores: npt.NDArray[np.floating]) -> Array:
    shifted = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=-1, keepdims=True), np.float64)
