"""The network as the run time takes it: a quantised ONNX graph, its tokenizer, and what is written down of them."""

from __future__ import annotations

import shutil
import warnings
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from onnxruntime.transformers.fusion_options import FusionOptions

from claimx.pipeline.model.session import FORMAT
from claimx.training.encoder import tokenizer_file
from claimx.training.network import Net, load_net, transitions
from claimx.training.run import Run

_INPUTS, _OUTPUTS = ["ids", "feat", "mask"], ["tag", "ptr", "name"]
_QUANTISED = ["MatMul", "Gather", "Attention", "EmbedLayerNormalization", "Gemm"]
_MASK = 3  # the place of the mask among the inputs of Attention
_FLOAT = 1  # onnx.TensorProto.FLOAT, for what the quantiser cannot infer the type of


def export(folder: Path, to: Path, version: str) -> None:
    """Write the averaged weights of the run in ``folder`` as the model folder ``to``."""
    run, net = Run.read(folder), load_net(folder).eval()
    to.mkdir(parents=True, exist_ok=True)
    _write_graph(net, to / "model.onnx")
    shutil.copyfile(tokenizer_file(), to / "tokenizer.json")
    meta = {
        "format": FORMAT,
        "name": "en_attribution",
        "version": version,
        "license": "Apache-2.0 (weights derived from all-MiniLM-L6-v2)",
        "data": run.data,
        "fold": run.fold,
        "transitions": {
            layer: [[round(score, 3) for score in row] for row in rows] for layer, rows in transitions(net).items()
        },
        "calibration": None,
    }
    (to / "meta.json").write_bytes(orjson.dumps(meta, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


def _write_graph(net: Net, path: Path) -> None:
    """The graph of ``net`` with its attention fused and its weights in int8, a scale for each channel."""
    bert = net.bert.config
    with TemporaryDirectory() as scratch:
        plain, fused = (str(Path(scratch) / name) for name in ("plain.onnx", "fused.onnx"))
        _trace(net, plain)
        graph = optimizer.optimize_model(
            plain,
            model_type="bert",
            num_heads=bert.num_attention_heads,
            hidden_size=bert.hidden_size,
            opt_level=1,
            optimization_options=_fusion(),
        )
        for node in graph.model.graph.node:
            if node.op_type == "Attention":
                # Windows are read one at a time, so that nothing is padding: without a mask the scores are the same,
                # to the bit, in 3 % less time.
                node.input[_MASK] = ""
        graph.save_model_to_file(fused)
        quantize_dynamic(
            fused,
            str(path),
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=_QUANTISED,
            extra_options={"DefaultTensorType": _FLOAT},
        )


def _fusion() -> FusionOptions:
    """What is fused: not a sum with the normalization behind it, which takes several times as long on a CPU."""
    options = FusionOptions("bert")
    options.enable_skip_layer_norm = False
    options.enable_bias_skip_layer_norm = False
    return options


def _trace(net: Net, path: str) -> None:
    # The optimiser fuses attention only as it is written out, by the older exporter.
    net.bert.set_attn_implementation("eager")
    ids = torch.randint(1000, 2000, (2, 40))
    sizes = {name: {0: "b", 1: "t"} for name in (*_INPUTS, *_OUTPUTS)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            net,
            (ids, torch.zeros_like(ids), torch.ones_like(ids)),
            path,
            input_names=_INPUTS,
            output_names=_OUTPUTS,
            dynamic_axes=sizes,
            opset_version=17,
            dynamo=False,
        )
