"""The losses of the network: tags word by word, tags as a chain, two pointers, and names.

Unknown labels (IGNORED) add nothing to a loss, and neither does a layer that an article was not annotated for.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch.nn import functional

from claimx.labels import LAYERS
from claimx.pipeline.model.tagging import NAME_TAGS, TAGS, transition_scores
from claimx.training.examples import IGNORED, Batch
from claimx.training.network import Net
from claimx.training.recipe import Recipe

_IMPOSSIBLE = -1e4


class Chains(NamedTuple):
    """Scores (b, layers, w, k) of the k tags of words, (layers, k, k) of tag after tag, (layers, k) of first tags."""

    scores: torch.Tensor
    transitions: torch.Tensor
    start: torch.Tensor


class Outputs(NamedTuple):
    """What a network says of a batch: ``tags`` in all layers, ``names`` as one layer, and where tokens point.

    ``pointers`` are the scores (b, layers, n, n) of each token as what another one points at: the cue of a content,
    the source of a cue.
    """

    tags: Chains
    names: Chains
    pointers: tuple[torch.Tensor, torch.Tensor]


def outputs(net: Net, batch: Batch[torch.Tensor]) -> Outputs:
    """What ``net`` says of ``batch``."""
    tags, pointers, names = net(batch.ids, batch.features, batch.mask)
    transitions = net.trans + torch.from_numpy(transition_scores(TAGS, None)).to(net.trans)
    name_transitions = net.name_trans + torch.from_numpy(transition_scores(NAME_TAGS, None)).to(net.name_trans)
    content, cue, cue_of, source = by_layer(pointers).chunk(4, -1)
    return Outputs(
        Chains(by_layer(at_heads(tags, batch.heads)), transitions, net.start),
        Chains(at_heads(names, batch.heads)[:, None], name_transitions[None], net.name_start[None]),
        (_pointing(content, cue, batch.mask), _pointing(cue_of, source, batch.mask)),
    )


def _pointing(queries: torch.Tensor, keys: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """The scaled dot products (b, layers, n, n) of (b, layers, n, 64) with all tokens."""
    scores: torch.Tensor = queries @ keys.transpose(-1, -2) / queries.shape[-1] ** 0.5
    return scores + (1 - mask)[:, None, None, :] * _IMPOSSIBLE


def losses(said: Outputs, batch: Batch[torch.Tensor], recipe: Recipe) -> dict[str, torch.Tensor]:
    """The weighted terms of what a network ``said`` of ``batch`` against its labels; their sum is the loss."""
    cue, source = said.pointers
    return {
        "tag": recipe.tag_weight * tag_loss(said.tags.scores, batch.tags, batch.words, recipe.edge_weight),
        "crf": recipe.crf_weight * crf_loss(said.tags, batch.tags, batch.words),
        "cue": recipe.pointer_weight * pointer_loss(cue, batch.cues),
        "source": recipe.pointer_weight * pointer_loss(source, batch.sources),
        "name": recipe.name_weight * crf_loss(said.names, batch.names[:, None], batch.words),
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


def crf_loss(said: Chains, tags: torch.Tensor, words: torch.Tensor) -> torch.Tensor:
    """Minus the log probability of all paths that agree with what is known, per known word.

    ``tags`` are (b, layers, w), ``words`` (b, w). A window may start inside a span: its first tag is scored by the
    chains' ``start`` alone.
    """
    known = words[:, None] & (tags != IGNORED)
    row, layer = known.any(-1).nonzero(as_tuple=True)
    if not len(row):
        return said.scores.sum() * 0
    scores, tags, known = said.scores[row, layer], tags[row, layer], known[row, layer]
    every_tag = torch.arange(scores.shape[-1], device=tags.device)
    contradicted = known[..., None] & (tags[..., None] != every_tag)
    of_row = words[row], said.transitions[layer], said.start[layer]
    total = log_partition(scores, *of_row)
    right = log_partition(scores + _IMPOSSIBLE * contradicted, *of_row)
    return (total - right).sum() / known.sum()


def log_partition(
    scores: torch.Tensor, words: torch.Tensor, transitions: torch.Tensor, start: torch.Tensor
) -> torch.Tensor:
    """The log of the summed exponents of all paths, (r,).

    ``scores`` is (r, w, k) for k tags, ``words`` (r, w) is true for words, the first of each row among them,
    ``transitions`` (r, k, k) scores tag after tag and ``start`` (r, k) the first. Neighbouring words are joined in
    pairs, then the pairs, and so on, so that a GPU takes about log2(w) steps for them.
    """
    stay = torch.full_like(transitions, _IMPOSSIBLE).diagonal_scatter(torch.zeros_like(start), dim1=-2, dim2=-1)
    steps = transitions[:, None] + scores[:, 1:, None, :]
    steps = torch.where(words[:, 1:, None, None], steps, stay[:, None])
    while steps.shape[1] > 1:
        if steps.shape[1] % 2:
            steps = torch.cat([steps, stay[:, None]], 1)
        steps = torch.logsumexp(steps[:, ::2, :, :, None] + steps[:, 1::2, None, :, :], -2)
    first = start + scores[:, 0]
    return torch.logsumexp((first[:, :, None] + steps[:, 0]).flatten(1) if steps.shape[1] else first, 1)


def pointer_loss(scores: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Mean cross-entropy of where tokens point, from (b, layers, n, n) scores; 0 without targets."""
    total = functional.cross_entropy(scores.flatten(0, 2), targets.flatten(), ignore_index=IGNORED, reduction="sum")
    return total / (targets != IGNORED).sum().clamp(min=1)
