"""The errors claimx raises on purpose.

ClaimxError             anything a user can put right; str() is one line that says what to do
├── InputError          an input that cannot be read: where, and why
├── SettingsError       a setting or option that is unknown or out of range
├── LexiconError        a lexicon entry that does not parse, with its file and line
├── ModelError          a model that is missing, damaged or of another version
└── PipelineError       components of a spaCy pipeline that are missing or in another order than they need
"""

from __future__ import annotations


class ClaimxError(Exception):
    """Base of all errors raised on purpose; ``str(error)`` is one line for the user."""


class OutputError(ClaimxError):
    """A file cannot be written; the message names it and says why."""


class SettingsError(ClaimxError):
    """A setting is unknown or its value out of range."""


class LexiconError(ClaimxError):
    """A lexicon entry does not parse; the message names file and line."""


class ModelError(ClaimxError):
    """A model is missing, damaged, or needs another version of claimx."""


class PipelineError(ClaimxError):
    """A component stands in a pipeline without one that it needs before it; the message names both."""


class InputError(ClaimxError):
    """An input cannot be read.

    ``code`` is a stable word for programs (``not_found``, ``binary``, ``bad_json`` …), ``path`` the input as
    the user named it, ``line`` and ``column`` count from 1 where the place is known.
    """

    def __init__(
        self, code: str, message: str, path: str, *, line: int | None = None, column: int | None = None
    ) -> None:
        self.code, self.message, self.path, self.line, self.column = code, message, path, line, column
        place = ":".join(str(part) for part in (path, line, column) if part is not None)
        super().__init__(f"{place}: {message}")

    def __reduce__(self) -> tuple[object, ...]:
        # Exceptions with keyword arguments do not pickle by themselves, and workers send theirs back.
        return _input_error, (self.code, self.message, self.path, self.line, self.column)


def _input_error(code: str, message: str, path: str, line: int | None, column: int | None) -> InputError:
    return InputError(code, message, path, line=line, column=column)
