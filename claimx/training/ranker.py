"""Fitting the network that ranks antecedents; ``claimx.pipeline.coreference.ranker`` runs what this writes."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import numpy as np
import torch
from torch import nn

from claimx.pipeline.coreference.features import CANDIDATE_FEATURES, DISTANCE_FEATURES, MENTION_FEATURES
from claimx.pipeline.coreference.ranker import Ranker
from claimx.training.antecedents import Examples
from claimx.write.output import open_output

# Chosen by cross-validation over the marked articles; twice the width or four networks instead of one gave nothing.
HIDDEN = 48
_DROPOUT = 0.2
_BATCH = 128
_LEARNING_RATE, _LEAST_RATE, _DECAY = 3e-3, 0.05, 1e-2
_AVERAGING = 0.998
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


def fit_ranker(examples: Examples, seed: int = 0) -> Ranker:
    """The ranker with the averaged weights of a network fitted to ``examples``."""
    torch.manual_seed(seed)
    network = Network()
    averaged = copy.deepcopy(network).eval()
    rounds = max(1, round(len(examples) / _PER_ROUND))
    passes = max(_FEWEST_PASSES, _PASSES // rounds)
    columns = [torch.from_numpy(values) for values in (examples.standing, examples.mentions, examples.seen)]
    columns.append(torch.from_numpy(examples.about))
    meant, weights = torch.from_numpy(examples.meant), torch.from_numpy(examples.weights)
    optimizer = torch.optim.AdamW(network.parameters(), lr=_LEARNING_RATE, weight_decay=_DECAY)
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
            _follow(averaged, network, min(_AVERAGING, (1 + step) / (10 + step)))
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


def write_ranker(ranker: Ranker, path: Path, version: str) -> None:
    """Write the ranker as the file that ``Ranker.load`` reads."""
    weights = {
        name: np.asarray(getattr(ranker, name), np.float64).round(_DECIMALS).tolist() for name in Ranker.__slots__
    }
    numbers = [list(MENTION_FEATURES), list(DISTANCE_FEATURES), list(CANDIDATE_FEATURES)]
    content = {"name": "en_antecedents", "version": version, "numbers": numbers, **weights}
    with open_output(path) as write:
        write(json.dumps(content).encode() + b"\n")
