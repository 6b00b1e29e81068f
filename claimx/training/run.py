"""A run of a recipe, and the files of its folder."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, ValidationError

from claimx.errors import InputError, OutputError
from claimx.training.corpus import Fold
from claimx.training.recipe import Recipe

RUN = "run.json"
LOG = "log.jsonl"
# All that going on needs, and the averaged weights alone, which is what the run is for.
CHECKPOINT = "checkpoint.pt"
WEIGHTS = "weights.pt"


class Run(BaseModel):
    """What is trained on what.

    ``gold`` are articles in the conventions of claimx beside the corpus, without those of ``fold`` (``2/5``), which
    are kept for measuring; ``always`` are more of them, of which no fold leaves out any; ``silver`` is what else is
    taken for true of the corpus and of ``texts``, which have nothing else; ``init`` are weights to start from;
    ``teacher`` is the folder of a run whose network's attributions are learnt from as well.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    recipe: Recipe
    corpus: Path
    gold: tuple[Path, ...] = ()
    always: tuple[Path, ...] = ()
    fold: str | None = None
    silver: Path | None = None
    init: Path | None = None
    texts: tuple[Path, ...] = ()
    teacher: Path | None = None

    @property
    def left_out(self) -> Fold | None:
        """The part of gold that is not learnt from."""
        return Fold.parse(self.fold) if self.fold else None

    @property
    def data(self) -> str:
        """What it is trained on, by name."""
        files = (*self.gold, *self.always, *self.texts)
        return ", ".join([f"{self.corpus.name} (train split)", *(path.name for path in files)])

    @classmethod
    def read(cls, folder: Path) -> Self:
        """The run in ``folder``; raises InputError where there is none."""
        try:
            return cls.model_validate_json((folder / RUN).read_bytes())
        except OSError:
            raise InputError("no_run", f"no run of training: it has no {RUN}", str(folder)) from None
        except ValidationError as error:
            raise InputError("no_run", f"{RUN} is damaged: {error.errors()[0]['msg']}", str(folder)) from None

    def write(self, folder: Path) -> None:
        """Write the run into ``folder``, made where it is missing."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / RUN).write_text(self.model_dump_json(indent=1) + "\n", "utf-8")
        except OSError as error:
            raise OutputError(f"{folder}: {error.strerror}") from None
