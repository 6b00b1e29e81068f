"""The recipe: every value by which training can be tuned, read from one TOML file."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from claimx.errors import SettingsError
from claimx.pipeline.model.windows import LONGEST

Share = Annotated[float, Field(ge=0, le=1)]
NotNegative = Annotated[float, Field(ge=0)]
Positive = Annotated[float, Field(gt=0)]
Count = Annotated[int, Field(ge=1)]
# A window is its core and CLS at least.
Core = Annotated[int, Field(ge=2, lt=LONGEST)]


def _listed(layers: object) -> object:
    """A number of layers as the list of that many lowest ones."""
    return list(range(layers)) if isinstance(layers, int) else layers


Layers = Annotated[
    tuple[Annotated[int, Field(ge=0, lt=12)], ...], Field(min_length=1, max_length=12), BeforeValidator(_listed)
]


class Guises(BaseModel):
    """Probabilities that an article is seen in another guise; those of the marks exclude each other."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    straight: Share
    curly: Share
    single: Share
    angle: Share
    unmarked: Share
    dash: Share
    lower: Share
    title: Share

    @model_validator(mode="after")
    def _exclusive(self) -> Self:
        if self.straight + self.curly + self.single + self.angle + self.unmarked > 1 or self.lower + self.title > 1:
            raise ValueError("probabilities of guises that exclude each other sum to more than 1")
        return self


class Recipe(BaseModel):
    """One way to train; ``recipe.toml`` holds the defaults and says what each value means."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seed: Annotated[int, Field(ge=0, lt=2**32)]
    threads: Count
    bfloat16: bool
    tokens: Count
    encoder: str = ""  # runs of earlier versions lack this, and what else has a default here
    layers: Layers
    workers: Annotated[int, Field(ge=0)] = 0
    batch: Count
    core: tuple[Core, Core]
    contexts: Annotated[tuple[Annotated[int, Field(ge=0)], ...], Field(min_length=1)]
    corpus_share: Share
    always_share: Share
    texts_share: Share = 1.0
    mask_rate: Annotated[float, Field(ge=0, le=0.5)]
    learning_rate: Positive
    head_factor: Positive
    layer_decay: Annotated[float, Field(gt=0, le=1)]
    weight_decay: NotNegative
    betas: tuple[Annotated[float, Field(ge=0, lt=1)], Annotated[float, Field(ge=0, lt=1)]]
    warmup: Count
    averaging: Annotated[float, Field(ge=0, lt=1)]
    clip: Positive
    dropout: Annotated[float, Field(ge=0, lt=1)]
    freeze_words: bool
    tag_weight: NotNegative
    edge_weight: NotNegative
    crf_weight: NotNegative
    pointer_weight: NotNegative
    name_weight: NotNegative
    teacher_weight: NotNegative = 1.0
    checkpoint_minutes: NotNegative
    log_every: Count
    dev_every: Annotated[int, Field(ge=0)]
    guises: Guises

    @model_validator(mode="after")
    def _ascending(self) -> Self:
        if self.core[0] > self.core[1]:
            raise ValueError("core: the shortest comes first")
        return self


def read_recipe(path: Path | None = None) -> Recipe:
    """The packaged recipe with the values of ``path`` in place of its own.

    Raises SettingsError for an unknown key, a value out of range or a file that is no TOML, naming the file.
    """
    values = tomllib.loads((files("claimx.training") / "recipe.toml").read_text("utf-8"))
    own = _load(path) if path else {}
    guises = own.get("guises")
    if isinstance(guises, dict):
        own["guises"] = values["guises"] | guises
    try:
        return Recipe.model_validate(values | own)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        reason = "unknown key" if first["type"] == "extra_forbidden" else first["msg"]
        raise SettingsError(": ".join(part for part in (str(path), key, reason) if part)) from None


def _load(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path}: {error}") from None
