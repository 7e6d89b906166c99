"""Where the gold paragraphs stand in what each retriever brings, so that a change shows where it helps.

The formulas stand here rather than in ranx, which brings numba and fifteen packages more for these few lines.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path
from typing import Any

from evals.dataset import Case
from evals.metrics import mean
from evals.quantities import plain
from evals.targets import Progress
from ingest.store import Store
from rag.knowledge import knowledge_of
from rag.records import Filters
from rag.retrieve.retriever import Retriever, search_words
from rag.settings import RagSettings
from rag.understand import understand

Rank = int | None  # from 0; None where it is not in the list
CUTS = (1, 5, 10)


@dataclass(frozen=True)
class Ranked:
    """A question, and for each retriever the rank of each of its gold paragraphs."""

    case: Case
    ranks: Mapping[str, tuple[Rank, ...]]


# --- formulas ---------------------------------------------------------------------------------------------


def recall_at(ranks: Sequence[Rank], k: int) -> float:
    """Gold paragraphs among the first k / gold paragraphs."""
    return sum(rank is not None and rank < k for rank in ranks) / len(ranks)


def reciprocal_rank(ranks: Sequence[Rank]) -> float:
    """1 / place of the first gold paragraph, counted from 1; 0 when none is there."""
    found = [rank for rank in ranks if rank is not None]
    return 1 / (min(found) + 1) if found else 0.0


def ndcg_at(ranks: Sequence[Rank], k: int) -> float:
    """Σ 1 / log₂(place + 1) over the gold paragraphs among the first k / the same if they stood first.

    Source: Järvelin and Kekäläinen, TOIS 2002.
    """
    gain = sum(1 / log2(rank + 2) for rank in set(ranks) if rank is not None and rank < k)
    ideal = sum(1 / log2(place + 2) for place in range(min(len(ranks), k)))
    return gain / ideal


# --- measuring --------------------------------------------------------------------------------------------


def rank_all(cases: Sequence[Case], store: Store, progress: Progress) -> list[Ranked]:
    """Every answerable question with evidence that the library holds."""
    paragraphs = _paragraphs(store)
    retriever = Retriever(store, RagSettings.read())
    ranked = []
    for n, case in enumerate(cases):
        progress(n, len(cases), case.id)
        gold = gold_paragraphs(case, paragraphs) if case.answerable else []
        if gold:
            lists = rankings(case, retriever)
            ranked.append(Ranked(case, {name: ranks_of(gold, one) for name, one in lists.items()}))
    progress(len(cases), len(cases), "")
    return ranked


def rankings(case: Case, retriever: Retriever) -> dict[str, list[str]]:
    """The paragraphs that each retriever brings for a question, best first, in the reports that may speak of it."""
    asked = understand(case.question, case.history, knowledge_of(retriever.store))
    query = search_words(asked) or case.question
    scope = retriever.scope(asked.regions, Filters())
    fused = [paragraph.id for paragraph, _ in retriever.search(query, scope)]
    figures = [one.figure.paragraph_id for one in retriever.find(asked, Filters()).figures]
    return {
        "全文": retriever.by_words(query, scope),
        "向量": retriever.by_vectors(retriever.store.embedder.query(query), scope),
        "融合": fused,
        "数据": list(dict.fromkeys(figures)),
        "数据与融合": list(dict.fromkeys(figures + fused)),
    }


def gold_paragraphs(case: Case, paragraphs: Mapping[str, Mapping[str, str]]) -> list[frozenset[str]]:
    """For each gold quote the paragraphs that hold it, alike ones once; quotes over two paragraphs are left out.

    Args:
        paragraphs: file name → paragraph id → text as `plain` leaves it.
    """
    holders = [
        frozenset(id for id, text in paragraphs.get(one.doc, {}).items() if plain(one.quote) in text)
        for one in case.evidence
    ]
    return [one for one in dict.fromkeys(holders) if one]


def ranks_of(gold: Sequence[frozenset[str]], ranking: Sequence[str]) -> tuple[Rank, ...]:
    """The best rank of each gold paragraph."""
    places = {id: n for n, id in reversed(list(enumerate(ranking)))}
    return tuple(min((places[id] for id in one if id in places), default=None) for one in gold)


def _paragraphs(store: Store) -> dict[str, dict[str, str]]:
    library = store.library
    return {
        Path(report.source).name: {one.id: plain(one.text) for one in library.paragraphs_of(report.id)}
        for report in library.reports()
    }


def retrieval_object(ranked: Sequence[Ranked]) -> dict[str, Any]:
    """The scores of each retriever, and the questions whose gold paragraphs none of them brought."""
    names = list(ranked[0].ranks) if ranked else []
    return {
        "questions": len(ranked),
        "retrievers": {name: _scores([one.ranks[name] for one in ranked]) for name in names},
        "misses": [
            {
                "id": one.case.id,
                "question": one.case.question,
                "quotes": [e.quote for e in one.case.evidence],
                "ranks": one.ranks,
            }
            for one in ranked
            if None in one.ranks[names[-1]]
        ],
    }


def _scores(lists: Sequence[Sequence[Rank]]) -> dict[str, float | None]:
    recalls = {f"recall@{k}": mean([recall_at(ranks, k) for ranks in lists]) for k in CUTS}
    return recalls | {
        "mrr": mean([reciprocal_rank(ranks) for ranks in lists]),
        "ndcg@10": mean([ndcg_at(ranks, 10) for ranks in lists]),
    }
