"""Runs the unpacked default model on OpenVINO; torch and transformers are never imported."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ingest.batching import QueryBatcher
from ingest.e5.folder import (
    DEFAULT_MODEL,
    GRAPH_FILE,
    MAX_TOKENS,
    PAD,
    PASSAGE_PREFIX,
    QUERY_PREFIX,
    TOKENIZER_FILE,
)
from ingest.errors import EmbedderError

Vectors = npt.NDArray[np.float32]
TokenIds = npt.NDArray[np.int64]

# Tokens in a batch, padding included. Measured on two cores, characters a second: 1,024 9,745, 2,048 9,552,
# 4,096 8,713, 6,144 8,745. Short batches also let a question in sooner while a report is being embedded.
MAX_BATCH_TOKENS = 2048
# Texts tokenized at a time; an encoding holds far more than the ids that are kept of it.
TOKENIZED_TEXTS = 256


class E5Embedder:
    """multilingual-e5-small in a folder made by `unpacked_e5`; an `ingest.embed.Embedder`."""

    model = DEFAULT_MODEL

    def __init__(self, folder: Path) -> None:
        self._tokenizer, self._network = _load(folder)
        self.dimension: int = self._network.output(0).partial_shape[1].get_length()
        self._of_thread = threading.local()
        self._queries = QueryBatcher(lambda texts: self._infer(self._token_ids(QUERY_PREFIX, texts)))

    def query(self, text: str) -> Vectors:
        return self._queries.vector(text)

    def passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        ids = self._token_ids(PASSAGE_PREFIX, texts)
        vectors = np.empty((len(texts), self.dimension), np.float32)
        done = 0
        for batch in batches_by_length([len(text_ids) for text_ids in ids]):
            vectors[batch] = self._infer([ids[index] for index in batch])
            done += len(batch)
            if progress:
                progress(done)
        return vectors

    def _token_ids(self, prefix: str, texts: Sequence[str]) -> list[TokenIds]:
        ids: list[TokenIds] = []
        for start in range(0, len(texts), TOKENIZED_TEXTS):
            some = [
                prefix + text.encode(errors="replace").decode()
                for text in texts[start : start + TOKENIZED_TEXTS]
            ]
            ids += [np.array(encoding.ids, np.int64) for encoding in self._tokenizer.encode_batch_fast(some)]
        return ids

    def _infer(self, ids: Sequence[TokenIds]) -> Vectors:
        request = self._request()
        request.infer(_padded(ids))
        return np.array(request.get_output_tensor(0).data)

    def _request(self) -> Any:
        """This thread's own request; OpenVINO runs the requests of all threads in the order they come."""
        if not hasattr(self._of_thread, "request"):
            self._of_thread.request = self._network.create_infer_request()
        return self._of_thread.request


def batches_by_length(lengths: Sequence[int], max_tokens: int = MAX_BATCH_TOKENS) -> Iterator[list[int]]:
    """Positions in batches of like length, shortest first.

    Args:
        lengths: tokens of each text.
        max_tokens: the most that a batch may hold once every text is padded to its longest; a single text
            longer than that is a batch by itself.
    """
    batch: list[int] = []
    for index in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) + 1) * lengths[index] > max_tokens:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def _padded(ids: Sequence[TokenIds]) -> list[TokenIds]:
    """The graph's two inputs, (texts, tokens of the longest)."""
    longest = max(len(text_ids) for text_ids in ids)
    input_ids = np.full((len(ids), longest), PAD, np.int64)
    attention_mask = np.zeros_like(input_ids)
    for row, text_ids in enumerate(ids):
        input_ids[row, : len(text_ids)] = text_ids
        attention_mask[row, : len(text_ids)] = 1
    return [input_ids, attention_mask]


def _load(folder: Path) -> tuple[Any, Any]:
    """Tokenizer and network, loaded side by side; the tokenizer takes 0.7 s and keeps the GIL for itself."""
    try:
        with ThreadPoolExecutor(1) as other:
            network = other.submit(_compile, folder / GRAPH_FILE)
            return _load_tokenizer(folder / TOKENIZER_FILE), network.result()
    except Exception as error:  # tokenizers raises nothing narrower
        reason = str(error).strip().splitlines()[-1]  # openvino's lines before the last name its own sources
        raise EmbedderError(
            f"{folder} 里的模型装不上（{reason}）；删掉这个文件夹，下次启动会重新解开"
        ) from error


def _load_tokenizer(path: Path) -> Any:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer


def _compile(path: Path) -> Any:
    from openvino import Core

    # One stream on all cores: a batch keeps them as busy as two streams do, in less memory.
    return Core().compile_model(path, "CPU", {"PERFORMANCE_HINT": "LATENCY"})
