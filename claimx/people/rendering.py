"""Listed speakers as JSON Lines, and as a speakers file to start from."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from io import StringIO

import orjson

from claimx.escaping import sheet_cell
from claimx.names import name_key, spelling
from claimx.people.known_speakers import KnownSpeaker, told_apart
from claimx.people.speaker_list import ListedSpeaker
from claimx.people.speakers_file import ALIAS_SEPARATOR, COLUMNS, WRITTEN, checksum
from claimx.people.unnamed import UnnamedSpeaker

SCHEMA = "claimx-speakers/1"
# The reader passes over these; they are for whoever edits the file.
_HINTS = ("see_also", "records", "direct", "mixed", "indirect", "articles")
_SHORTEST_ACRONYM = 3


def to_json_lines(speakers: Sequence[ListedSpeaker] | Sequence[UnnamedSpeaker]) -> bytes:
    """One JSON object a line, with every key also where a speaker has no name."""
    return b"".join(orjson.dumps(_line(speaker), option=orjson.OPT_APPEND_NEWLINE) for speaker in speakers)


def _line(speaker: ListedSpeaker | UnnamedSpeaker) -> dict[str, object]:
    named = speaker if isinstance(speaker, ListedSpeaker) else None
    return {
        "schema": SCHEMA,
        "name": named.name if named else None,
        "id": named.id if named else None,
        "type": speaker.type,
        "role": named.role if named else None,
        "organization": speaker.organization,
        "description": None if isinstance(speaker, ListedSpeaker) else speaker.description,
        "aliases": named.aliases if named else (),
        "records": speaker.records,
        "direct": speaker.direct,
        "mixed": speaker.mixed,
        "indirect": speaker.indirect,
        "articles": speaker.articles,
        "see_also": named.see_also if named else (),
    }


def to_csv(speakers: Sequence[ListedSpeaker]) -> bytes:
    """A speakers file that ``read_known_speakers`` takes as it is: a row a spelling, for people to edit.

    Who has no id gets one made of the name. Aliases are only those that no other row has, and no mere part of a
    name: a last name alone may be anybody's.
    """
    shared = _shared_names(speakers)
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    rows = [[*COLUMNS, *_HINTS]]
    for speaker, id_ in zip(speakers, _ids(speakers), strict=True):
        if id_ is not None:
            aliases = [alias for alias in speaker.aliases if spelling(alias) not in shared and _is_safe(alias, speaker)]
            row = (speaker.name, ALIAS_SEPARATOR.join(aliases), id_, speaker.role or "", speaker.type)
            counts = (speaker.records, speaker.direct, speaker.mixed, speaker.indirect, speaker.articles)
            cells = (*row, ALIAS_SEPARATOR.join(speaker.see_also), *map(str, counts))
            rows.append([*map(sheet_cell, cells)])
    mark = checksum(rows)
    writer.writerows([*row, mark if number else WRITTEN] for number, row in enumerate(rows))
    return out.getvalue().encode()


def _shared_names(speakers: Sequence[ListedSpeaker]) -> set[tuple[str, ...]]:
    """The names that more than one of the speakers has."""
    holders = Counter(own for speaker in speakers for own in set(map(spelling, (speaker.name, *speaker.aliases))))
    return {name for name, count in holders.items() if count > 1}


def _is_safe(alias: str, speaker: ListedSpeaker) -> bool:
    if ALIAS_SEPARATOR in alias or not spelling(alias):
        return False
    is_part = set(name_key(alias)) < set(name_key(speaker.name))
    return not is_part or alias in speaker.spellings or (alias.isupper() and len(alias) >= _SHORTEST_ACRONYM)


def _ids(speakers: Sequence[ListedSpeaker]) -> list[str | None]:
    """An id for each: its own, else one made of its name.

    None for one that a reader could not tell from another of the same name: records that fit two known speakers.
    """
    taken = {speaker.id for speaker in speakers if speaker.id is not None}
    rows: defaultdict[tuple[str, ...], list[KnownSpeaker]] = defaultdict(list)
    ids: list[str | None] = [None] * len(speakers)
    # By name, not by count: an id must not change because somebody spoke more often.
    for index in sorted(range(len(speakers)), key=lambda at: _place(speakers[at])):
        speaker = speakers[index]
        row = KnownSpeaker(speaker.name, role=speaker.role, type=speaker.type)
        others = rows[spelling(speaker.name)]
        if all(told_apart(row, other) for other in others):
            others.append(row)
            ids[index] = speaker.id or next(id_ for id_ in _readable(speaker) if id_ not in taken)
            taken.add(ids[index] or "")
    return ids


def _place(speaker: ListedSpeaker) -> tuple[object, ...]:
    return speaker.id is None, spelling(speaker.name), speaker.type, speaker.name


def _readable(speaker: ListedSpeaker) -> Iterator[str]:
    slug = "_".join(spelling(speaker.name)).replace("'", "")
    yield slug
    yield f"{slug}.{speaker.type}"
    number = 2
    while True:
        yield f"{slug}.{number}"
        number += 1
