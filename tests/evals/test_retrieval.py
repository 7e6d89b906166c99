"""Where gold paragraphs stand in rankings: the formulas, and every retriever of a small library."""

from __future__ import annotations

from math import log2
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.dataset import Evidence
from evals.retrieval import (
    Rank,
    gold_paragraphs,
    ndcg_at,
    rank_all,
    ranks_of,
    recall_at,
    reciprocal_rank,
    retrieval_object,
)
from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.store import open_store
from tests.evals.cases import make_case
from tests.fakes import HashEmbedder

ranks_lists = st.lists(st.none() | st.integers(0, 30), min_size=1, max_size=5, unique=True)


@pytest.mark.parametrize(
    ("ranks", "recall_5", "rr", "ndcg"),
    [
        ((0,), 1.0, 1.0, 1.0),
        ((1,), 1.0, 0.5, 1 / log2(3)),
        ((None,), 0.0, 0.0, 0.0),
        ((0, None), 0.5, 1.0, 1 / (1 + 1 / log2(3))),
        ((9, 4), 0.5, 0.2, (1 / log2(11) + 1 / log2(6)) / (1 + 1 / log2(3))),
    ],
)
def test_formulas_by_hand(ranks: tuple[Rank, ...], recall_5: float, rr: float, ndcg: float) -> None:
    assert recall_at(ranks, 5) == recall_5
    assert reciprocal_rank(ranks) == rr
    assert ndcg_at(ranks, 10) == pytest.approx(ndcg)


@given(ranks_lists, st.integers(1, 30))
def test_scores_are_shares_and_grow_with_k(ranks: list[Rank], k: int) -> None:
    assert 0 <= recall_at(ranks, k) <= recall_at(ranks, k + 1) <= 1
    assert 0 <= ndcg_at(ranks, k) <= 1 + 1e-9
    assert 0 <= reciprocal_rank(ranks) <= 1


def test_the_best_place_counts() -> None:
    gold = [frozenset({"a", "b"}), frozenset({"x"})]
    assert ranks_of(gold, ["c", "b", "a", "b"]) == (1, None)


def test_a_quote_may_stand_in_several_paragraphs_or_in_none() -> None:
    texts = {"one.txt": {"p1": "新认定高企716家", "p2": "共716家"}}
    case = make_case(
        evidence=(Evidence("one.txt", "716家"), Evidence("one.txt", "716 家"), Evidence("two.txt", "x"))
    )
    assert gold_paragraphs(case, texts) == [frozenset({"p1", "p2"})]


def test_every_retriever_is_measured(tmp_path: Path) -> None:
    lines = [
        "绍兴市科技局2024年工作总结",
        "一、工作成效",
        "预计新增高新技术企业138家。",
        "粮食总产量1.2万吨。",
        "新建公交线路12条。",
    ]
    (tmp_path / "one.txt").write_text("\n".join(lines), encoding="utf-8")
    cases = [make_case(), make_case("", id="q-2", answerable=False, quote="")]
    with open_store(IngestSettings(home=tmp_path / "home"), embedder=HashEmbedder()) as store:
        ingest([tmp_path / "one.txt"], store)
        body = retrieval_object(rank_all(cases, store, lambda *_: None))
    assert body["questions"] == 1 and body["misses"] == []
    assert list(body["retrievers"]) == ["全文", "向量", "融合", "数据", "数据与融合"]
    assert body["retrievers"]["数据与融合"]["mrr"] == 1.0
    assert retrieval_object([]) == {"questions": 0, "retrievers": {}, "misses": []}
