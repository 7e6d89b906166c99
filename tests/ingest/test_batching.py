from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from ingest.batching import QueryBatcher, Vectors
from ingest.embed import open_embedder
from tests.fakes import HashEmbedder


class Encoder:
    """Hash vectors of texts; the first batch waits until it is let go."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.has_begun, self.let_go = threading.Event(), threading.Event()
        self._hash = HashEmbedder()

    def __call__(self, texts: Sequence[str]) -> Vectors:
        self.batches.append(list(texts))
        if len(self.batches) == 1:
            self.has_begun.set()
            self.let_go.wait(10)
        if "坏" in texts:
            raise ValueError("坏")
        return np.stack([self._hash.query(text) for text in texts])

    def expected(self, text: str) -> Vectors:
        return self._hash.query(text)


def waiting(batcher: QueryBatcher, count: int) -> None:
    while len(batcher._waiting) < count:
        threading.Event().wait(0.001)


def test_questions_that_come_during_an_encoding_go_together_into_the_next() -> None:
    encoder = Encoder()
    batcher = QueryBatcher(encoder, max_texts=4)
    texts = [f"问{n}" for n in range(7)]
    with ThreadPoolExecutor(7) as pool:
        first = pool.submit(batcher.vector, texts[0])
        encoder.has_begun.wait(10)
        rest = [pool.submit(batcher.vector, text) for text in texts[1:]]
        waiting(batcher, 6)
        encoder.let_go.set()
        vectors = [future.result(10) for future in [first, *rest]]
    assert [len(batch) for batch in encoder.batches] == [1, 4, 2]
    for text, vector in zip(texts, vectors, strict=True):
        assert np.array_equal(vector, encoder.expected(text))


def test_a_question_alone_is_encoded_at_once() -> None:
    encoder = Encoder()
    encoder.let_go.set()
    batcher = QueryBatcher(encoder)
    for text in ("一", "二"):
        assert np.array_equal(batcher.vector(text), encoder.expected(text))
    assert encoder.batches == [["一"], ["二"]]


def test_an_error_reaches_those_of_its_batch_and_nobody_else() -> None:
    encoder = Encoder()
    batcher = QueryBatcher(encoder, max_texts=2)
    with ThreadPoolExecutor(4) as pool:
        first = pool.submit(batcher.vector, "一")
        encoder.has_begun.wait(10)
        broken = []
        for n, text in enumerate(("坏", "二"), start=1):
            broken.append(pool.submit(batcher.vector, text))
            waiting(batcher, n)
        last = pool.submit(batcher.vector, "三")
        waiting(batcher, 3)
        encoder.let_go.set()
        for future in broken:
            with pytest.raises(ValueError, match="坏"):
                future.result(10)
        assert np.array_equal(first.result(10), encoder.expected("一"))
        assert np.array_equal(last.result(10), encoder.expected("三"))


def test_the_model_gives_a_question_the_same_vector_in_any_company(model_home: Path) -> None:
    e5 = open_embedder("", model_home)
    texts = [f"{city}2024年新增高新技术企业多少家" + "，还有呢" * n for n, city in enumerate("甲乙丙丁戊己")]
    alone = [e5.query(text) for text in texts]
    with ThreadPoolExecutor(6) as pool:
        together = list(pool.map(e5.query, texts * 5))
    for text, vector in zip(alone * 5, together, strict=True):
        assert float(text @ vector) > 0.99999
