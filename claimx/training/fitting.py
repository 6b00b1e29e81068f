"""The training loop."""

from __future__ import annotations

import copy
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from itertools import count, islice
from pathlib import Path
from typing import ClassVar

import numpy as np
import orjson
import torch
from tokenizers import Tokenizer

from claimx.gold.statements import Article
from claimx.training.checkpoint import generators, load, restore_generators, save, seed_everything
from claimx.training.corpus import Training, read_dev, read_training
from claimx.training.distillation import ask, teacher_losses
from claimx.training.encoder import base_tokenizer
from claimx.training.examples import Arrays, Batch, epoch_batches
from claimx.training.losses import losses, outputs
from claimx.training.network import Net, as_model, device, load_net, load_weights
from claimx.training.recipe import Recipe
from claimx.training.run import CHECKPOINT, LOG, WEIGHTS, Run
from claimx.training.scoring import score


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come: word pieces seen, steps made, batches done of the epoch, seconds it took."""

    tokens: int = 0
    steps: int = 0
    epoch: int = 0
    position: int = 0
    seconds: float = 0.0


def fit(run: Run, folder: Path, until: int | None = None) -> None:
    """Train ``run`` in ``folder``, from its checkpoint where it has one.

    ``until`` stops after that many word pieces, with a checkpoint; the schedule is that of the whole run all the
    same. Raises InputError or ModelError, before anything is written, for a corpus or weights that do not load.
    """
    recipe = run.recipe
    articles = read_training(run.corpus, run.gold, run.silver, run.left_out, run.always, run.texts)
    dev = read_dev(run.corpus)
    goes_on = (folder / CHECKPOINT).is_file()
    training = Learner(recipe, None if goes_on else run.init, load_net(run.teacher) if run.teacher else None)
    if goes_on:
        training.restore(folder / CHECKPOINT)
    run.write(folder)
    log = Log(folder / LOG, training.progress, recipe.log_every)
    end = min(recipe.tokens, until or recipe.tokens)
    saved = training.progress.seconds
    started = time.monotonic() - saved
    for epoch, position, batch in _batches(articles, recipe, base_tokenizer(), training.progress):
        before = training.progress
        if before.tokens >= end:
            break
        terms = training.step(batch)
        seconds = time.monotonic() - started
        training.progress = replace(training.progress, epoch=epoch, position=position, seconds=seconds)
        log.step(training.progress, terms, training.learning_rate, words=int(batch.words.sum()))
        if recipe.dev_every and before.tokens // recipe.dev_every < training.progress.tokens // recipe.dev_every:
            _score(training, dev, log)
        if seconds - saved > 60 * recipe.checkpoint_minutes:
            training.save(folder)
            saved = seconds
    training.save(folder)
    if training.progress.tokens >= recipe.tokens:
        _score(training, dev, log)


def _batches(
    articles: Training, recipe: Recipe, tokenizer: Tokenizer, progress: Progress
) -> Iterator[tuple[int, int, Arrays]]:
    """The batches that follow on ``progress``, without end; each with its epoch and how many of it are then done."""
    made = epochs(articles, recipe, tokenizer, progress.epoch)
    for epoch, batches in enumerate(made, progress.epoch):
        done = progress.position if epoch == progress.epoch else 0
        for position, batch in islice(enumerate(batches, start=1), done, None):
            yield epoch, position, batch


def epochs(articles: Training, recipe: Recipe, tokenizer: Tokenizer, first: int) -> Iterator[Iterable[Arrays]]:
    """The batches of each epoch from ``first``, without end; as many are made ahead as the recipe has workers."""
    numbers = count(first)
    if not recipe.workers:
        yield from (epoch_batches(articles, recipe, tokenizer, number) for number in numbers)
        return
    with ProcessPoolExecutor(recipe.workers, initializer=_Worker.begin, initargs=(articles, recipe)) as pool:
        ahead = deque(pool.submit(_Worker.epoch, number) for number in islice(numbers, recipe.workers))
        try:
            for number in numbers:
                ahead.append(pool.submit(_Worker.epoch, number))
                yield ahead.popleft().result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


class _Worker:
    """A process that makes epochs; it is given what they are made of once."""

    articles: ClassVar[Training]
    recipe: ClassVar[Recipe]

    @classmethod
    def begin(cls, articles: Training, recipe: Recipe) -> None:
        """Keep what epochs are made of."""
        cls.articles, cls.recipe = articles, recipe

    @classmethod
    def epoch(cls, number: int) -> list[Arrays]:
        """All batches of an epoch."""
        return list(epoch_batches(cls.articles, cls.recipe, base_tokenizer(), number))


def _score(training: Learner, dev: Sequence[Article], log: Log) -> None:
    if dev:
        log.write(training.progress, {"dev": {f.name: f.value for f in score(as_model(training.averaged()), dev)}})


class Learner:
    """A network in training, with its averaged weights, optimiser and progress."""

    def __init__(self, recipe: Recipe, init: Path | None = None, teacher: Net | None = None) -> None:
        self.recipe = recipe
        self.progress = Progress()
        self.device = device()
        torch.set_num_threads(recipe.threads)
        # Numbers too small to matter, which come about near the end, would make the CPU many times slower.
        torch.set_flush_denormal(True)
        seed_everything(recipe.seed)
        self.net = Net(recipe)
        if init:
            load_weights(self.net, init)
        self.net.to(self.device).train()
        self.average = {name: weights.detach().clone() for name, weights in self.net.trained().items()}
        self.optimiser = make_optimiser(self.net, recipe)
        self.teacher = teacher.to(self.device).eval() if teacher else None

    @property
    def learning_rate(self) -> float:
        """That of the encoder's top layer: up over the first steps, then down to 0 at the last word piece."""
        warm = min(1.0, (self.progress.steps + 1) / self.recipe.warmup)
        return self.recipe.learning_rate * warm * max(0.0, 1 - self.progress.tokens / self.recipe.tokens)

    def step(self, batch: Arrays) -> dict[str, float]:
        """Learn from ``batch``; the terms of its loss."""
        for group in self.optimiser.param_groups:
            group["lr"] = self.learning_rate * group["factor"]
        tensors = Batch(*(torch.from_numpy(array).to(self.device) for array in batch))
        said = outputs(self.net, tensors)
        terms = losses(said, tensors, self.recipe)
        if self.teacher is not None:
            terms |= teacher_losses(said, ask(self.teacher, tensors), tensors.words, self.recipe)
        values = torch.stack(list(terms.values()))
        values.sum().backward()
        torch.nn.utils.clip_grad_norm_(self.net.trained().values(), self.recipe.clip)
        self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=True)
        self._average()
        tokens, steps = self.progress.tokens + int(batch.mask.sum()), self.progress.steps + 1
        self.progress = replace(self.progress, tokens=tokens, steps=steps)
        return dict(zip(terms, values.detach().tolist(), strict=True))

    def _average(self) -> None:
        # Early on the average must forget the weights it started from.
        kept = min(self.recipe.averaging, (1 + self.progress.steps) / (10 + self.progress.steps))
        trained = self.net.trained()
        with torch.no_grad():
            torch._foreach_lerp_([self.average[name] for name in trained], list(trained.values()), 1 - kept)

    def averaged(self) -> Net:
        """A copy of the network with the averaged weights."""
        net = copy.deepcopy(self.net)
        net.load_state_dict(self.average, strict=False)
        return net

    def save(self, folder: Path) -> None:
        """Write the checkpoint and the averaged weights."""
        state = {
            "weights": self.net.state_dict(),
            "average": self.average,
            "optimiser": self.optimiser.state_dict(),
            "generators": generators(),
            "progress": asdict(self.progress),
        }
        save(folder / CHECKPOINT, state)
        save(folder / WEIGHTS, self.averaged().state_dict())

    def restore(self, path: Path) -> None:
        """Go back to the checkpoint at ``path``."""
        state = load(path)
        self.net.load_state_dict(state["weights"])
        self.average = {name: weights.to(self.device) for name, weights in state["average"].items()}
        self.optimiser.load_state_dict(state["optimiser"])
        self.progress = Progress(**state["progress"])
        restore_generators(state["generators"])


def make_optimiser(net: Net, recipe: Recipe) -> torch.optim.Optimizer:
    """AdamW with a group of parameters a layer; ``factor`` is a group's share in the learning rate."""
    groups: dict[float, list[torch.Tensor]] = {}
    for name, weights in net.trained().items():
        groups.setdefault(_factor(name, recipe), []).append(weights)
    return torch.optim.AdamW(
        [{"params": weights, "factor": factor} for factor, weights in groups.items()],
        betas=recipe.betas,
        weight_decay=recipe.weight_decay,
        fused=torch.cuda.is_available() or None,
    )


def _factor(name: str, recipe: Recipe) -> float:
    if not name.startswith("bert."):
        return recipe.head_factor
    _, _, layer = name.partition("encoder.layer.")
    # Embeddings are one below the lowest layer.
    depth = len(recipe.layers) - 1 - int(layer.partition(".")[0]) if layer else len(recipe.layers)
    return recipe.layer_decay**depth


class Log:
    """JSON Lines of a run: every few steps the mean of each term of the loss, now and then the figures on dev."""

    def __init__(self, path: Path, progress: Progress, every: int) -> None:
        self._path, self._every = path, every
        self._clear()
        self._seconds = progress.seconds
        # What was written after the checkpoint is about to be done again.
        lines = path.read_bytes().splitlines(keepends=True) if path.is_file() else []
        path.write_bytes(b"".join(line for line in lines if orjson.loads(line)["tokens"] <= progress.tokens))

    def _clear(self) -> None:
        self._terms: list[dict[str, float]] = []
        self._words = 0

    def step(self, progress: Progress, terms: dict[str, float], learning_rate: float, words: int) -> None:
        """Take down one step, of ``words`` words; write a line when it is time."""
        self._terms.append(terms)
        self._words += words
        if progress.steps % self._every == 0:
            means: dict[str, object] = {k: round(float(np.mean([t[k] for t in self._terms])), 5) for k in terms}
            speed = round(self._words / max(1e-9, progress.seconds - self._seconds), 1)
            self.write(progress, {"words_per_second": speed, "learning_rate": learning_rate, **means})
            self._clear()
            self._seconds = progress.seconds

    def write(self, progress: Progress, values: dict[str, object]) -> None:
        """One line: where the run is, and ``values``."""
        place = {
            "tokens": progress.tokens,
            "steps": progress.steps,
            "epoch": progress.epoch,
            "seconds": round(progress.seconds, 1),
        }
        with self._path.open("ab") as file:
            file.write(orjson.dumps(place | values, option=orjson.OPT_APPEND_NEWLINE))
