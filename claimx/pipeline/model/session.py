"""The attribution model: an ONNX graph, its tokenizer and what is written down about them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from claimx.errors import ModelError
from claimx.labels import LAYERS, Layer
from claimx.pipeline.model.windows import Window
from claimx.pipeline.model.word_pieces import CLS, Pieces

FORMAT = 2
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Scores:
    """What one layer of the model says of one window's pieces (n of them).

    ``tags`` (n, 7) scores the tags of ``TAGS``; the rest are the two pointers: ``content @ cue.T`` scores which
    cue a content belongs to, ``content @ no_cue`` that it has none, ``cue_of @ source.T`` which source a cue has,
    ``cue_of @ no_source`` that it has none.
    """

    tags: Floats
    content: Floats
    cue: Floats
    no_cue: Floats
    cue_of: Floats
    source: Floats
    no_source: Floats


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model says of one window: the scores of each layer, and those of ``NAME_TAGS`` (n, 9) for names."""

    window: Window
    layers: Mapping[Layer, Scores]
    names: Floats


@dataclass(frozen=True, slots=True)
class AttributionModel:
    """A loaded model; ``meta`` is its meta.json: name, version, figures, transitions, calibration."""

    session: onnxruntime.InferenceSession
    tokenizer: Tokenizer
    meta: Mapping[str, Any]

    @classmethod
    def load(cls, folder: Traversable | None = None) -> Self:
        """Load from ``folder`` (model.onnx, tokenizer.json, meta.json), by default the packaged model.

        Raises ModelError when a file is missing or damaged, or the format is another than this program reads.
        """
        folder = folder or files("claimx.models") / "en_attribution"
        try:
            meta = json.loads((folder / "meta.json").read_text("utf-8"))
            tokenizer = Tokenizer.from_str((folder / "tokenizer.json").read_text("utf-8"))
            with as_file(folder / "model.onnx") as graph:
                session = onnxruntime.InferenceSession(
                    str(graph),
                    _one_thread(),
                    providers=["CPUExecutionProvider"],
                    # A sum and the normalization behind it take a fifth of the encoder's time as one step, and a
                    # thirtieth as two.
                    disabled_optimizers=["SkipLayerNormFusion"],
                )
        except Exception as error:
            raise ModelError(f"the model in {folder} does not load: {error}") from error
        if meta.get("format") != FORMAT:
            raise ModelError(f"the model in {folder} has format {meta.get('format')}, this claimx reads {FORMAT}")
        # The file as published cuts at 128 pieces and pads; claimx cuts windows itself.
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return cls(session, tokenizer, meta)

    def read(self, pieces: Pieces, windows: Iterable[Window]) -> list[Reading]:
        """Run the model on each window of one stream.

        One at a time: dynamic int8 scales by batch, so that batched windows would read differently.
        """
        return [self._read(pieces, window) for window in windows]

    def _read(self, pieces: Pieces, window: Window) -> Reading:
        start, _, end = window
        ids = np.concatenate(([CLS], pieces.ids[start:end]))[None]
        features = np.concatenate(([0], pieces.features[start:end]))[None]
        tags, pointers, names = self.session.run(None, {"ids": ids, "feat": features, "mask": np.ones_like(ids)})
        tags = tags.reshape(ids.size, len(LAYERS), -1)
        pointers = pointers.reshape(ids.size, len(LAYERS), 4, -1)
        layers = {layer: _scores(tags[:, number], pointers[:, number]) for number, layer in enumerate(LAYERS)}
        return Reading(window, layers, names[0, 1:])


def _scores(tags: Floats, pointers: Floats) -> Scores:
    """The scores of one layer from its tags (n + 1, 7) and its four pointers (n + 1, 4, 64), CLS first."""
    content, cue, cue_of, source = (pointers[:, number] for number in range(4))
    return Scores(tags[1:], content[1:], cue[1:], cue[0], cue_of[1:], source[1:], source[0])


def _one_thread() -> onnxruntime.SessionOptions:
    """Parallelism is by processes; threads of one session would only contend."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return options
