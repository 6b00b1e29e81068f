"""Fitting the network that ranks antecedents; ``claimx.pipeline.coreference.ranker`` runs what this writes."""

from __future__ import annotations

import copy
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import nn

from claimx.errors import InputError
from claimx.pipeline.coreference.features import DISTANCE_FEATURES, MENTION_FEATURES, Floats
from claimx.pipeline.coreference.ranker import Ranker
from claimx.pipeline.coreference.standing import CANDIDATE_FEATURES
from claimx.training.antecedents import Examples
from claimx.write.output import open_output

# Chosen by cross-validation over the marked articles; twice the width or four networks instead of one gave nothing.
HIDDEN = 48
_DROPOUT = 0.2
_BATCH = 128
_LEARNING_RATE, _LEAST_RATE, _DECAY = 3e-3, 0.05, 1e-2
_AVERAGING = 0.998
# What goes on from earlier weights sees fewer questions.
_RATE_GOING_ON, _PASSES_GOING_ON, _AVERAGING_GOING_ON = 2e-3, 8, 0.99
# Passes over the questions of one round; those of several rounds are much alike.
_PASSES = 16
_FEWEST_PASSES = 6
_OUT_OF_THE_QUESTION = -1e9
_DECIMALS = 4


class Network(nn.Module):
    """The ranker with its dropout: a hidden layer for places, one for candidates, a plane for nobody."""

    def __init__(self) -> None:
        super().__init__()
        features = len(MENTION_FEATURES)
        self.place_hidden = nn.Linear(2 * features + len(DISTANCE_FEATURES), HIDDEN)
        self.place_out = nn.Linear(HIDDEN, 1)
        self.standing_hidden = nn.Linear(len(CANDIDATE_FEATURES) + features, HIDDEN)
        self.standing_out = nn.Linear(HIDDEN, 1)
        self.nobody = nn.Linear(features + 3, 1)
        self.drop = nn.Dropout(_DROPOUT)

    def forward(
        self, standing: torch.Tensor, latest: torch.Tensor, seen: torch.Tensor, about: torch.Tensor
    ) -> torch.Tensor:
        """Scores (q, 11) of the candidates and of nobody; the inputs as in ``Examples``."""
        mention = about[:, : len(MENTION_FEATURES)]
        beside = mention[:, None, None].expand(*latest.shape[:3], -1)
        by_place = self.place_out(self.drop(torch.relu(self.place_hidden(torch.cat((latest, beside), -1)))))[..., 0]
        near = by_place.masked_fill(~seen, _OUT_OF_THE_QUESTION).logsumexp(-1)
        beside = mention[:, None].expand(*standing.shape[:2], -1)
        far = self.standing_out(self.drop(torch.relu(self.standing_hidden(torch.cat((standing, beside), -1)))))[..., 0]
        scores = (near + far).masked_fill(~seen.any(-1), _OUT_OF_THE_QUESTION)
        return torch.cat((scores, self.nobody(about)), 1)


def fit_ranker(examples: Examples, seed: int = 0, start: Ranker | None = None) -> Ranker:
    """The ranker with the averaged weights of a network fitted to ``examples``.

    What goes on from ``start`` becomes the mean of both, so that what that had learnt from more articles is kept
    (Wortsman et al., Robust fine-tuning of zero-shot models, CVPR 2022).
    """
    torch.manual_seed(seed)
    network = Network() if start is None else network_of(start)
    averaged = copy.deepcopy(network).eval()
    rounds = max(1, round(len(examples) / _PER_ROUND))
    passes = max(_FEWEST_PASSES, _PASSES // rounds) if start is None else _PASSES_GOING_ON
    averaging = _AVERAGING if start is None else _AVERAGING_GOING_ON
    columns = [torch.from_numpy(values) for values in (examples.standing, examples.mentions, examples.seen)]
    columns.append(torch.from_numpy(examples.about))
    meant, weights = torch.from_numpy(examples.meant), torch.from_numpy(examples.weights)
    rate = _LEARNING_RATE if start is None else _RATE_GOING_ON
    optimizer = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=_DECAY)
    steps = passes * -(-len(examples) // _BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: max(_LEAST_RATE, 1 - step / steps))
    step = 0
    for _ in range(passes):
        for rows in torch.randperm(len(examples)).split(_BATCH):
            scores = network(*(column[rows] for column in columns))
            right = scores.masked_fill(~meant[rows], _OUT_OF_THE_QUESTION).logsumexp(1)
            loss = ((scores.logsumexp(1) - right) * weights[rows]).sum() / weights[rows].sum()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            step += 1
            _follow(averaged, network, min(averaging, (1 + step) / (10 + step)))
    if start is not None:
        _follow(averaged, network_of(start), 0.5)
    return ranker_of(averaged)


# About what one round of the marked articles asks.
_PER_ROUND = 22_000


def _follow(averaged: Network, network: Network, keep: float) -> None:
    with torch.no_grad():
        for mean, value in zip(averaged.parameters(), network.parameters(), strict=True):
            mean.mul_(keep).add_(value, alpha=1 - keep)


def ranker_of(network: Network) -> Ranker:
    """The network's weights as the run time takes them: inputs down, the constant as the last row."""

    def layer(part: nn.Linear) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        stacked = np.concatenate((part.weight.detach().numpy().T, part.bias.detach().numpy()[None]))
        return stacked.round(_DECIMALS).astype(np.float32)

    return Ranker(
        layer(network.place_hidden),
        layer(network.place_out)[:, 0],
        layer(network.standing_hidden),
        layer(network.standing_out)[:, 0],
        layer(network.nobody)[:, 0],
    )


def network_of(ranker: Ranker) -> Network:
    """The network whose weights the ranker has."""
    network = Network()
    parts = {
        network.place_hidden: ranker.place_hidden,
        network.place_out: ranker.place_out,
        network.standing_hidden: ranker.standing_hidden,
        network.standing_out: ranker.standing_out,
        network.nobody: ranker.nobody,
    }
    with torch.no_grad():
        for part, stacked in parts.items():
            weights = torch.from_numpy(stacked.reshape(len(stacked), -1))
            part.weight.copy_(weights[:-1].T)
            part.bias.copy_(weights[-1])
    return network


def read_earlier(path: Path) -> Ranker:
    """The ranker in the file ``path`` with weights of nothing for the features that are newer than it.

    Raises InputError where it has a feature that is no more, or is none.
    """
    try:
        found = json.loads(path.read_text("utf-8"))
        mention, distance, candidate = found["numbers"]
        now, place = [*MENTION_FEATURES, None], [*MENTION_FEATURES, *DISTANCE_FEATURES]
        inputs = {
            "place_hidden": ([*mention, *distance, *mention, None], [*place, *now]),
            "standing_hidden": ([*candidate, *mention, None], [*CANDIDATE_FEATURES, *now]),
            "nobody": ([*mention, *_CROWD, None], [*MENTION_FEATURES, *_CROWD, None]),
        }
        weights = {name: np.array(found[name], np.float32) for name in Ranker.__slots__}
        return Ranker(**weights | {name: _widened(weights[name], *rows) for name, rows in inputs.items()})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError("bad_weights", f"no earlier weights: {type(error).__name__} {error}", str(path)) from None


# The inputs beside the mention's features that tell nobody, as ``crowd`` gives them.
_CROWD = ("may be meant", "agree", "any agrees")


def _widened(weights: Floats, known: Sequence[str | None], wanted: Sequence[str | None]) -> Floats:
    """The rows of ``weights`` for the inputs ``known``, in the order of those ``wanted``; new ones get zeros."""
    rows, left = [], list(enumerate(known))
    for name in wanted:
        at = next((place for place, (_, other) in enumerate(left) if other == name), None)
        rows.append(np.zeros_like(weights[0]) if at is None else weights[left.pop(at)[0]])
    if left:
        raise ValueError(f"{left[0][1]!r} is no feature any more")
    return np.array(rows, np.float32)


def write_ranker(ranker: Ranker, path: Path, version: str) -> None:
    """Write the ranker as the file that ``Ranker.load`` reads."""
    weights = {
        name: np.asarray(getattr(ranker, name), np.float64).round(_DECIMALS).tolist() for name in Ranker.__slots__
    }
    numbers = [list(MENTION_FEATURES), list(DISTANCE_FEATURES), list(CANDIDATE_FEATURES)]
    content = {"name": "en_antecedents", "version": version, "numbers": numbers, **weights}
    with open_output(path) as write:
        write(json.dumps(content).encode() + b"\n")
