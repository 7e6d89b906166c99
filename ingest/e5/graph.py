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

from ingest.e5.packed import PackedModel

Graph = Any  # openvino.Model: openvino takes half a second to import, so its names stay inside functions
Node = Any  # openvino.Node

# What a padding token adds to an attention score: far below any score, and finite in bfloat16.
MASKED = -1e9


def save_graph(graph: Graph, path: Path) -> None:
    """Write the graph at `path` (.xml) and its weights in fp16 in a .bin beside it.

    Raises:
        OSError: they cannot be written.
    """
    from openvino import save_model

    path.parent.mkdir(exist_ok=True)
    try:
        save_model(graph, path, compress_to_fp16=True)
    except RuntimeError as error:
        raise OSError(errno.EIO, str(error), str(path)) from error


def build_graph(packed: PackedModel) -> Graph:
    """The encoder with mean pooling and normalisation.

    Inputs, both int64 (texts, tokens): token ids, and a mask that is 1 for text and 0 for padding.
    Output: float32 (texts, hidden), unit length.
    """
    from openvino import Model, opset13

    encoder = _Encoder(packed, opset13)
    ids = opset13.parameter([-1, -1], np.int64, "input_ids")
    mask = opset13.parameter([-1, -1], np.int64, "attention_mask")
    score_bias = encoder.score_bias(mask)
    hidden = encoder.embed(ids)
    for layer in range(packed.shape.layers):
        hidden = encoder.attend(hidden, score_bias, f"l{layer}.")
        hidden = encoder.feed_forward(hidden, f"l{layer}.")
    return Model([encoder.mean_direction(hidden, mask)], [ids, mask], "multilingual-e5-small")


class _Encoder:
    """BERT's operations over the packed tensors; every `hidden` is (texts, tokens, hidden)."""

    def __init__(self, packed: PackedModel, ops: Any) -> None:
        self.shape = packed.shape
        self.tensors = packed.tensors
        self.ops = ops

    def embed(self, ids: Node) -> Node:
        words = self.ops.gather(self.ops.constant(self.tensors["emb.word"]), ids, self._ints(0))
        # e5 knows one type of token, so its row goes into every position.
        positions = self.ops.constant(self.tensors["emb.pos"] + self.tensors["emb.type"][0])
        length = self.ops.gather(self.ops.shape_of(ids), self._ints(1), self._ints(0))
        used = self.ops.slice(positions, self._ints(0), length, self._ints(1), self._ints(0))
        return self._norm(words + used, "emb.ln")

    def score_bias(self, mask: Node) -> Node:
        """(texts, 1, 1, tokens): what the mask adds to the scores of all heads and all asking tokens."""
        zero, masked = (self.ops.constant(np.float32(value)) for value in (0, MASKED))
        bias = self.ops.select(self.ops.convert(mask, "boolean"), zero, masked)
        return self.ops.unsqueeze(bias, self._ints(1, 2))

    def attend(self, hidden: Node, score_bias: Node, layer: str) -> Node:
        query, key, value = (self._heads(self._linear(hidden, layer + part)) for part in "qkv")
        heads = self.ops.scaled_dot_product_attention(query, key, value, score_bias)
        tokens_first = self.ops.transpose(heads, self._ints(0, 2, 1, 3))
        joined = self.ops.reshape(tokens_first, self._ints(0, 0, self.shape.hidden), True)
        return self._norm(hidden + self._linear(joined, layer + "ao"), layer + "aln")

    def feed_forward(self, hidden: Node, layer: str) -> Node:
        inner = self.ops.gelu(self._linear(hidden, layer + "fi"), "erf")
        return self._norm(hidden + self._linear(inner, layer + "fo"), layer + "oln")

    def mean_direction(self, hidden: Node, mask: Node) -> Node:
        """(texts, hidden): the mean over each text's tokens, at unit length, so the divisor drops out."""
        weight = self.ops.unsqueeze(self.ops.convert(mask, "f32"), self._ints(2))
        total = self.ops.reduce_sum(hidden * weight, self._ints(1))
        return self.ops.normalize_l2(total, self._ints(1), 1e-12, "max")

    def _heads(self, hidden: Node) -> Node:
        """(texts, heads, tokens, hidden / heads)."""
        width = self.shape.hidden // self.shape.heads
        split = self.ops.reshape(hidden, self._ints(0, 0, self.shape.heads, width), True)
        return self.ops.transpose(split, self._ints(0, 2, 1, 3))

    def _linear(self, hidden: Node, name: str) -> Node:
        weights, bias = (self.ops.constant(self.tensors[f"{name}.{part}"]) for part in "wb")
        return self.ops.matmul(hidden, weights, False, True) + bias

    def _norm(self, hidden: Node, name: str) -> Node:
        weights, bias = (self.ops.constant(self.tensors[f"{name}.{part}"]) for part in "wb")
        scaled = self.ops.mvn(hidden, self._ints(-1), True, self.shape.epsilon, "inside_sqrt")
        return scaled * weights + bias

    def _ints(self, *values: int) -> Node:
        return self.ops.constant(np.array(values, np.int64))
