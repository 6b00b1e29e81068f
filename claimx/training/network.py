"""The network: an encoder with a feature of case and quotation, and heads for tags, pointers and names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from claimx.errors import ModelError
from claimx.labels import LAYERS
from claimx.pipeline.model import AttributionModel
from claimx.pipeline.model.tagging import NAME_TAGS, TAGS
from claimx.training.checkpoint import load
from claimx.training.encoder import base_tokenizer, load_encoder
from claimx.training.recipe import Recipe
from claimx.training.run import WEIGHTS, Run

_WORD_EMBEDDINGS = "bert.embeddings.word_embeddings.weight"
_OF_LAYER = re.compile(r"(bert\.encoder\.layer\.)(\d+)(\..*)")
_FEATURES = 6
_POINTER = 64


class Net(nn.Module):
    """The attribution model; its parts are named as in the files of weights."""

    def __init__(self, recipe: Recipe) -> None:
        super().__init__()
        bert = load_encoder(recipe)
        bert.embeddings.word_embeddings.weight.requires_grad_(not recipe.freeze_words)
        self.bert = bert
        self.layers = recipe.layers
        self.feat = nn.Embedding(_FEATURES, bert.config.hidden_size)
        nn.init.zeros_(self.feat.weight)
        self.drop = nn.Dropout(recipe.dropout)
        self.in_bfloat16 = recipe.bfloat16
        layers = len(LAYERS)
        self.tag = nn.Linear(bert.config.hidden_size, layers * len(TAGS))
        self.ptr = nn.Linear(bert.config.hidden_size, layers * 4 * _POINTER)
        self.name = nn.Linear(bert.config.hidden_size, len(NAME_TAGS))
        self.trans = nn.Parameter(torch.zeros(layers, len(TAGS), len(TAGS)))
        self.start = nn.Parameter(torch.zeros(layers, len(TAGS)))
        self.name_trans = nn.Parameter(torch.zeros(len(NAME_TAGS), len(NAME_TAGS)))
        self.name_start = nn.Parameter(torch.zeros(len(NAME_TAGS)))

    def forward(
        self, ids: torch.Tensor, feat: torch.Tensor, mask: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Scores of tags, vectors of pointers and scores of names for (b, n) tokens.

        They are (b, n, layers x 7), (b, n, layers x 4 x 64), the four pointers of a layer side by side, and (b, n, 9).
        """
        half = self.in_bfloat16 and (self.training or ids.is_cuda)
        with torch.autocast(ids.device.type, torch.bfloat16, enabled=half):
            embedded = self.bert.embeddings.word_embeddings(ids) + self.feat(feat)
            read = self.bert(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        read = self.drop(read.float())
        return self.tag(read), self.ptr(read), self.name(read)

    def trained(self) -> dict[str, torch.Tensor]:
        """The parameters that training changes, by name."""
        return {name: parameter for name, parameter in self.named_parameters() if parameter.requires_grad}


class Session:
    """A network with the interface of an ONNX session, for ``AttributionModel``."""

    def __init__(self, net: Net) -> None:
        self._net = net.eval()
        self._device = next(net.parameters()).device

    def run(self, outputs: None, feeds: Mapping[str, np.ndarray[Any, Any]]) -> list[np.ndarray[Any, Any]]:
        """Tags, pointers and names (see ``Net.forward``) for the feeds ``ids``, ``feat`` and ``mask``."""
        tensors = {name: torch.from_numpy(values).to(self._device) for name, values in feeds.items()}
        with torch.no_grad():
            return [scores.cpu().numpy() for scores in self._net(**tensors)]


def as_model(net: Net) -> AttributionModel:
    """``net`` as an AttributionModel of the run time."""
    return AttributionModel(Session(net), base_tokenizer(), {"transitions": transitions(net), "calibration": None})


def transitions(net: Net) -> dict[str, list[list[float]]]:
    """The learned scores of tag after tag, for each layer and for names."""
    return {**dict(zip(LAYERS, net.trans.tolist(), strict=True)), "names": net.name_trans.tolist()}


def device() -> torch.device:
    """Where networks compute: a GPU where there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def load_net(folder: Path) -> Net:
    """The network of the run in ``folder`` with its averaged weights."""
    net = Net(Run.read(folder).recipe)
    load_weights(net, folder / WEIGHTS)
    return net


def average_nets(folders: Sequence[Path]) -> Net:
    """The mean of the averaged weights of several runs of one network; a run named twice counts twice."""
    nets = [load_net(folder) for folder in folders]
    states = [net.state_dict() for net in nets]
    nets[0].load_state_dict({name: sum(state[name] for state in states) / len(states) for name in states[0]})
    return nets[0]


def load_weights(net: Net, path: Path) -> None:
    """Fill ``net`` from a file of weights by name, which may lack word embeddings and the CRF.

    Of an encoder with more layers than that of ``net`` those are taken that its recipe names. Weights of a network with
    one layer of tags and no names, as up to en_attribution 2, fill each layer alike. Raises ModelError for a file that
    does not fit.
    """
    state = _of_layers(load(path), net.layers)
    if "name.weight" not in state:
        names = {name: weights for name, weights in net.state_dict().items() if name.startswith("name")}
        state = _for_each_layer(state) | names
    try:
        fit = net.load_state_dict(state, strict=False)
    except (RuntimeError, TypeError) as error:
        raise ModelError(f"the weights in {path} are of another network: some have another shape") from error
    strangers = {*fit.missing_keys, *fit.unexpected_keys} - {
        _WORD_EMBEDDINGS,
        "trans",
        "start",
        "name_trans",
        "name_start",
    }
    if strangers:
        raise ModelError(f"the weights in {path} are of another network: {min(strangers)} is in one of them only")


def _of_layers(state: Mapping[str, torch.Tensor], layers: Sequence[int]) -> dict[str, torch.Tensor]:
    """The weights of the encoder's ``layers``, numbered anew, where ``state`` has more of them."""
    number_of = {name: int(match[2]) for name in state if (match := _OF_LAYER.fullmatch(name))}
    if len(set(number_of.values())) <= len(layers):
        return dict(state)
    found = {}
    for name, weights in state.items():
        if name not in number_of:
            found[name] = weights
        elif number_of[name] in layers:
            found[_OF_LAYER.sub(rf"\g<1>{layers.index(number_of[name])}\g<3>", name)] = weights
    return found


def _for_each_layer(state: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """The weights of a network with one layer as those of one with all layers, each the same."""
    layers = len(LAYERS)
    widened = dict(state)
    for name in ("tag.weight", "tag.bias", "ptr.weight", "ptr.bias"):
        widened[name] = torch.cat([state[name]] * layers)
    for name in {"trans", "start"} & set(state):
        widened[name] = torch.stack([state[name]] * layers)
    return widened
