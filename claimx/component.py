"""The spaCy component ``claimx``: attributions in any pipeline, whose own tokens and entities stay as they are.

    nlp = spacy.blank("en")
    nlp.add_pipe("claimx")
    doc = nlp("Mayor Ana Ruiz said the bridge is safe.")
    doc._.attributions      # the records, as claimx.extract gives them
    doc.spans["claimx"]     # their stretches, for displaCy and for rules: Content, Cue, Source, Evidence

Records are found in ``doc.text`` by claimx's own pipeline, so that they are the same behind any tokenizer; they are
kept in ``doc.user_data["claimx"]`` as what JSON holds, and so in every DocBin that stores user data.
"""

from __future__ import annotations

import orjson
from spacy.language import Language
from spacy.tokens import Doc

from claimx.extraction import extract
from claimx.labels import Conventions
from claimx.records import Attribution
from claimx.settings import Settings
from claimx.write.docbin import KEY, put_records


def attributions(doc: Doc) -> list[Attribution] | None:
    """The records of ``doc`` in text order; None where the component has not seen it."""
    found = doc.user_data.get(KEY)
    # By way of JSON: msgpack gives lists back as tuples.
    return None if found is None else [Attribution.model_validate_json(orjson.dumps(item)) for item in found]


if not Doc.has_extension("attributions"):
    Doc.set_extension("attributions", getter=attributions)


class Claimx:
    """Sets ``doc.spans["claimx"]`` and what ``doc._.attributions`` reads; holds nothing but settings."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def __call__(self, doc: Doc) -> Doc:  # noqa: D102 - the class says what it sets
        put_records(doc, extract(doc.text, settings=self._settings))
        return doc


@Language.factory(
    "claimx",
    default_config={"ner_model": None, "conventions": "claimx"},
    assigns=["doc._.attributions", "doc.spans"],
)
def make_claimx(nlp: Language, name: str, ner_model: str | None, conventions: Conventions) -> Claimx:
    """The component with claimx's settings ``ner_model`` and ``conventions``."""
    return Claimx(Settings(ner_model=ner_model, conventions=conventions))
