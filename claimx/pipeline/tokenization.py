"""Tokenization of any text: spaCy's own tokenizer and length limit fail on some web pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Self

from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.util import compile_infix_regex, get_words_and_spaces, registry

from claimx.quotation_marks import DOUBLE

# spaCy's own limit guards its parser's memory; nothing here reads more than a block of paragraphs at once.
_LONGEST_TEXT = 1 << 30
_ENDLESS = re.compile(r"\S{500}")
# A quotation mark parts words also where a blank is missing, and so does a dash behind it: *“It is safe.”—Ana Ruiz*.
_MARKS_IN_WORDS = (f"[{DOUBLE}]", f"(?<=[{DOUBLE}])[-–—]+")
_WORD_OR_SIGN = re.compile(r"\w+|[^\w\s]|\s+")

# What a pipeline's config holds, so that one that was saved is made again with the same tokenizer and limit.
CONFIG = {
    "nlp": {"tokenizer": {"@tokenizers": "claimx.AnyText.v1"}, "after_creation": {"@callbacks": "claimx.AnyLength.v1"}}
}


class AnyTextTokenizer:
    """A spaCy tokenizer that also copes with endless runs without a blank.

    spaCy splits such a run from its ends, in time that grows with the square of its length; a text that holds one is
    split into words and signs instead.
    """

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer

    def __call__(self, text: str) -> Doc:
        """The tokens of ``text``."""
        if not _ENDLESS.search(text):
            doc: Doc = self._tokenizer(text)
            return doc
        words, spaces = get_words_and_spaces(_WORD_OR_SIGN.findall(text), text)
        return Doc(self._tokenizer.vocab, words=words, spaces=spaces)

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """The rules of the tokenizer inside, as spaCy saves them."""
        data: bytes = self._tokenizer.to_bytes(exclude=exclude)
        return data

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> Self:
        """Take over the rules that ``to_bytes`` gave."""
        self._tokenizer.from_bytes(data, exclude=exclude)
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Save the rules of the tokenizer inside."""
        self._tokenizer.to_disk(path, exclude=exclude)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Self:
        """Take over the rules that ``to_disk`` saved."""
        self._tokenizer.from_disk(path, exclude=exclude)
        return self


def make_tokenizer() -> Callable[[Language], AnyTextTokenizer]:
    """The factory of the tokenizer, for the config of a pipeline."""
    make_inner = registry.tokenizers.get("spacy.Tokenizer.v1")()

    def make(nlp: Language) -> AnyTextTokenizer:
        tokenizer = make_inner(nlp)
        tokenizer.infix_finditer = compile_infix_regex([*(nlp.Defaults.infixes or ()), *_MARKS_IN_WORDS]).finditer
        return AnyTextTokenizer(tokenizer)

    return make


def make_any_length() -> Callable[[Language], Language]:
    """The callback that lifts the length limit, for the config of a pipeline."""

    def allow(nlp: Language) -> Language:
        nlp.max_length = _LONGEST_TEXT
        return nlp

    return allow


registry.tokenizers("claimx.AnyText.v1", func=make_tokenizer)
registry.callbacks("claimx.AnyLength.v1", func=make_any_length)
