"""Settings of a run: defaults, then ``[tool.claimx]`` of pyproject.toml or claimx.toml, then options."""

from __future__ import annotations

import os
import re
import stat
import tomllib
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from claimx.errors import SettingsError
from claimx.labels import Conventions

_PACKAGE = re.compile(r"\w[\w.\-]*")


def _pairs(table: object) -> object:
    """A table as pairs, so that settings can be compared and kept by."""
    return tuple(table.items()) if isinstance(table, Mapping) else table


Codes = tuple[str, ...]
CodesByPattern = Annotated[tuple[tuple[str, Codes], ...], BeforeValidator(_pairs)]


class Settings(BaseModel):
    """What changes the output of a run; frozen, and the same for every article.

    ``model`` is the folder of a model that claimx.training exported, in the place of the packaged one; no settings
    file may name one.
    ``ner_model`` is an installed spaCy pipeline whose ``ner`` finds names in the place of the model; it is never
    chosen by what happens to be installed. ``conventions`` say what counts and where spans end: claimx's annotation
    rules, or those of the corpus that the attribution model learned from, for comparing with other systems.

    The others are for ``claimx check``: codes of rules, or beginnings of codes, to ask (None: all) and not to ask,
    and those not to ask of files whose path ends in a pattern.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str | None = None
    ner_model: str | None = None
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
        section, file = _section(folder or Path.cwd())
        if "model" in section:
            # A settings file may be somebody else's, and a model is what is run.
            raise SettingsError(f"{file}: model: only the library takes the folder of a model, in claimx.Settings")
        if "ner_model" in section and options.get("ner_model") is None:
            _hold_to_a_package(section["ner_model"], file)
        values = dict(section)
        values |= {key: value for key, value in options.items() if value is not None}
        return cls.of(values, str(file or "options"))

    @classmethod
    def of(cls, values: Mapping[str, object], whose: str) -> Self:
        """Settings with these ``values``; raises SettingsError, which says ``whose`` they are, for a wrong one."""
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            first = error.errors()[0]
            key = ".".join(str(part) for part in first["loc"])
            reason = "unknown setting" if first["type"] == "extra_forbidden" else first["msg"]
            raise SettingsError(f"{whose}: {key}: {reason}") from None


def settings_file(folder: Path) -> Path | None:
    """The file that ``Settings.find`` reads for ``folder``; None where no file has settings."""
    return _section(folder)[1]


def _section(folder: Path) -> tuple[Mapping[str, Any], Path | None]:
    """The nearest settings and their file; raises SettingsError for a file that is not to be trusted."""
    for parent in (folder, *folder.parents):
        own, project = parent / "claimx.toml", parent / "pyproject.toml"
        if own.is_file():
            _hold_to_its_owner(own)
            return _load(own), own
        if project.is_file():
            section = _table(_table(_load(project), "tool", project), "claimx", project)
            if not section:
                break
            _hold_to_its_owner(project)
            return section, project
    return {}, None


def _load(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path}: {error}") from None


def _table(values: Mapping[str, Any], key: str, path: Path) -> Mapping[str, Any]:
    table = values.get(key, {})
    if not isinstance(table, Mapping):
        raise SettingsError(f"{path}: {key}: must be a table, not {table!r}")
    return table


def _hold_to_its_owner(path: Path) -> None:
    """Raise SettingsError for a file of another user, or one that everybody may write to: it may say anything."""
    if not hasattr(os, "geteuid"):
        return
    status = path.stat()
    # Under sudo the files of who called it are as good as root's.
    if status.st_uid not in (0, os.geteuid(), int(os.environ.get("SUDO_UID", "0"))):
        raise SettingsError(f"{path}: belongs to another user, so that it is not followed; chown it or remove it")
    if status.st_mode & stat.S_IWOTH:
        raise SettingsError(f"{path}: everybody may write to it, so that it is not followed; chmod o-w it")


def _hold_to_a_package(name: object, path: Path | None) -> None:
    """Raise SettingsError for a pipeline that is no installed package: a folder of a checkout may hold any code."""
    reason = f"{path}: ner_model: {name!r} is not the name of an installed package"
    if not isinstance(name, str) or not _PACKAGE.fullmatch(name):
        raise SettingsError(reason)
    try:
        installed = Path(str(distribution(name).locate_file(""))).resolve()
    except PackageNotFoundError:
        raise SettingsError(reason) from None
    found = find_spec(name.replace("-", "_"))
    origin = Path(found.origin).resolve() if found is not None and found.origin else None
    if origin is None or installed == Path.cwd().resolve() or not origin.is_relative_to(installed):
        raise SettingsError(reason)
