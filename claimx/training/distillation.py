"""Learning attributions from a teacher: what another network says of windows, annotated or not.

A teacher's tags are a distribution over paths, of which a linear chain needs no more than the probability of each tag
at each word and how often one tag is expected behind another. Both are derivatives of the log partition.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch.nn import functional

from claimx.pipeline.model.tagging import TAGS
from claimx.training.examples import Batch
from claimx.training.losses import Chains, Outputs, log_partition, outputs
from claimx.training.network import Net
from claimx.training.recipe import Recipe

_CUE, _CONTENT = ([TAGS.index(f"{position}-{role}") for position in "BI"] for role in ("cue", "content"))


class Expected(NamedTuple):
    """What is expected of chains: ``tags`` (b, layers, w, k) and counts of tag after tag (b, layers, k, k)."""

    tags: torch.Tensor
    following: torch.Tensor


class Opinion(NamedTuple):
    """What a teacher says of the attributions of a batch.

    ``pointers`` holds, for content to cue and cue to source, the log probabilities (b, layers, n, n) of where each
    token points, and the weight (b, layers, n) of each token: the probability that it points at all.
    """

    tags: Expected
    pointers: tuple[tuple[torch.Tensor, torch.Tensor], ...]


def ask(teacher: Net, batch: Batch[torch.Tensor]) -> Opinion:
    """What ``teacher`` says of ``batch``."""
    with torch.no_grad():
        said = outputs(teacher, batch)
    tags = expected(said.tags, batch.words)
    of_words = tags.tags * batch.words[:, None, :, None]
    points = (_at_tokens(of_words[..., roles].sum(-1), batch) for roles in (_CONTENT, _CUE))
    return Opinion(tags, tuple(zip(map(_log_softmax, said.pointers), points, strict=True)))


def expected(chains: Chains, words: torch.Tensor) -> Expected:
    """What is expected of ``chains`` over ``words`` (b, w), by the derivatives of their log partition."""
    layers = chains.scores.shape[1]
    scores = chains.scores.flatten(0, 1).detach().requires_grad_()
    transitions = chains.transitions.detach().repeat(len(words), 1, 1).requires_grad_()
    start = chains.start.detach().repeat(len(words), 1)
    with torch.enable_grad():
        total = log_partition(scores, words.repeat_interleave(layers, 0), transitions, start)
        tags, following = torch.autograd.grad(total.sum(), (scores, transitions))
    return Expected(tags.view_as(chains.scores), following.unflatten(0, (len(words), layers)))


def teacher_losses(said: Outputs, opinion: Opinion, words: torch.Tensor, recipe: Recipe) -> dict[str, torch.Tensor]:
    """The weighted terms of what a network ``said`` of ``words`` (b, w) against the ``opinion`` of its teacher."""
    terms = {
        "teacher tag": recipe.tag_weight * _tag_loss(said.tags, opinion.tags, words),
        "teacher crf": recipe.crf_weight * _chain_loss(said.tags, opinion.tags, words),
    }
    for name, scores, (target, weight) in zip(("cue", "source"), said.pointers, opinion.pointers, strict=True):
        apart = functional.kl_div(_log_softmax(scores), target, reduction="none", log_target=True).sum(-1)
        terms[f"teacher {name}"] = recipe.pointer_weight * (apart * weight).sum() / weight.sum().clamp(min=1)
    return {name: recipe.teacher_weight * term for name, term in terms.items()}


def _log_softmax(scores: torch.Tensor) -> torch.Tensor:
    return functional.log_softmax(scores, -1)


def _at_tokens(of_words: torch.Tensor, batch: Batch[torch.Tensor]) -> torch.Tensor:
    """Values (b, layers, w) of words at the tokens that start them, (b, layers, n), 0 elsewhere."""
    rows, layers, _ = of_words.shape
    of_tokens = torch.zeros((rows, layers, batch.ids.shape[1]), device=of_words.device)
    return of_tokens.scatter_add(2, batch.heads[:, None].expand_as(of_words), of_words)


def _tag_loss(said: Chains, wanted: Expected, words: torch.Tensor) -> torch.Tensor:
    """Cross-entropy word by word."""
    each = -(wanted.tags * _log_softmax(said.scores)).sum(-1)
    return (each * words[:, None]).sum() / (words.sum() * each.shape[1])


def _chain_loss(said: Chains, wanted: Expected, words: torch.Tensor) -> torch.Tensor:
    """Cross-entropy of paths, per word."""
    rows, layers = said.scores.shape[:2]
    transitions, start = said.transitions.expand(rows, -1, -1, -1), said.start.expand(rows, -1, -1)
    total = log_partition(
        said.scores.flatten(0, 1), words.repeat_interleave(layers, 0), transitions.flatten(0, 1), start.flatten(0, 1)
    )
    path = (
        (wanted.tags * said.scores).sum((-1, -2))
        + (wanted.following * transitions).sum((-1, -2))
        + (wanted.tags[:, :, 0] * start).sum(-1)
    )
    return (total.view(rows, layers) - path).sum() / (words.sum() * layers)
