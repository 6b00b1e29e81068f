"""Records saved in a DocBin of spaCy, in the user data of its Docs."""

from __future__ import annotations

from collections.abc import Iterator

import orjson
from pydantic import ValidationError

from claimx.errors import InputError
from claimx.read.opening import opened
from claimx.read.saved.jsonl import bad_record
from claimx.records import Attribution

_ENDING = ".spacy"
_KEY = "claimx"


def begins(data: bytes, path: str) -> bool:
    """Whether ``path`` has the ending of a DocBin, which begins as all that is packed by zlib does."""
    return path.lower().endswith(_ENDING)


def read(path: str) -> Iterator[Attribution | InputError]:
    """The records of all Docs; an InputError, with the number of the record, stands for one that is none."""
    import spacy
    from spacy.tokens import DocBin

    with opened(path) as file:
        data = file.read()
    try:
        docs = list(DocBin().from_bytes(data).get_docs(spacy.blank("en").vocab))
    except Exception as error:
        yield InputError("bad_docbin", f"no DocBin of spaCy: {error}", path)
        return
    for number, item in enumerate((item for doc in docs for item in doc.user_data.get(_KEY, ())), start=1):
        try:
            # By way of JSON: msgpack gives lists back as tuples.
            yield Attribution.model_validate_json(orjson.dumps(item))
        except ValidationError as error:
            yield bad_record(path, number, error.errors()[0]["msg"])
