"""Vectors in Chroma: written in batches, found by nearness, deleted by id."""

from __future__ import annotations

import logging
import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt

from ingest.errors import SettingsError, StorageError

Collection = Literal["chunks", "indicators"]
Vector = npt.NDArray[np.float32]

COLLECTIONS: tuple[Collection, ...] = ("chunks", "indicators")
BATCH = 1000  # Chroma takes 5,461 at most; 256 to 1,000 a call run at 2,300 to 2,600 a second


class Vectors:
    """Unit vectors by id, in the collections `chunks` and `indicators`.

    chromadb takes 1.4 s to import, so nothing is opened before the first use; `open` does it beforehand.
    """

    def __init__(self, folder: Path, url: str = "") -> None:
        """Vectors in a folder, or on the Chroma server at a URL."""
        self._folder = folder
        self._url = url
        self._open: dict[str, Any] = {}
        self._opening = threading.Lock()

    def open(self) -> None:
        """Open the collections now.

        Raises:
            StorageError: the folder or the server cannot be used.
        """
        for name in COLLECTIONS:
            self._collection(name)

    def close(self) -> None:
        """Let the client go."""
        if "_client" in self.__dict__:
            with self._translated():
                self._client.close()
                if self._url:  # chromadb 1.5 leaves its connections open
                    self._client._server._session.close()
                    self._client._admin_client._server._session.close()
            del self.__dict__["_client"]
        self._open.clear()

    def add(self, name: Collection, ids: Sequence[str], vectors: Vector) -> None:
        """Put vectors in under ids of their own; an id that is there already keeps its vector.

        Args:
            vectors: shape (len(ids), dimension), float32.
        """
        with self._translated():
            for start in range(0, len(ids), BATCH):
                end = start + BATCH
                self._collection(name).add(ids=list(ids[start:end]), embeddings=vectors[start:end])

    def delete(self, name: Collection, ids: Sequence[str]) -> None:
        """Take vectors out; ids that are not there do no harm."""
        with self._translated():
            for start in range(0, len(ids), BATCH):
                self._collection(name).delete(ids=list(ids[start : start + BATCH]))

    def clear(self) -> None:
        """Take everything out; the next vectors may have another dimension."""
        with self._translated():
            for name in COLLECTIONS:
                self._collection(name)
                self._client.delete_collection(name)
                del self._open[name]

    def discard(self) -> None:
        """Take everything out though it may be damaged."""
        if self._url:
            self.clear()
            return
        self.close()
        with self._translated():
            shutil.rmtree(self._folder, ignore_errors=True)

    def nearest(self, name: Collection, vector: Vector, limit: int) -> list[tuple[str, float]]:
        """Ids with their cosine similarity, cut to 0 to 1, nearest first; approximate (HNSW)."""
        with self._translated():
            if limit < 1:
                return []
            found = self._collection(name).query(
                query_embeddings=[vector], n_results=limit, include=["distances"]
            )
            pairs = zip(found["ids"][0], found["distances"][0], strict=True)
            return [(one, min(1.0, max(0.0, 1.0 - distance))) for one, distance in pairs]

    def get(self, name: Collection, ids: Sequence[str]) -> dict[str, Vector]:
        """Id → vector; unknown ids are left out. Costs 0.1 ms a vector."""
        vectors: dict[str, Vector] = {}
        with self._translated():
            for start in range(0, len(ids), BATCH):
                wanted = list(ids[start : start + BATCH])
                found = self._collection(name).get(ids=wanted, include=["embeddings"])
                vectors.update(zip(found["ids"], np.asarray(found["embeddings"], np.float32), strict=True))
        return vectors

    def count(self, name: Collection) -> int:
        """The number of vectors."""
        with self._translated():
            return int(self._collection(name).count())

    def all_ids(self, name: Collection) -> set[str]:
        """The ids of all vectors."""
        with self._translated():
            return set(self._collection(name).get(include=[])["ids"])

    def _collection(self, name: Collection) -> Any:
        with self._opening, self._translated():
            if name not in self._open:
                self._open[name] = self._client.get_or_create_collection(
                    name, configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
                )
            return self._open[name]

    @cached_property
    def _client(self) -> Any:
        from chromadb.config import Settings

        logging.getLogger("chromadb").setLevel(logging.ERROR)
        settings = Settings(anonymized_telemetry=False)
        return self._served(settings) if self._url else self._embedded(settings)

    def _embedded(self, settings: Any) -> Any:
        import chromadb
        from chromadb.api.shared_system_client import SharedSystemClient

        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            return chromadb.PersistentClient(str(self._folder), settings=settings)
        except BaseException:
            # chromadb 1.5 keeps a client that could not start, and gives it out again for the same folder
            SharedSystemClient._identifier_to_system.pop(str(self._folder), None)
            SharedSystemClient._identifier_to_refcount.pop(str(self._folder), None)
            raise

    def _served(self, settings: Any) -> Any:
        import chromadb

        parts = urlsplit(self._url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise SettingsError(f"WENJU_CHROMA_URL：{self._url} 不是 http://主机:端口")
        is_https = parts.scheme == "https"
        port = parts.port or (443 if is_https else 8000)
        return chromadb.HttpClient(host=parts.hostname, port=port, ssl=is_https, settings=settings)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Turns whatever Chroma raises into ours: it has errors of its own, of httpx and of Rust."""
        try:
            yield
        except (StorageError, SettingsError):
            raise
        except Exception as error:
            reason = "磁盘满了：" if not self._url and _is_full(self._folder) else ""
            raise StorageError(f"向量库 {self._url or self._folder}：{reason}{error}") from error


def _is_full(folder: Path) -> bool:
    """Chroma itself speaks of failed compactions and the like."""
    return folder.exists() and shutil.disk_usage(folder).free < 1_000_000
