"""The speakers file: a CSV in UTF-8, with or without byte order mark, its columns in any order.

``name``    the preferred name
``aliases`` other names and spellings, parted by ``|``
``id``      whatever the user calls the speaker: a key of a database, a Wikidata item
``role``    fills the role of records that have none, and tells people of one name apart
``type``    a speaker type of the record, or empty

All five columns must be there, and every row must have a name; other columns are passed over. Every mistake of
a file is found at once.
"""

from __future__ import annotations

import csv
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from pathlib import Path
from typing import NamedTuple, cast

from claimx.errors import SettingsError
from claimx.escaping import read_sheet_cell
from claimx.labels import SPEAKER_TYPES, SpeakerType
from claimx.names import spelling
from claimx.people.known_speakers import KnownSpeaker, KnownSpeakers, told_apart

# The last column of a file that claimx wrote: one checksum of all its other cells in each row.
WRITTEN = "written"
COLUMNS = ("name", "aliases", "id", "role", "type")
ALIAS_SEPARATOR = "|"


class SpeakersFileError(SettingsError):
    """A speakers file that cannot be used; ``problems`` holds one line for each mistake, in order of place."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("; ".join(problems))


class _Problem(NamedTuple):
    """A mistake, and the line of the row it is in."""

    line: int
    message: str


class _Row(NamedTuple):
    """The cells of a row, and the line it starts on."""

    line: int
    cells: list[str]


class _Placed(NamedTuple):
    """The speaker of a row, and the line it starts on."""

    line: int
    speaker: KnownSpeaker


def checksum(rows: Iterable[Sequence[str]]) -> str:
    """What the column ``written`` holds: twelve hex digits of the cells of all rows, headings included."""
    cells = "\n".join("\x1f".join(row) for row in rows)
    # The letter in front keeps spreadsheets from taking 12345678e901 for a number.
    return f"x{hashlib.sha256(cells.encode()).hexdigest()[:12]}"


def is_edited(path: Path) -> bool:
    """Whether what is at ``path`` is no speakers file that is still as claimx wrote it; False where nothing is."""
    try:
        rows = list(csv.reader(StringIO(path.read_text("utf-8"), newline=""), strict=True))
    except FileNotFoundError:
        return False
    except (OSError, UnicodeDecodeError, csv.Error):
        return True
    if not rows or rows[0][-1:] != [WRITTEN]:
        return True
    return {row[-1] for row in rows[1:] if row} - {checksum(row[:-1] for row in rows)} != set()


def read_known_speakers(path: Path) -> KnownSpeakers:
    """The speakers of a file. Raises SpeakersFileError with all its mistakes, each with its line number."""
    problems: list[_Problem] = []
    text = _text(path)
    placed = list(_speakers(_rows(text, problems), problems))
    problems += [*_reused_ids(placed), *_homonyms(placed)]
    if problems:
        raise SpeakersFileError([f"{path}:{line}: {message}" for line, message in sorted(problems)])
    return KnownSpeakers(speaker for _, speaker in placed)


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SpeakersFileError([f"{path}: {error.strerror or error}"]) from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"byte 0x{data[error.start]:02x} is not UTF-8; save the file as CSV in UTF-8"
        raise SpeakersFileError([f"{path}:{line}: {message}"]) from None


def _rows(text: str, problems: list[_Problem]) -> Iterator[_Row]:
    """The rows that are not blank; what is no CSV ends them with a problem."""
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            if cells:
                yield _Row(line, [read_sheet_cell(" ".join(cell.split())) for cell in cells])
            line = reader.line_num + 1
    except csv.Error as error:
        problems.append(_Problem(line, f"not CSV: {error}"))


def _speakers(rows: Iterator[_Row], problems: list[_Problem]) -> Iterator[_Placed]:
    """The speaker of each row that is in order; the others are problems."""
    header = next(rows, None)
    if header is None:
        if not problems:
            problems.append(_Problem(1, f"empty; the first line names {', '.join(COLUMNS)}, parted by commas"))
        return
    columns = [cell.casefold() for cell in header.cells]
    missing = [column for column in COLUMNS if column not in columns]
    doubled = [column for column in COLUMNS if columns.count(column) > 1]
    if missing:
        expected = f"the first line names {', '.join(COLUMNS)}, parted by commas"
        problems.append(_Problem(header.line, f"no column {', '.join(missing)}; {expected}"))
    if doubled:
        problems.append(_Problem(header.line, f"more than one column {', '.join(doubled)}"))
    if missing or doubled:
        return
    for line, cells in rows:
        if len(cells) != len(columns):
            message = f"{len(cells)} fields where the header has {len(columns)}; one with a comma stands in quotes"
            problems.append(_Problem(line, message))
            continue
        values = dict(zip(columns, cells, strict=True))
        values["type"] = values["type"].casefold()
        found = [_Problem(line, message) for message in _mistakes(values)]
        problems += found
        if not found:
            yield _Placed(line, _speaker(values))


def _mistakes(values: dict[str, str]) -> Iterator[str]:
    if not spelling(values["name"]):
        yield "the name is empty" if not values["name"] else f"the name {values['name']!r} has no letters"
    if values["type"] and values["type"] not in SPEAKER_TYPES:
        yield f"unknown type {values['type']!r}; one of {', '.join(SPEAKER_TYPES)}, or nothing"
    aliases = _aliases(values)
    yield from (f"the alias {alias!r} has no letters" for alias in aliases if not spelling(alias))
    twice = sorted({alias for alias in aliases if aliases.count(alias) > 1})
    yield from (f"the alias {alias!r} stands twice in the row" for alias in twice)


def _speaker(values: dict[str, str]) -> KnownSpeaker:
    return KnownSpeaker(
        name=values["name"],
        aliases=tuple(_aliases(values)),
        id=values["id"] or None,
        role=values["role"] or None,
        type=cast("SpeakerType", values["type"]) if values["type"] else None,
    )


def _aliases(values: dict[str, str]) -> list[str]:
    parts = (part.strip() for part in values["aliases"].split(ALIAS_SEPARATOR))
    return [part for part in parts if part]


def _reused_ids(placed: list[_Placed]) -> Iterator[_Problem]:
    """An id is one speaker's; further rows may only give the same name other roles or types."""
    first: dict[str, _Placed] = {}
    for line, speaker in placed:
        if speaker.id is not None:
            owner = first.setdefault(speaker.id, _Placed(line, speaker))
            if owner.speaker.name != speaker.name:
                yield _Problem(line, f"the id {speaker.id!r} is that of {owner.speaker.name!r} on line {owner.line}")


def _homonyms(placed: list[_Placed]) -> Iterator[_Problem]:
    """Rows that share a name or alias as it is spelled, and nothing tells a record of which of them it is.

    Names that only a hyphen parts may stand in two rows: the record's spelling decides.
    """
    holders: defaultdict[tuple[str, ...], list[_Placed]] = defaultdict(list)
    for line, speaker in placed:
        # Spelled twice in a row (Ana Ruíz, Ana Ruiz) is one name of it.
        for own, name in {spelling(name): name for name in (*speaker.aliases, speaker.name)}.items():
            other = next((held for held in holders[own] if not told_apart(held.speaker, speaker)), None)
            if other is not None:
                what = "name" if name == speaker.name else "alias"
                yield _Problem(
                    line,
                    f"the {what} {name!r} stands on line {other.line} too; give both rows types or roles that differ",
                )
            holders[own].append(_Placed(line, speaker))
