"""What the network is judged by: tags word by word, tags as a chain, and two pointers."""

from __future__ import annotations

import torch
from torch.nn import functional

from claimx.pipeline.model.decoding import transition_scores
from claimx.training.examples import IGNORED, Batch
from claimx.training.network import Net
from claimx.training.recipe import Recipe

_FAR = -1e4


def losses(net: Net, batch: Batch[torch.Tensor], recipe: Recipe) -> dict[str, torch.Tensor]:
    """The weighted terms whose sum is the loss of ``batch``."""
    tags, pointers = net(batch.ids, batch.features, batch.mask)
    scores = tags.gather(1, batch.heads[:, :, None].expand(-1, -1, tags.shape[-1]))
    transitions = net.trans + torch.from_numpy(transition_scores(None)).to(net.trans)
    content, cue, cue_of, source = pointers.chunk(4, -1)
    return {
        "tag": recipe.tag_weight * tag_loss(scores, batch.tags, batch.words, recipe.edge_weight),
        "crf": recipe.crf_weight * crf_loss(scores, batch.tags, batch.words, transitions, net.start),
        "cue": recipe.pointer_weight * pointer_loss(content, cue, batch.cues, batch.mask),
        "source": recipe.pointer_weight * pointer_loss(cue_of, source, batch.sources, batch.mask),
    }


def tag_loss(scores: torch.Tensor, tags: torch.Tensor, words: torch.Tensor, edge_weight: float) -> torch.Tensor:
    """Mean cross-entropy over words, from (b, w, 7) scores; a word at an edge counts ``edge_weight`` more."""
    weights = (1 + edge_weight * at_edges(tags)) * words
    each = functional.cross_entropy(scores.flatten(0, 1), tags.flatten(), reduction="none")
    return (each * weights.flatten()).sum() / weights.sum()


def at_edges(tags: torch.Tensor) -> torch.Tensor:
    """1 for each of (b, w) words beside the edge of a span: where the role changes or a span begins anew."""
    role = (tags + 1) // 2
    edge = (role[:, 1:] != role[:, :-1]) | (tags[:, 1:] % 2 == 1)
    beside = torch.zeros_like(tags, dtype=torch.bool)
    beside[:, 1:] |= edge
    beside[:, :-1] |= edge
    return beside.float()


def crf_loss(
    scores: torch.Tensor, tags: torch.Tensor, words: torch.Tensor, transitions: torch.Tensor, start: torch.Tensor
) -> torch.Tensor:
    """Minus the log probability of the right paths, per word; shapes as in ``log_partition``, ``tags`` (b, w).

    A window may start inside a span: its first tag is scored by ``start`` alone.
    """
    emitted = scores.gather(2, tags[:, :, None]).squeeze(2)
    passed = transitions[tags[:, :-1], tags[:, 1:]]
    right = (emitted * words).sum(1) + start[tags[:, 0]] + (passed * words[:, 1:]).sum(1)
    return (log_partition(scores, words, transitions, start) - right).sum() / words.sum()


def log_partition(
    scores: torch.Tensor, words: torch.Tensor, transitions: torch.Tensor, start: torch.Tensor
) -> torch.Tensor:
    """The log of the summed exponents of all paths, (b,).

    ``scores`` is (b, w, 7), ``words`` (b, w) is true for words, the first of each row among them, ``transitions``
    (7, 7) scores tag after tag and ``start`` (7,) the first.
    """
    total = start + scores[:, 0]
    for word in range(1, scores.shape[1]):
        following = torch.logsumexp(total[:, :, None] + transitions, 1) + scores[:, word]
        total = torch.where(words[:, word, None], following, total)
    return torch.logsumexp(total, 1)


def pointer_loss(queries: torch.Tensor, keys: torch.Tensor, targets: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Mean cross-entropy of where tokens point, by scaled dot product of (b, n, 64); 0 where none has a target."""
    scores = queries @ keys.transpose(1, 2) / queries.shape[-1] ** 0.5
    scores = scores + (1 - mask)[:, None, :] * _FAR
    total = functional.cross_entropy(scores.flatten(0, 1), targets.flatten(), ignore_index=IGNORED, reduction="sum")
    return total / (targets != IGNORED).sum().clamp(min=1)
