"""Options that choose among records, the same in every command that has them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from claimx.cli import console
from claimx.errors import SettingsError
from claimx.labels import CLASSES, KINDS, REGIONS

if TYPE_CHECKING:
    from claimx.selection import Selection

Kinds = Annotated[
    list[str] | None, typer.Option("--kind", help="Only these kinds: direct, mixed, indirect.", show_default=False)
]
Regions = Annotated[
    list[str] | None,
    typer.Option("--region", help="Only these regions: headline, main, caption, teaser.", show_default=False),
]
OfSpeaker = Annotated[
    str | None,
    typer.Option(
        "--speaker",
        help="Only speakers of this name, full or in part (Putin), of this body, or so described (officials).",
        show_default=False,
    ),
]
MinConfidence = Annotated[float, typer.Option(min=0, max=1, help="Only records at least this confident.")]
MinSpeakerConfidence = Annotated[
    float, typer.Option(min=0, max=1, help="Names of speakers that are less sure than this are null.")
]


def selected(
    kinds: list[str] | None,
    classes: Sequence[str] | None,
    regions: list[str] | None,
    speaker: str | None,
    *,
    min_confidence: float,
    min_speaker_confidence: float,
    included: frozenset[str] = frozenset(),
) -> Selection:
    """The selection that the options describe; raises SettingsError for a value that an option does not have."""
    if speaker is not None and not any(character.isalnum() for character in speaker):
        raise SettingsError("--speaker: a name has letters")
    chosen = (
        console.choices(kinds, KINDS, "--kind"),
        console.choices(classes, CLASSES, "--class"),
        console.choices(regions, REGIONS, "--region"),
    )

    from claimx.selection import Selection

    return Selection(*chosen, speaker, min_confidence, included, min_speaker_confidence=min_speaker_confidence)
