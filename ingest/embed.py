"""The embedding model: texts in, unit vectors out.

The default model runs on OpenVINO (ingest/e5); any other in sentence-transformers, imported only then.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from ingest.batching import QueryBatcher
from ingest.e5.folder import DEFAULT_MODEL, PASSAGE_PREFIX, QUERY_PREFIX, unpacked_e5
from ingest.errors import EmbedderError

Vectors = npt.NDArray[np.float32]
Progress = Callable[[int], None]

# Texts handed to sentence-transformers at a time, so that progress shows.
SLICE_TEXTS = 128


class Embedder(Protocol):
    """A model that turns texts into vectors; may be called from several threads at once."""

    model: str  # names the model in a library: vectors of two models never mix
    dimension: int

    def passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors of texts to be found: float32 (len(texts), dimension), unit length, in the order given.

        `progress` is called after every batch with the number of texts done so far.
        """
        ...

    def query(self, text: str) -> Vectors:
        """The vector of a question: float32 (dimension,), unit length."""
        ...


def open_embedder(model: str, home: Path) -> Embedder:
    """The embedding model, loaded.

    Args:
        model: "" or "multilingual-e5-small" for the default; else a folder or a Hugging Face model id that
            sentence-transformers can load.
        home: the data directory; the default model is unpacked under it, once.
    Raises:
        EmbedderError: the model is missing or cannot be loaded.
        StorageError: there is no room for the default model.
    """
    # Said outright, or tokenizers warns in every process that forks.
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    if model in ("", DEFAULT_MODEL):
        from ingest.e5.embedder import E5Embedder

        return E5Embedder(unpacked_e5(home))
    return SentenceTransformersEmbedder(model)


class SentenceTransformersEmbedder:
    """Any model that sentence-transformers loads, with the prompts it is configured with."""

    def __init__(self, model: str) -> None:
        folder = Path(model).expanduser()
        self.model = str(folder.resolve()) if folder.is_dir() else model
        self._transformer = _load_folder(folder) if folder.is_dir() else _load_by_id(model)
        self._query_prompt, self._passage_prompt = _prompts(self._transformer.prompts, Path(self.model).name)
        # Its tokenizer changes its padding per call, and fails when two threads do so at once.
        self._one_at_a_time = threading.Lock()
        self._queries = QueryBatcher(lambda texts: self._encode(list(texts), self._query_prompt))
        self.dimension = len(self.query(""))

    def query(self, text: str) -> Vectors:
        return self._queries.vector(text)

    def passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        vectors = np.empty((len(texts), self.dimension), np.float32)
        by_length = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        for start in range(0, len(texts), SLICE_TEXTS):
            some = by_length[start : start + SLICE_TEXTS]
            vectors[some] = self._encode([texts[index] for index in some], self._passage_prompt)
            if progress:
                progress(start + len(some))
        return vectors

    def _encode(self, texts: list[str], prompt: str) -> Vectors:
        readable = [encodable(text) for text in texts]
        with self._one_at_a_time:
            vectors = self._transformer.encode(
                readable, prompt=prompt, normalize_embeddings=True, show_progress_bar=False
            )
        return np.asarray(vectors, np.float32)


def _load_folder(folder: Path) -> Any:
    if not any((folder / name).is_file() for name in ("modules.json", "config.json")):
        raise EmbedderError(
            f"{folder} 里没有嵌入模型：应有 modules.json（sentence-transformers）或 config.json（transformers）"
        )
    os.environ.setdefault("HF_HUB_OFFLINE", "1")  # read when huggingface_hub is first imported
    try:
        return _sentence_transformer(str(folder), local_files_only=True)
    except _LOAD_ERRORS as error:
        raise EmbedderError(f"{folder} 里的模型装不上：{error}") from error


def _load_by_id(model: str) -> Any:
    """A model from the Hugging Face cache, or, when it is not there, from the hub."""
    if model.startswith((".", "~", os.sep)) or model.count("/") > 1:
        raise EmbedderError(f"没有文件夹 {model}")
    try:
        return _sentence_transformer(model, local_files_only=True)
    except _LOAD_ERRORS:
        _require_on_hub(model)
    try:
        return _sentence_transformer(model, local_files_only=False)
    except _LOAD_ERRORS as error:
        raise EmbedderError(f"模型 {model} 装不上：{error}") from error


def _require_on_hub(model: str) -> None:
    """Ask the hub once; sentence-transformers would retry for over a minute where there is no network."""
    from huggingface_hub import model_info

    try:
        model_info(model if "/" in model else f"sentence-transformers/{model}", timeout=10)
    except Exception as error:  # huggingface_hub passes on the errors of its HTTP client
        raise EmbedderError(
            f"{model} 不是这里的文件夹，Hugging Face 缓存里没有，网上也取不到；"
            f"应为文件夹或模型名（{type(error).__name__}: {error}）"
        ) from error


# What loading a model raises: files missing or malformed, an unknown architecture, no network.
_LOAD_ERRORS = (OSError, ValueError, RuntimeError, KeyError, TypeError, AttributeError, ImportError)


def _sentence_transformer(name: str, local_files_only: bool) -> Any:
    # Read at import: no progress bars for a server's log, and no advice to developers.
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(name, local_files_only=local_files_only)


def _prompts(configured: Mapping[str, str], name: str) -> tuple[str, str]:
    """What goes before a question and before a passage.

    A model's own prompts count; one without any gets those of E5 when its name says that it is one.
    """
    query = configured.get("query", "")
    passage = configured.get("passage", "") or configured.get("document", "")
    if query or passage:
        return query, passage
    # intfloat/multilingual-e5-base, e5_small; not: bge5, me5tro
    if re.search(r"(?<![a-z0-9])e5(?![a-z0-9])", name.lower()):
        return QUERY_PREFIX, PASSAGE_PREFIX
    return "", ""


def encodable(text: str) -> str:
    """`text` without lone surrogates, which JSON can carry and no tokenizer takes."""
    return text.encode("utf-8", "replace").decode("utf-8")
