"""Speakers across articles: whom a user knows, and whom the records name.

Within an article the pipeline joins mentions; across articles only the user's speakers file joins names::

    from pathlib import Path
    from claimx import extract
    from claimx.people import list_speakers, read_known_speakers

    known = read_known_speakers(Path("people.csv"))     # SpeakersFileError lists every bad row
    records = [known.identify(record) for record in extract(text)]
    for speaker in list_speakers(records):
        print(speaker.name, speaker.id, speaker.records, speaker.see_also)

All of it works from records; nothing here sees the pipeline.
"""

from __future__ import annotations

from claimx.people.known_speakers import KnownSpeaker, KnownSpeakers
from claimx.people.speaker_list import ListedSpeaker, list_speakers
from claimx.people.speakers_file import SpeakersFileError, is_edited, read_known_speakers
from claimx.people.unnamed import UnnamedSpeaker, list_unnamed

__all__ = [
    "KnownSpeaker",
    "KnownSpeakers",
    "ListedSpeaker",
    "SpeakersFileError",
    "UnnamedSpeaker",
    "is_edited",
    "list_speakers",
    "list_unnamed",
    "read_known_speakers",
]
