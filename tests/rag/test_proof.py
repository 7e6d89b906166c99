"""Which sentences a figure or a quote bears out, over reports of many kinds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import pytest

from ingest.normalize import fold
from ingest.pipeline import ingest
from ingest.records import Figure, Paragraph, Report
from ingest.settings import IngestSettings
from ingest.store import Store, open_store
from rag.answer.claim import claim_figure
from rag.match import Fit
from rag.model.proof import Proof, prove
from rag.records import Claim, Evidence
from rag.retrieve.retriever import FittedFigure
from tests.conftest import ROOT
from tests.fakes import HashEmbedder
from tests.rag.mutations import mutated, statement

REPORT = """湖州市2024年工作总结
发布机构: | 湖州市人民政府 | 成文日期: | 2025-01-20 |

一、2024年工作总结
（一）经济。全年一般公共预算收入418.7亿元，下降1.3%。城镇、农村居民人均可支配收入分别增长4.3%、6.0%。工业投资下降2.4%、民间投资下降5.1%。
（二）企业。新认定高新技术企业312家，累计达2100家，居全省第四。工业增加值占生产总值比重达45.2%。湖州高新区全国排名提升4位。不含个体户的市场主体新增5.2万户。
（三）安全。生产安全事故起数、死亡人数分别下降12.5%、20%。湖州高新区新引进项目31个。
二、2025年工作思路
力争高新技术企业达到2300家以上，一般公共预算收入增长3%左右。
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The reports with hand-written gold, the two real ones and one of our own."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "湖州.txt").write_text(REPORT, encoding="utf-8")
    with open_store(IngestSettings(home=tmp_path_factory.mktemp("home")), embedder=HashEmbedder()) as store:
        outcomes = ingest([folder, ROOT / "evals" / "gold" / "reports", ROOT / "corpus"], store)
        assert [outcome.error for outcome in outcomes if outcome.error] == []
        yield store


def claim_of(report: Report, paragraph: Paragraph, figure: Figure) -> Claim:
    evidence = Evidence(report, paragraph, figure.quote_start, figure.quote_end, 1.0, ("text",), figure)
    return claim_figure(FittedFigure(evidence, Fit(1.0, frozenset())))


def claims_in(store: Store) -> Iterator[tuple[Claim, list[Claim]]]:
    """Every figure as a claim, and all claims of its paragraph."""
    for report in store.library.reports():
        for paragraph in store.library.paragraphs_of(report.id):
            figures = store.library.figures_of([paragraph.id])
            beside = [claim_of(report, paragraph, figure) for figure in figures]
            yield from ((claim, beside) for claim in beside)


def figures_of(claims: Sequence[Claim]) -> list[Figure]:
    return [claim.evidence.figure for claim in claims if claim.evidence.figure]


def proof_of(store: Store, words: str, raw: str) -> Proof:
    """The sentence held against all figures of the paragraph of 湖州 that prints `raw`."""
    own = next(
        (claim, beside)
        for claim, beside in claims_in(store)
        if claim.evidence.report.region_name == "湖州市" and figures_of([claim])[0].raw == raw
    )
    first, beside = own
    cited = [first, *(claim for claim in beside if claim is not first)]
    return prove(words, cited, figures_of(beside), store.reader.terms)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("312家", "湖州市2024年新认定高新技术企业312家"),
        ("312家", "2024年，湖州市新认定高企312家，居全省第四"),
        ("1.3%", "湖州市2024年一般公共预算收入下降1.3%"),
        ("6.0%", "湖州市2024年农村居民人均可支配收入增长6.0%"),
        ("4位", "2024年湖州高新区全国排名提升4位"),
        ("20%", "湖州市2024年死亡人数下降20%"),
        ("2300家", "湖州市2025年目标：高新技术企业达到2300家以上"),
        ("3%", "湖州市2025年一般公共预算收入目标增长3%左右"),
    ],
)
def test_what_puts_all_slots_of_the_figure_in_other_words_is_proven(
    store: Store, raw: str, said: str
) -> None:
    proof = proof_of(store, said, raw)
    assert proof.claims, proof.reason


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("312家", "湖州市2024年累计高新技术企业312家"),
        ("312家", "湖州市2024年高新技术企业312家"),
        ("312家", "湖州市2024年新认定高新技术企业312家、居全国第四"),
        ("2100家", "湖州市2024年新认定高新技术企业2100家"),
        ("1.3%", "湖州市2024年一般公共预算收入增长1.3%"),
        ("1.3%", "湖州市2024年一般公共预算收入1.3%"),
        ("6.0%", "湖州市2024年城镇居民人均可支配收入增长6.0%"),
        ("6.0%", "湖州市2024年农村居民人均可支配收入下降6.0%"),
        ("6.0%", "湖州市2024年农村居民人均可支配收入6.0%"),
        ("2.4%", "湖州市2024年民间投资下降2.4%"),
        ("4位", "湖州市2024年全国排名提升4位"),
        ("4位", "湖州市2024年排名提升4位"),
        ("5.2万户", "湖州市2024年新增市场主体5.2万户"),
        ("20%", "湖州市2024年生产安全事故起数下降20%"),
        ("20%", "湖州市2024年死亡人数20%"),
        ("31个", "湖州市2024年新引进项目31个"),
        ("2300家", "湖州市2025年高新技术企业达到2300家以上"),
        ("2300家", "湖州市2025年目标：高新技术企业达到2300家"),
        ("2300家", "湖州市2024年力争高新技术企业达到2300家以上"),
        ("3%", "湖州市2025年一般公共预算收入预计增长3%左右"),
        ("1.3%", "湖州市2024年一般公共预算收入下降到1.3%"),
        ("1.3%", "湖州市2024年一般公共预算收入下降为1.3%"),
        ("5.2万户", "湖州市2024年不含个体户的市场主体新增到5.2万户"),
        ("45.2%", "湖州市2024年生产总值占工业增加值比重达45.2%"),
    ],
)
def test_a_slot_left_out_added_or_taken_from_another_figure_is_not(store: Store, raw: str, said: str) -> None:
    assert proof_of(store, said, raw).claims == ()


def test_the_claim_as_it_stands_is_proven(store: Store) -> None:
    failed = [
        claim.text
        for claim, beside in claims_in(store)
        if not prove(claim.text, [claim], figures_of(beside), store.reader.terms).claims
    ]
    assert len(failed) <= 10, failed


@pytest.mark.parametrize("step", [40, pytest.param(5, marks=pytest.mark.slow)])
def test_no_mutation_of_any_figure_is_proven(store: Store, step: int) -> None:
    """Some figures of all reports, each false in one thing, beside the claims that it could be taken for."""
    counted: Counter[str] = Counter()
    proven = []
    for k, (claim, beside) in enumerate(claims_in(store)):
        if k % step:
            continue
        truths = {fold(text) for one in beside for text in (one.text, statement(one))}
        cited = [claim, *(one for one in beside if one is not claim)][:5]
        for kind, text in mutated(claim, figures_of(beside)[:5]):
            if text not in truths:
                counted[kind] += 1
                if prove(text, cited, figures_of(beside), store.reader.terms).claims:
                    proven.append((kind, text))
    assert proven == []
    assert sum(counted.values()) >= 20_000 / step and len(counted) >= 10, counted
