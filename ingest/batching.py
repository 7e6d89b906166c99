"""Questions that come at the same time are embedded together."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]

MAX_TEXTS = 32  # encoded at a time; a question is some 20 tokens


class QueryBatcher:
    """Encodes one batch at a time; those who come meanwhile go into the next one, all together.

    A question alone waits for nobody. With several under way each waits at most for the batch before its own,
    behind which the model would have put it anyway; so there is neither a timer nor a thread for this.
    """

    def __init__(self, encode: Callable[[Sequence[str]], Vectors], max_texts: int = MAX_TEXTS) -> None:
        """`encode` makes an array (n, dimension) of n texts."""
        self._encode, self._max_texts = encode, max_texts
        self._lock = threading.Lock()
        self._waiting: list[_Asked] = []
        self._is_encoding = False

    def vector(self, text: str) -> Vectors:
        """The vector of one text, float32 (dimension,).

        Raises:
            What `encode` raises, to everybody whose text was in that batch.
        """
        asked = _Asked(text)
        with self._lock:
            self._waiting.append(asked)
            is_first, self._is_encoding = not self._is_encoding, True
        if is_first:
            self._encode_waiting()
        else:
            asked.wake.wait()
            if not asked.is_done:  # woken to take the next batch
                self._encode_waiting()
        return asked.result()

    def _encode_waiting(self) -> None:
        """Encode who waits, this thread's own text among them, then hand over to one of those who came meanwhile."""
        with self._lock:
            batch = self._waiting[: self._max_texts]
            del self._waiting[: self._max_texts]
        try:
            _answer(batch, self._encode([asked.text for asked in batch]))
        except BaseException as error:
            _fail(batch, error)
        with self._lock:
            self._is_encoding = bool(self._waiting)
            if self._waiting:
                self._waiting[0].wake.set()


class _Asked:
    """One text, and the thread that waits for its vector."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.wake = threading.Event()
        self.vector: Vectors | None = None
        self.error: BaseException | None = None

    @property
    def is_done(self) -> bool:
        return self.vector is not None or self.error is not None

    def result(self) -> Vectors:
        if self.vector is None:
            assert self.error is not None
            raise self.error
        return self.vector


def _answer(batch: Sequence[_Asked], vectors: Vectors) -> None:
    for asked, vector in zip(batch, vectors, strict=True):
        asked.vector = vector
        asked.wake.set()


def _fail(batch: Sequence[_Asked], error: BaseException) -> None:
    for asked in batch:
        asked.error = error
        asked.wake.set()
