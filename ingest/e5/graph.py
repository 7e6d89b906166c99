"""multilingual-e5-small as an OpenVINO graph, from token ids to unit vectors.

Written operation by operation rather than exported from torch: the export takes half a minute and 2 GB at a
user's first start and changes with every release of transformers; this takes two seconds and no torch. A test
holds it to sentence-transformers.
"""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

import numpy as np
import openvino
from openvino import opset13 as ops

from ingest.e5.packed import PackedModel

Node = Any  # openvino.Node, whose stubs do not fit its own operators

# What a padding token adds to an attention score: far below any score, and finite in bfloat16.
MASKED = -1e9


def save_graph(graph: openvino.Model, path: Path) -> None:
    """Write the graph at `path` (.xml) and its weights in fp16 in a .bin beside it.

    Raises:
        OSError: they cannot be written.
    """
    path.parent.mkdir(exist_ok=True)
    try:
        openvino.save_model(graph, path, compress_to_fp16=True)
    except RuntimeError as error:
        raise OSError(errno.EIO, str(error)) from error


def build_graph(packed: PackedModel) -> openvino.Model:
    """The encoder with mean pooling and normalisation.

    Inputs: `input_ids` and `attention_mask`, int64 (texts, tokens), the mask 1 for text and 0 for padding.
    Output: float32 (texts, hidden), unit length.
    """
    ids = ops.parameter([-1, -1], np.int64, "input_ids")
    mask = ops.parameter([-1, -1], np.int64, "attention_mask")
    is_text = ops.convert(mask, "f32")
    attention_bias = ops.select(ops.convert(mask, "boolean"), _float(0), _float(MASKED))
    attention_bias = ops.unsqueeze(attention_bias, _ints(1, 2))  # one for all heads and all asking tokens
    encoder = _Encoder(packed)
    hidden = encoder.embed(ids)
    for layer in range(packed.shape.layers):
        hidden = encoder.attend(hidden, attention_bias, f"l{layer}.")
        hidden = encoder.feed_forward(hidden, f"l{layer}.")
    return openvino.Model([_mean_direction(hidden, is_text)], [ids, mask], "multilingual-e5-small")


def _ints(*values: int) -> Node:
    return ops.constant(np.array(values, np.int64))


def _float(value: float) -> Node:
    return ops.constant(np.float32(value))


def _mean_direction(hidden: Node, is_text: Node) -> Node:
    """The mean over the tokens of each text, at unit length; the mean's divisor drops out."""
    total = ops.reduce_sum(hidden * ops.unsqueeze(is_text, _ints(2)), _ints(1))
    return ops.normalize_l2(total, _ints(1), 1e-12, "max")


class _Encoder:
    """BERT's layers over the packed tensors; every `hidden` is (texts, tokens, hidden)."""

    def __init__(self, packed: PackedModel) -> None:
        self.shape = packed.shape
        self.tensors = packed.tensors

    def embed(self, ids: Node) -> Node:
        length = ops.gather(ops.shape_of(ids), _ints(1), _ints(0))
        # e5 knows one kind of token, so its row is added to every position.
        positions = ops.constant(self.tensors["emb.pos"] + self.tensors["emb.type"][0])
        words = ops.gather(ops.constant(self.tensors["emb.word"]), ids, _ints(0))
        return self._norm(words + ops.slice(positions, _ints(0), length, _ints(1), _ints(0)), "emb.ln")

    def attend(self, hidden: Node, bias: Node, layer: str) -> Node:
        query, key, value = (self._split_heads(self._linear(hidden, layer + part)) for part in "qkv")
        heads = ops.scaled_dot_product_attention(query, key, value, bias)
        joined = ops.reshape(ops.transpose(heads, _ints(0, 2, 1, 3)), _ints(0, 0, self.shape.hidden), True)
        return self._norm(hidden + self._linear(joined, layer + "ao"), layer + "aln")

    def feed_forward(self, hidden: Node, layer: str) -> Node:
        inner = ops.gelu(self._linear(hidden, layer + "fi"), "erf")
        return self._norm(hidden + self._linear(inner, layer + "fo"), layer + "oln")

    def _split_heads(self, hidden: Node) -> Node:
        width = self.shape.hidden // self.shape.heads
        return ops.transpose(
            ops.reshape(hidden, _ints(0, 0, self.shape.heads, width), True), _ints(0, 2, 1, 3)
        )

    def _linear(self, hidden: Node, name: str) -> Node:
        weights, bias = self.tensors[name + ".w"], self.tensors[name + ".b"]
        return ops.matmul(hidden, ops.constant(weights), False, True) + ops.constant(bias)

    def _norm(self, hidden: Node, name: str) -> Node:
        scaled = ops.mvn(hidden, _ints(-1), True, self.shape.epsilon, "inside_sqrt")
        return scaled * ops.constant(self.tensors[name + ".w"]) + ops.constant(self.tensors[name + ".b"])
