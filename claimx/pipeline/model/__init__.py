"""The encoder: everything that is read off the attribution model.

``streams`` cuts a text into streams, ``word_pieces`` and ``windows`` prepare them, ``session`` runs the model,
``tagging`` gives each word its best tags, and ``tag_decoding`` makes linked stretches of word pieces of them.
"""

from __future__ import annotations

from claimx.pipeline.model.session import AttributionModel
from claimx.pipeline.model.streams import ReadStream, cut_streams, read_stream

__all__ = ["AttributionModel", "ReadStream", "cut_streams", "read_stream"]
