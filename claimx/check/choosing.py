"""Which findings are wanted: rules selected and ignored, in general and for files of a pattern."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from claimx.check.findings import Finding
from claimx.check.rules import RULES
from claimx.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Choice:
    """The codes that are wanted, and those that are not in files whose path ends in a pattern."""

    codes: frozenset[str]
    ignored_in: Mapping[str, frozenset[str]]

    @classmethod
    def of(
        cls,
        select: Sequence[str] | None,
        ignore: Sequence[str],
        per_file_ignores: Iterable[tuple[str, Sequence[str]]] = (),
    ) -> Choice:
        """The choice of codes or beginnings of codes (``CX1``); None selects all.

        Raises SettingsError for one that no rule begins with.
        """
        selected = frozenset(RULES) if select is None else _codes(select, "select")
        ignored_in = {pattern: _codes(codes, "per_file_ignores") for pattern, codes in per_file_ignores}
        return cls(selected - _codes(ignore, "ignore"), ignored_in)

    def wants(self, finding: Finding) -> bool:
        """Whether ``finding`` is to be shown."""
        code = finding.rule.code
        return code in self.codes and not any(
            code in codes and _fits(finding.place.path, pattern) for pattern, codes in self.ignored_in.items()
        )


def _codes(prefixes: Sequence[str], origin: str) -> frozenset[str]:
    for prefix in prefixes:
        if not prefix or not any(code.startswith(prefix) for code in RULES):
            raise SettingsError(f"{origin}: no rule {prefix!r}; claimx rule lists them")
    return frozenset(code for code in RULES if code.startswith(tuple(prefixes)))


def _fits(path: str, pattern: str) -> bool:
    """Whether ``path`` ends in what ``pattern`` describes; ``*`` goes over folders too."""
    whole = Path(path).absolute().as_posix()
    return fnmatchcase(whole, pattern) or fnmatchcase(whole, f"*/{pattern}")
