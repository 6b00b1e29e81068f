"""The losses of the network: tags word by word, tags as a chain, two pointers, and names.

Unknown labels (IGNORED) add nothing to a loss, and neither does a layer that an article was not annotated for.
"""

from __future__ import annotations

import torch
from torch.nn import functional

from claimx.labels import LAYERS
from claimx.pipeline.model.tagging import NAME_TAGS, TAGS, transition_scores
from claimx.training.examples import IGNORED, Batch
from claimx.training.network import Net
from claimx.training.recipe import Recipe

_IMPOSSIBLE = -1e4


def losses(net: Net, batch: Batch[torch.Tensor], recipe: Recipe) -> dict[str, torch.Tensor]:
    """The weighted terms whose sum is the loss of ``batch``."""
    tags, pointers, names = net(batch.ids, batch.features, batch.mask)
    scores = by_layer(at_heads(tags, batch.heads))
    transitions = net.trans + torch.from_numpy(transition_scores(TAGS, None)).to(net.trans)
    name_transitions = net.name_trans + torch.from_numpy(transition_scores(NAME_TAGS, None)).to(net.name_trans)
    name_scores = at_heads(names, batch.heads)[:, None]
    content, cue, cue_of, source = by_layer(pointers).chunk(4, -1)
    return {
        "tag": recipe.tag_weight * tag_loss(scores, batch.tags, batch.words, recipe.edge_weight),
        "crf": recipe.crf_weight * crf_loss(scores, batch.tags, batch.words, transitions, net.start),
        "cue": recipe.pointer_weight * pointer_loss(content, cue, batch.cues, batch.mask),
        "source": recipe.pointer_weight * pointer_loss(cue_of, source, batch.sources, batch.mask),
        "name": recipe.name_weight
        * crf_loss(name_scores, batch.names[:, None], batch.words, name_transitions[None], net.name_start[None]),
    }


def at_heads(scores: torch.Tensor, heads: torch.Tensor) -> torch.Tensor:
    """The (b, n, k) ``scores`` of tokens at the tokens that start words, (b, w, k)."""
    return scores.gather(1, heads[:, :, None].expand(-1, -1, scores.shape[-1]))


def by_layer(scores: torch.Tensor) -> torch.Tensor:
    """``scores`` (b, n, layers x k) reshaped to (b, layers, n, k)."""
    return scores.reshape(*scores.shape[:-1], len(LAYERS), -1).transpose(1, 2)


def tag_loss(scores: torch.Tensor, tags: torch.Tensor, words: torch.Tensor, edge_weight: float) -> torch.Tensor:
    """Mean cross-entropy over words, from (b, layers, w, 7) scores; a word at an edge counts ``edge_weight`` more."""
    weights = (1 + edge_weight * at_edges(tags)) * (words[:, None] & (tags != IGNORED))
    each = functional.cross_entropy(scores.flatten(0, 2), tags.flatten(), reduction="none", ignore_index=IGNORED)
    return (each * weights.flatten()).sum() / weights.sum().clamp(min=1)


def at_edges(tags: torch.Tensor) -> torch.Tensor:
    """1 for each of (…, w) words beside the edge of a span: where the role changes or a span begins anew."""
    role = (tags + 1) // 2
    edge = (role[..., 1:] != role[..., :-1]) | (tags[..., 1:] % 2 == 1)
    beside = torch.zeros_like(tags, dtype=torch.bool)
    beside[..., 1:] |= edge
    beside[..., :-1] |= edge
    return beside.float()


def crf_loss(
    scores: torch.Tensor, tags: torch.Tensor, words: torch.Tensor, transitions: torch.Tensor, start: torch.Tensor
) -> torch.Tensor:
    """Minus the log probability of all paths that agree with what is known, per known word.

    ``scores`` is (b, layers, w, k) for k tags, ``tags`` (b, layers, w), ``words`` (b, w), ``transitions``
    (layers, k, k) and ``start`` (layers, k). A window may start inside a span: its first tag is scored by ``start``
    alone.
    """
    known = words[:, None] & (tags != IGNORED)
    row, layer = known.any(-1).nonzero(as_tuple=True)
    if not len(row):
        return scores.sum() * 0
    scores, tags, known = scores[row, layer], tags[row, layer], known[row, layer]
    words, transitions, start = words[row], transitions[layer], start[layer]
    every_tag = torch.arange(scores.shape[-1], device=tags.device)
    contradicted = known[..., None] & (tags[..., None] != every_tag)
    total = log_partition(scores, words, transitions, start)
    right = log_partition(scores + _IMPOSSIBLE * contradicted, words, transitions, start)
    return (total - right).sum() / known.sum()


def log_partition(
    scores: torch.Tensor, words: torch.Tensor, transitions: torch.Tensor, start: torch.Tensor
) -> torch.Tensor:
    """The log of the summed exponents of all paths, (r,).

    ``scores`` is (r, w, k) for k tags, ``words`` (r, w) is true for words, the first of each row among them,
    ``transitions`` (r, k, k) scores tag after tag and ``start`` (r, k) the first.
    """
    total = start + scores[:, 0]
    for word in range(1, scores.shape[1]):
        following = torch.logsumexp(total[:, :, None] + transitions, 1) + scores[:, word]
        total = torch.where(words[:, word, None], following, total)
    return torch.logsumexp(total, 1)


def pointer_loss(queries: torch.Tensor, keys: torch.Tensor, targets: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Mean cross-entropy of where tokens point, by scaled dot product of (b, layers, n, 64); 0 without targets."""
    scores = queries @ keys.transpose(-1, -2) / queries.shape[-1] ** 0.5
    scores = scores + (1 - mask)[:, None, None, :] * _IMPOSSIBLE
    total = functional.cross_entropy(scores.flatten(0, 2), targets.flatten(), ignore_index=IGNORED, reduction="sum")
    return total / (targets != IGNORED).sum().clamp(min=1)
